/* filon/ascii.h - sixteen bytes of a text at once: which of them are letters and digits of ASCII. For scanners in their innermost loop. */
#ifndef FILON_ASCII_H
#define FILON_ASCII_H

#include <filon/str.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bit i is set if byte i is a small letter, a capital, a digit of ASCII, or a byte beyond ASCII; i < 16. */
struct filon_ascii {
    uint32_t lower, upper, digit, beyond;
};

enum { FILON_ASCII_BYTES = 16 };

#ifdef __SSE2__
/* Which bytes are among the n from `first` on: moved, they are the least of the signed ones. */
static inline uint32_t filon_ascii_range(__m128i bytes, char first, int n)
{
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8((char)(first + 128)));
    return (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(moved, _mm_set1_epi8((char)(n - 128))));
}
#endif

/* Of FILON_ASCII_BYTES at `text`. */
static inline struct filon_ascii filon_ascii(const char *text)
{
#ifdef __SSE2__
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text), small = _mm_or_si128(bytes, _mm_set1_epi8(32));
    uint32_t letters = filon_ascii_range(small, 'a', 26), is_small = (uint32_t)_mm_movemask_epi8(_mm_slli_epi16(bytes, 2));
    return (struct filon_ascii){letters & is_small, letters & ~is_small, filon_ascii_range(bytes, '0', 10),
                                (uint32_t)_mm_movemask_epi8(bytes)};
#else
    struct filon_ascii ascii = {0, 0, 0, 0};
    for (unsigned i = 0; i < FILON_ASCII_BYTES; i++) {
        unsigned char byte = (unsigned char)text[i];
        ascii.lower |= (uint32_t)((unsigned char)(byte - 'a') < 26) << i;
        ascii.upper |= (uint32_t)((unsigned char)(byte - 'A') < 26) << i;
        ascii.digit |= (uint32_t)((unsigned char)(byte - '0') < 10) << i;
        ascii.beyond |= (uint32_t)(byte >> 7) << i;
    }
    return ascii;
#endif
}

/* Eight bytes as a number, the first one lowest. */
static inline uint64_t filon_bytes(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

#endif
