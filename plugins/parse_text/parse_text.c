/* parse_text - a scraped page as plain text: its article, its furniture, its metadata. */
#include "../read_files/markup.h"
#include "article.h"
#include "date.h"
#include "mojibake.h"
#include "page.h"

#include <stdio.h>
#include <strings.h>
#include <time.h>

struct options {
    struct filon_list lexicon;
    const char *model;
    const char *today;
    const char *language;
    int date_order;
    bool repair;
};

struct state {
    struct phrasebook book;
    struct article article;
    struct date today;
    bool has_today;
    uint32_t *significant;
};

static const struct filon_option options[] = {
    FILON_OPTION(struct options, lexicon, FILON_OPT_PATHS, NULL,
                 "More phrases of furniture, in the form of prompts.fr.tsv; a later row replaces an earlier one"),
    FILON_OPTION(struct options, model, FILON_OPT_PATH, NULL, "What tells the article from the rest; without it, the plugin's own"),
    FILON_OPTION(
        struct options, today, FILON_OPT_STRING, NULL,
        "The day that « hier » and \"3 hours ago\" count from: 2016-07-27, 2016-07-27T14:30, or now; without it, a full date on the page"),
    FILON_OPTION(struct options, language, FILON_OPT_STRING, "auto",
                 "The pages' language, for the metadata `lang` and for dates; auto: by their words"),
    FILON_OPTION(struct options, date_order, FILON_OPT_ENUM, "auto", "How 03/04/2017 is read; auto: month first in English",
                 .choices = FILON_CHOICES("auto", "day", "month")),
    FILON_OPTION(struct options, repair, FILON_OPT_BOOL, "false",
                 "Undo mojibake, « Ã© » becomes é, where the text is made here (as of a reader's source); without it, it is only told"),
    {0},
};

static int set_today(struct filon_ctx *ctx, struct state *state, const char *today)
{
    if (!today || !*today)
        return 0;
    state->has_today = true;
    if (strcmp(today, "now") == 0) {
        time_t now = time(NULL);
        struct tm tm;
        localtime_r(&now, &tm);
        state->today = (struct date){.year = tm.tm_year + 1900,
                                     .month = tm.tm_mon + 1,
                                     .day = tm.tm_mday,
                                     .hour = tm.tm_hour,
                                     .minute = tm.tm_min,
                                     .precision = PRECISION_MINUTE,
                                     .zone = NO_ZONE};
        return 0;
    }
    if (!dates_read(today, &state->today) || state->today.precision < PRECISION_DAY)
        return filon_fail(ctx, "today is `%s`: a day such as 2016-07-27, a day and time such as 2016-07-27T14:30, or now", today);
    return 0;
}

static int load_lexicons(struct filon_ctx *ctx, struct phrasebook *book, const struct filon_list *more)
{
    static const char *const prompts[] = {"prompts.fr.tsv", "prompts.en.tsv"};
    struct filon_error *error = filon_ctx_error(ctx);
    const char *path;
    phrasebook_init(book, filon_ctx_arena(ctx));
    if (!(path = filon_data_file(ctx, "words.tsv")) || phrasebook_add_words(book, path, error) < 0)
        return -1;
    if (!(path = filon_data_file(ctx, "dates.tsv")) || phrasebook_add_dates(book, path, error) < 0)
        return -1;
    for (size_t i = 0; i < FILON_COUNT(prompts); i++)
        if (!(path = filon_data_file(ctx, prompts[i])) || phrasebook_add_prompts(book, path, error) < 0)
            return -1;
    for (size_t i = 0; i < more->n; i++)
        if (phrasebook_add_prompts(book, more->items[i], error) < 0)
            return -1;
    return 0;
}

static int parse_text_open(struct filon_ctx *ctx)
{
    const struct options *options_ = filon_options(ctx);
    struct filon_arena *arena = filon_ctx_arena(ctx);
    struct state *state = filon_zalloc(arena, 1, sizeof *state);
    const char *model = options_->model ? options_->model : filon_data_file(ctx, "article.model");
    filon_set_data(ctx, state);
    state->significant = filon_alloc(arena, SIGNIFICANT_ROOM * sizeof *state->significant);
    if (!model || load_lexicons(ctx, &state->book, &options_->lexicon) < 0 || article_open(&state->article, model, filon_ctx_error(ctx)) < 0)
        return -1;
    return set_today(ctx, state, options_->today);
}

static void parse_text_close(struct filon_ctx *ctx)
{
    struct state *state = filon_data(ctx);
    if (state)
        article_close(&state->article);
}

/* The pieces of one line that turned out to be the same are one block again. */
static bool continues(const struct line *line, const struct line *next)
{
    return line->whole != FILON_NONE && line->whole == next->whole && line->block == next->block && line->content == next->content;
}

