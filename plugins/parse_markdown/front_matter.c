#include "front_matter.h"

#include "../read_feed/feed.h"

#include <strings.h>

static struct filon_str line_of(struct filon_str s, size_t *next)
{
    const char *lf = s.n ? memchr(s.p, '\n', s.n) : NULL;
    struct filon_str line = {s.p, lf ? (size_t)(lf - s.p) : s.n};
    *next = line.n + (lf != NULL);
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

static bool is_rule(struct filon_str line)
{
    return filon_str_is(line, "---") || filon_str_is(line, "...");
}

static struct filon_str unquoted(struct filon_str value)
{
    value = filon_str_trim(value);
    if (value.n >= 2 && (*value.p == '"' || *value.p == '\'') && value.p[value.n - 1] == *value.p)
        return (struct filon_str){value.p + 1, value.n - 2};
    if (value.n >= 2 && *value.p == '[' && value.p[value.n - 1] == ']')
        return filon_str_trim((struct filon_str){value.p + 1, value.n - 2});
    return value;
}

static void set(struct filon_doc *doc, const char *key, struct filon_str value)
{
    char date[32];
    const char *precision;
    bool is_date = strcmp(key, "date") == 0;
    if (!value.n || value.n > 1024 || filon_meta_get(doc, key, NULL).p || (is_date && !feed_date(value, date, &precision)))
        return;
    if (is_date)
        filon_meta_set(doc, "date_precision", filon_str_of(precision), FILON_NO_SPAN);
    filon_meta_set(doc, key, is_date ? filon_str_of(date) : value, FILON_NO_SPAN);
}

static void take(struct filon_doc *doc, struct filon_str line)
{
    static const char *const keys[][2] = {
        {"title", "title"}, {"date", "date"},     {"author", "author"},       {"authors", "author"},  {"url", "url"},
        {"lang", "lang"},   {"language", "lang"}, {"publisher", "publisher"}, {"section", "section"}, {"description", "description"},
    };
    const char *colon = memchr(line.p, ':', line.n);
    struct filon_str key = colon ? (struct filon_str){line.p, (size_t)(colon - line.p)} : FILON_NO_STR;
    for (size_t i = 0; i < FILON_COUNT(keys); i++)
        if (key.n == strlen(keys[i][0]) && strncasecmp(key.p, keys[i][0], key.n) == 0)
            set(doc, keys[i][1], unquoted((struct filon_str){colon + 1, line.n - key.n - 1}));
}

struct filon_str front_matter(struct filon_str source, struct filon_doc *doc)
{
    enum { MOST = 16 * 1024 };
    if (filon_str_starts(source, FILON_STR("\xef\xbb\xbf")))
        source = (struct filon_str){source.p + 3, source.n - 3};
    struct filon_str head = {source.p, source.n < MOST ? source.n : MOST};
    size_t next, end = 0;
    if (!filon_str_is(line_of(head, &next), "---"))
        return source;
    for (size_t at = next; at < head.n && !end; at += next)
        end = is_rule(line_of((struct filon_str){head.p + at, head.n - at}, &next)) ? at : 0;
    if (!end)
        return source; /* a rule, not its beginning */
    line_of(head, &next);
    for (size_t at = next; at < end; at += next)
        take(doc, line_of((struct filon_str){head.p + at, head.n - at}, &next));
    line_of((struct filon_str){head.p + end, head.n - end}, &next);
    return (struct filon_str){source.p + end + next, source.n - end - next};
}
