/* filon eval: how well a plugin does on annotated texts. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/paths.h"
#include "cli/cli.h"
#include "train/session.h"
#include "train/tally.h"

static const struct option longs[] = {{"data", required_argument, NULL, OPT_DATA},
                                      {"model", required_argument, NULL, OPT_MODEL},
                                      {"language", required_argument, NULL, OPT_LANGUAGE},
                                      {"before", required_argument, NULL, OPT_BEFORE},
                                      {"errors", no_argument, NULL, OPT_ERRORS},
                                      {"set", required_argument, NULL, OPT_SET},
                                      {"verbose", no_argument, NULL, 'v'},
                                      {"quiet", no_argument, NULL, 'q'},
                                      {"help", no_argument, NULL, OPT_HELP},
                                      {"version", no_argument, NULL, OPT_VERSION},
                                      {0}};

/* --model is the plugin's option of that name. */
static int set_model(struct filon_command_line *line, struct filon_error *error)
{
    if (!line->model)
        return 0;
    struct filon_set *sets = filon_zalloc(line->arena, line->n_sets + 1, sizeof *sets);
    if (line->n_sets)
        memcpy(sets, line->sets, line->n_sets * sizeof *sets);
    free(line->sets);
    line->sets = NULL; /* the caller frees what is there: the arena has the longer list */
    int failed =
        filon_set_parse(&sets[line->n_sets++], line->arena, filon_strf(line->arena, "%s.model=%s", line->argv[0], line->model), error);
    line->sets = filon_xrealloc(NULL, line->n_sets * sizeof *sets);
    memcpy(line->sets, sets, line->n_sets * sizeof *sets);
    return failed;
}

static int measure(struct filon_command_line *line, struct filon_error *error)
{
    struct filon_session_args args = {.plugin = line->argv[0],
                                      .before = line->before ? line->before : "parse_text,segment",
                                      .language = line->language ? line->language : "fr",
                                      .dir = filon_path_absolute(line->arena, "."),
                                      .sets = line->sets,
                                      .n_sets = line->n_sets};
    struct filon_session *session = filon_session_new(&args, error);
    struct filon_corpus *corpus = session ? filon_corpus_open(line->data, line->n_data, session->pipeline, error) : NULL;
    struct filon_tally *tally = filon_tally_new();
    int failed = corpus ? 0 : -1;
    if (!failed && session->ctx->loaded->plugin.eval(session->ctx, corpus, tally) < 0)
        failed = filon_instance_error(session->ctx, FILON_E_INPUT, error);
    if (!failed) {
        struct filon_buf out = FILON_BUF_INIT;
        filon_tally_print(tally, &out, true, line->errors);
        fwrite(out.p, 1, out.n, stdout);
        filon_buf_free(&out);
    }
    filon_tally_free(tally);
    filon_corpus_free(corpus);
    filon_session_free(session);
    return failed;
}

static int eval(struct filon_command_line *line)
{
    struct filon_error error = {0};
    if (line->argc != 1)
        return filon_usage(line, line->argc ? "one plugin at a time" : "which plugin?");
    if (!line->n_data)
        return filon_usage(line, "--data is needed");
    return set_model(line, &error) < 0 || measure(line, &error) < 0 ? filon_report(&error) : EXIT_DONE;
}

const struct filon_command filon_eval_command = {
    .name = "eval",
    .summary = "Measure a plugin on annotated texts",
    .help = "[OPTION]... PLUGIN --data=PATH\n"
            "Annotate the texts with the plugin PLUGIN and compare: precision, recall and F1 of each type, what was\n"
            "taken for what. PATH is as in filon train.\n\n"
            "      --data=PATH            annotated texts; repeatable\n"
            "      --model=MODEL          the plugin's option `model`\n"
            "      --errors               list each case that is wrong\n"
            "      --language=LANGUAGE    language of the texts (default: fr)\n"
            "      --before=PLUGINS       stages that prepare the texts (default: parse_text,segment)\n"
            "      --set=PLUGIN.OPTION=VALUE  a plugin's option; repeatable\n",
    .shorts = ":vq",
    .longs = longs,
    .run = eval,
};
