#include "phrasebook.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 4096 };

static const struct {
    const char *name;
    enum kind kind;
} prompt_kinds[] =
    {
        {"login", KIND_PROMPT},        {"subscribe", KIND_PROMPT},  {"share", KIND_PROMPT},        {"follow", KIND_PROMPT},
        {"newsletter", KIND_PROMPT},   {"cookies", KIND_PROMPT},    {"navigation", KIND_PROMPT},   {"legal", KIND_PROMPT},
        {"ad", KIND_PROMPT},           {"media", KIND_PROMPT},      {"section", KIND_SECTION},     {"related", KIND_RELATED},
        {"list", KIND_LIST},           {"comments", KIND_COMMENTS}, {"copyright", KIND_COPYRIGHT}, {"reading", KIND_READING},
        {"credit", KIND_CREDIT},       {"agency", KIND_AGENCY},     {"author", KIND_AUTHOR},       {"desk", KIND_DESK},
        {"published", KIND_PUBLISHED}, {"updated", KIND_UPDATED},
},
  date_kinds[] = {
      {"month", KIND_MONTH}, {"weekday", KIND_WEEKDAY}, {"day", KIND_DAY},       {"unit", KIND_UNIT}, {"since", KIND_SINCE},
      {"ago", KIND_AGO},     {"last", KIND_LAST},       {"number", KIND_NUMBER}, {"half", KIND_HALF}, {"filler", KIND_FILLER},
};

int phrasebook_init(struct phrasebook *book, struct filon_arena *arena)
{
    word_init();
    *book = (struct phrasebook){.arena = arena, .mask = SLOTS - 1};
    book->slots = filon_zalloc(arena, SLOTS + 1, sizeof *book->slots);
    book->room_phrases = 1024;
    book->phrases = filon_zalloc(arena, book->room_phrases, sizeof *book->phrases);
    book->n_phrases = 1; /* NO_PHRASE */
    book->room_hashes = 4096;
    book->hashes = filon_zalloc(arena, book->room_hashes, sizeof *book->hashes);
    return 0;
}

static void *grown(struct filon_arena *arena, void *old, uint32_t used, uint32_t *room, size_t size)
{
    *room *= 2;
    return memcpy(filon_zalloc(arena, *room, size), old, used * size);
}

/* The word's slot, made if need be. */
static struct slot *slot_of(struct phrasebook *book, uint32_t hash)
{
    if (book->used * 2 > book->mask) {
        struct slot *old = book->slots;
        uint32_t n = book->mask + 1;
        book->mask = 2 * n - 1;
        book->slots = filon_zalloc(book->arena, (size_t)n * 2 + 1, sizeof *book->slots);
        for (uint32_t i = 0; i < n; i++)
            if (old[i].hash)
                book->slots[phrasebook_slot(book, old[i].hash) - book->slots] = old[i];
    }
    struct slot *slot = &book->slots[phrasebook_slot(book, hash) - book->slots];
    if (!slot->hash) {
        uint32_t bit = hash >> 9 & (FILTER_BITS - 1);
        slot->hash = hash;
        book->used++;
        book->words[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
    return slot;
}

/* Splits a phrase into hashes; how many, or 0 if there are none or more than PHRASE_WORDS. */
static unsigned split(struct filon_str phrase, uint32_t *hashes)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < phrase.n;) {
        struct letters word = word_at(phrase, (uint32_t)phrase.n, i);
        uint32_t sign = word_copy_sign(phrase.p, (uint32_t)phrase.n, i);
        if (!sign && word.end == i) {
            i++;
            continue;
        }
        if (n == PHRASE_WORDS)
            return 0;
        hashes[n++] = sign ? HASH_COPY : word.cases == CASE_DIGIT ? HASH_NUMBER : word.hash;
        i = sign ? i + sign : word.end;
    }
    return n;
}

