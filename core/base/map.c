#include <filon/map.h>

/* Open addressing; slots hold entry numbers, entries keep the order of setting. Old tables stay in the
 * arena when the map grows: at most as much again as the final one. */
struct entry {
    struct filon_str key;
    uint64_t hash;
    uint32_t value;
};

struct filon_map {
    struct filon_arena *arena;
    uint32_t *slots; /* entry number + 1; 0 free */
    struct entry *entries;
    size_t mask, count, room;
};

static void resize(struct filon_map *map, size_t slots)
{
    size_t room = slots / 2;
    struct entry *entries = filon_alloc(map->arena, room * sizeof *entries);
    if (map->count)
        memcpy(entries, map->entries, map->count * sizeof *entries);
    map->entries = entries;
    map->room = room;
    map->slots = filon_zalloc(map->arena, slots, sizeof *map->slots);
    map->mask = slots - 1;
    for (size_t i = 0; i < map->count; i++) {
        size_t at = entries[i].hash & map->mask;
        while (map->slots[at])
            at = (at + 1) & map->mask;
        map->slots[at] = (uint32_t)i + 1;
    }
}

struct filon_map *filon_map_new(struct filon_arena *arena, size_t expect)
{
    struct filon_map *map = filon_zalloc(arena, 1, sizeof *map);
    size_t slots = 16;
    while (slots / 2 < expect)
        slots *= 2;
    map->arena = arena;
    resize(map, slots);
    return map;
}

static uint32_t *find(const struct filon_map *map, struct filon_str key, uint64_t hash)
{
    size_t at = hash & map->mask;
    for (; map->slots[at]; at = (at + 1) & map->mask) {
        const struct entry *entry = &map->entries[map->slots[at] - 1];
        if (entry->hash == hash && filon_str_eq(entry->key, key))
            break;
    }
    return &map->slots[at];
}

uint32_t filon_map_get(const struct filon_map *map, struct filon_str key)
{
    uint32_t slot = *find(map, key, filon_hash(key.p, key.n, 0));
    return slot ? map->entries[slot - 1].value : FILON_MAP_NONE;
}

/* The key's entry, made if there is none: *made. */
static struct entry *entry_of(struct filon_map *map, struct filon_str key, uint32_t value, bool *made)
{
    uint64_t hash = filon_hash(key.p, key.n, 0);
    uint32_t *slot = find(map, key, hash);
    *made = !*slot;
    if (*slot)
        return &map->entries[*slot - 1];
    if (map->count == map->room) {
        resize(map, (map->mask + 1) * 2);
        slot = find(map, key, hash);
    }
    if (!key.p)
        key.p = "";
    map->entries[map->count] = (struct entry){filon_str_dup(map->arena, key), hash, value};
    *slot = (uint32_t)++map->count;
    return &map->entries[map->count - 1];
}

uint32_t filon_map_set(struct filon_map *map, struct filon_str key, uint32_t value)
{
    bool made;
    struct entry *entry = entry_of(map, key, value, &made);
    uint32_t before = made ? FILON_MAP_NONE : entry->value;
    entry->value = value;
    return before;
}

uint32_t filon_map_add(struct filon_map *map, struct filon_str key, uint32_t value)
{
    bool made;
    return entry_of(map, key, value, &made)->value;
}

size_t filon_map_count(const struct filon_map *map)
{
    return map->count;
}

struct filon_str filon_map_key(const struct filon_map *map, size_t i, uint32_t *value)
{
    if (value)
        *value = map->entries[i].value;
    return map->entries[i].key;
}
