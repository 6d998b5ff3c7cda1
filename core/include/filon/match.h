/* filon/match.h - patterns over tokens: many of them, compiled once, found in one pass over a document.
 *
 *     who:<PER> []{0,3} [lemma=nier|démentir & upos=VERB] what:( "tout" [entity!=PER]+ )
 *
 * The language is docs/patterns.md's; it is near to that of corpus query processors. A pattern is a regular expression whose letters are tests on a
 * token; it becomes a program for Thompson's and Pike's simulation of an automaton (R. Cox, Regular Expression Matching: the Virtual Machine
 * Approach, 2009), so that no pattern and no text takes exponential time.
 *
 * Matches lie within one sentence, do not overlap others of their pattern, are the leftmost, and as long as their quantifiers are greedy.
 */
#ifndef FILON_MATCH_H
#define FILON_MATCH_H

#include <filon/document.h>

#define FILON_MATCH_GROUPS 8    /* named groups in one pattern */
#define FILON_MATCH_LONGEST 256 /* tokens in one match */

struct filon_patterns;

/* An empty set. It lives in the arena, and so does all that is added to it. */
FILON_API struct filon_patterns *filon_patterns_new(struct filon_arena *arena);

/* Compiles a pattern and adds it: its number from 0, or -1 with a FILON_E_CONFIG error that says at which character (from 1) it is wrong. */
FILON_API int filon_patterns_add(struct filon_patterns *patterns, struct filon_str text, struct filon_error *error);

/* The name of the i-th named group of a pattern, in the order of their first letters; NULL from the last one on. */
FILON_API const char *filon_pattern_group(const struct filon_patterns *patterns, int pattern, size_t i);

/* What the patterns ask of a token, so that one can tell that a pipeline does not give it. */
enum filon_pattern_needs {
    FILON_NEEDS_LEMMA = 1,
    FILON_NEEDS_UPOS = 2,
    FILON_NEEDS_FEATS = 4,
    FILON_NEEDS_HEAD = 8,
    FILON_NEEDS_DEPREL = 16
};
FILON_API unsigned filon_patterns_needs(const struct filon_patterns *patterns);
/* false: the patterns ask for lemmas, parts of speech or dependencies, and no token of the document has any: no stage gave them. */
FILON_API bool filon_patterns_answered(const struct filon_patterns *patterns, struct filon_doc *doc);
/* What to say of them then. */
#define FILON_PATTERNS_UNANSWERED "asks for lemmas, parts of speech or dependencies, and no stage before gave any: let `syntax` come before"

struct filon_match {
    int pattern;
    uint32_t first, last;                                        /* rows of the token layer; last is behind the match */
    uint32_t begin[FILON_MATCH_GROUPS], end[FILON_MATCH_GROUPS]; /* rows too; FILON_NONE where a group took no part, or no token */
};

/* Calls visit for every match, in the order of their first tokens, within a sentence; those of one place in the order of the patterns. A visit
 * that returns non-zero ends it, and is returned. Needs the layers sentence and token; `entity` is used if it has rows. */
FILON_API int filon_patterns_run(struct filon_patterns *patterns, struct filon_doc *doc,
                                 int (*visit)(void *arg, const struct filon_match *match), void *arg);

/* The bytes of rows [first, last) of the token layer. */
FILON_API struct filon_span filon_match_span(struct filon_doc *doc, uint32_t first, uint32_t last);

#endif
