/* Conditional random fields against brute force: every labeling of short sequences is counted. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "learn/crf_impl.h"
#include "tests/unit/unit_run.h"

enum { O, B, I, LABELS, LONG = 6, WORDS = 12 };

static const char *const labels[] = {"O", "B", "I", NULL};

static bool allowed(unsigned from, unsigned to)
{
    return to != I || from == B || from == I;
}

static uint32_t seed;

static unsigned dice(unsigned n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % n;
}

static double fraction(void)
{
    return dice(10001) / 5000.0 - 1;
}

/* Sequences of words; the label depends on the word and on that before. */
static struct filon_crf_data *some_data(unsigned sequences)
{
    struct filon_crf_data *data = filon_crf_data_new(labels, allowed);
    for (unsigned s = 0; s < sequences; s++) {
        unsigned n = 1 + dice(LONG), before = O, word = 0;
        for (unsigned i = 0; i < n; i++) {
            uint64_t features[3] = {filon_feature(1, 1), filon_feature(2, word), 0};
            word = dice(WORDS);
            features[2] = filon_feature(3, word);
            unsigned label = word < 3 ? B : word < 5 && before != O ? I : dice(20) == 0 ? B : O;
            filon_crf_data_token(data, features, 3, label);
            before = label;
        }
        filon_crf_data_end(data);
    }
    return data;
}

static double value_at(struct crf_objective *objective, float *x, size_t i, float at, float *gradient)
{
    float was = x[i];
    x[i] = at;
    double value = filon_crf_objective(objective, x, gradient);
    x[i] = was;
    return value;
}

/* Only the parameters of allowed transitions have a say. */
static bool counts(const struct crf_objective *objective, size_t i)
{
    size_t rows = (size_t)objective->data->n_features * objective->stride;
    if (i % objective->stride >= LABELS)
        return false;
    if (i < rows)
        return true;
    size_t from = (i - rows) / objective->stride, to = (i - rows) % objective->stride;
    return allowed(from ? (unsigned)from - 1 : UINT32_MAX, (unsigned)to);
}

START_TEST(gradient_is_the_slope)
{
    seed = 7;
    struct filon_crf_data *data = some_data(30);
    filon_crf_data_number(data, 1);
    const struct filon_crf_params params = {.l2 = 0.3, .threads = 2, .hide = _i ? 0.3 : 0, .seed = 5};
    struct crf_objective objective;
    filon_crf_objective_init(&objective, data, &params);
    float *x = calloc(objective.n, sizeof *x), *gradient = calloc(objective.n, sizeof *x), *other = calloc(objective.n, sizeof *x);
    for (size_t i = 0; i < objective.n; i++)
        x[i] = counts(&objective, i) ? (float)fraction() : 0;
    filon_crf_objective(&objective, x, gradient);
    for (size_t i = 0; i < objective.n; i++) {
        const float step = 1.0f / 128;
        if (!counts(&objective, i))
            continue;
        double slope = (value_at(&objective, x, i, x[i] + step, other) - value_at(&objective, x, i, x[i] - step, other)) / (2 * step);
        ck_assert_msg(fabs(slope - gradient[i]) < 2e-3 * (1 + fabs(slope)), "parameter %zu: gradient %g, slope %g", i, gradient[i], slope);
    }
    free(x), free(gradient), free(other);
    filon_crf_objective_free(&objective);
    filon_crf_data_free(data);
}
END_TEST

static struct filon_crf *trained(struct filon_crf_data *data, const struct filon_crf_params *params, struct filon_arena *arena)
{
    struct filon_error error = {0};
    struct filon_crf *crf = filon_crf_train(data, params, arena, &error);
    ck_assert_msg(crf != NULL, "%s", error.text);
    return crf;
}

/* The score of a labeling in units of the scale; -INFINITY if forbidden. */
static double score_of(const struct filon_crf *crf, const int16_t *scores, const uint8_t *path, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        float next = i ? crf_next(crf, path[i - 1])[path[i]] : crf_start(crf)[path[i]];
        if (next <= CRF_FORBIDDEN)
            return -INFINITY;
        sum += (double)scores[i * crf->stride + path[i]] * crf->scale + next;
    }
    return sum;
}

