#ifndef SYNTAX_TRAIN_PARSE_H
#define SYNTAX_TRAIN_PARSE_H

#include "gold.h"
#include "parse.h"

/* The tree of a sentence. */
struct parse_gold {
    uint32_t *head; /* FILON_NONE: the root */
    uint8_t *label;
    uint32_t *last; /* by word: its last dependent, or itself */
};

/* Gives words whose arcs cross others the head of their head until no arcs cross. */
void lift_crossing(uint32_t *head, uint32_t n);

struct learner {
    struct filon_trainer *moves, *names;
};

/* Parses and learns from the largest mistake; whether all actions were right. */
bool learn_parse(struct learner *learner, struct parse_task *task, const struct parse_gold *gold, unsigned beam);

struct parser_plan {
    uint32_t labels, root;
    unsigned rounds, beam;
    double moves_least, names_least; /* weights below are left out */
    bool (*progress)(const struct parser_plan *plan, unsigned round, uint32_t right, uint32_t n); /* or NULL; true: stop */
    void *arg;
};

/* words[s]: of the sentences of gold, NULL: the sentence is not used. -1 if progress stopped it. */
int train_parser(struct filon_buf *moves, struct filon_buf *names, struct filon_buf *certain, const struct gold *gold, struct parse_word *const *words, const struct parser_plan *plan);

#endif
