/* Gradient-boosted trees that ask the same question throughout a level ("oblivious" trees: A. Gulin, I. Kuralenok, D. Pavlov: Winning the transfer
 * learning track of Yahoo!'s learning to rank challenge with YetiRank, 2011; L. Prokhorenkova and others: CatBoost, 2018): few parameters, which suits
 * few training pages, and a tree costs a handful of comparisons. */
#ifndef PARSE_HTML_FOREST_H
#define PARSE_HTML_FOREST_H

#include <filon/model.h>

enum { FOREST_DEPTH = 6, FOREST_LEAVES = 1 << FOREST_DEPTH };

struct forest_tree {
    uint16_t feature[FOREST_DEPTH];
    uint16_t unused[2];
    float threshold[FOREST_DEPTH]; /* the answer is yes if the feature is greater */
    float leaf[FOREST_LEAVES];
};

struct forest {
    const struct forest_tree *trees;
    size_t n;
};

/* The model's section `name`; refused if a tree asks for a feature that there is none of. */
int forest_open(struct forest *forest, const struct filon_model *model, const char *name, unsigned features, struct filon_error *error);

/* The probability of yes for each of n rows of so many features. */
void forest_probabilities(const struct forest *forest, const float *rows, size_t features, size_t n, float *probability);

#endif
