#include "about.h"

#include "byline.h"
#include "clean.h"
#include "lexer.h"

#include <stdio.h>
#include <strings.h>

#include "../parse_text/meta.h"

struct about {
    struct parser *parser;
    struct reading *reading;
    struct filon_arena *arena;
    struct filon_doc *doc;
    const struct date_rules *rules;
};

/* ---- What <meta> says */

/* The first value under one of these names; `keys` ends with NULL. */
static struct filon_str meta_of(struct about *about, const char *const *keys)
{
    const struct sieve *sieve = &about->parser->sieve;
    for (; *keys; keys++)
        for (unsigned i = 0; i < sieve->n_metas; i++) {
            const struct sieve_meta *meta = &sieve->metas[i];
            if (meta->link || !meta->value.n || !lexer_is(filon_str_trim(meta->key), *keys))
                continue;
            struct filon_str value = clean_value(meta->value, about->parser->tree, about->arena);
            if (value.n)
                return value;
        }
    return FILON_NO_STR;
}
#define META(about, ...) meta_of((about), (const char *const[]){__VA_ARGS__, NULL})

static struct filon_str link_of(struct about *about, const char *rel)
{
    const struct sieve *sieve = &about->parser->sieve;
    for (unsigned i = 0; i < sieve->n_metas; i++)
        if (sieve->metas[i].link && lexer_is(sieve->metas[i].key, rel))
            return clean_value(sieve->metas[i].value, about->parser->tree, about->arena);
    return FILON_NO_STR;
}

static struct filon_str cleaned(struct about *about, struct filon_str value)
{
    return clean_value(value, about->parser->tree, about->arena);
}

static struct filon_str first_of(struct filon_str a, struct filon_str b)
{
    return a.n ? a : b;
}

static void set(struct about *about, const char *key, struct filon_str value, struct filon_span span)
{
    enum { LONGEST = 4096 };
    value = filon_str_trim(value);
    if (value.n && value.n <= LONGEST && !filon_meta_get(about->doc, key, NULL).p)
        filon_meta_set(about->doc, key, value, span);
}

static bool is_url(struct filon_str s)
{
    return (s.n > 8 && memcmp(s.p, "http://", 7) == 0) || (s.n > 8 && memcmp(s.p, "https://", 8) == 0);
}

/* ---- Site, title */

static struct filon_str site_of(struct about *about)
{
    struct filon_str site = META(about, "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher");
    return first_of(site, cleaned(about, first_of(about->reading->jsonld.site, about->reading->jsonld.publisher)));
}

/* The page's <title>, or what stands for it elsewhere. */
static struct filon_str stated_title(struct about *about)
{
    struct filon_str title = META(about, "og:title", "twitter:title", "dc.title", "dcterms.title", "title", "parsely-title", "sailthru.title");
    title = first_of(cleaned(about, about->reading->jsonld.headline), title);
    return first_of(title, cleaned(about, filon_buf_str(&about->parser->web.title)));
}

struct filon_str about_title(struct parser *parser, const struct reading *reading, struct filon_arena *arena)
{
    struct about about = {.parser = parser, .reading = (struct reading *)reading, .arena = arena};
    return clean_title(stated_title(&about), site_of(&about), FILON_NO_STR);
}

