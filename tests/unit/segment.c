/* segment, through its descriptor: typography.tsv, options, lexicons; and what holds for any text whatever. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <filon/tsv.h>
#include <filon/utf8.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/paths.h"

extern const struct filon_plugin filon_plugin_segment;

static void set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
}

static struct filon_ctx *open_segment(const char *yaml)
{
    return kit_open("segment", &filon_plugin_segment, yaml);
}

/* Sets kit.doc's text; no blocks yet. */
static void set_text(struct filon_str text)
{
    filon_doc_reset(kit.doc);
    if (filon_doc_set_text(kit.doc, text, &kit.error) < 0)
        ck_abort_msg("%s", kit.error.text);
}

static void add_block(uint32_t begin, uint32_t end, const char *kind, bool content)
{
    struct filon_layer *block = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t row = filon_add(block, begin, end);
    filon_strs(block, FILON_BLOCK_KIND)[row] = filon_str_of(kind);
    filon_bool(block, FILON_BLOCK_CONTENT)[row] = content;
}

static void annotate(struct filon_ctx *ctx)
{
    if (filon_plugin_segment.annotate(ctx, kit.doc) < 0)
        ck_abort_msg("%s", kit_error(ctx));
}

/* "tokens|of|a sentence‖and|of|the|next", of the whole document. */
static const char *cut(void)
{
    struct filon_layer *sentence = filon_layer(kit.doc, FILON_SENTENCE), *token = filon_layer(kit.doc, FILON_TOKEN);
    struct filon_buf out = FILON_BUF_INIT;
    uint32_t row = 0;
    for (uint32_t s = 0; s < filon_rows(sentence); s++)
        for (bool first = true; row < filon_rows(token) && filon_begin(token)[row] < filon_end(sentence)[s]; row++, first = false) {
            filon_buf_puts(&out, first ? (s ? "‖" : "") : "|");
            filon_buf_put_str(&out, filon_row_text(kit.doc, token, row));
        }
    filon_buf_puts(&out, "");
    const char *text = filon_strdup(kit.arena, out.p ? out.p : "");
    filon_buf_free(&out);
    return text;
}

/* The text as one paragraph. */
static const char *cut_text(struct filon_ctx *ctx, const char *text)
{
    struct filon_str trimmed = filon_str_trim(filon_str_of(text));
    set_text(filon_str_dup(kit.arena, trimmed));
    if (trimmed.n)
        add_block(0, (uint32_t)trimmed.n, "paragraph", true);
    annotate(ctx);
    return cut();
}

static void assert_cut(struct filon_ctx *ctx, const char *text, const char *wanted)
{
    const char *found = cut_text(ctx, text);
    ck_assert_msg(strcmp(found, wanted) == 0, "%s\n  found  %s\n  wanted %s", text, found, wanted);
}

/* ---- Typography. */

static char *unescaped(struct filon_str s)
{
    char *out = filon_alloc(kit.arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\\') {
            out[n++] = s.p[i];
        } else if (s.p[++i] == 'u') {
            char hex[5] = {s.p[i + 1], s.p[i + 2], s.p[i + 3], s.p[i + 4], 0};
            n += filon_utf8_put(out + n, (uint32_t)strtoul(hex, NULL, 16));
            i += 4;
        } else
            out[n++] = s.p[i] == 'n' ? '\n' : '\t';
    }
    out[n] = '\0';
    return out;
}

