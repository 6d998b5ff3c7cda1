/* syntax: words, tags, lemmas and trees of sentences; what is left alone; models that are none. */
#include "tests/unit/iokit.h"

#include "base/paths.h"
#include "plugins/syntax/model.h"

extern const struct filon_plugin filon_plugin_segment, filon_plugin_syntax;

static struct filon_ctx *segment, *syntax;
static struct filon_layer *tokens;

static void start(const char *yaml)
{
    filon_registry_add_data(kit.registry, filon_places()->data);
    segment = kit_open("segment", &filon_plugin_segment, "{}");
    syntax = kit_open("syntax", &filon_plugin_syntax, yaml);
}

static void stop(void)
{
    filon_instance_free(segment);
    filon_instance_free(syntax);
}

static void read_text(const char *text)
{
    filon_doc_reset(kit.doc);
    ck_assert_int_eq(filon_doc_set_text(kit.doc, filon_str_of(text), &kit.error), 0);
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t block = filon_add(blocks, 0, (uint32_t)strlen(text));
    filon_bool(blocks, FILON_BLOCK_CONTENT)[block] = true;
    tokens = filon_layer(kit.doc, FILON_TOKEN);
    ck_assert_int_eq(filon_plugin_segment.annotate(segment, kit.doc), 0);
    ck_assert_int_eq(filon_plugin_syntax.annotate(syntax, kit.doc), 0);
}

static struct filon_str form_of(uint32_t row)
{
    struct filon_str form = filon_strs(tokens, FILON_TOKEN_FORM)[row];
    return form.p ? form : filon_row_text(kit.doc, tokens, row);
}

/* The words as "form/lemma/UPOS" with spaces between. */
static const char *words(void)
{
    struct filon_buf out = FILON_BUF_INIT;
    for (uint32_t i = 0; i < filon_rows(tokens); i++)
        filon_buf_printf(&out, "%s%.*s/%.*s/%.*s", i ? " " : "", FILON_FMT(form_of(i)), FILON_FMT(filon_strs(tokens, FILON_TOKEN_LEMMA)[i]),
                         FILON_FMT(filon_strs(tokens, FILON_TOKEN_UPOS)[i]));
    const char *all = filon_strdup(kit.arena, out.p ? out.p : "");
    filon_buf_free(&out);
    return all;
}

static uint32_t row_of(const char *form)
{
    for (uint32_t i = 0; i < filon_rows(tokens); i++)
        if (filon_str_is(form_of(i), form))
            return i;
    ck_abort_msg("no word `%s`", form);
}

static void hangs(const char *word, const char *deprel, const char *head)
{
    uint32_t row = row_of(word), to = filon_ref(tokens, FILON_TOKEN_HEAD)[row];
    assert_str(filon_strs(tokens, FILON_TOKEN_DEPREL)[row], deprel);
    if (head)
        assert_str(form_of(to), head);
    else
        ck_assert_uint_eq(to, FILON_NONE);
}

/* Each sentence is a tree with one root, whose words lie in it. */
static void check_trees(void)
{
    struct filon_layer *sentences = filon_layer(kit.doc, FILON_SENTENCE);
    const uint32_t *head = filon_ref(tokens, FILON_TOKEN_HEAD);
    for (uint32_t s = 0, row = 0; s < filon_rows(sentences); s++) {
        uint32_t first = row, roots = 0;
        while (row < filon_rows(tokens) && filon_end(tokens)[row] <= filon_end(sentences)[s])
            row++;
        for (uint32_t i = first; i < row; i++) {
            uint32_t at = i, steps = 0;
            roots += head[i] == FILON_NONE;
            ck_assert_int_eq(head[i] == FILON_NONE, filon_str_is(filon_strs(tokens, FILON_TOKEN_DEPREL)[i], "root"));
            for (; at != FILON_NONE && steps <= row - first; steps++) {
                ck_assert(at >= first && at < row);
                at = head[at];
            }
            ck_assert_uint_eq(at, FILON_NONE);
        }
        ck_assert_uint_eq(roots, 1);
    }
}

