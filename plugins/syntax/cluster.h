/* Word classes from raw text, by the exchange algorithm on class bigrams (Kneser & Ney 1993; Martin, Liermann & Ney 1998). */
#ifndef SYNTAX_CLUSTER_H
#define SYNTAX_CLUSTER_H

#include <filon/api.h>

/* text: n word numbers below `words`, in order; word 0 parts sentences and has a class of its own. class[w] gets 1 to classes
 * for each other word, 0 for word 0. */
void cluster_words(const uint32_t *text, size_t n, uint32_t words, uint32_t classes, unsigned rounds, uint16_t *class);

#endif
