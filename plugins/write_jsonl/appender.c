#include "appender.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "place.h"
#include "takeback.h"

enum { FLUSH = 256 * 1024, KEEP = 4 * 1024 * 1024 };

static bool standard(const struct appender *a)
{
    return strcmp(a->pattern, "-") == 0;
}

int appender_pattern(const char *pattern, struct filon_error *error)
{
    static const char known[] = "YmdHMSjGVuyF%";
    for (const char *c = pattern; *c; c++) {
        if ((unsigned char)*c < 0x20)
            return filon_error_set(error, FILON_E_CONFIG, "path: a file's name with control characters");
        if (*c != '%')
            continue;
        if (!*++c || !strchr(known, *c))
            return filon_error_set(
                error, FILON_E_CONFIG,
                "path: `%%%.*s` in %s: known are %%Y %%m %%d %%F %%j %%G %%V %%u %%y %%H %%M %%S; %%%% is a percent sign", *c ? 1 : 0, c,
                pattern);
    }
    return 0;
}

/* The file's name at this moment. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* appender_pattern has checked it */
static int name_now(const struct appender *a, time_t now, char path[PATH_MAX], struct filon_error *error)
{
    struct tm tm;
    if (!(a->utc ? gmtime_r(&now, &tm) : localtime_r(&now, &tm)) || !strftime(path, PATH_MAX, a->pattern, &tm))
        return filon_error_set(error, FILON_E_IO, "%s: the name it has today is too long, or the clock is wrong", a->pattern);
    return 0;
}
#pragma GCC diagnostic pop

static int cannot_write(const char *path, struct filon_error *error)
{
    return place_failed(path, "cannot be written", error);
}

/* Lines are appended behind lines, packed ones behind packed ones: anything else would spoil what is there. */
static int look_inside(const struct appender *a, const char *path, int64_t length, struct filon_error *error)
{
    unsigned char head[2] = {0}, last = 0;
    int fd = length > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return length > 0 ? place_failed(path, "cannot be read", error) : 0;
    bool read_all = pread(fd, head, sizeof head, 0) >= 0 && pread(fd, &last, 1, (off_t)length - 1) == 1;
    close(fd);
    bool packed = head[0] == 0x1f && head[1] == 0x8b;
    if (!read_all)
        return place_failed(path, "cannot be read", error);
    if (packed != a->packed)
        return filon_error_set(error, FILON_E_IO, "%s: %s: let `path` name another file, or set gzip to %s", path,
                               packed ? "there are gzip data in it, and lines would follow"
                                      : "there are plain data in it, and gzip would follow",
                               packed ? "yes" : "no");
    if (!packed && last != '\n')
        return filon_error_set(error, FILON_E_IO, "%s: its last line has no end: complete or remove that line first", path);
    return 0;
}

int appender_check(struct appender *a, struct filon_error *error)
{
    char path[PATH_MAX];
    struct stat st;
    if (standard(a))
        return 0;
    if (name_now(a, time(NULL), path, error) < 0 || place_check(path, error) < 0)
        return -1;
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, R_OK) == 0 && !takeback_pending(a))
        return look_inside(a, path, st.st_size, error);
    return 0;
}

