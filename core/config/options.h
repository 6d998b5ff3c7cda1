/* Option tables -> structs: from YAML maps, from --set, from defaults. One parser for all. */
#ifndef FILON_CONFIG_OPTIONS_H
#define FILON_CONFIG_OPTIONS_H

#include <filon/yaml.h>
#include <filon/plugin.h>

/* Fills *opts (options_size bytes, zeroed here) with the defaults. A default that does not parse is FILON_E_CONFIG
 * naming the option: the plugin is wrong. Strings and lists live in the arena. A default that begins with [, " or ' is read as YAML,
 * any other is the text as it stands; default paths stay as written. */
int filon_options_init(const struct filon_option *table, void *opts, size_t size, struct filon_arena *arena, struct filon_error *error);

/* Lays a YAML map over it. dir: folder that relative paths start from. `known`: further keys that are allowed and
 * left alone (NULL-terminated, or NULL). Unknown keys: "unknown option `modle`; did you mean `model`?" and otherwise the list of options.
 * node may be NULL or a null node: nothing to lay over. Wrong type, range, choice: FILE:LINE:COLUMN: path: what is wanted and what was found. */
int filon_options_apply(const struct filon_option *table, void *opts, struct filon_arena *arena, const struct filon_node *map, const char *dir,
                        const char *const *known, struct filon_error *error);

/* The same with the word that names a key in messages: "key" for job files, "option" in filon_options_apply. */
int filon_options_lay(const struct filon_option *table, void *opts, struct filon_arena *arena, const struct filon_node *map, const char *dir,
                      const char *const *known, const char *noun, struct filon_error *error);

/* Which required options have not been given in any of the maps; call after all is laid. The message stands at the first map that has a
 * place in a file, if there is one. what: "plugin `x`". */
int filon_options_complete(const struct filon_option *table, const struct filon_node *const *maps, size_t n_maps, const char *what, struct filon_error *error);

/* Keys that every stage takes beside its plugin's options, so no option may have such a name: "when", "route", NULL. */
extern const char *const filon_common_keys[];

/* Checks that a table is sound (names, types, defaults within range, offsets within size): for loading foreign plugins. */
int filon_options_check(const struct filon_option *table, size_t size, struct filon_error *error);

/* The option of that name or alias, or NULL. */
const struct filon_option *filon_option_find(const struct filon_option *table, const char *name);

/* How documentation shows them. type: "integer 0..64", "one of a, b", "duration"; appended. */
void filon_option_type_text(const struct filon_option *option, struct filon_buf *out);

/* One value into *opts, as filon_options_apply does it; dir NULL: paths stay as written. */
int filon_option_store(const struct filon_option *option, void *opts, struct filon_arena *arena, const struct filon_node *value, const char *dir,
                       struct filon_error *error);

#endif
