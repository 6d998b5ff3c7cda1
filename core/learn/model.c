/* model.c - reading model files: map, check everything, hand out sections. */
#include "learn/model_format.h"

#include <errno.h>
#include <fcntl.h>
#include <filon/arena.h>
#include <filon/utf8.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { MOST_TEXT = 1 << 20 };

struct pair {
    const char *key, *value;
};

struct filon_model {
    struct filon_arena *arena;
    const char *path;
    const char *bytes; /* mapped */
    size_t size;
    const struct model_entry *entries;
    size_t n_entries;
    struct pair *pairs;
    size_t n_pairs;
};

static int bad(const struct filon_model *model, struct filon_error *error, const char *what)
{
    return filon_error_set(error, FILON_E_CONFIG, "%s: %s", model->path, what);
}

static int map(struct filon_model *model, struct filon_error *error)
{
    struct stat st;
    int fd = open(model->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return bad(model, error, strerror(errno));
    int failed = fstat(fd, &st);
    if (!failed && !S_ISREG(st.st_mode))
        errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL, failed = -1;
    if (failed) {
        bad(model, error, strerror(errno));
    } else if ((uint64_t)st.st_size < sizeof(struct model_head)) {
        failed = bad(model, error, "not a model of filon: too short");
    } else {
        void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (bytes == MAP_FAILED) {
            failed = bad(model, error, strerror(errno));
        } else {
            model->bytes = bytes;
            model->size = (size_t)st.st_size;
        }
    }
    close(fd);
    return failed;
}

static uint64_t checksum(const struct filon_model *model)
{
    struct model_head head;
    memcpy(&head, model->bytes, sizeof head);
    head.checksum = 0;
    return XXH3_64bits_withSeed(model->bytes + sizeof head, model->size - sizeof head, XXH3_64bits(&head, sizeof head));
}

static int check_head(const struct filon_model *model, struct filon_error *error)
{
    const struct model_head *head = (const void *)model->bytes;
    if (memcmp(head->magic, MODEL_MAGIC, sizeof head->magic) != 0)
        return bad(model, error, "not a model of filon");
    if (head->order == __builtin_bswap32(MODEL_ORDER))
        return bad(model, error, "a model for machines of the other byte order: train it on this one");
    if (head->order != MODEL_ORDER)
        return bad(model, error, "a damaged model: its header is not whole");
    if (head->version != MODEL_VERSION)
        return filon_error_set(error, FILON_E_CONFIG, "%s: a model of format %u; this filon %s reads format %d: %s", model->path,
                               head->version, filon_version(), MODEL_VERSION,
                               head->version > MODEL_VERSION ? "it needs a newer filon" : "train it anew");
    if (head->size != model->size)
        return filon_error_set(error, FILON_E_CONFIG, "%s: a damaged model: it has %zu bytes where %llu were written", model->path,
                               model->size, (unsigned long long)head->size);
    if (head->checksum != checksum(model))
        return bad(model, error, "a damaged model: its checksum is wrong: fetch or train it again");
    return 0;
}

/* "key=value\n" lines to pairs. */
static int read_text(struct filon_model *model, size_t n, struct filon_error *error)
{
    const char *text = model->bytes + sizeof(struct model_head);
    if (n > MOST_TEXT || memchr(text, 0, n) || filon_utf8_check(text, n) < n || (n && text[n - 1] != '\n'))
        return bad(model, error, "not a model of filon: its metadata are no text");
    char *copy = filon_alloc(model->arena, n + 1);
    memcpy(copy, text, n);
    copy[n] = 0;
    size_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += copy[i] == '\n';
    model->pairs = filon_zalloc(model->arena, lines + 1, sizeof *model->pairs);
    for (char *line = copy; *line;) {
        char *stop = strchr(line, '\n'), *equals = strchr(line, '=');
        if (!equals || equals > stop)
            return bad(model, error, "not a model of filon: its metadata are no pairs");
        *stop = *equals = 0;
        model->pairs[model->n_pairs++] = (struct pair){line, equals + 1};
        line = stop + 1;
    }
    return 0;
}

static int check_sections(const struct filon_model *model, size_t first, struct filon_error *error)
{
    for (size_t i = 0; i < model->n_entries; i++) {
        const struct model_entry *entry = &model->entries[i];
        if (!memchr(entry->name, 0, sizeof entry->name) || !model_is_name(entry->name, FILON_MODEL_NAME))
            return bad(model, error, "not a model of filon: a section has no name");
        if (entry->at % MODEL_ALIGN || entry->at < first || entry->at > model->size || entry->n > model->size - entry->at)
            return filon_error_set(error, FILON_E_CONFIG, "%s: not a model of filon: section `%s` lies outside of the file", model->path,
                                   entry->name);
    }
    return 0;
}

static int check(struct filon_model *model, const char *kind, struct filon_error *error)
{
    const struct model_head *head = (const void *)model->bytes;
    if (check_head(model, error) < 0)
        return -1;
    if (head->text > model->size - sizeof *head || head->sections > FILON_MODEL_SECTIONS)
        return bad(model, error, "not a model of filon: its header is wrong");
    uint64_t table = model_align(sizeof *head + head->text), first = table + head->sections * sizeof(struct model_entry);
    if (first > model->size)
        return bad(model, error, "not a model of filon: its header is wrong");
    model->entries = (const void *)(model->bytes + table);
    model->n_entries = head->sections;
    if (read_text(model, head->text, error) < 0 || check_sections(model, first, error) < 0)
        return -1;
    const char *is = filon_model_get(model, "kind");
    if (!is || strcmp(is, kind) != 0)
        return filon_error_set(error, FILON_E_CONFIG, "%s: a model of `%s`, where one of `%s` is needed", model->path, is ? is : "nothing",
                               kind);
    return 0;
}

struct filon_model *filon_model_open(const char *path, const char *kind, struct filon_error *error)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_model *model = filon_zalloc(arena, 1, sizeof *model);
    model->arena = arena;
    model->path = filon_strdup(arena, path);
    if (map(model, error) < 0 || check(model, kind, error) < 0) {
        filon_model_close(model);
        return NULL;
    }
    return model;
}

