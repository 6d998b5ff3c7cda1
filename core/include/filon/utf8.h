/* filon/utf8.h - UTF-8 as bytes: validation, decoding, classes and folding. */
#ifndef FILON_UTF8_H
#define FILON_UTF8_H

#include <filon/str.h>

/* Offset of the first byte that is no valid UTF-8 (overlong, surrogate, beyond U+10FFFF, cut short), or n. */
FILON_API size_t filon_utf8_check(const char *text, size_t n);

/* Code points in valid UTF-8 of n bytes. */
FILON_API size_t filon_utf8_count(const char *text, size_t n);

/* The code point at text[at] of valid UTF-8; *length gets its bytes (1 to 4). at < n. */
static inline uint32_t filon_utf8_at(const char *text, size_t n, size_t at, unsigned *length)
{
    const unsigned char *u = (const unsigned char *)text + at;
    if (u[0] < 0x80) {
        *length = 1;
        return u[0];
    }
    if (u[0] < 0xe0 && at + 1 < n) {
        *length = 2;
        return (uint32_t)(u[0] & 0x1f) << 6 | (u[1] & 0x3f);
    }
    if (u[0] < 0xf0 && at + 2 < n) {
        *length = 3;
        return (uint32_t)(u[0] & 0x0f) << 12 | (uint32_t)(u[1] & 0x3f) << 6 | (u[2] & 0x3f);
    }
    if (at + 3 < n) {
        *length = 4;
        return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3f) << 12 | (uint32_t)(u[2] & 0x3f) << 6 | (u[3] & 0x3f);
    }
    *length = 1;
    return 0xfffd;
}

/* Offset of the code point before text[at]; at > 0. */
static inline size_t filon_utf8_before(const char *text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80);
    return at;
}

/* Writes a code point; returns its bytes (1 to 4). out has room for 4. */
FILON_API unsigned filon_utf8_put(char *out, uint32_t code_point);

/* Classes of a code point. Space includes no-break, narrow no-break and the other Unicode spaces. */
FILON_API bool filon_is_letter(uint32_t code_point);
FILON_API bool filon_is_upper(uint32_t code_point);
FILON_API bool filon_is_lower(uint32_t code_point);
FILON_API bool filon_is_digit(uint32_t code_point);
FILON_API bool filon_is_space(uint32_t code_point);
FILON_API uint32_t filon_to_lower(uint32_t code_point);
FILON_API uint32_t filon_to_upper(uint32_t code_point);
/* The base letter without its accent (é -> e, Ç -> C); others unchanged. Does not open ligatures. */
FILON_API uint32_t filon_strip_accent(uint32_t code_point);

enum filon_fold {
    FILON_FOLD_CASE = 1,    /* lower case */
    FILON_FOLD_ACCENT = 2,  /* no accents; œ -> oe, æ -> ae */
    FILON_FOLD_QUOTE = 4    /* U+2019 -> ', no-break spaces -> space, U+2010/2011 -> - */
};

/* Writes the folded form of valid UTF-8 into out (room for 2 * s.n + 4) and returns its length.
 * Not NUL-terminated. */
FILON_API size_t filon_fold(char *out, struct filon_str s, unsigned folds);

#endif
