/* The document: text, code points, layers as columns, sorting, schemas, JSON. */
#include "document/schema.h"

#include <check.h>
#include <filon/utf8.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/unit_run.h"

static struct filon_schema *schema;
static struct filon_doc *doc;

static void set_up(void)
{
    schema = filon_schema_new();
    doc = filon_doc_new(schema);
}

static void tear_down(void)
{
    filon_doc_free(doc);
    filon_schema_free(schema);
}

static const char *text_error(struct filon_str text)
{
    static struct filon_error error;
    error = (struct filon_error){0};
    filon_doc_reset(doc);
    ck_assert_int_eq(filon_doc_set_text(doc, text, &error), -1);
    return error.text;
}

START_TEST(texts)
{
    ck_assert_str_eq(text_error(FILON_STR("é\nab\xff")), "byte 0xff at byte 5 (line 2, column 3) is not valid UTF-8: convert the text to UTF-8");
    ck_assert_str_eq(text_error(FILON_STR("a\0b")), "a NUL at byte 1 (line 1, column 2): not a text");
    filon_doc_reset(doc);
    ck_assert_ptr_null(filon_doc_text(doc).p);
    ck_assert_int_eq(filon_doc_set_text(doc, FILON_STR("\xef\xbb\xbfoui"), NULL), 0);
    ck_assert(filon_str_is(filon_doc_text(doc), "oui"));
    ck_assert_int_eq(filon_doc_set_text(doc, FILON_STR("non"), NULL), -1);
    filon_doc_reset(doc);
    ck_assert_int_eq(filon_doc_set_text(doc, FILON_NO_STR, NULL), 0);
    ck_assert_uint_eq(filon_doc_text(doc).n, 0);
}
END_TEST

START_TEST(codepoints_are_counted)
{
    struct filon_buf text = FILON_BUF_INIT;
    char out[4];
    srand(7);
    for (int i = 0; i < 1000; i++)
        filon_buf_put(&text, out, filon_utf8_put(out, (uint32_t[]){'a', 0xe9, 0x20ac, 0x1f600}[rand() % 4]));
    ck_assert_int_eq(filon_doc_set_text(doc, filon_buf_str(&text), NULL), 0);
    for (uint32_t at = 0; at <= text.n; at++)
        ck_assert_uint_eq(filon_doc_codepoint(doc, at), filon_utf8_count(text.p, at));
    filon_buf_free(&text);
}
END_TEST

START_TEST(columns)
{
    filon_doc_set_text(doc, FILON_STR("Le maire de Brest a dit oui."), NULL);
    struct filon_layer *entities = filon_layer(doc, FILON_ENTITY);
    for (uint32_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(filon_add(entities, i % 20, i % 20 + 1), i);
    ck_assert(!filon_column_used(entities, FILON_ENTITY_TYPE));
    filon_strs(entities, FILON_ENTITY_TYPE)[3] = FILON_STR("PER");
    filon_i32(entities, FILON_ENTITY_CHAIN)[999] = 7;
    ck_assert(isnan(filon_f32(entities, FILON_ENTITY_SCORE)[5]));
    uint32_t row = filon_add(entities, 0, 2); /* grows, with used columns */
    ck_assert(filon_str_is(filon_strs(entities, FILON_ENTITY_TYPE)[3], "PER"));
    ck_assert_ptr_null(filon_strs(entities, FILON_ENTITY_TYPE)[row].p);
    ck_assert_int_eq(filon_i32(entities, FILON_ENTITY_CHAIN)[999], 7);
    ck_assert_int_eq(filon_i32(entities, FILON_ENTITY_CHAIN)[row], 0);
    ck_assert(filon_str_is(filon_row_text(doc, entities, row), "Le"));
    ck_assert_int_eq(filon_doc_check(doc, NULL), 0);
    filon_truncate(entities, 10);
    ck_assert_uint_eq(filon_rows(entities), 10);
    uint64_t generation = filon_doc_generation(doc);
    filon_doc_reset(doc);
    ck_assert_uint_ne(filon_doc_generation(doc), generation);
    filon_doc_set_text(doc, FILON_STR("autre"), NULL);
    filon_add(entities, 0, 1);
    ck_assert(!filon_column_used(entities, FILON_ENTITY_TYPE));
    ck_assert_ptr_null(filon_strs(entities, FILON_ENTITY_TYPE)[0].p); /* nothing of the last document */
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN);
    ck_assert_uint_eq(filon_rows(tokens), 0);
    ck_assert_ptr_nonnull(filon_begin(tokens));
    ck_assert_ptr_nonnull(filon_ref(tokens, FILON_TOKEN_HEAD));
}
END_TEST

