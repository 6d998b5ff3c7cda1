/* YAML: the tree with its marks, and one message with a place for everything that is wrong. */
#include <filon/yaml.h>

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/unit_run.h"

static struct filon_arena *arena;
static struct filon_error error;

static void set_up(void)
{
    arena = filon_arena_new();
    error = (struct filon_error){0};
}

static void tear_down(void)
{
    filon_arena_free(arena);
}

static struct filon_node *parse(const char *text)
{
    struct filon_node *root = filon_yaml_parse(arena, "job.yaml", filon_str_of(text), &error);
    ck_assert_msg(root != NULL, "%s", error.text);
    return root;
}

static void refused_bytes(struct filon_str text, const char *message)
{
    struct filon_error own = {0};
    ck_assert_ptr_null(filon_yaml_parse(arena, "job.yaml", text, &own));
    ck_assert_int_eq(own.code, FILON_E_CONFIG);
    ck_assert_str_eq(own.text, message);
}

static void refused(const char *text, const char *message)
{
    refused_bytes(filon_str_of(text), message);
}

static const struct filon_node *at(const struct filon_node *node, const char *key)
{
    node = filon_node_get(node, key);
    ck_assert_msg(node != NULL, "no key %s", key);
    return node;
}

START_TEST(tree)
{
    const struct filon_node *root = parse("job: press\n"
                                          "read:\n"
                                          "  - files: { path: \"inbox/**/*.txt\" }\n"
                                          "  - jsonl\n"
                                          "write: []\n"
                                          "empty:\n");
    ck_assert_int_eq(root->kind, FILON_NODE_MAP);
    ck_assert_uint_eq(root->count, 4);
    ck_assert_str_eq(at(root, "job")->text.p, "press");
    const struct filon_node *read = at(root, "read");
    ck_assert_int_eq(read->kind, FILON_NODE_LIST);
    ck_assert_uint_eq(read->count, 2);
    const struct filon_node *path = at(at(read->first, "files"), "path");
    ck_assert_str_eq(path->text.p, "inbox/**/*.txt");
    ck_assert(path->quoted);
    ck_assert_uint_eq(path->mark.line, 3);
    ck_assert_uint_eq(path->mark.column, 20);
    ck_assert_uint_eq(path->key_mark.column, 14);
    ck_assert_str_eq(path->mark.file, "job.yaml");
    ck_assert_uint_eq(read->first->next->index, 1);
    ck_assert_int_eq(at(root, "write")->kind, FILON_NODE_LIST);
    ck_assert_int_eq(at(root, "empty")->kind, FILON_NODE_NULL);
    ck_assert_ptr_null(filon_node_get(root, "none"));
    ck_assert_ptr_null(filon_node_get(path, "none"));
}
END_TEST

START_TEST(paths)
{
    const struct filon_node *root = parse("write: [sqlite, {jsonl: {path: [a, b]}}]\n");
    struct filon_buf path = FILON_BUF_INIT;
    filon_node_path(at(at(at(root, "write")->first->next, "jsonl"), "path")->first->next, &path);
    ck_assert_str_eq(path.p, "write[1].jsonl.path[1]");
    filon_buf_free(&path);
    filon_node_path(root, &path);
    ck_assert_uint_eq(path.n, 0);
    filon_buf_free(&path);
}
END_TEST

START_TEST(scalars)
{
    const struct filon_node *root =
        parse("a: ~\nb: null\nc: ''\nd: \"null\"\ne: |\n  null\nf: 12\ng: !!str 12\nh: été\ni: \"\\u00e9\\t\"\nj: >-\n  a\n  b\n");
    ck_assert_int_eq(at(root, "a")->kind, FILON_NODE_NULL);
    ck_assert_int_eq(at(root, "b")->kind, FILON_NODE_NULL);
    ck_assert_int_eq(at(root, "c")->kind, FILON_NODE_SCALAR);
    ck_assert_int_eq(at(root, "d")->kind, FILON_NODE_SCALAR);
    ck_assert_str_eq(at(root, "e")->text.p, "null\n");
    ck_assert(at(root, "e")->quoted);
    ck_assert(!at(root, "f")->quoted);
    ck_assert(at(root, "g")->quoted);
    ck_assert_str_eq(at(root, "h")->text.p, "été");
    ck_assert_str_eq(at(root, "i")->text.p, "é\t");
    ck_assert_str_eq(at(root, "j")->text.p, "a b");
}
END_TEST

