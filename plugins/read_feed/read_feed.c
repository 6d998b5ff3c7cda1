#include "../read_files/files.h"
#include "feed.h"

#include <inttypes.h>
#include <strings.h>

struct read_feed_options {
    struct walk_options walk;
    uint64_t max_size;
};

static const struct filon_option options[] = {
    WALK_OPTIONS(struct read_feed_options),
    FILON_OPTION(struct read_feed_options, max_size, FILON_OPT_SIZE, "32 MiB", "A larger file, unpacked, is refused", .min = 1,
                 .max = 1 << 30),
    {0},
};

enum { ID_MOST = 1024, FIELD_MOST = 4096 };

/* An entry's fields as they go to a worker. */
enum { GIVEN_TITLE, GIVEN_URL, GIVEN_DATE, GIVEN_UPDATED, GIVEN_AUTHOR, GIVEN_PUBLISHER, GIVEN_LANG, GIVEN_HTML, GIVEN };

struct given {
    size_t at, n;    /* of all: its fields */
    size_t id, id_n; /* of ids */
    unsigned long line;
};

struct reader {
    struct files files;                 /* first: files_open */
    struct filon_buf all, ids, entries; /* of the file under way; entries: of struct given */
    size_t at;                          /* the next entry */
    struct filon_error cause;           /* what ended the file too early */
    struct filon_buf message;
};

static int reader_open(struct filon_ctx *ctx)
{
    return files_open(ctx, sizeof(struct reader));
}

static void reader_close(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    files_close(&reader->files);
    filon_buf_free(&reader->all);
    filon_buf_free(&reader->ids);
    filon_buf_free(&reader->entries);
    filon_buf_free(&reader->message);
}

/* ---- Entries of a file */

static struct filon_str field(const struct feed_entry *entry, enum feed_field which)
{
    return filon_buf_str(&entry->field[which]);
}

static struct filon_str first(struct filon_str one, struct filon_str other)
{
    return one.n ? one : other;
}

/* tag:a.example,2017:1, http://…, urn:…: a name that nobody else gives. */
static bool is_uri(struct filon_str id)
{
    size_t i = 0;
    while (i < id.n &&
           (((id.p[i] | 32) >= 'a' && (id.p[i] | 32) <= 'z') || (i && ((id.p[i] >= '0' && id.p[i] <= '9') || strchr("+-.", id.p[i])))))
        i++;
    return i > 1 && i < id.n && id.p[i] == ':';
}

static void put_id(struct reader *reader, const struct feed_entry *entry, const struct feed_entry *feed)
{
    struct filon_str id = field(entry, FEED_ID), link = field(entry, FEED_LINK);
    struct filon_buf *out = &reader->ids;
    if (is_uri(id) && id.n <= ID_MOST)
        filon_buf_put_str(out, id);
    else if (id.n && id.n <= ID_MOST / 2 && field(feed, FEED_LINK).n <= ID_MOST / 2)
        filon_buf_printf(out, "%.*s#%.*s", FILON_FMT(first(field(feed, FEED_LINK), filon_str_of(reader->files.name))), FILON_FMT(id));
    else if (link.n && link.n <= ID_MOST)
        filon_buf_put_str(out, link);
    else
        filon_buf_printf(out, "%s:%lu", reader->files.name, entry->line);
}

static void put(struct filon_buf *out, struct filon_str value)
{
    uint64_t n = value.n;
    filon_buf_put(out, &n, sizeof n);
    filon_buf_put_str(out, value);
}

/* The page that the entry would be: its title a heading, its content the article. */
static void put_page(struct filon_buf *out, const struct feed_entry *entry)
{
    struct filon_str title = field(entry, FEED_TITLE);
    struct filon_str content = first(field(entry, FEED_CONTENT), field(entry, FEED_SUMMARY));
    uint64_t n = 0;
    size_t from = out->n;
    filon_buf_put(out, &n, sizeof n);
    if (title.n || content.n) {
        filon_buf_puts(out, "<!DOCTYPE html><html><body><article>");
        if (title.n)
            filon_buf_puts(out, "<h1>");
        for (size_t i = 0; i < title.n; i++)
            if (title.p[i] == '<')
                filon_buf_puts(out, "&lt;");
            else if (title.p[i] == '&')
                filon_buf_puts(out, "&amp;");
            else
                filon_buf_putc(out, title.p[i]);
        if (title.n)
            filon_buf_puts(out, "</h1>");
        filon_buf_puts(out, "\n<div>");
        filon_buf_put_str(out, content);
        filon_buf_puts(out, "</div></article></body></html>\n");
    }
    n = out->n - from - sizeof n;
    memcpy(out->p + from, &n, sizeof n);
}

