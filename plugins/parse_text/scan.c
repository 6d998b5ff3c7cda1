/* One pass over a line's bytes: words with their hashes, ends of sentences, marks; then a look at the words that may begin a phrase. */
#include "page.h"

static bool is_space_at(const char *text, uint32_t n, uint32_t at)
{
    const unsigned char *u = (const unsigned char *)text + at;
    if (at >= n)
        return true;
    if (u[0] < 0x80)
        return u[0] == ' ' || (u[0] >= '\t' && u[0] <= '\r');
    return (u[0] == 0xc2 && u[1] == 0xa0) || (u[0] == 0xe2 && u[1] == 0x80 && (u[2] == 0xaf || (u[2] >= 0x80 && u[2] <= 0x8b)));
}

/* Whether a mark at [.., at) can end a sentence: white space, a closing mark or nothing follows. */
static bool stop_follows(const char *text, uint32_t n, uint32_t at)
{
    if (is_space_at(text, n, at))
        return true;
    const unsigned char *u = (const unsigned char *)text + at;
    switch (u[0]) {
    case '"':
    case '\'':
    case ')':
    case ']':
        return true;
    case 0xc2:
        return at + 1 < n && u[1] == 0xbb; /* » */
    case 0xe2:
        return at + 2 < n && u[1] == 0x80 && (u[2] == 0x99 || u[2] == 0x9d || u[2] == 0xa6); /* ’ ” … */
    default:
        return false;
    }
}

static void add_event(struct page *page, struct event event)
{
    if (page->n_events == EVENTS_MOST)
        return; /* the rest of such a line is judged as a whole */
    if (page->n_events == page->room_events) {
        uint32_t room = page->room_events ? page->room_events * 2 : 64;
        struct event *grown = filon_alloc(page->arena, room * sizeof *grown);
        if (page->n_events)
            memcpy(grown, page->events, page->n_events * sizeof *grown);
        page->events = grown;
        page->room_events = room;
    }
    page->events[page->n_events++] = event;
}

static void take_phrase(struct page *page, struct line *line, uint32_t i, const struct phrase *phrase)
{
    const struct token *token = &page->tokens[i];
    uint32_t end = page->tokens[i + phrase->words - 1].end;
    bool opens = token->flags & (FLAG_STOP | FLAG_BREAK | FLAG_CAPITAL | FLAG_NUMBER);
    bool credits = phrase->kind == KIND_AGENCY || phrase->kind == KIND_AUTHOR || phrase->kind == KIND_DESK;
    line->kinds |= KIND_BIT(phrase->kind);
    if (page->looked_up + i == 0) {
        line->start_kind = phrase->kind;
        line->start_words = phrase->words;
    }
    if (phrase->kind == KIND_AGENCY)
        line->agency = end;
    if ((phrase->kind == KIND_CREDIT || phrase->kind == KIND_COPYRIGHT) && line->credit == FILON_NONE)
        line->credit = token->begin;
    if (phrase->kind == KIND_SECTION)
        line->sections += phrase->words;
    if (!credits) {
        line->covered += phrase->words;
        line->weight += phrase->where == WHERE_LINE ? 0 : phrase->weight;
    }
    if (phrase->kind != KIND_AGENCY)
        add_event(page, (struct event){token->begin, end, phrase->words, phrase->kind, phrase->weight,
                                       opens && phrase->where != WHERE_LINE && (credits || phrase->weight >= SURE)});
}

/* « photo : X », « Illustration/AFP »: whether a colon or a slash follows. */
static bool before_colon(const struct page *page, uint32_t at, uint32_t end)
{
    while (at < end && is_space_at(page->text.p, end, at))
        at += (unsigned char)page->text.p[at] < 0x80 ? 1 : (unsigned char)page->text.p[at] < 0xe0 ? 2 : 3;
    return at < end && (page->text.p[at] == ':' || page->text.p[at] == '/');
}

/* The prompt that begins at token i of n. */
static const struct phrase *prompt_at(const struct page *page, uint32_t i, uint32_t n)
{
    const struct token *token = &page->tokens[i];
    uint32_t hash[PHRASE_WORDS], words = 0;
    if (!phrasebook_may_begin(page->book, token->hash, i + 1 < n ? token[1].hash : 0))
        return NULL;
    for (; words < PHRASE_WORDS && i + words < n; words++)
        hash[words] = token[words].hash;
    return phrasebook_match(page->book, token->phrase, hash, words, ~0u, LANGUAGES);
}

