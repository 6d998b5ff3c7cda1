#include "features.h"

#include <stdlib.h>

enum { NEVER = 30 };

/* What the elements of a page hold, summed up. */
struct sums {
    uint32_t pieces, words, linked_bytes, bytes, prose, first, last; /* prose: words of it; first, last: pieces */
};

struct look {
    const struct web *web;
    const struct page *page;
    struct sums *element; /* of each */
    uint32_t *before;     /* words before each piece */
    uint32_t *prose;      /* words of prose before each piece; n_pieces + 1 of them */
    uint32_t *path;       /* hash of where each piece stands */
    uint32_t core;        /* the smallest element that holds most of the prose, or FILON_NONE */
};

static bool is_prose(const struct page *page, const struct web *web, uint32_t i)
{
    const struct piece *piece = &web->pieces[i];
    return page->lines[i].role == ROLE_PROSE && 3 * piece->linked < piece->end - piece->begin;
}

static float ratio(uint32_t a, uint32_t b)
{
    return b ? (float)a / (float)b : 0;
}

static float at_most(uint32_t a, uint32_t most)
{
    return (float)(a < most ? a : most);
}

/* ---- Sums over elements */

static uint32_t parent_of(const struct look *look, uint32_t element)
{
    uint32_t parent = look->web->elements[element].parent;
    return parent == FILON_NONE ? element : parent;
}

static void sum_up(struct look *look, struct filon_arena *arena)
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

/* ---- The piece itself */

static void measure_text(const struct look *look, uint32_t i, float *row)
{
    static const uint8_t kinds[] = {KIND_PROMPT, KIND_SECTION, KIND_RELATED, KIND_LIST,   KIND_COMMENTS,  KIND_COPYRIGHT, KIND_READING,
                                    KIND_CREDIT, KIND_AGENCY,  KIND_AUTHOR,  KIND_DESK,   KIND_PUBLISHED, KIND_UPDATED};
    const struct piece *piece = &look->web->pieces[i];
    const struct line *line = &look->page->lines[i];
    uint32_t bytes = piece->end - piece->begin, words = line->words;
    row[F_WORDS] = (float)words;
    row[F_WORD_LENGTH] = ratio(bytes, words);
    row[F_LINKED] = ratio(piece->linked, bytes);
    row[F_LINKS] = ratio(piece->links, words);
    row[F_BOLD] = ratio(piece->bold, bytes);
    row[F_CODE] = ratio(piece->code, bytes);
    row[F_STOPS] = (float)line->stops;
    row[F_ENDS] = line->ends;
    row[F_COLON] = line->colon;
    row[F_CAPS] = ratio(line->caps, words);
    row[F_UPPERS] = ratio(line->uppers, words);
    row[F_NUMBERS] = ratio(line->numbers, words);
    row[F_COVERED] = ratio(line->covered, words);
    row[F_WEIGHT] = (float)line->weight;
    row[F_FUNCTION] = ratio(line_function(line), words);
    row[F_MARKS] = (float)line->marks;
    row[F_ROLE] = line->role;
    _Static_assert(FILON_COUNT(kinds) == F_KIND_LAST - F_KIND_FIRST + 1, "a feature a kind");
    for (unsigned k = 0; k < FILON_COUNT(kinds); k++)
        row[F_KIND_FIRST + k] = line->start_kind == kinds[k] ? 2 : line->kinds & KIND_BIT(kinds[k]) ? 1 : 0;
    row[F_DATE] = line->date;
    row[F_CREDIT] = line->credit != FILON_NONE;
    row[F_AGENCY] = line->agency != FILON_NONE;
    row[F_BREAKS] = piece->breaks;
    row[F_TAG] = (float)tag_class((GumboTag)look->web->elements[piece->element].tag);
    row[F_DEPTH] = look->web->elements[piece->element].depth;
}

/* ---- Its neighbours */

