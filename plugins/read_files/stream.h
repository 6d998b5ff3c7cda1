/* Bytes of a file, unpacked on the way if they are gzip (told by content, not by name). Memory is bounded whatever
 * the file holds. */
#ifndef STREAM_H
#define STREAM_H

#include <filon/buf.h>
#include <filon/error.h>
#include <sys/stat.h>
#include <sys/types.h>

struct stream;

/* What reading from standard input gives when it would have to wait for more: nothing is lost, the same call goes on where it was. Other
 * files never have it. */
enum { STREAM_LATER = -2 };

/* "-" is standard input. Folders, pipes, sockets and devices are refused, without waiting for them. name: for messages, kept.
 * NULL with FILON_E_INPUT "cannot read NAME: …". */
struct stream *stream_open(const char *path, const char *name, struct filon_error *error);
void stream_close(struct stream *stream); /* NULL is allowed */

const struct stat *stream_stat(const struct stream *stream);

/* Up to n bytes: how many, 0 at the end, -1 with FILON_E_INPUT for a read error or bad gzip data, or STREAM_LATER. */
ssize_t stream_read(struct stream *stream, char *out, size_t n, struct filon_error *error);
/* Passes over n unpacked bytes; 0, or -1 with an error, also if there are fewer. */
int stream_skip(struct stream *stream, uint64_t n, struct filon_error *error);
/* All that is left, behind what is in `out`: 0, or -1 with an error, also if `out` gets more than `most` bytes: then it has more than that.
 * STREAM_LATER: what came so far is in `out`. */
int stream_all(struct stream *stream, uint64_t most, struct filon_buf *out, struct filon_error *error);
int stream_too_large(const char *name, uint64_t most, bool packed, struct filon_error *error);

#endif
