#include "grammar.h"

/* Subjects behind their verbs: incises, relative clauses, « dit-on à la préfecture ». */

enum { APPOSITION_LONGEST = 16, SUBJECT_LONGEST = 60 };

/* « a dit le chercheur principal et professeur à l'université, Ivan Petit. »: the name closes the sentence. */
static void name_to_come(const struct text *t, struct np *np, uint32_t last)
{
    if (!np_found(np) || np->pronoun || np->name_first != NO_WORD || !can_speak(t, np))
        return;
    for (uint32_t k = np->last + 1; k < last && k - np->last < APPOSITION_LONGEST && !t->word[k].group; k++) {
        if (t->word[k].mark != MARK_COMMA)
            continue;
        uint32_t end = is_person(t, t->word[k + 1].entity) ? entity_last(t, k + 1, last) : k;
        if (end > k && (end == last || t->word[end + 1].mark == MARK_STOP || t->word[end + 1].mark == MARK_COMMA)) {
            np->name_first = k + 1;
            np->name_last = end;
        }
        return;
    }
}

struct np np_behind_verb(const struct text *t, const struct group *g)
{
    uint32_t last = stretch_last(t, g->last), i = g->last + 1;
    for (unsigned steps = 0; i <= last && steps < 8; steps++) {
        uint32_t n = adverb_at(t, i, last);
        if (n) {
            i += n;
            continue;
        }
        uint32_t next = i + 1;
        if (next < last && is(t, i, IS_DET) && !is(t, i, IS_PREP) &&
            (is(t, next, IS_PERIOD) || is(t, next, IS_TIME))) { /* a noté un jour X */
            i = next + 1;
            continue;
        }
        if (t->word[i].mark == MARK_COMMA && (is(t, next, IS_PREP) || is(t, next, IS_TONIC) || adverb_at(t, next, last))) {
            i = next;
            continue;
        }
        if (is(t, i, IS_PREP) && !is(t, i, IS_OF)) { /* « a confié à Reuters le directeur » */
            struct np object = np_right(t, next, last, NULL);
            if (object.name_first != NO_WORD && object.name_first > object.first + 1 && !is(t, object.name_first - 1, IS_PREP) &&
                is_person(t, t->word[object.name_first].entity) && !role_in(t, object.first, object.name_first - 1))
                return (struct np){object.name_first, object.name_last, object.name_first, object.name_last, false};
            if (!np_found(&object) ||
                (!is(t, object.last + 1, IS_DET) && !entity_begins(t, object.last + 1) && !is_mark(t, object.last + 1, MARK_COMMA)))
                break;
            i = object.last + 1;
            if (is_mark(t, i, MARK_COMMA))
                i++;
            continue;
        }
        break;
    }
    struct np np = np_right(t, i, last, NULL);
    if (np_found(&np) && is(t, np.first, IS_OF) && !is(t, np.first, IS_SOME))
        return NO_NP;
    name_to_come(t, &np, last);
    return np;
}

bool subject_behind(const struct text *t, const struct group *g)
{
    uint32_t first = stretch_first(t, g->first), k = g->first;
    if (!(g->is & GROUP_FINITE) || k == first)
        return false;
    if (is(t, k - 1, IS_QUE)) /* « ce qu'a annoncé la radio » */
        return true;
    while (k > first && g->first - k < 3 && is(t, k - 1, IS_CLITIC) && !is(t, k - 1, IS_SUBJ))
        k--;
    return k > first && k < g->first && is(t, k - 1, IS_AS); /* « comme l'a rappelé le ministre » */
}

