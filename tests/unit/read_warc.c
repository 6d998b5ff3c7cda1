/* read_warc: records to documents, whatever they are packed in; their bodies; long ones; inputs that come slowly or again. */
#include "tests/unit/warckit.h"

#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

/* ---- Whole files. */

static void add_every_kind(void)
{
    warckit_add(warckit_make("warcinfo", "info", "", "Content-Type: application/warc-fields\r\n", FILON_STR("software: test\r\n"), -1));
    warckit_add(warckit_make("request", "request", "http://a.example/1", "", FILON_STR("GET / HTTP/1.1\r\n\r\n"), -1));
    warckit_add_page("1", "un");
    warckit_add(warckit_make("metadata", "meta", "http://a.example/1", "", FILON_STR("a: b\r\n"), -1));
    warckit_add(warckit_make("revisit", "2", "http://a.example/2", HTTP, warckit_http("200 OK", HTML, FILON_STR("")), -1));
    warckit_add(warckit_make("response", "3", "http://a.example/3", HTTP, warckit_http("404 Not Found", HTML, FILON_STR("<p>rien")), -1));
    warckit_add(
        warckit_make("response", "4", "http://a.example/4", HTTP, warckit_http("301 Moved", HTML "Location: /5\r\n", FILON_STR("")), -1));
    warckit_add(warckit_make("response", "5", "http://a.example/5", HTTP,
                             warckit_http("200 OK", "Content-Type: image/png\r\n", FILON_STR("\x89PNG\r\n")), -1));
    warckit_add(warckit_make("response", "6", "dns:a.example", "Content-Type: text/dns\r\n", FILON_STR("20200102\r\n"), -1));
    warckit_add(warckit_make("response", "7", "http://a.example/robots.txt", HTTP,
                             warckit_http("200 OK", "Content-Type: text/plain\r\n", FILON_STR("User-agent: *")), -1));
    warckit_add(warckit_make("resource", "8", "http://a.example/8", "Content-Type: text/html\r\n", FILON_STR("<p>huit"), -1));
    warckit_add(warckit_make("conversion", "9", "http://a.example/9", "Content-Type: text/plain\r\n", FILON_STR("Neuf."), -1));
    warckit_add(warckit_make("resource", "12", "metadata://a.example/arguments.txt", "Content-Type: text/plain\r\n", FILON_STR("-q"), -1));
    warckit_add(warckit_make("resource", "10", "http://a.example/a.pdf", "Content-Type: application/pdf\r\n", FILON_STR("%PDF"), -1));
    warckit_add(
        warckit_make("response", "11", "http://a.example/11", HTTP, warckit_http("200 OK", "", FILON_STR("<!doctype html><p>onze")), -1));
}

START_TEST(pages_in_every_form)
{
    add_every_kind();
    for (enum form form = PLAIN; form < FORMS; form++) {
        warckit_put(form);
        assert_same(warckit_all(filon_strf(kit.arena, "path: %s", warckit_names[form])),
                    "urn:uuid:1\nurn:uuid:8\nurn:uuid:9\nurn:uuid:11\n");
    }
}
END_TEST

START_TEST(what_a_document_gets)
{
    const char *page = "<html><p>\xe9t\xe9</html>";
    warckit_add(warckit_make("response", "1", "<http://a.example/caf\xe9>", HTTP "WARC-Truncated: length\r\n",
                             warckit_http("200 OK", "content-type:text/html;charset=ISO-8859-1\r\n", filon_str_of(page)), -1));
    warckit_put(PLAIN);
    warckit_start("path: a.warc");
    ck_assert_int_eq(warckit_next(), 1);
    assert_str(warckit_input.id, "urn:uuid:1");
    ck_assert_uint_eq(warckit_input.offset, 0);
    ck_assert_int_gt(warckit_input.mtime, 0);
    warckit_load();
    assert_str(filon_doc_source(kit.doc), page);
    ck_assert_ptr_null(filon_doc_text(kit.doc).p);
    assert_str(filon_meta_get(kit.doc, "url", NULL), "http://a.example/caf%E9");
    assert_str(filon_meta_get(kit.doc, "fetched", NULL), "2020-01-02T03:04:05Z");
    assert_str(filon_meta_get(kit.doc, "content_type", NULL), "text/html;charset=ISO-8859-1");
    assert_str(filon_meta_get(kit.doc, "truncated", NULL), "length");
    ck_assert_ptr_null(filon_meta_get(kit.doc, "date", NULL).p); /* of publication, which the page must say */
    ck_assert_int_eq(warckit_next(), 0);
    ck_assert_int_eq(warckit_next(), 0);
    warckit_stop();
}
END_TEST

START_TEST(named_by_address)
{
    warckit_add_page("1", "un");
    warckit_put(PLAIN);
    assert_same(warckit_all("{path: a.warc, id: url}"), "http://a.example/\n");
}
END_TEST

START_TEST(records_without_an_id)
{
    warckit_add(FILON_STR("WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nun\r\n\r\n"));
    warckit_add(FILON_STR("WARC/1.1\nwarc-type:resource\nContent-Type: text/plain\ncontent-length:4\n\ndeux\n\n"));
    warckit_put(PLAIN);
    assert_same(warckit_all("path: a.warc"), "a.warc:0\na.warc:84\n");
    warckit_put(ONE);
    assert_same(warckit_all("path: one.warc.gz"), "one.warc.gz:0\none.warc.gz:0+84\n");
    warckit_put(MEMBERS);
    const char *found = warckit_all("path: a.warc.gz");
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
    warckit_clear();
    warckit_add(warckit_make("response", "1", "http://a.example/", filon_strf(kit.arena, HTTP "%s", more),
                             warckit_http("200 OK", filon_strf(kit.arena, HTML "%s", fields), body), -1));
    warckit_put(PLAIN);
    warckit_start("{path: a.warc, max_record: 1 MiB}");
    ck_assert_int_eq(warckit_next(), 1);
    filon_doc_reset(kit.doc);
    if (filon_plugin_read_warc.load(warckit_ctx, &warckit_input, kit.doc) < 0) {
        const char *text = kit_error(warckit_ctx);
        warckit_stop();
        return text;
    }
    warckit_stop();
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
    ck_assert_str_eq(body_of("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", kit_str(&chunks), ""), page.p);
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
    warckit_clear();
    warckit_add(warckit_make("response", "1", "http://a.example/", HTTP, FILON_STR("no header"), -1));
    warckit_put(PLAIN);
    assert_has(warckit_all("path: a.warc"), "a response without HTTP's status and header");
}
END_TEST

