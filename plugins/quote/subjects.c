#include "grammar.h"

/* Whose verb it is: before it, across appositions and relative clauses, through coordination, behind it in incises. */

enum { NP_LONGEST = 40, SUBJECT_REACH = 80, RELATIVE_LONGEST = 12, APPOSITION_LONGEST = 16 };

bool subordinate(const struct text *t, uint32_t group)
{
    uint32_t at = t->group[group].first, first = stretch_first(t, at);
    for (uint32_t k = at; k-- > first && at - k < 16;) {
        if (t->word[k].mark && t->word[k].mark != MARK_RIGHT && t->word[k].mark != MARK_OPEN && t->word[k].mark != MARK_CLOSE)
            return false;
        if (t->word[k].group && t->word[k].group != group && (t->group[t->word[k].group].is & GROUP_FINITE))
            return false;
        if (is(t, k, IS_QUE) || is(t, k, IS_QUI) || (is(t, k, IS_REL) && !is(t, k, IS_DET)) || is(t, k, IS_WHEN))
            return true;
    }
    return false;
}

static uint32_t finite_before(const struct text *t, uint32_t i, uint32_t first, bool cue)
{
    for (uint32_t k = i; k-- > first && i - k < SUBJECT_REACH;) {
        if (t->word[k].region != t->word[i].region)
            continue;
        if (group_is(t, k, GROUP_FINITE)) {
            uint32_t g = t->word[k].group;
            if (!cue || (t->group[g].cue && !subordinate(t, g)))
                return g;
            k = t->group[g].first;
        }
    }
    return 0;
}

/* The last word before a coordination that ends before i: « A et [B] », « A ainsi que [B] »; NO_WORD: there is none. */
static uint32_t before_and(const struct text *t, uint32_t i, uint32_t first)
{
    if (i >= first + 2 && is(t, i - 1, IS_AND) && !is(t, i - 1, IS_BUT))
        return i - 2;
    for (uint32_t words = 2; words <= 3 && i >= first + words + 1; words++)
        if (is(t, i - 1, IS_QUE) && quote_phrase_at(t, i - words, i, IS_ALSO) == words)
            return i - words - (is_mark(t, i - words - 1, MARK_COMMA) ? 2 : 1);
    return NO_WORD;
}

/* « Machin et Truc demande », with a singular verb: one name of several words. */
static bool one_name(const struct text *t, const struct np *one, const struct np *other, uint32_t first)
{
    uint32_t left = other->last, right = one->first;
    bool names = (t->word[left].shape & SHAPE_UPPER) && (t->word[right].shape & SHAPE_UPPER) && one->first == one->last;
    return names && other->first == first && left <= first + 2 && !is(t, right, IS_GIVENF) && !is(t, right, IS_GIVENM) &&
           !is(t, left, IS_GIVENF) && !is(t, left, IS_GIVENM);
}

/* « L'Agence pour l'évaluation et l'application des normes affirme »: two things that depend on one, as a singular verb tells. end: the first of
 * them ends there. */
static struct np shared_head(const struct text *t, const struct np *one, uint32_t end, uint32_t first)
{
    struct np other = np_left(t, end, first, true);
    uint32_t k = other.first;
    if (!np_found(&other) || other.last != end || one->name_first != NO_WORD)
        return NO_NP;
    if (other.name_first != NO_WORD) { /* the name was cut short before « et » */
        for (k = other.name_first; k <= end && !is(t, k, IS_PREP);)
            k++;
        return k <= end && other.name_last == end ? (struct np){other.first, one->last, other.name_first, other.name_last, false} : NO_NP;
    }
    if (k > first && is(t, k - 1, IS_DET))
        k--;
    if (k < first + 2 || !is(t, k - 1, IS_PREP))
        return NO_NP;
    struct np head = np_left(t, k - 2, first, false);
    bool all = np_found(&head) && head.last == k - 2 && can_speak(t, &head);
    return all ? (struct np){head.first, one->last, head.name_first, head.name_last, false} : NO_NP;
}

