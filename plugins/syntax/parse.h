/* The parser: arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez & Satta 2011) with a root behind the last word (Ballesteros & Nivre 2013),
 * searched with a beam over features after Zhang & Nivre 2011.
 *
 * Two transitions a word: SHIFT moves the next word to the stack; LEFT makes the stack's top a dependent of the next word; RIGHT makes it one
 * of the word below it on the stack. All parses of n words take 2n transitions, so those of a beam can be compared at any time.
 */
#ifndef SYNTAX_PARSE_H
#define SYNTAX_PARSE_H

#include "tags.h"

enum { PARSE_FEATURES_MOST = 160, LABELS_MOST = 120, BEAM_MOST = 32, ARC_KINDS = 2 * (KINDS_MOST + 1) * (KINDS_MOST + 1) };

/* What features see of a word. */
struct parse_word {
    uint64_t form, lemma;
    uint16_t tag, cluster;
    uint8_t upos, agreement, verb; /* of the tag */
    bool comma;
};

/* A word of the stack, or the next one, with the dependents it has so far. */
struct parse_node {
    const struct parse_node *below;
    uint32_t word;
    uint32_t left, left2, right, right2; /* the outermost dependents and those that came before them; FILON_NONE */
    uint64_t left_labels, right_labels;  /* sets */
    uint8_t left_label, left2_label, right_label, right2_label;
    uint8_t lefts, rights; /* how many, at most 255 */
};

struct parse_state {
    const struct parse_state *before;
    int64_t score;
    const struct parse_node *stack; /* its top */
    struct parse_node next;         /* the word behind the stack; its word == n: the root */
    uint8_t action;                 /* that led here from `before`, and the label of the arc it made */
    uint8_t label;
    uint16_t depth; /* of the stack */
};

enum parse_action { SHIFT, LEFT, RIGHT, ACTIONS };

/* Where a word is, seen from a state: the next one, or on the stack. */
enum parse_place { PLACE_NEXT, PLACE_TOP, PLACE_SECOND, PLACE_THIRD, PLACES };

struct parse_task {
    const struct parse_word *word;
    uint32_t n;
    uint32_t labels, root; /* how many; the label of the root alone */
    struct filon_arena *arena;
    int32_t (*known)[PLACES][ACTIONS]; /* by word, n for the root: scores of actions, of what is seen of it by its place alone */
    const uint64_t *between; /* by word: the parts of speech of words before it, as running counts; see parse_begin */
    void (*add)(const void *model, const uint64_t *features, size_t n, int32_t *scores);
    const void *moves, *names; /* models: of actions, of labels */
    const uint8_t *certain;    /* by arc_kind: 1 + the label that such an arc has as good as always, or 0 */
    const struct filon_linear *packed; /* `moves`, once it is learnt */
};

/* Whether the dependent is on the left or the right, and the parts of speech of both. */
static inline uint32_t arc_kind(uint32_t action, const struct parse_word *dependent, const struct parse_word *head)
{
    return ((action == RIGHT) * (KINDS_MOST + 1u) + dependent->upos) * (KINDS_MOST + 1u) + head->upos;
}

/* Before a sentence; the models must not change until it is parsed. */
void parse_begin(struct parse_task *task);
struct parse_state *parse_start(const struct parse_task *task);
/* What an action is chosen by: what is seen of words by their places, and the rest. A word may be n, the root, and beyond: none. */
unsigned place_features(const struct parse_task *task, enum parse_place place, uint32_t word, uint64_t features[PARSE_FEATURES_MOST]);
unsigned state_features(const struct parse_task *task, const struct parse_state *state, uint64_t features[PARSE_FEATURES_MOST]);
/* All of them. */
unsigned parse_features(const struct parse_task *task, const struct parse_state *state, uint64_t features[PARSE_FEATURES_MOST]);
void parse_score(const struct parse_task *task, const struct parse_state *state, int32_t scores[ACTIONS]);
/* What a label is chosen by. */
unsigned label_features(const struct parse_task *task, const struct parse_state *state, uint32_t action, uint64_t features[PARSE_FEATURES_MOST]);
bool parse_may(const struct parse_task *task, const struct parse_state *state, uint32_t action);
/* The label that is certain, or LABELS_MOST. */
uint32_t parse_certain_label(const struct parse_task *task, const struct parse_state *state, uint32_t action);
uint32_t parse_label(const struct parse_task *task, const struct parse_state *state, uint32_t action);
struct parse_state *parse_step(const struct parse_task *task, const struct parse_state *state, uint32_t action, uint32_t label, int64_t score);

/* One step for a beam of states: fills next with the best `beam` of their successors, best first; returns how many. Successors that
 * score less than the best by more than `margin` are left out. */
unsigned parse_advance(const struct parse_task *task, struct parse_state *const *states, unsigned n, struct parse_state **next, unsigned beam, int64_t margin);

/* The whole sentence. head[i] is a word or FILON_NONE for the root. */
void parse_sentence(struct parse_task *task, unsigned beam, int64_t margin, uint32_t *head, uint8_t *label);

#endif
