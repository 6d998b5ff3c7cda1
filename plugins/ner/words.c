/* words.c - a document as surface tokens over its distinct words. What the lexicon and the letters say of a word is found
 * once per distinct word; everything later works on numbers and bits. */
#include "ner.h"

enum { LONGEST_WORD = 96 }; /* bytes; beyond it a token is no word. Another case of it still fits a lexicon key. */

struct table {
    struct text *text;
    uint32_t *slots; /* word + 1; 0 free */
    size_t mask;
    uint32_t room;
};

static void table_grow(struct table *table, size_t slots)
{
    struct text *text = table->text;
    table->slots = filon_zalloc(text->arena, slots, sizeof *table->slots);
    table->mask = slots - 1;
    table->room = (uint32_t)(slots / 2);
    struct word *words = filon_alloc(text->arena, table->room * sizeof *words);
    if (text->n_words)
        memcpy(words, text->words, text->n_words * sizeof *words);
    text->words = words;
    for (uint32_t i = 0; i < text->n_words; i++) {
        size_t at = words[i].hash & table->mask;
        while (table->slots[at])
            at = (at + 1) & table->mask;
        table->slots[at] = i + 1;
    }
}

static uint32_t *table_slot(const struct table *table, struct filon_str s, uint64_t hash)
{
    size_t at = hash & table->mask;
    for (; table->slots[at]; at = (at + 1) & table->mask) {
        const struct word *word = &table->text->words[table->slots[at] - 1];
        if (word->hash == hash && filon_str_eq(word->text, s))
            break;
    }
    return &table->slots[at];
}

static uint32_t code_at(struct filon_str s, size_t at, unsigned *length)
{
    return filon_utf8_at(s.p, s.n, at, length);
}

/* XIV, and as an ordinal XIVe */
static bool is_roman(struct filon_str s)
{
    size_t n = 0;
    while (n < s.n && n < 6 && strchr("IVX", s.p[n]))
        n++;
    s.p += n;
    s.n -= n;
    return n > 0 && (s.n == 0 || filon_str_is(s, "e") || filon_str_is(s, "er") || filon_str_is(s, "ème"));
}

static uint8_t shape_of(struct filon_str s)
{
    unsigned length, step, upper = 0, lower = 0;
    uint32_t first = code_at(s, 0, &length);
    uint8_t shape = 0;
    for (size_t i = 0; i < s.n; i += step) {
        uint32_t code = code_at(s, i, &step);
        if (filon_is_upper(code)) {
            upper++;
            if (i > 0 && lower == 1 && upper == 1)
                shape |= SHAPE_INNER;
        } else if (filon_is_letter(code)) {
            lower++;
        } else if (code == '-' && i > 0 && i + 1 < s.n) {
            shape |= SHAPE_HYPHEN;
        }
    }
    if (filon_is_upper(first)) {
        shape |= SHAPE_UPPER;
        if (upper >= 2 && lower == 0)
            shape |= SHAPE_CAPS;
        if (upper + lower == 1 && (s.n == length || s.p[s.n - 1] == '.'))
            shape |= SHAPE_INITIAL;
        if (is_roman(s))
            shape |= SHAPE_ROMAN;
    } else if (filon_is_letter(first)) {
        shape |= SHAPE_LOWER;
    } else if (filon_is_digit(first)) {
        shape |= SHAPE_DIGIT;
    }
    return shape;
}

/* Lower case; with `title`, the first letter and those behind a hyphen keep their case. */
static struct filon_str recase(char *out, struct filon_str s, bool title)
{
    size_t n = 0;
    unsigned length;
    bool keep = title;
    for (size_t i = 0; i < s.n; i += length) {
        uint32_t code = code_at(s, i, &length);
        n += filon_utf8_put(out + n, keep ? code : filon_to_lower(code));
        keep = title && code == '-';
    }
    return (struct filon_str){out, n};
}

/* "Jean-Hubert" is a given name because "Jean" is. */
static uint32_t compound_given(const struct lexicon *lexicon, struct filon_str key)
{
    const char *hyphen = memchr(key.p, '-', key.n);
    if (!hyphen || hyphen + 1 >= key.p + key.n || !filon_is_upper((unsigned char)hyphen[1]))
        return 0;
    uint32_t bits = ner_lexicon_get(lexicon, (struct filon_str){key.p, (size_t)(hyphen - key.p)})->bits;
    return (bits & LEX_GIVEN) && !(bits & LEX_LOC) ? bits & (LEX_GIVEN | LEX_MASC | LEX_FEM) : 0;
}

