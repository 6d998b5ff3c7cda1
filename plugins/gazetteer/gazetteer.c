/* gazetteer.c - the gazetteer plugin: names of a list, and which entities they are. */
#include "link.h"

struct gazetteer_options {
    const char *file;
    int fold;
    bool add;
};

/* As enum filon_gazetteer_fold. */
static const struct filon_option options[] = {
    FILON_OPTION(struct gazetteer_options, file, FILON_OPT_PATH, NULL, "The list, TSV or YAML, or what filon compile-gazetteer made of it",
                 .flags = FILON_OPT_REQUIRED),
    FILON_OPTION(struct gazetteer_options, fold, FILON_OPT_ENUM, "auto",
                 "Differences that do not count; auto: those that the file was compiled with, accents for a list",
                 .choices = FILON_CHOICES("auto", "none", "accent", "case", "all")),
    FILON_OPTION(struct gazetteer_options, add, FILON_OPT_BOOL, "yes",
                 "Tag names that are no entities yet; no: only give ids to entities, where the type fits"),
    {0},
};

static int gazetteer_open(struct filon_ctx *ctx)
{
    const struct gazetteer_options *o = filon_options(ctx);
    struct filon_gazetteer *gazetteer = filon_gazetteer_open(o->file, (enum filon_gazetteer_fold)o->fold, filon_ctx_error(ctx));
    if (!gazetteer)
        return -1;
    filon_set_data(ctx, gazetteer);
    struct filon_gazetteer_size size = filon_gazetteer_size(gazetteer);
    filon_say(ctx, FILON_DEBUG, "%s: %u entries, %u names", o->file, size.entries, size.names);
    return 0;
}

static void gazetteer_close(struct filon_ctx *ctx)
{
    filon_gazetteer_close(filon_data(ctx));
}

static void add_findings(struct findings *findings, struct filon_arena *arena, const struct filon_gazetteer_match *matches, size_t n)
{
    if (findings->n + n > findings->room) {
        uint32_t room = findings->room * 2 + (uint32_t)n + 32;
        struct finding *items = filon_alloc(arena, room * sizeof *items);
        if (findings->n)
            memcpy(items, findings->items, findings->n * sizeof *items);
        findings->items = items;
        findings->room = room;
    }
    for (size_t i = 0; i < n; i++)
        findings->items[findings->n++] = (struct finding){.match = matches[i], .row = FILON_NONE};
}

static int gazetteer_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct gazetteer_options *o = filon_options(ctx);
    struct filon_gazetteer *gazetteer = filon_data(ctx);
    struct filon_layer *sentences = filon_layer(doc, FILON_SENTENCE), *tokens = filon_layer(doc, FILON_TOKEN);
    const uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens);
    struct findings findings = {.add = o->add};
    for (uint32_t s = 0; s < filon_rows(sentences); s++) {
        const struct filon_gazetteer_match *matches;
        struct filon_span span = {filon_begin(sentences)[s], filon_end(sentences)[s]};
        uint32_t first, last;
        filon_rows_in(tokens, span, &first, &last);
        size_t n = filon_gazetteer_match(gazetteer, filon_doc_text(doc), begin + first, end + first, last - first, &matches);
        if (n)
            add_findings(&findings, filon_doc_arena(doc), matches, n);
    }
    return findings.n ? gazetteer_link(ctx, gazetteer, doc, &findings) : 0;
}

FILON_PLUGIN(gazetteer) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Find the names of a list, and give entities their ids",
    .requires = FILON_LAYERS("sentence", "token"),
    .provides = FILON_LAYERS("entity"),
    .options = options,
    .options_size = sizeof(struct gazetteer_options),
    .open = gazetteer_open,
    .close = gazetteer_close,
    .annotate = gazetteer_annotate,
};
