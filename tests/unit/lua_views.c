/* What scripts see of a document, and what they may do to it. */
#include "luakit.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

START_TEST(document_fields)
{
    luakit_ok(
        "assert(doc.id == 'a1')\n"
        "assert(doc.text:sub(1, 8) == 'Le bilan')\n"
        "assert(doc.lang == '' and doc.source == nil)\n"
        "assert(doc.meta.title == 'Le bilan de la saison' and doc.meta.author == nil)\n"
        "assert(doc.content:find('Le bilan', 1, true) == 1 and not doc.content:find 'Accueil')\n"
        "assert(doc:slice(4, 8) == 'bilan' and doc:slice(-4) == 'ans.' and doc:slice(-4, -2) == 'ans')\n"
        "assert(doc:slice(9, 3) == '' and doc:slice(-1000000, 2) == 'Le' and doc:slice(1, 1 << 40) == text and doc:slice(1 << 40) == '')\n"
        "assert(tostring(doc) == 'document a1')");
}
END_TEST

START_TEST(document_writes)
{
    luakit_ok("doc.lang = 'fr'; assert(doc.lang == 'fr' and doc.meta.lang == 'fr')\n"
              "doc.meta.author = 'A. Kervella'; doc.meta.words = 12\n"
              "assert(doc.meta.author == 'A. Kervella' and doc.meta.words == '12')\n"
              "local e = doc:get('entity', 1); doc.meta.mayor = e\n"
              "assert(doc.meta.mayor == 'Paul Morel' and doc:meta_span('mayor').begin == e.begin and doc:meta_span('author') == nil)\n"
              "local keys = {}; for k, v in pairs(doc.meta) do keys[#keys + 1] = k .. '=' .. v end\n"
              "assert(table.concat(keys, ' ') == 'title=Le bilan de la saison lang=fr author=A. Kervella words=12 mayor=Paul Morel')");
    luakit_fails("doc.text = 'x'", "is set once");
    luakit_fails("doc.meta.author = nil", "can be replaced, not taken away");
    luakit_fails("doc.meta.Author = 'x'", "`Author` cannot name metadata");
    luakit_fails("doc.meta.author = 'caf\\xc3'", "not valid UTF-8");
    luakit_fails("doc.meta.author = {}", "`author` takes a string, not a table");
    luakit_fails("for i = 1, 100 do doc.meta['k' .. i] = 'x' end", "no room for metadata");
    luakit_fails("doc.content = 'x'", "`content` cannot be set");
    luakit_fails("local x = doc.langg", "a document has no `langg`; did you mean `lang`?");
    luakit_fails("doc.each('entity')", "document expected, got string");
}
END_TEST

START_TEST(rows)
{
    luakit_ok("assert(doc:count 'entity' == 3)\n"
              "local names = {}\n"
              "for e in doc:each 'entity' do\n"
              "  assert(text:sub(e.begin, e.stop) == e.text and e.type == 'PER' and e.row == #names + 1)\n"
              "  names[#names + 1] = e.text\n"
              "end\n"
              "assert(table.concat(names, ', ') == 'Paul Morel, Paul Morel, Anne Quéré')\n"
              "local a, b = doc:get('entity', 1), doc:get('entity', 2)\n"
              "assert(a.chain == 1 and a.score == nil and a.ref_id == nil and a.name == 'Paul Morel')\n"
              "assert(a == doc:get('entity', 1) and a ~= b and a ~= 1 and a ~= doc:get('quote', 1))\n"
              "assert(doc:get('entity', 0) == nil and doc:get('entity', 4) == nil and doc:get('entity', -1) == nil)\n"
              "assert(tostring(a) == 'entity 1 \"Paul Morel\"')");
    luakit_fails("local x = doc:get('entity', 1).naem", "layer `entity` has no column `naem`; did you mean `name`?");
    luakit_fails("local x = doc:get('entity', 1)['end']", "no column `end`; did you mean `stop`?");
    luakit_fails("for e in doc:each 'entitty' do end", "no layer `entitty` in this pipeline; did you mean `entity`?");
    luakit_fails("doc:get('entity', 1.5)", "number has no integer representation");
    luakit_fails("doc:get('entity', 1).xylophone = 1", "layer `entity` has no column `xylophone`");
}
END_TEST

