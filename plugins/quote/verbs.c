#include "frames.h"

/* Verbs of speech and thought: who speaks, and whether it is a report at all. */

enum { REACH_BACK = 80, CLAUSE_REACH = 120, AGENT_REACH = 10, ADVERBIAL = 8 };

static void agent_of(struct cue_at *c)
{
    struct text *t = c->t;
    for (uint32_t k = c->from; k <= c->last && k - c->from < REACH; k++) {
        if (t->word[k].mark == MARK_OPEN && t->word[k].mate != NO_WORD && t->word[k].mate > k) {
            k = t->word[k].mate;
            continue;
        }
        if (t->word[k].mark || (group_is(t, k, GROUP_FINITE) && t->word[k].group != c->group && !is(t, k, IS_QUI)))
            return;
        if (is(t, k, IS_BY)) {
            c->source[0] = np_right(t, k + 1, c->last, NULL);
            c->sources = np_found(&c->source[0]);
            if (c->sources && c->cue->frames & FRAME_QUE && is(t, c->source[0].last + 1, IS_QUE)) /* « il a été révélé par X que P » */
                c->from = c->source[0].last + 1;
            else if (c->sources)
                c->last = k - 1;
            return;
        }
    }
}

static uint32_t nearest_finite(const struct text *t, uint32_t at)
{
    const struct stretch *s = &t->stretch[t->word[at].stretch];
    for (uint32_t k = at; k-- > s->first && at - k < 80;)
        if (t->word[k].region == t->word[at].region && group_is(t, k, GROUP_FINITE)) {
            uint32_t g = t->word[k].group;
            if (!subordinate(t, g))
                return g;
            k = t->group[g].first;
        }
    return 0;
}

static uint32_t following_finite(const struct text *t, uint32_t at)
{
    const struct stretch *s = &t->stretch[t->word[at].stretch];
    for (uint32_t k = at; k <= s->last && k - at < 80; k++)
        if (t->word[k].region == t->word[at].region && group_is(t, k, GROUP_FINITE))
            return t->word[k].group;
    return 0;
}

/* Whoever speaks in the sentence already: the subject of the last cue before, else of the main verb. */
static void main_subject(struct cue_at *c, uint32_t at)
{
    struct text *t = c->t;
    const struct stretch *s = &t->stretch[t->word[at].stretch];
    for (uint32_t k = at; k-- > s->first && at - k < REACH_BACK;) {
        uint32_t g = t->word[k].group;
        if (!g || t->word[k].region != t->word[at].region)
            continue;
        if (t->group[g].cue && !(t->group[g].is & (GROUP_PASSIVE | GROUP_FINITE)) && t->group[g].subjects) {
            c->source[0] = t->group[g].subject[0];
            c->sources = 1;
            return;
        }
        bool within = quote_bare_nouns(t->lexicon) && subordinate(t, g); /* said that X had called Y, adding */
        if (t->group[g].cue && (t->group[g].is & GROUP_FINITE) && !(t->group[g].is & GROUP_PASSIVE) && !within) {
            c->sources = subject_of(t, g, c->source, 1);
            return;
        }
        k = t->group[g].first;
    }
    uint32_t g = nearest_finite(t, at);
    if (g)
        c->sources = subject_of(t, g, c->source, 1);
    if (c->sources)
        return;
    uint32_t i = skip_adverbs(t, s->first, at);
    c->source[0] = i < at ? np_right(t, i, at - 1, NULL) : NO_NP;
    if (np_found(&c->source[0]) && can_speak(t, &c->source[0])) {
        c->sources = 1;
        return;
    }
    g = following_finite(t, at);
    if (g && subject_of(t, g, c->source, 1) && (c->source[0].first < at || is_mark(t, c->source[0].first - 1, MARK_COMMA)))
        c->sources = 1; /* but not the subject within what was said */
    for (uint32_t k = at; !c->sources && k-- > s->first && at - k < REACH_BACK && !t->word[k].mark;) /* « Alors que X pleure en disant » */
        if (group_is(t, k, GROUP_FINITE)) {
            c->sources = subject_of(t, t->word[k].group, c->source, 1);
            break;
        }
}

/* « a poussé François Bayrou à critiquer », « permet au ministre X de dire que »: the object of the verb before, if it is somebody with a name. */
static bool controller(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t at = t->group[c->group].first, first = t->stretch[t->word[at].stretch].first;
    if (at < first + 2 || !(is_to(t, at - 1) || is_de(t, at - 1)))
        return false;
    uint32_t k = at - 2;
    if (t->word[k].mark == MARK_COMMA && k > first)
        k--;
    uint32_t start = k;
    while (start > first && t->word[k].entity != FILON_NONE && t->word[start - 1].entity == t->word[k].entity)
        start--;
    if (t->word[k].entity == FILON_NONE || is_when(t, t->word[k].entity) || !nearest_finite(t, start))
        return false;
    c->source[0] = (struct np){start, k, start, k, false};
    c->sources = 1;
    return true;
}

