/* The programs of a set over the sentences of a document. Each token is asked every test once; a test that is true wakes the patterns that may
 * begin with it; a pattern then runs from there, all its ways at once, as Pike's machine does. */
#include <stdlib.h>

#include "match/match_impl.h"

enum { SENTENCE_LONGEST = 4096 }; /* tokens; a longer one is taken in pieces */

struct thread {
    uint32_t at; /* in the program */
    uint32_t slot[SLOTS];
};

struct threads {
    uint32_t n;
    struct thread *thread; /* in the order of preference */
};

struct run {
    struct filon_patterns *patterns;
    struct filon_arena *arena;
    struct columns columns;
    uint32_t first, last; /* the sentence at hand */
    bool begins, ends;    /* are its ends a sentence's? */
    uint64_t *bits;       /* per token */
    uint32_t words;
    uint32_t *free_from; /* by pattern: the token behind its last match */
    struct threads now, next;
    uint32_t *mark, generation; /* by instruction: already among the threads of this step */
    struct filon_match *found;
    uint32_t n_found, room_found;
};

/* ---- Entities by token. */

/* The outermost entity of each token: its type, and the token's place in it. */
static void mark_entities(struct run *run)
{
    struct columns *c = &run->columns;
    struct filon_layer *layer = filon_layer(c->doc, FILON_ENTITY);
    uint32_t n = filon_rows(layer);
    if (n == 0 || (!run->patterns->asked[AT_ENTITY].cache && !run->patterns->asked[AT_HEAD + AT_ENTITY].cache))
        return;
    struct filon_str *type = filon_zalloc(run->arena, c->n, sizeof *type);
    uint8_t *place = filon_zalloc(run->arena, c->n, 1);
    const uint32_t *begin = filon_begin(layer), *end = filon_end(layer);
    const struct filon_str *types = filon_strs(layer, FILON_ENTITY_TYPE);
    for (uint32_t i = 0, token = 0; i < n; i++) {
        if (token > 0 && begin[i] < c->begin[token - 1])
            token = 0; /* a layer out of order */
        while (token < c->n && c->begin[token] < begin[i])
            token++;
        uint32_t to = token;
        while (to < c->n && c->end[to] <= end[i] && !place[to])
            to++;
        for (uint32_t k = token; k < to; k++) {
            type[k] = types[i];
            place[k] = to - token == 1 ? 'S' : k == token ? 'B' : k + 1 == to ? 'E' : 'I';
        }
    }
    c->entity = type;
    c->place = place;
}

/* ---- One pattern from one token. */
static bool true_of(const struct run *run, uint32_t number, uint32_t token)
{
    const struct condition *condition = &run->patterns->condition[number];
    const uint64_t *bits = run->bits + (size_t)(token - run->first) * run->words;
    if (condition->test != FILON_NONE)
        return match_bit(bits, condition->test);
    const uint32_t *code = run->patterns->code + condition->code;
    uint64_t stack = 0; /* of truth values, the last one lowest */
    for (uint32_t i = 0; i < condition->n; i++) {
        switch (code[i]) {
        case OP_TRUE:
            stack = stack << 1 | 1;
            break;
        case OP_NOT:
            stack ^= 1;
            break;
        case OP_AND:
            stack = stack >> 1 & (stack | ~(uint64_t)1);
            break;
        case OP_OR:
            stack = stack >> 1 | (stack & 1);
            break;
        default:
            stack = stack << 1 | match_bit(bits, code[i]);
        }
    }
    return stack & 1;
}

struct pending { /* a way to go on that waits while a preferred one is followed */
    uint32_t at;
    uint32_t slot[SLOTS];
};

