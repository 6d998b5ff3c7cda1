#include "lua/lua_impl.h"

#include <filon/utf8.h>

#include "base/log.h"

/* string.format(format, …) of the arguments from 1 on, as a string on the stack; upvalue 1 is string.format. A lone argument is taken as
 * it stands: a text with a % in it is no format. */
static const char *formatted(lua_State *L)
{
    luaL_checkstring(L, 1);
    if (lua_gettop(L) > 1) {
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_insert(L, 1);
        lua_call(L, lua_gettop(L) - 1, 1);
    }
    return lua_tostring(L, -1);
}

static int action(lua_State *L, uint32_t which)
{
    struct filon_lua *lua = filon_lua_of(L);
    lua_pushstring(L, formatted(L)); /* a number becomes a string */
    filon_view_push(L, FILON_LUA_ACTION, 1)->a = which;
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
    lua->actions += lua->doc != NULL;
    return 1;
}

static int drop(lua_State *L)
{
    return action(L, 0);
}

static int route(lua_State *L)
{
    return action(L, 1);
}

static int log_at(lua_State *L) /* upvalues: string.format, the level */
{
    enum filon_level level = (enum filon_level)lua_tointeger(L, lua_upvalueindex(2));
    luaL_checkstring(L, 1);
    if (filon_log_enabled(level))
        filon_log(level, "%s", formatted(L));
    return 0;
}

static int fold_with(lua_State *L, unsigned folds)
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    luaL_Buffer out;
    luaL_argcheck(L, filon_utf8_check(text, n) == n, 1, "not valid UTF-8");
    char *to = luaL_buffinitsize(L, &out, 2 * n + 4);
    luaL_pushresultsize(&out, filon_fold(to, (struct filon_str){text, n}, folds));
    return 1;
}

static int fold(lua_State *L)
{
    return fold_with(L, FILON_FOLD_CASE | FILON_FOLD_ACCENT | FILON_FOLD_QUOTE);
}

static int lower(lua_State *L)
{
    return fold_with(L, FILON_FOLD_CASE);
}

static int action_tostring(lua_State *L)
{
    const struct filon_view *view = filon_view_arg(L, 1, FILON_LUA_ACTION);
    lua_getiuservalue(L, 1, 1);
    lua_pushfstring(L, "filon.%s(%s)", view->a ? "route" : "drop", lua_tostring(L, -1));
    return 1;
}

static int null_tostring(lua_State *L)
{
    lua_pushliteral(L, "filon.null");
    return 1;
}

static void add_log(lua_State *L, int format)
{
    static const struct {
        const char *name;
        enum filon_level level;
    } levels[] = {{"error", FILON_ERROR}, {"warn", FILON_WARN}, {"info", FILON_INFO}, {"debug", FILON_DEBUG}};
    lua_newtable(L);
    for (size_t i = 0; i < FILON_COUNT(levels); i++) {
        lua_pushvalue(L, format);
        lua_pushinteger(L, levels[i].level);
        lua_pushcclosure(L, log_at, 2);
        lua_setfield(L, -2, levels[i].name);
    }
}

static void push_format(lua_State *L)
{
    lua_pushliteral(L, "");
    luaL_getmetafield(L, -1, "__index");
    lua_getfield(L, -1, "format");
    lua_replace(L, -3);
    lua_pop(L, 1);
}

int filon_module_open(lua_State *L)
{
    static const luaL_Reg formatting[] = {{"drop", drop}, {"route", route}, {NULL, NULL}};
    static const luaL_Reg plain[] = {{"fold", fold}, {"lower", lower}, {"match", filon_match_compile}, {"pipeline", filon_wire_pipeline}, {NULL, NULL}};
    static const luaL_Reg of_action[] = {{"__tostring", action_tostring}, {NULL, NULL}};
    static const luaL_Reg of_null[] = {{"__tostring", null_tostring}, {NULL, NULL}};
    filon_view_register(L, FILON_LUA_ACTION, of_action);
    filon_view_register(L, FILON_LUA_NULL, of_null);
    filon_match_open(L);
    push_format(L);
    int format = lua_gettop(L);
    luaL_newlib(L, plain);
    lua_pushvalue(L, format);
    luaL_setfuncs(L, formatting, 1);
    add_log(L, format);
    lua_setfield(L, -2, "log");
    filon_view_push(L, FILON_LUA_NULL, 0);
    lua_setfield(L, -2, "null");
    lua_pushstring(L, filon_version());
    lua_setfield(L, -2, "version");
    lua_remove(L, format);
    return 1;
}
