#include "document/schema.h"

#include <ctype.h>

/* A layer whose columns grow as plugins declare them; `def` always describes the present state. */
struct grown {
    struct filon_layer_def def;
    struct filon_column *columns;
    const char **who; /* declared each column */
    int count;
};

enum { LAYERS_MOST = 256, COLUMNS_MOST = 64 };

struct filon_schema {
    struct filon_arena *arena;
    struct grown layer[LAYERS_MOST];
    int layers;
};

static const struct filon_column block_columns[] = {
    {"kind", FILON_STR_T, NULL, "title lead paragraph heading list caption byline dateline boilerplate …"},
    {"content", FILON_BOOL, NULL, "whether it is text of the article"},
    {0}};
static const struct filon_column no_columns[] = {{0}};
static const struct filon_column token_columns[] = {
    {"form", FILON_STR_T, NULL, "the syntactic word, where it is not the text of the span"},
    {"lemma", FILON_STR_T, NULL, "lemma"},
    {"upos", FILON_STR_T, NULL, "universal part of speech"},
    {"feats", FILON_STR_T, NULL, "morphological features, Gender=Fem|Number=Sing"},
    {"head", FILON_REF, "token", "the syntactic head; none for a root"},
    {"deprel", FILON_STR_T, NULL, "relation to the head"},
    {0}};
static const struct filon_column entity_columns[] = {
    {"type", FILON_STR_T, NULL, "PER LOC ORG MISC DATE TIME"},
    {"name", FILON_STR_T, NULL, "the fullest name in the document"},
    {"chain", FILON_I32, NULL, "mentions of one entity have one number, from 1"},
    {"ref_id", FILON_STR_T, NULL, "identifier from a gazetteer"},
    {"score", FILON_F32, NULL, "confidence, 0 to 1"},
    {0}};
static const struct filon_column quote_columns[] = {
    {"type", FILON_STR_T, NULL, "direct indirect mixed"},
    {"cue", FILON_SPAN, NULL, "the words that introduce it"},
    {"source", FILON_SPAN, NULL, "the mention of the speaker"},
    {"holder", FILON_STR_T, NULL, "the speaker's fullest name"},
    {"score", FILON_F32, NULL, "confidence, 0 to 1"},
    {0}};
static const struct filon_column stance_columns[] = {
    {"holder", FILON_STR_T, NULL, "who"},
    {"target", FILON_STR_T, NULL, "for or against whom or what"},
    {"target_type", FILON_STR_T, NULL, "entity issue"},
    {"polarity", FILON_STR_T, NULL, "favor against"},
    {"act", FILON_STR_T, NULL, "support oppose accuse deny demand commit doubt"},
    {"score", FILON_F32, NULL, "confidence, 0 to 1"},
    {0}};
static const struct filon_column position_columns[] = {
    {"claim", FILON_STR_T, NULL, "the configured claim's id"},
    {"holder", FILON_STR_T, NULL, "who"},
    {"position", FILON_STR_T, NULL, "favor against neutral"},
    {"score", FILON_F32, NULL, "confidence, 0 to 1"},
    {0}};

static const struct filon_layer_def standard[FILON_STANDARD_LAYERS] = {
    [FILON_BLOCK] = {"block", "paragraphs, headings, menus: all of the text, in order", block_columns},
    [FILON_SENTENCE] = {"sentence", "sentences, each within a block", no_columns},
    [FILON_TOKEN] = {"token", "syntactic words of Universal Dependencies", token_columns},
    [FILON_ENTITY] = {"entity", "names, dates and times", entity_columns},
    [FILON_QUOTE] = {"quote", "who says what; the span is the content", quote_columns},
    [FILON_STANCE] = {"stance", "who is for or against whom or what; the span is the evidence", stance_columns},
    [FILON_POSITION] = {"position", "positions on configured claims; the span is the evidence", position_columns},
};

struct filon_schema *filon_schema_new(void)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_schema *schema = filon_zalloc(arena, 1, sizeof *schema);
    schema->arena = arena;
    for (int i = 0; i < FILON_STANDARD_LAYERS; i++)
        filon_schema_add(schema, &standard[i], "filon", NULL);
    return schema;
}

void filon_schema_free(struct filon_schema *schema)
{
    if (schema)
        filon_arena_free(schema->arena);
}

