#include <unistd.h>

#include "../write_jsonl/layers.h"
#include "rows.h"

struct write_sqlite_options {
    const char *path;
    struct filon_list layers;
    bool text, tokens, search;
    double busy;
};

static const struct filon_option options[] = {
    FILON_OPTION(struct write_sqlite_options, path, FILON_OPT_PATH, NULL, "The database file", .flags = FILON_OPT_REQUIRED),
    FILON_OPTION(struct write_sqlite_options, layers, FILON_OPT_LIST, NULL,
                 "Layers to write; by default all that the pipeline provides but token"),
    FILON_OPTION(struct write_sqlite_options, text, FILON_OPT_BOOL, "true", "Keep the text that begin and end count in"),
    FILON_OPTION(struct write_sqlite_options, tokens, FILON_OPT_BOOL, "false",
                 "Write the token layer too, which is larger than all others together"),
    FILON_OPTION(struct write_sqlite_options, search, FILON_OPT_BOOL, "true", "Make the table `search` over titles and articles"),
    FILON_OPTION(struct write_sqlite_options, busy, FILON_OPT_DURATION, "1 min",
                 "How long to wait for another program that has the database locked", .min = 0, .max = 86400),
    {0},
};

struct writer {
    struct database database;
    struct tables tables;
    struct rows rows;
    pid_t owner;
};

static int writer_open(struct filon_ctx *ctx)
{
    const struct write_sqlite_options *o = filon_options(ctx);
    struct writer *writer = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *writer);
    filon_set_data(ctx, writer);
    writer->database = (struct database){.path = o->path, .busy = o->busy, .arena = filon_ctx_arena(ctx)};
    if (strcmp(o->path, "-") == 0)
        return filon_error_set(filon_ctx_error(ctx), FILON_E_CONFIG, "path: a database cannot go to standard output: name a file");
    const uint8_t *chosen = layers_choose(ctx, o->layers, o->tokens ? NULL : "token");
    return chosen ? tables_of(ctx, chosen, &writer->tables) : -1;
}

static int writer_encode(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    const struct write_sqlite_options *o = filon_options(ctx);
    struct writer *writer = filon_data(ctx);
    record_encode(&writer->tables, doc, o->text, record);
    return 0;
}

static int writer_check(struct filon_ctx *ctx)
{
    const struct write_sqlite_options *o = filon_options(ctx);
    return database_check(o->path, filon_ctx_error(ctx));
}

static int writer_begin(struct filon_ctx *ctx, const char *state)
{
    const struct write_sqlite_options *o = filon_options(ctx);
    struct writer *writer = filon_data(ctx);
    struct filon_error *error = filon_ctx_error(ctx);
    writer->owner = getpid();
    if (database_check(o->path, error) < 0 ||
        database_begin(&writer->database, &writer->tables, o->search, state && *state ? state : NULL, error) < 0)
        return -1;
    return rows_open(&writer->rows, &writer->database, &writer->tables, error);
}

static int writer_write(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    struct writer *writer = filon_data(ctx);
    struct filon_error *error = filon_ctx_error(ctx);
    if (!record.n)
        return 0;
    return database_batch(&writer->database, error) < 0 ? -1 : rows_write(&writer->rows, id, record, error);
}

static int writer_remove(struct filon_ctx *ctx, struct filon_str id)
{
    struct writer *writer = filon_data(ctx);
    struct filon_error *error = filon_ctx_error(ctx);
    return database_batch(&writer->database, error) < 0 ? -1 : rows_remove(&writer->rows, id, error);
}

static int writer_commit(struct filon_ctx *ctx, struct filon_buf *state)
{
    struct writer *writer = filon_data(ctx);
    if (database_commit(&writer->database, filon_ctx_error(ctx)) < 0)
        return -1;
    database_state(&writer->database, state);
    return 0;
}

/* A worker is a copy of the coordinator: closing its copy of the connection would take the log away from the real one. */
static void writer_end(struct filon_ctx *ctx)
{
    struct writer *writer = filon_data(ctx);
    if (writer->owner != getpid())
        return;
    rows_close(&writer->rows);
    database_end(&writer->database);
}

FILON_PLUGIN(write_sqlite) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_WRITER,
    .summary = "Write documents to an SQLite database: a table a layer, views, full-text search",
    .options = options,
    .options_size = sizeof(struct write_sqlite_options),
    .open = writer_open,
    .close = writer_end,
    .encode = writer_encode,
    .check = writer_check,
    .begin = writer_begin,
    .write = writer_write,
    .commit = writer_commit,
    .end = writer_end,
    .remove = writer_remove,
};
