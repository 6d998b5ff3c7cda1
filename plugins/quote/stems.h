/* Regular verbs by their stems: a form is looked up by taking endings off, so that loading a thousand verbs costs a thousand entries, not
 * eighty thousand. Irregular verbs are inflected in full (filon/inflect.h). */
#ifndef QUOTE_STEMS_H
#define QUOTE_STEMS_H

#include "lexicon.h"

struct lemma {
    struct reading *readings;
    struct lemma *next; /* another lemma with the same stem */
    bool weak, second;  /* second: of the second group, finir */
};

struct stems {
    struct filon_arena *arena;
    struct filon_map *map; /* stem -> number in lemma */
    struct lemma **lemma;
    uint32_t count, room;
};

void quote_stems_init(struct stems *stems, struct filon_arena *arena);

/* Is the French infinitive regular, so that quote_stems_add takes it? */
bool quote_stems_regular(struct filon_str infinitive);

/* Adds a regular verb, or a reading to one that is there. cue may be NULL. */
void quote_stems_add(struct stems *stems, struct filon_str infinitive, const struct cue *cue, bool weak);

/* What form of which verbs the folded word is; returns false for none. Adds to form->verb, and readings in the arena. */
bool quote_stems_find(const struct stems *stems, struct filon_str word, struct form *form);

/* Adds a reading to a list unless the cue is there. */
void quote_add_reading(struct filon_arena *arena, struct reading **list, const struct cue *cue);

#endif
