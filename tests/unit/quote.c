/* quote, through its descriptor, on what segment and ner make of a text: minimal pairs (tests/data/quote-*.tsv), holders, columns,
 * lexicons; and what holds for any text whatever. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <filon/tsv.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/paths.h"

extern const struct filon_plugin filon_plugin_segment, filon_plugin_ner, filon_plugin_quote;

static struct filon_ctx *segment, *ner;

static void set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
    ck_assert(filon_schema_add(kit.schema, &filon_plugin_ner.layers[0], "ner", &kit.error) == 0);
    ck_assert(filon_schema_add(kit.schema, &filon_plugin_quote.layers[0], "quote", &kit.error) == 0);
    filon_doc_free(kit.doc);
    kit.doc = filon_doc_new(kit.schema);
    segment = kit_open("segment", &filon_plugin_segment, "{}");
    ner = kit_open("ner", &filon_plugin_ner, "{}");
}

static void tear_down(void)
{
    filon_instance_free(segment);
    filon_instance_free(ner);
    kit_tear_down();
}

static struct filon_ctx *open_quote(const char *yaml)
{
    return kit_open("quote", &filon_plugin_quote, yaml);
}

/* Every paragraph of the text is a block. */
static void annotate(struct filon_ctx *ctx, struct filon_str text, const char *lang)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, text, &kit.error) == 0, "%s", kit.error.text);
    filon_meta_set(kit.doc, "lang", filon_str_of(lang), FILON_NO_SPAN);
    struct filon_layer *block = filon_layer(kit.doc, FILON_BLOCK);
    for (size_t begin = 0, end = 0; begin < text.n; begin = end + 1) {
        const char *feed = memchr(text.p + begin, '\n', text.n - begin);
        end = feed ? (size_t)(feed - text.p) : text.n;
        if (end > begin) {
            uint32_t row = filon_add(block, (uint32_t)begin, (uint32_t)end);
            filon_strs(block, FILON_BLOCK_KIND)[row] = FILON_STR("paragraph");
            filon_bool(block, FILON_BLOCK_CONTENT)[row] = true;
        }
    }
    ck_assert_msg(filon_plugin_segment.annotate(segment, kit.doc) == 0, "%s", kit_error(segment));
    ck_assert_msg(filon_plugin_ner.annotate(ner, kit.doc) == 0, "%s", kit_error(ner));
    ck_assert_msg(filon_plugin_quote.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    ck_assert_msg(filon_doc_check(kit.doc, &kit.error) == 0, "%s", kit.error.text);
}

static struct filon_str span_text(struct filon_span span)
{
    return span.begin == FILON_NONE ? FILON_STR("-") : filon_text_of(kit.doc, span.begin, span.end);
}

static void put_joined(struct filon_buf *out, struct filon_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n')
            filon_buf_puts(out, i + 1 < s.n && s.p[i + 1] == '\n' ? "¶" : "");
        else
            filon_buf_putc(out, s.p[i]);
}

/* The row as tests/data/quote-fr.tsv writes it. */
static const char *quote_row(uint32_t row)
{
    struct filon_layer *quote = filon_layer(kit.doc, FILON_QUOTE);
    struct filon_str holder = filon_strs(quote, FILON_QUOTE_HOLDER)[row];
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_printf(&out, "%.*s ; %.*s ; %.*s ; %.*s ; ", FILON_FMT(filon_strs(quote, FILON_QUOTE_TYPE)[row]),
                     FILON_FMT(span_text(filon_spans(quote, FILON_QUOTE_CUE)[row])),
                     FILON_FMT(span_text(filon_spans(quote, FILON_QUOTE_SOURCE)[row])), FILON_FMT(holder.p ? holder : FILON_STR("-")));
    put_joined(&out, filon_row_text(kit.doc, quote, row));
    const char *text = filon_strdup(kit.arena, out.p);
    filon_buf_free(&out);
    return text;
}

/* ---- Minimal pairs: every row of the file; all that differ are told at once. */
static struct filon_str pair_text(struct filon_str s)
{
    struct filon_buf out = FILON_BUF_INIT;
    for (size_t i = 0; i < s.n; i++)
        if (filon_str_starts((struct filon_str){s.p + i, s.n - i}, FILON_STR("¶"))) {
            filon_buf_puts(&out, "\n\n");
            i++;
        } else {
            filon_buf_putc(&out, s.p[i]);
        }
    struct filon_str text = filon_str_dup(kit.arena, filon_buf_str(&out));
    filon_buf_free(&out);
    return text;
}

