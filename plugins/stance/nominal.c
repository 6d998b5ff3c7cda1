/* Nouns and adjectives with a stance: « son soutien à X », « les critiques de X contre Y », « hostile à Y », « un partisan de Y ». */
#include "targets.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    static const struct phrase none = {.kind = STOP};
    return i >= 0 && i < f->s->n_phrases ? &f->s->phrases[i] : &none;
}

/* The verb group whose object or complement the noun phrase is: the nearest to the left in its clause, or -1. */
static int verb_of(const struct finder *f, int np)
{
    for (int i = np - 1; i >= 0 && np - i < 8; i--) {
        int kind = phrase(f, i)->kind;
        if (kind == VG)
            return i;
        if (kind == COMMA && i == np - 1) { /* ont exprimé, à des degrés divers, leur */
            while (i > 1 && np - i < 8 && phrase(f, i - 1)->kind != COMMA && phrase(f, i - 1)->kind != STOP)
                i--;
            i--;
            if (phrase(f, i)->kind != COMMA || phrase(f, i - 1)->kind != VG)
                return -1;
            continue;
        }
        if (kind == STOP || kind == SUB || kind == QUE || kind == REL)
            return -1;
    }
    return -1;
}

/* « le soutien de la CGT à la grève »: the holder in the noun's own complement. */
static int complement_holder(struct finder *f, const struct phrase *np, struct party out[MAX_COORDINATED])
{
    if (np->owner) { /* Obama's support for */
        struct phrase owner = {
            .kind = NP, .first = np->first, .last = np->owner, .head = (uint16_t)(np->owner - 1), .entity = np->owner_entity};
        out[0] = stance_party(f, &owner, -1);
        return out[0].name.n > 0;
    }
    if (!np->of)
        return 0;
    struct phrase inner = stance_complement(f->s, np);
    uint32_t class = stance_class(f->s, inner.head);
    if (inner.entity == FILON_NONE && !(class & (W_GROUP | W_NAMER)))
        return 0;
    out[0] = stance_party(f, &inner, -1);
    return out[0].name.n > 0;
}

static int noun_holders(struct finder *f, int np, struct party out[MAX_COORDINATED])
{
    const struct phrase *p = phrase(f, np);
    int n = complement_holder(f, p, out), verb = verb_of(f, np);
    if (n)
        return n;
    const struct form *form = verb >= 0 ? f->s->words[phrase(f, verb)->head].form : NULL;
    uint32_t any = W_FIN | W_INF | W_PAST | W_PRES;
    int object = form ? stance_slot(f->s, verb, S_OBJ) : -1;
    bool light = form && stance_row(f->lexicon, form, any, K_LIGHT) && (object == np || object < 0) && !phrase(f, verb)->passive;
    if (verb >= 0 && (light || p->possessive) && !phrase(f, verb)->negated)
        return stance_holders(f, verb, out);
    if (p->possessive) {
        out[0] = stance_trait(f->s, p->first, T_THEIRS) ? f->plural : f->singular;
        return out[0].name.n > 0;
    }
    /* « manifestants contre », « un appel de » without a verb: X, « Soutien de X à Y » */
    return 0;
}

/* What becomes of a noun's stance under its verb: « a retiré son soutien à X » is against X, « a annulé son appel à la grève » nothing. */
static bool undone(const struct finder *f, int np, struct emission *e)
{
    int verb = verb_of(f, np);
    if (verb < 0 || stance_negated(f->s, verb))
        return false;
    const struct phrase *p = phrase(f, verb);
    bool ends = stance_end_row(f, p) && stance_slot(f->s, verb, S_OBJ) == np;
    if (!ends && !stance_verb_row(f, p, K_MINUS) && !stance_verb_row(f, p, K_CANCEL))
        return false;
    if (!filon_str_is(e->act, "support"))
        return true;
    e->polarity = stance_opposite(e->polarity);
    e->act = FILON_STR("oppose");
    return false;
}

/* Holders that the noun alone does not name: whoever says « la lutte contre T »; the people of « des manifestations contre T ». */
static int implied_holders(struct finder *f, int np, const struct row *row, struct party out[MAX_COORDINATED])
{
    const struct phrase *p = phrase(f, np);
    bool one = stance_trait(f->s, p->first, T_INDEFINITE); /* « une guerre » of somebody */
    const struct quoted *quote = row->speaker && !one ? stance_quote_at(f, f->s->words[p->head].begin) : NULL;
    if (quote && quote->holder.n) {
        out[0] = (struct party){quote->holder, true, true};
        return 1;
    }
    if (stance_head_row(f->s, p, K_PROTEST) && row->polarity == P_AGAINST && f->protesters.n) {
        out[0] = (struct party){f->protesters, true, true};
        return 1;
    }
    return 0;
}

