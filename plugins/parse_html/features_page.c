/* What the rest of the page tells of a piece. */
#include "features_impl.h"

/* ---- What is repeated */

static uint32_t mixed(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

static uint32_t path_of(const struct look *look, uint32_t i)
{
    enum { LEVELS = 4 };
    uint32_t hash = 1, e = look->web->pieces[i].element;
    for (unsigned k = 0; k < LEVELS && e != FILON_NONE; k++, e = look->web->elements[e].parent) {
        hash = mixed(hash, look->web->elements[e].tag);
        hash = mixed(hash, (uint32_t)(look->web->elements[e].hints ^ look->web->elements[e].hints >> 32));
    }
    return hash ? hash : 1;
}

/* What the pieces hold that stand alike. */
struct tally {
    uint32_t n, words, linked, bytes, prose;
    float probability;
};

void measure_repeats(struct look *look, float *rows, struct filon_arena *arena)
{
    const struct web *web = look->web;
    uint32_t n = web->n_pieces, size = sign_table_size(n), *keys = filon_zalloc(arena, size, sizeof *keys);
    look->tallies = filon_zalloc(arena, size, sizeof *look->tallies);
    look->path = filon_alloc(arena, (n + 1) * sizeof *look->path);
    for (uint32_t i = 0; i < n; i++) {
        const struct piece *piece = &web->pieces[i];
        uint32_t key = path_of(look, i);
        look->path[i] = sign_place(keys, size, key);
        keys[look->path[i]] = key;
        struct tally *tally = &look->tallies[look->path[i]];
        tally->n++;
        tally->words += look->page->lines[i].words;
        tally->linked += piece->linked;
        tally->bytes += piece->end - piece->begin;
        tally->prose += is_prose(look->page, web, i) ? look->page->lines[i].words : 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        float *row = rows + (size_t)i * FEATURES;
        const struct tally *tally = &look->tallies[look->path[i]];
        row[F_SAME_PATH] = (float)tally->n;
        row[F_PATH_WORDS] = sign_ratio(tally->words, tally->n);
        row[F_PATH_LINKED] = sign_ratio(tally->linked, tally->bytes);
        row[F_PATH_PROSE] = sign_ratio(tally->prose, tally->words);
        row[F_SIBLING_SAME] = (i && look->path[i - 1] == look->path[i]) + 2 * (i + 1 < n && look->path[i + 1] == look->path[i]);
    }
}

/* ---- What the page's metadata say */

/* The hashes of words, one after another; the end of the word. */
static bool next_word(struct filon_str text, uint32_t *at, uint32_t *hash)
{
    while (*at < text.n) {
        struct letters word = word_at(text, (uint32_t)text.n, *at);
        if (word.end > *at) {
            *at = word.end;
            *hash = word.hash;
            return true;
        }
        unsigned char first = (unsigned char)text.p[*at];
        *at += first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }
    return false;
}

/* Three words in a row as a key. */
struct roll {
    uint32_t a, b;
    unsigned n;
};

static bool roll(struct roll *words, uint32_t hash, uint32_t *key)
{
    *key = mixed(mixed(words->a, words->b), hash) | 1;
    words->a = words->b;
    words->b = hash;
    return ++words->n >= 3;
}

void measure_stated(const struct look *look, struct filon_str stated, float *rows, struct filon_arena *arena)
{
    enum { LEAST = 200 };
    const struct web *web = look->web;
    uint32_t at = 0, hash, key, size = sign_table_size((uint32_t)(stated.n / 3));
    for (uint32_t i = 0; i < web->n_pieces; i++)
        rows[(size_t)i * FEATURES + F_STATED] = rows[(size_t)i * FEATURES + F_STATED_NEAR] = -1;
    if (stated.n < LEAST)
        return;
    uint32_t *keys = filon_zalloc(arena, size, sizeof *keys);
    struct roll words = {0};
    while (next_word(stated, &at, &hash))
        if (roll(&words, hash, &key))
            keys[sign_place(keys, size, key)] = key;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        const struct piece *piece = &web->pieces[i];
        struct filon_str text = {web->text.p + piece->begin, piece->end - piece->begin};
        uint32_t all = 0, found = 0;
        words = (struct roll){0};
        at = 0;
        while (next_word(text, &at, &hash)) {
            if (!roll(&words, hash, &key))
                continue;
            all++;
            found += keys[sign_place(keys, size, key)] == key;
        }
        rows[(size_t)i * FEATURES + F_STATED] = all ? sign_ratio(found, all) : -1;
    }
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        float most = -1;
        for (uint32_t k = i > 2 ? i - 2 : 0; k < web->n_pieces && k <= i + 2; k++)
            most = k != i && rows[(size_t)k * FEATURES + F_STATED] > most ? rows[(size_t)k * FEATURES + F_STATED] : most;
        rows[(size_t)i * FEATURES + F_STATED_NEAR] = most;
    }
}

