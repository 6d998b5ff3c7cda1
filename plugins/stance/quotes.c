/* Where a position lies among the document's quotes. */
#include "finding.h"

#include <stdlib.h>

static int by_content(const void *a, const void *b)
{
    const struct quoted *x = a, *y = b;
    if (x->content.begin != y->content.begin)
        return x->content.begin < y->content.begin ? -1 : 1;
    return x->content.end > y->content.end ? -1 : x->content.end < y->content.end;
}

static int by_cue(const void *a, const void *b, void *quotes)
{
    const struct quoted *q = quotes;
    uint32_t x = q[*(const uint32_t *)a].cue.begin, y = q[*(const uint32_t *)b].cue.begin;
    return x < y ? -1 : x > y;
}

void stance_quotes(struct finder *f)
{
    struct filon_layer *layer = filon_layer(f->doc, FILON_QUOTE);
    struct filon_arena *arena = filon_doc_arena(f->doc);
    uint32_t n = filon_rows(layer), open = FILON_NONE;
    const uint32_t *begin = filon_begin(layer), *end = filon_end(layer);
    const struct filon_span *cue = filon_spans(layer, FILON_QUOTE_CUE), *source = filon_spans(layer, FILON_QUOTE_SOURCE);
    const struct filon_str *holder = filon_strs(layer, FILON_QUOTE_HOLDER), *type = filon_strs(layer, FILON_QUOTE_TYPE);
    f->quotes = filon_alloc(arena, n * sizeof *f->quotes);
    f->cues = filon_alloc(arena, n * sizeof *f->cues);
    f->n_quotes = n;
    f->n_cues = 0;
    for (uint32_t i = 0; i < n; i++)
        f->quotes[i] = (struct quoted){{begin[i], end[i]}, cue[i], source[i], holder[i], !filon_str_is(type[i], "indirect"), FILON_NONE};
    qsort(f->quotes, n, sizeof *f->quotes, by_content);
    for (uint32_t i = 0; i < n; i++) {
        while (open != FILON_NONE && f->quotes[open].content.end <= f->quotes[i].content.begin)
            open = f->quotes[open].parent;
        f->quotes[i].parent = open;
        open = i;
        if (f->quotes[i].cue.begin != FILON_NONE)
            f->cues[f->n_cues++] = i;
    }
    qsort_r(f->cues, f->n_cues, sizeof *f->cues, by_cue, f->quotes);
}

const struct quoted *stance_quote_at(const struct finder *f, uint32_t at)
{
    uint32_t low = 0, high = f->n_quotes;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (f->quotes[middle].content.begin <= at)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t q = low ? low - 1 : FILON_NONE;
    /* Siblings that end before are skipped by way of their parents; more than a few levels are no prose. */
    for (int depth = 0; q != FILON_NONE && depth < 16; depth++, q = f->quotes[q].parent)
        if (f->quotes[q].content.end > at)
            return &f->quotes[q];
    return NULL;
}

/* The last cue that begins at or before a position: one more than its index. */
static uint32_t cue_before(const struct finder *f, uint32_t at)
{
    uint32_t low = 0, high = f->n_cues;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (f->quotes[f->cues[middle]].cue.begin <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct quoted *stance_quote_by_cue(const struct finder *f, uint32_t at)
{
    uint32_t i = cue_before(f, at);
    return i && f->quotes[f->cues[i - 1]].cue.end > at ? &f->quotes[f->cues[i - 1]] : NULL;
}

int stance_speakers(const struct finder *f, uint32_t at, struct party out[MAX_COORDINATED])
{
    const struct quoted *q = stance_quote_by_cue(f, at);
    int n = 0;
    if (!q)
        return 0;
    /* « la Chine et la Russie demandent »: a quote each, with one cue */
    for (uint32_t i = cue_before(f, at), steps = 0; i > 0 && n < MAX_COORDINATED && steps < MAX_COORDINATED; i--, steps++) {
        const struct quoted *other = &f->quotes[f->cues[i - 1]];
        if (other->cue.begin != q->cue.begin)
            break;
        if (other->holder.n && !(n && filon_str_eq(out[n - 1].name, other->holder)))
            out[n++] = (struct party){other->holder, true, true, other->source.begin == FILON_NONE ? other->cue : other->source};
    }
    return n;
}