/* Puts a phrase into its word's chain, longer ones first; the same words for the same language replace. */
static int add_phrase(struct phrasebook *book, const struct filon_tsv *tsv, struct phrase phrase, bool remove, struct filon_error *error)
{
    uint32_t hashes[PHRASE_WORDS];
    phrase.words = (uint8_t)split(tsv->field[0], hashes);
    if (!phrase.words)
        return filon_tsv_error(tsv, error, "`%.*s`: a phrase has 1 to %d words", FILON_FMT(tsv->field[0]), PHRASE_WORDS);
    struct slot *slot = slot_of(book, hashes[0]);
    uint32_t before = NO_PHRASE, *chain = KIND_BIT(phrase.kind) & KIND_DATES ? &slot->dates : &slot->phrase, at = *chain;
    slot->kinds |= KIND_BIT(phrase.kind);
    if (KIND_BIT(phrase.kind) & KIND_DATES)
        slot->date |= phrase.kind != KIND_UNIT && phrase.kind != KIND_NUMBER && phrase.kind != KIND_HALF && phrase.kind != KIND_FILLER;
    else {
        uint32_t pair = phrasebook_pair(hashes[0], phrase.words > 1 ? hashes[1] : 0);
        slot->anywhere |= phrase.where == WHERE_ANY;
        book->pairs[pair / 64] |= UINT64_C(1) << (pair % 64);
    }
    for (; at; before = at, at = book->phrases[at].next) {
        struct phrase *old = &book->phrases[at];
        if (old->words < phrase.words)
            break;
        if (old->words > phrase.words || old->language != phrase.language ||
            memcmp(book->hashes + old->first, hashes, phrase.words * sizeof *hashes) != 0)
            continue;
        phrase.first = old->first;
        phrase.next = old->next;
        if (!remove)
            *old = phrase;
        else if (before)
            book->phrases[before].next = old->next;
        else
            *chain = old->next;
        return 0;
    }
    if (remove)
        return 0;
    if (book->n_hashes + phrase.words > book->room_hashes)
        book->hashes = grown(book->arena, book->hashes, book->n_hashes, &book->room_hashes, sizeof *book->hashes);
    phrase.first = book->n_hashes;
    memcpy(book->hashes + phrase.first, hashes, phrase.words * sizeof *hashes);
    book->n_hashes += phrase.words;
    phrase.next = at;
    if (book->n_phrases == book->room_phrases)
        book->phrases = grown(book->arena, book->phrases, book->n_phrases, &book->room_phrases, sizeof *book->phrases);
    book->phrases[book->n_phrases] = phrase;
    if (before)
        book->phrases[before].next = book->n_phrases;
    else
        *chain = book->n_phrases;
    book->n_phrases++;
    return 0;
}

static int read_number(const struct filon_tsv *tsv, unsigned field, long least, long most, long *value, struct filon_error *error)
{
    char text[16], *end;
    struct filon_str s = tsv->field[field];
    snprintf(text, sizeof text, "%.*s", FILON_FMT(s));
    *value = strtol(text, &end, 10);
    if (!s.n || s.n >= sizeof text || *end || *value < least || *value > most)
        return filon_tsv_error(tsv, error, "column %u is `%.*s`: a whole number from %ld to %ld is needed", field + 1, FILON_FMT(s), least,
                               most);
    return 0;
}

int phrasebook_add_prompts(struct phrasebook *book, const char *path, struct filon_error *error)
{
    static const char *const wheres[] = {[WHERE_LINE] = "line", [WHERE_START] = "start", [WHERE_ANY] = "any"};
    struct filon_tsv tsv;
    int more;
    if (filon_tsv_open(&tsv, book->arena, path, error) < 0)
        return -1;
    while ((more = filon_tsv_next(&tsv, 4, error)) > 0) {
        struct phrase phrase = {.language = LANGUAGES};
        for (size_t i = 0; i < FILON_COUNT(prompt_kinds) && !phrase.kind; i++)
            if (filon_str_is(tsv.field[1], prompt_kinds[i].name))
                phrase.kind = (uint8_t)prompt_kinds[i].kind;
        if (!phrase.kind)
            return filon_tsv_error(&tsv, error, "no kind of phrase is called `%.*s`", FILON_FMT(tsv.field[1]));
        while (phrase.where < FILON_COUNT(wheres) && !filon_str_is(tsv.field[2], wheres[phrase.where]))
            phrase.where++;
        if (phrase.where == FILON_COUNT(wheres))
            return filon_tsv_error(&tsv, error, "column 3 is `%.*s`: line, start or any is needed", FILON_FMT(tsv.field[2]));
        long weight;
        if (read_number(&tsv, 3, 0, 9, &weight, error) < 0)
            return -1;
        phrase.weight = (uint8_t)weight;
        if (add_phrase(book, &tsv, phrase, !weight, error) < 0)
            return -1;
    }
    return more;
}