static unsigned with_coordinated(const struct text *t, struct np one, uint32_t first, bool plural, struct np *np, unsigned most)
{
    np[0] = one;
    uint32_t end = before_and(t, one.first, first);
    if (most < 2 || one.pronoun || end == NO_WORD)
        return 1;
    struct np head = plural ? NO_NP : shared_head(t, &one, end, first);
    if (np_found(&head)) {
        np[0] = head;
        return 1;
    }
    struct np other = np_left(t, end, first, false);
    if (!np_found(&other) || other.pronoun || other.last != end)
        return 1;
    if (!plural) {
        if (one_name(t, &one, &other, first))
            np[0] = (struct np){other.first, one.last, NO_WORD, NO_WORD, false};
        return 1;
    }
    if (other.name_first == NO_WORD || one.name_first == NO_WORD) {
        np[0] = (struct np){other.first, one.last, NO_WORD, NO_WORD, false};
        return 1;
    }
    struct np list[SUBJECTS] = {one, other};
    unsigned n = 2;
    while (n < most && n < SUBJECTS && other.first >= first + 2 && is_mark(t, other.first - 1, MARK_COMMA)) { /* A, B et C */
        other = np_left(t, other.first - 2, first, false);
        if (!np_found(&other) || other.name_first == NO_WORD || other.last + 2 != list[n - 1].first)
            break;
        list[n++] = other;
    }
    for (unsigned i = 0; i < n; i++)
        np[i] = list[n - 1 - i];
    return n;
}

bool role_in(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++)
        if (quote_phrase_at(t, i, last, IS_ROLE) || quote_phrase_at(t, i, last, IS_ROLEFEM) || is(t, i, IS_CIVIL))
            return true;
    return false;
}

/* « X, ministre de Y, a dit »: from the comma before the verb to the phrase before an earlier comma. */
static struct np across_commas(const struct text *t, uint32_t comma, uint32_t first)
{
    struct np found = NO_NP;
    unsigned commas = 0;
    for (uint32_t k = comma; k-- > first && comma - k < SUBJECT_REACH && commas < 4;) {
        if (t->word[k].region != t->word[comma].region || t->word[k].mark != MARK_COMMA)
            continue;
        commas++;
        if (k == first)
            break;
        struct np np = np_left(t, k - 1, first, false);
        if (!np_found(&np))
            continue;
        bool clear = np.first == first || t->word[np.first - 1].mark || is(t, np.first - 1, IS_QUE) || is(t, np.first - 1, IS_AND) ||
                     is(t, np.first - 1, IS_SUB) || adverb_at(t, np.first - 1, np.first - 1);
        if (!clear && np.pronoun)
            continue;
        struct np inner = np_right(t, k + 1, comma - 1, NULL);
        if (np_found(&inner) && inner.name_first != NO_WORD && is_person(t, t->word[inner.name_first].entity) && inner.last + 1 == comma &&
            (np.name_first == NO_WORD || (!is_person(t, t->word[np.name_first].entity) && role_in(t, np.first, np.name_first - 1)))) {
            np.name_first = inner.name_first;
            np.name_last = inner.name_last;
            return np;
        }
        found = np;
        if (clear)
            return np;
    }
    return found;
}

/* « selon la source proche de l'enquête, qui … »: all of what stands behind the preposition, if that is somebody. */
static struct np governed_phrase(const struct text *t, uint32_t i, uint32_t first)
{
    for (uint32_t k = i; k > first && i - k < NP_LONGEST; k--) {
        if (t->word[k - 1].mark || group_is(t, k - 1, GROUP_FINITE | GROUP_ANT) || is(t, k - 1, IS_QUE) || is(t, k - 1, IS_QUI))
            break;
        if (!is(t, k - 1, IS_PREP) || is(t, k - 1, IS_OF) || !is(t, k, IS_DET))
            continue;
        struct np np = np_right(t, k, i, NULL);
        return np_found(&np) && np.last == i && can_speak(t, &np) ? np : NO_NP;
    }
    return NO_NP;
}

