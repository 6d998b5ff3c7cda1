/* parse_html - a page of HTML: its text, its article, what it says of itself. */
#include "about.h"

#include "../read_files/markup.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

struct options {
    const char *model;
    const char *language;
    int date_order;
    bool repair;
};

static const struct filon_option options[] = {
    FILON_OPTION(struct options, model, FILON_OPT_PATH, NULL, "What tells the article from the rest; without it, the plugin's own"),
    FILON_OPTION(struct options, language, FILON_OPT_STRING, "auto",
                 "The pages' language, for the metadata `lang` and for dates; auto: by their words, then by what they declare"),
    FILON_OPTION(struct options, date_order, FILON_OPT_ENUM, "auto", "How 03/04/2017 is read; auto: month first in English",
                 .choices = FILON_CHOICES("auto", "day", "month")),
    FILON_OPTION(struct options, repair, FILON_OPT_BOOL, "false", "Undo mojibake: « Ã© » becomes é; without it, it is only told"),
    {0},
};

static const struct filon_column block_columns[] = {
    {"source", FILON_I32, NULL, "the byte of the page's source where it begins"},
    {0},
};
static const struct filon_layer_def layers[] = {
    {"block", NULL, block_columns},
    {0},
};

struct state {
    struct parser parser;
    struct judgement judgement;
    const char *paths[PARSER_FILES], *model_path;
    bool loaded;
    int source; /* the column */
};

/* Lexicons and model, once. */
static int load(struct filon_ctx *ctx, struct state *state)
{
    if (state->loaded)
        return 0;
    if (parser_open(&state->parser, state->paths, filon_ctx_arena(ctx), filon_ctx_error(ctx)) < 0 ||
        judgement_open(&state->judgement, state->model_path, filon_ctx_error(ctx)) < 0) {
        parser_close(&state->parser);
        judgement_close(&state->judgement);
        state->parser = (struct parser){0};
        return -1;
    }
    state->loaded = true;
    return 0;
}

/* A pipeline has this stage in case that pages come: what it knows waits for the first one, unless the job names a model. */
static int parse_html_open(struct filon_ctx *ctx)
{
    const struct options *o = filon_options(ctx);
    struct state *state = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *state);
    filon_set_data(ctx, state);
    state->source = filon_column_id(ctx, "block", "source");
    if (state->source < 0)
        return -1;
    for (int i = 0; i < PARSER_FILES; i++)
        if (!(state->paths[i] = filon_data_file(ctx, parser_files[i])))
            return -1;
    state->model_path = o->model ? o->model : filon_data_file(ctx, "../parse_text/article.model");
    if (!state->model_path)
        return -1;
    return o->model ? load(ctx, state) : 0;
}

static void parse_html_close(struct filon_ctx *ctx)
{
    struct state *state = filon_data(ctx);
    if (!state)
        return;
    parser_close(&state->parser);
    judgement_close(&state->judgement);
}

/* ---- Blocks */

struct place {
    uint32_t offset, row;
};

static int by_offset(const void *a, const void *b)
{
    uint32_t x = ((const struct place *)a)->offset, y = ((const struct place *)b)->offset;
    return (x > y) - (x < y);
}

/* Where in the source's bytes each piece begins. What was moved about in the tree does not come in order. */
static void source_offsets(const struct parser *parser, const struct reading *reading, struct filon_arena *arena, int32_t *column)
{
    uint32_t n = parser->web.n_pieces;
    struct place *places = filon_alloc(arena, (n + 1) * sizeof *places);
    uint32_t *offsets = filon_alloc(arena, (n + 1) * sizeof *offsets);
    for (uint32_t i = 0; i < n; i++)
        places[i] = (struct place){parser->web.pieces[i].source, i};
    if (!reading->encoding.clean)
        qsort(places, n, sizeof *places, by_offset);
    for (uint32_t i = 0; i < n; i++)
        offsets[i] = places[i].offset;
    encoding_source_offsets(&reading->encoding, offsets, n);
    for (uint32_t i = 0; i < n; i++)
        column[places[i].row] = (int32_t)offsets[i];
}

static void add_blocks(const struct state *state, const struct reading *reading, const struct verdict *verdict, struct filon_doc *doc)
{
    const struct web *web = &state->parser.web;
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    uint32_t row = filon_add_rows(blocks, web->n_pieces);
    struct filon_str *kind = filon_strs(blocks, FILON_BLOCK_KIND);
    uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    int32_t *source = filon_i32(blocks, state->source);
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        filon_begin(blocks)[row + i] = web->pieces[i].begin;
        filon_end(blocks)[row + i] = web->pieces[i].end;
        kind[row + i] = piece_kinds[verdict->kind[i]];
        content[row + i] = verdict->content[i];
    }
    source_offsets(&state->parser, reading, filon_doc_arena(doc), source + row);
}

