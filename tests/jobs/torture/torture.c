/* Exactly once, whatever is killed: runs a job undisturbed, then the same job while its coordinator and workers are killed at
 * random instants (or its disk fails, or may not grow), until it has come to its end. Then some of the documents change, and all that again,
 * until there were as many kills as wanted. In the end it compares what both have left, byte for byte after sorting.
 *
 *     torture FILON PLUGINS [--documents N] [--kills N] [--seed N] [--mode kill|disk|room] [--shim failing.so] [--memory no]
 *
 * Prints TAP. Documents: normal ones, and among them crashing, hanging, memory-eating, failing, invalid and dropped ones. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum kind { NORMAL, CRASH, HANG, EAT, FAIL, INVALID, DROP };
enum { PHASES_MOST = 40 };

static struct {
    const char *filon, *mode, *shim, *plugins;
    int documents, kills;
    uint64_t random;
    bool memory; /* limits can be set */
    int tests, failures, runs, ended_badly;
    char folder[64];
} torture = {.mode = "kill", .documents = 400, .kills = 40, .random = 7, .memory = true};

static unsigned draw(unsigned below)
{
    torture.random ^= torture.random << 13;
    torture.random ^= torture.random >> 7;
    torture.random ^= torture.random << 17;
    return (unsigned)(torture.random >> 20) % below;
}

static void tap(bool good, const char *what)
{
    printf("%s %d - %s: %s\n", good ? "ok" : "not ok", ++torture.tests, torture.mode, what);
    torture.failures += !good;
    fflush(stdout);
}

static void die(const char *what)
{
    printf("Bail out! %s: %s\n", what, strerror(errno));
    exit(1);
}

/* In each phase but the first a fifth of the documents changes. */
static bool changes(int i, int phase)
{
    return phase == 1 || i % 5 == phase % 5;
}

static int last_change(int i, int phase)
{
    while (!changes(i, phase))
        phase--;
    return phase;
}

/* What a document is in a phase: with a change a normal one may become a bad one, a bad one normal. */
static enum kind kind_of(int i, int phase)
{
    int n = i + 10 * (last_change(i, phase) - 1);
    switch (n % 100) {
    case 13:
        return n % 600 == 13 ? HANG : CRASH;
    case 47:
        return torture.memory ? EAT : CRASH;
    case 61:
        return FAIL;
    case 83:
        return INVALID;
    case 29:
    case 93:
        return DROP;
    default:
        return NORMAL;
    }
}

static bool is_bad(enum kind kind)
{
    return kind != NORMAL && kind != DROP;
}

/* How a run that is left in peace ends: bad documents are tried once. */
static int expected_code(int phase)
{
    for (int i = 0; i < torture.documents; i++)
        if (changes(i, phase) && is_bad(kind_of(i, phase)))
            return 1;
    return 0;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        die(path);
}

static void make_documents(int phase)
{
    static const char *const words[] = {"", "CRASH", "HANG", "EAT", "FAIL", "\xff\xfe", "DROP"};
    char path[128], text[512];
    if (mkdir("in", 0755) < 0 && errno != EEXIST)
        die("in");
    for (int i = 0; i < torture.documents; i++) {
        if (!changes(i, phase))
            continue;
        snprintf(path, sizeof path, "in/%05d.txt", i);
        int g = (i + phase * (i % 3)) % 40; /* some change the documents that they are like */
        snprintf(text, sizeof text,
                 "Titre %d\n\nLe ministre n° %d a déclaré que la mesure %d serait prise en %d. %s\n\n"
                 "Le groupe%d de la ville%d demande à la commission%d que le projet%d soit voté avant l'été%d.\n",
                 i, i, i * 7, phase, words[kind_of(i, phase)], g, g, g, g, g);
        write_file(path, text);
    }
}

