/* Any text through the pipeline up to stances, in French, or in English where it begins with the line "en": names, quotations and stances keep what
 * <filon/document.h> promises of layers. */
#include "tests/fuzz/pages.h"

#include <filon/utf8.h>

extern const struct filon_plugin filon_plugin_parse_text, filon_plugin_segment, filon_plugin_ner, filon_plugin_quote, filon_plugin_stance;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct fuzz_stage stages[] = {{"parse_text", &filon_plugin_parse_text}, {"segment", &filon_plugin_segment}, {"ner", &filon_plugin_ner},
                                               {"quote", &filon_plugin_quote},           {"stance", &filon_plugin_stance},   {0}};
    static struct fuzz_pipeline french, english;
    if (!french.doc) {
        french = fuzz_open(stages, "fr");
        english = fuzz_open(stages, "en");
    }
    struct filon_doc *doc = fuzz_run_text(size >= 3 && memcmp(data, "en\n", 3) == 0 ? &english : &french, data, size);
    if (!filon_doc_dropped(doc))
        fuzz_check_page(doc);
    return 0;
}
