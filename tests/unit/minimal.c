/* The suite of minimal pairs, tests/minimal/LANGUAGE-*.tsv: sentences with all quotations and stances that segment, ner, quote and stance must
 * find in them, and no others. Every row that comes out otherwise is named with its file and line.
 *
 * « tests/unit/minimal FILE » prints the rows of a file as they come out, for whoever adds sentences: read them before you keep them. */
#include "tests/unit/stagekit.h"

#include <filon/inflect.h>
#include <filon/tsv.h>
#include <glob.h>
#include <stdio.h>

extern const struct filon_plugin filon_plugin_quote;

enum { LEAST_SENTENCES = 400 };

/* A pilcrow begins a paragraph. */
static void set_up(void)
{
    stage_set_up(STAGE_STANCE, "¶");
    stages[STAGE_STANCE] = stage_open("{language: auto}");
}

static void annotate(struct filon_str text, const char *lang)
{
    stage_annotate(stages[STAGE_STANCE], text, lang);
}

static struct filon_str or_dash(struct filon_str s)
{
    return s.n ? s : FILON_STR("-");
}

/* Rows of a layer as a cell of the file: values between bars, rows between double bars. */
static const char *cell_of(int layer_id, const int *columns, size_t n, bool with_text)
{
    struct filon_layer *layer = filon_layer(kit.doc, layer_id);
    const char *cell = "";
    for (uint32_t row = 0; row < filon_rows(layer); row++) {
        cell = filon_strf(kit.arena, "%s%s", cell, row ? " || " : "");
        for (size_t i = 0; i < n; i++)
            cell = filon_strf(kit.arena, "%s%s%.*s", cell, i ? "|" : "", FILON_FMT(or_dash(filon_strs(layer, columns[i])[row])));
        if (with_text)
            cell = filon_strf(kit.arena, "%s|%.*s", cell, FILON_FMT(filon_row_text(kit.doc, layer, row)));
    }
    return *cell ? cell : "-";
}

static const char *quotes_found(void)
{
    static const int columns[] = {FILON_QUOTE_TYPE, FILON_QUOTE_HOLDER};
    return cell_of(FILON_QUOTE, columns, FILON_COUNT(columns), true);
}

static const char *stances_found(void)
{
    static const int columns[] = {FILON_STANCE_HOLDER, FILON_STANCE_POLARITY, FILON_STANCE_ACT, FILON_STANCE_TARGET};
    return cell_of(FILON_STANCE, columns, FILON_COUNT(columns), false);
}

/* The file's name begins with the language of its sentences. */
static const char *language_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return filon_strf(kit.arena, "%.2s", slash ? slash + 1 : path);
}

static unsigned check_file(const char *path, unsigned *wrong)
{
    struct filon_tsv tsv;
    unsigned n = 0;
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, path, &kit.error) == 0, "%s", kit.error.text);
    for (; filon_tsv_next(&tsv, 4, &kit.error) > 0; n++) {
        annotate(tsv.field[1], language_of(path));
        const char *quotes = quotes_found(), *stances = stances_found();
        bool quotes_right = filon_str_is(tsv.field[2], quotes), stances_right = filon_str_is(tsv.field[3], stances);
        if (!quotes_right || !stances_right)
            fprintf(stderr, "%s:%u: %.*s: %.*s\n", path, tsv.line, FILON_FMT(tsv.field[0]), FILON_FMT(tsv.field[1]));
        if (!quotes_right)
            fprintf(stderr, "    quotes wanted  %.*s\n    quotes found   %s\n", FILON_FMT(tsv.field[2]), quotes);
        if (!stances_right)
            fprintf(stderr, "    stances wanted %.*s\n    stances found  %s\n", FILON_FMT(tsv.field[3]), stances);
        *wrong += !quotes_right || !stances_right;
    }
    ck_assert_msg(!kit.error.code, "%s", kit.error.text);
    return n;
}

