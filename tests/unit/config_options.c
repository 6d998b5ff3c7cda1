/* Option tables: values, their ranges, what is said of wrong ones; suggestions. */
#include "base/log.h"
#include "config/options.h"
#include "config/scalar.h"
#include "config/suggest.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "tests/unit/unit_run.h"

static struct filon_arena *arena;

static void set_up(void)
{
    arena = filon_arena_new();
}

static void tear_down(void)
{
    filon_arena_free(arena);
}

struct values {
    bool flag;
    int64_t count;
    double ratio;
    const char *title, *model;
    int mode;
    struct filon_list words, folders;
    uint64_t size;
    double wait;
};

static const char *const modes[] = {"strict", "loose", "off", NULL};
static const char *const former[] = {"number", NULL};

static const struct filon_option table[] = {
    FILON_OPTION(struct values, flag, FILON_OPT_BOOL, "yes", "A flag"),
    FILON_OPTION(struct values, count, FILON_OPT_INT, "4", "A count", .min = 0, .max = 64, .aliases = former),
    FILON_OPTION(struct values, ratio, FILON_OPT_FLOAT, "0.5", "A ratio", .min = 0, .max = 1),
    FILON_OPTION(struct values, title, FILON_OPT_STRING, NULL, "A title"),
    FILON_OPTION(struct values, model, FILON_OPT_PATH, NULL, "A model", .flags = FILON_OPT_REQUIRED),
    FILON_OPTION(struct values, mode, FILON_OPT_ENUM, "loose", "A mode", .choices = modes),
    FILON_OPTION(struct values, words, FILON_OPT_LIST, "[a, \"b, c\"]", "Words"),
    FILON_OPTION(struct values, folders, FILON_OPT_PATHS, NULL, "Folders"),
    FILON_OPTION(struct values, size, FILON_OPT_SIZE, "64 KiB", "A size", .min = 1024, .max = INFINITY),
    FILON_OPTION(struct values, wait, FILON_OPT_DURATION, "1.5 s", "A time", .max = 60),
    {0}};

static int lay(struct values *values, const char *yaml, struct filon_error *error)
{
    static const char *const known[] = {"when", NULL};
    struct filon_node *map = filon_yaml_parse(arena, "job.yaml", filon_str_of(yaml), error);
    ck_assert_msg(map != NULL, "%s", error->text);
    ck_assert_int_eq(filon_options_init(table, values, sizeof *values, arena, error), 0);
    return filon_options_apply(table, values, arena, map, "/jobs/press", known, error);
}

static struct values taken(const char *yaml)
{
    struct values values;
    struct filon_error error = {0};
    ck_assert_msg(lay(&values, yaml, &error) == 0, "%s", error.text);
    return values;
}

static void refused(const char *yaml, const char *message)
{
    struct values values;
    struct filon_error error = {0};
    ck_assert_int_eq(lay(&values, yaml, &error), -1);
    ck_assert_int_eq(error.code, FILON_E_CONFIG);
    ck_assert_str_eq(error.text, message);
}

START_TEST(defaults)
{
    struct values values = taken("{}");
    ck_assert(values.flag);
    ck_assert_int_eq(values.count, 4);
    ck_assert_double_eq(values.ratio, 0.5);
    ck_assert_ptr_null(values.title);
    ck_assert_ptr_null(values.model);
    ck_assert_int_eq(values.mode, 1);
    ck_assert_uint_eq(values.words.n, 2);
    ck_assert_str_eq(values.words.items[1], "b, c");
    ck_assert_uint_eq(values.folders.n, 0);
    ck_assert_uint_eq(values.size, 65536);
    ck_assert_double_eq(values.wait, 1.5);
    taken(""); /* nothing is no map, but nothing to lay over */
}
END_TEST

START_TEST(values_of_each_type)
{
    struct values values = taken("flag: off\ncount: 64\nratio: .25\ntitle: 12\nmodel: ../models/./fr.bin\nmode: \"off\"\nwords: one\n"
                                 "folders: [a, /b/../c, \"-\"]\nsize: 1.5 MiB\nwait: 1 min\nwhen: left alone\n");
    ck_assert(!values.flag);
    ck_assert_int_eq(values.count, 64);
    ck_assert_double_eq(values.ratio, 0.25);
    ck_assert_str_eq(values.title, "12");
    ck_assert_str_eq(values.model, "/jobs/models/fr.bin");
    ck_assert_int_eq(values.mode, 2);
    ck_assert_uint_eq(values.words.n, 1);
    ck_assert_str_eq(values.words.items[0], "one");
    ck_assert_uint_eq(values.folders.n, 3);
    ck_assert_str_eq(values.folders.items[0], "/jobs/press/a");
    ck_assert_str_eq(values.folders.items[1], "/c");
    ck_assert_str_eq(values.folders.items[2], "-");
    ck_assert_uint_eq(values.size, 1572864);
    ck_assert_double_eq(values.wait, 60);
    ck_assert_str_eq(taken("title: ''").title, "");
    ck_assert_uint_eq(taken("words: []").words.n, 0);
}
END_TEST

