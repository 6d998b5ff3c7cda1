/* stance, through its descriptor, on what segment, ner and quote make of a text: the minimal pairs of tests/data, the lexicon's rows, a
 * user's lexicon, and what holds for any text whatever. */
#include "tests/unit/stagekit.h"

#include <filon/tsv.h>
#include <stdio.h>

/* A pilcrow begins a paragraph. */
static void set_up(void)
{
    stage_set_up(STAGE_STANCE, "¶");
}

static void annotate(struct filon_ctx *ctx, struct filon_str text)
{
    stage_annotate(ctx, text, "fr");
}

/* « holder ; polarity ; act ; target » of a row. */
static const char *triple(uint32_t row)
{
    return filon_strf(kit.arena, "%.*s ; %.*s ; %.*s ; %.*s", FILON_FMT(stage_cell(row, FILON_STANCE_HOLDER)),
                      FILON_FMT(stage_cell(row, FILON_STANCE_POLARITY)), FILON_FMT(stage_cell(row, FILON_STANCE_ACT)),
                      FILON_FMT(stage_cell(row, FILON_STANCE_TARGET)));
}

static const char *all_found(void)
{
    const char *text = "";
    for (uint32_t row = 0; row < stage_rows(); row++)
        text = filon_strf(kit.arena, "%s\n    %s", text, triple(row));
    return text;
}

/* ---- The minimal pairs. */

/* Rows of the lexicon that some sentence was read by: « lemma: slot ». */
static struct filon_map *used;

/* Sentences that have a row « kind lemma » for a title, and what was found in them. */
struct titled {
    const char *title, *lang, *found;
    struct filon_str text;
    struct titled *next;
};
static struct titled *titled;

static void remember_title(struct filon_str title, struct filon_str text, const char *lang)
{
    if (!memchr(title.p, ' ', title.n))
        return;
    struct titled *t = filon_alloc(kit.arena, sizeof *t);
    *t = (struct titled){filon_strf(kit.arena, "%.*s", FILON_FMT(title)), lang, all_found(), filon_str_dup(kit.arena, text), titled};
    titled = t;
}

static void remember_rules(void)
{
    int rule = filon_schema_column(kit.schema, FILON_STANCE, "rule");
    for (uint32_t row = 0; row < stage_rows(); row++)
        filon_map_set(used, stage_cell(row, rule), 1);
}

static bool wanted(const struct filon_tsv *tsv, const char *found)
{
    for (unsigned i = 2; i < tsv->fields; i++)
        if (filon_str_is(tsv->field[i], found))
            return true;
    return false;
}

static bool is_found(struct filon_str want)
{
    for (uint32_t row = 0; row < stage_rows(); row++)
        if (filon_str_is(want, triple(row)))
            return true;
    return false;
}

static unsigned check_pairs(struct filon_ctx *ctx, const char *file, const char *lang, unsigned *wrong)
{
    struct filon_tsv tsv;
    unsigned n = 0;
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, kit_source(file), &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        stage_annotate(ctx, tsv.field[1], lang);
        remember_rules();
        remember_title(tsv.field[0], tsv.field[1], lang);
        bool right = stage_rows() == tsv.fields - 2;
        for (unsigned i = 2; i < tsv.fields; i++)
            right &= is_found(tsv.field[i]);
        for (uint32_t row = 0; row < stage_rows(); row++)
            right &= wanted(&tsv, triple(row));
        if (!right)
            fprintf(stderr, "%s:%u: %.*s\n  found:%s\n", file, tsv.line, FILON_FMT(tsv.field[1]), all_found());
        *wrong += !right;
        n++;
    }
    ck_assert_msg(!kit.error.code, "%s", kit.error.text);
    return n;
}

/* Whether a titled sentence is read otherwise by a lexicon that lacks the row of the title. */
static bool decides(const char *lemma, struct filon_str kind, const char *lang)
{
    const char *title = filon_strf(kit.arena, "%.*s %s", FILON_FMT(kind), lemma);
    kit_puts("without.tsv", filon_strf(kit.arena, "%s\t%.*s\n", lemma, FILON_FMT(kind)));
    struct filon_ctx *ctx = stage_open(filon_strf(kit.arena, "{language: %s, lexicon: without.tsv}", lang));
    bool differs = false;
    for (const struct titled *t = titled; t && !differs; t = t->next) {
        if (strcmp(t->title, title) != 0 || strcmp(t->lang, lang) != 0)
            continue;
        stage_annotate(ctx, t->text, lang);
        differs = strcmp(t->found, all_found()) != 0;
    }
    filon_instance_free(ctx);
    return differs;
}

