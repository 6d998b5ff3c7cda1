/* docs/lua.md, the standard library's definitions for editors, and the scripts that come along: what they say is so.
 *
 * In the page, a block ```lua is a script: of a pipeline, or of one stage. ```lua doc is the body of a stage, in which
 * `expression --> value` is checked. ```lua fails is such a body that fails with the message of the ```text block after it. */
#include "luakit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"

static struct filon_arena *arena;
static const char *article;

static const char *source_file(const char *name)
{
    const char *top = getenv("top_srcdir");
    struct filon_error error = {0};
    struct filon_str text = filon_read_file(arena, filon_path_join(arena, top ? top : ".", name), 1 << 20, &error);
    ck_assert_msg(text.p != NULL, "%s", error.text);
    return text.p;
}

/* The next block ```KIND of the page at *at; NULL at the end. *kind gets what stands behind the backquotes. */
static const char *next_block(const char **at, const char **kind)
{
    const char *open = strstr(*at, "\n```"), *line = open ? strchr(open + 4, '\n') : NULL, *close = line ? strstr(line, "\n```") : NULL;
    if (!close)
        return NULL;
    *kind = filon_str_dup(arena, (struct filon_str){open + 4, (size_t)(line - open - 4)}).p;
    *at = close + 4;
    return filon_str_dup(arena, (struct filon_str){line + 1, (size_t)(close - line)}).p;
}

static void run_article(struct luakit *kit, const char *block)
{
    ck_assert_msg(luakit_run(kit, "harbour.txt", article) == 0, "%s\nin:\n%s", kit->error.text, block);
}

static void run_script(const char *block)
{
    struct luakit kit;
    struct filon_mark mark = {"job.yaml", 1, 1};
    luakit_start(&kit, NULL);
    if (strstr(block, "return filon.pipeline")) {
        ck_assert_msg(luakit_wire(&kit, block) == 0, "%s\nin:\n%s", kit.error.text, block);
    } else {
        ck_assert_int_eq(filon_pipeline_use(kit.pipeline, "parse_text", NULL, NULL, mark, &kit.error), 0);
        ck_assert_int_eq(filon_pipeline_use(kit.pipeline, "segment", NULL, NULL, mark, &kit.error), 0);
        ck_assert_msg(filon_lua_stage(kit.lua, luakit_write(&kit, "s.lua", block), &kit.job, NULL, mark, kit.pipeline, &kit.error) == 0,
                      "%s\nin:\n%s", kit.error.text, block);
        ck_assert_msg(luakit_open(&kit) == 0, "%s", kit.error.text);
    }
    run_article(&kit, block);
    luakit_stop(&kit);
}

/* "expr --> value" -> "check(expr, 'value')"; other lines as they are. */
static const char *checked(const char *block, unsigned *checks)
{
    struct filon_buf body = FILON_BUF_INIT;
    filon_buf_puts(&body, "local function check(got, wanted) got = tostring(got):gsub('\\n', '\\\\n'); "
                          "if got ~= wanted then error('got: ' .. got .. ', not: ' .. wanted, 2) end end\n");
    for (const char *line = block, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        const char *arrow = strstr(line, "-->");
        if (arrow && arrow < end) {
            filon_buf_printf(&body, "check((%.*s), [[%.*s]])\n", (int)(arrow - line), line, (int)(end - arrow - 4), arrow + 4);
            ++*checks;
        } else {
            filon_buf_put(&body, line, (size_t)(end - line + 1));
        }
    }
    const char *copy = filon_strdup(arena, body.p);
    filon_buf_free(&body);
    return copy;
}

static unsigned run_body(const char *block)
{
    struct luakit kit;
    unsigned checks = 0;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_body(&kit, checked(block, &checks)) == 0, "%s\nin:\n%s", kit.error.text, block);
    run_article(&kit, block);
    luakit_stop(&kit);
    return checks;
}

START_TEST(examples_of_the_page)
{
    arena = filon_arena_new();
    const char *at = source_file("docs/lua.md"), *kind, *block, *text;
    unsigned scripts = 0, bodies = 0, checks = 0, failures = 0;
    const char *where = strstr(at, "```article\n");
    ck_assert_ptr_nonnull(where);
    article = filon_str_dup(arena, (struct filon_str){where + 11, (size_t)(strstr(where + 11, "\n```") - where - 11)}).p;
    while ((block = next_block(&at, &kind)) != NULL) {
        if (strcmp(kind, "lua") == 0) {
            run_script(block);
            scripts++;
        } else if (strcmp(kind, "lua doc") == 0) {
            checks += run_body(block);
            bodies++;
        } else if (strcmp(kind, "lua fails") == 0) {
            text = next_block(&at, &kind);
            ck_assert_str_eq(kind, "text");
            luakit_fails(block, text[strlen(text) - 1] == '\n' ? filon_str_dup(arena, (struct filon_str){text, strlen(text) - 1}).p : text);
            failures++;
        }
    }
    ck_assert_msg(scripts >= 7 && bodies >= 6 && checks >= 25 && failures >= 1, "%u scripts, %u bodies, %u checks, %u failures", scripts,
                  bodies, checks, failures);
    filon_arena_free(arena);
}
END_TEST

