#include "config/scalar.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

struct unit {
    const char *name;
    double factor;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && is_digit(p[i]))
        i++;
    return i;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* strcasecmp would depend on the locale. */
static bool is_word(struct filon_str text, const char *word)
{
    size_t i = 0;
    while (i < text.n && lower(text.p[i]) == lower(word[i]) && word[i])
        i++;
    return i == text.n && !word[i];
}

enum filon_scalar_result filon_scalar_bool(struct filon_str text, bool *value)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
    for (size_t i = 0; i < FILON_COUNT(words); i++)
        if (is_word(text, words[i])) {
            *value = i % 2;
            return FILON_SCALAR_OK;
        }
    return FILON_SCALAR_FORM;
}

enum filon_scalar_result filon_scalar_int(struct filon_str text, int64_t *value)
{
    bool negative = text.n && text.p[0] == '-';
    size_t i = text.n && (negative || text.p[0] == '+');
    if (i == text.n || digits(text.p + i, text.n - i) != text.n - i)
        return FILON_SCALAR_FORM;
    if (text.p[i] == '0' && text.n - i > 1)
        return FILON_SCALAR_FORM;
    int64_t sum = 0;
    for (; i < text.n; i++) {
        int digit = text.p[i] - '0';
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, negative ? -digit : digit, &sum))
            return FILON_SCALAR_LARGE;
    }
    *value = sum;
    return FILON_SCALAR_OK;
}

/* How many bytes of the text are a decimal number "12", "1.5", ".5" or "5."; 0: none. */
static size_t decimal(const char *p, size_t n)
{
    size_t whole = digits(p, n);
    if (whole == n || p[whole] != '.')
        return whole;
    size_t fraction = digits(p + whole + 1, n - whole - 1);
    return whole || fraction ? whole + 1 + fraction : 0;
}

/* strtod of the C locale, on a text that is known to be a number; the copy ends it. */
static enum filon_scalar_result to_double(const char *p, size_t n, double *value)
{
    static locale_t plain;
    char copy[64]; /* beyond some 40 characters digits change nothing but length; such numbers are refused */
    if (n >= sizeof copy)
        return FILON_SCALAR_LARGE;
    memcpy(copy, p, n);
    copy[n] = '\0';
    if (!plain)
        plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    *value = plain ? strtod_l(copy, NULL, plain) : strtod(copy, NULL);
    return isfinite(*value) ? FILON_SCALAR_OK : FILON_SCALAR_LARGE;
}

enum filon_scalar_result filon_scalar_float(struct filon_str text, double *value)
{
    size_t sign = text.n && (text.p[0] == '-' || text.p[0] == '+');
    size_t n = decimal(text.p + sign, text.n - sign);
    size_t at = sign + n;
    if (n && at < text.n && (text.p[at] == 'e' || text.p[at] == 'E')) {
        size_t exponent_sign = at + 1 < text.n && (text.p[at + 1] == '-' || text.p[at + 1] == '+');
        size_t exponent = digits(text.p + at + 1 + exponent_sign, text.n - at - 1 - exponent_sign);
        at += exponent ? 1 + exponent_sign + exponent : 0;
    }
    if (!n || at != text.n)
        return FILON_SCALAR_FORM;
    return to_double(text.p, text.n, value);
}

/* "1.5 GiB" -> the number's bytes and the unit; NULL: no such unit. */
static const struct unit *split(struct filon_str text, const struct unit *units, size_t *number)
{
    *number = decimal(text.p, text.n);
    size_t at = *number;
    while (at < text.n && text.p[at] == ' ')
        at++;
    struct filon_str name = {text.p + at, text.n - at};
    while (units->name && !is_word(name, units->name))
        units++;
    return *number && units->name ? units : NULL;
}

/* In whole numbers, so that large sizes are exact; fraction digits beyond the 18th count nothing. */
static enum filon_scalar_result exact(const char *p, size_t n, uint64_t factor, uint64_t *bytes)
{
    uint64_t whole = 0, fraction = 0, scale = 1;
    size_t i = 0;
    for (; i < n && p[i] != '.'; i++)
        if (__builtin_mul_overflow(whole, (uint64_t)10, &whole) || __builtin_add_overflow(whole, (uint64_t)(p[i] - '0'), &whole))
            return FILON_SCALAR_LARGE;
    for (i++; i < n && scale < 1000000000000000000u; i++) {
        fraction = fraction * 10 + (uint64_t)(p[i] - '0');
        scale *= 10;
    }
    uint64_t part = (uint64_t)((unsigned __int128)fraction * factor / scale);
    if (__builtin_mul_overflow(whole, factor, &whole) || __builtin_add_overflow(whole, part, &whole))
        return FILON_SCALAR_LARGE;
    *bytes = whole;
    return FILON_SCALAR_OK;
}

enum filon_scalar_result filon_scalar_size(struct filon_str text, uint64_t *bytes)
{
    static const struct unit units[] = {{"", 0},      {"B", 0},        {"kB", 1e3},        {"MB", 1e6},           {"GB", 1e9},
                                        {"TB", 1e12}, {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0},
                                        {NULL, 0}};
    size_t n;
    const struct unit *unit = split(text, units, &n);
    if (!unit || (unit->factor == 0 && memchr(text.p, '.', n)))
        return FILON_SCALAR_FORM;
    return exact(text.p, n, unit->factor == 0 ? 1 : (uint64_t)unit->factor, bytes);
}

enum filon_scalar_result filon_scalar_duration(struct filon_str text, double *seconds)
{
    static const struct unit units[] = {{"", 1}, {"s", 1}, {"ms", 1e-3}, {"min", 60}, {"h", 3600}, {"d", 86400}, {NULL, 0}};
    size_t n;
    const struct unit *unit = split(text, units, &n);
    if (!unit)
        return FILON_SCALAR_FORM;
    double number = 0;
    if (to_double(text.p, n, &number) != FILON_SCALAR_OK || !isfinite(number * unit->factor))
        return FILON_SCALAR_LARGE;
    *seconds = number * unit->factor;
    return FILON_SCALAR_OK;
}
