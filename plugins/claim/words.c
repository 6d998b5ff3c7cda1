/* words.c - a document as words, and how rare the claims' terms are in it. */
#include "claim.h"

#include <math.h>

static struct claim_word *add_word(struct claim_text *text, uint32_t *room)
{
    text->words = filon_grow(filon_doc_arena(text->doc), text->words, text->n, room, sizeof *text->words);
    return &text->words[text->n++];
}

/* What stands between two words. */
static bool has_stop(struct filon_str text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (memchr(";:.!?()\n", text.p[i], 8))
            return true;
    return false;
}

static void read_sentence(struct claim_text *text, struct filon_span span, const struct claim_lexicon *lexicon,
                          enum claim_language language, uint32_t *room)
{
    struct filon_str bytes = filon_text_of(text->doc, span.begin, span.end);
    char folded[2 * WORD_BYTES_MOST + 4];
    size_t at = 0, begin, end = 0, n;
    while ((n = claim_next_word(bytes, &at, &begin, folded))) {
        struct filon_str key = {folded, n};
        struct claim_word *word = add_word(text, room);
        word->begin = span.begin + (uint32_t)begin;
        word->end = span.begin + (uint32_t)at;
        word->classes = claim_lexicon_get(lexicon, key);
        word->term = filon_map_get(text->claims->terms, claim_stem(key, language));
        word->breaks = has_stop(bytes, end, begin);
        end = at;
    }
}

/* The fewer sentences have a term, the more it says: log(sentences / those with it). One that is everywhere still says a little. */
static float rarity_of(const struct claim_text *text, float with)
{
    return 0.3f + logf((float)(text->sentences + 1) / (with + 0.5f));
}

static void weigh(struct claim_text *text)
{
    size_t terms = filon_map_count(text->claims->terms);
    uint32_t *last = filon_zalloc(filon_doc_arena(text->doc), terms + 1, sizeof *last);
    text->rarity = filon_zalloc(filon_doc_arena(text->doc), terms + 1, sizeof *text->rarity);
    text->marks = filon_zalloc(filon_doc_arena(text->doc), terms + 1, 1);
    for (uint32_t s = 0; s < text->sentences; s++)
        for (uint32_t i = text->first[s]; i < text->first[s + 1]; i++) {
            uint32_t term = text->words[i].term;
            if (term == FILON_MAP_NONE || last[term] == s + 1)
                continue;
            last[term] = s + 1;
            text->rarity[term]++;
        }
    for (size_t term = 0; term < terms; term++)
        if (text->rarity[term] > 0)
            text->rarity[term] = rarity_of(text, text->rarity[term]);
}

static bool has_phrase(const struct claim_text *text, const struct claim_phrase *phrase)
{
    for (uint32_t i = 0; i < phrase->n; i++)
        if (!(text->rarity[phrase->terms[i]] > 0))
            return false;
    return true;
}

static bool has_proposition(const struct claim_text *text, const struct claim *claim)
{
    uint32_t all = 0, there = 0;
    for (uint32_t i = 0; i < claim->n_terms; i++) {
        all += claim->terms[i].in_claim;
        there += claim->terms[i].in_claim && text->rarity[claim->terms[i].term] > 0;
    }
    return all && 3 * there >= 2 * all;
}

float claim_text_topic(const struct claim_text *text, const struct claim *claim)
{
    uint32_t there = has_proposition(text, claim);
    for (uint32_t i = 0; i < claim->n_keywords; i++)
        there += has_phrase(text, &claim->keywords[i]);
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < claim->n_sides[side]; i++)
            there += has_phrase(text, &claim->sides[side][i]);
    for (uint32_t i = 0; i < claim->n_targets; i++)
        there += has_phrase(text, &claim->target_words[i]);
    return 3 * there < claim->n_keywords ? 0 : fminf(1, 2 * (float)there / (float)claim->n_keywords);
}

static void find_accusations(struct claim_text *text)
{
    struct filon_layer *stances = filon_layer(text->doc, FILON_STANCE);
    text->accused = filon_alloc(filon_doc_arena(text->doc), ((size_t)text->sentences + 1) * sizeof *text->accused);
    for (uint32_t s = 0; s < text->sentences; s++)
        text->accused[s] = FILON_NONE;
    for (uint32_t row = 0; row < filon_rows(stances) && text->n; row++) {
        uint32_t first, last;
        claim_words_in(text, (struct filon_span){filon_begin(stances)[row], filon_end(stances)[row]}, &first, &last);
        if (first < last && filon_str_is(filon_strs(stances, FILON_STANCE_ACT)[row], "accuse"))
            text->accused[claim_sentence_of(text, first)] = row;
    }
}

void claim_text_build(struct claim_text *text, struct filon_doc *doc, const struct claims *claims, const struct claim_lexicon *lexicon,
                      enum claim_language language)
{
    struct filon_layer *sentences = filon_layer(doc, FILON_SENTENCE);
    uint32_t room = 256;
    *text = (struct claim_text){.doc = doc, .claims = claims, .lexicon = lexicon, .language = language, .sentences = filon_rows(sentences)};
    text->words = filon_alloc(filon_doc_arena(doc), room * sizeof *text->words);
    text->first = filon_alloc(filon_doc_arena(doc), ((size_t)text->sentences + 1) * sizeof *text->first);
    for (uint32_t s = 0; s < text->sentences; s++) {
        text->first[s] = text->n;
        read_sentence(text, (struct filon_span){filon_begin(sentences)[s], filon_end(sentences)[s]}, lexicon, language, &room);
    }
    text->first[text->sentences] = text->n;
    weigh(text);
    find_accusations(text);
}

static uint32_t first_from(const struct claim_text *text, uint32_t at)
{
    uint32_t low = 0, high = text->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text->words[middle].begin >= at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void claim_words_in(const struct claim_text *text, struct filon_span span, uint32_t *first, uint32_t *last)
{
    *first = first_from(text, span.begin);
    *last = *first;
    if (span.end > span.begin)
        *last = first_from(text, span.end);
    if (*last < *first)
        *last = *first;
}

uint32_t claim_sentence_of(const struct claim_text *text, uint32_t word)
{
    uint32_t low = 0, high = text->sentences;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text->first[middle] <= word)
            low = middle;
        else
            high = middle;
    }
    return low;
}
