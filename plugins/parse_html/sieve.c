#include "sieve.h"

#include "attributes.h"
#include "grown.h"

#include <stdlib.h>
#include <strings.h>

enum {
    DEPTH = 400,
    TAGS_MOST = 1 << 19 /* each takes fifty times its bytes in the tree; what is left of such a page stands in one element */
};

struct state {
    struct sieve *sieve;
    struct lexer lexer;
    const char *kept;       /* what was not yet put out begins here */
    struct filon_str space; /* white space that waits: p NULL: none */
    bool marked;            /* the skeleton ends with a mark */
    bool begun;             /* it ends with a tag that begins a line, whatever the tree builder makes of it */
    uint32_t open[DEPTH];   /* hashes of the names of open elements; browsers allow 512 */
    bool gone[DEPTH];       /* which of them say nothing, so that they are not missed */
    unsigned depth;
    uint32_t tags;          /* in the skeleton */
    bool drawing;           /* an svg or math began */
    bool pre;               /* … a pre, and did not end: white space in it is text */
    bool no_end[2];         /* none follows of an svg, of a noscript: it was looked for */
};

/* ---- Output */

/* Into the page's lines: behind the mark at the skeleton's end, or a new one. */
static void put_piece(struct state *state, enum sieve_kind kind, const char *in, uint32_t n, GumboTag tag)
{
    struct sieve *sieve = state->sieve;
    if (!state->marked)
        filon_buf_put(&sieve->skeleton, SIEVE_MARK_UTF8, 3);
    state->marked = true;
    state->begun = false;
    uint32_t at = (uint32_t)sieve->skeleton.n - 3;
    sieve->pieces = grown(sieve->pieces, sieve->n_pieces, &sieve->room_pieces, sizeof *sieve->pieces);
    sieve->pieces[sieve->n_pieces++] = (struct sieve_piece){at, (uint32_t)(in - sieve->page.p), n, (uint16_t)kind, (uint16_t)tag};
}

static void put_inline(struct state *state, enum sieve_kind kind, const char *in, uint32_t n, GumboTag tag)
{
    struct filon_str space = state->space;
    state->space = FILON_NO_STR;
    if (space.p)
        put_piece(state, SIEVE_TEXT, space.p, (uint32_t)space.n, GUMBO_TAG_UNKNOWN);
    put_piece(state, kind, in, n, tag);
}

static void put_raw(struct state *state, const char *from, const char *to)
{
    filon_buf_put(&state->sieve->skeleton, from, (size_t)(to - from));
    state->marked = false;
}

static bool all_space(const char *from, const char *to)
{
    while (from < to && lexer_space(*from))
        from++;
    return from == to;
}

/* Text without a character reference. */
static void put_plain(struct state *state, const char *from, const char *to)
{
    if (from >= to)
        return;
    if (state->pre || !all_space(from, to)) {
        put_inline(state, SIEVE_TEXT, from, (uint32_t)(to - from), GUMBO_TAG_UNKNOWN);
        return;
    }
    if (memchr(from, '\n', (size_t)(to - from)))
        from = to - 1;
    if (state->marked)
        put_piece(state, SIEVE_TEXT, from, (uint32_t)(to - from), GUMBO_TAG_UNKNOWN);
    else if (!state->space.p) /* where there is no text, as in the head, it must not become a mark */
        state->space = (struct filon_str){from, (size_t)(to - from)};
}

static void put_reference(struct state *state, const char *amp, const char *stop)
{
    put_inline(state, SIEVE_REFERENCE, amp, 0, GUMBO_TAG_UNKNOWN);
    lexer_put_references(&state->sieve->skeleton, (struct filon_str){amp, (size_t)(stop - amp)});
    state->marked = false;
}

/* A reference that would read as a mark is none. */
static void put_text(struct state *state, const char *from, const char *to)
{
    for (const char *amp; (amp = memchr(from, '&', (size_t)(to - from)));) {
        uint32_t number;
        const char *stop = lexer_reference(amp, to, &number);
        bool reference = stop > amp && number != SIEVE_MARK;
        put_plain(state, from, reference ? amp : amp + 1);
        if (reference)
            put_reference(state, amp, stop);
        from = reference ? stop : amp + 1;
    }
    put_plain(state, from, to);
}

