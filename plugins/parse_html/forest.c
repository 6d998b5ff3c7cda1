#include "forest.h"

#include <math.h>

int forest_open(struct forest *forest, const struct filon_model *model, const char *name, unsigned features, struct filon_error *error)
{
    forest->trees = filon_model_section(model, name, sizeof *forest->trees, &forest->n, error);
    if (!forest->trees)
        return -1;
    for (size_t i = 0; i < forest->n; i++)
        for (unsigned level = 0; level < FOREST_DEPTH; level++)
            if (forest->trees[i].feature[level] >= features)
                return filon_error_set(error, FILON_E_CONFIG, "%s: tree %zu of `%s` asks for feature %u of %u: made by another version",
                                       filon_model_path(model), i, name, forest->trees[i].feature[level], features);
    return 0;
}

float forest_probability(const struct forest *forest, const float *features)
{
    float sum = 0;
    for (size_t i = 0; i < forest->n; i++) {
        const struct forest_tree *tree = &forest->trees[i];
        unsigned leaf = 0;
        for (unsigned level = 0; level < FOREST_DEPTH; level++)
            leaf |= (unsigned)(features[tree->feature[level]] > tree->threshold[level]) << level;
        sum += tree->leaf[leaf];
    }
    return 1.0f / (1.0f + expf(-sum));
}