START_TEST(typography)
{
    const char *root = getenv("top_srcdir");
    char *path = filon_strf(kit.arena, "%s/tests/data/typography.tsv", root ? root : ".");
    struct filon_tsv tsv;
    struct filon_error error = {0};
    struct filon_ctx *fr = open_segment("{language: fr}"), *en = open_segment("{language: en}"), *other = open_segment("{}");
    ck_assert_msg(filon_tsv_open(&tsv, kit.arena, path, &error) == 0, "%s", error.text);
    unsigned rows = 0, wrong = 0;
    while (filon_tsv_next(&tsv, 3, &error) > 0) {
        char *text = unescaped(tsv.field[1]), *wanted = unescaped(tsv.field[2]);
        struct filon_ctx *ctx = filon_str_is(tsv.field[0], "fr") ? fr : filon_str_is(tsv.field[0], "en") ? en : other;
        struct filon_str trimmed = filon_str_trim(filon_str_of(text));
        set_text(trimmed);
        filon_meta_set(kit.doc, "lang", tsv.field[0], FILON_NO_SPAN);
        add_block(0, (uint32_t)trimmed.n, "paragraph", true);
        annotate(ctx);
        const char *found = cut();
        if (strcmp(found, wanted) != 0) {
            fprintf(stderr, "%s:%u:\n  found  %s\n  wanted %s\n", path, tsv.line, found, wanted);
            wrong++;
        }
        rows++;
    }
    ck_assert_msg(error.code == FILON_OK, "%s", error.text);
    ck_assert_uint_ge(rows, 150);
    ck_assert_uint_eq(wrong, 0);
    filon_instance_free(fr);
    filon_instance_free(en);
    filon_instance_free(other);
}
END_TEST

/* ---- Options. */

START_TEST(blocks)
{
    static const char text[] = "Titre\nMenu, contact\nUn texte.\nUne légende";
    static const struct {
        uint32_t begin, end;
        const char *kind;
        bool content;
    } rows[] = {{0, 5, "title", false}, {6, 19, "boilerplate", false}, {20, 29, "paragraph", true}, {30, 42, "caption", false}};
    for (int all = 0; all < 2; all++) {
        struct filon_ctx *ctx = open_segment(all ? "{blocks: all}" : "{}");
        set_text(filon_str_of(text));
        for (size_t i = 0; i < FILON_COUNT(rows); i++)
            add_block(rows[i].begin, rows[i].end, rows[i].kind, rows[i].content);
        annotate(ctx);
        ck_assert_str_eq(cut(), all ? "Titre‖Menu|,|contact‖Un|texte|.‖Une|légende" : "Titre‖Un|texte|.");
        filon_instance_free(ctx);
    }
}
END_TEST

START_TEST(languages)
{
    static const char text[] = "Don't l'eau.";
    static const struct {
        const char *yaml, *lang, *wanted;
    } cases[] = {
        {"{}", "fr", "Don't|l'|eau|."},
        {"{}", "fr-BE", "Don't|l'|eau|."},
        {"{}", "en", "Do|n't|l'eau|."},
        {"{}", "en_GB", "Do|n't|l'eau|."},
        {"{}", "frr", "Don't|l'eau|."}, /* North Frisian is no French */
        {"{}", "de", "Don't|l'eau|."},
        {"{}", "", "Don't|l'|eau|."}, /* the job's language */
        {"{language: en}", "fr", "Do|n't|l'eau|."},
        {"{language: fr}", "en", "Don't|l'|eau|."},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++) {
        struct filon_ctx *ctx = open_segment(cases[i].yaml);
        set_text(filon_str_of(text));
        filon_meta_set(kit.doc, "lang", filon_str_of(cases[i].lang), FILON_NO_SPAN);
        add_block(0, sizeof text - 1, "paragraph", true);
        annotate(ctx);
        ck_assert_str_eq(cut(), cases[i].wanted);
        filon_instance_free(ctx);
    }
    assert_has(kit_refused("segment", &filon_plugin_segment, "{language: xx}"), "xx.tsv");
}
END_TEST

START_TEST(language_code)
{
    assert_has(kit_refused("segment", &filon_plugin_segment, "{language: ../fr}"), "`../fr` is no language code");
}
END_TEST

