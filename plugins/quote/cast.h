/* Who plays in the document: mentions that a pronoun can mean, functions beside names, speakers so far. */
#ifndef QUOTE_CAST_H
#define QUOTE_CAST_H

#include "rules.h"

enum { PARAGRAPHS_BACK = 3 };
enum gender { UNKNOWN, MASCULINE, FEMININE };

/* « président » … « Barack Obama »: a function beside a name. */
struct function {
    uint32_t head, head_words, first, last; /* words */
    uint32_t entity;
};

/* Somebody a pronoun can mean. */
struct mention {
    uint32_t word, entity;
    struct filon_str holder; /* of one that is no entity */
    uint8_t gender;
    bool person, plural, subject, place;
};

/* Somebody who has spoken. */
struct speaker {
    uint32_t word; /* where he is mentioned */
    struct filon_str name;
    uint8_t gender;
    bool plural, phrase, body; /* phrase: known by no name; body: the name is no person's */
};

struct cast {
    struct text *t;
    struct function *function;
    uint32_t functions;
    struct mention *mention;
    uint32_t mentions;
    const struct filon_str *type, *name;
    struct speaker *speaker; /* of findings already resolved, in order */
    uint32_t speakers;
    bool named;             /* only an organisation's name will do: « l'hebdomadaire » is no « mesure », « le syndicat » is not Paris */
    struct filon_str outer; /* whoever speaks around the one that is looked for: he does not mean himself */
};

/* Room for as many speakers as there are findings. */
void cast_make(struct cast *c, struct text *t, uint32_t findings);

/* The fullest name of an entity. */
struct filon_str cast_name(const struct cast *c, uint32_t entity);

/* A noun phrase as a holder: without its article. */
struct filon_str cast_phrase(const struct cast *c, const struct np *np);

/* How many mentions stand before the word. */
uint32_t cast_before(const struct cast *c, uint32_t word);

/* The likeliest person (or body) before the word: recency, subjects and speakers first. p NULL: nobody. */
struct filon_str cast_look_back(const struct cast *c, uint32_t word, uint8_t gender, bool plural, bool person, bool body);

/* Who a phrase without a name means; at: the word to look back from. */
struct filon_str cast_of_phrase(struct cast *c, const struct np *np, uint32_t at);

/* What determiners and functions in the words say. */
uint8_t gender_near(const struct text *t, uint32_t first, uint32_t last);
bool plural_near(const struct text *t, uint32_t first, uint32_t last);

/* How many words from i on name a function (président, Premier ministre). */
uint32_t role_at(const struct text *t, uint32_t i, uint32_t last);

#endif
