/* language - of a document and its blocks. */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include <endian.h>
#include <filon/plugin.h>
#include <filon/train.h>

/* Languages of the model: one lane of a vector each. */
enum { LANES = 16 };

/* Bytes of text that are looked at, and of what they are folded to: more tells nothing new. */
enum { FOLDED_MOST = 320, FOLDED_PAD = 8 };

/* Grams of 1 to 5 bytes of the folded text, hashed into a table of lines: a weight of a byte for each language. */
enum { ORDERS = 5, TABLE_BITS = 15, TABLE_LINES = 1 << TABLE_BITS };

typedef int8_t weights_line __attribute__((vector_size(LANES)));

struct language_model {
    const weights_line *lines; /* TABLE_LINES of them */
    float scale;               /* of a weight's unit, in logits */
    char codes[LANES][4];      /* "fr"; empty: none */
};

/* Lower case, anything but letters one space, a space at both ends; zeros behind. Returns its length; letters: how many;
 * signs: of ASCII's digits and punctuation. */
size_t language_fold(char folded[FOLDED_MOST + FOLDED_PAD], struct filon_str text, uint32_t *letters, uint32_t *signs);

/* The line of the gram of so many bytes at a place of the folded text. */
static inline uint32_t language_gram(const char *folded, size_t at, unsigned order)
{
    uint64_t bytes;
    memcpy(&bytes, folded + at, sizeof bytes);
    bytes = le64toh(bytes) & UINT64_MAX >> (64 - 8 * order);
    return (uint32_t)((bytes + order) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - TABLE_BITS));
}

/* The probability of each of the model's languages for a text; false: it has no letters. */
bool language_judge(const struct language_model *model, struct filon_str text, float probability[LANES], uint32_t *letters,
                    uint32_t *signs);
void language_softmax(const float logit[LANES], float probability[LANES]);

/* The language of a text in a script of one language or of few: "ru"; NULL: the letters are Latin, or too few to say. */
const char *language_of_script(struct filon_str text);

int language_train(struct filon_ctx *ctx, struct filon_training *training);
/* A case a line of what is marked. */
int language_measure(struct filon_ctx *ctx, const struct language_model *model, struct filon_corpus *corpus, struct filon_tally *tally);
/* The code of the model's best language and its probability; NULL: no letters. */
const char *language_best(const struct language_model *model, struct filon_str text, float *probability);

#endif
