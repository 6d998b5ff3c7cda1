#include "search.h"

/* The index holds no second copy of the texts. */
static const char make[] = "CREATE VIRTUAL TABLE search USING fts5(title, content, content='document', content_rowid='doc', "
                           "tokenize='unicode61 remove_diacritics 2');"
                           "INSERT INTO search(search) VALUES('rebuild');";
static const char no_triggers[] = "DROP TRIGGER IF EXISTS search_insert; DROP TRIGGER IF EXISTS search_delete; "
                                  "DROP TRIGGER IF EXISTS search_update";

#define PUT "INSERT INTO search(rowid, title, content) "
#define TAKE "INSERT INTO search(search, rowid, title, content) SELECT 'delete', doc, title, content FROM document WHERE doc "

int search_find(struct database *database, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, "SELECT 1 FROM sqlite_master WHERE name = 'search'", error);
    int got = statement ? database_step(database, statement, error) : -1;
    sqlite3_finalize(statement);
    database->searched = got > 0;
    return got < 0 ? -1 : database_run(database, no_triggers, error);
}

int search_make(struct database *database, struct filon_error *error)
{
    if (!database->searched && database_run(database, make, error) < 0)
        return -1;
    database->searched = true;
    return 0;
}

int search_open(struct search *search, struct database *database, struct filon_error *error)
{
    if (!database->searched)
        return 0;
    search->put = database_prepare(database, PUT "VALUES(?, ?, ?)", error);
    search->take = database_prepare(database, TAKE "= ?", error);
    return search->put && search->take ? 0 : -1;
}

void search_close(struct search *search)
{
    sqlite3_finalize(search->put);
    sqlite3_finalize(search->take);
}

int search_put(struct search *search, struct database *database, int64_t doc, struct filon_str title, struct filon_str content,
               struct filon_error *error)
{
    if (!search->put)
        return 0;
    sqlite3_bind_int64(search->put, 1, doc);
    database_bind_str(search->put, 2, title);
    database_bind_str(search->put, 3, content);
    return database_step(database, search->put, error);
}

int search_take(struct search *search, struct database *database, int64_t doc, struct filon_error *error)
{
    if (!search->take)
        return 0;
    sqlite3_bind_int64(search->take, 1, doc);
    return database_step(database, search->take, error);
}

static int undone(struct database *database, const char *begin, const char *where, struct filon_error *error)
{
    if (!database->searched)
        return 0;
    char *sql = sqlite3_mprintf("%s IN (SELECT doc FROM filon_undo WHERE %s)", begin, where);
    int failed = database_run(database, sql, error);
    sqlite3_free(sql);
    return failed;
}

int search_put_undone(struct database *database, const char *where, struct filon_error *error)
{
    return undone(database, PUT "SELECT doc, title, content FROM document WHERE doc", where, error);
}

int search_take_undone(struct database *database, const char *where, struct filon_error *error)
{
    return undone(database, TAKE, where, error);
}
