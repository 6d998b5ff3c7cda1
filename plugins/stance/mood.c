/* What stands around a verb and changes its stance: negation above it, conditions, reports, nouns that govern it. */
#include "finding.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    return &f->s->phrases[i];
}

const struct form *stance_verb_form(const struct finder *f, const struct phrase *vg)
{
    return f->s->words[vg->head].form;
}

uint32_t stance_verb_classes(const struct phrase *vg)
{
    return vg->compound ? W_PAST | W_INF : vg->class;
}

const struct row *stance_verb_row(const struct finder *f, const struct phrase *vg, enum kind kind)
{
    return stance_row(f->lexicon, stance_verb_form(f, vg), stance_verb_classes(vg), kind);
}

/* « s'il soutient »: nothing is said to be so. */
bool stance_hypothetical(const struct finder *f, const struct phrase *vg)
{
    int start = vg->first;
    if (vg->subject >= 0 && phrase(f, vg->subject)->first < start)
        start = phrase(f, vg->subject)->first;
    /* « s'il » holds its subject */
    return stance_trait(f->s, start - 1, T_IF) || stance_trait(f->s, start, T_IF);
}

static bool takes_complement(const struct row *row, const struct phrase *vg)
{
    return row->n_tail == 0 && (!row->en || vg->en) && row->frame & (1u << S_INF | 1u << S_DE | 1u << S_A);
}

const struct row *stance_verb_acts(const struct finder *f, const struct phrase *vg, struct filon_str act)
{
    struct row_walk walk = stance_rows(f->lexicon, stance_verb_form(f, vg), stance_verb_classes(vg));
    for (const struct row *row; (row = stance_next_row(&walk));) {
        bool fits_verb = row->kind == K_VERB || (row->kind == K_PRONOMINAL && vg->reflexive);
        if (fits_verb && takes_complement(row, vg) && (act.p ? filon_str_eq(row->act, act) : row->counterfactive))
            return row;
    }
    return NULL;
}

/* The verb of the clause that this one's « que » hangs on, or -1: « dément [que X soutienne Y] ». */
static int reporting_verb(const struct finder *f, int vg)
{
    const struct phrase *p = phrase(f, vg);
    int k = (p->subject >= 0 && p->subject < vg ? p->subject : vg) - 1;
    for (int steps = 0; k > 0 && steps < 4; k--, steps++)
        if (phrase(f, k)->kind == QUE)
            return phrase(f, k - 1)->kind == VG ? k - 1 : -1;
    return -1;
}

struct mood stance_mood(const struct finder *f, int vg)
{
    struct mood m = {.score = 1};
    int k = vg;
    const struct phrase *p = phrase(f, vg);
    if (p->conditional)
        m.score *= p->compound ? 0.3f : 0.6f; /* aurait soutenu; soutiendrait */
    m.lost = stance_hypothetical(f, p);
    m.duty = p->duty;
    /* « les gens qui soutiennent X » are any such people; « l'opposition, qui soutient X » is somebody */
    if (p->relative && p->subject >= 0 && phrase(f, p->subject)->kind == NP && phrase(f, p->subject)->entity == FILON_NONE &&
        f->s->words[phrase(f, p->subject)->last - 1].entity == FILON_NONE && phrase(f, p->subject)->last == p->first - 1 &&
        stance_author(f, p->subject) < 0)
        m.score *= 0.3f;
    for (int depth = 0; depth < 4 && phrase(f, k)->governor >= 0; depth++) {
        if (k > 0 && phrase(f, k - 1)->kind == PREP && phrase(f, k - 1)->slot != S_A && phrase(f, k - 1)->slot != S_DE) {
            const struct phrase *main = phrase(f, phrase(f, k)->governor);
            m.lost |= phrase(f, k)->compound && phrase(f, k - 1)->slot == S_POUR; /* accusé pour avoir soutenu: a reason that others give */
            m.score *= main->conditional && main->compound ? 0.3f : 1;            /* auraient agi pour soutenir */
            break;                                                                /* else a purpose is a matter of its own */
        }
        int below = k;
        k = phrase(f, k)->governor;
        p = phrase(f, k);
        bool no = stance_negated(f->s, k);
        if (stance_verb_row(f, p, K_MINUS))
            m.turned ^= !(no || p->ne);
        else if (stance_verb_row(f, p, K_CANCEL))
            m.lost |= !(no || p->ne);
        else if (stance_duty_row(f, p) && stance_quote_at(f, f->s->words[p->head].begin))
            m.duty = true, m.turned ^= no;
        else if (stance_verb_row(f, p, K_POSSIBLE))
            m.lost = true;
        else if (no)
            m.turned = !m.turned;
        m.demanded |= stance_verb_acts(f, p, FILON_STR("demand")) != NULL;
        /* récuse toute volonté de soutenir T: the noun between, and with it what it governs, is denied */
        int prep = below - 1;
        while (prep > 1 && phrase(f, prep)->kind == QOPEN)
            prep--;
        if (prep > 0 && phrase(f, prep)->kind == PREP && phrase(f, prep - 1)->kind == NP)
            m.lost |= stance_head_row(f->s, phrase(f, prep - 1), K_HOLLOW) || stance_verb_acts(f, p, FILON_STR("oppose")) ||
                      stance_verb_acts(f, p, FILON_STR("deny"));
        m.lost |= stance_verb_acts(f, p, FILON_NO_STR) || stance_verb_acts(f, p, FILON_STR("accuse")) || stance_hypothetical(f, p);
    }
    if (k > 0 && p->governor < 0 && phrase(f, k - 1)->kind == VG) { /* « stopped supporting », « denied supporting » */
        m.turned ^= (stance_verb_row(f, phrase(f, k - 1), K_MINUS) || stance_verb_acts(f, phrase(f, k - 1), FILON_STR("oppose"))) &&
                    !stance_negated(f->s, k - 1);
        m.lost |= stance_verb_acts(f, phrase(f, k - 1), FILON_STR("deny")) != NULL;
    }
    m.lost |= k > 0 && p->governor < 0 && phrase(f, k - 1)->kind == PREP && f->lexicon->second &&
              phrase(f, k - 1)->slot == f->lexicon->second; /* instead of supporting */
    int report = reporting_verb(f, k);
    bool wished = report >= 0 && stance_verb_acts(f, phrase(f, report), FILON_STR("demand")); /* exige que X renonce à T: the demand's */
    if (wished || (report >= 0 && !stance_negated(f->s, report) && stance_verb_acts(f, phrase(f, report), FILON_NO_STR)))
        m.lost = true; /* « dément que X soutienne Y »: that it is so, nobody says */
    return m;
}
