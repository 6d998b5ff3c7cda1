#include "article.h"

#include <stdlib.h>

enum { AT_ONCE = 16 };

int article_open(struct article *article, const char *path, struct filon_error *error)
{
    *article = (struct article){.model = filon_model_open(path, "article", error)};
    if (!article->model)
        return -1;
    const char *version = filon_model_get(article->model, "features");
    if (!version || atoi(version) != ARTICLE_VERSION)
        return filon_error_set(error, FILON_E_CONFIG, "%s: made by another version (features %s, wanted %d): train it again", path,
                               version ? version : "unknown", ARTICLE_VERSION);
    if (filon_forest_open(&article->first, article->model, "text", FIRST_SIGNS, error) < 0)
        return -1;
    return filon_forest_open(&article->second, article->model, "text.again", SIGNS, error);
}

void article_close(struct article *article)
{
    filon_model_close(article->model);
    *article = (struct article){0};
}

float *article_first(const struct article *article, const struct page *page, struct signs *signs, float *rows, size_t width, struct filon_arena *arena)
{
    float some[AT_ONCE][FIRST_SIGNS];
    uint32_t n = page->n_lines;
    float *probability = filon_alloc(arena, (n + 1) * sizeof *probability);
    width = rows ? width : FIRST_SIGNS;
    signs_begin(signs, page, arena);
    for (uint32_t from = 0; from < n; from += AT_ONCE) {
        float *here = rows ? rows + from * width : some[0];
        uint32_t count = n - from < AT_ONCE ? n - from : AT_ONCE;
        for (uint32_t i = 0; i < count; i++)
            signs_of(signs, from + i, here + i * width);
        filon_forest_probabilities(&article->first, here, width, count, probability + from);
    }
    signs_believe(signs, probability, arena);
    return probability;
}

float *article_probabilities(const struct article *article, const struct page *page, struct filon_arena *arena)
{
    struct signs signs;
    const float *first = article_first(article, page, &signs, NULL, 0, arena);
    float row[SIGNS], *both = filon_alloc(arena, (page->n_lines + 1) * sizeof *both);
    for (uint32_t i = 0; i < page->n_lines; i++) {
        both[i] = first[i];
        if (article_is_sure(first[i]))
            continue;
        signs_of(&signs, i, row);
        signs_again(&signs, i, row);
        filon_forest_probabilities(&article->second, row, SIGNS, 1, &both[i]);
        both[i] = article_both(first[i], both[i]);
    }
    return both;
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

static float most_expected(const struct page *page, const float *probability, struct filon_arena *arena)
{
    struct chance *chances = filon_alloc(arena, (page->n_lines + 1) * sizeof *chances);
    double expected = 0, chosen = 0, right = 0, most = 0;
    uint32_t m = 0;
    float best = ARTICLE_MOST;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        uint32_t words = page->lines[i].words;
        expected += (double)probability[i] * words;
        chosen += probability[i] > ARTICLE_MOST ? words : 0;
        right += probability[i] > ARTICLE_MOST ? (double)probability[i] * words : 0;
        if (probability[i] > ARTICLE_LEAST && probability[i] <= ARTICLE_MOST)
            chances[m++] = (struct chance){probability[i], words};
    }
    most = chosen + expected > 0 ? right / (chosen + expected) : 0;
    qsort(chances, m, sizeof *chances, by_chance);
    for (uint32_t i = 0; i < m; i++) {
        chosen += chances[i].words;
        right += (double)chances[i].probability * chances[i].words;
        if (right > most * (chosen + expected)) {
            most = right / (chosen + expected);
            best = i + 1 < m ? chances[i + 1].probability : ARTICLE_LEAST;
        }
    }
    return best;
}

float article_threshold(const struct page *page, const float *probability, struct filon_arena *arena)
{
    enum { LITTLE = 20 };
    float least = most_expected(page, probability, arena), most = 0;
    uint32_t words = 0;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        words += probability[i] > least ? line->words : 0;
        if (line_is_text(line) && probability[i] > most)
            most = probability[i];
    }
    return words >= LITTLE || most > least ? least : 0.6f * most;
}
