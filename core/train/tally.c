/* tally.c - counts of right, wrong, missed and invented; what is taken for what; the list of errors. */
#include "train/tally.h"

#include <filon/map.h>
#include <stdlib.h>

#include "base/memory.h"

enum { TYPES = 128 };

struct fault {
    struct fault *next;
    struct filon_str id, before, text, after; /* copies */
    uint16_t gold, found;                     /* types; 0 nothing */
    uint32_t at;                              /* code point */
};

struct filon_tally {
    struct filon_arena *arena;
    struct filon_map *names;
    const char *name[TYPES + 1]; /* from 1 */
    unsigned n;
    uint64_t count[TYPES + 1][TYPES + 1]; /* [gold][found] */
    struct fault *faults, *last;
};

struct filon_tally *filon_tally_new(void)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_tally *tally = filon_zalloc(arena, 1, sizeof *tally);
    tally->arena = arena;
    tally->names = filon_map_new(arena, 16);
    return tally;
}

void filon_tally_free(struct filon_tally *tally)
{
    if (tally)
        filon_arena_free(tally->arena);
}

/* 0 for nothing; types beyond what the tally holds share the last number. */
static unsigned type_of(struct filon_tally *tally, struct filon_str name)
{
    if (!name.p)
        return 0;
    uint32_t type = filon_map_get(tally->names, name);
    if (type != FILON_MAP_NONE)
        return type;
    if (tally->n == TYPES)
        return TYPES;
    tally->name[++tally->n] = filon_str_dup(tally->arena, name).p;
    filon_map_set(tally->names, name, tally->n);
    return tally->n;
}

/* Some bytes around a place, within its line. */
static void take_context(struct filon_tally *tally, struct fault *fault, const struct filon_doc *doc, uint32_t begin, uint32_t end)
{
    struct filon_str text = filon_doc_text(doc);
    uint32_t from = begin, to = end;
    while (from > 0 && begin - from < 40 && text.p[from - 1] != '\n')
        from--;
    while (from < begin && ((unsigned char)text.p[from] & 0xc0) == 0x80)
        from++;
    while (to < text.n && to - end < 40 && text.p[to] != '\n')
        to++;
    while (to > end && to < text.n && ((unsigned char)text.p[to] & 0xc0) == 0x80)
        to--;
    fault->before = filon_str_dup(tally->arena, (struct filon_str){text.p + from, begin - from});
    fault->text = filon_str_dup(tally->arena, (struct filon_str){text.p + begin, end - begin});
    fault->after = filon_str_dup(tally->arena, (struct filon_str){text.p + end, to - end});
}

void filon_tally_add(struct filon_tally *tally, const struct filon_doc *doc, uint32_t begin, uint32_t end, struct filon_str gold,
                     struct filon_str found)
{
    unsigned right = type_of(tally, gold), got = type_of(tally, found);
    tally->count[right][got]++;
    if (right == got)
        return;
    struct fault *fault = filon_zalloc(tally->arena, 1, sizeof *fault);
    fault->gold = (uint16_t)right;
    fault->found = (uint16_t)got;
    fault->id = filon_str_dup(tally->arena, filon_doc_id(doc));
    take_context(tally, fault, doc, begin, end);
    struct filon_str text = filon_doc_text(doc);
    for (uint32_t i = 0; i < begin; i++)
        fault->at += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    *(tally->last ? &tally->last->next : &tally->faults) = fault;
    tally->last = fault;
}

void filon_tally_spans(struct filon_tally *tally, const struct filon_doc *doc, const struct filon_gold *gold, size_t n_gold,
                       const struct filon_gold *found, size_t n_found)
{
    size_t g = 0, f = 0;
    while (g < n_gold || f < n_found) {
        if (g < n_gold && f < n_found && gold[g].begin == found[f].begin && gold[g].end == found[f].end) {
            filon_tally_add(tally, doc, gold[g].begin, gold[g].end, gold[g].label, found[f].label);
            g++, f++;
        } else if (f == n_found ||
                   (g < n_gold && (gold[g].begin < found[f].begin || (gold[g].begin == found[f].begin && gold[g].end > found[f].end)))) {
            filon_tally_add(tally, doc, gold[g].begin, gold[g].end, gold[g].label, FILON_NO_STR);
            g++;
        } else {
            filon_tally_add(tally, doc, found[f].begin, found[f].end, FILON_NO_STR, found[f].label);
            f++;
        }
    }
}

struct sums {
    uint64_t right, found, gold;
};

