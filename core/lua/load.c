#include "lua/lua_impl.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/paths.h"
#include "plugin/trust.h"

enum { SCRIPT_MOST = 4 << 20 };

/* The registry's place of the modules by path; false while one is being loaded. */
static const char modules_key;

bool filon_load_text(lua_State *L, struct filon_str text, const char *chunk, const char *folder)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (luaL_loadbufferx(L, text.p, text.n, chunk, "t") != LUA_OK)
        return false;
    lua->fingerprint = filon_hash(text.p, text.n, lua->fingerprint);
    filon_sandbox_push(L, folder);
    lua_setupvalue(L, -2, 1);
    return true;
}

/* How messages name a script: from where the user stands. */
static const char *shown(struct filon_lua *lua, const char *path)
{
    char here[PATH_MAX];
    if (getcwd(here, sizeof here)) {
        size_t n = strlen(here);
        if (strncmp(path, here, n) == 0 && path[n] == '/')
            path += n + 1;
    }
    return filon_strf(lua->arena, "@%s", path);
}

/* A "#!" line is skipped, its line feed is not: line numbers stay. */
static struct filon_str without_shebang(struct filon_str text)
{
    if (!filon_str_starts(text, FILON_STR("#")))
        return text;
    const char *end = memchr(text.p, '\n', text.n);
    size_t skip = end ? (size_t)(end - text.p) : text.n;
    return (struct filon_str){text.p + skip, text.n - skip};
}

void filon_load_script(lua_State *L, const char *path, const char *root)
{
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_error error = {0};
    struct filon_str text = FILON_NO_STR;
    const char *absolute = filon_path_absolute(lua->arena, path);
    if (filon_trust_file(absolute, &error) == 0)
        text = filon_read_file(lua->arena, absolute, SCRIPT_MOST, &error);
    if (error.code) {
        lua_pushstring(L, error.text);
        lua_error(L);
    }
    const char *chunk = shown(lua, absolute), *colon;
    if (text.n && *text.p == *LUA_SIGNATURE)
        luaL_error(L, "%s: a compiled chunk is not run: scripts are text", chunk + 1);
    if (filon_load_text(L, without_shebang(text), chunk, root ? root : filon_path_dir(lua->arena, absolute)))
        return;
    const char *message = lua_tostring(L, -1);
    if (message && strncmp(message, "...", 3) == 0 && (colon = strchr(message, ':')) != NULL)
        lua_pushfstring(L, "%s%s", chunk + 1, colon); /* Lua has cut the name */
    lua_error(L);
}

/* "filon.text" -> "filon/text"; names that could lead elsewhere are refused. */
static void module_file(lua_State *L, const char *name, char *file, size_t room)
{
    size_t n = strlen(name);
    bool good = n > 0 && n < room && name[0] != '.' && name[n - 1] != '.' && !strstr(name, "..");
    for (size_t i = 0; i < n && good; i++)
        good = name[i] == '.' || name[i] == '_' || (name[i] >= '0' && name[i] <= '9') || ((name[i] | 32) >= 'a' && (name[i] | 32) <= 'z');
    if (!good)
        luaL_error(L, "`%s` cannot name a module: letters, digits and _, with dots between folders", name);
    for (size_t i = 0; i <= n; i++)
        file[i] = name[i] == '.' ? '/' : name[i];
}

static bool try_folder(const char *folder, const char *file, char *path, luaL_Buffer *tried)
{
    int n = snprintf(path, PATH_MAX, "%s/%s.lua", folder, file);
    if (n > 0 && n < PATH_MAX && access(path, F_OK) == 0)
        return true;
    luaL_addstring(tried, "\n\tno file ");
    luaL_addstring(tried, path);
    return false;
}

/* Finds the file of a module: beside the script first, but for names of the standard library. The folder that its own `require` starts
 * from, or NULL; the places looked at are on the stack. */
static const char *find_module(lua_State *L, const char *name, const char *own, char *path)
{
    struct filon_lua *lua = filon_lua_of(L);
    char file[256];
    luaL_Buffer tried;
    const char *found = NULL;
    module_file(L, name, file, sizeof file);
    luaL_buffinit(L, &tried);
    if (own && strncmp(file, "filon/", 6) != 0 && try_folder(own, file, path, &tried))
        found = own;
    for (size_t i = 0; i < lua->n_folders && !found; i++)
        if (try_folder(lua->folders[i], file, path, &tried))
            found = lua->folders[i];
    luaL_pushresult(&tried);
    return found;
}

/* With `package` granted, what is not found here is looked for as in Lua itself. */
static int require_of_lua(lua_State *L, const char *name, const char *tried)
{
    lua_pushglobaltable(L);
    if (lua_getfield(L, -1, "require") != LUA_TFUNCTION)
        return luaL_error(L, "module `%s` is not found:%s", name, tried);
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
    return 1;
}

static void push_modules(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
}

/* Has the module been loaded? Pushes its value. */
static bool loaded(lua_State *L, int modules, const char *path, const char *name)
{
    int type = lua_getfield(L, modules, path);
    if (type == LUA_TBOOLEAN && !lua_toboolean(L, -1))
        luaL_error(L, "module `%s` requires itself, by way of others", name);
    if (type != LUA_TNIL)
        return true;
    lua_pop(L, 1);
    return false;
}

int filon_load_require(lua_State *L)
{
    size_t n;
    const char *name = luaL_checklstring(L, 1, &n), *own = lua_tostring(L, lua_upvalueindex(1));
    char path[PATH_MAX] = "";
    luaL_argcheck(L, strlen(name) == n, 1, "cannot name a module: a NUL in it");
    push_modules(L);
    int modules = lua_gettop(L);
    if (strcmp(name, "filon") == 0) {
        if (!loaded(L, modules, name, name)) {
            filon_module_open(L);
            lua_pushvalue(L, -1);
            lua_setfield(L, modules, name);
        }
        return 1;
    }
    const char *root = find_module(L, name, own, path);
    if (!root)
        return require_of_lua(L, name, lua_tostring(L, -1));
    if (loaded(L, modules, path, name))
        return 1;
    lua_pushboolean(L, 0);
    lua_setfield(L, modules, path);
    filon_load_script(L, path, root);
    lua_pushstring(L, name);
    filon_sandbox_run(L, 1, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1); /* as in Lua: a module that returns nothing is there all the same */
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, modules, path);
    return 1;
}
