/* A cue with what is known of it while its content is looked for. */
#ifndef QUOTE_FRAMES_H
#define QUOTE_FRAMES_H

#include "rules.h"

enum { REACH = 40 /* words between a verb and its clause */ };

struct cue_at {
    struct findings *f;
    struct text *t;
    uint32_t group, from, last; /* the group's number; what follows it in its stretch */
    const struct cue *cue;
    struct np source[SUBJECTS];
    unsigned sources;
    bool beside; /* the source stands before a participle and is none that speaks */
};

/* Tries the frames of the cue in turn; the first that fits gives the content. */
bool frames_try(struct cue_at *c);

/* « de », « à » without an article in it. */
static inline bool is_de(const struct text *t, uint32_t i)
{
    return is(t, i, IS_OF) && !is(t, i, IS_DET);
}

static inline bool is_to(const struct text *t, uint32_t i)
{
    return is(t, i, IS_TO) && !is(t, i, IS_DET);
}

#endif
