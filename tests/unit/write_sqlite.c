/* write_sqlite: what the tables hold; that each document is there once whatever was killed; whose databases are refused. */
#include "tests/unit/iokit.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern const struct filon_plugin filon_plugin_write_sqlite;
static const struct filon_plugin *const plugin = &filon_plugin_write_sqlite;

static struct filon_ctx *writer(const char *yaml)
{
    return kit_open("write_sqlite", plugin, yaml);
}

static struct filon_ctx *begun(const char *yaml, const char *state)
{
    struct filon_ctx *ctx = writer(yaml);
    must(plugin->begin(ctx, state) == 0, "%s", kit_error(ctx));
    return ctx;
}

static int try_put(struct filon_ctx *ctx, const char *id, const char *title, const char *speaker)
{
    struct filon_buf record = FILON_BUF_INIT;
    kit_article(id, title, speaker);
    must(plugin->encode(ctx, kit.doc, &record) == 0, "%s", kit_error(ctx));
    int done = plugin->write(ctx, filon_str_of(id), filon_buf_str(&record));
    filon_buf_free(&record);
    return done;
}

static void put(struct filon_ctx *ctx, const char *id, const char *title, const char *speaker)
{
    must(try_put(ctx, id, title, speaker) == 0, "%s", kit_error(ctx));
}

static const char *commit(struct filon_ctx *ctx)
{
    struct filon_buf state = FILON_BUF_INIT;
    must(plugin->commit(ctx, &state) == 0, "%s", kit_error(ctx));
    const char *text = filon_strdup(kit.arena, state.p);
    filon_buf_free(&state);
    return text;
}

static void finish(struct filon_ctx *ctx)
{
    plugin->end(ctx);
    filon_instance_free(ctx);
}

static const char *begin_fails(const char *yaml, const char *state)
{
    struct filon_ctx *ctx = writer(yaml);
    ck_assert_int_lt(plugin->begin(ctx, state), 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_IO);
    const char *text = kit_error(ctx);
    finish(ctx);
    return text;
}

static const char *check_fails(const char *yaml)
{
    struct filon_ctx *ctx = writer(yaml);
    ck_assert_int_lt(plugin->check(ctx), 0);
    const char *text = kit_error(ctx);
    finish(ctx);
    return text;
}

/* One run of one document. */
static const char *run_once(const char *yaml, const char *state, const char *id, const char *title, const char *speaker)
{
    struct filon_ctx *ctx = begun(yaml, state);
    put(ctx, id, title, speaker);
    state = commit(ctx);
    finish(ctx);
    return state;
}

static sqlite3 *open_db(const char *file)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open_v2(kit_path(file), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), SQLITE_OK);
    return db;
}

/* Rows joined: "a|b;c|d". NULL is "-". */
static const char *query_in(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_puts(&out, "");
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    for (int rows = 0; sqlite3_step(statement) == SQLITE_ROW; rows++)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            filon_buf_printf(&out, "%s%s", i ? "|" : rows ? ";" : "", text ? text : "-");
        }
    ck_assert_msg(sqlite3_finalize(statement) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    const char *text = filon_strdup(kit.arena, out.p);
    filon_buf_free(&out);
    return text;
}

static const char *query(const char *file, const char *sql)
{
    sqlite3 *db = open_db(file);
    const char *text = query_in(db, sql);
    sqlite3_close(db);
    return text;
}

