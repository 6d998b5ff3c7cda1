#include "byline.h"

#include "../parse_text/names.h"

enum { HEAD = 6, BODY = 3, FOOT = 8, WORDS = 6 };

static bool is_space_wide(struct filon_str s, size_t at)
{
    return at + 1 < s.n && memcmp(s.p + at, "\xc2\xa0", 2) == 0;
}

struct filon_str byline_trim(struct filon_str names)
{
    for (size_t at = 1; at + 1 < names.n; at++)
        if (is_space_wide(names, at) &&
            (names.p[at - 1] == ' ' || (at >= 2 && is_space_wide(names, at - 2)) || (at + 2 < names.n && names.p[at + 2] == ' ')))
            names.n = at;
    return filon_str_trim(names);
}

/* The names that [from, to) consists of, up to a mark that ends them: « Eliz - Product marketer ». */
static struct filon_span names_in(const struct reading *reading, uint32_t from, uint32_t to)
{
    const struct page *page = reading->page;
    struct word word;
    uint32_t end = names_end(page->book, page->text, from, to), words = 0;
    for (uint32_t at = from; at < end && words_next(page->book, page->text, at, end, &word); at = word.end)
        words++;
    if (end == from || words > 2 * WORDS)
        return FILON_NO_SPAN;
    bool whole = !words_next(page->book, page->text, end, to, &word);
    return whole || (word.mark && strchr("-,|(", word.mark)) ? (struct filon_span){from, end} : FILON_NO_SPAN;
}

static bool is_date(const struct reading *reading, uint32_t i)
{
    return i < reading->page->n_lines && reading->page->lines[i].words <= 16 &&
           (reading->page->lines[i].role == ROLE_DATELINE || (reading->page->lines[i].date && reading->page->lines[i].numbers) ||
            reading->page->lines[i].numbers >= 3);
}

/* « Written by », « Auteur : » and no more. */
static bool is_label(const struct line *line)
{
    return line->words && line->words <= 4 && line->start_kind == KIND_AUTHOR && line->start_words == line->words;
}

/* A part of « Dec. 19, 2025 · Niko Matsakis », between marks. */
static struct filon_span name_beside_date(const struct reading *reading, const struct line *line)
{
    static const char *const marks[] = {"\xc2\xb7", "\xe2\x80\xa2", "|", "\xe2\x80\x94", "\xe2\x80\x93"};
    const char *text = reading->text.p;
    uint32_t from = line->begin;
    for (uint32_t at = line->begin; at <= line->end; at++) {
        size_t n = 0;
        for (size_t m = 0; m < FILON_COUNT(marks) && !n && at < line->end; m++)
            if (strncmp(text + at, marks[m], strlen(marks[m])) == 0)
                n = strlen(marks[m]);
        if (!n && at < line->end)
            continue;
        while (from < at && text[from] == ' ')
            from++;
        uint32_t end = names_end(reading->page->book, reading->text, from, at);
        struct word first, second;
        bool two = end > from && words_next(reading->page->book, reading->text, from, end, &first) &&
                   words_next(reading->page->book, reading->text, first.end, end, &second) && second.capital && first.capital;
        if (two && !(first.slot->kinds & KIND_DATES))
            return (struct filon_span){from, end};
        from = at + (uint32_t)n;
    }
    return FILON_NO_SPAN;
}

/* « 12/03/2019 par Anne Martin, rédactrice »: behind a label within a line. */
static struct filon_span name_behind_label(const struct reading *reading, const struct line *line, unsigned least)
{
    const struct phrasebook *book = reading->page->book;
    struct word word;
    for (uint32_t at = line->begin; words_next(book, reading->text, at, line->end, &word); at = word.end) {
        const struct phrase *label = words_phrase(book, reading->text, &word, line->end, KIND_BIT(KIND_AUTHOR));
        if (!label || label->words < least || word.mark == '-') /* CC BY */
            continue;
        uint32_t from = words_skip(book, reading->text, word.begin, line->end, label->words);
        if (!words_next(book, reading->text, from, line->end, &word))
            break;
        uint32_t end = names_end(book, reading->text, word.begin, line->end);
        const char *comma = memchr(reading->text.p + word.begin, ',', end - word.begin);
        struct word family;
        if (comma) /* « Anne Martin, Rédactrice » */
            end = (uint32_t)(comma - reading->text.p);
        if (end > word.end && word.capital && words_next(book, reading->text, word.end, end, &family) && family.capital)
            return (struct filon_span){word.begin, end};
    }
    return FILON_NO_SPAN;
}

