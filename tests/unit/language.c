/* language, through its descriptor: documents, their blocks, what may be and what stays; short blocks; hostile texts; models. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <stdlib.h>
#include <time.h>

#include "base/paths.h"
#include "plugins/language/language.h"

extern const struct filon_plugin filon_plugin_language;

static void set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
    ck_assert(filon_schema_add(kit.schema, &filon_plugin_language.layers[0], "language", &kit.error) == 0);
    filon_doc_free(kit.doc);
    kit.doc = filon_doc_new(kit.schema);
}

/* Every line of the text is a block; those that begin with `|` are furniture. */
static void annotate(struct filon_ctx *ctx, struct filon_str text, const char *lang)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, text, &kit.error) == 0, "%s", kit.error.text);
    if (lang)
        filon_meta_set(kit.doc, "lang", filon_str_of(lang), FILON_NO_SPAN);
    struct filon_layer *block = filon_layer(kit.doc, FILON_BLOCK);
    for (size_t begin = 0, end = 0; begin < text.n; begin = end + 1) {
        const char *feed = memchr(text.p + begin, '\n', text.n - begin);
        end = feed ? (size_t)(feed - text.p) : text.n;
        if (end > begin) {
            uint32_t row = filon_add(block, (uint32_t)begin, (uint32_t)end);
            filon_bool(block, FILON_BLOCK_CONTENT)[row] = text.p[begin] != '|';
        }
    }
    ck_assert_msg(filon_plugin_language.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    ck_assert_msg(filon_doc_check(kit.doc, &kit.error) == 0, "%s", kit.error.text);
}

/* "fr: en - fr": the document's language and the blocks'. */
static const char *found(struct filon_ctx *ctx, const char *text, const char *lang)
{
    struct filon_buf out = FILON_BUF_INIT;
    annotate(ctx, filon_str_of(text), lang);
    struct filon_layer *block = filon_layer(kit.doc, FILON_BLOCK);
    const struct filon_str *langs = filon_strs(block, filon_column_id(ctx, "block", "lang"));
    filon_buf_put_str(&out, filon_doc_lang(kit.doc));
    filon_buf_putc(&out, ':');
    for (uint32_t i = 0; i < filon_rows(block); i++)
        filon_buf_printf(&out, " %.*s", langs[i].p ? (int)langs[i].n : 1, langs[i].p ? langs[i].p : "-");
    const char *copy = filon_strdup(kit.arena, out.p);
    filon_buf_free(&out);
    return copy;
}

#define FRENCH "Le conseil municipal a voté hier soir le budget de la ville.\n"
#define ENGLISH "The council voted for the new budget yesterday evening.\n"

static const struct document {
    const char *text, *before, *found;
} documents[] = {
    {FRENCH, NULL, "fr: fr"},
    {ENGLISH, NULL, "en: en"},
    {FRENCH FRENCH ENGLISH FRENCH, NULL, "fr: fr fr en fr"},
    {FRENCH, "en", "fr: fr"},                                              /* the words tell more than the page does */
    {FRENCH, "fr-BE", "fr-BE: fr"},                                        /* which may say it better */
    {FRENCH, "oc", "oc: fr"},                                              /* a language that the model does not know stands */
    {"|" ENGLISH "|" ENGLISH "|" ENGLISH FRENCH, NULL, "fr: en en en fr"}, /* furniture does not count */
    {"|" ENGLISH, NULL, "en: en"},                                         /* unless there is nothing else */
    {"12 345,6\n+33 2 98 00 00 00\n", NULL, "fr: - -"},                    /* the job's */
    {"12 345,6\n", "de", "de: -"},
    {"Oui\n", "en", "en: -"},
    {"Der Stadtrat hat gestern Abend den neuen Haushalt der Stadt beschlossen.\n", NULL, "de: de"},
    {"El ayuntamiento aprobó ayer por la noche el nuevo presupuesto de la ciudad.\n", NULL, "es: es"},
    {"Il consiglio comunale ha approvato ieri sera il nuovo bilancio della città.\n", NULL, "it: it"},
    {"A câmara municipal aprovou ontem à noite o novo orçamento da cidade.\n", NULL, "pt: pt"},
    {"De gemeenteraad heeft gisteravond de nieuwe begroting van de stad goedgekeurd.\n", NULL, "nl: nl"},
    {"Rada miasta uchwaliła wczoraj wieczorem nowy budżet, który wejdzie w życie za rok.\n", NULL, "pl: pl"},
    {"Kommunfullmäktige antog i går kväll den nya budgeten för staden.\n", NULL, "sv: sv"},
    {"Городской совет вчера вечером принял новый бюджет.\n", NULL, "ru: ru"},
    {"Міська рада вчора ввечері ухвалила новий бюджет, який діє рік.\n", NULL, "uk: uk"},
    {"Το δημοτικό συμβούλιο ψήφισε χθες τον νέο προϋπολογισμό.\n", NULL, "el: el"},
    {"市議会は昨夜、新しい予算を可決しました。\n", NULL, "ja: ja"},
    {"市议会昨晚通过了新的城市预算。\n", NULL, "zh: zh"},
    {"시의회는 어젯밤 새 예산안을 통과시켰다.\n", NULL, "ko: ko"},
    {"صوت المجلس البلدي مساء أمس على الميزانية الجديدة.\n", NULL, "ar: ar"},
    {FRENCH "Городской совет вчера вечером принял новый бюджет.\n" FRENCH, NULL, "fr: fr ru fr"},
    {FRENCH FRENCH "int main(void) { return filon_main(argc, argv) ? 1 : 0; } /* x */\n", NULL, "fr: fr fr -"},
};

