/* What a page's JSON-LD says of its article (schema.org). */
#ifndef PARSE_HTML_JSONLD_H
#define PARSE_HTML_JSONLD_H

#include <filon/plugin.h>

struct jsonld {
    struct filon_str headline, date, modified, author, publisher, section, language, url, body, description; /* p NULL: not said */
    struct filon_str site; /* of the WebSite */
    int free_;             /* isAccessibleForFree: 1, 0; -1: not said */
};

/* Strings are in the arena. What is no JSON is passed over. */
void jsonld_read(struct jsonld *jsonld, const struct filon_str *scripts, unsigned n, struct filon_arena *arena);

#endif
