/* parse_markdown - an article in Markdown: its text without marks, its blocks, its front matter. By md4c. */
#include "../read_feed/feed.h"
#include "../read_files/markup.h"
#include "front_matter.h"

#include <md4c.h>
#include <strings.h>

static const struct filon_column block_columns[] = {
    {"source", FILON_I32, NULL, "the byte of the page's source where it begins"},
    {0},
};
static const struct filon_layer_def layers[] = {
    {"block", NULL, block_columns},
    {0},
};

struct piece {
    uint32_t begin, end, source;
    const char *kind;
    bool content;
};

struct maker {
    struct filon_str source;
    struct filon_buf text, pieces; /* pieces: of struct piece */
    bool open;                     /* the last piece is */
    bool titled, begun;            /* the title is there; so is something else */
    unsigned heading, lists, quotes, code, html, images;
    uint32_t last; /* the byte of the source that was read last */
    size_t title;  /* its piece */
};

static int parse_markdown_open(struct filon_ctx *ctx)
{
    int *column = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *column);
    *column = filon_column_id(ctx, "block", "source");
    filon_set_data(ctx, column);
    return *column < 0 ? -1 : 0;
}

/* ---- Pieces */

static struct piece *last_piece(struct maker *m)
{
    return (struct piece *)(m->pieces.p + m->pieces.n) - 1;
}

/* White space at the end of a piece belongs to none. */
static void close_piece(struct maker *m)
{
    if (!m->open)
        return;
    struct piece *piece = last_piece(m);
    while (m->text.n > piece->begin && (m->text.p[m->text.n - 1] == ' ' || m->text.p[m->text.n - 1] == '\n'))
        m->text.n--;
    piece->end = (uint32_t)m->text.n;
    if (piece->end == piece->begin)
        m->pieces.n -= sizeof *piece;
    m->open = false;
}

static const char *kind_of(struct maker *m)
{
    if (m->code)
        return "boilerplate";
    if (m->heading == 1 && !m->titled && !m->begun)
        return "title";
    return m->heading ? "heading" : m->quotes ? "quote" : m->lists ? "list" : "paragraph";
}

static void open_piece(struct maker *m)
{
    if (m->open)
        return;
    if (m->text.n)
        filon_buf_puts(&m->text, "\n\n");
    struct piece piece = {.begin = (uint32_t)m->text.n, .source = m->last, .kind = kind_of(m), .content = !m->code};
    if (strcmp(piece.kind, "title") == 0) {
        m->titled = true;
        m->title = m->pieces.n / sizeof piece;
    }
    m->begun = true;
    m->open = true;
    filon_buf_put(&m->pieces, &piece, sizeof piece);
}

/* ---- What md4c calls */

static void count(struct maker *m, MD_BLOCKTYPE type, void *detail, unsigned by)
{
    if (type == MD_BLOCK_H)
        m->heading = by == 1 ? ((MD_BLOCK_H_DETAIL *)detail)->level : 0;
    m->lists += type == MD_BLOCK_LI ? by : 0;
    m->quotes += type == MD_BLOCK_QUOTE ? by : 0;
    m->code += type == MD_BLOCK_CODE ? by : 0;
    m->html += type == MD_BLOCK_HTML ? by : 0;
}

static int on_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    close_piece(self);
    count(self, type, detail, 1);
    return 0;
}

static int on_block_end(MD_BLOCKTYPE type, void *detail, void *self)
{
    close_piece(self);
    count(self, type, detail, (unsigned)-1);
    return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *self)
{
    (void)detail;
    ((struct maker *)self)->images += type == MD_SPAN_IMG;
    return 0;
}

static int on_span_end(MD_SPANTYPE type, void *detail, void *self)
{
    (void)detail;
    ((struct maker *)self)->images -= type == MD_SPAN_IMG;
    return 0;
}

static void put_break(struct maker *m, char c)
{
    if (m->open && m->text.n > last_piece(m)->begin && m->text.p[m->text.n - 1] != ' ' && m->text.p[m->text.n - 1] != '\n')
        filon_buf_putc(&m->text, c);
}

/* What a piece does not begin with: white space, and where the text does, a byte order mark, which a document leaves out. */
static size_t no_beginning(const struct maker *m, struct filon_str s)
{
    if (s.n && (*s.p == ' ' || *s.p == '\t' || *s.p == '\n'))
        return 1;
    return !m->text.n && filon_str_starts(s, FILON_STR("\xef\xbb\xbf")) ? 3 : 0;
}

