#include "job/kin.h"

#include <stdlib.h>

#include "base/memory.h"

/* POSTED: least shingles of a document in the index. A shingle that more than MOST texts have is one of phrases that everybody uses, or of an article that
 * everybody took over: its first texts are looked at. COMPARED: of the documents that share most. */
enum { POSTED = 8, MOST = 64, COMPARED = 32 };

enum statement { FIND, GET, NAME, PUT, CHANGE, REMOVE, POST, UNPOST, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT k FROM kin_low WHERE k BETWEEN ?1 AND ?2 ORDER BY k LIMIT ?3",
    [GET] = "SELECT of, low, print FROM kin WHERE n = ?1",
    [NAME] = "SELECT id FROM kin WHERE n = ?1",
    [PUT] = "INSERT INTO kin VALUES(NULL, ?1, ?2, ?3, ?4)",
    [CHANGE] = "UPDATE kin SET of = ?2, low = ?3, print = ?4 WHERE n = ?1",
    [REMOVE] = "DELETE FROM kin WHERE n = ?1",
    [POST] = "INSERT OR IGNORE INTO kin_low VALUES(?1)",
    [UNPOST] = "DELETE FROM kin_low WHERE k = ?1",
};

struct filon_kin {
    sqlite3 *db;
    bool own; /* the database */
    sqlite3_stmt *statement[STATEMENTS];
};

static int failed(const struct filon_kin *kin, struct filon_error *error)
{
    const char *path = kin->db ? sqlite3_db_filename(kin->db, "main") : NULL;
    return filon_error_set(error, FILON_E_IO, "%s: %s", path && *path ? path : "the memory of texts",
                           kin->db ? sqlite3_errmsg(kin->db) : "no memory");
}

struct filon_kin *filon_kin_open(sqlite3 *db, struct filon_error *error)
{
    struct filon_kin *kin = filon_xrealloc(NULL, sizeof *kin);
    *kin = (struct filon_kin){.db = db, .own = !db};
    bool good =
        db || (sqlite3_open_v2(":memory:", &kin->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
               sqlite3_exec(kin->db, FILON_KIN_TABLES, NULL, NULL, NULL) == SQLITE_OK);
    for (int i = 0; good && i < STATEMENTS; i++)
        good = sqlite3_prepare_v3(kin->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &kin->statement[i], NULL) == SQLITE_OK;
    if (good)
        return kin;
    failed(kin, error);
    filon_kin_free(kin);
    return NULL;
}

void filon_kin_free(struct filon_kin *kin)
{
    if (!kin)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(kin->statement[i]);
    if (kin->own)
        sqlite3_close(kin->db);
    free(kin);
}

static sqlite3_stmt *prepare(struct filon_kin *kin, enum statement which)
{
    sqlite3_reset(kin->statement[which]);
    return kin->statement[which];
}

static int step(struct filon_kin *kin, sqlite3_stmt *statement, struct filon_error *error)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_DONE)
        failed(kin, error);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

/* ---- rows */

struct relative {
    int64_t n, of;
    struct filon_sketch sketch; /* its first POSTED least alone */
    float resemblance;
};

/* 1: it is there; 0; -1. A damaged row is one that is like nothing. */
static int get(struct filon_kin *kin, int64_t n, struct relative *relative, struct filon_error *error)
{
    sqlite3_stmt *get = prepare(kin, GET);
    sqlite3_bind_int64(get, 1, n);
    int code = sqlite3_step(get);
    if (code != SQLITE_ROW) {
        if (code != SQLITE_DONE)
            failed(kin, error);
        sqlite3_reset(get);
        return code == SQLITE_DONE ? 0 : -1;
    }
    *relative = (struct relative){.n = n, .of = sqlite3_column_int64(get, 0)};
    int low = sqlite3_column_bytes(get, 1) / (int)sizeof(uint32_t), print = sqlite3_column_bytes(get, 2);
    relative->sketch.n = (uint32_t)(low < POSTED ? low : POSTED);
    if (relative->sketch.n)
        memcpy(relative->sketch.low, sqlite3_column_blob(get, 1), relative->sketch.n * sizeof(uint32_t));
    if (print == FILON_SKETCH_PRINT)
        memcpy(relative->sketch.print, sqlite3_column_blob(get, 2), FILON_SKETCH_PRINT);
    sqlite3_reset(get);
    return 1;
}

