/* ner.h - what the files of the ner plugin share.
 *
 *   lexicon.c   the TSV lexicons in memory
 *   words.c     a document as surface tokens, each pointing to its distinct word with what is known of it
 *   date.c      dates, read from the text itself (time.c: times of day)
 *   abbreviation.c  initials
 *   find.c      the rule tagger: raw candidates (heads.c: names built on a common noun)
 *   judge.c     which candidates are names, of which type, with the whole document as witness
 *   names.c     full names and chains (persons.c: those of people; titles.c: functions and forms of address)
 *
 * A learned tagger takes the place of find.c, heads.c and judge.c and keeps the rest.
 */
#ifndef NER_H
#define NER_H

#include <filon/plugin.h>

enum ner_type { NER_PER, NER_LOC, NER_ORG, NER_MISC, NER_NAMES, NER_DATE = NER_NAMES, NER_TIME, NER_TYPES };
enum ner_language { NER_FR, NER_EN, NER_LANGUAGES };

/* ------------------------------------------------------------------------------------------------- *
 * Lexicon
 */
enum lex {
    LEX_PER = 1u << NER_PER,
    LEX_LOC = 1u << NER_LOC,
    LEX_ORG = 1u << NER_ORG,
    LEX_MISC = 1u << NER_MISC,
    LEX_UNSURE = 1u << 4,       /* a name that is a word as well */
    LEX_GIVEN = 1u << 5,        /* given name … */
    LEX_GIVEN_UNSURE = 1u << 6, /* … and a word, family name or place */
    LEX_MASC = 1u << 7,         /* of given names, functions, forms of address */
    LEX_FEM = 1u << 8,
    LEX_SURNAME = 1u << 9,       /* last word of a known person's name */
    LEX_CIVIL = 1u << 10,        /* M., Mme */
    LEX_FUNCTION = 1u << 11,     /* président, porte-parole */
    LEX_SPEECH = 1u << 12,       /* déclare */
    LEX_PLACE_BEFORE = 1u << 13, /* nouns that announce a name of the type: ville de, groupe, film */
    LEX_ORG_BEFORE = 1u << 14,
    LEX_MISC_BEFORE = 1u << 15,
    LEX_PLACE_HEAD = 1u << 16, /* nouns that begin a name: place de la Concorde, ministère de l'Intérieur, Coupe du monde */
    LEX_ORG_HEAD = 1u << 17,
    LEX_EVENT_HEAD = 1u << 18,
    LEX_DE = 1u << 19, /* … which goes on with de/of, a name, an adjective */
    LEX_NAME = 1u << 20,
    LEX_ADJECTIVE = 1u << 21,
    LEX_ORG_WORD = 1u << 22, /* lower-case words inside names of organisations, events */
    LEX_EVENT_WORD = 1u << 23,
    LEX_DEMONYM = 1u << 24,
    LEX_PARTICLE = 1u << 25,
    LEX_COMMON = 1u << 26, /* no name when it begins a sentence */
    LEX_WHEN = 1u << 27,   /* may begin a date or a time */
    LEX_OWN = 1u << 28,    /* a name of the job's own lexicons, which nothing overrules */

    LEX_NAMES = LEX_PER | LEX_LOC | LEX_ORG | LEX_MISC,
    LEX_HEADS = LEX_PLACE_HEAD | LEX_ORG_HEAD | LEX_EVENT_HEAD
};

struct lex_entry {
    uint32_t bits;
    uint32_t full;   /* names of one entity share it: a number from 1, 0 none */
    uint32_t longer; /* bytes of the longest phrase that begins with this word, 0 none */
    uint32_t length; /* bytes of the form */
};

struct slot;

struct lexicon {
    struct filon_arena *arena;
    struct slot *slots;
    size_t mask, n;
    struct filon_buf entries;
    struct filon_map *full; /* normalised full form -> number from 1 */
    uint32_t own;           /* LEX_OWN while the job's own lexicons are read */
};

enum { LEX_KEY = 160 }; /* longest form in bytes; longer ones are refused */

void ner_lexicon_init(struct lexicon *lexicon, struct filon_arena *arena);
void ner_lexicon_free(struct lexicon *lexicon);
/* Adds a TSV file's rows; the file is read into scratch, which is reset before. 0, or -1 with FILE:LINE in the error. */
int ner_lexicon_load(struct lexicon *lexicon, struct filon_arena *scratch, const char *path, struct filon_error *error);
/* The entry of a normalised form, or one without any bits. */
const struct lex_entry *ner_lexicon_get(const struct lexicon *lexicon, struct filon_str key);
/* Appends the normalised form of s to key[n], as far as LEX_KEY allows: typographic quotes, spaces and hyphens made plain, capitals
 * without accents. Returns the new length, or SIZE_MAX if it does not fit. */
size_t ner_lexicon_key(char *key, size_t n, struct filon_str s);

/* ------------------------------------------------------------------------------------------------- *
 * Words
 */
