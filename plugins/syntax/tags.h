/* The tags of a model: a part of speech with its features, or those of a multiword token's words joined by "+". */
#ifndef SYNTAX_TAGS_H
#define SYNTAX_TAGS_H

#include "words.h"

enum { TAGS_MOST = 1024, KINDS_MOST = 64, TAG_WORDS_MOST = 4 };

struct tag {
    struct filon_str name;  /* "NOUN Gender=Fem|Number=Sing", "ADP _+DET Definite=Def" */
    struct filon_str upos;  /* of a single word */
    struct filon_str feats; /* p NULL: none */
    uint8_t upos_id;        /* from 1, the same for the same part of speech in this model */
    uint8_t agreement;      /* gender and number */
    uint8_t form;           /* of verbs: mood, tense, person, as far as the grammar around it cares */
    uint8_t words;          /* 1, or of a multiword token */
    uint16_t part[TAG_WORDS_MOST]; /* the tags of its words */
};

struct tagset {
    struct tag *tag; /* those of single words first */
    uint32_t n, alone;
    uint32_t kinds; /* parts of speech, those of multiword tokens too: upos_id is from 1 to kinds */
    uint16_t *list;         /* the tags by kind: those of kind k are list[start[k]] up to list[start[k + 1]] */
    uint16_t start[KINDS_MOST + 2];
    bool joined[KINDS_MOST + 1]; /* the kind is that of multiword tokens */
};

/* Reads the names, one a line. 0, or -1 with an error. */
int tagset_open(struct tagset *tags, struct filon_arena *arena, struct filon_str names, struct filon_error *error);

#endif
