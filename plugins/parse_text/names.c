#include "names.h"

#include "date.h"

/* The end of a look of at most `reach` bytes, on a code point's border. */
static uint32_t cut(struct filon_str text, uint32_t from, uint32_t to, uint32_t reach)
{
    if (to - from <= reach)
        return to;
    to = from + reach;
    while (to > from && ((unsigned char)text.p[to] & 0xc0) == 0x80)
        to--;
    return to;
}

bool words_next(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to, struct word *word)
{
    struct letters letters = {0};
    bool spaced = false;
    char mark = 0;
    for (unsigned length; at < to; at += length) {
        unsigned char byte = (unsigned char)text.p[at];
        length = 1;
        if (byte == ' ') {
            spaced = true;
            continue;
        }
        letters = word_at(text, to, at);
        if (letters.end > at)
            break;
        uint32_t c = byte < 0x80 ? byte : filon_utf8_at(text.p, to, at, &length);
        if (filon_is_space(c))
            spaced = true;
        else
            mark = c < 0x80 ? (char)c : c >= 0x2010 && c <= 0x2015 ? '-' : c == 0x2019 ? '\'' : '?';
    }
    if (at >= to)
        return false;
    bool number = letters.cases == CASE_DIGIT;
    uint32_t hash = number ? HASH_NUMBER : letters.hash;
    const struct slot *slot = phrasebook_may_know(book, hash) ? phrasebook_slot(book, hash) : &book->slots[book->mask + 1];
    *word = (struct word){.begin = at,
                          .end = letters.end,
                          .hash = hash,
                          .slot = slot,
                          .capital = letters.first & CASE_CAPITAL,
                          .upper = !(letters.cases & CASE_LOWER) && !number,
                          .number = number,
                          .function = slot->lanes,
                          .mark = mark,
                          .spaced = spaced};
    return true;
}

const struct phrase *words_phrase(const struct phrasebook *book, struct filon_str text, const struct word *first, uint32_t to,
                                  unsigned kinds)
{
    uint32_t hash[PHRASE_WORDS] = {first->hash}, n = 1, most = 1;
    struct word word = *first;
    if (!(first->slot->kinds & kinds))
        return NULL;
    for (uint32_t i = first->slot->phrase; i; i = book->phrases[i].next)
        if (KIND_BIT(book->phrases[i].kind) & kinds && book->phrases[i].words > most)
            most = book->phrases[i].words;
    while (n < most && words_next(book, text, word.end, to, &word))
        hash[n++] = word.hash;
    return phrasebook_match(book, first->slot->phrase, hash, n, kinds, LANGUAGES);
}

uint32_t words_skip(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to, unsigned n)
{
    struct word word;
    while (n-- && words_next(book, text, at, to, &word))
        at = word.end;
    return at;
}

static bool one_of(struct filon_str text, const struct word *word, const char *const *list)
{
    struct filon_str s = {text.p + word->begin, word->end - word->begin};
    for (; *list; list++)
        if (filon_str_is(s, *list))
            return true;
    return false;
}

/* « Le Figaro »: the article and the capital behind it begin a name. */
static bool begins_name(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to)
{
    struct word name;
    return words_next(book, text, at, to, &name) && name.capital && !name.function && (!name.mark || name.mark == '\'');
}

/* « Le Bris » at the end of names, unlike « Le président » behind them. */
static bool ends_name(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to)
{
    struct word name, next;
    if (!words_next(book, text, at, to, &name) || !name.capital || name.function || name.mark)
        return false;
    return !words_next(book, text, name.end, to, &next) || (next.mark && next.mark != '-' && next.mark != '\'') || next.number;
}

uint32_t names_end(const struct phrasebook *book, struct filon_str text, uint32_t from, uint32_t to)
{
    static const char *const particles[] = {"de",  "du",  "des", "d",  "da", "di",  "del", "della", "dos", "van", "von",
                                            "der", "den", "ter", "el", "al", "ben", "bin", "la",    "le",  NULL};
    static const char *const connectors[] = {"et", "and", "y", NULL};
    enum { NAMES_BYTES = 240, WORDS = 16 };
    struct word word;
    uint32_t end = from, at = from, last = 0;
    unsigned words = 0, names = 0;
    bool particle = false;
    to = cut(text, from, to, NAMES_BYTES);
    while (words < WORDS && words_next(book, text, at, to, &word)) {
        char mark = word.mark;
        if (mark && !strchr(",-'&./", mark))
            break;
        if (words && mark == '.' && last > 3)
            break; /* a full stop behind a whole word, not behind an initial */
        if (word.spaced && (mark == '/' ? !word.capital : mark == '-'))
            break;
        if (word.capital && words_phrase(book, text, &word, to, KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED) | KIND_BIT(KIND_READING)))
            break;
        at = word.end;
        last = word.end - word.begin;
        words++;
        bool article = word.capital && word.function && !particle && !word.upper;
        if (word.number || (article && !(names ? ends_name(book, text, word.end, to) : begins_name(book, text, word.end, to))))
            break;
        if (word.capital) {
            end = word.end;
            names++;
            particle = false;
        } else if (one_of(text, &word, particles)) {
            if (!names && mark != '\'' && words > 1)
                break;
            particle = true;
        } else if (!names || !one_of(text, &word, connectors))
            break;
    }
    return names ? end : from;
}

uint32_t names_author_end(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to, bool *desk)
{
    struct word word;
    const struct phrase *phrase = words_next(book, text, at, to, &word) ? words_phrase(book, text, &word, to, KIND_BIT(KIND_DESK)) : NULL;
    *desk = phrase;
    return phrase ? words_skip(book, text, at, to, phrase->words) : names_end(book, text, at, to);
}

bool dates_labelled(const struct phrasebook *book, struct filon_str text, uint32_t from, uint32_t to, struct date *date)
{
    enum { REACH = 96, NEAR = 16 };
    struct date_rules rules = {.book = book, .language = LANGUAGES};
    return dates_find(&rules, text, from, cut(text, from, to, REACH), date) && date->begin - from <= NEAR;
}

uint32_t names_dateline_end(const struct phrasebook *book, struct filon_str text, uint32_t from, uint32_t dash, bool prose)
{
    enum { REACH = 160, WORDS = 14, TOWN = 4 };
    struct date_rules rules = {.book = book, .language = LANGUAGES};
    struct date date;
    struct word word;
    unsigned words = 0, length;
    bool agency = false, uppers = true;
    if (dash - from > REACH)
        return from;
    filon_utf8_at(text.p, text.n, dash, &length);
    bool dated = dates_find(&rules, text, from, dash, &date);
    for (uint32_t at = from; words_next(book, text, at, dash, &word); at = word.end) {
        bool in_date = dated && word.begin >= date.begin && word.begin < date.end;
        if (++words > WORDS || (!in_date && (word.number || (!word.capital && !word.function) || (word.mark == '.' && words > 1))))
            return from;
        const struct phrase *name = phrasebook_match(book, word.slot->phrase, &word.hash, 1, KIND_BIT(KIND_AGENCY), LANGUAGES);
        agency = agency || (name && word.mark == '(');
        uppers = uppers && (word.upper || in_date || name);
    }
    return words && (dated || agency || (uppers && prose && words <= TOWN)) ? dash + length : from;
}
