/* link.c - which row of `entity` a name of the list is, and what that says of the other mentions of the same entity.
 *
 * The list is trusted: where it and an earlier stage disagree on the bounds of a name, the longer one is right; on its type, the list. With
 * `add` off it only tells who an entity is, and says nothing where the type is another one.
 */
#include "link.h"

#include <filon/map.h>
#include <filon/utf8.h>

enum state { FREE, GONE, TAKEN };

struct rows {
    struct filon_layer *layer;
    uint32_t n;
    uint8_t *state; /* room for the findings that are added, too */
};

static struct filon_str type_of(const struct rows *rows, uint32_t row)
{
    return filon_strs(rows->layer, FILON_ENTITY_TYPE)[row];
}

/* Of the entries that have the name the first of the wanted type, or the first; whether it is of that type (or has none). */
static int choose(struct filon_ctx *ctx, const struct filon_gazetteer *gazetteer, struct finding *finding, struct filon_str type,
                  bool *fits)
{
    *fits = true;
    struct filon_gazetteer_entry entry;
    uint32_t steps = 0;
    for (uint32_t at = finding->match.entry; at != FILON_NONE && steps < UINT16_MAX; at = entry.next, steps++) {
        if (filon_gazetteer_entry(gazetteer, at, &entry, filon_ctx_error(ctx)))
            return -1;
        if (!steps)
            finding->entry = entry;
        if (!entry.type.p || !type.n || filon_str_eq(entry.type, type)) {
            finding->entry = entry;
            return 0;
        }
    }
    *fits = false;
    return 0;
}

/* Whether an entity is the name, or the name with its article: « Les Verts » for « Verts ». */
static bool is_same(struct filon_doc *doc, uint32_t begin, uint32_t end, const struct filon_gazetteer_match *match)
{
    static const char *const articles[] = {"le", "la", "les", "l'", "the"};
    if (begin == match->begin || end != match->end || begin > match->begin || match->begin - begin > 8)
        return begin == match->begin && end == match->end;
    char folded[2 * 8 + 4];
    struct filon_str before = filon_str_trim(filon_text_of(doc, begin, match->begin));
    size_t n = filon_fold(folded, before, FILON_FOLD_CASE | FILON_FOLD_QUOTE);
    for (size_t i = 0; i < FILON_COUNT(articles); i++)
        if (filon_str_is((struct filon_str){folded, n}, articles[i]))
            return true;
    return false;
}

/* The entities that a name overlaps: it is one of them, takes the place of shorter ones, or is left alone inside of a longer one. */
static int place(struct filon_ctx *ctx, const struct filon_gazetteer *gazetteer, struct filon_doc *doc, struct rows *rows,
                 struct findings *findings, struct finding *finding, uint32_t first)
{
    uint32_t *begin = filon_begin(rows->layer), *end = filon_end(rows->layer);
    struct filon_gazetteer_match *match = &finding->match;
    uint32_t same = FILON_NONE, over = FILON_NONE;
    bool longer = false, fits;
    for (uint32_t row = first; row < rows->n && begin[row] < match->end; row++) {
        if (end[row] <= match->begin || rows->state[row] != FREE)
            continue;
        if (is_same(doc, begin[row], end[row], match))
            same = row;
        else if (end[row] - begin[row] >= match->end - match->begin)
            longer = true;
        else if (over == FILON_NONE)
            over = row;
    }
    if (same == FILON_NONE && (longer || !findings->add)) {
        match->entry = FILON_NONE;
        return 0;
    }
    if (choose(ctx, gazetteer, finding, same == FILON_NONE ? FILON_NO_STR : type_of(rows, same), &fits))
        return -1;
    if (same != FILON_NONE && !fits && !findings->add) {
        match->entry = FILON_NONE;
        return 0;
    }
    finding->row = same != FILON_NONE ? same : over;
    for (uint32_t row = first; row < rows->n && begin[row] < match->end; row++)
        if (rows->state[row] == FREE && end[row] > match->begin && end[row] - begin[row] < match->end - match->begin)
            rows->state[row] = GONE;
    if (finding->row != FILON_NONE)
        rows->state[finding->row] = TAKEN;
    if (same == FILON_NONE && over != FILON_NONE) { /* other words: no longer the entity that it was */
        begin[over] = match->begin;
        end[over] = match->end;
        filon_i32(rows->layer, FILON_ENTITY_CHAIN)[over] = 0;
        filon_strs(rows->layer, FILON_ENTITY_NAME)[over] = FILON_NO_STR;
        filon_f32(rows->layer, FILON_ENTITY_SCORE)[over] = 1;
    }
    return 0;
}

static void write_row(struct filon_doc *doc, struct filon_layer *layer, struct finding *finding)
{
    const struct filon_gazetteer_entry *entry = &finding->entry;
    struct filon_str *name = filon_strs(layer, FILON_ENTITY_NAME), *type = filon_strs(layer, FILON_ENTITY_TYPE);
    uint32_t row = finding->row;
    finding->whole = !name[row].p || filon_str_eq(name[row], filon_row_text(doc, layer, row));
    filon_strs(layer, FILON_ENTITY_ID)[row] = entry->id;
    if (entry->type.p)
        type[row] = entry->type;
    else if (!type[row].p)
        type[row] = FILON_STR("MISC");
    if (finding->whole)
        name[row] = entry->name;
}

