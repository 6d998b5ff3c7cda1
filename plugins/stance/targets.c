/* What a verb's stance is directed at: objects, prepositional phrases, what stands behind fixed words. */
#include "targets.h"

static const struct phrase *phrase(const struct finder *f, int i)
{
    return &f->s->phrases[i];
}

static bool tail_at(const struct finder *f, int at, const struct row *row)
{
    for (unsigned t = 0; t < row->n_tail; t++) {
        struct filon_str token = at + (int)t < f->s->n_words ? stance_text(f, at + (int)t, at + (int)t + 1) : FILON_NO_STR;
        char folded[2 * 64 + 4];
        uint64_t hash;
        if (!token.n || token.n > 64)
            return false;
        struct filon_str word = {folded, stance_fold(folded, token, &hash)};
        bool plural = word.n == row->tail[t].n + 1 && word.p[word.n - 1] == 's'; /* tient A et B pour responsables */
        word.n -= plural;
        if (!filon_str_eq(word, row->tail[t]))
            return false;
    }
    return true;
}

int stance_match_tail(const struct finder *f, const struct phrase *vg, const struct row *row)
{
    for (int at = vg->head + 1, steps = 0; steps < 5; at++, steps++) {
        if (tail_at(f, at, row))
            return at + (int)row->n_tail;
        if (!(stance_class(f->s, at) & (W_ADV | W_NEG | W_TIME)))
            break;
    }
    return -1;
}

int stance_match_tail_behind(const struct finder *f, int vg, const struct row *row)
{
    int k = vg + 1;
    while (k < f->s->n_phrases && (phrase(f, k)->kind == ADV || phrase(f, k)->kind == QOPEN))
        k++;
    if (k >= f->s->n_phrases || phrase(f, k)->kind != NP)
        return 0;
    for (int at = phrase(f, k)->head + 1; at <= phrase(f, k)->last; at++)
        if (tail_at(f, at, row))
            return at;
    return 0;
}

int stance_phrase_of(const struct sentence *s, int from, int word)
{
    for (int i = from; i < s->n_phrases && i < from + MAX_WALK; i++)
        if (s->phrases[i].last > word)
            return i;
    return -1;
}

bool stance_whole(struct finder *f, int index, struct argument *out)
{
    if (index < 0)
        return false;
    *out = (struct argument){*phrase(f, index), index};
    return true;
}

bool stance_fits(const struct finder *f, const struct argument *a, unsigned only)
{
    return !only || stance_head_row(f->s, &a->p, (enum kind)only) != NULL;
}

bool stance_object_of(struct finder *f, int vg, struct argument *out)
{
    const struct phrase *p = phrase(f, vg);
    int index = stance_slot(f->s, vg, S_OBJ);
    if (index >= 0 && index != p->subject)
        return stance_whole(f, index, out);
    if (p->class == W_FIN && stance_slot(f->s, vg, S_INF) >= 0)
        return false; /* « la loi que X veut retirer »: the infinitive's */
    if (p->class == W_INF && p->governor >= 0 && phrase(f, p->governor)->class == W_FIN && vg - p->governor <= 3)
        p = phrase(f, vg = p->governor);
    int start = p->subject >= 0 && p->subject < vg ? p->subject : vg;
    int before = start - 2 - (start >= 3 && phrase(f, start - 2)->kind == COMMA); /* « l'accord, que X avait signé » */
    if (start >= 2 && phrase(f, start - 1)->kind == QUE && before >= 0 && phrase(f, before)->kind == NP)
        return stance_whole(f, before, out);
    return false;
}

bool stance_target_in(struct finder *f, int vg, const struct row *row, int from, unsigned slot, struct argument *out)
{
    const struct phrase *p = phrase(f, vg);
    const struct phrase *fixed = from != vg ? phrase(f, from) : NULL;
    if (p->passive && !p->reflexive)
        return slot == S_OBJ && stance_whole(f, p->subject, out);
    if (fixed && fixed->kind == NP && fixed->of && slot == S_DE) {
        *out = (struct argument){stance_complement(f->s, fixed), -1};
        return true;
    }
    if (slot == S_OBJ && from == vg) {
        if (!stance_object_of(f, vg, out))
            return false;
        /* accuse le gouvernement de corruption: the last « de » is the verb's */
        if (row->frame & 1u << S_DE && out->p.bare_of)
            out->p.last = (uint16_t)(out->p.bare_of - 1);
        return true;
    }
    int index = from == vg ? stance_slot(f->s, from, slot) : stance_slot_behind(f->s, from, slot);
    return index != p->subject && stance_whole(f, index, out);
}

const struct row *stance_end_row(const struct finder *f, const struct phrase *p)
{
    const struct row *row = stance_verb_row(f, p, K_ENDVERB);
    while (row && (row->kind != K_ENDVERB || (row->n_tail && stance_match_tail(f, p, row) < 0)))
        row = row->next == FILON_NONE ? NULL : &f->lexicon->rows[row->next];
    return row;
}

bool stance_ending(struct finder *f, struct argument *a)
{
    const struct row *end = stance_head_row(f->s, &a->p, K_ENDER);
    if (!end)
        return false;
    if (!a->p.of) { /* an end to T, un moratoire sur T */
        const struct phrase *prep = a->index >= 0 && a->index + 2 < f->s->n_phrases ? phrase(f, a->index + 1) : &a->p;
        return prep->kind == PREP && end->frame & 1u << prep->slot && phrase(f, a->index + 2)->kind == NP &&
               stance_whole(f, a->index + 2, a);
    }
    struct phrase inner = stance_complement(f->s, &a->p);
    if ((f->s->words[inner.first].digit && inner.last > inner.first + 1) ||
        stance_class(f->s, inner.first) & (W_QUANT | W_TIME)) /* une suspension de trois ans */
        return false;
    *a = (struct argument){inner, -1};
    return true;
}
