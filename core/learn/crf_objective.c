/* crf_objective.c - the likelihood of the labelled sequences and its gradient, for L-BFGS.
 *
 * The sequences are dealt into a fixed number of shards, each with a gradient of its own, and these are added in
 * order: the result is the same bits whatever the number of threads. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "learn/lattice.h"

#pragma GCC optimize("O3") /* the inner loops of training */

void filon_crf_objective_init(struct crf_objective *objective, const struct filon_crf_data *data, const struct filon_crf_params *params)
{
    unsigned stride = (data->n_labels + LANES - 1) / LANES * LANES;
    *objective = (struct crf_objective){
        .data = data, .stride = stride, .l2 = params->l2, .hide = params->hide, .seed = params->seed, .threads = params->threads};
    objective->n = (size_t)data->n_features * stride + stride + (size_t)data->n_labels * stride;
}

void filon_crf_objective_free(struct crf_objective *objective)
{
    free(objective->shards);
}

static void add_token(const struct lattice *lattice, const struct crf_token *token, const float *change, float *restrict gradient)
{
    const uint32_t *ids = lattice->data->ids + token->at;
    for (uint32_t k = 0; k < token->n; k++) {
        if (lattice_hides(lattice, ids[k]))
            continue;
        float *row = gradient + (size_t)ids[k] * lattice->stride;
        for (unsigned at = 0; at < lattice->stride; at += LANES)
            for (unsigned i = at; i < at + LANES; i++)
                row[i] += change[i];
    }
}

static double learn_sequence(struct lattice *lattice, const struct crf_sequence *sequence, float *gradient)
{
    const struct crf_token *tokens = lattice_tokens(lattice, sequence);
    double loss = lattice_run(lattice, sequence);
    for (uint32_t i = 0; i < sequence->n; i++) {
        if (i + 1 < sequence->n)
            lattice_fetch(lattice, &tokens[i + 1], gradient);
        add_token(lattice, &tokens[i], lattice->forward + (size_t)i * lattice->stride, gradient);
    }
    return loss;
}

struct work {
    const struct crf_objective *objective;
    const float *x;
    double loss[CRF_SHARDS];
    atomic_uint taken;
};

static void learn_shard(struct work *work, unsigned shard)
{
    const struct crf_objective *objective = work->objective;
    const struct filon_crf_data *data = objective->data;
    const struct crf_sequence *sequences = (const void *)data->sequences.p;
    unsigned labels = data->n_labels, stride = objective->stride;
    uint32_t n = (uint32_t)(data->sequences.n / sizeof *sequences);
    float *gradient = objective->shards + shard * objective->n;
    struct lattice lattice;
    double loss = 0;
    memset(gradient, 0, objective->n * sizeof *gradient);
    lattice_init(&lattice, data, stride, work->x);
    lattice.hide = objective->hide;
    for (uint32_t i = (uint32_t)((uint64_t)n * shard / CRF_SHARDS), behind = (uint32_t)((uint64_t)n * (shard + 1) / CRF_SHARDS); i < behind;
         i++) {
        lattice.lot = filon_feature_pair(objective->seed, i);
        loss += learn_sequence(&lattice, &sequences[i], gradient);
    }
    float *start = gradient + (size_t)data->n_features * stride, *next = start + stride;
    for (unsigned from = 0; from < labels; from++) {
        start[from] = (float)lattice.start_sum[from];
        for (unsigned to = 0; to < labels; to++)
            next[from * stride + to] = (float)lattice.next_sum[from * stride + to];
    }
    lattice_free(&lattice);
    work->loss[shard] = loss;
}

static void *learn_shards(void *arg)
{
    struct work *work = arg;
    for (unsigned shard; (shard = atomic_fetch_add(&work->taken, 1)) < CRF_SHARDS;)
        learn_shard(work, shard);
    return NULL;
}

double filon_crf_objective(void *arg, const float *x, float *gradient)
{
    struct crf_objective *objective = arg;
    if (!objective->shards)
        objective->shards = lattice_alloc(CRF_SHARDS * objective->n * sizeof *objective->shards);
    struct work work = {.objective = objective, .x = x};
    pthread_t threads[CRF_SHARDS];
    unsigned n = 0;
    while (n + 1 < objective->threads && n < CRF_SHARDS - 1 && pthread_create(&threads[n], NULL, learn_shards, &work) == 0)
        n++;
    learn_shards(&work);
    while (n > 0)
        pthread_join(threads[--n], NULL);
    double loss = 0, norm = 0;
    for (unsigned shard = 0; shard < CRF_SHARDS; shard++)
        loss += work.loss[shard];
    for (size_t i = 0; i < objective->n; i++) {
        float sum = objective->shards[i];
        for (unsigned shard = 1; shard < CRF_SHARDS; shard++)
            sum += objective->shards[shard * objective->n + i];
        gradient[i] = sum + (float)objective->l2 * x[i];
        norm += (double)x[i] * x[i];
    }
    return loss + 0.5 * objective->l2 * norm;
}
