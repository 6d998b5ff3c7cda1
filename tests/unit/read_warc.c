/* read_warc: records to documents, whatever they are packed in; every way to be broken, with its place, and what stands behind it is read. */
#include "tests/unit/iokit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

extern const struct filon_plugin filon_plugin_read_warc;

static struct filon_ctx *ctx;
static struct filon_input input;

/* ---- Files, made of records. */

enum { RECORDS = 64 };
static struct filon_str record[RECORDS];
static int records;

static struct filon_str str_of(struct filon_buf *buf)
{
    struct filon_str s = filon_str_dup(kit.arena, filon_buf_str(buf));
    filon_buf_free(buf);
    return s;
}

/* length < 0: the block's. */
static struct filon_str make(const char *type, const char *id, const char *uri, const char *fields, struct filon_str block, long length)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_printf(&out, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n", type, id);
    filon_buf_printf(&out, "WARC-Target-URI: %s\r\n%sContent-Length: %ld\r\n\r\n", uri, fields, length < 0 ? (long)block.n : length);
    filon_buf_put_str(&out, block);
    filon_buf_puts(&out, "\r\n\r\n");
    return str_of(&out);
}

static void add(struct filon_str bytes)
{
    record[records++] = bytes;
}

static struct filon_str http(const char *status, const char *fields, struct filon_str body)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_printf(&out, "HTTP/1.1 %s\r\n%s\r\n", status, fields);
    filon_buf_put_str(&out, body);
    return str_of(&out);
}

#define HTML "Content-Type: text/html; charset=UTF-8\r\n"
#define HTTP "Content-Type: application/http; msgtype=response\r\n"

static void add_page(const char *id, const char *text)
{
    const char *page = filon_strf(kit.arena, "<html><body><p>%s</p></body></html>", text);
    add(make("response", id, "http://a.example/", HTTP, http("200 OK", HTML, filon_str_of(page)), -1));
}

enum form { PLAIN, MEMBERS, ONE, FORMS };
static const char *const names[FORMS] = {"a.warc", "a.warc.gz", "one.warc.gz"};

static void put_file(enum form form)
{
    struct filon_buf all = FILON_BUF_INIT;
    for (int i = 0; i < records; i++)
        filon_buf_put_str(&all, record[i]);
    if (form == PLAIN)
        kit_put(names[form], filon_buf_str(&all));
    else if (form == ONE)
        kit_gzip(names[form], filon_buf_str(&all), "wb");
    else
        for (int i = 0; i < records; i++)
            kit_gzip(names[form], record[i], i ? "ab" : "wb");
    filon_buf_free(&all);
}

static void start(const char *yaml)
{
    ctx = kit_open("read_warc", &filon_plugin_read_warc, yaml);
}

static void stop(void)
{
    filon_instance_free(ctx);
}

static int next(void)
{
    int got = filon_plugin_read_warc.next(ctx, &input);
    ck_assert_msg(got >= 0, "%s", kit_error(ctx));
    return got;
}

static void load(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_plugin_read_warc.load(ctx, &input, kit.doc) == 0, "%s", kit_error(ctx));
}

static const char *refused(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_int_lt(filon_plugin_read_warc.load(ctx, &input, kit.doc), 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_INPUT);
    return kit_error(ctx);
}

/* What a file gives: ids, and for those that fail, the messages. */
static const char *all_of(const char *options)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_puts(&out, "");
    start(options);
    while (next() == 1) {
        filon_doc_reset(kit.doc);
        bool failed = filon_plugin_read_warc.load(ctx, &input, kit.doc) < 0;
        filon_buf_printf(&out, "%.*s", FILON_FMT(input.id));
        filon_buf_printf(&out, failed ? " ! %s\n" : "%s\n", failed ? kit_error(ctx) : "");
        ck_assert_msg(out.n < 100000, "no end: %.300s", out.p);
    }
    stop();
    return str_of(&out).p;
}

#define assert_same(found, wanted) ck_assert_msg(strcmp((found), (wanted)) == 0, "found:\n%swanted:\n%s", (found), (wanted))

/* ---- Whole files. */

