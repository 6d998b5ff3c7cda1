#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* qsort_r */
#endif
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int compare(const void *a, const void *b, void *names)
{
    return strcmp((const char *)names + *(const uint32_t *)a, (const char *)names + *(const uint32_t *)b);
}

static void *grow(void *p, size_t *room, size_t need, size_t size)
{
    size_t wanted = *room ? *room : 64;
    while (wanted < need)
        wanted *= 2;
    if (wanted == *room)
        return p;
    void *fresh = realloc(p, wanted * size);
    if (fresh)
        *room = wanted;
    return fresh;
}

static int add(struct folder *folder, const char *name, bool is_folder)
{
    size_t n = strlen(name);
    char *names = grow(folder->names, &folder->room, folder->n + n + 2, 1);
    if (!names)
        return -1;
    folder->names = names;
    uint32_t *order = grow(folder->order, &folder->order_room, folder->count + 1, sizeof *order);
    if (!order)
        return -1;
    folder->order = order;
    folder->order[folder->count++] = (uint32_t)folder->n;
    memcpy(names + folder->n, name, n);
    folder->n += n;
    if (is_folder)
        names[folder->n++] = '/';
    names[folder->n++] = '\0';
    return 0;
}

static void sort(struct folder *folder)
{
    if (folder->count)
        qsort_r(folder->order, folder->count, sizeof *folder->order, compare, folder->names);
}

/* The room is full: keeps the first half in order; the rest waits for a further pass. */
static int halve(struct folder *folder)
{
    struct folder half = {.most = folder->most};
    sort(folder);
    for (size_t i = 0; i < (folder->count + 1) / 2; i++) {
        const char *name = folder->names + folder->order[i];
        if (add(&half, name, false) < 0) {
            folder_release(&half);
            return -1;
        }
    }
    memcpy(half.last, folder->last, sizeof half.last);
    half.more = true;
    folder_release(folder);
    *folder = half;
    return 0;
}

/* Whether the name stands behind the last given one, and before the ones that a further pass will take. */
static bool in_pass(const struct folder *folder, const char *name, bool is_folder, const char *bound)
{
    char key[264];
    size_t n = strlen(name);
    if (n + 2 > sizeof key)
        return true; /* longer than any file system allows */
    memcpy(key, name, n + 1);
    if (is_folder)
        memcpy(key + n, "/", 2);
    return (!folder->last[0] || strcmp(key, folder->last) > 0) && (!bound || strcmp(key, bound) <= 0);
}

static int take(struct folder *folder, int dir, const struct dirent *entry, char **bound, folder_judge *judge, void *self)
{
    const char *name = entry->d_name;
    if (name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])))
        return 0;
    int kind = judge(self, dir, name, entry->d_type);
    if (!kind || !in_pass(folder, name, kind == 2, *bound))
        return 0;
    if (add(folder, name, kind == 2) < 0)
        return -1;
    if (folder->n < folder->most || folder->count < 2)
        return 0;
    if (halve(folder) < 0)
        return -1;
    free(*bound);
    *bound = strdup(folder->names + folder->order[folder->count - 1]);
    return *bound ? 0 : -1;
}

int folder_read(struct folder *folder, const char *path, folder_judge *judge, void *self)
{
    DIR *dir = opendir(path);
    if (!dir)
        return -1;
    char *bound = NULL;
    int failed = 0;
    folder->n = folder->count = folder->at = 0;
    folder->more = false;
    if (!folder->most)
        folder->most = FOLDER_ROOM;
    for (struct dirent *entry; !failed && (errno = 0, entry = readdir(dir));)
        failed = take(folder, dirfd(dir), entry, &bound, judge, self);
    int cause = errno;
    free(bound);
    closedir(dir);
    errno = cause;
    if (failed || cause)
        return -1;
    sort(folder);
    return 0;
}

const char *folder_next(struct folder *folder, const char *path, folder_judge *judge, void *self)
{
    errno = 0;
    if (folder->at == folder->count) {
        if (!folder->more || folder_read(folder, path, judge, self) < 0 || !folder->count)
            return NULL;
    }
    const char *name = folder->names + folder->order[folder->at++];
    if (folder->more && folder->at == folder->count)
        strncpy(folder->last, name, sizeof folder->last - 1);
    return name;
}

void folder_release(struct folder *folder)
{
    free(folder->names);
    free(folder->order);
    folder->names = NULL;
    folder->order = NULL;
    folder->n = folder->room = folder->count = folder->at = folder->order_room = 0;
}
