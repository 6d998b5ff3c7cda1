/* Any bytes in any encoding, its label before the first NUL: the text is UTF-8 without NULs, each of its bytes leads back to one of the source, and
 * undoing what garbled it keeps all of that. */
#include "plugins/parse_html/encoding.h"
#include "tests/fuzz/fuzz.h"

#include <filon/utf8.h>

static void check(struct filon_str source, bool html, struct filon_str charset, bool repair, struct filon_arena *arena)
{
    struct encoding encoding;
    encoding_decode(&encoding, source, html, charset, repair, arena);
    struct filon_str text = encoding.text;
    MUST(filon_utf8_check(text.p, text.n) == text.n && (!text.n || !memchr(text.p, 0, text.n)));
    MUST(text.n <= 8 * source.n + 16); /* a byte is a character or two, of four bytes at most */
    MUST(strlen(encoding.charset) < sizeof encoding.charset && encoding.mark <= source.n);
    MUST(!encoding.clean || (repair && encoding.garbled) ||
         (text.n == encoding.bytes.n && (!text.n || memcmp(text.p, encoding.bytes.p, text.n) == 0)));
    uint32_t *offsets = filon_alloc(arena, (text.n + 1) * sizeof *offsets), n = 0;
    for (uint32_t at = 0; at <= text.n; at++)
        if (at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80)
            offsets[n++] = at;
    encoding_source_offsets(&encoding, offsets, n);
    for (uint32_t i = 0; i < n; i++)
        MUST(offsets[i] <= source.n && (!i || offsets[i] >= offsets[i - 1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_arena *arena;
    struct filon_str all = {size ? (const char *)data : "", size}, charset = FILON_NO_STR;
    const char *nul = memchr(all.p, 0, all.n < 40 ? all.n : 40);
    if (!arena)
        arena = filon_arena_new();
    if (nul) {
        charset = (struct filon_str){all.p, (size_t)(nul - all.p)};
        all = (struct filon_str){nul + 1, all.n - charset.n - 1};
    }
    for (int i = 0; i < 4; i++) {
        check(all, i & 1, charset, i & 2, arena);
        filon_arena_reset(arena);
    }
    return 0;
}
