/* Words as the phrasebook knows them: runs of letters and digits, their hashes the same for capitals and accents. */
#ifndef PARSE_TEXT_WORD_H
#define PARSE_TEXT_WORD_H

#include <filon/ascii.h>
#include <filon/plugin.h>

enum { CASE_LOWER = 1, CASE_CAPITAL = 2, CASE_DIGIT = 4 };

/* The hash of a word: of its folded bytes, eight at a time, the first one lowest. */
#define HASH_SEED 0x243f6a8885a308d3u
static inline uint64_t word_mix(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}
/* A number, whichever, has the hash of "0"; © and (c) are words by themselves. */
#define HASH_NUMBER ((uint32_t)word_mix(HASH_SEED, '0'))
#define HASH_COPY ((uint32_t)word_mix(HASH_SEED, 0xa9))

/* Fills the tables; before anything else here, and not in a constructor, as it stands on tables of the core's own. */
void word_init(void);

#define WORD_SMALL 0x2020202020202020u /* makes eight letters of ASCII small ones, and leaves digits as they are */

/* Of eight bytes the first n, 1 to 8. */
static inline uint64_t word_first(uint64_t bytes, unsigned n)
{
    return bytes & ~UINT64_C(0) >> (64 - 8 * n);
}

/* Which CASE_s the bytes of `ascii` in `mask` have. */
static inline unsigned word_cases(const struct filon_ascii *ascii, uint32_t mask)
{
    return (ascii->lower & mask ? CASE_LOWER : 0u) | (ascii->upper & mask ? CASE_CAPITAL : 0u) | (ascii->digit & mask ? CASE_DIGIT : 0u);
}

/* A word of the text from where it was looked for. */
struct letters {
    uint32_t end;  /* where it was looked for: no word begins there, and the rest is 0 */
    uint32_t hash; /* of its folded bytes */
    uint8_t cases; /* CASE_s: which kinds of letters it has */
    uint8_t first; /* … of its first one */
};

/* word_at for all words, and slower: in any language, of any length, at the text's end. */
struct letters word_at_far(struct filon_str text, uint32_t to, uint32_t at);

/* The word that begins at text[at] and ends no farther than `to`, at < to. The text is valid UTF-8. */
static inline struct letters word_at(struct filon_str text, uint32_t to, uint32_t at)
{
    const char *p = text.p + at;
    if (text.n - at < FILON_ASCII_BYTES)
        return word_at_far(text, to, at);
    struct filon_ascii ascii = filon_ascii(p);
    unsigned n = (unsigned)__builtin_ctz(~(ascii.lower | ascii.upper | ascii.digit));
    if (n == FILON_ASCII_BYTES || ascii.beyond >> n & 1 || n > to - at)
        return word_at_far(text, to, at);
    if (!n)
        return (struct letters){.end = at};
    uint64_t mixed = HASH_SEED, bytes = filon_bytes(p) | WORD_SMALL;
    unsigned last = n;
    if (n > 8) {
        mixed = word_mix(mixed, bytes);
        bytes = filon_bytes(p + 8) | WORD_SMALL;
        last = n - 8;
    }
    uint32_t hash = (uint32_t)word_mix(mixed, word_first(bytes, last)), mask = (1u << n) - 1;
    if (mask & ~ascii.lower)
        return (struct letters){at + n, hash, (uint8_t)word_cases(&ascii, mask), (uint8_t)word_cases(&ascii, 1)};
    return (struct letters){at + n, hash, CASE_LOWER, CASE_LOWER};
}

/* The hash of a word given as text; what is no letter or digit in it is passed over. */
uint32_t word_hash(struct filon_str word);

/* The bytes of © or (c) at text[at], or 0. */
static inline uint32_t word_copy_sign(const char *text, uint32_t n, uint32_t at)
{
    const unsigned char *u = (const unsigned char *)text + at;
    if (u[0] == 0xc2 && u[1] == 0xa9)
        return 2;
    return u[0] == '(' && n - at > 2 && (u[1] | 32) == 'c' && u[2] == ')' ? 3 : 0;
}

#endif
