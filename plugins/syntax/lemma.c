#include "lemma.h"

int lemma_rules_open(struct lemmatiser *lemmatiser, struct filon_arena *arena, struct filon_str text, struct filon_error *error)
{
    struct lemma_rule *rules = filon_zalloc(arena, RULES_MOST, sizeof *rules);
    uint32_t n = 0;
    for (const char *p = text.p, *end = text.p + text.n, *stop; p < end; p = stop + 1, n++) {
        unsigned cut = 0;
        stop = memchr(p, '\n', (size_t)(end - p));
        for (; stop && p < stop && *p >= '0' && *p <= '9' && cut < 100; p++)
            cut = cut * 10 + (unsigned)(*p - '0');
        if (!stop || p == stop || (*p != '=' && *p != '-') || n == RULES_MOST || stop - p > 64)
            return filon_error_set(error, FILON_E_CONFIG, "rule %u of the model's lemmas is none", n + 1);
        rules[n] = (struct lemma_rule){{p + 1, (size_t)(stop - p - 1)}, (uint8_t)cut, *p == '='};
    }
    lemmatiser->rule = rules;
    lemmatiser->rules = n;
    return n ? 0 : filon_error_set(error, FILON_E_CONFIG, "the model has no rules for lemmas");
}

uint64_t lemma_part(const struct tag *tag)
{
    return filon_hash(tag->upos.p, tag->upos.n, 5);
}

uint64_t lemma_key(const struct seen *seen, const struct tag *tag)
{
    return filon_mix(seen->form, lemma_part(tag));
}

unsigned lemma_features(const struct seen *seen, const struct tag *tag, uint64_t f[LEMMA_FEATURES_MOST])
{
    uint64_t part = lemma_part(tag), feats = filon_hash(tag->feats.p, tag->feats.n, 6);
    unsigned n = 0;
    f[n++] = filon_mix(50, part);
    f[n++] = filon_mix(filon_mix(51, part), feats);
    f[n++] = filon_mix(filon_mix(52, part), seen->shape);
    for (unsigned k = 0; k < SUFFIXES; k++) {
        f[n++] = filon_mix(filon_mix(53, part), seen->suffix[k]);
        f[n] = filon_mix(filon_mix(54, part), seen->suffix[k]);
        f[n] = filon_mix(f[n], feats);
        n++;
    }
    f[n++] = filon_mix(filon_mix(55, part), seen->prefix[2]);
    f[n++] = filon_mix(filon_mix(56, part), seen->form);
    return n;
}

static uint32_t find_rule(const struct lemmatiser *lemmatiser, const struct seen *seen, const struct tag *tag, uint64_t key)
{
    uint64_t features[LEMMA_FEATURES_MOST];
    uint32_t at = (uint32_t)(key >> 32) & lemmatiser->mask, best = 0;
    for (uint32_t round = 0; round <= lemmatiser->mask && lemmatiser->known[at].used; round++, at = (at + 1) & lemmatiser->mask)
        if (lemmatiser->known[at].key == (uint32_t)key)
            return lemmatiser->known[at].rule;
    int32_t scores[RULES_MOST];
    memset(scores, 0, lemmatiser->rules * sizeof *scores);
    filon_linear_add(lemmatiser->linear, features, lemma_features(seen, tag, features), scores);
    for (uint32_t i = 1; i < lemmatiser->rules; i++)
        if (scores[i] > scores[best])
            best = i;
    return best;
}

uint32_t lemma_rule_of(const struct lemmatiser *lemmatiser, const struct seen *seen, const struct tag *tag)
{
    uint64_t key = lemma_key(seen, tag), exact = filon_mix(filon_mix(key, seen->shape), (uintptr_t)tag);
    struct lemma_cache *cache = lemmatiser->cache;
    uint32_t at = (uint32_t)(exact >> 40) & (CACHE_SLOTS - 1);
    if (cache && cache->key[at] == exact)
        return cache->rule[at];
    uint32_t rule = find_rule(lemmatiser, seen, tag, key);
    if (cache) {
        cache->key[at] = exact;
        cache->rule[at] = (uint16_t)rule;
    }
    return rule;
}

size_t lemma_lower(char out[LEMMA_MOST], struct filon_str form, bool as_is)
{
    size_t n = 0;
    unsigned length;
    for (size_t i = 0; i < form.n; i += length) {
        uint32_t c = filon_utf8_at(form.p, form.n, i, &length);
        if (n + 4 > LEMMA_MOST)
            return 0;
        n += filon_utf8_put(out + n, c == 0x2019 && form.n > length ? '\'' : as_is ? c : filon_to_lower(c));
    }
    return n;
}

size_t lemma_apply(const struct lemma_rule *rule, struct filon_str form, char out[LEMMA_MOST])
{
    size_t n = lemma_lower(out, form, rule->as_is);
    for (unsigned i = 0; i < rule->cut; i++) {
        if (!n)
            return 0;
        n = filon_utf8_before(out, n);
    }
    if (n + rule->append.n > LEMMA_MOST)
        return 0;
    memcpy(out + n, rule->append.p, rule->append.n);
    return n + rule->append.n;
}
