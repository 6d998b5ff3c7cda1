/* filon/error.h - errors are values: what happened, where, what to do about it. */
#ifndef FILON_ERROR_H
#define FILON_ERROR_H

#include <filon/api.h>

/* What kind of failure; the command's exit codes follow from it. */
enum filon_code {
    FILON_OK = 0,
    FILON_E_USAGE,    /* the command line is wrong: exit 2 */
    FILON_E_CONFIG,   /* the job, a plugin, a script or a model is wrong: exit 78 */
    FILON_E_INPUT,    /* a document is wrong: it goes to quarantine, exit 1 */
    FILON_E_IO,       /* an output or the state folder fails: exit 74 */
    FILON_E_BUSY,     /* another run holds the lock: exit 75 */
    FILON_E_INTERNAL  /* filon itself is wrong: exit 70 */
};

#define FILON_ERROR_MAX 2048

/* Put one on the stack as {0} and pass its address down. The first error wins: setting one that is set
 * is ignored, so that a clean-up cannot hide the cause. NULL is allowed wherever an error is taken. */
struct filon_error {
    enum filon_code code;
    char text[FILON_ERROR_MAX]; /* one line, or several (a traceback); NUL-terminated, valid UTF-8 */
};

/* Both return -1, so that `return filon_error_set(...)` reads well. */
FILON_API int filon_error_set(struct filon_error *error, enum filon_code code, const char *format, ...) FILON_PRINTF(3, 4);
FILON_API int filon_error_vset(struct filon_error *error, enum filon_code code, const char *format, va_list ap) FILON_PRINTF(3, 0);

/* Puts a context before the text of an error that is set: "CONTEXT: text". Returns -1. */
FILON_API int filon_error_wrap(struct filon_error *error, const char *format, ...) FILON_PRINTF(2, 3);

#endif
