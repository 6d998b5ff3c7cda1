/* Verb frames: « X dénonce T », « T est soutenu par X », « X appelle à V T », with negation and what governs the verb. */
#include "attempt.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    return &f->s->phrases[i];
}

/* « la cour a condamné X » tells of a verdict, « les juges condamnent la réforme » of a stance: verdicts are on people. */
static bool is_verdict(const struct attempt *a, const struct argument *target)
{
    const struct phrase *p = phrase(a->f, a->vg);
    int judge = p->passive ? stance_slot(a->f->s, a->vg, S_PAR) : p->subject;
    bool person = target->p.entity != FILON_NONE || stance_class(a->f->s, target->p.head) & (W_TITLE | W_GROUP);
    return person && judge >= 0 && stance_head_row(a->f->s, phrase(a->f, judge), K_COURT) && stance_verb_row(a->f, p, K_VERDICT);
}

/* « X soutient la loi et Y la critique »: the object of the clause before, unless it is a person. */
static bool object_before(struct finder *f, int vg, struct party *out)
{
    for (int k = vg - 1; k >= 0 && vg - k < 10 && phrase(f, k)->kind != STOP; k--) {
        if (phrase(f, k)->kind != VG)
            continue;
        int object = stance_slot(f->s, k, S_OBJ);
        if (object < 0 || object >= vg || object == phrase(f, vg)->subject || phrase(f, object)->kind != NP)
            return false;
        struct party party = stance_target(f, phrase(f, object), object, true, 0);
        if (!party.entity)
            *out = party;
        return !party.entity;
    }
    return false;
}

/* « slammed the unions and accused them »: the people of the clause before, or the last who were several. */
static struct party those_before(const struct attempt *a)
{
    struct finder *f = a->f;
    for (int k = a->vg - 1; k >= 0 && a->vg - k < 8 && phrase(f, k)->kind != STOP; k--) {
        int object = phrase(f, k)->kind == VG ? stance_slot(f->s, k, S_OBJ) : -1;
        if (object >= 0 && object < a->vg && stance_class(f->s, phrase(f, object)->head) & (W_GROUP | W_BODY))
            return stance_target(f, phrase(f, object), object, false, 0);
    }
    return stance_others(f, a->holders, a->n_holders);
}

/* « l'accuse de », « lui a rendu hommage », « elle est saluée par X »: a pronoun for the person named last beside the holder. */
static bool pronoun_target(struct attempt *a, unsigned slot)
{
    struct finder *f = a->f;
    const struct phrase *p = phrase(f, a->vg);
    bool passive = p->passive && !p->reflexive && slot == S_OBJ && p->subject >= 0 && phrase(f, p->subject)->kind == PRON &&
                   stance_trait(f->s, phrase(f, p->subject)->first, T_ONE);
    const struct phrase *next = a->vg + 1 < f->s->n_phrases ? phrase(f, a->vg + 1) : p;
    bool object = slot == S_OBJ && f->lexicon->head_last && next->kind == PRON && stance_trait(f->s, next->first, T_OBJECT);
    bool plural = object ? stance_trait(f->s, next->first, T_MANY) : p->plural_clitic;
    bool clitic = !p->passive && !p->reflexive && !stance_verb_row(f, p, K_CLAUSAL) &&
                  (object || (slot == S_OBJ && p->object_clitic) || (slot == S_A && p->dative));
    if (!passive && !clitic)
        return false;
    bool of_clause = p->subject >= 0 && phrase(f, p->subject)->kind == NP; /* « je l'admire » hardly means what was named last */
    struct party target = {0};
    if (passive)
        target = f->singular.entity ? f->singular : target;
    else if (slot != S_OBJ || !of_clause || !object_before(f, a->vg, &target))
        target = plural ? those_before(a) : stance_other(f, a->holders, a->n_holders);
    struct filon_str rule = filon_str_of(filon_strf(filon_doc_arena(f->doc), "%.*s: pronoun", FILON_FMT(a->row->lemma)));
    for (int h = 0; h < a->n_holders && target.name.n; h++)
        stance_emit(f, a->holders[h], target, a->polarity, a->act, 0.7f * a->score, phrase(f, passive ? p->subject : a->vg)->first, p->last,
                    rule);
    return target.name.n > 0;
}

