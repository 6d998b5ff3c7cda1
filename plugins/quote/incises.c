#include "rules.h"

/* « …, a-t-il dit, … »; « … », a fustigé le porte-parole. */

enum { CHAIN_MOST = 8, INCISE_REACH = 200 };

static uint32_t next_region(const struct text *t, uint32_t open, uint32_t end)
{
    uint32_t k = t->word[open].mate + 1;
    while (k < end && t->word[k].mark != MARK_OPEN)
        k++;
    return k;
}

/* The word before an incise: before its verb or its speaker, whichever comes first. */
static uint32_t before_speaker(const struct text *t, const struct group *g, const struct np *np)
{
    uint32_t p = (np->first < g->first ? np->first : g->first) - 1;
    if (p > t->stretch[t->word[g->first].stretch].first && t->word[p].mark == MARK_NONE && (is(t, p, IS_DET) || is(t, p, IS_CIVIL)))
        p--;
    return p;
}

static void before_incise(struct findings *f, uint32_t number, const struct np *np)
{
    struct text *t = f->text;
    const struct group *g = &t->group[number];
    const struct stretch *s = &t->stretch[t->word[g->first].stretch];
    uint32_t p = before_speaker(t, g, np), c = p;
    if (t->word[p].mark == MARK_COMMA && p > s->first)
        c = p - 1;
    if (t->word[c].mark != MARK_CLOSE) {
        uint32_t open = s->first;
        if (is_mark(t, open, MARK_OPEN) && t->word[open].mate != NO_WORD && t->word[open].mate < p &&
            is_clause(t, open + 1, t->word[open].mate - 1)) {
            found_region(f, t->word[open + 1].region, np, number, "incise-quote", 0.9f);
            return;
        }
        bool loose = is(t, open, IS_PREP) || is(t, open, IS_AND) || adverb_at(t, open, p);
        bool aside = quote_bare_nouns(t->lexicon) && is_verb(t, open, VERB_ANT) && is_mark(t, g->last + 1, MARK_COMMA);
        if (aside || (quote_bare_nouns(t->lexicon) && loose && !has_finite(t, open, p))) /* « But, he said, P »: the mere P */
            return;
        struct finding *x = found(f, behind_heading(t, s->first, p), p, np, number, "incise-clause", 0.75f);
        if (x && (t->word[g->first].region || is_mark(t, s->first, MARK_DASH)))
            x->type = DIRECT;
        return;
    }
    uint32_t open = t->word[c].mate, head = open;
    unsigned chain = 1;
    for (uint32_t before = open; chain < CHAIN_MOST; chain++) { /* « A », « B », a-t-il dit */
        while (before > s->first &&
               (t->word[before - 1].mark == MARK_COMMA || t->word[before - 1].mark == MARK_DASH || is(t, before - 1, IS_AND)))
            before--;
        if (before == head || before <= s->first || !is_mark(t, before - 1, MARK_CLOSE))
            break;
        before = head = t->word[before - 1].mate;
    }
    if (head <= s->first || t->word[head - 1].mark != MARK_NONE) {
        found_region(f, t->word[open + 1].region, np, number, "incise-quote", 0.95f);
        for (uint32_t at = head; at < open; at = next_region(t, at, open))
            if (!t->region[t->word[at + 1].region].taken)
                found_region(f, t->word[at + 1].region, np, number, "incise-quote", 0.9f);
        if (head == s->first && head > 0 && is_mark(t, head - 1, MARK_CLOSE)) { /* « A. » « B », a dit X */
            uint32_t before = t->word[head - 1].mate;
            const struct stretch *other = &t->stretch[t->word[before].stretch];
            if (before == other->first && other->paragraph == s->paragraph && !t->region[t->word[before + 1].region].taken)
                found_region(f, t->word[before + 1].region, np, number, "incise-quote", 0.8f);
        }
        return;
    }
    struct finding *x = found(f, behind_heading(t, s->first, c), c, np, number, "incise-mixed", 0.85f);
    if (x)
        x->type = MIXED;
}

