/* What the classifiers see of a token: hashes of its form, its ends, its shape, and what the lexicon knows of it. */
#ifndef SYNTAX_WORDS_H
#define SYNTAX_WORDS_H

#include <filon/linear.h>
#include <filon/plugin.h>

/* Words of the training data and of raw text. An entry's key is the low half of the form's hash. */
struct lexeme {
    uint32_t key;
    uint16_t cluster; /* distributional class, from 1 */
    uint16_t usual;   /* the tag it has most often, from 1 */
    uint8_t ambiguity; /* the parts of speech it had, as a class, from 1 */
    uint8_t flags;
    uint16_t spare;
};
enum {
    LEXEME_JOINED = 1, /* du: may be several words */
    LEXEME_ALONE = 2,  /* … and may be one */
    LEXEME_USED = 4,
    LEXEME_KIND = 8, /* has the part of speech of `usual` as good as always */
    LEXEME_TAG = 16  /* … and its tag */
};

struct lexicon {
    const struct lexeme *slot;
    uint32_t mask;
};

enum { SUFFIXES = 6, PREFIXES = 3, FOLDED_MOST = 80 /* bytes of a form that count */ };

struct seen {
    uint64_t form;             /* of the folded form: lower case, plain quotes and apostrophes, digits as 0 */
    uint64_t suffix[SUFFIXES]; /* of the last 1 to 6 characters */
    uint64_t prefix[PREFIXES]; /* of the first 1 to 3 */
    uint8_t shape;             /* enum shape | capitals */
    uint8_t ambiguity, flags;
    uint16_t cluster, usual;
};

enum shape { SHAPE_WORD, SHAPE_HYPHEN, SHAPE_APOSTROPHE, SHAPE_NUMBER, SHAPE_MIXED, SHAPE_MARK };
enum { SHAPE_CAPITAL = 8, SHAPE_CAPITALS = 16 };

/* Folds a form into out; returns its length, at most FOLDED_MOST. */
size_t fold_form(char out[FOLDED_MOST], struct filon_str form);

void see(struct seen *seen, struct filon_str form, const struct lexicon *lexicon);

const struct lexeme *lexicon_find(const struct lexicon *lexicon, uint64_t form);

#endif
