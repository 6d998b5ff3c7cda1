/* The page as a whole: where the article's body is, and what each line is on this page. */
#include "article.h"
#include "names.h"

/* The language whose function words the long lines are full of; all lines, where none is long. */
void page_find_language(struct page *page)
{
    enum { LONG = 12, SHARE = 7 };
    for (uint32_t least = LONG, words = 0; page->language == LANGUAGES && !words; least = 0) {
        uint64_t function[LANGUAGES] = {0};
        unsigned best = 0;
        for (uint32_t i = 0; i < page->n_lines; i++) {
            words += page->lines[i].words >= least ? page->lines[i].words : 0;
            for (unsigned l = 0; l < LANGUAGES; l++)
                function[l] += page->lines[i].words >= least ? page->lines[i].function[l] : 0;
        }
        for (unsigned l = 1; l < LANGUAGES; l++)
            if (function[l] > function[best])
                best = l;
        if (function[best] * SHARE >= words && function[best])
            page->language = best;
        if (!least)
            return;
    }
}

/* Whether scraping left anything but the article in lines [from, to). */
static bool furnished(const struct page *page, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        const struct line *line = &page->lines[i];
        if ((line_is_furniture(line) && line->words) || (line->role == ROLE_CAPTION && line->credit != FILON_NONE) || line->sections > 2)
            return true;
    }
    return false;
}

/* What a line adds to a body that holds it. */
static int worth(const struct line *line)
{
    enum { MOST = 80 };
    switch ((enum role)line->role) {
    case ROLE_PROSE:
        return line->words < MOST ? (int)line->words : MOST;
    case ROLE_SENTENCE:
        return line->words < 12 ? (int)line->words / 2 : 6;
    case ROLE_HEADING:
        return line->bullet ? 1 : -2;
    case ROLE_LINK:
        return line->bullet ? 0 : -3;
    case ROLE_FURNITURE:
        return line->words ? -8 : -1;
    case ROLE_POINTER:
        return -6;
    case ROLE_OPENER:
    case ROLE_COMMENTS:
        return -20;
    default:
        return -2;
    }
}

/* A paragraph alone among headings and links: behind « articles liés » it is the teaser of another article. */
static bool stands_alone(const struct page *page, uint32_t i)
{
    return (i == 0 || page->lines[i - 1].role != ROLE_PROSE) && (i + 1 >= page->n_lines || page->lines[i + 1].role != ROLE_PROSE);
}

/* The run of lines that is worth most so far (Bentley's maximum sum of a run). */
struct run {
    long sum, best;
    uint32_t from;
};

static void add_to_run(struct run *run, struct page *page, uint32_t i, long value)
{
    run->sum += value;
    if (run->sum <= 0) {
        run->sum = 0;
        run->from = i + 1;
    } else if (run->sum > run->best) {
        run->best = run->sum;
        page->core = run->from;
        page->core_end = i + 1;
    }
}

static void begin_with_text(struct page *page)
{
    while (page->core < page->core_end && !line_is_text(&page->lines[page->core]))
        page->core++;
}

/* What readers write under an article counts little. */
void page_find_body(struct page *page)
{
    enum { ARTICLE = 100, READERS = 5 };
    struct run run = {0};
    bool readers = false, listed = false;
    page->core = page->core_end = 0;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        if (line->role == ROLE_COMMENTS && run.best >= ARTICLE)
            readers = true;
        listed = (listed && (line->role != ROLE_PROSE || stands_alone(page, i))) || (line->role == ROLE_OPENER && run.best >= ARTICLE);
        int value = worth(line);
        add_to_run(&run, page, i, (readers || listed) && value > 0 ? value / READERS : value);
    }
    begin_with_text(page);
    page->title = page->core < page->core_end ? page_find_title(page) : FILON_NONE;
}

/* The lines that look like the article's by what was learned of articles, in doubt those of the body found before; and the run of them that is worth
 * most as the body. NULL if there are none: the body stays where it was. */
static const bool *find_likely(struct page *page, const struct article *article)
{
    enum { MOST = 80, SHORT = 2, SCALE = 1000 };
    const float *probability = article_probabilities(article, page, page->arena);
    float least = article_threshold(page, probability, page->arena), in_doubt = 0.6f * least;
    bool *likely = filon_alloc(page->arena, page->n_lines + 1);
    uint32_t core = page->core, core_end = page->core_end;
    struct run run = {0};
    page->core = page->core_end = 0;
    for (uint32_t i = 0; i < page->n_lines; i++) {
        uint32_t words = page->lines[i].words < MOST ? page->lines[i].words + SHORT : MOST;
        likely[i] = probability[i] > least || (i >= core && i < core_end && probability[i] > in_doubt && line_runs_on(&page->lines[i]));
        add_to_run(&run, page, i, (long)((probability[i] - least) * SCALE) * words);
    }
    begin_with_text(page);
    if (page->core < page->core_end) {
        page->title = page_find_title(page);
        return likely;
    }
    page->core = core;
    page->core_end = core_end;
    return NULL;
}