/* « s'y oppose », « y est favorable »: the act or text that was named last. */
static bool in_it(struct attempt *a)
{
    struct finder *f = a->f;
    const struct phrase *p = phrase(f, a->vg);
    struct party target = {f->text_name, false, false, {0, 0}};
    if (!p->in_it || p->there || !target.name.n)
        return false;
    struct filon_str rule = filon_str_of(filon_strf(filon_doc_arena(f->doc), "%.*s: pronoun", FILON_FMT(a->row->lemma)));
    for (int h = 0; h < a->n_holders; h++)
        stance_emit(f, a->holders[h], target, a->polarity, a->act, 0.7f * a->score, p->first, p->last, rule);
    return true;
}

static bool noun_with_target(const struct finder *f, int np)
{
    const struct row *row = np >= 0 ? stance_head_row(f->s, phrase(f, np), K_NOUN) : NULL;
    for (unsigned t = 0; row && t < row->n_targets; t++)
        if (stance_slot(f->s, np, row->targets[t].slot) >= 0)
            return true;
    return false;
}

static bool has_object(const struct finder *f, int vg)
{
    int object = stance_slot(f->s, vg, S_OBJ);
    return object >= 0 && object != phrase(f, vg)->subject && !f->s->words[phrase(f, object)->first].digit;
}

/* The infinitive of what is asked of an English verb's argument: « calls for the government [to withdraw] »; or -1. */
static int controlled(const struct attempt *a, const struct argument *target)
{
    const struct sentence *s = a->f->s;
    int k = target->index + 1;
    if (!s->lexicon->head_last || target->index < 0 || !filon_str_eq(a->row->act, DEMAND) || k + 1 >= s->n_phrases)
        return -1;
    if (phrase(a->f, k)->kind != PREP || phrase(a->f, k)->slot != S_A || !stance_party(a->f, &target->p, target->index).animate)
        return -1; /* « a rise to keep up » */
    k += 1 + (phrase(a->f, k + 1)->kind == QOPEN);
    return k < s->n_phrases && phrase(a->f, k)->kind == VG && phrase(a->f, k)->class == W_INF ? k : -1;
}

/* The infinitive and those coordinated with it: « propose de plafonner A et d'ajouter B ». */
static bool infinitives(struct attempt *a, int first)
{
    const struct sentence *s = a->f->s;
    struct attempt one = *a;
    bool done = stance_attempt_infinitive(&one, first);
    for (int k = first + 1, n = 1; k < s->n_phrases && k - first < MAX_WALK && n < MAX_COORDINATED && phrase(a->f, k)->kind != STOP; k++) {
        const struct phrase *p = phrase(a->f, k);
        if (p->kind == VG && p->class != W_INF && p->class != W_PAST)
            break;
        if (p->kind != VG || p->class != W_INF || p->governor != phrase(a->f, first)->governor || p->governor < 0)
            continue;
        one = *a;
        done |= stance_attempt_infinitive(&one, k);
        n++;
    }
    return done;
}

