/* crf_train.c - training a CRF: checks, the optimiser with its checkpoint, then the table of rows that is shipped. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "learn/crf_impl.h"
#include "learn/lbfgs.h"

enum { CHECKPOINT_EVERY = 20 };

struct training {
    struct filon_crf_data *data;
    const struct filon_crf_params *params;
    struct crf_objective objective;
    float *x;
    struct crf_checkpoint checkpoint;
    double began;
    bool stopped;
    struct filon_error *error;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int check(const struct filon_crf_data *data, struct filon_error *error)
{
    const struct crf_sequence *sequences = (const void *)data->sequences.p;
    const struct crf_token *tokens = (const void *)data->tokens.p;
    if (!data->n_labels || data->n_labels > FILON_CRF_LABELS)
        return filon_error_set(error, FILON_E_CONFIG, "%u labels: a CRF has 1 to %d", data->n_labels, FILON_CRF_LABELS);
    if (!data->sequences.n)
        return filon_error_set(error, FILON_E_CONFIG, "there is nothing to train on: the data hold no sentence");
    for (size_t s = 0; s < data->sequences.n / sizeof *sequences; s++)
        for (uint32_t i = 0; i < sequences[s].n; i++) {
            unsigned label = tokens[sequences[s].first + i].label, before = i ? tokens[sequences[s].first + i - 1].label : UINT_MAX;
            if (label >= data->n_labels)
                return filon_error_set(error, FILON_E_INTERNAL, "sequence %zu, token %u: label %u of %u", s, i, label, data->n_labels);
            if (data->allowed && !data->allowed(before, label))
                return filon_error_set(error, FILON_E_INTERNAL, "sequence %zu, token %u: label %s may not stand there", s, i,
                                       data->names[label]);
        }
    return 0;
}

/* ------------------------------------------------------------------------------------------------- *
 * Checkpoints
 */
struct filon_model_out *filon_crf_checkpoint_new(const struct crf_checkpoint *checkpoint, unsigned done)
{
    struct filon_model_out *out = filon_model_out_new("checkpoint");
    filon_model_set(out, "done", "%u", done);
    filon_model_set(out, "fingerprint", "%016llx", (unsigned long long)checkpoint->fingerprint);
    return out;
}

struct filon_model *filon_crf_checkpoint_open(const struct crf_checkpoint *checkpoint, unsigned *done, struct filon_error *error)
{
    struct filon_model *model = filon_model_open(checkpoint->path, "checkpoint", error);
    char mine[32];
    if (!model)
        return NULL;
    snprintf(mine, sizeof mine, "%016llx", (unsigned long long)checkpoint->fingerprint);
    const char *its = filon_model_get(model, "fingerprint"), *number = filon_model_get(model, "done");
    if (its && number && strcmp(its, mine) == 0) {
        *done = (unsigned)strtoul(number, NULL, 10);
        return model;
    }
    filon_error_set(error, FILON_E_CONFIG, "%s: the checkpoint is of other data or parameters: remove it, or train without --resume",
                    checkpoint->path);
    filon_model_close(model);
    return NULL;
}

int filon_crf_interrupted(const struct crf_checkpoint *checkpoint, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_BUSY, "training was interrupted%s%s", checkpoint->path ? "; go on with --resume from " : "",
                           checkpoint->path ? checkpoint->path : "");
}

static int save(struct training *training, unsigned iteration)
{
    struct filon_model_out *out = filon_crf_checkpoint_new(&training->checkpoint, iteration);
    filon_model_add(out, "x", training->x, training->objective.n * sizeof *training->x);
    int failed = filon_model_write(out, training->checkpoint.path, training->error);
    filon_model_out_free(out);
    return failed;
}

static int load(struct training *training, unsigned *iteration)
{
    struct filon_model *model = filon_crf_checkpoint_open(&training->checkpoint, iteration, training->error);
    size_t n = 0;
    const float *x = model ? filon_model_section(model, "x", sizeof *x, &n, training->error) : NULL;
    if (x && n != training->objective.n)
        filon_error_set(training->error, FILON_E_CONFIG, "%s: the checkpoint is of other data or parameters", training->checkpoint.path);
    else if (x)
        memcpy(training->x, x, n * sizeof *x);
    filon_model_close(model);
    return x && n == training->objective.n ? 0 : -1;
}