static bool next_path(uint8_t *path, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (++path[i] < LABELS)
            return true;
        path[i] = 0;
    }
    return false;
}

static bool fits(const uint8_t *path, const uint8_t *labels_wanted, const struct filon_crf_piece *piece, const uint8_t *inside, size_t n)
{
    for (size_t i = piece->first; i < piece->behind; i++)
        if (path[i] != labels_wanted[i])
            return false;
    return piece->behind == n || path[piece->behind] != inside[path[piece->behind - 1]];
}

START_TEST(decodes_as_brute_force_does)
{
    static const uint8_t inside[] = {UINT8_MAX, I, I};
    struct filon_arena *arena = filon_arena_new();
    seed = 11;
    struct filon_crf_data *data = some_data(60);
    const struct filon_crf_params params = {.l2 = 0.1, .iterations = 20, .threads = 1};
    struct filon_crf *crf = trained(data, &params, arena);
    for (int round = 0; round < 300; round++) {
        size_t n = 1 + dice(LONG);
        int16_t scores[LONG * 16] __attribute__((aligned(32))) = {0};
        for (size_t i = 0; i < n * 16; i++)
            scores[i] = (int16_t)(dice(400) - 200);
        uint8_t best[LONG], path[LONG] = {0};
        filon_crf_decode(crf, scores, n, best, arena);
        struct filon_crf_piece piece = {.first = dice((unsigned)n)};
        piece.behind = piece.first + 1 + dice((unsigned)(n - piece.first));
        filon_crf_probabilities(crf, scores, n, best, inside, &piece, 1, arena);
        double greatest = -INFINITY, all = 0, some = 0;
        do {
            double score = score_of(crf, scores, path, n);
            greatest = score > greatest ? score : greatest;
            all += exp(score);
            some += fits(path, best, &piece, inside, n) ? exp(score) : 0;
        } while (next_path(path, n));
        /* Transitions are rounded to units for decoding. */
        ck_assert_msg(score_of(crf, scores, best, n) > greatest - crf->scale * n, "best %g, decoded %g", greatest, score_of(crf, scores, best, n));
        ck_assert_msg(fabs(some / all - piece.probability) < 1e-3, "probability %g, not %g", (double)piece.probability, some / all);
    }
    filon_crf_data_free(data);
    filon_arena_free(arena);
}
END_TEST

/* The extremes of scores: no sum may wrap around. */
START_TEST(extreme_scores_do_not_overflow)
{
    struct filon_arena *arena = filon_arena_new();
    seed = 3;
    struct filon_crf_data *data = some_data(60);
    const struct filon_crf_params params = {.l2 = 0.1, .iterations = 20};
    struct filon_crf *crf = trained(data, &params, arena);
    enum { N = 200 };
    static int16_t scores[N * 16] __attribute__((aligned(32)));
    static uint8_t best[N];
    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i < N * 16; i++)
            scores[i] = dice(2) ? 32000 : -32000;
        filon_crf_decode(crf, scores, N, best, arena);
        for (size_t i = 0; i < N; i++)
            ck_assert(best[i] < LABELS && allowed(i ? best[i - 1] : UINT32_MAX, best[i]));
    }
    filon_crf_data_free(data);
    filon_arena_free(arena);
}
END_TEST