/* « “…,” [Claire Martin, a professor who was there,] said »: all between the marks and the verb is its subject. */
static struct np all_between(const struct text *t, const struct group *g, uint32_t first)
{
    uint32_t close = g->first;
    while (close > first && g->first - close < SUBJECT_LONGEST && !is_mark(t, close - 1, MARK_CLOSE))
        close--;
    if (close == first || !is_mark(t, close - 1, MARK_CLOSE))
        return NO_NP;
    uint32_t from = close + is_mark(t, close, MARK_COMMA), after;
    struct np np = np_right(t, from, g->first - 1, &after);
    if (!np_found(&np) || after >= g->first || np.pronoun)
        return NO_NP;
    bool commas = is_mark(t, after, MARK_COMMA) && is_mark(t, g->first - 1, MARK_COMMA);
    for (uint32_t k = after; k < g->first; k++)
        if (group_is(t, k, GROUP_FINITE)) {
            uint32_t begin = t->group[t->word[k].group].first;
            if (!commas && !is(t, begin - 1, IS_QUI) && !is(t, begin - 1, IS_REL))
                return NO_NP;
            k = t->group[t->word[k].group].last;
        } else if (t->word[k].mark == MARK_OPEN || t->word[k].mark == MARK_SEMICOLON || t->word[k].mark == MARK_STOP) {
            return NO_NP;
        }
    return commas || is(t, after, IS_PREP) || is(t, after, IS_QUI) || is(t, after, IS_REL) ? np : NO_NP;
}

/* « “…,” the mayor said », « P, the mayor said on Monday »: the subject before the verb, straight behind what was said. */
static bool subject_first_incise(const struct text *t, const struct group *g, struct np *np)
{
    uint32_t first = stretch_first(t, g->first), last = stretch_last(t, g->last), end = g->first, next = skip_adverbs(t, g->last + 1, last);
    bool bare = quote_bare_nouns(t->lexicon);
    if (bare && g->cue->whom && next <= last) { /* « told reporters » */
        struct np whom = np_right(t, next, last, NULL);
        if (is(t, next, IS_CLITIC) && !is(t, next, IS_DET))
            next = skip_adverbs(t, next + 1, last);
        else if (np_found(&whom))
            next = skip_adverbs(t, whom.last + 1, last);
    }
    if (!(g->cue->frames & FRAME_DIRECT) || is(t, next, IS_QUE) || is_mark(t, next, MARK_COLON) || is_mark(t, next, MARK_OPEN))
        return false;
    while (end > first && g->first - end < 4 && (adverb_at(t, end - 1, end - 1) || is(t, end - 1, IS_CLITIC)) && !is(t, end - 1, IS_SUBJ))
        end--;
    if (end == first)
        return false;
    *np = np_left(t, end - 1, first, false);
    if (bare && (!np_found(np) || np->last + 1 != end || !is_mark(t, np->first - 1, MARK_CLOSE))) {
        struct np all = all_between(t, g, first);
        if (np_found(&all)) {
            *np = all;
            return true;
        }
    }
    if (!np_found(np) || np->last + 1 != end || np->first <= first)
        return false;
    uint32_t mark = np->first - 1;
    if (mark > first && (is(t, mark, IS_DET) || is(t, mark, IS_CIVIL)))
        mark--;
    uint32_t open = is_mark(t, mark, MARK_CLOSE) ? t->word[mark].mate : NO_WORD;
    if (open != NO_WORD && open < mark && !is_mark(t, mark - 1, MARK_COMMA) && !has_finite(t, open + 1, mark - 1))
        return false; /* « La « guerre » des prix continue » */
    bool ends = next > last || t->word[next].mark != MARK_NONE || (is(t, next, IS_PREP) && !is_infinitive(t, next + 1)) ||
                (bare && (is(t, next, IS_WHEN) || group_is(t, next, GROUP_ANT))); /* said when asked, said referring to */
    if (is_mark(t, mark, MARK_CLOSE) || (is_mark(t, mark, MARK_COMMA) && mark > first && is_mark(t, mark - 1, MARK_CLOSE)))
        return ends;
    bool parted = bare && is_mark(t, next, MARK_COMMA) && has_finite(t, next, last); /* The risk, he said, is a war */
    return (g->cue->frames & FRAME_CLAUSE) && is_mark(t, mark, MARK_COMMA) && ends && (parted || has_finite(t, first, mark));
}