/* Looks up the phrases that begin at the words in the window; `last`: no more words of this line will come. */
static void look_up(struct page *page, struct line *line, bool last)
{
    uint32_t n = page->n_tokens, stop = last ? n : n - PHRASE_WORDS, behind = 0;
    for (uint32_t k = 0; k < page->n_candidates; k++) {
        uint32_t i = page->candidates[k];
        if (i < behind)
            continue;
        if (i >= stop)
            break;
        const struct phrase *phrase = prompt_at(page, i, n);
        if (!phrase)
            continue;
        unsigned flags = page->tokens[i].flags;
        bool opens = flags & (FLAG_STOP | FLAG_BREAK | FLAG_CAPITAL | FLAG_NUMBER);
        if (flags & FLAG_OPEN || (phrase->where != WHERE_ANY && !opens)) /* « Abonnez-vous ! » is what somebody says */
            continue;
        if (phrase->kind == KIND_CREDIT && phrase->weight < SURE && !before_colon(page, page->tokens[i + phrase->words - 1].end, line->end))
            continue;
        take_phrase(page, line, i, phrase);
        behind = i + phrase->words;
    }
    if (last)
        return;
    behind = behind > stop ? behind : stop;
    page->looked_up += behind;
    page->n_tokens = n - behind;
    memmove(page->tokens, page->tokens + behind, page->n_tokens * sizeof *page->tokens);
    page->n_candidates = 0;
    for (uint32_t k = 0; k < page->n_tokens; k++)
        if (page->tokens[k].phrase)
            page->candidates[page->n_candidates++] = (uint16_t)k;
}

/* What add_word counts, four counters of 16 bits in one; WINDOW words do not make one of them run over. */
struct tally {
    uint64_t counts; /* capitals, words all in capitals, numbers, ends of sentences */
    uint64_t lanes;  /* function words by language */
    bool date;
};

static void add_tally(struct line *line, const struct tally *tally)
{
    line->caps += tally->counts & 0xffff;
    line->uppers += tally->counts >> 16 & 0xffff;
    line->numbers += tally->counts >> 32 & 0xffff;
    line->stops += (uint32_t)(tally->counts >> 48);
    line->date = line->date || tally->date;
    for (unsigned l = 0; l < LANGUAGES; l++)
        line->function[l] += tally->lanes >> (16 * l) & 0xffff;
}

/* Notes the first dash with white space at a side: a dateline may stand before it. */
static void note_dash(const char *text, uint32_t n, uint32_t at, uint32_t length, struct line *line)
{
    if (line->dash == FILON_NONE && at > line->begin &&
        (text[at - 1] == ' ' || text[at - 1] == '.' || text[at - 1] == ')' || is_space_at(text, n, at + length)))
        line->dash = at;
}

/* What stands between two words: FLAG_BREAK, FLAG_OPEN for the word behind it, and */
enum {
    GAP_STOP = 128,  /* a mark that ends a sentence, if a capital follows */
    GAP_LETTER = 256 /* the word before it is a single letter */
};

/* Takes one mark or space at `at`; returns the offset behind it. */
static inline uint32_t scan_mark(const char *text, uint32_t n, uint32_t at, unsigned *gap, struct line *line)
{
    const unsigned char *u = (const unsigned char *)text + at;
    switch (u[0]) {
    case '.':
        if (!(*gap & GAP_LETTER) && stop_follows(text, n, at + 1))
            *gap |= GAP_STOP;
        return at + 1;
    case '!':
    case '?':
        if (stop_follows(text, n, at + 1))
            *gap |= GAP_STOP;
        return at + 1;
    case '-':
        note_dash(text, n, at, 1, line);
        return at + 1;
    case '"':
        *gap |= FLAG_OPEN;
        return at + 1;
    case '|':
    case '>':
        *gap |= FLAG_BREAK;
        line->marks++;
        return at + 1;
    case 0xc2:
        if (u[1] == 0xab)
            *gap |= FLAG_OPEN;
        else if (u[1] == 0xb7) {
            *gap |= FLAG_BREAK;
            line->marks++;
        }
        return at + 2;
    case 0xe2:
        if (u[1] == 0x80 && u[2] >= 0x90 && u[2] <= 0x95)
            note_dash(text, n, at, 3, line);
        else if (u[1] == 0x80 && u[2] == 0x9c)
            *gap |= FLAG_OPEN;
        else if (u[1] == 0x80 && u[2] == 0xa6)
            *gap |= stop_follows(text, n, at + 3) ? GAP_STOP : 0u;
        else if ((u[1] == 0x80 && (u[2] == 0xa2 || u[2] == 0xba)) || (u[1] == 0x86 && u[2] == 0x92)) {
            *gap |= FLAG_BREAK; /* • › → */
            line->marks++;
        }
        return at + 3;
    default:
        return at + (u[0] < 0x80 ? 1u : u[0] < 0xe0 ? 2u : u[0] < 0xf0 ? 3u : 4u);
    }
}

