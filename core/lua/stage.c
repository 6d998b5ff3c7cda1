#include "lua/lua_impl.h"

#include <stdlib.h>

#include "config/suggest.h"

/* ---- From Lua values to what the pipeline takes. Strings and lists live in the state's arena. */
static const char *keep(lua_State *L, int arg)
{
    return filon_strdup(filon_lua_of(L)->arena, lua_tostring(L, arg));
}

/* The function at arg, to be called on documents. */
static void take_function(lua_State *L, int arg, struct filon_lua_function *function)
{
    lua_pushvalue(L, arg);
    function->ref = luaL_ref(L, LUA_REGISTRYINDEX);
    function->lua = filon_lua_of(L);
}

static struct filon_script_stage stage_of(struct filon_lua_function *function)
{
    return (struct filon_script_stage){.name = function->name, .provides = function->provides, .call = {filon_lua_call, NULL, function}};
}

static const char *text_field(lua_State *L, int table, const char *key, const char *what)
{
    int type = lua_getfield(L, table, key);
    if (type != LUA_TSTRING && type != LUA_TNIL)
        luaL_error(L, "%s: `%s` takes a string, not a %s", what, key, luaL_typename(L, -1));
    const char *text = type == LUA_TSTRING ? keep(L, -1) : NULL;
    lua_pop(L, 1);
    return text;
}

/* A list of strings, or one string; NULL if there is none. */
static const char *const *list_field(lua_State *L, int table, const char *key, const char *what)
{
    struct filon_arena *arena = filon_lua_of(L)->arena;
    int type = lua_getfield(L, table, key);
    const char **list = NULL;
    if (type == LUA_TSTRING) {
        list = filon_zalloc(arena, 2, sizeof *list);
        list[0] = keep(L, -1);
    } else if (type == LUA_TTABLE) {
        size_t n = lua_rawlen(L, -1);
        list = filon_zalloc(arena, n + 1, sizeof *list);
        for (size_t i = 0; i < n; i++) {
            if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING)
                luaL_error(L, "%s: `%s` takes a list of strings, and item %d is a %s", what, key, (int)i + 1, luaL_typename(L, -1));
            list[i] = keep(L, -1);
            lua_pop(L, 1);
        }
    } else if (type != LUA_TNIL) {
        luaL_error(L, "%s: `%s` takes a list of layers, not a %s", what, key, luaL_typename(L, -1));
    }
    lua_pop(L, 1);
    return list;
}

/* ---- layers = { headline = { help = "…", { "words", "i32", "how many" }, { "about", "ref", "of whom", target = "entity" } } } */
static enum filon_type type_named(lua_State *L, const char *name, const char *column)
{
    static const char *const names[] = {"", "i32", "f32", "bool", "str", "ref", "span"};
    for (size_t i = 1; name && i < FILON_COUNT(names); i++)
        if (strcmp(names[i], name) == 0)
            return (enum filon_type)i;
    luaL_error(L, "column `%s`: `%s` is no type: i32, f32, bool, str, ref or span", column, name ? name : "nil");
    return 0;
}

static const char *column_part(lua_State *L, int column, int i)
{
    const char *part = NULL;
    if (lua_rawgeti(L, column, i) == LUA_TSTRING)
        part = keep(L, -1);
    lua_pop(L, 1);
    return part;
}

static struct filon_column column_at(lua_State *L, int columns, size_t i, const char *layer)
{
    if (lua_rawgeti(L, columns, (lua_Integer)i) != LUA_TTABLE)
        luaL_error(L, "layer `%s`: column %d is a %s: { \"name\", \"type\", \"help\" }", layer, (int)i, luaL_typename(L, -1));
    int at = lua_gettop(L);
    struct filon_column column = {.name = column_part(L, at, 1), .help = column_part(L, at, 3)};
    if (!column.name)
        luaL_error(L, "layer `%s`: column %d has no name: { \"name\", \"type\", \"help\" }", layer, (int)i);
    column.type = type_named(L, column_part(L, at, 2), column.name);
    column.target = text_field(L, at, "target", column.name);
    if ((column.type == FILON_REF) != (column.target != NULL))
        luaL_error(L, "layer `%s`: column `%s`: a ref, and no other column, needs target = \"LAYER\"", layer, column.name);
    lua_pop(L, 1);
    return column;
}

static struct filon_layer_def layer_at(lua_State *L, int table, const char *name)
{
    struct filon_arena *arena = filon_lua_of(L)->arena;
    size_t n = lua_rawlen(L, table);
    struct filon_column *columns = filon_zalloc(arena, n + 1, sizeof *columns);
    for (size_t i = 0; i < n; i++)
        columns[i] = column_at(L, table, i + 1, name);
    return (struct filon_layer_def){name, text_field(L, table, "help", name), columns};
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct filon_layer_def *)left)->name, ((const struct filon_layer_def *)right)->name);
}

