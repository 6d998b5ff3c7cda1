#include "finite.h"

/* Verb groups: « n'a pas écarté », « a tenu à rappeler », « s'est-il félicité », found from left to right by what the lexicon says of each
 * word and of its neighbours. */

enum { SHARED = 40 /* words between two participles of one auxiliary */ };

/* ---- Cues. */
static bool tail_fits(struct filon_str token, struct filon_str tail)
{
    char folded[128];
    struct filon_str s = quote_fold(token, folded, sizeof folded);
    if (filon_str_eq(s, tail) || (tail.n == 2 && s.n == 2 && tail.p[0] == s.p[0] && s.p[1] == '\'') /* de: d' */)
        return true;
    if (s.n <= tail.n || s.n > tail.n + 2 || !filon_str_starts(s, tail))
        return false;
    struct filon_str rest = {s.p + tail.n, s.n - tail.n};
    return filon_str_is(rest, "e") || filon_str_is(rest, "s") || filon_str_is(rest, "es");
}

/* « y voit », « y a vu » */
static bool y_before(const struct text *t, uint32_t head)
{
    for (uint32_t k = head; k-- > 0 && head - k < 6 && group_in_stretch(t, k, head) && !t->word[k].mark && !is(t, k, IS_SUBJ);)
        if (is(t, k, IS_CLITIC) && filon_str_is(word_text(t, k), "y"))
            return true;
    return false;
}

/* The cue of the verb at `head` among its readings of the kinds; *last gets its last word. */
static const struct cue *choose_cue(const struct text *t, uint32_t head, bool reflexive, unsigned kinds, bool with_tail, uint32_t *last)
{
    const struct cue *best = NULL;
    uint32_t end = t->stretch[t->word[head].stretch].last;
    for (const struct reading *r = t->word[head].form->readings; r; r = r->next) {
        const struct cue *cue = r->cue;
        if (!(kinds & 1u << cue->kind) || cue->reflexive != reflexive || (cue->y && !y_before(t, head)) || (with_tail && !cue->tails) ||
            (best && cue->tails <= best->tails))
            continue;
        uint32_t k = head;
        unsigned found = 0;
        for (; found < cue->tails; found++) {
            uint32_t skip, at = k + 1;
            while (at <= end && !tail_fits(word_text(t, at), cue->tail[found]) && (skip = group_adverbs_at(t, at, end)) > 0 && at - k < GAP)
                at += skip;
            if (at > end || !tail_fits(word_text(t, at), cue->tail[found]))
                break;
            k = at;
        }
        if (found == cue->tails) {
            best = cue;
            *last = k;
        }
    }
    return best;
}

enum { REPORTS = 1u << CUE_SAY | 1u << CUE_THINK };

/* ---- Building. */
static uint32_t add(struct text *t, struct group g)
{
    t->group[++t->groups] = g;
    for (uint32_t i = g.first; i <= g.last; i++)
        t->word[i].group = t->groups;
    return g.last;
}

/* Takes in negation and reflexive pronoun before the verb at g->first. */
static void extend_left(const struct text *t, struct group *g)
{
    uint32_t at = g->first;
    for (uint32_t k = at; k-- > 0 && group_in_stretch(t, k, at) && !t->word[k].group && g->first - k <= 5;) {
        if (is(t, k, IS_NE)) {
            g->is |= GROUP_NE;
            at = k;
        } else if (is(t, k, IS_SELF) && (is(t, k, IS_SELF3) || is(t, k - 1, IS_FIRST))) {
            g->is |= GROUP_SELF;
            at = k;
        } else if (is(t, k, IS_MODAL)) { /* « would say »: not said */
            g->is |= GROUP_PLAN;
            at = k;
            break;
        } else if (is(t, k, IS_NEG) && quote_bare_nouns(t->lexicon)) { /* « never said » */
            g->is |= GROUP_NE;
            at = k;
        } else if (!is_object_pronoun(t, k, g->finite) && !(is(t, k, IS_NEG) && k > 0 && (is(t, k - 1, IS_NE) || is(t, k - 1, IS_MODAL)))) {
            break;
        }
    }
    for (uint32_t k = at; k-- > 0 && group_in_stretch(t, k, at) && g->first - k <= 6;) {
        if (is_object_pronoun(t, k, g->finite))
            continue;
        if (is(t, k, IS_FIRST))
            g->is |= GROUP_FIRST;
        break;
    }
    g->first = at;
}

