#include "about.h"

#include "clean.h"
#include "lexer.h"
#include "says.h"

#include <stdio.h>
#include <strings.h>

#include "../parse_text/meta.h"

static bool is_url(struct filon_str s)
{
    return (s.n > 8 && memcmp(s.p, "http://", 7) == 0) || (s.n > 8 && memcmp(s.p, "https://", 8) == 0);
}

/* ---- Site, title */

static struct filon_str site_of(struct about *about)
{
    struct filon_str site = SAYS(about, "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher");
    return says_first(site, says_cleaned(about, says_first(about->reading->jsonld.site, about->reading->jsonld.publisher)));
}

/* The page's <title>, or what stands for it elsewhere. */
static struct filon_str stated_title(struct about *about)
{
    struct filon_str title = SAYS(about, "og:title", "twitter:title", "dc.title", "dcterms.title", "title", "parsely-title", "sailthru.title");
    title = says_first(says_cleaned(about, about->reading->jsonld.headline), title);
    return says_first(title, says_cleaned(about, filon_buf_str(&about->parser->web.title)));
}

struct filon_str about_title(struct parser *parser, const struct reading *reading, struct filon_arena *arena)
{
    struct about about = {.parser = parser, .reading = (struct reading *)reading, .arena = arena};
    return clean_title(stated_title(&about), site_of(&about), FILON_NO_STR);
}

/* What a heading has more than the title that the page states: a date, or a label (« Titre : »). */
static bool is_addition(const struct about *about, struct filon_str more)
{
    struct date date;
    more = filon_str_trim(more);
    return filon_str_ends(more, FILON_STR(":")) ||
           (more.n && dates_find(about->rules, more, 0, (uint32_t)more.n, &date) && date.end - date.begin + 4 > more.n);
}

/* The stated title if the heading is that and a date or a label before or behind it. */
static struct filon_str without_addition(const struct about *about, struct filon_str heading, struct filon_str stated)
{
    enum { LEAST = 8 };
    if (stated.n < LEAST || heading.n <= stated.n)
        return heading;
    size_t more = heading.n - stated.n;
    if (filon_str_ends(heading, stated) && is_addition(about, (struct filon_str){heading.p, more}))
        return stated;
    return filon_str_starts(heading, stated) && is_addition(about, (struct filon_str){heading.p + stated.n, more}) ? stated : heading;
}

static void set_title(struct about *about, const struct verdict *verdict)
{
    struct filon_str stated = stated_title(about);
    if (verdict->title != FILON_NONE) {
        const struct piece *piece = &about->parser->web.pieces[verdict->title];
        struct filon_str heading = says_cleaned(about, (struct filon_str){about->reading->text.p + piece->begin, piece->end - piece->begin});
        struct filon_str title = clean_title(heading, about->site, FILON_NO_STR);
        stated = clean_title(stated, about->site, heading);
        says_set(about, "title", without_addition(about, title, stated), (struct filon_span){piece->begin, piece->end});
    }
    says_set(about, "title", clean_title(stated, about->site, FILON_NO_STR), FILON_NO_SPAN);
}

/* ---- Dates */

/* The value as a date, at its beginning or alone in it. */
static bool read_date(struct about *about, struct filon_str value, struct date *date)
{
    enum { LONGEST = 120 };
    if (!value.n || value.n > LONGEST || !dates_find(about->rules, value, 0, (uint32_t)value.n, date))
        return false;
    return date->precision >= PRECISION_YEAR && date->year >= 1800 && !date->relative;
}

/* 03-09-2026: which of both is the month, only the page may know. */
static bool is_ambiguous(struct filon_str value, const struct date *date)
{
    const char *p = filon_str_trim(value).p;
    size_t digits = 0;
    while (p < value.p + value.n && digits < 3 && p[digits] >= '0' && p[digits] <= '9')
        digits++;
    return digits < 3 && date->precision >= PRECISION_DAY && date->day <= 12 && date->month != date->day;
}

/* Turns day and month if the page shows that date in full near the title, and nowhere the other. */
static void turn_as_shown(struct about *about, struct date *date)
{
    enum { WORDS = 40 };
    const struct page *page = about->reading->page;
    bool turned = false;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        struct date shown;
        if (!line->date || line->words > WORDS || !page_near_head(page, i) ||
            !dates_find(about->rules, about->reading->text, line->begin, line->end, &shown) || shown.relative || shown.year != date->year)
            continue;
        if (shown.month == date->month && shown.day == date->day)
            return;
        turned = turned || (shown.month == date->day && shown.day == date->month);
    }
    if (turned) {
        int day = date->day;
        date->day = date->month;
        date->month = day;
    }
}

