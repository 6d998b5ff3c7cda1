/* What the tests of parse_text share. */
#ifndef TESTS_TEXTKIT_H
#define TESTS_TEXTKIT_H

#include "tests/unit/pagekit.h"

extern const struct filon_plugin filon_plugin_parse_text;

#define PROSE                                                                                                                              \
    "Le conseil municipal a voté mardi le budget de la ville, que l'opposition juge trop prudent et que la majorité défend avec "       \
    "force.\n\n"                                                                                                                           \
    "« Nous avons fait au mieux avec ce que nous avions », a dit la maire, en rappelant que l'État verse moins d'argent qu'il y a dix " \
    "ans.\n"

static inline struct filon_ctx *open_parse_text(const char *yaml)
{
    return kit_open("parse_text", &filon_plugin_parse_text, yaml);
}

static inline void annotate_str(struct filon_ctx *ctx, struct filon_str text)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, text, &kit.error) == 0, "%s", kit.error.text);
    ck_assert_msg(filon_plugin_parse_text.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    page_check();
}

static inline void annotate(struct filon_ctx *ctx, const char *text)
{
    annotate_str(ctx, filon_str_of(text));
}

#endif
