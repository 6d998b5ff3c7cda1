/* read_jsonl: lines to documents; the id without a parse; every wrong line with its message. */
#include "tests/unit/iokit.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "plugins/read_jsonl/find_id.h"

extern const struct filon_plugin filon_plugin_read_jsonl;

static struct filon_ctx *ctx;
static struct filon_input input;

static void start(const char *yaml)
{
    ctx = kit_open("read_jsonl", &filon_plugin_read_jsonl, yaml);
}

static void stop(void)
{
    filon_instance_free(ctx);
}

static int next(void)
{
    int got = filon_plugin_read_jsonl.next(ctx, &input);
    ck_assert_msg(got >= 0, "%s", kit_error(ctx));
    return got;
}

static void load(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_plugin_read_jsonl.load(ctx, &input, kit.doc) == 0, "%s", kit_error(ctx));
}

static const char *refused(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_int_lt(filon_plugin_read_jsonl.load(ctx, &input, kit.doc), 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_INPUT);
    return kit_error(ctx);
}

/* The message for a file with this one line. */
static const char *why_bytes(struct filon_str line)
{
    kit_put("x.jsonl", line);
    start("path: x.jsonl");
    ck_assert_int_eq(next(), 1);
    const char *text = refused();
    ck_assert_int_eq(next(), 0);
    stop();
    return text;
}

static const char *why(const char *line)
{
    return why_bytes(filon_str_of(line));
}

START_TEST(lines_become_documents)
{
    kit_puts("in/a.jsonl", "\xef\xbb\xbf{\"id\": \"un\", \"text\": \"Premier.\", \"title\": \"T\", \"date\": \"2017-06-02\", \"author\": "
                           "[\"A\", \"B\"], \"lang\": \"fr\"}\r\n"
                           "\n  \n"
                           "{\"text\": \"Deuxième\", \"id\": 42, \"url\": null, \"publisher\": 7}\n"
                           "{\"text\": \"Sans nom.\"}");
    start("path: in/*.jsonl");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "un");
    ck_assert_uint_eq(input.line, 1);
    ck_assert_uint_eq(input.offset, 0);
    load();
    assert_str(filon_doc_text(kit.doc), "Premier.");
    assert_str(filon_meta_get(kit.doc, "title", NULL), "T");
    assert_str(filon_meta_get(kit.doc, "date", NULL), "2017-06-02");
    assert_str(filon_meta_get(kit.doc, "author", NULL), "A, B");
    assert_str(filon_doc_lang(kit.doc), "fr");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "42");
    ck_assert_uint_eq(input.line, 4);
    load();
    ck_assert_ptr_null(filon_meta_get(kit.doc, "url", NULL).p);
    assert_str(filon_meta_get(kit.doc, "publisher", NULL), "7");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "in/a.jsonl:5");
    load();
    ck_assert_int_eq(next(), 0);
    ck_assert_int_eq(next(), 0);
    stop();
}
END_TEST

START_TEST(what_write_jsonl_writes_can_be_read)
{
    kit_article("d/1", "Le titre : « écluse »", "Jeanne Morel");
    struct filon_buf line = FILON_BUF_INIT;
    filon_doc_json(kit.doc, &line, 0);
    const char *text = filon_str_dup(kit.arena, filon_doc_text(kit.doc)).p;
    kit_put("a.jsonl", filon_buf_str(&line));
    filon_buf_free(&line);
    start("path: a.jsonl");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "d/1");
    load();
    assert_str(filon_doc_text(kit.doc), text);
    assert_str(filon_meta_get(kit.doc, "title", NULL), "Le titre : « écluse »");
    assert_str(filon_meta_get(kit.doc, "reading_time", NULL), "2");
    stop();
}
END_TEST

START_TEST(other_fields)
{
    kit_puts("a.jsonl",
             "{\"url\": \"http://x/1\", \"body\": \"Corps.\", \"html\": \"<p>Corps.</p>\", \"rubrique\": \"monde\", \"title\": \"non\"}\n"
             "{\"url\": \"http://x/2\", \"html\": \"<p>Seul.</p>\"}\n");
    start("{path: a.jsonl, id_field: url, text_field: body, source_field: html, meta: [rubrique, url]}");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "http://x/1");
    load();
    assert_str(filon_doc_text(kit.doc), "Corps.");
    assert_str(filon_doc_source(kit.doc), "<p>Corps.</p>");
    assert_str(filon_meta_get(kit.doc, "rubrique", NULL), "monde");
    ck_assert_ptr_null(filon_meta_get(kit.doc, "title", NULL).p);
    ck_assert_int_eq(next(), 1);
    load();
    ck_assert_ptr_null(filon_doc_text(kit.doc).p);
    assert_str(filon_doc_source(kit.doc), "<p>Seul.</p>");
    stop();
}
END_TEST

