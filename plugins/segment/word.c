/* A word: from its first character through everything that belongs to it (apostrophes, hyphens, full stops, decimal commas…). */
#include "segment.h"

#include <filon/ascii.h>

/* What a character behind the word so far does to it. */
enum joint { ENDS, JOINS, DONE /* tokens are added already; `at` is where they end */ };

struct word {
    struct scan *scan;
    uint32_t begin, at; /* at: behind what is taken so far */
    uint32_t segment;   /* begin of its last run of word characters */
    enum kind kind;
    enum charclass last; /* the class of its last letter or digit */
    bool number;         /* a sign, digits and what stands between digits */
    bool grouping;       /* "10" or "10 000": may be followed by a space and three digits */
    bool spaced;         /* holds a space */
    bool joined, hyphen;
};

static inline enum charclass at(const struct word *w, uint32_t where, unsigned *length)
{
    return class_at(w->scan, where, length);
}

static inline bool word_at(const struct word *w, uint32_t where)
{
    unsigned length;
    return is_word(class_at(w->scan, where, &length));
}

static inline bool digit_at(const struct word *w, uint32_t where)
{
    return where < w->scan->end && (unsigned char)(w->scan->text[where] - '0') < 10;
}

static inline uint32_t flags_of(const struct word *w, uint32_t begin, uint32_t end)
{
    return filon_language_word(w->scan->language, w->scan->text + begin, end - begin);
}

/* How many small letters of ASCII the n bytes begin with, counted up to FILON_ASCII_BYTES. */
static inline unsigned small_letters(const char *text, uint32_t n)
{
    unsigned i = 0;
    if (n >= FILON_ASCII_BYTES)
        return (unsigned)__builtin_ctz(~filon_ascii(text).lower);
    while (i < n && (unsigned char)(text[i] - 'a') < 26)
        i++;
    return i;
}

/* Takes a run of word characters from w->at on. */
static void run(struct word *w)
{
    const char *text = w->scan->text;
    uint32_t end = w->scan->end, i = w->at;
    bool digits = true;
    enum charclass last = C_LOWER;
    w->segment = i;
    while (i < end) {
        unsigned length = 1;
        unsigned char byte = (unsigned char)text[i];
        enum charclass cc = byte < 0x80 ? (enum charclass)filon_segment_class[byte] : class_at(w->scan, i, &length);
        if (!is_word(cc))
            break;
        i += length;
        if (cc == C_LOWER) { /* most of all text */
            i += small_letters(text + i, end - i);
            digits = false;
            last = C_LOWER;
            continue;
        }
        digits &= cc == C_DIGIT;
        last = cc != C_EXTEND ? cc : last;
    }
    w->at = i;
    w->last = last;
    w->number &= digits;
}

static enum joint join(struct word *w, uint32_t where)
{
    w->at = where;
    w->joined = true;
    w->grouping = false;
    run(w);
    return JOINS;
}

/* The end of a word of the lexicon (quelqu'un, c'est-à-dire, l'on) that goes on behind the apostrophe at w->at, or 0. */
static uint32_t whole(const struct word *w, unsigned length)
{
    enum { PARTS_MOST = 4 };
    uint32_t i = w->at + length, found = 0;
    for (unsigned part = 0; part < PARTS_MOST && i < w->begin + WORD_MOST && word_at(w, i); part++) {
        while (i < w->begin + WORD_MOST && is_word(at(w, i, &length)))
            i += length;
        if (flags_of(w, w->begin, i) & W_WHOLE)
            found = i;
        if (at(w, i, &length) != C_HYPHEN)
            break;
        i += length;
    }
    return found && !word_at(w, found) ? found : 0;
}

/* don't, John's: adds both tokens. */
static bool contraction(struct word *w, unsigned length)
{
    uint32_t end = w->at + length;
    unsigned n;
    while (end < w->at + 8 && word_at(w, end)) {
        at(w, end, &n);
        end += n;
    }
    if (end == w->at + length || word_at(w, end))
        return false;
    uint32_t split = w->at;
    if (!(flags_of(w, split, end) & W_CONTRACTION)) {
        split--;
        if (split < w->begin || (w->scan->text[split] | 32) != 'n' || !(flags_of(w, split, end) & W_CONTRACTION))
            return false;
    }
    if (split > w->begin)
        filon_scan_emit(w->scan, w->begin, split, w->kind);
    filon_scan_emit(w->scan, split, end, K_LOWER);
    w->at = end;
    return true;
}

