/* segment against treebanks in CoNLL-U: F1 of surface tokens and of sentences, in text whose line ends say nothing of either. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <filon/utf8.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/paths.h"

extern const struct filon_plugin filon_plugin_segment;

/* Spans in the text without its white space, in bytes. */
struct spans {
    struct filon_span *at;
    size_t n, room;
};

static void push(struct spans *spans, uint32_t begin, uint32_t end)
{
    if (spans->n == spans->room) {
        spans->room = spans->room ? spans->room * 2 : 1024;
        spans->at = realloc(spans->at, spans->room * sizeof *spans->at);
        ck_assert_ptr_nonnull(spans->at);
    }
    spans->at[spans->n++] = (struct filon_span){begin, end};
}

/* Both are in order. */
static double f1(const struct spans *gold, const struct spans *found)
{
    size_t same = 0;
    for (size_t g = 0, f = 0; g < gold->n && f < found->n;)
        if (gold->at[g].begin == found->at[f].begin) {
            same += gold->at[g].end == found->at[f].end;
            g++;
            f++;
        } else if (gold->at[g].begin < found->at[f].begin)
            g++;
        else
            f++;
    return 200.0 * (double)same / (double)(gold->n + found->n);
}

static uint32_t dense(struct filon_str s)
{
    uint32_t n = 0;
    unsigned length;
    for (size_t i = 0; i < s.n; i += length)
        if (!filon_is_space(filon_utf8_at(s.p, s.n, i, &length)))
            n += length;
    return n;
}

/* The treebank's text, twenty sentences a line, and its spans. */
static void read_treebank(struct filon_str file, struct filon_buf *text, struct spans *tokens, struct spans *sentences)
{
    uint32_t at = 0, begin = 0;
    unsigned covered = 0, sentence = 0; /* up to which id the last multiword token goes */
    for (const char *line = file.p, *stop; line < file.p + file.n; line = stop + 1) {
        stop = memchr(line, '\n', (size_t)(file.p + file.n - line));
        stop = stop ? stop : file.p + file.n;
        struct filon_str row = {line, (size_t)(stop - line)};
        if (filon_str_starts(row, FILON_STR("# text = "))) {
            filon_buf_put(text, line + 9, row.n - 9);
            filon_buf_putc(text, ++sentence % 20 ? ' ' : '\n');
        } else if (!row.n) {
            push(sentences, begin, at);
            begin = at;
            covered = 0;
        } else if (*line != '#') {
            char *end;
            unsigned id = (unsigned)strtoul(line, &end, 10);
            if (*end == '.' || id <= covered)
                continue;
            covered = *end == '-' ? (unsigned)strtoul(end + 1, &end, 10) : id;
            const char *tab = memchr(end + 1, '\t', (size_t)(stop - end - 1));
            ck_assert_ptr_nonnull(tab);
            uint32_t n = dense((struct filon_str){end + 1, (size_t)(tab - end - 1)});
            push(tokens, at, at + n);
            at += n;
        }
    }
}

static void found_spans(struct filon_layer *layer, struct spans *spans)
{
    uint32_t at = 0, last = 0;
    for (uint32_t row = 0; row < filon_rows(layer); row++) {
        at += dense(filon_text_of(kit.doc, last, filon_begin(layer)[row]));
        uint32_t n = dense(filon_row_text(kit.doc, layer, row));
        push(spans, at, at + n);
        at += n;
        last = filon_end(layer)[row];
    }
}

static const struct {
    const char *file;
    double tokens, sentences; /* at least */
} treebanks[] = {
    {"data/ud/fr_sequoia-ud-train.conllu", 99.8, 86},
    {"data/ud/fr_sequoia-ud-dev.conllu", 99.8, 92},
    {"data/ud/fr_gsd-ud-dev.conllu", 99.8, 97},
};

START_TEST(treebank)
{
    const char *folder = getenv("FILON_SHARED"), *root = getenv("top_srcdir");
    const char *path = folder ? filon_strf(kit.arena, "%s/%s", folder, treebanks[_i].file)
                              : filon_strf(kit.arena, "%s/../shared/%s", root ? root : ".", treebanks[_i].file);
    struct filon_error absent = {0};
    struct filon_str file = filon_read_file(kit.arena, path, 64 << 20, &absent);
    if (!file.p) {
        fprintf(stderr, "# skipped: %s\n", absent.text);
        return;
    }
    struct filon_buf text = FILON_BUF_INIT;
    struct spans gold_tokens = {0}, gold_sentences = {0}, tokens = {0}, sentences = {0};
    read_treebank(file, &text, &gold_tokens, &gold_sentences);
    filon_registry_add_data(kit.registry, filon_places()->data);
    struct filon_ctx *ctx = kit_open("segment", &filon_plugin_segment, "{language: fr}");
    ck_assert_int_eq(filon_doc_set_text(kit.doc, filon_buf_str(&text), &kit.error), 0);
    for (size_t i = 0, end; i < text.n; i = end + 1) {
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        end = stop ? (size_t)(stop - text.p) : text.n;
        uint32_t row = filon_add(filon_layer(kit.doc, FILON_BLOCK), (uint32_t)i, (uint32_t)end);
        filon_bool(filon_layer(kit.doc, FILON_BLOCK), FILON_BLOCK_CONTENT)[row] = true;
    }
    ck_assert_int_eq(filon_plugin_segment.annotate(ctx, kit.doc), 0);
    found_spans(filon_layer(kit.doc, FILON_TOKEN), &tokens);
    found_spans(filon_layer(kit.doc, FILON_SENTENCE), &sentences);
    ck_assert_uint_eq(tokens.at[tokens.n - 1].end, gold_tokens.at[gold_tokens.n - 1].end);
    double of_tokens = f1(&gold_tokens, &tokens), of_sentences = f1(&gold_sentences, &sentences);
    fprintf(stderr, "# %s: tokens %.2f, sentences %.2f\n", treebanks[_i].file, of_tokens, of_sentences);
    ck_assert_double_ge(of_tokens, treebanks[_i].tokens);
    ck_assert_double_ge(of_sentences, treebanks[_i].sentences);
    filon_instance_free(ctx);
    free(gold_tokens.at);
    free(gold_sentences.at);
    free(tokens.at);
    free(sentences.at);
    filon_buf_free(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("segment_treebank");
    TCase *tcase = tcase_create("treebank");
    tcase_add_checked_fixture(tcase, kit_set_up, kit_tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, treebank, 0, FILON_COUNT(treebanks));
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
