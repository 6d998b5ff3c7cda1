/* Tokens to words: looked up, with fixed expressions as one word, and entities marked. */
#include "sentence.h"

static uint8_t mark_of(struct filon_str token)
{
    static const struct {
        const char *text;
        uint8_t mark;
    } marks[] = {
        {",", M_COMMA},  {";", M_STOP},  {":", M_COLON}, {".", M_STOP},   {"!", M_STOP},   {"?", M_STOP},
        {"…", M_STOP},   {"(", M_OPEN},  {"[", M_OPEN},  {")", M_CLOSE},  {"]", M_CLOSE},  {"«", M_QOPEN},
        {"“", M_QOPEN},  {"„", M_QOPEN}, {"‹", M_QOPEN}, {"»", M_QCLOSE}, {"”", M_QCLOSE}, {"›", M_QCLOSE},
        {"\"", M_QOPEN}, {"—", M_DASH},  {"–", M_DASH},  {"-", M_DASH},   {"...", M_STOP}, {"%", M_PERCENT},
    };
    if (token.n > 3)
        return M_NONE;
    for (size_t i = 0; i < FILON_COUNT(marks); i++)
        if (filon_str_is(token, marks[i].text))
            return marks[i].mark;
    return M_NONE;
}

/* Letters are what most tokens are made of: only others can be marks. */
static bool may_be_mark(struct filon_str token)
{
    unsigned char c = (unsigned char)token.p[0];
    return token.n && (c < 0x80 ? !((c | 32) >= 'a' && (c | 32) <= 'z') : c == 0xc2 || c == 0xe2);
}

static bool is_capital(struct filon_str token)
{
    unsigned char c = (unsigned char)token.p[0];
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    if (c == 0xc3 && token.n > 1)
        return (unsigned char)token.p[1] >= 0x80 && (unsigned char)token.p[1] <= 0x9e;
    return token.n > 1 && c >= 0xc4 && c < 0xe0 && filon_is_upper(filon_utf8_at(token.p, token.n, 0, &(unsigned){0}));
}

static const struct form *by_ending(const struct lexicon *lexicon, const char *folded, size_t n)
{
    for (unsigned i = 0; i < lexicon->n_verbs; i++)
        if (n > 4 && filon_str_ends((struct filon_str){folded, n}, lexicon->verbs[i]))
            return &lexicon->unknown_verb;
    return NULL;
}

static struct word word_of(struct lexicon *lexicon, const char *text, uint32_t begin, uint32_t end)
{
    struct word word = {.begin = begin, .end = end, .entity = FILON_NONE};
    struct filon_str token = {text + begin, end - begin};
    char folded[2 * 64 + 4];
    if (!token.n)
        return word;
    if (may_be_mark(token)) {
        word.mark = mark_of(token);
        word.digit = token.p[0] >= '0' && token.p[0] <= '9';
    }
    word.capital = is_capital(token);
    if (!word.mark && !word.digit && token.n <= 64) {
        uint64_t hash;
        size_t n = stance_fold(folded, token, &hash);
        word.form = stance_lookup(lexicon, folded, n, hash);
        if (!word.form && !word.capital)
            word.form = by_ending(lexicon, folded, n);
        word.class = word.form ? word.form->class : 0;
    }
    return word;
}

/* A fixed expression of up to this many tokens. */
enum { EXPRESSION_MOST = 6, EXPRESSION_BYTES = 96 };

/* The longest expression that begins at the token `first`: its form; *last is behind it. */
static const struct form *expression(const struct lexicon *lexicon, const char *text, const uint32_t *begin, const uint32_t *end,
                                     uint32_t first, uint32_t stop, uint32_t *last)
{
    char joined[2 * EXPRESSION_BYTES + 4], folded[2 * sizeof joined];
    size_t n = 0;
    const struct form *found = NULL;
    for (uint32_t i = first, tokens = 0; i < stop && tokens < EXPRESSION_MOST; i++) {
        if (i > first && begin[i] == begin[i - 1]) {
            if (found && *last == i)
                *last = i + 1; /* the second word of « du » */
            continue;
        }
        size_t length = end[i] - begin[i];
        if (n + length + 1 > EXPRESSION_BYTES)
            break;
        if (tokens++)
            joined[n++] = ' ';
        memcpy(joined + n, text + begin[i], length);
        n += length;
        uint64_t hash;
        size_t folded_n = stance_fold(folded, (struct filon_str){joined, n}, &hash);
        const struct form *form = stance_form(lexicon, folded, folded_n, hash);
        if (tokens > 1 && form && (form->class & ~(uint32_t)W_MULTI)) {
            found = form;
            *last = i + 1;
        }
        if (!form || !(form->class & W_MULTI))
            break;
    }
    return found;
}

uint32_t stance_words(struct sentence *s, struct filon_doc *doc, uint32_t first, uint32_t last, uint32_t *entity)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN), *entities = filon_layer(doc, FILON_ENTITY);
    const uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens), *e_begin = filon_begin(entities), *e_end = filon_end(entities);
    const struct filon_str *types = filon_strs(entities, FILON_ENTITY_TYPE);
    uint32_t n_entities = filon_rows(entities), i = first;
    s->n_words = 0;
    while (i < last && s->n_words < MAX_WORDS) {
        struct word word = word_of(s->lexicon, s->text.p, begin[i], end[i]);
        while (*entity < n_entities && e_end[*entity] <= begin[i])
            ++*entity;
        bool inside = *entity < n_entities && e_begin[*entity] <= begin[i];
        uint32_t next = i + 1;
        while (next < last && begin[next] == begin[i] && end[next] == end[i])
            next++; /* the words of « du » share its span */
        if (inside && (filon_str_is(types[*entity], "DATE") || filon_str_is(types[*entity], "TIME"))) {
            word.class = W_TIME;
        } else if (inside) {
            word.entity = *entity;
        } else if (word.class & W_MULTI) {
            const struct form *form = expression(s->lexicon, s->text.p, begin, end, i, last, &next);
            if (form && !(*entity < n_entities && e_begin[*entity] < end[next - 1])) {
                word.form = form;
                word.class = form->class;
                word.end = end[next - 1];
            } else {
                next = i + 1;
                while (next < last && begin[next] == begin[i] && end[next] == end[i])
                    next++;
            }
        }
        s->words[s->n_words++] = word;
        i = next;
    }
    s->words[s->n_words] = (struct word){.entity = FILON_NONE, .mark = M_STOP, .begin = s->n_words ? s->words[s->n_words - 1].end : 0};
    s->words[s->n_words].end = s->words[s->n_words].begin;
    return i;
}
