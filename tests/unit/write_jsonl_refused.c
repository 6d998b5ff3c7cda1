/* write_jsonl: what is said of options, files, disks and other jobs that do not fit, and that they lose nothing. */
#include "tests/unit/jsonlkit.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(wrong_options)
{
    assert_has(kit_refused("write_jsonl", plugin, "layers: quote"), "path");
    assert_has(kit_refused("write_jsonl", plugin, "{path: a, layers: [quotes]}"),
               "layers: no stage of the pipeline provides `quotes`; there are: block, sentence, token, entity, quote, stance, shout");
    assert_has(kit_refused("write_jsonl", plugin, "{path: a, layers: [position]}"), "no stage of the pipeline provides `position`");
    assert_has(kit_refused("write_jsonl", plugin, "path: a-%Q.jsonl"), "path: `%Q` in ");
    assert_has(kit_refused("write_jsonl", plugin, "path: a-%"), "%% is a percent sign");
    assert_has(kit_refused("write_jsonl", plugin, "path: \"a\\nb\""), "control characters");
}
END_TEST

START_TEST(files_that_do_not_fit_the_ledger)
{
    const char *state = run_once("path: a.jsonl", NULL, "un\ndeux\n"), *text;
    kit_puts("a.jsonl", "un\n");
    text = kit_begin_fails(writer("path: a.jsonl"), state);
    assert_has(text, "a.jsonl: 3 bytes, and this job had written 8: documents are lost from it: put the whole file back");
    unlink(kit_path("a.jsonl"));
    text = kit_begin_fails(writer("path: a.jsonl"), state);
    assert_has(text, "a.jsonl: it is gone, and this job had written 8 bytes to it: put it back");
    assert_has(text, "set `gone: new`");
    state = run_once("{path: a.jsonl, gone: new}", state, "trois\n");
    assert_str(kit_get("a.jsonl"), "trois\n");
    assert_has(kit_begin_fails(writer("path: a.jsonl"), "n'importe quoi"), "the state of the last commit makes no sense");
    assert_has(kit_begin_fails(writer("path: a.jsonl"), filon_strf(kit.arena, "%sxyz\n", state)),
               "the state of the last commit makes no sense");
}
END_TEST

START_TEST(two_jobs_do_not_cut_each_other)
{
    const char *mine = run_once("path: a.jsonl", NULL, "un\n");
    const char *theirs = run_once("path: a.jsonl", NULL, "deux\n");
    assert_has(kit_begin_fails(writer("path: a.jsonl"), mine),
               "a.jsonl: another job has written to it since (8 bytes instead of 3): give each job a file of its own");
    run_once("path: a.jsonl", theirs, "trois\n");
    assert_str(kit_get("a.jsonl"), "un\ndeux\ntrois\n");
    struct filon_ctx *ctx = writer("path: b.jsonl");
    kit_begin(ctx, NULL);
    put(ctx, "un\n");
    kit_commit(ctx);
    kit_puts("b.jsonl", "un\nautre\n");
    put(ctx, "deux\n");
    struct filon_buf state = FILON_BUF_INIT;
    ck_assert_int_lt(plugin->commit(ctx, &state), 0);
    assert_has(kit_error(ctx), "b.jsonl: another program writes to it: 9 bytes instead of 8");
    kit_finish(ctx);
    ctx = writer("path: c.jsonl");
    kit_begin(ctx, NULL);
    put(ctx, "un\n");
    kit_commit(ctx);
    unlink(kit_path("c.jsonl"));
    put(ctx, "deux\n");
    ck_assert_int_lt(plugin->commit(ctx, &state), 0);
    assert_has(kit_error(ctx), "c.jsonl: removed while it was being written");
    kit_finish(ctx);
}
END_TEST

START_TEST(a_damaged_journal)
{
    kit_puts(".a.jsonl.filon", "autre chose\n");
    assert_has(kit_begin_fails(writer("path: a.jsonl"), NULL), ".a.jsonl.filon: not a journal of write_jsonl, or a damaged one");
    kit_puts(".a.jsonl.filon", "filon-journal 1 0123456789abcdef0123456789abcdef\n1\t-5\tx\n");
    assert_has(kit_begin_fails(writer("path: a.jsonl"), NULL), "a damaged one");
}
END_TEST

START_TEST(a_full_disk)
{
    const char *yaml = "path: a.jsonl", *state = run_once(yaml, NULL, "un\n");
    struct rlimit old, tight;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    tight = old;
    tight.rlim_cur = 100 * 1024;
    struct filon_ctx *ctx = writer(yaml);
    kit_begin(ctx, state);
    put(ctx, "deux\n");
    char *filler = filon_strf(kit.arena, "%0*d\n", 200 * 1024, 0);
    setrlimit(RLIMIT_FSIZE, &tight);
    put(ctx, filler);
    struct filon_buf ignored = FILON_BUF_INIT;
    ck_assert_int_lt(plugin->commit(ctx, &ignored), 0);
    setrlimit(RLIMIT_FSIZE, &old);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_IO);
    assert_has(kit_error(ctx), "a.jsonl: cannot be written: File too large");
    kit_finish(ctx);
    assert_str(kit_get("a.jsonl"), "un\n"); /* nothing half */
    run_once(yaml, state, "deux\n");
    assert_str(kit_get("a.jsonl"), "un\ndeux\n");
    ctx = writer("path: /dev/full");
    kit_begin(ctx, NULL);
    put(ctx, "x\n");
    ck_assert_int_lt(plugin->commit(ctx, &ignored), 0);
    assert_has(kit_error(ctx), "/dev/full: cannot be written: No space left on device: free some space and run again");
    kit_finish(ctx);
    filon_buf_free(&ignored);
}
END_TEST

START_TEST(places_that_cannot_be_written)
{
    kit_puts("file", "x");
    assert_has(kit_begin_fails(writer("path: file/a.jsonl"), NULL), "a.jsonl: cannot be made");
    assert_has(kit_begin_fails(writer("path: file/a.jsonl"), NULL), "Not a directory");
    mkdir(kit_path("folder"), 0777);
    assert_has(kit_begin_fails(writer("path: folder"), NULL), "folder: is a folder; the output needs a file's name");
    struct filon_ctx *ctx = writer("path: new/deep/a.jsonl");
    ck_assert_int_eq(plugin->check(ctx), 0);
    ck_assert_int_lt(access(kit_path("new"), F_OK), 0); /* a check makes nothing */
    kit_finish(ctx);
    char *name = filon_strf(kit.arena, "%0*d", 300, 0);
    assert_has(kit_begin_fails(writer(filon_strf(kit.arena, "path: %s", name)), NULL), "File name too long");
    if (geteuid() == 0)
        return;
    chmod(kit_path("folder"), 0500);
    assert_has(kit_begin_fails(writer("path: folder/a.jsonl"), NULL), "folder: Permission denied");
    kit_puts("closed.jsonl", "x\n");
    chmod(kit_path("closed.jsonl"), 0400);
    assert_has(kit_begin_fails(writer("path: closed.jsonl"), NULL), "closed.jsonl: cannot be written: Permission denied");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {wrong_options,
                                  files_that_do_not_fit_the_ledger,
                                  two_jobs_do_not_cut_each_other,
                                  a_damaged_journal,
                                  a_full_disk,
                                  places_that_cannot_be_written,
                                  NULL};
    return kit_main("write_jsonl_refused", tests);
}
