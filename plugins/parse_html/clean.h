/* Values of attributes and metadata as one reads them. */
#ifndef PARSE_HTML_CLEAN_H
#define PARSE_HTML_CLEAN_H

#include "tree.h"

/* Character references decoded, white space collapsed, controls gone; in the arena. Uses the tree, whose page is gone then. */
struct filon_str clean_value(struct filon_str raw, struct tree *tree, struct filon_arena *arena);

/* "Title | Site", « Titre - Le Site » without what names the site: `site` if it is known, and whatever stands behind the last such mark if `heading`, a
 * heading of the page, stands before it. */
struct filon_str clean_title(struct filon_str title, struct filon_str site, struct filon_str heading);

/* « Par Anne Martin et Paul Roux, avec AFP » -> "Anne Martin, Paul Roux": names joined by ", ". Empty if there is no name in it. */
struct filon_str clean_authors(struct filon_str names, struct filon_arena *arena);

#endif
