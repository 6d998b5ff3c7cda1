/* From findings to the layer: one row for each holder, target and polarity of the document. */
#include "finding.h"

enum { MAX_KEY = 12 };

/* The words of a target that tell it apart: hashes, without articles and prepositions unless there are no others. */
struct key {
    uint64_t words[MAX_KEY];
    unsigned n;
};

static struct key key_of(const struct finder *f, struct filon_str name)
{
    struct key key = {.n = 0};
    for (int all = 0; all < 2 && !key.n; all++) {
        for (size_t i = 0; i < name.n && key.n < MAX_KEY;) {
            size_t end = i;
            while (end < name.n && !strchr(" '-,()\"", name.p[end]))
                end++;
            struct filon_str word = {name.p + i, end - i};
            char folded[2 * 64 + 4];
            uint64_t hash;
            if (word.n && word.n <= 64) {
                size_t n = stance_fold(folded, word, &hash);
                const struct form *form = stance_form(f->lexicon, folded, n, hash);
                if (all || !form || !(form->class & (W_PREP | W_DET | W_POSS)))
                    key.words[key.n++] = hash;
            }
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

static bool same(const struct found *a, const struct key *ka, const struct found *b, const struct key *kb)
{
    return a->polarity == b->polarity && filon_str_eq(a->holder, b->holder) && (within(ka, kb) || within(kb, ka));
}

static void put(struct filon_layer *layer, int rule_column, const struct found *found)
{
    uint32_t row = filon_add(layer, found->evidence.begin, found->evidence.end);
    filon_strs(layer, FILON_STANCE_HOLDER)[row] = found->holder;
    filon_strs(layer, FILON_STANCE_TARGET)[row] = found->target;
    filon_strs(layer, FILON_STANCE_TARGET_TYPE)[row] = found->target_entity ? FILON_STR("entity") : FILON_STR("issue");
    filon_strs(layer, FILON_STANCE_POLARITY)[row] = found->polarity == P_FAVOR ? FILON_STR("favor") : FILON_STR("against");
    filon_strs(layer, FILON_STANCE_ACT)[row] = found->act;
    filon_f32(layer, FILON_STANCE_SCORE)[row] = found->score > 1 ? 1 : found->score;
    filon_strs(layer, rule_column)[row] = found->rule;
}

void stance_write(struct finder *f, struct filon_layer *layer, int rule_column, float least)
{
    struct key *keys = filon_alloc(filon_doc_arena(f->doc), f->n_found * sizeof *keys);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < f->n_found; i++) {
        const struct found *found = &f->found[i];
        struct key key = key_of(f, found->target);
        if (found->score < least)
            continue;
        uint32_t k = 0;
        while (k < kept && !same(found, &key, &f->found[k], &keys[k]))
            k++;
        if (k == kept) {
            keys[kept] = key;
            f->found[kept++] = *found;
        } else if (found->score > f->found[k].score) {
            keys[k] = key;
            f->found[k] = *found;
        }
    }
    for (uint32_t i = 0; i < kept; i++)
        put(layer, rule_column, &f->found[i]);
    filon_sort(f->doc, FILON_STANCE);
}
