/* filon annotate: files to stdout, by the standard pipeline or a job's. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"

static const struct option longs[] = {
    {"job", required_argument, NULL, OPT_JOB},         {"format", required_argument, NULL, OPT_FORMAT}, {"color", optional_argument, NULL, OPT_COLOR},
    {"set", required_argument, NULL, OPT_SET},         {"workers", required_argument, NULL, OPT_WORKERS}, {"time", no_argument, NULL, OPT_TIME}, {"why", no_argument, NULL, OPT_WHY}, {"verbose", no_argument, NULL, 'v'},
    {"quiet", no_argument, NULL, 'q'},                 {"help", no_argument, NULL, OPT_HELP}, {"version", no_argument, NULL, OPT_VERSION},
    {0}};

/* ---- the writer: standard output */

enum format { PRETTY, JSON, JSONL, CONLLU };

struct stdout_options {
    int format;
    bool color, why;
};

static const char *const formats[] = {"pretty", "json", "jsonl", "conllu", NULL};

static const struct filon_option stdout_table[] = {
    FILON_OPTION(struct stdout_options, format, FILON_OPT_ENUM, "jsonl", "How documents are shown", .choices = formats),
    FILON_OPTION(struct stdout_options, color, FILON_OPT_BOOL, "false", "Colour the annotations"),
    FILON_OPTION(struct stdout_options, why, FILON_OPT_BOOL, "false", "Say which rule and words gave each quote and stance"),
    {0}};

/* The number of a column that a plugin may have added, or -1. */
static int added_column(struct filon_ctx *ctx, int layer, const char *name, enum filon_type type)
{
    const struct filon_layer_def *def = filon_layer_at(ctx, layer);
    for (const struct filon_column *column = def->columns; column && column->name; column++)
        if (strcmp(column->name, name) == 0 && column->type == type)
            return filon_column_id(ctx, def->name, name);
    return -1;
}

static void why_columns(struct filon_ctx *ctx, struct filon_why *why)
{
    *why = (struct filon_why){.quote_rule = added_column(ctx, FILON_QUOTE, "rule", FILON_STR_T),
                              .stance_rule = added_column(ctx, FILON_STANCE, "rule", FILON_STR_T),
                              .stance_cue = added_column(ctx, FILON_STANCE, "cue", FILON_SPAN),
                              .stance_source = added_column(ctx, FILON_STANCE, "source", FILON_SPAN),
                              .stance_aim = added_column(ctx, FILON_STANCE, "aim", FILON_SPAN),
                              .position_rule = added_column(ctx, FILON_POSITION, "rule", FILON_STR_T)};
}

static int stdout_encode(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    const struct stdout_options *options = filon_options(ctx);
    struct filon_why why;
    if (options->why)
        why_columns(ctx, &why);
    if (options->format == PRETTY)
        filon_pretty(doc, record, options->color, options->why ? &why : NULL);
    else if (options->format == CONLLU)
        filon_doc_conllu(doc, record);
    else
        filon_doc_json(doc, record, options->format == JSON ? 2 : 0);
    if (options->format != CONLLU)
        filon_buf_putc(record, '\n');
    return 0;
}

static int stdout_failed(struct filon_ctx *ctx)
{
    return filon_error_set(filon_ctx_error(ctx), FILON_E_IO, "standard output: %s", strerror(errno));
}

static int stdout_begin(struct filon_ctx *ctx, const char *state)
{
    (void)ctx;
    (void)state;
    return 0;
}

static int stdout_write(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    (void)id;
    return fwrite(record.p, 1, record.n, stdout) == record.n ? 0 : stdout_failed(ctx);
}

static int stdout_commit(struct filon_ctx *ctx, struct filon_buf *state)
{
    (void)state;
    return fflush(stdout) == 0 ? 0 : stdout_failed(ctx);
}

static const struct filon_plugin stdout_writer = {
    FILON_PLUGIN_HEADER,
    .version = "1",
    .kind = FILON_WRITER,
    .summary = "Write documents to standard output",
    .options = stdout_table,
    .options_size = sizeof(struct stdout_options),
    .encode = stdout_encode,
    .begin = stdout_begin,
    .write = stdout_write,
    .commit = stdout_commit,
};

/* ---- the command */

static struct filon_node *scalar(struct filon_arena *arena, const char *text)
{
    struct filon_node *node = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){0});
    node->text = filon_str_of(text);
    node->quoted = true;
    return node;
}

