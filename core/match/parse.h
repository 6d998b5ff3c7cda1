/* parse.h - inside the parser of patterns: condition.c reads letters and conditions, program.c the rest. */
#ifndef MATCH_PARSE_H
#define MATCH_PARSE_H

#include "match/match_impl.h"

struct parser {
    struct filon_patterns *patterns;
    struct filon_error *error;
    struct filon_str text;
    size_t at;
    unsigned depth; /* of brackets */
    bool failed;
    struct instruction program[PROGRAM_LONGEST];
    uint32_t n;
    struct pattern *pattern;
};

/* All that follow return false once the pattern is found wrong; the first fault is the one that is told. */
bool match_fail(struct parser *p, const char *format, ...) FILON_PRINTF(2, 3);

char match_peek(struct parser *p);         /* the next letter that is no space; 0 at the end */
bool match_take(struct parser *p, char c); /* it, if it is c */
struct filon_str match_take_name(struct parser *p);

bool match_put_code(struct parser *p, uint32_t code);
bool match_comparison(struct parser *p);       /* attribute=value, or "a form" */
bool match_either_condition(struct parser *p); /* what stands between [ and ] */

#endif
