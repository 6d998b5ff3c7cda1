/* segment: sentences and tokens by the conventions of Universal Dependencies. */
#include "segment.h"

#include <stdlib.h>

struct segment_options {
    const char *language;
    int blocks;
    struct filon_list lexicon;
};

enum { BLOCKS_CONTENT, BLOCKS_ALL };

static const struct filon_option segment_options[] = {
    FILON_OPTION(struct segment_options, language, FILON_OPT_STRING, "auto",
                 "Language of the rules: fr, en, another that has a file LANGUAGE.tsv, or auto: the document's own"),
    FILON_OPTION(struct segment_options, blocks, FILON_OPT_ENUM, "content", "Blocks to segment: the title and the article's text, or all",
                 .choices = FILON_CHOICES("content", "all")),
    FILON_OPTION(struct segment_options, lexicon, FILON_OPT_PATHS, NULL,
                 "Files of further abbreviations and words, in the format of fr.tsv"),
    {0},
};

enum { LANGUAGES_MOST = 3 };

struct segment {
    const struct segment_options *options;
    struct language language[LANGUAGES_MOST];
    unsigned n_languages; /* the last one is without any words: for documents in other languages */
    uint8_t *kind;        /* scratch of the scanner */
    uint32_t kind_room;
};

static int add_language(struct filon_ctx *ctx, struct segment *segment, const char *code, bool lexicon)
{
    struct language *language = &segment->language[segment->n_languages++];
    struct filon_arena *arena = filon_ctx_arena(ctx);
    filon_language_init(language, arena, code);
    if (lexicon) {
        const char *path = filon_data_file(ctx, filon_strf(arena, "%s.tsv", code));
        if (!path || filon_language_read(language, arena, path, filon_ctx_error(ctx)) < 0)
            return -1;
    }
    for (size_t i = 0; i < segment->options->lexicon.n; i++)
        if (filon_language_read(language, arena, segment->options->lexicon.items[i], filon_ctx_error(ctx)) < 0)
            return -1;
    return 0;
}

static int segment_open(struct filon_ctx *ctx)
{
    struct segment *segment = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *segment);
    filon_set_data(ctx, segment);
    segment->options = filon_options(ctx);
    const char *code = segment->options->language;
    filon_segment_classes();
    if (strcmp(code, "auto") != 0) {
        if (!*code || strspn(code, "abcdefghijklmnopqrstuvwxyz") != strlen(code))
            return filon_fail(ctx, "language: `%s` is no language code; say fr, en or auto", code);
        return add_language(ctx, segment, code, true);
    }
    if (add_language(ctx, segment, "fr", true) < 0 || add_language(ctx, segment, "en", true) < 0)
        return -1;
    return add_language(ctx, segment, "", false);
}

static void segment_close(struct filon_ctx *ctx)
{
    struct segment *segment = filon_data(ctx);
    if (segment)
        free(segment->kind);
}

/* fr-BE is fr. */
static const struct language *language_of(const struct segment *segment, struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_str lang = filon_doc_lang(doc);
    if (!lang.n)
        lang = filon_str_of(filon_language(ctx));
    unsigned i = 0;
    for (; i + 1 < segment->n_languages; i++) {
        const char *code = segment->language[i].code;
        size_t n = strlen(code);
        if (lang.n >= n && memcmp(lang.p, code, n) == 0 && (lang.n == n || lang.p[n] == '-' || lang.p[n] == '_'))
            break;
    }
    return &segment->language[i];
}

static bool wanted(const struct segment *segment, struct filon_str kind, bool content)
{
    return segment->options->blocks == BLOCKS_ALL || content || filon_str_is(kind, "title");
}

static int segment_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct segment *segment = filon_data(ctx);
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK), *tokens = filon_layer(doc, FILON_TOKEN);
    struct filon_layer *sentences = filon_layer(doc, FILON_SENTENCE);
    if (filon_rows(tokens) || filon_rows(sentences))
        return 0; /* from the reader: a treebank, say */
    const uint32_t *begin = filon_begin(blocks), *end = filon_end(blocks), rows = filon_rows(blocks);
    const struct filon_str *kind = filon_strs(blocks, FILON_BLOCK_KIND);
    const uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    struct scan scan = {.language = language_of(segment, ctx, doc), .text = filon_doc_text(doc).p};
    scan.tokens = (struct tokens){.layer = tokens, .kind = segment->kind, .kind_room = segment->kind_room};
    int status = 0;
    for (uint32_t i = 0; i < rows && status == 0; i++) {
        if (!wanted(segment, kind[i], content[i]))
            continue;
        scan.from = begin[i];
        scan.end = end[i];
        status = filon_scan_block(&scan);
        filon_scan_sentences(&scan, sentences);
    }
    segment->kind = scan.tokens.kind;
    segment->kind_room = scan.tokens.kind_room;
    filon_truncate(tokens, scan.tokens.n);
    return status < 0 ? filon_fail(ctx, "no memory for the tokens") : 0;
}

FILON_PLUGIN(segment) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Split blocks into sentences and tokens by Universal Dependencies' conventions",
    .requires = FILON_LAYERS("block"),
    .provides = FILON_LAYERS("sentence", "token"),
    .options = segment_options,
    .options_size = sizeof(struct segment_options),
    .open = segment_open,
    .close = segment_close,
    .annotate = segment_annotate,
};
