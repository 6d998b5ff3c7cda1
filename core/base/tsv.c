#include <filon/ascii.h>
#include <filon/tsv.h>
#include <filon/utf8.h>

#include "base/paths.h"

enum { LARGEST_LEXICON = 256 * 1024 * 1024 };

int filon_tsv_open(struct filon_tsv *tsv, struct filon_arena *arena, const char *path, struct filon_error *error)
{
    *tsv = (struct filon_tsv){.path = path};
    struct filon_error cause = {0};
    struct filon_str text = filon_read_file(arena, path, LARGEST_LEXICON, &cause);
    if (!text.p)
        return filon_error_set(error, FILON_E_CONFIG, "%s", cause.text);
    size_t bad = filon_utf8_check(text.p, text.n);
    if (bad < text.n) {
        unsigned line = 1;
        for (size_t i = 0; i < bad; i++)
            line += text.p[i] == '\n';
        return filon_error_set(error, FILON_E_CONFIG, "%s:%u: not valid UTF-8: save the lexicon as UTF-8", path, line);
    }
    if (filon_str_starts(text, FILON_STR("\xef\xbb\xbf"))) {
        text.p += 3;
        text.n -= 3;
    }
    tsv->at = text.p;
    tsv->end = text.p + text.n;
    return 0;
}

static struct filon_str trim_spaces(const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && (to[-1] == ' ' || to[-1] == '\r'))
        to--;
    return (struct filon_str){from, (size_t)(to - from)};
}

/* The next tab or line end from `at` on, or `end`: eight bytes at a time. */
static const char *field_end(const char *at, const char *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    for (; end - at >= 8; at += 8) {
        uint64_t bytes = filon_bytes(at), tab = bytes ^ ones * '\t', line = bytes ^ ones * '\n';
        uint64_t found = (((tab - ones) & ~tab) | ((line - ones) & ~line)) & tops;
        if (found)
            return at + __builtin_ctzll(found) / 8;
    }
    while (at < end && *at != '\t' && *at != '\n')
        at++;
    return at;
}

/* Behind the line. */
static const char *line_end(const char *at, const char *end)
{
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    return stop ? stop : end;
}

/* Nothing but spaces, or a comment. */
static bool is_no_row(const char *line, const char *end)
{
    while (line < end && *line == ' ')
        line++;
    return line == end || *line == '\n' || *line == '#' || (*line == '\r' && !trim_spaces(line, line_end(line, end)).n);
}

int filon_tsv_next(struct filon_tsv *tsv, unsigned least, struct filon_error *error)
{
    const char *at = tsv->at, *end = tsv->end;
    for (; at < end; at++) {
        tsv->line++;
        if (is_no_row(at, end)) {
            at = line_end(at, end);
            continue;
        }
        unsigned n = 0, before = tsv->fields;
        for (bool more = true; more; at++) {
            const char *from = at;
            if (n == FILON_TSV_FIELDS)
                return filon_tsv_error(tsv, error, "more than %d columns", FILON_TSV_FIELDS);
            at = field_end(from, end);
            tsv->field[n++] = trim_spaces(from, at);
            more = at < end && *at == '\t';
        }
        tsv->at = at;
        tsv->fields = n;
        while (n < before)
            tsv->field[n++] = FILON_NO_STR;
        if (tsv->fields < least)
            return filon_tsv_error(tsv, error, "%u columns where %u are needed, separated by tabs", tsv->fields, least);
        return 1;
    }
    tsv->at = end;
    return 0;
}

int filon_tsv_error(const struct filon_tsv *tsv, struct filon_error *error, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    filon_error_vset(error, FILON_E_CONFIG, format, ap);
    va_end(ap);
    return filon_error_wrap(error, "%s:%u", tsv->path, tsv->line);
}