/* « sa volonté de retirer T »: true if the noun has such a complement. */
static bool noun_infinitive(struct finder *f, int np, const struct row *row)
{
    struct party holders[MAX_COORDINATED];
    int inner = stance_slot(f->s, np, S_INF), n = inner >= 0 ? noun_holders(f, np, holders) : 0;
    struct emission e = {row, row->polarity, row->act, 0.6f, np, "noun"};
    if (n && !undone(f, np, &e))
        stance_infinitive(f, holders, n, inner, e);
    return inner >= 0;
}

static void noun_target(struct finder *f, int np, const struct row *row, int target)
{
    struct party holders[MAX_COORDINATED];
    int n = noun_holders(f, np, holders);
    n = n ? n : implied_holders(f, np, row, holders);
    struct emission e = {row, row->polarity, row->act, 0.6f, np, "noun"};
    if (!n || undone(f, np, &e))
        return;
    struct phrase end = *phrase(f, target);
    bool ends = row->polarity == P_FAVOR && end.of && stance_head_row(f->s, &end, K_ENDER);
    if (ends) {
        end = stance_complement(f->s, &end);
        e.polarity = P_AGAINST;
    }
    stance_emit_all(f, holders, n, &end, ends ? -1 : target, e);
}

/* Those behind « de la part de », « from »: « suscite des critiques de la part de X ». */
static int given_by(struct finder *f, int np, struct party out[MAX_COORDINATED])
{
    int all[MAX_COORDINATED], n = 0, from = f->lexicon->from ? stance_slot(f->s, np, f->lexicon->from) : -1;
    int m = from >= 0 ? stance_coordinated(f->s, from, all) : 0;
    for (int i = 0; i < m; i++) {
        out[n] = stance_party(f, phrase(f, all[i]), all[i]);
        n += out[n].name.n > 0 && out[n].animate;
    }
    return n;
}

/* « bénéficie du soutien de X », « suscite la colère de X », « draws criticism from X »: X's stance on the subject. */
static void received(struct finder *f, int np, const struct row *row)
{
    struct party holders[MAX_COORDINATED];
    int verb = verb_of(f, np), n = verb >= 0 && stance_verb_row(f, phrase(f, verb), K_RECEIVE) ? given_by(f, np, holders) : -1;
    if (n < 0 || phrase(f, verb)->passive || stance_negated(f->s, verb) || phrase(f, verb)->subject < 0)
        return;
    n = n ? n : complement_holder(f, phrase(f, np), holders);
    struct emission e = {row, row->polarity, row->act, 0.6f, verb, "received"};
    stance_emit_all(f, holders, n, phrase(f, phrase(f, verb)->subject), -1, e);
}

/* « her criticism of T », « Mary Jones's fear of T »: the holder before the noun, the target in its own complement. */
static void noun_of(struct finder *f, int np, const struct row *row)
{
    const struct phrase *p = phrase(f, np);
    struct party holders[MAX_COORDINATED];
    struct emission e = {row, row->polarity, row->act, 0.6f, np, "noun"};
    int n = 1, verb = p->owner ? -1 : verb_of(f, np);
    bool stressed = filon_str_is(row->act, "demand") && verb >= 0 && stance_verb_row(f, phrase(f, verb), K_LIGHT) &&
                    stance_slot(f->s, verb, S_OBJ) == np; /* souligne la nécessité de T */
    if (!p->of || (!p->owner && !p->possessive && !stressed) || undone(f, np, &e))
        return;
    if (p->owner)
        n = complement_holder(f, p, holders);
    else if (verb >= 0)
        n = phrase(f, verb)->negated ? 0 : stance_holders(f, verb, holders);
    else
        holders[0] = stance_trait(f->s, p->first, T_THEIRS) ? f->plural : f->singular;
    struct phrase inner = stance_complement(f->s, p);
    if (n && holders[0].name.n)
        stance_emit_all(f, holders, n, &inner, -1, e);
}

static void noun_rows(struct finder *f, int np, uint32_t first)
{
    for (uint32_t i = first; i != FILON_NONE; i = f->lexicon->rows[i].next) {
        const struct row *row = &f->lexicon->rows[i];
        if (row->kind == K_NOUN)
            received(f, np, row);
        for (unsigned t = 0; t < row->n_targets && row->kind == K_NOUN; t++) {
            if (row->targets[t].slot == S_INF) {
                if (noun_infinitive(f, np, row))
                    break;
                continue;
            }
            if (row->targets[t].slot == S_DE) {
                noun_of(f, np, row);
                break;
            }
            int target = stance_slot(f->s, np, row->targets[t].slot);
            if (target < 0 || phrase(f, target)->kind != NP)
                continue;
            noun_target(f, np, row, target);
            break;
        }
    }
}

