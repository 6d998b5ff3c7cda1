#include "lua/lua_impl.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

enum { MEMORY = 64 << 20, FRAMES = 12, LEVELS = 64 }; /* finding a level takes as long as it is deep */

/* A script whose live data are nearly all it may have would spend its time collecting the rest over and over. Collections that were forced
 * are allowed to win little a few times in a call, and then memory is out. */
enum { LITTLE = 16, PATIENCE = 8 };

static void *refuse(struct filon_lua *lua)
{
    if (lua->given - lua->given_before >= lua->most / LITTLE)
        lua->strikes = 0;
    else if (lua->given != lua->given_before) /* the second try for the same bytes is no collection of its own */
        lua->strikes++;
    lua->given_before = lua->given;
    return NULL;
}

/* Refuses what goes beyond the limit: Lua then collects its garbage, tries once more, and raises a memory error. */
static void *allocate(void *ud, void *block, size_t old, size_t size)
{
    struct filon_lua *lua = ud;
    if (!block)
        old = 0; /* Lua says the type of object there */
    if (size == 0) {
        free(block);
        lua->used -= old;
        return NULL;
    }
    if (size > old && (size - old > lua->most - lua->used || lua->strikes > PATIENCE))
        return refuse(lua);
    void *moved = realloc(block, size);
    if (moved) {
        lua->used += size - old;
        lua->given += size > old ? size - old : 0;
    }
    return moved;
}

/* Lua's warnings come in pieces; a piece that stands alone and begins with @ is for the warning system itself. */
static void warn(void *ud, const char *piece, int more)
{
    struct filon_lua *lua = ud;
    if (!*lua->warning && !more && *piece == '@')
        return;
    size_t n = strlen(lua->warning);
    snprintf(lua->warning + n, sizeof lua->warning - n, "%s", piece);
    if (!more) {
        filon_log(FILON_WARN, "%s", lua->warning);
        *lua->warning = '\0';
    }
}

static int open(lua_State *L)
{
    filon_sandbox_open(L);
    filon_view_open(L);
    filon_row_open(L);
    filon_wire_open(L);
    return 0;
}

struct filon_lua *filon_lua_new(const struct filon_lua_limits *limits, const char *const *script_folders, size_t n,
                                struct filon_error *error)
{
    static const struct filon_lua_limits none;
    limits = limits ? limits : &none;
    struct filon_arena *arena = filon_arena_new();
    struct filon_lua *lua = filon_zalloc(arena, 1, sizeof *lua);
    lua->arena = arena;
    lua->most = limits->memory ? (size_t)limits->memory : MEMORY;
    lua->folders = script_folders;
    lua->n_folders = n;
    lua->granted = limits->libraries;
    lua->L = lua_newstate(allocate, lua);
    if (lua->L) {
        *(struct filon_lua **)lua_getextraspace(lua->L) = lua; /* coroutines inherit it */
        lua_setwarnf(lua->L, warn, lua);
        if (filon_lua_protected(lua, open, NULL, FILON_E_CONFIG, (struct filon_mark){0}, error) == 0)
            return lua;
    }
    filon_error_set(error, FILON_E_CONFIG, "Lua does not start with %zu bytes of memory", lua->most);
    filon_lua_free(lua);
    return NULL;
}

void filon_lua_free(struct filon_lua *lua)
{
    if (!lua)
        return;
    if (lua->L)
        lua_close(lua->L); /* finalizers may run, of a script that is granted `debug`: no document is at hand for them */
    filon_buf_free(&lua->scratch);
    filon_arena_free(lua->arena);
}

uint64_t filon_lua_fingerprint(const struct filon_lua *lua)
{
    return lua->fingerprint;
}

/* ---- Errors: message and traceback. */

/* Lua cuts a long file name to "...its/end.lua"; puts the whole one back. Replaces the message on top of the stack. */
static void whole_name(lua_State *L, const lua_Debug *frame)
{
    size_t n = strlen(frame->short_src);
    const char *text = lua_tostring(L, -1);
    if (*frame->source != '@' || strncmp(text, "...", 3) != 0 || strncmp(text, frame->short_src, n) != 0)
        return;
    lua_pushfstring(L, "%s%s", frame->source + 1, text + n);
    lua_remove(L, -2);
}

static void push_frame(lua_State *L, const lua_Debug *frame)
{
    const char *file = *frame->source == '@' ? frame->source + 1 : frame->short_src;
    if (*frame->namewhat)
        lua_pushfstring(L, "\n\t%s:%d: in %s '%s'", file, frame->currentline, frame->namewhat, frame->name);
    else if (*frame->what == 'm')
        lua_pushfstring(L, "\n\t%s:%d: in the script itself", file, frame->currentline);
    else
        lua_pushfstring(L, "\n\t%s:%d: in the function of line %d", file, frame->currentline, frame->linedefined);
}

