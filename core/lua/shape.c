#include "lua/lua_impl.h"

#include <stdlib.h>

#include "config/suggest.h"

static const char shape_key;

static bool same_text(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* Whether the shape still tells the truth of a schema: one that was freed may have given its address to another. */
static bool fits(const struct filon_shape *shape, const struct filon_schema *schema)
{
    if (!shape || shape->layers != filon_schema_layers(schema))
        return false;
    for (int l = 0; l < shape->layers; l++) {
        const struct filon_shape_layer *layer = &shape->layer[l];
        const struct filon_layer_def *def = filon_schema_layer(schema, l);
        if (layer->columns != filon_schema_columns(schema, l) || !same_text(layer->name, def->name))
            return false;
        for (int c = 0; c < layer->columns; c++) {
            const struct filon_shape_column *column = &layer->column[c];
            if (column->type != def->columns[c].type || !same_text(column->name, def->columns[c].name) ||
                (column->target >= 0 && !same_text(shape->layer[column->target].name, def->columns[c].target)))
                return false;
        }
    }
    return true;
}

/* Lua's own copy of a name, kept alive by the list at `names`. */
static const char *intern(lua_State *L, int names, const char *name)
{
    const char *own = lua_pushstring(L, name);
    lua_rawseti(L, names, (lua_Integer)lua_rawlen(L, names) + 1);
    return own;
}

static void fill_layer(lua_State *L, int names, const struct filon_schema *schema, int index, struct filon_shape_layer *layer,
                       struct filon_shape_column *column)
{
    const struct filon_layer_def *def = filon_schema_layer(schema, index);
    *layer =
        (struct filon_shape_layer){.name = intern(L, names, def->name), .columns = filon_schema_columns(schema, index), .column = column};
    for (int c = 0; c < layer->columns; c++)
        column[c] = (struct filon_shape_column){intern(L, names, def->columns[c].name), def->columns[c].type,
                                                def->columns[c].target ? filon_schema_find(schema, def->columns[c].target) : -1};
}

static struct filon_shape *build(lua_State *L, const struct filon_schema *schema)
{
    int layers = filon_schema_layers(schema), columns = 0;
    for (int l = 0; l < layers; l++)
        columns += filon_schema_columns(schema, l);
    size_t head = sizeof(struct filon_shape) + (size_t)layers * sizeof(struct filon_shape_layer);
    struct filon_shape *shape = lua_newuserdatauv(L, head + (size_t)columns * sizeof(struct filon_shape_column), 1);
    struct filon_shape_column *column = (struct filon_shape_column *)((char *)shape + head);
    lua_newtable(L);
    shape->layers = layers;
    for (int l = 0; l < layers; l++) {
        fill_layer(L, lua_gettop(L), schema, l, &shape->layer[l], column);
        column += shape->layer[l].columns;
    }
    lua_setiuservalue(L, -2, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &shape_key);
    return shape;
}

void filon_shape_follow(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    const struct filon_schema *schema = filon_doc_schema(lua->doc);
    if (lua->shape && lua->shape_doc == lua->doc && lua->shape_schema == schema && lua->shape_generation == filon_doc_generation(lua->doc))
        return; /* the stage before this one looked */
    if (!fits(lua->shape, schema)) {
        lua->shape = NULL; /* should building it fail */
        lua->shape = build(L, schema);
    }
    lua->shape_doc = lua->doc;
    lua->shape_schema = schema;
    lua->shape_generation = filon_doc_generation(lua->doc);
}

int filon_shape_find(lua_State *L, int arg)
{
    const struct filon_shape *shape = filon_lua_of(L)->shape;
    const char *name = luaL_checkstring(L, arg);
    for (int l = 0; l < shape->layers; l++)
        if (shape->layer[l].name == name)
            return l;
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, name);
    for (int l = 0; l < shape->layers; l++) {
        if (same_text(shape->layer[l].name, name)) /* a name too long to be interned */
            return l;
        filon_suggest_offer(&suggest, shape->layer[l].name);
    }
    const char *best = filon_suggest_best(&suggest);
    return best ? luaL_error(L, "no layer `%s` in this pipeline; did you mean `%s`?", name, best)
                : luaL_error(L, "no layer `%s` in this pipeline", name);
}

int filon_shape_column(const struct filon_shape_layer *layer, const char *key)
{
    for (int c = 0; c < layer->columns; c++)
        if (layer->column[c].name == key)
            return c;
    for (int c = 0; c < layer->columns; c++)
        if (same_text(layer->column[c].name, key))
            return c;
    return -1;
}

void filon_shape_unknown(lua_State *L, const struct filon_shape_layer *layer, const char *key)
{
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, key);
    for (int c = 0; c < layer->columns; c++)
        filon_suggest_offer(&suggest, layer->column[c].name);
    filon_suggest_offer(&suggest, "begin");
    filon_suggest_offer(&suggest, "stop");
    filon_suggest_offer(&suggest, "text");
    filon_suggest_offer(&suggest, "row");
    const char *best = same_text(key, "end") ? "stop" : filon_suggest_best(&suggest);
    if (best)
        luaL_error(L, "layer `%s` has no column `%s`; did you mean `%s`?", layer->name, key, best);
    luaL_error(L, "layer `%s` has no column `%s`", layer->name, key);
    abort();
}
