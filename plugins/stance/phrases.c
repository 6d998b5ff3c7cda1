/* Words to phrases, from left to right. */
#include "phrases.h"

/* May the verb form at i begin a verb group? « critiques » at the head of a sentence and nouns behind a preposition do not. */
static bool verb_starts(const struct sentence *s, int i)
{
    const struct phrase *before = s->n_phrases ? &s->phrases[s->n_phrases - 1] : NULL;
    if (stance_carried_noun(s, i))
        return false;
    bool base = s->lexicon->head_last && word_is(s, i, W_INF) && !word_is(s, i, W_BE | W_HAVE | W_PRES | W_MODAL);
    if (base && before && before->kind == PREP && before->slot != S_A) /* workers on strike */
        return false;
    if (word_is(s, i, W_BE | W_HAVE | W_PRES | W_INF | W_MODAL) || (word_is(s, i, W_PAST) && stance_slot_is(s, i + 1, S_PAR) && !before))
        return true; /* Accusé par X */
    if (word_is(s, i, W_NOMINAL) && (!before || before->kind == PREP || before->kind == QOPEN || before->kind == STOP))
        return false;
    if (word_is(s, i, W_ADJ) && !word_is(s, i, W_PAST) && before && (before->kind == VG || before->kind == ADV))
        return false;
    return !(before && before->kind == PREP && word_is(s, i, W_FIN) && !word_is(s, i, W_PAST));
}

static bool mark(struct sentence *s, int i, int *next)
{
    static const uint8_t kinds[] = {[M_COMMA] = COMMA, [M_STOP] = STOP,     [M_COLON] = STOP, [M_OPEN] = OPEN,    [M_CLOSE] = CLOSE,
                                    [M_QOPEN] = QOPEN, [M_QCLOSE] = QCLOSE, [M_DASH] = COMMA, [M_PERCENT] = OTHER};
    if (!s->words[i].mark)
        return false;
    stance_add_phrase(s, kinds[s->words[i].mark], i, i + 1);
    *next = i + 1;
    return true;
}

static bool small_word(struct sentence *s, int i, int *next)
{
    static const struct {
        uint32_t class;
        uint8_t kind;
    } kinds[] = {{W_SUB, SUB}, {W_REL, REL},   {W_RELO, QUE},  {W_COORD, COORD}, {W_TIME, ADV},
                 {W_ADV, ADV}, {W_PREP, PREP}, {W_PRON, PRON}, {W_NEG, ADV}};
    for (size_t k = 0; k < FILON_COUNT(kinds); k++) {
        if (!word_is(s, i, kinds[k].class))
            continue;
        struct phrase *p = stance_add_phrase(s, kinds[k].kind, i, i + 1);
        if (kinds[k].kind == PREP || kinds[k].kind == SUB)
            p->slot = s->words[i].form->slot;
        if (kinds[k].class == W_NEG && stance_trait(s, i, T_NOR))
            p->kind = COORD;
        if (kinds[k].class == W_REL && s->lexicon->head_last && !word_is(s, i - 1, W_PREP) &&
            (word_names(s, i + 1) || word_is(s, i + 1, W_DET | W_POSS | W_PRON))) /* the bill, which they oppose */
            p->kind = QUE;
        *next = i + 1;
        return true;
    }
    return false;
}

/* « Claire Martin, critique envers le projet »: no verb stands there. */
static bool framed_apposition(const struct sentence *s, int i)
{
    const struct phrase *before = s->n_phrases ? &s->phrases[s->n_phrases - 1] : NULL;
    const struct row *row = before && before->kind == COMMA && stance_framed_adjective(s, i) ? stance_row(s->lexicon, s->words[i].form, W_ADJ, K_ADJECTIVE) : NULL;
    for (unsigned t = 0; row && t < row->n_targets; t++)
        if (stance_slot_is(s, i + 1, row->targets[t].slot))
            return true;
    return false;
}

