/* ner.c - the ner plugin: lexicons in, entities out. */
#include "learned.h"
#include "train.h"

enum { LANGUAGE_AUTO, LANGUAGE_FR, LANGUAGE_EN };

static const struct filon_option options[] = {
    FILON_OPTION(struct ner_options, language, FILON_OPT_ENUM, "auto",
                 "Language of the texts; auto: each document's own, or else the job's", .choices = FILON_CHOICES("auto", "fr", "en")),
    FILON_OPTION(struct ner_options, model, FILON_OPT_STRING, "auto",
                 "The learned model: a file that `filon train ner` made; auto: the one that comes with the plugin, if it has one of the "
                 "texts' language; "
                 "none: rules alone"),
    FILON_OPTION(struct ner_options, lexicon, FILON_OPT_PATHS, NULL, "Further lexicons, TSV files: form, type, flags, full form"),
    FILON_OPTION(struct ner_options, passes, FILON_OPT_INT, "6", "Training: passes over the data", .min = 1, .max = 10000),
    FILON_OPTION(struct ner_options, models, FILON_OPT_INT, "4", "Training: models whose average is taken", .min = 1, .max = 64),
    FILON_OPTION(struct ner_options, hide, FILON_OPT_FLOAT, "0.3", "Training: part of the features hidden in each sentence", .max = 0.95),
    FILON_OPTION(struct ner_options, least, FILON_OPT_INT, "2", "Training: features seen less often are left out", .min = 1, .max = 1000),
    {0},
};

static const struct filon_column entity_columns[] = {
    {"title", FILON_STR_T, NULL, "Function or form of address beside the name: président, porte-parole du Kremlin, M."},
    {0},
};

static const struct filon_layer_def layers[] = {
    {"entity", "Persons, places, organisations, other names, dates and times", entity_columns},
    {0},
};

/* Of one language: "fr", as the model's metadata have it. */
struct learned {
    struct filon_model *file;
    struct ner_tagger tagger;
};

struct ner {
    struct lexicon lexicons[NER_LANGUAGES];
    struct learned learned; /* for documents of its language; the rules do the others */
    bool loaded[NER_LANGUAGES];
    enum ner_language language; /* of documents that do not say theirs */
    int title;                  /* column */
};

static int load_files(struct filon_ctx *ctx, struct lexicon *lexicon, enum ner_language language, struct filon_arena *scratch)
{
    static const char *const files[NER_LANGUAGES][9] = {
        {"common-fr.tsv", "words-fr.tsv", "places-fr.tsv", "organisations.tsv", "people.tsv", "misc.tsv", "given.tsv"},
        {"common-en.tsv", "words-en.tsv", "names-en.tsv", "places-fr.tsv", "organisations.tsv", "people.tsv", "misc.tsv", "given.tsv"},
    };
    const struct ner_options *o = filon_options(ctx);
    for (size_t i = 0; files[language][i]; i++) {
        const char *path = filon_data_file(ctx, files[language][i]);
        if (!path || ner_lexicon_load(lexicon, scratch, path, filon_ctx_error(ctx)))
            return -1;
    }
    lexicon->own = LEX_OWN;
    for (size_t i = 0; i < o->lexicon.n; i++)
        if (ner_lexicon_load(lexicon, scratch, o->lexicon.items[i], filon_ctx_error(ctx)))
            return -1;
    return 0;
}

static int load(struct filon_ctx *ctx, struct ner *ner, enum ner_language language)
{
    struct lexicon *lexicon = &ner->lexicons[language];
    struct filon_arena *scratch = filon_arena_new();
    ner_lexicon_free(lexicon); /* of an attempt that failed */
    ner_lexicon_init(lexicon, filon_ctx_arena(ctx));
    ner->loaded[language] = load_files(ctx, lexicon, language, scratch) == 0;
    filon_arena_free(scratch);
    return ner->loaded[language] ? 0 : -1;
}

/* The labels' numbers are ours: the names must be, too. */
static int check_labels(struct filon_ctx *ctx, const struct filon_crf *crf, const char *path)
{
    bool same = filon_crf_labels(crf) == LABELS;
    for (unsigned i = 0; i < LABELS && same; i++)
        same = strcmp(filon_crf_label(crf, i), ner_labels[i]) == 0;
    return same ? 0
                : filon_fail(ctx, "%s: the labels of the model are not those of this plugin: train it with this version of filon", path);
}

static int open_model(struct filon_ctx *ctx, struct learned *learned, const char *path)
{
    learned->file = filon_model_open(path, "ner", filon_ctx_error(ctx));
    if (!learned->file)
        return -1;
    learned->tagger.crf = filon_crf_open(learned->file, "crf", filon_ctx_arena(ctx), filon_ctx_error(ctx));
    learned->tagger.memory = ner_memory_new(filon_ctx_arena(ctx));
    return learned->tagger.crf ? check_labels(ctx, learned->tagger.crf, path) : -1;
}

static int find_model(struct filon_ctx *ctx, struct ner *ner)
{
    const struct ner_options *o = filon_options(ctx);
    if (filon_is_training(ctx) || strcmp(o->model, "none") == 0)
        return 0;
    if (strcmp(o->model, "auto") != 0)
        return open_model(
            ctx, &ner->learned,
            filon_strf(filon_ctx_arena(ctx), "%s%s%s", *o->model == '/' ? "" : filon_dir(ctx), *o->model == '/' ? "" : "/", o->model));
    if (ner->language != NER_FR)
        return 0;
    const char *path = filon_data_file(ctx, "fr.model");
    return path ? open_model(ctx, &ner->learned, path) : -1;
}

