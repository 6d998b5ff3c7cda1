/* What somebody says: judgements (« la mesure est scandaleuse »), and who is said to have done wrong (« la Russie a interféré »). */
#include "finding.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    static const struct phrase none = {.kind = STOP};
    return i >= 0 && i < f->s->n_phrases ? &f->s->phrases[i] : &none;
}

/* « un exemple négatif », « une triste victoire »: the adjective decides. */
static const struct row *qualified(const struct finder *f, const struct phrase *p, const struct row *noun)
{
    for (int w = p->first; w < p->last; w++) {
        const struct row *row = f->s->words[w].entity == FILON_NONE ? stance_row(f->lexicon, f->s->words[w].form, W_ADJ, K_EVAL) : NULL;
        if (row && row->polarity == P_AGAINST)
            return row;
    }
    return noun;
}

/* A judging word behind a verb group, before the clause ends; *at gets its phrase. */
static const struct row *judgement(const struct finder *f, int from, int *at)
{
    const struct sentence *s = f->s;
    for (int i = from + 1; i < s->n_phrases && i - from < 8; i++) {
        const struct phrase *p = phrase(f, i);
        const struct row *participle =
            p->kind == VG && p->class == W_PRES ? stance_row(f->lexicon, s->words[p->head].form, W_ADJ, K_EVAL) : NULL;
        *at = i;
        if (participle) /* est décevant */
            return participle;
        if (p->kind == STOP || p->kind == QUE || p->kind == SUB || p->kind == REL || (p->kind == VG && p->class != W_PAST))
            return NULL;
        if (p->kind == PREP && p->slot != S_DE && !stance_trait(s, p->first, T_LIKE))
            return NULL;
        for (int w = p->first; w < p->last && w < p->first + 12; w++) {
            const struct form *form = s->words[w].entity == FILON_NONE ? s->words[w].form : NULL;
            const struct row *row = stance_row(f->lexicon, form, W_ADJ, K_EVAL);
            row = row ? row : stance_row(f->lexicon, form, W_NOUN, K_EVALNOUN);
            row = stance_trait(s, w - 1, T_LITTLE) ? NULL : row; /* peu flatteur */
            if (row)
                return row->polarity == P_FAVOR && row->kind == K_EVALNOUN ? qualified(f, p, row) : row;
        }
        if (p->kind == NP)
            return NULL;
    }
    return NULL;
}

static bool is_named(const struct finder *f, const struct phrase *p)
{
    return p->kind == NP && (p->entity != FILON_NONE || f->s->words[p->head].class & (W_GROUP | W_NAMER));
}

/* « C'est un dysfonctionnement de X »: blames X. */
static void blamed(struct finder *f, int vg, int noun, const struct row *row, struct party holder)
{
    const struct phrase *p = phrase(f, noun);
    if (p->kind != NP || !p->of || row->kind != K_EVALNOUN || row->polarity != P_AGAINST)
        return;
    struct phrase inner = stance_complement(f->s, p);
    if (!is_named(f, &inner))
        return;
    struct emission e = {row, P_AGAINST, FILON_STR("accuse"), 0.5f, vg, "blame"};
    stance_emit_all(f, &holder, 1, &inner, -1, e);
}

static void copula(struct finder *f, int vg, struct party holder)
{
    const struct phrase *p = phrase(f, vg);
    int at = vg;
    /* « est corrompu »: a participle that judges */
    const struct row *row = p->passive ? stance_row(f->lexicon, f->s->words[p->head].form, W_ADJ, K_EVAL) : judgement(f, vg, &at);
    if (!row || p->subject < 0)
        return;
    const struct phrase *subject = phrase(f, p->subject);
    if (subject->kind != NP) {
        if (!p->negated)
            blamed(f, vg, at, row, holder);
        return;
    }
    struct emission e = {row, p->negated ? stance_opposite(row->polarity) : row->polarity, row->act, 0.5f, vg, "judgement"};
    if (p->negated)
        e.act = e.polarity == P_AGAINST ? FILON_STR("oppose") : FILON_STR("support");
    if (stance_head_row(f->s, subject, K_HOLLOW) && !subject->of) /* « la situation est mauvaise » */
        return;
    int subjects[MAX_COORDINATED], n = stance_coordinated_before(f->s, p->subject, subjects);
    for (int i = 0; i < n; i++)
        stance_emit_all(f, &holder, 1, phrase(f, subjects[i]), -1, e);
}

