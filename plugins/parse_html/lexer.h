/* Tags, read as the HTML standard reads them (13.2.5), with the attributes that somebody asks for. */
#ifndef PARSE_HTML_LEXER_H
#define PARSE_HTML_LEXER_H

#include <filon/plugin.h>
#include <gumbo.h>

enum attribute {
    ATTRIBUTE_ARIA_HIDDEN, ATTRIBUTE_ARIA_LABEL, ATTRIBUTE_CLASS, ATTRIBUTE_CONTENT, ATTRIBUTE_DATA_COMPONENT, ATTRIBUTE_DATA_TESTID,
    ATTRIBUTE_DATETIME, ATTRIBUTE_HIDDEN, ATTRIBUTE_HREF, ATTRIBUTE_HTTP_EQUIV, ATTRIBUTE_ID, ATTRIBUTE_ITEMPROP, ATTRIBUTE_LANG, ATTRIBUTE_NAME,
    ATTRIBUTE_OPEN, ATTRIBUTE_PROPERTY, ATTRIBUTE_REL, ATTRIBUTE_ROLE, ATTRIBUTE_STYLE, ATTRIBUTE_TYPE, ATTRIBUTES
};

struct lexer {
    const char *at, *end;
};

struct tag {
    const char *begin, *end; /* '<', and behind '>' */
    struct filon_str name;
    GumboTag kind;
    uint32_t hash; /* of the name, its capitals as small letters */
    bool closes, self;
    unsigned n;
    uint8_t which[ATTRIBUTES]; /* each at most once, the first counts */
    struct filon_str value[ATTRIBUTES];
};

/* The tag at lexer->at, which moves behind it; false: the page ends within it. */
bool lexer_tag(struct lexer *lexer, struct tag *tag);

/* The raw value; p NULL if the tag has no such attribute. */
static inline struct filon_str tag_attribute(const struct tag *tag, enum attribute attribute)
{
    for (unsigned i = 0; i < tag->n; i++)
        if (tag->which[i] == attribute)
            return tag->value[i];
    return FILON_NO_STR;
}

/* Behind the character reference that begins at `at`, an &; `at` if none does. *number: what a numeric one counts, at most LEXER_NUMBER_MOST, which is no
 * code point; 0 for a named one. */
enum { LEXER_NUMBER_MOST = 0x110000 };
const char *lexer_reference(const char *at, const char *end, uint32_t *number);

/* The bytes for the tree builder, which counts numbers wrong that are too large: those are what stands for any that is no code point. */
void lexer_put_references(struct filon_buf *out, struct filon_str raw);

static inline bool lexer_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline bool lexer_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Whether it is this word, in capitals or not. */
bool lexer_is(struct filon_str s, const char *lower);

#endif
