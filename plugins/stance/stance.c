/* The stance annotator: who is for or against whom or what, from what is said and from how it is told. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "finding.h"

enum { LANGUAGE_AUTO, LANGUAGE_FR, LANGUAGE_EN, LANGUAGES };
static const char *const codes[LANGUAGES] = {NULL, "fr", "en"};

struct stance_options {
    int language;
    struct filon_list lexicon;
    double min_score;
};

static const struct filon_option stance_options[] = {
    FILON_OPTION(struct stance_options, language, FILON_OPT_ENUM, "auto",
                 "Language of the documents; auto: each document's, else the job's", .choices = FILON_CHOICES("auto", "fr", "en")),
    FILON_OPTION(struct stance_options, lexicon, FILON_OPT_PATHS, NULL,
                 "Lexicons of your own, in the form of the shipped one; their rows replace its rows"),
    FILON_OPTION(struct stance_options, min_score, FILON_OPT_FLOAT, "0.3", "Leave out stances that are less sure", .min = 0, .max = 1),
    {0},
};

enum { MAX_FOUND = 4096 };

struct stance {
    struct lexicon lexicon[LANGUAGES];
    bool loaded[LANGUAGES];
    int language; /* of documents that do not say theirs */
    struct sentence sentence;
    struct finder finder;
    struct stance_columns columns;
    int title; /* column of entity, or -1 */
};

/* The entity layer has functions (« porte-parole du Kremlin ») if its annotator gives them. */
static int title_column(struct filon_ctx *ctx)
{
    const struct filon_layer_def *entity = filon_layer_at(ctx, FILON_ENTITY);
    for (const struct filon_column *column = entity->columns; column->name; column++)
        if (strcmp(column->name, "title") == 0 && column->type == FILON_STR_T)
            return filon_column_id(ctx, "entity", "title");
    return -1;
}

/* "fr", "fr-BE" and the like; AUTO for a language that has no lexicon. */
static int language_named(struct filon_str code)
{
    for (int i = LANGUAGE_FR; i < LANGUAGES; i++)
        if (filon_str_starts(code, filon_str_of(codes[i])) && (code.n == 2 || code.p[2] == '-' || code.p[2] == '_'))
            return i;
    return LANGUAGE_AUTO;
}

static int load(struct filon_ctx *ctx, struct stance *st, int language, struct filon_list user)
{
    if (stance_lexicon_open(&st->lexicon[language], ctx, codes[language], user))
        return -1;
    st->loaded[language] = true;
    return 0;
}

static int stance_open(struct filon_ctx *ctx)
{
    const struct stance_options *options = filon_options(ctx);
    struct stance *st = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *st);
    filon_set_data(ctx, st);
    st->columns = (struct stance_columns){filon_column_id(ctx, "stance", "rule"), filon_column_id(ctx, "stance", "cue"),
                                          filon_column_id(ctx, "stance", "source"), filon_column_id(ctx, "stance", "aim")};
    if (st->columns.rule < 0 || st->columns.cue < 0 || st->columns.source < 0 || st->columns.aim < 0)
        return -1;
    st->title = title_column(ctx);
    st->finder.s = &st->sentence;
    st->finder.cap_found = MAX_FOUND;
    st->finder.found = filon_alloc(filon_ctx_arena(ctx), MAX_FOUND * sizeof *st->finder.found);
    /* The user's files are in the language of the option, or else of the job. */
    st->language = options->language == LANGUAGE_AUTO ? language_named(filon_str_of(filon_language(ctx))) : options->language;
    if (st->language == LANGUAGE_AUTO)
        st->language = LANGUAGE_FR;
    return load(ctx, st, st->language, options->lexicon);
}

/* Another language's lexicon is loaded with its first document: most jobs have one language. NULL: none, or (with an error) it failed. */
static struct lexicon *lexicon_for(struct filon_ctx *ctx, struct stance *st, const struct filon_doc *doc)
{
    const struct stance_options *options = filon_options(ctx);
    struct filon_str lang = filon_doc_lang(doc);
    int language = options->language == LANGUAGE_AUTO && lang.n ? language_named(lang) : st->language;
    if (language == LANGUAGE_AUTO || (!st->loaded[language] && load(ctx, st, language, (struct filon_list){NULL, 0})))
        return NULL;
    return &st->lexicon[language];
}

