#include "tag.h"

static const struct seen outside = {.form = 1, .suffix = {1, 1, 1, 1, 1, 1}, .shape = 7, .cluster = 0xffff, .ambiguity = 0xff};

static const struct seen *at(const struct tag_state *state, uint32_t i, int by)
{
    int64_t at = (int64_t)i + by;
    return at < 0 || at >= state->n ? &outside : &state->seen[at];
}

/* Tags of tokens that lie before the sentence have one that no tag is. */
static uint32_t tag_at(const struct tag_state *state, uint32_t i, uint32_t back)
{
    return i < back ? TAGS_MOST : state->tag[i - back];
}

static const struct tag *tag_of(const struct tag_state *state, uint32_t id)
{
    static const struct tag none = {0};
    return id < state->tags->n ? &state->tags->tag[id] : &none;
}

/* What an adjective or a participle may agree with, and what a participle may hang on. */
static void behind(const struct tag_state *state, uint32_t i, uint32_t *agreement, uint32_t *verb)
{
    *agreement = *verb = 0;
    for (uint32_t back = 1; back <= i && back <= 8 && !(*agreement && *verb); back++) {
        const struct tag *tag = tag_of(state, state->tag[i - back]);
        if (!*agreement && tag->agreement && !tag->form)
            *agreement = tag->agreement + 1u;
        if (!*verb && tag->form && tag->form < 5)
            *verb = (uint32_t)tag->upos_id << 4 | tag->form;
    }
}

/* A capital may make a name of a word, but at the beginning. */
static bool begins(const struct tag_state *state, uint32_t i)
{
    return i == 0 || (state->seen[i - 1].shape & 7) == SHAPE_MARK;
}

#define PUT(...) (f[n] = filon_mix(0, 1 + n), JOIN(__VA_ARGS__), n++)
#define JOIN(...) JOIN_(__VA_ARGS__, 4, 3, 2, 1)(__VA_ARGS__)
#define JOIN_(a, b, c, d, k, ...) JOIN##k
#define JOIN1(a) (f[n] = filon_mix(f[n], (a)))
#define JOIN2(a, b) (JOIN1(a), JOIN1(b))
#define JOIN3(a, b, c) (JOIN2(a, b), JOIN1(c))
#define JOIN4(a, b, c, d) (JOIN3(a, b, c), JOIN1(d))

unsigned tag_kind_features(const struct tag_state *state, uint32_t i, uint64_t f[TAG_FEATURES_MOST])
{
    const struct seen *w = &state->seen[i], *l1 = at(state, i, -1), *l2 = at(state, i, -2), *r1 = at(state, i, 1), *r2 = at(state, i, 2);
    uint32_t t1 = tag_at(state, i, 1), t2 = tag_at(state, i, 2), agreement, verb;
    uint32_t p1 = tag_of(state, t1)->upos_id, p2 = tag_of(state, t2)->upos_id;
    behind(state, i, &agreement, &verb);
    bool first = begins(state, i);
    unsigned n = 0;
    PUT(0);
    PUT(w->form);
    for (unsigned k = 0; k < 5; k++)
        PUT(w->suffix[k]);
    for (unsigned k = 0; k < PREFIXES; k++)
        PUT(w->prefix[k]);
    PUT(w->shape, first);
    PUT(w->shape, w->suffix[1], first);
    PUT(w->cluster, w->shape & SHAPE_CAPITAL);
    PUT(w->ambiguity, first, w->shape);
    PUT(w->usual, first, w->shape);
    PUT(l1->usual, w->usual);
    PUT(w->usual, r1->usual);
    PUT(r1->usual, r2->usual);
    PUT(t1, w->usual);
    PUT(t1, w->usual, r1->usual);
    PUT(agreement, w->usual);
    PUT(l1->form);
    PUT(l2->form);
    PUT(r1->form);
    PUT(r2->form);
    PUT(l1->form, w->form);
    PUT(w->form, r1->form);
    PUT(l1->form, r1->form);
    PUT(l1->suffix[2]);
    PUT(r1->suffix[2]);
    PUT(r1->suffix[1], w->suffix[1]);
    PUT(r1->shape);
    PUT(l1->shape);
    PUT(l1->cluster);
    PUT(r1->cluster);
    PUT(l2->cluster);
    PUT(r2->cluster);
    PUT(l1->cluster, w->cluster);
    PUT(w->cluster, r1->cluster);
    PUT(w->ambiguity, r1->ambiguity);
    PUT(r1->ambiguity, r2->ambiguity);
    PUT(w->suffix[2], r1->ambiguity);
    PUT(t1);
    PUT(t1, t2);
    PUT(t1, w->form);
    PUT(t1, w->cluster);
    PUT(t1, w->ambiguity, r1->ambiguity);
    PUT(p1, p2, w->ambiguity);
    PUT(p1, w->suffix[2]);
    PUT(t1, w->suffix[1]);
    PUT(p1, r1->form);
    PUT(p1, r1->cluster);
    PUT(p1, p2, w->form);
    PUT(agreement, w->suffix[1]);
    PUT(agreement, w->form);
    PUT(verb, w->suffix[1]);
    PUT(verb, w->form);
    PUT(verb, p1, w->ambiguity);
    return n;
}

