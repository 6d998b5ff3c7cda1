/* What the files of the trainer share. */
#ifndef PARSE_HTML_TRAIN_H
#define PARSE_HTML_TRAIN_H

#include "parser.h"

enum { FOLDS = 5 };

enum { SHORTER = 2 }; /* times that each page is there with less of its article */

/* A page with labelled pieces, whole or shortened. */
struct example {
    const char *name;
    uint32_t first, n; /* rows */
    struct web web;    /* what features are measured of */
    struct page *page;
    struct filon_str stated;
    unsigned fold;
    bool shortened;
};

struct data {
    struct parser parser;
    struct filon_arena *arena;
    struct example *examples;
    uint32_t n_examples, n, room;
    float *rows, *weight;
    uint8_t *label;
    uint32_t *words, *group; /* group: the example */
};

/* The first judges lines of text; of the others, which know what it says, one judges them again and one judges pieces by their markup, too. */
enum round { ROUND_TEXT, ROUND_TEXT_AGAIN, ROUND_MARKUP, ROUNDS };

void fail(const char *what, const char *why) __attribute__((noreturn));
/* realloc that never fails. */
void *larger(void *array, size_t count, size_t size);

/* train_data.c: the examples of a folder, with the signs of their text. */
void data_load(struct data *data, const char *plugins, const char *folder);
void data_free(struct data *data);

/* train_rounds.c: all rounds, learned from the examples of `use`. */
void rounds_train(struct data *data, const bool *use, struct filon_forest forest[ROUNDS]);
/* What they say of the examples `of`: of the text (the mean of two rounds), and of the whole. */
void rounds_judge(struct data *data, const struct filon_forest forest[ROUNDS], const bool *of, float *text, float *markup);

#endif
