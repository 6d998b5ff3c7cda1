/* judge.c - the document as a witness: candidates of one spelling share their evidence; a word that ends a person's full name is
 * that person's family name wherever it stands; a capital that says nothing is believed if the word is a name elsewhere. */
#include "tagger.h"

#define LIST_WEIGHT 2.5f

/* A name of the document, in any case: the sum of its candidates' evidence. */
struct witness {
    uint64_t hash;
    float score[NER_NAMES];
    float person; /* evidence that it is a part of a person's name */
    uint32_t strong, weak, known;
    uint32_t full;
};

struct witnesses {
    struct witness *items;
    size_t mask;
};

static struct witness *witness_of(const struct witnesses *witnesses, uint64_t hash)
{
    size_t at = hash & witnesses->mask;
    hash |= 1; /* 0 is free */
    while (witnesses->items[at].hash && witnesses->items[at].hash != hash)
        at = (at + 1) & witnesses->mask;
    witnesses->items[at].hash = hash;
    return &witnesses->items[at];
}

static enum ner_type best(const float *score)
{
    enum ner_type type = NER_PER;
    for (enum ner_type i = NER_LOC; i < NER_NAMES; i++)
        if (score[i] > score[type])
            type = i;
    return type;
}

/* Each candidate asks for five witnesses at most (its whole, three parts, one word more): the table never fills. */
static struct witnesses gather(const struct text *text, const struct candidates *candidates)
{
    size_t slots = 64;
    while (slots < (size_t)candidates->n * 8)
        slots *= 2;
    struct witnesses witnesses = {filon_zalloc(text->arena, slots, sizeof(struct witness)), slots - 1};
    for (uint32_t i = 0; i < candidates->n; i++) {
        const struct candidate *candidate = &candidates->items[i];
        if (candidate->flags & CANDIDATE_WHEN)
            continue;
        struct witness *witness = witness_of(&witnesses, ner_text_fold(text, candidate->mention.first, candidate->mention.last));
        float weight = candidate->flags & CANDIDATE_WEAK ? 0.5f : 1;
        for (int type = 0; type < NER_NAMES; type++)
            witness->score[type] += weight * candidate->score[type];
        witness->strong += !(candidate->flags & CANDIDATE_WEAK);
        witness->weak += (candidate->flags & CANDIDATE_WEAK) != 0;
        witness->known += (candidate->flags & CANDIDATE_KNOWN) != 0;
    }
    return witnesses;
}

/* The parts of persons' full names. */
static void gather_parts(const struct text *text, const struct candidates *candidates, const struct witnesses *witnesses)
{
    for (uint32_t i = 0; i < candidates->n; i++) {
        const struct candidate *candidate = &candidates->items[i];
        uint32_t first = candidate->mention.first, last = candidate->mention.last;
        if ((candidate->flags & (CANDIDATE_WHEN | CANDIDATE_HEAD)) || first == last)
            continue;
        const struct witness *whole = witness_of(witnesses, ner_text_fold(text, first, last));
        enum ner_type type = best(whole->score);
        if (type != NER_PER || whole->score[NER_PER] < 1)
            continue;
        witness_of(witnesses, ner_text_fold(text, last, last))->person += 4;
        if (word_at(text, first)->bits & LEX_GIVEN)
            witness_of(witnesses, ner_text_fold(text, first, first))->person += 2;
        if (last > first + 1)
            witness_of(witnesses, ner_text_fold(text, first + 1, last))->person += 4;
    }
}

/* "De Gendt" at the head of a sentence, where "De" was taken for a word, if the document has "De Gendt" elsewhere. */
static void extend_left(const struct text *text, const struct witnesses *witnesses, struct candidate *candidate)
{
    uint32_t first = candidate->mention.first;
    if (first == 0 || !joined(text, first) || !capital(text, first - 1) || !(text->tokens[first - 1].flags & TOKEN_START))
        return;
    const struct witness *longer = witness_of(witnesses, ner_text_fold(text, first - 1, candidate->mention.last));
    if (longer->strong || longer->person >= 4) {
        candidate->mention.first--;
        candidate->mention.begin = text->tokens[first - 1].begin;
    }
}

static void add_mention(struct mentions *mentions, const struct candidate *candidate)
{
    const float *score = candidate->total;
    enum ner_type type = best(score);
    float second = -10;
    for (int i = 0; i < NER_NAMES; i++)
        if (i != (int)type && score[i] > second)
            second = score[i];
    float margin = score[type] - second;
    struct mention *mention = ner_mentions_add(mentions);
    *mention = candidate->mention;
    mention->type = type;
    mention->score = margin <= 0 ? 0.5f : 0.5f + 0.5f * margin / (margin + 2);
}

