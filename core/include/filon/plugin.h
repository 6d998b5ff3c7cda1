/* filon/plugin.h - the one header of a plugin.
 *
 *     #include <filon/plugin.h>
 *
 *     static int shout(struct filon_ctx *ctx, struct filon_doc *doc) { … return 0; }
 *
 *     FILON_PLUGIN(shout) = {
 *         FILON_PLUGIN_HEADER,
 *         .version = "1.0",
 *         .kind = FILON_ANNOTATOR,
 *         .summary = "Mark words in capitals",
 *         .requires = FILON_LAYERS("token"),
 *         .provides = FILON_LAYERS("shout"),
 *         .layers = shout_layers,
 *         .annotate = shout,
 *     };
 *
 * Built as shout.so, in a folder of the plugin path: its name is the file's and the macro's. The
 * descriptor is data: the core reads it before any function of the plugin runs. docs/plugins.md is the guide.
 *
 * Rules. Errors are returned (filon_fail), never printed; no exit, no signals, no threads left running. A plugin
 * is opened once per stage before the workers are forked, so what open loads is shared; everything else
 * runs in one process at a time and needs no lock. Text is hostile: check bounds.
 */
#ifndef FILON_PLUGIN_H
#define FILON_PLUGIN_H

#include <filon/api.h>
#include <filon/arena.h>
#include <filon/buf.h>
#include <filon/document.h>
#include <filon/error.h>
#include <filon/map.h>
#include <filon/str.h>
#include <filon/tsv.h>
#include <filon/utf8.h>

/* ------------------------------------------------------------------------------------------------- *
 * Options: one table drives parsing, checks, `filon plugins NAME`, --set and the documentation.
 */
enum filon_option_type {
    FILON_OPT_BOOL = 1, /* bool: true/false, yes/no, on/off */
    FILON_OPT_INT,      /* int64_t, within min..max */
    FILON_OPT_FLOAT,    /* double, within min..max */
    FILON_OPT_STRING,   /* const char *, NULL without a default */
    FILON_OPT_PATH,     /* const char *: relative to the job file's folder, handed out absolute; "-" stays */
    FILON_OPT_ENUM,     /* int: index into choices */
    FILON_OPT_LIST,     /* struct filon_list: a YAML list of strings, or one string */
    FILON_OPT_PATHS,    /* struct filon_list of paths */
    FILON_OPT_SIZE,     /* uint64_t bytes: 4096, 64 KiB, 512 MiB, 2 GiB */
    FILON_OPT_DURATION  /* double seconds: 10, 1.5 s, 5 min, 2 h, 1 d */
};

struct filon_list {
    const char *const *items;
    size_t n;
};

enum filon_option_flags {
    FILON_OPT_REQUIRED = 1 /* no default: the job must say it */
};

struct filon_option {
    const char *name;           /* [a-z][a-z0-9_]*; a table ends with an option without a name */
    enum filon_option_type type;
    size_t offset;              /* of the field in the plugin's option struct */
    const char *value;          /* the default, written as in YAML; NULL: 0, false, NULL, empty */
    const char *help;           /* one line */
    double min, max;            /* INT, FLOAT, SIZE, DURATION; both 0: no limit */
    const char *const *choices; /* ENUM: ends with NULL */
    unsigned flags;
    const char *const *aliases; /* former names, still taken with a warning; ends with NULL */
};

