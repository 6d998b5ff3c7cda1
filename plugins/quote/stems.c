#include "stems.h"

#include <filon/inflect.h>

enum { STEM_MOST = 64 };

#define E(TEXT, BITS, SECOND)                                                                                                              \
    {                                                                                                                                      \
        TEXT, sizeof(TEXT) - 1, BITS, SECOND                                                                                               \
    }
static const struct ending {
    const char *text;
    uint8_t n;
    uint16_t bits;
    bool second;
} endings[] = {
    /* first group: parler */
    E("e", VERB_1S | VERB_3S | VERB_PLAIN, false),
    E("es", VERB_2S | VERB_PLAIN, false),
    E("ons", VERB_1P, false),
    E("ez", VERB_2P, false),
    E("ent", VERB_3P, false),
    E("ais", VERB_1S | VERB_2S, false),
    E("ait", VERB_3S, false),
    E("ions", VERB_1P, false),
    E("iez", VERB_2P, false),
    E("aient", VERB_3P, false),
    E("ai", VERB_1S, false),
    E("as", VERB_2S, false),
    E("a", VERB_3S, false),
    E("èrent", VERB_3P, false),
    E("erai", VERB_1S, false),
    E("eras", VERB_2S, false),
    E("era", VERB_3S, false),
    E("erons", VERB_1P, false),
    E("erez", VERB_2P, false),
    E("eront", VERB_3P, false),
    E("erais", VERB_1S | VERB_2S, false),
    E("erait", VERB_3S, false),
    E("eraient", VERB_3P, false),
    E("er", VERB_INF, false),
    E("ant", VERB_ANT, false),
    E("é", VERB_PAST, false),
    E("ée", VERB_PAST, false),
    E("és", VERB_PAST, false),
    E("ées", VERB_PAST, false),
    E("ât", VERB_3S, false),
    E("erions", VERB_1P, false),
    E("eriez", VERB_2P, false),
    E("âmes", VERB_1P, false),
    E("âtes", VERB_2P, false),
    /* second group: finir */
    E("is", VERB_1S | VERB_2S | VERB_PAST, true),
    E("it", VERB_3S, true),
    E("issons", VERB_1P, true),
    E("issez", VERB_2P, true),
    E("issent", VERB_3P, true),
    E("issais", VERB_1S | VERB_2S, true),
    E("issait", VERB_3S, true),
    E("issaient", VERB_3P, true),
    E("isse", VERB_1S | VERB_3S, true),
    E("irent", VERB_3P, true),
    E("irai", VERB_1S, true),
    E("iras", VERB_2S, true),
    E("ira", VERB_3S, true),
    E("irons", VERB_1P, true),
    E("irez", VERB_2P, true),
    E("iront", VERB_3P, true),
    E("irais", VERB_1S | VERB_2S, true),
    E("irait", VERB_3S, true),
    E("iraient", VERB_3P, true),
    E("ir", VERB_INF, true),
    E("issant", VERB_ANT, true),
    E("i", VERB_PAST, true),
    E("ie", VERB_PAST, true),
    E("ies", VERB_PAST, true),
    E("ît", VERB_3S, true),
};
#undef E

void quote_add_reading(struct filon_arena *arena, struct reading **list, const struct cue *cue)
{
    for (struct reading *r = *list; r; r = r->next)
        if (r->cue == cue)
            return;
    struct reading *reading = filon_alloc(arena, sizeof *reading);
    *reading = (struct reading){cue, *list};
    *list = reading;
}

void quote_stems_init(struct stems *stems, struct filon_arena *arena)
{
    *stems = (struct stems){.arena = arena, .map = filon_map_new(arena, 2048)};
}

static bool ends(struct filon_str s, const char *with)
{
    return filon_str_ends(s, filon_str_of(with));
}

bool quote_stems_regular(struct filon_str infinitive)
{
    if (infinitive.n < 5 || infinitive.n >= STEM_MOST)
        return false;
    if (ends(infinitive, "er"))
        return !ends(infinitive, "aller") && !ends(infinitive, "envoyer");
    return filon_like_finir(infinitive);
}

