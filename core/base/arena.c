#include <filon/arena.h>

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"

/* Chunks grow so that a large document takes few of them; a reset keeps up to KEEP bytes, so that one
 * giant does not pin its memory for the rest of a run. */
enum { FIRST = 16 * 1024, LARGEST = 1024 * 1024, KEEP = 8 * 1024 * 1024, ALIGN = alignof(max_align_t) };

struct chunk {
    struct chunk *next;
    size_t size; /* of the bytes behind this header */
    alignas(max_align_t) char bytes[];
};

struct filon_arena {
    struct chunk *first, *current;
    struct chunk *reserved; /* one a call of filon_zreserve */
    size_t at;   /* in current */
    size_t used; /* in all */
    size_t next_size;
};

void filon_no_memory(void)
{
    static const char message[] = "filon: out of memory: raise limits.memory, or lower limits.size\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(FILON_EXIT_MEMORY);
}

void *filon_xrealloc(void *p, size_t n)
{
    void *fresh = realloc(p, n ? n : 1);
    if (!fresh)
        filon_no_memory();
    return fresh;
}

static struct chunk *chunk_new(size_t size)
{
    struct chunk *chunk = size > SIZE_MAX - sizeof *chunk ? NULL : malloc(sizeof *chunk + size);
    if (!chunk)
        filon_no_memory();
    chunk->next = NULL;
    chunk->size = size;
    return chunk;
}

struct filon_arena *filon_arena_new(void)
{
    struct filon_arena *arena = filon_xrealloc(NULL, sizeof *arena);
    *arena = (struct filon_arena){.next_size = FIRST};
    return arena;
}

static void chunks_free(struct chunk *chunk)
{
    while (chunk) {
        struct chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void filon_arena_free(struct filon_arena *arena)
{
    if (arena) {
        chunks_free(arena->first);
        chunks_free(arena->reserved);
    }
    free(arena);
}

void filon_arena_reset(struct filon_arena *arena)
{
    size_t kept = 0;
    for (struct chunk **link = &arena->first; *link; link = &(*link)->next) {
        kept += (*link)->size;
        if (kept > KEEP) {
            chunks_free(*link);
            *link = NULL;
            break;
        }
    }
    chunks_free(arena->reserved);
    arena->reserved = NULL;
    arena->current = arena->first;
    arena->at = arena->used = 0;
}

/* The next kept chunk that is large enough, or a new one behind the current. */
static void chunk_turn(struct filon_arena *arena, size_t n)
{
    struct chunk *next = arena->current ? arena->current->next : arena->first;
    if (!next || next->size < n) {
        size_t size = n > arena->next_size ? n : arena->next_size;
        if (arena->next_size < LARGEST)
            arena->next_size *= 2;
        struct chunk *fresh = chunk_new(size);
        fresh->next = next;
        if (arena->current)
            arena->current->next = fresh;
        else
            arena->first = fresh;
        next = fresh;
    }
    arena->current = next;
    arena->at = 0;
}

void *filon_alloc(struct filon_arena *arena, size_t n)
{
    if (n > SIZE_MAX - ALIGN)
        filon_no_memory();
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!arena->current || arena->current->size - arena->at < n)
        chunk_turn(arena, n);
    void *p = arena->current->bytes + arena->at;
    arena->at += n;
    arena->used += n;
    return p;
}

void *filon_zalloc(struct filon_arena *arena, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        filon_no_memory();
    return memset(filon_alloc(arena, n), 0, n);
}

void *filon_zreserve(struct filon_arena *arena, size_t count, size_t size)
{
    size_t n;
    struct chunk *chunk = NULL;
    if (!__builtin_mul_overflow(count, size, &n) && n <= SIZE_MAX - sizeof *chunk)
        chunk = calloc(1, sizeof *chunk + n);
    if (!chunk)
        filon_no_memory();
    chunk->next = arena->reserved;
    chunk->size = n;
    arena->reserved = chunk;
    arena->used += n;
    return chunk->bytes;
}

void *filon_grow(struct filon_arena *arena, void *array, uint32_t n, uint32_t *room, size_t size)
{
    size_t bytes;
    if (n < *room)
        return array;
    if (*room > UINT32_MAX / 2 || __builtin_mul_overflow((size_t)(*room ? *room * 2 : 32), size, &bytes))
        filon_no_memory();
    *room = *room ? *room * 2 : 32;
    void *larger = filon_alloc(arena, bytes);
    return n ? memcpy(larger, array, n * size) : larger;
}

struct filon_str filon_str_dup(struct filon_arena *arena, struct filon_str s)
{
    if (!s.p)
        return FILON_NO_STR;
    char *copy = filon_alloc(arena, s.n + 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return (struct filon_str){copy, s.n};
}

char *filon_strdup(struct filon_arena *arena, const char *c)
{
    return (char *)filon_str_dup(arena, filon_str_of(c)).p;
}

char *filon_strf(struct filon_arena *arena, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    char *text = filon_alloc(arena, (size_t)(n < 0 ? 0 : n) + 1);
    text[0] = '\0';
    if (n > 0)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

size_t filon_arena_used(const struct filon_arena *arena)
{
    return arena->used;
}
