#include "tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <strings.h>

/* Gumbo frees little by little and recursively; here all of a page goes at once, and its depth does not matter. What it frees while it
 * builds is used again, by size. */
enum { CLASSES = 12, SMALLEST = 16, CHUNK = 256 * 1024 };

struct chunk {
    struct chunk *next;
    size_t size;
    _Alignas(16) char bytes[];
};

struct header {
    uint64_t class; /* CLASSES: too large to be used again */
    uint64_t size;
};

struct tree {
    struct chunk *chunks, *spare; /* spare: of CHUNK bytes, from earlier pages */
    size_t left;                  /* in the first chunk */
    char *at;
    void *free_[CLASSES];
    size_t used, most;
    jmp_buf full;
};

static struct chunk *chunk_new(struct tree *tree, size_t size)
{
    struct chunk *chunk = tree->spare;
    if (chunk && size <= CHUNK) {
        tree->spare = chunk->next;
    } else {
        chunk = malloc(sizeof *chunk + size);
        if (!chunk)
            longjmp(tree->full, 1);
        chunk->size = size;
    }
    chunk->next = tree->chunks;
    tree->chunks = chunk;
    return chunk;
}

static void *take(struct tree *tree, size_t size)
{
    tree->used += size;
    if (tree->used > tree->most)
        longjmp(tree->full, 1);
    if (size > CHUNK / 4) {
        struct chunk *own = chunk_new(tree, size > CHUNK ? size : CHUNK);
        if (tree->at) { /* the one in use stays first */
            tree->chunks = own->next;
            own->next = tree->chunks->next;
            tree->chunks->next = own;
        }
        return own->bytes;
    }
    if (size > tree->left) {
        tree->at = chunk_new(tree, CHUNK)->bytes;
        tree->left = CHUNK;
    }
    void *given = tree->at;
    tree->at += size;
    tree->left -= size;
    return given;
}

static void *allocate(void *userdata, size_t size)
{
    struct tree *tree = userdata;
    unsigned class = 0;
    size_t room = SMALLEST;
    while (room < size && class < CLASSES) {
        room *= 2;
        class++;
    }
    if (class == CLASSES)
        room = (size + 15) & ~(size_t)15;
    struct header *header;
    if (class < CLASSES && tree->free_[class]) {
        header = (struct header *)tree->free_[class] - 1;
        tree->free_[class] = *(void **)tree->free_[class];
    } else {
        header = take(tree, sizeof *header + room);
        *header = (struct header){class, room};
    }
    return header + 1;
}

static void release(void *userdata, void *pointer)
{
    struct tree *tree = userdata;
    if (!pointer)
        return;
    const struct header *header = (struct header *)pointer - 1;
    if (header->class == CLASSES)
        return;
    *(void **)pointer = tree->free_[header->class];
    tree->free_[header->class] = pointer;
}

static void reset(struct tree *tree)
{
    enum { SPARES = 32 };
    unsigned kept = 0;
    struct chunk *spare = NULL;
    for (struct chunk *lists[2] = {tree->spare, tree->chunks}, **list = lists; list < lists + 2; list++)
        for (struct chunk *chunk = *list, *next; chunk; chunk = next) {
            next = chunk->next;
            if (chunk->size == CHUNK && kept++ < SPARES) {
                chunk->next = spare;
                spare = chunk;
            } else {
                free(chunk);
            }
        }
    *tree = (struct tree){.spare = spare};
}

struct tree *tree_new(void)
{
    return calloc(1, sizeof(struct tree));
}

void tree_free(struct tree *tree)
{
    if (!tree)
        return;
    reset(tree);
    for (struct chunk *chunk = tree->spare, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(tree);
}

const GumboOutput *tree_build(struct tree *tree, struct filon_str page, size_t most)
{
    reset(tree);
    tree->most = most;
    if (setjmp(tree->full)) {
        reset(tree);
        return NULL;
    }
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = release;
    options.userdata = tree;
    options.max_errors = 0;
    return gumbo_parse_with_options(&options, page.p, page.n);
}
