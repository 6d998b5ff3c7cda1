/* train.c - learning from annotated texts, and measuring. */
#include <stdio.h>

#include "learned.h"
#include "train.h"

/* The types of the data that are known, by any of their usual names. */
static bool type_of(struct filon_str label, enum ner_type *type)
{
    static const struct {
        const char *label;
        enum ner_type type;
    } types[] = {{"PER", NER_PER},          {"Person", NER_PER},      {"person", NER_PER},   {"LOC", NER_LOC},
                 {"Location", NER_LOC},     {"location", NER_LOC},    {"GPE", NER_LOC},      {"ORG", NER_ORG},
                 {"Organization", NER_ORG}, {"corporation", NER_ORG}, {"group", NER_ORG},    {"MISC", NER_MISC},
                 {"Event", NER_MISC},       {"Product", NER_MISC},    {"product", NER_MISC}, {"creative-work", NER_MISC},
                 {"DATE", NER_DATE},        {"Date", NER_DATE},       {"TIME", NER_TIME},    {"Hour", NER_TIME}};
    for (size_t i = 0; i < FILON_COUNT(types); i++)
        if (filon_str_is(label, types[i].label)) {
            *type = types[i].type;
            return true;
        }
    return false;
}

/* The outermost marks of known types, their labels replaced by ours. */
static uint32_t outermost(const struct filon_example *example, struct filon_gold *marks)
{
    static const struct filon_str names[NER_TYPES] = {FILON_STR("PER"),  FILON_STR("LOC"),  FILON_STR("ORG"),
                                                      FILON_STR("MISC"), FILON_STR("DATE"), FILON_STR("TIME")};
    uint32_t n = 0;
    enum ner_type type;
    for (uint32_t i = 0; i < example->n; i++) {
        if (!type_of(example->gold[i].label, &type) || (n && example->gold[i].end <= marks[n - 1].end))
            continue;
        marks[n] = example->gold[i];
        marks[n++].label = names[type];
    }
    return n;
}

/* A mark's tokens are those that begin in it. */
static void label_tokens(const struct text *text, const struct filon_gold *marks, uint32_t n, uint8_t *labels)
{
    uint32_t token = 0;
    memset(labels, 0, text->n);
    for (uint32_t i = 0; i < n; i++) {
        enum ner_type type;
        type_of(marks[i].label, &type);
        while (token < text->n && text->tokens[token].end <= marks[i].begin)
            token++;
        for (bool first = true; token < text->n && text->tokens[token].begin < marks[i].end; token++, first = false)
            labels[token] = (uint8_t)(label_begin(type) + !(first || (text->tokens[token].flags & TOKEN_SENTENCE)));
    }
}

static void add_document(struct filon_crf_data *data, const struct text *text, const struct mentions *rules, const uint8_t *labels)
{
    struct tagging *tagging = ner_tagging_new(text, rules);
    uint64_t features[MOST_FEATURES];
    for (uint32_t i = 0; i < text->n; i++) {
        if (i && !joined(text, i))
            filon_crf_data_end(data);
        filon_crf_data_token(data, features, ner_features(tagging, i, features), labels[i]);
    }
    filon_crf_data_end(data);
}

static int read_corpus(struct filon_ctx *ctx, struct filon_training *training, struct filon_crf_data *data)
{
    struct filon_example example;
    int more;
    unsigned done = 0;
    filon_corpus_rewind(training->data);
    while ((more = filon_corpus_next(training->data, &example, filon_ctx_error(ctx))) > 0) {
        struct filon_arena *arena = filon_doc_arena(example.doc);
        struct filon_gold *marks = filon_alloc(arena, (example.n + 1) * sizeof *marks);
        struct text text;
        struct mentions rules = {.arena = arena};
        uint32_t n = outermost(&example, marks);
        if (ner_read(ctx, example.doc, &text, &rules) < 0)
            return -1;
        uint8_t *labels = filon_alloc(arena, text.n + 1);
        label_tokens(&text, marks, n, labels);
        add_document(data, &text, &rules, labels);
        if (++done % 16 == 0 && training->progress &&
            training->progress(training->arg, "reading", done, (unsigned)filon_corpus_size(training->data), 0, 0))
            return filon_error_set(filon_ctx_error(ctx), FILON_E_BUSY, "training was interrupted");
    }
    return more;
}

