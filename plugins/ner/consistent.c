/* consistent.c - what the CRF, which sees one sentence at a time, left out although the document has it elsewhere: a mention of the rules
 * whose words it took for a name in another place, or for the family name of a person. */
#include "learned.h"

struct names {
    struct {
        uint64_t hash;
        uint8_t type; /* + 1; 0 free */
    } * slots;
    size_t mask;
};

static size_t slot_of(const struct names *names, uint64_t hash)
{
    size_t at = hash & names->mask;
    while (names->slots[at].type && names->slots[at].hash != hash)
        at = (at + 1) & names->mask;
    return at;
}

static void add_name(const struct names *names, uint64_t hash, enum ner_type type, bool first)
{
    size_t at = slot_of(names, hash);
    if (names->slots[at].type && first)
        return;
    names->slots[at].hash = hash;
    names->slots[at].type = (uint8_t)(type + 1);
}

static bool is_name(const struct mention *mention)
{
    return mention->type < NER_NAMES;
}

/* Twice as many slots as there are names and family names. */
static struct names gather(const struct text *text, const struct mentions *found)
{
    size_t slots = 16;
    while (slots < 4 * (size_t)found->n + 2)
        slots *= 2;
    struct names names = {filon_zalloc(text->arena, slots, sizeof *names.slots), slots - 1};
    for (uint32_t i = 0; i < found->n; i++) {
        const struct mention *mention = &found->items[i];
        if (!is_name(mention))
            continue;
        add_name(&names, ner_text_fold(text, mention->first, mention->last), mention->type, false);
        if (mention->type == NER_PER && mention->last > mention->first)
            add_name(&names, ner_text_fold(text, mention->last, mention->last), NER_PER, true);
    }
    return names;
}

void ner_restore(const struct text *text, const struct mentions *rules, struct mentions *found)
{
    struct names names = gather(text, found);
    struct mentions all = {.arena = found->arena};
    uint32_t at = 0;
    for (uint32_t i = 0; i < rules->n; i++) {
        const struct mention *mention = &rules->items[i];
        while (at < found->n && found->items[at].first <= mention->last)
            *ner_mentions_add(&all) = found->items[at++];
        bool taken = all.n > 0 && all.items[all.n - 1].last >= mention->first;
        uint8_t type =
            taken || !is_name(mention) ? 0 : names.slots[slot_of(&names, ner_text_fold(text, mention->first, mention->last))].type;
        if (!type)
            continue;
        struct mention *more = ner_mentions_add(&all);
        *more = *mention;
        more->type = (enum ner_type)(type - 1);
        more->score = 0.5f;
    }
    while (at < found->n)
        *ner_mentions_add(&all) = found->items[at++];
    *found = all;
}
