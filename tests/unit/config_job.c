/* Job files and --set: what they give, and the one message for each thing that can be wrong in them. */
#include "tests/unit/configkit.h"

#include "base/paths.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(whole_job)
{
    struct filon_jobfile job = taken("job: kremlin\n"
                                     "language: pt-BR\n"
                                     "state: ../state\n"
                                     "plugins: [plugins, /opt/filon]\n"
                                     "redo: pipeline\n"
                                     "read:\n"
                                     "  - files: { path: \"inbox/**/*.txt\" }\n"
                                     "  - read_jsonl: { path: \"-\" }\n"
                                     "pipeline:\n"
                                     "  - parse_text\n"
                                     "  - segment: { language: fr }\n"
                                     "  - ner: { model: fr, when: doc.lang == 'fr' }\n"
                                     "  - script: scripts/short.lua\n"
                                     "  - script: { path: /srv/own.lua, when: \"#doc.text > 10\" }\n"
                                     "  - quote:\n"
                                     "write:\n"
                                     "  - sqlite: { path: var/press.db, route: kept }\n"
                                     "  - write_jsonl\n"
                                     "limits: { workers: 2, seconds: 1 min, memory: 512 MiB, size: 2 MB, attempts: 5 }\n"
                                     "lua: { memory: 16 MiB, libraries: [io, os] }\n");
    ck_assert_str_eq(job.path, "configs/press.yaml");
    ck_assert_str_eq(job.dir, "/jobs");
    ck_assert_str_eq(job.name, "kremlin");
    ck_assert_str_eq(job.language, "pt-BR");
    ck_assert_str_eq(job.state, "/state");
    ck_assert_uint_eq(job.plugins.n, 2);
    ck_assert_str_eq(job.plugins.items[0], "/jobs/plugins");
    ck_assert(job.redo_pipeline);
    ck_assert_ptr_null(job.script);

    ck_assert_uint_eq(job.n_read, 2);
    ck_assert_str_eq(job.read[0].plugin, "read_files");
    ck_assert_str_eq(filon_node_get(job.read[0].options, "path")->text.p, "inbox/**/*.txt");
    ck_assert_uint_eq(job.read[0].mark.line, 7);
    ck_assert_uint_eq(job.read[0].mark.column, 5);
    ck_assert_str_eq(job.read[1].plugin, "read_jsonl");

    ck_assert_uint_eq(job.n_pipeline, 6);
    ck_assert_str_eq(job.pipeline[0].plugin, "parse_text");
    ck_assert_ptr_null(job.pipeline[0].options);
    ck_assert_ptr_null(job.pipeline[1].when);
    ck_assert_str_eq(job.pipeline[2].when, "doc.lang == 'fr'");
    ck_assert_ptr_null(job.pipeline[3].plugin);
    ck_assert_str_eq(job.pipeline[3].script, "/jobs/scripts/short.lua");
    ck_assert_str_eq(job.pipeline[4].script, "/srv/own.lua");
    ck_assert_str_eq(job.pipeline[4].when, "#doc.text > 10");
    ck_assert_str_eq(job.pipeline[5].plugin, "quote");
    ck_assert_ptr_null(job.pipeline[5].options);

    ck_assert_uint_eq(job.n_write, 2);
    ck_assert_str_eq(job.write[0].plugin, "write_sqlite");
    ck_assert_str_eq(job.write[0].route, "kept");
    ck_assert_str_eq(job.write[1].plugin, "write_jsonl");
    ck_assert_ptr_null(job.write[1].route);

    ck_assert_int_eq(job.limits.workers, 2);
    ck_assert_double_eq(job.limits.seconds, 60);
    ck_assert_uint_eq(job.limits.memory, 512u << 20);
    ck_assert_uint_eq(job.limits.size, 2000000);
    ck_assert_int_eq(job.limits.attempts, 5);
    ck_assert_uint_eq(job.lua.memory, 16u << 20);
    ck_assert_uint_eq(job.lua.libraries.n, 2);
}
END_TEST

