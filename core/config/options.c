#include "config/options.h"

#include <math.h>
#include <stdio.h>

#include "base/log.h"
#include "base/paths.h"
#include "config/scalar.h"
#include "config/suggest.h"

const char *const filon_common_keys[] = {"when", "route", NULL};

/* ---- How types are called. */

static bool has_range(const struct filon_option *option)
{
    return option->min != 0 || option->max != 0;
}

static void put_bound(const struct filon_option *option, double bound, struct filon_buf *out)
{
    static const char *const units[] = {"", " KiB", " MiB", " GiB", " TiB"};
    size_t unit = 0;
    if (option->type == FILON_OPT_SIZE)
        for (; unit + 1 < FILON_COUNT(units) && bound >= 1024 && fmod(bound, 1024) == 0; unit++)
            bound /= 1024;
    filon_buf_printf(out, "%.15g%s", bound, option->type == FILON_OPT_DURATION && bound != 0 ? " s" : units[unit]);
}

static void put_range(const struct filon_option *option, const char *before, struct filon_buf *out)
{
    /* What lies beyond all values of the type is written for "no limit on this side". */
    bool low = option->min > -9e18, high = option->max < 9e18;
    if (!has_range(option) || (!low && !high))
        return;
    filon_buf_puts(out, before);
    if (!high)
        filon_buf_puts(out, "from ");
    if (low)
        put_bound(option, option->min, out);
    if (high) {
        filon_buf_puts(out, low ? ".." : "up to ");
        put_bound(option, option->max, out);
    }
}

static void put_choices(const struct filon_option *option, struct filon_buf *out)
{
    filon_buf_puts(out, "one of ");
    for (const char *const *choice = option->choices; *choice; choice++)
        filon_buf_printf(out, "%s%s", choice == option->choices ? "" : ", ", *choice);
}

void filon_option_type_text(const struct filon_option *option, struct filon_buf *out)
{
    static const char *const names[] = {
        [FILON_OPT_BOOL] = "boolean",        [FILON_OPT_INT] = "integer", [FILON_OPT_FLOAT] = "number",
        [FILON_OPT_STRING] = "text",         [FILON_OPT_PATH] = "path",   [FILON_OPT_LIST] = "list",
        [FILON_OPT_PATHS] = "list of paths", [FILON_OPT_SIZE] = "size",   [FILON_OPT_DURATION] = "duration"};
    if (option->type == FILON_OPT_ENUM) {
        put_choices(option, out);
        return;
    }
    filon_buf_puts(out, names[option->type]);
    put_range(option, " ", out);
}

static void put_wanted(const struct filon_option *option, struct filon_buf *out)
{
    static const char *const words[] = {[FILON_OPT_BOOL] = "true or false",
                                        [FILON_OPT_INT] = "a whole number",
                                        [FILON_OPT_FLOAT] = "a number",
                                        [FILON_OPT_STRING] = "a text",
                                        [FILON_OPT_PATH] = "a path",
                                        [FILON_OPT_LIST] = "a list of texts",
                                        [FILON_OPT_PATHS] = "a list of paths",
                                        [FILON_OPT_SIZE] = "a size such as 4096, 64 KiB or 2 GB",
                                        [FILON_OPT_DURATION] = "a duration such as 10, 1.5 s or 5 min"};
    if (option->type == FILON_OPT_ENUM) {
        put_choices(option, out);
        return;
    }
    filon_buf_puts(out, words[option->type]);
    put_range(option, ", ", out);
}

/* ---- One value. */

static int wrong(const struct filon_option *option, const struct filon_node *value, const char *why, struct filon_error *error)
{
    struct filon_buf text = FILON_BUF_INIT;
    filon_buf_puts(&text, "found ");
    filon_node_describe(value, &text);
    filon_buf_puts(&text, "; wanted ");
    put_wanted(option, &text);
    filon_node_error(value, error, "%s%s", text.p, why);
    filon_buf_free(&text);
    return -1;
}

static bool in_range(const struct filon_option *option, double value)
{
    return !has_range(option) || (value >= option->min && value <= option->max);
}

static int store_number(const struct filon_option *option, void *field, const struct filon_node *value, struct filon_error *error)
{
    enum filon_scalar_result result = FILON_SCALAR_FORM;
    double number = 0;
    if (value->kind != FILON_NODE_SCALAR || value->quoted)
        return wrong(option, value, "", error);
    if (option->type == FILON_OPT_BOOL) {
        result = filon_scalar_bool(value->text, field);
    } else if (option->type == FILON_OPT_INT) {
        result = filon_scalar_int(value->text, field);
        number = (double)*(int64_t *)field;
    } else if (option->type == FILON_OPT_SIZE) {
        result = filon_scalar_size(value->text, field);
        number = (double)*(uint64_t *)field;
    } else {
        result = option->type == FILON_OPT_FLOAT ? filon_scalar_float(value->text, field) : filon_scalar_duration(value->text, field);
        number = *(double *)field;
    }
    if (result == FILON_SCALAR_LARGE)
        return wrong(option, value, "; this one is beyond all numbers filon can hold", error);
    return result == FILON_SCALAR_OK && in_range(option, number) ? 0 : wrong(option, value, "", error);
}