START_TEST(minimal_pairs)
{
    glob_t files;
    unsigned wrong = 0, n = 0;
    ck_assert_int_eq(glob(kit_source("tests/minimal/*.tsv"), 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        n += check_file(files.gl_pathv[i], &wrong);
    globfree(&files);
    ck_assert_msg(!wrong, "%u of %u sentences are read otherwise, see above", wrong, n);
    ck_assert_msg(n >= LEAST_SENTENCES, "only %u sentences", n);
}
END_TEST

/* ---- Each row of the quote plugin's lexicon has a sentence: some quotation's cue holds a form of its verb and its further words. */

static struct filon_map *cue_words; /* words of cues that were found */

static void fold_into(struct filon_map *words, struct filon_str text)
{
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && !strchr(" ',", text.p[end]))
            end++;
        if (end > i)
            filon_map_set(words, filon_str_dup(kit.arena, (struct filon_str){text.p + i, end - i}), 1);
        i = end + 1;
    }
}

static void remember_cues(void)
{
    struct filon_layer *quotes = filon_layer(kit.doc, FILON_QUOTE);
    const struct filon_span *cue = filon_spans(quotes, FILON_QUOTE_CUE);
    for (uint32_t row = 0; row < filon_rows(quotes); row++)
        if (cue[row].begin != FILON_NONE)
            fold_into(cue_words, filon_text_of(kit.doc, cue[row].begin, cue[row].end));
}

static void look_for(void *seen, const struct filon_form *form)
{
    *(bool *)seen |= filon_map_get(cue_words, form->text) != FILON_MAP_NONE;
}

static bool has_sentence(const char *language, struct filon_str words)
{
    bool seen = false;
    while (words.n && !seen) { /* the verb is the first word that inflects: behind se, s', y */
        const char *space = memchr(words.p, ' ', words.n), *apostrophe = memchr(words.p, '\'', words.n);
        struct filon_str word = {words.p, space ? (size_t)(space - words.p) : words.n};
        if (apostrophe && apostrophe < words.p + word.n)
            word = (struct filon_str){apostrophe + 1, word.n - (size_t)(apostrophe + 1 - words.p)};
        if (filon_inflect(language, FILON_VERB, word, look_for, &seen) > 0)
            return seen;
        words = space ? filon_str_trim((struct filon_str){space + 1, words.n - (size_t)(space + 1 - words.p)}) : FILON_NO_STR;
    }
    return seen;
}

static const char *const languages[] = {"fr", "en"};
enum { LEAST_CUES = 180 };

START_TEST(every_cue)
{
    const char *language = languages[_i];
    struct filon_tsv tsv;
    glob_t files;
    unsigned missing = 0, n = 0;
    cue_words = filon_map_new(kit.arena, 1024);
    ck_assert_int_eq(glob(kit_source(filon_strf(kit.arena, "tests/minimal/%s-*.tsv", language)), 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        ck_assert_msg(filon_tsv_open(&tsv, kit.arena, files.gl_pathv[i], &kit.error) == 0, "%s", kit.error.text);
        while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
            annotate(tsv.field[1], language);
            remember_cues();
        }
    }
    globfree(&files);
    const char *lexicon = kit_source(filon_strf(kit.arena, "plugins/quote/%s.tsv", language));
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, lexicon, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        if (!filon_str_is(tsv.field[0], "say") && !filon_str_is(tsv.field[0], "think"))
            continue;
        n++;
        if (has_sentence(language, tsv.field[1]))
            continue;
        fprintf(stderr, "%s:%u: no sentence for %.*s\n", lexicon, tsv.line, FILON_FMT(tsv.field[1]));
        missing++;
    }
    ck_assert_msg(!missing, "%u of %u cues have no sentence, see above", missing, n);
    ck_assert_uint_ge(n, LEAST_CUES);
}
END_TEST

/* Whether a sentence comes out otherwise without the row of its title, « kind words ». Of rows that no other can turn off, that it has a
 * quotation is enough: its words stand at its head or end. */
