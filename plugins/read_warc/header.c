/* The header of a record: its version and its fields. */
#include "record.h"

#include <strings.h>

static struct filon_str line_at(struct filon_str bytes, size_t at, size_t *next)
{
    const char *lf = memchr(bytes.p + at, '\n', bytes.n - at);
    size_t end = lf ? (size_t)(lf - bytes.p) : bytes.n;
    *next = lf ? end + 1 : SIZE_MAX;
    if (end > at && bytes.p[end - 1] == '\r')
        end--;
    return (struct filon_str){bytes.p + at, end - at};
}

static bool named(struct filon_str line, const char *name, struct filon_str *value)
{
    size_t n = strlen(name);
    if (line.n <= n || line.p[n] != ':' || strncasecmp(line.p, name, n) != 0)
        return false;
    *value = filon_str_trim((struct filon_str){line.p + n + 1, line.n - n - 1});
    return true;
}

/* Digits alone, and fewer than would overflow. */
static bool number(struct filon_str s, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i > 17)
            return false;
        *value = *value * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0;
}

static bool known_version(struct filon_str line)
{
    return line.n >= 8 && memcmp(line.p, "WARC/", 5) == 0 && (line.p[5] == '1' || line.p[5] == '0') && line.p[6] == '.';
}

static void take(struct record *record, struct filon_str line, struct filon_str *length)
{
    const struct {
        const char *name;
        struct filon_str *value;
    } fields[] = {
        {"WARC-Type", &record->type},           {"WARC-Record-ID", &record->id},           {"WARC-Target-URI", &record->uri},
        {"WARC-Date", &record->date},           {"Content-Type", &record->content_type},   {"Content-Length", length},
        {"WARC-Truncated", &record->truncated}, {"WARC-Segment-Number", &record->segment},
    };
    for (size_t i = 0; i < FILON_COUNT(fields); i++)
        if (!fields[i].value->p && named(line, fields[i].name, fields[i].value))
            return;
}

/* <urn:uuid:…>, and URIs that WARC 1.0 wrote like that. */
static void strip(struct filon_str *s)
{
    if (s->n > 2 && s->p[0] == '<' && s->p[s->n - 1] == '>')
        *s = filon_str_trim((struct filon_str){s->p + 1, s->n - 2});
}

size_t record_parse(struct record *record, struct filon_str bytes, const char **why)
{
    struct filon_str length = FILON_NO_STR;
    size_t at = 0, next;
    *why = NULL;
    *record = (struct record){0};
    if (!known_version(line_at(bytes, 0, &next)))
        *why = "of a version that is neither 1.0 nor 1.1";
    for (at = next; at != SIZE_MAX && at < bytes.n; at = next) {
        struct filon_str line = line_at(bytes, at, &next);
        if (!line.n && next != SIZE_MAX) {
            strip(&record->id);
            strip(&record->uri);
            if (!*why && !length.p)
                *why = "its header has no Content-Length";
            else if (!*why && !number(length, &record->length))
                *why = "its Content-Length is no number of bytes";
            record->length += next;
            return next;
        }
        take(record, line, &length);
    }
    return 0;
}
