/* Noun phrases, with their complements of « de », their names and their owners. */
#include "phrases.h"

/* Where nouns stand before nouns: « Republicans plan », but « peace plan »; « he supports the bill », but « peace talks ». */
static bool english_verb(const struct sentence *s, int i)
{
    const struct word *before = &s->words[i - 1];
    bool plural = before->end > before->begin && s->text.p[before->end - 1] == 's';
    bool goes_on =
        stance_begins_object(s, i + 1) || word_is(s, i + 1, W_INF | W_PREP | W_ADV) || stance_adverb(s, i + 1) || stance_nominal(s, i + 1);
    return goes_on && (word_is(s, i, W_INF) ? plural : !plural || word_names(s, i - 1));
}

/* Is the ambiguous word at i, behind a noun, a verb here (« le maire critique le projet ») and not an adjective (« une situation critique »)? */
static bool verb_here(const struct sentence *s, int i)
{
    bool one = s->n_phrases && stance_trait(s, s->phrases[s->n_phrases - 1].first, T_INDEFINITE); /* a fierce attack */
    bool english = s->lexicon->head_last && word_is(s, i, W_FIN) && word_is(s, i, W_NOUN) && !word_is(s, i, W_BE | W_HAVE);
    if (english && (one || !word_is(s, i, W_INF)))
        return english_verb(s, i);
    if (word_is(s, i, W_BE | W_HAVE | W_INF | W_PRES))
        return true;
    if (word_is(s, i, W_FIN))
        return !word_is(s, i, W_ADJ) || word_names(s, i - 1) || stance_begins_object(s, i + 1) || word_is(s, i + 1, W_INF) ||
               (word_is(s, i + 1, W_PREP) && !stance_slot_is(s, i + 1, S_DE));
    return word_is(s, i, W_PAST);
}

static int entity_end(const struct sentence *s, int i)
{
    uint32_t row = s->words[i].entity;
    while (i < s->n_words && s->words[i].entity == row)
        i++;
    return i;
}

/* Where the complement of « de » at i begins if the phrase goes on with it, or 0. */
static int complement(const struct sentence *s, const struct phrase *np, int i)
{
    if (!stance_slot_is(s, i, S_DE) || stance_infinitive_at(s, i + 1))
        return 0;
    if (np->entity != FILON_NONE && np->of == 0 && !stance_with_article(s, i) && !word_names(s, i + 1))
        return 0; /* accuse le Kremlin d'ingérence */
    int at = i + 1;
    while (stance_determiner(s, at))
        at++;
    if (s->words[at].mark == M_QOPEN)
        return 0;
    if (!stance_noun_here(s, at) && at > i + 1 && s->words[at - 1].digit) /* la suppression du 49.3 */
        at--;
    return stance_noun_here(s, at) ? i + 1 : 0;
}

/* Behind a few nouns and adjectives in quotation marks at i that belong to the noun before them, or 0. */
static int quoted_part(const struct sentence *s, int i)
{
    if (s->words[i].mark != M_QOPEN)
        return 0;
    int at = i + 1;
    while (at < i + 5 && (stance_nominal(s, at) || word_is(s, at, W_ADJ)) && !s->words[at].mark)
        at++;
    return at > i + 1 && at < s->n_words && s->words[at].mark == M_QCLOSE ? at + 1 : 0;
}

/* Where adjectives stand before nouns: is the word at i one in -ing between an unknown word and a noun? */
static bool english_modifier(const struct sentence *s, int i)
{
    return s->lexicon->head_last && word_is(s, i, W_PRES) && !word_is(s, i, W_BE | W_HAVE) && !s->words[i - 1].class &&
           s->words[i - 1].entity == FILON_NONE && !s->words[i - 1].capital && word_is(s, i - 2, W_DET | W_POSS) &&
           stance_nominal(s, i + 1) && !word_names(s, i + 1);
}

/* Behind a quoted noun at i that an unknown word describes, or 0. */
static int english_quoted(const struct sentence *s, int i)
{
    if (!s->lexicon->head_last || s->words[i].mark != M_QOPEN || s->words[i - 1].class || s->words[i - 1].entity != FILON_NONE)
        return 0;
    int at = i + 1;
    while (at < i + 7 && at < s->n_words && !s->words[at].mark && !word_is(s, at, W_FIN | W_BE | W_HAVE | W_MODAL))
        at++;
    return at > i + 1 && at < s->n_words && s->words[at].mark == M_QCLOSE ? at + 1 : 0;
}

/* « sous contrôle », « pour échange »: what looks like a verb is none behind a preposition. */
static bool noun_behind_preposition(const struct sentence *s, int i)
{
    const struct phrase *before = s->n_phrases > 0 ? &s->phrases[s->n_phrases - 1] : NULL;
    uint32_t base = s->lexicon->head_last && before && before->slot != S_A ? 0 : W_INF; /* in favour of strike action */
    return before && before->kind == PREP && word_is(s, i, W_FIN) && !word_is(s, i, base | W_PRES | W_PAST | W_MODAL | W_BE | W_HAVE);
}

