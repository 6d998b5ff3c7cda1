#include "signs.h"

enum { FAR = 100, NONE = FAR };

/* What the lines before one hold. */
struct sign_sums {
    uint32_t words, prose, furniture, links, comments, openers; /* prose: words of it; the rest: lines */
    uint32_t heading, last_prose, last_furniture;               /* the line of each seen last; FILON_NONE */
    uint32_t next_prose, next_furniture;                        /* … that comes next, this line included; FILON_NONE */
    uint32_t run, run_end;                                      /* the lines of the run of text that the line is in, [run, run_end) */
    uint32_t same;                                              /* how often its text is on the page */
};

/* Probabilities summed by words, so that what is long counts. */
struct sign_belief {
    double sum, words;
    uint32_t since, until; /* lines since the last one that is the article's; until the next */
};

static float since(uint32_t last, uint32_t line)
{
    return last == FILON_NONE ? NONE : sign_at_most(line - last, FAR);
}

static float until(uint32_t next, uint32_t line)
{
    return next == FILON_NONE ? NONE : sign_at_most(next - line, FAR);
}

/* ---- Sums */

uint32_t sign_table_size(uint32_t n)
{
    uint32_t size = 64;
    while (size < 2 * n)
        size *= 2;
    return size;
}

static void count_same(struct signs *signs, struct filon_arena *arena)
{
    const struct page *page = signs->page;
    uint32_t size = sign_table_size(page->n_lines), *keys = filon_zalloc(arena, size, sizeof *keys), *count = filon_zalloc(arena, size, sizeof *count);
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        uint32_t key = (uint32_t)filon_hash(page->text.p + line->begin, line->end - line->begin, 0) | 1;
        signs->sums[i].same = sign_place(keys, size, key);
        keys[signs->sums[i].same] = key;
        count[signs->sums[i].same]++;
    }
    for (uint32_t i = 0; i < page->n_lines; i++)
        signs->sums[i].same = count[signs->sums[i].same];
}

static void sum_backwards(struct signs *signs)
{
    const struct page *page = signs->page;
    uint32_t prose = FILON_NONE, furniture = FILON_NONE;
    for (uint32_t i = page->n_lines; i-- > 0;) {
        prose = page->lines[i].role == ROLE_PROSE ? i : prose;
        furniture = line_is_furniture(&page->lines[i]) ? i : furniture;
        signs->sums[i].next_prose = prose;
        signs->sums[i].next_furniture = furniture;
        bool goes_on = i + 1 < page->n_lines && signs->sums[i + 1].run == signs->sums[i].run;
        signs->sums[i].run_end = goes_on ? signs->sums[i + 1].run_end : i + 1;
    }
}

void signs_begin(struct signs *signs, const struct page *page, struct filon_arena *arena)
{
    struct sign_sums sums = {.heading = FILON_NONE, .last_prose = FILON_NONE, .last_furniture = FILON_NONE};
    *signs = (struct signs){.page = page, .sums = filon_alloc(arena, (page->n_lines + 1) * sizeof sums)};
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        if (i && !(line_runs_on(line) && line_runs_on(line - 1)))
            sums.run = i;
        signs->sums[i] = sums;
        sums.words += line->words;
        sums.prose += line->role == ROLE_PROSE ? line->words : 0;
        sums.links += line->role == ROLE_LINK;
        sums.comments += line->role == ROLE_COMMENTS;
        sums.openers += line->role == ROLE_OPENER;
        sums.heading = line->role == ROLE_HEADING ? i : sums.heading;
        sums.last_prose = line->role == ROLE_PROSE ? i : sums.last_prose;
        if (line_is_furniture(line)) {
            sums.furniture++;
            sums.last_furniture = i;
        }
    }
    signs->sums[page->n_lines] = sums;
    sum_backwards(signs);
    count_same(signs, arena);
}

/* ---- One line */

