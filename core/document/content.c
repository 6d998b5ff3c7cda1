#include "document/document_impl.h"

/* What one reads as the article: the blocks marked as content, each as one line, blank line between. The text has its own
 * line breaks within a paragraph; they stay. */
void filon_doc_content(struct filon_doc *doc, struct filon_buf *out)
{
    struct filon_layer *blocks = &doc->layer[FILON_BLOCK];
    if (!blocks->rows) {
        filon_buf_put_str(out, filon_str_trim(doc->text));
        return;
    }
    const uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    size_t start = out->n;
    for (uint32_t row = 0; row < blocks->rows; row++) {
        if (!content[row])
            continue;
        struct filon_str text = filon_str_trim(filon_row_text(doc, blocks, row));
        if (!text.n)
            continue;
        if (out->n > start)
            filon_buf_puts(out, "\n\n");
        filon_buf_put_str(out, text);
    }
}