void filon_model_close(struct filon_model *model)
{
    if (!model)
        return;
    if (model->bytes)
        munmap((void *)model->bytes, model->size);
    filon_arena_free(model->arena);
}

bool filon_model_is(const char *path)
{
    char magic[sizeof MODEL_MAGIC];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = fd < 0 ? -1 : read(fd, magic, sizeof MODEL_MAGIC - 1);
    if (fd >= 0)
        close(fd);
    return got == (ssize_t)sizeof MODEL_MAGIC - 1 && memcmp(magic, MODEL_MAGIC, sizeof MODEL_MAGIC - 1) == 0;
}

const char *filon_model_path(const struct filon_model *model)
{
    return model->path;
}

const char *filon_model_get(const struct filon_model *model, const char *key)
{
    for (size_t i = 0; i < model->n_pairs; i++)
        if (strcmp(model->pairs[i].key, key) == 0)
            return model->pairs[i].value;
    return NULL;
}

bool filon_model_pair(const struct filon_model *model, size_t i, const char **key, const char **value)
{
    if (i >= model->n_pairs)
        return false;
    *key = model->pairs[i].key;
    *value = model->pairs[i].value;
    return true;
}

static const struct model_entry *find(const struct filon_model *model, const char *name)
{
    for (size_t i = 0; i < model->n_entries; i++)
        if (strcmp(model->entries[i].name, name) == 0)
            return &model->entries[i];
    return NULL;
}

const void *filon_model_section(const struct filon_model *model, const char *name, size_t unit, size_t *units, struct filon_error *error)
{
    const struct model_entry *entry = find(model, name);
    if (!entry) {
        filon_error_set(error, FILON_E_CONFIG, "%s: the model has no section `%s`: train it with this version of filon", model->path, name);
        return NULL;
    }
    if (entry->n % unit) {
        filon_error_set(error, FILON_E_CONFIG, "%s: section `%s` of the model has %llu bytes, no multiple of %zu", model->path, name,
                        (unsigned long long)entry->n, unit);
        return NULL;
    }
    *units = entry->n / unit;
    return model->bytes + entry->at;
}

bool filon_model_has(const struct filon_model *model, const char *name)
{
    return find(model, name) != NULL;
}