enum shape {
    SHAPE_UPPER = 1,    /* first letter is a capital */
    SHAPE_CAPS = 2,     /* two letters or more, all capitals */
    SHAPE_LOWER = 4,    /* first letter is small */
    SHAPE_DIGIT = 8,    /* begins with a digit */
    SHAPE_INNER = 16,   /* a capital after a small first letter: iTELE */
    SHAPE_INITIAL = 32, /* F. or F */
    SHAPE_ROMAN = 64,
    SHAPE_HYPHEN = 128 /* has an inner hyphen */
};

struct word {
    struct filon_str text; /* in the document */
    uint64_t hash;
    uint32_t bits;     /* of the lexicon: as it is written … */
    uint32_t low_bits; /* … and in lower case */
    uint32_t full, longer;
    uint32_t lower; /* tokens that are this word in lower case */
    uint8_t shape;
};

enum token_flags {
    TOKEN_START = 1,    /* where a capital says nothing: sentence begin, after a colon, a quotation mark, a dash */
    TOKEN_SHOUT = 2,    /* in a sentence all in capitals */
    TOKEN_GLUED = 4,    /* no white space before it */
    TOKEN_SENTENCE = 8, /* first of its sentence */
    TOKEN_TITLE = 16    /* in a sentence whose words nearly all have a capital: an English headline, a menu */
};

struct token {
    uint32_t begin, end, word;
    uint32_t flags;
};

struct text {
    struct filon_arena *arena;
    struct filon_str bytes;
    const struct lexicon *lexicon;
    enum ner_language language;
    struct token *tokens;
    uint32_t n;
    struct word *words;
    uint32_t n_words;
    uint64_t *folds; /* by word: hash of its folded form, 0 not yet known */
};

void ner_text_build(struct text *text, struct filon_doc *doc, const struct lexicon *lexicon, enum ner_language language);

static inline const struct word *word_at(const struct text *text, uint32_t token)
{
    return &text->words[text->tokens[token].word];
}

static inline struct filon_str text_of(const struct text *text, uint32_t first, uint32_t last)
{
    uint32_t begin = text->tokens[first].begin;
    return (struct filon_str){text->bytes.p + begin, text->tokens[last].end - begin};
}

static inline bool word_is(const struct text *text, uint32_t token, const char *c)
{
    return token < text->n && filon_str_is(word_at(text, token)->text, c);
}

bool ner_token_is_any(const struct text *text, uint32_t token, const char *const *words, size_t n);
#define TOKEN_IS(text, token, ...)                                                                                                         \
    ner_token_is_any((text), (token), (const char *const[]){__VA_ARGS__}, FILON_COUNT(((const char *const[]){__VA_ARGS__})))

/* Whether token `next` follows its predecessor within one sentence. */
static inline bool joined(const struct text *text, uint32_t next)
{
    return next < text->n && !(text->tokens[next].flags & TOKEN_SENTENCE);
}

struct phrase {
    uint32_t bits, full; /* of the lexicon */
    uint32_t last;       /* token */
};

/* The longest phrase or word of the lexicon with any of `bits` that begins at a token. */
bool ner_text_phrase(const struct text *text, uint32_t token, uint32_t bits, struct phrase *phrase);

/* Case- and accent-folded text of tokens, hashed: names that differ in nothing else are equal. */
uint64_t ner_token_fold(const struct text *text, uint32_t token);
uint64_t ner_text_fold(const struct text *text, uint32_t first, uint32_t last);

/* ------------------------------------------------------------------------------------------------- *
 * Abbreviations
 */

/* Whether a token by itself is written like an abbreviation. */
bool ner_is_abbreviation(const struct text *text, uint32_t first, uint32_t last);
/* The first letters of a name as a hash, 0 if fewer than two: of all words but links, or of the capitalised ones alone. */
uint64_t ner_initials(const struct text *text, uint32_t first, uint32_t last, bool capitals);
/* The letters of an abbreviation as such a hash. */
uint64_t ner_letters(const struct text *text, uint32_t token);
bool ner_stands_for(const struct text *text, uint32_t abbreviation, uint32_t first, uint32_t last);
/* The words right before "(ABC)", behind a parenthesis, whose initials are its letters, three at least: their first token. */
bool ner_expansion(const struct text *text, uint32_t abbreviation, uint32_t *first);

/* ------------------------------------------------------------------------------------------------- *
 * Mentions
 */
struct mention {
    uint32_t begin, end;  /* bytes */
    uint32_t first, last; /* tokens */
    enum ner_type type;
    float score;
    uint32_t full; /* of the lexicon */
    bool known;    /* a lexicon has it for nothing but a name */
    bool own;      /* … one of the job's own lexicons */
    /* by names.c: */
    struct filon_str name, title;
    int32_t chain;
};

struct mentions {
    struct filon_arena *arena;
    struct mention *items;
    uint32_t n, room;
};

struct mention *ner_mentions_add(struct mentions *mentions);

/* A date or time that begins at a token: fills begin, end, type and returns true. */
bool ner_date_match(const struct text *text, uint32_t token, struct mention *mention);

/* The second year of "2018-2019" where that is one token: goes on from a date. */
bool ner_date_range(const struct text *text, uint32_t token, struct mention *mention);

/* All mentions in text order, not nested. */
void ner_find_mentions(const struct text *text, struct mentions *mentions);

/* Fills name, title and chain. */
void ner_resolve_names(const struct text *text, struct mentions *mentions);

#endif
