#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { ROOM = 64 * 1024 };

struct stream {
    const char *name;
    int fd;
    bool standard, started, packed, member; /* member: within a gzip member */
    struct stat stat;
    z_stream z;
    uint64_t taken; /* bytes read from the file so far */
    size_t at, n;   /* unread bytes in room */
    unsigned char room[ROOM];
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
    memmove(stream->room, stream->room + stream->at, stream->n - stream->at);
    stream->n -= stream->at;
    stream->at = 0;
    while (stream->n < least) {
        ssize_t got = fd_read(stream, stream->room + stream->n, ROOM - stream->n, error);
        if (got <= 0)
            return (int)got;
        stream->n += (size_t)got;
    }
    return 0;
}

static bool at_member(const struct stream *stream)
{
    const unsigned char *p = stream->room + stream->at;
    return stream->n - stream->at >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

static int start(struct stream *stream, struct filon_error *error)
{
    int failed = fill(stream, 2, error);
    if (failed)
        return failed;
    stream->started = true;
    stream->packed = at_member(stream);
    if (stream->packed && inflateInit2(&stream->z, 15 + 16) != Z_OK) {
        stream->packed = false;
        return cannot_read(stream->name, "no memory to unpack it", error);
    }
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
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) {
        if (!standard)
            close(fd);
        cannot_read(name, "no memory", error);
        return NULL;
    }
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
    if (stream->packed)
        inflateEnd(&stream->z);
    if (!stream->standard)
        close(stream->fd);
    free(stream);
}

const struct stat *stream_stat(const struct stream *stream)
{
    return &stream->stat;
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

static int bad_gzip(struct stream *stream, const char *why, struct filon_error *error)
{
    uint64_t at = stream->taken - (stream->n - stream->at);
    return filon_error_set(error, FILON_E_INPUT, "%s: bad gzip data at byte %llu: %s", stream->name, (unsigned long long)at, why);
}

/* At the start of the file or behind a member: 1 if another follows, 0 at the end. Zeros may pad it, as on tapes. */
static int next_member(struct stream *stream, struct filon_error *error)
{
    for (;; stream->at++) {
        int failed = fill(stream, 2, error);
        if (failed)
            return failed;
        if (stream->at == stream->n)
            return 0;
        if (at_member(stream)) {
            stream->member = true;
            return inflateReset(&stream->z) == Z_OK ? 1 : bad_gzip(stream, "cannot start", error);
        }
        if (stream->room[stream->at])
            return bad_gzip(stream, "something else follows", error);
    }
}

static ssize_t read_packed(struct stream *stream, char *out, size_t n, struct filon_error *error)
{
    if (n > 1u << 30)
        n = 1u << 30;
    stream->z.next_out = (unsigned char *)out;
    stream->z.avail_out = (unsigned)n;
    while (stream->z.avail_out == n) {
        int more = stream->member ? 1 : next_member(stream, error);
        if (more <= 0)
            return more;
        if ((more = fill(stream, 1, error)) < 0)
            return more;
        if (stream->at == stream->n)
            return bad_gzip(stream, "it ends too early", error);
        stream->z.next_in = stream->room + stream->at;
        stream->z.avail_in = (unsigned)(stream->n - stream->at);
        int got = inflate(&stream->z, Z_NO_FLUSH);
        stream->at = stream->n - stream->z.avail_in;
        if (got == Z_STREAM_END)
            stream->member = false;
        else if (got != Z_OK && got != Z_BUF_ERROR)
            return bad_gzip(stream, stream->z.msg ? stream->z.msg : "cannot be unpacked", error);
    }
    return (ssize_t)(n - stream->z.avail_out);
}

ssize_t stream_read(struct stream *stream, char *out, size_t n, struct filon_error *error)
{
    if (!n)
        return 0;
    int failed = stream->started ? 0 : start(stream, error);
    if (failed)
        return failed;
    return stream->packed ? read_packed(stream, out, n, error) : read_plain(stream, out, n, error);
}

int stream_skip(struct stream *stream, uint64_t n, struct filon_error *error)
{
    if (!stream->packed && S_ISREG(stream->stat.st_mode) && n >= stream->n - stream->at) {
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
            return stream_too_large(stream->name, most, stream->packed, error);
    }
    return 0;
}

int stream_too_large(const char *name, uint64_t most, bool packed, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_INPUT, "%s: more than %llu bytes%s: too large (option max_size)", name, (unsigned long long)most,
                           packed ? " when unpacked" : "");
}
