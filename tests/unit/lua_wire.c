/* Scripts that put pipelines together. */
#include "luakit.h"

#include <stdio.h>
#include <string.h>

#define FILON "local filon = require 'filon'; "
#define PIPELINE(BODY) FILON "return filon.pipeline(function(p, job)\n" BODY "\nend)"

static void wired(struct luakit *kit, const char *script)
{
    luakit_start(kit, NULL);
    ck_assert_msg(luakit_wire(kit, script) == 0, "%s", kit->error.text);
}

static void run(struct luakit *kit, const char *id, const char *text)
{
    ck_assert_msg(luakit_run(kit, id, text) == 0, "%s", kit->error.text);
}

START_TEST(stages_in_order)
{
    struct luakit kit;
    static const char *const names[] = {"parse_text", "segment", "ner", "tag", "tail"};
    wired(&kit, PIPELINE("p:use 'parse_text'\np:use('segment', { language = job.language })\np:when('doc.lang == \"\"', 'ner')\n"
                         "p:annotator { name = 'tag', requires = 'entity', provides = { 'entity' }, annotate = function(doc)\n"
                         "doc:add('entity', { begin = 1, stop = 2, type = 'MISC' }) end }\n"
                         "p:each('tail', function(doc) assert(doc:count 'entity' == 4) end)"));
    ck_assert_uint_eq(filon_pipeline_stages(kit.pipeline), 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(filon_pipeline_stage_name(kit.pipeline, i), names[i]);
    run(&kit, "a", NULL);
    luakit_stop(&kit);
}
END_TEST

START_TEST(options_survive)
{
    struct luakit kit;
    wired(&kit, PIPELINE("p:use 'parse_text' p:use 'segment'\n"
                         "p:use('ner', { model = 'yes', level = 7, ratio = 0.1, window = '1.5 min', strict = true, room = '64 KiB', pick = "
                         "'all', words = {} })"));
    ck_assert_str_eq(ner_seen.model, "yes");
    ck_assert_int_eq(ner_seen.level, 7);
    ck_assert(ner_seen.ratio == 0.1 && ner_seen.window == 90 && ner_seen.strict);
    ck_assert_uint_eq(ner_seen.room, 65536);
    ck_assert_int_eq(ner_seen.pick, 1);
    ck_assert_uint_eq(ner_seen.words.n, 0);
    ck_assert_int_eq(luakit_wire(&kit, PIPELINE("p:use 'parse_text' p:use 'segment' p:use('ner', { ratio = 1e15, window = 3, words = { "
                                                "'x', '12', 'true' }, model = '7' })")),
                     0);
    ck_assert(ner_seen.ratio == 1e15 && ner_seen.window == 3);
    ck_assert_uint_eq(ner_seen.words.n, 3);
    ck_assert_str_eq(ner_seen.words.items[1], "12");
    ck_assert_str_eq(ner_seen.model, "7");
    ck_assert_int_eq(luakit_wire(&kit, PIPELINE("p:use 'parse_text' p:use 'segment' p:use('ner', { ratio = 2, words = 'one' })")), 0);
    ck_assert(ner_seen.ratio == 2.0);
    ck_assert_uint_eq(ner_seen.words.n, 1);
    ck_assert_uint_eq(ner_seen.room, 1024);
    ck_assert_int_eq(luakit_wire(&kit, PIPELINE("p:use 'parse_text' p:use 'segment' p:use('ner', {})")), 0);
    ck_assert_uint_eq(ner_seen.words.n, 2);
    luakit_stop(&kit);
}
END_TEST

#define OPTION(TABLE) PIPELINE("p:use 'parse_text'\np:use('segment')\np:use('ner', " TABLE ")")

START_TEST(option_errors_name_the_line)
{
    luakit_bad_script(OPTION("{ modle = 'x' }"), "t.lua:4:1: modle: unknown option `modle`; did you mean `model`?");
    luakit_bad_script(OPTION("{ level = 10 }"), "t.lua:4:1: level: ");
    luakit_bad_script(OPTION("{ level = '7' }"), "t.lua:4:1: level: ");
    luakit_bad_script(OPTION("{ level = 7.0 }"), "t.lua:4:1: level: ");
    luakit_bad_script(OPTION("{ strict = 1 }"), "t.lua:4:1: strict: ");
    luakit_bad_script(OPTION("{ strict = 'true' }"), "t.lua:4:1: strict: ");
    luakit_bad_script(OPTION("{ strict = filon.null }"), "t.lua:4:1: strict: ");
    luakit_bad_script(OPTION("{ pick = 'al' }"), "did you mean `all`?");
    luakit_bad_script(OPTION("{ words = { 'a', { 'b' } } }"), "t.lua:4:1: words[1]: ");
    luakit_bad_script(OPTION("{ words = { a = 1 } }"), "t.lua:4:1: words: ");
    luakit_bad_script(OPTION("{ words = { 'a', nil, 'c' } }"), "t.lua:4: option `words`: a list with holes");
    luakit_bad_script(OPTION("{ words = { 'a', b = 1 } }"), "t.lua:4: option `words`: a table that is a list and a map at once");
    luakit_bad_script(OPTION("{ words = { [1.5] = 1 } }"), "neither a name nor a place in a list");
    luakit_bad_script(OPTION("{ model = print }"), "t.lua:4: option `model`: a function cannot be an option");
    luakit_bad_script(OPTION("{ model = '\\xff' }"), "not valid UTF-8");
    luakit_bad_script(OPTION("{ model = 'a\\0' }"), "holds a NUL");
    luakit_bad_script(OPTION("{ ratio = 0/0 }"), "is not a number that can be configured");
    luakit_bad_script(OPTION("{ 'fr' }"), "options are a table with names");
    luakit_bad_script(OPTION("'fr'"), "table expected, got string");
    luakit_bad_script(OPTION("{ when = 'true' }"), "`when` is no option: write p:when");
    luakit_bad_script(PIPELINE("local t = {}; t.t = t; p:use('ner', t)"), "a table too deep or too large");
    luakit_bad_script(PIPELINE("local t = {}; for i = 1, 2e5 do t[i] = 1 end; p:use('ner', { words = t })"),
                      "a table too deep or too large");
}
END_TEST

START_TEST(wiring_errors)
{
    luakit_bad_script("local x = ", "t.lua:1: unexpected symbol near <eof>");
    luakit_bad_script(FILON "error 'stop here'", "t.lua:1: stop here");
    luakit_bad_script(PIPELINE("p:use 'parse_txt'"), "t.lua:2:1: ");
    luakit_bad_script(PIPELINE("p:use 'parse_txt'"), "parse_text");
    luakit_bad_script(PIPELINE("p:use()"), "string expected, got no value");
    luakit_bad_script(PIPELINE("p.use 'segment'"), "called with a colon: p:use");
    luakit_bad_script(PIPELINE("p:uses 'segment'"), "t.lua:2: no function p:uses; did you mean p:use?");
    luakit_bad_script(PIPELINE("p:frobnicate()"), "there are use, when, each, annotator, include and has");
    luakit_bad_script(PIPELINE("p.x = 1"), "attempt to index a pipeline builder value");
    luakit_bad_script(PIPELINE("p:each('x')"), "function expected, got no value");
    luakit_bad_script(PIPELINE("p:each(function() end)"), "string expected, got function");
    luakit_bad_script(PIPELINE("p:use 'ner'"), "needs the layer `token`");
    luakit_bad_script(PIPELINE("local x = job.langage"), "the job has no `langage`");
    luakit_bad_script(PIPELINE("p:include(p)"), "p:include takes a pipeline");
    luakit_bad_script(PIPELINE("for i = 1, 100 do p:use 'parse_text' end"), "more than");
    luakit_bad_script("return function(doc) end", "returned a function: a pipeline script returns filon.pipeline");
    luakit_bad_script("return nil", "returned a nil");
    luakit_bad_script(FILON "return filon.pipeline(7)", "function expected, got number");
    luakit_bad_script(FILON "return filon.pipelines(function() end)", "attempt to call a nil value (field 'pipelines')");
    /* what the core has refused cannot be caught and forgotten */
    luakit_bad_script(PIPELINE("pcall(p.use, p, 'parse_txt')\np:use 'parse_text'"), "parse_txt");
    /* an include that never ends */
    luakit_bad_script(FILON "local me; me = filon.pipeline(function(p) p:include(me) end) return me", "");
}
END_TEST

#define ANNOTATOR(TABLE) PIPELINE("p:annotator " TABLE)

START_TEST(annotators)
{
    luakit_bad_script(ANNOTATOR("{ annotate = function() end }"), "an annotator needs a name");
    luakit_bad_script(ANNOTATOR("{ name = 'x' }"), "annotator `x` needs annotate = function(doc)");
    luakit_bad_script(ANNOTATOR("{ name = 'x', anotate = function() end }"), "an annotator has no `anotate`; did you mean `annotate`?");
    luakit_bad_script(ANNOTATOR("{ name = 'x', 1, annotate = print }"), "an annotator has no `number`");
    luakit_bad_script(ANNOTATOR("{ name = 7, annotate = print }"), "`name` takes a string, not a number");
    luakit_bad_script(ANNOTATOR("{ name = 'x', requires = { 1 }, annotate = print }"),
                      "`requires` takes a list of strings, and item 1 is a number");
    luakit_bad_script(ANNOTATOR("{ name = 'x', provides = true, annotate = print }"), "`provides` takes a list of layers, not a boolean");
    luakit_bad_script(ANNOTATOR("{ name = 'x', requires = { 'token' }, annotate = print }"), "`x`, needs the layer `token`");
    luakit_bad_script(ANNOTATOR("{ name = 'x', provides = { 'nothing' }, annotate = print }"), "a layer `nothing`");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = 'y', annotate = print }"), "`layers` takes a table of layers by name");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { 'y' }, annotate = print }"), "`layers` takes a table of layers by name");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { 'z' } }, annotate = print }"), "layer `y`: column 1 is a string");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { {} } }, annotate = print }"), "layer `y`: column 1 has no name");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { { 'n', 'int' } } }, annotate = print }"), "column `n`: `int` is no type");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { { 'n', 'ref' } } }, annotate = print }"), "needs target = \"LAYER\"");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { { 'n', 'i32', target = 'y' } } }, annotate = print }"),
                      "needs target = \"LAYER\"");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { { 'n', 'ref', target = 'zzz' } } }, annotate = print }"),
                      "points into a layer `zzz`");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { Y = { { 'n', 'i32' } } }, annotate = print }"), "`Y` cannot name a layer");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { y = { { 'stop', 'i32' } } }, annotate = print }"), "`stop` cannot name a column");
    luakit_bad_script(ANNOTATOR("{ name = 'x', layers = { entity = { { 'type', 'i32' } } }, annotate = print }"),
                      "declared with another type");
}
END_TEST