/* « dit-on à la préfecture », « lit-on dans le communiqué » */
static struct np where_said(const struct text *t, const struct group *g)
{
    uint32_t last = stretch_last(t, g->last), i = skip_adverbs(t, g->last + 1, last);
    if (i >= last || !is(t, i, IS_PREP))
        return NO_NP;
    struct np np = np_right(t, is(t, i, IS_DET) ? i : i + 1, last, NULL);
    return np_found(&np) && !np.pronoun && can_speak(t, &np) ? np : NO_NP;
}

/* « Le navire, qui dérivait, a coulé »: not « Claire Martin, qui a gagné ». */
static bool main_clause(const struct text *t, uint32_t first, uint32_t last)
{
    if (t->word[first].region || is(t, first, IS_WHEN) || is(t, first, IS_QUE))
        return has_finite(t, first, last);
    for (uint32_t k = first; k <= last; k++)
        if (group_is(t, k, GROUP_FINITE)) {
            const struct group *g = &t->group[t->word[k].group];
            uint32_t at = g->first;
            while (at > first && is(t, at - 1, IS_CLITIC) && !is(t, at - 1, IS_SUBJ))
                at--;
            if (at == first || !is(t, at - 1, IS_QUI) || is(t, at - 1, IS_QUE))
                return true;
            k = g->last;
        }
    return false;
}

bool is_incise(struct text *t, uint32_t number, struct np *np)
{
    struct group *g = &t->group[number];
    bool one = g->inverted != NO_WORD && is(t, g->inverted, IS_ONE); /* « peut-on lire dans le communiqué » */
    if (!g->cue || !(g->is & GROUP_FINITE) || ((g->is & GROUP_PASSIVE) && g->cue->frames != FRAME_DIRECT) ||
        ((g->is & GROUP_PLAN) && !one) || !(g->cue->frames & (FRAME_DIRECT | FRAME_QUE)))
        return false;
    uint32_t first = stretch_first(t, g->first), k = g->first;
    if (k == first)
        return false;
    uint8_t mark = t->word[k - 1].mark;
    bool quoted = mark == MARK_CLOSE || (mark == MARK_COMMA && k - 1 > first && is_mark(t, k - 2, MARK_CLOSE));
    if (g->inverted != NO_WORD) {
        if (!quoted && mark != MARK_COMMA && mark != MARK_DASH && mark != MARK_STOP)
            return false;
        *np = one ? where_said(t, g) : NO_NP;
        if (!np_found(np))
            *np = (struct np){g->inverted, g->inverted, NO_WORD, NO_WORD, true};
        return true;
    }
    if (subject_first_incise(t, g, np))
        return true;
    if (!quoted && mark != MARK_COMMA && mark != MARK_DASH && mark != MARK_STOP)
        return false;
    *np = np_behind_verb(t, g);
    if (!np_found(np) || is(t, np->last + 1, IS_QUE))
        return false;
    if (quoted && is_mark(t, np->last + 1, MARK_OPEN) && !main_clause(t, first, k - 1)) /* X, chef des « Y », juge la loi « mauvaise » */
        return false;
    if (quoted)
        return can_speak(t, np) || !(g->cue->frames & FRAME_NP) ||
               (quote_bare_nouns(t->lexicon) && is(t, np->first, IS_DET) &&
                (np->last + 1 >= t->n || t->word[np->last + 1].mark)); /* said the tycoon, who … */
    /* Behind a mere comma: what stands before it must be a clause, or go on behind a second comma; what stands behind the verb, somebody. */
    uint32_t last = stretch_last(t, k), next = np->last + 1;
    if (quote_bare_nouns(t->lexicon) && group_is(t, skip_adverbs(t, next, last), GROUP_FINITE))
        return false; /* « Smith, who left, said the mayor was late » */
    bool ends = next > last || t->word[next].mark != MARK_NONE,
         somebody = can_speak(t, np) || (ends && !(g->cue->frames & (FRAME_NP | FRAME_NPX)) && is(t, np->first, IS_DET));
    if (!somebody)
        return false;
    return main_clause(t, first, k - 1) || is_mark(t, first, MARK_DASH) ||
           (mark == MARK_COMMA && is_mark(t, next, MARK_COMMA) && has_finite(t, next, last));
}
