/* From bytes to pieces of text with what is measured of each: what the plugin and the trainer share. */
#ifndef PARSE_HTML_PARSER_H
#define PARSE_HTML_PARSER_H

#include "encoding.h"
#include "features.h"
#include "forest.h"
#include "jsonld.h"

struct parser {
    struct phrasebook book;
    struct forest first, second; /* n 0: none loaded */
    struct sieve sieve;
    struct tree *tree;
    struct web web;
    uint32_t *significant;
    bool repair; /* mojibake */
};

/* A page just read. Its parts live until the next, or as long as the arena. */
struct reading {
    struct encoding encoding;
    struct filon_str text; /* NUL-terminated, in the arena */
    struct page *page;     /* a line for each piece */
    struct jsonld jsonld;
    float *rows;           /* features, FEATURES a piece */
    bool bare;             /* no tree: it would have been too large; the text is the page's without its tags */
};

/* Paths of the data files in this order. Loads them into the arena; 0, or -1 with an error. */
enum { PARSER_HINTS, PARSER_WORDS, PARSER_DATES, PARSER_PROMPTS_FR, PARSER_PROMPTS_EN, PARSER_FILES };
extern const char *const parser_files[PARSER_FILES]; /* relative to the plugin's data folder */
int parser_open(struct parser *parser, const char *const paths[PARSER_FILES], struct filon_arena *arena, struct filon_error *error);
void parser_close(struct parser *parser);

/* The page is never refused. charset: what the server called its encoding, or none. */
void parser_read(struct parser *parser, struct filon_str bytes, struct filon_str charset, struct reading *reading, struct filon_arena *arena);

/* What the first round is as sure of as this is not asked again. */
#define PARSER_SURE 0.01f

/* What a piece must have to be the article's lies between these. */
#define PARSER_LEAST 0.35f
#define PARSER_MOST 0.5f

/* The probability that each piece is the article's, the mean of what both rounds say, in the arena. */
float *parser_judge(const struct parser *parser, struct reading *reading, struct filon_arena *arena);

/* The article's pieces have more than this: those that together have the greatest F1 that can be expected, counted in words, between PARSER_LEAST and
 * PARSER_MOST (N. Ye, K. M. A. Chai, W. S. Lee, H. L. Chieu: Optimizing F-measures, 2012). Where much is uncertain, more is let in. n: lines of the
 * page. */
float parser_threshold(const struct page *page, const float *probability, uint32_t n, struct filon_arena *arena);

#endif