static void keep(void *self, const struct feed_entry *entry, const struct feed_entry *feed)
{
    struct reader *reader = self;
    struct filon_buf *all = &reader->all;
    size_t something = 0;
    for (int i = 0; i < FEED_FIELDS; i++)
        something += entry->field[i].n;
    if (!something)
        return;
    struct given given = {.at = all->n, .id = reader->ids.n, .line = entry->line};
    put_id(reader, entry, feed);
    given.id_n = reader->ids.n - given.id;
    struct filon_str id = field(entry, FEED_ID), link = field(entry, FEED_LINK);
    filon_buf_putc(all, '\n');
    bool address = !link.n && id.n > 7 && strncasecmp(id.p, "http", 4) == 0;
    put(all, field(entry, FEED_TITLE));
    put(all, address ? id : link);
    put(all, field(entry, FEED_DATE));
    put(all, field(entry, FEED_UPDATED));
    put(all, first(field(entry, FEED_AUTHOR), field(feed, FEED_AUTHOR)));
    put(all, field(feed, FEED_TITLE));
    put(all, first(field(entry, FEED_LANG), field(feed, FEED_LANG)));
    put_page(all, entry);
    given.n = all->n - given.at;
    filon_buf_put(&reader->entries, &given, sizeof given);
}

/* All entries of the file. */
static void start(struct filon_ctx *ctx)
{
    struct reader *reader = filon_data(ctx);
    filon_buf_clear(&reader->all);
    filon_buf_clear(&reader->ids);
    filon_buf_clear(&reader->entries);
    reader->at = 0;
    reader->cause = (struct filon_error){0};
    feed_read(filon_buf_str(&reader->files.bytes), reader->files.name, keep, reader, &reader->cause);
}

static void give(struct reader *reader, struct filon_input *input)
{
    struct given given;
    memcpy(&given, reader->entries.p + reader->at * sizeof given, sizeof given);
    reader->at++;
    *input = (struct filon_input){
        .id = {reader->ids.p + given.id, given.id_n},
        .path = filon_buf_str(&reader->files.path),
        .line = given.line,
        .size = given.n,
        .data = {reader->all.p + given.at, given.n},
    };
}

/* What ended the file goes on as a NUL and the message; entries begin with a line feed. */
static void give_failure(struct reader *reader, struct filon_input *input)
{
    filon_buf_clear(&reader->message);
    filon_buf_putc(&reader->message, '\0');
    filon_buf_puts(&reader->message, reader->cause.text);
    *input = (struct filon_input){.id = filon_str_of(reader->files.name),
                                  .path = filon_buf_str(&reader->files.path),
                                  .line = 1,
                                  .size = reader->message.n,
                                  .data = filon_buf_str(&reader->message)};
}

static int take(struct filon_ctx *ctx, struct filon_input *input)
{
    struct reader *reader = filon_data(ctx);
    if (reader->at < reader->entries.n / sizeof(struct given)) {
        give(reader, input);
        return 1;
    }
    if (!reader->cause.code)
        return 0;
    give_failure(reader, input);
    files_done(&reader->files);
    return 1;
}

static int reader_next(struct filon_ctx *ctx, struct filon_input *input)
{
    const struct read_feed_options *o = filon_options(ctx);
    return files_each_whole(ctx, &(const struct files_kind){start, take}, o->max_size, input);
}

/* ---- From an entry to a document */

static void set_meta(struct filon_doc *doc, const char *key, struct filon_str value)
{
    value = filon_str_trim(value);
    if (value.n && value.n <= FIELD_MOST)
        filon_meta_set(doc, key, value, FILON_NO_SPAN);
}

