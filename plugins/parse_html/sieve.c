#include "sieve.h"

#include "lexer.h"

#include <stdlib.h>
#include <strings.h>

enum { DEPTH = 400, SHORT = 8, REFERENCE = 40 };

struct state {
    struct sieve *sieve;
    struct lexer lexer;
    const char *kept;      /* what was not yet put out begins here */
    uint32_t open[DEPTH];  /* hashes of the names of open elements; browsers allow 512 */
    bool gone[DEPTH];      /* which of them the skeleton does not have */
    unsigned depth;
    bool no_svg_end;       /* none follows: it was looked for */
};

/* ---- Output */

static void *grown(void *array, uint32_t n, uint32_t *room, size_t size)
{
    if (n < *room)
        return array;
    *room = *room ? 2 * *room : 1024;
    void *larger = realloc(array, *room * size);
    if (!larger)
        abort(); /* as filon_alloc */
    return larger;
}

static void put(struct state *state, const char *from, const char *to)
{
    struct sieve *sieve = state->sieve;
    if (from >= to)
        return;
    uint32_t in = (uint32_t)(from - sieve->page.p), at = (uint32_t)sieve->skeleton.n;
    const struct sieve_cut *last = sieve->n_cuts ? &sieve->cuts[sieve->n_cuts - 1] : NULL;
    if (!last || last->in + (at - last->at) != in) {
        sieve->cuts = grown(sieve->cuts, sieve->n_cuts, &sieve->room_cuts, sizeof *sieve->cuts);
        sieve->cuts[sieve->n_cuts++] = (struct sieve_cut){at, in};
    }
    filon_buf_put(&sieve->skeleton, from, (size_t)(to - from));
}

static void put_mark(struct state *state, const char *from, const char *to)
{
    struct sieve *sieve = state->sieve;
    sieve->pieces = grown(sieve->pieces, sieve->n_pieces, &sieve->room_pieces, sizeof *sieve->pieces);
    sieve->pieces[sieve->n_pieces++] =
        (struct sieve_piece){(uint32_t)sieve->skeleton.n, (uint32_t)(from - sieve->page.p), (uint32_t)(to - from)};
    filon_buf_put(&sieve->skeleton, SIEVE_MARK_UTF8, 3);
}

static bool all_space(const char *from, const char *to)
{
    while (from < to && lexer_space(*from))
        from++;
    return from == to;
}

/* Text without a character reference. What is short stays; nothing that stays looks like a mark. */
static void put_plain(struct state *state, const char *from, const char *to)
{
    if (from >= to)
        return;
    if (all_space(from, to))
        put(state, memchr(from, '\n', (size_t)(to - from)) ? to - 1 : from, to);
    else if (to - from < SHORT && !memchr(from, 0xee, (size_t)(to - from)))
        put(state, from, to);
    else
        put_mark(state, from, to);
}

/* Behind a character reference, or `at` if none is there. One that would read as a mark is none. */
static const char *reference_end(const char *at, const char *end)
{
    const char *p = at + 1;
    bool number = p < end && *p == '#';
    p += number;
    while (p < end && p - at < REFERENCE && (lexer_letter(*p) || (*p >= '0' && *p <= '9')))
        p++;
    if (number) {
        bool hex = p - at > 2 && (at[2] | 32) == 'x';
        unsigned long value = strtoul(at + (hex ? 3 : 2), NULL, hex ? 16 : 10);
        if (value == SIEVE_MARK)
            return at;
    }
    p += p < end && *p == ';';
    return p;
}

static void put_text(struct state *state, const char *from, const char *to)
{
    for (const char *amp; (amp = memchr(from, '&', (size_t)(to - from)));) {
        const char *stop = reference_end(amp, to);
        bool reference = stop > amp + 2 && amp + 1 < to;
        put_plain(state, from, reference ? amp : amp + 1);
        if (reference)
            put(state, amp, stop);
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
        if (tag->self) {
            behind = tag->end;
            break;
        }
        if (state->no_svg_end)
            return false;
        state->no_svg_end = raw_end(tag->end, end, tag->name, &behind) == end;
        if (state->no_svg_end)
            return false;
        break;
    default:
        return false;
    }
    cut(state, tag->begin, behind);
    return true;
}

/* ---- What attributes say */

static void add_meta(struct state *state, const struct tag *tag)
{
    static const enum attribute keys[] = {ATTRIBUTE_PROPERTY, ATTRIBUTE_NAME, ATTRIBUTE_ITEMPROP, ATTRIBUTE_HTTP_EQUIV};
    struct sieve *sieve = state->sieve;
    if (sieve->n_metas == SIEVE_METAS)
        return;
    if (tag->kind == GUMBO_TAG_LINK) {
        struct filon_str rel = tag_attribute(tag, ATTRIBUTE_REL);
        if (lexer_is(rel, "canonical") || lexer_is(rel, "amphtml") || lexer_is(rel, "author"))
            sieve->metas[sieve->n_metas++] = (struct sieve_meta){rel, tag_attribute(tag, ATTRIBUTE_HREF), true};
        return;
    }
    for (size_t i = 0; i < FILON_COUNT(keys); i++) {
        struct filon_str key = tag_attribute(tag, keys[i]);
        if (!key.n)
            continue;
        sieve->metas[sieve->n_metas++] = (struct sieve_meta){key, tag_attribute(tag, ATTRIBUTE_CONTENT), false};
        return;
    }
}

