/* Trains the judgement of parse_html, and says how good it is on pages that it was not trained on.
 *
 * usage: train PLUGINS DATA OUT            trains on all of DATA and writes the model OUT
 *        train PLUGINS DATA --folds PREFIX trains five times on four fifths, writes the texts found in the others to PREFIX-0.50.jsonl …
 *
 * PLUGINS: the folder with parse_html/hints.tsv and parse_text. DATA: a folder with ground-truth.json ({page: {"main_content": text}}) and html/PAGE.html.gz.
 */
#include "boost.h"
#include "gold.h"
#include "parser.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { FOLDS = 5, INNER = 3 };
#define SHORTENED 0.4f /* the weight of a shortened page */

struct example {
    const char *name;
    uint32_t first, n; /* rows */
    struct web web;    /* pieces only */
    struct page *page;
    struct filon_str text;
    unsigned fold;
    bool shortened;
};

struct data {
    struct parser parser;
    struct filon_arena *arena;
    struct example *examples;
    uint32_t n_examples, n, room;
    float *rows, *weight;
    uint8_t *label;
    uint32_t *words, *group;
};

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "train: %s: %s\n", what, why);
    exit(1);
}

static void *larger(void *array, size_t count, size_t size)
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
    data->n += n;
}

/* The rows of the page in `web`, whose pieces have these labels. */
static void keep(struct data *data, const char *name, const struct web *web, struct page *page, const struct reading *reading, const float *rows,
                 const uint8_t *label, const uint32_t *words, float weight, bool shortened)
{
    uint32_t first = data->n, n = web->n_pieces;
    data->examples = larger(data->examples, data->n_examples + 1, sizeof *data->examples);
    add_rows(data, n);
    memcpy(data->rows + (size_t)first * FEATURES, rows, (size_t)n * FEATURES * sizeof *rows);
    for (uint32_t i = 0; i < n; i++) {
        data->label[first + i] = label[i];
        data->words[first + i] = words[i];
        data->weight[first + i] = weight * (float)(words[i] + 3) / 20.0f;
        data->group[first + i] = data->n_examples;
    }
    struct example *example = &data->examples[data->n_examples++];
    *example = (struct example){.name = name, .first = first, .n = n, .page = page, .text = reading->text, .shortened = shortened};
    example->web = (struct web){.n_elements = web->n_elements, .n_pieces = n};
    example->web.elements = filon_alloc(data->arena, (web->n_elements + 1) * sizeof *web->elements);
    example->web.pieces = filon_alloc(data->arena, (n + 1) * sizeof *web->pieces);
    memcpy(example->web.elements, web->elements, web->n_elements * sizeof *web->elements);
    memcpy(example->web.pieces, web->pieces, n * sizeof *web->pieces);
    example->fold = (unsigned)(filon_hash(name, strlen(name), 1) % FOLDS);
}

/* The same page as if its article had but its first sentences: there are few pages of one paragraph among those that people label. */
static void keep_shortened(struct data *data, const char *name, const struct reading *reading, const uint8_t *label, const uint32_t *words, float weight)
{
    enum { LEAST = 12, MOST = 6 };
    const struct web *web = &data->parser.web;
    struct web less = *web;
    struct page *page = filon_alloc(data->arena, sizeof *page);
    unsigned left = 1 + (unsigned)(filon_hash(name, strlen(name), 3) % MOST);
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
    const float *rows = features_first(&less, page, reading->jsonld.body, data->arena);
    keep(data, name, &less, page, reading, rows, labels, counts, weight, true);
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
    keep(data, name, web, reading.page, &reading, reading.rows, label, words, weight, false);
    keep_shortened(data, name, &reading, label, words, SHORTENED);
    free(label);
    free(words);
    filon_arena_free(scratch);
}

static void load(struct data *data, const char *plugins, const char *folder)
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
    fprintf(stderr, "%u pages, whole and shortened, %u pieces\n", data->n_examples / 2, data->n);
}

static const struct boost_params params = {.trees = 160, .rate = 0.12f, .columns = 0.2f, .groups = 0.6f, .l2 = 2, .seed = 1};

/* Weights of those pages alone that `use` has. */
static float *weights(const struct data *data, const bool *use)
{
    float *weight = larger(NULL, data->n + 1, sizeof *weight);
    for (uint32_t i = 0; i < data->n; i++)
        weight[i] = use[data->group[i]] ? data->weight[i] : 0;
    return weight;
}