static void set_date(struct filon_doc *doc, const char *key, struct filon_str value, bool precise)
{
    char date[32];
    const char *precision;
    if (!feed_date(value, date, &precision))
        return;
    filon_meta_set(doc, key, filon_str_of(date), FILON_NO_SPAN);
    if (precise)
        filon_meta_set(doc, "date_precision", filon_str_of(precision), FILON_NO_SPAN);
}

static bool unpack(struct filon_str data, struct filon_str value[GIVEN])
{
    if (!data.n || data.p[0] != '\n')
        return false;
    data = (struct filon_str){data.p + 1, data.n - 1};
    for (int i = 0; i < GIVEN; i++) {
        uint64_t n;
        if (data.n < sizeof n)
            return false;
        memcpy(&n, data.p, sizeof n);
        if (n > data.n - sizeof n)
            return false;
        value[i] = (struct filon_str){data.p + sizeof n, (size_t)n};
        data = (struct filon_str){value[i].p + n, data.n - sizeof n - (size_t)n};
    }
    return data.n == 0;
}

static int load_entry(const struct filon_str value[GIVEN], struct filon_doc *doc)
{
    struct filon_arena *arena = filon_doc_arena(doc);
    if (!value[GIVEN_HTML].n)
        return filon_doc_drop(doc, "an entry without title and content");
    filon_doc_set_source(doc, filon_str_dup(arena, value[GIVEN_HTML]));
    set_meta(doc, "content_type", FILON_STR("text/html; charset=utf-8; scope=article"));
    set_meta(doc, "title", value[GIVEN_TITLE]);
    set_meta(doc, "url", value[GIVEN_URL]);
    set_date(doc, "date", value[GIVEN_DATE].n ? value[GIVEN_DATE] : value[GIVEN_UPDATED], true);
    if (value[GIVEN_DATE].n)
        set_date(doc, "modified", value[GIVEN_UPDATED], false);
    set_meta(doc, "author", value[GIVEN_AUTHOR]);
    set_meta(doc, "publisher", value[GIVEN_PUBLISHER]);
    struct filon_str lang = filon_str_trim(value[GIVEN_LANG]);
    if (lang.n >= 2 && (lang.n == 2 || lang.p[2] == '-' || lang.p[2] == '_')) {
        char two[2] = {(char)(lang.p[0] | 32), (char)(lang.p[1] | 32)};
        if (two[0] >= 'a' && two[0] <= 'z' && two[1] >= 'a' && two[1] <= 'z')
            filon_meta_set(doc, "lang", (struct filon_str){two, 2}, FILON_NO_SPAN);
    }
    return 0;
}

/* An input without data is a file that could not be read in its turn: it is asked again, for what is wrong with it. */
static int reader_load(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc)
{
    const struct read_feed_options *o = filon_options(ctx);
    struct reader *reader = filon_data(ctx);
    struct filon_arena *arena = filon_doc_arena(doc);
    const char *name = files_shown(ctx, arena, input->path);
    struct filon_str value[GIVEN], bytes = input->data;
    if (!bytes.p && files_bytes(&reader->files, input, arena, name, o->max_size, &bytes, filon_ctx_error(ctx)) < 0)
        return -1;
    if (!input->data.p)
        return filon_fail(ctx, "%s: could not be read in its turn, and has changed since: run again", name);
    if (bytes.n && bytes.p[0] == '\0')
        return filon_fail(ctx, "%.*s", (int)bytes.n - 1, bytes.p + 1);
    if (!unpack(bytes, value))
        return filon_fail(ctx, "%s:%" PRIu64 ": no entry", name, input->line);
    return load_entry(value, doc);
}

FILON_PLUGIN(read_feed) = {
    FILON_PLUGIN_HEADER,  .version = "1.0",
    .kind = FILON_READER, .summary = "Read feeds (RSS, Atom), each entry a document",
    .options = options,   .options_size = sizeof(struct read_feed_options),
    .open = reader_open,  .close = reader_close,
    .next = reader_next,  .load = reader_load,
};
