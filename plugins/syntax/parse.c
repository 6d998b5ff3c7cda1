#include "parse.h"

static struct parse_node bare(uint32_t word)
{
    return (struct parse_node){.word = word, .left = FILON_NONE, .left2 = FILON_NONE, .right = FILON_NONE, .right2 = FILON_NONE,
                               .left_label = 0xff, .left2_label = 0xff, .right_label = 0xff, .right2_label = 0xff};
}

struct parse_state *parse_start(const struct parse_task *task)
{
    struct parse_state *state = filon_zalloc(task->arena, 1, sizeof *state);
    state->next = bare(0);
    return state;
}

bool parse_may(const struct parse_task *task, const struct parse_state *state, uint32_t action)
{
    bool end = state->next.word == task->n;
    if (action == SHIFT)
        return !end;
    if (action > task->labels)
        return state->depth > 1 && action - 1 - task->labels != task->root;
    return end ? state->depth == 1 && action - 1 == task->root : state->depth > 0 && action - 1 != task->root;
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

struct parse_state *parse_step(const struct parse_task *task, const struct parse_state *state, uint32_t action, int64_t score)
{
    struct parse_state *to = filon_alloc(task->arena, sizeof *to);
    *to = *state;
    to->before = state;
    to->score = score;
    to->action = (uint16_t)action;
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
    if (action <= task->labels) {
        add_left(&to->next, state->stack->word, action - 1);
        return to;
    }
    struct parse_node *top = filon_alloc(task->arena, sizeof *top);
    *top = *to->stack;
    add_right(top, state->stack->word, action - 1 - task->labels);
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
    uint64_t features[PARSE_FEATURES_MOST];
    int32_t scores[1 + 2 * LABELS_MOST];
    uint32_t actions = 1 + 2 * task->labels;
    unsigned kept = 0;
    for (unsigned i = 0; i < n; i++) {
        memset(scores, 0, actions * sizeof *scores);
        task->add(task->model, features, parse_features(task, states[i], features), scores);
        for (uint32_t action = 0; action < actions; action++) {
            int64_t score = states[i]->score + scores[action];
            if ((kept < beam || score > best[kept - 1].score) && parse_may(task, states[i], action))
                kept = keep(best, kept, beam, (struct candidate){score, i, action});
        }
    }
    while (kept > 1 && best[kept - 1].score < best[0].score - margin)
        kept--;
    for (unsigned i = 0; i < kept; i++)
        next[i] = parse_step(task, states[best[i].from], best[i].action, best[i].score);
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
        uint32_t word = from->stack->word, left = state->action <= task->labels;
        head[word] = !left ? from->stack->below->word : from->next.word == task->n ? FILON_NONE : from->next.word;
        label[word] = (uint8_t)(state->action - 1 - (left ? 0 : task->labels));
    }
}
