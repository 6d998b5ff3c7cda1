/* lattice.c - forward and backward sums, as in Lafferty, McCallum, Pereira 2001; scaled, as for hidden Markov models in Rabiner 1989. */
#include "learn/lattice.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/memory.h"

#pragma GCC optimize("O3") /* the inner loops of training */

enum { HUGE_PAGE = 2 << 20 };

void *lattice_alloc(size_t n)
{
    bool huge = n > HUGE_PAGE;
    size_t unit = huge ? HUGE_PAGE : 64, whole = (n + unit) / unit * unit;
    void *p = aligned_alloc(unit, whole);
    if (!p)
        filon_no_memory();
    if (huge)
        madvise(p, whole, MADV_HUGEPAGE); /* rows lie anywhere in it */
    return memset(p, 0, n);
}

static void lattice_fit(struct lattice *lattice, size_t n)
{
    if (n <= lattice->room)
        return;
    free(lattice->factors);
    free(lattice->forward);
    free(lattice->backward);
    free(lattice->scales);
    lattice->room = 2 * n;
    lattice->factors = lattice_alloc(lattice->room * lattice->stride * sizeof(float));
    lattice->forward = lattice_alloc(lattice->room * lattice->stride * sizeof(float));
    lattice->backward = lattice_alloc(lattice->room * lattice->stride * sizeof(float));
    lattice->scales = lattice_alloc(lattice->room * sizeof(float));
}

void lattice_transitions(struct lattice *lattice)
{
    const struct filon_crf_data *data = lattice->data;
    const float *start = lattice->x + (size_t)data->n_features * lattice->stride, *next = start + lattice->stride;
    unsigned n = lattice->labels, stride = lattice->stride;
    for (unsigned to = 0; to < n; to++) {
        lattice->start[to] = data->allowed && !data->allowed(UINT32_MAX, to) ? 0 : expf(start[to]);
        for (unsigned from = 0; from < n; from++)
            lattice->next[from * stride + to] = data->allowed && !data->allowed(from, to) ? 0 : expf(next[from * stride + to]);
    }
}

void lattice_init(struct lattice *lattice, const struct filon_crf_data *data, unsigned stride, const float *x)
{
    unsigned n = data->n_labels;
    *lattice = (struct lattice){.data = data, .x = x, .labels = n, .stride = stride};
    lattice->start = lattice_alloc(stride * sizeof(float));
    lattice->next = lattice_alloc(n * stride * sizeof(float));
    lattice->expected = lattice_alloc(n * stride * sizeof(float));
    lattice->start_sum = lattice_alloc(stride * sizeof(double));
    lattice->next_sum = lattice_alloc(n * stride * sizeof(double));
    lattice_transitions(lattice);
}

void lattice_free(struct lattice *lattice)
{
    free(lattice->start);
    free(lattice->next);
    free(lattice->expected);
    free(lattice->start_sum);
    free(lattice->next_sum);
    free(lattice->factors);
    free(lattice->forward);
    free(lattice->backward);
    free(lattice->scales);
}

/* The scores of the labels at a token. */
static void score_token(const struct lattice *lattice, const struct crf_token *token, float *restrict scores)
{
    const uint32_t *ids = lattice->data->ids + token->at;
    memset(scores, 0, lattice->stride * sizeof *scores);
    for (uint32_t k = 0; k < token->n; k++) {
        if (lattice_hides(lattice, ids[k]))
            continue;
        const float *row = lattice->x + (size_t)ids[k] * lattice->stride;
        for (unsigned at = 0; at < lattice->stride; at += LANES)
            for (unsigned i = at; i < at + LANES; i++)
                scores[i] += row[i];
    }
}

/* to[i] += factor * from[i] */
static inline void add_scaled(float *restrict to, float factor, const float *restrict from, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++)
            to[i] += factor * from[i];
}

static inline void multiply(float *restrict to, const float *restrict with, float factor, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++)
            to[i] *= with[i] * factor;
}

static float sum_of(const float *v, unsigned n)
{
    float sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += v[i];
    return sum;
}

