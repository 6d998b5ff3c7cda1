#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

/* PAST: bytes already taken that stay in the room, for a search behind damage. */
enum { ROOM = 64 * 1024, PAST = 4 * 1024, RETREATS = 1000, WINDOW_LOG = 27 };

enum packing { PLAIN, GZIP, ZSTD };

struct stream {
    const char *name;
    int fd;
    enum packing packing;
    bool standard, started;
    bool member, by_member; /* member: within one, of gzip, or a frame of zstd; by_member: reading ends behind each */
    unsigned retreats;
    struct stat stat;
    z_stream z;
#ifdef HAVE_ZSTD
    ZSTD_DStream *zstd;
#endif
    uint64_t taken; /* bytes read from the file so far */
    uint64_t from;  /* of them, those before the member under way */
    size_t at, n;   /* unread bytes in room */
    unsigned char room[PAST + ROOM];
};

static int cannot_read(const char *name, const char *why, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_INPUT, "cannot read %s: %s", name, why);
}

static const char *special_kind(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "it is a folder";
    case S_IFIFO:
        return "it is a pipe, not a file";
    case S_IFSOCK:
        return "it is a socket, not a file";
    default:
        return "it is a device, not a file";
    }
}

static ssize_t fd_read(struct stream *stream, void *out, size_t n, struct filon_error *error)
{
    ssize_t got;
    if (stream->standard && poll(&(struct pollfd){stream->fd, POLLIN, 0}, 1, 0) == 0)
        return STREAM_LATER;
    do
        got = read(stream->fd, out, n);
    while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EAGAIN && stream->standard)
        return STREAM_LATER;
    if (got < 0)
        return cannot_read(stream->name, strerror(errno), error);
    stream->taken += (uint64_t)got;
    return got;
}

/* At least `least` bytes in the room, if the file has them: 0. */
static int fill(struct stream *stream, size_t least, struct filon_error *error)
{
    if (stream->n - stream->at >= least)
        return 0;
    size_t gone = stream->at > PAST ? stream->at - PAST : 0;
    memmove(stream->room, stream->room + gone, stream->n - gone);
    stream->n -= gone;
    stream->at -= gone;
    while (stream->n - stream->at < least) {
        ssize_t got = fd_read(stream, stream->room + stream->n, sizeof stream->room - stream->n, error);
        if (got <= 0)
            return (int)got;
        stream->n += (size_t)got;
    }
    return 0;
}

/* What begins at these bytes. */
static enum packing magic(const unsigned char *p, size_t n)
{
    if (n >= 2 && p[0] == 0x1f && p[1] == 0x8b)
        return GZIP;
    if (n >= 4 && memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0)
        return ZSTD;
    if (n >= 4 && (p[0] & 0xf0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0)
        return ZSTD; /* a frame to be skipped */
    return PLAIN;
}

static enum packing at_member(const struct stream *stream)
{
    return magic(stream->room + stream->at, stream->n - stream->at);
}

static int start_zstd(struct stream *stream, struct filon_error *error)
{
#ifdef HAVE_ZSTD
    stream->zstd = ZSTD_createDStream();
    if (stream->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(stream->zstd, ZSTD_d_windowLogMax, WINDOW_LOG)))
        return 0;
    return cannot_read(stream->name, "no memory to unpack it", error);
#else
    return cannot_read(stream->name, "it is packed by zstd, which this filon was built without: unpack it first", error);
#endif
}

static int start(struct stream *stream, struct filon_error *error)
{
    int failed = fill(stream, 4, error);
    if (failed)
        return failed;
    stream->started = true;
    enum packing packing = at_member(stream);
    if (packing == ZSTD && start_zstd(stream, error) < 0)
        return -1;
    if (packing == GZIP && inflateInit2(&stream->z, 15 + 16) != Z_OK)
        return cannot_read(stream->name, "no memory to unpack it", error);
    stream->packing = packing;
    stream->member = packing == PLAIN;
    return 0;
}

struct stream *stream_open(const char *path, const char *name, struct filon_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        cannot_read(name, strerror(errno), error);
        return NULL;
    }
    struct stream *stream = malloc(sizeof *stream);
    if (!stream) {
        if (!standard)
            close(fd);
        cannot_read(name, "no memory", error);
        return NULL;
    }
    memset(stream, 0, offsetof(struct stream, room)); /* the rest is large, and is written before it is read */
    stream->name = name;
    stream->standard = standard;
    stream->fd = fd;
    int failed = 0;
    if (fstat(fd, &stream->stat) < 0)
        failed = cannot_read(name, strerror(errno), error);
    else if (S_ISDIR(stream->stat.st_mode) || (!standard && !S_ISREG(stream->stat.st_mode)))
        failed = cannot_read(name, special_kind(stream->stat.st_mode), error);
    if (failed || (!standard && start(stream, error) < 0)) {
        stream_close(stream);
        return NULL;
    }
    return stream;
}

