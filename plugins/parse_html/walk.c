#include "web.h"

#include <stdlib.h>
#include <strings.h>

/* One open element. The tree is walked without recursion: pages choose its depth. */
struct frame {
    const GumboNode *node;
    unsigned child;
    uint32_t element;          /* the nearest that makes a line */
    uint32_t begin;            /* bytes of text when it opened */
    const struct sieve_tag *said;
    bool line, link, bold, pre, code, local;
};

/* An element within a line that says something. */
struct span {
    uint64_t hints;
    uint32_t flags, bytes;
};
enum { SPANS = 16 };

struct walk {
    struct web *web;
    const struct sieve *sieve;
    uint32_t depth;
    bool all;
    struct piece now; /* under work, if open */
    bool open, space;
    unsigned breaks;
    struct span spans[SPANS];
    unsigned n_spans;
};

static void *grown(void *array, uint32_t n, uint32_t *room, size_t size)
{
    if (n < *room)
        return array;
    *room = *room ? 2 * *room : 512;
    void *larger = realloc(array, *room * size);
    if (!larger)
        abort(); /* as filon_alloc */
    return larger;
}

static struct frame *top(const struct walk *walk)
{
    return &walk->web->frames[walk->depth - 1];
}

/* ---- Pieces */

static void close_piece(struct walk *walk)
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
    for (uint32_t d = walk->depth; d-- > 0 && web->frames[d].begin > web->text.n;)
        web->frames[d].begin = (uint32_t)web->text.n; /* it opened behind white space that is gone */
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
    walk->now = (struct piece){.begin = (uint32_t)web->text.n, .source = source, .element = top(walk)->element};
    walk->open = true;
    walk->space = false;
    walk->breaks = 0;
}

/* Before the next visible character: what white space and <br> came to. */
static void separate(struct walk *walk, uint32_t source)
{
    struct filon_buf *text = &walk->web->text;
    if (walk->breaks > 1)
        close_piece(walk);
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

static bool white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
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

/* Where a text stands: from an offset in the page on, or in the skeleton, which has cuts. */
struct origin {
    uint32_t at;
    bool skeleton;
};

static uint32_t offset_of(const struct walk *walk, struct origin origin, size_t behind)
{
    uint32_t at = origin.at + (uint32_t)behind;
    return origin.skeleton ? sieve_offset(walk->sieve, at) : at;
}

/* Visible bytes go out together; they are so many behind the origin. */
static void put_visible(struct walk *walk, const char *from, const char *to, struct origin origin, size_t behind)
{
    struct filon_buf *text = &walk->web->text;
    const struct frame *frame = top(walk);
    if (!walk->open || walk->breaks > 1)
        separate(walk, offset_of(walk, origin, behind));
    else if (walk->space || walk->breaks)
        separate(walk, 0); /* within a piece */
    filon_buf_put(text, from, (size_t)(to - from));
    uint32_t n = (uint32_t)(to - from);
    walk->now.linked += frame->link && !frame->local ? n : 0;
    walk->now.bold += frame->bold ? n : 0;
    walk->now.code += frame->code ? n : 0;
}

static void put_text(struct walk *walk, const char *from, const char *end, struct origin origin)
{
    bool pre = top(walk)->pre;
    for (const char *p = from; p < end;) {
        if (white(*p)) {
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
        put_visible(walk, p, stop, origin, (size_t)(p - from));
        p = stop;
    }
}

/* A text of the tree: what the page has of it goes in where the marks are. */
static void put_node(struct walk *walk, const GumboText *node)
{
    const struct sieve *sieve = walk->sieve;
    uint32_t at = node->start_pos.offset, next = FILON_NONE;
    const char *p = node->text, *end = p + strlen(p);
    while (p < end) {
        const char *mark = memmem(p, (size_t)(end - p), SIEVE_MARK_UTF8, 3), *stop = mark ? mark : end;
        /* Behind the last mark, if there was one: those take three bytes. */
        if (stop > p)
            put_text(walk, p, stop, (struct origin){next == FILON_NONE || !next ? at : sieve->pieces[next - 1].at + 3, true});
        if (!mark)
            break;
        if (next == FILON_NONE)
            next = sieve_piece_at(sieve, at);
        if (next < sieve->n_pieces) {
            const struct sieve_piece *piece = &sieve->pieces[next++];
            put_text(walk, sieve->page.p + piece->in, sieve->page.p + piece->in + piece->n, (struct origin){piece->in, false});
        }
        p = mark + 3;
    }
}

/* ---- Elements */

/* Elements that stand within lines. What is unknown does too, but for custom elements, which are mostly boxes. */
static bool inline_tag(const GumboElement *element)
{
    switch (element->tag) {
    case GUMBO_TAG_A: case GUMBO_TAG_ABBR: case GUMBO_TAG_ACRONYM: case GUMBO_TAG_B: case GUMBO_TAG_BDI: case GUMBO_TAG_BDO: case GUMBO_TAG_BIG:
    case GUMBO_TAG_BR: case GUMBO_TAG_CITE: case GUMBO_TAG_CODE: case GUMBO_TAG_DATA: case GUMBO_TAG_DEL: case GUMBO_TAG_DFN: case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT: case GUMBO_TAG_I: case GUMBO_TAG_INS: case GUMBO_TAG_KBD: case GUMBO_TAG_MARK: case GUMBO_TAG_NOBR: case GUMBO_TAG_Q:
    case GUMBO_TAG_S: case GUMBO_TAG_SAMP: case GUMBO_TAG_SMALL: case GUMBO_TAG_SPAN: case GUMBO_TAG_STRIKE: case GUMBO_TAG_STRONG: case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP: case GUMBO_TAG_TIME: case GUMBO_TAG_TT: case GUMBO_TAG_U: case GUMBO_TAG_VAR: case GUMBO_TAG_WBR: case GUMBO_TAG_RUBY:
    case GUMBO_TAG_LABEL:
        return true;
    case GUMBO_TAG_UNKNOWN:
        return !element->original_tag.length || !memchr(element->original_tag.data, '-', element->original_tag.length);
    default:
        return element->tag_namespace != GUMBO_NAMESPACE_HTML;
    }
}

static bool never_seen(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_SELECT: case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_AUDIO: case GUMBO_TAG_VIDEO: case GUMBO_TAG_CANVAS: case GUMBO_TAG_IFRAME: case GUMBO_TAG_DATALIST: case GUMBO_TAG_PROGRESS:
    case GUMBO_TAG_METER: case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_TITLE: case GUMBO_TAG_APPLET: case GUMBO_TAG_RP: case GUMBO_TAG_RT:
        return true;
    default:
        return false;
    }
}

static const struct sieve_tag *said_by(const struct sieve *sieve, const GumboNode *node)
{
    const GumboVector *attributes = &node->v.element.attributes;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        if (strcmp(attribute->name, "n") == 0) {
            unsigned long index = strtoul(attribute->value, NULL, 10);
            return index < sieve->n_tags ? &sieve->tags[index] : NULL;
        }
    }
    return NULL;
}

