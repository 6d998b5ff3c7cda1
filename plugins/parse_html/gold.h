/* Which pieces of a page are the article's, by a text that somebody else took from it. */
#ifndef PARSE_HTML_GOLD_H
#define PARSE_HTML_GOLD_H

#include "web.h"

/* Fills label (1 or 0) and the number of words of each piece; returns the words of the gold text. */
uint32_t gold_label(const struct web *web, struct filon_str text, struct filon_str gold, uint8_t *label, uint32_t *words);

#endif
