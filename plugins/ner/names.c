/* names.c - one name and one number for all mentions of an entity: the fullest form that the document has. Persons are in
 * persons.c; here are the others, and what is common. */
#include "names.h"

enum { FIRST_ROOM = 256 };

uint32_t *ner_keys_at(struct keys *keys, uint64_t hash)
{
    hash |= 1;
    if (keys->n * 2 >= keys->mask) {
        size_t room = keys->items ? (keys->mask + 1) * 2 : FIRST_ROOM;
        struct key *old = keys->items, *items = filon_zalloc(keys->arena, room, sizeof *items);
        for (size_t i = 0; old && i <= keys->mask; i++) {
            if (!old[i].hash)
                continue;
            size_t at = old[i].hash & (room - 1);
            while (items[at].hash)
                at = (at + 1) & (room - 1);
            items[at] = old[i];
        }
        keys->items = items;
        keys->mask = room - 1;
    }
    size_t at = hash & keys->mask;
    while (keys->items[at].hash && keys->items[at].hash != hash)
        at = (at + 1) & keys->mask;
    if (!keys->items[at].hash) {
        keys->items[at] = (struct key){hash, NOBODY};
        keys->n++;
    }
    return &keys->items[at].value;
}

static uint32_t root_of(struct resolver *resolver, uint32_t mention)
{
    while (resolver->same[mention] != mention)
        mention = resolver->same[mention] = resolver->same[resolver->same[mention]];
    return mention;
}

void ner_tie(struct resolver *resolver, uint32_t a, uint32_t b)
{
    a = root_of(resolver, a);
    b = root_of(resolver, b);
    if (a != b)
        resolver->same[a > b ? a : b] = a < b ? a : b;
}

/* ------------------------------------------------------------------------------------------------- *
 * Organisations, places, other names, dates
 */
enum space { SPACE_FORM = 31, SPACE_KNOWN, SPACE_INITIALS, SPACE_HEAD, SPACE_PLACE };

static uint64_t key_of(enum space space, enum ner_type type, uint64_t hash)
{
    uint64_t parts[3] = {(uint64_t)space, (uint64_t)type, hash};
    return filon_hash(parts, sizeof parts, 0);
}

static bool is_article(struct filon_str s)
{
    static const char *const articles[] = {"Le", "La", "Les", "L'", "L’", "The", "le", "la", "les", "l'", "l’"};
    for (size_t i = 0; i < FILON_COUNT(articles); i++)
        if (filon_str_is(s, articles[i]))
            return true;
    return false;
}

static uint32_t behind_article(const struct text *text, const struct mention *m)
{
    return m->first < m->last && is_article(word_at(text, m->first)->text) ? m->first + 1 : m->first;
}

static void tie_by(struct resolver *resolver, uint64_t key, uint32_t mention)
{
    uint32_t *slot = ner_keys_at(&resolver->keys, key);
    if (*slot == NOBODY)
        *slot = mention;
    else
        ner_tie(resolver, mention, *slot);
}

/* ------------------------------------------------------------------------------------------------- *
 * Abbreviations
 */
/* « Organisation des Nations unies (ONU) », « ONU (Organisation des Nations unies) »: the letters say so, or both are organisations. */
static void tie_parentheses(struct resolver *resolver, uint32_t i)
{
    const struct text *text = resolver->text;
    struct mention *a = &resolver->mentions[i], *b = a + 1;
    if (i + 1 >= resolver->n || a->type >= NER_NAMES || b->type >= NER_NAMES || b->first != a->last + 2 ||
        !word_is(text, a->last + 1, "(") || !word_is(text, b->last + 1, ")"))
        return;
    struct mention *abbreviation = ner_is_abbreviation(text, b->first, b->last) ? b : a, *name = abbreviation == b ? a : b;
    if (!ner_is_abbreviation(text, abbreviation->first, abbreviation->last) || name->first == name->last)
        return;
    bool letters = ner_stands_for(text, abbreviation->first, name->first, name->last);
    if (!letters && (a->type != NER_ORG || b->type != NER_ORG))
        return;
    abbreviation->type = name->type;
    ner_tie(resolver, i, i + 1);
}