START_TEST(lexicons)
{
    kit_puts("own.tsv", "# ours\nabbreviation\tprés\nwhole\tdit-il\nabbreviation\tZ\n");
    struct filon_ctx *plain = open_segment("{language: fr}"), *own = open_segment("{language: fr, lexicon: own.tsv}");
    assert_cut(plain, "Le prés. Martin, dit-il.", "Le|prés|.‖Martin|,|dit|-il|.");
    assert_cut(own, "Le prés. Martin, dit-il.", "Le|prés.|Martin|,|dit-il|.");
    assert_cut(own, "Z. Dupont, la lettre z. Fin.", "Z.|Dupont|,|la|lettre|z|.‖Fin|.");
    filon_instance_free(plain);
    filon_instance_free(own);
}
END_TEST

static const struct {
    const char *lines, *says;
} bad_lexicons[] = {
    {"abbreviation\tfoo\nabbrev\tbar\n", "bad.tsv:2: `abbrev` is no kind of row"},
    {"abbreviation\n", "bad.tsv:1: 1 columns where 2 are needed"},
    {"elision\t\n", "bad.tsv:1: the word has 0 bytes"},
    {"whole\taaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee\n", "bad.tsv:1: the word has 50 bytes"},
    {"split\tcannot\tnot\n", "bad.tsv:1: the third column must be the first part of `cannot`"},
    {"split\tcannot\n", "bad.tsv:1: the third column"},
    {"split\tfoobar\tfoo\nsplit\tFoobar\tFo\n", "bad.tsv:2: `Foobar` has a third column in an earlier row"},
    {"whole\t\xff\n", "bad.tsv:1: not valid UTF-8"},
};

START_TEST(bad_lexicon)
{
    kit_puts("bad.tsv", bad_lexicons[_i].lines);
    assert_has(kit_refused("segment", &filon_plugin_segment, "{language: en, lexicon: bad.tsv}"), bad_lexicons[_i].says);
}
END_TEST

/* A document that its reader has cut already, a treebank's, stays as it is. */
START_TEST(cut_before)
{
    struct filon_ctx *ctx = open_segment("{}");
    set_text(FILON_STR("Deux mots. Trois."));
    add_block(0, 17, "paragraph", true);
    filon_add(filon_layer(kit.doc, FILON_SENTENCE), 0, 17);
    filon_add(filon_layer(kit.doc, FILON_TOKEN), 0, 17);
    annotate(ctx);
    ck_assert_str_eq(cut(), "Deux mots. Trois.");
    ck_assert_str_eq(cut_text(ctx, ""), "");
    assert_cut(ctx, "Deux mots. Trois.", "Deux|mots|.‖Trois|.");
    filon_instance_free(ctx);
}
END_TEST

/* ---- What holds for any text. */

static bool is_space(struct filon_str text, uint32_t from, uint32_t to)
{
    unsigned length;
    for (; from < to; from += length)
        if (!filon_is_space(filon_utf8_at(text.p, text.n, from, &length)))
            return false;
    return true;
}

/* Check's own assertions write to a file each time; these are asked a million times. */
#define hold(condition) ((condition) ? (void)0 : ck_abort_msg("%s: line %d, `%.*s`", #condition, __LINE__, 60, text.p))

/* A token holds white space only as a number does: between digits. */
static void check_token(struct filon_str text, uint32_t begin, uint32_t end)
{
    unsigned length;
    for (uint32_t i = begin; i < end; i += length) {
        if (!filon_is_space(filon_utf8_at(text.p, text.n, i, &length)))
            continue;
        hold(i > begin && i + length < end);
        hold((unsigned char)(text.p[i - 1] - '0') < 10 && (unsigned char)(text.p[i + length] - '0') < 10);
    }
}