static void measure_near(const struct look *look, uint32_t i, float *row)
{
    static const int steps[] = {-1, 1, -2, 2, -3, 3};
    enum { REACH = 5 };
    const struct web *web = look->web;
    for (unsigned k = 0; k < FILON_COUNT(steps); k++) {
        float *near = row + F_NEAR_FIRST + 6 * k;
        int64_t at = (int64_t)i + steps[k];
        if (at < 0 || at >= web->n_pieces) {
            for (unsigned f = 0; f < 6; f++)
                near[f] = -1;
            continue;
        }
        const struct piece *piece = &web->pieces[at];
        const struct line *line = &look->page->lines[at];
        near[0] = (float)line->words;
        near[1] = ratio(piece->linked, piece->end - piece->begin);
        near[2] = (float)tag_class((GumboTag)web->elements[piece->element].tag);
        near[3] = line->role;
        near[4] = line->ends;
        near[5] = piece->element == web->pieces[i].element                                              ? 2
                  : parent_of(look, piece->element) == parent_of(look, web->pieces[i].element) ? 1
                                                                                                        : 0;
    }
    uint32_t from = i > REACH ? i - REACH : 0, to = i + REACH + 1 < web->n_pieces ? i + REACH + 1 : web->n_pieces, linked = 0, bytes = 0, code = 0,
             furniture = 0;
    for (uint32_t k = from; k < to; k++) {
        linked += web->pieces[k].linked;
        code += web->pieces[k].code;
        bytes += web->pieces[k].end - web->pieces[k].begin;
        furniture += look->page->lines[k].role >= ROLE_FURNITURE && look->page->lines[k].role <= ROLE_COMMENTS;
    }
    row[F_PROSE_NEAR] = (float)(look->prose[to] - look->prose[from]);
    row[F_CODE_NEAR] = ratio(code, bytes);
    row[F_LINKED_NEAR] = ratio(linked, bytes);
    row[F_FURNITURE_NEAR] = (float)furniture;
}

