/* Whose verb it is: subjects to the left across appositions, relative clauses and coordination; inverted ones; what an infinitive hangs on. */
#include "sentence.h"

static const struct phrase *at(const struct sentence *s, int i)
{
    static const struct phrase none = {.kind = STOP};
    return i >= 0 && i < s->n_phrases ? &s->phrases[i] : &none;
}

static bool governed(const struct sentence *s, int np)
{
    return at(s, np - 1)->kind == PREP || (at(s, np - 1)->kind == QOPEN && at(s, np - 2)->kind == PREP);
}

static bool is_finite(const struct phrase *p)
{
    return p->kind == VG && p->class == W_FIN;
}

/* ---- Apposition: « Le premier ministre, Malcolm Turnbull, a milité »; « Dmitri Peskov, porte-parole du Kremlin, dément ». */

static bool named(const struct phrase *p)
{
    return p->kind == NP && p->entity != FILON_NONE;
}

/* Neither a name nor with an article: « Ancien maire ». */
static bool bare(const struct sentence *s, int np)
{
    const struct phrase *p = at(s, np);
    return p->entity == FILON_NONE && !(stance_class(s, p->first) & (W_DET | W_POSS | W_QUANT)) && !s->words[p->first].digit;
}

/* The phrase that stands for the holder where np is one of two in apposition. */
static int apposed(const struct sentence *s, int np)
{
    const struct phrase *p = at(s, np);
    if (at(s, np - 1)->kind == COMMA && at(s, np - 2)->kind == NP && !governed(s, np - 2)) {
        bool title = stance_class(s, at(s, np - 2)->head) & W_TITLE && s->words[p->head].entity == p->entity;
        if (named(p) && (!named(at(s, np - 2)) || title))
            return np; /* Le premier ministre, X */
        if (!named(p) && named(at(s, np - 2)) && at(s, np + 1)->kind == COMMA)
            return np - 2; /* X, porte-parole, */
    }
    return np;
}

/* ---- Subjects. */

/* The comma (or parenthesis) that opens what the closing one at i ends, or -1; nothing in it may be a clause of its own. */
static int opening(const struct sentence *s, int i)
{
    bool parenthesis = at(s, i)->kind == CLOSE;
    for (int k = i - 1; k >= 0 && i - k < 24; k--) {
        int kind = at(s, k)->kind;
        if (parenthesis ? kind == OPEN : kind == COMMA)
            return k;
        if (kind == STOP || (kind == SUB && !parenthesis))
            return -1;
    }
    return -1;
}

/* The finite verb group before i in the same sentence, or -1; main: not one of a subordinate clause, if there is another. */
static int verb_before(const struct sentence *s, int i, bool main)
{
    int nearest = -1;
    for (int k = i - 1; k >= 0 && i - k < MAX_WALK && at(s, k)->kind != STOP; k--) {
        if (!is_finite(at(s, k)))
            continue;
        if (!main || (!at(s, k)->subordinate && !at(s, k)->relative))
            return k;
        nearest = nearest < 0 ? k : nearest;
    }
    return nearest;
}

/* Is the clause of this verb introduced by « que », « si » …? */
static bool introduced(const struct sentence *s, int verb)
{
    int start = at(s, verb)->subject >= 0 && at(s, verb)->subject < verb ? at(s, verb)->subject : verb;
    for (int k = start - 1; k >= 0 && start - k < 4; k--) {
        int kind = at(s, k)->kind;
        if (kind == SUB || kind == QUE || kind == REL)
            return true;
        if (kind != PREP && kind != NP && kind != ADV && kind != QOPEN)
            return false;
    }
    return false;
}

static int shared_subject(const struct sentence *s, int i)
{
    int verb = verb_before(s, i, false);
    return verb >= 0 ? at(s, verb)->subject : -1;
}

