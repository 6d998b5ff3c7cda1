/* Arrays that grow. */
#ifndef PARSE_HTML_GROWN_H
#define PARSE_HTML_GROWN_H

#include <stdint.h>
#include <stdlib.h>

/* The array of n elements of `size` bytes, with room for one more; to be freed. */
static inline void *grown(void *array, uint32_t n, uint32_t *room, size_t size)
{
    if (n < *room)
        return array;
    *room = *room ? 2 * *room : 1024;
    void *larger = realloc(array, *room * size);
    if (!larger)
        abort(); /* as filon_alloc */
    return larger;
}

#endif