static int store_enum(const struct filon_option *option, void *field, const struct filon_node *value, struct filon_error *error)
{
    if (value->kind != FILON_NODE_SCALAR)
        return wrong(option, value, "", error);
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, value->text.p);
    for (int i = 0; option->choices[i]; i++) {
        if (filon_str_is(value->text, option->choices[i])) {
            *(int *)field = i;
            return 0;
        }
        filon_suggest_offer(&suggest, option->choices[i]);
    }
    const char *best = filon_suggest_best(&suggest);
    char meant[128] = "";
    if (best)
        snprintf(meant, sizeof meant, "; did you mean `%.100s`?", best);
    return wrong(option, value, meant, error);
}

/* A text, or a path made absolute. NULL with an error. */
static const char *text_of(const struct filon_option *option, struct filon_arena *arena, const struct filon_node *value, const char *dir,
                           struct filon_error *error)
{
    bool path = option->type == FILON_OPT_PATH || option->type == FILON_OPT_PATHS;
    if (value->kind != FILON_NODE_SCALAR || (path && value->text.n == 0)) {
        wrong(option, value, "", error);
        return NULL;
    }
    const char *text = value->text.p;
    if (!path || !dir || strcmp(text, "-") == 0)
        return filon_strdup(arena, text);
    if (text[0] == '~' && (text[1] == '/' || !text[1])) {
        wrong(option, value, "; `~` is not expanded, write the whole path (or ./~ for a folder of that name)", error);
        return NULL;
    }
    return filon_path_absolute(arena, filon_path_join(arena, dir, text));
}

static int store_list(const struct filon_option *option, struct filon_list *field, struct filon_arena *arena,
                      const struct filon_node *value, const char *dir, struct filon_error *error)
{
    bool single = value->kind == FILON_NODE_SCALAR;
    if (!single && value->kind != FILON_NODE_LIST)
        return wrong(option, value, "", error);
    size_t n = single ? 1 : value->count;
    const char **items = filon_zalloc(arena, n + 1, sizeof *items);
    const struct filon_node *item = single ? value : value->first;
    for (size_t i = 0; i < n; i++, item = item->next)
        if (!(items[i] = text_of(option, arena, item, dir, error)))
            return -1;
    *field = (struct filon_list){items, n};
    return 0;
}

int filon_option_store(const struct filon_option *option, void *opts, struct filon_arena *arena, const struct filon_node *value,
                       const char *dir, struct filon_error *error)
{
    void *field = (char *)opts + option->offset;
    switch (option->type) {
    case FILON_OPT_STRING:
    case FILON_OPT_PATH: {
        const char *text = text_of(option, arena, value, dir, error);
        if (text)
            *(const char **)field = text;
        return text ? 0 : -1;
    }
    case FILON_OPT_LIST:
    case FILON_OPT_PATHS:
        return store_list(option, field, arena, value, dir, error);
    case FILON_OPT_ENUM:
        return store_enum(option, field, value, error);
    default:
        return store_number(option, field, value, error);
    }
}

/* ---- Whole tables. */

static struct filon_node *default_node(const struct filon_option *option, struct filon_arena *arena, struct filon_error *error)
{
    if (strchr("[\"'", option->value[0]) && option->value[0])
        return filon_yaml_parse(arena, "", filon_str_of(option->value), error);
    struct filon_node *node = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){NULL, 0, 0});
    node->text = filon_str_of(option->value);
    return node;
}

int filon_options_init(const struct filon_option *table, void *opts, size_t size, struct filon_arena *arena, struct filon_error *error)
{
    if (size)
        memset(opts, 0, size);
    for (const struct filon_option *option = table; option && option->name; option++) {
        struct filon_error cause = {0};
        if (!option->value)
            continue;
        const struct filon_node *value = default_node(option, arena, &cause);
        if (!value || filon_option_store(option, opts, arena, value, NULL, &cause) < 0)
            return filon_error_set(error, FILON_E_CONFIG, "the default of option `%s`: %s", option->name, cause.text);
    }
    return 0;
}

static bool has_alias(const struct filon_option *option, const char *name)
{
    for (const char *const *alias = option->aliases; alias && *alias; alias++)
        if (strcmp(*alias, name) == 0)
            return true;
    return false;
}

const struct filon_option *filon_option_find(const struct filon_option *table, const char *name)
{
    for (const struct filon_option *option = table; option && option->name; option++)
        if (strcmp(option->name, name) == 0 || has_alias(option, name))
            return option;
    return NULL;
}

