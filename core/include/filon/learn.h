/* filon/learn.h - learning: hashed features and linear-chain conditional random fields.
 *
 * A feature is a 64-bit hash of what was seen and where ("the word before is M."). Training gathers the features of labelled
 * sequences, learns a weight per feature and label, and keeps those that matter in a table of lines of 64 bytes: a feature's line follows from its hash,
 * and the line holds a few rows of one byte a label, each with a fingerprint of its feature. Looking a feature up costs one
 * cache line, needs no strings, and an unknown feature counts for nothing.
 *
 * Lafferty, McCallum, Pereira: Conditional random fields, 2001. Sha, Pereira: Shallow parsing with CRFs, 2003.
 */
#ifndef FILON_LEARN_H
#define FILON_LEARN_H

#include <filon/arena.h>
#include <filon/error.h>
#include <filon/model.h>

/* The feature `value` (a hash of text, a number) of the kind `kind` (a number that the caller gives each of its templates). */
static inline uint64_t filon_feature(uint64_t kind, uint64_t value)
{
    __uint128_t product = (__uint128_t)(value ^ 0x9e3779b97f4a7c15u) * ((kind * 0xd1342543de82ef95u + 0x2545f4914f6cdd1du) | 1);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Two values as one, in order. */
static inline uint64_t filon_feature_pair(uint64_t a, uint64_t b)
{
    return filon_feature(a, b ^ (a << 32 | a >> 32));
}

/* ------------------------------------------------------------------------------------------------- *
 * A trained model of sequences
 */
#define FILON_CRF_LABELS 62 /* most labels */

struct filon_crf;

/* Of a model file's sections PREFIX.rows and PREFIX.weights and its metadata "labels"; the model must stay open. In the arena.
 * NULL with an error. */
FILON_API struct filon_crf *filon_crf_open(const struct filon_model *model, const char *prefix, struct filon_arena *arena, struct filon_error *error);

FILON_API unsigned filon_crf_labels(const struct filon_crf *crf);
FILON_API const char *filon_crf_label(const struct filon_crf *crf, unsigned label);

/* Scores stand side by side, filon_crf_stride of them a token: the labels, then padding to a multiple of 16. */
FILON_API unsigned filon_crf_stride(const struct filon_crf *crf);

/* Adds the weights of n features to one token's scores (stride numbers, aligned to 32 bytes; at most 250 features a token in all). */
FILON_API void filon_crf_add(const struct filon_crf *crf, const uint64_t *features, size_t n, int16_t *scores);

/* Has the rows of features brought near, so that adding them a little later does not wait for memory. */
FILON_API void filon_crf_fetch(const struct filon_crf *crf, const uint64_t *features, size_t n);

/* The best sequence of labels for n tokens' scores (n * stride, aligned to 32 bytes): exact Viterbi. The arena gives room for the search. */
FILON_API void filon_crf_decode(const struct filon_crf *crf, const int16_t *scores, size_t n, uint8_t *labels, struct filon_arena *arena);

/* The probability of each of `count` pieces [first, behind) of the sequence having the labels given, by forward and backward sums. `pieces` in
 * order, not overlapping, within n; `inside[label]` is the label that would go on with a piece
 * that ends in label (it must not follow), UINT8_MAX: none. */
struct filon_crf_piece {
    uint32_t first, behind;
    float probability; /* out */
};
FILON_API void filon_crf_probabilities(const struct filon_crf *crf, const int16_t *scores, size_t n, const uint8_t *labels, const uint8_t *inside,
                                       struct filon_crf_piece *pieces, size_t count, struct filon_arena *arena);

/* Puts the sections PREFIX.rows and PREFIX.weights and the metadata "labels" (by the first of several) into a model to write; the CRF
 * must live until it is written. */
FILON_API void filon_crf_save(const struct filon_crf *crf, struct filon_model_out *out, const char *prefix);

/* ------------------------------------------------------------------------------------------------- *
 * Training
 */
struct filon_crf_data;

/* `labels`: NULL-terminated names. allowed(from, to): whether label `to` may follow `from`; from UINT_MAX: may begin a sequence; NULL: all may. */
FILON_API struct filon_crf_data *filon_crf_data_new(const char *const *labels, bool (*allowed)(unsigned from, unsigned to));
FILON_API void filon_crf_data_free(struct filon_crf_data *data);
/* One token and its label; then the end of the sequence. Sequences with a forbidden transition are an error in training. */
FILON_API void filon_crf_data_token(struct filon_crf_data *data, const uint64_t *features, size_t n, unsigned label);
FILON_API void filon_crf_data_end(struct filon_crf_data *data);

struct filon_crf_progress {
    unsigned iteration; /* or pass */
    double loss;      /* negative log likelihood and penalty */
    double gradient;  /* its norm over that of the weights */
    double seconds;   /* of this iteration */
    size_t features;
};

struct filon_crf_params {
    unsigned least;         /* features seen less often are left out; 0: 1 */
    /* AdaGrad, a step a sequence: so many models side by side, which are averaged; so many passes, the later half of which counts. */
    unsigned models, passes;
    double rate;            /* of its steps; 0: 0.1 */
    /* Or, where passes is 0, L-BFGS to the minimum of the loss with its penalty: */
    unsigned iterations;    /* at most */
    double l2;              /* weight of the squared norm */
    double tolerance;       /* stop when the loss fell by less than this part of it in ten iterations */
    unsigned threads;       /* the result does not depend on it; 0: as many as there are cores */
    size_t bytes;           /* most that the table of rows may take; features of least weight make room */
    double hide;            /* part of the features hidden, other ones in each sequence, so that none is relied on alone; 0: none */
    uint64_t seed;          /* of the hiding and of the order */
    const char *checkpoint; /* file that is kept while training by L-BFGS, NULL: none */
    bool resume;            /* go on from it */
    /* Called after each iteration; returns true to stop: the checkpoint is written and the training fails with FILON_E_BUSY. */
    bool (*progress)(void *arg, const struct filon_crf_progress *progress);
    void *arg;
};

/* Trains; deterministic. The CRF is in the arena. NULL with an error. */
FILON_API struct filon_crf *filon_crf_train(struct filon_crf_data *data, const struct filon_crf_params *params, struct filon_arena *arena,
                                            struct filon_error *error);

#endif
