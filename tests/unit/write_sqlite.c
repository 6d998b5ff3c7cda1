/* write_sqlite: what the tables hold, whatever the pipeline gives; whose files and databases it refuses. */
#include "tests/unit/sqlitekit.h"

#include <sys/stat.h>
#include <unistd.h>

START_TEST(what_the_tables_hold)
{
    db_run_once("path: var/a.db", NULL, "d/1", "Fermée", "Jeanne Morel");
    const char *file = "var/a.db";
    ck_assert_str_eq(db_rows(file, "SELECT doc, id, title, date, author, lang, content FROM document"),
                     "1|d/1|Fermée|2017-06-02|-|fr|Fermée\n\n« NON ! », a répété Jeanne Morel à propos de l’écluse.");
    ck_assert_str_eq(db_rows(file, "SELECT meta FROM document"),
                     "{\"title\":\"Fermée\",\"date\":\"2017-06-02\",\"lang\":\"fr\",\"reading_time\":\"2\"}");
    ck_assert_str_eq(db_rows(file, "SELECT doc, row, begin, end, text, kind, content FROM block WHERE row < 2"),
                     "1|0|0|6|Fermée|title|1;1|1|8|12|Menu|boilerplate|0");
    ck_assert_str_eq(db_rows(file, "SELECT begin, end, text, type, name, chain, ref_id, score FROM entity"),
                     "34|46|Jeanne Morel|PER|Jeanne Morel|0|-|-");
    ck_assert_str_eq(
        db_rows(file, "SELECT text, type, cue_begin, cue_end, cue_text, source_begin, source_end, source_text, holder, score FROM quote"),
        "NON !|direct|25|33|a répété|-|-|-|Jeanne Morel|0.5"); /* code points */
    ck_assert_str_eq(db_rows(file, "SELECT substr(document.text, cue_begin + 1, cue_end - cue_begin) FROM quote JOIN document USING(doc)"),
                     "a répété");
    ck_assert_str_eq(db_rows(file, "SELECT text, loud, count, word, mark_text, \"order\", strength FROM shout"),
                     "NON|1|-1|0|!|a \"b\" 'c'|0.93;!|0|0|-|-|-|-");
    ck_assert_str_eq(db_rows(file, "SELECT count(*) FROM sqlite_master WHERE name = 'token'"), "0");
    ck_assert_str_eq(db_rows(file, "SELECT name FROM filon_layer ORDER BY name"), "block;entity;position;quote;sentence;shout;stance");
    ck_assert_str_eq(db_rows(file, "PRAGMA journal_mode"), "delete"); /* one file, which anybody may read */
    db_run_once("{path: b.db, tokens: yes, text: no, search: no}", NULL, "d/1", "T", "X");
    ck_assert_str_eq(db_rows("b.db", "SELECT text, form, head FROM token"), "NON|-|-");
    ck_assert_str_eq(db_rows("b.db", "SELECT text FROM document"), "-");
    ck_assert_str_eq(db_rows("b.db", "SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'"), "0");
    db_run_once("{path: c.db, layers: [quote]}", NULL, "d/1", "T", "X");
    ck_assert_str_eq(db_rows("c.db", "SELECT (SELECT count(*) FROM quote), (SELECT count(*) FROM entity)"), "1|0");
}
END_TEST