static bool is_known(const char *const *known, const char *key)
{
    while (known && *known && strcmp(*known, key) != 0)
        known++;
    return known && *known;
}

static int unknown_key(const struct filon_option *table, const char *const *known, const struct filon_node *node, const char *noun,
                       struct filon_error *error)
{
    struct filon_node key = {.kind = FILON_NODE_SCALAR, .text = filon_str_of(node->key)};
    struct filon_buf text = FILON_BUF_INIT;
    struct filon_suggest suggest;
    const char *between = "; there are: ";
    size_t head;
    filon_buf_printf(&text, "unknown %s ", noun);
    filon_node_describe(&key, &text);
    head = text.n;
    filon_suggest_start(&suggest, node->key);
    for (const struct filon_option *option = table; option && option->name; option++, between = ", ") {
        filon_suggest_offer(&suggest, option->name);
        filon_buf_printf(&text, "%s%s", between, option->name);
    }
    for (; known && *known; known++, between = ", ") {
        filon_suggest_offer(&suggest, *known);
        filon_buf_printf(&text, "%s%s", between, *known);
    }
    if (text.n == head)
        filon_buf_printf(&text, "; there are no %ss here", noun);
    const char *best = filon_suggest_best(&suggest);
    if (best) {
        text.n = head;
        filon_buf_printf(&text, "; did you mean `%s`?", best);
    }
    filon_node_key_error(node, error, "%s", text.p);
    filon_buf_free(&text);
    return -1;
}

/* A former name still works, but not beside the present one. */
static int check_alias(const struct filon_option *option, const struct filon_node *map, const struct filon_node *node,
                       struct filon_error *error)
{
    if (strcmp(option->name, node->key) == 0)
        return 0;
    if (filon_node_get(map, option->name))
        return filon_node_key_error(node, error, "`%s` is the former name of `%s`, which is there too: keep one", node->key, option->name);
    if (node->key_mark.line)
        filon_log(FILON_WARN, "%s:%u:%u: `%s` is now called `%s`", node->key_mark.file, node->key_mark.line, node->key_mark.column,
                  node->key, option->name);
    else
        filon_log(FILON_WARN, "%s: `%s` is now called `%s`", node->mark.file ? node->mark.file : "options", node->key, option->name);
    return 0;
}

int filon_options_lay(const struct filon_option *table, void *opts, struct filon_arena *arena, const struct filon_node *map,
                      const char *dir, const char *const *known, const char *noun, struct filon_error *error)
{
    if (!map || map->kind == FILON_NODE_NULL)
        return 0;
    if (map->kind != FILON_NODE_MAP) {
        struct filon_buf found = FILON_BUF_INIT;
        filon_node_describe(map, &found);
        filon_node_error(map, error, "found %s; wanted a map of %ss: `name: value`", found.p, noun);
        filon_buf_free(&found);
        return -1;
    }
    for (const struct filon_node *node = map->first; node; node = node->next) {
        const struct filon_option *option = filon_option_find(table, node->key);
        if (!option && is_known(known, node->key))
            continue;
        if (!option)
            return unknown_key(table, known, node, noun, error);
        if (check_alias(option, map, node, error) < 0 || filon_option_store(option, opts, arena, node, dir, error) < 0)
            return -1;
    }
    return 0;
}

int filon_options_apply(const struct filon_option *table, void *opts, struct filon_arena *arena, const struct filon_node *map,
                        const char *dir, const char *const *known, struct filon_error *error)
{
    return filon_options_lay(table, opts, arena, map, dir, known, "option", error);
}

static bool is_given(const struct filon_option *option, const struct filon_node *map)
{
    for (const struct filon_node *node = map && map->kind == FILON_NODE_MAP ? map->first : NULL; node; node = node->next)
        if (strcmp(option->name, node->key) == 0 || has_alias(option, node->key))
            return true;
    return false;
}

int filon_options_complete(const struct filon_option *table, const struct filon_node *const *maps, size_t n_maps, const char *what,
                           struct filon_error *error)
{
    const struct filon_node *where = NULL;
    for (size_t i = 0; i < n_maps && !where; i++)
        where = maps[i] && maps[i]->mark.line ? maps[i] : NULL;
    for (const struct filon_option *option = table; option && option->name; option++) {
        bool given = !(option->flags & FILON_OPT_REQUIRED);
        for (size_t i = 0; i < n_maps && !given; i++)
            given = is_given(option, maps[i]);
        if (given)
            continue;
        const char *help = option->help ? option->help : "it has no default";
        if (where)
            return filon_node_error(where, error, "%s needs the option `%s`: %s", what, option->name, help);
        return filon_error_set(error, FILON_E_CONFIG, "%s needs the option `%s`: %s", what, option->name, help);
    }
    return 0;
}