/* The index of a language, made if need be; -1 for one too many or a name too long. */
static int language_of(struct phrasebook *book, struct filon_str name)
{
    unsigned i = phrasebook_language(book, name);
    if (i < LANGUAGES)
        return (int)i;
    if (book->n_languages == LANGUAGES || !name.n || name.n >= sizeof *book->languages)
        return -1;
    memcpy(book->languages[book->n_languages], name.p, name.n);
    return (int)book->n_languages++;
}

static int no_language(const struct filon_tsv *tsv, struct filon_str name, struct filon_error *error)
{
    return filon_tsv_error(tsv, error, "`%.*s`: a language is two or three letters, and there are at most %d", FILON_FMT(name), LANGUAGES);
}

int phrasebook_add_dates(struct phrasebook *book, const char *path, struct filon_error *error)
{
    struct filon_tsv tsv;
    int more;
    if (filon_tsv_open(&tsv, book->arena, path, error) < 0)
        return -1;
    while ((more = filon_tsv_next(&tsv, 4, error)) > 0) {
        struct phrase phrase = {.kind = KIND_NONE};
        for (size_t i = 0; i < FILON_COUNT(date_kinds) && !phrase.kind; i++)
            if (filon_str_is(tsv.field[1], date_kinds[i].name))
                phrase.kind = (uint8_t)date_kinds[i].kind;
        if (!phrase.kind)
            return filon_tsv_error(&tsv, error, "no kind of date word is called `%.*s`", FILON_FMT(tsv.field[1]));
        int language = language_of(book, tsv.field[3]);
        if (language < 0)
            return no_language(&tsv, tsv.field[3], error);
        long value;
        if (read_number(&tsv, 2, -31, 525600, &value, error) < 0)
            return -1;
        phrase.language = (uint8_t)language;
        phrase.value = (int32_t)value;
        if (add_phrase(book, &tsv, phrase, false, error) < 0)
            return -1;
    }
    return more;
}

int phrasebook_add_words(struct phrasebook *book, const char *path, struct filon_error *error)
{
    struct filon_tsv tsv;
    int more;
    if (filon_tsv_open(&tsv, book->arena, path, error) < 0)
        return -1;
    while ((more = filon_tsv_next(&tsv, 2, error)) > 0) {
        int language = language_of(book, tsv.field[0]);
        if (language < 0)
            return no_language(&tsv, tsv.field[0], error);
        slot_of(book, word_hash(tsv.field[1]))->lanes |= UINT64_C(1) << (16 * language);
    }
    return more;
}

unsigned phrasebook_language(const struct phrasebook *book, struct filon_str name)
{
    for (unsigned i = 0; i < book->n_languages; i++)
        if (filon_str_is(name, book->languages[i]))
            return i;
    return LANGUAGES;
}

const struct phrase *phrasebook_match(const struct phrasebook *book, uint32_t first, const uint32_t *hashes, size_t n, unsigned kinds,
                                      unsigned language)
{
    const struct phrase *best = NULL;
    for (uint32_t i = first; i; i = book->phrases[i].next) {
        const struct phrase *phrase = &book->phrases[i];
        if (best && phrase->words < best->words)
            break;
        if (phrase->words > n || !(KIND_BIT(phrase->kind) & kinds) || (phrase->words > 1 && book->hashes[phrase->first + 1] != hashes[1]) ||
            memcmp(book->hashes + phrase->first, hashes, phrase->words * sizeof *hashes) != 0)
            continue;
        if (!best || phrase->language == language)
            best = phrase;
    }
    return best;
}
