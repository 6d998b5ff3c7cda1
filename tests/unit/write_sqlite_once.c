/* write_sqlite: each document is there once, whatever was killed, was not committed, did not fit or was at work as well. */
#include "tests/unit/sqlitekit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(batches_that_no_ledger_has)
{
    struct filon_ctx *ctx = db_begun("path: a.db", NULL);
    const char *none = kit_commit(ctx);
    db_put(ctx, "d/1", "Un", "Jeanne Morel");
    const char *state = kit_commit(ctx), *before, *after;
    kit_finish(ctx);
    before = db_dump("a.db");
    ctx = db_begun("path: a.db", state); /* committed, but the ledger never learnt of it */
    db_put(ctx, "d/2", "Deux", "Paul Aubin");
    db_put(ctx, "d/1", "Un, changé", "Zoé Petit");
    db_put(ctx, "d/1", "Un, changé encore", "Zoé Petit");
    db_put(ctx, "d/2", "Deux, changé", "Paul Aubin");
    kit_commit(ctx);
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT title FROM document ORDER BY doc"), "Un, changé encore;Deux, changé");
    ctx = db_begun("path: a.db", state);
    kit_finish(ctx);
    after = db_dump("a.db");
    ck_assert_str_eq(after, before); /* also what was replaced is back */
    ctx = db_begun("path: a.db", state);
    db_put(ctx, "d/3", "Trois", "Paul Aubin");
    kit_finish(ctx); /* not committed at all */
    ck_assert_str_eq(db_dump("a.db"), before);
    db_run_once("path: a.db", none, "d/1", "Un", "Jeanne Morel"); /* a ledger that lost commits has them done again, in place */
    ck_assert_str_eq(db_dump("a.db"), before);
}
END_TEST

static void take_out(struct filon_ctx *ctx, const char *id)
{
    ck_assert_msg(db_plugin->remove(ctx, filon_str_of(id)) == 0, "%s", kit_error(ctx));
}

START_TEST(what_is_removed_is_gone_and_comes_back_without_a_commit_of_the_ledger)
{
    const char *state = db_run_once("path: a.db", NULL, "d/1", "Écluse", "X");
    state = db_run_once("path: a.db", state, "d/2", "L’écluse", "Y");
    const char *before = db_dump("a.db");
    struct filon_ctx *ctx = db_begun("path: a.db", state);
    take_out(ctx, "d/2");
    take_out(ctx, "d/9");              /* never was there */
    db_put(ctx, "d/3", "Écluse", "Z"); /* does not get the number that d/2 had */
    db_put(ctx, "d/4", "D", "Z");
    take_out(ctx, "d/4");
    db_put(ctx, "d/4", "Écluse", "Z");
    take_out(ctx, "d/4");
    const char *later = kit_commit(ctx);
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT doc, id FROM document ORDER BY doc"), "1|d/1;3|d/3");
    ck_assert_str_eq(db_rows("a.db", "SELECT DISTINCT doc FROM block"), "1;3");
    ck_assert_str_eq(db_rows("a.db", "SELECT rowid FROM search WHERE search MATCH 'ecluse' ORDER BY rowid"), "1;3");
    kit_finish(db_begun("path: a.db", state)); /* the ledger did not learn of it */
    ck_assert_str_eq(db_dump("a.db"), before);
    ctx = db_begun("path: a.db", state);
    take_out(ctx, "d/1");
    db_plugin->end(ctx); /* not committed at all */
    filon_instance_free(ctx);
    ck_assert_str_eq(db_dump("a.db"), before);
    assert_has(later, "write_sqlite 1 ");
}
END_TEST