static void measure_text(const struct line *line, float *row)
{
    static const uint8_t kinds[] = {KIND_PROMPT, KIND_SECTION, KIND_RELATED, KIND_LIST,   KIND_COMMENTS,  KIND_COPYRIGHT, KIND_READING,
                                    KIND_CREDIT, KIND_AGENCY,  KIND_AUTHOR,  KIND_DESK,   KIND_PUBLISHED, KIND_UPDATED};
    uint32_t words = line->words;
    row[S_WORDS] = (float)words;
    row[S_WORD_LENGTH] = sign_ratio(line->end - line->begin, words);
    row[S_STOPS] = (float)line->stops;
    row[S_ENDS] = line->ends;
    row[S_COLON] = line->colon;
    row[S_CAPS] = sign_ratio(line->caps, words);
    row[S_UPPERS] = sign_ratio(line->uppers, words);
    row[S_NUMBERS] = sign_ratio(line->numbers, words);
    row[S_COVERED] = sign_ratio(line->covered, words);
    row[S_WEIGHT] = (float)line->weight;
    row[S_FUNCTION] = sign_ratio(line_function(line), words);
    row[S_MARKS] = (float)line->marks;
    row[S_ROLE] = line->role;
    _Static_assert(FILON_COUNT(kinds) == S_KIND_LAST - S_KIND_FIRST + 1, "a sign a kind");
    for (unsigned k = 0; k < FILON_COUNT(kinds); k++)
        row[S_KIND_FIRST + k] = line->start_kind == kinds[k] ? 2 : line->kinds & KIND_BIT(kinds[k]) ? 1 : 0;
    row[S_DATE] = line->date;
    row[S_CREDIT] = line->credit != FILON_NONE;
    row[S_AGENCY] = line->agency != FILON_NONE;
}

static void measure_near(const struct signs *signs, uint32_t i, float *row)
{
    static const int steps[] = {-1, 1, -2, 2, -3, 3};
    enum { NEAR = 5, WIDE = 15, EACH = 5 };
    const struct page *page = signs->page;
    uint32_t n = page->n_lines;
    _Static_assert(FILON_COUNT(steps) * EACH == S_NEAR_LAST - S_NEAR_FIRST + 1, "so many signs a neighbour");
    for (unsigned k = 0; k < FILON_COUNT(steps); k++) {
        float *near = row + S_NEAR_FIRST + EACH * k;
        int64_t at = (int64_t)i + steps[k];
        const struct line *line = at < 0 || at >= n ? NULL : &page->lines[at];
        near[0] = line ? (float)line->words : -1;
        near[1] = line ? line->role : -1;
        near[2] = line ? line->ends : -1;
        near[3] = line ? sign_ratio(line->caps, line->words) : -1;
        near[4] = line ? sign_ratio(line->covered, line->words) : -1;
    }
    const struct sign_sums *from = &signs->sums[i > NEAR ? i - NEAR : 0], *to = &signs->sums[i + NEAR < n ? i + NEAR + 1 : n];
    row[S_PROSE_NEAR] = (float)(to->prose - from->prose);
    row[S_WORDS_NEAR] = (float)(to->words - from->words);
    row[S_FURNITURE_NEAR] = (float)(to->furniture - from->furniture);
    row[S_LINKS_NEAR] = (float)(to->links - from->links);
    from = &signs->sums[i > WIDE ? i - WIDE : 0];
    to = &signs->sums[i + WIDE < n ? i + WIDE + 1 : n];
    row[S_PROSE_FAR] = (float)(to->prose - from->prose);
    row[S_FURNITURE_FAR] = (float)(to->furniture - from->furniture);
}