static bool try_slot(struct attempt *a, int from, const struct target_slot *slot)
{
    struct argument target;
    if (!slot->only && (slot->slot == S_OBJ || slot->slot == S_A) && pronoun_target(a, slot->slot))
        return true;
    if (!slot->only && slot->slot == S_A && in_it(a))
        return true;
    if (slot->slot == S_INF || slot->slot == S_QUE) {
        int index = phrase(a->f, a->vg)->passive ? -1 : stance_slot(a->f->s, from, slot->slot);
        return index >= 0 && (slot->slot == S_INF ? infinitives(a, index) : stance_attempt_clause(a, index));
    }
    bool plain = a->row->kind == K_VERB && !a->row->n_tail && slot->slot > S_DE && !(a->row->frame & 1u << S_OBJ);
    if (plain && !phrase(a->f, a->vg)->passive && has_object(a->f, a->vg)) /* « tape la montagne sur sa gauche » */
        return false;
    if (!stance_target_in(a->f, a->vg, a->row, from, slot->slot, &target) || !stance_fits(a->f, &target, slot->only))
        return false;
    if (is_verdict(a, &target))
        return true;
    if (a->cut && target.p.last > a->cut) {
        target.p.last = (uint16_t)a->cut;
        target.p.of = target.p.of > a->cut ? 0 : target.p.of;
        target.index = -1;
    }
    int inner = controlled(a, &target);
    if (inner >= 0 && stance_attempt_infinitive(a, inner)) /* calls for X to withdraw T */
        return true;
    bool carried = slot->slot == S_OWN || (target.p.possessive && stance_verb_row(a->f, phrase(a->f, a->vg), K_LIGHT));
    if (carried && noun_with_target(a->f, target.index)) /* « annonce son soutien à X »: the noun's stance */
        return true;
    stance_attempt_noun(a, &target);
    if (a->polarity == P_FAVOR)
        stance_attempt_second(a, from);
    stance_attempt_except(a, &target);
    return true;
}

static bool try_row(struct finder *f, int vg, const struct row *row, const struct mood *mood)
{
    const struct phrase *p = phrase(f, vg);
    struct attempt a = {.f = f, .vg = vg, .row = row, .polarity = row->polarity, .act = row->act, .score = 0.8f * mood->score};
    a.how = f->lexicon->slots[row->targets[0].slot];
    int from = vg;
    if (row->n_tail) {
        int behind = stance_match_tail(f, p, row);
        from = behind < 0 ? -1 : stance_phrase_of(f->s, vg, behind - 1);
        a.cut = from < 0 && row->targets[0].slot == S_OBJ ? stance_match_tail_behind(f, vg, row) : 0;
        bool object_first = a.cut > 0;
        if (from < 0 && !object_first)
            return false;
        from = object_first ? vg : from;
    }
    if (stance_negated(f->s, vg) != mood->turned) {
        if (!row->flips)
            return true; /* « ne condamne pas » says nothing */
        a.polarity = stance_opposite(a.polarity);
        a.act = a.polarity == P_AGAINST ? OPPOSE : SUPPORT;
    }
    if (mood->demanded)
        a.act = DEMAND;
    if (p->passive && !p->reflexive) {
        int agent = stance_slot(f->s, vg, S_PAR);
        const struct quoted *q = stance_quote_by_cue(f, f->s->words[p->head].begin);
        if (q && q->holder.n) {
            a.holders[0] = (struct party){q->holder, true, true};
            a.n_holders = 1;
        } else if (agent >= 0) {
            int agents[MAX_COORDINATED], n = stance_coordinated(f->s, agent, agents);
            for (int i = 0; i < n; i++)
                a.holders[a.n_holders++] = stance_party(f, phrase(f, agents[i]), agents[i]);
            a.n_holders = n == 1 ? stance_named_members(f, agent, a.holders, a.n_holders) : a.n_holders;
        }
    } else {
        a.n_holders = stance_holders(f, vg, a.holders);
    }
    const struct quoted *said = mood->duty ? stance_quote_at(f, f->s->words[p->head].begin) : NULL;
    if (said && said->holder.n && a.n_holders) { /* « Paris doit soutenir T », said by X: X's stance */
        a.holders[0] = (struct party){said->holder, true, true, {0, 0}};
        a.n_holders = 1;
        a.act = DEMAND;
    }
    if (!a.n_holders)
        return false;
    for (unsigned t = 0; t < row->n_targets; t++)
        if (try_slot(&a, from, &row->targets[t]))
            return true;
    return false;
}

