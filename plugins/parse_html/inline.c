#include "walk.h"

/* Those that go on, until they are closed, in whatever comes behind what held them: HTML's formatting elements. */
static bool goes_on(unsigned tag)
{
    return tag == GUMBO_TAG_A || tag == GUMBO_TAG_B || tag == GUMBO_TAG_STRONG || tag == GUMBO_TAG_CODE;
}

static void sum_up(struct walk *walk)
{
    struct inlines *inlines = &walk->inlines;
    inlines->link = inlines->local = inlines->bold = inlines->code = inlines->hidden = false;
    inlines->lost = 0;
    for (unsigned i = 0; i < inlines->n; i++) {
        const struct inlined *element = &inlines->open[i];
        uint32_t flags = element->said ? element->said->flags : 0;
        if (element->lost) {
            inlines->lost++;
            continue;
        }
        if (flags & TAG_LINK) {
            inlines->link = true;
            inlines->local = flags & TAG_LOCAL;
        }
        inlines->bold |= element->tag == GUMBO_TAG_B || element->tag == GUMBO_TAG_STRONG;
        inlines->code |= element->tag == GUMBO_TAG_CODE;
        inlines->hidden |= !walk->all && flags & TAG_HIDDEN;
    }
}

/* An element begins here, or again. */
static void begin(struct walk *walk, struct inlined *element)
{
    bool was_hidden = walk->inlines.hidden;
    element->begin = (uint32_t)walk->web->text.n;
    element->depth = walk->depth;
    element->lost = false;
    sum_up(walk);
    walk->web->hidden |= walk->inlines.hidden;
    if (!was_hidden && !walk->inlines.hidden && element->said && element->said->flags & TAG_LINK)
        walk->now.links += walk->open && !(element->said->flags & TAG_LOCAL);
}

/* … and ends, at least for now. */
static void end(struct walk *walk, const struct inlined *element)
{
    uint32_t bytes = (uint32_t)walk->web->text.n - element->begin;
    if (element->lost || walk->inlines.hidden)
        return;
    if (element->said && walk->open && bytes && walk->n_spans < SPANS)
        walk->spans[walk->n_spans++] = (struct span){element->said->hints, element->said->flags, bytes};
    walk_add_mark(walk, element->tag, element->said, element->begin);
}

static void take_out(struct inlines *inlines, unsigned i)
{
    inlines->n--;
    memmove(inlines->open + i, inlines->open + i + 1, (inlines->n - i) * sizeof *inlines->open);
}

void inlines_open(struct walk *walk, GumboTag tag, const struct sieve_tag *said)
{
    struct inlines *inlines = &walk->inlines;
    if (tag == GUMBO_TAG_A) /* links do not nest */
        inlines_close(walk, tag);
    if (inlines->lost)
        inlines_resume(walk);
    if (inlines->n == INLINES)
        return;
    inlines->open[inlines->n++] = (struct inlined){.said = said, .tag = (uint16_t)tag};
    begin(walk, &inlines->open[inlines->n - 1]);
}

void inlines_close(struct walk *walk, GumboTag tag)
{
    struct inlines *inlines = &walk->inlines;
    uint32_t least = goes_on(tag) ? walk_top(walk)->fence : walk->depth;
    unsigned i = inlines->n;
    while (i-- > 0 && inlines->open[i].depth >= least) {
        if (inlines->open[i].tag != tag)
            continue;
        bool all = inlines->open[i].depth == walk->depth; /* … that it holds ends with it, but for those that go on */
        end(walk, &inlines->open[i]);
        take_out(inlines, i);
        while (all && i < inlines->n)
            if (goes_on(inlines->open[i].tag)) {
                i++;
            } else {
                end(walk, &inlines->open[i]);
                take_out(inlines, i);
            }
        sum_up(walk);
        return;
    }
}

void inlines_leave(struct walk *walk)
{
    enum { ALIKE = 3 }; /* more of the same are not begun again */
    struct inlines *inlines = &walk->inlines;
    bool fenced = walk_top(walk)->fence == walk->depth;
    if (!inlines->n || inlines->open[inlines->n - 1].depth < walk->depth)
        return;
    for (unsigned i = inlines->n, alike[2] = {0}; i-- > 0 && inlines->open[i].depth >= walk->depth;) {
        struct inlined *element = &inlines->open[i];
        end(walk, element);
        if (fenced || !goes_on(element->tag) || (element->tag != GUMBO_TAG_A && ++alike[element->tag == GUMBO_TAG_CODE] > ALIKE)) {
            take_out(inlines, i);
            continue;
        }
        element->lost = true;
        element->depth = walk->depth - 1;
    }
    sum_up(walk);
}

void inlines_resume(struct walk *walk)
{
    struct inlines *inlines = &walk->inlines;
    for (unsigned i = 0; i < inlines->n; i++)
        if (inlines->open[i].lost && inlines->open[i].depth >= walk_top(walk)->fence)
            begin(walk, &inlines->open[i]);
}