/* « a rendu un avis négatif sur T », « dresse un sombre tableau de T »: the adjective decides. */
static void opinion(struct finder *f, int np, const struct row *row)
{
    const struct phrase *p = phrase(f, np);
    struct party holders[MAX_COORDINATED];
    struct emission e = {row, P_NONE, FILON_NO_STR, 0.6f, np, "opinion"};
    int last = phrase(f, np + 1)->kind == ADJ ? phrase(f, np + 1)->last : p->last; /* un regard critique sur */
    for (int w = p->first; w < last && w < p->first + 8 && e.polarity == P_NONE; w++) {
        const struct row *adjective = stance_row(f->lexicon, f->s->words[w].form, W_ADJ, K_EVAL);
        adjective = adjective ? adjective : stance_row(f->lexicon, f->s->words[w].form, W_ADJ, K_ADJECTIVE);
        e.polarity = adjective ? adjective->polarity : P_NONE;
    }
    if (e.polarity == P_NONE || !row->n_targets || undone(f, np, &e))
        return;
    e.act = e.polarity == P_AGAINST ? FILON_STR("oppose") : FILON_STR("support");
    int target = stance_slot(f->s, np, row->targets[0].slot), n = noun_holders(f, np, holders);
    if (row->targets[0].slot == S_DE && p->of) {
        struct phrase inner = stance_complement(f->s, p);
        int verb = verb_of(f, np);
        n = verb >= 0 && !phrase(f, verb)->passive && !phrase(f, verb)->negated ? stance_holders(f, verb, holders) : 0;
        stance_emit_all(f, holders, n, &inner, -1, e);
    } else if (target >= 0 && phrase(f, target)->kind == NP) {
        stance_emit_all(f, holders, n, phrase(f, target), target, e);
    }
}

/* « les partisans du projet », « opponents of the bill »: several people, who have no other name. */
static struct party those_who_are(const struct finder *f, const struct phrase *p)
{
    const struct word *w = f->s->words;
    bool several =
        w[p->head].end > w[p->head].begin + 3 && f->s->text.p[w[p->head].end - 1] == 's' && !stance_trait(f->s, p->first, T_NONE);
    if (!several || p->entity != FILON_NONE)
        return (struct party){0};
    return (struct party){stance_text(f, p->head, p->last), true, true, {w[p->first].begin, w[p->last - 1].end}};
}

/* Is what the noun is complemented with the name of a place or an organisation? */
static bool of_place(const struct finder *f, const struct phrase *p, int target)
{
    struct phrase inner = p->of ? stance_complement(f->s, p) : target >= 0 ? *phrase(f, target) : *p;
    if (inner.entity == FILON_NONE)
        return false;
    struct filon_str type = filon_strs(filon_layer(f->doc, FILON_ENTITY), FILON_ENTITY_TYPE)[inner.entity];
    return !filon_str_is(type, "PER");
}

void stance_noun(struct finder *f, int np)
{
    const struct phrase *p = phrase(f, np);
    const struct form *form = f->s->words[p->head].form;
    struct party holders[MAX_COORDINATED];
    if (!form || p->none || p->entity != FILON_NONE)
        return;
    /* « Paul Durand, soutien de Claire Martin »: a person, not what he gives */
    bool person = stance_row(f->lexicon, form, W_NOUN, K_AGENT) && phrase(f, np - 1)->kind == COMMA && phrase(f, np - 2)->kind == NP &&
                  phrase(f, np - 2)->entity != FILON_NONE;
    for (uint32_t r = person ? FILON_NONE : form->readings; r != FILON_NONE; r = f->lexicon->readings[r].next)
        if (f->lexicon->readings[r].class & W_NOUN)
            noun_rows(f, np, f->lexicon->heads[f->lexicon->readings[r].lexeme]);
    const struct row *view = stance_row(f->lexicon, form, W_NOUN, K_OPINION);
    if (view)
        opinion(f, np, view);
    /* Un défenseur de la démocratie, X; X, partisan de la réforme */
    const struct row *agent = stance_row(f->lexicon, form, W_NOUN, K_AGENT);
    if (!agent || (phrase(f, np - 1)->kind == PREP && stance_row(f->lexicon, form, W_NOUN, K_NOUN))) /* « grâce au soutien de X, Y » */
        return;
    int other = phrase(f, np + 1)->kind == COMMA && phrase(f, np + 2)->kind == NP && phrase(f, np + 2)->entity != FILON_NONE   ? np + 2
                : phrase(f, np - 1)->kind == COMMA && phrase(f, np - 2)->kind == NP && phrase(f, np - 2)->entity != FILON_NONE ? np - 2
                                                                                                                               : -1;
    int before = np - 1;
    while (phrase(f, before)->kind == ADV)
        before--;
    if (other < 0 && phrase(f, before)->kind == VG && phrase(f, before)->copula)
        other = phrase(f, before)->subject;
    bool thing = stance_row(f->lexicon, form, W_NOUN, K_NOUN) != NULL; /* « les critiques de X »: not people */
    holders[0] = other < 0 && thing ? (struct party){0} : other < 0 ? those_who_are(f, p) : stance_party(f, phrase(f, other), other);
    if (!holders[0].name.n)
        return;
    struct emission e = {agent, agent->polarity, agent->act, 0.7f, np, "agent"};
    if (phrase(f, before)->kind == VG && phrase(f, before)->negated)
        return;
    int target = stance_slot(f->s, np, agent->targets[0].slot);
    if (other < 0 && of_place(f, p, target)) /* « les défenseurs de Brighton » */
        return;
    if (p->of && agent->targets[0].slot == S_DE) {
        struct phrase inner = stance_complement(f->s, p);
        stance_emit_all(f, holders, 1, &inner, -1, e);
    } else if (target >= 0) {
        stance_emit_all(f, holders, 1, phrase(f, target), target, e);
    }
}

