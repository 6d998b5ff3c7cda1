/* abbreviation.c - first letters: which name an abbreviation stands for. */
#include "ner.h"

enum { LETTERS = 16 }; /* of an abbreviation */

bool ner_is_abbreviation(const struct text *text, uint32_t first, uint32_t last)
{
    const struct word *word = word_at(text, first);
    return first == last && (word->shape & SHAPE_CAPS) && word->text.n >= 2 && word->text.n <= 10;
}

/* De, du, la, pour, … give no letter. */
static bool gives_letters(const struct word *word)
{
    if (word->shape & SHAPE_UPPER)
        return true;
    return (word->shape & SHAPE_LOWER) && !(word->bits & LEX_PARTICLE) && word->text.n > 3;
}

/* The first letter of each part between hyphens, folded, into out (room for 8); how many bytes. */
static size_t word_letters(const struct word *word, char *out)
{
    size_t n = 0;
    bool begins = true;
    unsigned length;
    for (size_t at = 0; at < word->text.n && n < 4; at += length) {
        uint32_t code = filon_utf8_at(word->text.p, word->text.n, at, &length);
        if (begins && filon_is_letter(code))
            n += filon_utf8_put(out + n, filon_strip_accent(filon_to_lower(code)));
        begins = code == '-';
    }
    return n;
}

uint64_t ner_initials(const struct text *text, uint32_t first, uint32_t last, bool capitals)
{
    char letters[LETTERS + 8];
    size_t n = 0;
    for (uint32_t i = first; i <= last && n < LETTERS; i++) {
        const struct word *word = word_at(text, i);
        if (gives_letters(word) && (!capitals || (word->shape & SHAPE_UPPER)))
            n += word_letters(word, letters + n);
    }
    return n < 2 ? 0 : filon_hash(letters, n, 0);
}

/* The letters of an abbreviation, folded, without points. */
static size_t abbreviation_letters(const struct text *text, uint32_t token, char *out)
{
    struct filon_str s = word_at(text, token)->text;
    size_t kept = 0, n = filon_fold(out, (struct filon_str){s.p, s.n < LETTERS ? s.n : LETTERS}, FILON_FOLD_CASE | FILON_FOLD_ACCENT);
    for (size_t i = 0; i < n; i++)
        if (out[i] != '.')
            out[kept++] = out[i];
    return kept;
}

uint64_t ner_letters(const struct text *text, uint32_t token)
{
    char letters[LETTERS * 2 + 4];
    return filon_hash(letters, abbreviation_letters(text, token, letters), 0);
}

bool ner_stands_for(const struct text *text, uint32_t abbreviation, uint32_t first, uint32_t last)
{
    uint64_t letters = ner_letters(text, abbreviation);
    return first < last && (ner_initials(text, first, last, false) == letters || ner_initials(text, first, last, true) == letters);
}

bool ner_expansion(const struct text *text, uint32_t abbreviation, uint32_t *first)
{
    char letters[LETTERS * 2 + 4], word[16];
    size_t left = abbreviation_letters(text, abbreviation, letters);
    if (left < 3 || abbreviation < 2)
        return false;
    for (uint32_t token = abbreviation - 1; token-- > 0 && joined(text, token + 1) && abbreviation - token < 3 * LETTERS;) {
        const struct word *w = word_at(text, token);
        if (!(w->shape & (SHAPE_LOWER | SHAPE_UPPER)))
            return false;
        if (!gives_letters(w))
            continue;
        size_t n = word_letters(w, word);
        if (n == 0 || n > left || memcmp(letters + left - n, word, n) != 0)
            return false;
        left -= n;
        if (left == 0) {
            *first = token;
            return token + 3 < abbreviation;
        }
    }
    return false;
}