static struct sums sums_of(const struct filon_tally *tally, unsigned type)
{
    struct sums sums = {tally->count[type][type], 0, 0};
    for (unsigned i = 0; i <= tally->n; i++) {
        sums.gold += tally->count[type][i];
        sums.found += tally->count[i][type];
    }
    return sums;
}

static struct sums sums_of_all(const struct filon_tally *tally)
{
    struct sums all = {0};
    for (unsigned type = 1; type <= tally->n; type++) {
        struct sums sums = sums_of(tally, type);
        all.right += sums.right;
        all.found += sums.found;
        all.gold += sums.gold;
    }
    return all;
}

static void scores_of(struct sums sums, double *precision, double *recall, double *f1)
{
    *precision = sums.found ? (double)sums.right / (double)sums.found : 0;
    *recall = sums.gold ? (double)sums.right / (double)sums.gold : 0;
    *f1 = sums.right ? 2 * *precision * *recall / (*precision + *recall) : 0;
}

bool filon_tally_score(const struct filon_tally *tally, const char *type, double *precision, double *recall, double *f1)
{
    uint32_t number = type ? filon_map_get(tally->names, filon_str_of(type)) : 0;
    if (number == FILON_MAP_NONE)
        return false;
    scores_of(type ? sums_of(tally, number) : sums_of_all(tally), precision, recall, f1);
    return true;
}

struct order {
    const char *name;
    unsigned type;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct order *)a)->name, ((const struct order *)b)->name);
}

static void sorted(const struct filon_tally *tally, struct order *order)
{
    for (unsigned i = 0; i < tally->n; i++)
        order[i] = (struct order){tally->name[i + 1], i + 1};
    qsort(order, tally->n, sizeof *order, by_name);
}

const char *filon_tally_type(const struct filon_tally *tally, size_t i)
{
    struct order order[TYPES];
    if (i >= tally->n)
        return NULL;
    sorted(tally, order);
    return order[i].name;
}

static void print_row(struct filon_buf *out, const char *name, struct sums sums)
{
    double precision, recall, f1;
    scores_of(sums, &precision, &recall, &f1);
    filon_buf_printf(out, "%-12s %9.4f %9.4f %9.4f %8llu %8llu %8llu\n", name, precision, recall, f1, (unsigned long long)sums.right,
                     (unsigned long long)sums.found, (unsigned long long)sums.gold);
}

static void print_confusion(const struct filon_tally *tally, const struct order *order, struct filon_buf *out)
{
    filon_buf_printf(out, "\nRight in rows, found in columns\n%-12s", "");
    for (unsigned f = 0; f <= tally->n; f++)
        filon_buf_printf(out, " %8s", f < tally->n ? order[f].name : "nothing");
    for (unsigned g = 0; g <= tally->n; g++) {
        filon_buf_printf(out, "\n%-12s", g < tally->n ? order[g].name : "nothing");
        for (unsigned f = 0; f <= tally->n; f++)
            filon_buf_printf(out, " %8llu",
                             (unsigned long long)tally->count[g < tally->n ? order[g].type : 0][f < tally->n ? order[f].type : 0]);
    }
    filon_buf_putc(out, '\n');
}

static void put_line(struct filon_buf *out, struct filon_str s)
{
    for (size_t i = 0; i < s.n; i++)
        filon_buf_putc(out, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
}

void filon_tally_print(const struct filon_tally *tally, struct filon_buf *out, bool confusion, bool errors)
{
    struct order order[TYPES];
    sorted(tally, order);
    filon_buf_printf(out, "%-12s %9s %9s %9s %8s %8s %8s\n", "", "precision", "recall", "F1", "right", "found", "gold");
    for (unsigned i = 0; i < tally->n; i++)
        print_row(out, order[i].name, sums_of(tally, order[i].type));
    print_row(out, "all", sums_of_all(tally));
    if (confusion && tally->n > 1)
        print_confusion(tally, order, out);
    for (const struct fault *fault = errors ? tally->faults : NULL; fault; fault = fault->next) {
        filon_buf_printf(out, "%s%.*s:%u: %s, not %s: ", fault == tally->faults ? "\n" : "", FILON_FMT(fault->id), fault->at,
                         fault->found ? tally->name[fault->found] : "nothing", fault->gold ? tally->name[fault->gold] : "anything");
        put_line(out, fault->before);
        filon_buf_puts(out, "[");
        put_line(out, fault->text);
        filon_buf_puts(out, "]");
        put_line(out, fault->after);
        filon_buf_putc(out, '\n');
    }
}
