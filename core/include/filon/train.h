/* filon/train.h - what a plugin that learns is given: annotated examples to learn from, and a tally to say how well it does.
 *
 * A plugin that learns has .train and .eval in its descriptor. `filon train` opens it with filon_is_training true (it
 * loads no model then), runs the stages before it on each example, and calls train; `filon eval` opens it as a job would.
 */
#ifndef FILON_TRAIN_H
#define FILON_TRAIN_H

#include <filon/document.h>
#include <filon/learn.h>
#include <filon/model.h>

/* What the annotators of the data marked: a span in bytes of the document's text, and its type as they wrote it ("Person", "PER"). */
struct filon_gold {
    uint32_t begin, end;
    struct filon_str label;
};

/* A text with its marks, in text order, longer ones first; nested ones as the data have them. Or, from a treebank (CoNLL-U), a document whose
 * sentence and token layers hold the annotation, and no marks. All of it lives until the next example. */
struct filon_example {
    struct filon_doc *doc;
    const struct filon_gold *gold;
    uint32_t n;
};

struct filon_corpus;

/* The next example: 1; 0 at the end; -1 with an error. */
FILON_API int filon_corpus_next(struct filon_corpus *corpus, struct filon_example *example, struct filon_error *error);
FILON_API void filon_corpus_rewind(struct filon_corpus *corpus);
FILON_API size_t filon_corpus_size(const struct filon_corpus *corpus); /* examples */

struct filon_training {
    struct filon_corpus *data;   /* to learn from */
    struct filon_corpus *dev;    /* to measure on, or NULL */
    struct filon_model_out *out; /* to fill: what is added must live until the plugin is closed */
    uint64_t seed;
    unsigned threads;       /* 0: all cores */
    const char *checkpoint; /* for filon_crf_params, or NULL */
    bool resume;
    /* Says where the training stands ("reading", "crf"), true: stop. step of steps: 0 unknown. */
    bool (*progress)(void *arg, const char *phase, unsigned step, unsigned steps, double loss, double seconds);
    void *arg;
};

/* ------------------------------------------------------------------------------------------------- *
 * The tally
 */
struct filon_tally;

/* Counts one case: what was right (p NULL: nothing) and what was found (p NULL: nothing); not both NULL. The place is for the list of errors. */
FILON_API void filon_tally_add(struct filon_tally *tally, const struct filon_doc *doc, uint32_t begin, uint32_t end, struct filon_str gold,
                               struct filon_str found);
/* Counts spans of an example: right are those equal in span and type. Both in text order, without overlaps. */
FILON_API void filon_tally_spans(struct filon_tally *tally, const struct filon_doc *doc, const struct filon_gold *gold, size_t n_gold,
                                 const struct filon_gold *found, size_t n_found);
/* Precision, recall and F1 (0 to 1) of a type, NULL: of all; false if it was not counted. */
FILON_API bool filon_tally_score(const struct filon_tally *tally, const char *type, double *precision, double *recall, double *f1);
/* The types counted, in order of name; NULL behind the last. */
FILON_API const char *filon_tally_type(const struct filon_tally *tally, size_t i);
/* For a plugin's own measuring while it trains. */
FILON_API struct filon_tally *filon_tally_new(void);
FILON_API void filon_tally_free(struct filon_tally *tally);

#endif
