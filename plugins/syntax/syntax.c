/* syntax: tags, lemmas and dependencies by Universal Dependencies. */
#include "model.h"
#include "train_model.h"

struct syntax_options {
    const char *model;
    int64_t beam, margin;
    bool tree;
    const char *raw; /* training */
};

static const struct filon_option options[] = {
    FILON_OPTION(struct syntax_options, model, FILON_OPT_STRING, "fr",
                 "The model: the name of one that comes with the plugin (fr), or the path of a file, with a `/` in it"),
    FILON_OPTION(struct syntax_options, beam, FILON_OPT_INT, "8", "How many parses of a sentence are followed: more is slower and a little better",
                 .min = 1, .max = BEAM_MOST),
    FILON_OPTION(struct syntax_options, margin, FILON_OPT_INT, "28000",
                 "Parses that score less than the best one by more than this are dropped: more is slower and a little better", .min = 0, .max = 1e9),
    FILON_OPTION(struct syntax_options, tree, FILON_OPT_BOOL, "true", "Find heads and relations; without, tags and lemmas alone"),
    FILON_OPTION(struct syntax_options, raw, FILON_OPT_PATH, NULL, "For training: segmented text without annotation, in CoNLL-U, to learn word classes from"),
    {0},
};

enum {
    SENTENCE_MOST = 4000, /* words that are parsed as one; beyond, pieces */
    NO_TAG = 0xffff
};

struct syntax {
    const struct syntax_options *options;
    struct model model;
    const char *language;
    struct filon_arena *scratch; /* of a sentence */
};

static int syntax_open(struct filon_ctx *ctx)
{
    struct filon_arena *arena = filon_ctx_arena(ctx);
    struct syntax *syntax = filon_zalloc(arena, 1, sizeof *syntax);
    filon_set_data(ctx, syntax);
    syntax->options = filon_options(ctx);
    syntax->scratch = filon_arena_new();
    if (filon_is_training(ctx))
        return 0;
    const char *path = syntax->options->model;
    if (!strchr(path, '/'))
        path = filon_data_file(ctx, filon_strf(arena, "%s.model", path));
    else if (*path != '/')
        path = filon_strf(arena, "%s/%s", filon_dir(ctx), path);
    if (!path || model_open(&syntax->model, arena, path, filon_ctx_error(ctx)) < 0)
        return -1;
    syntax->model.lemmatiser.cache = filon_zalloc(arena, 1, sizeof(struct lemma_cache));
    syntax->language = filon_model_get(syntax->model.file, "language");
    return syntax->language ? 0 : filon_fail(ctx, "%s: the model does not say its language", path);
}

static void syntax_close(struct filon_ctx *ctx)
{
    struct syntax *syntax = filon_data(ctx);
    if (!syntax)
        return;
    model_close(&syntax->model);
    filon_arena_free(syntax->scratch);
}

/* fr-BE is fr. */
static bool understood(const struct syntax *syntax, struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_str lang = filon_doc_lang(doc);
    size_t n = strlen(syntax->language);
    if (!lang.n)
        lang = filon_str_of(filon_language(ctx));
    return lang.n >= n && memcmp(lang.p, syntax->language, n) == 0 && (lang.n == n || lang.p[n] == '-' || lang.p[n] == '_');
}

/* ---- words: the tokens with multiword tokens opened */

struct word {
    uint32_t begin, end;
    struct filon_str form; /* p NULL: the text at its place */
    struct filon_str lemma;
    uint16_t tag;
    uint32_t head; /* a word of the document, FILON_NONE: none */
    struct filon_str deprel;
};

struct words {
    struct filon_doc *doc;
    const struct syntax *syntax;
    struct word *word;
    uint32_t n, room;
    bool given; /* the reader brought words: multiword tokens are open already */
};

