#include "config/expand.h"

#include <stdlib.h>

#include <filon/map.h>
#include <filon/utf8.h>

#include "base/paths.h"

/* Bounds against files that name each other, or a large file, many times over. */
enum { SECRET_MOST = 64 * 1024, EXPANDED_MOST = 1024 * 1024, INCLUDES_DEEP = 8, INCLUDES_MOST = 64, SHOWN = 60 };

/* What is common to a job file and all that it includes. */
struct expansion {
    struct filon_arena *arena;
    struct filon_secret **secrets;
    struct filon_error *error;
    size_t bytes;      /* put in for references */
    unsigned includes; /* read */
};

static bool good_name(struct filon_str name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    for (size_t i = 0; i < name.n; i++)
        if (!memchr(letters, name.p[i], sizeof letters - 1) && !(i && name.p[i] >= '0' && name.p[i] <= '9'))
            return false;
    return name.n > 0;
}

/* ---- ${…} */

static int put_text(struct expansion *x, const struct filon_node *node, struct filon_str text, struct filon_buf *out)
{
    x->bytes += text.n;
    if (x->bytes > EXPANDED_MOST)
        return filon_node_error(node, x->error, "variables and files put more than 1 MiB into the job");
    filon_buf_put_str(out, text);
    return 0;
}

static int put_secret(struct expansion *x, struct filon_node *node, struct filon_str path, const char *dir, struct filon_buf *out)
{
    struct filon_error cause = {0};
    char *name = filon_path_join(x->arena, dir, filon_str_dup(x->arena, path).p);
    struct filon_str text = filon_read_file(x->arena, name, SECRET_MOST, &cause);
    if (!text.p)
        return filon_node_error(node, x->error, "%s", cause.text);
    if (text.n && text.p[text.n - 1] == '\n')
        text.n--;
    if (text.n && text.p[text.n - 1] == '\r')
        text.n--;
    if (filon_utf8_check(text.p, text.n) < text.n || memchr(text.p, '\0', text.n))
        return filon_node_error(node, x->error, "%s: not a text in UTF-8", name);
    struct filon_secret *secret = filon_alloc(x->arena, sizeof *secret);
    *secret = (struct filon_secret){*x->secrets, filon_str_dup(x->arena, text)};
    *x->secrets = secret;
    node->secret = true;
    return put_text(x, node, text, out);
}

static int bad_reference(struct expansion *x, const struct filon_node *node, struct filon_str inside, const char *why)
{
    struct filon_buf shown = FILON_BUF_INIT;
    filon_put_short(&shown, inside, SHOWN);
    filon_node_error(node, x->error, "`${%s}` %s", shown.p ? shown.p : "", why);
    filon_buf_free(&shown);
    return -1;
}

/* What stands between ${ and }. */
static int put_reference(struct expansion *x, struct filon_node *node, struct filon_str inside, const char *dir, struct filon_buf *out)
{
    if (filon_str_starts(inside, FILON_STR("file:")))
        return put_secret(x, node, (struct filon_str){inside.p + 5, inside.n - 5}, dir, out);
    const char *colon = memmem(inside.p, inside.n, ":-", 2);
    struct filon_str name = {inside.p, colon ? (size_t)(colon - inside.p) : inside.n};
    if (!good_name(name))
        return bad_reference(x, node, inside,
                             "names no variable: ${NAME}, ${NAME:-default} or ${file:PATH} is wanted, and $${ for a plain ${");
    struct filon_str value = filon_str_of(getenv(filon_str_dup(x->arena, name).p));
    if (filon_utf8_check(value.p, value.n) < value.n)
        return bad_reference(x, node, inside, "is not UTF-8 in the environment");
    if (!value.p && !colon)
        return bad_reference(x, node, inside, "is not set in the environment: set it, or give it a default, ${NAME:-default}");
    if (value.n == 0 && colon)
        value = (struct filon_str){colon + 2, inside.n - name.n - 2};
    return put_text(x, node, value, out);
}

static int expand_scalar(struct expansion *x, struct filon_node *node, const char *dir)
{
    struct filon_buf out = FILON_BUF_INIT;
    const char *at = node->text.p, *end = at + node->text.n, *dollar;
    int status = 0;
    while (status == 0 && (dollar = memmem(at, (size_t)(end - at), "${", 2))) {
        bool plain = dollar > at && dollar[-1] == '$'; /* $${ */
        const char *close = plain ? dollar + 1 : memchr(dollar, '}', (size_t)(end - dollar));
        filon_buf_put(&out, at, (size_t)(dollar - at) - plain);
        if (plain)
            filon_buf_puts(&out, "${");
        else if (close)
            status = put_reference(x, node, (struct filon_str){dollar + 2, (size_t)(close - dollar) - 2}, dir, &out);
        else
            status = filon_node_error(node, x->error, "a `${` without its `}`: write $${ for a plain ${");
        at = close ? close + 1 : end;
    }
    if (status == 0) {
        filon_buf_put(&out, at, (size_t)(end - at));
        node->text = filon_str_dup(x->arena, filon_buf_str(&out));
    }
    filon_buf_free(&out);
    return status;
}

