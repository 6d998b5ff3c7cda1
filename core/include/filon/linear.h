/* filon/linear.h - linear classifiers over sparse hashed features: many features, some hundred classes, few weights that are not 0.
 *
 * A feature is a 64-bit hash of what was seen (a template's number and its values, see filon_mix). A trainer learns by the
 * perceptron's rule and averages (Freund & Schapire 1999, Collins 2002); what it learnt is packed into one block of bytes for a model
 * file, and read where it lies. Scores are whole numbers: of a trainer counts of updates, of a packed model in a scale of its own.
 */
#ifndef FILON_LINEAR_H
#define FILON_LINEAR_H

#include <filon/buf.h>
#include <filon/error.h>

/* Joins a value to a hash. Begin with filon_mix(0, number of the template): small numbers alone are no hash. The same on every machine. */
static inline uint64_t filon_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

enum { FILON_LINEAR_CLASSES = 0x7fff };

/* ---- a packed model
 *
 * A hash table with a byte of fingerprints before each entry, so that a feature that is not there, as most are, costs one look into a
 * small array. A feature with few weights has an entry for each of them; one with many has one that says where they lie.
 */
struct filon_linear_entry {
    uint32_t key;
    uint32_t value; /* class << 16 | weight, or FILON_LINEAR_FAR | the first of its cells */
};
#define FILON_LINEAR_FAR 0x80000000u

struct filon_linear_cell {
    uint16_t class; /* | 0x8000: the feature's last one */
    int16_t weight;
};

/* A model of few classes is made of lines instead, each what a cache brings at once, and a feature is in its line or not at all. A feature
 * that is not there is taken for one that is in one of some 5,000 looks. */
enum { FILON_LINEAR_FEW = 3, FILON_LINEAR_LINE = 8 };
struct filon_linear_line {
    uint16_t key[FILON_LINEAR_LINE]; /* 0: free */
    int16_t weight[FILON_LINEAR_LINE][FILON_LINEAR_FEW];
};

struct filon_linear {
    uint32_t classes;
    const struct filon_linear_line *line; /* NULL: the model has more classes, and what follows */
    uint32_t slots, cells;                /* slots: or lines */
    const uint8_t *print; /* slots + 8 of them, the last ones 0; 0: free */
    const struct filon_linear_entry *entry;
    const struct filon_linear_cell *cell;
};

/* Looks at a block that filon_trainer_pack made, aligned to 4 bytes (64 are better), which must outlive `linear`; all of it is checked, so that scoring is
 * safe with any bytes. 0, or -1 with an error. */
FILON_API int filon_linear_open(struct filon_linear *linear, struct filon_str block, struct filon_error *error);

/* Adds the features' weights to scores, which has an entry for each class. */
FILON_API void filon_linear_add(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores);

/* In a model of few classes: the number of the line where a feature is. */
static inline uint32_t filon_linear_line_of(uint64_t feature, uint32_t lines)
{
    return (uint32_t)((feature >> 32) * lines >> 32);
}

/* Has the memory bring what filon_linear_add will look at first, while the caller makes more features. */
static inline void filon_linear_prefetch(const struct filon_linear *linear, uint64_t feature)
{
    if (linear->line)
        __builtin_prefetch(&linear->line[filon_linear_line_of(feature, linear->slots)]);
}

/* ---- learning */

struct filon_trainer;

FILON_API struct filon_trainer *filon_trainer_new(uint32_t classes); /* 1 to FILON_LINEAR_CLASSES */
FILON_API void filon_trainer_free(struct filon_trainer *trainer);    /* NULL is allowed */

/* As filon_linear_add, with the weights as they are now. */
FILON_API void filon_trainer_add(const struct filon_trainer *trainer, const uint64_t *features, size_t n, int32_t *scores);

/* Adds `by` to the weights of the features for one class. */
FILON_API void filon_trainer_update(struct filon_trainer *trainer, const uint64_t *features, size_t n, uint32_t class, int32_t by);

/* An example is done: averages count in these. */
FILON_API void filon_trainer_tick(struct filon_trainer *trainer);

/* Appends the averaged weights. Those whose size is below `least` of an update are left out, and features without any others. */
FILON_API void filon_trainer_pack(const struct filon_trainer *trainer, double least, struct filon_buf *out);

#endif
