/* From findings to the layer: one row for each holder, target and polarity of the document. */
#include "finding.h"

enum { MAX_KEY = 12, MAX_KEYED = 200 /* bytes of a name that are compared */ };

/* The words of a target that tell it apart: hashes, without articles and prepositions unless there are no others. */
struct key {
    uint64_t words[MAX_KEY];
    unsigned n;
};

static struct key key_of(const struct finder *f, struct filon_str name)
{
    struct key key = {.n = 0};
    char folded[2 * MAX_KEYED + 4];
    uint64_t hash;
    if (name.n > MAX_KEYED)
        name.n = MAX_KEYED;
    struct filon_str all = {folded, stance_fold(folded, name, &hash)};
    for (int small = 0; small < 2 && !key.n; small++) {
        for (size_t i = 0; i < all.n && key.n < MAX_KEY;) {
            size_t end = i;
            while (end < all.n && !strchr(" '-,()\"", all.p[end]))
                end++;
            stance_hash(all.p + i, end - i, &hash);
            const struct form *form = end > i ? stance_form(f->lexicon, all.p + i, end - i, hash) : NULL;
            if (end > i && (small || !form || !(form->class & (W_PREP | W_DET | W_POSS))))
                key.words[key.n++] = hash;
            i = end + 1;
        }
    }
    return key;
}

static bool within(const struct key *a, const struct key *b)
{
    for (unsigned i = 0; i < a->n; i++) {
        unsigned k = 0;
        while (k < b->n && a->words[i] != b->words[k])
            k++;
        if (k == b->n)
            return false;
    }
    return a->n > 0;
}

/* What a row is compared by. */
struct keys {
    struct key holder, target;
};

static bool alike(const struct key *a, const struct key *b)
{
    return within(a, b) || within(b, a);
}

static bool same(const struct found *a, const struct keys *ka, const struct found *b, const struct keys *kb)
{
    return a->polarity == b->polarity && alike(&ka->target, &kb->target) &&
           (filon_str_eq(a->holder, b->holder) || alike(&ka->holder, &kb->holder));
}

/* Of two mentions of one stance the surer stays, with the fuller names of both. */
static void join(struct found *kept, struct keys *kk, const struct found *other, const struct keys *ko)
{
    struct found best = other->score > kept->score ? *other : *kept;
    bool holder = ko->holder.n > kk->holder.n, target = ko->target.n > kk->target.n;
    best.holder = holder ? other->holder : kept->holder;
    best.target = target ? other->target : kept->target;
    best.target_entity = target ? other->target_entity : kept->target_entity;
    kk->holder = holder ? ko->holder : kk->holder;
    kk->target = target ? ko->target : kk->target;
    *kept = best;
}

static void put_span(struct filon_layer *layer, int column, uint32_t row, struct filon_span span)
{
    if (span.end > span.begin)
        filon_spans(layer, column)[row] = span;
}

static void put(struct filon_layer *layer, const struct stance_columns *columns, const struct found *found)
{
    uint32_t row = filon_add(layer, found->evidence.begin, found->evidence.end);
    filon_strs(layer, FILON_STANCE_HOLDER)[row] = found->holder;
    filon_strs(layer, FILON_STANCE_TARGET)[row] = found->target;
    filon_strs(layer, FILON_STANCE_TARGET_TYPE)[row] = found->target_entity ? FILON_STR("entity") : FILON_STR("issue");
    filon_strs(layer, FILON_STANCE_POLARITY)[row] = found->polarity == P_FAVOR ? FILON_STR("favor") : FILON_STR("against");
    filon_strs(layer, FILON_STANCE_ACT)[row] = found->act;
    filon_f32(layer, FILON_STANCE_SCORE)[row] = found->score > 1 ? 1 : found->score;
    filon_strs(layer, columns->rule)[row] = found->rule;
    put_span(layer, columns->cue, row, found->cue);
    put_span(layer, columns->source, row, found->source);
    put_span(layer, columns->aim, row, found->aim);
}

void stance_write(struct finder *f, struct filon_layer *layer, const struct stance_columns *columns, float least)
{
    struct keys *keys = filon_alloc(filon_doc_arena(f->doc), f->n_found * sizeof *keys);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < f->n_found; i++) {
        struct found found = f->found[i];
        if (found.score < least)
            continue;
        found.holder = stance_unabbreviated(f, found.holder);
        found.target = stance_unabbreviated(f, found.target);
        struct keys own = {key_of(f, found.holder), key_of(f, found.target)};
        uint32_t k = 0;
        while (k < kept && !same(&found, &own, &f->found[k], &keys[k]))
            k++;
        if (k == kept) {
            keys[kept] = own;
            f->found[kept++] = found;
        } else {
            join(&f->found[k], &keys[k], &found, &own);
        }
    }
    for (uint32_t i = 0; i < kept; i++)
        put(layer, columns, &f->found[i]);
    filon_sort(f->doc, FILON_STANCE);
}