START_TEST(row_writes)
{
    luakit_ok("local e = doc:get('entity', 3)\n"
              "e.type = 'ORG'; e.chain = 7; e.score = 0.25; e.ref_id = 'Q1'\n"
              "assert(e.type == 'ORG' and e.chain == 7 and e.score == 0.25 and doc:get('entity', 3).ref_id == 'Q1')\n"
              "e.type = nil; e.score = nil; assert(e.type == nil and e.score == nil)\n"
              "e.chain = 3.0; assert(math.type(e.chain) == 'integer')\n"
              "local a, b = doc:get('token', 1), doc:get('token', 2)\n"
              "assert(a.head == nil); a.head = b; assert(a.head == b and a.head.text == b.text); a.head = nil; assert(a.head == nil)\n"
              "local q = doc:get('quote', 1)\n"
              "assert(q.cue.text == 'a promis' and text:sub(q.cue.begin, q.cue.stop) == 'a promis' and q.source == nil)\n"
              "q.source = doc:get('entity', 2); assert(q.source.text == 'Paul Morel' and q.source.begin == doc:get('entity', 2).begin)\n"
              "local s, f = text:find('promis', 1, true); q.cue = { begin = s, stop = f }\n"
              "assert(q.cue.text == 'promis' and q.cue == q.cue and tostring(q.cue) == 'promis')\n"
              "q.source = q.cue; assert(q.source == q.cue); q.source = nil; assert(q.source == nil)");
    luakit_fails("doc:get('entity', 1).type = 3", "column `type` takes a string or nil, not a number");
    luakit_fails("doc:get('entity', 1).type = 'a\\0b'", "a NUL in the string");
    luakit_fails("doc:get('entity', 1).type = '\\xff'", "not valid UTF-8");
    luakit_fails("doc:get('entity', 1).chain = 1.5", "an integer of 32 bits, not 1.5");
    luakit_fails("doc:get('entity', 1).chain = 1 << 40", "an integer of 32 bits");
    luakit_fails("doc:get('entity', 1).chain = '7'", "takes an integer, not a string");
    luakit_fails("doc:get('entity', 1).score = 'x'", "takes a number or nil, not a string");
    luakit_fails("doc:get('entity', 1).score = 1e300", "not a number that can be written");
    luakit_fails("doc:get('entity', 1).begin = 3", "a row's `begin` is fixed");
    luakit_fails("doc:get('token', 1).head = doc:get('entity', 1)", "takes a row of layer `token`, not of `entity`");
    luakit_fails("doc:get('token', 1).head = 2", "takes a row of layer `token`, not a number");
    luakit_fails("doc:get('block', 1).content = 1", "takes true or false, not a number");
    luakit_fails("doc:get('quote', 1).cue = 4", "takes a row, a span or");
    luakit_fails("doc:get('quote', 1).cue.begin = 4", "a span is fixed");
    luakit_fails("doc:get('quote', 1).cue = { begin = 1 }", "`cue` needs `stop`");
}
END_TEST

START_TEST(adding)
{
    luakit_ok("local s, f = text:find('le chantier', 1, true)\n"
              "local st = doc:add('stance', { begin = s, stop = f, holder = 'Anne Quéré', polarity = 'favor', score = 1 })\n"
              "assert(st.text == 'le chantier' and st.holder == 'Anne Quéré' and st.target == nil and doc:count 'stance' == 1)\n"
              "local e = doc:get('entity', 1)\n"
              "local n = doc:add('note', { begin = 1, stop = 0, n = -2147483648, x = -1.5, yes = true, s = 'é', of = e, at = e })\n"
              "assert(n.text == '' and n.n == -2147483648 and n.x == -1.5 and n.yes == true and n.s == 'é' and n.of == e and n.at.text == "
              "e.text)\n"
              "local d = doc:add('note', { begin = 1, stop = #text })\n"
              "assert(d.text == text and d.n == 0 and d.x == nil and d.yes == false and d.s == nil and d.of == nil and d.at == nil)\n"
              "assert(n.n == -2147483648 and n.row == 1 and d.row == 2)\n"
              /* a loop does not run over what it adds */
              "for n in doc:each 'note' do doc:add('note', { begin = n.begin, stop = n.stop }) end\n"
              "assert(doc:count 'note' == 4)");
    luakit_fails("doc:add('note', { begin = 1, stop = 3, nn = 1 })", "layer `note` has no column `nn`; did you mean `n`?");
    luakit_fails("doc:add('notes', { begin = 1, stop = 3 })", "no layer `notes` in this pipeline; did you mean `note`?");
    luakit_fails("doc:add('entity', { begin = 1, stop = 3 })", "stage `t` adds to layer `entity` and does not say so");
    luakit_fails("doc:add('note', { begin = 1, stop = 3, n = 'x' })", "column `n` takes an integer");
    luakit_fails("doc:add('note', { stop = 3 })", "`note` needs `begin`");
    luakit_fails("doc:add('note', { begin = 1.5, stop = 3 })", "`begin` takes an integer");
    luakit_fails("doc:add('note', { begin = 0, stop = 3 })", "begin 0, stop 3: no span of a text of");
    luakit_fails("doc:add('note', { begin = 3, stop = 1 })", "no span of a text of");
    luakit_fails("doc:add('note', { begin = 1, stop = #text + 1 })", "no span of a text of");
    luakit_fails("doc:add('note', { begin = -1 << 62, stop = 1 << 62 })", "no span of a text of");
    luakit_fails("local s = text:find('é', 1, true); doc:add('note', { begin = s, stop = s })", "cuts a character in two");
    luakit_fails("local s = text:find('é', 1, true); doc:add('note', { begin = s + 1, stop = s + 1 })", "cuts a character in two");
    luakit_fails("doc:add('note', { begin = 1, stop = 3, 'x' })", "has a number as key");
    luakit_fails("doc:add('note', 'x')", "table expected, got string");
    luakit_fails("doc:add('note')", "table expected, got no value");
    /* nothing is added when a column is wrong */
    luakit_ok("assert(not pcall(doc.add, doc, 'note', { begin = 1, stop = 2, n = 1, s = 7 })); assert(doc:count 'note' == 0)");
}
END_TEST

