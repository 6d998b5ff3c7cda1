/* write_jsonl: what a line holds, and what is left of files after every kind of end. */
#include "tests/unit/jsonlkit.h"

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The clock of the plugin, which is linked in. */
static time_t clock_now = 1496400000; /* 2017-06-02T10:40:00Z */
time_t time(time_t *where)
{
    if (where)
        *where = clock_now;
    return clock_now;
}

/* A run in a process of its own that is killed after it wrote `lines`, all of which reach the file. */
static void run_killed(const char *yaml, const char *state, const char *lines, bool committed)
{
    pid_t child = fork();
    if (child == 0) {
        struct filon_ctx *ctx = writer(yaml);
        kit_begin(ctx, state);
        put(ctx, lines);
        char *filler = filon_strf(kit.arena, "%0*d\n", 300 * 1024, 0); /* beyond what is buffered */
        if (committed)
            kit_commit(ctx);
        else
            put(ctx, filler);
        raise(SIGKILL);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

START_TEST(a_line)
{
    struct filon_ctx *ctx = writer("path: out.jsonl");
    struct filon_buf record = FILON_BUF_INIT, json = FILON_BUF_INIT;
    kit_article("d/1", "Titre", "Jeanne Morel");
    ck_assert_int_eq(plugin->encode(ctx, kit.doc, &record), 0);
    filon_doc_json(kit.doc, &json, 0);
    filon_buf_putc(&json, '\n');
    ck_assert(filon_str_eq(filon_buf_str(&record), filon_buf_str(&json)));
    assert_has(record.p, "\"shout\":[");
    kit_finish(ctx);
    ctx = writer("{path: out.jsonl, text: no, content: no, layers: [quote, entity]}");
    filon_buf_clear(&record);
    ck_assert_int_eq(plugin->encode(ctx, kit.doc, &record), 0);
    json_t *root = json_loads(record.p, 0, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_ptr_null(json_object_get(root, "text"));
    ck_assert_ptr_null(json_object_get(root, "content"));
    ck_assert_uint_eq(json_object_size(json_object_get(root, "layers")), 2);
    ck_assert_ptr_nonnull(json_object_get(json_object_get(root, "layers"), "quote"));
    json_decref(root);
    kit_finish(ctx);
    filon_buf_free(&record);
    filon_buf_free(&json);
}
END_TEST

START_TEST(runs_append)
{
    const char *state = run_once("path: out/deep/a.jsonl", NULL, "un\n");
    state = run_once("path: out/deep/a.jsonl", state, "deux\n");
    state = run_once("path: out/deep/a.jsonl", state, "");
    run_once("path: out/deep/a.jsonl", state, "trois\n");
    assert_str(kit_get("out/deep/a.jsonl"), "un\ndeux\ntrois\n");
}
END_TEST

START_TEST(nothing_to_write_makes_no_file)
{
    run_once("path: out/a.jsonl", NULL, "");
    ck_assert_ptr_null(kit_get("out/a.jsonl").p);
}
END_TEST

START_TEST(what_is_there_in_the_first_run_stays)
{
    kit_puts("a.jsonl", "ancien\n");
    const char *state = run_once("path: a.jsonl", NULL, "un\n");
    assert_str(kit_get("a.jsonl"), "ancien\nun\n");
    run_killed("path: a.jsonl", state, "perdu\n", false);
    run_once("path: a.jsonl", state, "deux\n");
    assert_str(kit_get("a.jsonl"), "ancien\nun\ndeux\n");
    kit_puts("b.jsonl", "sans fin");
    assert_has(kit_begin_fails(writer("path: b.jsonl"), NULL), "b.jsonl: its last line has no end: complete or remove that line first");
    assert_str(kit_get("b.jsonl"), "sans fin");
}
END_TEST

START_TEST(a_kill_takes_back_what_no_ledger_has)
{
    const char *yaml = "path: a.jsonl", *none = run_once(yaml, NULL, ""), *state = run_once(yaml, none, "un\n");
    run_killed(yaml, state, "perdu\n", false); /* before the commit */
    ck_assert_uint_gt(kit_get("a.jsonl").n, 300 * 1024);
    state = run_once(yaml, state, "deux\n");
    assert_str(kit_get("a.jsonl"), "un\ndeux\n");
    run_killed(yaml, state, "perdu\n", true); /* after it, before the ledger had it */
    assert_str(kit_get("a.jsonl"), "un\ndeux\nperdu\n");
    state = run_once(yaml, state, "trois\n");
    assert_str(kit_get("a.jsonl"), "un\ndeux\ntrois\n");
    run_once(yaml, none, "encore\n"); /* the ledger lost several commits with the power */
    assert_str(kit_get("a.jsonl"), "encore\n");
}
END_TEST

START_TEST(a_file_made_after_the_commit_goes)
{
    const char *yaml = "{path: \"d-%Y/a-%d.jsonl\", utc: yes}", *state = run_once(yaml, NULL, "");
    run_killed(yaml, state, "perdu\n", true);
    assert_str(kit_get("d-2017/a-02.jsonl"), "perdu\n");
    clock_now += 86400; /* the next run has another name for it */
    state = run_once(yaml, state, "un\n");
    ck_assert_ptr_null(kit_get("d-2017/a-02.jsonl").p);
    assert_str(kit_get("d-2017/a-03.jsonl"), "un\n");
    clock_now -= 86400;
}
END_TEST

START_TEST(files_follow_the_clock)
{
    const char *yaml = "{path: \"a-%Y-%m-%dT%H.jsonl\", utc: yes}";
    struct filon_ctx *ctx = writer(yaml);
    time_t start = clock_now;
    kit_begin(ctx, NULL);
    put(ctx, "dix\n");
    clock_now += 3600;
    put(ctx, "onze\n");
    const char *state = kit_commit(ctx);
    assert_has(state, "4\ta-2017-06-02T10.jsonl\n");
    assert_has(state, "5\ta-2017-06-02T11.jsonl\n");
    put(ctx, "onze\n");
    state = kit_commit(ctx);
    ck_assert_ptr_null(strstr(state, "T10"));
    clock_now -= 3600; /* a clock that jumps back */
    put(ctx, "dix\n");
    state = kit_commit(ctx);
    clock_now += 3600;
    put(ctx, "perdu\n");
    clock_now += 3600;
    put(ctx, "perdu\n");
    kit_finish(ctx);
    assert_str(kit_get("a-2017-06-02T10.jsonl"), "dix\ndix\n");
    assert_str(kit_get("a-2017-06-02T11.jsonl"), "onze\nonze\n");
    ck_assert_ptr_null(kit_get("a-2017-06-02T12.jsonl").p);
    clock_now = start;
    setenv("TZ", "Pacific/Kiritimati", 1); /* 14 hours ahead */
    tzset();
    run_once("path: \"b-%d.jsonl\"", NULL, "x\n");
    assert_str(kit_get("b-03.jsonl"), "x\n");
    unsetenv("TZ");
    tzset();
}
END_TEST

START_TEST(moved_with_its_job)
{
    kit_puts("job/x", "");
    char *inside = filon_strf(kit.arena, "path: %s/out.jsonl", kit.dir);
    const char *state = run_once(inside, NULL, "un\n");
    assert_has(state, "3\tout.jsonl\n"); /* relative to the job's folder */
}
END_TEST

START_TEST(a_removed_document_gets_a_line_that_says_so)
{
    for (int packed = 0; packed < 2; packed++) {
        const char *file = packed ? "out.jsonl.gz" : "out.jsonl", *yaml = filon_strf(kit.arena, "path: %s", file);
        struct filon_ctx *ctx = writer(yaml);
        kit_begin(ctx, NULL);
        must(plugin->remove(ctx, FILON_STR("d/\"1\"")) == 0, "%s", kit_error(ctx));
        const char *state = kit_commit(ctx);
        must(plugin->remove(ctx, FILON_STR("d/2")) == 0, "%s", kit_error(ctx));
        kit_finish(ctx); /* the second without a commit */
        kit_begin(ctx = writer(yaml), state);
        kit_finish(ctx);
        assert_str(packed ? kit_gunzip(file) : kit_get(file), "{\"filon\":1,\"id\":\"d/\\\"1\\\"\",\"removed\":true}\n");
    }
}
END_TEST

static void put_article(struct filon_ctx *ctx, const char *id)
{
    kit_article(id, "Titre", "Jeanne Morel");
    must(kit_write(ctx, id) == 0, "%s", kit_error(ctx));
}

START_TEST(packed_output)
{
    struct filon_ctx *ctx = writer("path: a.jsonl.gz");
    kit_begin(ctx, NULL);
    struct filon_buf plain = FILON_BUF_INIT;
    const char *state = NULL;
    for (int i = 0; i < 500; i++) {
        const char *id = filon_strf(kit.arena, "d/%d", i);
        put_article(ctx, id);
        filon_doc_json(kit.doc, &plain, 0);
        filon_buf_putc(&plain, '\n');
        if (i % 100 == 99)
            state = kit_commit(ctx); /* a member each */
    }
    size_t whole = kit_get("a.jsonl.gz").n;
    ck_assert_uint_lt(whole, plain.n / 2);
    put_article(ctx, "perdu");
    kit_finish(ctx);
    ck_assert(filon_str_eq(kit_gunzip("a.jsonl.gz"), filon_buf_str(&plain)));
    ck_assert_uint_eq(kit_get("a.jsonl.gz").n, whole);
    struct filon_str bytes = kit_get("a.jsonl.gz"); /* a crash in a later member leaves the others readable, and is cut off */
    char *torn = filon_strf(kit.arena, "%*s", (int)bytes.n + 7, "");
    memcpy(torn, bytes.p, bytes.n);
    kit_put("a.jsonl.gz", (struct filon_str){torn, bytes.n + 7});
    ctx = writer("path: a.jsonl.gz");
    kit_begin(ctx, state);
    ck_assert_uint_eq(kit_get("a.jsonl.gz").n, whole);
    kit_finish(ctx);
    filon_buf_free(&plain);
    kit_puts("plain", "ligne\n");
    assert_has(kit_begin_fails(writer("{path: plain, gzip: yes}"), NULL),
               "plain: there are plain data in it, and gzip would follow: let `path` name another file, or set gzip to no");
    ck_assert_int_eq(rename(kit_path("a.jsonl.gz"), kit_path("packed")), 0);
    assert_has(kit_begin_fails(writer("path: packed"), NULL), "there are gzip data in it, and lines would follow");
}
END_TEST

START_TEST(standard_output)
{
    int saved = dup(STDOUT_FILENO), fd = open(kit_path("out"), O_WRONLY | O_CREAT, 0600);
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    struct filon_ctx *ctx = writer("path: \"-\"");
    ck_assert_int_eq(plugin->check(ctx), 0);
    kit_begin(ctx, NULL);
    put(ctx, "un\n");
    ck_assert_str_eq(kit_commit(ctx), "");
    put(ctx, "deux\n");
    kit_commit(ctx);
    kit_finish(ctx);
    ctx = writer("path: \"-\"");
    kit_begin(ctx, ""); /* as its ledger has it */
    put(ctx, "trois\n");
    kit_commit(ctx);
    kit_finish(ctx);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    assert_str(kit_get("out"), "un\ndeux\ntrois\n");
}
END_TEST

/* ---- many kills */

enum { DOCUMENTS = 4000 };

static void put_in_time(struct filon_ctx *ctx, int i)
{
    clock_now = 1496400000 + i / 150 * 60;
    put_article(ctx, filon_strf(kit.arena, "%06d", i));
}

static struct filon_ctx *open_plain(void)
{
    return writer("{path: \"out/%H/a-%M.jsonl\", utc: yes}");
}

static struct filon_ctx *open_packed(void)
{
    return writer("{path: \"out/%H/a-%M.jsonl.gz\", utc: yes}");
}

static void count_lines(struct filon_str text, int *counts)
{
    for (const char *line = text.p, *end = text.p + text.n; line && line < end; line = strchr(line, '\n') + 1) {
        const char *id = strstr(line, "\"id\":\"");
        ck_assert_ptr_nonnull(id);
        counts[atoi(id + 6)]++;
    }
}

static void torture(struct filon_ctx *(*open)(void), bool packed)
{
    struct kit_storm storm = {.documents = DOCUMENTS, .batch = 40, .kills = 120, .steps = 150, .open = open, .put = put_in_time};
    kit_storm(&storm);
    int counts[DOCUMENTS] = {0};
    for (int minute = 0; minute < 60; minute++) {
        const char *file =
            filon_strf(kit.arena, "out/%02d/a-%02d.jsonl%s", 10 + (40 + minute) / 60, (40 + minute) % 60, packed ? ".gz" : "");
        if (kit_get(file).p)
            count_lines(packed ? kit_gunzip(file) : kit_get(file), counts);
    }
    for (int i = 0; i < DOCUMENTS; i++)
        ck_assert_msg(counts[i] == 1, "document %d is there %d times", i, counts[i]);
}

START_TEST(killed_again_and_again)
{
    torture(open_plain, false);
}
END_TEST

START_TEST(killed_again_and_again_packed)
{
    torture(open_packed, true);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_line,
                                  a_removed_document_gets_a_line_that_says_so,
                                  runs_append,
                                  nothing_to_write_makes_no_file,
                                  what_is_there_in_the_first_run_stays,
                                  a_kill_takes_back_what_no_ledger_has,
                                  a_file_made_after_the_commit_goes,
                                  files_follow_the_clock,
                                  moved_with_its_job,
                                  packed_output,
                                  standard_output,
                                  killed_again_and_again,
                                  killed_again_and_again_packed,
                                  NULL};
    return kit_main("write_jsonl", tests);
}