static void run_sql(const char *file, const char *sql)
{
    sqlite3 *db = open_db(file);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* All that users see, without the writer's own books. */
static const char *dump(const char *file)
{
    static const char *const selects[] = {"SELECT * FROM document ORDER BY id",
                                          "SELECT * FROM block",
                                          "SELECT * FROM sentence",
                                          "SELECT * FROM entity",
                                          "SELECT * FROM quote",
                                          "SELECT * FROM stance",
                                          "SELECT * FROM shout",
                                          "SELECT rowid FROM search WHERE search MATCH 'ecluse' ORDER BY rowid"};
    sqlite3 *db = open_db(file);
    struct filon_buf out = FILON_BUF_INIT;
    for (size_t i = 0; i < FILON_COUNT(selects); i++)
        filon_buf_printf(&out, "%s\n", query_in(db, selects[i]));
    ck_assert_str_eq(query_in(db, "PRAGMA integrity_check"), "ok");
    ck_assert_int_eq(sqlite3_exec(db, "INSERT INTO search(search, rank) VALUES('integrity-check', 1)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    const char *text = filon_strdup(kit.arena, out.p);
    filon_buf_free(&out);
    return text;
}

START_TEST(what_the_tables_hold)
{
    run_once("path: var/a.db", NULL, "d/1", "Fermée", "Jeanne Morel");
    const char *file = "var/a.db";
    ck_assert_str_eq(query(file, "SELECT doc, id, title, date, author, lang, content FROM document"),
                     "1|d/1|Fermée|2017-06-02|-|fr|Fermée\n\n« NON ! », a répété Jeanne Morel à propos de l’écluse.");
    ck_assert_str_eq(query(file, "SELECT meta FROM document"),
                     "{\"title\":\"Fermée\",\"date\":\"2017-06-02\",\"lang\":\"fr\",\"reading_time\":\"2\"}");
    ck_assert_str_eq(query(file, "SELECT doc, row, begin, end, text, kind, content FROM block WHERE row < 2"),
                     "1|0|0|6|Fermée|title|1;1|1|8|12|Menu|boilerplate|0");
    ck_assert_str_eq(query(file, "SELECT begin, end, text, type, name, chain, ref_id, score FROM entity"),
                     "34|46|Jeanne Morel|PER|Jeanne Morel|0|-|-");
    ck_assert_str_eq(
        query(file, "SELECT text, type, cue_begin, cue_end, cue_text, source_begin, source_end, source_text, holder, score FROM quote"),
        "NON !|direct|25|33|a répété|-|-|-|Jeanne Morel|0.5"); /* code points */
    ck_assert_str_eq(query(file, "SELECT substr(document.text, cue_begin + 1, cue_end - cue_begin) FROM quote JOIN document USING(doc)"),
                     "a répété");
    ck_assert_str_eq(query(file, "SELECT text, loud, count, word, mark_text, \"order\", strength FROM shout"),
                     "NON|1|-1|0|!|a \"b\" 'c'|0.93;!|0|0|-|-|-|-");
    ck_assert_str_eq(query(file, "SELECT count(*) FROM sqlite_master WHERE name = 'token'"), "0");
    ck_assert_str_eq(query(file, "SELECT name FROM filon_layer ORDER BY name"), "block;entity;position;quote;sentence;shout;stance");
    ck_assert_str_eq(query(file, "PRAGMA journal_mode"), "delete"); /* one file, which anybody may read */
    run_once("{path: b.db, tokens: yes, text: no, search: no}", NULL, "d/1", "T", "X");
    ck_assert_str_eq(query("b.db", "SELECT text, form, head FROM token"), "NON|-|-");
    ck_assert_str_eq(query("b.db", "SELECT text FROM document"), "-");
    ck_assert_str_eq(query("b.db", "SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'"), "0");
    run_once("{path: c.db, layers: [quote]}", NULL, "d/1", "T", "X");
    ck_assert_str_eq(query("c.db", "SELECT (SELECT count(*) FROM quote), (SELECT count(*) FROM entity)"), "1|0");
}
END_TEST

START_TEST(views_and_search)
{
    struct filon_ctx *ctx = begun("path: a.db", NULL);
    put(ctx, "d/1", "L'écluse fermée", "Jeanne Morel");
    put(ctx, "d/2", "Une réunion", "Jeanne Morel");
    put(ctx, "d/3", "Le port", "Paul Aubin");
    commit(ctx);
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT doc, id, title, date, speaker, type, quote, cue, score FROM who_says_what WHERE id = 'd/3'"),
                     "3|d/3|Le port|2017-06-02|Paul Aubin|direct|NON !|a répété|0.5");
    ck_assert_str_eq(query("a.db", "SELECT id, holder, act, polarity, target, evidence FROM who_stands_where ORDER BY id LIMIT 1"),
                     "d/1|Jeanne Morel|oppose|against|écluse|NON");
    ck_assert_str_eq(query("a.db", "SELECT * FROM entities ORDER BY name"), "Jeanne Morel|PER|2|2;Paul Aubin|PER|1|1");
    ck_assert_str_eq(query("a.db", "SELECT * FROM speakers ORDER BY holder"), "Jeanne Morel|2|2;Paul Aubin|1|1");
    ck_assert_str_eq(query("a.db", "SELECT * FROM positions"), "");
    ck_assert_str_eq(query("a.db", "SELECT id FROM search JOIN document ON document.doc = search.rowid WHERE search MATCH 'reunion'"),
                     "d/2"); /* without accents */
    ck_assert_str_eq(query("a.db", "SELECT rowid FROM search WHERE search MATCH 'title: ecluse'"), "1");
    const char *plan = query("a.db", "EXPLAIN QUERY PLAN SELECT quote FROM who_says_what WHERE speaker = 'Paul Aubin'");
    assert_has(plan, "USING INDEX filon_quote_holder");
    ck_assert_ptr_null(strstr(plan, "SCAN"));
}
END_TEST

START_TEST(a_changed_document_replaces_itself)
{
    const char *state = run_once("path: a.db", NULL, "d/1", "Avant", "Jeanne Morel");
    state = run_once("path: a.db", state, "d/2", "Autre", "Paul Aubin");
    run_once("path: a.db", state, "d/1", "Après", "Zoé Petit");
    ck_assert_str_eq(query("a.db", "SELECT doc, id, title FROM document"), "1|d/1|Après;2|d/2|Autre");
    ck_assert_str_eq(query("a.db", "SELECT holder FROM quote ORDER BY doc"), "Zoé Petit;Paul Aubin");
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM search WHERE search MATCH 'avant'"), "0");
    ck_assert_str_eq(query("a.db", "SELECT rowid FROM search WHERE search MATCH 'apres'"), "1");
    dump("a.db");
}
END_TEST

START_TEST(batches_that_no_ledger_has)
{
    struct filon_ctx *ctx = begun("path: a.db", NULL);
    const char *none = commit(ctx);
    put(ctx, "d/1", "Un", "Jeanne Morel");
    const char *state = commit(ctx), *before, *after;
    finish(ctx);
    before = dump("a.db");
    ctx = begun("path: a.db", state); /* committed, but the ledger never learnt of it */
    put(ctx, "d/2", "Deux", "Paul Aubin");
    put(ctx, "d/1", "Un, changé", "Zoé Petit");
    put(ctx, "d/1", "Un, changé encore", "Zoé Petit");
    put(ctx, "d/2", "Deux, changé", "Paul Aubin");
    commit(ctx);
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT title FROM document ORDER BY doc"), "Un, changé encore;Deux, changé");
    ctx = begun("path: a.db", state);
    finish(ctx);
    after = dump("a.db");
    ck_assert_str_eq(after, before); /* also what was replaced is back */
    ctx = begun("path: a.db", state);
    put(ctx, "d/3", "Trois", "Paul Aubin");
    finish(ctx); /* not committed at all */
    ck_assert_str_eq(dump("a.db"), before);
    run_once("path: a.db", none, "d/1", "Un", "Jeanne Morel"); /* a ledger that lost commits has them done again, in place */
    ck_assert_str_eq(dump("a.db"), before);
}
END_TEST

static void take_out(struct filon_ctx *ctx, const char *id)
{
    ck_assert_msg(plugin->remove(ctx, filon_str_of(id)) == 0, "%s", kit_error(ctx));
}

START_TEST(what_is_removed_is_gone_and_comes_back_without_a_commit_of_the_ledger)
{
    const char *state = run_once("path: a.db", NULL, "d/1", "Écluse", "X");
    state = run_once("path: a.db", state, "d/2", "L’écluse", "Y");
    const char *before = dump("a.db");
    struct filon_ctx *ctx = begun("path: a.db", state);
    take_out(ctx, "d/2");
    take_out(ctx, "d/9"); /* never was there */
    put(ctx, "d/3", "Écluse", "Z"); /* does not get the number that d/2 had */
    put(ctx, "d/4", "D", "Z");
    take_out(ctx, "d/4");
    put(ctx, "d/4", "Écluse", "Z");
    take_out(ctx, "d/4");
    const char *later = commit(ctx);
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT doc, id FROM document ORDER BY doc"), "1|d/1;3|d/3");
    ck_assert_str_eq(query("a.db", "SELECT DISTINCT doc FROM block"), "1;3");
    ck_assert_str_eq(query("a.db", "SELECT rowid FROM search WHERE search MATCH 'ecluse' ORDER BY rowid"), "1;3");
    finish(begun("path: a.db", state)); /* the ledger did not learn of it */
    ck_assert_str_eq(dump("a.db"), before);
    ctx = begun("path: a.db", state);
    take_out(ctx, "d/1");
    plugin->end(ctx); /* not committed at all */
    filon_instance_free(ctx);
    ck_assert_str_eq(dump("a.db"), before);
    assert_has(later, "write_sqlite 1 ");
}
END_TEST

START_TEST(two_jobs_in_one_database)
{
    const char *mine = run_once("path: a.db", NULL, "d/1", "A", "X");
    const char *theirs = run_once("path: a.db", NULL, "e/1", "B", "Y");
    run_once("path: a.db", theirs, "e/2", "C", "Z"); /* unknown to their ledger, as it will turn out */
    finish(begun("path: a.db", mine));
    ck_assert_str_eq(query("a.db", "SELECT id FROM document ORDER BY id"), "d/1;e/1;e/2");
    finish(begun("path: a.db", theirs));
    ck_assert_str_eq(query("a.db", "SELECT id FROM document ORDER BY id"), "d/1;e/1");
    run_once("path: a.db", theirs, "d/1", "De l'autre", "Z"); /* a document that both have: the later one's */
    mine = run_once("path: a.db", mine, "d/1", "De nouveau", "X");
    finish(begun("path: a.db", theirs));
    ck_assert_str_eq(query("a.db", "SELECT title FROM document WHERE id = 'd/1'"), "De nouveau");
}
END_TEST

START_TEST(databases_that_do_not_fit_the_ledger)
{
    const char *old = run_once("path: a.db", NULL, "d/1", "A", "X"), *state;
    kit_put("copy.db", kit_get("a.db"));
    state = run_once("path: a.db", old, "d/2", "B", "X");
    ck_assert_int_eq(rename(kit_path("copy.db"), kit_path("a.db")), 0);
    assert_has(begin_fails("path: a.db", state),
               "a.db: an older copy of the database (batch 1 of 2): documents are lost from it: put back the one that the last run wrote");
    unlink(kit_path("a.db"));
    assert_has(begin_fails("path: a.db", state), "a.db: it is gone, and this job had written 2 batches of documents to it: put back");
    ck_assert_int_lt(access(kit_path("a.db"), F_OK), 0);
    run_once("path: a.db", NULL, "d/9", "Z", "X");
    assert_has(begin_fails("path: a.db", state), "a.db: not the database that this job has written 2 batches to");
    assert_has(begin_fails("path: a.db", "batch 7"), "the state of the last commit makes no sense");
}
END_TEST

static void refused_untouched(const char *file, const char *message)
{
    struct filon_str before = kit_get(file);
    const char *yaml = filon_strf(kit.arena, "path: %s", file);
    assert_has(check_fails(yaml), message);
    assert_has(begin_fails(yaml, NULL), message);
    ck_assert(filon_str_eq(kit_get(file), before));
}

START_TEST(databases_of_others_are_refused)
{
    kit_puts("notes.txt", "Des notes à garder, assez longues pour ne pas passer pour un en-tête vide de base de données, et même un peu "
                          "plus longues que cela.");
    refused_untouched("notes.txt", "notes.txt: there is a file of another kind, not an SQLite database");
    kit_puts("short", "x");
    refused_untouched("short", "short: there is a file of another kind");
    run_sql("other.db", "CREATE TABLE customers(id INTEGER)");
    refused_untouched("other.db", "other.db: a database of another program");
    run_sql("app.db", "PRAGMA application_id = 42; CREATE TABLE t(x)");
    refused_untouched("app.db", "app.db: a database of another program");
    run_once("path: new.db", NULL, "d/1", "A", "X");
    run_sql("new.db", "PRAGMA user_version = 7");
    refused_untouched("new.db", "new.db: made by a newer filon (its schema is 7, this one knows 2): use that filon");
    kit_puts("empty.db", ""); /* nothing is nobody's */
    run_once("path: empty.db", NULL, "d/1", "A", "X");
    struct filon_str bytes = kit_get("empty.db");
    char *damaged = filon_strf(kit.arena, "%*s", (int)bytes.n, "");
    memcpy(damaged, bytes.p, bytes.n);
    memset(damaged + 16384, 0xa5, bytes.n - 16384);
    kit_put("damaged.db", (struct filon_str){damaged, bytes.n});
    assert_has(begin_fails("path: damaged.db", NULL), "the file is damaged: put a good copy back");
}
END_TEST

START_TEST(a_newer_pipeline_adds_columns)
{
    const char *state = run_once("path: a.db", NULL, "d/1", "A", "X");
    run_sql("a.db",
            "DROP VIEW who_says_what; ALTER TABLE quote DROP COLUMN score; DROP TABLE shout; DELETE FROM filon_layer WHERE name = 'shout';"
            "CREATE VIEW who_says_what AS SELECT 1; ALTER TABLE entity ADD COLUMN older TEXT");
    state = run_once("path: a.db", state, "d/2", "B", "Y");
    ck_assert_str_eq(query("a.db", "SELECT speaker, score FROM who_says_what ORDER BY doc"), "X|-;Y|0.5");
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM shout"), "2");
    ck_assert_str_eq(query("a.db", "SELECT name, older FROM entity ORDER BY doc"), "X|-;Y|-");
    run_sql("a.db", "DROP VIEW who_stands_where; ALTER TABLE stance DROP COLUMN score; ALTER TABLE stance ADD COLUMN score TEXT");
    assert_has(begin_fails("path: a.db", state), "its table `stance` has a column `score` of type TEXT, the pipeline gives REAL");
    run_once("{path: b.db, search: no}", NULL, "d/1", "Écluse", "X"); /* search is made later */
    run_once("path: b.db", NULL, "d/2", "B", "X");
    ck_assert_str_eq(query("b.db", "SELECT rowid FROM search WHERE search MATCH 'title: ecluse'"), "1");
}
END_TEST

/* Version 1 kept the index by triggers, which would now put all in it twice. */
START_TEST(a_database_of_version_1)
{
    const char *state = run_once("path: a.db", NULL, "d/1", "Écluse", "X");
    run_sql("a.db", "CREATE TRIGGER search_insert AFTER INSERT ON document BEGIN"
                    " INSERT INTO search(rowid, title, content) VALUES(new.doc, new.title, new.content); END; PRAGMA user_version = 1");
    const char *before = dump("a.db");
    run_once("path: a.db", state, "d/2", "L’écluse", "Y");
    dump("a.db");
    ck_assert_str_eq(query("a.db", "SELECT rowid FROM search WHERE search MATCH 'ecluse' ORDER BY rowid"), "1;2");
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), "0");
    ck_assert_str_eq(query("a.db", "PRAGMA user_version"), "2");
    finish(begun("path: a.db", state));
    ck_assert_str_eq(dump("a.db"), before);
}
END_TEST

