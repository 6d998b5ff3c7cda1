/* The Lua state: what it refuses, what it survives, how it says so. */
#include "luakit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"

#define FILON "local filon = require 'filon'; "

/* The stage fails on one document, and works on the next. */
static void fails_within(size_t memory, const char *body, const char *expected)
{
    struct filon_lua_limits limits = {.memory = memory};
    struct luakit kit;
    char guarded[4096];
    luakit_start(&kit, &limits);
    snprintf(guarded, sizeof guarded, "if doc.id ~= 'bad' then return end\n%s", body);
    ck_assert_msg(luakit_body(&kit, guarded) == 0, "%s", kit.error.text);
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(luakit_run(&kit, "bad", NULL) == -1, "no error from: %s", body);
        ck_assert_int_eq(kit.error.code, FILON_E_INPUT);
        ck_assert_msg(strstr(kit.error.text, expected) != NULL, "expected: %s\ngot: %s", expected, kit.error.text);
        ck_assert_msg(luakit_run(&kit, "good", NULL) == 0, "%s", kit.error.text);
    }
    luakit_stop(&kit);
}

static void fails_once(const char *body, const char *expected)
{
    fails_within(6 << 20, body, expected); /* soon full */
}

START_TEST(runtime_error_with_traceback)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    const char *path = luakit_write(&kit, "broken.lua",
                                    "local filon = require 'filon'\n"
                                    "local function inner(doc)\n"
                                    "  local title = doc.meta.titel\n"
                                    "  return title .. '!'\n"
                                    "end\n"
                                    "local function outer(doc)\n"
                                    "  local text = inner(doc)\n"
                                    "  return text\n"
                                    "end\n"
                                    "return filon.pipeline(function(p) p:each('shout', function(doc)\n"
                                    "  doc.meta.x = outer(doc)\n"
                                    "end) end)\n");
    char expected[1024];
    ck_assert_msg(luakit_wire_file(&kit, path) == 0, "%s", kit.error.text);
    ck_assert_int_eq(luakit_run(&kit, "a1", NULL), -1);
    ck_assert_int_eq(kit.error.code, FILON_E_INPUT);
    snprintf(expected, sizeof expected,
             "shout: %s:4: attempt to concatenate a nil value (local 'title')\ntraceback:\n\t%s:4: in upvalue 'inner'\n\t%s:7: in upvalue "
             "'outer'\n\t%s:11: in the "
             "function of line 10",
             path, path, path, path);
    ck_assert_str_eq(kit.error.text, expected);
    luakit_stop(&kit);
}
END_TEST

START_TEST(errors_of_every_kind)
{
    fails_once("error('plain')", "plain\ntraceback:");
    fails_once("error({ code = 1 })", "an error that is no text: a table");
    fails_once("error(nil)", "an error that is no text: a nil");
    fails_once("error(setmetatable({}, { __tostring = function() return 'spoken' end }))", "spoken");
    fails_once("error(setmetatable({}, { __tostring = function() return 7 end }))", "an error whose __tostring gives a number");
    fails_once("error(setmetatable({}, { __tostring = function() error 'again' end }))", "");
    fails_once("error('\\27[31mred\\0\\xff')", "?[31mred");
    fails_once("error(('x'):rep(100000))", "xxx");
    fails_within(128 << 20, "local function f() return f() + 1 end return f()", "stack overflow");
    fails_within(64 << 20, "local function f() return (('x'):gsub('x', f)) end return f()", "stack overflow");
    fails_once("local s = ('x'):rep(300000); for i = 1, 2 do s:find(('.-'):rep(300) .. 'b') end", "pattern too complex");
    fails_once("coroutine.yield()", "outside a coroutine");
    fails_once("return 7", "`t` returned a number: a stage returns nothing, filon.drop(…) or filon.route(…)");
    fails_once("return false", "`t` returned a boolean");
    fails_once("filon.drop 'x'", "did not return it");
    fails_once("local x = undefined_thing", "unknown variable `undefined_thing`");
    fails_once("local x = tostrinG", "unknown variable `tostrinG`; did you mean `tostring`?");
    fails_once("setmetatable({}, { __gc = print })", "scripts have no finalizers");
    fails_once("leak = 1", "a new global variable `leak` while a document is under way");
}
END_TEST

