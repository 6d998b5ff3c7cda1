#include "lua/lua_impl.h"

#include "config/suggest.h"

/* ---- All kinds. The metatable of a kind is in the registry at the address of its entry here. */
static const char metatable_keys[FILON_LUA_KIND_END - FILON_VIEW_DOC];

static const void *metatable_key(uint32_t kind)
{
    return &metatable_keys[kind - FILON_VIEW_DOC];
}

static const char *kind_name(uint32_t kind)
{
    static const char *const names[] = {"document", "metadata", "row", "span", "pipeline", "pipeline builder", "drop or route", "null", "pattern"};
    return names[kind - FILON_VIEW_DOC];
}

void filon_view_register(lua_State *L, enum filon_view_kind kind, const luaL_Reg *functions)
{
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
    lua_pushboolean(L, 0); /* getmetatable gives this, and nobody can take a metamethod out */
    lua_setfield(L, -2, "__metatable");
    lua_pushstring(L, kind_name(kind));
    lua_setfield(L, -2, "__name");
    lua_rawsetp(L, LUA_REGISTRYINDEX, metatable_key(kind));
}

struct filon_view *filon_view_push(lua_State *L, enum filon_view_kind kind, int user_values)
{
    struct filon_view *view = lua_newuserdatauv(L, sizeof *view, user_values);
    *view = (struct filon_view){.kind = kind, .call = filon_lua_of(L)->call};
    lua_rawgetp(L, LUA_REGISTRYINDEX, metatable_key(kind));
    lua_setmetatable(L, -2);
    return view;
}

struct filon_view *filon_view_test(lua_State *L, int arg, uint32_t kind)
{
    if (lua_type(L, arg) != LUA_TUSERDATA || lua_rawlen(L, arg) != sizeof(struct filon_view))
        return NULL;
    struct filon_view *view = lua_touserdata(L, arg);
    return view->kind == kind ? view : NULL;
}

void filon_view_fresh(lua_State *L, const struct filon_view *view)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (!lua->doc || view->call != lua->call)
        luaL_error(L, "this %s is gone: a view lives as long as the call that it was made in; keep strings and numbers instead",
                   kind_name(view->kind));
}

struct filon_view *filon_view_arg(lua_State *L, int arg, uint32_t kind)
{
    struct filon_view *view = filon_view_test(L, arg, kind);
    if (!view)
        luaL_typeerror(L, arg, kind_name(kind));
    if (kind <= FILON_VIEW_SPAN)
        filon_view_fresh(L, view);
    return view;
}

void filon_view_writable(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (lua->function->condition)
        luaL_error(L, "a condition must not change the document");
    if (filon_doc_frozen(lua->doc))
        luaL_error(L, "the document is finished and can no longer be changed");
}

static void push_str(lua_State *L, struct filon_str s)
{
    if (s.p)
        lua_pushlstring(L, s.p, s.n);
    else
        lua_pushnil(L);
}

/* ---- Metadata: doc.meta.title. */
static void check_key(lua_State *L, int arg)
{
    const char *key = luaL_checkstring(L, arg);
    size_t n = strlen(key);
    for (size_t i = 0; i < n; i++)
        if (!((key[i] >= 'a' && key[i] <= 'z') || (i && ((key[i] >= '0' && key[i] <= '9') || key[i] == '_'))))
            n = 0;
    if (n == 0 || n > 63)
        luaL_error(L, "`%s` cannot name metadata: lower-case letters, then also digits and _", key);
}

static int meta_index(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    filon_view_arg(L, 1, FILON_VIEW_META);
    push_str(L, filon_meta_get(lua->doc, luaL_checkstring(L, 2), NULL));
    return 1;
}

