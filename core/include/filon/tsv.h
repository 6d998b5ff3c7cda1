/* filon/tsv.h - lexicons as tab-separated files: one row a line, '#' begins a comment line, UTF-8. */
#ifndef FILON_TSV_H
#define FILON_TSV_H

#include <filon/arena.h>
#include <filon/error.h>

#define FILON_TSV_FIELDS 16

struct filon_tsv {
    const char *path;
    unsigned line;                             /* of the row just read, from 1 */
    unsigned fields;                           /* in the row just read */
    struct filon_str field[FILON_TSV_FIELDS];  /* trimmed of spaces; absent ones are empty */
    /* private: */
    const char *at, *end;
};

/* Reads a whole file into the arena; refuses invalid UTF-8, naming file:line. 0, or -1 with an error. */
FILON_API int filon_tsv_open(struct filon_tsv *tsv, struct filon_arena *arena, const char *path, struct filon_error *error);

/* The next row: 1, 0 at the end, -1 for a row with fewer than `least` or more than FILON_TSV_FIELDS fields. */
FILON_API int filon_tsv_next(struct filon_tsv *tsv, unsigned least, struct filon_error *error);

/* "FILE:LINE: message" as a FILON_E_CONFIG error about the row just read. Returns -1. */
FILON_API int filon_tsv_error(const struct filon_tsv *tsv, struct filon_error *error, const char *format, ...) FILON_PRINTF(3, 4);

#endif
