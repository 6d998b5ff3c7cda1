/* Finding metadata: parts that meta.c and credits.c share. */
#ifndef PARSE_TEXT_META_H
#define PARSE_TEXT_META_H

#include "page.h"

/* A value in the text, and how much it is to be trusted; points 0: nothing found. */
struct found {
    uint32_t begin, end;
    int points;
};

/* Takes the new one if it has more points. */
void found_keep(struct found *best, uint32_t begin, uint32_t end, int points);

/* Near the title or the first lines of the body. */
bool page_near_head(const struct page *page, uint32_t line);

/* readers: the line where readers' comments begin, or n_lines. */
void page_find_author(const struct page *page, uint32_t readers, struct found *best);
void page_find_publisher(const struct page *page, struct found *best);

#endif
