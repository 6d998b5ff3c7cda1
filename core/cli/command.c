#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "config/suggest.h"

static const struct filon_command *const commands[] = {&filon_run_command,    &filon_check_command,  &filon_annotate_command,
                                                       &filon_status_command, &filon_quarantine_command, &filon_plugins_command,
                                                       &filon_train_command,  &filon_eval_command,       &filon_compile_command};

static const char common_help[] =
    "  -v, --verbose              say more (twice: debug)\n"
    "  -q, --quiet                say less: errors alone\n"
    "      --help                 show this help and exit\n"
    "      --version              show the version and exit\n";

int filon_report(const struct filon_error *error)
{
    static const int exits[] = {[FILON_OK] = EXIT_DONE,       [FILON_E_USAGE] = EXIT_USAGE, [FILON_E_CONFIG] = EXIT_CONFIG,    [FILON_E_INPUT] = EXIT_QUARANTINE,
                                [FILON_E_IO] = EXIT_IO, [FILON_E_BUSY] = EXIT_BUSY,   [FILON_E_INTERNAL] = EXIT_INTERNAL};
    if (error->code != FILON_OK)
        filon_log(FILON_ERROR, "%s", error->text);
    return exits[error->code];
}

int filon_usage(const struct filon_command_line *line, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    fprintf(stderr, "filon %s: ", line->command->name);
    vfprintf(stderr, format, ap);
    fprintf(stderr, "\nTry 'filon %s --help' for more information.\n", line->command->name);
    va_end(ap);
    return EXIT_USAGE;
}

static void show_version(void)
{
    printf("filon %s\nPlugin interface %d.%d\n", filon_version(), FILON_ABI_MAJOR, FILON_ABI_MINOR);
}

static void show_help(FILE *out)
{
    fputs("Usage: filon COMMAND [OPTION]... [ARGUMENT]...\n"
          "Mine press articles: the clean text, names, who says what, who stands where.\n\nCommands:\n",
          out);
    for (size_t i = 0; i < FILON_COUNT(commands); i++)
        fprintf(out, "  %-18s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\nOptions:\n      --help                 show this help and exit\n      --version              show the version and exit\n\n"
          "'filon COMMAND --help' tells more of a command.\n"
          "Exit status: 0 all done, 1 some documents failed, 2 wrong usage, 70 internal error,\n"
          "74 an output or the state failed, 75 another run is under way, 78 the job is wrong.\n",
          out);
}

/* Appends to a list of texts in the arena. */
static void add_text(struct filon_command_line *line, const char ***list, size_t *n)
{
    const char **longer = filon_alloc(line->arena, (*n + 1) * sizeof *longer);
    if (*n)
        memcpy(longer, *list, *n * sizeof *longer);
    longer[(*n)++] = optarg;
    *list = longer;
}

static int take_number(struct filon_command_line *line, const char *name, uint64_t most, uint64_t *number)
{
    char *rest;
    errno = 0;
    *number = strtoull(optarg, &rest, 10);
    if (*rest || rest == optarg || *optarg == '-' || errno || *number > most)
        return filon_usage(line, "--%s=%s: a number from 0 to %llu is wanted", name, optarg, (unsigned long long)most);
    return -1;
}

/* Those of train and eval. */
static int take_learning_option(struct filon_command_line *line, int option)
{
    uint64_t number = 0;
    switch (option) {
    case OPT_DATA:
        add_text(line, &line->data, &line->n_data);
        return -1;
    case OPT_NOTE:
        add_text(line, &line->notes, &line->n_notes);
        return -1;
    case OPT_DEV:
        line->dev = optarg;
        return -1;
    case OPT_MODEL:
        line->model = optarg;
        return -1;
    case OPT_BEFORE:
        line->before = optarg;
        return -1;
    case OPT_LANGUAGE:
        line->language = optarg;
        return -1;
    case OPT_SEED:
        return take_number(line, "seed", UINT64_MAX, &line->seed);
    case OPT_THREADS: {
        int code = take_number(line, "threads", 256, &number);
        line->threads = (unsigned)number;
        return code;
    }
    case OPT_RESUME:
        line->resume = true;
        return -1;
    case OPT_ERRORS:
        line->errors = true;
        return -1;
    default:
        return filon_usage(line, "the options are not understood");
    }
}

