/* model_out.c - writing model files: whole or not at all, the same bytes for the same content. */
#include "learn/model_format.h"

#include <errno.h>
#include <filon/arena.h>
#include <filon/buf.h>
#include <filon/utf8.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

struct filon_model_out {
    struct filon_arena *arena;
    struct filon_buf text;
    struct model_entry entries[FILON_MODEL_SECTIONS];
    const void *bytes[FILON_MODEL_SECTIONS];
    size_t n;
    struct filon_error error; /* the first mistake, told when writing */
};

struct filon_model_out *filon_model_out_new(const char *kind)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_model_out *out = filon_zalloc(arena, 1, sizeof *out);
    out->arena = arena;
    filon_model_set(out, "kind", "%s", kind);
    return out;
}

void filon_model_out_free(struct filon_model_out *out)
{
    if (!out)
        return;
    filon_buf_free(&out->text);
    filon_arena_free(out->arena);
}

static bool has_key(const struct filon_model_out *out, const char *key)
{
    size_t n = strlen(key);
    for (const char *line = out->text.p; line && *line; line = strchr(line, '\n') + 1)
        if (strncmp(line, key, n) == 0 && line[n] == '=')
            return true;
    return false;
}

void filon_model_set(struct filon_model_out *out, const char *key, const char *format, ...)
{
    if (!model_is_name(key, 256) || has_key(out, key)) {
        filon_error_set(&out->error, FILON_E_INTERNAL, "model metadata: `%s` is no key, or was set before", key);
        return;
    }
    filon_buf_printf(&out->text, "%s=", key);
    size_t from = out->text.n;
    va_list ap;
    va_start(ap, format);
    filon_buf_vprintf(&out->text, format, ap);
    va_end(ap);
    for (size_t bad; (bad = from + filon_utf8_check(out->text.p + from, out->text.n - from)) < out->text.n;)
        out->text.p[bad] = '?';
    for (size_t i = from; i < out->text.n; i++)
        if ((unsigned char)out->text.p[i] < 0x20 || out->text.p[i] == 0x7f)
            out->text.p[i] = ' ';
    filon_buf_putc(&out->text, '\n');
}

void filon_model_add(struct filon_model_out *out, const char *name, const void *bytes, size_t n)
{
    bool wrong = !model_is_name(name, FILON_MODEL_NAME) || out->n == FILON_MODEL_SECTIONS;
    for (size_t i = 0; i < out->n; i++)
        wrong |= strcmp(out->entries[i].name, name) == 0;
    if (wrong) {
        filon_error_set(&out->error, FILON_E_INTERNAL, "model section: `%s` is no name, was added before, or is one too many", name);
        return;
    }
    struct model_entry *entry = &out->entries[out->n];
    snprintf(entry->name, sizeof entry->name, "%s", name);
    entry->n = n;
    out->bytes[out->n++] = bytes;
}

/* Bytes to the file and into the checksum. */
struct sink {
    FILE *file;
    XXH3_state_t *hash;
    uint64_t at;
};

static void put(struct sink *sink, const void *bytes, size_t n)
{
    if (!n)
        return;
    fwrite(bytes, 1, n, sink->file); /* errors stay in the stream */
    XXH3_64bits_update(sink->hash, bytes, n);
    sink->at += n;
}

static void pad(struct sink *sink)
{
    static const char zeros[MODEL_ALIGN];
    put(sink, zeros, (size_t)(model_align(sink->at) - sink->at));
}

/* Everything but the head's checksum, which comes last. */
static void write_all(struct filon_model_out *out, FILE *file)
{
    struct model_head head = {.order = MODEL_ORDER, .version = MODEL_VERSION, .text = out->text.n, .sections = out->n};
    memcpy(head.magic, MODEL_MAGIC, sizeof head.magic);
    uint64_t at = model_align(sizeof head + out->text.n) + out->n * sizeof *out->entries;
    for (size_t i = 0; i < out->n; i++) {
        out->entries[i].at = model_align(at);
        at = out->entries[i].at + out->entries[i].n;
    }
    head.size = out->n ? at : model_align(at);
    struct sink sink = {file, XXH3_createState(), sizeof head};
    XXH3_64bits_reset_withSeed(sink.hash, XXH3_64bits(&head, sizeof head));
    fwrite(&head, sizeof head, 1, file);
    put(&sink, out->text.p, out->text.n);
    pad(&sink);
    put(&sink, out->entries, out->n * sizeof *out->entries);
    for (size_t i = 0; i < out->n; i++) {
        pad(&sink);
        put(&sink, out->bytes[i], out->entries[i].n);
    }
    head.checksum = XXH3_64bits_digest(sink.hash);
    XXH3_freeState(sink.hash);
    if (fseek(file, 0, SEEK_SET) == 0)
        fwrite(&head, sizeof head, 1, file);
}

int filon_model_write(struct filon_model_out *out, const char *path, struct filon_error *error)
{
    if (out->error.code)
        return filon_error_set(error, out->error.code, "%s", out->error.text);
    char *temporary = filon_strf(out->arena, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!file) {
        if (fd >= 0)
            close(fd), unlink(temporary);
        return filon_error_set(error, FILON_E_IO, "%s: the model cannot be written: %s", path, strerror(errno));
    }
    mode_t mask = umask(0);
    umask(mask);
    write_all(out, file);
    errno = 0;
    int failed = fflush(file) || ferror(file) || fchmod(fd, 0666 & ~mask) || fsync(fd);
    int why = errno;
    failed |= fclose(file) != 0;
    if (!failed && rename(temporary, path) == 0)
        return 0;
    why = why ? why : errno;
    unlink(temporary);
    return filon_error_set(error, FILON_E_IO, "%s: the model cannot be written: %s", path, strerror(why ? why : EIO));
}
