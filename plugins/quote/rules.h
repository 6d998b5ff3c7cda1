/* What the rules find, before it becomes rows of the layer. */
#ifndef QUOTE_RULES_H
#define QUOTE_RULES_H

#include "grammar.h"

enum quote_type { DIRECT, INDIRECT, MIXED };

struct finding {
    uint32_t first, last;         /* words of the content */
    uint32_t cue_first, cue_last; /* or NO_WORD */
    struct np source;
    uint32_t anchor;  /* a word near which the speaker was mentioned: where pronouns look back from */
    const char *rule; /* static */
    float score;
    uint8_t type;
    bool first_person; /* je, nous: the speaker is whoever speaks around it */
    bool dropped;
    bool unnamed; /* the passive without an agent: nobody is named */
    struct filon_str holder;
};

struct findings {
    struct text *text;
    struct finding *item;
    uint32_t n, room;
};

/* Appends; the content is trimmed of punctuation, and of marks that enclose all of it. Returns NULL if nothing is left. */
struct finding *found(struct findings *f, uint32_t first, uint32_t last, const struct np *source, uint32_t group, const char *rule,
                      float score);

/* A quotation in marks, from its first to its last word. */
struct finding *found_region(struct findings *f, uint32_t region, const struct np *source, uint32_t group, const char *rule, float score);

void rules_verbs(struct findings *f);        /* verbs of speech and thought with what follows them */
void rules_incises(struct findings *f);      /* « …, a-t-il dit, … » */
void rules_prepositions(struct findings *f); /* selon X */
void rules_marks(struct findings *f);        /* what stands in marks behind a colon, or alone */

/* Whether what is in the words could stand as a sentence: « il viendra », not « ne viendra pas ». */
bool is_clause(const struct text *t, uint32_t first, uint32_t last);

/* Fills in holder for all findings; sorts them by content. */
void holders_find(struct findings *f);

#endif
