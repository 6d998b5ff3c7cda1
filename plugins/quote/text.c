#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memrchr */
#endif
#include "text.h"

enum { SPLITS_MOST = 64 };

/* ---- Marks. */
static uint32_t first_letter(struct filon_str s)
{
    unsigned length;
    return s.n ? filon_utf8_at(s.p, s.n, 0, &length) : 0;
}

static enum mark mark_of(struct filon_str s)
{
    uint32_t c = first_letter(s);
    if (c < 0x80 ? !strchr("\"',.?!;:-()[]<>/*", (int)c) : (c != 0xab && c != 0xbb && (c < 0x2010 || c > 0x203a)))
        return MARK_NONE;
    if (s.n > 1 && c < 0x80) {
        if (filon_str_is(s, "''"))
            return MARK_STRAIGHT;
        if (filon_str_is(s, "<<"))
            return MARK_OPEN;
        if (filon_str_is(s, ">>"))
            return MARK_CLOSE;
        if (s.p[0] == '-' && s.p[1] != '-')
            return MARK_NONE;
        return strchr(".?!", s.p[0]) && strspn(s.p, ".?!") >= s.n ? MARK_STOP : filon_str_is(s, "--") ? MARK_DASH : MARK_NONE;
    }
    if (c == 0x2019 && s.n > 3) /* ’s */
        return MARK_NONE;
    switch (c) {
    case 0xab:
    case 0x201c:
    case 0x201e:
    case 0x2018:
    case 0x201a:
    case 0x2039:
        return MARK_OPEN;
    case 0xbb:
    case 0x201d:
    case 0x203a:
    case 0x2019:
        return MARK_CLOSE;
    case '"':
        return MARK_STRAIGHT;
    case ',':
        return MARK_COMMA;
    case '.':
    case '?':
    case '!':
    case 0x2026:
        return MARK_STOP;
    case ';':
        return MARK_SEMICOLON;
    case ':':
        return MARK_COLON;
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case '-':
        return MARK_DASH;
    case '(':
    case '[':
        return MARK_LEFT;
    case ')':
    case ']':
        return MARK_RIGHT;
    default:
        return MARK_OTHER;
    }
}

static uint8_t shape_of(struct filon_str s)
{
    uint32_t c = first_letter(s);
    if (c < 0x80)
        return (uint8_t)(c >= 'a' && c <= 'z'   ? SHAPE_LETTER
                         : c >= 'A' && c <= 'Z' ? SHAPE_LETTER | SHAPE_UPPER
                         : c >= '0' && c <= '9' ? SHAPE_DIGIT
                                                : 0);
    return (uint8_t)(filon_is_letter(c) ? SHAPE_LETTER | (filon_is_upper(c) ? SHAPE_UPPER : 0) : 0);
}

/* ---- Words: tokens with a span of their own; the parts of « du » share one. Text that is no article is passed over. */
static bool skip_block(struct filon_layer *blocks, uint32_t row)
{
    struct filon_str kind = filon_strs(blocks, FILON_BLOCK_KIND)[row];
    return !filon_bool(blocks, FILON_BLOCK_CONTENT)[row] && !filon_str_is(kind, "caption");
}

static bool blank_line_between(const struct text *t, uint32_t from, uint32_t to)
{
    unsigned feeds = 0;
    for (uint32_t i = from; i < to && feeds < 2; i++)
        feeds += t->bytes[i] == '\n';
    return feeds > 1;
}

struct walk {
    struct filon_layer *tokens, *sentences, *blocks, *entities;
    uint32_t sentence, block, entity;
    uint32_t *sentence_of, *paragraph_of; /* by word */
};

static void place(struct text *t, struct walk *w, uint32_t i, uint32_t begin)
{
    const uint32_t *sentence_end = filon_end(w->sentences);
    while (w->sentence < filon_rows(w->sentences) && sentence_end[w->sentence] <= begin)
        w->sentence++;
    w->sentence_of[i] = w->sentence;
    bool new_paragraph = i > 0 && !filon_rows(w->blocks) && blank_line_between(t, t->word[i - 1].end, begin);
    w->paragraph_of[i] = filon_rows(w->blocks) ? w->block : i ? w->paragraph_of[i - 1] + new_paragraph : 0;
}

