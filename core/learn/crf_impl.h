/* The inside of a conditional random field, and of its training.
 *
 * PREFIX.rows: lines of 64 bytes, 64 / width rows a line; a row is one int8 a label, and its fingerprint in the last two bytes (0: free).
 * PREFIX.weights: float numbers: the scale of the int8, then the start weight of each label, then labels * labels transition
 * weights, from-major; a forbidden transition is CRF_FORBIDDEN.
 */
#ifndef FILON_LEARN_CRF_IMPL_H
#define FILON_LEARN_CRF_IMPL_H

#include <filon/buf.h>
#include <filon/learn.h>

#define CRF_FORBIDDEN (-1e4f)

enum { CRF_FACTORS = 4096, CRF_LINE = 64, LANES = 16 /* strides are multiples of it */ };

struct filon_crf {
    unsigned n_labels, width, stride; /* width: bytes a row; stride: scores a token */
    const char *const *names;
    const uint8_t *rows;
    uint32_t lines;
    float scale;          /* of an int8 */
    const float *weights; /* as in the file */
    size_t n_weights;
    int16_t *start, *next;                             /* scores in units of scale: stride, labels * stride */
    int32_t *ways;                                     /* transitions for the way back: crf.c */
    float *factor;                                     /* e to minus a score: CRF_FACTORS */
    float *start_factor, *next_factor, *before_factor; /* e to those: the same shapes; the last to-major */
};

static inline const float *crf_start(const struct filon_crf *crf)
{
    return crf->weights + 1;
}

static inline const float *crf_next(const struct filon_crf *crf, unsigned from)
{
    return crf->weights + 1 + crf->n_labels * (1 + (size_t)from);
}

static inline size_t crf_line_of(uint64_t feature, uint32_t lines)
{
    return (size_t)(((feature >> 32) * lines) >> 32);
}

static inline uint16_t crf_print_of(uint64_t feature)
{
    uint16_t print = (uint16_t)feature;
    return print ? print : 1;
}

/* Bytes a row for so many labels: 16, 32 or 64. */
static inline unsigned crf_width(unsigned labels)
{
    return labels + 2 <= 16 ? 16 : labels + 2 <= 32 ? 32 : 64;
}

/* Derives what decoding needs from rows and weights. */
void filon_crf_prepare(struct filon_crf *crf, struct filon_arena *arena);

/* ---- Training */
struct crf_sequence {
    uint32_t first, n; /* tokens */
};

struct filon_crf_data {
    struct filon_arena *arena;
    unsigned n_labels;
    const char **names;
    bool (*allowed)(unsigned from, unsigned to);
    struct filon_buf features;  /* uint64_t hashes */
    struct filon_buf tokens;    /* struct crf_token */
    struct filon_buf sequences; /* struct crf_sequence */
    uint32_t open;              /* first token of the sequence being added */
    uint64_t *hashes;           /* of the numbered features */
    uint32_t n_features;
    uint32_t *ids; /* per feature occurrence: its number, or UINT32_MAX */
};

struct crf_token {
    uint64_t at; /* of its first feature */
    uint32_t n;
    uint32_t label;
};

/* Numbers the features seen `least` times or more, the most frequent first. */
void filon_crf_data_number(struct filon_crf_data *data, unsigned least);

/* The parameters are one vector: features * stride floats, then start (stride), then labels * stride transitions. */
struct crf_objective {
    const struct filon_crf_data *data;
    unsigned stride;
    size_t n; /* parameters */
    double l2, hide;
    uint64_t seed;
    unsigned threads;
    float *shards; /* gradients of the shards */
};

enum { CRF_SHARDS = 4 };

void filon_crf_objective_init(struct crf_objective *objective, const struct filon_crf_data *data, const struct filon_crf_params *params);
void filon_crf_objective_free(struct crf_objective *objective);
/* Negative log likelihood with penalty at x; its gradient. */
double filon_crf_objective(void *objective, const float *x, float *gradient);
/* A file that training keeps, of its own kind of model; of other data or parameters it is refused. */
struct crf_checkpoint {
    const char *path; /* or NULL: none */
    uint64_t fingerprint;
};

struct filon_model_out *filon_crf_checkpoint_new(const struct crf_checkpoint *checkpoint, unsigned done);
struct filon_model *filon_crf_checkpoint_open(const struct crf_checkpoint *checkpoint, unsigned *done, struct filon_error *error);
int filon_crf_interrupted(const struct crf_checkpoint *checkpoint, struct filon_error *error); /* FILON_E_BUSY; -1 */

/* AdaGrad: params->models of them for params->passes; x becomes their average. progress after each pass: true stops, which is an error. */
int filon_crf_ada(const struct crf_objective *objective, const struct filon_crf_params *params, float *x,
                  const struct crf_checkpoint *checkpoint, bool (*progress)(void *arg, unsigned pass, double loss), void *arg,
                  struct filon_error *error);

#endif
