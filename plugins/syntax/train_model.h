#ifndef SYNTAX_TRAIN_MODEL_H
#define SYNTAX_TRAIN_MODEL_H

#include <filon/error.h>
#include <stddef.h>

struct train_plan {
    const char *language, *out;
    const char *const *treebanks; /* CoNLL-U */
    size_t n_treebanks;
    const char *raw;              /* CoNLL-U of segmented raw text, or NULL */
    unsigned folds;               /* for the tags that the parser learns from */
    unsigned tag_rounds, parse_rounds, beam;
    unsigned classes, class_rounds;
    unsigned capitals;            /* one sentence in so many is learnt in capitals, too */
    double tag_least, lemma_least, parse_least; /* weights below are left out */
    const char *data, *licence;   /* metadata; may be NULL */
    void (*say)(void *arg, const char *line);
    void *arg;
};

/* The plan that models are made by; fill in the paths. */
struct train_plan train_plan_default(void);

/* Trains and writes a model. 0, or -1 with an error. */
int train_model(const struct train_plan *plan, struct filon_error *error);

#endif
