#include "append.h"

enum { GZIP_AUTO, GZIP_YES, GZIP_NO };
enum { GONE_FAIL, GONE_NEW };
enum { KEEP = 4 * 1024 * 1024 }; /* a giant does not pin its memory */

int append_open(struct filon_ctx *ctx, struct append *append, const struct append_options *o)
{
    filon_set_data(ctx, append);
    append->level = (int)o->level;
    append->appender = (struct appender){
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

void append_close(struct filon_ctx *ctx)
{
    struct append *append = filon_data(ctx);
    appender_end(&append->appender);
    packer_free(append->packer);
    filon_buf_free(&append->line);
}

struct filon_buf *append_plain(struct append *append, struct filon_buf *record)
{
    struct filon_buf *plain = append->appender.packed ? &append->line : record;
    filon_buf_clear(plain);
    return plain;
}

int append_pack(struct filon_ctx *ctx, struct filon_buf *record)
{
    struct append *append = filon_data(ctx);
    if (append->appender.packed && pack_piece(&append->packer, append->level, filon_buf_str(&append->line), record) < 0)
        return filon_fail(ctx, "no memory to pack the record");
    if (append->line.cap > KEEP)
        filon_buf_free(&append->line);
    return 0;
}

int append_check(struct filon_ctx *ctx)
{
    struct append *append = filon_data(ctx);
    return appender_check(&append->appender, filon_ctx_error(ctx));
}

int append_begin(struct filon_ctx *ctx, const char *state)
{
    struct append *append = filon_data(ctx);
    return appender_begin(&append->appender, state && *state ? state : NULL, filon_ctx_error(ctx));
}

int append_write(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    struct append *append = filon_data(ctx);
    (void)id;
    return record.n ? appender_put(&append->appender, record, filon_ctx_error(ctx)) : 0;
}

int append_commit(struct filon_ctx *ctx, struct filon_buf *state)
{
    struct append *append = filon_data(ctx);
    return appender_commit(&append->appender, state, filon_ctx_error(ctx));
}

void append_end(struct filon_ctx *ctx)
{
    struct append *append = filon_data(ctx);
    appender_end(&append->appender);
}
