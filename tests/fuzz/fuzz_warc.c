/* Any bytes as a WARC file, plain or packed: it ends, what it gives lies within the file and in order, and bodies are bounded. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif
#include "plugins/read_warc/http.h"
#include "plugins/read_warc/record.h"
#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 8 * 1024, UNPACKED = 64 * 1024 };

static void look_at(const struct record *record, struct filon_arena *arena)
{
    struct record again;
    struct http http;
    struct filon_str body;
    struct filon_error error = {0};
    const char *why;
    MUST(record->whole.n == record->length && record->block.n <= MOST);
    MUST(record_parse(&again, record->whole, &why) == record->whole.n - record->block.n && !why);
    if (!http_parse(&http, record->block))
        return;
    if (http_body(&http, UNPACKED, record->truncated.n, arena, &body, &error) < 0) {
        MUST(error.text[0]);
        return;
    }
    size_t seen = 0;
    for (size_t i = 0; i < body.n; i++)
        seen += (unsigned char)body.p[i];
    MUST(body.n <= UNPACKED && seen <= body.n * 255);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_arena *arena;
    static struct warc warc;
    struct filon_error error = {0};
    char path[64];
    int fd = memfd_create("warc", 0);
    MUST(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    if (!arena)
        arena = filon_arena_new();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct stream *stream = stream_open(path, "x", &error);
    if (stream) {
        struct record record;
        uint64_t last = 0, records = 0;
        warc_start(&warc, stream, MOST);
        while (warc_next(&warc, &record, &error) == 1) {
            MUST(record.offset >= last);
            MUST(stream_packed(stream) || record.offset <= size);
            MUST(record.broken || record.large || record.whole.p);
            if (!record.broken && !record.large)
                look_at(&record, arena);
            last = record.offset;
            MUST(++records < 1000000);
        }
        stream_close(stream);
    }
    filon_arena_reset(arena);
    close(fd);
    return 0;
}
