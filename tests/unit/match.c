/* Patterns over tokens: the language, what matches where, named groups, many patterns at once, faults and their places, hostile ones. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <filon/match.h>
#include <stdio.h>
#include <stdlib.h>

/* One sentence a line; a token is form/lemma/UPOS/feats/deprel/head, from 1 within the sentence; an entity is [TYPE … ]. */
static const char article[] = "[ORG Le/le/DET Kremlin/Kremlin/PROPN ] dément/démentir/VERB/Number=Sing|Tense=Pres/root "
                              "toute/tout/DET/Number=Sing ingérence/ingérence/NOUN/Number=Sing/obj/3 ./_/PUNCT\n"
                              "[PER Barack/Barack/PROPN Hussein/Hussein/PROPN Obama/Obama/PROPN ] et/et/CCONJ [PER Poutine/Poutine/PROPN ] nient/nier/VERB "
                              "l’/le/DET accord/accord/NOUN/Number=Sing/obj/6\n"
                              "très/très/ADV très/très/ADV très/très/ADV grand/grand/ADJ\n";

static struct filon_str part(const char **at, const char *end)
{
    const char *from = *at;
    while (*at < end && **at != '/')
        ++*at;
    struct filon_str s = {from, (size_t)(*at - from)};
    *at += *at < end;
    return s.n ? s : FILON_NO_STR;
}

static void add_token(const char *at, const char *end, uint32_t sentence)
{
    struct filon_layer *tokens = filon_layer(kit.doc, FILON_TOKEN);
    struct filon_str form = part(&at, end);
    uint32_t begin = filon_rows(tokens) ? filon_end(tokens)[filon_rows(tokens) - 1] + 1 : 0;
    uint32_t row = filon_add(tokens, begin, begin + (uint32_t)form.n);
    filon_strs(tokens, FILON_TOKEN_LEMMA)[row] = part(&at, end);
    filon_strs(tokens, FILON_TOKEN_UPOS)[row] = part(&at, end);
    filon_strs(tokens, FILON_TOKEN_FEATS)[row] = part(&at, end);
    filon_strs(tokens, FILON_TOKEN_DEPREL)[row] = part(&at, end);
    struct filon_str head = part(&at, end);
    if (head.n)
        filon_ref(tokens, FILON_TOKEN_HEAD)[row] = sentence + (uint32_t)atoi(head.p) - 1;
}

/* The words alone, a space between them. */
static struct filon_str plain(const char *marked)
{
    struct filon_buf out = FILON_BUF_INIT;
    for (const char *at = marked; *at;) {
        size_t n = strcspn(at, " \n");
        if (*at != '[' && *at != ']') {
            filon_buf_put(&out, at, strcspn(at, "/ \n"));
            filon_buf_putc(&out, ' ');
        }
        at += n + (at[n] != 0);
    }
    struct filon_str text = filon_str_dup(kit.arena, filon_buf_str(&out));
    filon_buf_free(&out);
    return text;
}

static void make(const char *marked)
{
    filon_doc_reset(kit.doc);
    ck_assert(filon_doc_set_text(kit.doc, plain(marked), &kit.error) == 0);
    struct filon_layer *tokens = filon_layer(kit.doc, FILON_TOKEN), *entities = filon_layer(kit.doc, FILON_ENTITY);
    uint32_t sentence = 0, entity = FILON_NONE;
    struct filon_str type = FILON_NO_STR;
    for (const char *at = marked; *at;) {
        size_t n = strcspn(at, " \n");
        if (*at == '[') {
            type = (struct filon_str){at + 1, n - 1};
            entity = filon_rows(tokens);
        } else if (*at == ']') {
            uint32_t row = filon_add(entities, filon_begin(tokens)[entity], filon_end(tokens)[filon_rows(tokens) - 1]);
            filon_strs(entities, FILON_ENTITY_TYPE)[row] = type;
        } else {
            add_token(at, at + n, sentence);
        }
        if (at[n] == '\n') {
            filon_add(filon_layer(kit.doc, FILON_SENTENCE), filon_begin(tokens)[sentence], filon_end(tokens)[filon_rows(tokens) - 1]);
            sentence = filon_rows(tokens);
        }
        at += n + (at[n] != 0);
    }
}