static void know(const struct text *text, struct word *word)
{
    char key[LEX_KEY + 1], low[LEX_KEY + 1];
    size_t n = word->text.n <= LONGEST_WORD ? ner_lexicon_key(key, 0, word->text) : SIZE_MAX;
    if (n == SIZE_MAX)
        return;
    word->shape = shape_of(word->text);
    const struct lex_entry *entry = ner_lexicon_get(text->lexicon, (struct filon_str){key, n});
    if (!entry->bits && !entry->longer && (word->shape & SHAPE_CAPS) && n >= 4) {
        struct filon_str title = recase(low, word->text, true);
        n = ner_lexicon_key(key, 0, title);
        entry = ner_lexicon_get(text->lexicon, (struct filon_str){key, n});
    }
    word->bits = entry->bits;
    word->full = entry->full;
    word->longer = entry->longer;
    if (!entry->bits && (word->shape & SHAPE_HYPHEN))
        word->bits = compound_given(text->lexicon, (struct filon_str){key, n});
    if (word->shape & SHAPE_UPPER) {
        struct filon_str lower = recase(low, word->text, false);
        n = ner_lexicon_key(key, 0, lower);
        entry = ner_lexicon_get(text->lexicon, (struct filon_str){key, n});
        word->low_bits = entry->bits;
        if (entry->longer > word->longer)
            word->longer = entry->longer;
    } else {
        word->low_bits = word->bits;
    }
}

static uint32_t intern(struct table *table, struct filon_str s)
{
    struct text *text = table->text;
    uint64_t hash = filon_hash(s.p, s.n, 0);
    uint32_t *slot = table_slot(table, s, hash);
    if (!*slot) {
        if (text->n_words == table->room) {
            table_grow(table, (table->mask + 1) * 2);
            slot = table_slot(table, s, hash);
        }
        struct word *word = &text->words[text->n_words++];
        *word = (struct word){.text = s, .hash = hash};
        know(text, word);
        *slot = text->n_words;
    }
    return *slot - 1;
}

/* How often a capitalised word is found in lower case. */
static void count_lower(struct table *table)
{
    struct text *text = table->text;
    char low[LONGEST_WORD * 2];
    for (uint32_t i = 0; i < text->n; i++) {
        struct word *word = &text->words[text->tokens[i].word];
        if (word->shape & SHAPE_LOWER)
            word->lower++;
    }
    for (uint32_t i = 0; i < text->n_words; i++) {
        struct word *word = &text->words[i];
        if (!(word->shape & SHAPE_UPPER))
            continue;
        struct filon_str lower = recase(low, word->text, false);
        uint32_t slot = *table_slot(table, lower, filon_hash(lower.p, lower.n, 0));
        if (slot)
            word->lower = text->words[slot - 1].lower;
    }
}

/* Signs after which a capital says nothing. */
static bool opens(struct filon_str s)
{
    static const char *const signs[] = {":", "«", "“", "„", "\"", "—", "–", "-", "•", "…", "?", "!", "·", "*", "“"};
    if (s.n > 3)
        return false;
    for (size_t i = 0; i < FILON_COUNT(signs); i++)
        if (filon_str_is(s, signs[i]))
            return true;
    return false;
}

static void mark_sentence(const struct text *text, uint32_t first, uint32_t behind)
{
    uint32_t caps = 0, others = 0, upper = 0, lower = 0;
    bool start = true;
    for (uint32_t i = first; i < behind; i++) {
        const struct word *word = word_at(text, i);
        bool letters = word->shape & (SHAPE_UPPER | SHAPE_LOWER);
        caps += (word->shape & SHAPE_CAPS) != 0;
        others += (word->shape & SHAPE_LOWER) || (word->shape & (SHAPE_UPPER | SHAPE_CAPS | SHAPE_INITIAL)) == SHAPE_UPPER;
        upper += (word->shape & SHAPE_UPPER) && !(word->shape & SHAPE_INITIAL);
        lower += (word->shape & SHAPE_LOWER) && word->text.n > 3;
        if (start)
            text->tokens[i].flags |= TOKEN_START;
        if (letters || (word->shape & SHAPE_DIGIT))
            start = false;
        else if (opens(word->text))
            start = true;
    }
    text->tokens[first].flags |= TOKEN_SENTENCE;
    uint32_t all = caps >= 3 && caps > 3 * others ? TOKEN_SHOUT : upper >= 5 && upper > 3 * lower ? TOKEN_TITLE : 0;
    for (uint32_t i = first; all && i < behind; i++)
        text->tokens[i].flags |= all;
}

