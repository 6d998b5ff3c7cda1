#include "match/match_impl.h"

#include <filon/utf8.h>

/* ---- Making tests. */

static unsigned needs_of(enum attribute attribute)
{
    static const unsigned own[AT_OWN] = {0, FILON_NEEDS_LEMMA, FILON_NEEDS_UPOS, FILON_NEEDS_FEATS, FILON_NEEDS_DEPREL, 0, 0};
    return own[attribute % AT_OWN] | (attribute >= AT_HEAD ? (unsigned)FILON_NEEDS_HEAD : 0);
}

static void add_exact(struct filon_patterns *patterns, struct asked *asked, unsigned folds, struct filon_str value, uint32_t test)
{
    struct filon_map **map = &asked->exact[folds];
    if (!*map)
        *map = filon_map_new(patterns->arena, 16);
    uint32_t at = filon_map_get(*map, value);
    if (at == FILON_MAP_NONE) {
        at = asked->n_links;
        asked->links = filon_grow(patterns->arena, asked->links, at, &asked->room_links, sizeof *asked->links);
        asked->links[asked->n_links++] = NULL;
        filon_map_set(*map, value, at);
    }
    struct link *link = filon_alloc(patterns->arena, sizeof *link);
    *link = (struct link){test, asked->links[at]};
    asked->links[at] = link;
}

static void add_glob(struct filon_patterns *patterns, struct asked *asked, unsigned folds, struct filon_str value, uint32_t test)
{
    struct glob *glob = filon_alloc(patterns->arena, sizeof *glob);
    *glob = (struct glob){filon_str_dup(patterns->arena, value), folds, test, asked->globs};
    asked->globs = glob;
}

/* Apostrophes, hyphens and spaces of every typography are one in words. */
static unsigned all_folds(enum attribute attribute, unsigned folds)
{
    return folds | (attribute % AT_OWN <= AT_LEMMA ? (unsigned)FILON_FOLD_QUOTE : 0);
}

/* How common what a test finds is, by its attribute: words are rarest. */
static int rank_of(enum attribute attribute, bool glob)
{
    static const int ranks[AT_OWN] = {0, 0, 6, 5, 4, 3, 7};
    return ranks[attribute % AT_OWN] + (attribute >= AT_HEAD) + 2 * glob;
}

/* A new test's values; false: one of them is too long. */
static bool add_values(struct filon_patterns *patterns, enum attribute attribute, unsigned folds, struct filon_str values, uint32_t test,
                       bool *globs)
{
    struct asked *asked = &patterns->asked[attribute];
    if (!asked->cache)
        asked->cache = filon_zalloc(patterns->arena, CACHE, sizeof *asked->cache);
    else
        memset(asked->cache, 0, CACHE * sizeof *asked->cache); /* what it knows has changed */
    for (;;) {
        const char *bar = memchr(values.p, '|', values.n);
        struct filon_str value = {values.p, bar ? (size_t)(bar - values.p) : values.n};
        char folded[2 * VALUE_LONGEST + 4];
        if (value.n > VALUE_LONGEST)
            return false;
        struct filon_str key = {folded, filon_fold(folded, value, all_folds(attribute, folds))};
        bool glob = memchr(key.p, '*', key.n) != NULL;
        *globs |= glob;
        if (glob)
            add_glob(patterns, asked, folds, key, test);
        else
            add_exact(patterns, asked, folds, key, test);
        if (!bar)
            return true;
        values.n -= value.n + 1;
        values.p = bar + 1;
    }
}

uint32_t match_test(struct filon_patterns *patterns, enum attribute attribute, unsigned folds, struct filon_str values)
{
    struct filon_str key = filon_str_of(filon_strf(patterns->arena, "%u %u %.*s", attribute, folds, FILON_FMT(values)));
    uint32_t test = filon_map_get(patterns->known, key);
    if (test != FILON_MAP_NONE)
        return test;
    bool globs = false;
    if (!add_values(patterns, attribute, folds, values, patterns->n_tests, &globs))
        return FILON_NONE;
    test = patterns->n_tests++;
    filon_map_set(patterns->known, key, test);
    patterns->starts = filon_grow(patterns->arena, patterns->starts, test, &patterns->room_starts, sizeof *patterns->starts);
    patterns->starts[test] = (struct starts){.rank = rank_of(attribute, globs)};
    patterns->needs |= needs_of(attribute);
    return test;
}

/* ---- Answering them. */

