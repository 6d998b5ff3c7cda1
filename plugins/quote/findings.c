#include "rules.h"

/* Longer than any sentence: what a rule would take for content is none then, and the work stays in proportion to the text. */
enum { CONTENT_LONGEST = 600 };

static bool trims(uint8_t mark)
{
    return mark == MARK_COMMA || mark == MARK_SEMICOLON || mark == MARK_COLON || mark == MARK_DASH || mark == MARK_STOP ||
           mark == MARK_OTHER;
}

bool is_clause(const struct text *t, uint32_t first, uint32_t last)
{
    uint32_t i = skip_adverbs(t, first, last);
    if (i > last || group_is(t, i, GROUP_FINITE) || is(t, i, IS_NE) || is(t, i, IS_QUI) || is(t, i, IS_QUE))
        return i < last && i > first && has_finite(t, i, last) && !group_is(t, i, GROUP_FINITE);
    if (is(t, i, IS_TO) || is(t, i, IS_OF)) { /* « à la reprise d'un dialogue qui mette fin au conflit » is none */
        for (uint32_t k = i; k <= last && k - i < CONTENT_LONGEST; k++)
            if (group_is(t, k, GROUP_FINITE) && !subordinate(t, t->word[k].group))
                return true;
        return false;
    }
    return has_finite(t, i, last);
}

static bool has_mark(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last && i - first <= CONTENT_LONGEST; i++)
        if (t->word[i].mark == MARK_OPEN || t->word[i].mark == MARK_CLOSE)
            return true;
    return false;
}

/* Content must not cut a quotation in marks: it ends behind one that begins in it, and begins before one that ends in it. */
static void whole_regions(const struct text *t, uint32_t *first, uint32_t *last)
{
    for (uint32_t i = *first; i <= *last && i < t->n; i++) {
        const struct word *w = &t->word[i];
        if (w->mark == MARK_OPEN && w->mate != NO_WORD && w->mate > *last)
            *last = w->mate;
        if (w->mark == MARK_OPEN && w->mate != NO_WORD)
            i = w->mate;
    }
}

/* « l' », « de la »: nothing that somebody can have said. */
static bool no_content(const struct text *t, uint32_t first, uint32_t last)
{
    const uint64_t small = BIT(IS_DET) | BIT(IS_PREP) | BIT(IS_CLITIC) | BIT(IS_SUB) | BIT(IS_NE);
    for (uint32_t i = first; i <= last; i++)
        if (!t->word[i].mark && (!(t->word[i].form->is & small) || t->word[i].form->verb || t->word[i].entity != FILON_NONE))
            return false;
    return true;
}

static struct finding *append(struct findings *f)
{
    if (f->n == f->room) {
        uint32_t room = f->room ? 2 * f->room : 32;
        struct finding *item = filon_alloc(filon_doc_arena(f->text->doc), room * sizeof *item);
        if (f->n)
            memcpy(item, f->item, f->n * sizeof *item);
        f->item = item;
        f->room = room;
    }
    struct finding *x = &f->item[f->n++];
    *x = (struct finding){.cue_first = NO_WORD, .cue_last = NO_WORD, .source = NO_NP};
    return x;
}

static struct finding *fill(struct findings *f, uint32_t first, uint32_t last, const struct np *source, uint32_t group, const char *rule,
                            float score)
{
    struct finding *x = append(f);
    x->first = first;
    x->last = last;
    x->source = source ? *source : NO_NP;
    x->rule = rule;
    x->score = score;
    x->anchor = first;
    if (group) {
        const struct group *g = &f->text->group[group];
        x->cue_first = g->first;
        x->cue_last = g->last;
        x->first_person = (g->is & GROUP_FIRST) != 0;
        x->anchor = g->first;
    }
    return x;
}

struct finding *found(struct findings *f, uint32_t first, uint32_t last, const struct np *source, uint32_t group, const char *rule,
                      float score)
{
    struct text *t = f->text;
    if (last >= t->n || first > last || last - first > CONTENT_LONGEST)
        return NULL;
    whole_regions(t, &first, &last);
    while (first <= last && (trims(t->word[first].mark) || t->word[first].mark == MARK_CLOSE))
        first++;
    while (last > first && (trims(t->word[last].mark) || (is(t, last, IS_AND) && !t->word[last].mark)))
        last--;
    while (first < last && is(t, first, IS_AND) && group == 0)
        first++;
    if (first > last || no_content(t, first, last))
        return NULL;
    const struct word *w = &t->word[first];
    if (t->word[last].mark == MARK_CLOSE && t->word[last].mate != NO_WORD && t->word[last].mate < first && last > first) { /* « que …  » */
        struct finding *x = fill(f, first, last - 1, source, group, rule, score);
        t->region[t->word[first].region].taken = true;
        x->type = is_clause(t, first, last - 1) ? DIRECT : MIXED;
        return x;
    }
    if (w->mark == MARK_OPEN && w->mate == last) {
        if (first + 1 > last - 1)
            return NULL;
        struct finding *x = fill(f, first + 1, last - 1, source, group, rule, score);
        t->region[t->word[first + 1].region].taken = true;
        x->type = is_clause(t, first + 1, last - 1) ? DIRECT : MIXED;
        return x;
    }
    struct finding *x = fill(f, first, last, source, group, rule, score);
    x->type = has_mark(t, first, last) ? MIXED : INDIRECT;
    for (uint32_t i = first; i <= last; i++)
        if (t->word[i].mark == MARK_OPEN && t->word[i].mate != NO_WORD && i + 1 < t->word[i].mate) {
            t->region[t->word[i + 1].region].taken = true;
            i = t->word[i].mate;
        }
    return x;
}

/* « un homme qui cherchait la paix »: all its verbs are in relative clauses. */
static bool noun_phrase(const struct text *t, uint32_t first, uint32_t last)
{
    if (!is(t, first, IS_DET) || is(t, first, IS_CLITIC))
        return false;
    for (uint32_t k = first; k <= last && k - first < CONTENT_LONGEST; k++)
        if (t->word[k].mark == MARK_STOP || (group_is(t, k, GROUP_FINITE) && !subordinate(t, t->word[k].group)))
            return false;
    return has_finite(t, first, last);
}

struct finding *found_region(struct findings *f, uint32_t region, const struct np *source, uint32_t group, const char *rule, float score)
{
    struct region *r = &f->text->region[region];
    if (!region || r->close == NO_WORD || r->close - r->open < 2) /* nothing between the marks */
        return NULL;
    r->taken = true;
    uint32_t last = r->close - 1;
    while (last > r->open + 1 && f->text->word[last].mark == MARK_COMMA)
        last--;
    struct finding *x = fill(f, r->open + 1, last, source, group, rule, score);
    x->type = noun_phrase(f->text, r->open + 1, last) ? MIXED : DIRECT;
    return x;
}
