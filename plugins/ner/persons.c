/* persons.c - which mentions are the same person.
 *
 * Full names first (two words or more): equal ones, and those of which one leaves out words of the other, are one person. Then, from left
 * to right, the parts: a family name goes to the person of that name and a fitting gender who was mentioned last, or else to the first
 * one to come; a given name likewise. Every mention asks a bounded number of keys, so 50,000 people of one name cost no more than
 * 50,000 of different names. */
#include "names.h"

enum { LONGEST_NAME = 12 }; /* tokens that count */
enum { ANY, MASC, FEM, GENDERS };

struct person {
    uint32_t mention;     /* the fullest so far */
    uint32_t first, last; /* its tokens */
    uint32_t gender;
    uint32_t order; /* of its latest mention, for "nearest preceding" */
};

/* Who bears a name, latest and first, by gender; persons of unknown gender stand under ANY alone. */
struct bearers {
    uint32_t latest[GENDERS], first[GENDERS];
};

struct people {
    struct resolver *resolver;
    struct person *persons;
    uint32_t n, room;
    struct bearers *bearers;
    uint32_t n_bearers, bearer_room;
    uint32_t *person_of; /* by mention */
};

enum space { SPACE_FULL = 11, SPACE_PAIR, SPACE_FAMILY, SPACE_GIVEN, SPACE_BARE };

static uint64_t key_of(enum space space, uint64_t a, uint64_t b)
{
    uint64_t parts[3] = {(uint64_t)space, a, b};
    return filon_hash(parts, sizeof parts, 0);
}

static uint32_t gender_index(uint32_t gender)
{
    return gender == LEX_MASC ? MASC : gender == LEX_FEM ? FEM : ANY;
}

static bool is_initial(const struct text *text, uint32_t token)
{
    return word_at(text, token)->shape & SHAPE_INITIAL;
}

static uint32_t given_gender(const struct text *text, uint32_t token)
{
    const struct word *word = word_at(text, token);
    uint32_t gender = word->bits & (LEX_MASC | LEX_FEM);
    return (word->bits & LEX_GIVEN) && gender != (LEX_MASC | LEX_FEM) ? gender : 0;
}

/* A name with a given name or something like it before the family name: not « Le Pen », « B. Obama ». */
static bool is_full(const struct text *text, const struct mention *mention)
{
    if (mention->first == mention->last)
        return false;
    const struct word *word = word_at(text, mention->first);
    return !((word->bits | word->low_bits) & LEX_PARTICLE) && !is_initial(text, mention->first);
}

static struct bearers *bearers_of(struct people *people, uint64_t key)
{
    uint32_t *slot = ner_keys_at(&people->resolver->keys, key);
    if (*slot == NOBODY) {
        people->bearers =
            filon_grow(people->resolver->text->arena, people->bearers, people->n_bearers, &people->bearer_room, sizeof *people->bearers);
        *slot = people->n_bearers++;
        for (int i = 0; i < GENDERS; i++)
            people->bearers[*slot].latest[i] = people->bearers[*slot].first[i] = NOBODY;
    }
    return &people->bearers[*slot];
}

typedef void visit_fn(struct people *people, struct bearers *bearers, uint32_t number);

/* For each key under which a person can be called by a part of a name: all endings of the name, and the given name. */
static void each_part(struct people *people, uint32_t first, uint32_t last, visit_fn *visit, uint32_t number)
{
    const struct text *text = people->resolver->text;
    for (uint32_t i = first + (first < last); i <= last; i++)
        visit(people, bearers_of(people, key_of(SPACE_FAMILY, ner_text_fold(text, i, last), 0)), number);
    if (first < last && !is_initial(text, first))
        visit(people, bearers_of(people, key_of(SPACE_GIVEN, ner_text_fold(text, first, first), 0)), number);
}

static void note_first(struct people *people, struct bearers *bearers, uint32_t number)
{
    uint32_t gender = gender_index(people->persons[number].gender);
    if (bearers->first[gender] == NOBODY)
        bearers->first[gender] = number;
}

static void note_latest(struct people *people, struct bearers *bearers, uint32_t number)
{
    bearers->latest[gender_index(people->persons[number].gender)] = number;
}

static uint32_t last_token(const struct mention *m)
{
    return m->last < m->first + LONGEST_NAME ? m->last : m->first + LONGEST_NAME - 1;
}

static void seen(struct people *people, uint32_t number, uint32_t mention)
{
    struct person *person = &people->persons[number];
    const struct mention *m = &people->resolver->mentions[mention];
    person->order = mention + 1;
    each_part(people, person->first, person->last, note_latest, number);
    if (m->last - m->first != person->last - person->first)
        each_part(people, m->first, last_token(m), note_latest, number);
}