struct np beside(const struct text *t, uint32_t i, uint32_t first)
{
    if (is_person(t, t->word[i].entity)) {
        uint32_t name = i;
        while (name > first && t->word[name - 1].entity == t->word[i].entity)
            name--;
        return (struct np){name, i, name, i, false};
    }
    struct np np = np_left(t, i, first, false);
    if (np_found(&np) && np.last == i)
        return np;
    struct np whole = governed_phrase(t, i, first);
    if (np_found(&whole))
        return whole;
    struct np governed = np_left(t, i, first, true);
    if (!np_found(&np) || (np_found(&governed) && !(t->word[np.first].shape & SHAPE_UPPER)))
        return governed;
    return np;
}

/* « Claire Martin, maire de la ville, qui »: the name before the apposition that ends at i. */
static struct np apposed_name(const struct text *t, uint32_t i, uint32_t first)
{
    for (uint32_t k = i; k > first && i - k < APPOSITION_LONGEST; k--) {
        if (group_is(t, k, GROUP_FINITE))
            return NO_NP;
        if (t->word[k].mark != MARK_COMMA)
            continue;
        bool noun = !is(t, k + 1, IS_PREP) || is(t, k + 1, IS_DET);
        return noun && is_person(t, t->word[k - 1].entity) && !is_person(t, t->word[k + 1].entity) ? beside(t, k - 1, first) : NO_NP;
    }
    return NO_NP;
}

static struct np antecedent(const struct text *t, uint32_t qui, uint32_t first)
{
    uint32_t k = qui;
    if (k > first && t->word[k - 1].mark == MARK_COMMA)
        k--;
    if (k <= first || (is(t, k - 1, IS_DET) && t->word[k - 1].entity == FILON_NONE))
        return NO_NP; /* « ce qui » */
    uint32_t open = t->word[k - 1].mark == MARK_CLOSE ? t->word[k - 1].mate : NO_WORD;
    if (open != NO_WORD && open > first && open + 1 < k - 1 && is(t, open - 1, IS_DET)) /* « un « communiqué de presse » qui » */
        return (struct np){open + 1, k - 2, NO_WORD, NO_WORD, false};
    if (is(t, k - 1, IS_ONE)) /* « ceux qui » */
        return (struct np){k - 1, k - 1, NO_WORD, NO_WORD, true};
    struct np head = k < qui ? apposed_name(t, k - 1, first) : NO_NP;
    if (np_found(&head))
        return head;
    struct np np = beside(t, k - 1, first);
    if (np_found(&np) && np.name_first == NO_WORD && np.first > first + 1 && is_mark(t, np.first - 1, MARK_COMMA) &&
        is_person(t, t->word[np.first - 2].entity)) { /* « Idriss Déby, président du Tchad, qui … » */
        struct np name = beside(t, np.first - 2, first);
        np.name_first = name.name_first;
        np.name_last = name.name_last;
    }
    return np;
}

/* « L'homme qui a vu l'ours affirme »: from the second verb at i to the relative pronoun of the first, if nothing separates them. */
static uint32_t relative_before(const struct text *t, uint32_t i, uint32_t first)
{
    for (uint32_t k = i; k-- > first && i - k < NP_LONGEST;) {
        bool enclosed = t->word[k].mark == MARK_RIGHT || (t->word[k].mark == MARK_CLOSE && t->word[k].mate < k);
        if (t->word[k].mark && !enclosed && t->word[k].entity == FILON_NONE)
            return NO_WORD;
        if (enclosed && t->word[k].mate != NO_WORD && t->word[k].mate > first) {
            k = t->word[k].mate;
            continue;
        }
        if (group_is(t, k, GROUP_FINITE)) {
            uint32_t g = t->group[t->word[k].group].first;
            while (g > first && (is(t, g - 1, IS_CLITIC) || is(t, g - 1, IS_NE)) && !is(t, g - 1, IS_SUBJ))
                g--;
            if (g > first && is(t, g - 1, IS_QUI))
                return g - 1;
            for (uint32_t h = g; h > first + 1 && g - h < RELATIVE_LONGEST; h--) { /* « une étude dont les résultats ont paru révèle » */
                if (t->word[h - 1].mark || group_is(t, h - 1, GROUP_FINITE))
                    break;
                if (is(t, h - 1, IS_REL) && !is(t, h - 1, IS_DET))
                    return t->word[h - 2].group || is(t, h - 2, IS_NOTQUE) || is(t, h - 2, IS_ADV) ? NO_WORD : h - 1;
            }
            return NO_WORD;
        }
        if (is(t, k, IS_QUE) || is(t, k, IS_QUI) || is(t, k, IS_SUBJ))
            return NO_WORD;
    }
    return NO_WORD;
}