int stance_described(struct finder *f, int adjective, struct party out[MAX_COORDINATED], bool *negated)
{
    int k = adjective - 1;
    while (phrase(f, k)->kind == ADV || phrase(f, k)->kind == QOPEN)
        k--;
    bool beside = phrase(f, k)->kind == COORD && (phrase(f, k - 1)->kind == ADJ || phrase(f, k - 1)->kind == VG) && k > 1;
    if (beside && (phrase(f, k - 1)->kind == ADJ || phrase(f, k - 1)->class == W_PAST)) /* se dit attristé et choqué */
        for (k -= 2; phrase(f, k)->kind == ADV || phrase(f, k)->kind == QOPEN;)
            k--;
    if (k < 0 || phrase(f, k)->kind == STOP) /* « Favorable à la loi, X critique … » */
        for (int i = adjective + 1; i < f->s->n_phrases && i - adjective < 12 && phrase(f, i)->kind != STOP; i++)
            if (phrase(f, i)->kind == COMMA && phrase(f, i + 1)->kind == NP && phrase(f, i + 1)->entity != FILON_NONE) {
                out[0] = stance_party(f, phrase(f, i + 1), i + 1);
                return out[0].name.n > 0;
            }
    const struct phrase *own = phrase(f, adjective), *p = phrase(f, k);
    *negated = own->kind == VG && own->negated;
    if (own->kind == VG && (own->compound || (own->subject >= 0 && adjective < 2))) /* est opposé; Opposé à la loi, X */
        return stance_holders(f, adjective, out);
    if (p->kind == VG && (p->copula || p->reflexive || p->compound || p->class == W_PAST ||
                          (p->class == W_FIN && (own->kind == ADJ || own->class == W_PAST)))) {
        *negated = p->negated;
        return stance_holders(f, k, out);
    }
    if (p->kind == COMMA && phrase(f, k - 1)->kind == NP)
        k--;
    if (phrase(f, k)->kind == NP || phrase(f, k)->kind == PRON) {
        out[0] = stance_party(f, phrase(f, k), k);
        return out[0].name.n > 0;
    }
    return 0;
}

void stance_adjective(struct finder *f, int adjective, const struct row *row)
{
    struct party holders[MAX_COORDINATED];
    bool negated = false;
    for (unsigned t = 0; t < row->n_targets; t++) {
        int target = stance_slot(f->s, adjective, row->targets[t].slot);
        const struct phrase *verb = phrase(f, phrase(f, adjective)->kind == VG ? adjective : adjective - 1);
        bool in_it = target < 0 && row->targets[t].slot == S_A && verb->kind == VG && verb->in_it && f->text_name.n;
        if (!in_it && (target < 0 || phrase(f, target)->kind != NP))
            continue;
        int n = stance_described(f, adjective, holders, &negated);
        struct emission e = {row, row->polarity, row->act, 0.8f, adjective, "adjective"};
        if (negated && !row->flips)
            return;
        if (negated) {
            e.polarity = stance_opposite(e.polarity);
            e.act = e.polarity == P_AGAINST ? FILON_STR("oppose") : FILON_STR("support");
        }
        if (n && !in_it)
            stance_emit_all(f, holders, n, phrase(f, target), target, e);
        for (int h = 0; h < n && in_it; h++) /* y sont opposés: the act or text that was named last */
            stance_emit(f, holders[h], (struct party){f->text_name, false, false, {0, 0}}, e.polarity, e.act, 0.6f, verb->first,
                        phrase(f, adjective)->last, row->lemma);
        return;
    }
}