static void make_job(const char *name)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "%s.yaml", name);
    snprintf(text, sizeof text,
             "job: %s\nplugins: ['%s']\nread: [{ files: { path: 'in/*.txt' } }]\n"
             "pipeline: [parse_text, { duplicates: { words: 8, shingle: 2, threshold: 0.4 } }, trouble]\n"
             "write: [{ jsonl: { path: %s.jsonl } }, { sqlite: { path: %s.db } }]\nlimits: { workers: 2, seconds: 2, memory: 200 MiB, attempts: 1 }\n",
             name, torture.plugins, name, name);
    write_file(path, text);
}

/* Starts `filon run NAME.yaml`, quiet. */
static pid_t start(const char *name, bool disturbed)
{
    char job[64];
    snprintf(job, sizeof job, "%s.yaml", name);
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (pid > 0)
        return pid;
    int null = open("run.log", O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    if (disturbed && strcmp(torture.mode, "room") == 0) {
        struct rlimit limit = {20000 + draw(400000), RLIM_INFINITY};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (disturbed && strcmp(torture.mode, "disk") == 0) {
        char number[32];
        snprintf(number, sizeof number, "%u", draw(1000000));
        setenv("FAIL_SEED", number, 1);
        snprintf(number, sizeof number, "%u", draw(200));
        setenv("FAIL_AFTER", number, 1);
        setenv("FAIL_EVERY", "40", 1);
        setenv("LD_PRELOAD", torture.shim, 1);
    }
    execl(torture.filon, torture.filon, "run", "-q", job, (char *)NULL);
    _exit(127);
}

/* A process whose parent is `parent`, or 0. */
static pid_t child_of(pid_t parent)
{
    DIR *proc = opendir("/proc");
    pid_t found[16];
    unsigned n = 0;
    for (struct dirent *entry; proc && (entry = readdir(proc));) {
        char path[300], line[512];
        int pid = atoi(entry->d_name), of = 0;
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        FILE *file = pid ? fopen(path, "r") : NULL;
        if (file && fgets(line, sizeof line, file)) {
            const char *behind = strrchr(line, ')');
            if (behind && sscanf(behind + 1, " %*c %d", &of) == 1 && of == parent && n < 16)
                found[n++] = pid;
        }
        if (file)
            fclose(file);
    }
    if (proc)
        closedir(proc);
    return n ? found[draw(n)] : 0;
}

static void pause_for(unsigned microseconds)
{
    struct timespec time = {microseconds / 1000000, (long)(microseconds % 1000000) * 1000};
    nanosleep(&time, NULL);
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            die("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* One disturbed run: what became of it. */
static int disturb(int *kills)
{
    pid_t pid = start("b", true);
    bool killing = strcmp(torture.mode, "kill") == 0;
    while (killing && *kills > 0) {
        pause_for(3000 + draw(draw(4) ? 60000 : 600000));
        if (waitpid(pid, NULL, WNOHANG | WNOWAIT) < 0 && errno == ECHILD)
            break;
        int status;
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
        pid_t victim = draw(3) ? pid : child_of(pid);
        if (victim && kill(victim, SIGKILL) == 0)
            --*kills;
        if (victim == pid)
            break;
    }
    return wait_for(pid);
}

/* ---- comparing */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct lines {
    char **line;
    size_t n, room;
};

static void add_line(struct lines *lines, const char *text)
{
    if (lines->n == lines->room && !(lines->line = realloc(lines->line, (lines->room = lines->room * 2 + 64) * sizeof *lines->line)))
        die("realloc");
    lines->line[lines->n++] = strdup(text);
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        free(lines->line[i]);
    free(lines->line);
    *lines = (struct lines){0};
}

static bool same(struct lines *a, struct lines *b)
{
    bool equal = a->n == b->n;
    qsort(a->line, a->n, sizeof *a->line, by_text);
    qsort(b->line, b->n, sizeof *b->line, by_text);
    for (size_t i = 0; equal && i < a->n; i++)
        equal = strcmp(a->line[i], b->line[i]) == 0;
    if (!equal)
        printf("# %zu lines against %zu\n", a->n, b->n);
    free_lines(a);
    free_lines(b);
    return equal;
}

static struct lines file_lines(const char *path)
{
    struct lines lines = {0};
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    while (file && getline(&line, &room, file) > 0)
        add_line(&lines, line);
    free(line);
    if (file)
        fclose(file);
    return lines;
}

/* Rows of a query, columns joined. */
static struct lines rows(const char *path, const char *sql)
{
    struct lines lines = {0};
    sqlite3 *db;
    sqlite3_stmt *statement;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK || sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        printf("# %s: %s\n", path, sqlite3_errmsg(db));
        add_line(&lines, path);
        sqlite3_close(db);
        return lines;
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
        char text[4096] = "";
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            size_t n = strlen(text);
            snprintf(text + n, sizeof text - n, "%s|", (const char *)sqlite3_column_text(statement, i));
        }
        add_line(&lines, text);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return lines;
}

static bool same_rows(const char *a, const char *b, const char *sql)
{
    struct lines left = rows(a, sql), right = rows(b, sql);
    return same(&left, &right);
}

/* All tables that users see, by the documents' names: numbers are given in the order of writing. */
static bool same_database(void)
{
    static const char list[] = "SELECT 'SELECT ''' || m.name || ''', d.id, ' || group_concat('t.\"' || c.name || '\"') || ' FROM document d JOIN \"' || m.name ||"
                               " '\" t USING(doc)' FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT GLOB"
                               " 'filon_*' AND m.name NOT GLOB 'search*' AND m.name NOT GLOB 'sqlite_*' AND c.name <> 'doc' GROUP BY m.name";
    struct lines selects = rows("a.db", list);
    bool equal = selects.n > 3 && same_rows("a.db", "b.db", "SELECT 1 FROM document WHERE doc IN (SELECT rowid FROM search WHERE search MATCH 'ministre')");
    for (size_t i = 0; i < selects.n; i++) {
        selects.line[i][strlen(selects.line[i]) - 1] = '\0'; /* the | behind a column */
        equal = equal && same_rows("a.db", "b.db", selects.line[i]);
        free(selects.line[i]);
    }
    free(selects.line);
    return equal;
}

/* What must be there after so many phases, from the documents alone. */
static void foresee(int phases, size_t *written, size_t *there, struct lines *bad)
{
    char id[32];
    *written = *there = 0;
    for (int i = 0; i < torture.documents; i++) {
        bool held = false;
        for (int phase = 1; phase <= phases; phase++) {
            enum kind kind = kind_of(i, phase);
            if (!changes(i, phase) || is_bad(kind))
                continue;
            *written += kind == NORMAL || held; /* the line of a document, or the one that says it is gone */
            held = kind == NORMAL;
        }
        *there += held;
        snprintf(id, sizeof id, "in/%05d.txt|", i);
        if (is_bad(kind_of(i, phases)))
            add_line(bad, id);
    }
}

static void compare(int phases)
{
    struct lines a = file_lines("a.jsonl"), b = file_lines("b.jsonl"), bad = {0}, kept = rows("var/b/ledger.db", "SELECT id FROM quarantine");
    struct lines documents = rows("a.db", "SELECT id FROM document");
    size_t written, there;
    foresee(phases, &written, &there, &bad);
    tap(a.n == written, "the undisturbed runs have written every good document once");
    tap(documents.n == there, "their database has those that are there in the end");
    tap(same(&a, &b), "JSONL is the same after sorting: nothing lost, nothing twice");
    tap(same_database(), "the database is the same, table by table");
    tap(same(&bad, &kept), "quarantine holds exactly the bad ones");
    tap(same_rows("var/a/ledger.db", "var/b/ledger.db", "SELECT id, state, hash, size, held FROM document"), "the ledgers know the same");
    struct lines like = rows("var/b/ledger.db", "SELECT id FROM kin WHERE of");
    tap(like.n > (size_t)torture.documents / 4 && like.n < (size_t)torture.documents, "there are duplicates");
    free_lines(&like);
    tap(same_rows("var/a/ledger.db", "var/b/ledger.db", "SELECT id, hex(low), hex(print), (SELECT id FROM kin f WHERE f.n = kin.of) FROM kin"),
        "and what is remembered of the texts is the same");
    like = rows("var/b/ledger.db", "SELECT id FROM kin WHERE n NOT IN (SELECT k & 0xffffffff FROM kin_low) UNION ALL"
                                   " SELECT k FROM kin_low WHERE k & 0xffffffff NOT IN (SELECT n FROM kin)");
    tap(like.n == 0, "each is in the index, and the index has no others");
    free_lines(&like);
}

static void remove_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", torture.folder);
    if (chdir("/") < 0 || system(command) != 0)
        puts("# the test's folder could not be removed");
}

static void read_arguments(int argc, char **argv)
{
    torture.filon = argc > 1 ? realpath(argv[1], NULL) : NULL;
    torture.plugins = argc > 2 ? realpath(argv[2], NULL) : NULL;
    for (int i = 3; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--documents") == 0)
            torture.documents = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--kills") == 0)
            torture.kills = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--seed") == 0)
            torture.random = strtoull(argv[i + 1], NULL, 10) + 1;
        else if (strcmp(argv[i], "--mode") == 0)
            torture.mode = argv[i + 1];
        else if (strcmp(argv[i], "--shim") == 0)
            torture.shim = realpath(argv[i + 1], NULL);
        else if (strcmp(argv[i], "--memory") == 0)
            torture.memory = strcmp(argv[i + 1], "no") != 0;
    }
    if (!torture.filon || !torture.plugins || torture.documents < 100) {
        fputs("usage: torture FILON PLUGINS [--documents N] [--kills N] [--seed N] [--mode kill|disk|room] [--shim SO] [--memory no]\n", stderr);
        exit(2);
    }
}

/* Until a run ends well, or this phase's kills are used up and one is left in peace. */
static void disturbed_runs(int *all_kills, int phase)
{
    int code = 1000, most = phase == 1 ? *all_kills * 2 / 3 : *all_kills > 20 ? *all_kills / 2 : *all_kills, kills = most;
    while (kills > 0 && code != 0 && code != 1) {
        code = disturb(&kills);
        torture.runs++;
        torture.ended_badly += code != 0 && code != 1;
        if (strcmp(torture.mode, "kill") != 0)
            kills--;
    }
    *all_kills -= most - kills;
    code = wait_for(start("b", false));
    tap(code == 0 || code == 1, "a last run, left in peace, ends well");
    code = wait_for(start("b", false));
    tap(code == 0, "one more has nothing to do");
}

int main(int argc, char **argv)
{
    char in[128];
    int phase = 0;
    read_arguments(argc, argv);
    snprintf(torture.folder, sizeof torture.folder, "%.40s/filon-torture-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(torture.folder) || chdir(torture.folder) < 0)
        die("mkdtemp");
    make_job("a");
    make_job("b");
    int kills = torture.kills;
    while (phase < PHASES_MOST && (kills > 0 || phase < 2)) {
        make_documents(++phase);
        snprintf(in, sizeof in, "the undisturbed run of phase %d ends, with the bad ones in quarantine", phase);
        tap(wait_for(start("a", false)) == expected_code(phase), in);
        disturbed_runs(&kills, phase);
    }
    printf("# %d phases, %d disturbed runs, %d ended badly, %d kills\n", phase, torture.runs, torture.ended_badly, torture.kills - kills);
    tap(kills <= 0 && torture.ended_badly * 4 > torture.kills, "there were as many kills, or failing disks, as wanted");
    compare(phase);
    printf("1..%d\n", torture.tests);
    if (!torture.failures)
        remove_folder();
    else
        printf("# kept: %s\n", torture.folder);
    return torture.failures != 0;
}