static enum joint apostrophe(struct word *w, unsigned length)
{
    const struct language *language = w->scan->language;
    if (!w->joined && !w->number && (flags_of(w, w->begin, w->at) & W_ELISION)) {
        uint32_t end = whole(w, length);
        w->at = end ? end : w->at + length;
        filon_scan_emit(w->scan, w->begin, w->at, w->kind);
        return DONE;
    }
    if (language->contractions && contraction(w, length))
        return DONE;
    return word_at(w, w->at + length) ? join(w, w->at + length) : ENDS;
}

/* Is the word a time as 14h or 14h30? Then where its h is; else 0. */
static uint32_t hours(const struct word *w)
{
    if (w->kind != K_NUMBER || w->number || w->joined)
        return 0;
    uint32_t h = w->begin, n = w->at - w->begin;
    while (digit_at(w, h))
        h++;
    uint32_t digits = h - w->begin, i = h + 1;
    if (digits == 0 || digits > 2 || (w->scan->text[h] | 32) != 'h' || (n != digits + 1 && n != digits + 3))
        return 0;
    while (i < w->at && digit_at(w, i))
        i++;
    return i == w->at ? h : 0;
}

static enum joint hyphen(struct word *w, unsigned length)
{
    if (w->spaced || !word_at(w, w->at + length) || hours(w))
        return ENDS;
    w->hyphen = true;
    return join(w, w->at + length);
}

/* Is the code point at `where` a letter alone, no word character behind it? */
static bool single_at(const struct word *w, uint32_t where)
{
    unsigned length;
    return at(w, where, &length) <= C_LOWER && !word_at(w, where + length);
}

/* A full stop, and something behind it that is no space. */
static enum joint full_stop(struct word *w, unsigned length)
{
    uint32_t next = w->at + length;
    unsigned n;
    enum charclass cc = at(w, next, &n);
    bool single = single_at(w, w->segment);
    if (cc == C_HYPHEN) { /* J.-C. */
        unsigned beyond;
        if (!single || w->last != C_UPPER || at(w, next + n, &beyond) != C_UPPER)
            return ENDS;
        w->hyphen = true;
        return join(w, next + n);
    }
    if (!is_word(cc) || cc == C_EXTEND)
        return ENDS;
    if (single && single_at(w, next)) /* U.S */
        return join(w, next);
    if (cc == C_UPPER) { /* "la fin.Le début", J.Dupont; but wikipédia.FR, D.III */
        cc = at(w, next + n, &n);
        if (cc == C_LOWER || cc == C_APOS || w->last == C_LOWER)
            return ENDS;
    }
    if (cc != C_LOWER && (flags_of(w, w->segment, w->at) & (W_NEVER | W_MAY | W_NUMBER)))
        return ENDS; /* p.12, St.John */
    return join(w, next);
}

/* 10 000 and the like at `where`: "1/10 000" is a ratio of two numbers. */
static bool thousands_at(const struct word *w, uint32_t where)
{
    uint32_t i = where;
    while (digit_at(w, i))
        i++;
    unsigned length;
    return i - where <= 3 && at(w, i, &length) == C_SPACE && length && digit_at(w, i + length) && digit_at(w, i + length + 1) &&
           digit_at(w, i + length + 2) && !word_at(w, i + length + 3);
}

/* II/III, XXe/XXIe: two Roman numerals, each with small letters behind it. */
static bool roman(const struct word *w, uint32_t begin, uint32_t end)
{
    uint32_t i = begin;
    while (i < end && strchr("IVXLC", w->scan->text[i]))
        i++;
    return i - begin >= 2 && (i == end || w->scan->text[i] >= 'a');
}

static enum joint slash(struct word *w)
{
    uint32_t next = w->at + 1, end = next;
    if (w->last == C_DIGIT && digit_at(w, next))
        return thousands_at(w, next) ? ENDS : join(w, next);
    while (end < w->scan->end && end < next + 8 && (unsigned char)((w->scan->text[end] | 32) - 'a') < 26)
        end++;
    uint32_t numeral = w->at;
    while (numeral > w->segment && (unsigned char)(w->scan->text[numeral - 1] - 'a') < 26)
        numeral--;
    while (numeral > w->segment && strchr("IVXLC", w->scan->text[numeral - 1]))
        numeral--;
    return roman(w, numeral, w->at) && roman(w, next, end) ? join(w, next) : ENDS;
}

/* Canal+, C++, bac+5 */
static enum joint plus(struct word *w)
{
    uint32_t next = w->at;
    while (next < w->scan->end && w->scan->text[next] == '+')
        next++;
    if (w->last == C_DIGIT || (word_at(w, next) && !digit_at(w, next)))
        return ENDS;
    return join(w, next);
}

