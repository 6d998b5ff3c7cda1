/* source.c - the lists that people write. */
#include "gazetteer/gazetteer.h"

#include <stdlib.h>

#include "base/memory.h"
#include "config/suggest.h"

enum { TYPE_BYTES_MOST = 32 };

int gazetteer_row_error(const struct gazetteer_row *row, struct filon_error *error, const char *format, ...)
{
    struct filon_buf text = FILON_BUF_INIT;
    va_list ap;
    va_start(ap, format);
    filon_buf_vprintf(&text, format, ap);
    va_end(ap);
    if (row->tsv)
        filon_tsv_error(row->tsv, error, "%s", text.p);
    else
        filon_node_error(row->node, error, "%s", text.p);
    filon_buf_free(&text);
    return -1;
}

static bool has_control(struct filon_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return true;
    return false;
}

static int check_text(const struct gazetteer_row *row, struct filon_str s, const char *what, struct filon_error *error)
{
    if (!s.n)
        return gazetteer_row_error(row, error, "no %s: the columns are id, name, aliases (separated by |), type", what);
    if (s.n > NAME_BYTES_MOST)
        return gazetteer_row_error(row, error, "the %s has more than %d bytes", what, NAME_BYTES_MOST);
    return has_control(s) ? gazetteer_row_error(row, error, "the %s has a control character in it", what) : 0;
}

static int check_type(const struct gazetteer_row *row, struct filon_error *error)
{
    struct filon_str type = row->type;
    for (size_t i = 0; i < type.n; i++) {
        char c = type.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (i >= TYPE_BYTES_MOST || !(letter || (i > 0 && (c == '_' || c == '-' || (c >= '0' && c <= '9')))))
            return gazetteer_row_error(row, error, "`%.*s` is no type: PER, LOC, ORG, MISC, or another word of at most %d letters",
                                       (int)(type.n < 64 ? type.n : 64), type.p, TYPE_BYTES_MOST);
    }
    return 0;
}

static int check_row(const struct gazetteer_row *row, struct filon_error *error)
{
    if (check_text(row, row->id, "id", error) || check_text(row, row->name, "name", error) || check_type(row, error))
        return -1;
    for (size_t i = 0; i < row->n_aliases; i++)
        if (check_text(row, row->aliases[i], "alias", error))
            return -1;
    return 0;
}

/* ---- TSV */

struct aliases {
    struct filon_str *items;
    size_t n, room;
};

static void add_alias(struct aliases *aliases, struct filon_str alias)
{
    if (!alias.n)
        return;
    if (aliases->n == aliases->room) {
        aliases->room = aliases->room ? aliases->room * 2 : 64;
        aliases->items = filon_xrealloc(aliases->items, aliases->room * sizeof *aliases->items);
    }
    aliases->items[aliases->n++] = alias;
}

static void split_aliases(struct aliases *aliases, struct filon_str field)
{
    aliases->n = 0;
    if (!field.n)
        return;
    for (const char *at = field.p, *stop = field.p + field.n; at <= stop;) {
        const char *bar = memchr(at, '|', (size_t)(stop - at));
        const char *end = bar ? bar : stop;
        add_alias(aliases, filon_str_trim((struct filon_str){at, (size_t)(end - at)}));
        at = end + 1;
    }
}

static bool is_heading(const struct filon_tsv *tsv)
{
    return filon_str_is(tsv->field[0], "id") && filon_str_is(tsv->field[1], "name");
}

