/* Where an output goes: can it be written, and are its folders on the disk? */
#ifndef PLACE_H
#define PLACE_H

#include <filon/error.h>

/* Without touching anything: the file, or the folder it would be made in, must be writable. FILON_E_IO. */
int place_check(const char *path, struct filon_error *error);

/* Makes the folders that lead to the file, durably. */
int place_make_folders(const char *path, struct filon_error *error);

/* Makes the file's name in its folder durable, or its absence. */
int place_sync_name(const char *path, struct filon_error *error);

/* "PATH: what: why" by errno, as FILON_E_IO. Returns -1. */
int place_failed(const char *path, const char *what, struct filon_error *error);

#endif
