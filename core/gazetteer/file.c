/* file.c - opening lists and compiled files, and compiling. */
#include "gazetteer/gazetteer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/paths.h"

enum { LISTS_MOST = 64 };
#define LARGEST_LIST ((size_t)1 << 32)

static const char *const fold_names[] = {"", "none", "accent", "case", "all"};

/* ---- What a compiled file knows of its lists. */

static int fingerprint(const char *path, uint64_t *size, uint64_t *hash, struct filon_error *error)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_str text = filon_read_file(arena, path, LARGEST_LIST, error);
    *size = text.n;
    *hash = text.p ? filon_hash(text.p, text.n, 0) : 0;
    filon_arena_free(arena);
    return text.p ? 0 : -1;
}

/* A list's path as the compiled file remembers it: from its own folder, if the list lies in there. */
static const char *path_from(struct filon_arena *arena, const char *list, const char *out)
{
    const char *folder = filon_path_dir(arena, filon_path_absolute(arena, out));
    const char *path = filon_path_absolute(arena, list);
    size_t n = strlen(folder);
    bool inside = strncmp(path, folder, n) == 0 && (path[n] == '/' || (n && folder[n - 1] == '/'));
    return inside ? path + n + (path[n] == '/') : path;
}

static bool number(const struct filon_model *model, const char *key, int base, uint64_t *value)
{
    const char *text = filon_model_get(model, key);
    char *end = NULL;
    errno = 0;
    *value = text ? strtoull(text, &end, base) : 0;
    return text && end > text && !*end && !errno;
}

/* A list that is younger than the compiled file is read: touching it changes nothing. */
static bool has_changed(const struct filon_model *model, const char *key, const char *list, const struct stat *compiled)
{
    struct stat now;
    char name[32];
    uint64_t size, hash, size_now, hash_now;
    struct filon_error ignored = {0};
    if (stat(list, &now) < 0)
        return false; /* compiled files travel alone */
    snprintf(name, sizeof name, "%s.size", key);
    if (!number(model, name, 10, &size) || size != (uint64_t)now.st_size)
        return true;
    if (now.st_mtim.tv_sec < compiled->st_mtim.tv_sec)
        return false;
    snprintf(name, sizeof name, "%s.hash", key);
    return !number(model, name, 16, &hash) || fingerprint(list, &size_now, &hash_now, &ignored) < 0 || hash_now != hash;
}

static int check_lists(const struct filon_gazetteer *gazetteer, struct filon_error *error)
{
    struct stat compiled;
    if (stat(gazetteer->path, &compiled) < 0)
        return filon_error_set(error, FILON_E_CONFIG, "%s: %s", gazetteer->path, strerror(errno));
    for (unsigned i = 1; i <= LISTS_MOST; i++) {
        char key[16];
        snprintf(key, sizeof key, "list.%u", i);
        const char *name = filon_model_get(gazetteer->model, key);
        if (!name)
            break;
        const char *list = filon_path_join(gazetteer->arena, filon_path_dir(gazetteer->arena, gazetteer->path), name);
        if (has_changed(gazetteer->model, key, list, &compiled))
            return filon_error_set(error, FILON_E_CONFIG,
                                   "%s: compiled from %s, which has changed since: run filon compile-gazetteer again", gazetteer->path,
                                   list);
    }
    return 0;
}

/* ---- Opening. */

static int take(struct filon_gazetteer *gazetteer, struct filon_error *error)
{
    const struct gazetteer_tables *tables = &gazetteer->tables;
    const char *at = tables->types, *end = tables->types + tables->n_types;
    bool sound = tables->n_slots && tables->n_heads && tables->n_slots <= UINT32_MAX && tables->n_heads <= UINT32_MAX &&
                 tables->n_shared < SHARED && tables->n_strings < SHARED && (!tables->n_types || end[-1] == '\0') &&
                 filon_utf8_check(tables->types, tables->n_types) == tables->n_types;
    for (size_t i = 1; sound && at < end && i <= TYPES_MOST; i++, at += strlen(at) + 1)
        gazetteer->type[i] = at;
    return sound ? 0 : filon_error_set(error, FILON_E_CONFIG, "%s: a damaged gazetteer: compile it again", gazetteer->path);
}

static int open_list(struct filon_gazetteer *gazetteer, enum filon_gazetteer_fold fold, struct filon_error *error)
{
    const char *lists[] = {gazetteer->path};
    if (gazetteer_build(&gazetteer->tables, gazetteer->arena, lists, 1, gazetteer_folds(fold), error))
        return -1;
    gazetteer->tables.size.bytes = filon_arena_used(gazetteer->arena);
    return take(gazetteer, error);
}

static enum filon_gazetteer_fold fold_of(const struct filon_model *model)
{
    const char *name = filon_model_get(model, "fold");
    for (size_t i = 1; name && i < FILON_COUNT(fold_names); i++)
        if (strcmp(name, fold_names[i]) == 0)
            return (enum filon_gazetteer_fold)i;
    return FILON_GAZETTEER_AS_COMPILED;
}