START_TEST(wrong_types)
{
    refused("count: two", "job.yaml:1:8: count: found `two`; wanted a whole number, 0..64");
    refused("count: 2.0", "job.yaml:1:8: count: found `2.0`; wanted a whole number, 0..64");
    refused("count: \"2\"", "job.yaml:1:8: count: found `2` in quotes; wanted a whole number, 0..64");
    refused("count: 0x10", "job.yaml:1:8: count: found `0x10`; wanted a whole number, 0..64");
    refused("count: 010", "job.yaml:1:8: count: found `010`; wanted a whole number, 0..64");
    refused("count: [2]", "job.yaml:1:8: count: found a list; wanted a whole number, 0..64");
    refused("count:", "job.yaml:1:7: count: found nothing; wanted a whole number, 0..64");
    refused("flag: maybe", "job.yaml:1:7: flag: found `maybe`; wanted true or false");
    refused("flag: 1", "job.yaml:1:7: flag: found `1`; wanted true or false");
    refused("ratio: 0,5", "job.yaml:1:8: ratio: found `0,5`; wanted a number, 0..1");
    refused("ratio: .nan", "job.yaml:1:8: ratio: found `.nan`; wanted a number, 0..1");
    refused("title: {a: b}", "job.yaml:1:8: title: found a map; wanted a text");
    refused("title: ~", "job.yaml:1:8: title: found nothing; wanted a text");
    refused("words: [a, [b]]", "job.yaml:1:12: words[1]: found a list; wanted a list of texts");
    refused("size: 64 K", "job.yaml:1:7: size: found `64 K`; wanted a size such as 4096, 64 KiB or 2 GB, from 1 KiB");
    refused("wait: 1 week", "job.yaml:1:7: wait: found `1 week`; wanted a duration such as 10, 1.5 s or 5 min, 0..60 s");
    refused("model: ''", "job.yaml:1:8: model: found an empty text; wanted a path");
    refused("model: ~/fr.bin", "job.yaml:1:8: model: found `~/fr.bin`; wanted a path; `~` is not expanded, write the whole path (or ./~ "
                               "for a folder of that name)");
    refused("[a, b]", "job.yaml:1:1: found a list; wanted a map of options: `name: value`");
}
END_TEST

START_TEST(out_of_range)
{
    refused("count: 65", "job.yaml:1:8: count: found `65`; wanted a whole number, 0..64");
    refused("count: -1", "job.yaml:1:8: count: found `-1`; wanted a whole number, 0..64");
    refused(
        "count: 99999999999999999999",
        "job.yaml:1:8: count: found `99999999999999999999`; wanted a whole number, 0..64; this one is beyond all numbers filon can hold");
    refused("ratio: 1.01", "job.yaml:1:8: ratio: found `1.01`; wanted a number, 0..1");
    refused("ratio: 1e999", "job.yaml:1:8: ratio: found `1e999`; wanted a number, 0..1; this one is beyond all numbers filon can hold");
    refused("size: 1023", "job.yaml:1:7: size: found `1023`; wanted a size such as 4096, 64 KiB or 2 GB, from 1 KiB");
    refused("size: 99999999 TiB",
            "job.yaml:1:7: size: found `99999999 TiB`; wanted a size such as 4096, 64 KiB or 2 GB, from 1 KiB; this one is beyond all "
            "numbers filon can hold");
    refused("wait: 2 min", "job.yaml:1:7: wait: found `2 min`; wanted a duration such as 10, 1.5 s or 5 min, 0..60 s");
}
END_TEST

