#include "../read_files/files.h"
#include "article.h"
#include "find_id.h"
#include "lines.h"

#include <unistd.h>

struct read_jsonl_options {
    struct walk_options walk;
    struct article_options article;
    uint64_t max_line;
};

#define ARTICLE_OPTION(FIELD, TYPE, VALUE, HELP)                                                                                           \
    {                                                                                                                                      \
        .name = #FIELD, .type = (TYPE), .offset = offsetof(struct read_jsonl_options, article.FIELD), .value = (VALUE), .help = (HELP)     \
    }

static const struct filon_option options[] = {
    WALK_OPTIONS(struct read_jsonl_options),
    ARTICLE_OPTION(id_field, FILON_OPT_STRING, "id", "The member that names a document, a string or an integer; without it: FILE:LINE"),
    ARTICLE_OPTION(text_field, FILON_OPT_STRING, "text", "The member with the text"),
    ARTICLE_OPTION(source_field, FILON_OPT_STRING, NULL, "The member with a page's source, for a parser that makes text of it"),
    ARTICLE_OPTION(meta, FILON_OPT_LIST, "[title, date, author, publisher, url, lang]",
                   "Members that become metadata; all of `meta` do, if it is an object"),
    FILON_OPTION(struct read_jsonl_options, max_line, FILON_OPT_SIZE, "64 MiB", "A longer line is a document that fails", .min = 1,
                 .max = 1 << 30),
    {0},
};

struct reader {
    struct files files; /* first: files_open */
    struct lines lines; /* of the file under way */
    struct lines again; /* load, where it reads by itself */
};

static int reader_open(struct filon_ctx *ctx)
{
    return files_open(ctx, sizeof(struct reader));
}

static void reader_close(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    files_close(&reader->files);
    lines_release(&reader->lines);
    lines_release(&reader->again);
}

/* Most ids are found by a scan; what has escapes, a parser must say. */
static struct filon_str id_of(struct filon_ctx *ctx, struct reader *reader, struct filon_str json)
{
    const struct read_jsonl_options *o = filon_options(ctx);
    struct filon_str id;
    switch (find_id(json, filon_str_of(o->article.id_field), &id)) {
    case FIND_ID_STRING:
    case FIND_ID_NUMBER:
        return article_good_id(id) ? id : FILON_NO_STR;
    case FIND_ID_UNSURE:
        return article_id(reader->files.ids, json, o->article.id_field);
    default:
        return FILON_NO_STR;
    }
}

static bool blank(struct filon_str s)
{
    size_t i = 0;
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r'))
        i++;
    return s.p && i == s.n;
}

/* A line without bytes (too long, or unreadable) is given as well: load says what is wrong with it. */
static void give(struct filon_ctx *ctx, struct reader *reader, const struct line *line, struct filon_input *input)
{
    struct files *files = &reader->files;
    filon_arena_reset(files->ids);
    struct filon_str id = line->text.p ? id_of(ctx, reader, line->text) : FILON_NO_STR;
    *input = (struct filon_input){
        .id = id.p ? id : filon_str_of(files_place(files->ids, files->name, line->number)),
        .path = filon_buf_str(&files->path),
        .offset = line->offset,
        .line = line->number,
        .size = line->size,
        .data = line->text,
    };
}

static struct filon_str without_mark(struct filon_str line)
{
    return filon_str_starts(line, FILON_STR("\xef\xbb\xbf")) ? (struct filon_str){line.p + 3, line.n - 3} : line;
}

static void start(struct filon_ctx *ctx)
{
    const struct read_jsonl_options *o = filon_options(ctx);
    struct reader *reader = filon_data(ctx);
    lines_start(&reader->lines, reader->files.stream, o->max_line);
}

static int take(struct filon_ctx *ctx, struct filon_input *input)
{
    struct reader *reader = filon_data(ctx);
    for (;;) {
        struct line line;
        struct filon_error cause = {0};
        int got = lines_next(&reader->lines, &line, &cause);
        if (got == STREAM_LATER)
            return filon_wait_for(ctx, STDIN_FILENO);
        if (got < 0 && strcmp(reader->files.path.p, "-") == 0)
            return filon_fail(ctx, "%s", cause.text); /* nobody can read it again */
        if (!got)
            return 0;
        if (got < 0)
            files_done(&reader->files);
        if (got > 0 && line.number == 1)
            line.text = without_mark(line.text);
        if (blank(line.text))
            continue;
        give(ctx, reader, &line, input);
        return 1;
    }
}

static int reader_next(struct filon_ctx *ctx, struct filon_input *input)
{
    return files_each(ctx, &(const struct files_kind){start, take}, input);
}

/* The line of an input without data. */
static int read_again(struct reader *reader, const struct filon_input *input, const char *name, const char *place, uint64_t most,
                      struct filon_doc *doc, struct filon_str *json, struct filon_error *error)
{
    struct line line = {0};
    if (input->size > most && input->line)
        return filon_error_set(error, FILON_E_INPUT, "%s: a line of %llu bytes: more than %llu (option max_line)", place,
                               (unsigned long long)input->size, (unsigned long long)most);
    struct stream *stream = files_again(input, filon_doc_arena(doc), name, error);
    if (!stream)
        return -1;
    lines_start(&reader->again, stream, most);
    int got = lines_next(&reader->again, &line, error);
    stream_close(stream);
    if (got < 0)
        return filon_error_wrap(error, "%s", place);
    if (!got || !input->line || !line.text.p)
        return filon_error_set(error, FILON_E_INPUT, "%s: could not be read in its turn, and has changed since: run again", place);
    *json = input->offset ? line.text : without_mark(line.text);
    return 0;
}

static int reader_load(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc)
{
    const struct read_jsonl_options *o = filon_options(ctx);
    struct filon_error *error = filon_ctx_error(ctx);
    struct filon_arena *arena = filon_doc_arena(doc);
    const char *name = files_shown(ctx, arena, input->path);
    const char *place = files_place(arena, name, input->line);
    struct filon_str json = input->data;
    if (!json.p && read_again(filon_data(ctx), input, name, place, o->max_line, doc, &json, error) < 0)
        return -1;
    return article_load(&o->article, json, place, doc, error);
}

FILON_PLUGIN(read_jsonl) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_READER,
    .summary = "Read JSON lines, plain or gzip, each line a document",
    .options = options,
    .options_size = sizeof(struct read_jsonl_options),
    .open = reader_open,
    .close = reader_close,
    .next = reader_next,
    .load = reader_load,
};
