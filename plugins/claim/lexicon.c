/* lexicon.c - what words do in an argument: rows of lemma, part of speech, classes. */
#include "claim.h"

const char *const claim_language_names[CLAIM_LANGUAGES] = {"fr", "en"};

static const struct {
    const char *name;
    uint32_t bits;
} classes[] = {{"stop", WORD_STOP},     {"ne", WORD_NE},
               {"pas", WORD_PAS},       {"no", WORD_NO},
               {"ask", WORD_ASK},       {"break", WORD_BREAK},
               {"deny", WORD_DENY},     {"rebut", WORD_REBUT},
               {"demand", WORD_DEMAND}, {"bad", WORD_BAD},
               {"good", WORD_GOOD},     {"must", WORD_MUST},
               {"end", WORD_END},       {"relative", WORD_RELATIVE},
               {"copula", WORD_COPULA}};

struct adding {
    struct claim_lexicon *lexicon;
    uint32_t bits;
};

static void add_form(void *arg, const struct filon_form *form)
{
    struct adding *adding = arg;
    char folded[2 * FILON_FORM_MAX + 4];
    struct filon_str key = {folded, filon_fold(folded, form->text, FILON_FOLD_CASE | FILON_FOLD_ACCENT)};
    filon_map_set(adding->lexicon->forms, key, claim_lexicon_get(adding->lexicon, key) | adding->bits);
}

static int read_classes(const struct filon_tsv *tsv, struct filon_ctx *ctx, uint32_t *bits)
{
    struct filon_str field = tsv->field[2];
    *bits = 0;
    for (size_t at = 0; at < field.n;) {
        const char *space = memchr(field.p + at, ' ', field.n - at);
        struct filon_str name = {field.p + at, space ? (size_t)(space - field.p) - at : field.n - at};
        at += name.n + 1;
        size_t i = 0;
        while (i < FILON_COUNT(classes) && !filon_str_is(name, classes[i].name))
            i++;
        if (name.n && i == FILON_COUNT(classes))
            return filon_tsv_error(tsv, filon_ctx_error(ctx), "`%.*s` is no class of words", FILON_FMT(name));
        *bits |= name.n ? classes[i].bits : 0;
    }
    return *bits ? 0 : filon_tsv_error(tsv, filon_ctx_error(ctx), "no class: the columns are lemma, part of speech, classes");
}

int claim_lexicon_load(struct claim_lexicon *lexicon, struct filon_ctx *ctx, const char *path, enum claim_language language)
{
    static const char *const names[] = {"word", "verb", "noun", "adjective"};
    struct filon_tsv tsv;
    int got = filon_tsv_open(&tsv, filon_ctx_arena(ctx), path, filon_ctx_error(ctx));
    while (!got && (got = filon_tsv_next(&tsv, 3, filon_ctx_error(ctx))) == 1) {
        struct adding adding = {.lexicon = lexicon};
        size_t pos = 0;
        while (pos < FILON_COUNT(names) && !filon_str_is(tsv.field[1], names[pos]))
            pos++;
        if (pos == FILON_COUNT(names))
            return filon_tsv_error(&tsv, filon_ctx_error(ctx), "`%.*s` is no part of speech: verb, noun, adjective or word",
                                   FILON_FMT(tsv.field[1]));
        if (read_classes(&tsv, ctx, &adding.bits))
            return -1;
        if (tsv.field[0].n == 0 || tsv.field[0].n > FILON_FORM_MAX)
            return filon_tsv_error(&tsv, filon_ctx_error(ctx), "a word must have between 1 and %d bytes", FILON_FORM_MAX);
        struct filon_form form = {.text = tsv.field[0]};
        if (pos == 0)
            add_form(&adding, &form);
        else if (filon_inflect(claim_language_names[language], (enum filon_pos)pos, tsv.field[0], add_form, &adding) < 0)
            return filon_tsv_error(&tsv, filon_ctx_error(ctx), "`%.*s` cannot be inflected as a %s", FILON_FMT(tsv.field[0]), names[pos]);
        got = 0;
    }
    return got;
}
