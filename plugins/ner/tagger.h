/* tagger.h - the inside of the rule tagger: candidates and the evidence for them. */
#ifndef NER_TAGGER_H
#define NER_TAGGER_H

#include "ner.h"

enum candidate_flags {
    CANDIDATE_WHEN = 1,  /* a date or time: settled */
    CANDIDATE_KNOWN = 2, /* the whole of it is in the lexicon */
    CANDIDATE_HEAD = 4,  /* built on a common noun */
    CANDIDATE_NAME = 16, /* believed to be a name */
    CANDIDATE_WEAK = 8   /* its capital says nothing: a name only if the document says so elsewhere */
};

struct candidate {
    struct mention mention;
    uint32_t flags;
    uint32_t bits;          /* of the lexicon, if known */
    float score[NER_NAMES]; /* its own evidence for each type */
    float total[NER_NAMES]; /* with that of the document */
};

struct candidates {
    struct filon_arena *arena;
    struct candidate *items;
    uint32_t n, room;
};

/* Whether a token has a capital that can make a name; where all words have them, whether it is one
 * that no lexicon knows for another. */
static inline bool capital(const struct text *text, uint32_t token)
{
    if (token >= text->n)
        return false;
    const struct word *word = word_at(text, token);
    if (text->tokens[token].flags & TOKEN_SHOUT)
        return (word->shape & SHAPE_CAPS) && ((word->bits & LEX_NAMES) || !(word->low_bits & ~(uint32_t)LEX_NAMES));
    if (text->language == NER_EN && (word->low_bits & LEX_WHEN))
        return false;
    if ((text->tokens[token].flags & TOKEN_TITLE) &&
        !(word->bits & (LEX_NAMES | LEX_GIVEN | LEX_SURNAME | LEX_HEADS | LEX_CIVIL | LEX_FUNCTION)) &&
        ((word->low_bits & (LEX_COMMON | LEX_PARTICLE | LEX_SPEECH)) || word->lower > 0))
        return false;
    return word->shape & (SHAPE_UPPER | SHAPE_INNER);
}

/* A name that begins with a common noun (place de la Concorde, ministère de l'Intérieur, Coupe du monde): its last token and type. */
bool ner_head_match(const struct text *text, uint32_t token, uint32_t *last, enum ner_type *type);
/* The year behind an event: Jeux olympiques de 2016. The new last token. */
uint32_t ner_event_tail(const struct text *text, uint32_t last);

/* Adds the evidence of a candidate's own words and of those around it. */
void ner_weigh(const struct text *text, struct candidate *candidate);
/* Lets the document's candidates bear witness to each other, and keeps those that are names. */
void ner_judge(const struct text *text, struct candidates *candidates, struct mentions *mentions);

#endif