START_TEST(within_a_span)
{
    luakit_ok("local function list(layer, at) local t = {}; for r in doc:within(layer, at) do t[#t + 1] = r.text end; return "
              "table.concat(t, '|') end\n"
              "local s = doc:sentence_at(doc:get('entity', 1))\n"
              "assert(s.text == 'Hier, le maire Paul Morel a reçu la presse.')\n"
              "assert(list('token', s) == 'Hier|le|maire|Paul|Morel|a|reçu|la|presse' and list('entity', s) == 'Paul Morel')\n"
              "assert(list('token', doc:get('quote', 1).cue) == 'a|promis' and list('quote', s) == '')\n"
              "assert(list('token', { begin = s.begin + 1, stop = s.stop }) == 'le|maire|Paul|Morel|a|reçu|la|presse')\n"
              "assert(list('sentence', { begin = 1, stop = #text }):sub(1, 8) == 'Le bilan')\n"
              "assert(doc:sentence_at(1).row == 1 and doc:sentence_at(#text).row == doc:count 'sentence' and doc:sentence_at(0) == nil)\n"
              "assert(doc:sentence_at(#text + 1) == nil and doc:sentence_at(text:find('\\n')) == nil)\n"
              /* rows out of order, and some that stick out */
              "for _, at in ipairs { { 20, 30 }, { 5, 9 }, { 7, 40 }, { 6, 8 }, { 10, 9 } } do doc:add('note', { begin = at[1], stop = "
              "at[2], n = at[1] }) end\n"
              "local found = {}; for n in doc:within('note', { begin = 5, stop = 9 }) do found[#found + 1] = n.n end\n"
              "assert(table.concat(found, ' ') == '5 6 10', table.concat(found, ' '))");
    luakit_fails("doc:within('token')", "`within` takes a row, a span or");
    luakit_fails("doc:within('token', { begin = 1, stop = 1 << 33 })", "no span of a text of");
}
END_TEST

