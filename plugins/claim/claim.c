/* claim.c - the claim plugin: for each claim of the analyst's file and each holder, the side that the evidence is on. */
#include "claim.h"

#include <math.h>

struct claim_options {
    const char *file;
    struct filon_list lexicon;
    const char *model;
    int language;
    double min_score;
};

enum { LANGUAGE_AUTO, LANGUAGE_FR, LANGUAGE_EN };

static const struct filon_option options[] = {
    FILON_OPTION(struct claim_options, file, FILON_OPT_PATH, NULL,
                 "The claims, a YAML file: id, claim, keywords, for, against, targets; without it the stage does nothing"),
    FILON_OPTION(struct claim_options, lexicon, FILON_OPT_PATHS, NULL, "Further lexicons, TSV files: lemma, part of speech, classes"),
    FILON_OPTION(struct claim_options, language, FILON_OPT_ENUM, "auto",
                 "Language of the texts; auto: each document's own, or else the job's", .choices = FILON_CHOICES("auto", "fr", "en")),
    FILON_OPTION(struct claim_options, model, FILON_OPT_PATH, NULL,
                 "A model that `filon train claim` made of labelled positions: where it is sure, it corrects the rules"),
    FILON_OPTION(struct claim_options, min_score, FILON_OPT_FLOAT, "0.4", "How much of a claim the evidence must have", .min = 0, .max = 1),
    {0},
};

static const struct filon_column position_columns[] = {
    {"rule", FILON_STR_T, NULL, "What gave it: a quote or a stance, and what turned its side"},
    {0},
};

static const struct filon_layer_def layers[] = {
    {"position", "Who takes which side on a claim that the job names", position_columns},
    {0},
};

struct claim_state {
    struct claim_lexicon lexicons[CLAIM_LANGUAGES];
    struct claims claims[CLAIM_LANGUAGES];
    bool loaded[CLAIM_LANGUAGES];
    int rule; /* column */
    struct filon_model *file;
    struct filon_crf *crf; /* NULL: by rule */
};

static int load(struct filon_ctx *ctx, struct claim_state *state, enum claim_language language)
{
    const struct claim_options *o = filon_options(ctx);
    static const char *const files[CLAIM_LANGUAGES] = {"fr.tsv", "en.tsv"};
    struct claim_lexicon *lexicon = &state->lexicons[language];
    lexicon->forms = filon_map_new(filon_ctx_arena(ctx), 8192);
    const char *path = filon_data_file(ctx, files[language]);
    if (!path || claim_lexicon_load(lexicon, ctx, path, language))
        return -1;
    for (size_t i = 0; i < o->lexicon.n; i++)
        if (claim_lexicon_load(lexicon, ctx, o->lexicon.items[i], language))
            return -1;
    state->loaded[language] = true;
    return claim_claims_load(&state->claims[language], ctx, o->file, lexicon, language);
}

static int open_model(struct filon_ctx *ctx, struct claim_state *state, const char *path)
{
    state->file = filon_model_open(path, "claim", filon_ctx_error(ctx));
    if (!state->file)
        return -1;
    state->crf = filon_crf_open(state->file, "crf", filon_ctx_arena(ctx), filon_ctx_error(ctx));
    bool same = state->crf && filon_crf_labels(state->crf) == CLAIM_LABELS;
    for (unsigned i = 0; i < CLAIM_LABELS && same; i++)
        same = strcmp(filon_crf_label(state->crf, i), claim_labels[i]) == 0;
    if (state->crf && !same)
        return filon_fail(ctx, "%s: the labels of the model are not those of this plugin: train it with this version of filon", path);
    return state->crf ? 0 : -1;
}

static void claim_close(struct filon_ctx *ctx)
{
    struct claim_state *state = filon_data(ctx);
    if (state)
        filon_model_close(state->file);
}

static int claim_open(struct filon_ctx *ctx)
{
    const struct claim_options *o = filon_options(ctx);
    struct claim_state *state = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *state);
    filon_set_data(ctx, state);
    state->rule = filon_column_id(ctx, "position", "rule");
    if (state->rule < 0)
        return -1;
    if (!o->file)
        return filon_is_training(ctx) ? filon_fail(ctx, "no claims: --set claim.file=… names those that the data are about") : 0;
    if (o->model && !filon_is_training(ctx) && open_model(ctx, state, o->model))
        return -1;
    if (o->language != LANGUAGE_EN && load(ctx, state, CLAIM_FR))
        return -1;
    return o->language != LANGUAGE_FR ? load(ctx, state, CLAIM_EN) : 0;
}

