/* What a job file takes from outside: variables, secrets, other files; and what is shown of it. */
#include "tests/unit/configkit.h"

#include "config/show.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "%s", path);
    fputs(text, file);
    fclose(file);
}

START_TEST(variables)
{
    setenv("FILON_TEST_NAME", "kremlin", 1);
    setenv("FILON_TEST_WORKERS", "3", 1);
    setenv("FILON_TEST_EMPTY", "", 1);
    setenv("FILON_TEST_BYTES", "\xff", 1);
    unsetenv("FILON_TEST_UNSET");
    struct filon_jobfile job = taken("job: a-${FILON_TEST_NAME}-${FILON_TEST_UNSET:-b}${FILON_TEST_EMPTY}${FILON_TEST_EMPTY:-c}\n"
                                     "pipeline: [{ ner: { model: \"$${X}\" } }]\n"
                                     "limits:\n  workers: ${FILON_TEST_WORKERS}\n");
    ck_assert_str_eq(job.name, "a-kremlin-bc");
    ck_assert_int_eq(job.limits.workers, 3);
    ck_assert_str_eq(filon_node_get(job.pipeline[0].options, "model")->text.p, "${X}");
    refused("job: ${FILON_TEST_UNSET}\n",
            "press.yaml:1:6: job: `${FILON_TEST_UNSET}` is not set in the environment: set it, or give it a default, ${NAME:-default}");
    refused("job: ${1é}\n",
            "press.yaml:1:6: job: `${1é}` names no variable: ${NAME}, ${NAME:-default} or ${file:PATH} is wanted, and $${ for a "
            "plain ${");
    refused("job: \"${a\\nb}\"\n",
            "press.yaml:1:6: job: `${a b}` names no variable: ${NAME}, ${NAME:-default} or ${file:PATH} is wanted, and $${ for a plain "
            "${");
    refused("job: ${X\n", "press.yaml:1:6: job: a `${` without its `}`: write $${ for a plain ${");
    refused("job: ${FILON_TEST_BYTES}\n", "press.yaml:1:6: job: `${FILON_TEST_BYTES}` is not UTF-8 in the environment");
    refused("pipeline: []\nlimits: { workers: \"${FILON_TEST_WORKERS}\" }\n",
            "press.yaml:2:20: limits.workers: found `3` in quotes; wanted a whole number, 0..64, or auto");
}
END_TEST

/* Makes a folder and goes there; its absolute path. */
static const char *enter(void)
{
    char name[] = "config-job-XXXXXX", here[PATH_MAX];
    ck_assert_ptr_nonnull(mkdtemp(name));
    ck_assert_int_eq(chdir(name), 0);
    ck_assert_ptr_nonnull(getcwd(here, sizeof here));
    return filon_strdup(arena, here);
}

static void leave(const char *dir)
{
    ck_assert_int_eq(chdir(".."), 0);
    ck_assert_int_eq(rmdir(dir), 0);
}

static int loaded(struct filon_jobfile *job, const char *yaml, struct filon_error *error)
{
    return filon_jobfile_parse(job, arena, "job.yaml", ".", filon_str_of(yaml), error);
}

static void not_parsed(const char *yaml, const char *message)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_int_eq(loaded(&job, yaml, &error), -1);
    ck_assert_str_eq(error.text, message);
}

