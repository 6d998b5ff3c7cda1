/* Shallow grammar: noun phrases, subjects, ends of clauses. All of it looks at no more than a bounded number of words. */
#ifndef QUOTE_GRAMMAR_H
#define QUOTE_GRAMMAR_H

#include "text.h"

static inline bool np_found(const struct np *np)
{
    return np->first != NO_WORD;
}

/* The noun phrase or pronoun that begins at i, not beyond `last`. A name in an apposition behind a comma is found; *after gets the word behind
 * the phrase with its appositions. after may be NULL. */
struct np np_right(const struct text *t, uint32_t i, uint32_t last, uint32_t *after);

/* The noun phrase that ends at i, not before `first`; `governed`: one behind a preposition will do. */
struct np np_left(const struct text *t, uint32_t i, uint32_t first, bool governed);

/* What a relative pronoun or a participle behind i belongs to: the name, or the phrase that reaches to i. */
struct np beside(const struct text *t, uint32_t i, uint32_t first);

/* Is the finite group in a clause with que, qui, quand …? */
bool subordinate(const struct text *t, uint32_t group);

/* The subject of a group; up to `most` coordinated ones into np; how many. */
unsigned subject_of(struct text *t, uint32_t group, struct np *np, unsigned most);

/* Somebody or something that can say things, by its head: a name, a function, an institution, a document. */
bool can_speak(const struct text *t, const struct np *np);

/* The phrase behind an inverted verb: « a déclaré mardi le maire ». */
struct np np_behind_verb(const struct text *t, const struct group *g);

/* Does a function or a title stand in the words? « à la presse [Claire Martin] », but « à la journaliste Claire Martin » */
bool role_in(const struct text *t, uint32_t first, uint32_t last);

/* « ce qu'a annoncé la radio », « comme l'a rappelé le ministre »: the subject stands behind, what was said elsewhere. */
bool subject_behind(const struct text *t, const struct group *g);

/* The verb group is an incise with its speaker behind it or in it: « …, a déclaré le maire », « …, a-t-il dit ». */
bool is_incise(struct text *t, uint32_t group, struct np *np);

enum clause { CLAUSE_QUE, CLAUSE_INF, CLAUSE_NP, CLAUSE_FREE, CLAUSE_SHORT /* a relative clause within a sentence */ };

/* The last word of the content that begins at `first` under the group's cue; `last` is the farthest allowed. */
uint32_t clause_end(const struct text *t, uint32_t first, uint32_t last, enum clause kind, uint32_t group);

/* « said [the bridge was closed] », not « maintained a lead, was told » or « left the room as he spoke »: whether the first finite verb of the
 * words is that of a clause that they begin. */
bool own_clause(const struct text *t, uint32_t first, uint32_t last);

/* Whether a finite verb stands in the words, quotations in marks left out or not. */
bool has_finite(const struct text *t, uint32_t first, uint32_t last);

/* Behind the place that a title begins with: « France : le chômage recule, selon l'Insee ». first, if there is none. */
uint32_t behind_heading(const struct text *t, uint32_t first, uint32_t last);

bool is_infinitive(const struct text *t, uint32_t i);
uint32_t skip_adverbs(const struct text *t, uint32_t i, uint32_t last);
uint32_t adverb_at(const struct text *t, uint32_t i, uint32_t last);
uint32_t adverb_ending_at(const struct text *t, uint32_t i, uint32_t first);

static inline uint32_t stretch_first(const struct text *t, uint32_t i)
{
    return t->stretch[t->word[i].stretch].first;
}

static inline uint32_t stretch_last(const struct text *t, uint32_t i)
{
    return t->stretch[t->word[i].stretch].last;
}

static inline bool group_is(const struct text *t, uint32_t word, uint32_t bits)
{
    return word < t->n && t->word[word].group && (t->group[t->word[word].group].is & bits) != 0;
}

static inline bool is_person(const struct text *t, uint32_t entity)
{
    return entity != FILON_NONE && filon_str_is(filon_strs(filon_layer(t->doc, FILON_ENTITY), FILON_ENTITY_TYPE)[entity], "PER");
}

static inline bool is_place(const struct text *t, uint32_t entity)
{
    return entity != FILON_NONE && filon_str_is(filon_strs(filon_layer(t->doc, FILON_ENTITY), FILON_ENTITY_TYPE)[entity], "LOC");
}

static inline bool is_when(const struct text *t, uint32_t entity)
{
    if (entity == FILON_NONE)
        return false;
    struct filon_str type = filon_strs(filon_layer(t->doc, FILON_ENTITY), FILON_ENTITY_TYPE)[entity];
    return filon_str_is(type, "DATE") || filon_str_is(type, "TIME");
}

static inline uint32_t entity_last(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t entity = t->word[i].entity;
    while (i < last && t->word[i + 1].entity == entity)
        i++;
    return i;
}

static inline bool entity_begins(const struct text *t, uint32_t i)
{
    return t->word[i].entity != FILON_NONE && (i == 0 || t->word[i - 1].entity != t->word[i].entity);
}

#endif
