/* train.c - learning from labelled positions, and measuring against them.
 *
 * A position is a mark on a mention of its holder, with the claim's id and the side as its type: « meddling-against » on « Dmitri Peskov ». Claims that a
 * document has no mark of are not asked of it; a holder who has evidence and no mark takes no side.
 */
#include "claim.h"

static const char *const sides[] = {"favor", "against", "neutral"};

/* Is this a mark on the claim? *side: 1, -1, 0. */
static bool mark_on(const struct claim *claim, struct filon_str label, int *side)
{
    if (!filon_str_starts(label, claim->id) || label.n <= claim->id.n + 1 || !strchr("-_:.", label.p[claim->id.n]))
        return false;
    struct filon_str rest = {label.p + claim->id.n + 1, label.n - claim->id.n - 1};
    static const int values[] = {1, -1, 0};
    for (size_t i = 0; i < FILON_COUNT(sides); i++)
        if (filon_str_is(rest, sides[i])) {
            *side = values[i];
            return true;
        }
    return false;
}

/* The name of who is marked: the entity's, or the words. */
static struct filon_str marked_name(struct filon_doc *doc, const struct filon_gold *mark)
{
    struct filon_layer *entities = filon_layer(doc, FILON_ENTITY);
    for (uint32_t row = filon_row_at(entities, mark->begin); row < filon_rows(entities) && filon_begin(entities)[row] < mark->end; row++)
        if (filon_end(entities)[row] > mark->begin && filon_strs(entities, FILON_ENTITY_NAME)[row].n)
            return filon_strs(entities, FILON_ENTITY_NAME)[row];
    return filon_text_of(doc, mark->begin, mark->end);
}

static bool same_holder(struct filon_str a, struct filon_str b)
{
    return filon_str_eq(a, b) || (a.n > 3 && memmem(b.p, b.n, a.p, a.n)) || (b.n > 3 && memmem(a.p, a.n, b.p, b.n));
}

/* The mark of a holder on a claim, or NULL. used: those taken already, may be NULL. */
static const struct filon_gold *mark_of(const struct filon_example *example, const struct claim *claim, struct filon_str holder,
                                        const bool *used, int *side)
{
    for (uint32_t i = 0; i < example->n; i++)
        if (!(used && used[i]) && mark_on(claim, example->gold[i].label, side) &&
            same_holder(marked_name(example->doc, &example->gold[i]), holder))
            return &example->gold[i];
    *side = 0;
    return NULL;
}

static bool has_marks(const struct filon_example *example, const struct claim *claim)
{
    int side;
    for (uint32_t i = 0; i < example->n; i++)
        if (mark_on(claim, example->gold[i].label, &side))
            return true;
    return false;
}

/* ---- Learning. */

static uint32_t add_holdings(struct filon_crf_data *data, const struct filon_example *example, const struct claim_text *text,
                             const struct claim *claim)
{
    struct claim_evidences evidences = {.arena = filon_doc_arena(example->doc)};
    struct claim_holding *holdings;
    uint64_t features[CLAIM_FEATURES];
    claim_find_evidence(text, claim, &evidences);
    uint32_t n = claim_gather(&evidences, &holdings);
    for (uint32_t i = 0; i < n; i++) {
        int side = 0, rule = claim_side(&holdings[i]) < 0 ? -1 : 1;
        mark_of(example, claim, holdings[i].best->holder, NULL, &side);
        enum claim_label label = !side ? CLAIM_NONE : side == rule ? CLAIM_KEEP : CLAIM_TURN;
        filon_crf_data_token(data, features, claim_features(text, claim, holdings, n, i, features), label);
        filon_crf_data_end(data);
    }
    return n;
}