/* R&D, AT&T */
static enum joint ampersand(struct word *w)
{
    for (uint32_t i = w->segment; i < w->at; i++)
        if ((unsigned char)(w->scan->text[i] - 'A') >= 26)
            return ENDS;
    unsigned n;
    return at(w, w->at + 1, &n) == C_UPPER && at(w, w->at + 1 + n, &n) != C_LOWER ? join(w, w->at + 1) : ENDS;
}

/* traité(e)s */
static enum joint variant(struct word *w)
{
    if (w->scan->text[w->at] != '(')
        return ENDS;
    uint32_t i = w->at + 1;
    while (i < w->scan->end && i < w->at + 8 && (unsigned char)((w->scan->text[i] | 32) - 'a') < 26)
        i++;
    if (i >= w->scan->end || w->scan->text[i] != ')' || !(flags_of(w, w->at + 1, i) & W_VARIANT))
        return ENDS;
    return join(w, i + 1);
}

/* 10 000: a space that is no line's end, three digits, and no more. */
static enum joint thousands(struct word *w, unsigned length)
{
    uint32_t next = w->at + length;
    if (!w->grouping || length == 0 || !digit_at(w, next) || !digit_at(w, next + 1) || !digit_at(w, next + 2) || word_at(w, next + 3))
        return ENDS;
    unsigned char byte = (unsigned char)w->scan->text[w->at];
    if (byte < ' ')
        return ENDS;
    join(w, next);
    w->grouping = w->spaced = true;
    return JOINS;
}

static enum joint next(struct word *w)
{
    unsigned length;
    enum charclass cc = at(w, w->at, &length);
    switch (cc) {
    case C_SPACE:
        return thousands(w, length);
    case C_APOS:
        return apostrophe(w, length);
    case C_HYPHEN:
        return hyphen(w, length);
    case C_STOP:
        return full_stop(w, length);
    case C_COMMA:
        return w->number && w->scan->text[w->at] == ',' && digit_at(w, w->at + 1) ? join(w, w->at + 1) : ENDS;
    case C_COLON: /* 14:30 */
        return w->number && w->at - w->segment <= 2 && digit_at(w, w->at + length) ? join(w, w->at + length) : ENDS;
    case C_DASH: /* 1939–1945 */
        return w->number && !w->spaced && digit_at(w, w->at + length) ? join(w, w->at + length) : ENDS;
    case C_SLASH:
        return slash(w);
    case C_PLUS:
        return plus(w);
    case C_AMP:
        return ampersand(w);
    case C_OPEN:
        return variant(w);
    case C_JOIN: /* étudiant·e·s, snake_case */
        return word_at(w, w->at + length) ? join(w, w->at + length) : ENDS;
    case C_DEGREE: { /* n° */
        bool numero = w->at - w->begin == 1 && (w->scan->text[w->begin] | 32) == 'n';
        w->at += numero ? length : 0;
        if (numero && w->at < w->scan->end && w->scan->text[w->at] == 's' && !word_at(w, w->at + 1))
            w->at++; /* n°s */
        return ENDS;
    }
    case C_AT: {
        uint32_t end = filon_scan_mail(w->scan, w->begin, w->at);
        w->at = end ? end : w->at;
        return ENDS;
    }
    default:
        return ENDS;
    }
}

/* Letters one by one, each with a full stop or hyphen behind it but the last: how many; 0 for anything else. */
static unsigned initials(const struct word *w, bool *dotted)
{
    unsigned count = 0, length;
    uint32_t i = w->begin;
    *dotted = false;
    for (;;) {
        if (at(w, i, &length) > C_LOWER)
            return 0;
        i += length;
        count++;
        if (i >= w->at)
            return count;
        enum charclass cc = at(w, i, &length);
        if (cc != C_STOP && cc != C_HYPHEN)
            return 0;
        *dotted |= cc == C_STOP;
        i += length;
        if (cc == C_STOP && i < w->at && at(w, i, &length) == C_HYPHEN)
            i += length;
    }
}

/* What stands behind the spaces at `where`: its class and place. */
static enum charclass beyond_spaces(const struct word *w, uint32_t where, uint32_t *place)
{
    unsigned length;
    enum charclass cc;
    while ((cc = at(w, where, &length)) == C_SPACE && length)
        where += length;
    *place = where;
    return cc;
}

static uint32_t flags_at(const struct word *w, uint32_t where)
{
    uint32_t end = where;
    unsigned length;
    while (end < where + WORD_MOST && is_word(at(w, end, &length)))
        end += length;
    if (end < w->scan->end && at(w, end, &length) == C_APOS && (flags_of(w, where, end) & W_ELISION))
        return W_OPENER;
    return flags_of(w, where, end);
}

