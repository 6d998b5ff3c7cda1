#include "../write_jsonl/append.h"

struct write_conllu_options {
    struct append_options append;
};

static const struct filon_option options[] = {APPEND_OPTIONS(struct write_conllu_options), {0}};

static int writer_open(struct filon_ctx *ctx)
{
    const struct write_conllu_options *o = filon_options(ctx);
    return append_open(ctx, filon_zalloc(filon_ctx_arena(ctx), 1, sizeof(struct append)), &o->append);
}

static int writer_encode(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    filon_doc_conllu(doc, append_plain(filon_data(ctx), record));
    return append_pack(ctx, record);
}

FILON_PLUGIN(write_conllu) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_WRITER,
    .summary = "Write documents as CoNLL-U",
    .options = options,
    .options_size = sizeof(struct write_conllu_options),
    .open = writer_open,
    .encode = writer_encode,
    APPEND_FUNCTIONS,
};
