/* Lua: states with limits, views on documents, wiring of pipelines. docs/lua.md is the guide. */
#ifndef FILON_LUA_H
#define FILON_LUA_H

#include "config/jobfile.h"
#include "pipeline/pipeline.h"

struct filon_lua;

/* One state. limits: NULL or zeros for the defaults. script_folders (kept, not copied): where `require "filon.x"` looks, in order
 * (the standard library's). FILON_E_CONFIG if the memory limit is too small to start with. */
struct filon_lua *filon_lua_new(const struct filon_lua_limits *limits, const char *const *script_folders, size_t n,
                                struct filon_error *error);
void filon_lua_free(struct filon_lua *lua); /* after the pipeline that holds its functions; NULL is allowed */

/* Runs a pipeline script (trust-checked, text only) and adds its stages. job gives the `job` table; it may be NULL. */
int filon_lua_pipeline(struct filon_lua *lua, const char *path, const struct filon_jobfile *job, struct filon_pipeline *pipeline,
                       struct filon_error *error);

/* `- script: path.lua` in a list: the script returns an annotator (function or table) and becomes one stage. when (may be NULL) is taken
 * over even on failure. */
int filon_lua_stage(struct filon_lua *lua, const char *path, const struct filon_jobfile *job, const struct filon_call *when,
                    struct filon_mark mark, struct filon_pipeline *pipeline, struct filon_error *error);

/* A condition like "doc.lang == 'fr'"; *call gets it. */
int filon_lua_condition(struct filon_lua *lua, const char *expression, struct filon_mark mark, struct filon_call *call,
                        struct filon_error *error);

/* A hash of all source that was loaded so far: with it, a job notices that a script has changed. */
uint64_t filon_lua_fingerprint(const struct filon_lua *lua);

#endif
