#include "word.h"

/* U+0080 to U+017F, folded to one or two letters; [0] is 0 for what is no letter. */
static uint8_t latin[256][2];

void word_init(void)
{
    for (uint32_t c = 0xc0; c < 0x180; c++) {
        char utf8[4], folded[16];
        struct filon_str s = {utf8, filon_utf8_put(utf8, c)};
        size_t n = filon_fold(folded, s, FILON_FOLD_CASE | FILON_FOLD_ACCENT);
        if (!filon_is_letter(c))
            continue;
        latin[c - 0x80][0] = (uint8_t)c | 0x80; /* ß, ø: letters of their own */
        for (size_t i = 0; n <= 2 && i < n && (unsigned char)folded[i] < 0x80; i++)
            latin[c - 0x80][i] = (uint8_t)folded[i];
    }
}

/* Outside Latin, letters are what is not in the blocks of punctuation and symbols: enough to count words by. */
static bool is_far(uint32_t c)
{
    return (c >= 0x180 && c < 0x2000) || (c >= 0x3040 && c < 0xd800) || (c >= 0xf900 && c < 0xfe00) || (c >= 0x20000 && c < 0x30000);
}

/* Folded bytes on their way into the hash. */
struct folded {
    uint64_t hash, bytes;
    unsigned bits; /* of them that wait, up to all 64: whether they are the last is known when more come */
};

static inline void add(struct folded *folded, uint64_t bytes, unsigned bits)
{
    unsigned had = folded->bits;
    if (had < 64)
        folded->bytes |= bytes << had;
    folded->bits += bits;
    if (folded->bits > 64) {
        folded->hash = word_mix(folded->hash, folded->bytes);
        folded->bytes = had < 64 ? bytes >> (64 - had) : bytes;
        folded->bits -= 64;
    }
}

/* The bytes of the letter at text[at], at < n, that is not ASCII, or 0 if none stands there. first: it would begin a word. */
static inline unsigned add_letter(struct folded *folded, const char *text, uint32_t n, uint32_t at, bool first, unsigned *cases)
{
    unsigned length;
    uint32_t c = filon_utf8_at(text, n, at, &length);
    if (c < 0x180) {
        const uint8_t *letter = latin[c - 0x80];
        if (!letter[0])
            return 0;
        add(folded, letter[0] | (uint64_t)letter[1] << 8, letter[1] ? 16 : 8);
        /* Latin-1 has its capitals up to U+00DE; Extended-A alternates, near enough. */
        *cases = (c < 0x100 ? c < 0xdf : !(c & 1)) ? CASE_CAPITAL : CASE_LOWER;
    } else if (c >= 0x300 && c < 0x370 && !first) {
        *cases = 0; /* a combining accent: the letter before it was hashed without */
    } else if (is_far(c)) {
        for (unsigned i = 0; i < length; i++)
            add(folded, (uint8_t)text[at + i], 8);
        *cases = CASE_LOWER;
    } else
        return 0;
    return length;
}

/* Whether a letter may begin with the byte: U+0080 to U+00BF and the marks that begin with 0xe2 are none. */
static bool begins_letter(char byte)
{
    return (unsigned char)byte >= 0xc3 && (unsigned char)byte != 0xe2;
}

/* Adds a run of n bytes, 1 to 16. */
static inline void add_run(struct folded *folded, const char *p, unsigned n)
{
    if (n > 8) {
        add(folded, filon_bytes(p) | WORD_SMALL, 64);
        p += 8;
        n -= 8;
    }
    add(folded, word_first(filon_bytes(p) | WORD_SMALL, n), 8 * n);
}

struct letters word_at_far(struct filon_str text, uint32_t to, uint32_t at)
{
    struct folded folded = {HASH_SEED, 0, 0};
    unsigned seen = 0, begins = 0;
    uint32_t i = at;
    while (i < to) {
        char copy[FILON_ASCII_BYTES] = {0};
        const char *p = text.n - i >= FILON_ASCII_BYTES ? text.p + i : memcpy(copy, text.p + i, text.n - i);
        struct filon_ascii ascii = filon_ascii(p);
        unsigned n = (unsigned)__builtin_ctz(~(ascii.lower | ascii.upper | ascii.digit)), letter, length;
        n = n < to - i ? n : to - i;
        if (n) {
            add_run(&folded, p, n);
            seen |= word_cases(&ascii, (1u << n) - 1);
            if (i == at)
                begins = word_cases(&ascii, 1);
            i += n;
        }
        if (n == FILON_ASCII_BYTES)
            continue;
        if (i == to || !begins_letter(text.p[i]) || !(length = add_letter(&folded, text.p, to, i, i == at, &letter)))
            break;
        if (i == at)
            begins = letter;
        seen |= letter;
        i += length;
    }
    if (i == at)
        return (struct letters){.end = at};
    return (struct letters){i, (uint32_t)word_mix(folded.hash, folded.bytes), (uint8_t)seen, (uint8_t)begins};
}

uint32_t word_hash(struct filon_str word)
{
    uint64_t whole = HASH_SEED;
    uint32_t n = (uint32_t)word.n;
    for (uint32_t i = 0; i < n;) {
        struct letters letters = word_at(word, n, i);
        if (i == 0 && letters.end == n)
            return letters.hash;
        bool mark = letters.end == i;
        for (; i < letters.end; i++) /* a word with a mark in it: a mistake of the lexicon's, and no word of a page has this hash */
            whole = word_mix(whole, (uint8_t)word.p[i]);
        i += mark;
    }
    return (uint32_t)whole;
}