/* Every kind of view, kept from one document, fails on the next: alone, in an upvalue, in a coroutine, in a finalizer. */
START_TEST(stale_views)
{
    static const char *const uses[] = {
        "return kept.doc.text",
        "return kept.doc.id",
        "return kept.doc:count 'entity'",
        "kept.doc.lang = 'x'",
        "return kept.row.text",
        "kept.row.type = 'X'",
        "return kept.span.begin",
        "return kept.meta.title",
        "kept.meta.title = 'x'",
        "for k in pairs(kept.meta) do end",
        "return kept.next()",
        "return doc:within('token', kept.row)()",
        "return doc:sentence_at(kept.span)",
        "doc:get('quote', 1).source = kept.row",
        "doc:get('token', 1).head = kept.row",
        "doc.meta.x = kept.row",
        "kept.doc:add('note', { begin = 1, stop = 1 })",
        "kept.doc:drop 'x'",
        "local ok, why = coroutine.resume(kept.co); if not ok then error(why, 0) end",
        "return kept.doc:slice(1)",
        "kept.doc:route 'x'",
    };
    for (size_t i = 0; i < FILON_COUNT(uses); i++) {
        struct luakit kit;
        char body[2048];
        snprintf(body, sizeof body,
                 "if doc.id == 'a1' then kept = kept or {}; kept.doc, kept.row, kept.meta, kept.next = doc, doc:get('entity', 1), "
                 "doc.meta, doc:each 'entity'\n"
                 "kept.span = doc:get('quote', 1).cue; kept.next()\n"
                 "kept.co = coroutine.create(function(d) local r = d:get('entity', 2); coroutine.yield(); return r.text end)\n"
                 "assert(coroutine.resume(kept.co, doc)); return end\n"
                 "assert(doc ~= kept.doc and doc:get('entity', 1) ~= kept.row and tostring(kept.row) == 'row (gone)' and "
                 "tostring(kept.doc) == 'document (gone)')\n"
                 "assert(tostring(kept.span) == 'span (gone)' and kept.row == kept.row)\n"
                 "local function use() %s end use()",
                 uses[i]);
        luakit_start(&kit, NULL);
        char script[4096];
        snprintf(script, sizeof script,
                 "local filon = require 'filon'; kept = {}; return filon.pipeline(function(p) p:use 'parse_text' p:use 'segment' p:use "
                 "'ner' p:use 'quote' "
                 "p:annotator { name = 't', layers = { note = {} }, annotate = function(doc)\n%s\nend } end)",
                 body);
        ck_assert_msg(luakit_wire(&kit, script) == 0, "%s", kit.error.text);
        ck_assert_msg(luakit_run(&kit, "a1", NULL) == 0, "%s", kit.error.text);
        ck_assert_msg(luakit_run(&kit, "a2", NULL) == -1, "a stale view was used: %s", uses[i]);
        ck_assert_msg(strstr(kit.error.text, "is gone") != NULL, "%s: %s", uses[i], kit.error.text);
        ck_assert_msg(luakit_run(&kit, "a1", NULL) == 0, "%s", kit.error.text);
        luakit_stop(&kit);
    }
}
END_TEST

/* Views in finalizers, which a script can make if it is granted `debug`: when the state is closed, there is no document any more. */
START_TEST(views_in_finalizers)
{
    static const char *const debug[] = {"debug"};
    struct filon_lua_limits limits = {.libraries = {debug, 1}};
    struct luakit kit;
    filon_log_level(FILON_ERROR); /* Lua warns of what fails in finalizers */
    luakit_start(&kit, &limits);
    ck_assert_msg(luakit_wire(&kit,
                              "local filon = require 'filon'; local keep, set = {}, debug.setmetatable; return filon.pipeline(function(p)\n"
                              "p:each('t', function(doc) local m = doc.meta\n"
                              "keep[#keep + 1] = set({}, { __gc = function() local _ = doc.text end })\n"
                              "set({}, { __gc = function() m.title = 'x' end }) end) end)") == 0,
                  "%s", kit.error.text);
    for (int i = 0; i < 50; i++)
        ck_assert_msg(luakit_run(&kit, "a1", NULL) == 0, "%s", kit.error.text);
    ck_assert_ptr_null(filon_meta_get(kit.doc, "title", NULL).p);
    filon_doc_free(kit.doc);
    kit.doc = NULL;
    luakit_stop(&kit);
}
END_TEST

/* Views of one stage are not valid in the next: a plugin between may have sorted or cut the layer. */
START_TEST(views_end_with_their_stage)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_wire(&kit, "local filon = require 'filon'; local kept; return filon.pipeline(function(p) p:use 'parse_text'\n"
                                    "p:each('keep', function(doc) kept = doc:get('block', 1) end)\n"
                                    "p:each('use', function(doc) return filon.route(kept.text) end) end)") == 0,
                  "%s", kit.error.text);
    ck_assert_int_eq(luakit_run(&kit, "a1", NULL), -1);
    ck_assert_ptr_nonnull(strstr(kit.error.text, "this row is gone: a view lives as long as the call"));
    luakit_stop(&kit);
}
END_TEST

