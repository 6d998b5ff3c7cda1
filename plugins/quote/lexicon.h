/* The words that the plugin knows: cues with their frames, and the closed classes that clauses are built with. */
#ifndef QUOTE_LEXICON_H
#define QUOTE_LEXICON_H

#include <filon/plugin.h>

/* What a word can be; a word is often several things. */
enum word_is {
    IS_DET,
    IS_ARTICLE,
    IS_PREP,
    IS_OF,
    IS_TO,
    IS_SUBJ,
    IS_THIRD,
    IS_FIRST,
    IS_INVERTED,
    IS_FEMININE,
    IS_MASCULINE,
    IS_PLURAL,
    IS_CLITIC,
    IS_SELF,
    IS_NE,
    IS_NEG,
    IS_TONIC,
    IS_AND,
    IS_BUT,
    IS_SUB,
    IS_WHEN,
    IS_QUE,
    IS_QUI,
    IS_REL,
    IS_ADV,
    IS_TIME,
    IS_LAST,
    IS_ROLE,
    IS_ROLEFEM,
    IS_ORGAN,
    IS_DOCUMENT,
    IS_SPEECH,
    IS_SETTING,
    IS_STOP,
    IS_CIVIL,
    IS_NOVERB,
    IS_SOURCE,
    IS_PERSPECTIVE,
    IS_HAVE,
    IS_BE,
    IS_BEFORENOUN,
    IS_ANAPHOR,
    IS_NOSOURCE,
    IS_INFORMATION,
    IS_FORMER,
    IS_UNTIL,
    IS_GIVENF,
    IS_GIVENM,
    IS_BY,
    IS_AS,
    IS_IF,
    IS_LEADS,
    IS_EN,
    IS_SOME,
    IS_ONE,
    IS_NOTQUE,
    IS_ABOUT,
    IS_DEMONSTRATIVE,
    IS_SELF3,
    IS_MODAL,
    IS_POSSESSIVE,
    IS_DEGREE,
    IS_PERIOD,
    IS_ALSO,
    IS_CLASSES
};
_Static_assert(IS_CLASSES <= 64, "they are bits");
#define BIT(class) (UINT64_C(1) << (class))

/* What form of a verb a word can be. */
enum {
    VERB_1S = 1,
    VERB_2S = 2,
    VERB_3S = 4,
    VERB_1P = 8,
    VERB_2P = 16,
    VERB_3P = 32,
    VERB_FINITE = 63,
    VERB_INF = 64,
    VERB_ANT = 128,
    VERB_PAST = 256, /* infinitive, present and past participle */
    VERB_PLAIN = 512 /* the present of weak verbs: rather a noun */
};

/* Which constructions carry the content; fr.tsv says what each means. */
enum {
    FRAME_QUE = 1,
    FRAME_SI = 2,
    FRAME_DIRECT = 4,
    FRAME_INF = 8,
    FRAME_DE = 16,
    FRAME_A = 32,
    FRAME_NP = 64,
    FRAME_NPX = 128,
    FRAME_OF = 256,
    FRAME_TO = 512,
    FRAME_AS = 1024,
    FRAME_ATTR = 2048,
    FRAME_ON = 4096,
    FRAME_CLAUSE = 8192,
    FRAME_DEX = 16384
};

enum cue_kind { CUE_OFF, CUE_SAY, CUE_THINK, CUE_SEMI, CUE_PLAN };

enum { TAIL_MOST = 4, PHRASE_MOST = 6 };

struct cue {
    struct filon_str lemma; /* as written in the file */
    uint16_t frames;
    uint8_t kind;
    bool reflexive, y, noun, who, whom;
    bool unsaid; /* negated it says nothing: « n'a pas dit que » */
    uint8_t tails;
    struct filon_str tail[TAIL_MOST]; /* words that follow the verb: savoir in « faire savoir » */
};

struct reading {
    const struct cue *cue;
    struct reading *next;
};

/* Several words as one: of the class once all of them are there. The first is the form that holds it. */
struct phrase {
    uint64_t is;
    uint8_t words; /* beyond the first */
    struct filon_str word[PHRASE_MOST];
    struct phrase *next; /* longer ones first */
};

struct form {
    uint64_t is;
    uint32_t verb;
    struct reading *readings;
    struct phrase *phrases;
    uint64_t leads; /* classes of the phrases that begin with it */
    bool complete;  /* for the lexicon */
};

struct lexicon;

/* Loads the plugin's files for the language and then the user's. In the ctx arena. NULL with an error set in ctx. */
struct lexicon *quote_lexicon_load(struct filon_ctx *ctx, const char *language, const struct filon_list *more);

/* Never NULL: an empty form for an unknown word. The text is folded here: lower case, straight apostrophe. */
const struct form *quote_form(struct lexicon *lexicon, struct filon_str text);

/* The function that this one means too (« chef de l'État »: « président »), folded; p NULL if there is none. */
struct filon_str quote_same(const struct lexicon *lexicon, struct filon_str function);

/* Endings that tell what an unknown word is. */
enum ending_of { ENDS_ADVERB, ENDS_PARTICIPLE, ENDS_INFINITIVE, ENDS_NO_INFINITIVE, ENDINGS };
bool quote_ends(const struct lexicon *lexicon, struct filon_str word, enum ending_of what);

/* Nouns stand without articles, modal verbs and « do » before bare infinitives, tenses do not tell numbers: English. */
bool quote_bare_nouns(const struct lexicon *lexicon);

/* Lower case and straight apostrophes into out (room for `room` bytes); the text itself where nothing changes; p NULL if it is too long. */
struct filon_str quote_fold(struct filon_str text, char *out, size_t room);

#endif
