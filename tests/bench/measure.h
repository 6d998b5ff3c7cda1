/* What the benches share: clocks, words for failures, folders to write in. */
#ifndef TESTS_MEASURE_H
#define TESTS_MEASURE_H

#include <filon/error.h>

double now(void); /* seconds on the clock */
double cpu(void); /* seconds that this process computed, which others on the machine do not slow down */

/* Ends the program with "NAME: ...". */
void die(const char *format, ...) __attribute__((noreturn)) FILON_PRINTF(1, 2);
/* The same for something that failed, with the reason: the error if it is set (NULL: none), else errno. */
void die_of(const char *what, const struct filon_error *error) __attribute__((noreturn));

/* For qsort, over double. */
int by_size(const void *left, const void *right);

/* A new, empty folder among the temporary files; what is in it goes with it. */
void make_folder(char folder[64]);
void remove_folder(const char *folder);

#endif