START_TEST(wrong_lines)
{
    assert_has(why("{\"id\": \"a\", \"text\": \"x\",}"), "x.jsonl:1:25: string or '}' expected near '}'");
    assert_has(why("{\"text\": \"x\"} trailing"), "x.jsonl:1:");
    assert_has(why("[1, 2]"), "x.jsonl:1: not an object");
    assert_has(why("ceci n'est pas du JSON"), "x.jsonl:1:4: '[' or '{' expected near 'ceci'");
    assert_has(why("{\"id\": \"a\", \"title\": \"x\", \"corps\": 1}"),
               "x.jsonl:1: the object has no member `text` (it has: id, title, corps): see the option text_field");
    assert_has(why("{}"), "(it has: none)");
    assert_has(why("{\"text\": 3}"), "x.jsonl:1: `text` is not a string");
    assert_has(why("{\"text\": \"\"}"), "x.jsonl:1: `text` is empty");
    assert_has(why("{\"text\": \"a\\u0000b\"}"), "\\u0000 in a string: a text holds no NUL");
    assert_has(why("{\"text\": \"a\\ud800b\"}"), "half of a surrogate pair");
    assert_has(why("{\"text\": \"a\\udc00\\ud800\"}"), "half of a surrogate pair");
    assert_has(why("{\"text\": \"a\xe9\"}"), "not valid UTF-8");
    assert_has(why_bytes(FILON_STR("{\"text\": \"é\0b\"}")), "x.jsonl:1:12: a NUL byte: JSON has none");
    assert_has(why_bytes(FILON_STR("{\"id\": 12\0, \"text\": \"a\"}")), "x.jsonl:1:10: a NUL byte");
    assert_has(why("{\"text\": \"a\", \"text\": \"b\"}"), "duplicate object key");
    assert_has(why("{\"id\": 1.5, \"text\": \"a\"}"), "x.jsonl:1: `id` is neither a string nor an integer");
    assert_has(why("{\"id\": [1], \"text\": \"a\"}"), "x.jsonl:1: `id` is neither a string nor an integer");
    char *deep = filon_strf(kit.arena, "%*s", 20000, "");
    memset(deep, '[', 20000);
    assert_has(why(filon_strf(kit.arena, "{\"a\": %s", deep)), "maximum parsing depth reached");
    char *name = filon_strf(kit.arena, "%*s", 2000, "");
    assert_has(why(filon_strf(kit.arena, "{\"id\": \"%s\", \"text\": \"a\"}", name)), "x.jsonl:1: `id` has 2000 bytes: at most 1024");
}
END_TEST

START_TEST(a_wrong_line_costs_its_document_only)
{
    kit_puts("a.jsonl", "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"x\n\"\n{\"id\": \"c\", \"text\": \"x\"}\n");
    start("path: a.jsonl");
    const char *const names[] = {"a", "b", "a.jsonl:3", "c"};
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(next(), 1);
        assert_str(input.id, names[i]);
        if (i == 1)
            assert_has(refused(), "a.jsonl:2:");
        else if (i == 2)
            assert_has(refused(), "a.jsonl:3:");
        else
            load();
    }
    ck_assert_int_eq(next(), 0);
    stop();
}
END_TEST

START_TEST(long_lines_are_passed_over)
{
    enum { LONG = 5 * 1024 * 1024 };
    struct filon_buf all = FILON_BUF_INIT;
    filon_buf_puts(&all, "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"long\", \"text\": \"");
    filon_buf_reserve(&all, LONG);
    memset(all.p + all.n, 'x', LONG);
    all.n += LONG;
    filon_buf_puts(&all, "\"}\n{\"id\": \"c\", \"text\": \"x\"}\n");
    kit_put("a.jsonl", filon_buf_str(&all));
    start("{path: a.jsonl, max_line: 1 MiB}");
    ck_assert_int_eq(next(), 1);
    uint64_t offset = input.size + 1;
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "a.jsonl:2");
    ck_assert_ptr_null(input.data.p);
    ck_assert_uint_eq(input.offset, offset);
    ck_assert_uint_eq(input.size, LONG + 26);
    assert_has(refused(), "a.jsonl:2: a line of 5242906 bytes: more than 1048576 (option max_line)");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "c");
    ck_assert_uint_eq(input.offset, offset + LONG + 27);
    load();
    stop();
    start("{path: a.jsonl, max_line: 8 MiB}"); /* and read, where it may be */
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(next(), 1);
        load();
    }
    ck_assert_uint_eq(filon_doc_text(kit.doc).n, 1);
    stop();
    all.n -= 30; /* a last line that is too long */
    kit_put("a.jsonl", filon_buf_str(&all));
    filon_buf_free(&all);
    start("{path: a.jsonl, max_line: 1 MiB}");
    ck_assert_int_eq(next(), 1);
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "a.jsonl:2");
    ck_assert_int_eq(next(), 0);
    stop();
}
END_TEST