START_TEST(two_jobs_in_one_database)
{
    const char *mine = db_run_once("path: a.db", NULL, "d/1", "A", "X");
    const char *theirs = db_run_once("path: a.db", NULL, "e/1", "B", "Y");
    db_run_once("path: a.db", theirs, "e/2", "C", "Z"); /* unknown to their ledger, as it will turn out */
    kit_finish(db_begun("path: a.db", mine));
    ck_assert_str_eq(db_rows("a.db", "SELECT id FROM document ORDER BY id"), "d/1;e/1;e/2");
    kit_finish(db_begun("path: a.db", theirs));
    ck_assert_str_eq(db_rows("a.db", "SELECT id FROM document ORDER BY id"), "d/1;e/1");
    db_run_once("path: a.db", theirs, "d/1", "De l'autre", "Z"); /* a document that both have: the later one's */
    mine = db_run_once("path: a.db", mine, "d/1", "De nouveau", "X");
    kit_finish(db_begun("path: a.db", theirs));
    ck_assert_str_eq(db_rows("a.db", "SELECT title FROM document WHERE id = 'd/1'"), "De nouveau");
}
END_TEST

START_TEST(databases_that_do_not_fit_the_ledger)
{
    const char *old = db_run_once("path: a.db", NULL, "d/1", "A", "X"), *state;
    kit_put("copy.db", kit_get("a.db"));
    state = db_run_once("path: a.db", old, "d/2", "B", "X");
    ck_assert_int_eq(rename(kit_path("copy.db"), kit_path("a.db")), 0);
    assert_has(db_begin_fails("path: a.db", state),
               "a.db: an older copy of the database (batch 1 of 2): documents are lost from it: put back the one that the last run wrote");
    unlink(kit_path("a.db"));
    assert_has(db_begin_fails("path: a.db", state), "a.db: it is gone, and this job had written 2 batches of documents to it: put back");
    ck_assert_int_lt(access(kit_path("a.db"), F_OK), 0);
    db_run_once("path: a.db", NULL, "d/9", "Z", "X");
    assert_has(db_begin_fails("path: a.db", state), "a.db: not the database that this job has written 2 batches to");
    assert_has(db_begin_fails("path: a.db", "batch 7"), "the state of the last commit makes no sense");
}
END_TEST

START_TEST(others_at_work)
{
    const char *state = db_run_once("path: a.db", NULL, "d/1", "A", "X");
    sqlite3 *db = db_open("a.db");
    struct filon_ctx *ctx = db_begun("{path: a.db, busy: 0.2 s}", state);
    db_rows_in(db, "BEGIN");
    ck_assert_str_eq(db_rows_in(db, "SELECT count(*) FROM document"), "1"); /* an analyst reads on */
    db_put(ctx, "d/2", "B", "Y");
    kit_commit(ctx);
    db_put(ctx, "d/3", "C", "Y");
    state = kit_commit(ctx);
    ck_assert_str_eq(db_rows_in(db, "SELECT count(*) FROM document"), "1");
    db_rows_in(db, "COMMIT");
    ck_assert_str_eq(db_rows_in(db, "SELECT count(*) FROM document"), "3");
    db_rows_in(db, "BEGIN IMMEDIATE"); /* and somebody who writes */
    ck_assert_int_lt(db_try_put(ctx, "d/4", "D", "Y"), 0);
    assert_has(kit_error(ctx),
               "a.db: database is locked: another program has held it for 0.2 s: close it and run again, or raise the option busy");
    kit_finish(ctx);
    db_rows_in(db, "COMMIT");
    sqlite3_close(db);
    db_run_once("path: a.db", state, "d/4", "D", "Y");
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM document"), "4");
}
END_TEST

