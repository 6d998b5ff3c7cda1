#include "config/stages.h"

#include <unistd.h>

#include "base/paths.h"

enum { NAME_MOST = 64 };

/* What each list's plugins' names begin with and may leave out. */
static const char *const prefixes[] = {[FILON_STAGES_READ] = "read_", [FILON_STAGES_PIPELINE] = "", [FILON_STAGES_WRITE] = "write_"};

const char *filon_stages_script(const struct filon_node *path, const char *dir, struct filon_arena *arena, struct filon_error *error)
{
    static const struct filon_option option = {.name = "script", .type = FILON_OPT_PATH, .help = ""};
    const char *script = NULL;
    if (filon_option_store(&option, &script, arena, path, dir, error) < 0)
        return NULL;
    if (!filon_str_ends(path->text, FILON_STR(".lua"))) {
        filon_node_found(path, error, "the path of a script, which ends in .lua");
        return NULL;
    }
    if (path->text.p[0] != '/' && access(script, F_OK) < 0) {
        const char *standard = filon_path_join(arena, filon_places()->scripts, path->text.p);
        if (access(standard, F_OK) == 0)
            return filon_path_absolute(arena, standard);
    }
    return script;
}

/* The plugin's full name in *plugin. */
static int read_name(const struct filon_node *node, const char *name, enum filon_stage_list kind, struct filon_arena *arena,
                     const char **plugin, struct filon_error *error)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    const char *prefix = prefixes[kind];
    if (n == 0 || n > NAME_MOST || name[n] || name[0] < 'a' || name[0] > 'z') {
        struct filon_node text = {.kind = FILON_NODE_SCALAR, .text = filon_str_of(name), .secret = node->secret};
        struct filon_buf found = FILON_BUF_INIT;
        const char *hint = "";
        if (filon_str_ends(text.text, FILON_STR(".lua")))
            hint = ": a script is written `- script: PATH`";
        else if (strchr(name, ':'))
            hint = ": is a space missing after `:`?";
        filon_node_describe(&text, &found);
        filon_node_error(node, error, "%s is no name of a plugin (letters a to z, digits, _)%s", found.p, hint);
        filon_buf_free(&found);
        return -1;
    }
    bool whole = strncmp(name, prefix, strlen(prefix)) == 0;
    *plugin = whole ? filon_strdup(arena, name) : filon_strf(arena, "%s%s", prefix, name);
    return 0;
}

/* A common key, if the entry has it: a text that says something. */
static int read_text(const struct filon_node *options, const char *key, const char *wanted, const char **text, struct filon_error *error)
{
    const struct filon_node *node = filon_node_get(options, key);
    if (!node)
        return 0;
    if (node->kind != FILON_NODE_SCALAR || node->text.n == 0)
        return filon_node_found(node, error, wanted);
    *text = node->text.p;
    return 0;
}

static int read_common(const struct filon_node *options, enum filon_stage_list kind, struct filon_stage_spec *stage, struct filon_error *error)
{
    if (!options || kind == FILON_STAGES_READ)
        return 0;
    if (kind == FILON_STAGES_PIPELINE)
        return read_text(options, "when", "a condition in Lua, such as doc.lang == 'fr'", &stage->when, error);
    if (read_text(options, "route", "the name of a route", &stage->route, error) < 0)
        return -1;
    return read_text(options, "name", "a name for this writer", &stage->name, error);
}

/* `- script: PATH` or `- script: { path: PATH, when: CONDITION }`. */
static int read_script(const struct filon_node *node, const char *dir, struct filon_arena *arena, struct filon_stage_spec *stage,
                       struct filon_error *error)
{
    static const char *const known[] = {"path", "when", NULL};
    static const struct filon_option none[] = {{0}};
    const struct filon_node *path = node->kind == FILON_NODE_MAP ? filon_node_get(node, "path") : node;
    if (node->kind == FILON_NODE_MAP && filon_options_lay(none, NULL, arena, node, dir, known, "key", error) < 0)
        return -1;
    if (!path)
        return filon_node_error(node, error, "a script needs its `path`");
    stage->script = filon_stages_script(path, dir, arena, error);
    return stage->script ? 0 : -1;
}

static int too_many_keys(const struct filon_node *entry, struct filon_error *error)
{
    const struct filon_node *second = entry->first->next;
    return filon_node_key_error(second, error,
                                "an entry has one key, the name of a plugin: begin this line with `- ` if it is one; indent it further if "
                                "it is an option of `%.64s`",
                                entry->first->key);
}

static int read_stage(const struct filon_node *entry, enum filon_stage_list kind, const char *dir, struct filon_arena *arena,
                      struct filon_stage_spec *stage, struct filon_error *error)
{
    stage->mark = entry->mark;
    if (entry->kind == FILON_NODE_SCALAR)
        return read_name(entry, entry->text.p, kind, arena, &stage->plugin, error);
    if (entry->kind != FILON_NODE_MAP || entry->count == 0)
        return filon_node_found(entry, error, "the name of a plugin, alone or as `name: { options }`");
    if (entry->count > 1)
        return too_many_keys(entry, error);
    const struct filon_node *value = entry->first;
    stage->mark = value->key_mark;
    if (kind == FILON_STAGES_PIPELINE && strcmp(value->key, "script") == 0) {
        if (read_script(value, dir, arena, stage, error) < 0)
            return -1;
    } else if (read_name(value, value->key, kind, arena, &stage->plugin, error) < 0) {
        return -1;
    } else if (value->kind != FILON_NODE_MAP && value->kind != FILON_NODE_NULL) {
        return filon_node_found(value, error, "a map of options: `option: value`");
    }
    stage->options = value->kind == FILON_NODE_MAP ? value : NULL;
    return read_common(stage->options, kind, stage, error);
}

int filon_stages_parse(const struct filon_node *list, enum filon_stage_list kind, const char *dir, struct filon_arena *arena,
                       struct filon_stage_spec **stages, size_t *n, struct filon_error *error)
{
    if (list->kind != FILON_NODE_LIST)
        return filon_node_found(list, error,
                                kind == FILON_STAGES_PIPELINE ? "a list of plugins (each line begins with `- `) or the path of a script"
                                                              : "a list of plugins (each line begins with `- `)");
    *stages = filon_zalloc(arena, list->count + 1, sizeof **stages);
    *n = 0;
    for (const struct filon_node *entry = list->first; entry; entry = entry->next)
        if (read_stage(entry, kind, dir, arena, &(*stages)[(*n)++], error) < 0)
            return -1;
    return 0;
}
