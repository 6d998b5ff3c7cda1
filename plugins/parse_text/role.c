/* What a line looks like by itself, from what was counted in it. */
#include "page.h"

#include "date.h"
#include "names.h"

static bool has(const struct line *line, enum kind kind)
{
    return line->kinds & KIND_BIT(kind);
}

/* Phrases of furniture make up most of it. */
static bool mostly_covered(const struct line *line)
{
    return line->covered * 5 >= line->words * 3;
}

/* … or are strong enough for its length. */
static bool outweighed(const struct line *line)
{
    enum { LONGEST = 45 };
    return line->weight * 3 >= line->words && line->words <= LONGEST;
}

static struct filon_str text_of(const struct page *page, uint32_t begin, uint32_t end)
{
    return (struct filon_str){page->text.p + begin, end - begin};
}

/* « LUDOVIC MARIN / AFP », « REUTERS/Gary Cameron » at the end, or all of the line: « AFP PHOTO / LUDOVIC MARIN ». */
static bool has_picture_credit(const struct page *page, const struct line *line)
{
    enum { REACH = 48, ALONE = 10 };
    if (line->agency != FILON_NONE && !line->ends && line->end - line->agency < REACH) {
        uint32_t slash = line->agency + (page->text.p[line->agency] == ' ');
        if (slash < line->end && page->text.p[slash] == '/' && names_end(page->book, page->text, slash + 1, line->end) == line->end)
            return true;
    }
    bool ends = line->agency != FILON_NONE && line->end - line->agency <= 4 && line->uppers;
    bool alone = line->uppers >= 2 && line->uppers * 5 >= line->words * 4 && line->words <= ALONE;
    uint32_t from = line->end - line->begin > REACH ? line->end - REACH : line->begin;
    return (ends || alone) && !line->ends && memchr(page->text.p + from, '/', line->end - from);
}

/* A caption: a credit at its beginning or near its end, and not much else. */
static bool is_caption(const struct page *page, const struct line *line)
{
    enum { LONGEST = 70, SHORT = 40, SENTENCES = 3, TAIL = 40 };
    if (line->words > LONGEST)
        return false;
    if (has_picture_credit(page, line))
        return true;
    if (line->credit == FILON_NONE || !has(line, KIND_CREDIT))
        return false;
    return line->credit - line->begin < 4 || line->end - line->credit < TAIL || (line->words <= SHORT && line->stops <= SENTENCES);
}

uint32_t page_byline(const struct page *page, const struct line *line)
{
    enum { WORDS = 30, REST = 14 };
    struct word word;
    bool desk;
    uint32_t at = line->begin, n = 0;
    if (line->words > WORDS || (line->start_kind != KIND_AUTHOR && line->start_kind != KIND_DESK))
        return FILON_NONE;
    if (line->start_kind == KIND_AUTHOR)
        at = words_skip(page->book, page->text, at, line->end, line->start_words);
    if (!words_next(page->book, page->text, at, line->end, &word))
        return FILON_NONE;
    at = word.begin;
    uint32_t end = names_author_end(page->book, page->text, at, line->end, &desk);
    if (end == at)
        return FILON_NONE;
    for (uint32_t rest = end; words_next(page->book, page->text, rest, line->end, &word); rest = word.end)
        n++;
    if (n > REST || (n > 3 && line->stops > 1) || (line->ends && n > 4) || (line->start_kind == KIND_DESK && n > 4))
        return FILON_NONE;
    return at;
}

/* « Par » alone, « De notre correspondant à Rome ». */
static bool is_author_label(const struct line *line)
{
    enum { PHRASE = 3, WORDS = 12 };
    return line->start_kind == KIND_AUTHOR &&
           (line->start_words == line->words || (line->start_words >= PHRASE && line->words <= WORDS && !line->ends));
}

/* « Le Monde avec AFP et Reuters », « (avec agences) »: whose the article is, in capitals. */
static bool is_agency_line(const struct page *page, const struct line *line)
{
    enum { WORDS = 9 };
    struct word word;
    bool with = false;
    if (line->agency == FILON_NONE || line->words > WORDS || line->end - line->agency > 2)
        return false;
    for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
        struct filon_str s = text_of(page, word.begin, word.end);
        bool joins = filon_str_is(s, "avec") || filon_str_is(s, "with");
        with = with || joins || filon_str_is(s, "Avec");
        if (!word.capital && !word.number && !word.function)
            return false;
    }
    return with;
}

