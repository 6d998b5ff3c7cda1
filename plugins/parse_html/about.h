/* What the page says of its article: title, author, date, publisher … */
#ifndef PARSE_HTML_ABOUT_H
#define PARSE_HTML_ABOUT_H

#include "judge.h"

/* Sets the document's metadata, but for what is set already. Uses the parser's tree for other things. */
void about_set(struct parser *parser, struct reading *reading, const struct verdict *verdict, struct filon_doc *doc, const struct date_rules *rules);

/* The heading of the page that is the article's title by what the page says of itself, cleaned of the site's name; p NULL. In the arena. */
struct filon_str about_title(struct parser *parser, const struct reading *reading, struct filon_arena *arena);

#endif
