/* stance/forms.h - how a lexicon's files fill the table of forms. */
#ifndef STANCE_FORMS_H
#define STANCE_FORMS_H

#include "lexicon.h"

#include <filon/inflect.h>

struct adding {
    struct lexicon *l;
    uint32_t lexeme; /* its head, or FILON_NONE for words that only have a class */
    uint32_t also;   /* W_BE, W_HAVE, W_MODAL */
};

/* An array in an arena with room for one more; doubling leaves at most as much again behind. */
void *stance_grow(struct filon_arena *arena, void *old, uint32_t n, uint32_t *cap, size_t size);
/* The form of a text, made if there is none. */
struct form *stance_form_of(struct lexicon *l, struct filon_str text);
void stance_add_reading(struct adding *a, struct filon_str text, uint32_t class, uint8_t features);
/* All forms of a verb, or its stem; -1 if it is no infinitive. */
int stance_add_verb(struct adding *a, struct filon_str infinitive);
/* Visitors for filon_inflect; arg: struct adding. */
void stance_add_noun_form(void *arg, const struct filon_form *form);
void stance_add_adjective_form(void *arg, const struct filon_form *form);

#endif
