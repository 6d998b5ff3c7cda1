/* Learning of forests. */
#include <filon/forest.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 48 };

struct sum {
    float gradient, weight;
};

struct boost {
    const struct filon_forest_params *params;
    size_t n;
    unsigned features;
    uint8_t *bin;              /* of each feature: n of them */
    float (*border)[BINS];     /* bin b of a feature holds what is greater than border[b - 1] */
    unsigned *bins;            /* of each feature */
    float *score, *gradient, *curve;
    uint8_t *leaf;
    uint32_t *use;             /* rows of this tree */
    size_t n_use;
    uint64_t random;
};

static void *room(size_t count, size_t size)
{
    void *given = calloc(count ? count : 1, size);
    if (!given)
        abort();
    return given;
}

static float uniform(struct boost *boost)
{
    boost->random ^= boost->random << 13;
    boost->random ^= boost->random >> 7;
    boost->random ^= boost->random << 17;
    return (float)(boost->random >> 40) / (float)(1 << 24);
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Borders between as many bins of as many different values, halfway. */
static void quantize(struct boost *boost, const float *rows, unsigned width, unsigned feature)
{
    enum { SAMPLE = 20000 };
    size_t n = boost->n, step = n / SAMPLE + 1, m = 0;
    float *sorted = room(n / step + 1, sizeof *sorted);
    for (size_t i = 0; i < n; i += step)
        sorted[m++] = rows[i * width + feature];
    qsort(sorted, m, sizeof *sorted, by_value);
    unsigned borders = 0;
    size_t each = m / BINS + 1, from = 0;
    for (size_t i = 1; i < m && borders < BINS - 1; i++)
        if (sorted[i] > sorted[i - 1] && i - from >= each) {
            boost->border[feature][borders++] = sorted[i - 1] + (sorted[i] - sorted[i - 1]) / 2;
            from = i;
        }
    if (!borders && m && sorted[m - 1] > sorted[0]) /* rare values at one end */
        for (size_t i = m; i-- > 1;)
            if (sorted[i] > sorted[i - 1]) {
                boost->border[feature][borders++] = sorted[i - 1] + (sorted[i] - sorted[i - 1]) / 2;
                break;
            }
    boost->bins[feature] = borders + 1;
    for (size_t i = 0; i < n; i++) {
        float value = rows[i * width + feature];
        unsigned low = 0, high = borders;
        while (low < high) {
            unsigned middle = (low + high) / 2;
            if (value > boost->border[feature][middle])
                low = middle + 1;
            else
                high = middle;
        }
        boost->bin[(size_t)feature * n + i] = (uint8_t)low;
    }
    free(sorted);
}

static double gain_of(double gradient, double weight, double l2)
{
    return gradient * gradient / (weight + l2);
}

/* The best border of a feature to ask for in all the leaves there are; gain 0: none. */
static double best_border(const struct boost *boost, unsigned feature, unsigned leaves, unsigned *border)
{
    struct sum sums[FILON_FOREST_LEAVES][BINS];
    const uint8_t *bin = boost->bin + (size_t)feature * boost->n;
    double best = 0, gains[BINS] = {0}, l2 = boost->params->l2;
    memset(sums, 0, leaves * sizeof *sums);
    for (size_t k = 0; k < boost->n_use; k++) {
        uint32_t i = boost->use[k];
        struct sum *sum = &sums[boost->leaf[i]][bin[i]];
        sum->gradient += boost->gradient[i];
        sum->weight += boost->curve[i];
    }
    for (unsigned leaf = 0; leaf < leaves; leaf++) {
        double gradient = 0, weight = 0, left = 0, left_weight = 0;
        for (unsigned b = 0; b < boost->bins[feature]; b++) {
            gradient += sums[leaf][b].gradient;
            weight += sums[leaf][b].weight;
        }
        for (unsigned b = 0; b + 1 < boost->bins[feature]; b++) {
            left += sums[leaf][b].gradient;
            left_weight += sums[leaf][b].weight;
            gains[b] += gain_of(left, left_weight, l2) + gain_of(gradient - left, weight - left_weight, l2) - gain_of(gradient, weight, l2);
        }
    }
    for (unsigned b = 0; b + 1 < boost->bins[feature]; b++)
        if (gains[b] > best) {
            best = gains[b];
            *border = b;
        }
    return best;
}

static void grow(struct boost *boost, struct filon_forest_tree *tree, const bool *allowed)
{
    memset(boost->leaf, 0, boost->n);
    for (unsigned level = 0; level < FILON_FOREST_DEPTH; level++) {
        double best = 0;
        unsigned feature = 0, border = 0, at = 0;
        for (unsigned f = 0; f < boost->features; f++) {
            double gain = allowed[f] ? best_border(boost, f, 1u << level, &at) : 0;
            if (gain > best) {
                best = gain;
                feature = f;
                border = at;
            }
        }
        tree->feature[level] = (uint16_t)feature;
        tree->threshold[level] = best > 0 ? boost->border[feature][border] : INFINITY;
        if (best > 0)
            for (size_t i = 0; i < boost->n; i++)
                boost->leaf[i] |= (uint8_t)((boost->bin[(size_t)feature * boost->n + i] > border) << level);
    }
    struct sum leaves[FILON_FOREST_LEAVES] = {0};
    for (size_t k = 0; k < boost->n_use; k++) {
        uint32_t i = boost->use[k];
        leaves[boost->leaf[i]].gradient += boost->gradient[i];
        leaves[boost->leaf[i]].weight += boost->curve[i];
    }
    for (unsigned l = 0; l < FILON_FOREST_LEAVES; l++)
        tree->leaf[l] = boost->params->rate * leaves[l].gradient / (leaves[l].weight + boost->params->l2);
}

static struct boost begin(const struct filon_forest_data *data, const struct filon_forest_params *params)
{
    struct boost boost = {.params = params, .n = data->n, .features = data->features, .random = params->seed * 0x9e3779b97f4a7c15u + 1};
    boost.bin = room(data->n * data->features, 1);
    boost.border = room(data->features, sizeof *boost.border);
    boost.bins = room(data->features, sizeof *boost.bins);
    boost.score = room(data->n, sizeof *boost.score);
    boost.gradient = room(data->n, sizeof *boost.gradient);
    boost.curve = room(data->n, sizeof *boost.curve);
    boost.leaf = room(data->n, 1);
    boost.use = room(data->n, sizeof *boost.use);
    for (unsigned f = 0; f < data->features; f++)
        quantize(&boost, data->rows, data->width, f);
    return boost;
}

static void end(struct boost *boost)
{
    free(boost->bin);
    free(boost->border);
    free(boost->bins);
    free(boost->score);
    free(boost->gradient);
    free(boost->curve);
    free(boost->leaf);
    free(boost->use);
}

/* The rows of the groups chosen, and what they want of the next tree. */
static void choose_rows(struct boost *boost, const struct filon_forest_data *data, const bool *in)
{
    boost->n_use = 0;
    for (size_t i = 0; i < data->n; i++) {
        float weight = data->weight[i];
        if (weight <= 0 || !in[data->group[i]])
            continue;
        float p = 1.0f / (1.0f + expf(-boost->score[i]));
        boost->gradient[i] = weight * ((float)data->label[i] - p);
        boost->curve[i] = weight * p * (1 - p);
        boost->use[boost->n_use++] = (uint32_t)i;
    }
}

void filon_forest_train(struct filon_forest *forest, const struct filon_forest_data *data, const struct filon_forest_params *params)
{
    struct boost boost = begin(data, params);
    uint32_t groups = 0;
    for (size_t i = 0; i < data->n; i++)
        groups = data->group[i] >= groups ? data->group[i] + 1 : groups;
    bool *in = room(groups, sizeof *in), *allowed = room(data->features, sizeof *allowed);
    struct filon_forest_tree *trees = room(params->trees, sizeof *trees);
    for (unsigned t = 0; t < params->trees; t++) {
        for (uint32_t g = 0; g < groups; g++)
            in[g] = uniform(&boost) < params->groups;
        for (unsigned f = 0; f < data->features; f++)
            allowed[f] = uniform(&boost) < params->columns;
        choose_rows(&boost, data, in);
        grow(&boost, &trees[t], allowed);
        for (size_t i = 0; i < data->n; i++)
            boost.score[i] += trees[t].leaf[boost.leaf[i]];
    }
    *forest = (struct filon_forest){trees, params->trees};
    end(&boost);
    free(in);
    free(allowed);
}

void filon_forest_free(struct filon_forest *forest)
{
    free((void *)forest->trees);
    *forest = (struct filon_forest){0};
}
