#include "train.h"

#include <stdlib.h>

void shuffle(uint32_t *order, uint32_t n, uint64_t *seed)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = draw(seed, i), keep = order[i - 1];
        order[i - 1] = order[j];
        order[j] = keep;
    }
}

void see_gold(struct seen *seen, const struct gold_sentence *sentence, const struct lexicon *lexicon)
{
    for (uint32_t i = 0; i < sentence->tokens; i++)
        see(&seen[i], sentence->token[i].form, lexicon);
}

struct learner {
    struct filon_trainer *kinds, *tags;
};

static void learn(struct filon_trainer *trainer, const uint64_t *features, unsigned n, uint32_t right, uint32_t best)
{
    if (best != right) {
        filon_trainer_update(trainer, features, n, right, 1);
        filon_trainer_update(trainer, features, n, best, -1);
    }
    filon_trainer_tick(trainer);
}

static uint32_t learn_kind(struct learner *learner, const struct tag_state *state, uint32_t i, uint32_t right)
{
    uint64_t features[TAG_FEATURES_MOST];
    int32_t scores[KINDS_MOST] = {0};
    unsigned n = tag_kind_features(state, i, features);
    filon_trainer_add(learner->kinds, features, n, scores);
    uint32_t kind = tag_best_kind(state, i, scores);
    learn(learner->kinds, features, n, right - 1, kind - 1);
    return kind;
}

static uint16_t best_tag(struct learner *learner, const struct tag_state *state, uint32_t i, uint32_t kind, uint64_t *features, unsigned *n)
{
    int32_t scores[TAGS_MOST];
    *n = tag_features(state, i, kind, features);
    memset(scores, 0, state->tags->n * sizeof *scores);
    filon_trainer_add(learner->tags, features, *n, scores);
    return tag_best(state, kind, scores);
}

/* The tag is learnt for the right kind; what the tokens behind see is what both guessed. Nothing is learnt of what is certain. */
static void learn_sentence(struct learner *learner, const struct tag_state *state, const struct gold_sentence *s)
{
    uint64_t features[TAG_FEATURES_MOST];
    for (uint32_t i = 0; i < s->tokens; i++) {
        uint16_t right = s->token[i].tag, tag = TAGS_MOST;
        uint32_t right_kind = state->tags->tag[right].upos_id, kind;
        unsigned n;
        if (!tag_certain(state, i, &kind, &tag))
            kind = learn_kind(learner, state, i, right_kind);
        if (tag == TAGS_MOST) {
            tag = best_tag(learner, state, i, right_kind, features, &n);
            learn(learner->tags, features, n, right, tag);
            if (kind != right_kind)
                tag = best_tag(learner, state, i, kind, features, &n);
        }
        state->tag[i] = tag;
    }
}

void train_tagger(struct filon_buf *kinds, struct filon_buf *tags_out, const struct gold *gold, const uint8_t *use, const struct tagset *tags,
                  const struct lexicon *lexicon, unsigned rounds, double least)
{
    struct learner learner = {filon_trainer_new(tags->kinds), filon_trainer_new(tags->n)};
    struct filon_arena *arena = filon_arena_new();
    uint32_t *order = filon_zalloc(arena, gold->n, sizeof *order), n = 0;
    struct seen **seen = filon_zalloc(arena, gold->n, sizeof *seen);
    uint64_t seed = 1;
    for (uint32_t s = 0; s < gold->n; s++) {
        if (use && !use[s])
            continue;
        order[n++] = s;
        seen[s] = filon_zalloc(arena, gold->sentence[s].tokens, sizeof **seen);
        see_gold(seen[s], &gold->sentence[s], lexicon);
    }
    for (unsigned round = 0; round < rounds; round++) {
        shuffle(order, n, &seed);
        for (uint32_t i = 0; i < n; i++) {
            const struct gold_sentence *s = &gold->sentence[order[i]];
            struct tag_state state = {tags, seen[order[i]], s->tokens, filon_zalloc(arena, s->tokens, sizeof(uint16_t))};
            learn_sentence(&learner, &state, s);
        }
    }
    filon_trainer_pack(learner.kinds, least, kinds);
    filon_trainer_pack(learner.tags, least, tags_out);
    filon_trainer_free(learner.kinds);
    filon_trainer_free(learner.tags);
    filon_arena_free(arena);
}