void stream_close(struct stream *stream)
{
    if (!stream)
        return;
    if (stream->packing == GZIP)
        inflateEnd(&stream->z);
#ifdef HAVE_ZSTD
    ZSTD_freeDStream(stream->zstd);
#endif
    if (!stream->standard)
        close(stream->fd);
    free(stream);
}

const struct stat *stream_stat(const struct stream *stream)
{
    return &stream->stat;
}

bool stream_packed(const struct stream *stream)
{
    return stream->packing != PLAIN;
}

static ssize_t read_plain(struct stream *stream, char *out, size_t n, struct filon_error *error)
{
    size_t have = stream->n - stream->at;
    if (!have)
        return fd_read(stream, out, n, error);
    if (have > n)
        have = n;
    memcpy(out, stream->room + stream->at, have);
    stream->at += have;
    return (ssize_t)have;
}

static uint64_t here(const struct stream *stream)
{
    return stream->taken - (stream->n - stream->at);
}

static int bad_data(struct stream *stream, const char *why, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_INPUT, "%s: bad %s data at byte %llu: %s", stream->name,
                           stream->packing == ZSTD ? "zstd" : "gzip", (unsigned long long)here(stream), why);
}

static int begin_member(struct stream *stream, struct filon_error *error)
{
    stream->member = true;
    stream->from = here(stream);
    if (stream->packing == GZIP)
        return inflateReset(&stream->z) == Z_OK ? 1 : bad_data(stream, "cannot start", error);
#ifdef HAVE_ZSTD
    ZSTD_DCtx_reset(stream->zstd, ZSTD_reset_session_only);
#endif
    return 1;
}

/* At the start of the file or behind a member: 1 if another follows, 0 at the end. Zeros may pad it, as on tapes. */
static int next_member(struct stream *stream, struct filon_error *error)
{
    for (;; stream->at++) {
        int failed = fill(stream, 4, error);
        if (failed)
            return failed;
        if (stream->at == stream->n)
            return 0;
        if (at_member(stream) == stream->packing)
            return begin_member(stream, error);
        if (stream->room[stream->at])
            return bad_data(stream, "something else follows", error);
    }
}

/* Bytes in the room into bytes of `out`: how many. */
static ssize_t unpack_gzip(struct stream *stream, char *out, unsigned n, struct filon_error *error)
{
    stream->z.next_out = (unsigned char *)out;
    stream->z.avail_out = n;
    stream->z.next_in = stream->room + stream->at;
    stream->z.avail_in = (unsigned)(stream->n - stream->at);
    int got = inflate(&stream->z, Z_NO_FLUSH);
    stream->at = stream->n - stream->z.avail_in;
    if (got == Z_STREAM_END)
        stream->member = false;
    else if (got != Z_OK && got != Z_BUF_ERROR)
        return bad_data(stream, stream->z.msg ? stream->z.msg : "cannot be unpacked", error);
    return n - stream->z.avail_out;
}

static ssize_t unpack_zstd(struct stream *stream, char *out, unsigned n, struct filon_error *error)
{
#ifdef HAVE_ZSTD
    ZSTD_outBuffer to = {out, n, 0};
    ZSTD_inBuffer from = {stream->room, stream->n, stream->at};
    size_t more = ZSTD_decompressStream(stream->zstd, &to, &from);
    stream->at = from.pos;
    if (ZSTD_isError(more))
        return bad_data(stream, ZSTD_getErrorName(more), error);
    stream->member = more != 0;
    return (ssize_t)to.pos;
#else
    (void)out, (void)n;
    return bad_data(stream, "cannot be unpacked", error);
#endif
}

static ssize_t read_packed(struct stream *stream, char *out, size_t n, struct filon_error *error)
{
    ssize_t got = 0;
    if (n > 1u << 30)
        n = 1u << 30;
    while (!got) {
        int more = stream->member ? 1 : stream->by_member ? 0 : next_member(stream, error);
        if (more <= 0)
            return more;
        if ((more = fill(stream, 1, error)) < 0)
            return more;
        bool ended = stream->at == stream->n; /* zstd may have more to give all the same */
        got = stream->packing == ZSTD ? unpack_zstd(stream, out, (unsigned)n, error) : unpack_gzip(stream, out, (unsigned)n, error);
        if (ended && !got && stream->member)
            return bad_data(stream, "it ends too early", error);
    }
    return got;
}

