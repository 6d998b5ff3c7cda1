/* Any bytes as a file of JSON lines: lines end and lie in order; where the scan for an id knows one, a parser finds the same; a line becomes a sound
 * document or one good message. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif
#include "document/document_impl.h"
#include "document/schema.h"
#include "plugins/read_jsonl/article.h"
#include "plugins/read_jsonl/find_id.h"
#include "plugins/read_jsonl/lines.h"
#include "tests/fuzz/fuzz.h"

#include <filon/utf8.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 4096 };

static const char *const metas[] = {"title", "date"};
static const struct article_options options = {.id_field = "id", .text_field = "text", .source_field = "html", .meta = {metas, 2}};

/* The scan may know an id where a parser finds no JSON at all, never another. */
static void check_id(struct filon_str json, struct filon_arena *arena)
{
    struct filon_str value = FILON_NO_STR;
    enum find_id found = find_id(json, FILON_STR("id"), &value);
    struct filon_str parsed = article_id(arena, json, "id");
    if (found == FIND_ID_UNSURE || !parsed.p)
        return;
    MUST(found == FIND_ID_STRING || found == FIND_ID_NUMBER);
    MUST(value.p >= json.p && value.p + value.n <= json.p + json.n);
    MUST(found == FIND_ID_NUMBER || filon_str_eq(value, parsed));
}

static void check_document(struct filon_str json, struct filon_doc *doc)
{
    struct filon_error error = {0};
    filon_doc_reset(doc);
    filon_doc_set_id(doc, FILON_STR("x"));
    if (article_load(&options, json, "x:1", doc, &error) < 0) {
        MUST(error.code == FILON_E_INPUT && strncmp(error.text, "x:1", 3) == 0);
        MUST(filon_utf8_check(error.text, strlen(error.text)) == strlen(error.text));
        return;
    }
    MUST(filon_doc_dropped(doc) || filon_doc_text(doc).p || filon_doc_source(doc).p);
    MUST(filon_doc_check(doc, &error) == 0);
    struct filon_buf out = FILON_BUF_INIT;
    if (filon_doc_text(doc).p)
        filon_doc_json(doc, &out, 0);
    MUST(filon_utf8_check(out.p, out.n) == out.n);
    filon_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_doc *doc;
    static struct filon_arena *arena;
    static struct lines lines;
    struct filon_error error = {0};
    char path[64];
    int fd = memfd_create("lines", 0);
    MUST(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    if (!doc) {
        doc = filon_doc_new(filon_schema_new());
        arena = filon_arena_new();
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct stream *stream = stream_open(path, "x", &error);
    if (stream) {
        struct line line;
        uint64_t number = 0, offset = 0;
        lines_start(&lines, stream, MOST);
        while (lines_next(&lines, &line, &error) == 1) {
            MUST(line.number == ++number && line.offset >= offset && (number == 1 || line.offset > offset));
            MUST(line.text.p ? line.text.n == line.size && line.size <= MOST : line.size > MOST);
            offset = line.offset;
            if (!line.text.p)
                continue;
            check_id(line.text, arena);
            check_document(line.text, doc);
        }
        stream_close(stream);
    }
    filon_arena_reset(arena);
    close(fd);
    return 0;
}
