/* Treebanks for training: sentences with their tokens, words, tags, lemmas and trees. */
#ifndef SYNTAX_GOLD_H
#define SYNTAX_GOLD_H

#include "tags.h"

#include <filon/conllu.h>

struct gold_word {
    struct filon_str form, lemma, upos, feats;
    uint32_t head;   /* in the sentence, from 0; FILON_NONE: the root */
    uint16_t deprel; /* in gold.deprels */
    uint16_t tag;
};

struct gold_token {
    struct filon_str form;
    uint32_t first, words; /* in the sentence */
    uint16_t tag;          /* in gold.tags: of its word, or of all its words */
};

struct gold_sentence {
    struct gold_token *token;
    struct gold_word *word;
    uint32_t tokens, words;
    uint32_t origin; /* of which sentence it is a variant; its own number if it is none */
};

struct gold {
    struct filon_arena *arena;
    struct gold_sentence *sentence;
    uint32_t n, room;
    struct filon_map *tags, *deprels;
};

void gold_init(struct gold *gold, struct filon_arena *arena);
void gold_free(struct gold *gold);

/* Adds a document's sentences, copied, whose token layer holds the annotation. */
void gold_add_document(struct gold *gold, struct filon_doc *doc);
void gold_add(struct gold *gold, const struct gold_sentence *sentence);

/* Adds every `each`-th sentence in capitals without accents, as headlines are written. */
void gold_add_capitals(struct gold *gold, uint32_t each);

/* The names of the tags, those of single words first, a line each; renumbers the tags of all words to that order. */
struct filon_str gold_tag_names(struct gold *gold);

#endif
