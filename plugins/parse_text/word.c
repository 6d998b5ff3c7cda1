#include "word.h"

#define D(c) [c] = (c) | CASE_DIGIT << 8
#define L(c) [c] = (c) | CASE_LOWER << 8, [(c)-32] = (c) | CASE_CAPITAL << 8
const uint16_t word_ascii[256] = {
    D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'), D('8'), D('9'), L('a'), L('b'),
    L('c'), L('d'), L('e'), L('f'), L('g'), L('h'), L('i'), L('j'), L('k'), L('l'), L('m'), L('n'),
    L('o'), L('p'), L('q'), L('r'), L('s'), L('t'), L('u'), L('v'), L('w'), L('x'), L('y'), L('z'),
};
#undef D
#undef L

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

unsigned word_far_letter(const char *text, uint32_t n, uint32_t at, bool first, uint32_t *hash, unsigned *cases)
{
    unsigned length;
    uint32_t c = filon_utf8_at(text, n, at, &length);
    if (c < 0x180) {
        const uint8_t *folded = latin[c - 0x80];
        if (!folded[0])
            return 0;
        *hash = hash_step(*hash, folded[0]);
        if (folded[1])
            *hash = hash_step(*hash, folded[1]);
        /* Latin-1 has its capitals up to U+00DE; Extended-A alternates, near enough. */
        *cases = (c < 0x100 ? c < 0xdf : !(c & 1)) ? CASE_CAPITAL : CASE_LOWER;
    } else if (c >= 0x300 && c < 0x370 && !first) {
        *cases = 0; /* a combining accent: the letter before it was hashed without */
    } else if (is_far(c)) {
        for (unsigned i = 0; i < length; i++)
            *hash = hash_step(*hash, (uint8_t)text[at + i]);
        *cases = CASE_LOWER;
    } else
        return 0;
    return length;
}

uint32_t word_hash(struct filon_str word)
{
    uint32_t hash, whole = HASH_SEED, n = (uint32_t)word.n;
    unsigned cases, first;
    for (uint32_t i = 0; i < n;) {
        uint32_t end = word_end(word.p, n, i, &hash, &cases, &first);
        if (i == 0 && end == n)
            return hash;
        for (; i < end; i++) /* a word with a mark in it: a mistake of the lexicon's, and no word of a page has this hash */
            whole = hash_step(whole, (uint8_t)word.p[i]);
        i += end == i;
    }
    return whole;
}
