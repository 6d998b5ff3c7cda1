/* A test program's own folder for all its tests, removed when the program ends: also those of tests that failed in a fork and could not. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

/* A new, empty folder in it, in `path` (64 bytes). */
void folder_new(char path[64]);

#endif
