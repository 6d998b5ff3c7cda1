/* Metadata: the title, when the article was written, how long it takes to read; credits.c says by whom and for whom. */
#include "meta.h"

#include "date.h"
#include "names.h"

void found_keep(struct found *best, uint32_t begin, uint32_t end, int points)
{
    if (end > begin && points > best->points)
        *best = (struct found){begin, end, points};
}

/* A wrapped title on one line. */
static struct filon_str on_one_line(struct filon_doc *doc, struct filon_str s)
{
    if (!memchr(s.p, '\n', s.n))
        return s;
    char *line = filon_alloc(filon_doc_arena(doc), s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool space = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' || s.p[i] == ' ';
        if (!space || (n && line[n - 1] != ' '))
            line[n++] = space ? ' ' : s.p[i];
    }
    return (struct filon_str){line, n};
}

static void put(struct filon_doc *doc, const char *key, struct filon_str text, const struct found *found)
{
    if (found->points <= 0 || filon_meta_get(doc, key, NULL).p)
        return; /* what a reader knows of the document is better than a guess */
    struct filon_str value = on_one_line(doc, (struct filon_str){text.p + found->begin, found->end - found->begin});
    filon_meta_set(doc, key, value, (struct filon_span){found->begin, found->end});
}

bool page_near_head(const struct page *page, uint32_t i)
{
    enum { BEFORE = 6, AFTER = 4 };
    uint32_t head = page->title != FILON_NONE ? page->title : page->core;
    return i + BEFORE >= head && i <= page->core + AFTER;
}

static void find_reading_time(const struct page *page, struct found *best)
{
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        struct word word, unit;
        if (line->content || !(line->kinds & KIND_BIT(KIND_READING)) || line->words > 40)
            continue;
        for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
            bool minutes = words_next(page->book, page->text, word.end, line->end, &unit) && unit.end - unit.begin >= 2 &&
                           (page->text.p[unit.begin] | 32) == 'm' &&
                           ((page->text.p[unit.begin + 1] | 32) == 'i' || (page->text.p[unit.begin + 1] | 32) == 'n');
            if (word.number && word.end - word.begin <= 3)
                found_keep(best, word.begin, word.end, minutes ? 20 : line->start_kind == KIND_READING ? 10 : 0);
        }
    }
}

/* Which label stands in text[from, to), before a date. */
static unsigned label_in(const struct page *page, uint32_t from, uint32_t to)
{
    struct word word;
    unsigned kind = KIND_NONE;
    for (uint32_t at = from; words_next(page->book, page->text, at, to, &word); at = word.end) {
        const struct phrase *phrase = words_phrase(page->book, page->text, &word, to, KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED));
        if (phrase)
            kind = phrase->kind;
    }
    return kind;
}

static int date_points(const struct page *page, uint32_t i, uint32_t readers, unsigned label, const struct date *date)
{
    const struct line *line = &page->lines[i];
    int points = label == KIND_PUBLISHED       ? 100
                 : label == KIND_UPDATED       ? 60
                 : line->role == ROLE_DATELINE ? 70
                 : line->role == ROLE_BYLINE   ? 65
                                               : 20;
    points += page_near_head(page, i) ? 15 : i < page->core ? 0 : -40;
    points -= i >= readers ? 60 : 0;
    points -= date->relative && label == KIND_NONE ? 20 : 0;
    return points + (date->precision >= PRECISION_MINUTE ? 5 : date->precision < PRECISION_DAY ? -5 : 0);
}

/* The best date of the page by these rules; points 0: none. *unknown: there is one that a day would make known. */
static int best_date(const struct page *page, const struct date_rules *rules, uint32_t readers, struct date *best, bool *unknown)
{
    enum { DATES = 3, WORDS = 60 };
    int most = 0;
    *unknown = false;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        if (!line_may_tell(line) || line->words > WORDS || !(line->date || line->numbers > 1) ||
            (line->role != ROLE_DATELINE && line->role != ROLE_BYLINE && line->role != ROLE_FURNITURE))
            continue;
        struct date date;
        uint32_t at = line->begin;
        for (unsigned n = 0; n < DATES && dates_find(rules, page->text, at, line->end, &date); n++) {
            unsigned label = label_in(page, at, date.begin);
            int points = date_points(page, i, readers, label, &date);
            at = date.end;
            *unknown = *unknown || date.precision == PRECISION_NONE;
            /* Of two before the body the later one is nearer to it: a page begins with the day it was printed. */
            if (date.precision == PRECISION_NONE || points < most || (points == most && (i >= page->core || !most)))
                continue;
            most = points;
            *best = date;
        }
    }
    return most;
}

static void find_date(const struct page *page, struct filon_doc *doc, const struct date_rules *given, uint32_t readers)
{
    struct date date, other;
    struct date_rules rules = *given;
    char iso[32];
    if (filon_meta_get(doc, "date", NULL).p)
        return;
    bool unknown;
    int points = best_date(page, &rules, readers, &date, &unknown);
    if (points && unknown && !rules.today && date.precision >= PRECISION_DAY) {
        rules.today = &date; /* « publié hier », from the day that the page was printed */
        if (best_date(page, &rules, readers, &other, &unknown) > points)
            date = other;
    }
    if (!points)
        return;
    dates_iso(&date, iso);
    filon_meta_set(doc, "date", filon_str_of(iso), (struct filon_span){date.begin, date.end});
    filon_meta_set(doc, "date_precision", filon_str_of(dates_precision(date.precision)), FILON_NO_SPAN);
}

static void find_title_text(const struct page *page, struct found *found)
{
    if (page->title == FILON_NONE)
        return;
    const struct line *line = &page->lines[page->title];
    *found = (struct found){line->begin, line->end, 1};
    for (uint32_t at = line->begin + 1; at + 1 < line->end; at++)
        if (page->text.p[at] == '|' && page->text.p[at - 1] == ' ' && page->text.p[at + 1] == ' ' && at - line->begin > 12) {
            found->end = at - 1;
            break;
        }
}

void page_find_meta(struct page *page, struct filon_doc *doc, const struct date_rules *rules)
{
    struct found title = {0}, author = {0}, publisher = {0}, reading = {0};
    uint32_t readers = page->core_end;
    while (readers < page->n_lines && page->lines[readers].role != ROLE_COMMENTS)
        readers++;
    find_title_text(page, &title);
    page_find_author(page, readers, &author);
    page_find_publisher(page, &publisher);
    find_reading_time(page, &reading);
    put(doc, "title", page->text, &title);
    find_date(page, doc, rules, readers);
    put(doc, "author", page->text, &author);
    put(doc, "publisher", page->text, &publisher);
    put(doc, "reading_time", page->text, &reading);
}
