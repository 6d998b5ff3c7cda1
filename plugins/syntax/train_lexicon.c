#include "train.h"
#include "cluster.h"

#include <stdlib.h>

/* How often a word had a tag: open addressing by word and tag; count 0 is free. */
struct pairs {
    struct pair {
        uint32_t word, count;
        uint16_t tag;
    } *slot;
    size_t n, slots;
};

struct builder {
    struct filon_arena *arena;
    struct filon_map *words; /* folded forms, of treebanks and raw text */
    uint32_t *count;         /* how often */
    size_t room;
    uint32_t *text; /* numbers of words + 1, 0 between sentences */
    size_t n, text_room;
    uint16_t *class; /* by word */
    struct filon_buf verbs; /* infinitives, a line each */
};

static void *need(void *p)
{
    if (!p)
        abort();
    return p;
}

static uint32_t word_id(struct builder *b, struct filon_str form)
{
    char folded[FOLDED_MOST];
    struct filon_str key = {folded, fold_form(folded, form)};
    uint32_t id = filon_map_get(b->words, key);
    if (id == FILON_MAP_NONE)
        filon_map_set(b->words, key, id = (uint32_t)filon_map_count(b->words));
    if (id >= b->room) {
        size_t room = b->room ? b->room * 2 : 1 << 16;
        b->count = need(realloc(b->count, room * sizeof *b->count));
        memset(b->count + b->room, 0, (room - b->room) * sizeof *b->count);
        b->room = room;
    }
    return id;
}

static void add_text(struct builder *b, uint32_t word)
{
    if (b->n == b->text_room) {
        b->text_room = b->text_room ? b->text_room * 2 : 1 << 20;
        b->text = need(realloc(b->text, b->text_room * sizeof *b->text));
    }
    b->text[b->n++] = word;
    if (word)
        b->count[word - 1]++;
}

/* ---- the text: treebanks, then raw */

static void add_gold(struct builder *b, const struct gold *gold)
{
    for (uint32_t s = 0; s < gold->n; s++) {
        if (gold->sentence[s].origin != s)
            continue;
        add_text(b, 0);
        for (uint32_t i = 0; i < gold->sentence[s].tokens; i++)
            add_text(b, word_id(b, gold->sentence[s].token[i].form) + 1);
    }
    add_text(b, 0);
}

/* The surface tokens of the sentence just read. */
static uint32_t surface(const struct filon_conllu *in, struct filon_str *forms)
{
    uint32_t covered = 0, n = 0;
    for (uint32_t i = 0; i < in->rows; i++) {
        if (!in->row[i].last && in->row[i].id <= covered)
            continue;
        covered = in->row[i].last ? in->row[i].last : covered;
        forms[n++] = in->row[i].field[FILON_CONLLU_FORM];
    }
    return n;
}

static int add_raw(struct builder *b, const struct lexicon_plan *plan, struct filon_error *error)
{
    struct filon_conllu in = {.path = plan->raw_path, .text = plan->raw};
    struct filon_str *forms = NULL;
    int status = 0;
    while (plan->raw.p && (status = filon_conllu_next(&in, error)) > 0) {
        forms = need(realloc(forms, in.rows * sizeof *forms));
        for (uint32_t i = 0, n = surface(&in, forms); i < n; i++)
            add_text(b, word_id(b, forms[i]) + 1);
        add_text(b, 0);
    }
    free(forms);
    filon_conllu_free(&in);
    return status;
}

/* ---- classes */

struct ranked {
    uint32_t id, count;
};

static int by_count(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : (x->id > y->id) - (x->id < y->id);
}

/* Classes of frequent words; rare words stand in one more class together while the others are sorted. */
static void cluster(struct builder *b, const struct lexicon_plan *plan)
{
    uint32_t n = (uint32_t)filon_map_count(b->words), frequent = 0;
    struct ranked *rank = need(calloc(n + 1, sizeof *rank));
    uint32_t *number = need(calloc(n + 1, sizeof *number));
    uint16_t *class = need(calloc(n + 2, sizeof *class));
    b->class = filon_zalloc(b->arena, n + 1, sizeof *b->class);
    for (uint32_t i = 0; i < n; i++)
        rank[i] = (struct ranked){i, b->count[i]};
    qsort(rank, n, sizeof *rank, by_count);
    while (frequent < n && rank[frequent].count >= plan->least)
        frequent++;
    for (uint32_t i = 0; i < n; i++)
        number[rank[i].id + 1] = i < frequent ? i + 1 : frequent + 1;
    for (size_t i = 0; i < b->n; i++)
        b->text[i] = b->text[i] ? number[b->text[i]] : 0;
    cluster_words(b->text, b->n, frequent + 2, plan->classes, plan->rounds, class);
    for (uint32_t i = 0; i < frequent; i++)
        b->class[rank[i].id] = class[i + 1];
    free(rank);
    free(number);
    free(class);
}

