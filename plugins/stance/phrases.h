/* stance/phrases.h - inside phrases.c, nounphrase.c and verbgroup.c: what a word may be where it stands. */
#ifndef STANCE_PHRASES_H
#define STANCE_PHRASES_H

#include "sentence.h"

static inline bool word_is(const struct sentence *s, int word, uint32_t class)
{
    return (stance_class(s, word) & class) != 0;
}

/* Is the word part of a name? */
static inline bool word_names(const struct sentence *s, int word)
{
    return (unsigned)word < (unsigned)s->n_words && s->words[word].entity != FILON_NONE;
}

/* context.c */
bool stance_adverb(const struct sentence *s, int i);     /* an unknown word with an adverb's ending */
bool stance_nominal(const struct sentence *s, int i);    /* can only be a noun or an adjective */
bool stance_noun_here(const struct sentence *s, int i);  /* behind determiners: may it be the noun? */
bool stance_determiner(const struct sentence *s, int i); /* before a noun, or a number */
bool stance_begins_object(const struct sentence *s, int i);
bool stance_slot_is(const struct sentence *s, int i, unsigned slot);
bool stance_infinitive_at(const struct sentence *s, int i); /* behind its pronouns and negation */
bool stance_with_article(const struct sentence *s, int i);  /* a « de » that has an article in it or behind it */
bool stance_behind_contraction(const struct sentence *s, int i);
bool stance_plural_article(const struct sentence *s, int i);   /* « des » as an article */
bool stance_framed_adjective(const struct sentence *s, int i); /* an adjective of the lexicon with its preposition */
bool stance_carried_noun(const struct sentence *s, int i);
bool stance_verb_word(const struct sentence *s, int i);
struct phrase *stance_add_phrase(struct sentence *s, enum phrase_kind kind, int first, int last);

/* Read a phrase at i; false, and nothing added, if there is none. *next is behind it. */
bool stance_noun_phrase(struct sentence *s, int i, int *next);
bool stance_verb_group(struct sentence *s, int i, int *next);
/* Is the word at i, which could also be an article, a pronoun before its verb? */
bool stance_clitic_here(const struct sentence *s, int i);

#endif
