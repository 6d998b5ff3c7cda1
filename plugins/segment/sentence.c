/* Sentence ends, from the kinds of the tokens. */
#include "segment.h"

enum { BRACKETS_MOST = 100 /* tokens */ };

struct block {
    const struct scan *scan;
    uint32_t from, end; /* tokens of the block */
    uint32_t begin;     /* first token of the sentence under way */
    uint32_t closing;   /* the first closing bracket at or behind the token last asked for */
};

static inline enum kind kind_of(const struct block *b, uint32_t token)
{
    return token < b->end ? (enum kind)b->scan->tokens.kind[token] : K_OTHER;
}

static uint32_t flags_of(const struct block *b, uint32_t token)
{
    const struct tokens *t = &b->scan->tokens;
    uint32_t begin = t->begin[token], end = t->end[token];
    unsigned length;
    /* l’, D': the apostrophe is no part of the lexicon's word */
    uint32_t last = (uint32_t)filon_utf8_before(b->scan->text, end);
    if (class_at(b->scan, last, &length) == C_APOS)
        end = last;
    return filon_language_word(b->scan->language, b->scan->text + begin, end - begin);
}

/* A space before and behind it. */
static bool spaced(const struct block *b, uint32_t token)
{
    const struct tokens *t = &b->scan->tokens;
    return token > b->from && token + 1 < b->end && t->end[token - 1] < t->begin[token] && t->end[token] < t->begin[token + 1];
}

/* Behind the marks that close what the sentence holds: quotation marks, brackets, more marks. */
static uint32_t behind_closers(const struct block *b, uint32_t token)
{
    for (;; token++)
        switch (kind_of(b, token)) {
        case K_CLOSE:
        case K_QCLOSE:
        case K_MARK:
        case K_DOTS:
        case K_EMOJI:
            continue;
        default:
            return token;
        }
}

/* Behind the marks that open a sentence before its first word. */
static uint32_t behind_openers(const struct block *b, uint32_t token)
{
    for (;; token++)
        switch (kind_of(b, token)) {
        case K_OPEN:
        case K_QOPEN:
        case K_DASH:
        case K_DOTS:
            continue;
        default:
            return token;
        }
}

/* "1." and "II." at the beginning of a sentence number it. */
static bool is_enumerator(const struct block *b, uint32_t stop)
{
    const struct tokens *t = &b->scan->tokens;
    if (stop != b->begin + 1)
        return false;
    uint32_t begin = t->begin[b->begin], n = t->end[b->begin] - begin;
    if (kind_of(b, b->begin) == K_NUMBER)
        return n <= 3;
    for (uint32_t i = 0; i < n; i++)
        if (!strchr("IVX", b->scan->text[begin + i]))
            return false;
    return true;
}

/* Does the token end a sentence? The next one then begins at *next. */
static bool ends(const struct block *b, uint32_t token, uint32_t *next)
{
    enum kind kind = kind_of(b, token);
    *next = behind_closers(b, token + 1);
    if (*next >= b->end)
        return true;
    enum kind after = kind_of(b, *next);
    if (after == K_COMMA || after == K_SEMI || after == K_COLON || after == K_STOP)
        return false;
    uint32_t opener = behind_openers(b, *next);
    enum kind word = kind_of(b, opener);
    switch (kind) {
    case K_STOP:
        return !is_enumerator(b, token) && !(word == K_LOWER && *next > token + 1);
    case K_MAY:
        return word == K_UPPER && (after != K_UPPER || (flags_of(b, opener) & W_OPENER));
    case K_DOTS: /* [...] */
        if (kind_of(b, token + 1) == K_CLOSE && token > b->from && kind_of(b, token - 1) == K_OPEN)
            return false;
        return word == K_UPPER || word == K_NEVER || (word == K_NUMBER && after == K_DASH);
    default:
        return word == K_UPPER || word == K_NEVER || word == K_OTHER;
    }
}

