#include "lua/lua_impl.h"

/* Positions in Lua are Lua's own: begin is the first byte from 1, stop the last one, so that text:sub(e.begin, e.stop) is e.text and what
 * text:find returns is a span. In C they are begin - 1 and end. */

void filon_row_push(lua_State *L, int layer, uint32_t row)
{
    struct filon_view *view = filon_view_push(L, FILON_VIEW_ROW, 0);
    view->layer = (uint32_t)layer;
    view->a = row;
}

void filon_row_push_span(lua_State *L, struct filon_span span)
{
    struct filon_view *view = filon_view_push(L, FILON_VIEW_SPAN, 0);
    view->a = span.begin;
    view->b = span.end;
}

static const struct filon_shape_layer *shape_of(lua_State *L, const struct filon_view *row)
{
    return &filon_lua_of(L)->shape->layer[row->layer];
}

struct filon_layer *filon_row_layer(lua_State *L, const struct filon_view *row)
{
    struct filon_layer *layer = filon_layer(filon_lua_of(L)->doc, (int)row->layer);
    if (row->a >= filon_rows(layer))
        luaL_error(L, "this row is gone: layer `%s` has %d rows, and it was row %d", shape_of(L, row)->name, (int)filon_rows(layer),
                   (int)row->a + 1);
    return layer;
}

/* A span that a plugin has got wrong is an error here, not a crash. */
static void push_text(lua_State *L, uint32_t begin, uint32_t end)
{
    struct filon_str text = filon_doc_text(filon_lua_of(L)->doc);
    if (begin > end || end > text.n)
        luaL_error(L, "a plugin made the span %d to %d in a text of %d bytes", (int)begin + 1, (int)end, (int)text.n);
    lua_pushlstring(L, text.p ? text.p + begin : "", end - begin);
}

/* begin, stop and text, which rows and spans have alike. */
static bool push_place(lua_State *L, const char *key, uint32_t begin, uint32_t end)
{
    if (strcmp(key, "text") == 0)
        push_text(L, begin, end);
    else if (strcmp(key, "begin") == 0)
        lua_pushinteger(L, (lua_Integer)begin + 1);
    else if (strcmp(key, "stop") == 0)
        lua_pushinteger(L, end);
    else
        return false;
    return true;
}

static int row_index(lua_State *L)
{
    const struct filon_view *view = filon_view_arg(L, 1, FILON_VIEW_ROW);
    struct filon_layer *layer = filon_row_layer(L, view);
    const char *key = luaL_checkstring(L, 2);
    if (push_place(L, key, filon_begin(layer)[view->a], filon_end(layer)[view->a]))
        return 1;
    int column = filon_shape_column(shape_of(L, view), key);
    if (column >= 0)
        filon_cell_push(L, layer, (int)view->layer, column, view->a);
    else if (strcmp(key, "row") == 0)
        lua_pushinteger(L, (lua_Integer)view->a + 1);
    else
        filon_shape_unknown(L, shape_of(L, view), key);
    return 1;
}

static int row_newindex(lua_State *L)
{
    const struct filon_view *view = filon_view_arg(L, 1, FILON_VIEW_ROW);
    struct filon_layer *layer = filon_row_layer(L, view);
    const char *key = luaL_checkstring(L, 2);
    const struct filon_shape_layer *shape = shape_of(L, view);
    filon_view_writable(L);
    int column = filon_shape_column(shape, key);
    if (column < 0 && (strcmp(key, "begin") == 0 || strcmp(key, "stop") == 0 || strcmp(key, "text") == 0 || strcmp(key, "row") == 0))
        return luaL_error(L, "a row's `%s` is fixed: add a new row instead", key);
    if (column < 0)
        filon_shape_unknown(L, shape, key);
    struct filon_cell cell = filon_cell_take(L, 3, (int)view->layer, column);
    filon_cell_store(filon_lua_of(L)->doc, layer, shape->column[column].type, &cell, view->a);
    return 0;
}

static int span_index(lua_State *L)
{
    const struct filon_view *view = filon_view_arg(L, 1, FILON_VIEW_SPAN);
    const char *key = luaL_checkstring(L, 2);
    if (push_place(L, key, view->a, view->b))
        return 1;
    return luaL_error(L, "a span has begin, stop and text, and no `%s`", key);
}

static int span_newindex(lua_State *L)
{
    return luaL_error(L, "a span is fixed: assign a new one to the column, { begin = …, stop = … }, a row or a span");
}

