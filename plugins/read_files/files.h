/* Files that hold many documents, one file behind another: opened, read, and read again for an input that comes without its bytes. The
 * frame of the readers that take documents out of streams; theirs is what a document is and what it is called. */
#ifndef FILES_H
#define FILES_H

#include "stream.h"
#include "walk.h"

struct files {
    bool open;                 /* a file is under way: */
    const char *name;          /* what it is called in ids; "-" standard input */
    struct filon_buf path;     /* where it is */
    struct stream *stream;     /* files_each: its bytes */
    struct filon_buf bytes;    /* files_each_whole: all of them */
    struct filon_arena *ids;   /* for the strings of the input just given */
    /* private: */
    struct walk *walk;
    struct filon_arena *names; /* name lives here */
    struct filon_buf again;
};

/* open of such a reader: its data becomes `size` bytes of zeros that begin with its struct files. Its options begin with a struct walk_options. */
int files_open(struct filon_ctx *ctx, size_t size);
void files_close(struct files *files);

/* What a reader does with a file. */
struct files_kind {
    void (*start)(struct filon_ctx *ctx); /* a file is open */
    /* Its next document: 1; 0 if it has no more; -1 and FILON_LATER as the reader's next. */
    int (*take)(struct filon_ctx *ctx, struct filon_input *input);
};

/* next of such a reader: the next document of the file under way, or of the first behind it that has one. A file that cannot be read is a
 * document without data, whose load says why. */
int files_each(struct filon_ctx *ctx, const struct files_kind *kind, struct filon_input *input);
/* The same with all bytes of each file in memory, at most `most`. */
int files_each_whole(struct filon_ctx *ctx, const struct files_kind *kind, uint64_t most, struct filon_input *input);
/* In take: the file has no document behind the one that is given now. */
void files_done(struct files *files);

/* What a path is called in messages; in the arena. */
const char *files_shown(const struct filon_ctx *ctx, struct filon_arena *arena, struct filon_str path);
/* NAME:LINE, or NAME where no line is known. */
const char *files_place(struct filon_arena *arena, const char *name, uint64_t line);

/* In load, for an input without data (it could not be read in its turn, or is tried again later): a stream that begins at its offset, to be
 * closed by the caller. name: as files_shown gives it, kept. NULL with an error. */
struct stream *files_again(const struct filon_input *input, struct filon_arena *arena, const char *name, struct filon_error *error);
/* The bytes of an input of files_each_whole: its data, or out of the file, read again. They live until the next call. */
int files_bytes(struct files *files, const struct filon_input *input, struct filon_arena *arena, const char *name, uint64_t most,
                struct filon_str *bytes, struct filon_error *error);

#endif
