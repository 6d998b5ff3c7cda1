#include "grammar.h"

/* Adverbs, infinitives, noun phrases: from the left or from the right. */

enum { NP_LONGEST = 40, ADVERBS_MOST = 40, CLAUSE_LONGEST = 400, NAME_LONGEST = 6 };

uint32_t adverb_at(const struct text *t, uint32_t i, uint32_t last)
{
    if (i > last || i >= t->n)
        return 0;
    uint32_t n = quote_phrase_at(t, i, last, IS_ADV);
    if (n)
        return n;
    if (is(t, i, IS_NEG) || is(t, i, IS_TIME))
        return 1;
    if (i > 0 && is(t, i - 1, IS_DET)) /* « le document » */
        return 0;
    return !t->word[i].form->is && !t->word[i].form->verb && quote_ends(t->lexicon, word_text(t, i), ENDS_ADVERB);
}

uint32_t adverb_ending_at(const struct text *t, uint32_t i, uint32_t first)
{
    if (adverb_at(t, i, i))
        return 1;
    for (uint32_t n = 2; n <= 4 && i >= first + n; n++) /* « quant à eux » */
        if (quote_phrase_at(t, i + 1 - n, i, IS_ADV) == n)
            return n;
    return 0;
}

uint32_t skip_adverbs(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t n, from = i;
    while (i - from < ADVERBS_MOST && (n = adverb_at(t, i, last)) > 0)
        i += n;
    return i;
}

bool is_infinitive(const struct text *t, uint32_t i)
{
    if (i >= t->n || t->word[i].mark)
        return false;
    if (is_verb(t, i, VERB_INF) && is(t, i, IS_NOVERB)) /* « pouvoir », « devoir »: nouns unless another verb follows */
        return i + 1 < t->n && (is_verb(t, i + 1, VERB_INF) || is(t, i + 1, IS_CLITIC) || is_verb(t, i + 2, VERB_INF));
    if (is_verb(t, i, VERB_INF))
        return true;
    const struct form *form = t->word[i].form;
    if (form->verb || form->is || (t->word[i].shape & SHAPE_UPPER))
        return false;
    struct filon_str s = word_text(t, i);
    return quote_ends(t->lexicon, s, ENDS_INFINITIVE) && !quote_ends(t->lexicon, s, ENDS_NO_INFINITIVE);
}

uint32_t behind_heading(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t k = first; k < last && k < first + 5; k++)
        if (t->word[k].mark == MARK_COLON)
            return k + 1;
        else if (t->word[k].mark || t->word[k].group)
            break;
    return first;
}

bool has_finite(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last && i < t->n && i - first < CLAUSE_LONGEST; i++)
        if (group_is(t, i, GROUP_FINITE))
            return true;
    return false;
}

static bool breaks_np(const struct text *t, uint32_t i)
{
    const struct word *w = &t->word[i];
    if (w->entity != FILON_NONE && !is_when(t, w->entity))
        return false;
    if (w->mark || group_is(t, i, GROUP_FINITE | GROUP_ANT | GROUP_INF))
        return true;
    const uint64_t stops = BIT(IS_QUE) | BIT(IS_QUI) | BIT(IS_REL) | BIT(IS_SUB) | BIT(IS_AND) | BIT(IS_SUBJ) | BIT(IS_NE);
    if (is(t, i, IS_CLITIC) && !(w->form->is & (BIT(IS_DET) | BIT(IS_PREP) | BIT(IS_TONIC))))
        return true;
    return (w->form->is & stops) != 0 && !(w->form->is & BIT(IS_DET));
}

/* « de nombreuses critiques »: no preposition but an article. */
static bool some_of(const struct text *t, uint32_t i)
{
    return is(t, i, IS_OF) && is(t, i + 1, IS_BEFORENOUN);
}

static bool participle_of_noun(const struct text *t, uint32_t i)
{
    const struct form *form = t->word[i].form;
    if (form->is & (BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT)))
        return false;
    return (form->verb & VERB_PAST) || (!form->verb && !form->is && quote_ends(t->lexicon, word_text(t, i), ENDS_PARTICIPLE));
}

