/* Verb groups: negation, pronouns, auxiliaries and the verb. */
#include "phrases.h"

/* Behind words that may stand between an auxiliary and its participle. */
static int skip_between(const struct sentence *s, int i, struct phrase *vg)
{
    for (int steps = 0; i < s->n_words && steps < 8; i++, steps++) {
        if (word_names(s, i))
            break;
        if (s->words[i].mark == M_COMMA) { /* ont, eux, voté */
            int close = i + 1;
            while (close < i + 5 && word_is(s, close, W_PRON | W_ADV | W_TIME))
                close++;
            if (close == i + 1 || close >= s->n_words || s->words[close].mark != M_COMMA || !word_is(s, close + 1, W_PAST | W_INF))
                break;
            i = close;
            continue;
        }
        bool joint = word_is(s, i, W_COORD) && stance_adverb(s, i - 1) && stance_adverb(s, i + 1); /* vivement et longuement critiqué */
        if (joint) {
            continue;
        } else if (word_is(s, i, W_NEG)) {
            vg->negated = true;
        } else if (word_is(s, i, W_PRON) && stance_trait(s, i, T_INVERTED)) {
            vg->inverted = true;
        } else if (!word_is(s, i, W_ADV | W_TIME) && !stance_adverb(s, i)) {
            break;
        } else if (stance_verb_word(s, i)) {
            break;
        }
    }
    return i;
}

static bool auxiliary(const struct sentence *s, int i)
{
    return word_is(s, i, W_BE | W_HAVE | W_MODAL) && !word_names(s, i);
}

/* « soient actualisés »: a word that is in no list, by its ending, behind an auxiliary. */
static bool unknown_participle(const struct sentence *s, int i)
{
    const struct word *w = &s->words[i];
    struct filon_str text = {s->text.p + w->begin, w->end - w->begin};
    if (i >= s->n_words || w->form || w->mark || w->capital || w->digit || w->entity != FILON_NONE || text.n < 5)
        return false;
    for (unsigned k = 0; k < s->lexicon->n_participles; k++)
        if (filon_str_ends(text, s->lexicon->participles[k]))
            return true;
    return false;
}

/* « to refurbish the bridge »: an English word that is in no list, before what can be its object. */
static bool unknown_base(const struct sentence *s, int i)
{
    const struct word *w = &s->words[i];
    return s->lexicon->head_last && i < s->n_words && !w->class && !w->mark && !w->capital && !w->digit && w->entity == FILON_NONE &&
           !stance_adverb(s, i) && stance_begins_object(s, i + 1) && !word_names(s, i + 1);
}

static void finish_group(struct sentence *s, struct phrase *vg, int main)
{
    const struct word *w = &s->words[main];
    vg->head = (uint16_t)main;
    vg->copula = word_is(s, main, W_BE) && !vg->passive;
    if (vg->class == 0)
        vg->class = w->class & W_FIN ? W_FIN : w->class & W_INF ? W_INF : w->class & W_PRES ? W_PRES : W_PAST;
    if (vg->class == W_FIN && !vg->compound && w->class & W_INF && stance_slot_is(s, vg->first - 1, S_A))
        vg->class = W_INF; /* to support, where the forms are one */
    if (vg->class == W_FIN && !vg->compound && w->class & W_PAST && stance_slot_is(s, main + 1, S_PAR))
        vg->class = W_PAST; /* the bill opposed by */
    if (vg->class == W_PAST)
        vg->passive = true;
}

