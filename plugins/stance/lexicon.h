/* stance/lexicon.h - the words of one language: the stance lexicon's frames and the function words around them. */
#ifndef STANCE_LEXICON_H
#define STANCE_LEXICON_H

#include <filon/plugin.h>

/* Classes of a word form; a form may have several, the context decides. */
enum word_class {
    W_DET = 1 << 0,
    W_POSS = 1 << 1,
    W_QUANT = 1 << 2,
    W_PREADJ = 1 << 3,
    W_PREP = 1 << 4,
    W_NE = 1 << 5,
    W_NEG = 1 << 6,
    W_CLITIC = 1 << 7,
    W_PRON = 1 << 8,
    W_REL = 1 << 9,
    W_RELO = 1 << 10,
    W_SUB = 1 << 11,
    W_COORD = 1 << 12,
    W_ADV = 1 << 13,
    W_TIME = 1 << 14,
    W_BE = 1 << 15,
    W_HAVE = 1 << 16,
    W_FIN = 1 << 17, /* finite verb, third person or first */
    W_INF = 1 << 18,
    W_PAST = 1 << 19, /* past participle */
    W_PRES = 1 << 20, /* present participle */
    W_NOUN = 1 << 21, /* of the stance lexicon */
    W_ADJ = 1 << 22,
    W_TITLE = 1 << 23,
    W_GROUP = 1 << 24,
    W_MODAL = 1 << 25, /* an infinitive without preposition follows: will, ne peut */
    W_GEN = 1 << 26,   /* the genitive 's */
    W_MULTI = 1 << 27, /* begins a fixed expression */
    W_BODY = 1 << 28,  /* like W_TITLE, for organisations */
    W_PLACE = 1 << 29, /* and for places */
    W_NAMER = W_TITLE | W_BODY | W_PLACE,
    W_NOMINAL = W_NOUN | W_NAMER | W_GROUP,
    W_VERB = W_FIN | W_INF | W_PAST | W_PRES | W_BE | W_HAVE
};

/* What else the list of words says of a word, in its third column. */
enum trait {
    T_CONTRACTED = 1 << 0, /* au, du: a preposition with an article in it */
    T_PLURAL = 1 << 1,     /* des: an article, too */
    T_REFLEXIVE = 1 << 2,
    T_EN = 1 << 3,
    T_ADVERBIAL = 1 << 4, /* y: no object */
    T_NONE = 1 << 5,      /* aucun */
    T_ALL = 1 << 6,       /* tout: no part of a name */
    T_THIS = 1 << 7,
    T_INDEFINITE = 1 << 8,
    T_THEIRS = 1 << 9,
    T_IF = 1 << 10,
    T_NOR = 1 << 11,
    T_NOTHING = 1 << 12,  /* personne, rien: no target */
    T_FIRST = 1 << 13,    /* je, nous */
    T_ONE = 1 << 14,      /* il, elle */
    T_MANY = 1 << 15,     /* ils, elles */
    T_LATTER = 1 << 16,   /* ce dernier */
    T_INVERTED = 1 << 17, /* -t-il */
    T_NEAR = 1 << 18,     /* a preposition whose phrase belongs to the noun before it */
    T_LIKE = 1 << 19,     /* comme */
    T_DATIVE = 1 << 20,   /* lui, leur */
    T_PART = 1 << 21,     /* une partie de, l'ensemble de: what they are of */
    T_MANNER = 1 << 23,   /* de manière: an adjective follows that belongs to it */
    T_LITTLE = 1 << 24,   /* peu: what follows is nearly denied */
    T_AMONG = 1 << 22,    /* comme, dont: some of those before follow */
    T_DUTY = 1 << 25,     /* must, should */
    T_VAGUE = 1 << 26,    /* plusieurs, certains: no part of a target's name */
    T_OBJECT = 1 << 27    /* him: an object */
};

/* What a finite form is. */
enum verb_feature { V_SING = 1, V_PLUR = 2, V_FIRST = 4, V_COND = 8, V_SUBJ = 16, V_FUT = 32 };

/* Kinds of rows, as the first comment of fr.tsv defines them. */
enum kind {
    K_VERB,
    K_PRONOMINAL,
    K_NOUN,
    K_ADJECTIVE,
    K_AGENT,
    K_MINUS,
    K_CANCEL,
    K_POSSIBLE,
    K_CONTROL,
    K_ENDER,
    K_ENDVERB,
    K_CHARGE,
    K_TEXT,
    K_DEED,
    K_EVAL,
    K_EVALNOUN,
    K_JUDGE,
    K_LIGHT,
    K_PLAN,
    K_HARM,
    K_COURT,
    K_VERDICT,
    K_ITIS,
    K_PERFORM,
    K_WRONG,
    K_AIM,
    K_VICE,
    K_LAW,
    K_BALLOT,
    K_PROTEST,
    K_AUTHOR,
    K_RECEIVE,
    K_CLAUSAL,
    K_HOLLOW,
    K_PSYCH,
    K_OPINION,
    K_MUST,
    KINDS
};

enum polarity { P_NONE, P_FAVOR, P_AGAINST };

