/* The inside of the Lua room.
 *
 * Every function here that takes a lua_State may raise an error, which jumps over the C frames between: such frames hold nothing
 * that must be freed. What outlives a call lies in the state's arena; what a call needs for a moment is on the C stack, on Lua's
 * stack, or in `scratch`. Functions that take a struct filon_lua alone are entered from C and let no error out.
 */
#ifndef FILON_LUA_IMPL_H
#define FILON_LUA_IMPL_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "lua/lua.h"

/* ---- Userdata: all of ours begin with a kind, so that telling them apart needs no look-up by name. */
enum filon_view_kind {
    FILON_VIEW_DOC = 0x46564431,
    FILON_VIEW_META,
    FILON_VIEW_ROW,     /* layer; a: the row */
    FILON_VIEW_SPAN,    /* a, b: begin, end */
    FILON_LUA_PIPELINE, /* what filon.pipeline gives; user value 1: its function */
    FILON_LUA_BUILDER,  /* `p` */
    FILON_LUA_ACTION,   /* what filon.drop (a 0) and filon.route (a 1) give; user value 1: the reason or name */
    FILON_LUA_NULL,     /* filon.null */
    FILON_LUA_PATTERN,  /* what filon.match gives; a: its number */
    FILON_LUA_KIND_END
};

/* A view holds no pointer: it says which rows of the document of which call, and is checked at every use. */
struct filon_view {
    uint32_t kind, layer;
    uint64_t call;
    uint32_t a, b;
};

/* ---- A Lua function that a pipeline calls. */
#define FILON_LUA_CONDITION "condition" /* how Lua calls the source of a condition that is a string */

struct filon_lua_function {
    struct filon_lua *lua;
    int ref;                     /* in the registry */
    const char *name;            /* a stage's; a condition's text, or NULL for a function */
    const char *const *provides; /* stages: layers it may add to, NULL-terminated, or NULL */
    bool condition;
    struct filon_mark mark; /* where it was given to the pipeline */
};

/* A condition of p:when. Several stages may stand under it: the first of them asks, the others have the same answer. */
struct filon_lua_condition {
    struct filon_lua_function function;
    struct filon_lua_condition *outer; /* p:when within p:when; or NULL */
    const struct filon_lua_gate *opener;
    int answer;
};

struct filon_lua_gate { /* one stage under a condition */
    struct filon_lua_condition *condition;
};

/* ---- The layers of the documents at hand, with names as Lua's interned strings: a field is found by comparing pointers. */
struct filon_shape_column {
    const char *name;
    enum filon_type type;
    int target; /* FILON_REF: the layer's index */
};

struct filon_shape_layer {
    const char *name;
    int columns;
    const struct filon_shape_column *column;
    uint32_t ordered;     /* so many rows are known to be in text order … */
    uint64_t ordered_for; /* … in this call */
};

struct filon_shape {
    int layers;
    struct filon_shape_layer layer[];
};

struct filon_lua {
    lua_State *L;
    struct filon_arena *arena;
    size_t used, most;          /* bytes in the state */
    size_t given, given_before; /* bytes that it was ever given; and when it was last refused some */
    unsigned strikes;           /* refusals one after the other with little given between */
    const char *const *folders;
    size_t n_folders;
    struct filon_list granted;
    uint64_t fingerprint;
    struct filon_patterns **patterns; /* of filon.match, one in each */
    uint32_t n_patterns, room_patterns;
    struct filon_map *pattern_texts; /* text -> number */
    struct filon_buf scratch;
    char warning[512];

    /* While a function is called on a document; doc NULL otherwise. */
    struct filon_doc *doc;
    const struct filon_lua_function *function;
    uint64_t call;      /* counts calls: views of another one are stale */
    size_t spent;       /* bytes that this call has put into the document */
    unsigned actions;   /* filon.drop and filon.route made in this call */
    const char *halted; /* why the call must end, whatever the script catches; or NULL */

    /* The shape of the last document, and what it was made for. */
    struct filon_shape *shape;
    const struct filon_doc *shape_doc; /* NULL after wiring: a new pipeline's may have the address of an old one's */
    const struct filon_schema *shape_schema;
    uint64_t shape_generation;

    /* While a script wires a pipeline; pipeline NULL otherwise. */
    struct filon_pipeline *pipeline;
    const struct filon_jobfile *job;
    struct filon_lua_condition *when;
    struct filon_error *error; /* of the core: set once, it fails the wiring even if the script catches it */
    bool loading;              /* a script's own code runs: it may define globals */
    int64_t instructions;      /* that it may still run */
};

static inline struct filon_lua *filon_lua_of(lua_State *L)
{
    return *(struct filon_lua **)lua_getextraspace(L);
}

/* ---- state.c */
/* Runs body(L) with `arg` protected; -1 with an error of that code, traceback included. where: for errors that have no place. */
int filon_lua_protected(struct filon_lua *lua, lua_CFunction body, void *arg, enum filon_code code, struct filon_mark where,
                        struct filon_error *error);
