/* filon/yaml.h - YAML as a small tree with marks: budgets for depth and nodes, no aliases, no tags beyond the core ones, no
 * duplicate keys, one document a file. For lists that users write beside their jobs. */
#ifndef FILON_YAML_H
#define FILON_YAML_H

#include <filon/arena.h>
#include <filon/buf.h>
#include <filon/error.h>

struct filon_mark {
    const char *file; /* as the user named it; or "--set"; or a script */
    unsigned line, column; /* from 1; column counts code points; line 0: no place known */
};

enum filon_node_kind { FILON_NODE_NULL, FILON_NODE_SCALAR, FILON_NODE_LIST, FILON_NODE_MAP };

struct filon_node {
    enum filon_node_kind kind;
    struct filon_mark mark;           /* of the value */
    struct filon_mark key_mark;       /* of its key, where the parent is a map */
    const char *key;                  /* NULL outside a map */
    struct filon_node *parent;        /* NULL for the root */
    struct filon_node *first, *next;  /* children in order; next sibling */
    struct filon_node *last;          /* child */
    unsigned count;                   /* of children */
    unsigned index;                   /* of this one in its parent, from 0 */
    struct filon_str text;            /* a scalar's text, NUL-terminated */
    bool quoted;                      /* 'x' or "x": never null, number or boolean */
    bool secret;                      /* never to be shown: part of the text is from ${file:…} */
};

#define FILON_YAML_DEPTH 64
#define FILON_YAML_NODES 100000
#define FILON_YAML_BYTES ((size_t)1 << 20)

/* NULL with a FILON_E_CONFIG error "FILE:LINE:COLUMN: …". The tree lives in the arena. An empty file is a NULL node. */
FILON_API struct filon_node *filon_yaml_load(struct filon_arena *arena, const char *path, struct filon_error *error);
FILON_API struct filon_node *filon_yaml_parse(struct filon_arena *arena, const char *label, struct filon_str text, struct filon_error *error);

/* Trees made by hand (from Lua tables, from --set). */
FILON_API struct filon_node *filon_node_new(struct filon_arena *arena, enum filon_node_kind kind, struct filon_mark mark);
FILON_API void filon_node_append(struct filon_node *parent, const char *key, struct filon_node *child); /* key is kept, not copied */

FILON_API struct filon_node *filon_node_get(const struct filon_node *map, const char *key); /* NULL if absent or no map */

/* "FILE:LINE:COLUMN: limits.workers: message", FILON_E_CONFIG, or FILON_E_USAGE where the mark's file is "--set …"; returns -1.
 * The place is the value's. */
FILON_API int filon_node_error(const struct filon_node *node, struct filon_error *error, const char *format, ...) FILON_PRINTF(3, 4);
/* The same at the node's key: for unknown and duplicate keys. */
FILON_API int filon_node_key_error(const struct filon_node *node, struct filon_error *error, const char *format, ...) FILON_PRINTF(3, 4);
/* "write[0].jsonl.path"; appended. */
FILON_API void filon_node_path(const struct filon_node *node, struct filon_buf *out);
/* What a message says was found: "`text`" (cut, on one line), "a list", "a map", "nothing", "a secret"; appended. */
FILON_API void filon_node_describe(const struct filon_node *node, struct filon_buf *out);
/* filon_node_error with "found …; wanted WANTED". */
FILON_API int filon_node_found(const struct filon_node *node, struct filon_error *error, const char *wanted);
/* At most `most` bytes of valid UTF-8, cut before a whole character, on one line; appended. */
FILON_API void filon_put_short(struct filon_buf *out, struct filon_str text, size_t most);

#endif