static int equal(lua_State *L)
{
    for (uint32_t kind = FILON_VIEW_ROW; kind <= FILON_VIEW_SPAN; kind++) {
        const struct filon_view *a = filon_view_test(L, 1, kind), *b = filon_view_test(L, 2, kind);
        if (a && b) {
            lua_pushboolean(L, a->call == b->call && a->layer == b->layer && a->a == b->a && a->b == b->b);
            return 1;
        }
    }
    lua_pushboolean(L, 0);
    return 1;
}

static bool gone(lua_State *L, const struct filon_view *view)
{
    struct filon_lua *lua = filon_lua_of(L);
    return !view || !lua->doc || view->call != lua->call;
}

static int row_tostring(lua_State *L)
{
    const struct filon_view *view = filon_view_test(L, 1, FILON_VIEW_ROW);
    if (gone(L, view) || view->a >= filon_rows(filon_layer(filon_lua_of(L)->doc, (int)view->layer))) {
        lua_pushliteral(L, "row (gone)");
        return 1;
    }
    struct filon_layer *layer = filon_row_layer(L, view);
    push_text(L, filon_begin(layer)[view->a], filon_end(layer)[view->a]);
    lua_pushfstring(L, "%s %d \"%s\"", shape_of(L, view)->name, (int)view->a + 1, lua_tostring(L, -1));
    return 1;
}

static int span_tostring(lua_State *L)
{
    const struct filon_view *view = filon_view_test(L, 1, FILON_VIEW_SPAN);
    if (gone(L, view))
        lua_pushliteral(L, "span (gone)");
    else
        push_text(L, view->a, view->b);
    return 1;
}

void filon_row_open(lua_State *L)
{
    static const luaL_Reg of_row[] = {
        {"__index", row_index}, {"__newindex", row_newindex}, {"__eq", equal}, {"__tostring", row_tostring}, {NULL, NULL}};
    static const luaL_Reg of_span[] = {
        {"__index", span_index}, {"__newindex", span_newindex}, {"__eq", equal}, {"__tostring", span_tostring}, {NULL, NULL}};
    filon_view_register(L, FILON_VIEW_ROW, of_row);
    filon_view_register(L, FILON_VIEW_SPAN, of_span);
}

/* ---- doc:add(layer, { begin = …, stop = …, … }): all is checked before the first byte changes. */
static bool provides(const struct filon_lua_function *function, const char *layer)
{
    for (const char *const *name = function->provides; name && *name; name++)
        if (strcmp(*name, layer) == 0)
            return true;
    return false;
}

static void check_may_add(lua_State *L, const struct filon_shape_layer *shape)
{
    const struct filon_lua_function *function = filon_lua_of(L)->function;
    filon_view_writable(L);
    if (!provides(function, shape->name))
        luaL_error(L, "stage `%s` adds to layer `%s` and does not say so: make it a p:annotator with provides = { \"%s\" }", function->name,
                   shape->name, shape->name);
}

int filon_row_add(lua_State *L)
{
    enum { COLUMNS_MOST = 256 };
    struct filon_lua *lua = filon_lua_of(L);
    struct filon_cell cells[COLUMNS_MOST];
    int n = 0;
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    int index = filon_shape_find(L, 2);
    const struct filon_shape_layer *shape = &lua->shape->layer[index];
    luaL_checktype(L, 3, LUA_TTABLE);
    check_may_add(L, shape);
    struct filon_span span = filon_cell_span(L, 3, shape->name);
    for (lua_pushnil(L); lua_next(L, 3); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            return luaL_error(L, "layer `%s`: the row's table has a %s as key; columns have names", shape->name, luaL_typename(L, -2));
        const char *key = lua_tostring(L, -2);
        if (strcmp(key, "begin") == 0 || strcmp(key, "stop") == 0)
            continue;
        int column = filon_shape_column(shape, key);
        if (column < 0)
            filon_shape_unknown(L, shape, key);
        if (n == COLUMNS_MOST)
            return luaL_error(L, "layer `%s`: more than %d columns in one row", shape->name, COLUMNS_MOST);
        cells[n++] = filon_cell_take(L, lua_gettop(L), index, column);
    }
    filon_lua_charge(L, 2 * sizeof(uint32_t) + (size_t)shape->columns * sizeof(struct filon_str));
    filon_row_push(L, index, filon_rows(filon_layer(lua->doc, index))); /* may fail: before the row is there */
    struct filon_layer *layer = filon_layer(lua->doc, index);
    uint32_t row = filon_add(layer, span.begin, span.end);
    for (int i = 0; i < n; i++)
        filon_cell_store(lua->doc, layer, shape->column[cells[i].column].type, &cells[i], row);
    return 1;
}
