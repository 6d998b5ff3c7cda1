#include "layers.h"

static void unknown(struct filon_ctx *ctx, const char *name)
{
    struct filon_buf known = FILON_BUF_INIT;
    for (int i = 0; i < filon_layer_count(ctx); i++)
        if (filon_layer_provided(ctx, i))
            filon_buf_printf(&known, "%s%s", known.n ? ", " : "", filon_layer_at(ctx, i)->name);
    filon_error_set(filon_ctx_error(ctx), FILON_E_CONFIG, "layers: no stage of the pipeline provides `%s`; there are: %s", name,
                    known.n ? known.p : "none");
    filon_buf_free(&known);
}

uint8_t *layers_choose(struct filon_ctx *ctx, struct filon_list names, const char *but)
{
    int n = filon_layer_count(ctx);
    uint8_t *chosen = filon_zalloc(filon_ctx_arena(ctx), (size_t)n, 1);
    for (int i = 0; i < n && !names.n; i++)
        chosen[i] = filon_layer_provided(ctx, i) && !(but && strcmp(filon_layer_at(ctx, i)->name, but) == 0);
    for (size_t k = 0; k < names.n; k++) {
        int i = 0;
        while (i < n && strcmp(filon_layer_at(ctx, i)->name, names.items[k]) != 0)
            i++;
        if (i == n || !filon_layer_provided(ctx, i)) {
            unknown(ctx, names.items[k]);
            return NULL;
        }
        chosen[i] = 1;
    }
    return chosen;
}