static void set_title(struct about *about, const struct verdict *verdict, struct filon_str site)
{
    if (verdict->title != FILON_NONE) {
        const struct piece *piece = &about->parser->web.pieces[verdict->title];
        struct filon_str heading = {about->reading->text.p + piece->begin, piece->end - piece->begin};
        struct filon_str title = clean_title(cleaned(about, heading), site, FILON_NO_STR);
        set(about, "title", title, (struct filon_span){piece->begin, piece->end});
    }
    struct filon_str title = stated_title(about);
    set(about, "title", clean_title(title, site, FILON_NO_STR), FILON_NO_SPAN);
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

static bool set_date(struct about *about, const char *key, struct filon_str value, struct filon_span span)
{
    struct date date;
    char iso[32];
    if (filon_meta_get(about->doc, key, NULL).p)
        return true;
    if (!read_date(about, value, &date))
        return false;
    /* Midnight sharp is what programs write that know the day alone. */
    if (date.precision >= PRECISION_MINUTE && !date.hour && !date.minute && !date.second && date.zone != NO_ZONE && date.zone == 0)
        date.precision = PRECISION_DAY;
    dates_iso(&date, iso);
    filon_meta_set(about->doc, key, filon_str_of(iso), span);
    if (strcmp(key, "date") == 0)
        filon_meta_set(about->doc, "date_precision", filon_str_of(dates_precision(date.precision)), FILON_NO_SPAN);
    return true;
}

/* An element marked as the date, or, if `any`, a <time> near the title. */
static bool set_date_mark(struct about *about, const char *key, uint32_t flag, const struct verdict *verdict, bool any)
{
    const struct web *web = &about->parser->web;
    const struct page *page = about->reading->page;
    uint32_t title = verdict->title == FILON_NONE ? 0 : web->pieces[verdict->title].begin;
    uint32_t from = title > 1500 ? title - 1500 : 0, to = page->core_end ? web->pieces[page->core].begin + 800 : title + 1500;
    for (uint32_t i = 0; i < web->n_marks; i++) {
        const struct mark *mark = &web->marks[i];
        if (any ? !mark->time || mark->flags & TAG_MODIFIED || mark->begin < from || mark->begin > to : !(mark->flags & flag))
            continue;
        bool shown = mark->end > mark->begin && mark->end - mark->begin < 120;
        struct filon_span span = shown ? (struct filon_span){mark->begin, mark->end} : FILON_NO_SPAN;
        struct filon_str text = {about->reading->text.p + mark->begin, shown ? mark->end - mark->begin : 0};
        if (set_date(about, key, cleaned(about, mark->value), span) || set_date(about, key, text, span))
            return true;
    }
    return false;
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
    set_date(about, "modified", first_of(jsonld->modified, META(about, "article:modified_time", "og:updated_time", "datemodified", "last-modified",
                                                                "dcterms.modified", "revised")),
             FILON_NO_SPAN);
    if (set_date(about, "date", jsonld->date, FILON_NO_SPAN) ||
        set_date(about, "date",
                 META(about, "article:published_time", "og:article:published_time", "datepublished", "datecreated", "parsely-pub-date", "sailthru.date",
                      "article.published", "published-date", "publication_date", "publish-date", "publishdate", "pubdate", "published", "dc.date.issued",
                      "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "date", "citation_publication_date",
                      "citation_date", "cxenseparse:recs:publishtime", "created", "article:published", "article:date", "uploaddate", "ptime"),
                 FILON_NO_SPAN))
        return;
    if (set_date_mark(about, "date", TAG_DATE, verdict, false))
        return;
    set_date_mark(about, "date", 0, verdict, true);
}

/* ---- Authors */

static bool is_site(struct filon_str name, struct filon_str site)
{
    return site.n && name.n == site.n && strncasecmp(name.p, site.p, site.n) == 0;
}

static void set_author(struct about *about, struct filon_str site)
{
    const struct web *web = &about->parser->web;
    struct filon_str author = FILON_NO_STR;
    if (about->reading->jsonld.author.n) { /* one a line: cleaned line by line */
        struct filon_str names = about->reading->jsonld.author;
        char *flat = filon_alloc(about->arena, names.n + 1);
        for (size_t i = 0; i < names.n; i++)
            flat[i] = names.p[i] == '\n' ? ';' : names.p[i];
        author = clean_authors(cleaned(about, (struct filon_str){flat, names.n}), about->arena);
    }
    if (!author.n || is_site(author, site)) {
        struct filon_str meta = clean_authors(META(about, "author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
                                                   "citation_author", "byl", "cxenseparse:author", "article:author", "og:article:author"),
                                              about->arena);
        author = first_of(meta, author);
    }
    /* The words of the page where it marks them as names. */
    struct filon_buf names = FILON_BUF_INIT;
    struct filon_span span = FILON_NO_SPAN;
    for (uint32_t i = 0; i < web->n_marks && names.n < 512; i++) {
        const struct mark *mark = &web->marks[i];
        if (!(mark->flags & TAG_AUTHOR) || mark->end <= mark->begin || mark->end - mark->begin > 100)
            continue;
        if (span.begin == FILON_NONE)
            span = (struct filon_span){mark->begin, mark->end};
        filon_buf_put(&names, about->reading->text.p + mark->begin, mark->end - mark->begin);
        filon_buf_putc(&names, ';');
    }
    if (!author.n && names.n) {
        author = clean_authors(cleaned(about, filon_buf_str(&names)), about->arena);
        set(about, "author", author, span);
    }
    filon_buf_free(&names);
    if (author.n && !is_site(author, site)) {
        const char *at = memmem(about->reading->text.p, about->reading->text.n, author.p, author.n);
        uint32_t begin = at ? (uint32_t)(at - about->reading->text.p) : 0;
        set(about, "author", author, at ? (struct filon_span){begin, begin + (uint32_t)author.n} : FILON_NO_SPAN);
    }
}

/* What parse_text's search found is looked at again. */
static void set_shown_author(struct about *about, const struct verdict *verdict, struct filon_str site)
{
    struct filon_span span;
    struct filon_str found = filon_meta_get(about->doc, "author", &span);
    if (found.p) {
        struct filon_str trimmed = byline_trim(found);
        if (trimmed.n && trimmed.n < found.n && span.begin != FILON_NONE)
            filon_meta_set(about->doc, "author", filon_str_dup(about->arena, trimmed), (struct filon_span){span.begin, span.begin + (uint32_t)trimmed.n});
        return;
    }
    span = byline_find(about->parser, about->reading, verdict);
    if (span.begin == FILON_NONE)
        return;
    found = clean_authors((struct filon_str){about->reading->text.p + span.begin, span.end - span.begin}, about->arena);
    if (!is_site(found, site))
        set(about, "author", found, span);
}

/* ---- The rest */

static void set_language(struct about *about)
{
    const struct page *page = about->reading->page;
    struct filon_str declared = cleaned(about, about->parser->web.lang);
    declared = first_of(declared, first_of(META(about, "content-language", "og:locale", "dc.language", "language"), about->reading->jsonld.language));
    if (page->language < LANGUAGES) { /* what the words are tells more than what the page says */
        set(about, "lang", filon_str_of(page->book->languages[page->language]), FILON_NO_SPAN);
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
    set(about, "lang", (struct filon_str){lower, n}, FILON_NO_SPAN);
}

static void set_paywall(struct about *about)
{
    struct filon_str tier = META(about, "article:content_tier", "og:article:content_tier", "isaccessibleforfree", "ad:restricted");
    int free_ = about->reading->jsonld.free_;
    if (tier.n)
        free_ = !(lexer_is(tier, "locked") || lexer_is(tier, "metered") || lexer_is(tier, "paid") || lexer_is(tier, "premium") || lexer_is(tier, "false"));
    if (free_ >= 0)
        set(about, "paywall", free_ ? FILON_STR("no") : FILON_STR("yes"), FILON_NO_SPAN);
}

void about_set(struct parser *parser, struct reading *reading, const struct verdict *verdict, struct filon_doc *doc, const struct date_rules *rules)
{
    struct about about = {.parser = parser, .reading = reading, .arena = filon_doc_arena(doc), .doc = doc, .rules = rules};
    const struct jsonld *jsonld = &reading->jsonld;
    struct filon_str site = site_of(&about), url = link_of(&about, "canonical");
    set_language(&about);
    set_title(&about, verdict, site);
    set_dates(&about, verdict);
    set_author(&about, site);
    if (!is_url(url))
        url = META(&about, "og:url", "twitter:url", "dc.identifier");
    url = is_url(url) ? url : cleaned(&about, jsonld->url);
    if (is_url(url))
        set(&about, "url", url, FILON_NO_SPAN);
    set(&about, "section", first_of(META(&about, "article:section", "parsely-section", "og:article:section"), cleaned(&about, jsonld->section)), FILON_NO_SPAN);
    set(&about, "description", META(&about, "description", "og:description", "twitter:description", "dc.description"), FILON_NO_SPAN);
    set_paywall(&about);
    set(&about, "publisher", first_of(site, cleaned(&about, jsonld->publisher)), FILON_NO_SPAN);
    page_find_meta(reading->page, doc, rules);
    set_shown_author(&about, verdict, site);
    set_date_of_url(&about, url);
}
