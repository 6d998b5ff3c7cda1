#include "lua/lua_impl.h"

/* math.random gives the same numbers for the same document, whichever worker has it and whatever came before. */
static const char seed_key;

static void seed(lua_State *L, struct filon_str id)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &seed_key) != LUA_TFUNCTION) {
        lua_pop(L, 1);
        lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
        lua_getfield(L, -1, LUA_MATHLIBNAME);
        lua_getfield(L, -1, "randomseed");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &seed_key);
    }
    lua_pushinteger(L, (lua_Integer)filon_hash(id.p, id.n, 1));
    lua_call(L, 1, 0);
}

/* What a stage returns: nothing, or filon.drop or filon.route. */
static void take_result(lua_State *L, struct filon_lua *lua)
{
    const struct filon_view *action = filon_view_test(L, -1, FILON_LUA_ACTION);
    if (action) {
        lua_getiuservalue(L, -1, 1);
        size_t n;
        const char *text = lua_tolstring(L, -1, &n);
        filon_lua_charge(L, n);
        if (action->a)
            filon_doc_route(lua->doc, (struct filon_str){text, n});
        else
            filon_doc_drop(lua->doc, "%s", text);
    } else if (!lua_isnil(L, -1)) {
        luaL_error(L, "`%s` returned a %s: a stage returns nothing, filon.drop(…) or filon.route(…)", lua->function->name,
                   luaL_typename(L, -1));
    } else if (lua->actions) {
        luaL_error(L, "`%s` called filon.drop or filon.route and did not return it: write `return filon.drop …`", lua->function->name);
    }
}

static int on_document(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    int *answer = lua_touserdata(L, 1);
    filon_shape_follow(L);
    if (!lua->function->condition)
        seed(L, filon_doc_id(lua->doc));
    lua_rawgeti(L, LUA_REGISTRYINDEX, lua->function->ref);
    filon_view_push(L, FILON_VIEW_DOC, 1);
    lua_call(L, 1, 1);
    if (!lua->function->condition)
        take_result(L, lua);
    else if (filon_view_test(L, -1, FILON_LUA_ACTION))
        luaL_error(L, "a condition answers true or false; it does not drop or route");
    else
        *answer = lua_toboolean(L, -1);
    return 0;
}

/* The one way from a pipeline into Lua: while it lasts, views see the document; after it, none does. */
static int call(const struct filon_lua_function *function, struct filon_doc *doc, int *answer, struct filon_mark where,
                struct filon_error *error)
{
    struct filon_lua *lua = function->lua;
    lua->doc = doc;
    lua->function = function;
    lua->call++;
    lua->spent = 0;
    lua->actions = 0;
    int result = filon_lua_protected(lua, on_document, answer, FILON_E_INPUT, where, error);
    lua->doc = NULL;
    lua->function = NULL;
    return result;
}

int filon_lua_call(void *function, struct filon_doc *doc, struct filon_error *error)
{
    int ignored = 0;
    return call(function, doc, &ignored, ((struct filon_lua_function *)function)->mark, error);
}

/* Says of an error in a condition where it stands and what it is. */
static int condition_error(const struct filon_lua_function *function, const struct filon_error *cause, struct filon_error *error)
{
    static const char prefix[] = FILON_LUA_CONDITION ":1: ";
    const char *text = cause->text;
    if (strncmp(text, prefix, sizeof prefix - 1) == 0)
        text += sizeof prefix - 1;
    if (function->name)
        filon_error_set(error, cause->code, "condition `%s`: %s", function->name, text);
    else
        filon_error_set(error, cause->code, "condition: %s", text);
    return function->mark.line ? filon_error_wrap(error, "%s:%u:%u", function->mark.file, function->mark.line, function->mark.column) : -1;
}

static int evaluate(struct filon_lua_condition *condition, struct filon_doc *doc, struct filon_error *error)
{
    struct filon_error cause = {0};
    if (call(&condition->function, doc, &condition->answer, (struct filon_mark){0}, &cause) == 0)
        return condition->answer;
    condition->answer = -1;
    return condition_error(&condition->function, &cause, error);
}

static int ask(struct filon_lua_condition *condition, const struct filon_lua_gate *gate, struct filon_doc *doc, struct filon_error *error)
{
    if (condition->outer) {
        int outer = ask(condition->outer, gate, doc, error);
        if (outer <= 0)
            return outer;
    }
    return condition->opener == gate ? evaluate(condition, doc, error) : condition->answer;
}

int filon_lua_ask(void *self, struct filon_doc *doc, struct filon_error *error)
{
    struct filon_lua_gate *gate = self;
    return ask(gate->condition, gate, doc, error);
}
