/* Records of a WARC file (ISO 28500, WARC 1.0 and 1.1), one at a time. What is broken is told with its place and passed over. */
#ifndef READ_WARC_RECORD_H
#define READ_WARC_RECORD_H

#include "../read_files/stream.h"

#include <filon/str.h>

enum { RECORD_HEADER_MOST = 64 * 1024 };

struct record {
    struct filon_str whole;                                                 /* header and block, to be given on */
    struct filon_str block;                                                 /* of a record that is too long, its beginning */
    struct filon_str type, id, uri, date, content_type, truncated, segment; /* fields; p NULL: not there */
    uint64_t length;                                                        /* of header and block, as the header says */
    uint64_t offset;                                                        /* unpacked bytes before it */
    uint64_t member, inside; /* of a packed file: the byte where its member begins, and unpacked bytes in that before it */
    bool large;              /* longer than `most`: the block is its beginning */
    const char *broken;      /* what is wrong with it; NULL: nothing. Then of the above only what could be made out */
};

/* The fields of a record's header, in memory: bytes of the header (with its blank line), 0 if there is no end of it in the bytes; *why NULL or
 * what is wrong with it. Fields are in the bytes. length is the header's and the block's. */
size_t record_parse(struct record *record, struct filon_str bytes, const char **why);

struct warc {
    struct stream *stream;
    size_t most; /* bytes of a record that is given whole */
    char *room;
    size_t cap, at, n;         /* unread bytes that belong together: room[at..n) */
    size_t taken;              /* of them, by the record just given */
    uint64_t offset;           /* unpacked bytes before room[at] */
    uint64_t member;           /* the byte of the file where the member of room[at] begins */
    uint64_t begun;            /* unpacked bytes before that */
    uint64_t passing;          /* bytes of a long record still to be passed over */
    bool long_;                /* … or whose end is still to be looked at */
    bool lost;                 /* a record's beginning is looked for */
    bool inside;               /* a member, whose first bytes are known */
    bool heading;              /* its first bytes are being read: */
    bool waiting;              /* they wait: a record begins, and what is in the room ends without them */
    bool ended, damaged, hurt; /* damaged: a member is looked for; hurt: that is still to be told: */
    struct filon_error cause;
    size_t head_n;
    char head[8];
};

void warc_start(struct warc *warc, struct stream *stream, size_t most); /* warc is {0} or was used before: its memory is kept */
/* Behind warc_start: the file is read from a byte on where a record begins, as if `offset` unpacked bytes had been read before. False: none can
 * begin there. */
bool warc_begin_at(struct warc *warc, uint64_t at, uint64_t offset);
void warc_release(struct warc *warc);

/* 1 with a record that lives until the next call, 0 at the end, STREAM_LATER to be called again, -1 if the file cannot be read further. */
int warc_next(struct warc *warc, struct record *record, struct filon_error *error);

#endif