START_TEST(every_line_whatever_the_buffers)
{
    struct filon_buf all = FILON_BUF_INIT;
    uint64_t offsets[400];
    for (int i = 0; i < 400; i++) { /* lengths around the sizes of buffers, and beyond */
        offsets[i] = all.n;
        int length = i % 40 == 39 ? 300000 + i : i * 37 % 3000;
        filon_buf_printf(&all, "{\"id\": \"%d\", \"text\": \"%0*d\"}\n", i, length + 1, i);
    }
    kit_put("plain.jsonl", filon_buf_str(&all));
    kit_gzip("packed", filon_buf_str(&all), "wb1");
    filon_buf_free(&all);
    const char *const files[] = {"plain.jsonl", "packed"};
    for (int f = 0; f < 2; f++) {
        start(filon_strf(kit.arena, "path: %s", files[f]));
        for (int i = 0; i < 400; i++) {
            ck_assert_int_eq(next(), 1);
            assert_str(input.id, filon_strf(kit.arena, "%d", i));
            ck_assert_uint_eq(input.offset, offsets[i]);
            ck_assert_uint_eq(input.line, (uint64_t)i + 1);
            load();
            ck_assert_int_eq(atoi(filon_doc_text(kit.doc).p), i);
        }
        ck_assert_int_eq(next(), 0);
        stop();
    }
}
END_TEST

START_TEST(an_input_without_data_is_read_again)
{
    const char *const files[] = {"a.jsonl", "b.gz"};
    struct filon_str lines = FILON_STR("{\"id\": \"a\", \"text\": \"un\"}\n{\"id\": \"b\", \"text\": \"deux\"}\n");
    kit_put("a.jsonl", lines);
    kit_gzip("b.gz", lines, "wb");
    for (int f = 0; f < 2; f++) {
        start(filon_strf(kit.arena, "path: %s", files[f]));
        next();
        ck_assert_int_eq(next(), 1);
        input.data = FILON_NO_STR;
        load();
        assert_str(filon_doc_text(kit.doc), "deux");
        input.offset = 1000;
        const char *text = refused();
        ck_assert_msg(strstr(text, ":2") != NULL, "%s", text);
        stop();
    }
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
    kit_puts("b.jsonl", "{\"id\": \"b\", \"text\": \"x\"}\n");
    start("path: [missing.jsonl, b.jsonl]");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "missing.jsonl");
    assert_has(refused(), "cannot read missing.jsonl: No such file or directory");
    kit_puts("missing.jsonl", "{\"text\": \"x\"}\n");
    assert_has(refused(), "missing.jsonl: could not be read in its turn, and has changed since: run again");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "b");
    stop();
    struct filon_buf all = FILON_BUF_INIT;
    for (int i = 0; i < 3000; i++)
        filon_buf_printf(&all, "{\"id\": \"%d\", \"text\": \"%d\"}\n", i, rand());
    kit_gzip("c.gz", filon_buf_str(&all), "wb");
    filon_buf_free(&all);
    struct filon_str packed = kit_get("c.gz");
    kit_put("c.gz", (struct filon_str){packed.p, packed.n / 2});
    start("path: [c.gz, b.jsonl]");
    int n = 0;
    while (next() == 1 && input.data.p)
        n++;
    ck_assert_int_gt(n, 100); /* what can be unpacked is read */
    assert_has(filon_strf(kit.arena, "%.*s", FILON_FMT(input.id)), "c.gz:");
    assert_has(refused(), "it ends too early");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "b");
    stop();
}
END_TEST

