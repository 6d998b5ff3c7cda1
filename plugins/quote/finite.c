#include "finite.h"

/* Is a word a verb where it stands? What the lexicon says of it, and its neighbours. */

bool group_in_stretch(const struct text *t, uint32_t i, uint32_t of)
{
    return i < t->n && t->word[i].stretch == t->word[of].stretch;
}

bool group_capital_inside(const struct text *t, uint32_t i)
{
    if (!(t->word[i].shape & SHAPE_UPPER))
        return false;
    struct filon_str s = word_text(t, i);
    if (s.n > 1 && s.p[1] >= 'A' && s.p[1] <= 'Z')
        return true;
    return i > t->stretch[t->word[i].stretch].first && !is_mark(t, i - 1, MARK_OPEN) && !is_mark(t, i - 1, MARK_COLON) &&
           !is_mark(t, i - 1, MARK_DASH);
}

bool group_is_cue_form(const struct text *t, uint32_t i)
{
    return t->word[i].form->readings != NULL;
}

/* Is a first or second person's form with its pronoun? « critiques », « notes » are nouns elsewhere. */
static bool person_fits(const struct text *t, uint32_t i)
{
    if (is_verb(t, i, VERB_3S | VERB_3P))
        return true;
    if (is(t, i + 1, IS_INVERTED))
        return true;
    for (uint32_t k = i; k-- > 0 && i - k <= 4 && group_in_stretch(t, k, i);) {
        if (is(t, k, IS_SUBJ))
            return true;
        if (!is(t, k, IS_CLITIC) && !is(t, k, IS_NE))
            break;
    }
    return false;
}

uint32_t group_adverbs_at(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t n = quote_phrase_at(t, i, last, IS_ADV);
    if (n || i > last)
        return n;
    if (is(t, i, IS_NEG) || is(t, i, IS_TONIC) || is(t, i, IS_INVERTED) || is(t, i, IS_TIME))
        return 1;
    if (i > 0 && is(t, i - 1, IS_DET))
        return 0;
    return !t->word[i].form->is && quote_ends(t->lexicon, word_text(t, i), ENDS_ADVERB);
}

/* What stands behind a form that may be a noun: can it be the verb's object or clause? */
static bool object_follows(const struct text *t, uint32_t i)
{
    uint32_t k = i + 1, n;
    while (group_in_stretch(t, k, i) && k < i + GAP && !is(t, k, IS_TONIC) &&
           (n = group_adverbs_at(t, k, t->stretch[t->word[i].stretch].last)) > 0)
        k += n;
    if (!group_in_stretch(t, k, i))
        return false;
    const struct word *w = &t->word[k];
    if (is(t, k, IS_OF)) /* « demande de partir », not « demande d'asile » */
        return is_verb(t, k + 1, VERB_INF) || is(t, k + 1, IS_NE) || is(t, k + 1, IS_SELF);
    if (is(t, k, IS_DET) || is(t, k, IS_QUE) || is(t, k, IS_TO) || is(t, k, IS_WHEN) || is(t, k, IS_TONIC))
        return true;
    if (quote_bare_nouns(t->lexicon) && is(t, k, IS_SUBJ)) /* « reports he left » */
        return true;
    return w->mark == MARK_OPEN || w->mark == MARK_COLON || (w->shape & SHAPE_UPPER) || (w->shape & SHAPE_DIGIT) || is_verb(t, k, VERB_INF);
}

/* « il y a deux jours » */
static bool is_ago(const struct text *t, uint32_t i)
{
    if (i < 2 || !is(t, i, IS_HAVE) || !is(t, i - 2, IS_SUBJ) || t->word[i - 1].end - t->word[i - 1].begin != 1 ||
        t->bytes[t->word[i - 1].begin] != 'y')
        return false;
    for (uint32_t k = i + 1; k < i + 5 && group_in_stretch(t, k, i) && !t->word[k].mark; k++)
        if (is(t, k, IS_PERIOD))
            return !is(t, k + 1, IS_QUE); /* « il y a deux ans que P » */
    return false;
}

/* « À 15 heures » without its accent; « très influent » */
static bool no_verb_here(const struct text *t, uint32_t i)
{
    const struct word *w = &t->word[i];
    if (is(t, i, IS_HAVE))
        return is_ago(t, i) || (w->end - w->begin == 1 && w->shape & SHAPE_UPPER && !is(t, i + 1, IS_INVERTED));
    return i > 0 && is(t, i - 1, IS_DEGREE) && group_in_stretch(t, i - 1, i) && !is(t, i, IS_BE);
}

