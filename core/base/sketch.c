#include <filon/alike.h>

/* Odd multipliers and masks, one pair a hash function: what a generator (Steele et al., SplitMix, 2014) gives from its first state. */
static uint64_t split(uint64_t i)
{
    uint64_t x = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Puts a number in its place among the least; those that are there already stay once. */
static void put_low(struct filon_sketch *sketch, uint32_t value)
{
    uint32_t at = sketch->n;
    if (at == FILON_SKETCH_LOW && value >= sketch->low[at - 1])
        return;
    while (at && sketch->low[at - 1] > value)
        at--;
    if (at && sketch->low[at - 1] == value)
        return;
    uint32_t behind = (sketch->n < FILON_SKETCH_LOW ? sketch->n++ : FILON_SKETCH_LOW - 1) - at;
    memmove(sketch->low + at + 1, sketch->low + at, behind * sizeof *sketch->low);
    sketch->low[at] = value;
}

void filon_sketch_make(struct filon_sketch *sketch, const uint64_t *shingles, size_t n)
{
    uint64_t least[FILON_SKETCH_PRINT], mask[FILON_SKETCH_PRINT], odd[FILON_SKETCH_PRINT];
    memset(sketch, 0, sizeof *sketch);
    for (unsigned i = 0; i < FILON_SKETCH_PRINT; i++) {
        least[i] = UINT64_MAX;
        mask[i] = split(2 * i);
        odd[i] = split(2 * i + 1) | 1;
    }
    for (size_t s = 0; s < n; s++) {
        uint64_t shingle = split(shingles[s]);
        put_low(sketch, (uint32_t)(shingle >> 33));
        for (unsigned i = 0; i < FILON_SKETCH_PRINT; i++) {
            uint64_t hash = (shingle ^ mask[i]) * odd[i];
            least[i] = hash < least[i] ? hash : least[i];
        }
    }
    for (unsigned i = 0; i < FILON_SKETCH_PRINT; i++)
        sketch->print[i] = n ? (uint8_t)(split(least[i]) >> 56) : 0;
}

float filon_sketch_resemblance(const struct filon_sketch *a, const struct filon_sketch *b)
{
    const float chance = 1.0f / 256; /* that two bytes are the same all the same */
    unsigned same = 0;
    if (!a->n || !b->n)
        return 0;
    for (unsigned i = 0; i < FILON_SKETCH_PRINT; i++)
        same += a->print[i] == b->print[i];
    float part = (float)same / FILON_SKETCH_PRINT;
    return part > chance ? (part - chance) / (1 - chance) : 0;
}
