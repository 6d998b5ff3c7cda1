/* Training of forests (forest.h) by gradient boosting of the logistic loss: J. H. Friedman: Greedy function approximation: a gradient boosting
 * machine, 2001. */
#ifndef PARSE_HTML_BOOST_H
#define PARSE_HTML_BOOST_H

#include "forest.h"

struct boost_params {
    unsigned trees;
    float rate;     /* of learning */
    float columns;  /* part of the features that each tree may ask for */
    float groups;   /* part of the groups that each tree is grown on */
    float l2;       /* added to the weight of each leaf */
    uint64_t seed;
};

/* rows: n of `width` numbers, of which the first `features` are used; groups: which page a row is of; weight 0: not trained on. The forest's trees
 * are allocated with malloc. */
void boost_train(struct forest *forest, const float *rows, size_t n, unsigned width, unsigned features, const uint8_t *label, const float *weight,
                 const uint32_t *group, const struct boost_params *params);

#endif
