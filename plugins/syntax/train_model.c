/* From treebanks to a model file: lexicon, tagger, lemmatiser, and a parser that learns from tags as the tagger guesses them. */
#include "train_model.h"

#include "model.h"
#include "train.h"
#include "train_parse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct parts {
    struct filon_buf lexicon, kinds, tagger, rules, lemma, known, labels, contractions, moves, names, certain;
    struct filon_str tags;
};

struct training {
    const struct train_plan *plan;
    struct filon_arena *arena;
    struct gold gold;
    struct tagset tags;
    struct lexicon lexicon;
    struct lemmatiser lemmatiser;
    struct filon_linear lemma;
    struct filon_str verbs; /* infinitives */
    struct parts parts;
    struct timespec start;
    struct filon_error *error;
};

struct train_plan train_plan_default(void)
{
    return (struct train_plan){.language = "fr", .folds = 5, .tag_rounds = 8, .parse_rounds = 14, .beam = 8, .classes = 200, .class_rounds = 8, .capitals = 12,
                               .tag_least = 0.8, .lemma_least = 0.3, .moves_least = 1.8, .names_least = 0.95};
}

/* Says where the training stands; -1 if it shall stop. */
static int say(const struct training *t, const char *phase, unsigned step, unsigned steps, double loss, struct filon_error *error)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - t->start.tv_sec) + 1e-9 * (double)(now.tv_nsec - t->start.tv_nsec);
    if (t->plan->progress && t->plan->progress(t->plan->arg, phase, step, steps, loss, seconds))
        return filon_error_set(error, FILON_E_BUSY, "training was interrupted");
    return 0;
}

/* ---- multiword tokens */

static void put_contraction(struct training *t, struct filon_map *seen, const struct gold_sentence *s, const struct gold_token *token)
{
    char folded[FOLDED_MOST];
    struct filon_buf line = FILON_BUF_INIT;
    struct filon_str tag = t->tags.tag[token->tag].name;
    filon_buf_put(&line, folded, fold_form(folded, token->form));
    filon_buf_printf(&line, "\t%.*s\t", FILON_FMT(tag));
    bool fresh = filon_map_set(seen, filon_buf_str(&line), 1) == FILON_MAP_NONE;
    for (unsigned field = 0; field < 2; field++)
        for (uint32_t i = 0; i < token->words; i++) {
            const struct gold_word *word = &s->word[token->first + i];
            char lower[LEMMA_MOST];
            size_t n = lemma_lower(lower, field ? word->lemma : word->form, false);
            filon_buf_printf(&line, "%.*s%c", (int)n, lower, i + 1 < token->words ? ' ' : field ? '\n' : '\t');
        }
    if (fresh)
        filon_buf_put_str(&t->parts.contractions, filon_buf_str(&line));
    filon_buf_free(&line);
}

static void list_contractions(struct training *t)
{
    struct filon_map *seen = filon_map_new(t->arena, 64);
    for (uint32_t s = 0; s < t->gold.n; s++)
        for (uint32_t i = 0; i < t->gold.sentence[s].tokens; i++)
            if (t->gold.sentence[s].token[i].words > 1 && t->gold.sentence[s].token[i].words <= TAG_WORDS_MOST)
                put_contraction(t, seen, &t->gold.sentence[s], &t->gold.sentence[s].token[i]);
}

/* ---- tagger and lexicon */

static int open_tagger(struct tagger *tagger, const struct filon_buf *kinds, const struct filon_buf *tags, struct filon_error *error)
{
    return filon_linear_open(&tagger->kinds, filon_buf_str(kinds), error) < 0 || filon_linear_open(&tagger->tags, filon_buf_str(tags), error) < 0 ? -1 : 0;
}

/* The file is mapped, for it may be large; the mapping goes with the process. */
static int read_raw(const char *path, struct filon_str *raw, struct filon_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *p = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    if (fd >= 0)
        close(fd);
    if (p == MAP_FAILED)
        return filon_error_set(error, FILON_E_CONFIG, "cannot read %s: %s", path, errno ? strerror(errno) : "it is empty");
    *raw = (struct filon_str){p, (size_t)st.st_size};
    return 0;
}

