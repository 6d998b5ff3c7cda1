/* The ground: arena, strings, UTF-8, buffers, maps, lexicon files, errors, paths. */
#include "base/paths.h"

#include <check.h>
#include <filon/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit_run.h"

START_TEST(arena_keeps_and_forgets)
{
    struct filon_arena *arena = filon_arena_new();
    for (int round = 0; round < 3; round++) {
        char *all[200];
        for (int i = 0; i < 200; i++) {
            size_t n = (size_t)i * 997 + 1;
            all[i] = filon_alloc(arena, n);
            ck_assert_int_eq((uintptr_t)all[i] % 16, 0);
            memset(all[i], i, n);
        }
        for (int i = 0; i < 200; i++) {
            ck_assert_int_eq((unsigned char)all[i][0], i);
            ck_assert_int_eq((unsigned char)all[i][(size_t)i * 997], i);
        }
        ck_assert_uint_gt(filon_arena_used(arena), 200 * 199 / 2 * 997);
        char *large = filon_zreserve(arena, 1000, 1000);
        ck_assert(!large[0] && !large[999999] && (uintptr_t)large % 16 == 0);
        memset(large, 1, 1000000);
        filon_arena_reset(arena);
        ck_assert_uint_eq(filon_arena_used(arena), 0);
    }
    ck_assert_ptr_nonnull(filon_alloc(arena, 0));
    ck_assert_str_eq(filon_strf(arena, "%d %s", 7, "x"), "7 x");
    ck_assert_ptr_null(filon_str_dup(arena, FILON_NO_STR).p);
    filon_arena_free(arena);
    filon_arena_free(NULL);
}
END_TEST

/* Well-formed and ill-formed sequences at the edges of the table in the Unicode standard. */
START_TEST(utf8_edges)
{
    static const struct {
        const char *bytes;
        size_t n, good;
    } cases[] = {
        {"", 0, 0},           {"abc", 3, 3},            {"\xc2\x80", 2, 2},         {"\xc1\xbf", 2, 0},         {"\xdf\xbf", 2, 2},
        {"\xe0\xa0\x80", 3, 3}, {"\xe0\x9f\xbf", 3, 0}, {"\xed\x9f\xbf", 3, 3},     {"\xed\xa0\x80", 3, 0},     {"\xef\xbf\xbf", 3, 3},
        {"\xf0\x90\x80\x80", 4, 4}, {"\xf0\x8f\xbf\xbf", 4, 0}, {"\xf4\x8f\xbf\xbf", 4, 4}, {"\xf4\x90\x80\x80", 4, 0}, {"\xf5\x80\x80\x80", 4, 0},
        {"ab\xc3", 3, 2},     {"ab\xe2\x82", 4, 2},     {"a\x80z", 3, 1},           {"\xff", 1, 0},             {"12345678\xc3\xa9 12345678\xc3", 20, 19},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        ck_assert_msg(filon_utf8_check(cases[i].bytes, cases[i].n) == cases[i].good, "case %zu", i);
    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
        char out[4];
        unsigned length, put = filon_utf8_put(out, c);
        if (c >= 0xd800 && c < 0xe000)
            continue;
        ck_assert_uint_eq(filon_utf8_check(out, put), put);
        ck_assert_uint_eq(filon_utf8_at(out, put, 0, &length), c);
        ck_assert_uint_eq(length, put);
        ck_assert_uint_eq(filon_utf8_before(out, put), 0);
    }
}
END_TEST

static void folds(const char *from, unsigned how, const char *to)
{
    char out[64];
    size_t n = filon_fold(out, filon_str_of(from), how);
    ck_assert_msg(n == strlen(to) && memcmp(out, to, n) == 0, "%s -> %.*s, not %s", from, (int)n, out, to);
}

START_TEST(folding)
{
    folds("Élève À l’ÉCOLE", FILON_FOLD_CASE, "élève à l’école");
    folds("Élève Çà", FILON_FOLD_ACCENT, "Eleve Ca");
    folds("Œuvre cœur Æ", FILON_FOLD_CASE | FILON_FOLD_ACCENT, "oeuvre coeur ae");
    folds("l’eau\xc2\xa0" "10\xe2\x80\xaf" "000 a\xe2\x80\x91" "b", FILON_FOLD_QUOTE, "l'eau 10 000 a-b");
    folds("Ǆ Żółć Ω", FILON_FOLD_CASE | FILON_FOLD_ACCENT, "ǆ zołc ω");
    folds("日本語", FILON_FOLD_CASE | FILON_FOLD_ACCENT | FILON_FOLD_QUOTE, "日本語");
    ck_assert(filon_is_letter(0xe9) && filon_is_upper(0xc9) && filon_is_lower(0xe9) && !filon_is_letter(0xab));
    ck_assert(filon_is_space(0xa0) && filon_is_space(0x202f) && !filon_is_space('x') && filon_is_digit('7') && filon_is_digit(0x661));
}
END_TEST

