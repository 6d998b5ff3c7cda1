/* features.c - what the CRF is told of a token. */
#include "learned.h"

/* Of a distinct word. */
struct facts {
    uint64_t word, low, prefix2, prefix3, prefix4, suffix1, suffix2, suffix3, suffix4, shape;
    uint64_t bits;
};

struct tagging {
    const struct text *text;
    struct facts *facts; /* by word, and behind them that of no word: beyond the sentence */
    uint8_t *lower;      /* by word: whether the document has it in lower case too */
    uint8_t *rule;       /* by token: label of the rules */
    uint8_t *sure;       /* by token: their score in steps */
    uint64_t *whole;     /* by token: the folded text of the rules' mention, 0 none */
    uint8_t *elsewhere;  /* by word: types that the rules gave it somewhere in the document, as bits */
};

enum { WORD = 96 };

static uint64_t collapsed_shape(struct filon_str s)
{
    char shape[WORD];
    size_t n = 0;
    unsigned length;
    for (size_t i = 0; i < s.n && n < 12; i += length) {
        uint32_t code = filon_utf8_at(s.p, s.n, i, &length);
        char c = filon_is_upper(code) ? 'X' : filon_is_letter(code) ? 'x' : filon_is_digit(code) ? '0' : code < 0x80 ? (char)code : '~';
        if (n < 2 || shape[n - 1] != c || shape[n - 2] != c)
            shape[n++] = c;
    }
    return filon_hash(shape, n, 1);
}

static void find_facts(const struct word *word, struct facts *facts)
{
    char low[WORD * 2 + 4] = {0};
    size_t n = 0, ends[WORD + 1], letters = 0;
    unsigned length;
    struct filon_str s = word->text;
    s.n = s.n < WORD ? s.n : WORD;
    ends[0] = 0;
    for (size_t i = 0; i < s.n && letters < WORD; i += length) {
        n += filon_utf8_put(low + n, filon_to_lower(filon_utf8_at(s.p, s.n, i, &length)));
        ends[++letters] = n;
    }
    facts->low = filon_hash(low, n, 2);
#define PREFIX(k) (letters > (k) ? filon_hash(low, ends[k], 3) : 0)
#define SUFFIX(k) (letters > (k) ? filon_hash(low + ends[letters - (k)], n - ends[letters - (k)], 4) : 0)
    facts->prefix2 = PREFIX(2);
    facts->prefix3 = PREFIX(3);
    facts->prefix4 = PREFIX(4);
    facts->suffix1 = SUFFIX(1);
    facts->suffix2 = SUFFIX(2);
    facts->suffix3 = SUFFIX(3);
    facts->suffix4 = SUFFIX(4);
    facts->shape = collapsed_shape(s);
    facts->word = word->hash;
    facts->bits = (uint64_t)word->bits << 32 | word->low_bits;
}

static void mark_rules(struct tagging *tagging, const struct mentions *rules)
{
    const struct text *text = tagging->text;
    for (uint32_t i = 0; i < rules->n; i++) {
        const struct mention *mention = &rules->items[i];
        uint64_t whole = ner_text_fold(text, mention->first, mention->last);
        for (uint32_t t = mention->first; t <= mention->last; t++) {
            tagging->rule[t] = (uint8_t)(label_begin(mention->type) + (t > mention->first));
            tagging->sure[t] = (uint8_t)(mention->score * 7.99f);
            tagging->whole[t] = whole;
            tagging->elsewhere[text->tokens[t].word] |= (uint8_t)(1u << mention->type);
        }
    }
}

struct tagging *ner_tagging_new(const struct text *text, const struct mentions *rules)
{
    struct tagging *tagging = filon_zalloc(text->arena, 1, sizeof *tagging);
    tagging->text = text;
    tagging->facts = filon_zalloc(text->arena, text->n_words + 1, sizeof *tagging->facts);
    tagging->rule = filon_zalloc(text->arena, text->n + 1, 1);
    tagging->sure = filon_zalloc(text->arena, text->n + 1, 1);
    tagging->whole = filon_zalloc(text->arena, text->n + 1, sizeof *tagging->whole);
    tagging->elsewhere = filon_zalloc(text->arena, text->n_words + 1, 1);
    tagging->lower = filon_zalloc(text->arena, text->n_words + 1, 1);
    for (uint32_t i = 0; i < text->n_words; i++) {
        find_facts(&text->words[i], &tagging->facts[i]);
        tagging->lower[i] = text->words[i].lower > 0;
    }
    mark_rules(tagging, rules);
    return tagging;
}

/* ------------------------------------------------------------------------------------------------- *
 * Each kind of feature has a number of its own, for good: a model depends on it.
 */
#define PUT(kind, value) (*f++ = filon_feature((kind), (value)))
#define PAIR(kind, a, b) PUT((kind), filon_feature_pair((a), (b)))

