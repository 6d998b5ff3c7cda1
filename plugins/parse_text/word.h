/* Words as the phrasebook knows them: runs of letters and digits, their hashes the same for capitals and accents. */
#ifndef PARSE_TEXT_WORD_H
#define PARSE_TEXT_WORD_H

#include <filon/plugin.h>

enum { CASE_LOWER = 1, CASE_CAPITAL = 2, CASE_DIGIT = 4 };

/* The hash of a word's folded bytes: FNV-1a, a byte at a time, so that it is there when the word ends. */
#define HASH_SEED 0x811c9dc5u
static inline uint32_t hash_step(uint32_t hash, uint8_t byte)
{
    return (hash ^ byte) * 0x01000193u;
}
/* A number, whichever, has the hash of "0"; © and (c) are words by themselves. */
#define HASH_NUMBER ((HASH_SEED ^ '0') * 0x01000193u)
#define HASH_COPY ((HASH_SEED ^ 0xa9) * 0x01000193u)

/* What a byte of ASCII is folded to, and above that its CASE_; 0 for what is no letter or digit, and from 0x80 on. */
extern const uint16_t word_ascii[256];

/* Fills the tables; before anything else here, and not in a constructor, as it stands on tables of the core's own. */
void word_init(void);

/* The bytes of the letter at text[at], at < n, that is not ASCII, or 0 if none stands there; hashes its folded form. first: it would begin a
 * word. */
unsigned word_far_letter(const char *text, uint32_t n, uint32_t at, bool first, uint32_t *hash, unsigned *cases);

/* Whether a word may begin with the byte: U+0080 to U+00BF and the marks that begin with 0xe2 are no letters. */
static inline bool word_may_begin(unsigned char byte)
{
    return word_ascii[byte] || (byte >= 0xc3 && byte != 0xe2);
}

/* The end of the word that begins at text[at], or `at`. The text is valid UTF-8 of n bytes. *cases: which kinds of letters it has,
 * *first: that of its first. */
static inline uint32_t word_end(const char *text, uint32_t n, uint32_t at, uint32_t *hash, unsigned *cases, unsigned *first)
{
    const unsigned char *p = (const unsigned char *)text + at, *stop = (const unsigned char *)text + n;
    uint32_t h = HASH_SEED;
    unsigned seen = 0, begins = at < n ? word_ascii[*p] : 0;
    for (;;) {
        unsigned now;
        for (; p < stop && (now = word_ascii[*p]); p++) {
            h = hash_step(h, (uint8_t)now);
            seen |= now;
        }
        if (p >= stop || !word_may_begin(*p))
            break;
        uint32_t here = (uint32_t)(p - (const unsigned char *)text);
        unsigned length = word_far_letter(text, n, here, here == at, &h, &now);
        if (!length)
            break;
        if (here == at)
            begins = now << 8;
        seen |= now << 8;
        p += length;
    }
    *hash = h;
    *cases = seen >> 8;
    *first = begins >> 8;
    return (uint32_t)(p - (const unsigned char *)text);
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
