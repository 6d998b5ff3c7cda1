/* What learning and measuring need of the plugin. */
#ifndef NER_TRAIN_H
#define NER_TRAIN_H

#include "ner.h"

struct filon_crf;

struct ner_options {
    int language;
    const char *model;
    struct filon_list lexicon;
    int64_t passes, models, least; /* training */
    double hide;
};

/* A document's text and what the rules find in it. */
int ner_read(struct filon_ctx *ctx, struct filon_doc *doc, struct text *text, struct mentions *rules);
/* The open model's, or NULL. */
const struct filon_crf *ner_crf(struct filon_ctx *ctx);

#endif
