/* filon/resume.h - a reader of files that hold many documents goes on where an earlier run of the job came to (since 1.1).
 *
 * In next, a reader says of a file that it has opened how it looks, and hears from where on it has to be read; and it says now and then
 * to where it has read it. The ledger remembers a place as soon as all documents that were given before it are done, in the same step as those.
 */
#ifndef FILON_RESUME_H
#define FILON_RESUME_H

#include <filon/str.h>

struct filon_ctx;

struct filon_place {
    /* The file, as it looked when it was opened: another size or time, and it is read from its beginning. */
    struct filon_str path; /* that of its inputs */
    uint64_t size;         /* bytes */
    int64_t mtime;         /* ns since 1970; 0: it has none, and no place is known */
    uint64_t how;          /* a hash of whatever else decides which documents the reader takes out of it: its options */
    /* A place from which on the reader would give the same as if it had read all before it. */
    uint64_t at;        /* byte of the file; `size`: its end */
    uint64_t offset;    /* of the inputs behind it: unpacked bytes before it */
    uint64_t documents; /* that it gave before it */
};

/* Whether all before some place is done: fills the last three. False: the file is to be read from its beginning, and they are 0. The core's
 * reasons for that: a changed pipeline whose documents are to be done again, documents to be tried again, others that came under ids of
 * the job (an older version may count again). */
FILON_API bool filon_resume(struct filon_ctx *ctx, struct filon_place *place);

/* All documents before the place were given by next. Costs next to nothing. */
FILON_API void filon_reached(struct filon_ctx *ctx, const struct filon_place *place);

#endif
