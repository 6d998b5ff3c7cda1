/* A document as the rules see it: surface words with what the lexicon says of them, quotations in marks, stretches, verb groups. */
#ifndef QUOTE_TEXT_H
#define QUOTE_TEXT_H

#include "lexicon.h"

#define NO_WORD UINT32_MAX

enum mark {
    MARK_NONE,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_STRAIGHT,
    MARK_COMMA,
    MARK_STOP /* . ? ! … */,
    MARK_SEMICOLON,
    MARK_COLON,
    MARK_DASH,
    MARK_LEFT,
    MARK_RIGHT /* parentheses */,
    MARK_OTHER
};

enum { SHAPE_UPPER = 1 /* first letter */, SHAPE_DIGIT = 2, SHAPE_LETTER = 4 };

struct word {
    uint32_t begin, end;     /* bytes */
    const struct form *form; /* never NULL */
    uint32_t mate;           /* of a quotation mark or parenthesis: the other one */
    uint32_t region;  /* number of the innermost quotation in marks that holds it, from 1; 0: none. Marks belong to what is around them */
    uint32_t stretch; /* number of its stretch */
    uint32_t group;   /* number of the verb group that holds it, from 1; 0: none */
    uint32_t entity;  /* row of the outermost entity that holds it, or FILON_NONE */
    uint8_t mark, shape;
};

/* A quotation in marks: words (open, close). */
struct region {
    uint32_t open, close;
    uint32_t parent; /* number, 0: none */
    bool taken;      /* already the content of a quotation */
};

/* Where a rule may look: a sentence outside of quotation marks with the whole quotations in it, or within marks a sentence. */
struct stretch {
    uint32_t first, last;
    uint32_t paragraph;
    uint32_t ordinal; /* of the sentence outside of marks: what distances are counted in */
};

enum {
    GROUP_FINITE = 1,
    GROUP_INF = 2,
    GROUP_ANT = 4,
    GROUP_PAST = 8 /* bare participle */,
    GROUP_PASSIVE = 16,
    GROUP_NE = 32,
    GROUP_SELF = 64,
    GROUP_SEMI = 128 /* infinitive with the verb before it */,
    GROUP_PLAN = 256,
    GROUP_FIRST = 512 /* je, nous */,
    GROUP_PLURAL = 1024,
    GROUP_GERUND = 2048 /* en …ant */,
    GROUP_QUOTED = 4096 /* a quotation mark inside: avait « proposé */
};

struct np {
    uint32_t first, last;           /* words; first == NO_WORD: there is none */
    uint32_t name_first, name_last; /* the speaker's proper name in or beside it, or NO_WORD */
    bool pronoun;
};
#define NO_NP ((struct np){NO_WORD, NO_WORD, NO_WORD, NO_WORD, false})

enum { SUBJECTS = 4 /* coordinated ones */ };

struct group {
    uint32_t first, last, head; /* words; head: the verb with the meaning */
    uint32_t finite;            /* the word that is conjugated, or the first verb */
    uint32_t inverted;          /* the pronoun behind the verb, or NO_WORD */
    const struct cue *cue;      /* or NULL */
    uint32_t is;
    struct np subject[SUBJECTS]; /* once looked for */
    uint8_t subjects, looked;    /* looked: 0 not yet, 1 under way, 2 done */
};

struct text {
    struct filon_doc *doc;
    struct lexicon *lexicon;
    const char *bytes;
    struct word *word;
    uint32_t n;
    struct region *region; /* [1..regions] */
    uint32_t regions;
    struct stretch *stretch;
    uint32_t stretches;
    struct group *group; /* [1..groups], in order of their heads */
    uint32_t groups;
    unsigned depth; /* of subjects that are looked for to find another */
};

static inline bool is(const struct text *t, uint32_t i, unsigned class)
{
    return i < t->n && (t->word[i].form->is & BIT(class)) != 0;
}

static inline bool is_mark(const struct text *t, uint32_t i, enum mark mark)
{
    return i < t->n && t->word[i].mark == mark;
}

static inline bool is_verb(const struct text *t, uint32_t i, uint32_t bits)
{
    return i < t->n && (t->word[i].form->verb & bits) != 0;
}

/* le, lui; and nous, vous where a subject stands before them or the finite verb is no « avons », « avez »: « le maire nous a dit » */
static inline bool is_object_pronoun(const struct text *t, uint32_t i, uint32_t finite)
{
    if (!is(t, i, IS_CLITIC) || !is(t, i, IS_SUBJ))
        return is(t, i, IS_CLITIC);
    return (i > 0 && (is(t, i - 1, IS_SUBJ) || is(t, i - 1, IS_QUI) || is(t, i - 1, IS_NE))) ||
           (is_verb(t, finite, VERB_3S | VERB_3P) && !is_verb(t, finite, VERB_1P | VERB_2P));
}

static inline struct filon_str word_text(const struct text *t, uint32_t i)
{
    return (struct filon_str){t->bytes + t->word[i].begin, t->word[i].end - t->word[i].begin};
}

/* Words, marks, quotations, stretches. */
void quote_text(struct text *t, struct filon_doc *doc, struct lexicon *lexicon);

/* How many words from i on are one phrase of the class (1: the word itself is of it), at most up to `last`; 0: none. */
uint32_t quote_phrase_at(const struct text *t, uint32_t i, uint32_t last, unsigned class);

/* Verb groups with their cues. */
void quote_groups(struct text *t);

#endif
