/* What is measured of each line of a page, to judge whether it is the article's: what stands in it, what stands around it, where it stands. The same
 * for lines of text and for pieces of HTML, which has measures of its own beside these (../parse_html/features.h). */
#ifndef PARSE_TEXT_SIGNS_H
#define PARSE_TEXT_SIGNS_H

#include "page.h"

/* The first round of judgement sees these … */
enum sign {
    S_WORDS, S_WORD_LENGTH, S_STOPS, S_ENDS, S_COLON, S_CAPS, S_UPPERS, S_NUMBERS, S_COVERED, S_WEIGHT, S_FUNCTION, S_MARKS, S_ROLE,
    S_KIND_FIRST, S_KIND_LAST = S_KIND_FIRST + 12, S_DATE, S_CREDIT, S_AGENCY,
    S_NEAR_FIRST, S_NEAR_LAST = S_NEAR_FIRST + 6 * 5 - 1,
    S_PROSE_NEAR, S_PROSE_FAR, S_FURNITURE_NEAR, S_FURNITURE_FAR, S_WORDS_NEAR, S_LINKS_NEAR,
    S_AT, S_WORDS_BEFORE, S_WORDS_ALL, S_LINES, S_PROSE_BEFORE, S_PROSE_AFTER, S_PROSE_ALL, S_COMMENTS_BEFORE, S_OPENER_BEFORE,
    S_SINCE_PROSE, S_UNTIL_PROSE, S_SINCE_HEADING, S_SINCE_FURNITURE, S_UNTIL_FURNITURE, S_RUN_LINES, S_RUN_WORDS, S_RUN_AT,
    S_SAME_TEXT,
    FIRST_SIGNS,
    /* … the second also what the first thinks of the line and those around it. */
    S_P = FIRST_SIGNS, S_P_NEAR, S_P_BEFORE_1, S_P_BEFORE_2, S_P_BEFORE_3, S_P_AFTER_1, S_P_AFTER_2, S_P_AFTER_3, S_P_BEFORE_ALL, S_P_AFTER_ALL, S_P_PAGE,
    S_P_SINCE, S_P_UNTIL,
    SIGNS
};

static inline float sign_ratio(uint32_t a, uint32_t b)
{
    return b ? (float)a / (float)b : 0;
}

static inline float sign_at_most(uint32_t a, uint32_t most)
{
    return (float)(a < most ? a : most);
}

/* An open table of keys that are not 0: sign_table_size(number of keys) of them, 0 at first. sign_place: where a key is, or the 0 that it may take. */
uint32_t sign_table_size(uint32_t n);
static inline uint32_t sign_place(const uint32_t *keys, uint32_t size, uint32_t key)
{
    uint32_t at = (key * 0x9e3779b1u >> 7) & (size - 1);
    while (keys[at] && keys[at] != key)
        at = (at + 1) & (size - 1);
    return at;
}

/* What was summed up of a page, so that the signs of any line are had at once. */
struct signs {
    const struct page *page;
    struct sign_sums *sums;     /* of all lines before each */
    struct sign_belief *belief; /* the same of probabilities */
    const float *probability;
};

/* Of a page whose lines have their roles. */
void signs_begin(struct signs *signs, const struct page *page, struct filon_arena *arena);
/* FIRST_SIGNS numbers. */
void signs_of(const struct signs *signs, uint32_t line, float *row);

/* The probability of each line, which must outlive the signs of the second round. */
void signs_believe(struct signs *signs, const float *probability, struct filon_arena *arena);
/* Fills row[FIRST_SIGNS] to row[SIGNS - 1]. */
void signs_again(const struct signs *signs, uint32_t line, float *row);

#endif