static const char *of_rows(struct filon_ctx *ctx, const char *id, uint32_t n)
{
    kit_article(id, "Rangs", "X");
    for (uint32_t i = filon_rows(filon_layer(kit.doc, FILON_SENTENCE)); i < n; i++)
        filon_add(filon_layer(kit.doc, FILON_SENTENCE), i % 5, i % 5 + 1);
    struct filon_buf record = FILON_BUF_INIT;
    ck_assert_int_eq(plugin->encode(ctx, kit.doc, &record), 0);
    ck_assert_msg(plugin->write(ctx, filon_str_of(id), filon_buf_str(&record)) == 0, "%s", kit_error(ctx));
    filon_buf_free(&record);
    return filon_strf(kit.arena, "%u|%u|%u", n, n - 1, n);
}

START_TEST(many_rows)
{
    static const uint32_t n[] = {7, 15, 16, 17, 31, 47, 100};
    struct filon_ctx *ctx = begun("path: a.db", NULL);
    struct filon_buf wanted = FILON_BUF_INIT;
    for (size_t i = 0; i < FILON_COUNT(n); i++)
        filon_buf_printf(&wanted, "%s%s", i ? ";" : "", of_rows(ctx, filon_strf(kit.arena, "d/%zu", i), n[i]));
    commit(ctx);
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT count(*), max(row), sum(\"end\" = \"begin\" + 1 OR row < 7) FROM sentence GROUP BY doc"), wanted.p);
    filon_buf_free(&wanted);
}
END_TEST

