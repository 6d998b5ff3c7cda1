#include "rules.h"

/* « Selon X, P »; « P, d'après X »; « des informations selon lesquelles P ». */

enum {
    APPOSITION_LONGEST = 14,
    LEAD_LONGEST = 24 /* words before « selon » that may still be its sentence's beginning */,
    CLAUSE_BEFORE = 400,
    CUE_BEFORE = 30
};

static void emit_prep(struct findings *f, uint32_t first, uint32_t last, const struct np *np, uint32_t cue, uint32_t words,
                      const char *rule, float score)
{
    struct finding *x = found(f, first, last, np, 0, rule, score);
    if (!x)
        return;
    x->cue_first = cue;
    x->cue_last = cue + words - 1;
    x->anchor = cue;
}

/* Behind the speaker: appositions between commas are passed over. */
/* « selon un sondage réalisé mardi, P »: to the comma. */
static uint32_t behind_participle(const struct text *t, uint32_t i, uint32_t last)
{
    bool place = i <= last && is(t, i, IS_PREP) && !is(t, i, IS_OF); /* « selon des policiers présents sur les lieux, P » */
    bool relative = i < last && is(t, i, IS_QUI);                    /* « selon les bilans qui se succèdent, P » */
    if (i > last || t->word[i].mark ||
        !(place || relative || group_is(t, i, GROUP_ANT) || is_verb(t, i, VERB_PAST) ||
          quote_ends(t->lexicon, word_text(t, i), ENDS_PARTICIPLE)))
        return i;
    for (uint32_t k = i; k <= last && k < i + APPOSITION_LONGEST && (relative || !group_is(t, k, GROUP_FINITE)); k++)
        if (t->word[k].mark == MARK_COMMA)
            return k;
    return i;
}

/* Does a finite verb begin at i, behind adverbs and pronouns? */
static bool verb_of(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t k = skip_adverbs(t, i, last);
    while (k <= last && k < i + 6 && !t->word[k].group && (is(t, k, IS_CLITIC) || is(t, k, IS_NE)) && !is(t, k, IS_SUBJ))
        k++;
    return group_is(t, k, GROUP_FINITE);
}

/* « l'un des conseillers du ministre » */
static bool one_of(const struct text *t, uint32_t i, uint32_t end)
{
    for (uint32_t k = i; is(t, i, IS_DET) && !is(t, i, IS_PLURAL) && k < end && k < i + 6; k++)
        if (quote_phrase_at(t, k, end, IS_ROLE) || quote_phrase_at(t, k, end, IS_ROLEFEM))
            return true;
    return false;
}

static uint32_t content_start(const struct text *t, uint32_t i, uint32_t last)
{
    for (unsigned steps = 0; steps < 3 && i <= last && t->word[i].mark == MARK_COMMA; steps++) {
        uint32_t k = i + 1;
        bool relative = is(t, k, IS_QUI); /* « selon X, qui cite Y, P » */
        while (k <= last && k < i + APPOSITION_LONGEST && t->word[k].mark != MARK_COMMA && t->word[k].mark != MARK_COLON &&
               (relative || !group_is(t, k, GROUP_FINITE)) && !is_mark(t, k, MARK_OPEN))
            k++;
        bool bare =
            !t->word[i + 1].mark && !t->word[i + 1].group && !t->word[i + 1].form->is && /* « , soutien de X, », « , gilet jaune de X, » */
            (is(t, i + 2, IS_OF) || (is(t, i + 3, IS_OF) && !t->word[i + 2].mark && !t->word[i + 2].group && !t->word[i + 2].form->is));
        bool noun = bare || is(t, i + 1, IS_OF) || one_of(t, i + 1, k) || quote_phrase_at(t, i + 1, last, IS_ROLE) ||
                    quote_phrase_at(t, i + 1, last, IS_ROLEFEM) ||
                    (is(t, i + 1, IS_DET) && !is(t, i + 1, IS_PLURAL) &&
                     (quote_phrase_at(t, i + 2, last, IS_ROLE) || quote_phrase_at(t, i + 2, last, IS_ROLEFEM))) ||
                    is_person(t, t->word[i + 1].entity) || is(t, i + 1, IS_QUI) || is_verb(t, i + 1, VERB_PAST) ||
                    quote_ends(t->lexicon, word_text(t, i + 1), ENDS_PARTICIPLE);
        bool ends = k <= last && (t->word[k].mark == MARK_COMMA || t->word[k].mark == MARK_COLON);
        if (!noun || !ends || !has_finite(t, k, last) || (is(t, k + 1, IS_PREP) && !is(t, k + 1, IS_DET)))
            break;
        i = k;
    }
    return i;
}

