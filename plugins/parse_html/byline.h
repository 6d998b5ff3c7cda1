/* Who wrote the article, where the page shows it and neither its metadata nor « par » before a name say so. */
#ifndef PARSE_HTML_BYLINE_H
#define PARSE_HTML_BYLINE_H

#include "judge.h"

/* The place of the names in the text; FILON_NO_SPAN. */
struct filon_span byline_find(const struct parser *parser, const struct reading *reading, const struct verdict *verdict);

/* The names that parse_text's search found, as far as they are names: columns that scraping put side by side are cut off. */
struct filon_str byline_trim(struct filon_str names);

#endif