/* A full name and no more, in an element that class names call the author. */
static struct filon_span name_marked(const struct reading *reading, uint32_t i)
{
    const struct line *line = &reading->page->lines[i];
    struct word first, last;
    if (reading->rows[(size_t)i * FEATURES + F_HINT_FIRST + HINT_AUTHOR] > 1 || line->words < 2 || line->words > WORDS || line->numbers ||
        line->ends || line->covered)
        return FILON_NO_SPAN;
    uint32_t end = names_end(reading->page->book, reading->text, line->begin, line->end);
    bool full = end == line->end && words_next(reading->page->book, reading->text, line->begin, end, &first) && first.capital &&
                !first.function && words_next(reading->page->book, reading->text, first.end, end, &last) &&
                (last.capital || line->words > 2);
    return full ? (struct filon_span){line->begin, end} : FILON_NO_SPAN;
}

static struct filon_span name_at(const struct reading *reading, uint32_t i)
{
    const struct line *lines = reading->page->lines, *line = &lines[i];
    if (is_label(line) && i + 1 < reading->page->n_lines && lines[i + 1].words <= 2 * WORDS)
        return names_in(reading, lines[i + 1].begin, lines[i + 1].end);
    if (is_date(reading, i) && line->words >= 4) {
        struct filon_span span = name_behind_label(reading, line, 1);
        return span.begin != FILON_NONE ? span : name_beside_date(reading, line);
    }
    struct filon_span marked = name_marked(reading, i);
    if (marked.begin != FILON_NONE)
        return marked;
    bool name =
        line->words >= 2 && line->words <= WORDS && !line->numbers && !line->ends && !line->covered && line->caps + 1 >= line->words;
    if (name && (is_date(reading, i + 1) || (i && is_date(reading, i - 1)))) {
        uint32_t end = names_end(reading->page->book, reading->text, line->begin, line->end);
        if (end == line->end)
            return (struct filon_span){line->begin, end};
    }
    return FILON_NO_SPAN;
}

/* Behind the article: « Auteur : » and a name, « Posted by Anne Martin on … »; « This post was written by … » at its beginning or end. */
static struct filon_span name_at_foot(const struct parser *parser, const struct reading *reading)
{
    enum { LABELS = 40, LABEL_WORDS = 2, LONGEST = 40 };
    const struct page *page = reading->page;
    uint32_t n = parser->web.n_pieces;
    for (uint32_t i = page->core_end > 2 ? page->core_end - 2 : 0; i < n && i < page->core_end + FOOT; i++) {
        struct filon_span span =
            page->lines[i].start_kind == KIND_AUTHOR ? name_behind_label(reading, &page->lines[i], LABEL_WORDS) : FILON_NO_SPAN;
        if (span.begin != FILON_NONE)
            return span;
    }
    for (uint32_t i = page->core_end > 2 ? page->core_end - 2 : 0;
         i < n && i < page->core_end + LABELS && page->lines[i].role != ROLE_COMMENTS; i++) {
        struct filon_span span = is_label(&page->lines[i]) ? name_at(reading, i) : FILON_NO_SPAN;
        if (span.begin != FILON_NONE)
            return span;
    }
    const uint32_t ends[] = {page->core, page->core_end - 1};
    for (unsigned k = 0; k < FILON_COUNT(ends); k++) {
        struct filon_span span =
            page->lines[ends[k]].words <= LONGEST ? name_behind_label(reading, &page->lines[ends[k]], LABEL_WORDS) : FILON_NO_SPAN;
        if (span.begin != FILON_NONE)
            return span;
    }
    return FILON_NO_SPAN;
}

struct filon_span byline_find(const struct parser *parser, const struct reading *reading, const struct verdict *verdict)
{
    const struct page *page = reading->page;
    uint32_t n = parser->web.n_pieces, head = verdict->title != FILON_NONE ? verdict->title : page->core;
    if (page->core_end == 0)
        return FILON_NO_SPAN;
    for (uint32_t i = head > HEAD ? head - HEAD : 0; i < n && i < page->core + BODY; i++) {
        struct filon_span span = i == verdict->title ? FILON_NO_SPAN : name_at(reading, i);
        if (span.begin != FILON_NONE)
            return span;
    }
    return name_at_foot(parser, reading);
}
