/* names.h - what names.c, persons.c and titles.c share. This part knows mentions, not how they were found. */
#ifndef NER_NAMES_H
#define NER_NAMES_H

#include "ner.h"

#define NOBODY UINT32_MAX

/* A growing table from hashes to numbers, in the document's arena. */
struct keys {
    struct filon_arena *arena;
    struct key {
        uint64_t hash; /* 0 free */
        uint32_t value;
    } * items;
    size_t mask, n;
};

/* The place of a hash's number, NOBODY in a new one; valid until the next call. */
uint32_t *ner_keys_at(struct keys *keys, uint64_t hash);

struct resolver {
    const struct text *text;
    struct mention *mentions;
    uint32_t n;
    uint32_t *owner; /* by token: its mention, or NOBODY */
    uint32_t *same;  /* by mention: another mention of the entity, or itself: a forest with path halving */
    struct keys keys;
};

void ner_tie(struct resolver *resolver, uint32_t a, uint32_t b);

/* What stands beside a person's name. */
struct address {
    struct filon_str title; /* a part of the text, p NULL if none */
    uint32_t gender;        /* LEX_MASC, LEX_FEM or 0 */
    bool family;            /* several of one name: les Clinton */
};

void ner_find_address(const struct resolver *resolver, uint32_t mention, struct address *address);

/* Ties the mentions of persons. */
void ner_resolve_persons(struct resolver *resolver);

#endif
