#include "plugin/registry.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "config/suggest.h"
#include "plugin/load.h"

struct candidate {
    struct candidate *next;
    const char *name, *path;  /* path NULL: built in */
    const char *also;         /* a second file of this name, an error when it is used */
    const struct filon_plugin *builtin;
    struct filon_loaded *loaded;
};

struct filon_registry {
    struct filon_arena *arena;
    struct candidate *candidates;
    const char **data; /* folders */
    size_t n_data;
    struct filon_alike_source alike;
    struct filon_resume_source resume;
};

struct filon_registry *filon_registry_new(void)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_registry *registry = filon_zalloc(arena, 1, sizeof *registry);
    registry->arena = arena;
    return registry;
}

struct filon_alike_source *filon_registry_alike(struct filon_registry *registry)
{
    return &registry->alike;
}

struct filon_resume_source *filon_registry_resume(struct filon_registry *registry)
{
    return &registry->resume;
}

void filon_registry_free(struct filon_registry *registry)
{
    if (registry)
        filon_arena_free(registry->arena); /* the code stays resident: its data may be pointed to until the end */
}

static struct candidate *candidate_find(const struct filon_registry *registry, const char *name)
{
    struct candidate *candidate = registry->candidates;
    while (candidate && strcmp(candidate->name, name) != 0)
        candidate = candidate->next;
    return candidate;
}

static bool same_file(const char *a, const char *b)
{
    struct stat one, two;
    return stat(a, &one) == 0 && stat(b, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

static struct candidate *candidate_add(struct filon_registry *registry, const char *name, const char *path)
{
    struct candidate *candidate = candidate_find(registry, name);
    if (candidate) {
        if (path && !(candidate->path && same_file(candidate->path, path)))
            candidate->also = filon_strdup(registry->arena, path);
        return candidate;
    }
    candidate = filon_zalloc(registry->arena, 1, sizeof *candidate);
    candidate->name = filon_strdup(registry->arena, name);
    candidate->path = path ? filon_strdup(registry->arena, path) : NULL;
    candidate->next = registry->candidates;
    registry->candidates = candidate;
    return candidate;
}

void filon_registry_add_builtin(struct filon_registry *registry, const char *name, const struct filon_plugin *plugin)
{
    candidate_add(registry, name, NULL)->builtin = plugin;
}

static bool is_plugin_name(const char *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= '0' && name[i] <= '9') || name[i] == '_'))
            return false;
    return n > 0 && n < 64;
}

/* NAME.so directly, or as the build tree has it: NAME/NAME.so, NAME/.libs/NAME.so. */
static void offer_entry(struct filon_registry *registry, const char *folder, const char *entry)
{
    size_t n = strlen(entry);
    if (n > 3 && strcmp(entry + n - 3, ".so") == 0) {
        if (is_plugin_name(entry, n - 3)) {
            char *name = filon_strf(registry->arena, "%.*s", (int)n - 3, entry);
            candidate_add(registry, name, filon_path_join(registry->arena, folder, entry));
        }
        return;
    }
    if (!is_plugin_name(entry, n))
        return;
    char *path = filon_strf(registry->arena, "%s/%s/%s.so", folder, entry, entry);
    if (access(path, F_OK) != 0)
        path = filon_strf(registry->arena, "%s/%s/.libs/%s.so", folder, entry, entry);
    if (access(path, F_OK) == 0)
        candidate_add(registry, entry, path);
}

int filon_registry_add_folder(struct filon_registry *registry, const char *folder, bool optional, struct filon_error *error)
{
    if (*folder != '/')
        return filon_error_set(error, FILON_E_CONFIG, "%s: a plugin folder must be an absolute path", folder);
    DIR *dir = opendir(folder);
    if (!dir)
        return optional && errno == ENOENT ? 0 : filon_error_set(error, FILON_E_CONFIG, "%s: plugin folder: %s", folder, strerror(errno));
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            offer_entry(registry, folder, entry->d_name);
    closedir(dir);
    return 0;
}

