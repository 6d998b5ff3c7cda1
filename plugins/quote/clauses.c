#include "grammar.h"

/* Where the content of a clause, an infinitive or a phrase ends. */

enum { CLAUSE_LONGEST = 400, APPOSITION_LONGEST = 12 };

static bool own_subject_between(const struct text *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (is(t, i, IS_SUBJ) || is(t, i, IS_QUI) || (is(t, i, IS_DET) && !is(t, i, IS_CLITIC)) || (t->word[i].shape & SHAPE_UPPER))
            return true;
    return false;
}

/* The finite group that begins at i, perhaps behind adverbs and clitics, without a subject of its own; 0: none. */
static uint32_t bare_finite_at(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t k = skip_adverbs(t, i, last);
    while (k <= last && k < i + 6 && !t->word[k].group && (is(t, k, IS_CLITIC) || is(t, k, IS_NE)) && !is(t, k, IS_SUBJ))
        k++;
    if (k > last || !group_is(t, k, GROUP_FINITE) || own_subject_between(t, i, k))
        return 0;
    return t->word[k].group;
}

/* A content from `first` on, as far as it has been read. */
struct reading_on {
    const struct text *t;
    uint32_t first, last; /* last: the farthest allowed */
    enum clause kind;
    uint32_t group;
    bool finite;   /* a finite verb was seen */
    bool open;     /* a subordinate clause waits for its verb */
    bool relative; /* the last comma opened a relative clause */
};

static bool is_phrase(const struct reading_on *c)
{
    return c->kind == CLAUSE_NP || c->kind == CLAUSE_INF;
}

/* Does a clause of its own begin at k: a subject, perhaps with an apposition, and its verb? Returns the verb's group. */
static uint32_t clause_at(const struct reading_on *c, uint32_t k)
{
    const struct text *t = c->t;
    uint32_t after, from = skip_adverbs(t, k, c->last);
    struct np np = np_right(t, from, c->last, &after);
    if (!np_found(&np))
        return 0;
    uint32_t verb = bare_finite_at(t, np.last + 1, c->last);
    if (!verb && after <= c->last)
        verb = bare_finite_at(t, after, c->last);
    for (uint32_t i = after + 1; !verb && is_mark(t, after, MARK_COMMA) && i <= c->last && i - after < APPOSITION_LONGEST; i++)
        if (t->word[i].mark == MARK_COMMA)
            verb = bare_finite_at(t, i + 1, c->last);
    return verb;
}

static bool stops_at_and(const struct reading_on *c, uint32_t i)
{
    const struct text *t = c->t;
    if (i + 1 > c->last)
        return false;
    if (is(t, i + 1, IS_QUE)) { /* « dit qu'il appelle à la grève et que … » */
        for (uint32_t k = c->first; is_phrase(c) && k < i; k++)
            if (is(t, k, IS_QUE) || is(t, k, IS_REL))
                return false;
        return is_phrase(c) && c->kind == CLAUSE_NP;
    }
    if (is_phrase(c) && (is(t, i, IS_BUT) || quote_phrase_at(t, i, i, IS_STOP)))
        return true;
    uint32_t other = bare_finite_at(t, i + 1, c->last);
    if (other && c->group && ((t->group[other].is ^ t->group[c->group].is) & GROUP_PLURAL) == 0)
        return c->kind != CLAUSE_QUE || t->group[other].cue != NULL || (t->group[other].is & GROUP_PLAN);
    if (c->kind == CLAUSE_NP && c->group && group_is(t, i + 1, GROUP_ANT)) /* « …, et ajoutant que » */
        return t->group[t->word[i + 1].group].cue != NULL;
    if (!c->finite && !is_phrase(c))
        return false;
    other = clause_at(c, i + 1); /* « …, et le ministre ajoute que » */
    return other && t->group[other].cue && !c->open && (t->group[other].cue->frames & FRAME_QUE);
}

static bool stops_at_comma(const struct reading_on *c, uint32_t i)
{
    const struct text *t = c->t;
    uint32_t k = i + 1, last = c->last;
    if (k > last)
        return true;
    if (quote_phrase_at(t, k, last, IS_SOURCE) && !(is(t, k + 1, IS_TONIC)))
        return true;
    uint32_t next = skip_adverbs(t, k, last);
    if (is(t, next, IS_EN) && group_is(t, next + 1, GROUP_ANT))
        return c->kind != CLAUSE_QUE || t->group[t->word[next + 1].group].cue;
    if (group_is(t, next, GROUP_ANT))
        return t->group[t->word[next].group].cue != NULL || c->kind == CLAUSE_NP;
    uint32_t n = quote_phrase_at(t, k, last, IS_STOP);
    if (n > 1 || (n == 1 && (is_phrase(c) || (quote_bare_nouns(t->lexicon) && c->finite && !c->open))))
        return true;
    if (is_phrase(c) && (is(t, k, IS_TIME) || (is(t, k, IS_PREP) && quote_phrase_at(t, k, last, IS_SETTING))))
        return true;
    if (is_phrase(c) && is_mark(t, k, MARK_OPEN) && t->word[k].mate < last && t->word[k].mate > k &&
        quote_phrase_at(t, t->word[k].mate + 1, last, IS_SOURCE)) /* « dément les faits, « une invention » selon Y » */
        return true;
    bool complete = c->finite || (c->kind != CLAUSE_QUE && c->kind != CLAUSE_FREE);
    uint32_t other = bare_finite_at(t, k, last);
    if (other && t->group[other].inverted != NO_WORD && t->group[other].cue)
        return true;
    if (other && !c->relative && complete)
        return true;
    if (c->kind == CLAUSE_SHORT && c->finite && !is(t, k, IS_REL) && has_finite(t, k, last))
        return true;
    if (is_phrase(c) || (c->group && c->finite && subordinate(t, c->group))) /* « Alors que X accuse Y de P, Z a dit » */
        if (!is(t, k, IS_REL) && clause_at(c, k))
            return true;
    if (is(t, next, IS_THIRD) && bare_finite_at(t, next + 1, last) && complete && !is(t, c->first, IS_WHEN))
        return c->group != 0;
    return false;
}