static void put(struct stems *stems, const char *stem, size_t n, struct lemma *lemma)
{
    uint32_t at = filon_map_add(stems->map, (struct filon_str){stem, n}, stems->count);
    if (at < stems->count) {
        for (struct lemma *l = stems->lemma[at]; l; l = l->next)
            if (l == lemma)
                return;
        struct lemma *link = filon_alloc(stems->arena, sizeof *link);
        *link = *lemma;
        link->next = stems->lemma[at];
        stems->lemma[at] = link;
        return;
    }
    stems->lemma = filon_grow(stems->arena, stems->lemma, stems->count, &stems->room, sizeof *stems->lemma);
    stems->lemma[stems->count++] = lemma;
}

/* The stem as it is spelt before other letters: annonç-, mange-, appell- and appèl-, cèd-, emploi-. A spelling that does not exist does no harm. */
static void spellings(struct stems *stems, const char *stem, size_t n, struct lemma *lemma)
{
    char other[2 * STEM_MOST];
    put(stems, stem, n, lemma);
    memcpy(other, stem, n);
    if (stem[n - 1] == 'c') {
        memcpy(other + n - 1, "ç", 2);
        put(stems, other, n + 1, lemma);
    } else if (stem[n - 1] == 'g') {
        other[n] = 'e';
        put(stems, other, n + 1, lemma);
    } else if (stem[n - 1] == 'y') {
        other[n - 1] = 'i';
        put(stems, other, n, lemma);
    } else if (stem[n - 1] == 'l' || stem[n - 1] == 't') {
        other[n] = stem[n - 1];
        put(stems, other, n + 1, lemma);
    }
    size_t at = n - 1;
    if (n > 2 && stem[n - 1] == 'u' && (stem[n - 2] == 'g' || stem[n - 2] == 'q')) /* allègue */
        at--;
    while (at > 0 && n - at < 3 && !strchr("aeiouy", stem[at]) && (unsigned char)stem[at] < 0x80)
        at--;
    if (stem[at] == 'e' && at + 1 < n) {
        memcpy(other, stem, at);
        memcpy(other + at, "è", 2);
        memcpy(other + at + 2, stem + at + 1, n - at - 1);
        put(stems, other, n + 1, lemma);
    } else if (at > 0 && memcmp(stem + at - 1, "é", 2) == 0 && at + 1 < n) {
        memcpy(other, stem, n);
        memcpy(other + at - 1, "è", 2);
        put(stems, other, n, lemma);
    }
}

void quote_stems_add(struct stems *stems, struct filon_str infinitive, const struct cue *cue, bool weak)
{
    struct lemma *lemma = filon_zalloc(stems->arena, 1, sizeof *lemma);
    lemma->second = ends(infinitive, "ir");
    lemma->weak = weak;
    if (cue)
        quote_add_reading(stems->arena, &lemma->readings, cue);
    if (lemma->second)
        put(stems, infinitive.p, infinitive.n - 2, lemma);
    else
        spellings(stems, infinitive.p, infinitive.n - 2, lemma);
}

bool quote_stems_find(const struct stems *stems, struct filon_str word, struct form *form)
{
    bool any = false;
    if (word.n < 4 || word.n > STEM_MOST + 8)
        return false;
    for (unsigned i = 0; i < FILON_COUNT(endings); i++) {
        const struct ending *e = &endings[i];
        size_t n = e->n;
        if (word.p[word.n - 1] != e->text[n - 1] || word.n < n + 2 || memcmp(word.p + word.n - n, e->text, n) != 0)
            continue;
        uint32_t at = filon_map_get(stems->map, (struct filon_str){word.p, word.n - n});
        if (at == FILON_MAP_NONE)
            continue;
        bool weak = false, strong = false; /* a cue says whether a form of its verb is rather a noun */
        uint32_t bits = 0;
        for (const struct lemma *l = stems->lemma[at]; l; l = l->next) {
            if (l->second != e->second)
                continue;
            bits |= e->bits;
            weak |= l->weak;
            strong |= l->readings && !l->weak;
            for (const struct reading *r = l->readings; r; r = r->next)
                quote_add_reading(stems->arena, &form->readings, r->cue);
        }
        form->verb |= weak && !strong ? bits : bits & ~(uint32_t)VERB_PLAIN;
        any |= bits != 0;
    }
    return any;
}
