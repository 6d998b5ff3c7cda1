/* crf.c - a trained CRF at work: rows looked up and added, the best labels, probabilities. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "learn/crf_impl.h"

#pragma GCC optimize("O3") /* short loops over labels, which become vector instructions */

enum { FLOOR = -16000 }; /* what a hopeless label counts; sums of it and a token's scores fit 16 bits */


/* ------------------------------------------------------------------------------------------------- *
 * Opening
 */
static const char *const *split_labels(const char *text, struct filon_arena *arena, unsigned *n)
{
    char *copy = filon_strdup(arena, text), *rest = copy;
    const char **names = filon_zalloc(arena, FILON_CRF_LABELS + 1, sizeof *names);
    *n = 0;
    for (char *name; (name = strsep(&rest, " "));)
        if (*name && (*n)++ < FILON_CRF_LABELS)
            names[*n - 1] = name;
    return names;
}

static int16_t quantum(float weight, float scale)
{
    float units = weight / scale;
    if (weight <= CRF_FORBIDDEN)
        return FLOOR;
    return units <= FLOOR ? FLOOR + 1 : units > -FLOOR ? -FLOOR : (int16_t)lrintf(units);
}

static void *aligned(struct filon_arena *arena, size_t n)
{
    uintptr_t p = (uintptr_t)filon_zalloc(arena, 1, n + 64);
    return (void *)((p + 63) & ~(uintptr_t)63);
}

void filon_crf_prepare(struct filon_crf *crf, struct filon_arena *arena)
{
    unsigned n = crf->n_labels, stride = crf->stride;
    crf->start = aligned(arena, stride * sizeof *crf->start);
    crf->next = aligned(arena, n * stride * sizeof *crf->next);
    crf->start_factor = aligned(arena, stride * sizeof *crf->start_factor);
    crf->next_factor = aligned(arena, n * stride * sizeof *crf->next_factor);
    crf->before_factor = aligned(arena, n * stride * sizeof *crf->before_factor);
    crf->factor = filon_alloc(arena, CRF_FACTORS * sizeof *crf->factor);
    for (int i = 0; i < CRF_FACTORS; i++)
        crf->factor[i] = expf((float)-i * crf->scale);
    for (unsigned to = 0; to < n; to++) {
        float weight = crf_start(crf)[to];
        crf->start[to] = quantum(weight, crf->scale);
        crf->start_factor[to] = weight <= CRF_FORBIDDEN ? 0 : expf(weight);
        for (unsigned from = 0; from < n; from++) {
            weight = crf_next(crf, from)[to];
            crf->next[from * stride + to] = quantum(weight, crf->scale);
            crf->next_factor[from * stride + to] = crf->before_factor[to * stride + from] = weight <= CRF_FORBIDDEN ? 0 : expf(weight);
        }
    }
}

/* Weights are input: finite, small enough for sums in 16 bits and for exp, some label may begin and each has one that may follow. */
static bool sound(const struct filon_crf *crf)
{
    unsigned n = crf->n_labels;
    if (!(crf->scale > 0) || !(crf->scale < 100))
        return false;
    for (unsigned from = 0; from <= n; from++) {
        bool any = false;
        for (unsigned to = 0; to < n; to++) {
            float weight = crf->weights[1 + from * n + to];
            if (!isfinite(weight) || (weight != CRF_FORBIDDEN && fabsf(weight) > 40))
                return false;
            any |= weight != CRF_FORBIDDEN;
        }
        if (!any)
            return false;
    }
    return true;
}