/* doc.meta.KEY = string, number, or a row or span, whose text and place it takes. */
static void meta_set(lua_State *L, const char *key, int arg)
{
    struct filon_doc *doc = filon_lua_of(L)->doc;
    struct filon_span span = FILON_NO_SPAN;
    struct filon_str value;
    filon_view_writable(L);
    if (lua_isnil(L, arg))
        luaL_error(L, "metadata `%s` can be replaced, not taken away; \"\" empties it", key);
    if (lua_isuserdata(L, arg)) {
        span = filon_cell_span(L, arg, key);
        value = filon_text_of(doc, span.begin, span.end);
    } else {
        value = filon_cell_text(L, arg, key);
    }
    filon_lua_charge(L, value.n + 1);
    filon_meta_set(doc, key, value, span);
    if (!filon_str_eq(filon_meta_get(doc, key, NULL), value))
        luaL_error(L, "no room for metadata `%s`: the document has %d keys already", key, (int)filon_meta_count(doc));
}

static int meta_newindex(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_META);
    check_key(L, 2);
    meta_set(L, lua_tostring(L, 2), 3);
    return 0;
}

static int meta_next(lua_State *L) /* upvalue 1: how many keys were given */
{
    struct filon_lua *lua = filon_lua_of(L);
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));
    const char *key;
    filon_view_arg(L, 1, FILON_VIEW_META);
    if ((size_t)i >= filon_meta_count(lua->doc))
        return 0;
    struct filon_str value = filon_meta_at(lua->doc, (size_t)i, &key, NULL);
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(1));
    lua_pushstring(L, key);
    push_str(L, value);
    return 2;
}

static int meta_pairs(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_META);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, meta_next, 1);
    lua_pushvalue(L, 1);
    return 2;
}

/* ---- The document's methods. */
static int doc_count(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    lua_pushinteger(L, filon_rows(filon_layer(lua->doc, filon_shape_find(L, 2))));
    return 1;
}

static int doc_get(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    int layer = filon_shape_find(L, 2);
    lua_Integer row = luaL_checkinteger(L, 3);
    if (row < 1 || row > (lua_Integer)filon_rows(filon_layer(lua->doc, layer)))
        return 0;
    filon_row_push(L, layer, (uint32_t)(row - 1));
    return 1;
}

/* As text:sub(begin, stop), without a copy of the whole text. */
static int doc_slice(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    struct filon_str text = filon_doc_text(filon_lua_of(L)->doc);
    lua_Integer n = (lua_Integer)text.n, begin = luaL_checkinteger(L, 2), stop = luaL_optinteger(L, 3, -1);
    if (begin < 0)
        begin = begin < -n ? 1 : n + begin + 1;
    if (stop < 0)
        stop = stop < -n ? 0 : n + stop + 1;
    begin = begin < 1 ? 1 : begin;
    stop = stop > n ? n : stop;
    if (begin > stop)
        lua_pushliteral(L, "");
    else
        lua_pushlstring(L, text.p + begin - 1, (size_t)(stop - begin + 1));
    return 1;
}

static int doc_drop(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    size_t n;
    const char *reason = luaL_checklstring(L, 2, &n);
    filon_view_writable(L);
    filon_lua_charge(L, n);
    return filon_doc_drop(filon_lua_of(L)->doc, "%s", reason);
}

static int doc_route(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    size_t n;
    const char *name = luaL_checklstring(L, 2, &n);
    filon_view_writable(L);
    filon_lua_charge(L, n);
    filon_doc_route(filon_lua_of(L)->doc, (struct filon_str){name, n});
    return 0;
}

static int doc_meta_span(lua_State *L)
{
    struct filon_span span;
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    filon_meta_get(filon_lua_of(L)->doc, luaL_checkstring(L, 2), &span);
    if (span.begin == FILON_NONE)
        return 0;
    filon_row_push_span(L, span);
    return 1;
}

/* ---- The document's fields. */
static int doc_id(lua_State *L)
{
    push_str(L, filon_doc_id(filon_lua_of(L)->doc));
    return 1;
}

/* Lua's copy of the text is made once a call and kept by the view. */
static int doc_text(lua_State *L)
{
    if (lua_getiuservalue(L, 1, 1) == LUA_TSTRING)
        return 1;
    push_str(L, filon_doc_text(filon_lua_of(L)->doc));
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 1, 1);
    return 1;
}

static int doc_lang(lua_State *L)
{
    push_str(L, filon_doc_lang(filon_lua_of(L)->doc));
    return 1;
}

