/* train.c - the model of language: multinomial logistic regression on snippets of the texts, a step a snippet (AdaGrad: Duchi, Hazan,
 * Singer 2011), its weights averaged and rounded to bytes. */
#include "language.h"

#include <math.h>
#include <stdlib.h>

struct piece {
    struct filon_str text; /* a line */
    uint8_t lane;
};

struct learning {
    struct language_model model;
    unsigned lanes;
    struct piece *pieces;
    size_t n, room;
    size_t first[LANES + 1]; /* of each language, once sorted */
    float (*weight)[LANES], (*squares)[LANES], (*sum)[LANES];
    weights_line *lines; /* what is saved */
};

static int lane_of(struct learning *learning, struct filon_str code)
{
    char *codes = *learning->model.codes;
    for (unsigned i = 0; i < learning->lanes; i++)
        if (filon_str_is(code, learning->model.codes[i]))
            return (int)i;
    if (learning->lanes == LANES || code.n < 2 || code.n > 3)
        return -1;
    memcpy(codes + learning->lanes * sizeof *learning->model.codes, code.p, code.n);
    return (int)learning->lanes++;
}

static int read_example(struct filon_ctx *ctx, struct learning *learning, const struct filon_example *example)
{
    struct filon_arena *arena = filon_ctx_arena(ctx);
    for (uint32_t i = 0; i < example->n; i++) {
        struct filon_str text = filon_str_dup(arena, filon_text_of(example->doc, example->gold[i].begin, example->gold[i].end));
        int lane = lane_of(learning, example->gold[i].label);
        if (lane < 0)
            return filon_fail(ctx, "a mark of `%.*s`: marks are codes of two or three letters, of %d languages at most",
                              FILON_FMT(example->gold[i].label), LANES);
        for (size_t at = 0, end; at < text.n; at = end + 1) {
            const char *feed = memchr(text.p + at, '\n', text.n - at);
            end = feed ? (size_t)(feed - text.p) : text.n;
            if (learning->n == learning->room) {
                size_t room = learning->room ? 2 * learning->room : 1024;
                struct piece *pieces = filon_alloc(arena, room * sizeof *pieces);
                if (learning->n)
                    memcpy(pieces, learning->pieces, learning->n * sizeof *pieces);
                learning->pieces = pieces;
                learning->room = room;
            }
            if (end > at)
                learning->pieces[learning->n++] = (struct piece){{text.p + at, end - at}, (uint8_t)lane};
        }
    }
    return 0;
}

static int by_lane(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    return x->lane != y->lane ? (x->lane < y->lane ? -1 : 1) : (x->text.p > y->text.p) - (x->text.p < y->text.p);
}

