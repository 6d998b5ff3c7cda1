#include "tests/unit/stagekit.h"

#include <time.h>

extern const struct filon_plugin filon_plugin_segment, filon_plugin_ner, filon_plugin_quote, filon_plugin_stance, filon_plugin_claim;

static const struct {
    const char *name;
    const struct filon_plugin *plugin;
    int layer; /* that it fills as the stage under test */
} all[STAGES] = {
    {"segment", &filon_plugin_segment, FILON_SENTENCE}, {"ner", &filon_plugin_ner, FILON_ENTITY},
    {"quote", &filon_plugin_quote, FILON_QUOTE},        {"stance", &filon_plugin_stance, FILON_STANCE},
    {"claim", &filon_plugin_claim, FILON_POSITION},
};
struct filon_ctx *stages[STAGES];
static enum stage under_test;
static struct filon_str breaks;

void stage_set_up(enum stage tested, const char *paragraph)
{
    page_set_up();
    under_test = tested;
    breaks = filon_str_of(paragraph);
    for (enum stage i = STAGE_SEGMENT; i <= tested; i++)
        for (const struct filon_layer_def *layer = all[i].plugin->layers; layer && layer->name; layer++)
            ck_assert_msg(filon_schema_add(kit.schema, layer, all[i].name, &kit.error) == 0, "%s", kit.error.text);
    filon_doc_free(kit.doc);
    kit.doc = filon_doc_new(kit.schema);
    for (enum stage i = STAGE_SEGMENT; i < tested; i++)
        stages[i] = kit_open(all[i].name, all[i].plugin, "{language: auto}");
}

void stage_tear_down(void)
{
    for (enum stage i = STAGE_SEGMENT; i < STAGES; i++) {
        filon_instance_free(stages[i]);
        stages[i] = NULL;
    }
    kit_tear_down();
}

struct filon_ctx *stage_open(const char *yaml)
{
    return kit_open(all[under_test].name, all[under_test].plugin, yaml);
}

void stage_refuses(const char *file, const char *text, const char *yaml, const char *said)
{
    kit_puts(file, text);
    assert_has(kit_refused(all[under_test].name, all[under_test].plugin, yaml), said);
}

static void add_block(size_t begin, size_t end)
{
    if (begin == end)
        return;
    struct filon_layer *block = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t row = filon_add(block, (uint32_t)begin, (uint32_t)end);
    filon_strs(block, FILON_BLOCK_KIND)[row] = FILON_STR("paragraph");
    filon_bool(block, FILON_BLOCK_CONTENT)[row] = true;
}

static void run(enum stage stage, struct filon_ctx *ctx)
{
    ck_assert_msg(all[stage].plugin->annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
}

void stage_annotate(struct filon_ctx *ctx, struct filon_str text, const char *lang)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, text, &kit.error) == 0, "%s", kit.error.text);
    filon_meta_set(kit.doc, "lang", filon_str_of(lang), FILON_NO_SPAN);
    size_t begin = 0;
    for (size_t i = 0; i < text.n; i++)
        if (filon_str_starts((struct filon_str){text.p + i, text.n - i}, breaks)) {
            add_block(begin, i);
            begin = i + breaks.n;
        }
    add_block(begin, text.n);
    for (enum stage i = STAGE_SEGMENT; i < under_test; i++)
        run(i, stages[i]);
    run(under_test, ctx);
    ck_assert_msg(filon_doc_check(kit.doc, &kit.error) == 0, "%s", kit.error.text);
}

struct filon_layer *stage_layer(void)
{
    return filon_layer(kit.doc, all[under_test].layer);
}

uint32_t stage_rows(void)
{
    return filon_rows(stage_layer());
}

struct filon_str stage_cell(uint32_t row, int column)
{
    return filon_strs(stage_layer(), column)[row];
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double stage_seconds(struct filon_ctx *ctx)
{
    double best = 1e9;
    for (int i = 0; i < 3; i++) { /* others use the machine, too */
        filon_truncate(stage_layer(), 0);
        double start = cpu_seconds();
        run(under_test, ctx);
        double spent = cpu_seconds() - start;
        best = spent < best ? spent : best;
    }
    return best;
}

static double seconds_for(struct filon_ctx *ctx, const char *head, const char *piece, size_t bytes)
{
    stage_annotate(ctx, page_repeated(head, piece, bytes / strlen(piece) + 1, ""), "fr");
    return stage_seconds(ctx);
}

void stage_is_linear(struct filon_ctx *ctx, const char *head, const char *piece, size_t bytes)
{
    double small = seconds_for(ctx, head, piece, bytes / 8), large = seconds_for(ctx, head, piece, bytes);
    /* Quadratic work takes sixty-four times as long. */
    ck_assert_msg(large < 20 * small + 0.02, "`%s`: 8 times the text took %.1f times as long (%.4f s, %.4f s)", piece, large / small, small,
                  large);
}

struct filon_str stage_mixed(unsigned *seed, const char *const *pieces, size_t n, unsigned count)
{
    struct filon_buf out = FILON_BUF_INIT;
    for (unsigned i = 0; i < count; i++) {
        *seed = *seed * 1103515245u + 12345u;
        filon_buf_puts(&out, pieces[(*seed >> 16) % n]);
    }
    return kit_str(&out);
}
