/* The tokens of a block, in one pass over its bytes. */
#include "segment.h"

#include <filon/ascii.h>
#include <stdlib.h>

static bool grow(struct tokens *tokens)
{
    uint32_t more = tokens->room < 1024 ? 1024 : tokens->room / 2, room = tokens->room + more;
    if (room > tokens->kind_room) {
        uint8_t *kind = realloc(tokens->kind, room);
        if (!kind)
            return false;
        tokens->kind = kind;
        tokens->kind_room = room;
    }
    filon_add_rows(tokens->layer, more);
    tokens->begin = filon_begin(tokens->layer);
    tokens->end = filon_end(tokens->layer);
    tokens->room = room;
    return true;
}

void filon_scan_emit(struct scan *scan, uint32_t begin, uint32_t end, enum kind kind)
{
    struct tokens *tokens = &scan->tokens;
    if (__builtin_expect(tokens->n == tokens->room, 0) && !grow(tokens)) {
        scan->failed = true;
        return;
    }
    tokens->begin[tokens->n] = begin;
    tokens->end[tokens->n] = end;
    tokens->kind[tokens->n++] = (uint8_t)kind;
}

/* Behind what clings to a token that is no word: combining marks, joiners. */
static uint32_t extended(const struct scan *scan, uint32_t at)
{
    unsigned length;
    while (class_at(scan, at, &length) == C_EXTEND)
        at += length;
    return at;
}

/* Behind the run of the code point at `at`. */
static uint32_t repeated(const struct scan *scan, uint32_t at, unsigned length)
{
    uint32_t end = at + length;
    while (scan->end - end >= length && memcmp(scan->text + end, scan->text + at, length) == 0)
        end += length;
    return extended(scan, end);
}

/* Behind a run of one class. */
static uint32_t classes(const struct scan *scan, uint32_t at, enum charclass one, enum charclass other)
{
    unsigned length;
    enum charclass cc;
    while (((cc = class_at(scan, at, &length)) == one || cc == other) && length)
        at += length;
    return extended(scan, at);
}

/* The class before `at`; C_SPACE at the block's beginning. */
static enum charclass class_before(const struct scan *scan, uint32_t at)
{
    unsigned length;
    return at > scan->from ? class_at(scan, (uint32_t)filon_utf8_before(scan->text, at), &length) : C_SPACE;
}

static bool opens_before(enum charclass before)
{
    return before == C_SPACE || before == C_OPEN || before == C_QOPEN || before == C_APOS || before == C_HYPHEN || before == C_DASH ||
           before == C_SLASH || before == C_QUOTE;
}

/* Which way a mark without direction points: by the spaces around it, and by turns where they do not tell. */
static enum kind quotation(struct scan *scan, uint32_t at, uint32_t end)
{
    unsigned length;
    enum charclass before = class_before(scan, at), after = class_at(scan, end, &length);
    bool left = opens_before(before), right = !is_word(after) && after != C_OPEN && after != C_QOPEN && after != C_DOTS && after != C_QUOTE;
    if (left != right)
        scan->quoting = left;
    else
        scan->quoting = !scan->quoting;
    return scan->quoting ? K_QOPEN : K_QCLOSE;
}

/* “ and ” the wrong way round, as German and Swedish set them. */
static enum kind directed(const struct scan *scan, uint32_t at, uint32_t end, enum charclass cc)
{
    unsigned length;
    uint32_t c = filon_utf8_at(scan->text, scan->end, at, &length);
    if (c != 0x201c && c != 0x201d && c != 0x201f)
        return cc == C_QOPEN ? K_QOPEN : K_QCLOSE;
    bool left = opens_before(class_before(scan, at)), right = !is_word(class_at(scan, end, &length));
    return left == right ? (cc == C_QOPEN ? K_QOPEN : K_QCLOSE) : left ? K_QOPEN : K_QCLOSE;
}

/* ’90s, ’68 */
static bool is_decade(const struct scan *scan, uint32_t at, uint32_t end)
{
    const char *c = scan->text + at;
    return (end - at == 2 || (end - at == 3 && c[2] == 's')) && (unsigned char)(c[0] - '0') < 10 && (unsigned char)(c[1] - '0') < 10;
}

