/* language - what language a document is in, and each of its blocks. */
#include "language.h"

#include <math.h>
#include <stdlib.h>

struct options {
    const char *model;
    struct filon_list among, only;
    bool blocks;
};

static const struct filon_option options[] = {
    FILON_OPTION(struct options, model, FILON_OPT_STRING, "auto",
                 "A model that `filon train language` made; auto: the one that comes with the plugin"),
    FILON_OPTION(struct options, among, FILON_OPT_LIST, NULL,
                 "The languages there may be: fr, en, …; none: all that the model knows, and those of other scripts"),
    FILON_OPTION(struct options, only, FILON_OPT_LIST, NULL, "Documents in other languages than these are dropped; none: all stay"),
    FILON_OPTION(struct options, blocks, FILON_OPT_BOOL, "yes", "Whether blocks get their language, too"),
    {0},
};

static const struct filon_column columns[] = {{"lang", FILON_STR_T, NULL, "Language of the block's text, where it can be told"}, {0}};
static const struct filon_layer_def layers[] = {{"block", "Paragraphs, headings, menus", columns}, {0}};

/* A block with fewer letters tells nothing. What a block must show to have a language at all, and the odds for that of its document. */
enum { LETTERS_LEAST = 4, DOCUMENT_LEAST = 12 };
static const float CERTAIN = 0.8f, OWN = 20;

struct state {
    struct language_model model;
    struct filon_model *file;
    float allowed[LANES]; /* 1: may be; 0 */
    int column;
};

/* ---- the model */

static int read_labels(struct filon_ctx *ctx, struct language_model *model, const char *labels)
{
    unsigned n = 0;
    for (const char *at = labels; at && *at; n++) {
        size_t length = strcspn(at, " ");
        if (n == LANES || length < 2 || length >= sizeof *model->codes)
            return filon_fail(ctx, "model: labels are codes of two or three letters, %d at most, and not `%s`", LANES, labels);
        memcpy(model->codes[n], at, length);
        at += length;
        at += *at == ' ';
    }
    return n ? 0 : filon_fail(ctx, "model: it has no labels");
}

static int load(struct filon_ctx *ctx, struct state *state)
{
    const struct options *o = filon_options(ctx);
    struct filon_arena *arena = filon_ctx_arena(ctx);
    const char *path = strcmp(o->model, "auto") == 0 ? filon_data_file(ctx, "language.model")
                       : *o->model == '/'            ? o->model
                                                     : filon_strf(arena, "%s/%s", filon_dir(ctx), o->model);
    size_t lines = 0;
    if (!path || !(state->file = filon_model_open(path, "language", filon_ctx_error(ctx))))
        return -1;
    const char *scale = filon_model_get(state->file, "scale");
    state->model.scale = scale ? strtof(scale, NULL) : 0;
    state->model.lines = filon_model_section(state->file, "weights", sizeof *state->model.lines, &lines, filon_ctx_error(ctx));
    if (!state->model.lines)
        return -1;
    if (lines != TABLE_LINES || !(state->model.scale > 0) || !isfinite(state->model.scale))
        return filon_fail(ctx, "%s: not a model of this version of the plugin: train it with this one", path);
    return read_labels(ctx, &state->model, filon_model_get(state->file, "labels"));
}

static bool listed(const struct filon_list *list, const char *code)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i], code) == 0)
            return true;
    return false;
}

static int allow(struct filon_ctx *ctx, struct state *state)
{
    const struct options *o = filon_options(ctx);
    bool any = !o->among.n;
    for (unsigned i = 0; i < LANES; i++) {
        state->allowed[i] = *state->model.codes[i] && (!o->among.n || listed(&o->among, state->model.codes[i])) ? 1 : 0;
        any |= state->allowed[i] > 0;
    }
    return any ? 0 : filon_fail(ctx, "among: the model knows none of these languages; it knows %s", filon_model_get(state->file, "labels"));
}

