/* What was learned of articles and what stands around them: one model, for pages of text and of HTML. */
#ifndef PARSE_TEXT_ARTICLE_H
#define PARSE_TEXT_ARTICLE_H

#include "signs.h"

#include <filon/forest.h>

/* A number for the meaning of signs and of parse_html's features, in models: what was learned for others is refused. */
enum { ARTICLE_VERSION = 3 };

struct article {
    struct filon_model *model;
    struct filon_forest first, second; /* the rounds on signs */
};

/* Opens the model, which article_close closes. 0, or -1 with an error. */
int article_open(struct article *article, const char *path, struct filon_error *error);
void article_close(struct article *article);

/* What the first round is sure of is not asked again. */
static inline bool article_is_sure(float first)
{
    return first <= 0.03f || first >= 0.97f;
}

/* What both rounds together make of a line: the mean, where the first is not sure. */
static inline float article_both(float first, float second)
{
    return article_is_sure(first) ? first : (first + second) / 2;
}

/* The probability that each line is the article's by what stands in it and around it, in the arena. The signs stay as they are after signs_believe;
 * rows: FIRST_SIGNS of them a line are left there, `width` apart; or NULL, and they are not kept. */
float *article_first(const struct article *article, const struct page *page, struct signs *signs, float *rows, size_t width, struct filon_arena *arena);

/* … by both rounds. */
float *article_probabilities(const struct article *article, const struct page *page, struct filon_arena *arena);

/* What a line must have to be the article's lies between these. */
#define ARTICLE_LEAST 0.35f
#define ARTICLE_MOST 0.5f

/* The article's lines have more than this: those that together have the greatest F1 that can be expected, counted in words, between ARTICLE_LEAST and
 * ARTICLE_MOST (N. Ye, K. M. A. Chai, W. S. Lee, H. L. Chieu: Optimizing F-measures, 2012). Where much is uncertain, more is let in. A page of a
 * few lines has nothing that looks like an article to those who learned from long ones: there the likeliest lines are it. */
float article_threshold(const struct page *page, const float *probability, struct filon_arena *arena);

#endif
