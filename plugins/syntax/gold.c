#include "gold.h"

#include <stdlib.h>

void gold_init(struct gold *gold, struct filon_arena *arena)
{
    *gold = (struct gold){.arena = arena, .tags = filon_map_new(arena, 512), .deprels = filon_map_new(arena, 64)};
}

void gold_free(struct gold *gold)
{
    free(gold->sentence);
    gold->sentence = NULL;
}

static uint32_t intern(struct filon_map *map, struct filon_str name)
{
    uint32_t id = filon_map_get(map, name);
    if (id == FILON_MAP_NONE)
        filon_map_set(map, name, id = (uint32_t)filon_map_count(map));
    return id;
}

/* Features without Typo, which says something of the treebank's text alone. */
static struct filon_str clean_feats(struct filon_arena *arena, struct filon_str feats)
{
    struct filon_str typo = filon_conllu_value(feats, "Typo");
    if (!typo.p)
        return feats;
    const char *from = typo.p - 5, *to = typo.p + typo.n;
    bool ahead = from > feats.p;
    const char *rest = to < feats.p + feats.n && !ahead ? to + 1 : to;
    const char *keep = ahead ? from - 1 : from;
    struct filon_str cleaned = filon_str_of(filon_strf(arena, "%.*s%.*s", (int)(keep - feats.p), feats.p, (int)(feats.p + feats.n - rest), rest));
    return cleaned.n ? cleaned : FILON_STR("_");
}

/* The columns of a document's tokens. */
struct columns {
    struct filon_doc *doc;
    struct filon_layer *tokens;
    const uint32_t *begin, *end, *head;
    const struct filon_str *form, *lemma, *upos, *feats, *deprel;
};

static struct filon_str copy_or(struct filon_arena *arena, struct filon_str value, struct filon_str otherwise)
{
    return value.n ? filon_str_dup(arena, value) : otherwise;
}

static void add_word(struct gold *gold, struct gold_word *word, const struct columns *c, uint32_t row, uint32_t first)
{
    struct filon_str none = FILON_STR("_"), surface = filon_row_text(c->doc, c->tokens, row);
    word->form = copy_or(gold->arena, c->form[row].p ? c->form[row] : surface, none);
    word->lemma = copy_or(gold->arena, c->lemma[row], none);
    word->upos = copy_or(gold->arena, c->upos[row], FILON_STR("X"));
    word->feats = clean_feats(gold->arena, copy_or(gold->arena, c->feats[row], none));
    word->head = c->head[row] == FILON_NONE ? FILON_NONE : c->head[row] - first;
    word->deprel = (uint16_t)intern(gold->deprels, copy_or(gold->arena, c->deprel[row], none));
    word->tag = (uint16_t)intern(gold->tags, filon_str_of(filon_strf(gold->arena, "%.*s %.*s", FILON_FMT(word->upos), FILON_FMT(word->feats))));
}

static void tag_token(struct gold *gold, const struct gold_sentence *sentence, struct gold_token *token)
{
    struct filon_buf name = FILON_BUF_INIT;
    for (uint32_t i = 0; i < token->words; i++) {
        const struct gold_word *word = &sentence->word[token->first + i];
        filon_buf_printf(&name, "%s%.*s %.*s", i ? "+" : "", FILON_FMT(word->upos), FILON_FMT(word->feats));
    }
    token->tag = (uint16_t)intern(gold->tags, filon_buf_str(&name));
    filon_buf_free(&name);
}

void gold_add(struct gold *gold, const struct gold_sentence *sentence)
{
    if (gold->n == gold->room) {
        gold->room = gold->room ? gold->room * 2 : 1024;
        gold->sentence = realloc(gold->sentence, gold->room * sizeof *gold->sentence);
        if (!gold->sentence)
            abort();
    }
    gold->sentence[gold->n++] = *sentence;
}

