#include "../read_files/files.h"

struct read_conllu_options {
    struct walk_options walk;
    uint64_t max_size;
};

static const struct filon_option options[] = {
    WALK_OPTIONS(struct read_conllu_options),
    FILON_OPTION(struct read_conllu_options, max_size, FILON_OPT_SIZE, "256 MiB", "A larger file, unpacked, is refused", .min = 1,
                 .max = 1 << 30),
    {0},
};

struct reader {
    struct files files; /* first: files_open */
    size_t at;          /* of the next document */
    unsigned line;
    bool many; /* the file has documents of its own, `# newdoc` */
};

static int reader_open(struct filon_ctx *ctx)
{
    return files_open(ctx, sizeof(struct reader));
}

static void reader_close(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    files_close(&reader->files);
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
    struct files *files = &reader->files;
    struct filon_str text = filon_buf_str(&files->bytes), first = line_at(text, reader->at);
    struct filon_str id = is_newdoc(first) ? newdoc_id(first) : FILON_NO_STR;
    filon_arena_reset(files->ids);
    if (!id.p)
        id = filon_str_of(files_place(files->ids, files->name, reader->many ? reader->line : 0));
    *input = (struct filon_input){
        .id = id, .path = filon_buf_str(&files->path), .offset = reader->at, .line = reader->line, .size = end - reader->at};
    input->data = (struct filon_str){text.p + reader->at, input->size};
}

static bool blank(struct filon_str s)
{
    return filon_str_trim(s).n == 0;
}

static void start(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    unsigned lines = 0;
    struct filon_str text = filon_buf_str(&reader->files.bytes);
    reader->at = 0;
    reader->line = 1;
    reader->many = find_newdoc(text, 0, &lines) < text.n;
}

static int take(struct filon_ctx *ctx, struct filon_input *input)
{
    struct reader *reader = filon_data(ctx);
    struct filon_str text = filon_buf_str(&reader->files.bytes);
    while (reader->at < text.n || !reader->at) {
        unsigned lines = 0;
        size_t skip = text.n && is_newdoc(line_at(text, reader->at)) ? line_at(text, reader->at).n + 1 : 0;
        size_t end = reader->at + skip < text.n ? find_newdoc(text, reader->at + skip, &lines) : text.n;
        bool nothing = reader->many && blank((struct filon_str){text.p + reader->at, end - reader->at});
        give(reader, input, end);
        reader->line += lines + (skip > 0);
        reader->at = end;
        if (!text.n)
            files_done(&reader->files);
        if (!nothing)
            return 1;
    }
    return 0;
}

static int reader_next(struct filon_ctx *ctx, struct filon_input *input)
{
    const struct read_conllu_options *o = filon_options(ctx);
    return files_each_whole(ctx, &(const struct files_kind){start, take}, o->max_size, input);
}

static int reader_load(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc)
{
    const struct read_conllu_options *o = filon_options(ctx);
    struct reader *reader = filon_data(ctx);
    struct filon_arena *arena = filon_doc_arena(doc);
    const char *name = files_shown(ctx, arena, input->path);
    struct filon_str bytes;
    if (files_bytes(&reader->files, input, arena, name, o->max_size, &bytes, filon_ctx_error(ctx)) < 0)
        return -1;
    bytes = filon_str_dup(arena, bytes);
    size_t bad = filon_utf8_check(bytes.p, bytes.n);
    if (bad < bytes.n)
        return filon_fail(ctx, "%s: byte %llu is no UTF-8", name, (unsigned long long)(input->offset + bad + 1));
    if (filon_doc_read_conllu(doc, bytes, name, (unsigned)input->line, filon_ctx_error(ctx)) < 0)
        return -1;
    return filon_rows(filon_layer(doc, FILON_SENTENCE)) ? 0 : filon_fail(ctx, "%s: no sentence", name);
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
