/* Any text through parse_text and segment, in French, or in English where it begins with the line "en": the layers always keep what
 * <filon/document.h> promises of them. */
#include "tests/fuzz/pages.h"

#include <filon/utf8.h>

extern const struct filon_plugin filon_plugin_parse_text, filon_plugin_segment;

static bool at_character(struct filon_str text, uint32_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static bool all_space(struct filon_str text, uint32_t from, uint32_t to)
{
    unsigned length;
    for (; from < to; from += length)
        if (!filon_is_space(filon_utf8_at(text.p, text.n, from, &length)))
            return false;
    return true;
}

/* Rows of whole characters, in text order; with `same`, several may have one span (the words of a multiword token), else none overlap. */
static void check_order(struct filon_str text, struct filon_layer *layer, bool same)
{
    const uint32_t *begin = filon_begin(layer), *end = filon_end(layer);
    for (uint32_t row = 0; row < filon_rows(layer); row++) {
        MUST(begin[row] < end[row] && end[row] <= text.n);
        MUST(at_character(text, begin[row]) && at_character(text, end[row]));
        MUST(row == 0 || begin[row] >= end[row - 1] || (same && begin[row] == begin[row - 1] && end[row] == end[row - 1]));
    }
}

/* Every row of the inner layer lies in one row of the outer, and what it leaves of that is white space. */
static void check_within(struct filon_str text, struct filon_layer *inner, struct filon_layer *outer, bool whole)
{
    uint32_t row = 0, rows = filon_rows(inner);
    for (uint32_t around = 0; around < filon_rows(outer); around++) {
        uint32_t at = filon_begin(outer)[around], end = filon_end(outer)[around];
        MUST(row == rows || filon_begin(inner)[row] >= at);
        for (; row < rows && filon_begin(inner)[row] < end; row++) {
            MUST(filon_end(inner)[row] <= end);
            MUST(!whole || filon_begin(inner)[row] <= at || all_space(text, at, filon_begin(inner)[row]));
            at = filon_end(inner)[row];
        }
        MUST(!whole || all_space(text, at, end));
    }
    MUST(row == rows);
}

static void check_layers(struct filon_doc *doc)
{
    struct filon_str text = filon_doc_text(doc);
    struct filon_layer *block = filon_layer(doc, FILON_BLOCK), *sentence = filon_layer(doc, FILON_SENTENCE),
                       *token = filon_layer(doc, FILON_TOKEN);
    struct filon_error error = {0};
    if (filon_doc_check(doc, &error) < 0) {
        fprintf(stderr, "%s\n", error.text);
        abort();
    }
    check_order(text, block, false);
    check_order(text, sentence, false);
    check_order(text, token, true);
    uint32_t at = 0;
    for (uint32_t row = 0; row < filon_rows(block); row++) {
        MUST(all_space(text, at, filon_begin(block)[row]));
        at = filon_end(block)[row];
    }
    MUST(all_space(text, at, (uint32_t)text.n));
    check_within(text, sentence, block, false);
    check_within(text, token, sentence, true);
}

/* What leaves the program is valid UTF-8. */
static void check_output(struct filon_doc *doc)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_content(doc, &out);
    filon_buf_putc(&out, '\n');
    filon_doc_json(doc, &out, 0);
    MUST(filon_utf8_check(out.p, out.n) == out.n);
    filon_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct fuzz_stage stages[] = {{"parse_text", &filon_plugin_parse_text}, {"segment", &filon_plugin_segment}, {0}};
    static struct fuzz_pipeline french, english;
    if (!french.doc) {
        french = fuzz_open(stages, "fr");
        english = fuzz_open(stages, "en");
    }
    struct filon_doc *doc = fuzz_run_text(size >= 3 && memcmp(data, "en\n", 3) == 0 ? &english : &french, data, size);
    if (!filon_doc_dropped(doc)) {
        check_layers(doc);
        check_output(doc);
    }
    return 0;
}