static void set_up(void)
{
    kit_set_up();
    make(article);
}

struct listing {
    struct filon_buf out;
    struct filon_patterns *set;
};

static void put_tokens(struct filon_buf *out, uint32_t first, uint32_t last)
{
    struct filon_span span = filon_match_span(kit.doc, first, last);
    filon_buf_put_str(out, filon_text_of(kit.doc, span.begin, span.end));
}

static int list(void *arg, const struct filon_match *match)
{
    struct listing *l = arg;
    if (l->out.n)
        filon_buf_puts(&l->out, " | ");
    if (match->pattern)
        filon_buf_printf(&l->out, "%d ", match->pattern);
    put_tokens(&l->out, match->first, match->last);
    for (size_t g = 0; filon_pattern_group(l->set, match->pattern, g); g++)
        if (match->begin[g] != FILON_NONE) {
            filon_buf_printf(&l->out, " %s=", filon_pattern_group(l->set, match->pattern, g));
            put_tokens(&l->out, match->begin[g], match->end[g]);
        }
    return 0;
}

static const char *found_by(struct filon_patterns *set)
{
    struct listing l = {FILON_BUF_INIT, set};
    filon_buf_puts(&l.out, "");
    ck_assert(filon_patterns_run(set, kit.doc, list, &l) == 0);
    const char *text = filon_strdup(kit.arena, l.out.p);
    filon_buf_free(&l.out);
    return text;
}

static const char *found(const char *pattern)
{
    struct filon_patterns *set = filon_patterns_new(kit.arena);
    struct filon_error error = {0};
    ck_assert_msg(filon_patterns_add(set, filon_str_of(pattern), &error) == 0, "%s: %s", pattern, error.text);
    return found_by(set);
}

static const struct {
    const char *pattern, *found;
} table[] = {
    /* words and conditions */
    {"\"Kremlin\"", "Kremlin"},
    {"\"kremlin\"", ""},
    {"\"kremlin\"%c", "Kremlin"},
    {"\"INGERENCE\"%cd", "ingérence"},
    {"\"l'\"", "l’"},
    {"[lemma=nier|démentir]", "dément | nient"},
    {"[form=*ence]", "ingérence"},
    {"[form=\"*in*\"]", "Kremlin | ingérence | Hussein | Poutine"},
    {"[upos=VERB & lemma!=nier]", "dément"},
    {"[upos=VERB & !(lemma=nier | lemma=dire)]", "dément"},
    {"[(upos=ADJ | upos=ADV) & form=g*]", "grand"},
    {"[Number=Sing]", "dément | toute | ingérence | accord"},
    {"[Number=Sing|Plur & Tense=Pres]", "dément"},
    {"[deprel=obj]", "ingérence | accord"},
    {"[deprel=obj & head.lemma=nier]", "accord"},
    {"[deprel=obj & head.upos=VERB & head.Tense=Pres]", "ingérence"},
    {"[head.lemma!=nier & deprel=obj]", "ingérence"},
    {"[entity=ORG]", "Le | Kremlin"},
    {"[entity=* & place=B]", "Le | Barack"},
    /* sequences, repetitions, alternatives: greedy, leftmost, without overlap, within a sentence */
    {"[upos=ADV]", "très | très | très"},
    {"[upos=ADV]+", "très très très"},
    {"[upos=ADV]{2}", "très très"},
    {"[upos=ADV]{1,2} [upos=ADJ]?", "très très | très grand"},
    {"[upos=ADV]{2,} [upos=ADJ]", "très très très grand"},
    {"[upos=ADV]{0,1} [upos=ADJ]", "très grand"},
    {"[upos=ADV]* \"grand\"", "très très très grand"},
    {"\"Kremlin\" [] \"toute\"", "Kremlin dément toute"},
    {"\"ingérence\" []{0,9} \"Barack\"", ""},
    {"(\"très\" \"très\" | \"très\") \"grand\"", "très très grand"},
    {"\"Le\" | \"Barack\" | \"nient\" | \"grand\"", "Le | Barack | nient | grand"},
    {"(\"et\" | \"Le\" (\"x\" | \"Kremlin\"))", "Le Kremlin | et"},
    {"([upos=DET] | [upos=NOUN])+", "Le | toute ingérence | l’ accord"},
    {"[upos=VERB]{0} \"toute\"", "toute"},
    {"((\"très\")*)* \"grand\"", "très très très grand"},
    /* sentences and entities */
    {"<s> []", "Le | Barack | très"},
    {"[upos!=PUNCT] </s>", "accord | grand"},
    {"<PER>", "Barack Hussein Obama | Poutine"},
    {"<PER> \"et\" <PER>", "Barack Hussein Obama et Poutine"},
    {"<PER> \"Obama\"", ""},
    {"<ORG> [lemma=démentir]", "Le Kremlin dément"},
    {"<PER|ORG> [upos=VERB]", "Le Kremlin dément | Poutine nient"},
    /* groups */
    {"who:<ORG> [upos=VERB] what:([upos=DET] [upos=NOUN])", "Le Kremlin dément toute ingérence who=Le Kremlin what=toute ingérence"},
    {"a:\"très\"+ b:[upos=ADJ]?", "très très très grand a=très très très b=grand"},
    {"(a:\"très\")+", "très très très a=très"},
    {"a:(\"très\"+) b:[upos=VERB]?", "très très très a=très très très"},
    {"x:\"Le\" | x:\"et\"", "Le x=Le | et x=et"},
};

