/* evidence.c - what a document has for or against a claim: what its sources say with the claim's words, and the stances on its topic.
 *
 * Relevance: the rarity of the claim's terms in the words of the evidence, as a part of what the claim's rarest ones have together; what stands
 * around it in its own and the last sentence counts less. Side: who speaks of a claim's topic at length mostly asserts it; a negation, a word of
 * rebuttal or a cue of denial turns that; a claim that praises or blames is also answered by praise or blame.
 */
#include "claim.h"

#include <math.h>

enum { TOP_TERMS = 3 };
static const float claim_weight = 0.8f, keyword_weight = 0.7f; /* of terms that are in one alone */
static const float context_weight = 0.6f, bare_context = 0.3f, stance_context = 0.3f, demand_weight = 0.5f, other_weight = 0.4f,
                   side_relevance = 0.7f, topic_relevance = 0.6f;

struct scale {
    const struct claim_text *text;
    const struct claim *claim;
    float top;
};

static float rank_of(const struct claim_term *term)
{
    return term->in_claim && term->in_keywords ? 1 : term->in_claim ? claim_weight : keyword_weight;
}

static float weight_of(const struct scale *scale, const struct claim_term *term)
{
    return rank_of(term) * scale->text->rarity[term->term];
}

/* The weight of the heaviest terms: who has those has the claim. Those that the document has not count as the heaviest that it has, or else a
 * claim of which it has one word would be all there at that word. */
static float top_of(const struct scale *scale)
{
    const struct claim *claim = scale->claim;
    float top[TOP_TERMS] = {0}, sum = 0, rarest = 0;
    for (uint32_t i = 0; i < claim->n_terms; i++)
        rarest = fmaxf(rarest, scale->text->rarity[claim->terms[i].term]);
    for (uint32_t i = 0; i < claim->n_terms; i++) {
        bool there = scale->text->rarity[claim->terms[i].term] > 0;
        float weight = there ? weight_of(scale, &claim->terms[i]) : rank_of(&claim->terms[i]) * rarest;
        for (size_t k = 0; k < TOP_TERMS; k++)
            if (weight > top[k]) {
                float lower = top[k];
                top[k] = weight;
                weight = lower;
            }
    }
    for (size_t k = 0; k < TOP_TERMS; k++)
        sum += top[k];
    return sum;
}

static void mark(const struct claim_text *text, uint32_t first, uint32_t last, uint8_t value)
{
    for (uint32_t i = first; i < last; i++)
        if (text->words[i].term != FILON_MAP_NONE)
            text->marks[text->words[i].term] = value;
}

/* The relevance of two runs of words together; the second may be empty. */
static float relevance_of(const struct scale *scale, uint32_t first, uint32_t last, uint32_t from, uint32_t to)
{
    const struct claim_text *text = scale->text;
    float sum = 0;
    mark(text, first, last, 1);
    mark(text, from, to, 1);
    for (uint32_t i = 0; i < scale->claim->n_terms; i++)
        if (text->marks[scale->claim->terms[i].term])
            sum += weight_of(scale, &scale->claim->terms[i]);
    mark(text, first, last, 0);
    mark(text, from, to, 0);
    return scale->top > 0 ? fminf(1, sum / scale->top) : 0;
}

/* Whether all words of a target are the claim's, in the proposition and its keywords alike: however often the document has them. */
static bool is_topic(const struct scale *scale, struct filon_str target)
{
    char folded[2 * WORD_BYTES_MOST + 4];
    size_t at = 0, begin, n;
    uint32_t words = 0;
    while ((n = claim_next_word(target, &at, &begin, folded))) {
        struct filon_str stem = claim_stem((struct filon_str){folded, n}, scale->text->language);
        uint32_t term = filon_map_get(scale->text->claims->terms, stem), i = 0;
        if (n < 3)
            continue;
        while (i < scale->claim->n_terms && scale->claim->terms[i].term != term)
            i++;
        if (i == scale->claim->n_terms || !scale->claim->terms[i].in_claim || !scale->claim->terms[i].in_keywords)
            return false;
        words++;
    }
    return words > 0;
}

