/* The inside of documents and layers, for this room alone. */
#ifndef FILON_DOCUMENT_IMPL_H
#define FILON_DOCUMENT_IMPL_H

#include "document/schema.h"

struct column {
    enum filon_type type;
    uint8_t size;    /* bytes of a cell */
    bool used;       /* asked for since the last reset; else it holds nothing */
    void *cells;     /* room for layer->room cells, when used or kept from before */
    uint32_t room;
};

struct filon_layer {
    struct filon_doc *doc;
    const struct filon_layer_def *def;
    int index, columns;
    uint32_t rows, room;
    uint32_t *begin, *end;
    struct column *column;
};

struct meta {
    const char *key;
    struct filon_str value;
    struct filon_span span;
};

enum { META_MOST = 64 };

struct filon_doc {
    const struct filon_schema *schema;
    struct filon_arena *arena;
    struct filon_str id, source, text;
    const char *dropped, *route;
    struct meta meta[META_MOST];
    size_t n_meta;
    uint32_t *codepoints; /* code points before each 64th byte; NULL until asked for */
    bool ascii, frozen, finished;
    uint64_t generation;
    int n_layers;
    struct filon_layer *layer;
};

/* Sets rows [from, to) of a column to its default. */
void filon_column_clear(struct column *column, uint32_t from, uint32_t to);

#endif