static struct word *add_word(struct words *words, uint32_t begin, uint32_t end, uint16_t tag)
{
    if (words->n == words->room) {
        uint32_t room = words->room * 2;
        struct word *word = filon_alloc(filon_doc_arena(words->doc), room * sizeof *word);
        memcpy(word, words->word, words->n * sizeof *word);
        words->word = word;
        words->room = room;
    }
    words->word[words->n] = (struct word){.begin = begin, .end = end, .tag = tag, .head = FILON_NONE};
    return &words->word[words->n++];
}

/* "le" of « DU » is LE, "de" of « Du » is De. */
static struct filon_str cased(struct filon_arena *arena, struct filon_str word, const struct seen *token, bool first)
{
    if (!(token->shape & SHAPE_CAPITALS) && !(first && token->shape & SHAPE_CAPITAL))
        return word;
    char *out = filon_alloc(arena, word.n * 2 + 4);
    size_t n = 0;
    unsigned length;
    for (size_t i = 0; i < word.n; i += length) {
        uint32_t c = filon_utf8_at(word.p, word.n, i, &length);
        n += filon_utf8_put(out + n, i == 0 || token->shape & SHAPE_CAPITALS ? filon_to_upper(c) : c);
    }
    return (struct filon_str){out, n};
}

/* The lemma: the surface itself where it is the same, so that it needs no memory. */
static struct filon_str lemma_of(const struct words *words, const struct seen *seen, uint16_t tag, struct filon_str form)
{
    const struct lemmatiser *lemmatiser = &words->syntax->model.lemmatiser;
    char lemma[LEMMA_MOST];
    size_t n = lemma_apply(&lemmatiser->rule[lemma_rule_of(lemmatiser, seen, &words->syntax->model.tags.tag[tag])], form, lemma);
    struct filon_str found = {lemma, n};
    return !n || filon_str_eq(found, form) ? form : filon_str_dup(filon_doc_arena(words->doc), found);
}

static const struct contraction *any_contraction(const struct model *model, uint64_t form)
{
    for (uint32_t i = 0; i < model->contractions; i++)
        if (model->contraction[i].form == form)
            return &model->contraction[i];
    return NULL;
}

/* Adds a token's words, and what the parser sees of them. */
static uint32_t add_token(struct words *words, uint32_t begin, uint32_t end, struct filon_str form, const struct seen *seen, uint16_t tag, struct parse_word *see_of)
{
    const struct model *model = &words->syntax->model;
    const struct tagset *tags = &model->tags;
    const struct contraction *contraction = model_contraction(model, seen->form, tag);
    if (tag >= tags->alone && !contraction)
        contraction = any_contraction(model, seen->form);
    if (tag < tags->alone || !contraction) {
        tag = tags->tag[tag].part[0];
        struct word *word = add_word(words, begin, end, tag);
        word->lemma = lemma_of(words, seen, tag, form);
        model_parse_word(see_of, tags, tag, seen, word->lemma);
        return 1;
    }
    const struct tag *joined = &tags->tag[contraction->tag];
    for (unsigned i = 0; i < joined->words; i++) {
        struct word *word = add_word(words, begin, end, joined->part[i]);
        struct seen part;
        word->form = cased(filon_doc_arena(words->doc), contraction->word[i], seen, i == 0);
        word->lemma = contraction->lemma[i];
        see(&part, word->form, &model->lexicon);
        model_parse_word(&see_of[i], tags, joined->part[i], &part, word->lemma);
    }
    return joined->words;
}

/* ---- trees */

static void linear_add(const void *model, const uint64_t *features, size_t n, int32_t *scores)
{
    filon_linear_add(model, features, n, scores);
}

