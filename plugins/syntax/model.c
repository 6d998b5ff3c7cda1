#include "model.h"

static struct filon_str part(const struct model *model, const char *name, size_t unit, struct filon_error *error)
{
    size_t n;
    const char *p = filon_model_section(model->file, name, unit, &n, error);
    return (struct filon_str){p, p ? n * unit : 0};
}

static int broken(const struct model *model, struct filon_error *error, const char *what)
{
    return filon_error_set(error, FILON_E_CONFIG, "%s: %s; it is no model for this version of syntax", filon_model_path(model->file), what);
}

/* The next piece of *s up to `by`, which is left out; *s goes on behind it. */
static struct filon_str take(struct filon_str *s, char by)
{
    const char *at = s->n ? memchr(s->p, by, s->n) : NULL;
    struct filon_str piece = {s->p, at ? (size_t)(at - s->p) : s->n};
    size_t used = piece.n + (at != NULL);
    *s = (struct filon_str){s->p + used, s->n - used};
    return piece;
}

static int open_labels(struct model *model, struct filon_error *error)
{
    struct filon_str text = part(model, PART_LABELS, 1, error);
    if (!text.p)
        return -1;
    model->root = model->loose = LABELS_MOST;
    while (text.n) {
        if (model->labels == LABELS_MOST)
            return broken(model, error, "too many relations");
        struct filon_str label = take(&text, '\n');
        model->root = filon_str_is(label, "root") ? model->labels : model->root;
        model->loose = filon_str_is(label, "parataxis") ? model->labels : model->loose;
        model->label[model->labels++] = label;
    }
    if (model->root == LABELS_MOST || model->labels < 2)
        return broken(model, error, "no relation `root`, or no other");
    model->loose = model->loose == LABELS_MOST ? 0 : model->loose;
    return 0;
}

static int open_table(struct model *model, const char *name, size_t unit, uint32_t *mask, const void **table, struct filon_error *error)
{
    struct filon_str bytes = part(model, name, unit, error);
    size_t n = bytes.n / unit;
    if (!bytes.p)
        return -1;
    if (!n || n & (n - 1) || n > UINT32_MAX / 2)
        return broken(model, error, "a table of words has a size that is no power of two");
    *mask = (uint32_t)n - 1;
    *table = bytes.p;
    return 0;
}

static int open_linear(struct model *model, const char *name, uint32_t classes, struct filon_linear *linear, struct filon_error *error)
{
    struct filon_str bytes = part(model, name, 1, error);
    if (!bytes.p || filon_linear_open(linear, bytes, error) < 0)
        return -1;
    return linear->classes == classes ? 0 : broken(model, error, "a classifier has another number of classes than the names of the model");
}

static int open_certain(struct model *model, struct filon_error *error)
{
    struct filon_str bytes = part(model, PART_CERTAIN, 1, error);
    if (!bytes.p)
        return -1;
    model->certain = (const uint8_t *)bytes.p;
    uint8_t most = 0;
    for (size_t i = 0; i < bytes.n; i++)
        most = model->certain[i] > most ? model->certain[i] : most;
    return bytes.n == ARC_KINDS && most <= model->labels ? 0 : broken(model, error, "its table of arcs names relations that it has not");
}

/* A line: the folded token, its tag, the words, their lemmas. */
static int open_contraction(struct model *model, struct filon_map *names, struct filon_str line)
{
    struct contraction *c = &model->contraction[model->contractions];
    struct filon_str form = take(&line, '\t'), tag = take(&line, '\t'), words = take(&line, '\t'), lemmas = line;
    uint32_t id = filon_map_get(names, tag);
    if (id == FILON_MAP_NONE || !form.n)
        return -1;
    c->form = filon_hash(form.p, form.n, 1);
    c->tag = (uint16_t)id;
    for (unsigned i = 0; i < model->tags.tag[id].words; i++) {
        c->word[i] = take(&words, ' ');
        c->lemma[i] = take(&lemmas, ' ');
        if (!c->word[i].n || !c->lemma[i].n)
            return -1;
    }
    model->contractions++;
    return 0;
}

static int open_contractions(struct model *model, struct filon_arena *arena, struct filon_error *error)
{
    struct filon_str text = part(model, PART_CONTRACTIONS, 1, error);
    struct filon_map *names = filon_map_new(arena, model->tags.n);
    uint32_t lines = 0;
    if (!text.p)
        return -1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    for (uint32_t i = model->tags.alone; i < model->tags.n; i++)
        filon_map_set(names, model->tags.tag[i].name, i);
    model->contraction = filon_zalloc(arena, lines + 1, sizeof *model->contraction);
    while (text.n)
        if (open_contraction(model, names, take(&text, '\n')) < 0)
            return broken(model, error, "a multiword token in it is none");
    return 0;
}

int model_open(struct model *model, struct filon_arena *arena, const char *path, struct filon_error *error)
{
    const void *table;
    model->file = filon_model_open(path, "syntax", error);
    if (!model->file)
        return -1;
    struct filon_str tags = part(model, PART_TAGS, 1, error), rules = part(model, PART_RULES, 1, error);
    if (!tags.p || !rules.p || tagset_open(&model->tags, arena, tags, error) < 0 || lemma_rules_open(&model->lemmatiser, arena, rules, error) < 0)
        return -1;
    if (open_labels(model, error) < 0 || open_certain(model, error) < 0 || open_contractions(model, arena, error) < 0)
        return -1;
    if (open_table(model, PART_LEXICON, sizeof(struct lexeme), &model->lexicon.mask, &table, error) < 0)
        return -1;
    model->lexicon.slot = table;
    if (open_table(model, PART_KNOWN, sizeof(struct lemma_known), &model->lemmatiser.mask, &table, error) < 0)
        return -1;
    model->lemmatiser.known = table;
    for (uint32_t i = 0; i <= model->lemmatiser.mask; i++)
        if (model->lemmatiser.known[i].rule >= model->lemmatiser.rules)
            return broken(model, error, "a lemma has a rule that is not in it");
    model->lemmatiser.linear = &model->lemma;
    return open_linear(model, PART_KINDS, model->tags.kinds, &model->tagger.kinds, error) < 0 ||
                   open_linear(model, PART_TAGGER, model->tags.n, &model->tagger.tags, error) < 0 ||
                   open_linear(model, PART_LEMMA, model->lemmatiser.rules, &model->lemma, error) < 0 ||
                   open_linear(model, PART_MOVES, ACTIONS, &model->moves, error) < 0 ||
                   open_linear(model, PART_NAMES, model->labels, &model->names, error) < 0
               ? -1
               : 0;
}

void model_close(struct model *model)
{
    filon_model_close(model->file);
    model->file = NULL;
}

const struct contraction *model_contraction(const struct model *model, uint64_t form, uint16_t tag)
{
    if (tag < model->tags.alone)
        return NULL;
    for (uint32_t i = 0; i < model->contractions; i++)
        if (model->contraction[i].form == form && model->contraction[i].tag == tag)
            return &model->contraction[i];
    return NULL;
}

void model_parse_word(struct parse_word *word, const struct tagset *tags, uint16_t tag, const struct seen *seen, struct filon_str lemma)
{
    const struct tag *t = &tags->tag[tag];
    *word = (struct parse_word){.form = seen->form, .lemma = filon_hash(lemma.p, lemma.n, 7), .tag = tag, .cluster = seen->cluster,
                                .upos = t->upos_id, .agreement = t->agreement, .verb = t->form};
    word->comma = seen->form == filon_hash(",", 1, 1);
}
