/* What the attributes of tags say. */
#ifndef PARSE_HTML_ATTRIBUTES_H
#define PARSE_HTML_ATTRIBUTES_H

#include "lexer.h"
#include "sieve.h"

/* hints may be NULL. */
struct sieve_tag attributes_say(const struct hints *hints, const struct tag *tag);

/* Keeps what <meta> or <link> says, so far as there is room. */
void attributes_meta(struct sieve *sieve, const struct tag *tag);

#endif
