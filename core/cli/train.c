/* filon train: a plugin learns from annotated texts. */
#include <filon/train.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "cli/cli.h"
#include "train/session.h"

static const struct option longs[] = {{"data", required_argument, NULL, OPT_DATA},
                                      {"dev", required_argument, NULL, OPT_DEV},
                                      {"out", required_argument, NULL, OPT_OUT},
                                      {"language", required_argument, NULL, OPT_LANGUAGE},
                                      {"before", required_argument, NULL, OPT_BEFORE},
                                      {"note", required_argument, NULL, OPT_NOTE},
                                      {"seed", required_argument, NULL, OPT_SEED},
                                      {"threads", required_argument, NULL, OPT_THREADS},
                                      {"resume", no_argument, NULL, OPT_RESUME},
                                      {"set", required_argument, NULL, OPT_SET},
                                      {"verbose", no_argument, NULL, 'v'},
                                      {"quiet", no_argument, NULL, 'q'},
                                      {"help", no_argument, NULL, OPT_HELP},
                                      {"version", no_argument, NULL, OPT_VERSION},
                                      {0}};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    interrupted = signal;
}

struct show {
    bool terminal, line; /* a line stands there */
    const char *phase;
};

/* On a terminal one line, rewritten; else, with -v, a line a phase and every tenth step. */
static bool show_progress(void *arg, const char *phase, unsigned step, unsigned steps, double loss, double seconds)
{
    struct show *show = arg;
    char text[160];
    int n = snprintf(text, sizeof text, "%s", phase);
    if (step)
        n += snprintf(text + n, sizeof text - (size_t)n, " %u", step);
    if (step && steps)
        n += snprintf(text + n, sizeof text - (size_t)n, "/%u", steps);
    if (loss != 0)
        n += snprintf(text + n, sizeof text - (size_t)n, "  loss %.1f", loss);
    if (seconds > 0)
        snprintf(text + n, sizeof text - (size_t)n, "  %.2f s", seconds);
    if (show->terminal && filon_log_enabled(FILON_WARN)) {
        fprintf(stderr, "\r\033[K%s", text);
        fflush(stderr);
        show->line = true;
    } else if (!show->phase || strcmp(show->phase, phase) != 0 || step % 10 == 0 || step == 0) {
        filon_log(FILON_INFO, "%s", text);
    }
    show->phase = phase;
    return interrupted;
}

/* What the model says of itself, beside what the plugin adds. */
static int describe(struct filon_command_line *line, struct filon_model_out *out, struct filon_error *error)
{
    struct filon_buf data = FILON_BUF_INIT, command = FILON_BUF_INIT;
    filon_model_set(out, "language", "%s", line->language);
    filon_buf_printf(&command, "filon train %s", line->argv[0]);
    for (size_t i = 0; i < line->n_data; i++) {
        filon_buf_printf(&data, "%s%s", i ? " " : "", line->data[i]);
        filon_buf_printf(&command, " --data=%s", line->data[i]);
    }
    if (line->dev)
        filon_buf_printf(&command, " --dev=%s", line->dev);
    for (size_t i = 0; i < line->n_sets; i++)
        filon_buf_printf(&command, " --set=%s", line->sets[i].text);
    if (line->seed)
        filon_buf_printf(&command, " --seed=%llu", (unsigned long long)line->seed);
    filon_model_set(out, "data", "%s", data.p);
    filon_model_set(out, "command", "%s", command.p);
    filon_model_set(out, "filon", "%s", filon_version());
    filon_buf_free(&data);
    filon_buf_free(&command);
    for (size_t i = 0; i < line->n_notes; i++) {
        const char *equals = strchr(line->notes[i], '=');
        if (!equals || equals == line->notes[i])
            return filon_error_set(error, FILON_E_USAGE, "--note=%s: KEY=VALUE is wanted", line->notes[i]);
        filon_model_set(out, filon_strf(line->arena, "%.*s", (int)(equals - line->notes[i]), line->notes[i]), "%s", equals + 1);
    }
    return 0;
}