static int read_tsv(struct filon_arena *arena, const char *path, gazetteer_visit *visit, void *arg, struct filon_error *error)
{
    struct filon_tsv tsv;
    struct aliases aliases = {0};
    int got = filon_tsv_open(&tsv, arena, path, error);
    bool first = true;
    while (!got && (got = filon_tsv_next(&tsv, 2, error)) == 1) {
        got = 0;
        bool heading = first && is_heading(&tsv);
        first = false;
        if (heading)
            continue;
        if (tsv.fields > 4) {
            got = filon_tsv_error(&tsv, error, "%u columns where four are known: id, name, aliases (separated by |), type", tsv.fields);
            break;
        }
        split_aliases(&aliases, tsv.field[2]);
        struct gazetteer_row row = {
            .id = tsv.field[0], .name = tsv.field[1], .type = tsv.field[3], .aliases = aliases.items, .n_aliases = aliases.n, .tsv = &tsv};
        got = check_row(&row, error) ? -1 : visit(arg, &row, error);
    }
    free(aliases.items);
    return got;
}

/* ---- YAML */

static int take_text(const struct filon_node *node, struct filon_str *out, struct filon_error *error)
{
    if (node->kind != FILON_NODE_SCALAR)
        return filon_node_found(node, error, "a text");
    *out = filon_str_trim(node->text);
    return 0;
}

static int take_aliases(const struct filon_node *node, struct aliases *aliases, struct filon_error *error)
{
    struct filon_str text;
    if (node->kind == FILON_NODE_SCALAR) {
        add_alias(aliases, filon_str_trim(node->text));
        return 0;
    }
    if (node->kind != FILON_NODE_LIST)
        return filon_node_found(node, error, "a list of names");
    for (const struct filon_node *child = node->first; child; child = child->next) {
        if (take_text(child, &text, error))
            return -1;
        add_alias(aliases, text);
    }
    return 0;
}

static int unknown_key(const struct filon_node *node, struct filon_error *error)
{
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, node->key);
    static const char *const keys[] = {"id", "name", "aliases", "type"};
    for (size_t i = 0; i < FILON_COUNT(keys); i++)
        filon_suggest_offer(&suggest, keys[i]);
    const char *best = filon_suggest_best(&suggest);
    if (best)
        return filon_node_key_error(node, error, "unknown key; did you mean `%s`?", best);
    return filon_node_key_error(node, error, "unknown key; known are id, name, aliases, type");
}

static int read_map(const struct filon_node *node, struct gazetteer_row *row, struct aliases *aliases, struct filon_error *error)
{
    if (node->kind != FILON_NODE_MAP)
        return filon_node_found(node, error, "a map with id, name, aliases, type");
    aliases->n = 0;
    *row = (struct gazetteer_row){.node = node};
    for (const struct filon_node *child = node->first; child; child = child->next) {
        struct filon_str *text = strcmp(child->key, "id") == 0     ? &row->id
                                 : strcmp(child->key, "name") == 0 ? &row->name
                                 : strcmp(child->key, "type") == 0 ? &row->type
                                                                   : NULL;
        if (text                                 ? take_text(child, text, error)
            : strcmp(child->key, "aliases") == 0 ? take_aliases(child, aliases, error)
                                                 : unknown_key(child, error))
            return -1;
    }
    row->aliases = aliases->items;
    row->n_aliases = aliases->n;
    return check_row(row, error);
}

static int read_yaml(struct filon_arena *arena, const char *path, gazetteer_visit *visit, void *arg, struct filon_error *error)
{
    const struct filon_node *root = filon_yaml_load(arena, path, error);
    if (!root)
        return -1;
    if (root->kind != FILON_NODE_LIST)
        return filon_node_found(root, error, "a list of maps with id, name, aliases, type");
    struct aliases aliases = {0};
    int got = 0;
    for (const struct filon_node *node = root->first; node && !got; node = node->next) {
        struct gazetteer_row row;
        got = read_map(node, &row, &aliases, error) ? -1 : visit(arg, &row, error);
    }
    free(aliases.items);
    return got;
}

int gazetteer_read(struct filon_arena *arena, const char *path, gazetteer_visit *visit, void *arg, struct filon_error *error)
{
    struct filon_str name = filon_str_of(path);
    if (filon_str_ends(name, FILON_STR(".yaml")) || filon_str_ends(name, FILON_STR(".yml")))
        return read_yaml(arena, path, visit, arg, error);
    return read_tsv(arena, path, visit, arg, error);
}