struct filon_crf *filon_crf_open(const struct filon_model *model, const char *prefix, struct filon_arena *arena, struct filon_error *error)
{
    struct filon_crf *crf = filon_zalloc(arena, 1, sizeof *crf);
    const char *labels = filon_model_get(model, "labels");
    crf->names = split_labels(labels ? labels : "", arena, &crf->n_labels);
    if (crf->n_labels < 1 || crf->n_labels > FILON_CRF_LABELS) {
        filon_error_set(error, FILON_E_CONFIG, "%s: the model has %u labels, not 1 to %d", filon_model_path(model), crf->n_labels, FILON_CRF_LABELS);
        return NULL;
    }
    crf->width = crf_width(crf->n_labels);
    crf->stride = (crf->n_labels + 15) / 16 * 16;
    size_t lines;
    crf->rows = filon_model_section(model, filon_strf(arena, "%s.rows", prefix), CRF_LINE, &lines, error);
    if (crf->rows)
        crf->weights = filon_model_section(model, filon_strf(arena, "%s.weights", prefix), sizeof(float), &crf->n_weights, error);
    if (!crf->rows || !crf->weights)
        return NULL;
    crf->lines = (uint32_t)lines;
    crf->scale = crf->n_weights ? crf->weights[0] : 0;
    if (lines < 1 || lines > UINT32_MAX || crf->n_weights != 1 + crf->n_labels * (1 + (size_t)crf->n_labels) || !sound(crf)) {
        filon_error_set(error, FILON_E_CONFIG, "%s: the weights of the model do not fit its %u labels", filon_model_path(model), crf->n_labels);
        return NULL;
    }
    filon_crf_prepare(crf, arena);
    return crf;
}

void filon_crf_save(const struct filon_crf *crf, struct filon_model_out *out, const char *prefix)
{
    char name[FILON_MODEL_NAME + 32];
    struct filon_buf labels = FILON_BUF_INIT;
    for (unsigned i = 0; i < crf->n_labels; i++)
        filon_buf_printf(&labels, "%s%s", i ? " " : "", crf->names[i]);
    filon_model_set(out, "labels", "%s", labels.p);
    filon_buf_free(&labels);
    snprintf(name, sizeof name, "%s.rows", prefix);
    filon_model_add(out, name, crf->rows, (size_t)crf->lines * CRF_LINE);
    snprintf(name, sizeof name, "%s.weights", prefix);
    filon_model_add(out, name, crf->weights, crf->n_weights * sizeof *crf->weights);
}

unsigned filon_crf_labels(const struct filon_crf *crf)
{
    return crf->n_labels;
}

unsigned filon_crf_stride(const struct filon_crf *crf)
{
    return crf->stride;
}

const char *filon_crf_label(const struct filon_crf *crf, unsigned label)
{
    return label < crf->n_labels ? crf->names[label] : NULL;
}

/* ------------------------------------------------------------------------------------------------- *
 * Scores
 */
static const int8_t *find_row(const struct filon_crf *crf, uint64_t feature)
{
    const uint8_t *line = crf->rows + crf_line_of(feature, crf->lines) * CRF_LINE;
    uint16_t print = crf_print_of(feature), at;
    for (unsigned row = 0; row < CRF_LINE; row += crf->width) {
        memcpy(&at, line + row + crf->width - 2, sizeof at);
        if (at == print)
            return (const int8_t *)line + row;
    }
    return NULL;
}

void filon_crf_fetch(const struct filon_crf *crf, const uint64_t *features, size_t n)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(crf->rows + crf_line_of(features[i], crf->lines) * CRF_LINE);
}

static inline void add_row(int16_t *restrict scores, const int8_t *restrict row, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++)
            scores[i] = (int16_t)(scores[i] + row[i]);
}

void filon_crf_add(const struct filon_crf *crf, const uint64_t *features, size_t n, int16_t *scores)
{
    for (size_t i = 0; i < n; i++) {
        const int8_t *row = find_row(crf, features[i]);
        if (row)
            add_row(scores, row, crf->stride);
    }
}

/* ------------------------------------------------------------------------------------------------- *
 * The best labels
 */
/* Takes the greatest score of the labels off all of them, and lifts the hopeless ones to the floor. What stands behind the labels is hopeless. */
static void settle(int16_t *restrict scores, unsigned labels, unsigned stride)
{
    int16_t best = 2 * FLOOR;
    for (unsigned i = labels; i < stride; i++)
        scores[i] = 2 * FLOOR;
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++)
            best = scores[i] > best ? scores[i] : best;
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++) {
            int16_t score = (int16_t)(scores[i] - best);
            scores[i] = score > FLOOR ? score : FLOOR;
        }
}

