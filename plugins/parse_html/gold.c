#include "gold.h"

#include <filon/utf8.h>

#include <stdlib.h>

enum { GRAM = 4 };

/* Words as Python's \w+ has them, the way the referee counts. */
static bool next_word(struct filon_str text, size_t *at, uint64_t *hash)
{
    size_t begin = 0;
    bool in = false;
    unsigned length;
    for (; *at < text.n; *at += length) {
        uint32_t c = filon_utf8_at(text.p, text.n, *at, &length);
        bool word = c == '_' || filon_is_letter(c) || filon_is_digit(c);
        if (word && !in) {
            begin = *at;
            in = true;
        } else if (!word && in) {
            break;
        }
    }
    if (in)
        *hash = filon_hash(text.p + begin, *at - begin, 0);
    return in;
}

struct words {
    uint64_t *hash;
    uint32_t n, room;
};

static void add_word(struct words *words, uint64_t hash)
{
    if (words->n == words->room) {
        words->room = words->room ? 2 * words->room : 4096;
        words->hash = realloc(words->hash, words->room * sizeof *words->hash);
        if (!words->hash)
            abort();
    }
    words->hash[words->n++] = hash;
}

static uint64_t gram(const uint64_t *words, uint32_t n)
{
    uint64_t key = n;
    for (uint32_t i = 0; i < n; i++)
        key = (key ^ words[i]) * 0x9e3779b97f4a7c15u ^ (key >> 29);
    return key | 1;
}

struct set {
    uint64_t *keys;
    uint32_t *count;
    size_t size;
};

static size_t place(const struct set *set, uint64_t key)
{
    size_t at = (key * 0xd1342543de82ef95u >> 20) & (set->size - 1);
    while (set->keys[at] && set->keys[at] != key)
        at = (at + 1) & (set->size - 1);
    return at;
}

static void add(struct set *set, uint64_t key)
{
    size_t at = place(set, key);
    set->keys[at] = key;
    set->count[at]++;
}

static bool has(const struct set *set, uint64_t key)
{
    return set->keys[place(set, key)] == key;
}

/* The grams of the gold text, and its lines as wholes. */
static struct set set_of(struct filon_str gold, uint32_t *total)
{
    struct words words = {0};
    struct set set = {.size = 1024};
    size_t at = 0;
    uint64_t hash;
    while (next_word(gold, &at, &hash))
        add_word(&words, hash);
    while (set.size < 8 * (size_t)(words.n + 1))
        set.size *= 2;
    set.keys = calloc(set.size, sizeof *set.keys);
    set.count = calloc(set.size, sizeof *set.count);
    if (!set.keys || !set.count)
        abort();
    for (uint32_t i = 0; i + GRAM <= words.n; i++)
        add(&set, gram(words.hash + i, GRAM));
    for (size_t begin = 0; begin < gold.n;) {
        const char *lf = memchr(gold.p + begin, '\n', gold.n - begin);
        size_t end = lf ? (size_t)(lf - gold.p) : gold.n;
        struct filon_str line = {gold.p + begin, end - begin};
        words.n = 0;
        at = 0;
        while (words.n < GRAM && next_word(line, &at, &hash))
            add_word(&words, hash);
        if (words.n && words.n < GRAM)
            add(&set, gram(words.hash, words.n));
        begin = end + 1;
    }
    at = 0;
    *total = 0;
    while (next_word(gold, &at, &hash))
        ++*total;
    free(words.hash);
    return set;
}

/* Whether a short piece stands in the gold text between what it stands between on the page. */
static bool short_found(const struct set *set, const struct words *page, uint32_t first, uint32_t n)
{
    uint32_t before = GRAM - n;
    if (first >= before && has(set, gram(page->hash + first - before, GRAM)))
        return true;
    if (first + GRAM <= page->n && has(set, gram(page->hash + first, GRAM)))
        return true;
    return has(set, gram(page->hash + first, n));
}

/* A text that stands on the page more often than in the gold text is the article's where most of what is around it is. */
static void choose_among_same(const struct set *set, const struct words *page, const uint32_t *first, const uint32_t *words, uint32_t n, uint8_t *label)
{
    enum { REACH = 8 };
    uint64_t *key = calloc(n + 1, sizeof *key);
    if (!key)
        abort();
    for (uint32_t i = 0; i < n; i++)
        key[i] = label[i] && words[i] >= GRAM ? gram(page->hash + first[i], words[i]) : 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!key[i])
            continue;
        uint32_t same[64], m = 0, allowed = set->count[place(set, gram(page->hash + first[i], GRAM))];
        for (uint32_t k = i; k < n && m < 64; k++)
            if (key[k] == key[i])
                same[m++] = k;
        uint64_t this_key = key[i];
        while (m > (allowed ? allowed : 1)) {
            uint32_t worst = 0;
            double least = 1e9;
            for (uint32_t s = 0; s < m; s++) {
                double good = 0, all = 1;
                for (uint32_t k = same[s] > REACH ? same[s] - REACH : 0; k < n && k <= same[s] + REACH; k++)
                    if (key[k] != this_key) {
                        all += words[k];
                        good += label[k] ? words[k] : 0;
                    }
                if (good / all < least) {
                    least = good / all;
                    worst = s;
                }
            }
            label[same[worst]] = 0;
            same[worst] = same[--m];
        }
        for (uint32_t k = i; k < n; k++)
            if (key[k] == this_key)
                key[k] = 0;
    }
    free(key);
}

uint32_t gold_label(const struct web *web, struct filon_str text, struct filon_str gold, uint8_t *label, uint32_t *words)
{
    uint32_t total, n = web->n_pieces, *first = calloc(n + 1, sizeof *first);
    struct set set = set_of(gold, &total);
    struct words page = {0};
    if (!first)
        abort();
    for (uint32_t i = 0; i < n; i++) {
        struct filon_str piece = {text.p + web->pieces[i].begin, web->pieces[i].end - web->pieces[i].begin};
        size_t at = 0;
        uint64_t hash;
        first[i] = page.n;
        while (next_word(piece, &at, &hash))
            add_word(&page, hash);
        words[i] = page.n - first[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        label[i] = 0;
        if (!words[i])
            continue;
        if (words[i] < GRAM) {
            label[i] = short_found(&set, &page, first[i], words[i]);
            continue;
        }
        uint32_t found = 0, all = words[i] - GRAM + 1;
        for (uint32_t k = 0; k < all; k++)
            found += has(&set, gram(page.hash + first[i] + k, GRAM));
        label[i] = 2 * found >= all;
    }
    choose_among_same(&set, &page, first, words, n, label);
    free(set.keys);
    free(set.count);
    free(page.hash);
    free(first);
    return total;
}
