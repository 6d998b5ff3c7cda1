#include <filon/buf.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

void filon_buf_free(struct filon_buf *buf)
{
    free(buf->p);
    *buf = (struct filon_buf)FILON_BUF_INIT;
}

void filon_buf_reserve(struct filon_buf *buf, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(buf->n, more, &need) || need >= SIZE_MAX / 2)
        filon_no_memory();
    if (++need <= buf->cap) /* one more for the NUL */
        return;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap < need)
        cap *= 2;
    buf->p = filon_xrealloc(buf->p, cap);
    buf->cap = cap;
}

void filon_buf_put(struct filon_buf *buf, const void *bytes, size_t n)
{
    filon_buf_reserve(buf, n);
    if (n)
        memcpy(buf->p + buf->n, bytes, n);
    buf->n += n;
    buf->p[buf->n] = '\0';
}

void filon_buf_puts(struct filon_buf *buf, const char *c)
{
    filon_buf_put(buf, c, strlen(c));
}

void filon_buf_putc(struct filon_buf *buf, char c)
{
    filon_buf_put(buf, &c, 1);
}

void filon_buf_vprintf(struct filon_buf *buf, const char *format, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    filon_buf_reserve(buf, 128);
    int n = vsnprintf(buf->p + buf->n, buf->cap - buf->n, format, ap);
    if (n > 0 && (size_t)n >= buf->cap - buf->n) {
        filon_buf_reserve(buf, (size_t)n);
        n = vsnprintf(buf->p + buf->n, buf->cap - buf->n, format, again);
    }
    va_end(again);
    if (n > 0)
        buf->n += (size_t)n;
    buf->p[buf->n] = '\0';
}

void filon_buf_printf(struct filon_buf *buf, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    filon_buf_vprintf(buf, format, ap);
    va_end(ap);
}

/* U+2028 and U+2029 end lines in JavaScript; everything else above the controls may stand as it is. */
static size_t json_plain(const unsigned char *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] >= 0x20 && p[i] != '"' && p[i] != '\\' && p[i] != 0x7f &&
           !(p[i] == 0xe2 && i + 2 < n && p[i + 1] == 0x80 && (p[i + 2] & 0xfe) == 0xa8))
        i++;
    return i;
}

void filon_buf_json(struct filon_buf *buf, struct filon_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    filon_buf_reserve(buf, s.n + 2);
    filon_buf_putc(buf, '"');
    for (size_t i = 0; i < s.n; i++) {
        size_t plain = json_plain(p + i, s.n - i);
        filon_buf_put(buf, p + i, plain);
        i += plain;
        if (i == s.n)
            break;
        switch (p[i]) {
        case '"': filon_buf_puts(buf, "\\\""); break;
        case '\\': filon_buf_puts(buf, "\\\\"); break;
        case '\n': filon_buf_puts(buf, "\\n"); break;
        case '\r': filon_buf_puts(buf, "\\r"); break;
        case '\t': filon_buf_puts(buf, "\\t"); break;
        case 0xe2: filon_buf_puts(buf, p[i + 2] == 0xa8 ? "\\u2028" : "\\u2029"); i += 2; break;
        default: filon_buf_printf(buf, "\\u%04x", p[i]);
        }
    }
    filon_buf_putc(buf, '"');
}
