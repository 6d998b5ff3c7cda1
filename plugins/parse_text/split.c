/* Lines that are several: a dateline before a paragraph, a page scraped onto one line. They are cut where furniture stands. */
#include "page.h"

#include "date.h"
#include "names.h"

struct pieces {
    struct page *page;
    uint32_t begin, end; /* of the whole line */
    uint32_t n;          /* pieces so far */
    bool gap, bullet;
    bool titled; /* a title may not come any more */
};

static bool is_open(unsigned char c)
{
    return c == '(' || c == '[';
}

/* Adds text[begin, end) as a line, without white space at its ends; nothing if there is nothing else. */
static void add_piece(struct pieces *pieces, uint32_t begin, uint32_t end)
{
    struct page *page = pieces->page;
    unsigned length;
    while (begin < end && filon_is_space(filon_utf8_at(page->text.p, end, begin, &length)))
        begin += length;
    while (end > begin) {
        uint32_t last = (uint32_t)filon_utf8_before(page->text.p, end);
        if (!filon_is_space(filon_utf8_at(page->text.p, end, last, &length)))
            break;
        end = last;
    }
    if (begin >= end)
        return;
    struct line *line = page_add_line(page);
    page_scan(page, begin, end, line);
    line->whole = pieces->begin;
    line->gap = pieces->gap && !pieces->n;
    line->bullet = pieces->bullet && !pieces->n;
    pieces->n++;
}

/* The last place in text[begin, end) where a sentence begins, within the last 300 bytes; `begin` if there is none. */
static uint32_t last_sentence(struct filon_str text, uint32_t begin, uint32_t end)
{
    enum { REACH = 300 };
    uint32_t least = end - begin > REACH ? end - REACH : begin;
    for (uint32_t at = end; at > least + 2; at--) {
        const unsigned char *u = (const unsigned char *)text.p + at;
        if (u[-1] != ' ')
            continue;
        uint32_t stop = at - 1;
        if (stop > begin + 3 && (unsigned char)text.p[stop - 1] == 0xbb) { /* « … . » Suite */
            stop -= 2;
            while (stop > begin &&
                   (text.p[stop - 1] == ' ' || (unsigned char)text.p[stop - 1] == 0xa0 || (unsigned char)text.p[stop - 1] == 0xc2))
                stop--;
        } else if (text.p[stop - 1] == '"' || text.p[stop - 1] == ')')
            stop--;
        if (stop > begin + 2 && (text.p[stop - 1] == '.' || text.p[stop - 1] == '!' || text.p[stop - 1] == '?') &&
            text.p[stop - 2] != ' ' && text.p[stop - 3] != ' ')
            return at;
    }
    return begin;
}

static uint32_t count_words(const struct page *page, uint32_t begin, uint32_t end, uint32_t most)
{
    struct word word;
    uint32_t n = 0;
    while (n <= most && words_next(page->book, page->text, begin, end, &word)) {
        begin = word.end;
        n++;
    }
    return n;
}

/* Where a title ends that scraping glued to its lead: « … de Washington Le porte-parole a… », a capital function word and a small letter behind
 * it, without any mark before. `begin` if nowhere. */
static uint32_t glued_title(const struct page *page, uint32_t begin, uint32_t end)
{
    enum { LEAST = 4, MOST = 22 };
    struct word word, next;
    uint32_t at = begin;
    for (unsigned words = 0; words <= MOST && words_next(page->book, page->text, at, end, &word); words++, at = word.end)
        if (words >= LEAST && word.capital && word.function && !word.upper && !word.mark &&
            words_next(page->book, page->text, word.end, end, &next) && !next.capital && !next.number && !next.mark)
            return word.begin;
    return begin;
}

/* What stands between two pieces of furniture, or before one: sentences, and maybe a title behind the last of them. */
static void add_plain(struct pieces *pieces, uint32_t begin, uint32_t end, bool before_furniture)
{
    enum { TITLE_WORDS = 24 };
    if (!pieces->titled) {
        uint32_t title = glued_title(pieces->page, begin, end);
        if (title > begin)
            add_piece(pieces, begin, title);
        begin = title;
        pieces->titled = end > begin;
    }
    if (before_furniture && end > begin + 2) {
        uint32_t tail = last_sentence(pieces->page->text, begin, end);
        struct line look;
        if (tail > begin) {
            page_scan(pieces->page, tail, end, &look);
            if (!look.ends && count_words(pieces->page, tail, end, TITLE_WORDS) <= TITLE_WORDS) {
                add_piece(pieces, begin, tail);
                begin = tail;
            }
        }
    }
    add_piece(pieces, begin, end);
}