static bool set_date(struct about *about, const char *key, struct filon_str value, struct filon_span span)
{
    struct date date;
    char iso[32];
    if (filon_meta_get(about->doc, key, NULL).p)
        return true;
    if (!read_date(about, value, &date))
        return false;
    if (is_ambiguous(value, &date))
        turn_as_shown(about, &date);
    /* Midnight sharp is what programs write that know the day alone. */
    if (date.precision >= PRECISION_MINUTE && !date.hour && !date.minute && !date.second && date.zone != NO_ZONE && date.zone == 0)
        date.precision = PRECISION_DAY;
    dates_iso(&date, iso);
    filon_meta_set(about->doc, key, filon_str_of(iso), span);
    if (strcmp(key, "date") == 0)
        filon_meta_set(about->doc, "date_precision", filon_str_of(dates_precision(date.precision)), FILON_NO_SPAN);
    return true;
}

static bool set_date_of_mark(struct about *about, const char *key, const struct mark *mark)
{
    enum { LONGEST = 120 };
    bool shown = mark->end > mark->begin && mark->end - mark->begin < LONGEST;
    struct filon_span span = shown ? (struct filon_span){mark->begin, mark->end} : FILON_NO_SPAN;
    struct filon_str text = {about->reading->text.p + mark->begin, shown ? mark->end - mark->begin : 0};
    return set_date(about, key, says_cleaned(about, mark->value), span) || set_date(about, key, text, span);
}

/* An element marked as the date. */
static bool set_date_marked(struct about *about, const char *key, uint32_t flag)
{
    const struct web *web = &about->parser->web;
    for (uint32_t i = 0; i < web->n_marks; i++)
        if (web->marks[i].flags & flag && set_date_of_mark(about, key, &web->marks[i]))
            return true;
    return false;
}

/* A <time> near the title: the first behind it, else the last before it. */
static void set_date_of_time(struct about *about, const struct verdict *verdict)
{
    enum { NEAR = 1500, INTO = 800 };
    const struct web *web = &about->parser->web;
    const struct page *page = about->reading->page;
    uint32_t title = verdict->title == FILON_NONE ? 0 : web->pieces[verdict->title].begin;
    uint32_t from = title > NEAR ? title - NEAR : 0, to = page->core_end ? web->pieces[page->core].begin + INTO : title + NEAR, behind = 0;
    while (behind < web->n_marks && web->marks[behind].begin < title)
        behind++;
    for (uint32_t i = behind; i < web->n_marks && web->marks[i].begin <= to; i++)
        if (web->marks[i].time && !(web->marks[i].flags & TAG_MODIFIED) && set_date_of_mark(about, "date", &web->marks[i]))
            return;
    for (uint32_t i = behind; i-- > 0 && web->marks[i].begin >= from;)
        if (web->marks[i].time && !(web->marks[i].flags & TAG_MODIFIED) && set_date_of_mark(about, "date", &web->marks[i]))
            return;
}