/* From an auxiliary at i: the participle it goes with, or NO_WORD. */
static uint32_t participle_of(const struct text *t, uint32_t i, bool *passive, uint32_t *inverted)
{
    uint32_t end = t->stretch[t->word[i].stretch].last, commas = 0;
    for (uint32_t k = i + 1; k <= end && k <= i + GAP;) {
        if (is(t, k, IS_INVERTED) && *inverted == NO_WORD)
            *inverted = k;
        uint32_t skip = group_adverbs_at(t, k, end);
        if (is(t, k, IS_BE) && is_verb(t, k, VERB_PAST)) { /* été */
            *passive = true;
            skip = 1;
        } else if (group_is_participle(t, k) || (is(t, i, IS_BE) && is_verb(t, k, VERB_ANT) && group_is_cue_form(t, k))) {
            return k;
        } else if (*passive && is_verb(t, k, VERB_ANT) && group_is_cue_form(t, k)) { /* « has been saying » */
            *passive = false;
            return k;
        } else if (t->word[k].mark == MARK_COMMA && commas < 2) {
            commas++;
            skip = 1;
        } else if (t->word[k].mark == MARK_OPEN && group_is_participle(t, k + 1)) {
            return k + 1;
        }
        if (!skip)
            break;
        k += skip;
    }
    return NO_WORD;
}

/* After a verb like « tient à », « souhaite »: the infinitive it stands before, if that is a cue. */
static uint32_t infinitive_after(const struct text *t, uint32_t last, bool *reflexive)
{
    uint32_t end = t->stretch[t->word[last].stretch].last;
    for (uint32_t k = last + 1; k <= end && k <= last + 6;) {
        if (is_verb(t, k, VERB_INF))
            return k;
        uint32_t skip = group_adverbs_at(t, k, end);
        if (is(t, k, IS_SELF)) {
            *reflexive = true;
            skip = 1;
        } else if (is(t, k, IS_CLITIC) || is(t, k, IS_NE)) {
            skip = 1;
        }
        if (!skip)
            break;
        k += skip;
    }
    return NO_WORD;
}

static void plural_of(const struct text *t, struct group *g, uint32_t finite)
{
    if (is_verb(t, finite, VERB_3P) && !is_verb(t, finite, VERB_3S))
        g->is |= GROUP_PLURAL;
}

/* Semi-auxiliary and infinitive as one group. */
static bool join_infinitive(struct text *t, struct group *g)
{
    uint32_t last = g->last;
    const struct cue *semi = choose_cue(t, g->head, (g->is & GROUP_SELF) != 0, 1u << CUE_SEMI | 1u << CUE_PLAN, false, &last);
    if (!semi)
        return false;
    bool reflexive = false;
    uint32_t inf = infinitive_after(t, last, &reflexive), inf_last = inf;
    if (inf == NO_WORD)
        return false;
    const struct cue *cue = choose_cue(t, inf, reflexive, REPORTS, false, &inf_last);
    if (!cue)
        return false;
    g->cue = cue;
    g->head = inf;
    g->last = inf_last;
    g->is |= semi->kind == CUE_PLAN ? GROUP_PLAN : GROUP_SEMI;
    return true;
}

static uint32_t finite_group(struct text *t, uint32_t i)
{
    struct group g = {.first = i, .last = i, .head = i, .finite = i, .inverted = NO_WORD, .is = GROUP_FINITE};
    plural_of(t, &g, i);
    extend_left(t, &g);
    if (is(t, i + 1, IS_INVERTED) && group_in_stretch(t, i + 1, i))
        g.inverted = i + 1;
    bool reflexive = (g.is & GROUP_SELF) != 0, have = is(t, i, IS_HAVE), be = is(t, i, IS_BE), passive = false;
    g.cue = choose_cue(t, i, reflexive, REPORTS, true, &g.last);
    if (!g.cue && (have || be)) {
        uint32_t pp = participle_of(t, i, &passive, &g.inverted);
        if (pp != NO_WORD) {
            g.head = g.last = pp;
            if (passive || (be && !reflexive && !is_verb(t, pp, VERB_ANT)))
                g.is |= GROUP_PASSIVE;
            if (is_mark(t, pp - 1, MARK_OPEN))
                g.is |= GROUP_QUOTED;
        }
    }
    if (quote_bare_nouns(t->lexicon)) /* « has not said » */
        for (uint32_t k = i + 1; k < g.head; k++)
            g.is |= is(t, k, IS_NEG) ? GROUP_NE : 0;
    if (g.inverted != NO_WORD && g.inverted > g.last)
        g.last = g.inverted;
    if ((g.is & GROUP_NE) && g.last == g.head && is(t, g.last + 1, IS_NEG) && group_in_stretch(t, g.last + 1, i)) /* « ne nie pas » */
        g.last++;
    if (!g.cue && !join_infinitive(t, &g)) {
        uint32_t last = g.head;
        g.cue = choose_cue(t, g.head, reflexive, REPORTS, false, &last);
        if (last > g.last)
            g.last = last;
    }
    return add(t, g);
}