static bool try_lexeme(struct finder *f, int vg, uint32_t first, bool with_tail, const struct mood *mood)
{
    bool done = false, has_en = false;
    for (uint32_t i = first; i != FILON_NONE; i = f->lexicon->rows[i].next)
        has_en |= f->lexicon->rows[i].en;
    for (uint32_t i = first; i != FILON_NONE; i = f->lexicon->rows[i].next) {
        const struct row *row = &f->lexicon->rows[i];
        bool verb = row->kind == K_VERB || row->kind == K_PRONOMINAL;
        if (verb && row->en == (phrase(f, vg)->en && has_en) && (row->kind == K_PRONOMINAL) == phrase(f, vg)->reflexive &&
            (row->n_tail > 0) == with_tail)
            done |= try_row(f, vg, row, mood);
    }
    return done;
}

/* « La mesure inquiète les riverains », « les riverains sont choqués par la mesure »: whoever feels it holds the stance. */
static void felt(struct finder *f, int vg, const struct mood *mood)
{
    const struct phrase *p = phrase(f, vg);
    const struct row *row = stance_verb_row(f, p, K_PSYCH);
    bool negated = stance_negated(f->s, vg), passive = p->passive || p->class == W_PAST;
    bool against = negated != mood->turned;
    if (!row || p->reflexive || p->class == W_INF || mood->lost || (against && !row->flips))
        return;
    struct emission e = {row, row->polarity, row->act, 0.7f * mood->score, vg, "felt"};
    if (against) {
        e.polarity = stance_opposite(e.polarity);
        e.act = e.polarity == P_AGAINST ? OPPOSE : SUPPORT;
    }
    struct party holders[MAX_COORDINATED];
    int n = 0, target = passive ? stance_slot(f->s, vg, S_PAR) : p->subject;
    if (target < 0 || phrase(f, target)->kind != NP)
        return;
    if (passive) {
        bool denied = false;
        n = stance_described(f, vg, holders, &denied);
        n = denied && !against ? 0 : n;
    } else {
        int object = stance_slot(f->s, vg, S_INF) < 0 ? stance_slot(f->s, vg, S_OBJ) : -1,
            all[MAX_COORDINATED]; /* not « convaincu de » V */
        int m = object >= 0 && object != target ? stance_coordinated(f->s, object, all) : 0;
        for (int i = 0; i < m; i++)
            holders[n++] = stance_party(f, phrase(f, all[i]), all[i]);
    }
    stance_emit_all(f, holders, n, phrase(f, target), passive ? target : -1, e);
}

void stance_verb(struct finder *f, int vg)
{
    const struct phrase *p = phrase(f, vg);
    const struct form *form = stance_verb_form(f, p);
    struct mood mood = stance_mood(f, vg);
    if (mood.lost || !form)
        return;
    felt(f, vg, &mood);
    const struct quoted *said = stance_quote_at(f, f->s->words[p->head].begin);
    if (said && said->holder.n && stance_verb_row(f, p, K_DEED) && p->subject >= 0 && phrase(f, p->subject)->kind == NP)
        return;                             /* « T méprise les gens », said by X: what X accuses T of */
    if (p->passive || p->class == W_PAST) { /* est opposé à: an adjective if its preposition is there */
        const struct row *row = stance_row(f->lexicon, form, W_ADJ, K_ADJECTIVE);
        if (row && (stance_slot(f->s, vg, row->targets[0].slot) >= 0 || (p->in_it && row->targets[0].slot == S_A))) {
            stance_adjective(f, vg, row);
            return;
        }
    }
    if (p->copula && !(phrase(f, vg + 1)->kind == PREP || phrase(f, vg + 1)->kind == ADV || phrase(f, vg + 1)->kind == COMMA))
        return;         /* est contre la loi, but not « est le chemin pour le peuple » */
    bool fixed = false; /* a row with fixed words shuts out those without */
    for (int with_tail = 1; with_tail >= 0 && !fixed; with_tail--)
        for (uint32_t r = form->readings; r != FILON_NONE; r = f->lexicon->readings[r].next)
            if (f->lexicon->readings[r].class & stance_verb_classes(p))
                fixed |= try_lexeme(f, vg, f->lexicon->heads[f->lexicon->readings[r].lexeme], with_tail, &mood);
}