START_TEST(strings)
{
    ck_assert(filon_str_eq(filon_str_trim(FILON_STR("\xc2\xa0 \t a b \xe2\x80\xaf\n")), FILON_STR("a b")));
    ck_assert_uint_eq(filon_str_trim(FILON_STR(" \n ")).n, 0);
    ck_assert_int_lt(filon_str_cmp(FILON_STR("a"), FILON_STR("ab")), 0);
    ck_assert_int_gt(filon_str_cmp(FILON_STR("b"), FILON_STR("ab")), 0);
    ck_assert_int_eq(filon_str_cmp(FILON_STR("ab"), FILON_STR("ab")), 0);
    ck_assert(filon_str_starts(FILON_STR("abc"), FILON_STR("ab")) && filon_str_ends(FILON_STR("abc"), FILON_STR("bc")));
    /* Ledgers and models hold hashes: they must not change. */
    ck_assert_uint_eq(filon_hash("", 0, 0), filon_hash(NULL, 0, 0));
    ck_assert_uint_eq(filon_hash("Le Kremlin", 10, 0), UINT64_C(0x0c7136e97fe25c1a));
    ck_assert_uint_ne(filon_hash("a", 1, 0), filon_hash("a\0", 2, 0));
    ck_assert_uint_ne(filon_hash("a", 1, 0), filon_hash("a", 1, 1));
}
END_TEST

START_TEST(buffers)
{
    struct filon_buf buf = FILON_BUF_INIT;
    filon_buf_json(&buf, FILON_STR("a\"b\\c\n\t\x01\x7f é \xe2\x80\xa8\xe2\x80\xa9"));
    ck_assert_str_eq(buf.p, "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f é \\u2028\\u2029\"");
    filon_buf_clear(&buf);
    for (int i = 0; i < 10000; i++)
        filon_buf_printf(&buf, "%d,", i);
    ck_assert_uint_eq(buf.n, 48890);
    ck_assert_str_eq(buf.p + buf.n - 5, "9999,");
    filon_buf_free(&buf);
    filon_buf_put(&buf, "", 0);
    ck_assert_str_eq(buf.p, "");
    filon_buf_free(&buf);
}
END_TEST

START_TEST(maps)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_map *map = filon_map_new(arena, 0);
    char key[16];
    for (uint32_t i = 0; i < 20000; i++) {
        int n = snprintf(key, sizeof key, "k%u", i);
        ck_assert_uint_eq(filon_map_set(map, (struct filon_str){key, (size_t)n}, i), FILON_MAP_NONE);
    }
    ck_assert_uint_eq(filon_map_count(map), 20000);
    for (uint32_t i = 0; i < 20000; i++) {
        int n = snprintf(key, sizeof key, "k%u", i);
        ck_assert_uint_eq(filon_map_get(map, (struct filon_str){key, (size_t)n}), i);
    }
    ck_assert_uint_eq(filon_map_get(map, FILON_STR("nobody")), FILON_MAP_NONE);
    ck_assert_uint_eq(filon_map_set(map, FILON_STR("k7"), 1), 7);
    uint32_t value;
    ck_assert(filon_str_is(filon_map_key(map, 7, &value), "k7"));
    ck_assert_uint_eq(value, 1);
    ck_assert_uint_eq(filon_map_add(map, FILON_STR("k7"), 9), 1);
    ck_assert_uint_eq(filon_map_add(map, FILON_STR("new"), 9), 9);
    ck_assert_uint_eq(filon_map_get(map, FILON_STR("new")), 9);
    filon_map_set(map, FILON_STR(""), 5);
    ck_assert_uint_eq(filon_map_get(map, FILON_NO_STR), 5);
    filon_arena_free(arena);
}
END_TEST

