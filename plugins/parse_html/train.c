/* Trains the judgement of parse_text and parse_html, and says how good it is on pages that it was not trained on.
 *
 * usage: train PLUGINS DATA OUT            trains on all of DATA and writes the model OUT
 *        train PLUGINS DATA --folds PREFIX trains five times on four fifths, writes the texts found in the others to PREFIX-text-own.jsonl …
 *
 * PLUGINS: the folder with parse_html/hints.tsv and parse_text. DATA: a folder with ground-truth.json ({page: {"main_content": text}}) and html/PAGE.html.gz.
 */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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
        float least = threshold > 0 ? threshold : article_threshold(example->page, probability + example->first, data->arena);
        for (uint32_t i = 0; i < example->n; i++) {
            if (probability[example->first + i] <= least)
                continue;
            const struct piece *piece = &example->web.pieces[i];
            filon_buf_put(&content, example->web.text.p + piece->begin, piece->end - piece->begin);
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

static void report_all(const struct data *data, const char *what, const float *probability, const char *prefix)
{
    prefix = filon_strf(data->arena, "%s-%s", prefix, what);
    report(data, what, probability, false);
    report(data, filon_strf(data->arena, "%s, shortened pages", what), probability, true);
    write_texts(data, probability, prefix, 0.5f);
    write_texts(data, probability, prefix, 0.4f);
    write_texts(data, probability, prefix, 0);
}

static void validate(struct data *data, const char *prefix)
{
    float *text = larger(NULL, data->n + 1, sizeof *text), *markup = larger(NULL, data->n + 1, sizeof *markup);
    bool *use = larger(NULL, data->n_examples, sizeof *use), *rest = larger(NULL, data->n_examples, sizeof *rest);
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        struct filon_forest forest[ROUNDS];
        for (uint32_t e = 0; e < data->n_examples; e++) {
            rest[e] = data->examples[e].fold == fold;
            use[e] = !rest[e];
        }
        rounds_train(data, use, forest);
        rounds_judge(data, forest, rest, text, markup);
        for (unsigned round = 0; round < ROUNDS; round++)
            filon_forest_free(&forest[round]);
        fprintf(stderr, "fold %u of %d\n", fold + 1, FOLDS);
    }
    report_all(data, "text", text, prefix);
    report_all(data, "markup", markup, prefix);
    for (uint32_t i = 0; i < data->n; i++)
        text[i] = data->label[i];
    write_texts(data, text, filon_strf(data->arena, "%s-labels", prefix), 0.5f);
    free(text);
    free(markup);
    free(use);
    free(rest);
}

static void train_all(struct data *data, const char *out)
{
    static const char *const names[ROUNDS] = {[ROUND_TEXT] = "text", [ROUND_TEXT_AGAIN] = "text.again", [ROUND_MARKUP] = "markup"};
    struct filon_forest forest[ROUNDS];
    struct filon_error error = {0};
    bool *use = larger(NULL, data->n_examples, sizeof *use);
    memset(use, 1, data->n_examples);
    rounds_train(data, use, forest);
    struct filon_model_out *model = filon_model_out_new("article");
    filon_model_set(model, "features", "%d", ARTICLE_VERSION);
    filon_model_set(model, "data", "wcxb-articles, %u pages, whole and shortened", data->n_examples / (1 + SHORTER));
    filon_model_set(model, "licence", "CC BY 4.0");
    filon_model_set(model, "command", "plugins/parse_html/train plugins ../shared/data/html/wcxb-articles plugins/parse_text/article.model");
    for (unsigned round = 0; round < ROUNDS; round++)
        filon_model_add(model, names[round], forest[round].trees, forest[round].n * sizeof *forest[round].trees);
    if (filon_model_write(model, out, &error) < 0)
        fail(out, error.text);
    filon_model_out_free(model);
    for (unsigned round = 0; round < ROUNDS; round++)
        filon_forest_free(&forest[round]);
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
    data_load(&data, argv[1], argv[2]);
    if (folds)
        validate(&data, argv[4]);
    else
        train_all(&data, argv[3]);
    data_free(&data);
    return 0;
}