/* An apostrophe that no word took: 's behind a token, ’tis, or a quotation mark. */
static uint32_t apostrophe(struct scan *scan, uint32_t at, unsigned length)
{
    uint32_t end = at + length, word = end;
    unsigned n;
    while (word < end + 8 && is_word(class_at(scan, word, &n)))
        word += n;
    enum charclass before = class_before(scan, at);
    bool closed = word > end && !is_word(class_at(scan, word, &n));
    uint32_t flags = closed ? filon_language_word(scan->language, scan->text + at, word - at) : 0;
    if (((flags & W_WHOLE) && before == C_SPACE) || ((flags & W_CONTRACTION) && (is_word(before) || before == C_QCLOSE))) {
        filon_scan_emit(scan, at, word, K_LOWER);
        return word;
    }
    if (scan->language->contractions && before == C_SPACE && is_decade(scan, end, word)) {
        filon_scan_emit(scan, at, word, K_NUMBER);
        return word;
    }
    uint32_t c = filon_utf8_at(scan->text, scan->end, at, &n);
    if (length == 1) /* '' and `` are one mark */
        end = repeated(scan, at, length);
    bool left = opens_before(before) && class_at(scan, end, &n) != C_SPACE;
    filon_scan_emit(scan, at, end, c == 0x2018 || c == 0x201b || left ? K_QOPEN : K_QCLOSE);
    return end;
}

/* A hyphen, dash or plus that no word took: the sign of a number, or by itself. */
static uint32_t dash(struct scan *scan, uint32_t at, unsigned length, enum charclass cc)
{
    unsigned n;
    uint32_t end = at + length;
    const struct tokens *tokens = &scan->tokens;
    enum charclass before = class_before(scan, at);
    bool sign = class_at(scan, end, &n) == C_DIGIT && (before == C_SPACE || before == C_OPEN) &&
                !(tokens->n > scan->first && tokens->kind[tokens->n - 1] == K_NUMBER);
    uint32_t c = filon_utf8_at(scan->text, scan->end, at, &n);
    if (sign && (cc != C_DASH || c == 0x2212))
        return filon_scan_word(scan, at, length);
    if (cc == C_PLUS && scan->end - at >= 3 && memcmp(scan->text + at, "+/-", 3) == 0)
        end = at + 3;
    else
        end = repeated(scan, at, length);
    filon_scan_emit(scan, at, end, cc == C_PLUS ? K_OTHER : K_DASH);
    return end;
}

/* .fr and .45 at the beginning of a word; else one full stop or a run of them. */
static uint32_t stop(struct scan *scan, uint32_t at, unsigned length, enum charclass cc)
{
    unsigned n;
    uint32_t end = classes(scan, at, C_STOP, C_DOTS);
    enum charclass before = class_before(scan, at), after = class_at(scan, end, &n);
    if (end == at + length && cc == C_STOP && (before == C_SPACE || before == C_OPEN) && (after == C_LOWER || after == C_DIGIT))
        return filon_scan_word(scan, at, length);
    filon_scan_emit(scan, at, end, cc == C_STOP && end == at + length ? K_STOP : K_DOTS);
    return end;
}

/* #MeToo, @handle; else the sign alone. */
static uint32_t tag(struct scan *scan, uint32_t at)
{
    uint32_t end = at + 1;
    unsigned n;
    enum charclass cc;
    while (is_word(cc = class_at(scan, end, &n)) || (cc == C_JOIN && scan->text[end] == '_'))
        end += n;
    filon_scan_emit(scan, at, end, K_OTHER);
    return end;
}

/* An emoji with what is joined to it; a flag is two letters. */
static uint32_t emoji(struct scan *scan, uint32_t at, unsigned length)
{
    unsigned n;
    uint32_t c = filon_utf8_at(scan->text, scan->end, at, &n), end = at + length;
    if (c >= 0x1f1e6 && c <= 0x1f1ff && class_at(scan, end, &n) == C_EMOJI) {
        uint32_t second = filon_utf8_at(scan->text, scan->end, end, &n);
        end += second >= 0x1f1e6 && second <= 0x1f1ff ? n : 0;
    }
    for (;;) {
        uint32_t from = end;
        end = extended(scan, end);
        if (end - from < 3 || memcmp(scan->text + end - 3, "\xe2\x80\x8d", 3) != 0 || class_at(scan, end, &n) != C_EMOJI)
            break;
        end += n;
    }
    filon_scan_emit(scan, at, end, K_EMOJI);
    return end;
}