/* A token's own score, so that its sum with what came before cannot overflow. */
static inline int16_t own(int16_t score)
{
    score = score > FLOOR / 2 ? score : FLOOR / 2;
    return score < -FLOOR / 2 ? score : -FLOOR / 2;
}

/* From 0 down to the floor, plus a transition not below the floor: at least -32000. */
static void step(const struct filon_crf *crf, const int16_t *before, const int16_t *scores, int16_t *after)
{
    unsigned stride = crf->stride;
    for (unsigned k = 0; k < stride; k += LANES) {
        int16_t best[LANES];
        for (unsigned i = 0; i < LANES; i++)
            best[i] = FLOOR;
        for (unsigned from = 0; from < crf->n_labels; from++) {
            const int16_t *next = crf->next + from * stride + k, sum = before[from];
            for (unsigned i = 0; i < LANES; i++) {
                int16_t way = (int16_t)(next[i] + sum);
                best[i] = way > best[i] ? way : best[i];
            }
        }
        for (unsigned i = 0; i < LANES; i++)
            after[k + i] = (int16_t)(best[i] + own(scores[k + i]));
    }
    settle(after, crf->n_labels, stride);
}

/* The label of the greatest sum with the way from it, of those from which there is one; way NULL: the end, which all may be. start, if
 * it is the first token's: of those that may begin. */
static unsigned greatest(const struct filon_crf *crf, const int16_t *sums, const int16_t *way, const int16_t *start)
{
    unsigned best = 0;
    int score = INT_MIN;
    for (unsigned i = 0; i < crf->n_labels; i++) {
        int16_t more = way ? way[i * crf->stride] : 0;
        if (more > FLOOR && (!start || start[i] > FLOOR) && sums[i] + more > score) {
            score = sums[i] + more;
            best = i;
        }
    }
    return best;
}

void filon_crf_decode(const struct filon_crf *crf, const int16_t *scores, size_t n, uint8_t *labels, struct filon_arena *arena)
{
    unsigned stride = crf->stride;
    if (!n)
        return;
    int16_t *sums = aligned(arena, n * stride * sizeof *sums);
    for (unsigned k = 0; k < stride; k++)
        sums[k] = (int16_t)(crf->start[k] + own(scores[k]));
    settle(sums, crf->n_labels, stride);
    for (size_t i = 1; i < n; i++)
        step(crf, sums + (i - 1) * stride, scores + i * stride, sums + i * stride);
    /* Back: the label before is the one whose sum with the transition was the best. */
    labels[n - 1] = (uint8_t)greatest(crf, sums + (n - 1) * stride, NULL, n > 1 ? NULL : crf->start);
    for (size_t i = n - 1; i > 0; i--)
        labels[i - 1] = (uint8_t)greatest(crf, sums + (i - 1) * stride, crf->next + labels[i], i > 1 ? NULL : crf->start);
}

/* ------------------------------------------------------------------------------------------------- *
 * Probabilities
 */

/* e to the scores, the greatest of a token's being 1; what is below the table's end counts for nothing. */
static void factors_of(const struct filon_crf *crf, const int16_t *scores, float *factors)
{
    int best = scores[0];
    for (unsigned i = 1; i < crf->n_labels; i++)
        best = scores[i] > best ? scores[i] : best;
    for (unsigned i = 0; i < crf->n_labels; i++)
        factors[i] = best - scores[i] < CRF_FACTORS ? crf->factor[best - scores[i]] : 0;
}

static float sum_of(const float *v, unsigned n)
{
    float sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += v[i];
    return sum;
}

/* forward and backward: n * stride, each token's scaled to the sum 1; factors as above. */
struct lattice {
    float *factors, *forward, *backward;
};

static void scale_to_one(float *v, unsigned labels, unsigned stride)
{
    float sum = sum_of(v, labels), inverse = sum > 0 ? 1 / sum : 0;
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++)
            v[i] *= inverse;
}

/* to = sum of weight[k] * rows[k], rows of `stride`. */
static void combine(float *restrict to, const float *restrict weight, const float *restrict rows, unsigned labels, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES) {
        float sums[LANES] = {0};
        for (unsigned k = 0; k < labels; k++)
            for (unsigned i = 0; i < LANES; i++)
                sums[i] += weight[k] * rows[k * stride + at + i];
        memcpy(to + at, sums, sizeof sums);
    }
}

