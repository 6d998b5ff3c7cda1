/* filon/forest.h - gradient-boosted trees over rows of numbers: what to use where a few hundred measurements, not words, tell yes from no.
 *
 * A tree asks the same question throughout a level ("oblivious" trees: A. Gulin, I. Kuralenok, D. Pavlov: Winning the transfer learning track of
 * Yahoo!'s learning to rank challenge with YetiRank, 2011; L. Prokhorenkova and others: CatBoost, 2018): few parameters, which suits few examples, and
 * a tree costs a handful of comparisons. Since 1.1.
 */
#ifndef FILON_FOREST_H
#define FILON_FOREST_H

#include <filon/error.h>
#include <filon/model.h>

enum { FILON_FOREST_DEPTH = 6, FILON_FOREST_LEAVES = 1 << FILON_FOREST_DEPTH };

struct filon_forest_tree {
    uint16_t feature[FILON_FOREST_DEPTH];
    uint16_t unused[2];
    float threshold[FILON_FOREST_DEPTH]; /* the answer is yes if the feature is greater */
    float leaf[FILON_FOREST_LEAVES];     /* what is added to the logarithm of the odds */
};

struct filon_forest {
    const struct filon_forest_tree *trees;
    size_t n;
};

/* The trees of the model's section `name`, where they lie: the model must stay open. 0, or -1 with an error, also if a tree asks for a feature beyond
 * the `features` that rows will have: any bytes are safe. */
FILON_API int filon_forest_open(struct filon_forest *forest, const struct filon_model *model, const char *name, unsigned features,
                                struct filon_error *error);

/* The probability of yes for each of n rows, which begin `width` numbers apart. */
FILON_API void filon_forest_probabilities(const struct filon_forest *forest, const float *rows, size_t width, size_t n, float *probability);

/* ---- learning */

struct filon_forest_params {
    unsigned trees;
    float rate;    /* of learning: 0.05 to 0.2 */
    float columns; /* the part of the features that each tree may ask for */
    float groups;  /* the part of the groups that each tree is grown on */
    float l2;      /* added to the weight of each leaf */
    uint64_t seed;
};

/* Examples to learn from; all arrays have n entries. */
struct filon_forest_data {
    const float *rows; /* n times `width` numbers, of which trees may ask for the first `features` */
    size_t n;
    unsigned width, features;
    const uint8_t *label;  /* 1 or 0 */
    const float *weight;   /* 0: not learned from */
    const uint32_t *group; /* examples that belong together, a page's: left out of a tree together */
};

/* Boosts trees by the logistic loss (J. H. Friedman: Greedy function approximation: a gradient boosting machine, 2001). The same data and parameters
 * give the same forest. Its trees are allocated; filon_forest_free. */
FILON_API void filon_forest_train(struct filon_forest *forest, const struct filon_forest_data *data, const struct filon_forest_params *params);
FILON_API void filon_forest_free(struct filon_forest *forest); /* of filon_forest_train only */

#endif