static uint64_t fingerprint(const struct filon_crf_data *data, const struct filon_crf_params *params)
{
    double numbers[] = {params->l2, params->least, params->hide, data->n_labels, params->models, params->passes, params->rate};
    uint64_t hash = filon_hash(numbers, sizeof numbers, params->seed);
    hash = filon_hash(data->features.p, data->features.n, hash);
    return filon_hash(data->tokens.p, data->tokens.n, hash);
}

static bool on_progress(void *arg, unsigned iteration, double value, double gradient)
{
    struct training *training = arg;
    const struct filon_crf_params *params = training->params;
    double at = now();
    struct filon_crf_progress progress = {iteration, value, gradient, at - training->began, training->data->n_features};
    training->began = at;
    training->stopped = params->progress && params->progress(params->arg, &progress);
    if (params->checkpoint && (training->stopped || iteration % CHECKPOINT_EVERY == 0) && save(training, iteration) < 0)
        training->stopped = true;
    return training->stopped;
}

/* ------------------------------------------------------------------------------------------------- *
 * The table
 */
struct ranked {
    float weight; /* the greatest difference between its labels' */
    uint32_t feature;
};

static int by_weight(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->weight > y->weight ? -1 : x->weight < y->weight ? 1 : (x->feature > y->feature) - (x->feature < y->feature);
}

/* What all labels share says nothing: rows are centred, which lets them use the range of an int8. */
static void centre(float *row, unsigned labels, float *low, float *high)
{
    *low = *high = row[0];
    for (unsigned i = 1; i < labels; i++) {
        *low = row[i] < *low ? row[i] : *low;
        *high = row[i] > *high ? row[i] : *high;
    }
    float middle = (*low + *high) / 2;
    for (unsigned i = 0; i < labels; i++)
        row[i] -= middle;
}

static struct ranked *rank(struct training *training, uint32_t *n)
{
    const struct filon_crf_data *data = training->data;
    unsigned stride = training->objective.stride;
    struct ranked *ranked = filon_xrealloc(NULL, (data->n_features + 1) * sizeof *ranked);
    *n = data->n_features;
    for (uint32_t i = 0; i < *n; i++) {
        float low, high;
        centre(training->x + (size_t)i * stride, data->n_labels, &low, &high);
        ranked[i] = (struct ranked){high - low, i};
    }
    qsort(ranked, *n, sizeof *ranked, by_weight);
    return ranked;
}

static int8_t quantum(float weight, float scale)
{
    long units = lrintf(weight / scale);
    return (int8_t)(units > 127 ? 127 : units < -127 ? -127 : units);
}

static bool place(struct filon_crf *crf, uint8_t *rows, uint64_t feature, const float *weights)
{
    uint8_t *line = rows + crf_line_of(feature, crf->lines) * CRF_LINE;
    uint16_t print = crf_print_of(feature), at;
    for (unsigned row = 0; row < CRF_LINE; row += crf->width) {
        memcpy(&at, line + row + crf->width - 2, sizeof at);
        if (at == print)
            return false; /* its double, of more weight, is there */
        if (at)
            continue;
        for (unsigned i = 0; i < crf->n_labels; i++)
            line[row + i] = (uint8_t)quantum(weights[i], crf->scale);
        memcpy(line + row + crf->width - 2, &print, sizeof print);
        return true;
    }
    return false;
}