/* Whether a sentence was read by a row of this lemma. */
static bool reads(const char *lemma)
{
    bool seen = false;
    for (size_t i = 0; i < filon_map_count(used) && !seen; i++) {
        struct filon_str rule = filon_map_key(used, i, NULL);
        seen = filon_str_starts(rule, filon_str_of(lemma)) && (rule.n == strlen(lemma) || rule.p[strlen(lemma)] == ':');
    }
    return seen;
}

/* Every row that gives a stance has a sentence that it alone, or first, reads; every other row one that has its kind and lemma for a title,
 * and is read otherwise without it. */
static unsigned untested_rows(const char *file, const char *lang)
{
    struct filon_tsv tsv;
    unsigned missing = 0;
    const char *path =
        filon_registry_data(kit.registry, filon_registry_find(kit.registry, "stance", &kit.error), file, kit.arena, &kit.error);
    ck_assert_msg(path && filon_tsv_open(&tsv, kit.arena, path, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        const char *lemma = filon_strf(kit.arena, "%.*s", FILON_FMT(tsv.field[0]));
        bool helps = tsv.fields < 6 || filon_str_is(tsv.field[4], "-"); /* gives no stance of its own */
        bool seen = helps ? decides(lemma, tsv.field[1], lang) : reads(lemma);
        if (!seen)
            fprintf(stderr, "%s:%u: no sentence %s « %.*s %s »\n", path, tsv.line, helps ? "changes without" : "is read by",
                    FILON_FMT(tsv.field[1]), lemma);
        missing += !seen;
    }
    ck_assert_msg(!kit.error.code, "%s", kit.error.text);
    return missing;
}

START_TEST(minimal_pairs)
{
    struct filon_ctx *ctx = stage_open("{}");
    unsigned wrong = 0;
    used = filon_map_new(kit.arena, 1024);
    titled = NULL;
    ck_assert_uint_ge(check_pairs(ctx, "tests/data/stance-fr.tsv", "fr", &wrong), 150);
    ck_assert_uint_ge(check_pairs(ctx, "tests/data/stance-fr-rows.tsv", "fr", &wrong), 300);
    ck_assert_uint_ge(check_pairs(ctx, "tests/data/stance-en.tsv", "en", &wrong), 150);
    ck_assert_uint_ge(check_pairs(ctx, "tests/data/stance-en-rows.tsv", "en", &wrong), 500);
    ck_assert_msg(wrong == 0, "%u sentences are read wrongly, see above", wrong);
    unsigned missing = untested_rows("fr.tsv", "fr") + untested_rows("en.tsv", "en");
    ck_assert_msg(missing == 0, "%u rows have no sentence, see above", missing);
    filon_instance_free(ctx);
}
END_TEST

/* ---- Columns. */

START_TEST(columns)
{
    struct filon_ctx *ctx = stage_open("{}");
    annotate(ctx, FILON_STR("Le préfet est parti. Claire Martin ne soutient pas la réforme des retraites."));
    ck_assert_uint_eq(stage_rows(), 1);
    struct filon_layer *layer = stage_layer();
    assert_str(filon_row_text(kit.doc, layer, 0), "Claire Martin ne soutient pas la réforme des retraites");
    assert_str(stage_cell(0, FILON_STANCE_TARGET_TYPE), "issue");
    assert_str(stage_cell(0, filon_schema_column(kit.schema, FILON_STANCE, "rule")), "soutenir: obj");
    float score = filon_f32(layer, FILON_STANCE_SCORE)[0];
    ck_assert(score > 0.3f && score <= 1);
    annotate(ctx, FILON_STR("Paris soutient Claire Martin."));
    ck_assert_uint_eq(stage_rows(), 1);
    assert_str(stage_cell(0, FILON_STANCE_TARGET_TYPE), "entity");
    filon_instance_free(ctx);
}
END_TEST

/* One row for each holder, target and polarity of a document, by the surest of its mentions. */
START_TEST(distinct)
{
    struct filon_ctx *ctx = stage_open("{}");
    annotate(
        ctx,
        FILON_STR(
            "Claire Martin critique la réforme des retraites. Claire Martin dénonce cette réforme.¶Claire Martin soutient la réforme."));
    ck_assert_msg(stage_rows() == 2, "found:%s", all_found());
    ck_assert_str_eq(triple(0), "Claire Martin ; against ; oppose ; réforme des retraites");
    ck_assert_str_eq(triple(1), "Claire Martin ; favor ; support ; réforme");
    filon_instance_free(ctx);
}
END_TEST

/* ---- Options. */

START_TEST(own_lexicon)
{
    kit_puts("own.tsv", "snober\tverb\tobj\tobj\toppose\tagainst\tnone\topen\n"
                        "critiquer\tverb\n");
    struct filon_ctx *ctx = stage_open("{lexicon: own.tsv}");
    annotate(ctx, FILON_STR("Claire Martin snobe la cérémonie et critique la réforme. Les syndicats dénoncent la réforme."));
    ck_assert_msg(stage_rows() == 2, "found:%s", all_found());
    ck_assert_str_eq(triple(0), "Claire Martin ; against ; oppose ; cérémonie");
    ck_assert_str_eq(triple(1), "syndicats ; against ; oppose ; réforme");
    filon_instance_free(ctx);
}
END_TEST

/* A job's rows turn shipped ones round, add kinds of all sorts, and leave the rest alone. */
START_TEST(own_kinds)
{
    kit_puts("own.tsv", "louer\tverb\tobj\tobj\tsupport\tfavor\tflip\topen\n"
                        "tolérer\tverb\tobj\tobj\toppose\tagainst\tnone\topen\n"
                        "chagriner\tpsych\tobj\tobj\toppose\tagainst\tnone\topen\n"
                        "saluer\tverb\tobj\tobj\toppose\tagainst\tnone\topen\n"
                        "verdict\topinion\tsur\tsur\tsupport\tfavor\tnone\topen\n"
                        "ubuesque\teval\n");
    struct filon_ctx *ctx = stage_open("{lexicon: own.tsv}");
    annotate(ctx, FILON_STR("Claire Martin loue la réforme. Les syndicats tolèrent la taxe. La fusion chagrine les riverains. "
                            "Le préfet salue la centrale. Le conseil a rendu un verdict négatif sur la digue. "
                            "Paul Durand estime que ce bilan est ubuesque."));
    static const char *const wanted_triples[] = {
        "Claire Martin ; favor ; support ; réforme", "syndicats ; against ; oppose ; taxe", "riverains ; against ; oppose ; fusion",
        "préfet ; against ; oppose ; centrale",      "conseil ; against ; oppose ; digue",
    };
    ck_assert_msg(stage_rows() == FILON_COUNT(wanted_triples), "found:%s", all_found());
    for (uint32_t i = 0; i < FILON_COUNT(wanted_triples); i++)
        ck_assert_str_eq(triple(i), wanted_triples[i]);
    filon_instance_free(ctx);
}
END_TEST

/* « lemma kind » alone removes what is shipped, of kinds that only help too. */
START_TEST(without_rows)
{
    const char *text = "Claire Martin refuse de soutenir la réforme.";
    struct filon_ctx *ctx = stage_open("{}");
    annotate(ctx, filon_str_of(text));
    ck_assert_str_eq(triple(0), "Claire Martin ; against ; oppose ; réforme");
    filon_instance_free(ctx);
    kit_puts("own.tsv", "refuser\tminus\nrefuser\tverb\nsoutenir\tverb\n");
    ctx = stage_open("{lexicon: own.tsv}");
    annotate(ctx, filon_str_of(text));
    ck_assert_msg(stage_rows() == 0, "found:%s", all_found());
    filon_instance_free(ctx);
}
END_TEST

START_TEST(bad_lexicons)
{
    static const struct {
        const char *row, *message;
    } cases[] = {
        {"snober\tverbe\tobj\tobj\toppose\tagainst", "own.tsv:2: unknown kind \"verbe\""},
        {"snober\tverb\tobj\tcontre\toppose\tagainst", "own.tsv:2: the target \"contre\" is no slot of the frame"},
        {"snober\tverb\tobj\tobj:thing\toppose\tagainst", "own.tsv:2: unknown kind \"thing\""},
        {"snober\tverb\tobj\tobj\tdislike\tagainst", "own.tsv:2: act must be one of"},
        {"snober\tverb\tobj\tobj\toppose\tcontra", "own.tsv:2: act must be one of"},
        {"snober\tverb\tobj\tobj\t-\t-", "own.tsv:2: a row with a target needs an act and a polarity"},
        {"faire fi\tminus\tinf", "own.tsv:2: only a verb, pronominal or endverb has fixed words behind it, not a minus"},
        {"table\tverb\tobj\tobj\toppose\tagainst", "own.tsv:2: \"table\" cannot be inflected"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        stage_refuses("own.tsv", filon_strf(kit.arena, "# mine\n%s\n", cases[i].row), "{lexicon: own.tsv}", cases[i].message);
    stage_refuses("own.tsv", "", "{lexicon: none.tsv}", "none.tsv");
}
END_TEST

START_TEST(least_score)
{
    struct filon_ctx *ctx = stage_open("{min_score: 0.95}");
    annotate(ctx, FILON_STR("Claire Martin soutient la réforme."));
    ck_assert_uint_eq(stage_rows(), 0);
    filon_instance_free(ctx);
}
END_TEST

/* ---- Any text. */

START_TEST(linear)
{
    static const char *const pieces[] = {
        "Claire Martin critique la loi et ",
        "Paris, ",
        "et Paris ",
        "« Non ",
        "critique de la ",
        "de ",
        "a a a a ",
        "ne se le la les ",
        ", ",
        "( ",
        "à l'égard ",
        "refuse de refuser de ",
        "Paris accuse Londres. ",
        "le maire, l'homme, ",
        "que Paris soutient ",
    };
    struct filon_ctx *ctx = stage_open("{}");
    for (size_t i = 0; i < FILON_COUNT(pieces); i++)
        stage_is_linear(ctx, "", pieces[i], 400000);
    filon_instance_free(ctx);
}
END_TEST

/* Evidence lies in the text and on code point borders, whatever the text is; long sentences are read in windows. */
START_TEST(sound)
{
    struct filon_ctx *ctx = stage_open("{}");
    static const char *const pieces[] = {"Claire",
                                         " Martin ",
                                         "critique",
                                         " la ",
                                         "réforme",
                                         "« ",
                                         " » ",
                                         "n'",
                                         "a ",
                                         "pas ",
                                         "été ",
                                         "soutenu",
                                         "e ",
                                         "par ",
                                         ", ",
                                         "et ",
                                         ". ",
                                         "contre ",
                                         "s'",
                                         "oppose ",
                                         "à ",
                                         "de ",
                                         "l’",
                                         "État",
                                         " qui ",
                                         "que ",
                                         "dit ",
                                         "-il ",
                                         "\n",
                                         "œuvre ",
                                         "accuse ",
                                         "d'",
                                         "son ",
                                         "appel ",
                                         "(",
                                         ") ",
                                         "au détriment de ",
                                         "51 % ",
                                         "« oui » "};
    unsigned seed = 7;
    for (int round = 0; round < 300; round++) {
        struct filon_str text = stage_mixed(&seed, pieces, FILON_COUNT(pieces), round % 30 == 0 ? 4000 : 60);
        annotate(ctx, text);
        struct filon_layer *layer = stage_layer();
        for (uint32_t row = 0; row < filon_rows(layer); row++) {
            uint32_t begin = filon_begin(layer)[row], end = filon_end(layer)[row];
            ck_assert(begin < end && end <= text.n);
            ck_assert_uint_eq(filon_utf8_check(text.p + begin, end - begin), end - begin);
            for (int column = FILON_STANCE_HOLDER; column <= FILON_STANCE_ACT; column++) {
                struct filon_str value = stage_cell(row, column);
                ck_assert(value.n > 0 && filon_utf8_check(value.p, value.n) == value.n);
            }
        }
    }
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stance");
    TCase *tcase = tcase_create("stance");
    tcase_set_timeout(tcase, 300);
    tcase_add_checked_fixture(tcase, set_up, stage_tear_down);
    tcase_add_test(tcase, minimal_pairs);
    tcase_add_test(tcase, columns);
    tcase_add_test(tcase, distinct);
    tcase_add_test(tcase, own_lexicon);
    tcase_add_test(tcase, own_kinds);
    tcase_add_test(tcase, without_rows);
    tcase_add_test(tcase, bad_lexicons);
    tcase_add_test(tcase, least_score);
    tcase_add_test(tcase, linear);
    tcase_add_test(tcase, sound);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