START_TEST(a_full_disk)
{
    const char *state = db_run_once("path: a.db", NULL, "d/1", "A", "X");
    struct rlimit old, tight;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    tight = old;
    tight.rlim_cur = kit_get("a.db").n + 65536;
    struct filon_ctx *ctx = db_begun("path: a.db", state);
    setrlimit(RLIMIT_FSIZE, &tight);
    int failed = 0;
    char id[32];
    struct filon_buf ignored = FILON_BUF_INIT;
    for (int i = 0; i < 5000 && !failed; i++) {
        snprintf(id, sizeof id, "x/%d", i);
        failed = db_try_put(ctx, id, "Titre", "Jeanne Morel");
    }
    if (!failed)
        failed = db_plugin->commit(ctx, &ignored);
    setrlimit(RLIMIT_FSIZE, &old);
    ck_assert_int_lt(failed, 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_IO);
    const char *text = kit_error(ctx);
    assert_has(text, "a.db: ");
    assert_has(text, "ulimit -f");
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT id FROM document"), "d/1");
    db_run_once("path: a.db", state, "d/2", "B", "X");
    ck_assert_str_eq(db_rows("a.db", "SELECT id FROM document"), "d/1;d/2");
    filon_buf_free(&ignored);
}
END_TEST

START_TEST(a_record_that_makes_no_sense)
{
    struct filon_ctx *ctx = db_begun("path: a.db", NULL);
    struct filon_buf record = FILON_BUF_INIT;
    kit_article("d/1", "Titre", "X");
    ck_assert_int_eq(db_plugin->encode(ctx, kit.doc, &record), 0);
    for (size_t n = 1; n < record.n; n += 7) { /* cut anywhere: refused, and nothing read beyond it */
        char *cut = malloc(n);
        memcpy(cut, record.p, n);
        ck_assert_int_lt(db_plugin->write(ctx, FILON_STR("d/1"), (struct filon_str){cut, n}), 0);
        ck_assert_int_eq(kit_error_code(ctx), FILON_E_INTERNAL);
        assert_has(kit_error(ctx), "the record of d/1 makes no sense");
        free(cut);
    }
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM document"), "0");
    filon_buf_free(&record);
}
END_TEST

START_TEST(a_worker_leaves_the_database_alone)
{
    struct filon_ctx *ctx = db_begun("path: a.db", NULL);
    db_put(ctx, "d/1", "A", "X");
    pid_t child = fork();
    if (child == 0) {
        filon_instance_free(ctx);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    ck_assert_int_eq(access(kit_path("a.db-wal"), F_OK), 0);
    db_put(ctx, "d/2", "B", "X");
    kit_commit(ctx);
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM document"), "2");
}
END_TEST

/* ---- many kills */

enum { STEPS = 1500, NAMES = 400 };

/* Most replace an older version. */
static void put_version(struct filon_ctx *ctx, int i)
{
    db_put(ctx, filon_strf(kit.arena, "d/%d", i % NAMES), filon_strf(kit.arena, "Version %d", i), i % 3 ? "Jeanne Morel" : "Paul Aubin");
}

static struct filon_ctx *open_stormy(void)
{
    return db_writer("path: a.db");
}

START_TEST(killed_again_and_again)
{
    struct kit_storm storm = {.documents = STEPS, .batch = 25, .kills = 80, .steps = 60, .open = open_stormy, .put = put_version};
    kit_storm(&storm);
    struct filon_ctx *ctx = db_begun("path: calm.db", NULL);
    for (int i = 0; i < STEPS; i++)
        put_version(ctx, i);
    kit_commit(ctx);
    kit_finish(ctx);
    const char *calm = db_dump("calm.db"), *stormy = db_dump("a.db");
    ck_assert_msg(strcmp(calm, stormy) == 0, "the databases differ");
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM document"), "400");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {batches_that_no_ledger_has,
                                  what_is_removed_is_gone_and_comes_back_without_a_commit_of_the_ledger,
                                  two_jobs_in_one_database,
                                  databases_that_do_not_fit_the_ledger,
                                  others_at_work,
                                  a_full_disk,
                                  a_record_that_makes_no_sense,
                                  a_worker_leaves_the_database_alone,
                                  killed_again_and_again,
                                  NULL};
    return kit_main("write_sqlite_once", tests);
}