/* What was met on the way through the page, piece by piece. */
static void measure_way(const struct look *look, float *rows)
{
    const struct web *web = look->web;
    uint32_t n = web->n_pieces, h1 = FILON_NONE, heading = FILON_NONE, prose = FILON_NONE, comments = 0, openers = 0;
    for (uint32_t i = 0; i < n; i++) {
        float *row = rows + (size_t)i * FEATURES;
        const struct line *line = &look->page->lines[i];
        GumboTag tag = (GumboTag)web->elements[web->pieces[i].element].tag;
        if (tag == GUMBO_TAG_H1)
            h1 = i;
        if (is_heading(tag))
            heading = i;
        row[F_AT] = ratio(i, n);
        row[F_WORDS_BEFORE] = ratio(look->before[i], look->before[n]);
        row[F_WORDS_ALL] = (float)look->before[n];
        row[F_PIECES] = (float)n;
        row[F_AFTER_TITLE] = h1 != FILON_NONE;
        row[F_SINCE_TITLE] = h1 == FILON_NONE ? -1 : at_most(i - h1, 200);
        row[F_SINCE_HEADING] = heading == FILON_NONE ? -1 : at_most(i - heading, 100);
        row[F_SINCE_PROSE] = prose == FILON_NONE ? 100 : at_most(i - prose, 100);
        row[F_PROSE_BEFORE] = (float)look->prose[i];
        row[F_PROSE_AFTER] = (float)(look->prose[n] - look->prose[i + 1]);
        row[F_COMMENTS_BEFORE] = (float)comments;
        row[F_OPENER_BEFORE] = (float)openers;
        comments += line->role == ROLE_COMMENTS;
        openers += line->role == ROLE_OPENER;
        if (is_prose(look->page, web, i))
            prose = i;
    }
    prose = FILON_NONE;
    for (uint32_t i = n; i-- > 0;) {
        rows[(size_t)i * FEATURES + F_UNTIL_PROSE] = prose == FILON_NONE ? 100 : at_most(prose - i, 100);
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
        group[2] = ratio(sums->linked_bytes, sums->bytes);
        group[3] = ratio(sums->prose, sums->words);
        group[4] = ratio(sums->prose, all);
        group[5] = ratio(sums->words, sums->pieces);
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
    row[F_CORE_PROSE] = ratio(core->prose, look->prose[web->n_pieces]);
    row[F_CORE_BEFORE] = i < core->first ? -at_most(core->first - i, 50) : at_most(i - core->first, 200);
    row[F_CORE_AFTER] = i > core->last ? -at_most(i - core->last, 50) : at_most(core->last - i, 200);
    while (e != FILON_NONE && e != look->core) {
        child = e;
        e = web->elements[e].parent;
        up++;
    }
    row[F_CORE_IN] = e == look->core;
    if (e == look->core) {
        const struct sums *sums = &look->element[child];
        row[F_CORE_UP] = at_most(up, 20);
        row[F_CHILD_WORDS] = (float)sums->words;
        row[F_CHILD_LINKED] = ratio(sums->linked_bytes, sums->bytes);
        row[F_CHILD_PROSE] = ratio(sums->prose, sums->words);
        row[F_CHILD_PIECES] = (float)sums->pieces;
        row[F_CHILD_AT] = ratio(look->before[sums->first] - look->before[core->first], core->words);
        return;
    }
    /* Outside: how far up until an element holds both. */
    uint32_t above = 0;
    for (e = web->pieces[i].element; e != FILON_NONE; e = web->elements[e].parent, above++)
        if (look->element[e].first <= core->first && look->element[e].last >= core->last)
            break;
    row[F_CHILD_UP] = at_most(above, 20);
}

/* ---- What is repeated */

static uint32_t mixed(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

static uint32_t path_of(const struct look *look, uint32_t i)
{
    enum { LEVELS = 4 };
    uint32_t hash = 1, e = look->web->pieces[i].element;
    for (unsigned k = 0; k < LEVELS && e != FILON_NONE; k++, e = look->web->elements[e].parent) {
        hash = mixed(hash, look->web->elements[e].tag);
        hash = mixed(hash, (uint32_t)(look->web->elements[e].hints ^ look->web->elements[e].hints >> 32));
    }
    return hash ? hash : 1;
}

struct tally_slot {
    uint32_t key, n, words, linked, bytes, prose;
    float probability;
};

/* An open table; size is a power of two greater than the number of keys. */
static struct tally_slot *slot_of(struct tally_slot *table, uint32_t size, uint32_t key)
{
    uint32_t at = mixed(key, 7) & (size - 1);
    while (table[at].key && table[at].key != key)
        at = (at + 1) & (size - 1);
    table[at].key = key;
    return &table[at];
}

static uint32_t table_size(uint32_t n)
{
    uint32_t size = 64;
    while (size < 2 * n)
        size *= 2;
    return size;
}

static void measure_repeats(struct look *look, float *rows, struct filon_arena *arena)
{
    const struct web *web = look->web;
    uint32_t n = web->n_pieces, size = table_size(n);
    struct tally_slot *paths = filon_zalloc(arena, size, sizeof *paths), *texts = filon_zalloc(arena, size, sizeof *texts);
    uint32_t *text = filon_alloc(arena, (n + 1) * sizeof *text);
    look->path = filon_alloc(arena, (n + 1) * sizeof *look->path);
    for (uint32_t i = 0; i < n; i++) {
        const struct piece *piece = &web->pieces[i];
        look->path[i] = path_of(look, i);
        text[i] = (uint32_t)filon_hash(web->text.p + piece->begin, piece->end - piece->begin, 0) | 1;
        struct tally_slot *slot = slot_of(paths, size, look->path[i]);
        slot->n++;
        slot->words += look->page->lines[i].words;
        slot->linked += piece->linked;
        slot->bytes += piece->end - piece->begin;
        slot->prose += is_prose(look->page, web, i) ? look->page->lines[i].words : 0;
        slot_of(texts, size, text[i])->n++;
    }
    for (uint32_t i = 0; i < n; i++) {
        float *row = rows + (size_t)i * FEATURES;
        const struct tally_slot *slot = slot_of(paths, size, look->path[i]);
        row[F_SAME_TEXT] = at_most(slot_of(texts, size, text[i])->n, 20);
        row[F_SAME_PATH] = (float)slot->n;
        row[F_PATH_WORDS] = ratio(slot->words, slot->n);
        row[F_PATH_LINKED] = ratio(slot->linked, slot->bytes);
        row[F_PATH_PROSE] = ratio(slot->prose, slot->words);
        row[F_SIBLING_SAME] = (i && look->path[i - 1] == look->path[i]) + 2 * (i + 1 < n && look->path[i + 1] == look->path[i]);
    }
}

/* ---- What the page's metadata say */

/* The hashes of words, one after another; the end of the word. */
static bool next_word(struct filon_str text, uint32_t *at, uint32_t *hash)
{
    while (*at < text.n) {
        struct letters word = word_at(text, (uint32_t)text.n, *at);
        if (word.end > *at) {
            *at = word.end;
            *hash = word.hash;
            return true;
        }
        unsigned char first = (unsigned char)text.p[*at];
        *at += first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }
    return false;
}

/* Three words in a row as a key. */
struct roll {
    uint32_t a, b;
    unsigned n;
};

static bool roll(struct roll *words, uint32_t hash, uint32_t *key)
{
    *key = mixed(mixed(words->a, words->b), hash) | 1;
    words->a = words->b;
    words->b = hash;
    return ++words->n >= 3;
}

static void measure_stated(const struct look *look, struct filon_str stated, float *rows, struct filon_arena *arena)
{
    enum { LEAST = 200 };
    const struct web *web = look->web;
    uint32_t at = 0, hash, key, size = table_size((uint32_t)(stated.n / 3));
    for (uint32_t i = 0; i < web->n_pieces; i++)
        rows[(size_t)i * FEATURES + F_STATED] = rows[(size_t)i * FEATURES + F_STATED_NEAR] = -1;
    if (stated.n < LEAST)
        return;
    struct tally_slot *table = filon_zalloc(arena, size, sizeof *table);
    struct roll words = {0};
    while (next_word(stated, &at, &hash))
        if (roll(&words, hash, &key))
            slot_of(table, size, key)->n++;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        const struct piece *piece = &web->pieces[i];
        struct filon_str text = {web->text.p + piece->begin, piece->end - piece->begin};
        uint32_t all = 0, found = 0;
        words = (struct roll){0};
        at = 0;
        while (next_word(text, &at, &hash)) {
            if (!roll(&words, hash, &key))
                continue;
            uint32_t slot = mixed(key, 7) & (size - 1);
            while (table[slot].key && table[slot].key != key)
                slot = (slot + 1) & (size - 1);
            all++;
            found += table[slot].key == key;
        }
        rows[(size_t)i * FEATURES + F_STATED] = all ? ratio(found, all) : -1;
    }
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        float most = -1;
        for (uint32_t k = i > 2 ? i - 2 : 0; k < web->n_pieces && k <= i + 2; k++)
            most = k != i && rows[(size_t)k * FEATURES + F_STATED] > most ? rows[(size_t)k * FEATURES + F_STATED] : most;
        rows[(size_t)i * FEATURES + F_STATED_NEAR] = most;
    }
}

