/* Learning in rounds: what the next one learns from is what those before say of pages that they have not seen. */
#include "train.h"

#include <stdlib.h>

enum { INNER = 3 };

static const struct filon_forest_params params[ROUNDS] = {
    [ROUND_TEXT] = {.trees = 100, .rate = 0.15f, .columns = 0.25f, .groups = 0.6f, .l2 = 2, .seed = 30},
    [ROUND_TEXT_AGAIN] = {.trees = 100, .rate = 0.15f, .columns = 0.25f, .groups = 0.6f, .l2 = 2, .seed = 20},
    [ROUND_MARKUP] = {.trees = 160, .rate = 0.12f, .columns = 0.2f, .groups = 0.6f, .l2 = 2, .seed = 40},
};
static const unsigned widths[ROUNDS] = {[ROUND_TEXT] = FIRST_SIGNS, [ROUND_TEXT_AGAIN] = SIGNS, [ROUND_MARKUP] = FEATURES};

static void learn(const struct data *data, const bool *use, enum round round, unsigned seed, struct filon_forest *forest)
{
    struct filon_forest_params own = params[round];
    float *weight = larger(NULL, data->n + 1, sizeof *weight);
    struct filon_forest_data examples = {data->rows, data->n, FEATURES, widths[round], data->label, weight, data->group};
    for (uint32_t i = 0; i < data->n; i++)
        weight[i] = use[data->group[i]] ? data->weight[i] : 0;
    own.seed += seed;
    filon_forest_train(forest, &examples, &own);
    free(weight);
}

static void judge(const struct data *data, const struct filon_forest *forest, const bool *of, float *probability)
{
    for (uint32_t e = 0; e < data->n_examples; e++) {
        const struct example *example = &data->examples[e];
        if (of[e])
            filon_forest_probabilities(forest, data->rows + (size_t)example->first * FEATURES, FEATURES, example->n, probability + example->first);
    }
}

/* What a round that has not seen an example says of it. */
static void judge_unseen(const struct data *data, const bool *use, enum round round, float *probability)
{
    bool *inside = larger(NULL, data->n_examples, sizeof *inside), *outside = larger(NULL, data->n_examples, sizeof *outside);
    for (unsigned part = 0; part < INNER; part++) {
        struct filon_forest forest;
        for (uint32_t e = 0; e < data->n_examples; e++) {
            bool out = filon_hash(data->examples[e].name, strlen(data->examples[e].name), 2) % INNER == part;
            inside[e] = use[e] && !out;
            outside[e] = use[e] && out;
        }
        learn(data, inside, round, 1 + part, &forest);
        judge(data, &forest, outside, probability);
        filon_forest_free(&forest);
    }
    free(inside);
    free(outside);
}

/* The signs and features that stand on what the first round said. */
static void believe(struct data *data, const bool *of, const float *probability)
{
    struct filon_arena *scratch = filon_arena_new();
    for (uint32_t e = 0; e < data->n_examples; e++) {
        const struct example *example = &data->examples[e];
        float *rows = data->rows + (size_t)example->first * FEATURES;
        struct signs signs;
        if (!of[e])
            continue;
        signs_begin(&signs, example->page, scratch);
        signs_believe(&signs, probability + example->first, scratch);
        for (uint32_t i = 0; i < example->n; i++)
            signs_again(&signs, i, rows + (size_t)i * FEATURES);
        features_measure(&example->web, example->page, probability + example->first, example->stated, rows, scratch);
        filon_arena_reset(scratch);
    }
    filon_arena_free(scratch);
}

void rounds_train(struct data *data, const bool *use, struct filon_forest forest[ROUNDS])
{
    float *probability = larger(NULL, data->n + 1, sizeof *probability);
    judge_unseen(data, use, ROUND_TEXT, probability);
    believe(data, use, probability);
    for (unsigned round = 0; round < ROUNDS; round++)
        learn(data, use, round, 0, &forest[round]);
    free(probability);
}

void rounds_judge(struct data *data, const struct filon_forest forest[ROUNDS], const bool *of, float *text, float *markup)
{
    judge(data, &forest[ROUND_TEXT], of, text);
    believe(data, of, text);
    judge(data, &forest[ROUND_TEXT_AGAIN], of, markup);
    for (uint32_t i = 0; i < data->n; i++)
        text[i] = of[data->group[i]] ? article_both(text[i], markup[i]) : text[i];
    judge(data, &forest[ROUND_MARKUP], of, markup);
}
