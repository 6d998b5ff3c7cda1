#include <filon/utf8.h>

#include <utf8proc.h>

/* Eight ASCII bytes at a time; the rest byte by byte against the table of well-formed sequences (Unicode 15, table 3-7). */
size_t filon_utf8_check(const char *text, size_t n)
{
    const unsigned char *u = (const unsigned char *)text;
    size_t i = 0;
    while (i < n) {
        if (u[i] < 0x80) {
            uint64_t eight;
            while (i + 8 <= n && (memcpy(&eight, u + i, 8), (eight & 0x8080808080808080u) == 0))
                i += 8;
            while (i < n && u[i] < 0x80)
                i++;
            continue;
        }
        unsigned length = u[i] >= 0xc2 && u[i] <= 0xdf ? 2 : (u[i] & 0xf0) == 0xe0 ? 3 : u[i] >= 0xf0 && u[i] <= 0xf4 ? 4 : 0;
        if (!length || length > n - i)
            return i;
        unsigned low = u[i] == 0xe0 ? 0xa0 : u[i] == 0xf0 ? 0x90 : 0x80;
        unsigned high = u[i] == 0xed ? 0x9f : u[i] == 0xf4 ? 0x8f : 0xbf;
        if (u[i + 1] < low || u[i + 1] > high)
            return i;
        for (unsigned k = 2; k < length; k++)
            if ((u[i + k] & 0xc0) != 0x80)
                return i;
        i += length;
    }
    return n;
}

size_t filon_utf8_count(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

unsigned filon_utf8_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | (c >> 18 & 7));
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

bool filon_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) - 'a' < 26;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool filon_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool filon_is_lower(uint32_t c)
{
    return c < 0x80 ? c - 'a' < 26 : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool filon_is_digit(uint32_t c)
{
    return c < 0x80 ? c - '0' < 10 : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

bool filon_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || c - '\t' < 5;
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
           c == 0x3000 || c == 0xfeff;
}

uint32_t filon_to_lower(uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26 ? c | 32 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t filon_to_upper(uint32_t c)
{
    if (c < 0x80)
        return c - 'a' < 26 ? c & ~32u : c;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

uint32_t filon_strip_accent(uint32_t c)
{
    if (c < 0xc0)
        return c;
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    if (n < 1 || n > 8)
        return c;
    for (utf8proc_ssize_t i = 1; i < n; i++)
        if (utf8proc_category(parts[i]) != UTF8PROC_CATEGORY_MN)
            return c; /* a Hangul syllable, say: no letter with an accent */
    return (uint32_t)parts[0];
}

/* Latin-1 and Latin Extended-A fold by table, filled once: decomposing is slow, and French is all here. */
enum { TABLE = 0x180 };
static uint16_t folded[4][TABLE];

__attribute__((constructor)) static void fill_tables(void)
{
    for (unsigned folds = 0; folds < 4; folds++)
        for (uint32_t c = 0; c < TABLE; c++) {
            uint32_t f = folds & FILON_FOLD_CASE ? filon_to_lower(c) : c;
            folded[folds][c] = (uint16_t)(folds & FILON_FOLD_ACCENT ? filon_strip_accent(f) : f);
        }
}

static uint32_t fold_quote(uint32_t c)
{
    if (c == 0x2019 || c == 0x2018 || c == 0x02bc)
        return '\'';
    if (c == 0xa0 || c == 0x202f || c == 0x2009)
        return ' ';
    return c == 0x2010 || c == 0x2011 ? '-' : c;
}

size_t filon_fold(char *out, struct filon_str s, unsigned folds)
{
    const uint16_t *table = folded[folds & (FILON_FOLD_CASE | FILON_FOLD_ACCENT)];
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned char byte = (unsigned char)s.p[i];
        if (byte < 0x80) {
            out[n++] = (char)table[byte];
            i++;
            continue;
        }
        unsigned length;
        uint32_t c = filon_utf8_at(s.p, s.n, i, &length);
        i += length;
        if (folds & FILON_FOLD_QUOTE)
            c = fold_quote(c);
        if (c < TABLE)
            c = table[c];
        else {
            if (folds & FILON_FOLD_CASE)
                c = filon_to_lower(c);
            if (folds & FILON_FOLD_ACCENT)
                c = filon_strip_accent(c);
        }
        if ((folds & FILON_FOLD_ACCENT) && (c == 0x153 || c == 0x152 || c == 0xe6 || c == 0xc6)) {
            out[n++] = c == 0x153 ? 'o' : c == 0x152 ? 'O' : c == 0xe6 ? 'a' : 'A';
            out[n++] = c == 0x152 || c == 0xc6 ? 'E' : 'e';
        } else
            n += filon_utf8_put(out + n, c);
    }
    return n;
}
