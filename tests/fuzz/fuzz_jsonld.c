/* Any bytes as a page's JSON-LD, scripts parted by NULs: what is taken of it is valid, and no more than it holds. */
#include "plugins/parse_html/jsonld.h"
#include "tests/fuzz/fuzz.h"

#include <filon/utf8.h>

enum { SCRIPTS = 16 };

static void check(struct filon_str value, size_t size)
{
    MUST(value.n <= size && filon_utf8_check(value.p, value.n) == value.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_arena *arena;
    struct filon_str scripts[SCRIPTS], rest = {size ? (const char *)data : "", size};
    struct jsonld found;
    unsigned n = 0;
    if (!arena)
        arena = filon_arena_new();
    for (const char *nul; n < SCRIPTS; rest = (struct filon_str){nul + 1, (size_t)(rest.p + rest.n - nul - 1)}) {
        nul = memchr(rest.p, 0, rest.n);
        scripts[n++] = (struct filon_str){rest.p, nul ? (size_t)(nul - rest.p) : rest.n};
        if (!nul)
            break;
    }
    jsonld_read(&found, scripts, n, arena);
    const struct filon_str values[] = {found.headline, found.date, found.modified, found.author,      found.publisher, found.section,
                                       found.language, found.url,  found.body,     found.description, found.site};
    for (size_t i = 0; i < FILON_COUNT(values); i++)
        check(values[i], size);
    MUST(found.free_ >= -1 && found.free_ <= 1);
    filon_arena_reset(arena);
    return 0;
}
