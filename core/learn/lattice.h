/* Forward and backward sums over the labelings of one training sequence. */
#ifndef FILON_LEARN_LATTICE_H
#define FILON_LEARN_LATTICE_H

#include "learn/crf_impl.h"

/* The sums over labels run in float, each token's scaled to 1, over strides of a multiple of LANES that become vector instructions; what is
 * added up over many tokens is double. */
struct lattice {
    const struct filon_crf_data *data;
    const float *x; /* parameters: features * stride, start, labels * stride */
    unsigned labels, stride;
    double hide;                                  /* part of the features that are not seen */
    uint64_t lot;                                 /* which: set it for each sequence */
    float *start, *next;                          /* e to the transitions: stride, labels * stride from-major; 0 forbidden */
    float *factors, *forward, *backward, *scales; /* of a sequence: tokens * stride */
    float *expected;                              /* transitions in a sequence: labels * stride */
    double *next_sum, *start_sum;                 /* expected minus seen transitions, added up */
    size_t room;                                  /* tokens */
};

void lattice_init(struct lattice *lattice, const struct filon_crf_data *data, unsigned stride, const float *x);
void lattice_free(struct lattice *lattice);
/* e to the transitions of x, as they are now. */
void lattice_transitions(struct lattice *lattice);

/* The loss of a sequence, -log P(labels). Leaves in `forward` for each token and label the probability, minus 1 for the true label: the gradient of
 * the token's scores; adds to next_sum and start_sum. */
double lattice_run(struct lattice *lattice, const struct crf_sequence *sequence);

static inline const struct crf_token *lattice_tokens(const struct lattice *lattice, const struct crf_sequence *sequence)
{
    return (const struct crf_token *)(const void *)lattice->data->tokens.p + sequence->first;
}

static inline bool lattice_hides(const struct lattice *lattice, uint32_t feature)
{
    return feature == UINT32_MAX ||
           (lattice->hide > 0 && (double)(filon_feature_pair(lattice->lot, feature) >> 11) * 0x1p-53 < lattice->hide);
}

/* The rows of a token are anywhere in the table: they are fetched while the token before is at work. */
static inline void lattice_fetch(const struct lattice *lattice, const struct crf_token *token, const float *rows)
{
    const uint32_t *ids = lattice->data->ids + token->at;
    for (uint32_t k = 0; k < token->n; k++)
        if (ids[k] != UINT32_MAX)
            __builtin_prefetch(rows + (size_t)ids[k] * lattice->stride);
}

/* Zeros, aligned to a cache line; large ones on large pages. free() frees it. */
void *lattice_alloc(size_t n);

#endif
