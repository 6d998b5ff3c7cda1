/* A web archive made of pages (given texts as paragraphs among menus), read as read_warc's next and load do, without a parser: plain, gzip record by
 * record, gzip as a whole. MB/s of unpacked bytes; best of several rounds. */
#include "base/log.h"
#include "base/paths.h"
#include "job/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { ROUNDS = 5, LARGEST = 1 << 30 };

static __attribute__((noreturn)) void die(const char *text)
{
    fprintf(stderr, "bench: %s\n", text);
    exit(EXIT_FAILURE);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- The archive */

static void put_page(struct filon_buf *out, struct filon_str text, long n)
{
    filon_buf_printf(
        out, "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Page %ld</title></head>\n<body>\n<nav><ul>\n", n);
    for (long i = 0; i < 80; i++)
        filon_buf_printf(out,
                         "<li class=\"menu-item menu-item-%ld\"><a href=\"/rubrique/%ld/%ld\" class=\"nav-link\">Rubrique %ld</a></li>\n",
                         i, i, n * i, i);
    filon_buf_puts(out, "</ul></nav>\n<article>\n<p class=\"article__paragraph\">");
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n')
            filon_buf_puts(out, "</p>\n<p class=\"article__paragraph\">");
        else
            filon_buf_putc(out, text.p[i]);
    filon_buf_puts(out, "</p>\n</article></body></html>\n");
}

static void put_record(struct filon_buf *out, const char *type, long n, struct filon_str block)
{
    filon_buf_printf(out,
                     "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s-%ld>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
                     "WARC-Target-URI: http://a.example/%ld\r\nContent-Type: application/http\r\nContent-Length: %zu\r\n\r\n",
                     type, type, n, n, block.n);
    filon_buf_put_str(out, block);
    filon_buf_puts(out, "\r\n\r\n");
}

struct files {
    const char *plain, *members, *whole;
};

static size_t write_archives(const struct files *files, const struct filon_str *texts, int n_texts, long pages)
{
    struct filon_buf record = FILON_BUF_INIT, block = FILON_BUF_INIT;
    FILE *plain = fopen(files->plain, "wb");
    gzFile whole = gzopen(files->whole, "wb6");
    size_t bytes = 0;
    for (long i = 0; i < 2 * pages && plain && whole; i++) {
        gzFile member = gzopen(files->members, i ? "ab6" : "wb6");
        filon_buf_clear(&record);
        filon_buf_clear(&block);
        if (i % 2) {
            filon_buf_puts(&block, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n");
            put_page(&block, texts[i / 2 % n_texts], i / 2);
            put_record(&record, "response", i / 2, filon_buf_str(&block));
        } else {
            filon_buf_puts(&block, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            put_record(&record, "request", i / 2, filon_buf_str(&block));
        }
        bytes += record.n;
        if (!member || fwrite(record.p, 1, record.n, plain) != record.n || gzwrite(whole, record.p, (unsigned)record.n) <= 0 ||
            gzwrite(member, record.p, (unsigned)record.n) <= 0 || gzclose(member) != Z_OK)
            die("the archives cannot be written");
    }
    if (!plain || !whole || fclose(plain) != 0 || gzclose(whole) != Z_OK)
        die("the archives cannot be written");
    filon_buf_free(&record);
    filon_buf_free(&block);
    return bytes;
}

/* ---- Reading it */

static int encode_nothing(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    (void)ctx, (void)doc, (void)record;
    return 0;
}

static int begin_nothing(struct filon_ctx *ctx, const char *old)
{
    (void)ctx, (void)old;
    return 0;
}

static int write_nothing(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    (void)ctx, (void)id, (void)record;
    return 0;
}

static int commit_nothing(struct filon_ctx *ctx, struct filon_buf *new)
{
    (void)ctx, (void)new;
    return 0;
}

static const struct filon_plugin nowhere = {
    FILON_PLUGIN_HEADER,      .version = "1",         .kind = FILON_WRITER,   .summary = "Write nothing",
    .encode = encode_nothing, .begin = begin_nothing, .write = write_nothing, .commit = commit_nothing,
};

static struct filon_job *open_job(struct filon_arena *arena, const char *archive)
{
    struct filon_error error = {0};
    struct filon_node *map = filon_node_new(arena, FILON_NODE_MAP, (struct filon_mark){0});
    struct filon_node *path = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){0});
    path->text = filon_str_of(archive);
    path->quoted = true;
    filon_node_append(map, "path", path);
    struct filon_job_ends ends = {.reader = "read_warc", .reader_options = map, .writer_name = "nowhere", .writer = &nowhere};
    struct filon_job_source source = {.label = "bench", .dir = filon_path_absolute(arena, "."), .ends = &ends};
    source.text = "{job: bench, pipeline: [parse_text]}";
    struct filon_job *job = filon_job_new(&source, &error);
    if (!job)
        die(error.text);
    return job;
}

static void bench(struct filon_arena *arena, const char *what, const char *archive, size_t bytes, long pages)
{
    double next = 0, both = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct filon_job *job = open_job(arena, archive);
        struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
        struct filon_ctx *reader = job->reader[0];
        const struct filon_plugin *plugin = &reader->loaded->plugin;
        struct filon_input input = {0};
        long found = 0;
        double in_load = 0, start = now();
        while (plugin->next(reader, &input) == 1) {
            double before = now();
            filon_doc_reset(doc);
            if (plugin->load(reader, &input, doc) < 0)
                die("a page cannot be loaded");
            in_load += now() - before;
            found++;
        }
        double seconds = now() - start;
        if (found != pages)
            die("pages are missing");
        both = !round || seconds < both ? seconds : both;
        next = !round || seconds - in_load < next ? seconds - in_load : next;
        filon_doc_free(doc);
        filon_job_free(job);
    }
    printf("%-10s %8.1f MB/s in the coordinator, %8.1f MB/s with load\n", what, (double)bytes / next / 1e6, (double)bytes / both / 1e6);
}

int main(int argc, char **argv)
{
    long pages = 4000;
    int first = 1;
    if (argc > 1 && sscanf(argv[1], "--pages=%ld", &pages) == 1)
        first++;
    char folder[] = "/tmp/filon-warc-XXXXXX";
    if (first >= argc || pages < 1 || pages > 1000000 || !mkdtemp(folder))
        die("usage: warc [--pages=N] FILE...");
    filon_log_level(FILON_ERROR);
    struct filon_arena *arena = filon_arena_new();
    struct files files = {filon_strf(arena, "%s/plain.warc", folder), filon_strf(arena, "%s/members.warc.gz", folder),
                          filon_strf(arena, "%s/whole.warc.gz", folder)};
    struct filon_str *texts = filon_zalloc(arena, (size_t)(argc - first), sizeof *texts);
    for (int i = first; i < argc; i++) {
        struct filon_error error = {0};
        texts[i - first] = filon_read_file(arena, filon_path_absolute(arena, argv[i]), LARGEST, &error);
        if (!texts[i - first].p)
            die(error.text);
    }
    size_t bytes = write_archives(&files, texts, argc - first, pages);
    printf("%ld pages, %.1f MB\n", pages, (double)bytes / 1e6);
    bench(arena, "plain", files.plain, bytes, pages);
    bench(arena, "members", files.members, bytes, pages);
    bench(arena, "whole", files.whole, bytes, pages);
    unlink(files.plain);
    unlink(files.members);
    unlink(files.whole);
    rmdir(folder);
    filon_arena_free(arena);
    return EXIT_SUCCESS;
}