/* An abbreviation without parentheses, if exactly one name of the document has its initials. */
static void learn_initials(struct resolver *resolver, uint32_t i)
{
    const struct mention *m = &resolver->mentions[i];
    if (m->first == m->last)
        return;
    uint64_t both[2] = {ner_initials(resolver->text, m->first, m->last, false), ner_initials(resolver->text, m->first, m->last, true)};
    for (int k = 0; k < 2; k++) {
        if (!both[k] || (k && both[1] == both[0]))
            continue;
        uint32_t *slot = ner_keys_at(&resolver->keys, key_of(SPACE_INITIALS, NER_PER, both[k]));
        if (*slot == NOBODY)
            *slot = i;
        else if (*slot < resolver->n && root_of(resolver, *slot) != root_of(resolver, i))
            *slot = NOBODY - 1; /* two names: neither */
    }
}

static void tie_initials(struct resolver *resolver, uint32_t i)
{
    struct mention *m = &resolver->mentions[i];
    if (!ner_is_abbreviation(resolver->text, m->first, m->last) || resolver->same[i] != i)
        return;
    uint32_t name = *ner_keys_at(&resolver->keys, key_of(SPACE_INITIALS, NER_PER, ner_letters(resolver->text, m->first)));
    if (name >= resolver->n)
        return;
    enum ner_type type = resolver->mentions[name].type;
    if (type != m->type && (type != NER_PER || word_at(resolver->text, m->first)->text.n < 3 || m->full))
        return;
    m->type = type;
    ner_tie(resolver, i, name);
}

/* ------------------------------------------------------------------------------------------------- *
 * The beginning of a longer name: « la Commission », « Rio »
 */
static uint64_t beginning(const struct resolver *resolver, const struct mention *m)
{
    const struct text *text = resolver->text;
    const struct word *word = word_at(text, m->first);
    if (m->type == NER_ORG && (word->bits & LEX_ORG_HEAD))
        return key_of(SPACE_HEAD, NER_ORG, ner_token_fold(text, m->first));
    bool particle = m->first == m->last || (word_at(text, m->first + 1)->bits & LEX_PARTICLE);
    if (m->type == NER_LOC && particle && !(word->bits & LEX_HEADS))
        return key_of(SPACE_PLACE, NER_LOC, ner_token_fold(text, m->first));
    return 0;
}

/* From left to right: the nearest longer name before it, or else the first behind it. */
static void tie_beginnings(struct resolver *resolver)
{
    for (int forward = 1; forward >= 0; forward--)
        for (uint32_t k = 0; k < resolver->n; k++) {
            uint32_t i = forward ? k : resolver->n - 1 - k;
            const struct mention *m = &resolver->mentions[i];
            uint64_t key = m->type == NER_ORG || m->type == NER_LOC ? beginning(resolver, m) : 0;
            if (!key)
                continue;
            uint32_t *slot = ner_keys_at(&resolver->keys, key + (uint64_t)forward * 2);
            if (m->first < m->last)
                *slot = i;
            else if (*slot != NOBODY && root_of(resolver, i) == i)
                ner_tie(resolver, i, *slot);
        }
}

/* ------------------------------------------------------------------------------------------------- *
 * The fullest form
 */
static uint32_t words_in(const struct text *text, const struct mention *m)
{
    uint32_t n = 0;
    for (uint32_t i = m->first; i <= m->last; i++)
        n += !(word_at(text, i)->shape & SHAPE_INITIAL);
    return n;
}

static bool shouted(const struct text *text, const struct mention *m)
{
    return text->tokens[m->first].flags & TOKEN_SHOUT;
}

