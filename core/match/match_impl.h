/* match_impl.h - what the files of this room share.
 *
 *   condition.c, program.c   a pattern's text -> a program (parse.h)
 *   tests.c   tests on tokens: what is asked of any token by any pattern, answered once for each
 *   run.c     programs over the sentences of a document
 */
#ifndef MATCH_IMPL_H
#define MATCH_IMPL_H

#include <filon/map.h>
#include <filon/match.h>

/* ---- Tests: attribute = value. Equal ones of several patterns are one; a token's answers are a set of bits. */
enum attribute { AT_FORM, AT_LEMMA, AT_UPOS, AT_FEATS, AT_DEPREL, AT_ENTITY, AT_PLACE, AT_OWN, AT_HEAD = AT_OWN, ATTRIBUTES = 2 * AT_OWN };
enum { FOLDS = 4, ANSWERS_INLINE = 6, CACHE = 512, CACHED_LONGEST = 31, VALUE_LONGEST = 200 };

struct link { /* one of the tests that a value answers */
    uint32_t test;
    struct link *next;
};

struct glob { /* a value with a * in it */
    struct filon_str text;
    unsigned folds;
    uint32_t test;
    struct glob *next;
};

struct answers {
    uint32_t n, test[ANSWERS_INLINE];
};

struct cached { /* the answers of a value met before; n ANSWERS_INLINE + 1: none */
    uint8_t length;
    char value[CACHED_LONGEST];
    struct answers answers;
};

struct asked {                      /* all tests on one attribute */
    struct filon_map *exact[FOLDS]; /* by FILON_FOLD_CASE | FILON_FOLD_ACCENT; value -> number in links */
    struct link **links;            /* by that number */
    uint32_t n_links, room_links;
    struct glob *globs;
    struct cached *cache; /* CACHE entries, once there are tests */
};

/* ---- Conditions: what stands in brackets, as postfix code over tests. */
enum { OP_AND = 1u << 30, OP_OR, OP_NOT, OP_TRUE, CONDITION_DEPTH = 60 };

struct condition {
    uint32_t code, n; /* in patterns->code */
    uint32_t test;    /* if it is a single test; else FILON_NONE */
};

/* ---- Programs. Jumps are relative, so that parts can be moved and copied. */
enum op { I_TOKEN, I_SPLIT, I_JUMP, I_SAVE, I_START, I_STOP, I_MATCH };
struct instruction {
    enum op op;
    int32_t a, b; /* TOKEN: condition; SPLIT: first and second choice; JUMP: to; SAVE: slot */
};

enum { PROGRAM_LONGEST = 4096, NESTING = 32, REPEAT_MOST = 100, SLOTS = 2 * FILON_MATCH_GROUPS };

struct pattern {
    struct instruction *program;
    uint32_t n;
    const char *group[FILON_MATCH_GROUPS];
    uint32_t groups;
};

/* Tests one of which is true where a pattern begins; n == 0: it may begin anywhere. */
struct triggers {
    uint32_t n, test[16];
    int rank; /* how common they are: the lowest is rarest */
};
enum { RANK_ALWAYS = 100 };

struct starts { /* patterns that a test may begin */
    int rank;
    uint32_t n, room, *pattern;
};

struct filon_patterns {
    struct filon_arena *arena;
    struct pattern *pattern;
    uint32_t n, room;
    uint32_t *code, n_code, room_code;
    struct condition *condition;
    uint32_t n_condition, room_condition;
    struct asked asked[ATTRIBUTES];
    struct filon_map *known; /* attribute, folds, text -> test */
    uint32_t n_tests;
    struct starts *starts, always; /* starts: by test */
    uint32_t room_starts;
    unsigned needs;
};


/* tests.c. The number of a test on values separated by |, each with * for any letters; FILON_NONE: a value is too long. */
uint32_t match_test(struct filon_patterns *patterns, enum attribute attribute, unsigned folds, struct filon_str values);

struct columns { /* of the tokens of a document */
    struct filon_doc *doc;
    uint32_t n;
    const uint32_t *begin, *end, *head;
    const struct filon_str *form, *lemma, *upos, *feats, *deprel;
    const struct filon_str *entity; /* by token: type; and place in it: */
    const uint8_t *place;           /* 0 none, or 'B' 'I' 'E' 'S' */
};

/* Sets the bits of the tests that are true of a token. */
void match_answer(struct filon_patterns *patterns, const struct columns *columns, uint32_t token, uint64_t *bits);

static inline bool match_bit(const uint64_t *bits, uint32_t test)
{
    return bits[test / 64] >> (test % 64) & 1;
}

#endif