static void add_sentence(struct gold *gold, const struct columns *c, uint32_t first, uint32_t last)
{
    struct gold_sentence s = {.words = last - first, .origin = gold->n};
    s.word = filon_zalloc(gold->arena, s.words, sizeof *s.word);
    s.token = filon_zalloc(gold->arena, s.words, sizeof *s.token);
    for (uint32_t row = first; row < last; row++) {
        add_word(gold, &s.word[row - first], c, row, first);
        if (row > first && c->begin[row] == c->begin[row - 1] && c->end[row] == c->end[row - 1]) {
            s.token[s.tokens - 1].words++;
            continue;
        }
        struct filon_str form = filon_str_dup(gold->arena, filon_row_text(c->doc, c->tokens, row));
        s.token[s.tokens++] = (struct gold_token){.form = form, .first = row - first, .words = 1};
    }
    for (uint32_t i = 0; i < s.tokens; i++)
        tag_token(gold, &s, &s.token[i]);
    gold_add(gold, &s);
}

void gold_add_document(struct gold *gold, struct filon_doc *doc)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN), *sentences = filon_layer(doc, FILON_SENTENCE);
    struct columns c = {.doc = doc, .tokens = tokens, .begin = filon_begin(tokens), .end = filon_end(tokens), .head = filon_ref(tokens, FILON_TOKEN_HEAD),
                        .form = filon_strs(tokens, FILON_TOKEN_FORM), .lemma = filon_strs(tokens, FILON_TOKEN_LEMMA),
                        .upos = filon_strs(tokens, FILON_TOKEN_UPOS), .feats = filon_strs(tokens, FILON_TOKEN_FEATS),
                        .deprel = filon_strs(tokens, FILON_TOKEN_DEPREL)};
    uint32_t row = 0, rows = filon_rows(tokens);
    for (uint32_t s = 0; s < filon_rows(sentences); s++) {
        uint32_t first = row;
        while (row < rows && c.end[row] <= filon_end(sentences)[s])
            row++;
        if (row > first)
            add_sentence(gold, &c, first, row);
    }
}

static struct filon_str capitals(struct filon_arena *arena, struct filon_str form)
{
    char *out = filon_alloc(arena, form.n * 2 + 4);
    size_t n = 0;
    unsigned length;
    for (size_t i = 0; i < form.n; i += length)
        n += filon_utf8_put(out + n, filon_to_upper(filon_strip_accent(filon_utf8_at(form.p, form.n, i, &length))));
    return (struct filon_str){out, n};
}

void gold_add_capitals(struct gold *gold, uint32_t each)
{
    for (uint32_t s = each / 2, n = gold->n; s < n; s += each) {
        struct gold_sentence variant = gold->sentence[s];
        variant.token = filon_zalloc(gold->arena, variant.tokens, sizeof *variant.token);
        variant.word = filon_zalloc(gold->arena, variant.words, sizeof *variant.word);
        memcpy(variant.token, gold->sentence[s].token, variant.tokens * sizeof *variant.token);
        memcpy(variant.word, gold->sentence[s].word, variant.words * sizeof *variant.word);
        for (uint32_t i = 0; i < variant.tokens; i++)
            variant.token[i].form = capitals(gold->arena, variant.token[i].form);
        for (uint32_t i = 0; i < variant.words; i++)
            variant.word[i].form = capitals(gold->arena, variant.word[i].form);
        gold_add(gold, &variant);
    }
}

struct filon_str gold_tag_names(struct gold *gold)
{
    uint32_t n = (uint32_t)filon_map_count(gold->tags), next = 0;
    uint16_t *number = filon_zalloc(gold->arena, n, sizeof *number);
    struct filon_buf names = FILON_BUF_INIT;
    struct filon_map *tags = filon_map_new(gold->arena, n);
    for (int joined = 0; joined < 2; joined++)
        for (uint32_t i = 0; i < n; i++) {
            struct filon_str name = filon_map_key(gold->tags, i, NULL);
            if ((memchr(name.p, '+', name.n) != NULL) != joined)
                continue;
            number[i] = (uint16_t)next;
            filon_map_set(tags, name, next++);
            filon_buf_printf(&names, "%.*s\n", FILON_FMT(name));
        }
    gold->tags = tags;
    for (uint32_t s = 0; s < gold->n; s++) {
        for (uint32_t i = 0; i < gold->sentence[s].tokens; i++)
            gold->sentence[s].token[i].tag = number[gold->sentence[s].token[i].tag];
        for (uint32_t i = 0; i < gold->sentence[s].words; i++)
            gold->sentence[s].word[i].tag = number[gold->sentence[s].word[i].tag];
    }
    struct filon_str result = filon_str_dup(gold->arena, filon_buf_str(&names));
    filon_buf_free(&names);
    return result;
}
