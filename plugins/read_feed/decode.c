#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>

static bool starts(struct filon_str bytes, const char *with, size_t n)
{
    return bytes.n >= n && memcmp(bytes.p, with, n) == 0;
}

static struct filon_str behind(struct filon_str s, size_t n)
{
    return (struct filon_str){s.p + n, s.n - n};
}

/* encoding="…" within <?xml …?>. */
static void declared(struct filon_str bytes, char label[40])
{
    label[0] = '\0';
    if (!starts(bytes, "<?xml", 5))
        return;
    struct filon_str head = {bytes.p, bytes.n < 512 ? bytes.n : 512};
    const char *end = memmem(head.p, head.n, "?>", 2);
    const char *key = end ? memmem(head.p, (size_t)(end - head.p), "encoding", 8) : NULL;
    if (!key)
        return;
    key += 8;
    while (key < end && (*key == ' ' || *key == '=' || *key == '\t' || *key == '\n' || *key == '\r'))
        key++;
    if (key == end || (*key != '"' && *key != '\''))
        return;
    const char *close = memchr(key + 1, *key, (size_t)(end - key - 1));
    if (close && close - key - 1 < 40)
        snprintf(label, 40, "%.*s", (int)(close - key - 1), key + 1);
}

static const char *choose(struct filon_str *bytes, char label[40])
{
    if (starts(*bytes, "\xef\xbb\xbf", 3))
        *bytes = behind(*bytes, 3);
    else if (starts(*bytes, "\xff\xfe", 2) || starts(*bytes, "\xfe\xff", 2)) {
        bool little = bytes->p[0] == '\xff';
        *bytes = behind(*bytes, 2);
        return little ? "utf-16le" : "utf-16be";
    } else if (starts(*bytes, "<\0?\0", 4))
        return "utf-16le";
    else if (starts(*bytes, "\0<\0?", 4))
        return "utf-16be";
    else {
        declared(*bytes, label);
        if (strcasecmp(label, "iso-8859-1") == 0 || strcasecmp(label, "us-ascii") == 0 || strcasecmp(label, "latin1") == 0)
            return "windows-1252";
        if (label[0] && strcasecmp(label, "utf-8") != 0 && strcasecmp(label, "utf8") != 0)
            return label;
    }
    return NULL;
}

static int bad_bytes(const char *name, const char *label, const struct filon_buf *out, struct filon_error *error)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < out->n; i++) {
        line += out->p[i] == '\n';
        column = out->p[i] == '\n' ? 1 : column + (((unsigned char)out->p[i] & 0xc0) != 0x80);
    }
    return filon_error_set(error, FILON_E_INPUT, "%s:%zu:%zu: bytes that are no %s, which it says it is", name, line, column, label);
}

static int convert(struct filon_str bytes, const char *label, const char *name, struct filon_buf *out, struct filon_error *error)
{
    iconv_t cd = iconv_open("UTF-8", label);
    if (cd == (iconv_t)-1)
        return filon_error_set(error, FILON_E_INPUT, "%s:1: its encoding `%s` is not known", name, label);
    char *in = (char *)bytes.p;
    size_t left = bytes.n;
    int failed = 0;
    while (left && !failed) {
        filon_buf_reserve(out, left + left / 2 + 64);
        char *put = out->p + out->n;
        size_t room = out->cap - out->n - 1;
        size_t done = iconv(cd, &in, &left, &put, &room);
        int why = errno;
        out->n = out->cap - 1 - room;
        if (done == (size_t)-1 && why != E2BIG)
            failed = bad_bytes(name, label, out, error);
    }
    iconv_close(cd);
    return failed;
}

int decode_xml(struct filon_str bytes, const char *name, struct filon_buf *room, struct filon_str *text, unsigned long *lines,
               struct filon_error *error)
{
    char label[40] = "";
    *lines = 0;
    while (bytes.n && (*bytes.p == ' ' || *bytes.p == '\n' || *bytes.p == '\r' || *bytes.p == '\t')) {
        *lines += *bytes.p == '\n';
        bytes = behind(bytes, 1);
    }
    const char *encoding = choose(&bytes, label);
    *text = bytes;
    if (!encoding)
        return 0;
    filon_buf_clear(room);
    filon_buf_puts(room, "");
    if (convert(bytes, encoding, name, room, error) < 0)
        return -1;
    *text = filon_buf_str(room);
    return 0;
}