static int train_tags(struct training *t, struct filon_error *error)
{
    const struct train_plan *plan = t->plan;
    struct lexicon_plan words = {.raw_path = plan->raw, .classes = plan->classes, .least = 5, .rounds = plan->class_rounds};
    if (say(t, "words", 0, 0, 0, error) < 0 || (plan->raw && read_raw(plan->raw, &words.raw, error) < 0))
        return -1;
    struct builder *builder = train_words(&t->gold, &words, error);
    if (!builder)
        return -1;
    int status = train_lexicon(builder, &t->lexicon, &t->parts.lexicon, &t->gold, &words, &t->tags, NULL, NULL, error);
    if (status == 0 && plan->raw) { /* again, with what a first tagger finds in the raw text */
        struct filon_buf kinds = FILON_BUF_INIT, first = FILON_BUF_INIT, lexicon = FILON_BUF_INIT;
        struct tagger tagger;
        status = say(t, "first tagger", 0, 0, 0, error);
        train_tagger(&kinds, &first, &t->gold, NULL, &t->tags, &t->lexicon, plan->tag_rounds, plan->tag_least);
        if (status == 0)
            status = open_tagger(&tagger, &kinds, &first, error);
        struct lexicon former = t->lexicon;
        if (status == 0)
            status = train_lexicon(builder, &t->lexicon, &lexicon, &t->gold, &words, &t->tags, &former, &tagger, error);
        filon_buf_free(&kinds);
        filon_buf_free(&first);
        filon_buf_free(&t->parts.lexicon);
        t->parts.lexicon = lexicon;
    }
    t->verbs = filon_str_dup(t->arena, train_verbs(builder));
    train_words_free(builder);
    if (status == 0)
        status = say(t, "tagger", 0, 0, 0, error);
    if (status == 0)
        train_tagger(&t->parts.kinds, &t->parts.tagger, &t->gold, NULL, &t->tags, &t->lexicon, plan->tag_rounds, plan->tag_least);
    return status;
}

/* ---- what the parser learns from */

static struct filon_str guess_lemma(const struct training *t, struct filon_str form, const struct seen *seen, uint16_t tag, char out[LEMMA_MOST])
{
    const struct lemma_rule *rule = &t->lemmatiser.rule[lemma_rule_of(&t->lemmatiser, seen, &t->tags.tag[tag])];
    struct filon_str lemma = {out, lemma_apply(rule, form, out)};
    return lemma.n ? lemma : form;
}

/* Tokens that the tagger divides otherwise than the treebank keep the treebank's tags. */
static struct parse_word *guess_words(const struct training *t, const struct gold_sentence *s, const struct tagger *tagger)
{
    struct parse_word *words = filon_zalloc(t->arena, s->words, sizeof *words);
    struct seen *seen = filon_zalloc(t->arena, s->tokens, sizeof *seen), part;
    struct tag_state state = {&t->tags, seen, s->tokens, filon_zalloc(t->arena, s->tokens, sizeof(uint16_t))};
    see_gold(seen, s, &t->lexicon);
    tag_sentence(&state, tagger);
    for (uint32_t i = 0; i < s->tokens; i++) {
        const struct gold_token *token = &s->token[i];
        const struct tag *tag = &t->tags.tag[state.tag[i]];
        for (uint32_t k = 0; k < token->words; k++) {
            const struct gold_word *word = &s->word[token->first + k];
            uint16_t guess = tag->words == token->words ? tag->part[k] : word->tag;
            char lemma[LEMMA_MOST];
            if (token->words > 1)
                see(&part, word->form, &t->lexicon);
            model_parse_word(&words[token->first + k], &t->tags, guess, token->words > 1 ? &part : &seen[i],
                             token->words > 1 ? word->lemma : guess_lemma(t, word->form, &seen[i], guess, lemma));
        }
    }
    return words;
}

/* One root, and all words below it: others teach no parser. */
static bool is_tree(const struct gold_sentence *s)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < s->words; i++) {
        uint32_t word = i, steps = 0;
        roots += s->word[i].head == FILON_NONE;
        while (word != FILON_NONE && steps++ <= s->words)
            word = s->word[word].head;
        if (word != FILON_NONE)
            return false;
    }
    return roots == 1;
}

/* Each sentence tagged by a tagger that did not learn from it. */
static int guess_tags(struct training *t, struct parse_word **words, struct filon_error *error)
{
    uint8_t *use = filon_zalloc(t->arena, t->gold.n, 1);
    for (unsigned fold = 0; fold < t->plan->folds; fold++) {
        struct filon_buf kinds = FILON_BUF_INIT, bytes = FILON_BUF_INIT;
        struct tagger tagger;
        if (say(t, "guessed tags", fold, t->plan->folds, 0, error) < 0)
            return -1;
        for (uint32_t s = 0; s < t->gold.n; s++)
            use[s] = t->gold.sentence[s].origin % t->plan->folds != fold;
        train_tagger(&kinds, &bytes, &t->gold, use, &t->tags, &t->lexicon, t->plan->tag_rounds, t->plan->tag_least);
        if (open_tagger(&tagger, &kinds, &bytes, error) < 0)
            return -1;
        for (uint32_t s = 0; s < t->gold.n; s++)
            if (!use[s] && is_tree(&t->gold.sentence[s]))
                words[s] = guess_words(t, &t->gold.sentence[s], &tagger);
        filon_buf_free(&kinds);
        filon_buf_free(&bytes);
    }
    return 0;
}

static bool on_round(const struct parser_plan *plan, unsigned round, uint32_t right, uint32_t n)
{
    struct training *t = plan->arg;
    return say(t, "parser", round + 1, plan->rounds, 1 - (double)right / n, t->error) < 0;
}