START_TEST(layers_of_a_script)
{
    struct luakit kit;
    wired(&kit, PIPELINE("p:use 'parse_text' p:use 'segment' p:use 'ner'\n"
                         "p:annotator { name = 'h', layers = { headline = { help = 'Titles', { 'words', 'i32', 'How many' }, { 'about', "
                         "'ref', 'Whom', target = 'entity' } },\n"
                         "entity = { { 'famous', 'bool', 'Known to all' } } }, provides = { 'headline' }, annotate = function(doc)\n"
                         "local b = doc:get('block', 1); local n = 0; for _ in doc:within('token', b) do n = n + 1 end\n"
                         "doc:add('headline', { begin = b.begin, stop = b.stop, words = n, about = doc:get('entity', 1) }); "
                         "doc:get('entity', 1).famous = true end }"));
    const struct filon_schema *schema = filon_pipeline_schema(kit.pipeline);
    int index = filon_schema_find(schema, "headline");
    ck_assert_int_ge(index, FILON_STANDARD_LAYERS);
    ck_assert_str_eq(filon_schema_layer(schema, index)->help, "Titles");
    ck_assert_str_eq(filon_schema_layer(schema, index)->columns[0].help, "How many");
    ck_assert_int_eq(filon_pipeline_provided(kit.pipeline)[index], 1);
    run(&kit, "a", NULL);
    struct filon_buf json = FILON_BUF_INIT;
    filon_doc_json(kit.doc, &json, 0);
    ck_assert_ptr_nonnull(strstr(json.p, "\"headline\":[{\"begin\":0,\"end\":21,\"words\":5,\"about\":0}]"));
    ck_assert_ptr_nonnull(strstr(json.p, "\"famous\":true"));
    filon_buf_free(&json);
    luakit_stop(&kit);
}
END_TEST