START_TEST(many_columns)
{
    struct filon_column columns[61] = {{0}};
    struct filon_layer_def wide = {"wide", "spans", columns};
    for (int i = 0; i < 60; i++)
        columns[i] = (struct filon_column){filon_strf(kit.arena, "c%d", i), FILON_SPAN, NULL, ""};
    ck_assert_int_eq(filon_schema_add(kit.schema, &wide, "test", NULL), 0);
    filon_doc_free(kit.doc);
    kit.doc = filon_doc_new(kit.schema);
    struct filon_ctx *ctx = begun("path: a.db", NULL);
    struct filon_buf record = FILON_BUF_INIT;
    int layer = filon_schema_find(kit.schema, "wide");
    for (int round = 0; round < 2; round++) {
        kit_article("d/1", "Titre", "X");
        filon_add(filon_layer(kit.doc, layer), 0, 5);
        filon_spans(filon_layer(kit.doc, layer), 59)[0] = (struct filon_span){0, round ? 2 : 5};
        filon_buf_clear(&record);
        ck_assert_int_eq(plugin->encode(ctx, kit.doc, &record), 0);
        ck_assert_msg(plugin->write(ctx, FILON_STR("d/1"), filon_buf_str(&record)) == 0, "%s", kit_error(ctx));
        const char *state = commit(ctx);
        finish(ctx);
        ctx = begun("path: a.db", state);
        if (round == 0)
            kit_puts("state", state);
    }
    ck_assert_str_eq(query("a.db", "SELECT c59_text FROM wide"), "Ti");
    finish(ctx);
    finish(begun("path: a.db", kit_get("state").p)); /* back through JSON, in groups */
    ck_assert_str_eq(query("a.db", "SELECT text, c0_begin, c59_begin, c59_end, c59_text FROM wide"), "Titre|-|0|5|Titre");
    filon_buf_free(&record);
}
END_TEST

