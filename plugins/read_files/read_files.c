#include <errno.h>
#include <unistd.h>

#include "markup.h"
#include "stream.h"
#include "walk.h"

struct read_files_options {
    struct walk_options walk;
    int as;
    uint64_t max_size;
};

struct reader {
    struct walk *walk;
    struct filon_arena *names; /* of the input just given */
    struct stream *input;      /* standard input, while it is being read */
    struct filon_buf standard; /* what came on it */
    struct filon_buf loaded;   /* a file's bytes, on their way into the document */
};

enum { AS_AUTO, AS_TEXT, AS_SOURCE };
enum { KEEP = 4 * 1024 * 1024 }; /* a giant does not pin its memory */

static const struct filon_option options[] = {
    WALK_OPTIONS(struct read_files_options),
    FILON_OPTION(struct read_files_options, as, FILON_OPT_ENUM, "auto",
                 "What the bytes are: text in UTF-8, or source that a parser makes text of; auto: HTML and Markdown are source, told by content",
                 .choices = FILON_CHOICES("auto", "text", "source")),
    FILON_OPTION(struct read_files_options, max_size, FILON_OPT_SIZE, "64 MiB", "A larger file, unpacked, is refused", .min = 1,
                 .max = 1 << 30),
    {0},
};

static int reader_open(struct filon_ctx *ctx)
{
    const struct read_files_options *o = filon_options(ctx);
    struct reader *reader = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *reader);
    filon_set_data(ctx, reader);
    reader->names = filon_arena_new();
    reader->walk = walk_new(ctx, &o->walk);
    return reader->walk ? 0 : -1;
}

static void reader_close(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    walk_free(reader->walk);
    stream_close(reader->input);
    filon_arena_free(reader->names);
    filon_buf_free(&reader->standard);
    filon_buf_free(&reader->loaded);
}

/* Standard input belongs to the coordinator: it reads it, and the bytes go to the worker. If there are too many, only their number does. */
static int next_standard(struct filon_ctx *ctx, struct reader *reader, struct filon_input *input)
{
    const struct read_files_options *o = filon_options(ctx);
    struct filon_error error = {0};
    if (!reader->input)
        reader->input = stream_open("-", "standard input", &error);
    int failed = reader->input ? stream_all(reader->input, o->max_size, &reader->standard, &error) : -1;
    if (failed == STREAM_LATER)
        return filon_wait_for(ctx, STDIN_FILENO);
    stream_close(reader->input);
    reader->input = NULL;
    input->size = reader->standard.n;
    if (failed && input->size <= o->max_size)
        return filon_fail(ctx, "%s", error.text);
    if (!failed)
        input->data = input->size ? filon_buf_str(&reader->standard) : FILON_STR("");
    return 1;
}

static int reader_next(struct filon_ctx *ctx, struct filon_input *input)
{
    struct reader *reader = filon_data(ctx);
    struct walk_file file = {.path = "-"};
    int got = reader->input ? 1 : walk_next(reader->walk, &file);
    if (got <= 0)
        return got;
    filon_arena_reset(reader->names);
    *input = (struct filon_input){.id = filon_str_of(walk_name(ctx, reader->names, file.path)),
                                  .path = filon_str_of(file.path),
                                  .size = file.size,
                                  .mtime = file.mtime,
                                  .line = 1};
    return strcmp(file.path, "-") == 0 ? next_standard(ctx, reader, input) : 1;
}

/* The document's bytes, in its arena. */
static int load_bytes(const struct filon_input *input, const char *name, struct filon_doc *doc, uint64_t most, struct filon_buf *all,
                      struct filon_str *bytes, struct filon_error *error)
{
    struct filon_arena *arena = filon_doc_arena(doc);
    if (filon_str_is(input->path, "-")) {
        if (input->size > most)
            return stream_too_large("standard input", most, false, error);
        *bytes = filon_str_dup(arena, input->size ? input->data : FILON_STR(""));
        return 0;
    }
    struct stream *stream = stream_open(filon_str_dup(arena, input->path).p, name, error);
    if (!stream)
        return -1;
    if (all->cap > KEEP)
        filon_buf_free(all);
    filon_buf_clear(all);
    int failed = stream_all(stream, most, all, error);
    stream_close(stream);
    if (!failed)
        *bytes = filon_str_dup(arena, filon_buf_str(all));
    return failed;
}

static int reader_load(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc)
{
    const struct read_files_options *o = filon_options(ctx);
    struct filon_error *error = filon_ctx_error(ctx);
    struct filon_str bytes = FILON_NO_STR;
    const char *name = filon_str_dup(filon_doc_arena(doc), input->id).p;
    if (load_bytes(input, name, doc, o->max_size, &((struct reader *)filon_data(ctx))->loaded, &bytes, error) < 0)
        return -1;
    if (!bytes.n)
        return filon_fail(ctx, "%s: empty", name);
    filon_doc_set_source(doc, bytes);
    bool page = o->as == AS_AUTO && markup_is_html(bytes, input->path), markdown = o->as == AS_AUTO && !page && markup_is_markdown(bytes, input->path);
    if (markdown)
        filon_meta_set(doc, "content_type", FILON_STR("text/markdown"), FILON_NO_SPAN);
    bool text = o->as == AS_TEXT || (o->as == AS_AUTO && !page && !markdown);
    if (text && filon_doc_set_text(doc, bytes, error) < 0)
        return filon_error_wrap(error, "%s", name);
    return 0;
}

FILON_PLUGIN(read_files) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_READER,
    .summary = "Read files, each one a document",
    .options = options,
    .options_size = sizeof(struct read_files_options),
    .open = reader_open,
    .close = reader_close,
    .next = reader_next,
    .load = reader_load,
};
