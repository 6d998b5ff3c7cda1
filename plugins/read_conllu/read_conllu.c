#include "../read_files/stream.h"
#include "../read_files/walk.h"
#include "document.h"

struct read_conllu_options {
    struct walk_options walk;
    uint64_t max_size;
};

static const struct filon_option options[] = {
    WALK_OPTIONS(struct read_conllu_options),
    FILON_OPTION(struct read_conllu_options, max_size, FILON_OPT_SIZE, "256 MiB", "A larger file, unpacked, is refused", .min = 1, .max = 1 << 30),
    {0},
};

struct reader {
    struct walk *walk;
    struct filon_buf path, bytes; /* of the file under way */
    struct filon_buf again;       /* in load: of a file that is read again */
    size_t at;                    /* of the next document */
    unsigned line;
    bool open, many;              /* many: it has documents of its own, `# newdoc` */
    const char *name;
    struct filon_arena *names, *ids;
};

static int reader_open(struct filon_ctx *ctx)
{
    const struct read_conllu_options *o = filon_options(ctx);
    struct reader *reader = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *reader);
    filon_set_data(ctx, reader);
    reader->names = filon_arena_new();
    reader->ids = filon_arena_new();
    reader->walk = walk_new(ctx, &o->walk);
    return reader->walk ? 0 : -1;
}

static void reader_close(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    walk_free(reader->walk);
    filon_buf_free(&reader->path);
    filon_buf_free(&reader->bytes);
    filon_buf_free(&reader->again);
    filon_arena_free(reader->names);
    filon_arena_free(reader->ids);
}

static int read_all(const char *path, const char *name, uint64_t most, struct filon_buf *out, struct filon_error *error)
{
    struct stream *stream = stream_open(path, name, error);
    ssize_t got = stream ? 1 : -1;
    filon_buf_clear(out);
    while (got > 0) {
        filon_buf_reserve(out, 256 * 1024);
        got = stream_read(stream, out->p + out->n, 256 * 1024, error);
        out->n += got > 0 ? (size_t)got : 0;
        if (out->n > most)
            got = filon_error_set(error, FILON_E_INPUT, "%s: more than %llu bytes: too large (option max_size)", name, (unsigned long long)most);
    }
    stream_close(stream);
    return (int)got;
}

static const char *shown_name(const struct filon_ctx *ctx, struct filon_arena *arena, const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : walk_name(ctx, arena, path);
}

/* ---- documents in a file */

static bool is_newdoc(struct filon_str line)
{
    struct filon_str comment = line.n && *line.p == '#' ? filon_str_trim((struct filon_str){line.p + 1, line.n - 1}) : FILON_NO_STR;
    return filon_str_is(comment, "newdoc") || filon_str_starts(comment, FILON_STR("newdoc "));
}

static struct filon_str line_at(struct filon_str text, size_t at)
{
    const char *end = memchr(text.p + at, '\n', text.n - at);
    return (struct filon_str){text.p + at, end ? (size_t)(end - text.p) - at : text.n - at};
}

/* "id = ID" of a newdoc line. */
static struct filon_str newdoc_id(struct filon_str line)
{
    const char *is = memchr(line.p, '=', line.n);
    struct filon_str id = is ? filon_str_trim((struct filon_str){is + 1, line.n - (size_t)(is + 1 - line.p)}) : FILON_NO_STR;
    return id.n && id.n <= 1024 && filon_utf8_check(id.p, id.n) == id.n ? id : FILON_NO_STR;
}

/* Where the next document begins, from `at` on, or the end; the lines passed are counted. */
static size_t find_newdoc(struct filon_str text, size_t at, unsigned *lines)
{
    while (at < text.n) {
        struct filon_str line = line_at(text, at);
        if (is_newdoc(line))
            return at;
        at += line.n + (at + line.n < text.n);
        ++*lines;
    }
    return at;
}

static void give(struct reader *reader, struct filon_input *input, size_t end)
{
    struct filon_str text = filon_buf_str(&reader->bytes), first = line_at(text, reader->at);
    struct filon_str id = is_newdoc(first) ? newdoc_id(first) : FILON_NO_STR;
    filon_arena_reset(reader->ids);
    if (!id.p)
        id = filon_str_of(reader->many ? filon_strf(reader->ids, "%s:%u", reader->name, reader->line) : reader->name);
    *input = (struct filon_input){.id = id, .path = filon_buf_str(&reader->path), .offset = reader->at, .line = reader->line, .size = end - reader->at};
    input->data = (struct filon_str){text.p + reader->at, input->size};
}