/* Counts a word and fills its token. Arithmetic instead of branches: which words come is what no processor foresees. */
static inline const struct slot *add_word(const struct phrasebook *book, struct token *token, unsigned cases, unsigned first, bool opening,
                                          unsigned gap, struct tally *tally)
{
    _Static_assert(FLAG_CAPITAL == 1 && FLAG_UPPER == 2 && FLAG_NUMBER == 4 && FLAG_STOP == 8 && CASE_CAPITAL == 2 && CASE_DIGIT == 4, "");
    unsigned capital = first >> 1 & 1, number = cases == CASE_DIGIT;
    unsigned upper = capital & !(cases & CASE_LOWER) & (token->end - token->begin > 1);
    unsigned stop = (gap & GAP_STOP) && (capital | (first & CASE_DIGIT) | (gap & FLAG_OPEN));
    unsigned flags = (gap & 0x7f) | capital | upper << 1 | number << 2 | stop << 3;
    token->hash = number ? HASH_NUMBER : token->hash;
    tally->counts += (capital & !opening & !stop) | (uint64_t)upper << 16 | (uint64_t)number << 32 | (uint64_t)stop << 48;
    bool known = phrasebook_may_know(book, token->hash);
    const struct slot *slot = &book->slots[known ? token->hash & book->mask : book->mask + 1];
    if (known && slot->hash != token->hash)
        slot = phrasebook_slot(book, token->hash);
    tally->lanes += slot->lanes;
    tally->date |= slot->date;
    bool opens = flags & (FLAG_CAPITAL | FLAG_STOP | FLAG_BREAK | FLAG_NUMBER) || slot->anywhere;
    token->phrase = opens ? slot->phrase : NO_PHRASE;
    token->flags = flags;
    return slot;
}

/* Whether the text before `end` ends a sentence, or with a colon, closing marks aside. */
static void look_at_end(const char *text, uint32_t begin, uint32_t end, struct line *line)
{
    const unsigned char *u = (const unsigned char *)text;
    while (end > begin) {
        uint32_t last = (uint32_t)filon_utf8_before(text, end);
        unsigned length;
        uint32_t c = filon_utf8_at(text, end, last, &length);
        if (c == '.' || c == '!' || c == '?' || c == 0x2026) {
            line->ends = true;
            return;
        }
        if (c == ':') {
            line->colon = true;
            return;
        }
        if (c != '"' && c != '\'' && c != ')' && c != ']' && c != 0xbb && c != 0x2019 && c != 0x201d && c != 0x203a && c != ' ' &&
            c != 0xa0 && c != 0x202f)
            return;
        if (line->end - last > 32 || u[last] == 0)
            return;
        end = last;
    }
}

void page_scan(struct page *page, uint32_t begin, uint32_t end, struct line *line)
{
    const char *text = page->text.p;
    const struct phrasebook *book = page->book;
    uint32_t *significant = page->significant, n_significant = page->n_significant, n_tokens = 0;
    uint32_t room = n_significant + WINDOW > SIGNIFICANT ? 0 : SIGNIFICANT; /* a title and the lines near it come early */
    struct token *tokens = page->tokens;
    uint16_t *candidates = page->candidates;
    uint32_t n_candidates = 0;
    struct tally tally = {0, 0, false};
    unsigned gap = FLAG_BREAK;
    bool opening = true;
    *line = (struct line){.begin = begin,
                          .end = end,
                          .dash = FILON_NONE,
                          .credit = FILON_NONE,
                          .agency = FILON_NONE,
                          .whole = FILON_NONE,
                          .significant = room ? n_significant : FILON_NONE};
    page->n_events = page->looked_up = 0;
    for (uint32_t at = begin; at < end;) {
        struct token *token = &tokens[n_tokens];
        unsigned cases, first;
        uint32_t hash, stop = at;
        if (word_may_begin((unsigned char)text[at]))
            stop = word_end(text, end, at, &hash, &cases, &first);
        if (stop == at) {
            uint32_t sign = word_copy_sign(text, end, at);
            if (!sign) {
                at = scan_mark(text, end, at, &gap, line);
                continue;
            }
            stop = at + sign;
            hash = HASH_COPY;
            first = cases = CASE_LOWER;
            gap |= FLAG_BREAK;
        }
        *token = (struct token){.begin = at, .end = stop, .hash = hash};
        const struct slot *slot = add_word(book, token, cases, first, opening, gap, &tally);
        significant[n_significant] = hash;
        n_significant += (!slot->lanes) & (stop - at > 3) & (n_significant < room);
        candidates[n_candidates] = (uint16_t)n_tokens;
        n_candidates += token->phrase != NO_PHRASE;
        n_tokens++;
        opening = false;
        gap = stop - at == 1 && cases != CASE_DIGIT ? GAP_LETTER : 0;
        at = stop;
        if (at < end && text[at] == ' ')
            at++;
        if (n_tokens == WINDOW) {
            page->n_tokens = n_tokens;
            page->n_candidates = n_candidates;
            look_up(page, line, false);
            n_tokens = page->n_tokens;
            n_candidates = page->n_candidates;
            add_tally(line, &tally);
            tally = (struct tally){0, 0, false};
        }
    }
    add_tally(line, &tally);
    page->n_tokens = n_tokens;
    page->n_candidates = n_candidates;
    line->words = page->looked_up + n_tokens;
    look_up(page, line, true);
    look_at_end(text, begin, end, line);
    line->stops += line->ends;
    if (room)
        line->significants = (uint16_t)(n_significant - page->n_significant);
    page->n_significant = n_significant;
}
