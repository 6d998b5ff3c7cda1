#include "train.h"
#include "lemma.h"

#include <filon/inflect.h>
#include <stdlib.h>

/* A word with a tag, and the rule that gives its lemma. */
struct type {
    struct seen seen;
    struct filon_str form;
    uint16_t tag;
    uint32_t rule, count;
};

struct builder_of_lemmas {
    struct filon_arena *arena;
    const struct tagset *tags;
    const struct lexicon *lexicon;
    struct filon_map *rules, *types; /* type: of the folded form, the tag and the rule */
    struct type *type;
    uint32_t n, room;
    struct filon_map *tag_names;
    struct filon_str lemma; /* of the forms that come from inflection */
};

static struct filon_str rule_for(struct filon_arena *arena, struct filon_str form, struct filon_str lemma)
{
    char lower[LEMMA_MOST], small[LEMMA_MOST];
    struct filon_str from = {lower, lemma_lower(lower, form, false)}, small_lemma = {small, lemma_lower(small, lemma, false)};
    bool as_is = !filon_str_eq(small_lemma, lemma);
    if (as_is)
        from.n = lemma_lower(lower, form, true);
    if (!from.n || !small_lemma.n)
        return FILON_NO_STR;
    size_t same = 0;
    while (same < from.n && same < lemma.n && from.p[same] == lemma.p[same])
        same++;
    while (same && ((same < from.n && ((unsigned char)from.p[same] & 0xc0) == 0x80) || (same < lemma.n && ((unsigned char)lemma.p[same] & 0xc0) == 0x80)))
        same--;
    size_t cut = filon_utf8_count(from.p + same, from.n - same);
    if (cut >= 100 || lemma.n - same > 60)
        return FILON_NO_STR;
    return filon_str_of(filon_strf(arena, "%zu%c%.*s", cut, as_is ? '=' : '-', (int)(lemma.n - same), lemma.p + same));
}

static void add_type(struct builder_of_lemmas *b, struct filon_str form, uint16_t tag, struct filon_str lemma, uint32_t count)
{
    struct filon_str rule = rule_for(b->arena, form, lemma);
    if (!rule.p)
        return;
    uint32_t id = filon_map_get(b->rules, rule);
    if (id == FILON_MAP_NONE) {
        if (filon_map_count(b->rules) == RULES_MOST)
            return;
        filon_map_set(b->rules, rule, id = (uint32_t)filon_map_count(b->rules));
    }
    struct type type = {.form = form, .tag = tag, .rule = id, .count = count};
    see(&type.seen, form, b->lexicon);
    uint64_t key[3] = {type.seen.form, tag, id};
    struct filon_str name = {(const char *)key, sizeof key};
    uint32_t at = filon_map_get(b->types, name);
    if (at != FILON_MAP_NONE) {
        b->type[at].count += count;
        return;
    }
    if (b->n == b->room) {
        b->room = b->room ? b->room * 2 : 1 << 14;
        b->type = realloc(b->type, b->room * sizeof *b->type);
        if (!b->type)
            abort();
    }
    filon_map_set(b->types, name, b->n);
    b->type[b->n++] = type;
}

/* A form of a verb of the treebank, with its tag if the model knows it. */
static void add_inflected(void *arg, const struct filon_form *form)
{
    struct builder_of_lemmas *b = arg;
    char feats[128];
    filon_form_feats(form, feats);
    struct filon_str name = filon_str_of(filon_strf(b->arena, "VERB %s", feats));
    uint32_t tag = filon_map_get(b->tag_names, name);
    if (tag != FILON_MAP_NONE)
        add_type(b, filon_str_dup(b->arena, form->text), (uint16_t)tag, b->lemma, 0);
}

static void inflect(struct builder_of_lemmas *b, struct filon_map *seen, const char *language, struct filon_str verb)
{
    if (filon_map_set(seen, verb, 0) != FILON_MAP_NONE)
        return;
    b->lemma = verb;
    filon_inflect(language, FILON_VERB, verb, add_inflected, b);
}

