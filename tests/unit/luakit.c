#include "luakit.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filon/utf8.h>

#include "base/paths.h"

const char luakit_article[] = "Le bilan de la saison\n"
                              "Menu Accueil Sports\n"
                              "Hier, le maire Paul Morel a reçu la presse. « Le port sera rouvert », a promis Paul Morel.\n"
                              "Selon Anne Quéré, le chantier durera deux ans.";

/* ---- The annotators: rough, but they follow the contracts of the layers. */
static int kit_parse(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_str text = filon_doc_text(doc);
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    (void)ctx;
    for (size_t at = 0; at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t stop = end ? (size_t)(end - text.p) : text.n;
        bool menu = filon_str_starts((struct filon_str){text.p + at, stop - at}, FILON_STR("Menu"));
        if (stop > at) {
            uint32_t row = filon_add(blocks, (uint32_t)at, (uint32_t)stop);
            filon_strs(blocks, FILON_BLOCK_KIND)[row] = menu       ? FILON_STR("boilerplate")
                                                        : row == 0 ? FILON_STR("title")
                                                                   : FILON_STR("paragraph");
            filon_bool(blocks, FILON_BLOCK_CONTENT)[row] = !menu;
            if (row == 0)
                filon_meta_set(doc, "title", filon_row_text(doc, blocks, 0), (struct filon_span){0, (uint32_t)stop});
        }
        at = stop + 1;
    }
    return 0;
}

static bool joins(const char *c)
{
    return (unsigned char)*c >= 0x80 || ((*c | 32) >= 'a' && (*c | 32) <= 'z') || (*c >= '0' && *c <= '9');
}

static int kit_segment(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK), *sentences = filon_layer(doc, FILON_SENTENCE),
                       *tokens = filon_layer(doc, FILON_TOKEN);
    const char *text = filon_doc_text(doc).p;
    (void)ctx;
    for (uint32_t block = 0; block < filon_rows(blocks); block++) {
        uint32_t start = filon_begin(blocks)[block], end = filon_end(blocks)[block];
        for (uint32_t at = start; at < end; at++) {
            if (!joins(text + at)) {
                if (text[at] == '.' && start < at) {
                    filon_add(sentences, start, at + 1);
                    start = at + 2;
                }
                continue;
            }
            uint32_t stop = at;
            while (stop < end && joins(text + stop))
                stop++;
            filon_add(tokens, at, stop);
            at = stop - 1;
        }
        if (start < end)
            filon_add(sentences, start, end);
    }
    return 0;
}

static int kit_ner(struct filon_ctx *ctx, struct filon_doc *doc)
{
    static const char *const names[] = {"Paul Morel", "Anne Quéré"};
    struct filon_layer *entities = filon_layer(doc, FILON_ENTITY);
    struct filon_str text = filon_doc_text(doc);
    (void)ctx;
    for (size_t at = 0; at < text.n; at++)
        for (size_t i = 0; i < FILON_COUNT(names); i++)
            if (filon_str_starts((struct filon_str){text.p + at, text.n - at}, filon_str_of(names[i]))) {
                uint32_t row = filon_add(entities, (uint32_t)at, (uint32_t)(at + strlen(names[i])));
                filon_strs(entities, FILON_ENTITY_TYPE)[row] = FILON_STR("PER");
                filon_strs(entities, FILON_ENTITY_NAME)[row] = filon_str_of(names[i]);
                filon_i32(entities, FILON_ENTITY_CHAIN)[row] = (int32_t)i + 1;
            }
    return 0;
}

/* « … », with the two words before the last space of the line as cue, where there are such. */
static int kit_quote(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_layer *quotes = filon_layer(doc, FILON_QUOTE);
    struct filon_str text = filon_doc_text(doc);
    const char *open = text.n ? strstr(text.p, "« ") : NULL, *close = open ? strstr(open, " »") : NULL,
               *cue = close ? strstr(close, "a promis") : NULL;
    (void)ctx;
    if (!close)
        return 0;
    uint32_t row = filon_add(quotes, (uint32_t)(open + 3 - text.p), (uint32_t)(close - text.p));
    filon_strs(quotes, FILON_QUOTE_TYPE)[row] = FILON_STR("direct");
    filon_strs(quotes, FILON_QUOTE_HOLDER)[row] = FILON_STR("Paul Morel");
    if (cue)
        filon_spans(quotes, FILON_QUOTE_CUE)[row] = (struct filon_span){(uint32_t)(cue - text.p), (uint32_t)(cue - text.p + 8)};
    return 0;
}

