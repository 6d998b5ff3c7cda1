/* A walk through a page's tree: what its parts share. */
#ifndef PARSE_HTML_WALK_H
#define PARSE_HTML_WALK_H

#include "web.h"

/* One open element of the tree, which is walked without recursion: pages choose its depth. */
struct frame {
    const GumboNode *node;
    unsigned child;
    uint32_t element; /* the nearest that makes a line */
    uint32_t begin;   /* bytes of text when it opened */
    uint32_t fence;   /* depth of the nearest within which elements within lines stay among themselves: a table's cell; 0: none */
    const struct sieve_tag *said;
    bool line, pre;
};

/* An open element within lines: they are not in the tree. */
struct inlined {
    const struct sieve_tag *said; /* NULL: nothing */
    uint32_t begin;               /* bytes of text when it opened */
    uint32_t depth;               /* of what holds it */
    uint16_t tag;
    bool lost; /* what held it is closed: it begins again with the next text */
};
enum { INLINES = 256 };

struct inlines {
    struct inlined open[INLINES]; /* by depth */
    unsigned n, lost;
    bool link, local, bold, code, hidden; /* what they come to */
};

/* What one said that is closed, of the piece under work. */
struct span {
    uint64_t hints;
    uint32_t flags, bytes;
};
enum { SPANS = 16 };

struct walk {
    struct web *web;
    const struct sieve *sieve;
    uint32_t depth;
    uint32_t next_piece, next_tag; /* of the sieve's: those that probably come next */
    bool all;
    struct piece now; /* under work, if open */
    bool open, space;
    unsigned breaks;
    struct span spans[SPANS];
    unsigned n_spans;
    struct inlines inlines;
};

static inline struct frame *walk_top(const struct walk *walk)
{
    return &walk->web->frames[walk->depth - 1];
}

static inline bool walk_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Keeps what an element says of the page's metadata: its text runs from `begin` to here. */
void walk_add_mark(struct walk *walk, GumboTag tag, const struct sieve_tag *said, uint32_t begin);

/* text.c: text becomes pieces. source: where it is in the page. */
void walk_put_text(struct walk *walk, const char *from, const char *end, uint32_t source);
void walk_close_piece(struct walk *walk);

/* inline.c: elements within lines, opened and closed as the tree builder would (HTML, 13.2.4.3 and 13.2.6.4.7), so far as it changes anything. */
void inlines_open(struct walk *walk, GumboTag tag, const struct sieve_tag *said);
void inlines_close(struct walk *walk, GumboTag tag);
/* The element at the top is about to close. */
void inlines_leave(struct walk *walk);
/* Those that are lost begin again, before text and others. */
void inlines_resume(struct walk *walk);

#endif