static bool good_name(const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++)
        if (!((name[i] >= 'a' && name[i] <= 'z') || (i && (isdigit((unsigned char)name[i]) || name[i] == '_'))))
            return false;
    return n > 0 && n < 64;
}

static bool reserved(const char *name)
{
    return strcmp(name, "begin") == 0 || strcmp(name, "end") == 0 || strcmp(name, "text") == 0 || strcmp(name, "id") == 0 || strcmp(name, "stop") == 0 ||
           strcmp(name, "doc") == 0 || strcmp(name, "row") == 0;
}

static int add_column(struct filon_schema *schema, struct grown *layer, const struct filon_column *column, const char *who, struct filon_error *error)
{
    const char *name = layer->def.name;
    if (!good_name(column->name) || reserved(column->name))
        return filon_error_set(error, FILON_E_CONFIG, "%s: layer `%s`: `%s` cannot name a column: [a-z][a-z0-9_]*, not begin, end, stop, text, id, doc, row", who,
                               name, column->name);
    if (column->type < FILON_I32 || column->type > FILON_SPAN || (column->type == FILON_REF) != (column->target != NULL))
        return filon_error_set(error, FILON_E_CONFIG, "%s: layer `%s`: column `%s` has no valid type", who, name, column->name);
    for (int i = 0; i < layer->count; i++) {
        const struct filon_column *there = &layer->columns[i];
        if (strcmp(there->name, column->name) != 0)
            continue;
        if (there->type != column->type || (there->target && strcmp(there->target, column->target) != 0))
            return filon_error_set(error, FILON_E_CONFIG, "%s: layer `%s`: column `%s` is declared with another type by %s", who, name, column->name,
                                   layer->who[i]);
        return 0;
    }
    if (layer->count == COLUMNS_MOST)
        return filon_error_set(error, FILON_E_CONFIG, "%s: layer `%s` has more than %d columns", who, name, COLUMNS_MOST);
    layer->who[layer->count] = filon_strdup(schema->arena, who);
    layer->columns[layer->count++] = (struct filon_column){filon_strdup(schema->arena, column->name), column->type,
                                                           column->target ? filon_strdup(schema->arena, column->target) : NULL,
                                                           filon_strdup(schema->arena, column->help ? column->help : "")};
    return 0;
}

int filon_schema_add(struct filon_schema *schema, const struct filon_layer_def *def, const char *who, struct filon_error *error)
{
    int index = filon_schema_find(schema, def->name);
    if (index < 0) {
        if (!good_name(def->name))
            return filon_error_set(error, FILON_E_CONFIG, "%s: `%s` cannot name a layer: [a-z][a-z0-9_]*", who, def->name);
        if (schema->layers == LAYERS_MOST)
            return filon_error_set(error, FILON_E_CONFIG, "%s: more than %d layers", who, LAYERS_MOST);
        index = schema->layers++;
        struct grown *fresh = &schema->layer[index];
        fresh->columns = filon_zalloc(schema->arena, COLUMNS_MOST + 1, sizeof *fresh->columns);
        fresh->who = filon_zalloc(schema->arena, COLUMNS_MOST, sizeof *fresh->who);
        fresh->def = (struct filon_layer_def){filon_strdup(schema->arena, def->name), filon_strdup(schema->arena, def->help ? def->help : ""), fresh->columns};
    }
    for (const struct filon_column *column = def->columns; column && column->name; column++)
        if (add_column(schema, &schema->layer[index], column, who, error) < 0)
            return -1;
    return 0;
}

int filon_schema_layers(const struct filon_schema *schema)
{
    return schema->layers;
}

int filon_schema_find(const struct filon_schema *schema, const char *layer)
{
    for (int i = 0; i < schema->layers; i++)
        if (strcmp(schema->layer[i].def.name, layer) == 0)
            return i;
    return -1;
}

int filon_schema_column(const struct filon_schema *schema, int layer, const char *column)
{
    for (int i = 0; layer >= 0 && layer < schema->layers && i < schema->layer[layer].count; i++)
        if (strcmp(schema->layer[layer].columns[i].name, column) == 0)
            return i;
    return -1;
}

int filon_schema_columns(const struct filon_schema *schema, int layer)
{
    return schema->layer[layer].count;
}

const struct filon_layer_def *filon_schema_layer(const struct filon_schema *schema, int layer)
{
    return &schema->layer[layer].def;
}