/* The share of a piece's words that the page's <title> has, and the other way round: the smaller. */
static void measure_title(const struct look *look, float *rows)
{
    enum { WORDS = 64 };
    const struct web *web = look->web;
    uint32_t title[WORDS], n = 0, at = 0, hash;
    struct filon_str text = filon_buf_str(&web->title);
    while (n < WORDS && next_word(text, &at, &hash))
        title[n++] = hash;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        float *row = rows + (size_t)i * FEATURES;
        const struct piece *piece = &web->pieces[i];
        uint32_t words = look->page->lines[i].words, shared = 0, seen = 0;
        row[F_LIKE_TITLE] = 0;
        if (!n || !words || words > WORDS)
            continue;
        text = (struct filon_str){web->text.p + piece->begin, piece->end - piece->begin};
        at = 0;
        while (next_word(text, &at, &hash)) {
            seen++;
            for (uint32_t k = 0; k < n; k++)
                if (title[k] == hash) {
                    shared++;
                    break;
                }
        }
        row[F_LIKE_TITLE] = seen ? ratio(shared, seen > n / 2 ? seen : n / 2) : 0;
    }
}

float *features_first(const struct web *web, const struct page *page, struct filon_str stated, struct filon_arena *arena)
{
    struct look look = {.web = web, .page = page};
    float *rows = filon_zalloc(arena, (size_t)web->n_pieces + 1, FEATURES * sizeof *rows);
    if (!web->n_pieces)
        return rows;
    sum_up(&look, arena);
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        float *row = rows + (size_t)i * FEATURES;
        measure_text(&look, i, row);
        measure_ancestors(&look, i, row);
        measure_near(&look, i, row);
        measure_groups(&look, i, row);
        measure_core(&look, i, row);
    }
    measure_way(&look, rows);
    measure_repeats(&look, rows, arena);
    measure_stated(&look, stated, rows, arena);
    measure_title(&look, rows);
    return rows;
}