START_TEST(views_and_search)
{
    struct filon_ctx *ctx = db_begun("path: a.db", NULL);
    db_put(ctx, "d/1", "L'écluse fermée", "Jeanne Morel");
    db_put(ctx, "d/2", "Une réunion", "Jeanne Morel");
    db_put(ctx, "d/3", "Le port", "Paul Aubin");
    kit_commit(ctx);
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT doc, id, title, date, speaker, type, quote, cue, score FROM who_says_what WHERE id = 'd/3'"),
                     "3|d/3|Le port|2017-06-02|Paul Aubin|direct|NON !|a répété|0.5");
    ck_assert_str_eq(db_rows("a.db", "SELECT id, holder, act, polarity, target, evidence FROM who_stands_where ORDER BY id LIMIT 1"),
                     "d/1|Jeanne Morel|oppose|against|écluse|NON");
    ck_assert_str_eq(db_rows("a.db", "SELECT * FROM entities ORDER BY name"), "Jeanne Morel|PER|2|2;Paul Aubin|PER|1|1");
    ck_assert_str_eq(db_rows("a.db", "SELECT * FROM speakers ORDER BY holder"), "Jeanne Morel|2|2;Paul Aubin|1|1");
    ck_assert_str_eq(db_rows("a.db", "SELECT * FROM positions"), "");
    ck_assert_str_eq(db_rows("a.db", "SELECT id FROM search JOIN document ON document.doc = search.rowid WHERE search MATCH 'reunion'"),
                     "d/2"); /* without accents */
    ck_assert_str_eq(db_rows("a.db", "SELECT rowid FROM search WHERE search MATCH 'title: ecluse'"), "1");
    const char *plan = db_rows("a.db", "EXPLAIN QUERY PLAN SELECT quote FROM who_says_what WHERE speaker = 'Paul Aubin'");
    assert_has(plan, "USING INDEX filon_quote_holder");
    ck_assert_ptr_null(strstr(plan, "SCAN"));
}
END_TEST

START_TEST(a_changed_document_replaces_itself)
{
    const char *state = db_run_once("path: a.db", NULL, "d/1", "Avant", "Jeanne Morel");
    state = db_run_once("path: a.db", state, "d/2", "Autre", "Paul Aubin");
    db_run_once("path: a.db", state, "d/1", "Après", "Zoé Petit");
    ck_assert_str_eq(db_rows("a.db", "SELECT doc, id, title FROM document"), "1|d/1|Après;2|d/2|Autre");
    ck_assert_str_eq(db_rows("a.db", "SELECT holder FROM quote ORDER BY doc"), "Zoé Petit;Paul Aubin");
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM search WHERE search MATCH 'avant'"), "0");
    ck_assert_str_eq(db_rows("a.db", "SELECT rowid FROM search WHERE search MATCH 'apres'"), "1");
    db_dump("a.db");
}
END_TEST

static void refused_untouched(const char *file, const char *message)
{
    struct filon_str before = kit_get(file);
    const char *yaml = filon_strf(kit.arena, "path: %s", file);
    assert_has(db_check_fails(yaml), message);
    assert_has(db_begin_fails(yaml, NULL), message);
    ck_assert(filon_str_eq(kit_get(file), before));
}

START_TEST(databases_of_others_are_refused)
{
    kit_puts("notes.txt", "Des notes à garder, assez longues pour ne pas passer pour un en-tête vide de base de données, et même un peu "
                          "plus longues que cela.");
    refused_untouched("notes.txt", "notes.txt: there is a file of another kind, not an SQLite database");
    kit_puts("short", "x");
    refused_untouched("short", "short: there is a file of another kind");
    db_sql("other.db", "CREATE TABLE customers(id INTEGER)");
    refused_untouched("other.db", "other.db: a database of another program");
    db_sql("app.db", "PRAGMA application_id = 42; CREATE TABLE t(x)");
    refused_untouched("app.db", "app.db: a database of another program");
    db_run_once("path: new.db", NULL, "d/1", "A", "X");
    db_sql("new.db", "PRAGMA user_version = 7");
    refused_untouched("new.db", "new.db: made by a newer filon (its schema is 7, this one knows 2): use that filon");
    kit_puts("empty.db", ""); /* nothing is nobody's */
    db_run_once("path: empty.db", NULL, "d/1", "A", "X");
    struct filon_str bytes = kit_get("empty.db");
    char *damaged = filon_strf(kit.arena, "%*s", (int)bytes.n, "");
    memcpy(damaged, bytes.p, bytes.n);
    memset(damaged + 16384, 0xa5, bytes.n - 16384);
    kit_put("damaged.db", (struct filon_str){damaged, bytes.n});
    assert_has(db_begin_fails("path: damaged.db", NULL), "the file is damaged: put a good copy back");
}
END_TEST