/* Puts out the text kept up to `to` and goes on keeping at `from`. */
static void cut(struct state *state, const char *to, const char *from)
{
    put_text(state, state->kept, to);
    state->kept = state->lexer.at = from;
}

/* ---- Elements that go with all they hold */

/* To the end tag of this name, from `from` on; the page's end without one. *behind it. */
static const char *raw_end(const char *from, const char *end, struct filon_str name, const char **behind)
{
    for (const char *p = from; (p = memchr(p, '<', (size_t)(end - p))); p++) {
        if ((size_t)(end - p) < name.n + 3)
            break;
        char c = p[2 + name.n];
        if (p[1] == '/' && strncasecmp(p + 2, name.p, name.n) == 0 && (lexer_space(c) || c == '>' || c == '/')) {
            const char *close = memchr(p, '>', (size_t)(end - p));
            *behind = close ? close + 1 : end;
            return p;
        }
    }
    return *behind = end;
}

/* The same for a script. Within <!-- … --> a script may hold scripts (HTML, 13.2.5.20 and following). */
static const char *script_end(const char *from, const char *end, struct filon_str name, const char **behind)
{
    const char *at = from, *inside = raw_end(from, end, name, behind);
    while (inside < end) {
        const char *comment = memmem(at, (size_t)(inside - at), "<!--", 4);
        if (!comment)
            break;
        const char *stop = memmem(comment, (size_t)(inside - comment), "-->", 3);
        if (stop) {
            at = stop; /* it may have another */
            continue;
        }
        bool nested = false;
        for (const char *p = comment; !nested && p + 7 < inside; p++)
            nested = *p == '<' && strncasecmp(p + 1, "script", 6) == 0;
        if (!nested)
            break;
        at = *behind;
        inside = raw_end(*behind, end, name, behind);
    }
    return inside;
}

/* Whether the element's content is no text to read, so that it goes with its tags. */
static bool drops_content(struct state *state, const struct tag *tag)
{
    struct sieve *sieve = state->sieve;
    const char *inside, *behind, *end = state->lexer.end;
    struct filon_str type;
    bool *none;
    if (tag->closes)
        return false;
    switch (tag->kind) {
    case GUMBO_TAG_SCRIPT:
        inside = script_end(tag->end, end, tag->name, &behind);
        type = tag_attribute(tag, ATTRIBUTE_TYPE);
        if (sieve->n_scripts < SIEVE_SCRIPTS && type.n >= 7 && memmem(type.p, type.n, "ld+json", 7))
            sieve->scripts[sieve->n_scripts++] = (struct filon_str){tag->end, (size_t)(inside - tag->end)};
        break;
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_XMP:
        raw_end(tag->end, end, tag->name, &behind);
        break;
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_NOSCRIPT: /* what scripts have the page say instead, nobody sees */
        none = &state->no_end[tag->kind == GUMBO_TAG_NOSCRIPT];
        if (tag->kind == GUMBO_TAG_SVG && tag->self) {
            behind = tag->end;
            break;
        }
        *none = *none || raw_end(tag->end, end, tag->name, &behind) == end;
        if (*none)
            return false;
        break;
    default:
        return false;
    }
    cut(state, tag->begin, behind);
    return true;
}

/* ---- Tags */