/* Adds to the list the tokens that the program may ask for from `at` on, in order of preference, each once. */
static void add(struct run *run, const struct pattern *pattern, struct threads *list, uint32_t at, const uint32_t *slot, uint32_t token,
                struct pending *stack)
{
    uint32_t n = 0;
    stack[n].at = at;
    memcpy(stack[n++].slot, slot, sizeof stack->slot);
    while (n) {
        struct pending *top = &stack[--n];
        const struct instruction *i = &pattern->program[top->at];
        if (run->mark[top->at] == run->generation)
            continue;
        run->mark[top->at] = run->generation;
        switch (i->op) {
        case I_TOKEN:
        case I_MATCH:
            list->thread[list->n].at = top->at;
            memcpy(list->thread[list->n++].slot, top->slot, sizeof top->slot);
            break;
        case I_SAVE:
            top->slot[i->a] = token;
            top->at++;
            n++;
            break;
        case I_JUMP:
            top->at += (uint32_t)i->a;
            n++;
            break;
        case I_START:
        case I_STOP:
            if (i->op == I_START ? run->begins && token == run->first : run->ends && token == run->last) {
                top->at++;
                n++;
            }
            break;
        case I_SPLIT: {
            uint32_t preferred = top->at + (uint32_t)i->a;
            top->at += (uint32_t)i->b;
            stack[n + 1] = stack[n];
            stack[n + 1].at = preferred;
            n += 2;
            break;
        }
        }
    }
}

/* The preferred match of a pattern that begins at a token. */
static bool match_at(struct run *run, uint32_t number, uint32_t start, struct filon_match *match, struct pending *stack)
{
    const struct pattern *pattern = &run->patterns->pattern[number];
    uint32_t slot[SLOTS];
    bool any = false;
    memset(slot, 0xff, sizeof slot);
    run->now.n = 0;
    run->generation++;
    add(run, pattern, &run->now, 0, slot, start, stack);
    for (uint32_t token = start; run->now.n; token++) {
        run->next.n = 0;
        run->generation++;
        for (uint32_t t = 0; t < run->now.n; t++) {
            const struct thread *thread = &run->now.thread[t];
            const struct instruction *i = &pattern->program[thread->at];
            if (i->op == I_MATCH) {
                *match = (struct filon_match){.pattern = (int)number, .first = start, .last = token};
                for (uint32_t g = 0; g < FILON_MATCH_GROUPS; g++) {
                    bool whole = thread->slot[2 * g + 1] != FILON_NONE && thread->slot[2 * g] < thread->slot[2 * g + 1];
                    match->begin[g] = whole ? thread->slot[2 * g] : FILON_NONE;
                    match->end[g] = whole ? thread->slot[2 * g + 1] : FILON_NONE;
                }
                any = true;
                break; /* what is less preferred does not matter any more */
            }
            if (token < run->last && token - start < FILON_MATCH_LONGEST && true_of(run, (uint32_t)i->a, token))
                add(run, pattern, &run->next, thread->at + 1, thread->slot, token + 1, stack);
        }
        struct threads swap = run->now;
        run->now = run->next;
        run->next = swap;
    }
    return any;
}

/* ---- Sentences. */
static void try_pattern(struct run *run, uint32_t number, uint32_t token, struct pending *stack)
{
    struct filon_match match;
    if (token < run->free_from[number] || !match_at(run, number, token, &match, stack))
        return;
    run->free_from[number] = match.last;
    run->found = filon_grow(run->arena, run->found, run->n_found, &run->room_found, sizeof *run->found);
    run->found[run->n_found++] = match;
}

static void wake(struct run *run, const struct starts *starts, uint32_t token, struct pending *stack)
{
    for (uint32_t i = 0; i < starts->n; i++)
        try_pattern(run, starts->pattern[i], token, stack);
}

static int by_place(const void *left, const void *right)
{
    const struct filon_match *a = left, *b = right;
    return a->first != b->first ? (a->first < b->first ? -1 : 1) : a->pattern - b->pattern;
}

static int run_sentence(struct run *run, struct pending *stack, int (*visit)(void *arg, const struct filon_match *match), void *arg)
{
    memset(run->bits, 0, (size_t)(run->last - run->first) * run->words * sizeof *run->bits);
    for (uint32_t token = run->first; token < run->last; token++)
        match_answer(run->patterns, &run->columns, token, run->bits + (size_t)(token - run->first) * run->words);
    run->n_found = 0;
    for (uint32_t token = run->first; token < run->last; token++) {
        const uint64_t *bits = run->bits + (size_t)(token - run->first) * run->words;
        for (uint32_t w = 0; w < run->words; w++)
            for (uint64_t rest = bits[w]; rest; rest &= rest - 1)
                wake(run, &run->patterns->starts[64 * w + (uint32_t)__builtin_ctzll(rest)], token, stack);
        wake(run, &run->patterns->always, token, stack);
    }
    if (run->n_found > 1)
        qsort(run->found, run->n_found, sizeof *run->found, by_place);
    for (uint32_t i = 0; i < run->n_found; i++) {
        int result = visit(arg, &run->found[i]);
        if (result)
            return result;
    }
    return 0;
}