START_TEST(least_job)
{
    struct filon_jobfile job = taken("pipeline: own.lua\nlimits:\n");
    ck_assert_str_eq(job.name, "press");
    ck_assert_str_eq(job.language, "fr");
    ck_assert_str_eq(job.state, "/jobs/var/press");
    ck_assert_str_eq(job.script, "/jobs/own.lua");
    ck_assert_uint_eq(job.n_read + job.n_write + job.n_pipeline, 0);
    ck_assert_int_eq(job.limits.workers, -1);
    ck_assert_double_eq(job.limits.seconds, 30);
    ck_assert_uint_eq(job.limits.memory, 1u << 30);
    ck_assert_uint_eq(job.limits.size, 16u << 20);
    ck_assert_int_eq(job.limits.attempts, 3);
    ck_assert_uint_eq(job.lua.memory, 64u << 20);
    ck_assert_uint_eq(job.lua.libraries.n, 0);
    ck_assert(!job.redo_pipeline);
    ck_assert_int_eq(taken("pipeline: []\nlimits: { workers: auto }").limits.workers, -1);
    ck_assert_int_eq(taken("pipeline: []\nlimits: { workers: 0, seconds: 0, memory: 0 }").limits.workers, 0);
}
END_TEST

START_TEST(unknown_keys)
{
    refused("pipline: []\n", "press.yaml:1:1: pipline: unknown key `pipline`; did you mean `pipeline`?");
    refused("pipeline: []\nlimits:\n  worker: 2\n", "press.yaml:3:3: limits.worker: unknown key `worker`; did you mean `workers`?");
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_int_eq(filon_jobfile_parse(&job, arena, "press.yaml", "/jobs", FILON_STR("pipeline: []\ncolour: red\n"), &error), -1);
    ck_assert_ptr_eq(strstr(error.text, "press.yaml:2:1: colour: unknown key `colour`; there are: job, language, "), error.text);
    ck_assert_ptr_nonnull(strstr(error.text, ", pipeline, write, limits"));
    refused("pipeline: []\nlua: { librarys: [io] }\n", "press.yaml:2:8: lua.librarys: unknown key `librarys`; did you mean `libraries`?");
    refused("pipeline:\n  - script: { path: a.lua, wen: x }\n",
            "press.yaml:2:28: pipeline[0].script.wen: unknown key `wen`; did you mean `when`?");
}
END_TEST

START_TEST(wrong_values)
{
    refused("pipeline: []\nlimits: { workers: two }\n",
            "press.yaml:2:20: limits.workers: found `two`; wanted a whole number, 0..64, or auto");
    refused("pipeline: []\nlimits: { workers: 65 }\n",
            "press.yaml:2:20: limits.workers: found `65`; wanted a whole number, 0..64, or auto");
    refused("pipeline: []\nlimits: { memory: 1 MiB }\n",
            "press.yaml:2:19: limits.memory: found `1 MiB`; wanted at least 32 MiB, or 0 for no limit");
    refused("pipeline: []\nlimits: { seconds: 2 d }\n",
            "press.yaml:2:20: limits.seconds: found `2 d`; wanted a duration such as 10, 1.5 s or 5 min, 0..86400 s");
    refused("pipeline: []\nlimits: [1]\n", "press.yaml:2:9: limits: found a list; wanted a map of keys: `name: value`");
    refused("pipeline: []\nlua: { libraries: [io, oss] }\n",
            "press.yaml:2:24: lua.libraries[1]: found `oss`; wanted one of io, os, debug, package; did you mean `os`?");
    refused("pipeline: []\nlua: { libraries: ffi }\n", "press.yaml:2:19: lua.libraries: found `ffi`; wanted one of io, os, debug, package");
    refused("pipeline: []\njob: [a]\n", "press.yaml:2:6: job: found a list; wanted a text");
    refused("pipeline: []\njob: ../x\n",
            "press.yaml:2:6: job: a job's name can be a file's name: 1 to 100 bytes, no `/`, no `.` or `-` at its start");
    refused("pipeline: []\nlanguage: French\n", "press.yaml:2:11: language: found `French`; wanted the code of a language: fr, en, pt-BR");
    refused("pipeline: []\nredo: all\n", "press.yaml:2:7: redo: found `all`; wanted one of nothing, pipeline");
    refused("pipeline: []\nstate: ''\n", "press.yaml:2:8: state: found an empty text; wanted a path");
}
END_TEST