static bool on_progress(void *arg, const struct filon_crf_progress *progress)
{
    struct filon_training *training = arg;
    return training->progress && training->progress(training->arg, "learning", progress->iteration, 0, progress->loss, progress->seconds);
}

static int measure(struct filon_ctx *ctx, struct filon_corpus *corpus, const struct ner_tagger *tagger, struct filon_tally *tally)
{
    static const char *const names[NER_TYPES] = {"PER", "LOC", "ORG", "MISC", "DATE", "TIME"};
    struct filon_example example;
    int more;
    filon_corpus_rewind(corpus);
    while ((more = filon_corpus_next(corpus, &example, filon_ctx_error(ctx))) > 0) {
        struct filon_arena *arena = filon_doc_arena(example.doc);
        struct filon_gold *marks = filon_alloc(arena, (example.n + 1) * sizeof *marks);
        struct text text;
        struct mentions mentions = {.arena = arena};
        if (ner_read(ctx, example.doc, &text, &mentions) < 0)
            return -1;
        if (tagger->crf)
            ner_tag(tagger, &text, &mentions);
        struct filon_gold *found = filon_alloc(arena, (mentions.n + 1) * sizeof *found);
        for (uint32_t i = 0; i < mentions.n; i++)
            found[i] = (struct filon_gold){mentions.items[i].begin, mentions.items[i].end, filon_str_of(names[mentions.items[i].type])};
        filon_tally_spans(tally, example.doc, marks, outermost(&example, marks), found, mentions.n);
    }
    return more;
}

static int keep_scores(struct filon_ctx *ctx, struct filon_training *training, const struct filon_crf *crf)
{
    struct filon_tally *tally = filon_tally_new();
    double precision, recall, f1;
    const char *type;
    const struct ner_tagger tagger = {crf, ner_memory_new(filon_ctx_arena(ctx))};
    int failed = measure(ctx, training->dev, &tagger, tally);
    for (size_t i = 0; !failed && (type = filon_tally_type(tally, i)); i++) {
        char key[64];
        size_t n = (size_t)snprintf(key, sizeof key, "score.%s", type);
        for (size_t k = 0; k < n && k < sizeof key; k++)
            key[k] = filon_to_lower((unsigned char)key[k]) < 0x80 ? (char)filon_to_lower((unsigned char)key[k]) : '_';
        filon_tally_score(tally, type, &precision, &recall, &f1);
        filon_model_set(training->out, key, "%.4f (precision %.4f, recall %.4f)", f1, precision, recall);
    }
    if (!failed && filon_tally_score(tally, NULL, &precision, &recall, &f1))
        filon_model_set(training->out, "score.all", "%.4f (precision %.4f, recall %.4f)", f1, precision, recall);
    filon_tally_free(tally);
    return failed;
}

int ner_train(struct filon_ctx *ctx, struct filon_training *training)
{
    enum { MOST_BYTES = 7800000 }; /* of the table of rows: a model stays below 8 MB */
    const struct ner_options *o = filon_options(ctx);
    struct filon_crf_data *data = filon_crf_data_new(ner_labels, ner_label_allowed);
    const struct filon_crf_params params = {.models = (unsigned)o->models,
                                            .passes = (unsigned)o->passes,
                                            .hide = o->hide,
                                            .least = (unsigned)o->least,
                                            .threads = training->threads,
                                            .bytes = MOST_BYTES,
                                            .seed = training->seed,
                                            .checkpoint = training->checkpoint,
                                            .resume = training->resume,
                                            .progress = on_progress,
                                            .arg = training};
    struct filon_crf *crf = NULL;
    int failed = read_corpus(ctx, training, data);
    if (!failed) {
        crf = filon_crf_train(data, &params, filon_ctx_arena(ctx), filon_ctx_error(ctx));
        failed = crf ? 0 : -1;
    }
    if (!failed)
        filon_crf_save(crf, training->out, "crf");
    if (!failed && training->dev)
        failed = keep_scores(ctx, training, crf);
    filon_crf_data_free(data);
    return failed;
}

int ner_eval(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally)
{
    return measure(ctx, corpus, ner_tagger_of(ctx), tally);
}
