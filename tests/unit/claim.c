/* claim, through its descriptor, on what segment, ner, quote and stance make of a text: minimal pairs, claim files that are wrong, and what
 * holds for any text whatever. */
#include "tests/unit/stagekit.h"

#include <filon/tsv.h>
#include <stdio.h>

static void set_up(void)
{
    stage_set_up(STAGE_CLAIM, "¶");
}

static void annotate(struct filon_ctx *ctx, struct filon_str text)
{
    stage_annotate(ctx, text, "fr");
}

static const char *found(void)
{
    const char *all = stage_rows() ? "" : "-";
    for (uint32_t row = 0; row < stage_rows(); row++)
        all = filon_strf(kit.arena, "%s%s%.*s %.*s %.*s", all, row ? " | " : "", FILON_FMT(stage_cell(row, FILON_POSITION_CLAIM)),
                         FILON_FMT(stage_cell(row, FILON_POSITION_HOLDER)), FILON_FMT(stage_cell(row, FILON_POSITION_POSITION)));
    return all;
}

static const char *data(const char *file)
{
    return kit_source(filon_strf(kit.arena, "tests/data/%s", file));
}

static struct filon_ctx *open_claims(const char *path, const char *options)
{
    return stage_open(filon_strf(kit.arena, "{file: '%s'%s}", path, options));
}

static void check_pairs(const char *lang)
{
    struct filon_ctx *ctx = open_claims(data(filon_strf(kit.arena, "claim-%s.yaml", lang)), "");
    struct filon_tsv tsv;
    unsigned wrong = 0, all = 0;
    ck_assert_int_eq(filon_tsv_open(&tsv, kit.arena, data(filon_strf(kit.arena, "claim-%s.tsv", lang)), &kit.error), 0);
    for (int got; (got = filon_tsv_next(&tsv, 2, &kit.error)) != 0; all++) {
        ck_assert_msg(got == 1, "%s", kit.error.text);
        stage_annotate(ctx, tsv.field[0], lang);
        const char *what = found();
        if (!filon_str_is(tsv.field[1], what)) {
            fprintf(stderr, "%s:%u: %.*s\n    wanted %.*s\n    found  %s\n", tsv.path, tsv.line, FILON_FMT(tsv.field[0]),
                    FILON_FMT(tsv.field[1]), what);
            wrong++;
        }
    }
    filon_instance_free(ctx);
    ck_assert_msg(wrong == 0, "%u of %u sentences are read wrongly", wrong, all);
}

START_TEST(minimal_pairs)
{
    check_pairs("fr");
    check_pairs("en");
}
END_TEST

/* ---- The lexicon's rows. */

/* What of a sentence shows that the word of a class was heard, as the column `rule` has it. */
static const struct {
    const char *class, *rules[3];
} decisive[] = {
    {"bad", {"quote: blame", "quote: negated"}}, /* the latter where the word turns round as well */
    {"good", {"quote: praise", "quote: negated"}},
    {"rebut", {"quote: negated"}},
    {"deny", {"quote: denied", "quote: negated"}},
};

static bool by_class(struct filon_str title)
{
    struct filon_str rule = stage_rows() ? stage_cell(0, filon_schema_column(kit.schema, FILON_POSITION, "rule")) : FILON_NO_STR;
    for (size_t i = 0; i < FILON_COUNT(decisive); i++)
        for (size_t k = 0; filon_str_starts(title, filon_str_of(decisive[i].class)) && k < 3 && decisive[i].rules[k]; k++)
            if (filon_str_is(rule, decisive[i].rules[k]))
                return true;
    return false;
}

static unsigned untitled(struct filon_map *titles, const char *lang)
{
    struct filon_tsv tsv;
    unsigned missing = 0;
    const char *path = filon_registry_data(kit.registry, filon_registry_find(kit.registry, "claim", &kit.error),
                                           filon_strf(kit.arena, "%s.tsv", lang), kit.arena, &kit.error);
    ck_assert_msg(path && filon_tsv_open(&tsv, kit.arena, path, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 3, &kit.error) > 0)
        for (size_t i = 0; i < FILON_COUNT(decisive); i++) {
            const char *title = filon_strf(kit.arena, "%s %.*s", decisive[i].class, FILON_FMT(tsv.field[0]));
            if (!filon_str_is(tsv.field[2], decisive[i].class) || filon_map_get(titles, filon_str_of(title)) != FILON_MAP_NONE)
                continue;
            fprintf(stderr, "%s:%u: no sentence « %s »\n", path, tsv.line, title);
            missing++;
        }
    ck_assert_msg(!kit.error.code, "%s", kit.error.text);
    return missing;
}

