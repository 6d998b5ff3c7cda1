/* Verb frames: « X dénonce T », « T est soutenu par X », « X appelle à V T », with negation and what governs the verb. */
#include "targets.h"

#define SUPPORT FILON_STR("support")
#define OPPOSE FILON_STR("oppose")
#define DENY FILON_STR("deny")
#define COMMIT FILON_STR("commit")
#define DEMAND FILON_STR("demand")

static const struct phrase *phrase(const struct finder *f, int i)
{
    return &f->s->phrases[i];
}

/* ---- One row. */

struct attempt {
    struct finder *f;
    int vg;
    const struct row *row;
    struct party holders[MAX_COORDINATED];
    int n_holders;
    enum polarity polarity;
    struct filon_str act;
    float score;
    const char *how;
    int cut; /* fixed words behind the object begin here, or 0: « montrent X [du doigt] » */
};

static struct emission emission(const struct attempt *a)
{
    return (struct emission){a->row, a->polarity, a->act, a->score, a->vg, a->how};
}

static void emit(struct attempt *a, const struct argument *target)
{
    stance_emit_all(a->f, a->holders, a->n_holders, &target->p, target->index, emission(a));
}

static bool wants(const struct row *row)
{
    return row->polarity == P_FAVOR &&
           (filon_str_eq(row->act, DEMAND) || filon_str_eq(row->act, COMMIT) || filon_str_eq(row->act, SUPPORT));
}

/* « a dit oui au référendum sur T »: to T. */
static void put_to_vote(const struct attempt *a, struct argument *target)
{
    const struct sentence *s = a->f->s;
    bool vote = filon_str_eq(a->act, SUPPORT) || filon_str_eq(a->act, OPPOSE);
    if (!vote || target->index < 0 || target->index + 2 >= s->n_phrases || !stance_head_row(s, &target->p, K_BALLOT))
        return;
    const struct phrase *prep = phrase(a->f, target->index + 1);
    if (prep->kind == PREP && prep->slot == a->f->lexicon->about && phrase(a->f, target->index + 2)->kind == NP)
        *target = (struct argument){*phrase(a->f, target->index + 2), target->index + 2};
}

/* « annonce sa décision », « déplore 21 morts »: nothing that one could be for or against. */
static bool hollow(const struct attempt *a, const struct phrase *np)
{
    const struct sentence *s = a->f->s;
    if (!stance_head_row(s, np, K_HOLLOW))
        return false;
    bool planned = filon_str_eq(a->act, COMMIT) || filon_str_eq(a->act, DEMAND);
    return planned ? !np->of : s->words[np->first].digit;
}

static void emit_one(struct attempt *a, struct argument *target)
{
    if (filon_str_eq(a->act, OPPOSE) && stance_head_row(a->f->s, &target->p, K_CHARGE))
        a->act = DENY;
    if (wants(a->row) && stance_ending(a->f, target))
        a->polarity = stance_opposite(a->polarity);
    if (stance_head_row(a->f->s, &target->p, K_OPINION) &&
        stance_verb_row(a->f, phrase(a->f, a->vg), K_LIGHT)) /* « rend un avis négatif sur T »: the noun's */
        return;
    if (target->p.kind == NP && !(a->f->s->words[target->p.head].class & W_TIME) && !hollow(a, &target->p)) {
        put_to_vote(a, target);
        emit(a, target);
    }
}

/* « réclame la fin de A et l'établissement de B »: against the one and for the other. */
static void emit_noun(struct attempt *a, struct argument *target)
{
    int all[MAX_COORDINATED], n = target->index >= 0 && wants(a->row) ? stance_coordinated(a->f->s, target->index, all) : 0;
    bool ends = false;
    for (int i = 0; i < n; i++)
        ends |= stance_head_row(a->f->s, phrase(a->f, all[i]), K_ENDER) != NULL;
    if (n < 2 || !ends) {
        emit_one(a, target);
        return;
    }
    for (int i = 0; i < n; i++) {
        struct attempt each = *a;
        struct argument part = {i ? *phrase(a->f, all[i]) : target->p, i == n - 1 ? all[i] : -1};
        emit_one(&each, &part);
    }
}