static int read_corpus(struct filon_ctx *ctx, struct filon_training *training, struct filon_crf_data *data)
{
    struct filon_example example;
    uint32_t examples = 0;
    int more;
    filon_corpus_rewind(training->data);
    while ((more = filon_corpus_next(training->data, &example, filon_ctx_error(ctx))) > 0) {
        struct claim_text text;
        const struct claims *claims = claim_read(ctx, example.doc, &text);
        for (uint32_t i = 0; claims && i < claims->n; i++)
            if (has_marks(&example, &claims->items[i]))
                examples += add_holdings(data, &example, &text, &claims->items[i]);
        if (training->progress && training->progress(training->arg, "reading", 0, 0, 0, 0))
            return filon_error_set(filon_ctx_error(ctx), FILON_E_BUSY, "training was interrupted");
    }
    if (!more && !examples)
        return filon_fail(ctx, "the data have no positions on the claims of the file: a mark on a holder has a type like `ID-favor`");
    return more;
}

static bool on_progress(void *arg, const struct filon_crf_progress *progress)
{
    struct filon_training *training = arg;
    return training->progress && training->progress(training->arg, "learning", progress->iteration, 0, progress->loss, progress->seconds);
}

int claim_train(struct filon_ctx *ctx, struct filon_training *training)
{
    struct filon_crf_data *data = filon_crf_data_new(claim_labels, NULL);
    const struct filon_crf_params params = {.iterations = 200,
                                            .l2 = 1,
                                            .tolerance = 1e-5,
                                            .threads = 1,
                                            .bytes = 1 << 20,
                                            .seed = training->seed,
                                            .progress = on_progress,
                                            .arg = training};
    struct filon_crf *crf = NULL;
    int failed = read_corpus(ctx, training, data);
    if (!failed)
        crf = filon_crf_train(data, &params, filon_ctx_arena(ctx), filon_ctx_error(ctx));
    if (crf)
        filon_crf_save(crf, training->out, "crf");
    filon_crf_data_free(data);
    return crf ? 0 : -1;
}

/* ---- Measuring: positions for and against. */

static struct filon_str side_name(int side)
{
    return side ? filon_str_of(sides[side < 0]) : FILON_NO_STR;
}

static void tally_claim(struct filon_tally *tally, const struct filon_example *example, const struct claim *claim, uint32_t from)
{
    struct filon_layer *layer = filon_layer(example->doc, FILON_POSITION);
    bool *used = filon_zalloc(filon_doc_arena(example->doc), (size_t)example->n + 1, sizeof *used);
    for (uint32_t row = from; row < filon_rows(layer); row++) {
        struct filon_str found = filon_strs(layer, FILON_POSITION_POSITION)[row];
        int side = 0;
        if (!filon_str_eq(filon_strs(layer, FILON_POSITION_CLAIM)[row], claim->id) || filon_str_is(found, "neutral"))
            continue;
        const struct filon_gold *mark = mark_of(example, claim, filon_strs(layer, FILON_POSITION_HOLDER)[row], used, &side);
        if (mark)
            used[mark - example->gold] = true;
        filon_tally_add(tally, example->doc, filon_begin(layer)[row], filon_end(layer)[row], side_name(side), found);
    }
    for (uint32_t i = 0; i < example->n; i++) {
        int side;
        if (!used[i] && mark_on(claim, example->gold[i].label, &side) && side)
            filon_tally_add(tally, example->doc, example->gold[i].begin, example->gold[i].end, side_name(side), FILON_NO_STR);
    }
}

int claim_eval(struct filon_ctx *ctx, struct filon_corpus *corpus, struct filon_tally *tally)
{
    struct filon_example example;
    int more;
    filon_corpus_rewind(corpus);
    while ((more = filon_corpus_next(corpus, &example, filon_ctx_error(ctx))) > 0) {
        struct claim_text text;
        uint32_t from = filon_rows(filon_layer(example.doc, FILON_POSITION));
        const struct claims *claims = claim_read(ctx, example.doc, &text);
        if (filon_plugin_claim.annotate(ctx, example.doc))
            return -1;
        for (uint32_t i = 0; claims && i < claims->n; i++)
            if (has_marks(&example, &claims->items[i]))
                tally_claim(tally, &example, &claims->items[i], from);
    }
    return more;
}
