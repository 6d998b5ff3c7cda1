#include "lua/lua_impl.h"

#include "base/paths.h"
#include "config/suggest.h"

/* ---- The builder: `p` in filon.pipeline(function(p, job) … end). */
static struct filon_lua *wiring(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (!filon_view_test(L, 1, FILON_LUA_BUILDER))
        luaL_error(L, "the pipeline builder's functions are called with a colon: p:use \"…\"");
    if (!lua->pipeline)
        luaL_error(L, "the pipeline is complete: stages are added while the script runs, not while a document is under way");
    return lua;
}

static int raise_error(lua_State *L, const struct filon_error *error)
{
    struct filon_lua *lua = filon_lua_of(L);
    if (lua->error)
        filon_error_set(lua->error, error->code, "%s", error->text);
    lua_pushstring(L, error->text);
    return lua_error(L);
}

/* Adds a plugin with the options at arg. */
static int use(lua_State *L, struct filon_lua *lua, const char *plugin, int arg)
{
    struct filon_error error = {0};
    struct filon_mark mark = filon_lua_where(L);
    const struct filon_node *options = filon_node_take(L, arg, mark);
    if (options && filon_node_get(options, "when"))
        return luaL_error(L, "`when` is no option: write p:when(\"…\", \"%s\", { … })", plugin);
    struct filon_call when = filon_stage_gate(lua, lua->when);
    if (filon_pipeline_use(lua->pipeline, plugin, options, &when, mark, &error) < 0)
        return raise_error(L, &error);
    return 0;
}

/* Adds the function or annotator at arg. */
static int script(lua_State *L, struct filon_lua *lua, const char *name, int arg)
{
    struct filon_error error = {0};
    struct filon_mark mark = filon_lua_where(L);
    struct filon_script_stage stage = filon_stage_take(L, arg, name, mark);
    struct filon_call when = filon_stage_gate(lua, lua->when);
    if (filon_pipeline_script(lua->pipeline, &stage, &when, mark, &error) < 0)
        return raise_error(L, &error);
    return 0;
}

static int p_use(lua_State *L)
{
    struct filon_lua *lua = wiring(L);
    return use(L, lua, luaL_checkstring(L, 2), 3);
}

static int p_each(lua_State *L)
{
    struct filon_lua *lua = wiring(L);
    const char *name = filon_strdup(lua->arena, luaL_checkstring(L, 2));
    luaL_checktype(L, 3, LUA_TFUNCTION);
    return script(L, lua, name, 3);
}

static int p_annotator(lua_State *L)
{
    struct filon_lua *lua = wiring(L);
    luaL_checktype(L, 2, LUA_TTABLE);
    return script(L, lua, NULL, 2);
}

/* p:when(condition, "plugin", options) or p:when(condition, function(p) … end). */
static int p_when(lua_State *L)
{
    struct filon_lua *lua = wiring(L);
    struct filon_lua_condition *outer = lua->when;
    if (lua_type(L, 3) != LUA_TSTRING && !lua_isfunction(L, 3))
        return luaL_error(L, "p:when takes a condition, and then a plugin's name or a function(p); got %s", luaL_typename(L, 3));
    lua->when = filon_stage_condition(L, 2, filon_lua_where(L));
    if (lua_isfunction(L, 3)) {
        lua_pushvalue(L, 3);
        lua_pushvalue(L, 1);
        lua_call(L, 1, 0);
    } else {
        use(L, lua, lua_tostring(L, 3), 4);
    }
    lua->when = outer;
    return 0;
}

static void push_job(lua_State *L, const struct filon_jobfile *job);

/* p:include(pipeline): the stages of another script, require "press" say. */
static int p_include(lua_State *L)
{
    struct filon_lua *lua = wiring(L);
    if (!filon_view_test(L, 2, FILON_LUA_PIPELINE))
        return luaL_error(L, "p:include takes a pipeline, as filon.pipeline and require \"press\" give it, not a %s", luaL_typename(L, 2));
    luaL_checkstack(L, 6, "pipelines that include each other");
    lua_getiuservalue(L, 2, 1);
    lua_pushvalue(L, 1);
    push_job(L, lua->job);
    lua_call(L, 2, 0);
    return 0;
}

/* p:has(plugin): whether there is a plugin of this name; some are built only where their libraries are. */
static int p_has(lua_State *L)
{
    struct filon_lua *lua = wiring(L);
    lua_pushboolean(L, filon_pipeline_knows(lua->pipeline, luaL_checkstring(L, 2)));
    return 1;
}

static int builder_unknown(lua_State *L) /* __index of the table of functions */
{
    struct filon_suggest suggest;
    const char *key = luaL_tolstring(L, 2, NULL);
    filon_suggest_start(&suggest, key);
    for (const char *const *name = (const char *const[]){"use", "when", "each", "annotator", "include", "has", NULL}; *name; name++)
        filon_suggest_offer(&suggest, *name);
    const char *best = filon_suggest_best(&suggest);
    return best ? luaL_error(L, "no function p:%s; did you mean p:%s?", key, best)
                : luaL_error(L, "no function p:%s: there are use, when, each, annotator, include and has", key);
}

static int pipeline_tostring(lua_State *L)
{
    lua_pushliteral(L, "pipeline");
    return 1;
}

void filon_wire_open(lua_State *L)
{
    static const luaL_Reg none[] = {{NULL, NULL}}, of_pipeline[] = {{"__tostring", pipeline_tostring}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"use", p_use},         {"when", p_when}, {"each", p_each}, {"annotator", p_annotator},
                                         {"include", p_include}, {"has", p_has}, {NULL, NULL}};
    filon_view_register(L, FILON_LUA_BUILDER, none);
    filon_view_register(L, FILON_LUA_PIPELINE, of_pipeline);
    filon_view_push(L, FILON_LUA_BUILDER, 0);
    lua_getmetatable(L, -1);
    luaL_newlib(L, functions);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, builder_unknown);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}