static int language_open(struct filon_ctx *ctx)
{
    struct state *state = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *state);
    filon_set_data(ctx, state);
    state->column = filon_column_id(ctx, "block", "lang");
    if (state->column < 0)
        return -1;
    return filon_is_training(ctx) ? 0 : load(ctx, state) < 0 ? -1 : allow(ctx, state);
}

static void language_close(struct filon_ctx *ctx)
{
    struct state *state = filon_data(ctx);
    if (state)
        filon_model_close(state->file);
}

static int language_eval(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally)
{
    const struct state *state = filon_data(ctx);
    return language_measure(ctx, &state->model, corpus, tally);
}

/* ---- one document */

/* What is known of a block. */
struct evidence {
    float probability[LANES];
    uint32_t letters, signs;
    const char *script; /* or the language that its script tells */
};

static void read_block(const struct state *state, struct filon_str text, struct evidence *evidence)
{
    *evidence = (struct evidence){.script = language_of_script(text)};
    if (evidence->script) {
        evidence->letters = (uint32_t)(text.n < FOLDED_MOST ? text.n : FOLDED_MOST) / 2;
        return;
    }
    float sum = 0;
    if (!language_judge(&state->model, text, evidence->probability, &evidence->letters, &evidence->signs))
        return;
    for (unsigned i = 0; i < LANES; i++)
        sum += evidence->probability[i] *= state->allowed[i];
    for (unsigned i = 0; i < LANES; i++)
        evidence->probability[i] = sum > 0 ? evidence->probability[i] / sum : 0;
}

struct votes {
    float lane[LANES], script; /* letters */
    const char *script_code;
};

/* Longer blocks have more to say, up to what is looked at; those in a script of their own say so. */
static void count(struct votes *votes, const struct evidence *evidence)
{
    float weight = (float)evidence->letters;
    if (evidence->script) {
        if (!votes->script_code || strcmp(votes->script_code, evidence->script) != 0) {
            votes->script -= weight;
            if (votes->script > 0)
                return;
            votes->script = -votes->script;
            votes->script_code = evidence->script;
            return;
        }
        votes->script += weight;
        return;
    }
    for (unsigned i = 0; i < LANES; i++)
        votes->lane[i] += weight * evidence->probability[i];
}

static const char *elect(const struct state *state, const struct votes *votes)
{
    unsigned best = 0;
    float all = votes->script, lead;
    for (unsigned i = 0; i < LANES; i++) {
        all += votes->lane[i];
        best = votes->lane[i] > votes->lane[best] ? i : best;
    }
    lead = votes->script > votes->lane[best] ? votes->script : votes->lane[best];
    if (all < DOCUMENT_LEAST || lead < all / 2)
        return NULL;
    return votes->script > votes->lane[best] ? votes->script_code : state->model.codes[best];
}

/* fr-BE is fr. */
static bool same(struct filon_str lang, const char *code)
{
    size_t n = strlen(code);
    return lang.n >= n && memcmp(lang.p, code, n) == 0 && (lang.n == n || lang.p[n] == '-' || lang.p[n] == '_');
}

static bool known(const struct state *state, struct filon_str lang)
{
    static const char *const scripts[] = {"ar", "el", "fa", "he", "hi", "ja", "ko", "ru", "th", "uk", "zh"};
    for (unsigned i = 0; i < LANES; i++)
        if (*state->model.codes[i] && same(lang, state->model.codes[i]))
            return true;
    for (size_t i = 0; i < FILON_COUNT(scripts); i++)
        if (same(lang, scripts[i]))
            return true;
    return false;
}

static int lane_of(const struct state *state, struct filon_str lang)
{
    for (unsigned i = 0; i < LANES; i++)
        if (*state->model.codes[i] && same(lang, state->model.codes[i]))
            return (int)i;
    return -1;
}