/* FILON_OPTION(struct ner_options, model, FILON_OPT_PATH, "fr", "The model", .flags = FILON_OPT_REQUIRED) */
#define FILON_OPTION(STRUCT, FIELD, TYPE, VALUE, HELP, ...) \
    {.name = #FIELD, .type = (TYPE), .offset = offsetof(STRUCT, FIELD), .value = (VALUE), .help = (HELP), ##__VA_ARGS__}
#define FILON_CHOICES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ------------------------------------------------------------------------------------------------- *
 * The context of one plugin instance (one stage of a pipeline).
 */
struct filon_ctx;

FILON_API const void *filon_options(const struct filon_ctx *ctx);           /* the filled option struct */
FILON_API void filon_set_data(struct filon_ctx *ctx, void *data);     /* the plugin's own state */
FILON_API void *filon_data(const struct filon_ctx *ctx);
FILON_API struct filon_arena *filon_ctx_arena(struct filon_ctx *ctx); /* lives until after close */
FILON_API const char *filon_name(const struct filon_ctx *ctx);        /* the plugin's name */
FILON_API const char *filon_language(const struct filon_ctx *ctx);    /* the job's `language`, "fr" by default */
FILON_API const char *filon_dir(const struct filon_ctx *ctx);         /* absolute: what relative paths in the job start from */

/* Whether it is opened to learn (filon/train.h): it needs no model then. Since 1.1. */
FILON_API bool filon_is_training(const struct filon_ctx *ctx);

/* Where this instance's errors go, for functions that take one (filon_tsv_open, …); the core reports them. */
FILON_API struct filon_error *filon_ctx_error(struct filon_ctx *ctx);
/* Says what failed and returns -1. In annotate, load, encode: the document goes to quarantine with this
 * reason. In open: the job is wrong. In next, begin, write, commit: the run stops. */
FILON_API int filon_fail(struct filon_ctx *ctx, const char *format, ...) FILON_PRINTF(2, 3);

enum filon_level { FILON_ERROR, FILON_WARN, FILON_INFO, FILON_DEBUG };
FILON_API void filon_say(struct filon_ctx *ctx, enum filon_level level, const char *format, ...) FILON_PRINTF(3, 4);

/* In open: the index of a layer, or of a column in it, to use with filon_layer and filon_i32 …; -1 with an
 * error if the pipeline has no such layer or column. */
FILON_API int filon_layer_id(struct filon_ctx *ctx, const char *layer);
FILON_API int filon_column_id(struct filon_ctx *ctx, const char *layer, const char *column);

/* The path of a data file (lexicon, model) that belongs to the plugin: looked up in NAME/ beside the plugin's .so, then
 * in the plugin data folders. In the ctx arena. NULL with an error that names the places. */
FILON_API const char *filon_data_file(struct filon_ctx *ctx, const char *file);

struct filon_training;
struct filon_corpus;
struct filon_tally;

/* ------------------------------------------------------------------------------------------------- *
 * Readers and writers have two halves: one in the coordinator (serial, cheap), one in the workers.
 */
struct filon_input {
    struct filon_str id;   /* names the document for good; unique in the job */
    struct filon_str path; /* of the file that holds it; "-" standard input */
    uint64_t offset;       /* of its first byte in the unpacked file */
    uint64_t line;         /* of its first byte, from 1; 0 unknown */
    uint64_t size;         /* bytes, if known */
    int64_t mtime;         /* of the file, ns since 1970, or 0: an unchanged size and mtime save reading it again */
    struct filon_str data; /* the document's bytes for load, or p NULL where load reads them by itself */
};

enum filon_kind { FILON_READER = 1, FILON_ANNOTATOR, FILON_WRITER };

struct filon_plugin {
    uint32_t magic;
    uint16_t abi_major, abi_minor;
    uint32_t size;               /* of this struct, as the plugin was compiled */
    enum filon_kind kind;
    const char *version;         /* the plugin's own; part of the pipeline's fingerprint */
    const char *summary;         /* one line: what it does */
    const char *const *requires; /* annotators: layers that an earlier stage must provide; NULL: none */
    const char *const *provides; /* layers it adds to */
    const struct filon_layer_def *layers; /* layers or columns it declares; ends with one without a name */
    const struct filon_option *options;   /* NULL: none */
    size_t options_size;

    int (*open)(struct filon_ctx *ctx);   /* may be NULL; loads models, checks options; must not touch outputs */
    void (*close)(struct filon_ctx *ctx); /* may be NULL; called if open was, even if it failed */

    /* annotator */
    int (*annotate)(struct filon_ctx *ctx, struct filon_doc *doc);

    /* reader: next in the coordinator gives 1 (an input; its strings live until the next call), 0 at the end, -1 to
     * stop the run; FILON_LATER if it would have to wait (see filon_wait_for). load in a worker makes the document: sets source and text or only the source, and metadata; -1: to quarantine. */
    int (*next)(struct filon_ctx *ctx, struct filon_input *input);
    int (*load)(struct filon_ctx *ctx, const struct filon_input *input, struct filon_doc *doc);

    /* writer: encode in a worker makes the document's record (empty: nothing to write). The rest in the coordinator:
     * check: can the places be written? without touching them. begin: opens them; state is what the last commit gave, or NULL in a job's
     * first run: whatever was written after it is taken back. write: one record, the document's id with it (a changed
     * document comes again: tables replace it). commit: all that was written is durable when it returns;
     * it appends the new state (text, no NUL). end: closes what begin opened; nothing uncommitted need survive. */
    int (*encode)(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record);
    int (*check)(struct filon_ctx *ctx);
    int (*begin)(struct filon_ctx *ctx, const char *state);
    int (*write)(struct filon_ctx *ctx, struct filon_str id, struct filon_str record);
    int (*commit)(struct filon_ctx *ctx, struct filon_buf *state);
    void (*end)(struct filon_ctx *ctx);

    /* writer, since 1.1, may be NULL: takes out what was written under this id in this job, as the document is now dropped, goes to
     * other writers, or has an empty record. Part of the batch like a record. It may be called for a document that is not there. */
    int (*remove)(struct filon_ctx *ctx, struct filon_str id);

    /* Since 1.1. An annotator that learns (filon/train.h): train fills training->out; eval annotates the corpus with the open model
     * and tallies what it found. Either may be NULL. */
    int (*train)(struct filon_ctx *ctx, struct filon_training *training);
    int (*eval)(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally);
};

/* Since 1.1, for next of a reader: a pipe, a socket or a terminal has nothing to read yet. It names the descriptor, and returns what
 * filon_wait_for returns; the run calls next again when there is something, and meanwhile serves its workers, its outputs and signals. A next
 * that waits by itself holds all of them up. Returns FILON_LATER. */
enum { FILON_LATER = 2 };
FILON_API int filon_wait_for(struct filon_ctx *ctx, int fd);

/* Writers that export every layer need to know which there are; indices as for filon_layer. Valid from open on. */
FILON_API int filon_layer_count(const struct filon_ctx *ctx);
FILON_API const struct filon_layer_def *filon_layer_at(const struct filon_ctx *ctx, int index);
/* Of the layers, those that some stage of the pipeline provides. */
FILON_API bool filon_layer_provided(const struct filon_ctx *ctx, int index);

#define FILON_MAGIC 0x4e4c4946u /* "FILN" */
#define FILON_PLUGIN_HEADER \
    .magic = FILON_MAGIC, .abi_major = FILON_ABI_MAJOR, .abi_minor = FILON_ABI_MINOR, .size = sizeof(struct filon_plugin)
#define FILON_PLUGIN(NAME) FILON_API extern const struct filon_plugin filon_plugin_##NAME; const struct filon_plugin filon_plugin_##NAME
#define FILON_LAYERS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
