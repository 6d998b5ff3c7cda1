/* The tagger: tokens to tags, left to right, each decision seeing those before it. */
#ifndef SYNTAX_TAG_H
#define SYNTAX_TAG_H

#include "tags.h"

enum { TAG_FEATURES_MOST = 80 };

/* What a decision is made from: tokens [0, n), the tags of those before i. */
struct tag_state {
    const struct tagset *tags;
    const struct seen *seen;
    uint32_t n;
    uint16_t *tag;
};

/* Two decisions a token: its kind (part of speech, or those of a multiword token's words), then the tag of that kind. */
unsigned tag_kind_features(const struct tag_state *state, uint32_t i, uint64_t features[TAG_FEATURES_MOST]);
unsigned tag_features(const struct tag_state *state, uint32_t i, uint32_t kind, uint64_t features[TAG_FEATURES_MOST]);

/* What the lexicon is certain of: the kind alone (*tag TAGS_MOST), the tag too, or nothing: false. Half of all tokens need no more. */
bool tag_certain(const struct tag_state *state, uint32_t i, uint32_t *kind, uint16_t *tag);

/* The best of the scores among the kinds that the token may have, from 1; among the tags of a kind. */
uint32_t tag_best_kind(const struct tag_state *state, uint32_t i, const int32_t *scores);
uint16_t tag_best(const struct tag_state *state, uint32_t kind, const int32_t *scores);

/* Tags all tokens. */
struct tagger {
    struct filon_linear kinds, tags;
};
void tag_sentence(const struct tag_state *state, const struct tagger *tagger);

#endif
