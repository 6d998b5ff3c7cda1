/* What the targets share that read pages and texts: a pipeline that is opened once, and what any document must be when it leaves it. */
#ifndef FILON_TESTS_FUZZ_PAGES_H
#define FILON_TESTS_FUZZ_PAGES_H

#include "pipeline/pipeline.h"
#include "tests/fuzz/fuzz.h"

struct fuzz_pipeline {
    struct filon_pipeline *pipeline;
    struct filon_doc *doc;
};

struct fuzz_stage {
    const char *name;
    const struct filon_plugin *plugin;
};

/* Ends the process if it cannot be opened. Stages end with one without a name. */
struct fuzz_pipeline fuzz_open(const struct fuzz_stage *stages, const char *language);

/* Runs it over a source of any bytes: 0; -1 if it fails, which it may. */
int fuzz_run(struct fuzz_pipeline *pages, const char *id, const uint8_t *data, size_t size);

/* Runs it over a text, which must not fail, and gives its document. What is no UTF-8 never reaches one: it is made some, so that mutations of bytes are
 * not wasted. */
struct filon_doc *fuzz_run_text(struct fuzz_pipeline *texts, const uint8_t *data, size_t size);

/* Blocks are in order and hold all of the text but white space, spans are sound, the JSON of the document is UTF-8. */
void fuzz_check_page(struct filon_doc *doc);

#endif