/* The end of a phrase without prepositions from i on. */
static uint32_t base_last(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t k = i;
    while (k <= last && (is(t, k, IS_DET) || (k == i && some_of(t, k))))
        k++;
    if (k > i && k <= last && t->word[k].entity == FILON_NONE && !breaks_np(t, k) && !t->word[k].form->is)
        k++;
    else if (k > i && k < last && is(t, k, IS_ADV) && !t->word[k].mark) /* « la plus haute autorité » */
        k++;
    for (; k <= last && k - i < NP_LONGEST; k++) {
        const struct form *form = t->word[k].form;
        if (t->word[k].entity != FILON_NONE && !is_when(t, t->word[k].entity)) {
            k = entity_last(t, k, last);
            continue;
        }
        if (k > i + 1 && !is(t, k - 1, IS_DET) && !is(t, k - 1, IS_BEFORENOUN) &&
            ((is(t, k + 1, IS_PREP) && !is(t, k + 1, IS_OF)) || is(t, k + 1, IS_TIME)) &&
            participle_of_noun(t, k)) /* « le gouvernement dirigé par X » */
            break;
        if (k > i && is(t, k, IS_ADV) && k < last && !breaks_np(t, k) && !t->word[k + 1].form->is && !t->word[k + 1].form->verb &&
            !t->word[k + 1].mark)
            continue; /* « l'organisation non gouvernementale », « le très influent conseiller » */
        if (breaks_np(t, k) || (form->is & (BIT(IS_PREP) | BIT(IS_DET) | BIT(IS_TIME))) || (adverb_at(t, k, last) && !is(t, k, IS_LAST)))
            break;
    }
    return k - 1;
}

static bool head_is(const struct text *t, uint32_t first, uint32_t last, unsigned a, unsigned b)
{
    for (uint32_t i = first; i <= last && i < first + 5; i++)
        if (quote_phrase_at(t, i, last, a) || quote_phrase_at(t, i, last, b))
            return true;
    return false;
}

/* The proper name in the phrase that is the speaker's own: at its head, or beside a noun without a preposition. */
static bool own_name(const struct text *t, const struct np *np, uint32_t i)
{
    uint32_t next = entity_last(t, i, np->last) + 1;
    if (is(t, next, IS_POSSESSIVE)) /* Trump's campaign */
        return false;
    if (quote_bare_nouns(t->lexicon) && next <= np->last && t->word[next].entity == FILON_NONE && !t->word[next].form->is &&
        !t->word[next].mark) /* Pentagon planners */
        return false;
    if (quote_bare_nouns(t->lexicon) && next <= np->last && t->word[next].entity == FILON_NONE &&
        t->word[next].form->is & (BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT) | BIT(IS_SPEECH)))
        return false;
    if (i == np->first)
        return true;
    if (is(t, i - 1, IS_DET))
        return i - 1 == np->first && (!is(t, i - 1, IS_PREP) || is(t, i - 1, IS_SOME));
    if (is(t, i - 1, IS_PREP) || is(t, i - 1, IS_AND))
        return false;
    if (is_person(t, t->word[i].entity))
        return true;
    for (uint32_t k = np->first + 1; k < i; k++) /* « le porte-parole du collectif X » */
        if (is(t, k, IS_PREP) && head_is(t, np->first, k, IS_ROLE, IS_ROLEFEM))
            return false;
    for (uint32_t k = i; k-- > np->first;) /* « la chaîne publique TRT », but not « le compte Twitter » */
        if (is(t, k, IS_ORGAN) || is(t, k, IS_ANAPHOR))
            return true;
    return false;
}

static void find_name(const struct text *t, struct np *np)
{
    for (uint32_t i = np->first; i <= np->last; i++)
        if (entity_begins(t, i) && !is_when(t, t->word[i].entity) && own_name(t, np, i) &&
            (np->name_first == NO_WORD || is_person(t, t->word[i].entity))) {
            np->name_first = i;
            np->name_last = entity_last(t, i, np->last);
        }
}

static bool continues_np(const struct text *t, uint32_t k, uint32_t last, const struct np *np)
{
    if (k + 1 > last || breaks_np(t, k + 1) || t->word[k].mark)
        return false;
    if (is(t, k, IS_AND)) /* « de l'Économie et des Finances » */
        return !is(t, k, IS_BUT) && is(t, k + 1, IS_OF) && !is_verb(t, k + 2, VERB_INF);
    if (is(t, k, IS_POSSESSIVE))
        return true;
    if (is(t, k, IS_OF))
        return !is_infinitive(t, k + 1);
    bool role = head_is(t, np->first, k - 1, IS_ROLE, IS_ROLEFEM);
    if (role && is(t, k, IS_TO))
        return !is_infinitive(t, k + 1) && !(is_person(t, t->word[k + 1].entity)) && t->word[k + 1].entity == FILON_NONE;
    if (role && is(t, k, IS_EN))
        return (t->word[k + 1].shape & SHAPE_UPPER) != 0;
    return false;
}