static void add_inflection(struct builder_of_lemmas *b, const struct gold *gold, const char *language, struct filon_str verbs)
{
    struct filon_map *seen = filon_map_new(b->arena, 4096);
    b->tag_names = filon_map_new(b->arena, b->tags->n);
    for (uint32_t i = 0; i < b->tags->n; i++)
        filon_map_set(b->tag_names, b->tags->tag[i].name, i);
    for (uint32_t s = 0; s < gold->n; s++)
        for (uint32_t i = 0; i < gold->sentence[s].words; i++) {
            const struct gold_word *word = &gold->sentence[s].word[i];
            if (filon_str_is(word->upos, "VERB"))
                inflect(b, seen, language, word->lemma);
        }
    for (const char *p = verbs.p, *end = verbs.p + verbs.n, *stop; p < end; p = stop + 1) {
        stop = memchr(p, '\n', (size_t)(end - p));
        inflect(b, seen, language, (struct filon_str){p, (size_t)(stop - p)});
    }
}

static struct filon_str key_of(const struct builder_of_lemmas *b, const struct type *type, uint64_t *key)
{
    *key = lemma_key(&type->seen, &b->tags->tag[type->tag]);
    return (struct filon_str){(const char *)key, sizeof *key};
}

/* Of the rules that a form has with one part of speech, the most frequent: the type that has it, by key. */
static struct filon_map *choose(const struct builder_of_lemmas *b)
{
    struct filon_map *best = filon_map_new(b->arena, b->n);
    for (uint32_t i = 0; i < b->n; i++) {
        uint64_t key;
        struct filon_str name = key_of(b, &b->type[i], &key);
        uint32_t at = filon_map_get(best, name);
        if (at == FILON_MAP_NONE || b->type[at].count < b->type[i].count)
            filon_map_set(best, name, i);
    }
    return best;
}

static void learn(struct filon_trainer *trainer, struct builder_of_lemmas *b, uint32_t rules)
{
    uint32_t *order = filon_zalloc(b->arena, b->n, sizeof *order);
    uint64_t seed = 1, features[LEMMA_FEATURES_MOST];
    int32_t scores[RULES_MOST];
    for (uint32_t i = 0; i < b->n; i++)
        order[i] = i;
    for (unsigned round = 0; round < 6; round++) {
        shuffle(order, b->n, &seed);
        for (uint32_t i = 0; i < b->n; i++) {
            const struct type *type = &b->type[order[i]];
            unsigned n = lemma_features(&type->seen, &b->tags->tag[type->tag], features) - 1; /* without the form */
            uint32_t best = 0;
            memset(scores, 0, rules * sizeof *scores);
            filon_trainer_add(trainer, features, n, scores);
            for (uint32_t r = 1; r < rules; r++)
                if (scores[r] > scores[best])
                    best = r;
            if (best != type->rule) {
                filon_trainer_update(trainer, features, n, type->rule, 1);
                filon_trainer_update(trainer, features, n, best, -1);
            }
            filon_trainer_tick(trainer);
        }
    }
}

enum { USUAL_TAGS = 8 };

/* The tags that verbs have most often. */
static unsigned usual_verbs(const struct builder_of_lemmas *b, uint16_t tag[USUAL_TAGS])
{
    uint32_t *count = filon_zalloc(b->arena, b->tags->n, sizeof *count);
    unsigned n = 0;
    for (uint32_t i = 0; i < b->n; i++)
        count[b->type[i].tag] += b->type[i].count;
    for (; n < USUAL_TAGS; n++) {
        uint32_t best = b->tags->n;
        for (uint32_t t = 0; t < b->tags->n; t++)
            if (count[t] && filon_str_is(b->tags->tag[t].upos, "VERB") && (best == b->tags->n || count[t] > count[best]))
                best = t;
        if (best == b->tags->n)
            break;
        tag[n] = (uint16_t)best;
        count[best] = 0;
    }
    return n;
}

/* Whether the classifier finds the rule with the type's own tag; and for a verb that the treebanks may not have, with any usual one, for the
 * tagger may be wrong about it. */
