/* Learning to parse: beam search with updates at the largest violation (Collins & Roark 2004; Huang, Fayong & Guo 2012). */
#include "train.h"
#include "train_parse.h"

#include <stdlib.h>

/* ---- trees without crossing arcs (Nivre & Nilsson 2005, without its marks) */

static uint32_t width(const uint32_t *head, uint32_t i)
{
    return head[i] == FILON_NONE ? 0 : head[i] > i ? head[i] - i : i - head[i];
}

static bool below(const uint32_t *head, uint32_t n, uint32_t word, uint32_t top)
{
    for (uint32_t steps = 0; word != FILON_NONE && steps <= n; steps++, word = head[word])
        if (word == top)
            return true;
    return false;
}

static bool crosses(const uint32_t *head, uint32_t n, uint32_t i)
{
    if (head[i] == FILON_NONE)
        return false;
    uint32_t from = i < head[i] ? i : head[i], to = i < head[i] ? head[i] : i;
    for (uint32_t k = from + 1; k < to; k++)
        if (!below(head, n, k, head[i]))
            return true;
    return false;
}

void lift_crossing(uint32_t *head, uint32_t n)
{
    for (;;) {
        uint32_t least = FILON_NONE;
        for (uint32_t i = 0; i < n; i++)
            if (crosses(head, n, i) && (least == FILON_NONE || width(head, i) < width(head, least)))
                least = i;
        if (least == FILON_NONE)
            return;
        head[least] = head[head[least]];
    }
}

/* ---- the way to the tree */

static uint32_t gold_action(const struct parse_task *task, const struct parse_state *state, const struct parse_gold *gold)
{
    const struct parse_node *s0 = state->stack;
    uint32_t next = state->next.word;
    if (!s0)
        return SHIFT;
    uint32_t head = gold->head[s0->word];
    if (next == task->n ? head == FILON_NONE : head == next)
        return LEFT;
    return s0->below && head == s0->below->word && gold->last[s0->word] < next ? RIGHT : SHIFT;
}

/* Adds `by` for each transition from `from`, without it, to `to`. */
static void update(struct filon_trainer *trainer, const struct parse_task *task, const struct parse_state *to, const struct parse_state *from, int32_t by)
{
    uint64_t features[PARSE_FEATURES_MOST];
    for (; to != from && to->before; to = to->before)
        filon_trainer_update(trainer, features, parse_features(task, to->before, features), to->action, by);
}

static void learn_label(struct filon_trainer *trainer, const struct parse_task *task, const struct parse_state *state, uint32_t action, uint32_t right)
{
    if (parse_certain_label(task, state, action) < LABELS_MOST)
        return;
    uint32_t found = parse_label(task, state, action);
    if (found != right && right != task->root) {
        uint64_t features[PARSE_FEATURES_MOST];
        unsigned n = label_features(task, state, action, features);
        filon_trainer_update(trainer, features, n, right, 1);
        filon_trainer_update(trainer, features, n, found, -1);
    }
    filon_trainer_tick(trainer);
}

struct violation {
    const struct parse_state *right, *wrong;
    int64_t size;
};

/* Whether both went the same way. */
static bool same(const struct parse_state *a, const struct parse_state *b)
{
    for (; a != b && a->before && b->before; a = a->before, b = b->before)
        if (a->action != b->action)
            return false;
    return true;
}

static void drop_common(const struct parse_state **right, const struct parse_state **wrong, const struct parse_state *a, const struct parse_state *b)
{
    *right = *wrong = NULL;
    for (; a->before; a = a->before, b = b->before)
        if (a->action != b->action) {
            *right = a->before;
            *wrong = b->before;
        }
}

bool learn_parse(struct learner *learner, struct parse_task *task, const struct parse_gold *gold, unsigned beam)
{
    struct parse_state *states[2][BEAM_MOST], *right;
    struct violation worst = {.size = -1};
    unsigned n = 1, now = 0;
    parse_begin(task);
    right = states[0][0] = parse_start(task);
    for (uint32_t step = 0; step < 2 * task->n; step++, now = !now) {
        int32_t scores[ACTIONS];
        n = parse_advance(task, states[now], n, states[!now], beam, INT64_MAX / 4);
        uint32_t action = gold_action(task, right, gold), label = action == SHIFT ? 0 : gold->label[right->stack->word];
        parse_score(task, right, scores);
        if (action != SHIFT)
            learn_label(learner->names, task, right, action, label);
        right = parse_step(task, right, action, label, right->score + scores[action]);
        int64_t size = states[!now][0]->score - right->score;
        if (size >= 0 && size > worst.size && !same(states[!now][0], right))
            worst = (struct violation){right, states[!now][0], size};
    }
    filon_trainer_tick(learner->moves);
    if (worst.size < 0)
        return true;
    const struct parse_state *from_right, *from_wrong;
    drop_common(&from_right, &from_wrong, worst.right, worst.wrong);
    update(learner->moves, task, worst.right, from_right, 1);
    update(learner->moves, task, worst.wrong, from_wrong, -1);
    return false;
}

