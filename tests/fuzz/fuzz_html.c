/* Any bytes as a page through parse_html, and what it leaves of them through parse_text: no page crashes it, hangs it, or breaks what
 * <filon/document.h> promises of blocks. */
#include "tests/fuzz/pages.h"

extern const struct filon_plugin filon_plugin_parse_html, filon_plugin_parse_text;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct fuzz_stage stages[] = {{"parse_html", &filon_plugin_parse_html}, {"parse_text", &filon_plugin_parse_text}, {0}};
    static struct fuzz_pipeline pages;
    if (!pages.pipeline)
        pages = fuzz_open(stages, "fr");
    if (fuzz_run(&pages, "page.html", data, size) == 0 && filon_doc_text(pages.doc).p)
        fuzz_check_page(pages.doc);
    return 0;
}
