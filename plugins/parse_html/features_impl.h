/* What the files that measure pieces share. */
#ifndef PARSE_HTML_FEATURES_IMPL_H
#define PARSE_HTML_FEATURES_IMPL_H

#include "features.h"

enum { NEVER = 30 };

/* What the elements of a page hold, summed up. */
struct sums {
    uint32_t pieces, words, linked_bytes, bytes, prose, first, last; /* prose: words of it; first, last: pieces */
};

struct look {
    const struct web *web;
    const struct page *page;
    struct sums *element; /* of each */
    uint32_t *before;     /* words before each piece; n_pieces + 1 of them */
    uint32_t *prose;      /* words of prose before each piece; n_pieces + 1 of them */
    uint32_t *path;       /* where each piece stands: a place in tallies, which has a place for each way to stand */
    struct tally *tallies;
    uint32_t core;        /* the smallest element that holds most of the prose, or FILON_NONE */
};

static inline bool is_prose(const struct page *page, const struct web *web, uint32_t i)
{
    const struct piece *piece = &web->pieces[i];
    return page->lines[i].role == ROLE_PROSE && 3 * piece->linked < piece->end - piece->begin;
}

static inline uint32_t parent_of(const struct look *look, uint32_t element)
{
    uint32_t parent = look->web->elements[element].parent;
    return parent == FILON_NONE ? element : parent;
}

/* Fills look->element, before, prose and core. */
void features_sum_up(struct look *look, struct filon_arena *arena);

/* Of all pieces: what is repeated; how much the page's metadata have of it; how like the title it is; what is believed of what it stands in. */
void measure_repeats(struct look *look, float *rows, struct filon_arena *arena);
void measure_stated(const struct look *look, struct filon_str stated, float *rows, struct filon_arena *arena);
void measure_title(const struct look *look, float *rows);
void measure_beliefs(const struct look *look, const float *probability, float *rows, struct filon_arena *arena);

#endif