static void run_pairs(const char *file, const char *lang, unsigned least)
{
    struct filon_ctx *ctx = open_quote("{}");
    struct filon_tsv tsv;
    struct filon_buf wrong = FILON_BUF_INIT;
    unsigned rows = 0;
    const char *path = filon_strf(kit.arena, "%s/tests/data/%s", getenv("top_srcdir") ? getenv("top_srcdir") : ".", file);
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, path, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        rows++;
        annotate(ctx, pair_text(tsv.field[1]), lang);
        uint32_t n = filon_rows(filon_layer(kit.doc, FILON_QUOTE));
        bool same = n + 2 == tsv.fields;
        for (uint32_t i = 0; i < n && same; i++)
            same = filon_str_is(tsv.field[i + 2], quote_row(i));
        if (same)
            continue;
        filon_buf_printf(&wrong, "\n%s:%u: %.*s", file, tsv.line, FILON_FMT(tsv.field[1]));
        for (unsigned i = 2; i < tsv.fields; i++)
            filon_buf_printf(&wrong, "\n  wanted %.*s", FILON_FMT(tsv.field[i]));
        for (uint32_t i = 0; i < n; i++)
            filon_buf_printf(&wrong, "\n  found  %s", quote_row(i));
    }
    ck_assert_msg(kit.error.code == FILON_OK, "%s", kit.error.text);
    ck_assert_msg(!wrong.n, "%s", wrong.p);
    ck_assert_msg(rows >= least, "%u rows of %s", rows, file);
    filon_buf_free(&wrong);
    filon_instance_free(ctx);
}

START_TEST(pairs_fr)
{
    run_pairs("quote-fr.tsv", "fr", 160);
}
END_TEST

START_TEST(pairs_en)
{
    run_pairs("quote-en.tsv", "en", 15);
}
END_TEST

/* ---- Columns. */
START_TEST(rule_and_score)
{
    struct filon_ctx *ctx = open_quote("{}");
    annotate(ctx, FILON_STR("Selon le maire, le pont sera fermé. « Il est vieux », a dit le maire."), "fr");
    struct filon_layer *quote = filon_layer(kit.doc, FILON_QUOTE);
    int rule = filon_schema_column(kit.schema, FILON_QUOTE, "rule");
    ck_assert_uint_eq(filon_rows(quote), 2);
    assert_str(filon_strs(quote, rule)[0], "according");
    assert_str(filon_strs(quote, rule)[1], "incise-quote");
    for (uint32_t i = 0; i < 2; i++)
        ck_assert(filon_f32(quote, FILON_QUOTE_SCORE)[i] > 0 && filon_f32(quote, FILON_QUOTE_SCORE)[i] <= 1);
    filon_instance_free(ctx);
}
END_TEST

/* A text without anybody in it, a text that no lexicon is for, nothing at all. */
START_TEST(nothing)
{
    struct filon_ctx *ctx = open_quote("{}");
    annotate(ctx, FILON_STR(""), "fr");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_QUOTE)), 0);
    annotate(ctx, FILON_STR("«"), "fr");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_QUOTE)), 0);
    annotate(ctx, FILON_STR("Der Bürgermeister sagt, die Brücke sei alt."), "de");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_QUOTE)), 0);
    filon_instance_free(ctx);
}
END_TEST

/* ---- Lexicons of users. */
START_TEST(lexicon)
{
    const struct filon_str text = FILON_STR("Le maire ronchonne que le pont est vieux.");
    struct filon_ctx *plain = open_quote("{}");
    annotate(plain, text, "fr");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_QUOTE)), 0);
    filon_instance_free(plain);
    kit_puts("mine.tsv", "# a verb more\nsay\tronchonner\tque direct\t\n");
    struct filon_ctx *mine = open_quote("{lexicon: mine.tsv}");
    annotate(mine, text, "fr");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_QUOTE)), 1);
    ck_assert_str_eq(quote_row(0), "indirect ; ronchonne ; Le maire ; maire ; le pont est vieux");
    filon_instance_free(mine);
    kit_puts("less.tsv", "off\taffirmer\n");
    struct filon_ctx *less = open_quote("{lexicon: less.tsv}");
    annotate(less, FILON_STR("Le maire affirme que le pont est vieux."), "fr");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_QUOTE)), 0);
    filon_instance_free(less);
}
END_TEST

static const struct {
    const char *text, *said;
} bad_lexicons[] = {
    {"say\taffirmer\tquoi\t\n", "mine.tsv:1: \"quoi\" is no frame"},
    {"# one\nsay\txyz\tque\t\n", "mine.tsv:2: \"xyz\" is no verb that can be inflected"},
    {"sing\taffirmer\tque\t\n", "mine.tsv:1: \"sing\" is no kind of word"},
    {"say\n", "mine.tsv:1: 1 columns where 2 are needed"},
    {"say\tse\tque\t\n", "mine.tsv:1: \"se\": a verb and at most 4 words after it are expected"},
    {"source\tun deux trois quatre cinq six sept huit\n", "has more than 7 words"},
};

