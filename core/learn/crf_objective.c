/* crf_objective.c - the likelihood of labelled sequences and its gradient, by forward and backward sums.
 *
 * The sequences are dealt into a fixed number of shards, each with a gradient of its own, and these are added in
 * order: the result is the same bits whatever the number of threads. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "learn/crf_impl.h"

/* Room for one sequence at a time, and what all of them share. */
struct lattice {
    const struct crf_objective *objective;
    const float *x;
    double *start, *next; /* e to the transitions: labels, labels * labels from-major; 0 forbidden */
    double *factors, *forward, *backward, *scales;
    double *next_sum, *start_sum; /* expected minus seen transitions */
    size_t room; /* tokens */
};

void filon_crf_objective_init(struct crf_objective *objective, const struct filon_crf_data *data, const struct filon_crf_params *params)
{
    unsigned stride = (data->n_labels + 15) / 16 * 16;
    *objective = (struct crf_objective){.data = data, .stride = stride, .l2 = params->l2, .undertrain = params->undertrain, .seed = params->seed, .threads = params->threads};
    objective->n = (size_t)data->n_features * stride + stride + (size_t)data->n_labels * stride;
    objective->shards = filon_xrealloc(NULL, CRF_SHARDS * objective->n * sizeof(float));
}

void filon_crf_objective_free(struct crf_objective *objective)
{
    free(objective->shards);
}

static void lattice_fit(struct lattice *lattice, size_t n)
{
    if (n <= lattice->room)
        return;
    size_t labels = lattice->objective->data->n_labels;
    lattice->room = 2 * n;
    lattice->factors = filon_xrealloc(lattice->factors, lattice->room * labels * sizeof(double));
    lattice->forward = filon_xrealloc(lattice->forward, lattice->room * labels * sizeof(double));
    lattice->backward = filon_xrealloc(lattice->backward, lattice->room * labels * sizeof(double));
    lattice->scales = filon_xrealloc(lattice->scales, lattice->room * sizeof(double));
}

static void lattice_init(struct lattice *lattice, const struct crf_objective *objective, const float *x)
{
    const struct filon_crf_data *data = objective->data;
    unsigned n = data->n_labels, stride = objective->stride;
    const float *start = x + (size_t)data->n_features * stride, *next = start + stride;
    *lattice = (struct lattice){.objective = objective, .x = x};
    lattice->start = filon_xrealloc(NULL, (2 * n + 2 * n * n) * sizeof(double));
    lattice->next = lattice->start + n;
    lattice->start_sum = lattice->next + n * n;
    lattice->next_sum = lattice->start_sum + n;
    memset(lattice->start_sum, 0, (n + n * n) * sizeof(double));
    for (unsigned to = 0; to < n; to++) {
        lattice->start[to] = data->allowed && !data->allowed(UINT32_MAX, to) ? 0 : exp(start[to]);
        for (unsigned from = 0; from < n; from++)
            lattice->next[from * n + to] = data->allowed && !data->allowed(from, to) ? 0 : exp(next[from * stride + to]);
    }
}

static void lattice_free(struct lattice *lattice)
{
    free(lattice->start);
    free(lattice->factors);
    free(lattice->forward);
    free(lattice->backward);
    free(lattice->scales);
}

static bool hidden(const struct crf_objective *objective, uint32_t sequence, uint32_t feature)
{
    if (objective->undertrain <= 0)
        return false;
    uint64_t dice = filon_feature_pair(objective->seed + sequence, feature);
    return (double)(dice >> 11) * 0x1p-53 < objective->undertrain;
}

/* The scores of the labels at a token. */
static void score_token(const struct lattice *lattice, uint32_t sequence, const struct crf_token *token, double *scores)
{
    const struct crf_objective *objective = lattice->objective;
    const struct filon_crf_data *data = objective->data;
    float sums[FILON_CRF_LABELS + 16] = {0};
    unsigned stride = objective->stride;
    for (uint32_t k = 0; k < token->n; k++) {
        uint32_t id = data->ids[token->at + k];
        if (id == UINT32_MAX || hidden(objective, sequence, id))
            continue;
        const float *row = lattice->x + (size_t)id * stride;
        for (unsigned i = 0; i < stride; i++)
            sums[i] += row[i];
    }
    for (unsigned i = 0; i < data->n_labels; i++)
        scores[i] = sums[i];
}

static void add_token(const struct lattice *lattice, uint32_t sequence, const struct crf_token *token, const double *change, float *gradient)
{
    const struct crf_objective *objective = lattice->objective;
    const struct filon_crf_data *data = objective->data;
    float sums[FILON_CRF_LABELS + 16] = {0};
    unsigned stride = objective->stride;
    for (unsigned i = 0; i < data->n_labels; i++)
        sums[i] = (float)change[i];
    for (uint32_t k = 0; k < token->n; k++) {
        uint32_t id = data->ids[token->at + k];
        if (id == UINT32_MAX || hidden(objective, sequence, id))
            continue;
        float *row = gradient + (size_t)id * stride;
        for (unsigned i = 0; i < stride; i++)
            row[i] += sums[i];
    }
}