/* The block's language, given its document's; NULL: it cannot be told. */
static const char *name_block(const struct state *state, const struct evidence *evidence, int own)
{
    unsigned best = 0;
    float sum = 0, p[LANES];
    if (evidence->script)
        return evidence->script;
    if (evidence->letters < LETTERS_LEAST)
        return NULL;
    for (unsigned i = 0; i < LANES; i++) {
        sum += p[i] = evidence->probability[i] * ((int)i == own ? OWN : 1);
        best = p[i] > p[best] ? i : best;
    }
    if ((int)best != own && evidence->signs * 4 > evidence->letters)
        return NULL; /* addresses, figures, programs */
    return p[best] >= CERTAIN * sum ? state->model.codes[best] : NULL;
}

static void name_blocks(const struct state *state, struct filon_doc *doc, struct filon_layer *blocks, const struct evidence *evidence)
{
    struct filon_str *lang = filon_strs(blocks, state->column);
    int own = lane_of(state, filon_doc_lang(doc));
    for (uint32_t i = 0; i < filon_rows(blocks); i++) {
        const char *code = name_block(state, &evidence[i], own);
        lang[i] = code ? filon_str_of(code) : FILON_NO_STR;
    }
}

/* Where there are no blocks: the text, from its beginning. */
static const char *language_of_text(const struct state *state, struct filon_str text)
{
    enum { PIECE = 256, PIECES = 16 };
    struct votes votes = {0};
    for (size_t at = 0, n = 0; at < text.n && n < PIECES; n++) {
        struct evidence evidence;
        size_t end = at + PIECE < text.n ? at + PIECE : text.n;
        while (end < text.n && ((unsigned char)text.p[end] & 0xc0) == 0x80)
            end++;
        read_block(state, (struct filon_str){text.p + at, end - at}, &evidence);
        count(&votes, &evidence);
        at = end;
    }
    return elect(state, &votes);
}

static void set_language(const struct state *state, struct filon_doc *doc, const char *code)
{
    struct filon_str given = filon_doc_lang(doc);
    if (code && !same(given, code) && (!given.n || known(state, given)))
        filon_meta_set(doc, "lang", filon_str_of(code), FILON_NO_SPAN);
}

static int choose(const struct options *o, struct filon_doc *doc)
{
    struct filon_str lang = filon_doc_lang(doc);
    for (size_t i = 0; i < o->only.n; i++)
        if (same(lang, o->only.items[i]))
            return 0;
    return o->only.n ? filon_doc_drop(doc, lang.n ? "its language is %.*s" : "its language cannot be told%.*s", FILON_FMT(lang)) : 0;
}

static int language_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct state *state = filon_data(ctx);
    const struct options *o = filon_options(ctx);
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    uint32_t rows = filon_rows(blocks);
    struct votes article = {0}, all = {0};
    struct evidence *evidence = filon_alloc(filon_doc_arena(doc), ((size_t)rows + 1) * sizeof *evidence);
    const uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    for (uint32_t i = 0; i < rows; i++) {
        read_block(state, filon_row_text(doc, blocks, i), &evidence[i]);
        count(&all, &evidence[i]);
        if (content[i])
            count(&article, &evidence[i]);
    }
    const char *code = rows ? elect(state, &article) : language_of_text(state, filon_doc_text(doc));
    if (!code && rows)
        code = elect(state, &all);
    set_language(state, doc, code);
    if (!filon_doc_lang(doc).n)
        filon_meta_set(doc, "lang", filon_str_of(filon_language(ctx)), FILON_NO_SPAN);
    if (o->blocks && rows)
        name_blocks(state, doc, blocks, evidence);
    return choose(o, doc);
}

FILON_PLUGIN(language) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Tell the language of a document and of its blocks",
    .requires = FILON_LAYERS("block"),
    .provides = FILON_LAYERS("block"),
    .layers = layers,
    .options = options,
    .options_size = sizeof(struct options),
    .open = language_open,
    .close = language_close,
    .annotate = language_annotate,
    .train = language_train,
    .eval = language_eval,
};
