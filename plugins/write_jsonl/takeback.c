#include "takeback.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "place.h"

static const char magic[] = "write_jsonl 1";

struct appender_file *takeback_find(const struct appender *a, const char *path)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->file[i].path, path) == 0)
            return &a->file[i];
    return NULL;
}

struct appender_file *takeback_track(struct appender *a, const char *path)
{
    if (a->n == a->room) {
        size_t room = a->room ? a->room * 2 : 8;
        struct appender_file *file = realloc(a->file, room * sizeof *file);
        if (!file)
            abort();
        a->file = file;
        a->room = room;
    }
    a->file[a->n] = (struct appender_file){.path = filon_strdup(a->arena, path)};
    return &a->file[a->n++];
}

bool takeback_pending(const struct appender *a)
{
    return access(journal_place(a->arena, a->pattern), F_OK) == 0;
}

static int cut(const char *path, uint64_t length, struct filon_error *error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    int failed = fd < 0 || ftruncate(fd, (off_t)length) < 0 || fsync(fd) < 0
                     ? place_failed(path, "cannot be cut back to the last commit", error)
                     : 0;
    if (fd >= 0)
        close(fd);
    return failed;
}

/* The files that commits since the state began to write to: back to what they were. Newest first, so that the oldest length counts. */
static int undo_journal(struct appender *a, struct filon_error *error)
{
    for (size_t i = a->journal.n; i-- > 0;) {
        const struct journal_entry *entry = &a->journal.entry[i];
        struct stat st;
        if (entry->commit < a->commits || stat(entry->path, &st) < 0 || !S_ISREG(st.st_mode))
            continue;
        if (entry->length < 0) {
            if (unlink(entry->path) < 0)
                return place_failed(entry->path, "cannot be removed; it was begun after the last commit", error);
            if (place_sync_name(entry->path, error) < 0)
                return -1;
        } else if (st.st_size > entry->length && cut(entry->path, (uint64_t)entry->length, error) < 0) {
            return -1;
        }
    }
    return 0;
}

static int file_gone(struct appender *a, const char *path, uint64_t length, struct filon_error *error)
{
    if (a->gone_is_fine)
        return 0;
    return filon_error_set(error, FILON_E_IO,
                           "%s: it is gone, and this job had written %" PRIu64
                           " bytes to it: put it back, or, if it was taken away for good, "
                           "set `gone: new`; to write all documents anew remove the job's state folder",
                           path, length);
}

/* One file of the state: what it holds beyond its length is no part of any commit. */
static int restore(struct appender *a, const char *path, uint64_t length, struct filon_error *error)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return errno == ENOENT || errno == ENOTDIR ? file_gone(a, path, length, error) : place_failed(path, "cannot be written", error);
    if ((uint64_t)st.st_size < length)
        return filon_error_set(error, FILON_E_IO,
                               "%s: %" PRId64 " bytes, and this job had written %" PRIu64
                               ": documents are lost from it: put the whole file back, or remove the job's "
                               "state folder to write all documents anew",
                               path, (int64_t)st.st_size, length);
    if ((uint64_t)st.st_size > length) {
        if (a->journal.owner[0] && strcmp(a->journal.owner, a->owner) != 0)
            return filon_error_set(error, FILON_E_IO,
                                   "%s: another job has written to it since (%" PRId64 " bytes instead of %" PRIu64
                                   "): give each job a file of its own",
                                   path, (int64_t)st.st_size, length);
        if (cut(path, length, error) < 0)
            return -1;
    }
    struct appender_file *file = takeback_track(a, path);
    file->committed = file->length = length;
    return 0;
}

static int senseless(const struct appender *a, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_IO, "%s: the state of the last commit makes no sense: was the job's ledger changed by hand?",
                           a->pattern);
}

/* "write_jsonl 1 OWNER COMMITS", then "LENGTH\tPATH" for each file. */
static int read_state(struct appender *a, char *text, char **lines, struct filon_error *error)
{
    char *line = strtok_r(text, "\n", lines), *end;
    size_t n = sizeof magic - 1;
    if (!line || strncmp(line, magic, n) != 0 || line[n] != ' ' || strlen(line) < n + 35 || line[n + 33] != ' ')
        return senseless(a, error);
    memcpy(a->owner, line + n + 1, 32);
    a->owner[32] = '\0';
    a->commits = strtoull(line + n + 34, &end, 10);
    return *end ? senseless(a, error) : 0;
}

static const char *whole_path(const struct appender *a, const char *path)
{
    return *path == '/' ? path : filon_strf(a->arena, "%s/%s", strcmp(a->dir, "/") == 0 ? "" : a->dir, path);
}

static int restore_all(struct appender *a, char **lines, struct filon_error *error)
{
    for (char *line, *tab; (line = strtok_r(NULL, "\n", lines));) {
        uint64_t length = strtoull(line, &tab, 10);
        if (tab == line || *tab != '\t' || !tab[1])
            return senseless(a, error);
        if (restore(a, whole_path(a, tab + 1), length, error) < 0)
            return -1;
    }
    return 0;
}

int takeback_begin(struct appender *a, const char *state, struct filon_error *error)
{
    char *lines = NULL;
    a->journal.arena = a->arena;
    a->journal.path = journal_place(a->arena, a->pattern);
    a->n = 0;
    a->commits = 0;
    if (journal_read(&a->journal, error) < 0)
        return -1;
    if (!state) {
        journal_new_owner(a->owner);
        return 0;
    }
    if (read_state(a, filon_strdup(a->arena, state), &lines, error) < 0)
        return -1;
    if (strcmp(a->journal.owner, a->owner) == 0 && undo_journal(a, error) < 0)
        return -1;
    return restore_all(a, &lines, error);
}

void takeback_state(struct appender *a, const struct appender_file *current, struct filon_buf *state)
{
    size_t kept = 0, dir = strlen(a->dir);
    filon_buf_printf(state, "%s %s %" PRIu64 "\n", magic, a->owner, a->commits);
    for (size_t i = 0; i < a->n; i++) {
        struct appender_file *file = &a->file[i];
        if (current && !file->touched && file != current)
            continue;
        const char *path = dir > 1 && strncmp(file->path, a->dir, dir) == 0 && file->path[dir] == '/' ? file->path + dir + 1 : file->path;
        filon_buf_printf(state, "%" PRIu64 "\t%s\n", file->length, path);
        if (file == current)
            a->current = kept;
        file->committed = file->length;
        file->touched = file->fresh = false;
        a->file[kept++] = *file;
    }
    a->n = kept;
}

void takeback_undo(struct appender *a)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct appender_file *file = &a->file[i];
        struct stat st;
        if (!file->touched || stat(file->path, &st) < 0 || (uint64_t)st.st_size != file->length)
            continue;
        if (file->fresh && !file->committed)
            unlink(file->path);
        else if (file->length > file->committed)
            cut(file->path, file->committed, NULL);
    }
}
