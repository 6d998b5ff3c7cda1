/* For the tests of core/lua: a state, a pipeline with small annotators of the test's own, scripts in a folder of the test. */
#ifndef FILON_LUAKIT_H
#define FILON_LUAKIT_H

#include <check.h>

#include "lua/lua.h"

struct ner_seen { /* the options of the last `ner` that was opened */
    const char *model;
    int64_t level;
    double ratio, window;
    bool strict;
    uint64_t room;
    int pick;
    struct filon_list words;
};
extern struct ner_seen ner_seen;

struct luakit {
    struct filon_registry *registry;
    struct filon_instance_args args;
    struct filon_lua *lua;
    struct filon_pipeline *pipeline;
    struct filon_doc *doc;
    struct filon_jobfile job;
    struct filon_error error;
    struct filon_progress progress;
    char folder[64];
};

/* The article that documents get by default: parse_text, segment, ner and quote of the kit find things in it. */
extern const char luakit_article[];

void luakit_start(struct luakit *kit, const struct filon_lua_limits *limits);
void luakit_stop(struct luakit *kit);

/* Writes a script into the kit's folder; its path (static until the next call). */
const char *luakit_write(struct luakit *kit, const char *name, const char *text);

/* Makes a fresh pipeline of a script and opens it. 0, or -1 with kit->error. */
int luakit_wire(struct luakit *kit, const char *script);
int luakit_wire_file(struct luakit *kit, const char *path);
/* Seals and opens what was added to kit->pipeline. */
int luakit_open(struct luakit *kit);
/* A fresh, empty pipeline. */
void luakit_renew(struct luakit *kit);

/* One document through the pipeline; text NULL: the article. 0, or -1 with kit->error. */
int luakit_run(struct luakit *kit, const char *id, const char *text);

/* Wires parse_text, segment, ner and quote, and then a stage `t` with that body (local doc, filon); it may add to the layers quote,
 * stance and its own `note` (n i32, x f32, yes bool, s str, of ref entity, at span). */
int luakit_body(struct luakit *kit, const char *body);

/* The body runs on the article without an error. */
void luakit_ok(const char *body);
/* The body is wired, and fails on the article with a message that holds `expected`. */
void luakit_fails(const char *body, const char *expected);
/* A script's wiring fails with a FILON_E_CONFIG that holds `expected`. */
void luakit_bad_script(const char *script, const char *expected);

/* Runs a suite with the tests and says how it went: for main. */
int luakit_main(const char *name, const TTest *const *tests);

#endif
