/* What one row makes of a noun phrase: « dénonce T », « réclame la fin de T », « soutient A au détriment de B ». */
#include "attempt.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    return &f->s->phrases[i];
}

void stance_attempt_emit(const struct attempt *a, const struct argument *target)
{
    stance_emit_all(a->f, a->holders, a->n_holders, &target->p, target->index, stance_attempt_emission(a));
}

bool stance_attempt_wants(const struct row *row)
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
    if (stance_attempt_wants(a->row) && stance_ending(a->f, target))
        a->polarity = stance_opposite(a->polarity);
    if (stance_head_row(a->f->s, &target->p, K_OPINION) &&
        stance_verb_row(a->f, phrase(a->f, a->vg), K_LIGHT)) /* « rend un avis négatif sur T »: the noun's */
        return;
    if (target->p.kind == NP && !(a->f->s->words[target->p.head].class & W_TIME) && !hollow(a, &target->p)) {
        put_to_vote(a, target);
        stance_attempt_emit(a, target);
    }
}

/* « réclame la fin de A et l'établissement de B »: against the one and for the other. */
void stance_attempt_noun(struct attempt *a, struct argument *target)
{
    int all[MAX_COORDINATED], n = target->index >= 0 && stance_attempt_wants(a->row) ? stance_coordinated(a->f->s, target->index, all) : 0;
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
/* « soutenait Clinton au détriment de Sanders », « défend X contre Y »: the other side. */
void stance_attempt_second(struct attempt *a, int from)
{
    struct argument target;
    unsigned slot = a->f->lexicon->second;
    if (!slot || !stance_whole(a->f, stance_slot(a->f->s, from, slot), &target))
        return;
    struct attempt second = *a;
    second.polarity = stance_opposite(a->polarity);
    second.act = second.polarity == P_AGAINST ? OPPOSE : SUPPORT;
    second.how = "second";
    stance_attempt_emit(&second, &target);
}

/* « T est soutenu par tous, à l'exception de X »: X is on the other side. */
void stance_attempt_except(struct attempt *a, const struct argument *target)
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
        stance_attempt_emit(&other, target);
        return;
    }
}
