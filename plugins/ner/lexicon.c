/* lexicon.c - TSV lexicons: form, type, flags, full form. Loaded once; a lookup is one hash. */
#include "ner.h"

#include <filon/ascii.h>

struct term {
    const char *name;
    uint32_t bits;
};

static const struct term types[] = {
    {"common", LEX_COMMON}, /* the most frequent first */
    {"given", LEX_GIVEN},
    {"PER", LEX_PER},
    {"LOC", LEX_LOC},
    {"ORG", LEX_ORG},
    {"MISC", LEX_MISC},
    {"civil", LEX_CIVIL},
    {"function", LEX_FUNCTION},
    {"speech", LEX_SPEECH},
    {"place-before", LEX_PLACE_BEFORE},
    {"org-before", LEX_ORG_BEFORE},
    {"misc-before", LEX_MISC_BEFORE},
    {"place-head", LEX_PLACE_HEAD},
    {"org-head", LEX_ORG_HEAD},
    {"event-head", LEX_EVENT_HEAD},
    {"org-word", LEX_ORG_WORD},
    {"event-word", LEX_EVENT_WORD},
    {"demonym", LEX_DEMONYM},
    {"particle", LEX_PARTICLE},
    {"when", LEX_WHEN},
};

static const struct term flags[] = {
    {"m", LEX_MASC}, {"f", LEX_FEM}, {"ambiguous", LEX_UNSURE}, {"de", LEX_DE}, {"of", LEX_DE}, {"name", LEX_NAME}, {"adj", LEX_ADJECTIVE},
};

static uint32_t term_bits(const struct term *terms, size_t n, struct filon_str name)
{
    for (size_t i = 0; i < n; i++)
        if (name.n && *name.p == *terms[i].name && filon_str_is(name, terms[i].name))
            return terms[i].bits;
    return 0;
}

size_t ner_lexicon_key(char *key, size_t n, struct filon_str s)
{
    if (s.n > LEX_KEY || n > LEX_KEY - s.n)
        return SIZE_MAX;
    for (size_t i = 0; i < s.n;) {
        unsigned length;
        unsigned char c = (unsigned char)s.p[i];
        if (i + 8 <= s.n && !(filon_bytes(s.p + i) & UINT64_C(0x8080808080808080))) {
            memcpy(key + n, s.p + i, 8);
            n += 8;
            i += 8;
            continue;
        }
        if (c < 0x80) {
            key[n++] = (char)c;
            i++;
            continue;
        }
        uint32_t code = filon_utf8_at(s.p, s.n, i, &length);
        if (code == 0x2019 || code == 0x02bc)
            code = '\'';
        else if (code == 0x2010 || code == 0x2011)
            code = '-';
        else if (filon_is_space(code))
            code = ' ';
        else if (filon_is_upper(code))
            code = filon_strip_accent(code);
        n += filon_utf8_put(key + n, code); /* never longer than what it was */
        i += length;
    }
    return n;
}

/* Entries lie one behind the other, each followed by its key; slots hold a part of the hash, so that what is not in the
 * lexicon (most words of a text) costs one access to memory, what is in it two. */
struct slot {
    uint32_t tag, offset; /* offset 0: free */
};

static char *entry_key(const struct lex_entry *entry)
{
    return (char *)(uintptr_t)(entry + 1);
}

static struct lex_entry *entry_at(const struct lexicon *lexicon, uint32_t offset)
{
    return (struct lex_entry *)(void *)(lexicon->entries.p + offset);
}

void ner_lexicon_init(struct lexicon *lexicon, struct filon_arena *arena)
{
    static const struct lex_entry nothing = {0};
    enum { SLOTS = 65536, ENTRIES = 768 * 1024 };
    *lexicon = (struct lexicon){.arena = arena, .full = filon_map_new(arena, 4096), .mask = SLOTS - 1};
    lexicon->slots = filon_zalloc(arena, SLOTS, sizeof *lexicon->slots);
    filon_buf_reserve(&lexicon->entries, ENTRIES);
    filon_buf_put(&lexicon->entries, &nothing, sizeof nothing);
}

void ner_lexicon_free(struct lexicon *lexicon)
{
    filon_buf_free(&lexicon->entries);
}