START_TEST(wrong_options)
{
    static const struct filon_column columns[] = {{"cue", FILON_SPAN, NULL, ""}, {"cue_end", FILON_I32, NULL, ""}, {0}};
    static const struct filon_layer_def clash = {"clash", "", columns}, document = {"document", "", columns},
                                        search = {"search_x", "", columns};
    assert_has(kit_refused("write_sqlite", plugin, "text: no"), "path");
    assert_has(kit_refused("write_sqlite", plugin, "path: \"-\""), "a database cannot go to standard output");
    assert_has(kit_refused("write_sqlite", plugin, "{path: a.db, layers: quotes}"), "no stage of the pipeline provides `quotes`");
    filon_schema_add(kit.schema, &clash, "test", NULL);
    assert_has(kit_refused("write_sqlite", plugin, "path: a.db"), "the layer `clash` would have two columns `cue_end`");
    filon_schema_add(kit.schema, &document, "test", NULL);
    filon_schema_add(kit.schema, &search, "test", NULL);
    assert_has(kit_refused("write_sqlite", plugin, "{path: a.db, layers: search_x}"), "the layer `search_x` has the name of another table");
    finish(writer("{path: a.db, layers: [quote]}"));
}
END_TEST

START_TEST(places_that_cannot_be_written)
{
    kit_puts("file", "x");
    assert_has(begin_fails("path: file/a.db", NULL), "Not a directory");
    mkdir(kit_path("folder"), 0777);
    assert_has(check_fails("path: folder"), "folder: is a folder");
    struct filon_ctx *ctx = writer("path: new/deep/a.db");
    ck_assert_int_eq(plugin->check(ctx), 0);
    finish(ctx);
    ck_assert_int_lt(access(kit_path("new"), F_OK), 0);
    if (geteuid() == 0)
        return;
    run_once("path: folder/a.db", NULL, "d/1", "A", "X");
    chmod(kit_path("folder"), 0500);
    assert_has(check_fails("path: folder/b.db"), "folder: Permission denied");
    assert_has(check_fails("path: folder/a.db"), "a.db-wal: cannot be made"); /* its companions could not be made */
}
END_TEST