static void take_columns(struct run *run, struct filon_doc *doc)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN);
    unsigned needs = run->patterns->needs;
    run->columns = (struct columns){
        .doc = doc,
        .n = filon_rows(tokens),
        .begin = filon_begin(tokens),
        .end = filon_end(tokens),
        .form = filon_strs(tokens, FILON_TOKEN_FORM),
        .lemma = needs & FILON_NEEDS_LEMMA ? filon_strs(tokens, FILON_TOKEN_LEMMA) : NULL,
        .upos = needs & FILON_NEEDS_UPOS ? filon_strs(tokens, FILON_TOKEN_UPOS) : NULL,
        .feats = needs & FILON_NEEDS_FEATS ? filon_strs(tokens, FILON_TOKEN_FEATS) : NULL,
        .deprel = needs & FILON_NEEDS_DEPREL ? filon_strs(tokens, FILON_TOKEN_DEPREL) : NULL,
        .head = needs & FILON_NEEDS_HEAD ? filon_ref(tokens, FILON_TOKEN_HEAD) : NULL,
    };
    mark_entities(run);
}

static uint32_t longest_program(const struct filon_patterns *patterns)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < patterns->n; i++)
        longest = patterns->pattern[i].n > longest ? patterns->pattern[i].n : longest;
    return longest;
}

int filon_patterns_run(struct filon_patterns *patterns, struct filon_doc *doc, int (*visit)(void *arg, const struct filon_match *match),
                       void *arg)
{
    struct filon_layer *sentences = filon_layer(doc, FILON_SENTENCE);
    uint32_t n = filon_rows(sentences), tokens = filon_rows(filon_layer(doc, FILON_TOKEN)), steps = longest_program(patterns);
    if (!patterns->n || !n || !tokens)
        return 0;
    struct filon_arena *arena = filon_doc_arena(doc);
    uint32_t most = tokens < SENTENCE_LONGEST ? tokens : SENTENCE_LONGEST, words = (patterns->n_tests + 63) / 64 + !patterns->n_tests;
    struct run run = {.patterns = patterns,
                      .arena = arena,
                      .words = words,
                      .bits = filon_alloc(arena, (size_t)most * words * sizeof *run.bits),
                      .free_from = filon_zalloc(arena, patterns->n, sizeof *run.free_from),
                      .now.thread = filon_alloc(arena, steps * sizeof *run.now.thread),
                      .next.thread = filon_alloc(arena, steps * sizeof *run.next.thread),
                      .mark = filon_zalloc(arena, steps, sizeof *run.mark)};
    struct pending *stack = filon_alloc(arena, (2 * steps + 2) * sizeof *stack);
    take_columns(&run, doc);
    const uint32_t *end = filon_end(sentences), *begin = filon_begin(sentences);
    for (uint32_t i = 0, token = 0; i < n; i++) {
        while (token < tokens && run.columns.begin[token] < begin[i])
            token++;
        run.begins = true;
        for (run.ends = false; token < tokens && run.columns.begin[token] < end[i]; run.begins = false) {
            run.first = run.last = token;
            while (run.last < tokens && run.columns.begin[run.last] < end[i] && run.last - run.first < SENTENCE_LONGEST)
                run.last++;
            token = run.last;
            run.ends = token >= tokens || run.columns.begin[token] >= end[i];
            int result = run_sentence(&run, stack, visit, arg);
            if (result)
                return result;
        }
    }
    return 0;
}

bool filon_patterns_answered(const struct filon_patterns *patterns, struct filon_doc *doc)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN);
    uint32_t n = filon_rows(tokens);
    if (!patterns->needs || !n)
        return true;
    const struct filon_str *lemma = filon_strs(tokens, FILON_TOKEN_LEMMA), *upos = filon_strs(tokens, FILON_TOKEN_UPOS);
    for (uint32_t i = 0; i < n; i++)
        if (lemma[i].p || upos[i].p)
            return true;
    return false;
}

struct filon_span filon_match_span(struct filon_doc *doc, uint32_t first, uint32_t last)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN);
    if (first >= last || last > filon_rows(tokens))
        return FILON_NO_SPAN;
    return (struct filon_span){filon_begin(tokens)[first], filon_end(tokens)[last - 1]};
}
