#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <filon/error.h>
#include <filon/utf8.h>

#include <stdio.h>
#include <string.h>

const char *filon_version(void)
{
    return PACKAGE_VERSION;
}

/* Messages quote hostile input: cut at a whole character, make invalid bytes and terminal escapes harmless. */
static void make_printable(char *text)
{
    size_t n = strlen(text);
    for (size_t bad; (bad = filon_utf8_check(text, n)) < n;)
        text[bad] = '?';
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t')
            *c = '?';
        else if ((unsigned char)*c == 0x7f)
            *c = '?';
        else if ((unsigned char)*c == 0xc2 && (unsigned char)c[1] >= 0x80 && (unsigned char)c[1] < 0xa0)
            *c = c[1] = '?';
}

static void cut_whole(char *text, size_t room)
{
    if (strlen(text) < room - 1)
        return;
    size_t at = room - 5;
    while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
        at--;
    memcpy(text + at, "...", 4);
}

int filon_error_vset(struct filon_error *error, enum filon_code code, const char *format, va_list ap)
{
    if (!error || error->code != FILON_OK)
        return -1;
    error->code = code;
    vsnprintf(error->text, sizeof error->text, format, ap);
    cut_whole(error->text, sizeof error->text);
    make_printable(error->text);
    return -1;
}

int filon_error_set(struct filon_error *error, enum filon_code code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    filon_error_vset(error, code, format, ap);
    va_end(ap);
    return -1;
}

int filon_error_wrap(struct filon_error *error, const char *format, ...)
{
    if (!error || error->code == FILON_OK)
        return -1;
    char context[FILON_ERROR_MAX], text[FILON_ERROR_MAX];
    va_list ap;
    va_start(ap, format);
    vsnprintf(context, sizeof context, format, ap);
    va_end(ap);
    memcpy(text, error->text, sizeof text);
    context[FILON_ERROR_MAX / 2] = '\0';
    int n = snprintf(error->text, sizeof error->text, "%s: ", context);
    size_t room = sizeof error->text - (size_t)n - 1, length = strlen(text);
    memcpy(error->text + n, text, length < room ? length : room);
    error->text[n + (int)(length < room ? length : room)] = '\0';
    cut_whole(error->text, sizeof error->text);
    make_printable(error->text);
    return -1;
}