/* The same of a stance's target, which may be a name that stands elsewhere. topic: whether it is enough to be what the claim is about. */
static float relevance_of_target(const struct scale *scale, struct filon_str target, bool topic)
{
    const struct claim_text *text = scale->text;
    char folded[2 * WORD_BYTES_MOST + 4];
    float sum = 0;
    for (int value = 1; value >= 0; value--) {
        size_t at = 0, begin, n;
        while ((n = claim_next_word(target, &at, &begin, folded))) {
            uint32_t term = filon_map_get(text->claims->terms, claim_stem((struct filon_str){folded, n}, text->language));
            if (term != FILON_MAP_NONE)
                text->marks[term] = (uint8_t)value;
        }
        for (uint32_t i = 0; value && i < scale->claim->n_terms; i++)
            if (text->marks[scale->claim->terms[i].term])
                sum += weight_of(scale, &scale->claim->terms[i]);
    }
    float relevance = scale->top > 0 ? fminf(1, sum / scale->top) : 0;
    return topic && is_topic(scale, target) ? fmaxf(relevance, topic_relevance) : relevance;
}

/* With the sentence the evidence begins in, and the one before. */
static float with_context(const struct scale *scale, uint32_t first, uint32_t last, float own, float weight, bool previous)
{
    const struct claim_text *text = scale->text;
    uint32_t sentence = claim_sentence_of(text, first), from = text->first[previous && sentence ? sentence - 1 : sentence];
    float all = relevance_of(scale, first, last, from, text->first[sentence + 1]);
    return own + weight * fmaxf(0, all - own);
}

/* ---- Sides. */

/* A clause turns its contents round: « ne … pas », « aucun », « faux ». */
static bool turns(const struct claim_text *text, uint32_t first, uint32_t last)
{
    bool ne = false, negated = false, rebuts = false;
    for (uint32_t i = first; i < last; i++) {
        uint32_t classes = text->words[i].classes;
        if ((classes & WORD_NE) && !(i > 0 && (text->words[i - 1].classes & WORD_ASK)))
            ne = true;
        negated |= (classes & WORD_NO) || (ne && (classes & WORD_PAS));
        rebuts |= (classes & (WORD_REBUT | WORD_DENY)) != 0;
    }
    return negated != rebuts;
}

/* The clause of the words that has most of the claim. */
static bool best_clause_turns(const struct scale *scale, uint32_t first, uint32_t last)
{
    const struct claim_word *words = scale->text->words;
    float best = -1;
    bool turned = false;
    for (uint32_t from = first, to; from < last; from = to) {
        to = from + 1;
        while (to < last && !words[to].breaks && !(words[to].classes & WORD_BREAK))
            to++;
        float relevance = relevance_of(scale, from, to, from, from);
        if (relevance > best) {
            best = relevance;
            turned = turns(scale->text, from, to);
        }
    }
    return turned;
}

/* How many of the words praise, less those that blame; « absurde » and « innocent », which turn round what is said, have had their say. */
static int tone_of(const struct claim_text *text, uint32_t first, uint32_t last)
{
    int tone = 0;
    for (uint32_t i = first; i < last; i++)
        if (!(text->words[i].classes & WORD_REBUT))
            tone += ((text->words[i].classes & WORD_GOOD) != 0) - ((text->words[i].classes & WORD_BAD) != 0);
    return tone;
}

/* An analyst's own words for a side, in their order: 1, -1, or 0 for none. A negation turns them. */
static int own_side(const struct claim_text *text, const struct claim *claim, uint32_t first, uint32_t last)
{
    for (int side = 0; side < 2; side++)
        for (uint32_t p = 0; p < claim->n_sides[side]; p++) {
            const struct claim_phrase *phrase = &claim->sides[side][p];
            for (uint32_t i = first; i + phrase->n <= last; i++) {
                uint32_t k = 0;
                while (k < phrase->n && text->words[i + k].term == phrase->terms[k])
                    k++;
                if (k < phrase->n)
                    continue;
                uint32_t from = i;
                while (from > first && !text->words[from].breaks)
                    from--;
                bool ne = false, negated = false;
                for (uint32_t w = from; w < last && (w <= i + phrase->n || !text->words[w].breaks); w++) {
                    ne |= (text->words[w].classes & WORD_NE) != 0;
                    negated |= (text->words[w].classes & WORD_NO) || (ne && (text->words[w].classes & WORD_PAS));
                }
                return (side == 0) != negated ? 1 : -1;
            }
        }
    return 0;
}

static void add(struct claim_evidences *evidences, struct claim_evidence evidence)
{
    evidences->items = filon_grow(evidences->arena, evidences->items, evidences->n, &evidences->room, sizeof *evidences->items);
    evidences->items[evidences->n++] = evidence;
}

/* ---- Quotes. */

