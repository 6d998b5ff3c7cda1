#include "pack.h"

#include <stdlib.h>
#include <zlib.h>

struct packer {
    z_stream z;
};

struct head {
    uint32_t crc;
    uint32_t pad;
    uint64_t size;
};

static struct packer *packer_new(int level)
{
    struct packer *packer = calloc(1, sizeof *packer);
    if (packer && deflateInit2(&packer->z, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK)
        return packer;
    free(packer);
    return NULL;
}

void packer_free(struct packer *packer)
{
    if (packer)
        deflateEnd(&packer->z);
    free(packer);
}

int pack_piece(struct packer **packer, int level, struct filon_str plain, struct filon_buf *piece)
{
    if (!*packer && !(*packer = packer_new(level)))
        return -1;
    z_stream *z = &(*packer)->z;
    struct head head = {.crc = (uint32_t)crc32_z(crc32_z(0, NULL, 0), (const unsigned char *)plain.p, plain.n), .size = plain.n};
    deflateReset(z);
    filon_buf_put(piece, &head, sizeof head);
    z->next_in = (unsigned char *)plain.p;
    z->avail_in = 0;
    size_t left = plain.n;
    do {
        enum { STEP = 64 * 1024 };
        if (!z->avail_in) {
            z->avail_in = left > UINT32_MAX / 2 ? UINT32_MAX / 2 : (unsigned)left;
            left -= z->avail_in;
        }
        filon_buf_reserve(piece, STEP);
        z->next_out = (unsigned char *)piece->p + piece->n;
        z->avail_out = STEP;
        if (deflate(z, left ? Z_NO_FLUSH : Z_SYNC_FLUSH) == Z_STREAM_ERROR)
            return -1;
        piece->n += STEP - z->avail_out;
    } while (left || z->avail_in || !z->avail_out);
    return 0;
}

int member_add(struct member *member, struct filon_str piece, struct filon_buf *out)
{
    static const unsigned char start[] = {0x1f, 0x8b, Z_DEFLATED, 0, 0, 0, 0, 0, 0, 3}; /* no name, no time, Unix */
    struct head head;
    if (piece.n < sizeof head)
        return -1;
    memcpy(&head, piece.p, sizeof head);
    if (!member->open) {
        filon_buf_put(out, start, sizeof start);
        *member = (struct member){.open = true, .crc = (uint32_t)crc32_z(0, NULL, 0)};
    }
    filon_buf_put(out, piece.p + sizeof head, piece.n - sizeof head);
    member->crc = (uint32_t)crc32_combine(member->crc, head.crc, (z_off_t)head.size);
    member->size += head.size;
    return 0;
}

static void put_le32(struct filon_buf *out, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        filon_buf_putc(out, (char)(value >> (8 * i) & 0xff));
}

void member_end(struct member *member, struct filon_buf *out)
{
    if (!member->open)
        return;
    filon_buf_put(out, "\x03\x00", 2); /* an empty last block */
    put_le32(out, member->crc);
    put_le32(out, (uint32_t)member->size);
    member->open = false;
}
