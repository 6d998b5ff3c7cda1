#include "judge.h"

const struct filon_str piece_kinds[PIECE_KINDS] = {
    [PIECE_BOILERPLATE] = FILON_STR("boilerplate"), [PIECE_TITLE] = FILON_STR("title"),       [PIECE_LEAD] = FILON_STR("lead"),
    [PIECE_PARAGRAPH] = FILON_STR("paragraph"),     [PIECE_HEADING] = FILON_STR("heading"),   [PIECE_LIST] = FILON_STR("list"),
    [PIECE_CAPTION] = FILON_STR("caption"),         [PIECE_BYLINE] = FILON_STR("byline"),     [PIECE_DATELINE] = FILON_STR("dateline"),
    [PIECE_TABLE] = FILON_STR("table"),             [PIECE_QUOTE] = FILON_STR("quote"),
};

static const float *row_of(const struct reading *reading, uint32_t i)
{
    return reading->rows + (size_t)i * FEATURES;
}

static struct filon_str text_of(const struct parser *parser, const struct reading *reading, uint32_t i)
{
    const struct piece *piece = &parser->web.pieces[i];
    return (struct filon_str){reading->text.p + piece->begin, piece->end - piece->begin};
}

static GumboTag tag_of(const struct parser *parser, uint32_t i)
{
    return (GumboTag)parser->web.elements[parser->web.pieces[i].element].tag;
}

static bool is_heading(GumboTag tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

/* Whether it stands in such an element, and how many levels up. */
static bool within(const struct parser *parser, uint32_t i, GumboTag tag, unsigned levels)
{
    const struct web *web = &parser->web;
    for (uint32_t e = web->pieces[i].element; e != FILON_NONE && levels--; e = web->elements[e].parent)
        if (web->elements[e].tag == tag)
            return true;
    return false;
}

/* ---- The title */

static float bytes_alike(struct filon_str a, struct filon_str b)
{
    char one[512], two[512];
    if (!a.n || a.n > 200 || b.n > 200 || !b.n)
        return 0;
    size_t n = filon_fold(one, a, FILON_FOLD_CASE | FILON_FOLD_ACCENT | FILON_FOLD_QUOTE),
           m = filon_fold(two, b, FILON_FOLD_CASE | FILON_FOLD_ACCENT | FILON_FOLD_QUOTE);
    if (n == m && memcmp(one, two, n) == 0)
        return 1;
    size_t less = n < m ? n : m, more = n < m ? m : n;
    return memcmp(one, two, less) == 0 && 2 * less > more ? 0.8f : 0;
}

static uint32_t find_title(const struct parser *parser, const struct reading *reading, const float *probability, struct filon_str stated)
{
    enum { WORDS = 40 };
    const struct web *web = &parser->web;
    uint32_t best = FILON_NONE, first = FILON_NONE;
    float most = 2;
    for (uint32_t i = 0; i < web->n_pieces && first == FILON_NONE; i++)
        if (probability[i] > ARTICLE_MOST && reading->page->lines[i].words >= 8 && !is_heading(tag_of(parser, i)))
            first = i;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        const struct line *line = &reading->page->lines[i];
        GumboTag tag = tag_of(parser, i);
        if (!line->words || line->words > WORDS || (first != FILON_NONE && i > first + 2))
            continue;
        float alike = stated.n ? bytes_alike(text_of(parser, reading, i), stated) : 0;
        float points = 4 * alike + 2 * row_of(reading, i)[F_LIKE_TITLE];
        points += tag == GUMBO_TAG_H1 ? 2 : tag == GUMBO_TAG_H2 ? 0.5f : 0;
        points += row_of(reading, i)[F_HINT_FIRST + HINT_TITLE] < 2 ? 0.5f : 0;
        points += web->pieces[i].flags & TAG_HEADLINE || web->elements[web->pieces[i].element].flags & TAG_HEADLINE ? 2 : 0;
        points -= web->pieces[i].linked * 2 > web->pieces[i].end - web->pieces[i].begin ? 1 : 0;
        points -= row_of(reading, i)[F_UNDER_FIRST + 3] < 8 ? 3 : 0; /* nav: the end of a breadcrumb */
        points -= line->words < 2 ? 1 : 0;
        if (points > most || (points == most && is_heading(tag) && !is_heading(best == FILON_NONE ? GUMBO_TAG_P : tag_of(parser, best)))) {
            most = points;
            best = i;
        }
    }
    return best;
}

/* ---- Kinds */

