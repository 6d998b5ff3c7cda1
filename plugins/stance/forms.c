/* The table of word forms: filled while a lexicon is read, and by the forms of stems that a text brings. */
#include "forms.h"

/* The table takes the low bits and keeps the high ones beside them: both must be good. */
static uint64_t mix(uint64_t h)
{
    h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

size_t stance_fold(char *out, struct filon_str s, uint64_t *hash)
{
    size_t n = 0;
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80) {
            c = c >= 'A' && c <= 'Z' ? c + 32 : c;
        } else if (c == 0xc3 && i + 1 < s.n) {
            out[n++] = (char)c;
            h = (h ^ c) * 0x100000001b3u;
            c = (unsigned char)s.p[++i];
            c = c >= 0x80 && c <= 0x9e && c != 0x97 ? c + 0x20 : c;
        } else if (c == 0xc3 || c == 0xc2) {
            /* as it is */
        } else if (c == 0xe2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80 && (unsigned char)s.p[i + 2] == 0x99) {
            c = '\'';
            i += 2;
        } else if (c >= 0xc4 && c < 0xe0) {
            /* rare in French and English: the general way for the whole word */
            n = filon_fold(out, s, FILON_FOLD_CASE | FILON_FOLD_QUOTE);
            h = 0xcbf29ce484222325u;
            for (size_t k = 0; k < n; k++)
                h = (h ^ (unsigned char)out[k]) * 0x100000001b3u;
            break;
        }
        out[n++] = (char)c;
        h = (h ^ c) * 0x100000001b3u;
    }
    *hash = mix(h);
    return n;
}

void stance_hash(const char *text, size_t n, uint64_t *hash)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
    *hash = mix(h);
}

static struct slot_of_table *find(const struct lexicon *lexicon, const char *text, size_t n, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & lexicon->mask, tag = (uint32_t)(hash >> 32);
    for (; lexicon->table[at].form; at = (at + 1) & lexicon->mask) {
        const struct form *form = &lexicon->forms[lexicon->table[at].form - 1];
        if (lexicon->table[at].hash == tag && form->text.n == n && memcmp(form->text.p, text, n) == 0)
            break;
    }
    return &lexicon->table[at];
}

const struct form *stance_form(const struct lexicon *lexicon, const char *text, size_t n, uint64_t hash)
{
    uint32_t form = find(lexicon, text, n, hash)->form;
    return form ? &lexicon->forms[form - 1] : NULL;
}

/* Arrays in an arena: doubling leaves at most as much again behind. They begin large: a page costs nothing before it is written to. */
void *stance_grow(struct filon_arena *arena, void *old, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return old;
    *cap = *cap ? *cap * 2 : 16384;
    void *new = filon_alloc(arena, *cap * size);
    if (n)
        memcpy(new, old, n * size);
    return new;
}

struct form *stance_form_of(struct lexicon *l, struct filon_str text)
{
    char folded[512];
    uint64_t hash;
    if (text.n > 200)
        text.n = 200;
    size_t n = stance_fold(folded, text, &hash);
    struct slot_of_table *slot = find(l, folded, n, hash);
    if (slot->form)
        return &l->forms[slot->form - 1];
    if ((l->n_forms + 1) * 2 > l->mask + 1) {
        l->mask = l->mask * 2 + 1;
        l->table = filon_zalloc(l->arena, l->mask + 1, sizeof *l->table);
        for (uint32_t i = 0; i < l->n_forms; i++) {
            uint32_t at = (uint32_t)l->forms[i].hash & l->mask;
            while (l->table[at].form)
                at = (at + 1) & l->mask;
            l->table[at] = (struct slot_of_table){(uint32_t)(l->forms[i].hash >> 32), i + 1};
        }
        slot = find(l, folded, n, hash);
    }
    l->forms = stance_grow(l->arena, l->forms, l->n_forms, &l->cap_forms, sizeof *l->forms);
    struct form *form = &l->forms[l->n_forms++];
    *slot = (struct slot_of_table){(uint32_t)(hash >> 32), l->n_forms};
    *form = (struct form){filon_str_dup(l->arena, (struct filon_str){folded, n}), hash, 0, 0, 0, 0, false, FILON_NONE};
    return form;
}

/* ---- Inflection: forms of a lexeme join the table as its readings. */

void stance_add_reading(struct adding *a, struct filon_str text, uint32_t class, uint8_t features)
{
    struct form *form = stance_form_of(a->l, text);
    form->class |= class | a->also;
    form->features |= features;
    if (a->lexeme == FILON_NONE)
        return;
    for (uint32_t r = form->readings; r != FILON_NONE; r = a->l->readings[r].next) {
        if (a->l->readings[r].lexeme == a->lexeme) {
            a->l->readings[r].class |= class;
            return;
        }
    }
    a->l->readings = stance_grow(a->l->arena, a->l->readings, a->l->n_readings, &a->l->cap_readings, sizeof *a->l->readings);
    a->l->readings[a->l->n_readings] = (struct reading){a->lexeme, class, form->readings};
    form->readings = a->l->n_readings++;
}

