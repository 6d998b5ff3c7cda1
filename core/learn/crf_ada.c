/* crf_ada.c - training by AdaGrad (Duchi, Hazan, Singer 2011), a step a sequence: a few passes reach what generalises best.
 *
 * Several models are trained side by side, each in its own order of the sequences and with other features hidden, and
 * their weights are averaged, over the models and over the later passes: bagging at the price of one model. Each is trained by one thread, and
 * the average is taken in order: the result does not depend on the number of threads. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "learn/lattice.h"

#pragma GCC optimize("O3") /* the inner loops of training */

struct pupil {
    float *x, *squares;
    double loss; /* of the last pass */
};

struct school {
    const struct crf_objective *objective;
    const struct filon_crf_params *params;
    struct pupil *pupils;
    unsigned pass;
    atomic_uint taken;
};

static void move(float *restrict row, float *restrict square, const float *restrict change, float rate, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++) {
            square[i] += change[i] * change[i];
            row[i] -= rate * change[i] / sqrtf(square[i] + 1e-8f);
        }
}

static void move_token(const struct lattice *lattice, const struct crf_token *token, const float *change, const struct pupil *pupil,
                       float rate)
{
    const uint32_t *ids = lattice->data->ids + token->at;
    for (uint32_t k = 0; k < token->n; k++) {
        size_t at = (size_t)ids[k] * lattice->stride;
        if (!lattice_hides(lattice, ids[k]))
            move(pupil->x + at, pupil->squares + at, change, rate, lattice->stride);
    }
}

/* The sequence's own transitions: what the sums hold. */
static void move_transitions(struct lattice *lattice, const struct pupil *pupil, float rate)
{
    unsigned stride = lattice->stride;
    size_t start = (size_t)lattice->data->n_features * stride;
    float change[FILON_CRF_LABELS + LANES];
    for (unsigned from = 0; from <= lattice->labels; from++) {
        double *sums = from ? lattice->next_sum + (from - 1) * stride : lattice->start_sum;
        for (unsigned k = 0; k < stride; k++)
            change[k] = k < lattice->labels ? (float)sums[k] : 0;
        memset(sums, 0, stride * sizeof *sums);
        move(pupil->x + start + from * stride, pupil->squares + start + from * stride, change, rate, stride);
    }
    lattice_transitions(lattice);
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t seed)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)(filon_feature_pair(seed, i) % (i + 1));
        order[i] = order[at];
        order[at] = i;
    }
}

static void teach(const struct school *school, unsigned number)
{
    const struct crf_objective *objective = school->objective;
    const struct filon_crf_data *data = objective->data;
    const struct crf_sequence *sequences = (const void *)data->sequences.p;
    struct pupil *pupil = &school->pupils[number];
    uint32_t n = (uint32_t)(data->sequences.n / sizeof *sequences), *order = filon_xrealloc(NULL, (n + 1) * sizeof *order);
    uint64_t seed = filon_feature_pair(school->params->seed + number, school->pass);
    float rate = (float)school->params->rate;
    struct lattice lattice;
    lattice_init(&lattice, data, objective->stride, pupil->x);
    lattice.hide = school->params->hide;
    shuffle(order, n, seed);
    pupil->loss = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct crf_sequence *sequence = &sequences[order[i]];
        const struct crf_token *tokens = lattice_tokens(&lattice, sequence);
        lattice.lot = filon_feature_pair(seed, order[i]);
        pupil->loss += lattice_run(&lattice, sequence);
        for (uint32_t k = 0; k < sequence->n; k++) {
            if (k + 1 < sequence->n)
                lattice_fetch(&lattice, &tokens[k + 1], pupil->squares);
            move_token(&lattice, &tokens[k], lattice.forward + (size_t)k * lattice.stride, pupil, rate);
        }
        move_transitions(&lattice, pupil, rate);
    }
    lattice_free(&lattice);
    free(order);
}

static void *teach_some(void *arg)
{
    struct school *school = arg;
    for (unsigned number; (number = atomic_fetch_add(&school->taken, 1)) < school->params->models;)
        teach(school, number);
    return NULL;
}

static void teach_all(struct school *school)
{
    enum { MOST = 64 };
    pthread_t threads[MOST];
    unsigned n = 0;
    atomic_store(&school->taken, 0);
    while (n + 1 < school->params->threads && n + 1 < school->params->models && n < MOST &&
           pthread_create(&threads[n], NULL, teach_some, school) == 0)
        n++;
    teach_some(school);
    while (n > 0)
        pthread_join(threads[--n], NULL);
}