static void train_one(const struct data *data, const bool *use, unsigned features, uint64_t seed, struct forest *forest)
{
    struct boost_params own = params;
    float *weight = weights(data, use);
    own.seed = seed;
    boost_train(forest, data->rows, data->n, FEATURES, features, data->label, weight, data->group, &own);
    free(weight);
}

static void judge(const struct data *data, const struct forest *forest, const bool *of, float *probability)
{
    for (uint32_t i = 0; i < data->n; i++)
        if (of[data->group[i]])
            forest_probabilities(forest, data->rows + (size_t)i * FEATURES, FEATURES, 1, &probability[i]);
}

static void second_features(struct data *data, const bool *of, const float *probability)
{
    struct filon_arena *scratch = filon_arena_new();
    for (uint32_t e = 0; e < data->n_examples; e++) {
        const struct example *example = &data->examples[e];
        if (of[e])
            features_second(&example->web, example->page, probability + example->first, data->rows + (size_t)example->first * FEATURES, scratch);
        filon_arena_reset(scratch);
    }
    filon_arena_free(scratch);
}

/* Both rounds on the pages of `use`. The second learns from what the first says of pages it has not seen. */
static void train_both(struct data *data, const bool *use, struct forest *first, struct forest *second)
{
    float *probability = larger(NULL, data->n + 1, sizeof *probability);
    bool *inside = larger(NULL, data->n_examples, sizeof *inside), *outside = larger(NULL, data->n_examples, sizeof *outside);
    for (unsigned part = 0; part < INNER; part++) {
        struct forest forest;
        for (uint32_t e = 0; e < data->n_examples; e++) {
            bool out = filon_hash(data->examples[e].name, strlen(data->examples[e].name), 2) % INNER == part;
            inside[e] = use[e] && !out;
            outside[e] = use[e] && out;
        }
        train_one(data, inside, FIRST_FEATURES, 10 + part, &forest);
        judge(data, &forest, outside, probability);
        free((void *)forest.trees);
    }
    second_features(data, use, probability);
    train_one(data, use, FEATURES, 20, second);
    train_one(data, use, FIRST_FEATURES, 30, first);
    free(probability);
    free(inside);
    free(outside);
}

/* The pieces more probable than the threshold, or, if that is 0, than that of each page. */
static void write_texts(const struct data *data, const float *probability, const char *prefix, float threshold)
{
    char *path = threshold > 0 ? filon_strf(data->arena, "%s-%.2f.jsonl", prefix, (double)threshold) : filon_strf(data->arena, "%s-own.jsonl", prefix);
    FILE *file = fopen(path, "w");
    if (!file)
        fail(path, "cannot be written");
    for (uint32_t e = 0; e < data->n_examples; e++) {
        const struct example *example = &data->examples[e];
        if (example->shortened)
            continue;
        struct filon_buf content = FILON_BUF_INIT, line = FILON_BUF_INIT;
        float least = threshold > 0 ? threshold : parser_threshold(example->page, probability + example->first, example->n, data->arena);
        for (uint32_t i = 0; i < example->n; i++) {
            if (probability[example->first + i] <= least)
                continue;
            const struct piece *piece = &example->web.pieces[i];
            filon_buf_put(&content, example->text.p + piece->begin, piece->end - piece->begin);
            filon_buf_puts(&content, "\n\n");
        }
        filon_buf_puts(&line, "{\"id\": ");
        filon_buf_json(&line, filon_str_of(example->name));
        filon_buf_puts(&line, ", \"content\": ");
        filon_buf_json(&line, content.n ? filon_buf_str(&content) : FILON_STR(""));
        filon_buf_puts(&line, "}\n");
        fwrite(line.p, 1, line.n, file);
        filon_buf_free(&content);
        filon_buf_free(&line);
    }
    if (fclose(file) != 0)
        fail(path, "cannot be written");
}

/* How much of the labels' weight is judged right. */
static void report(const struct data *data, const char *what, const float *probability, bool shortened)
{
    double right = 0, all = 0, loss = 0;
    for (uint32_t i = 0; i < data->n; i++) {
        if (data->examples[data->group[i]].shortened != shortened)
            continue;
        double p = data->label[i] ? probability[i] : 1 - probability[i];
        right += p > 0.5 ? data->weight[i] : 0;
        all += data->weight[i];
        loss -= data->weight[i] * log(p > 1e-6 ? p : 1e-6);
    }
    fprintf(stderr, "%s: %.4f of the words right, loss %.4f\n", what, right / all, loss / all);
}

