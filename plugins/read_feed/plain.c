/* HTML in one line: its characters' names, and text without its tags. */
#include "feed.h"

#include <filon/utf8.h>

/* From U+00A0 on. */
static const char latin[] = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute "
                            "micro para middot cedil sup1 ordm "
                            "raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml "
                            "Igrave Iacute Icirc Iuml ETH "
                            "Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute "
                            "acirc atilde auml aring aelig "
                            "ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide "
                            "oslash ugrave uacute ucirc uuml "
                            "yacute thorn yuml";

static const struct {
    const char *name;
    uint32_t c;
} others[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},      {"apos", '\''},     {"OElig", 0x152},
    {"oelig", 0x153},   {"Scaron", 0x160},  {"scaron", 0x161},  {"Yuml", 0x178},    {"circ", 0x2c6},    {"tilde", 0x2dc},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200c},   {"zwj", 0x200d},    {"lrm", 0x200e},
    {"rlm", 0x200f},    {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201a},
    {"ldquo", 0x201c},  {"rdquo", 0x201d},  {"bdquo", 0x201e},  {"dagger", 0x2020}, {"Dagger", 0x2021}, {"bull", 0x2022},
    {"hellip", 0x2026}, {"permil", 0x2030}, {"prime", 0x2032},  {"lsaquo", 0x2039}, {"rsaquo", 0x203a}, {"euro", 0x20ac},
    {"trade", 0x2122},  {"larr", 0x2190},   {"rarr", 0x2192},   {"minus", 0x2212},  {"infin", 0x221e},  {"asymp", 0x2248},
    {"ne", 0x2260},     {"le", 0x2264},     {"ge", 0x2265},
};

static const char *encode(uint32_t c, char *out)
{
    if (!c || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    unsigned n = filon_utf8_put(out, c);
    out[n] = '\0';
    return out;
}

const char *feed_entity(struct filon_str name, char *out)
{
    for (size_t i = 0; i < FILON_COUNT(others); i++)
        if (filon_str_is(name, others[i].name))
            return encode(others[i].c, out);
    uint32_t c = 0xa0;
    for (const char *p = latin; name.n && *p; c++) {
        size_t n = strcspn(p, " ");
        if (n == name.n && memcmp(p, name.p, n) == 0)
            return encode(c, out);
        p += n + (p[n] == ' ');
    }
    return NULL;
}

/* &amp; &#233; &#xe9; behind the &: the bytes of it, 0 if it is none. */
static size_t reference(struct filon_str s, char *out)
{
    const char *end = memchr(s.p, ';', s.n < 12 ? s.n : 12);
    size_t n = end ? (size_t)(end - s.p) : 0;
    uint32_t c = 0;
    if (!n)
        return 0;
    if (s.p[0] != '#')
        return feed_entity((struct filon_str){s.p, n}, out) ? n + 1 : 0;
    bool hex = n > 1 && (s.p[1] | 32) == 'x';
    size_t i = hex ? 2 : 1;
    if (i == n)
        return 0;
    for (; i < n; i++) {
        char d = s.p[i], low = (char)(d | 32);
        if (d >= '0' && d <= '9')
            c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
        else if (hex && low >= 'a' && low <= 'f')
            c = c * 16 + (uint32_t)(low - 'a') + 10;
        else
            return 0;
        if (c > 0x10ffff)
            c = 0x110000;
    }
    encode(c, out);
    return n + 1;
}

static bool is_tag(char next)
{
    return ((next | 32) >= 'a' && (next | 32) <= 'z') || next == '/' || next == '!';
}

void feed_plain(struct filon_str html, struct filon_buf *out)
{
    size_t start = out->n;
    bool closed = true; /* there is a > ahead */
    for (size_t at = 0; at < html.n; at++) {
        char c = html.p[at], put[8] = {c, '\0'};
        if (c == '<' && closed && at + 1 < html.n && is_tag(html.p[at + 1])) {
            const char *close = memchr(html.p + at, '>', html.n - at);
            closed = close != NULL;
            if (close) {
                at = (size_t)(close - html.p);
                continue;
            }
        }
        if (c == '&')
            at += reference((struct filon_str){html.p + at + 1, html.n - at - 1}, put);
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space)
            filon_buf_puts(out, put);
        else if (out->n > start && out->p[out->n - 1] != ' ')
            filon_buf_putc(out, ' ');
    }
    while (out->n > start && out->p[out->n - 1] == ' ')
        out->n--;
}