static bool fuller(const struct text *text, const struct mention *a, const struct mention *b)
{
    bool loud_a = shouted(text, a), loud_b = shouted(text, b);
    if (loud_a != loud_b && words_in(text, a) == words_in(text, b))
        return loud_b;
    if (words_in(text, a) != words_in(text, b))
        return words_in(text, a) > words_in(text, b);
    return a->end - a->begin > b->end - b->begin;
}

/* The text of a mention with every white space a single blank. */
static struct filon_str clean(const struct text *text, const struct mention *m)
{
    struct filon_str s = {text->bytes.p + m->begin, m->end - m->begin};
    char *out = NULL;
    size_t n = 0;
    unsigned length;
    bool blank = false;
    for (size_t i = 0; i < s.n; i += length) {
        uint32_t code = filon_utf8_at(s.p, s.n, i, &length);
        bool space = filon_is_space(code);
        bool plain = !space || (code == ' ' && !blank);
        if (!plain && !out) {
            out = filon_alloc(text->arena, s.n);
            memcpy(out, s.p, i);
            n = i;
        }
        if (out && !space) {
            memcpy(out + n, s.p + i, length);
            n += length;
        } else if (out && !blank) {
            out[n++] = ' ';
        }
        blank = space;
    }
    return out ? (struct filon_str){out, n} : s;
}

static void name_entities(struct resolver *resolver)
{
    const struct text *text = resolver->text;
    uint32_t *fullest = filon_alloc(text->arena, (resolver->n + 1) * sizeof *fullest);
    int32_t chains = 0;
    for (uint32_t i = 0; i < resolver->n; i++)
        fullest[i] = i;
    for (uint32_t i = 0; i < resolver->n; i++) {
        uint32_t root = root_of(resolver, i);
        if (fuller(text, &resolver->mentions[i], &resolver->mentions[fullest[root]]))
            fullest[root] = i;
    }
    for (uint32_t i = 0; i < resolver->n; i++) {
        struct mention *m = &resolver->mentions[i], *root = &resolver->mentions[root_of(resolver, i)];
        if (root == m) {
            m->name = clean(text, &resolver->mentions[fullest[i]]);
            m->chain = ++chains;
        }
        m->name = root->name; /* a root is the first of its chain */
        m->chain = root->chain;
    }
}

void ner_resolve_names(const struct text *text, struct mentions *mentions)
{
    struct resolver resolver = {.text = text, .mentions = mentions->items, .n = mentions->n, .keys = {.arena = text->arena}};
    resolver.same = filon_alloc(text->arena, (mentions->n + 1) * sizeof *resolver.same);
    resolver.owner = filon_alloc(text->arena, (text->n + 1) * sizeof *resolver.owner);
    memset(resolver.owner, 0xff, (text->n + 1) * sizeof *resolver.owner);
    for (uint32_t i = 0; i < mentions->n; i++) {
        const struct mention *m = &mentions->items[i];
        resolver.same[i] = i;
        for (uint32_t token = m->first; token <= m->last; token++)
            resolver.owner[token] = i;
    }
    for (uint32_t i = 0; i < resolver.n; i++) {
        const struct mention *m = &resolver.mentions[i];
        if (m->type == NER_PER)
            continue;
        tie_by(&resolver, key_of(SPACE_FORM, m->type, ner_text_fold(text, behind_article(text, m), m->last)), i);
        if (m->full && m->type < NER_NAMES)
            tie_by(&resolver, key_of(SPACE_KNOWN, m->type, m->full), i);
    }
    ner_resolve_persons(&resolver);
    for (uint32_t i = 0; i < resolver.n; i++)
        tie_parentheses(&resolver, i);
    for (uint32_t i = 0; i < resolver.n; i++)
        if (resolver.mentions[i].type < NER_NAMES)
            learn_initials(&resolver, i);
    for (uint32_t i = 0; i < resolver.n; i++)
        if (resolver.mentions[i].type < NER_NAMES)
            tie_initials(&resolver, i);
    tie_beginnings(&resolver);
    name_entities(&resolver);
}