static void measure_place(const struct signs *signs, uint32_t i, float *row)
{
    uint32_t n = signs->page->n_lines;
    const struct sign_sums *here = &signs->sums[i], *all = &signs->sums[n];
    row[S_AT] = sign_ratio(i, n);
    row[S_WORDS_BEFORE] = sign_ratio(here->words, all->words);
    row[S_WORDS_ALL] = (float)all->words;
    row[S_LINES] = (float)n;
    row[S_PROSE_BEFORE] = (float)here->prose;
    row[S_PROSE_AFTER] = (float)(all->prose - signs->sums[i + 1].prose);
    row[S_PROSE_ALL] = sign_ratio(all->prose, all->words);
    row[S_COMMENTS_BEFORE] = (float)here->comments;
    row[S_OPENER_BEFORE] = (float)here->openers;
    row[S_SINCE_PROSE] = since(here->last_prose, i);
    row[S_UNTIL_PROSE] = i + 1 < n ? until(signs->sums[i + 1].next_prose, i) : NONE;
    row[S_SINCE_HEADING] = since(here->heading, i);
    row[S_SINCE_FURNITURE] = since(here->last_furniture, i);
    row[S_UNTIL_FURNITURE] = until(here->next_furniture, i);
    row[S_SAME_TEXT] = sign_at_most(here->same, 20);
}

static void measure_run(const struct signs *signs, uint32_t i, float *row)
{
    const struct sign_sums *here = &signs->sums[i];
    row[S_RUN_LINES] = (float)(here->run_end - here->run);
    row[S_RUN_WORDS] = (float)(signs->sums[here->run_end].words - signs->sums[here->run].words);
    row[S_RUN_AT] = (float)(i - here->run);
}

void signs_of(const struct signs *signs, uint32_t line, float *row)
{
    measure_text(&signs->page->lines[line], row);
    measure_near(signs, line, row);
    measure_place(signs, line, row);
    measure_run(signs, line, row);
}

/* ---- The second round */

void signs_believe(struct signs *signs, const float *probability, struct filon_arena *arena)
{
    const struct page *page = signs->page;
    uint32_t n = page->n_lines, distance = FAR;
    struct sign_belief belief = {.since = FAR};
    signs->probability = probability;
    signs->belief = filon_alloc(arena, (n + 1) * sizeof belief);
    for (uint32_t i = 0; i < n; i++) {
        double weight = 1.0 + page->lines[i].words;
        signs->belief[i] = belief;
        belief.sum += probability[i] * weight;
        belief.words += weight;
        belief.since = probability[i] > 0.5f ? 0 : belief.since + 1;
    }
    signs->belief[n] = belief;
    for (uint32_t i = n; i-- > 0;) {
        signs->belief[i].until = distance;
        distance = probability[i] > 0.5f ? 0 : distance + 1;
    }
}

static float mean(double sum, double words)
{
    return words > 0 ? (float)(sum / words) : -1;
}

void signs_again(const struct signs *signs, uint32_t i, float *row)
{
    enum { REACH = 6 };
    uint32_t n = signs->page->n_lines;
    const struct sign_belief *here = &signs->belief[i], *next = here + 1, *all = &signs->belief[n];
    const struct sign_belief *from = &signs->belief[i > REACH ? i - REACH : 0], *to = &signs->belief[i + REACH < n ? i + REACH + 1 : n];
    row[S_P] = signs->probability[i];
    row[S_P_NEAR] = mean(to->sum - from->sum - (next->sum - here->sum), to->words - from->words - (next->words - here->words));
    for (uint32_t k = 1; k <= 3; k++) {
        row[S_P_BEFORE_1 + k - 1] = i >= k ? signs->probability[i - k] : -1;
        row[S_P_AFTER_1 + k - 1] = i + k < n ? signs->probability[i + k] : -1;
    }
    row[S_P_BEFORE_ALL] = (float)here->sum;
    row[S_P_AFTER_ALL] = (float)(all->sum - next->sum);
    row[S_P_PAGE] = mean(all->sum, all->words);
    row[S_P_SINCE] = sign_at_most(here->since, FAR);
    row[S_P_UNTIL] = sign_at_most(here->until, FAR);
}