/* « Et le ministre d'ajouter que P »: an infinitive that tells. */
static bool narrator(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t at = t->group[c->group].first, first = t->stretch[t->word[at].stretch].first;
    if (at < first + 3 || !is_de(t, at - 1))
        return false;
    struct np np = np_left(t, at - 2, first, false);
    if (!np_found(&np) || np.last != at - 2 || np.first == first || np.pronoun || !can_speak(t, &np))
        return false;
    uint32_t before = np.first - 1;
    if (before > first && (is(t, before, IS_DET) || is(t, before, IS_CIVIL)))
        before--;
    if (!is(t, before, IS_AND) || (before > first && !t->word[before - 1].mark))
        return false;
    c->source[0] = np;
    c->sources = 1;
    return true;
}

/* The cue opens the sentence: the subject of the main clause behind it, which ends what was said. */
static bool subject_to_come(struct cue_at *c)
{
    struct text *t = c->t;
    for (uint32_t k = c->from; k < c->last && k - c->from < CLAUSE_REACH; k++) {
        if (t->word[k].mark != MARK_COMMA || !(is(t, k + 1, IS_DET) || is(t, k + 1, IS_SUBJ) || (t->word[k + 1].shape & SHAPE_UPPER)))
            continue;
        uint32_t main = following_finite(t, k + 1);
        if (main && subject_of(t, main, c->source, 1) && c->source[0].first > k) {
            c->sources = 1;
            c->last = k - 1;
            return true;
        }
    }
    return false;
}

/* The agent of a passive that ends at the comma. */
static bool agent_before(struct cue_at *c, uint32_t comma)
{
    const struct text *t = c->t;
    uint32_t first = t->stretch[t->word[comma].stretch].first;
    for (uint32_t k = comma; k-- > first && comma - k < AGENT_REACH && !t->word[k].mark && !group_is(t, k, GROUP_FINITE);)
        if (is(t, k, IS_BY)) {
            c->source[0] = np_right(t, k + 1, comma - 1, NULL);
            c->sources = np_found(&c->source[0]) && can_speak(t, &c->source[0]);
            return c->sources > 0;
        }
    return false;
}

static void participle_subject(struct cue_at *c)
{
    struct text *t = c->t;
    const struct group *g = &t->group[c->group];
    uint32_t first = t->stretch[t->word[g->first].stretch].first, at = g->first;
    while (at > first && adverb_at(t, at - 1, at - 1))
        at--;
    bool adverbial =
        at > first && at - first < ADVERBIAL && is_mark(t, at - 1, MARK_COMMA) && is(t, first, IS_PREP) && !has_finite(t, first, at);
    if ((at == first || adverbial) && subject_to_come(c)) /* « Affirmant que P, le maire a démissionné », « Sur RTL, rappelant … » */
        return;
    if (at > first && is_mark(t, at - 1, MARK_COMMA) && agent_before(c, at - 1)) /* « bouclé par la police, craignant que » */
        return;
    bool loose = at == first || (g->is & GROUP_GERUND) || t->word[at - 1].mark || is(t, at - 1, IS_AND);
    if (!loose) {
        c->source[0] = beside(t, at - 1, first);
        if (!np_found(&c->source[0]) && t->word[at - 1].mark == MARK_NONE && !t->word[at - 1].group && !is(t, at - 1, IS_PREP) &&
            !is(t, at - 1, IS_SUB))
            c->source[0] = (struct np){at - 1, at - 1, NO_WORD, NO_WORD, false};
        c->sources = np_found(&c->source[0]);
        c->beside = c->sources && !can_speak(t, &c->source[0]); /* « un tirage invitant …»: not said, unless with que */
    }
    if (!c->sources)
        main_subject(c, g->first);
}

/* ---- one group */
static bool infinitive_reports(const struct text *t, const struct group *g, bool *opening)
{
    uint32_t first = t->stretch[t->word[g->first].stretch].first, at = g->first;
    *opening = false;
    if (at == first)
        return false;
    if (is_de(t, at - 1) && at - 1 > first) {
        bool start = at - 2 == first && (is(t, at - 2, IS_AND) || is(t, at - 2, IS_ADV) || is(t, at - 2, IS_LEADS));
        *opening = start;
        return start || is(t, at - 2, IS_LEADS);
    }
    if (is(t, at - 1, IS_PERSPECTIVE)) /* « condamné pour avoir dit »; « je n'ai pas de mots pour décrire » */
        return !is(t, at, IS_HAVE) && !t->word[at].region;
    return is(t, at - 1, IS_LEADS) && is(t, at, IS_HAVE); /* « après avoir dit » */
}

