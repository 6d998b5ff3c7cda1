/* judge.c - what language a text is in: grams of bytes, a weight for each language. */
#include "language.h"

#include <math.h>

size_t language_fold(char folded[FOLDED_MOST + FOLDED_PAD], struct filon_str text, uint32_t *letters, uint32_t *signs)
{
    size_t n = 1;
    *letters = *signs = 0;
    folded[0] = ' ';
    for (size_t at = 0; at < text.n && n < FOLDED_MOST - 5;) {
        unsigned char byte = (unsigned char)text.p[at];
        unsigned length = 1;
        if ((unsigned char)((byte | 32) - 'a') < 26) {
            folded[n++] = (char)(byte | 32);
            ++*letters;
        } else if (byte >= 0x80) {
            uint32_t c = filon_utf8_at(text.p, text.n, at, &length);
            if (c == 0x2019 && folded[n - 1] != ' ')
                folded[n++] = '\'';
            else if (filon_is_letter(c)) {
                n += filon_utf8_put(folded + n, filon_to_lower(c));
                ++*letters;
            } else if (folded[n - 1] != ' ')
                folded[n++] = ' ';
        } else if (byte == '\'' && folded[n - 1] != ' ')
            folded[n++] = '\'';
        else {
            *signs += byte > ' ';
            if (folded[n - 1] != ' ')
                folded[n++] = ' ';
        }
        at += length;
    }
    if (folded[n - 1] != ' ')
        folded[n++] = ' ';
    memset(folded + n, 0, FOLDED_PAD);
    return n;
}

void language_softmax(const float logit[LANES], float probability[LANES])
{
    float most = logit[0], sum = 0;
    for (unsigned i = 1; i < LANES; i++)
        most = logit[i] > most ? logit[i] : most;
    for (unsigned i = 0; i < LANES; i++)
        sum += probability[i] = expf(logit[i] - most);
    for (unsigned i = 0; i < LANES; i++)
        probability[i] /= sum;
}

/* Two lanes a cell: as two sums of half the lanes each, all of it stays in registers. */
typedef int16_t pairs __attribute__((vector_size(LANES)));
struct sums {
    pairs first, second;
};

static inline void add_line(struct sums *sums, pairs line)
{
    pairs low = line << 8 >> 8, high = line >> 8;
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    sums->first += little ? low : high;
    sums->second += little ? high : low;
}

bool language_judge(const struct language_model *model, struct filon_str text, float probability[LANES], uint32_t *letters, uint32_t *signs)
{
    enum { SAFE = 32 }; /* positions whose weights, of 127 at most, cannot run over */
    char folded[FOLDED_MOST + FOLDED_PAD];
    size_t n = language_fold(folded, text, letters, signs);
    float logit[LANES] = {0};
    if (!*letters)
        return false;
    for (size_t at = 0; at < n;) {
        struct sums sums = {0};
        for (size_t end = at + SAFE < n ? at + SAFE : n; at < end; at++)
            for (unsigned order = 1, most = n - at < ORDERS ? (unsigned)(n - at) : ORDERS; order <= most; order++)
                add_line(&sums, (pairs)model->lines[language_gram(folded, at, order)]);
        for (unsigned i = 0; i < LANES; i++)
            logit[i] += (float)(i % 2 ? sums.second : sums.first)[i / 2] * model->scale;
    }
    for (unsigned i = 0; i < LANES; i++)
        if (!*model->codes[i])
            logit[i] = -1e9f;
    language_softmax(logit, probability);
    return true;
}

const char *language_best(const struct language_model *model, struct filon_str text, float *probability)
{
    float p[LANES];
    uint32_t letters, signs;
    unsigned best = 0;
    const char *script = language_of_script(text);
    *probability = 1;
    if (script)
        return script;
    if (!language_judge(model, text, p, &letters, &signs))
        return NULL;
    for (unsigned i = 1; i < LANES; i++)
        best = p[i] > p[best] ? i : best;
    *probability = p[best];
    return model->codes[best];
}

/* ---- scripts */

enum script { CYRILLIC, UKRAINIAN, GREEK, ARABIC, PERSIAN, HEBREW, HAN, KANA, HANGUL, THAI, DEVANAGARI, SCRIPTS };

static const struct range {
    uint32_t from, to;
    enum script script;
} ranges[] = {
    {0x370, 0x3ff, GREEK},      {0x400, 0x52f, CYRILLIC}, {0x590, 0x5ff, HEBREW},   {0x600, 0x6ff, ARABIC},
    {0x900, 0x97f, DEVANAGARI}, {0xe00, 0xe7f, THAI},     {0x1100, 0x11ff, HANGUL}, {0x1f00, 0x1fff, GREEK},
    {0x3040, 0x30ff, KANA},     {0x3400, 0x9fff, HAN},    {0xac00, 0xd7af, HANGUL}, {0x20000, 0x2fa1f, HAN},
};

/* Letters that one of the languages of a script has and the greatest has not. */
static int special(uint32_t c)
{
    switch (c) {
    case 0x404:
    case 0x406:
    case 0x407:
    case 0x454:
    case 0x456:
    case 0x457:
    case 0x490:
    case 0x491:
        return UKRAINIAN;
    case 0x67e:
    case 0x686:
    case 0x698:
    case 0x6a9:
    case 0x6af:
    case 0x6cc:
        return PERSIAN;
    default:
        return -1;
    }
}

const char *language_of_script(struct filon_str text)
{
    static const char *const codes[SCRIPTS] = {
        [CYRILLIC] = "ru", [UKRAINIAN] = "uk", [GREEK] = "el",  [ARABIC] = "ar", [PERSIAN] = "fa",   [HEBREW] = "he",
        [HAN] = "zh",      [KANA] = "ja",      [HANGUL] = "ko", [THAI] = "th",   [DEVANAGARI] = "hi"};
    uint32_t count[SCRIPTS] = {0}, latin = 0, best = 0;
    for (size_t at = 0, end = text.n < FOLDED_MOST ? text.n : FOLDED_MOST; at < end;) {
        unsigned length = 1;
        if (!((unsigned char)text.p[at] & 0x80))
            latin += (unsigned char)((text.p[at] | 32) - 'a') < 26;
        else {
            uint32_t c = filon_utf8_at(text.p, text.n, at, &length);
            for (size_t i = 0; c >= 0x370 && i < FILON_COUNT(ranges) && c >= ranges[i].from; i++)
                if (c <= ranges[i].to)
                    count[ranges[i].script]++;
            if (special(c) >= 0)
                count[special(c)]++;
        }
        at += length;
    }
    count[HAN] *= 2; /* a character is as much as a syllable of letters */
    if (count[KANA]) {
        count[KANA] += count[HAN];
        count[HAN] = 0;
    }
    for (uint32_t i = 1; i < SCRIPTS; i++)
        best = count[i] > count[best] ? i : best;
    if (count[best] < 2 || count[best] < latin)
        return NULL;
    if (best == CYRILLIC && count[UKRAINIAN] * 50 > count[CYRILLIC])
        best = UKRAINIAN;
    if (best == ARABIC && count[PERSIAN] * 20 > count[ARABIC])
        best = PERSIAN;
    return codes[best];
}
