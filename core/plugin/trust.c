#include "plugin/trust.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whoever owns the running program could as well have changed it. */
static uid_t program_owner(void)
{
    struct stat st;
    return stat("/proc/self/exe", &st) == 0 ? st.st_uid : 0;
}

static int check(const char *path, const char *kind, struct filon_error *error)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return filon_error_set(error, FILON_E_CONFIG, "%s: %s", path, strerror(errno));
    if (st.st_uid != 0 && st.st_uid != geteuid() && st.st_uid != program_owner())
        return filon_error_set(error, FILON_E_CONFIG, "%s: the %s belongs to another user (uid %u): code is run from your own and root's files alone", path, kind,
                               st.st_uid);
    if (st.st_mode & S_IWOTH)
        return filon_error_set(error, FILON_E_CONFIG, "%s: the %s is writable by everyone, so its code is not run: chmod o-w '%s'", path, kind, path);
    if ((st.st_mode & S_IWGRP) && st.st_gid != 0 && st.st_gid != getegid())
        return filon_error_set(error, FILON_E_CONFIG, "%s: the %s is writable by group %u, so its code is not run: chmod g-w '%s'", path, kind, st.st_gid, path);
    return 0;
}

int filon_trust_file(const char *path, struct filon_error *error)
{
    char folder[PATH_MAX], real[PATH_MAX];
    if (!realpath(path, real)) /* where a link leads to is what would run */
        return filon_error_set(error, FILON_E_CONFIG, "%s: %s", path, strerror(errno));
    if (check(real, "file", error) < 0)
        return -1;
    snprintf(folder, sizeof folder, "%s", real);
    char *slash = strrchr(folder, '/');
    slash[slash == folder] = '\0';
    return check(folder, "folder", error);
}
