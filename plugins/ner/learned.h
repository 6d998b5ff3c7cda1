/* learned.h - the learned tagger: a CRF over tokens whose features are the words, the lexicons and what the rules found. */
#ifndef NER_LEARNED_H
#define NER_LEARNED_H

#include <filon/learn.h>
#include <filon/train.h>

#include "ner.h"

enum { LABELS = 1 + 2 * NER_TYPES, MOST_FEATURES = 128 };

/* 0: outside; then for each type the first token of a mention and the further ones. */
static inline unsigned label_begin(enum ner_type type)
{
    return 1 + 2 * (unsigned)type;
}

static inline bool label_inside(unsigned label)
{
    return label && label % 2 == 0;
}

static inline enum ner_type label_type(unsigned label)
{
    return (enum ner_type)((label - 1) / 2);
}

/* Of the text, once: what features are made of. */
struct tagging;
struct tagging *ner_tagging_new(const struct text *text, const struct mentions *rules);
/* All features of a token, for training; at most MOST_FEATURES. The sum of these parts: */
size_t ner_features(const struct tagging *tagging, uint32_t token, uint64_t *features);
/* Those of a word `offset` (-2 to 2) beside a token: the same wherever it stands, so that their weights are added up once. */
size_t ner_word_features(const struct tagging *tagging, uint32_t word, int offset, uint64_t *features);
/* The words at offsets -2 to 2; text->n_words: none, beyond the sentence. */
void ner_words_around(const struct tagging *tagging, uint32_t token, uint32_t words[5]);
/* Those of the token itself. */
size_t ner_token_features(const struct tagging *tagging, uint32_t token, const uint32_t words[5], uint64_t *features);

/* Of all that a word's features are made of; not 0. */
uint64_t ner_word_key(const struct tagging *tagging, uint32_t word);

/* A CRF, and what is remembered from one document to the next; it changes nothing but the speed. */
struct memory;
struct ner_tagger {
    const struct filon_crf *crf; /* NULL: none */
    struct memory *memory;
};
struct memory *ner_memory_new(struct filon_arena *arena);

/* Puts the CRF's mentions in the place of the rules'. */
void ner_tag(const struct ner_tagger *tagger, const struct text *text, struct mentions *mentions);

/* Adds those of the rules' mentions that the found ones, from the CRF, bear witness to. */
void ner_restore(const struct text *text, const struct mentions *rules, struct mentions *found);

/* The labels' names, NULL-terminated, and which may follow which. */
extern const char *const ner_labels[LABELS + 1];
bool ner_label_allowed(unsigned from, unsigned to);

int ner_train(struct filon_ctx *ctx, struct filon_training *training);
int ner_eval(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally);

#endif