static int flush(struct appender *a, struct filon_error *error)
{
    struct appender_file *file = a->plain_stream ? NULL : &a->file[a->current];
    const char *path = file ? file->path : standard(a) ? "standard output" : a->pattern;
    for (size_t at = 0; at < a->pending.n;) {
        size_t n = a->pending.n - at;
        ssize_t done = file ? pwrite(a->fd, a->pending.p + at, n, (off_t)file->length) : write(a->fd, a->pending.p + at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return cannot_write(path, error);
        at += (size_t)done;
        if (file) {
            /* The disk may begin at once, so that there is little left to wait for when all of it must be there. */
            (void)sync_file_range(a->fd, (off_t)file->length, (off_t)done, SYNC_FILE_RANGE_WRITE);
            file->length += (uint64_t)done;
        }
    }
    if (a->pending.cap > KEEP)
        filon_buf_free(&a->pending);
    filon_buf_clear(&a->pending);
    return 0;
}

/* All that was put is on the disk. A file that somebody else changes cannot be kept exact: better to stop. */
static int settle(struct appender *a, struct filon_error *error)
{
    if (a->fd < 0)
        return 0;
    if (a->packed)
        member_end(&a->member, &a->pending);
    if (flush(a, error) < 0)
        return -1;
    if (a->plain_stream)
        return 0;
    struct appender_file *file = &a->file[a->current];
    struct stat st;
    if (fdatasync(a->fd) < 0 || fstat(a->fd, &st) < 0)
        return place_failed(file->path, "cannot be synced", error);
    if ((uint64_t)st.st_size != file->length)
        return filon_error_set(error, FILON_E_IO,
                               "%s: another program writes to it: %" PRId64 " bytes instead of %" PRIu64
                               "; give this job a file of its own",
                               file->path, (int64_t)st.st_size, file->length);
    if (!st.st_nlink)
        return filon_error_set(error, FILON_E_IO, "%s: removed while it was being written; take outputs away between runs", file->path);
    return file->fresh ? place_sync_name(file->path, error) : 0;
}

static void close_current(struct appender *a)
{
    if (a->fd >= 0 && !standard(a))
        close(a->fd);
    a->fd = -1;
    a->plain_stream = false;
    a->member = (struct member){0};
    filon_buf_clear(&a->pending);
}

/* A file not written to since the state began: the journal learns of it before it changes. */
static int first_touch(struct appender *a, const char *path, struct filon_error *error)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && errno != ENOENT)
        return cannot_write(path, error);
    if (look_inside(a, path, there ? st.st_size : 0, error) < 0)
        return -1;
    struct appender_file *file = takeback_track(a, path);
    file->committed = file->length = there ? (uint64_t)st.st_size : 0;
    file->fresh = !there;
    return journal_add(&a->journal, a->owner, (struct journal_entry){a->commits, there ? st.st_size : -1, path}, error);
}

static int open_file(struct appender *a, const char *path, struct filon_error *error)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
        a->plain_stream = true;
        a->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return a->fd < 0 ? cannot_write(path, error) : 0;
    }
    if (place_make_folders(path, error) < 0)
        return -1;
    if (!takeback_find(a, path) && first_touch(a, path, error) < 0)
        return -1;
    struct appender_file *file = takeback_find(a, path);
    a->current = (size_t)(file - a->file);
    a->fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    if (a->fd < 0 || fstat(a->fd, &st) < 0)
        return cannot_write(path, error);
    if ((uint64_t)st.st_size != file->length)
        return filon_error_set(error, FILON_E_IO, "%s: changed by another program since this run began; give this job a file of its own",
                               path);
    file->touched = true;
    return 0;
}

/* The file that the clock asks for is open. */
static int turn(struct appender *a, struct filon_error *error)
{
    char path[PATH_MAX];
    time_t now = time(NULL);
    if (a->fd >= 0 && (now == a->second || a->plain_stream))
        return 0;
    if (standard(a)) {
        a->fd = STDOUT_FILENO;
        a->plain_stream = true;
        return 0;
    }
    if (name_now(a, now, path, error) < 0)
        return -1;
    a->second = now;
    if (a->fd >= 0 && strcmp(path, a->file[a->current].path) == 0)
        return 0;
    if (settle(a, error) < 0)
        return -1;
    close_current(a);
    return open_file(a, path, error);
}

int appender_put(struct appender *a, struct filon_str bytes, struct filon_error *error)
{
    if (turn(a, error) < 0)
        return -1;
    if (!a->plain_stream)
        a->file[a->current].touched = true;
    if (!a->packed)
        filon_buf_put_str(&a->pending, bytes);
    else if (member_add(&a->member, bytes, &a->pending) < 0)
        return filon_error_set(error, FILON_E_INTERNAL, "%s: a record that no worker has packed", a->pattern);
    return a->pending.n >= FLUSH ? flush(a, error) : 0;
}

int appender_begin(struct appender *a, const char *state, struct filon_error *error)
{
    a->fd = -1;
    a->pid = getpid();
    a->second = -1;
    if (standard(a))
        return 0;
    return takeback_begin(a, state, error) < 0 ? -1 : appender_check(a, error);
}

int appender_commit(struct appender *a, struct filon_buf *state, struct filon_error *error)
{
    if (settle(a, error) < 0)
        return -1;
    if (standard(a))
        return 0;
    a->commits++;
    takeback_state(a, a->fd >= 0 && !a->plain_stream ? &a->file[a->current] : NULL, state);
    return 0;
}

void appender_end(struct appender *a)
{
    if (a->pid == getpid()) { /* a worker is a copy of the coordinator: not its business */
        close_current(a);
        takeback_undo(a);
    }
    filon_buf_free(&a->pending);
    free(a->file);
    a->file = NULL;
    a->n = a->room = 0;
    a->pid = 0;
}
