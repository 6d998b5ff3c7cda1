#include "gold.h"

#include <errno.h>
#include <stdio.h>
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

struct filon_str gold_file(struct filon_arena *arena, const char *path, struct filon_error *error)
{
    FILE *file = fopen(path, "rb");
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    char *bytes = size >= 0 ? filon_alloc(arena, (size_t)size + 1) : NULL;
    if (bytes) {
        rewind(file);
        if (fread(bytes, 1, (size_t)size, file) != (size_t)size)
            bytes = NULL;
    }
    if (!bytes)
        filon_error_set(error, FILON_E_INPUT, "%s: %s", path, strerror(errno));
    if (file)
        fclose(file);
    return bytes ? (struct filon_str){bytes, (size_t)size} : FILON_NO_STR;
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

static void add_word(struct gold *gold, struct gold_word *word, const struct filon_conllu_row *row)
{
    *word = (struct gold_word){.form = row->field[FILON_CONLLU_FORM], .lemma = row->field[FILON_CONLLU_LEMMA], .upos = row->field[FILON_CONLLU_UPOS]};
    word->feats = clean_feats(gold->arena, row->field[FILON_CONLLU_FEATS]);
    word->head = row->head ? row->head - 1 : FILON_NONE;
    word->deprel = (uint16_t)intern(gold->deprels, row->field[FILON_CONLLU_DEPREL]);
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

static void add_sentence(struct gold *gold, const struct filon_conllu *in)
{
    struct gold_sentence s = {.words = in->words, .origin = gold->n};
    s.word = filon_zalloc(gold->arena, in->words, sizeof *s.word);
    s.token = filon_zalloc(gold->arena, in->words, sizeof *s.token);
    for (uint32_t i = 0, w = 0, covered = 0; i < in->rows; i++) {
        const struct filon_conllu_row *row = &in->row[i];
        if (row->last) {
            s.token[s.tokens++] = (struct gold_token){.form = row->field[FILON_CONLLU_FORM], .first = w, .words = row->last - row->id + 1};
            covered = row->last;
            continue;
        }
        if (row->id > covered)
            s.token[s.tokens++] = (struct gold_token){.form = row->field[FILON_CONLLU_FORM], .first = w, .words = 1};
        add_word(gold, &s.word[w++], row);
    }
    for (uint32_t i = 0; i < s.tokens; i++)
        tag_token(gold, &s, &s.token[i]);
    gold_add(gold, &s);
}

int gold_read(struct gold *gold, const char *path, struct filon_error *error)
{
    struct filon_conllu in = {.path = path, .text = gold_file(gold->arena, path, error)};
    int status = in.text.p ? 1 : -1;
    while (status > 0 && (status = filon_conllu_next(&in, error)) > 0)
        add_sentence(gold, &in);
    filon_conllu_free(&in);
    return status;
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
