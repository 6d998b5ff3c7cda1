#include "tests/unit/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[48];
static pid_t owner; /* the program itself, not a fork for a test */

static void cannot(const char *path)
{
    perror(path);
    abort();
}

__attribute__((constructor)) static void make_folder(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.30s/filon-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
    if (!mkdtemp(folder))
        cannot(folder);
    owner = getpid();
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)at;
    if (type == FTW_DNR) /* a test took its permissions */
        chmod(path, 0700);
    return remove(path);
}

__attribute__((destructor)) static void remove_folder(void)
{
    if (getpid() == owner)
        nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void folder_new(char path[64])
{
    snprintf(path, 64, "%s/XXXXXX", folder);
    if (!mkdtemp(path))
        cannot(path);
}
