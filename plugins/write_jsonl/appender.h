/* Bytes appended to files whose name may follow the clock, so that what the last commit did not hold can always be
 * taken back: by the state that the job's ledger keeps, and a journal beside the files. */
#ifndef APPENDER_H
#define APPENDER_H

#include "journal.h"
#include "pack.h"

struct appender_file {
    const char *path;
    uint64_t committed; /* bytes at the last commit, or when it was found */
    uint64_t length;    /* bytes now, as far as they were flushed */
    bool touched;       /* since the last commit */
    bool fresh;         /* made since the last commit */
};

struct appender {
    /* set by the owner: */
    const char *pattern; /* absolute, with strftime's conversions; or "-" */
    const char *dir;     /* paths in the state are relative to it */
    bool utc, packed;
    bool gone_is_fine; /* a file that was taken away is begun anew */
    struct filon_arena *arena;
    /* private: */
    char owner[33];
    uint64_t commits;
    struct journal journal;
    struct appender_file *file;
    size_t n, room, current;
    int fd;            /* of the current file; -1 none */
    bool plain_stream; /* standard output, a pipe, a device: nothing can be taken back */
    struct member member;
    struct filon_buf pending;
    long long second; /* that the current name was made for */
    int pid;          /* that began */
};

/* Whether a pattern has only conversions that give a name: FILON_E_CONFIG naming the wrong one. */
int appender_pattern(const char *pattern, struct filon_error *error);

int appender_check(struct appender *appender, struct filon_error *error); /* touches nothing */
/* state: as the last commit gave it; NULL the first time. Everything after that commit is taken back. */
int appender_begin(struct appender *appender, const char *state, struct filon_error *error);
int appender_put(struct appender *appender, struct filon_str bytes, struct filon_error *error);
int appender_commit(struct appender *appender, struct filon_buf *state, struct filon_error *error);
void appender_end(struct appender *appender); /* takes back what was not committed */

#endif
