/* claim.c - the claim plugin: for each claim of the analyst's file and each holder, the side that the evidence is on. */
#include "claim.h"

#include <math.h>

struct claim_options {
    const char *file;
    struct filon_list lexicon;
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

static int claim_open(struct filon_ctx *ctx)
{
    const struct claim_options *o = filon_options(ctx);
    struct claim_state *state = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *state);
    filon_set_data(ctx, state);
    state->rule = filon_column_id(ctx, "position", "rule");
    if (state->rule < 0)
        return -1;
    if (!o->file)
        return 0;
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

/* ---- Evidence to positions. */

struct holding {
    const struct claim_evidence *best;
    float sum, weight; /* of the evidence, with its sides and without */
};

/* The holders of the evidence, in the order they appear; how many. */
static uint32_t gather(const struct claim_evidences *evidences, struct filon_arena *arena, struct holding **out)
{
    struct filon_map *known = filon_map_new(arena, evidences->n);
    struct holding *holdings = filon_zalloc(arena, (size_t)evidences->n + 1, sizeof *holdings);
    uint32_t n = 0;
    for (uint32_t i = 0; i < evidences->n; i++) {
        const struct claim_evidence *evidence = &evidences->items[i];
        uint32_t number = filon_map_get(known, evidence->holder);
        if (number == FILON_MAP_NONE)
            filon_map_set(known, evidence->holder, number = n++);
        struct holding *holding = &holdings[number];
        holding->sum += (float)evidence->side * evidence->relevance;
        holding->weight += evidence->relevance;
        if (!holding->best || evidence->relevance > holding->best->relevance)
            holding->best = evidence;
    }
    *out = holdings;
    return n;
}

static const float undecided = 0.05f; /* evidence for both sides weighs the same */

static void write_position(const struct claim_state *state, struct filon_doc *doc, const struct claim *claim, const struct holding *holding)
{
    struct filon_layer *layer = filon_layer(doc, FILON_POSITION);
    uint32_t row = filon_add(layer, holding->best->span.begin, holding->best->span.end);
    bool neutral = fabsf(holding->sum) <= undecided;
    filon_strs(layer, FILON_POSITION_CLAIM)[row] = claim->id;
    filon_strs(layer, FILON_POSITION_HOLDER)[row] = holding->best->holder;
    filon_strs(layer, FILON_POSITION_POSITION)[row] = neutral            ? FILON_STR("neutral")
                                                      : holding->sum > 0 ? FILON_STR("favor")
                                                                         : FILON_STR("against");
    filon_f32(layer, FILON_POSITION_SCORE)[row] = holding->best->relevance * (0.5f + 0.5f * fabsf(holding->sum) / holding->weight);
    filon_strs(layer, state->rule)[row] = filon_str_of(neutral ? "both sides" : holding->best->rule);
}

static int claim_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct claim_options *o = filon_options(ctx);
    const struct claim_state *state = filon_data(ctx);
    if (!o->file)
        return 0;
    enum claim_language language = language_of(ctx, state, doc);
    const struct claims *claims = &state->claims[language];
    struct claim_text text;
    claim_text_build(&text, doc, claims, &state->lexicons[language], language);
    for (uint32_t i = 0; i < claims->n; i++) {
        struct claim_evidences evidences = {.arena = filon_doc_arena(doc)};
        struct holding *holdings;
        claim_find_evidence(&text, &claims->items[i], &evidences);
        uint32_t n = evidences.n ? gather(&evidences, filon_doc_arena(doc), &holdings) : 0;
        for (uint32_t k = 0; k < n; k++)
            if ((double)holdings[k].best->relevance >= o->min_score)
                write_position(state, doc, &claims->items[i], &holdings[k]);
    }
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
    .annotate = claim_annotate,
};