START_TEST(others_at_work)
{
    const char *state = run_once("path: a.db", NULL, "d/1", "A", "X");
    sqlite3 *db = open_db("a.db");
    struct filon_ctx *ctx = begun("{path: a.db, busy: 0.2 s}", state);
    query_in(db, "BEGIN");
    ck_assert_str_eq(query_in(db, "SELECT count(*) FROM document"), "1"); /* an analyst reads on */
    put(ctx, "d/2", "B", "Y");
    commit(ctx);
    put(ctx, "d/3", "C", "Y");
    state = commit(ctx);
    ck_assert_str_eq(query_in(db, "SELECT count(*) FROM document"), "1");
    query_in(db, "COMMIT");
    ck_assert_str_eq(query_in(db, "SELECT count(*) FROM document"), "3");
    query_in(db, "BEGIN IMMEDIATE"); /* and somebody who writes */
    ck_assert_int_lt(try_put(ctx, "d/4", "D", "Y"), 0);
    assert_has(kit_error(ctx),
               "a.db: database is locked: another program has held it for 0.2 s: close it and run again, or raise the option busy");
    finish(ctx);
    query_in(db, "COMMIT");
    sqlite3_close(db);
    run_once("path: a.db", state, "d/4", "D", "Y");
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM document"), "4");
}
END_TEST

