/* Files named by paths, folders and patterns, in a fixed order, one at a time: memory is bounded by the depth of the
 * folders and never by the number of files. */
#ifndef WALK_H
#define WALK_H

#include <filon/plugin.h>

struct walk_options {
    struct filon_list path;             /* absolute, or "-" */
    struct filon_list include, exclude; /* patterns of names */
    bool recursive, hidden, follow_links;
};

/* Rows for the option tables of readers whose struct begins with a `struct walk_options walk`. */
#define WALK_OPTION(STRUCT, FIELD, TYPE, VALUE, HELP, ...)                                                                                 \
    {                                                                                                                                      \
        .name = #FIELD, .type = (TYPE), .offset = offsetof(STRUCT, walk.FIELD), .value = (VALUE), .help = (HELP), ##__VA_ARGS__            \
    }
#define WALK_OPTIONS(STRUCT)                                                                                                               \
    WALK_OPTION(STRUCT, path, FILON_OPT_PATHS, NULL, "Files, folders, patterns like inbox/**/*.txt; - is standard input",                  \
                .flags = FILON_OPT_REQUIRED),                                                                                              \
        WALK_OPTION(STRUCT, include, FILON_OPT_LIST, NULL, "From folders and patterns take only files with such names: *.txt"),            \
        WALK_OPTION(STRUCT, exclude, FILON_OPT_LIST, NULL, "From folders and patterns leave out files and folders with such names"),       \
        WALK_OPTION(STRUCT, recursive, FILON_OPT_BOOL, "true", "Read the folders in a folder as well"),                                    \
        WALK_OPTION(STRUCT, hidden, FILON_OPT_BOOL, "false", "Read what begins with a dot as well"),                                       \
        WALK_OPTION(STRUCT, follow_links, FILON_OPT_BOOL, "false", "Follow symbolic links to folders")

struct walk_file {
    const char *path; /* absolute, until the next call; or "-" */
    uint64_t size;
    int64_t mtime; /* ns since 1970 */
};

struct walk;

/* Refuses patterns that cannot be. ctx: for its error and what is said on the way; the options are kept, not copied. */
struct walk *walk_new(struct filon_ctx *ctx, const struct walk_options *options);
void walk_free(struct walk *walk); /* NULL is allowed */

/* 1 with a file, 0 at the end. A file named without a wildcard is given though it cannot be read: who reads it will say why.
 * A folder that cannot be read, a special file in one, a pattern without a match are said and passed over. */
int walk_next(struct walk *walk, struct walk_file *file);

/* How a file is called in ids and messages: relative to the job's folder if it lies below, else absolute; bytes that are no
 * printable UTF-8 as \xHH. In the arena, or `path` itself. */
const char *walk_name(const struct filon_ctx *ctx, struct filon_arena *arena, const char *path);

#endif