START_TEST(unknown_names)
{
    refused("modle: x", "job.yaml:1:1: modle: unknown option `modle`; did you mean `model`?");
    refused("a: 1\n",
            "job.yaml:1:1: a: unknown option `a`; there are: flag, count, ratio, title, model, mode, words, folders, size, wait, when");
    refused("whn: x", "job.yaml:1:1: whn: unknown option `whn`; did you mean `when`?");
    refused("mode: strickt", "job.yaml:1:7: mode: found `strickt`; wanted one of strict, loose, off; did you mean `strict`?");
    refused("mode: quick", "job.yaml:1:7: mode: found `quick`; wanted one of strict, loose, off");
    static const struct filon_option none[] = {{0}};
    struct filon_error error = {0};
    struct filon_node *map = filon_yaml_parse(arena, "job.yaml", FILON_STR("{ model: fr }"), &error);
    ck_assert_int_eq(filon_options_apply(none, NULL, arena, map, "/", NULL, &error), -1);
    ck_assert_str_eq(error.text, "job.yaml:1:3: model: unknown option `model`; there are no options here");
}
END_TEST

START_TEST(former_names)
{
    filon_log_level(FILON_ERROR);
    ck_assert_int_eq(taken("number: 7").count, 7);
    refused("number: 7\ncount: 8", "job.yaml:1:1: number: `number` is the former name of `count`, which is there too: keep one");
    ck_assert_ptr_eq(filon_option_find(table, "number"), &table[1]);
    ck_assert_ptr_null(filon_option_find(table, "none"));
}
END_TEST

START_TEST(required)
{
    struct filon_error error = {0};
    const struct filon_node *without = filon_yaml_parse(arena, "job.yaml", FILON_STR("ner: { count: 1 }"), &error)->first;
    const struct filon_node *with = filon_yaml_parse(arena, "job.yaml", FILON_STR("{ model: x }"), &error);
    ck_assert_int_eq(filon_options_complete(table, (const struct filon_node *[]){without, with}, 2, "plugin `ner`", &error), 0);
    ck_assert_int_eq(filon_options_complete(table, (const struct filon_node *[]){without}, 1, "plugin `ner`", &error), -1);
    ck_assert_str_eq(error.text, "job.yaml:1:6: ner: plugin `ner` needs the option `model`: A model");
    error = (struct filon_error){0};
    ck_assert_int_eq(filon_options_complete(table, NULL, 0, "plugin `ner`", &error), -1);
    ck_assert_str_eq(error.text, "plugin `ner` needs the option `model`: A model");
}
END_TEST

static void bad_table(const struct filon_option *bad, const char *message)
{
    struct filon_error error = {0};
    ck_assert_int_eq(filon_options_check(bad, sizeof(struct values), &error), -1);
    ck_assert_int_eq(error.code, FILON_E_CONFIG);
    ck_assert_str_eq(error.text, message);
}

#define TABLE(...) ((const struct filon_option[]){{__VA_ARGS__}, {0}})

START_TEST(tables)
{
    struct filon_error error = {0};
    ck_assert_msg(filon_options_check(table, sizeof(struct values), &error) == 0, "%s", error.text);
    ck_assert_int_eq(filon_options_check(NULL, 0, &error), 0);
    bad_table(TABLE("Model", FILON_OPT_STRING, 8, NULL, "x"),
              "option `Model` of its table has a name or alias that is not [a-z][a-z0-9_]*");
    bad_table(TABLE("when", FILON_OPT_STRING, 8, NULL, "x"), "option `when` of its table has a name that every stage takes already");
    bad_table(TABLE("x", 99, 8, NULL, "x"), "option `x` of its table has no type filon knows");
    bad_table(TABLE("x", 0, 8, NULL, "x"), "option `x` of its table has no type filon knows");
    bad_table(TABLE("x", FILON_OPT_LIST, sizeof(struct values) - 8, NULL, "x"), "option `x` of its table lies outside the option struct");
    bad_table(TABLE("x", FILON_OPT_INT, (size_t)-8, NULL, "x"), "option `x` of its table lies outside the option struct");
    bad_table(TABLE("x", FILON_OPT_INT, 4, NULL, "x"), "option `x` of its table has a misaligned offset");
    bad_table(TABLE("x", FILON_OPT_INT, 8, NULL, NULL), "option `x` of its table has no help text");
    bad_table(TABLE("x", FILON_OPT_ENUM, 8, NULL, "x"), "option `x` of its table has no choices");
    bad_table(TABLE("x", FILON_OPT_INT, 8, NULL, "x", .min = 2),
              "option `x` of its table has a minimum beyond its maximum (.max = INFINITY: no limit)");
    bad_table(TABLE("x", FILON_OPT_INT, 8, "no", "x"), "the default of option `x`: found `no`; wanted a whole number");
    bad_table(TABLE("x", FILON_OPT_INT, 8, "9", "x", .max = 8), "the default of option `x`: found `9`; wanted a whole number, 0..8");
    bad_table(TABLE("x", FILON_OPT_LIST, 8, "[a", "x"), "the default of option `x`: this `[` is not closed: `,` or `]` is missing");
    bad_table(((const struct filon_option[]){
                  {"x", FILON_OPT_INT, 8, NULL, "x"}, {"y", FILON_OPT_INT, 16, NULL, "x", .aliases = FILON_CHOICES("x")}, {0}}),
              "option `y` of its table shares a name or alias with an earlier one");
    ck_assert_int_eq(filon_options_check(table, (size_t)1 << 40, &error), -1);
}
END_TEST

