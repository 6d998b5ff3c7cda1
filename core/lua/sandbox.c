#include "lua/lua_impl.h"

#include "base/log.h"
#include "config/suggest.h"

/* What a script may run while it wires, before it is taken for an endless loop: a second or so. */
enum { INSTRUCTIONS = 100000000, STEP = 1000000 };

/* The registry's place of the table that environments are copied from. */
static const char template_key;

static const char *const base_names[] = {"assert",   "collectgarbage", "error",  "getmetatable", "ipairs",   "next",
                                         "pairs",    "rawequal",       "rawget", "rawlen",       "rawset",   "select",
                                         "tonumber", "tostring",       "type",   "warn",         "_VERSION", NULL};
static const char *const os_names[] = {"clock", "date", "difftime", "time", NULL};
static const char *const grantable[] = {"io", "os", "debug", "package", NULL};

static bool granted(const struct filon_lua *lua, const char *library)
{
    for (size_t i = 0; i < lua->granted.n; i++)
        if (strcmp(lua->granted.items[i], library) == 0)
            return true;
    return false;
}

/* ---- Functions of the base library that catch errors: a lack of memory, and whatever halts the call, are not theirs to catch. Otherwise
 * a script could go on with a document that is half done. */
static bool uncatchable(lua_State *L, int arg)
{
    return filon_lua_of(L)->halted || (lua_type(L, arg) == LUA_TSTRING && strcmp(lua_tostring(L, arg), "not enough memory") == 0);
}

static int caught(lua_State *L, int status, lua_KContext when)
{
    (void)status;
    filon_lua_of(L)->when = (struct filon_lua_condition *)when; /* a p:when that was left by the error */
    if (lua_gettop(L) >= 2 && !lua_toboolean(L, 1) && uncatchable(L, 2)) {
        lua_settop(L, 2);
        return lua_error(L); /* Lua knows its memory error again */
    }
    return lua_gettop(L);
}

static int catching(lua_State *L) /* upvalue 1: the function of Lua */
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_KContext when = (lua_KContext)filon_lua_of(L)->when;
    lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, when, caught);
    return caught(L, LUA_OK, when);
}

/* load(chunk, name, mode, env): text only, and in the environment of the script that calls it. Upvalues: load of Lua, environment. */
static int text_load(lua_State *L)
{
    bool own = lua_isnone(L, 4);
    lua_settop(L, 4);
    lua_pushliteral(L, "t");
    lua_replace(L, 3);
    if (own) {
        lua_pushvalue(L, lua_upvalueindex(2));
        lua_replace(L, 4);
    }
    return catching(L);
}

/* setmetatable of Lua, upvalue 1, without finalizers: when they would run is chance, and one that does not end would hang the program when
 * it closes, for no hook reaches it. */
static int set_metatable(lua_State *L)
{
    lua_settop(L, 2);
    if (lua_istable(L, 2)) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "scripts have no finalizers (__gc); a local variable with <close> is closed when its block ends");
        lua_pop(L, 1);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
}

