/* Names of authors, and the line that a date and a place make before an article. */
#ifndef PARSE_TEXT_NAMES_H
#define PARSE_TEXT_NAMES_H

#include "page.h"

/* The end of the names that text[from, to) begins with: « Anne Martin et Paul de Witt ». `from` if there are none. */
uint32_t names_end(const struct phrasebook *book, struct filon_str text, uint32_t from, uint32_t to);

/* The same, or that of « la rédaction ». */
uint32_t names_author_end(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to, bool *desk);

/* The end of « Paris, le 4 mars (AFP) – » at text[from], its dash included, which stands at `dash`; `from` if there is no dateline.
 * prose: what follows are sentences, so that a town in capitals is enough. */
uint32_t names_dateline_end(const struct phrasebook *book, struct filon_str text, uint32_t from, uint32_t dash, bool prose);

/* The date behind a label such as « publié le » that ends at `from`: true if nothing but marks and fillers is between. */
struct date;
bool dates_labelled(const struct phrasebook *book, struct filon_str text, uint32_t from, uint32_t to, struct date *date);

/* One word and the marks before it. */
struct word {
    uint32_t begin, end;
    uint32_t hash;
    const struct slot *slot; /* an empty one if the word is unknown */
    bool capital, upper, number, function;
    char mark;   /* the last mark before it but white space, quotes as they are, '-' any dash alone, '(' …; 0 none */
    bool spaced; /* white space is before it */
};
/* The next word in text[at, to); false if there is none. */
bool words_next(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to, struct word *word);
/* The longest prompt of these kinds that begins with the word and goes on behind it in the text, or NULL. */
const struct phrase *words_phrase(const struct phrasebook *book, struct filon_str text, const struct word *first, uint32_t to,
                                  unsigned kinds);
/* The offset behind the next n words. */
uint32_t words_skip(const struct phrasebook *book, struct filon_str text, uint32_t at, uint32_t to, unsigned n);

#endif