static void validate(struct data *data, const char *prefix)
{
    static const float thresholds[] = {0.3f, 0.4f, 0.5f, 0.6f};
    float *one = larger(NULL, data->n + 1, sizeof *one), *two = larger(NULL, data->n + 1, sizeof *two), *best = larger(NULL, data->n + 1, sizeof *best);
    bool *use = larger(NULL, data->n_examples, sizeof *use), *rest = larger(NULL, data->n_examples, sizeof *rest);
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        struct forest first, second;
        for (uint32_t e = 0; e < data->n_examples; e++) {
            rest[e] = data->examples[e].fold == fold;
            use[e] = !rest[e];
        }
        train_both(data, use, &first, &second);
        judge(data, &first, rest, one);
        second_features(data, rest, one);
        judge(data, &second, rest, two);
        for (uint32_t i = 0; i < data->n; i++)
            if (rest[data->group[i]] && !(one[i] > PARSER_SURE && one[i] < 1 - PARSER_SURE))
                two[i] = one[i];
        free((void *)first.trees);
        free((void *)second.trees);
        fprintf(stderr, "fold %u of %d\n", fold + 1, FOLDS);
    }
    for (uint32_t i = 0; i < data->n; i++)
        best[i] = data->label[i];
    report(data, "first round", one, false);
    report(data, "second round", two, false);
    report(data, "second round, shortened pages", two, true);
    write_texts(data, best, filon_strf(data->arena, "%s-labels", prefix), 0.5f);
    write_texts(data, one, filon_strf(data->arena, "%s-first", prefix), 0.5f);
    for (uint32_t i = 0; i < data->n; i++)
        best[i] = (one[i] + two[i]) / 2;
    report(data, "mean of both", best, false);
    write_texts(data, best, filon_strf(data->arena, "%s-mean", prefix), 0.5f);
    write_texts(data, best, filon_strf(data->arena, "%s-mean", prefix), 0.4f);
    write_texts(data, best, filon_strf(data->arena, "%s-mean", prefix), 0);
    for (size_t i = 0; i < FILON_COUNT(thresholds); i++)
        write_texts(data, two, prefix, thresholds[i]);
    free(one);
    free(two);
    free(best);
    free(use);
    free(rest);
}

static void train_all(struct data *data, const char *out)
{
    struct forest first, second;
    struct filon_error error = {0};
    bool *use = larger(NULL, data->n_examples, sizeof *use);
    memset(use, 1, data->n_examples);
    train_both(data, use, &first, &second);
    struct filon_model_out *model = filon_model_out_new("parse_html");
    filon_model_set(model, "features", "%d", FEATURES_VERSION);
    filon_model_set(model, "data", "wcxb-articles, %u pages, whole and shortened", data->n_examples / 2);
    filon_model_set(model, "licence", "CC BY 4.0");
    filon_model_set(model, "command", "plugins/parse_html/train plugins ../shared/data/html/wcxb-articles plugins/parse_html/content.model");
    filon_model_add(model, "first", first.trees, first.n * sizeof *first.trees);
    filon_model_add(model, "second", second.trees, second.n * sizeof *second.trees);
    if (filon_model_write(model, out, &error) < 0)
        fail(out, error.text);
    filon_model_out_free(model);
    free((void *)first.trees);
    free((void *)second.trees);
    free(use);
}

int main(int argc, char **argv)
{
    static struct data data;
    bool folds = argc == 5 && strcmp(argv[3], "--folds") == 0;
    if (argc != 4 && !folds) {
        fprintf(stderr, "usage: %s PLUGINS DATA OUT | PLUGINS DATA --folds PREFIX\n", argv[0]);
        return 2;
    }
    load(&data, argv[1], argv[2]);
    if (folds)
        validate(&data, argv[4]);
    else
        train_all(&data, argv[3]);
    for (uint32_t e = 0; e < data.n_examples; e++)
        data.examples[e].web = (struct web){0}; /* the arena's */
    free(data.examples);
    free(data.rows);
    free(data.weight);
    free(data.label);
    free(data.words);
    free(data.group);
    parser_close(&data.parser);
    filon_arena_free(data.arena);
    return 0;
}
