/* What a verb, noun or adjective takes: objects and prepositional phrases to the right, and what is coordinated with them. */
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

/* « vivement et longuement », « avec force et vigueur », « vivement et sans relâche »: does the « et » at k join two manners of the verb? */
static bool joins_manners(const struct sentence *s, int k)
{
    const struct phrase *next = at(s, k + 1);
    if (at(s, k - 1)->kind == ADV)
        return next->kind == ADV || (next->kind == NP && next->entity == FILON_NONE && next->last == next->first + 1) || (next->kind == PREP && at(s, k + 2)->kind == NP && at(s, k + 2)->first == at(s, k + 2)->head);
    return governed(s, k - 1) && next->kind == NP && next->entity == FILON_NONE && next->first == next->head && next->last == next->first + 1;
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
            if (at(s, k)->kind == ADV && stance_class(s, at(s, k)->last - 1) & W_TIME) { /* annonce en mars 2016 un plan */
                while (at(s, k + 1)->kind == ADV)
                    k++;
                break;
            }
            bool count = p->slot == S_CONTRE && s->words[at(s, k)->first].digit; /* par 300 voix contre 200 */
            if (at(s, k)->kind != NP && at(s, k)->kind != PRON && !count)
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
            if (p->class == W_INF || (p->class == W_PRES && s->lexicon->head_last && k == from + 1)) /* opposes raising T */
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
            if (object_free && joins_manners(s, k)) {
                k += at(s, k + 1)->kind != PREP;
                break;
            }
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
    int start = k;
    for (k++; at(s, k)->kind == ADV || at(s, k)->kind == REL; k++)
        if (at(s, k)->kind == REL)
            return false;
    if (at(s, k)->kind == COORD && at(s, k + 1)->kind == NP && is_finite(at(s, k + 2)) && at(s, start - 1)->kind == COMMA)
        return true;                                        /* « …, Pékin et Washington sont » */
    if (at(s, k)->kind == COMMA && is_finite(at(s, k + 1))) /* « et la ministre X, a demandé » */
        return true;
    return is_finite(at(s, k));
}

/* Without an article, and no name: in a list behind one with an article, an adjective. */
static bool bare(const struct sentence *s, int np)
{
    return at(s, np)->entity == FILON_NONE && at(s, np)->first == at(s, np)->head && at(s, np - 1)->kind != PREP;
}

/* « l'abandon des zones sous contrôle et [l'établissement] »: behind the complements at k, if an « et » and a noun with an article follow. */
static int behind_complements(const struct sentence *s, int k, const struct phrase *before)
{
    int next = k;
    bool free = before->kind != PREP || before->slot == S_PAR;
    for (int n = 0; n < 2 && free && at(s, next)->kind == PREP && at(s, next + 1)->kind == NP; n++)
        next += 2;
    bool goes_on = next > k && at(s, next)->kind == COORD && at(s, next + 1)->kind == NP &&
                   stance_class(s, at(s, next + 1)->first) & (W_DET | W_POSS) && at(s, next + 1)->entity == FILON_NONE;
    return goes_on ? next : k;
}

/* « de la lumière », « du temps »: an article and no preposition, in a list. */
static bool partitive(const struct sentence *s, int prep)
{
    const struct phrase *np = at(s, prep + 1);
    return np->kind == NP && (stance_trait(s, at(s, prep)->first, T_CONTRACTED) || stance_class(s, np->first) & W_DET);
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
        next = behind_complements(s, next, before);
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
        else if (before->kind != PREP && at(s, next)->kind == PREP && at(s, next)->slot == S_DE && partitive(s, next) &&
                 (separator == COMMA || !at(s, k)->of)) /* réclame des agents, de la lumière et du temps */
            next++;
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