/* A weak candidate that stands alone in the document, but as only names do: "Dupont, né en 1950". */
static bool convincing(const struct text *text, const struct candidate *candidate)
{
    const struct word *word = word_at(text, candidate->mention.first);
    if (text->tokens[candidate->mention.first].flags & TOKEN_SHOUT)
        return candidate->mention.first < candidate->mention.last && candidate->score[NER_PER] >= 4;
    return !((word->bits | word->low_bits) & (LEX_COMMON | LEX_DEMONYM | LEX_FUNCTION | LEX_CIVIL)) && word->lower == 0 &&
           !(word->shape & SHAPE_INITIAL) && candidate->score[best(candidate->score)] >= 1.5f;
}

/* Whether a candidate is a name at all. */
static bool believed(const struct text *text, const struct candidate *candidate, const struct witness *witness)
{
    bool single = candidate->mention.first == candidate->mention.last;
    if (single && (word_at(text, candidate->mention.first)->low_bits & LEX_COMMON) && witness->person < 4 &&
        witness->strong < witness->weak)
        return false;
    return !(candidate->flags & CANDIDATE_WEAK) || witness->strong || witness->person >= 4 || convincing(text, candidate);
}

/* A candidate's own evidence with that of its spelling. */
static void hear(struct candidate *candidate, const struct witness *witness)
{
    float others = witness->strong > 4 ? 4.0f / (float)witness->strong : 1;
    bool single = candidate->mention.first == candidate->mention.last;
    bool settled = (candidate->flags & CANDIDATE_KNOWN) && !(candidate->bits & (LEX_PER | LEX_UNSURE));
    for (int type = 0; type < NER_NAMES; type++)
        candidate->total[type] = candidate->score[type] + others * witness->score[type];
    if (single && !settled)
        candidate->total[NER_PER] += witness->person > 8 ? 8 : witness->person;
}

/* Whether nothing but a comma, "et" or "ou" stands between two candidates. */
static bool listed(const struct text *text, const struct candidate *a, const struct candidate *b)
{
    return b->mention.first == a->mention.last + 2 && joined(text, b->mention.first) && joined(text, b->mention.first - 1) &&
           TOKEN_IS(text, a->mention.last + 1, ",", "et", "ou", "and", "or", "/");
}

/* Members of a list are of one kind: each hears its neighbours a little. */
static void hear_neighbours(const struct text *text, struct candidates *candidates)
{
    struct candidate *before = NULL;
    for (uint32_t i = 0; i < candidates->n; i++) {
        struct candidate *candidate = &candidates->items[i];
        if (!(candidate->flags & CANDIDATE_NAME))
            continue;
        if (before && listed(text, before, candidate)) {
            enum ner_type left = best(before->total), right = best(candidate->total);
            bool sure_left = before->flags & (CANDIDATE_KNOWN | CANDIDATE_HEAD),
                 sure_right = candidate->flags & (CANDIDATE_KNOWN | CANDIDATE_HEAD);
            if (!sure_right)
                candidate->total[left] += LIST_WEIGHT;
            if (!sure_left)
                before->total[right] += LIST_WEIGHT;
        }
        before = candidate;
    }
}

void ner_judge(const struct text *text, struct candidates *candidates, struct mentions *mentions)
{
    struct witnesses witnesses = gather(text, candidates);
    gather_parts(text, candidates, &witnesses);
    for (uint32_t i = 0; i < candidates->n; i++) {
        struct candidate *candidate = &candidates->items[i];
        if (candidate->flags & CANDIDATE_WHEN)
            continue;
        extend_left(text, &witnesses, candidate);
        const struct witness *witness = witness_of(&witnesses, ner_text_fold(text, candidate->mention.first, candidate->mention.last));
        if (!believed(text, candidate, witness))
            continue;
        candidate->flags |= CANDIDATE_NAME;
        hear(candidate, witness);
    }
    hear_neighbours(text, candidates);
    for (uint32_t i = 0; i < candidates->n; i++) {
        const struct candidate *candidate = &candidates->items[i];
        if (candidate->flags & CANDIDATE_WHEN)
            *ner_mentions_add(mentions) = candidate->mention;
        else if ((candidate->flags & CANDIDATE_NAME) && candidate->total[best(candidate->total)] >= 0.5f)
            add_mention(mentions, candidate);
    }
}
