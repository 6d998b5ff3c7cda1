/* The frame of a writer whose records are appended to files: their options, and every function of the plugin but open, encode and remove. */
#ifndef APPEND_H
#define APPEND_H

#include <filon/plugin.h>

#include "appender.h"

struct append_options {
    const char *path;
    bool utc;
    int gzip, gone;
    int64_t level;
};

/* Rows for the option tables of writers whose struct begins with a `struct append_options append`. */
#define APPEND_OPTION(STRUCT, FIELD, TYPE, VALUE, HELP, ...)                                                                               \
    {                                                                                                                                      \
        .name = #FIELD, .type = (TYPE), .offset = offsetof(STRUCT, append.FIELD), .value = (VALUE), .help = (HELP), ##__VA_ARGS__          \
    }
#define APPEND_OPTIONS(STRUCT)                                                                                                             \
    APPEND_OPTION(STRUCT, path, FILON_OPT_PATH, NULL,                                                                                      \
                  "The file, with %Y %m %d %H … for the time of writing; - is standard output", .flags = FILON_OPT_REQUIRED),              \
        APPEND_OPTION(STRUCT, utc, FILON_OPT_BOOL, "false", "Take the time for the file's name in UTC, not local time"),                   \
        APPEND_OPTION(STRUCT, gzip, FILON_OPT_ENUM, "auto", "Pack the text; auto: if the path ends in .gz",                                \
                      .choices = FILON_CHOICES("auto", "yes", "no")),                                                                      \
        APPEND_OPTION(STRUCT, level, FILON_OPT_INT, "6", "How hard gzip tries", .min = 1, .max = 9),                                       \
        APPEND_OPTION(STRUCT, gone, FILON_OPT_ENUM, "fail", "When a file written before was taken away: fail, or begin a new one",         \
                      .choices = FILON_CHOICES("fail", "new"))

/* What a writer's own data begins with: in the ctx arena, zeros before append_open. */
struct append {
    struct appender appender;
    struct packer *packer;
    struct filon_buf line;
    int level;
};

int append_open(struct filon_ctx *ctx, struct append *append, const struct append_options *options);

/* Of the plugin, as they are. */
#define APPEND_FUNCTIONS                                                                                                                   \
    .close = append_close, .check = append_check, .begin = append_begin, .write = append_write, .commit = append_commit, .end = append_end
void append_close(struct filon_ctx *ctx);
int append_check(struct filon_ctx *ctx);
int append_begin(struct filon_ctx *ctx, const char *state);
int append_write(struct filon_ctx *ctx, struct filon_str id, struct filon_str record);
int append_commit(struct filon_ctx *ctx, struct filon_buf *state);
void append_end(struct filon_ctx *ctx);

/* In encode: the buffer, empty, that wants the record as plain text; and behind that, what makes `record` of it. */
struct filon_buf *append_plain(struct append *append, struct filon_buf *record);
int append_pack(struct filon_ctx *ctx, struct filon_buf *record);

#endif
