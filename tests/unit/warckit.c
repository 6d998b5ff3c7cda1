#include "tests/unit/warckit.h"

enum { RECORDS = 64 };
static struct filon_str record[RECORDS];
static int records;

const char *const warckit_names[FORMS] = {"a.warc", "a.warc.gz", "one.warc.gz"};
struct filon_ctx *warckit_ctx;
struct filon_input warckit_input;

struct filon_str warckit_make(const char *type, const char *id, const char *uri, const char *fields, struct filon_str block, long length)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_printf(&out, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n", type, id);
    filon_buf_printf(&out, "WARC-Target-URI: %s\r\n%sContent-Length: %ld\r\n\r\n", uri, fields, length < 0 ? (long)block.n : length);
    filon_buf_put_str(&out, block);
    filon_buf_puts(&out, "\r\n\r\n");
    return kit_str(&out);
}

void warckit_add(struct filon_str bytes)
{
    ck_assert_int_lt(records, RECORDS);
    record[records++] = bytes;
}

struct filon_str warckit_record(int i)
{
    return record[i];
}

void warckit_clear(void)
{
    records = 0;
}

struct filon_str warckit_http(const char *status, const char *fields, struct filon_str body)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_printf(&out, "HTTP/1.1 %s\r\n%s\r\n", status, fields);
    filon_buf_put_str(&out, body);
    return kit_str(&out);
}

void warckit_add_page(const char *id, const char *text)
{
    const char *page = filon_strf(kit.arena, "<html><body><p>%s</p></body></html>", text);
    warckit_add(warckit_make("response", id, "http://a.example/", HTTP, warckit_http("200 OK", HTML, filon_str_of(page)), -1));
}

void warckit_put(enum form form)
{
    struct filon_buf all = FILON_BUF_INIT;
    for (int i = 0; i < records; i++)
        filon_buf_put_str(&all, record[i]);
    if (form == PLAIN)
        kit_put(warckit_names[form], filon_buf_str(&all));
    else if (form == ONE)
        kit_gzip(warckit_names[form], filon_buf_str(&all), "wb");
    else
        for (int i = 0; i < records; i++)
            kit_gzip(warckit_names[form], record[i], i ? "ab" : "wb");
    filon_buf_free(&all);
}

void warckit_start(const char *yaml)
{
    warckit_ctx = kit_open("read_warc", &filon_plugin_read_warc, yaml);
}

void warckit_stop(void)
{
    filon_instance_free(warckit_ctx);
}

int warckit_next(void)
{
    int got = filon_plugin_read_warc.next(warckit_ctx, &warckit_input);
    ck_assert_msg(got >= 0, "%s", kit_error(warckit_ctx));
    return got;
}

void warckit_load(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_plugin_read_warc.load(warckit_ctx, &warckit_input, kit.doc) == 0, "%s", kit_error(warckit_ctx));
}

const char *warckit_all(const char *options)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_puts(&out, "");
    warckit_start(options);
    while (warckit_next() == 1) {
        filon_doc_reset(kit.doc);
        bool failed = filon_plugin_read_warc.load(warckit_ctx, &warckit_input, kit.doc) < 0;
        filon_buf_printf(&out, "%.*s", FILON_FMT(warckit_input.id));
        filon_buf_printf(&out, failed ? " ! %s\n" : "%s\n", failed ? kit_error(warckit_ctx) : "");
        ck_assert_msg(out.n < 100000, "no end: %.300s", out.p);
    }
    warckit_stop();
    return kit_str(&out).p;
}

const char *warckit_read(enum form form)
{
    warckit_put(form);
    return warckit_all(filon_strf(kit.arena, "{path: %s, max_record: 1 MiB}", warckit_names[form]));
}