/* The offset behind marks and white space from `at`. */
static uint32_t skip_marks(struct filon_str text, uint32_t at, uint32_t end)
{
    unsigned length;
    while (at < end) {
        uint32_t c = filon_utf8_at(text.p, end, at, &length);
        if (filon_is_letter(c) || filon_is_digit(c) || c == '"' || c == 0xab || c == 0x201c || c == 0xa9 || c == '(' || c == '[')
            break;
        at += length;
    }
    return at;
}

/* Whether something new may begin at `at`: the end, a capital, a digit, a quotation; not the rest of a sentence. */
static bool opens_at(const struct page *page, uint32_t from, uint32_t end)
{
    uint32_t at = skip_marks(page->text, from, end);
    unsigned length;
    if (at >= end)
        return true;
    for (uint32_t i = from; i < at; i++)
        if (page->text.p[i] == ',')
            return false;
    return !filon_is_lower(filon_utf8_at(page->text.p, end, at, &length));
}

/* The end of a sentence or `end`, looking for it in at most 400 bytes. */
static uint32_t sentence_end(struct filon_str text, uint32_t at, uint32_t end)
{
    enum { REACH = 400 };
    uint32_t stop = end - at > REACH ? at + REACH : end;
    for (; at + 1 < stop; at++)
        if ((text.p[at] == '.' || text.p[at] == '!' || text.p[at] == '?') && text.p[at + 1] == ' ' && at > 2 && text.p[at - 2] != ' ')
            return at + 1;
    return end;
}

/* The end of a caption whose © is at `credit`, in a line that is not all caption: the sign stands behind a date, or behind sentences. `credit` if it cuts nothing. */
static uint32_t caption_end(const struct page *page, uint32_t from, uint32_t credit, uint32_t behind, uint32_t limit)
{
    enum { CAPTION = 40, TITLE = 26, LABEL = 6, NEAR = 12 };
    struct date date;
    struct date_rules rules = {.book = page->book, .language = LANGUAGES};
    uint32_t words = count_words(page, from, credit, CAPTION);
    bool dated = words && words <= LABEL && dates_find(&rules, page->text, from, credit, &date) && date.precision != PRECISION_NONE &&
                 date.begin - from <= NEAR && credit - date.end <= NEAR;
    if (words <= CAPTION && !dated && count_words(page, behind, limit, CAPTION) <= CAPTION)
        return credit;
    if (count_words(page, behind, limit, CAPTION) <= CAPTION)
        return limit;
    uint32_t sentence = sentence_end(page->text, behind, limit);
    if (count_words(page, behind, sentence, TITLE) <= TITLE)
        return sentence;
    return names_end(page->book, page->text, behind, limit);
}

/* The end of the furniture that begins with events[i]; its begin if it cuts nothing. from: where the text before it begins; *next: the event to go on with. */
static uint32_t extent(const struct page *page, uint32_t from, const struct event *events, uint32_t n, uint32_t i, uint32_t end,
                       uint32_t *next)
{
    enum { TITLE_WORDS = 26, OWNER_WORDS = 12, RUN = 3, REST = 6 };
    const unsigned runs = KIND_BIT(KIND_PROMPT) | KIND_BIT(KIND_SECTION) | KIND_BIT(KIND_COMMENTS) |
                          (events[i].kind == KIND_COPYRIGHT ? KIND_BIT(KIND_COPYRIGHT) : 0u);
    const struct event *event = &events[i];
    uint32_t stop = event->end, k = i + 1;
    struct date date;
    *next = k;
    switch (event->kind) {
    case KIND_AUTHOR: {
        uint32_t limit = k < n && events[k].strong && events[k].kind != KIND_DESK ? events[k].begin : end;
        bool desk;
        stop = names_author_end(page->book, page->text, event->end, limit, &desk);
        if (stop > event->end && count_words(page, stop, limit, REST) <= REST)
            stop = limit; /* « , avec AFP » */
        if (stop <= event->end || !opens_at(page, stop, end))
            return event->begin;
        break;
    }
    case KIND_DESK:
        return event->begin;
    case KIND_CREDIT:
        stop = caption_end(page, from, event->begin, event->end, k < n && events[k].strong ? events[k].begin : end);
        if (stop <= event->end)
            return event->begin;
        break;
    case KIND_COPYRIGHT: {
        uint32_t limit = k < n && events[k].strong ? events[k].begin : end;
        stop = count_words(page, stop, limit, OWNER_WORDS) <= OWNER_WORDS ? limit : stop;
        break;
    }
    case KIND_PUBLISHED:
    case KIND_UPDATED:
        if (!dates_labelled(page->book, page->text, event->end, end, &date) || !opens_at(page, date.end, end))
            return event->begin;
        stop = date.end;
        break;
    case KIND_RELATED:
    case KIND_LIST: {
        uint32_t limit = k < n && events[k].strong ? events[k].begin : end;
        uint32_t sentence = sentence_end(page->text, stop, limit);
        if (count_words(page, stop, sentence, TITLE_WORDS) <= TITLE_WORDS)
            stop = sentence;
        break;
    }
    case KIND_READING: {
        struct word word;
        uint32_t at = stop;
        for (unsigned words = 0;
             words < 2 && words_next(page->book, page->text, at, end, &word) && (word.number || (words && !word.capital)); words++)
            at = stop = word.end;
        break;
    }
    case KIND_SECTION: /* a menu is several of them */
        while (k < n && k < i + RUN && events[k].kind == KIND_SECTION && skip_marks(page->text, events[k - 1].end, end) == events[k].begin)
            k++;
        if (k < i + RUN)
            return event->begin;
        stop = events[k - 1].end;
        break;
    default:
        if (!event->strong)
            return event->begin;
        break;
    }
    while (k < n && events[k].begin < stop)
        k++;
    /* The words of a menu, a share bar: phrases one after the other, and single ones between them. */
    while (k < n && KIND_BIT(events[k].kind) & runs && skip_marks(page->text, stop, end) == events[k].begin)
        stop = events[k++].end;
    *next = k;
    return stop;
}