static uint32_t entity_at(struct walk *w, uint32_t begin, uint32_t end)
{
    const uint32_t *eb = filon_begin(w->entities), *ee = filon_end(w->entities);
    while (w->entity < filon_rows(w->entities) && ee[w->entity] <= begin)
        w->entity++;
    bool in = w->entity < filon_rows(w->entities) && eb[w->entity] < end && ee[w->entity] > begin;
    return in ? w->entity : FILON_NONE;
}

/* « estime-il », as some write it: a verb and its subject in one token. */
static bool split_inverted(struct text *t, uint32_t i)
{
    struct word *word = &t->word[i];
    if (word->form->is || word->form->verb || word->entity != FILON_NONE)
        return false;
    struct filon_str s = word_text(t, i);
    const char *hyphen = memrchr(s.p, '-', s.n);
    if (!hyphen || hyphen == s.p)
        return false;
    size_t stem = (size_t)(hyphen - s.p);
    const struct form *behind = quote_form(t->lexicon, (struct filon_str){hyphen, s.n - stem}),
                      *verb = quote_form(t->lexicon, (struct filon_str){s.p, stem});
    if (!(behind->is & BIT(IS_INVERTED)) || !(verb->verb & VERB_FINITE))
        return false;
    t->word[i + 1] = *word;
    t->word[i + 1].begin = word->end = word->begin + (uint32_t)stem;
    t->word[i + 1].form = behind;
    word->form = verb;
    return true;
}

static void make_words(struct text *t, struct walk *w)
{
    const uint32_t *begin = filon_begin(w->tokens), *end = filon_end(w->tokens), *block_end = filon_end(w->blocks);
    bool bare = quote_bare_nouns(t->lexicon);
    uint32_t rows = filon_rows(w->tokens), blocks = filon_rows(w->blocks), n = 0, split_left = SPLITS_MOST;
    for (uint32_t row = 0; row < rows; row++) {
        if (begin[row] == end[row] || (n && begin[row] < t->word[n - 1].end))
            continue;
        while (w->block < blocks && block_end[w->block] <= begin[row])
            w->block++;
        if (w->block < blocks && skip_block(w->blocks, w->block))
            continue;
        struct word *word = &t->word[n];
        *word = (struct word){.begin = begin[row], .end = end[row], .mate = NO_WORD};
        struct filon_str s = {t->bytes + begin[row], end[row] - begin[row]};
        word->mark = (uint8_t)mark_of(s);
        word->shape = shape_of(s);
        word->form = quote_form(t->lexicon, s);
        word->entity = entity_at(w, begin[row], end[row]);
        if (bare && word->form->readings && !(word->shape & SHAPE_UPPER)) /* « [Smith said] »: no part of the name */
            word->entity = FILON_NONE;
        place(t, w, n, begin[row]);
        n++;
        if (split_left && split_inverted(t, n - 1)) {
            w->sentence_of[n] = w->sentence_of[n - 1];
            w->paragraph_of[n] = w->paragraph_of[n - 1];
            split_left--;
            n++;
        }
    }
    t->n = n;
}

/* ---- Quotations in marks. A stack of open marks; one that is still open at the end of its paragraph goes on if the next paragraph
 * opens with the same mark again or closes without opening; else it is forgotten. Everything once, from left to right. */
enum { DEEPEST = 64, PARAGRAPHS_OPEN = 8 };

struct pairing {
    uint32_t stack[DEEPEST];
    uint32_t depth, open_since; /* paragraph in which the lowest was opened */
    bool carried;
};

static uint32_t mate_of(uint32_t open)
{
    switch (open) {
    case 0xab:
        return 0xbb;
    case 0x201c:
        return 0x201d;
    case 0x201e:
        return 0x201c;
    case 0x2018:
        return 0x2019;
    case 0x201a:
        return 0x2018;
    case 0x2039:
        return 0x203a;
    case '<':
        return '>';
    default:
        return open;
    }
}

static bool closes(const struct text *t, uint32_t open, uint32_t close)
{
    uint32_t o = first_letter(word_text(t, open)), c = first_letter(word_text(t, close));
    return c == mate_of(o) || (o == 0x201e && c == 0x201d) || (o == 0x201c && c == '"') || (o == '"' && c == 0x201d);
}

static void join(struct text *t, uint32_t open, uint32_t close)
{
    t->word[open].mate = close;
    t->word[close].mate = open;
    t->word[open].mark = MARK_OPEN;
    t->word[close].mark = MARK_CLOSE;
}

