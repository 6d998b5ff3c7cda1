/* filon/str.h - byte strings that know their length and own nothing. */
#ifndef FILON_STR_H
#define FILON_STR_H

#include <filon/api.h>
#include <string.h>

/* A view of bytes somebody else keeps alive; not NUL-terminated unless its maker says so.
 * p == NULL is "no value", which is not the same as the empty string. */
struct filon_str {
    const char *p;
    size_t n;
};

#define FILON_STR(literal) ((struct filon_str){"" literal, sizeof(literal) - 1})
#define FILON_NO_STR ((struct filon_str){NULL, 0})
/* For printf's "%.*s". */
#define FILON_FMT(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct filon_str filon_str_of(const char *c)
{
    return (struct filon_str){c, c ? strlen(c) : 0};
}

static inline bool filon_str_eq(struct filon_str a, struct filon_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool filon_str_is(struct filon_str a, const char *c)
{
    if (a.n && c && *a.p != *c)
        return false; /* what most comparisons with a list of names come to */
    return filon_str_eq(a, filon_str_of(c));
}

static inline bool filon_str_starts(struct filon_str a, struct filon_str with)
{
    return a.n >= with.n && (with.n == 0 || memcmp(a.p, with.p, with.n) == 0);
}

static inline bool filon_str_ends(struct filon_str a, struct filon_str with)
{
    return a.n >= with.n && (with.n == 0 || memcmp(a.p + a.n - with.n, with.p, with.n) == 0);
}

/* Byte order, shorter first on a tie: <0, 0, >0. */
FILON_API int filon_str_cmp(struct filon_str a, struct filon_str b);

/* Without ASCII and no-break white space at both ends. */
FILON_API struct filon_str filon_str_trim(struct filon_str s);

/* A 64-bit hash of bytes, the same on every machine and in every version (it is stored in ledgers and models). */
FILON_API uint64_t filon_hash(const void *bytes, size_t n, uint64_t seed);

#endif