/* Reads a noun phrase at i; false if there is none. */
bool stance_noun_phrase(struct sentence *s, int i, int *next)
{
    int at = i + stance_plural_article(s, i);
    if (s->words[i].digit && word_is(s, i + 1, W_DET | W_POSS)) /* par 300 voix contre 200 | le projet */
        return false;
    while (stance_determiner(s, at) && !word_names(s, at) && !(word_is(s, at, W_NOMINAL) && at > i)) {
        bool amount = word_is(s, at, W_QUANT) || s->words[at].mark == M_PERCENT;
        at++;
        if (amount && stance_slot_is(s, at, S_DE) && at + 1 < s->n_words) /* des milliers de manifestants, 51 % des électeurs */
            at++;
    }
    bool determined = at > i || stance_behind_contraction(s, i) || noun_behind_preposition(s, i) || stance_carried_noun(s, i);
    if (at < s->n_words && s->words[at].mark == M_QOPEN && determined && stance_noun_here(s, at + 1))
        at++; /* les « mêmes hommes » */
    while (stance_determiner(s, at) && !word_names(s, at) && word_is(s, at, W_PREADJ))
        at++;
    if (at < s->n_words && stance_adverb(s, at) && (at == i || !word_is(s, at - 1, W_DET | W_POSS | W_QUANT))) /* très sérieusement */
        return false;
    if (determined ? !stance_noun_here(s, at) : !stance_nominal(s, at)) {
        if (at == i || stance_behind_contraction(s, i) || word_is(s, at - 1, W_NEG) || !word_is(s, at - 1, W_PREADJ | W_QUANT) ||
            word_is(s, i, W_CLITIC))
            return false;
        at--; /* les autres */
    }
    if (at > i + 1 && s->words[at - 1].mark == M_PERCENT && word_is(s, at, W_VERB) && !word_is(s, at, W_NOMINAL))
        at--; /* 54 % souhaitent */
    struct phrase *np = stance_add_phrase(s, NP, i, at + 1);
    np->head = (uint16_t)at;
    np->possessive = word_is(s, i, W_POSS);
    np->none = stance_trait(s, i, T_NONE);
    if (word_names(s, at)) {
        np->entity = s->words[at].entity;
        at = entity_end(s, at);
    } else {
        at++;
    }
    while (at < s->n_words) {
        if (word_names(s, at)) {
            if (np->of == 0 && np->entity == FILON_NONE)
                np->entity = s->words[at].entity;
            else if (np->of == 0)
                break; /* two names without anything between them */
            at = entity_end(s, at);
            continue;
        }
        if (word_is(s, at, W_GEN) && np->of == 0 && np->owner == 0) {
            np->owner = (uint16_t)at;
            np->owner_entity = np->entity;
            np->entity = FILON_NONE;
            at++;
            while (stance_determiner(s, at) && !word_names(s, at))
                at++;
            np->head = (uint16_t)at;
            if (stance_noun_here(s, at))
                at++;
            continue;
        }
        int inner = complement(s, np, at);
        if (inner) {
            if (!np->of)
                np->of = (uint16_t)inner;
            if (!stance_with_article(s, at) && !word_names(s, inner))
                np->bare_of = (uint16_t)inner;
            while (stance_determiner(s, inner) && !word_names(s, inner) && (!s->words[inner].digit || stance_noun_here(s, inner + 1)))
                inner++;
            at = word_names(s, inner) ? entity_end(s, inner) : inner + 1;
            if (s->words[inner].digit && word_is(s, at, W_TIME)) /* une trêve de 30 jours */
                at++;
            continue;
        }
        if (s->words[at].digit || s->words[at].mark == M_PERCENT) {
            at++;
            continue;
        }
        if (s->lexicon->head_last && np->of == 0 && word_is(s, at, W_PRES) && !word_is(s, at, W_BE | W_HAVE) &&
            word_is(s, at + 1, W_MODAL) && !word_names(s, at)) { /* health spending will */
            np->head = (uint16_t)at++;
            continue;
        }
        if (english_modifier(s, at)) { /* an aimless spending spree */
            np->head = (uint16_t)++at;
            at++;
            continue;
        }
        if (english_quoted(s, at)) { /* a nationwide “day of action” */
            np->head = (uint16_t)(at + 1);
            at = english_quoted(s, at);
            continue;
        }
        if (quoted_part(s, at)) { /* le projet de loi « Stop Soros », le prix « révoltant » des médicaments */
            at = quoted_part(s, at);
            continue;
        }
        if (word_is(s, at, W_PREADJ) && word_is(s, at + 1, W_TIME)) /* the government last night */
            break;
        if (s->lexicon->needs_ne && word_is(s, at, W_NEG) && word_is(s, at + 1, W_PAST)) /* pour le moment pas appuyée */
            break;
        bool other = stance_nominal(s, at) || word_is(s, at, W_PREADJ);
        if (!other && word_is(s, at, W_FIN | W_ADJ) && !word_is(s, at, W_BE | W_HAVE))
            other = !verb_here(s, at) && word_is(s, at, W_NOUN | W_ADJ);
        if (!other || stance_framed_adjective(s, at))
            break;
        if (s->lexicon->head_last && np->of == 0 && np->entity == FILON_NONE)
            np->head = (uint16_t)at;
        at++;
    }
    np->last = (uint16_t)at;
    *next = at;
    return true;
}

const struct row *stance_head_row(const struct sentence *s, const struct phrase *np, enum kind kind)
{
    return np->kind == NP ? stance_row(s->lexicon, s->words[np->head].form, W_NOUN, kind) : NULL;
}

struct phrase stance_complement(const struct sentence *s, const struct phrase *np)
{
    struct phrase inner = {
        .kind = NP, .first = np->of, .last = np->last, .head = np->of, .entity = FILON_NONE, .subject = -1, .governor = -1};
    int head = np->of;
    while (head + 1 < np->last && stance_determiner(s, head) && !word_names(s, head))
        head++;
    inner.head = (uint16_t)head;
    if (word_names(s, head))
        inner.entity = s->words[head].entity;
    for (int i = head; i < np->last && !inner.of; i++) {
        if (word_names(s, i) && inner.entity == FILON_NONE)
            inner.entity = s->words[i].entity;
        if (stance_slot_is(s, i, S_DE) && !word_names(s, i) && i + 1 < np->last)
            inner.of = (uint16_t)(i + 1);
    }
    return inner;
}