static bool cue_just_before(const struct text *t, uint32_t i)
{
    uint32_t first = t->stretch[t->word[i].stretch].first;
    for (uint32_t k = i; k-- > first && i - k < CUE_BEFORE;)
        if (t->word[k].group && t->group[t->word[k].group].cue)
            return true;
    return false;
}

static void which(struct findings *f, uint32_t i, uint32_t words)
{
    struct text *t = f->text;
    const struct stretch *s = &t->stretch[t->word[i].stretch];
    uint32_t k = i;
    if (k > s->first && t->word[k - 1].mark == MARK_COMMA)
        k--;
    if (k == s->first)
        return;
    struct np np = np_left(t, k - 1, s->first, true);
    if (!np_found(&np)) {
        np = NO_NP;
        np.first = np.last = k - 1;
    }
    while (np.first < np.last && is(t, np.first, IS_DET))
        np.first++;
    for (uint32_t w = np.first; w < k; w++)
        if (np.name_first == NO_WORD && is(t, w, IS_PERIOD) && is(t, k - 1, IS_INFORMATION)) /* « deux jours plus tôt des informations » */
            np = (struct np){k - 1, k - 1, NO_WORD, NO_WORD, false};
    uint32_t from = i + words + 1;
    if (from <= s->last)
        emit_prep(f, from, clause_end(t, from, s->last, CLAUSE_SHORT, 0), &np, i, 1, "according-which", 0.8f);
}

static bool can_judge(const struct text *t, const struct np *np)
{
    if (np->name_first != NO_WORD)
        return !is_place(t, t->word[np->name_first].entity); /* « pour le Portugal » */
    for (uint32_t i = np->first; i <= np->last && i < np->first + 5; i++)
        if (quote_phrase_at(t, i, np->last, IS_ROLE) || quote_phrase_at(t, i, np->last, IS_ROLEFEM) || is(t, i, IS_TONIC))
            return true;
    return false;
}

/* « selon les règles », « selon les besoins » name no source. */
static bool can_be_source(const struct text *t, const struct np *np)
{
    if (np->name_first != NO_WORD || np->pronoun)
        return true;
    for (uint32_t i = np->first; i <= np->last && i < np->first + 5; i++)
        if (quote_phrase_at(t, i, np->last, IS_NOSOURCE))
            return false;
        else if (i > np->first && is(t, i, IS_PREP))
            break;
    return true;
}

/* « les informations du Monde », « les chiffres de l'OMS »: the name behind is the source. */
static void informer(const struct text *t, struct np *np)
{
    if (np->name_first != NO_WORD || np->pronoun)
        return;
    uint32_t k = np->first, last = stretch_last(t, np->last);
    while (k <= np->last && !is(t, k, IS_INFORMATION))
        k++;
    uint32_t by = np->last + 1; /* « les précisions apportées par X » */
    if (k <= np->last && by < last && !t->word[by].mark && quote_ends(t->lexicon, word_text(t, by), ENDS_PARTICIPLE))
        by++;
    if (k <= np->last && by < last && is(t, by, IS_BY)) {
        struct np agent = np_right(t, by + 1, last, NULL);
        if (np_found(&agent) && can_speak(t, &agent)) {
            *np = agent;
            return;
        }
    }
    for (; k <= np->last; k++) {
        if (!is(t, k, IS_OF))
            continue;
        uint32_t name = k + 1 <= np->last && is(t, k + 1, IS_DET) ? k + 2 : k + 1;
        if (name > np->last || t->word[name].entity == FILON_NONE || is_when(t, t->word[name].entity))
            return;
        np->name_first = np->name_last = name;
        while (np->name_last < np->last && t->word[np->name_last + 1].entity == t->word[name].entity)
            np->name_last++;
        return;
    }
}

