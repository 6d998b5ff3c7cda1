/* gazetteer: what a list finds in a text, what becomes of the entities that are there, lists that are wrong, compiled files that are stale
 * or damaged. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <filon/gazetteer.h>
#include <filon/model.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/paths.h"

extern const struct filon_plugin filon_plugin_segment, filon_plugin_ner, filon_plugin_gazetteer;

static struct filon_ctx *segment, *ner;

static void set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
    const struct filon_plugin *plugins[] = {&filon_plugin_segment, &filon_plugin_ner};
    for (size_t i = 0; i < FILON_COUNT(plugins); i++)
        for (const struct filon_layer_def *layer = plugins[i]->layers; layer && layer->name; layer++)
            ck_assert(filon_schema_add(kit.schema, layer, "test", &kit.error) == 0);
    filon_doc_free(kit.doc);
    kit.doc = filon_doc_new(kit.schema);
    segment = kit_open("segment", &filon_plugin_segment, "{language: fr}");
    ner = kit_open("ner", &filon_plugin_ner, "{language: fr}");
}

static void tear_down(void)
{
    filon_instance_free(segment);
    filon_instance_free(ner);
    kit_tear_down();
}

static void set_text(const char *text, bool with_ner)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, filon_str_of(text), &kit.error) == 0, "%s", kit.error.text);
    filon_meta_set(kit.doc, "lang", FILON_STR("fr"), FILON_NO_SPAN);
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t row = filon_add(blocks, 0, (uint32_t)strlen(text));
    filon_strs(blocks, FILON_BLOCK_KIND)[row] = FILON_STR("paragraph");
    filon_bool(blocks, FILON_BLOCK_CONTENT)[row] = true;
    ck_assert_int_eq(filon_plugin_segment.annotate(segment, kit.doc), 0);
    if (with_ner)
        ck_assert_int_eq(filon_plugin_ner.annotate(ner, kit.doc), 0);
}

/* « text:TYPE:name:id#chain » of each entity, with " | " between them; without chains where `chains` is off. */
static const char *entities(bool chains)
{
    struct filon_layer *layer = filon_layer(kit.doc, FILON_ENTITY);
    const char *all = "";
    for (uint32_t row = 0; row < filon_rows(layer); row++) {
        struct filon_str id = filon_strs(layer, FILON_ENTITY_ID)[row];
        const char *number = chains ? filon_strf(kit.arena, "#%d", filon_i32(layer, FILON_ENTITY_CHAIN)[row]) : "";
        all = filon_strf(kit.arena, "%s%s%.*s:%.*s:%.*s:%.*s%s", all, row ? " | " : "", FILON_FMT(filon_row_text(kit.doc, layer, row)),
                         FILON_FMT(filon_strs(layer, FILON_ENTITY_TYPE)[row]), FILON_FMT(filon_strs(layer, FILON_ENTITY_NAME)[row]),
                         FILON_FMT(id), number);
    }
    return all;
}

static struct filon_ctx *open_with(const char *list, const char *options)
{
    kit_puts("list.tsv", list);
    return kit_open("gazetteer", &filon_plugin_gazetteer, filon_strf(kit.arena, "{file: list.tsv%s}", options));
}