/* The page and the definitions name all that there is, and the definitions nothing else. */
START_TEST(everything_is_named)
{
    static const char *const all[] = {"debug"};
    struct filon_lua_limits limits = {.libraries = {all, 1}};
    struct luakit kit;
    char name[128];
    arena = filon_arena_new();
    const char *page = source_file("docs/lua.md"), *definitions = source_file("scripts/filon.lua");
    luakit_start(&kit, &limits);
    ck_assert_msg(
        luakit_wire(&kit,
                    "local filon = require 'filon'; local names = {}\n"
                    "return filon.pipeline(function(p) for k in pairs(debug.getmetatable(p).__index) do names[#names + 1] = 'p:' .. k end\n"
                    "for k in pairs(filon) do if k ~= 'log' then names[#names + 1] = 'filon.' .. k end end\n"
                    "p:each('names', function(doc) local index = debug.getmetatable(doc).__index\n"
                    "for k in pairs(select(2, debug.getupvalue(index, 1))) do names[#names + 1] = 'doc:' .. k end\n"
                    "for k in pairs(select(2, debug.getupvalue(index, 2))) do names[#names + 1] = 'doc.' .. k end\n"
                    "local pattern = debug.getmetatable(filon.match '[]').__index\n"
                    "for k in pairs(select(2, debug.getupvalue(pattern, 1))) do names[#names + 1] = 'pattern:' .. k end\n"
                    "doc.meta.names = table.concat(names, ' ') end) end)") == 0,
        "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", NULL) == 0, "%s", kit.error.text);
    const char *names = filon_meta_get(kit.doc, "names", NULL).p;
    unsigned n = 0, defined = 0;
    for (int length; sscanf(names, "%127s%n", name, &length) == 1; names += length, n++) {
        char field[160];
        ck_assert_msg(strstr(page, name) != NULL, "docs/lua.md does not name %s", name);
        if (strncmp(name, "doc.", 4) == 0)
            snprintf(field, sizeof field, "---@field %s ", name + 4);
        else
            snprintf(field, sizeof field, strchr(name, ':') ? "function %s(" : "%s", name);
        ck_assert_msg(strstr(definitions, field) != NULL, "scripts/filon.lua does not define %s", name);
    }
    ck_assert_uint_ge(n, 25);
    for (const char *at = definitions; (at = strstr(at, "\nfunction ")) != NULL; at += 10) {
        char whole[160];
        ck_assert_int_eq(sscanf(at + 10, "%127[a-z_:.]", name), 1);
        snprintf(whole, sizeof whole, " %s ", name);
        if (strncmp(name, "filon.log.", 10) != 0)
            ck_assert_msg(strstr(filon_strf(arena, " %s ", filon_meta_get(kit.doc, "names", NULL).p), whole) != NULL, "there is no %s",
                          name);
        defined++;
    }
    ck_assert_uint_ge(defined, 20);
    luakit_stop(&kit);
    filon_arena_free(arena);
}
END_TEST

static void run_shipped(const char *name, const char *expected, const char *text)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_wire_file(&kit, filon_path_join(arena, filon_places()->scripts, name)) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", text) == 0, "%s", kit.error.text);
    struct filon_buf json = FILON_BUF_INIT;
    filon_doc_json(kit.doc, &json, 0);
    filon_buf_printf(&json, " route=%s dropped=%s", filon_doc_route_name(kit.doc), filon_doc_dropped(kit.doc));
    ck_assert_msg(strstr(json.p, expected) != NULL, "%s: wanted %s in %s", name, expected, json.p);
    filon_buf_free(&json);
    luakit_stop(&kit);
}

START_TEST(shipped_scripts)
{
    char text[1024];
    arena = filon_arena_new();
    run_shipped("press.lua", "\"holder\":\"Paul Morel\"", NULL);
    run_shipped("examples/voices.lua", "dropped=120 characters, fewer than 200",
                "Un titre\nLe texte est court, mais il a son titre et il a même deux phrases. Il "
                "ne suffit pas, et il est laissé de côté.");
    snprintf(text, sizeof text, "%s\nLa suite raconte la visite du port, les questions des pêcheurs et la réponse du maire.",
             luakit_article);
    run_shipped("examples/voices.lua", "\"headline\":[{\"begin\":0,\"end\":21,\"words\":5,\"question\":false}]", text);
    snprintf(text, sizeof text, "Paul Morel veut-il partir ?\n%s\nLa suite raconte la visite du port et les questions des pêcheurs.",
             luakit_article);
    run_shipped("examples/voices.lua", "\"words\":5,\"question\":true,\"about\":0}]", text);

    struct luakit kit;
    struct filon_mark mark = {"job.yaml", 1, 1};
    luakit_start(&kit, NULL);
    ck_assert_int_eq(filon_pipeline_use(kit.pipeline, "parse_text", NULL, NULL, mark, &kit.error), 0);
    ck_assert_msg(filon_lua_stage(kit.lua, filon_path_join(arena, filon_places()->scripts, "examples/topics.lua"), &kit.job, NULL, mark,
                                  kit.pipeline, &kit.error) == 0,
                  "%s", kit.error.text);
    ck_assert_msg(luakit_open(&kit) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", "Les taux\nLa Banque  centrale relève ses TAUX D’INTÉRÊT, puis les taux. Le bureau de vote.") == 0,
                  "%s", kit.error.text);
    struct filon_buf json = FILON_BUF_INIT;
    filon_doc_json(kit.doc, &json, 0);
    ck_assert_msg(strstr(json.p, "\"topic\":[{\"begin\":12,\"end\":28,\"name\":\"economy\"},{\"begin\":40,\"end\":54,\"name\":\"economy\"},"
                                 "{\"begin\":74,\"end\":88,\"name\":\"elections\"}]") != NULL,
                  "%s", json.p);
    filon_buf_free(&json);
    luakit_stop(&kit);
    filon_arena_free(arena);
}
END_TEST