static int train_trees(struct training *t, struct filon_error *error)
{
    struct parse_word **words = filon_zalloc(t->arena, t->gold.n, sizeof *words);
    struct parser_plan plan = {.rounds = t->plan->parse_rounds, .beam = t->plan->beam, .moves_least = t->plan->moves_least, .names_least = t->plan->names_least, .progress = on_round, .arg = t};
    plan.labels = (uint32_t)filon_map_count(t->gold.deprels);
    plan.root = filon_map_get(t->gold.deprels, FILON_STR("root"));
    if (plan.labels > LABELS_MOST || plan.root == FILON_MAP_NONE)
        return filon_error_set(error, FILON_E_INPUT, "the treebanks have %u relations; at most %d, `root` among them", plan.labels, LABELS_MOST);
    if (guess_tags(t, words, error) < 0)
        return -1;
    for (uint32_t i = 0; i < plan.labels; i++)
        filon_buf_printf(&t->parts.labels, "%.*s\n", FILON_FMT(filon_map_key(t->gold.deprels, i, NULL)));
    t->error = error;
    return train_parser(&t->parts.moves, &t->parts.names, &t->parts.certain, &t->gold, words, &plan);
}

/* ---- the file */

static void add_part(struct filon_model_out *out, struct filon_arena *arena, const char *name, const struct filon_buf *bytes)
{
    struct filon_str kept = filon_str_dup(arena, filon_buf_str(bytes));
    filon_model_add(out, name, kept.p ? kept.p : "", kept.n);
}

static void add_parts(const struct training *t, struct filon_model_out *out, struct filon_arena *arena)
{
    struct filon_str tags = filon_str_dup(arena, t->parts.tags);
    filon_model_add(out, PART_TAGS, tags.p, tags.n);
    add_part(out, arena, PART_LABELS, &t->parts.labels);
    add_part(out, arena, PART_LEXICON, &t->parts.lexicon);
    add_part(out, arena, PART_KINDS, &t->parts.kinds);
    add_part(out, arena, PART_TAGGER, &t->parts.tagger);
    add_part(out, arena, PART_RULES, &t->parts.rules);
    add_part(out, arena, PART_LEMMA, &t->parts.lemma);
    add_part(out, arena, PART_KNOWN, &t->parts.known);
    add_part(out, arena, PART_CONTRACTIONS, &t->parts.contractions);
    add_part(out, arena, PART_MOVES, &t->parts.moves);
    add_part(out, arena, PART_NAMES, &t->parts.names);
    add_part(out, arena, PART_CERTAIN, &t->parts.certain);
}

static int read_treebanks(struct training *t, struct filon_error *error)
{
    struct filon_example example;
    int more;
    filon_corpus_rewind(t->plan->treebanks);
    while ((more = filon_corpus_next(t->plan->treebanks, &example, error)) > 0)
        gold_add_document(&t->gold, example.doc);
    if (more == 0 && !t->gold.n)
        return filon_error_set(error, FILON_E_INPUT, "the data hold no sentence: treebanks in CoNLL-U are wanted");
    return more;
}

static int train_all(struct training *t, struct filon_error *error)
{
    if (read_treebanks(t, error) < 0)
        return -1;
    gold_add_capitals(&t->gold, t->plan->capitals);
    t->parts.tags = gold_tag_names(&t->gold);
    if (tagset_open(&t->tags, t->arena, t->parts.tags, error) < 0 || train_tags(t, error) < 0)
        return -1;
    list_contractions(t);
    if (say(t, "lemmas", 0, 0, 0, error) < 0)
        return -1;
    train_lemmas(&t->parts.rules, &t->parts.lemma, &t->parts.known, &t->gold, &t->tags, &t->lexicon, t->plan->language, t->verbs, t->plan->lemma_least);
    if (lemma_rules_open(&t->lemmatiser, t->arena, filon_buf_str(&t->parts.rules), error) < 0 ||
        filon_linear_open(&t->lemma, filon_buf_str(&t->parts.lemma), error) < 0)
        return -1;
    t->lemmatiser.linear = &t->lemma;
    t->lemmatiser.known = (const void *)t->parts.known.p;
    t->lemmatiser.mask = (uint32_t)(t->parts.known.n / sizeof(struct lemma_known)) - 1;
    return train_trees(t, error);
}

int train_model(const struct train_plan *plan, struct filon_model_out *out, struct filon_arena *arena, struct filon_error *error)
{
    struct training t = {.plan = plan, .arena = filon_arena_new()};
    clock_gettime(CLOCK_MONOTONIC, &t.start);
    gold_init(&t.gold, t.arena);
    int status = train_all(&t, error);
    if (status == 0)
        add_parts(&t, out, arena);
    struct filon_buf *parts[] = {&t.parts.lexicon, &t.parts.kinds, &t.parts.tagger, &t.parts.rules, &t.parts.lemma, &t.parts.known, &t.parts.labels,
                                 &t.parts.contractions, &t.parts.moves, &t.parts.names, &t.parts.certain};
    for (size_t i = 0; i < FILON_COUNT(parts); i++)
        filon_buf_free(parts[i]);
    gold_free(&t.gold);
    filon_arena_free(t.arena);
    return status;
}