/* Does an infinitive have a stance row that fits it, so that it speaks for itself? */
static bool speaks(struct finder *f, int vg)
{
    const struct phrase *p = phrase(f, vg);
    const struct form *form = stance_verb_form(f, p);
    for (uint32_t r = form ? form->readings : FILON_NONE; r != FILON_NONE; r = f->lexicon->readings[r].next) {
        uint32_t i =
            f->lexicon->readings[r].class & stance_verb_classes(p) ? f->lexicon->heads[f->lexicon->readings[r].lexeme] : FILON_NONE;
        for (; i != FILON_NONE; i = f->lexicon->rows[i].next) {
            const struct row *row = &f->lexicon->rows[i];
            bool fits_verb = (row->kind == K_VERB && !p->reflexive) || (row->kind == K_PRONOMINAL && p->reflexive);
            int behind = fits_verb && row->n_tail ? stance_match_tail(f, p, row) : 0;
            int from = row->n_tail && behind > 0 ? stance_phrase_of(f->s, vg, behind - 1) : vg;
            struct argument any;
            for (unsigned t = 0; fits_verb && behind >= 0 && from >= 0 && t < row->n_targets; t++)
                if (row->targets[t].slot == S_QUE || row->targets[t].slot == S_INF
                        ? stance_slot(f->s, from, row->targets[t].slot) >= 0
                        : stance_target_in(f, vg, row, from, row->targets[t].slot, &any))
                    return true;
        }
    }
    return false;
}

/* Behind the first complement of an infinitive without an object. */
static int infinitive_end(const struct finder *f, int vg)
{
    int k = vg + 1;
    while (k < f->s->n_phrases && k < vg + 4 && (phrase(f, k)->kind == ADV || phrase(f, k)->kind == PREP))
        k++;
    if (phrase(f, k)->kind == NP && phrase(f, k - 1)->kind == PREP)
        return phrase(f, k)->last;
    return phrase(f, vg)->last;
}

/* The row that makes this verb an end of something, with its fixed words if it has any, or NULL. */
static const struct row *end_row(const struct finder *f, const struct phrase *p)
{
    const struct row *row = stance_verb_row(f, p, K_ENDVERB);
    while (row && (row->kind != K_ENDVERB || (row->n_tail && stance_match_tail(f, p, row) < 0)))
        row = row->next == FILON_NONE ? NULL : &f->lexicon->rows[row->next];
    return row;
}

/* What a verb that ends something puts an end to: « renonce à T », « met fin à T ». */
static bool ended(struct finder *f, int verb, const struct row *end, struct argument *target)
{
    int from = verb;
    if (end->n_tail)
        from = stance_phrase_of(f->s, verb, stance_match_tail(f, phrase(f, verb), end) - 1);
    for (unsigned slot = 1; slot < MAX_SLOTS && from >= 0; slot++)
        if (end->frame & 1u << slot && stance_target_in(f, verb, end, from, slot, target))
            return true;
    return false;
}

/* The stance on what an infinitive does: « exige de retirer la loi » is against the law, « décide de faire grève » for a strike. */
static bool emit_infinitive(struct attempt *a, int inner)
{
    struct finder *f = a->f;
    const struct phrase *p = phrase(f, inner);
    const struct row *deed = stance_verb_row(f, p, K_DEED), *end = end_row(f, p);
    struct argument target;
    if (p->negated)
        return false;
    if (filon_str_eq(a->act, DENY) && deed) {
        struct party name = {deed->name, false};
        stance_emit(f, a->n_holders ? a->holders[0] : (struct party){0}, name, a->polarity, a->act, a->score, phrase(f, a->vg)->first,
                    p->last, a->row->lemma);
        return true;
    }
    if (wants(a->row) && end && ended(f, inner, end, &target)) {
        a->polarity = stance_opposite(a->polarity);
        emit(a, &target);
        return true;
    }
    int object = stance_slot(f->s, inner, S_OBJ);
    bool light = object >= 0 && stance_verb_row(f, p, K_LIGHT) && stance_head_row(f->s, phrase(f, object), K_NOUN) &&
                 !stance_head_row(f->s, phrase(f, object), K_PLAN);
    if (speaks(f, inner) || light)
        return false;
    if (stance_object_of(f, inner, &target)) {
        emit_noun(a, &target);
        return true;
    }
    /* « travailler ensemble sur la question »: the deed itself, if somebody is to be won for it */
    if (!filon_str_eq(a->act, DEMAND) || p->reflexive || infinitive_end(f, inner) <= p->head + 1)
        return false;
    struct party deed_itself = {stance_text(f, p->head, infinitive_end(f, inner)), false};
    for (int h = 0; h < a->n_holders; h++)
        stance_emit(f, a->holders[h], deed_itself, a->polarity, a->act, a->score, phrase(f, a->vg)->first, p->last, a->row->lemma);
    return true;
}

