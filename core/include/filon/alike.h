/* filon/alike.h - near-duplicates: sketches of texts, and the earlier documents of a job that a text is like.
 *
 * The resemblance of two texts is that of their sets of shingles (runs of so many words): how many they share of those that either has
 * (Broder: On the resemblance and containment of documents, 1997). A sketch tells it from 64 bytes: for each of 64 hash functions the
 * least shingle, of which a byte is kept (Li & König: b-bit minwise hashing, 2010); the standard error is at most 0.063. The least
 * shingles of a single function are what sketches are found by: a job's index holds eight of each document, and is asked for 24 of a text's.
 */
#ifndef FILON_ALIKE_H
#define FILON_ALIKE_H

#include <filon/arena.h>

enum { FILON_SKETCH_PRINT = 64, FILON_SKETCH_LOW = 24 };

struct filon_sketch {
    uint32_t n;                     /* of low: fewer where the text has fewer shingles; 0: nothing is like it */
    uint32_t low[FILON_SKETCH_LOW]; /* the least shingles, of 31 bits, different, ascending */
    uint8_t print[FILON_SKETCH_PRINT];
};

/* Of n shingles by their hashes (filon_hash is good enough), in any order, some of them twice. O(n). */
FILON_API void filon_sketch_make(struct filon_sketch *sketch, const uint64_t *shingles, size_t n);

/* An estimate of how much two texts resemble each other, 0 to 1. */
FILON_API float filon_sketch_resemblance(const struct filon_sketch *a, const struct filon_sketch *b);

struct filon_ctx;

struct filon_alike {
    struct filon_str id; /* of the document; p NULL: none; in the arena */
    float resemblance;   /* of the text and the document's, or one that is itself like that document */
};

/* For annotate: the earliest of those documents that came before this one in the job, in this run or another, and whose resemblance is at
 * least `least` (0 to 1), or that such a document was like when it came. The one under work becomes part of the job's memory with this
 * sketch if it is written in the end; it leaves it when it is dropped. Whether it runs with workers or without, the answer is the
 * same: the coordinator gives it in the order of the inputs, so it may have to be waited for. Without a ledger (filon annotate) the memory lasts
 * as long as the run. -1: it failed, and said why. */
FILON_API int filon_alike(struct filon_ctx *ctx, const struct filon_sketch *sketch, double least, struct filon_arena *arena,
                          struct filon_alike *found);

#endif