/* A frozen document can be read and not changed. */
START_TEST(frozen)
{
    static const char *const writes[] = {
        "doc.lang = 'x'", "doc.meta.a = 'x'", "doc:get('block', 1).kind = 'x'", "doc:add('note', { begin = 1, stop = 1 })", "doc:drop 'x'",
        "doc:route 'x'",  "doc.text = 'x'"};
    for (size_t i = 0; i < FILON_COUNT(writes); i++) {
        struct luakit kit;
        char script[1024];
        luakit_start(&kit, NULL);
        snprintf(script, sizeof script,
                 "local filon = require 'filon'; return filon.pipeline(function(p) p:use 'parse_text' p:annotator { name = 't', layers = { "
                 "note = {} }, "
                 "annotate = function(doc) assert(#doc.text > 0 and doc:get('block', 1).kind); %s end } end)",
                 writes[i]);
        ck_assert_msg(luakit_wire(&kit, script) == 0, "%s", kit.error.text);
        filon_doc_set_id(kit.doc, FILON_STR("a"));
        ck_assert_int_eq(filon_doc_set_text(kit.doc, FILON_STR("Un titre."), NULL), 0);
        filon_add(filon_layer(kit.doc, FILON_BLOCK), 0, 9);
        filon_strs(filon_layer(kit.doc, FILON_BLOCK), FILON_BLOCK_KIND)[0] = FILON_STR("title");
        filon_doc_freeze(kit.doc, true);
        ck_assert_int_eq(filon_pipeline_run(kit.pipeline, kit.doc, &kit.progress, &kit.error), -1);
        ck_assert_msg(strstr(kit.error.text, "the document is finished") != NULL, "%s: %s", writes[i], kit.error.text);
        ck_assert_int_eq(filon_rows(filon_layer(kit.doc, FILON_SENTENCE)), 0);
        luakit_stop(&kit);
    }
}
END_TEST

/* A row whose layer was cut under it; a span that a plugin got wrong; a reference that leads nowhere. */
static int spoil(void *self, struct filon_doc *doc, struct filon_error *error)
{
    (void)self;
    (void)error;
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN), *quotes = filon_layer(doc, FILON_QUOTE);
    uint32_t row = filon_add(tokens, 0, 2);
    filon_ref(tokens, FILON_TOKEN_HEAD)[row] = 4000000;
    filon_begin(tokens)[row] = 4000000000u;
    filon_add(quotes, 0, 1);
    filon_spans(quotes, FILON_QUOTE_CUE)[0] = (struct filon_span){5, 4000000000u};
    return 0;
}

static int repair(void *self, struct filon_doc *doc, struct filon_error *error)
{
    (void)self;
    (void)error;
    filon_truncate(filon_layer(doc, FILON_TOKEN), 0);
    filon_truncate(filon_layer(doc, FILON_QUOTE), 0);
    return 0;
}