/* Is a capital with a full stop (at w->at) an initial? */
static bool is_initial(const struct word *w, unsigned stop)
{
    const struct tokens *tokens = &w->scan->tokens;
    enum kind before = tokens->n > w->scan->first ? (enum kind)tokens->kind[tokens->n - 1] : K_STOP;
    uint32_t place;
    enum charclass cc = beyond_spaces(w, w->at + stop, &place);
    if (place >= w->scan->end)
        return false;
    if (cc == C_UPPER) /* "vitamine C. Elle", but "J. Le Pen" */
        return !(flags_at(w, place) & W_OPENER) || (before != K_LOWER && before != K_UPPER && before != K_NUMBER);
    if (cc == C_LOWER || cc == C_COMMA || cc == C_CLOSE || cc == C_QCLOSE)
        return before == K_UPPER || before == K_NEVER || (cc == C_LOWER && before == K_LOWER);
    return false;
}

/* art. 12, vol. XVII, sept. 2016 */
static bool before_number(const struct word *w, unsigned stop)
{
    uint32_t place;
    enum charclass cc = beyond_spaces(w, w->at + stop, &place);
    unsigned length;
    if (cc == C_DIGIT)
        return true;
    return cc == C_UPPER && strchr("IVXLC", w->scan->text[place]) && at(w, place + 1, &length) != C_LOWER;
}

/* A full stop behind the word that belongs to it: an abbreviation's, an initial's. */
static void abbreviation(struct word *w)
{
    unsigned length, beyond;
    if (at(w, w->at, &length) != C_STOP || w->number)
        return;
    enum charclass next = at(w, w->at + length, &beyond);
    if (next == C_STOP || next == C_DOTS)
        return;
    bool dotted;
    unsigned letters = initials(w, &dotted);
    uint32_t flags = flags_of(w, w->begin, w->at);
    if ((flags & W_CAPITAL) && w->kind != K_UPPER)
        flags = 0;
    if ((flags & W_NEVER) || ((flags & W_NUMBER) && before_number(w, length)))
        w->kind = K_NEVER;
    else if ((flags & W_MAY) || (letters > 1 && dotted))
        w->kind = K_MAY;
    else if ((letters == 1 || w->hyphen) && letters && w->last == C_UPPER && is_initial(w, length))
        w->kind = K_NEVER;
    else
        return;
    w->at += length;
}

/* 14h30: three tokens, 14h: two. */
static bool split_hours(struct word *w)
{
    uint32_t h = hours(w);
    if (!h)
        return false;
    filon_scan_emit(w->scan, w->begin, h, K_NUMBER);
    filon_scan_emit(w->scan, h, h + 1, K_LOWER);
    if (w->at > h + 1)
        filon_scan_emit(w->scan, h + 1, w->at, K_NUMBER);
    return true;
}

/* cannot: two tokens. */
static bool split_in_two(struct word *w)
{
    uint32_t flags = w->joined ? 0 : flags_of(w, w->begin, w->at);
    if (!(flags & W_SPLIT))
        return false;
    uint32_t middle = w->begin + (flags >> W_EXTRA_SHIFT);
    filon_scan_emit(w->scan, w->begin, middle, w->kind);
    filon_scan_emit(w->scan, middle, w->at, K_LOWER);
    return true;
}

uint32_t filon_scan_word(struct scan *scan, uint32_t begin, unsigned sign)
{
    struct word w = {.scan = scan, .begin = begin, .at = begin + sign};
    unsigned length;
    enum charclass first = class_at(scan, w.at, &length);
    w.number = first == C_DIGIT;
    w.kind = w.number ? K_NUMBER : first == C_UPPER ? K_UPPER : K_LOWER;
    char letter = (char)(scan->text[begin] | 32);
    uint32_t url = letter == 'h' || letter == 'w' || letter == 'f' ? filon_scan_url(scan, begin) : 0;
    if (url) {
        filon_scan_emit(scan, begin, url, K_LOWER);
        return url;
    }
    run(&w);
    if (w.at < scan->end && scan->text[w.at] == ' ' && first != C_DIGIT && !scan->language->splits[(unsigned char)letter]) {
        filon_scan_emit(scan, begin, w.at, w.kind);
        return w.at;
    }
    w.grouping = w.number && w.at - begin - sign <= 3 && scan->text[begin + sign] != '0';
    enum joint joint;
    while ((joint = next(&w)) == JOINS)
        ;
    if (joint == DONE)
        return w.at;
    abbreviation(&w);
    if (split_hours(&w))
        return w.at;
    if (w.hyphen && scan->language->clitics)
        filon_scan_clitics(scan, w.begin, w.at, w.kind);
    else if (!scan->language->splits[(unsigned char)letter] || !split_in_two(&w))
        filon_scan_emit(scan, w.begin, w.at, w.kind);
    return w.at;
}
