/* Near-duplicates: what finding one costs when ten million texts are remembered; and, given texts, which edits of them are found, beside SimHash.
 *
 *     duplicates [MILLIONS [FILE...]]     ten by default: some 3 GB in the folder of temporary files
 */
#include "job/ledger.h"
#include "tests/bench/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POSTED = 8, LOOKUPS = 20000, BATCH = 1000, BATCHES = 20 };

static struct filon_error error;

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* A sketch such as 400 shingles have, of which a part is others. */
static void make(struct filon_sketch *sketch, uint64_t i, double others)
{
    const uint32_t gap = 2 * ((1u << 31) / 401) - 2;
    uint32_t at = 0;
    sketch->n = FILON_SKETCH_LOW;
    for (uint64_t k = 0; k < FILON_SKETCH_LOW; k++) {
        uint64_t random = mix(i * 1000 + k + 1);
        at += 2 + (uint32_t)(random >> 40) % gap;
        sketch->low[k] = at + ((double)(random & 0xffff) / 65536 < others);
    }
    for (uint64_t k = 0; k < FILON_SKETCH_PRINT; k++) {
        uint64_t random = mix(i * 1000 + 500 + k);
        sketch->print[k] = (uint8_t)((random >> 56) + ((double)(random & 0xffff) / 65536 < 2 * others / (1 + others)));
    }
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* ---- a large ledger, filled as if by ten million puts: rows in order, the index sorted first, since that is quicker */

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die("%s", sqlite3_errmsg(db));
}

static sqlite3_stmt *statement(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *made;
    if (sqlite3_prepare_v2(db, sql, -1, &made, NULL) != SQLITE_OK)
        die("%s", sqlite3_errmsg(db));
    return made;
}

