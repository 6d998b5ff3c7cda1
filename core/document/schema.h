/* The layers of a pipeline: standard ones first, then declared ones, columns merged. */
#ifndef FILON_DOCUMENT_SCHEMA_H
#define FILON_DOCUMENT_SCHEMA_H

#include <filon/document.h>

struct filon_schema;

struct filon_schema *filon_schema_new(void); /* with the standard layers */
void filon_schema_free(struct filon_schema *schema);

/* Declares a layer or appends columns to one. A column that is there with another type: FILON_E_CONFIG naming who declared
 * it. `who` (a plugin, a script) is kept. Definitions are copied. */
int filon_schema_add(struct filon_schema *schema, const struct filon_layer_def *def, const char *who, struct filon_error *error);

int filon_schema_layers(const struct filon_schema *schema);
int filon_schema_find(const struct filon_schema *schema, const char *layer);               /* index or -1 */
int filon_schema_column(const struct filon_schema *schema, int layer, const char *column); /* index or -1 */
int filon_schema_columns(const struct filon_schema *schema, int layer);
const struct filon_layer_def *filon_schema_layer(const struct filon_schema *schema, int layer);

/* The document; its layers follow the schema, which must outlive it. */
struct filon_doc *filon_doc_new(const struct filon_schema *schema);
void filon_doc_free(struct filon_doc *doc);
void filon_doc_reset(struct filon_doc *doc);
void filon_doc_set_id(struct filon_doc *doc, struct filon_str id);
const struct filon_schema *filon_doc_schema(const struct filon_doc *doc);
const char *filon_doc_dropped(const struct filon_doc *doc); /* the reason or NULL */
bool filon_doc_finished(const struct filon_doc *doc);
const char *filon_doc_route_name(const struct filon_doc *doc); /* or NULL */
/* Counts resets: a view made of an older content is stale. */
uint64_t filon_doc_generation(const struct filon_doc *doc);
/* While frozen, adding rows and setting text or metadata is refused in Lua views (writers must not change it). */
void filon_doc_freeze(struct filon_doc *doc, bool frozen);
bool filon_doc_frozen(const struct filon_doc *doc);

/* Whether a column has been asked for since the reset; its values are defaults otherwise. */
bool filon_column_used(const struct filon_layer *layer, int column);
/* Every span and reference within bounds; for tests and after foreign plugins. -1 with FILON_E_INTERNAL naming layer, row, column. */
int filon_doc_check(struct filon_doc *doc, struct filon_error *error);

#endif
