/* learned.c - what a model sees of a holder's evidence on a claim, and what it makes of it.
 *
 * A log-linear model (a CRF over sequences of one) with three labels: no position, the one that the rules say, the other. Features of two
 * kinds: how much of the claim the evidence has, what it is and what the proposition says of its subject, which say something of any claim; and the
 * words of the evidence beside the claim's id, which are for more documents on the same claims.
 */
#include "claim.h"

#include <math.h>

const char *const claim_labels[] = {"none", "keep", "turn", NULL};

struct list {
    uint64_t *features;
    size_t n;
};

static void add(struct list *list, uint64_t kind, uint64_t value)
{
    if (list->n < CLAIM_FEATURES)
        list->features[list->n++] = filon_feature(kind, value);
}

/* A number of 0 to 1 as steps that are passed: a weight each, so that more is never less by chance. */
static void add_steps(struct list *list, uint64_t kind, float number, unsigned steps)
{
    for (unsigned i = 1; i <= steps && number >= (float)i / (float)(steps + 1); i++)
        add(list, kind, i);
}

static uint64_t hash_of(struct filon_str s)
{
    return filon_hash(s.p, s.n, 1);
}

static uint64_t type_of(const struct claim *claim)
{
    return (uint64_t)(claim->valence + 1) | (uint64_t)claim->must << 2 | (uint64_t)claim->end << 3 | (uint64_t)claim->negated << 4;
}

size_t claim_features(const struct claim_text *text, const struct claim *claim, const struct claim_holding *all, uint32_t n, uint32_t which,
                      uint64_t *features)
{
    enum {
        BIAS,
        RELEVANCE,
        OWN,
        RULE,
        RULE_TYPE,
        TYPE_SIDE,
        COUNT,
        AGREE,
        KINDS_SEEN,
        TONE,
        CUE,
        HOW,
        ACT,
        TURNED,
        RANK,
        PART,
        RIVALS,
        CLAIM,
        WORD
    };
    struct list list = {features, 0};
    const struct claim_holding *holding = &all[which];
    const struct claim_evidence *best = holding->best;
    uint64_t side = (uint64_t)(claim_side(holding) + 1), type = type_of(claim), rule = hash_of(filon_str_of(best->rule));
    float most = 0;
    uint32_t above = 0;
    for (uint32_t i = 0; i < n; i++) {
        most = fmaxf(most, all[i].best->relevance);
        above += all[i].best->relevance > best->relevance;
    }
    add(&list, BIAS, 0);
    add_steps(&list, RELEVANCE, best->relevance, 7);
    add_steps(&list, OWN, best->own, 4);
    add(&list, RULE, rule);
    add(&list, RULE_TYPE, filon_feature_pair(rule, (uint64_t)(claim->valence + 1)));
    add(&list, TYPE_SIDE, filon_feature_pair(type, side));
    add(&list, COUNT, holding->quotes + holding->stances > 2 ? 3 : holding->quotes + holding->stances);
    add_steps(&list, AGREE, holding->weight > 0 ? fabsf(holding->sum) / holding->weight : 0, 2);
    add(&list, KINDS_SEEN, (uint64_t)(holding->quotes > 0) | (uint64_t)(holding->stances > 0) << 1);
    if (best->of_stance) {
        uint64_t act = filon_feature_pair(hash_of(best->how), best->favor);
        add(&list, ACT, act);
        add(&list, ACT, filon_feature_pair(act, type + 100));
    } else {
        uint64_t tone = (uint64_t)((best->tone > 0) - (best->tone < 0) + 1);
        add(&list, TONE, filon_feature_pair(tone, (uint64_t)(claim->valence + 1)));
        add(&list, HOW, hash_of(best->how));
        add(&list, CUE, best->cue & (WORD_DENY | WORD_DEMAND | WORD_REBUT));
        add(&list, TURNED, best->turned);
        add(&list, TURNED, filon_feature_pair(best->turned, type + 10));
    }
    add(&list, RANK, above > 2 ? 3 : above);
    add_steps(&list, PART, most > 0 ? best->relevance / most : 0, 3);
    add(&list, RIVALS, n > 6 ? 7 : n);
    uint64_t id = hash_of(claim->id);
    add(&list, CLAIM, filon_feature_pair(id, side));
    struct filon_str span = filon_text_of(text->doc, best->span.begin, best->span.end);
    char folded[2 * WORD_BYTES_MOST + 4];
    for (size_t at = 0, begin, length; list.n < CLAIM_FEATURES && (length = claim_next_word(span, &at, &begin, folded));)
        add(&list, WORD, filon_feature_pair(id + side, hash_of(claim_stem((struct filon_str){folded, length}, text->language))));
    return list.n;
}

enum claim_label claim_judge(const struct filon_crf *crf, const struct claim_text *text, const struct claim *claim,
                             const struct claim_holding *all, uint32_t n, uint32_t which, float likely[CLAIM_LABELS])
{
    enum { ALIGN = 32 };
    static const uint8_t inside[CLAIM_LABELS] = {UINT8_MAX, UINT8_MAX, UINT8_MAX};
    struct filon_arena *arena = filon_doc_arena(text->doc);
    char *bytes = filon_zalloc(arena, filon_crf_stride(crf) * sizeof(int16_t) + ALIGN, 1);
    int16_t *scores = (int16_t *)(void *)(bytes + (ALIGN - (uintptr_t)bytes % ALIGN) % ALIGN);
    uint64_t features[CLAIM_FEATURES];
    enum claim_label surest = CLAIM_NONE;
    filon_crf_add(crf, features, claim_features(text, claim, all, n, which, features), scores);
    for (uint8_t label = 0; label < CLAIM_LABELS; label++) {
        struct filon_crf_piece piece = {0, 1, 0};
        filon_crf_probabilities(crf, scores, 1, &label, inside, &piece, 1, arena);
        likely[label] = piece.probability;
        surest = likely[label] > likely[surest] ? label : surest;
    }
    return surest;
}
