/* What is measured of each piece of a page, to judge whether it is the article's. */
#ifndef PARSE_HTML_FEATURES_H
#define PARSE_HTML_FEATURES_H

#include "web.h"

#include "../parse_text/page.h"

/* The first round of judgement sees these … */
enum feature {
    F_WORDS, F_WORD_LENGTH, F_LINKED, F_LINKS, F_BOLD, F_CODE, F_CODE_NEAR, F_STOPS, F_ENDS, F_COLON, F_CAPS, F_UPPERS, F_NUMBERS, F_COVERED, F_WEIGHT, F_FUNCTION, F_MARKS,
    F_ROLE, F_KIND_FIRST, F_KIND_LAST = F_KIND_FIRST + 12, F_DATE, F_CREDIT, F_AGENCY, F_BREAKS,
    F_TAG, F_DEPTH, F_UNDER_FIRST, F_UNDER_LAST = F_UNDER_FIRST + 19,
    F_HINT_FIRST, F_HINT_LAST = F_HINT_FIRST + HINTS - 1,
    F_AT, F_WORDS_BEFORE, F_WORDS_ALL, F_PIECES, F_AFTER_TITLE, F_SINCE_TITLE, F_SINCE_HEADING, F_LIKE_TITLE,
    F_NEAR_FIRST, F_NEAR_LAST = F_NEAR_FIRST + 6 * 6 - 1,
    F_PROSE_NEAR, F_LINKED_NEAR, F_SINCE_PROSE, F_UNTIL_PROSE, F_PROSE_BEFORE, F_PROSE_AFTER,
    F_GROUP_FIRST, F_GROUP_LAST = F_GROUP_FIRST + 3 * 6 - 1,
    F_CORE_IN, F_CORE_UP, F_CORE_BEFORE, F_CORE_AFTER, F_CORE_PROSE, F_CHILD_WORDS, F_CHILD_LINKED, F_CHILD_PROSE, F_CHILD_PIECES, F_CHILD_AT, F_CHILD_UP,
    F_SAME_TEXT, F_SAME_PATH, F_PATH_WORDS, F_PATH_LINKED, F_PATH_PROSE,
    F_STATED, F_STATED_NEAR, F_COMMENTS_BEFORE, F_OPENER_BEFORE, F_FURNITURE_NEAR, F_SIBLING_SAME,
    FIRST_FEATURES,
    /* … the second also what the first thinks of the piece and those around it. */
    F_P = FIRST_FEATURES, F_P_NEAR, F_P_BEFORE_1, F_P_BEFORE_2, F_P_BEFORE_3, F_P_AFTER_1, F_P_AFTER_2, F_P_AFTER_3, F_P_GROUP_1, F_P_GROUP_2,
    F_P_GROUP_3, F_P_CHILD, F_P_BEFORE_ALL, F_P_AFTER_ALL, F_P_PAGE, F_P_SINCE, F_P_UNTIL, F_P_PATH,
    FEATURES
};

/* A number for the meaning of all these, in models: what was learned for others is refused. */
enum { FEATURES_VERSION = 2 };

/* Fills n_pieces rows of FEATURES numbers, in the arena, but for those of the second round. stated: the article's text where the page's metadata has
 * it; p NULL. Roles of page->lines are set before. */
float *features_first(const struct web *web, const struct page *page, struct filon_str stated, struct filon_arena *arena);

/* Those of the second round. */
void features_second(const struct web *web, const struct page *page, const float *probability, float *rows, struct filon_arena *arena);

#endif
