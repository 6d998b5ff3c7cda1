#include "features_impl.h"

/* ---- Sums over elements */

void features_sum_up(struct look *look, struct filon_arena *arena)
{
    const struct web *web = look->web;
    look->element = filon_zalloc(arena, web->n_elements + 1, sizeof *look->element);
    look->before = filon_alloc(arena, (web->n_pieces + 1) * sizeof *look->before);
    look->prose = filon_alloc(arena, (web->n_pieces + 1) * sizeof *look->prose);
    look->before[0] = look->prose[0] = 0;
    for (uint32_t e = 0; e < web->n_elements; e++)
        look->element[e].first = FILON_NONE;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        const struct piece *piece = &web->pieces[i];
        uint32_t words = look->page->lines[i].words, prose = is_prose(look->page, web, i) ? words : 0;
        look->before[i + 1] = look->before[i] + words;
        look->prose[i + 1] = look->prose[i] + prose;
        struct sums *sums = &look->element[piece->element];
        sums->pieces++;
        sums->words += words;
        sums->prose += prose;
        sums->bytes += piece->end - piece->begin;
        sums->linked_bytes += piece->linked;
        if (sums->first == FILON_NONE)
            sums->first = i;
        sums->last = i;
    }
    /* Children come behind their parents. */
    for (uint32_t e = web->n_elements; e-- > 1;) {
        const struct sums *from = &look->element[e];
        struct sums *to = &look->element[web->elements[e].parent == FILON_NONE ? 0 : web->elements[e].parent];
        if (!from->pieces)
            continue;
        to->pieces += from->pieces;
        to->words += from->words;
        to->prose += from->prose;
        to->bytes += from->bytes;
        to->linked_bytes += from->linked_bytes;
        to->first = from->first < to->first ? from->first : to->first;
        to->last = from->last > to->last ? from->last : to->last;
    }
    /* The deepest of those that hold most of the prose; an element's own elements follow it. */
    look->core = FILON_NONE;
    for (uint32_t e = 0; e < web->n_elements; e++)
        if (look->element[e].prose * 5 > look->prose[web->n_pieces] * 3 && look->element[e].prose)
            look->core = e;
}

static unsigned tag_class(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_P: return 0;
    case GUMBO_TAG_PRE: return 1;
    case GUMBO_TAG_BLOCKQUOTE: return 2;
    case GUMBO_TAG_H2: return 3;
    case GUMBO_TAG_H3: return 4;
    case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: return 5;
    case GUMBO_TAG_H1: return 6;
    case GUMBO_TAG_DD: case GUMBO_TAG_DT: return 7;
    case GUMBO_TAG_LI: return 8;
    case GUMBO_TAG_TD: case GUMBO_TAG_TH: return 9;
    case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_MAIN: return 10;
    case GUMBO_TAG_DIV: return 11;
    case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_FIGURE: case GUMBO_TAG_CAPTION: return 12;
    case GUMBO_TAG_BUTTON: case GUMBO_TAG_FORM: case GUMBO_TAG_SUMMARY: return 14;
    default: return 13;
    }
}

