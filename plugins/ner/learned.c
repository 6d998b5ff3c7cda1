/* learned.c - the CRF at work: labels for the tokens of each sentence, mentions from the labels. */
#include "learned.h"

const char *const ner_labels[LABELS + 1] = {"O",      "B-PER",  "I-PER",  "B-LOC",  "I-LOC",  "B-ORG",  "I-ORG",
                                            "B-MISC", "I-MISC", "B-DATE", "I-DATE", "B-TIME", "I-TIME", NULL};

bool ner_label_allowed(unsigned from, unsigned to)
{
    if (!label_inside(to))
        return true;
    return from != UINT32_MAX && from != 0 && label_type(from) == label_type(to);
}

struct tagger {
    const struct filon_crf *crf;
    const struct text *text;
    const struct mentions *rules;
    struct mentions found;
    uint32_t next_rule;
};

/* Where the rules have the same tokens, as a date or a known name, theirs are the exact bytes and the full form; they may have two dates in
 * one token: 2018-2019. */
static void add_piece(struct tagger *tagger, uint32_t first, unsigned label, const struct filon_crf_piece *piece)
{
    const struct text *text = tagger->text;
    const struct mentions *rules = tagger->rules;
    struct mention mention = {
        .first = first + piece->first, .last = first + piece->behind - 1, .type = label_type(label), .score = piece->probability};
    mention.begin = text->tokens[mention.first].begin;
    mention.end = text->tokens[mention.last].end;
    bool added = false;
    while (tagger->next_rule < rules->n && rules->items[tagger->next_rule].first < mention.first)
        tagger->next_rule++;
    for (uint32_t i = tagger->next_rule; i < rules->n && rules->items[i].first == mention.first; i++) {
        const struct mention *rule = &rules->items[i];
        if (rule->last != mention.last)
            continue;
        mention.full = rule->full;
        if (rule->type != mention.type)
            continue;
        mention.begin = rule->begin;
        mention.end = rule->end;
        *ner_mentions_add(&tagger->found) = mention;
        added = true;
    }
    if (!added)
        *ner_mentions_add(&tagger->found) = mention;
}

/* "les Nations unies et Paris": two names that the lexicons know are two. Whether tokens are such names with "et" or a comma between. */
static bool is_list(struct tagger *tagger, uint32_t first, uint32_t last)
{
    const struct mentions *rules = tagger->rules;
    while (tagger->next_rule < rules->n && rules->items[tagger->next_rule].first < first)
        tagger->next_rule++;
    uint32_t i = tagger->next_rule;
    if (i + 1 >= rules->n || rules->items[i].first != first)
        return false;
    for (; rules->items[i].known; i++) {
        uint32_t behind = rules->items[i].last;
        if (behind >= last)
            return behind == last && i > tagger->next_rule;
        if (i + 1 >= rules->n || rules->items[i + 1].first != behind + 2 ||
            !TOKEN_IS(tagger->text, behind + 1, "et", "ou", ",", "and", "or"))
            return false;
    }
    return false;
}

static void add_list(struct tagger *tagger, uint32_t last, float score)
{
    for (uint32_t i = tagger->next_rule; i < tagger->rules->n && tagger->rules->items[i].last <= last; i++) {
        struct mention *mention = ner_mentions_add(&tagger->found);
        *mention = tagger->rules->items[i];
        mention->score = score;
    }
}

static void tag_sentence(struct tagger *tagger, const int16_t *scores, uint32_t first, uint32_t n)
{
    static const uint8_t inside[LABELS] = {UINT8_MAX, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12};
    struct filon_arena *arena = tagger->text->arena;
    uint8_t *labels = filon_alloc(arena, n);
    filon_crf_decode(tagger->crf, scores, n, labels, arena);
    uint32_t count = 0;
    struct filon_crf_piece *pieces = filon_alloc(arena, n * sizeof *pieces);
    for (uint32_t i = 0; i < n;) {
        uint32_t from = i++;
        if (!labels[from])
            continue;
        while (i < n && labels[i] == inside[labels[from]])
            i++;
        pieces[count++] = (struct filon_crf_piece){from, i, 0};
    }
    filon_crf_probabilities(tagger->crf, scores, n, labels, inside, pieces, count, arena);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t last = first + pieces[i].behind - 1;
        if (is_list(tagger, first + pieces[i].first, last))
            add_list(tagger, last, 0.5f);
        else
            add_piece(tagger, first, labels[pieces[i].first], &pieces[i]);
    }
}

/* Not initialised. */
static void *aligned(struct filon_arena *arena, size_t n)
{
    return (void *)(((uintptr_t)filon_alloc(arena, n + 64) + 63) & ~(uintptr_t)63);
}

/* Features of one thing, whose rows are on their way. */
struct batch {
    uint64_t features[MOST_FEATURES];
    size_t n[5], all; /* of words: at each offset */
};

/* The summed weights of words at each offset are the same in all documents: those met last are kept from one to the next. */
enum { SLOTS = 4096, STRIDE = 16 };
_Static_assert((int)LABELS <= (int)STRIDE, "sums are kept in one stride");

struct memory {
    struct {
        uint64_t key; /* of all that the features are made of; 0 free */
        int16_t sums[5 * STRIDE];
    } slots[SLOTS];
};

