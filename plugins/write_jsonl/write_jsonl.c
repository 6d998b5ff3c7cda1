#include "append.h"
#include "layers.h"

struct write_jsonl_options {
    struct append_options append;
    struct filon_list layers;
    bool text, content;
};

static const struct filon_option options[] = {
    APPEND_OPTIONS(struct write_jsonl_options),
    FILON_OPTION(struct write_jsonl_options, layers, FILON_OPT_LIST, NULL, "Layers to write; by default all that the pipeline provides"),
    FILON_OPTION(struct write_jsonl_options, text, FILON_OPT_BOOL, "true", "Write the text that the layers' offsets count in"),
    FILON_OPTION(struct write_jsonl_options, content, FILON_OPT_BOOL, "true", "Write the title and the article as one reads them"),
    {0},
};

struct writer {
    struct append append; /* first */
    uint8_t *layers;
};

static int writer_open(struct filon_ctx *ctx)
{
    const struct write_jsonl_options *o = filon_options(ctx);
    struct writer *writer = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *writer);
    if (append_open(ctx, &writer->append, &o->append) < 0)
        return -1;
    writer->layers = layers_choose(ctx, o->layers, NULL);
    return writer->layers ? 0 : -1;
}

static int writer_encode(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    const struct write_jsonl_options *o = filon_options(ctx);
    struct writer *writer = filon_data(ctx);
    struct filon_buf *line = append_plain(&writer->append, record);
    filon_doc_json_parts(doc, line, 0, o->text, o->content, writer->layers);
    filon_buf_putc(line, '\n');
    return append_pack(ctx, record);
}

/* Lines stay where they are: one more says that those of this id no longer count. */
static int writer_remove(struct filon_ctx *ctx, struct filon_str id)
{
    struct writer *writer = filon_data(ctx);
    struct filon_buf record = FILON_BUF_INIT, *line = append_plain(&writer->append, &record);
    filon_buf_puts(line, "{\"filon\":1,\"id\":");
    filon_buf_json(line, id);
    filon_buf_puts(line, ",\"removed\":true}\n");
    int failed = append_pack(ctx, &record);
    failed = failed ? failed : append_write(ctx, id, filon_buf_str(&record));
    filon_buf_free(&record);
    return failed;
}

FILON_PLUGIN(write_jsonl) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_WRITER,
    .summary = "Write documents as JSON, one a line",
    .options = options,
    .options_size = sizeof(struct write_jsonl_options),
    .open = writer_open,
    .encode = writer_encode,
    .remove = writer_remove,
    APPEND_FUNCTIONS,
};
