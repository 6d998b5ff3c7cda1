/* From bytes to pieces of text with what is measured of each: what the plugin and the trainer share. */
#ifndef PARSE_HTML_PARSER_H
#define PARSE_HTML_PARSER_H

#include "encoding.h"
#include "features.h"
#include "jsonld.h"

#include "../parse_text/article.h"

struct parser {
    struct phrasebook book;
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
    float *rows;           /* of FEATURES numbers, a row a piece; set by parser_judge */
    bool bare;             /* no tree: it would have been too large; the text is the page's without its tags */
};

/* Paths of the data files in this order. Loads them into the arena; 0, or -1 with an error. */
enum { PARSER_HINTS, PARSER_WORDS, PARSER_DATES, PARSER_PROMPTS_FR, PARSER_PROMPTS_EN, PARSER_FILES };
extern const char *const parser_files[PARSER_FILES]; /* relative to the plugin's data folder */
int parser_open(struct parser *parser, const char *const paths[PARSER_FILES], struct filon_arena *arena, struct filon_error *error);
void parser_close(struct parser *parser);

/* The page is never refused. charset: what the server called its encoding, or none. */
void parser_read(struct parser *parser, struct filon_str bytes, struct filon_str charset, struct reading *reading, struct filon_arena *arena);

/* What tells the article from the rest. */
struct judgement {
    struct article article;
    struct filon_forest markup;
};
int judgement_open(struct judgement *judgement, const char *path, struct filon_error *error);
void judgement_close(struct judgement *judgement);

/* The probability that each piece is the article's, in the arena. */
float *parser_judge(const struct parser *parser, const struct judgement *judgement, struct reading *reading, struct filon_arena *arena);

#endif
