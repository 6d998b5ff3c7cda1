#include "record.h"

#include <stdlib.h>

enum { FIRST = 256 * 1024, KEEP = 4 * 1024 * 1024 };
enum { AGAIN = 2 };

static const char begins[] = "WARC/";
enum { LOOK = sizeof begins - 1, AHEAD = 4 + LOOK };

void warc_start(struct warc *warc, struct stream *stream, size_t most)
{
    *warc = (struct warc){.stream = stream, .most = most, .room = warc->room, .cap = warc->cap};
}

bool warc_begin_at(struct warc *warc, uint64_t at, uint64_t offset)
{
    if (!stream_begin_at(warc->stream, at))
        return false;
    warc->offset = offset;
    return true;
}

void warc_release(struct warc *warc)
{
    free(warc->room);
    warc->room = NULL;
    warc->cap = 0;
}

/* ---- Bytes */

static void pass(struct warc *warc, size_t n)
{
    warc->at += n;
    warc->offset += n;
}

/* Room behind n: unread bytes move to the front when it gets narrow, and only a long record makes it grow. */
static int make_room(struct warc *warc, struct filon_error *error)
{
    size_t unread = warc->n - warc->at, cap = warc->cap;
    bool narrow = cap - warc->n < FIRST / 4;
    if (cap && !narrow)
        return 0;
    if (warc->at && unread)
        memmove(warc->room, warc->room + warc->at, unread);
    warc->at = 0;
    warc->n = unread;
    if (!cap || (cap > KEEP && unread <= FIRST / 2))
        cap = FIRST;
    while (cap - unread < cap / 3)
        cap *= 2;
    if (cap > warc->most + RECORD_HEADER_MOST + FIRST)
        cap = warc->most + RECORD_HEADER_MOST + FIRST; /* more than the unread bytes: a longer record is not kept */
    if (cap == warc->cap)
        return 0;
    char *room = realloc(warc->room, cap);
    if (!room)
        return filon_error_set(error, FILON_E_INPUT, "no memory for a record of more than %zu bytes", unread);
    warc->room = room;
    warc->cap = cap;
    return 0;
}

static bool head_is_record(const struct warc *warc)
{
    return warc->head_n == LOOK && memcmp(warc->head, begins, LOOK) == 0;
}

static void take_head(struct warc *warc)
{
    if (warc->at == warc->n) {
        warc->member = stream_member(warc->stream);
        warc->begun = warc->offset;
        warc->lost &= !head_is_record(warc);
    }
    memcpy(warc->room + warc->n, warc->head, warc->head_n);
    warc->n += warc->head_n;
    warc->waiting = false;
}

static int hurt(struct warc *warc, const struct filon_error *cause)
{
    warc->heading = warc->inside = false;
    warc->hurt = warc->damaged = true;
    warc->cause = *cause;
    return 0;
}

/* The next member's first bytes: does a record begin with it, or does the one before go on? Behind damage only the former will do. 1, 0: no member
 * follows, or it is damaged; STREAM_LATER. */
static int enter_member(struct warc *warc)
{
    for (;;) {
        struct filon_error cause = {0};
        int found = 1;
        if (!warc->heading)
            found = warc->damaged ? stream_recover(warc->stream, &cause) : stream_next_member(warc->stream, &cause);
        if (found == STREAM_LATER)
            return found;
        if (found < 0 && !warc->damaged)
            return hurt(warc, &cause);
        if (found <= 0) {
            warc->ended = true;
            return 0;
        }
        if (!warc->heading)
            warc->head_n = 0;
        warc->heading = true;
        ssize_t got = 1;
        while (got > 0 && warc->head_n < LOOK) {
            got = stream_read(warc->stream, warc->head + warc->head_n, LOOK - warc->head_n, &cause);
            warc->head_n += got > 0 ? (size_t)got : 0;
        }
        if (got == STREAM_LATER)
            return (int)got;
        warc->heading = false;
        if (got < 0 && !warc->damaged)
            return hurt(warc, &cause);
        bool record = head_is_record(warc);
        if (warc->damaged && (got < 0 || !record))
            continue; /* no member in truth */
        warc->damaged = false;
        warc->inside = true;
        warc->waiting = record && warc->at < warc->n;
        if (!warc->waiting)
            take_head(warc);
        return 1;
    }
}

