/* What the tests of write_jsonl share. */
#ifndef TESTS_JSONLKIT_H
#define TESTS_JSONLKIT_H

#include "tests/unit/writekit.h"

extern const struct filon_plugin filon_plugin_write_jsonl;
static const struct filon_plugin *const plugin = &filon_plugin_write_jsonl;

static inline struct filon_ctx *writer(const char *yaml)
{
    return kit_open("write_jsonl", plugin, yaml);
}

static inline void put(struct filon_ctx *ctx, const char *line)
{
    must(plugin->write(ctx, FILON_STR("x"), filon_str_of(line)) == 0, "%s", kit_error(ctx));
}

/* One run: lines, a commit, the end. Returns the state. */
static inline const char *run_once(const char *yaml, const char *state, const char *lines)
{
    struct filon_ctx *ctx = writer(yaml);
    kit_begin(ctx, state);
    if (*lines)
        put(ctx, lines);
    state = kit_commit(ctx);
    kit_finish(ctx);
    return state;
}

#endif