START_TEST(a_sentence)
{
    start("{}");
    read_text("Le maire a présenté le budget du quartier aux habitants.");
    ck_assert_str_eq(words(), "Le/le/DET maire/maire/NOUN a/avoir/AUX présenté/présenter/VERB le/le/DET budget/budget/NOUN de/de/ADP le/le/DET "
                              "quartier/quartier/NOUN à/à/ADP les/le/DET habitants/habitant/NOUN ././PUNCT");
    hangs("maire", "nsubj", "présenté");
    hangs("présenté", "root", NULL);
    hangs("budget", "obj", "présenté");
    hangs("quartier", "nmod", "budget");
    assert_has(filon_strs(tokens, FILON_TOKEN_FEATS)[row_of("habitants")].p, "Number=Plur");
    check_trees();
    stop();
}
END_TEST

/* Verbs that the treebanks do not have are known by their inflection, whatever tag is guessed. */
START_TEST(lemmas_of_rare_verbs)
{
    static const char *const lemmas[][2] = {{"nient", "nier"}, {"dément", "démentir"}, {"fustige", "fustiger"}, {"réfutons", "réfuter"}, {"abrogeait", "abroger"}};
    start("{}");
    read_text("Ils nient les faits, il dément et fustige la presse. Nous réfutons ce que la loi abrogeait.");
    for (size_t i = 0; i < FILON_COUNT(lemmas); i++)
        ck_assert_str_eq(filon_strf(kit.arena, "%.*s", FILON_FMT(filon_strs(tokens, FILON_TOKEN_LEMMA)[row_of(lemmas[i][0])])),
                         lemmas[i][1]);
    stop();
}
END_TEST

START_TEST(multiword_tokens)
{
    start("{}");
    read_text("Le président des pays membres parle. Il y a des gens.");
    struct filon_str place = filon_row_text(kit.doc, tokens, row_of("les"));
    assert_str(place, "des");
    assert_str(form_of(row_of("les") - 1), "de");
    assert_str(filon_strs(tokens, FILON_TOKEN_UPOS)[row_of("des")], "DET");
    check_trees();
    read_text("AU NORD");
    assert_str(form_of(0), "À");
    assert_str(form_of(1), "LE");
    stop();
}
END_TEST

/* The ways of writing are alike. */
START_TEST(typography)
{
    start("{}");
    read_text("\"C'est l'avis d'un élu\", dit-il.");
    uint32_t n = filon_rows(tokens);
    struct filon_str upos[32];
    ck_assert_uint_lt(n, 32);
    memcpy(upos, filon_strs(tokens, FILON_TOKEN_UPOS), n * sizeof *upos);
    read_text("«\u00a0C’est l’avis d’un élu\u00a0», dit-il.");
    ck_assert_uint_eq(filon_rows(tokens), n);
    for (uint32_t i = 0; i < n; i++)
        ck_assert(filon_str_eq(filon_strs(tokens, FILON_TOKEN_UPOS)[i], upos[i]));
    assert_str(filon_strs(tokens, FILON_TOKEN_LEMMA)[row_of("l’")], "le");
    stop();
}
END_TEST

START_TEST(without_trees)
{
    start("tree: no");
    read_text("Le maire parle.");
    ck_assert_ptr_null(filon_strs(tokens, FILON_TOKEN_DEPREL)[0].p);
    assert_str(filon_strs(tokens, FILON_TOKEN_UPOS)[1], "NOUN");
    stop();
}
END_TEST

START_TEST(another_language)
{
    start("{}");
    filon_doc_reset(kit.doc);
    ck_assert_int_eq(filon_doc_set_text(kit.doc, FILON_STR("The mayor"), &kit.error), 0);
    filon_meta_set(kit.doc, "lang", FILON_STR("en"), FILON_NO_SPAN);
    tokens = filon_layer(kit.doc, FILON_TOKEN);
    filon_add(filon_layer(kit.doc, FILON_SENTENCE), 0, 9);
    filon_add(tokens, 0, 3);
    ck_assert_int_eq(filon_plugin_syntax.annotate(syntax, kit.doc), 0);
    ck_assert_ptr_null(filon_strs(tokens, FILON_TOKEN_UPOS)[0].p);
    stop();
}
END_TEST

