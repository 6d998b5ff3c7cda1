/* One run of a job at a time: a lock on STATE/lock that the kernel drops with its holder. */
#ifndef FILON_JOB_LOCK_H
#define FILON_JOB_LOCK_H

#include <filon/error.h>

/* Makes the state folder and those above it where they are missing. -1: FILON_E_IO. */
int filon_state_folder(const char *path, struct filon_error *error);

/* The descriptor, or -1: FILON_E_BUSY naming the holder, FILON_E_IO. wait: seconds, 0 not at all, < 0 for ever, or until a signal to stop. The state
 * folder must be there. Closing it lets go; a fork does not hold it. */
int filon_lock(const char *state, double wait, struct filon_error *error);

#endif