START_TEST(language)
{
    ck_assert_str_eq(found(table[_i].pattern), table[_i].found);
}
END_TEST

static const struct {
    const char *pattern, *said;
} bad[] = {
    {"", "an empty pattern"},
    {"  ", "an empty pattern"},
    {"[lemma=dire", "at character 12: a token's [ is not closed by ]"},
    {"[lemma dire]", "at character 8: an attribute is followed by = or !="},
    {"[lemna=dire]", "`lemna` is no attribute"},
    {"[feats=x]", "`feats` is no attribute"},
    {"[head.x=1]", "`x` is no attribute"},
    {"[lemma=]", "at character 8: a value is missing here"},
    {"é \"x", "at character 1: a token is [conditions]"},
    {"\"x", "this quotation mark is not closed"},
    {"\"x\"%", "% is followed by c"},
    {"(\"x\"", "a group's ( is not closed"},
    {"\"x\")", "at character 4: unexpected `)`"},
    {"\"x\" |", "at character 6: a token is"},
    {"\"x\"{", "a number is missing here"},
    {"\"x\"{2,1}", "the smaller number first"},
    {"\"x\"{101}", "at most 100 times"},
    {"\"x\"*", "can match nothing at all"},
    {"<s>", "can match nothing at all"},
    {"<>", "< is followed by s or a type"},
    {"</x>", "</s> ends a sentence"},
    {"(((\"x\"{100}){100}){100})", "the pattern is too large"},
    {"a:\"1\" b:\"2\" c:\"3\" d:\"4\" e:\"5\" f:\"6\" g:\"7\" h:\"8\" i:\"9\"", "more than 8 named groups"},
    {"[!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!form=x]", "more than 32 brackets"},
    {"((((((((((((((((((((((((((((((((((((((\"x\"", "more than 32 brackets"},
    {"\xff", "valid UTF-8"},
};

START_TEST(faults)
{
    struct filon_patterns *set = filon_patterns_new(kit.arena);
    struct filon_error error = {0};
    ck_assert(filon_patterns_add(set, filon_str_of(bad[_i].pattern), &error) == -1);
    assert_has(error.text, bad[_i].said);
    ck_assert(error.code == FILON_E_CONFIG);
    ck_assert_int_eq(filon_patterns_add(set, FILON_STR("\"Le\""), &kit.error), 0); /* the set is as good as before */
    ck_assert_str_eq(found_by(set), "Le");
}
END_TEST