/* Each row that blames, praises, turns round or denies has a sentence that it decides. */
static void check_rows(const char *lang)
{
    struct filon_ctx *ctx = open_claims(data(filon_strf(kit.arena, "claim-%s-rows.yaml", lang)), "");
    struct filon_map *titles = filon_map_new(kit.arena, 512);
    struct filon_tsv tsv;
    unsigned wrong = 0;
    ck_assert_int_eq(filon_tsv_open(&tsv, kit.arena, data(filon_strf(kit.arena, "claim-%s-rows.tsv", lang)), &kit.error), 0);
    while (filon_tsv_next(&tsv, 3, &kit.error) > 0) {
        stage_annotate(ctx, tsv.field[1], lang);
        filon_map_set(titles, filon_str_dup(kit.arena, tsv.field[0]), 1);
        if (filon_str_is(tsv.field[2], found()) && by_class(tsv.field[0]))
            continue;
        fprintf(stderr, "%s:%u: %.*s: found %s\n", tsv.path, tsv.line, FILON_FMT(tsv.field[1]), found());
        wrong++;
    }
    ck_assert_msg(!kit.error.code, "%s", kit.error.text);
    filon_instance_free(ctx);
    wrong += untitled(titles, lang);
    ck_assert_msg(wrong == 0, "%u rows, see above", wrong);
}

START_TEST(rows)
{
    check_rows(_i ? "en" : "fr");
}
END_TEST

START_TEST(columns)
{
    struct filon_ctx *ctx = open_claims(data("claim-fr.yaml"), "");
    const char *text = "Hier. Le maire Paul Morel dément que le pont de Morlac soit dangereux. Il pleut.";
    annotate(ctx, filon_str_of(text));
    ck_assert_uint_eq(stage_rows(), 1);
    struct filon_layer *layer = stage_layer();
    assert_str(filon_row_text(kit.doc, layer, 0), "le pont de Morlac soit dangereux");
    float score = filon_f32(layer, FILON_POSITION_SCORE)[0];
    ck_assert(score > 0.4f && score <= 1);
    assert_str(stage_cell(0, filon_schema_column(kit.schema, FILON_POSITION, "rule")), "quote: denied");
    filon_instance_free(ctx);
}
END_TEST