/* « l'échec de la réforme », « la vacuité du système », said by somebody. */
static void vice(struct finder *f, int np, struct party holder)
{
    const struct phrase *p = phrase(f, np);
    const struct row *row = stance_head_row(f->s, p, K_VICE);
    if (!row || !p->of || p->none)
        return;
    struct phrase inner = stance_complement(f->s, p);
    struct emission e = {row, P_AGAINST, FILON_STR("oppose"), 0.45f, np, "vice"};
    stance_emit_all(f, &holder, 1, &inner, -1, e);
}

/* « le décret illégal du président », said by somebody. */
void stance_epithet(struct finder *f, int np, const struct quoted *quote)
{
    const struct phrase *p = phrase(f, np);
    vice(f, np, (struct party){quote->holder, true, true});
    int end = p->of ? p->of - 1 : p->last;
    for (int w = p->head + 1; w < end; w++) {
        const struct form *form = f->s->words[w].entity == FILON_NONE ? f->s->words[w].form : NULL;
        const struct row *row = stance_row(f->lexicon, form, W_ADJ, K_EVAL);
        if (!row || row->polarity != P_AGAINST || stance_head_row(f->s, p, K_EVALNOUN))
            continue;
        struct phrase target = *p;
        target.last = (uint16_t)w;
        while (target.last > p->head + 1 && f->s->words[target.last - 1].mark)
            target.last--;
        struct party holder = {quote->holder, true, true};
        struct emission e = {row, P_AGAINST, row->act, 0.4f, np, "epithet"};
        stance_emit_all(f, &holder, 1, &target, -1, e);
        return;
    }
}

static void deed(struct finder *f, int vg, struct party holder, const struct row *row)
{
    const struct phrase *p = phrase(f, vg);
    int doer = p->passive ? stance_slot(f->s, vg, S_PAR) : p->subject;
    int last = p->last;
    if (stance_negated(f->s, vg)) {
        stance_emit(f, holder, (struct party){row->name, false}, P_AGAINST, FILON_STR("deny"), 0.6f, p->first, last, row->lemma);
        return;
    }
    if (doer < 0 || !is_named(f, phrase(f, doer)))
        return;
    struct emission e = {row, P_AGAINST, FILON_STR("accuse"), 0.5f, vg, "deed"};
    stance_emit_all(f, &holder, 1, phrase(f, doer), doer, e);
}

/* « de telles pratiques sont le fait de X », « X a commis un crime »: who did what is a wrong, or a wrong by its name. */
static void performed(struct finder *f, int vg, struct party holder, const struct row *row)
{
    const struct phrase *p = phrase(f, vg);
    int object = p->passive ? p->subject : stance_slot(f->s, vg, S_OBJ), doer = p->passive ? stance_slot(f->s, vg, S_PAR) : p->subject;
    if (object < 0 || object == doer || !stance_head_row(f->s, phrase(f, object), K_WRONG))
        return;
    struct emission e = {row, P_AGAINST, FILON_STR("accuse"), 0.5f, vg, "wrong"};
    if (stance_negated(f->s, vg)) {
        e.act = FILON_STR("deny");
        stance_emit_all(f, &holder, 1, phrase(f, object), object, e);
    } else if (doer >= 0 && is_named(f, phrase(f, doer))) {
        stance_emit_all(f, &holder, 1, phrase(f, doer), doer, e);
    }
}

/* « la Russie tente d'influencer », « puissent s'ingérer » */
static bool attempted(const struct finder *f, const struct phrase *infinitive)
{
    const struct phrase *above = phrase(f, infinitive->governor);
    if (infinitive->governor >= 0 && stance_verb_acts(f, above, FILON_STR("accuse"))) /* l'accuse d'avoir menti: not the subject did */
        return false;
    return infinitive->governor >= 0 && above->class == W_FIN && !above->negated && !infinitive->negated;
}

/* « vise à préserver la culture », « menace la démocratie »: for what is preserved or threatened, by the row's target. */
static void dear(struct finder *f, int vg, struct party holder, const struct row *row)
{
    int object = row->n_targets ? stance_slot(f->s, vg, row->targets[0].slot) : -1;
    if (object < 0 || phrase(f, object)->kind != NP || stance_head_row(f->s, phrase(f, object), K_WRONG) ||
        stance_head_row(f->s, phrase(f, object), K_EVALNOUN))
        return;
    struct emission e = {row, P_FAVOR, FILON_STR("support"), 0.4f, vg, "dear"};
    stance_emit_all(f, &holder, 1, phrase(f, object), object, e);
}

