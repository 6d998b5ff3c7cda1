#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int place_failed(const char *path, const char *what, struct filon_error *error)
{
    int cause = errno;
    const char *todo = cause == ENOSPC || cause == EDQUOT ? ": free some space and run again" : "";
    return filon_error_set(error, FILON_E_IO, "%s: %s: %s%s", path, what, strerror(cause), todo);
}

/* The folder of a file; false if the path is too long. */
static bool folder_of(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (n >= PATH_MAX)
        return false;
    memcpy(folder, slash && !n ? "/" : slash ? path : ".", n ? n : 1);
    folder[n ? n : 1] = '\0';
    return true;
}

int place_check(const char *path, struct filon_error *error)
{
    char folder[PATH_MAX], above[PATH_MAX];
    struct stat st;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return filon_error_set(error, FILON_E_IO, "%s: is a folder; the output needs a file's name", path);
        return access(path, W_OK) == 0 ? 0 : place_failed(path, "cannot be written", error);
    }
    if (errno != ENOENT && errno != ENOTDIR)
        return place_failed(path, "cannot be written", error);
    if (!folder_of(path, folder))
        return filon_error_set(error, FILON_E_IO, "%s: too long a path", path);
    while (stat(folder, &st) < 0 && errno == ENOENT && strcmp(folder, "/") != 0 && strcmp(folder, ".") != 0) {
        memcpy(above, folder, sizeof above);
        folder_of(above, folder);
    }
    if (stat(folder, &st) < 0 || (!S_ISDIR(st.st_mode) && (errno = ENOTDIR)) || access(folder, W_OK | X_OK) < 0) {
        int cause = errno;
        return filon_error_set(error, FILON_E_IO, "%s: cannot be made: %s: %s", path, folder, strerror(cause));
    }
    return 0;
}

static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int failed = fsync(fd) < 0 && errno != EINVAL && errno != EROFS; /* some file systems cannot, and need not */
    int cause = errno;
    close(fd);
    errno = cause;
    return failed ? -1 : 0;
}

int place_make_folders(const char *path, struct filon_error *error)
{
    char part[PATH_MAX], folder[PATH_MAX];
    struct stat st;
    if (!folder_of(path, folder))
        return filon_error_set(error, FILON_E_IO, "%s: too long a path", path);
    if (stat(folder, &st) == 0)
        return 0;
    for (const char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdir(part, 0777) == 0) {
            folder_of(part, folder);
            if (sync_folder(folder) < 0)
                return place_failed(folder, "cannot be synced", error);
        } else if (errno != EEXIST) {
            return place_failed(part, "the folder cannot be made", error);
        }
    }
    return 0;
}

int place_sync_name(const char *path, struct filon_error *error)
{
    char folder[PATH_MAX];
    if (!folder_of(path, folder) || sync_folder(folder) < 0)
        return place_failed(path, "its folder cannot be synced", error);
    return 0;
}