static void multiply(float *to, const float *a, const float *b, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++)
            to[i] = a[i] * b[i];
}

static void fill(const struct filon_crf *crf, const int16_t *scores, size_t n, struct lattice *lattice, struct filon_arena *arena)
{
    unsigned stride = crf->stride, labels = crf->n_labels;
    float *f = lattice->factors = aligned(arena, n * stride * sizeof *f);
    float *a = lattice->forward = aligned(arena, n * stride * sizeof *a), *b = lattice->backward = aligned(arena, n * stride * sizeof *b);
    for (size_t i = 0; i < n; i++) {
        float *after = a + i * stride;
        factors_of(crf, scores + i * stride, f + i * stride);
        if (i == 0)
            memcpy(after, crf->start_factor, stride * sizeof *after);
        else
            combine(after, after - stride, crf->next_factor, labels, stride);
        multiply(after, after, f + i * stride, stride);
        scale_to_one(after, labels, stride);
    }
    for (unsigned k = 0; k < labels; k++)
        b[(n - 1) * stride + k] = 1;
    for (size_t i = n - 1; i > 0; i--) {
        float weighted[FILON_CRF_LABELS + LANES];
        multiply(weighted, b + i * stride, f + i * stride, stride);
        combine(b + (i - 1) * stride, weighted, crf->before_factor, labels, stride);
        scale_to_one(b + (i - 1) * stride, labels, stride);
    }
}

/* The weight of all ways to label what is behind token i, which has `label`, that do not go on with `refused`; and of all. */
static void ways_behind(const struct filon_crf *crf, const struct lattice *lattice, size_t i, size_t n, unsigned label, unsigned refused,
                        double *some, double *all)
{
    unsigned stride = crf->stride;
    *some = *all = i + 1 == n;
    for (unsigned to = 0; i + 1 < n && to < crf->n_labels; to++) {
        double ways = (double)crf->next_factor[label * stride + to] * lattice->factors[(i + 1) * stride + to] * lattice->backward[(i + 1) * stride + to];
        *all += ways;
        if (to != refused)
            *some += ways;
    }
}

/* P(label of the first) from forward * backward there; then of each next label given the one before; then of an end. */
static double probability(const struct filon_crf *crf, const struct lattice *lattice, size_t n, const uint8_t *labels, const uint8_t *inside,
                          const struct filon_crf_piece *piece)
{
    unsigned stride = crf->stride;
    const float *a = lattice->forward + piece->first * stride, *b = lattice->backward + piece->first * stride;
    double total = 0, p, some, all;
    for (unsigned k = 0; k < crf->n_labels; k++)
        total += (double)a[k] * b[k];
    p = total > 0 ? (double)a[labels[piece->first]] * b[labels[piece->first]] / total : 0;
    for (size_t i = piece->first; i + 1 < piece->behind; i++) {
        unsigned to = labels[i + 1];
        ways_behind(crf, lattice, i, n, labels[i], UINT8_MAX, &some, &all);
        double ways = (double)crf->next_factor[labels[i] * stride + to] * lattice->factors[(i + 1) * stride + to] * lattice->backward[(i + 1) * stride + to];
        p = all > 0 ? p * ways / all : 0;
    }
    size_t last = piece->behind - 1;
    ways_behind(crf, lattice, last, n, labels[last], inside[labels[last]], &some, &all);
    return all > 0 ? p * some / all : 0;
}

void filon_crf_probabilities(const struct filon_crf *crf, const int16_t *scores, size_t n, const uint8_t *labels, const uint8_t *inside,
                             struct filon_crf_piece *pieces, size_t count, struct filon_arena *arena)
{
    struct lattice lattice;
    if (!n || !count)
        return;
    fill(crf, scores, n, &lattice, arena);
    for (size_t i = 0; i < count; i++)
        pieces[i].probability = (float)probability(crf, &lattice, n, labels, inside, &pieces[i]);
}
