/* A model of the language: all that open reads and training makes. */
#ifndef SYNTAX_MODEL_H
#define SYNTAX_MODEL_H

#include "lemma.h"
#include "parse.h"
#include "tag.h"

#include <filon/model.h>

/* The words of a multiword token with one tag: du, "ADP _+DET Definite=Def…": de le. */
struct contraction {
    uint64_t form; /* of the token, folded */
    uint16_t tag;
    struct filon_str word[TAG_WORDS_MOST], lemma[TAG_WORDS_MOST];
};

struct model {
    struct filon_model *file;
    struct tagset tags;
    struct lexicon lexicon;
    struct tagger tagger;
    struct filon_linear lemma, moves, names; /* names: of relations */
    const uint8_t *certain;                  /* ARC_KINDS of them */
    struct lemmatiser lemmatiser;
    struct filon_str label[LABELS_MOST];
    uint32_t labels, root, loose; /* loose: the label for what hangs on nothing better */
    struct contraction *contraction;
    uint32_t contractions;
};

/* The names of the parts in the file. */
#define PART_TAGS "tags"
#define PART_LABELS "labels"
#define PART_LEXICON "lexicon"
#define PART_KINDS "tagger.kinds"
#define PART_TAGGER "tagger.tags"
#define PART_RULES "lemma.rules"
#define PART_LEMMA "lemma.linear"
#define PART_KNOWN "lemma.known"
#define PART_CONTRACTIONS "contractions"
#define PART_MOVES "parser.moves"
#define PART_NAMES "parser.names"
#define PART_CERTAIN "parser.certain"

/* Opens and checks a file; model_close even if it failed. 0, or -1 with an error. */
int model_open(struct model *model, struct filon_arena *arena, const char *path, struct filon_error *error);
void model_close(struct model *model);

/* What a token's tag makes of it; NULL if the tag is of one word or the token is not known to be more. */
const struct contraction *model_contraction(const struct model *model, uint64_t form, uint16_t tag);

/* What the parser sees of a word. */
void model_parse_word(struct parse_word *word, const struct tagset *tags, uint16_t tag, const struct seen *seen, struct filon_str lemma);

#endif
