/* Words to phrases: noun phrases with their complements of « de », verb groups with auxiliaries, clitics and negation. */
#include "sentence.h"

static bool is(const struct sentence *s, int word, uint32_t class)
{
    return (stance_class(s, word) & class) != 0;
}

static bool names(const struct sentence *s, int word)
{
    return word < s->n_words && s->words[word].entity != FILON_NONE;
}

static bool function_word(uint32_t class)
{
    return class &
               (W_PREP | W_NE | W_CLITIC | W_PRON | W_REL | W_RELO | W_SUB | W_COORD | W_ADV | W_TIME | W_NEG | W_BE | W_HAVE | W_MODAL) &&
           !(class & (W_NOMINAL | W_PREADJ));
}

/* « ouvertement »: an unknown word in -ment; the nouns among them are in the list of words. */
static bool adverb(const struct sentence *s, int i)
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
static bool nominal(const struct sentence *s, int i)
{
    const struct word *w = &s->words[i];
    if (i >= s->n_words || w->mark || adverb(s, i))
        return false;
    return w->entity != FILON_NONE ||
           !(w->class & (W_VERB | W_PREP | W_NE | W_CLITIC | W_PRON | W_REL | W_RELO | W_SUB | W_COORD | W_ADV | W_TIME | W_DET | W_POSS |
                         W_QUANT | W_MODAL | W_GEN)) ||
           (w->class & (W_NOMINAL) && !(w->class & W_VERB));
}

static bool determiner(const struct sentence *s, int i)
{
    return is(s, i, W_DET | W_POSS | W_QUANT | W_PREADJ) || (i < s->n_words && (s->words[i].digit || s->words[i].mark == M_PERCENT));
}

/* Could what begins at i be an object? */
static bool begins_object(const struct sentence *s, int i)
{
    return names(s, i) || is(s, i, W_DET | W_POSS | W_QUANT | W_RELO) || s->words[i].mark == M_QOPEN;
}

static bool slot_is(const struct sentence *s, int i, unsigned slot)
{
    return is(s, i, W_PREP) && s->words[i].form->slot == slot;
}

/* Does an infinitive follow at i, with its clitics and negation? */
static bool infinitive_at(const struct sentence *s, int i)
{
    while (i < s->n_words && is(s, i, W_NE | W_CLITIC | W_NEG | W_ADV) && !is(s, i, W_INF))
        i++;
    return is(s, i, W_INF) && !names(s, i);
}

/* du, des, de la: a « de » that takes its article along, or has one behind it. */
static bool with_article(const struct sentence *s, int i)
{
    return stance_trait(s, i, T_CONTRACTED) || is(s, i + 1, W_DET | W_POSS);
}

/* Behind « au », « aux », « du », « des », which hold the article. */
static bool behind_contraction(const struct sentence *s, int i)
{
    return is(s, i - 1, W_PREP) && stance_trait(s, i - 1, T_CONTRACTED);
}

