/* A page under work: its elements, the text that a reader sees, and the blocks of that text. */
#ifndef PARSE_HTML_WEB_H
#define PARSE_HTML_WEB_H

#include "sieve.h"
#include "tree.h"

/* An element that makes a line of its own: all but those within lines, such as a and em. */
struct element {
    uint64_t hints;
    uint32_t parent; /* FILON_NONE: the first */
    uint32_t flags;
    uint16_t depth;
    uint16_t tag; /* GumboTag */
};

/* A run of text between two such borders. */
struct piece {
    uint32_t begin, end; /* in the text */
    uint32_t source;     /* where it begins in the page as decoded */
    uint32_t element;
    uint64_t hints;      /* of elements within lines that hold most of it */
    uint32_t flags;
    uint32_t linked, bold, code; /* bytes in links, in bold, in code and pre */
    uint16_t links, breaks;
};

/* What an element says of the page's metadata: a name in <span itemprop=author>, <time datetime=…>. */
struct mark {
    uint32_t begin, end; /* in the text; may be empty */
    uint32_t flags;      /* TAG_AUTHOR … */
    bool time;           /* <time> */
    struct filon_str value; /* datetime or content, raw; p NULL: the text */
};
enum { MARKS = 256, PIECES_MOST = 32768 };

struct web {
    struct filon_buf text; /* freed by web_free */
    struct element *elements;
    struct piece *pieces;
    struct mark *marks;
    uint32_t n_elements, n_pieces, n_marks, room_elements, room_pieces;
    struct filon_buf title; /* of <title> */
    struct filon_str lang;  /* raw, of <html> */
    bool hidden;            /* elements that the page hides were left out */
    struct frame *frames;   /* walk.c */
    uint32_t room_frames;
};

/* walk.c: from the tree to text and pieces. all: hidden elements too. */
void web_walk(struct web *web, const struct sieve *sieve, const GumboOutput *tree, bool all);
void web_free(struct web *web);

#endif