static bool is_hidden(const GumboElement *element, const struct sieve_tag *said)
{
    if (element->tag == GUMBO_TAG_HTML || element->tag == GUMBO_TAG_BODY || element->tag == GUMBO_TAG_MAIN || element->tag == GUMBO_TAG_ARTICLE)
        return false; /* pages show themselves when their scripts are there */
    return said && said->flags & TAG_HIDDEN;
}

static void enter(struct walk *walk, const GumboNode *node)
{
    struct web *web = walk->web;
    const GumboElement *element = &node->v.element;
    const struct frame *parent = walk->depth ? top(walk) : NULL;
    struct frame frame = {.node = node, .element = parent ? parent->element : FILON_NONE, .begin = (uint32_t)web->text.n};
    if (parent) {
        frame.link = parent->link;
        frame.local = parent->local;
        frame.bold = parent->bold;
        frame.pre = parent->pre;
        frame.code = parent->code;
    }
    frame.said = said_by(walk->sieve, node);
    frame.line = !parent || !inline_tag(element);
    frame.pre = frame.pre || element->tag == GUMBO_TAG_PRE;
    frame.code = frame.code || frame.pre || element->tag == GUMBO_TAG_CODE;
    frame.bold = frame.bold || element->tag == GUMBO_TAG_B || element->tag == GUMBO_TAG_STRONG;
    if (element->tag == GUMBO_TAG_A && frame.said && frame.said->flags & TAG_LINK) {
        frame.link = true;
        frame.local = (frame.said->flags & TAG_LOCAL) != 0;
        walk->now.links += walk->open && !frame.local;
    }
    if (frame.line) {
        close_piece(walk);
        web->elements = grown(web->elements, web->n_elements, &web->room_elements, sizeof *web->elements);
        web->elements[web->n_elements] = (struct element){.hints = frame.said ? frame.said->hints : 0,
                                                          .parent = frame.element,
                                                          .flags = frame.said ? frame.said->flags : 0,
                                                          .depth = frame.element == FILON_NONE ? 0 : web->elements[frame.element].depth + 1,
                                                          .tag = (uint16_t)element->tag};
        frame.element = web->n_elements++;
    }
    web->frames = grown(web->frames, walk->depth, &web->room_frames, sizeof *web->frames);
    web->frames[walk->depth++] = frame;
}