START_TEST(learns_and_keeps)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_error error = {0};
    seed = 23;
    struct filon_crf_data *data = some_data(2000), *same;
    struct filon_crf_params params = {.l2 = 0.1, .iterations = 60, .tolerance = 1e-5, .threads = 1};
    struct filon_crf *crf = trained(data, &params, arena);
    unsigned right = 0, all = 0;
    for (int round = 0; round < 500; round++) {
        int16_t scores[16 * 2] __attribute__((aligned(32))) = {0};
        uint8_t best[2];
        unsigned words[2] = {dice(WORDS), dice(WORDS)};
        for (unsigned i = 0; i < 2; i++) {
            uint64_t features[3] = {filon_feature(1, 1), filon_feature(2, i ? words[0] : 0), filon_feature(3, words[i])};
            filon_crf_add(crf, features, 3, scores + 16 * i);
        }
        filon_crf_decode(crf, scores, 2, best, arena);
        right += best[0] == (words[0] < 3 ? B : O);
        right += best[1] == (words[1] < 3 ? B : words[1] < 5 && best[0] != O ? I : O);
        all += 2;
    }
    ck_assert_msg(right == all, "%u of %u right", right, all);

    /* The same from any number of threads, and back from a file. */
    char path[] = "/tmp/filon-crf-XXXXXX";
    close(mkstemp(path));
    seed = 23;
    same = some_data(2000);
    params.threads = 3;
    struct filon_crf *threaded = trained(same, &params, arena);
    ck_assert_uint_eq(crf->lines, threaded->lines);
    ck_assert_int_eq(memcmp(crf->rows, threaded->rows, (size_t)crf->lines * CRF_LINE), 0);
    ck_assert_int_eq(memcmp(crf->weights, threaded->weights, crf->n_weights * sizeof *crf->weights), 0);
    struct filon_model_out *out = filon_model_out_new("test");
    filon_crf_save(crf, out, "first");
    ck_assert_msg(filon_model_write(out, path, &error) == 0, "%s", error.text);
    filon_model_out_free(out);
    struct filon_model *model = filon_model_open(path, "test", &error);
    ck_assert_msg(model != NULL, "%s", error.text);
    struct filon_crf *read = filon_crf_open(model, "first", arena, &error);
    ck_assert_msg(read != NULL, "%s", error.text);
    ck_assert_str_eq(filon_crf_label(read, 2), "I");
    int16_t one[16] __attribute__((aligned(32))) = {0}, two[16] __attribute__((aligned(32))) = {0};
    uint64_t feature = filon_feature(3, 1);
    filon_crf_add(crf, &feature, 1, one);
    filon_crf_add(read, &feature, 1, two);
    ck_assert_int_eq(memcmp(one, two, sizeof one), 0);
    ck_assert(one[B] > one[O]);
    ck_assert_ptr_null(filon_crf_open(model, "second", arena, &error));
    filon_model_close(model);
    unlink(path);
    filon_crf_data_free(data);
    filon_crf_data_free(same);
    filon_arena_free(arena);
}
END_TEST

static bool stop_at_ten(void *arg, const struct filon_crf_progress *progress)
{
    (void)arg;
    return progress->iteration == 10;
}

START_TEST(goes_on_from_a_checkpoint)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_error error = {0};
    char path[] = "/tmp/filon-crf-XXXXXX";
    close(mkstemp(path));
    seed = 29;
    struct filon_crf_data *data = some_data(300);
    struct filon_crf_params params = {.l2 = 0.1, .iterations = 100, .tolerance = 1e-6, .threads = 1, .checkpoint = path, .progress = stop_at_ten};
    ck_assert_ptr_null(filon_crf_train(data, &params, arena, &error));
    ck_assert_int_eq(error.code, FILON_E_BUSY);
    ck_assert_ptr_nonnull(strstr(error.text, "--resume"));
    params.progress = NULL;
    params.resume = true;
    trained(data, &params, arena);
    params.l2 = 0.2;
    error = (struct filon_error){0};
    ck_assert_ptr_null(filon_crf_train(data, &params, arena, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "other data or parameters"));
    unlink(path);
    filon_crf_data_free(data);
    filon_arena_free(arena);
}
END_TEST

START_TEST(refuses_what_it_cannot_learn)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_error error = {0};
    const struct filon_crf_params params = {.iterations = 3};
    struct filon_crf_data *data = filon_crf_data_new(labels, allowed);
    ck_assert_ptr_null(filon_crf_train(data, &params, arena, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "nothing to train on"));
    error = (struct filon_error){0};
    filon_crf_data_token(data, NULL, 0, I);
    filon_crf_data_end(data);
    ck_assert_ptr_null(filon_crf_train(data, &params, arena, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "label I may not stand there"));
    filon_crf_data_free(data);
    filon_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crf");
    TCase *tcase = tcase_create("crf");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, gradient_is_the_slope, 0, 2);
    tcase_add_test(tcase, decodes_as_brute_force_does);
    tcase_add_test(tcase, extreme_scores_do_not_overflow);
    tcase_add_test(tcase, learns_and_keeps);
    tcase_add_test(tcase, goes_on_from_a_checkpoint);
    tcase_add_test(tcase, refuses_what_it_cannot_learn);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