/* One state, pipelines one after the other: a document of the next may lie where one of the last did, with other columns. */
START_TEST(layers_change)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    for (int i = 0; i < 40; i++) {
        char script[1024];
        snprintf(script, sizeof script,
                 PIPELINE("p:annotator { name = 'x', layers = { note = { { 'a', '%s' }, { 'b%d', '%s' } } }, annotate = function(doc)\n"
                          "local r = doc:add('note', { begin = 1, stop = 2, a = %s, b%d = %s }); assert(r.a == %s and r.b%d == %s) end }"),
                 i % 2 ? "str" : "i32", i % 3, i % 2 ? "bool" : "str", i % 2 ? "'s'" : "7", i % 3, i % 2 ? "true" : "'t'",
                 i % 2 ? "'s'" : "7", i % 3, i % 2 ? "true" : "'t'");
        ck_assert_msg(luakit_wire(&kit, script) == 0, "%s", kit.error.text);
        run(&kit, "a", NULL);
    }
    luakit_stop(&kit);
}
END_TEST

START_TEST(conditions)
{
    struct luakit kit;
    wired(
        &kit,
        PIPELINE(
            "local asked = { outer = 0, inner = 0 }; local ran = {}\n"
            "local function note(name) return function(doc) ran[#ran + 1] = name end end\n"
            "p:each('start', function() ran = {}; asked.outer, asked.inner = 0, 0 end)\n"
            "p:when(function(doc) asked.outer = asked.outer + 1; return doc.id ~= 'a' end, function(p)\n"
            "  p:each('one', note 'one')\n"
            "  p:each('lang', function(doc) doc.lang = 'xx' end)\n"
            "  p:when('doc.lang == \"xx\" and doc.id == \"b\"', function(q) q:each('two', note 'two'); q:each('three', note 'three') end)\n"
            "  p:when(function(doc) asked.inner = asked.inner + 1; return doc.meta.title end, function(p) p:each('four', note 'four') "
            "end)\n"
            "  p:when('nil', function() end)\n"
            "end)\n"
            "p:each('five', note 'five')\n"
            "p:each('end', function(doc) doc.meta.ran = table.concat(ran, ' '); doc.meta.asked = asked.outer .. '+' .. asked.inner end)"));
    static const char *const expected[][3] = {
        {"a", "five", "1+0"}, {"b", "one two three five", "1+1"}, {"c", "one five", "1+1"}, {"b", "one two three five", "1+1"}};
    for (size_t i = 0; i < FILON_COUNT(expected); i++) {
        run(&kit, expected[i][0], NULL);
        ck_assert_str_eq(filon_meta_get(kit.doc, "ran", NULL).p, expected[i][1]);
        ck_assert_str_eq(filon_meta_get(kit.doc, "asked", NULL).p, expected[i][2]);
    }
    luakit_stop(&kit);
}
END_TEST