void stance_infinitive(struct finder *f, const struct party *holders, int n, int inner, struct emission e)
{
    struct attempt a = {.f = f, .vg = e.anchor, .row = e.row, .polarity = e.polarity, .act = e.act, .score = e.score, .how = e.how};
    for (; a.n_holders < n && a.n_holders < MAX_COORDINATED; a.n_holders++)
        a.holders[a.n_holders] = holders[a.n_holders];
    if (phrase(f, inner)->negated) { /* sa volonté de ne pas appliquer T */
        struct argument target;
        if (stance_object_of(f, inner, &target)) {
            a.polarity = stance_opposite(a.polarity);
            a.act = a.polarity == P_AGAINST ? OPPOSE : SUPPORT;
            emit(&a, &target);
        }
        return;
    }
    emit_infinitive(&a, inner);
}

/* « annonce qu'il publiera », « que son pays poursuivrait »: what the speaker will do, not what will come. */
static bool promised(const struct finder *f, const struct phrase *vg)
{
    const struct phrase *subject = vg->subject >= 0 ? phrase(f, vg->subject) : NULL;
    return subject && vg->features & (V_FUT | V_COND) && !vg->compound && !vg->passive && (subject->kind == PRON || subject->possessive);
}

/* The stance on a clause: demanded is what its verb would bring about; deplored, feared or denied is what it says of its subject. */
static bool emit_clause(struct attempt *a, int from)
{
    struct finder *f = a->f;
    int verb = stance_clause_verb(f->s, from), subject = verb >= 0 ? phrase(f, verb)->subject : -1;
    struct argument target;
    if (verb < 0)
        return false;
    const struct phrase *p = phrase(f, verb);
    if (filon_str_eq(a->act, DENY)) {
        const struct row *deed = stance_verb_row(f, p, K_DEED);
        if (deed) {
            stance_emit(f, a->n_holders ? a->holders[0] : (struct party){0}, (struct party){deed->name, false}, a->polarity, a->act,
                        a->score, phrase(f, a->vg)->first, p->last, a->row->lemma);
            return true;
        }
    }
    if (wants(a->row) && !filon_str_eq(a->act, SUPPORT)) {
        bool indicative = stance_class(f->s, p->first) & (W_BE | W_HAVE) && p->class == W_FIN && !(p->features & V_SUBJ);
        bool person = p->passive && subject >= 0 && phrase(f, subject)->entity != FILON_NONE && !stance_verb_row(f, p, K_ENDVERB);
        if (p->negated || person || (indicative && filon_str_eq(a->act, DEMAND)) || (filon_str_eq(a->act, COMMIT) && !promised(f, p)))
            return false;
        const struct row *end = end_row(f, p);
        if (end && end->frame && !(end->frame & 1u << S_OBJ)) { /* exige que X renonce à T */
            if (!ended(f, verb, end, &target))
                return false;
            a->polarity = stance_opposite(a->polarity);
            emit(a, &target);
            return true;
        }
        if (p->passive ? stance_whole(f, subject, &target)
                       : stance_object_of(f, verb, &target) || (p->reflexive && stance_whole(f, stance_slot(f->s, verb, S_A), &target))) {
            if (end)
                a->polarity = stance_opposite(a->polarity);
            emit_noun(a, &target);
            return true;
        }
        if (end && stance_whole(f, subject, &target) && target.p.kind == NP) { /* exige que T cesse */
            a->polarity = stance_opposite(a->polarity);
            emit(a, &target);
            return true;
        }
        return false;
    }
    if (!stance_whole(f, subject, &target) || target.p.kind != NP)
        return false;
    /* « prétend que X aurait menti »: of somebody, and not known */
    bool somebody = target.p.entity != FILON_NONE || stance_class(f->s, target.p.head) & (W_GROUP | W_NAMER);
    if (filon_str_eq(a->act, FILON_STR("accuse")) && !(somebody && p->conditional))
        return false;
    int subjects[MAX_COORDINATED], n = subject < verb ? stance_coordinated_before(f->s, subject, subjects) : 0;
    for (int i = n - 1; i > 0; i--)
        stance_emit_all(f, a->holders, a->n_holders, phrase(f, subjects[i]), -1, emission(a));
    stance_emit_all(f, a->holders, a->n_holders, &target.p, subject < verb ? -1 : subject, emission(a));
    return true;
}

