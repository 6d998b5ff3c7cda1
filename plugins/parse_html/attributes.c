#include "attributes.h"

#include <strings.h>

static bool says(struct filon_str value, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= value.n; i++)
        if (strncasecmp(value.p + i, word, n) == 0)
            return true;
    return false;
}

static bool hides(struct filon_str style)
{
    char tight[128];
    size_t n = 0;
    if (!style.n || style.n > 2048 || (!memmem(style.p, style.n, "none", 4) && !memmem(style.p, style.n, "hidden", 6)))
        return false;
    for (size_t i = 0; i < style.n && n + 1 < sizeof tight; i++)
        if (!lexer_space(style.p[i]))
            tight[n++] = style.p[i];
    struct filon_str squeezed = {tight, n};
    return says(squeezed, "display:none") || says(squeezed, "visibility:hidden");
}

static uint32_t flags_of(const struct tag *tag)
{
    struct filon_str item = tag_attribute(tag, ATTRIBUTE_ITEMPROP), role = tag_attribute(tag, ATTRIBUTE_ROLE), rel = tag_attribute(tag, ATTRIBUTE_REL),
                     href = tag_attribute(tag, ATTRIBUTE_HREF);
    uint32_t flags = 0;
    if (tag_attribute(tag, ATTRIBUTE_HIDDEN).p || hides(tag_attribute(tag, ATTRIBUTE_STYLE)) ||
        lexer_is(tag_attribute(tag, ATTRIBUTE_ARIA_HIDDEN), "true"))
        flags |= TAG_HIDDEN;
    if (tag->kind == GUMBO_TAG_A && href.p)
        flags |= TAG_LINK | (href.n && href.p[0] == '#' ? TAG_LOCAL : 0);
    if (item.n) {
        flags |= says(item, "articlebody") || says(item, "reviewbody") ? TAG_BODY : 0;
        flags |= says(item, "author") ? TAG_AUTHOR : 0;
        flags |= says(item, "datepublished") || says(item, "datecreated") ? TAG_DATE : 0;
        flags |= says(item, "datemodified") ? TAG_MODIFIED : 0;
        flags |= lexer_is(item, "headline") || lexer_is(item, "name headline") ? TAG_HEADLINE : 0;
    }
    if (says(rel, "author"))
        flags |= TAG_AUTHOR;
    if (role.n) {
        flags |= says(role, "navigation") || says(role, "search") || says(role, "banner") || says(role, "contentinfo") || says(role, "complementary")
                     ? TAG_NAV
                     : 0;
        flags |= lexer_is(role, "main") || lexer_is(role, "article") ? TAG_MAIN : 0;
        flags |= says(role, "dialog") || lexer_is(role, "alert") ? TAG_DIALOG : 0;
    }
    if (lexer_is(tag->name, "dialog") && !tag_attribute(tag, ATTRIBUTE_OPEN).p)
        flags |= TAG_HIDDEN;
    return flags;
}

struct sieve_tag attributes_say(const struct hints *hints, const struct tag *tag)
{
    static const enum attribute telling[] = {ATTRIBUTE_CLASS,          ATTRIBUTE_ID,         ATTRIBUTE_ITEMPROP, ATTRIBUTE_DATA_TESTID,
                                             ATTRIBUTE_DATA_COMPONENT, ATTRIBUTE_ARIA_LABEL, ATTRIBUTE_ROLE};
    struct sieve_tag said = {.flags = flags_of(tag),
                             .datetime = tag_attribute(tag, ATTRIBUTE_DATETIME),
                             .content = tag_attribute(tag, ATTRIBUTE_CONTENT),
                             .lang = tag_attribute(tag, ATTRIBUTE_LANG)};
    for (size_t i = 0; i < FILON_COUNT(telling); i++) {
        struct filon_str value = tag_attribute(tag, telling[i]);
        if (value.n && hints)
            said.hints |= hints_of(hints, value);
    }
    return said;
}

void attributes_meta(struct sieve *sieve, const struct tag *tag)
{
    static const enum attribute keys[] = {ATTRIBUTE_PROPERTY, ATTRIBUTE_NAME, ATTRIBUTE_ITEMPROP, ATTRIBUTE_HTTP_EQUIV};
    if (sieve->n_metas == SIEVE_METAS)
        return;
    if (tag->kind == GUMBO_TAG_LINK) {
        struct filon_str rel = tag_attribute(tag, ATTRIBUTE_REL);
        if (lexer_is(rel, "canonical") || lexer_is(rel, "amphtml") || lexer_is(rel, "author"))
            sieve->metas[sieve->n_metas++] = (struct sieve_meta){rel, tag_attribute(tag, ATTRIBUTE_HREF), true};
        return;
    }
    for (size_t i = 0; i < FILON_COUNT(keys); i++) {
        struct filon_str key = tag_attribute(tag, keys[i]);
        if (!key.n)
            continue;
        sieve->metas[sieve->n_metas++] = (struct sieve_meta){key, tag_attribute(tag, ATTRIBUTE_CONTENT), false};
        return;
    }
}
