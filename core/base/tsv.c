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

int filon_tsv_next(struct filon_tsv *tsv, unsigned least, struct filon_error *error)
{
    while (tsv->at < tsv->end) {
        const char *line = tsv->at, *stop = memchr(line, '\n', (size_t)(tsv->end - line));
        if (!stop)
            stop = tsv->end;
        tsv->at = stop < tsv->end ? stop + 1 : stop;
        tsv->line++;
        struct filon_str whole = trim_spaces(line, stop);
        if (!whole.n || *whole.p == '#')
            continue;
        tsv->fields = 0;
        memset(tsv->field, 0, sizeof tsv->field);
        for (const char *from = line;;) {
            const char *tab = memchr(from, '\t', (size_t)(stop - from));
            if (tsv->fields == FILON_TSV_FIELDS)
                return filon_tsv_error(tsv, error, "more than %d columns", FILON_TSV_FIELDS);
            tsv->field[tsv->fields++] = trim_spaces(from, tab ? tab : stop);
            if (!tab)
                break;
            from = tab + 1;
        }
        if (tsv->fields < least)
            return filon_tsv_error(tsv, error, "%u columns where %u are needed, separated by tabs", tsv->fields, least);
        return 1;
    }
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