/* 1: there are more bytes in the room; 0: none that belong to them; STREAM_LATER; -1. */
static int more(struct warc *warc, struct filon_error *error)
{
    size_t before = warc->n - warc->at;
    while (!warc->waiting && !warc->ended && !warc->hurt) {
        if (make_room(warc, error) < 0)
            return -1;
        int entered = warc->inside ? 1 : enter_member(warc);
        if (entered <= 0)
            return entered;
        if (warc->n - warc->at > before)
            return 1;
        if (warc->waiting)
            break;
        struct filon_error cause = {0};
        ssize_t got = stream_read(warc->stream, warc->room + warc->n, warc->cap - warc->n, &cause);
        if (got == STREAM_LATER)
            return STREAM_LATER;
        if (got < 0)
            return hurt(warc, &cause);
        warc->n += (size_t)got;
        if (got)
            return 1;
        warc->inside = false;
    }
    return 0;
}

/* At least n unread bytes: 1; 0: there are fewer; STREAM_LATER, -1. */
static int have(struct warc *warc, uint64_t n, struct filon_error *error)
{
    while (warc->n - warc->at < n) {
        int got = more(warc, error);
        if (got != 1)
            return got;
    }
    return 1;
}

/* ---- Records */

static void place(const struct warc *warc, struct record *record)
{
    record->offset = warc->offset;
    record->member = warc->member;
    record->inside = warc->offset - warc->begun;
}

/* A record that is none. What it says of itself was read from its header, if that is there. */
static int broken(struct warc *warc, struct record *record, const char *why)
{
    if (warc->hurt)
        why = warc->cause.text;
    warc->hurt = false;
    record->broken = why;
    return 1;
}

/* What follows a block: does the record end there? Two line ends say so, or none at all and then a record, or the end. */
static bool ends_at(const char *bytes, size_t n)
{
    size_t i = 0, lines = 0;
    while (i < n && (bytes[i] == '\r' || bytes[i] == '\n'))
        lines += bytes[i++] == '\n';
    size_t left = n - i < LOOK ? n - i : LOOK;
    return lines >= 2 || memcmp(bytes + i, begins, left) == 0;
}

/* To the next record, over the line ends before it: 1, 0 at the end; AGAIN: damage is told. */
static int find_first(struct warc *warc, struct record *record, struct filon_error *error)
{
    for (;;) {
        while (warc->at < warc->n && (warc->room[warc->at] == '\r' || warc->room[warc->at] == '\n'))
            pass(warc, 1);
        if (warc->at < warc->n)
            break;
        int got = more(warc, error);
        if (got < 0)
            return got;
        if (!got && warc->hurt) {
            *record = (struct record){0};
            place(warc, record);
            broken(warc, record, NULL);
            return AGAIN;
        }
        if (!got && !warc->waiting)
            return 0;
        if (!got)
            take_head(warc);
    }
    int got = have(warc, LOOK, error);
    return got < 0 ? got : 1;
}

/* Bytes up to behind the blank line, 0 if there is none. */
static size_t header_end(struct filon_str bytes)
{
    const char *end = bytes.p + bytes.n;
    for (const char *lf = bytes.p; (lf = memchr(lf, '\n', (size_t)(end - lf))); lf++) {
        const char *next = lf + 1 + (lf + 1 < end && lf[1] == '\r');
        if (next < end && *next == '\n')
            return (size_t)(next + 1 - bytes.p);
    }
    return 0;
}

static struct filon_str unread(const struct warc *warc, size_t most)
{
    size_t n = warc->n - warc->at;
    return (struct filon_str){warc->room + warc->at, n < most ? n : most};
}

/* Bytes of the header at room[at], 0: it is broken, and told. */
static int find_header(struct warc *warc, struct record *record, size_t *header, struct filon_error *error)
{
    const char *why = NULL;
    for (int got = 1; got == 1 && !(*header = header_end(unread(warc, RECORD_HEADER_MOST)));) {
        if (warc->n - warc->at >= RECORD_HEADER_MOST)
            break;
        got = more(warc, error);
        if (got < 0)
            return got;
    }
    if (*header)
        record_parse(record, unread(warc, *header), &why);
    else
        *record = (struct record){0};
    place(warc, record);
    if (*header && !why)
        return 1;
    warc->lost = true;
    bool none = warc->n - warc->at < LOOK || memcmp(warc->room + warc->at, begins, LOOK) != 0;
    bool endless = warc->n - warc->at >= RECORD_HEADER_MOST;
    broken(warc, record, none ? "no WARC record begins here" : why ? why : endless ? "a header without end" : "cut in its header");
    warc->taken = *header ? *header - 1 : 1;
    *header = 0;
    return 1;
}

/* The next record may stand in what this one seems to hold: the search begins at its header's last line feed. */
static int wrong_length(struct warc *warc, struct record *record, size_t header, bool cut)
{
    warc->lost = true;
    warc->taken = header - 1;
    return broken(warc, record,
                  cut ? "cut, or its Content-Length is wrong: fewer bytes are there" : "its Content-Length is wrong: no record ends there");
}

