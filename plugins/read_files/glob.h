/* Patterns over paths: *, ?, [set] within a name, ** for any number of folders. A path is matched name by name as a
 * walk goes down, so that folders which cannot lead to a match are never opened. */
#ifndef GLOB_H
#define GLOB_H

#include <filon/arena.h>
#include <filon/error.h>

enum { GLOB_PARTS = 63 };

struct glob {
    unsigned n;
    struct filon_str part[GLOB_PARTS];
    uint64_t deep; /* bit i: part i is ** */
    bool hidden;   /* wildcards match names that begin with a dot */
};

/* Sets of states, bit i: the names so far match the first i parts. No bit: no match, and none below. */
typedef uint64_t glob_states;

bool glob_magic(const char *text); /* has *, ? or [ */

/* `text` is parts joined by "/", kept, not copied. FILON_E_CONFIG for more than GLOB_PARTS parts. */
int glob_parse(struct glob *glob, const char *text, bool hidden, struct filon_error *error);
glob_states glob_start(const struct glob *glob);
glob_states glob_step(const struct glob *glob, glob_states states, struct filon_str name);
bool glob_matches(const struct glob *glob, glob_states states);   /* the names so far are a match */
bool glob_may_match(const struct glob *glob, glob_states states); /* something below may be one */

/* One name against one pattern, in time of their product at most. A set that is never closed stands for itself. */
bool glob_name(struct filon_str pattern, struct filon_str name);

#endif
