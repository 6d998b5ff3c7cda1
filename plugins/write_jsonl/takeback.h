/* What an appender knows of its files between commits, and how it takes back what came after the last one. */
#ifndef TAKEBACK_H
#define TAKEBACK_H

#include "appender.h"

/* Reads state and journal and cuts the files back. FILON_E_IO if they do not fit what is there. */
int takeback_begin(struct appender *appender, const char *state, struct filon_error *error);

/* The file as far as it is known since the state; NULL. The pointer lives until the next takeback_track. */
struct appender_file *takeback_find(const struct appender *appender, const char *path);
struct appender_file *takeback_track(struct appender *appender, const char *path);

/* A commit: appends the state, and forgets the files that only later commits will touch again. `current` is the open one or NULL. */
void takeback_state(struct appender *appender, const struct appender_file *current, struct filon_buf *state);

/* Cuts back to the last commit within a run, as well as it goes. */
void takeback_undo(struct appender *appender);

/* Whether this pattern has been written to before, so that its files may end in what is yet to be taken back. */
bool takeback_pending(const struct appender *appender);

#endif