/* :-) :( ;) between spaces; 0 if it is none. */
static uint32_t smiley(const struct scan *scan, uint32_t at)
{
    uint32_t end = at + 1;
    end += end < scan->end && scan->text[end] == '-';
    unsigned n;
    if (end >= scan->end || !memchr("()DPp/", scan->text[end], 6) || class_before(scan, at) != C_SPACE)
        return 0;
    return class_at(scan, end + 1, &n) == C_SPACE ? end + 1 : 0;
}

static uint32_t colon(struct scan *scan, uint32_t at, unsigned length, enum charclass cc)
{
    uint32_t end = length == 1 ? smiley(scan, at) : 0;
    if (end)
        filon_scan_emit(scan, at, end, K_EMOJI);
    else
        filon_scan_emit(scan, at, end = extended(scan, at + length), cc == C_COLON ? K_COLON : K_SEMI);
    return end;
}

/* °C is one token. */
static uint32_t degree(struct scan *scan, uint32_t at, unsigned length)
{
    uint32_t end = at + length;
    unsigned n;
    if (end < scan->end && memchr("CF", scan->text[end], 2) && !is_word(class_at(scan, end + 1, &n)))
        end++;
    filon_scan_emit(scan, at, end, K_OTHER);
    return end;
}

/* A token that does not begin with a word character. */
static uint32_t mark(struct scan *scan, uint32_t at, unsigned length, enum charclass cc)
{
    uint32_t end = at + length;
    enum kind kind = K_OTHER;
    switch (cc) {
    case C_APOS:
        return apostrophe(scan, at, length);
    case C_HYPHEN:
    case C_DASH:
    case C_PLUS:
        return dash(scan, at, length, cc);
    case C_STOP:
    case C_DOTS:
        return stop(scan, at, length, cc);
    case C_HASH:
    case C_AT:
        return tag(scan, at);
    case C_EMOJI:
        return emoji(scan, at, length);
    case C_SEMI:
    case C_COLON:
        return colon(scan, at, length, cc);
    case C_DEGREE:
        return degree(scan, at, length);
    case C_MARK:
        end = classes(scan, at, C_MARK, C_MARK);
        kind = K_MARK;
        break;
    case C_QUOTE:
        kind = quotation(scan, at, end);
        break;
    case C_QOPEN:
    case C_QCLOSE:
        kind = directed(scan, at, end, cc);
        break;
    case C_SYMBOL:
    case C_JOIN:
    case C_SLASH:
        end = repeated(scan, at, length);
        break;
    case C_COMMA:
        kind = K_COMMA;
        break;
    case C_OPEN:
        kind = K_OPEN;
        break;
    case C_CLOSE:
        kind = K_CLOSE;
        break;
    default:
        break;
    }
    end = extended(scan, end);
    filon_scan_emit(scan, at, end, kind);
    return end;
}

/* Most of all text: a word of letters and digits of ASCII with a space or a comma behind it, which adds a token and nothing else. Where that
 * is, or `at` if it is another word. */
static inline uint32_t plain_word(struct scan *scan, uint32_t at)
{
    struct tokens *tokens = &scan->tokens;
    const char *text = scan->text + at;
    if (scan->end - at < FILON_ASCII_BYTES)
        return at;
    struct filon_ascii ascii = filon_ascii(text);
    uint32_t letters = ascii.lower | ascii.upper;
    unsigned n = (unsigned)__builtin_ctz(~(letters | ascii.digit));
    if (!(letters & 1) || n == FILON_ASCII_BYTES || (text[n] != ' ' && text[n] != ',') || scan->language->splits[text[0] | 32] ||
        tokens->n == tokens->room)
        return at;
    tokens->begin[tokens->n] = at;
    tokens->end[tokens->n] = at + n;
    tokens->kind[tokens->n++] = ascii.upper & 1 ? K_UPPER : K_LOWER;
    return at + n;
}

int filon_scan_block(struct scan *scan)
{
    scan->first = scan->tokens.n;
    scan->quoting = false;
    uint32_t at = scan->from;
    while (at < scan->end && !scan->failed) {
        uint32_t word = plain_word(scan, at);
        if (word > at) {
            at = word + (scan->text[word] == ' ');
            continue;
        }
        unsigned length;
        enum charclass cc = class_at(scan, at, &length);
        if (cc == C_SPACE)
            at += length;
        else if (cc < C_EXTEND)
            at = filon_scan_word(scan, at, 0);
        else
            at = mark(scan, at, length, cc);
    }
    return scan->failed ? -1 : 0;
}