static uint64_t draw(uint64_t *state)
{
    uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Some words of a line, mostly few: those are what is hard. */
static struct filon_str snippet(struct filon_str line, uint64_t *lots)
{
    size_t most = 10 + draw(lots) % 70;
    if (draw(lots) % 4 == 0)
        most *= 3;
    size_t at = line.n > most ? draw(lots) % (line.n - most) : 0;
    while (at && at < line.n && line.p[at - 1] != ' ')
        at++;
    size_t end = at + most < line.n ? at + most : line.n;
    while (end < line.n && line.p[end] != ' ')
        end++;
    return at < end ? (struct filon_str){line.p + at, end - at} : line;
}

static void learn(struct learning *learning, struct filon_str text, unsigned lane)
{
    const float rate = 0.15f;
    char folded[FOLDED_MOST + FOLDED_PAD];
    static _Thread_local uint32_t grams[FOLDED_MOST * ORDERS];
    uint32_t letters, signs, m = 0;
    size_t n = language_fold(folded, text, &letters, &signs);
    float logit[LANES] = {0}, p[LANES];
    if (!letters)
        return;
    for (size_t at = 0; at < n; at++)
        for (unsigned order = 1; order <= ORDERS && at + order <= n; order++)
            grams[m++] = language_gram(folded, at, order);
    for (uint32_t g = 0; g < m; g++)
        for (unsigned i = 0; i < LANES; i++)
            logit[i] += learning->weight[grams[g]][i];
    for (unsigned i = learning->lanes; i < LANES; i++)
        logit[i] = -1e9f;
    language_softmax(logit, p);
    p[lane] -= 1;
    for (uint32_t g = 0; g < m; g++) {
        float *weight = learning->weight[grams[g]], *squares = learning->squares[grams[g]];
        for (unsigned i = 0; i < LANES; i++) {
            squares[i] += p[i] * p[i];
            weight[i] -= rate * p[i] / sqrtf(squares[i] + 1);
        }
    }
}

/* A weight's unit is such that almost all fit into a byte. */
static void round_weights(struct learning *learning)
{
    float most = 0;
    for (size_t line = 0; line < TABLE_LINES; line++)
        for (unsigned i = 0; i < LANES; i++)
            most = fmaxf(most, fabsf(learning->sum[line][i]));
    learning->model.scale = most > 0 ? most / 127 : 1;
    for (size_t line = 0; line < TABLE_LINES; line++)
        for (unsigned i = 0; i < LANES; i++)
            learning->lines[line][i] = (int8_t)lrintf(learning->sum[line][i] / learning->model.scale);
}

static int pass(struct filon_ctx *ctx, struct learning *learning, struct filon_training *training, uint64_t *lots)
{
    enum { STEPS = 1500000, AVERAGES = 32, EVERY = STEPS / 2 / AVERAGES };
    for (unsigned step = 0; step < STEPS; step++) {
        /* Half of the lots are the first two languages', which matter most. */
        unsigned lane = (unsigned)(draw(lots) % 2 ? draw(lots) % 2 : draw(lots) % learning->lanes);
        size_t from = learning->first[lane], count = learning->first[lane + 1] - from;
        const struct piece *piece = &learning->pieces[from + draw(lots) % count];
        learn(learning, snippet(piece->text, lots), lane);
        if (step >= STEPS / 2 && (step + 1) % EVERY == 0)
            for (size_t i = 0; i < (size_t)TABLE_LINES * LANES; i++)
                (*learning->sum)[i] += (*learning->weight)[i] / AVERAGES;
        if (step % 10000 == 0 && training->progress && training->progress(training->arg, "learning", step, STEPS, 0, 0))
            return filon_error_set(filon_ctx_error(ctx), FILON_E_BUSY, "training was interrupted");
    }
    return 0;
}

static int save(struct filon_ctx *ctx, struct learning *learning, struct filon_training *training)
{
    struct filon_buf labels = FILON_BUF_INIT;
    for (unsigned i = 0; i < learning->lanes; i++)
        filon_buf_printf(&labels, "%s%s", i ? " " : "", learning->model.codes[i]);
    filon_model_set(training->out, "labels", "%s", labels.p);
    filon_model_set(training->out, "scale", "%.9g", (double)learning->model.scale);
    filon_model_add(training->out, "weights", learning->lines, TABLE_LINES * sizeof *learning->lines);
    filon_buf_free(&labels);
    if (!training->dev)
        return 0;
    struct filon_tally *tally = filon_tally_new();
    double precision, recall, f1;
    const char *type;
    learning->model.lines = learning->lines;
    int failed = language_measure(ctx, &learning->model, training->dev, tally);
    for (size_t i = 0; !failed && (type = filon_tally_type(tally, i)); i++)
        if (filon_tally_score(tally, type, &precision, &recall, &f1))
            filon_model_set(training->out, filon_strf(filon_ctx_arena(ctx), "score.%s", type), "%.4f (precision %.4f, recall %.4f)", f1,
                            precision, recall);
    filon_tally_free(tally);
    return failed;
}

int language_train(struct filon_ctx *ctx, struct filon_training *training)
{
    struct filon_arena *arena = filon_ctx_arena(ctx);
    struct learning *learning = filon_zalloc(arena, 1, sizeof *learning);
    struct filon_example example;
    int more;
    uint64_t lots = training->seed + 1;
    lane_of(learning, FILON_STR("fr"));
    lane_of(learning, FILON_STR("en"));
    filon_corpus_rewind(training->data);
    while ((more = filon_corpus_next(training->data, &example, filon_ctx_error(ctx))) > 0)
        if (read_example(ctx, learning, &example) < 0)
            return -1;
    if (more < 0)
        return -1;
    qsort(learning->pieces, learning->n, sizeof *learning->pieces, by_lane);
    for (size_t i = 0; i < learning->n; i++)
        learning->first[learning->pieces[i].lane + 1] = i + 1;
    for (unsigned i = 0; i < learning->lanes; i++)
        if (learning->first[i + 1] <= learning->first[i])
            return filon_fail(ctx, "no text in `%s`, which the data must have", learning->model.codes[i]);
    learning->weight = filon_zalloc(arena, TABLE_LINES, sizeof *learning->weight);
    learning->squares = filon_zalloc(arena, TABLE_LINES, sizeof *learning->squares);
    learning->sum = filon_zalloc(arena, TABLE_LINES, sizeof *learning->sum);
    learning->lines = filon_zalloc(arena, TABLE_LINES + 1, sizeof *learning->lines);
    if (pass(ctx, learning, training, &lots) < 0)
        return -1;
    round_weights(learning);
    return save(ctx, learning, training);
}

int language_measure(struct filon_ctx *ctx, const struct language_model *model, struct filon_corpus *corpus, struct filon_tally *tally)
{
    struct filon_example example;
    int more;
    filon_corpus_rewind(corpus);
    while ((more = filon_corpus_next(corpus, &example, filon_ctx_error(ctx))) > 0)
        for (uint32_t i = 0; i < example.n; i++)
            for (uint32_t at = example.gold[i].begin, end; at < example.gold[i].end; at = end + 1) {
                struct filon_str rest = filon_text_of(example.doc, at, example.gold[i].end);
                const char *feed = memchr(rest.p, '\n', rest.n);
                float probability;
                end = feed ? at + (uint32_t)(feed - rest.p) : example.gold[i].end;
                const char *found = end > at ? language_best(model, (struct filon_str){rest.p, end - at}, &probability) : NULL;
                if (end > at)
                    filon_tally_add(tally, example.doc, at, end, example.gold[i].label, found ? filon_str_of(found) : FILON_NO_STR);
            }
    return more;
}
