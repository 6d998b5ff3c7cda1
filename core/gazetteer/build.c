/* build.c - from lists to tables. */
#include "gazetteer/gazetteer.h"

#include <stdlib.h>

#include "base/memory.h"

enum { SEEDS = 16, STRINGS_MOST = INT32_MAX };

struct name {
    uint64_t hash, first; /* of the whole, and of its first piece */
    uint32_t at, entry;   /* in strings */
    uint32_t pieces;
};

struct build {
    struct gazetteer_tables *tables;
    struct filon_arena *scratch;
    struct filon_map *ids;   /* to find an id that comes twice */
    struct filon_map *types; /* to their numbers */
    struct filon_buf strings, type_names, shared, folded;
    struct name *names;
    size_t n, room;
    size_t distinct;
    unsigned folds;
    uint64_t seed;
};

/* ---- Rows to strings and names. */

/* Pieces of a name, its hashes filled in; 0 if it has none, or more than there may be. */
static uint32_t measure(struct build *build, const char *text, uint32_t begin, uint32_t n, struct name *name)
{
    struct piece piece;
    uint32_t at = begin, end = begin + n, pieces = 0;
    build->folded.n = 0;
    name->hash = build->seed;
    while (gazetteer_next(text, end, &at, &piece)) {
        if (pieces++ == PIECES_MOST)
            return 0;
        gazetteer_fold(text, &piece, build->folds, build->seed, &build->folded);
        if (pieces == 1)
            name->first = piece.hash;
        name->hash = gazetteer_chain(name->hash, piece.hash);
    }
    return pieces;
}

static int add_name(struct build *build, const struct gazetteer_row *row, struct filon_str text, uint32_t entry, struct filon_error *error)
{
    struct name name = {.at = (uint32_t)build->strings.n, .entry = entry};
    name.pieces = measure(build, text.p, 0, (uint32_t)text.n, &name);
    if (!name.pieces)
        return gazetteer_row_error(row, error, "a name must have between 1 and %d words and signs", PIECES_MOST);
    if (build->n == build->room) {
        build->room = build->room ? build->room * 2 : 1024;
        build->names = filon_xrealloc(build->names, build->room * sizeof *build->names);
    }
    build->names[build->n++] = name;
    filon_buf_put(&build->strings, text.p, text.n);
    filon_buf_putc(&build->strings, '\0');
    return 0;
}

static int type_number(struct build *build, const struct gazetteer_row *row, struct filon_error *error)
{
    uint32_t number = filon_map_get(build->types, row->type);
    if (number != FILON_MAP_NONE)
        return (int)number;
    number = (uint32_t)filon_map_count(build->types) + 1;
    if (number > TYPES_MOST)
        return gazetteer_row_error(row, error, "more than %d types", TYPES_MOST);
    filon_map_set(build->types, row->type, number);
    filon_buf_put_str(&build->type_names, row->type);
    filon_buf_putc(&build->type_names, '\0');
    return (int)number;
}

static int take_row(void *arg, const struct gazetteer_row *row, struct filon_error *error)
{
    struct build *build = arg;
    uint32_t entry = (uint32_t)build->strings.n;
    if (filon_map_set(build->ids, row->id, 1) != FILON_MAP_NONE)
        return gazetteer_row_error(row, error, "the id `%.*s` comes a second time: one row an id, with all of its aliases",
                                   FILON_FMT(row->id));
    int type = type_number(build, row, error);
    if (type < 0)
        return -1;
    filon_buf_putc(&build->strings, (char)type);
    filon_buf_put_str(&build->strings, row->id);
    filon_buf_putc(&build->strings, '\0');
    if (add_name(build, row, row->name, entry, error))
        return -1;
    for (size_t i = 0; i < row->n_aliases; i++)
        if (add_name(build, row, row->aliases[i], entry, error))
            return -1;
    if (build->strings.n - entry > RECORD_BYTES_MOST)
        return gazetteer_row_error(row, error, "more than %d bytes of aliases", RECORD_BYTES_MOST);
    if (build->strings.n > STRINGS_MOST)
        return gazetteer_row_error(row, error, "the names are more than 2 GiB together: make it two gazetteers");
    build->tables->size.entries++;
    return 0;
}

