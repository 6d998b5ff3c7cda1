#include "find_id.h"

struct scan {
    const char *at, *end;
};

static void space(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static bool take(struct scan *scan, char c)
{
    space(scan);
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

/* Behind an opening quote: to behind the closing one. The backslashes before a quote are counted back to the last quote at
 * most, so that each byte is looked at twice at most. */
static bool string(struct scan *scan, struct filon_str *inside)
{
    const char *start = scan->at, *from = start;
    for (const char *quote; (quote = memchr(from, '"', (size_t)(scan->end - from))); from = quote + 1) {
        const char *slash = quote;
        while (slash > from && slash[-1] == '\\')
            slash--;
        if ((quote - slash) % 2)
            continue;
        *inside = (struct filon_str){start, (size_t)(quote - start)};
        scan->at = quote + 1;
        return true;
    }
    return false;
}

/* Any value, by its brackets and strings alone. */
static bool skip(struct scan *scan)
{
    struct filon_str ignored;
    size_t depth = 0;
    while (scan->at < scan->end) {
        char c = *scan->at;
        if ((c == ',' || c == '}') && !depth)
            return true;
        scan->at++;
        if (c == '"' && !string(scan, &ignored))
            return false;
        if (c == '{' || c == '[')
            depth++;
        if ((c == '}' || c == ']') && depth-- == 0)
            return false;
    }
    return false;
}

static bool escaped(struct filon_str s)
{
    return s.n && memchr(s.p, '\\', s.n);
}

static enum find_id judge(struct scan *scan, struct filon_str *value)
{
    space(scan);
    if (take(scan, '"'))
        return !string(scan, value) ? FIND_ID_NONE : escaped(*value) ? FIND_ID_UNSURE : FIND_ID_STRING;
    const char *start = scan->at;
    if (scan->at < scan->end && *scan->at == '-')
        scan->at++;
    if (scan->at == scan->end || *scan->at < '0' || *scan->at > '9')
        return FIND_ID_OTHER;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
        scan->at++;
    *value = (struct filon_str){start, (size_t)(scan->at - start)};
    space(scan);
    return scan->at < scan->end && (*scan->at == ',' || *scan->at == '}') ? FIND_ID_NUMBER : FIND_ID_OTHER;
}

enum find_id find_id(struct filon_str json, struct filon_str key, struct filon_str *value)
{
    struct scan scan = {json.p, json.p + json.n};
    struct filon_str name;
    *value = FILON_NO_STR;
    if (!json.n || !take(&scan, '{'))
        return FIND_ID_NONE;
    while (take(&scan, '"') && string(&scan, &name) && take(&scan, ':')) {
        if (escaped(name))
            return FIND_ID_UNSURE;
        if (filon_str_eq(name, key))
            return judge(&scan, value);
        if (!skip(&scan) || !take(&scan, ','))
            return FIND_ID_NONE;
    }
    return FIND_ID_NONE;
}