static int doc_source(lua_State *L)
{
    push_str(L, filon_doc_source(filon_lua_of(L)->doc));
    return 1;
}

static int doc_meta(lua_State *L)
{
    filon_view_push(L, FILON_VIEW_META, 0);
    return 1;
}

static int doc_content(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    enum { KEEP = 1 << 20 };
    if (lua->scratch.cap > KEEP)
        filon_buf_free(&lua->scratch);
    filon_buf_clear(&lua->scratch);
    filon_doc_content(lua->doc, &lua->scratch);
    lua_pushlstring(L, lua->scratch.p ? lua->scratch.p : "", lua->scratch.n);
    return 1;
}

static const luaL_Reg doc_fields[] = {{"id", doc_id},     {"text", doc_text},       {"lang", doc_lang}, {"source", doc_source},
                                      {"meta", doc_meta}, {"content", doc_content}, {NULL, NULL}};
static const luaL_Reg doc_methods[] = {{"each", filon_iterate_each},
                                       {"within", filon_iterate_within},
                                       {"sentence_at", filon_iterate_sentence_at},
                                       {"count", doc_count},
                                       {"get", doc_get},
                                       {"add", filon_row_add},
                                       {"slice", doc_slice},
                                       {"drop", doc_drop},
                                       {"route", doc_route},
                                       {"meta_span", doc_meta_span},
                                       {NULL, NULL}};

static int doc_unknown(lua_State *L, const char *key)
{
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, key);
    for (const luaL_Reg *field = doc_fields; field->name; field++)
        filon_suggest_offer(&suggest, field->name);
    for (const luaL_Reg *method = doc_methods; method->name; method++)
        filon_suggest_offer(&suggest, method->name);
    const char *best = filon_suggest_best(&suggest);
    return best ? luaL_error(L, "a document has no `%s`; did you mean `%s`?", key, best) : luaL_error(L, "a document has no `%s`", key);
}

static int doc_index(lua_State *L) /* upvalues: methods by name, fields by name */
{
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    luaL_checkstring(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TFUNCTION)
        return 1;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TFUNCTION)
        return lua_tocfunction(L, -1)(L);
    return doc_unknown(L, lua_tostring(L, 2));
}

static void set_text(lua_State *L, int arg)
{
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_error error = {0};
    size_t n;
    const char *text = luaL_checklstring(L, arg, &n);
    filon_lua_charge(L, n);
    if (filon_doc_set_text(lua->doc, (struct filon_str){text, n}, &error) < 0)
        luaL_error(L, "%s", error.text);
}

static int doc_newindex(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    const char *key = luaL_checkstring(L, 2);
    filon_view_writable(L);
    if (strcmp(key, "text") == 0)
        set_text(L, 3);
    else if (strcmp(key, "lang") == 0)
        meta_set(L, "lang", 3);
    else
        return luaL_error(L, "a document's `%s` cannot be set; text (once), lang and meta can", key);
    return 0;
}

static int doc_tostring(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    const struct filon_view *view = filon_view_test(L, 1, FILON_VIEW_DOC);
    if (!view || !lua->doc || view->call != lua->call)
        lua_pushliteral(L, "document (gone)");
    else
        lua_pushfstring(L, "document %s", filon_doc_id(lua->doc).p);
    return 1;
}

static void push_functions(lua_State *L, const luaL_Reg *functions)
{
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
}

void filon_view_open(lua_State *L)
{
    static const luaL_Reg of_doc[] = {{"__newindex", doc_newindex}, {"__tostring", doc_tostring}, {NULL, NULL}};
    static const luaL_Reg of_meta[] = {{"__index", meta_index}, {"__newindex", meta_newindex}, {"__pairs", meta_pairs}, {NULL, NULL}};
    filon_view_register(L, FILON_VIEW_META, of_meta);
    filon_view_register(L, FILON_VIEW_DOC, of_doc);
    lua_rawgetp(L, LUA_REGISTRYINDEX, metatable_key(FILON_VIEW_DOC));
    push_functions(L, doc_methods);
    push_functions(L, doc_fields);
    lua_pushcclosure(L, doc_index, 2);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