/* Tokens tile sentences, sentences tile blocks, but for white space. */
static void check_tiling(void)
{
    struct filon_str text = filon_doc_text(kit.doc);
    struct filon_layer *layer[] = {filon_layer(kit.doc, FILON_BLOCK), filon_layer(kit.doc, FILON_SENTENCE),
                                   filon_layer(kit.doc, FILON_TOKEN)};
    if (filon_doc_check(kit.doc, &kit.error) < 0)
        ck_abort_msg("%s", kit.error.text);
    for (int l = 0; l < 2; l++) {
        const uint32_t *begin = filon_begin(layer[l + 1]), *end = filon_end(layer[l + 1]);
        uint32_t row = 0, rows = filon_rows(layer[l + 1]);
        for (uint32_t outer = 0; outer < filon_rows(layer[l]); outer++) {
            uint32_t at = filon_begin(layer[l])[outer], limit = filon_end(layer[l])[outer];
            for (; row < rows && begin[row] < limit; row++) {
                hold(begin[row] >= at && begin[row] < end[row] && end[row] <= limit);
                hold(is_space(text, at, begin[row]));
                if (l == 1)
                    check_token(text, begin[row], end[row]);
                at = end[row];
            }
            hold(is_space(text, at, limit));
        }
        hold(row == rows);
    }
}

/* Every line a block, and all lines checked. */
static void check_lines(struct filon_ctx *ctx, struct filon_str text)
{
    set_text(text);
    for (size_t i = 0; i < text.n;) {
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        size_t end = stop ? (size_t)(stop - text.p) : text.n;
        if (end > i)
            add_block((uint32_t)i, (uint32_t)end, "paragraph", true);
        i = end + 1;
    }
    annotate(ctx);
    check_tiling();
}

static uint32_t state;

static uint32_t dice(uint32_t sides)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % sides;
}

/* What the rules look at, and bytes from anywhere. */
static size_t throw_piece(char *out)
{
    static const char *const pieces[] = {
        ".",      "..",     "…",      "!",      "?",      ",",  ";",  ":",     "-",       "-t-", "–",      "—",       "'",    "’",
        "‘",      "\"",     "«",      "»",      "“",      "”",  "(",  ")",     "[",       "]",   " ",      " ",       " ",    "\u00a0",
        "\u202f", "\t",     "\n",     "\n\n",   "l",      "d",  "qu", "jusqu", "aujourd", "hui", "un",     "il",      "elle", "en",
        "là",     "M",      "MM",     "etc",    "p",      "J",  "C",  "Le",    "Il",      "le",  "de",     "Or",      "1",    "10",
        "000",    "2016",   "h",      "30",     "€",      "%",  "°",  "n°",    "@",       "#",   "/",      "http://", "www.", "a.fr",
        "&",      "+",      "_",      "·",      "(e)",    "I",  "II", "XX",    "n't",     "'s",  "cannot", "90s",     "👍",    "🇫🇷",
        "\u200d", "\u0301", "\u00ad", "\u200b", "\ufeff", "中", "ß",  "É",     "œ",       "½",   "²",      "<",       "="};
    if (dice(8)) {
        const char *piece = pieces[dice(FILON_COUNT(pieces))];
        size_t n = strlen(piece);
        memcpy(out, piece, n);
        return n;
    }
    uint32_t c = dice(4) ? 1 + dice(0x300) : 1 + dice(0x10ffff);
    return filon_utf8_put(out, c >= 0xd800 && c < 0xe000 ? 0x20ac : c);
}

START_TEST(any_text)
{
    static const char *const yaml[] = {"{language: fr}", "{language: en}"};
    struct filon_ctx *ctx = open_segment(yaml[_i]);
    char text[400];
    state = 2463534242u + (uint32_t)_i;
    for (int round = 0; round < 20000; round++) {
        size_t n = 0, pieces = 1 + dice(40);
        for (size_t i = 0; i < pieces && n < sizeof text - 16; i++)
            n += throw_piece(text + n);
        struct filon_str s = {text, n};
        while (filon_str_starts(s, FILON_STR("\ufeff"))) {
            s.p += 3;
            s.n -= 3;
        }
        check_lines(ctx, filon_str_dup(kit.arena, s));
        if (round % 100 == 0)
            filon_arena_reset(kit.arena);
    }
    filon_instance_free(ctx);
}
END_TEST

