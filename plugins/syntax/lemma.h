/* The lemmatiser: rules that cut the end of a word and append another, chosen by a classifier but for the words that it gets wrong. */
#ifndef SYNTAX_LEMMA_H
#define SYNTAX_LEMMA_H

#include "tags.h"

enum { RULES_MOST = 4096, LEMMA_MOST = 120 /* bytes; longer words are their own lemma */, LEMMA_FEATURES_MOST = 24 };

struct lemma_rule {
    struct filon_str append;
    uint8_t cut; /* characters */
    bool as_is;  /* of the form as it stands, not in small letters */
};

/* A word whose rule is known. The key is of its form and part of speech. */
struct lemma_known {
    uint32_t key;
    uint16_t rule, used;
};

/* Rules found before, by form, shape and tag: words come again and again. */
enum { CACHE_SLOTS = 1 << 13 };
struct lemma_cache {
    uint64_t key[CACHE_SLOTS];
    uint16_t rule[CACHE_SLOTS];
};

struct lemmatiser {
    const struct lemma_rule *rule;
    uint32_t rules;
    const struct lemma_known *known;
    uint32_t mask;
    const struct filon_linear *linear;
    struct lemma_cache *cache; /* NULL: none */
};

/* Reads rules: a line each, CUT, "=" or "-" (as it stands, or small letters) and what is appended. */
int lemma_rules_open(struct lemmatiser *lemmatiser, struct filon_arena *arena, struct filon_str text, struct filon_error *error);

/* upos: a hash of the part of speech's name, that does not depend on the model. */
uint64_t lemma_part(const struct tag *tag);
uint64_t lemma_key(const struct seen *seen, const struct tag *tag);
unsigned lemma_features(const struct seen *seen, const struct tag *tag, uint64_t features[LEMMA_FEATURES_MOST]);

/* The rule for a word. */
uint32_t lemma_rule_of(const struct lemmatiser *lemmatiser, const struct seen *seen, const struct tag *tag);

/* Applies a rule; returns the length, or 0 if it does not fit the form. */
size_t lemma_apply(const struct lemma_rule *rule, struct filon_str form, char out[LEMMA_MOST]);

/* The form in small letters with plain apostrophes; its length, or 0 if it is too long. */
size_t lemma_lower(char out[LEMMA_MOST], struct filon_str form, bool as_is);

#endif