static uint32_t new_person(struct people *people, uint32_t mention, uint32_t gender)
{
    const struct mention *m = &people->resolver->mentions[mention];
    people->persons = filon_grow(people->resolver->text->arena, people->persons, people->n, &people->room, sizeof *people->persons);
    people->persons[people->n] = (struct person){.mention = mention, .first = m->first, .last = last_token(m), .gender = gender};
    return people->n++;
}

static void join(struct people *people, uint32_t mention, uint32_t number)
{
    people->person_of[mention] = number;
    ner_tie(people->resolver, mention, people->persons[number].mention);
}

/* ------------------------------------------------------------------------------------------------- *
 * Full names
 */

/* Whether the tokens of the shorter name are among those of the longer one, in order, with the same first. */
static bool leaves_out(const struct text *text, uint32_t first, uint32_t last, uint32_t long_first, uint32_t long_last)
{
    uint32_t at = first;
    for (uint32_t i = long_first; i <= long_last && at <= last; i++)
        if (ner_token_fold(text, i) == ner_token_fold(text, at))
            at++;
    return at > last;
}

static bool same_name(const struct text *text, const struct person *person, uint32_t first, uint32_t last)
{
    return last - first < person->last - person->first ? leaves_out(text, first, last, person->first, person->last)
                                                       : leaves_out(text, person->first, person->last, first, last);
}

/* « Chris Froome » and « Christopher Froome »: one given name begins with the other. */
static bool short_given(struct filon_str a, struct filon_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    return n >= 3 && a.n != b.n && memcmp(a.p, b.p, n) == 0;
}

static bool compatible(uint32_t a, uint32_t b)
{
    return !a || !b || a == b;
}

static uint32_t find_full(struct people *people, const struct mention *m, uint32_t last, uint32_t gender)
{
    const struct text *text = people->resolver->text;
    struct keys *keys = &people->resolver->keys;
    uint32_t known = *ner_keys_at(keys, key_of(SPACE_FULL, ner_text_fold(text, m->first, last), 0));
    if (known != NOBODY)
        return known;
    uint64_t given = ner_token_fold(text, m->first);
    for (uint32_t i = m->first + 1; i <= last; i++) {
        uint32_t number = *ner_keys_at(keys, key_of(SPACE_PAIR, given, ner_token_fold(text, i)));
        if (number != NOBODY && same_name(text, &people->persons[number], m->first, last))
            return number;
    }
    uint32_t slot = *ner_keys_at(keys, key_of(SPACE_FAMILY, ner_text_fold(text, m->first + 1, last), 0));
    if (slot == NOBODY)
        return NOBODY;
    for (int i = 0; i < GENDERS; i++) {
        uint32_t number = people->bearers[slot].first[i];
        if (number == NOBODY || people->persons[number].first == people->persons[number].last)
            continue;
        const struct person *person = &people->persons[number];
        if (compatible(gender, person->gender) && short_given(word_at(text, m->first)->text, word_at(text, person->first)->text))
            return number;
    }
    return NOBODY;
}

/* Makes a full name known under its keys. */
static void learn_full(struct people *people, uint32_t number, uint32_t first, uint32_t last)
{
    const struct text *text = people->resolver->text;
    struct keys *keys = &people->resolver->keys;
    *ner_keys_at(keys, key_of(SPACE_FULL, ner_text_fold(text, first, last), 0)) = number;
    uint64_t given = ner_token_fold(text, first);
    for (uint32_t i = first + 1; i <= last; i++)
        if (!(word_at(text, i)->low_bits & LEX_PARTICLE)) {
            uint32_t *slot = ner_keys_at(keys, key_of(SPACE_PAIR, given, ner_token_fold(text, i)));
            if (*slot == NOBODY)
                *slot = number;
        }
}

static void add_full(struct people *people, uint32_t mention, const struct address *address)
{
    const struct text *text = people->resolver->text;
    const struct mention *m = &people->resolver->mentions[mention];
    uint32_t last = last_token(m), gender = given_gender(text, m->first);
    if (!gender)
        gender = address->gender;
    uint32_t number = find_full(people, m, last, gender);
    if (number == NOBODY) {
        number = new_person(people, mention, gender);
    } else {
        struct person *person = &people->persons[number];
        if (!person->gender)
            person->gender = gender;
        if (last - m->first > person->last - person->first) {
            person->first = m->first;
            person->last = last;
        }
    }
    learn_full(people, number, m->first, last);
    each_part(people, m->first, last, note_first, number);
    join(people, mention, number);
}