static struct slot *find_slot(const struct lexicon *lexicon, struct filon_str key, uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    size_t at = hash & lexicon->mask;
    for (; lexicon->slots[at].offset; at = (at + 1) & lexicon->mask) {
        if (lexicon->slots[at].tag != tag)
            continue;
        const struct lex_entry *entry = entry_at(lexicon, lexicon->slots[at].offset);
        if (entry->length == key.n && memcmp(entry_key(entry), key.p, key.n) == 0)
            break;
    }
    return &lexicon->slots[at];
}

const struct lex_entry *ner_lexicon_get(const struct lexicon *lexicon, struct filon_str key)
{
    return entry_at(lexicon, find_slot(lexicon, key, filon_hash(key.p, key.n, 0))->offset); /* offset 0: an entry without bits */
}

static void more_slots(struct lexicon *lexicon)
{
    size_t mask = lexicon->mask * 2 + 1;
    struct slot *slots = filon_zalloc(lexicon->arena, mask + 1, sizeof *slots);
    for (size_t i = 0; i <= lexicon->mask; i++) {
        if (!lexicon->slots[i].offset)
            continue;
        const struct lex_entry *entry = entry_at(lexicon, lexicon->slots[i].offset);
        size_t at = filon_hash(entry_key(entry), entry->length, 0) & mask;
        while (slots[at].offset)
            at = (at + 1) & mask;
        slots[at] = lexicon->slots[i];
    }
    lexicon->slots = slots;
    lexicon->mask = mask;
}

/* Puts an empty entry behind the others; its offset. */
static uint32_t append(struct lexicon *lexicon, struct filon_str key)
{
    struct filon_buf *entries = &lexicon->entries;
    size_t align = -entries->n % _Alignof(struct lex_entry);
    filon_buf_reserve(entries, align + sizeof(struct lex_entry) + key.n);
    uint32_t offset = (uint32_t)(entries->n + align);
    *entry_at(lexicon, offset) = (struct lex_entry){.length = (uint32_t)key.n};
    entries->n = offset + sizeof(struct lex_entry);
    filon_buf_put(entries, key.p, key.n);
    return offset;
}

/* The entry of a form, new or not; valid until the next call. */
static struct lex_entry *entry_of(struct lexicon *lexicon, struct filon_str key)
{
    uint64_t hash = filon_hash(key.p, key.n, 0);
    struct slot *slot = find_slot(lexicon, key, hash);
    if (!slot->offset) {
        if (lexicon->n * 2 > lexicon->mask) {
            more_slots(lexicon);
            slot = find_slot(lexicon, key, hash);
        }
        lexicon->n++;
        *slot = (struct slot){(uint32_t)(hash >> 32), append(lexicon, key)};
    }
    return entry_at(lexicon, slot->offset);
}

static uint32_t full_of(struct lexicon *lexicon, struct filon_str key)
{
    return filon_map_add(lexicon->full, key, (uint32_t)filon_map_count(lexicon->full) + 1);
}

/* The first token of a form: up to a space, or to an apostrophe with it ("L'" of "L'Humanité"). */
static size_t first_word(struct filon_str key)
{
    size_t n = key.n - 1; /* none ends with the last byte */
    const char *space = memchr(key.p, ' ', n);
    if (space)
        n = (size_t)(space - key.p);
    const char *quote = memchr(key.p, '\'', n);
    return quote ? (size_t)(quote - key.p) + 1 : space ? n : key.n;
}

/* A person's last word is a family name by itself. */
static void add_surname(struct lexicon *lexicon, struct filon_str key)
{
    size_t at = key.n;
    while (at > 0 && key.p[at - 1] != ' ')
        at--;
    if (at > 0 && key.n - at > 2)
        entry_of(lexicon, (struct filon_str){key.p + at, key.n - at})->bits |= LEX_SURNAME;
}

static void add(struct lexicon *lexicon, struct filon_str key, uint32_t bits, uint32_t full)
{
    if ((bits & LEX_GIVEN) && (bits & LEX_UNSURE))
        bits = (bits & ~(uint32_t)LEX_UNSURE) | LEX_GIVEN_UNSURE;
    struct lex_entry *entry = entry_of(lexicon, key);
    /* What one file holds for a plain name stays one if another calls it ambiguous as a name of another type. */
    if ((bits & LEX_UNSURE) && (entry->bits & LEX_NAMES) && !(entry->bits & LEX_UNSURE))
        bits &= ~(uint32_t)(LEX_UNSURE | LEX_NAMES);
    entry->bits |= bits | ((bits & LEX_NAMES) && !(bits & LEX_UNSURE) ? lexicon->own : 0);
    if (full)
        entry->full = full;
    if ((bits & LEX_PER) && !(bits & LEX_UNSURE)) {
        if (memchr(key.p, ' ', key.n))
            add_surname(lexicon, key);
        else
            entry_of(lexicon, key)->bits |= LEX_SURNAME;
    }
    size_t first = first_word(key);
    if (first < key.n) {
        entry = entry_of(lexicon, (struct filon_str){key.p, first});
        if (entry->longer < key.n)
            entry->longer = (uint32_t)key.n;
    }
}

