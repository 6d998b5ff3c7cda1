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
        if (is_space_wide(names, at) && (names.p[at - 1] == ' ' || (at >= 2 && is_space_wide(names, at - 2)) || (at + 2 < names.n && names.p[at + 2] == ' ')))
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

static struct filon_span name_at(const struct reading *reading, uint32_t i)
{
    const struct line *lines = reading->page->lines, *line = &lines[i];
    if (is_label(line) && i + 1 < reading->page->n_lines && lines[i + 1].words <= 2 * WORDS)
        return names_in(reading, lines[i + 1].begin, lines[i + 1].end);
    if (is_date(reading, i) && line->words >= 4)
        return name_beside_date(reading, line);
    bool name = line->words >= 2 && line->words <= WORDS && !line->numbers && !line->ends && !line->covered && line->caps + 1 >= line->words;
    if (name && (is_date(reading, i + 1) || (i && is_date(reading, i - 1)))) {
        uint32_t end = names_end(reading->page->book, reading->text, line->begin, line->end);
        if (end == line->end)
            return (struct filon_span){line->begin, end};
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
    for (uint32_t i = page->core_end > 2 ? page->core_end - 2 : 0; i < n && i < page->core_end + FOOT; i++) {
        struct filon_span span = is_label(&page->lines[i]) ? name_at(reading, i) : FILON_NO_SPAN;
        if (span.begin != FILON_NONE)
            return span;
    }
    return FILON_NO_SPAN;
}
