#include "tests/unit/pagekit.h"
#include "tests/unit/unit_run.h"

#include <filon/utf8.h>
#include <stdlib.h>

#include "base/paths.h"

void page_set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
}

static bool all_space(struct filon_str text, uint32_t from, uint32_t to)
{
    unsigned length;
    for (; from < to; from += length)
        if (!filon_is_space(filon_utf8_at(text.p, text.n, from, &length)))
            return false;
    return true;
}

void page_check(void)
{
    struct filon_str text = filon_doc_text(kit.doc);
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t at = 0;
    ck_assert_uint_eq(filon_utf8_check(text.p, text.n), text.n);
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        uint32_t begin = filon_begin(blocks)[row], end = filon_end(blocks)[row];
        ck_assert_uint_lt(begin, end);
        ck_assert_uint_ge(begin, at);
        ck_assert(all_space(text, at, begin));
        ck_assert_uint_gt(filon_strs(blocks, FILON_BLOCK_KIND)[row].n, 0);
        at = end;
    }
    ck_assert(!filon_rows(blocks) || all_space(text, at, (uint32_t)text.n));
    for (size_t i = 0; i < filon_meta_count(kit.doc); i++) {
        const char *key;
        struct filon_span span;
        struct filon_str value = filon_meta_at(kit.doc, i, &key, &span);
        ck_assert_uint_gt(value.n, 0);
        ck_assert_msg(filon_utf8_check(value.p, value.n) == value.n, "%s is no UTF-8", key);
        ck_assert(span.begin == FILON_NONE || (span.begin < span.end && span.end <= text.n));
    }
    ck_assert_msg(filon_doc_check(kit.doc, &kit.error) == 0, "%s", kit.error.text);
}

const char *page_meta(const char *key)
{
    struct filon_str value = filon_meta_get(kit.doc, key, NULL);
    return value.p ? filon_strf(kit.arena, "%.*s", FILON_FMT(value)) : "none";
}

const char *page_content(void)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_content(kit.doc, &out);
    const char *text = filon_strf(kit.arena, "%.*s", (int)out.n, out.p ? out.p : "");
    filon_buf_free(&out);
    return text;
}

const char *page_kind_of(const char *words)
{
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    for (uint32_t row = 0; row < filon_rows(blocks); row++)
        if (filon_str_starts(filon_row_text(kit.doc, blocks, row), filon_str_of(words)))
            return filon_strf(kit.arena, "%s%.*s", filon_bool(blocks, FILON_BLOCK_CONTENT)[row] ? "+" : "",
                              FILON_FMT(filon_strs(blocks, FILON_BLOCK_KIND)[row]));
    return "none";
}

struct filon_str page_repeated(const char *head, const char *part, size_t times, const char *tail)
{
    size_t n = strlen(part), at = strlen(head);
    char *page = filon_alloc(kit.arena, at + n * times + strlen(tail) + 1);
    memcpy(page, head, at);
    for (size_t i = 0; i < times; i++, at += n)
        memcpy(page + at, part, n);
    memcpy(page + at, tail, strlen(tail) + 1);
    return (struct filon_str){page, at + strlen(tail)};
}

const char *page_shared(const char *file)
{
    const char *folder = getenv("FILON_SHARED"), *root = getenv("top_srcdir");
    return folder ? filon_strf(kit.arena, "%s/%s", folder, file) : filon_strf(kit.arena, "%s/../shared/%s", root ? root : ".", file);
}

int page_run(const char *name, SFun set_up, const TTest *const *tests, size_t n)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, set_up, kit_tear_down);
    tcase_set_timeout(tcase, 240);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
