/* match.c - names in a sentence. */
#include "gazetteer/gazetteer.h"

#include "base/memory.h"

struct walk {
    struct filon_gazetteer *gazetteer;
    struct filon_str text;
    const uint32_t *begin, *end;
    size_t n;
};

static void add_piece(struct filon_gazetteer *g, const struct piece *piece)
{
    if (g->n_pieces == g->pieces_room) {
        g->pieces_room = g->pieces_room ? g->pieces_room * 2 : 256;
        g->pieces = filon_xrealloc(g->pieces, g->pieces_room * sizeof *g->pieces);
    }
    g->pieces[g->n_pieces++] = *piece;
}

/* All pieces of the sentence: their folded forms stand one behind the other, so that a name is compared with a slice. */
static void split(const struct walk *walk)
{
    struct filon_gazetteer *g = walk->gazetteer;
    struct piece piece;
    uint32_t at = walk->begin[0], end = walk->end[walk->n - 1];
    g->n_pieces = 0;
    g->folded.n = 0;
    while (gazetteer_next(walk->text.p, end, &at, &piece)) {
        gazetteer_fold(walk->text.p, &piece, g->tables.folds, g->tables.seed, &g->folded);
        filon_buf_reserve(&g->folded, 1);
        g->folded.p[g->folded.n++] = ' ';
        add_piece(g, &piece);
    }
}

static uint32_t lengths_of(const struct gazetteer_tables *tables, uint64_t hash)
{
    size_t at = gazetteer_place(hash, tables->n_heads);
    for (size_t steps = 0; steps < tables->n_heads && tables->heads[at].lengths; steps++) {
        if (tables->heads[at].tag == gazetteer_tag(hash))
            return tables->heads[at].lengths;
        at = at + 1 == tables->n_heads ? 0 : at + 1;
    }
    return 0;
}

static uint32_t name_of(const struct gazetteer_tables *tables, uint64_t hash)
{
    size_t at = gazetteer_place(hash, tables->n_slots);
    for (size_t steps = 0; steps < tables->n_slots && tables->slots[at].name; steps++) {
        if (tables->slots[at].tag == gazetteer_tag(hash))
            return tables->slots[at].name;
        at = at + 1 == tables->n_slots ? 0 : at + 1;
    }
    return 0;
}

/* Whether the name that was looked up is written as the pieces [first, last]. */
static bool is_written(struct filon_gazetteer *g, uint32_t name, const struct piece *first, const struct piece *last)
{
    const struct gazetteer_tables *tables = &g->tables;
    uint32_t at = name;
    if (name & SHARED) {
        if ((name & ~SHARED) >= tables->n_shared)
            return false;
        at = tables->shared[name & ~SHARED];
    }
    if (at >= tables->n_strings)
        return false;
    uint32_t room = (uint32_t)(tables->n_strings - at),
             end = at + (uint32_t)strnlen(tables->strings + at, room < NAME_BYTES_MOST ? room : NAME_BYTES_MOST);
    struct piece piece;
    g->compared.n = 0;
    while (gazetteer_next(tables->strings, end, &at, &piece)) {
        gazetteer_fold(tables->strings, &piece, tables->folds, tables->seed, &g->compared);
        filon_buf_putc(&g->compared, ' ');
    }
    struct filon_str slice = {g->folded.p + first->at, last->at + last->n + 1 - first->at};
    return filon_str_eq(slice, filon_buf_str(&g->compared));
}

/* Whether a token ends where a piece does; *token moves on with the pieces. */
static bool ends_token(const struct walk *walk, size_t token, uint32_t end)
{
    while (token < walk->n && walk->end[token] < end)
        token++;
    return token < walk->n && walk->end[token] == end;
}

