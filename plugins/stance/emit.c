/* Triples: checked, deduplicated within the document, with their evidence. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "finding.h"

static bool same_party(struct filon_str a, struct filon_str b)
{
    return filon_str_eq(a, b);
}

void stance_emit(struct finder *f, struct party holder, struct party target, enum polarity polarity, struct filon_str act, float score,
                 int first, int last, struct filon_str rule)
{
    holder.name = filon_str_trim(holder.name);
    target.name = filon_str_trim(target.name);
    if (!holder.animate)
        score *= 0.35f; /* « la cheminée aspire l'air » */
    if (!holder.name.n || !target.name.n || polarity == P_NONE || score <= 0 || same_party(holder.name, target.name))
        return;
    if (f->n_found == f->cap_found) {
        f->lost++;
        return;
    }
    const struct word *w = f->s->words;
    const struct phrase *p = &f->s->phrases[f->under_work];
    struct filon_span cue = {w[p->kind == NP ? p->head : p->first].begin, w[p->kind == NP ? p->head : p->last - 1].end};
    f->found[f->n_found++] = (struct found){.evidence = {w[first].begin, w[last - 1].end},
                                            .cue = cue,
                                            .source = holder.at,
                                            .aim = target.at,
                                            .holder = holder.name,
                                            .target = target.name,
                                            .act = act,
                                            .rule = rule,
                                            .target_entity = target.entity,
                                            .polarity = polarity,
                                            .score = score};
}

/* From the leftmost to the rightmost of what the stance was read from. */
static void evidence(const struct phrase *p, int *first, int *last)
{
    if (p->first < *first)
        *first = p->first;
    if (p->last > *last)
        *last = p->last;
}

/* One stance for a verb's argument: the first row that finds it. */
static bool taken(struct finder *f, int anchor, int word)
{
    if (f->anchor != anchor) {
        f->anchor = anchor;
        f->n_taken = 0;
    }
    for (unsigned i = 0; i < f->n_taken; i++)
        if (f->taken[i] == word)
            return true;
    if (f->n_taken < FILON_COUNT(f->taken))
        f->taken[f->n_taken++] = word;
    return false;
}

void stance_emit_all(struct finder *f, const struct party *holders, int n_holders, const struct phrase *target, int index,
                     struct emission e)
{
    const struct sentence *s = f->s;
    int targets[MAX_COORDINATED], n = 1;
    targets[0] = index;
    if (index >= 0)
        n = stance_coordinated(s, index, targets);
    struct filon_str rule = filon_str_of(filon_strf(filon_doc_arena(f->doc), "%.*s: %s", FILON_FMT(e.row->lemma), e.how));
    for (int t = 0; t < n; t++) {
        const struct phrase *p = t == 0 ? target : &s->phrases[targets[t]];
        if (taken(f, e.anchor, p->first))
            continue;
        struct party party = stance_target(f, p, targets[t], t == n - 1, e.row->frame);
        int first = s->phrases[e.anchor].first, last = s->phrases[e.anchor].last;
        evidence(p, &first, &last);
        if (s->phrases[e.anchor].subject >= 0)
            evidence(&s->phrases[s->phrases[e.anchor].subject], &first, &last);
        for (int h = 0; h < n_holders; h++)
            stance_emit(f, holders[h], party, e.polarity, e.act, e.score, first, last, rule);
    }
}

int stance_author(const struct finder *f, int text)
{
    const struct sentence *s = f->s;
    if (text < 1 || s->phrases[text].kind != NP || s->phrases[text].entity != FILON_NONE || !stance_head_row(s, &s->phrases[text], K_TEXT))
        return -1;
    for (int k = text - 1; k >= 0 && text - k < 4; k--) {
        const struct phrase *p = &s->phrases[k];
        if (p->kind == VG) {
            bool makes = stance_verb_row(f, p, K_LIGHT) || stance_verb_row(f, p, K_AUTHOR);
            if (!p->passive && !p->negated && stance_slot(s, k, S_POUR) == text) /* a voté en faveur d'une résolution qui rejette T */
                return stance_verb_row(f, p, K_VERB) && stance_verb_row(f, p, K_VERB)->polarity == P_FAVOR ? k : -1;
            return makes && !p->passive && !p->negated && stance_slot(s, k, S_OBJ) == text ? k : -1;
        }
        if (p->kind != ADV && p->kind != QOPEN && p->kind != NP && p->kind != PREP)
            return -1;
    }
    return -1;
}

