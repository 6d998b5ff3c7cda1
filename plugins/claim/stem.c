/* stem.c - words without their endings. A claim and a text seldom have the same form of a word, often not even the same part of speech:
 * « ingérence », « s'est ingérée »; « militarise », « militariser ». */
#include "claim.h"

enum { STEM_LEAST = 4 };

/* Folded, longest first. */
static const char *const endings_fr[] = {
    "issements", "issement", "ements", "ement", "ations", "itions", "utions", "raient", "ation", "ition", "ution", "ences",
    "ances",     "iques",    "ismes",  "istes", "ables",  "ibles",  "euses",  "antes",  "aient", "eront", "aires", "iennes",
    "ienne",     "aines",    "aises",  "oises", "erait",  "ence",   "ance",   "ique",   "isme",  "iste",  "able",  "ible",
    "euse",      "ante",     "ants",   "rait",  "ront",   "aire",   "iens",   "aine",   "ains",  "aise",  "oise",  "ions",
    "ites",      "eurs",     "ives",   "ales",  "ait",    "ais",    "era",    "ion",    "ite",   "eur",   "ive",   "ifs",
    "ees",       "ers",      "ent",    "ant",   "ons",    "ies",    "its",    "ues",    "ale",   "aux",   "ien",   "ain",
    "ois",       "if",       "ee",     "es",    "er",     "ra",     "ai",     "as",     "ez",    "ir",    "ie",    "it",
    "is",        "ue",       "us",     "al",    "e",      "s",      "a",      "i",      "u",     "x",     NULL};
static const char *const endings_en[] = {"ations", "ments", "ation", "ement", "ities", "ances", "ences", "ment", "ance",
                                         "ence",   "ions",  "ings",  "able",  "ible",  "ally",  "ness",  "ies",  "ity",
                                         "ion",    "ing",   "ers",   "ive",   "ous",   "ful",   "ist",   "ism",  "ed",
                                         "er",     "ly",    "al",    "es",    "y",     "e",     "s",     NULL};
static const char *const *const endings[CLAIM_LANGUAGES] = {endings_fr, endings_en};

struct filon_str claim_stem(struct filon_str folded, enum claim_language language)
{
    for (const char *const *ending = endings[language]; *ending; ending++) {
        size_t n = strlen(*ending);
        if (folded.n >= n + STEM_LEAST && memcmp(folded.p + folded.n - n, *ending, n) == 0)
            return (struct filon_str){folded.p, folded.n - n};
    }
    return folded;
}

size_t claim_next_word(struct filon_str s, size_t *at, size_t *begin, char *folded)
{
    unsigned length;
    while (*at < s.n) {
        uint32_t c = filon_utf8_at(s.p, s.n, *at, &length);
        if (filon_is_letter(c) || filon_is_digit(c))
            break;
        *at += length;
    }
    *begin = *at;
    while (*at < s.n) {
        uint32_t c = filon_utf8_at(s.p, s.n, *at, &length);
        if (!filon_is_letter(c) && !filon_is_digit(c) && !(c >= 0x300 && c < 0x370))
            break;
        *at += length;
    }
    size_t n = *at - *begin;
    while (n > WORD_BYTES_MOST)
        n = filon_utf8_before(s.p + *begin, n);
    return n ? filon_fold(folded, (struct filon_str){s.p + *begin, n}, FILON_FOLD_CASE | FILON_FOLD_ACCENT) : 0;
}