static void set(struct line *line, enum block block, bool content)
{
    line->block = block;
    line->content = content;
}

/* « 4 février 2017 . – », « PARIS, 4 mars (AFP) – »: the dateline that an article begins with, unlike the day that its page says it was
 * published. */
static bool opens_article(const struct line *line)
{
    return line->dateline || (line->dash != FILON_NONE && line->end - line->dash <= 3);
}

/* What a line is that is no part of the article's text. */
static void set_apart(struct line *line)
{
    set(line,
        line->role == ROLE_CAPTION    ? BLOCK_CAPTION
        : line->role == ROLE_BYLINE   ? BLOCK_BYLINE
        : line->role == ROLE_DATELINE ? BLOCK_DATELINE
                                      : BLOCK_BOILERPLATE,
        false);
}

/* The same between the title and the first paragraphs: a dateline may be the article's own. */
static void set_beside(struct line *line)
{
    set_apart(line);
    line->content = line->role == ROLE_DATELINE && opens_article(line);
}

/* Whether line i + by is as short as line i. */
static bool is_alike(const struct page *page, uint32_t i, int by)
{
    return (by > 0 || i >= (uint32_t)-by) && i + (uint32_t)by < page->n_lines && page->lines[i + (uint32_t)by].role == page->lines[i].role;
}

/* Three short lines make a list, and so do two without a blank line between; one before such a list is its heading. */
static bool in_list(const struct page *page, uint32_t i)
{
    bool before = is_alike(page, i, -1), after = is_alike(page, i, 1);
    if ((before && !page->lines[i].gap) || (after && !page->lines[i + 1].gap) || (before && after) || (before && is_alike(page, i, -2)))
        return true;
    return after && is_alike(page, i, 2) && page->lines[i + 2].gap;
}

/* What a line is within the article. */
static void set_article(struct page *page, uint32_t i)
{
    struct line *line = &page->lines[i];
    if (line_is_furniture(line) || line->role == ROLE_CAPTION) {
        set_apart(line);
        return;
    }
    bool short_line = line->role == ROLE_HEADING || line->role == ROLE_LINK;
    if ((line->bullet && line->role != ROLE_PROSE) || (short_line && in_list(page, i)))
        set(line, BLOCK_LIST, true);
    else if (short_line && line->words <= 25)
        set(line, BLOCK_HEADING, true);
    else
        set(line, BLOCK_PARAGRAPH, true);
}

/* Names and nothing else: « Nolwenn Tanguy et Éric Massart ». */
static bool is_name(const struct page *page, const struct line *line)
{
    enum { WORDS = 9 };
    return (line->role == ROLE_LINK || line->role == ROLE_HEADING) && line->words >= 2 && line->words <= WORDS && !line->covered &&
           !line->numbers && !line->bullet && names_end(page->book, page->text, line->begin, line->end) == line->end;
}

static bool marks_author_or_date(const struct page *page, uint32_t i)
{
    return i < page->n_lines && (page->lines[i].role == ROLE_BYLINE || page->lines[i].role == ROLE_DATELINE);
}

/* What is known of the page beside its lines. */
struct view {
    bool clean;         /* scraping left nothing but the article */
    const bool *likely; /* the lines that look like the article's; NULL: all those of the body */
};

static bool is_likely(const struct view *view, uint32_t i)
{
    return !view->likely || view->likely[i];
}

/* Lines before the body: menus, the title, its lead, who wrote it and when. */
static void judge_head(struct page *page, const struct view *view)
{
    enum { LEAD_WORDS = 5, NEAR = 8 };
    uint32_t title = page->title == FILON_NONE ? (view->clean ? 0 : page->core) : page->title;
    bool listed = false;
    for (uint32_t i = 0; i < page->core; i++) {
        struct line *line = &page->lines[i];
        listed = (listed || line->role == ROLE_OPENER) && line->role != ROLE_BYLINE && line->role != ROLE_DATELINE;
        if (i == page->title)
            set(line, BLOCK_TITLE, true);
        else if (line->role == ROLE_CAPTION || line->role == ROLE_BYLINE || line_is_furniture(line) || listed)
            set_apart(line);
        else if (line->role == ROLE_DATELINE)
            set_beside(line);
        else if (view->clean && i > title)
            set_article(page, i);
        else if (view->clean && i < title)
            set(line, BLOCK_HEADING, true);
        else if (i > title && is_name(page, line) && (marks_author_or_date(page, i + 1) || marks_author_or_date(page, i - 1))) {
            line->role = ROLE_BYLINE;
            set_apart(line);
        } else if (i > title && line->role == ROLE_HEADING && line[-1].role == ROLE_CAPTION)
            set(line, BLOCK_CAPTION, false); /* the credit alone stands above it */
        else if (i > title && line_runs_on(line) && line->words >= LEAD_WORDS && i - title <= NEAR)
            set(line, BLOCK_LEAD, true);
        else if (view->likely && view->likely[i])
            set_article(page, i);
        else
            set_apart(line);
    }
}

