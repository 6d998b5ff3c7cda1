/* Minimising a smooth function of many variables. */
#ifndef FILON_LEARN_LBFGS_H
#define FILON_LEARN_LBFGS_H

#include <stdbool.h>
#include <stddef.h>

struct lbfgs_params {
    unsigned iterations; /* at most */
    double tolerance;    /* stop when ten iterations gained less than this part of the value */
    /* After each iteration; true stops. */
    bool (*progress)(void *arg, unsigned iteration, double value, double gradient);
    void *progress_arg;
    unsigned first; /* number of iterations already done */
};

enum lbfgs_end { LBFGS_CONVERGED, LBFGS_ITERATIONS, LBFGS_STUCK, LBFGS_STOPPED };

/* Limited-memory BFGS (Nocedal 1980; Liu, Nocedal 1989) with backtracking to the strong Armijo condition. x: where to begin; the minimum found. */
enum lbfgs_end filon_lbfgs(float *x, size_t n, double (*function)(void *arg, const float *x, float *gradient), void *arg,
                           const struct lbfgs_params *params);

#endif