static const char *shared(const char *file)
{
    const char *folder = getenv("FILON_SHARED"), *root = getenv("top_srcdir");
    return folder ? filon_strf(kit.arena, "%s/%s", folder, file) : filon_strf(kit.arena, "%s/../shared/%s", root ? root : ".", file);
}

START_TEST(real_texts)
{
    static const char *const files[] = {"seeds/000_b3f0a1f1952782ac.txt", "seeds/004_f6861f441c30c381.txt", "gold/dev/2016_05_26-005.txt",
                                        "data/raw-fr/ntrex-news-2018.txt"};
    struct filon_ctx *ctx = open_segment("{}");
    for (size_t i = 0; i < FILON_COUNT(files); i++) {
        struct filon_error absent = {0};
        struct filon_str text = filon_read_file(kit.arena, shared(files[i]), 64 << 20, &absent);
        if (text.p)
            check_lines(ctx, text);
        else
            fprintf(stderr, "# skipped: %s\n", absent.text);
    }
    filon_instance_free(ctx);
}
END_TEST

/* Patterns that a careless scanner takes quadratic time for: a megabyte of each, in the time of a hundred of plain text. */
static const char *const patterns[] = {
    "a",  ".",     "-",    "'",    "’",     "\"",   "« ",      "» ",      "! ",     "! » ", "… « ",   "( ",    ") ",   ";",  "; ",
    "a;", "(;",    "a.",   "A.",   "a. A ", "l'",   "l’a",     "a-",      "a-il",   "a-t-", "-il",    "1 ",    "000 ", "1,", "1.",
    "1/", "1-",    "a@",   "a@b.", "@",     "#",    "www.a",   "http://", "www.a(", "/",    "I/",     "II/II", "a&",   "A&", "+",
    "a+", "n°",    "a(e)", "(",    "a(",    "👍",    "👍\u200d", "\u0301",  "🇫",      " ",    "\u00a0", "\n",    "\n\n", "É",  "中",
    "<",  "etc. ", "M. ",  "A. ",  "1. ",   "- A ", "Le a ",   "a Il ",   "don't",  "'s",   "Z ",     ". (a ", "[…] ",
};

START_TEST(hostile)
{
    static const char *const yaml[] = {"{language: fr}", "{language: en}"};
    enum { SIZE = 1 << 20, SECONDS = 3 };
    struct filon_ctx *ctx = open_segment(yaml[_i / (int)FILON_COUNT(patterns)]);
    const char *pattern = patterns[_i % (int)FILON_COUNT(patterns)];
    size_t n = strlen(pattern);
    char *text = filon_alloc(kit.arena, SIZE + 1);
    for (size_t i = 0; i + n <= SIZE; i += n)
        memcpy(text + i, pattern, n);
    size_t size = SIZE / n * n;
    text[size] = '\0';
    set_text((struct filon_str){text, size});
    add_block(0, (uint32_t)size, "paragraph", true);
    clock_t start = clock();
    annotate(ctx);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < SECONDS, "`%s` again and again: %.1f s", pattern, seconds);
    check_tiling();
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("segment");
    TCase *tcase = tcase_create("segment");
    tcase_add_checked_fixture(tcase, set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, typography);
    tcase_add_test(tcase, blocks);
    tcase_add_test(tcase, languages);
    tcase_add_test(tcase, language_code);
    tcase_add_test(tcase, lexicons);
    tcase_add_loop_test(tcase, bad_lexicon, 0, FILON_COUNT(bad_lexicons));
    tcase_add_test(tcase, cut_before);
    tcase_add_loop_test(tcase, any_text, 0, 2);
    tcase_add_test(tcase, real_texts);
    tcase_add_loop_test(tcase, hostile, 0, 2 * FILON_COUNT(patterns));
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
