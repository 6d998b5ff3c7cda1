/* For groups.c: whether a word is a verb where it stands, and what may stand between the words of a verb group. */
#ifndef QUOTE_FINITE_H
#define QUOTE_FINITE_H

#include "text.h"

enum { GAP = 9 /* words between auxiliary and participle */ };

/* Does i belong to the stretch of another word? */
bool group_in_stretch(const struct text *t, uint32_t i, uint32_t of);
/* A capital that is not the sentence's first. */
bool group_capital_inside(const struct text *t, uint32_t i);
bool group_is_cue_form(const struct text *t, uint32_t i);
/* How many words of adverbs stand at i. */
uint32_t group_adverbs_at(const struct text *t, uint32_t i, uint32_t last);
bool group_looks_finite(const struct text *t, uint32_t i);
bool group_is_participle(const struct text *t, uint32_t i);

#endif