/* One row for a holder and a claim, whatever is said how often; for and against in equal parts is neutral. */
START_TEST(one_row)
{
    struct filon_ctx *ctx = open_claims(data("claim-fr.yaml"), "");
    annotate(ctx,
             FILON_STR("Paul Morel affirme que le pont de Morlac est dangereux. Paul Morel répète que le pont de Morlac est dangereux."));
    ck_assert_str_eq(found(), "pont Paul Morel favor");
    annotate(
        ctx,
        FILON_STR("Paul Morel affirme que le pont de Morlac est dangereux. Paul Morel affirme que le pont de Morlac n'est pas dangereux."));
    ck_assert_str_eq(found(), "pont Paul Morel neutral");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(without_a_file)
{
    struct filon_ctx *ctx = stage_open("{}");
    annotate(ctx, FILON_STR("Paul Morel affirme que le pont de Morlac est dangereux."));
    ck_assert_uint_eq(stage_rows(), 0);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(least_score)
{
    struct filon_ctx *ctx = open_claims(data("claim-fr.yaml"), ", min_score: 1");
    annotate(ctx, FILON_STR("Paul Morel parle d'un danger. Il pleut. Il neige."));
    ck_assert_uint_eq(stage_rows(), 0);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(wrong_files)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"[a]", "c.yaml:1:1: a file of claims has one key, `claims`"},
        {"claims: x", "has one key, `claims`, with a list below it"},
        {"claims: [x]", "c.yaml:1:10: claims[0]: found `x`; wanted a map"},
        {"claims:\n- {id: a, claim: b}", "c.yaml:2:3: claims[0]: no keywords"},
        {"claims:\n- {id: a, keywords: [b]}", "claims[0]: no claim"},
        {"claims:\n- {claim: a, keywords: [b]}", "claims[0]: no id"},
        {"claims:\n- {id: a, claim: b, keywords: [c], polarity: d}", "claims[0].polarity: unknown key; a claim has id, claim, keywords"},
        {"claims:\n- {id: a, claim: b, keywords: {c: d}}", "claims[0].keywords: found a map; wanted a list of texts"},
        {"claims:\n- {id: a, claim: b, keywords: [c]}\n- {id: a, claim: d, keywords: [e]}",
         "c.yaml:3:3: claims[1]: the id `a` comes a second time"},
        {"claims:\n- {id: a, claim: b, keywords: [c}", "c.yaml:2"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        stage_refuses("c.yaml", cases[i].text, "{file: c.yaml}", cases[i].said);
    stage_refuses("c.yaml", "claims: [{id: a, claim: b, keywords: [c]}]", "{file: none.yaml}", "none.yaml");
    const char *options = "{file: c.yaml, lexicon: l.tsv}";
    stage_refuses("l.tsv", "nier\tverb\tnonsense\n", options, "l.tsv:1: `nonsense` is no class of words");
    stage_refuses("l.tsv", "nier\tverbe\tdeny\n", options, "l.tsv:1: `verbe` is no part of speech");
}
END_TEST

START_TEST(own_lexicon)
{
    kit_puts("own.tsv", "# a word of ours\nbidon\tadjective\trebut\n");
    const char *text = "Selon Anna Sorel, les fissures du pont de Morlac sont bidon.";
    struct filon_ctx *ctx = open_claims(data("claim-fr.yaml"), "");
    annotate(ctx, filon_str_of(text));
    ck_assert_str_eq(found(), "pont Anna Sorel favor");
    filon_instance_free(ctx);
    ctx = open_claims(data("claim-fr.yaml"), ", lexicon: own.tsv");
    annotate(ctx, filon_str_of(text));
    ck_assert_str_eq(found(), "pont Anna Sorel against");
    filon_instance_free(ctx);
}
END_TEST

/* Ten times the text takes about ten times as long: the claim stage alone, on layers made by hand. */
START_TEST(linear)
{
    struct filon_ctx *ctx = open_claims(data("claim-fr.yaml"), "");
    double times[2];
    for (int large = 0; large < 2; large++) {
        struct filon_buf text = FILON_BUF_INIT;
        uint32_t n = large ? 20000 : 2000;
        static const char sentence[] = "Le pont de Morlac est un danger. ";
        filon_doc_reset(kit.doc);
        for (uint32_t i = 0; i < n; i++)
            filon_buf_puts(&text, sentence);
        ck_assert_int_eq(filon_doc_set_text(kit.doc, filon_str_dup(filon_doc_arena(kit.doc), filon_buf_str(&text)), &kit.error), 0);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t begin = i * (uint32_t)(sizeof sentence - 1);
            filon_add(filon_layer(kit.doc, FILON_SENTENCE), begin, begin + 32);
            uint32_t row = filon_add(filon_layer(kit.doc, FILON_QUOTE), begin, begin + 32);
            filon_strs(filon_layer(kit.doc, FILON_QUOTE), FILON_QUOTE_HOLDER)[row] = FILON_STR("Morel");
        }
        times[large] = stage_seconds(ctx);
        ck_assert_str_eq(found(), "pont Morel favor");
        filon_buf_free(&text);
    }
    ck_assert_msg(times[1] < 40 * times[0] + 0.02, "%g s, ten times the text %g s", times[0], times[1]);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(any_text)
{
    struct filon_ctx *ctx = open_claims(data("claim-fr.yaml"), "");
    static const char *const pieces[] = {"le pont ",
                                         "de Morlac ",
                                         "est dangereux",
                                         ". ",
                                         "Paul Morel ",
                                         "affirme que ",
                                         "nie ",
                                         "n'",
                                         "ne ",
                                         "pas ",
                                         "« ",
                                         " » ",
                                         "\n\n",
                                         "loi sur les barrages ",
                                         "é",
                                         "— ",
                                         "piratage ",
                                         "main étrangère ",
                                         "aucun ",
                                         ", ",
                                         "selon ",
                                         "Anna Sorel ",
                                         "critique "};
    unsigned seed = 11;
    for (int round = 0; round < 300; round++) {
        struct filon_str text = stage_mixed(&seed, pieces, FILON_COUNT(pieces), 80);
        annotate(ctx, text);
        struct filon_layer *layer = stage_layer();
        for (uint32_t row = 0; row < filon_rows(layer); row++) {
            ck_assert(filon_begin(layer)[row] < filon_end(layer)[row] && filon_end(layer)[row] <= text.n);
            ck_assert(stage_cell(row, FILON_POSITION_HOLDER).n && stage_cell(row, FILON_POSITION_CLAIM).n &&
                      stage_cell(row, FILON_POSITION_POSITION).n);
            float score = filon_f32(layer, FILON_POSITION_SCORE)[row];
            ck_assert(score >= 0 && score <= 1);
        }
    }
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {minimal_pairs, columns, one_row, without_a_file, least_score, wrong_files, own_lexicon, linear, any_text};
    Suite *suite = suite_create("claim");
    TCase *tcase = tcase_create("claim");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, stage_tear_down);
    for (size_t i = 0; i < FILON_COUNT(tests); i++)
        tcase_add_test(tcase, tests[i]);
    tcase_add_loop_test(tcase, rows, 0, 2);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
