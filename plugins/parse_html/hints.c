#include "hints.h"

/* A. V. Aho, M. J. Corasick: Efficient string matching, 1975: all words at once, a step a byte. */
enum { LETTERS = 27, STATES_MOST = 4096, LOOK = 160 };

struct word {
    uint32_t next; /* word that ends in the same state; 0: none */
    uint8_t length, hint;
    bool whole;
};

struct hints {
    uint16_t (*step)[LETTERS]; /* a to z, and the rest */
    uint32_t *word;            /* the first that ends here */
    uint16_t *fail;
    uint64_t *part;            /* hints of all words of `part` that end here */
    bool *whole;               /* some word of `whole` ends here or at a state of the fail chain */
    struct word *words;
    uint32_t n_states, n_words;
};

static const char *const names[HINTS] = {
    [HINT_ARTICLE] = "article", [HINT_CONTENT] = "content",       [HINT_BODY] = "body",       [HINT_TITLE] = "title",     [HINT_LEAD] = "lead",
    [HINT_AUTHOR] = "author",   [HINT_BIO] = "bio",               [HINT_DATE] = "date",       [HINT_CAPTION] = "caption", [HINT_COMMENT] = "comment",
    [HINT_RELATED] = "related", [HINT_POPULAR] = "popular",       [HINT_TEASER] = "teaser",   [HINT_SHARE] = "share",     [HINT_NEWSLETTER] = "newsletter",
    [HINT_AD] = "ad",           [HINT_COOKIE] = "cookie",         [HINT_NAV] = "nav",         [HINT_TOC] = "toc",         [HINT_HEADER] = "header",
    [HINT_FOOTER] = "footer",   [HINT_SIDEBAR] = "sidebar",       [HINT_WIDGET] = "widget",   [HINT_TAG] = "tag",         [HINT_LOGIN] = "login",
    [HINT_SEARCH] = "search",   [HINT_MODAL] = "modal",           [HINT_HIDE] = "hide",       [HINT_QUOTE] = "quote",     [HINT_MEDIA] = "media",
    [HINT_PRODUCT] = "product", [HINT_META] = "meta",             [HINT_BUTTON] = "button",   [HINT_FAQ] = "faq",         [HINT_TOOLS] = "tools",
    [HINT_NOTICE] = "notice",   [HINT_NOTE] = "note",             [HINT_BLOCK] = "block",     [HINT_TABLE] = "table",     [HINT_LIVE] = "live",
};

static unsigned letter(char c)
{
    unsigned at = (unsigned)((unsigned char)c | 32) - 'a';
    return at < 26 ? at : 26;
}

static int add_word(struct hints *hints, const struct filon_tsv *tsv, struct filon_error *error)
{
    struct filon_str text = tsv->field[0];
    bool whole = filon_str_is(tsv->field[2], "whole");
    unsigned hint = 0;
    while (hint < HINTS && !filon_str_is(tsv->field[1], names[hint]))
        hint++;
    if (hint == HINTS)
        return filon_tsv_error(tsv, error, "`%.*s` is no kind of hint", FILON_FMT(tsv->field[1]));
    if (!whole && !filon_str_is(tsv->field[2], "part"))
        return filon_tsv_error(tsv, error, "`%.*s`: whole or part", FILON_FMT(tsv->field[2]));
    if (!text.n || text.n > 32)
        return filon_tsv_error(tsv, error, "a word has 1 to 32 letters");
    uint32_t state = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned c = letter(text.p[i]);
        if (c == 26)
            return filon_tsv_error(tsv, error, "`%.*s`: letters from a to z only", FILON_FMT(text));
        if (!hints->step[state][c]) {
            if (hints->n_states == STATES_MOST)
                return filon_tsv_error(tsv, error, "too many words");
            hints->step[state][c] = (uint16_t)hints->n_states++;
        }
        state = hints->step[state][c];
    }
    hints->words[hints->n_words] = (struct word){hints->word[state], (uint8_t)text.n, (uint8_t)hint, whole};
    hints->word[state] = hints->n_words++;
    return 0;
}

static void link_states(struct hints *hints)
{
    uint16_t queue[STATES_MOST];
    uint32_t head = 0, tail = 0;
    for (unsigned c = 0; c < LETTERS; c++)
        if (hints->step[0][c])
            queue[tail++] = hints->step[0][c];
    while (head < tail) {
        uint32_t state = queue[head++];
        uint32_t fail = hints->fail[state];
        hints->part[state] |= hints->part[fail];
        hints->whole[state] = hints->whole[fail];
        for (uint32_t word = hints->word[state]; word; word = hints->words[word].next)
            if (hints->words[word].whole)
                hints->whole[state] = true;
            else
                hints->part[state] |= HINT_BIT(hints->words[word].hint);
        for (unsigned c = 0; c + 1 < LETTERS; c++) {
            uint32_t next = hints->step[state][c];
            if (next) {
                hints->fail[next] = hints->step[fail][c];
                queue[tail++] = (uint16_t)next;
            } else {
                hints->step[state][c] = hints->step[fail][c];
            }
        }
    }
}

struct hints *hints_open(struct filon_arena *arena, const char *path, struct filon_error *error)
{
    struct hints *hints = filon_zalloc(arena, 1, sizeof *hints);
    struct filon_tsv tsv;
    int more;
    hints->step = filon_zreserve(arena, STATES_MOST, sizeof *hints->step);
    hints->word = filon_zalloc(arena, STATES_MOST, sizeof *hints->word);
    hints->fail = filon_zalloc(arena, STATES_MOST, sizeof *hints->fail);
    hints->part = filon_zalloc(arena, STATES_MOST, sizeof *hints->part);
    hints->whole = filon_zalloc(arena, STATES_MOST, sizeof *hints->whole);
    hints->words = filon_zalloc(arena, STATES_MOST, sizeof *hints->words);
    hints->n_states = hints->n_words = 1;
    if (filon_tsv_open(&tsv, arena, path, error) < 0)
        return NULL;
    while ((more = filon_tsv_next(&tsv, 3, error)) > 0)
        if (hints->n_words == STATES_MOST ? filon_tsv_error(&tsv, error, "too many words") < 0 : add_word(hints, &tsv, error) < 0)
            return NULL;
    if (more < 0)
        return NULL;
    link_states(hints);
    return hints;
}

/* Whether a word may begin or end between two bytes: site-nav, siteNav, nav2. */
static bool boundary(char before, char behind)
{
    bool upper = behind >= 'A' && behind <= 'Z', lower = before >= 'a' && before <= 'z';
    return letter(before) == 26 || letter(behind) == 26 || (upper && lower);
}

uint64_t hints_of(const struct hints *hints, struct filon_str value)
{
    uint64_t found = 0;
    uint32_t state = 0;
    size_t n = value.n < LOOK ? value.n : LOOK;
    for (size_t i = 0; i < n; i++) {
        state = hints->step[state][letter(value.p[i])];
        found |= hints->part[state];
        if (!hints->whole[state] || (i + 1 < n && !boundary(value.p[i], value.p[i + 1])))
            continue;
        for (uint32_t at = state; at; at = hints->fail[at])
            for (uint32_t word = hints->word[at]; word; word = hints->words[word].next) {
                size_t length = hints->words[word].length;
                if (hints->words[word].whole && (length == i + 1 || boundary(value.p[i - length], value.p[i + 1 - length])))
                    found |= HINT_BIT(hints->words[word].hint);
            }
    }
    return found;
}