static void add_every_kind(void)
{
    add(make("warcinfo", "info", "", "Content-Type: application/warc-fields\r\n", FILON_STR("software: test\r\n"), -1));
    add(make("request", "request", "http://a.example/1", "", FILON_STR("GET / HTTP/1.1\r\n\r\n"), -1));
    add_page("1", "un");
    add(make("metadata", "meta", "http://a.example/1", "", FILON_STR("a: b\r\n"), -1));
    add(make("revisit", "2", "http://a.example/2", HTTP, http("200 OK", HTML, FILON_STR("")), -1));
    add(make("response", "3", "http://a.example/3", HTTP, http("404 Not Found", HTML, FILON_STR("<p>rien")), -1));
    add(make("response", "4", "http://a.example/4", HTTP, http("301 Moved", HTML "Location: /5\r\n", FILON_STR("")), -1));
    add(make("response", "5", "http://a.example/5", HTTP, http("200 OK", "Content-Type: image/png\r\n", FILON_STR("\x89PNG\r\n")), -1));
    add(make("response", "6", "dns:a.example", "Content-Type: text/dns\r\n", FILON_STR("20200102\r\n"), -1));
    add(make("response", "7", "http://a.example/robots.txt", HTTP,
             http("200 OK", "Content-Type: text/plain\r\n", FILON_STR("User-agent: *")), -1));
    add(make("resource", "8", "http://a.example/8", "Content-Type: text/html\r\n", FILON_STR("<p>huit"), -1));
    add(make("conversion", "9", "http://a.example/9", "Content-Type: text/plain\r\n", FILON_STR("Neuf."), -1));
    add(make("resource", "12", "metadata://a.example/arguments.txt", "Content-Type: text/plain\r\n", FILON_STR("-q"), -1));
    add(make("resource", "10", "http://a.example/a.pdf", "Content-Type: application/pdf\r\n", FILON_STR("%PDF"), -1));
    add(make("response", "11", "http://a.example/11", HTTP, http("200 OK", "", FILON_STR("<!doctype html><p>onze")), -1));
}

START_TEST(pages_in_every_form)
{
    add_every_kind();
    for (enum form form = PLAIN; form < FORMS; form++) {
        put_file(form);
        assert_same(all_of(filon_strf(kit.arena, "path: %s", names[form])), "urn:uuid:1\nurn:uuid:8\nurn:uuid:9\nurn:uuid:11\n");
    }
}
END_TEST

START_TEST(what_a_document_gets)
{
    const char *page = "<html><p>\xe9t\xe9</html>";
    add(make("response", "1", "<http://a.example/caf\xe9>", HTTP "WARC-Truncated: length\r\n",
             http("200 OK", "content-type:text/html;charset=ISO-8859-1\r\n", filon_str_of(page)), -1));
    put_file(PLAIN);
    start("path: a.warc");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "urn:uuid:1");
    ck_assert_uint_eq(input.offset, 0);
    ck_assert_int_gt(input.mtime, 0);
    load();
    assert_str(filon_doc_source(kit.doc), page);
    ck_assert_ptr_null(filon_doc_text(kit.doc).p);
    assert_str(filon_meta_get(kit.doc, "url", NULL), "http://a.example/caf%E9");
    assert_str(filon_meta_get(kit.doc, "fetched", NULL), "2020-01-02T03:04:05Z");
    assert_str(filon_meta_get(kit.doc, "content_type", NULL), "text/html;charset=ISO-8859-1");
    assert_str(filon_meta_get(kit.doc, "truncated", NULL), "length");
    ck_assert_ptr_null(filon_meta_get(kit.doc, "date", NULL).p); /* of publication, which the page must say */
    ck_assert_int_eq(next(), 0);
    ck_assert_int_eq(next(), 0);
    stop();
}
END_TEST

START_TEST(named_by_address)
{
    add_page("1", "un");
    put_file(PLAIN);
    assert_same(all_of("{path: a.warc, id: url}"), "http://a.example/\n");
}
END_TEST

START_TEST(records_without_an_id)
{
    add(FILON_STR("WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nun\r\n\r\n"));
    add(FILON_STR("WARC/1.1\nwarc-type:resource\nContent-Type: text/plain\ncontent-length:4\n\ndeux\n\n"));
    put_file(PLAIN);
    assert_same(all_of("path: a.warc"), "a.warc:0\na.warc:84\n");
    put_file(ONE);
    assert_same(all_of("path: one.warc.gz"), "one.warc.gz:0\none.warc.gz:0+84\n");
    put_file(MEMBERS);
    const char *found = all_of("path: a.warc.gz");
    unsigned second = 0;
    ck_assert_msg(sscanf(found, "a.warc.gz:0 a.warc.gz:%u", &second) == 1 && second > 20, "%s", found);
    struct filon_str packed = kit_get("a.warc.gz");
    ck_assert_mem_eq(packed.p + second, "\x1f\x8b", 2); /* where an index would say */
}
END_TEST