START_TEST(memory_bombs)
{
    static const char *const bombs[] = {
        "local s = ('x'):rep(1 << 30)",
        "local s = ('x'):rep(math.maxinteger, ', ')",
        "local s = ''; s = ('x'):rep(5 << 20) .. ('y'):rep(5 << 20)",
        "local s = ('x'):rep(10 << 20)",
        "local t = {}; for i = 1, 1e9 do t[i] = i end",
        "local t = {}; for i = 1, 1e9 do t[i] = ('x' .. i):rep(100) end",
        "local s = 'x'; while true do s = s .. s end",
        "local t = {}; while true do t = { t } end",
        "local t = {}; for i = 1, 1e9 do t[i] = coroutine.create(print) end",
        "local t = {}; for i = 1, 1e9 do t[i] = doc:get('entity', 1) end",
        "local t = setmetatable({}, { __index = function() return ('x'):rep(1 << 20) end }); return table.concat(t, '', 1, 1 << 30)",
    };
    for (size_t i = 0; i < FILON_COUNT(bombs); i++) {
        char body[1024];
        fails_once(bombs[i], "out of memory: a script may hold 6 MiB (lua.memory)");
        snprintf(body, sizeof body, "pcall(function() %s end)", bombs[i]);
        fails_once(body, "out of memory"); /* and cannot be caught, in any way */
        snprintf(body, sizeof body, "xpcall(function() %s end, print)", bombs[i]);
        fails_once(body, "out of memory");
        snprintf(body, sizeof body, "coroutine.resume(coroutine.create(function() %s end))", bombs[i]);
        fails_once(body, "out of memory");
        snprintf(body, sizeof body, "pcall(coroutine.wrap(function() %s end))", bombs[i]);
        fails_once(body, "out of memory");
    }
    /* little is free and much is garbage: no thrashing */
    fails_within(64 << 20, "local t = {}; for i = 1, 1e9 do t[i] = string.rep('x', 1000) .. i end", "out of memory: a script may hold 64 MiB");
    fails_once("load(function() return ('x'):rep(10 << 20) end)", "out of memory");
}
END_TEST

/* What a script puts into the document is C's memory and counts all the same. */
START_TEST(bombs_in_the_document)
{
    fails_once("local s = ('x'):rep(1 << 20); local e = doc:get('entity', 1); while true do e.type = s end",
               "more into the document than its memory limit");
    fails_once("while true do doc:add('note', { begin = 1, stop = 1 }) end", "more into the document than its memory limit");
    fails_once("local s = ('x'):rep(1 << 20); while true do doc.meta.x = s end", "more into the document than its memory limit");
    fails_once("local s = ('x'):rep(1 << 20); while true do pcall(function() doc.meta.x = s end) end",
               "more into the document than its memory limit");
    fails_once("local s = ('x'):rep(1 << 20); for i = 1, 100 do doc:drop(s) end", "more into the document than its memory limit");
}
END_TEST

