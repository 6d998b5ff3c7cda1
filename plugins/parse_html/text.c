#include "walk.h"

#include "grown.h"

/* ---- Pieces */

/* What opened behind white space that is gone begins at the text's end. */
static void begin_here(struct walk *walk)
{
    uint32_t n = (uint32_t)walk->web->text.n;
    for (uint32_t d = walk->depth; d-- > 0 && walk->web->frames[d].begin > n;)
        walk->web->frames[d].begin = n;
    for (unsigned i = walk->inlines.n; i-- > 0;)
        if (walk->inlines.open[i].begin > n)
            walk->inlines.open[i].begin = n;
}

void walk_close_piece(struct walk *walk)
{
    struct web *web = walk->web;
    walk->space = false;
    walk->breaks = 0;
    if (!walk->open)
        return;
    struct piece *piece = &walk->now;
    walk->open = false;
    while (web->text.n > piece->begin && (web->text.p[web->text.n - 1] == ' ' || web->text.p[web->text.n - 1] == '\n'))
        web->text.n--;
    begin_here(walk);
    piece->end = (uint32_t)web->text.n;
    for (unsigned i = 0; i < walk->n_spans; i++)
        if (2 * walk->spans[i].bytes > piece->end - piece->begin) {
            piece->hints |= walk->spans[i].hints;
            piece->flags |= walk->spans[i].flags;
        }
    walk->n_spans = 0;
    if (piece->end == piece->begin)
        return;
    if (web->n_pieces == PIECES_MOST) { /* what is left of such a page is one */
        web->pieces[web->n_pieces - 1].end = piece->end;
        return;
    }
    web->pieces = grown(web->pieces, web->n_pieces, &web->room_pieces, sizeof *web->pieces);
    web->pieces[web->n_pieces++] = *piece;
}

static void open_piece(struct walk *walk, uint32_t source)
{
    struct web *web = walk->web;
    if (web->text.n)
        filon_buf_puts(&web->text, "\n\n");
    walk->now = (struct piece){.begin = (uint32_t)web->text.n, .source = source, .element = walk_top(walk)->element};
    walk->open = true;
    walk->space = false;
    walk->breaks = 0;
}

/* Before the next visible character: what white space and <br> came to. */
static void separate(struct walk *walk, uint32_t source)
{
    struct filon_buf *text = &walk->web->text;
    if (walk->breaks > 1)
        walk_close_piece(walk);
    if (!walk->open)
        open_piece(walk, source);
    else if (walk->breaks) {
        filon_buf_putc(text, '\n');
        walk->now.breaks++;
    } else if (walk->space)
        filon_buf_putc(text, ' ');
    walk->space = false;
    walk->breaks = 0;
}

/* ---- Text */

/* Code points that nobody sees: controls, soft hyphens, zero-width spaces, byte order marks, directions,
 * line separators. Bytes, 0: it is visible. */
static unsigned invisible(const char *p, const char *end)
{
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] < 0x20 || u[0] == 0x7f)
        return 1;
    if (u[0] == 0xc2 && end - p > 1 && (u[1] < 0xa0 || u[1] == 0xad))
        return 2;
    if (u[0] == 0xe2 && end - p > 2 && ((u[1] == 0x80 && (u[2] == 0x8b || u[2] == 0x8e || u[2] == 0x8f || (u[2] >= 0xa8 && u[2] <= 0xae))) ||
                                        (u[1] == 0x81 && u[2] >= 0xa0 && u[2] <= 0xa9)))
        return 3;
    if (u[0] == 0xef && end - p > 2 && u[1] == 0xbb && u[2] == 0xbf)
        return 3;
    return 0;
}

/* Bytes that need no look: neither white space nor such as may begin something invisible. */
static const bool plain[256] = {[0x21 ... 0x7e] = true, [0x80 ... 0xc1] = true, [0xc3 ... 0xe1] = true, [0xe3 ... 0xee] = true, [0xf0 ... 0xff] = true};

/* The end of those from here on, with single spaces between. */
static const char *plain_end(const char *p, const char *end)
{
    for (; p < end; p++)
        if (!plain[(unsigned char)*p] && !(*p == ' ' && p + 1 < end && plain[(unsigned char)p[1]]))
            break;
    return p;
}

/* Visible bytes go out together; source: where they are in the page. */
static void put_visible(struct walk *walk, const char *from, const char *to, uint32_t source)
{
    const struct inlines *inlines = &walk->inlines;
    if (!walk->open || walk->space || walk->breaks)
        separate(walk, source);
    filon_buf_put(&walk->web->text, from, (size_t)(to - from));
    uint32_t n = (uint32_t)(to - from);
    walk->now.linked += inlines->link && !inlines->local ? n : 0;
    walk->now.bold += inlines->bold ? n : 0;
    walk->now.code += inlines->code || walk_top(walk)->pre ? n : 0;
}

void walk_put_text(struct walk *walk, const char *from, const char *end, uint32_t source)
{
    bool pre = walk_top(walk)->pre;
    for (const char *p = from; p < end;) {
        if (walk_white(*p)) {
            if (pre && walk->open && (*p == '\n' || *p == ' ' || *p == '\t'))
                filon_buf_putc(&walk->web->text, *p == '\t' ? ' ' : *p);
            else
                walk->space = true;
            p++;
            continue;
        }
        const char *stop = plain_end(p, end);
        if (stop == p) { /* *p is no space */
            unsigned gone = invisible(p, end);
            unsigned n = (unsigned char)*p >= 0xe0 ? 3 : (unsigned char)*p >= 0xc0 ? 2 : 1;
            if (gone || end - p < (ptrdiff_t)n) {
                walk->space |= gone == 3 && ((unsigned char)p[2] == 0xa8 || (unsigned char)p[2] == 0xa9);
                p += gone ? gone : 1;
                continue;
            }
            stop = plain_end(p + n, end);
        }
        put_visible(walk, p, stop, source + (uint32_t)(p - from));
        p = stop;
    }
}
