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

/* Where a title ends that scraping glued to its lead: « … de Washington Le porte-parole a… », a capital function word and a small letter
 * behind it, without any mark before. `begin` if nowhere. */
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

/* A line under the knife: where the events in it are, and where what is left of it begins and ends. */
struct look {
    const struct page *page;
    const struct event *events;
    uint32_t n;
    uint32_t from, end;
};

/* Where the next trusted event begins, from events[i] on; the end of the line. */
static uint32_t limit_of(const struct look *look, uint32_t i)
{
    return i < look->n && look->events[i].strong && look->events[i].kind != KIND_DESK ? look->events[i].begin : look->end;
}

/* The functions below give the end of the furniture that begins with an event, or where the event begins if it cuts nothing. limit: where
 * it ends at the latest. */

/* A caption: in a line that is not all caption, © cuts behind a date, or behind sentences. */
static uint32_t caption_end(const struct look *look, const struct event *credit, uint32_t limit)
{
    enum { CAPTION = 40, TITLE = 26, LABEL = 6, NEAR = 12 };
    const struct page *page = look->page;
    struct date date;
    struct date_rules rules = {.book = page->book, .language = LANGUAGES};
    uint32_t words = count_words(page, look->from, credit->begin, CAPTION);
    bool dated = words && words <= LABEL && dates_find(&rules, page->text, look->from, credit->begin, &date) &&
                 date.precision != PRECISION_NONE && date.begin - look->from <= NEAR && credit->begin - date.end <= NEAR;
    bool ends = count_words(page, credit->end, limit, CAPTION) <= CAPTION;
    if (ends)
        return words <= CAPTION && !dated ? credit->begin : limit;
    uint32_t sentence = sentence_end(page->text, credit->end, limit);
    if (count_words(page, credit->end, sentence, TITLE) > TITLE)
        sentence = names_end(page->book, page->text, credit->end, limit);
    return sentence > credit->end ? sentence : credit->begin;
}

/* « Par Anne Martin, avec AFP » */
static uint32_t byline_end(const struct look *look, const struct event *author, uint32_t limit)
{
    enum { REST = 6 };
    bool desk;
    uint32_t stop = names_author_end(look->page->book, look->page->text, author->end, limit, &desk);
    if (stop <= author->end)
        return author->begin;
    if (count_words(look->page, stop, limit, REST) <= REST)
        stop = limit;
    return opens_at(look->page, stop, look->end) ? stop : author->begin;
}

/* « Publié le 4 mars 2019 à 10h15 » */
static uint32_t date_end(const struct look *look, const struct event *label)
{
    struct date date;
    if (!dates_labelled(look->page->book, look->page->text, label->end, look->end, &date) || !opens_at(look->page, date.end, look->end))
        return label->begin;
    return date.end;
}

/* « Lire aussi : Le titre d'un autre article » */
static uint32_t pointer_end(const struct look *look, const struct event *pointer, uint32_t limit)
{
    enum { TITLE = 26 };
    uint32_t sentence = sentence_end(look->page->text, pointer->end, limit);
    return count_words(look->page, pointer->end, sentence, TITLE) <= TITLE ? sentence : pointer->end;
}

/* « Temps de lecture : 3 min » */
static uint32_t reading_end(const struct look *look, const struct event *reading)
{
    const struct page *page = look->page;
    struct word word;
    uint32_t stop = reading->end;
    for (unsigned n = 0; n < 2 && words_next(page->book, page->text, stop, look->end, &word) && (word.number || (n && !word.capital)); n++)
        stop = word.end;
    return stop;
}

/* A menu is several sections, one behind the other. */
static uint32_t menu_end(const struct look *look, uint32_t i)
{
    enum { RUN = 3 };
    uint32_t k = i + 1;
    while (k < look->n && k < i + RUN && look->events[k].kind == KIND_SECTION &&
           skip_marks(look->page->text, look->events[k - 1].end, look->end) == look->events[k].begin)
        k++;
    return k < i + RUN ? look->events[i].begin : look->events[k - 1].end;
}

static uint32_t furniture_end(const struct look *look, uint32_t i)
{
    enum { OWNER = 12 };
    const struct event *event = &look->events[i];
    uint32_t limit = limit_of(look, i + 1);
    switch (event->kind) {
    case KIND_AUTHOR:
        return byline_end(look, event, limit);
    case KIND_CREDIT:
        return caption_end(look, event, limit);
    case KIND_COPYRIGHT:
        return count_words(look->page, event->end, limit, OWNER) <= OWNER ? limit : event->end;
    case KIND_PUBLISHED:
    case KIND_UPDATED:
        return date_end(look, event);
    case KIND_RELATED:
    case KIND_LIST:
        return pointer_end(look, event, limit);
    case KIND_READING:
        return reading_end(look, event);
    case KIND_SECTION:
        return menu_end(look, i);
    case KIND_DESK:
        return event->begin;
    default:
        return event->strong ? event->end : event->begin;
    }
}

/* Behind furniture: the words of a menu, a share bar, phrases one after the other. *next gets the event behind them. */
static uint32_t run_end(const struct look *look, uint32_t i, uint32_t stop, uint32_t *next)
{
    const unsigned runs = KIND_BIT(KIND_PROMPT) | KIND_BIT(KIND_SECTION) | KIND_BIT(KIND_COMMENTS) |
                          (look->events[i].kind == KIND_COPYRIGHT ? KIND_BIT(KIND_COPYRIGHT) : 0u);
    uint32_t k = i + 1;
    while (k < look->n && look->events[k].begin < stop)
        k++;
    while (k < look->n && KIND_BIT(look->events[k].kind) & runs && skip_marks(look->page->text, stop, look->end) == look->events[k].begin)
        stop = look->events[k++].end;
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
    const struct look look = {pieces->page, events, n, at, pieces->end};
    const char *text = pieces->page->text.p;
    for (; i < n; i++) {
        if (events[i].begin < at || !cuts(&events[i]))
            continue;
        cut->begin = events[i].begin;
        cut->end = furniture_end(&look, i);
        if (cut->end <= cut->begin)
            continue;
        cut->end = run_end(&look, i, cut->end, &cut->next);
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
