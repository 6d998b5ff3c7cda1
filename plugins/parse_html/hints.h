/* What authors of pages call things: the words in class names and ids that say what an element is for. */
#ifndef PARSE_HTML_HINTS_H
#define PARSE_HTML_HINTS_H

#include <filon/plugin.h>

/* Kinds of hints, as bits of a set; hints.c names them. */
enum hint {
    HINT_ARTICLE, HINT_CONTENT, HINT_BODY, HINT_TITLE, HINT_LEAD, HINT_AUTHOR, HINT_BIO, HINT_DATE, HINT_CAPTION, HINT_COMMENT, HINT_RELATED,
    HINT_POPULAR, HINT_TEASER, HINT_SHARE, HINT_NEWSLETTER, HINT_AD, HINT_COOKIE, HINT_NAV, HINT_TOC, HINT_HEADER, HINT_FOOTER, HINT_SIDEBAR,
    HINT_WIDGET, HINT_TAG, HINT_LOGIN, HINT_SEARCH, HINT_MODAL, HINT_HIDE, HINT_QUOTE, HINT_MEDIA, HINT_PRODUCT, HINT_META, HINT_BUTTON, HINT_FAQ,
    HINT_TOOLS, HINT_NOTICE, HINT_NOTE, HINT_BLOCK, HINT_TABLE, HINT_LIVE,
    HINTS
};
#define HINT_BIT(hint) ((uint64_t)1 << (hint))

struct hints;

/* The words of a TSV file: word, kind, where (whole: between marks or capitals; part: anywhere). In the arena; NULL with an error. */
struct hints *hints_open(struct filon_arena *arena, const char *path, struct filon_error *error);

/* The set of hints in an attribute's value, in one pass over its first bytes. */
uint64_t hints_of(const struct hints *hints, struct filon_str value);

#endif