/* « les séparatistes et la Russie » as one speaker: each is a holder. */
static bool joined(struct filon_str name)
{
    return name.n > 4 && memmem(name.p, name.n, " et ", 4) != NULL;
}

int stance_named_members(struct finder *f, int np, struct party out[MAX_COORDINATED], int n)
{
    const struct sentence *s = f->s;
    const struct phrase *p = s->phrases, *end = p + s->n_phrases;
    if (np < 0 || p[np].kind != NP || p[np].entity != FILON_NONE)
        return n;
    const struct phrase *k = p + np + 1;
    k += k < end && k->kind == COMMA;
    if (k >= end || k->last <= k->first || !stance_trait(s, k->first, T_AMONG))
        return n;
    bool instead = k->kind == PREP; /* « des élus comme A »: A; « des élus, dont A »: they, and A */
    for (k++; k < end && n < MAX_COORDINATED; k++) {
        if (k->kind == NP && k->entity != FILON_NONE) {
            struct party party = stance_party(f, k, -1);
            if (instead && n)
                n--;
            instead = false;
            if (party.name.n)
                out[n++] = party;
        } else if (k->kind != COMMA && k->kind != COORD && k->kind != ADV && k->kind != OTHER && k->kind != PREP) {
            break;
        } else if (k->kind == PREP && !stance_trait(s, k->first, T_AMONG)) {
            break;
        }
    }
    return n;
}

int stance_holders(struct finder *f, int vg, struct party out[MAX_COORDINATED])
{
    const struct sentence *s = f->s;
    const struct phrase *p = &s->phrases[vg];
    int named = stance_speakers(f, s->words[p->head].begin, out);
    if (!named && p->governor >= 0)
        named = stance_speakers(f, s->words[s->phrases[p->governor].head].begin, out);
    if (named == 1 && joined(out[0].name) && !(p->features & V_SING) && p->subject >= 0 && s->phrases[p->subject].kind == NP) {
        int subjects[MAX_COORDINATED];
        if (stance_coordinated_before(s, p->subject, subjects) > 1)
            named = 0;
    }
    if (named)
        return named == 1 && p->subject >= 0 && p->subject < vg ? stance_named_members(f, p->subject, out, named) : named;
    int author = p->subject >= 0 && p->subject < vg ? stance_author(f, p->subject) : -1;
    if (author >= 0)
        return stance_holders(f, author, out);
    const struct phrase *above = p->governor >= 0 ? &s->phrases[p->governor] : NULL;
    if (above &&
        stance_row(f->lexicon, s->words[above->head].form, W_FIN | W_PAST | W_INF | W_PRES, K_CONTROL)) { /* a poussé X à critiquer */
        int object = stance_slot(s, p->governor, S_OBJ);
        out[0] = object >= 0 ? stance_party(f, &s->phrases[object], object) : (struct party){0};
        return out[0].name.n > 0;
    }
    if (p->subject < 0)
        return 0;
    const struct quoted *q = p->class == W_INF && vg > 0 && s->phrases[vg - 1].kind == PREP && s->phrases[vg - 1].slot == S_POUR &&
                                     s->phrases[p->subject].kind == PRON
                                 ? stance_quote_at(f, s->words[p->head].begin)
                                 : NULL;
    while (q && q->parent != FILON_NONE)
        q = &f->quotes[q->parent];
    if (q && q->holder.n) { /* « on attend qu'il agisse pour lutter contre T », said by X: X's purpose */
        out[0] = (struct party){q->holder, true, true, q->source.begin == FILON_NONE ? q->cue : q->source};
        return 1;
    }
    int subjects[MAX_COORDINATED] = {p->subject}, n = 1;
    if (s->phrases[p->subject].kind == NP && p->subject < vg)
        n = stance_coordinated_before(s, p->subject, subjects);
    for (int i = 0; i < n; i++) {
        out[named] = stance_party(f, &s->phrases[subjects[i]], subjects[i]);
        named += out[named].name.n > 0;
    }
    return n == 1 && p->subject < vg ? stance_named_members(f, p->subject, out, named) : named;
}