/* Where the running script calls from; line 0 if no script does. The file name is kept. */
struct filon_mark filon_lua_where(lua_State *L);
/* Counts bytes that a script puts into the document against its memory limit. */
void filon_lua_charge(lua_State *L, size_t bytes);

/* ---- sandbox.c */
void filon_sandbox_open(lua_State *L);                     /* once: libraries, the template of environments */
void filon_sandbox_push(lua_State *L, const char *folder); /* a fresh environment; folder: where its `require` looks first, or NULL */
/* Calls the value below its n arguments: while it runs, its globals may be defined and instructions are counted. */
void filon_sandbox_run(lua_State *L, int args, int results);

/* ---- load.c */
/* Pushes the script as a function with an environment of its own. root: where its `require` looks first; NULL: its own folder. */
void filon_load_script(lua_State *L, const char *path, const char *root);
/* The same from text; chunk: as for lua_load ("@file" or "=name"). false: it pushed Lua's message instead. */
bool filon_load_text(lua_State *L, struct filon_str text, const char *chunk, const char *folder);
int filon_load_require(lua_State *L); /* `require`; upvalue 1: the script's folder or nil */

/* ---- call.c */
int filon_lua_call(void *function, struct filon_doc *doc, struct filon_error *error); /* a stage: struct filon_lua_function */
int filon_lua_ask(void *gate, struct filon_doc *doc, struct filon_error *error);      /* a condition: struct filon_lua_gate */

/* ---- module.c */
int filon_module_open(lua_State *L); /* pushes the table that require "filon" gives */

/* ---- shape.c */
void filon_shape_follow(lua_State *L);       /* makes lua->shape that of lua->doc */
int filon_shape_find(lua_State *L, int arg); /* the index of the layer named at arg; an error with the nearest name */
/* -1 if there is none. key: a string on the stack of L. */
int filon_shape_column(const struct filon_shape_layer *layer, const char *key);
__attribute__((noreturn)) void filon_shape_unknown(lua_State *L, const struct filon_shape_layer *layer, const char *key);

/* ---- view.c: documents and their metadata; row.c: rows and spans; cell.c: values in and out; iterate.c: rows of a layer. */
void filon_view_open(lua_State *L);
struct filon_view *filon_view_push(lua_State *L, enum filon_view_kind kind, int user_values);
/* The userdata of that kind at arg, or NULL. */
struct filon_view *filon_view_test(lua_State *L, int arg, uint32_t kind);
struct filon_view *filon_view_arg(lua_State *L, int arg, uint32_t kind); /* an error for anything else, and for a stale one */
void filon_view_fresh(lua_State *L, const struct filon_view *view);      /* an error if it is of another call */
void filon_view_writable(lua_State *L);                                  /* an error if the document must not be changed now */
void filon_view_register(lua_State *L, enum filon_view_kind kind, const luaL_Reg *functions);

void filon_row_open(lua_State *L);
void filon_row_push(lua_State *L, int layer, uint32_t row);
void filon_row_push_span(lua_State *L, struct filon_span span);
struct filon_layer *filon_row_layer(lua_State *L, const struct filon_view *row); /* an error if the row is gone */
int filon_row_add(lua_State *L); /* doc:add */

struct filon_cell { /* a checked value, ready to be stored */
    int column;
    union {
        int32_t i32;
        float f32;
        uint8_t boolean;
        struct filon_str str; /* still Lua's */
        uint32_t ref;
        struct filon_span span;
    } as;
};
void filon_cell_push(lua_State *L, struct filon_layer *layer, int index, int column, uint32_t row);
/* Checks the value at arg; raises, and changes nothing. */
struct filon_cell filon_cell_take(lua_State *L, int arg, int layer, int column);
void filon_cell_store(struct filon_doc *doc, struct filon_layer *layer, enum filon_type type, const struct filon_cell *cell, uint32_t row);
/* The span of a row, of a span, or of { begin = …, stop = … } at arg. what: for the message. */
struct filon_span filon_cell_span(lua_State *L, int arg, const char *what);
/* A copy-worthy string: valid UTF-8 without NULs. */
struct filon_str filon_cell_text(lua_State *L, int arg, const char *what);

int filon_iterate_each(lua_State *L);
int filon_iterate_within(lua_State *L);
int filon_iterate_sentence_at(lua_State *L);

/* ---- match.c */
void filon_match_open(lua_State *L);
int filon_match_compile(lua_State *L); /* filon.match */

/* ---- wire.c, stage.c, node.c */
int filon_wire_pipeline(lua_State *L); /* filon.pipeline */
void filon_wire_open(lua_State *L);    /* metatable of the builder */
/* Takes the function or annotator table at arg as a stage. name: NULL for an annotator's own. */
struct filon_script_stage filon_stage_take(lua_State *L, int arg, const char *name, struct filon_mark mark);
struct filon_lua_condition *filon_stage_condition(lua_State *L, int arg, struct filon_mark mark); /* the string or function at arg */
struct filon_call filon_stage_gate(struct filon_lua *lua, struct filon_lua_condition *condition);
/* The table at arg as a configuration map; NULL for none or nil. */
struct filon_node *filon_node_take(lua_State *L, int arg, struct filon_mark mark);

#endif
