/* What is measured of each piece of a page, to judge whether it is the article's: the signs of its text as a line among lines, and what its markup
 * says. */
#ifndef PARSE_HTML_FEATURES_H
#define PARSE_HTML_FEATURES_H

#include "web.h"

#include "../parse_text/signs.h"

/* Behind the line's signs (enum sign). */
enum feature {
    F_LINKED = SIGNS, F_LINKS, F_BOLD, F_CODE, F_CODE_NEAR, F_BREAKS, F_TAG, F_DEPTH,
    F_UNDER_FIRST, F_UNDER_LAST = F_UNDER_FIRST + 19,
    F_HINT_FIRST, F_HINT_LAST = F_HINT_FIRST + HINTS - 1,
    F_AFTER_TITLE, F_SINCE_TITLE, F_SINCE_HEADING, F_LIKE_TITLE,
    F_NEAR_FIRST, F_NEAR_LAST = F_NEAR_FIRST + 6 * 3 - 1,
    F_PROSE_NEAR, F_LINKED_NEAR, F_SINCE_PROSE, F_UNTIL_PROSE, F_PROSE_BEFORE, F_PROSE_AFTER,
    F_GROUP_FIRST, F_GROUP_LAST = F_GROUP_FIRST + 3 * 6 - 1,
    F_CORE_IN, F_CORE_UP, F_CORE_BEFORE, F_CORE_AFTER, F_CORE_PROSE, F_CHILD_WORDS, F_CHILD_LINKED, F_CHILD_PROSE, F_CHILD_PIECES, F_CHILD_AT, F_CHILD_UP,
    F_SAME_PATH, F_PATH_WORDS, F_PATH_LINKED, F_PATH_PROSE, F_SIBLING_SAME, F_STATED, F_STATED_NEAR,
    /* What the text alone made believe of the elements around. */
    F_P_GROUP_1, F_P_GROUP_2, F_P_GROUP_3, F_P_CHILD, F_P_PATH,
    FEATURES
};

/* Fills what is behind the signs in each row. probability: what the text alone makes of each piece. stated: the article's text where the page's
 * metadata has it; p NULL. */
void features_measure(const struct web *web, const struct page *page, const float *probability, struct filon_str stated, float *rows,
                      struct filon_arena *arena);

#endif