struct builder *train_words(const struct gold *gold, const struct lexicon_plan *plan, struct filon_error *error)
{
    struct builder *b = need(calloc(1, sizeof *b));
    b->arena = filon_arena_new();
    b->words = filon_map_new(b->arena, 1 << 17);
    add_gold(b, gold);
    if (add_raw(b, plan, error) < 0) {
        train_words_free(b);
        return NULL;
    }
    cluster(b, plan);
    return b;
}

struct filon_str train_verbs(const struct builder *b)
{
    return filon_buf_str(&b->verbs);
}

void train_words_free(struct builder *b)
{
    if (!b)
        return;
    free(b->text);
    free(b->count);
    filon_buf_free(&b->verbs);
    filon_arena_free(b->arena);
    free(b);
}

/* ---- what words usually are */

static struct pair *pair_at(struct pair *slot, size_t slots, uint32_t word, uint16_t tag)
{
    size_t at = ((uint64_t)word << 16 | tag) * 0x9e3779b97f4a7c15u >> 20 & (slots - 1);
    while (slot[at].count && (slot[at].word != word || slot[at].tag != tag))
        at = (at + 1) & (slots - 1);
    return &slot[at];
}

static void count_pair(struct pairs *pairs, uint32_t word, uint16_t tag)
{
    if (pairs->n * 2 >= pairs->slots) {
        size_t slots = pairs->slots ? pairs->slots * 2 : 1 << 16;
        struct pair *slot = need(calloc(slots, sizeof *slot));
        for (size_t i = 0; i < pairs->slots; i++)
            if (pairs->slot[i].count)
                *pair_at(slot, slots, pairs->slot[i].word, pairs->slot[i].tag) = pairs->slot[i];
        free(pairs->slot);
        pairs->slot = slot;
        pairs->slots = slots;
    }
    struct pair *pair = pair_at(pairs->slot, pairs->slots, word, tag);
    pairs->n += pair->count == 0;
    *pair = (struct pair){word, pair->count + 1, tag};
}

static void count_gold(struct builder *b, struct pairs *pairs, const struct gold *gold)
{
    for (uint32_t s = 0; s < gold->n; s++)
        for (uint32_t i = 0; i < gold->sentence[s].tokens && gold->sentence[s].origin == s; i++)
            count_pair(pairs, word_id(b, gold->sentence[s].token[i].form), gold->sentence[s].token[i].tag);
}

static int count_raw(struct builder *b, struct pairs *pairs, const struct lexicon_plan *plan, const struct tagset *tags, const struct lexicon *lexicon,
                     const struct tagger *tagger, struct filon_error *error)
{
    struct filon_conllu in = {.path = plan->raw_path, .text = plan->raw};
    struct filon_arena *arena = filon_arena_new();
    int status = 0;
    while (plan->raw.p && (status = filon_conllu_next(&in, error)) > 0) {
        struct filon_str *forms = filon_zalloc(arena, in.rows, sizeof *forms);
        uint32_t n = surface(&in, forms);
        struct seen *seen = filon_zalloc(arena, n, sizeof *seen);
        struct tag_state state = {tags, seen, n, filon_zalloc(arena, n, sizeof(uint16_t))};
        for (uint32_t i = 0; i < n; i++)
            see(&seen[i], forms[i], lexicon);
        tag_sentence(&state, tagger);
        for (uint32_t i = 0; i < n; i++)
            count_pair(pairs, word_id(b, forms[i]), state.tag[i]);
        filon_arena_reset(arena);
    }
    filon_arena_free(arena);
    filon_conllu_free(&in);
    return status;
}

struct habit {
    uint32_t total, most, joined;
    uint16_t usual;
    uint32_t part[256];
};

enum {
    SURE = 3,    /* counts below say nothing */
    SHARE = 20,  /* a part of speech that a word has in fewer than 1 of these is chance */
    CERTAIN = 60 /* words that are seen so often, and but once in so many otherwise, need no guess */
};

static bool almost(uint32_t some, uint32_t all)
{
    return (all - some) * CERTAIN <= all;
}

