/* What learning and measuring need of the plugin. */
#ifndef NER_TRAIN_H
#define NER_TRAIN_H

#include "ner.h"

struct ner_tagger;

struct ner_options {
    int language;
    const char *model;
    struct filon_list lexicon;
    int64_t passes, models, least; /* training */
    double hide;
};

/* A document's text and what the rules find in it. */
int ner_read(struct filon_ctx *ctx, struct filon_doc *doc, struct text *text, struct mentions *rules);
/* Of the open model. */
const struct ner_tagger *ner_tagger_of(struct filon_ctx *ctx);

#endif
