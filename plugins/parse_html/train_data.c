/* Labelled pages as examples. */
#include "gold.h"
#include "train.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define SHORTENED 0.4f /* the weight of a shortened page */
enum { SPREAD = 3 };   /* of their lengths, in paragraphs */

void fail(const char *what, const char *why)
{
    fprintf(stderr, "train: %s: %s\n", what, why);
    exit(1);
}

void *larger(void *array, size_t count, size_t size)
{
    void *given = realloc(array, count * size);
    if (!given)
        fail("memory", "none left");
    return given;
}

static struct filon_str unpacked(const char *path, struct filon_arena *arena)
{
    struct filon_buf all = FILON_BUF_INIT;
    gzFile file = gzopen(path, "rb");
    if (!file)
        fail(path, "cannot be read");
    for (int got = 1; got > 0; all.n += (size_t)got) {
        filon_buf_reserve(&all, 1 << 20);
        got = gzread(file, all.p + all.n, 1 << 20);
        if (got < 0)
            fail(path, "bad gzip data");
    }
    gzclose(file);
    struct filon_str bytes = filon_str_dup(arena, filon_buf_str(&all));
    filon_buf_free(&all);
    return bytes;
}

static void add_rows(struct data *data, uint32_t n)
{
    if (data->n + n > data->room) {
        data->room = 2 * data->room + n + 4096;
        data->rows = larger(data->rows, (size_t)data->room * FEATURES, sizeof *data->rows);
        data->weight = larger(data->weight, data->room, sizeof *data->weight);
        data->label = larger(data->label, data->room, sizeof *data->label);
        data->words = larger(data->words, data->room, sizeof *data->words);
        data->group = larger(data->group, data->room, sizeof *data->group);
    }
    memset(data->rows + (size_t)data->n * FEATURES, 0, (size_t)n * FEATURES * sizeof *data->rows);
    data->n += n;
}

/* The page in `web`, whose pieces have these labels. */
static void keep(struct data *data, const char *name, const struct web *web, struct page *page, struct filon_str stated, const uint8_t *label,
                 const uint32_t *words, float weight, bool shortened)
{
    uint32_t first = data->n, n = web->n_pieces;
    struct signs signs;
    data->examples = larger(data->examples, data->n_examples + 1, sizeof *data->examples);
    add_rows(data, n);
    signs_begin(&signs, page, data->arena);
    for (uint32_t i = 0; i < n; i++) {
        signs_of(&signs, i, data->rows + (size_t)(first + i) * FEATURES);
        data->label[first + i] = label[i];
        data->words[first + i] = words[i];
        data->weight[first + i] = weight * (float)(words[i] + 3) / 20.0f;
        data->group[first + i] = data->n_examples;
    }
    struct example *example = &data->examples[data->n_examples++];
    *example = (struct example){.name = name, .first = first, .n = n, .page = page, .stated = stated, .shortened = shortened};
    example->web = (struct web){.n_elements = web->n_elements, .n_pieces = n, .text = {.p = (char *)page->text.p, .n = page->text.n}};
    example->web.elements = filon_alloc(data->arena, (web->n_elements + 1) * sizeof *web->elements);
    example->web.pieces = filon_alloc(data->arena, (n + 1) * sizeof *web->pieces);
    memcpy(example->web.elements, web->elements, web->n_elements * sizeof *web->elements);
    memcpy(example->web.pieces, web->pieces, n * sizeof *web->pieces);
    struct filon_str title = filon_str_dup(data->arena, filon_buf_str(&web->title));
    example->web.title = (struct filon_buf){.p = (char *)title.p, .n = title.n};
    example->fold = (unsigned)(filon_hash(name, strlen(name), 1) % FOLDS);
}

/* The same page as if its article had but `left` paragraphs: there are few pages of one paragraph among those that people label. */
static void keep_shortened(struct data *data, const char *name, const struct reading *reading, const uint8_t *label, const uint32_t *words, unsigned left)
{
    enum { LEAST = 12 };
    const struct web *web = &data->parser.web;
    struct web less = *web;
    struct page *page = filon_alloc(data->arena, sizeof *page);
    *page = *reading->page;
    page->lines = filon_alloc(data->arena, (web->n_pieces + 1) * sizeof *page->lines);
    less.pieces = filon_alloc(data->arena, (web->n_pieces + 1) * sizeof *less.pieces);
    less.n_pieces = page->n_lines = 0;
    uint8_t *labels = larger(NULL, web->n_pieces + 1, sizeof *labels);
    uint32_t *counts = larger(NULL, web->n_pieces + 1, sizeof *counts), n = 0;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        if (label[i] && !left)
            continue;
        if (label[i] && words[i] >= LEAST)
            left--;
        labels[n] = label[i];
        counts[n] = words[i];
        page->lines[n] = reading->page->lines[i];
        less.pieces[n++] = web->pieces[i];
    }
    less.n_pieces = page->n_lines = n;
    keep(data, name, &less, page, reading->jsonld.body, labels, counts, SHORTENED, true);
    free(labels);
    free(counts);
}

static void add_example(struct data *data, const char *folder, const char *name, struct filon_str gold)
{
    struct filon_arena *scratch = filon_arena_new();
    struct reading reading;
    const struct web *web = &data->parser.web;
    parser_read(&data->parser, unpacked(filon_strf(scratch, "%s/html/%s.html.gz", folder, name), scratch), FILON_NO_STR, &reading, data->arena);
    uint8_t *label = larger(NULL, web->n_pieces + 1, sizeof *label);
    uint32_t *words = larger(NULL, web->n_pieces + 1, sizeof *words), total = gold_label(web, reading.text, gold, label, words);
    /* A page counts as a page, long or short; within it a piece counts by its words. */
    float weight = sqrtf(1000.0f / (float)(total + 100));
    keep(data, name, web, reading.page, reading.jsonld.body, label, words, weight, false);
    for (unsigned i = 0; i < SHORTER; i++)
        keep_shortened(data, name, &reading, label, words, 1 + SPREAD * i + (unsigned)(filon_hash(name, strlen(name), 3) % SPREAD));
    free(label);
    free(words);
    filon_arena_free(scratch);
}

void data_load(struct data *data, const char *plugins, const char *folder)
{
    const char *paths[PARSER_FILES];
    struct filon_error error = {0};
    json_error_t cause;
    data->arena = filon_arena_new();
    for (int i = 0; i < PARSER_FILES; i++)
        paths[i] = filon_strf(data->arena, "%s/parse_html/%s", plugins, parser_files[i]);
    if (parser_open(&data->parser, paths, data->arena, &error) < 0)
        fail(plugins, error.text);
    json_t *truth = json_load_file(filon_strf(data->arena, "%s/ground-truth.json", folder), 0, &cause), *page;
    const char *name;
    if (!truth)
        fail(folder, cause.text);
    json_object_foreach(truth, name, page)
    {
        const json_t *gold = json_object_get(page, "main_content");
        if (json_is_string(gold))
            add_example(data, folder, filon_strdup(data->arena, name), (struct filon_str){json_string_value(gold), json_string_length(gold)});
    }
    json_decref(truth);
    fprintf(stderr, "%u pages, whole and shortened, %u pieces\n", data->n_examples / (1 + SHORTER), data->n);
}

void data_free(struct data *data)
{
    free(data->examples); /* what they hold is the arena's */
    free(data->rows);
    free(data->weight);
    free(data->label);
    free(data->words);
    free(data->group);
    parser_close(&data->parser);
    filon_arena_free(data->arena);
}
