/* Training: from treebanks and raw text to the parts of a model. */
#ifndef SYNTAX_TRAIN_H
#define SYNTAX_TRAIN_H

#include "gold.h"
#include "tag.h"

/* ---- the lexicon: word classes of raw text, parts of speech of the treebanks */

struct lexicon_plan {
    struct filon_str raw; /* CoNLL-U without annotation; p NULL: none */
    const char *raw_path;
    uint32_t classes, least; /* word classes; how often a word must occur to have one */
    unsigned rounds;
};
/* The words of the treebanks and of the raw text, and their classes. */
struct builder;
struct builder *train_words(const struct gold *gold, const struct lexicon_plan *plan, struct filon_error *error);
void train_words_free(struct builder *builder);
/* Makes the lexicon. With a tagger, the raw text is tagged, and what words usually are is counted there too. */
int train_lexicon(struct builder *builder, struct lexicon *lexicon, struct filon_buf *out, const struct gold *gold, const struct lexicon_plan *plan,
                  const struct tagset *tags, const struct lexicon *former, const struct tagger *tagger, struct filon_error *error);

/* The infinitives that the lexicon's words are, a line each; they last as long as the builder. */
struct filon_str train_verbs(const struct builder *builder);

/* A random number below n; the same sequence in every run. */
static inline uint32_t draw(uint64_t *seed, uint32_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % n);
}
void shuffle(uint32_t *order, uint32_t n, uint64_t *seed);

/* ---- the tagger: which sentences of gold are used, `use` says (NULL: all) */
void train_tagger(struct filon_buf *kinds, struct filon_buf *tags_out, const struct gold *gold, const uint8_t *use, const struct tagset *tags,
                  const struct lexicon *lexicon, unsigned rounds, double least);

/* ---- the lemmatiser: its rules, classifier and the words that this one gets wrong. Beside the treebanks' words it learns from the
 * inflection of their verbs and of `verbs`, infinitives, a line each. */
void train_lemmas(struct filon_buf *rules, struct filon_buf *linear, struct filon_buf *known, const struct gold *gold, const struct tagset *tags,
                  const struct lexicon *lexicon, const char *language, struct filon_str verbs, double least);

/* The tokens of a sentence as the tagger sees them; room for sentence->tokens. */
void see_gold(struct seen *seen, const struct gold_sentence *sentence, const struct lexicon *lexicon);

#endif