static void condition_fails(const char *script, const char *expected)
{
    struct luakit kit;
    wired(&kit, script);
    ck_assert_int_eq(luakit_run(&kit, "a", NULL), -1);
    ck_assert_int_eq(kit.error.code, FILON_E_INPUT);
    ck_assert_msg(strstr(kit.error.text, expected) != NULL, "expected: %s\ngot: %s", expected, kit.error.text);
    luakit_stop(&kit);
}

START_TEST(conditions_that_fail)
{
    condition_fails(PIPELINE("p:when('doc.langg == 1', 'parse_text')"),
                    "t.lua:2:1: condition `doc.langg == 1`: a document has no `langg`; did you mean `lang`?");
    condition_fails(PIPELINE("p:when('doc.meta.title < 1', 'parse_text')"),
                    "t.lua:2:1: condition `doc.meta.title < 1`: attempt to compare nil with number");
    condition_fails(PIPELINE("p:when(function(doc)\nerror 'why' end, 'parse_text')"), "t.lua:2:1: condition: ");
    condition_fails(PIPELINE("p:when(function(doc)\nerror 'why' end, 'parse_text')"), "t.lua:3: why\ntraceback:");
    condition_fails(PIPELINE("p:when(function(doc) doc.lang = 'x' end, 'parse_text')"), "a condition must not change the document");
    condition_fails(PIPELINE("p:when(function(doc) return filon.drop 'x' end, 'parse_text')"), "a condition answers true or false");
    condition_fails(PIPELINE("p:when('(\"x\"):rep(1 << 30)', 'parse_text')"), "condition `(\"x\"):rep(1 << 30)`: out of memory");
    luakit_bad_script(PIPELINE("p:when('doc.lang = 1', 'parse_text')"), "t.lua:2: condition `doc.lang = 1`: <eof> expected near '='");
    luakit_bad_script(PIPELINE("p:when(1, 'parse_text')"), "a condition is a string like");
    luakit_bad_script(PIPELINE("p:when('true', { })"), "and then a plugin's name or a function(p); got table");
    luakit_bad_script(PIPELINE("p:when('true')"), "and then a plugin's name or a function(p); got no value");
    luakit_bad_script(PIPELINE("p:when('true', 'parse_text', { x = 1 })"), "t.lua:2:1: x: unknown option");
}
END_TEST

