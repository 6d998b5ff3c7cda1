/* Sentence ends, from the kinds of the tokens. */
#include "segment.h"

enum { BRACKETS_MOST = 100, HEADING_MOST = 3, CAPITALS_MOST = 24 /* tokens */ };
#define NONE UINT32_MAX

/* The marks from a token on that close or open something, and what is behind them. They are asked for again and again within one
 * run, so the last answer is kept: a page of exclamation marks takes no longer than a page of words. */
struct marks {
    uint32_t from, to;
};

struct block {
    const struct scan *scan;
    uint32_t from, end;    /* tokens of the block */
    uint32_t begin;        /* first token of the sentence under way */
    uint32_t open, opened; /* the bracket that is open, or NONE; the last one that was opened */
    uint32_t bracket;      /* the first one behind the token last asked for */
    struct marks closers, openers;
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

static uint32_t behind(struct block *b, struct marks *marks, uint32_t kinds, uint32_t token)
{
    if (token >= marks->from && token < marks->to)
        return marks->to;
    marks->from = marks->to = token;
    while (marks->to < b->end && (kinds >> kind_of(b, marks->to) & 1))
        marks->to++;
    return marks->to;
}

/* A space before and behind it. */
static bool spaced(const struct block *b, uint32_t token)
{
    const struct tokens *t = &b->scan->tokens;
    return token > b->from && token + 1 < b->end && t->end[token - 1] < t->begin[token] && t->end[token] < t->begin[token + 1];
}

/* Behind the marks that close what the sentence holds: quotation marks, brackets, more marks. */
static uint32_t behind_closers(struct block *b, uint32_t token)
{
    static const uint32_t closers = 1u << K_CLOSE | 1u << K_QCLOSE | 1u << K_MARK | 1u << K_DOTS | 1u << K_EMOJI;
    return behind(b, &b->closers, closers, token);
}

/* Behind the marks that open a sentence before its first word. */
static uint32_t behind_openers(struct block *b, uint32_t token)
{
    static const uint32_t openers = 1u << K_OPEN | 1u << K_QOPEN | 1u << K_DASH | 1u << K_DOTS;
    return behind(b, &b->openers, openers, token);
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

/* Is the token in brackets that the sentence does not begin with, and that go on behind it and close soon? */
static bool in_brackets(struct block *b, uint32_t token)
{
    if (b->open == NONE || b->open == b->begin || token - b->open > BRACKETS_MOST)
        return false;
    if (b->bracket <= token)
        for (b->bracket = token + 1; b->bracket < b->end; b->bracket++)
            if (kind_of(b, b->bracket) == K_CLOSE || kind_of(b, b->bracket) == K_OPEN)
                break;
    return b->bracket < b->end && kind_of(b, b->bracket) == K_CLOSE && b->bracket > token + 1 && b->bracket - b->open <= BRACKETS_MOST;
}

/* Does the token end a sentence? The next one then begins at *next. */
static bool ends(struct block *b, uint32_t token, uint32_t *next)
{
    enum kind kind = kind_of(b, token);
    *next = behind_closers(b, token + 1);
    if (*next >= b->end)
        return true;
    enum kind after = kind_of(b, *next);
    if (after == K_COMMA || after == K_SEMI || after == K_COLON || after == K_STOP || in_brackets(b, token))
        return false;
    uint32_t opener = behind_openers(b, *next);
    enum kind word = kind_of(b, opener);
    switch (kind) {
    case K_STOP:
        return !is_enumerator(b, token) && !(word == K_LOWER && *next > token + 1);
    case K_MAY:
        return word == K_UPPER && (after == K_QOPEN || (flags_of(b, opener) & W_OPENER));
    case K_DOTS: /* not "[...]" */
        if (b->open != NONE && b->open + 1 == token)
            return false;
        return word == K_UPPER || word == K_NEVER || word == K_MAY || (word == K_NUMBER && after == K_DASH);
    default:
        return word != K_LOWER && !(word == K_NUMBER && after == K_OPEN);
    }
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

/* No small letter in it. */
static bool in_capitals(const struct block *b, uint32_t token)
{
    const struct tokens *t = &b->scan->tokens;
    unsigned length;
    for (uint32_t at = t->begin[token]; at < t->end[token]; at += length)
        if (class_at(b->scan, at, &length) == C_LOWER)
            return false;
    return true;
}

/* Items of a list that runs on, from its introduction or heading ("suivants : - Les…", "Références - Dans l’ombre…", "Catégories : Presse -
 * Histoire…") and from each other ("- Mairie de Paris - Affaire de la…"). */
static bool is_item(const struct block *b, uint32_t token)
{
    enum kind after = kind_of(b, token + 1);
    if (token == b->begin || !spaced(b, token))
        return false;
    if (kind_of(b, token - 1) == K_COLON)
        return true;
    if (kind_of(b, b->begin) == K_DASH || (kind_of(b, b->begin) == K_UPPER && (flags_of(b, b->begin) & W_HEADING)))
        return after == K_UPPER || after == K_NUMBER || after == K_OPEN || after == K_QOPEN;
    return token - b->begin <= HEADING_MOST && kind_of(b, b->begin) == K_UPPER && !in_capitals(b, b->begin) && after == K_UPPER &&
           title_case(b, token + 1) && (flags_of(b, token + 1) & W_OPENER);
}

/* The sentence under way is in capitals, and the token is not: "ENTRETIEN EXCLUSIF Le maire…" */
static bool behind_capitals(const struct block *b, uint32_t token)
{
    if (token < b->begin + 2 || token - b->begin > CAPITALS_MOST || in_capitals(b, token))
        return false;
    const struct tokens *t = &b->scan->tokens;
    unsigned words = 0;
    for (uint32_t i = b->begin; i < token; i++) {
        if (!in_capitals(b, i))
            return false;
        words += kind_of(b, i) == K_UPPER && t->end[i] - t->begin[i] > 3; /* more than an acronym */
    }
    return words > 1;
}

/* A heading that runs into the text: "Une réunion est prévue mardi Il appartiendra au conseil…" */
static bool restarts(struct block *b, uint32_t token)
{
    enum kind before = kind_of(b, token - 1);
    if (before != K_LOWER && before != K_UPPER && before != K_NUMBER && before != K_CLOSE)
        return false;
    if (behind_capitals(b, token))
        return true;
    uint32_t flags = flags_of(b, token);
    if (!(flags & (W_RESTART | W_RESTART_LOWER)) || !title_case(b, token))
        return false;
    if (!(flags & W_RESTART) && kind_of(b, token + 1) != K_LOWER)
        return false;
    if (before == K_CLOSE) /* "[...] Pendant", "- (en) Une" */
        return b->opened > b->begin + 1;
    return before == K_NUMBER || !(flags_of(b, token - 1) & W_LINKER);
}

/* After a semicolon: before an item of a list; else not within brackets, nor between the names and figures of an enumeration. */
static bool parts(struct block *b, uint32_t token)
{
    if (kind_of(b, token + 1) == K_DASH && spaced(b, token + 1))
        return !in_brackets(b, token);
    uint32_t next = behind_openers(b, token + 1);
    if (next >= b->end || kind_of(b, token + 1) == K_QCLOSE || kind_of(b, token + 1) == K_SEMI || kind_of(b, next) == K_NUMBER)
        return false;
    if (kind_of(b, next) == K_UPPER && title_case(b, next) && !(flags_of(b, next) & W_OPENER))
        return false;
    return !in_brackets(b, token);
}

/* An empty line between the token and the one before it. */
static bool after_empty_line(const struct block *b, uint32_t token)
{
    const struct tokens *t = &b->scan->tokens;
    unsigned lines = 0;
    for (uint32_t i = t->end[token - 1]; i < t->begin[token]; i++)
        lines += b->scan->text[i] == '\n';
    return lines > 1;
}

static void add(struct block *b, struct filon_layer *sentences, uint32_t next)
{
    filon_add(sentences, b->scan->tokens.begin[b->begin], b->scan->tokens.end[next - 1]);
    b->begin = next;
}

/* What a token does to the sentence under way; returns the last token that it has dealt with. */
static uint32_t step(struct block *b, struct filon_layer *sentences, uint32_t token)
{
    uint32_t next;
    switch (kind_of(b, token)) {
    case K_UPPER:
        if (token > b->begin && restarts(b, token))
            add(b, sentences, token);
        break;
    case K_DASH:
        if (is_item(b, token))
            add(b, sentences, token);
        break;
    case K_SEMI:
        if (parts(b, token))
            add(b, sentences, token + 1);
        break;
    case K_OPEN:
        b->open = b->opened = token;
        break;
    case K_CLOSE:
        b->open = NONE;
        break;
    case K_STOP:
    case K_MARK:
    case K_DOTS:
    case K_MAY:
        if (!ends(b, token, &next))
            break;
        add(b, sentences, next);
        b->open = next > token + 1 ? NONE : b->open;
        return next - 1;
    default:
        break;
    }
    return token;
}

void filon_scan_sentences(const struct scan *scan, struct filon_layer *sentences)
{
    struct block b = {.scan = scan, .from = scan->first, .end = scan->tokens.n, .begin = scan->first, .open = NONE};
    const uint32_t *begin = scan->tokens.begin, *end = scan->tokens.end;
    const uint8_t *kind = scan->tokens.kind;
    for (uint32_t token = b.from; token < b.end; token++) {
        if (token > b.begin && begin[token] - end[token - 1] > 1 && after_empty_line(&b, token)) {
            add(&b, sentences, token);
            b.open = NONE;
        }
        if (kind[token] != K_LOWER)
            token = step(&b, sentences, token);
    }
    if (b.begin < b.end)
        add(&b, sentences, b.end);
}
