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

/* For the functions of the frames: the last word of the phrase that begins at a word; a finding for each source; whether content may begin at a
 * word; the infinitive at i behind its negation and pronouns, or NO_WORD; the first word behind adverbs, days and an insertion. */
uint32_t frames_phrase_end(const struct cue_at *c, uint32_t first);
bool frames_emit(struct cue_at *c, uint32_t first, uint32_t last, const char *rule, float score);
bool frames_content_starts(const struct text *t, uint32_t i, uint32_t last);
uint32_t frames_before_infinitive(const struct text *t, uint32_t i, uint32_t last);
uint32_t frames_past_insertions(const struct cue_at *c);

/* objects.c: where the object begins, or NO_WORD; the frames as, attr and np. */
uint32_t frames_object_at(const struct cue_at *c);
bool frames_as(struct cue_at *c);
bool frames_attribute(struct cue_at *c);
bool frames_object(struct cue_at *c);

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