/* Forward sums, each token's scaled to 1; returns the log of the sum over all labelings. */
static double run_forward(struct lattice *lattice, size_t n)
{
    unsigned labels = lattice->objective->data->n_labels;
    double logs = 0;
    for (size_t i = 0; i < n; i++) {
        double *after = lattice->forward + i * labels, sum = 0;
        const double *factors = lattice->factors + i * labels, *before = after - labels;
        for (unsigned to = 0; to < labels; to++)
            after[to] = i ? 0 : lattice->start[to];
        for (unsigned from = 0; i && from < labels; from++)
            for (unsigned to = 0; to < labels; to++)
                after[to] += before[from] * lattice->next[from * labels + to];
        for (unsigned to = 0; to < labels; to++)
            sum += after[to] *= factors[to];
        lattice->scales[i] = 1 / sum;
        logs += log(sum);
        for (unsigned to = 0; to < labels; to++)
            after[to] *= lattice->scales[i];
    }
    return logs;
}

/* Backward sums in the forward's scale, and the expected transitions on the way. */
static void run_backward(struct lattice *lattice, size_t n)
{
    unsigned labels = lattice->objective->data->n_labels;
    for (unsigned k = 0; k < labels; k++)
        lattice->backward[(n - 1) * labels + k] = 1;
    for (size_t i = n - 1; i > 0; i--) {
        double weighted[FILON_CRF_LABELS];
        const double *after = lattice->backward + i * labels, *factors = lattice->factors + i * labels;
        double *before = lattice->backward + (i - 1) * labels;
        const double *forward = lattice->forward + (i - 1) * labels;
        for (unsigned to = 0; to < labels; to++)
            weighted[to] = after[to] * factors[to] * lattice->scales[i];
        for (unsigned from = 0; from < labels; from++) {
            const double *next = lattice->next + from * labels;
            double sum = 0, *expected = lattice->next_sum + from * labels;
            for (unsigned to = 0; to < labels; to++) {
                double ways = next[to] * weighted[to];
                sum += ways;
                expected[to] += forward[from] * ways;
            }
            before[from] = sum;
        }
    }
}

/* The loss of one sequence; adds its gradient. */
static double learn_sequence(struct lattice *lattice, uint32_t number, float *gradient)
{
    const struct filon_crf_data *data = lattice->objective->data;
    const struct crf_sequence *sequence = (const struct crf_sequence *)(void *)data->sequences.p + number;
    const struct crf_token *tokens = (const struct crf_token *)(void *)data->tokens.p + sequence->first;
    unsigned labels = data->n_labels;
    double seen = 0;
    lattice_fit(lattice, sequence->n);
    for (uint32_t i = 0; i < sequence->n; i++) {
        double *scores = lattice->factors + (size_t)i * labels, best;
        score_token(lattice, number, &tokens[i], scores);
        unsigned label = tokens[i].label;
        seen += log(i ? lattice->next[tokens[i - 1].label * labels + label] : lattice->start[label]);
        best = scores[0];
        for (unsigned k = 1; k < labels; k++)
            best = scores[k] > best ? scores[k] : best;
        seen += scores[label] - best;
        for (unsigned k = 0; k < labels; k++)
            scores[k] = exp(scores[k] - best);
    }
    double all = run_forward(lattice, sequence->n);
    run_backward(lattice, sequence->n);
    for (uint32_t i = 0; i < sequence->n; i++) {
        double change[FILON_CRF_LABELS];
        for (unsigned k = 0; k < labels; k++)
            change[k] = lattice->forward[(size_t)i * labels + k] * lattice->backward[(size_t)i * labels + k];
        if (i == 0)
            for (unsigned k = 0; k < labels; k++)
                lattice->start_sum[k] += change[k];
        change[tokens[i].label] -= 1;
        add_token(lattice, number, &tokens[i], change, gradient);
        *(i ? &lattice->next_sum[tokens[i - 1].label * labels + tokens[i].label] : &lattice->start_sum[tokens[i].label]) -= 1;
    }
    return all - seen;
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
    unsigned labels = data->n_labels, stride = objective->stride;
    uint32_t n = (uint32_t)(data->sequences.n / sizeof(struct crf_sequence));
    float *gradient = objective->shards + shard * objective->n;
    struct lattice lattice;
    double loss = 0;
    memset(gradient, 0, objective->n * sizeof *gradient);
    lattice_init(&lattice, objective, work->x);
    for (uint32_t i = (uint32_t)((uint64_t)n * shard / CRF_SHARDS), behind = (uint32_t)((uint64_t)n * (shard + 1) / CRF_SHARDS); i < behind; i++)
        loss += learn_sequence(&lattice, i, gradient);
    float *start = gradient + (size_t)data->n_features * stride, *next = start + stride;
    for (unsigned from = 0; from < labels; from++) {
        start[from] = (float)lattice.start_sum[from];
        for (unsigned to = 0; to < labels; to++)
            next[from * stride + to] = (float)lattice.next_sum[from * labels + to];
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
    const struct crf_objective *objective = arg;
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