/* string.rep(s, n, separator) of Lua, upvalue 1; what cannot fit is a lack of memory, said before anything is filled. */
static int rep(lua_State *L)
{
    size_t length, separator = 0;
    luaL_checklstring(L, 1, &length);
    lua_Integer n = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator);
    if (n > 0 && length + separator > filon_lua_of(L)->most / (lua_Unsigned)n) {
        lua_pushliteral(L, "not enough memory");
        return lua_error(L);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* Standard output belongs to the program's results. */
static int print(lua_State *L)
{
    if (!filon_log_enabled(FILON_INFO))
        return 0;
    luaL_Buffer line;
    int n = lua_gettop(L);
    luaL_buffinit(L, &line);
    for (int i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addchar(&line, '\t');
        luaL_tolstring(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    filon_log(FILON_INFO, "%s", lua_tostring(L, -1));
    return 0;
}

/* ---- Environments. A misspelt name, or a value that would leak from one document into the next, is an error. */
static int unknown_global(lua_State *L) /* __index(environment, name) */
{
    struct filon_suggest suggest;
    const char *name = luaL_tolstring(L, 2, NULL);
    for (const char *const *library = grantable; *library; library++)
        if (strcmp(*library, name) == 0)
            return luaL_error(L, "scripts are not given `%s`: the job grants it with lua: { libraries: [%s] }", name, name);
    filon_suggest_start(&suggest, name);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            filon_suggest_offer(&suggest, lua_tostring(L, -1));
    }
    const char *best = filon_suggest_best(&suggest);
    return best ? luaL_error(L, "unknown variable `%s`; did you mean `%s`?", name, best) : luaL_error(L, "unknown variable `%s`", name);
}

static int new_global(lua_State *L) /* __newindex(environment, name, value) */
{
    if (!filon_lua_of(L)->loading)
        return luaL_error(L,
                          "a new global variable `%s` while a document is under way: write `local %s`, or set it at the top of the script",
                          luaL_tolstring(L, 2, NULL), luaL_tolstring(L, 2, NULL));
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 0;
}

static void copy_field(lua_State *L, int from, const char *name) /* into the table on top */
{
    lua_getfield(L, from, name);
    lua_setfield(L, -2, name);
}

/* Opens a library, leaving its table on the stack. */
static void library(lua_State *L, const char *name, lua_CFunction opener)
{
    luaL_requiref(L, name, opener, 0);
}

static void add_catching(lua_State *L, int from, const char *name) /* into the table on top */
{
    lua_getfield(L, from, name);
    lua_pushcclosure(L, catching, 1);
    lua_setfield(L, -2, name);
}

static void open_base(lua_State *L, int template)
{
    luaL_requiref(L, LUA_GNAME, luaopen_base, 1);
    int base = lua_gettop(L);
    lua_pushvalue(L, template);
    for (const char *const *name = base_names; *name; name++)
        copy_field(L, base, *name);
    add_catching(L, base, "pcall");
    add_catching(L, base, "xpcall");
    copy_field(L, base, "load"); /* made safe per environment */
    lua_getfield(L, base, "setmetatable");
    lua_pushcclosure(L, set_metatable, 1);
    lua_setfield(L, -2, "setmetatable");
    lua_pushcfunction(L, print);
    lua_setfield(L, -2, "print");
    lua_settop(L, template);
}

static void open_strings(lua_State *L, int template)
{
    library(L, LUA_STRLIBNAME, luaopen_string);
    lua_pushnil(L);
    lua_setfield(L, -2, "dump"); /* makes what may not be loaded */
    lua_getfield(L, -1, "rep");
    lua_pushcclosure(L, rep, 1);
    lua_setfield(L, -2, "rep");
    lua_setfield(L, template, LUA_STRLIBNAME);
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushboolean(L, 0); /* getmetatable("") gives this: no script changes strings for the others */
    lua_setfield(L, -2, "__metatable");
    lua_settop(L, template);
}

static void open_coroutine(lua_State *L, int template)
{
    library(L, LUA_COLIBNAME, luaopen_coroutine);
    int own = lua_gettop(L);
    lua_pushvalue(L, own);
    add_catching(L, own, "resume");
    add_catching(L, own, "close");
    lua_setfield(L, template, LUA_COLIBNAME);
    lua_settop(L, template);
}

static void open_os(lua_State *L, int template, bool all)
{
    library(L, LUA_OSLIBNAME, luaopen_os);
    if (!all) {
        int os = lua_gettop(L);
        lua_newtable(L);
        for (const char *const *name = os_names; *name; name++)
            copy_field(L, os, *name);
    }
    lua_setfield(L, template, LUA_OSLIBNAME);
    lua_settop(L, template);
}

void filon_sandbox_open(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    lua_newtable(L);
    int template = lua_gettop(L);
    for (size_t i = 0; i < lua->granted.n; i++) {
        bool known = false;
        for (const char *const *name = grantable; *name; name++)
            known |= strcmp(*name, lua->granted.items[i]) == 0;
        if (!known)
            luaL_error(L, "lua.libraries: unknown library `%s`; there are io, os, debug, package", lua->granted.items[i]);
    }
    open_base(L, template);
    open_strings(L, template);
    open_coroutine(L, template);
    library(L, LUA_TABLIBNAME, luaopen_table);
    lua_setfield(L, template, LUA_TABLIBNAME);
    library(L, LUA_MATHLIBNAME, luaopen_math);
    lua_setfield(L, template, LUA_MATHLIBNAME);
    library(L, LUA_UTF8LIBNAME, luaopen_utf8);
    lua_setfield(L, template, LUA_UTF8LIBNAME);
    open_os(L, template, granted(lua, "os"));
    if (granted(lua, "io")) {
        library(L, LUA_IOLIBNAME, luaopen_io);
        lua_setfield(L, template, LUA_IOLIBNAME);
    }
    if (granted(lua, "debug")) {
        library(L, LUA_DBLIBNAME, luaopen_debug);
        lua_setfield(L, template, LUA_DBLIBNAME);
    }
    if (granted(lua, "package")) { /* its `require` is the global one, where load.c finds it */
        library(L, LUA_LOADLIBNAME, luaopen_package);
        lua_setfield(L, template, LUA_LOADLIBNAME);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &template_key);
}

static void copy_table(lua_State *L, int from, int to)
{
    lua_pushnil(L);
    while (lua_next(L, from)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, to);
    }
}

/* A copy of the template and of each library in it, so that no script can change another's. */
void filon_sandbox_push(lua_State *L, const char *folder)
{
    luaL_checkstack(L, 8, NULL);
    lua_newtable(L);
    int env = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &template_key);
    int template = env + 1;
    lua_pushnil(L);
    while (lua_next(L, template)) {
        if (lua_istable(L, -1)) {
            lua_newtable(L);
            copy_table(L, lua_gettop(L) - 1, lua_gettop(L));
            lua_remove(L, -2);
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, env);
    }
    lua_getfield(L, template, "load");
    lua_pushvalue(L, env);
    lua_pushcclosure(L, text_load, 2);
    lua_setfield(L, env, "load");
    if (folder)
        lua_pushstring(L, folder);
    else
        lua_pushnil(L);
    lua_pushcclosure(L, filon_load_require, 1);
    lua_setfield(L, env, "require");
    lua_pushvalue(L, env);
    lua_setfield(L, env, LUA_GNAME);
    lua_settop(L, env);
    lua_newtable(L);
    lua_pushcfunction(L, unknown_global);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, new_global);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, env);
}

/* ---- A script that wires runs before there is a deadline. */
static void count(lua_State *L, lua_Debug *at)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (!lua->loading || lua->doc) /* a coroutine from then */
        return;
    lua->instructions -= STEP;
    if (lua->instructions > 0)
        return;
    lua->halted = "the script has run 100 million instructions without coming to an end: an endless loop? While it puts stages together, "
                  "work on documents belongs into their functions";
    lua_getinfo(L, "Sl", at);
    lua_pushfstring(L, "%s:%d: %s", *at->source == '@' ? at->source + 1 : at->short_src, at->currentline, lua->halted);
    lua_error(L);
}

void filon_sandbox_run(lua_State *L, int args, int results)
{
    struct filon_lua *lua = filon_lua_of(L);
    bool outer = lua->loading;
    lua->loading = true;
    if (!outer && !lua->doc) {
        lua->instructions = INSTRUCTIONS;
        lua_sethook(L, count, LUA_MASKCOUNT, STEP);
    }
    lua_call(L, args, results);
    lua->loading = outer;
    if (!outer)
        lua_sethook(L, NULL, 0, 0);
}
