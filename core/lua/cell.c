#include "lua/lua_impl.h"

#include <math.h>

#include <filon/utf8.h>

static void push_ref(lua_State *L, uint32_t row, int target)
{
    if (target >= 0 && row < filon_rows(filon_layer(filon_lua_of(L)->doc, target)))
        filon_row_push(L, target, row);
    else
        lua_pushnil(L);
}

static void push_span(lua_State *L, struct filon_span span)
{
    if (span.begin <= span.end && span.end <= filon_doc_text(filon_lua_of(L)->doc).n)
        filon_row_push_span(L, span);
    else
        lua_pushnil(L); /* none, which is beyond every text */
}

static void push_f32(lua_State *L, float value)
{
    if (isnan(value))
        lua_pushnil(L);
    else
        lua_pushnumber(L, (lua_Number)value);
}

/* What an empty column says, without making it. */
static void push_default(lua_State *L, enum filon_type type)
{
    if (type == FILON_I32)
        lua_pushinteger(L, 0);
    else if (type == FILON_BOOL)
        lua_pushboolean(L, 0);
    else
        lua_pushnil(L);
}

void filon_cell_push(lua_State *L, struct filon_layer *layer, int index, int column, uint32_t row)
{
    const struct filon_shape_column *shape = &filon_lua_of(L)->shape->layer[index].column[column];
    if (!filon_column_used(layer, column)) {
        push_default(L, shape->type);
        return;
    }
    switch (shape->type) {
    case FILON_I32:
        lua_pushinteger(L, filon_i32(layer, column)[row]);
        break;
    case FILON_F32:
        push_f32(L, filon_f32(layer, column)[row]);
        break;
    case FILON_BOOL:
        lua_pushboolean(L, filon_bool(layer, column)[row]);
        break;
    case FILON_STR_T: {
        struct filon_str s = filon_strs(layer, column)[row];
        if (s.p)
            lua_pushlstring(L, s.p, s.n);
        else
            lua_pushnil(L);
        break;
    }
    case FILON_REF:
        push_ref(L, filon_ref(layer, column)[row], shape->target);
        break;
    case FILON_SPAN:
        push_span(L, filon_spans(layer, column)[row]);
        break;
    }
}

/* ---- Values from Lua. */

static __attribute__((noreturn)) void wrong(lua_State *L, const struct filon_shape_column *column, const char *wanted, int arg)
{
    luaL_error(L, "column `%s` takes %s, not a %s", column->name, wanted, luaL_typename(L, arg));
    __builtin_unreachable();
}

struct filon_str filon_cell_text(lua_State *L, int arg, const char *what)
{
    size_t n;
    int type = lua_type(L, arg);
    if (type == LUA_TNUMBER) {
        const char *text = lua_tolstring(L, arg, &n);
        return (struct filon_str){text, n};
    }
    if (type != LUA_TSTRING)
        luaL_error(L, "`%s` takes a string, not a %s", what, luaL_typename(L, arg));
    const char *text = lua_tolstring(L, arg, &n);
    if (filon_utf8_check(text, n) < n)
        luaL_error(L, "`%s`: the string is not valid UTF-8 (byte %d): was a character cut in two?", what,
                   (int)filon_utf8_check(text, n) + 1);
    if (memchr(text, '\0', n))
        luaL_error(L, "`%s`: a NUL in the string", what);
    return (struct filon_str){text, n};
}

/* A position of a span table, as an offset; the default error names the field. */
static lua_Integer take_position(lua_State *L, int table, const char *field, const char *what)
{
    lua_Integer at;
    int exact;
    lua_pushstring(L, field);
    if (lua_rawget(L, table) == LUA_TNIL)
        luaL_error(L, "`%s` needs `%s`: positions of bytes, as text:find gives them", what, field);
    at = lua_tointegerx(L, -1, &exact);
    if (!exact || lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "`%s`: `%s` takes an integer, not a %s", what, field, luaL_typename(L, -1));
    lua_pop(L, 1);
    return at;
}

static bool splits(struct filon_str text, lua_Integer at)
{
    return at > 0 && (size_t)at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80;
}