/* « would not say », « did not deny », « may have been told »: a modal verb or « do » with the infinitive behind it. Returns the last word. */
static uint32_t auxiliary_group(struct text *t, uint32_t i)
{
    struct group g = {.first = i, .last = i, .head = i, .finite = i, .inverted = NO_WORD, .is = GROUP_FINITE};
    uint32_t end = t->stretch[t->word[i].stretch].last, k = i + 1, skip;
    const uint64_t none = BIT(IS_DET) | BIT(IS_PREP) | BIT(IS_SUBJ) | BIT(IS_QUE) | BIT(IS_QUI) | BIT(IS_AND) | BIT(IS_SUB);
    bool passive = false, modal = is(t, i, IS_MODAL);
    extend_left(t, &g);
    while (k <= end && k < i + GAP && !is_verb(t, k, VERB_INF) && (skip = group_adverbs_at(t, k, end)) > 0) {
        if (is(t, k, IS_NEG))
            g.is |= GROUP_NE;
        k += skip;
    }
    if (k > end || t->word[k].mark || (t->word[k].shape & SHAPE_UPPER) || (t->word[k].form->is & none))
        return add(t, g); /* « he would », « they do » */
    g.head = g.last = k;
    if (is(t, k, IS_HAVE) || is(t, k, IS_BE)) {
        uint32_t pp = participle_of(t, k, &passive, &g.inverted);
        if (pp != NO_WORD) {
            g.head = g.last = pp;
            if (passive || (is(t, k, IS_BE) && !is_verb(t, pp, VERB_ANT)))
                g.is |= GROUP_PASSIVE;
        }
    }
    if (!join_infinitive(t, &g)) {
        uint32_t last = g.head;
        g.cue = choose_cue(t, g.head, false, REPORTS, false, &last);
        if (last > g.last)
            g.last = last;
    }
    if (modal && g.cue && !(is_verb(t, k, VERB_PAST) && !is_verb(t, k, VERB_INF))) /* would say: not said; he'd said */
        g.is |= GROUP_PLAN;
    return add(t, g);
}

static bool is_auxiliary(const struct text *t, uint32_t i)
{
    if (group_capital_inside(t, i) || !(is(t, i, IS_MODAL) || is(t, i, IS_NE)))
        return false;
    return i == 0 || !group_in_stretch(t, i - 1, i) || !(is(t, i - 1, IS_DET) || is(t, i - 1, IS_TO) || is(t, i - 1, IS_POSSESSIVE));
}

/* « Smith advocated », « who downplayed »: an unknown word with a participle's ending straight behind a subject. */
static bool unknown_past(const struct text *t, uint32_t i)
{
    const struct word *w = &t->word[i];
    if (w->form->verb || w->form->is || w->shape & SHAPE_UPPER || w->entity != FILON_NONE || i == 0 || !group_in_stretch(t, i - 1, i) ||
        is(t, i + 1, IS_BY) || !quote_ends(t->lexicon, word_text(t, i), ENDS_PARTICIPLE))
        return false;
    return is(t, i - 1, IS_SUBJ) || is(t, i - 1, IS_QUI) || t->word[i - 1].entity != FILON_NONE || is(t, i - 1, IS_ROLE) ||
           is(t, i - 1, IS_ORGAN);
}

static uint32_t other_group(struct text *t, uint32_t i, uint32_t kind)
{
    struct group g = {.first = i, .last = i, .head = i, .finite = i, .inverted = NO_WORD, .is = kind};
    bool passive = false;
    extend_left(t, &g);
    if (is(t, i, IS_HAVE) || is(t, i, IS_BE)) {
        uint32_t none = NO_WORD, pp = participle_of(t, i, &passive, &none);
        if (pp != NO_WORD)
            g.head = g.last = pp;
        if (passive || (is(t, i, IS_BE) && pp != NO_WORD && !(g.is & GROUP_SELF)))
            g.is |= GROUP_PASSIVE;
    }
    if (kind == GROUP_ANT && g.first > 1 && is(t, g.first - 1, IS_CLITIC) && is(t, g.first - 2, IS_EN)) /* « en leur disant » */
        g.first--;
    if (kind == GROUP_ANT && g.first && is(t, g.first - 1, IS_EN))
        g.is |= GROUP_GERUND;
    uint32_t last = g.head;
    g.cue = choose_cue(t, g.head, (g.is & GROUP_SELF) != 0, REPORTS, false, &last);
    if (last > g.last)
        g.last = last;
    if (kind == GROUP_PAST)
        g.is |= GROUP_PASSIVE;
    return add(t, g);
}