static int kit_nothing(struct filon_ctx *ctx, struct filon_doc *doc)
{
    (void)ctx;
    (void)doc;
    return 0;
}

struct ner_seen ner_seen;

static int kit_ner_open(struct filon_ctx *ctx)
{
    ner_seen = *(const struct ner_seen *)filon_options(ctx);
    return 0;
}

static const char *const picks[] = {"first", "all", NULL};
static const struct filon_option ner_options[] = {FILON_OPTION(struct ner_seen, model, FILON_OPT_STRING, "fr", "Model"),
                                                  FILON_OPTION(struct ner_seen, level, FILON_OPT_INT, "1", "Level", .min = 0, .max = 9),
                                                  FILON_OPTION(struct ner_seen, ratio, FILON_OPT_FLOAT, "0.5", "Ratio"),
                                                  FILON_OPTION(struct ner_seen, window, FILON_OPT_DURATION, "1 s", "Window"),
                                                  FILON_OPTION(struct ner_seen, strict, FILON_OPT_BOOL, "false", "Strict"),
                                                  FILON_OPTION(struct ner_seen, room, FILON_OPT_SIZE, "1 KiB", "Room"),
                                                  FILON_OPTION(struct ner_seen, pick, FILON_OPT_ENUM, "first", "Pick", .choices = picks),
                                                  FILON_OPTION(struct ner_seen, words, FILON_OPT_LIST, "[a, b]", "Words"),
                                                  {0}};
static const struct filon_option segment_options[] = {{"language", FILON_OPT_STRING, 0, NULL, "Language", 0, 0, NULL, 0, NULL}, {0}};

static const struct {
    const char *name;
    struct filon_plugin plugin;
} annotators[] = {
    {"parse_text",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Lines", .provides = FILON_LAYERS("block"),
      .annotate = kit_parse}},
    {"language",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Nothing", .requires = FILON_LAYERS("block"),
      .annotate = kit_nothing}},
    {"segment",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Words", .requires = FILON_LAYERS("block"),
      .provides = FILON_LAYERS("sentence", "token"), .options = segment_options, .options_size = sizeof(const char *),
      .annotate = kit_segment}},
    {"ner",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Two names", .requires = FILON_LAYERS("token"),
      .provides = FILON_LAYERS("entity"), .options = ner_options, .options_size = sizeof(struct ner_seen), .open = kit_ner_open,
      .annotate = kit_ner}},
    {"quote",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Guillemets", .requires = FILON_LAYERS("token", "entity"),
      .provides = FILON_LAYERS("quote"), .annotate = kit_quote}},
    {"stance",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Nothing", .requires = FILON_LAYERS("quote"),
      .provides = FILON_LAYERS("stance"), .annotate = kit_nothing}},
    {"claim",
     {FILON_PLUGIN_HEADER, .kind = FILON_ANNOTATOR, .version = "1", .summary = "Nothing", .requires = FILON_LAYERS("stance"),
      .provides = FILON_LAYERS("position"), .annotate = kit_nothing}},
};

/* ---- The kit. */
static const char *library[1];

void luakit_start(struct luakit *kit, const struct filon_lua_limits *limits)
{
    *kit = (struct luakit){0};
    folder_new(kit->folder);
    kit->registry = filon_registry_new();
    for (size_t i = 0; i < FILON_COUNT(annotators); i++)
        filon_registry_add_builtin(kit->registry, annotators[i].name, &annotators[i].plugin);
    kit->args = (struct filon_instance_args){.registry = kit->registry, .language = "fr", .dir = kit->folder};
    kit->job = (struct filon_jobfile){.path = "job.yaml", .dir = kit->folder, .name = "trial", .language = "fr"};
    library[0] = filon_places()->scripts;
    kit->lua = filon_lua_new(limits, library, 1, &kit->error);
    ck_assert_msg(kit->lua != NULL, "%s", kit->error.text);
    luakit_renew(kit);
}

