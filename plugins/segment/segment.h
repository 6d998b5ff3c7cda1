/* The inside of the segment plugin: code point classes, a language's lexicon, the token scanner, sentence ends. */
#ifndef SEGMENT_H
#define SEGMENT_H

#include <filon/plugin.h>

/* ------------------------------------------------------------------------------------------------- *
 * Classes of code points, as far as tokens care. Word characters come first: see is_word.
 */
enum charclass {
    C_UPPER, /* letters with a lower case, title case */
    C_LOWER, /* all other letters, superscript digits, fractions */
    C_DIGIT,
    C_EXTEND, /* combining marks, joiners, direction marks: never begin a token if they can help it */
    C_SPACE,  /* all that filon_is_space holds */
    C_APOS,   /* ' ’ and what people type for them */
    C_HYPHEN, /* - and the two Unicode hyphens */
    C_DASH,   /* – — ― − */
    C_STOP,   /* . */
    C_DOTS,   /* … */
    C_MARK,   /* ! ? */
    C_COMMA,
    C_SEMI,
    C_COLON,
    C_OPEN, /* ( [ { ¿ ¡ */
    C_CLOSE,
    C_QOPEN,  /* « “ „ ‹ ‘ */
    C_QCLOSE, /* » ” › */
    C_QUOTE,  /* ": opens or closes */
    C_SLASH,
    C_AT,
    C_HASH,
    C_AMP,
    C_PLUS,
    C_DEGREE,
    C_JOIN, /* _ · •: inside a word only */
    C_EMOJI,
    C_SYMBOL /* everything else */
};

enum { CLASS_TABLE = 0x3000 };

/* Fills the table; once per process is enough. */
void filon_segment_classes(void);
extern uint8_t filon_segment_class[CLASS_TABLE];
enum charclass filon_segment_class_beyond(uint32_t code_point);

static inline bool is_word(enum charclass c)
{
    return c <= C_EXTEND;
}

/* ------------------------------------------------------------------------------------------------- *
 * A language: what its file says of words. A word is looked up in lower case, with ' and - for their variants.
 */
enum word_flags {
    W_ELISION = 1 << 0,       /* l, jusqu: a token with the apostrophe behind it */
    W_WHOLE = 1 << 1,         /* aujourd'hui, rendez-vous: not to be split */
    W_NEVER = 1 << 2,         /* M, Dr: an abbreviation that does not end a sentence */
    W_MAY = 1 << 3,           /* etc, Inc: an abbreviation that may */
    W_NUMBER = 1 << 4,        /* art, vol: an abbreviation before a number only */
    W_OPENER = 1 << 5,        /* le, dans: with a capital after an abbreviation, it opens a sentence */
    W_RESTART = 1 << 6,       /* il, dans: with a capital it opens one even without a full stop before it */
    W_RESTART_LOWER = 1 << 7, /* le: likewise if a word in small letters follows (not "Le Monde") */
    W_LINKER = 1 << 8,        /* de, et: no sentence ends with it */
    W_CONTRACTION = 1 << 9,   /* n't, 's: split from the end of a word */
    W_CLITIC = 1 << 10,       /* il, le: split from the end of a verb, with the hyphen */
    W_VARIANT = 1 << 11,      /* e, s: in parentheses behind a word they belong to it, élu(e)s */
    W_SPLIT = 1 << 12,        /* cannot: two tokens */
    W_CAPITAL = 1 << 13,      /* M: an abbreviation only with a capital */
    W_HEADING = 1 << 14,      /* Références, Voir: heads a list whose items have dashes */
    W_EXTRA_SHIFT = 16        /* a number above the flags: CLITIC, its hosts; SPLIT, where */
};

enum { WORD_MOST = 40 /* bytes; longer words are in no lexicon */, HOSTS_MOST = 64 };

