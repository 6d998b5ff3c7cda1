#include "parse.h"

static struct parse_node bare(uint32_t word)
{
    return (struct parse_node){.word = word, .left = FILON_NONE, .left2 = FILON_NONE, .right = FILON_NONE, .right2 = FILON_NONE,
                               .left_label = 0xff, .left2_label = 0xff, .right_label = 0xff, .right2_label = 0xff};
}

/* ---- scores */

/* Commas, verbs, conjunctions before each word: the counts run in 16 bits each. */
static uint64_t *count_between(const struct parse_task *task)
{
    uint64_t *between = filon_alloc(task->arena, (task->n + 2) * sizeof *between), sum = 0;
    for (uint32_t i = 0; i < task->n; i++) {
        between[i] = sum;
        const struct parse_word *w = &task->word[i];
        sum += w->verb == 1 ? 1 : w->verb && w->verb < 5 ? UINT64_C(1) << 16 : 0;
        sum += w->verb == 5 ? UINT64_C(1) << 32 : 0;
        sum += w->comma ? UINT64_C(1) << 48 : 0;
    }
    between[task->n] = between[task->n + 1] = sum;
    return between;
}

void parse_begin(struct parse_task *task)
{
    uint64_t features[PARSE_FEATURES_MOST];
    task->between = count_between(task);
    task->known = filon_zalloc(task->arena, task->n + 2, sizeof *task->known);
    for (uint32_t word = 0; word < task->n + 2; word++)
        for (enum parse_place place = 0; place < PLACES; place++)
            task->add(task->moves, features, place_features(task, place, word, features), task->known[word][place]);
}

/* The words at the places; n + 1 where there is none. */
static void places(const struct parse_task *task, const struct parse_state *state, uint32_t word[PLACES])
{
    const struct parse_node *node = state->stack;
    word[PLACE_NEXT] = state->next.word;
    for (enum parse_place place = PLACE_TOP; place < PLACES; place++) {
        word[place] = node ? node->word : task->n + 1;
        node = node ? node->below : NULL;
    }
}

void parse_score(const struct parse_task *task, const struct parse_state *state, int32_t scores[ACTIONS])
{
    uint64_t features[PARSE_FEATURES_MOST];
    uint32_t word[PLACES];
    places(task, state, word);
    for (unsigned action = 0; action < ACTIONS; action++) {
        scores[action] = 0;
        for (enum parse_place place = 0; place < PLACES; place++)
            scores[action] += task->known[word[place]][place][action];
    }
    task->add(task->moves, features, state_features(task, state, features), scores);
}

unsigned parse_features(const struct parse_task *task, const struct parse_state *state, uint64_t features[PARSE_FEATURES_MOST])
{
    uint32_t word[PLACES];
    unsigned n = state_features(task, state, features);
    places(task, state, word);
    for (enum parse_place place = 0; place < PLACES; place++)
        n += place_features(task, place, word[place], features + n);
    return n;
}

/* ---- states */

struct parse_state *parse_start(const struct parse_task *task)
{
    struct parse_state *state = filon_zalloc(task->arena, 1, sizeof *state);
    state->next = bare(0);
    return state;
}

bool parse_may(const struct parse_task *task, const struct parse_state *state, uint32_t action)
{
    bool end = state->next.word == task->n;
    switch (action) {
    case SHIFT:
        return !end;
    case LEFT:
        return end ? state->depth == 1 : state->depth > 0;
    default:
        return state->depth > 1;
    }
}

/* The root alone has the label of roots. */
uint32_t parse_certain_label(const struct parse_task *task, const struct parse_state *state, uint32_t action)
{
    if (action == LEFT && state->next.word == task->n)
        return task->root;
    const struct parse_word *head = &task->word[action == LEFT ? state->next.word : state->stack->below->word];
    uint8_t label = task->certain[arc_kind(action, &task->word[state->stack->word], head)];
    return label ? label - 1u : LABELS_MOST;
}

uint32_t parse_label(const struct parse_task *task, const struct parse_state *state, uint32_t action)
{
    uint64_t features[PARSE_FEATURES_MOST];
    int32_t scores[LABELS_MOST];
    uint32_t best = task->root ? 0 : 1, certain = parse_certain_label(task, state, action);
    if (certain < LABELS_MOST)
        return certain;
    memset(scores, 0, task->labels * sizeof *scores);
    task->add(task->names, features, label_features(task, state, action, features), scores);
    for (uint32_t label = best + 1; label < task->labels; label++)
        if (scores[label] > scores[best] && label != task->root)
            best = label;
    return best;
}