/* A sentence that is too long is parsed in pieces; the roots of the later ones hang on the first one's. */
static void parse_words(struct words *words, uint32_t first, const struct parse_word *seen)
{
    const struct model *model = &words->syntax->model;
    struct filon_arena *scratch = words->syntax->scratch;
    uint32_t n = words->n - first, root = FILON_NONE;
    for (uint32_t from = 0; from < n; from += SENTENCE_MOST) {
        uint32_t length = n - from < SENTENCE_MOST ? n - from : SENTENCE_MOST;
        struct parse_task task = {.word = seen + from, .n = length, .labels = model->labels, .root = model->root, .arena = scratch,
                                  .add = linear_add, .moves = &model->moves, .names = &model->names, .certain = model->certain, .packed = &model->moves};
        uint32_t *head = filon_alloc(scratch, length * sizeof *head), piece_root = root;
        uint8_t *label = filon_alloc(scratch, length);
        parse_sentence(&task, (unsigned)words->syntax->options->beam, words->syntax->options->margin, head, label);
        for (uint32_t i = 0; i < length; i++) {
            struct word *word = &words->word[first + from + i];
            bool loose = head[i] == FILON_NONE && root != FILON_NONE;
            word->head = loose ? root : head[i] == FILON_NONE ? FILON_NONE : first + from + head[i];
            word->deprel = model->label[loose ? model->loose : label[i]];
            if (head[i] == FILON_NONE)
                piece_root = first + from + i;
        }
        root = root == FILON_NONE ? piece_root : root;
    }
}

static void annotate_sentence(struct words *words, struct filon_layer *tokens, uint32_t from, uint32_t to)
{
    const struct model *model = &words->syntax->model;
    struct filon_arena *scratch = words->syntax->scratch;
    const uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens), n = to - from, first = words->n;
    const struct filon_str *given = words->given ? filon_strs(tokens, FILON_TOKEN_FORM) : NULL;
    struct seen *seen = filon_alloc(scratch, n * sizeof *seen);
    struct filon_str *form = filon_alloc(scratch, n * sizeof *form);
    struct parse_word *parse = filon_alloc(scratch, (n + 1) * TAG_WORDS_MOST * sizeof *parse);
    struct tag_state state = {&model->tags, seen, n, filon_alloc(scratch, n * sizeof(uint16_t))};
    for (uint32_t i = 0; i < n; i++) {
        form[i] = given && given[from + i].p ? given[from + i] : filon_text_of(words->doc, begin[from + i], end[from + i]);
        see(&seen[i], form[i], &model->lexicon);
        if (given)
            seen[i].flags &= (uint8_t)~LEXEME_JOINED;
    }
    tag_sentence(&state, &model->tagger);
    for (uint32_t i = 0, at = 0; i < n; i++) {
        at += add_token(words, begin[from + i], end[from + i], form[i], &seen[i], state.tag[i], parse + at);
        if (given && given[from + i].p)
            words->word[words->n - 1].form = form[i];
    }
    if (words->syntax->options->tree)
        parse_words(words, first, parse);
    filon_arena_reset(scratch);
}

/* ---- the layer */

static void write_words(const struct words *words, struct filon_layer *tokens)
{
    const struct model *model = &words->syntax->model;
    filon_truncate(tokens, 0);
    filon_add_rows(tokens, words->n);
    uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens), *head = filon_ref(tokens, FILON_TOKEN_HEAD);
    struct filon_str *form = filon_strs(tokens, FILON_TOKEN_FORM), *lemma = filon_strs(tokens, FILON_TOKEN_LEMMA);
    struct filon_str *upos = filon_strs(tokens, FILON_TOKEN_UPOS), *feats = filon_strs(tokens, FILON_TOKEN_FEATS);
    struct filon_str *deprel = filon_strs(tokens, FILON_TOKEN_DEPREL);
    for (uint32_t i = 0; i < words->n; i++) {
        const struct word *word = &words->word[i];
        begin[i] = word->begin;
        end[i] = word->end;
        form[i] = word->form;
        lemma[i] = word->lemma;
        upos[i] = word->tag == NO_TAG ? FILON_NO_STR : model->tags.tag[word->tag].upos;
        feats[i] = word->tag == NO_TAG ? FILON_NO_STR : model->tags.tag[word->tag].feats;
        head[i] = word->head;
        deprel[i] = word->deprel;
    }
}

