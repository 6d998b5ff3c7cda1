/* SIGINT and SIGTERM, and SIGHUP on a terminal: the first asks a run to finish what is under way, the second to leave at once. Whatever a run hangs in (a pipe that nobody
 * empties, a dead network disk), some time after the first it is over: what was not committed is done again by the next run. */
#ifndef FILON_JOB_STOP_H
#define FILON_JOB_STOP_H

/* How long documents under way may take to be finished, and all else after them; and how long "at once" is. */
enum { FILON_DRAIN_SECONDS = 30, FILON_LEAVE_SECONDS = 15, FILON_AT_ONCE_SECONDS = 2 };

void filon_stop_begin(void); /* from here on signals are counted */
void filon_stop_end(void);   /* and here they do again what they did before */

int filon_stop_count(void);  /* signals so far */
int filon_stop_signal(void); /* the last one, or 0 */
int filon_stop_fd(void);     /* readable when one has come, to be polled; -1 if there is none: then poll no longer than a moment */
void filon_stop_heard(void); /* makes it unreadable again */

#endif