START_TEST(of_documents)
{
    struct filon_ctx *ctx = kit_open("language", &filon_plugin_language, "{}");
    ck_assert_str_eq(found(ctx, documents[_i].text, documents[_i].before), documents[_i].found);
    filon_instance_free(ctx);
}
END_TEST

/* Of few words, as headings and quotes are. */
START_TEST(short_blocks)
{
    static const char *const fr[] = {
        "Le ministre démissionne",      "Grève à la SNCF lundi",       "Ce qu'il faut retenir",         "Un accord a été trouvé",
        "Pourquoi ils ont voté contre", "La hausse des prix inquiète", "Deux blessés dans un accident", "Lire aussi",
        "Les élus locaux s'y opposent", "Une décision attendue"};
    static const char *const en[] = {
        "The minister resigns",      "Strike on the railways",    "What you need to know",   "A deal was reached",
        "Why they voted against it", "Rising prices are a worry", "Two hurt in an accident", "Read more",
        "Local councils oppose it",  "A long-awaited decision"};
    struct filon_ctx *ctx = kit_open("language", &filon_plugin_language, "{}");
    unsigned told = 0;
    for (size_t i = 0; i < FILON_COUNT(fr); i++) {
        ck_assert_msg(filon_str_starts(filon_str_of(found(ctx, filon_strf(kit.arena, "%s\n", fr[i]), "fr")), FILON_STR("fr:")), "%s",
                      fr[i]);
        ck_assert_msg(filon_str_starts(filon_str_of(found(ctx, filon_strf(kit.arena, "%s\n", en[i]), "en")), FILON_STR("en:")), "%s",
                      en[i]);
        const char *mixed = found(ctx, filon_strf(kit.arena, FRENCH "%s\n%s\n", fr[i], en[i]), NULL);
        ck_assert_msg(strcmp(mixed, "fr: fr fr en") == 0 || strcmp(mixed, "fr: fr fr -") == 0, "%s: %s", fr[i], mixed);
        told += strstr(mixed, "en") != NULL;
    }
    ck_assert_uint_ge(told, 8);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(among_and_only)
{
    const char *german = "Der Stadtrat hat gestern Abend den neuen Haushalt der Stadt beschlossen.\n";
    struct filon_ctx *ctx = kit_open("language", &filon_plugin_language, "{ among: [en, nl], blocks: no }");
    const char *forced = found(ctx, german, NULL);
    ck_assert_str_eq(forced, "nl: -");
    filon_instance_free(ctx);
    ctx = kit_open("language", &filon_plugin_language, "{ only: [fr, en] }");
    found(ctx, german, NULL);
    ck_assert_str_eq(filon_doc_dropped(kit.doc), "its language is de");
    found(ctx, ENGLISH, NULL);
    ck_assert(!filon_doc_dropped(kit.doc));
    found(ctx, FRENCH, "fr-CA");
    ck_assert(!filon_doc_dropped(kit.doc));
    filon_instance_free(ctx);
    assert_has(kit_refused("language", &filon_plugin_language, "{ among: [xx] }"),
               "the model knows none of these languages; it knows fr en");
    assert_has(kit_refused("language", &filon_plugin_language, "{ model: none.model }"), "none.model");
}
END_TEST

START_TEST(without_blocks)
{
    struct filon_ctx *ctx = kit_open("language", &filon_plugin_language, "{}");
    filon_doc_reset(kit.doc);
    ck_assert(filon_doc_set_text(kit.doc, FILON_STR(ENGLISH ENGLISH), &kit.error) == 0);
    ck_assert(filon_plugin_language.annotate(ctx, kit.doc) == 0);
    assert_str(filon_doc_lang(kit.doc), "en");
    filon_instance_free(ctx);
}
END_TEST

/* Models are input: sizes, labels and scale are looked at. */
START_TEST(bad_models)
{
    static weights_line lines[TABLE_LINES];
    static const struct {
        const char *labels, *scale, *message;
        size_t bytes;
    } models[] = {
        {"fr en", "0.1", NULL, sizeof lines},
        {"fr en", "0.1", "not a model of this version", sizeof lines / 2},
        {"fr en", "0.1", "", 17},
        {"fr en", "0", "not a model of this version", sizeof lines},
        {"fr en", "nan", "not a model of this version", sizeof lines},
        {"fr en", "1e99", "not a model of this version", sizeof lines},
        {"", "0.1", "no labels", sizeof lines},
        {"français en", "0.1", "labels are codes", sizeof lines},
        {"aa ab ac ad ae af ag ah ai aj ak al am an ao ap aq", "0.1", "labels are codes", sizeof lines},
    };
    struct filon_model_out *out = filon_model_out_new("language");
    filon_model_set(out, "labels", "%s", models[_i].labels);
    filon_model_set(out, "scale", "%s", models[_i].scale);
    filon_model_add(out, "weights", lines, models[_i].bytes);
    ck_assert(filon_model_write(out, kit_path("x.model"), &kit.error) == 0);
    filon_model_out_free(out);
    if (models[_i].message)
        assert_has(kit_refused("language", &filon_plugin_language, "{ model: x.model }"), models[_i].message);
    else
        filon_instance_free(kit_open("language", &filon_plugin_language, "{ model: x.model }"));
}
END_TEST

/* Any bytes that are text; a megabyte takes no longer than its first part. */
START_TEST(hostile)
{
    static const char *const pieces[] = {"a", "é", "'", "’", "\xf0\x9f\x98\x80", "漢", "ひ", " ", "\xcc\x81", "İ", "Ⱥ", "\x01",
                                         "1", "я", "ﷺ", "\n"};
    struct filon_ctx *ctx = kit_open("language", &filon_plugin_language, "{}");
    uint32_t lots = 1;
    for (int round = 0; round < 400; round++) {
        struct filon_buf text = FILON_BUF_INIT;
        filon_buf_put(&text, "", 0);
        for (int n = round * 3; n; n--) {
            lots = lots * 1664525 + 1013904223;
            filon_buf_puts(&text, pieces[(lots >> 20) % (round % FILON_COUNT(pieces) + 1)]);
        }
        annotate(ctx, filon_buf_str(&text), NULL);
        filon_buf_free(&text);
    }
    for (size_t i = 0; i < FILON_COUNT(pieces); i++) {
        struct filon_buf text = FILON_BUF_INIT;
        while (text.n < 1000000)
            filon_buf_puts(&text, pieces[i]);
        clock_t from = clock();
        annotate(ctx, filon_buf_str(&text), NULL);
        ck_assert_msg(clock() - from < CLOCKS_PER_SEC, "%s", pieces[i]);
        filon_buf_free(&text);
    }
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("language");
    TCase *tcase = tcase_create("language");
    tcase_add_checked_fixture(tcase, set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, of_documents, 0, FILON_COUNT(documents));
    tcase_add_test(tcase, short_blocks);
    tcase_add_test(tcase, among_and_only);
    tcase_add_test(tcase, without_blocks);
    tcase_add_loop_test(tcase, bad_models, 0, 9);
    tcase_add_test(tcase, hostile);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
