#include "files.h"

#include <unistd.h>

enum { KEEP = 4 * 1024 * 1024 }; /* a giant does not pin its memory */

int files_open(struct filon_ctx *ctx, size_t size)
{
    struct files *files = filon_zalloc(filon_ctx_arena(ctx), 1, size);
    filon_set_data(ctx, files);
    files->names = filon_arena_new();
    files->ids = filon_arena_new();
    files->walk = walk_new(ctx, filon_options(ctx));
    return files->walk ? 0 : -1;
}

void files_close(struct files *files)
{
    files_done(files);
    walk_free(files->walk);
    filon_buf_free(&files->path);
    filon_buf_free(&files->bytes);
    filon_buf_free(&files->again);
    filon_arena_free(files->names);
    filon_arena_free(files->ids);
}

void files_done(struct files *files)
{
    stream_close(files->stream);
    files->stream = NULL;
    files->open = false;
}

const char *files_shown(const struct filon_ctx *ctx, struct filon_arena *arena, struct filon_str path)
{
    return filon_str_is(path, "-") ? "standard input" : walk_name(ctx, arena, filon_str_dup(arena, path).p);
}

const char *files_place(struct filon_arena *arena, const char *name, uint64_t line)
{
    return line ? filon_strf(arena, "%s:%llu", name, (unsigned long long)line) : name;
}

/* The next file: 1 and `open`. 1 and not `open`: it cannot be read, and *input is a document without data. 0 at the end. */
static int next_file(struct filon_ctx *ctx, struct files *files, struct filon_input *input)
{
    struct walk_file file;
    struct filon_error cause = {0};
    int got = walk_next(files->walk, &file);
    if (got <= 0)
        return got;
    filon_buf_clear(&files->path);
    filon_buf_puts(&files->path, file.path);
    filon_arena_reset(files->names);
    files->name = walk_name(ctx, files->names, files->path.p);
    files->stream = stream_open(files->path.p, files_shown(ctx, files->names, filon_buf_str(&files->path)), &cause);
    files->open = files->stream != NULL;
    *input = (struct filon_input){.id = filon_str_of(files->name), .path = filon_buf_str(&files->path), .size = file.size};
    return 1;
}

static void empty(struct filon_buf *buf)
{
    if (buf->cap > KEEP)
        filon_buf_free(buf);
    filon_buf_clear(buf);
}

/* The same with its bytes. FILON_LATER: standard input has no more yet, call again. */
static int next_whole(struct filon_ctx *ctx, struct files *files, uint64_t most, struct filon_input *input)
{
    struct filon_error cause = {0};
    if (!files->stream) { /* else the rest of standard input */
        empty(&files->bytes);
        int got = next_file(ctx, files, input);
        if (got <= 0 || !files->open)
            return got;
    }
    files->open = false;
    int failed = stream_all(files->stream, most, &files->bytes, &cause);
    if (failed == STREAM_LATER)
        return filon_wait_for(ctx, STDIN_FILENO);
    files_done(files);
    files->open = !failed;
    return failed && strcmp(files->path.p, "-") == 0 ? filon_fail(ctx, "%s", cause.text) : 1; /* nobody can read that again */
}

static int each(struct filon_ctx *ctx, const struct files_kind *kind, bool whole, uint64_t most, struct filon_input *input)
{
    struct files *files = filon_data(ctx);
    for (;;) {
        if (!files->open) {
            int got = whole ? next_whole(ctx, files, most, input) : next_file(ctx, files, input);
            if (got != 1 || !files->open)
                return got;
            kind->start(ctx);
        }
        int got = kind->take(ctx, input);
        if (got)
            return got;
        files_done(files);
    }
}

int files_each(struct filon_ctx *ctx, const struct files_kind *kind, struct filon_input *input)
{
    return each(ctx, kind, false, 0, input);
}

int files_each_whole(struct filon_ctx *ctx, const struct files_kind *kind, uint64_t most, struct filon_input *input)
{
    return each(ctx, kind, true, most, input);
}

struct stream *files_again(const struct filon_input *input, struct filon_arena *arena, const char *name, struct filon_error *error)
{
    if (filon_str_is(input->path, "-")) {
        filon_error_set(error, FILON_E_INPUT, "%s cannot be read again", name);
        return NULL;
    }
    struct stream *stream = stream_open(filon_str_dup(arena, input->path).p, name, error);
    if (!stream || stream_skip(stream, input->offset, error) == 0)
        return stream;
    filon_error_wrap(error, "%s", files_place(arena, name, input->line));
    stream_close(stream);
    return NULL;
}

int files_bytes(struct files *files, const struct filon_input *input, struct filon_arena *arena, const char *name, uint64_t most,
                struct filon_str *bytes, struct filon_error *error)
{
    *bytes = input->data;
    if (bytes->p)
        return 0;
    empty(&files->again);
    struct stream *stream = files_again(input, arena, name, error);
    int failed = stream ? stream_all(stream, most, &files->again, error) : -1;
    stream_close(stream);
    if (failed)
        return -1;
    if (!input->line || input->size > files->again.n)
        return filon_error_set(error, FILON_E_INPUT, "%s: could not be read in its turn, and has changed since: run again",
                               files_place(arena, name, input->line));
    *bytes = (struct filon_str){files->again.p, input->size};
    return 0;
}
