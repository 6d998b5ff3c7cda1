#include "config/jobfile.h"

#include "base/paths.h"
#include "config/expand.h"
#include "config/show.h"
#include "config/stages.h"

/* The least that a worker can start with. */
static const uint64_t memory_least = 32 << 20;

/* ---- What a job file may say: a line a key. Scalars are options of the job itself, sections have a function. */

static const struct filon_option scalars[] = {
    {"job", FILON_OPT_STRING, offsetof(struct filon_jobfile, name), NULL, "The job's name"},
    FILON_OPTION(struct filon_jobfile, language, FILON_OPT_STRING, "fr", "Language of the documents, unless they say another"),
    FILON_OPTION(struct filon_jobfile, state, FILON_OPT_PATH, NULL, "Folder of ledger, lock and quarantine"),
    FILON_OPTION(struct filon_jobfile, plugins, FILON_OPT_PATHS, NULL, "Folders with further plugins"),
    FILON_OPTION(struct filon_jobfile, summary, FILON_OPT_PATH, NULL, "File that a run leaves its summary in, as JSON"),
    FILON_OPTION(struct filon_jobfile, metrics, FILON_OPT_PATH, NULL, "File that a run leaves its metrics in, for Prometheus' textfile collector"),
    {0}};

static const struct filon_option limits[] = {
    FILON_OPTION(struct filon_limits, seconds, FILON_OPT_DURATION, "30", "For one document in all stages; 0: no limit", .max = 86400),
    FILON_OPTION(struct filon_limits, memory, FILON_OPT_SIZE, "1 GiB", "Of one worker; 0: no limit", .max = 1099511627776.0),
    FILON_OPTION(struct filon_limits, size, FILON_OPT_SIZE, "16 MiB", "Of one document as read", .min = 1, .max = 1073741824.0),
    FILON_OPTION(struct filon_limits, attempts, FILON_OPT_INT, "3", "Runs that try a document that fails", .min = 1, .max = 1000),
    FILON_OPTION(struct filon_limits, failures, FILON_OPT_FLOAT, "1", "Share of documents that may fail before the run gives up", .min = 0, .max = 1),
    {0}};

static const struct filon_option lua[] = {
    FILON_OPTION(struct filon_lua_limits, memory, FILON_OPT_SIZE, "64 MiB", "Of the Lua state of a worker", .min = 1 << 20,
                 .max = 17179869184.0),
    FILON_OPTION(struct filon_lua_limits, libraries, FILON_OPT_LIST, NULL, "Libraries granted beyond the safe ones"),
    {0}};

static const char *const log_formats[] = {"plain", "logfmt", "json", NULL};
static const char *const log_levels[] = {"error", "warning", "info", "debug", NULL};
static const struct filon_option log_settings[] = {
    FILON_OPTION(struct filon_log_settings, file, FILON_OPT_PATH, NULL, "Log file, appended to"),
    FILON_OPTION(struct filon_log_settings, format, FILON_OPT_ENUM, "plain", "Form of its lines; without a file, of those on stderr", .choices = log_formats),
    FILON_OPTION(struct filon_log_settings, level, FILON_OPT_ENUM, "info", "What goes into the file", .choices = log_levels),
    {0}};

static const struct filon_option workers = {"workers", FILON_OPT_INT, offsetof(struct filon_limits, workers), NULL, "Processes",
                                            .min = 0,  .max = 64};

static const char *const libraries[] = {"io", "os", "debug", "package", NULL};

static int read_read(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    return filon_stages_parse(node, FILON_STAGES_READ, job->dir, arena, &job->read, &job->n_read, error);
}

static int read_write(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    return filon_stages_parse(node, FILON_STAGES_WRITE, job->dir, arena, &job->write, &job->n_write, error);
}

static int read_pipeline(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    if (node->kind != FILON_NODE_SCALAR)
        return filon_stages_parse(node, FILON_STAGES_PIPELINE, job->dir, arena, &job->pipeline, &job->n_pipeline, error);
    job->script = filon_stages_script(node, job->dir, arena, error);
    return job->script ? 0 : -1;
}

