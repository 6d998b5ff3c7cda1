/* stance/attempt.h - one row of the lexicon tried on one verb group: what frames.c finds, and what comes of each kind of argument. */
#ifndef STANCE_ATTEMPT_H
#define STANCE_ATTEMPT_H

#include "targets.h"

#define SUPPORT FILON_STR("support")
#define OPPOSE FILON_STR("oppose")
#define DENY FILON_STR("deny")
#define COMMIT FILON_STR("commit")
#define DEMAND FILON_STR("demand")

struct attempt {
    struct finder *f;
    int vg;
    const struct row *row;
    struct party holders[MAX_COORDINATED];
    int n_holders;
    enum polarity polarity;
    struct filon_str act;
    float score;
    const char *how;
    bool objects_only; /* not « travailler ensemble », the deed itself */
    int cut;           /* fixed words behind the object begin here, or 0: « montrent X [du doigt] » */
};

static inline struct emission stance_attempt_emission(const struct attempt *a)
{
    return (struct emission){a->row, a->polarity, a->act, a->score, a->vg, a->how};
}

/* attempt.c: noun phrases */
void stance_attempt_emit(const struct attempt *a, const struct argument *target);
/* The target, or those coordinated with it where some are ends of things. */
void stance_attempt_noun(struct attempt *a, struct argument *target);
/* Whom the verb's target is set against: « soutenait Clinton au détriment de Sanders »; and who does not share it. */
void stance_attempt_second(struct attempt *a, int from);
void stance_attempt_except(struct attempt *a, const struct argument *target);
/* Is it for what it names, so that for the end of something is against it? */
bool stance_attempt_wants(const struct row *row);

/* complements.c: infinitives and clauses; false if they give no target. */
bool stance_attempt_infinitive(struct attempt *a, int inner);
bool stance_attempt_clause(struct attempt *a, int from);

#endif