/* Elements whose end tag may be left out close each other: they are as deep as what they stand in. The tree builder knows the rest. */
static bool counts(GumboTag kind)
{
    switch (kind) {
    case GUMBO_TAG_P: case GUMBO_TAG_LI: case GUMBO_TAG_TD: case GUMBO_TAG_TH: case GUMBO_TAG_TR: case GUMBO_TAG_TBODY: case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT: case GUMBO_TAG_DD: case GUMBO_TAG_DT: case GUMBO_TAG_OPTION: case GUMBO_TAG_OPTGROUP: case GUMBO_TAG_HTML:
    case GUMBO_TAG_HEAD: case GUMBO_TAG_BODY: case GUMBO_TAG_BR: case GUMBO_TAG_HR: case GUMBO_TAG_WBR: case GUMBO_TAG_COL: case GUMBO_TAG_COLGROUP:
    case GUMBO_TAG_RP: case GUMBO_TAG_RT: case GUMBO_TAG_AREA: case GUMBO_TAG_BASE:
        return false;
    default:
        return true;
    }
}

/* Elements within lines that mean nothing here unless their attributes do. What is unknown is one, but for custom elements, which are mostly boxes. */
static bool is_plain(const struct tag *tag)
{
    switch (tag->kind) {
    case GUMBO_TAG_SPAN: case GUMBO_TAG_I: case GUMBO_TAG_EM: case GUMBO_TAG_FONT: case GUMBO_TAG_BIG: case GUMBO_TAG_SMALL: case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE: case GUMBO_TAG_TT: case GUMBO_TAG_U: case GUMBO_TAG_SUB: case GUMBO_TAG_SUP: case GUMBO_TAG_ABBR: case GUMBO_TAG_CITE:
    case GUMBO_TAG_MARK: case GUMBO_TAG_Q: case GUMBO_TAG_DFN: case GUMBO_TAG_VAR: case GUMBO_TAG_KBD: case GUMBO_TAG_SAMP: case GUMBO_TAG_INS:
    case GUMBO_TAG_DEL: case GUMBO_TAG_BDI: case GUMBO_TAG_BDO: case GUMBO_TAG_LABEL: case GUMBO_TAG_NOBR: case GUMBO_TAG_DATA: case GUMBO_TAG_ACRONYM:
        return true;
    default:
        return tag->kind == GUMBO_TAG_UNKNOWN && !memchr(tag->name.p, '-', tag->name.n);
    }
}

/* … that always mean something. */
static bool is_telling(GumboTag kind)
{
    return kind == GUMBO_TAG_A || kind == GUMBO_TAG_B || kind == GUMBO_TAG_STRONG || kind == GUMBO_TAG_CODE || kind == GUMBO_TAG_TIME;
}

/* Elements that begin a line wherever they stand: the tree builder never passes them over. */
static bool begins_line(GumboTag kind)
{
    switch (kind) {
    case GUMBO_TAG_DIV: case GUMBO_TAG_P: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_LI: case GUMBO_TAG_DL: case GUMBO_TAG_DT: case GUMBO_TAG_DD:
    case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE: case GUMBO_TAG_ASIDE: case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER: case GUMBO_TAG_NAV: case GUMBO_TAG_MAIN:
    case GUMBO_TAG_FIGURE: case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_ADDRESS: case GUMBO_TAG_CENTER: case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_DETAILS: case GUMBO_TAG_SUMMARY: case GUMBO_TAG_PRE: case GUMBO_TAG_HR: case GUMBO_TAG_BUTTON: case GUMBO_TAG_UNKNOWN:
        return true;
    default:
        return false;
    }
}

/* White space between tags matters only within a line: not where one begins or ends. */
static void settle_space(struct state *state, bool border)
{
    struct filon_str space = state->space;
    state->space = FILON_NO_STR;
    if (space.p && !border && !state->begun)
        put_raw(state, space.p, space.p + space.n);
}

/* A tag for the tree builder, which asks only within drawings whether it closes itself. */
static void put_tag(struct state *state, const struct tag *tag, bool border)
{
    put_raw(state, tag->begin, tag->name.p + tag->name.n);
    state->tags++;
    if (tag->kind == GUMBO_TAG_PRE)
        state->pre = !tag->closes;
    state->drawing |= tag->kind == GUMBO_TAG_SVG || tag->kind == GUMBO_TAG_MATH;
    filon_buf_puts(&state->sieve->skeleton, tag->self && state->drawing ? " />" : ">");
    state->begun = border && !tag->closes;
}

