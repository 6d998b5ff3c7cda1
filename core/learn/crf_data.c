/* crf_data.c - labelled sequences for training; features get numbers. */
#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"
#include "learn/crf_impl.h"

struct filon_crf_data *filon_crf_data_new(const char *const *labels, bool (*allowed)(unsigned from, unsigned to))
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_crf_data *data = filon_zalloc(arena, 1, sizeof *data);
    data->arena = arena;
    data->allowed = allowed;
    while (labels[data->n_labels])
        data->n_labels++;
    data->names = filon_zalloc(arena, data->n_labels + 1, sizeof *data->names);
    for (unsigned i = 0; i < data->n_labels; i++)
        data->names[i] = filon_strdup(arena, labels[i]);
    return data;
}

void filon_crf_data_free(struct filon_crf_data *data)
{
    if (!data)
        return;
    filon_buf_free(&data->features);
    filon_buf_free(&data->tokens);
    filon_buf_free(&data->sequences);
    free(data->ids);
    filon_arena_free(data->arena);
}

void filon_crf_data_token(struct filon_crf_data *data, const uint64_t *features, size_t n, unsigned label)
{
    struct crf_token token = {data->features.n / sizeof *features, (uint32_t)n, label};
    filon_buf_put(&data->features, features, n * sizeof *features);
    filon_buf_put(&data->tokens, &token, sizeof token);
}

void filon_crf_data_end(struct filon_crf_data *data)
{
    uint32_t n = (uint32_t)(data->tokens.n / sizeof(struct crf_token));
    struct crf_sequence sequence = {data->open, n - data->open};
    if (!sequence.n)
        return;
    filon_buf_put(&data->sequences, &sequence, sizeof sequence);
    data->open = n;
}

/* A table from hash to a slot; counts beside. */
struct table {
    uint64_t *keys; /* 0 free: a feature of hash 0 shares with hash 1 */
    uint32_t *counts, *ids;
    size_t mask;
};

static size_t slot_of(const struct table *table, uint64_t hash)
{
    hash |= !hash;
    size_t at = (hash ^ hash >> 32) & table->mask;
    while (table->keys[at] && table->keys[at] != hash)
        at = (at + 1) & table->mask;
    table->keys[at] = hash;
    return at;
}

static void *filled(size_t n, int byte)
{
    return memset(filon_xrealloc(NULL, n ? n : 1), byte, n);
}

/* Numbers by falling frequency: rows that are used together lie together. */
static uint32_t rank(struct table *table, unsigned least)
{
    enum { MOST = 1 << 16 };
    uint32_t *starts = filled((MOST + 1) * sizeof *starts, 0), n = 0;
    size_t slots = table->mask + 1;
    for (size_t at = 0; at < slots; at++)
        if (table->keys[at] && table->counts[at] >= least)
            starts[table->counts[at] < MOST ? table->counts[at] : MOST]++;
    for (unsigned count = MOST + 1; count-- > 0;) {
        uint32_t here = starts[count];
        starts[count] = n;
        n += here;
    }
    for (size_t at = 0; at < slots; at++)
        if (table->keys[at] && table->counts[at] >= least)
            table->ids[at] = starts[table->counts[at] < MOST ? table->counts[at] : MOST]++;
    free(starts);
    return n;
}

void filon_crf_data_number(struct filon_crf_data *data, unsigned least)
{
    size_t n = data->features.n / sizeof(uint64_t), slots = 1024;
    const uint64_t *hashes = (const void *)data->features.p;
    while (slots < 2 * n)
        slots *= 2;
    struct table table = {filled(slots * sizeof *table.keys, 0), filled(slots * sizeof *table.counts, 0),
                          filled(slots * sizeof *table.ids, 0xff), slots - 1};
    data->ids = filon_xrealloc(NULL, (n + 1) * sizeof *data->ids);
    for (size_t i = 0; i < n; i++)
        table.counts[slot_of(&table, hashes[i])]++;
    data->n_features = rank(&table, least);
    data->hashes = filon_alloc(data->arena, (data->n_features + 1) * sizeof *data->hashes);
    for (size_t i = 0; i < n; i++) {
        size_t at = slot_of(&table, hashes[i]);
        data->ids[i] = table.ids[at];
        if (table.ids[at] != UINT32_MAX)
            data->hashes[table.ids[at]] = table.keys[at];
    }
    free(table.keys);
    free(table.counts);
    free(table.ids);
}