/* Behind a comma: « , Dmitri Peskov », « , le ministre de la Justice ». The word behind the apposition, or 0. */
static uint32_t apposition_at(const struct text *t, uint32_t comma, uint32_t last, struct np *np)
{
    uint32_t k = comma + 1;
    if (k > last || t->word[comma].mark != MARK_COMMA)
        return 0;
    if (is(t, k, IS_CIVIL))
        k++;
    if (k <= last && entity_begins(t, k) && is_person(t, t->word[k].entity) && np->name_first == NO_WORD) {
        np->name_first = k;
        np->name_last = entity_last(t, k, last);
        return np->name_last + 1;
    }
    return 0;
}

struct np np_right(const struct text *t, uint32_t i, uint32_t last, uint32_t *after)
{
    struct np np = NO_NP;
    if (after)
        *after = i;
    if (i > last || i >= t->n)
        return np;
    if (is(t, i, IS_CIVIL) && i < last)
        i++;
    const struct word *w = &t->word[i];
    bool entity = w->entity != FILON_NONE && !is_when(t, w->entity);
    const uint64_t no_noun = BIT(IS_PREP) | BIT(IS_ADV) | BIT(IS_DET) | BIT(IS_QUE) | BIT(IS_SUBJ) | BIT(IS_AND) | BIT(IS_TIME);
    bool her = is(t, i, IS_TONIC) && is(t, i, IS_DET) && i < last && !t->word[i + 1].mark && !t->word[i + 1].group &&
               !(t->word[i + 1].form->is & no_noun); /* « told her mother », « told her that » */
    if (!entity && ((is(t, i, IS_TONIC) && !her) || (is(t, i, IS_SUBJ) && !is(t, i, IS_DET)))) {
        np = (struct np){i, i, NO_WORD, NO_WORD, true};
        if (after)
            *after = i + 1;
        return np;
    }
    if (!entity && (w->mark || breaks_np(t, i) || (is(t, i, IS_PREP) && !is(t, i, IS_DET) && !some_of(t, i))))
        return np;
    np.first = i;
    np.last = base_last(t, i, last);
    bool of = quote_bare_nouns(t->lexicon) && i + 1 < t->n &&
              (is(t, i + 1, IS_OF) || group_is(t, i + 1, GROUP_FINITE)); /* « many of them », « many said » */
    if (np.last < i || np.last == NO_WORD || (np.last == i && is(t, i, IS_DET) && !entity && !of))
        return NO_NP;
    while (np.last < last && continues_np(t, np.last + 1, last, &np)) {
        uint32_t from = np.last + 2;
        uint32_t to = base_last(t, from, last);
        if (to < from || to - np.first > NP_LONGEST)
            break;
        np.last = to;
    }
    find_name(t, &np);
    uint32_t next = np.last + 1;
    while (next <= last && t->word[next].mark == MARK_LEFT && t->word[next].mate != NO_WORD && t->word[next].mate <= last)
        next = t->word[next].mate + 1;
    uint32_t behind = apposition_at(t, next, last, &np);
    if (after)
        *after = behind ? behind : next;
    return np;
}

static bool is_time_np(const struct text *t, uint32_t i)
{
    return is(t, i + 1, IS_TIME) || (t->word[i].entity != FILON_NONE && is_when(t, t->word[i].entity)) ||
           (i + 1 < t->n &&
            ((t->word[i + 1].shape & SHAPE_DIGIT) || (t->word[i + 1].entity != FILON_NONE && is_when(t, t->word[i + 1].entity))));
}

/* « 102 stations », not « 12 mars » */
static bool number_of_things(const struct text *t, uint32_t i, uint32_t last)
{
    return i < last && t->word[i].entity == FILON_NONE && !t->word[i + 1].mark && !is(t, i + 1, IS_TIME) && !is(t, i + 1, IS_PREP) &&
           !(t->word[i + 1].shape & (SHAPE_DIGIT | SHAPE_UPPER));
}

static bool stands_before_noun(const struct text *t, uint32_t i)
{
    const uint64_t nouns = BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT) | BIT(IS_SPEECH) | BIT(IS_INFORMATION) |
                           BIT(IS_ANAPHOR) | BIT(IS_FORMER) | BIT(IS_CIVIL) | BIT(IS_BEFORENOUN);
    return !t->word[i].mark && !(t->word[i].form->is & ~nouns) && !adverb_at(t, i, i);
}