static bool english(struct filon_str language)
{
    return filon_str_starts(language, FILON_STR("en"));
}

static int ner_open(struct filon_ctx *ctx)
{
    const struct ner_options *o = filon_options(ctx);
    struct ner *ner = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *ner);
    filon_set_data(ctx, ner);
    ner->title = filon_column_id(ctx, "entity", "title");
    if (ner->title < 0)
        return -1;
    ner->language =
        o->language == LANGUAGE_EN || (o->language == LANGUAGE_AUTO && english(filon_str_of(filon_language(ctx)))) ? NER_EN : NER_FR;
    return load(ctx, ner, ner->language) || find_model(ctx, ner) ? -1 : 0;
}

static void ner_close(struct filon_ctx *ctx)
{
    struct ner *ner = filon_data(ctx);
    for (int language = 0; ner && language < NER_LANGUAGES; language++)
        ner_lexicon_free(&ner->lexicons[language]);
    if (ner)
        filon_model_close(ner->learned.file);
}

/* The lexicon of a document's language: another than the job's is loaded with its first document, since most jobs have one. NULL with an
 * error if that failed. */
static const struct lexicon *lexicon_of(struct filon_ctx *ctx, struct ner *ner, const struct filon_doc *doc, enum ner_language *language)
{
    const struct ner_options *o = filon_options(ctx);
    struct filon_str lang = filon_doc_lang(doc);
    *language = ner->language;
    if (o->language == LANGUAGE_AUTO && lang.n)
        *language = english(lang) ? NER_EN : NER_FR;
    if (!ner->loaded[*language] && load(ctx, ner, *language))
        return NULL;
    return &ner->lexicons[*language];
}

static void write_entities(const struct ner *ner, struct filon_doc *doc, const struct mentions *mentions)
{
    static const struct filon_str types[NER_TYPES] = {FILON_STR("PER"),  FILON_STR("LOC"),  FILON_STR("ORG"),
                                                      FILON_STR("MISC"), FILON_STR("DATE"), FILON_STR("TIME")};
    struct filon_layer *layer = filon_layer(doc, FILON_ENTITY);
    uint32_t row = filon_add_rows(layer, mentions->n), *begin = filon_begin(layer), *end = filon_end(layer);
    struct filon_str *type = filon_strs(layer, FILON_ENTITY_TYPE), *name = filon_strs(layer, FILON_ENTITY_NAME),
                     *title = filon_strs(layer, ner->title);
    int32_t *chain = filon_i32(layer, FILON_ENTITY_CHAIN);
    float *score = filon_f32(layer, FILON_ENTITY_SCORE);
    for (uint32_t i = 0; i < mentions->n; i++, row++) {
        const struct mention *mention = &mentions->items[i];
        begin[row] = mention->begin;
        end[row] = mention->end;
        type[row] = types[mention->type];
        name[row] = mention->name;
        title[row] = mention->title;
        chain[row] = mention->chain;
        score[row] = mention->score;
    }
}

int ner_read(struct filon_ctx *ctx, struct filon_doc *doc, struct text *text, struct mentions *rules)
{
    struct ner *ner = filon_data(ctx);
    enum ner_language language;
    const struct lexicon *lexicon = lexicon_of(ctx, ner, doc, &language);
    if (!lexicon)
        return -1;
    ner_text_build(text, doc, lexicon, language);
    ner_find_mentions(text, rules);
    return 0;
}

const struct ner_tagger *ner_tagger_of(struct filon_ctx *ctx)
{
    const struct ner *ner = filon_data(ctx);
    return &ner->learned.tagger;
}

/* Whether there is a model of the document's language. */
static bool learned_for(struct filon_ctx *ctx, const struct filon_doc *doc)
{
    const struct ner *ner = filon_data(ctx);
    const char *language = ner->learned.file ? filon_model_get(ner->learned.file, "language") : NULL;
    struct filon_str lang = filon_doc_lang(doc);
    return language && filon_str_starts(lang.n ? lang : filon_str_of(filon_language(ctx)), filon_str_of(language));
}

static int ner_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct text text;
    struct mentions mentions = {.arena = filon_doc_arena(doc)};
    if (ner_read(ctx, doc, &text, &mentions) < 0)
        return -1;
    if (learned_for(ctx, doc))
        ner_tag(ner_tagger_of(ctx), &text, &mentions);
    ner_resolve_names(&text, &mentions);
    if (mentions.n)
        write_entities(filon_data(ctx), doc, &mentions);
    return 0;
}

FILON_PLUGIN(ner) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Tag persons, places, organisations, dates and times, and tie the mentions of one entity",
    .requires = FILON_LAYERS("sentence", "token"),
    .provides = FILON_LAYERS("entity"),
    .layers = layers,
    .options = options,
    .options_size = sizeof(struct ner_options),
    .open = ner_open,
    .close = ner_close,
    .annotate = ner_annotate,
    .train = ner_train,
    .eval = ner_eval,
};
