/* claims.c - the claims of an analyst's file:
 *
 *     claims:
 *       - id: meddling
 *         claim: La Russie est intervenue dans la présidentielle américaine.
 *         keywords: [ingérence, campagne électorale, Kremlin]
 *         for: [piratage]        # optional: words of those who say so …
 *         against: [hystérie]    # … and of those who deny it
 *         targets: [Russie]      # optional: names; a stance on one of them is one on the claim
 */
#include "claim.h"

enum { PHRASE_MOST = 16, CLAIMS_MOST = 1000 };

struct reading {
    struct claims *claims;
    struct filon_ctx *ctx;
    const struct claim_lexicon *lexicon;
    enum claim_language language;
    struct filon_error *error;
};

static uint32_t term_number(struct claims *claims, struct filon_str stem)
{
    uint32_t number = filon_map_get(claims->terms, stem);
    if (number == FILON_MAP_NONE)
        filon_map_set(claims->terms, stem, number = (uint32_t)filon_map_count(claims->terms));
    return number;
}

static bool is_topical(const char *folded, size_t n, uint32_t classes)
{
    return !(classes & WORD_STOP) && (n >= 3 || (folded[0] >= '0' && folded[0] <= '9'));
}

static struct claim_term *term_of(struct claim *claim, uint32_t term, uint32_t room)
{
    for (uint32_t i = 0; i < claim->n_terms; i++)
        if (claim->terms[i].term == term)
            return &claim->terms[i];
    if (claim->n_terms == room)
        return NULL;
    claim->terms[claim->n_terms] = (struct claim_term){.term = term};
    return &claim->terms[claim->n_terms++];
}

static uint32_t count_words(struct filon_str text)
{
    char folded[2 * WORD_BYTES_MOST + 4];
    size_t at = 0, begin;
    uint32_t n = 0;
    while (claim_next_word(text, &at, &begin, folded))
        n++;
    return n;
}

static void add_terms(const struct reading *reading, struct claim *claim, struct filon_str text, bool keyword, uint32_t room)
{
    char folded[2 * WORD_BYTES_MOST + 4];
    size_t at = 0, begin, n;
    while ((n = claim_next_word(text, &at, &begin, folded))) {
        struct filon_str word = {folded, n};
        if (!is_topical(folded, n, claim_lexicon_get(reading->lexicon, word)))
            continue;
        struct claim_term *term = term_of(claim, term_number(reading->claims, claim_stem(word, reading->language)), room);
        if (term && keyword)
            term->in_keywords = true;
        else if (term)
            term->in_claim = true;
    }
}

/* What a proposition says of its subject, from its words; an aside behind a comma (« , qui … , ») is none of it. */
static void judge(const struct reading *reading, struct claim *claim, struct filon_str text)
{
    char folded[2 * WORD_BYTES_MOST + 4];
    size_t at = 0, begin, end = 0, n;
    bool aside = false, ne = false, good = false, bad = false, copula = false;
    while ((n = claim_next_word(text, &at, &begin, folded))) {
        uint32_t classes = claim_lexicon_get(reading->lexicon, (struct filon_str){folded, n});
        bool comma = memchr(text.p + end, ',', begin - end) != NULL;
        end = at;
        aside = comma ? (classes & WORD_RELATIVE) != 0 : aside;
        if (aside)
            continue;
        if (!copula && (classes & WORD_COPULA)) { /* « la réforme démocratique est … » has said nothing yet */
            copula = true;
            good = bad = false;
        }
        ne |= (classes & WORD_NE) != 0;
        claim->negated |= (classes & WORD_NO) || (ne && (classes & WORD_PAS));
        claim->must |= (classes & WORD_MUST) != 0;
        claim->end |= (classes & WORD_END) != 0;
        good |= (classes & WORD_GOOD) != 0;
        bad |= (classes & WORD_BAD) != 0;
    }
    claim->end = claim->end && claim->must; /* « doit partir » */
    claim->valence = claim->end ? -1 : good || claim->must ? 1 : bad ? -1 : 0;
}

/* ---- The file. */

static int take_text(const struct reading *reading, const struct filon_node *node, struct filon_str *out)
{
    struct filon_str text = node->kind == FILON_NODE_SCALAR ? filon_str_trim(node->text) : FILON_NO_STR;
    if (!text.n)
        return filon_node_found(node, reading->error, "a text");
    *out = filon_str_dup(filon_ctx_arena(reading->ctx), text);
    return 0;
}

/* A list of texts, or one of them. */
static int take_list(const struct reading *reading, const struct filon_node *node, struct filon_list *out)
{
    const struct filon_node *first = node->kind == FILON_NODE_LIST ? node->first : node;
    size_t n = node->kind == FILON_NODE_LIST ? node->count : 1;
    if (node->kind == FILON_NODE_MAP || node->kind == FILON_NODE_NULL)
        return filon_node_found(node, reading->error, "a list of texts");
    const char **items = filon_zalloc(filon_ctx_arena(reading->ctx), n + 1, sizeof *items);
    out->n = 0;
    for (const struct filon_node *child = first; child && out->n < n; child = child->next) {
        struct filon_str text;
        if (take_text(reading, child, &text))
            return -1;
        items[out->n++] = text.p;
    }
    out->items = items;
    return 0;
}