static void fill(const char *path, uint64_t n)
{
    sqlite3 *db;
    int64_t *keys = malloc(n * POSTED * sizeof *keys);
    if (!keys || sqlite3_open(path, &db) != SQLITE_OK)
        die_of(path, &error);
    run(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    sqlite3_stmt *put = statement(db, "INSERT INTO kin VALUES(?1, ?2, 0, ?3, ?4)"),
                 *post = statement(db, "INSERT OR IGNORE INTO kin_low VALUES(?1)");
    for (uint64_t i = 0; i < n; i++) {
        char id[64];
        struct filon_sketch sketch;
        make(&sketch, i, 0);
        snprintf(id, sizeof id, "archive/%04u/%02u/article-%08llu.txt", (unsigned)(1980 + i / 250000), (unsigned)(1 + i / 20833 % 12),
                 (unsigned long long)i);
        sqlite3_bind_int64(put, 1, (int64_t)i + 1);
        sqlite3_bind_text(put, 2, id, -1, SQLITE_STATIC);
        sqlite3_bind_blob(put, 3, sketch.low, POSTED * sizeof *sketch.low, SQLITE_STATIC);
        sqlite3_bind_blob(put, 4, sketch.print, sizeof sketch.print, SQLITE_STATIC);
        if (sqlite3_step(put) != SQLITE_DONE)
            die("%s", sqlite3_errmsg(db));
        sqlite3_reset(put);
        for (unsigned k = 0; k < POSTED; k++)
            keys[i * POSTED + k] = (int64_t)((uint64_t)sketch.low[k] << 32 | (i + 1));
    }
    qsort(keys, n * POSTED, sizeof *keys, by_number);
    for (uint64_t k = 0; k < n * POSTED; k++) {
        sqlite3_bind_int64(post, 1, keys[k]);
        if (sqlite3_step(post) != SQLITE_DONE)
            die("%s", sqlite3_errmsg(db));
        sqlite3_reset(post);
    }
    sqlite3_finalize(put);
    sqlite3_finalize(post);
    run(db, "COMMIT");
    sqlite3_close(db);
}

static bool nobody(void *self, int64_t n)
{
    (void)self;
    (void)n;
    return false;
}

static int find(struct filon_kin *kin, const struct filon_sketch *sketch, struct filon_kinship *ship)
{
    struct filon_buf id = FILON_BUF_INIT;
    float resemblance;
    int found = filon_kin_find(kin, sketch, 0.5, nobody, NULL, ship, &id, &resemblance, &error);
    filon_buf_free(&id);
    if (found < 0)
        die_of("find", &error);
    return found;
}

static void look_up(struct filon_kin *kin, uint64_t n, bool there)
{
    struct filon_sketch sketch;
    unsigned found = 0;
    double spent = 0, work = 0;
    for (uint64_t i = 0; i < LOOKUPS; i++) {
        uint64_t which = mix(i) % n;
        struct filon_kinship ship = {0};
        make(&sketch, there ? which : n + i, 0.2);
        double began = now(), worked = cpu();
        found += find(kin, &sketch, &ship) == FILON_KIN_FOUND && (!there || ship.of == (int64_t)which + 1);
        spent += now() - began;
        work += cpu() - worked;
    }
    printf("%-58s %10.1f us, CPU %.1f us, found %.2f %%\n",
           there ? "a text with a fifth of its shingles changed (0.67)" : "a text that is like none", 1e6 * spent / LOOKUPS,
           1e6 * work / LOOKUPS, 100.0 * found / LOOKUPS);
}

static void add(struct filon_ledger *ledger, struct filon_kin *kin, uint64_t n)
{
    double began = now(), worked = cpu(), worst = 0;
    for (uint64_t b = 0; b < BATCHES; b++) {
        double batch = now();
        for (uint64_t i = 0; i < BATCH; i++) {
            struct filon_kinship ship = {0};
            struct filon_sketch sketch;
            make(&sketch, 2 * n + b * BATCH + i, 0);
            find(kin, &sketch, &ship);
            if (filon_kin_put(kin, FILON_STR("archive/2026/01/article-00000000.txt"), &sketch, &ship, &error) < 0)
                die_of("put", &error);
        }
        if (filon_ledger_commit(ledger, &error) < 0)
            die_of("commit", &error);
        batch = now() - batch;
        worst = batch > worst ? batch : worst;
    }
    printf("%-58s %10.1f ms, CPU %.1f ms, the worst %.1f ms\n", "1,000 new texts looked up, remembered and committed",
           1e3 * (now() - began) / BATCHES, 1e3 * (cpu() - worked) / BATCHES, 1e3 * worst);
}

static void large(uint64_t n)
{
    char folder[64], path[128];
    struct stat st;
    make_folder(folder);
    struct filon_ledger *ledger = filon_ledger_open(folder, &error);
    if (!ledger)
        die_of("open", &error);
    filon_ledger_close(ledger);
    snprintf(path, sizeof path, "%s/ledger.db", folder);
    fflush(stdout);
    pid_t filler = fork(); /* its memory is not that of a run */
    if (filler == 0) {
        fill(path, n);
        _exit(0);
    }
    int status;
    if (filler < 0 || waitpid(filler, &status, 0) < 0 || status != 0)
        die_of("fill", &error);
    if (stat(path, &st) < 0 || !(ledger = filon_ledger_open(folder, &error)))
        die_of(path, &error);
    struct filon_kin *kin = filon_ledger_kin(ledger, &error);
    printf("%-58s %10.1f bytes a text, %.2f GB\n", "the file", (double)st.st_size / (double)n, (double)st.st_size / 1e9);
    look_up(kin, n, false);
    look_up(kin, n, true);
    add(ledger, kin, n);
    filon_ledger_close(ledger);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-58s %10.1f MB\n", "largest memory", (double)usage.ru_maxrss / 1024);
    remove_folder(folder);
}

/* ---- texts and their edits */

enum { WORDS_MOST = 4000 };

struct text {
    uint64_t word[WORDS_MOST];
    size_t n;
    size_t line[WORDS_MOST]; /* where its lines begin */
    size_t lines;
};

static struct text *texts;
static size_t n_texts;
static uint64_t lots = 1;

static double draw(void)
{
    return (double)(mix(lots += UINT64_C(0x9e3779b97f4a7c15)) >> 11) / (double)(UINT64_C(1) << 53);
}

static void read_text(const char *path)
{
    struct text *text = &texts[n_texts];
    char line[65536];
    FILE *file = fopen(path, "r");
    while (file && text->n + 1 < WORDS_MOST && fgets(line, sizeof line, file)) {
        text->line[text->lines++] = text->n;
        for (char *word = strtok(line, " \t\r\n.,;:!?()\"'"); word && text->n < WORDS_MOST; word = strtok(NULL, " \t\r\n.,;:!?()\"'"))
            text->word[text->n++] = filon_hash(word, strlen(word), 0);
    }
    if (file)
        fclose(file);
    n_texts += text->n >= 60;
    if (text->n < 60)
        *text = (struct text){0};
}

/* Lines cut, words changed, something of another text put before. */
static struct text *edit(const struct text *from, double cut, double changed, double added)
{
    static struct text out;
    const struct text *other = &texts[(size_t)(draw() * (double)n_texts)];
    out.n = out.lines = 0;
    for (size_t i = 0; i < other->n && (double)i < added * (double)from->n; i++)
        out.word[out.n++] = other->word[i];
    for (size_t l = 0; l < from->lines; l++) {
        size_t end = l + 1 < from->lines ? from->line[l + 1] : from->n;
        if (draw() < cut)
            continue;
        for (size_t i = from->line[l]; i < end && out.n < WORDS_MOST; i++)
            out.word[out.n++] = draw() < changed ? other->word[i % other->n] : from->word[i];
    }
    return &out;
}

static size_t shingle(const struct text *text, size_t width, uint64_t *out)
{
    size_t n = text->n >= width ? text->n - width + 1 : 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        for (size_t w = 0; w < width; w++)
            out[i] = mix(out[i] * 3 + text->word[i + w]);
    }
    return n;
}

static double resemblance(uint64_t *a, size_t n, uint64_t *b, size_t m)
{
    size_t both = 0, either = 0, i = 0, k = 0;
    qsort(a, n, sizeof *a, by_number);
    qsort(b, m, sizeof *b, by_number);
    while (i < n || k < m) {
        int64_t x = i < n ? (int64_t)a[i] : INT64_MAX, y = k < m ? (int64_t)b[k] : INT64_MAX, least = x < y ? x : y;
        both += x == y;
        either++;
        while (i < n && (int64_t)a[i] == least)
            i++;
        while (k < m && (int64_t)b[k] == least)
            k++;
    }
    return either ? (double)both / (double)either : 0;
}

