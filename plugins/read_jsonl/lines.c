#include "lines.h"

#include <stdlib.h>

enum { FIRST = 256 * 1024, KEEP = 4 * 1024 * 1024 };

void lines_start(struct lines *lines, struct stream *stream, size_t most)
{
    *lines = (struct lines){.stream = stream, .most = most, .room = lines->room, .cap = lines->cap};
}

void lines_stop(struct lines *lines)
{
    stream_close(lines->stream);
    lines->stream = NULL;
}

void lines_release(struct lines *lines)
{
    lines_stop(lines);
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
        return -1;
    lines->n += (size_t)got;
    lines->ended = got == 0;
    return got > 0;
}

/* Passes over the rest of a line whose first bytes are all that is in the room. Its size so far is in line. */
static int skip_long(struct lines *lines, struct line *line, struct filon_error *error)
{
    for (;;) {
        const char *lf = memchr(lines->room + lines->at, '\n', lines->n - lines->at);
        size_t passed = (lf ? (size_t)(lf - lines->room) : lines->n) - lines->at;
        line->size += passed;
        lines->offset += passed + (lf != NULL);
        lines->at += passed + (lf != NULL);
        if (lf)
            return 1;
        int more = read_more(lines, error);
        if (more <= 0)
            return more < 0 ? -1 : 1;
    }
}

int lines_next(struct lines *lines, struct line *line, struct filon_error *error)
{
    *line = (struct line){.offset = lines->offset, .number = ++lines->line};
    if (!lines->room && read_more(lines, error) < 0)
        return -1;
    size_t seen = 0;
    for (;;) {
        size_t unread = lines->n - lines->at;
        const char *start = lines->room + lines->at;
        const char *lf = unread > seen ? memchr(start + seen, '\n', unread - seen) : NULL;
        size_t n = lf ? (size_t)(lf - start) : unread;
        if (n > lines->most)
            return skip_long(lines, line, error);
        if (lf || (lines->ended && n)) {
            line->text = (struct filon_str){start, n};
            line->size = n;
            lines->at += n + (lf != NULL);
            lines->offset += n + (lf != NULL);
            return 1;
        }
        if (lines->ended)
            return 0;
        seen = unread;
        if (read_more(lines, error) < 0)
            return -1;
    }
}