static bool opens_straight(const struct text *t, uint32_t i)
{
    uint32_t at = t->word[i].begin, end = t->word[i].end;
    bool space_before = at == 0 || strchr(" \n\t('", t->bytes[at - 1]) != NULL || (unsigned char)t->bytes[at - 1] == 0xa0;
    bool space_after = t->bytes[end] == '\0' || strchr(" \n\t", t->bytes[end]) != NULL;
    return space_before && !space_after;
}

static void pair_mark(struct text *t, struct pairing *p, uint32_t i, bool starts_paragraph)
{
    struct word *word = &t->word[i];
    if (word->mark == MARK_OPEN && filon_str_is(word_text(t, i), "\xe2\x80\x9c") && p->depth &&
        first_letter(word_text(t, p->stack[p->depth - 1])) == 0x201e)
        word->mark = MARK_CLOSE; /* German style: „ “ */
    bool straight = word->mark == MARK_STRAIGHT;
    bool mixed = straight && p->depth && !p->carried && first_letter(word_text(t, p->stack[p->depth - 1])) == 0x201c &&
                 !opens_straight(t, i) && filon_str_is(word_text(t, i), "\""); /* “ … " */
    bool twice = word->mark == MARK_OPEN && p->depth && !p->carried && filon_str_is(word_text(t, i), "\xe2\x80\x9c") &&
                 first_letter(word_text(t, p->stack[p->depth - 1])) == 0x201c && !opens_straight(t, i); /* “ … “ */
    if (twice) {
        join(t, p->stack[--p->depth], i);
        return;
    }
    bool close = word->mark == MARK_CLOSE || mixed ||
                 (straight && p->depth && is_mark(t, p->stack[p->depth - 1], MARK_STRAIGHT) && !(p->carried && opens_straight(t, i)));
    if (close) {
        uint32_t d = p->depth;
        while (d && !closes(t, p->stack[d - 1], i))
            d--;
        if (!d) {
            word->mark = straight ? MARK_OTHER : word->mark;
            return;
        }
        join(t, p->stack[d - 1], i);
        p->depth = d - 1;
        p->carried = p->carried && p->depth;
    } else if (p->carried && starts_paragraph && filon_str_eq(word_text(t, i), word_text(t, p->stack[0]))) {
        word->mark = MARK_OTHER; /* the mark repeated at the head of a paragraph */
    } else {
        if (p->carried)
            p->depth = 0;
        p->carried = false;
        if (p->depth < DEEPEST)
            p->stack[p->depth++] = i;
    }
}

static void pair_marks(struct text *t, const uint32_t *paragraph_of)
{
    struct pairing p = {.depth = 0};
    uint32_t left[DEEPEST], lefts = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        bool starts = i == 0 || paragraph_of[i] != paragraph_of[i - 1];
        if (starts) {
            lefts = 0;
            if (p.depth && !p.carried)
                p.open_since = paragraph_of[p.stack[0]];
            p.depth = p.depth && paragraph_of[i] - p.open_since <= PARAGRAPHS_OPEN ? 1 : 0;
            p.carried = p.depth > 0;
        }
        uint8_t mark = t->word[i].mark;
        if (mark == MARK_OPEN || mark == MARK_CLOSE || mark == MARK_STRAIGHT)
            pair_mark(t, &p, i, starts);
        else if (mark == MARK_LEFT && lefts < DEEPEST)
            left[lefts++] = i;
        else if (mark == MARK_RIGHT && lefts) {
            t->word[left[--lefts]].mate = i;
            t->word[i].mate = left[lefts];
        }
    }
}

static void make_regions(struct text *t)
{
    uint32_t opens = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        struct word *w = &t->word[i];
        if ((w->mark == MARK_OPEN || w->mark == MARK_CLOSE || w->mark == MARK_STRAIGHT) && w->mate == NO_WORD)
            w->mark = MARK_OTHER;
        opens += w->mark == MARK_OPEN;
    }
    t->region = filon_zalloc(filon_doc_arena(t->doc), opens + 1, sizeof *t->region);
    uint32_t in = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        struct word *w = &t->word[i];
        if (w->mark == MARK_CLOSE && in)
            in = t->region[in].parent;
        w->region = in;
        if (w->mark == MARK_OPEN) {
            t->region[++t->regions] = (struct region){.open = i, .close = w->mate, .parent = in};
            in = t->regions;
        }
    }
}