START_TEST(a_newer_pipeline_adds_columns)
{
    const char *state = db_run_once("path: a.db", NULL, "d/1", "A", "X");
    db_sql("a.db",
           "DROP VIEW who_says_what; ALTER TABLE quote DROP COLUMN score; DROP TABLE shout; DELETE FROM filon_layer WHERE name = 'shout';"
           "CREATE VIEW who_says_what AS SELECT 1; ALTER TABLE entity ADD COLUMN older TEXT");
    state = db_run_once("path: a.db", state, "d/2", "B", "Y");
    ck_assert_str_eq(db_rows("a.db", "SELECT speaker, score FROM who_says_what ORDER BY doc"), "X|-;Y|0.5");
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM shout"), "2");
    ck_assert_str_eq(db_rows("a.db", "SELECT name, older FROM entity ORDER BY doc"), "X|-;Y|-");
    db_sql("a.db", "DROP VIEW who_stands_where; ALTER TABLE stance DROP COLUMN score; ALTER TABLE stance ADD COLUMN score TEXT");
    assert_has(db_begin_fails("path: a.db", state), "its table `stance` has a column `score` of type TEXT, the pipeline gives REAL");
    db_run_once("{path: b.db, search: no}", NULL, "d/1", "Écluse", "X"); /* search is made later */
    db_run_once("path: b.db", NULL, "d/2", "B", "X");
    ck_assert_str_eq(db_rows("b.db", "SELECT rowid FROM search WHERE search MATCH 'title: ecluse'"), "1");
}
END_TEST

/* Version 1 kept the index by triggers, which would now put all in it twice. */
START_TEST(a_database_of_version_1)
{
    const char *state = db_run_once("path: a.db", NULL, "d/1", "Écluse", "X");
    db_sql("a.db", "CREATE TRIGGER search_insert AFTER INSERT ON document BEGIN"
                   " INSERT INTO search(rowid, title, content) VALUES(new.doc, new.title, new.content); END; PRAGMA user_version = 1");
    const char *before = db_dump("a.db");
    db_run_once("path: a.db", state, "d/2", "L’écluse", "Y");
    db_dump("a.db");
    ck_assert_str_eq(db_rows("a.db", "SELECT rowid FROM search WHERE search MATCH 'ecluse' ORDER BY rowid"), "1;2");
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), "0");
    ck_assert_str_eq(db_rows("a.db", "PRAGMA user_version"), "2");
    kit_finish(db_begun("path: a.db", state));
    ck_assert_str_eq(db_dump("a.db"), before);
}
END_TEST

static const char *of_rows(struct filon_ctx *ctx, const char *id, uint32_t n)
{
    kit_article(id, "Rangs", "X");
    for (uint32_t i = filon_rows(filon_layer(kit.doc, FILON_SENTENCE)); i < n; i++)
        filon_add(filon_layer(kit.doc, FILON_SENTENCE), i % 5, i % 5 + 1);
    ck_assert_msg(kit_write(ctx, id) == 0, "%s", kit_error(ctx));
    return filon_strf(kit.arena, "%u|%u|%u", n, n - 1, n);
}