int filon_registry_add_standard(struct filon_registry *registry, struct filon_error *error)
{
    const char *listed = getenv("FILON_PLUGIN_PATH");
    while (listed && *listed) {
        size_t n = strcspn(listed, ":");
        if (n && filon_registry_add_folder(registry, filon_strf(registry->arena, "%.*s", (int)n, listed), false, error) < 0)
            return filon_error_wrap(error, "FILON_PLUGIN_PATH");
        listed += n + (listed[n] == ':');
    }
    filon_registry_add_data(registry, filon_places()->data);
    return filon_registry_add_folder(registry, filon_places()->plugins, true, error);
}

void filon_registry_add_data(struct filon_registry *registry, const char *folder)
{
    const char **longer = filon_alloc(registry->arena, (registry->n_data + 1) * sizeof *longer);
    if (registry->n_data)
        memcpy(longer, registry->data, registry->n_data * sizeof *longer);
    longer[registry->n_data++] = filon_strdup(registry->arena, folder);
    registry->data = longer;
}

static int unknown(const struct filon_registry *registry, const char *name, struct filon_error *error)
{
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, name);
    for (const struct candidate *candidate = registry->candidates; candidate; candidate = candidate->next)
        filon_suggest_offer(&suggest, candidate->name);
    const char *best = filon_suggest_best(&suggest);
    if (best)
        return filon_error_set(error, FILON_E_CONFIG, "no plugin is called `%s`; did you mean `%s`?", name, best);
    return filon_error_set(error, FILON_E_CONFIG, "no plugin is called `%s` in the plugin folders: `filon plugins` lists those there are", name);
}

const struct filon_loaded *filon_registry_find(struct filon_registry *registry, const char *name, struct filon_error *error)
{
    struct candidate *candidate = candidate_find(registry, name);
    if (!candidate) {
        unknown(registry, name, error);
        return NULL;
    }
    if (candidate->loaded)
        return candidate->loaded;
    if (candidate->also) {
        filon_error_set(error, FILON_E_CONFIG, "two plugins are called `%s`: %s and %s: rename one, or take its folder off the plugin path", name,
                        candidate->path ? candidate->path : "a built-in one", candidate->also);
        return NULL;
    }
    struct filon_loaded *loaded = filon_zalloc(registry->arena, 1, sizeof *loaded);
    loaded->name = candidate->name;
    loaded->path = candidate->path;
    int failed = candidate->builtin ? filon_load_descriptor(name, candidate->builtin, loaded, error) : filon_load(name, candidate->path, loaded, error);
    if (failed < 0) {
        filon_error_wrap(error, "plugin `%s`", name);
        return NULL;
    }
    return candidate->loaded = loaded;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t filon_registry_names(struct filon_registry *registry, struct filon_arena *arena, const char *const **names)
{
    size_t n = 0;
    for (const struct candidate *candidate = registry->candidates; candidate; candidate = candidate->next)
        n++;
    const char **list = filon_alloc(arena, (n + 1) * sizeof *list);
    n = 0;
    for (const struct candidate *candidate = registry->candidates; candidate; candidate = candidate->next)
        list[n++] = candidate->name;
    list[n] = NULL;
    qsort(list, n, sizeof *list, by_name);
    *names = list;
    return n;
}

const char *filon_registry_data(const struct filon_registry *registry, const struct filon_loaded *plugin, const char *file, struct filon_arena *arena,
                                struct filon_error *error)
{
    struct filon_buf tried = FILON_BUF_INIT;
    char *found = NULL;
    for (size_t i = 0; i <= registry->n_data && !found; i++) {
        if (i == 0 && !plugin->path)
            continue;
        char *folder = i ? filon_strdup(arena, registry->data[i - 1]) : filon_path_dir(arena, plugin->path);
        char *path = filon_strf(arena, "%s/%s/%s", folder, plugin->name, file);
        if (access(path, R_OK) == 0)
            found = path;
        else
            filon_buf_printf(&tried, "%s%s", tried.n ? ", " : "", path);
    }
    if (!found)
        filon_error_set(error, FILON_E_CONFIG, "data file `%s` is missing; looked for %s", file, tried.p ? tried.p : "it nowhere: no data folder is known");
    filon_buf_free(&tried);
    return found;
}