/* A block that is longer than what is kept: its beginning is given, the rest passed over. In a plain file one can look first whether it ends where it says. */
static int begin_long(struct warc *warc, struct record *record, size_t header, struct filon_error *error)
{
    char ahead[AHEAD + 64];
    const char *why;
    int got = have(warc, header + RECORD_HEADER_MOST, error);
    if (got < 0)
        return got;
    record_parse(record, unread(warc, header), &why);
    place(warc, record);
    ssize_t seen = stream_peek(warc->stream, warc->offset + record->length, ahead, sizeof ahead);
    bool ends = seen < 0 || (seen > 0 && ends_at(ahead, (size_t)seen)) ||
                warc->offset + record->length == (uint64_t)stream_stat(warc->stream)->st_size;
    if (!got || !ends)
        return wrong_length(warc, record, header, !got);
    record->large = warc->long_ = true;
    record->block = (struct filon_str){warc->room + warc->at + header, unread(warc, header + RECORD_HEADER_MOST).n - header};
    warc->taken = record->block.n + header;
    warc->passing = record->length > warc->taken ? record->length - warc->taken : 0;
    return 1;
}

static int take_record(struct warc *warc, struct record *record, struct filon_error *error)
{
    size_t header = 0;
    const char *why;
    int got = find_first(warc, record, error);
    if (got != 1)
        return got == AGAIN ? 1 : got;
    got = find_header(warc, record, &header, error);
    if (got < 0 || !header)
        return got;
    if (record->length - header > warc->most)
        return begin_long(warc, record, header, error);
    uint64_t length = record->length;
    got = have(warc, length + AHEAD, error);
    if (got < 0)
        return got;
    record_parse(record, unread(warc, header), &why);
    place(warc, record);
    size_t n = warc->n - warc->at;
    if (n >= length && ends_at(warc->room + warc->at + length, n - length)) {
        record->whole = unread(warc, length);
        record->block = (struct filon_str){record->whole.p + header, length - header};
        warc->taken = length;
        return 1;
    }
    return wrong_length(warc, record, header, n < length);
}

/* The rest of a long record. */
static int pass_long(struct warc *warc, struct record *record, struct filon_error *error)
{
    *record = (struct record){0};
    while (warc->passing) {
        size_t n = warc->n - warc->at;
        if (n > warc->passing)
            n = (size_t)warc->passing;
        pass(warc, n);
        warc->passing -= n;
        int got = warc->passing ? more(warc, error) : 1;
        if (got < 0)
            return got;
        if (got)
            continue;
        warc->passing = 0;
        place(warc, record);
        return broken(warc, record, "the record that ends here is cut, or its Content-Length is wrong");
    }
    int got = have(warc, AHEAD, error);
    if (got < 0)
        return got;
    warc->long_ = false;
    if (ends_at(warc->room + warc->at, warc->n - warc->at))
        return AGAIN;
    warc->lost = true;
    place(warc, record);
    return broken(warc, record, "no record ends here: the Content-Length of the one before is wrong, and there may have been others in it");
}

/* "\nWARC/1.0\r", the byte behind which is a record. */
static bool is_start(const char *p, size_t n)
{
    return n > LOOK + 4 && memcmp(p, "\nWARC/", LOOK + 1) == 0 && (p[LOOK + 1] == '1' || p[LOOK + 1] == '0') && p[LOOK + 2] == '.';
}

static int find_next(struct warc *warc, struct filon_error *error)
{
    for (;;) {
        const char *p = warc->room + warc->at, *end = warc->room + warc->n;
        while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) && (size_t)(end - p) > LOOK + 4) {
            if (is_start(p, (size_t)(end - p))) {
                pass(warc, (size_t)(p + 1 - (warc->room + warc->at)));
                warc->lost = false;
                return AGAIN;
            }
            p++;
        }
        pass(warc, (size_t)((p ? p : end) - (warc->room + warc->at)));
        int got = more(warc, error);
        if (got < 0)
            return got;
        if (!warc->lost)
            return AGAIN;
        if (got)
            continue;
        pass(warc, warc->n - warc->at);
        warc->lost = false;
        return AGAIN;
    }
}

int warc_next(struct warc *warc, struct record *record, struct filon_error *error)
{
    int got = AGAIN;
    pass(warc, warc->taken);
    warc->taken = 0;
    while (got == AGAIN) {
        if (warc->long_)
            got = pass_long(warc, record, error);
        else if (warc->lost)
            got = find_next(warc, error);
        else
            got = take_record(warc, record, error);
    }
    return got;
}
