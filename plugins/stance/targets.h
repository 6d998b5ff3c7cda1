/* stance/targets.h - the arguments of a verb group as targets, for frames.c. */
#ifndef STANCE_TARGETS_H
#define STANCE_TARGETS_H

#include "finding.h"

struct argument {
    struct phrase p;
    int index; /* of the phrase, or -1 for a part of one */
};

/* Finds « la défense » of « prendre la défense » behind the verb, with at most some adverbs between: the word behind it, or -1. */
int stance_match_tail(const struct finder *f, const struct phrase *vg, const struct row *row);
/* The same behind the verb's object: « tient X pour responsable »; where they begin, or 0. */
int stance_match_tail_behind(const struct finder *f, int vg, const struct row *row);
/* The first phrase from `from` on that reaches to a word, or -1. */
int stance_phrase_of(const struct sentence *s, int from, int word);
/* A whole phrase as an argument; false for -1. */
bool stance_whole(struct finder *f, int index, struct argument *out);
/* Is it of the kind that a row's target must be of? */
bool stance_fits(const struct finder *f, const struct argument *a, unsigned only);
/* The object of a verb group: what follows; or what « que » stands for (« la loi que critique X »). */
bool stance_object_of(struct finder *f, int vg, struct argument *out);
/* The argument in a slot of a verb group, or behind its fixed words, which end in the phrase `from` (else vg itself). */
bool stance_target_in(struct finder *f, int vg, const struct row *row, int from, unsigned slot, struct argument *out);
/* The row that makes this verb an end of something, with its fixed words if it has any, or NULL. */
const struct row *stance_end_row(const struct finder *f, const struct phrase *vg);
/* Wanting the end of something is being against it: the thing, if this noun phrase is its end. */
bool stance_ending(struct finder *f, struct argument *a);

#endif