static bool finds(const struct builder_of_lemmas *b, const struct lemmatiser *lemmatiser, const struct type *type, uint32_t rule, const uint16_t *usual, unsigned n)
{
    if (lemma_rule_of(lemmatiser, &type->seen, &b->tags->tag[type->tag]) != rule)
        return false;
    for (unsigned i = 0; !type->count && i < n; i++)
        if (lemma_rule_of(lemmatiser, &type->seen, &b->tags->tag[usual[i]]) != rule)
            return false;
    return true;
}

/* The types whose rule the classifier does not find. */
static const struct type **list_wrong(const struct builder_of_lemmas *b, const struct lemmatiser *lemmatiser, uint32_t *n)
{
    struct filon_map *best = choose(b);
    const struct type **wrong = filon_zalloc(b->arena, b->n, sizeof *wrong);
    bool *listed = filon_zalloc(b->arena, b->n, sizeof *listed);
    uint16_t usual[USUAL_TAGS];
    unsigned tags = usual_verbs(b, usual);
    *n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint64_t key;
        uint32_t at = filon_map_get(best, key_of(b, &b->type[i], &key));
        if (listed[at] || finds(b, lemmatiser, &b->type[i], b->type[at].rule, usual, tags))
            continue;
        listed[at] = true;
        wrong[(*n)++] = &b->type[at];
    }
    return wrong;
}

static void put_known(struct filon_buf *out, struct builder_of_lemmas *b, struct lemmatiser *lemmatiser)
{
    static const struct lemma_known none[4];
    uint32_t n, slots = 4;
    lemmatiser->known = none;
    lemmatiser->mask = 3;
    const struct type **wrong = list_wrong(b, lemmatiser, &n);
    while (slots < n + n / 2)
        slots *= 2;
    struct lemma_known *known = filon_zalloc(b->arena, slots, sizeof *known);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t key = lemma_key(&wrong[i]->seen, &b->tags->tag[wrong[i]->tag]);
        uint32_t at = (uint32_t)(key >> 32) & (slots - 1);
        while (known[at].used)
            at = (at + 1) & (slots - 1);
        known[at] = (struct lemma_known){(uint32_t)key, (uint16_t)wrong[i]->rule, 1};
    }
    filon_buf_put(out, known, slots * sizeof *known);
}

void train_lemmas(struct filon_buf *rules, struct filon_buf *linear, struct filon_buf *known, const struct gold *gold, const struct tagset *tags,
                  const struct lexicon *lexicon, const char *language, struct filon_str verbs, double least)
{
    struct builder_of_lemmas b = {.arena = filon_arena_new(), .tags = tags, .lexicon = lexicon};
    b.rules = filon_map_new(b.arena, 1024);
    b.types = filon_map_new(b.arena, 1 << 16);
    for (uint32_t s = 0; s < gold->n; s++)
        for (uint32_t i = 0; i < gold->sentence[s].tokens; i++) {
            const struct gold_token *token = &gold->sentence[s].token[i];
            const struct gold_word *word = &gold->sentence[s].word[token->first];
            if (token->words == 1 && gold->sentence[s].origin == s)
                add_type(&b, word->form, word->tag, word->lemma, 1);
        }
    add_inflection(&b, gold, language, verbs);
    uint32_t n = (uint32_t)filon_map_count(b.rules);
    struct filon_trainer *trainer = filon_trainer_new(n);
    learn(trainer, &b, n);
    for (uint32_t i = 0; i < n; i++)
        filon_buf_printf(rules, "%.*s\n", FILON_FMT(filon_map_key(b.rules, i, NULL)));
    filon_trainer_pack(trainer, least, linear);
    filon_trainer_free(trainer);
    struct filon_linear view;
    struct lemmatiser lemmatiser = {.linear = &view, .rules = n};
    if (filon_linear_open(&view, filon_buf_str(linear), NULL) == 0)
        put_known(known, &b, &lemmatiser);
    free(b.type);
    filon_arena_free(b.arena);
}
