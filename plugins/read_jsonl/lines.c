#include "lines.h"

#include <stdlib.h>

enum { FIRST = 256 * 1024, KEEP = 4 * 1024 * 1024 };

void lines_start(struct lines *lines, struct stream *stream, size_t most)
{
    *lines = (struct lines){.stream = stream, .most = most, .room = lines->room, .cap = lines->cap};
}

void lines_release(struct lines *lines)
{
    free(lines->room);
    lines->room = NULL;
    lines->cap = 0;
}

/* Room for more bytes behind n: the unread ones move to the front, and only a long line makes it grow, so that all moves together are
 * linear. */
static int make_room(struct lines *lines, struct filon_error *error)
{
    size_t unread = lines->n - lines->at;
    if (lines->at && unread)
        memmove(lines->room, lines->room + lines->at, unread);
    lines->at = 0;
    lines->n = unread;
    size_t cap = lines->cap, largest = lines->most + FIRST;
    if (!cap || (cap > KEEP && unread < FIRST / 2))
        cap = FIRST;
    while (cap - unread < cap / 2)
        cap *= 2;
    if (cap > largest)
        cap = largest; /* more than the unread bytes: a longer line is not kept */
    if (cap == lines->cap)
        return 0;
    char *room = realloc(lines->room, cap);
    if (!room)
        return filon_error_set(error, FILON_E_INPUT, "no memory for a line of more than %zu bytes", unread);
    lines->room = room;
    lines->cap = cap;
    return 0;
}

/* 1: there is more, 0: the stream is at its end. */
static int read_more(struct lines *lines, struct filon_error *error)
{
    if (lines->ended)
        return 0;
    if (make_room(lines, error) < 0)
        return -1;
    ssize_t got = stream_read(lines->stream, lines->room + lines->n, lines->cap - lines->n, error);
    if (got < 0)
        return (int)got;
    lines->n += (size_t)got;
    lines->ended = got == 0;
    return got > 0;
}

static void pass(struct lines *lines, size_t n)
{
    lines->at += n;
    lines->offset += n;
}

/* Passes over the rest of a line whose first bytes are all that is in the room. */
static int skip_long(struct lines *lines, struct line *line, struct filon_error *error)
{
    for (;;) {
        const char *lf = memchr(lines->room + lines->at, '\n', lines->n - lines->at);
        size_t passed = (lf ? (size_t)(lf - lines->room) : lines->n) - lines->at;
        lines->size += passed;
        pass(lines, passed + (lf != NULL));
        int more = lf ? 0 : read_more(lines, error);
        if (more > 0)
            continue;
        line->size = lines->size;
        lines->passing = more == STREAM_LATER;
        return more < 0 ? more : 1;
    }
}

static int next_line(struct lines *lines, struct line *line, struct filon_error *error)
{
    int more = lines->room ? 1 : read_more(lines, error);
    while (more >= 0) {
        size_t unread = lines->n - lines->at;
        const char *start = lines->room + lines->at;
        const char *lf = unread > lines->seen ? memchr(start + lines->seen, '\n', unread - lines->seen) : NULL;
        size_t n = lf ? (size_t)(lf - start) : unread;
        if (n > lines->most) {
            lines->size = 0;
            return skip_long(lines, line, error);
        }
        if (lf || (lines->ended && n)) {
            line->text = (struct filon_str){start, n};
            line->size = n;
            pass(lines, n + (lf != NULL));
            return 1;
        }
        if (lines->ended)
            return 0;
        lines->seen = unread;
        more = read_more(lines, error);
    }
    return more;
}

int lines_next(struct lines *lines, struct line *line, struct filon_error *error)
{
    if (!lines->passing)
        lines->from = lines->offset;
    *line = (struct line){.offset = lines->from, .number = lines->line + 1};
    int got = lines->passing ? skip_long(lines, line, error) : next_line(lines, line, error);
    if (got == STREAM_LATER)
        return got;
    lines->line++;
    lines->seen = 0;
    return got;
}
