/* Versions of a document that came before another one of the same id in what is read: a file to which lines are added, say. The last one
 * counts. The ledger knows the older ones by their hash, so that they are not done again in each run: they wait here until the one that
 * counts comes; if it does not come any more, they are done after all. */
#ifndef FILON_JOB_FORMER_H
#define FILON_JOB_FORMER_H

#include "job/job.h"

struct filon_former;

struct filon_former *filon_former_new(void);
void filon_former_free(struct filon_former *former); /* NULL is allowed */

struct filon_former_input {
    struct filon_input input; /* without its bytes */
    uint32_t reader;
    uint64_t hash;
    bool waits;
};

/* Lets one wait, in place of another of its id. False: it cannot, nobody could read it again, or too many wait. */
bool filon_former_defer(struct filon_former *former, const struct filon_former_input *input);
/* Another version of this id has come. The one that waited for it, or NULL. */
const struct filon_former_input *filon_former_settle(struct filon_former *former, struct filon_str id);
/* At the end: the next one that still waits, which does so no longer; NULL: none. It lives as long as the list. */
const struct filon_former_input *filon_former_next(struct filon_former *former);

#endif