static void add_mark(struct walk *walk, const struct frame *frame)
{
    const uint32_t telling = TAG_AUTHOR | TAG_DATE | TAG_MODIFIED | TAG_HEADLINE;
    struct web *web = walk->web;
    bool time = frame->node->v.element.tag == GUMBO_TAG_TIME;
    if (web->n_marks == MARKS || !(time || (frame->said && frame->said->flags & telling)))
        return;
    struct mark mark = {.begin = frame->begin, .end = (uint32_t)web->text.n, .flags = frame->said ? frame->said->flags & telling : 0, .time = time};
    if (frame->said)
        mark.value = frame->said->datetime.p ? frame->said->datetime : frame->said->content;
    while (mark.begin < mark.end && white(web->text.p[mark.end - 1]))
        mark.end--;
    while (mark.begin < mark.end && white(web->text.p[mark.begin]))
        mark.begin++;
    web->marks[web->n_marks++] = mark;
}

static void leave(struct walk *walk)
{
    struct frame *frame = top(walk);
    uint32_t bytes = (uint32_t)walk->web->text.n - frame->begin;
    if (frame->line)
        close_piece(walk);
    else if (frame->said && walk->open && bytes && walk->n_spans < SPANS)
        walk->spans[walk->n_spans++] = (struct span){frame->said->hints, frame->said->flags, bytes};
    add_mark(walk, frame);
    walk->depth--;
}

static void break_line(struct walk *walk)
{
    if (walk->open)
        walk->breaks++;
}

/* The title of the page's head goes to web->title. */
static void read_head(struct walk *walk, const GumboNode *head)
{
    struct web *web = walk->web;
    const GumboVector *children = &head->v.element.children;
    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *node = children->data[i];
        if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag != GUMBO_TAG_TITLE || web->title.n)
            continue;
        struct filon_buf text = web->text;
        web->text = web->title;
        enter(walk, node);
        for (unsigned k = 0; k < node->v.element.children.length; k++) {
            const GumboNode *child = node->v.element.children.data[k];
            if (child->type == GUMBO_NODE_TEXT)
                put_node(walk, &child->v.text);
        }
        leave(walk);
        web->title = web->text;
        web->text = text;
        web->n_pieces = web->n_elements = 0;
    }
}

static void visit(struct walk *walk, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
        put_node(walk, &node->v.text);
        return;
    case GUMBO_NODE_WHITESPACE:
        if (top(walk)->pre)
            put_node(walk, &node->v.text);
        else
            walk->space = true;
        return;
    case GUMBO_NODE_ELEMENT:
        break;
    default:
        return;
    }
    const GumboElement *element = &node->v.element;
    if (element->tag == GUMBO_TAG_BR)
        break_line(walk);
    else if (element->tag == GUMBO_TAG_HR)
        close_piece(walk);
    else if (never_seen(element->tag) || element->tag == GUMBO_TAG_HEAD)
        return;
    else if (!walk->all && is_hidden(element, said_by(walk->sieve, node)))
        walk->web->hidden = true;
    else
        enter(walk, node);
}

void web_walk(struct web *web, const struct sieve *sieve, const GumboOutput *tree, bool all)
{
    struct walk walk = {.web = web, .sieve = sieve, .all = all};
    const GumboNode *root = tree->root;
    filon_buf_clear(&web->text);
    filon_buf_clear(&web->title);
    if (!web->marks && !(web->marks = calloc(MARKS, sizeof *web->marks)))
        abort();
    web->n_elements = web->n_pieces = web->n_marks = 0;
    web->hidden = false;
    const struct sieve_tag *said = said_by(sieve, root);
    web->lang = said ? said->lang : FILON_NO_STR;
    for (unsigned i = 0; i < root->v.element.children.length; i++) {
        const GumboNode *child = root->v.element.children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_HEAD)
            read_head(&walk, child);
    }
    web->n_marks = 0;
    enter(&walk, root);
    while (walk.depth) {
        struct frame *frame = top(&walk);
        if (frame->child < frame->node->v.element.children.length)
            visit(&walk, frame->node->v.element.children.data[frame->child++]);
        else
            leave(&walk);
    }
}

void web_free(struct web *web)
{
    filon_buf_free(&web->text);
    filon_buf_free(&web->title);
    free(web->elements);
    free(web->pieces);
    free(web->marks);
    free(web->frames);
    *web = (struct web){0};
}