/* Is the token in brackets that are closed soon? */
static bool in_brackets(struct block *b, uint32_t token)
{
    if (b->closing < token)
        for (b->closing = token; b->closing < b->end && kind_of(b, b->closing) != K_CLOSE; b->closing++)
            ;
    if (b->closing == b->end)
        return false;
    uint32_t open = 0;
    for (uint32_t i = token; i > b->begin && token - i < BRACKETS_MOST && !open; i--)
        if (kind_of(b, i - 1) == K_CLOSE)
            return false;
        else
            open = kind_of(b, i - 1) == K_OPEN;
    return open;
}

/* Items of a list that runs on: "- Mairie de Paris - Affaire de la…" */
static bool next_item(const struct block *b, uint32_t token)
{
    enum kind after = kind_of(b, token + 1);
    return token > b->begin && kind_of(b, b->begin) == K_DASH && spaced(b, token) &&
           (after == K_UPPER || after == K_NUMBER || after == K_OPEN || after == K_QOPEN);
}

/* With a capital and small letters behind it, or L’ and a word in small letters; not the D of "vitamine D", not in a headline in capitals. */
static bool title_case(const struct block *b, uint32_t token)
{
    const struct tokens *t = &b->scan->tokens;
    unsigned first, second;
    class_at(b->scan, t->begin[token], &first);
    uint32_t at = t->begin[token] + first;
    if (at < t->end[token] && class_at(b->scan, at, &second) != C_APOS)
        return class_at(b->scan, at, &second) == C_LOWER;
    return (at < t->end[token] || first > 1) && kind_of(b, token + 1) == K_LOWER;
}

/* Does the bracket close what the sentence begins with? "[...] Pendant", "(en) Une" */
static bool closes_beginning(const struct block *b, uint32_t token)
{
    uint32_t i = token;
    while (i > b->begin + 1 && token - i < BRACKETS_MOST && kind_of(b, i) != K_OPEN)
        i--;
    return i <= b->begin + 1;
}

/* A heading that runs into the text: "Une réunion est prévue mardi Il appartiendra au conseil…" */
static bool restarts(const struct block *b, uint32_t token)
{
    enum kind before = kind_of(b, token - 1);
    if (before != K_LOWER && before != K_UPPER && before != K_NUMBER && before != K_CLOSE)
        return false;
    uint32_t flags = flags_of(b, token);
    if (!(flags & (W_RESTART | W_RESTART_LOWER)) || !title_case(b, token))
        return false;
    if (!(flags & W_RESTART) && kind_of(b, token + 1) != K_LOWER)
        return false;
    if (before == K_CLOSE)
        return !closes_beginning(b, token - 1);
    return before == K_NUMBER || !(flags_of(b, token - 1) & W_LINKER);
}

/* After a semicolon: not within brackets, nor between the names and figures of an enumeration. */
static bool parts(struct block *b, uint32_t token)
{
    uint32_t next = behind_openers(b, token + 1);
    if (next >= b->end || kind_of(b, token + 1) == K_QCLOSE || kind_of(b, next) == K_NUMBER)
        return false;
    if (kind_of(b, next) == K_UPPER && title_case(b, next) && !(flags_of(b, next) & W_OPENER))
        return false;
    return !in_brackets(b, token);
}

static void add(struct block *b, struct filon_layer *sentences, uint32_t next)
{
    filon_add(sentences, b->scan->tokens.begin[b->begin], b->scan->tokens.end[next - 1]);
    b->begin = next;
}

void filon_scan_sentences(const struct scan *scan, struct filon_layer *sentences)
{
    struct block b = {.scan = scan, .from = scan->first, .end = scan->tokens.n, .begin = scan->first};
    for (uint32_t token = b.from; token < b.end; token++) {
        uint32_t next = token + 1;
        switch (kind_of(&b, token)) {
        case K_UPPER:
            if (token > b.begin && restarts(&b, token))
                add(&b, sentences, token);
            break;
        case K_DASH:
            if (next_item(&b, token))
                add(&b, sentences, token);
            break;
        case K_SEMI:
            if (parts(&b, token))
                add(&b, sentences, next);
            break;
        case K_STOP:
        case K_MARK:
        case K_DOTS:
        case K_MAY:
            if (ends(&b, token, &next)) {
                add(&b, sentences, next);
                token = next - 1;
            }
            break;
        default:
            break;
        }
    }
    if (b.begin < b.end)
        add(&b, sentences, b.end);
}