/* The features of most weight get rows while their line has room; those too small for the scale get none. */
static void build_rows(struct training *training, struct filon_crf *crf, struct filon_arena *arena)
{
    uint32_t n, kept = 0;
    struct ranked *ranked = rank(training, &n);
    /* One weight in a thousand may be cut: the scale is of all. */
    float widest = n ? ranked[n / 1000].weight / 2 : 1;
    crf->scale = (widest > 0.01f ? widest : 0.01f) / 127;
    while (kept < n && ranked[kept].weight / 2 >= crf->scale)
        kept++;
    size_t most = training->params->bytes / CRF_LINE, wanted = ((size_t)kept * crf->width + CRF_LINE - 1) / CRF_LINE * 5 / 4 + 1;
    crf->lines = (uint32_t)(most && most < wanted ? most : wanted);
    uint8_t *rows = filon_zalloc(arena, crf->lines + 1, CRF_LINE);
    rows = (uint8_t *)(((uintptr_t)rows + CRF_LINE - 1) & ~(uintptr_t)(CRF_LINE - 1));
    for (uint32_t i = 0; i < kept; i++)
        place(crf, rows, training->data->hashes[ranked[i].feature], training->x + (size_t)ranked[i].feature * training->objective.stride);
    crf->rows = rows;
    free(ranked);
}

static struct filon_crf *build(struct training *training, struct filon_arena *arena)
{
    const struct filon_crf_data *data = training->data;
    unsigned labels = data->n_labels, stride = training->objective.stride;
    struct filon_crf *crf = filon_zalloc(arena, 1, sizeof *crf);
    crf->n_labels = labels;
    crf->width = crf_width(labels);
    crf->stride = stride;
    const char **names = filon_zalloc(arena, labels + 1, sizeof *names);
    for (unsigned i = 0; i < labels; i++)
        names[i] = filon_strdup(arena, data->names[i]);
    crf->names = names;
    build_rows(training, crf, arena);
    crf->n_weights = 1 + labels * (1 + (size_t)labels);
    float *weights = filon_zalloc(arena, crf->n_weights, sizeof *weights);
    const float *from_x = training->x + (size_t)data->n_features * stride;
    weights[0] = crf->scale;
    for (unsigned from = 0; from <= labels; from++)
        for (unsigned to = 0; to < labels; to++) {
            bool may = !data->allowed || data->allowed(from ? from - 1 : UINT_MAX, to);
            weights[1 + from * labels + to] = may ? from_x[from * stride + to] : CRF_FORBIDDEN;
        }
    crf->weights = weights;
    filon_crf_prepare(crf, arena);
    return crf;
}

static bool on_pass(void *arg, unsigned pass, double loss)
{
    struct training *training = arg;
    double at = now();
    struct filon_crf_progress progress = {pass, loss, 0, at - training->began, training->data->n_features};
    training->began = at;
    return training->stopped = training->params->progress && training->params->progress(training->params->arg, &progress);
}

static int optimise(struct training *training)
{
    const struct filon_crf_params *params = training->params;
    unsigned done = 0;
    training->began = now();
    if (params->passes)
        return filon_crf_ada(&training->objective, params, training->x, &training->checkpoint, on_pass, training, training->error);
    if (params->resume && load(training, &done) < 0)
        return -1;
    struct lbfgs_params lbfgs = {params->iterations, params->tolerance, on_progress, training, done};
    filon_lbfgs(training->x, training->objective.n, filon_crf_objective, &training->objective, &lbfgs);
    return training->stopped ? filon_crf_interrupted(&training->checkpoint, training->error) : 0;
}

struct filon_crf *filon_crf_train(struct filon_crf_data *data, const struct filon_crf_params *params, struct filon_arena *arena,
                                  struct filon_error *error)
{
    struct filon_crf_params p = *params;
    struct training training = {.data = data, .params = &p, .error = error};
    p.models = p.models ? p.models : 1;
    p.rate = p.rate > 0 ? p.rate : 0.1;
    if (!p.threads)
        p.threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
    if (check(data, error) < 0)
        return NULL;
    if (!data->ids)
        filon_crf_data_number(data, p.least ? p.least : 1);
    training.checkpoint = (struct crf_checkpoint){p.checkpoint, fingerprint(data, &p)};
    filon_crf_objective_init(&training.objective, data, &p);
    training.x = filon_xrealloc(NULL, training.objective.n * sizeof *training.x);
    memset(training.x, 0, training.objective.n * sizeof *training.x);
    struct filon_crf *crf = optimise(&training) == 0 ? build(&training, arena) : NULL;
    filon_crf_objective_free(&training.objective);
    free(training.x);
    return crf;
}