/* « des » as an article: « Des éboueurs protestent », « annonce des mesures », but « se méfie des juges ». */
static bool plural_article(const struct sentence *s, int i)
{
    if (!stance_trait(s, i, T_PLURAL) || infinitive_at(s, i + 1))
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

static struct phrase *add(struct sentence *s, enum phrase_kind kind, int first, int last)
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

/* ---- Noun phrases. */

/* Is the ambiguous word at i, behind a noun, a verb here (« le maire critique le projet ») and not an adjective (« une situation critique »)? */
static bool verb_here(const struct sentence *s, int i)
{
    if (is(s, i, W_BE | W_HAVE | W_INF | W_PRES))
        return true;
    if (is(s, i, W_FIN))
        return !is(s, i, W_ADJ) || names(s, i - 1) || begins_object(s, i + 1) || is(s, i + 1, W_INF) ||
               (is(s, i + 1, W_PREP) && !slot_is(s, i + 1, S_DE));
    return is(s, i, W_PAST);
}

/* Behind determiners at i: may this word be the noun? Nearly every word may. */
static bool noun_here(const struct sentence *s, int i)
{
    if (i >= s->n_words || s->words[i].mark)
        return false;
    return names(s, i) || !function_word(s->words[i].class);
}

/* A frame's adjective ends the noun phrase if its preposition follows: « des élus [hostiles au projet] ». */
static bool framed_adjective(const struct sentence *s, int i)
{
    return is(s, i, W_ADJ) && is(s, i + 1, W_PREP) && !names(s, i) &&
           (stance_row(s->lexicon, s->words[i].form, W_ADJ, K_ADJECTIVE) != NULL);
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
    if (!slot_is(s, i, S_DE) || infinitive_at(s, i + 1))
        return 0;
    if (np->entity != FILON_NONE && np->of == 0 && !with_article(s, i) && !names(s, i + 1))
        return 0; /* accuse le Kremlin d'ingérence */
    int at = i + 1;
    while (determiner(s, at))
        at++;
    if (s->words[at].mark == M_QOPEN)
        return 0;
    return noun_here(s, at) ? i + 1 : 0;
}

/* Behind a few nouns and adjectives in quotation marks at i that belong to the noun before them, or 0. */
static int quoted_part(const struct sentence *s, int i)
{
    if (s->words[i].mark != M_QOPEN)
        return 0;
    int at = i + 1;
    while (at < i + 5 && (nominal(s, at) || is(s, at, W_ADJ)) && !s->words[at].mark)
        at++;
    return at > i + 1 && at < s->n_words && s->words[at].mark == M_QCLOSE ? at + 1 : 0;
}

/* Reads a noun phrase at i; false if there is none. */
static bool noun_phrase(struct sentence *s, int i, int *next)
{
    int at = i + plural_article(s, i);
    while (determiner(s, at) && !names(s, at) && !(is(s, at, W_NOMINAL) && at > i)) {
        bool amount = is(s, at, W_QUANT) || s->words[at].mark == M_PERCENT;
        at++;
        if (amount && slot_is(s, at, S_DE) && at + 1 < s->n_words) /* des milliers de manifestants, 51 % des électeurs */
            at++;
    }
    bool determined = at > i || behind_contraction(s, i);
    if (at < s->n_words && s->words[at].mark == M_QOPEN && determined && noun_here(s, at + 1))
        at++; /* les « mêmes hommes » */
    while (determiner(s, at) && !names(s, at) && is(s, at, W_PREADJ))
        at++;
    if (determined ? !noun_here(s, at) : !nominal(s, at)) {
        if (at == i || behind_contraction(s, i) || is(s, at - 1, W_NEG) || !is(s, at - 1, W_PREADJ | W_QUANT) || is(s, i, W_CLITIC))
            return false;
        at--; /* les autres */
    }
    struct phrase *np = add(s, NP, i, at + 1);
    np->head = (uint16_t)at;
    np->possessive = is(s, i, W_POSS);
    np->none = stance_trait(s, i, T_NONE);
    if (names(s, at)) {
        np->entity = s->words[at].entity;
        at = entity_end(s, at);
    } else {
        at++;
    }
    while (at < s->n_words) {
        if (names(s, at)) {
            if (np->of == 0 && np->entity == FILON_NONE)
                np->entity = s->words[at].entity;
            else if (np->of == 0)
                break; /* two names without anything between them */
            at = entity_end(s, at);
            continue;
        }
        int inner = complement(s, np, at);
        if (inner) {
            if (!np->of)
                np->of = (uint16_t)inner;
            if (!with_article(s, at) && !names(s, inner))
                np->bare_of = (uint16_t)inner;
            while (determiner(s, inner) && !names(s, inner))
                inner++;
            at = names(s, inner) ? entity_end(s, inner) : inner + 1;
            continue;
        }
        if (s->words[at].digit || s->words[at].mark == M_PERCENT) {
            at++;
            continue;
        }
        if (quoted_part(s, at)) { /* le projet de loi « Stop Soros », le prix « révoltant » des médicaments */
            at = quoted_part(s, at);
            continue;
        }
        bool other = nominal(s, at) || is(s, at, W_PREADJ);
        if (!other && is(s, at, W_FIN | W_ADJ) && !is(s, at, W_BE | W_HAVE))
            other = !verb_here(s, at) && is(s, at, W_NOUN | W_ADJ);
        if (!other || framed_adjective(s, at))
            break;
        at++;
    }
    np->last = (uint16_t)at;
    *next = at;
    return true;
}

/* ---- Verb groups. */

static bool verb_word(const struct sentence *s, int i)
{
    return is(s, i, W_VERB | W_MODAL) && !names(s, i);
}

/* Behind words that may stand between an auxiliary and its participle. */
static int skip_between(const struct sentence *s, int i, struct phrase *vg)
{
    for (int steps = 0; i < s->n_words && steps < 8; i++, steps++) {
        if (names(s, i))
            break;
        if (s->words[i].mark == M_COMMA) { /* ont, eux, voté */
            int close = i + 1;
            while (close < i + 5 && is(s, close, W_PRON | W_ADV | W_TIME))
                close++;
            if (close == i + 1 || close >= s->n_words || s->words[close].mark != M_COMMA || !is(s, close + 1, W_PAST | W_INF))
                break;
            i = close;
            continue;
        }
        if (is(s, i, W_NEG)) {
            vg->negated = true;
        } else if (is(s, i, W_PRON) && stance_trait(s, i, T_INVERTED)) {
            vg->inverted = true;
        } else if (!is(s, i, W_ADV | W_TIME) && !adverb(s, i)) {
            break;
        } else if (verb_word(s, i)) {
            break;
        }
    }
    return i;
}

static bool auxiliary(const struct sentence *s, int i)
{
    return is(s, i, W_BE | W_HAVE | W_MODAL) && !names(s, i);
}

static void finish_group(struct sentence *s, struct phrase *vg, int main)
{
    const struct word *w = &s->words[main];
    vg->head = (uint16_t)main;
    vg->copula = is(s, main, W_BE) && !vg->passive;
    if (vg->class == 0)
        vg->class = w->class & W_FIN ? W_FIN : w->class & W_INF ? W_INF : w->class & W_PRES ? W_PRES : W_PAST;
    if (vg->class == W_PAST)
        vg->passive = true;
}

/* Reads a verb group at i: ne, clitics, auxiliaries, the verb, and the second half of the negation. */
static bool verb_group(struct sentence *s, int i, int *next)
{
    struct phrase vg = {0};
    int at = i;
    for (int steps = 0; is(s, at, W_NE | W_CLITIC) && !names(s, at) && steps < 6; at++, steps++) {
        if (is(s, at, W_NE)) {
            vg.ne = true;
        } else if (verb_word(s, at) && !is(s, at + 1, W_VERB)) {
            break;
        } else if (stance_trait(s, at, T_REFLEXIVE)) {
            vg.reflexive = true;
        } else if (stance_trait(s, at, T_EN)) {
            vg.en = true;
        } else if (!stance_trait(s, at, T_ADVERBIAL)) {
            vg.object_clitic = true;
        }
    }
    if (is(s, at, W_NEG) && vg.ne) { /* ne pas accepter */
        vg.negated = true;
        at++;
        while (is(s, at, W_CLITIC) && !verb_word(s, at))
            at++;
    }
    if (!verb_word(s, at))
        return false;
    bool passive = false, be = false;
    while (auxiliary(s, at)) {
        int behind = skip_between(s, at + 1, &vg);
        bool modal = is(s, at, W_MODAL);
        if (!(modal ? is(s, behind, W_INF) : is(s, behind, W_PAST)) || names(s, behind))
            break;
        if (!vg.class)
            vg.class = is(s, at, W_FIN) || modal ? W_FIN : is(s, at, W_INF) ? W_INF : W_PRES;
        vg.features |= s->words[at].form->features;
        be = is(s, at, W_BE);
        passive = be && !vg.reflexive;
        vg.compound = true;
        at = behind;
    }
    if (!vg.class)
        vg.features = s->words[at].form->features;
    vg.conditional = (vg.features & V_COND) != 0;
    vg.passive = passive && !is(s, at, W_BE);
    int main = at;
    at = skip_between(s, at + 1, &vg);
    while (at - 1 > main && (is(s, at - 1, W_TIME | W_ADV) || adverb(s, at - 1)) && !is(s, at - 1, W_NEG))
        at--; /* adverbs are phrases of their own */
    struct phrase *p = add(s, VG, i, at);
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
    *next = at;
    return true;
}

/* Is the word at i, which could also be an article, a pronoun before its verb? */
static bool clitic_here(const struct sentence *s, int i)
{
    if (!is(s, i, W_CLITIC) || names(s, i))
        return false;
    int verb = i + 1;
    while (is(s, verb, W_CLITIC | W_NE) && !names(s, verb) && verb - i < 4)
        verb++;
    if (!verb_word(s, verb) || names(s, verb))
        return false;
    if (is(s, i, W_PREP)) /* en dénonçant; en veut */
        return is(s, verb, W_FIN) && !is(s, verb, W_PRES);
    if (!is(s, i, W_DET | W_POSS | W_PRON))
        return true;
    const struct phrase *before = s->n_phrases ? &s->phrases[s->n_phrases - 1] : NULL;
    bool governed = s->n_phrases >= 2 && s->phrases[s->n_phrases - 2].kind == PREP;
    bool behind_subject = before && ((before->kind == NP && !governed) || before->kind == PRON || before->kind == REL);
    if (is(s, i, W_PRON)) /* nous, vous */
        return behind_subject;
    /* « la taxe » and « les marches » are as likely nouns: only behind a subject are they verbs */
    if (is(s, verb, W_BE | W_HAVE) && !is(s, verb, W_NOMINAL))
        return true;
    if (is(s, verb, W_INF) && !is(s, verb, W_NOMINAL))
        return !before || before->kind == PREP || before->kind == VG;
    if (is(s, verb, W_PRES) && !is(s, verb, W_NOMINAL))
        return before && before->kind == PREP;
    return behind_subject && is(s, verb, W_FIN);
}

/* May the verb form at i begin a verb group? « critiques » at the head of a sentence and nouns behind a preposition do not. */
static bool verb_starts(const struct sentence *s, int i)
{
    const struct phrase *before = s->n_phrases ? &s->phrases[s->n_phrases - 1] : NULL;
    if (is(s, i, W_BE | W_HAVE | W_PRES | W_INF | W_MODAL))
        return true;
    if (is(s, i, W_NOMINAL) && (!before || before->kind == PREP || before->kind == QOPEN || before->kind == STOP))
        return false;
    if (is(s, i, W_ADJ) && !is(s, i, W_PAST) && before && (before->kind == VG || before->kind == ADV))
        return false;
    return !(before && before->kind == PREP && is(s, i, W_FIN) && !is(s, i, W_PAST));
}

/* ---- All phrases. */

static bool mark(struct sentence *s, int i, int *next)
{
    static const uint8_t kinds[] = {[M_COMMA] = COMMA, [M_STOP] = STOP,     [M_COLON] = STOP, [M_OPEN] = OPEN,    [M_CLOSE] = CLOSE,
                                    [M_QOPEN] = QOPEN, [M_QCLOSE] = QCLOSE, [M_DASH] = COMMA, [M_PERCENT] = OTHER};
    if (!s->words[i].mark)
        return false;
    add(s, kinds[s->words[i].mark], i, i + 1);
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
        if (!is(s, i, kinds[k].class))
            continue;
        struct phrase *p = add(s, kinds[k].kind, i, i + 1);
        if (kinds[k].kind == PREP || kinds[k].kind == SUB)
            p->slot = s->words[i].form->slot;
        if (kinds[k].class == W_NEG && stance_trait(s, i, T_NOR))
            p->kind = COORD;
        *next = i + 1;
        return true;
    }
    return false;
}

