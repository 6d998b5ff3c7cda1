/* A web archive made of pages (given texts as paragraphs among menus), read as read_warc's next and load do, without a parser: plain, gzip record by
 * record, gzip as a whole. MB/s of unpacked bytes; best of several rounds. */
#include "base/log.h"
#include "tests/bench/measure.h"
#include "tests/bench/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { ROUNDS = 5 };

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

static size_t write_archives(const struct files *files, const struct filon_str *texts, size_t n_texts, long pages)
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
            put_page(&block, texts[(size_t)i / 2 % n_texts], i / 2);
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

static void bench(struct filon_arena *arena, const char *what, const char *archive, size_t bytes, long pages)
{
    double next = 0, both = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct filon_job *job = open_stages(arena, "[parse_text]", "read_warc", archive);
        struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
        struct filon_ctx *reader = job->reader[0];
        const struct filon_plugin *plugin = &reader->loaded->plugin;
        struct filon_input input = {0};
        long found = 0;
        double in_load = 0, start = cpu();
        while (plugin->next(reader, &input) == 1) {
            double before = cpu();
            filon_doc_reset(doc);
            if (plugin->load(reader, &input, doc) < 0)
                die("a page cannot be loaded");
            in_load += cpu() - before;
            found++;
        }
        double seconds = cpu() - start;
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
    if (first >= argc || pages < 1 || pages > 1000000)
        die("usage: warc [--pages=N] FILE...");
    char folder[64];
    size_t bytes, n = (size_t)(argc - first);
    filon_log_level(FILON_ERROR);
    struct filon_arena *arena = filon_arena_new();
    const struct filon_str *texts = read_texts(arena, argv + first, n, &bytes);
    make_folder(folder);
    struct files files = {filon_strf(arena, "%s/plain.warc", folder), filon_strf(arena, "%s/members.warc.gz", folder),
                          filon_strf(arena, "%s/whole.warc.gz", folder)};
    bytes = write_archives(&files, texts, n, pages);
    printf("%ld pages, %.1f MB\n", pages, (double)bytes / 1e6);
    bench(arena, "plain", files.plain, bytes, pages);
    bench(arena, "members", files.members, bytes, pages);
    bench(arena, "whole", files.whole, bytes, pages);
    remove_folder(folder);
    filon_arena_free(arena);
    return EXIT_SUCCESS;
}
