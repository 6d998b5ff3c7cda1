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
    struct stream *stream;     /* files_next: its bytes */
    struct filon_buf bytes;    /* files_next_whole: all of them */
    struct filon_arena *ids;   /* for the strings of the input just given */
    /* private: */
    struct walk *walk;
    struct filon_arena *names; /* name lives here */
    struct filon_buf again;
};

int files_open(struct filon_ctx *ctx, struct files *files, const struct walk_options *options);
void files_close(struct files *files);

/* The next file: 1 and `open`. 1 and not `open`: it cannot be read, and *input is a document whose load will say why. 0 at the end. */
int files_next(struct filon_ctx *ctx, struct files *files, struct filon_input *input);
/* The same with all of its bytes, at most `most`. FILON_LATER: standard input has no more yet, call again. */
int files_next_whole(struct filon_ctx *ctx, struct files *files, uint64_t most, struct filon_input *input);
/* The file under way is done with. */
void files_done(struct files *files);

/* What a path is called in messages; in the arena, or `path` itself. */
const char *files_shown(const struct filon_ctx *ctx, struct filon_arena *arena, const char *path);
/* NAME:LINE, or NAME where no line is known. */
const char *files_place(struct filon_arena *arena, const char *name, uint64_t line);

/* In load, for an input without data (it could not be read in its turn, or is tried again later): a stream that begins at its offset, to be
 * closed by the caller. name: as files_shown gives it, kept. NULL with an error. */
struct stream *files_again(const struct filon_input *input, struct filon_arena *arena, const char *name, struct filon_error *error);
/* The bytes of an input of files_next_whole: its data, or out of the file, read again. They live until the next call. */
int files_bytes(struct files *files, const struct filon_input *input, struct filon_arena *arena, const char *name, uint64_t most,
                struct filon_str *bytes, struct filon_error *error);

#endif
