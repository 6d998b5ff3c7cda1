/* filon/model.h - model files: what training makes and plugins load.
 *
 * One file, mapped read-only and shared by the workers: a header, readable metadata ("key=value" lines, so that `head`
 * shows them), and named sections of bytes, each aligned to 64. Opening it checks all of it (magic, byte order, format version,
 * sizes, checksum, metadata, kind), so that a section that was found can be trusted to be what was written; what the bytes
 * mean, a plugin still has to check (counts, indices): a model is input. docs/formats.md has the layout.
 *
 * The same metadata and sections give the same bytes: there is no time in a model unless its maker sets one.
 */
#ifndef FILON_MODEL_H
#define FILON_MODEL_H

#include <filon/error.h>
#include <filon/str.h>

struct filon_model;

/* Opens a model for reading. `kind` is what it must be a model of, a plugin's name by custom ("ner"). NULL with a FILON_E_CONFIG error that
 * begins with the path. The mapping lives until filon_model_close; a model is replaced by renaming, never rewritten in place. */
FILON_API struct filon_model *filon_model_open(const char *path, const char *kind, struct filon_error *error);
FILON_API void filon_model_close(struct filon_model *model); /* NULL is allowed */

/* Whether the file begins as a model does; false if it cannot be read. */
FILON_API bool filon_model_is(const char *path);

FILON_API const char *filon_model_path(const struct filon_model *model);

/* The value of a metadata key, NULL if there is none; lives as long as the model. By custom: language, labels, data, licence, date, command,
 * and the scores as "score.TYPE". */
FILON_API const char *filon_model_get(const struct filon_model *model, const char *key);
/* The i-th pair, in the order written; false behind the last. */
FILON_API bool filon_model_pair(const struct filon_model *model, size_t i, const char **key, const char **value);

/* A section's bytes, aligned to 64, and how many units of `unit` bytes they are. NULL with an error if there is none of that name or
 * if its size is no multiple. An empty section is not NULL. */
FILON_API const void *filon_model_section(const struct filon_model *model, const char *name, size_t unit, size_t *units, struct filon_error *error);
FILON_API bool filon_model_has(const struct filon_model *model, const char *name);

/* ------------------------------------------------------------------------------------------------- *
 * Writing
 */
struct filon_model_out;

#define FILON_MODEL_NAME 31 /* longest name of a section, in bytes */
#define FILON_MODEL_SECTIONS 256

FILON_API struct filon_model_out *filon_model_out_new(const char *kind);
FILON_API void filon_model_out_free(struct filon_model_out *out);

/* Metadata: a key of [a-z][a-z0-9_.]*, once each; control characters in the value become spaces, so that it stays one line. */
FILON_API void filon_model_set(struct filon_model_out *out, const char *key, const char *format, ...) FILON_PRINTF(3, 4);

/* A section; the bytes are not copied and must live until the file is written. Names: as keys, at most FILON_MODEL_NAME bytes, once each. */
FILON_API void filon_model_add(struct filon_model_out *out, const char *name, const void *bytes, size_t n);

/* Writes to a temporary file beside `path`, which then takes its place. 0, or -1 with FILON_E_IO, or FILON_E_INTERNAL for a bad or
 * doubled name; nothing is left behind then, and a model that was there stays. */
FILON_API int filon_model_write(struct filon_model_out *out, const char *path, struct filon_error *error);

#endif
