#include "rules.h"

/* « …, a-t-il dit, … »; « … », a fustigé le porte-parole. */

static void before_incise(struct findings *f, uint32_t number, const struct np *np)
{
    struct text *t = f->text;
    const struct group *g = &t->group[number];
    const struct stretch *s = &t->stretch[t->word[g->first].stretch];
    uint32_t p = g->first - 1, c = p;
    if (t->word[p].mark == MARK_COMMA && p > s->first)
        c = p - 1;
    if (t->word[c].mark != MARK_CLOSE) {
        uint32_t open = s->first;
        if (is_mark(t, open, MARK_OPEN) && t->word[open].mate != NO_WORD && t->word[open].mate < p && is_clause(t, open + 1, t->word[open].mate - 1)) {
            found_region(f, t->word[open + 1].region, np, number, "incise-quote", 0.9f);
            return;
        }
        struct finding *x = found(f, s->first, p, np, number, "incise-clause", 0.75f);
        if (x && t->word[g->first].region)
            x->type = DIRECT;
        return;
    }
    uint32_t open = t->word[c].mate;
    bool colon = open > s->first && is_mark(t, open - 1, MARK_COLON);
    uint32_t before = open;
    while (before > s->first && (t->word[before - 1].mark == MARK_COMMA || t->word[before - 1].mark == MARK_DASH || is(t, before - 1, IS_AND)))
        before--;
    bool chained = before < open && before > s->first && is_mark(t, before - 1, MARK_CLOSE);
    if (open <= s->first || colon || chained || is_mark(t, before - 1, MARK_STOP)) {
        found_region(f, t->word[open + 1].region, np, number, "incise-quote", 0.95f);
        if (chained && !t->region[t->word[before - 2].region].taken)
            found_region(f, t->word[before - 2].region, np, number, "incise-quote", 0.9f);
        return;
    }
    struct finding *x = found(f, s->first, c, np, number, "incise-mixed", 0.85f);
    if (x)
        x->type = MIXED;
}

/* What goes on behind the incise: « A, dit X, B » within one pair of marks, or « A », dit X, « B ». */
static void behind_incise(struct findings *f, uint32_t number, const struct np *np)
{
    struct text *t = f->text;
    const struct group *g = &t->group[number];
    const struct stretch *s = &t->stretch[t->word[g->first].stretch];
    uint32_t k = np->last > g->last ? np->last + 1 : g->last + 1;
    while (k <= s->last && t->word[k].mark == MARK_NONE && k < g->last + 40)
        k++;
    if (k > s->last || (t->word[k].mark != MARK_COMMA && t->word[k].mark != MARK_COLON && t->word[k].mark != MARK_STOP))
        return;
    if (is_mark(t, k + 1, MARK_OPEN) && k + 1 <= s->last && t->word[k + 1].mate != NO_WORD && !t->region[t->word[k + 2].region].taken) {
        found_region(f, t->word[k + 2].region, np, number, "incise-continued", 0.9f);
        return;
    }
    if (t->word[g->first].region && t->word[k].mark == MARK_COMMA) {
        struct finding *x = found(f, k + 1, t->region[t->word[g->first].region].close - 1, np, number, "incise-continued", 0.85f);
        if (x)
            x->type = DIRECT;
    }
}

void rules_incises(struct findings *f)
{
    struct text *t = f->text;
    for (uint32_t i = 1; i <= t->groups; i++) {
        struct np np;
        if (!is_incise(t, i, &np))
            continue;
        before_incise(f, i, &np);
        behind_incise(f, i, &np);
    }
}
