/* What a word may be where it stands. */
#include "phrases.h"

static bool function_word(uint32_t class)
{
    return class &
               (W_PREP | W_NE | W_CLITIC | W_PRON | W_REL | W_RELO | W_SUB | W_COORD | W_ADV | W_TIME | W_NEG | W_BE | W_HAVE | W_MODAL) &&
           !(class & (W_NOMINAL | W_PREADJ));
}

/* « ouvertement »: an unknown word in -ment; the nouns among them are in the list of words. */
bool stance_adverb(const struct sentence *s, int i)
{
    const struct word *w = &s->words[i];
    if (i >= s->n_words || w->form || w->mark || w->entity != FILON_NONE || (w->capital && i > 0) || w->end - w->begin < 6)
        return false;
    for (unsigned k = 0; k < s->lexicon->n_adverbs; k++)
        if (filon_str_ends((struct filon_str){s->text.p + w->begin, w->end - w->begin}, s->lexicon->adverbs[k]))
            return true;
    return false;
}

/* A word that can only be a noun or an adjective here: what the lists do not know, or know as such. */
bool stance_nominal(const struct sentence *s, int i)
{
    const struct word *w = &s->words[i];
    if (i >= s->n_words || w->mark || stance_adverb(s, i) || (stance_trait(s, i, T_NOR) && w->entity == FILON_NONE))
        return false;
    return w->entity != FILON_NONE ||
           !(w->class & (W_VERB | W_PREP | W_NE | W_CLITIC | W_PRON | W_REL | W_RELO | W_SUB | W_COORD | W_ADV | W_TIME | W_DET | W_POSS |
                         W_QUANT | W_MODAL | W_GEN)) ||
           (w->class & (W_NOMINAL) && !(w->class & W_VERB));
}

bool stance_determiner(const struct sentence *s, int i)
{
    return word_is(s, i, W_DET | W_POSS | W_QUANT | W_PREADJ) || (i < s->n_words && (s->words[i].digit || s->words[i].mark == M_PERCENT));
}

/* Could what begins at i be an object? */
bool stance_begins_object(const struct sentence *s, int i)
{
    return word_names(s, i) || word_is(s, i, W_DET | W_POSS | W_QUANT | W_RELO) || s->words[i].mark == M_QOPEN;
}

bool stance_slot_is(const struct sentence *s, int i, unsigned slot)
{
    return word_is(s, i, W_PREP) && s->words[i].form->slot == slot;
}

/* Does an infinitive follow at i, with its clitics and negation? */
bool stance_infinitive_at(const struct sentence *s, int i)
{
    while (i < s->n_words && word_is(s, i, W_NE | W_CLITIC | W_NEG | W_ADV) && !word_is(s, i, W_INF))
        i++;
    return word_is(s, i, W_INF) && !word_names(s, i);
}

/* du, des, de la: a « de » that takes its article along, or has one behind it. */
bool stance_with_article(const struct sentence *s, int i)
{
    return stance_trait(s, i, T_CONTRACTED) || word_is(s, i + 1, W_DET | W_POSS);
}

/* Behind « au », « aux », « du », « des », which hold the article. */
bool stance_behind_contraction(const struct sentence *s, int i)
{
    return word_is(s, i - 1, W_PREP) && stance_trait(s, i - 1, T_CONTRACTED);
}

/* « des » as an article: « Des éboueurs protestent », « annonce des mesures », but « se méfie des juges ». */
bool stance_plural_article(const struct sentence *s, int i)
{
    if (!stance_trait(s, i, T_PLURAL) || stance_infinitive_at(s, i + 1))
        return false;
    int k = s->n_phrases - 1;
    while (k >= 0 && s->phrases[k].kind == ADV)
        k--;
    if (k < 0)
        return true;
    const struct phrase *before = &s->phrases[k];
    return before->kind == VG ? !before->reflexive
                              : before->kind != NP && before->kind != PRON && before->kind != ADJ && before->kind != OTHER;
}

struct phrase *stance_add_phrase(struct sentence *s, enum phrase_kind kind, int first, int last)
{
    struct phrase *p = &s->phrases[s->n_phrases++];
    *p = (struct phrase){.kind = (uint8_t)kind,
                         .first = (uint16_t)first,
                         .last = (uint16_t)last,
                         .head = (uint16_t)first,
                         .entity = FILON_NONE,
                         .subject = -1,
                         .governor = -1};
    return p;
}

/* Behind determiners at i: may this word be the noun? Nearly every word may. */
bool stance_noun_here(const struct sentence *s, int i)
{
    if (i >= s->n_words || s->words[i].mark)
        return false;
    return word_names(s, i) || !function_word(s->words[i].class);
}

/* A frame's adjective ends the noun phrase if its preposition follows: « des élus [hostiles au projet] ». */
bool stance_framed_adjective(const struct sentence *s, int i)
{
    return word_is(s, i, W_ADJ) && word_is(s, i + 1, W_PREP) && !word_names(s, i) &&
           (stance_row(s->lexicon, s->words[i].form, W_ADJ, K_ADJECTIVE) != NULL);
}

bool stance_verb_word(const struct sentence *s, int i)
{
    return word_is(s, i, W_VERB | W_MODAL) && !word_names(s, i);
}

/* « gave support », « had doubts »: an English noun behind the light verb that carries it, though it has the form of a verb. */
bool stance_carried_noun(const struct sentence *s, int i)
{
    const struct phrase *verb = s->n_phrases ? &s->phrases[s->n_phrases - 1] : NULL;
    return s->lexicon->head_last && verb && verb->kind == VG && word_is(s, i, W_NOUN) && !word_names(s, i) &&
           (stance_row(s->lexicon, s->words[verb->head].form, W_VERB, K_LIGHT) ||
            stance_row(s->lexicon, s->words[verb->head].form, W_VERB, K_RECEIVE)) &&
           stance_row(s->lexicon, s->words[i].form, W_NOUN, K_NOUN);
}
