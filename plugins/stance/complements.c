/* What one row makes of an infinitive or a clause: « exige de retirer T », « demande que T soit retiré », « nie que T ait menti ». */
#include "attempt.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    return &f->s->phrases[i];
}

/* Does an infinitive have a stance row that fits it, so that it speaks for itself? */
static bool speaks(struct finder *f, int vg)
{
    const struct phrase *p = phrase(f, vg);
    struct row_walk walk = stance_rows(f->lexicon, stance_verb_form(f, p), stance_verb_classes(p));
    for (const struct row *row; (row = stance_next_row(&walk));) {
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

/* A person or people, and no body. */
static bool is_somebody(const struct finder *f, const struct phrase *p)
{
    if (p->entity != FILON_NONE)
        return filon_str_is(filon_strs(filon_layer(f->doc, FILON_ENTITY), FILON_ENTITY_TYPE)[p->entity], "PER");
    return stance_class(f->s, p->head) & (W_GROUP | W_TITLE) && !(stance_class(f->s, p->head) & W_BODY);
}

/* « appelle X à démissionner », « X doit partir »: who is to go. */
static bool leaves(struct attempt *a, int inner, const struct row *end, struct argument *target)
{
    struct finder *f = a->f;
    if (!end || !f->lexicon->subj || !(end->frame & 1u << f->lexicon->subj))
        return false;
    const struct phrase *above = phrase(f, a->vg);
    int who = above->subject;
    if (!stance_duty_row(f, above)) { /* the noun phrase before it, « on X », or « à X » */
        who = inner - 1;
        while (who > a->vg && phrase(f, who)->kind != NP)
            who--;
        if (who <= a->vg)
            return false;
    }
    return who >= 0 && phrase(f, who)->kind == NP && stance_whole(f, who, target) && ((target->index = -1), true);
}

/* The stance on what an infinitive does: « exige de retirer la loi » is against the law, « décide de faire grève » for a strike. */
bool stance_attempt_infinitive(struct attempt *a, int inner)
{
    struct finder *f = a->f;
    const struct phrase *p = phrase(f, inner);
    const struct row *deed = stance_verb_row(f, p, K_DEED), *end = stance_end_row(f, p);
    struct argument target;
    if (p->negated || p->copula)
        return false;
    if (filon_str_eq(a->act, DENY) && deed) {
        struct party name = {deed->name, false};
        stance_emit(f, a->n_holders ? a->holders[0] : (struct party){0}, name, a->polarity, a->act, a->score, phrase(f, a->vg)->first,
                    p->last, a->row->lemma);
        return true;
    }
    if (stance_attempt_wants(a->row) && end && ended(f, inner, end, &target)) {
        a->polarity = stance_opposite(a->polarity);
        stance_attempt_emit(a, &target);
        return true;
    }
    if (stance_attempt_wants(a->row) && leaves(a, inner, end, &target)) {
        a->polarity = stance_opposite(a->polarity);
        stance_attempt_emit(a, &target);
        return true;
    }
    int object = stance_slot(f->s, inner, S_OBJ);
    bool light = object >= 0 && stance_verb_row(f, p, K_LIGHT) && stance_head_row(f->s, phrase(f, object), K_NOUN) &&
                 !stance_head_row(f->s, phrase(f, object), K_PLAN);
    if (speaks(f, inner) || light)
        return false;
    if (stance_object_of(f, inner, &target)) {
        bool told = filon_str_eq(a->act, DEMAND) || filon_str_eq(a->act, COMMIT);
        if (told && is_somebody(f, &target.p) && !stance_verb_row(f, p, K_HARM))
            return false; /* « veut rencontrer X »: for or against him, it does not say */
        stance_attempt_noun(a, &target);
        return true;
    }
    /* « travailler ensemble sur la question »: the deed itself, if somebody is to be won for it */
    if (filon_str_eq(a->act, DENY) && p->compound && infinitive_end(f, inner) > p->last) { /* nie être impliqué dans T */
        struct party denied = {stance_text(f, p->head, infinitive_end(f, inner)), false, false, {0, 0}};
        stance_emit(f, a->n_holders ? a->holders[0] : (struct party){0}, denied, a->polarity, a->act, a->score, phrase(f, a->vg)->first,
                    p->last, a->row->lemma);
        return true;
    }
    if (!filon_str_eq(a->act, DEMAND) || a->objects_only || p->reflexive || infinitive_end(f, inner) <= p->head + 1)
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
            stance_attempt_emit(&a, &target);
        }
        return;
    }
    stance_attempt_infinitive(&a, inner);
}

/* « annonce qu'il publiera », « que son pays poursuivrait »: what the speaker will do, not what will come. */
static bool promised(const struct finder *f, const struct phrase *vg)
{
    const struct phrase *subject = vg->subject >= 0 ? phrase(f, vg->subject) : NULL;
    return subject && vg->features & (V_FUT | V_COND) && !vg->compound && !vg->passive && (subject->kind == PRON || subject->possessive);
}

/* The stance on a clause: demanded is what its verb would bring about; deplored, feared or denied is what it says of its subject. */
bool stance_attempt_clause(struct attempt *a, int from)
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
    if (stance_attempt_wants(a->row) && !filon_str_eq(a->act, SUPPORT)) {
        bool indicative = stance_class(f->s, p->first) & (W_BE | W_HAVE) && p->class == W_FIN && !(p->features & V_SUBJ) &&
                          !(f->lexicon->head_last && stance_class(f->s, p->first) & W_INF); /* demanded that it be scrapped */
        bool person = p->passive && subject >= 0 && phrase(f, subject)->entity != FILON_NONE && !stance_verb_row(f, p, K_ENDVERB);
        if (p->negated || person || (indicative && filon_str_eq(a->act, DEMAND)) || (filon_str_eq(a->act, COMMIT) && !promised(f, p)))
            return false;
        const struct row *end = stance_end_row(f, p);
        if (end && end->frame && !(end->frame & 1u << S_OBJ)) { /* exige que X renonce à T */
            if (!ended(f, verb, end, &target))
                return false;
            a->polarity = stance_opposite(a->polarity);
            stance_attempt_emit(a, &target);
            return true;
        }
        if (p->passive ? stance_whole(f, subject, &target)
                       : stance_object_of(f, verb, &target) || (p->reflexive && stance_whole(f, stance_slot(f->s, verb, S_A), &target))) {
            if (end)
                a->polarity = stance_opposite(a->polarity);
            stance_attempt_noun(a, &target);
            return true;
        }
        if (end && stance_whole(f, subject, &target) && target.p.kind == NP) { /* exige que T cesse */
            a->polarity = stance_opposite(a->polarity);
            stance_attempt_emit(a, &target);
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
        stance_emit_all(f, a->holders, a->n_holders, phrase(f, subjects[i]), -1, stance_attempt_emission(a));
    stance_emit_all(f, a->holders, a->n_holders, &target.p, subject < verb ? -1 : subject, stance_attempt_emission(a));
    return true;
}