struct language {
    const char *code;
    struct filon_map *words;
    const char *hosts[HOSTS_MOST]; /* of clitics: ends a host may have, in UTF-8, each between spaces; "" any */
    unsigned n_hosts;
    bool clitics, contractions;
    bool splits[256];  /* by the first byte, in lower case: words that are two tokens may begin with it */
    uint32_t ends[26]; /* by the first letter: with which letters its words may end; says little, but at once */
};

/* Empties the language and gives it a code; then reads files into it. 0, or -1 with an error. */
void filon_language_init(struct language *language, struct filon_arena *arena, const char *code);
int filon_language_read(struct language *language, struct filon_arena *arena, const char *path, struct filon_error *error);

/* The flags of a word as it stands in the text; 0 if it is unknown. */
uint32_t filon_language_word(const struct language *language, const char *word, size_t n);

/* ------------------------------------------------------------------------------------------------- *
 * Tokens of a block. The sentence pass needs to know what they are: a kind each, beside the layer's columns.
 */
enum kind {
    K_LOWER,  /* a word that begins with a small letter, or one without case */
    K_UPPER,  /* with a capital */
    K_NUMBER, /* begins with a digit or a sign and a digit */
    K_NEVER,  /* an abbreviation with its full stop, and an initial: ends no sentence */
    K_MAY,    /* an abbreviation with its full stop that may end one */
    K_STOP,
    K_DOTS, /* … ... .. */
    K_MARK, /* ! ? and runs of them */
    K_COMMA,
    K_SEMI,
    K_COLON,
    K_OPEN,
    K_CLOSE,
    K_QOPEN,
    K_QCLOSE,
    K_DASH,
    K_EMOJI,
    K_OTHER
};

struct tokens {
    struct filon_layer *layer;
    uint32_t *begin, *end; /* the layer's columns */
    uint8_t *kind;         /* by row; kept from document to document */
    uint32_t n, room;      /* rows filled; rows in the layer */
    uint32_t kind_room;
};

struct scan {
    const struct language *language;
    const char *text;
    uint32_t from, end; /* the block */
    struct tokens tokens;
    uint32_t first; /* token of the block */
    bool quoting;   /* an undirected quotation mark is open */
    bool failed;    /* no memory for a token */
};

/* Adds the block's tokens and their kinds. 0; -1 for lack of memory. */
int filon_scan_block(struct scan *scan);

/* Adds a token; a lack of memory sets `failed`, and filon_scan_block will say so. */
void filon_scan_emit(struct scan *scan, uint32_t begin, uint32_t end, enum kind kind);

/* The class at `at` and the bytes of its code point; C_SPACE and 0 at the block's end. */
static inline enum charclass class_at(const struct scan *scan, uint32_t at, unsigned *length)
{
    *length = 0;
    if (at >= scan->end)
        return C_SPACE;
    unsigned char byte = (unsigned char)scan->text[at];
    if (byte < 0x80) {
        *length = 1;
        return (enum charclass)filon_segment_class[byte];
    }
    uint32_t c = filon_utf8_at(scan->text, scan->end, at, length);
    return c < CLASS_TABLE ? (enum charclass)filon_segment_class[c] : filon_segment_class_beyond(c);
}

/* A token that begins with a word character, or with a sign before a digit (sign: its bytes): adds one or several
 * tokens and returns where they end. */
uint32_t filon_scan_word(struct scan *scan, uint32_t at, unsigned sign);
/* URL at `at` (h, w or f): its end, or 0. Mail address whose local part is [at, sign): its end, or 0. */
uint32_t filon_scan_url(const struct scan *scan, uint32_t at);
uint32_t filon_scan_mail(const struct scan *scan, uint32_t at, uint32_t sign);
/* Splits the clitics off a word with hyphens and adds all its tokens. */
void filon_scan_clitics(struct scan *scan, uint32_t begin, uint32_t end, enum kind kind);

/* Adds the sentences of the block whose tokens scan holds, from scan->first on. */
void filon_scan_sentences(const struct scan *scan, struct filon_layer *sentences);

#endif