START_TEST(secrets)
{
    const char *dir = enter();
    struct filon_jobfile job;
    struct filon_error error = {0};
    write_file("token", "open-sesame\n");
    write_file("latin1", "\xe9\n");
    ck_assert_msg(loaded(&job, "job: x-${file:token}\npipeline: []\n", &error) == 0, "%s", error.text);
    ck_assert_str_eq(job.name, "x-open-sesame");
    struct filon_buf shown = FILON_BUF_INIT;
    filon_jobfile_show(&job, &shown);
    filon_jobfile_hide(&job, &shown);
    ck_assert_ptr_nonnull(strstr(shown.p, "job: x-(secret)\n"));
    ck_assert_ptr_null(strstr(shown.p, "sesame"));
    filon_buf_free(&shown);
    write_file("token", "se\"sa\\me\n"); /* shown with escapes */
    ck_assert_msg(loaded(&job, "job: 'x: ${file:token}'\npipeline: []\n", &error) == 0, "%s", error.text);
    filon_jobfile_show(&job, &shown);
    ck_assert_ptr_nonnull(strstr(shown.p, "job: \"x: se\\\"sa\\\\me\"\n"));
    filon_jobfile_hide(&job, &shown);
    ck_assert_ptr_nonnull(strstr(shown.p, "job: \"x: (secret)\"\n"));
    filon_buf_free(&shown);
    write_file("token", "open-sesame\n");
    not_parsed("pipeline: []\nlanguage: ${file:token}\n",
               "job.yaml:2:11: language: found a secret; wanted the code of a language: fr, en, pt-BR");
    not_parsed("pipeline: []\nredo: ${file:token}\n", "job.yaml:2:7: redo: found a secret; wanted one of nothing, pipeline");
    not_parsed("pipeline: []\nlimits:\n  workers: ${file:token}\n",
               "job.yaml:3:12: limits.workers: found a secret; wanted a whole number, 0..64, or auto");
    not_parsed("pipeline: [\"${file:token}\"]\n",
               "job.yaml:1:12: pipeline[0]: a secret is no name of a plugin (letters a to z, digits, _)");
    not_parsed("job: ${file:none}\n", filon_strf(arena, "job.yaml:1:6: job: %s/none: No such file or directory", dir));
    not_parsed("job: ${file:latin1}\n", filon_strf(arena, "job.yaml:1:6: job: %s/latin1: not a text in UTF-8", dir));
    not_parsed("job: ${file:.}\n", filon_strf(arena, "job.yaml:1:6: job: %s/.: Is a directory", dir));
    remove("token");
    remove("latin1");
    leave(dir);
}
END_TEST

START_TEST(includes)
{
    const char *dir = enter();
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_int_eq(mkdir("site", 0700), 0);
    write_file("common.yaml", "language: en\nstate: common\nlimits: { workers: 1, seconds: 7, memory: 64 MiB }\nplugins: [a, b]\n");
    write_file("site/site.yaml", "include: more.yaml\nstate: site\nlimits: { seconds: 8, memory: 128 MiB }\n");
    write_file("site/more.yaml", "language: de\nlimits: { attempts: 9, memory: 32 MiB }\n");
    int result = loaded(&job, "include: [common.yaml, site/site.yaml]\npipeline: []\nlimits: { workers: 2 }\nplugins: [c]\n", &error);
    ck_assert_msg(result == 0, "%s", error.text);
    ck_assert_str_eq(job.language, "de");
    ck_assert_str_eq(job.state, filon_strf(arena, "%s/site", dir));
    ck_assert_int_eq(job.limits.workers, 2);
    ck_assert_double_eq(job.limits.seconds, 8);
    ck_assert_uint_eq(job.limits.memory, 128u << 20);
    ck_assert_int_eq(job.limits.attempts, 9);
    ck_assert_uint_eq(job.plugins.n, 1);
    write_file("wrong.yaml", "limits: { worker: 1 }\n");
    not_parsed("include: wrong.yaml\npipeline: []\n",
               filon_strf(arena, "%s/wrong.yaml:1:11: limits.worker: unknown key `worker`; did you mean `workers`?", dir));
    not_parsed("include: none.yaml\n", filon_strf(arena, "job.yaml:1:10: include: %s/none.yaml: No such file or directory", dir));
    not_parsed("include: [site]\n", filon_strf(arena, "job.yaml:1:11: include[0]: %s/site: Is a directory", dir));
    not_parsed("include: {a: b}\n", "job.yaml:1:10: include: found a map; wanted the path of a file, or a list of them");
    not_parsed("include:\n", "job.yaml:1:9: include: found nothing; wanted the path of a file, or a list of them");
    write_file("self.yaml", "include: self.yaml\n");
    not_parsed("include: self.yaml\n",
               filon_strf(arena, "%s/self.yaml:1:10: include: files that include each other, or more than 8 deep", dir));
    /* four levels of sixteen files each would be 65,536 */
    for (int level = 0; level < 5; level++) {
        struct filon_buf text = FILON_BUF_INIT;
        filon_buf_puts(&text, "include: [");
        for (int i = 0; i < 16; i++)
            filon_buf_printf(&text, "level%d.yaml, ", level + 1);
        filon_buf_puts(&text, "]\n");
        write_file(filon_strf(arena, "level%d.yaml", level), level < 4 ? text.p : "redo: nothing\n");
        filon_buf_free(&text);
    }
    not_parsed("include: level0.yaml\n",
               filon_strf(arena, "%s/level3.yaml:1:89: include[6]: more than 64 files are included, counting each time", dir));
    for (int level = 0; level < 5; level++)
        remove(filon_strf(arena, "level%d.yaml", level));
    static const char *const written[] = {"common.yaml", "site/site.yaml", "site/more.yaml", "wrong.yaml", "self.yaml", "site"};
    for (size_t i = 0; i < FILON_COUNT(written); i++)
        remove(written[i]);
    leave(dir);
}
END_TEST

