/* What happens when there is no more memory: the process ends, and in a worker that costs one document. */
#ifndef FILON_BASE_MEMORY_H
#define FILON_BASE_MEMORY_H

#include <stddef.h>

#define FILON_EXIT_MEMORY 71 /* EX_OSERR; the coordinator reads it as "out of memory" */

__attribute__((noreturn)) void filon_no_memory(void);
__attribute__((returns_nonnull)) void *filon_xrealloc(void *p, size_t n); /* free() frees it */

#endif