/* In the order of their names: a Lua table has none. NULL if there are none; *names gets them for `provides`. */
static const struct filon_layer_def *layers_field(lua_State *L, int table, const char *what, const char *const **names)
{
    struct filon_arena *arena = filon_lua_of(L)->arena;
    size_t n = 0, i = 0;
    int type = lua_getfield(L, table, "layers");
    int layers = lua_gettop(L);
    if (type != LUA_TTABLE) {
        if (type != LUA_TNIL)
            luaL_error(L, "%s: `layers` takes a table of layers by name, not a %s", what, luaL_typename(L, -1));
        lua_pop(L, 1);
        return NULL;
    }
    for (lua_pushnil(L); lua_next(L, layers); lua_pop(L, 1), n++)
        if (lua_type(L, -2) != LUA_TSTRING || !lua_istable(L, -1))
            luaL_error(L, "%s: `layers` takes a table of layers by name: { headline = { { \"words\", \"i32\", \"help\" } } }", what);
    struct filon_layer_def *defs = filon_zalloc(arena, n + 1, sizeof *defs);
    const char **list = filon_zalloc(arena, n + 1, sizeof *list);
    for (lua_pushnil(L); lua_next(L, layers); lua_pop(L, 1))
        defs[i++] = layer_at(L, lua_gettop(L), keep(L, -2));
    qsort(defs, n, sizeof *defs, by_name);
    for (i = 0; i < n; i++)
        list[i] = defs[i].name;
    *names = list;
    lua_pop(L, 1);
    return defs;
}

static void check_keys(lua_State *L, int table)
{
    static const char *const known[] = {"name", "requires", "provides", "layers", "annotate", NULL};
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        struct filon_suggest suggest;
        filon_suggest_start(&suggest, key ? key : "");
        bool found = false;
        for (const char *const *name = known; *name; name++) {
            found |= key && strcmp(key, *name) == 0;
            filon_suggest_offer(&suggest, *name);
        }
        const char *best = filon_suggest_best(&suggest);
        if (!found && key && best)
            luaL_error(L, "an annotator has no `%s`; did you mean `%s`?", key, best);
        if (!found)
            luaL_error(L, "an annotator has no `%s`: it has name, requires, provides, layers and annotate",
                       key ? key : luaL_typename(L, -2));
    }
}

struct filon_script_stage filon_stage_take(lua_State *L, int arg, const char *name, struct filon_mark mark)
{
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_lua_function *function = filon_zalloc(lua->arena, 1, sizeof *function);
    function->name = name;
    function->mark = mark;
    arg = lua_absindex(L, arg);
    if (lua_isfunction(L, arg)) {
        take_function(L, arg, function);
        return stage_of(function);
    }
    if (!lua_istable(L, arg))
        luaL_error(L, "a stage is a function(doc) or an annotator's table, not a %s", luaL_typename(L, arg));
    check_keys(L, arg);
    const char *own = text_field(L, arg, "name", "annotator"), *const *declared = NULL;
    function->name = own ? own : name;
    if (!function->name)
        luaL_error(L, "an annotator needs a name = \"…\"");
    const char *const *requires = list_field(L, arg, "requires", function->name);
    const struct filon_layer_def *layers = layers_field(L, arg, function->name, &declared);
    function->provides = list_field(L, arg, "provides", function->name);
    if (!function->provides)
        function->provides = declared;
    if (lua_getfield(L, arg, "annotate") != LUA_TFUNCTION)
        luaL_error(L, "annotator `%s` needs annotate = function(doc) … end, not a %s", function->name, luaL_typename(L, -1));
    take_function(L, -1, function);
    lua_pop(L, 1);
    struct filon_script_stage stage = stage_of(function);
    stage.requires = requires;
    stage.layers = layers;
    return stage;
}

/* ---- Conditions. */

/* "doc.lang == 'fr'" as a function of doc. */
static void load_condition(lua_State *L, const char *expression)
{
    static const char prefix[] = FILON_LUA_CONDITION ":1: ";
    struct filon_str source = filon_str_of(filon_strf(filon_lua_of(L)->arena, "local doc = ... return %s", expression));
    if (filon_load_text(L, source, "=" FILON_LUA_CONDITION, NULL))
        return;
    const char *why = lua_tostring(L, -1);
    if (why && strncmp(why, prefix, sizeof prefix - 1) == 0)
        why += sizeof prefix - 1;
    luaL_error(L, "condition `%s`: %s", expression, why);
}

struct filon_lua_condition *filon_stage_condition(lua_State *L, int arg, struct filon_mark mark)
{
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_lua_condition *condition = filon_zalloc(lua->arena, 1, sizeof *condition);
    condition->function = (struct filon_lua_function){.condition = true, .mark = mark};
    condition->outer = lua->when;
    if (lua_type(L, arg) == LUA_TSTRING)
        load_condition(L, condition->function.name = keep(L, arg));
    else if (lua_isfunction(L, arg))
        lua_pushvalue(L, arg);
    else
        luaL_error(L, "a condition is a string like \"doc.lang == 'fr'\" or a function(doc), not a %s", luaL_typename(L, arg));
    take_function(L, -1, &condition->function);
    lua_pop(L, 1);
    return condition;
}

struct filon_call filon_stage_gate(struct filon_lua *lua, struct filon_lua_condition *condition)
{
    if (!condition)
        return (struct filon_call){0};
    struct filon_lua_gate *gate = filon_zalloc(lua->arena, 1, sizeof *gate);
    gate->condition = condition;
    for (struct filon_lua_condition *c = condition; c; c = c->outer)
        if (!c->opener)
            c->opener = gate;
    return (struct filon_call){filon_lua_ask, NULL, gate};
}
