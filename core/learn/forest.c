#include <filon/forest.h>

#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

int filon_forest_open(struct filon_forest *forest, const struct filon_model *model, const char *name, unsigned features, struct filon_error *error)
{
    forest->trees = filon_model_section(model, name, sizeof *forest->trees, &forest->n, error);
    if (!forest->trees)
        return -1;
    for (size_t i = 0; i < forest->n; i++)
        for (unsigned level = 0; level < FILON_FOREST_DEPTH; level++)
            if (forest->trees[i].feature[level] >= features)
                return filon_error_set(error, FILON_E_CONFIG, "%s: tree %zu of `%s` asks for feature %u of %u: made by another version",
                                       filon_model_path(model), i, name, forest->trees[i].feature[level], features);
    return 0;
}

/* Which leaf the answers lead to, a bit a level. */
static inline unsigned leaf_of(const struct filon_forest_tree *tree, const float *features)
{
#ifdef __SSE2__
    _Static_assert(FILON_FOREST_DEPTH == 6, "four answers at once, and two");
    const uint16_t *f = tree->feature;
    __m128 first = _mm_set_ps(features[f[3]], features[f[2]], features[f[1]], features[f[0]]), last = _mm_set_ps(0, 0, features[f[5]], features[f[4]]);
    __m128 border = _mm_set_ps(0, 0, tree->threshold[5], tree->threshold[4]);
    return (unsigned)_mm_movemask_ps(_mm_cmpgt_ps(first, _mm_loadu_ps(tree->threshold))) |
           (unsigned)_mm_movemask_ps(_mm_cmpgt_ps(last, border)) << 4;
#else
    unsigned leaf = 0;
    for (unsigned level = 0; level < FILON_FOREST_DEPTH; level++)
        leaf |= (unsigned)(features[tree->feature[level]] > tree->threshold[level]) << level;
    return leaf;
#endif
}

enum { ROWS_AT_ONCE = 16 };

/* Tree by tree over some rows: a tree's numbers are read once for all of them. */
static void add_trees(const struct filon_forest *forest, const float *rows, size_t width, size_t n, float sum[ROWS_AT_ONCE])
{
    memset(sum, 0, ROWS_AT_ONCE * sizeof *sum);
    for (size_t i = 0; i < forest->n; i++) {
        const struct filon_forest_tree *tree = &forest->trees[i];
        for (size_t row = 0; row < n; row++)
            sum[row] += tree->leaf[leaf_of(tree, rows + row * width)];
    }
}

void filon_forest_probabilities(const struct filon_forest *forest, const float *rows, size_t width, size_t n, float *probability)
{
    float sum[ROWS_AT_ONCE];
    for (size_t from = 0; from < n; from += ROWS_AT_ONCE) {
        size_t some = n - from < ROWS_AT_ONCE ? n - from : ROWS_AT_ONCE;
        add_trees(forest, rows + from * width, width, some, sum);
        for (size_t row = 0; row < some; row++)
            probability[from + row] = 1.0f / (1.0f + expf(-sum[row]));
    }
}
