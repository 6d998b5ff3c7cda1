#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

static enum filon_level shown = FILON_WARN;
static const char *document;

void filon_log_level(enum filon_level level)
{
    shown = level;
}

bool filon_log_enabled(enum filon_level level)
{
    return level <= shown;
}

void filon_log_document(const char *id)
{
    document = id;
}

void filon_log(enum filon_level level, const char *format, ...)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    if (!filon_log_enabled(level))
        return;
    struct filon_error line = {0}; /* for its cutting and its harmless bytes */
    va_list ap;
    va_start(ap, format);
    filon_error_vset(&line, FILON_E_INTERNAL, format, ap);
    va_end(ap);
    char out[FILON_ERROR_MAX + 1200];
    int n = document ? snprintf(out, sizeof out, "filon: %s: %.1000s: %s\n", names[level], document, line.text)
                     : snprintf(out, sizeof out, "filon: %s: %s\n", names[level], line.text);
    if (n > 0) {
        size_t length = (size_t)n < sizeof out ? (size_t)n : sizeof out - 1;
        out[length - 1] = '\n';
        ssize_t ignored = write(STDERR_FILENO, out, length);
        (void)ignored;
    }
}