/* Adds the models to the sum that will be the average. */
static void add_up(const struct school *school, float *x)
{
    for (unsigned m = 0; m < school->params->models; m++)
        for (size_t i = 0; i < school->objective->n; i++)
            x[i] += school->pupils[m].x[i];
}

/* What training goes on from: the sum so far, and of each model its weights and squares, one after another. */
static int keep(const struct school *school, const float *x, const struct crf_checkpoint *checkpoint, struct filon_error *error)
{
    size_t bytes = school->objective->n * sizeof *x;
    struct filon_model_out *out = filon_crf_checkpoint_new(checkpoint, school->pass + 1);
    char name[FILON_MODEL_NAME + 1];
    filon_model_add(out, "sum", x, bytes);
    for (unsigned m = 0; m < school->params->models; m++) {
        snprintf(name, sizeof name, "x%u", m);
        filon_model_add(out, name, school->pupils[m].x, bytes);
        snprintf(name, sizeof name, "squares%u", m);
        filon_model_add(out, name, school->pupils[m].squares, bytes);
    }
    int failed = filon_model_write(out, checkpoint->path, error);
    filon_model_out_free(out);
    return failed;
}

static int take(const struct filon_model *model, const char *name, float *to, size_t n, struct filon_error *error)
{
    size_t units;
    const float *from = filon_model_section(model, name, sizeof *from, &units, error);
    if (!from || units != n)
        return filon_error_set(error, FILON_E_CONFIG, "%s: the checkpoint is of other data or parameters", filon_model_path(model));
    memcpy(to, from, n * sizeof *to);
    return 0;
}

static int resume(struct school *school, float *x, const struct crf_checkpoint *checkpoint, struct filon_error *error)
{
    struct filon_model *model = filon_crf_checkpoint_open(checkpoint, &school->pass, error);
    size_t n = school->objective->n;
    char name[FILON_MODEL_NAME + 1];
    int failed = model ? take(model, "sum", x, n, error) : -1;
    for (unsigned m = 0; m < school->params->models && !failed; m++) {
        snprintf(name, sizeof name, "x%u", m);
        failed = take(model, name, school->pupils[m].x, n, error);
        snprintf(name, sizeof name, "squares%u", m);
        failed = failed ? failed : take(model, name, school->pupils[m].squares, n, error);
    }
    filon_model_close(model);
    return failed;
}

static int run_passes(struct school *school, float *x, const struct crf_checkpoint *checkpoint,
                      bool (*progress)(void *arg, unsigned pass, double loss), void *arg, struct filon_error *error)
{
    const struct filon_crf_params *params = school->params;
    for (; school->pass < params->passes; school->pass++) {
        double loss = 0;
        teach_all(school);
        for (unsigned m = 0; m < params->models; m++)
            loss += school->pupils[m].loss / params->models;
        if (school->pass >= params->passes / 2)
            add_up(school, x);
        bool stopped = progress(arg, school->pass + 1, loss);
        if (checkpoint->path && keep(school, x, checkpoint, error) < 0)
            return -1;
        if (stopped)
            return filon_crf_interrupted(checkpoint, error);
    }
    return 0;
}

int filon_crf_ada(const struct crf_objective *objective, const struct filon_crf_params *params, float *x,
                  const struct crf_checkpoint *checkpoint, bool (*progress)(void *arg, unsigned pass, double loss), void *arg,
                  struct filon_error *error)
{
    size_t n = objective->n;
    struct school school = {.objective = objective, .params = params};
    school.pupils = filon_xrealloc(NULL, params->models * sizeof *school.pupils);
    for (unsigned m = 0; m < params->models; m++)
        school.pupils[m] = (struct pupil){lattice_alloc(n * sizeof(float)), lattice_alloc(n * sizeof(float)), 0};
    memset(x, 0, n * sizeof *x);
    int failed = params->resume ? resume(&school, x, checkpoint, error) : 0;
    failed = failed ? failed : run_passes(&school, x, checkpoint, progress, arg, error);
    float kept = (float)(params->models * (params->passes - params->passes / 2));
    for (size_t i = 0; i < n; i++)
        x[i] /= kept;
    for (unsigned m = 0; m < params->models; m++) {
        free(school.pupils[m].x);
        free(school.pupils[m].squares);
    }
    free(school.pupils);
    return failed;
}