START_TEST(many_at_once)
{
    struct filon_patterns *set = filon_patterns_new(kit.arena);
    const char *const patterns[] = {"[upos=NOUN]", "[upos=DET] [upos=NOUN]", "[lemma=démentir] x:[]", "[]{2} </s>"};
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(filon_patterns_add(set, filon_str_of(patterns[i]), &kit.error), i);
    ck_assert_str_eq(found_by(set), "2 dément toute x=toute | 1 toute ingérence | ingérence | 3 ingérence . | "
                                    "1 l’ accord | 3 l’ accord | accord | 3 très grand");
    ck_assert_uint_eq(filon_patterns_needs(set), FILON_NEEDS_LEMMA | FILON_NEEDS_UPOS);
    ck_assert_ptr_null(filon_pattern_group(set, 0, 0));
    ck_assert_ptr_null(filon_pattern_group(set, 4, 0));
    ck_assert_str_eq(filon_pattern_group(set, 2, 0), "x");
}
END_TEST

static int stop_at_once(void *arg, const struct filon_match *match)
{
    (void)match;
    return ++*(int *)arg == 2 ? 7 : 0;
}

START_TEST(stops)
{
    struct filon_patterns *set = filon_patterns_new(kit.arena);
    int seen = 0;
    ck_assert_int_eq(filon_patterns_run(set, kit.doc, stop_at_once, &seen), 0);
    ck_assert_int_eq(filon_patterns_add(set, FILON_STR("[]"), &kit.error), 0);
    ck_assert_int_eq(filon_patterns_run(set, kit.doc, stop_at_once, &seen), 7);
    ck_assert_int_eq(seen, 2);
}
END_TEST

/* What takes a backtracking matcher longer than the universe; and sentences that are longer than any match. */
START_TEST(hostile)
{
    enum { WORDS = 20000 };
    struct filon_buf text = FILON_BUF_INIT;
    for (int i = 0; i < WORDS; i++)
        filon_buf_puts(&text, i + 1 < WORDS ? "a " : "a\n");
    make(text.p);
    filon_buf_free(&text);
    ck_assert_str_eq(found("(\"a\"? | \"a\" \"a\")* \"a\"* \"a\"* \"b\""), "");
    struct filon_patterns *set = filon_patterns_new(kit.arena);
    ck_assert_int_eq(filon_patterns_add(set, FILON_STR("\"a\"+"), &kit.error), 0);
    int matches = 0;
    const char *all = found_by(set);
    for (const char *at = all; (at = strstr(at, " | ")); at++)
        matches++;
    ck_assert_int_ge(matches + 1, WORDS / FILON_MATCH_LONGEST);
    ck_assert_int_le(matches + 1, 2 * WORDS / FILON_MATCH_LONGEST);
}
END_TEST

/* Any bytes as a pattern: an error or a pattern, never more. */
START_TEST(any_bytes)
{
    static const char letters[] = "[]()<>\"\"||&&!!==%cd{}0123,?*+ abs/:form lemma=x upos=VERB <PER> a:\"x\"";
    uint32_t seed = (uint32_t)_i * 2654435761u + 1;
    for (int round = 0; round < 3000; round++) {
        char pattern[48];
        size_t n = 0;
        struct filon_error error = {0};
        while (n < sizeof pattern - 1 && (seed = seed * 1664525u + 1013904223u) >> 28)
            pattern[n++] = letters[(seed >> 8) % (sizeof letters - 1)];
        struct filon_patterns *set = filon_patterns_new(kit.arena);
        if (filon_patterns_add(set, (struct filon_str){pattern, n}, &error) == 0)
            found_by(set);
        else
            ck_assert(error.text[0] != 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match");
    TCase *tcase = tcase_create("match");
    tcase_add_checked_fixture(tcase, set_up, kit_tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, language, 0, FILON_COUNT(table));
    tcase_add_loop_test(tcase, faults, 0, FILON_COUNT(bad));
    tcase_add_test(tcase, many_at_once);
    tcase_add_test(tcase, stops);
    tcase_add_test(tcase, hostile);
    tcase_add_loop_test(tcase, any_bytes, 0, 8);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