static void put_text(struct maker *m, struct filon_str s)
{
    for (size_t n; !m->open && (n = no_beginning(m, s));)
        s = (struct filon_str){s.p + n, s.n - n};
    if (!s.n)
        return;
    if (s.p >= m->source.p && s.p < m->source.p + m->source.n)
        m->last = (uint32_t)(s.p - m->source.p);
    open_piece(m);
    filon_buf_put_str(&m->text, s);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *self)
{
    struct maker *m = self;
    if (m->html || m->images || type == MD_TEXT_NULLCHAR)
        return 0;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        put_break(m, type == MD_TEXT_BR ? '\n' : ' ');
    else if (type == MD_TEXT_HTML) {
        if (n > 2 && strncasecmp(p, "<br", 3) == 0)
            put_break(m, '\n');
    } else if (type == MD_TEXT_ENTITY) {
        struct filon_buf plain = FILON_BUF_INIT;
        feed_plain((struct filon_str){p, n}, &plain);
        m->last = p >= m->source.p && p < m->source.p + m->source.n ? (uint32_t)(p - m->source.p) : m->last;
        put_text(m, filon_buf_str(&plain));
        filon_buf_free(&plain);
    } else {
        put_text(m, (struct filon_str){p, n});
    }
    return 0;
}

/* ---- The document */

static int make(struct filon_ctx *ctx, struct maker *m, struct filon_str body, struct filon_doc *doc)
{
    static const MD_PARSER parser = {.flags = MD_FLAG_COLLAPSEWHITESPACE | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS,
                                     .enter_block = on_block,
                                     .leave_block = on_block_end,
                                     .enter_span = on_span,
                                     .leave_span = on_span_end,
                                     .text = on_text};
    if (body.n > INT32_MAX || md_parse(body.p, (MD_SIZE)body.n, &parser, m) != 0)
        return filon_fail(ctx, "no memory to read it as Markdown");
    close_piece(m);
    if (!m->text.n)
        return filon_fail(ctx, "Markdown without text");
    struct filon_str text = filon_str_dup(filon_doc_arena(doc), filon_buf_str(&m->text));
    return filon_doc_set_text(doc, text, filon_ctx_error(ctx));
}

static void add_blocks(const struct maker *m, int column, struct filon_doc *doc)
{
    struct filon_layer *blocks = filon_layer(doc, FILON_BLOCK);
    const struct piece *pieces = (const struct piece *)m->pieces.p;
    uint32_t n = (uint32_t)(m->pieces.n / sizeof *pieces), row = filon_add_rows(blocks, n);
    for (uint32_t i = 0; i < n; i++) {
        filon_begin(blocks)[row + i] = pieces[i].begin;
        filon_end(blocks)[row + i] = pieces[i].end;
        filon_strs(blocks, FILON_BLOCK_KIND)[row + i] = filon_str_of(pieces[i].kind);
        filon_bool(blocks, FILON_BLOCK_CONTENT)[row + i] = pieces[i].content;
        filon_i32(blocks, column)[row + i] = (int32_t)pieces[i].source;
    }
    if (m->titled && m->title < n && !filon_meta_get(doc, "title", NULL).p) {
        struct filon_span span = {pieces[m->title].begin, pieces[m->title].end};
        filon_meta_set(doc, "title", filon_text_of(doc, span.begin, span.end), span);
    }
}

static bool is_markdown(const struct filon_doc *doc)
{
    struct filon_str type = filon_meta_get(doc, "content_type", NULL), source = filon_doc_source(doc);
    if (filon_doc_text(doc).p || !source.n || filon_utf8_check(source.p, source.n) < source.n)
        return false;
    if (type.n)
        return strncasecmp(type.p, "text/markdown", 13) == 0;
    return !markup_is_html(source, filon_doc_id(doc)) && markup_is_markdown(source, filon_doc_id(doc));
}

static int parse_markdown_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct maker m = {.source = filon_doc_source(doc)};
    if (!is_markdown(doc))
        return 0;
    struct filon_str body = front_matter(m.source, doc);
    m.last = (uint32_t)(body.p - m.source.p);
    int failed = make(ctx, &m, body, doc);
    if (!failed)
        add_blocks(&m, *(const int *)filon_data(ctx), doc);
    filon_buf_free(&m.text);
    filon_buf_free(&m.pieces);
    return failed;
}

FILON_PLUGIN(parse_markdown) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Make text and blocks of an article in Markdown",
    .provides = FILON_LAYERS("block"),
    .layers = layers,
    .open = parse_markdown_open,
    .annotate = parse_markdown_annotate,
};
