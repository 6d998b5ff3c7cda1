#include <filon/yaml.h>

#include <filon/utf8.h>

/* A message is FILON_ERROR_MAX bytes: names and paths are cut so that what it says always fits. */
enum { FILE_SHOWN = 600, KEY_SHOWN = 64, PATH_SHOWN = 400, TEXT_SHOWN = 80 };

struct filon_node *filon_node_new(struct filon_arena *arena, enum filon_node_kind kind, struct filon_mark mark)
{
    struct filon_node *node = filon_zalloc(arena, 1, sizeof *node);
    node->kind = kind;
    node->mark = mark;
    node->text = FILON_STR("");
    return node;
}

void filon_node_append(struct filon_node *parent, const char *key, struct filon_node *child)
{
    child->parent = parent;
    child->key = key;
    child->next = NULL;
    child->index = parent->count++;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

struct filon_node *filon_node_get(const struct filon_node *map, const char *key)
{
    if (!map || map->kind != FILON_NODE_MAP)
        return NULL;
    struct filon_node *child = map->first;
    while (child && strcmp(child->key, key) != 0)
        child = child->next;
    return child;
}

void filon_put_short(struct filon_buf *out, struct filon_str text, size_t most)
{
    bool whole = text.n <= most;
    if (!whole)
        for (text.n = most; text.n > 0 && ((unsigned char)text.p[text.n] & 0xc0) == 0x80;)
            text.n--;
    for (size_t i = 0; i < text.n; i++)
        filon_buf_putc(out, (unsigned char)text.p[i] < 0x20 ? ' ' : text.p[i]);
    if (!whole)
        filon_buf_puts(out, "…");
}

static void put_step(const struct filon_node *node, struct filon_buf *out)
{
    if (node->key) {
        if (out->n)
            filon_buf_putc(out, '.');
        filon_put_short(out, filon_str_of(node->key), KEY_SHOWN);
    } else if (node->parent && node->parent->kind == FILON_NODE_LIST) {
        filon_buf_printf(out, "[%u]", node->index);
    }
}

void filon_node_path(const struct filon_node *node, struct filon_buf *out)
{
    const struct filon_node *steps[FILON_YAML_DEPTH + 2];
    size_t n = 0;
    for (; node && n < FILON_COUNT(steps); node = node->parent)
        steps[n++] = node;
    struct filon_buf path = FILON_BUF_INIT;
    while (n)
        put_step(steps[--n], &path);
    filon_buf_put_str(out, filon_buf_str(&path));
    filon_buf_free(&path);
}

void filon_node_describe(const struct filon_node *node, struct filon_buf *out)
{
    static const char *const names[] = {[FILON_NODE_NULL] = "nothing", [FILON_NODE_LIST] = "a list", [FILON_NODE_MAP] = "a map"};
    if (node->kind != FILON_NODE_SCALAR) {
        filon_buf_puts(out, names[node->kind]);
        return;
    }
    if (node->secret || node->text.n == 0) {
        filon_buf_puts(out, node->secret ? "a secret" : "an empty text");
        return;
    }
    filon_buf_putc(out, '`');
    filon_put_short(out, node->text, TEXT_SHOWN);
    filon_buf_puts(out, node->quoted ? "` in quotes" : "`");
}

static void put_place(const struct filon_node *node, const struct filon_mark *mark, struct filon_buf *out)
{
    if (mark->file && *mark->file) {
        filon_put_short(out, filon_str_of(mark->file), FILE_SHOWN);
        if (mark->line)
            filon_buf_printf(out, ":%u:%u", mark->line, mark->column);
        filon_buf_puts(out, ": ");
    }
    struct filon_buf path = FILON_BUF_INIT;
    filon_node_path(node, &path);
    size_t from = path.n > PATH_SHOWN ? path.n - PATH_SHOWN : 0;
    while (from && from < path.n && ((unsigned char)path.p[from] & 0xc0) == 0x80)
        from++;
    if (from)
        filon_buf_puts(out, "…");
    if (path.n)
        filon_buf_printf(out, "%s: ", path.p + from);
    filon_buf_free(&path);
}

static void raise_at(const struct filon_node *node, const struct filon_mark *mark, struct filon_error *error, const char *format,
                     va_list ap) FILON_PRINTF(4, 0);
static void raise_at(const struct filon_node *node, const struct filon_mark *mark, struct filon_error *error, const char *format,
                     va_list ap)
{
    enum filon_code code = mark->file && filon_str_starts(filon_str_of(mark->file), FILON_STR("--set")) ? FILON_E_USAGE : FILON_E_CONFIG;
    struct filon_buf text = FILON_BUF_INIT;
    put_place(node, mark, &text);
    filon_buf_vprintf(&text, format, ap);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20)
            text.p[i] = ' '; /* a message is one line, whatever it quotes */
    filon_error_set(error, code, "%s", text.p);
    filon_buf_free(&text);
}

int filon_node_error(const struct filon_node *node, struct filon_error *error, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    raise_at(node, &node->mark, error, format, ap);
    va_end(ap);
    return -1;
}

int filon_node_key_error(const struct filon_node *node, struct filon_error *error, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    raise_at(node, node->key_mark.file ? &node->key_mark : &node->mark, error, format, ap);
    va_end(ap);
    return -1;
}

int filon_node_found(const struct filon_node *node, struct filon_error *error, const char *wanted)
{
    struct filon_buf found = FILON_BUF_INIT;
    filon_node_describe(node, &found);
    filon_node_error(node, error, "found %s; wanted %s", found.p, wanted);
    filon_buf_free(&found);
    return -1;
}