/* What the server said of the page, as the reader has it: is it HTML, and in which encoding? */
struct said {
    bool html, other;
    bool article; /* and nothing else: `scope=article` */
    struct filon_str charset;
};

static bool ends_media(struct filon_str type, size_t at)
{
    return at >= type.n || type.p[at] == ';' || type.p[at] == ' ' || type.p[at] == ',';
}

static struct said what_was_said(const struct filon_doc *doc)
{
    static const char *const pages[] = {"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"};
    struct filon_str type = filon_meta_get(doc, "content_type", NULL);
    struct said said = {.other = type.n > 0};
    for (size_t i = 0; i < FILON_COUNT(pages); i++) {
        size_t n = strlen(pages[i]);
        said.html |= type.n >= n && strncasecmp(type.p, pages[i], n) == 0 && ends_media(type, n);
    }
    said.other &= !said.html;
    said.article = type.n && strstr(type.p, "; scope=article");
    const char *p = type.n ? strcasestr(type.p, "charset=") : NULL;
    if (!p)
        return said;
    p += strlen("charset=");
    p += *p == '"' || *p == '\'';
    said.charset = (struct filon_str){p, strcspn(p, "\"' ;,\t")};
    return said;
}

/* Characters that were garbled before they came here. */
static void tell_garbled(struct filon_ctx *ctx, struct filon_doc *doc, uint32_t garbled)
{
    const struct options *o = filon_options(ctx);
    char number[16];
    if (!garbled)
        return;
    snprintf(number, sizeof number, "%u", garbled);
    filon_meta_set(doc, "mojibake", filon_str_of(number), FILON_NO_SPAN);
    filon_say(ctx, FILON_INFO, "%u characters are mojibake, as « Ã© » for é%s", garbled, o->repair ? ": repaired" : " (option repair)");
}

/* Bytes that are no page: text in some encoding. */
static int set_plain(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_str source, struct filon_str charset)
{
    struct encoding encoding;
    encoding_decode(&encoding, source, false, charset, ((const struct options *)filon_options(ctx))->repair, filon_doc_arena(doc));
    tell_garbled(ctx, doc, encoding.garbled);
    return filon_doc_set_text(doc, encoding.text, filon_ctx_error(ctx));
}

/* English as it is written outside of the United States. */
static bool writes_day_first(struct filon_str lang)
{
    static const char *const regions[] = {"GB", "AU", "NZ", "IE", "IN", "ZA", "KE", "NG", "SG"};
    for (size_t i = 0; i < FILON_COUNT(regions) && lang.n == 5; i++)
        if (strncasecmp(lang.p, "en", 2) == 0 && strncasecmp(lang.p + 3, regions[i], 2) == 0)
            return true;
    return false;
}

static int parse_html_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct options *o = filon_options(ctx);
    struct state *state = filon_data(ctx);
    struct filon_arena *arena = filon_doc_arena(doc);
    struct filon_str source = filon_doc_source(doc);
    struct reading reading;
    struct verdict verdict;
    if (filon_doc_text(doc).p || !source.n)
        return 0; /* it has its text */
    struct said said = what_was_said(doc);
    if (!said.html && (said.other || !markup_is_html(source, filon_doc_id(doc))))
        return set_plain(ctx, doc, source, said.charset);
    if (load(ctx, state) < 0)
        return -1;
    state->parser.repair = o->repair;
    parser_read(&state->parser, source, said.charset, &reading, arena);
    tell_garbled(ctx, doc, reading.encoding.garbled);
    if (!reading.text.n)
        return filon_fail(ctx, "a page without text: it shows what its scripts bring");
    if (filon_doc_set_text(doc, reading.text, filon_ctx_error(ctx)) < 0)
        return -1;
    if (reading.bare)
        return 0;
    float *probability = parser_judge(&state->parser, &state->judgement, &reading, arena);
    for (uint32_t i = 0; said.article && i < state->parser.web.n_pieces; i++)
        probability[i] = 1;
    judge_pieces(&state->parser, &reading, probability, about_title(&state->parser, &reading, arena), &verdict, arena);
    add_blocks(state, &reading, &verdict, doc);
    if (strcmp(o->language, "auto") != 0)
        filon_meta_set(doc, "lang", filon_str_of(o->language), FILON_NO_SPAN);
    bool day_first = o->date_order == ORDER_AUTO && writes_day_first(state->parser.web.lang);
    struct date_rules rules = {.book = &state->parser.book,
                               .language = reading.page->language,
                               .order = day_first ? ORDER_DMY : (enum date_order)o->date_order};
    about_set(&state->parser, &reading, &verdict, doc, &rules);
    return 0;
}

FILON_PLUGIN(parse_html) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Find the article in a page of HTML, and its title, date, authors and publisher",
    .provides = FILON_LAYERS("block"),
    .layers = layers,
    .options = options,
    .options_size = sizeof(struct options),
    .open = parse_html_open,
    .close = parse_html_close,
    .annotate = parse_html_annotate,
};