/* -1: go on; else the exit code. */
static int take_option(struct filon_command_line *line, int option)
{
    struct filon_error error = {0};
    char *rest;
    switch (option) {
    case 'v':
        line->verbose++;
        return -1;
    case 'q':
        line->verbose--;
        return -1;
    case OPT_SET:
        line->sets = realloc(line->sets, (line->n_sets + 1) * sizeof *line->sets);
        if (!line->sets)
            return EXIT_INTERNAL;
        if (filon_set_parse(&line->sets[line->n_sets++], line->arena, optarg, &error) < 0)
            return filon_report(&error);
        return -1;
    case OPT_JOB:
        line->job = optarg;
        return -1;
    case OPT_OUT:
        line->out = optarg;
        return -1;
    case OPT_FOLD:
        line->fold = optarg;
        return -1;
    case OPT_FORMAT:
        line->format = optarg;
        return -1;
    case OPT_COLOR:
        line->color = optarg ? optarg : "always";
        return -1;
    case OPT_WORKERS: {
        long n = strtol(optarg, &rest, 10);
        if (*rest || rest == optarg || n < 0 || n > 64)
            return filon_usage(line, "--workers=%s: a number from 0 to 64 is wanted", optarg);
        line->workers = (int)n;
        return -1;
    }
    case OPT_AGAIN:
        line->again = true;
        return -1;
    case OPT_TIME:
        line->time = true;
        return -1;
    case OPT_WHY:
        line->why = true;
        return -1;
    case OPT_PENDING:
        line->pending = true;
        return -1;
    case OPT_PRINT:
        line->print = true;
        return -1;
    case OPT_ALL:
        line->all = true;
        return -1;
    case OPT_WAIT:
        line->wait = true;
        line->wait_seconds = -1;
        if (optarg && ((line->wait_seconds = strtod(optarg, &rest)) < 0 || *rest || rest == optarg))
            return filon_usage(line, "--wait=%s: a number of seconds is wanted", optarg);
        return -1;
    case OPT_HELP:
        printf("Usage: filon %s %s%s", line->command->name, line->command->help, common_help);
        return EXIT_DONE;
    case OPT_VERSION:
        show_version();
        return EXIT_DONE;
    default:
        return take_learning_option(line, option);
    }
}

static int unknown_option(const struct filon_command_line *line, char **argv, int option)
{
    const char *word = argv[optind - 1];
    if (option == ':')
        return filon_usage(line, "option '%s' needs a value", word);
    if (optopt && optopt < 256)
        return filon_usage(line, "unknown option '-%c'", optopt);
    struct filon_suggest suggest;
    char name[128];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    filon_suggest_start(&suggest, name + strspn(name, "-"));
    for (const struct option *known = line->command->longs; known->name; known++)
        filon_suggest_offer(&suggest, known->name);
    const char *best = filon_suggest_best(&suggest);
    return best ? filon_usage(line, "unknown option '%s'; did you mean '--%s'?", name, best) : filon_usage(line, "unknown option '%s'", name);
}

static int run_command(const struct filon_command *command, int argc, char **argv)
{
    struct filon_command_line line = {.command = command, .arena = filon_arena_new(), .workers = -1};
    int option, code = -1;
    opterr = 0;
    optind = 1;
    while (code < 0 && (option = getopt_long(argc, argv, command->shorts, command->longs, NULL)) != -1)
        code = option == '?' || option == ':' ? unknown_option(&line, argv, option) : take_option(&line, option);
    if (code < 0) {
        line.argc = argc - optind;
        line.argv = argv + optind;
        filon_log_level(line.verbose < 0 ? FILON_ERROR : line.verbose == 0 ? FILON_WARN : line.verbose == 1 ? FILON_INFO : FILON_DEBUG);
        code = command->run(&line);
    }
    if (code == EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout))) {
        filon_log(FILON_ERROR, "standard output: it could not be written");
        code = EXIT_IO;
    }
    free(line.sets);
    filon_arena_free(line.arena);
    return code;
}

int filon_main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    struct filon_suggest suggest;
    if (!name) {
        show_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (strcmp(name, "help") == 0 && argc == 2)) {
        show_help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(name, "--version") == 0) {
        show_version();
        return EXIT_DONE;
    }
    if (strcmp(name, "help") == 0) {
        static char help[] = "--help";
        char *asked[] = {argv[0], argv[2], help, NULL};
        return filon_main(3, asked);
    }
    filon_suggest_start(&suggest, name);
    for (size_t i = 0; i < FILON_COUNT(commands); i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return run_command(commands[i], argc - 1, argv + 1);
        filon_suggest_offer(&suggest, commands[i]->name);
    }
    const char *best = filon_suggest_best(&suggest);
    fprintf(stderr, "filon: unknown command '%s'%s%s%s\nTry 'filon --help' for more information.\n", name, best ? "; did you mean '" : "", best ? best : "", best ? "'?" : "");
    return EXIT_USAGE;
}