START_TEST(sorting_keeps_references)
{
    filon_doc_set_text(doc, FILON_STR("abcdefghij"), NULL);
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN);
    static const uint32_t begins[] = {6, 2, 8, 2, 0};
    for (int i = 0; i < 5; i++)
        filon_add(tokens, begins[i], begins[i] + (i == 3 ? 2 : 1)); /* row 3 is longer: before row 1 */
    uint32_t *head = filon_ref(tokens, FILON_TOKEN_HEAD);
    head[0] = 4, head[1] = 0, head[2] = 3, head[4] = 2;
    filon_sort(doc, FILON_TOKEN);
    static const uint32_t wanted_begin[] = {0, 2, 2, 6, 8}, wanted_head[] = {4, FILON_NONE, 3, 0, 1};
    for (int i = 0; i < 5; i++) {
        ck_assert_uint_eq(filon_begin(tokens)[i], wanted_begin[i]);
        ck_assert_uint_eq(filon_ref(tokens, FILON_TOKEN_HEAD)[i], wanted_head[i]);
    }
    ck_assert_uint_eq(filon_end(tokens)[1], 4);
    uint32_t first, last;
    ck_assert_uint_eq(filon_rows_in(tokens, (struct filon_span){2, 7}, &first, &last), 3);
    ck_assert_uint_eq(first, 1);
    ck_assert_uint_eq(filon_row_at(tokens, 9), 5);
    ck_assert_uint_eq(filon_row_at(tokens, 0), 0);
}
END_TEST

START_TEST(schemas_merge)
{
    static const struct filon_column more[] = {{"title", FILON_STR_T, NULL, "function"}, {"type", FILON_STR_T, NULL, ""}, {0}};
    static const struct filon_column clash[] = {{"type", FILON_I32, NULL, ""}, {0}};
    static const struct filon_column bad[] = {{"begin", FILON_I32, NULL, ""}, {0}};
    struct filon_schema *own = filon_schema_new();
    struct filon_error error = {0};
    ck_assert_int_eq(filon_schema_add(own, &(struct filon_layer_def){"entity", "", more}, "ner", &error), 0);
    ck_assert_int_eq(filon_schema_column(own, FILON_ENTITY, "title"), FILON_ENTITY_SCORE + 1);
    ck_assert_int_eq(filon_schema_column(own, FILON_ENTITY, "type"), FILON_ENTITY_TYPE);
    ck_assert_int_eq(filon_schema_add(own, &(struct filon_layer_def){"entity", "", clash}, "mine", &error), -1);
    ck_assert_str_eq(error.text, "mine: layer `entity`: column `type` is declared with another type by filon");
    error = (struct filon_error){0};
    ck_assert_int_eq(filon_schema_add(own, &(struct filon_layer_def){"x", "", bad}, "mine", &error), -1);
    error = (struct filon_error){0};
    ck_assert_int_eq(filon_schema_add(own, &(struct filon_layer_def){"Not a name", "", more}, "mine", &error), -1);
    ck_assert_int_eq(filon_schema_find(own, "entity"), FILON_ENTITY);
    ck_assert_int_eq(filon_schema_find(own, "nobody"), -1);
    filon_schema_free(own);
}
END_TEST

