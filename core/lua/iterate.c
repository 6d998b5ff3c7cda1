#include "lua/lua_impl.h"

/* A loop under way: rows [next, last) of a layer. Rows that the loop itself adds are not part of it, or it might never end. */
struct cursor {
    uint64_t call;
    int layer;
    uint32_t next, last;
    struct filon_span within; /* begin FILON_NONE: all */
};

static bool wanted(const struct cursor *cursor, struct filon_layer *layer)
{
    if (cursor->within.begin == FILON_NONE)
        return true;
    return filon_begin(layer)[cursor->next] >= cursor->within.begin && filon_end(layer)[cursor->next] <= cursor->within.end;
}

static int step(lua_State *L) /* upvalue 1: the cursor */
{
    struct filon_lua *lua = filon_lua_of(L);
    struct cursor *cursor = lua_touserdata(L, lua_upvalueindex(1));
    if (!lua->doc || cursor->call != lua->call)
        return luaL_error(L, "this loop's document is gone: an iterator lives as long as the call that it was made in");
    struct filon_layer *layer = filon_layer(lua->doc, cursor->layer);
    uint32_t last = cursor->last < filon_rows(layer) ? cursor->last : filon_rows(layer);
    while (cursor->next < last && !wanted(cursor, layer))
        cursor->next++;
    if (cursor->next >= last)
        return 0;
    filon_row_push(L, cursor->layer, cursor->next++);
    return 1;
}

static struct cursor *push_cursor(lua_State *L, int layer)
{
    struct filon_lua *lua = filon_lua_of(L);
    struct cursor *cursor = lua_newuserdatauv(L, sizeof *cursor, 0);
    *cursor = (struct cursor){lua->call, layer, 0, filon_rows(filon_layer(lua->doc, layer)), FILON_NO_SPAN};
    lua_pushcclosure(L, step, 1);
    return cursor;
}

int filon_iterate_each(lua_State *L)
{
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    push_cursor(L, filon_shape_find(L, 2));
    return 1;
}

/* Whether the rows are in text order, so that bisection may be used. What was found is kept for the call: each row is looked at once. */
static bool in_order(struct filon_lua *lua, int index, struct filon_layer *layer)
{
    struct filon_shape_layer *shape = &lua->shape->layer[index];
    const uint32_t *begin = filon_begin(layer);
    uint32_t rows = filon_rows(layer);
    if (shape->ordered_for != lua->call) {
        shape->ordered_for = lua->call;
        shape->ordered = 0;
    }
    while (shape->ordered < rows && (shape->ordered == 0 || begin[shape->ordered - 1] <= begin[shape->ordered]))
        shape->ordered++;
    return shape->ordered >= rows;
}

/* The first row that begins at `at` or after it. */
static uint32_t first_from(struct filon_layer *layer, uint32_t at)
{
    const uint32_t *begin = filon_begin(layer);
    uint32_t low = 0, high = filon_rows(layer);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (begin[middle] >= at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* doc:within(layer, row or span): rows that lie in it. Those that stick out are passed over, also between others. */
int filon_iterate_within(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    int index = filon_shape_find(L, 2);
    struct filon_span span = filon_cell_span(L, 3, "within");
    struct filon_layer *layer = filon_layer(lua->doc, index);
    struct cursor *cursor = push_cursor(L, index);
    cursor->within = span;
    if (in_order(lua, index, layer)) {
        cursor->next = first_from(layer, span.begin);
        cursor->last = first_from(layer, span.end);
        while (cursor->last < filon_rows(layer) && filon_begin(layer)[cursor->last] == span.end &&
               filon_end(layer)[cursor->last] == span.end)
            cursor->last++; /* empty rows at the very end */
    }
    return 1;
}

/* doc:sentence_at(position, row or span): the sentence that holds the (first) byte, or nil. */
int filon_iterate_sentence_at(lua_State *L)
{
    struct filon_lua *lua = filon_lua_of(L);
    filon_view_arg(L, 1, FILON_VIEW_DOC);
    struct filon_layer *sentences = filon_layer(lua->doc, FILON_SENTENCE);
    lua_Integer at;
    if (lua_type(L, 2) == LUA_TNUMBER)
        at = luaL_checkinteger(L, 2) - 1;
    else
        at = filon_cell_span(L, 2, "sentence_at").begin;
    if (at < 0 || at >= (lua_Integer)filon_doc_text(lua->doc).n)
        return 0;
    uint32_t row = filon_row_at(sentences, (uint32_t)at);
    if (row >= filon_rows(sentences) || filon_begin(sentences)[row] > (uint32_t)at)
        return 0;
    filon_row_push(L, FILON_SENTENCE, row);
    return 1;
}
