/* The title: of the lines before the body that could be one, the one that speaks of what the body speaks of. */
#include "page.h"

enum { BITS = 16384, BODY_WORDS = 3000 };

struct bag {
    uint64_t bits[BITS / 64];
};

static void fill(const struct page *page, struct bag *bag)
{
    uint32_t words = 0;
    memset(bag, 0, sizeof *bag);
    for (uint32_t i = page->core; i < page->core_end && words < BODY_WORDS; i++) {
        const struct line *line = &page->lines[i];
        if (line->significant == FILON_NONE || !line_is_text(line))
            continue;
        for (uint32_t k = 0; k < line->significants; k++, words++) {
            uint32_t bit = page->significant[line->significant + k] % BITS;
            bag->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    }
}

/* How many of a line's telling words the body has. */
static uint32_t shared(const struct page *page, const struct bag *bag, const struct line *line)
{
    uint32_t n = 0;
    for (uint32_t k = 0; line->significant != FILON_NONE && k < line->significants; k++) {
        uint32_t bit = page->significant[line->significant + k] % BITS;
        n += bag->bits[bit / 64] >> (bit % 64) & 1;
    }
    return n;
}

/* The page's first line is often « Title | Site »: how much of it `line` is, 0 to `most`. */
static int like_first(const struct page *page, const struct line *line, int most)
{
    const struct line *first = page->lines;
    uint32_t n = line->significants, others = first->significants - first->significants / 4, common = 0;
    if (line == first || n < 2 || n > 24 || first->significants > 40 || line->significant == FILON_NONE || first->significant == FILON_NONE)
        return 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < first->significants; k++)
            if (page->significant[line->significant + i] == page->significant[first->significant + k]) {
                common++;
                break;
            }
    if (n <= first->significants &&
        memcmp(page->significant + line->significant, page->significant + first->significant, n * sizeof *page->significant) == 0)
        return most;
    most = most * 2 / 3;
    return (int)(common * (unsigned)most / (n > others ? n : others));
}

/* listed: it stands in a list of other articles. */
static int score(const struct page *page, const struct bag *bag, uint32_t i, bool listed)
{
    enum { FIRST = 14 };
    const struct line *line = &page->lines[i];
    int points = line->role == ROLE_HEADING ? 10 : line->role == ROLE_LINK ? 2 : 7;
    uint32_t in_body = shared(page, bag, line), near = 0;
    points += line->words >= 5 && line->words <= 22 ? 4 : line->words < 4 ? -4 : line->words > 28 ? -6 : 0;
    if (line->significants)
        points += (int)(in_body * 16 / line->significants);
    if (line->significants >= 3 && !in_body)
        points -= 8;
    points += like_first(page, line, FIRST);
    if (i == 0)
        points += 5;
    for (uint32_t k = i + 1; k < page->n_lines && k <= i + 3; k++)
        near |= page->lines[k].role == ROLE_BYLINE || page->lines[k].role == ROLE_DATELINE;
    points += near ? 5 : 0;
    /* Of two such lines the second is what stands under the title. */
    if (i > 0 && line[-1].role == ROLE_HEADING && line[-1].words >= 4 && shared(page, bag, line - 1))
        points -= 7;
    for (uint32_t k = i + 1; k < page->core; k++)
        points -= page->lines[k].role == ROLE_HEADING || page->lines[k].role == ROLE_SENTENCE;
    return points - (listed ? 15 : 0);
}

static bool may_be(const struct line *line)
{
    enum { LONGEST = 32 };
    if (line->words < 2 || line->words > LONGEST || line->stops > 2 || line->bullet)
        return false;
    return line->role == ROLE_HEADING || line->role == ROLE_LINK || line->role == ROLE_SENTENCE || line->role == ROLE_PROSE;
}

uint32_t page_find_title(const struct page *page)
{
    enum { REACH = 60, LEAST = 13 };
    struct bag bag;
    uint32_t best = FILON_NONE, from = page->core > REACH ? page->core - REACH : 0, to = page->core;
    int most = LEAST - 1;
    fill(page, &bag);
    /* A question may open the body and be the title all the same; so may any sentence before a byline or a dateline at the page's very
     * beginning. */
    if (to + 1 < page->core_end && page->lines[to].stops <= 1 && page->lines[to].words <= 25 && !page->lines[to].colon &&
        (page->text.p[page->lines[to].end - 1] != '.' || (to == 0 && page->lines[1].role >= ROLE_BYLINE)))
        to++;
    bool listed = false;
    for (uint32_t i = from; i < to; i++) {
        enum role role = page->lines[i].role;
        listed =
            role == ROLE_OPENER || role == ROLE_POINTER || (listed && (role == ROLE_HEADING || role == ROLE_LINK || role == ROLE_SENTENCE));
        if (!may_be(&page->lines[i]))
            continue;
        int points = score(page, &bag, i, listed);
        if (points >= most) {
            most = points;
            best = i;
        }
    }
    return best;
}
