/* Model files: what is written is read, and nothing else is. */
#include <check.h>
#include <filon/arena.h>
#include <filon/model.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/unit_run.h"

static char folder[] = "/tmp/filon-model-XXXXXX", path[64], other[64];
static const int32_t numbers[5] = {1, -2, 3, -4, 5};

static void setup(void)
{
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.model", folder);
    snprintf(other, sizeof other, "%s/b.model", folder);
}

static void teardown(void)
{
    unlink(path);
    unlink(other);
    ck_assert_int_eq(rmdir(folder), 0); /* no temporary file is left */
}

static void write_model(const char *where)
{
    struct filon_error error = {0};
    struct filon_model_out *out = filon_model_out_new("ner");
    filon_model_set(out, "language", "fr");
    filon_model_set(out, "labels", "%s %s\nsecond line", "PER", "LOC");
    filon_model_add(out, "numbers", numbers, sizeof numbers);
    filon_model_add(out, "nothing", NULL, 0);
    filon_model_add(out, "name", "filon", 5);
    ck_assert_msg(filon_model_write(out, where, &error) == 0, "%s", error.text);
    filon_model_out_free(out);
}

static struct filon_str bytes_of(const char *file, char *room, size_t most)
{
    FILE *f = fopen(file, "rb");
    ck_assert_ptr_nonnull(f);
    size_t n = fread(room, 1, most, f);
    fclose(f);
    return (struct filon_str){room, n};
}