START_TEST(metadata)
{
    filon_doc_set_text(doc, FILON_STR("abc"), NULL);
    filon_meta_set(doc, "title", FILON_STR("a"), (struct filon_span){0, 1});
    filon_meta_set(doc, "title", FILON_STR("b"), (struct filon_span){1, 2});
    filon_meta_set(doc, "lang", FILON_STR("fr"), (struct filon_span){0, 99}); /* out of the text: no span */
    struct filon_span span;
    ck_assert(filon_str_is(filon_meta_get(doc, "title", &span), "b"));
    ck_assert_uint_eq(span.begin, 1);
    ck_assert(filon_str_is(filon_doc_lang(doc), "fr"));
    filon_meta_get(doc, "lang", &span);
    ck_assert_uint_eq(span.begin, FILON_NONE);
    ck_assert_uint_eq(filon_meta_count(doc), 2);
    char key[16];
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        filon_meta_set(doc, key, FILON_STR("x"), FILON_NO_SPAN);
    }
    ck_assert_uint_le(filon_meta_count(doc), 64);
    ck_assert_ptr_null(filon_meta_get(doc, "nobody", NULL).p);
}
END_TEST

START_TEST(json)
{
    filon_doc_set_id(doc, FILON_STR("a\"b"));
    filon_doc_set_text(doc, FILON_STR("Été.\n\nMenu"), NULL);
    filon_meta_set(doc, "title", FILON_STR("Été."), (struct filon_span){0, 6});
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    filon_add(blocks, 0, 6);
    filon_add(blocks, 8, 12);
    filon_strs(blocks, FILON_BLOCK_KIND)[0] = FILON_STR("title");
    filon_bool(blocks, FILON_BLOCK_CONTENT)[0] = 1;
    struct filon_layer *quotes = filon_layer(doc, FILON_QUOTE);
    filon_add(quotes, 0, 5);
    filon_spans(quotes, FILON_QUOTE_CUE)[0] = (struct filon_span){8, 12};
    filon_f32(quotes, FILON_QUOTE_SCORE)[0] = 0.5f;
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_json(doc, &out, 0);
    ck_assert_str_eq(out.p, "{\"filon\":1,\"id\":\"a\\\"b\",\"meta\":{\"title\":\"Été.\"},\"meta_span\":{\"title\":{\"begin\":0,\"end\":4}},"
                            "\"text\":\"Été.\\n\\nMenu\",\"content\":\"Été.\",\"layers\":{"
                            "\"block\":[{\"begin\":0,\"end\":4,\"kind\":\"title\",\"content\":true},{\"begin\":6,\"end\":10,\"content\":false}],"
                            "\"quote\":[{\"begin\":0,\"end\":3,\"cue\":{\"begin\":6,\"end\":10},\"score\":0.5}]}}");
    filon_buf_free(&out);
}
END_TEST

START_TEST(dropping_and_routing)
{
    ck_assert_ptr_null(filon_doc_dropped(doc));
    ck_assert_int_eq(filon_doc_drop(doc, "shorter than %d", 5), 0);
    ck_assert_str_eq(filon_doc_dropped(doc), "shorter than 5");
    filon_doc_route(doc, FILON_STR("sports"));
    ck_assert_str_eq(filon_doc_route_name(doc), "sports");
    filon_doc_reset(doc);
    ck_assert_ptr_null(filon_doc_dropped(doc));
    ck_assert_ptr_null(filon_doc_route_name(doc));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document");
    TCase *tcase = tcase_create("document");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, texts);
    tcase_add_test(tcase, codepoints_are_counted);
    tcase_add_test(tcase, columns);
    tcase_add_test(tcase, sorting_keeps_references);
    tcase_add_test(tcase, schemas_merge);
    tcase_add_test(tcase, metadata);
    tcase_add_test(tcase, json);
    tcase_add_test(tcase, dropping_and_routing);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