/* An error in p:when that the script catches does not leave the rest of the pipeline under its condition. */
START_TEST(conditions_are_left)
{
    struct luakit kit;
    wired(&kit, PIPELINE("pcall(p.when, p, 'false', function() error 'x' end)\np:each('mark', function(doc) doc.meta.mark = 1 end)"));
    run(&kit, "a", NULL);
    ck_assert_ptr_nonnull(filon_meta_get(kit.doc, "mark", NULL).p);
    luakit_stop(&kit);
}
END_TEST

START_TEST(dropping_and_routing)
{
    struct luakit kit;
    wired(&kit, PIPELINE("local short = filon.drop('fewer than %d characters', 30)\n"
                         "p:use 'parse_text'\n"
                         "p:each('drop', function(doc) if #doc.content < 30 then return short end end)\n"
                         "p:each('route', function(doc) if doc.content:find 'port' then return filon.route 'harbour' end end)\n"
                         "p:each('method', function(doc) if doc.id == 'm' then doc:route 'm1'; doc:drop '100% sure' end end)\n"
                         "p:each('last', function(doc) doc.meta.last = 'yes' end)"));
    run(&kit, "a", NULL);
    ck_assert_ptr_null(filon_doc_dropped(kit.doc));
    ck_assert_str_eq(filon_doc_route_name(kit.doc), "harbour");
    ck_assert_ptr_nonnull(filon_meta_get(kit.doc, "last", NULL).p);
    run(&kit, "b", "Un titre");
    ck_assert_str_eq(filon_doc_dropped(kit.doc), "fewer than 30 characters");
    ck_assert_ptr_null(filon_meta_get(kit.doc, "last", NULL).p);
    run(&kit, "m", "Un titre qui est assez long pour rester");
    ck_assert_str_eq(filon_doc_dropped(kit.doc), "100% sure");
    ck_assert_str_eq(filon_doc_route_name(kit.doc), "m1");
    luakit_stop(&kit);
}
END_TEST

START_TEST(including)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    luakit_write(&kit, "base.lua", PIPELINE("p:use 'parse_text'; p:use('segment', { language = job.language })"));
    ck_assert_msg(
        luakit_wire(&kit, PIPELINE("p:include(require 'base')\np:when('doc.id == \"b\"', function(p) p:include(require 'base') end)\n"
                                   "p:each('n', function(doc) doc.meta.n = doc:count 'block' end)")) == 0,
        "%s", kit.error.text);
    run(&kit, "a", "Un\nDeux");
    ck_assert_str_eq(filon_meta_get(kit.doc, "n", NULL).p, "2");
    run(&kit, "b", "Un\nDeux");
    ck_assert_str_eq(filon_meta_get(kit.doc, "n", NULL).p, "4");
    luakit_stop(&kit);
}
END_TEST

START_TEST(builder_after_wiring)
{
    struct luakit kit;
    wired(&kit, PIPELINE("p:each('t', function(doc) p:use 'parse_text' end)"));
    ck_assert_int_eq(luakit_run(&kit, "a", NULL), -1);
    ck_assert_ptr_nonnull(strstr(kit.error.text, "the pipeline is complete"));
    luakit_stop(&kit);
}
END_TEST

/* ---- Stages and conditions that a YAML list names. */
static int released;

static void count_release(void *self)
{
    (void)self;
    released++;
}