static void type_is(const struct filon_option *option, const char *text)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_option_type_text(option, &out);
    ck_assert_str_eq(out.p, text);
    filon_buf_free(&out);
}

START_TEST(type_texts)
{
    static const char *const texts[] = {
        "boolean",       "integer 0..64",   "number 0..1",     "text", "path", "one of strict, loose, off", "list",
        "list of paths", "size from 1 KiB", "duration 0..60 s"};
    for (size_t i = 0; i < FILON_COUNT(texts); i++)
        type_is(&table[i], texts[i]);
    type_is(TABLE("x", FILON_OPT_SIZE, .min = 1536, .max = 3221225472.0), "size 1536..3 GiB");
    type_is(TABLE("x", FILON_OPT_INT, .min = -INFINITY, .max = 9), "integer up to 9");
}
END_TEST

#define FAILS(type, text, result)                                                                                                          \
    do {                                                                                                                                   \
        type value_;                                                                                                                       \
        ck_assert_msg(FUNCTION(filon_str_of(text), &value_) == (result), "%s", text);                                                      \
    } while (0)

START_TEST(integers)
{
    int64_t value;
#define FUNCTION filon_scalar_int
    ck_assert_int_eq(filon_scalar_int(FILON_STR("-9223372036854775808"), &value), FILON_SCALAR_OK);
    ck_assert(value == INT64_MIN);
    ck_assert_int_eq(filon_scalar_int(FILON_STR("9223372036854775807"), &value), FILON_SCALAR_OK);
    ck_assert(value == INT64_MAX);
    ck_assert_int_eq(filon_scalar_int(FILON_STR("+0"), &value), FILON_SCALAR_OK);
    ck_assert(value == 0);
    FAILS(int64_t, "9223372036854775808", FILON_SCALAR_LARGE);
    FAILS(int64_t, "-9223372036854775809", FILON_SCALAR_LARGE);
    static const char *const bad[] = {"", "-", "+", "--1", "1 ", " 1", "1_000", "1e3", "0x1", "00", "٣"};
    for (size_t i = 0; i < FILON_COUNT(bad); i++)
        FAILS(int64_t, bad[i], FILON_SCALAR_FORM);
#undef FUNCTION
}
END_TEST

START_TEST(numbers)
{
    double value;
#define FUNCTION filon_scalar_float
    static const struct {
        const char *text;
        double value;
    } good[] = {{"1", 1}, {"-1.5", -1.5}, {"+.5", 0.5}, {"5.", 5}, {"2e-3", 0.002}, {"1E+2", 100}, {"0", 0}};
    for (size_t i = 0; i < FILON_COUNT(good); i++) {
        ck_assert_msg(filon_scalar_float(filon_str_of(good[i].text), &value) == FILON_SCALAR_OK, "%s", good[i].text);
        ck_assert_double_eq(value, good[i].value);
    }
    static const char *const bad[] = {"", ".", "-", "e5", "1e", "1e+", "1,5", "inf", "nan", "0x1p3", "1.2.3", "1 2"};
    for (size_t i = 0; i < FILON_COUNT(bad); i++)
        FAILS(double, bad[i], FILON_SCALAR_FORM);
    FAILS(double, "-1e400", FILON_SCALAR_LARGE);
#undef FUNCTION
}
END_TEST