struct filon_span filon_cell_span(lua_State *L, int arg, const char *what)
{
    const struct filon_view *view = filon_view_test(L, arg, FILON_VIEW_SPAN);
    if (view) {
        filon_view_fresh(L, view);
        return (struct filon_span){view->a, view->b};
    }
    struct filon_str text = filon_doc_text(filon_lua_of(L)->doc);
    if ((view = filon_view_test(L, arg, FILON_VIEW_ROW)) != NULL) {
        filon_view_fresh(L, view);
        struct filon_layer *layer = filon_row_layer(L, view);
        struct filon_span span = {filon_begin(layer)[view->a], filon_end(layer)[view->a]};
        if (span.begin > span.end || span.end > text.n)
            luaL_error(L, "`%s`: a plugin made the row's span wrong", what);
        return span;
    }
    if (!lua_istable(L, arg))
        luaL_error(L, "`%s` takes a row, a span or { begin = …, stop = … }, not a %s", what, luaL_typename(L, arg));
    arg = lua_absindex(L, arg);
    lua_Integer begin = take_position(L, arg, "begin", what), stop = take_position(L, arg, "stop", what);
    if (begin < 1 || stop < begin - 1 || stop > (lua_Integer)text.n)
        luaL_error(L, "`%s`: begin %I, stop %I: no span of a text of %d bytes", what, (LUAI_UACINT)begin, (LUAI_UACINT)stop, (int)text.n);
    if (splits(text, begin - 1) || splits(text, stop))
        luaL_error(L, "`%s`: begin %I, stop %I cuts a character in two: positions count bytes", what, (LUAI_UACINT)begin,
                   (LUAI_UACINT)stop);
    return (struct filon_span){(uint32_t)(begin - 1), (uint32_t)stop};
}

static uint32_t take_ref(lua_State *L, int arg, const struct filon_shape_column *column)
{
    const struct filon_view *row = filon_view_test(L, arg, FILON_VIEW_ROW);
    const char *target = column->target >= 0 ? filon_lua_of(L)->shape->layer[column->target].name : "?";
    if (!row)
        luaL_error(L, "column `%s` takes a row of layer `%s`, not a %s", column->name, target, luaL_typename(L, arg));
    filon_view_fresh(L, row);
    filon_row_layer(L, row);
    if ((int)row->layer != column->target)
        luaL_error(L, "column `%s` takes a row of layer `%s`, not of `%s`", column->name, target,
                   filon_lua_of(L)->shape->layer[row->layer].name);
    return row->a;
}

static int32_t take_i32(lua_State *L, int arg, const struct filon_shape_column *column)
{
    int exact;
    lua_Integer value = lua_tointegerx(L, arg, &exact);
    if (lua_type(L, arg) != LUA_TNUMBER)
        wrong(L, column, "an integer", arg);
    if (!exact || value < INT32_MIN || value > INT32_MAX)
        luaL_error(L, "column `%s` takes an integer of 32 bits, not %s", column->name, luaL_tolstring(L, arg, NULL));
    return (int32_t)value;
}

static float take_f32(lua_State *L, int arg, const struct filon_shape_column *column)
{
    if (lua_isnil(L, arg))
        return NAN;
    if (lua_type(L, arg) != LUA_TNUMBER)
        wrong(L, column, "a number or nil", arg);
    float value = (float)lua_tonumber(L, arg);
    if (isinf(value))
        luaL_error(L, "column `%s`: %s is not a number that can be written", column->name, luaL_tolstring(L, arg, NULL));
    return value;
}

struct filon_cell filon_cell_take(lua_State *L, int arg, int layer, int index)
{
    const struct filon_shape_column *column = &filon_lua_of(L)->shape->layer[layer].column[index];
    struct filon_cell cell = {.column = index};
    switch (column->type) {
    case FILON_I32:
        cell.as.i32 = take_i32(L, arg, column);
        break;
    case FILON_F32:
        cell.as.f32 = take_f32(L, arg, column);
        break;
    case FILON_BOOL:
        if (!lua_isboolean(L, arg))
            wrong(L, column, "true or false", arg);
        cell.as.boolean = (uint8_t)lua_toboolean(L, arg);
        break;
    case FILON_STR_T:
        cell.as.str = FILON_NO_STR;
        if (!lua_isnil(L, arg)) {
            if (lua_type(L, arg) != LUA_TSTRING)
                wrong(L, column, "a string or nil", arg);
            cell.as.str = filon_cell_text(L, arg, column->name);
            filon_lua_charge(L, cell.as.str.n + 1);
        }
        break;
    case FILON_REF:
        cell.as.ref = lua_isnil(L, arg) ? FILON_NONE : take_ref(L, arg, column);
        break;
    case FILON_SPAN:
        cell.as.span = lua_isnil(L, arg) ? FILON_NO_SPAN : filon_cell_span(L, arg, column->name);
        break;
    }
    return cell;
}

void filon_cell_store(struct filon_doc *doc, struct filon_layer *layer, enum filon_type type, const struct filon_cell *cell, uint32_t row)
{
    switch (type) {
    case FILON_I32:
        filon_i32(layer, cell->column)[row] = cell->as.i32;
        break;
    case FILON_F32:
        filon_f32(layer, cell->column)[row] = cell->as.f32;
        break;
    case FILON_BOOL:
        filon_bool(layer, cell->column)[row] = cell->as.boolean;
        break;
    case FILON_STR_T:
        filon_strs(layer, cell->column)[row] = filon_str_dup(filon_doc_arena(doc), cell->as.str);
        break;
    case FILON_REF:
        filon_ref(layer, cell->column)[row] = cell->as.ref;
        break;
    case FILON_SPAN:
        filon_spans(layer, cell->column)[row] = cell->as.span;
        break;
    }
}