START_TEST(wrong_stages)
{
    refused("job: a\n", "press.yaml:1:1: a job needs the key `pipeline`: a list of plugins or the path of a script");
    refused("pipeline:\n",
            "press.yaml:1:10: pipeline: found nothing; wanted a list of plugins (each line begins with `- `) or the path of a script");
    refused("pipeline: ner\n", "press.yaml:1:11: pipeline: found `ner`; wanted the path of a script, which ends in .lua");
    refused("pipeline: []\nread: { files: {} }\n",
            "press.yaml:2:7: read: found a map; wanted a list of plugins (each line begins with `- `)");
    refused("pipeline: [[a]]\n",
            "press.yaml:1:12: pipeline[0]: found a list; wanted the name of a plugin, alone or as `name: { options }`");
    refused("pipeline:\n  -\n", "press.yaml:2:4: pipeline[0]: found nothing; wanted the name of a plugin, alone or as `name: { options }`");
    refused("pipeline:\n  - ner: { model: fr }\n    when: x\n",
            "press.yaml:3:5: pipeline[0].when: an entry has one key, the name of a plugin: begin this line with `- ` if it is one; indent "
            "it further if it is an "
            "option of `ner`");
    refused("pipeline:\n  - ner: fr\n", "press.yaml:2:10: pipeline[0].ner: found `fr`; wanted a map of options: `option: value`");
    refused("pipeline:\n  - ner:fr\n",
            "press.yaml:2:5: pipeline[0]: `ner:fr` is no name of a plugin (letters a to z, digits, _): is a space missing after `:`?");
    refused("pipeline:\n  - short.lua\n", "press.yaml:2:5: pipeline[0]: `short.lua` is no name of a plugin (letters a to z, digits, _): a "
                                          "script is written `- script: PATH`");
    refused("pipeline:\n  - ../../etc/passwd\n",
            "press.yaml:2:5: pipeline[0]: `../../etc/passwd` is no name of a plugin (letters a to z, digits, _)");
    refused("pipeline:\n  - script: {}\n", "press.yaml:2:13: pipeline[0].script: a script needs its `path`");
    refused("pipeline:\n  - script: [a.lua]\n", "press.yaml:2:13: pipeline[0].script: found a list; wanted a path");
    refused("pipeline:\n  - ner: { when: }\n",
            "press.yaml:2:18: pipeline[0].ner.when: found nothing; wanted a condition in Lua, such as doc.lang == 'fr'");
    refused("pipeline: []\nwrite:\n  - jsonl: { route: [a] }\n",
            "press.yaml:3:21: write[0].jsonl.route: found a list; wanted the name of a route");
}
END_TEST

START_TEST(no_job)
{
    refused("", "press.yaml:1:1: found nothing; wanted a job: a map with the keys read, pipeline, write");
    refused("- ner\n", "press.yaml:1:1: found a list; wanted a job: a map with the keys read, pipeline, write");
    refused("job:press\n",
            "press.yaml:1:1: found `job:press`; wanted a job: a map with the keys read, pipeline, write (is a space missing after `:`?)");
    refused("a:\n\tb: 1\n", "press.yaml:2:1: a tab cannot indent YAML: use spaces");
    refused("job: a\njob: b\n", "press.yaml:2:1: job: the key `job` is already in line 1");
}
END_TEST

