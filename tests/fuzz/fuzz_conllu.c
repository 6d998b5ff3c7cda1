/* Any bytes as CoNLL-U: a good message, or a document whose layers are sound and which is the same after being written and read again. */
#include "document/document_impl.h"
#include "document/schema.h"
#include "tests/fuzz/fuzz.h"

#include <filon/utf8.h>

static struct filon_doc *read_into(struct filon_schema *schema, struct filon_str bytes)
{
    struct filon_doc *doc = filon_doc_new(schema);
    struct filon_error error = {0};
    if (filon_doc_read_conllu(doc, filon_str_dup(filon_doc_arena(doc), bytes), "x", 1, &error) == 0)
        return doc;
    MUST(error.code == FILON_E_INPUT && error.text[0]);
    filon_doc_free(doc);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_schema *schema;
    struct filon_str bytes = {(const char *)data, size};
    if (!schema)
        schema = filon_schema_new();
    if (filon_utf8_check(bytes.p, bytes.n) < bytes.n)
        return 0; /* the reader says so */
    struct filon_doc *doc = read_into(schema, bytes);
    if (!doc)
        return 0;
    struct filon_error error = {0};
    if (filon_doc_check(doc, &error) < 0) {
        fprintf(stderr, "%s\n", error.text);
        abort();
    }
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_conllu(doc, &out);
    struct filon_doc *again = read_into(schema, filon_buf_str(&out));
    MUST(again != NULL);
    MUST(filon_rows(filon_layer(doc, FILON_TOKEN)) == filon_rows(filon_layer(again, FILON_TOKEN)));
    MUST(filon_rows(filon_layer(doc, FILON_SENTENCE)) == filon_rows(filon_layer(again, FILON_SENTENCE)));
    filon_buf_free(&out);
    filon_doc_free(again);
    filon_doc_free(doc);
    return 0;
}