/* ---- Bodies. */

static struct filon_str pack(struct filon_str plain, int window)
{
    z_stream z = {0};
    struct filon_str packed = {filon_alloc(kit.arena, plain.n + 1000), 0};
    ck_assert_int_eq(deflateInit2(&z, 9, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)plain.p;
    z.avail_in = (unsigned)plain.n;
    z.next_out = (unsigned char *)packed.p;
    z.avail_out = (unsigned)plain.n + 1000;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    packed.n = z.total_out;
    deflateEnd(&z);
    return packed;
}

/* The body of a response with these fields: what it becomes, or the message. */
static const char *body_of(const char *fields, struct filon_str body, const char *more)
{
    records = 0;
    add(make("response", "1", "http://a.example/", filon_strf(kit.arena, HTTP "%s", more),
             http("200 OK", filon_strf(kit.arena, HTML "%s", fields), body), -1));
    put_file(PLAIN);
    start("{path: a.warc, max_record: 1 MiB}");
    ck_assert_int_eq(next(), 1);
    filon_doc_reset(kit.doc);
    if (filon_plugin_read_warc.load(ctx, &input, kit.doc) < 0) {
        const char *text = kit_error(ctx);
        stop();
        return text;
    }
    stop();
    return filon_doc_source(kit.doc).p ? filon_doc_source(kit.doc).p : "dropped";
}

START_TEST(bodies)
{
    struct filon_str page = FILON_STR("<p>Voil\xc3\xa0 la page");
    ck_assert_str_eq(body_of("", page, ""), page.p);
    ck_assert_str_eq(body_of("Content-Encoding: gzip\r\n", pack(page, 31), ""), page.p);
    ck_assert_str_eq(body_of("Content-Encoding: x-gzip\r\n", pack(page, 31), ""), page.p);
    ck_assert_str_eq(body_of("Content-Encoding: deflate\r\n", pack(page, 15), ""), page.p);
    ck_assert_str_eq(body_of("Content-Encoding: deflate\r\n", pack(page, -15), ""), page.p);
    ck_assert_str_eq(body_of("Content-Encoding: gzip\r\n", page, ""), page.p); /* unpacked by the crawler */
    ck_assert_str_eq(body_of("Content-Encoding: br\r\n", page, ""), page.p);
    ck_assert_str_eq(body_of("Transfer-Encoding: chunked\r\n", FILON_STR("5;x=y\r\n<p>Vo\r\nc\r\nil\xc3\xa0 la page\r\n0\r\n\r\n"), ""),
                     page.p);
    ck_assert_str_eq(body_of("Transfer-Encoding: chunked\r\n", page, ""), page.p);
    ck_assert_str_eq(body_of("", FILON_STR(""), ""), "dropped");
    struct filon_buf chunks = FILON_BUF_INIT;
    struct filon_str packed = pack(page, 31);
    filon_buf_printf(&chunks, "%zX\r\n", packed.n);
    filon_buf_put_str(&chunks, packed);
    filon_buf_puts(&chunks, "\r\n0\r\nX: y\r\n\r\n");
    ck_assert_str_eq(body_of("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", str_of(&chunks), ""), page.p);
}
END_TEST

START_TEST(broken_bodies)
{
    struct filon_str page = FILON_STR("<p>Voil\xc3\xa0 la page, et il y en a plus"), packed = pack(page, 31);
    struct filon_str half = {packed.p, packed.n - 12};
    assert_has(body_of("Content-Encoding: gzip\r\n", half, ""),
               "a.warc, the record at its unpacked byte 0: a packed body: it ends too early");
    assert_has(body_of("Content-Encoding: gzip\r\n", half, "WARC-Truncated: time\r\n"), "<p>Voil");
    ((char *)packed.p)[packed.n - 6] ^= 1;
    assert_has(body_of("Content-Encoding: gzip\r\n", packed, ""), "a packed body: incorrect data check");
    assert_has(body_of("Content-Encoding: br\r\n", FILON_STR("\x0b\x01\x80\x03\x02"), ""), "Content-Encoding `br` is not known");
    assert_has(body_of("Transfer-Encoding: chunked\r\n", FILON_STR("5\r\n<p>Vo\r\n1d\r\nil"), ""),
               "a chunked body that is cut or broken behind byte 7");
    assert_has(body_of("Transfer-Encoding: chunked\r\n", FILON_STR("5\r\n<p>Vo\r\nx\r\n"), ""),
               "a chunked body that is cut or broken behind byte 5");
    assert_has(body_of("Transfer-Encoding: chunked\r\n", FILON_STR("FFFFFFFFFFFFFF\r\n<p>Vo\r\nx\r\n"), ""), "cut or broken behind");
    assert_has(body_of("WARC-Segment: \r\n", page, "WARC-Segment-Number: 1\r\n"), "a record in segments: they are not joined");
    enum { LARGE = 40 << 20 };
    struct filon_str zeros = {filon_zalloc(kit.arena, LARGE, 1), LARGE};
    assert_has(body_of("Content-Encoding: gzip\r\n", pack(zeros, 31), ""),
               "a body of more than 1048576 bytes when unpacked (option max_record)");
    records = 0;
    add(make("response", "1", "http://a.example/", HTTP, FILON_STR("no header"), -1));
    put_file(PLAIN);
    assert_has(all_of("path: a.warc"), "a response without HTTP's status and header");
}
END_TEST

/* ---- Broken files: the records around the damage are read, in every form. */

static const char *place_behind(const char *id, const char *found)
{
    const char *line = strstr(found, id);
    ck_assert_msg(line != NULL, "`%s` is not in:\n%s", id, found);
    return line;
}

static const char *read_form(enum form form)
{
    put_file(form);
    return all_of(filon_strf(kit.arena, "{path: %s, max_record: 1 MiB}", names[form]));
}

START_TEST(wrong_lengths)
{
    static const long lengths[] = {0, 1, 60, 90, 91, 420, 820, 5000, 2000000, 999999999999999999};
    for (size_t i = 0; i < FILON_COUNT(lengths); i++) {
        for (enum form form = PLAIN; form < FORMS; form++) {
            records = 0;
            add_page("1", "un");
            add(make("response", "bad", "http://a.example/", HTTP,
                     http("200 OK", HTML, FILON_STR("<p>L'\xc3\xa9t\xc3\xa9 en pente douce, page 1 de 2.")), lengths[i]));
            add_page("2", "deux");
            add_page("3", "trois");
            const char *found = read_form(form);
            place_behind("urn:uuid:1\n", found);
            assert_has(place_behind("urn:uuid:bad ! ", found), "Content-Length is wrong");
            assert_has(place_behind("urn:uuid:bad ! ", found), names[form]);
            place_behind("urn:uuid:2\n", found);
            place_behind("urn:uuid:3\n", found);
        }
    }
}
END_TEST

/* In one long member one cannot look ahead: what cannot be read for a wrong length is at least said. */
START_TEST(a_wrong_length_beyond_what_is_kept)
{
    for (enum form form = PLAIN; form < FORMS; form++) {
        records = 0;
        add_page("1", "un");
        add(make("response", "bad", "http://a.example/", HTTP, http("200 OK", HTML, FILON_STR("<p>page")), 1200000));
        for (int i = 2; i < 22; i++)
            add_page(filon_strf(kit.arena, "%d", i), filon_strf(kit.arena, "%070000d", i));
        const char *found = read_form(form);
        place_behind("urn:uuid:1\n", found);
        place_behind("urn:uuid:bad ! ", found);
        place_behind("urn:uuid:21\n", found);
        if (form == ONE)
            place_behind(": no record ends here: the Content-Length of the one before is wrong", found);
        else
            place_behind("urn:uuid:2\n", found);
    }
}
END_TEST

START_TEST(places)
{
    add_page("1", "un");
    struct filon_str first = record[0];
    add(FILON_STR("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n<p>\r\n\r\n"));
    add_page("2", "deux");
    put_file(PLAIN);
    assert_same(all_of("path: a.warc"),
                filon_strf(kit.arena, "urn:uuid:1\na.warc:%zu ! a.warc:%zu: its Content-Length is no number of bytes\nurn:uuid:2\n",
                           first.n, first.n));
    put_file(ONE);
    assert_same(all_of("path: one.warc.gz"),
                filon_strf(kit.arena,
                           "urn:uuid:1\none.warc.gz:0+%zu ! one.warc.gz:0+%zu: its Content-Length is no number of bytes\nurn:uuid:2\n",
                           first.n, first.n));
}
END_TEST

START_TEST(wrong_headers)
{
    char *endless = filon_strf(kit.arena, "WARC/1.0\r\nX: %*s", 100000, "");
    const struct {
        const char *bytes, *message;
    } cases[] = {
        {"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n", "its header has no Content-Length"},
        {"WARC/1.0\r\nContent-Length: -5\r\n\r\nx\r\n\r\n", "its Content-Length is no number of bytes"},
        {"WARC/1.0\r\nContent-Length: 12345678901234567890\r\n\r\nx\r\n\r\n", "its Content-Length is no number of bytes"},
        {"WARC/7.0\r\nContent-Length: 1\r\n\r\nx\r\n\r\n", "of a version that is neither 1.0 nor 1.1"},
        {"<html>this is no WARC\r\n\r\nat all\r\n\r\n", "no WARC record begins here"},
        {endless, "a header without end"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        for (enum form form = PLAIN; form < FORMS; form++) {
            records = 0;
            add_page("1", "un");
            add(filon_str_of(cases[i].bytes));
            if (cases[i].bytes == endless)
                add(FILON_STR("\r\n"));
            add_page("2", "deux");
            const char *found = read_form(form);
            assert_has(found, "urn:uuid:1\n");
            assert_has(found, cases[i].message);
            assert_has(found, "urn:uuid:2\n");
        }
}
END_TEST

START_TEST(cut_anywhere)
{
    add_page("1", "un");
    add_page("2", "deux");
    for (enum form form = PLAIN; form < FORMS; form++) {
        put_file(form);
        struct filon_str whole = kit_get(names[form]);
        for (size_t n = 0; n < whole.n; n++) {
            kit_put("cut", (struct filon_str){whole.p, n});
            const char *found = all_of("path: cut");
            const char *failure = strchr(found, '!');
            bool second = strstr(found, "urn:uuid:2\n") != NULL;
            ck_assert_msg(failure || second || n < 2 || (n + 4 >= record[0].n && form == PLAIN) ||
                              (strstr(found, "urn:uuid:1\n") && !strstr(found, "2")),
                          "cut at %zu of %zu of %s, and nobody says so:\n%s", n, whole.n, names[form], found);
            ck_assert_msg(!second || n + 40 > whole.n, "%zu: %s", n, found);
        }
    }
}
END_TEST

START_TEST(damaged_anywhere)
{
    for (int i = 0; i < 8; i++)
        add_page(filon_strf(kit.arena, "%d", i), "Une page dont un octet est faux, et une seule.");
    put_file(MEMBERS);
    struct filon_str whole = kit_get("a.warc.gz");
    char *bytes = filon_alloc(kit.arena, whole.n);
    for (size_t at = 2; at < whole.n; at += 3) {
        memcpy(bytes, whole.p, whole.n);
        bytes[at] ^= 0x55;
        kit_put("hurt", (struct filon_str){bytes, whole.n});
        const char *found = all_of("path: hurt");
        int good = 0, lines = 0;
        for (int i = 0; i < 8; i++)
            good += strstr(found, filon_strf(kit.arena, "urn:uuid:%d\n", i)) != NULL;
        for (const char *p = found; (p = strchr(p, '\n')); p++)
            lines++;
        ck_assert_msg(good >= 7, "byte %zu: %d good\n%s", at, good, found);
        ck_assert_msg(good == 8 || strstr(found, "hurt:") != NULL, "byte %zu: nobody says so:\n%s", at, found);
        ck_assert_msg(lines <= 10, "byte %zu:\n%s", at, found);
    }
}
END_TEST

START_TEST(long_records)
{
    char *long_ = filon_alloc(kit.arena, 3 << 20);
    memset(long_, 'x', 3 << 20);
    struct filon_str body = {long_, 3 << 20};
    for (enum form form = PLAIN; form < FORMS; form++) {
        records = 0;
        add_page("1", "un");
        add(make("response", "long", "http://a.example/", HTTP, http("200 OK", HTML, body), -1));
        add(make("response", "video", "http://a.example/", HTTP, http("200 OK", "Content-Type: video/mp4\r\n", body), -1));
        add(make("request", "request", "http://a.example/", "", body, -1));
        add_page("2", "deux");
        const char *found = read_form(form);
        assert_has(found, "urn:uuid:1\nurn:uuid:long ! ");
        assert_has(found, "bytes: more than 1048576 (option max_record)\nurn:uuid:2\n");
        ck_assert_int_eq(strstr(found, "video") == NULL && strstr(found, "request") == NULL, 1);
        assert_same(all_of(filon_strf(kit.arena, "path: %s", names[form])), "urn:uuid:1\nurn:uuid:long\nurn:uuid:2\n");
    }
}
END_TEST

/* A record whose text holds the beginning of one is a record like others. */
START_TEST(records_within_records)
{
    add(make("resource", "outer", "http://a.example/x", "Content-Type: text/plain\r\n",
             FILON_STR("A text.\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno\r\n\r\n"),
             -1));
    add_page("2", "deux");
    for (enum form form = PLAIN; form < FORMS; form++)
        assert_same(read_form(form), "urn:uuid:outer\nurn:uuid:2\n");
}
END_TEST

/* A member's size has nothing to do with that of a record. */
START_TEST(records_across_members)
{
    for (int i = 0; i < 5; i++)
        add_page(filon_strf(kit.arena, "%d", i), "Une page qui commence dans un membre et finit dans un autre.");
    put_file(PLAIN);
    struct filon_str whole = kit_get("a.warc");
    for (size_t step = 50; step < 700; step += 131) {
        for (size_t at = 0; at < whole.n; at += step)
            kit_gzip("x.gz", (struct filon_str){whole.p + at, whole.n - at < step ? whole.n - at : step}, at ? "ab" : "wb");
        assert_same(all_of("path: x.gz"), "urn:uuid:0\nurn:uuid:1\nurn:uuid:2\nurn:uuid:3\nurn:uuid:4\n");
    }
}
END_TEST

START_TEST(an_input_without_data_is_read_again)
{
    add_page("1", "un");
    add_page("2", "deux");
    for (enum form form = PLAIN; form < FORMS; form++) {
        put_file(form);
        start(filon_strf(kit.arena, "path: %s", names[form]));
        next();
        ck_assert_int_eq(next(), 1);
        input.data = FILON_NO_STR;
        load();
        assert_str(filon_doc_source(kit.doc), "<html><body><p>deux</p></body></html>");
        input.offset += 1;
        assert_has(refused(), "could not be read in its turn, and has changed since: run again");
        stop();
    }
    assert_has(all_of("path: missing.warc"), "missing.warc ! cannot read missing.warc: No such file or directory");
}
END_TEST

START_TEST(a_slow_standard_input)
{
    int saved = dup(STDIN_FILENO), ends[2];
    for (int i = 0; i < 3; i++)
        add_page(filon_strf(kit.arena, "%d", i), "page");
    for (enum form form = PLAIN; form < FORMS; form++) {
        put_file(form);
        struct filon_str whole = kit_get(names[form]);
        ck_assert_int_eq(pipe(ends), 0);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        start("path: \"-\"");
        int got = 0, later = 0;
        for (size_t at = 0; got < 3;) {
            int answer = next();
            ck_assert_int_ne(answer, 0);
            if (answer == 1) {
                assert_str(input.id, filon_strf(kit.arena, "urn:uuid:%d", got++));
                load();
                continue;
            }
            later++;
            ck_assert_uint_lt(at, whole.n + 1);
            if (at < whole.n)
                ck_assert_int_eq(write(ends[1], whole.p + at++, 1), 1);
            else
                close(ends[1]);
            at += at == whole.n && answer == 2 && later > (int)whole.n;
        }
        close(ends[1]);
        ck_assert_int_eq(next(), 0);
        ck_assert_int_gt(later, (int)whole.n / 2);
        stop();
    }
    dup2(saved, STDIN_FILENO);
    close(saved);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        pages_in_every_form,
        what_a_document_gets,
        named_by_address,
        records_without_an_id,
        bodies,
        broken_bodies,
        wrong_lengths,
        a_wrong_length_beyond_what_is_kept,
        places,
        wrong_headers,
        cut_anywhere,
        damaged_anywhere,
        long_records,
        records_within_records,
        records_across_members,
        an_input_without_data_is_read_again,
        a_slow_standard_input,
        NULL,
    };
    return kit_main("read_warc", tests);
}
