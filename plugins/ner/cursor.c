#include "cursor.h"

static uint32_t code_at(struct cursor c, unsigned *length)
{
    *length = 1;
    return c.p < c.end ? filon_utf8_at(c.p, (size_t)(c.end - c.p), 0, length) : 0;
}

/* Blanks within a line; how many. */
unsigned ner_cursor_blanks(struct cursor *c)
{
    unsigned length, n = 0;
    for (uint32_t code = code_at(*c, &length); n < 4 && code && code != '\n' && code != '\r' && filon_is_space(code);
         code = code_at(*c, &length)) {
        c->p += length;
        n++;
    }
    return n;
}

bool ner_cursor_letter(struct cursor c)
{
    unsigned length;
    return filon_is_letter(code_at(c, &length));
}

/* A number of up to 4 digits that no further digit follows; how many digits, or 0. */
unsigned ner_cursor_number(struct cursor *c, unsigned *value)
{
    unsigned n = 0;
    *value = 0;
    while (n < 5 && is_digit_at(*c, n)) {
        *value = *value * 10 + (unsigned)(c->p[n] - '0');
        n++;
    }
    if (n == 0 || n > 4)
        return 0;
    c->p += n;
    return n;
}

/* One of the words, whatever its case, as a whole word; its number, or -1. */
int ner_cursor_word_in(struct cursor *c, const char *const *words, size_t n)
{
    char raw[32], folded[72];
    size_t length = 0;
    struct cursor ahead = *c;
    while (ner_cursor_letter(ahead) && length < sizeof raw - 4) {
        unsigned step;
        code_at(ahead, &step);
        memcpy(raw + length, ahead.p, step);
        length += step;
        ahead.p += step;
    }
    if (length == 0 || ner_cursor_letter(ahead))
        return -1;
    struct filon_str word = {folded, filon_fold(folded, (struct filon_str){raw, length}, FILON_FOLD_CASE)};
    for (size_t i = 0; i < n; i++)
        if (*words[i] == *folded && filon_str_is(word, words[i])) {
            c->p = ahead.p;
            return (int)i;
        }
    return -1;
}

bool ner_cursor_literal(struct cursor *c, const char *s)
{
    size_t n = strlen(s);
    if ((size_t)(c->end - c->p) < n || memcmp(c->p, s, n) != 0)
        return false;
    c->p += n;
    return true;
}