/* Slots: these first, then the prepositions' as the data names them. */
enum slot { S_NONE, S_OBJ, S_OWN, S_QUE, S_INF, S_A, S_DE, S_CONTRE, S_POUR, S_PAR, S_OTHER, S_NAMED };
#define MAX_SLOTS 32
#define MAX_ENDINGS 24
#define MAX_TARGETS 4
#define MAX_TAIL 4

struct target_slot {
    uint8_t slot;
    uint8_t only; /* K_TEXT, K_CHARGE …: the object's head must be one; 0 any */
};

struct row {
    struct filon_str lemma; /* as in the file */
    enum kind kind;
    uint32_t frame; /* set of slots */
    struct target_slot targets[MAX_TARGETS];
    unsigned n_targets;
    struct filon_str act;
    enum polarity polarity;
    bool flips, counterfactive;
    bool speaker;                    /* of a noun: whoever says it holds the stance, if nobody else does */
    bool en;                         /* with the pronoun: s'en prendre */
    struct filon_str tail[MAX_TAIL]; /* fixed words behind the verb */
    unsigned n_tail;
    struct filon_str name; /* of a deed, as a noun */
    bool user;             /* from a job's own lexicon */
    bool removes;          /* « lemma kind » alone: stands for the shipped rows until all are read */
    uint32_t next;         /* row of the same lexeme, or FILON_NONE */
};

/* A reading of a form: which lexeme, as what. */
struct reading {
    uint32_t lexeme; /* index into heads */
    uint32_t class;  /* W_FIN, W_INF, W_PAST, W_PRES, W_NOUN or W_ADJ */
    uint32_t next;
};

struct form {
    struct filon_str text; /* lower case */
    uint64_t hash;
    uint32_t class, traits;
    uint8_t slot;     /* of a preposition */
    uint8_t features; /* of a finite verb */
    bool complete;    /* readings of stems have joined it */
    uint32_t readings;
};

struct lexicon {
    struct filon_arena *arena;
    const char *language;
    struct form *forms;
    struct slot_of_table {
        uint32_t hash, form; /* form + 1; 0 free */
    } * table;
    uint32_t n_forms, cap_forms, mask;
    struct row *rows;
    uint32_t n_rows, cap_rows;
    struct reading *readings;
    uint32_t n_readings, cap_readings;
    struct filon_map *lexemes; /* part of speech and lemma -> index into heads */
    uint32_t *heads;           /* a lexeme's first row */
    uint32_t n_heads, cap_heads;
    const char *slots[MAX_SLOTS];
    unsigned n_slots;
    unsigned except, about;      /* the slots of these prepositions, or 0 */
    unsigned second, from, subj; /* the slots of those names, or 0 */
    const struct row *duty;      /* the first row of that kind, for modal verbs, or NULL */
    struct filon_str protesters; /* who protests, where nobody is named */
    bool needs_ne;               /* a negation has two halves */
    bool head_last;              /* a noun's adjectives stand before it */
    struct filon_str adverbs[MAX_ENDINGS], persons[MAX_ENDINGS], verbs[MAX_ENDINGS],
        participles[MAX_ENDINGS]; /* endings of words that are in no list */
    unsigned n_adverbs, n_persons, n_verbs, n_participles;
    struct form unknown_verb; /* what a word with such an ending is taken for */
};

/* Reads the language's words and lexicon, and before it the user's files; in the ctx arena. 0, or -1 with an error. */
int stance_lexicon_open(struct lexicon *lexicon, struct filon_ctx *ctx, const char *language, struct filon_list user);

/* A form by its lower-case text, or NULL. The second also makes the forms of verbs that are kept as stems. */
const struct form *stance_lookup(struct lexicon *lexicon, const char *text, size_t n, uint64_t hash);
const struct form *stance_form(const struct lexicon *lexicon, const char *text, size_t n, uint64_t hash);

/* Lower case and straight apostrophe into out (2 * n + 4 bytes); length, and its hash. */
size_t stance_fold(char *out, struct filon_str text, uint64_t *hash);

/* The hash of a text that is folded already. */
void stance_hash(const char *text, size_t n, uint64_t *hash);

/* stems.c: is this infinitive kept as a stem, under which key, and which stems could a word be a form of? */
bool stance_has_stem(struct filon_str infinitive);
size_t stance_stem_key(char out[64], struct filon_str infinitive);
void stance_stems(const struct lexicon *lexicon, const char *word, size_t n,
                  void (*visit)(void *arg, const struct form *stem, uint32_t class, uint8_t features), void *arg);

/* Steps through the rows of what a form may be a form of, as words of these classes; NULL behind the last. form: may be NULL. */
struct row_walk {
    const struct lexicon *lexicon;
    uint32_t class, reading, row;
};
struct row_walk stance_rows(const struct lexicon *l, const struct form *form, uint32_t class);
const struct row *stance_next_row(struct row_walk *walk);
/* The first row of this kind among a form's readings of these classes, or NULL. */
const struct row *stance_row(const struct lexicon *lexicon, const struct form *form, uint32_t class, enum kind kind);

#endif
