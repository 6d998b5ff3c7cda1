#ifndef SYNTAX_TRAIN_MODEL_H
#define SYNTAX_TRAIN_MODEL_H

#include <filon/train.h>

struct train_plan {
    const char *language;
    struct filon_corpus *treebanks;
    const char *raw;     /* CoNLL-U of segmented raw text, or NULL */
    unsigned folds;               /* for the tags that the parser learns from */
    unsigned tag_rounds, parse_rounds, beam;
    unsigned classes, class_rounds;
    unsigned capitals;            /* one sentence in so many is learnt in capitals, too */
    double tag_least, lemma_least, moves_least, names_least; /* weights below are left out */
    bool (*progress)(void *arg, const char *phase, unsigned step, unsigned steps, double loss, double seconds); /* or NULL; true: stop */
    void *arg;
};

/* The plan that models are made by; fill in the paths. */
struct train_plan train_plan_default(void);

/* Trains, and adds the parts of a model to `out`; their bytes are in the arena. 0, or -1 with an error. */
int train_model(const struct train_plan *plan, struct filon_model_out *out, struct filon_arena *arena, struct filon_error *error);

#endif
