/* What somebody says must be done: « il faut retirer T », « le gouvernement doit retirer T », « T must be withdrawn ». */
#include "attempt.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    static const struct phrase none = {.kind = STOP};
    return i >= 0 && i < f->s->n_phrases ? &f->s->phrases[i] : &none;
}

/* « devait », « a dû »: what was planned or guessed. */
static bool past(const struct finder *f, const struct phrase *p)
{
    const struct word *w = &f->s->words[p->head];
    struct filon_str text = {f->s->text.p + w->begin, w->end - w->begin};
    bool imperfect = filon_str_ends(text, FILON_STR("ait")) || filon_str_ends(text, FILON_STR("aient"));
    return p->compound || (imperfect && !(p->features & V_COND));
}

const struct row *stance_duty_row(const struct finder *f, const struct phrase *vg)
{
    if (vg->kind != VG)
        return NULL;
    if (vg->duty) /* must withdraw */
        return f->lexicon->duty;
    const struct row *row = vg->class == W_FIN && !vg->passive ? stance_verb_row(f, vg, K_MUST) : NULL;
    return row && !past(f, vg) ? row : NULL;
}

/* The infinitive right behind the verb, with at most adverbs and its preposition between: « has to withdraw »; or -1. */
static int infinitive(const struct finder *f, int vg)
{
    if (phrase(f, vg)->duty)
        return vg;
    int inner = stance_slot(f->s, vg, S_INF);
    for (int k = vg + 1; k < inner; k++)
        if (phrase(f, k)->kind == NP)
            return -1;
    return inner;
}

/* « T doit être retiré », « T must be withdrawn »: only of an end, unless in marks the speaker's own words say so. */
static void undergone(struct attempt *a, int inner, bool own_words)
{
    struct finder *f = a->f;
    const struct phrase *p = phrase(f, inner);
    const struct row *verb = stance_verb_row(f, p, K_VERB);
    bool end = stance_end_row(f, p) != NULL;
    struct argument target;
    if (!stance_whole(f, phrase(f, a->vg)->subject, &target) || target.p.kind != NP || (!end && !(own_words && verb)))
        return;
    if (end || verb->polarity == P_AGAINST)
        a->polarity = stance_opposite(a->polarity);
    stance_attempt_emit(a, &target);
}

void stance_duty(struct finder *f, int vg, const struct quoted *quote)
{
    const struct phrase *p = phrase(f, vg);
    const struct row *row = stance_duty_row(f, p);
    if (!row || stance_hypothetical(f, p))
        return;
    struct attempt a = {.f = f, .vg = vg, .row = row, .polarity = row->polarity, .act = row->act, .score = 0.5f, .how = "duty"};
    a.holders[a.n_holders++] = (struct party){quote->holder, true, true, {0, 0}};
    a.objects_only = true;
    if (stance_negated(f->s, vg))
        a.polarity = stance_opposite(a.polarity);
    int inner = infinitive(f, vg), clause = inner < 0 && row->frame & 1u << S_QUE ? stance_slot(f->s, vg, S_QUE) : -1;
    if (clause >= 0) {
        stance_attempt_clause(&a, clause);
        return;
    }
    if (inner < 0)
        return;
    bool anybody = row->frame & 1u << S_QUE; /* il faut: whose duty it is, is not said */
    if (phrase(f, inner)->reflexive ||
        stance_class(f->s, phrase(f, inner)->head) & W_HAVE) /* « dois m'estimer heureux »; « devrait avoir » */
        return;
    if (phrase(f, inner)->passive) {
        undergone(&a, inner, quote->own_words);
        return;
    }
    /* « la croissance devrait atteindre »: a guess, not what somebody ought to do */
    struct party who = anybody || p->subject < 0 ? (struct party){0} : stance_party(f, phrase(f, p->subject), p->subject);
    if (anybody || who.animate)
        stance_attempt_infinitive(&a, inner);
}
