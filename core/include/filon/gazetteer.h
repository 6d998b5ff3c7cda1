/* filon/gazetteer.h - lists of names, of any size, and where they stand in a text.
 *
 * A gazetteer comes from a list (TSV or YAML: id, name, aliases, type), or from what `filon compile-gazetteer` made of lists: a model
 * file of the kind "gazetteer", mapped in a moment however large it is. Both behave the same.
 *
 * A name is a sequence of pieces: runs of letters and digits, or single other characters; white space between them does not count, and
 * typographic apostrophes, spaces and hyphens are plain ones. A name is found where its pieces stand in the text, from the
 * beginning of a token to the end of one: « Assemblée » in « l'Assemblée », no « Seine » in « Seine-Saint-Denis ». Of the names that begin
 * at a token the longest is taken, and the search goes on behind it.
 */
#ifndef FILON_GAZETTEER_H
#define FILON_GAZETTEER_H

#include <filon/document.h>

struct filon_gazetteer;

/* What counts as the same name: as it is written, or with letters folded. AS_COMPILED: what a compiled file was made with; ACCENT for a list. */
enum filon_gazetteer_fold {
    FILON_GAZETTEER_AS_COMPILED,
    FILON_GAZETTEER_NONE,
    FILON_GAZETTEER_ACCENT, /* é = e, œ = oe */
    FILON_GAZETTEER_CASE,
    FILON_GAZETTEER_ALL
};

/* Opens a list (read and compiled in memory) or a compiled file (mapped). NULL with a FILON_E_CONFIG error: FILE:LINE for a wrong row;
 * a compiled file that is damaged, that was made with another folding than is asked for, or whose list has changed since. */
FILON_API struct filon_gazetteer *filon_gazetteer_open(const char *path, enum filon_gazetteer_fold fold, struct filon_error *error);
FILON_API void filon_gazetteer_close(struct filon_gazetteer *gazetteer); /* NULL is allowed */

struct filon_gazetteer_size {
    uint32_t entries; /* rows of the lists */
    uint32_t names;   /* names and aliases, those that fold to the same counted once */
    size_t bytes;
};
FILON_API struct filon_gazetteer_size filon_gazetteer_size(const struct filon_gazetteer *gazetteer);

struct filon_gazetteer_match {
    uint32_t begin, end; /* bytes of the text */
    uint32_t entry;      /* the first that has this name: filon_gazetteer_entry */
};

/*
 * The names in a sentence, given by its n tokens (bytes of the text; begin and end in text order, equal ones allowed): in text order, not
 * overlapping. Returns how many; *matches is valid until the next call. Time is linear in the length of the sentence.
 */
FILON_API size_t filon_gazetteer_match(struct filon_gazetteer *gazetteer, struct filon_str text, const uint32_t *begin, const uint32_t *end,
                                       size_t n, const struct filon_gazetteer_match **matches);

struct filon_gazetteer_entry {
    struct filon_str id, name, type; /* NUL-terminated, alive as long as the gazetteer; type: p NULL if the list gives none */
    uint32_t next;                   /* the next entry that has this name as well, in the order of the list; FILON_NONE */
};

/* What `entry` of a match, or `next` of an entry, stands for. 0, or -1 with an error: the compiled file is damaged. */
FILON_API int filon_gazetteer_entry(const struct filon_gazetteer *gazetteer, uint32_t at, struct filon_gazetteer_entry *entry,
                                    struct filon_error *error);

/* Compiles lists into one file, which remembers them. The file is replaced as one step or stays as it was; the same lists give the
 * same bytes. size may be NULL. 0, or -1 with FILON_E_CONFIG (a list) or FILON_E_IO. */
FILON_API int filon_gazetteer_compile(const char *const *lists, size_t n, const char *out, enum filon_gazetteer_fold fold,
                                      struct filon_gazetteer_size *size, struct filon_error *error);

#endif
