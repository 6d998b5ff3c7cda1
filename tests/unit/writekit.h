/* What the tests of writers share: the steps of a run, and runs that are killed again and again. */
#ifndef TESTS_WRITEKIT_H
#define TESTS_WRITEKIT_H

#include "tests/unit/iokit.h"

/* Begins, commits and gives the state, ends and closes. */
void kit_begin(struct filon_ctx *ctx, const char *state);
const char *kit_commit(struct filon_ctx *ctx);
void kit_finish(struct filon_ctx *ctx);

/* kit.doc, encoded and written: what write gave. */
int kit_write(struct filon_ctx *ctx, const char *id);

/* What begin, with FILON_E_IO, and check say when they must fail; it is closed then. */
const char *kit_begin_fails(struct filon_ctx *ctx, const char *state);
const char *kit_check_fails(struct filon_ctx *ctx);

/* A run of so many documents, committed in batches of such a size on average, with a ledger that is a renamed file: killed again and again, now
 * at one of the first steps, now at any time; at the end it is done. */
struct kit_storm {
    int documents, batch, kills, steps;
    struct filon_ctx *(*open)(void);
    void (*put)(struct filon_ctx *ctx, int i);
};
void kit_storm(const struct kit_storm *storm);

#endif