static int read_limits(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    static const char *const known[] = {"workers", NULL};
    const struct filon_node *count = filon_node_get(node, "workers"), *memory = filon_node_get(node, "memory");
    if (filon_options_lay(limits, &job->limits, arena, node, job->dir, known, "key", error) < 0)
        return -1;
    if (memory && job->limits.memory && job->limits.memory < memory_least)
        return filon_node_found(memory, error, "at least 32 MiB, or 0 for no limit");
    if (!count || (filon_str_is(count->text, "auto") && !count->quoted))
        return 0;
    struct filon_error cause = {0};
    if (filon_option_store(&workers, &job->limits, arena, count, job->dir, &cause) < 0)
        return filon_error_set(error, cause.code, "%s, or auto", cause.text);
    return 0;
}

static int read_lua(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    static const struct filon_option one = {"libraries", FILON_OPT_ENUM, 0, NULL, "", .choices = libraries};
    int ignored;
    if (filon_options_lay(lua, &job->lua, arena, node, job->dir, NULL, "key", error) < 0)
        return -1;
    const struct filon_node *list = filon_node_get(node, "libraries");
    if (list && list->kind == FILON_NODE_SCALAR)
        return filon_option_store(&one, &ignored, arena, list, NULL, error);
    for (const struct filon_node *item = list ? list->first : NULL; item; item = item->next)
        if (filon_option_store(&one, &ignored, arena, item, NULL, error) < 0)
            return -1;
    return 0;
}

static int read_redo(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    static const char *const choices[] = {"nothing", "pipeline", NULL};
    static const struct filon_option option = {"redo", FILON_OPT_ENUM, 0, NULL, "", .choices = choices};
    int choice = 0;
    if (filon_option_store(&option, &choice, arena, node, NULL, error) < 0)
        return -1;
    job->redo_pipeline = choice == 1;
    return 0;
}

static int read_log(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error)
{
    return filon_options_lay(log_settings, &job->log, arena, node, job->dir, NULL, "key", error);
}

static const struct section {
    const char *name;
    int (*read)(struct filon_jobfile *job, struct filon_arena *arena, const struct filon_node *node, struct filon_error *error);
} sections[] = {{"read", read_read},     {"pipeline", read_pipeline}, {"write", read_write},
                {"limits", read_limits}, {"lua", read_lua},           {"redo", read_redo},
                {"log", read_log}};

/* ---- What the scalars must be beyond their type. */

/* It becomes the name of a folder. */
static int check_name(const struct filon_jobfile *job, struct filon_error *error)
{
    const char *name = job->name;
    bool plain = *name && *name != '.' && *name != '-' && strlen(name) <= 100;
    for (const char *c = name; *c; c++)
        plain = plain && (unsigned char)*c >= 0x20 && *c != '/' && *c != 0x7f;
    if (plain)
        return 0;
    const struct filon_node *node = filon_node_get(job->root, "job");
    if (node)
        return filon_node_error(node, error, "a job's name can be a file's name: 1 to 100 bytes, no `/`, no `.` or `-` at its start");
    return filon_node_error(job->root, error, "the file's name cannot name the job: give it one with `job: NAME`");
}