static bool cuts(const struct event *event)
{
    return event->strong || event->kind == KIND_SECTION;
}

/* A piece of furniture that cuts its line. */
struct cut {
    uint32_t begin, end;
    uint32_t next; /* the event to go on with */
};

/* The first cut from events[i] on, in what is left of a line from `at`. */
static bool find_cut(const struct pieces *pieces, uint32_t at, const struct event *events, uint32_t n, uint32_t i, struct cut *cut)
{
    const struct page *page = pieces->page;
    const char *text = page->text.p;
    for (; i < n; i++) {
        if (events[i].begin < at || !cuts(&events[i]))
            continue;
        cut->begin = events[i].begin;
        cut->end = extent(page, at, events, n, i, pieces->end, &cut->next);
        if (cut->end <= cut->begin)
            continue;
        while (cut->begin > at && (is_open((unsigned char)text[cut->begin - 1]) ||
                                   (text[cut->begin - 1] == ' ' && cut->begin - 1 > at && is_open((unsigned char)text[cut->begin - 2]))))
            cut->begin--;
        while (cut->end < pieces->end && strchr(".,;:)]", text[cut->end]))
            cut->end++;
        return true;
    }
    return false;
}

/* A glued line, piece by piece. events: a copy, as scanning the pieces makes new ones. */
static void cut_line(struct pieces *pieces, uint32_t at, const struct event *events, uint32_t n)
{
    struct cut cut = {0, 0, 0};
    while (find_cut(pieces, at, events, n, cut.next, &cut)) {
        add_plain(pieces, at, cut.begin, true);
        add_piece(pieces, cut.begin, cut.end);
        at = cut.end;
    }
    add_plain(pieces, at, pieces->end, false);
}

static bool may_cut(const struct page *page, const struct line *line)
{
    uint32_t sections = 0;
    for (uint32_t i = 0; i < page->n_events; i++) {
        if (page->events[i].strong && line->words > line->covered + 2)
            return true;
        sections += page->events[i].kind == KIND_SECTION;
    }
    return sections >= 3 && line->words > line->covered + 2;
}

void page_split_line(struct page *page)
{
    enum { BEHIND = 5, GLUED = 60 }; /* a line of fewer words is no page */
    struct line whole = page->lines[page->n_lines - 1];
    struct pieces pieces = {page, whole.begin, whole.end, 0, whole.gap, whole.bullet, whole.words < GLUED};
    uint32_t n = page->n_events, at = whole.begin;
    if (whole.dash != FILON_NONE)
        at = names_dateline_end(page->book, page->text, whole.begin, whole.dash, whole.ends && whole.words > 15);
    if (at > whole.begin && at < whole.end && (count_words(page, at, whole.end, BEHIND) < BEHIND || !opens_at(page, at, whole.end)))
        at = whole.begin; /* « 27 juil. 2016 - 08:05 » is one line, « Le 4 mars – un lundi – il… » a sentence */
    struct cut first;
    bool events =
        may_cut(page, &whole) && find_cut(&pieces, at, page->events, n, 0, &first) && (first.begin > whole.begin || first.end < whole.end);
    if (at >= whole.end || (at == whole.begin && !events))
        return;
    struct event *copy = NULL;
    if (events)
        copy = memcpy(filon_alloc(page->arena, n * sizeof *copy), page->events, n * sizeof *copy);
    page->n_lines--;
    if (at > whole.begin) {
        add_piece(&pieces, whole.begin, at);
        page->lines[page->n_lines - 1].dateline = true;
    }
    if (copy)
        cut_line(&pieces, at, copy, n);
    else
        add_piece(&pieces, at, whole.end);
    if (pieces.n == 1)
        page->lines[page->n_lines - 1] = whole;
}