void luakit_renew(struct luakit *kit)
{
    filon_doc_free(kit->doc);
    filon_pipeline_free(kit->pipeline);
    kit->doc = NULL;
    kit->pipeline = filon_pipeline_new(&kit->args);
    kit->error = (struct filon_error){0};
}

void luakit_stop(struct luakit *kit)
{
    char command[128];
    filon_doc_free(kit->doc);
    filon_pipeline_free(kit->pipeline);
    filon_lua_free(kit->lua);
    filon_registry_free(kit->registry);
    snprintf(command, sizeof command, "rm -rf '%s'", kit->folder);
    ck_assert_int_eq(system(command), 0);
}

const char *luakit_write(struct luakit *kit, const char *name, const char *text)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", kit->folder, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path, 0600), 0);
    return path;
}

int luakit_open(struct luakit *kit)
{
    if (filon_pipeline_seal(kit->pipeline, NULL, 0, &kit->error) < 0 || filon_pipeline_open(kit->pipeline, &kit->error) < 0)
        return -1;
    kit->doc = filon_doc_new(filon_pipeline_schema(kit->pipeline));
    return 0;
}

int luakit_wire_file(struct luakit *kit, const char *path)
{
    luakit_renew(kit);
    return filon_lua_pipeline(kit->lua, path, &kit->job, kit->pipeline, &kit->error) < 0 ? -1 : luakit_open(kit);
}

int luakit_wire(struct luakit *kit, const char *script)
{
    return luakit_wire_file(kit, luakit_write(kit, "t.lua", script));
}

int luakit_run(struct luakit *kit, const char *id, const char *text)
{
    struct filon_error bad = {0};
    filon_doc_reset(kit->doc);
    kit->error = (struct filon_error){0};
    filon_doc_set_id(kit->doc, filon_str_of(id));
    ck_assert_int_eq(filon_doc_set_text(kit->doc, filon_str_of(text ? text : luakit_article), NULL), 0);
    int result = filon_pipeline_run(kit->pipeline, kit->doc, &kit->progress, &kit->error);
    ck_assert_msg(filon_doc_check(kit->doc, &bad) == 0, "%s", bad.text);
    return result;
}

int luakit_body(struct luakit *kit, const char *body)
{
    static char script[16384];
    int n = snprintf(
        script, sizeof script,
        "local filon = require 'filon'; return filon.pipeline(function(p) p:use 'parse_text'; p:use 'segment'; p:use 'ner'; p:use 'quote'; "
        "p:annotator { name = 't', requires = { 'entity' }, provides = { 'note', 'quote', 'stance' }, layers = { note = { "
        "{ 'n', 'i32', 'N' }, { 'x', 'f32' }, { 'yes', 'bool' }, { 's', 'str' }, { 'of', 'ref', 'Of', target = 'entity' }, { 'at', 'span' "
        "} } }, "
        "annotate = function(doc) local text = doc.text\n%s\nend } end)\n",
        body);
    ck_assert_int_lt(n, (int)sizeof script);
    return luakit_wire(kit, script);
}

void luakit_ok(const char *body)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_body(&kit, body) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a1", NULL) == 0, "%s", kit.error.text);
    luakit_stop(&kit);
}

void luakit_fails(const char *body, const char *expected)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_body(&kit, body) == 0, "%s", kit.error.text);
    ck_assert_msg(luakit_run(&kit, "a1", NULL) == -1, "no error from: %s", body);
    ck_assert_int_eq(kit.error.code, FILON_E_INPUT);
    ck_assert_msg(strstr(kit.error.text, expected) != NULL, "expected: %s\ngot: %s", expected, kit.error.text);
    luakit_stop(&kit);
}

void luakit_bad_script(const char *script, const char *expected)
{
    struct luakit kit;
    luakit_start(&kit, NULL);
    ck_assert_msg(luakit_wire(&kit, script) == -1, "no error from: %s", script);
    ck_assert_int_eq(kit.error.code, FILON_E_CONFIG);
    ck_assert_msg(strstr(kit.error.text, expected) != NULL, "expected: %s\ngot: %s", expected, kit.error.text);
    luakit_stop(&kit);
}

int luakit_main(const char *name, const TTest *const *tests)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    for (; *tests; tests++)
        tcase_add_test(tcase, *tests);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