/* Reads a verb group at i: ne, clitics, auxiliaries, the verb, and the second half of the negation. */
bool stance_verb_group(struct sentence *s, int i, int *next)
{
    struct phrase vg = {0};
    int at = i;
    for (int steps = 0; word_is(s, at, W_NE | W_CLITIC) && !word_names(s, at) && steps < 6; at++, steps++) {
        if (word_is(s, at, W_NE)) {
            vg.ne = true;
        } else if (stance_verb_word(s, at) && !word_is(s, at + 1, W_VERB)) {
            break;
        } else if (stance_trait(s, at, T_REFLEXIVE)) {
            vg.reflexive = true;
        } else if (stance_trait(s, at, T_EN)) {
            vg.en = true;
        } else if (!stance_trait(s, at, T_ADVERBIAL)) {
            vg.dative |= stance_trait(s, at, T_DATIVE);
            vg.plural_clitic |= stance_trait(s, at, T_THEIRS | T_MANY);
            vg.object_clitic |= !stance_trait(s, at, T_DATIVE);
        } else {
            vg.there = true;
        }
    }
    vg.ne |= i > 1 && s->words[i - 1].mark == M_QOPEN && word_is(s, i - 2, W_NE);                        /* ne « se soumettra pas » */
    if (i > 2 && s->words[i - 1].mark == M_QOPEN && word_is(s, i - 2, W_NEG) && word_is(s, i - 3, W_NE)) /* ne pas « être contre » */
        vg.ne = vg.negated = true;
    if (word_is(s, at, W_NEG) && vg.ne) { /* ne pas accepter */
        vg.negated = true;
        at++;
        while (word_is(s, at, W_CLITIC) && !stance_verb_word(s, at))
            at++;
    }
    bool base = at == i && stance_slot_is(s, i - 1, S_A) && unknown_base(s, at);
    if (!stance_verb_word(s, at) && !base)
        return false;
    if (base)
        vg.class = W_INF;
    bool passive = false, be = false, unsure = false;
    while (auxiliary(s, at)) {
        int behind = skip_between(s, at + 1, &vg);
        bool modal = word_is(s, at, W_MODAL);
        bool goes_on =
            modal ? word_is(s, behind, W_INF) || unknown_base(s, behind) : word_is(s, behind, W_PAST) || unknown_participle(s, behind);
        if (!goes_on || word_names(s, behind))
            break;
        vg.duty |= modal && stance_trait(s, at, T_DUTY) && !word_is(s, behind, W_HAVE);
        unsure |= modal && (stance_trait(s, at, T_IF) || word_is(s, behind, W_HAVE)); /* could support, would have supported */
        if (!vg.class)
            vg.class = word_is(s, at, W_FIN) || modal ? W_FIN : word_is(s, at, W_INF) ? W_INF : W_PRES;
        vg.features |= s->words[at].form->features;
        be = word_is(s, at, W_BE);
        passive = be && !vg.reflexive;
        vg.compound = true;
        at = behind;
    }
    if (!vg.class)
        vg.features = s->words[at].form->features;
    vg.conditional = (vg.features & V_COND) || (unsure && !vg.negated);
    vg.passive = passive && !word_is(s, at, W_BE);
    vg.in_it = vg.there;
    vg.there &= word_is(s, at, W_HAVE);
    int main = at;
    at = skip_between(s, at + 1, &vg);
    while (at - 1 > main && (word_is(s, at - 1, W_TIME | W_ADV) || stance_adverb(s, at - 1)) && !word_is(s, at - 1, W_NEG))
        at--; /* adverbs are phrases of their own */
    struct phrase *p = stance_add_phrase(s, VG, i, at);
    vg.kind = VG;
    vg.first = (uint16_t)i;
    vg.last = (uint16_t)at;
    vg.entity = FILON_NONE;
    vg.subject = vg.governor = -1;
    *p = vg;
    finish_group(s, p, main);
    /* ne … que restricts; ne without its other half is an expletive or waits for aucun, ni, rien */
    if (!p->ne && s->lexicon->needs_ne)
        p->negated = false;
    if (!s->lexicon->needs_ne && word_is(s, i - 1, W_NEG))
        p->negated = true; /* never supported */
    *next = at;
    return true;
}

/* Is the word at i, which could also be an article, a pronoun before its verb? */
bool stance_clitic_here(const struct sentence *s, int i)
{
    if (!word_is(s, i, W_CLITIC) || word_names(s, i))
        return false;
    int verb = i + 1;
    while (word_is(s, verb, W_CLITIC | W_NE) && !word_names(s, verb) && verb - i < 4)
        verb++;
    if (!stance_verb_word(s, verb) || word_names(s, verb))
        return false;
    if (word_is(s, i, W_PREP)) /* en dénonçant; en veut */
        return word_is(s, verb, W_FIN) && !word_is(s, verb, W_PRES);
    if (!word_is(s, i, W_DET | W_POSS | W_PRON))
        return true;
    const struct phrase *before = s->n_phrases ? &s->phrases[s->n_phrases - 1] : NULL;
    bool governed = s->n_phrases >= 2 && s->phrases[s->n_phrases - 2].kind == PREP;
    bool judged = s->n_phrases >= 2 && s->phrases[s->n_phrases - 2].kind == VG && before->last == before->first + 1 && word_is(s, before->first, W_ADJ);
    bool behind_subject = before && ((before->kind == NP && !governed && !judged) || before->kind == PRON || before->kind == REL); /* juge inutile la réforme */
    if (word_is(s, i, W_PRON)) /* nous, vous */
        return behind_subject;
    /* « la taxe » and « les marches » are as likely nouns: only behind a subject are they verbs */
    if (word_is(s, verb, W_BE | W_HAVE) && !word_is(s, verb, W_NOMINAL))
        return true;
    if (word_is(s, verb, W_INF) && !word_is(s, verb, W_NOMINAL))
        return !before || before->kind == PREP || before->kind == VG;
    if (word_is(s, verb, W_PRES) && !word_is(s, verb, W_NOMINAL))
        return before && before->kind == PREP;
    return behind_subject && word_is(s, verb, W_FIN);
}
