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
    uint32_t most = page->book->phrases[token->phrase].words; /* longer ones stand first */
    for (; words < most && i + words < n; words++)
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

/* Flags and counts a word that is no plain one in small letters; `opening`: it is the line's first. */
static void note_word(struct line *line, struct token *token, unsigned cases, unsigned first, unsigned gap, bool opening)
{
    bool capital = first & CASE_CAPITAL, number = cases == CASE_DIGIT;
    bool upper = capital && !(cases & CASE_LOWER) && token->end - token->begin > 1;
    bool stop = (gap & GAP_STOP) && (first & (CASE_CAPITAL | CASE_DIGIT) || gap & FLAG_OPEN);
    line->caps += capital && !opening && !stop;
    line->uppers += upper;
    line->numbers += number;
    line->stops += stop;
    token->flags = (gap & (FLAG_BREAK | FLAG_OPEN)) | (capital ? FLAG_CAPITAL : 0u) | (upper ? FLAG_UPPER : 0u) |
                   (number ? FLAG_NUMBER : 0u) | (stop ? FLAG_STOP : 0u);
    if (number)
        token->hash = HASH_NUMBER;
}

/* What is known of a word. Arithmetic instead of branches, here and below: which words come is what no processor foresees. */
static inline const struct slot *word_slot(const struct phrasebook *book, uint32_t hash)
{
    uint32_t known = phrasebook_may_know(book, hash), pick = 0 - known;
    const struct slot *slot = &book->slots[(hash & book->mask & pick) | ((book->mask + 1) & ~pick)];
    return (slot->hash ^ hash) & pick ? phrasebook_slot(book, hash) : slot;
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

/* Reads words from `at` on until the window is full or the line ends; returns the offset behind them. *before: what stood before `at`, and
 * then before that offset. */
static uint32_t read_words(struct page *page, uint32_t at, struct line *line, unsigned *before)
{
    const struct filon_str text = page->text;
    struct token *token = page->tokens + page->n_tokens, *full = page->tokens + WINDOW;
    const uint32_t end = line->end;
    unsigned gap = *before;
    while (at < end && token < full) {
        struct letters word = word_at(text, end, at);
        if (word.end == at) {
            uint32_t sign = word_copy_sign(text.p, end, at);
            if (!sign) {
                at = scan_mark(text.p, end, at, &gap, line);
                continue;
            }
            word = (struct letters){at + sign, HASH_COPY, CASE_LOWER, CASE_LOWER};
            gap |= FLAG_BREAK;
        }
        token->begin = at;
        token->end = word.end;
        token->hash = word.hash;
        token->flags = 0;
        if ((gap & ~(unsigned)GAP_LETTER) | (word.cases ^ CASE_LOWER))
            note_word(line, token, word.cases, word.first, gap, token == page->tokens && !page->looked_up);
        gap = (unsigned)((word.end - at == 1) & (word.cases != CASE_DIGIT)) * GAP_LETTER;
        token++;
        at = word.end + (word.end < end && text.p[word.end] == ',');
        at += at < end && text.p[at] == ' ';
    }
    page->n_tokens = (uint32_t)(token - page->tokens);
    *before = gap;
    return at;
}

/* Looks the words of the window up, from token `from` on: function words are counted, those that a phrase may begin at and those that
 * titles are compared by are kept. */
static void know_words(struct page *page, uint32_t from, struct line *line)
{
    const struct phrasebook *book = page->book;
    uint32_t n_significant = page->n_significant, n_candidates = page->n_candidates, keep = line->significant != FILON_NONE;
    uint64_t lanes = 0;
    bool date = false;
    for (uint32_t i = from; i < page->n_tokens; i++) {
        struct token *token = &page->tokens[i];
        const struct slot *slot = word_slot(book, token->hash);
        uint32_t opens = (token->flags & (FLAG_CAPITAL | FLAG_STOP | FLAG_BREAK | FLAG_NUMBER)) | slot->anywhere;
        token->phrase = slot->phrase & (0 - (uint32_t)(opens != 0)); /* or NO_PHRASE */
        lanes += slot->lanes;
        date |= slot->date;
        page->significant[n_significant] = token->hash;
        n_significant += (!slot->lanes) & (token->end - token->begin > 3) & keep;
        page->candidates[n_candidates] = (uint16_t)i;
        n_candidates += token->phrase != NO_PHRASE;
    }
    page->n_significant = n_significant < SIGNIFICANT ? n_significant : SIGNIFICANT;
    page->n_candidates = n_candidates;
    line->date |= date;
    for (unsigned l = 0; l < LANGUAGES; l++) /* 16 bits a language: WINDOW words do not make one of them run over */
        line->function[l] += lanes >> (16 * l) & 0xffff;
}

void page_scan(struct page *page, uint32_t begin, uint32_t end, struct line *line)
{
    uint32_t significant = page->n_significant;
    unsigned gap = FLAG_BREAK;
    *line = (struct line){.begin = begin,
                          .end = end,
                          .dash = FILON_NONE,
                          .credit = FILON_NONE,
                          .agency = FILON_NONE,
                          .whole = FILON_NONE,
                          /* A title and the lines near it come early. */
                          .significant = significant + WINDOW > SIGNIFICANT ? FILON_NONE : significant};
    page->n_events = page->looked_up = page->n_tokens = page->n_candidates = 0;
    for (uint32_t at = begin; at < end;) {
        uint32_t from = page->n_tokens;
        at = read_words(page, at, line, &gap);
        know_words(page, from, line);
        if (page->n_tokens == WINDOW)
            look_up(page, line, false);
    }
    line->words = page->looked_up + page->n_tokens;
    look_up(page, line, true);
    look_at_end(page->text.p, begin, end, line);
    line->stops += line->ends;
    if (line->significant != FILON_NONE)
        line->significants = (uint16_t)(page->n_significant - significant);
}
