/* What a transition is chosen by. s0, s1, s2: the stack from its top; b0, b1, b2: the words behind it. */
#include "parse.h"

/* Words beyond the ends, and dependents that there are none of. */
static const struct parse_word nothing = {.form = 1, .lemma = 1, .tag = TAGS_MOST, .cluster = 0xffff, .upos = 0xfe, .agreement = 0xf};
static const struct parse_word root = {.form = 2, .lemma = 2, .tag = TAGS_MOST + 1, .cluster = 0xfffe, .upos = 0xfd, .agreement = 0xe};

static const struct parse_word *word_at(const struct parse_task *task, uint32_t at)
{
    return at < task->n ? &task->word[at] : at == task->n ? &root : &nothing;
}

static uint32_t least3(uint64_t n)
{
    return (uint32_t)(n & 0xffff) < 3 ? (uint32_t)(n & 0xffff) : 3;
}

/* Commas, verbs, conjunctions of the words from..to without both ends, each up to 3. */
static uint32_t between(const struct parse_task *task, uint32_t from, uint32_t to)
{
    if (from >= task->n || to > task->n || from >= to)
        return 0x100;
    uint64_t n = task->between[to] - task->between[from + 1];
    return least3(n) | least3(n >> 16) << 2 | least3(n >> 32) << 4 | least3(n >> 48) << 6;
}

static uint32_t distance(uint32_t from, uint32_t to)
{
    if (from == FILON_NONE)
        return 15;
    uint32_t d = to - from;
    return d < 5 ? d : d < 7 ? 5 : d < 11 ? 6 : d < 21 ? 7 : 8;
}

/* A template's number is 1 + its place, beyond those of other functions. */
#define PUT(...) (f[n] = filon_mix(0, FIRST + n), JOIN(__VA_ARGS__), LOOK(f[n]), n++)
#define LOOK(feature) ((void)0)
#define JOIN(...) JOIN_(__VA_ARGS__, 5, 4, 3, 2, 1)(__VA_ARGS__)
#define JOIN_(a, b, c, d, e, k, ...) JOIN##k
#define JOIN1(a) (f[n] = filon_mix(f[n], (a)))
#define JOIN2(a, b) (JOIN1(a), JOIN1(b))
#define JOIN3(a, b, c) (JOIN2(a, b), JOIN1(c))
#define JOIN4(a, b, c, d) (JOIN3(a, b, c), JOIN1(d))
#define JOIN5(a, b, c, d, e) (JOIN4(a, b, c, d), JOIN1(e))

/* ---- what is seen of a word by its place alone, whatever else the state is */

#define FIRST 1
static unsigned next_features(const struct parse_task *task, uint32_t next, uint64_t *f)
{
    const struct parse_word *b0 = word_at(task, next), *b1 = word_at(task, next + 1), *b2 = word_at(task, next + 2);
    unsigned n = 0;
    PUT(b0->lemma, b0->upos);
    PUT(b0->form);
    PUT(b0->tag);
    PUT(b0->cluster, b0->upos);
    PUT(b1->lemma, b1->upos);
    PUT(b1->tag);
    PUT(b1->cluster, b1->upos);
    PUT(b2->lemma, b2->upos);
    PUT(b2->tag);
    PUT(b0->lemma, b1->lemma);
    PUT(b0->tag, b1->tag);
    PUT(b0->upos, b1->upos, b2->upos);
    return n;
}
#undef FIRST

#define FIRST 21
static unsigned top_features(const struct parse_word *s0, uint64_t *f)
{
    unsigned n = 0;
    PUT(s0->lemma, s0->upos);
    PUT(s0->form);
    PUT(s0->tag);
    PUT(s0->cluster, s0->upos);
    return n;
}
#undef FIRST

#define FIRST 31
static unsigned second_features(const struct parse_word *s1, uint64_t *f)
{
    unsigned n = 0;
    PUT(s1->lemma, s1->upos);
    PUT(s1->tag);
    PUT(s1->cluster, s1->upos);
    return n;
}
#undef FIRST

#define FIRST 41
static unsigned third_features(const struct parse_word *s2, uint64_t *f)
{
    unsigned n = 0;
    PUT(s2->lemma, s2->upos);
    PUT(s2->upos);
    return n;
}
#undef FIRST

unsigned place_features(const struct parse_task *task, enum parse_place place, uint32_t word, uint64_t f[PARSE_FEATURES_MOST])
{
    switch (place) {
    case PLACE_NEXT:
        return next_features(task, word, f);
    case PLACE_TOP:
        return top_features(word_at(task, word), f);
    case PLACE_SECOND:
        return second_features(word_at(task, word), f);
    default:
        return third_features(word_at(task, word), f);
    }
}

/* ---- what is seen of a state beside that: the memory looks for each feature while the next ones are made */

