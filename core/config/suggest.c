#include "config/suggest.h"

#include <string.h>

/* Longer words are no typing slips of anything known, and the table stays on the stack. */
enum { LONGEST = 48, PREFIX_LEAST = 3, PREFIX_DISTANCE = 2 };

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 32 : c == '-' ? '_' : c);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions,
 * substitutions and exchanges of neighbours, no part edited twice; on bytes, case and - or _ aside.
 * F. J. Damerau, A technique for computer detection and correction of spelling errors, CACM 7(3), 1964. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
    unsigned rows[3][LONGEST + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++)
        last[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned differs = lower(a[i - 1]) != lower(b[j - 1]);
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + differs);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        unsigned *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[m];
}

/* "lang" for "language", "workers_max" for "workers". */
static bool begins_alike(const char *a, size_t n, const char *b, size_t m)
{
    size_t shorter = n < m ? n : m;
    if (shorter < PREFIX_LEAST)
        return false;
    for (size_t i = 0; i < shorter; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

void filon_suggest_start(struct filon_suggest *suggest, const char *word)
{
    *suggest = (struct filon_suggest){.word = word, .distance = LONGEST + 1};
}

void filon_suggest_offer(struct filon_suggest *suggest, const char *candidate)
{
    if (!candidate || !suggest->word)
        return;
    size_t n = strnlen(suggest->word, LONGEST + 1), m = strnlen(candidate, LONGEST + 1);
    if (n == 0 || n > LONGEST || m > LONGEST)
        return;
    size_t longer = n > m ? n : m;
    unsigned found = distance(suggest->word, n, candidate, m);
    unsigned allowed = longer < 6 ? 1 : (unsigned)(longer / 3);
    if (found > allowed && begins_alike(suggest->word, n, candidate, m))
        found = allowed = PREFIX_DISTANCE;
    if (found <= allowed && found < longer && found < suggest->distance) {
        suggest->best = candidate;
        suggest->distance = found;
    }
}

const char *filon_suggest_best(const struct filon_suggest *suggest)
{
    return suggest->best;
}
