#include "lua/lua_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <filon/utf8.h>

#include "config/scalar.h"

/* A Lua table as a piece of configuration: what YAML would have given for the same words. All its places are the line of the script. */
struct taker {
    lua_State *L;
    struct filon_arena *arena;
    struct filon_mark mark;
    unsigned nodes;
};

static struct filon_node *take(struct taker *taker, int arg, int depth, const char *key);

static struct filon_node *scalar(struct taker *taker, const char *text, size_t n, bool quoted)
{
    struct filon_node *node = filon_node_new(taker->arena, FILON_NODE_SCALAR, taker->mark);
    node->text = filon_str_dup(taker->arena, (struct filon_str){text, n});
    node->quoted = quoted;
    return node;
}

/* The shortest digits that read back as the same float, and look like one. */
static struct filon_node *number(struct taker *taker, int arg, const char *key)
{
    char text[48];
    int n = 0;
    if (lua_isinteger(taker->L, arg)) {
        n = snprintf(text, sizeof text, LUA_INTEGER_FMT, (LUAI_UACINT)lua_tointeger(taker->L, arg));
    } else {
        double value = lua_tonumber(taker->L, arg);
        if (!isfinite(value))
            luaL_error(taker->L, "option `%s`: %s is not a number that can be configured", key, luaL_tolstring(taker->L, arg, NULL));
        for (int digits = 15; digits <= 17; digits++) {
            n = snprintf(text, sizeof text, "%.*g", digits, value);
            if (strtod(text, NULL) == value)
                break;
        }
        if (!strpbrk(text, ".e"))
            n += snprintf(text + n, sizeof text - (size_t)n, ".0");
    }
    return scalar(taker, text, (size_t)n, false);
}

/* Whether YAML would read the bare text as something else than a text. If not, it is as good as bare: "64 KiB" is a size. */
static bool needs_quotes(struct filon_str text)
{
    bool truth;
    double value;
    return text.n == 0 || filon_str_is(text, "~") || filon_str_is(text, "null") || filon_scalar_bool(text, &truth) != FILON_SCALAR_FORM ||
           filon_scalar_float(text, &value) != FILON_SCALAR_FORM;
}

static struct filon_node *string(struct taker *taker, int arg, const char *key)
{
    size_t n;
    const char *text = lua_tolstring(taker->L, arg, &n);
    if (filon_utf8_check(text, n) < n || memchr(text, '\0', n))
        luaL_error(taker->L, "option `%s`: the string is not valid UTF-8, or holds a NUL", key);
    return scalar(taker, text, n, needs_quotes((struct filon_str){text, n}));
}

static struct filon_node *list(struct taker *taker, int table, lua_Integer n, int depth, const char *key)
{
    struct filon_node *node = filon_node_new(taker->arena, FILON_NODE_LIST, taker->mark);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(taker->L, table, i);
        filon_node_append(node, NULL, take(taker, lua_gettop(taker->L), depth + 1, key));
        lua_pop(taker->L, 1);
    }
    return node;
}

/* In the order of the keys: a table's own order changes from run to run, and with it which of two errors is told. */
static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static struct filon_node *map(struct taker *taker, int table, size_t n, int depth)
{
    struct filon_node *node = filon_node_new(taker->arena, FILON_NODE_MAP, taker->mark);
    const char **keys = filon_zalloc(taker->arena, n, sizeof *keys);
    size_t i = 0;
    for (lua_pushnil(taker->L); lua_next(taker->L, table) && i < n; lua_pop(taker->L, 1))
        keys[i++] = filon_strdup(taker->arena, lua_tostring(taker->L, -2));
    qsort(keys, n, sizeof *keys, by_text);
    for (i = 0; i < n; i++) {
        lua_pushstring(taker->L, keys[i]);
        lua_rawget(taker->L, table);
        struct filon_node *child = take(taker, lua_gettop(taker->L), depth + 1, keys[i]);
        child->key_mark = taker->mark;
        filon_node_append(node, keys[i], child);
        lua_pop(taker->L, 1);
    }
    return node;
}

/* Counts keys of either kind; a table with both, or with holes, is neither a list nor a map. */
static struct filon_node *table(struct taker *taker, int arg, int depth, const char *key)
{
    lua_State *L = taker->L;
    lua_Integer names = 0, numbers = 0, n = (lua_Integer)lua_rawlen(L, arg);
    for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING)
            names++;
        else if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= n)
            numbers++;
        else
            luaL_error(L, "option `%s`: a table with a key that is neither a name nor a place in a list", key);
    }
    if (names && numbers)
        luaL_error(L, "option `%s`: a table that is a list and a map at once", key);
    if (numbers < n)
        luaL_error(L, "option `%s`: a list with holes: nil ends a list, filon.null stands for nothing", key);
    return names || depth == 0 ? map(taker, arg, (size_t)names, depth) : list(taker, arg, n, depth, key);
}

static struct filon_node *take(struct taker *taker, int arg, int depth, const char *key)
{
    lua_State *L = taker->L;
    if (depth > FILON_YAML_DEPTH || ++taker->nodes > FILON_YAML_NODES)
        luaL_error(L, "option `%s`: a table too deep or too large (at most %d levels, %d values)", key, FILON_YAML_DEPTH, FILON_YAML_NODES);
    luaL_checkstack(L, 6, NULL);
    switch (lua_type(L, arg)) {
    case LUA_TBOOLEAN:
        return lua_toboolean(L, arg) ? scalar(taker, "true", 4, false) : scalar(taker, "false", 5, false);
    case LUA_TNUMBER:
        return number(taker, arg, key);
    case LUA_TSTRING:
        return string(taker, arg, key);
    case LUA_TTABLE:
        return table(taker, arg, depth, key);
    default:
        if (filon_view_test(L, arg, FILON_LUA_NULL))
            return filon_node_new(taker->arena, FILON_NODE_NULL, taker->mark);
        luaL_error(L, "option `%s`: a %s cannot be an option", key, luaL_typename(L, arg));
        return NULL;
    }
}

struct filon_node *filon_node_take(lua_State *L, int arg, struct filon_mark mark)
{
    struct taker taker = {L, filon_lua_of(L)->arena, mark, 0};
    if (lua_isnoneornil(L, arg))
        return NULL;
    luaL_checktype(L, arg, LUA_TTABLE);
    if (lua_rawlen(L, arg) > 0)
        luaL_error(L, "options are a table with names: { language = \"fr\" }");
    return take(&taker, arg, 0, "options");
}
