/* The layout of a model file, in the byte order of the machine that wrote it (`order` tells):
 *
 *   struct model_head        64 bytes
 *   metadata                 "key=value\n" …, head.text bytes; the first is kind=
 *   zeros to the next multiple of 64
 *   struct model_entry …     head.sections of them
 *   sections                 each begins at a multiple of 64, zeros between
 */
#ifndef FILON_LEARN_MODEL_FORMAT_H
#define FILON_LEARN_MODEL_FORMAT_H

#include <filon/model.h>

#define MODEL_MAGIC                                                                                                                        \
    "\x89"                                                                                                                                 \
    "filon\r\n"

enum { MODEL_VERSION = 1, MODEL_ALIGN = 64, MODEL_ORDER = 0x01020304 };

struct model_head {
    char magic[8];
    uint32_t order, version;
    uint64_t size;     /* of the file */
    uint64_t checksum; /* XXH3 of the file with this field zero */
    uint64_t text;     /* bytes of metadata */
    uint64_t sections;
    uint64_t unused[2];
};

struct model_entry {
    char name[FILON_MODEL_NAME + 1]; /* NUL-padded */
    uint64_t at, n;
};

_Static_assert(sizeof(struct model_head) == MODEL_ALIGN, "the head fills one line");
_Static_assert(sizeof(struct model_entry) == 48, "entries have no holes");

static inline uint64_t model_align(uint64_t n)
{
    return (n + MODEL_ALIGN - 1) & ~(uint64_t)(MODEL_ALIGN - 1);
}

/* [a-z][a-z0-9_.]*, not longer than most. */
static inline bool model_is_name(const char *name, size_t most)
{
    size_t n = strlen(name);
    if (!n || n > most || name[0] < 'a' || name[0] > 'z')
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == n;
}

#endif
