/* Lines of a stream, one at a time, of any length: a line beyond the limit is passed over in bounded memory. */
#ifndef LINES_H
#define LINES_H

#include <filon/str.h>

#include "../read_files/stream.h"

struct lines {
    struct stream *stream;
    size_t most; /* bytes of a line */
    char *room;
    size_t cap, at, n; /* unread bytes: room[at..n) */
    uint64_t offset;   /* unpacked bytes before them */
    uint64_t line;     /* lines before them */
    bool ended;        /* the stream is */
    size_t seen;       /* unread bytes without a line feed */
    bool passing;      /* over the rest of a long line: */
    uint64_t from, size; /* where it began, its bytes so far */
};

struct line {
    struct filon_str text; /* without its line feed; p NULL: longer than `most` */
    uint64_t offset, number, size;
};

void lines_start(struct lines *lines, struct stream *stream, size_t most); /* lines is {0} or was used before: its memory is */
void lines_release(struct lines *lines);

/* 1 with a line that lives until the next call, 0 at the end, STREAM_LATER to be called again when standard input has more; -1 with an
 * error: line then has offset and number of what could not be read. */
int lines_next(struct lines *lines, struct line *line, struct filon_error *error);

#endif
