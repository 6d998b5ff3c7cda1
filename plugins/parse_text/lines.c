/* The lines of a page: those of the text, hard-wrapped ones joined, glued ones taken apart (split.c). */
#include "page.h"

#include "names.h"

/* What lies behind that many lines is one more: a text of so many is no article, but nothing of it is lost. */
enum { LINES_MOST = 200000 };

struct line *page_add_line(struct page *page)
{
    if (page->n_lines == page->room_lines) {
        uint32_t room = page->room_lines ? page->room_lines * 2 : 128;
        struct line *grown = filon_alloc(page->arena, room * sizeof *grown);
        if (page->n_lines)
            memcpy(grown, page->lines, page->n_lines * sizeof *grown);
        page->lines = grown;
        page->room_lines = room;
    }
    return &page->lines[page->n_lines++];
}

/* A line of the text without white space at its ends; begin == end: blank. */
struct raw {
    uint32_t begin, end, next;
};

static bool space_before(const char *text, uint32_t begin, uint32_t *end)
{
    const unsigned char *u = (const unsigned char *)text;
    if (u[*end - 1] < 0x80) {
        if (!filon_is_space(u[*end - 1]))
            return false;
        --*end;
        return true;
    }
    uint32_t last = (uint32_t)filon_utf8_before(text, *end);
    unsigned length;
    if (last < begin || !filon_is_space(filon_utf8_at(text, *end, last, &length)))
        return false;
    *end = last;
    return true;
}

static struct raw raw_line(struct filon_str text, uint32_t at)
{
    const char *feed = memchr(text.p + at, '\n', text.n - at);
    struct raw raw = {at, feed ? (uint32_t)(feed - text.p) : (uint32_t)text.n, 0};
    raw.next = feed ? raw.end + 1 : raw.end;
    unsigned length;
    while (raw.begin < raw.end && filon_is_space(filon_utf8_at(text.p, raw.end, raw.begin, &length)))
        raw.begin += length;
    while (raw.end > raw.begin && space_before(text.p, raw.begin, &raw.end))
        ;
    return raw;
}

static bool small_letter_at(struct filon_str text, uint32_t at)
{
    unsigned length;
    return filon_is_lower(filon_utf8_at(text.p, text.n, at, &length));
}

/* Whether some lines begin with a small letter: few texts do, and the others need no closer look. */
static bool may_be_wrapped(struct filon_str text)
{
    enum { PROOFS = 3 };
    unsigned proofs = 0;
    const char *stop = text.p + text.n, *feed = text.p;
    while (proofs < PROOFS && (feed = memchr(feed, '\n', (size_t)(stop - feed)))) {
        for (feed++; feed < stop && *feed == ' ';)
            feed++;
        proofs += feed < stop && small_letter_at(text, (uint32_t)(feed - text.p));
    }
    return proofs >= PROOFS;
}

/* The width that a text is wrapped at, in bytes, or 0: in a wrapped text many lines break off and go on with a small letter. */
static uint32_t wrap_width(struct filon_str text)
{
    enum { LEAST = 40, MOST = 160, SAMPLE = 2000, PROOFS = 3 };
    uint32_t width = 0, proofs = 0, pairs = 0, lines = 0;
    struct raw before = {0, 0, 0};
    if (!may_be_wrapped(text))
        return 0;
    for (uint32_t at = 0; at < text.n && lines < SAMPLE; lines++) {
        struct raw raw = raw_line(text, at);
        uint32_t length = before.end - before.begin;
        if (length >= LEAST && raw.end > raw.begin) {
            pairs++;
            if (small_letter_at(text, raw.begin) && length <= MOST) {
                proofs++;
                width = length > width ? length : width;
            }
        }
        before = raw;
        at = raw.next;
    }
    return proofs >= PROOFS && proofs * 3 >= pairs ? width : 0;
}

/* Whether the line was broken because the next one's first word had no room. */
static bool breaks_off(struct filon_str text, const struct raw *line, const struct raw *next, uint32_t width)
{
    uint32_t first = next->begin;
    if (line->end - line->begin > width + width / 4)
        return false;
    while (first < next->end && (unsigned char)text.p[first] > ' ')
        first++;
    return line->end - line->begin + 1 + (first - next->begin) > width - width / 8 || small_letter_at(text, next->begin);
}

static bool is_bullet(struct filon_str text, uint32_t begin, uint32_t end)
{
    unsigned length;
    uint32_t c = filon_utf8_at(text.p, end, begin, &length);
    if (c != '-' && c != '*' && c != 0x2022 && c != 0xb7 && c != 0x25aa && c != 0x25cf && c != 0x2013 && c != 0x2014 && c != 0x25ba)
        return false;
    return begin + length < end && text.p[begin + length] == ' ';
}

void page_find_lines(struct page *page)
{
    struct filon_str text = page->text;
    uint32_t width = wrap_width(text);
    bool gap = true;
    for (uint32_t at = 0; at < text.n;) {
        struct raw raw = raw_line(text, at);
        at = raw.next;
        if (raw.begin == raw.end) {
            gap = true;
            continue;
        }
        struct raw last = raw;
        while (width && at < text.n) {
            struct raw next = raw_line(text, at);
            if (next.begin == next.end || !breaks_off(text, &last, &next, width))
                break;
            last = next;
            at = next.next;
        }
        if (page->n_lines >= LINES_MOST) {
            last.end = (uint32_t)text.n;
            while (last.end > raw.begin && space_before(text.p, raw.begin, &last.end))
                ;
            at = (uint32_t)text.n;
        }
        struct line *line = page_add_line(page);
        page_scan(page, raw.begin, last.end, line);
        line->gap = gap;
        line->bullet = is_bullet(text, raw.begin, last.end);
        gap = false;
        page_split_line(page);
    }
}
