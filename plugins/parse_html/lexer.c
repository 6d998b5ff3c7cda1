#include "lexer.h"

#include <strings.h>

static const char *const names[ATTRIBUTES] = {
    [ATTRIBUTE_ARIA_HIDDEN] = "aria-hidden", [ATTRIBUTE_ARIA_LABEL] = "aria-label", [ATTRIBUTE_CLASS] = "class",
    [ATTRIBUTE_CONTENT] = "content",         [ATTRIBUTE_DATA_COMPONENT] = "data-component",
    [ATTRIBUTE_DATA_TESTID] = "data-testid", [ATTRIBUTE_DATETIME] = "datetime",     [ATTRIBUTE_HIDDEN] = "hidden",
    [ATTRIBUTE_HREF] = "href",               [ATTRIBUTE_HTTP_EQUIV] = "http-equiv", [ATTRIBUTE_ID] = "id",
    [ATTRIBUTE_ITEMPROP] = "itemprop",       [ATTRIBUTE_LANG] = "lang",             [ATTRIBUTE_NAME] = "name",
    [ATTRIBUTE_OPEN] = "open",               [ATTRIBUTE_PROPERTY] = "property",     [ATTRIBUTE_REL] = "rel",
    [ATTRIBUTE_ROLE] = "role",               [ATTRIBUTE_STYLE] = "style",           [ATTRIBUTE_TYPE] = "type",
};

bool lexer_is(struct filon_str s, const char *lower)
{
    return s.n == strlen(lower) && strncasecmp(s.p, lower, s.n) == 0;
}

static void keep(struct tag *tag, struct filon_str name, struct filon_str value)
{
    if (name.n < 2 || name.n > 14)
        return;
    char first = (char)(name.p[0] | 32);
    for (unsigned i = 0; i < ATTRIBUTES; i++) {
        if (names[i][0] != first || !lexer_is(name, names[i]))
            continue;
        if (tag_attribute(tag, (enum attribute)i).p)
            return;
        tag->which[tag->n] = (uint8_t)i;
        tag->value[tag->n++] = value;
        return;
    }
}

/* One attribute, from its name on. */
static void attribute(struct lexer *lexer, struct tag *tag)
{
    const char *p = lexer->at, *begin = p, *end = lexer->end;
    struct filon_str name, value = {"", 0};
    p += *p == '='; /* an odd name, but a name */
    while (p < end && !lexer_space(*p) && *p != '/' && *p != '>' && *p != '=')
        p++;
    name = (struct filon_str){begin, (size_t)(p - begin)};
    const char *behind = p;
    while (p < end && lexer_space(*p))
        p++;
    if (p < end && *p == '=') {
        do
            p++;
        while (p < end && lexer_space(*p));
        const char *from = p;
        if (p < end && (*p == '"' || *p == '\'')) {
            p = memchr(from + 1, *from, (size_t)(end - from - 1));
            value = (struct filon_str){from + 1, (size_t)((p ? p : end) - from - 1)};
            p = p ? p + 1 : end;
        } else {
            while (p < end && !lexer_space(*p) && *p != '>')
                p++;
            value = (struct filon_str){from, (size_t)(p - from)};
        }
        behind = p;
    }
    lexer->at = behind;
    if (!tag->closes)
        keep(tag, name, value);
}

bool lexer_tag(struct lexer *lexer, struct tag *tag)
{
    const char *p = lexer->at;
    tag->begin = p;
    tag->closes = p[1] == '/';
    tag->self = false;
    tag->n = 0;
    p += tag->closes ? 2 : 1;
    const char *name = p;
    uint32_t hash = 0x811c9dc5u;
    for (; p < lexer->end && !lexer_space(*p) && *p != '/' && *p != '>'; p++)
        hash = (hash ^ (uint8_t)(*p >= 'A' && *p <= 'Z' ? *p | 32 : *p)) * 0x01000193u;
    tag->name = (struct filon_str){name, (size_t)(p - name)};
    tag->hash = hash;
    tag->kind = tag->name.n < 24 ? gumbo_tagn_enum(name, (unsigned)tag->name.n) : GUMBO_TAG_UNKNOWN;
    lexer->at = p;
    while (lexer->at < lexer->end && *lexer->at != '>') {
        tag->self = *lexer->at == '/';
        if (lexer_space(*lexer->at) || *lexer->at == '/')
            lexer->at++;
        else
            attribute(lexer, tag);
    }
    bool whole = lexer->at < lexer->end;
    lexer->at += whole;
    tag->end = lexer->at;
    return whole;
}

/* ---- Character references */

static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    return lexer_letter(c) && (c | 32) <= 'f' ? (unsigned)((c | 32) - 'a') + 10 : 16;
}

static const char *number_end(const char *p, const char *end, uint32_t *number)
{
    unsigned base = p < end && (*p | 32) == 'x' ? 16 : 10;
    const char *digits = p += base == 16;
    for (*number = 0; p < end && digit_of(*p) < base; p++)
        *number = *number * base + digit_of(*p) < LEXER_NUMBER_MOST ? *number * base + digit_of(*p) : LEXER_NUMBER_MOST;
    return p > digits ? p : NULL;
}

const char *lexer_reference(const char *at, const char *end, uint32_t *number)
{
    enum { LONGEST = 40 };
    const char *p = at + 1;
    *number = 0;
    if (p < end && *p == '#') {
        p = number_end(p + 1, end, number);
    } else {
        while (p < end && p - at < LONGEST && (lexer_letter(*p) || (*p >= '0' && *p <= '9')))
            p++;
        p = p > at + 2 ? p : NULL;
    }
    if (!p)
        return at;
    return p + (p < end && *p == ';');
}

void lexer_put_references(struct filon_buf *out, struct filon_str raw)
{
    const char *from = raw.p, *end = raw.p + raw.n;
    for (const char *amp = from; (amp = memchr(amp, '&', (size_t)(end - amp)));) {
        uint32_t number;
        const char *stop = lexer_reference(amp, end, &number);
        if (number == LEXER_NUMBER_MOST) {
            filon_buf_put(out, from, (size_t)(amp - from));
            filon_buf_puts(out, "&#xfffd;");
            from = stop;
        }
        amp = stop > amp ? stop : amp + 1;
    }
    filon_buf_put(out, from, (size_t)(end - from));
}
