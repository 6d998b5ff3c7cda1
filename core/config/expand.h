/* What a job file takes from outside: ${VARIABLES}, ${file:SECRETS}, and the maps of other files (`include:`). */
#ifndef FILON_CONFIG_EXPAND_H
#define FILON_CONFIG_EXPAND_H

#include <filon/yaml.h>

struct filon_secret {
    struct filon_secret *next;
    struct filon_str text;
};

/* In every scalar: ${NAME} is the environment's, ${NAME:-text} has a default for one that is not set or empty, ${file:PATH} is a file's content
 * without its last line feed (PATH from `dir`); $${ is a plain ${. What comes from files is also put in front of *secrets. FILON_E_CONFIG. */
int filon_expand(struct filon_node *root, struct filon_arena *arena, const char *dir, struct filon_secret **secrets, struct filon_error *error);

/* `include: FILE` or a list: each is a map whose keys are laid under those of root (a later file over an earlier one; maps are merged, all else is
 * replaced whole), with marks of its own. Paths start from the folder of the file that says them. Expands what it reads. FILON_E_CONFIG. */
int filon_include(struct filon_node *root, struct filon_arena *arena, const char *dir, struct filon_secret **secrets, struct filon_error *error);

#endif
