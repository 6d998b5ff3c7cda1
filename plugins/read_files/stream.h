/* Bytes of a file, unpacked on the way if they are gzip or zstd (told by content, not by name). Memory is bounded whatever
 * the file holds: a zstd window of more than 128 MiB is refused. */
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
bool stream_packed(const struct stream *stream); /* known when something was read */

/* Up to n bytes: how many, 0 at the end, -1 with FILON_E_INPUT for a read error or bad packed data, or STREAM_LATER. */
ssize_t stream_read(struct stream *stream, char *out, size_t n, struct filon_error *error);
/* Passes over n unpacked bytes; 0, or -1 with an error, also if there are fewer. */
int stream_skip(struct stream *stream, uint64_t n, struct filon_error *error);
/* All that is left, behind what is in `out`: 0, or -1 with an error, also if `out` gets more than `most` bytes: then it has more than that.
 * STREAM_LATER: what came so far is in `out`. */
int stream_all(struct stream *stream, uint64_t most, struct filon_buf *out, struct filon_error *error);
int stream_too_large(const char *name, uint64_t most, bool packed, struct filon_error *error);

/* Up to n bytes from byte `at` of a plain file, which is not moved: how many; -1 for what is packed or no file. */
ssize_t stream_peek(const struct stream *stream, uint64_t at, char *out, size_t n);

/* ---- Files made of members (gzip) or frames (zstd), each taken by itself. */

/* The next member begins, and reading ends (0) behind it: 1; 0 if there is none. The first call goes on with the one that is being read. A
 * plain file is one member. -1 with an error, STREAM_LATER. Behind the last error stream_recover finds where it goes on. */
int stream_next_member(struct stream *stream, struct filon_error *error);
/* Behind an error of stream_read or stream_next_member: looks for the next place where a member may begin, and begins it. As above. */
int stream_recover(struct stream *stream, struct filon_error *error);
/* Of a file, before anything is read: reading begins at that byte. False, and nothing is changed, if no member begins there (of a plain file:
 * if the file ends before it). */
bool stream_begin_at(struct stream *stream, uint64_t at);
/* The byte of the file where the member under way begins. */
uint64_t stream_member(const struct stream *stream);

#endif