/* What goes on behind the incise: « A, dit X, B » within one pair of marks, or « A », dit X, « B ». */
static void behind_incise(struct findings *f, uint32_t number, const struct np *np)
{
    struct text *t = f->text;
    const struct group *g = &t->group[number];
    const struct stretch *s = &t->stretch[t->word[g->first].stretch];
    uint32_t k = (np->last > g->last ? np->last : g->last) + 1;
    while (k <= s->last && t->word[k].mark == MARK_NONE && k < g->last + 40)
        k++;
    if (k > s->last || (t->word[k].mark != MARK_COMMA && t->word[k].mark != MARK_COLON && t->word[k].mark != MARK_STOP))
        return;
    if (is_mark(t, k + 1, MARK_OPEN) && k + 1 <= s->last && t->word[k + 1].mate != NO_WORD && !t->region[t->word[k + 2].region].taken) {
        found_region(f, t->word[k + 2].region, np, number, "incise-continued", 0.9f);
        return;
    }
    if (!t->word[g->first].region && is_mark(t, k, MARK_COMMA) && k < s->last && !has_finite(t, s->first, g->first - 1) &&
        group_is(t, skip_adverbs(t, k + 1, s->last), GROUP_FINITE)) { /* Le pont, a dit le maire, est fermé */
        found(f, k + 1, clause_end(t, k + 1, s->last, CLAUSE_FREE, 0), np, number, "incise-continued", 0.7f);
        return;
    }
    if (quote_bare_nouns(t->lexicon) && !t->word[g->first].region && np->first < g->first && is_mark(t, k, MARK_COMMA) && k < s->last &&
        k - g->last < 6 && is_mark(t, before_speaker(t, g, np), MARK_COMMA) && !is(t, k + 1, IS_REL) && !group_is(t, k + 1, GROUP_ANT) &&
        !(is(t, k + 1, IS_EN) && group_is(t, k + 2, GROUP_ANT)) && has_finite(t, k + 1, s->last)) {
        found(f, k + 1, clause_end(t, k + 1, s->last, CLAUSE_FREE, 0), np, number, "incise-continued", 0.7f);
        return;
    }
    struct region *r = &t->region[t->word[g->first].region];
    if (t->word[g->first].region && (is_mark(t, k, MARK_COMMA) || (is_mark(t, k, MARK_STOP) && k + 1 < r->close))) {
        struct finding *x = found(f, k + 1, r->close - 1, np, number, "incise-continued", 0.85f);
        r->taken = true;
        if (x) {
            x->type = DIRECT;
            x->last = r->close - 1;
        }
    }
}

/* « Comme l'a rappelé le ministre, P »; « P, comme l'a rappelé le ministre »; « « P »: c'est ce qu'a dit le ministre ». */
static void elsewhere(struct findings *f, uint32_t number)
{
    struct text *t = f->text;
    const struct group *g = &t->group[number];
    const struct stretch *s = &t->stretch[t->word[g->first].stretch];
    struct np np;
    if (!g->cue || (g->is & GROUP_PLAN) || !subject_behind(t, g) || !subject_of(t, number, &np, 1) || np.first < g->first)
        return;
    uint32_t as = g->first, open = s->first;
    while (as > s->first && !is(t, as, IS_AS) && g->first - as < 4)
        as--;
    if (!is(t, as, IS_AS)) {
        if (is_mark(t, open, MARK_OPEN) && t->word[open].mate != NO_WORD && g->first - t->word[open].mate < 8 &&
            is_clause(t, open + 1, t->word[open].mate - 1))
            found_region(f, t->word[open + 1].region, &np, number, "as-said", 0.8f);
        return;
    }
    uint32_t k = np.last + 1;
    for (uint32_t i = k; i < s->last && i < k + 12; i++) /* « comme l'indique X, chercheur: « … » »: what is behind the colon */
        if (is_mark(t, i, MARK_COLON) && is_mark(t, i + 1, MARK_OPEN))
            return;
    if (as == s->first || is(t, as - 1, IS_AND)) {
        if (is_mark(t, k, MARK_COMMA) && k < s->last)
            found(f, k + 1, clause_end(t, k + 1, s->last, CLAUSE_FREE, 0), &np, number, "as-said", 0.75f);
    } else if (has_finite(t, s->first, as) && as - s->first < INCISE_REACH) {
        found(f, s->first, as - 1, &np, number, "as-said", 0.7f);
    }
}

void rules_incises(struct findings *f)
{
    struct text *t = f->text;
    for (uint32_t i = 1; i <= t->groups; i++) {
        struct np np;
        if (!is_incise(t, i, &np)) {
            elsewhere(f, i);
            continue;
        }
        before_incise(f, i, &np);
        behind_incise(f, i, &np);
    }
}