/* What « qui » at i stands for. */
static int antecedent(const struct sentence *s, int i)
{
    for (int k = i - 1; k >= 0 && i - k < 6; k--) {
        const struct phrase *p = at(s, k);
        if (p->kind == NP || p->kind == PRON)
            return p->kind == NP ? apposed(s, k) : k;
        if (p->kind != COMMA && p->kind != QCLOSE && p->kind != CLOSE && p->kind != ADV && p->kind != ADJ)
            return -1;
        if (p->kind == CLOSE && (k = opening(s, k)) < 0)
            return -1;
    }
    return -1;
}

/* « Fillon, déjà convoqué … mais …, a tenu »: too much between; the phrase that the sentence begins with. */
static int first_phrase(const struct sentence *s, int before)
{
    int k = before - 1;
    while (k > 0 && before - k < MAX_WALK && at(s, k - 1)->kind != STOP)
        k--;
    return at(s, k)->kind == NP && at(s, k + 1)->kind == COMMA ? k : -1;
}

static int subject_of(const struct sentence *s, int verb)
{
    for (int k = verb - 1, steps = 0; k >= 0 && steps < MAX_WALK; k--, steps++) {
        const struct phrase *p = at(s, k);
        switch (p->kind) {
        case PRON:
            if (!governed(s, k))
                return k;
            k--;
            break;
        case NP:
            if (governed(s, k)) {
                k--;
                if (at(s, k)->kind == QOPEN)
                    k--;
                break;
            }
            if (at(s, k - 1)->kind == VG && at(s, k - 1)->class != W_FIN && at(s, k - 1)->class != W_PAST)
                break; /* the object of an infinitive or a participle */
            return apposed(s, k);
        case REL:
            return antecedent(s, k);
        case CLOSE:
        case COMMA: {
            int open = opening(s, k);
            if (p->kind == COMMA && k == verb - 1 && open < 0)
                return verb_before(s, k, false) >= 0 ? shared_subject(s, k) : first_phrase(s, k);
            if (open >= 0 && at(s, open - 1)->kind == NP && at(s, open + 1)->kind == NP && named(at(s, open + 1)) &&
                (!named(at(s, open - 1)) || stance_class(s, at(s, open - 1)->head) & W_TITLE) && k == open + 2 && !governed(s, open - 1))
                return open + 1;
            if (open < 0)
                break; /* « En réponse, le Kremlin a » is met at its NP: this comma only separates */
            k = open;
            break;
        }
        case COORD:
            if (k == verb - 1 || steps == 0 || at(s, k + 1)->kind == VG || at(s, k + 1)->kind == ADV)
                return shared_subject(s, k);
            break;
        case SUB:
        case QUE:
        case STOP:
            return -1;
        case VG:
            if (is_finite(p))
                return p->subject;
            break;
        default:
            break;
        }
    }
    return -1;
}

/* Does the quotation that ends at k stand for itself, and is no title or name behind a noun (« le projet « Horizon » prévoit »)? */
static bool whole_quotation(const struct sentence *s, int k)
{
    for (int i = k - 1; i >= 0 && k - i < MAX_WALK; i--)
        if (at(s, i)->kind == QOPEN)
            return at(s, i - 1)->kind != NP && at(s, i - 1)->kind != PREP && at(s, i - 1)->kind != VG;
    return true;
}

/* « a fustigé le porte-parole », « a-t-il dit »: the subject behind the verb. */
static int inverted_subject(const struct sentence *s, int verb)
{
    const struct phrase *before = at(s, verb - 1);
    bool behind_quote = (before->kind == QCLOSE && whole_quotation(s, verb - 1)) ||
                        (before->kind == COMMA && at(s, verb - 2)->kind == QCLOSE) || before->kind == QUE;
    if (behind_quote && at(s, verb + 1)->kind == NP)
        return verb + 1;
    return -1;
}