/* Charikar 2002, of words; two texts are the same to Manku et al. 2007 within 3 of 64 bits. */
static uint64_t simhash(const struct text *text)
{
    int sum[64] = {0};
    uint64_t bits = 0;
    for (size_t i = 0; i < text->n; i++)
        for (int b = 0; b < 64; b++)
            sum[b] += (mix(text->word[i]) >> b & 1) ? 1 : -1;
    for (int b = 0; b < 64; b++)
        bits |= (uint64_t)(sum[b] > 0) << b;
    return bits;
}

static void measure(const char *name, double cut, double changed, double added, size_t width, struct filon_kin *kin)
{
    static uint64_t a[WORDS_MOST], b[WORDS_MOST];
    double sum = 0, squares = 0;
    unsigned above = 0, found = 0, near = 0, bits3 = 0, bits10 = 0;
    for (size_t i = 0; i < n_texts; i++) {
        const struct text *text = edit(&texts[i], cut, changed, added);
        size_t n = shingle(&texts[i], width, a), m = shingle(text, width, b);
        struct filon_sketch mine, sketch;
        struct filon_kinship ship = {0};
        filon_sketch_make(&mine, a, n);
        filon_sketch_make(&sketch, b, m);
        int status = find(kin, &sketch, &ship);
        double true_one = resemblance(a, n, b, m), off = (double)filon_sketch_resemblance(&mine, &sketch) - true_one;
        int distance = __builtin_popcountll(simhash(&texts[i]) ^ simhash(text));
        sum += true_one;
        squares += off * off;
        above += true_one >= 0.5;
        found += status == FILON_KIN_FOUND && ship.of == (int64_t)i + 1;
        near += filon_kin_share(&mine, &sketch);
        bits3 += distance <= 3;
        bits10 += distance <= 10;
    }
    double all = (double)n_texts / 100;
    printf("%-34s %6.2f %8.1f %8.1f %8.1f %8.3f %9.1f %9.1f\n", name, sum / (double)n_texts, above / all, near / all, found / all,
           sqrt(squares / (double)n_texts), bits3 / all, bits10 / all);
}

static void compare(size_t width)
{
    static uint64_t shingles[WORDS_MOST];
    struct filon_kin *kin = filon_kin_open(NULL, &error);
    unsigned alike = 0, bits3 = 0, bits10 = 0;
    if (!kin)
        die_of("memory", &error);
    for (size_t i = 0; i < n_texts; i++) {
        struct filon_sketch sketch;
        struct filon_kinship ship = {0};
        filon_sketch_make(&sketch, shingles, shingle(&texts[i], width, shingles));
        alike += find(kin, &sketch, &ship) == FILON_KIN_FOUND;
        ship.of = 0;
        if (filon_kin_put(kin, FILON_STR("x"), &sketch, &ship, &error) < 0)
            die_of("put", &error);
        int least = 64;
        for (size_t k = 0; k < i && width == 4; k++) {
            int distance = __builtin_popcountll(simhash(&texts[i]) ^ simhash(&texts[k]));
            least = distance < least ? distance : least;
        }
        bits3 += width == 4 && least <= 3;
        bits10 += width == 4 && least <= 10;
    }
    printf("\nshingles of %zu words              resem.   >= 0.5    looked    found  error   SimHash<=3    <=10    (%% of %zu texts)\n",
           width, n_texts);
    printf("%-34s %6s %8s %8s %8.1f %8s %9.1f %9.1f\n", "texts as they are: like another", "", "", "", 100.0 * alike / (double)n_texts, "",
           100.0 * bits3 / (double)n_texts, 100.0 * bits10 / (double)n_texts);
    measure("one word in fifty changed", 0, 0.02, 0, width, kin);
    measure("one word in ten changed", 0, 0.1, 0, width, kin);
    measure("a fifth of the lines cut", 0.2, 0, 0, width, kin);
    measure("two fifths cut", 0.4, 0, 0, width, kin);
    measure("a fifth of another text added", 0, 0, 0.2, width, kin);
    measure("cut, changed and added to", 0.15, 0.02, 0.1, width, kin);
    filon_kin_free(kin);
}

int main(int argc, char **argv)
{
    double millions = argc > 1 ? atof(argv[1]) : 10;
    if (millions < 0) {
        fputs("usage: duplicates [MILLIONS [FILE...]]\n", stderr);
        return 2;
    }
    if (argc > 2 && !(texts = calloc((size_t)argc, sizeof *texts)))
        die_of("texts", &error);
    for (int i = 2; i < argc; i++)
        read_text(argv[i]);
    if (millions * 1e6 >= 1000)
        large((uint64_t)(millions * 1e6));
    for (size_t width = 3; n_texts && width <= 5; width++)
        compare(width);
    free(texts);
    return 0;
}
