/* Any bytes as Markdown through parse_markdown, and what it makes of them through parse_text: blocks are what <filon/document.h> promises, and
 * each says a byte of the source. */
#include "tests/fuzz/pages.h"

#include <string.h>

extern const struct filon_plugin filon_plugin_parse_markdown, filon_plugin_parse_text;

static void check_sources(struct fuzz_pipeline *pages, size_t size)
{
    struct filon_layer *blocks = filon_layer(pages->doc, FILON_BLOCK);
    const struct filon_schema *schema = filon_pipeline_schema(pages->pipeline);
    int column = filon_schema_column(schema, FILON_BLOCK, "source");
    MUST(column >= 0);
    for (uint32_t row = 0; row < filon_rows(blocks); row++)
        MUST(filon_i32(blocks, column)[row] >= 0 && (size_t)filon_i32(blocks, column)[row] < size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct fuzz_stage alone[] = {{"parse_markdown", &filon_plugin_parse_markdown}, {0}};
    static const struct fuzz_stage both[] = {
        {"parse_markdown", &filon_plugin_parse_markdown}, {"parse_text", &filon_plugin_parse_text}, {0}};
    static struct fuzz_pipeline markdown, pages;
    if (!pages.pipeline) {
        markdown = fuzz_open(alone, "fr");
        pages = fuzz_open(both, "fr");
    }
    if (fuzz_run(&markdown, "article.md", data, size) == 0 && filon_doc_text(markdown.doc).p) {
        fuzz_check_page(markdown.doc);
        check_sources(&markdown, size);
    }
    if (fuzz_run(&pages, "article.md", data, size) == 0 && filon_doc_text(pages.doc).p)
        fuzz_check_page(pages.doc);
    return 0;
}