/* « parti socialiste », « assemblée nationale »: organisations of common words are written small as well. */
static bool small_form(char *key, size_t n, uint32_t bits)
{
    if (!(bits & LEX_ORG) || (bits & LEX_UNSURE) || key[0] < 'A' || key[0] > 'Z' || n < 2 || key[1] < 'a' || !memchr(key, ' ', n))
        return false;
    for (size_t i = 1; i < n; i++)
        if (key[i] >= 'A' && key[i] <= 'Z')
            return false;
    key[0] = (char)(key[0] | 0x20);
    return true;
}

/* Types and flags of the row just read; 0 with an error. */
static uint32_t row_bits(const struct filon_tsv *tsv, struct filon_error *error)
{
    uint32_t bits = term_bits(types, FILON_COUNT(types), tsv->field[1]);
    if (!bits) {
        filon_tsv_error(tsv, error, "unknown type \"%.*s\": known are PER, LOC, ORG, MISC, given and those in the plugin's page",
                        FILON_FMT(tsv->field[1]));
        return 0;
    }
    struct filon_str rest = tsv->field[2];
    while (rest.n) {
        const char *space = memchr(rest.p, ' ', rest.n);
        struct filon_str flag = {rest.p, space ? (size_t)(space - rest.p) : rest.n};
        uint32_t bit = term_bits(flags, FILON_COUNT(flags), flag);
        if (!bit && flag.n) {
            filon_tsv_error(tsv, error, "unknown flag \"%.*s\": known are m, f, ambiguous, de, of, name, adj", FILON_FMT(flag));
            return 0;
        }
        bits |= bit;
        rest.p += flag.n + (space != NULL);
        rest.n -= flag.n + (space != NULL);
    }
    return bits;
}

/* Rows of one type come together: what the last row's type and flags meant. */
struct meaning {
    struct filon_str type, flags;
    uint32_t bits;
};

static uint32_t bits_of(const struct filon_tsv *tsv, struct meaning *last, struct filon_error *error)
{
    if (!last->bits || !filon_str_eq(tsv->field[1], last->type) || !filon_str_eq(tsv->field[2], last->flags))
        *last = (struct meaning){tsv->field[1], tsv->field[2], row_bits(tsv, error)};
    return last->bits;
}

int ner_lexicon_load(struct lexicon *lexicon, struct filon_arena *scratch, const char *path, struct filon_error *error)
{
    struct filon_tsv tsv;
    struct meaning last = {.bits = 0};
    filon_arena_reset(scratch);
    if (filon_tsv_open(&tsv, scratch, path, error))
        return -1;
    int got;
    while ((got = filon_tsv_next(&tsv, 2, error)) > 0) {
        char key[LEX_KEY + 1];
        size_t n = ner_lexicon_key(key, 0, tsv.field[0]);
        if (n == SIZE_MAX || n == 0)
            return filon_tsv_error(&tsv, error, "a form has 1 to %d bytes", LEX_KEY);
        uint32_t bits = bits_of(&tsv, &last, error);
        if (!bits)
            return -1;
        char full[LEX_KEY + 1];
        uint32_t number = 0;
        if (tsv.field[3].n || (bits & LEX_NAMES)) {
            size_t length = ner_lexicon_key(full, 0, tsv.field[3].n ? tsv.field[3] : tsv.field[0]);
            if (length == SIZE_MAX)
                return filon_tsv_error(&tsv, error, "a full form has up to %d bytes", LEX_KEY);
            number = full_of(lexicon, (struct filon_str){full, length});
        }
        add(lexicon, (struct filon_str){key, n}, bits, number);
        if (small_form(key, n, bits))
            add(lexicon, (struct filon_str){key, n}, bits, number);
    }
    return got;
}