static bool blank(struct filon_str s)
{
    return filon_str_trim(s).n == 0;
}

/* 1: a file is open; what cannot be read is given to load, which says why. */
static int next_file(struct filon_ctx *ctx, struct reader *reader, struct filon_input *input)
{
    const struct read_conllu_options *o = filon_options(ctx);
    struct filon_error error = {0};
    struct walk_file file;
    int got = walk_next(reader->walk, &file);
    if (got <= 0)
        return got;
    filon_buf_clear(&reader->path);
    filon_buf_puts(&reader->path, file.path);
    filon_arena_reset(reader->names);
    reader->name = shown_name(ctx, reader->names, reader->path.p);
    reader->at = 0;
    reader->line = 1;
    *input = (struct filon_input){.id = filon_str_of(reader->name), .path = filon_buf_str(&reader->path), .size = file.size, .line = 1};
    if (read_all(reader->path.p, reader->name, o->max_size, &reader->bytes, &error) < 0)
        return strcmp(file.path, "-") == 0 ? filon_fail(ctx, "%s", error.text) : 1;
    unsigned lines = 0;
    reader->open = true;
    reader->many = find_newdoc(filon_buf_str(&reader->bytes), 0, &lines) < reader->bytes.n;
    return 1;
}

static int reader_next(struct filon_ctx *ctx, struct filon_input *input)
{
    struct reader *reader = filon_data(ctx);
    for (;;) {
        if (!reader->open) {
            int got = next_file(ctx, reader, input);
            if (got <= 0 || !reader->open)
                return got;
        }
        struct filon_str text = filon_buf_str(&reader->bytes);
        if (reader->at >= text.n && reader->at) {
            reader->open = false;
            continue;
        }
        unsigned lines = 0;
        size_t skip = text.n && is_newdoc(line_at(text, reader->at)) ? line_at(text, reader->at).n + 1 : 0;
        size_t end = reader->at + skip < text.n ? find_newdoc(text, reader->at + skip, &lines) : text.n;
        bool nothing = reader->many && blank((struct filon_str){text.p + reader->at, end - reader->at});
        give(reader, input, end);
        reader->line += lines + (skip > 0);
        reader->at = end;
        if (!text.n)
            reader->open = false;
        if (!nothing)
            return 1;
    }
}

/* The bytes of an input that come without: the file could not be read in its turn, or the document is tried again. */
static int read_again(struct filon_ctx *ctx, struct reader *reader, const struct filon_input *input, const char *path, const char *name, struct filon_str *bytes)
{
    const struct read_conllu_options *o = filon_options(ctx);
    if (read_all(path, name, o->max_size, &reader->again, filon_ctx_error(ctx)) < 0)
        return -1;
    if (input->offset > reader->again.n || input->size > reader->again.n - input->offset)
        return filon_fail(ctx, "%s: has changed since it was read: run again", name);
    *bytes = (struct filon_str){reader->again.p + input->offset, input->size};
    return 0;
}

static int reader_load(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc)
{
    struct filon_arena *arena = filon_doc_arena(doc);
    const char *path = filon_str_dup(arena, input->path).p, *name = shown_name(ctx, arena, path);
    struct filon_str bytes = input->data;
    if (!bytes.p && read_again(ctx, filon_data(ctx), input, path, name, &bytes) < 0)
        return -1;
    bytes = filon_str_dup(arena, bytes);
    size_t bad = filon_utf8_check(bytes.p, bytes.n);
    if (bad < bytes.n)
        return filon_fail(ctx, "%s: byte %llu is no UTF-8", name, (unsigned long long)(input->offset + bad + 1));
    return conllu_document(doc, bytes, name, (unsigned)input->line, filon_ctx_error(ctx));
}

FILON_PLUGIN(read_conllu) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_READER,
    .summary = "Read treebanks and tagged text in CoNLL-U",
    .options = options,
    .options_size = sizeof(struct read_conllu_options),
    .open = reader_open,
    .close = reader_close,
    .next = reader_next,
    .load = reader_load,
};