static void not_loaded(const char *path, enum filon_code code, const char *message)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_int_eq(filon_jobfile_load(&job, arena, path, &error), -1);
    ck_assert_int_eq(error.code, code);
    ck_assert_str_eq(error.text, message);
}

START_TEST(files)
{
    char dir[] = "config-job-XXXXXX", path[64], message[200], here[2048], whole[4096];
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_ptr_nonnull(getcwd(here, sizeof here));
    snprintf(path, sizeof path, "%s/day.yml", dir);
    snprintf(message, sizeof message, "%s: No such file or directory (a job file was wanted)", path);
    not_loaded(path, FILON_E_USAGE, message);
    snprintf(message, sizeof message, "%s: Is a directory (a job file was wanted)", dir);
    not_loaded(dir, FILON_E_USAGE, message);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("pipeline: []\n", file);
    fclose(file);
    ck_assert_int_eq(filon_jobfile_load(&job, arena, path, &error), 0);
    ck_assert_str_eq(job.name, "day");
    snprintf(whole, sizeof whole, "%s/%s", here, dir);
    ck_assert_str_eq(job.dir, whole);
    ck_assert_int_eq(truncate(path, (1 << 20) + 1), 0);
    snprintf(message, sizeof message, "%s: 1048577 bytes, more than the 1048576 allowed (a job file was wanted)", path);
    not_loaded(path, FILON_E_USAGE, message);
    unlink(path);
    rmdir(dir);
}
END_TEST

/* A script that does not lie beside the job is taken from those that come with filon. */
START_TEST(standard_scripts)
{
    ck_assert_str_eq(taken("pipeline: no-such-script.lua").script, "/jobs/no-such-script.lua");
    const char *script = taken("pipeline: press.lua").script;
    ck_assert_int_eq(script[0], '/');
    ck_assert(filon_str_ends(filon_str_of(script), FILON_STR("/scripts/press.lua")));
    ck_assert_int_eq(access(script, R_OK), 0);
}
END_TEST

/* The examples of docs/jobs.md are jobs; and the messages it shows are what its first example would get. */
START_TEST(documentation)
{
    const char *top = getenv("top_srcdir");
    struct filon_error error = {0};
    struct filon_str page = filon_read_file(arena, filon_path_join(arena, top ? top : ".", "docs/jobs.md"), 1 << 20, &error);
    ck_assert_msg(page.p != NULL, "%s (run it by make check, or in the source's top folder)", error.text);
    int examples = 0;
    for (const char *at = page.p; (at = strstr(at, "```yaml\n")); examples++) {
        at += strlen("```yaml\n");
        const char *end = strstr(at, "```");
        ck_assert_ptr_nonnull(end);
        taken(filon_strf(arena, "%.*s", (int)(end - at), at));
    }
    ck_assert_int_ge(examples, 4);
    const char *first = strstr(page.p, "```yaml\n") + strlen("```yaml\n"), *limits = strstr(first, "limits:");
    const char *before = filon_strf(arena, "%.*s", (int)(limits - first), first);
    static const char *const wrong[] = {"limits: { worker: 2 }", "limits: { workers: two }"};
    for (size_t i = 0; i < FILON_COUNT(wrong); i++) {
        struct filon_jobfile job;
        struct filon_error shown = {0};
        struct filon_str text = filon_str_of(filon_strf(arena, "%s%s\n", before, wrong[i]));
        ck_assert_int_eq(filon_jobfile_parse(&job, arena, "press.yaml", "/jobs", text, &shown), -1);
        ck_assert_msg(strstr(page.p, shown.text) != NULL, "docs/jobs.md does not show: %s", shown.text);
    }
}
END_TEST

static struct filon_set set_taken(const char *text)
{
    struct filon_set set;
    struct filon_error error = {0};
    int result = filon_set_parse(&set, arena, text, &error);
    ck_assert_msg(result == 0, "%s", error.text);
    ck_assert_str_eq(set.text, text);
    return set;
}