/* « a été soutenue par A mais refusée par B »: what the passive before it is said of. */
static int passive_before(const struct sentence *s, int i)
{
    for (int k = i; k >= 0 && i - k < 10 && at(s, k)->kind != STOP; k--)
        if (at(s, k)->kind == VG)
            return at(s, k)->passive ? at(s, k)->subject : -1;
    return -1;
}

/* « Claire Martin, accusée par X, a répondu »; « Claire Martin est sortie du parti, accusée par X »: whom a participle behind the comma at k describes. */
static int behind_comma(const struct sentence *s, int k)
{
    if (at(s, k - 1)->kind == NP && !governed(s, k - 1) && !bare(s, k - 1))
        return apposed(s, k - 1);
    int main = verb_before(s, k, true);
    return main >= 0 ? at(s, main)->subject : -1;
}

/* The verb with « avoir » that a participle behind « et » goes on: « a critiqué A et [dénoncé B] »; or -1. */
static int active_before(const struct sentence *s, int i)
{
    for (int k = i; k >= 0 && i - k < 8 && at(s, k)->kind != STOP; k--)
        if (at(s, k)->kind == VG)
            return is_finite(at(s, k)) && at(s, k)->compound && !at(s, k)->passive && !at(s, k)->reflexive &&
                           stance_class(s, at(s, k)->head) & W_PAST
                       ? k
                       : -1;
    return -1;
}

/* « à la suite du », not « dans le » */
static bool several_words(const struct sentence *s, int word)
{
    const struct word *w = &s->words[word];
    return memchr(s->text.p + w->begin, ' ', w->end - w->begin) != NULL;
}

/* Does a comma behind i bring the sentence's subject: « …, il était »? */
static bool comma_then_subject(const struct sentence *s, int i)
{
    for (int k = i + 1; k < s->n_phrases && k - i < 16 && at(s, k)->kind != STOP; k++)
        if (at(s, k)->kind == COMMA && (at(s, k + 1)->kind == PRON || at(s, k + 1)->kind == NP))
            return true;
    return false;
}

static int participle_subject(const struct sentence *s, int verb)
{
    const struct phrase *before = at(s, verb - 1);
    bool gerund = before->kind == PREP; /* en dénonçant */
    int k = verb - 1 - gerund;
    while (at(s, k)->kind == ADV)
        k--;
    if (at(s, k)->kind == QUE && s->lexicon->head_last) /* warns that rejecting the bill would …: nobody says who rejects it */
        return -1;
    if (!gerund && at(s, k)->kind == NP) {
        while (k >= 2 && governed(s, k) && at(s, k - 2)->kind == NP &&
               !(at(s, k)->entity == FILON_NONE && stance_class(s, at(s, k)->head) & W_GROUP)) /* Manifestants dans le centre exigeant */
            k -= 2;
        bool aim = stance_row(s->lexicon, s->words[at(s, verb)->head].form, W_PRES, K_AIM) != NULL;
        if (!governed(s, k) || at(s, k - 1)->slot == S_DE || aim ||
            several_words(s, at(s, k - 1)->first)) /* à la suite du référendum approuvant T */
            return k;
    }
    bool aims = stance_row(s->lexicon, s->words[at(s, verb)->head].form, W_PRES, K_AIM) != NULL;
    if (aims && at(s, k)->kind == COMMA && at(s, k - 1)->kind == NP && stance_head_row(s, at(s, k - 1), K_TEXT))
        return k - 1; /* un référendum sur la réforme, visant à */
    int main = verb_before(s, verb, true);
    if (main >= 0)
        return at(s, main)->subject;
    if (at(s, k)->kind == COMMA && at(s, k - 1)->kind == NP) { /* Ce dernier, accusant; but « Ancien maire, accusant X, il … » */
        bool apposed_ahead = bare(s, k - 1) && comma_then_subject(s, verb);
        return governed(s, k - 1) || apposed_ahead ? -1 : k - 1;
    }
    if (at(s, k)->kind == COMMA && at(s, k - 1)->kind == PRON)
        return k - 1;
    return at(s, k)->kind == COORD ? first_phrase(s, verb) : -1; /* « X, déjà accusé mais ayant décidé » */
}