struct completing {
    struct lexicon *l;
    const char *text;
    size_t n;
    bool made;
};

static void complete(void *arg, const struct form *stem, uint32_t class, uint8_t features)
{
    struct completing *c = arg;
    uint32_t lexemes[8], n = 0, also = stem->class & (W_BE | W_HAVE | W_MODAL);
    /* the table may move: what is needed of the stem first */
    for (uint32_t r = stem->readings; r != FILON_NONE && n < FILON_COUNT(lexemes); r = c->l->readings[r].next)
        lexemes[n++] = c->l->readings[r].lexeme;
    c->made = true;
    struct adding a = {c->l, FILON_NONE, also};
    struct filon_str text = {c->text, c->n};
    stance_add_reading(&a, text, class, features);
    for (uint32_t i = 0; i < n; i++) {
        a.lexeme = lexemes[i];
        stance_add_reading(&a, text, class, features);
    }
}

const struct form *stance_lookup(struct lexicon *l, const char *text, size_t n, uint64_t hash)
{
    uint32_t at = find(l, text, n, hash)->form;
    if (at && l->forms[at - 1].complete)
        return &l->forms[at - 1];
    struct completing c = {l, text, n, false};
    stance_stems(l, text, n, complete, &c);
    if (c.made)
        at = find(l, text, n, hash)->form;
    if (!at)
        return NULL;
    l->forms[at - 1].complete = true;
    return &l->forms[at - 1];
}

/* Press articles hardly know the second person, the passé simple's « nous » or its subjunctive: left out, they save a third of the table. */
static void add_verb_form(void *arg, const struct filon_form *f)
{
    bool english = strcmp(((struct adding *)arg)->l->language, "en") == 0;
    uint32_t class = f->verb_form == FILON_INF ? W_INF : f->verb_form == FILON_FIN ? W_FIN : f->tense == FILON_PRES ? W_PRES : W_PAST;
    uint8_t features = 0;
    if (class == W_FIN) {
        if (!english && (f->person == 2 || f->mood == FILON_IMP || (f->mood == FILON_SUB && f->tense == FILON_IMPERFECT) ||
                         (f->tense == FILON_PAST && f->person == 1)))
            return;
        features =
            (uint8_t)((f->number == FILON_PLUR ? V_PLUR : V_SING) | (f->person == 1 ? V_FIRST : 0) | (f->mood == FILON_CND ? V_COND : 0) |
                      (f->mood == FILON_SUB ? V_SUBJ : 0) | (f->tense == FILON_FUT ? V_FUT : 0));
    }
    stance_add_reading(arg, f->text, class, features);
}

/* All forms of a verb, or its stem. */
int stance_add_verb(struct adding *a, struct filon_str infinitive)
{
    if (strcmp(a->l->language, "fr") == 0 && stance_has_stem(infinitive)) {
        char key[64];
        size_t n = stance_stem_key(key, infinitive);
        stance_add_reading(a, (struct filon_str){key, n}, W_FIN, 0);
        return 0;
    }
    return filon_inflect(a->l->language, FILON_VERB, infinitive, add_verb_form, a) < 0 ? -1 : 0;
}

void stance_add_noun_form(void *arg, const struct filon_form *f)
{
    stance_add_reading(arg, f->text, W_NOUN, 0);
}

void stance_add_adjective_form(void *arg, const struct filon_form *f)
{
    stance_add_reading(arg, f->text, W_ADJ, 0);
}

struct row_walk stance_rows(const struct lexicon *l, const struct form *form, uint32_t class)
{
    return (struct row_walk){l, class, form ? form->readings : FILON_NONE, FILON_NONE};
}

const struct row *stance_next_row(struct row_walk *walk)
{
    const struct lexicon *l = walk->lexicon;
    while (walk->row == FILON_NONE && walk->reading != FILON_NONE) {
        const struct reading *reading = &l->readings[walk->reading];
        walk->row = reading->class & walk->class ? l->heads[reading->lexeme] : FILON_NONE;
        walk->reading = reading->next;
    }
    if (walk->row == FILON_NONE)
        return NULL;
    const struct row *row = &l->rows[walk->row];
    walk->row = row->next;
    return row;
}

const struct row *stance_row(const struct lexicon *l, const struct form *form, uint32_t class, enum kind kind)
{
    struct row_walk walk = stance_rows(l, form, class);
    const struct row *row;
    while ((row = stance_next_row(&walk)) && row->kind != kind)
        ;
    return row;
}
