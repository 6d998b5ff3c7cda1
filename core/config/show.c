#include "config/show.h"

#include <filon/utf8.h>

#include "config/expand.h"

/* Whether a character can stand in a YAML file as it is, without breaking a line. */
static bool is_printable(uint32_t c)
{
    return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff && c != 0xfffe && c != 0xffff);
}

/* Plain scalars that YAML or filon would take for something else go into quotes. */
static bool needs_quotes(struct filon_str text)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "null", "Null", "NULL", "~"};
    unsigned length;
    if (!text.n || strchr(" -?:,[]{}#&*!|>'\"%@`", text.p[0]) || text.p[text.n - 1] == ' ' || text.p[text.n - 1] == ':')
        return true;
    for (size_t i = 0; i < FILON_COUNT(words); i++)
        if (filon_str_is(text, words[i]))
            return true;
    for (size_t i = 0; i < text.n; i += length)
        if (!is_printable(filon_utf8_at(text.p, text.n, i, &length)) || strchr(",[]{}", text.p[i]) ||
            (text.p[i] == '#' && text.p[i - 1] == ' ') || (text.p[i] == ':' && text.p[i + 1] == ' '))
            return true;
    return false;
}

/* As it stands between double quotes. */
static void put_escaped(struct filon_str text, struct filon_buf *out)
{
    unsigned length;
    for (size_t i = 0; i < text.n; i += length) {
        uint32_t c = filon_utf8_at(text.p, text.n, i, &length);
        if (c == '"' || c == '\\')
            filon_buf_printf(out, "\\%c", (int)c);
        else if (is_printable(c))
            filon_buf_put(out, text.p + i, length);
        else if (c == '\n' || c == '\t')
            filon_buf_puts(out, c == '\n' ? "\\n" : "\\t");
        else
            filon_buf_printf(out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    }
}

void filon_yaml_scalar(struct filon_str text, struct filon_buf *out)
{
    if (!needs_quotes(text)) {
        filon_buf_put_str(out, text);
        return;
    }
    filon_buf_putc(out, '"');
    put_escaped(text, out);
    filon_buf_putc(out, '"');
}

static void show_text(const char *text, struct filon_buf *out)
{
    if (text)
        filon_yaml_scalar(filon_str_of(text), out);
    else
        filon_buf_putc(out, '~');
}

static void show_list(const struct filon_list *list, struct filon_buf *out)
{
    filon_buf_putc(out, '[');
    for (size_t i = 0; i < list->n; i++) {
        filon_buf_puts(out, i ? ", " : "");
        show_text(list->items[i], out);
    }
    filon_buf_putc(out, ']');
}

void filon_option_show(const struct filon_option *option, const void *opts, struct filon_buf *out)
{
    const void *field = (const char *)opts + option->offset;
    switch (option->type) {
    case FILON_OPT_BOOL:
        filon_buf_puts(out, *(const bool *)field ? "true" : "false");
        break;
    case FILON_OPT_INT:
        filon_buf_printf(out, "%lld", (long long)*(const int64_t *)field);
        break;
    case FILON_OPT_SIZE:
        filon_buf_printf(out, "%llu", (unsigned long long)*(const uint64_t *)field);
        break;
    case FILON_OPT_FLOAT:
    case FILON_OPT_DURATION:
        filon_buf_printf(out, "%.15g", *(const double *)field);
        break;
    case FILON_OPT_ENUM:
        show_text(option->choices[*(const int *)field], out);
        break;
    case FILON_OPT_STRING:
    case FILON_OPT_PATH:
        show_text(*(const char *const *)field, out);
        break;
    case FILON_OPT_LIST:
    case FILON_OPT_PATHS:
        show_list(field, out);
    }
}

static void mask(struct filon_buf *text, struct filon_str secret)
{
    struct filon_buf clean = FILON_BUF_INIT;
    const char *at = text->p, *end = at + text->n, *found;
    if (!secret.n || !text->n || !memmem(at, text->n, secret.p, secret.n))
        return;
    while ((found = memmem(at, (size_t)(end - at), secret.p, secret.n))) {
        filon_buf_put(&clean, at, (size_t)(found - at));
        filon_buf_puts(&clean, "(secret)");
        at = found + secret.n;
    }
    filon_buf_put(&clean, at, (size_t)(end - at));
    filon_buf_free(text);
    *text = clean;
}

/* A secret stands there as it is, or as it is written in quotes. */
void filon_jobfile_hide(const struct filon_jobfile *job, struct filon_buf *text)
{
    for (const struct filon_secret *secret = job->secrets; secret; secret = secret->next) {
        struct filon_buf escaped = FILON_BUF_INIT;
        put_escaped(secret->text, &escaped);
        mask(text, filon_buf_str(&escaped));
        mask(text, secret->text);
        filon_buf_free(&escaped);
    }
}