ssize_t stream_read(struct stream *stream, char *out, size_t n, struct filon_error *error)
{
    if (!n)
        return 0;
    int failed = stream->started ? 0 : start(stream, error);
    if (failed)
        return failed;
    return stream->packing ? read_packed(stream, out, n, error) : read_plain(stream, out, n, error);
}

ssize_t stream_peek(const struct stream *stream, uint64_t at, char *out, size_t n)
{
    if (stream->packing || !S_ISREG(stream->stat.st_mode))
        return -1;
    return at > INT64_MAX ? 0 : pread(stream->fd, out, n, (off_t)at);
}

/* ---- Member by member */

int stream_next_member(struct stream *stream, struct filon_error *error)
{
    int failed = stream->started ? 0 : start(stream, error);
    if (failed)
        return failed;
    bool first = !stream->by_member;
    stream->by_member = true;
    if (!stream->packing || (first && stream->member))
        return first;
    char passed[4096];
    while (stream->member) {
        ssize_t got = read_packed(stream, passed, sizeof passed, error);
        if (got < 0)
            return (int)got;
    }
    return next_member(stream, error);
}

bool stream_begin_at(struct stream *stream, uint64_t at)
{
    unsigned char begins[4];
    ssize_t n = !stream->standard && at <= INT64_MAX ? pread(stream->fd, begins, sizeof begins, (off_t)at) : -1;
    if (n <= 0 || stream->by_member || (stream->packing && magic(begins, (size_t)n) != stream->packing) || lseek(stream->fd, (off_t)at, SEEK_SET) < 0)
        return false;
    stream->at = stream->n = 0;
    stream->taken = stream->from = at;
    return true;
}

uint64_t stream_member(const struct stream *stream)
{
    return stream->from;
}

/* Whether a member may begin here: zlib's deflate, no reserved flags. */
static bool promising(const struct stream *stream)
{
    const unsigned char *p = stream->room + stream->at;
    size_t n = stream->n - stream->at;
    if (stream->packing == GZIP)
        return n >= 4 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && !(p[3] & 0xe0);
    return n >= 4 && memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0;
}

/* What was read behind the damage may hold the beginning of the next member: it steps back so far as the room goes, and not too often: a file
 * made for it could have it all unpacked again from every byte. */
int stream_recover(struct stream *stream, struct filon_error *error)
{
    if (!stream->packing)
        return 0;
    uint64_t since = here(stream) - stream->from;
    size_t back = stream->at < PAST ? stream->at : PAST;
    if (!stream->member || !since || stream->retreats++ >= RETREATS)
        back = 0;
    if (back >= since)
        back = since ? (size_t)since - 1 : 0;
    stream->at += stream->member && !since && stream->at < stream->n; /* one further at least */
    stream->at -= back;
    for (stream->member = false;; stream->at++) {
        int failed = fill(stream, 4, error);
        if (failed)
            return failed;
        if (stream->n - stream->at < 4)
            return 0;
        if (promising(stream))
            return begin_member(stream, error);
    }
}

int stream_skip(struct stream *stream, uint64_t n, struct filon_error *error)
{
    if (!stream->packing && S_ISREG(stream->stat.st_mode) && n >= stream->n - stream->at) {
        if (lseek(stream->fd, (off_t)(n - (stream->n - stream->at)), SEEK_CUR) < 0)
            return cannot_read(stream->name, strerror(errno), error);
        stream->at = stream->n = 0;
        return 0;
    }
    char passed[16 * 1024];
    while (n) {
        ssize_t got = stream_read(stream, passed, n < sizeof passed ? (size_t)n : sizeof passed, error);
        if (got < 0)
            return -1;
        if (!got)
            return cannot_read(stream->name, "it is shorter than it was", error);
        n -= (uint64_t)got;
    }
    return 0;
}

int stream_all(struct stream *stream, uint64_t most, struct filon_buf *out, struct filon_error *error)
{
    size_t step = ROOM;
    if (S_ISREG(stream->stat.st_mode) && stream->stat.st_size < (off_t)most)
        step = (size_t)stream->stat.st_size + 1;
    for (ssize_t got = 1; got > 0; step = ROOM) {
        filon_buf_reserve(out, step);
        got = stream_read(stream, out->p + out->n, step, error);
        if (got < 0)
            return (int)got;
        out->n += (size_t)got;
        if (out->n > most)
            return stream_too_large(stream->name, most, stream_packed(stream), error);
    }
    return 0;
}

int stream_too_large(const char *name, uint64_t most, bool packed, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_INPUT, "%s: more than %llu bytes%s: too large (option max_size)", name, (unsigned long long)most,
                           packed ? " when unpacked" : "");
}
