/* Gzip made in two places: workers deflate each record by itself, the coordinator strings the pieces together to
 * members. Pieces end on a byte, so that joining them is copying. */
#ifndef PACK_H
#define PACK_H

#include <filon/buf.h>

struct packer;

/* A piece of a record: its CRC and length, then the deflated bytes. *packer is made on first use. -1: no memory. */
int pack_piece(struct packer **packer, int level, struct filon_str plain, struct filon_buf *piece);
void packer_free(struct packer *packer); /* NULL is allowed */

/* A gzip member under way; {0} to start with. */
struct member {
    bool open;
    uint32_t crc;
    uint64_t size;
};
int member_add(struct member *member, struct filon_str piece, struct filon_buf *out); /* -1: this is no piece */
void member_end(struct member *member, struct filon_buf *out);                        /* nothing if none is open */

#endif
