/* Phrases to arguments, by their order: subjects to the left, objects and prepositional phrases to the right. */
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

/* The phrase that stands for the holder where np is one of two in apposition. */
static int apposed(const struct sentence *s, int np)
{
    const struct phrase *p = at(s, np);
    if (at(s, np - 1)->kind == COMMA && at(s, np - 2)->kind == NP && !governed(s, np - 2)) {
        if (named(p) && !named(at(s, np - 2)))
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
                !named(at(s, open - 1)) && k == open + 2 && !governed(s, open - 1))
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

static int participle_subject(const struct sentence *s, int verb)
{
    const struct phrase *before = at(s, verb - 1);
    bool gerund = before->kind == PREP; /* en dénonçant */
    int k = verb - 1 - gerund;
    while (at(s, k)->kind == ADV)
        k--;
    if (!gerund && at(s, k)->kind == NP) {
        while (k >= 2 && governed(s, k) && at(s, k - 2)->kind == NP &&
               !(at(s, k)->entity == FILON_NONE && stance_class(s, at(s, k)->head) & W_GROUP)) /* Manifestants dans le centre exigeant */
            k -= 2;
        bool aim = stance_row(s->lexicon, s->words[at(s, verb)->head].form, W_PRES, K_AIM) != NULL;
        if (!governed(s, k) || at(s, k - 1)->slot == S_DE || aim ||
            several_words(s, at(s, k - 1)->first)) /* à la suite du référendum approuvant T */
            return k;
    }
    int main = verb_before(s, verb, true);
    if (main >= 0)
        return at(s, main)->subject;
    if (at(s, k)->kind == COMMA && at(s, k - 1)->kind == NP) { /* Ce dernier, accusant */
        return governed(s, k - 1) ? -1 : k - 1;
    }
    if (at(s, k)->kind == COMMA && at(s, k - 1)->kind == PRON)
        return k - 1;
    return -1;
}

/* The verb group that an infinitive hangs on: veut, a décidé de, appelle X à. */
static int governor_of(const struct sentence *s, int verb)
{
    bool bare = at(s, verb - 1)->kind == VG;
    for (int k = verb - 1, steps = 0; k >= 0 && steps < 12; k--, steps++) {
        const struct phrase *p = at(s, k);
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
            while (at(s, k)->kind == ADV)
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

/* ---- What follows. */

/* Where a parenthesis of commas at k ends: « a condamné, mardi, l'attaque »; or k. */
static int behind_insert(const struct sentence *s, int k)
{
    if (at(s, k)->kind != COMMA && at(s, k)->kind != OPEN)
        return k;
    bool comma = at(s, k)->kind == COMMA;
    if (comma && (at(s, k + 1)->kind == NP || at(s, k + 1)->kind == COORD || at(s, k + 1)->kind == VG))
        return k;
    for (int end = k + 1; end < k + 8; end++) {
        const struct phrase *p = at(s, end);
        if (comma ? p->kind == COMMA : p->kind == CLOSE)
            return end + 1;
        if (p->kind == STOP || is_finite(p) || p->kind == REL)
            return k;
    }
    return k;
}

static int infinitive_behind(const struct sentence *s, int k)
{
    if (at(s, k)->kind == PREP && (at(s, k)->slot == S_A || at(s, k)->slot == S_DE || at(s, k)->slot == S_POUR))
        k++;
    while (at(s, k)->kind == QOPEN || at(s, k)->kind == ADV)
        k++;
    return at(s, k)->kind == VG && at(s, k)->class == W_INF ? k : -1;
}

/* A prepositional phrase at k in this slot: its noun phrase, or -1. */
static int prepositional(const struct sentence *s, int k, unsigned slot)
{
    if (at(s, k)->kind != PREP || at(s, k)->slot != slot)
        return -1;
    k++;
    while (at(s, k)->kind == QOPEN || at(s, k)->kind == ADV)
        k++;
    return at(s, k)->kind == NP || at(s, k)->kind == PRON ? k : -1;
}

static int slot_behind(const struct sentence *s, int from, unsigned slot, bool object_free)
{
    if (slot == S_PAR) { /* est contestée, aussi bien par X */
        int k = from + 1;
        while (at(s, k)->kind == ADV || (at(s, k)->kind == COMMA && k == from + 1))
            k++;
        if (prepositional(s, k, S_PAR) >= 0)
            return prepositional(s, k, S_PAR);
    }
    for (int k = from + 1, steps = 0; k < s->n_phrases && steps < 16; k++, steps++) {
        const struct phrase *p = at(s, k);
        int after = behind_insert(s, k);
        if (after > k) {
            k = after - 1;
            continue;
        }
        switch (p->kind) {
        case NP:
            if (slot == S_OBJ && object_free)
                return k;
            if (slot == S_OWN && object_free)
                return p->possessive ? k : -1;
            object_free = false;
            break;
        case PREP: {
            if (slot == S_INF && infinitive_behind(s, k) >= 0)
                return infinitive_behind(s, k);
            if (infinitive_behind(s, k) >= 0 && p->slot != S_POUR)
                return -1;
            int np = prepositional(s, k, slot);
            if (np >= 0)
                return np;
            k++;
            while (at(s, k)->kind == QOPEN)
                k++;
            if (at(s, k)->kind != NP && at(s, k)->kind != PRON)
                return -1;
            break;
        }
        case QUE:
            if (k == from + 1 && at(s, from)->kind == VG && at(s, from)->ne && !at(s, from)->negated)
                break; /* ne soutient que la réforme */
            return slot == S_QUE && k + 1 < s->n_phrases ? k + 1 : -1;
        case SUB: /* insiste pour que */
            return slot == S_QUE && k == from + 1 && p->slot == S_POUR ? k + 1 : -1;
        case VG:
            if (p->class == W_INF)
                return slot == S_INF ? k : -1;
            if (p->class != W_PAST)
                return -1;
            break;
        case ADV:
        case QOPEN:
        case QCLOSE:
        case ADJ:
        case PRON:
        case OTHER:
            break;
        case COORD: /* votée et adoptée; A et B: what follows belongs to the same head */
            if (object_free || (at(s, k + 1)->kind != NP && at(s, k + 1)->kind != ADJ))
                return -1;
            break;
        default:
            return -1;
        }
    }
    return -1;
}

int stance_slot(const struct sentence *s, int from, unsigned slot)
{
    return slot_behind(s, from, slot, at(s, from)->kind == VG);
}

int stance_slot_behind(const struct sentence *s, int from, unsigned slot)
{
    return slot_behind(s, from, slot, true);
}

/* Is the noun phrase at k the subject of a clause that begins there (« et le maire a refusé »)? */
static bool begins_clause(const struct sentence *s, int k)
{
    for (k++; at(s, k)->kind == ADV || at(s, k)->kind == REL; k++)
        if (at(s, k)->kind == REL)
            return false;
    if (at(s, k)->kind == COMMA && is_finite(at(s, k + 1))) /* « et la ministre X, a demandé » */
        return true;
    return is_finite(at(s, k));
}

/* Without an article, and no name: in a list behind one with an article, an adjective. */
static bool bare(const struct sentence *s, int np)
{
    return at(s, np)->entity == FILON_NONE && at(s, np)->first == at(s, np)->head && at(s, np - 1)->kind != PREP;
}

int stance_coordinated(const struct sentence *s, int np, int out[MAX_COORDINATED])
{
    int n = 0, k = np;
    const struct phrase *before = at(s, np - 1);
    out[n++] = np;
    while (n < MAX_COORDINATED) {
        int next = k + 1;
        while (at(s, next)->kind == QCLOSE || at(s, next)->kind == ADJ)
            next++;
        if (at(s, next)->kind == OPEN) /* à l'ONUB (…), à l'UE */
            for (int end = next + 1; end < next + 8; end++)
                if (at(s, end)->kind == CLOSE) {
                    next = end + 1;
                    break;
                }
        int separator = at(s, next)->kind;
        if (separator != COORD && separator != COMMA)
            break;
        next++;
        if (at(s, next)->kind == COORD)
            next++;
        bool insertion = at(s, next)->kind == COMMA && at(s, next + 1)->kind == ADV; /* et, plus récemment, au décret */
        next += insertion;
        while (at(s, next)->kind == ADV)
            next++;
        next += insertion && at(s, next)->kind == COMMA;
        if (before->kind == PREP && at(s, next)->kind == PREP && at(s, next)->slot == before->slot)
            next++;
        else if (before->kind == PREP && separator == COMMA)
            break;
        while (at(s, next)->kind == QOPEN)
            next++;
        if (at(s, next)->kind != NP || begins_clause(s, next))
            break;
        if (bare(s, next) && !bare(s, np)) /* les agents, omniprésents et capables de tout */
            break;
        /* « A, B »: a list only if an « et » or another comma of its kind closes it; else an apposition */
        if (separator == COMMA && before->kind != PREP) {
            int last = next + 1;
            while (at(s, last)->kind == QCLOSE || at(s, last)->kind == COMMA || at(s, last)->kind == NP)
                last++;
            if (at(s, last)->kind != COORD || at(s, last + 1)->kind != NP)
                break;
        }
        out[n++] = next;
        k = next;
    }
    return n;
}

int stance_clause_verb(const struct sentence *s, int from)
{
    for (int k = from; k < s->n_phrases && k - from < 14; k++) {
        if (is_finite(at(s, k)))
            return k;
        if (at(s, k)->kind == STOP)
            return -1;
    }
    return -1;
}

int stance_coordinated_before(const struct sentence *s, int np, int out[MAX_COORDINATED])
{
    int n = 0, k = np;
    bool listed = at(s, np - 1)->kind == COORD;
    out[n++] = np;
    while (n < MAX_COORDINATED) {
        int separator = at(s, k - 1)->kind;
        bool first = k == np;
        if (separator != COORD && !(separator == COMMA && listed && !first))
            break;
        int other = k - 2;
        while (at(s, other)->kind == QCLOSE || at(s, other)->kind == ADV)
            other--;
        if (at(s, other)->kind != NP || (governed(s, other) && !governed(s, np)))
            break;
        out[n++] = other;
        k = other;
    }
    return n;
}

bool stance_negated(const struct sentence *s, int vg)
{
    const struct phrase *p = at(s, vg);
    if (p->negated || !p->ne)
        return p->negated;
    int object = stance_slot(s, vg, S_OBJ);
    const struct phrase *nor = p->subject > 0 ? at(s, p->subject - 1) : NULL; /* ni X ni Y ne */
    return (object >= 0 && (at(s, object)->none || stance_trait(s, at(s, object - 1)->first, T_NOR))) ||
           (p->subject >= 0 && (at(s, p->subject)->none || (nor && nor->kind == COORD && stance_trait(s, nor->first, T_NOR))));
}
