#include "config/expand.h"

#include <ctype.h>
#include <stdlib.h>

#include <filon/utf8.h>

#include "base/paths.h"

enum { SECRET_MOST = 64 * 1024, INCLUDES_DEEP = 8 };

static bool good_name(struct filon_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!(isalpha((unsigned char)name.p[i]) || name.p[i] == '_' || (i && isdigit((unsigned char)name.p[i]))))
            return false;
    return name.n > 0;
}

static int put_secret(const struct filon_node *node, struct filon_str path, struct filon_arena *arena, const char *dir, struct filon_secret **secrets,
                      struct filon_buf *out, struct filon_error *error)
{
    struct filon_error cause = {0};
    char *name = filon_path_join(arena, dir, filon_str_dup(arena, path).p);
    struct filon_str text = filon_read_file(arena, name, SECRET_MOST, &cause);
    if (!text.p)
        return filon_node_error(node, error, "%s", cause.text);
    if (text.n && text.p[text.n - 1] == '\n')
        text.n--;
    if (text.n && text.p[text.n - 1] == '\r')
        text.n--;
    if (filon_utf8_check(text.p, text.n) < text.n || (text.n && memchr(text.p, '\0', text.n)))
        return filon_node_error(node, error, "%s: not a text in UTF-8", name);
    struct filon_secret *secret = filon_alloc(arena, sizeof *secret);
    *secret = (struct filon_secret){*secrets, filon_str_dup(arena, text)};
    *secrets = secret;
    filon_buf_put_str(out, text);
    return 0;
}

/* What stands between ${ and }. */
static int put_reference(const struct filon_node *node, struct filon_str inside, struct filon_arena *arena, const char *dir, struct filon_secret **secrets,
                         struct filon_buf *out, struct filon_error *error)
{
    if (filon_str_starts(inside, FILON_STR("file:")))
        return put_secret(node, (struct filon_str){inside.p + 5, inside.n - 5}, arena, dir, secrets, out, error);
    const char *colon = memmem(inside.p, inside.n, ":-", 2);
    struct filon_str name = {inside.p, colon ? (size_t)(colon - inside.p) : inside.n};
    if (!good_name(name))
        return filon_node_error(node, error, "`${%.*s}` names no variable: ${NAME}, ${NAME:-default} or ${file:PATH} is wanted, and $${ for a plain ${", (int)(inside.n < 40 ? inside.n : 40),
                                inside.p);
    const char *value = getenv(filon_str_dup(arena, name).p);
    if (value && *value && filon_utf8_check(value, strlen(value)) < strlen(value))
        return filon_node_error(node, error, "the environment variable %.*s is not UTF-8", FILON_FMT(name));
    if (value && *value)
        filon_buf_puts(out, value);
    else if (colon)
        filon_buf_put(out, colon + 2, inside.n - name.n - 2);
    else if (value)
        return 0; /* set, and empty */
    else
        return filon_node_error(node, error, "the environment variable %.*s is not set: set it, or write ${%.*s:-default}", FILON_FMT(name), FILON_FMT(name));
    return 0;
}

static int expand_scalar(struct filon_node *node, struct filon_arena *arena, const char *dir, struct filon_secret **secrets, struct filon_error *error)
{
    struct filon_buf out = FILON_BUF_INIT;
    const char *at = node->text.p, *end = at + node->text.n, *dollar;
    int status = 0;
    while (status == 0 && (dollar = memmem(at, (size_t)(end - at), "${", 2))) {
        if (dollar > at && dollar[-1] == '$') { /* $${ */
            filon_buf_put(&out, at, (size_t)(dollar - at) - 1);
            filon_buf_puts(&out, "${");
            at = dollar + 2;
            continue;
        }
        const char *close = memchr(dollar, '}', (size_t)(end - dollar));
        filon_buf_put(&out, at, (size_t)(dollar - at));
        if (!close)
            status = filon_node_error(node, error, "a `${` without its `}`: write $${ for a plain ${");
        else
            status = put_reference(node, (struct filon_str){dollar + 2, (size_t)(close - dollar) - 2}, arena, dir, secrets, &out, error);
        at = close ? close + 1 : end;
    }
    filon_buf_put(&out, at, (size_t)(end - at));
    node->text = filon_str_dup(arena, filon_buf_str(&out));
    filon_buf_free(&out);
    return status;
}

int filon_expand(struct filon_node *root, struct filon_arena *arena, const char *dir, struct filon_secret **secrets, struct filon_error *error)
{
    for (struct filon_node *node = root; node;) {
        if (node->kind == FILON_NODE_SCALAR && memmem(node->text.p, node->text.n, "${", 2) && expand_scalar(node, arena, dir, secrets, error) < 0)
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

/* ---- include */

static void lay_under(struct filon_node *over, struct filon_node *under)
{
    for (struct filon_node *child = under->first, *next; child; child = next) {
        next = child->next;
        struct filon_node *there = filon_node_get(over, child->key);
        if (!there)
            filon_node_append(over, child->key, child);
        else if (there->kind == FILON_NODE_MAP && child->kind == FILON_NODE_MAP)
            lay_under(there, child);
    }
}

static int include_all(struct filon_node *root, struct filon_arena *arena, const char *dir, int depth, struct filon_secret **secrets, struct filon_error *error);

static int include_one(struct filon_node *root, const struct filon_node *path, struct filon_arena *arena, const char *dir, int depth, struct filon_secret **secrets,
                       struct filon_error *error)
{
    if (path->kind != FILON_NODE_SCALAR)
        return filon_node_error(path, error, "the path of a file is wanted");
    char *name = filon_path_join(arena, dir, path->text.p), *folder = filon_path_dir(arena, name);
    struct filon_error cause = {0};
    struct filon_node *part = filon_yaml_load(arena, name, &cause);
    if (!part)
        return filon_str_starts(filon_str_of(cause.text), filon_str_of(name)) && !strstr(cause.text, "No such file")
                   ? filon_error_set(error, cause.code, "%s", cause.text)
                   : filon_node_error(path, error, "%s", cause.text);
    if (part->kind != FILON_NODE_MAP)
        return filon_node_error(part, error, "an included file is a map of a job's keys");
    if (filon_expand(part, arena, folder, secrets, error) < 0 || include_all(part, arena, folder, depth + 1, secrets, error) < 0)
        return -1;
    lay_under(root, part);
    return 0;
}

static int include_all(struct filon_node *root, struct filon_arena *arena, const char *dir, int depth, struct filon_secret **secrets, struct filon_error *error)
{
    const struct filon_node *include = filon_node_get(root, "include"), *all[64];
    size_t n = 0;
    if (!include)
        return 0;
    if (depth == INCLUDES_DEEP)
        return filon_node_error(include, error, "files that include each other, or more than %d deep", INCLUDES_DEEP);
    if (include->kind == FILON_NODE_SCALAR)
        return include_one(root, include, arena, dir, depth, secrets, error);
    for (const struct filon_node *path = include->first; path && include->kind == FILON_NODE_LIST; path = path->next) {
        if (n == FILON_COUNT(all))
            return filon_node_error(include, error, "more than %zu files", FILON_COUNT(all));
        all[n++] = path;
    }
    if (!n)
        return filon_node_error(include, error, "the path of a file, or a list of them, is wanted");
    while (n) /* the last one first: it is over those before it */
        if (include_one(root, all[--n], arena, dir, depth, secrets, error) < 0)
            return -1;
    return 0;
}

int filon_include(struct filon_node *root, struct filon_arena *arena, const char *dir, struct filon_secret **secrets, struct filon_error *error)
{
    return include_all(root, arena, dir, 0, secrets, error);
}