/* The share of a piece's words that the page's <title> has, and the other way round: the smaller. */
void measure_title(const struct look *look, float *rows)
{
    enum { WORDS = 64 };
    const struct web *web = look->web;
    uint32_t title[WORDS], n = 0, at = 0, hash;
    struct filon_str text = filon_buf_str(&web->title);
    while (n < WORDS && next_word(text, &at, &hash))
        title[n++] = hash;
    for (uint32_t i = 0; i < web->n_pieces; i++) {
        float *row = rows + (size_t)i * FEATURES;
        const struct piece *piece = &web->pieces[i];
        uint32_t words = look->page->lines[i].words, shared = 0, seen = 0;
        row[F_LIKE_TITLE] = 0;
        if (!n || !words || words > WORDS)
            continue;
        text = (struct filon_str){web->text.p + piece->begin, piece->end - piece->begin};
        at = 0;
        while (next_word(text, &at, &hash)) {
            seen++;
            for (uint32_t k = 0; k < n; k++)
                if (title[k] == hash) {
                    shared++;
                    break;
                }
        }
        row[F_LIKE_TITLE] = seen ? sign_ratio(shared, seen > n / 2 ? seen : n / 2) : 0;
    }
}

/* ---- What is believed */

/* Probabilities summed by words, so that what is long counts. */
struct belief {
    double sum, words;
};

static float mean(const struct belief *belief)
{
    return belief->words > 0 ? (float)(belief->sum / belief->words) : -1;
}

static void believe(struct belief *belief, float probability, uint32_t words)
{
    double weight = 1.0 + words;
    belief->sum += probability * weight;
    belief->words += weight;
}

void measure_beliefs(const struct look *look, const float *probability, float *rows, struct filon_arena *arena)
{
    const struct web *web = look->web;
    uint32_t n = web->n_pieces;
    struct belief *element = filon_zalloc(arena, web->n_elements + 1, sizeof *element);
    for (uint32_t i = 0; i < n; i++) {
        believe(&element[web->pieces[i].element], probability[i], look->page->lines[i].words);
        look->tallies[look->path[i]].probability += probability[i];
    }
    for (uint32_t e = web->n_elements; e-- > 1;) {
        uint32_t parent = web->elements[e].parent == FILON_NONE ? 0 : web->elements[e].parent;
        element[parent].sum += element[e].sum;
        element[parent].words += element[e].words;
    }
    for (uint32_t i = 0; i < n; i++) {
        float *row = rows + (size_t)i * FEATURES;
        uint32_t e = web->pieces[i].element, child = e;
        for (unsigned k = 0; k < 3; k++) {
            e = parent_of(look, e);
            row[F_P_GROUP_1 + k] = mean(&element[e]);
        }
        for (e = web->pieces[i].element; e != FILON_NONE && e != look->core; e = web->elements[e].parent)
            child = e;
        row[F_P_CHILD] = e == look->core && e != FILON_NONE ? mean(&element[child]) : -1;
        const struct tally *tally = &look->tallies[look->path[i]];
        row[F_P_PATH] = tally->probability / (float)tally->n;
    }
}