/* Words that the reader brought stay, « du » among them. */
START_TEST(given_words)
{
    start("{}");
    filon_doc_reset(kit.doc);
    ck_assert_int_eq(filon_doc_set_text(kit.doc, FILON_STR("du pain du"), &kit.error), 0);
    tokens = filon_layer(kit.doc, FILON_TOKEN);
    filon_add(filon_layer(kit.doc, FILON_SENTENCE), 0, 10);
    static const uint32_t at[][2] = {{0, 2}, {0, 2}, {3, 7}, {8, 10}};
    for (size_t i = 0; i < FILON_COUNT(at); i++)
        filon_add(tokens, at[i][0], at[i][1]);
    filon_strs(tokens, FILON_TOKEN_FORM)[0] = FILON_STR("de");
    filon_strs(tokens, FILON_TOKEN_FORM)[1] = FILON_STR("le");
    ck_assert_int_eq(filon_plugin_syntax.annotate(syntax, kit.doc), 0);
    ck_assert_uint_eq(filon_rows(tokens), 4);
    assert_str(form_of(1), "le");
    assert_str(filon_strs(tokens, FILON_TOKEN_UPOS)[0], "ADP");
    stop();
}
END_TEST

START_TEST(a_giant_sentence)
{
    struct filon_buf text = FILON_BUF_INIT;
    start("{}");
    for (unsigned i = 0; i < 9000; i++)
        filon_buf_puts(&text, i % 3 ? "mot " : "des, ");
    read_text(text.p);
    ck_assert_uint_gt(filon_rows(tokens), 9000);
    filon_buf_free(&text);
    stop();
}
END_TEST

START_TEST(no_models)
{
    kit_puts("bad.model", "this is no model");
    assert_has(kit_refused("syntax", &filon_plugin_syntax, "model: ./bad.model"), "bad.model");
    assert_has(kit_refused("syntax", &filon_plugin_syntax, "model: ./none.model"), "none.model");
    assert_has(kit_refused("syntax", &filon_plugin_syntax, "model: klingon"), "klingon.model");
}
END_TEST

/* The shipped model once more, with this part of it replaced. */
static void put_model(const char *file, const char *replaced, const void *bytes, size_t n)
{
    static const char *const parts[] = {PART_TAGS,  PART_LABELS, PART_LEXICON, PART_KINDS,  PART_TAGGER, PART_RULES,
                                        PART_LEMMA, PART_KNOWN,  PART_CONTRACTIONS, PART_MOVES, PART_NAMES,  PART_CERTAIN};
    struct filon_model *model = filon_model_open(filon_data_file(syntax, "fr.model"), "syntax", &kit.error);
    struct filon_model_out *out = filon_model_out_new("syntax");
    const char *key, *value;
    for (size_t i = 0; filon_model_pair(model, i, &key, &value); i++)
        if (strcmp(key, "kind") != 0)
            filon_model_set(out, key, "%s", value);
    for (size_t i = 0; i < FILON_COUNT(parts); i++) {
        size_t size;
        const void *part = filon_model_section(model, parts[i], 1, &size, &kit.error);
        bool here = strcmp(parts[i], replaced) == 0;
        filon_model_add(out, parts[i], here ? bytes : part, here ? n : size);
    }
    ck_assert_msg(filon_model_write(out, kit_path(file), &kit.error) == 0, "%s", kit.error.text);
    filon_model_out_free(out);
    filon_model_close(model);
}

/* What it makes of a sentence with a lexicon of this word alone. */
static const char *words_with(const char *word, uint16_t usual, uint8_t flags)
{
    struct lexeme only = {.key = (uint32_t)filon_hash(word, strlen(word), 1), .usual = usual, .flags = LEXEME_USED | flags};
    start("{}");
    put_model("damaged.model", PART_LEXICON, &only, sizeof only);
    stop();
    start("model: ./damaged.model");
    read_text("Le maire parle.");
    const char *found = words();
    check_trees();
    stop();
    return found;
}

/* A lexicon that is certain of a word and names no tag for it, or one that is not there, is certain of nothing. */
START_TEST(certain_of_no_tag)
{
    static const uint16_t none[] = {0, TAGS_MOST, UINT16_MAX};
    const char *guessed = words_with("maire", 1, 0);
    for (size_t i = 0; i < FILON_COUNT(none); i++)
        ck_assert_str_eq(words_with("maire", none[i], LEXEME_KIND | LEXEME_TAG), guessed);
    ck_assert_str_ne(words_with("maire", 2, LEXEME_KIND | LEXEME_TAG), words_with("maire", 20, LEXEME_KIND | LEXEME_TAG));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_sentence, lemmas_of_rare_verbs, multiword_tokens, typography, without_trees, another_language, given_words,
                                  a_giant_sentence, no_models, certain_of_no_tag, NULL};
    return kit_main("syntax", tests);
}