/* ---- Stretches. Outside of marks: sentences, joined where one ends within marks, or where the next one goes on with a comma or a small letter
 * right behind a quotation (« …! », dit-il). Within marks: sentences, cut at the marks. */
static bool goes_on(const struct text *t, uint32_t i)
{
    if (!is_mark(t, i - 1, MARK_CLOSE))
        return false;
    const struct word *w = &t->word[i];
    return w->mark == MARK_COMMA || ((w->shape & SHAPE_LETTER) && !(w->shape & SHAPE_UPPER));
}

static void make_stretches(struct text *t, const uint32_t *sentence_of, const uint32_t *paragraph_of)
{
    struct filon_arena *arena = filon_doc_arena(t->doc);
    t->stretch = filon_alloc(arena, (t->n + 2 * (size_t)t->regions + 1) * sizeof *t->stretch);
    uint32_t *open = filon_zalloc(arena, t->regions + 1, sizeof *open); /* by region: the stretch under way + 1 */
    uint32_t last_sentence = 0, ordinal = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t region = t->word[i].region;
        bool cut = i > 0 && (sentence_of[i] != last_sentence || paragraph_of[i] != paragraph_of[i - 1]);
        last_sentence = sentence_of[i];
        uint32_t now = open[region];
        bool fresh = !now || (cut && t->word[i - 1].region == region && !is_mark(t, i - 1, MARK_OPEN) &&
                              !(region == 0 && goes_on(t, i) && paragraph_of[i] == paragraph_of[i - 1]));
        if (!fresh && region == 0 && i > 1 && is_mark(t, i - 1, MARK_CLOSE) && is_mark(t, i - 2, MARK_STOP) &&
            (t->word[i].shape & SHAPE_UPPER))
            fresh = true; /* « … contraire. » Il a assuré … */
        if (fresh) {
            ordinal += region == 0;
            t->stretch[t->stretches++] = (struct stretch){i, i, paragraph_of[i], ordinal};
            now = open[region] = t->stretches;
        }
        t->stretch[now - 1].last = i;
        t->word[i].stretch = now - 1;
    }
}

void quote_text(struct text *t, struct filon_doc *doc, struct lexicon *lexicon)
{
    struct filon_arena *arena = filon_doc_arena(doc);
    *t = (struct text){.doc = doc, .lexicon = lexicon, .bytes = filon_doc_text(doc).p};
    struct walk w = {.tokens = filon_layer(doc, FILON_TOKEN),
                     .sentences = filon_layer(doc, FILON_SENTENCE),
                     .blocks = filon_layer(doc, FILON_BLOCK),
                     .entities = filon_layer(doc, FILON_ENTITY)};
    uint32_t rows = filon_rows(w.tokens);
    if (!rows || !t->bytes)
        return;
    t->word = filon_alloc(arena, (rows + (size_t)SPLITS_MOST) * sizeof *t->word);
    w.sentence_of = filon_alloc(arena, (rows + (size_t)SPLITS_MOST) * sizeof *w.sentence_of);
    w.paragraph_of = filon_alloc(arena, (rows + (size_t)SPLITS_MOST) * sizeof *w.paragraph_of);
    make_words(t, &w);
    pair_marks(t, w.paragraph_of);
    make_regions(t);
    make_stretches(t, w.sentence_of, w.paragraph_of);
}

/* ---- Phrases. */
uint32_t quote_phrase_at(const struct text *t, uint32_t i, uint32_t last, unsigned class)
{
    if (i >= t->n || i > last)
        return 0;
    const struct form *form = t->word[i].form;
    if (!((form->is | form->leads) & BIT(class)))
        return 0;
    for (const struct phrase *p = form->phrases; p; p = p->next) {
        if (!(p->is & BIT(class)) || i + p->words > last)
            continue;
        unsigned k = 0;
        for (; k < p->words; k++) {
            char folded[128];
            if (!filon_str_eq(quote_fold(word_text(t, i + 1 + k), folded, sizeof folded), p->word[k]))
                break;
        }
        if (k == p->words)
            return 1 + p->words;
    }
    return form->is & BIT(class) ? 1 : 0;
}