/* The stems of a phrase; topical: without the words that have no topic. */
static struct claim_phrase phrase_of(const struct reading *reading, const char *text, bool topical)
{
    char folded[2 * WORD_BYTES_MOST + 4];
    uint32_t *terms = filon_alloc(filon_ctx_arena(reading->ctx), PHRASE_MOST * sizeof *terms), found = 0;
    size_t at = 0, begin, n;
    while (found < PHRASE_MOST && (n = claim_next_word(filon_str_of(text), &at, &begin, folded))) {
        struct filon_str word = {folded, n};
        if (!topical || is_topical(folded, n, claim_lexicon_get(reading->lexicon, word)))
            terms[found++] = term_number(reading->claims, claim_stem(word, reading->language));
    }
    return (struct claim_phrase){terms, found};
}

/* The phrases of a list; how many have a word. */
static uint32_t phrases_of(const struct reading *reading, const struct filon_list *list, bool topical, struct claim_phrase **out)
{
    struct claim_phrase *phrases = filon_zalloc(filon_ctx_arena(reading->ctx), list->n + 1, sizeof *phrases);
    uint32_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        phrases[n] = phrase_of(reading, list->items[i], topical);
        n += phrases[n].n > 0;
    }
    *out = phrases;
    return n;
}

static int take_side(const struct reading *reading, const struct filon_node *node, struct claim *claim, int side)
{
    struct filon_list list;
    if (take_list(reading, node, &list))
        return -1;
    claim->n_sides[side] = phrases_of(reading, &list, false, &claim->sides[side]);
    return 0;
}

static int take_targets(const struct reading *reading, const struct filon_node *node, struct claim *claim)
{
    if (take_list(reading, node, &claim->targets))
        return -1;
    claim->n_targets = phrases_of(reading, &claim->targets, false, &claim->target_words);
    return 0;
}

static int take_key(const struct reading *reading, const struct filon_node *node, struct claim *claim, struct filon_str *text,
                    struct filon_list *keywords)
{
    if (strcmp(node->key, "id") == 0)
        return take_text(reading, node, &claim->id);
    if (strcmp(node->key, "claim") == 0)
        return take_text(reading, node, text);
    if (strcmp(node->key, "keywords") == 0)
        return take_list(reading, node, keywords);
    if (strcmp(node->key, "for") == 0)
        return take_side(reading, node, claim, 0);
    if (strcmp(node->key, "against") == 0)
        return take_side(reading, node, claim, 1);
    if (strcmp(node->key, "targets") == 0)
        return take_targets(reading, node, claim);
    return filon_node_key_error(node, reading->error, "unknown key; a claim has id, claim, keywords, for, against, targets");
}

static int take_claim(const struct reading *reading, const struct filon_node *node, struct claim *claim)
{
    struct filon_str text = FILON_NO_STR;
    struct filon_list keywords = {0};
    if (node->kind != FILON_NODE_MAP)
        return filon_node_found(node, reading->error, "a map with id, claim, keywords");
    for (const struct filon_node *child = node->first; child; child = child->next)
        if (take_key(reading, child, claim, &text, &keywords))
            return -1;
    if (!claim->id.n || !text.n || !keywords.n)
        return filon_node_error(node, reading->error, "no %s: a claim has an id, a claim (the proposition) and keywords",
                                !claim->id.n ? "id"
                                : !text.n    ? "claim"
                                             : "keywords");
    for (const struct claim *other = reading->claims->items; other < claim; other++)
        if (filon_str_eq(other->id, claim->id))
            return filon_node_error(node, reading->error, "the id `%.*s` comes a second time", FILON_FMT(claim->id));
    uint32_t room = count_words(text);
    for (size_t i = 0; i < keywords.n; i++)
        room += count_words(filon_str_of(keywords.items[i]));
    claim->terms = filon_zalloc(filon_ctx_arena(reading->ctx), room + 1, sizeof *claim->terms);
    add_terms(reading, claim, text, false, room);
    for (size_t i = 0; i < keywords.n; i++)
        add_terms(reading, claim, filon_str_of(keywords.items[i]), true, room);
    claim->n_keywords = phrases_of(reading, &keywords, true, &claim->keywords);
    judge(reading, claim, text);
    return 0;
}

int claim_claims_load(struct claims *claims, struct filon_ctx *ctx, const char *path, const struct claim_lexicon *lexicon,
                      enum claim_language language)
{
    struct reading reading = {claims, ctx, lexicon, language, filon_ctx_error(ctx)};
    struct filon_arena *scratch = filon_arena_new();
    const struct filon_node *root = filon_yaml_load(scratch, path, reading.error), *list = root ? filon_node_get(root, "claims") : NULL;
    int failed = root ? 0 : -1;
    if (root && (!list || list->kind != FILON_NODE_LIST || root->count != 1))
        failed = filon_node_error(root, reading.error, "a file of claims has one key, `claims`, with a list below it");
    else if (list && list->count > CLAIMS_MOST)
        failed = filon_node_error(list, reading.error, "more than %d claims", CLAIMS_MOST);
    if (!failed) {
        claims->terms = filon_map_new(filon_ctx_arena(ctx), (size_t)list->count * 16);
        claims->items = filon_zalloc(filon_ctx_arena(ctx), list->count + 1, sizeof *claims->items);
        for (const struct filon_node *node = list->first; node && !failed; node = node->next)
            failed = take_claim(&reading, node, &claims->items[claims->n++]);
    }
    filon_arena_free(scratch);
    return failed ? -1 : 0;
}