/* ------------------------------------------------------------------------------------------------- *
 * Parts of names
 */

/* The bearer mentioned last, or else the first to come, of a fitting gender. */
static uint32_t choose(const struct people *people, const struct bearers *bearers, uint32_t gender)
{
    uint32_t index = gender_index(gender), best = NOBODY;
    for (uint32_t i = 0; i < GENDERS; i++) {
        uint32_t number = bearers->latest[i];
        if (number == NOBODY || (index != ANY && i != ANY && i != index))
            continue;
        if (best == NOBODY || people->persons[number].order > people->persons[best].order)
            best = number;
    }
    for (uint32_t i = 0; i < GENDERS && best == NOBODY; i++) {
        uint32_t number = bearers->first[i];
        if (number != NOBODY && (index == ANY || i == ANY || i == index))
            best = number;
    }
    return best;
}

static uint32_t find_part(struct people *people, const struct mention *m, uint32_t gender)
{
    const struct text *text = people->resolver->text;
    uint32_t first = m->first;
    bool initial = is_initial(text, first) && first < m->last;
    while (first < m->last && is_initial(text, first))
        first++;
    uint32_t slot = *ner_keys_at(&people->resolver->keys, key_of(SPACE_FAMILY, ner_text_fold(text, first, m->last), 0));
    uint32_t number = slot == NOBODY ? NOBODY : choose(people, &people->bearers[slot], gender);
    if (number != NOBODY && initial) { /* « B. Obama » is no Michelle Obama */
        const struct person *person = &people->persons[number];
        if (word_at(text, person->first)->text.p[0] != word_at(text, m->first)->text.p[0])
            number = NOBODY;
    }
    if (number == NOBODY && !initial) {
        slot = *ner_keys_at(&people->resolver->keys, key_of(SPACE_GIVEN, ner_text_fold(text, first, m->last), 0));
        number = slot == NOBODY ? NOBODY : choose(people, &people->bearers[slot], gender);
    }
    return number;
}

static void add_part(struct people *people, uint32_t mention, const struct address *address)
{
    const struct text *text = people->resolver->text;
    const struct mention *m = &people->resolver->mentions[mention];
    uint32_t gender = address->gender ? address->gender : given_gender(text, m->first);
    if (address->family) { /* « les Clinton »: neither of them, but the same each time */
        uint32_t *slot = ner_keys_at(&people->resolver->keys, key_of(SPACE_BARE, ner_text_fold(text, m->first, m->last), 0));
        if (*slot == NOBODY)
            *slot = mention;
        else
            ner_tie(people->resolver, mention, *slot);
        return;
    }
    uint32_t number = find_part(people, m, gender);
    if (number == NOBODY) {
        number = new_person(people, mention, gender);
        each_part(people, m->first, last_token(m), note_first, number);
    } else if (!people->persons[number].gender) {
        people->persons[number].gender = address->gender;
    }
    join(people, mention, number);
    seen(people, number, mention);
}

void ner_resolve_persons(struct resolver *resolver)
{
    const struct text *text = resolver->text;
    struct people people = {.resolver = resolver};
    people.person_of = filon_alloc(text->arena, (resolver->n + 1) * sizeof *people.person_of);
    struct address *addresses = filon_zalloc(text->arena, resolver->n + 1, sizeof *addresses);
    for (uint32_t i = 0; i < resolver->n; i++) {
        people.person_of[i] = NOBODY;
        if (resolver->mentions[i].type != NER_PER)
            continue;
        ner_find_address(resolver, i, &addresses[i]);
        resolver->mentions[i].title = addresses[i].title;
    }
    /* Names with a known given name are surely full; the others may be family names of two words of theirs. */
    for (int sure = 1; sure >= 0; sure--)
        for (uint32_t i = 0; i < resolver->n; i++) {
            const struct mention *m = &resolver->mentions[i];
            if (m->type != NER_PER || !is_full(text, m) || ((word_at(text, m->first)->bits & LEX_GIVEN) != 0) != sure)
                continue;
            if (!sure && *ner_keys_at(&resolver->keys, key_of(SPACE_FAMILY, ner_text_fold(text, m->first, m->last), 0)) != NOBODY)
                continue;
            add_full(&people, i, &addresses[i]);
        }
    for (uint32_t i = 0; i < resolver->n; i++) {
        if (resolver->mentions[i].type != NER_PER)
            continue;
        if (people.person_of[i] != NOBODY)
            seen(&people, people.person_of[i], i);
        else
            add_part(&people, i, &addresses[i]);
    }
}
