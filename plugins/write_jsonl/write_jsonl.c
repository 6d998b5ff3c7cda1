#include <filon/plugin.h>

#include "appender.h"
#include "layers.h"

struct write_jsonl_options {
    const char *path;
    struct filon_list layers;
    bool text, content, utc;
    int gzip, gone;
    int64_t level;
};

enum { GZIP_AUTO, GZIP_YES, GZIP_NO };
enum { GONE_FAIL, GONE_NEW };
enum { KEEP = 4 * 1024 * 1024 }; /* a giant does not pin its memory */

static const struct filon_option options[] = {
    FILON_OPTION(struct write_jsonl_options, path, FILON_OPT_PATH, NULL,
                 "The file, with %Y %m %d %H … for the time of writing; - is standard output", .flags = FILON_OPT_REQUIRED),
    FILON_OPTION(struct write_jsonl_options, layers, FILON_OPT_LIST, NULL, "Layers to write; by default all that the pipeline provides"),
    FILON_OPTION(struct write_jsonl_options, text, FILON_OPT_BOOL, "true", "Write the text that the layers' offsets count in"),
    FILON_OPTION(struct write_jsonl_options, content, FILON_OPT_BOOL, "true", "Write the title and the article as one reads them"),
    FILON_OPTION(struct write_jsonl_options, utc, FILON_OPT_BOOL, "false", "Take the time for the file's name in UTC, not local time"),
    FILON_OPTION(struct write_jsonl_options, gzip, FILON_OPT_ENUM, "auto", "Pack the lines; auto: if the path ends in .gz",
                 .choices = FILON_CHOICES("auto", "yes", "no")),
    FILON_OPTION(struct write_jsonl_options, level, FILON_OPT_INT, "6", "How hard gzip tries", .min = 1, .max = 9),
    FILON_OPTION(struct write_jsonl_options, gone, FILON_OPT_ENUM, "fail",
                 "When a file written before was taken away: fail, or begin a new one", .choices = FILON_CHOICES("fail", "new")),
    {0},
};

struct writer {
    struct appender appender;
    uint8_t *layers;
    struct packer *packer;
    struct filon_buf line;
};

static int writer_open(struct filon_ctx *ctx)
{
    const struct write_jsonl_options *o = filon_options(ctx);
    struct writer *writer = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *writer);
    filon_set_data(ctx, writer);
    writer->appender = (struct appender){
        .pattern = o->path,
        .dir = filon_dir(ctx),
        .utc = o->utc,
        .packed = o->gzip == GZIP_YES || (o->gzip == GZIP_AUTO && filon_str_ends(filon_str_of(o->path), FILON_STR(".gz"))),
        .gone_is_fine = o->gone == GONE_NEW,
        .arena = filon_ctx_arena(ctx),
        .fd = -1,
    };
    writer->layers = layers_choose(ctx, o->layers, NULL);
    return writer->layers ? appender_pattern(o->path, filon_ctx_error(ctx)) : -1;
}

static void writer_close(struct filon_ctx *ctx)
{
    struct writer *writer = filon_data(ctx);
    appender_end(&writer->appender);
    packer_free(writer->packer);
    filon_buf_free(&writer->line);
}

/* The line in writer->line, packed. */
static int pack(struct filon_ctx *ctx, struct filon_buf *record)
{
    const struct write_jsonl_options *o = filon_options(ctx);
    struct writer *writer = filon_data(ctx);
    if (pack_piece(&writer->packer, (int)o->level, filon_buf_str(&writer->line), record) < 0)
        return filon_fail(ctx, "no memory to pack the record");
    if (writer->line.cap > KEEP)
        filon_buf_free(&writer->line);
    return 0;
}

static int writer_encode(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    const struct write_jsonl_options *o = filon_options(ctx);
    struct writer *writer = filon_data(ctx);
    struct filon_buf *line = writer->appender.packed ? &writer->line : record;
    filon_buf_clear(line);
    filon_doc_json_parts(doc, line, 0, o->text, o->content, writer->layers);
    filon_buf_putc(line, '\n');
    return line == record ? 0 : pack(ctx, record);
}

static int writer_check(struct filon_ctx *ctx)
{
    struct writer *writer = filon_data(ctx);
    return appender_check(&writer->appender, filon_ctx_error(ctx));
}

static int writer_begin(struct filon_ctx *ctx, const char *state)
{
    struct writer *writer = filon_data(ctx);
    return appender_begin(&writer->appender, state && *state ? state : NULL, filon_ctx_error(ctx));
}

static int writer_write(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    struct writer *writer = filon_data(ctx);
    (void)id;
    return record.n ? appender_put(&writer->appender, record, filon_ctx_error(ctx)) : 0;
}

/* Lines stay where they are: one more says that those of this id no longer count. */
static int writer_remove(struct filon_ctx *ctx, struct filon_str id)
{
    struct writer *writer = filon_data(ctx);
    struct filon_buf record = FILON_BUF_INIT;
    filon_buf_clear(&writer->line);
    filon_buf_puts(&writer->line, "{\"filon\":1,\"id\":");
    filon_buf_json(&writer->line, id);
    filon_buf_puts(&writer->line, ",\"removed\":true}\n");
    int failed = writer->appender.packed && pack(ctx, &record) < 0 ? -1
                     : appender_put(&writer->appender, filon_buf_str(writer->appender.packed ? &record : &writer->line), filon_ctx_error(ctx));
    filon_buf_free(&record);
    return failed;
}

static int writer_commit(struct filon_ctx *ctx, struct filon_buf *state)
{
    struct writer *writer = filon_data(ctx);
    return appender_commit(&writer->appender, state, filon_ctx_error(ctx));
}

static void writer_end(struct filon_ctx *ctx)
{
    struct writer *writer = filon_data(ctx);
    appender_end(&writer->appender);
}

FILON_PLUGIN(write_jsonl) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_WRITER,
    .summary = "Write documents as JSON, one a line",
    .options = options,
    .options_size = sizeof(struct write_jsonl_options),
    .open = writer_open,
    .close = writer_close,
    .encode = writer_encode,
    .check = writer_check,
    .begin = writer_begin,
    .write = writer_write,
    .commit = writer_commit,
    .end = writer_end,
    .remove = writer_remove,
};