void ner_text_build(struct text *text, struct filon_doc *doc, const struct lexicon *lexicon, enum ner_language language)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN), *sentences = filon_layer(doc, FILON_SENTENCE);
    const uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens), *from = filon_begin(sentences);
    uint32_t rows = filon_rows(tokens), n_sentences = filon_rows(sentences);
    *text = (struct text){.arena = filon_doc_arena(doc), .bytes = filon_doc_text(doc), .lexicon = lexicon, .language = language};
    text->tokens = filon_alloc(text->arena, (rows + 1) * sizeof *text->tokens);
    struct table table = {.text = text};
    table_grow(&table, 1024);
    for (uint32_t i = 0; i < rows; i++) {
        if (begin[i] == end[i] || (text->n && begin[i] < text->tokens[text->n - 1].end))
            continue; /* a further word of a multiword token */
        struct token *token = &text->tokens[text->n++];
        *token = (struct token){.begin = begin[i], .end = end[i]};
        token->word = intern(&table, (struct filon_str){text->bytes.p + begin[i], end[i] - begin[i]});
        if (text->n > 1 && token[-1].end == token->begin)
            token->flags = TOKEN_GLUED;
    }
    text->folds = filon_zalloc(text->arena, text->n_words + 1, sizeof *text->folds);
    count_lower(&table);
    uint32_t first = 0;
    for (uint32_t s = 0; s <= n_sentences && first < text->n; s++) {
        uint32_t stop = s + 1 < n_sentences ? from[s + 1] : UINT32_MAX, behind = first;
        while (behind < text->n && text->tokens[behind].begin < stop)
            behind++;
        if (behind > first)
            mark_sentence(text, first, behind);
        first = behind;
    }
}

bool ner_token_is_any(const struct text *text, uint32_t token, const char *const *words, size_t n)
{
    if (token >= text->n)
        return false;
    struct filon_str s = word_at(text, token)->text;
    for (size_t i = 0; i < n; i++)
        if (*words[i] == *s.p && filon_str_is(s, words[i]))
            return true;
    return false;
}

/* "Chef de l'État" at the head of a sentence is "chef de l'État"; what is a name keeps its capital. */
static uint32_t phrase_bits(const struct text *text, char *key, size_t n, bool upper, uint32_t bits, uint32_t *full)
{
    const struct lex_entry *entry = ner_lexicon_get(text->lexicon, (struct filon_str){key, n});
    *full = entry->full;
    if ((entry->bits & bits) || !upper || key[0] < 'A' || key[0] > 'Z')
        return entry->bits & bits ? entry->bits : 0;
    key[0] = (char)(key[0] | 0x20);
    entry = ner_lexicon_get(text->lexicon, (struct filon_str){key, n});
    key[0] = (char)(key[0] & ~0x20);
    return entry->bits & bits & ~(uint32_t)LEX_NAMES ? entry->bits & ~(uint32_t)LEX_NAMES : 0;
}

/* Appends a token to a key; what is written all in capitals as it is elsewhere: NEW YORK, CORÉE DU NORD. */
static size_t token_key(const struct text *text, uint32_t token, char *key, size_t n)
{
    char low[LONGEST_WORD * 2];
    const struct word *word = word_at(text, token);
    bool shout = text->tokens[token].flags & TOKEN_SHOUT;
    if ((word->shape & SHAPE_CAPS) && (shout || word->text.n >= 4))
        return ner_lexicon_key(key, n, recase(low, word->text, !(shout && (word->low_bits & LEX_PARTICLE))));
    return ner_lexicon_key(key, n, word->text);
}

bool ner_text_phrase(const struct text *text, uint32_t token, uint32_t bits, struct phrase *phrase)
{
    const struct word *word = word_at(text, token);
    *phrase = (struct phrase){.bits = word->bits, .full = word->full, .last = token};
    if (!(word->bits & bits))
        phrase->bits = word->low_bits & ~(uint32_t)LEX_NAMES;
    bool found = phrase->bits & bits;
    if (!word->longer)
        return found;
    char key[LEX_KEY + 1];
    size_t n = token_key(text, token, key, 0);
    for (uint32_t i = token + 1; n < LEX_KEY && joined(text, i); i++) {
        if (!(text->tokens[i].flags & TOKEN_GLUED) && key[n - 1] != '\'')
            key[n++] = ' ';
        n = token_key(text, i, key, n);
        if (n == SIZE_MAX || n > word->longer)
            break;
        uint32_t full, got = phrase_bits(text, key, n, word->shape & SHAPE_UPPER, bits, &full);
        if (got) {
            *phrase = (struct phrase){.bits = got, .full = full, .last = i};
            found = true;
        }
    }
    return found;
}

uint64_t ner_token_fold(const struct text *text, uint32_t token)
{
    uint64_t *fold = &text->folds[text->tokens[token].word];
    if (!*fold) {
        char out[LONGEST_WORD * 2 + 4];
        struct filon_str s = word_at(text, token)->text;
        if (s.n <= LONGEST_WORD)
            s = (struct filon_str){out, filon_fold(out, s, FILON_FOLD_CASE | FILON_FOLD_ACCENT | FILON_FOLD_QUOTE)};
        *fold = filon_hash(s.p, s.n, 0) | 1;
    }
    return *fold;
}

uint64_t ner_text_fold(const struct text *text, uint32_t first, uint32_t last)
{
    uint64_t hash = 0;
    for (uint32_t i = first; i <= last; i++) {
        uint64_t pair[2] = {hash, ner_token_fold(text, i)};
        hash = filon_hash(pair, sizeof pair, 0);
    }
    return hash;
}
