/* filon/api.h - what every other header of filon stands on: versions, visibility, attributes.
 *
 * Everywhere in filon: offsets and lengths are bytes, unless a name says code points; a function that
 * can fail returns -1 (or NULL) and has said why in an error; 0 (or a pointer) is success.
 */
#ifndef FILON_API_H
#define FILON_API_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The contract between libfilon and a plugin. A core loads the plugins of its own major whose minor is
 * not newer than its own; fields are only ever appended to the descriptor. */
#define FILON_ABI_MAJOR 1
#define FILON_ABI_MINOR 1

#define FILON_API __attribute__((visibility("default")))
#define FILON_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#define FILON_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The version of the library in use, "MAJOR.MINOR.PATCH"; static. */
FILON_API const char *filon_version(void);

#endif