static void put_bytes(const char *file, const char *bytes, size_t n)
{
    FILE *f = fopen(file, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void refused(const char *kind, const char *why)
{
    struct filon_error error = {0};
    ck_assert_ptr_null(filon_model_open(path, kind, &error));
    ck_assert_int_eq(error.code, FILON_E_CONFIG);
    ck_assert_msg(strncmp(error.text, path, strlen(path)) == 0, "no path: %s", error.text);
    ck_assert_msg(strstr(error.text, why) != NULL, "not `%s`: %s", why, error.text);
}

START_TEST(reads_what_was_written)
{
    struct filon_error error = {0};
    size_t n;
    write_model(path);
    struct filon_model *model = filon_model_open(path, "ner", &error);
    ck_assert_msg(model != NULL, "%s", error.text);
    ck_assert_str_eq(filon_model_get(model, "kind"), "ner");
    ck_assert_str_eq(filon_model_get(model, "labels"), "PER LOC second line");
    ck_assert_ptr_null(filon_model_get(model, "date"));
    const char *key, *value;
    ck_assert(filon_model_pair(model, 1, &key, &value));
    ck_assert_str_eq(key, "language");
    ck_assert(!filon_model_pair(model, 3, &key, &value));
    const int32_t *read = filon_model_section(model, "numbers", sizeof *read, &n, &error);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq(n, 5);
    ck_assert_int_eq(memcmp(read, numbers, sizeof numbers), 0);
    ck_assert_uint_eq((uintptr_t)read % 64, 0);
    ck_assert_ptr_nonnull(filon_model_section(model, "nothing", 8, &n, &error));
    ck_assert_uint_eq(n, 0);
    ck_assert(filon_model_has(model, "name"));
    ck_assert(!filon_model_has(model, "nam"));
    ck_assert_ptr_null(filon_model_section(model, "name", 4, &n, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "no multiple of 4"));
    error = (struct filon_error){0};
    ck_assert_ptr_null(filon_model_section(model, "weights", 1, &n, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "no section `weights`"));
    filon_model_close(model);
}
END_TEST

START_TEST(same_content_same_bytes)
{
    static char a[4096], b[4096];
    write_model(path);
    write_model(other);
    struct filon_str one = bytes_of(path, a, sizeof a), two = bytes_of(other, b, sizeof b);
    ck_assert(filon_str_eq(one, two));
    ck_assert_ptr_nonnull(memmem(one.p, one.n, "\nlanguage=fr\n", 13)); /* readable */
}
END_TEST

/* Every byte of the file counts, padding too. */
START_TEST(every_byte_is_checked)
{
    static char bytes[4096];
    write_model(path);
    struct filon_str whole = bytes_of(path, bytes, sizeof bytes);
    for (size_t i = 0; i < whole.n; i++)
        for (int bit = 0; bit < 8; bit += 3) {
            struct filon_error error = {0};
            bytes[i] ^= (char)(1 << bit);
            put_bytes(path, bytes, whole.n);
            bytes[i] ^= (char)(1 << bit);
            ck_assert_msg(filon_model_open(path, "ner", &error) == NULL, "byte %zu, bit %d", i, bit);
            ck_assert_int_eq(error.code, FILON_E_CONFIG);
        }
}
END_TEST

START_TEST(every_length_is_checked)
{
    static char bytes[4097];
    write_model(path);
    struct filon_str whole = bytes_of(path, bytes, sizeof bytes - 1);
    for (size_t n = 0; n < whole.n; n++) {
        put_bytes(path, bytes, n);
        refused("ner", n < 64 ? "too short" : "bytes where");
    }
    put_bytes(path, bytes, whole.n + 1);
    refused("ner", "bytes where");
}
END_TEST

START_TEST(says_what_is_wrong)
{
    static char bytes[4096];
    write_model(path);
    refused("syntax", "a model of `ner`, where one of `syntax` is needed");
    struct filon_str whole = bytes_of(path, bytes, sizeof bytes);
    bytes[12] = 2; /* the version */
    put_bytes(path, bytes, whole.n);
    refused("ner", "it needs a newer filon");
    bytes[12] = 1;
    char order[4];
    memcpy(order, bytes + 8, 4);
    for (int i = 0; i < 4; i++)
        bytes[8 + i] = order[3 - i];
    put_bytes(path, bytes, whole.n);
    refused("ner", "other byte order");
    memcpy(bytes + 8, order, 4);
    bytes[whole.n - 1] ^= 1;
    put_bytes(path, bytes, whole.n);
    refused("ner", "checksum");
    memset(bytes, 'a', 1000);
    put_bytes(path, bytes, 1000);
    refused("ner", "not a model of filon");
    unlink(path);
    refused("ner", "No such file");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    refused("ner", "Is a directory");
    ck_assert_int_eq(rmdir(path), 0);
}
END_TEST

START_TEST(writes_whole_or_nothing)
{
    struct filon_error error = {0};
    static char a[4096], b[4096];
    write_model(path);
    struct filon_str before = bytes_of(path, a, sizeof a);
    struct filon_model_out *out = filon_model_out_new("ner");
    filon_model_add(out, "twice", numbers, 4);
    filon_model_add(out, "twice", numbers, 4);
    ck_assert_int_eq(filon_model_write(out, path, &error), -1);
    ck_assert_int_eq(error.code, FILON_E_INTERNAL);
    filon_model_out_free(out);
    ck_assert(filon_str_eq(before, bytes_of(path, b, sizeof b)));

    error = (struct filon_error){0};
    out = filon_model_out_new("ner");
    char nowhere[128];
    snprintf(nowhere, sizeof nowhere, "%s/none/a.model", folder);
    ck_assert_int_eq(filon_model_write(out, nowhere, &error), -1);
    ck_assert_int_eq(error.code, FILON_E_IO);
    ck_assert_ptr_nonnull(strstr(error.text, nowhere));
    filon_model_out_free(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("model");
    TCase *tcase = tcase_create("model");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, reads_what_was_written);
    tcase_add_test(tcase, same_content_same_bytes);
    tcase_add_test(tcase, every_byte_is_checked);
    tcase_add_test(tcase, every_length_is_checked);
    tcase_add_test(tcase, says_what_is_wrong);
    tcase_add_test(tcase, writes_whole_or_nothing);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