/* Forward sums; returns the log of the sum over all labelings. */
static double run_forward(struct lattice *lattice, size_t n)
{
    unsigned labels = lattice->labels, stride = lattice->stride;
    double logs = 0;
    for (size_t i = 0; i < n; i++) {
        float *after = lattice->forward + i * stride;
        const float *before = after - stride, *factors = lattice->factors + i * stride;
        if (i == 0)
            memcpy(after, lattice->start, stride * sizeof *after);
        else
            memset(after, 0, stride * sizeof *after);
        for (unsigned from = 0; i && from < labels; from++)
            add_scaled(after, before[from], lattice->next + from * stride, stride);
        multiply(after, factors, 1, stride);
        float sum = sum_of(after, labels);
        lattice->scales[i] = 1 / sum;
        logs += log(sum);
        for (unsigned k = 0; k < stride; k++)
            after[k] *= lattice->scales[i];
    }
    return logs;
}

/* Backward sums in the forward's scale, and the expected transitions on the way. */
static void run_backward(struct lattice *lattice, size_t n)
{
    unsigned labels = lattice->labels, stride = lattice->stride;
    memset(lattice->expected, 0, labels * stride * sizeof *lattice->expected);
    for (unsigned k = 0; k < stride; k++)
        lattice->backward[(n - 1) * stride + k] = k < labels;
    for (size_t i = n - 1; i > 0; i--) {
        float weighted[FILON_CRF_LABELS + LANES] __attribute__((aligned(64)));
        float *before = lattice->backward + (i - 1) * stride;
        const float *forward = lattice->forward + (i - 1) * stride;
        memcpy(weighted, lattice->backward + i * stride, stride * sizeof *weighted);
        multiply(weighted, lattice->factors + i * stride, lattice->scales[i], stride);
        for (unsigned from = 0; from < labels; from++) {
            const float *next = lattice->next + from * stride;
            float ways[LANES] = {0};
            for (unsigned at = 0; at < stride; at += LANES)
                for (unsigned k = 0; k < LANES; k++)
                    ways[k] += next[at + k] * weighted[at + k];
            before[from] = sum_of(ways, LANES);
            add_scaled(lattice->expected + from * stride, forward[from], weighted, stride);
        }
    }
    for (unsigned k = 0; k < labels * stride; k++)
        lattice->next_sum[k] += (double)lattice->expected[k] * lattice->next[k];
}

double lattice_run(struct lattice *lattice, const struct crf_sequence *sequence)
{
    const struct crf_token *tokens = lattice_tokens(lattice, sequence);
    unsigned labels = lattice->labels, stride = lattice->stride;
    double seen = 0;
    lattice_fit(lattice, sequence->n);
    for (uint32_t i = 0; i < sequence->n; i++) {
        float *scores = lattice->factors + (size_t)i * stride, best;
        unsigned label = tokens[i].label;
        if (i + 1 < sequence->n)
            lattice_fetch(lattice, &tokens[i + 1], lattice->x);
        score_token(lattice, &tokens[i], scores);
        best = scores[0];
        for (unsigned k = 1; k < labels; k++)
            best = scores[k] > best ? scores[k] : best;
        seen += (double)scores[label] - best + log(i ? lattice->next[tokens[i - 1].label * stride + label] : lattice->start[label]);
        for (unsigned k = 0; k < stride; k++)
            scores[k] = k < labels ? expf(scores[k] - best) : 0;
    }
    double all = run_forward(lattice, sequence->n);
    run_backward(lattice, sequence->n);
    for (uint32_t i = 0; i < sequence->n; i++) {
        float *change = lattice->forward + (size_t)i * stride;
        multiply(change, lattice->backward + (size_t)i * stride, 1, stride);
        for (unsigned k = 0; i == 0 && k < labels; k++)
            lattice->start_sum[k] += change[k];
        change[tokens[i].label] -= 1;
        *(i ? &lattice->next_sum[tokens[i - 1].label * stride + tokens[i].label] : &lattice->start_sum[tokens[i].label]) -= 1;
    }
    return all - seen;
}