struct memory *ner_memory_new(struct filon_arena *arena)
{
    return filon_zreserve(arena, 1, sizeof(struct memory));
}

static void sum_word(const struct filon_crf *crf, const struct batch *batch, int16_t *sums)
{
    const uint64_t *features = batch->features;
    memset(sums, 0, 5 * STRIDE * sizeof *sums);
    for (unsigned k = 0; k < 5; features += batch->n[k++])
        filon_crf_add(crf, features, batch->n[k], sums + (size_t)k * STRIDE);
}

static void keep_waiting(const struct ner_tagger *with, const struct tagging *tagging, const struct batch *batch, uint32_t word,
                         int16_t *sums)
{
    if (word == FILON_NONE)
        return;
    int16_t *own = sums + (size_t)word * 5 * STRIDE;
    uint64_t key = ner_word_key(tagging, word);
    sum_word(with->crf, batch, own);
    with->memory->slots[key % SLOTS].key = key;
    memcpy(with->memory->slots[key % SLOTS].sums, own, 5 * STRIDE * sizeof *own);
}

/* word * 5 * STRIDE. While one word is added up, the rows of the next are fetched. */
static int16_t *sum_words(const struct ner_tagger *with, const struct text *text, const struct tagging *tagging)
{
    int16_t *sums = aligned(text->arena, (text->n_words + 1) * (size_t)5 * STRIDE * sizeof *sums);
    struct batch batches[2];
    uint32_t waiting = FILON_NONE; /* the word whose rows are on their way, in the other batch */
    unsigned turn = 0;
    for (uint32_t word = 0; word <= text->n_words; word++) {
        uint64_t key = ner_word_key(tagging, word);
        const size_t slot = key % SLOTS;
        if (with->memory->slots[slot].key == key) {
            memcpy(sums + (size_t)word * 5 * STRIDE, with->memory->slots[slot].sums, sizeof with->memory->slots[slot].sums);
            continue;
        }
        struct batch *next = &batches[turn];
        next->all = 0;
        for (int offset = -2; offset <= 2; offset++)
            next->all += next->n[offset + 2] = ner_word_features(tagging, word, offset, next->features + next->all);
        filon_crf_fetch(with->crf, next->features, next->all);
        keep_waiting(with, tagging, &batches[1 - turn], waiting, sums);
        waiting = word;
        turn = 1 - turn;
    }
    keep_waiting(with, tagging, &batches[1 - turn], waiting, sums);
    return sums;
}

static void add_words(int16_t *score, const int16_t *sums, const uint32_t words[5])
{
    typedef int16_t short8 __attribute__((vector_size(16)));
    short8 two[2] = {{0}, {0}}, more[2];
    for (size_t offset = 0; offset < 5; offset++) {
        memcpy(more, sums + (words[offset] * (size_t)5 + offset) * STRIDE, sizeof more);
        two[0] += more[0];
        two[1] += more[1];
    }
    memcpy(score, two, sizeof two);
}

static int16_t *score_tokens(const struct ner_tagger *with, const struct text *text, const struct tagging *tagging)
{
    int16_t *scores = aligned(text->arena, (size_t)text->n * STRIDE * sizeof *scores), *sums = sum_words(with, text, tagging);
    struct batch batches[2];
    for (uint32_t i = 0; i <= text->n; i++) {
        struct batch *next = &batches[i % 2], *now = &batches[(i + 1) % 2];
        if (i < text->n) {
            uint32_t words[5];
            ner_words_around(tagging, i, words);
            next->all = ner_token_features(tagging, i, words, next->features);
            filon_crf_fetch(with->crf, next->features, next->all);
            add_words(scores + (size_t)i * STRIDE, sums, words);
        }
        if (i > 0)
            filon_crf_add(with->crf, now->features, now->all, scores + (size_t)(i - 1) * STRIDE);
    }
    return scores;
}

/* Names of the job's own lexicons stand: no other label can. */
static void settle_own(const struct text *text, const struct mentions *rules, int16_t *scores)
{
    enum { SURE = 8000 };
    for (uint32_t i = 0; i < rules->n; i++) {
        const struct mention *mention = &rules->items[i];
        unsigned label = label_begin(mention->type);
        for (uint32_t t = mention->first; mention->own && t <= mention->last; t++)
            for (unsigned k = 0; k < LABELS; k++)
                scores[(size_t)t * STRIDE + k] = k == label + (t > mention->first) ? SURE : -SURE;
        if (mention->own && joined(text, mention->last + 1))
            scores[(size_t)(mention->last + 1) * STRIDE + label + 1] = -SURE;
    }
}

void ner_tag(const struct ner_tagger *with, const struct text *text, struct mentions *mentions)
{
    struct tagging *tagging = ner_tagging_new(text, mentions);
    struct tagger tagger = {.crf = with->crf, .text = text, .rules = mentions, .found = {.arena = mentions->arena}};
    int16_t *scores = score_tokens(with, text, tagging);
    settle_own(text, mentions, scores);
    for (uint32_t first = 0, behind; first < text->n; first = behind) {
        for (behind = first + 1; joined(text, behind);)
            behind++;
        tag_sentence(&tagger, scores + (size_t)first * STRIDE, first, behind - first);
    }
    ner_restore(text, mentions, &tagger.found);
    *mentions = tagger.found;
}
