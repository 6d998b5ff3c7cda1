/* Inside forms.c and lexicon.c: the lexicon as a table of forms. */
#ifndef QUOTE_FORMS_H
#define QUOTE_FORMS_H

#include "lexicon.h"

#include <filon/inflect.h>

#include "stems.h"

enum { WORD_ROOM = 96, FORMS_EXPECTED = 16 * 1024 };

struct cue_link {
    struct cue *cue;
    struct cue_link *next;
};

/* The words of a text come again and again: a table of the last ones, by hash, spares folding and looking up. */
enum { RECENT = 4096, RECENT_LONGEST = 31, ENDINGS_MOST = 8, SAME_MOST = 32, ENDING_BEHIND = 3 /* bytes before an ending */ };

struct recent {
    const struct form *form;
    uint8_t n;
    char text[RECENT_LONGEST];
};

struct lexicon {
    struct filon_arena *arena;
    struct filon_map *map; /* folded text -> number of its form */
    struct form **forms;   /* they never move: words point at them */
    uint32_t count, room;
    struct cue_link *cues;
    const char *language;
    bool french, bare_nouns;
    struct stems stems;
    struct recent *recent;
    struct filon_str ending[ENDINGS][ENDINGS_MOST];
    struct filon_str same[SAME_MOST][2]; /* functions that mean the same, folded */
    unsigned sames;
};

/* The form of a folded word, made if there is none. */
struct form *quote_form_of(struct lexicon *lexicon, struct filon_str word);

/* All forms of a verb, with the cue if it is one (or NULL); -1 if it is no verb that can be inflected. */
int quote_inflect(struct lexicon *lexicon, struct filon_str lemma, const struct cue *cue, bool weak);

#endif