static uint8_t ambiguity(const struct habit *habit, struct filon_map *classes)
{
    char bits[256];
    size_t n = 0;
    if (habit->total < SURE)
        return 0;
    for (unsigned part = 0; part < 256; part++)
        if (habit->part[part] && habit->part[part] * SHARE >= habit->total)
            bits[n++] = (char)part;
    struct filon_str key = {bits, n};
    uint32_t id = filon_map_get(classes, key);
    if (id == FILON_MAP_NONE)
        filon_map_set(classes, key, id = (uint32_t)filon_map_count(classes) + 1);
    return id < 255 ? (uint8_t)id : 254;
}

static int by_word(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (!x->count || !y->count)
        return !x->count - !y->count;
    return x->word != y->word ? (x->word > y->word) - (x->word < y->word) : (x->tag > y->tag) - (x->tag < y->tag);
}

static void put_lexeme(struct lexeme *slot, uint32_t mask, uint64_t form, struct lexeme lexeme)
{
    uint32_t at = (uint32_t)(form >> 32) & mask;
    while (slot[at].flags & LEXEME_USED)
        at = (at + 1) & mask;
    lexeme.key = (uint32_t)form;
    lexeme.flags |= LEXEME_USED;
    slot[at] = lexeme;
}

static void build(struct builder *b, struct pairs *pairs, const struct tagset *tags, struct filon_buf *out)
{
    uint32_t n = (uint32_t)filon_map_count(b->words), slots = 64;
    struct filon_map *classes = filon_map_new(b->arena, 256);
    qsort(pairs->slot, pairs->slots, sizeof *pairs->slot, by_word);
    while (slots < pairs->n) /* more than words */
        slots *= 2;
    struct lexeme *slot = need(calloc(slots, sizeof *slot)), *found = need(calloc(n, sizeof *found));
    uint32_t used = 0;
    filon_buf_clear(&b->verbs);
    for (size_t i = 0; i < pairs->n;) {
        struct habit habit = {0};
        uint32_t word = pairs->slot[i].word;
        for (; i < pairs->n && pairs->slot[i].word == word; i++) {
            const struct pair *pair = &pairs->slot[i];
            habit.total += pair->count;
            habit.part[tags->tag[pair->tag].upos_id] += pair->count;
            habit.joined += tags->tag[pair->tag].words > 1 ? pair->count : 0;
            if (pair->count > habit.most) {
                habit.most = pair->count;
                habit.usual = (uint16_t)(pair->tag + 1);
            }
        }
        uint8_t flags = (uint8_t)((habit.joined ? LEXEME_JOINED : 0) | (habit.total - habit.joined > habit.joined / 20 ? LEXEME_ALONE : 0));
        found[word] = (struct lexeme){.cluster = b->class[word], .ambiguity = ambiguity(&habit, classes), .flags = flags};
        if (habit.total >= SURE) {
            found[word].usual = habit.usual;
            if (filon_str_is(tags->tag[habit.usual - 1].name, "VERB VerbForm=Inf"))
                filon_buf_printf(&b->verbs, "%.*s\n", FILON_FMT(filon_map_key(b->words, word, NULL)));
        }
        if (habit.total >= CERTAIN && almost(habit.part[tags->tag[habit.usual - 1].upos_id], habit.total))
            found[word].flags |= almost(habit.most, habit.total) ? LEXEME_KIND | LEXEME_TAG : LEXEME_KIND;
    }
    for (uint32_t w = 0; w < n; w++)
        used += found[w].cluster || found[w].ambiguity || found[w].flags & LEXEME_JOINED;
    for (slots = 64; slots < used + used / 4;)
        slots *= 2;
    for (uint32_t w = 0; w < n; w++)
        if (found[w].cluster || found[w].ambiguity || found[w].flags & LEXEME_JOINED) {
            struct filon_str form = filon_map_key(b->words, w, NULL);
            put_lexeme(slot, slots - 1, filon_hash(form.p, form.n, 1), found[w]);
        }
    filon_buf_put(out, slot, slots * sizeof *slot);
    free(slot);
    free(found);
}

int train_lexicon(struct builder *b, struct lexicon *lexicon, struct filon_buf *out, const struct gold *gold, const struct lexicon_plan *plan,
                  const struct tagset *tags, const struct lexicon *former, const struct tagger *tagger, struct filon_error *error)
{
    struct pairs pairs = {0};
    count_gold(b, &pairs, gold);
    int status = tagger ? count_raw(b, &pairs, plan, tags, former, tagger, error) : 0;
    if (status == 0) {
        build(b, &pairs, tags, out);
        *lexicon = (struct lexicon){(const struct lexeme *)(const void *)out->p, (uint32_t)(out->n / sizeof(struct lexeme)) - 1};
    }
    free(pairs.slot);
    return status;
}
