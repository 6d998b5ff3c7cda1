#include <filon/plugin.h>

#include "../write_jsonl/appender.h"

struct write_conllu_options {
    const char *path;
    bool utc;
    int gzip, gone;
    int64_t level;
};

enum { GZIP_AUTO, GZIP_YES, GZIP_NO };
enum { GONE_FAIL, GONE_NEW };
enum { KEEP = 4 * 1024 * 1024 }; /* a giant does not pin its memory */

static const struct filon_option options[] = {
    FILON_OPTION(struct write_conllu_options, path, FILON_OPT_PATH, NULL,
                 "The file, with %Y %m %d %H … for the time of writing; - is standard output", .flags = FILON_OPT_REQUIRED),
    FILON_OPTION(struct write_conllu_options, utc, FILON_OPT_BOOL, "false", "Take the time for the file's name in UTC, not local time"),
    FILON_OPTION(struct write_conllu_options, gzip, FILON_OPT_ENUM, "auto", "Pack the text; auto: if the path ends in .gz",
                 .choices = FILON_CHOICES("auto", "yes", "no")),
    FILON_OPTION(struct write_conllu_options, level, FILON_OPT_INT, "6", "How hard gzip tries", .min = 1, .max = 9),
    FILON_OPTION(struct write_conllu_options, gone, FILON_OPT_ENUM, "fail",
                 "When a file written before was taken away: fail, or begin a new one", .choices = FILON_CHOICES("fail", "new")),
    {0},
};

struct writer {
    struct appender appender;
    struct packer *packer;
    struct filon_buf line;
};

static int writer_open(struct filon_ctx *ctx)
{
    const struct write_conllu_options *o = filon_options(ctx);
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
    return appender_pattern(o->path, filon_ctx_error(ctx));
}

static void writer_close(struct filon_ctx *ctx)
{
    struct writer *writer = filon_data(ctx);
    appender_end(&writer->appender);
    packer_free(writer->packer);
    filon_buf_free(&writer->line);
}

static int writer_encode(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    const struct write_conllu_options *o = filon_options(ctx);
    struct writer *writer = filon_data(ctx);
    struct filon_buf *line = writer->appender.packed ? &writer->line : record;
    filon_buf_clear(line);
    filon_doc_conllu(doc, line);
    if (line != record && pack_piece(&writer->packer, (int)o->level, filon_buf_str(line), record) < 0)
        return filon_fail(ctx, "no memory to pack the record");
    if (writer->line.cap > KEEP)
        filon_buf_free(&writer->line);
    return 0;
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

FILON_PLUGIN(write_conllu) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_WRITER,
    .summary = "Write documents as CoNLL-U",
    .options = options,
    .options_size = sizeof(struct write_conllu_options),
    .open = writer_open,
    .close = writer_close,
    .encode = writer_encode,
    .check = writer_check,
    .begin = writer_begin,
    .write = writer_write,
    .commit = writer_commit,
    .end = writer_end,
};