START_TEST(bad_lexicon)
{
    kit_puts("mine.tsv", bad_lexicons[_i].text);
    assert_has(kit_refused("quote", &filon_plugin_quote, "{lexicon: mine.tsv}"), bad_lexicons[_i].said);
}
END_TEST

/* ---- Any text whatever: no crash, spans in bounds (annotate checks them), time in proportion to the length. */
static const char *const patterns[] = {
    "« ",
    "» ",
    "« a » ",
    "\" ",
    "“ ‘ ",
    "« Il dit que\n\n",
    "affirme ",
    "et dénonce ",
    "affirme que le ministre ",
    ", affirme le ministre ",
    "selon le ministre ",
    "selon le ministre, ",
    ", soulignant que cela est ",
    "« il dit : ",
    "Le président Jean Dupont a parlé. Le président dit oui. ",
    "le ministre de la ville ",
    "qui ",
    "de ",
    "ainsi ",
    ", a-t-il dit ",
    "Il a dit oui, a-t-il dit. ",
    "( ",
    ": « ",
    "— Oui, dit-il. ",
    "estime-il ",
    "comme l'a dit le maire, ",
    "X accuse Y de ",
    "Pour X, ",
};

static double seconds_for(struct filon_ctx *ctx, const char *pattern, size_t bytes)
{
    struct filon_buf text = FILON_BUF_INIT;
    filon_buf_puts(&text, "Il ");
    while (text.n < bytes)
        filon_buf_puts(&text, pattern);
    struct filon_str copy = filon_str_dup(kit.arena, filon_buf_str(&text));
    filon_buf_free(&text);
    annotate(ctx, copy, "fr");
    clock_t start = clock();
    filon_truncate(filon_layer(kit.doc, FILON_QUOTE), 0);
    ck_assert_int_eq(filon_plugin_quote.annotate(ctx, kit.doc), 0);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

START_TEST(hostile)
{
    struct filon_ctx *ctx = open_quote("{}");
    double small = seconds_for(ctx, patterns[_i], 20000), large = seconds_for(ctx, patterns[_i], 160000);
    /* Eight times the text: linear work takes eight times as long, quadratic sixty-four. */
    ck_assert_msg(large < 24 * small + 0.2, "`%s`: %.3f s, then %.3f s", patterns[_i], small, large);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(any_text)
{
    static const char *const pieces[] = {"«",
                                         "»",
                                         "“",
                                         "”",
                                         "\"",
                                         "‘",
                                         "’",
                                         "‹",
                                         "›",
                                         "(",
                                         ")",
                                         ",",
                                         ".",
                                         ":",
                                         ";",
                                         "—",
                                         "\n\n",
                                         "\u00a0",
                                         "Il",
                                         "elle",
                                         "le maire",
                                         "Jean Petit",
                                         "Claire Martin",
                                         "dit",
                                         "a",
                                         "affirme",
                                         "que",
                                         "qu'",
                                         "de",
                                         "d'",
                                         "à",
                                         "selon",
                                         "pour",
                                         "accuse",
                                         "soulignant",
                                         "et",
                                         "qui",
                                         "ne",
                                         "pas",
                                         "se",
                                         "-t-il",
                                         "l'",
                                         "avoir",
                                         "dit-il",
                                         "comme"};
    struct filon_ctx *ctx = open_quote("{}");
    uint64_t state = 20240607;
    for (unsigned round = 0; round < 300; round++) {
        struct filon_buf text = FILON_BUF_INIT;
        for (unsigned i = 0; i < 60; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            filon_buf_puts(&text, pieces[(state >> 33) % FILON_COUNT(pieces)]);
            if ((state >> 60) % 8)
                filon_buf_putc(&text, ' ');
        }
        annotate(ctx, filon_str_dup(kit.arena, filon_buf_str(&text)), "fr");
        filon_buf_free(&text);
    }
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("quote");
    TCase *tcase = tcase_create("quote");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, pairs_fr);
    tcase_add_test(tcase, pairs_en);
    tcase_add_test(tcase, rule_and_score);
    tcase_add_test(tcase, nothing);
    tcase_add_test(tcase, lexicon);
    tcase_add_loop_test(tcase, bad_lexicon, 0, FILON_COUNT(bad_lexicons));
    tcase_add_loop_test(tcase, hostile, 0, FILON_COUNT(patterns));
    tcase_add_test(tcase, any_text);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
