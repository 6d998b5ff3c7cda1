#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const names[] = {"error", "warning", "info", "debug"};

static struct {
    enum filon_level shown, kept; /* on stderr, in the file */
    enum filon_log_format format; /* of the file, or of stderr without one */
    const char *path;
    int fd;
    const char *document, *job;
    bool over_progress;
    int64_t run;
} sink = {.shown = FILON_WARN, .fd = -1};

void filon_log_level(enum filon_level level)
{
    sink.shown = level;
}

bool filon_log_enabled(enum filon_level level)
{
    return level <= sink.shown || (sink.fd >= 0 && level <= sink.kept);
}

void filon_log_document(const char *id)
{
    sink.document = id;
}

void filon_log_run(const char *job, int64_t run)
{
    sink.job = job;
    sink.run = run;
}

void filon_log_over_progress(bool on)
{
    sink.over_progress = on;
}

static int open_file(const char *path)
{
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640);
}

int filon_log_open(const char *file, enum filon_log_format format, enum filon_level level, struct filon_error *error)
{
    filon_log_close();
    sink.format = format;
    sink.kept = level;
    if (!file)
        return 0;
    sink.fd = open_file(file);
    if (sink.fd < 0)
        return filon_error_set(error, FILON_E_CONFIG, "log file %s: %s", file, strerror(errno));
    sink.path = file;
    return 0;
}

void filon_log_close(void)
{
    if (sink.fd >= 0)
        close(sink.fd);
    sink.fd = -1;
    sink.path = NULL;
    sink.format = FILON_LOG_PLAIN;
}

/* A rotated log: the name is another file's, or nobody's. Asked before each line, as lines are rare. */
static void follow_rotation(void)
{
    struct stat named, held;
    if (stat(sink.path, &named) == 0 && fstat(sink.fd, &held) == 0 && named.st_dev == held.st_dev && named.st_ino == held.st_ino)
        return;
    int fresh = open_file(sink.path);
    if (fresh >= 0) {
        close(sink.fd);
        sink.fd = fresh;
    }
}

/* journald takes a priority in front, where stderr is its stream (sd-daemon(3)). */
static bool to_journal(void)
{
    static int known = -1;
    struct stat st;
    unsigned long long device, inode;
    if (known < 0) {
        const char *stream = getenv("JOURNAL_STREAM");
        known = stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 && fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device && st.st_ino == inode;
    }
    return known;
}

struct line {
    enum filon_level level;
    struct filon_str document;
    const char *message;
};

static void stamp(char *out, size_t room)
{
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t n = strftime(out, room, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(out + n, room - n, ".%03ldZ", now.tv_nsec / 1000000);
}

static void put_plain(struct filon_buf *out, const struct line *line, bool dated)
{
    char when[40];
    stamp(when, sizeof when);
    if (dated)
        filon_buf_printf(out, "%s ", when);
    filon_buf_printf(out, "filon: %s: ", names[line->level]);
    if (line->document.n)
        filon_buf_printf(out, "%.*s: ", FILON_FMT(line->document));
    filon_buf_puts(out, line->message);
}

static void put_pairs(struct filon_buf *out, const struct line *line, bool json)
{
    char when[40];
    stamp(when, sizeof when);
    filon_buf_printf(out, json ? "{\"time\":\"%s\",\"level\":\"%s\"" : "time=%s level=%s", when, names[line->level]);
    if (sink.job) {
        filon_buf_puts(out, json ? ",\"job\":" : " job=");
        filon_buf_json(out, filon_str_of(sink.job));
    }
    if (sink.run)
        filon_buf_printf(out, json ? ",\"run\":%lld" : " run=%lld", (long long)sink.run);
    if (line->document.n) {
        filon_buf_puts(out, json ? ",\"document\":" : " document=");
        filon_buf_json(out, line->document);
    }
    filon_buf_puts(out, json ? ",\"message\":" : " message=");
    filon_buf_json(out, filon_str_of(line->message));
    if (json)
        filon_buf_putc(out, '}');
}

static void emit(int fd, enum filon_log_format format, const struct line *line, bool dated, bool priority)
{
    static const int priorities[] = {3, 4, 6, 7};
    struct filon_buf out = FILON_BUF_INIT;
    if (fd == STDERR_FILENO && sink.over_progress)
        filon_buf_puts(&out, "\r\033[K");
    if (priority)
        filon_buf_printf(&out, "<%d>", priorities[line->level]);
    if (format == FILON_LOG_PLAIN)
        put_plain(&out, line, dated);
    else
        put_pairs(&out, line, format == FILON_LOG_JSON);
    filon_buf_putc(&out, '\n');
    ssize_t ignored = write(fd, out.p, out.n); /* where would one complain? */
    (void)ignored;
    filon_buf_free(&out);
}

static void say(const struct line *line)
{
    if (line->level <= sink.shown)
        emit(STDERR_FILENO, sink.path ? FILON_LOG_PLAIN : sink.format, line, false, to_journal());
    if (sink.fd >= 0 && line->level <= sink.kept) {
        follow_rotation();
        emit(sink.fd, sink.format, line, true, false);
    }
}

static FILON_PRINTF(3, 0) void say_format(enum filon_level level, struct filon_str document, const char *format, va_list ap)
{
    struct filon_error text = {0}; /* for its cutting and its harmless bytes */
    filon_error_vset(&text, FILON_E_INTERNAL, format, ap);
    say(&(struct line){level, document, text.text});
}

void filon_log(enum filon_level level, const char *format, ...)
{
    va_list ap;
    if (!filon_log_enabled(level))
        return;
    va_start(ap, format);
    say_format(level, filon_str_of(sink.document), format, ap);
    va_end(ap);
}

void filon_log_about(enum filon_level level, struct filon_str document, const char *format, ...)
{
    va_list ap;
    if (!filon_log_enabled(level))
        return;
    va_start(ap, format);
    say_format(level, document, format, ap);
    va_end(ap);
}
