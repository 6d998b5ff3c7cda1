/* filon.match: patterns over tokens for scripts. */
#include <filon/match.h>

#include "lua/lua_impl.h"

enum { PATTERNS_MOST = 1000 };

/* The matches of one loop, found when it begins, in the document's memory. */
struct loop {
    uint64_t call;
    uint32_t pattern, n, next, room;
    struct filon_match *match;
    struct filon_doc *doc;
    struct filon_span within; /* begin FILON_NONE: all */
};

static int keep(void *arg, const struct filon_match *match)
{
    struct loop *loop = arg;
    struct filon_span span = filon_match_span(loop->doc, match->first, match->last);
    if (loop->within.begin != FILON_NONE && (span.begin < loop->within.begin || span.end > loop->within.end))
        return 0;
    loop->match = filon_grow(filon_doc_arena(loop->doc), loop->match, loop->n, &loop->room, sizeof *loop->match);
    loop->match[loop->n++] = *match;
    return 0;
}

static int step(lua_State *L) /* upvalue 1: the loop */
{
    struct filon_lua *lua = filon_lua_of(L);
    struct loop *loop = lua_touserdata(L, lua_upvalueindex(1));
    if (!lua->doc || loop->call != lua->call)
        return luaL_error(L, "this loop's document is gone: an iterator lives as long as the call that it was made in");
    if (loop->next == loop->n)
        return 0;
    const struct filon_match *match = &loop->match[loop->next++];
    filon_row_push_span(L, filon_match_span(lua->doc, match->first, match->last));
    lua_newtable(L);
    for (size_t g = 0; filon_pattern_group(lua->patterns[loop->pattern], 0, g); g++) {
        if (match->begin[g] == FILON_NONE)
            continue;
        filon_row_push_span(L, filon_match_span(lua->doc, match->begin[g], match->end[g]));
        lua_setfield(L, -2, filon_pattern_group(lua->patterns[loop->pattern], 0, g));
    }
    return 2;
}

/* pattern:each(doc [, row or span]) */
static int each(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    uint32_t pattern = filon_view_arg(L, 1, FILON_LUA_PATTERN)->a;
    filon_view_arg(L, 2, FILON_VIEW_DOC);
    struct filon_span within = lua_isnoneornil(L, 3) ? FILON_NO_SPAN : filon_cell_span(L, 3, "each");
    struct loop *loop = lua_newuserdatauv(L, sizeof *loop, 0);
    *loop = (struct loop){.call = lua->call, .pattern = pattern, .doc = lua->doc, .within = within};
    if (!filon_patterns_answered(lua->patterns[pattern], lua->doc))
        return luaL_error(L, "the pattern " FILON_PATTERNS_UNANSWERED);
    filon_patterns_run(lua->patterns[pattern], lua->doc, keep, loop);
    filon_lua_charge(L, loop->room * sizeof *loop->match);
    lua_pushcclosure(L, step, 1);
    return 1;
}

static int index_of(lua_State *L) /* upvalue 1: the methods */
{
    luaL_checkstring(L, 2);
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    return lua_isnil(L, -1) ? luaL_error(L, "a pattern has no `%s`; did you mean `each`?", lua_tostring(L, 2)) : 1;
}

static int text_of(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_str text = filon_map_key(lua->pattern_texts, filon_view_arg(L, 1, FILON_LUA_PATTERN)->a, NULL);
    lua_pushfstring(L, "filon.match(%s)", text.p);
    return 1;
}

void filon_match_open(lua_State *L)
{
    static const luaL_Reg methods[] = {{"each", each}, {NULL, NULL}};
    static const luaL_Reg meta[] = {{"__tostring", text_of}, {NULL, NULL}};
    static const luaL_Reg indexed[] = {{"__index", index_of}, {NULL, NULL}};
    filon_view_register(L, FILON_LUA_PATTERN, meta);
    filon_view_push(L, FILON_LUA_PATTERN, 0);
    lua_getmetatable(L, -1);
    luaL_newlib(L, methods);
    luaL_setfuncs(L, indexed, 1);
    lua_pop(L, 2);
}

/* Equal texts share one compiled pattern, so that a script may as well write filon.match(...) where it loops. */
int filon_match_compile(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    size_t n;
    const char *p = luaL_checklstring(L, 1, &n);
    struct filon_str text = {p, n};
    struct filon_error error = {0};
    if (!lua->pattern_texts)
        lua->pattern_texts = filon_map_new(lua->arena, 16);
    uint32_t number = filon_map_get(lua->pattern_texts, text);
    if (number == FILON_MAP_NONE) {
        number = lua->n_patterns;
        if (number == PATTERNS_MOST)
            return luaL_error(L, "more than %d different patterns: make them once, not for every document", PATTERNS_MOST);
        if (number == lua->room_patterns) {
            lua->room_patterns = number ? 2 * number : 16;
            struct filon_patterns **more = filon_alloc(lua->arena, lua->room_patterns * sizeof(*more));
            if (number)
                memcpy(more, lua->patterns, number * sizeof *more);
            lua->patterns = more;
        }
        struct filon_patterns *set = filon_patterns_new(lua->arena);
        if (filon_patterns_add(set, text, &error) < 0)
            return luaL_error(L, "%s", error.text);
        lua->patterns[lua->n_patterns++] = set;
        filon_map_set(lua->pattern_texts, text, number);
    }
    filon_view_push(L, FILON_LUA_PATTERN, 0)->a = number;
    return 1;
}
