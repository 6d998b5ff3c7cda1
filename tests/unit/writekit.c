#include "tests/unit/writekit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct filon_plugin *plugin_of(const struct filon_ctx *ctx)
{
    return &ctx->loaded->plugin;
}

void kit_begin(struct filon_ctx *ctx, const char *state)
{
    must(plugin_of(ctx)->begin(ctx, state) == 0, "%s", kit_error(ctx));
}

const char *kit_commit(struct filon_ctx *ctx)
{
    struct filon_buf state = FILON_BUF_INIT;
    filon_buf_puts(&state, "");
    must(plugin_of(ctx)->commit(ctx, &state) == 0, "%s", kit_error(ctx));
    const char *text = filon_strdup(kit.arena, state.p);
    filon_buf_free(&state);
    return text;
}

void kit_finish(struct filon_ctx *ctx)
{
    plugin_of(ctx)->end(ctx);
    filon_instance_free(ctx);
}

int kit_write(struct filon_ctx *ctx, const char *id)
{
    struct filon_buf record = FILON_BUF_INIT;
    must(plugin_of(ctx)->encode(ctx, kit.doc, &record) == 0, "%s", kit_error(ctx));
    int done = plugin_of(ctx)->write(ctx, filon_str_of(id), filon_buf_str(&record));
    filon_buf_free(&record);
    return done;
}

const char *kit_begin_fails(struct filon_ctx *ctx, const char *state)
{
    ck_assert_int_lt(plugin_of(ctx)->begin(ctx, state), 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_IO);
    const char *text = kit_error(ctx);
    kit_finish(ctx);
    return text;
}

const char *kit_check_fails(struct filon_ctx *ctx)
{
    ck_assert_int_lt(plugin_of(ctx)->check(ctx), 0);
    const char *text = kit_error(ctx);
    kit_finish(ctx);
    return text;
}

/* The next document, then the state. */
static const char *read_ledger(int *at)
{
    struct filon_str text = kit_get("ledger");
    if (!text.p)
        return NULL;
    *at = atoi(text.p);
    return strchr(text.p, '\n') + 1;
}

static void write_ledger(int at, const char *state)
{
    kit_puts("ledger.new", filon_strf(kit.arena, "%d\n%s", at, state));
    must(rename(kit_path("ledger.new"), kit_path("ledger")) == 0, "ledger");
}

/* Goes on where the ledger says; dies by itself after so many steps. */
static void work(const struct kit_storm *storm, int steps)
{
    int at = 0;
    const char *state = read_ledger(&at);
    struct filon_ctx *ctx = storm->open();
    kit_begin(ctx, state);
    if (!state)
        write_ledger(0, kit_commit(ctx)); /* as the coordinator does in a first run */
    for (; at < storm->documents; at++) {
        storm->put(ctx, at);
        bool due = rand() % storm->batch == 0;
        const char *committed = due ? kit_commit(ctx) : NULL;
        if (steps-- == 0)
            raise(SIGKILL);
        if (due)
            write_ledger(at + 1, committed);
    }
    write_ledger(at, kit_commit(ctx));
    kit_finish(ctx);
}

void kit_storm(const struct kit_storm *storm)
{
    srand(7);
    for (int i = 0; i < storm->kills; i++) {
        pid_t child = fork();
        if (child == 0) {
            srand((unsigned)i);
            work(storm, i % 2 ? rand() % storm->steps : -1);
            _exit(0);
        }
        if (i % 2 == 0) {
            usleep((useconds_t)(rand() % 10000));
            kill(child, SIGKILL);
        }
        waitpid(child, NULL, 0);
    }
    work(storm, -1);
}
