#include "parser.h"

#include <stdlib.h>

const char *const parser_files[PARSER_FILES] = {
    [PARSER_HINTS] = "hints.tsv",
    [PARSER_WORDS] = "../parse_text/words.tsv",
    [PARSER_DATES] = "../parse_text/dates.tsv",
    [PARSER_PROMPTS_FR] = "../parse_text/prompts.fr.tsv",
    [PARSER_PROMPTS_EN] = "../parse_text/prompts.en.tsv",
};

int parser_open(struct parser *parser, const char *const paths[PARSER_FILES], struct filon_arena *arena, struct filon_error *error)
{
    struct phrasebook *book = &parser->book;
    phrasebook_init(book, arena);
    parser->significant = filon_alloc(arena, SIGNIFICANT_ROOM * sizeof *parser->significant);
    parser->tree = tree_new();
    parser->sieve.hints = hints_open(arena, paths[PARSER_HINTS], error);
    if (!parser->sieve.hints || phrasebook_add_words(book, paths[PARSER_WORDS], error) < 0 ||
        phrasebook_add_dates(book, paths[PARSER_DATES], error) < 0 || phrasebook_add_prompts(book, paths[PARSER_PROMPTS_FR], error) < 0 ||
        phrasebook_add_prompts(book, paths[PARSER_PROMPTS_EN], error) < 0)
        return -1;
    return parser->tree ? 0 : filon_error_set(error, FILON_E_CONFIG, "no memory");
}

void parser_close(struct parser *parser)
{
    tree_free(parser->tree);
    sieve_free(&parser->sieve);
    web_free(&parser->web);
}

/* The tree, and from it the text. What a page hides counts only if it hides nearly everything. */
static bool grow(struct parser *parser, struct filon_str page)
{
    enum { SPARE = 16 << 20, TIMES = 32, LITTLE = 400, SHARE = 4 };
    sieve_run(&parser->sieve, page);
    const GumboOutput *tree = tree_build(parser->tree, filon_buf_str(&parser->sieve.skeleton), SPARE + TIMES * page.n);
    if (!tree)
        return false;
    web_walk(&parser->web, &parser->sieve, tree, false);
    size_t seen = parser->web.text.n;
    if (!parser->web.hidden || seen > 20000)
        return true;
    web_walk(&parser->web, &parser->sieve, tree, true);
    if (seen < LITTLE || parser->web.text.n > SHARE * seen)
        return true;
    web_walk(&parser->web, &parser->sieve, tree, false);
    return true;
}

/* The text between tags, a line each. */
static void strip(struct web *web, const struct sieve *sieve)
{
    const char *p = sieve->skeleton.p, *end = p + sieve->skeleton.n;
    uint32_t next = 0;
    filon_buf_clear(&web->text);
    filon_buf_clear(&web->title);
    web->n_elements = web->n_pieces = web->n_marks = 0;
    web->lang = FILON_NO_STR;
    while (p < end) {
        const char *close = *p == '<' ? memchr(p, '>', (size_t)(end - p)) : NULL;
        if (close) {
            if (web->text.n && web->text.p[web->text.n - 1] != '\n')
                filon_buf_putc(&web->text, '\n');
            p = close + 1;
        } else if (next < sieve->n_pieces && sieve->pieces[next].at == (uint32_t)(p - sieve->skeleton.p)) {
            for (uint32_t at = sieve->pieces[next].at; next < sieve->n_pieces && sieve->pieces[next].at == at; next++)
                if (sieve->pieces[next].kind == SIEVE_TEXT)
                    filon_buf_put(&web->text, sieve->page.p + sieve->pieces[next].in, sieve->pieces[next].n);
                else if (sieve->pieces[next].kind == SIEVE_BREAK)
                    filon_buf_putc(&web->text, '\n');
            p += strlen(SIEVE_MARK_UTF8);
        } else {
            filon_buf_putc(&web->text, *p++);
        }
    }
}

static void scan_pieces(struct parser *parser, struct reading *reading, struct filon_arena *arena)
{
    struct page *page = filon_alloc(arena, sizeof *page);
    memset(page, 0, offsetof(struct page, tokens));
    page->book = &parser->book;
    page->arena = arena;
    page->text = reading->text;
    page->significant = parser->significant;
    page->language = LANGUAGES;
    page->title = FILON_NONE;
    page->room_lines = parser->web.n_pieces + 1;
    page->lines = filon_alloc(arena, page->room_lines * sizeof *page->lines);
    for (uint32_t i = 0; i < parser->web.n_pieces; i++)
        page_scan(page, parser->web.pieces[i].begin, parser->web.pieces[i].end, page_add_line(page));
    page_find_language(page);
    for (uint32_t i = 0; i < page->n_lines; i++)
        page->lines[i].role = (uint8_t)page_role(page, &page->lines[i]);
    reading->page = page;
}

void parser_read(struct parser *parser, struct filon_str bytes, struct filon_str charset, struct reading *reading,
                 struct filon_arena *arena)
{
    *reading = (struct reading){0};
    encoding_decode(&reading->encoding, bytes, true, charset, parser->repair, arena);
    reading->bare = !grow(parser, reading->encoding.text);
    if (reading->bare)
        strip(&parser->web, &parser->sieve);
    reading->text = filon_str_dup(arena, filon_buf_str(&parser->web.text));
    jsonld_read(&reading->jsonld, parser->sieve.scripts, parser->sieve.n_scripts, arena);
    scan_pieces(parser, reading, arena);
}

int judgement_open(struct judgement *judgement, const char *path, struct filon_error *error)
{
    if (article_open(&judgement->article, path, error) < 0)
        return -1;
    return filon_forest_open(&judgement->markup, judgement->article.model, "markup", FEATURES, error);
}

void judgement_close(struct judgement *judgement)
{
    article_close(&judgement->article);
}

float *parser_judge(const struct parser *parser, const struct judgement *judgement, struct reading *reading, struct filon_arena *arena)
{
    uint32_t n = parser->web.n_pieces;
    struct signs signs;
    reading->rows = filon_zalloc(arena, (size_t)n + 1, FEATURES * sizeof *reading->rows);
    float *probability = article_first(&judgement->article, reading->page, &signs, reading->rows, FEATURES, arena);
    for (uint32_t i = 0; i < n; i++)
        signs_again(&signs, i, reading->rows + (size_t)i * FEATURES);
    features_measure(&parser->web, reading->page, probability, reading->jsonld.body, reading->rows, arena);
    filon_forest_probabilities(&judgement->markup, reading->rows, FEATURES, n, probability);
    return probability;
}
