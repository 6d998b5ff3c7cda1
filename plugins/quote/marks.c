#include "rules.h"

/* What stands in marks and has no verb of speech near it: behind a colon, or as a whole sentence. */

static bool whole_sentence(const struct text *t, const struct region *r)
{
    const struct stretch *s = &t->stretch[t->word[r->open].stretch];
    uint32_t first = s->first, last = s->last;
    while (first < r->open && r->open - first < 4 && (t->word[first].mark == MARK_DASH || t->word[first].mark == MARK_OTHER))
        first++;
    while (last > r->close && last - r->close < 4 && (t->word[last].mark == MARK_STOP || t->word[last].mark == MARK_COMMA))
        last--;
    return first == r->open && last == r->close;
}

static void colon(struct findings *f, uint32_t number)
{
    struct text *t = f->text;
    const struct region *r = &t->region[number];
    const struct stretch *s = &t->stretch[t->word[r->open].stretch];
    uint32_t cue = 0, main = 0;
    for (uint32_t k = r->open; k-- > s->first && r->open - k < 80 && !cue;) {
        uint32_t g = t->word[k].group;
        if (!g || t->word[k].region != t->word[r->open].region)
            continue;
        if (t->group[g].cue && !(t->group[g].is & GROUP_PLAN))
            cue = g;
        else if (t->group[g].is & GROUP_FINITE)
            main = main ? main : g;
        k = t->group[g].first;
    }
    struct np np = NO_NP;
    uint32_t subject = cue && (t->group[cue].is & GROUP_FINITE) ? cue : main;
    if (cue && !(t->group[cue].is & GROUP_FINITE))
        for (uint32_t k = t->group[cue].first; k-- > s->first && !main && r->open - k < 80;)
            if (group_is(t, k, GROUP_FINITE))
                main = subject = t->word[k].group;
    unsigned n = 0;
    for (uint32_t k = r->open; !cue && !n && k-- > s->first && r->open - k < 14 && !t->word[k].group;)
        if (is_person(t, t->word[k].entity)) { /* « …, comme celle de Bill Kristol, analyste : « … » » */
            uint32_t name = k;
            while (name > s->first && t->word[name - 1].entity == t->word[k].entity)
                name--;
            k = name;
            if (main && name > s->first && is(t, name - 1, IS_PREP) && !is(t, name - 1, IS_OF)) /* « écrit à Neymar: … » */
                continue;
            uint32_t end = entity_last(t, name, r->open);
            np = (struct np){name, end, name, end, false};
            n = 1;
        }
    if (!n)
        n = subject ? subject_of(t, subject, &np, 1) : 0;
    if (!cue && !main && !n)
        return;
    struct finding *x = found_region(f, number, n ? &np : NULL, cue, "colon", cue ? 0.85f : 0.6f);
    if (x && !cue)
        x->anchor = r->open;
}

void rules_marks(struct findings *f)
{
    struct text *t = f->text;
    for (uint32_t i = 1; i <= t->regions; i++) {
        struct region *r = &t->region[i];
        if (r->taken || r->close <= r->open + 3)
            continue;
        if (r->open > t->stretch[t->word[r->open].stretch].first && is_mark(t, r->open - 1, MARK_COLON) &&
            is_clause(t, r->open + 1, r->close - 1))
            colon(f, i);
        else if (!r->parent && whole_sentence(t, r) && has_finite(t, r->open + 1, r->close - 1) && r->close - r->open > 5)
            found_region(f, i, NULL, 0, "alone", 0.7f);
    }
}