static int find_sections(struct filon_gazetteer *gazetteer, struct filon_error *error)
{
    struct gazetteer_tables *tables = &gazetteer->tables;
    const struct filon_model *model = gazetteer->model;
    uint64_t entries, names;
    tables->strings = filon_model_section(model, "strings", 1, &tables->n_strings, error);
    tables->types = filon_model_section(model, "types", 1, &tables->n_types, error);
    tables->shared = filon_model_section(model, "shared", sizeof *tables->shared, &tables->n_shared, error);
    tables->slots = filon_model_section(model, "slots", sizeof *tables->slots, &tables->n_slots, error);
    tables->heads = filon_model_section(model, "heads", sizeof *tables->heads, &tables->n_heads, error);
    if (!tables->strings || !tables->types || !tables->shared || !tables->slots || !tables->heads)
        return -1;
    if (!number(model, "seed", 10, &tables->seed) || !number(model, "entries", 10, &entries) || !number(model, "names", 10, &names))
        return filon_error_set(error, FILON_E_CONFIG, "%s: a damaged gazetteer: compile it again", gazetteer->path);
    tables->size = (struct filon_gazetteer_size){(uint32_t)entries, (uint32_t)names,
                                                 tables->n_strings + tables->n_types + tables->n_shared * sizeof *tables->shared +
                                                     tables->n_slots * sizeof *tables->slots + tables->n_heads * sizeof *tables->heads};
    return take(gazetteer, error);
}

static int open_compiled(struct filon_gazetteer *gazetteer, enum filon_gazetteer_fold fold, struct filon_error *error)
{
    gazetteer->model = filon_model_open(gazetteer->path, "gazetteer", error);
    if (!gazetteer->model || find_sections(gazetteer, error))
        return -1;
    enum filon_gazetteer_fold made = fold_of(gazetteer->model);
    if (!made)
        return filon_error_set(error, FILON_E_CONFIG, "%s: a damaged gazetteer: compile it again", gazetteer->path);
    if (fold && fold != made)
        return filon_error_set(error, FILON_E_CONFIG,
                               "%s: compiled with the folding `%s`, where `%s` is asked for: leave it out, or compile again",
                               gazetteer->path, fold_names[made], fold_names[fold]);
    gazetteer->tables.folds = gazetteer_folds(made);
    return check_lists(gazetteer, error);
}

struct filon_gazetteer *filon_gazetteer_open(const char *path, enum filon_gazetteer_fold fold, struct filon_error *error)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_gazetteer *gazetteer = filon_zalloc(arena, 1, sizeof *gazetteer);
    gazetteer->arena = arena;
    gazetteer->path = filon_strdup(arena, path);
    if (filon_model_is(path) ? open_compiled(gazetteer, fold, error) : open_list(gazetteer, fold, error)) {
        filon_gazetteer_close(gazetteer);
        return NULL;
    }
    return gazetteer;
}

void filon_gazetteer_close(struct filon_gazetteer *gazetteer)
{
    if (!gazetteer)
        return;
    free(gazetteer->pieces);
    filon_buf_free(&gazetteer->folded);
    filon_buf_free(&gazetteer->compared);
    filon_buf_free(&gazetteer->matches);
    filon_model_close(gazetteer->model);
    filon_arena_free(gazetteer->arena);
}

/* ---- Compiling. */

static int put_lists(struct filon_model_out *model, struct filon_arena *arena, const char *const *lists, size_t n, const char *out,
                     struct filon_error *error)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t size, hash;
        if (fingerprint(lists[i], &size, &hash, error))
            return -1;
        filon_model_set(model, filon_strf(arena, "list.%zu", i + 1), "%s", path_from(arena, lists[i], out));
        filon_model_set(model, filon_strf(arena, "list.%zu.size", i + 1), "%llu", (unsigned long long)size);
        filon_model_set(model, filon_strf(arena, "list.%zu.hash", i + 1), "%016llx", (unsigned long long)hash);
    }
    return 0;
}

static int write_model(const struct gazetteer_tables *tables, struct filon_model_out *model, const char *out, struct filon_error *error)
{
    filon_model_set(model, "seed", "%llu", (unsigned long long)tables->seed);
    filon_model_set(model, "entries", "%u", tables->size.entries);
    filon_model_set(model, "names", "%u", tables->size.names);
    filon_model_add(model, "strings", tables->strings, tables->n_strings);
    filon_model_add(model, "types", tables->types, tables->n_types);
    filon_model_add(model, "shared", tables->shared, tables->n_shared * sizeof *tables->shared);
    filon_model_add(model, "slots", tables->slots, tables->n_slots * sizeof *tables->slots);
    filon_model_add(model, "heads", tables->heads, tables->n_heads * sizeof *tables->heads);
    return filon_model_write(model, out, error);
}

int filon_gazetteer_compile(const char *const *lists, size_t n, const char *out, enum filon_gazetteer_fold fold,
                            struct filon_gazetteer_size *size, struct filon_error *error)
{
    if (n < 1 || n > LISTS_MOST)
        return filon_error_set(error, FILON_E_CONFIG, "between 1 and %d lists make a gazetteer", LISTS_MOST);
    for (size_t i = 0; i < n; i++)
        if (filon_model_is(lists[i]))
            return filon_error_set(error, FILON_E_CONFIG, "%s: is compiled already", lists[i]);
    if (!fold)
        fold = FILON_GAZETTEER_ACCENT;
    struct filon_arena *arena = filon_arena_new();
    struct filon_model_out *model = filon_model_out_new("gazetteer");
    struct gazetteer_tables tables;
    filon_model_set(model, "fold", "%s", fold_names[fold]);
    int failed = put_lists(model, arena, lists, n, out, error) || gazetteer_build(&tables, arena, lists, n, gazetteer_folds(fold), error) ||
                 write_model(&tables, model, out, error);
    if (!failed && size) {
        *size = tables.size;
        struct stat written;
        size->bytes = stat(out, &written) == 0 ? (size_t)written.st_size : 0;
    }
    filon_model_out_free(model);
    filon_arena_free(arena);
    return failed ? -1 : 0;
}