/* What the page does not show of the standard library. */
START_TEST(library)
{
    luakit_ok("local text = require 'filon.text'\n"
              "assert(text.trim '' == '' and text.trim ' \\u{202F}\\u{00A0} ' == '' and text.trim 'a b' == 'a b' and text.trim '\\u{2009}« "
              "x »\\t' == '« x »')\n"
              "assert(text.shorten('été', 3) == 'été' and text.shorten('étés', 3) == 'ét…' and text.shorten('a b c d', 4) == 'a b…')\n"
              "assert(not pcall(text.length, '\\xff'))\n"
              "local t = {}; for b, s, w in text.words('L’île—« là-bas »…\\u{00A0}été 2017') do t[#t + 1] = w; assert(('L’île—« là-bas "
              "»…\\u{00A0}été 2017'):sub(b, s) == w) end\n"
              "assert(table.concat(t, '|') == 'L|île|là|bas|été|2017', table.concat(t, '|'))\n"
              "assert(text.contains('le grand port', 'Grand Port') and not text.contains('le grand portail', 'grand port') and not "
              "text.contains('abc', ''))");
    luakit_ok("local query = require 'filon.query'\n"
              "assert(query.first(doc, 'entity', { type = 'LOC' }) == nil and query.count(doc, 'token') == doc:count 'token')\n"
              "assert(query.count(doc, 'block', { content = true, kind = function(k) return k ~= 'title' end }) == 2)\n"
              "local t = query.tally(doc, 'block', 'content'); assert(#t == 2 and t[1].value == true and t[1].count == 3)\n"
              "assert(#query.tally(doc, 'entity', 'ref_id') == 0 and query.tally(doc, 'entity', 'chain')[1].value == 1)\n"
              "local keys = ''; for k, v in query.sorted { b = 2, a = 1, c = 3 } do keys = keys .. k .. v end; assert(keys == 'a1b2c3')\n"
              "assert(not pcall(query.first, doc, 'entity', { typ = 'PER' }))");
    luakit_ok("local phrases = require 'filon.phrases'\n"
              "local m = phrases.new { ['a b'] = 1, ['a b c d'] = 2, ['c'] = 3, ['b'] = 4 }\n"
              "local t = {}; for b, s, v in m:find('A B, c; a b C D é') do t[#t + 1] = b .. '-' .. s .. '=' .. v end\n"
              "assert(table.concat(t, ' ') == '1-3=1 6-6=3 9-15=2', table.concat(t, ' '))\n"
              "assert(not pcall(phrases.new, { ['…'] = 1 }))\n"
              "local n = 0; phrases.new { menu = 1, port = 2 }:each(doc, function(b, s, v) n = n + v; assert(text:sub(b, s) == 'port') end); "
              "assert(n == 2)");
    luakit_ok(
        "local filter = require 'filon.filter'\n"
        "local function why(f) local r = f(doc); return r and tostring(r) end\n"
        "assert(why(filter.shorter_than(10)) == nil and why(filter.without 'title') == nil and why(filter.languages { 'fr' }) == nil)\n"
        "assert(why(filter.without('title', 'author')) == 'filon.drop(no author)')\n"
        "doc.lang = 'de'; assert(why(filter.languages { 'fr', 'en' }) == 'filon.drop(language de)')\n"
        "assert(why(filter.dated('2016', '2017')) == nil)\n"
        "for date, verdict in pairs { ['2017-06'] = false, ['2017'] = false, ['2015-12-31'] = true, ['2017-06-30'] = false, ['2017-07'] = "
        "true, ['2018'] = true } do\n"
        "  doc.meta.date = date; assert((why(filter.dated('2016-01-01', '2017-06-30')) ~= nil) == verdict, date)\n"
        "end\n"
        "doc.meta.date = '2017-06-30'; assert(why(filter.dated(nil, '2017-06')) == nil and why(filter.dated '2017-07' ) ~= nil)\n"
        "return filter.without('author')(doc)");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {examples_of_the_page, everything_is_named, shipped_scripts, library, NULL};
    return luakit_main("lua_manual", tests);
}
