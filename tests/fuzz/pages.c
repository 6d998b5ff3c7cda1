#include "tests/fuzz/pages.h"

#include "base/log.h"
#include "base/paths.h"

#include <filon/utf8.h>

static void must(int status, const struct filon_error *error)
{
    if (status == 0)
        return;
    fprintf(stderr, "%s\n", error->text);
    abort();
}

struct fuzz_pipeline fuzz_open(const struct fuzz_stage *stages, const char *language)
{
    struct filon_registry *registry = filon_registry_new();
    struct filon_instance_args args = {.registry = registry, .language = language, .dir = "/"};
    struct filon_pipeline *pipeline = filon_pipeline_new(&args);
    struct filon_error error = {0};
    struct filon_mark nowhere = {0};
    filon_log_level(FILON_ERROR);
    filon_registry_add_data(registry, filon_places()->data);
    for (; stages->name; stages++) {
        filon_registry_add_builtin(registry, stages->name, stages->plugin);
        must(filon_pipeline_use(pipeline, stages->name, NULL, NULL, nowhere, &error), &error);
    }
    must(filon_pipeline_seal(pipeline, NULL, 0, &error), &error);
    must(filon_pipeline_open(pipeline, &error), &error);
    return (struct fuzz_pipeline){pipeline, filon_doc_new(filon_pipeline_schema(pipeline))};
}

int fuzz_run(struct fuzz_pipeline *pages, const char *id, const uint8_t *data, size_t size)
{
    static struct filon_progress progress;
    struct filon_error error = {0};
    struct filon_doc *doc = pages->doc;
    filon_doc_reset(doc);
    filon_doc_set_id(doc, filon_str_of(id));
    filon_doc_set_source(doc, filon_str_dup(filon_doc_arena(doc), (struct filon_str){(const char *)data, size}));
    if (filon_pipeline_run(pages->pipeline, doc, &progress, &error) == 0)
        return 0;
    MUST(error.text[0]);
    return -1;
}

static struct filon_str repaired(struct filon_arena *arena, const uint8_t *data, size_t size)
{
    char *text = filon_alloc(arena, size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = data[i] ? (char)data[i] : ' ';
    for (size_t bad; (bad = filon_utf8_check(text, size)) < size;)
        text[bad] = '?';
    text[size] = '\0';
    return (struct filon_str){text, size};
}

struct filon_doc *fuzz_run_text(struct fuzz_pipeline *texts, const uint8_t *data, size_t size)
{
    static struct filon_progress progress;
    struct filon_error error = {0};
    struct filon_doc *doc = texts->doc;
    filon_doc_reset(doc);
    filon_doc_set_id(doc, FILON_STR("input"));
    must(filon_doc_set_text(doc, repaired(filon_doc_arena(doc), data, size), &error), &error);
    must(filon_pipeline_run(texts->pipeline, doc, &progress, &error), &error);
    return doc;
}

static bool all_space(struct filon_str text, uint32_t from, uint32_t to)
{
    unsigned length;
    for (; from < to; from += length)
        if (!filon_is_space(filon_utf8_at(text.p, text.n, from, &length)))
            return false;
    return true;
}

static bool at_character(struct filon_str text, uint32_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static void check_meta(struct filon_doc *doc)
{
    struct filon_str text = filon_doc_text(doc);
    for (size_t i = 0; i < filon_meta_count(doc); i++) {
        const char *key;
        struct filon_span span;
        struct filon_str value = filon_meta_at(doc, i, &key, &span);
        MUST(value.n && filon_utf8_check(value.p, value.n) == value.n);
        MUST(span.begin == FILON_NONE ||
             (span.begin <= span.end && span.end <= text.n && at_character(text, span.begin) && at_character(text, span.end)));
    }
}

void fuzz_check_page(struct filon_doc *doc)
{
    struct filon_str text = filon_doc_text(doc);
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    struct filon_error error = {0};
    uint32_t at = 0;
    must(filon_doc_check(doc, &error), &error);
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        uint32_t begin = filon_begin(blocks)[row], end = filon_end(blocks)[row];
        MUST(begin < end && end <= text.n && at_character(text, begin) && at_character(text, end));
        MUST(begin >= at && all_space(text, at, begin));
        MUST(filon_strs(blocks, FILON_BLOCK_KIND)[row].n);
        at = end;
    }
    MUST(all_space(text, at, (uint32_t)text.n));
    check_meta(doc);
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_json(doc, &out, 0);
    MUST(filon_utf8_check(out.p, out.n) == out.n);
    filon_buf_free(&out);
}