static const char *file_with(const char *text, size_t n)
{
    static char path[] = "/tmp/filon-base-XXXXXX";
    strcpy(path, "/tmp/filon-base-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, n), (ssize_t)n);
    close(fd);
    return path;
}

START_TEST(lexicon_files)
{
    static const char text[] = "\xef\xbb\xbf# a comment\n\nParis\tLOC\r\nBruxelles \t LOC \tcapital\nalone\n";
    struct filon_arena *arena = filon_arena_new();
    struct filon_error error = {0};
    struct filon_tsv tsv;
    const char *path = file_with(text, sizeof text - 1);
    ck_assert_int_eq(filon_tsv_open(&tsv, arena, path, &error), 0);
    ck_assert_int_eq(filon_tsv_next(&tsv, 2, &error), 1);
    ck_assert(filon_str_is(tsv.field[0], "Paris") && filon_str_is(tsv.field[1], "LOC"));
    ck_assert_uint_eq(tsv.line, 3);
    ck_assert_uint_eq(tsv.fields, 2);
    ck_assert_uint_eq(tsv.field[2].n, 0);
    ck_assert_int_eq(filon_tsv_next(&tsv, 2, &error), 1);
    ck_assert(filon_str_is(tsv.field[0], "Bruxelles") && filon_str_is(tsv.field[1], "LOC") && filon_str_is(tsv.field[2], "capital"));
    ck_assert_int_eq(filon_tsv_next(&tsv, 2, &error), -1);
    ck_assert_ptr_nonnull(strstr(error.text, ":5: 1 columns where 2 are needed"));
    unlink(path);
    error = (struct filon_error){0};
    path = file_with("a\tb\nc\xff\n", 7);
    ck_assert_int_eq(filon_tsv_open(&tsv, arena, path, &error), -1);
    ck_assert_ptr_nonnull(strstr(error.text, ":2: not valid UTF-8"));
    unlink(path);
    filon_arena_free(arena);
}
END_TEST

START_TEST(errors)
{
    struct filon_error error = {0};
    ck_assert_int_eq(filon_error_set(&error, FILON_E_CONFIG, "bad %d", 7), -1);
    filon_error_set(&error, FILON_E_IO, "later"); /* the first one wins */
    ck_assert_int_eq(error.code, FILON_E_CONFIG);
    filon_error_wrap(&error, "job.yaml:%d", 3);
    ck_assert_str_eq(error.text, "job.yaml:3: bad 7");
    filon_error_set(NULL, FILON_E_IO, "nobody listens");
    /* Hostile text: cut at a character, no escapes, no invalid bytes. */
    char large[FILON_ERROR_MAX * 2];
    memset(large, 'x', sizeof large);
    for (size_t i = 0; i + 2 < sizeof large; i += 3)
        memcpy(large + i, "é\x1b", 3);
    large[sizeof large - 1] = '\0';
    error = (struct filon_error){0};
    filon_error_set(&error, FILON_E_INPUT, "%s", large);
    filon_error_wrap(&error, "%s", large);
    size_t n = strlen(error.text);
    ck_assert_uint_lt(n, sizeof error.text);
    ck_assert_uint_eq(filon_utf8_check(error.text, n), n);
    ck_assert_ptr_null(strchr(error.text, '\x1b'));
    error = (struct filon_error){0};
    filon_error_set(&error, FILON_E_INPUT, "a\xff" "b\xc2\x9b" "31m");
    ck_assert_str_eq(error.text, "a?b??31m");
}
END_TEST

START_TEST(paths)
{
    struct filon_arena *arena = filon_arena_new();
    ck_assert_str_eq(filon_path_join(arena, "a", "b"), "a/b");
    ck_assert_str_eq(filon_path_join(arena, "a/", "b"), "a/b");
    ck_assert_str_eq(filon_path_join(arena, "a", "/b"), "/b");
    ck_assert_str_eq(filon_path_dir(arena, "a/b/c.txt"), "a/b");
    ck_assert_str_eq(filon_path_dir(arena, "/c"), "/");
    ck_assert_str_eq(filon_path_dir(arena, "c"), ".");
    ck_assert_str_eq(filon_path_absolute(arena, "/a/./b//../c/"), "/a/c");
    ck_assert_str_eq(filon_path_absolute(arena, "/../.."), "/");
    ck_assert_str_eq(filon_path_absolute(arena, "/a..b/...c"), "/a..b/...c");
    struct filon_error error = {0};
    ck_assert_ptr_null(filon_read_file(arena, "/", 100, &error).p);
    ck_assert_str_eq(error.text, "/: Is a directory");
    error = (struct filon_error){0};
    ck_assert_ptr_null(filon_read_file(arena, "/dev/zero", 100, &error).p);
    ck_assert_str_eq(error.text, "/dev/zero: not a regular file");
    const char *path = file_with("12345", 5);
    ck_assert(filon_str_is(filon_read_file(arena, path, 5, NULL), "12345"));
    ck_assert_ptr_null(filon_read_file(arena, path, 4, NULL).p);
    unlink(path);
    filon_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *tcase = tcase_create("base");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, arena_keeps_and_forgets);
    tcase_add_test(tcase, utf8_edges);
    tcase_add_test(tcase, folding);
    tcase_add_test(tcase, strings);
    tcase_add_test(tcase, buffers);
    tcase_add_test(tcase, maps);
    tcase_add_test(tcase, lexicon_files);
    tcase_add_test(tcase, errors);
    tcase_add_test(tcase, paths);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