/* …/2019/03/12/… in the page's address. */
static void set_date_of_url(struct about *about, struct filon_str url)
{
    for (size_t at = 0; at + 9 <= url.n; at++) {
        const char *p = url.p + at;
        size_t digits = 0, n = 0;
        char iso[16];
        if (*p != '/' && *p != '-')
            continue;
        unsigned year = 0, month = 0, day = 0;
        for (digits = 1; digits <= 4 && p[digits] >= '0' && p[digits] <= '9'; digits++)
            year = year * 10 + (unsigned)(p[digits] - '0');
        if (digits != 5 || year < 1990 || year > 2100 || (p[5] != '/' && p[5] != '-'))
            continue;
        for (n = 6; at + n < url.n && n < 8 && p[n] >= '0' && p[n] <= '9'; n++)
            month = month * 10 + (unsigned)(p[n] - '0');
        if (n < 7 || at + n >= url.n || p[n] != p[5])
            continue;
        size_t from = ++n;
        for (; at + n < url.n && n < from + 2 && p[n] >= '0' && p[n] <= '9'; n++)
            day = day * 10 + (unsigned)(p[n] - '0');
        if (n == from || (at + n < url.n && p[n] >= '0' && p[n] <= '9') || month < 1 || month > 12 || day < 1 || day > 31)
            continue;
        snprintf(iso, sizeof iso, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
        set_date(about, "date", filon_str_of(iso), FILON_NO_SPAN);
        return;
    }
}

static void set_dates(struct about *about, const struct verdict *verdict)
{
    const struct jsonld *jsonld = &about->reading->jsonld;
    set_date(about, "modified", says_first(jsonld->modified, SAYS(about, "article:modified_time", "og:updated_time", "datemodified", "last-modified",
                                                                "dcterms.modified", "revised")),
             FILON_NO_SPAN);
    if (set_date(about, "date", jsonld->date, FILON_NO_SPAN) ||
        set_date(about, "date",
                 SAYS(about, "article:published_time", "og:article:published_time", "datepublished", "datecreated", "parsely-pub-date", "sailthru.date",
                      "article.published", "published-date", "publication_date", "publish-date", "publishdate", "pubdate", "published", "dc.date.issued",
                      "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "date", "citation_publication_date",
                      "citation_date", "cxenseparse:recs:publishtime", "created", "article:published", "article:date", "uploaddate", "ptime"),
                 FILON_NO_SPAN))
        return;
    if (!set_date_marked(about, "date", TAG_DATE))
        set_date_of_time(about, verdict);
}

/* ---- The rest */

static void set_language(struct about *about)
{
    const struct page *page = about->reading->page;
    struct filon_str declared = says_cleaned(about, about->parser->web.lang);
    declared = says_first(declared, says_first(SAYS(about, "content-language", "og:locale", "dc.language", "language"), about->reading->jsonld.language));
    if (page->language < LANGUAGES) { /* what the words are tells more than what the page says */
        says_set(about, "lang", filon_str_of(page->book->languages[page->language]), FILON_NO_SPAN);
        return;
    }
    size_t n = 0;
    while (n < declared.n && n < 4 && (declared.p[n] | 32) >= 'a' && (declared.p[n] | 32) <= 'z')
        n++;
    if (n != 2 && n != 3)
        return;
    char lower[4] = {0};
    for (size_t i = 0; i < n; i++)
        lower[i] = (char)(declared.p[i] | 32);
    says_set(about, "lang", (struct filon_str){lower, n}, FILON_NO_SPAN);
}

static void set_paywall(struct about *about)
{
    struct filon_str tier = SAYS(about, "article:content_tier", "og:article:content_tier", "isaccessibleforfree", "ad:restricted");
    int free_ = about->reading->jsonld.free_;
    if (tier.n)
        free_ = !(lexer_is(tier, "locked") || lexer_is(tier, "metered") || lexer_is(tier, "paid") || lexer_is(tier, "premium") || lexer_is(tier, "false"));
    if (free_ >= 0)
        says_set(about, "paywall", free_ ? FILON_STR("no") : FILON_STR("yes"), FILON_NO_SPAN);
}

void about_set(struct parser *parser, struct reading *reading, const struct verdict *verdict, struct filon_doc *doc, const struct date_rules *rules)
{
    struct about about = {.parser = parser, .reading = reading, .arena = filon_doc_arena(doc), .doc = doc, .rules = rules};
    about.site = site_of(&about);
    const struct jsonld *jsonld = &reading->jsonld;
    struct filon_str url = says_link(&about, "canonical");
    set_language(&about);
    set_title(&about, verdict);
    set_dates(&about, verdict);
    authors_set(&about);
    if (!is_url(url))
        url = SAYS(&about, "og:url", "twitter:url", "dc.identifier");
    url = is_url(url) ? url : says_cleaned(&about, jsonld->url);
    if (is_url(url))
        says_set(&about, "url", url, FILON_NO_SPAN);
    says_set(&about, "section", says_first(SAYS(&about, "article:section", "parsely-section", "og:article:section"), says_cleaned(&about, jsonld->section)), FILON_NO_SPAN);
    says_set(&about, "description", SAYS(&about, "description", "og:description", "twitter:description", "dc.description"), FILON_NO_SPAN);
    set_paywall(&about);
    says_set(&about, "publisher", says_first(about.site, says_cleaned(&about, jsonld->publisher)), FILON_NO_SPAN);
    page_find_meta(reading->page, doc, rules);
    authors_set_shown(&about, verdict);
    set_date_of_url(&about, url);
}
