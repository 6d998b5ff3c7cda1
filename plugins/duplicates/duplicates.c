/* duplicates - the same text in another document: with another title, byline and frame, cut, added to or edited. */
#include <filon/alike.h>
#include <filon/plugin.h>

struct options {
    double threshold;
    int64_t words, shingle;
    int action;
};

enum { MARK, STOP, DROP };

static const struct filon_option options[] = {
    FILON_OPTION(struct options, threshold, FILON_OPT_FLOAT, "0.5", "Resemblance from which on a document is a duplicate", .min = 0.2,
                 .max = 1),
    FILON_OPTION(
        struct options, action, FILON_OPT_ENUM, "mark",
        "What becomes of a duplicate. mark: it is marked; stop: and written without the work of later stages; drop: it is not written",
        .choices = FILON_CHOICES("mark", "stop", "drop")),
    FILON_OPTION(struct options, words, FILON_OPT_INT, "40", "Shorter texts are not compared: words at least", .min = 1, .max = 100000),
    FILON_OPTION(struct options, shingle, FILON_OPT_INT, "4", "Words that are compared together", .min = 1, .max = 16),
    {0},
};

static const struct filon_column columns[] = {
    {"duplicate_of", FILON_STR_T, NULL, "Id of the first document with this text"},
    {"similarity", FILON_F32, NULL, "Resemblance to it, or to the nearest of those that are like it"},
    {0},
};
static const struct filon_layer_def layers[] = {{"duplicate", "What of the document another one has said before", columns}, {0}};

/* Words that are looked at: a longer text is known by its beginning. */
enum { WORDS_MOST = 20000, SHINGLE_MOST = 16 };

struct state {
    int layer, of, similarity;
    uint64_t *words;
};

static int duplicates_open(struct filon_ctx *ctx)
{
    struct state *state = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *state);
    filon_set_data(ctx, state);
    state->layer = filon_layer_id(ctx, "duplicate");
    state->of = filon_column_id(ctx, "duplicate", "duplicate_of");
    state->similarity = filon_column_id(ctx, "duplicate", "similarity");
    state->words = filon_alloc(filon_ctx_arena(ctx), WORDS_MOST * sizeof *state->words);
    return state->layer < 0 || state->of < 0 || state->similarity < 0 ? -1 : 0;
}

/* Letters without case and accents, digits: wrapping, quotation marks and typography make no difference. */
static bool fold(uint32_t c, uint32_t *out)
{
    if (c < 0x80) {
        bool letter = (c | 32) - 'a' < 26;
        *out = letter ? c | 32 : c;
        return letter || c - '0' < 10;
    }
    *out = filon_strip_accent(filon_to_lower(c));
    return filon_is_letter(c) || filon_is_digit(c);
}

/* Signs that are words by themselves, as nothing stands between words: Chinese, Japanese, Thai. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x2e80 && c < 0xa4d0) || (c >= 0xe00 && c < 0xe80) || (c >= 0xf900 && c < 0xfb00) || c >= 0x20000;
}

static size_t add_words(uint64_t *words, size_t n, struct filon_str text)
{
    const uint64_t empty = UINT64_C(0xcbf29ce484222325);
    uint64_t hash = empty;
    for (size_t at = 0; at < text.n && n < WORDS_MOST;) {
        unsigned length;
        uint32_t c = filon_utf8_at(text.p, text.n, at, &length), folded;
        bool part = fold(c, &folded), alone = part && stands_alone(c);
        at += length;
        if ((!part || alone) && hash != empty) {
            words[n++] = hash;
            hash = empty;
        }
        if (part)
            hash = (hash ^ folded) * UINT64_C(0x100000001b3);
        if (alone && n < WORDS_MOST) {
            words[n++] = hash;
            hash = empty;
        }
    }
    if (hash != empty && n < WORDS_MOST)
        words[n++] = hash;
    return n;
}

/* What two papers have in common of an article: its paragraphs, not its title, its byline, and what the page puts around it. */
static bool compared(struct filon_str kind, bool content)
{
    static const char *const own[] = {"title", "byline", "dateline", "caption"};
    for (size_t i = 0; i < FILON_COUNT(own); i++)
        if (filon_str_is(kind, own[i]))
            return false;
    return content;
}

static size_t read_words(const struct state *state, struct filon_doc *doc, struct filon_span *span)
{
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    const struct filon_str *kind = filon_strs(blocks, FILON_BLOCK_KIND);
    const uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    uint32_t rows = filon_rows(blocks);
    size_t n = 0;
    *span = FILON_NO_SPAN;
    for (uint32_t i = 0; i < rows; i++) {
        if (!compared(kind[i], content[i]))
            continue;
        if (span->begin == FILON_NONE)
            span->begin = filon_begin(blocks)[i];
        span->end = filon_end(blocks)[i];
        n = add_words(state->words, n, filon_row_text(doc, blocks, i));
    }
    if (rows)
        return n;
    *span = (struct filon_span){0, (uint32_t)filon_doc_text(doc).n};
    return add_words(state->words, 0, filon_doc_text(doc));
}

/* The hashes of the shingles take the place of the words'. */
static size_t shingle(uint64_t *words, size_t n, size_t width)
{
    size_t shingles = n >= width ? n - width + 1 : 0;
    for (size_t i = 0; i < shingles; i++) {
        uint64_t hash = 0;
        for (size_t w = 0; w < width; w++)
            hash = ((hash << 23 | hash >> 41) ^ words[i + w]) * UINT64_C(0x9e3779b97f4a7c15);
        words[i] = hash;
    }
    return shingles;
}

static int settle(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_span span, const struct filon_alike *found)
{
    const struct state *state = filon_data(ctx);
    const struct options *o = filon_options(ctx);
    struct filon_layer *layer = filon_layer(doc, state->layer);
    if (o->action == DROP)
        return filon_doc_drop(doc, "a duplicate of %.*s (%.2f)", FILON_FMT(found->id), (double)found->resemblance);
    uint32_t row = filon_add(layer, span.begin, span.end);
    filon_strs(layer, state->of)[row] = found->id;
    filon_f32(layer, state->similarity)[row] = found->resemblance;
    filon_meta_set(doc, "duplicate_of", found->id, FILON_NO_SPAN);
    if (o->action == STOP)
        filon_doc_finish(doc);
    return 0;
}

static int duplicates_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct state *state = filon_data(ctx);
    const struct options *o = filon_options(ctx);
    struct filon_span span;
    struct filon_sketch sketch;
    struct filon_alike found;
    size_t n = read_words(state, doc, &span);
    if (n < (size_t)o->words || n < (size_t)o->shingle)
        return 0;
    filon_sketch_make(&sketch, state->words, shingle(state->words, n, (size_t)o->shingle));
    if (filon_alike(ctx, &sketch, o->threshold, filon_doc_arena(doc), &found) < 0)
        return -1;
    return found.id.p ? settle(ctx, doc, span, &found) : 0;
}

FILON_PLUGIN(duplicates) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Find documents whose text another document of the job had before",
    .requires = FILON_LAYERS("block"),
    .provides = FILON_LAYERS("duplicate"),
    .layers = layers,
    .options = options,
    .options_size = sizeof(struct options),
    .open = duplicates_open,
    .annotate = duplicates_annotate,
};
