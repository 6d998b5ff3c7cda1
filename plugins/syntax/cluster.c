#include "cluster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct neighbour {
    uint32_t word, count;
};

/* A word's neighbours on one side, in compressed rows. */
struct side {
    uint32_t *start; /* words + 1 */
    struct neighbour *list;
};

struct clusters {
    uint32_t words, k; /* k: classes and the one of word 0 */
    uint16_t *class;
    struct side right, left;
    uint32_t *bigram, *total; /* k * k, k */
    uint32_t *count;          /* of words */
    double *entropy;          /* n log n for small n */
};

enum { ENTROPY_TABLE = 1 << 20 };

static void *need(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p)
        abort();
    return p;
}

static double nlogn(const struct clusters *c, uint32_t n)
{
    return n < ENTROPY_TABLE ? c->entropy[n] : n * log(n);
}

static int by_pair(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static struct side side_of(uint64_t *pairs, size_t n, uint32_t words)
{
    struct side side = {need(words + 1, sizeof *side.start), need(n, sizeof *side.list)};
    size_t out = 0;
    qsort(pairs, n, sizeof *pairs, by_pair);
    uint32_t word = 0;
    for (size_t i = 0; i < n; i++) {
        for (; word < pairs[i] >> 32; word++)
            side.start[word + 1] = (uint32_t)out;
        if (i && pairs[i] == pairs[i - 1])
            side.list[out - 1].count++;
        else
            side.list[out++] = (struct neighbour){(uint32_t)pairs[i], 1};
    }
    for (; word < words; word++)
        side.start[word + 1] = (uint32_t)out;
    return side;
}

static void read_text(struct clusters *c, const uint32_t *text, size_t n)
{
    uint64_t *pairs = need(n, sizeof *pairs);
    for (size_t i = 0; i + 1 < n; i++)
        pairs[i] = (uint64_t)text[i] << 32 | text[i + 1];
    c->right = side_of(pairs, n - 1, c->words);
    for (size_t i = 0; i + 1 < n; i++)
        pairs[i] = (uint64_t)text[i + 1] << 32 | text[i];
    c->left = side_of(pairs, n - 1, c->words);
    free(pairs);
    for (size_t i = 0; i < n; i++)
        c->count[text[i]]++;
}

/* The classes beside a word: which, and how often. */
struct profile {
    uint32_t n, loops; /* loops: the word beside itself */
    uint16_t *class;
    uint32_t *count; /* by class */
};

static void profile(const struct clusters *c, const struct side *side, uint32_t word, struct profile *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        p->count[p->class[i]] = 0;
    p->n = p->loops = 0;
    for (uint32_t i = side->start[word]; i < side->start[word + 1]; i++) {
        struct neighbour next = side->list[i];
        if (next.word == word) {
            p->loops = next.count;
            continue;
        }
        uint16_t class = c->class[next.word];
        if (!p->count[class])
            p->class[p->n++] = class;
        p->count[class] += next.count;
    }
}

/* Moves the word's counts into (sign 1) or out of (-1) a class. */
static void move(struct clusters *c, uint32_t word, uint32_t class, const struct profile *right, const struct profile *left, int sign)
{
    for (uint32_t i = 0; i < right->n; i++)
        c->bigram[class * c->k + right->class[i]] += (uint32_t)sign * right->count[right->class[i]];
    for (uint32_t i = 0; i < left->n; i++)
        c->bigram[left->class[i] * c->k + class] += (uint32_t)sign * left->count[left->class[i]];
    c->bigram[class * c->k + class] += (uint32_t)sign * right->loops;
    c->total[class] += (uint32_t)sign * c->count[word];
}

/* What the likelihood gains when the word, now in no class, comes into this one. */
static double gain(const struct clusters *c, uint32_t word, uint32_t class, const struct profile *right, const struct profile *left)
{
    double sum = 0;
    uint32_t own = right->loops + right->count[class] + left->count[class], before = c->bigram[class * c->k + class];
    for (uint32_t i = 0; i < right->n; i++) {
        uint32_t n = c->bigram[class * c->k + right->class[i]];
        if (right->class[i] != class)
            sum += nlogn(c, n + right->count[right->class[i]]) - nlogn(c, n);
    }
    for (uint32_t i = 0; i < left->n; i++) {
        uint32_t n = c->bigram[left->class[i] * c->k + class];
        if (left->class[i] != class)
            sum += nlogn(c, n + left->count[left->class[i]]) - nlogn(c, n);
    }
    sum += nlogn(c, before + own) - nlogn(c, before);
    return sum - 2 * (nlogn(c, c->total[class] + c->count[word]) - nlogn(c, c->total[class]));
}

static uint32_t exchange(struct clusters *c, struct profile *right, struct profile *left)
{
    uint32_t moved = 0;
    for (uint32_t word = 1; word < c->words; word++) {
        uint32_t from = c->class[word], best = from;
        profile(c, &c->right, word, right);
        profile(c, &c->left, word, left);
        move(c, word, from, right, left, -1);
        double most = gain(c, word, from, right, left) + 1e-9;
        for (uint32_t class = 1; class < c->k; class++) {
            double value = class == from ? most : gain(c, word, class, right, left);
            if (value > most) {
                most = value;
                best = class;
            }
        }
        c->class[word] = (uint16_t)best;
        move(c, word, best, right, left, 1);
        moved += best != from;
    }
    return moved;
}

void cluster_words(const uint32_t *text, size_t n, uint32_t words, uint32_t classes, unsigned rounds, uint16_t *class)
{
    struct clusters c = {.words = words, .k = classes + 1, .class = class};
    if (n < 2 || words < 2)
        return;
    c.bigram = need((size_t)c.k * c.k, sizeof *c.bigram);
    c.total = need(c.k, sizeof *c.total);
    c.count = need(words, sizeof *c.count);
    c.entropy = need(ENTROPY_TABLE, sizeof *c.entropy);
    for (uint32_t i = 2; i < ENTROPY_TABLE; i++)
        c.entropy[i] = i * log(i);
    read_text(&c, text, n);
    class[0] = 0;
    for (uint32_t word = 1; word < words; word++)
        class[word] = (uint16_t)(1 + (word - 1) % classes);
    for (size_t i = 0; i < n; i++) {
        c.total[class[text[i]]]++;
        if (i + 1 < n)
            c.bigram[class[text[i]] * c.k + class[text[i + 1]]]++;
    }
    struct profile right = {0, 0, need(c.k, 2), need(c.k, 4)}, left = {0, 0, need(c.k, 2), need(c.k, 4)};
    for (unsigned round = 0; round < rounds && exchange(&c, &right, &left); round++)
        ;
    free(right.class);
    free(right.count);
    free(left.class);
    free(left.count);
    free(c.right.start);
    free(c.right.list);
    free(c.left.start);
    free(c.left.list);
    free(c.bigram);
    free(c.total);
    free(c.count);
    free(c.entropy);
}
