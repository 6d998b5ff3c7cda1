/* quote, through its descriptor, on what segment and ner make of a text: minimal pairs (tests/data/quote-*.tsv), holders, columns,
 * lexicons; and what holds for any text whatever. */
#include "tests/unit/stagekit.h"

#include <filon/tsv.h>

static void set_up(void)
{
    stage_set_up(STAGE_QUOTE, "\n");
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
    struct filon_layer *quote = stage_layer();
    struct filon_str holder = filon_strs(quote, FILON_QUOTE_HOLDER)[row];
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_printf(&out, "%.*s ; %.*s ; %.*s ; %.*s ; ", FILON_FMT(filon_strs(quote, FILON_QUOTE_TYPE)[row]),
                     FILON_FMT(span_text(filon_spans(quote, FILON_QUOTE_CUE)[row])),
                     FILON_FMT(span_text(filon_spans(quote, FILON_QUOTE_SOURCE)[row])), FILON_FMT(holder.p ? holder : FILON_STR("-")));
    put_joined(&out, filon_row_text(kit.doc, quote, row));
    return kit_str(&out).p;
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
    return kit_str(&out);
}

static void run_pairs(const char *file, const char *lang, unsigned least)
{
    struct filon_ctx *ctx = stage_open("{}");
    struct filon_tsv tsv;
    struct filon_buf wrong = FILON_BUF_INIT;
    unsigned rows = 0;
    const char *path = kit_source(filon_strf(kit.arena, "tests/data/%s", file));
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, path, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        rows++;
        stage_annotate(ctx, pair_text(tsv.field[1]), lang);
        uint32_t n = stage_rows();
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
    struct filon_ctx *ctx = stage_open("{}");
    stage_annotate(ctx, FILON_STR("Selon le maire, le pont sera fermé. « Il est vieux », a dit le maire."), "fr");
    struct filon_layer *quote = stage_layer();
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
    struct filon_ctx *ctx = stage_open("{}");
    stage_annotate(ctx, FILON_STR(""), "fr");
    ck_assert_uint_eq(stage_rows(), 0);
    stage_annotate(ctx, FILON_STR("«"), "fr");
    ck_assert_uint_eq(stage_rows(), 0);
    stage_annotate(ctx, FILON_STR("« », a dit Claire Martin. “ “, Claire Martin dit non."), "fr"); /* marks around nothing */
    ck_assert_uint_eq(stage_rows(), 0);
    stage_annotate(ctx, FILON_STR("Der Bürgermeister sagt, die Brücke sei alt."), "de");
    ck_assert_uint_eq(stage_rows(), 0);
    filon_instance_free(ctx);
}
END_TEST

/* ---- Lexicons of users. */
START_TEST(lexicon)
{
    const struct filon_str text = FILON_STR("Le maire ronchonne que le pont est vieux.");
    struct filon_ctx *plain = stage_open("{}");
    stage_annotate(plain, text, "fr");
    ck_assert_uint_eq(stage_rows(), 0);
    filon_instance_free(plain);
    kit_puts("mine.tsv", "# a verb more\nsay\tronchonner\tque direct\t\n");
    struct filon_ctx *mine = stage_open("{lexicon: mine.tsv}");
    stage_annotate(mine, text, "fr");
    ck_assert_uint_eq(stage_rows(), 1);
    ck_assert_str_eq(quote_row(0), "indirect ; ronchonne ; Le maire ; maire ; le pont est vieux");
    filon_instance_free(mine);
    kit_puts("less.tsv", "off\taffirmer\n");
    struct filon_ctx *less = stage_open("{lexicon: less.tsv}");
    stage_annotate(less, FILON_STR("Le maire affirme que le pont est vieux."), "fr");
    ck_assert_uint_eq(stage_rows(), 0);
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
    stage_refuses("mine.tsv", bad_lexicons[_i].text, "{lexicon: mine.tsv}", bad_lexicons[_i].said);
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

START_TEST(hostile)
{
    struct filon_ctx *ctx = stage_open("{}");
    stage_is_linear(ctx, "Il ", patterns[_i], 160000);
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
    struct filon_ctx *ctx = stage_open("{}");
    uint64_t state = 20240607;
    for (unsigned round = 0; round < 300; round++) {
        struct filon_buf text = FILON_BUF_INIT;
        for (unsigned i = 0; i < 60; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            filon_buf_puts(&text, pieces[(state >> 33) % FILON_COUNT(pieces)]);
            if ((state >> 60) % 8)
                filon_buf_putc(&text, ' ');
        }
        stage_annotate(ctx, kit_str(&text), "fr");
    }
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("quote");
    TCase *tcase = tcase_create("quote");
    tcase_add_checked_fixture(tcase, set_up, stage_tear_down);
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