/* « Néanmoins, selon LCI, P, selon la préfecture »: P. */
static uint32_t behind_source(const struct text *t, uint32_t first, uint32_t last)
{
    uint32_t i = skip_adverbs(t, first, last), after;
    if (i > first && is_mark(t, i, MARK_COMMA))
        i++;
    uint32_t words = quote_phrase_at(t, i, last, IS_SOURCE);
    if (!words)
        return first;
    struct np np = np_right(t, i + words, last, &after);
    return np_found(&np) && is_mark(t, after, MARK_COMMA) && after < last ? after + 1 : first;
}

static void before_prep(struct findings *f, uint32_t i, uint32_t words, const struct np *np)
{
    struct text *t = f->text;
    const struct stretch *s = &t->stretch[t->word[i].stretch];
    uint32_t end = i - 1, first = s->first;
    if (i - first > CLAUSE_BEFORE || (end > first && is_mark(t, end, MARK_COMMA) && is(t, end - 1, IS_QUE))) /* « que, selon X, P » */
        return;
    if (is_mark(t, first, MARK_OPEN) && t->word[first].mate != NO_WORD && t->word[first].mate < i &&
        is_clause(t, first + 1, t->word[first].mate - 1)) {
        if (t->region[t->word[first + 1].region].taken) /* « P », dit-il selon X */
            return;
        struct finding *x = found_region(f, t->word[first + 1].region, np, 0, "according-quote", 0.9f);
        if (x) {
            x->cue_first = i;
            x->cue_last = i + words - 1;
            x->anchor = i;
        }
        return;
    }
    uint32_t open = is_mark(t, end, MARK_CLOSE) ? t->word[end].mate : NO_WORD;
    if (open != NO_WORD && open > first + 1 && open < end && is_mark(t, open - 1, MARK_COMMA)) { /* « P, « une invention » selon Y » */
        emit_prep(f, open, end, np, i, words, "according-quote", 0.8f);
        return;
    }
    for (uint32_t k = first; k < i; k++) { /* « …, car P, selon X » */
        if (t->word[k].mark == MARK_COMMA && is(t, k + 1, IS_BUT) && has_finite(t, k + 1, i))
            first = k + 2;
        else if (t->word[k].mark == MARK_SEMICOLON)
            first = k + 1;
    }
    first = behind_source(t, behind_heading(t, first, end), end);
    /* A title may do without a verb that is known: « France : le chômage recule, selon l'Insee ». */
    bool at_end = np->last + 2 >= s->last && is_mark(t, i - 1, MARK_COMMA) && end >= first + 3;
    if (end >= first && (has_finite(t, first, end) || at_end))
        emit_prep(f, first, end, np, i, words, "according-after", 0.8f);
}

/* Behind a clause without a comma « d'après » is often none (« nommé d'après »), « selon » only with somebody. */
static bool sure_behind(const struct text *t, uint32_t i, uint32_t words, const struct np *np)
{
    uint8_t mark = t->word[i - 1].mark;
    if (mark == MARK_COMMA || mark == MARK_CLOSE || mark == MARK_LEFT)
        return true;
    return words == 1 && can_speak(t, np);
}

/* « his claim that P », « Smith's warning that P » */
static void noun_that(struct findings *f, uint32_t i)
{
    struct text *t = f->text;
    const struct stretch *s = &t->stretch[t->word[i].stretch];
    uint32_t k = i, from = i + 2;
    while (k > s->first && i - k < 3 && !t->word[k - 1].mark && (!t->word[k - 1].form->is || is(t, k - 1, IS_BEFORENOUN)))
        k--;
    if (k == s->first || !is(t, k - 1, IS_POSSESSIVE) || from > s->last || group_is(t, from, GROUP_FINITE))
        return;
    struct np np = {k - 1, k - 1, NO_WORD, NO_WORD, true};
    if (!is(t, k - 1, IS_DET))
        np = k - 1 > s->first ? np_left(t, k - 2, s->first, true) : NO_NP;
    if (np_found(&np))
        emit_prep(f, from, clause_end(t, from, s->last, CLAUSE_SHORT, 0), &np, i, 1, "noun-that", 0.7f);
}

