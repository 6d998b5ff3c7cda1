/* A page as little more than its skeleton, for the tree builder, which is slow by the byte. What a reader never sees goes: scripts, styles, comments,
 * drawings. Text and attributes stay behind: where they were, the skeleton has marks that lead back to them. And what makes tree builders slow on
 * purpose is cut off: endless attributes, endless depth. */
#ifndef PARSE_HTML_SIEVE_H
#define PARSE_HTML_SIEVE_H

#include "hints.h"

#include <gumbo.h>

enum { SIEVE_SCRIPTS = 16, SIEVE_METAS = 256 };

/* Stands for a piece of text, in the skeleton and in the text that the tree builder makes of it: a code point for private use. */
#define SIEVE_MARK 0xe0ffu
#define SIEVE_MARK_UTF8 "\xee\x83\xbf"

/* A piece of the page's text without character references. */
struct sieve_piece {
    uint32_t at; /* of its mark in the skeleton */
    uint32_t in, n;
};

/* From `at` on the skeleton is the page from `in` on. */
struct sieve_cut {
    uint32_t at, in;
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

/* What the attributes of an element say. The skeleton has its index as the value of the attribute n. */
struct sieve_tag {
    uint64_t hints;
    uint32_t flags;
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
    struct sieve_cut *cuts;
    struct sieve_tag *tags;
    uint32_t n_pieces, n_cuts, n_tags, room_pieces, room_cuts, room_tags;
    struct sieve_meta metas[SIEVE_METAS];
    unsigned n_metas;
    struct filon_str scripts[SIEVE_SCRIPTS]; /* bodies of application/ld+json */
    unsigned n_scripts;
};

/* The page is valid UTF-8 and lives as long as the results. Reuses what an earlier run allocated. */
void sieve_run(struct sieve *sieve, struct filon_str page);
void sieve_free(struct sieve *sieve);

/* The offset in the page of one in the skeleton that is not a mark's. */
uint32_t sieve_offset(const struct sieve *sieve, uint32_t at);
/* The first piece whose mark is at or behind this offset in the skeleton. */
uint32_t sieve_piece_at(const struct sieve *sieve, uint32_t at);

#endif