/* The longest name that begins at a piece, which begins a token: its pieces, 0 none. */
static size_t longest(const struct walk *walk, size_t first, size_t token, uint32_t *name)
{
    struct filon_gazetteer *g = walk->gazetteer;
    uint32_t lengths = lengths_of(&g->tables, g->pieces[first].hash);
    if (!lengths)
        return 0;
    uint64_t hashes[PIECES_MOST], hash = g->tables.seed;
    size_t most = 32u - (unsigned)__builtin_clz(lengths), left = g->n_pieces - first;
    if (most > left) {
        most = left;
        lengths &= (uint32_t)((1ull << most) - 1);
    }
    for (size_t i = 0; i < most; i++)
        hashes[i] = hash = gazetteer_chain(hash, g->pieces[first + i].hash);
    while (lengths) {
        unsigned i = 31u - (unsigned)__builtin_clz(lengths);
        lengths &= ~(1u << i);
        *name = name_of(&g->tables, hashes[i]);
        if (*name && ends_token(walk, token, g->pieces[first + i].end) && is_written(g, *name, &g->pieces[first], &g->pieces[first + i]))
            return i + 1;
    }
    return 0;
}

size_t filon_gazetteer_match(struct filon_gazetteer *gazetteer, struct filon_str text, const uint32_t *begin, const uint32_t *end, size_t n,
                             const struct filon_gazetteer_match **matches)
{
    struct walk walk = {gazetteer, text, begin, end, n};
    gazetteer->matches.n = 0;
    if (n)
        split(&walk);
    for (size_t i = 0, token = 0; n && i < gazetteer->n_pieces;) {
        while (token < n && begin[token] < gazetteer->pieces[i].begin)
            token++;
        if (token == n)
            break;
        uint32_t name;
        size_t pieces = begin[token] == gazetteer->pieces[i].begin ? longest(&walk, i, token, &name) : 0;
        if (pieces) {
            struct filon_gazetteer_match match = {gazetteer->pieces[i].begin, gazetteer->pieces[i + pieces - 1].end, name};
            filon_buf_put(&gazetteer->matches, &match, sizeof match);
        }
        i += pieces ? pieces : 1;
    }
    *matches = (const void *)gazetteer->matches.p;
    return gazetteer->matches.n / sizeof **matches;
}

/* ---- What they stand for. */

static int damaged(const struct filon_gazetteer *gazetteer, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_CONFIG, "%s: a damaged gazetteer: compile it again", gazetteer->path);
}

/* A string with its NUL at *at, which moves behind it. */
static bool take_string(const struct gazetteer_tables *tables, uint32_t *at, struct filon_str *out)
{
    if (*at >= tables->n_strings)
        return false;
    size_t room = tables->n_strings - *at;
    *out = (struct filon_str){tables->strings + *at, strnlen(tables->strings + *at, room < RECORD_BYTES_MOST ? room : RECORD_BYTES_MOST)};
    if (out->n == room || out->n == RECORD_BYTES_MOST || filon_utf8_check(out->p, out->n) < out->n)
        return false;
    *at += (uint32_t)out->n + 1;
    return true;
}

int filon_gazetteer_entry(const struct filon_gazetteer *gazetteer, uint32_t at, struct filon_gazetteer_entry *entry,
                          struct filon_error *error)
{
    const struct gazetteer_tables *tables = &gazetteer->tables;
    *entry = (struct filon_gazetteer_entry){.next = FILON_NONE};
    uint32_t name = at;
    if (at & SHARED) {
        uint32_t place = at & ~SHARED;
        if (place >= tables->n_shared)
            return damaged(gazetteer, error);
        name = tables->shared[place];
        if (place + 1 < tables->n_shared && tables->shared[place + 1])
            entry->next = at + 1;
    }
    if (name >= tables->n_strings)
        return damaged(gazetteer, error);
    uint32_t record = name, least = name < RECORD_BYTES_MOST ? 0 : name - RECORD_BYTES_MOST;
    while (record > least && (unsigned char)(tables->strings[record] - 1) >= TYPES_MOST)
        record--;
    unsigned type = (unsigned char)tables->strings[record];
    record++;
    if (type < 1 || type > TYPES_MOST || !gazetteer->type[type] || !take_string(tables, &record, &entry->id) ||
        !take_string(tables, &record, &entry->name))
        return damaged(gazetteer, error);
    entry->type = *gazetteer->type[type] ? filon_str_of(gazetteer->type[type]) : FILON_NO_STR;
    return 0;
}

struct filon_gazetteer_size filon_gazetteer_size(const struct filon_gazetteer *gazetteer)
{
    return gazetteer->tables.size;
}
