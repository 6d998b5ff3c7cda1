/* CoNLL-U: what the reader refuses and where it says so; documents to CoNLL-U and back. */
#include <unistd.h>

#include "tests/unit/iokit.h"

#include <filon/conllu.h>

extern const struct filon_plugin filon_plugin_read_conllu;

static const char good[] =
    "# newdoc id = a b\n# newpar\n# sent_id = 1\n# text = Du pain, M. Bon !\n"
    "1-2\tDu\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tDe\tde\tADP\t_\t_\t3\tcase\t_\t_\n"
    "2\tle\tle\tDET\t_\tDefinite=Def|Gender=Masc\t3\tdet\t_\t_\n"
    "3\tpain\tpain\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
    "4\t,\t,\tPUNCT\t_\t_\t3\tpunct\t_\t_\n"
    "5\tM.\tmonsieur\tNOUN\t_\t_\t3\tvocative\t_\tSpacesAfter=\\s\\n\n"
    "5.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "6\tBon\tBon\tPROPN\t_\t_\t5\tflat:name\t_\t_\n"
    "7\t!\t!\tPUNCT\t_\t_\t3\tpunct\t_\tSpacesAfter=\\n\\n\n\n"
    "# newdoc id = c\n# sent_id = 2\n# text = Fin\n"
    "1\tFin\tfin\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No\n\n";

static int read_one(const char *text, struct filon_error *error)
{
    struct filon_conllu in = {.path = "x", .text = filon_str_of(text)};
    int got;
    while ((got = filon_conllu_next(&in, error)) > 0)
        ;
    filon_conllu_free(&in);
    return got;
}

START_TEST(sentences)
{
    struct filon_conllu in = {.path = "x", .text = filon_str_of(good)};
    struct filon_error error = {0};
    ck_assert_int_eq(filon_conllu_next(&in, &error), 1);
    ck_assert_uint_eq(in.words, 7);
    ck_assert_uint_eq(in.rows, 8);
    ck_assert_uint_eq(in.row[0].last, 2);
    ck_assert_uint_eq(in.row[1].head, 3);
    assert_str(filon_conllu_comment(&in, "sent_id"), "1");
    ck_assert_ptr_null(filon_conllu_comment(&in, "nothing").p);
    assert_str(filon_conllu_value(in.row[2].field[FILON_CONLLU_FEATS], "Gender"), "Masc");
    ck_assert_ptr_null(filon_conllu_value(in.row[2].field[FILON_CONLLU_FEATS], "Gen").p);
    ck_assert_int_eq(filon_conllu_next(&in, &error), 1);
    ck_assert_int_eq(filon_conllu_next(&in, &error), 0);
    filon_conllu_free(&in);
}
END_TEST