/* « Ces manœuvres menacent la démocratie »: against what harms, for what protects. */
static void effect(struct finder *f, int vg, struct party holder, const struct row *row)
{
    const struct phrase *p = phrase(f, vg);
    if (p->subject < 0 || phrase(f, p->subject)->kind != NP || p->reflexive)
        return;
    int object = stance_slot(f->s, vg, S_OBJ);
    if (object < 0 && stance_slot(f->s, vg, S_A) < 0)
        return;
    struct emission e = {row, p->negated ? stance_opposite(row->polarity) : row->polarity, row->act, 0.45f, vg, "effect"};
    if (p->negated)
        e.act = e.polarity == P_AGAINST ? FILON_STR("oppose") : FILON_STR("support");
    stance_emit_all(f, &holder, 1, phrase(f, p->subject), p->subject, e);
    dear(f, vg, holder, row);
}

/* « vise à protéger », « pour protéger »: not « refuse de protéger ». */
static bool aimed_at(const struct finder *f, int infinitive)
{
    const struct phrase *before = phrase(f, infinitive - 1);
    int governor = phrase(f, infinitive)->governor;
    if (before->kind == PREP && before->slot == S_POUR)
        return true;
    return governor >= 0 && before->kind == PREP && before->slot == S_A && !stance_negated(f->s, governor) &&
           stance_row(f->lexicon, f->s->words[phrase(f, governor)->head].form, W_FIN | W_INF | W_PAST | W_PRES, K_AIM);
}

/* « il y a eu des manipulations », « il n'y a eu ni chantage ni menace », said by somebody. */
static void there_was(struct finder *f, int vg, struct party holder)
{
    const struct phrase *p = phrase(f, vg);
    bool no = stance_negated(f->s, vg);
    for (int i = vg + 1; i < f->s->n_phrases && i < vg + 10; i++) {
        const struct phrase *np = phrase(f, i);
        no |= np->kind == COORD && p->ne && stance_trait(f->s, np->first, T_NOR);
        if (np->kind == STOP || np->kind == QUE || np->kind == REL || np->kind == VG)
            return;
        const struct row *row = np->kind == NP ? stance_head_row(f->s, np, K_WRONG) : NULL;
        row = row || np->kind != NP ? row : stance_head_row(f->s, np, K_CHARGE);
        if (!row)
            continue;
        struct emission e = {row, P_AGAINST, no ? FILON_STR("deny") : FILON_STR("accuse"), 0.5f, vg, "there is"};
        stance_emit_all(f, &holder, 1, np, i, e);
        return;
    }
}

/* « T a été qualifié par X de scandaleux », « T, jugé scandaleux par X » */
static void judged_by(struct finder *f, int vg, int agent, int target)
{
    int at = 0;
    const struct row *row = agent >= 0 ? judgement(f, agent, &at) : NULL;
    row = row || agent < 0 ? row : judgement(f, vg, &at);
    struct phrase judge = agent >= 0 ? *phrase(f, agent) : (struct phrase){.kind = STOP};
    if (!row && judge.bare_of) { /* par les élus de [scandaleuse] */
        row = stance_row(f->lexicon, f->s->words[judge.bare_of].form, W_ADJ, K_EVAL);
        row = row ? row : stance_row(f->lexicon, f->s->words[judge.bare_of].form, W_NOUN, K_EVALNOUN);
        judge.last = (uint16_t)(judge.bare_of - 1);
    }
    if (!row || target < 0 || phrase(f, target)->kind != NP || at == target)
        return;
    struct party holder = stance_party(f, &judge, agent);
    struct emission e = {row, row->polarity, row->act, 0.7f, vg, "judge"};
    stance_emit_all(f, &holder, holder.name.n > 0, phrase(f, target), -1, e);
}

/* « X y voit un danger »: in the act or text that was named last. */
static void seen_in_it(struct finder *f, int vg)
{
    struct party holders[MAX_COORDINATED], target = {f->text_name, false};
    int at = 0, n = stance_holders(f, vg, holders);
    const struct row *row = judgement(f, vg, &at);
    struct filon_str rule = row ? filon_str_of(filon_strf(filon_doc_arena(f->doc), "%.*s: seen", FILON_FMT(row->lemma))) : FILON_NO_STR;
    for (int h = 0; h < n && row; h++)
        stance_emit(f, holders[h], target, row->polarity, row->act, 0.6f, phrase(f, vg)->first, phrase(f, at)->last, rule);
}

