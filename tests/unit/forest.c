/* Forests: they learn what no single question tells, the same each time, and a damaged one is refused. */
#include <check.h>
#include <filon/buf.h>
#include <filon/forest.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit_run.h"

enum { ROWS = 1000, WIDTH = 4, FEATURES_USED = 3 };

static float rows[ROWS][WIDTH], weight[ROWS];
static uint8_t label[ROWS];
static uint32_t group[ROWS];
static const struct filon_forest_data data = {rows[0], ROWS, WIDTH, FEATURES_USED, label, weight, group};
static const struct filon_forest_params params = {.trees = 40, .rate = 0.2f, .columns = 1, .groups = 0.7f, .l2 = 1, .seed = 3};

/* Yes where one of the first two is high and the other low; the third is noise, and the fourth, which would tell all, is beyond the features. */
static void make_examples(void)
{
    uint64_t random = 7;
    for (unsigned i = 0; i < ROWS; i++) {
        for (unsigned f = 0; f < FEATURES_USED; f++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            rows[i][f] = (float)(random >> 40) / (1 << 24);
        }
        label[i] = (rows[i][0] > 0.5f) != (rows[i][1] > 0.3f);
        rows[i][3] = label[i];
        weight[i] = i % 10 ? 1 : 0; /* a tenth is held out */
        group[i] = i / 20;
    }
}

static unsigned right(const struct filon_forest *forest, bool held_out)
{
    static float probability[ROWS];
    unsigned n = 0;
    filon_forest_probabilities(forest, rows[0], WIDTH, ROWS, probability);
    for (unsigned i = 0; i < ROWS; i++) {
        ck_assert(probability[i] > 0 && probability[i] < 1);
        n += (i % 10 == 0) == held_out && (probability[i] > 0.5f) == label[i];
    }
    return n;
}

START_TEST(learns_what_two_together_tell)
{
    struct filon_forest forest, again;
    make_examples();
    filon_forest_train(&forest, &data, &params);
    ck_assert_uint_eq(forest.n, params.trees);
    ck_assert_uint_ge(right(&forest, false), ROWS * 9 / 10 * 97 / 100);
    ck_assert_uint_ge(right(&forest, true), ROWS / 10 * 95 / 100);
    for (size_t i = 0; i < forest.n; i++)
        for (unsigned level = 0; level < FILON_FOREST_DEPTH; level++)
            ck_assert_uint_lt(forest.trees[i].feature[level], FEATURES_USED);
    filon_forest_train(&again, &data, &params);
    ck_assert_mem_eq(forest.trees, again.trees, forest.n * sizeof *forest.trees);
    filon_forest_free(&forest);
    filon_forest_free(&again);
}
END_TEST

START_TEST(nothing_to_learn)
{
    static const uint8_t no[ROWS];
    struct filon_forest_data same = data;
    struct filon_forest forest;
    float probability;
    make_examples();
    same.label = no;
    filon_forest_train(&forest, &same, &params);
    filon_forest_probabilities(&forest, rows[0], WIDTH, 1, &probability);
    ck_assert(probability < 0.1f);
    filon_forest_free(&forest);
}
END_TEST

/* The forest as a model file, with one byte of a tree's first question changed. */
static void write_model(const char *path, const struct filon_forest *forest, unsigned feature)
{
    struct filon_model_out *out = filon_model_out_new("trees");
    struct filon_error error = {0};
    struct filon_forest_tree *trees = malloc(forest->n * sizeof *trees);
    memcpy(trees, forest->trees, forest->n * sizeof *trees);
    trees[forest->n - 1].feature[FILON_FOREST_DEPTH - 1] = (uint16_t)feature;
    filon_model_add(out, "all", trees, forest->n * sizeof *trees);
    filon_model_add(out, "short", trees, forest->n * sizeof *trees - 1);
    ck_assert_int_eq(filon_model_write(out, path, &error), 0);
    filon_model_out_free(out);
    free(trees);
}

START_TEST(damaged_models_are_refused)
{
    char folder[] = "/tmp/filon-forest-XXXXXX", path[64];
    struct filon_forest forest, read;
    struct filon_error error = {0};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.model", folder);
    make_examples();
    filon_forest_train(&forest, &data, &params);
    write_model(path, &forest, 2);
    struct filon_model *model = filon_model_open(path, "trees", &error);
    ck_assert_ptr_nonnull(model);
    ck_assert_int_eq(filon_forest_open(&read, model, "all", FEATURES_USED, &error), 0);
    ck_assert_uint_eq(read.n, forest.n);
    ck_assert_int_eq(filon_forest_open(&read, model, "none", FEATURES_USED, &error), -1);
    ck_assert_int_eq(filon_forest_open(&read, model, "short", FEATURES_USED, &error), -1);
    filon_model_close(model);
    write_model(path, &forest, 3);
    error = (struct filon_error){0};
    model = filon_model_open(path, "trees", &error);
    ck_assert_int_eq(filon_forest_open(&read, model, "all", FEATURES_USED, &error), -1);
    ck_assert_ptr_nonnull(strstr(error.text, "tree 39 of `all` asks for feature 3 of 3"));
    filon_model_close(model);
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0);
    filon_forest_free(&forest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("forest");
    TCase *cases = tcase_create("forest");
    tcase_add_test(cases, learns_what_two_together_tell);
    tcase_add_test(cases, nothing_to_learn);
    tcase_add_test(cases, damaged_models_are_refused);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
