#include "markup.h"

#include <strings.h>

enum { LOOK = 2048, TAGS_WITHIN = 64 * 1024 };

/* The first bytes as ASCII: without a byte order mark, and without the zeros of UTF-16. */
static size_t first_ascii(struct filon_str bytes, char *out)
{
    size_t n = 0, from = bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    bool wide = bytes.n >= 2 && (memcmp(bytes.p, "\xff\xfe", 2) == 0 || memcmp(bytes.p, "\xfe\xff", 2) == 0);
    for (size_t i = wide ? 2 : from; i < bytes.n && n < LOOK; i++)
        if (bytes.p[i] || !wide)
            out[n++] = bytes.p[i];
    out[n] = '\0';
    return n;
}

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool begins_with_tag(const char *text)
{
    static const char *const tags[] = {"!doctype html", "html", "head",  "script", "iframe", "h1", "div",  "font",    "table",
                                       "a",             "style", "title", "b",      "body",   "br", "p",    "article", "main",
                                       "section",       "meta",  "link",  "header", "span",   "ul", "h2",   "nav",     "noscript"};
    for (size_t i = 0; i < FILON_COUNT(tags); i++) {
        size_t n = strlen(tags[i]);
        if (strncasecmp(text, tags[i], n) == 0 && (space(text[n]) || text[n] == '>'))
            return true;
    }
    return false;
}

/* Some tag in the first bytes: a letter right behind <, or behind </. */
static bool has_tag(struct filon_str bytes)
{
    size_t n = bytes.n < TAGS_WITHIN ? bytes.n : TAGS_WITHIN;
    for (size_t i = 0; i + 2 < n; i++) {
        char c = bytes.p[i + 1] == '/' ? bytes.p[i + 2] : bytes.p[i + 1];
        if (bytes.p[i] == '<' && ((c | 32) >= 'a' && (c | 32) <= 'z'))
            return true;
    }
    return false;
}

static bool named_html(struct filon_str name)
{
    static const char *const endings[] = {".html", ".htm", ".xhtml"};
    if (name.n > 3 && strncasecmp(name.p + name.n - 3, ".gz", 3) == 0)
        name.n -= 3;
    for (size_t i = 0; i < FILON_COUNT(endings); i++) {
        size_t n = strlen(endings[i]);
        if (name.n > n && strncasecmp(name.p + name.n - n, endings[i], n) == 0)
            return true;
    }
    return false;
}

/* Neither with a tag nor with what may stand before one: a byte order mark, zeros. */
static bool begins_with_text(struct filon_str bytes)
{
    size_t at = 0;
    while (at < bytes.n && space(bytes.p[at]))
        at++;
    return at < bytes.n && bytes.p[at] != '<' && bytes.p[at] && (unsigned char)bytes.p[at] < 0x80;
}

bool markup_is_html(struct filon_str bytes, struct filon_str name)
{
    char head[LOOK + 1];
    if (begins_with_text(bytes))
        return named_html(name) && has_tag(bytes);
    first_ascii(bytes, head);
    const char *at = head;
    for (;;) {
        while (space(*at))
            at++;
        const char *end = strncmp(at, "<!--", 4) == 0    ? strstr(at, "-->")
                          : strncasecmp(at, "<?xml", 5) == 0 ? strstr(at, "?>")
                                                             : NULL;
        if (!end)
            break;
        at = end + (*end == '-' ? 3 : 2);
    }
    if (*at == '<' && begins_with_tag(at + 1))
        return true;
    if (strncmp(at, "<!--", 4) == 0)
        return true; /* a long comment first: so begin pages, not texts */
    return named_html(name) && has_tag(bytes);
}

/* ---- Markdown */

enum { HEADING = 1, LINK = 2, FENCE = 4, STRONG = 8, MATTER = 16, WEAK = 32 };

static bool has(struct filon_str line, const char *part)
{
    return memmem(line.p, line.n, part, strlen(part)) != NULL;
}

static bool is_key(struct filon_str line)
{
    size_t i = 0;
    while (i < line.n && ((line.p[i] | 32) == '_' || ((line.p[i] | 32) >= 'a' && (line.p[i] | 32) <= 'z')))
        i++;
    return i && i < line.n && line.p[i] == ':';
}

/* **word**, on one line */
static bool is_strong(struct filon_str line)
{
    const char *open = memmem(line.p, line.n, "**", 2), *end = line.p + line.n;
    if (!open || open + 3 >= end || open[2] == ' ' || open[2] == '*')
        return false;
    const char *close = memmem(open + 3, (size_t)(end - open - 3), "**", 2);
    return close && close[-1] != ' ';
}

static unsigned marks_of(struct filon_str line)
{
    size_t i = 0;
    while (i < line.n && line.p[i] == '#')
        i++;
    unsigned marks = i && i <= 6 && i + 1 < line.n && line.p[i] == ' ' && line.p[i + 1] != ' ' ? HEADING : 0;
    if (line.n >= 3 && (memcmp(line.p, "```", 3) == 0 || memcmp(line.p, "~~~", 3) == 0))
        marks |= FENCE;
    if (memchr(line.p, '[', line.n) && (has(line, "](http") || has(line, "](/") || has(line, "](#") || has(line, "]: http")))
        marks |= LINK;
    if (is_strong(line))
        marks |= STRONG;
    if (line.n > 2 && line.p[1] == ' ' && memchr("-*+>", line.p[0], 4))
        marks |= WEAK;
    return marks;
}

bool markup_is_markdown(struct filon_str bytes, struct filon_str name)
{
    struct filon_str left = {bytes.p, bytes.n < TAGS_WITHIN ? bytes.n : TAGS_WITHIN};
    unsigned marks = 0, kinds = 0;
    bool matter = false;
    for (size_t number = 0; left.n; number++) {
        const char *lf = memchr(left.p, '\n', left.n);
        struct filon_str line = {left.p, lf ? (size_t)(lf - left.p) : left.n};
        left = (struct filon_str){left.p + line.n + (lf != NULL), left.n - line.n - (lf != NULL)};
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        bool rule = line.n == 3 && memcmp(line.p, "---", 3) == 0;
        if (rule && number && matter)
            marks |= MATTER;
        matter = number ? matter && (is_key(line) || (line.n && line.p[0] == ' ') || (line.n && line.p[0] == '-')) && !rule : rule;
        marks |= marks_of(line);
    }
    bool named = filon_str_ends(name, FILON_STR(".md")) || filon_str_ends(name, FILON_STR(".markdown"));
    for (unsigned mark = HEADING; mark <= MATTER; mark <<= 1)
        kinds += (marks & mark) != 0;
    return kinds > 1 || (named && marks);
}
