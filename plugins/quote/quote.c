#include "rules.h"

/* Who says what: quotations, direct, indirect and mixed, with their cues and speakers. Rules over tokens, entities and a lexicon. */

struct quote_options {
    int language;
    struct filon_list lexicon;
};

enum { LANGUAGE_AUTO, LANGUAGE_FR, LANGUAGE_EN, LANGUAGES };
static const char *const codes[LANGUAGES] = {"", "fr", "en"};

static const struct filon_option quote_options[] = {
    FILON_OPTION(struct quote_options, language, FILON_OPT_ENUM, "auto", "Language of the documents; auto: each document's, else the job's",
                 .choices = FILON_CHOICES("auto", "fr", "en")),
    FILON_OPTION(struct quote_options, lexicon, FILON_OPT_PATHS, NULL, "More lexicon files, read after the plugin's own"),
    {0}};

static const struct filon_column quote_columns[] = {{"rule", FILON_STR_T, NULL, "the rule that found it"}, {0}};
static const struct filon_layer_def quote_layers[] = {{"quote", NULL, quote_columns}, {0}};

struct state {
    struct lexicon *lexicon[LANGUAGES]; /* NULL until needed */
    int language;                       /* of documents that do not say theirs */
    int rule;                           /* column */
};

/* LANGUAGE_AUTO: one that there is no lexicon for. */
static int language_named(struct filon_str code)
{
    for (int i = LANGUAGE_FR; i < LANGUAGES; i++)
        if (filon_str_starts(code, filon_str_of(codes[i])))
            return i;
    return LANGUAGE_AUTO;
}

static int quote_open(struct filon_ctx *ctx)
{
    struct state *state = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *state);
    const struct quote_options *options = filon_options(ctx);
    filon_set_data(ctx, state);
    state->rule = filon_column_id(ctx, "quote", "rule");
    if (state->rule < 0)
        return -1;
    state->language = options->language == LANGUAGE_AUTO ? language_named(filon_str_of(filon_language(ctx))) : options->language;
    /* The user's files are in the language of the option, or else of the job. */
    if (state->language == LANGUAGE_AUTO)
        state->language = LANGUAGE_FR;
    state->lexicon[state->language] = quote_lexicon_load(ctx, codes[state->language], &options->lexicon);
    return state->lexicon[state->language] ? 0 : -1;
}

/* Another language's lexicon is loaded with its first document: most jobs have one language. NULL: none, or (with an error) it failed. */
static struct lexicon *lexicon_of(struct filon_ctx *ctx, const struct filon_doc *doc)
{
    struct state *state = filon_data(ctx);
    const struct quote_options *options = filon_options(ctx);
    struct filon_str lang = filon_doc_lang(doc);
    int language = options->language == LANGUAGE_AUTO && lang.n ? language_named(lang) : state->language;
    if (language == LANGUAGE_AUTO)
        return NULL;
    if (!state->lexicon[language])
        state->lexicon[language] = quote_lexicon_load(ctx, codes[language], NULL);
    return state->lexicon[language];
}

static struct filon_span span_of(const struct text *t, uint32_t first, uint32_t last)
{
    return first == NO_WORD ? FILON_NO_SPAN : (struct filon_span){t->word[first].begin, t->word[last].end};
}

static struct filon_span source_span(const struct text *t, const struct np *np)
{
    if (!np_found(np))
        return FILON_NO_SPAN;
    struct filon_span span = np->name_first != NO_WORD ? span_of(t, np->name_first, np->name_last) : span_of(t, np->first, np->last);
    if (np->pronoun) /* « -t-il »: il */
        for (uint32_t i = span.begin; i + 1 < span.end; i++)
            if (t->bytes[i] == '-')
                span.begin = i + 1;
    return span;
}

static void write_rows(const struct findings *f, const struct state *state)
{
    static const char *const types[] = {"direct", "indirect", "mixed"};
    const struct text *t = f->text;
    struct filon_layer *layer = filon_layer(t->doc, FILON_QUOTE);
    uint32_t first = filon_add_rows(layer, f->n);
    uint32_t *begin = filon_begin(layer), *end = filon_end(layer);
    struct filon_str *type = filon_strs(layer, FILON_QUOTE_TYPE), *holder = filon_strs(layer, FILON_QUOTE_HOLDER),
                     *rule = filon_strs(layer, state->rule);
    struct filon_span *cue = filon_spans(layer, FILON_QUOTE_CUE), *source = filon_spans(layer, FILON_QUOTE_SOURCE);
    float *score = filon_f32(layer, FILON_QUOTE_SCORE);
    for (uint32_t i = 0; i < f->n; i++) {
        const struct finding *x = &f->item[i];
        uint32_t row = first + i;
        begin[row] = t->word[x->first].begin;
        end[row] = t->word[x->last].end;
        type[row] = filon_str_of(types[x->type]);
        cue[row] = span_of(t, x->cue_first, x->cue_last);
        source[row] = source_span(t, &x->source);
        holder[row] = x->holder;
        rule[row] = filon_str_of(x->rule);
        score[row] = x->score;
    }
}

static int quote_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct state *state = filon_data(ctx);
    struct lexicon *lexicon = lexicon_of(ctx, doc);
    struct text text;
    if (!lexicon)
        return filon_ctx_error(ctx)->code ? -1 : 0;
    quote_text(&text, doc, lexicon);
    if (!text.n)
        return 0;
    quote_groups(&text);
    struct findings f = {.text = &text};
    rules_incises(&f);
    rules_verbs(&f);
    rules_prepositions(&f);
    rules_marks(&f);
    holders_find(&f);
    if (f.n)
        write_rows(&f, state);
    return 0;
}

FILON_PLUGIN(quote) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Find who says what: direct, indirect and mixed quotations, their cues and speakers",
    .requires = FILON_LAYERS("sentence", "token", "entity"),
    .provides = FILON_LAYERS("quote"),
    .layers = quote_layers,
    .options = quote_options,
    .options_size = sizeof(struct quote_options),
    .open = quote_open,
    .annotate = quote_annotate,
};
