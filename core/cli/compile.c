/* filon compile-gazetteer: lists of names into one mapped file. */
#include "cli/cli.h"

#include <filon/gazetteer.h>
#include <stdio.h>

static const struct option longs[] = {{"out", required_argument, NULL, OPT_OUT},
                                      {"fold", required_argument, NULL, OPT_FOLD},
                                      {"verbose", no_argument, NULL, 'v'},
                                      {"quiet", no_argument, NULL, 'q'},
                                      {"help", no_argument, NULL, OPT_HELP},
                                      {"version", no_argument, NULL, OPT_VERSION},
                                      {0}};

/* parties.tsv -> parties.gaz, in the same folder. */
static const char *name_beside(struct filon_arena *arena, const char *list)
{
    const char *base = strrchr(list, '/'), *dot = strrchr(base ? base : list, '.');
    size_t n = dot && dot > (base ? base + 1 : list) ? (size_t)(dot - list) : strlen(list);
    return filon_strf(arena, "%.*s.gaz", (int)n, list);
}

static int fold_named(const char *name)
{
    static const char *const names[] = {[FILON_GAZETTEER_NONE] = "none",
                                        [FILON_GAZETTEER_ACCENT] = "accent",
                                        [FILON_GAZETTEER_CASE] = "case",
                                        [FILON_GAZETTEER_ALL] = "all"};
    for (size_t i = FILON_GAZETTEER_NONE; i < FILON_COUNT(names); i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

static int compile(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_gazetteer_size size;
    if (line->argc == 0)
        return filon_usage(line, "which lists?");
    int fold = fold_named(line->fold ? line->fold : "accent");
    if (fold < 0)
        return filon_usage(line, "--fold=%s: none, accent, case or all is wanted", line->fold);
    const char *out = line->out ? line->out : name_beside(line->arena, line->argv[0]);
    if (filon_gazetteer_compile((const char *const *)line->argv, (size_t)line->argc, out, (enum filon_gazetteer_fold)fold, &size, &error) <
        0)
        return filon_report(&error);
    if (line->verbose >= 0)
        printf("%s: %u entries, %u names, %.1f MB\n", out, size.entries, size.names, (double)size.bytes / 1e6);
    return EXIT_DONE;
}

const struct filon_command filon_compile_command = {
    .name = "compile-gazetteer",
    .summary = "Make lists of names one file that is loaded in a moment",
    .help = "[OPTION]... LIST...\n"
            "Compile lists of names, TSV or YAML with id, name, aliases and type, into one file for the plugin gazetteer.\n\n"
            "      --out=FILE             the compiled file; without it, the first list's name with .gaz\n"
            "      --fold=WHAT            differences that do not count: none, accent, case or all (accent)\n",
    .shorts = ":vq",
    .longs = longs,
    .run = compile,
};
