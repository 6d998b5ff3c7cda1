#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char *filon_path_join(struct filon_arena *arena, const char *a, const char *b)
{
    if (*b == '/' || !*a)
        return filon_strdup(arena, b);
    return filon_strf(arena, a[strlen(a) - 1] == '/' ? "%s%s" : "%s/%s", a, b);
}

char *filon_path_dir(struct filon_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return filon_strdup(arena, ".");
    return (char *)filon_str_dup(arena, (struct filon_str){path, slash == path ? 1 : (size_t)(slash - path)}).p;
}

/* "/a/./b//../c" -> "/a/c", in place; textually, so that links keep the name the user knows. */
static void squeeze(char *path)
{
    char *out = path;
    for (const char *at = path; *at;) {
        while (*at == '/')
            at++;
        size_t n = strcspn(at, "/");
        if (n == 2 && at[0] == '.' && at[1] == '.') {
            while (out > path && *--out != '/')
                ;
        } else if (n && !(n == 1 && *at == '.')) {
            *out++ = '/';
            memmove(out, at, n);
            out += n;
        }
        at += n;
    }
    if (out == path)
        *out++ = '/';
    *out = '\0';
}

char *filon_path_absolute(struct filon_arena *arena, const char *path)
{
    char here[PATH_MAX];
    if (*path != '/' && !getcwd(here, sizeof here))
        snprintf(here, sizeof here, "/");
    char *whole = filon_path_join(arena, *path == '/' ? "" : here, path);
    squeeze(whole);
    return whole;
}

static struct filon_str read_failed(int fd, const char *path, int cause, struct filon_error *error)
{
    if (fd >= 0)
        close(fd);
    filon_error_set(error, FILON_E_IO, "%s: %s", path, strerror(cause));
    return FILON_NO_STR;
}

struct filon_str filon_read_file(struct filon_arena *arena, const char *path, size_t most, struct filon_error *error)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hang us */
    if (fd < 0 || fstat(fd, &st) < 0)
        return read_failed(fd, path, errno, error);
    if (S_ISDIR(st.st_mode))
        return read_failed(fd, path, EISDIR, error);
    if (!S_ISREG(st.st_mode)) {
        close(fd);
        filon_error_set(error, FILON_E_IO, "%s: not a regular file", path);
        return FILON_NO_STR;
    }
    if ((uint64_t)st.st_size > most) {
        close(fd);
        filon_error_set(error, FILON_E_IO, "%s: %lld bytes, more than the %zu allowed", path, (long long)st.st_size, most);
        return FILON_NO_STR;
    }
    size_t size = (size_t)st.st_size, n = 0;
    char *text = filon_alloc(arena, size + 1);
    while (n < size) {
        ssize_t got = read(fd, text + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return read_failed(fd, path, errno, error);
        if (got == 0)
            break; /* it shrank meanwhile: what there is */
        n += (size_t)got;
    }
    close(fd);
    text[n] = '\0';
    return (struct filon_str){text, n};
}

/* The line "srcdir=…" of the marker file in a build tree. */
static bool tree_source(const char *top, char *source, size_t room)
{
    char path[PATH_MAX + 16], line[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/.filon-tree", top);
    FILE *file = fopen(path, "re");
    bool found = false;
    while (file && !found && fgets(line, sizeof line, file))
        if (strncmp(line, "srcdir=", 7) == 0) {
            line[strcspn(line, "\n")] = '\0';
            found = (size_t)snprintf(source, room, "%s", line + 7) < room;
        }
    if (file)
        fclose(file);
    return found;
}

static char *tree_path(const char *top, const char *folder)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", top, folder) < 0 ? NULL : path;
}

/* The program in a build tree is TOP/filon, TOP/.libs/filon or TOP/tests/unit/.libs/x: look a few folders up. */
static bool find_tree(struct filon_places *places)
{
    char top[PATH_MAX], source[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", top, sizeof top - 1);
    if (n <= 0)
        return false;
    top[n] = '\0';
    for (int up = 0; up < 4; up++) {
        char *slash = strrchr(top, '/');
        if (!slash || slash == top)
            return false;
        *slash = '\0';
        if (tree_source(top, source, sizeof source)) {
            places->plugins = tree_path(top, "plugins");
            places->data = tree_path(source, "plugins");
            places->scripts = tree_path(source, "scripts");
            places->configs = tree_path(source, "configs");
            return places->plugins && places->data && places->scripts && places->configs;
        }
    }
    return false;
}

const struct filon_places *filon_places(void)
{
    static struct filon_places places;
    if (!places.plugins && !find_tree(&places))
        places = (struct filon_places){FILON_PLUGIN_DIR, FILON_DATA_DIR, FILON_DATA_DIR "/scripts", FILON_DATA_DIR "/configs"};
    return &places;
}
