#include "../read_files/files.h"
#include "../read_files/markup.h"
#include "http.h"
#include "record.h"

#include <filon/resume.h>
#include <inttypes.h>
#include <strings.h>
#include <unistd.h>

struct read_warc_options {
    struct walk_options walk;
    int id;
    uint64_t max_record;
};

enum { ID_RECORD, ID_URL, ID_MOST = 1024 };

static const struct filon_option options[] = {
    WALK_OPTIONS(struct read_warc_options),
    FILON_OPTION(struct read_warc_options, id, FILON_OPT_ENUM, "record",
                 "What names a document: its record, so that each capture of a page is one; or its url: a later capture takes the place of "
                 "the earlier",
                 .choices = FILON_CHOICES("record", "url")),
    FILON_OPTION(struct read_warc_options, max_record, FILON_OPT_SIZE, "64 MiB",
                 "A page of a longer record, or longer when unpacked, fails", .min = 1, .max = 1 << 30),
    {0},
};

/* What became of a file's records. */
enum { WANTED, OTHER_TYPE, OTHER_STATUS, NO_TEXT, BROKEN, KINDS };

struct reader {
    struct files files; /* first: files_open */
    struct warc warc;   /* of the file under way */
    struct warc again;  /* load, where it reads by itself */
    struct filon_buf data;
    struct filon_place place; /* to where the file under way is read */
    bool done;                /* all of it was before this run */
    uint64_t seen[KINDS];
};

static int reader_open(struct filon_ctx *ctx)
{
    return files_open(ctx, sizeof(struct reader));
}

static void reader_close(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    files_close(&reader->files);
    warc_release(&reader->warc);
    warc_release(&reader->again);
    filon_buf_free(&reader->data);
}

/* ---- Which records are pages */

static bool is_type(const struct record *record, const char *type)
{
    return record->type.n == strlen(type) && strncasecmp(record->type.p, type, record->type.n) == 0;
}

/* Crawlers ask for it on every site; nobody wrote it to be read. */
static bool is_robots(struct filon_str uri)
{
    return filon_str_ends(uri, FILON_STR("/robots.txt"));
}