/* A code as in BCP 47: fr, pt-BR. */
static int check_language(const struct filon_jobfile *job, struct filon_error *error)
{
    const char *code = job->language;
    size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz");
    bool good = n == 2 || n == 3;
    for (code += n; good && *code; code += n) {
        n = 1 + strspn(code + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        good = *code == '-' && n >= 3 && n <= 9;
    }
    const struct filon_node *node = filon_node_get(job->root, "language");
    return good || !node ? 0 : filon_node_found(node, error, "the code of a language: fr, en, pt-BR");
}

static const char *name_of(struct filon_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct filon_str name = filon_str_of(slash ? slash + 1 : path);
    if (filon_str_ends(name, FILON_STR(".yaml")))
        name.n -= 5;
    else if (filon_str_ends(name, FILON_STR(".yml")))
        name.n -= 4;
    return filon_str_dup(arena, name).p;
}

static int no_map(const struct filon_node *root, struct filon_error *error)
{
    struct filon_buf found = FILON_BUF_INIT;
    filon_node_describe(root, &found);
    filon_node_error(root, error, "found %s; wanted a job: a map with the keys read, pipeline, write%s", found.p,
                     root->kind == FILON_NODE_SCALAR && memchr(root->text.p, ':', root->text.n) ? " (is a space missing after `:`?)" : "");
    filon_buf_free(&found);
    return -1;
}

static int read_job(struct filon_jobfile *job, struct filon_arena *arena, struct filon_error *error)
{
    const char *known[FILON_COUNT(sections) + 2] = {"include"};
    for (size_t i = 0; i < FILON_COUNT(sections); i++)
        known[i + 1] = sections[i].name;
    if (filon_options_lay(scalars, job, arena, job->root, job->dir, known, "key", error) < 0)
        return -1;
    for (size_t i = 0; i < FILON_COUNT(sections); i++) {
        const struct filon_node *node = filon_node_get(job->root, sections[i].name);
        if (node && sections[i].read(job, arena, node, error) < 0)
            return -1;
    }
    if (!filon_node_get(job->root, "pipeline"))
        return filon_node_error(job->root, error, "a job needs the key `pipeline`: a list of plugins or the path of a script");
    if (!job->name)
        job->name = name_of(arena, job->path);
    if (check_name(job, error) < 0 || check_language(job, error) < 0)
        return -1;
    if (!job->state)
        job->state = filon_path_join(arena, job->dir, filon_strf(arena, "var/%s", job->name));
    return 0;
}

int filon_jobfile_parse(struct filon_jobfile *job, struct filon_arena *arena, const char *label, const char *dir, struct filon_str text,
                        struct filon_error *error)
{
    *job = (struct filon_jobfile){.path = filon_strdup(arena, label)};
    /* size 0: the structs are zeros already */
    if (filon_options_init(scalars, job, 0, arena, error) < 0 || filon_options_init(limits, &job->limits, 0, arena, error) < 0 ||
        filon_options_init(lua, &job->lua, 0, arena, error) < 0 || filon_options_init(log_settings, &job->log, 0, arena, error) < 0)
        return -1;
    job->limits.workers = -1;
    job->dir = filon_path_absolute(arena, dir);
    struct filon_node *root = filon_yaml_parse(arena, label, text, error);
    job->root = root;
    if (!root || filon_expand(root, arena, job->dir, &job->secrets, error) < 0 || filon_include(root, arena, job->dir, &job->secrets, error) < 0)
        return -1;
    return job->root->kind == FILON_NODE_MAP ? read_job(job, arena, error) : no_map(job->root, error);
}

static void show_section(const char *name, const struct filon_option *table, const void *opts, struct filon_buf *out)
{
    filon_buf_printf(out, "%s: {", name);
    for (const struct filon_option *option = table; option->name; option++) {
        filon_buf_printf(out, "%s%s: ", option == table ? " " : ", ", option->name);
        filon_option_show(option, opts, out);
    }
    filon_buf_puts(out, " }\n");
}

void filon_jobfile_show(const struct filon_jobfile *job, struct filon_buf *out)
{
    for (const struct filon_option *option = scalars; option->name; option++) {
        filon_buf_printf(out, "%s: ", option->name);
        filon_option_show(option, job, out);
        filon_buf_putc(out, '\n');
    }
    filon_buf_printf(out, "redo: %s\n", job->redo_pipeline ? "pipeline" : "nothing");
    show_section("limits", limits, &job->limits, out);
    out->n -= 3; /* behind the last limit: " }\n" */
    if (job->limits.workers < 0)
        filon_buf_puts(out, ", workers: auto }\n");
    else
        filon_buf_printf(out, ", workers: %lld }\n", (long long)job->limits.workers);
    show_section("lua", lua, &job->lua, out);
    show_section("log", log_settings, &job->log, out);
}

int filon_jobfile_load(struct filon_jobfile *job, struct filon_arena *arena, const char *path, struct filon_error *error)
{
    struct filon_error cause = {0};
    struct filon_str text = filon_read_file(arena, path, FILON_YAML_BYTES, &cause);
    if (!text.p)
        return filon_error_set(error, FILON_E_USAGE, "%s (a job file was wanted)", cause.text);
    return filon_jobfile_parse(job, arena, path, filon_path_dir(arena, filon_path_absolute(arena, path)), text, error);
}
