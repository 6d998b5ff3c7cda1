/* How far files are done that hold many documents (filon/resume.h): places wait here until what was given before them is. */
#ifndef FILON_JOB_REACH_H
#define FILON_JOB_REACH_H

#include <filon/resume.h>
#include "job/ledger.h"

struct filon_reach {
    struct filon_place place;
    struct filon_buf path;
    uint64_t before;  /* documents of the window with a lower number were given before it */
    int64_t pipeline; /* by which all before it was done; 0: by several */
};

/* Those that wait, in order. */
struct filon_reaches {
    struct filon_reach *reach;
    uint32_t n, room;
    int64_t pipeline; /* of the documents of the file under way */
};

void filon_reaches_free(struct filon_reaches *reaches);
/* A place waits for the documents before number `before`. One that is near the last, or too many, is forgotten: the file is read again from an
 * earlier one. */
void filon_reaches_add(struct filon_reaches *reaches, const struct filon_place *place, uint64_t before);
/* Puts places into the ledger that wait for none at or behind number `head`. How many; -1. */
int filon_reaches_settle(struct filon_reaches *reaches, struct filon_ledger *ledger, uint64_t head, struct filon_error *error);

#endif