int filon_wire_pipeline(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    filon_view_push(L, FILON_LUA_PIPELINE, 1);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    return 1;
}

/* ---- The job, as scripts see it. */
static int job_unknown(lua_State *L)
{
    return luaL_error(L, "the job has no `%s`: it has name, language, path and dir", luaL_tolstring(L, 2, NULL));
}

static void push_job(lua_State *L, const struct filon_jobfile *job)
{
    const char *const fields[][2] = {{"name", job && job->name ? job->name : "filon"},
                                     {"language", job && job->language ? job->language : "fr"},
                                     {"path", job && job->path ? job->path : ""},
                                     {"dir", job && job->dir ? job->dir : "."}};
    lua_newtable(L);
    for (size_t i = 0; i < FILON_COUNT(fields); i++) {
        lua_pushstring(L, fields[i][1]);
        lua_setfield(L, -2, fields[i][0]);
    }
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, job_unknown);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

/* ---- Entries from the core. */
struct request {
    const char *path;              /* a script … */
    const char *expression;        /* … or a condition */
    const struct filon_call *when; /* of the script's stage; taken set to NULL */
    struct filon_mark mark;
    struct filon_lua_condition *condition; /* out */
};

static int run_pipeline(lua_State *L)
{
    const struct request *request = lua_touserdata(L, 1);
    struct filon_lua *lua = filon_lua_of(L);
    filon_load_script(L, request->path, NULL);
    filon_sandbox_run(L, 0, 1);
    if (!filon_view_test(L, -1, FILON_LUA_PIPELINE))
        return luaL_error(
            L,
            "%s: returned a %s: a pipeline script returns filon.pipeline(function(p, job) … end); one that returns a stage goes into a "
            "list, `- script: %s`",
            request->path, luaL_typename(L, -1), request->path);
    lua_getiuservalue(L, -1, 1);
    filon_view_push(L, FILON_LUA_BUILDER, 0);
    push_job(L, lua->job);
    filon_sandbox_run(L, 2, 0);
    return 0;
}

/* "scripts/short.lua" -> "short" */
static const char *stage_name(struct filon_lua *lua, const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
    return filon_str_dup(lua->arena, (struct filon_str){base, dot && dot > base ? (size_t)(dot - base) : strlen(base)}).p;
}

static int run_stage(lua_State *L)
{
    struct request *request = lua_touserdata(L, 1);
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_error error = {0};
    filon_load_script(L, request->path, NULL);
    filon_sandbox_run(L, 0, 1);
    if (filon_view_test(L, -1, FILON_LUA_PIPELINE))
        return luaL_error(L, "%s: a pipeline, not a stage: name it as `pipeline: %s`", request->path, request->path);
    if (!lua_isfunction(L, -1) && !lua_istable(L, -1))
        return luaL_error(L, "%s: returned a %s: a stage script returns a function(doc) or an annotator's table", request->path,
                          luaL_typename(L, -1));
    struct filon_script_stage stage = filon_stage_take(L, -1, stage_name(lua, request->path), request->mark);
    const struct filon_call *when = request->when;
    request->when = NULL; /* the pipeline's from here on */
    if (filon_pipeline_script(lua->pipeline, &stage, when, request->mark, &error) < 0)
        return raise_error(L, &error);
    return 0;
}

static int run_condition(lua_State *L)
{
    struct request *request = lua_touserdata(L, 1);
    lua_pushstring(L, request->expression);
    request->condition = filon_stage_condition(L, -1, request->mark);
    return 0;
}

static int wire(struct filon_lua *lua, lua_CFunction body, struct request *request, const struct filon_jobfile *job,
                struct filon_pipeline *pipeline, struct filon_error *error)
{
    struct filon_error core = {0};
    lua->shape_doc = NULL;
    lua->pipeline = pipeline;
    lua->job = job;
    lua->when = NULL;
    lua->error = &core;
    int result = filon_lua_protected(lua, body, request, FILON_E_CONFIG, request->mark, error);
    lua->pipeline = NULL;
    lua->job = NULL;
    lua->when = NULL;
    lua->error = NULL;
    return result;
}

int filon_lua_pipeline(struct filon_lua *lua, const char *path, const struct filon_jobfile *job, struct filon_pipeline *pipeline,
                       struct filon_error *error)
{
    struct request request = {.path = path, .mark = {path, 0, 0}};
    return wire(lua, run_pipeline, &request, job, pipeline, error);
}

int filon_lua_stage(struct filon_lua *lua, const char *path, const struct filon_jobfile *job, const struct filon_call *when,
                    struct filon_mark mark, struct filon_pipeline *pipeline, struct filon_error *error)
{
    struct request request = {.path = path, .when = when, .mark = mark};
    int result = wire(lua, run_stage, &request, job, pipeline, error);
    if (request.when && request.when->release)
        request.when->release(request.when->self);
    return result;
}

int filon_lua_condition(struct filon_lua *lua, const char *expression, struct filon_mark mark, struct filon_call *call,
                        struct filon_error *error)
{
    struct request request = {.expression = expression, .mark = mark};
    struct filon_error cause = {0};
    if (wire(lua, run_condition, &request, NULL, NULL, &cause) < 0)
        return filon_error_set(error, cause.code, "%s:%u:%u: %s", mark.file, mark.line, mark.column, cause.text);
    *call = filon_stage_gate(lua, request.condition);
    return 0;
}