bool group_looks_finite(const struct text *t, uint32_t i)
{
    const struct form *form = t->word[i].form;
    if (no_verb_here(t, i))
        return false;
    if (is(t, i + 1, IS_INVERTED) && i > 0 && group_in_stretch(t, i - 1, i) && (is(t, i - 1, IS_DET) || is(t, i - 1, IS_BEFORENOUN)))
        return false;            /* « un rendez-vous » */
    if (is(t, i, IS_POSSESSIVE)) /* « it's late », « Trump's plan » */
        return form->verb && i > 0 && group_in_stretch(t, i - 1, i) &&
               (is(t, i - 1, IS_SUBJ) || is(t, i - 1, IS_QUI) || is(t, i - 1, IS_REL) || is(t, i - 1, IS_DEMONSTRATIVE) ||
                is(t, i - 1, IS_ADV));
    if (i > 0 && is(t, i - 1, IS_POSSESSIVE) && group_in_stretch(t, i - 1, i) && quote_bare_nouns(t->lexicon)) /* « people's lives » */
        return false;
    if ((form->verb & VERB_PLAIN) && (form->is & (BIT(IS_PREP) | BIT(IS_ADV) | BIT(IS_TIME) | BIT(IS_DET)))) /* « entre » */
        return is(t, i + 1, IS_INVERTED) || (i > 0 && is(t, i - 1, IS_SUBJ) && group_in_stretch(t, i - 1, i));
    if (!(form->verb & VERB_FINITE) || group_capital_inside(t, i) || !person_fits(t, i))
        return false;
    if ((form->verb & VERB_PAST) && (is(t, i + 1, IS_AS) || is(t, i + 1, IS_BY))) /* « décrit comme », « produit par » */
        return i > 0 && group_in_stretch(t, i - 1, i) && (is(t, i - 1, IS_SUBJ) || is(t, i - 1, IS_NE) || is(t, i - 1, IS_SELF));
    if (t->word[i].entity != FILON_NONE && !(form->is & (BIT(IS_HAVE) | BIT(IS_BE))))
        return false;
    if (i == 0 || !group_in_stretch(t, i - 1, i) || t->word[i - 1].mark != MARK_NONE)
        return !(form->verb & VERB_PLAIN) || (i > 0 && group_in_stretch(t, i - 1, i) && group_is_cue_form(t, i) && object_follows(t, i)) ||
               is(t, i + 1, IS_INVERTED);
    const struct form *before = t->word[i - 1].form;
    bool clitic = (before->is & BIT(IS_CLITIC)) != 0, article = (before->is & BIT(IS_ARTICLE)) != 0;
    if (is(t, i + 1, IS_INVERTED))
        return true;
    if (before->is & (BIT(IS_SUBJ) | BIT(IS_NE) | BIT(IS_QUI)))
        return true;
    if (clitic && !article && !(before->is & BIT(IS_PREP)) && !(before->is & BIT(IS_DET)))
        return true;
    if ((before->is & BIT(IS_DET)) && !clitic && !(form->is & BIT(IS_BE)))
        return quote_bare_nouns(t->lexicon) && (before->is & BIT(IS_PLURAL)) && group_is_cue_form(t, i) &&
               object_follows(t, i); /* many say */
    if ((before->is & BIT(IS_PREP)) && !clitic)
        return false;
    if ((before->is & BIT(IS_BEFORENOUN)) && i > 1 && group_in_stretch(t, i - 2, i) && is(t, i - 2, IS_DET) &&
        !is(t, i - 2, IS_DEMONSTRATIVE) && (!quote_bare_nouns(t->lexicon) || (form->verb & VERB_PLAIN)) &&
        !(form->is & (BIT(IS_HAVE) | BIT(IS_BE))))
        return false; /* « le dernier débat », but « ce dernier affirme » */
    if (form->verb & VERB_PLAIN)
        return !article && !(before->is & (BIT(IS_PREP) | BIT(IS_BEFORENOUN))) &&
               (object_follows(t, i) || (group_is_cue_form(t, i) && is_mark(t, i + 1, MARK_COMMA)));
    return true;
}

bool group_is_participle(const struct text *t, uint32_t i)
{
    return is_verb(t, i, VERB_PAST) ||
           (!t->word[i].form->verb && !t->word[i].form->is && quote_ends(t->lexicon, word_text(t, i), ENDS_PARTICIPLE));
}