static bool is_caption(const struct parser *parser, const struct reading *reading, uint32_t i)
{
    const float *row = row_of(reading, i);
    return within(parser, i, GUMBO_TAG_FIGCAPTION, 3) ||
           (row[F_HINT_FIRST + HINT_CAPTION] <= 1 && reading->page->lines[i].words < 60 && row[F_HINT_FIRST + HINT_TITLE] > 1) ||
           reading->page->lines[i].role == ROLE_CAPTION;
}

static enum kind_of_block article_kind(const struct parser *parser, uint32_t i)
{
    GumboTag tag = tag_of(parser, i);
    if (is_heading(tag) || tag == GUMBO_TAG_SUMMARY || tag == GUMBO_TAG_DT || tag == GUMBO_TAG_LEGEND)
        return PIECE_HEADING;
    if (within(parser, i, GUMBO_TAG_TD, 3) || within(parser, i, GUMBO_TAG_TH, 3) || tag == GUMBO_TAG_CAPTION)
        return PIECE_TABLE;
    if (within(parser, i, GUMBO_TAG_BLOCKQUOTE, 3))
        return PIECE_QUOTE;
    if (within(parser, i, GUMBO_TAG_LI, 2))
        return PIECE_LIST;
    return PIECE_PARAGRAPH;
}

static enum kind_of_block other_kind(const struct parser *parser, const struct reading *reading, uint32_t i, uint32_t first, uint32_t title)
{
    const struct line *line = &reading->page->lines[i];
    const float *row = row_of(reading, i);
    uint32_t head = title != FILON_NONE ? title : first;
    bool near = head != FILON_NONE && i + 8 > head && (first == FILON_NONE || i < first + 6);
    if (is_caption(parser, reading, i))
        return PIECE_CAPTION;
    if (line->role == ROLE_BYLINE && near)
        return PIECE_BYLINE;
    if (line->role == ROLE_DATELINE && near)
        return PIECE_DATELINE;
    if (near && row[F_HINT_FIRST + HINT_AUTHOR] <= 2 && line->words <= 12 && !line->ends && !line->date && line->caps + 1 >= line->words / 2)
        return PIECE_BYLINE;
    if (near && line->date && row[F_HINT_FIRST + HINT_DATE] <= 2 && line->words <= 16)
        return PIECE_DATELINE;
    return PIECE_BOILERPLATE;
}

/* The first sentences under the title, before who wrote it and when, or called so. */
static void find_lead(const struct parser *parser, const struct reading *reading, struct verdict *verdict, uint32_t first)
{
    enum { REACH = 6, WORDS = 90 };
    const struct web *web = &parser->web;
    uint32_t from = verdict->title != FILON_NONE ? verdict->title + 1 : first;
    for (uint32_t i = from; i < web->n_pieces && i < from + REACH; i++) {
        const float *row = row_of(reading, i);
        if (!verdict->content[i] || verdict->kind[i] != PIECE_PARAGRAPH || reading->page->lines[i].words > WORDS)
            continue;
        bool apart = false;
        for (uint32_t k = i + 1; k < web->n_pieces && k < i + 4 && !verdict->content[k]; k++)
            apart = apart || verdict->kind[k] == PIECE_BYLINE || verdict->kind[k] == PIECE_DATELINE;
        if (row[F_HINT_FIRST + HINT_LEAD] <= 2 || apart)
            verdict->kind[i] = PIECE_LEAD;
        return;
    }
}

/* As parse_text's searches for dates and names see the page. */
static void fill_lines(struct reading *reading, const struct verdict *verdict, uint32_t n, uint32_t first, uint32_t last)
{
    static const uint8_t blocks[PIECE_KINDS] = {
        [PIECE_BOILERPLATE] = BLOCK_BOILERPLATE, [PIECE_TITLE] = BLOCK_TITLE,     [PIECE_LEAD] = BLOCK_LEAD,         [PIECE_PARAGRAPH] = BLOCK_PARAGRAPH,
        [PIECE_HEADING] = BLOCK_HEADING,         [PIECE_LIST] = BLOCK_LIST,       [PIECE_CAPTION] = BLOCK_CAPTION,   [PIECE_BYLINE] = BLOCK_BYLINE,
        [PIECE_DATELINE] = BLOCK_DATELINE,       [PIECE_TABLE] = BLOCK_PARAGRAPH, [PIECE_QUOTE] = BLOCK_PARAGRAPH,
    };
    for (uint32_t i = 0; i < n; i++) {
        struct line *line = &reading->page->lines[i];
        line->block = blocks[verdict->kind[i]];
        line->content = verdict->content[i];
        if (verdict->kind[i] == PIECE_BYLINE)
            line->role = ROLE_BYLINE;
        if (verdict->kind[i] == PIECE_DATELINE)
            line->role = ROLE_DATELINE;
    }
    reading->page->title = verdict->title;
    reading->page->core = first == FILON_NONE ? 0 : first;
    reading->page->core_end = first == FILON_NONE ? 0 : last + 1;
}