START_TEST(refusals)
{
    static const struct {
        const char *text, *why;
    } wrong[] = {
        {"1\ta\t_\t_\t_\t_\t_\t_\t_\n\n", "x:1: a word has ten fields"},
        {"1\ta\t_\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "x:1: a word has ten fields"},
        {"1\t\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "none of them empty"},
        {"# c\n2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "x:2: the ids of words count"},
        {"-1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "the ids of words count"},
        {"99999999999\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "the ids of words count"},
        {"1-0\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "a range of words"},
        {"1-9\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "x:3: a range of words goes beyond"},
        {"1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n\n", "x:1: the head 2"},
        {"1\ta\t_\t_\t_\t_\t1\t_\t_\t_\n\n", "the head 1"},
        {"1\ta\t_\t_\t_\t_\tz\t_\t_\t_\n\n", "HEAD is"},
        {"1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "some words have a HEAD"},
    };
    for (size_t i = 0; i < FILON_COUNT(wrong); i++) {
        struct filon_error error = {0};
        ck_assert_int_eq(read_one(wrong[i].text, &error), -1);
        assert_has(error.text, wrong[i].why);
    }
}
END_TEST

static struct filon_ctx *ctx;
static struct filon_input input;

static void load(const char *id)
{
    ck_assert_int_eq(filon_plugin_read_conllu.next(ctx, &input), 1);
    assert_str(input.id, id);
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_plugin_read_conllu.load(ctx, &input, kit.doc) == 0, "%s", kit_error(ctx));
}

START_TEST(documents)
{
    kit_puts("a.conllu", good);
    ctx = kit_open("read_conllu", &filon_plugin_read_conllu, "path: a.conllu");
    load("a b");
    assert_str(filon_doc_text(kit.doc), "Du pain, M. \nBon !\n\n");
    struct filon_layer *tokens = filon_layer(kit.doc, FILON_TOKEN);
    ck_assert_uint_eq(filon_rows(tokens), 7);
    assert_str(filon_row_text(kit.doc, tokens, 1), "Du");
    assert_str(filon_strs(tokens, FILON_TOKEN_FORM)[1], "le");
    ck_assert_ptr_null(filon_strs(tokens, FILON_TOKEN_FORM)[2].p);
    ck_assert_uint_eq(filon_ref(tokens, FILON_TOKEN_HEAD)[0], 2);
    ck_assert_uint_eq(filon_ref(tokens, FILON_TOKEN_HEAD)[2], FILON_NONE);
    load("c");
    assert_str(filon_doc_text(kit.doc), "Fin");
    input.data = FILON_NO_STR; /* tried again later: the reader fetches it itself */
    filon_doc_reset(kit.doc);
    ck_assert_int_eq(filon_plugin_read_conllu.load(ctx, &input, kit.doc), 0);
    assert_str(filon_doc_text(kit.doc), "Fin");
    ck_assert_int_eq(filon_plugin_read_conllu.next(ctx, &input), 0);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(bad_documents)
{
    kit_puts("a.conllu", "# newdoc\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n# newdoc id = b\nno word\n\n");
    kit_puts("b.conllu", "");
    kit_put("c.conllu", FILON_STR("1\t\xff\t_\t_\t_\t_\t_\t_\t_\t_\n\n"));
    ctx = kit_open("read_conllu", &filon_plugin_read_conllu, "path: [a.conllu, b.conllu, c.conllu, d.conllu]");
    load("a.conllu:1");
    static const char *const why[] = {"a.conllu:5: a word has ten fields", "b.conllu: no sentence", "c.conllu: byte 3 is no UTF-8", "d.conllu"};
    for (size_t i = 0; i < FILON_COUNT(why); i++) {
        ck_assert_int_eq(filon_plugin_read_conllu.next(ctx, &input), 1);
        filon_doc_reset(kit.doc);
        ck_assert_int_eq(filon_plugin_read_conllu.load(ctx, &input, kit.doc), -1);
        assert_has(kit_error(ctx), why[i]);
    }
    filon_instance_free(ctx);
}
END_TEST

START_TEST(slow_input)
{
    int ends[2], saved = dup(STDIN_FILENO);
    ck_assert_int_eq(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    ctx = kit_open("read_conllu", &filon_plugin_read_conllu, "path: \"-\"");
    for (size_t half = strlen(good) / 2, at = 0; at < 2; at++) {
        ck_assert_int_eq(filon_plugin_read_conllu.next(ctx, &input), FILON_LATER);
        const char *part = good + at * half;
        size_t n = at ? strlen(part) : half;
        ck_assert_int_eq(write(ends[1], part, n), n);
    }
    ck_assert_int_eq(filon_plugin_read_conllu.next(ctx, &input), FILON_LATER);
    close(ends[1]);
    load("a b");
    load("c");
    ck_assert_int_eq(filon_plugin_read_conllu.next(ctx, &input), 0);
    filon_instance_free(ctx);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(ends[0]);
}
END_TEST

/* A form that ends with white space keeps it before a new paragraph. */
START_TEST(white_space_in_forms)
{
    kit_puts("a.conllu", "1\tne \t_\t_\t_\t_\t0\troot\t_\t_\n\n# newpar\n1\tpas\t_\t_\t_\t_\t0\troot\t_\t_\n\n");
    ctx = kit_open("read_conllu", &filon_plugin_read_conllu, "path: a.conllu");
    load("a.conllu");
    ck_assert_str_eq(filon_doc_text(kit.doc).p, "ne \n\npas ");
    struct filon_error error = {0};
    ck_assert_msg(filon_doc_check(kit.doc, &error) == 0, "%s", error.text);
    filon_instance_free(ctx);
    ctx = NULL;
}
END_TEST

/* What was written is read, and written the same. */
START_TEST(there_and_back)
{
    struct filon_buf once = FILON_BUF_INIT, twice = FILON_BUF_INIT;
    kit_puts("a.conllu", good);
    ctx = kit_open("read_conllu", &filon_plugin_read_conllu, "path: a.conllu");
    load("a b");
    filon_doc_conllu(kit.doc, &once);
    assert_has(once.p, "# newdoc id = \n# newpar\n# sent_id = -1\n# text = Du pain, M. Bon !\n1-2\tDu\t_");
    assert_has(once.p, "\n2\tle\tle\tDET\t_\tDefinite=Def|Gender=Masc\t3\tdet\t_\t_\n");
    assert_has(once.p, "\n5\tM.\tmonsieur\tNOUN\t_\t_\t3\tvocative\t_\tSpacesAfter=\\s\\n\n");
    filon_instance_free(ctx);
    kit_puts("b.conllu", once.p);
    ctx = kit_open("read_conllu", &filon_plugin_read_conllu, "path: b.conllu");
    load("b.conllu:1");
    filon_doc_conllu(kit.doc, &twice);
    const char *from = strstr(once.p, "# text"), *again = strstr(twice.p, "# text");
    ck_assert_str_eq(from, again);
    filon_instance_free(ctx);
    filon_buf_free(&once);
    filon_buf_free(&twice);
}
END_TEST

START_TEST(names)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_reset(kit.doc);
    ck_assert_int_eq(filon_doc_set_text(kit.doc, FILON_STR("Jean Bon va à Lyon."), &kit.error), 0);
    static const uint32_t at[][2] = {{0, 4}, {5, 8}, {9, 11}, {12, 14}, {15, 19}, {19, 20}};
    filon_add(filon_layer(kit.doc, FILON_SENTENCE), 0, 20);
    for (size_t i = 0; i < FILON_COUNT(at); i++)
        filon_add(filon_layer(kit.doc, FILON_TOKEN), at[i][0], at[i][1]);
    struct filon_layer *entities = filon_layer(kit.doc, FILON_ENTITY);
    filon_add(entities, 0, 8);
    filon_add(entities, 15, 19);
    filon_strs(entities, FILON_ENTITY_TYPE)[0] = FILON_STR("PER");
    filon_strs(entities, FILON_ENTITY_TYPE)[1] = FILON_STR("LOC");
    filon_i32(entities, FILON_ENTITY_CHAIN)[0] = 3;
    filon_doc_conllu(kit.doc, &out);
    assert_has(out.p, "# global.Entity = eid-etype\n");
    assert_has(out.p, "1\tJean\t_\t_\t_\t_\t_\t_\t_\tEntity=(e3-PER\n2\tBon\t_\t_\t_\t_\t_\t_\t_\tEntity=e3)\n3\tva\t_\t_\t_\t_\t_\t_\t_\t_\n");
    assert_has(out.p, "5\tLyon\t_\t_\t_\t_\t_\t_\t_\tEntity=(x2-LOC)|SpaceAfter=No\n6\t.\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n");
    filon_buf_free(&out);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {sentences, refusals, documents, bad_documents, slow_input, white_space_in_forms, there_and_back, names, NULL};
    return kit_main("conllu", tests);
}