/* Does an « et », « ou », « mais » stand before the infinitive and its preposition? */
static bool joined_by(const struct sentence *s, int verb)
{
    return at(s, verb - 1)->kind == COORD || (at(s, verb - 1)->kind == PREP && at(s, verb - 2)->kind == COORD);
}

/* The verb group that an infinitive hangs on: veut, a décidé de, appelle X à. */
static int governor_of(const struct sentence *s, int verb)
{
    bool bare = at(s, verb - 1)->kind == VG;
    for (int k = verb - 1, steps = 0; k >= 0 && steps < 12; k--, steps++) {
        const struct phrase *p = at(s, k);
        bool beside = p->kind == VG && p->class == W_INF && p->governor >= 0 && joined_by(s, verb) && k < verb - 1;
        if (beside && at(s, k - 1)->kind == at(s, verb - 1)->kind && at(s, k - 1)->slot == at(s, verb - 1)->slot)
            return p->governor; /* propose de plafonner A et d'ajouter B */
        if (p->kind == VG && !(p->class == W_PAST && !bare))
            return k;
        if (p->kind == STOP || p->kind == REL || p->kind == SUB || (p->kind == QUE))
            return -1;
    }
    return -1;
}

void stance_subjects(struct sentence *s)
{
    for (int i = 0; i < s->n_phrases; i++) {
        struct phrase *p = &s->phrases[i];
        if (p->kind != VG)
            continue;
        if (p->class == W_FIN) {
            int inverted = inverted_subject(s, i), left = inverted < 0 ? subject_of(s, i) : -1;
            p->subject = (int16_t)(inverted >= 0 ? inverted : left);
            p->subordinate = introduced(s, i);
            p->relative = at(s, i - 1)->kind == REL || (at(s, i - 1)->kind == ADV && at(s, i - 2)->kind == REL);
        } else if (p->class == W_PRES) {
            p->subject = (int16_t)participle_subject(s, i);
        } else if (p->class == W_INF) {
            p->governor = (int16_t)governor_of(s, i);
            if (p->governor >= 0)
                p->subject = s->phrases[p->governor].subject;
        } else if (p->class == W_PAST) {
            int k = i - 1;
            while (at(s, k)->kind == ADV || (at(s, k)->kind == QCLOSE && k == i - 1))
                k--;
            if (at(s, k)->kind == COORD && active_before(s, k - 1) >= 0) { /* a critiqué A et dénoncé B */
                const struct phrase *first = at(s, active_before(s, k - 1));
                p->class = W_FIN;
                p->compound = true;
                p->passive = false;
                p->features = first->features;
                p->conditional = first->conditional;
                p->ne = first->ne;
                p->negated = first->negated;
                p->subject = first->subject;
                continue;
            }
            p->subject = (int16_t)(at(s, k)->kind == NP || at(s, k)->kind == PRON ? k
                                   : at(s, k)->kind == COORD                      ? passive_before(s, k - 1)
                                   : at(s, k)->kind == COMMA                      ? behind_comma(s, k)
                                                                                  : -1);
        }
    }
    /* A participle at the head of the sentence belongs to what comes: « Dénonçant un complot, X a quitté la salle ». */
    for (int i = 0; i < s->n_phrases; i++)
        if (s->phrases[i].kind == VG && (s->phrases[i].class == W_PRES || (s->phrases[i].class == W_PAST && i < 2)) &&
            s->phrases[i].subject < 0)
            for (int k = i + 1; k < s->n_phrases && k - i < MAX_WALK && s->phrases[k].kind != STOP; k++)
                if (is_finite(&s->phrases[k])) {
                    s->phrases[i].subject = s->phrases[k].subject;
                    break;
                }
}
