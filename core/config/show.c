#include "config/show.h"

#include "config/expand.h"

/* Plain scalars that YAML or filon would take for something else go into quotes. */
static bool needs_quotes(struct filon_str text)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "null", "~"};
    if (!text.n || strchr(" -?:,[]{}#&*!|>'\"%@`", text.p[0]) || text.p[text.n - 1] == ' ' || text.p[text.n - 1] == ':')
        return true;
    for (size_t i = 0; i < FILON_COUNT(words); i++)
        if (filon_str_is(text, words[i]))
            return true;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || strchr(",[]{}", text.p[i]) || (text.p[i] == '#' && text.p[i - 1] == ' ') ||
            (text.p[i] == ':' && i + 1 < text.n && text.p[i + 1] == ' '))
            return true;
    return false;
}

void filon_yaml_scalar(struct filon_str text, struct filon_buf *out)
{
    if (needs_quotes(text))
        filon_buf_json(out, text); /* a JSON string is a YAML one */
    else
        filon_buf_put_str(out, text);
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

void filon_jobfile_hide(const struct filon_jobfile *job, struct filon_buf *text)
{
    static const char mask[] = "(secret)";
    for (const struct filon_secret *secret = job->secrets; secret; secret = secret->next) {
        if (!secret->text.n)
            continue;
        struct filon_buf clean = FILON_BUF_INIT;
        const char *at = text->p, *end = at + text->n, *found;
        while ((found = memmem(at, (size_t)(end - at), secret->text.p, secret->text.n))) {
            filon_buf_put(&clean, at, (size_t)(found - at));
            filon_buf_puts(&clean, mask);
            at = found + secret->text.n;
        }
        filon_buf_put(&clean, at, (size_t)(end - at));
        filon_buf_free(text);
        *text = clean;
    }
}