void stance_judgement(struct finder *f, int vg, const struct quoted *quote)
{
    const struct phrase *p = phrase(f, vg);
    const struct form *form = f->s->words[p->head].form;
    uint32_t any = W_FIN | W_INF | W_PAST | W_PRES;
    if (quote && quote->holder.n) {
        struct party holder = {quote->holder, true, true};
        if (p->copula || (p->passive && p->compound))
            copula(f, vg, holder);
        if (p->reflexive && p->subject >= 0 && phrase(f, p->subject)->kind == PRON && stance_row(f->lexicon, form, any, K_ITIS))
            copula(f, vg, holder);
        if (p->there && p->class == W_FIN)
            there_was(f, vg, holder);
        stance_duty(f, vg, quote);
        const struct row *row = stance_row(f->lexicon, form, any, K_DEED);
        if (row && !stance_hypothetical(f, p) && (p->class != W_INF || p->negated || attempted(f, p)))
            deed(f, vg, holder, row);
        row = stance_row(f->lexicon, form, any, K_PERFORM);
        if (row)
            performed(f, vg, holder, row);
        row = stance_row(f->lexicon, form, any, K_HARM);
        if (row && p->class == W_FIN && !p->passive && !p->conditional)
            effect(f, vg, holder, row);
        else if (row && p->class == W_INF && !p->negated && row->polarity == P_FAVOR && aimed_at(f, vg))
            dear(f, vg, holder, row);
    }
    /* qualifie T de scandaleux, juge T inacceptable */
    if (!stance_row(f->lexicon, form, any, K_JUDGE) || p->negated)
        return;
    if (p->in_it) {
        seen_in_it(f, vg);
        return;
    }
    bool passive = p->passive && !p->reflexive;
    int agent = passive ? stance_slot(f->s, vg, S_PAR) : -1, object = passive ? p->subject : stance_slot(f->s, vg, S_OBJ), at = 0;
    if (passive) {
        judged_by(f, vg, agent, object);
        return;
    }
    const struct row *ahead = NULL;
    if (object >= 0 && phrase(f, object)->head == phrase(f, object)->first && phrase(f, object)->entity == FILON_NONE) {
        ahead = stance_row(f->lexicon, f->s->words[phrase(f, object)->head].form, W_ADJ, K_EVAL);
        int next = object + 1 + (phrase(f, object + 1)->kind == QCLOSE);
        if (!ahead || phrase(f, object)->last != phrase(f, object)->head + 1 || phrase(f, next)->kind != NP)
            return;    /* « s'il le juge nécessaire » */
        object = next; /* juge illégale la sélection */
    }
    for (int k = vg + 1; k < object && !ahead; k++) /* juge « illégale » la sélection */
        ahead = phrase(f, k)->kind == ADJ || phrase(f, k)->kind == OTHER
                    ? stance_row(f->lexicon, f->s->words[phrase(f, k)->first].form, W_ADJ, K_EVAL)
                    : NULL;
    struct party holders[MAX_COORDINATED];
    const struct row *row = ahead ? ahead : object >= 0 && object != p->subject ? judgement(f, object, &at) : NULL;
    int adjective = object >= 0 ? phrase(f, object)->last - 1 : 0;
    while (object >= 0 && adjective > phrase(f, object)->head && f->s->words[adjective].mark) /* juge la mesure « scandaleuse » */
        adjective--;
    if (!row && object >= 0 && object != p->subject) /* the adjective may have joined its noun: juge la mesure scandaleuse */
        row = stance_row(f->lexicon, f->s->words[adjective].form, W_ADJ, K_EVAL);
    if (!row && object >= 0 && object != p->subject && phrase(f, object)->bare_of) /* qualifie la mesure d'erreur */
        row = stance_row(f->lexicon, f->s->words[phrase(f, object)->bare_of].form, W_NOUN, K_EVALNOUN);
    if (!row)
        return;
    int n = stance_holders(f, vg, holders);
    struct emission e = {row, row->polarity, row->act, 0.7f, vg, "judge"};
    struct phrase target = *phrase(f, object);
    const struct row *joined = target.last > target.first + 1 ? stance_row(f->lexicon, f->s->words[adjective].form, W_ADJ, K_EVAL) : NULL;
    if (target.bare_of) {
        target.last = (uint16_t)(target.bare_of - 1);
    } else if (joined) { /* … scandaleuse et chère */
        if (joined == row && target.head + 1 >= target.last && !f->lexicon->head_last) /* « voit la polémique » */
            return;
        target.last = (uint16_t)(f->s->words[adjective - 1].mark == M_QOPEN ? adjective - 1 : adjective);
        target.head = target.head < target.last ? target.head : (uint16_t)(target.last - 1);
    }
    stance_emit_all(f, holders, n, &target, -1, e);
}
