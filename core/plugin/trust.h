/* Whether code may be run from a place: nobody but the user and root may be able to write there. */
#ifndef FILON_PLUGIN_TRUST_H
#define FILON_PLUGIN_TRUST_H

#include <filon/error.h>

/* Checks a file (plugin or script) and its folder: owned by root, the user or the owner of the running program, and not
 * writable by others, nor by a group other than the user's own. FILON_E_CONFIG says which, and the chmod that mends it. */
int filon_trust_file(const char *path, struct filon_error *error);

#endif