static bool is_heading(GumboTag tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

/* Elements whose nearness as ancestors is measured. */
static int under(const struct element *element, bool *more, unsigned kinds[3])
{
    unsigned n = 0;
    switch ((GumboTag)element->tag) {
    case GUMBO_TAG_ARTICLE: kinds[n++] = 0; break;
    case GUMBO_TAG_MAIN: kinds[n++] = 1; break;
    case GUMBO_TAG_ASIDE: kinds[n++] = 2; break;
    case GUMBO_TAG_NAV: kinds[n++] = 3; break;
    case GUMBO_TAG_HEADER: kinds[n++] = 4; break;
    case GUMBO_TAG_FOOTER: kinds[n++] = 5; break;
    case GUMBO_TAG_FORM: kinds[n++] = 6; break;
    case GUMBO_TAG_FIGURE: kinds[n++] = 7; break;
    case GUMBO_TAG_TABLE: kinds[n++] = 8; break;
    case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_MENU: kinds[n++] = 9; break;
    case GUMBO_TAG_BLOCKQUOTE: kinds[n++] = 10; break;
    case GUMBO_TAG_DETAILS: kinds[n++] = 11; break;
    case GUMBO_TAG_SECTION: kinds[n++] = 12; break;
    case GUMBO_TAG_DL: kinds[n++] = 13; break;
    case GUMBO_TAG_BUTTON: kinds[n++] = 14; break;
    case GUMBO_TAG_UNKNOWN: kinds[n++] = 15; break;
    default: break;
    }
    if (element->flags & TAG_BODY)
        kinds[n++] = 16;
    if (element->flags & (TAG_NAV | TAG_DIALOG) && n < 3)
        kinds[n++] = 17;
    if (element->flags & TAG_MAIN && n < 3)
        kinds[n++] = 18;
    *more = n > 0;
    return (int)n;
}

static void measure_ancestors(const struct look *look, uint32_t i, float *row)
{
    const struct web *web = look->web;
    const struct piece *piece = &web->pieces[i];
    unsigned distance = 1;
    uint64_t seen = piece->hints;
    for (unsigned k = F_UNDER_FIRST; k <= F_UNDER_LAST; k++)
        row[k] = NEVER;
    for (unsigned hint = 0; hint < HINTS; hint++)
        row[F_HINT_FIRST + hint] = piece->hints >> hint & 1 ? 0 : NEVER;
    unsigned lists = 0;
    for (uint32_t e = piece->element; e != FILON_NONE; e = web->elements[e].parent, distance++) {
        const struct element *element = &web->elements[e];
        float far = distance < NEVER ? (float)distance : NEVER - 1;
        unsigned kinds[3];
        bool more;
        int n = under(element, &more, kinds);
        for (int k = 0; k < n; k++) {
            lists += kinds[k] == 9;
            if (row[F_UNDER_FIRST + kinds[k]] == NEVER)
                row[F_UNDER_FIRST + kinds[k]] = far;
        }
        /* What the page as a whole is called says nothing of a part. */
        if (element->tag == GUMBO_TAG_BODY || element->tag == GUMBO_TAG_HTML)
            continue;
        for (uint64_t fresh = element->hints & ~seen; fresh; fresh &= fresh - 1)
            row[F_HINT_FIRST + (unsigned)__builtin_ctzll(fresh)] = far;
        seen |= element->hints;
    }
    row[F_UNDER_LAST] = (float)lists;
}

/* ---- The piece and its neighbours */

static void measure_piece(const struct look *look, uint32_t i, float *row)
{
    const struct piece *piece = &look->web->pieces[i];
    uint32_t bytes = piece->end - piece->begin;
    row[F_LINKED] = sign_ratio(piece->linked, bytes);
    row[F_LINKS] = sign_ratio(piece->links, look->page->lines[i].words);
    row[F_BOLD] = sign_ratio(piece->bold, bytes);
    row[F_CODE] = sign_ratio(piece->code, bytes);
    row[F_BREAKS] = piece->breaks;
    row[F_TAG] = (float)tag_class((GumboTag)look->web->elements[piece->element].tag);
    row[F_DEPTH] = look->web->elements[piece->element].depth;
}

static void measure_near(const struct look *look, uint32_t i, float *row)
{
    static const int steps[] = {-1, 1, -2, 2, -3, 3};
    enum { REACH = 5, EACH = 3 };
    const struct web *web = look->web;
    _Static_assert(FILON_COUNT(steps) * EACH == F_NEAR_LAST - F_NEAR_FIRST + 1, "so many features a neighbour");
    for (unsigned k = 0; k < FILON_COUNT(steps); k++) {
        float *near = row + F_NEAR_FIRST + EACH * k;
        int64_t at = (int64_t)i + steps[k];
        if (at < 0 || at >= web->n_pieces) {
            near[0] = near[1] = near[2] = -1;
            continue;
        }
        const struct piece *piece = &web->pieces[at];
        bool same = piece->element == web->pieces[i].element, beside = parent_of(look, piece->element) == parent_of(look, web->pieces[i].element);
        near[0] = sign_ratio(piece->linked, piece->end - piece->begin);
        near[1] = (float)tag_class((GumboTag)web->elements[piece->element].tag);
        near[2] = same ? 2 : beside ? 1 : 0;
    }
    uint32_t from = i > REACH ? i - REACH : 0, to = i + REACH + 1 < web->n_pieces ? i + REACH + 1 : web->n_pieces, linked = 0, bytes = 0, code = 0;
    for (uint32_t k = from; k < to; k++) {
        linked += web->pieces[k].linked;
        code += web->pieces[k].code;
        bytes += web->pieces[k].end - web->pieces[k].begin;
    }
    row[F_PROSE_NEAR] = (float)(look->prose[to] - look->prose[from]);
    row[F_CODE_NEAR] = sign_ratio(code, bytes);
    row[F_LINKED_NEAR] = sign_ratio(linked, bytes);
}

/* What was met on the way through the page, piece by piece. */
static void measure_way(const struct look *look, float *rows)
{
    const struct web *web = look->web;
    uint32_t n = web->n_pieces, h1 = FILON_NONE, heading = FILON_NONE, prose = FILON_NONE;
    for (uint32_t i = 0; i < n; i++) {
        float *row = rows + (size_t)i * FEATURES;
        GumboTag tag = (GumboTag)web->elements[web->pieces[i].element].tag;
        if (tag == GUMBO_TAG_H1)
            h1 = i;
        if (is_heading(tag))
            heading = i;
        row[F_AFTER_TITLE] = h1 != FILON_NONE;
        row[F_SINCE_TITLE] = h1 == FILON_NONE ? -1 : sign_at_most(i - h1, 200);
        row[F_SINCE_HEADING] = heading == FILON_NONE ? -1 : sign_at_most(i - heading, 100);
        row[F_SINCE_PROSE] = prose == FILON_NONE ? 100 : sign_at_most(i - prose, 100);
        row[F_PROSE_BEFORE] = (float)look->prose[i];
        row[F_PROSE_AFTER] = (float)(look->prose[n] - look->prose[i + 1]);
        if (is_prose(look->page, web, i))
            prose = i;
    }
    prose = FILON_NONE;
    for (uint32_t i = n; i-- > 0;) {
        rows[(size_t)i * FEATURES + F_UNTIL_PROSE] = prose == FILON_NONE ? 100 : sign_at_most(prose - i, 100);
        if (is_prose(look->page, web, i))
            prose = i;
    }
}

/* ---- What it stands in */

static void measure_groups(const struct look *look, uint32_t i, float *row)
{
    const struct web *web = look->web;
    uint32_t e = web->pieces[i].element, all = look->prose[web->n_pieces];
    for (unsigned k = 0; k < 3; k++) {
        e = parent_of(look, e);
        const struct sums *sums = &look->element[e];
        float *group = row + F_GROUP_FIRST + 6 * k;
        group[0] = (float)sums->pieces;
        group[1] = (float)sums->words;
        group[2] = sign_ratio(sums->linked_bytes, sums->bytes);
        group[3] = sign_ratio(sums->prose, sums->words);
        group[4] = sign_ratio(sums->prose, all);
        group[5] = sign_ratio(sums->words, sums->pieces);
    }
}

/* The element that holds most of the prose, and which of its own elements the piece is in. */
static void measure_core(const struct look *look, uint32_t i, float *row)
{
    const struct web *web = look->web;
    const struct sums *core = look->core == FILON_NONE ? NULL : &look->element[look->core];
    uint32_t e = web->pieces[i].element, child = e, up = 0;
    for (unsigned f = F_CORE_IN; f <= F_CHILD_UP; f++)
        row[f] = -1;
    if (!core)
        return;
    row[F_CORE_PROSE] = sign_ratio(core->prose, look->prose[web->n_pieces]);
    row[F_CORE_BEFORE] = i < core->first ? -sign_at_most(core->first - i, 50) : sign_at_most(i - core->first, 200);
    row[F_CORE_AFTER] = i > core->last ? -sign_at_most(i - core->last, 50) : sign_at_most(core->last - i, 200);
    while (e != FILON_NONE && e != look->core) {
        child = e;
        e = web->elements[e].parent;
        up++;
    }
    row[F_CORE_IN] = e == look->core;
    if (e == look->core) {
        const struct sums *sums = &look->element[child];
        row[F_CORE_UP] = sign_at_most(up, 20);
        row[F_CHILD_WORDS] = (float)sums->words;
        row[F_CHILD_LINKED] = sign_ratio(sums->linked_bytes, sums->bytes);
        row[F_CHILD_PROSE] = sign_ratio(sums->prose, sums->words);
        row[F_CHILD_PIECES] = (float)sums->pieces;
        row[F_CHILD_AT] = sign_ratio(look->before[sums->first] - look->before[core->first], core->words);
        return;
    }
    /* Outside: how far up until an element holds both. */
    uint32_t above = 0;
    for (e = web->pieces[i].element; e != FILON_NONE; e = web->elements[e].parent, above++)
        if (look->element[e].first <= core->first && look->element[e].last >= core->last)
            break;
    row[F_CHILD_UP] = sign_at_most(above, 20);
}

/* ---- All of it */

void features_measure(const struct web *web, const struct page *page, const float *probability, struct filon_str stated, float *rows,
                      struct filon_arena *arena)
{
    struct look look = {.web = web, .page = page};
    if (!web->n_pieces)
        return;
    features_sum_up(&look, arena);
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        float *row = rows + (size_t)i * FEATURES;
        measure_piece(&look, i, row);
        measure_ancestors(&look, i, row);
        measure_near(&look, i, row);
        measure_groups(&look, i, row);
        measure_core(&look, i, row);
    }
    measure_way(&look, rows);
    measure_repeats(&look, rows, arena);
    measure_stated(&look, stated, rows, arena);
    measure_title(&look, rows);
    measure_beliefs(&look, probability, rows, arena);
}
