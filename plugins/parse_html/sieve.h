/* A page as little more than its skeleton, for the tree builder, which is slow by the byte. What a reader never sees goes: scripts, styles, comments,
 * drawings. Attributes stay behind, and so does all that stands within lines: text, and elements such as a and em. Where it was, the skeleton has marks
 * that lead back to it. And what makes tree builders slow on purpose is cut off: endless attributes, endless depth. */
#ifndef PARSE_HTML_SIEVE_H
#define PARSE_HTML_SIEVE_H

#include "hints.h"

#include <gumbo.h>

enum { SIEVE_SCRIPTS = 16, SIEVE_METAS = 256 };

/* Stands for pieces, in the skeleton and in the text that the tree builder makes of it: a code point for private use. */
#define SIEVE_MARK 0xe0ffu
#define SIEVE_MARK_UTF8 "\xee\x83\xbf"

enum sieve_kind {
    SIEVE_TEXT,      /* without character references */
    SIEVE_REFERENCE, /* a character reference: stands behind the mark, as the tree builder knows what it means */
    SIEVE_OPEN,      /* an element within a line begins */
    SIEVE_CLOSE,     /* … or ends, if one is open */
    SIEVE_BREAK      /* <br> */
};

/* A piece of what stands within lines. Those in a row share a mark. */
struct sieve_piece {
    uint32_t at; /* of its mark in the skeleton */
    uint32_t in; /* in the page */
    uint32_t n;  /* TEXT: bytes; OPEN: what its attributes say, an index; FILON_NONE: nothing */
    uint16_t kind;
    uint16_t tag; /* OPEN, CLOSE: GumboTag; unknown ones are all one */
};

enum tag_flags {
    TAG_HIDDEN = 1 << 0,   /* hidden, style, aria-hidden */
    TAG_LINK = 1 << 1,     /* a with href */
    TAG_LOCAL = 1 << 2,    /* … to a place on the page */
    TAG_BODY = 1 << 3,     /* itemprop articleBody and the like */
    TAG_AUTHOR = 1 << 4,   /* itemprop or rel author */
    TAG_DATE = 1 << 5,     /* itemprop datePublished */
    TAG_HEADLINE = 1 << 6, /* itemprop headline */
    TAG_NAV = 1 << 8,      /* role navigation, search, banner, contentinfo, complementary */
    TAG_MAIN = 1 << 9,     /* role main, article */
    TAG_MODIFIED = 1 << 10, /* itemprop dateModified */
    TAG_DIALOG = 1 << 11   /* role dialog, alert */
};

/* What the attributes of an element say. */
struct sieve_tag {
    uint64_t hints;
    uint32_t flags;
    uint32_t at; /* of its start tag, or of its mark, in the skeleton */
    struct filon_str datetime, content, lang; /* raw, with character references */
};

/* <meta> and <link>; strings raw. */
struct sieve_meta {
    struct filon_str key; /* name, property, itemprop, http-equiv; of a link: rel */
    struct filon_str value;
    bool link;
};

struct sieve {
    const struct hints *hints;
    struct filon_str page;
    struct filon_buf skeleton;
    struct sieve_piece *pieces;
    struct sieve_tag *tags; /* of elements whose attributes say something */
    uint32_t n_pieces, n_tags, room_pieces, room_tags;
    uint32_t html, body; /* the tags of these; FILON_NONE. The tree builder may have made both before they came */
    struct sieve_meta metas[SIEVE_METAS];
    unsigned n_metas;
    struct filon_str scripts[SIEVE_SCRIPTS]; /* bodies of application/ld+json */
    unsigned n_scripts;
};

/* The page is valid UTF-8 and lives as long as the results. Reuses what an earlier run allocated. */
void sieve_run(struct sieve *sieve, struct filon_str page);
void sieve_free(struct sieve *sieve);

/* The first piece whose mark, the first tag that is at or behind this offset in the skeleton. Found at once if it is `next`: whoever goes through the
 * tree mostly goes through the skeleton. */
uint32_t sieve_piece_at(const struct sieve *sieve, uint32_t at, uint32_t next);
uint32_t sieve_tag_at(const struct sieve *sieve, uint32_t at, uint32_t next);

#endif