static bool noun_before(const struct text *t, uint32_t i)
{
    if (i > 0 && is(t, i - 1, IS_POSSESSIVE) && group_in_stretch(t, i - 1, i))
        return true;
    if (i == 0 || !group_in_stretch(t, i - 1, i) || !is(t, i - 1, IS_DET))
        return false;
    bool gerund = i > 1 && is(t, i - 2, IS_EN); /* « en le représentant », but « le représentant » */
    return !is(t, i - 1, IS_CLITIC) || (is_verb(t, i, VERB_ANT) && !gerund);
}

static bool accuses(const struct text *t, uint32_t i)
{
    uint32_t last = t->stretch[t->word[i].stretch].last, k = i + 1, n;
    while (k <= last && k < i + GAP && (n = group_adverbs_at(t, k, last)) > 0)
        k += n;
    if (k > last || !(is(t, k, IS_OF) || is(t, k, IS_AS))) /* « à la majorité qualifiée » */
        return false;
    for (const struct reading *r = t->word[i].form->readings; r; r = r->next)
        if (r->cue->frames & (FRAME_OF | FRAME_AS) && !r->cue->reflexive)
            return true;
    return false;
}

/* « to say », « to publicly say »: in English any form of the present looks like an infinitive. */
static bool infinitive_here(const struct text *t, uint32_t i)
{
    if (!quote_bare_nouns(t->lexicon))
        return true;
    uint32_t k = i;
    while (k > 0 && i - k < 3 && group_in_stretch(t, k - 1, i) && group_adverbs_at(t, k - 1, k - 1))
        k--;
    return k > 0 && group_in_stretch(t, k - 1, i) && is(t, k - 1, IS_TO);
}

/* « a dénoncé P et averti que Q »: a participle that shares the auxiliary of the last finite verb. */
static bool shares_auxiliary(const struct text *t, uint32_t i)
{
    if (quote_bare_nouns(t->lexicon) || !group_is_cue_form(t, i) || i == 0 || !group_in_stretch(t, i - 1, i) || !is(t, i - 1, IS_AND) ||
        is(t, i - 1, IS_BUT))
        return false;
    uint32_t end = t->stretch[t->word[i].stretch].last, k = i + 1, skip;
    while (k <= end && k < i + GAP && (skip = group_adverbs_at(t, k, end)) > 0)
        k += skip;
    if (k > end || !(is(t, k, IS_QUE) || is(t, k, IS_DET) || is(t, k, IS_OF)) || is(t, k, IS_BY))
        return false;
    uint32_t g = t->groups;
    while (g && t->group[g].first + SHARED > i && !(t->group[g].is & GROUP_FINITE))
        g--;
    return g && t->group[g].first + SHARED > i && t->word[t->group[g].first].stretch == t->word[i].stretch &&
           is(t, t->group[g].finite, IS_HAVE) && t->group[g].head != t->group[g].finite && !(t->group[g].is & GROUP_PASSIVE);
}

void quote_groups(struct text *t)
{
    bool bare = quote_bare_nouns(t->lexicon);
    t->group = filon_alloc(filon_doc_arena(t->doc), (t->n + 1) * sizeof *t->group);
    for (uint32_t i = 0; i < t->n; i++) {
        const struct form *form = t->word[i].form;
        if (bare && !t->word[i].group && is_auxiliary(t, i)) {
            i = auxiliary_group(t, i);
            continue;
        }
        if (bare && !form->verb && unknown_past(t, i)) {
            i = add(t, (struct group){.first = i, .last = i, .head = i, .finite = i, .inverted = NO_WORD, .is = GROUP_FINITE});
            continue;
        }
        if (!form->verb || t->word[i].group)
            continue;
        if (group_looks_finite(t, i))
            i = finite_group(t, i);
        else if ((form->verb & VERB_ANT) && !(form->is & (BIT(IS_ADV) | BIT(IS_TIME) | BIT(IS_PREP))) /* « maintenant » */ &&
                 !noun_before(t, i) && !group_capital_inside(t, i))
            i = other_group(t, i, GROUP_ANT);
        else if ((form->verb & VERB_INF) && (form->readings || (form->is & BIT(IS_HAVE))) && !noun_before(t, i) &&
                 !group_capital_inside(t, i) && infinitive_here(t, i))
            i = other_group(t, i, GROUP_INF);
        else if ((form->verb & VERB_PAST) && shares_auxiliary(t, i))
            i = finite_group(t, i);
        else if ((form->verb & VERB_PAST) && accuses(t, i) && !noun_before(t, i) && !group_capital_inside(t, i))
            i = other_group(t, i, GROUP_PAST);
    }
}