/* « Après avoir dit P, … » */
static bool first_but_one(const struct text *t, const struct group *g)
{
    uint32_t first = t->stretch[t->word[g->first].stretch].first;
    return g->first <= first + 2 && g->first > first && is(t, g->first - 1, IS_LEADS);
}

static void speakers(struct cue_at *c)
{
    const struct group *g = &c->t->group[c->group];
    if (g->is & GROUP_PASSIVE && !(g->cue->tails && g->is & GROUP_FINITE && g->head == g->first))
        agent_of(c);
    else if (g->is & GROUP_FINITE)
        c->sources = subject_of(c->t, c->group, c->source, SUBJECTS);
    else if (g->is & GROUP_ANT)
        participle_subject(c);
    else if (!narrator(c) && !controller(c) && !(first_but_one(c->t, g) && subject_to_come(c)))
        main_subject(c, g->first);
    if (!(g->is & GROUP_FINITE) && c->sources) { /* for participles that follow */
        c->t->group[c->group].subject[0] = c->source[0];
        c->t->group[c->group].subjects = 1;
    }
}

/* « avant qu'il n'annonce », « s'il estime que »: nobody has said so. */
static bool hypothetical(const struct cue_at *c)
{
    const struct text *t = c->t;
    const struct group *g = &t->group[c->group];
    if (!(g->is & GROUP_FINITE))
        return false;
    uint32_t first = t->stretch[t->word[g->first].stretch].first,
             at = c->sources && c->source[0].first < g->first ? c->source[0].first : g->first;
    for (uint32_t k = at, steps = 0; k-- > first && steps < 5; steps++) {
        if (quote_phrase_at(t, k, at, IS_UNTIL) || (is(t, k, IS_IF) && (!is(t, k, IS_SELF) || is(t, k + 1, IS_THIRD))))
            return true;
        if (t->word[k].mark || t->word[k].group)
            break;
    }
    return false;
}

/* « n'a pas dit que », « n'a jamais affirmé » */
static bool unsaid(const struct text *t, const struct group *g)
{
    if (!g->cue->unsaid || !(g->is & GROUP_NE))
        return false;
    for (uint32_t k = g->first; k <= g->last; k++)
        if (is(t, k, IS_NEG))
            return !is(t, k + 1, IS_QUE) && !is(t, k, IS_TONIC);
    return false;
}

/* « tout le monde comprend », « chacun pense » */
static bool nobody_in_particular(const struct text *t, const struct np *np)
{
    if (is(t, np->first, IS_THIRD)) /* « Celui qui dirige le parti » is somebody, if the sentence begins with it */
        return is(t, np->first, IS_ONE) && np->first != t->stretch[t->word[np->first].stretch].first;
    return quote_phrase_at(t, np->first, np->last, IS_ONE) || (np->first > 0 && quote_phrase_at(t, np->first - 1, np->last, IS_ONE));
}

/* The subject stands behind, so that what follows is no content. */
static bool said_elsewhere(struct text *t, uint32_t number)
{
    const struct group *g = &t->group[number];
    struct np np;
    return subject_behind(t, g) && subject_of(t, number, &np, 1) && np.first > g->first;
}

void rules_verbs(struct findings *f)
{
    struct text *t = f->text;
    for (uint32_t i = 1; i <= t->groups; i++) {
        struct group *g = &t->group[i];
        struct np np;
        if (!g->cue || (g->is & GROUP_PLAN) || unsaid(t, g) || is_incise(t, i, &np) || said_elsewhere(t, i))
            continue;
        bool opening = false;
        struct cue_at c = {
            .f = f, .t = t, .group = i, .from = g->last + 1, .last = t->stretch[t->word[g->last].stretch].last, .cue = g->cue};
        if (c.from > c.last)
            continue;
        if ((g->is & GROUP_INF) && !infinitive_reports(t, g, &opening) && !narrator(&c) && !controller(&c))
            continue;
        if (g->is & GROUP_FIRST && g->cue->kind == CUE_THINK)
            continue;
        if (!opening)
            speakers(&c);
        if ((c.sources && nobody_in_particular(t, &c.source[0])) || hypothetical(&c))
            continue;
        bool nobody = !c.sources && (g->is & GROUP_FINITE) && g->first > 0 && is(t, g->first - 1, IS_NEG); /* « rien n'indique que » */
        if (nobody)
            continue;
        if (!c.sources && !opening && !(g->is & (GROUP_PASSIVE | GROUP_FIRST)) && !(g->cue->frames & FRAME_DIRECT))
            continue;
        frames_try(&c);
    }
}