#undef LOOK
#define LOOK(feature) (task->packed ? filon_linear_prefetch(task->packed, (feature)) : (void)0)

#define FIRST 51
/* What two words that may be head and dependent are to each other. */
static unsigned put_pair(const struct parse_task *task, uint64_t *f, unsigned n, const struct parse_word *a, const struct parse_word *b, uint32_t d, uint32_t way)
{
    PUT(a->lemma, b->lemma);
    PUT(a->lemma, b->upos);
    PUT(a->upos, b->lemma);
    PUT(a->upos, b->upos, d);
    PUT(a->tag, b->tag);
    PUT(a->cluster, b->cluster);
    PUT(a->cluster, b->upos);
    PUT(a->upos, b->cluster);
    PUT(a->upos, b->upos, way);
    PUT(a->upos, b->upos, a->agreement, b->agreement);
    return n;
}

unsigned state_features(const struct parse_task *task, const struct parse_state *state, uint64_t f[PARSE_FEATURES_MOST])
{
    static const struct parse_node none = {.word = FILON_NONE, .left = FILON_NONE, .left2 = FILON_NONE, .right = FILON_NONE, .right2 = FILON_NONE};
    const struct parse_node *n0 = state->stack ? state->stack : &none, *n1 = n0->below ? n0->below : &none, *n2 = n1->below ? n1->below : &none;
    const struct parse_node *nb = &state->next;
    uint32_t next = nb->word;
    const struct parse_word *s0 = word_at(task, n0->word), *s1 = word_at(task, n1->word), *s2 = word_at(task, n2->word);
    const struct parse_word *b0 = word_at(task, next), *b1 = word_at(task, next + 1);
    const struct parse_word *s0l = word_at(task, n0->left), *s0r = word_at(task, n0->right), *s0l2 = word_at(task, n0->left2), *s0r2 = word_at(task, n0->right2);
    const struct parse_word *s1l = word_at(task, n1->left), *s1r = word_at(task, n1->right), *s1r2 = word_at(task, n1->right2);
    const struct parse_word *b0l = word_at(task, nb->left), *b0l2 = word_at(task, nb->left2);
    uint32_t d0 = distance(n0->word, next), d1 = distance(n1->word, n0->word);
    uint32_t w0 = between(task, n0->word, next), w1 = between(task, n1->word, n0->word);
    unsigned n = 0;
    n = put_pair(task, f, n, s0, b0, d0, w0);
    n = put_pair(task, f, n, s1, s0, d1, w1);
    PUT(b0->upos, b1->upos, s0->upos);
    PUT(s0->tag, b0->upos, b1->tag);
    PUT(s1->upos, s0->upos, b0->upos);
    PUT(s1->tag, s0->tag, b0->tag);
    PUT(s1->lemma, s0->upos, b0->upos);
    PUT(s1->upos, s0->lemma, b0->upos);
    PUT(s1->upos, s0->upos, b0->lemma);
    PUT(s1->upos, s0->upos, b0->upos, b1->upos);
    PUT(s2->upos, s1->upos, s0->upos);
    PUT(s2->upos, s1->upos, s0->upos, b0->upos);
    /* dependents */
    PUT(s0->upos, s0l->upos, b0->upos);
    PUT(s0->upos, s0r->upos, b0->upos);
    PUT(s0->upos, s0l2->upos, s0l->upos);
    PUT(s0->upos, s0r2->upos, s0r->upos);
    PUT(s0->upos, b0->upos, b0l->upos);
    PUT(s1->upos, s0->upos, s1r->upos);
    PUT(s1->upos, s0->upos, s1l->upos);
    PUT(s1->upos, s0->upos, s0l->upos);
    PUT(s1->upos, s0->upos, s0r->upos);
    PUT(s0l->lemma, s0->upos);
    PUT(s0r->lemma, s0->upos);
    PUT(s1l->lemma, s1->upos);
    PUT(s1r->lemma, s1->upos);
    PUT(b0l->lemma, b0->upos);
    PUT(n0->left_label, s0->upos);
    PUT(n0->right_label, s0->upos);
    PUT(n1->left_label, s1->upos);
    PUT(n1->right_label, s1->upos, s0->upos);
    PUT(nb->left_label, b0->upos);
    PUT(n0->left2_label, n0->left_label, s0->upos);
    PUT(n0->right2_label, n0->right_label, s0->upos);
    PUT(nb->left2_label, nb->left_label, b0->upos, b0l2->upos);
    PUT(n1->right2_label, n1->right_label, s1->upos, s1r2->upos);
    PUT(n0->left_labels, s0->upos, b0->upos);
    PUT(n0->right_labels, s0->upos, b0->upos);
    PUT(n1->right_labels, s1->upos, s0->upos);
    PUT(n1->left_labels, s1->upos, s0->upos);
    PUT(nb->left_labels, b0->upos, s0->upos);
    PUT(s0->lemma, n0->left_labels);
    PUT(s0->lemma, n0->right_labels);
    PUT(b0->lemma, nb->left_labels);
    PUT(s1->lemma, n1->right_labels);
    PUT(s0->upos, n0->rights, n0->lefts);
    PUT(b0->upos, nb->lefts);
    PUT(s1->upos, n1->rights, n1->lefts);
    /* prepositions: who takes them */
    PUT(s1->lemma, s0l->lemma);
    PUT(s1->upos, s0l->lemma, s0->upos);
    PUT(s1->upos, s0l->lemma, s0->lemma);
    PUT(s1->cluster, s0l->lemma, s0->upos);
    PUT(s1->upos, s0l->lemma, s0->cluster, s1->cluster);
    PUT(s2->lemma, s0l->lemma);
    PUT(s2->upos, s1->upos, s0->upos, s0l->lemma);
    PUT(s1->upos, s0->upos, s0l->upos, b0->upos, d1);
    PUT(s1->upos, b0->lemma, b1->lemma);
    PUT(s1->upos, s0->upos, w1, d1);
    PUT(s0->upos, d0);
    PUT(s0->lemma, d0);
    PUT(b0->upos, d0);
    PUT(s1->lemma, d1);
    PUT(s0->lemma, d1);
    PUT(state->depth < 4 ? state->depth : 4u, b0->upos, s0->upos);
    return n;
}

