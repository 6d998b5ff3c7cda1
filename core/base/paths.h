/* Where filon's own files are: installed, or in the build tree that the program runs from. */
#ifndef FILON_BASE_PATHS_H
#define FILON_BASE_PATHS_H

#include <filon/arena.h>
#include <filon/error.h>

struct filon_places {
    const char *plugins; /* folder of plugins (.so), or of their build folders */
    const char *data;    /* folder with NAME/FILE of plugins' lexicons and models */
    const char *scripts; /* Lua standard library and pipelines */
    const char *configs; /* ready jobs */
};

/* Static after the first call. In a build tree (the program lies below a folder with `.filon-tree`) these are the tree's. */
const struct filon_places *filon_places(void);

/* "a" + "b" -> "a/b"; b if it is absolute. */
char *filon_path_join(struct filon_arena *arena, const char *a, const char *b);
/* The folder of a path, "." if none. */
char *filon_path_dir(struct filon_arena *arena, const char *path);
/* Absolute, without resolving links; "." and ".." taken out. */
char *filon_path_absolute(struct filon_arena *arena, const char *path);
/* The whole file, NUL-terminated; refuses folders and more than `most` bytes. p NULL with an error (FILON_E_IO, the path in it). */
struct filon_str filon_read_file(struct filon_arena *arena, const char *path, size_t most, struct filon_error *error);

#endif
