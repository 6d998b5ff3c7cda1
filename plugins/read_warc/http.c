#include "http.h"

#include <strings.h>
#include <zlib.h>

/* ---- Headers */

static struct filon_str next_line(struct filon_str *left)
{
    const char *lf = left->n ? memchr(left->p, '\n', left->n) : NULL;
    if (!lf)
        return FILON_NO_STR;
    struct filon_str line = {left->p, (size_t)(lf - left->p)};
    *left = (struct filon_str){lf + 1, left->n - line.n - 1};
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

static void field(struct filon_str line, const char *name, struct filon_str *value)
{
    size_t n = strlen(name);
    if (!value->p && line.n > n && line.p[n] == ':' && strncasecmp(line.p, name, n) == 0)
        *value = filon_str_trim((struct filon_str){line.p + n + 1, line.n - n - 1});
}

/* HTTP/1.1 200 OK */
static int status(struct filon_str line)
{
    const char *space = line.n > 5 && strncasecmp(line.p, "HTTP/", 5) == 0 ? memchr(line.p, ' ', line.n) : NULL;
    int code = 0;
    for (const char *p = space; p && ++p < line.p + line.n && *p >= '0' && *p <= '9' && code < 1000;)
        code = code * 10 + *p - '0';
    return code;
}

bool http_parse(struct http *http, struct filon_str block)
{
    struct filon_str left = block, line = next_line(&left);
    *http = (struct http){.status = line.p ? status(line) : 0};
    while (http->status && (line = next_line(&left)).p) {
        if (!line.n) {
            http->body = left;
            return true;
        }
        field(line, "Content-Type", &http->type);
        field(line, "Transfer-Encoding", &http->transfer);
        field(line, "Content-Encoding", &http->coding);
    }
    return false;
}

void http_media(struct filon_str type, char media[64])
{
    size_t n = 0;
    while (n < type.n && n < 63 && type.p[n] != ';' && type.p[n] != ',' && type.p[n] != ' ') {
        media[n] = type.p[n] >= 'A' && type.p[n] <= 'Z' ? (char)(type.p[n] | 32) : type.p[n];
        n++;
    }
    media[n] = '\0';
}

/* ---- Chunks */

/* A chunk's size in hexadecimal; false: this is none. */
static bool chunk_size(struct filon_str line, size_t *size)
{
    size_t i = 0;
    *size = 0;
    for (; i < line.n && i < 15; i++) {
        char c = line.p[i] | 32;
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            break;
        *size = *size * 16 + (size_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return i > 0 && (i == line.n || line.p[i] == ';' || line.p[i] == ' ' || line.p[i] == '\t');
}

static int unchunk(struct filon_str *body, bool cut, struct filon_arena *arena, struct filon_error *error)
{
    struct filon_str left = *body, line = next_line(&left);
    size_t size, n = 0;
    if (!line.p || !chunk_size(line, &size))
        return 0; /* undone already */
    char *whole = filon_alloc(arena, body->n + 1);
    while (size) {
        size_t take = size < left.n ? size : left.n;
        memcpy(whole + n, left.p, take);
        n += take;
        left = (struct filon_str){left.p + take, left.n - take};
        if (take == size) {
            line = next_line(&left);
            line = line.p && !line.n ? next_line(&left) : FILON_NO_STR;
        }
        if (take == size && line.p && chunk_size(line, &size))
            continue;
        if (!cut)
            return filon_error_set(error, FILON_E_INPUT, "a chunked body that is cut or broken behind byte %zu", n);
        break;
    }
    *body = (struct filon_str){whole, n};
    return 0;
}

/* ---- Packing */

static bool is_gzip(struct filon_str body)
{
    return body.n > 2 && memcmp(body.p, "\x1f\x8b", 2) == 0;
}

/* RFC 1950, or bare as some servers send it. */
static bool is_zlib(struct filon_str body)
{
    return body.n > 2 && (body.p[0] & 0x0f) == 8 && ((unsigned char)body.p[0] * 256 + (unsigned char)body.p[1]) % 31 == 0;
}

/* Bytes that no text begins with, and UTF-16 is told by its mark. */
static bool is_binary(struct filon_str body)
{
    if (body.n >= 2 && (memcmp(body.p, "\xff\xfe", 2) == 0 || memcmp(body.p, "\xfe\xff", 2) == 0))
        return false;
    for (size_t i = 0; i < body.n && i < 256; i++)
        if ((unsigned char)body.p[i] < 0x20 && !memchr("\t\n\r\f\033\0", body.p[i], 6))
            return true;
    return false;
}

static int inflate_all(z_stream *z, struct filon_str body, uint64_t most, bool cut, struct filon_buf *out, struct filon_error *error)
{
    enum { STEP = 64 * 1024 };
    z->next_in = (unsigned char *)body.p;
    z->avail_in = (unsigned)body.n;
    for (;;) {
        filon_buf_reserve(out, STEP);
        z->next_out = (unsigned char *)out->p + out->n;
        z->avail_out = STEP;
        int got = inflate(z, Z_NO_FLUSH);
        out->n += STEP - z->avail_out;
        if (out->n > most)
            return filon_error_set(error, FILON_E_INPUT, "a body of more than %llu bytes when unpacked (option max_record)",
                                   (unsigned long long)most);
        if (got == Z_STREAM_END)
            return 0;
        if (got == Z_BUF_ERROR && cut)
            return 0;
        if (got != Z_OK)
            return filon_error_set(error, FILON_E_INPUT, "a packed body: %s",
                                   got == Z_BUF_ERROR ? "it ends too early"
                                   : z->msg           ? z->msg
                                                      : "cannot be unpacked");
    }
}

static int unpack(struct filon_str *body, int window, uint64_t most, bool cut, struct filon_arena *arena, struct filon_error *error)
{
    z_stream z = {0};
    struct filon_buf out = FILON_BUF_INIT;
    if (body->n > UINT32_MAX || inflateInit2(&z, window) != Z_OK)
        return filon_error_set(error, FILON_E_INPUT, "a packed body: no memory to unpack it");
    int failed = inflate_all(&z, *body, most, cut, &out, error);
    inflateEnd(&z);
    if (!failed)
        *body = filon_str_dup(arena, out.p ? filon_buf_str(&out) : FILON_STR(""));
    filon_buf_free(&out);
    return failed;
}

static bool says(struct filon_str value, const char *token)
{
    size_t n = strlen(token);
    for (size_t i = 0; i + n <= value.n; i++)
        if (strncasecmp(value.p + i, token, n) == 0)
            return true;
    return false;
}

int http_body(const struct http *http, uint64_t most, bool cut, struct filon_arena *arena, struct filon_str *body,
              struct filon_error *error)
{
    *body = http->body;
    if (says(http->transfer, "chunked") && unchunk(body, cut, arena, error) < 0)
        return -1;
    if (!http->coding.n || filon_str_is(http->coding, "identity"))
        return 0;
    if (says(http->coding, "gzip") && is_gzip(*body))
        return unpack(body, 15 + 16, most, cut, arena, error);
    if (says(http->coding, "deflate") && is_zlib(*body))
        return unpack(body, 15, most, cut, arena, error);
    if (says(http->coding, "deflate") && is_binary(*body))
        return unpack(body, -15, most, cut, arena, error);
    if (is_binary(*body))
        return filon_error_set(error, FILON_E_INPUT, "a packed body: Content-Encoding `%.*s` is not known",
                               (int)(http->coding.n < 40 ? http->coding.n : 40), http->coding.p);
    return 0;
}