/* The Lua functions under way; those of C say nothing to a script's author, and a condition is one line that the message names. While
 * a script wires, the one line that the message has is enough unless others called it. */
static void push_traceback(lua_State *L)
{
    lua_Debug frame;
    int frames = 0, least = filon_lua_of(L)->doc ? 1 : 2;
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (int level = 1; level < LEVELS && lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sln", &frame);
        if (frame.currentline <= 0 || strcmp(frame.source, "=" FILON_LUA_CONDITION) == 0)
            continue;
        luaL_addstring(&text, frames == 0 ? "\ntraceback:" : "");
        if (frames++ == FRAMES) {
            luaL_addstring(&text, "\n\t...");
            break;
        }
        push_frame(L, &frame);
        luaL_addvalue(&text);
    }
    luaL_pushresult(&text);
    if (frames < least) {
        lua_pop(L, 1);
        lua_pushliteral(L, "");
    }
}

/* The message handler: whatever was raised becomes a string. */
static int explain(lua_State *L)
{
    lua_Debug frame;
    if (lua_type(L, 1) != LUA_TSTRING && !luaL_callmeta(L, 1, "__tostring"))
        lua_pushfstring(L, "an error that is no text: a %s", luaL_typename(L, 1));
    if (lua_type(L, -1) != LUA_TSTRING)
        lua_pushfstring(L, "an error whose __tostring gives a %s", luaL_typename(L, -1));
    if (filon_lua_of(L)->error && filon_lua_of(L)->error->code)
        return 1; /* the core has said it all */
    for (int level = 1; level < LEVELS && lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "S", &frame);
        whole_name(L, &frame);
    }
    push_traceback(L);
    lua_concat(L, 2);
    return 1;
}

static int collect(lua_State *L)
{
    lua_gc(L, LUA_GCCOLLECT);
    return 0;
}

static int failed(struct filon_lua *lua, int status, enum filon_code code, struct filon_mark where, struct filon_error *error)
{
    struct filon_error cause = {0};
    const char *text = lua_type(lua->L, -1) == LUA_TSTRING ? lua_tostring(lua->L, -1) : "an error without a text";
    if (lua->error && lua->error->code)
        cause = *lua->error;
    else if (status == LUA_ERRMEM)
        filon_error_set(
            &cause, code,
            "out of memory: a script may hold %.4g MiB (lua.memory); data that only grow, or a function that calls itself without end?",
            (double)lua->most / (1 << 20));
    else
        filon_error_set(&cause, code, "%s", status == LUA_OK ? lua->halted : text);
    if (where.line && (status == LUA_ERRMEM || status == LUA_OK))
        filon_error_wrap(&cause, "%s:%u", where.file, where.line);
    return filon_error_set(error, cause.code, "%s", cause.text);
}

int filon_lua_protected(struct filon_lua *lua, lua_CFunction body, void *arg, enum filon_code code, struct filon_mark where,
                        struct filon_error *error)
{
    lua_State *L = lua->L;
    int top = lua_gettop(L), result = 0;
    lua->halted = NULL;
    lua->strikes = 0;
    lua_pushcfunction(L, explain);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, arg);
    int status = lua_pcall(L, 1, 0, top + 1);
    if (status != LUA_OK || lua->halted || (lua->error && lua->error->code))
        result = failed(lua, status, code, where, error);
    lua->loading = false; /* an error may have jumped over its end */
    lua_sethook(L, NULL, 0, 0);
    lua_settop(L, top);
    lua->strikes = 0;
    if (status == LUA_ERRMEM) { /* the next document begins with room */
        lua_pushcfunction(L, collect);
        lua_pcall(L, 0, 0, 0);
        lua_settop(L, top);
    }
    return result;
}

struct filon_mark filon_lua_where(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    lua_Debug frame;
    for (int level = 1; level < LEVELS && lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.currentline > 0)
            return (struct filon_mark){filon_strdup(lua->arena, *frame.source == '@' ? frame.source + 1 : frame.short_src),
                                       (unsigned)frame.currentline, 1};
    }
    return (struct filon_mark){"script", 0, 0};
}

void filon_lua_charge(lua_State *L, size_t bytes)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (bytes <= lua->most - lua->spent) {
        lua->spent += bytes;
        return;
    }
    lua->halted = "the script puts more into the document than its memory limit (lua.memory)";
    luaL_error(L, "%s", lua->halted);
}