static uint32_t classes_in(const struct claim_text *text, struct filon_span span, bool *negated)
{
    uint32_t first, last, all = 0;
    bool ne = false;
    *negated = false;
    if (span.begin == FILON_NONE)
        return 0;
    claim_words_in(text, span, &first, &last);
    for (uint32_t i = first; i < last; i++) {
        uint32_t classes = text->words[i].classes;
        all |= classes;
        ne |= (classes & WORD_NE) != 0;
        *negated |= (classes & WORD_NO) || (ne && (classes & WORD_PAS));
    }
    return all;
}

static void side_of_quote(const struct scale *scale, uint32_t first, uint32_t last, uint32_t cue, bool cue_negated,
                          struct claim_evidence *evidence)
{
    const struct claim *claim = scale->claim;
    evidence->side = 1;
    evidence->rule = "quote";
    int own = own_side(scale->text, claim, first, last), tone = tone_of(scale->text, first, last);
    if (own) {
        evidence->side = own;
        evidence->rule = "quote: own word";
        evidence->relevance = fmaxf(evidence->relevance, side_relevance);
    } else {
        if (best_clause_turns(scale, first, last)) {
            evidence->side = -1;
            evidence->rule = "quote: negated";
        }
        if (claim->negated)
            evidence->side = -evidence->side;
        if (!claim->must && !claim->end && claim->valence * tone < 0) {
            evidence->side = -evidence->side;
            evidence->rule = tone < 0 ? "quote: blame" : "quote: praise";
        }
    }
    if ((cue & WORD_DENY) && !cue_negated) {
        evidence->side = -evidence->side;
        evidence->rule = "quote: denied";
    }
}

/* « selon A et B, … »: the second source, who has no quote of its own. */
static struct filon_str second_source(struct filon_doc *doc, struct filon_span source)
{
    struct filon_layer *entities = filon_layer(doc, FILON_ENTITY);
    if (source.begin == FILON_NONE)
        return FILON_NO_STR;
    for (uint32_t row = filon_row_at(entities, source.end); row < filon_rows(entities); row++) {
        uint32_t begin = filon_begin(entities)[row];
        if (begin < source.end)
            continue;
        struct filon_str between = filon_str_trim(filon_text_of(doc, source.end, begin)),
                         type = filon_strs(entities, FILON_ENTITY_TYPE)[row];
        static const char *const links[] = {"et", "et le", "et la", "et l'", "et l’", "et les", "and", "and the"};
        for (size_t i = 0; i < FILON_COUNT(links); i++)
            if (filon_str_is(between, links[i]) && (filon_str_is(type, "PER") || filon_str_is(type, "ORG") || filon_str_is(type, "LOC")))
                return filon_strs(entities, FILON_ENTITY_NAME)[row];
        break;
    }
    return FILON_NO_STR;
}

/* Whether the sentence has the holder accuse somebody of whom the claim says nothing. */
static bool accuses_another(const struct scale *scale, uint32_t word, struct filon_str holder)
{
    struct filon_layer *stances = filon_layer(scale->text->doc, FILON_STANCE);
    uint32_t row = scale->text->accused[claim_sentence_of(scale->text, word)];
    return row != FILON_NONE && filon_str_eq(filon_strs(stances, FILON_STANCE_HOLDER)[row], holder) &&
           relevance_of_target(scale, filon_strs(stances, FILON_STANCE_TARGET)[row], false) <= 0;
}

static void read_quotes(const struct scale *scale, struct claim_evidences *evidences)
{
    struct filon_doc *doc = scale->text->doc;
    struct filon_layer *quotes = filon_layer(doc, FILON_QUOTE);
    uint32_t rows = filon_rows(quotes);
    for (uint32_t row = 0; row < rows; row++) {
        struct claim_evidence evidence = {.holder = filon_strs(quotes, FILON_QUOTE_HOLDER)[row],
                                          .span = {filon_begin(quotes)[row], filon_end(quotes)[row]}};
        uint32_t first, last;
        claim_words_in(scale->text, evidence.span, &first, &last);
        if (!evidence.holder.n || first == last)
            continue;
        bool negated;
        uint32_t cue = classes_in(scale->text, filon_spans(quotes, FILON_QUOTE_CUE)[row], &negated);
        float own = relevance_of(scale, first, last, first, first);
        /* Who neither praises nor blames may well speak of something else in the same breath. */
        bool bare = scale->claim->valence && !scale->claim->must && !tone_of(scale->text, first, last);
        evidence.own = own;
        evidence.cue = negated ? 0 : cue;
        evidence.tone = (int8_t)tone_of(scale->text, first, last);
        evidence.turned = best_clause_turns(scale, first, last);
        evidence.how = filon_strs(quotes, FILON_QUOTE_TYPE)[row];
        evidence.relevance = own > 0 ? with_context(scale, first, last, own, bare ? bare_context : context_weight, true) : 0;
        if ((cue & WORD_DEMAND) && !scale->claim->must)
            evidence.relevance *= demand_weight;
        if (accuses_another(scale, first, evidence.holder))
            evidence.relevance *= other_weight;
        side_of_quote(scale, first, last, cue, negated, &evidence);
        if (evidence.relevance <= 0)
            continue;
        add(evidences, evidence);
        evidence.holder = second_source(doc, filon_spans(quotes, FILON_QUOTE_SOURCE)[row]);
        if (evidence.holder.n)
            add(evidences, evidence);
    }
}

