#include "walk.h"

#include "grown.h"

#include <strings.h>

/* ---- Text, and what else stands within lines */

static void put_text(struct walk *walk, const char *from, const char *end, uint32_t source)
{
    if (walk->inlines.lost)
        inlines_resume(walk);
    if (!walk->inlines.hidden)
        walk_put_text(walk, from, end, source);
}

static void put_piece(struct walk *walk, const struct sieve_piece *piece)
{
    const char *p = walk->sieve->page.p + piece->in;
    switch ((enum sieve_kind)piece->kind) {
    case SIEVE_TEXT:
        put_text(walk, p, p + piece->n, piece->in);
        break;
    case SIEVE_REFERENCE:
        break;
    case SIEVE_OPEN:
        inlines_open(walk, (GumboTag)piece->tag, piece->n == FILON_NONE ? NULL : &walk->sieve->tags[piece->n]);
        break;
    case SIEVE_CLOSE:
        inlines_close(walk, (GumboTag)piece->tag);
        break;
    case SIEVE_BREAK:
        if (walk->open && !walk->inlines.hidden)
            walk->breaks++;
        break;
    }
}

static const char *next_mark(const char *p, const char *end)
{
    while (p < end && (p = memchr(p, SIEVE_MARK_UTF8[0], (size_t)(end - p)))) {
        if (end - p >= 3 && memcmp(p, SIEVE_MARK_UTF8, 3) == 0)
            return p;
        p++;
    }
    return end;
}

/* A text of the tree: marks, which the pieces they stand for take the place of, references decoded, white space. */
static void put_node(struct walk *walk, const GumboText *node)
{
    const struct sieve *sieve = walk->sieve;
    uint32_t next = sieve_piece_at(sieve, node->start_pos.offset, walk->next_piece), source = 0;
    for (const char *p = node->text, *end = p + strlen(p); p < end;) {
        const char *mark = next_mark(p, end);
        if (mark > p)
            put_text(walk, p, mark, source);
        if (mark == end)
            break;
        for (uint32_t at = next < sieve->n_pieces ? sieve->pieces[next].at : 0; next < sieve->n_pieces && sieve->pieces[next].at == at; next++) {
            put_piece(walk, &sieve->pieces[next]);
            source = sieve->pieces[next].in;
        }
        p = mark + 3;
    }
    walk->next_piece = next;
}

/* ---- Elements */

