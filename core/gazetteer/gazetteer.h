/* The inside of a gazetteer: four arrays, the same in memory and in a compiled file.
 *
 *   strings  a record an entry: its type (a byte below 32, so that a record can be found from within), id, name, aliases, each with its NUL
 *   shared   names that several entries have: runs of places in strings, in the order of the lists, each run with a 0 behind it
 *   slots    a hash table of names: their place in strings, or that of their run in shared
 *   heads    a hash table of the first pieces of names: how many pieces the names have that begin so
 *
 * A walk through a text looks up each token in heads; only where a name could begin, the lengths that exist are tried in
 * slots, longest first. What the hashes promise is checked on the letters.
 */
#ifndef FILON_GAZETTEER_IMPL_H
#define FILON_GAZETTEER_IMPL_H

#include <filon/gazetteer.h>
#include <filon/map.h>
#include <filon/model.h>
#include <filon/tsv.h>
#include <filon/utf8.h>
#include <filon/yaml.h>

enum {
    PIECES_MOST = 32,          /* of a name: the bits of a head's lengths */
    NAME_BYTES_MOST = 512,     /* of a name, an id */
    RECORD_BYTES_MOST = 65536, /* of an entry with all of its aliases */
    TYPES_MOST = 31
};

struct slot {
    uint32_t tag, name; /* a place in strings; with SHARED, one in shared; 0: free */
};

#define SHARED 0x80000000u

struct head {
    uint32_t tag, lengths; /* bit n - 1: names of n pieces; 0: free */
};

/* ---- pieces.c */

struct piece {
    uint32_t begin, end; /* in the text */
    uint32_t at, n;      /* of its folded form, in the buffer of the fold */
    uint64_t hash;       /* of that */
};

/* The next piece from *at on; false if there is none before `end`. */
bool gazetteer_next(const char *text, uint32_t end, uint32_t *at, struct piece *piece);
/* Appends its folded form to the buffer and fills the rest of the piece. */
void gazetteer_fold(const char *text, struct piece *piece, unsigned folds, uint64_t seed, struct filon_buf *folded);
/* The hash of a sequence, from those of its pieces. */
static inline uint64_t gazetteer_chain(uint64_t hash, uint64_t piece)
{
    __uint128_t product = (__uint128_t)(hash ^ piece) * 0x9e3779b97f4a7c15u;
    return (uint64_t)product ^ (uint64_t)(product >> 64) ^ (hash << 1);
}

/* Where a hash belongs in a table of n places, and what tells it from others there (never 0). */
static inline size_t gazetteer_place(uint64_t hash, size_t n)
{
    return (size_t)(((hash >> 32) * n) >> 32);
}

static inline uint32_t gazetteer_tag(uint64_t hash)
{
    return (uint32_t)hash | 1;
}

/* FILON_FOLD_… of an enum filon_gazetteer_fold. */
unsigned gazetteer_folds(enum filon_gazetteer_fold fold);

/* ---- source.c */

struct gazetteer_row {
    struct filon_str id, name, type;
    const struct filon_str *aliases;
    size_t n_aliases;
    const struct filon_tsv *tsv;   /* where it stands … */
    const struct filon_node *node; /* … in either kind of list */
};

/* "FILE:LINE: …"; -1. */
int gazetteer_row_error(const struct gazetteer_row *row, struct filon_error *error, const char *format, ...) FILON_PRINTF(3, 4);

typedef int gazetteer_visit(void *arg, const struct gazetteer_row *row, struct filon_error *error);

/* Calls visit for each row, whose strings live as long as the arena; stops at the first that returns not 0. */
int gazetteer_read(struct filon_arena *arena, const char *path, gazetteer_visit *visit, void *arg, struct filon_error *error);

/* ---- build.c */

struct gazetteer_tables {
    const char *strings, *types; /* types: each with its NUL, from number 1 */
    const uint32_t *shared;
    const struct slot *slots;
    const struct head *heads;
    size_t n_strings, n_types, n_shared, n_slots, n_heads; /* bytes, bytes, … */
    uint64_t seed;
    unsigned folds;
    struct filon_gazetteer_size size;
};

/* The tables, in the arena. */
int gazetteer_build(struct gazetteer_tables *tables, struct filon_arena *arena, const char *const *lists, size_t n, unsigned folds,
                    struct filon_error *error);

/* ---- file.c */

struct filon_gazetteer {
    struct gazetteer_tables tables;
    char *path;
    struct filon_model *model; /* of a compiled file … */
    struct filon_arena *arena; /* … or what a list became */
    const char *type[TYPES_MOST + 1];
    /* room for a sentence and for a name, kept: */
    struct piece *pieces;
    size_t n_pieces, pieces_room;
    struct filon_buf folded, compared, matches;
};


#endif