/* ---- treebanks */


static void gold_tree(struct parse_gold *gold, struct filon_arena *arena, const struct gold_sentence *s)
{
    gold->head = filon_zalloc(arena, s->words, sizeof *gold->head);
    gold->label = filon_zalloc(arena, s->words, sizeof *gold->label);
    gold->last = filon_zalloc(arena, s->words, sizeof *gold->last);
    for (uint32_t i = 0; i < s->words; i++) {
        gold->head[i] = s->word[i].head;
        gold->label[i] = (uint8_t)s->word[i].deprel;
        gold->last[i] = i;
    }
    lift_crossing(gold->head, s->words);
    for (uint32_t i = 0; i < s->words; i++)
        if (gold->head[i] != FILON_NONE && gold->last[gold->head[i]] < i)
            gold->last[gold->head[i]] = i;
}

enum { CERTAIN_SEEN = 30, CERTAIN_OTHERS = 100 /* fewer than one in so many has another label */ };

/* Which kinds of arcs have one label. */
static void find_certain(uint8_t certain[ARC_KINDS], const struct gold *gold, struct parse_word *const *words, const struct parse_gold *tree, uint32_t labels, uint32_t root,
                         struct filon_arena *arena)
{
    uint32_t(*count)[LABELS_MOST] = filon_zalloc(arena, ARC_KINDS, sizeof *count);
    for (uint32_t s = 0; s < gold->n; s++)
        for (uint32_t i = 0; words[s] && i < gold->sentence[s].words; i++) {
            uint32_t head = tree[s].head[i];
            if (head != FILON_NONE)
                count[arc_kind(head > i ? LEFT : RIGHT, &words[s][i], &words[s][head])][tree[s].label[i]]++;
        }
    memset(certain, 0, ARC_KINDS);
    for (uint32_t kind = 0; kind < ARC_KINDS; kind++) {
        uint32_t all = 0, best = 0;
        for (uint32_t label = 0; label < labels; label++) {
            all += count[kind][label];
            best = count[kind][label] > count[kind][best] ? label : best;
        }
        if (all >= CERTAIN_SEEN && (all - count[kind][best]) * CERTAIN_OTHERS < all && best != root)
            certain[kind] = (uint8_t)(best + 1);
    }
}

static void trainer_add(const void *model, const uint64_t *features, size_t n, int32_t *scores)
{
    filon_trainer_add(model, features, n, scores);
}

int train_parser(struct filon_buf *moves, struct filon_buf *names, struct filon_buf *certain, const struct gold *gold, struct parse_word *const *words, const struct parser_plan *plan)
{
    struct learner learner = {filon_trainer_new(ACTIONS), filon_trainer_new(plan->labels)};
    struct filon_arena *arena = filon_arena_new(), *scratch = filon_arena_new();
    uint32_t *order = filon_zalloc(arena, gold->n, sizeof *order), n = 0;
    struct parse_gold *tree = filon_zalloc(arena, gold->n, sizeof *tree);
    uint64_t seed = 2;
    bool stopped = false;
    for (uint32_t s = 0; s < gold->n; s++)
        if (words[s]) {
            order[n++] = s;
            gold_tree(&tree[s], arena, &gold->sentence[s]);
        }
    uint8_t *table = filon_alloc(arena, ARC_KINDS);
    find_certain(table, gold, words, tree, plan->labels, plan->root, arena);
    filon_buf_put(certain, table, ARC_KINDS);
    for (unsigned round = 0; round < plan->rounds && !stopped; round++) {
        uint32_t right = 0;
        shuffle(order, n, &seed);
        for (uint32_t i = 0; i < n; i++) {
            struct parse_task task = {.word = words[order[i]], .n = gold->sentence[order[i]].words, .labels = plan->labels, .root = plan->root,
                                      .arena = scratch, .add = trainer_add, .moves = learner.moves, .names = learner.names, .certain = table};
            right += learn_parse(&learner, &task, &tree[order[i]], plan->beam);
            filon_arena_reset(scratch);
        }
        stopped = plan->progress && plan->progress(plan, round, right, n);
    }
    if (!stopped) {
        filon_trainer_pack(learner.moves, plan->moves_least, moves);
        filon_trainer_pack(learner.names, plan->names_least, names);
    }
    filon_trainer_free(learner.moves);
    filon_trainer_free(learner.names);
    filon_arena_free(scratch);
    filon_arena_free(arena);
    return stopped ? -1 : 0;
}