static int put_name(struct filon_kin *kin, int64_t n, struct filon_buf *out, struct filon_error *error)
{
    sqlite3_stmt *name = prepare(kin, NAME);
    sqlite3_bind_int64(name, 1, n);
    bool there = sqlite3_step(name) == SQLITE_ROW;
    if (there)
        filon_buf_put(out, sqlite3_column_text(name, 0), (size_t)sqlite3_column_bytes(name, 0));
    else
        failed(kin, error);
    sqlite3_reset(name);
    return there ? 0 : -1;
}

static int64_t posting(uint32_t low, int64_t n)
{
    return (int64_t)((uint64_t)(low & 0x7fffffffu) << 32 | (uint32_t)n);
}

static int post(struct filon_kin *kin, enum statement how, const struct filon_sketch *sketch, int64_t n, struct filon_error *error)
{
    for (uint32_t i = 0; i < sketch->n && i < POSTED; i++) {
        sqlite3_stmt *statement = prepare(kin, how);
        sqlite3_bind_int64(statement, 1, posting(sketch->low[i], n));
        if (step(kin, statement, error) < 0)
            return -1;
    }
    return 0;
}

/* ---- finding */

struct candidate {
    int64_t n;
    uint32_t shared;
};

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int by_shared(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->shared != y->shared ? (x->shared > y->shared ? -1 : 1) : (x->n > y->n) - (x->n < y->n);
}

static uint32_t enough(const struct filon_sketch *sketch)
{
    return sketch->n < POSTED ? 1 : 2;
}

bool filon_kin_share(const struct filon_sketch *there, const struct filon_sketch *sketch)
{
    uint32_t shared = 0, at = 0;
    for (uint32_t i = 0; i < there->n && i < POSTED; i++) {
        while (at < sketch->n && sketch->low[at] < there->low[i])
            at++;
        shared += at < sketch->n && sketch->low[at] == there->low[i];
    }
    return shared && shared >= enough(sketch);
}

struct search {
    struct filon_kin *kin;
    bool (*pending)(void *self, int64_t n);
    void *self;
    struct filon_kinship *ship;
    struct filon_error *error;
};

/* Documents that share enough of the sketch's least shingles, those that share most first: *found of them. 0; FILON_KIN_WAIT; -1. */
static int gather(const struct search *search, const struct filon_sketch *sketch, struct candidate out[FILON_SKETCH_LOW * MOST], int *found)
{
    struct filon_kin *kin = search->kin;
    int64_t numbers[FILON_SKETCH_LOW * MOST];
    size_t n = 0;
    *found = 0;
    for (uint32_t i = 0; i < sketch->n; i++) {
        sqlite3_stmt *find = prepare(kin, FIND);
        sqlite3_bind_int64(find, 1, posting(sketch->low[i], 0));
        sqlite3_bind_int64(find, 2, posting(sketch->low[i], UINT32_MAX));
        sqlite3_bind_int(find, 3, MOST);
        int code;
        while ((code = sqlite3_step(find)) == SQLITE_ROW && n < FILON_COUNT(numbers))
            numbers[n++] = sqlite3_column_int64(find, 0) & UINT32_MAX;
        sqlite3_reset(find);
        if (code != SQLITE_DONE && code != SQLITE_ROW)
            return failed(kin, search->error);
    }
    qsort(numbers, n, sizeof *numbers, by_number);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && numbers[end] == numbers[i];)
            end++;
        if (search->pending(search->self, numbers[i]))
            return FILON_KIN_WAIT;
        if (end - i >= enough(sketch))
            out[(*found)++] = (struct candidate){numbers[i], (uint32_t)(end - i)};
    }
    qsort(out, (size_t)*found, sizeof *out, by_shared);
    if (*found > COMPARED)
        *found = COMPARED;
    return 0;
}

/* The first of the relative's group, which becomes the relative itself where it is gone. 1; FILON_KIN_WAIT; -1. */
static int first_of(const struct search *search, struct relative *relative)
{
    struct relative first;
    if (!relative->of || (relative->of == search->ship->own && !search->ship->stays))
        return 1;
    if (search->pending(search->self, relative->of))
        return FILON_KIN_WAIT;
    int there = get(search->kin, relative->of, &first, search->error);
    if (there < 0)
        return -1;
    relative->of = there ? relative->of : 0;
    return 1;
}