/* The phrase that the sentence begins with, behind adverbs and a comma. */
static struct np opening_phrase(const struct text *t, uint32_t first, uint32_t last)
{
    uint32_t i = skip_adverbs(t, first, last);
    if (i > first && is_mark(t, i, MARK_COMMA))
        i++;
    return i < last ? np_right(t, i, last - 1, NULL) : NO_NP;
}

/* « Jean Petit, président de la fédération a affirmé »: the second comma was forgotten. */
static struct np name_and_function(const struct text *t, uint32_t i, uint32_t first)
{
    for (uint32_t k = i; k > first && i - k < NP_LONGEST; k--) {
        if (t->word[k].mark != MARK_COMMA)
            continue;
        if (is(t, k + 1, IS_PREP) && !is(t, k + 1, IS_DET)) /* « des chercheurs de Calvin, dans le Michigan estiment » */
            return np_left(t, k - 1, first, false);
        bool function = quote_phrase_at(t, k + 1, i, IS_ROLE) || quote_phrase_at(t, k + 1, i, IS_ROLEFEM);
        return function && is_person(t, t->word[k - 1].entity) ? beside(t, k - 1, first) : NO_NP;
    }
    return NO_NP;
}

static unsigned before_verb(struct text *t, uint32_t number, struct np *np, unsigned most)
{
    const struct group *g = &t->group[number];
    uint32_t first = stretch_first(t, g->first), j = g->first;
    bool plural =
        (g->is & GROUP_PLURAL) || is(t, g->finite, IS_MODAL) || (is_verb(t, g->finite, VERB_3S) && is_verb(t, g->finite, VERB_3P));
    for (unsigned steps = 0; j > first && steps < 12; steps++) {
        const struct word *w = &t->word[j - 1];
        if (w->entity != FILON_NONE && !is_when(t, w->entity))
            break;
        uint32_t adverb = adverb_ending_at(t, j - 1, first);
        if (adverb) {
            j -= adverb;
            continue;
        }
        bool skip = (is_object_pronoun(t, j - 1, g->finite) && g->is & (GROUP_FINITE)) || is(t, j - 1, IS_NE) ||
                    (is(t, j - 1, IS_TONIC) && j - 1 > first && !is(t, j - 2, IS_PREP) && !t->word[j - 2].mark && !is(t, j - 2, IS_AND)) ||
                    is(t, j - 1, IS_TIME);
        if (!skip)
            break;
        j--;
    }
    if (j <= first) { /* « qu'il « espère que … » »: the subject stands before the marks */
        if (!t->word[first].region || first < 2 || !is_mark(t, first - 1, MARK_OPEN))
            return 0;
        np[0] = np_left(t, first - 2, stretch_first(t, first - 2), false);
        return np_found(&np[0]) && np[0].last == first - 2;
    }
    uint32_t k = j - 1;
    if (t->word[k].mark == MARK_COMMA) {
        struct np found = across_commas(t, k, first);
        if (np_found(&found))
            return with_coordinated(t, found, first, plural, np, most);
        struct np near = k > first ? np_left(t, k - 1, first, false) : NO_NP;
        if (np_found(&near) && near.last + 1 == k && near.name_first != NO_WORD && near.first > first && is(t, near.first - 1, IS_AND) &&
            can_speak(t, &near)) { /* « …, et la ministre Miri Regev, a demandé » */
            np[0] = near;
            return 1;
        }
        if (np_found(&near) && near.last + 1 == k && near.name_first != NO_WORD && can_speak(t, &near) && near.first > first &&
            is_mark(t, near.first - 1, MARK_COMMA) && !finite_before(t, k, first, false)) { /* « À midi, X, a dit » */
            np[0] = near;
            return 1;
        }
        uint32_t other = finite_before(t, k, first, true);
        return other ? subject_of(t, other, np, most) : 0;
    }
    if (is(t, k, IS_QUI)) {
        np[0] = antecedent(t, k, first);
        return np_found(&np[0]);
    }
    if (is(t, k, IS_AND)) {
        uint32_t other = finite_before(t, k, first, true);
        if (!other)
            other = finite_before(t, k, first, false);
        if (other)
            return subject_of(t, other, np, most);
        np[0] = opening_phrase(t, first, k); /* the verb before is not known as one */
        return np_found(&np[0]) && can_speak(t, &np[0]);
    }
    uint32_t qui = is(t, k, IS_SUBJ) ? NO_WORD : relative_before(t, k + 1, first);
    if (qui != NO_WORD) {
        np[0] = antecedent(t, qui, first);
        if (np_found(&np[0]))
            return 1;
    }
    struct np found = np_left(t, k, first, false);
    bool named =
        np_found(&found) && found.first == found.name_first && found.first > first + 2 && !is_person(t, t->word[found.first].entity);
    if (named && is_mark(t, found.first - 1, MARK_COMMA) &&
        is_person(t, t->word[found.first - 2].entity)) { /* « X, Gilet jaune de Y dit » */
        found = beside(t, found.first - 2, first);
        named = false;
    }
    bool body = named && !t->word[found.first - 1].mark;
    if (!np_found(&found) || body) { /* « X, député La France insoumise a affirmé » */
        struct np person = name_and_function(t, body ? found.first : k, first);
        if (np_found(&person) || !body)
            found = person;
    }
    if (!np_found(&found))
        return 0;
    return with_coordinated(t, found, first, plural, np, most);
}