/* A finite verb at i that the phrase cannot have: it ends before « et NP » if that is the verb's subject. */
static uint32_t before_new_clause(const struct reading_on *c, uint32_t i)
{
    const struct text *t = c->t;
    for (uint32_t k = i; k-- > c->first + 1 && i - k < APPOSITION_LONGEST;) {
        if (t->word[k].mark == MARK_CLOSE || is(t, k, IS_PREP))
            break;
        if (is(t, k, IS_AND) && (is(t, k + 1, IS_DET) || (t->word[k + 1].shape & SHAPE_UPPER)))
            return k;
    }
    return i;
}

/* Whether the content ends before the word i, which is no verb and opens no marks. */
static bool stops_before(struct reading_on *c, uint32_t i)
{
    const struct text *t = c->t;
    const struct word *w = &t->word[i];
    if (w->mark == MARK_SEMICOLON || (w->mark == MARK_COLON && (is_mark(t, i + 1, MARK_OPEN) || (is_phrase(c) && clause_at(c, i + 1)))))
        return true;
    if (i == c->first)
        return false;
    if (w->mark == MARK_COMMA) {
        if (stops_at_comma(c, i))
            return true;
        c->relative = is(t, i + 1, IS_REL);
        return false;
    }
    if (is(t, i, IS_AND))
        return stops_at_and(c, i);
    if (is_mark(t, i - 1, MARK_CLOSE) && group_is(t, i, GROUP_ANT) && t->group[w->group].cue)
        return true;
    if (is_mark(t, i - 1, MARK_CLOSE) && t->word[i - 1].mate == c->first &&
        (quote_phrase_at(t, i, c->last, IS_STOP) || group_is(t, i + 1, GROUP_GERUND)))
        return true; /* que « P » alors que …, que « P » en souriant */
    if (!is_phrase(c))
        return false;
    if (is(t, i, IS_PREP) && quote_phrase_at(t, i, c->last, IS_SETTING))
        return true;
    if (group_is(t, i + 1, GROUP_GERUND) && (c->kind == CLAUSE_NP || t->group[t->word[i + 1].group].cue))
        return true;
    return c->kind == CLAUSE_NP && quote_phrase_at(t, i, c->last, IS_STOP) > 1;
}

uint32_t clause_end(const struct text *t, uint32_t first, uint32_t last, enum clause kind, uint32_t group)
{
    struct reading_on c = {.t = t, .first = first, .last = last, .kind = kind, .group = group};
    uint32_t i = first;
    for (; i <= last && i - first <= CLAUSE_LONGEST; i++) {
        const struct word *w = &t->word[i];
        if ((w->mark == MARK_OPEN || w->mark == MARK_LEFT) && w->mate != NO_WORD && w->mate > i) {
            if (w->mate > last)
                return last;
            i = w->mate;
        } else if (group_is(t, i, GROUP_FINITE)) {
            bool second = kind == CLAUSE_SHORT && c.finite; /* « … selon lesquelles il pleut sont fausses » */
            if (!c.open && i > first && (is_phrase(&c) || second)) {
                i = is_phrase(&c) ? before_new_clause(&c, i) : i; /* « un appel évoquant une bombe a alerté … » */
                break;
            }
            c.finite = true;
            c.open = false;
            i = t->group[w->group].last;
        } else if ((w->mark == MARK_RIGHT && w->mate != NO_WORD && w->mate < first) || stops_before(&c, i)) {
            break;
        } else {
            c.open |= is(t, i, IS_QUE) || is(t, i, IS_REL) || is(t, i, IS_WHEN) || is(t, i, IS_QUI) ||
                      (kind == CLAUSE_SHORT && (is(t, i, IS_AND) || w->mark == MARK_COMMA));
        }
    }
    return i - 1;
}

bool own_clause(const struct text *t, uint32_t first, uint32_t last)
{
    unsigned commas = 0;
    bool relative = false, open = is(t, first, IS_WHEN); /* « if he won, he would stay » */
    for (uint32_t k = first; k <= last; k++) {
        if ((t->word[k].mark == MARK_OPEN || t->word[k].mark == MARK_LEFT) && t->word[k].mate != NO_WORD && t->word[k].mate > k) {
            if (has_finite(t, k, t->word[k].mate < last ? t->word[k].mate : last))
                return open || commas != 1;
            k = t->word[k].mate;
        } else if (group_is(t, k, GROUP_FINITE)) {
            if (!relative)
                return open || commas != 1;
            relative = false;
            k = t->group[t->word[k].group].last;
        } else if (is(t, k, IS_WHEN) && k > first) {
            return false;
        } else {
            relative |= k > first && (is(t, k, IS_QUI) || is(t, k, IS_REL) || is(t, k, IS_QUE));
            commas += t->word[k].mark == MARK_COMMA;
        }
    }
    return false;
}
