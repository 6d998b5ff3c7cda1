/* What each piece is, from the probability that it is the article's. */
#ifndef PARSE_HTML_JUDGE_H
#define PARSE_HTML_JUDGE_H

#include "parser.h"

#include "../parse_text/date.h"

enum kind_of_block {
    PIECE_BOILERPLATE, PIECE_TITLE, PIECE_LEAD, PIECE_PARAGRAPH, PIECE_HEADING, PIECE_LIST, PIECE_CAPTION, PIECE_BYLINE, PIECE_DATELINE, PIECE_TABLE,
    PIECE_QUOTE, PIECE_KINDS
};
extern const struct filon_str piece_kinds[PIECE_KINDS];

struct verdict {
    uint8_t *kind;
    bool *content;
    uint32_t title; /* its piece, or FILON_NONE */
};

/* stated: the title that the page's metadata gives; p NULL. In the arena; fills the lines of reading->page, too. */
void judge_pieces(const struct parser *parser, struct reading *reading, const float *probability, struct filon_str stated, struct verdict *verdict,
                  struct filon_arena *arena);

#endif