static struct filon_node *files_node(struct filon_command_line *line, bool *many)
{
    struct filon_node *map = filon_node_new(line->arena, FILON_NODE_MAP, (struct filon_mark){0});
    struct filon_node *list = filon_node_new(line->arena, FILON_NODE_LIST, (struct filon_mark){0});
    *many = line->argc > 1;
    for (int i = 0; i < line->argc; i++) {
        struct stat st;
        *many |= strcmp(line->argv[i], "-") != 0 && stat(line->argv[i], &st) == 0 && S_ISDIR(st.st_mode);
        filon_node_append(list, NULL, scalar(line->arena, line->argv[i]));
    }
    filon_node_append(map, "path", list);
    return map;
}

static bool use_color(const struct filon_command_line *line)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (line->color)
        return strcmp(line->color, "always") == 0 || (strcmp(line->color, "auto") == 0 && isatty(STDOUT_FILENO));
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static int annotate(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_summary summary;
    const char *format = line->format ? line->format : "pretty";
    bool many;
    if (!line->argc)
        return filon_usage(line, "which files? (- is standard input)");
    if (strcmp(format, "pretty") != 0 && strcmp(format, "json") != 0 && strcmp(format, "jsonl") != 0 && strcmp(format, "conllu") != 0)
        return filon_usage(line, "--format=%s: pretty, json, jsonl or conllu", format);
    if (line->color && strcmp(line->color, "always") != 0 && strcmp(line->color, "never") != 0 && strcmp(line->color, "auto") != 0)
        return filon_usage(line, "--color=%s: always, never or auto", line->color);
    if (line->why && strcmp(format, "pretty") != 0)
        return filon_usage(line, "--why explains the pretty format; the others have the columns themselves");
    struct filon_node *writer = filon_node_new(line->arena, FILON_NODE_MAP, (struct filon_mark){0});
    filon_node_append(writer, "format", scalar(line->arena, format));
    struct filon_node *color = scalar(line->arena, use_color(line) ? "true" : "false");
    color->quoted = false;
    filon_node_append(writer, "color", color);
    struct filon_node *why = scalar(line->arena, line->why ? "true" : "false");
    why->quoted = false;
    filon_node_append(writer, "why", why);
    struct filon_job_ends ends = {.reader = "read_files", .reader_options = files_node(line, &many), .dir = filon_path_absolute(line->arena, "."),
                                  .writer_name = "stdout", .writer = &stdout_writer, .writer_options = writer};
    struct filon_job_source source = {.path = line->job, .label = "annotate", .dir = ends.dir, .sets = line->sets, .n_sets = line->n_sets, .ends = &ends};
    source.text = filon_strf(line->arena, "{job: annotate, pipeline: '%s/press.lua'}", filon_places()->scripts);
    struct filon_job *job = filon_job_new(&source, &error);
    if (!job)
        return filon_report(&error);
    struct filon_run_options options = {.workers = line->workers >= 0 ? line->workers : many ? -1 : 1};
    int status = filon_job_run(job, &options, &summary, &error);
    int code = status < 0 ? filon_report(&error) : summary.failed ? EXIT_QUARANTINE : summary.signal ? 128 + summary.signal : EXIT_DONE;
    if (line->time && status == 0)
        filon_show_times(job, &summary);
    filon_job_free(job);
    return code;
}

const struct filon_command filon_annotate_command = {
    .name = "annotate",
    .summary = "Annotate files and show the result",
    .help = "[OPTION]... FILE...\n"
            "Annotate articles and write them to standard output. FILE may be a folder, or - for standard input.\n"
            "Without --job the standard press pipeline is used.\n\n"
            "      --job=JOB              the pipeline and options of a job; its readers and writers are not used\n"
            "      --format=FORMAT        pretty (to read), json (one indented document), jsonl (one a line),\n"
            "                             conllu (sentences and words)\n"
            "      --color[=WHEN]         colours in pretty: always, never, auto (default: auto)\n"
            "      --why                  in pretty: the rule and the words behind each quote and stance\n"
            "      --set=PLUGIN.OPTION=VALUE  override a plugin's option; repeatable\n"
            "      --time                 show what each stage cost\n"
            "      --workers=N            so many processes; 0: everything in this one\n",
    .shorts = ":vq",
    .longs = longs,
    .run = annotate,
};