/* Of the web, or a file; crawlers keep their own notes as resources under addresses of other kinds. */
static bool is_place(struct filon_str uri)
{
    static const char *const schemes[] = {"http:", "https:", "ftp:", "file:"};
    for (size_t i = 0; i < FILON_COUNT(schemes); i++)
        if (uri.n > strlen(schemes[i]) && strncasecmp(uri.p, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return !uri.n;
}

static bool is_text(struct filon_str type)
{
    static const char *const types[] = {"", "text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml", "text/plain"};
    char media[64];
    http_media(type, media);
    for (size_t i = 0; i < FILON_COUNT(types); i++)
        if (strcmp(media, types[i]) == 0)
            return true;
    return false;
}

/* A response without its HTTP header is wanted: load says that it has none. */
static int judge(const struct record *record)
{
    struct http http;
    if (is_type(record, "resource") || is_type(record, "conversion"))
        return record->content_type.n && is_text(record->content_type) && is_place(record->uri) && !is_robots(record->uri) ? WANTED
                                                                                                                           : NO_TEXT;
    if (!is_type(record, "response"))
        return OTHER_TYPE;
    if (record->content_type.n &&
        strncasecmp(record->content_type.p, "application/http", record->content_type.n < 16 ? record->content_type.n : 16) != 0)
        return NO_TEXT; /* dns: and the like */
    if (!http_parse(&http, record->block))
        return WANTED;
    if (http.status != 200)
        return OTHER_STATUS;
    return is_text(http.type) && !is_robots(record->uri) ? WANTED : NO_TEXT;
}

/* ---- Giving them */

/* FILE:BYTE; in a packed file the byte where the member begins, and behind + that of what it unpacks to. */
static const char *place_of(struct filon_arena *arena, const char *name, const struct record *record, bool packed)
{
    if (!packed)
        return filon_strf(arena, "%s:%" PRIu64, name, record->offset);
    if (!record->inside)
        return filon_strf(arena, "%s:%" PRIu64, name, record->member);
    return filon_strf(arena, "%s:%" PRIu64 "+%" PRIu64, name, record->member, record->inside);
}

static bool good_id(struct filon_str id)
{
    return id.n && id.n <= ID_MOST && filon_utf8_check(id.p, id.n) == id.n;
}

static int64_t mtime(const struct stream *stream)
{
    const struct stat *st = stream_stat(stream);
    return S_ISREG(st->st_mode) ? st->st_mtim.tv_sec * INT64_C(1000000000) + st->st_mtim.tv_nsec : 0;
}

/* A record that is no good goes on as a NUL and what is wrong with it; those that are good begin with WARC. */
static void give(struct filon_ctx *ctx, struct reader *reader, const struct record *record, struct filon_input *input)
{
    const struct read_warc_options *o = filon_options(ctx);
    struct files *files = &reader->files;
    filon_arena_reset(files->ids);
    const char *place = place_of(files->ids, files->name, record, stream_packed(files->stream));
    struct filon_str id = o->id == ID_URL && record->uri.n ? record->uri : record->id;
    *input = (struct filon_input){
        .id = good_id(id) ? id : filon_str_of(place),
        .path = filon_buf_str(&files->path),
        .offset = record->offset,
        .size = record->length,
        .mtime = mtime(files->stream),
        .data = record->whole,
    };
    if (!record->broken && !record->large)
        return;
    filon_buf_clear(&reader->data);
    filon_buf_putc(&reader->data, '\0');
    if (record->large)
        filon_buf_printf(&reader->data, "%s: a record of %" PRIu64 " bytes: more than %" PRIu64 " (option max_record)", place,
                         record->length, o->max_record);
    else
        filon_buf_printf(&reader->data, "%s: %s", place, record->broken);
    input->data = filon_buf_str(&reader->data);
    input->size = input->data.n;
}

/* ---- Where it goes on, after a run that was interrupted */

static void set_place(struct filon_ctx *ctx, struct reader *reader)
{
    const struct read_warc_options *o = filon_options(ctx);
    const struct stat *st = stream_stat(reader->files.stream);
    const uint64_t how[] = {1, (uint64_t)o->id, o->max_record};
    bool standard = strcmp(reader->files.path.p, "-") == 0;
    reader->place = (struct filon_place){
        .path = filon_buf_str(&reader->files.path),
        .size = (uint64_t)st->st_size,
        .mtime = standard ? 0 : mtime(reader->files.stream),
        .how = filon_hash(how, sizeof how, 0),
    };
}

/* Before a record that begins a member, or stands in a plain file, the file can be cut in two and means the same. */
static void reach(struct filon_ctx *ctx, struct reader *reader, const struct record *record)
{
    bool packed = stream_packed(reader->files.stream);
    if (record->broken || !record->offset || (packed && record->inside))
        return;
    reader->place.at = packed ? record->member : record->offset;
    reader->place.offset = record->offset;
    filon_reached(ctx, &reader->place);
}

static void reach_end(struct filon_ctx *ctx, struct reader *reader)
{
    reader->place.at = reader->place.size;
    reader->place.offset = reader->warc.offset;
    filon_reached(ctx, &reader->place);
}

static void go_on(struct filon_ctx *ctx, struct reader *reader)
{
    struct filon_place *place = &reader->place;
    set_place(ctx, reader);
    if (!filon_resume(ctx, place))
        return;
    reader->done = place->at == place->size;
    if (!reader->done && !warc_begin_at(&reader->warc, place->at, place->offset)) {
        place->at = place->offset = place->documents = 0; /* it looks the same and is another: all of it is looked at again */
        return;
    }
    filon_say(ctx, FILON_INFO, "%s: its first %" PRIu64 " pages are done, up to byte %" PRIu64 " of %" PRIu64, reader->files.name,
              place->documents, place->at, place->size);
}

static void tell(struct filon_ctx *ctx, struct reader *reader)
{
    const uint64_t *n = reader->seen;
    filon_say(ctx, FILON_INFO,
              "%s: %" PRIu64 " pages; passed over: %" PRIu64 " records that are no responses, %" PRIu64
              " of another status than 200, %" PRIu64 " that are no text; broken: %" PRIu64,
              reader->files.name, n[WANTED], n[OTHER_TYPE], n[OTHER_STATUS], n[NO_TEXT], n[BROKEN]);
}

static void start(struct filon_ctx *ctx)
{
    const struct read_warc_options *o = filon_options(ctx);
    struct reader *reader = filon_data(ctx);
    memset(reader->seen, 0, sizeof reader->seen);
    reader->done = false;
    warc_start(&reader->warc, reader->files.stream, o->max_record);
    go_on(ctx, reader);
}

static int take(struct filon_ctx *ctx, struct filon_input *input)
{
    struct reader *reader = filon_data(ctx);
    while (!reader->done) {
        struct record record;
        struct filon_error cause = {0};
        int got = warc_next(&reader->warc, &record, &cause);
        if (got == STREAM_LATER)
            return filon_wait_for(ctx, STDIN_FILENO);
        if (got < 0)
            return filon_fail(ctx, "%s", cause.text);
        if (!got) {
            tell(ctx, reader);
            reach_end(ctx, reader);
            return 0;
        }
        reach(ctx, reader, &record);
        int kind = record.broken ? BROKEN : judge(&record);
        reader->seen[kind]++;
        if (kind != WANTED && kind != BROKEN)
            continue;
        give(ctx, reader, &record, input);
        reader->place.documents++;
        return 1;
    }
    return 0;
}

static int reader_next(struct filon_ctx *ctx, struct filon_input *input)
{
    return files_each(ctx, &(const struct files_kind){start, take}, input);
}

/* ---- From a record to a document */

/* Bytes of a header that are no UTF-8 become %XX, controls vanish. */
static void set_meta(struct filon_doc *doc, const char *key, struct filon_str value)
{
    struct filon_buf clean = FILON_BUF_INIT;
    while (value.n && clean.n < 8192) {
        size_t good = filon_utf8_check(value.p, value.n);
        for (size_t i = 0; i < good; i++)
            if ((unsigned char)value.p[i] >= 0x20 && value.p[i] != 0x7f)
                filon_buf_putc(&clean, value.p[i]);
        if (good < value.n)
            filon_buf_printf(&clean, "%%%02X", (unsigned char)value.p[good++]);
        value = (struct filon_str){value.p + good, value.n - good};
    }
    if (clean.n)
        filon_meta_set(doc, key, filon_buf_str(&clean), FILON_NO_SPAN);
    filon_buf_free(&clean);
}

static int load_record(struct filon_ctx *ctx, const struct record *record, struct filon_doc *doc)
{
    const struct read_warc_options *o = filon_options(ctx);
    struct filon_arena *arena = filon_doc_arena(doc);
    struct http http = {.body = record->block, .type = record->content_type};
    struct filon_str body;
    if (record->segment.n)
        return filon_fail(ctx, "a record in segments: they are not joined");
    if (is_type(record, "response") && !http_parse(&http, record->block))
        return filon_fail(ctx, "a response without HTTP's status and header");
    if (http_body(&http, o->max_record, record->truncated.n, arena, &body, filon_ctx_error(ctx)) < 0)
        return -1;
    if (!body.n)
        return filon_doc_drop(doc, "an empty page");
    if (!http.type.n && !markup_is_html(body, FILON_NO_STR))
        return filon_doc_drop(doc, "no page of HTML, and it does not say what it is");
    filon_doc_set_source(doc, filon_str_dup(arena, body));
    set_meta(doc, "url", record->uri);
    set_meta(doc, "fetched", record->date);
    set_meta(doc, "content_type", http.type.n ? http.type : FILON_STR("text/html"));
    set_meta(doc, "truncated", record->truncated);
    return 0;
}

/* An input without data: its file could not be opened in its turn, or it is tried again. */
static int read_again(struct filon_ctx *ctx, const struct filon_input *input, struct filon_arena *arena, const char *name,
                      struct record *record)
{
    const struct read_warc_options *o = filon_options(ctx);
    struct reader *reader = filon_data(ctx);
    struct filon_error *error = filon_ctx_error(ctx);
    struct stream *stream = files_again(input, arena, name, error);
    if (!stream)
        return -1;
    warc_start(&reader->again, stream, o->max_record);
    int got = warc_next(&reader->again, record, error);
    stream_close(stream);
    if (got < 0)
        return -1;
    if (got != 1 || !record->whole.p || (input->size && record->length != input->size))
        return filon_fail(ctx, "%s: could not be read in its turn, and has changed since: run again", name);
    return 0;
}

static int reader_load(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc)
{
    struct filon_arena *arena = filon_doc_arena(doc);
    const char *name = files_shown(ctx, arena, input->path), *why = NULL;
    struct record record;
    if (!input->data.p && read_again(ctx, input, arena, name, &record) < 0)
        return -1;
    if (input->data.p && (!input->data.n || !input->data.p[0]))
        return filon_fail(ctx, "%.*s", (int)input->data.n - 1, input->data.p + 1);
    if (input->data.p) {
        size_t header = record_parse(&record, input->data, &why);
        if (!header || why || record.length != input->data.n)
            return filon_fail(ctx, "%s:%" PRIu64 ": no record", name, input->offset);
        record.block = (struct filon_str){input->data.p + header, input->data.n - header};
    }
    if (load_record(ctx, &record, doc) == 0)
        return 0;
    return filon_error_wrap(filon_ctx_error(ctx), "%s, the record at its unpacked byte %" PRIu64, name, input->offset);
}

FILON_PLUGIN(read_warc) = {
    FILON_PLUGIN_HEADER,  .version = "1.0",
    .kind = FILON_READER, .summary = "Read the pages in web archives (WARC), plain or packed",
    .options = options,   .options_size = sizeof(struct read_warc_options),
    .open = reader_open,  .close = reader_close,
    .next = reader_next,  .load = reader_load,
};