static const char *found(const char *list, const char *options, const char *text, bool with_ner, bool chains)
{
    struct filon_ctx *ctx = open_with(list, options);
    set_text(text, with_ner);
    ck_assert_msg(filon_plugin_gazetteer.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    const char *what = entities(chains);
    filon_instance_free(ctx);
    return what;
}

START_TEST(names_in_a_text)
{
    static const struct {
        const char *list, *options, *text, *found;
    } cases[] = {
        {"1\tRussie\t\tLOC\n", "", "La Russie, l'Ukraine et la Biélorussie.", "Russie:LOC:Russie:1"},
        {"1\tSeine\t\tLOC\n", "", "En Seine-Saint-Denis, loin de la Seine.", "Seine:LOC:Seine:1"},
        {"1\tAssemblée nationale\t\tORG\n", "", "À l'Assemblée nationale et à l’Assemblée\u00a0nationale.",
         "Assemblée nationale:ORG:Assemblée nationale:1 | Assemblée\u00a0nationale:ORG:Assemblée nationale:1"},
        {"1\tNew York\t\tLOC\n2\tNew York Times\t\tORG\n3\tYork\n", "", "Le New York Times de New York, pas York.",
         "New York Times:ORG:New York Times:2 | New York:LOC:New York:1 | York:MISC:York:3"},
        {"1\tMarche du siècle\t\tMISC\n2\tMarche\t\tMISC\n", "", "La Marche du matin.", "Marche:MISC:Marche:2"},
        {"1\tNew York Times\t\tORG\n", "", "À New York. Times Square.", ""},
        {"1\tÉtats-Unis\tUSA|U.S.A.\tLOC\n", "", "Les Etats-Unis, les USA, les ÉTATS-UNIS.",
         "Etats-Unis:LOC:États-Unis:1 | USA:LOC:États-Unis:1"},
        {"1\tÉtats-Unis\tUSA\tLOC\n", ", fold: none", "Les Etats-Unis, les USA.", "USA:LOC:États-Unis:1"},
        {"1\tÉtats-Unis\t\tLOC\n", ", fold: all", "Les ETATS-UNIS.", "ETATS-UNIS:LOC:États-Unis:1"},
        {"1\tÉtats-Unis\t\tLOC\n", ", fold: case", "Les ETATS-UNIS et les ÉTATS-UNIS.", "ÉTATS-UNIS:LOC:États-Unis:1"},
        {"1\tSacré-Cœur\n", "", "Le Sacre-Coeur.", "Sacre-Coeur:MISC:Sacré-Cœur:1"},
        {"1\tAT&T\t\tORG\n2\tA380\n", "", "AT&T achète un A380.", "AT&T:ORG:AT&T:1 | A380:MISC:A380:2"},
        {"1\tPoint presse\n", "", "Un Point\n\n\npresse.", ""}, /* a sentence ends between them */
        {"id\tname\taliases\ttype\n# a remark\n1\tOslo\t\tLOC\n", "", "Oslo id name", "Oslo:LOC:Oslo:1"},
        {"", "", "Rien.", ""},
        {"1\tParis\t\tMYTH\n2\tParis\t\tLOC\n", "", "À Paris.", "Paris:MYTH:Paris:1"},
        {"1\tСанкт-Петербург\t\tLOC\n", ", fold: all", "Le САНКТ-ПЕТЕРБУРГ.", "САНКТ-ПЕТЕРБУРГ:LOC:Санкт-Петербург:1"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        ck_assert_str_eq(found(cases[i].list, cases[i].options, cases[i].text, false, false), cases[i].found);
}
END_TEST

START_TEST(entities_that_are_there)
{
    /* The ids of what ner found, and one name and one chain for all that is one entity in the list. */
    ck_assert_str_eq(
        found("P1\tParti socialiste\tPS\tORG\n", "", "Le Parti socialiste hésite. Le PS, dit Olivier Faure, attend.", true, true),
        "Parti socialiste:ORG:Parti socialiste:P1#1 | PS:ORG:Parti socialiste:P1#1 | Olivier Faure:PER:Olivier Faure:#2");
    /* The whole chain, as soon as its fullest name is in the list. */
    ck_assert_str_eq(found("Q76\tBarack Obama\t\tPER\n", "", "Barack Obama arrive. M. Obama repart.", true, true),
                     "Barack Obama:PER:Barack Obama:Q76#1 | Obama:PER:Barack Obama:Q76#1");
    /* A part of a name says nothing of the person who has more of it. */
    ck_assert_str_eq(found("C\tClinton\t\tLOC\n", "", "Bill Clinton arrive. Hillary Clinton repart.", true, false),
                     "Bill Clinton:PER:Bill Clinton: | Hillary Clinton:PER:Hillary Clinton:");
    /* Of several that have the name, the one of the entity's type. */
    ck_assert_str_eq(found("1\tParis\t\tORG\n2\tParis\t\tLOC\n", "", "Il habite à Paris.", true, false), "Paris:LOC:Paris:2");
    /* The longer one is right: the list's or ner's. */
    ck_assert_str_eq(found("1\tmétro de Paris\t\tORG\n", "", "Le métro de Paris est en grève.", true, false),
                     "métro de Paris:ORG:métro de Paris:1");
    ck_assert_str_eq(found("1\tIntérieur\t\tLOC\n", "", "Le ministère de l'Intérieur le dit.", true, false),
                     "ministère de l'Intérieur:ORG:ministère de l'Intérieur:");
}
END_TEST

START_TEST(links_alone)
{
    const char *list = "1\tParis\t\tLOC\n2\tOlivier Faure\t\tORG\n3\tattend\t\tMISC\n4\tLyon\n";
    ck_assert_str_eq(found(list, ", add: no", "À Paris et à Lyon, Olivier Faure attend.", true, false),
                     "Paris:LOC:Paris:1 | Lyon:LOC:Lyon:4 | Olivier Faure:PER:Olivier Faure:");
}
END_TEST

/* Columns that other stages point at keep their rows. */
START_TEST(layer_is_sound)
{
    struct filon_ctx *ctx = open_with("1\tForum des images de Paris\t\tORG\n2\tB\n", "");
    set_text("Le Forum des images de Paris et B et Paris.", true);
    filon_plugin_gazetteer.annotate(ctx, kit.doc);
    struct filon_layer *layer = filon_layer(kit.doc, FILON_ENTITY);
    for (uint32_t row = 1; row < filon_rows(layer); row++)
        ck_assert(filon_end(layer)[row - 1] <= filon_begin(layer)[row]);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(yaml_lists)
{
    kit_puts("list.yaml",
             "- {id: 1, name: Parti socialiste, aliases: [PS, socialistes], type: ORG}\n- id: 2\n  name: Oslo\n  aliases: Christiania\n");
    struct filon_ctx *ctx = kit_open("gazetteer", &filon_plugin_gazetteer, "{file: list.yaml}");
    set_text("Le PS à Christiania.", false);
    filon_plugin_gazetteer.annotate(ctx, kit.doc);
    ck_assert_str_eq(entities(false), "PS:ORG:Parti socialiste:1 | Christiania:MISC:Oslo:2");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(wrong_lists)
{
    static const struct {
        const char *file, *text, *said;
    } cases[] = {
        {"a.tsv", "1\tA\n\tB\n", "a.tsv:2: no id"},
        {"a.tsv", "1\tA\n2\n", "a.tsv:2: 1 columns where 2 are needed"},
        {"a.tsv", "# x\n1\t\tA\n", "a.tsv:2: no name"},
        {"a.tsv", "1\tA\t\tORG\tx\n", "a.tsv:1: 5 columns where four are known"},
        {"a.tsv", "1\tA\t\tno type\n", "a.tsv:1: `no type` is no type"},
        {"a.tsv", "1\tA\n1\tB\n", "a.tsv:2: the id `1` comes a second time"},
        {"a.tsv", "1\tA\x01\n", "a.tsv:1: the name has a control character"},
        {"a.tsv", "1\tA\n2\t\xff\n", "a.tsv:2: not valid UTF-8"},
        {"a.tsv", "1\ta a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a\n",
         "a.tsv:1: a name must have between 1 and 32 words"},
        {"a.yaml", "name: A\n", "a.yaml:1:1: found a map; wanted a list"},
        {"a.yaml", "- id: 1\n  nam: A\n", "a.yaml:2:3: [0].nam: unknown key; did you mean `name`?"},
        {"a.yaml", "- id: 1\n  name: [A]\n", "a.yaml:2:9: [0].name: found a list; wanted a text"},
        {"a.yaml", "- id: 1\n", "no name"},
        {"a.yaml", "- id: 1\n  name: A\n  aliases: {x: y}\n", "a.yaml:3:12: [0].aliases: found a map"},
        {"none.tsv", NULL, "none.tsv: No such file"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++) {
        if (cases[i].text)
            kit_puts(cases[i].file, cases[i].text);
        assert_has(kit_refused("gazetteer", &filon_plugin_gazetteer, filon_strf(kit.arena, "{file: %s}", cases[i].file)), cases[i].said);
        const char *list = kit_path(cases[i].file);
        struct filon_error error = {0};
        ck_assert_int_eq(filon_gazetteer_compile(&list, 1, kit_path("out.gaz"), FILON_GAZETTEER_ACCENT, NULL, &error), -1);
        assert_has(error.text, cases[i].said);
        ck_assert_ptr_null(kit_get("out.gaz").p);
    }
}
END_TEST

/* ---- Compiled files. */

static void compile(const char *list, const char *out, enum filon_gazetteer_fold fold)
{
    const char *path = kit_path(list);
    struct filon_error error = {0};
    ck_assert_msg(filon_gazetteer_compile(&path, 1, kit_path(out), fold, NULL, &error) == 0, "%s", error.text);
}

/* A list of n names of one to three words, some of them of several entries. */
static const char *large_list(unsigned n)
{
    struct filon_buf list = FILON_BUF_INIT;
    unsigned seed = 1;
    for (unsigned i = 0; i < n; i++) {
        filon_buf_printf(&list, "Q%u\t", i);
        for (unsigned words = 1 + i % 3; words > 0; words--) {
            seed = seed * 1103515245u + 12345u;
            filon_buf_printf(&list, "Wé%u%s", (seed >> 16) % n, words > 1 ? " " : "");
        }
        filon_buf_printf(&list, "\tA%u|A%u\t%s\n", i / 2, i, i % 2 ? "LOC" : "PER");
    }
    const char *text = filon_str_dup(kit.arena, filon_buf_str(&list)).p;
    filon_buf_free(&list);
    return text;
}

static const char *large_text(unsigned n)
{
    struct filon_buf text = FILON_BUF_INIT;
    unsigned seed = 2;
    for (unsigned i = 0; i < 3 * n; i++) {
        seed = seed * 1103515245u + 12345u;
        filon_buf_printf(&text, "%s%u%s", i % 5 ? "Wé" : "A", (seed >> 16) % n, i % 17 ? " " : ". ");
    }
    const char *copy = filon_str_dup(kit.arena, filon_buf_str(&text)).p;
    filon_buf_free(&text);
    return copy;
}

static const char *found_by(const char *file, const char *text)
{
    struct filon_ctx *ctx = kit_open("gazetteer", &filon_plugin_gazetteer, filon_strf(kit.arena, "{file: %s}", file));
    set_text(text, false);
    ck_assert_msg(filon_plugin_gazetteer.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    const char *all = entities(true);
    filon_instance_free(ctx);
    return all;
}

/* Every name of the list is found by itself: no two were lost to one another in the tables. */
static void assert_all_found(const char *file, const char *list)
{
    struct filon_error error = {0};
    struct filon_gazetteer *gazetteer = filon_gazetteer_open(kit_path(file), FILON_GAZETTEER_AS_COMPILED, &error);
    ck_assert_msg(gazetteer != NULL, "%s", error.text);
    for (const char *line = list; *line; line = strchr(line, '\n') + 1) {
        const char *name = strchr(line, '\t') + 1;
        struct filon_str text = {name, strcspn(name, "\t")};
        uint32_t begin = 0, end = (uint32_t)text.n;
        const struct filon_gazetteer_match *matches;
        ck_assert_uint_eq(filon_gazetteer_match(gazetteer, text, &begin, &end, 1, &matches), 1);
        struct filon_gazetteer_entry entry;
        bool named = false;
        for (uint32_t at = matches[0].entry; at != FILON_NONE; at = entry.next) {
            ck_assert_int_eq(filon_gazetteer_entry(gazetteer, at, &entry, &error), 0);
            named |= filon_str_eq(entry.id, (struct filon_str){line, strcspn(line, "\t")});
        }
        ck_assert_msg(named, "%.*s is not found by its name", (int)strcspn(line, "\t"), line);
    }
    filon_gazetteer_close(gazetteer);
}

START_TEST(compiled_is_the_same)
{
    const char *list = large_list(3000), *text = large_text(3000);
    kit_puts("list.tsv", list);
    compile("list.tsv", "list.gaz", FILON_GAZETTEER_ACCENT);
    ck_assert_str_eq(found_by("list.tsv", text), found_by("list.gaz", text));
    ck_assert_uint_gt(strlen(found_by("list.gaz", text)), 10000);
    assert_all_found("list.tsv", list);
    assert_all_found("list.gaz", list);
    struct filon_str first = kit_get("list.gaz");
    compile("list.tsv", "list.gaz", FILON_GAZETTEER_ACCENT);
    ck_assert(filon_str_eq(first, kit_get("list.gaz")));
}
END_TEST

START_TEST(several_lists)
{
    kit_puts("a.tsv", "1\tOslo\t\tLOC\n");
    kit_puts("b.yaml", "- {id: 2, name: Oslo, type: ORG}\n- {id: 3, name: Bergen}\n");
    const char *lists[] = {kit_path("a.tsv"), kit_path("b.yaml")};
    struct filon_gazetteer_size size;
    struct filon_error error = {0};
    ck_assert_int_eq(filon_gazetteer_compile(lists, 2, kit_path("c.gaz"), FILON_GAZETTEER_NONE, &size, &error), 0);
    ck_assert_uint_eq(size.entries, 3);
    ck_assert_uint_eq(size.names, 2);
    ck_assert_str_eq(found_by("c.gaz", "Oslo et Bergen"), "Oslo:LOC:Oslo:1#1 | Bergen:MISC:Bergen:3#2");
    kit_puts("b.yaml", "- {id: 2, name: Oslo, type: ORG}\n- {id: 3, name: Bergon}\n");
    struct timespec later[2] = {{.tv_sec = time(NULL) + 60}, {.tv_sec = time(NULL) + 60}};
    ck_assert_int_eq(utimensat(-1, lists[1], later, 0), 0);
    assert_has(kit_refused("gazetteer", &filon_plugin_gazetteer, "{file: c.gaz}"), "b.yaml, which has changed since");
}
END_TEST

START_TEST(stale_files)
{
    kit_puts("list.tsv", "1\tOslo\n");
    compile("list.tsv", "list.gaz", FILON_GAZETTEER_ACCENT);
    struct timespec later[2] = {{.tv_sec = time(NULL) + 60}, {.tv_sec = time(NULL) + 60}};
    ck_assert_int_eq(utimensat(-1, kit_path("list.tsv"), later, 0), 0);
    ck_assert_str_eq(found_by("list.gaz", "Oslo"), "Oslo:MISC:Oslo:1#1"); /* touched, not changed */
    kit_puts("list.tsv", "1\tOslo\n2\tBergen\n");
    assert_has(kit_refused("gazetteer", &filon_plugin_gazetteer, "{file: list.gaz}"),
               "which has changed since: run filon compile-gazetteer");
    ck_assert_int_eq(remove(kit_path("list.tsv")), 0);
    ck_assert_str_eq(found_by("list.gaz", "Oslo"), "Oslo:MISC:Oslo:1#1"); /* it travels alone */
    assert_has(kit_refused("gazetteer", &filon_plugin_gazetteer, "{file: list.gaz, fold: all}"), "compiled with the folding `accent`");
    const char *compiled = kit_path("list.gaz");
    struct filon_error error = {0};
    ck_assert_int_eq(filon_gazetteer_compile(&compiled, 1, kit_path("x.gaz"), FILON_GAZETTEER_NONE, NULL, &error), -1);
    assert_has(error.text, "is compiled already");
}
END_TEST

/* Any byte changed is noticed; and where somebody makes the checksum right again, nothing but an error can come of it. */
START_TEST(damaged_files)
{
    kit_puts("list.tsv", large_list(40));
    compile("list.tsv", "good.gaz", FILON_GAZETTEER_ACCENT);
    struct filon_str good = kit_get("good.gaz");
    for (size_t at = 0; at < good.n; at += 7) {
        char *bad = filon_alloc(kit.arena, good.n);
        memcpy(bad, good.p, good.n);
        bad[at] ^= 0x11;
        kit_put("bad.gaz", (struct filon_str){bad, good.n});
        struct filon_error error = {0};
        ck_assert_ptr_null(filon_gazetteer_open(kit_path("bad.gaz"), FILON_GAZETTEER_AS_COMPILED, &error));
        ck_assert(error.code == FILON_E_CONFIG && strstr(error.text, "bad.gaz"));
    }
}
END_TEST

static const char *const sections[] = {"strings", "types", "shared", "slots", "heads"};

static void write_mutant(const struct filon_model *model, unsigned *seed)
{
    struct filon_model_out *out = filon_model_out_new("gazetteer");
    struct filon_error error = {0};
    const char *key, *value;
    for (size_t i = 1; filon_model_pair(model, i, &key, &value); i++)
        filon_model_set(out, key, "%s", value);
    for (size_t i = 0; i < FILON_COUNT(sections); i++) {
        size_t n;
        const void *bytes = filon_model_section(model, sections[i], 1, &n, &error);
        unsigned char *copy = filon_alloc(kit.arena, n + 1);
        memcpy(copy, bytes, n);
        for (unsigned changes = (*seed >> 7) % 40; n && changes > 0; changes--) {
            *seed = *seed * 1103515245u + 12345u;
            copy[(*seed >> 3) % n] = (unsigned char)(*seed >> 21 & 1 ? *seed >> 13 : *seed >> 22 & 1 ? 0xff : 0);
        }
        *seed = *seed * 1103515245u + 12345u;
        if (*seed >> 16 & 1)
            n -= n % 8 == 0 && n > 8 && (*seed >> 17 & 7) == 0 ? 8 : 0;
        filon_model_add(out, sections[i], copy, n);
    }
    ck_assert_msg(filon_model_write(out, kit_path("mutant.gaz"), &error) == 0, "%s", error.text);
    filon_model_out_free(out);
}

START_TEST(hostile_files)
{
    kit_puts("list.tsv", large_list(60));
    compile("list.tsv", "good.gaz", FILON_GAZETTEER_ACCENT);
    struct filon_error error = {0};
    struct filon_model *model = filon_model_open(kit_path("good.gaz"), "gazetteer", &error);
    ck_assert_msg(model != NULL, "%s", error.text);
    const char *text = large_text(60);
    set_text(text, false);
    struct filon_layer *tokens = filon_layer(kit.doc, FILON_TOKEN);
    unsigned seed = 3, used = 0;
    for (int round = 0; round < 400; round++) {
        write_mutant(model, &seed);
        struct filon_error said = {0};
        struct filon_gazetteer *gazetteer = filon_gazetteer_open(kit_path("mutant.gaz"), FILON_GAZETTEER_AS_COMPILED, &said);
        if (!gazetteer) {
            ck_assert(said.code == FILON_E_CONFIG);
            continue;
        }
        const struct filon_gazetteer_match *matches;
        size_t n =
            filon_gazetteer_match(gazetteer, filon_str_of(text), filon_begin(tokens), filon_end(tokens), filon_rows(tokens), &matches);
        for (size_t i = 0; i < n; i++) {
            struct filon_gazetteer_entry entry;
            unsigned steps = 0;
            ck_assert(matches[i].begin < matches[i].end && matches[i].end <= strlen(text));
            for (uint32_t at = matches[i].entry; at != FILON_NONE && steps < 100; at = entry.next, steps++) {
                struct filon_error bad = {0};
                if (filon_gazetteer_entry(gazetteer, at, &entry, &bad) < 0) {
                    assert_has(bad.text, "damaged");
                    break;
                }
                ck_assert(filon_utf8_check(entry.id.p, entry.id.n) == entry.id.n && strlen(entry.name.p) == entry.name.n);
                used++;
            }
        }
        filon_gazetteer_close(gazetteer);
    }
    ck_assert_uint_gt(used, 1000);
    filon_model_close(model);
}
END_TEST

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Names that all begin alike, in a text that is their beginning over and over: time grows with the length, not with its square. */
START_TEST(linear)
{
    kit_puts("list.tsv", "1\ta a a a a a a a a a a a a a a a b\n2\ta a a a a a a a c\n3\ta d\n");
    struct filon_error error = {0};
    struct filon_gazetteer *gazetteer = filon_gazetteer_open(kit_path("list.tsv"), FILON_GAZETTEER_NONE, &error);
    double times[2];
    for (int large = 0; large < 2; large++) {
        uint32_t n = large ? 400000 : 40000;
        char *text = filon_alloc(kit.arena, 2 * n);
        uint32_t *begin = filon_alloc(kit.arena, n * sizeof *begin), *end = filon_alloc(kit.arena, n * sizeof *end);
        for (uint32_t i = 0; i < n; i++) {
            memcpy(text + 2 * i, "a ", 2);
            begin[i] = 2 * i;
            end[i] = 2 * i + 1;
        }
        const struct filon_gazetteer_match *matches;
        times[large] = 1e9;
        for (int again = 0; again < 3; again++) {
            double start = seconds();
            ck_assert_uint_eq(filon_gazetteer_match(gazetteer, (struct filon_str){text, 2 * n}, begin, end, n, &matches), 0);
            double took = seconds() - start;
            times[large] = took < times[large] ? took : times[large];
        }
    }
    ck_assert_msg(times[1] < 40 * times[0] + 0.01, "%g s, ten times the text %g s", times[0], times[1]);
    filon_gazetteer_close(gazetteer);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {names_in_a_text,      entities_that_are_there, links_alone, layer_is_sound, yaml_lists,    wrong_lists,
                                  compiled_is_the_same, several_lists,           stale_files, damaged_files,  hostile_files, linear};
    Suite *suite = suite_create("gazetteer");
    TCase *tcase = tcase_create("gazetteer");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    for (size_t i = 0; i < FILON_COUNT(tests); i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