/* ---- Stances. */

static bool is_target(const struct claim *claim, struct filon_str target)
{
    for (size_t i = 0; i < claim->targets.n; i++) {
        struct filon_str name = filon_str_of(claim->targets.items[i]);
        if (filon_str_eq(name, target) || (name.n && memmem(target.p, target.n, name.p, name.n)) ||
            (target.n > 3 && memmem(name.p, name.n, target.p, target.n)))
            return true;
    }
    return false;
}

/* Whether a target is that something ends: « la fermeture de l'usine ». */
static bool is_ending(const struct claim_text *text, struct filon_str target)
{
    char folded[2 * WORD_BYTES_MOST + 4];
    size_t at = 0, begin, n;
    while ((n = claim_next_word(target, &at, &begin, folded)))
        if (claim_lexicon_get(text->lexicon, (struct filon_str){folded, n}) & WORD_END)
            return true;
    return false;
}

static void side_of_stance(const struct scale *scale, bool favor, struct filon_str act, struct filon_str target,
                           struct claim_evidence *evidence)
{
    const struct claim *claim = scale->claim;
    int side = (favor ? 1 : -1) * (claim->valence ? claim->valence : 1);
    if (is_ending(scale->text, target))
        side = claim->end ? (favor ? 1 : -1) : -side;
    if (filon_str_is(act, "deny"))
        side = -1;
    else if (filon_str_is(act, "accuse"))
        side = claim->valence <= 0 ? 1 : -1;
    evidence->side = claim->negated ? -side : side;
}

/* Whether a stance on the claim's topic is one on the claim: who is for a vote has not said that it was fair, and who plans a strike not that
 * it grows. */
static bool is_telling(const struct claim *claim, bool favor, struct filon_str act)
{
    return claim->valence > 0 || (claim->valence < 0 && !favor) || filon_str_is(act, "deny") || filon_str_is(act, "accuse");
}

static void read_stances(const struct scale *scale, struct claim_evidences *evidences)
{
    struct filon_layer *stances = filon_layer(scale->text->doc, FILON_STANCE);
    uint32_t rows = filon_rows(stances);
    for (uint32_t row = 0; row < rows; row++) {
        struct claim_evidence evidence = {.holder = filon_strs(stances, FILON_STANCE_HOLDER)[row],
                                          .span = {filon_begin(stances)[row], filon_end(stances)[row]},
                                          .rule = "stance"};
        struct filon_str target = filon_strs(stances, FILON_STANCE_TARGET)[row];
        uint32_t first, last;
        claim_words_in(scale->text, evidence.span, &first, &last);
        if (!evidence.holder.n || !target.n || first == last)
            continue;
        float own = is_target(scale->claim, target) ? side_relevance : 0;
        struct filon_str act = filon_strs(stances, FILON_STANCE_ACT)[row];
        bool favor = filon_str_is(filon_strs(stances, FILON_STANCE_POLARITY)[row], "favor");
        own = fmaxf(own, relevance_of_target(scale, target, is_telling(scale->claim, favor, act)));
        if (own <= 0)
            continue;
        evidence.own = own;
        evidence.of_stance = true;
        evidence.favor = favor;
        evidence.how = act;
        evidence.relevance = with_context(scale, first, last, own, stance_context, false);
        side_of_stance(scale, favor, act, target, &evidence);
        add(evidences, evidence);
    }
}

void claim_find_evidence(const struct claim_text *text, const struct claim *claim, struct claim_evidences *evidences)
{
    struct scale scale = {.text = text, .claim = claim};
    float topic = claim_text_topic(text, claim);
    if (topic <= 0)
        return;
    scale.top = top_of(&scale) / topic;
    read_quotes(&scale, evidences);
    read_stances(&scale, evidences);
}