#undef PUT
#define PUT(...) (f[n] = filon_mix(filon_mix(0, 100 + n), kind), JOIN(__VA_ARGS__), n++)

unsigned tag_features(const struct tag_state *state, uint32_t i, uint32_t kind, uint64_t f[TAG_FEATURES_MOST])
{
    const struct seen *w = &state->seen[i], *l1 = at(state, i, -1), *r1 = at(state, i, 1);
    uint32_t t1 = tag_at(state, i, 1), t2 = tag_at(state, i, 2), agreement, verb;
    uint32_t p1 = tag_of(state, t1)->upos_id;
    behind(state, i, &agreement, &verb);
    unsigned n = 0;
    PUT(0);
    PUT(w->form);
    for (unsigned k = 0; k < 5; k++)
        PUT(w->suffix[k]);
    PUT(w->prefix[1]);
    PUT(w->shape);
    PUT(w->usual);
    PUT(w->cluster);
    PUT(t1);
    PUT(t1, t2);
    PUT(t1, w->suffix[1]);
    PUT(t1, w->suffix[0]);
    PUT(t1, w->usual);
    PUT(p1, w->form);
    PUT(agreement);
    PUT(agreement, w->suffix[0]);
    PUT(agreement, w->suffix[2]);
    PUT(agreement, w->usual);
    PUT(verb);
    PUT(verb, w->suffix[0]);
    PUT(verb, w->form);
    PUT(l1->form);
    PUT(l1->form, w->usual);
    PUT(r1->form);
    PUT(r1->form, w->form);
    PUT(l1->form, w->form);
    PUT(r1->usual);
    PUT(r1->usual, w->usual);
    PUT(r1->suffix[1], w->suffix[0]);
    PUT(r1->cluster);
    PUT(l1->cluster);
    return n;
}

bool tag_certain(const struct tag_state *state, uint32_t i, uint32_t *kind, uint16_t *tag)
{
    const struct seen *w = &state->seen[i];
    if (!(w->flags & LEXEME_KIND) || !w->usual || w->usual > state->tags->n || (w->shape & SHAPE_CAPITAL && !begins(state, i)))
        return false;
    *kind = state->tags->tag[w->usual - 1].upos_id;
    if (state->tags->joined[*kind] && !(w->flags & LEXEME_JOINED))
        return false;
    *tag = w->flags & LEXEME_TAG ? (uint16_t)(w->usual - 1) : TAGS_MOST;
    return true;
}

uint32_t tag_best_kind(const struct tag_state *state, uint32_t i, const int32_t *scores)
{
    uint8_t flags = state->seen[i].flags;
    uint32_t best = 0;
    for (uint32_t kind = 1; kind <= state->tags->kinds; kind++) {
        bool may = state->tags->joined[kind] ? flags & LEXEME_JOINED : !(flags & LEXEME_JOINED) || flags & LEXEME_ALONE;
        if (may && (!best || scores[kind - 1] > scores[best - 1]))
            best = kind;
    }
    return best ? best : 1;
}

uint16_t tag_best(const struct tag_state *state, uint32_t kind, const int32_t *scores)
{
    const uint16_t *list = state->tags->list + state->tags->start[kind], *end = state->tags->list + state->tags->start[kind + 1];
    uint16_t best = *list;
    while (++list < end)
        if (scores[*list] > scores[best])
            best = *list;
    return best;
}

static uint32_t guess_kind(const struct tag_state *state, const struct tagger *tagger, uint32_t i)
{
    uint64_t features[TAG_FEATURES_MOST];
    int32_t scores[KINDS_MOST] = {0};
    filon_linear_add(&tagger->kinds, features, tag_kind_features(state, i, features), scores);
    return tag_best_kind(state, i, scores);
}

static uint16_t guess_tag(const struct tag_state *state, const struct tagger *tagger, uint32_t i, uint32_t kind)
{
    uint64_t features[TAG_FEATURES_MOST];
    int32_t scores[TAGS_MOST];
    const uint16_t *start = &state->tags->start[kind];
    if (start[1] - start[0] == 1)
        return state->tags->list[start[0]];
    memset(scores, 0, state->tags->n * sizeof *scores);
    filon_linear_add(&tagger->tags, features, tag_features(state, i, kind, features), scores);
    return tag_best(state, kind, scores);
}

void tag_sentence(const struct tag_state *state, const struct tagger *tagger)
{
    for (uint32_t i = 0; i < state->n; i++) {
        uint32_t kind;
        uint16_t tag = TAGS_MOST;
        if (!tag_certain(state, i, &kind, &tag))
            kind = guess_kind(state, tagger, i);
        state->tag[i] = tag < TAGS_MOST ? tag : guess_tag(state, tagger, i, kind);
    }
}
