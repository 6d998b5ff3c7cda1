/* What a page's <meta> and <link> say, and setting the document's metadata from it: the parts of about.c share this. */
#ifndef PARSE_HTML_SAYS_H
#define PARSE_HTML_SAYS_H

#include "judge.h"

struct about {
    struct parser *parser;
    struct reading *reading;
    struct filon_arena *arena;
    struct filon_doc *doc;
    const struct date_rules *rules;
    struct filon_str site; /* its name; p NULL */
};

/* The first value under one of these names, cleaned, in the arena; p NULL. `keys` ends with NULL. */
struct filon_str says_meta(const struct about *about, const char *const *keys);
#define SAYS(about, ...) says_meta((about), (const char *const[]){__VA_ARGS__, NULL})

/* All values under the first of these names that has any, `;` between. */
struct filon_str says_all(const struct about *about, const char *const *keys);
#define SAYS_ALL(about, ...) says_all((about), (const char *const[]){__VA_ARGS__, NULL})

struct filon_str says_link(const struct about *about, const char *rel);

/* clean_value with the parser's tree. */
struct filon_str says_cleaned(const struct about *about, struct filon_str raw);

/* Sets a piece of metadata that is not set yet; values that are too long are none. */
void says_set(const struct about *about, const char *key, struct filon_str value, struct filon_span span);

/* authors.c: who wrote it, by what the page says of itself; then, when its words were searched, by those. */
void authors_set(const struct about *about);
void authors_set_shown(const struct about *about, const struct verdict *verdict);

static inline struct filon_str says_first(struct filon_str a, struct filon_str b)
{
    return a.n ? a : b;
}

#endif
