/* Job files and --set: what they give, and the one message for each thing that can be wrong in them. */
#include "base/paths.h"
#include "config/jobfile.h"
#include "config/show.h"

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct filon_arena *arena;

static void set_up(void)
{
    arena = filon_arena_new();
}

static void tear_down(void)
{
    filon_arena_free(arena);
}

static struct filon_jobfile taken(const char *yaml)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    int result = filon_jobfile_parse(&job, arena, "configs/press.yaml", "/jobs", filon_str_of(yaml), &error);
    ck_assert_msg(result == 0, "%s", error.text);
    return job;
}

static void refused(const char *yaml, const char *message)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_int_eq(filon_jobfile_parse(&job, arena, "press.yaml", "/jobs", filon_str_of(yaml), &error), -1);
    ck_assert_int_eq(error.code, FILON_E_CONFIG);
    ck_assert_str_eq(error.text, message);
}

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
    tcase_add_test(tcase, variables);
    tcase_add_test(tcase, secrets);
    tcase_add_test(tcase, includes);
    tcase_add_test(tcase, shown_values);
    tcase_add_test(tcase, expansion_bombs);
    tcase_add_test(tcase, documentation);
    tcase_add_test(tcase, sets);
    tcase_add_test(tcase, wrong_sets);
    tcase_add_test(tcase, wrong_set_values);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
