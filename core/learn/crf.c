/* crf.c - a trained CRF at work: rows looked up and added, the best labels, probabilities. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "learn/crf_impl.h"

/* Vectors of 16 bytes, of which every machine has registers. Loads and stores go through memcpy: only the stride is aligned. */
typedef int16_t short8 __attribute__((vector_size(16)));
typedef int8_t byte8 __attribute__((vector_size(8)));
typedef float float4 __attribute__((vector_size(16)));

enum { HOPELESS = -1000000, FLOOR = -16000 }; /* what a hopeless label counts; sums of it and a token's scores fit 16 bits */

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
    /* The ways back: from any label to the end; of a first token; to each label; to each from a first token. */
    crf->ways = aligned(arena, (2 + 2 * n) * stride * sizeof *crf->ways);
    for (unsigned k = 0; k < (2 + 2 * n) * stride; k++)
        crf->ways[k] = k % stride < n ? 0 : HOPELESS;
    crf->factor = filon_alloc(arena, CRF_FACTORS * sizeof *crf->factor);
    for (int i = 0; i < CRF_FACTORS; i++)
        crf->factor[i] = expf((float)-i * crf->scale);
    for (unsigned to = 0; to < n; to++) {
        float weight = crf_start(crf)[to];
        crf->start[to] = quantum(weight, crf->scale);
        crf->start_factor[to] = weight <= CRF_FORBIDDEN ? 0 : expf(weight);
        if (weight <= CRF_FORBIDDEN)
            crf->ways[stride + to] = HOPELESS;
        for (unsigned from = 0; from < n; from++) {
            weight = crf_next(crf, from)[to];
            int32_t way = weight <= CRF_FORBIDDEN ? HOPELESS : quantum(weight, crf->scale);
            crf->ways[(2 + to) * stride + from] = way;
            crf->ways[(2 + n + to) * stride + from] = crf_start(crf)[from] <= CRF_FORBIDDEN ? HOPELESS : way;
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
        filon_error_set(error, FILON_E_CONFIG, "%s: the model has %u labels, not 1 to %d", filon_model_path(model), crf->n_labels,
                        FILON_CRF_LABELS);
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
        filon_error_set(error, FILON_E_CONFIG, "%s: the weights of the model do not fit its %u labels", filon_model_path(model),
                        crf->n_labels);
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
static const int8_t no_row[CRF_LINE];

static inline unsigned print_at(const uint8_t *line, unsigned behind)
{
    uint16_t print;
    memcpy(&print, line + behind - sizeof print, sizeof print);
    return print;
}

/* The feature's row, or one of zeros. Whether and where a feature is in its line cannot be foretold: no branch depends on it. */
static inline const int8_t *find_row(const struct filon_crf *crf, uint64_t feature)
{
    const uint8_t *line = crf->rows + crf_line_of(feature, crf->lines) * CRF_LINE;
    unsigned print = crf_print_of(feature), width = crf->width;
    unsigned hit = print_at(line, CRF_LINE) == print; /* bit k: row k counted from the last */
    if (width == 16)
        hit |= (unsigned)(print_at(line, 48) == print) << 1 | (unsigned)(print_at(line, 32) == print) << 2 |
               (unsigned)(print_at(line, 16) == print) << 3;
    else if (width == 32)
        hit |= (unsigned)(print_at(line, 32) == print) << 1;
    const int8_t *rows[2] = {no_row,
                             (const int8_t *)line + CRF_LINE - width * (1 + (unsigned)__builtin_ctz(hit | 1u << 3) % (CRF_LINE / width))};
    return rows[hit != 0];
}

void filon_crf_fetch(const struct filon_crf *crf, const uint64_t *features, size_t n)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(crf->rows + crf_line_of(features[i], crf->lines) * CRF_LINE);
}

static inline short8 load8(const int16_t *p)
{
    short8 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void store8(int16_t *p, short8 v)
{
    memcpy(p, &v, sizeof v);
}

static inline float4 load4(const float *p)
{
    float4 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void store4(float *p, float4 v)
{
    memcpy(p, &v, sizeof v);
}

static inline short8 all8(int16_t n)
{
    return (short8){n, n, n, n, n, n, n, n};
}

static inline short8 larger(short8 a, short8 b)
{
    short8 mask = a > b;
    return (a & mask) | (b & ~mask);
}

static inline void add_row(int16_t *scores, const int8_t *row, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += 8) {
        byte8 weights;
        memcpy(&weights, row + at, sizeof weights);
        store8(scores + at, load8(scores + at) + __builtin_convertvector(weights, short8));
    }
}

void filon_crf_add(const struct filon_crf *crf, const uint64_t *features, size_t n, int16_t *scores)
{
    for (size_t i = 0; i < n; i++)
        add_row(scores, find_row(crf, features[i]), crf->stride);
}

/* ------------------------------------------------------------------------------------------------- *
 * The best labels
 */
/* Takes the greatest score of the labels off all of them, and lifts the hopeless ones to the floor. What stands behind the labels is hopeless. */
static void settle(int16_t *scores, unsigned labels, unsigned stride)
{
    int16_t eight[8], best;
    for (unsigned i = labels; i < stride; i++)
        scores[i] = 2 * FLOOR;
    short8 most = load8(scores);
    for (unsigned at = 8; at < stride; at += 8)
        most = larger(most, load8(scores + at));
    store8(eight, most);
    best = eight[0];
    for (unsigned i = 1; i < 8; i++)
        best = eight[i] > best ? eight[i] : best;
    /* The floor first: the difference of a low score and a high one may not fit 16 bits. */
    short8 least = all8((int16_t)(best + FLOOR < INT16_MIN ? INT16_MIN : best + FLOOR));
    for (unsigned at = 0; at < stride; at += 8)
        store8(scores + at, larger(load8(scores + at), least) - all8(best));
}

/* Tokens' own scores, so that their sum with what came before cannot overflow. */
static inline short8 own(const int16_t *scores)
{
    short8 low = larger(load8(scores), all8(FLOOR / 2)), most = all8(-FLOOR / 2), mask = low > most;
    return (most & mask) | (low & ~mask);
}

/* From 0 down to the floor, plus a transition not below the floor: at least -32000. */
static void step(const struct filon_crf *crf, const int16_t *before, const int16_t *scores, int16_t *after)
{
    unsigned stride = crf->stride, labels = crf->n_labels;
    for (unsigned at = 0; at < stride; at += 16) {
        const int16_t *next = crf->next + at;
        short8 a = all8(FLOOR), b = a;
        for (unsigned from = 0; from < labels; from++, next += stride) {
            short8 sum = all8(before[from]);
            a = larger(a, load8(next) + sum);
            b = larger(b, load8(next + 8) + sum);
        }
        store8(after + at, a + own(scores + at));
        store8(after + at + 8, b + own(scores + at + 8));
    }
    settle(after, labels, stride);
}

/* The label of the greatest sum with the way from it; ways: int32_t a label, hopeless where there is none. */
static unsigned greatest(const struct filon_crf *crf, const int16_t *restrict sums, const int32_t *restrict ways)
{
    int32_t all[FILON_CRF_LABELS + LANES], best = INT32_MIN;
    unsigned stride = crf->stride, label = 0;
    for (unsigned at = 0; at < stride; at += LANES)
        for (unsigned i = at; i < at + LANES; i++) {
            all[i] = sums[i] + ways[i];
            best = all[i] > best ? all[i] : best;
        }
    while (all[label] != best)
        label++;
    return label;
}

void filon_crf_decode(const struct filon_crf *crf, const int16_t *scores, size_t n, uint8_t *labels, struct filon_arena *arena)
{
    unsigned stride = crf->stride;
    if (!n)
        return;
    int16_t *sums = filon_alloc(arena, n * stride * sizeof *sums);
    for (unsigned at = 0; at < stride; at += 8)
        store8(sums + at, load8(crf->start + at) + own(scores + at));
    settle(sums, crf->n_labels, stride);
    for (size_t i = 1; i < n; i++)
        step(crf, sums + (i - 1) * stride, scores + i * stride, sums + i * stride);
    /* Back: the label before is the one whose sum with the transition was the best. */
    labels[n - 1] = (uint8_t)greatest(crf, sums + (n - 1) * stride, n > 1 ? crf->ways : crf->ways + stride);
    for (size_t i = n - 1; i > 0; i--)
        labels[i - 1] =
            (uint8_t)greatest(crf, sums + (i - 1) * stride, crf->ways + (labels[i] + 2 + (i == 1 ? crf->n_labels : 0)) * stride);
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
    for (unsigned i = crf->n_labels; i < crf->stride; i++)
        factors[i] = 0;
}

/* Of a stride of numbers, zeros behind the labels; four sums side by side do not wait for each other. */
static inline float sum_of(const float *v, unsigned stride)
{
    float4 sums = {0};
    for (unsigned at = 0; at < stride; at += 4)
        sums += load4(v + at);
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* forward and backward: n * stride, each token's scaled to the sum 1; factors as above. */
struct lattice {
    float *factors, *forward, *backward;
};

static void scale_to_one(float *v, unsigned stride)
{
    float sum = sum_of(v, stride), inverse = sum > 0 ? 1 / sum : 0;
    for (unsigned at = 0; at < stride; at += 4)
        store4(v + at, load4(v + at) * inverse);
}

/* to = sum of weight[k] * rows[k], rows of `stride`. */
static void combine(float *to, const float *weight, const float *rows, unsigned labels, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += 16) {
        const float *row = rows + at;
        float4 a = {0}, b = a, c = a, d = a;
        for (unsigned k = 0; k < labels; k++, row += stride) {
            a += load4(row) * weight[k];
            b += load4(row + 4) * weight[k];
            c += load4(row + 8) * weight[k];
            d += load4(row + 12) * weight[k];
        }
        store4(to + at, a);
        store4(to + at + 4, b);
        store4(to + at + 8, c);
        store4(to + at + 12, d);
    }
}

static void multiply(float *to, const float *a, const float *b, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += 4)
        store4(to + at, load4(a + at) * load4(b + at));
}

static void fill(const struct filon_crf *crf, const int16_t *scores, size_t n, struct lattice *lattice, struct filon_arena *arena)
{
    unsigned stride = crf->stride, labels = crf->n_labels;
    float *f = lattice->factors = filon_alloc(arena, n * stride * sizeof *f);
    float *a = lattice->forward = filon_alloc(arena, n * stride * sizeof *a),
          *b = lattice->backward = filon_alloc(arena, n * stride * sizeof *b);
    for (size_t i = 0; i < n; i++) {
        float *after = a + i * stride;
        factors_of(crf, scores + i * stride, f + i * stride);
        if (i == 0)
            memcpy(after, crf->start_factor, stride * sizeof *after);
        else
            combine(after, after - stride, crf->next_factor, labels, stride);
        multiply(after, after, f + i * stride, stride);
        scale_to_one(after, stride);
    }
    for (unsigned k = 0; k < stride; k++)
        b[(n - 1) * stride + k] = k < labels;
    for (size_t i = n - 1; i > 0; i--) {
        float weighted[FILON_CRF_LABELS + LANES];
        multiply(weighted, b + i * stride, f + i * stride, stride);
        combine(b + (i - 1) * stride, weighted, crf->before_factor, labels, stride);
        scale_to_one(b + (i - 1) * stride, stride);
    }
}

/* The weight of all ways to label what is behind token i, which has `label`, that do not go on with `refused`; and of all. */
static void ways_behind(const struct filon_crf *crf, const struct lattice *lattice, size_t i, size_t n, unsigned label, unsigned refused,
                        double *some, double *all)
{
    unsigned stride = crf->stride;
    *some = *all = i + 1 == n;
    for (unsigned to = 0; i + 1 < n && to < crf->n_labels; to++) {
        double ways = (double)crf->next_factor[label * stride + to] * lattice->factors[(i + 1) * stride + to] *
                      lattice->backward[(i + 1) * stride + to];
        *all += ways;
        if (to != refused)
            *some += ways;
    }
}

/* P(label of the first) from forward * backward there; then of each next label given the one before; then of an end. */
static double probability(const struct filon_crf *crf, const struct lattice *lattice, size_t n, const uint8_t *labels,
                          const uint8_t *inside, const struct filon_crf_piece *piece)
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
        double ways = (double)crf->next_factor[labels[i] * stride + to] * lattice->factors[(i + 1) * stride + to] *
                      lattice->backward[(i + 1) * stride + to];
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