static uint64_t *put_own(const struct facts *at, uint64_t *f)
{
    PUT(1, at->word);
    PUT(2, at->low);
    PUT(3, at->prefix2);
    PUT(4, at->prefix3);
    PUT(5, at->prefix4);
    PUT(6, at->suffix1);
    PUT(7, at->suffix2);
    PUT(8, at->suffix3);
    PUT(9, at->suffix4);
    PUT(10, at->shape);
    PUT(11, at->bits);
    return f;
}

static uint64_t *put_near(const struct facts *at, unsigned kind, uint64_t *f)
{
    PUT(kind, at->low);
    PUT(kind + 1, at->suffix3);
    PUT(kind + 2, at->shape);
    PUT(kind + 3, at->bits);
    return f;
}

static uint64_t *put_far(const struct facts *at, unsigned kind, uint64_t *f)
{
    PUT(kind, at->low);
    PUT(kind + 1, at->bits);
    return f;
}

size_t ner_word_features(const struct tagging *tagging, uint32_t word, int offset, uint64_t *features)
{
    const struct facts *at = &tagging->facts[word];
    uint64_t *end = offset == 0    ? put_own(at, features)
                    : offset == -1 ? put_near(at, 20, features)
                    : offset == 1  ? put_near(at, 24, features)
                    : offset == -2 ? put_far(at, 28, features)
                                   : put_far(at, 30, features);
    return (size_t)(end - features);
}

uint64_t ner_word_key(const struct tagging *tagging, uint32_t word)
{
    const struct facts *at = &tagging->facts[word];
    return filon_feature_pair(at->word, at->bits) | 1;
}

void ner_words_around(const struct tagging *tagging, uint32_t token, uint32_t words[5])
{
    const struct text *text = tagging->text;
    const struct token *tokens = text->tokens;
    uint32_t none = text->n_words;
    bool left = !(tokens[token].flags & TOKEN_SENTENCE), right = joined(text, token + 1);
    words[2] = tokens[token].word;
    words[1] = left ? tokens[token - 1].word : none;
    words[0] = left && !(tokens[token - 1].flags & TOKEN_SENTENCE) ? tokens[token - 2].word : none;
    words[3] = right ? tokens[token + 1].word : none;
    words[4] = right && joined(text, token + 2) ? tokens[token + 2].word : none;
}

size_t ner_token_features(const struct tagging *tagging, uint32_t token, const uint32_t words[5], uint64_t *features)
{
    const struct text *text = tagging->text;
    const struct facts *at = &tagging->facts[words[2]], *left = &tagging->facts[words[1]], *right = &tagging->facts[words[3]];
    uint32_t none = text->n_words, flags = text->tokens[token].flags;
    const uint8_t *rules = tagging->rule + token;
    unsigned rule = rules[0], rule_left = words[1] == none ? LABELS : rules[-1], rule_right = words[3] == none ? LABELS : rules[1];
    unsigned rule_left2 = words[0] == none ? LABELS : rules[-2], rule_right2 = words[4] == none ? LABELS : rules[2];
    unsigned around = rule << 16 | rule_left << 8 | rule_right;
    uint64_t *f = features;
    PAIR(40, left->low, at->low);
    PAIR(41, at->low, right->low);
    PAIR(42, filon_feature_pair(left->shape, at->shape), right->shape);
    PAIR(43, at->shape, flags & (TOKEN_START | TOKEN_SHOUT | TOKEN_TITLE | TOKEN_SENTENCE));
    PAIR(44, at->bits, left->bits);
    PAIR(45, at->bits, right->bits);
    PUT(46, around);
    PAIR(47, around, rule_left2 << 8 | rule_right2);
    PAIR(48, at->shape, tagging->lower[words[2]] | rule << 8);
    if (rule_left)
        PAIR(49, rule_left << 8 | rule, at->low);
    if (!rule)
        return (size_t)(f - features);
    PUT(60, rule);
    PUT(61, rule << 8 | tagging->sure[token]);
    PAIR(62, rule, left->low);
    PAIR(63, rule, right->low);
    PAIR(64, rule, at->low);
    PAIR(65, rule, at->shape);
    PAIR(66, rule, at->bits);
    PAIR(67, rule, left->bits);
    PAIR(68, rule << 8 | rule_left, at->shape);
    PAIR(69, rule, tagging->whole[token]);
    PUT(70, rule << 8 | tagging->elsewhere[words[2]]);
    PUT(71, rule << 8 | tagging->lower[words[2]] | (flags & TOKEN_START ? 2 : 0));
    return (size_t)(f - features);
}

size_t ner_features(const struct tagging *tagging, uint32_t token, uint64_t *features)
{
    uint32_t words[5];
    size_t n = 0;
    ner_words_around(tagging, token, words);
    for (int offset = -2; offset <= 2; offset++)
        n += ner_word_features(tagging, words[offset + 2], offset, features + n);
    return n + ner_token_features(tagging, token, words, features + n);
}
