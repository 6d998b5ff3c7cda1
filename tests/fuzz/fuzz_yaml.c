/* Any bytes as YAML, as a job file, as options and as --set: never a crash, and either a sound tree or one good message. */
#include "base/log.h"
#include "config/jobfile.h"
#include "config/show.h"
#include "tests/fuzz/fuzz.h"

#include <filon/utf8.h>
#include <math.h>

struct options {
    bool flag;
    int64_t count;
    double ratio, wait;
    const char *title, *model;
    int mode;
    struct filon_list words, folders;
    uint64_t size;
};

static const struct filon_option table[] = {
    FILON_OPTION(struct options, flag, FILON_OPT_BOOL, NULL, "x"),
    FILON_OPTION(struct options, count, FILON_OPT_INT, NULL, "x", .min = -5, .max = 5, .aliases = FILON_CHOICES("number")),
    FILON_OPTION(struct options, ratio, FILON_OPT_FLOAT, NULL, "x"),
    FILON_OPTION(struct options, wait, FILON_OPT_DURATION, NULL, "x"),
    FILON_OPTION(struct options, title, FILON_OPT_STRING, NULL, "x"),
    FILON_OPTION(struct options, model, FILON_OPT_PATH, NULL, "x"),
    FILON_OPTION(struct options, mode, FILON_OPT_ENUM, NULL, "x", .choices = FILON_CHOICES("strict", "loose")),
    FILON_OPTION(struct options, words, FILON_OPT_LIST, NULL, "x"),
    FILON_OPTION(struct options, folders, FILON_OPT_PATHS, NULL, "x"),
    FILON_OPTION(struct options, size, FILON_OPT_SIZE, NULL, "x"),
    {0}};

/* One line of valid UTF-8 that says something. */
static void check_error(const struct filon_error *error)
{
    size_t n = strlen(error->text);
    MUST(error->code == FILON_E_CONFIG || error->code == FILON_E_USAGE);
    MUST(n > 0 && n < FILON_ERROR_MAX);
    MUST(!strchr(error->text, '\n'));
    MUST(filon_utf8_check(error->text, n) == n);
}

static unsigned check_node(const struct filon_node *node, unsigned depth)
{
    unsigned nodes = 1, children = 0;
    bool collection = node->kind == FILON_NODE_LIST || node->kind == FILON_NODE_MAP;
    MUST(node->mark.line >= 1 && node->mark.column >= 1);
    MUST(collection ? depth < FILON_YAML_DEPTH
                    : node->text.p && node->text.p[node->text.n] == '\0' && strlen(node->text.p) == node->text.n);
    MUST(collection || !node->first);
    for (const struct filon_node *child = node->first; child; child = child->next, children++) {
        MUST(child->parent == node && child->index == children);
        MUST((child->key != NULL) == (node->kind == FILON_NODE_MAP));
        MUST(!child->key || (*child->key && child->key_mark.line >= 1 && (children >= 100 || filon_node_get(node, child->key) == child)));
        MUST(child->next || node->last == child);
        nodes += check_node(child, depth + 1);
    }
    MUST(children == node->count);
    return nodes;
}

static void check_options(struct filon_arena *arena, const struct filon_node *root)
{
    struct options options;
    struct filon_error error = {0};
    MUST(filon_options_init(table, &options, sizeof options, arena, &error) == 0);
    if (filon_options_apply(table, &options, arena, root, "/jobs", NULL, &error) < 0) {
        check_error(&error);
        return;
    }
    MUST(options.count >= -5 && options.count <= 5);
    MUST(isfinite(options.ratio) && isfinite(options.wait) && options.wait >= 0);
    MUST(options.mode == 0 || options.mode == 1);
    MUST(!options.model || options.model[0] == '/' || strcmp(options.model, "-") == 0);
}

/* What `filon check --print` shows is YAML, and says what the job says. */
static void check_shown(struct filon_arena *arena, const struct filon_jobfile *job)
{
    struct filon_buf shown = FILON_BUF_INIT;
    struct filon_error error = {0};
    filon_jobfile_show(job, &shown);
    const struct filon_node *root = filon_yaml_parse(arena, "shown", filon_buf_str(&shown), &error);
    MUST(root && filon_str_is(filon_node_get(root, "job")->text, job->name));
    MUST(filon_str_is(filon_node_get(root, "state")->text, job->state));
    const struct filon_node *folder = filon_node_get(root, "plugins")->first;
    for (size_t i = 0; i < job->plugins.n; i++, folder = folder->next)
        MUST(folder && filon_str_is(folder->text, job->plugins.items[i]));
    filon_buf_free(&shown);
}

static void check_job(struct filon_arena *arena, struct filon_str text)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    if (filon_jobfile_parse(&job, arena, "job.yaml", "/jobs", text, &error) < 0) {
        check_error(&error);
        return;
    }
    MUST(job.name && *job.name && !strchr(job.name, '/') && job.state[0] == '/');
    MUST(job.limits.workers >= -1 && job.limits.workers <= 64 && job.limits.size >= 1);
    for (size_t i = 0; i < job.n_pipeline; i++)
        MUST(!job.pipeline[i].plugin != !job.pipeline[i].script);
    for (size_t i = 0; i < job.n_read; i++)
        MUST(filon_str_starts(filon_str_of(job.read[i].plugin), FILON_STR("read_")));
    for (size_t i = 0; i < job.n_write; i++)
        MUST(filon_str_starts(filon_str_of(job.write[i].plugin), FILON_STR("write_")));
    check_shown(arena, &job);
}

static void check_set(struct filon_arena *arena, struct filon_str text)
{
    struct filon_set set;
    struct filon_error error = {0};
    const char *copy = filon_str_dup(arena, text).p;
    if (filon_set_parse(&set, arena, copy, &error) < 0) {
        check_error(&error);
        MUST(error.code == FILON_E_USAGE);
    } else {
        MUST(*set.plugin && *set.option && set.value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct filon_str text = {size ? (const char *)data : "", size};
    struct filon_arena *arena = filon_arena_new();
    struct filon_error error = {0};
    filon_log_level(FILON_ERROR);
    const struct filon_node *root = filon_yaml_parse(arena, "job.yaml", text, &error);
    if (root) {
        MUST(check_node(root, 0) <= FILON_YAML_NODES + 1);
        check_options(arena, root);
    } else {
        check_error(&error);
        MUST(error.code == FILON_E_CONFIG);
    }
    check_job(arena, text);
    check_set(arena, text);
    filon_arena_free(arena);
    return 0;
}