static void find_in_sentence(struct finder *f)
{
    struct sentence *s = f->s;
    stance_phrases(s);
    stance_subjects(s);
    stance_titles(f);
    f->anchor = -1;
    int depth = 0;
    for (int i = 0; i < s->n_phrases; i++) {
        const struct phrase *p = &s->phrases[i];
        f->under_work = i;
        depth += (p->kind == OPEN) - (p->kind == CLOSE && depth > 0);
        if (p->kind == VG) {
            const struct quoted *quote = stance_quote_at(f, s->words[p->head].begin);
            stance_verb(f, i);
            stance_judgement(f, i, quote);
            if (p->class == W_FIN && !depth)
                stance_remember(f, i);
        } else if (p->kind == NP) {
            const struct quoted *quote = stance_quote_at(f, s->words[p->head].begin);
            stance_noun(f, i);
            if (quote && quote->holder.n)
                stance_epithet(f, i, quote);
            stance_remember_name(f, i);
        } else if (p->kind == ADJ) {
            const struct row *row = stance_row(f->lexicon, s->words[p->head].form, W_ADJ, K_ADJECTIVE);
            if (row)
                stance_adjective(f, i, row);
        }
    }
}

/* The word, if the text has it. */
static struct filon_str word_of_document(const struct filon_doc *doc, struct filon_str word)
{
    struct filon_str text = filon_doc_text(doc);
    return word.n && text.n && memmem(text.p, text.n, word.p, word.n) ? word : FILON_NO_STR;
}

static int stance_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct stance_options *options = filon_options(ctx);
    struct stance *st = filon_data(ctx);
    struct finder *f = &st->finder;
    struct filon_layer *sentences = filon_layer(doc, FILON_SENTENCE), *tokens = filon_layer(doc, FILON_TOKEN);
    struct lexicon *lexicon = lexicon_for(ctx, st, doc);
    if (!lexicon)
        return filon_ctx_error(ctx)->code ? -1 : 0;
    f->lexicon = st->sentence.lexicon = lexicon;
    f->doc = doc;
    f->n_found = 0;
    f->n_titled = 0;
    f->titles = filon_map_new(filon_doc_arena(doc), 16);
    f->lost = 0;
    f->n_aliases = 0;
    f->protesters = word_of_document(doc, lexicon->protesters);
    f->text_name = FILON_NO_STR;
    f->text_is_law = false;
    memset(f->recent, 0, sizeof f->recent);
    f->singular = f->plural = f->named = f->body = (struct party){0};
    st->sentence.text = filon_doc_text(doc);
    stance_quotes(f);
    if (st->title >= 0)
        stance_given_titles(f, st->title);
    uint32_t n = filon_rows(sentences), entity = 0, token = 0;
    const uint32_t *begin = filon_begin(sentences), *end = filon_end(sentences), *t_begin = filon_begin(tokens);
    uint32_t n_tokens = filon_rows(tokens);
    for (uint32_t i = 0; i < n; i++) {
        while (token < n_tokens && t_begin[token] < begin[i])
            token++;
        uint32_t stop = token;
        while (stop < n_tokens && t_begin[stop] < end[i])
            stop++;
        while (token < stop) {
            token = stance_words(&st->sentence, doc, token, stop, &entity);
            find_in_sentence(f);
        }
    }
    if (f->lost)
        filon_say(ctx, FILON_WARN, "%u stances beyond the first %d were left out: a very long document is better given in parts", f->lost,
                  MAX_FOUND);
    stance_write(f, filon_layer(doc, FILON_STANCE), &st->columns, (float)options->min_score);
    return 0;
}

static const struct filon_column stance_columns[] = {
    {"rule", FILON_STR_T, NULL, "the row of the lexicon and the argument that gave it"},
    {"cue", FILON_SPAN, NULL, "the verb, noun or adjective that shows it"},
    {"source", FILON_SPAN, NULL, "the words that name the holder there"},
    {"aim", FILON_SPAN, NULL, "the words that name the target there"},
    {0},
};

static const struct filon_layer_def stance_layers[] = {{"stance", NULL, stance_columns}, {0}};

FILON_PLUGIN(stance) = {
    FILON_PLUGIN_HEADER,
    .kind = FILON_ANNOTATOR,
    .version = "1.0",
    .summary = "Find who is for or against whom or what",
    .requires = FILON_LAYERS("sentence", "token", "entity", "quote"),
    .provides = FILON_LAYERS("stance"),
    .layers = stance_layers,
    .options = stance_options,
    .options_size = sizeof(struct stance_options),
    .open = stance_open,
    .annotate = stance_annotate,
};