START_TEST(spoilt_layers)
{
    struct luakit kit;
    struct filon_mark mark = {"job.yaml", 1, 1};
    luakit_start(&kit, NULL);
    struct filon_script_stage bad = {.name = "bad", .provides = FILON_LAYERS("token", "quote"), .call = {spoil, NULL, NULL}};
    struct filon_script_stage good = {.name = "good", .call = {repair, NULL, NULL}};
    ck_assert_int_eq(filon_pipeline_script(kit.pipeline, &bad, NULL, mark, &kit.error), 0);
    const char *path = luakit_write(
        &kit, "s.lua",
        "return function(doc) local t, q = doc:get('token', 1), doc:get('quote', 1); assert(t.head == nil and q.cue == nil)\n"
        "for _, f in ipairs { function() return t.text end, function() return doc:within('token', t) end,\n"
        "  function() doc.meta.x = t end } do local ok, why = pcall(f); assert(not ok and why:find 'plugin made', why) end end");
    ck_assert_msg(filon_lua_stage(kit.lua, path, &kit.job, NULL, mark, kit.pipeline, &kit.error) == 0, "%s", kit.error.text);
    ck_assert_int_eq(filon_pipeline_script(kit.pipeline, &good, NULL, mark, &kit.error), 0);
    ck_assert_msg(luakit_open(&kit) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a", NULL) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

START_TEST(metatables_are_closed)
{
    luakit_ok("local row, span = doc:get('entity', 1), doc:get('quote', 1).cue\n"
              "for _, v in ipairs { doc, doc.meta, row, span, filon.null } do\n"
              "  assert(getmetatable(v) == false)\n"
              "  assert(not pcall(setmetatable, v, {})); assert(not pcall(rawset, v, 'x', 1)); assert(not pcall(rawget, v, 'x'))\n"
              "  assert(not pcall(function() v[1] = 2 end)); assert(not pcall(function() return v[{}] end)); assert(not pcall(function() "
              "return v[nil] end))\n"
              "  assert(not pcall(function() return v() end)); assert(not pcall(function() return #v end)); assert(not pcall(next, v))\n"
              "end\n"
              "assert(getmetatable('') == false)\n"
              "assert(not pcall(doc.each, row, 'entity')); assert(not pcall(doc.count, filon.null, 'entity'))\n"
              "assert(not pcall(doc.add, doc.meta, 'note', { begin = 1, stop = 1 }))\n"
              /* tables with metamethods are read as they are */
              "local trap = setmetatable({}, { __index = function() error 'read' end, __pairs = function() error 'pairs' end })\n"
              "local ok, why = pcall(doc.add, doc, 'note', trap); assert(not ok and why:find('needs `begin`', 1, true), why)");
}
END_TEST

/* Loops within loops, and iterators that go on after the layer has grown. */
START_TEST(iterators)
{
    luakit_ok(
        "local n = 0; for a in doc:each 'token' do for b in doc:each 'token' do n = n + 1 end end; assert(n == doc:count 'token' ^ 2)\n"
        "local f = doc:each 'note'; assert(f() == nil); doc:add('note', { begin = 1, stop = 1 }); assert(f() == nil)\n"
        "local g = doc:each 'entity'; g(); g(); g(); assert(g() == nil and g() == nil)\n"
        "local co = coroutine.wrap(function() for e in doc:each 'entity' do coroutine.yield(e.text) end end)\n"
        "assert(co() == 'Paul Morel' and co() == 'Paul Morel' and co() == 'Anne Quéré' and co() == nil)");
}
END_TEST

START_TEST(text_of_a_script)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_wire(&kit, "local filon = require 'filon'; return filon.pipeline(function(p) p:each('read', function(doc)\n"
                                    "assert(doc.text == nil and doc.content == '' and doc.source == 'page: été' and doc:slice(1) == '')\n"
                                    "doc.text = doc.source:sub(7); assert(doc.text ~= doc.source) end)\n"
                                    "p:each('check', function(doc) assert(doc.text == 'été') end) end)") == 0,
                  "%s", kit.error.text);
    filon_doc_set_source(kit.doc, FILON_STR("page: été"));
    ck_assert_msg(filon_pipeline_run(kit.pipeline, kit.doc, &kit.progress, &kit.error) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}
END_TEST

START_TEST(patterns)
{
    luakit_ok("local p = filon.match('who:<PER> verb:([form!=\"le\" & form=*a])?')\n"
              "local found = {}\n"
              "for m, g in p:each(doc) do found[#found + 1] = m.text .. '/' .. g.who.text .. '/' .. tostring(g.verb and g.verb.text) end\n"
              "local all = table.concat(found, ' ')\n"
              "assert(#found == doc:count 'entity' and all:find('Anne Quéré/Anne Quéré/nil', 1, true), all)\n"
              "assert(tostring(filon.match('\"x\"')) == 'filon.match(\"x\")')\n"
              "local n = 0; for m in filon.match('[]'):each(doc, doc:get('sentence', 1)) do n = n + 1 end\n"
              "local t = 0; for m in doc:within('token', doc:get('sentence', 1)) do t = t + 1 end\n"
              "assert(n == t and n > 0, n .. ' ' .. t)");
    luakit_fails("filon.match '[lemna=x]'", "at character 7: `lemna` is no attribute");
    luakit_fails("filon.match()", "string expected");
    luakit_fails("filon.match('[]').x()", "a pattern has no `x`; did you mean `each`?");
    luakit_fails("for m in filon.match('[lemma=x]'):each(doc) do end", "no stage before gave any: let `syntax` come before");
    luakit_fails("filon.match('[]'):each(1)", "document expected, got number");
    luakit_fails("for i = 1, 2000 do filon.match('\"' .. i .. '\"') end", "more than 1000 different patterns");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {document_fields,
                                  document_writes,
                                  rows,
                                  row_writes,
                                  adding,
                                  within_a_span,
                                  stale_views,
                                  views_in_finalizers,
                                  views_end_with_their_stage,
                                  frozen,
                                  spoilt_layers,
                                  metatables_are_closed,
                                  iterators,
                                  text_of_a_script,
                                  patterns,
                                  NULL};
    return luakit_main("lua_views", tests);
}
