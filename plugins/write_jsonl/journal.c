#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "place.h"

enum { SIZE_MOST = 4 * 1024 * 1024 };
static const char magic[] = "filon-journal 1";

void journal_new_owner(char owner[33])
{
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) {
        struct timespec now; /* no early boot runs jobs; but two owners must never be one */
        clock_gettime(CLOCK_REALTIME, &now);
        uint64_t mixed[2] = {(uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec, (uint64_t)getpid()};
        memcpy(bytes, mixed, sizeof bytes);
    }
    for (int i = 0; i < 16; i++)
        snprintf(owner + 2 * i, 3, "%02x", bytes[i]);
}

const char *journal_place(struct filon_arena *arena, const char *pattern)
{
    size_t folder = strcspn(pattern, "%");
    if (!pattern[folder])
        folder = strlen(pattern);
    while (folder && pattern[folder - 1] != '/')
        folder--;
    char *name = filon_strf(arena, "%.200s", pattern + folder);
    for (char *c = name; *c; c++)
        if (*c == '/')
            *c = '_';
    return filon_strf(arena, "%.*s.%s.filon", (int)folder, pattern, name);
}

static int senseless(const struct journal *journal, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_IO, "%s: not a journal of write_jsonl, or a damaged one: remove it if nothing else needs it",
                           journal->path);
}

/* "COMMIT\tLENGTH\tPATH" */
static bool read_entry(struct journal *journal, char *line)
{
    char *end, *path;
    struct journal_entry entry;
    entry.commit = strtoull(line, &end, 10);
    if (end == line || *end != '\t')
        return false;
    entry.length = strtoll(end + 1, &path, 10);
    if (path == end + 1 || *path != '\t' || !path[1] || entry.length < -1 || journal->n == JOURNAL_MOST)
        return false;
    entry.path = filon_strdup(journal->arena, path + 1);
    journal->entry[journal->n++] = entry;
    return true;
}

static int read_text(struct journal *journal, char *text, struct filon_error *error)
{
    char *save, *line = strtok_r(text, "\n", &save);
    size_t n = sizeof magic - 1;
    if (!line || strncmp(line, magic, n) != 0 || line[n] != ' ' || strlen(line + n + 1) != 32)
        return senseless(journal, error);
    memcpy(journal->owner, line + n + 1, 33);
    while ((line = strtok_r(NULL, "\n", &save)))
        if (!read_entry(journal, line))
            return senseless(journal, error);
    return 0;
}

int journal_read(struct journal *journal, struct filon_error *error)
{
    journal->n = 0;
    journal->owner[0] = '\0';
    int fd = open(journal->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : place_failed(journal->path, "cannot be read", error);
    struct filon_buf text = FILON_BUF_INIT;
    ssize_t got;
    do {
        filon_buf_reserve(&text, 4096);
        got = read(fd, text.p + text.n, 4096);
        text.n += got > 0 ? (size_t)got : 0;
    } while ((got > 0 && text.n < SIZE_MOST) || (got < 0 && errno == EINTR));
    int failed = got < 0 ? place_failed(journal->path, "cannot be read", error) : 0;
    close(fd);
    filon_buf_putc(&text, '\0');
    if (!failed)
        failed = read_text(journal, text.p, error);
    filon_buf_free(&text);
    return failed;
}

static int write_whole(int fd, struct filon_str text)
{
    while (text.n) {
        ssize_t done = write(fd, text.p, text.n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        text.p += done;
        text.n -= (size_t)done;
    }
    return fsync(fd);
}

/* Under another name first, so that a crash leaves the old or the new one. */
static int write_journal(const struct journal *journal, struct filon_error *error)
{
    struct filon_buf text = FILON_BUF_INIT;
    char *fresh = filon_strf(journal->arena, "%s.new", journal->path);
    filon_buf_printf(&text, "%s %s\n", magic, journal->owner);
    for (size_t i = 0; i < journal->n; i++)
        filon_buf_printf(&text, "%" PRIu64 "\t%" PRId64 "\t%s\n", journal->entry[i].commit, journal->entry[i].length,
                         journal->entry[i].path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int failed = fd < 0 ? -1 : write_whole(fd, filon_buf_str(&text));
    int cause = errno;
    filon_buf_free(&text);
    if (fd >= 0)
        close(fd);
    errno = cause;
    if (failed < 0 || rename(fresh, journal->path) < 0) {
        place_failed(journal->path, "the journal cannot be written", error);
        unlink(fresh);
        return -1;
    }
    return place_sync_name(journal->path, error);
}

int journal_add(struct journal *journal, const char *owner, struct journal_entry entry, struct filon_error *error)
{
    if (strcmp(journal->owner, owner) != 0)
        journal->n = 0; /* of another life: the ledger that could use them is gone */
    snprintf(journal->owner, sizeof journal->owner, "%s", owner);
    if (journal->n == JOURNAL_MOST)
        memmove(journal->entry, journal->entry + 1, --journal->n * sizeof *journal->entry);
    entry.path = filon_strdup(journal->arena, entry.path);
    journal->entry[journal->n++] = entry;
    return write_journal(journal, error);
}