START_TEST(long_records)
{
    char *long_ = filon_alloc(kit.arena, 3 << 20);
    memset(long_, 'x', 3 << 20);
    struct filon_str body = {long_, 3 << 20};
    for (enum form form = PLAIN; form < FORMS; form++) {
        warckit_clear();
        warckit_add_page("1", "un");
        warckit_add(warckit_make("response", "long", "http://a.example/", HTTP, warckit_http("200 OK", HTML, body), -1));
        warckit_add(
            warckit_make("response", "video", "http://a.example/", HTTP, warckit_http("200 OK", "Content-Type: video/mp4\r\n", body), -1));
        warckit_add(warckit_make("request", "request", "http://a.example/", "", body, -1));
        warckit_add_page("2", "deux");
        const char *found = warckit_read(form);
        assert_has(found, "urn:uuid:1\nurn:uuid:long ! ");
        assert_has(found, "bytes: more than 1048576 (option max_record)\nurn:uuid:2\n");
        ck_assert_int_eq(strstr(found, "video") == NULL && strstr(found, "request") == NULL, 1);
        assert_same(warckit_all(filon_strf(kit.arena, "path: %s", warckit_names[form])), "urn:uuid:1\nurn:uuid:long\nurn:uuid:2\n");
    }
}
END_TEST

/* A record whose text holds the beginning of one is a record like others. */
START_TEST(records_within_records)
{
    warckit_add(warckit_make(
        "resource", "outer", "http://a.example/x", "Content-Type: text/plain\r\n",
        FILON_STR("A text.\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno\r\n\r\n"),
        -1));
    warckit_add_page("2", "deux");
    for (enum form form = PLAIN; form < FORMS; form++)
        assert_same(warckit_read(form), "urn:uuid:outer\nurn:uuid:2\n");
}
END_TEST

/* A member's size has nothing to do with that of a record. */
START_TEST(records_across_members)
{
    for (int i = 0; i < 5; i++)
        warckit_add_page(filon_strf(kit.arena, "%d", i), "Une page qui commence dans un membre et finit dans un autre.");
    warckit_put(PLAIN);
    struct filon_str whole = kit_get("a.warc");
    for (size_t step = 50; step < 700; step += 131) {
        for (size_t at = 0; at < whole.n; at += step)
            kit_gzip("x.gz", (struct filon_str){whole.p + at, whole.n - at < step ? whole.n - at : step}, at ? "ab" : "wb");
        assert_same(warckit_all("path: x.gz"), "urn:uuid:0\nurn:uuid:1\nurn:uuid:2\nurn:uuid:3\nurn:uuid:4\n");
    }
}
END_TEST

static const char *refused(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_int_lt(filon_plugin_read_warc.load(warckit_ctx, &warckit_input, kit.doc), 0);
    ck_assert_int_eq(kit_error_code(warckit_ctx), FILON_E_INPUT);
    return kit_error(warckit_ctx);
}

START_TEST(an_input_without_data_is_read_again)
{
    warckit_add_page("1", "un");
    warckit_add_page("2", "deux");
    for (enum form form = PLAIN; form < FORMS; form++) {
        warckit_put(form);
        warckit_start(filon_strf(kit.arena, "path: %s", warckit_names[form]));
        warckit_next();
        ck_assert_int_eq(warckit_next(), 1);
        warckit_input.data = FILON_NO_STR;
        warckit_load();
        assert_str(filon_doc_source(kit.doc), "<html><body><p>deux</p></body></html>");
        warckit_input.offset += 1;
        assert_has(refused(), "could not be read in its turn, and has changed since: run again");
        warckit_stop();
    }
    assert_has(warckit_all("path: missing.warc"), "missing.warc ! cannot read missing.warc: No such file or directory");
}
END_TEST

START_TEST(a_slow_standard_input)
{
    int saved = dup(STDIN_FILENO), ends[2];
    for (int i = 0; i < 3; i++)
        warckit_add_page(filon_strf(kit.arena, "%d", i), "page");
    for (enum form form = PLAIN; form < FORMS; form++) {
        warckit_put(form);
        struct filon_str whole = kit_get(warckit_names[form]);
        ck_assert_int_eq(pipe(ends), 0);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        warckit_start("path: \"-\"");
        int got = 0, later = 0;
        for (size_t at = 0; got < 3;) {
            int answer = warckit_next();
            ck_assert_int_ne(answer, 0);
            if (answer == 1) {
                assert_str(warckit_input.id, filon_strf(kit.arena, "urn:uuid:%d", got++));
                warckit_load();
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
        ck_assert_int_eq(warckit_next(), 0);
        ck_assert_int_gt(later, (int)whole.n / 2);
        warckit_stop();
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
        long_records,
        records_within_records,
        records_across_members,
        an_input_without_data_is_read_again,
        a_slow_standard_input,
        NULL,
    };
    return kit_main("read_warc", tests);
}
