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
            filon_buf_put(&web->text, sieve->page.p + sieve->pieces[next].in, sieve->pieces[next].n);
            next++;
            p += 3;
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
    reading->rows = features_first(&parser->web, reading->page, reading->jsonld.body, arena);
}

float *parser_judge(const struct parser *parser, struct reading *reading, struct filon_arena *arena)
{
    uint32_t n = parser->web.n_pieces;
    float *probability = filon_alloc(arena, (n + 1) * sizeof *probability);
    forest_probabilities(&parser->first, reading->rows, FEATURES, n, probability);
    if (!parser->second.n)
        return probability;
    features_second(&parser->web, reading->page, probability, reading->rows, arena);
    for (uint32_t i = 0; i < n; i++) {
        float second;
        if (probability[i] <= PARSER_SURE || probability[i] >= 1 - PARSER_SURE)
            continue;
        forest_probabilities(&parser->second, reading->rows + (size_t)i * FEATURES, FEATURES, 1, &second);
        probability[i] = (probability[i] + second) / 2;
    }
    return probability;
}

struct chance {
    float probability;
    uint32_t words;
};

static int by_chance(const void *a, const void *b)
{
    float x = ((const struct chance *)a)->probability, y = ((const struct chance *)b)->probability;
    return (x < y) - (x > y);
}

float parser_threshold(const struct page *page, const float *probability, uint32_t n, struct filon_arena *arena)
{
    struct chance *chances = filon_alloc(arena, (n + 1) * sizeof *chances);
    double expected = 0, chosen = 0, right = 0, most = 0;
    uint32_t m = 0;
    float best = PARSER_MOST;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t words = page->lines[i].words;
        expected += (double)probability[i] * words;
        chosen += probability[i] > PARSER_MOST ? words : 0;
        right += probability[i] > PARSER_MOST ? (double)probability[i] * words : 0;
        if (probability[i] > PARSER_LEAST && probability[i] <= PARSER_MOST)
            chances[m++] = (struct chance){probability[i], words};
    }
    most = chosen + expected > 0 ? right / (chosen + expected) : 0;
    qsort(chances, m, sizeof *chances, by_chance);
    for (uint32_t i = 0; i < m; i++) {
        chosen += chances[i].words;
        right += (double)chances[i].probability * chances[i].words;
        if (right > most * (chosen + expected)) {
            most = right / (chosen + expected);
            best = i + 1 < m ? chances[i + 1].probability : PARSER_LEAST;
        }
    }
    return best;
}