static bool adjective(struct sentence *s, int i, int *next)
{
    if (!word_is(s, i, W_ADJ) || word_names(s, i))
        return false;
    stance_add_phrase(s, ADJ, i, i + 1);
    *next = i + 1;
    return true;
}

/* « les prochains jours », « la semaine dernière »: behind the time at i, or 0. */
static int time_end(const struct sentence *s, int i)
{
    int at = i;
    while (at < i + 4 && word_is(s, at, W_DET | W_PREADJ | W_QUANT) && !word_is(s, at, W_TIME) && !word_names(s, at))
        at++;
    return at > i && word_is(s, at, W_TIME) && !word_names(s, at) ? at + 1 : 0;
}

static void step(struct sentence *s, int i, int *next)
{
    *next = i + 1;
    if (mark(s, i, next))
        return;
    int time = time_end(s, i);
    if (time) {
        stance_add_phrase(s, ADV, i, time);
        *next = time;
        return;
    }
    if (!word_names(s, i)) {
        if (word_is(s, i, W_ADV) && word_is(s, i + 1, W_DET | W_POSS) && small_word(s, i, next))
            return; /* demande même l'annulation */
        if ((word_is(s, i, W_NE) || stance_clitic_here(s, i)) && stance_verb_group(s, i, next))
            return;
        if ((stance_plural_article(s, i) || stance_behind_contraction(s, i)) && stance_noun_phrase(s, i, next))
            return;
        if (word_is(s, i, W_PREP) && !word_is(s, i, W_NOUN) && small_word(s, i, next))
            return;
        if (word_is(s, i, W_SUB | W_REL | W_RELO | W_COORD | W_TIME | W_PRON) && !word_is(s, i, W_DET | W_NOUN | W_PREADJ | W_QUANT) &&
            small_word(s, i, next))
            return;
        if (stance_framed_adjective(s, i) && (!word_is(s, i, W_PAST | W_FIN) || framed_apposition(s, i)) && adjective(s, i, next))
            return; /* est méfiant envers */
        if (s->lexicon->head_last && !s->words[i].class && stance_slot_is(s, i - 1, S_A) && stance_verb_group(s, i, next))
            return; /* to refurbish the bridge */
        if (stance_verb_word(s, i) && !word_is(s, i, W_DET) && verb_starts(s, i) && stance_verb_group(s, i, next))
            return;
        if (stance_framed_adjective(s, i) && adjective(s, i, next))
            return;
    }
    if (stance_noun_phrase(s, i, next) || adjective(s, i, next) || small_word(s, i, next))
        return;
    stance_add_phrase(s, OTHER, i, i + 1);
}

void stance_phrases(struct sentence *s)
{
    s->n_phrases = 0;
    for (int i = 0; i < s->n_words;) {
        int next;
        bool degree = word_is(s, i, W_NEG | W_PREADJ | W_QUANT) && word_is(s, i, W_ADV | W_NEG) && /* plus récemment, très critiqué par, très hostile à */
                      (stance_adverb(s, i + 1) || (word_is(s, i + 1, W_PAST) && stance_slot_is(s, i + 2, S_PAR)) || stance_framed_adjective(s, i + 1));
        bool cut = word_is(s, i, W_NEG) && word_is(s, i - 1, W_NE);                     /* ne pas « être contre » */
        if (degree || cut || stance_adverb(s, i)) {
            stance_add_phrase(s, ADV, i, i + 1);
            i++;
            continue;
        }
        if (stance_trait(s, i, T_MANNER) && !word_names(s, i) && i + 1 < s->n_words && !s->words[i + 1].mark &&
            !word_is(s, i + 1, W_PREP | W_DET | W_RELO)) { /* de manière définitive */
            stance_add_phrase(s, ADV, i, i + 2);
            i += 2;
            continue;
        }
        step(s, i, &next);
        i = next;
    }
    stance_add_phrase(s, STOP, s->n_words, s->n_words);
}
