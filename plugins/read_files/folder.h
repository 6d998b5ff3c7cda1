/* The names in a folder in byte order, with bounded memory: a folder of millions is read in several passes. */
#ifndef FOLDER_H
#define FOLDER_H

#include <filon/str.h>
#include <sys/types.h>

/* Says of each entry whether it is wanted: 0 no, 1 a file, 2 a folder. dir: for fstatat. type: of readdir. */
typedef int folder_judge(void *self, int dir, const char *name, unsigned char type);

enum { FOLDER_ROOM = 16 * 1024 * 1024 };

struct folder {
    size_t most; /* bytes of names held at once */
    char *names; /* NUL-terminated, folders with a "/" at their end: so that paths, not names, are in order */
    size_t n, room;
    uint32_t *order; /* offsets into names */
    size_t count, at, order_room;
    char last[264]; /* the last name given: a further pass takes what is behind it */
    bool more;      /* there are names behind those held */
};

/* Reads names (the first pass). 0, or -1 with errno. */
int folder_read(struct folder *folder, const char *path, folder_judge *judge, void *self);
/* The next name, with "/" if it is a folder; NULL at the end. A folder that cannot be read again ends here, with errno set. */
const char *folder_next(struct folder *folder, const char *path, folder_judge *judge, void *self);
void folder_release(struct folder *folder);

#endif