/* « soutenait Clinton au détriment de Sanders », « défend X contre Y »: the other side. */
static void emit_second(struct attempt *a, int from)
{
    struct argument target;
    unsigned slot = a->f->lexicon->second;
    if (!slot || !stance_whole(a->f, stance_slot(a->f->s, from, slot), &target))
        return;
    struct attempt second = *a;
    second.polarity = stance_opposite(a->polarity);
    second.act = second.polarity == P_AGAINST ? OPPOSE : SUPPORT;
    second.how = "second";
    emit(&second, &target);
}

/* « T est soutenu par tous, à l'exception de X »: X is on the other side. */
static void emit_except(struct attempt *a, const struct argument *target)
{
    const struct sentence *s = a->f->s;
    unsigned slot = a->f->lexicon->except;
    for (int i = a->vg + 1; slot && i + 1 < s->n_phrases && i - a->vg < 14 && phrase(a->f, i)->kind != STOP; i++) {
        const struct phrase *np = phrase(a->f, i + 1);
        if (phrase(a->f, i)->kind != PREP || phrase(a->f, i)->slot != slot || np->kind != NP)
            continue;
        struct attempt other = *a;
        other.holders[0] = stance_party(a->f, np, i + 1);
        other.n_holders = other.holders[0].name.n > 0;
        other.polarity = stance_opposite(a->polarity);
        other.act = other.polarity == P_AGAINST ? OPPOSE : SUPPORT;
        other.how = "except";
        a->f->n_taken = 0; /* the same target, of another */
        emit(&other, target);
        return;
    }
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

/* « l'accuse de », « lui a rendu hommage », « elle est saluée par X »: a pronoun for the person named last beside the holder. */
static bool pronoun_target(struct attempt *a, unsigned slot)
{
    struct finder *f = a->f;
    const struct phrase *p = phrase(f, a->vg);
    bool passive = p->passive && !p->reflexive && slot == S_OBJ && p->subject >= 0 && phrase(f, p->subject)->kind == PRON &&
                   stance_trait(f->s, phrase(f, p->subject)->first, T_ONE);
    bool clitic = !p->passive && !p->reflexive && !stance_verb_row(f, p, K_CLAUSAL) &&
                  ((slot == S_OBJ && p->object_clitic) || (slot == S_A && p->dative));
    if (!passive && !clitic)
        return false;
    bool of_clause = p->subject >= 0 && phrase(f, p->subject)->kind == NP; /* « je l'admire » hardly means what was named last */
    struct party target = {0};
    if (passive)
        target = f->singular.entity ? f->singular : target;
    else if (slot != S_OBJ || !of_clause || !object_before(f, a->vg, &target))
        target = p->plural_clitic ? stance_others(f, a->holders, a->n_holders) : stance_other(f, a->holders, a->n_holders);
    struct filon_str rule = filon_str_of(filon_strf(filon_doc_arena(f->doc), "%.*s: pronoun", FILON_FMT(a->row->lemma)));
    for (int h = 0; h < a->n_holders && target.name.n; h++)
        stance_emit(f, a->holders[h], target, a->polarity, a->act, 0.7f * a->score, phrase(f, passive ? p->subject : a->vg)->first, p->last,
                    rule);
    return target.name.n > 0;
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

static bool try_slot(struct attempt *a, int from, const struct target_slot *slot)
{
    struct argument target;
    if (!slot->only && (slot->slot == S_OBJ || slot->slot == S_A) && pronoun_target(a, slot->slot))
        return true;
    if (slot->slot == S_INF || slot->slot == S_QUE) {
        int index = phrase(a->f, a->vg)->passive ? -1 : stance_slot(a->f->s, from, slot->slot);
        return index >= 0 && (slot->slot == S_INF ? emit_infinitive(a, index) : emit_clause(a, index));
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
    bool carried = slot->slot == S_OWN || (target.p.possessive && stance_verb_row(a->f, phrase(a->f, a->vg), K_LIGHT));
    if (carried && noun_with_target(a->f, target.index)) /* « annonce son soutien à X »: the noun's stance */
        return true;
    emit_noun(a, &target);
    if (a->polarity == P_FAVOR)
        emit_second(a, from);
    emit_except(a, &target);
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
    if (p->passive || p->class == W_PAST) { /* est opposé à: an adjective if its preposition is there */
        const struct row *row = stance_row(f->lexicon, form, W_ADJ, K_ADJECTIVE);
        if (row && stance_slot(f->s, vg, row->targets[0].slot) >= 0) {
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