/* Elements of the tree that stand within lines: the sieve left few. */
static bool is_inline(const GumboElement *element)
{
    return element->tag == GUMBO_TAG_RUBY || element->tag == GUMBO_TAG_LABEL || element->tag == GUMBO_TAG_BR || element->tag_namespace != GUMBO_NAMESPACE_HTML;
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

/* What an element's attributes say; NULL: nothing. */
static const struct sieve_tag *said_by(struct walk *walk, const GumboElement *element)
{
    const struct sieve *sieve = walk->sieve;
    if (element->tag == GUMBO_TAG_HTML || element->tag == GUMBO_TAG_BODY) {
        uint32_t i = element->tag == GUMBO_TAG_HTML ? sieve->html : sieve->body;
        return i == FILON_NONE ? NULL : &sieve->tags[i];
    }
    if (!element->original_tag.data) /* nobody wrote it */
        return NULL;
    uint32_t at = (uint32_t)(element->original_tag.data - sieve->skeleton.p), i = sieve_tag_at(sieve, at, walk->next_tag);
    if (i == sieve->n_tags || sieve->tags[i].at != at)
        return NULL;
    walk->next_tag = i + 1;
    return &sieve->tags[i];
}

static bool is_hidden(const GumboElement *element, const struct sieve_tag *said)
{
    if (element->tag == GUMBO_TAG_HTML || element->tag == GUMBO_TAG_BODY || element->tag == GUMBO_TAG_MAIN || element->tag == GUMBO_TAG_ARTICLE)
        return false; /* pages show themselves when their scripts are there */
    return said && said->flags & TAG_HIDDEN;
}

static void enter(struct walk *walk, const GumboNode *node, const struct sieve_tag *said)
{
    struct web *web = walk->web;
    const GumboElement *element = &node->v.element;
    const struct frame *parent = walk->depth ? walk_top(walk) : NULL;
    bool fenced = element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH || element->tag == GUMBO_TAG_CAPTION || element->tag == GUMBO_TAG_MARQUEE;
    struct frame frame = {.node = node,
                          .said = said,
                          .element = parent ? parent->element : FILON_NONE,
                          .fence = fenced ? walk->depth + 1 : parent ? parent->fence : 0,
                          .line = !parent || !is_inline(element),
                          .pre = element->tag == GUMBO_TAG_PRE || (parent && parent->pre)};
    if (frame.line) {
        walk_close_piece(walk);
        web->elements = grown(web->elements, web->n_elements, &web->room_elements, sizeof *web->elements);
        web->elements[web->n_elements] = (struct element){.hints = said ? said->hints : 0,
                                                          .parent = frame.element,
                                                          .flags = said ? said->flags : 0,
                                                          .depth = frame.element == FILON_NONE ? 0 : web->elements[frame.element].depth + 1,
                                                          .tag = (uint16_t)element->tag};
        frame.element = web->n_elements++;
    }
    frame.begin = (uint32_t)web->text.n; /* white space that ended a line is gone */
    web->frames = grown(web->frames, walk->depth, &web->room_frames, sizeof *web->frames);
    web->frames[walk->depth++] = frame;
}

void walk_add_mark(struct walk *walk, GumboTag tag, const struct sieve_tag *said, uint32_t begin)
{
    const uint32_t telling = TAG_AUTHOR | TAG_DATE | TAG_MODIFIED | TAG_HEADLINE;
    struct web *web = walk->web;
    bool time = tag == GUMBO_TAG_TIME;
    if (web->n_marks == MARKS || !(time || (said && said->flags & telling)))
        return;
    struct mark mark = {.begin = begin, .end = (uint32_t)web->text.n, .flags = said ? said->flags & telling : 0, .time = time};
    if (said)
        mark.value = said->datetime.p ? said->datetime : said->content;
    while (mark.begin < mark.end && walk_white(web->text.p[mark.end - 1]))
        mark.end--;
    while (mark.begin < mark.end && walk_white(web->text.p[mark.begin]))
        mark.begin++;
    web->marks[web->n_marks++] = mark;
}

static void leave(struct walk *walk)
{
    struct frame *frame = walk_top(walk);
    inlines_leave(walk);
    if (frame->line)
        walk_close_piece(walk);
    walk_add_mark(walk, frame->node->v.element.tag, frame->said, frame->begin);
    walk->depth--;
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
        enter(walk, node, NULL);
        for (unsigned k = 0; k < node->v.element.children.length; k++) {
            const GumboNode *child = node->v.element.children.data[k];
            if (child->type == GUMBO_NODE_TEXT)
                put_node(walk, &child->v.text);
        }
        leave(walk);
        walk->inlines.n = walk->inlines.lost = 0; /* there are no elements in titles */
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
        if (walk->inlines.hidden)
            return;
        if (walk_top(walk)->pre)
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
    if (walk->inlines.hidden)
        return;
    if (element->tag == GUMBO_TAG_HR) {
        walk_close_piece(walk);
        return;
    }
    if (never_seen(element->tag) || element->tag == GUMBO_TAG_HEAD)
        return;
    const struct sieve_tag *said = said_by(walk, element);
    if (!walk->all && is_hidden(element, said))
        walk->web->hidden = true;
    else
        enter(walk, node, said);
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
    const struct sieve_tag *said = said_by(&walk, &root->v.element);
    web->lang = said ? said->lang : FILON_NO_STR;
    for (unsigned i = 0; i < root->v.element.children.length; i++) {
        const GumboNode *child = root->v.element.children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_HEAD)
            read_head(&walk, child);
    }
    web->n_marks = 0;
    enter(&walk, root, said);
    while (walk.depth) {
        struct frame *frame = walk_top(&walk);
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
