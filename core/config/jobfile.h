/* A job file, read and checked in form: names and values, not yet plugins. docs/jobs.md is its reference. */
#ifndef FILON_CONFIG_JOBFILE_H
#define FILON_CONFIG_JOBFILE_H

#include "config/options.h"

/* One entry of read:, pipeline: or write: - `- segment`, `- segment: { language: fr }`, `- script: path.lua`. */
struct filon_stage_spec {
    const char *plugin;              /* the plugin's name, or NULL for a script */
    const char *script;              /* absolute path, or NULL */
    const struct filon_node *options; /* a map or NULL; common keys (when, route, name) included */
    const char *when;                /* pipeline entries: a Lua condition, or NULL */
    const char *route;               /* write entries: only documents of this route, or NULL for all */
    const char *name;                /* write entries: what the ledger calls it; NULL: by plugin and path */
    struct filon_mark mark;
};

struct filon_secret;

struct filon_limits {
    int64_t workers;   /* 0: everything in one process; -1 (the default, written `auto`): one a core */
    double seconds;    /* per document; 0: none */
    uint64_t memory;   /* bytes per worker; 0: none */
    uint64_t size;     /* bytes per document as read */
    int64_t attempts;  /* how often a document that fails is tried, one time a run */
    double failures;   /* the share of documents that may fail before a run gives up; 1: all */
};

struct filon_lua_limits {
    uint64_t memory;              /* bytes in a Lua state */
    struct filon_list libraries;  /* granted beyond the safe ones: io os debug package */
};

struct filon_log_settings {
    const char *file;             /* absolute, or NULL */
    int format, level;            /* enum filon_log_format, enum filon_level */
};

struct filon_set { /* --set PLUGIN.OPTION=VALUE */
    const char *plugin, *option;
    struct filon_node *value;
    const char *text; /* as given */
};

struct filon_jobfile {
    const char *path;      /* as given */
    const char *dir;       /* absolute folder of it: what relative paths start from */
    const char *name;      /* `job:`, by default the file's name without .yaml */
    const char *language;
    const char *state;     /* absolute folder of ledger, lock, quarantine; default DIR/var/NAME */
    const char *script;    /* pipeline: a script, absolute; or NULL */
    struct filon_list plugins; /* folders, absolute, beside the installed ones */
    struct filon_limits limits;
    struct filon_lua_limits lua;
    struct filon_log_settings log;
    const char *summary, *metrics; /* files that a run leaves behind, absolute; or NULL */
    struct filon_stage_spec *read, *pipeline, *write;
    size_t n_read, n_pipeline, n_write;
    bool redo_pipeline;    /* `redo: pipeline`: documents done by another pipeline are done again */
    struct filon_secret *secrets;  /* of ${file:…}: never to be shown */
    const struct filon_node *root;
};

/* All of it lives in the arena. -1 with FILON_E_CONFIG (or FILON_E_USAGE for a file that cannot be opened). */
int filon_jobfile_load(struct filon_jobfile *job, struct filon_arena *arena, const char *path, struct filon_error *error);
/* The same from text, with paths relative to `dir`. */
int filon_jobfile_parse(struct filon_jobfile *job, struct filon_arena *arena, const char *label, const char *dir, struct filon_str text, struct filon_error *error);

/* "PLUGIN.OPTION=VALUE"; a value that begins with [, {, " or ' is YAML, any other the text itself. FILON_E_USAGE. */
int filon_set_parse(struct filon_set *set, struct filon_arena *arena, const char *text, struct filon_error *error);

#endif
