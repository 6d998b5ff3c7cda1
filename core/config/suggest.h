/* "did you mean": the nearest of some known words. */
#ifndef FILON_CONFIG_SUGGEST_H
#define FILON_CONFIG_SUGGEST_H

#include <filon/api.h>

/* Collects candidates for one unknown word; start with filon_suggest_start. */
struct filon_suggest {
    const char *word, *best;
    unsigned distance;
};

void filon_suggest_start(struct filon_suggest *suggest, const char *word);
void filon_suggest_offer(struct filon_suggest *suggest, const char *candidate); /* must stay alive; NULL is ignored */
/* The nearest candidate, if near enough to be meant (Damerau-Levenshtein, relative to length), or NULL. */
const char *filon_suggest_best(const struct filon_suggest *suggest);

#endif