/* Whether a document that is much like the one it was has kept its number; where it has not, it comes anew. */
static int look_at_own(const struct search *search, const struct filon_sketch *sketch, double least)
{
    struct relative own;
    int there = search->ship->own ? get(search->kin, search->ship->own, &own, search->error) : 0;
    if (there > 0)
        search->ship->stays = filon_sketch_resemblance(sketch, &own.sketch) >= (float)least;
    return there < 0 ? -1 : 0;
}

int filon_kin_find(struct filon_kin *kin, const struct filon_sketch *sketch, double least, bool (*pending)(void *self, int64_t n),
                   void *self, struct filon_kinship *ship, struct filon_buf *id, float *resemblance, struct filon_error *error)
{
    struct candidate candidates[FILON_SKETCH_LOW * MOST];
    const struct search search = {kin, pending, self, ship, error};
    struct relative best = {0}, relative;
    ship->stays = false;
    ship->of = 0;
    if (look_at_own(&search, sketch, least) < 0)
        return -1;
    int n, gathered = gather(&search, sketch, candidates, &n);
    if (gathered)
        return gathered;
    for (int i = 0; i < n; i++) {
        int64_t number = candidates[i].n;
        if (number == ship->own || (ship->stays && number > ship->own))
            continue;
        int there = get(kin, number, &relative, error);
        if (there < 0)
            return -1;
        relative.resemblance = there ? filon_sketch_resemblance(sketch, &relative.sketch) : 0;
        if (!there || relative.resemblance < (float)least)
            continue;
        int first = first_of(&search, &relative);
        if (first != 1)
            return first;
        if (!best.n || relative.resemblance > best.resemblance || (relative.resemblance == best.resemblance && number < best.n))
            best = relative;
    }
    if (!best.n)
        return FILON_KIN_NONE;
    ship->of = best.of ? best.of : best.n;
    *resemblance = best.resemblance;
    return put_name(kin, ship->of, id, error) < 0 ? -1 : FILON_KIN_FOUND;
}

/* ---- changing */

int filon_kin_remove(struct filon_kin *kin, struct filon_kinship *ship, struct filon_error *error)
{
    struct relative own;
    int there = ship->own ? get(kin, ship->own, &own, error) : 0;
    if (there <= 0)
        return there;
    sqlite3_stmt *remove = prepare(kin, REMOVE);
    sqlite3_bind_int64(remove, 1, ship->own);
    if (step(kin, remove, error) < 0 || post(kin, UNPOST, &own.sketch, ship->own, error) < 0)
        return -1;
    ship->own = 0;
    return 0;
}

static void bind_sketch(sqlite3_stmt *statement, const struct filon_sketch *sketch, int64_t of)
{
    uint32_t posted = sketch->n < POSTED ? sketch->n : POSTED;
    sqlite3_bind_int64(statement, 2, of);
    sqlite3_bind_blob(statement, 3, sketch->low, (int)(posted * sizeof *sketch->low), SQLITE_STATIC);
    sqlite3_bind_blob(statement, 4, sketch->print, sizeof sketch->print, SQLITE_STATIC);
}

static int change(struct filon_kin *kin, const struct filon_sketch *sketch, const struct filon_kinship *ship, struct filon_error *error)
{
    struct relative own;
    int there = get(kin, ship->own, &own, error);
    if (there < 0 || (there && post(kin, UNPOST, &own.sketch, ship->own, error) < 0))
        return -1;
    sqlite3_stmt *change = prepare(kin, CHANGE);
    sqlite3_bind_int64(change, 1, ship->own);
    bind_sketch(change, sketch, ship->of);
    return step(kin, change, error);
}

int filon_kin_put(struct filon_kin *kin, struct filon_str id, const struct filon_sketch *sketch, struct filon_kinship *ship,
                  struct filon_error *error)
{
    if (!sketch->n || !ship->stays || !ship->own) {
        if (filon_kin_remove(kin, ship, error) < 0)
            return -1;
        if (!sketch->n)
            return 0;
        sqlite3_stmt *put = prepare(kin, PUT);
        sqlite3_bind_text64(put, 1, id.p, id.n, SQLITE_STATIC, SQLITE_UTF8);
        bind_sketch(put, sketch, ship->of);
        if (step(kin, put, error) < 0)
            return -1;
        ship->own = sqlite3_last_insert_rowid(kin->db);
    } else if (change(kin, sketch, ship, error) < 0)
        return -1;
    return post(kin, POST, sketch, ship->own, error);
}
