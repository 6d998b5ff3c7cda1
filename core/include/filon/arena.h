/* filon/arena.h - memory that is freed all at once.
 *
 * A document, a plugin instance and a configuration each have one. Allocation is a pointer bump; nothing
 * is freed singly. No function here returns NULL: a process that may have no more memory ends with one
 * line on stderr, and in a worker that costs the document under way, nothing else.
 */
#ifndef FILON_ARENA_H
#define FILON_ARENA_H

#include <filon/str.h>

struct filon_arena;

FILON_API struct filon_arena *filon_arena_new(void);
FILON_API void filon_arena_free(struct filon_arena *arena); /* NULL is allowed */

/* Forgets all allocations and keeps the first chunks for reuse, so that a steady state never calls malloc. */
FILON_API void filon_arena_reset(struct filon_arena *arena);

/* n bytes aligned for any type, not initialised; n == 0 gives a valid pointer. */
FILON_API void *filon_alloc(struct filon_arena *arena, size_t n) __attribute__((malloc, returns_nonnull));

/* count * size bytes of zeros; an overflow of the product ends the process like a lack of memory. */
FILON_API void *filon_zalloc(struct filon_arena *arena, size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* The same for large tables that most runs use little of: a page of it takes memory and time when it is first used. Since 1.1. */
FILON_API void *filon_zreserve(struct filon_arena *arena, size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* For an array that grows in an arena: `array` while there is room behind its n items of `size`, else a copy with room for twice as many. Start from
 * NULL, 0, 0. Since 1.1. */
FILON_API void *filon_grow(struct filon_arena *arena, void *array, uint32_t n, uint32_t *room, size_t size) __attribute__((returns_nonnull));

/* Copies, NUL-terminated behind their length. */
FILON_API char *filon_strdup(struct filon_arena *arena, const char *c);
FILON_API struct filon_str filon_str_dup(struct filon_arena *arena, struct filon_str s);
FILON_API char *filon_strf(struct filon_arena *arena, const char *format, ...) FILON_PRINTF(2, 3);

/* Bytes handed out since the last reset. */
FILON_API size_t filon_arena_used(const struct filon_arena *arena);

#endif