/* A script that makes much garbage and little else stays within a small limit. */
START_TEST(garbage_is_no_bomb)
{
    struct filon_lua_limits limits = {.memory = 2 << 20};
    struct luakit kit;
    luakit_start(&kit, &limits);
    ck_assert_msg(luakit_body(&kit, "local s = 0; for i = 1, 5000 do s = s + #(('x'):rep(i)) end; assert(s == 12502500)\n"
                                    "local keep = ('y'):rep(900000); for i = 1, 100 do local g = keep .. i end") == 0,
                  "%s", kit.error.text);
    for (int i = 0; i < 2; i++)
        ck_assert_msg(luakit_run(&kit, "a", NULL) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

START_TEST(limits_that_are_too_small)
{
    struct filon_error error = {0};
    for (size_t most = 1; most < 100000; most += most / 3 + 1) {
        struct filon_lua_limits limits = {.memory = most};
        error = (struct filon_error){0};
        struct filon_lua *lua = filon_lua_new(&limits, NULL, 0, &error);
        ck_assert(lua || error.code == FILON_E_CONFIG);
        filon_lua_free(lua);
    }
    const char *const libraries[] = {"io", "os2"};
    struct filon_lua_limits limits = {.libraries = {libraries, 2}};
    error = (struct filon_error){0};
    ck_assert_ptr_null(filon_lua_new(&limits, NULL, 0, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "unknown library `os2`"));
}
END_TEST

START_TEST(libraries)
{
    luakit_ok(
        "assert(string.format('%d', 1) == '1' and ('x'):rep(2) == 'xx' and #table.pack(1, 2) == 2 and math.floor(1.5) == 1 and utf8.len "
        "'é' == 1)\n"
        "assert(os.time() > 0 and os.date('%Y', 0) == '1970' and os.clock() and os.getenv == nil and os.execute == nil and os.exit == "
        "nil)\n"
        "assert(string.dump == nil and rawget(_G, 'io') == nil and rawget(_G, 'debug') == nil and rawget(_G, 'package') == nil)\n"
        "assert(rawget(_G, 'dofile') == nil and rawget(_G, 'loadfile') == nil)\n"
        "assert(select('#', pcall(error)) == 2 and select(2, xpcall(error, function(m) return m .. '!' end, 'a')) == 'a!')\n"
        "assert(load('return 1 + 1')() == 2 and load('\\27Lua') == nil and load('x', 'x', 'b') == nil)\n"
        "assert(not pcall(load 'return undefined_thing')); assert(load('return a', 'x', 't', { a = 5 })() == 5)\n"
        "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1); error(b) end)\n"
        "assert(select(2, coroutine.resume(co, 1)) == 2); local ok, why = coroutine.resume(co, 'bye'); assert(not ok and why:find 'bye')\n"
        "assert(select(2, pcall(function() return coroutine.wrap(function() coroutine.yield(pcall(coroutine.yield, 3)) end)() end)) == 3)");
    luakit_fails("local f = io.open('/etc/passwd')", "scripts are not given `io`: the job grants it with lua: { libraries: [io] }");
    luakit_fails("debug.getregistry()", "scripts are not given `debug`");
    static const char *const all[] = {"io", "os", "debug", "package"};
    struct filon_lua_limits limits = {.libraries = {all, 4}};
    struct luakit kit;
    luakit_start(&kit, &limits);
    ck_assert_msg(
        luakit_body(
            &kit, "assert(io.open and os.getenv and debug.traceback and package.path); assert(require 'string' == package.loaded.string)\n"
                  "assert(not pcall(require, 'no.such.module'))") == 0,
        "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", NULL) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

/* One script cannot change what another sees; documents do not see each other. */
START_TEST(scripts_are_apart)
{
    struct luakit kit;
    struct filon_mark mark = {"job.yaml", 3, 1};
    luakit_start(&kit, NULL);
    const char *path = luakit_write(&kit, "a.lua",
                                    "string.format = nil; table.insert = nil; shared = 1; _G.math = nil; function ipairs() end\n"
                                    "return function(doc) assert(shared == 1 and not string.format) end");
    ck_assert_msg(filon_lua_stage(kit.lua, path, &kit.job, NULL, mark, kit.pipeline, &kit.error) == 0, "%s", kit.error.text);
    path = luakit_write(
        &kit, "b.lua",
        "return function(doc) assert(string.format('%d', 1) == '1' and table.insert and math.floor and rawget(_G, 'shared') == nil)\n"
        "assert(('%d'):format(7) == '7'); local n = 0; for _ in ipairs { 1, 2 } do n = n + 1 end; assert(n == 2) end");
    ck_assert_msg(filon_lua_stage(kit.lua, path, &kit.job, NULL, mark, kit.pipeline, &kit.error) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_open(&kit) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", NULL) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

/* The same document has the same random numbers, whatever was done before it. */
START_TEST(random_numbers)
{
    char first[2][64], other[64];
    for (int i = 0; i < 2; i++) {
        struct luakit kit;
        luakit_start(&kit, NULL);
        ck_assert_int_eq(luakit_body(&kit, "doc.meta.n = math.random(1 << 40)"), 0);
        if (i)
            ck_assert_int_eq(luakit_run(&kit, "a0", NULL), 0);
        ck_assert_int_eq(luakit_run(&kit, "a1", NULL), 0);
        snprintf(first[i], sizeof first[i], "%s", filon_meta_get(kit.doc, "n", NULL).p);
        ck_assert_int_eq(luakit_run(&kit, "a2", NULL), 0);
        snprintf(other, sizeof other, "%s", filon_meta_get(kit.doc, "n", NULL).p);
        luakit_stop(&kit);
    }
    ck_assert_str_eq(first[0], first[1]);
    ck_assert_str_ne(first[0], other);
}
END_TEST

static int script_error(struct luakit *kit, const char *path)
{
    luakit_renew(kit);
    int result = filon_lua_pipeline(kit->lua, path, &kit->job, kit->pipeline, &kit->error);
    ck_assert_int_eq(result, -1);
    ck_assert_int_eq(kit->error.code, FILON_E_CONFIG);
    return result;
}

START_TEST(files)
{
    struct luakit kit;
    char path[512];
    luakit_start(&kit, NULL);
    snprintf(path, sizeof path, "%s/none.lua", kit.folder);
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "none.lua: No such file") != NULL, "%s", kit.error.text);
    snprintf(path, sizeof path, "%s/folder", kit.folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "Is a directory") != NULL, "%s", kit.error.text);
    snprintf(path, sizeof path, "%s", luakit_write(&kit, "open.lua", "return 1"));
    ck_assert_int_eq(chmod(path, 0666), 0);
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "open.lua: the file is writable by everyone, so its code is not run") != NULL, "%s",
                  kit.error.text);
    snprintf(path, sizeof path, "%s", luakit_write(&kit, "bin.lua", "\033Lua compiled"));
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "a compiled chunk is not run: scripts are text") != NULL, "%s", kit.error.text);
    snprintf(path, sizeof path, "%s", luakit_write(&kit, "bad.lua", "#!/usr/bin/lua\nlocal x =\nreturn"));
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "bad.lua:3: unexpected symbol near 'return'") != NULL, "%s", kit.error.text);
    snprintf(path, sizeof path, "%s", luakit_write(&kit, "utf.lua", "local é = 1"));
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "utf.lua:1:") != NULL, "%s", kit.error.text);
    snprintf(path, sizeof path, "%s", luakit_write(&kit, "seven.lua", "return 7"));
    script_error(&kit, path);
    ck_assert_msg(strstr(kit.error.text, "returned a number: a pipeline script returns filon.pipeline") != NULL, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

START_TEST(modules)
{
    struct luakit kit;
    char path[512];
    luakit_start(&kit, NULL);
    snprintf(path, sizeof path, "%s/words", kit.folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    luakit_write(&kit, "words/list.lua", "local name = ...; return { name = name, n = 3, deep = require 'words.deep' }");
    luakit_write(&kit, "words/deep.lua", "loaded = true; return nil");
    luakit_write(&kit, "loop.lua", "return require 'loop2'");
    luakit_write(&kit, "loop2.lua", "return require 'loop'");
    luakit_write(&kit, "wrong.lua", "local x = 1\nerror 'inside'");
    ck_assert_msg(
        luakit_wire(
            &kit, FILON
            "local w = require 'words.list'; assert(w.name == 'words.list' and w.n == 3 and w.deep == true and w == require 'words.list')\n"
            "local function bad(name, why) local ok, e = pcall(require, name); assert(not ok and e:find(why, 1, true), e) end\n"
            "bad('words/list', 'cannot name a module'); bad('..words', 'cannot name'); bad('words..list', 'cannot name')\n"
            "bad('', 'cannot name'); bad('words.list\\0', 'cannot name') bad('.', 'cannot name')\n"
            "bad('loop', 'requires itself'); bad('wrong', 'wrong.lua:2: inside'); bad('nothere', 'no file')\n"
            "bad('filon.nothere', 'no file'); bad(('x'):rep(1000), 'cannot name')\n"
            "assert(require 'filon' == filon and filon.version)\n"
            "return filon.pipeline(function() end)") == 0,
        "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

START_TEST(endless_wiring)
{
    luakit_bad_script("while true do pcall(function() while true do end end) end", "t.lua:1: the script has run 100 million instructions");
    luakit_bad_script("local f = coroutine.wrap(function() while true do end end) while true do pcall(f) end", "100 million instructions");
    luakit_bad_script(FILON "return filon.pipeline(function() while true do end end)", "100 million instructions");
    luakit_bad_script("local s = ('x'):rep(1 << 30)", "out of memory");
}
END_TEST

/* A coroutine made while wiring keeps its hook, which must not count documents. */
START_TEST(long_work_on_documents)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_wire(&kit, FILON
                              "local co = coroutine.wrap(function() while true do for i = 1, 1.5e8 do end coroutine.yield() end end)\n"
                              "return filon.pipeline(function(p) p:each('t', function(doc) co() end) end)") == 0,
                  "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", NULL) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

static char captured[65536];

/* Runs the body with stderr and stdout into `captured`. */
static void capture(const char *body, enum filon_level level)
{
    struct luakit kit;
    char path[] = P_tmpdir "/filon-log-XXXXXX";
    int file = mkstemp(path), out, err;
    ck_assert_int_ge(file, 0);
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_body(&kit, body) == 0, "%s", kit.error.text);
    fflush(stdout);
    out = dup(STDOUT_FILENO);
    err = dup(STDERR_FILENO);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    filon_log_level(level);
    int result = luakit_run(&kit, "a", NULL);
    fflush(stdout);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    ssize_t n = pread(file, captured, sizeof captured - 1, 0);
    captured[n < 0 ? 0 : n] = '\0';
    close(file);
    unlink(path);
    ck_assert_msg(result == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}

START_TEST(logging)
{
    static const char body[] = "filon.log.debug('d %d', 1); filon.log.info('100% %s'); filon.log.info('%s is %d', 'x', 5); "
                               "filon.log.warn('w'); filon.log.error 'e'\n"
                               "print('p', nil, doc); warn('@on'); warn('a', 'b')";
    capture(body, FILON_WARN);
    ck_assert_str_eq(captured, "filon: warning: w\nfilon: error: e\nfilon: warning: ab\n");
    capture(body, FILON_DEBUG);
    ck_assert_str_eq(captured, "filon: debug: d 1\nfilon: info: 100% %s\nfilon: info: x is 5\nfilon: warning: w\nfilon: error: e\nfilon: "
                               "info: p\tnil\tdocument a\n"
                               "filon: warning: ab\n");
    luakit_fails("filon.log.error('%d', 'x')", "number expected");
}
END_TEST

START_TEST(module_functions)
{
    luakit_ok("assert(filon.fold 'L’ŒUVRE d’Été' == \"l'oeuvre d'ete\" and filon.lower 'ÉTÉ' == 'été' and filon.fold '' == '')\n"
              "assert(not pcall(filon.fold, '\\xff') and not pcall(filon.lower, {}))\n"
              "assert(filon.version:match '^%d+%.%d+%.%d+$' and tostring(filon.null) == 'filon.null')\n"
              "assert(tostring(filon.drop('%d words', 3)) == 'filon.drop(3 words)' and tostring(filon.route 'x') == 'filon.route(x)')\n"
              "return filon.drop('shorter than %d', 5)");
}
END_TEST

START_TEST(fingerprint)
{
    uint64_t seen[3];
    for (int i = 0; i < 3; i++) {
        struct luakit kit;
        luakit_start(&kit, NULL);
        ck_assert_msg(
            luakit_wire(&kit, i < 2 ? FILON "return filon.pipeline(function() end)" : FILON "return filon.pipeline(function()  end)") == 0,
            "%s", kit.error.text);
        seen[i] = filon_lua_fingerprint(kit.lua);
        luakit_stop(&kit);
    }
    ck_assert_uint_eq(seen[0], seen[1]);
    ck_assert_uint_ne(seen[0], seen[2]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {runtime_error_with_traceback,
                                  errors_of_every_kind,
                                  memory_bombs,
                                  bombs_in_the_document,
                                  garbage_is_no_bomb,
                                  limits_that_are_too_small,
                                  libraries,
                                  scripts_are_apart,
                                  random_numbers,
                                  files,
                                  modules,
                                  endless_wiring,
                                  long_work_on_documents,
                                  logging,
                                  module_functions,
                                  fingerprint,
                                  NULL};
    return luakit_main("lua_state", tests);
}