START_TEST(sets)
{
    struct filon_set set = set_taken("ner.model=models/fr=2.bin");
    ck_assert_str_eq(set.plugin, "ner");
    ck_assert_str_eq(set.option, "model");
    ck_assert_int_eq(set.value->kind, FILON_NODE_SCALAR);
    ck_assert_str_eq(set.value->text.p, "models/fr=2.bin");
    ck_assert(!set.value->quoted);
    set = set_taken("read_files.path=[a, \"b, c\"]");
    ck_assert_int_eq(set.value->kind, FILON_NODE_LIST);
    ck_assert_uint_eq(set.value->count, 2);
    ck_assert_str_eq(set.value->last->text.p, "b, c");
    ck_assert(set_taken("a.b=\"12\"").value->quoted);
    static const char *const plain[] = {"*.txt", "%Y-%m", "#1", "&x", "!x", "a: b", "- x", "@x", "|", "~", "", "doc.x == 'y'"};
    for (size_t i = 0; i < FILON_COUNT(plain); i++) {
        set = set_taken(filon_strf(arena, "a.b=%s", plain[i]));
        ck_assert_int_eq(set.value->kind, FILON_NODE_SCALAR);
        ck_assert_str_eq(set.value->text.p, plain[i]);
    }
}
END_TEST

static void set_refused(const char *text, const char *message)
{
    struct filon_set set;
    struct filon_error error = {0};
    ck_assert_int_eq(filon_set_parse(&set, arena, text, &error), -1);
    ck_assert_int_eq(error.code, FILON_E_USAGE);
    ck_assert_str_eq(error.text, message);
}

START_TEST(wrong_sets)
{
    set_refused("ner.model", "--set ner.model: there is no `=`; wanted --set PLUGIN.OPTION=VALUE");
    set_refused("model=fr.bin", "--set model=fr.bin: there is no `.` before the `=`; wanted --set PLUGIN.OPTION=VALUE");
    set_refused(".model=fr", "--set .model=fr: the plugin has no name; wanted --set PLUGIN.OPTION=VALUE");
    set_refused("ner.=fr", "--set ner.=fr: the option has no name; wanted --set PLUGIN.OPTION=VALUE");
    set_refused("", "--set : there is no `=`; wanted --set PLUGIN.OPTION=VALUE");
    set_refused("a.b=\xff", "--set: found bytes that are no UTF-8; wanted --set PLUGIN.OPTION=VALUE");
    set_refused("a.b=[x", "--set a.b=[x:1:1: this `[` is not closed: `,` or `]` is missing (a value that begins with [ is read as YAML)");
}
END_TEST

START_TEST(wrong_set_values)
{
    static const struct filon_option table[] = {{"count", FILON_OPT_INT, 0, NULL, "A count", .max = 9}, {0}};
    struct filon_error error = {0};
    struct filon_set set = set_taken("ner.count=ten");
    struct filon_node *map = filon_node_new(arena, FILON_NODE_MAP, set.value->mark);
    int64_t count;
    filon_node_append(map, set.option, set.value);
    ck_assert_int_eq(filon_options_apply(table, &count, arena, map, "/", NULL, &error), -1);
    ck_assert_str_eq(error.text, "--set ner.count=ten: count: found `ten`; wanted a whole number, 0..9");
    ck_assert_int_eq(error.code, FILON_E_USAGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config_job");
    TCase *tcase = tcase_create("job");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, whole_job);
    tcase_add_test(tcase, least_job);
    tcase_add_test(tcase, unknown_keys);
    tcase_add_test(tcase, wrong_values);
    tcase_add_test(tcase, wrong_stages);
    tcase_add_test(tcase, no_job);
    tcase_add_test(tcase, files);
    tcase_add_test(tcase, standard_scripts);
    tcase_add_test(tcase, documentation);
    tcase_add_test(tcase, sets);
    tcase_add_test(tcase, wrong_sets);
    tcase_add_test(tcase, wrong_set_values);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