static bool adjective(struct sentence *s, int i, int *next)
{
    if (!is(s, i, W_ADJ) || names(s, i))
        return false;
    add(s, ADJ, i, i + 1);
    *next = i + 1;
    return true;
}

static void step(struct sentence *s, int i, int *next)
{
    *next = i + 1;
    if (mark(s, i, next))
        return;
    if (!names(s, i)) {
        if (is(s, i, W_ADV) && is(s, i + 1, W_DET | W_POSS) && small_word(s, i, next))
            return; /* demande même l'annulation */
        if ((is(s, i, W_NE) || clitic_here(s, i)) && verb_group(s, i, next))
            return;
        if ((plural_article(s, i) || behind_contraction(s, i)) && noun_phrase(s, i, next))
            return;
        if (is(s, i, W_PREP) && !is(s, i, W_NOUN) && small_word(s, i, next))
            return;
        if (is(s, i, W_SUB | W_REL | W_RELO | W_COORD | W_TIME | W_PRON) && !is(s, i, W_DET | W_NOUN | W_PREADJ | W_QUANT) &&
            small_word(s, i, next))
            return;
        if (framed_adjective(s, i) && !is(s, i, W_PAST | W_FIN) && adjective(s, i, next))
            return; /* est méfiant envers */
        if (verb_word(s, i) && !is(s, i, W_DET) && verb_starts(s, i) && verb_group(s, i, next))
            return;
        if (framed_adjective(s, i) && adjective(s, i, next))
            return;
    }
    if (noun_phrase(s, i, next) || adjective(s, i, next) || small_word(s, i, next))
        return;
    add(s, OTHER, i, i + 1);
}

void stance_phrases(struct sentence *s)
{
    s->n_phrases = 0;
    for (int i = 0; i < s->n_words;) {
        int next;
        if (adverb(s, i)) {
            add(s, ADV, i, i + 1);
            i++;
            continue;
        }
        step(s, i, &next);
        i = next;
    }
    add(s, STOP, s->n_words, s->n_words);
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
    while (head + 1 < np->last && determiner(s, head) && !names(s, head))
        head++;
    inner.head = (uint16_t)head;
    if (names(s, head))
        inner.entity = s->words[head].entity;
    for (int i = head; i < np->last && !inner.of; i++) {
        if (names(s, i) && inner.entity == FILON_NONE)
            inner.entity = s->words[i].entity;
        if (slot_is(s, i, S_DE) && !names(s, i) && i + 1 < np->last)
            inner.of = (uint16_t)(i + 1);
    }
    return inner;
}