static enum claim_language language_of(struct filon_ctx *ctx, const struct claim_state *state, const struct filon_doc *doc)
{
    if (!state->loaded[CLAIM_EN] || !state->loaded[CLAIM_FR])
        return state->loaded[CLAIM_EN] ? CLAIM_EN : CLAIM_FR;
    struct filon_str lang = filon_doc_lang(doc);
    if (!lang.n)
        lang = filon_str_of(filon_language(ctx));
    return filon_str_starts(lang, FILON_STR("en")) ? CLAIM_EN : CLAIM_FR;
}

/* ---- Holdings to positions. */

static const float sure = 0.75f; /* of a model's label, for it to stand against the rules */

static void write_position(const struct claim_state *state, struct filon_doc *doc, const struct claim *claim,
                           const struct claim_holding *holding, int side, float score)
{
    struct filon_layer *layer = filon_layer(doc, FILON_POSITION);
    uint32_t row = filon_add(layer, holding->best->span.begin, holding->best->span.end);
    filon_strs(layer, FILON_POSITION_CLAIM)[row] = claim->id;
    filon_strs(layer, FILON_POSITION_HOLDER)[row] = holding->best->holder;
    filon_strs(layer, FILON_POSITION_POSITION)[row] = !side ? FILON_STR("neutral") : side > 0 ? FILON_STR("favor") : FILON_STR("against");
    filon_f32(layer, FILON_POSITION_SCORE)[row] = score;
    filon_strs(layer, state->rule)[row] = filon_str_of(!side ? "both sides" : holding->best->rule);
}

/* By rule: what has enough of the claim is a position, on the side that most of it is on. A model that is sure of something else has its way. */
static void decide(const struct claim_state *state, struct filon_doc *doc, const struct claim_text *text, const struct claim *claim,
                   const struct claim_holding *all, uint32_t n, uint32_t which, double least)
{
    const struct claim_holding *holding = &all[which];
    int side = claim_side(holding);
    bool is_one = (double)holding->best->relevance >= least;
    float score = holding->best->relevance * (0.5f + 0.5f * fabsf(holding->sum) / holding->weight);
    if (state->crf) {
        float likely[CLAIM_LABELS];
        enum claim_label surest = claim_judge(state->crf, text, claim, all, n, which, likely);
        if (likely[surest] >= sure) {
            is_one = surest != CLAIM_NONE;
            side = side < 0 ? -1 : 1;
            side = surest == CLAIM_TURN ? -side : side;
            score = likely[surest];
        }
    }
    if (is_one)
        write_position(state, doc, claim, holding, side, score);
}

const struct claims *claim_read(struct filon_ctx *ctx, struct filon_doc *doc, struct claim_text *text)
{
    const struct claim_options *o = filon_options(ctx);
    const struct claim_state *state = filon_data(ctx);
    if (!o->file)
        return NULL;
    enum claim_language language = language_of(ctx, state, doc);
    claim_text_build(text, doc, &state->claims[language], &state->lexicons[language], language);
    return &state->claims[language];
}

static int claim_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct claim_options *o = filon_options(ctx);
    const struct claim_state *state = filon_data(ctx);
    struct claim_text text;
    const struct claims *claims = claim_read(ctx, doc, &text);
    for (uint32_t i = 0; claims && i < claims->n; i++) {
        struct claim_evidences evidences = {.arena = filon_doc_arena(doc)};
        struct claim_holding *holdings;
        claim_find_evidence(&text, &claims->items[i], &evidences);
        uint32_t n = claim_gather(&evidences, &holdings);
        for (uint32_t k = 0; k < n; k++)
            decide(state, doc, &text, &claims->items[i], holdings, n, k, o->min_score);
    }
    if (claims)
        filon_sort(doc, FILON_POSITION);
    return 0;
}

FILON_PLUGIN(claim) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Follow claims that the job names: who is for them, who against",
    .requires = FILON_LAYERS("sentence", "entity", "quote", "stance"),
    .provides = FILON_LAYERS("position"),
    .layers = layers,
    .options = options,
    .options_size = sizeof(struct claim_options),
    .open = claim_open,
    .close = claim_close,
    .annotate = claim_annotate,
    .train = claim_train,
    .eval = claim_eval,
};
