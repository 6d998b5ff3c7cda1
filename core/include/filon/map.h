/* filon/map.h - a hash map from byte strings to 32-bit numbers, for lexicons and intern tables. */
#ifndef FILON_MAP_H
#define FILON_MAP_H

#include <filon/arena.h>

struct filon_map;

/* Lives in the arena, keys are copied into it. `expect` is a hint of how many keys will come. */
FILON_API struct filon_map *filon_map_new(struct filon_arena *arena, size_t expect);

/* The number under a key, or FILON_MAP_NONE. */
#define FILON_MAP_NONE UINT32_MAX
FILON_API uint32_t filon_map_get(const struct filon_map *map, struct filon_str key);

/* Sets or replaces; value != FILON_MAP_NONE. Returns the number that was there before, or FILON_MAP_NONE. */
FILON_API uint32_t filon_map_set(struct filon_map *map, struct filon_str key, uint32_t value);

/* Sets a key that is not there yet. Returns the number under it: `value`, or the one that was there before. Since 1.1. */
FILON_API uint32_t filon_map_add(struct filon_map *map, struct filon_str key, uint32_t value);

FILON_API size_t filon_map_count(const struct filon_map *map);

/* The i-th key in the order of first setting; i < count. *value may be NULL. */
FILON_API struct filon_str filon_map_key(const struct filon_map *map, size_t i, uint32_t *value);

#endif