static bool says(struct filon_str value, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= value.n; i++)
        if (strncasecmp(value.p + i, word, n) == 0)
            return true;
    return false;
}

static bool hides(struct filon_str style)
{
    char tight[128];
    size_t n = 0;
    if (!style.n || style.n > 2048 || (!memmem(style.p, style.n, "none", 4) && !memmem(style.p, style.n, "hidden", 6)))
        return false;
    for (size_t i = 0; i < style.n && n + 1 < sizeof tight; i++)
        if (!lexer_space(style.p[i]))
            tight[n++] = style.p[i];
    struct filon_str squeezed = {tight, n};
    return says(squeezed, "display:none") || says(squeezed, "visibility:hidden");
}

static uint32_t flags_of(const struct tag *tag)
{
    struct filon_str item = tag_attribute(tag, ATTRIBUTE_ITEMPROP), role = tag_attribute(tag, ATTRIBUTE_ROLE), rel = tag_attribute(tag, ATTRIBUTE_REL),
                     href = tag_attribute(tag, ATTRIBUTE_HREF);
    uint32_t flags = 0;
    if (tag_attribute(tag, ATTRIBUTE_HIDDEN).p || hides(tag_attribute(tag, ATTRIBUTE_STYLE)) ||
        lexer_is(tag_attribute(tag, ATTRIBUTE_ARIA_HIDDEN), "true"))
        flags |= TAG_HIDDEN;
    if (tag->kind == GUMBO_TAG_A && href.p)
        flags |= TAG_LINK | (href.n && href.p[0] == '#' ? TAG_LOCAL : 0);
    if (item.n) {
        flags |= says(item, "articlebody") || says(item, "reviewbody") ? TAG_BODY : 0;
        flags |= says(item, "author") ? TAG_AUTHOR : 0;
        flags |= says(item, "datepublished") || says(item, "datecreated") ? TAG_DATE : 0;
        flags |= says(item, "datemodified") ? TAG_MODIFIED : 0;
        flags |= lexer_is(item, "headline") || lexer_is(item, "name headline") ? TAG_HEADLINE : 0;
    }
    if (says(rel, "author"))
        flags |= TAG_AUTHOR;
    if (role.n) {
        flags |= says(role, "navigation") || says(role, "search") || says(role, "banner") || says(role, "contentinfo") || says(role, "complementary")
                     ? TAG_NAV
                     : 0;
        flags |= lexer_is(role, "main") || lexer_is(role, "article") ? TAG_MAIN : 0;
        flags |= says(role, "dialog") || lexer_is(role, "alert") ? TAG_DIALOG : 0;
    }
    if (lexer_is(tag->name, "dialog") && !tag_attribute(tag, ATTRIBUTE_OPEN).p)
        flags |= TAG_HIDDEN;
    return flags;
}

static struct sieve_tag said_by(const struct state *state, const struct tag *tag)
{
    static const enum attribute telling[] = {ATTRIBUTE_CLASS,          ATTRIBUTE_ID,         ATTRIBUTE_ITEMPROP, ATTRIBUTE_DATA_TESTID,
                                             ATTRIBUTE_DATA_COMPONENT, ATTRIBUTE_ARIA_LABEL, ATTRIBUTE_ROLE};
    struct sieve_tag said = {.flags = flags_of(tag),
                             .datetime = tag_attribute(tag, ATTRIBUTE_DATETIME),
                             .content = tag_attribute(tag, ATTRIBUTE_CONTENT),
                             .lang = tag_attribute(tag, ATTRIBUTE_LANG)};
    for (size_t i = 0; i < FILON_COUNT(telling); i++) {
        struct filon_str value = tag_attribute(tag, telling[i]);
        if (value.n && state->sieve->hints)
            said.hints |= hints_of(state->sieve->hints, value);
    }
    return said;
}

static bool says_something(const struct sieve_tag *said)
{
    return said->hints || said->flags || said->datetime.p || said->content.p;
}

