/* --set PLUGIN.OPTION=VALUE */
#include "config/jobfile.h"

#include <filon/utf8.h>

enum { LABEL_SHOWN = 100 };

static int wrong(struct filon_error *error, const char *label, const char *why)
{
    return filon_error_set(error, FILON_E_USAGE, "%s: %s; wanted --set PLUGIN.OPTION=VALUE", label, why);
}

/* Lists, maps and quoted texts are YAML; anything else is the text itself, so that *.txt, %Y and # need no quotes beyond the shell's. */
static struct filon_node *read_value(struct filon_arena *arena, const char *label, const char *text, struct filon_error *error)
{
    struct filon_node *node;
    if (*text && strchr("[{\"'", *text)) {
        struct filon_error cause = {0};
        node = filon_yaml_parse(arena, label, filon_str_of(text), &cause);
        if (!node)
            filon_error_set(error, FILON_E_USAGE, "%s (a value that begins with %c is read as YAML)", cause.text, *text);
    } else {
        node = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){0});
        node->text = filon_str_dup(arena, filon_str_of(text));
        node->quoted = !*text;
    }
    return node;
}

/* Places within a value say less than the value as a whole. */
static void set_marks(struct filon_node *root, struct filon_mark mark)
{
    for (struct filon_node *node = root; node;) {
        node->mark = node->key_mark = mark;
        if (node->first) {
            node = node->first;
            continue;
        }
        while (node != root && !node->next)
            node = node->parent;
        node = node == root ? NULL : node->next;
    }
}

int filon_set_parse(struct filon_set *set, struct filon_arena *arena, const char *text, struct filon_error *error)
{
    size_t n = strlen(text), shown = n < LABEL_SHOWN ? n : LABEL_SHOWN;
    *set = (struct filon_set){.text = filon_strdup(arena, text)};
    if (filon_utf8_check(text, n) < n)
        return wrong(error, "--set", "found bytes that are no UTF-8");
    while (shown < n && shown > 0 && ((unsigned char)text[shown] & 0xc0) == 0x80)
        shown--;
    char *label = filon_strf(arena, "--set %.*s%s", (int)shown, text, shown < n ? "…" : "");
    for (char *c = label; *c; c++)
        if ((unsigned char)*c < 0x20)
            *c = ' '; /* a message is one line */
    const char *equals = strchr(text, '=');
    const char *dot = equals ? memchr(text, '.', (size_t)(equals - text)) : NULL;
    if (!equals || !dot)
        return wrong(error, label, equals ? "there is no `.` before the `=`" : "there is no `=`");
    set->plugin = filon_str_dup(arena, (struct filon_str){text, (size_t)(dot - text)}).p;
    set->option = filon_str_dup(arena, (struct filon_str){dot + 1, (size_t)(equals - dot - 1)}).p;
    if (!*set->plugin || !*set->option)
        return wrong(error, label, *set->plugin ? "the option has no name" : "the plugin has no name");
    set->value = read_value(arena, label, equals + 1, error);
    if (!set->value)
        return -1;
    set_marks(set->value, (struct filon_mark){label, 0, 0});
    return 0;
}