static void add_row(struct filon_layer *layer, struct finding *finding)
{
    finding->row = filon_add(layer, finding->match.begin, finding->match.end);
    filon_f32(layer, FILON_ENTITY_SCORE)[finding->row] = 1;
}

/* ---- Chains: an id is that of all mentions of an entity, and one id makes one chain. */

struct chains {
    uint32_t n;           /* numbers in use, from 1 */
    uint32_t *entity;     /* by number: the finding that names the chain, FILON_NONE */
    struct filon_map *of; /* by id: its number */
    int32_t *now;         /* by number: what it becomes */
};

/* A chain's number cannot be larger than what the rows could have given; a stage that counts otherwise is none of ours. */
static uint32_t count_chains(struct filon_layer *layer)
{
    uint32_t n = 0;
    const int32_t *chain = filon_i32(layer, FILON_ENTITY_CHAIN);
    for (uint32_t row = 0; row < filon_rows(layer); row++)
        if (chain[row] > 0 && (uint32_t)chain[row] > n && (uint32_t)chain[row] <= 2 * filon_rows(layer))
            n = (uint32_t)chain[row];
    return n;
}

/* Two ids in one chain: the list knows better. */
static bool is_another(const struct chains *chains, uint32_t number, const struct findings *findings, const struct finding *finding)
{
    uint32_t named = chains->entity[number];
    return named != FILON_NONE && !filon_str_eq(findings->items[named].entry.id, finding->entry.id);
}

static void number_findings(struct chains *chains, struct filon_layer *layer, const struct findings *findings)
{
    int32_t *chain = filon_i32(layer, FILON_ENTITY_CHAIN);
    for (uint32_t i = 0; i < findings->n; i++) {
        const struct finding *finding = &findings->items[i];
        if (finding->row == FILON_NONE || !finding->whole)
            continue;
        uint32_t known = filon_map_get(chains->of, finding->entry.id), own = (uint32_t)chain[finding->row];
        if (own == 0 || own > chains->n || is_another(chains, own, findings, finding)) {
            own = known == FILON_MAP_NONE ? ++chains->n : known;
            chain[finding->row] = (int32_t)own;
        }
        if (known == FILON_MAP_NONE)
            filon_map_set(chains->of, finding->entry.id, known = own);
        else if (known != own)
            chains->now[own] = (int32_t)known;
        if (chains->entity[own] == FILON_NONE)
            chains->entity[own] = i;
    }
}

static void write_chains(const struct chains *chains, struct filon_layer *layer, const struct findings *findings)
{
    int32_t *chain = filon_i32(layer, FILON_ENTITY_CHAIN);
    struct filon_str *id = filon_strs(layer, FILON_ENTITY_ID), *name = filon_strs(layer, FILON_ENTITY_NAME);
    for (uint32_t row = 0; row < filon_rows(layer); row++) {
        uint32_t own = (uint32_t)chain[row];
        if (own == 0 || own > chains->n || chains->entity[own] == FILON_NONE)
            continue;
        const struct filon_gazetteer_entry *entry = &findings->items[chains->entity[own]].entry;
        id[row] = entry->id;
        name[row] = entry->name;
        chain[row] = chains->now[own];
    }
}

static void join_chains(struct filon_doc *doc, struct filon_layer *layer, const struct findings *findings)
{
    struct filon_arena *arena = filon_doc_arena(doc);
    struct chains chains = {.n = count_chains(layer), .of = filon_map_new(arena, findings->n)};
    size_t room = chains.n + (size_t)findings->n + 1;
    chains.entity = filon_alloc(arena, room * sizeof *chains.entity);
    chains.now = filon_alloc(arena, room * sizeof *chains.now);
    for (size_t i = 0; i < room; i++) {
        chains.entity[i] = FILON_NONE;
        chains.now[i] = (int32_t)i;
    }
    number_findings(&chains, layer, findings);
    write_chains(&chains, layer, findings);
}

int gazetteer_link(struct filon_ctx *ctx, const struct filon_gazetteer *gazetteer, struct filon_doc *doc, struct findings *findings)
{
    struct filon_layer *layer = filon_layer(doc, FILON_ENTITY);
    struct rows rows = {layer, filon_rows(layer), filon_zalloc(filon_doc_arena(doc), (size_t)filon_rows(layer) + findings->n, 1)};
    uint32_t first = 0;
    for (uint32_t i = 0; i < findings->n; i++) {
        while (first < rows.n && filon_end(layer)[first] <= findings->items[i].match.begin)
            first++;
        if (place(ctx, gazetteer, doc, &rows, findings, &findings->items[i], first))
            return -1;
    }
    for (uint32_t i = 0; i < findings->n; i++) {
        struct finding *finding = &findings->items[i];
        if (finding->match.entry == FILON_NONE)
            continue;
        if (finding->row == FILON_NONE)
            add_row(layer, finding);
        write_row(doc, layer, finding);
    }
    join_chains(doc, layer, findings);
    bool any = false;
    for (uint32_t row = 0; row < rows.n; row++)
        any |= rows.state[row] = rows.state[row] == GONE;
    if (any)
        filon_remove(doc, FILON_ENTITY, rows.state);
    filon_sort(doc, FILON_ENTITY);
    return 0;
}