void rules_prepositions(struct findings *f)
{
    struct text *t = f->text;
    for (uint32_t i = 0; i < t->n; i++) {
        if (is(t, i, IS_SPEECH) && is(t, i + 1, IS_QUE) && quote_bare_nouns(t->lexicon)) {
            noun_that(f, i);
            continue;
        }
        if (!((t->word[i].form->is | t->word[i].form->leads) & (BIT(IS_SOURCE) | BIT(IS_PERSPECTIVE))))
            continue;
        const struct stretch *s = &t->stretch[t->word[i].stretch];
        uint32_t words = quote_phrase_at(t, i, s->last, IS_SOURCE), after;
        bool perspective = !words;
        if (!words)
            words = quote_phrase_at(t, i, s->last, IS_PERSPECTIVE);
        if (!words)
            continue;
        if (is(t, i + words, IS_REL) && !is(t, i + words, IS_QUE) && !is(t, i + words, IS_QUI)) {
            if (!perspective)
                which(f, i, words);
            continue;
        }
        struct np np = np_right(t, i + words, s->last, &after);
        bool source = words > 1 && is(t, i + words - 1, IS_INFORMATION) && !is(t, i + words - 1, IS_DET); /* « de source policière » */
        if ((!np_found(&np) && is(t, i + words - 1, IS_DET) && words > 1) || source)
            np = np_right(t, i + words - 1, s->last, &after);
        if (!np_found(&np) || (perspective ? !can_judge(t, &np) : !can_be_source(t, &np)))
            continue;
        if (np.name_first != NO_WORD && np.name_first > np.last && after <= s->last && verb_of(t, after, s->last)) {
            np.name_first = np.name_last = NO_WORD; /* « Selon le parquet, Paul Durand aurait … »: its subject */
            after = np.last + 1;
        }
        informer(t, &np);
        uint32_t start = s->first;
        for (uint32_t n; start < i && i - s->first < LEAD_LONGEST; start += n) {
            n = adverb_at(t, start, i - 1);
            if (!n && (t->word[start].mark == MARK_DASH || is(t, start, IS_AND) || (start > s->first && t->word[start].mark == MARK_COMMA)))
                n = 1;
            if (!n)
                break;
        }
        if (start < i && (is(t, i - 1, IS_AND) || (is_mark(t, i - 1, MARK_COMMA) && i > s->first + 1 && is(t, i - 2, IS_AND))))
            start = i; /* « …, et selon la police, P » */
        if (!perspective && start < i && after < s->last && i - s->first < LEAD_LONGEST && !has_finite(t, s->first, i) &&
            is_mark(t, i - 1, MARK_COMMA) && !is_mark(t, i - 2, MARK_CLOSE))
            start = i; /* « Vers midi, selon la police, P » */
        if (start == i) {
            uint32_t from = content_start(t, behind_participle(t, after, s->last), s->last);
            bool comma = from <= s->last && (t->word[from].mark == MARK_COMMA || t->word[from].mark == MARK_COLON);
            if (from > s->last || (perspective && !comma) ||
                (!has_finite(t, from, s->last) && !(comma && s->last > from + 4 && !perspective)))
                continue;
            while (from <= s->last && (t->word[from].mark == MARK_COMMA || t->word[from].mark == MARK_COLON))
                from++;
            uint32_t adverbs = skip_adverbs(t, from, s->last); /* « Selon X cependant, P » */
            if (perspective)                                   /* « Pour X, au contraire, P » */
                from = adverbs;
            else if (adverbs > from && !comma && is_mark(t, adverbs, MARK_COMMA))
                from = adverbs + 1;
            uint32_t end = clause_end(t, from, s->last, CLAUSE_FREE, 0), close = is_mark(t, from, MARK_OPEN) ? t->word[from].mate : NO_WORD;
            if (close != NO_WORD && close < end && is_mark(t, close + 1, MARK_COMMA) && is_clause(t, from + 1, close - 1))
                end = close; /* « Selon X, « P », Y déclare que Q » */
            emit_prep(f, from, end, &np, i, words, perspective ? "perspective" : "according", perspective ? 0.6f : 0.9f);
        } else if (!perspective && !(np.pronoun && (cue_just_before(t, i) || is(t, i - 1, IS_QUE))) && sure_behind(t, i, words, &np)) {
            before_prep(f, i, words, &np);
        }
    }
}
