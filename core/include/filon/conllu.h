/* filon/conllu.h - CoNLL-U, the format of Universal Dependencies' treebanks, read sentence by sentence.
 *
 * https://universaldependencies.org/format.html: a line a word with ten fields between tabs, ranges (1-2) for multiword
 * tokens, empty nodes (1.1), comments, an empty line behind each sentence.
 */
#ifndef FILON_CONLLU_H
#define FILON_CONLLU_H

#include <filon/arena.h>
#include <filon/error.h>

enum filon_conllu_field {
    FILON_CONLLU_ID, FILON_CONLLU_FORM, FILON_CONLLU_LEMMA, FILON_CONLLU_UPOS, FILON_CONLLU_XPOS, FILON_CONLLU_FEATS, FILON_CONLLU_HEAD,
    FILON_CONLLU_DEPREL, FILON_CONLLU_DEPS, FILON_CONLLU_MISC, FILON_CONLLU_FIELDS
};

struct filon_conllu_row {
    struct filon_str field[FILON_CONLLU_FIELDS]; /* as written, "_" too */
    uint32_t id;                                 /* words: from 1; a range: its first word */
    uint32_t last;                               /* a range: its last word; words: 0 */
    uint32_t head;                               /* words: 0 the root; a sentence whose HEADs are all "_" has heads FILON_CONLLU_NO_HEAD */
    unsigned line;
};
#define FILON_CONLLU_NO_HEAD UINT32_MAX

struct filon_conllu {
    const char *path;             /* for messages */
    struct filon_str text;        /* the file: UTF-8 without NULs, or at least without line ends inside of characters */
    struct filon_conllu_row *row; /* words and ranges of the sentence in order; empty nodes are left out */
    uint32_t rows, words;
    struct filon_str *comment;    /* without "#" and the spaces behind it */
    uint32_t comments;
    /* private: */
    size_t at;
    unsigned line;
    uint32_t row_room, comment_room;
};

/* Start from {.path, .text}. Reads the next sentence: 1, 0 at the end, -1 with a FILON_E_INPUT error that says path:line. Ids must be 1, 2, 3 …, ranges
 * must not overlap, heads lie in the sentence. What a sentence holds lives until the next call; its strings are the file's. */
FILON_API int filon_conllu_next(struct filon_conllu *in, struct filon_error *error);
FILON_API void filon_conllu_free(struct filon_conllu *in);

/* The value of a comment "key = value", or of a pair "Key=value" in MISC or FEATS; FILON_NO_STR if there is none. */
FILON_API struct filon_str filon_conllu_comment(const struct filon_conllu *in, const char *key);
FILON_API struct filon_str filon_conllu_value(struct filon_str pairs, const char *key);

#endif