static unsigned look_for_subject(struct text *t, uint32_t number, struct np np[SUBJECTS])
{
    struct group *g = &t->group[number];
    if (is_incise(t, number, &np[0]))
        return 1;
    if (g->inverted != NO_WORD) { /* « Aussi le maire demande-t-il » */
        unsigned n = is(t, g->inverted, IS_THIRD) && g->first > stretch_first(t, g->first) && !t->word[g->first - 1].mark
                         ? before_verb(t, number, np, SUBJECTS)
                         : 0;
        if (n && !np[0].pronoun)
            return n;
        np[0] = (struct np){g->inverted, g->inverted, NO_WORD, NO_WORD, true};
        return 1;
    }
    if (subject_behind(t, g)) {
        np[0] = np_behind_verb(t, g);
        if (np_found(&np[0]))
            return 1;
    }
    return g->is & GROUP_FINITE ? before_verb(t, number, np, SUBJECTS) : 0;
}

unsigned subject_of(struct text *t, uint32_t number, struct np *np, unsigned most)
{
    struct group *g = &t->group[number];
    if (g->looked == 1 || (!g->looked && t->depth >= 8))
        return 0;
    if (!g->looked) {
        g->looked = 1;
        t->depth++;
        g->subjects = (uint8_t)look_for_subject(t, number, g->subject);
        if (g->subjects && quote_bare_nouns(t->lexicon) && is(t, g->subject[0].first, IS_BE)) /* « been difficult » */
            g->subjects = 0;
        t->depth--;
        g->looked = 2;
    }
    unsigned n = g->subjects < most ? g->subjects : most;
    for (unsigned i = 0; i < n; i++)
        np[i] = g->subject[i];
    return n;
}
