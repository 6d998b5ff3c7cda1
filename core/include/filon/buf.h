/* filon/buf.h - a growable byte buffer, for building records and messages.
 *
 * Start from {0} (or FILON_BUF_INIT); free with filon_buf_free. The bytes are kept NUL-terminated, so that
 * .p is a C string once anything was put. Growth that fails ends the process, as in arena.h.
 */
#ifndef FILON_BUF_H
#define FILON_BUF_H

#include <filon/str.h>

struct filon_buf {
    char *p;
    size_t n, cap;
};

#define FILON_BUF_INIT {NULL, 0, 0}

FILON_API void filon_buf_free(struct filon_buf *buf);
FILON_API void filon_buf_reserve(struct filon_buf *buf, size_t more); /* room for `more` bytes beyond n */
FILON_API void filon_buf_put(struct filon_buf *buf, const void *bytes, size_t n);
FILON_API void filon_buf_puts(struct filon_buf *buf, const char *c);
FILON_API void filon_buf_putc(struct filon_buf *buf, char c);
FILON_API void filon_buf_printf(struct filon_buf *buf, const char *format, ...) FILON_PRINTF(2, 3);
FILON_API void filon_buf_vprintf(struct filon_buf *buf, const char *format, va_list ap) FILON_PRINTF(2, 0);

static inline void filon_buf_put_str(struct filon_buf *buf, struct filon_str s)
{
    filon_buf_put(buf, s.p, s.n);
}

static inline void filon_buf_clear(struct filon_buf *buf)
{
    buf->n = 0;
}

static inline struct filon_str filon_buf_str(const struct filon_buf *buf)
{
    return (struct filon_str){buf->p, buf->n};
}

/* Valid UTF-8 as a JSON string with its quotes: controls, quotes, backslash and U+2028/9 escaped. */
FILON_API void filon_buf_json(struct filon_buf *buf, struct filon_str s);

#endif