/* A date, and besides it only labels, a place, names, an agency. */
static bool is_dateline(const struct page *page, const struct line *line)
{
    enum { WORDS = 24, SHORT = 8, NAMES = 6 };
    struct date_rules rules = {.book = page->book, .language = page->language};
    struct date date;
    struct word word;
    unsigned names = 0, others = 0, allowed = line->covered - line->sections;
    bool labelled = has(line, KIND_PUBLISHED) || has(line, KIND_UPDATED);
    if (line->words > WORDS || !(line->date || line->numbers > 1) || (!line->numbers && !labelled && line->words > 4) ||
        !dates_find(&rules, page->text, line->begin, line->end, &date))
        return false;
    bool labels = (line->start_kind == KIND_PUBLISHED || line->start_kind == KIND_UPDATED) && !line->ends;
    for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
        if (word.begin >= date.begin && word.begin < date.end)
            continue;
        const struct phrase *label =
            words_phrase(page->book, page->text, &word, line->end, KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED));
        if (label) {
            labelled = true;
            word.end = words_skip(page->book, page->text, word.begin, line->end, label->words);
            continue;
        }
        if (word.function || word.number) {
            /* « Évènements du 29 juin 2016 » is a heading. */
            struct filon_str s = text_of(page, word.begin, word.end);
            if (names && !labelled && date.begin > word.begin && date.begin - word.end < 3 &&
                (filon_str_is(s, "du") || filon_str_is(s, "de") || filon_str_is(s, "of")))
                return false;
            continue;
        }
        names += word.capital;
        others += !word.capital;
    }
    if (labels)
        return true;
    if (date.precision == PRECISION_NONE && !labelled && line->words > SHORT)
        return false;
    return names <= NAMES + allowed && others <= allowed && !(line->ends && names + others > 3);
}

/* Many capitals, few of the words that hold sentences together. */
static bool is_menu(const struct line *line)
{
    uint32_t function = line_function(line);
    if (line->ends && (line->stops > 1 || line->covered * 8 < line->words))
        return false;
    if (line->marks >= 2 && line->words <= 4 * (line->marks + 1) && !line->ends)
        return true;
    return line->words >= 12 && line->caps * 10 >= line->words * 5 && function * 4 < line->words && line->stops * 12 < line->words &&
           (line->covered >= 3 || line->words >= 25);
}

static enum role prompt_role(const struct line *line)
{
    enum { HEAD = 14, POINTER = 3, POINTED = 34 };
    bool covered = mostly_covered(line), heavy = outweighed(line);
    if (!covered && !heavy)
        return ROLE_LINK;
    if (line->start_kind == KIND_COMMENTS && line->words <= HEAD)
        return ROLE_COMMENTS;
    if (line->start_kind == KIND_LIST && line->words <= HEAD)
        return ROLE_OPENER;
    if (line->start_kind == KIND_RELATED && line->words <= POINTED)
        return line->words < line->start_words + (uint32_t)POINTER ? ROLE_POINTER : ROLE_FURNITURE;
    /* The names of sections alone may be anything. */
    if (!heavy && line->sections == line->covered)
        return ROLE_LINK;
    return ROLE_FURNITURE;
}

static enum role text_role(const struct page *page, const struct line *line)
{
    enum { PROSE_WORDS = 12, LONG = 40 };
    uint32_t function = line_function(line), words = line->words;
    bool known = page->language < LANGUAGES;
    bool phrases = known ? function * 100 >= words * 18 : line->caps * 2 < words;
    if (words >= PROSE_WORDS && phrases && (line->ends || line->colon || line->stops || words >= LONG))
        return ROLE_PROSE;
    if (line->ends && words >= 3 && (function || words >= 5 || !known))
        return ROLE_SENTENCE;
    if ((words >= 3 && function) || words >= 5)
        return ROLE_HEADING;
    return ROLE_LINK;
}

enum role page_role(const struct page *page, const struct line *line)
{
    if (!line->words)
        return ROLE_FURNITURE;
    if (has(line, KIND_COPYRIGHT) && (outweighed(line) || mostly_covered(line) || (!line->ends && line->words < 60)))
        return ROLE_FURNITURE;
    if (is_caption(page, line))
        return ROLE_CAPTION;
    if (page_byline(page, line) != FILON_NONE || is_author_label(line) || is_agency_line(page, line))
        return ROLE_BYLINE;
    if (is_dateline(page, line))
        return ROLE_DATELINE;
    enum role prompt = prompt_role(line);
    if (prompt != ROLE_LINK)
        return prompt;
    if (is_menu(line))
        return ROLE_FURNITURE;
    return text_role(page, line);
}
