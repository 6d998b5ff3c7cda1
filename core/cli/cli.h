/* What the subcommands share. */
#ifndef FILON_CLI_H
#define FILON_CLI_H

#include <getopt.h>

#include "cli/command.h"
#include "config/jobfile.h"
#include "job/job.h"

enum filon_exit { EXIT_DONE = 0, EXIT_QUARANTINE = 1, EXIT_USAGE = 2, EXIT_INTERNAL = 70, EXIT_IO = 74, EXIT_BUSY = 75, EXIT_CONFIG = 78 };

struct filon_command_line;

struct filon_command {
    const char *name, *summary;
    const char *help;                    /* behind "Usage: filon NAME " */
    const char *shorts;                  /* getopt's, with the common ones */
    const struct option *longs;
    int (*run)(struct filon_command_line *line);
};

/* The options that several commands have, gathered while a command reads its own. */
struct filon_command_line {
    const struct filon_command *command;
    struct filon_arena *arena;
    int argc;
    char **argv;                         /* operands after the options */
    struct filon_set *sets;
    size_t n_sets;
    int verbose;                         /* -v: +1, -q: -1 */
    /* the commands' own */
    const char *job, *format, *color;
    const char *out, *fold;
    int workers;                         /* -1 unless given */
    bool again, wait, time, why, pending, all, print;
    double wait_seconds;
    const char **data;                   /* train, eval: --data, repeated */
    size_t n_data;
    const char **notes;                  /* --note KEY=VALUE, repeated */
    size_t n_notes;
    const char *dev, *model, *before, *language;
    uint64_t seed;
    unsigned threads;
    bool resume, errors;
};

/* Values of long options without a letter. */
enum { OPT_SET = 256, OPT_JOB, OPT_FORMAT, OPT_COLOR, OPT_WORKERS, OPT_AGAIN, OPT_WAIT, OPT_TIME, OPT_WHY, OPT_PENDING, OPT_ALL, OPT_PRINT, OPT_OUT, OPT_FOLD, OPT_DATA,
       OPT_NOTE, OPT_DEV, OPT_MODEL, OPT_BEFORE, OPT_LANGUAGE, OPT_SEED, OPT_THREADS, OPT_RESUME, OPT_ERRORS, OPT_HELP, OPT_VERSION };

extern const struct filon_command filon_run_command, filon_check_command, filon_annotate_command, filon_plugins_command, filon_status_command,
    filon_quarantine_command, filon_compile_command, filon_train_command, filon_eval_command;

/* "filon: message" on stderr; the exit code that belongs to the error. */
int filon_report(const struct filon_error *error);
/* "filon NAME: message", "Try 'filon NAME --help'."; EXIT_USAGE. */
int filon_usage(const struct filon_command_line *line, const char *format, ...) FILON_PRINTF(2, 3);

/* --time: what each stage cost, on stderr. */
void filon_show_times(const struct filon_job *job, const struct filon_summary *summary);

/* The columns that explain quotes, stances and positions, or -1 where no stage of the pipeline fills them. */
struct filon_why {
    int quote_rule, stance_rule, stance_cue, stance_source, stance_aim, position_rule;
};

/* The pretty form of a document, for terminals; why: with the rule and the words behind each quote, stance and position, or NULL. */
void filon_pretty(struct filon_doc *doc, struct filon_buf *out, bool color, const struct filon_why *why);

#endif