START_TEST(a_full_disk)
{
    const char *state = run_once("path: a.db", NULL, "d/1", "A", "X");
    struct rlimit old, tight;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    tight = old;
    tight.rlim_cur = kit_get("a.db").n + 65536;
    struct filon_ctx *ctx = begun("path: a.db", state);
    setrlimit(RLIMIT_FSIZE, &tight);
    int failed = 0;
    char id[32];
    struct filon_buf ignored = FILON_BUF_INIT;
    for (int i = 0; i < 5000 && !failed; i++) {
        snprintf(id, sizeof id, "x/%d", i);
        failed = try_put(ctx, id, "Titre", "Jeanne Morel");
    }
    if (!failed)
        failed = plugin->commit(ctx, &ignored);
    setrlimit(RLIMIT_FSIZE, &old);
    ck_assert_int_lt(failed, 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_IO);
    const char *text = kit_error(ctx);
    assert_has(text, "a.db: ");
    assert_has(text, "ulimit -f");
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT id FROM document"), "d/1");
    run_once("path: a.db", state, "d/2", "B", "X");
    ck_assert_str_eq(query("a.db", "SELECT id FROM document"), "d/1;d/2");
    filon_buf_free(&ignored);
}
END_TEST

START_TEST(a_record_that_makes_no_sense)
{
    struct filon_ctx *ctx = begun("path: a.db", NULL);
    struct filon_buf record = FILON_BUF_INIT;
    kit_article("d/1", "Titre", "X");
    ck_assert_int_eq(plugin->encode(ctx, kit.doc, &record), 0);
    for (size_t n = 1; n < record.n; n += 7) { /* cut anywhere: refused, and nothing read beyond it */
        char *cut = malloc(n);
        memcpy(cut, record.p, n);
        ck_assert_int_lt(plugin->write(ctx, FILON_STR("d/1"), (struct filon_str){cut, n}), 0);
        ck_assert_int_eq(kit_error_code(ctx), FILON_E_INTERNAL);
        assert_has(kit_error(ctx), "the record of d/1 makes no sense");
        free(cut);
    }
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM document"), "0");
    filon_buf_free(&record);
}
END_TEST