static int always(void *self, struct filon_doc *doc, struct filon_error *error)
{
    (void)self;
    (void)doc;
    (void)error;
    return 1;
}

START_TEST(stages_of_a_list)
{
    struct luakit kit;
    struct filon_mark mark = {"job.yaml", 4, 5};
    struct filon_call when = {0};
    luakit_start(&kit, NULL);
    ck_assert_int_eq(filon_pipeline_use(kit.pipeline, "parse_text", NULL, NULL, mark, &kit.error), 0);
    ck_assert_msg(filon_lua_condition(kit.lua, "#doc.text > 10", mark, &when, &kit.error) == 0, "%s", kit.error.text);
    const char *path = luakit_write(&kit, "count.lua", "return function(doc) doc.meta.blocks = doc:count 'block' end");
    ck_assert_msg(filon_lua_stage(kit.lua, path, &kit.job, &when, mark, kit.pipeline, &kit.error) == 0, "%s", kit.error.text);
    path = luakit_write(
        &kit, "own.lua",
        "return { provides = 'note', layers = { note = {} }, annotate = function(doc) doc:add('note', { begin = 1, stop = 2 }) end }");
    ck_assert_msg(filon_lua_stage(kit.lua, path, NULL, NULL, mark, kit.pipeline, &kit.error) == 0, "%s", kit.error.text);
    ck_assert_str_eq(filon_pipeline_stage_name(kit.pipeline, 1), "count");
    ck_assert_str_eq(filon_pipeline_stage_name(kit.pipeline, 2), "own");
    ck_assert_msg(luakit_open(&kit) == 0, "%s", kit.error.text);
    run(&kit, "a", "Un titre assez long");
    ck_assert_str_eq(filon_meta_get(kit.doc, "blocks", NULL).p, "1");
    run(&kit, "b", "Un titre");
    ck_assert_ptr_null(filon_meta_get(kit.doc, "blocks", NULL).p);
    luakit_stop(&kit);
}
END_TEST

START_TEST(stages_of_a_list_that_fail)
{
    static const char *const scripts[][2] = {
        {"return 7", "returned a number: a stage script returns"},
        {"", "returned a nil"},
        {PIPELINE(""), "a pipeline, not a stage: name it as `pipeline:"},
        {"return { annotate = 1 }", "annotator `s` needs annotate"},
        {"return { requires = 'token', annotate = print, name = 'n' }", "job.yaml:4:5: stage 1, `n`, needs the layer `token`"},
        {"return {", "s.lua:1: unexpected symbol near <eof>"}};
    for (size_t i = 0; i < FILON_COUNT(scripts); i++) {
        struct luakit kit;
        struct filon_mark mark = {"job.yaml", 4, 5};
        struct filon_call when = {always, count_release, NULL};
        released = 0;
        luakit_start(&kit, NULL);
        int result = filon_lua_stage(kit.lua, luakit_write(&kit, "s.lua", scripts[i][0]), &kit.job, &when, mark, kit.pipeline, &kit.error);
        if (result == 0)
            result = luakit_open(&kit);
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(kit.error.code, FILON_E_CONFIG);
        ck_assert_msg(strstr(kit.error.text, scripts[i][1]) != NULL, "expected: %s\ngot: %s", scripts[i][1], kit.error.text);
        luakit_stop(&kit);
        ck_assert_int_eq(released, 1);
    }
    struct luakit kit;
    struct filon_call when = {0};
    luakit_start(&kit, NULL);
    ck_assert_int_eq(filon_lua_condition(kit.lua, "doc.lang = 'fr'", (struct filon_mark){"job.yaml", 4, 5}, &when, &kit.error), -1);
    ck_assert_str_eq(kit.error.text, "job.yaml:4:5: condition `doc.lang = 'fr'`: <eof> expected near '='");
    luakit_stop(&kit);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {stages_in_order,
                                  options_survive,
                                  option_errors_name_the_line,
                                  wiring_errors,
                                  annotators,
                                  layers_of_a_script,
                                  layers_change,
                                  conditions,
                                  conditions_that_fail,
                                  conditions_are_left,
                                  dropping_and_routing,
                                  including,
                                  builder_after_wiring,
                                  stages_of_a_list,
                                  stages_of_a_list_that_fail,
                                  NULL};
    return luakit_main("lua_wire", tests);
}