START_TEST(empty_files)
{
    ck_assert_int_eq(parse("")->kind, FILON_NODE_NULL);
    ck_assert_int_eq(parse("# nothing\n\n")->kind, FILON_NODE_NULL);
    ck_assert_int_eq(parse("---\n")->kind, FILON_NODE_NULL);
    ck_assert_int_eq(parse("\xef\xbb\xbf")->kind, FILON_NODE_NULL);
    ck_assert_int_eq(filon_yaml_parse(arena, "x", FILON_NO_STR, &error)->kind, FILON_NODE_NULL);
}
END_TEST

START_TEST(byte_order_mark)
{
    const struct filon_node *root = parse("\xef\xbb\xbfjob: press\n");
    ck_assert_uint_eq(at(root, "job")->mark.column, 6);
    ck_assert_uint_eq(at(root, "job")->key_mark.column, 1);
}
END_TEST

START_TEST(columns_are_code_points)
{
    const struct filon_node *root = parse("{été: ça, ici: là}\n");
    ck_assert_uint_eq(at(root, "ici")->key_mark.column, 11);
    ck_assert_uint_eq(at(root, "ici")->mark.column, 16);
    refused("é: \xc3\xa9\xff\n", "job.yaml:1:5: byte 0xff is no UTF-8: save the file as UTF-8");
}
END_TEST

START_TEST(tabs)
{
    refused("limits:\n\tworkers: 2\n", "job.yaml:2:1: a tab cannot indent YAML: use spaces");
    refused("\tjob: a\n", "job.yaml:1:1: a tab cannot indent YAML: use spaces");
    refused("job: a\n\tlimits: 1\n", "job.yaml:2:1: a tab cannot indent YAML: use spaces");
    refused("limits:\n  seconds: 1\n \tworkers: 2\n", "job.yaml:3:2: a tab cannot indent YAML: use spaces");
    refused("text: |\n  é\n\tb\n", "job.yaml:3:1: a tab cannot indent YAML: use spaces");
    parse("job:\tpress\t# tabs elsewhere are harmless\n");
}
END_TEST

START_TEST(duplicates)
{
    refused("job: a\nlimits:\n  workers: 1\n  seconds: 2\n  workers: 3\n",
            "job.yaml:5:3: limits.workers: the key `workers` is already in line 3");
    struct filon_buf text = FILON_BUF_INIT; /* through the hash */
    for (int i = 0; i < 100; i++)
        filon_buf_printf(&text, "key%d: 1\n", i);
    filon_buf_puts(&text, "key7: 2\n");
    refused(text.p, "job.yaml:101:1: key7: the key `key7` is already in line 8");
    filon_buf_clear(&text);
    for (int i = 0; i < 100; i++)
        filon_buf_printf(&text, "key%d: 1\n", i);
    filon_buf_puts(&text, "key99: 2\n");
    refused(text.p, "job.yaml:101:1: key99: the key `key99` is already in line 100");
    filon_buf_free(&text);
    refused("{a: 1, 'a': 2}", "job.yaml:1:8: a: the key `a` is already in line 1");
}
END_TEST