/* Behind « À lire aussi »: titles of other articles, until sentences come again. */
static void judge_body(struct page *page, const struct view *view)
{
    enum { POINTED = 3, FIRST = 3 };
    uint32_t listed = 0, prose = 0;
    for (uint32_t i = page->core; i < page->core_end; i++) {
        struct line *line = &page->lines[i];
        if (line->role == ROLE_OPENER)
            listed = UINT32_MAX;
        else if (line->role == ROLE_POINTER)
            listed = POINTED;
        else if (line->role == ROLE_PROSE)
            listed = 0;
        else if (listed && !line_is_furniture(line))
            listed--;
        if (i == page->title)
            set(line, BLOCK_TITLE, true);
        else if ((listed && line->role != ROLE_PROSE) || !is_likely(view, i))
            set_apart(line);
        else if ((line->role == ROLE_BYLINE || line->role == ROLE_DATELINE) && prose <= FIRST)
            set_beside(line); /* « Juin 2016 » further down is a heading */
        else
            set_article(page, i);
        prose += line->role == ROLE_PROSE;
    }
}

/* Behind the body: little of the article, unless the page has no furniture. */
static void judge_foot(struct page *page, const struct view *view)
{
    for (uint32_t i = page->core_end; i < page->n_lines; i++) {
        struct line *line = &page->lines[i];
        if (i == page->core_end && is_name(page, line) && page->core_end > page->core && i + 1 >= page->n_lines - (page->n_lines > 1))
            line->role = ROLE_BYLINE;
        bool labelled = line->role == ROLE_DATELINE && line->kinds & (KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED));
        bool wanted = view->clean || (view->likely && view->likely[i]);
        if (wanted && line->role != ROLE_BYLINE && !labelled)
            set_article(page, i);
        else
            set_apart(line);
    }
}

/* The first lines of the body are its lead if a byline, a dateline or furniture stands between them and the rest. */
static void find_lead(struct page *page)
{
    enum { LEADS = 3, LEAD_WORDS = 80 };
    uint32_t i = page->core;
    if (page->title == FILON_NONE || page->title >= i)
        return;
    while (i < page->core_end && i < page->core + LEADS && line_is_text(&page->lines[i]) && page->lines[i].words <= LEAD_WORDS)
        i++;
    if (i == page->core || i + 1 >= page->core_end || line_is_text(&page->lines[i]) || page->lines[i].role == ROLE_HEADING ||
        page->lines[i].role == ROLE_LINK)
        return;
    /* A picture may stand anywhere; who wrote it and when stands at the head alone. */
    bool head = false;
    for (uint32_t k = page->title + 1; k < page->core; k++)
        if (page->lines[k].role == ROLE_BYLINE || page->lines[k].role == ROLE_DATELINE)
            return; /* the head is over before the body begins */
    for (uint32_t k = i; k < page->core_end && !line_is_text(&page->lines[k]); k++)
        head = head || page->lines[k].role == ROLE_BYLINE || page->lines[k].role == ROLE_DATELINE ||
               page->lines[k].kinds & KIND_BIT(KIND_READING);
    for (uint32_t k = page->core; head && k < i; k++)
        if (page->lines[k].block == BLOCK_PARAGRAPH)
            page->lines[k].block = BLOCK_LEAD;
}

/* Without sentences: whatever is no furniture, so that nothing is lost. */
static void judge_bare(struct page *page, bool clean)
{
    for (uint32_t i = 0; i < page->n_lines; i++) {
        struct line *line = &page->lines[i];
        if (line->role == ROLE_HEADING && page->title == FILON_NONE && page->n_lines > 1 && (i == 0 || !clean)) {
            page->title = i;
            set(line, BLOCK_TITLE, true);
        } else if (clean || line->role == ROLE_HEADING || line->role == ROLE_SENTENCE)
            set_article(page, i);
        else
            set_apart(line);
    }
}

void page_judge(struct page *page, const struct article *article)
{
    struct view view = {0};
    page->language = LANGUAGES;
    page_find_language(page);
    for (uint32_t i = 0; i < page->n_lines; i++)
        page->lines[i].role = page->lines[i].dateline ? ROLE_DATELINE : (uint8_t)page_role(page, &page->lines[i]);
    view.clean = !furnished(page, 0, page->n_lines);
    page_find_body(page);
    if (page->core == page->core_end) {
        judge_bare(page, view.clean);
        return;
    }
    view.likely = view.clean ? NULL : find_likely(page, article);
    judge_head(page, &view);
    judge_body(page, &view);
    judge_foot(page, &view);
    find_lead(page);
}