/* Where the phrase that ends at i begins: the last article that no preposition stands before, or a name. */
static uint32_t np_start(const struct text *t, uint32_t edge, uint32_t i, bool governed_too)
{
    uint32_t start = NO_WORD;
    bool governed = false;
    for (uint32_t p = edge; p <= i; p++) {
        bool entity = t->word[p].entity != FILON_NONE && !is_when(t, t->word[p].entity);
        if (entity && !entity_begins(t, p))
            continue;
        bool behind = p > edge, prep = behind && is(t, p - 1, IS_PREP), det = behind && is(t, p - 1, IS_DET);
        if (is(t, p, IS_DET) && (!is(t, p, IS_PREP) || p == edge) && !det && !is_time_np(t, p)) {
            if (!prep || governed_too)
                start = p;
            governed = prep;
        } else if (entity && !prep && !det && (!governed || governed_too) && start == NO_WORD) {
            start = p;
        } else if (entity && prep && governed_too) {
            start = p;
        } else if (start == NO_WORD && p == edge && (t->word[p].shape & SHAPE_UPPER) && !is(t, p, IS_PREP) && !is(t, p, IS_TIME) &&
                   !adverb_at(t, p, i)) {
            start = p;
        } else if ((p == edge && some_of(t, p)) ||
                   ((t->word[p].shape & SHAPE_DIGIT) && start == NO_WORD && !governed && !det && number_of_things(t, p, i))) {
            start = p;
        } else if (is(t, p, IS_PREP) && !entity) {
            governed = true;
        }
    }
    const uint64_t no_noun = BIT(IS_PREP) | BIT(IS_TIME) | BIT(IS_SUBJ) | BIT(IS_DET);
    if (start == NO_WORD && edge <= i && quote_bare_nouns(t->lexicon) && !(t->word[edge].form->is & no_noun) && !adverb_at(t, edge, i) &&
        !t->word[edge].mark)
        start = edge; /* « experts say » */
    if (quote_bare_nouns(t->lexicon) && start != NO_WORD && !is(t, start, IS_DET))
        while (start > edge && stands_before_noun(t, start - 1)) /* « [political scientist] Mary Jones » */
            start--;
    if (start != NO_WORD && is(t, start, IS_PREP) && !is(t, start, IS_SOME) && !some_of(t, start))
        return NO_WORD;
    return start;
}

struct np np_left(const struct text *t, uint32_t i, uint32_t first, bool governed)
{
    if (i >= t->n || i < first)
        return NO_NP;
    if (t->word[i].mark == MARK_RIGHT && t->word[i].mate != NO_WORD && t->word[i].mate > first)
        return np_left(t, t->word[i].mate - 1, first, governed);
    uint32_t open = t->word[i].mark == MARK_CLOSE ? t->word[i].mate : NO_WORD;
    if (open != NO_WORD && open > first + 1 && open < i && i - open <= NAME_LONGEST && is(t, open - 1, IS_OF) && !has_finite(t, open, i))
        return np_left(t, open - 2, first, governed); /* le dirigeant de « En avant » */
    if (t->word[i].entity == FILON_NONE && (is(t, i, IS_SUBJ) || is(t, i, IS_TONIC)) && !is(t, i, IS_DET))
        return (struct np){i, i, NO_WORD, NO_WORD, true};
    uint32_t edge = i + 1;
    while (edge > first && i + 1 - edge < NP_LONGEST) {
        const struct word *w = &t->word[edge - 1];
        if (w->mark == MARK_RIGHT && w->mate != NO_WORD && w->mate >= first && w->entity == FILON_NONE) {
            edge = w->mate;
            continue;
        }
        if (breaks_np(t, edge - 1) && !(is(t, edge - 1, IS_AND) && !is(t, edge - 1, IS_BUT) && edge > first + 1 && is(t, edge, IS_OF)))
            break;
        edge--;
    }
    uint32_t start = np_start(t, edge, i, governed);
    return start == NO_WORD ? NO_NP : np_right(t, start, i, NULL);
}

bool can_speak(const struct text *t, const struct np *np)
{
    static const uint8_t classes[] = {IS_ROLE, IS_ROLEFEM, IS_ORGAN, IS_DOCUMENT};
    if (np->pronoun || np->name_first != NO_WORD)
        return true;
    for (uint32_t i = np->first; i <= np->last && i < np->first + 5; i++) {
        if (i > np->first && is(t, i, IS_PREP))
            break;
        for (unsigned k = 0; k < FILON_COUNT(classes); k++)
            if (quote_phrase_at(t, i, np->last, classes[k]))
                return true;
    }
    return false;
}