START_TEST(aliases_and_tags)
{
    static const char alias[] = "`*` begins an alias, which filon does not take: write the value out, or put the text into quotes";
    static const char anchor[] = "`&` begins an anchor, which filon does not take: write the value out, or put the text into quotes";
    static const char tag[] = "`!` begins a tag, and filon knows none that fits: leave it out, or put the text into quotes";
    char message[256];
    snprintf(message, sizeof message, "job.yaml:1:4: a: %s", anchor);
    refused("a: &x [1, 2]\nb: *x\n", message);
    refused("a: &x 1\n", message);
    snprintf(message, sizeof message, "job.yaml:1:5: a[0]: %s", alias);
    refused("a: [*x]\n", message);
    refused("read:\n  - files: { path: *.txt }\n",
            "job.yaml:2:20: `*` begins an alias, which filon does not take: put a text that begins with it into quotes");
    snprintf(message, sizeof message, "job.yaml:1:4: a: %s", tag);
    refused("a: !ruby/object {}\n", message);
    refused("a: !!float [1]\n", message);
    refused("a: !!python/name:os.system ''\n", message);
    parse("a: !!str x\nb: !!int 3\nc: !!map {}\nd: !!seq []\n");
}
END_TEST

START_TEST(alias_bomb)
{
    struct filon_buf text = FILON_BUF_INIT;
    filon_buf_puts(&text, "a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'z'; c++)
        filon_buf_printf(&text, "%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1,
                         c - 1, c - 1, c - 1);
    refused(text.p, "job.yaml:1:4: a: `&` begins an anchor, which filon does not take: write the value out, or put the text into quotes");
    filon_buf_free(&text);
}
END_TEST

static double seconds_of(struct filon_str text, const char *message)
{
    struct timespec before, after;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    refused_bytes(text, message);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    return (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
}

/* Ten thousand levels in each notation end at the 65th, at once. */
START_TEST(depth)
{
    struct filon_buf text = FILON_BUF_INIT;
    for (int i = 0; i < 10000; i++)
        filon_buf_putc(&text, '[');
    ck_assert_double_lt(seconds_of(filon_buf_str(&text), "job.yaml:1:65: nested deeper than 64 levels"), 1);
    filon_buf_clear(&text);
    for (int i = 0; i < 10000; i++)
        filon_buf_puts(&text, "{a: ");
    ck_assert_double_lt(seconds_of(filon_buf_str(&text), "job.yaml:1:257: nested deeper than 64 levels"), 1);
    filon_buf_clear(&text);
    for (int i = 0; i < 10000; i++)
        filon_buf_puts(&text, "- ");
    ck_assert_double_lt(seconds_of(filon_buf_str(&text), "job.yaml:1:129: nested deeper than 64 levels"), 1);
    filon_buf_clear(&text);
    for (int i = 0; i < 1000; i++)
        filon_buf_printf(&text, "%*sa:\n", i, "");
    ck_assert_double_lt(seconds_of(filon_buf_str(&text), "job.yaml:65:65: nested deeper than 64 levels"), 1);
    filon_buf_clear(&text);
    for (int i = 0; i < 64; i++)
        filon_buf_putc(&text, '[');
    for (int i = 0; i < 64; i++)
        filon_buf_putc(&text, ']');
    filon_buf_putc(&text, '\n');
    parse(text.p);
    filon_buf_free(&text);
}
END_TEST

START_TEST(budgets)
{
    struct filon_buf text = FILON_BUF_INIT;
    filon_buf_putc(&text, '[');
    for (int i = 0; i < 200000; i++)
        filon_buf_puts(&text, "1,");
    ck_assert_double_lt(seconds_of(filon_buf_str(&text), "job.yaml:1:200000: more than 100000 values: a job is no place for data"), 5);
    filon_buf_clear(&text);
    for (int i = 0; i < 70000; i++)
        filon_buf_printf(&text, "k%d: \n", i);
    ck_assert_uint_eq(parse(text.p)->count, 70000);
    filon_buf_clear(&text);
    while (text.n <= FILON_YAML_BYTES)
        filon_buf_puts(&text, "# a comment\n");
    char message[100];
    snprintf(message, sizeof message, "job.yaml: %zu bytes, more than the 1048576 allowed", text.n);
    refused(text.p, message);
    filon_buf_free(&text);
}
END_TEST

START_TEST(encodings)
{
    refused("a: \xe9t\xe9\n", "job.yaml:1:4: byte 0xe9 is no UTF-8: save the file as UTF-8");
    refused("job: a\r\nb: \xed\xa0\x80\n", "job.yaml:2:4: byte 0xed is no UTF-8: save the file as UTF-8");
    refused("job: a\rb: \xc0\x80\n", "job.yaml:2:4: byte 0xc0 is no UTF-8: save the file as UTF-8");
    refused_bytes(FILON_STR("\xff\xfej\0o\0b\0"), "job.yaml:1:1: this is UTF-16: save the file as UTF-8");
    refused_bytes(FILON_STR("a: b\nc: \0d\n"), "job.yaml:2:4: character U+0000 is not allowed in YAML");
    refused("a: \"x\x1b[31m\"\n", "job.yaml:1:6: character U+001B is not allowed in YAML");
    refused("a: \"\\0\"\n", "job.yaml:1:4: a: a text cannot hold the character U+0000");
    refused("\"a\\0b\": 1\n", "job.yaml:1:1: a text cannot hold the character U+0000");
    refused("a: \"\\ud800\"\n", "job.yaml:1:7: found invalid Unicode character escape code, while parsing a quoted scalar");
}
END_TEST

START_TEST(documents)
{
    refused("a: 1\n---\nb: 2\n", "job.yaml:2:1: a second document begins here: a file holds one");
    refused("---\n---\n", "job.yaml:2:1: a second document begins here: a file holds one");
    refused("{a: 1}\nb: 2\n", "job.yaml:2:1: nothing can follow here: the document has ended (a file holds one)");
    parse("--- # one\na: 1\n...\n");
}
END_TEST

START_TEST(keys)
{
    refused("? [a, b]\n: 1\n", "job.yaml:1:3: a key must be a plain text, not a list");
    refused("{a: 1}: 2\n", "job.yaml:1:1: a key must be a plain text, not a map");
    refused("'': 1\n", "job.yaml:1:1: an empty key");
    refused("?\n: 1\n", "job.yaml:1:2: an empty key");
}
END_TEST

START_TEST(slips)
{
    refused("job: a: b\n",
            "job.yaml:1:7: a `:` has no place here: is the line indented too far, a space missing after an earlier `:`, or a text "
            "with `: ` in need of quotes?");
    refused("a: 1\nb:2\nc: 3\n", "job.yaml:2:1: a key was wanted here, with `:` and a space behind it");
    refused(
        "a:\n   b: 1\n  c: 2\n",
        "job.yaml:3:3: a key of the map begun before was wanted here: is the indentation right, is a quotation mark or bracket left over?");
    refused("- a\nb: 1\n", "job.yaml:2:1: a further `- ` of the list begun before was wanted here: is the indentation right?");
    refused("a: [1, 2\nb: 3\n", "job.yaml:1:4: this `[` is not closed: `,` or `]` is missing");
    refused("a: {x: 1\nb: 3\n", "job.yaml:1:4: this `{` is not closed: `,` or `}` is missing");
    refused("a: \"abc\nb: 1\n", "job.yaml:1:4: this quotation mark is not closed");
    refused("a: @x\n", "job.yaml:1:4: a value cannot begin with '@': put the text into quotes");
    refused("a: é %x\nb: %Y\n", "job.yaml:2:4: a value cannot begin with '%': put the text into quotes");
    refused("a: \"\\q\"\n", "job.yaml:1:5: no such escape in double quotes: write \\\\ for a backslash, or use single quotes");
    refused("a: - b\n", "job.yaml:1:4: a list cannot begin here: put its first `- ` on a line of its own");
    refused("a: ]\n", "job.yaml:1:4: a value was wanted here");
    refused("read: [{ files: { path: ${INBOX} } }]\n", "job.yaml:1:26: a text with ${ in it needs quotes here: \"${NAME}\"");
    refused("%YAML 2.0\n--- a\n", "job.yaml:1:1: found incompatible YAML document");
}
END_TEST

/* Whatever a key or file is called, the end of the message - what is wrong - is there, on one line. */
START_TEST(messages_of_hostile_names)
{
    struct filon_buf text = FILON_BUF_INIT;
    for (int level = 0; level < 40; level++) {
        filon_buf_puts(&text, "{\"line\\nfeed");
        for (int i = 0; i < 300; i++)
            filon_buf_puts(&text, "é");
        filon_buf_puts(&text, "\": ");
    }
    filon_buf_puts(&text, "&x 1");
    char label[PATH_MAX];
    memset(label, 'f', sizeof label - 1);
    label[sizeof label - 1] = '\0';
    ck_assert_ptr_null(filon_yaml_parse(arena, label, filon_buf_str(&text), &error));
    ck_assert(filon_str_ends(filon_str_of(error.text), FILON_STR("put the text into quotes")));
    ck_assert_ptr_null(strchr(error.text, '\n'));
    filon_buf_free(&text);
}
END_TEST

static void not_loaded(const char *path, const char *message)
{
    struct filon_error own = {0};
    ck_assert_ptr_null(filon_yaml_load(arena, path, &own));
    ck_assert_int_eq(own.code, FILON_E_CONFIG);
    ck_assert_str_eq(own.text, message);
}

START_TEST(files)
{
    char dir[] = "config-yaml-XXXXXX", path[64], message[256];
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/job.yaml", dir);
    snprintf(message, sizeof message, "%s: No such file or directory", path);
    not_loaded(path, message);
    snprintf(message, sizeof message, "%s: Is a directory", dir);
    not_loaded(dir, message);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("a: 1\n b: 2\n", file);
    fclose(file);
    snprintf(message, sizeof message,
             "%s:2:3: a `:` has no place here: is the line indented too far, a space missing after an earlier `:`, or a text with `: ` in "
             "need of quotes?",
             path);
    not_loaded(path, message);
    ck_assert_int_eq(truncate(path, (1 << 20) + 1), 0);
    snprintf(message, sizeof message, "%s: 1048577 bytes, more than the 1048576 allowed", path);
    not_loaded(path, message);
    unlink(path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    snprintf(message, sizeof message, "%s: not a regular file", path);
    not_loaded(path, message);
    unlink(path);
    rmdir(dir);
}
END_TEST

START_TEST(trees_by_hand)
{
    struct filon_node *map = filon_node_new(arena, FILON_NODE_MAP, (struct filon_mark){"press.lua", 12, 3});
    struct filon_node *list = filon_node_new(arena, FILON_NODE_LIST, (struct filon_mark){"press.lua", 13, 1});
    filon_node_append(map, "files", list);
    for (int i = 0; i < 3; i++)
        filon_node_append(list, NULL, filon_node_new(arena, FILON_NODE_SCALAR, list->mark));
    ck_assert_uint_eq(list->count, 3);
    ck_assert_int_eq(filon_node_error(list->last, &error, "an example"), -1);
    ck_assert_str_eq(error.text, "press.lua:13:1: files[2]: an example");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config_yaml");
    TCase *tcase = tcase_create("yaml");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, tree);
    tcase_add_test(tcase, paths);
    tcase_add_test(tcase, scalars);
    tcase_add_test(tcase, empty_files);
    tcase_add_test(tcase, byte_order_mark);
    tcase_add_test(tcase, columns_are_code_points);
    tcase_add_test(tcase, tabs);
    tcase_add_test(tcase, duplicates);
    tcase_add_test(tcase, aliases_and_tags);
    tcase_add_test(tcase, alias_bomb);
    tcase_add_test(tcase, depth);
    tcase_add_test(tcase, budgets);
    tcase_add_test(tcase, encodings);
    tcase_add_test(tcase, documents);
    tcase_add_test(tcase, keys);
    tcase_add_test(tcase, slips);
    tcase_add_test(tcase, messages_of_hostile_names);
    tcase_add_test(tcase, files);
    tcase_add_test(tcase, trees_by_hand);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