START_TEST(a_worker_leaves_the_database_alone)
{
    struct filon_ctx *ctx = begun("path: a.db", NULL);
    put(ctx, "d/1", "A", "X");
    pid_t child = fork();
    if (child == 0) {
        filon_instance_free(ctx);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    ck_assert_int_eq(access(kit_path("a.db-wal"), F_OK), 0);
    put(ctx, "d/2", "B", "X");
    commit(ctx);
    finish(ctx);
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM document"), "2");
}
END_TEST

/* ---- many kills, with a ledger that is a renamed file: the next step, then the state */

enum { STEPS = 1500, NAMES = 400, KILLS = 80 };

static void note(int at, const char *state)
{
    kit_puts("ledger.new", filon_strf(kit.arena, "%d\n%s", at, state));
    must(rename(kit_path("ledger.new"), kit_path("ledger")) == 0, "ledger");
}

/* Step i writes document i % NAMES in its version i: most of them replace an older one. */
static void work(const char *file, bool remember, int steps)
{
    int at = 0;
    struct filon_str text = remember ? kit_get("ledger") : FILON_NO_STR;
    const char *state = text.p ? strchr(text.p, '\n') + 1 : NULL;
    at = text.p ? atoi(text.p) : 0;
    struct filon_ctx *ctx = begun(filon_strf(kit.arena, "path: %s", file), state);
    if (remember && !state)
        note(0, commit(ctx)); /* as the coordinator does in a first run */
    for (; at < STEPS; at++) {
        put(ctx, filon_strf(kit.arena, "d/%d", at % NAMES), filon_strf(kit.arena, "Version %d", at),
            at % 3 ? "Jeanne Morel" : "Paul Aubin");
        bool due = rand() % 25 == 0;
        const char *committed = due ? commit(ctx) : NULL;
        if (steps-- == 0)
            raise(SIGKILL);
        if (due && remember)
            note(at + 1, committed);
    }
    state = commit(ctx);
    if (remember)
        note(at, state);
    finish(ctx);
}

START_TEST(killed_again_and_again)
{
    work("calm.db", false, -1);
    for (int kill_number = 0; kill_number < KILLS; kill_number++) {
        pid_t child = fork();
        if (child == 0) {
            srand((unsigned)kill_number);
            work("a.db", true, kill_number % 2 ? rand() % 60 : -1);
            _exit(0);
        }
        if (kill_number % 2 == 0) {
            usleep((useconds_t)(rand() % 12000));
            kill(child, SIGKILL);
        }
        waitpid(child, NULL, 0);
    }
    work("a.db", true, -1);
    const char *calm = dump("calm.db"), *stormy = dump("a.db");
    ck_assert_msg(strcmp(calm, stormy) == 0, "the databases differ");
    ck_assert_str_eq(query("a.db", "SELECT count(*) FROM document"), "400");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_the_tables_hold,
                                  views_and_search,
                                  a_changed_document_replaces_itself,
                                  batches_that_no_ledger_has,
                                  what_is_removed_is_gone_and_comes_back_without_a_commit_of_the_ledger,
                                  two_jobs_in_one_database,
                                  databases_that_do_not_fit_the_ledger,
                                  databases_of_others_are_refused,
                                  a_newer_pipeline_adds_columns,
                                  a_database_of_version_1,
                                  many_rows,
                                  many_columns,
                                  wrong_options,
                                  places_that_cannot_be_written,
                                  others_at_work,
                                  a_full_disk,
                                  a_record_that_makes_no_sense,
                                  a_worker_leaves_the_database_alone,
                                  killed_again_and_again,
                                  NULL};
    return kit_main("write_sqlite", tests);
}