/* What is shown of a job is YAML for the same values. */
START_TEST(shown_values)
{
    static const char *const texts[] = {"plain",
                                        "/a/b c",
                                        "12",
                                        "yes",
                                        "a: b",
                                        "a #b",
                                        "#a",
                                        "a:",
                                        " a",
                                        "a ",
                                        "-",
                                        "[a",
                                        "a,b",
                                        "\"",
                                        "a\\b",
                                        "'a'",
                                        "\\n",
                                        "é",
                                        "a\u00a0b",
                                        "a\xc2\x85"
                                        "b",
                                        "a\u2028b",
                                        "\ufeffa",
                                        "a\x7f"
                                        "b",
                                        "a\tb",
                                        "a\nb",
                                        "~",
                                        "null",
                                        "---",
                                        "\U0001f4f0"};
    for (size_t i = 0; i < FILON_COUNT(texts); i++) {
        struct filon_buf shown = FILON_BUF_INIT;
        struct filon_error error = {0};
        filon_buf_puts(&shown, "{a: ");
        filon_yaml_scalar(filon_str_of(texts[i]), &shown);
        filon_buf_puts(&shown, "}\n");
        const struct filon_node *root = filon_yaml_parse(arena, "shown", filon_buf_str(&shown), &error);
        ck_assert_msg(root != NULL, "%s%s", shown.p, error.text);
        ck_assert_str_eq(filon_node_get(root, "a")->text.p, texts[i]);
        ck_assert_msg(filon_node_get(root, "a")->kind == FILON_NODE_SCALAR, "%s", texts[i]);
        filon_buf_free(&shown);
    }
}
END_TEST

/* A secret, a variable or a file, many times over, ends with one message, not with the memory. */
START_TEST(expansion_bombs)
{
    const char *dir = enter();
    struct filon_jobfile job;
    struct filon_error error = {0};
    struct filon_buf text = FILON_BUF_INIT;
    for (int i = 0; i < 60000; i++)
        filon_buf_putc(&text, 's');
    write_file("large", text.p);
    filon_buf_clear(&text);
    filon_buf_puts(&text, "job: '");
    for (int i = 0; i < 50000; i++)
        filon_buf_puts(&text, "${file:large}");
    filon_buf_puts(&text, "'\n");
    not_parsed(text.p, "job.yaml:1:6: job: variables and files put more than 1 MiB into the job");
    filon_buf_clear(&text);
    for (int i = 0; i < 50000; i++)
        filon_buf_printf(&text, "k%d: 1\n", i);
    write_file("keys.yaml", text.p);
    filon_buf_puts(&text, "include: [keys.yaml, keys.yaml, keys.yaml, keys.yaml]\n");
    ck_assert_int_eq(loaded(&job, text.p, &error), -1);
    ck_assert_ptr_eq(strstr(error.text, "job.yaml:1:1: k0: unknown key `k0`"), error.text);
    filon_buf_free(&text);
    remove("large");
    remove("keys.yaml");
    leave(dir);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config_expand");
    TCase *tcase = tcase_create("expand");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, variables);
    tcase_add_test(tcase, secrets);
    tcase_add_test(tcase, includes);
    tcase_add_test(tcase, shown_values);
    tcase_add_test(tcase, expansion_bombs);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