static void put_tag(struct state *state, const struct tag *tag, const struct sieve_tag *said)
{
    struct sieve *sieve = state->sieve;
    put(state, tag->begin, tag->name.p + tag->name.n);
    if (says_something(said) || said->lang.p) {
        char digits[16], *p = digits + sizeof digits;
        for (uint32_t n = sieve->n_tags; n || p == digits + sizeof digits; n /= 10)
            *--p = (char)('0' + n % 10);
        filon_buf_put(&sieve->skeleton, " n=", 3);
        filon_buf_put(&sieve->skeleton, p, (size_t)(digits + sizeof digits - p));
        sieve->tags = grown(sieve->tags, sieve->n_tags, &sieve->room_tags, sizeof *sieve->tags);
        sieve->tags[sieve->n_tags++] = *said;
    }
    if (tag->self)
        filon_buf_put(&sieve->skeleton, " />", 3);
    else
        filon_buf_putc(&sieve->skeleton, '>');
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

/* Elements within lines that mean nothing here unless their attributes do. */
static bool is_plain(GumboTag kind)
{
    switch (kind) {
    case GUMBO_TAG_SPAN: case GUMBO_TAG_I: case GUMBO_TAG_EM: case GUMBO_TAG_FONT: case GUMBO_TAG_BIG: case GUMBO_TAG_SMALL: case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE: case GUMBO_TAG_TT: case GUMBO_TAG_U: case GUMBO_TAG_SUB: case GUMBO_TAG_SUP: case GUMBO_TAG_ABBR: case GUMBO_TAG_CITE:
    case GUMBO_TAG_MARK: case GUMBO_TAG_Q: case GUMBO_TAG_DFN: case GUMBO_TAG_VAR: case GUMBO_TAG_KBD: case GUMBO_TAG_SAMP: case GUMBO_TAG_INS:
    case GUMBO_TAG_DEL: case GUMBO_TAG_BDI: case GUMBO_TAG_BDO: case GUMBO_TAG_LABEL: case GUMBO_TAG_NOBR:
        return true;
    default:
        return false;
    }
}

/* An end tag: closes the nearest element of its name. What the skeleton does not have needs no end. */
static void close_tag(struct state *state, const struct tag *tag)
{
    bool gone = is_plain(tag->kind);
    for (unsigned i = counts(tag->kind) ? state->depth : 0; i-- > 0;)
        if (state->open[i] == tag->hash) {
            gone = state->gone[i];
            state->depth = i;
            break;
        }
    if (gone)
        return;
    put(state, tag->begin, tag->name.p + tag->name.n);
    filon_buf_putc(&state->sieve->skeleton, '>');
}

/* A start tag, unless it would open one element too many. */
static void open_tag(struct state *state, struct tag *tag)
{
    struct sieve_tag said = {0};
    switch (tag->kind) {
    /* Attributes of these would only multiply when the tree builder opens them again in each paragraph. */
    case GUMBO_TAG_B: case GUMBO_TAG_STRONG: case GUMBO_TAG_CODE: case GUMBO_TAG_I: case GUMBO_TAG_EM: case GUMBO_TAG_FONT: case GUMBO_TAG_BIG:
    case GUMBO_TAG_SMALL: case GUMBO_TAG_S: case GUMBO_TAG_STRIKE: case GUMBO_TAG_TT: case GUMBO_TAG_U: case GUMBO_TAG_NOBR:
        break;
    default:
        said = said_by(state, tag);
    }
    bool gone = is_plain(tag->kind) && !says_something(&said);
    if (counts(tag->kind)) {
        if (state->depth == DEPTH)
            return;
        state->gone[state->depth] = gone;
        state->open[state->depth++] = tag->hash;
    }
    if (!gone)
        put_tag(state, tag, &said);
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
        add_meta(state, &tag);
        return;
    case GUMBO_TAG_IMG: case GUMBO_TAG_SOURCE: case GUMBO_TAG_INPUT: case GUMBO_TAG_TRACK: case GUMBO_TAG_EMBED: case GUMBO_TAG_PARAM:
    case GUMBO_TAG_WBR:
        return;
    default:
        break;
    }
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
        put(state, p, close);
}

void sieve_run(struct sieve *sieve, struct filon_str page)
{
    struct state state = {.sieve = sieve, .lexer = {.at = page.p, .end = page.p + page.n}, .kept = page.p};
    struct lexer *lexer = &state.lexer;
    sieve->page = page;
    filon_buf_clear(&sieve->skeleton);
    sieve->n_cuts = sieve->n_pieces = sieve->n_tags = sieve->n_metas = sieve->n_scripts = 0;
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
    free(sieve->cuts);
    free(sieve->pieces);
    free(sieve->tags);
    *sieve = (struct sieve){.hints = sieve->hints};
}

uint32_t sieve_offset(const struct sieve *sieve, uint32_t at)
{
    uint32_t low = 0, high = sieve->n_cuts;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (sieve->cuts[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return sieve->n_cuts && sieve->cuts[low].at <= at ? sieve->cuts[low].in + (at - sieve->cuts[low].at) : 0;
}

uint32_t sieve_piece_at(const struct sieve *sieve, uint32_t at)
{
    uint32_t low = 0, high = sieve->n_pieces;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sieve->pieces[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
