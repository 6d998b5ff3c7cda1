#include <filon/str.h>
#include <filon/utf8.h>

int filon_str_cmp(struct filon_str a, struct filon_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

struct filon_str filon_str_trim(struct filon_str s)
{
    unsigned length;
    while (s.n && filon_is_space(filon_utf8_at(s.p, s.n, 0, &length))) {
        s.p += length;
        s.n -= length;
    }
    while (s.n) {
        size_t before = filon_utf8_before(s.p, s.n);
        if (!filon_is_space(filon_utf8_at(s.p, s.n, before, &length)))
            break;
        s.n = before;
    }
    return s;
}

/* wyhash's multiply-fold over 8-byte words, read little-endian by memcpy; big-endian machines swap. */
static inline uint64_t read8(const unsigned char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

static inline uint64_t read4(const unsigned char *p)
{
    uint32_t w;
    memcpy(&w, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap32(w);
#endif
    return w;
}

/* Up to 8 bytes as a little-endian number; two overlapping reads stand for the odd lengths. */
static inline uint64_t word(const unsigned char *p, size_t n)
{
    if (n == 8)
        return read8(p);
    if (n >= 4)
        return read4(p) | read4(p + n - 4) << 8 * (n - 4);
    return n == 0 ? 0 : (uint64_t)p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) | (uint64_t)p[n - 1] << 8 * (n - 1);
}

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t filon_hash(const void *bytes, size_t n, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t hash = seed ^ 0x9e3779b97f4a7c15u ^ n;
    for (; n > 8; p += 8, n -= 8)
        hash = fold(hash ^ word(p, 8), 0xe7037ed1a0b428dbu);
    hash = fold(hash ^ word(p, n), 0x8ebc6af09c88c6e3u);
    return fold(hash, 0x589965cc75374cc3u);
}