/* ---- Names to tables. A seed for which two names cannot be told apart where they stand is given up for the next one. */

static int by_hash(const void *left, const void *right)
{
    const struct name *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static int by_first(const void *left, const void *right)
{
    const struct name *a = left, *b = right;
    return a->first < b->first ? -1 : a->first > b->first;
}

static struct filon_str folded(struct build *build, const struct name *name, struct filon_buf *out)
{
    struct piece piece;
    uint32_t at = name->at, end = name->at + (uint32_t)strlen(build->strings.p + name->at);
    out->n = 0;
    while (gazetteer_next(build->strings.p, end, &at, &piece)) {
        gazetteer_fold(build->strings.p, &piece, build->folds, build->seed, out);
        filon_buf_putc(out, ' ');
    }
    return filon_buf_str(out);
}

static bool same_name(struct build *build, const struct name *a, const struct name *b)
{
    struct filon_buf left = FILON_BUF_INIT, right = FILON_BUF_INIT;
    bool same = filon_str_eq(folded(build, a, &left), folded(build, b, &right));
    filon_buf_free(&left);
    filon_buf_free(&right);
    return same;
}

static uint32_t put_shared(struct build *build, size_t from, size_t to)
{
    uint32_t at = (uint32_t)(build->shared.n / sizeof at), end = 0;
    for (size_t i = from; i < to; i++)
        if (i == from || build->names[i].entry != build->names[i - 1].entry)
            filon_buf_put(&build->shared, &build->names[i].at, sizeof build->names[i].at);
    filon_buf_put(&build->shared, &end, sizeof end);
    return at | SHARED;
}

/* Whether all names found a place. */
static bool place_name(struct slot *slots, size_t n, uint64_t hash, uint32_t value)
{
    size_t at = gazetteer_place(hash, n);
    while (slots[at].name) {
        if (slots[at].tag == gazetteer_tag(hash))
            return false;
        at = at + 1 == n ? 0 : at + 1;
    }
    slots[at] = (struct slot){gazetteer_tag(hash), value};
    return true;
}

static bool fill_slots(struct build *build, struct slot *slots, size_t n)
{
    const struct name *names = build->names;
    build->shared.n = 0;
    build->distinct = 0;
    for (size_t i = 0, next; i < build->n; i = next, build->distinct++) {
        bool shared = false;
        for (next = i + 1; next < build->n && names[next].hash == names[i].hash; next++) {
            if (!same_name(build, &names[i], &names[next]))
                return false;
            shared |= names[next].entry != names[i].entry;
        }
        if (!place_name(slots, n, names[i].hash, shared ? put_shared(build, i, next) : names[i].at))
            return false;
    }
    return true;
}

static bool place_head(struct head *heads, size_t n, uint64_t hash, uint32_t lengths)
{
    size_t at = gazetteer_place(hash, n);
    while (heads[at].lengths) {
        if (heads[at].tag == gazetteer_tag(hash))
            return false;
        at = at + 1 == n ? 0 : at + 1;
    }
    heads[at] = (struct head){gazetteer_tag(hash), lengths};
    return true;
}

static size_t count_heads(const struct build *build)
{
    size_t n = 0;
    for (size_t i = 0; i < build->n; i++)
        n += i == 0 || build->names[i].first != build->names[i - 1].first;
    return n;
}

static bool fill_heads(const struct build *build, struct head *heads, size_t n)
{
    const struct name *names = build->names;
    for (size_t i = 0, next; i < build->n; i = next) {
        uint32_t lengths = 0;
        for (next = i; next < build->n && names[next].first == names[i].first; next++)
            lengths |= 1u << (names[next].pieces - 1);
        if (!place_head(heads, n, names[i].first, lengths))
            return false;
    }
    return true;
}

static size_t room_for(size_t n)
{
    return n + n / 3 + 1;
}

/* The tables for one seed, in memory that free() frees; false if it will not do. */
static bool try_seed(struct build *build, struct slot **slots, struct head **heads)
{
    struct gazetteer_tables *tables = build->tables;
    for (size_t i = 0; i < build->n && build->seed; i++) /* for the first seed it was done as they came */
        measure(build, build->strings.p, build->names[i].at, (uint32_t)strlen(build->strings.p + build->names[i].at), &build->names[i]);
    if (build->n)
        qsort(build->names, build->n, sizeof *build->names, by_hash);
    size_t distinct = 0;
    for (size_t i = 0; i < build->n; i++)
        distinct += i == 0 || build->names[i].hash != build->names[i - 1].hash;
    tables->n_slots = room_for(distinct);
    *slots = filon_xrealloc(*slots, tables->n_slots * sizeof **slots);
    memset(*slots, 0, tables->n_slots * sizeof **slots);
    if (!fill_slots(build, *slots, tables->n_slots))
        return false;
    if (build->n)
        qsort(build->names, build->n, sizeof *build->names, by_first);
    tables->n_heads = room_for(count_heads(build));
    *heads = filon_xrealloc(*heads, tables->n_heads * sizeof **heads);
    memset(*heads, 0, tables->n_heads * sizeof **heads);
    return fill_heads(build, *heads, tables->n_heads);
}

static void *keep(struct filon_arena *arena, const void *bytes, size_t n)
{
    void *copy = filon_alloc(arena, n);
    if (n)
        memcpy(copy, bytes, n);
    return copy;
}

static int make_tables(struct build *build, struct filon_arena *arena, struct filon_error *error)
{
    struct gazetteer_tables *tables = build->tables;
    struct slot *slots = NULL;
    struct head *heads = NULL;
    bool done = false;
    for (build->seed = 0; build->seed < SEEDS && !(done = try_seed(build, &slots, &heads)); build->seed++)
        ;
    if (done) {
        tables->seed = build->seed;
        tables->size.names = (uint32_t)build->distinct;
        tables->slots = keep(arena, slots, tables->n_slots * sizeof *slots);
        tables->heads = keep(arena, heads, tables->n_heads * sizeof *heads);
        tables->strings = keep(arena, build->strings.p, tables->n_strings = build->strings.n);
        tables->types = keep(arena, build->type_names.p, tables->n_types = build->type_names.n);
        tables->shared = keep(arena, build->shared.p, build->shared.n);
        tables->n_shared = build->shared.n / sizeof *tables->shared;
    }
    free(slots);
    free(heads);
    return done ? 0 : filon_error_set(error, FILON_E_INTERNAL, "no hash tells these names apart");
}

int gazetteer_build(struct gazetteer_tables *tables, struct filon_arena *arena, const char *const *lists, size_t n, unsigned folds,
                    struct filon_error *error)
{
    *tables = (struct gazetteer_tables){.folds = folds};
    struct build build = {.tables = tables, .scratch = filon_arena_new(), .folds = folds};
    build.ids = filon_map_new(build.scratch, 0);
    build.types = filon_map_new(build.scratch, TYPES_MOST);
    int failed = 0;
    for (size_t i = 0; i < n && !failed; i++)
        failed = gazetteer_read(build.scratch, lists[i], take_row, &build, error);
    if (!failed)
        failed = make_tables(&build, arena, error);
    filon_buf_free(&build.strings);
    filon_buf_free(&build.type_names);
    filon_buf_free(&build.shared);
    filon_buf_free(&build.folded);
    free(build.names);
    filon_arena_free(build.scratch);
    return failed ? -1 : 0;
}
