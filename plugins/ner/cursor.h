/* cursor.h - reading dates and times character by character. */
#ifndef NER_CURSOR_H
#define NER_CURSOR_H

#include "ner.h"

struct cursor {
    const char *p, *end;
};

/* The byte at the cursor, 0 at the end. */
static inline unsigned char cursor_at(struct cursor c)
{
    return c.p < c.end ? (unsigned char)*c.p : 0;
}

static inline bool is_digit_at(struct cursor c, size_t n)
{
    return n < (size_t)(c.end - c.p) && c.p[n] >= '0' && c.p[n] <= '9';
}

/* Each goes on behind what it found, and stays where it is if it found nothing. */
unsigned ner_cursor_blanks(struct cursor *c);                                 /* blanks within a line; how many, up to 4 */
unsigned ner_cursor_number(struct cursor *c, unsigned *value);                /* 1 to 4 digits without a further one; how many */
int ner_cursor_word_in(struct cursor *c, const char *const *words, size_t n); /* a whole word, in any case; which one, or -1 */
bool ner_cursor_literal(struct cursor *c, const char *s);
bool ner_cursor_letter(struct cursor c); /* stands at a letter */

#define ANY_WORD(c, ...)                                                                                                                   \
    (ner_cursor_word_in((c), (const char *const[]){__VA_ARGS__}, FILON_COUNT(((const char *const[]){__VA_ARGS__}))) >= 0)

/* A time of day at a token. */
bool ner_time_match(struct cursor *c, const struct text *text, uint32_t token);

#endif