static int learn(struct filon_command_line *line, struct filon_session *session, struct filon_model_out *out, struct filon_error *error)
{
    struct show show = {.terminal = isatty(STDERR_FILENO)};
    struct filon_training training = {
        .out = out, .seed = line->seed, .threads = line->threads, .resume = line->resume, .progress = show_progress, .arg = &show};
    training.checkpoint = filon_strf(line->arena, "%s.checkpoint", line->out);
    training.data = filon_corpus_open(line->data, line->n_data, session->pipeline, error);
    int failed = training.data ? 0 : -1;
    if (!failed && line->dev)
        failed = (training.dev = filon_corpus_open(&line->dev, 1, session->pipeline, error)) ? 0 : -1;
    if (!failed && session->ctx->loaded->plugin.train(session->ctx, &training) < 0) {
        enum filon_code code = filon_ctx_error(session->ctx)->code == FILON_E_BUSY ? FILON_E_BUSY : FILON_E_INPUT;
        failed = filon_instance_error(session->ctx, code, error);
    }
    if (show.line)
        fputs("\r\033[K", stderr);
    if (!failed)
        failed = filon_model_write(out, line->out, error);
    if (!failed)
        unlink(training.checkpoint);
    filon_corpus_free(training.data);
    filon_corpus_free(training.dev);
    return failed;
}

static int train(struct filon_command_line *line)
{
    struct filon_error error = {0};
    if (line->argc != 1)
        return filon_usage(line, line->argc ? "one plugin at a time" : "which plugin?");
    if (!line->n_data || !line->out)
        return filon_usage(line, "--data and --out are needed");
    if (!line->language)
        line->language = "fr";
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND}; /* the second time ends it at once */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    struct filon_session_args args = {.plugin = line->argv[0],
                                      .before = line->before ? line->before : "parse_text,segment",
                                      .language = line->language,
                                      .dir = filon_path_absolute(line->arena, "."),
                                      .sets = line->sets,
                                      .n_sets = line->n_sets,
                                      .training = true};
    struct filon_session *session = filon_session_new(&args, &error);
    struct filon_model_out *out = filon_model_out_new(line->argv[0]);
    int failed = session ? describe(line, out, &error) : -1;
    if (!failed)
        failed = learn(line, session, out, &error);
    filon_model_out_free(out);
    filon_session_free(session);
    int code = failed ? filon_report(&error) : EXIT_DONE;
    return failed && interrupted ? 128 + interrupted : code;
}

const struct filon_command filon_train_command = {
    .name = "train",
    .summary = "Let a plugin learn from annotated texts",
    .help = "[OPTION]... PLUGIN --data=PATH --out=MODEL\n"
            "Train the plugin PLUGIN and write its model. PATH is a file or a folder of files: brat (.ann beside\n"
            ".txt), CoNLL with a tag in the last column (.conll .bio .iob), CoNLL-U (.conllu). The same data and\n"
            "options give the same bytes. An interrupted training keeps MODEL.checkpoint for --resume.\n\n"
            "      --data=PATH            what to learn from; repeatable\n"
            "      --dev=PATH             what to measure on; the scores are kept in the model\n"
            "      --out=MODEL            the file to write\n"
            "      --language=LANGUAGE    language of the texts (default: fr)\n"
            "      --before=PLUGINS       stages that prepare the texts (default: parse_text,segment)\n"
            "      --note=KEY=VALUE       something for the model to say of itself: licence, date; repeatable\n"
            "      --seed=N               where the training draws lots\n"
            "      --threads=N            so many at once (default: all cores); the result does not depend on it\n"
            "      --resume               go on from the checkpoint\n"
            "      --set=PLUGIN.OPTION=VALUE  a plugin's option; repeatable\n",
    .shorts = ":vq",
    .longs = longs,
    .run = train,
};