/* ---- what is seen of an arc */

#undef LOOK
#define LOOK(feature) ((void)0)
#undef FIRST
#define FIRST 1
/* What an arc is called by, when an action makes it: its dependent is the top of the stack. */
unsigned label_features(const struct parse_task *task, const struct parse_state *state, uint32_t action, uint64_t f[PARSE_FEATURES_MOST])
{
    const struct parse_node *nd = state->stack, *nh = action == LEFT ? &state->next : nd->below;
    const struct parse_word *d = &task->word[nd->word], *h = word_at(task, nh->word);
    const struct parse_word *before = nd->word ? &task->word[nd->word - 1] : &nothing, *behind = word_at(task, nd->word + 1);
    const struct parse_word *dl = word_at(task, nd->left), *dr = word_at(task, nd->right);
    uint64_t labels = action == LEFT ? nh->left_labels : nh->right_labels, others = action == LEFT ? nh->right_labels : nh->left_labels;
    uint8_t last = action == LEFT ? nh->left_label : nh->right_label;
    const struct parse_word *sibling = word_at(task, action == LEFT ? nh->left : nh->right);
    uint32_t from = action == LEFT ? nd->word : nh->word, to = action == LEFT ? nh->word : nd->word;
    uint32_t w = between(task, from, to), dist = distance(from, to), a = action;
    unsigned n = 0;
    PUT(a);
    PUT(d->lemma, a);
    PUT(d->form, a);
    PUT(d->tag, a);
    PUT(d->cluster, a);
    PUT(h->lemma, a);
    PUT(h->tag, a);
    PUT(h->cluster, a, d->upos);
    PUT(d->upos, h->upos, a, dist);
    PUT(d->tag, h->tag, a);
    PUT(d->lemma, h->upos, a);
    PUT(d->lemma, h->tag, a);
    PUT(d->upos, h->lemma, a);
    PUT(d->cluster, h->cluster, a);
    PUT(d->cluster, h->upos, a);
    PUT(d->upos, h->upos, a, w);
    PUT(d->upos, h->upos, a, d->agreement, h->agreement);
    PUT(d->upos, h->upos, dl->lemma, a);
    PUT(d->upos, h->upos, dr->lemma, a);
    PUT(d->upos, dl->upos, h->upos, a);
    PUT(d->upos, dr->upos, h->upos, a);
    PUT(d->cluster, dl->lemma, h->cluster, a);
    PUT(d->lemma, dl->lemma, a);
    PUT(h->lemma, dl->lemma, a);
    PUT(d->upos, nd->left_labels, a);
    PUT(d->upos, nd->right_labels, a);
    PUT(d->upos, h->upos, nd->left_labels, a);
    PUT(d->tag, h->upos, nd->left_label, nd->right_label, a);
    PUT(d->upos, h->upos, labels, a);
    PUT(d->upos, h->upos, others, a);
    PUT(h->tag, labels, others, d->upos, a);
    PUT(d->upos, h->upos, last, a);
    PUT(d->upos, h->upos, sibling->upos, a);
    PUT(d->upos, sibling->lemma, a);
    PUT(d->tag, before->tag, a);
    PUT(d->upos, behind->tag, a);
    PUT(d->upos, before->lemma, h->upos, a);
    PUT(d->upos, behind->lemma, h->upos, a);
    PUT(d->tag, before->upos, behind->upos, a);
    PUT(d->upos, nh->lefts, nh->rights, a, h->upos);
    return n;
}