/* The element that the piece's own stands in. */
static uint32_t box_of(const struct web *web, uint32_t i)
{
    return web->elements[web->pieces[i].element].parent;
}

/* … or that which that stands in: list items among paragraphs. */
static bool within_box(const struct web *web, uint32_t i, uint32_t box)
{
    uint32_t parent = box_of(web, i);
    return parent != FILON_NONE && web->elements[parent].parent == box;
}

/* The box that both pieces are in, one of them perhaps a level deeper; FILON_NONE. */
static uint32_t shared_box(const struct web *web, uint32_t a, uint32_t b)
{
    if (box_of(web, a) == box_of(web, b) || within_box(web, b, box_of(web, a)))
        return box_of(web, a);
    return within_box(web, a, box_of(web, b)) ? box_of(web, b) : FILON_NONE;
}

/* A piece among the article's own, in the same box as they, is the article's unless there is more against it. */
static void fill_gaps(const struct parser *parser, const struct reading *reading, const float *probability, struct verdict *verdict)
{
    enum { LONGEST = 8 };
    const struct web *web = &parser->web;
    for (uint32_t from = 0; from < web->n_pieces;) {
        uint32_t to = from + 1;
        while (to < web->n_pieces && !verdict->content[to])
            to++;
        bool gap = verdict->content[from] && to < web->n_pieces && to - from <= LONGEST + 1;
        uint32_t box = gap ? shared_box(web, from, to) : FILON_NONE;
        gap = gap && box != FILON_NONE;
        for (uint32_t i = from + 1; gap && i < to; i++) {
            const struct piece *piece = &web->pieces[i];
            enum role role = reading->page->lines[i].role;
            bool text = role == ROLE_PROSE || role == ROLE_SENTENCE || role == ROLE_HEADING || role == ROLE_LINK;
            verdict->content[i] = text && probability[i] > 0.25f && 2 * piece->linked < piece->end - piece->begin &&
                                  (box_of(web, i) == box || within_box(web, i, box));
        }
        from = to;
    }
}

/* « Par Anne Martin », « Publié le 12 mars » at the article's head are none of its sentences. */
static bool is_credit(const struct reading *reading, uint32_t i, uint32_t first)
{
    enum { REACH = 3, WORDS = 16 };
    const struct line *line = &reading->page->lines[i];
    bool dated = line->role == ROLE_DATELINE && line->kinds & (KIND_BIT(KIND_PUBLISHED) | KIND_BIT(KIND_UPDATED));
    return (line->role == ROLE_BYLINE || dated) && line->words <= WORDS && i < first + REACH;
}

void judge_pieces(const struct parser *parser, struct reading *reading, const float *probability, struct filon_str stated, struct verdict *verdict,
                  struct filon_arena *arena)
{
    uint32_t n = parser->web.n_pieces, first = FILON_NONE, last = 0;
    verdict->kind = filon_zalloc(arena, n + 1, sizeof *verdict->kind);
    verdict->content = filon_zalloc(arena, n + 1, sizeof *verdict->content);
    verdict->title = find_title(parser, reading, probability, stated);
    float least = article_threshold(reading->page, probability, arena);
    for (uint32_t i = 0; i < n; i++) {
        verdict->content[i] = i == verdict->title || probability[i] > least;
        if (verdict->content[i] && i != verdict->title && is_credit(reading, i, first == FILON_NONE ? i : first))
            verdict->content[i] = false;
        if (verdict->content[i] && i != verdict->title) {
            first = first == FILON_NONE ? i : first;
            last = i;
        }
    }
    fill_gaps(parser, reading, probability, verdict);
    for (uint32_t i = 0; i < n; i++) {
        if (i == verdict->title)
            verdict->kind[i] = PIECE_TITLE;
        else if (verdict->content[i])
            verdict->kind[i] = article_kind(parser, i);
        else
            verdict->kind[i] = other_kind(parser, reading, i, first, verdict->title);
    }
    find_lead(parser, reading, verdict, first == FILON_NONE ? 0 : first);
    fill_lines(reading, verdict, n, first, last);
}