static bool has_forms(struct filon_layer *tokens)
{
    const struct filon_str *form = filon_strs(tokens, FILON_TOKEN_FORM);
    for (uint32_t i = 0; i < filon_rows(tokens); i++)
        if (form[i].p)
            return true;
    return false;
}

/* given: no token is opened into words. */
static void annotate(const struct syntax *syntax, struct filon_doc *doc, bool given)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN), *sentences = filon_layer(doc, FILON_SENTENCE);
    uint32_t rows = filon_rows(tokens);
    struct words words = {.doc = doc, .syntax = syntax, .room = rows + rows / 8 + 16, .given = given};
    words.word = filon_alloc(filon_doc_arena(doc), words.room * sizeof *words.word);
    const uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens);
    uint32_t row = 0;
    for (uint32_t s = 0; s < filon_rows(sentences); s++) {
        uint32_t from = row, stop = filon_end(sentences)[s];
        while (row < rows && end[row] <= stop)
            row++;
        if (row > from)
            annotate_sentence(&words, tokens, from, row);
    }
    for (; row < rows; row++) /* tokens behind the last sentence: a reader's */
        add_word(&words, begin[row], end[row], NO_TAG);
    write_words(&words, tokens);
}

static int syntax_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct syntax *syntax = filon_data(ctx);
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN);
    if (filon_rows(tokens) && understood(syntax, ctx, doc))
        annotate(syntax, doc, has_forms(tokens));
    return 0;
}

/* ---- training and measuring */

static int syntax_train(struct filon_ctx *ctx, struct filon_training *training)
{
    const struct syntax_options *o = filon_options(ctx);
    struct train_plan plan = train_plan_default();
    plan.language = filon_language(ctx);
    plan.treebanks = training->data;
    plan.raw = o->raw;
    plan.progress = training->progress;
    plan.arg = training->arg;
    return train_model(&plan, training->out, filon_ctx_arena(ctx), filon_ctx_error(ctx));
}

/* Counts relations, each right if the head is right, too; on the treebank's own sentences and words. */
static int syntax_eval(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally)
{
    struct filon_example example;
    int more;
    filon_corpus_rewind(corpus);
    while ((more = filon_corpus_next(corpus, &example, filon_ctx_error(ctx))) > 0) {
        struct filon_layer *tokens = filon_layer(example.doc, FILON_TOKEN);
        struct filon_arena *arena = filon_doc_arena(example.doc);
        uint32_t rows = filon_rows(tokens), *head = filon_alloc(arena, rows * sizeof *head + 1);
        struct filon_str *deprel = filon_alloc(arena, rows * sizeof *deprel + 1);
        if (!rows)
            continue;
        memcpy(head, filon_ref(tokens, FILON_TOKEN_HEAD), rows * sizeof *head);
        memcpy(deprel, filon_strs(tokens, FILON_TOKEN_DEPREL), rows * sizeof *deprel);
        annotate(filon_data(ctx), example.doc, true);
        for (uint32_t i = 0; i < rows; i++) {
            uint32_t begin = filon_begin(tokens)[i], end = filon_end(tokens)[i];
            struct filon_str found = filon_strs(tokens, FILON_TOKEN_DEPREL)[i];
            if (filon_ref(tokens, FILON_TOKEN_HEAD)[i] == head[i] || !found.p || !deprel[i].p) {
                filon_tally_add(tally, example.doc, begin, end, deprel[i], found);
                continue;
            }
            filon_tally_add(tally, example.doc, begin, end, deprel[i], FILON_NO_STR);
            filon_tally_add(tally, example.doc, begin, end, FILON_NO_STR, found);
        }
    }
    return more;
}

FILON_PLUGIN(syntax) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Parts of speech, features, lemmas and dependencies by Universal Dependencies",
    .requires = FILON_LAYERS("sentence", "token"),
    .provides = FILON_LAYERS("token"),
    .options = options,
    .options_size = sizeof(struct syntax_options),
    .open = syntax_open,
    .close = syntax_close,
    .annotate = syntax_annotate,
    .train = syntax_train,
    .eval = syntax_eval,
};
