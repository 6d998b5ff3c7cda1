/* lbfgs.c - limited-memory BFGS. Sums run in one order, in double, so that a result is the same wherever it is computed. */
#include "learn/lbfgs.h"

#include <filon/api.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#pragma GCC optimize("O3") /* long vectors */

enum { MEMORY = 6, WINDOW = 10, TRIES = 20 };

struct history {
    float *s[MEMORY], *y[MEMORY];
    double sy[MEMORY];
    unsigned n, at; /* kept, next to overwrite */
};

static double dot(const float *a, const float *b, size_t n)
{
    double sums[8] = {0};
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (int k = 0; k < 8; k++)
            sums[k] += (double)a[i + (size_t)k] * b[i + (size_t)k];
    double sum = 0;
    for (; i < n; i++)
        sum += (double)a[i] * b[i];
    for (int k = 0; k < 8; k++)
        sum += sums[k];
    return sum;
}

static void add(float *to, const float *from, double factor, size_t n)
{
    float f = (float)factor;
    for (size_t i = 0; i < n; i++)
        to[i] += f * from[i];
}

/* direction = - H gradient, by the two loops. */
static void find_direction(const struct history *history, const float *gradient, float *direction, size_t n)
{
    double alpha[MEMORY];
    for (size_t i = 0; i < n; i++)
        direction[i] = -gradient[i];
    for (unsigned k = 0; k < history->n; k++) {
        unsigned i = (history->at + MEMORY - 1 - k) % MEMORY;
        alpha[i] = dot(history->s[i], direction, n) / history->sy[i];
        add(direction, history->y[i], -alpha[i], n);
    }
    if (history->n) {
        unsigned last = (history->at + MEMORY - 1) % MEMORY;
        float scale = (float)(history->sy[last] / dot(history->y[last], history->y[last], n));
        for (size_t i = 0; i < n; i++)
            direction[i] *= scale;
    }
    for (unsigned k = history->n; k-- > 0;) {
        unsigned i = (history->at + MEMORY - 1 - k) % MEMORY;
        double beta = dot(history->y[i], direction, n) / history->sy[i];
        add(direction, history->s[i], alpha[i] - beta, n);
    }
}

static void remember(struct history *history, const float *x, const float *old_x, const float *g, const float *old_g, size_t n)
{
    float *s = history->s[history->at], *y = history->y[history->at];
    for (size_t i = 0; i < n; i++) {
        s[i] = x[i] - old_x[i];
        y[i] = g[i] - old_g[i];
    }
    double sy = dot(s, y, n);
    if (sy <= 1e-10)
        return; /* no curvature: rounding, near the minimum */
    history->sy[history->at] = sy;
    history->at = (history->at + 1) % MEMORY;
    history->n += history->n < MEMORY;
}

static float *vector(size_t n)
{
    float *v = filon_xrealloc(NULL, (n ? n : 1) * sizeof *v);
    memset(v, 0, n * sizeof *v);
    return v;
}

enum lbfgs_end filon_lbfgs(float *x, size_t n, double (*function)(void *arg, const float *x, float *gradient), void *arg,
                           const struct lbfgs_params *params)
{
    struct history history = {0};
    for (int i = 0; i < MEMORY; i++) {
        history.s[i] = vector(n);
        history.y[i] = vector(n);
    }
    float *g = vector(n), *direction = vector(n), *old_x = vector(n), *old_g = vector(n);
    double window[WINDOW], value = function(arg, x, g);
    enum lbfgs_end end = LBFGS_ITERATIONS;
    for (unsigned iteration = params->first; iteration < params->iterations; iteration++) {
        find_direction(&history, g, direction, n);
        double slope = dot(g, direction, n);
        if (!(slope < 0)) {
            end = LBFGS_STUCK;
            break;
        }
        double step = history.n ? 1 : 1 / sqrt(dot(g, g, n) + 1e-30), old = value;
        memcpy(old_x, x, n * sizeof *x);
        memcpy(old_g, g, n * sizeof *g);
        int tries = 0;
        for (; tries < TRIES; tries++, step *= 0.5) {
            memcpy(x, old_x, n * sizeof *x);
            add(x, direction, step, n);
            value = function(arg, x, g);
            if (value <= old + 1e-4 * step * slope)
                break;
        }
        if (tries == TRIES) {
            memcpy(x, old_x, n * sizeof *x);
            end = LBFGS_STUCK;
            break;
        }
        remember(&history, x, old_x, g, old_g, n);
        if (params->progress && params->progress(params->progress_arg, iteration + 1, value, sqrt(dot(g, g, n) / (dot(x, x, n) + 1e-30)))) {
            end = LBFGS_STOPPED;
            break;
        }
        unsigned done = iteration - params->first;
        if (done >= WINDOW && (window[done % WINDOW] - value) < params->tolerance * fabs(value)) {
            end = LBFGS_CONVERGED;
            break;
        }
        window[done % WINDOW] = value;
    }
    for (int i = 0; i < MEMORY; i++) {
        free(history.s[i]);
        free(history.y[i]);
    }
    free(g), free(direction), free(old_x), free(old_g);
    return end;
}