static int expand_tree(struct expansion *x, struct filon_node *root, const char *dir)
{
    for (struct filon_node *node = root; node;) {
        if (node->kind == FILON_NODE_SCALAR && memmem(node->text.p, node->text.n, "${", 2) && expand_scalar(x, node, dir) < 0)
            return -1;
        if (node->first) {
            node = node->first;
            continue;
        }
        while (node != root && !node->next)
            node = node->parent;
        node = node == root ? NULL : node->next;
    }
    return 0;
}

int filon_expand(struct filon_node *root, struct filon_arena *arena, const char *dir, struct filon_secret **secrets,
                 struct filon_error *error)
{
    return expand_tree(&(struct expansion){arena, secrets, error, 0, 0}, root, dir);
}

/* ---- include: */

/* Through a hash of the keys above: maps of any size are merged in linear time. */
static void lay_under(struct filon_arena *arena, struct filon_node *over, struct filon_node *under)
{
    struct filon_map *places = filon_map_new(arena, over->count);
    struct filon_node **children = filon_zalloc(arena, over->count + 1, sizeof(struct filon_node *));
    uint32_t n = 0;
    for (struct filon_node *child = over->first; child; child = child->next) {
        filon_map_set(places, filon_str_of(child->key), n);
        children[n++] = child;
    }
    for (struct filon_node *child = under->first, *next; child; child = next) {
        next = child->next;
        uint32_t place = filon_map_get(places, filon_str_of(child->key));
        if (place == FILON_MAP_NONE)
            filon_node_append(over, child->key, child);
        else if (children[place]->kind == FILON_NODE_MAP && child->kind == FILON_NODE_MAP)
            lay_under(arena, children[place], child);
    }
}

static int include_all(struct expansion *x, struct filon_node *root, const char *dir, int depth);

static int include_one(struct expansion *x, struct filon_node *root, const struct filon_node *path, const char *dir, int depth)
{
    if (path->kind != FILON_NODE_SCALAR || path->text.n == 0)
        return filon_node_found(path, x->error, "the path of a file");
    if (++x->includes > INCLUDES_MOST)
        return filon_node_error(path, x->error, "more than %d files are included, counting each time", INCLUDES_MOST);
    char *name = filon_path_join(x->arena, dir, path->text.p), *folder = filon_path_dir(x->arena, name);
    struct filon_error cause = {0};
    struct filon_str text = filon_read_file(x->arena, name, FILON_YAML_BYTES, &cause);
    if (!text.p)
        return filon_node_error(path, x->error, "%s", cause.text);
    struct filon_node *part = filon_yaml_parse(x->arena, name, text, x->error);
    if (!part)
        return -1;
    if (part->kind != FILON_NODE_MAP)
        return filon_node_found(part, x->error, "a map of a job's keys, to be included");
    if (expand_tree(x, part, folder) < 0 || include_all(x, part, folder, depth + 1) < 0)
        return -1;
    lay_under(x->arena, root, part);
    return 0;
}

static int include_all(struct expansion *x, struct filon_node *root, const char *dir, int depth)
{
    const struct filon_node *include = filon_node_get(root, "include"), *all[INCLUDES_MOST];
    size_t n = 0;
    if (!include)
        return 0;
    if (depth == INCLUDES_DEEP)
        return filon_node_error(include, x->error, "files that include each other, or more than %d deep", INCLUDES_DEEP);
    if (include->kind == FILON_NODE_SCALAR)
        return include_one(x, root, include, dir, depth);
    if (include->kind != FILON_NODE_LIST || include->count == 0)
        return filon_node_found(include, x->error, "the path of a file, or a list of them");
    if (include->count > INCLUDES_MOST)
        return filon_node_error(include, x->error, "%u files, more than the %d allowed", include->count, INCLUDES_MOST);
    for (const struct filon_node *path = include->first; path; path = path->next)
        all[n++] = path;
    while (n) /* the last one first: it is over those before it */
        if (include_one(x, root, all[--n], dir, depth) < 0)
            return -1;
    return 0;
}

int filon_include(struct filon_node *root, struct filon_arena *arena, const char *dir, struct filon_secret **secrets,
                  struct filon_error *error)
{
    return include_all(&(struct expansion){arena, secrets, error, 0, 0}, root, dir, 0);
}