/* ---- The second round */

/* Probabilities summed by words, so that what is long counts. */
struct belief {
    double sum, words;
};

static float mean(const struct belief *belief)
{
    return belief->words > 0 ? (float)(belief->sum / belief->words) : -1;
}

static void believe(struct belief *belief, float probability, uint32_t words)
{
    double weight = 1.0 + words;
    belief->sum += probability * weight;
    belief->words += weight;
}

void features_second(const struct web *web, const struct page *page, const float *probability, float *rows, struct filon_arena *arena)
{
    enum { REACH = 6 };
    struct look look = {.web = web, .page = page};
    uint32_t n = web->n_pieces, size = table_size(n), since = 100, until = 100;
    if (!n)
        return;
    sum_up(&look, arena);
    struct belief *element = filon_zalloc(arena, web->n_elements + 1, sizeof *element), all = {0}, before = {0};
    struct tally_slot *paths = filon_zalloc(arena, size, sizeof *paths);
    for (uint32_t i = 0; i < n; i++) {
        believe(&element[web->pieces[i].element], probability[i], page->lines[i].words);
        believe(&all, probability[i], page->lines[i].words);
        struct tally_slot *slot = slot_of(paths, size, path_of(&look, i));
        slot->n++;
        slot->probability += probability[i];
    }
    for (uint32_t e = web->n_elements; e-- > 1;) {
        uint32_t parent = web->elements[e].parent == FILON_NONE ? 0 : web->elements[e].parent;
        element[parent].sum += element[e].sum;
        element[parent].words += element[e].words;
    }
    for (uint32_t i = 0; i < n; i++) {
        float *row = rows + (size_t)i * FEATURES;
        struct belief near = {0}, after = {all.sum - before.sum, all.words - before.words};
        for (uint32_t k = i > REACH ? i - REACH : 0; k < n && k <= i + REACH; k++)
            if (k != i)
                believe(&near, probability[k], page->lines[k].words);
        row[F_P] = probability[i];
        row[F_P_NEAR] = mean(&near);
        for (uint32_t k = 1; k <= 3; k++) {
            row[F_P_BEFORE_1 + k - 1] = i >= k ? probability[i - k] : -1;
            row[F_P_AFTER_1 + k - 1] = i + k < n ? probability[i + k] : -1;
        }
        uint32_t e = web->pieces[i].element, child = e;
        for (unsigned k = 0; k < 3; k++) {
            e = parent_of(&look, e);
            row[F_P_GROUP_1 + k] = mean(&element[e]);
        }
        for (e = web->pieces[i].element; e != FILON_NONE && e != look.core; e = web->elements[e].parent)
            child = e;
        row[F_P_CHILD] = e == look.core && e != FILON_NONE ? mean(&element[child]) : -1;
        row[F_P_BEFORE_ALL] = (float)before.sum;
        believe(&before, probability[i], page->lines[i].words);
        after.sum -= probability[i] * (1.0 + page->lines[i].words);
        row[F_P_AFTER_ALL] = (float)after.sum;
        row[F_P_PAGE] = mean(&all);
        row[F_P_SINCE] = at_most(since, 100);
        since = probability[i] > 0.5f ? 0 : since + 1;
        const struct tally_slot *slot = slot_of(paths, size, path_of(&look, i));
        row[F_P_PATH] = slot->probability / (float)slot->n;
    }
    for (uint32_t i = n; i-- > 0;) {
        rows[(size_t)i * FEATURES + F_P_UNTIL] = at_most(until, 100);
        until = probability[i] > 0.5f ? 0 : until + 1;
    }
}
