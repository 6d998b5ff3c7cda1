/* claim.h - what the files of the claim plugin share.
 *
 *   lexicon.c   what words do in an argument, from TSV
 *   stem.c      words without their endings
 *   claims.c    the claims of an analyst's file
 *   words.c     a document as words, with the claims' terms among them
 *   evidence.c  what quotes and stances say of a claim
 *   holdings.c  a holder's evidence together
 *   learned.c   what a trained model makes of a holding
 *   train.c     learning from labelled positions, and measuring
 *   claim.c     the descriptor; holdings to positions
 */
#ifndef CLAIM_H
#define CLAIM_H

#include <filon/inflect.h>
#include <filon/learn.h>
#include <filon/plugin.h>
#include <filon/train.h>
#include <filon/yaml.h>

enum claim_language { CLAIM_FR, CLAIM_EN, CLAIM_LANGUAGES };
extern const char *const claim_language_names[CLAIM_LANGUAGES];

/* ---- lexicon.c */

enum word_class {
    WORD_STOP = 1, /* says nothing of a topic */
    WORD_NE = 2,   /* begins a negation that a WORD_PAS ends */
    WORD_PAS = 4,
    WORD_NO = 8,       /* negates alone */
    WORD_ASK = 16,     /* before a negation: a question that affirms */
    WORD_BREAK = 32,   /* begins a clause of another mind: but */
    WORD_DENY = 64,    /* nier: what follows is not so */
    WORD_REBUT = 128,  /* faux, infondé, éviter: turns what it stands with into its contrary */
    WORD_DEMAND = 256, /* wants something done, and does not say that it is so */
    WORD_BAD = 512,
    WORD_GOOD = 1024,
    WORD_MUST = 2048,     /* of a proposition: what should or may be */
    WORD_END = 4096,      /* of a proposition: to leave, to cease */
    WORD_RELATIVE = 8192, /* qui: behind a comma, an aside */
    WORD_COPULA = 16384   /* est, a, doit: what a proposition says of its subject begins here */
};

struct claim_lexicon {
    struct filon_map *forms; /* folded form -> enum word_class */
};

/* Adds a TSV file's rows: lemma, part of speech, classes. -1 with FILE:LINE. */
int claim_lexicon_load(struct claim_lexicon *lexicon, struct filon_ctx *ctx, const char *path, enum claim_language language);
static inline uint32_t claim_lexicon_get(const struct claim_lexicon *lexicon, struct filon_str folded)
{
    uint32_t classes = filon_map_get(lexicon->forms, folded);
    return classes == FILON_MAP_NONE ? 0 : classes;
}

/* ---- stem.c */

/* A folded word without its ending: words of one family mostly have one stem. A part of the word. */
struct filon_str claim_stem(struct filon_str folded, enum claim_language language);

enum { WORD_BYTES_MOST = 64 }; /* longer ones are cut */

/* The next word (letters and digits) of s from *at on, folded into `folded` (2 * WORD_BYTES_MOST + 4 bytes): its length, 0 at the end.
 * *begin: where it stands. */
size_t claim_next_word(struct filon_str s, size_t *at, size_t *begin, char *folded);

/* ---- claims.c */

struct claim_term {
    uint32_t term;
    bool in_claim, in_keywords;
};

struct claim_phrase { /* stems in their order: of `for` and `against` all words, of keywords those of a topic */
    const uint32_t *terms;
    uint32_t n;
};

struct claim {
    struct filon_str id;
    struct claim_term *terms;
    uint32_t n_terms;
    struct claim_phrase *keywords;
    uint32_t n_keywords;
    struct claim_phrase *sides[2]; /* for, against */
    uint32_t n_sides[2];
    struct filon_list targets;
    struct claim_phrase *target_words;
    uint32_t n_targets;
    int valence; /* what it says of its subject: 1 that it is good or should be, -1 that it is bad, 0 that it is so */
    bool negated, must, end;
};

struct claims {
    struct claim *items;
    uint32_t n;
    struct filon_map *terms; /* stem -> number */
};