static uint8_t one_more(uint8_t n)
{
    return (uint8_t)(n + (n < 255));
}

static void add_left(struct parse_node *node, uint32_t word, uint32_t label)
{
    node->left2 = node->left;
    node->left2_label = node->left_label;
    node->left = word;
    node->left_label = (uint8_t)label;
    node->left_labels |= UINT64_C(1) << (label & 63);
    node->lefts = one_more(node->lefts);
}

static void add_right(struct parse_node *node, uint32_t word, uint32_t label)
{
    node->right2 = node->right;
    node->right2_label = node->right_label;
    node->right = word;
    node->right_label = (uint8_t)label;
    node->right_labels |= UINT64_C(1) << (label & 63);
    node->rights = one_more(node->rights);
}

struct parse_state *parse_step(const struct parse_task *task, const struct parse_state *state, uint32_t action, uint32_t label, int64_t score)
{
    struct parse_state *to = filon_alloc(task->arena, sizeof *to);
    *to = *state;
    to->before = state;
    to->score = score;
    to->action = (uint8_t)action;
    to->label = (uint8_t)label;
    if (action == SHIFT) {
        struct parse_node *top = filon_alloc(task->arena, sizeof *top);
        *top = state->next;
        top->below = state->stack;
        to->stack = top;
        to->next = bare(state->next.word + 1);
        to->depth++;
        return to;
    }
    to->stack = state->stack->below;
    to->depth--;
    if (action == LEFT) {
        add_left(&to->next, state->stack->word, label);
        return to;
    }
    struct parse_node *top = filon_alloc(task->arena, sizeof *top);
    *top = *to->stack;
    add_right(top, state->stack->word, label);
    to->stack = top;
    return to;
}

/* ---- search */

struct candidate {
    int64_t score;
    uint32_t from, action;
};

/* Keeps the best `beam` candidates, best first; of equals the one that came first. */
static unsigned keep(struct candidate *best, unsigned n, unsigned beam, struct candidate candidate)
{
    if (n == beam && candidate.score <= best[n - 1].score)
        return n;
    unsigned at = n < beam ? n++ : n - 1;
    for (; at > 0 && best[at - 1].score < candidate.score; at--)
        best[at] = best[at - 1];
    best[at] = candidate;
    return n;
}

unsigned parse_advance(const struct parse_task *task, struct parse_state *const *states, unsigned n, struct parse_state **next, unsigned beam, int64_t margin)
{
    struct candidate best[BEAM_MOST];
    unsigned kept = 0;
    for (unsigned i = 0; i < n; i++) {
        int32_t scores[ACTIONS];
        parse_score(task, states[i], scores);
        for (uint32_t action = 0; action < ACTIONS; action++) {
            int64_t score = states[i]->score + scores[action];
            if ((kept < beam || score > best[kept - 1].score) && parse_may(task, states[i], action))
                kept = keep(best, kept, beam, (struct candidate){score, i, action});
        }
    }
    while (kept > 1 && best[kept - 1].score < best[0].score - margin)
        kept--;
    for (unsigned i = 0; i < kept; i++) {
        const struct parse_state *from = states[best[i].from];
        uint32_t label = best[i].action == SHIFT ? 0 : parse_label(task, from, best[i].action);
        next[i] = parse_step(task, from, best[i].action, label, best[i].score);
    }
    return kept;
}

void parse_sentence(struct parse_task *task, unsigned beam, int64_t margin, uint32_t *head, uint8_t *label)
{
    struct parse_state *states[2][BEAM_MOST];
    unsigned n = 1, now = 0;
    parse_begin(task);
    states[0][0] = parse_start(task);
    for (uint32_t step = 0; step < 2 * task->n; step++, now = !now)
        n = parse_advance(task, states[now], n, states[!now], beam, margin);
    for (const struct parse_state *state = states[now][0]; state->before; state = state->before) {
        const struct parse_state *from = state->before;
        if (state->action == SHIFT)
            continue;
        uint32_t word = from->stack->word;
        head[word] = state->action == RIGHT ? from->stack->below->word : from->next.word == task->n ? FILON_NONE : from->next.word;
        label[word] = state->label;
    }
}
