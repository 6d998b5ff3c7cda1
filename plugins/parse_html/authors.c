/* Who wrote the article. */
#include "says.h"

#include "byline.h"
#include "clean.h"
#include "lexer.h"

#include <strings.h>

static bool is_site(struct filon_str name, struct filon_str site)
{
    return site.n && name.n == site.n && strncasecmp(name.p, site.p, site.n) == 0;
}

/* "Martin, Anne" as catalogues have names, one a value: "Anne Martin". */
static struct filon_str turned(const struct about *about, struct filon_str names)
{
    char *out = filon_alloc(about->arena, 2 * names.n + 1);
    size_t n = 0;
    for (size_t begin = 0; begin < names.n;) {
        const char *stop = memchr(names.p + begin, ';', names.n - begin);
        size_t end = stop ? (size_t)(stop - names.p) : names.n;
        struct filon_str name = {names.p + begin, end - begin};
        const char *comma = memchr(name.p, ',', name.n);
        if (comma) {
            struct filon_str family = {name.p, (size_t)(comma - name.p)},
                             given = filon_str_trim((struct filon_str){comma + 1, name.n - family.n - 1});
            memcpy(out + n, given.p, given.n);
            n += given.n;
            out[n++] = ' ';
            name = family;
        }
        memcpy(out + n, name.p, name.n);
        n += name.n;
        out[n++] = ';';
        begin = end + 1;
    }
    return (struct filon_str){out, n ? n - 1 : 0};
}

/* <meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Anne Martin">, as WordPress writes it. */
static struct filon_str labelled(const struct about *about)
{
    static const char *const labels[] = {"written by", "author",     "by",     "posted by", "écrit par",
                                         "Écrit par",  "rédigé par", "auteur", "par",       "publié par"};
    static const char *const keys[][2] = {{"twitter:label1", "twitter:data1"}, {"twitter:label2", "twitter:data2"}};
    for (size_t k = 0; k < FILON_COUNT(keys); k++) {
        struct filon_str label = SAYS(about, keys[k][0]);
        for (size_t i = 0; i < FILON_COUNT(labels); i++)
            if (lexer_is(label, labels[i]))
                return SAYS(about, keys[k][1]);
    }
    return FILON_NO_STR;
}

static struct filon_str of_jsonld(const struct about *about)
{
    struct filon_str names = about->reading->jsonld.author; /* one a line: cleaned line by line */
    if (!names.n)
        return FILON_NO_STR;
    char *flat = filon_alloc(about->arena, names.n + 1);
    for (size_t i = 0; i < names.n; i++)
        flat[i] = names.p[i] == '\n' ? ';' : names.p[i];
    return clean_authors(says_cleaned(about, (struct filon_str){flat, names.n}), about->arena);
}

static struct filon_str of_meta(const struct about *about)
{
    struct filon_str names = SAYS_ALL(about, "citation_author", "citation_authors", "dc.creator", "dcterms.creator");
    struct filon_str author = SAYS_ALL(about, "author", "article:author_name", "parsely-author", "sailthru.author");
    author = clean_authors(author, about->arena);
    if (names.n && (!author.n || is_site(author, about->site)))
        author = clean_authors(turned(about, names), about->arena);
    if (!author.n || is_site(author, about->site))
        author = says_first(clean_authors(SAYS(about, "byl", "cxenseparse:author", "article:author", "og:article:author"), about->arena),
                            author);
    return author;
}

/* What the page's elements mark as names. */
static struct filon_str of_marks(const struct about *about, struct filon_span *span)
{
    enum { LONGEST = 100, ALL = 512 };
    const struct web *web = &about->parser->web;
    struct filon_buf names = FILON_BUF_INIT;
    for (uint32_t i = 0; i < web->n_marks && names.n < ALL; i++) {
        const struct mark *mark = &web->marks[i];
        if (!(mark->flags & TAG_AUTHOR) || mark->end <= mark->begin || mark->end - mark->begin > LONGEST)
            continue;
        if (span->begin == FILON_NONE)
            *span = (struct filon_span){mark->begin, mark->end};
        filon_buf_put(&names, about->reading->text.p + mark->begin, mark->end - mark->begin);
        filon_buf_putc(&names, ';');
    }
    struct filon_str found = names.n ? clean_authors(says_cleaned(about, filon_buf_str(&names)), about->arena) : FILON_NO_STR;
    filon_buf_free(&names);
    return found;
}

/* "Anne Martin, Le Courrier" without the paper, which is no author of its own beside others. */
static struct filon_str without_site(const struct about *about, struct filon_str names)
{
    struct filon_str papers[] = {about->site, says_cleaned(about, about->reading->jsonld.publisher)};
    for (size_t i = 0; i < FILON_COUNT(papers); i++)
        if (papers[i].n && names.n > papers[i].n + 2 && memcmp(names.p + names.n - papers[i].n - 2, ", ", 2) == 0 &&
            strncasecmp(names.p + names.n - papers[i].n, papers[i].p, papers[i].n) == 0)
            names.n -= papers[i].n + 2;
    return names;
}

void authors_set(const struct about *about)
{
    struct filon_span span = FILON_NO_SPAN;
    struct filon_str author = of_jsonld(about);
    if (!author.n || is_site(author, about->site))
        author = says_first(of_meta(about), author);
    if (!author.n || is_site(author, about->site))
        author = says_first(clean_authors(labelled(about), about->arena), author);
    if (!author.n)
        author = of_marks(about, &span);
    author = without_site(about, author);
    if (!author.n || is_site(author, about->site))
        return; /* perhaps the page shows a name */
    const char *at = span.begin == FILON_NONE ? memmem(about->reading->text.p, about->reading->text.n, author.p, author.n) : NULL;
    uint32_t begin = at ? (uint32_t)(at - about->reading->text.p) : 0;
    says_set(about, "author", author, at ? (struct filon_span){begin, begin + (uint32_t)author.n} : span);
}

/* What parse_text's search found is looked at again. */
void authors_set_shown(const struct about *about, const struct verdict *verdict)
{
    struct filon_span span;
    struct filon_str found = filon_meta_get(about->doc, "author", &span);
    if (found.p) {
        struct filon_str trimmed = byline_trim(found);
        if (trimmed.n && trimmed.n < found.n && span.begin != FILON_NONE)
            filon_meta_set(about->doc, "author", filon_str_dup(about->arena, trimmed),
                           (struct filon_span){span.begin, span.begin + (uint32_t)trimmed.n});
        return;
    }
    span = byline_find(about->parser, about->reading, verdict);
    if (span.begin != FILON_NONE) {
        found = clean_authors((struct filon_str){about->reading->text.p + span.begin, span.end - span.begin}, about->arena);
        if (!is_site(found, about->site))
            says_set(about, "author", found, span);
    }
    /* An organisation writes in its own name. */
    says_set(about, "author", says_first(of_jsonld(about), of_meta(about)), FILON_NO_SPAN);
}