/* Text against a glob, both valid UTF-8: each * takes as little as it can, and one more letter when the rest does not fit. */
static bool glob_fits(struct filon_str glob, struct filon_str text)
{
    size_t g = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.n) {
        if (g < glob.n && glob.p[g] == '*') {
            star = g++;
            from = t;
        } else if (g < glob.n && glob.p[g] == text.p[t]) {
            g++;
            t++;
        } else if (star != SIZE_MAX) {
            g = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (g < glob.n && glob.p[g] == '*')
        g++;
    return g == glob.n;
}

static void set_bit(uint64_t *bits, struct answers *answers, uint32_t test)
{
    bits[test / 64] |= (uint64_t)1 << (test % 64);
    if (answers->n < ANSWERS_INLINE)
        answers->test[answers->n] = test;
    answers->n += answers->n <= ANSWERS_INLINE;
}

/* Looks a value up in every spelling that tests ask for. */
static void answer_anew(const struct asked *asked, enum attribute attribute, struct filon_str value, uint64_t *bits,
                        struct answers *answers)
{
    char folded[2 * VALUE_LONGEST + 4];
    unsigned globs = 0;
    for (const struct glob *glob = asked->globs; glob; glob = glob->next)
        globs |= 1u << glob->folds;
    for (unsigned folds = 0; folds < FOLDS && value.n <= VALUE_LONGEST; folds++) {
        if (!asked->exact[folds] && !(globs & 1u << folds))
            continue;
        struct filon_str key = {folded, filon_fold(folded, value, all_folds(attribute, folds))};
        uint32_t at = asked->exact[folds] ? filon_map_get(asked->exact[folds], key) : FILON_MAP_NONE;
        for (const struct link *link = at != FILON_MAP_NONE ? asked->links[at] : NULL; link; link = link->next)
            set_bit(bits, answers, link->test);
        for (const struct glob *glob = asked->globs; glob; glob = glob->next)
            if (glob->folds == folds && glob_fits(glob->text, key))
                set_bit(bits, answers, glob->test);
    }
}

static void answer(struct asked *asked, enum attribute attribute, struct filon_str value, uint64_t *bits)
{
    struct answers answers = {0};
    if (value.n > CACHED_LONGEST) {
        answer_anew(asked, attribute, value, bits, &answers);
        return;
    }
    struct cached *cached = &asked->cache[filon_hash(value.p, value.n, 0) % CACHE];
    if (cached->length == value.n + 1 && memcmp(cached->value, value.p, value.n) == 0 && cached->answers.n <= ANSWERS_INLINE) {
        for (uint32_t i = 0; i < cached->answers.n; i++)
            bits[cached->answers.test[i] / 64] |= (uint64_t)1 << (cached->answers.test[i] % 64);
        return;
    }
    answer_anew(asked, attribute, value, bits, &answers);
    cached->length = (uint8_t)(value.n + 1);
    memcpy(cached->value, value.p, value.n);
    cached->answers = answers;
}

/* Each "Name=Value" of the features is a value of its own. */
static void answer_feats(struct asked *asked, enum attribute attribute, struct filon_str feats, uint64_t *bits)
{
    while (feats.n) {
        const char *bar = memchr(feats.p, '|', feats.n);
        struct filon_str one = {feats.p, bar ? (size_t)(bar - feats.p) : feats.n};
        answer(asked, attribute, one, bits);
        feats.p += one.n + (bar != NULL);
        feats.n -= one.n + (bar != NULL);
    }
}

static struct filon_str value_of(const struct columns *c, enum attribute attribute, uint32_t token)
{
    static const char places[] = "BIES";
    switch (attribute) {
    case AT_FORM:
        return c->form && c->form[token].p ? c->form[token] : filon_text_of(c->doc, c->begin[token], c->end[token]);
    case AT_LEMMA:
        return c->lemma ? c->lemma[token] : FILON_NO_STR;
    case AT_UPOS:
        return c->upos ? c->upos[token] : FILON_NO_STR;
    case AT_FEATS:
        return c->feats ? c->feats[token] : FILON_NO_STR;
    case AT_DEPREL:
        return c->deprel ? c->deprel[token] : FILON_NO_STR;
    case AT_ENTITY:
        return c->entity ? c->entity[token] : FILON_NO_STR;
    case AT_PLACE: {
        const char *place = c->place && c->place[token] ? memchr(places, c->place[token], 4) : NULL;
        return place ? (struct filon_str){place, 1} : FILON_NO_STR;
    }
    default:
        return FILON_NO_STR;
    }
}

void match_answer(struct filon_patterns *patterns, const struct columns *columns, uint32_t token, uint64_t *bits)
{
    for (int attribute = 0; attribute < ATTRIBUTES; attribute++) {
        struct asked *asked = &patterns->asked[attribute];
        uint32_t of = token;
        if (!asked->cache)
            continue;
        if (attribute >= AT_HEAD)
            of = columns->head ? columns->head[token] : FILON_NONE;
        if (of >= columns->n)
            continue;
        struct filon_str value = value_of(columns, (enum attribute)(attribute % AT_OWN), of);
        if (!value.p)
            continue;
        if (attribute % AT_OWN == AT_FEATS)
            answer_feats(asked, (enum attribute)attribute, value, bits);
        else
            answer(asked, (enum attribute)attribute, value, bits);
    }
}