/* An end tag: closes the nearest element of its name. What the skeleton does not have needs no end. */
static void close_tag(struct state *state, const struct tag *tag)
{
    bool plain = is_plain(tag), gone = plain, found = false;
    for (unsigned i = counts(tag->kind) ? state->depth : 0; !found && i-- > 0;)
        if (state->open[i] == tag->hash) {
            gone = state->gone[i];
            state->depth = i;
            found = true;
        }
    if (gone)
        return;
    if (plain || is_telling(tag->kind))
        put_inline(state, SIEVE_CLOSE, tag->begin, 0, tag->kind);
    else {
        bool border = tag->kind == GUMBO_TAG_P || (found && begins_line(tag->kind));
        settle_space(state, border);
        if (tag->kind == GUMBO_TAG_FORM && state->marked) /* a comment, lest gumbo gives what stands here to the form's parent */
            filon_buf_puts(&state->sieve->skeleton, "<!-->");
        put_tag(state, tag, border);
    }
}

static uint32_t add_said(struct sieve *sieve, const struct sieve_tag *said)
{
    sieve->tags = grown(sieve->tags, sieve->n_tags, &sieve->room_tags, sizeof *sieve->tags);
    sieve->tags[sieve->n_tags] = *said;
    return sieve->n_tags++;
}

static bool says_something(const struct sieve_tag *said)
{
    return said->hints || said->flags || said->datetime.p || said->content.p;
}

/* A start tag, unless it would open one element too many. */
static void open_tag(struct state *state, const struct tag *tag)
{
    struct sieve *sieve = state->sieve;
    struct sieve_tag said = {0};
    bool plain = is_plain(tag);
    switch (tag->kind) {
    /* These begin again in each paragraph until they are closed; what they say would be said of a whole page. */
    case GUMBO_TAG_B: case GUMBO_TAG_STRONG: case GUMBO_TAG_CODE: case GUMBO_TAG_I: case GUMBO_TAG_EM: case GUMBO_TAG_FONT: case GUMBO_TAG_BIG:
    case GUMBO_TAG_SMALL: case GUMBO_TAG_S: case GUMBO_TAG_STRIKE: case GUMBO_TAG_TT: case GUMBO_TAG_U: case GUMBO_TAG_NOBR:
        break;
    default:
        said = attributes_say(sieve->hints, tag);
    }
    bool says = says_something(&said), gone = plain && !says;
    if (counts(tag->kind)) {
        if (state->depth == DEPTH)
            return;
        state->gone[state->depth] = gone;
        state->open[state->depth++] = tag->hash;
    }
    if (gone)
        return;
    if (plain || is_telling(tag->kind)) {
        put_inline(state, SIEVE_OPEN, tag->begin, says ? sieve->n_tags : FILON_NONE, tag->kind);
        said.at = sieve->pieces[sieve->n_pieces - 1].at;
    } else {
        bool border = begins_line(tag->kind) && !(said.flags & TAG_HIDDEN);
        settle_space(state, border);
        said.at = (uint32_t)sieve->skeleton.n;
        put_tag(state, tag, border);
    }
    uint32_t *first = tag->kind == GUMBO_TAG_HTML ? &sieve->html : tag->kind == GUMBO_TAG_BODY ? &sieve->body : NULL;
    if (first && *first == FILON_NONE && (says || said.lang.p))
        *first = add_said(sieve, &said);
    else if (says)
        add_said(sieve, &said);
}

