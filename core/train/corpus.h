/* Annotated texts from files, and the stages that make documents of them. */
#ifndef FILON_TRAIN_CORPUS_H
#define FILON_TRAIN_CORPUS_H

#include <filon/train.h>

#include "pipeline/pipeline.h"

/* One text with its marks, before any stage has seen it. */
struct corpus_text {
    struct corpus_text *next;
    const char *id;
    struct filon_str text; /* brat, BIO: whole; NULL where `treebank` is */
    struct filon_gold *gold;
    uint32_t n;
    struct filon_str treebank; /* CoNLL-U: its lines */
    const char *path;          /* of the file, for messages */
    unsigned line;
};

struct filon_corpus {
    struct filon_arena *arena;
    struct filon_pipeline *pipeline; /* the stages before the plugin */
    struct filon_doc *doc;
    struct corpus_text *first, *last, *at;
    size_t n;
};

/* Reads files and folders: .ann beside .txt (brat), .conllu, .conll .bio .iob (a token a line, its tag in the last column). Marks that do not fit their text are
 * warned about and left out. NULL with an error. */
struct filon_corpus *filon_corpus_open(const char *const *paths, size_t n, struct filon_pipeline *pipeline, struct filon_error *error);
void filon_corpus_free(struct filon_corpus *corpus);

/* Of the formats. */
int filon_corpus_brat(struct filon_corpus *corpus, const char *ann, struct filon_error *error);
int filon_corpus_bio(struct filon_corpus *corpus, const char *path, struct filon_error *error);
int filon_corpus_conllu(struct filon_corpus *corpus, const char *path, struct filon_error *error);

/* Appends a text; it and its strings live in the arena. */
struct corpus_text *filon_corpus_add(struct filon_corpus *corpus, const char *id, const char *path, unsigned line);
void filon_gold_sort(struct filon_gold *gold, size_t n);

#endif