START_TEST(standard_input)
{
    int saved = dup(STDIN_FILENO);
    kit_puts("in", "{\"id\": \"a\", \"text\": \"x\"}\n{\"text\": \"y\"}\n");
    int fd = open(kit_path("in"), O_RDONLY);
    dup2(fd, STDIN_FILENO);
    close(fd);
    start("path: \"-\"");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "a");
    load();
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "-:2");
    assert_str(input.path, "-");
    load();
    ck_assert_int_eq(next(), 0);
    stop();
    dup2(saved, STDIN_FILENO);
    close(saved);
}
END_TEST

/* The scan against the parser: whatever the scan is sure of, the parser says as well. */
static void compare(const char *line)
{
    struct filon_str id, json = filon_str_of(line);
    enum find_id found = find_id(json, FILON_STR("id"), &id);
    json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
    json_t *want = json_object_get(root, "id");
    if (json_is_object(root)) {
        if (json_is_string(want))
            ck_assert_msg(found == FIND_ID_UNSURE || (found == FIND_ID_STRING && filon_str_is(id, json_string_value(want))), "%s", line);
        else if (json_is_integer(want))
            ck_assert_msg(found == FIND_ID_UNSURE || (found == FIND_ID_NUMBER && strtoll(id.p, NULL, 10) == json_integer_value(want)), "%s",
                          line);
        else
            ck_assert_msg(found == FIND_ID_UNSURE || found == (want ? FIND_ID_OTHER : FIND_ID_NONE), "%s: %d", line, found);
    }
    json_decref(root);
}

START_TEST(ids_without_a_parse)
{
    static const char *const lines[] = {
        "{\"id\":\"a\"}",
        " { \"x\" : { \"id\" : \"no\" } , \"id\" : \"b\" } ",
        "{\"x\":[{\"id\":1},\"}\",\"]\"],\"id\":-12}",
        "{\"id\":{\"id\":1}}",
        "{\"i\\u0064\":\"a\"}",
        "{\"id\":\"a\\\"b\"}",
        "{\"t\":\"\\\\\",\"id\":\"c\"}",
        "{\"t\":\"\\\"id\\\":\\\"no\\\"\",\"id\":\"d\"}",
        "{\"t\":\"\\\\\\\"\",\"id\":\"e\"}",
        "{\"id\":null}",
        "{\"id\":true}",
        "{\"id\":1.5}",
        "{\"id\":1e5}",
        "{\"id\":\"\"}",
        "{}",
        "[]",
        "{\"a\":1,\"b\":2}",
        "{\"id\":12",
        "{\"id\":\"x",
        "{\"id\"",
        "{\"t\":\"",
        "{\"t\":[[[",
        "",
        "{\"id\":-}",
        "{\"a\":]]]}",
        "{\"t\":\"{\",\"id\":\"f\"}",
        "{\"id\" : 7 }",
    };
    for (size_t i = 0; i < FILON_COUNT(lines); i++)
        compare(lines[i]);
    static const char bits[] = "{}[]\"\"\"\"\\\\,,::id1-e tn";
    char line[64];
    srand(1);
    for (int round = 0; round < 300000; round++) { /* made of what matters, most of it broken */
        int n = rand() % 30;
        strcpy(line, "{\"");
        for (int i = 2; i < n + 2; i++)
            line[i] = bits[rand() % (int)(sizeof bits - 1)];
        strcpy(line + n + 2, rand() % 2 ? "\"id\":\"x\"}" : "}");
        compare(line);
    }
}
END_TEST

START_TEST(the_scan_is_linear)
{
    enum { SIZE = 32 * 1024 * 1024 };
    struct filon_str id;
    struct rusage before, after;
    char *line = malloc(SIZE);
    memset(line, '\\', SIZE);
    memcpy(line, "{\"t\":\"", 6);
    for (int round = 0; round < 2; round++) {
        for (int i = 7; round && i < SIZE; i += 2)
            line[i] = '"'; /* \"\"\"\" … */
        getrusage(RUSAGE_SELF, &before);
        find_id((struct filon_str){line, SIZE}, FILON_STR("id"), &id);
        getrusage(RUSAGE_SELF, &after);
        ck_assert_int_lt(after.ru_utime.tv_sec - before.ru_utime.tv_sec, 20);
    }
    free(line);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {lines_become_documents,
                                  what_write_jsonl_writes_can_be_read,
                                  other_fields,
                                  wrong_lines,
                                  a_wrong_line_costs_its_document_only,
                                  long_lines_are_passed_over,
                                  every_line_whatever_the_buffers,
                                  an_input_without_data_is_read_again,
                                  files_that_cannot_be_read,
                                  standard_input,
                                  ids_without_a_parse,
                                  the_scan_is_linear,
                                  NULL};
    return kit_main("read_jsonl", tests);
}
