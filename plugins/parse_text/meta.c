/* Metadata: who wrote the article, when, for whom, how long it takes to read. */
#include "date.h"
#include "names.h"
#include "page.h"

#include <stdio.h>

/* Where names were found, and how much that is to be trusted. */
struct found {
    uint32_t begin, end;
    int points;
};

static void keep(struct found *best, uint32_t begin, uint32_t end, int points)
{
    if (end > begin && points > best->points)
        *best = (struct found){begin, end, points};
}

static void put(struct filon_doc *doc, const char *key, struct filon_str text, const struct found *found)
{
    if (found->points <= 0 || filon_meta_get(doc, key, NULL).p)
        return; /* what a reader knows of the document is better than a guess */
    filon_meta_set(doc, key, (struct filon_str){text.p + found->begin, found->end - found->begin},
                   (struct filon_span){found->begin, found->end});
}

/* « Anne Martin, grand reporter »: the name alone; « Anne Martin, Paul Roux et Luc Petit »: all of them. */
static uint32_t without_title(const struct page *page, uint32_t begin, uint32_t end)
{
    const char *comma = memchr(page->text.p + begin, ',', end - begin);
    if (!comma)
        return end;
    struct word word;
    uint32_t at = (uint32_t)(comma - page->text.p);
    while (words_next(page->book, page->text, at, end, &word)) {
        struct filon_str s = {page->text.p + word.begin, word.end - word.begin};
        if (filon_str_is(s, "et") || filon_str_is(s, "and") || word.mark == '&')
            return end;
        at = word.end;
    }
    return (uint32_t)(comma - page->text.p);
}

/* « par Anne Martin » anywhere in a line. */
static bool author_in(const struct page *page, const struct line *line, struct found *found)
{
    struct word word, name;
    for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
        const struct phrase *phrase =
            words_phrase(page->book, page->text, word.begin, line->end, KIND_BIT(KIND_AUTHOR) | KIND_BIT(KIND_DESK));
        if (!phrase)
            continue;
        uint32_t begin = phrase->kind == KIND_DESK ? word.begin : words_skip(page->book, page->text, word.begin, line->end, phrase->words);
        if (words_next(page->book, page->text, begin, line->end, &name))
            begin = name.begin;
        const struct phrase *desk = words_phrase(page->book, page->text, begin, line->end, KIND_BIT(KIND_DESK));
        uint32_t end =
            desk ? words_skip(page->book, page->text, begin, line->end, desk->words) : names_end(page->book, page->text, begin, line->end);
        *found = (struct found){begin, desk ? end : without_title(page, begin, end), 1};
        if (found->end > begin)
            return true;
    }
    return false;
}

static bool near_head(const struct page *page, uint32_t i)
{
    enum { BEFORE = 6, AFTER = 4 };
    uint32_t head = page->title != FILON_NONE ? page->title : page->core;
    return i + BEFORE >= head && i <= page->core + AFTER;
}

/* « Emmanuelle Roux 15 mai 2019 à 06h00 »: a full name directly before the date. */
static bool author_before_date(const struct page *page, const struct line *line, struct found *found)
{
    struct date_rules rules = {.book = page->book, .language = page->language};
    struct date date;
    struct word word, second;
    if (line->role != ROLE_DATELINE || line->agency != FILON_NONE || !words_next(page->book, page->text, line->begin, line->end, &word) ||
        !words_next(page->book, page->text, word.end, line->end, &second) || !second.capital ||
        !dates_find(&rules, page->text, line->begin, line->end, &date) || date.begin <= second.begin)
        return false;
    *found = (struct found){line->begin, names_end(page->book, page->text, line->begin, date.begin), 1};
    return found->end > second.begin && date.begin - found->end <= 4 && !memchr(page->text.p + line->begin, ',', date.begin - line->begin);
}

static void find_author(const struct page *page, uint32_t readers, struct found *best)
{
    enum { WORDS = 40, FOOT = 3 };
    for (uint32_t i = 0; i < readers; i++) {
        const struct line *line = &page->lines[i];
        struct found found = {line->begin, line->end, 0};
        bool alone = line->role == ROLE_BYLINE && line->start_kind != KIND_AUTHOR && line->start_kind != KIND_DESK,
             head = near_head(page, i);
        bool may = line->role == ROLE_BYLINE || line->role == ROLE_DATELINE ||
                   (line->role == ROLE_FURNITURE && line->kinds & KIND_BIT(KIND_AUTHOR));
        if (line->content || !may || line->words > WORDS || !(head || (i >= page->core && i <= page->core_end + FOOT)))
            continue;
        bool named = author_in(page, line, &found);
        bool dated = !named && head && author_before_date(page, line, &found);
        if (named || dated || alone)
            keep(best, found.begin, found.end, (head ? 50 : 40) - (named ? 0 : dated ? 5 : 10));
    }
}

/* The owner's name behind © or « copyright », years passed over. */
static uint32_t owner(const struct page *page, const struct line *line, uint32_t *begin)
{
    enum { WORDS = 6 };
    struct word word;
    uint32_t at = line->credit, end = 0, last = 0, words = 0;
    while (words_next(page->book, page->text, at, line->end, &word)) {
        const struct phrase *phrase = words_phrase(page->book, page->text, word.begin, line->end, KIND_BIT(KIND_COPYRIGHT));
        struct filon_str s = {page->text.p + word.begin, word.end - word.begin};
        if (!words &&
            (word.number || (phrase && phrase->words < 3) || filon_str_is(s, "by") || filon_str_is(s, "c") || filon_str_is(s, "C"))) {
            at = phrase && !word.number ? words_skip(page->book, page->text, word.begin, line->end, phrase->words) : word.end;
            continue;
        }
        bool full_stop = word.mark == '.' && last > 3 && word.spaced;
        bool dash = word.mark == '-' && word.spaced;
        if (phrase || (words && (full_stop || dash || (word.mark && strchr("|,>(:;?/", word.mark)))) || word.number || words == WORDS)
            break;
        if (!word.capital && !words)
            break;
        if (!words)
            *begin = word.begin;
        end = word.end;
        last = word.end - word.begin;
        words++;
        at = word.end;
    }
    return end;
}