static void tag_at(struct state *state)
{
    struct tag tag;
    if (!lexer_tag(&state->lexer, &tag)) {
        cut(state, tag.begin, state->lexer.end);
        return;
    }
    if (drops_content(state, &tag))
        return;
    cut(state, tag.begin, tag.end);
    switch (tag.kind) {
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK:
        attributes_meta(state->sieve, &tag);
        return;
    case GUMBO_TAG_IMG: case GUMBO_TAG_SOURCE: case GUMBO_TAG_INPUT: case GUMBO_TAG_TRACK: case GUMBO_TAG_EMBED: case GUMBO_TAG_PARAM:
    case GUMBO_TAG_WBR:
        return;
    case GUMBO_TAG_BR:
        put_inline(state, SIEVE_BREAK, tag.begin, 0, GUMBO_TAG_BR);
        return;
    default:
        break;
    }
    if (state->tags >= TAGS_MOST && !is_plain(&tag) && !is_telling(tag.kind))
        return;
    if (tag.closes)
        close_tag(state, &tag);
    else
        open_tag(state, &tag);
}

static const char *comment_end(const char *p, const char *end)
{
    if (end - p >= 5 && p[4] == '>')
        return p + 5;
    if (end - p >= 6 && p[4] == '-' && p[5] == '>')
        return p + 6;
    for (const char *at = p + 4; (at = memmem(at, (size_t)(end - at), "--", 2)); at++) {
        if (at + 2 < end && at[2] == '>')
            return at + 3;
        if (at + 3 < end && at[2] == '!' && at[3] == '>')
            return at + 4;
    }
    return end;
}

/* <!DOCTYPE …> decides how tables stand in paragraphs; <!…>, <?…> and </… are comments. */
static void declaration(struct state *state, const char *p)
{
    const char *end = state->lexer.end, *close;
    if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
        cut(state, p, comment_end(p, end));
        return;
    }
    close = memchr(p, '>', (size_t)(end - p));
    close = close ? close + 1 : end;
    cut(state, p, close);
    if (close - p < 512 && end - p > 9 && strncasecmp(p, "<!doctype", 9) == 0)
        put_raw(state, p, close);
}

void sieve_run(struct sieve *sieve, struct filon_str page)
{
    struct state state = {.sieve = sieve, .lexer = {.at = page.p, .end = page.p + page.n}, .kept = page.p};
    struct lexer *lexer = &state.lexer;
    sieve->page = page;
    filon_buf_clear(&sieve->skeleton);
    sieve->n_pieces = sieve->n_tags = sieve->n_metas = sieve->n_scripts = 0;
    sieve->html = sieve->body = FILON_NONE;
    const char *p;
    while (lexer->at < lexer->end && (p = memchr(lexer->at, '<', (size_t)(lexer->end - lexer->at)))) {
        ptrdiff_t left = lexer->end - p;
        lexer->at = p;
        if (left >= 2 && (lexer_letter(p[1]) || (p[1] == '/' && left >= 3 && lexer_letter(p[2]))))
            tag_at(&state);
        else if (left >= 2 && (p[1] == '!' || p[1] == '?' || p[1] == '/'))
            declaration(&state, p);
        else
            lexer->at = p + 1;
    }
    put_text(&state, state.kept, lexer->end);
}

void sieve_free(struct sieve *sieve)
{
    filon_buf_free(&sieve->skeleton);
    free(sieve->pieces);
    free(sieve->tags);
    *sieve = (struct sieve){.hints = sieve->hints};
}

/* The first of n records of `size` bytes that is at `wanted` or behind; `at`: where the first one is. */
static uint32_t first_from(const uint32_t *at, size_t size, uint32_t n, uint32_t wanted, uint32_t next)
{
#define AT(i) (*(const uint32_t *)((const char *)at + (i) * size))
    uint32_t low = 0, high = n;
    if (next < n && AT(next) >= wanted && (!next || AT(next - 1) < wanted))
        return next;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (AT(middle) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
#undef AT
}

uint32_t sieve_piece_at(const struct sieve *sieve, uint32_t at, uint32_t next)
{
    return sieve->n_pieces ? first_from(&sieve->pieces->at, sizeof *sieve->pieces, sieve->n_pieces, at, next) : 0;
}

uint32_t sieve_tag_at(const struct sieve *sieve, uint32_t at, uint32_t next)
{
    return sieve->n_tags ? first_from(&sieve->tags->at, sizeof *sieve->tags, sieve->n_tags, at, next) : 0;
}
