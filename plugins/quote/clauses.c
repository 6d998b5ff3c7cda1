#include "grammar.h"

/* Where the content of a clause, an infinitive or a phrase ends. */

enum { CLAUSE_LONGEST = 400 };

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

static bool agrees(const struct text *t, uint32_t a, uint32_t b)
{
    return (t->group[a].is & GROUP_PLURAL) == (t->group[b].is & GROUP_PLURAL);
}

static bool stops_at_and(const struct text *t, uint32_t i, uint32_t last, enum clause kind, uint32_t group)
{
    if (i + 1 > last || is(t, i + 1, IS_QUE))
        return false;
    uint32_t other = bare_finite_at(t, i + 1, last);
    if (other && group && agrees(t, other, group))
        return kind != CLAUSE_QUE || t->group[other].cue != NULL || (t->group[other].is & GROUP_PLAN);
    if (is(t, i + 1, IS_THIRD) && kind != CLAUSE_FREE) {
        other = bare_finite_at(t, i + 2, last);
        return other && t->group[other].cue;
    }
    return false;
}

static bool stops_at_comma(const struct text *t, uint32_t first, uint32_t i, uint32_t last, enum clause kind, uint32_t group, bool relative)
{
    uint32_t k = i + 1;
    if (k > last)
        return true;
    if (quote_phrase_at(t, k, last, IS_SOURCE) && !(is(t, k + 1, IS_TONIC)))
        return true;
    uint32_t next = skip_adverbs(t, k, last);
    if (is(t, next, IS_EN) && group_is(t, next + 1, GROUP_ANT))
        return kind != CLAUSE_QUE || t->group[t->word[next + 1].group].cue;
    if (group_is(t, next, GROUP_ANT))
        return t->group[t->word[next].group].cue != NULL || kind == CLAUSE_NP;
    uint32_t n = quote_phrase_at(t, k, last, IS_STOP);
    if (n > 1 || (n == 1 && kind != CLAUSE_QUE))
        return true;
    if (kind != CLAUSE_QUE && kind != CLAUSE_FREE && is(t, k, IS_PREP) && quote_phrase_at(t, k, last, IS_SETTING))
        return true;
    uint32_t other = bare_finite_at(t, k, last);
    if (other && t->group[other].inverted != NO_WORD && t->group[other].cue)
        return true;
    if (other && !relative && (has_finite(t, first, i - 1) || kind != CLAUSE_QUE))
        return true;
    if (kind == CLAUSE_SHORT && has_finite(t, first, i - 1) && !is(t, k, IS_REL) && has_finite(t, k, last))
        return true;
    if (is(t, next, IS_THIRD) && bare_finite_at(t, next + 1, last) && (has_finite(t, first, i - 1) || kind != CLAUSE_QUE) &&
        !is(t, first, IS_WHEN))
        return group != 0;
    return false;
}

/* A finite verb at i that the phrase from `first` on cannot have: it ends before « et NP » if that is the verb's subject. */
static uint32_t before_new_clause(const struct text *t, uint32_t first, uint32_t i)
{
    for (uint32_t k = i; k-- > first + 1 && i - k < 12;) {
        if (t->word[k].mark == MARK_CLOSE || is(t, k, IS_PREP))
            break;
        if (is(t, k, IS_AND) && (is(t, k + 1, IS_DET) || (t->word[k + 1].shape & SHAPE_UPPER)))
            return k;
    }
    return i;
}

uint32_t clause_end(const struct text *t, uint32_t first, uint32_t last, enum clause kind, uint32_t group)
{
    bool relative = false, phrase = kind == CLAUSE_NP || kind == CLAUSE_INF,
         open = false; /* open: a subordinate clause waits for its verb */
    bool finites = false;
    uint32_t i = first;
    for (; i <= last; i++) {
        const struct word *w = &t->word[i];
        if (i - first > CLAUSE_LONGEST)
            return i - 1;
        if ((w->mark == MARK_OPEN || w->mark == MARK_LEFT) && w->mate != NO_WORD && w->mate > i) {
            if (w->mate > last)
                return last;
            i = w->mate;
            continue;
        }
        if (w->mark == MARK_SEMICOLON)
            break;
        if (phrase && group_is(t, i, GROUP_FINITE)) { /* « un appel évoquant une bombe a alerté … » */
            if (!open && i > first) {
                i = before_new_clause(t, first, i);
                break;
            }
            i = t->group[w->group].last;
            open = false;
            continue;
        }
        if (kind == CLAUSE_SHORT && group_is(t, i, GROUP_FINITE)) { /* « … selon lesquelles il pleut sont fausses » */
            if (finites && !open)
                break;
            finites = true;
            open = false;
            i = t->group[w->group].last;
            continue;
        }
        open |= (kind == CLAUSE_SHORT && (is(t, i, IS_AND) || w->mark == MARK_COMMA)) || is(t, i, IS_QUE) || is(t, i, IS_REL) ||
                is(t, i, IS_WHEN) || is(t, i, IS_QUI);
        if (w->mark == MARK_COLON && is_mark(t, i + 1, MARK_OPEN))
            break;
        if (w->mark == MARK_COMMA) {
            if (i > first && stops_at_comma(t, first, i, last, kind, group, relative))
                break;
            relative = is(t, i + 1, IS_REL);
        } else if (is(t, i, IS_AND) && i > first && stops_at_and(t, i, last, kind, group)) {
            break;
        } else if (phrase && i > first && is(t, i, IS_PREP) && quote_phrase_at(t, i, last, IS_SETTING)) {
            break;
        } else if (phrase && i > first && quote_phrase_at(t, i, last, IS_STOP) > 1) {
            break;
        } else if (kind == CLAUSE_NP && i > first && group_is(t, i + 1, GROUP_GERUND)) {
            break;
        }
    }
    return i - 1;
}
