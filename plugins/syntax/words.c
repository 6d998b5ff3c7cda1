#include "words.h"

/* Characters that one writes in several ways, as one. */
static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x02bc: case 0x2032: case 0xb4: case '`':
        return '\'';
    case 0xab: case 0xbb: case 0x201c: case 0x201d: case 0x201e: case 0x201f: case 0x2039: case 0x203a:
        return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
        return '-';
    default:
        return c >= '0' && c <= '9' ? '0' : filon_to_lower(c);
    }
}

size_t fold_form(char out[FOLDED_MOST], struct filon_str form)
{
    size_t n = 0;
    unsigned length;
    for (size_t i = 0; i < form.n && n + 4 <= FOLDED_MOST; i += length) {
        unsigned char byte = (unsigned char)form.p[i];
        if (byte >= 'a' && byte <= 'z') {
            out[n++] = (char)byte;
            length = 1;
            continue;
        }
        uint32_t c = filon_utf8_at(form.p, form.n, i, &length);
        if (c == 0x2026) {
            memcpy(out + n, "...", 3);
            n += 3;
        } else if (!filon_is_space(c)) {
            n += filon_utf8_put(out + n, plain(c));
        }
    }
    return n;
}

static uint8_t shape_of(struct filon_str form)
{
    unsigned letters = 0, capitals = 0, digits = 0, others = 0, hyphens = 0, apostrophes = 0, length;
    bool first = false;
    for (size_t i = 0; i < form.n; i += length) {
        uint32_t c = filon_utf8_at(form.p, form.n, i, &length);
        if (c >= 'a' && c <= 'z') {
            letters++;
        } else if (filon_is_letter(c)) {
            bool capital = filon_is_upper(c);
            letters++;
            capitals += capital;
            first |= capital && i == 0;
        } else if (filon_is_digit(c)) {
            digits++;
        } else {
            uint32_t as = plain(c);
            hyphens += as == '-';
            apostrophes += as == '\'';
            others += as != '-' && as != '\'';
        }
    }
    enum shape shape = digits ? letters ? SHAPE_MIXED : SHAPE_NUMBER
                       : !letters ? SHAPE_MARK
                       : hyphens  ? SHAPE_HYPHEN
                       : apostrophes ? SHAPE_APOSTROPHE : others ? SHAPE_MIXED : SHAPE_WORD;
    return (uint8_t)(shape | (first ? SHAPE_CAPITAL : 0) | (capitals > 1 && capitals == letters ? SHAPE_CAPITALS : 0));
}

const struct lexeme *lexicon_find(const struct lexicon *lexicon, uint64_t form)
{
    uint32_t key = (uint32_t)form, at = (uint32_t)(form >> 32) & lexicon->mask;
    for (uint32_t round = 0; round <= lexicon->mask; round++, at = (at + 1) & lexicon->mask) {
        if (!(lexicon->slot[at].flags & LEXEME_USED))
            return NULL;
        if (lexicon->slot[at].key == key)
            return &lexicon->slot[at];
    }
    return NULL;
}

void see(struct seen *seen, struct filon_str form, const struct lexicon *lexicon)
{
    char folded[FOLDED_MOST];
    size_t n = fold_form(folded, form), at = n;
    seen->form = filon_hash(folded, n, 1);
    for (unsigned i = 0; i < SUFFIXES; i++) {
        at = at ? filon_utf8_before(folded, at) : 0;
        seen->suffix[i] = filon_hash(folded + at, n - at, 2 + (at == 0));
    }
    at = 0;
    for (unsigned i = 0; i < PREFIXES; i++) {
        unsigned length = 0;
        if (at < n)
            filon_utf8_at(folded, n, at, &length);
        at += length;
        seen->prefix[i] = filon_hash(folded, at, 4);
    }
    seen->shape = shape_of(form);
    const struct lexeme *lexeme = lexicon_find(lexicon, seen->form);
    seen->cluster = lexeme ? lexeme->cluster : 0;
    seen->usual = lexeme ? lexeme->usual : 0;
    seen->ambiguity = lexeme ? lexeme->ambiguity : 0;
    seen->flags = lexeme ? lexeme->flags : 0;
}