START_TEST(many_rows)
{
    static const uint32_t n[] = {7, 15, 16, 17, 31, 47, 100};
    struct filon_ctx *ctx = db_begun("path: a.db", NULL);
    struct filon_buf wanted = FILON_BUF_INIT;
    for (size_t i = 0; i < FILON_COUNT(n); i++)
        filon_buf_printf(&wanted, "%s%s", i ? ";" : "", of_rows(ctx, filon_strf(kit.arena, "d/%zu", i), n[i]));
    kit_commit(ctx);
    kit_finish(ctx);
    ck_assert_str_eq(db_rows("a.db", "SELECT count(*), max(row), sum(\"end\" = \"begin\" + 1 OR row < 7) FROM sentence GROUP BY doc"),
                     wanted.p);
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
    struct filon_ctx *ctx = db_begun("path: a.db", NULL);
    int layer = filon_schema_find(kit.schema, "wide");
    for (int round = 0; round < 2; round++) {
        kit_article("d/1", "Titre", "X");
        filon_add(filon_layer(kit.doc, layer), 0, 5);
        filon_spans(filon_layer(kit.doc, layer), 59)[0] = (struct filon_span){0, round ? 2 : 5};
        ck_assert_msg(kit_write(ctx, "d/1") == 0, "%s", kit_error(ctx));
        const char *state = kit_commit(ctx);
        kit_finish(ctx);
        ctx = db_begun("path: a.db", state);
        if (round == 0)
            kit_puts("state", state);
    }
    ck_assert_str_eq(db_rows("a.db", "SELECT c59_text FROM wide"), "Ti");
    kit_finish(ctx);
    kit_finish(db_begun("path: a.db", kit_get("state").p)); /* back through JSON, in groups */
    ck_assert_str_eq(db_rows("a.db", "SELECT text, c0_begin, c59_begin, c59_end, c59_text FROM wide"), "Titre|-|0|5|Titre");
}
END_TEST

START_TEST(wrong_options)
{
    static const struct filon_column columns[] = {{"cue", FILON_SPAN, NULL, ""}, {"cue_end", FILON_I32, NULL, ""}, {0}};
    static const struct filon_layer_def clash = {"clash", "", columns}, document = {"document", "", columns},
                                        search = {"search_x", "", columns};
    assert_has(kit_refused("write_sqlite", db_plugin, "text: no"), "path");
    assert_has(kit_refused("write_sqlite", db_plugin, "path: \"-\""), "a database cannot go to standard output");
    assert_has(kit_refused("write_sqlite", db_plugin, "{path: a.db, layers: quotes}"), "no stage of the pipeline provides `quotes`");
    filon_schema_add(kit.schema, &clash, "test", NULL);
    assert_has(kit_refused("write_sqlite", db_plugin, "path: a.db"), "the layer `clash` would have two columns `cue_end`");
    filon_schema_add(kit.schema, &document, "test", NULL);
    filon_schema_add(kit.schema, &search, "test", NULL);
    assert_has(kit_refused("write_sqlite", db_plugin, "{path: a.db, layers: search_x}"),
               "the layer `search_x` has the name of another table");
    kit_finish(db_writer("{path: a.db, layers: [quote]}"));
}
END_TEST

START_TEST(places_that_cannot_be_written)
{
    kit_puts("file", "x");
    assert_has(db_begin_fails("path: file/a.db", NULL), "Not a directory");
    mkdir(kit_path("folder"), 0777);
    assert_has(db_check_fails("path: folder"), "folder: is a folder");
    struct filon_ctx *ctx = db_writer("path: new/deep/a.db");
    ck_assert_int_eq(db_plugin->check(ctx), 0);
    kit_finish(ctx);
    ck_assert_int_lt(access(kit_path("new"), F_OK), 0);
    if (geteuid() == 0)
        return;
    db_run_once("path: folder/a.db", NULL, "d/1", "A", "X");
    chmod(kit_path("folder"), 0500);
    assert_has(db_check_fails("path: folder/b.db"), "folder: Permission denied");
    assert_has(db_check_fails("path: folder/a.db"), "a.db-wal: cannot be made"); /* its companions could not be made */
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_the_tables_hold,
                                  views_and_search,
                                  a_changed_document_replaces_itself,
                                  databases_of_others_are_refused,
                                  a_newer_pipeline_adds_columns,
                                  a_database_of_version_1,
                                  many_rows,
                                  many_columns,
                                  wrong_options,
                                  places_that_cannot_be_written,
                                  NULL};
    return kit_main("write_sqlite", tests);
}