START_TEST(sizes)
{
    uint64_t value;
#define FUNCTION filon_scalar_size
    static const struct {
        const char *text;
        uint64_t value;
    } good[] = {{"0", 0},
                {"4096", 4096},
                {"7 B", 7},
                {"1kB", 1000},
                {"64 KiB", 65536},
                {"1.5 GiB", 1610612736},
                {"10 mb", 10000000},
                {"0.1 MB", 100000},
                {"1 TiB", (uint64_t)1 << 40},
                {"18446744073709551615", UINT64_MAX},
                {"0.333333333333333333333333 kB", 333}};
    for (size_t i = 0; i < FILON_COUNT(good); i++) {
        ck_assert_msg(filon_scalar_size(filon_str_of(good[i].text), &value) == FILON_SCALAR_OK, "%s", good[i].text);
        ck_assert_uint_eq(value, good[i].value);
    }
    static const char *const bad[] = {"", "MiB", "-1", "1.5", "1.5 B", "1 M", "1 MiB ", "1MiBs", "1e3", ". kB"};
    for (size_t i = 0; i < FILON_COUNT(bad); i++)
        FAILS(uint64_t, bad[i], FILON_SCALAR_FORM);
    FAILS(uint64_t, "18446744073709551616", FILON_SCALAR_LARGE);
    FAILS(uint64_t, "16777216 TiB", FILON_SCALAR_LARGE);
#undef FUNCTION
}
END_TEST

START_TEST(durations)
{
    double value;
#define FUNCTION filon_scalar_duration
    static const struct {
        const char *text;
        double value;
    } good[] = {{"10", 10}, {"1.5 s", 1.5}, {"200ms", 0.2}, {"5 min", 300}, {"2 h", 7200}, {"1 d", 86400}, {"0", 0}};
    for (size_t i = 0; i < FILON_COUNT(good); i++) {
        ck_assert_msg(filon_scalar_duration(filon_str_of(good[i].text), &value) == FILON_SCALAR_OK, "%s", good[i].text);
        ck_assert_double_eq(value, good[i].value);
    }
    static const char *const bad[] = {"", "s", "-1", "1 m", "1 hour", "1h30", "1e3"};
    for (size_t i = 0; i < FILON_COUNT(bad); i++)
        FAILS(double, bad[i], FILON_SCALAR_FORM);
    FAILS(double, "1000000000000000000000000000000000000000000000000000000000000000000000 s", FILON_SCALAR_LARGE);
#undef FUNCTION
}
END_TEST

static const char *nearest(const char *word)
{
    static const char *const words[] = {"workers", "seconds", "memory", "size", "language", "pipeline", "read", "write", "state", "lua"};
    struct filon_suggest suggest;
    filon_suggest_start(&suggest, word);
    filon_suggest_offer(&suggest, NULL);
    for (size_t i = 0; i < FILON_COUNT(words); i++)
        filon_suggest_offer(&suggest, words[i]);
    return filon_suggest_best(&suggest);
}

START_TEST(suggestions)
{
    static const char *const pairs[][2] = {
        {"worker", "workers"},   {"wrokers", "workers"}, {"Workers", "workers"},   {"langauge", "language"}, {"langage", "language"},
        {"lang", "language"},    {"piplne", "pipeline"}, {"raed", "read"},         {"statefolder", "state"}, {"sizes", "size"},
        {"memory_mb", "memory"}, {"second", "seconds"},  {"pipelines", "pipeline"}};
    for (size_t i = 0; i < FILON_COUNT(pairs); i++) {
        ck_assert_msg(nearest(pairs[i][0]) != NULL, "%s", pairs[i][0]);
        ck_assert_str_eq(nearest(pairs[i][0]), pairs[i][1]);
    }
    static const char *const far[] = {"", "x", "a", "no", "colour", "timeout", "wr"};
    for (size_t i = 0; i < FILON_COUNT(far); i++)
        ck_assert_msg(nearest(far[i]) == NULL, "%s -> %s", far[i], nearest(far[i]));
    char giant[5000];
    memset(giant, 'w', sizeof giant - 1);
    giant[sizeof giant - 1] = '\0';
    ck_assert_ptr_null(nearest(giant));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config_options");
    TCase *tcase = tcase_create("options");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, defaults);
    tcase_add_test(tcase, values_of_each_type);
    tcase_add_test(tcase, wrong_types);
    tcase_add_test(tcase, out_of_range);
    tcase_add_test(tcase, unknown_names);
    tcase_add_test(tcase, former_names);
    tcase_add_test(tcase, required);
    tcase_add_test(tcase, tables);
    tcase_add_test(tcase, type_texts);
    tcase_add_test(tcase, integers);
    tcase_add_test(tcase, numbers);
    tcase_add_test(tcase, sizes);
    tcase_add_test(tcase, durations);
    tcase_add_test(tcase, suggestions);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