static bool decides(struct filon_str title, struct filon_str text, struct filon_str words, bool verb, const char *language)
{
    annotate(text, language);
    const char *with = quotes_found();
    if (!verb)
        return strcmp(with, "-") != 0;
    kit_puts("off.tsv", filon_strf(kit.arena, "off\t%.*s\n", FILON_FMT(words)));
    struct filon_ctx *shipped = stages[STAGE_QUOTE];
    stages[STAGE_QUOTE] = kit_open("quote", &filon_plugin_quote, filon_strf(kit.arena, "{language: %s, lexicon: off.tsv}", language));
    annotate(text, language);
    bool differs = strcmp(with, quotes_found()) != 0;
    filon_instance_free(stages[STAGE_QUOTE]);
    stages[STAGE_QUOTE] = shipped;
    if (!differs)
        fprintf(stderr, "%.*s: the sentence comes out the same without the row\n", FILON_FMT(title));
    return differs;
}

/* The sentence of tests/minimal/LANGUAGE-helpers.tsv that has this title. */
static struct filon_str titled(const char *path, const char *title)
{
    struct filon_tsv tsv;
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, path, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0)
        if (filon_str_is(tsv.field[0], title))
            return filon_str_dup(kit.arena, tsv.field[1]);
    return FILON_NO_STR;
}

/* What stands around cues: verbs before them, plans, prepositions before sources. */
START_TEST(every_helper)
{
    const char *language = languages[_i];
    const char *lexicon = kit_source(filon_strf(kit.arena, "plugins/quote/%s.tsv", language));
    const char *sentences = kit_source(filon_strf(kit.arena, "tests/minimal/%s-helpers.tsv", language));
    struct filon_tsv tsv;
    unsigned missing = 0, n = 0;
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, lexicon, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        bool verb = filon_str_is(tsv.field[0], "semi") || filon_str_is(tsv.field[0], "plan");
        if (!verb && !filon_str_is(tsv.field[0], "source") && !filon_str_is(tsv.field[0], "perspective"))
            continue;
        const char *title = filon_strf(kit.arena, "%.*s %.*s", FILON_FMT(tsv.field[0]), FILON_FMT(tsv.field[1]));
        struct filon_str text = titled(sentences, title);
        bool seen = text.n && decides(filon_str_of(title), text, tsv.field[1], verb, language);
        if (!text.n)
            fprintf(stderr, "%s:%u: no sentence for « %s »\n", lexicon, tsv.line, title);
        missing += !seen;
        n++;
    }
    ck_assert_msg(!missing, "%u of %u rows have no sentence that they decide, see above", missing, n);
    ck_assert_uint_ge(n, 10);
}
END_TEST

static const char *to_print;

START_TEST(print)
{
    struct filon_tsv tsv;
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, to_print, &kit.error) == 0, "%s", kit.error.text);
    while (filon_tsv_next(&tsv, 2, &kit.error) > 0) {
        annotate(tsv.field[1], language_of(to_print));
        printf("%.*s\t%.*s\t%s\t%s\n", FILON_FMT(tsv.field[0]), FILON_FMT(tsv.field[1]), quotes_found(), stances_found());
    }
    ck_assert_msg(!kit.error.code, "%s", kit.error.text);
}
END_TEST

int main(int argc, char **argv)
{
    to_print = argc == 2 ? argv[1] : NULL;
    Suite *suite = suite_create("minimal");
    TCase *tcase = tcase_create("minimal");
    tcase_set_timeout(tcase, 300);
    tcase_add_checked_fixture(tcase, set_up, stage_tear_down);
    tcase_add_test(tcase, to_print ? print : minimal_pairs);
    if (!to_print)
        tcase_add_loop_test(tcase, every_cue, 0, (int)FILON_COUNT(languages));
    tcase_add_loop_test(tcase, every_helper, 0, (int)FILON_COUNT(languages));
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    if (to_print)
        srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, to_print ? CK_SILENT : CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