/* Reads an analyst's file for texts of a language. -1 with FILE:LINE:COLUMN. */
int claim_claims_load(struct claims *claims, struct filon_ctx *ctx, const char *path, const struct claim_lexicon *lexicon,
                      enum claim_language language);

/* ---- words.c */

struct claim_word {
    uint32_t begin, end; /* bytes */
    uint32_t term;       /* of the claims, FILON_NONE */
    uint32_t classes;
    bool breaks; /* a stop stands before it */
};

struct claim_text {
    struct filon_doc *doc;
    const struct claims *claims;
    const struct claim_lexicon *lexicon;
    enum claim_language language;
    struct claim_word *words;
    uint32_t n;
    uint32_t *first; /* by sentence: its first word; one more behind the last */
    uint32_t sentences;
    uint32_t *accused; /* by sentence: a stance of accusation in it, FILON_NONE */
    float *rarity;     /* by term: 0 where the document has none */
    uint8_t *marks;    /* by term, all 0 between uses */
};

void claim_text_build(struct claim_text *text, struct filon_doc *doc, const struct claims *claims, const struct claim_lexicon *lexicon,
                      enum claim_language language);
/* How much the document is about a claim at all, 0 to 1: how many of its keywords it has, and of the analyst's other words and names; most of
 * the proposition counts as one more. 1 with as many as half of the keywords, 0 with less than a third. */
float claim_text_topic(const struct claim_text *text, const struct claim *claim);
/* Words within a span: [*first, *last). */
void claim_words_in(const struct claim_text *text, struct filon_span span, uint32_t *first, uint32_t *last);
uint32_t claim_sentence_of(const struct claim_text *text, uint32_t word);

/* ---- evidence.c */

struct claim_evidence {
    struct filon_str holder;
    struct filon_span span;
    float relevance; /* 0 to 1 */
    int side;        /* 1, -1 */
    const char *rule;
    /* for what is learnt */
    float own;    /* relevance without its context */
    uint32_t cue; /* of a quote: the classes of its cue */
    int8_t tone;  /* of a quote: praise less blame */
    bool turned, of_stance, favor;
    struct filon_str how; /* a quote's type, a stance's act */
};

struct claim_evidences {
    struct filon_arena *arena;
    struct claim_evidence *items;
    uint32_t n, room;
};

/* What the document has for or against a claim. */
void claim_find_evidence(const struct claim_text *text, const struct claim *claim, struct claim_evidences *evidences);

/* ---- holdings.c */

struct claim_holding {
    const struct claim_evidence *best;
    float sum, weight; /* of the evidence, with its sides and without */
    uint32_t quotes, stances;
};

/* The holders of the evidence, in the order they appear, in the document's arena; how many. */
uint32_t claim_gather(const struct claim_evidences *evidences, struct claim_holding **out);
/* 1, -1, or 0: as much for both sides. */
int claim_side(const struct claim_holding *holding);

/* ---- learned.c */

enum { CLAIM_FEATURES = 96 };
enum claim_label { CLAIM_NONE, CLAIM_KEEP, CLAIM_TURN, CLAIM_LABELS }; /* no position; the one that the rules say; the other */
extern const char *const claim_labels[];

/* What a model sees of one of a claim's holdings: features, at most CLAIM_FEATURES. */
size_t claim_features(const struct claim_text *text, const struct claim *claim, const struct claim_holding *all, uint32_t n, uint32_t which,
                      uint64_t *features);
/* The probability of each label, and the likeliest. */
enum claim_label claim_judge(const struct filon_crf *crf, const struct claim_text *text, const struct claim *claim,
                             const struct claim_holding *all, uint32_t n, uint32_t which, float likely[CLAIM_LABELS]);

/* ---- claim.c, for train.c */

struct claim_state;
/* The document's words, and the claims of its language; NULL where there are none. */
const struct claims *claim_read(struct filon_ctx *ctx, struct filon_doc *doc, struct claim_text *text);

/* ---- train.c */

extern const struct filon_plugin filon_plugin_claim;
int claim_train(struct filon_ctx *ctx, struct filon_training *training);
int claim_eval(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally);

#endif
