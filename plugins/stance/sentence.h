/* stance/sentence.h - a sentence as this plugin sees it: words, then phrases, then who does what to whom.
 *
 * There is no parser below: phrases are found from word classes, and arguments from the order of phrases. All that
 * the frames ask (subject_of, slot_of …) is declared here, so that a dependency tree can answer it one day.
 * Longer sentences are read in windows of MAX_WORDS, and no walk looks further than MAX_WALK phrases: linear time.
 */
#ifndef STANCE_SENTENCE_H
#define STANCE_SENTENCE_H

#include "lexicon.h"

enum { MAX_WORDS = 512, MAX_WALK = 40, MAX_COORDINATED = 8 };

enum mark { M_NONE, M_COMMA, M_STOP, M_COLON, M_OPEN, M_CLOSE, M_QOPEN, M_QCLOSE, M_DASH, M_PERCENT };

struct word {
    uint32_t begin, end;     /* in the text */
    const struct form *form; /* NULL: not in the lexicon */
    uint32_t class;
    uint32_t entity; /* row of the outermost entity that holds it, or FILON_NONE */
    uint8_t mark;
    bool capital, digit;
};

enum phrase_kind { NP, VG, PREP, COMMA, COORD, REL, QUE, SUB, ADV, ADJ, PRON, OPEN, CLOSE, QOPEN, QCLOSE, STOP, OTHER };

struct phrase {
    uint8_t kind;
    uint16_t first, last; /* words [first, last) */
    uint16_t head;        /* NP: the noun, or the entity's first word; VG: the main verb; ADJ: the adjective */
    /* NP */
    uint32_t entity;  /* the one that the phrase names, not one inside a complement; or FILON_NONE */
    uint16_t of;      /* first word behind the first « de », or 0 */
    uint16_t bare_of; /* behind the last « de » without an article, or 0 */
    uint16_t owner;   /* behind the owner's last word: « Obama ['s support] », or 0 */
    uint32_t owner_entity;
    bool possessive, none; /* son soutien; aucun soutien */
    /* PREP */
    uint8_t slot;
    /* VG */
    uint32_t class;   /* W_FIN, W_INF, W_PAST (bare participle) or W_PRES */
    uint8_t features; /* of the finite verb */
    bool ne, negated, passive, reflexive, en, copula, inverted, object_clitic, dative /* lui */, plural_clitic /* leur */, there /* y a */,
        in_it /* y */, duty /* must */, conditional, compound, relative, subordinate;
    int16_t subject;  /* phrase: NP or PRON; -1 none found */
    int16_t governor; /* of an infinitive: the verb group it hangs on; -1 */
};

struct sentence {
    struct lexicon *lexicon;
    struct filon_str text; /* of the document */
    struct word words[MAX_WORDS + 1];
    struct phrase phrases[MAX_WORDS + 1];
    int n_words, n_phrases;
};

/* Fills words from tokens of the layer, up to `last`; returns the first row not read. entity: the row to go on from, moved forward. */
uint32_t stance_words(struct sentence *s, struct filon_doc *doc, uint32_t first, uint32_t last, uint32_t *entity);

/* Fills phrases from words, and then subjects and governors. */
void stance_phrases(struct sentence *s);
void stance_subjects(struct sentence *s);

/* The argument of a verb group (or of a noun or adjective: what follows it) in a slot: a phrase, or -1. */
int stance_slot(const struct sentence *s, int phrase, unsigned slot);
/* The same behind a verb's fixed words (« met en cause le maire »), which are no object. */
int stance_slot_behind(const struct sentence *s, int phrase, unsigned slot);
/* Is what the verb group says denied: ne … pas, ne … aucun T? */
bool stance_negated(const struct sentence *s, int vg);
/* Phrases that stand beside this one as equals (« A, B et C »), it first; up to MAX_COORDINATED. */
int stance_coordinated(const struct sentence *s, int phrase, int out[MAX_COORDINATED]);
/* The same to the left of a subject. */
int stance_coordinated_before(const struct sentence *s, int phrase, int out[MAX_COORDINATED]);
/* The next finite verb group of the clause that begins at a phrase, or -1. */
int stance_clause_verb(const struct sentence *s, int from);

/* Does the head of a noun phrase have a row of this kind? */
const struct row *stance_head_row(const struct sentence *s, const struct phrase *np, enum kind kind);

/* What stands behind a noun phrase's first « de », as a noun phrase of its own. */
struct phrase stance_complement(const struct sentence *s, const struct phrase *np);

static inline bool stance_trait(const struct sentence *s, int word, uint32_t trait)
{
    return (unsigned)word < (unsigned)s->n_words && s->words[word].form && (s->words[word].form->traits & trait);
}

static inline uint32_t stance_class(const struct sentence *s, int word)
{
    return (unsigned)word < (unsigned)s->n_words ? s->words[word].class : 0;
}

#endif