/* « Title | Site », « Title – Site »: the site, if the title stands by itself elsewhere or the mark is a bar. */
static void site(const struct page *page, struct found *best)
{
    const struct line *first = &page->lines[0];
    const struct line *title = page->title != FILON_NONE ? &page->lines[page->title] : NULL;
    if (!title || first->words > 50)
        return;
    uint32_t n = title->end - title->begin, from = FILON_NONE;
    bool again =
        title != first && first->end - first->begin > n && memcmp(page->text.p + first->begin, page->text.p + title->begin, n) == 0;
    for (uint32_t at = again ? first->begin + n : first->begin; at + 2 < first->end; at++) {
        const unsigned char *u = (const unsigned char *)page->text.p + at;
        bool bar = u[0] == '|',
             dash = u[0] == '-' || (u[0] == 0xe2 && u[1] == 0x80 && (u[2] == 0x93 || u[2] == 0x94)) || (u[0] == 0xc2 && u[1] == 0xb7);
        uint32_t length = u[0] == 0xe2 ? 3 : u[0] == 0xc2 ? 2 : 1;
        if ((bar || (dash && again)) && at > first->begin && u[-1] == ' ' && u[length] == ' ')
            from = at + length + 1;
    }
    if (from != FILON_NONE && (again || title == first) && from < first->end && first->end - from < 60)
        keep(best, from, first->end, 60);
}

static void find_publisher(const struct page *page, struct found *best)
{
    struct found picture = {0};
    site(page, best);
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        uint32_t begin = 0, end = 0;
        if (line->content)
            continue;
        if (line->credit != FILON_NONE)
            end = owner(page, line, &begin);
        if (line->kinds & KIND_BIT(KIND_COPYRIGHT) && end)
            keep(best, begin, end, 50);
        /* Whose one picture is says little; the same name under all of several says whose page it is. */
        if (line->role == ROLE_CAPTION && end && picture.points >= 0) {
            struct filon_str name = {page->text.p + begin, end - begin},
                             other = {page->text.p + picture.begin, picture.end - picture.begin};
            if (!picture.points)
                picture = (struct found){begin, end, 1};
            else
                picture.points = filon_str_eq(name, other) ? picture.points + 1 : -1;
        }
        if ((line->role == ROLE_DATELINE || line->role == ROLE_BYLINE) && line->agency != FILON_NONE) {
            struct word word;
            for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
                const struct phrase *agency = words_phrase(page->book, page->text, word.begin, line->end, KIND_BIT(KIND_AGENCY));
                if (agency)
                    keep(best, word.begin, words_skip(page->book, page->text, word.begin, line->end, agency->words),
                         line->role == ROLE_DATELINE ? 30 : 20);
            }
        }
    }
    if (picture.points >= 2)
        keep(best, picture.begin, picture.end, 10);
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
                keep(best, word.begin, word.end, minutes ? 20 : line->start_kind == KIND_READING ? 10 : 0);
        }
    }
}

/* Which label stands in text[from, to), before a date. */
static unsigned label_in(const struct page *page, uint32_t from, uint32_t to)
{
    struct word word;
    unsigned kind = KIND_NONE;
    for (uint32_t at = from; words_next(page->book, page->text, at, to, &word); at = word.end) {
        const struct phrase *phrase =
            phrasebook_slot(page->book, word.hash)->phrase
                ? words_phrase(page->book, page->text, word.begin, to, KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED))
                : NULL;
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
    points += near_head(page, i) ? 15 : i < page->core ? 0 : -40;
    points -= i >= readers ? 60 : 0;
    points -= date->relative && label == KIND_NONE ? 20 : 0;
    return points + (date->precision >= PRECISION_MINUTE ? 5 : date->precision < PRECISION_DAY ? -5 : 0);
}

/* The best date of the page by these rules; points 0: none. */
static int best_date(const struct page *page, const struct date_rules *rules, uint32_t readers, struct date *best)
{
    enum { DATES = 3 };
    int most = 0;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        bool labelled = line->kinds & (KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED));
        if (line->content || line->words > 60 ||
            (!line->numbers && !labelled && line->role != ROLE_DATELINE && line->role != ROLE_BYLINE) ||
            (line->role != ROLE_DATELINE && line->role != ROLE_BYLINE && line->role != ROLE_FURNITURE))
            continue;
        struct date date;
        uint32_t at = line->begin;
        for (unsigned n = 0; n < DATES && dates_find(rules, page->text, at, line->end, &date); n++) {
            unsigned label = label_in(page, at, date.begin);
            int points = date_points(page, i, readers, label, &date);
            at = date.end;
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
    int points = best_date(page, &rules, readers, &date);
    if (points && !rules.today && date.precision >= PRECISION_DAY) {
        rules.today = &date; /* « publié hier », from the day that the page was printed */
        if (best_date(page, &rules, readers, &other) > points)
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
    find_author(page, readers, &author);
    find_publisher(page, &publisher);
    find_reading_time(page, &reading);
    put(doc, "title", page->text, &title);
    find_date(page, doc, rules, readers);
    put(doc, "author", page->text, &author);
    put(doc, "publisher", page->text, &publisher);
    put(doc, "reading_time", page->text, &reading);
}