static void add_blocks(const struct page *page, struct filon_doc *doc)
{
    static const struct filon_str names[BLOCKS] = {
        [BLOCK_BOILERPLATE] = FILON_STR("boilerplate"), [BLOCK_TITLE] = FILON_STR("title"),     [BLOCK_LEAD] = FILON_STR("lead"),
        [BLOCK_PARAGRAPH] = FILON_STR("paragraph"),     [BLOCK_HEADING] = FILON_STR("heading"), [BLOCK_LIST] = FILON_STR("list"),
        [BLOCK_CAPTION] = FILON_STR("caption"),         [BLOCK_BYLINE] = FILON_STR("byline"),   [BLOCK_DATELINE] = FILON_STR("dateline"),
    };
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    uint32_t n = filon_add_rows(blocks, page->n_lines), *begin = filon_begin(blocks), *end = filon_end(blocks);
    struct filon_str *kind = filon_strs(blocks, FILON_BLOCK_KIND);
    uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    for (uint32_t i = 0; i < page->n_lines; i++, n++) {
        const struct line *line = &page->lines[i];
        while (i + 1 < page->n_lines && continues(line, &page->lines[i + 1]))
            i++;
        begin[n] = line->begin;
        end[n] = page->lines[i].end;
        kind[n] = names[line->block];
        content[n] = line->content;
    }
    filon_truncate(blocks, n);
}

static void tell_garbled(struct filon_ctx *ctx, struct filon_doc *doc, uint32_t garbled, bool repaired)
{
    char number[16];
    if (!garbled || filon_meta_get(doc, "mojibake", NULL).p)
        return; /* none, or told by an earlier stage */
    snprintf(number, sizeof number, "%u", garbled);
    filon_meta_set(doc, "mojibake", filon_str_of(number), FILON_NO_SPAN);
    filon_say(ctx, FILON_INFO, "%u characters are mojibake, as « Ã© » for é%s", garbled, repaired ? ": repaired" : "");
}

/* A source that nobody made text of, and that is no page, is text. */
static int set_text(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct options *options_ = filon_options(ctx);
    struct filon_str source = filon_doc_source(doc), type = filon_meta_get(doc, "content_type", NULL), text = source;
    struct mojibake repaired;
    bool plain = type.n ? strncasecmp(type.p, "text/plain", 10) == 0 || strncasecmp(type.p, "text/markdown", 13) == 0 : !markup_is_html(source, filon_doc_id(doc));
    if (filon_doc_text(doc).p) {
        tell_garbled(ctx, doc, mojibake_count(filon_doc_text(doc)), false);
        return 0;
    }
    if (!source.n || !plain)
        return 0;
    uint32_t garbled = filon_utf8_check(text.p, text.n) == text.n ? mojibake_count(text) : 0;
    if (garbled && options_->repair) {
        mojibake_repair(text, filon_doc_arena(doc), &repaired);
        text = repaired.text;
    }
    tell_garbled(ctx, doc, garbled, options_->repair);
    return filon_doc_set_text(doc, text, filon_ctx_error(ctx));
}

static int parse_text_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct options *options_ = filon_options(ctx);
    const struct state *state = filon_data(ctx);
    if (set_text(ctx, doc) < 0)
        return -1;
    struct filon_str text = filon_doc_text(doc), lang = filon_doc_lang(doc);
    if (filon_rows(filon_layer(doc, FILON_BLOCK)) || !text.n)
        return 0; /* an earlier stage knows the page better */
    struct page *page = filon_alloc(filon_doc_arena(doc), sizeof *page);
    memset(page, 0, offsetof(struct page, tokens));
    page->book = &state->book;
    page->arena = filon_doc_arena(doc);
    page->text = text;
    page->significant = state->significant;
    page_find_lines(page);
    page_judge(page, &state->article);
    add_blocks(page, doc);
    if (!lang.n) {
        lang = strcmp(options_->language, "auto") != 0 ? filon_str_of(options_->language)
               : page->language < LANGUAGES            ? filon_str_of(state->book.languages[page->language])
                                                       : filon_str_of(filon_language(ctx));
        filon_meta_set(doc, "lang", lang, FILON_NO_SPAN);
    }
    struct date_rules rules = {.book = &state->book,
                               .language = phrasebook_language(&state->book, lang),
                               .order = (enum date_order)options_->date_order,
                               .today = state->has_today ? &state->today : NULL};
    page_find_meta(page, doc, &rules);
    return 0;
}

FILON_PLUGIN(parse_text) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Find the article in a scraped page of text, and its title, date, author and publisher",
    .provides = FILON_LAYERS("block"),
    .options = options,
    .options_size = sizeof(struct options),
    .open = parse_text_open,
    .close = parse_text_close,
    .annotate = parse_text_annotate,
};
