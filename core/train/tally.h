/* The tally of an evaluation, printed. */
#ifndef FILON_TRAIN_TALLY_H
#define FILON_TRAIN_TALLY_H

#include <filon/buf.h>
#include <filon/train.h>

/* Scores a type and of all; with `confusion`, what was taken for what; with `errors`, each case that was wrong. */
void filon_tally_print(const struct filon_tally *tally, struct filon_buf *out, bool confusion, bool errors);

#endif
