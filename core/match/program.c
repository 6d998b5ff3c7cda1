/* Programs: what stands between conditions, by recursive descent into steps of a machine. The grammar is in docs/patterns.md. */
#include "match/parse.h"

#include <filon/utf8.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- Programs. */
static bool put(struct parser *p, struct instruction instruction)
{
    if (p->n == PROGRAM_LONGEST)
        return match_fail(p, "the pattern is too large: with its repetitions written out it has more than %d steps", PROGRAM_LONGEST);
    p->program[p->n++] = instruction;
    return true;
}

static bool insert(struct parser *p, uint32_t at, struct instruction instruction)
{
    if (!put(p, instruction))
        return false;
    memmove(p->program + at + 1, p->program + at, (p->n - 1 - at) * sizeof *p->program);
    p->program[at] = instruction;
    return true;
}

static bool copy(struct parser *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!put(p, p->program[i]))
            return false;
    return true;
}

/* A token that fits the code from `code` on. */
static bool put_condition(struct parser *p, uint32_t code)
{
    struct filon_patterns *set = p->patterns;
    struct condition condition = {code, set->n_code - code, FILON_NONE};
    if (condition.n > CONDITION_DEPTH)
        return match_fail(p, "a condition has at most %d tests and operators", CONDITION_DEPTH);
    if (condition.n == 1 && set->code[code] < OP_AND)
        condition.test = set->code[code];
    set->condition = filon_grow(set->arena, set->condition, set->n_condition, &set->room_condition, sizeof *set->condition);
    set->condition[set->n_condition] = condition;
    return put(p, (struct instruction){I_TOKEN, (int32_t)set->n_condition++, 0});
}

static bool either_sequence(struct parser *p);

static bool put_entity_part(struct parser *p, struct filon_str type, const char *place)
{
    uint32_t code = p->patterns->n_code;
    uint32_t test = match_test(p->patterns, AT_ENTITY, 0, type);
    if (test == FILON_NONE)
        return match_fail(p, "a value has up to %d bytes", VALUE_LONGEST);
    match_put_code(p, test);
    match_put_code(p, match_test(p->patterns, AT_PLACE, 0, filon_str_of(place)));
    match_put_code(p, OP_AND);
    return put_condition(p, code);
}

/* <PER>: a whole entity, of one token or begun, gone on with and ended. */
static bool entity(struct parser *p, struct filon_str type)
{
    uint32_t split = p->n;
    if (!put(p, (struct instruction){I_SPLIT, 1, 3}) || !put_entity_part(p, type, "S") || !put(p, (struct instruction){I_JUMP, 6, 0}) ||
        !put_entity_part(p, type, "B") || !put(p, (struct instruction){I_SPLIT, 1, 3}) || !put_entity_part(p, type, "I") ||
        !put(p, (struct instruction){I_JUMP, -2, 0}) || !put_entity_part(p, type, "E"))
        return false;
    return p->n == split + 8;
}

static bool angle(struct parser *p)
{
    if (match_take(p, '/')) {
        if (!filon_str_is(match_take_name(p), "s") || !match_take(p, '>'))
            return match_fail(p, "</s> ends a sentence; nothing else begins with </");
        return put(p, (struct instruction){I_STOP, 0, 0});
    }
    size_t from = p->at;
    const char *close = memchr(p->text.p + from, '>', p->text.n - from);
    if (!close || close == p->text.p + from)
        return match_fail(p, "< is followed by s or a type of entities, and >");
    struct filon_str type = {p->text.p + from, (size_t)(close - p->text.p) - from};
    p->at += type.n + 1;
    return filon_str_is(type, "s") ? put(p, (struct instruction){I_START, 0, 0}) : entity(p, type);
}

static bool brackets(struct parser *p)
{
    uint32_t code = p->patterns->n_code;
    if (match_take(p, ']'))
        return match_put_code(p, OP_TRUE) && put_condition(p, code);
    if (!match_either_condition(p))
        return false;
    if (!match_take(p, ']'))
        return match_fail(p, "a token's [ is not closed by ]");
    return put_condition(p, code);
}

static int group_number(struct parser *p, struct filon_str name)
{
    struct pattern *pattern = p->pattern;
    for (uint32_t i = 0; i < pattern->groups; i++)
        if (filon_str_is(name, pattern->group[i]))
            return (int)i;
    if (pattern->groups == FILON_MATCH_GROUPS)
        return -1;
    pattern->group[pattern->groups] = filon_str_dup(p->patterns->arena, name).p;
    return (int)pattern->groups++;
}

static bool quantified(struct parser *p);

/* name:X, with the repetition of X. */
static bool named(struct parser *p)
{
    struct filon_str name = match_take_name(p);
    if (!name.n || !match_take(p, ':'))
        return match_fail(p, "a token is [conditions], \"a word\", <TYPE>, (a group) or name:one of these");
    int group = group_number(p, name);
    if (group < 0)
        return match_fail(p, "more than %d named groups", FILON_MATCH_GROUPS);
    return put(p, (struct instruction){I_SAVE, 2 * group, 0}) && quantified(p) && put(p, (struct instruction){I_SAVE, 2 * group + 1, 0});
}

static bool atom(struct parser *p)
{
    if (p->depth >= NESTING)
        return match_fail(p, "more than %d brackets in one another", NESTING);
    p->depth++;
    bool done;
    if (match_peek(p) == '"') {
        uint32_t code = p->patterns->n_code;
        done = match_comparison(p) && put_condition(p, code);
    } else if (match_take(p, '[')) {
        done = brackets(p);
    } else if (match_take(p, '<')) {
        done = angle(p);
    } else if (match_take(p, '(')) {
        done = either_sequence(p) && (match_take(p, ')') || match_fail(p, "a group's ( is not closed by )"));
    } else {
        done = match_fail(p, "a token is [conditions], \"a word\", <TYPE>, (a group) or name:one of these");
    }
    p->depth--;
    return done;
}

static bool take_number(struct parser *p, uint32_t *number)
{
    char c = match_peek(p);
    if (c < '0' || c > '9')
        return match_fail(p, "a number is missing here: a repetition is {3}, {1,3} or {2,}");
    for (*number = 0; p->at < p->text.n && p->text.p[p->at] >= '0' && p->text.p[p->at] <= '9' && *number <= REPEAT_MOST; p->at++)
        *number = *number * 10 + (uint32_t)(p->text.p[p->at] - '0');
    return *number <= REPEAT_MOST ? true : match_fail(p, "a repetition has at most %d times", REPEAT_MOST);
}

/* X{least,most}: least times X, then X? within X? …, or X* for no most. */
static bool repeat(struct parser *p, uint32_t from, uint32_t least, uint32_t most)
{
    uint32_t size = p->n - from, to = p->n;
    bool open = most == FILON_NONE;
    int32_t length = (int32_t)size;
    for (uint32_t i = 1; i < least; i++)
        if (!copy(p, from, to))
            return false;
    if (open) {
        if (least && !copy(p, from, to))
            return false;
        uint32_t last = p->n - size;
        return insert(p, last, (struct instruction){I_SPLIT, 1, length + 2}) && put(p, (struct instruction){I_JUMP, -(length + 1), 0});
    }
    if (most == 0) {
        p->n = from;
        return true;
    }
    if (least == 0) { /* the X that stands here is the first that may be left out */
        if (!insert(p, from, (struct instruction){I_SPLIT, 1, (int32_t)(most * (size + 1))}))
            return false;
        from++, to++;
        least = 1;
    }
    for (uint32_t i = least; i < most; i++)
        if (!put(p, (struct instruction){I_SPLIT, 1, (int32_t)((most - i) * (size + 1))}) || !copy(p, from, to))
            return false;
    return true;
}

static bool quantified(struct parser *p)
{
    uint32_t from = p->n, least, most;
    char c = match_peek(p);
    if (c && !strchr("\"[<(", c))
        return named(p);
    if (!atom(p))
        return false;
    switch (match_peek(p)) {
    case '?':
        p->at++;
        return repeat(p, from, 0, 1);
    case '*':
        p->at++;
        return repeat(p, from, 0, FILON_NONE);
    case '+':
        p->at++;
        return repeat(p, from, 1, FILON_NONE);
    case '{':
        break;
    default:
        return true;
    }
    p->at++;
    if (!take_number(p, &least))
        return false;
    most = least;
    if (match_take(p, ',')) {
        most = FILON_NONE;
        if (match_peek(p) != '}' && !take_number(p, &most))
            return false;
    }
    if (!match_take(p, '}') || (most != FILON_NONE && most < least))
        return match_fail(p, "a repetition is {3}, {1,3} or {2,}, the smaller number first");
    return repeat(p, from, least, most);
}

static bool sequence(struct parser *p)
{
    do
        if (!quantified(p))
            return false;
    while (match_peek(p) && match_peek(p) != '|' && match_peek(p) != ')');
    return true;
}

/* SPLIT A JUMP, SPLIT B JUMP, … C: the jumps lead behind the last alternative, and are chained by their targets until that is known. */
static bool either_sequence(struct parser *p)
{
    uint32_t jumps = FILON_NONE, from = p->n;
    if (!sequence(p))
        return false;
    while (match_take(p, '|')) {
        if (!insert(p, from, (struct instruction){I_SPLIT, 1, (int32_t)(p->n - from) + 2}) ||
            !put(p, (struct instruction){I_JUMP, (int32_t)jumps, 0}))
            return false;
        jumps = p->n - 1;
        from = p->n;
        if (!sequence(p))
            return false;
    }
    while (jumps != FILON_NONE) {
        uint32_t next = (uint32_t)p->program[jumps].a;
        p->program[jumps].a = (int32_t)(p->n - jumps);
        jumps = next;
    }
    return true;
}

/* ---- Where a pattern may begin. */
static const struct triggers always = {.rank = RANK_ALWAYS};

/* Of two conditions that must both hold, the rarer one tells. */
static struct triggers both(struct triggers a, struct triggers b)
{
    return a.rank <= b.rank ? a : b;
}

static struct triggers either(struct triggers a, struct triggers b)
{
    if (!a.n || !b.n || a.n + b.n > FILON_COUNT(a.test))
        return always;
    memcpy(a.test + a.n, b.test, b.n * sizeof *b.test);
    a.n += b.n;
    a.rank = a.rank > b.rank ? a.rank : b.rank;
    return a;
}

/* The tests that the code of a condition cannot do without; the code is postfix, so a stack of them mirrors its evaluation. */
static struct triggers triggers_of(const struct filon_patterns *set, const struct condition *condition)
{
    struct triggers stack[CONDITION_DEPTH + 1];
    int n = 0;
    for (uint32_t i = 0; i < condition->n; i++) {
        uint32_t code = set->code[condition->code + i];
        if (code < OP_AND) {
            stack[n++] = (struct triggers){1, {code}, set->starts[code].rank};
        } else if (code == OP_TRUE) {
            stack[n++] = always;
        } else if (code == OP_NOT) {
            stack[n - 1] = always;
        } else {
            n--;
            stack[n - 1] = code == OP_AND ? both(stack[n - 1], stack[n]) : either(stack[n - 1], stack[n]);
        }
    }
    return stack[0];
}

/* Union over the tokens that can come first; *empty: the pattern may match nothing at all. */
static void first_tokens(const struct parser *p, struct triggers *found, bool *empty)
{
    static const struct triggers none = {.rank = -1};
    uint8_t seen[PROGRAM_LONGEST] = {0};
    uint32_t stack[PROGRAM_LONGEST + 1], n = 0;
    *found = none;
    *empty = false;
    stack[n++] = 0;
    while (n) {
        uint32_t at = stack[--n];
        if (seen[at])
            continue;
        seen[at] = 1;
        const struct instruction *i = &p->program[at];
        if (i->op == I_MATCH) {
            *empty = true;
        } else if (i->op == I_TOKEN) {
            struct triggers t = triggers_of(p->patterns, &p->patterns->condition[i->a]);
            *found = found->rank < 0 ? t : either(*found, t);
        } else if (i->op == I_SPLIT) {
            if (!seen[at + (uint32_t)i->b])
                stack[n++] = at + (uint32_t)i->b;
            if (!seen[at + (uint32_t)i->a] && n <= PROGRAM_LONGEST)
                stack[n++] = at + (uint32_t)i->a;
        } else {
            uint32_t next = at + (i->op == I_JUMP ? (uint32_t)i->a : 1);
            if (!seen[next])
                stack[n++] = next;
        }
    }
}

static void begin_at(struct filon_patterns *set, struct starts *starts, uint32_t pattern)
{
    starts->pattern = filon_grow(set->arena, starts->pattern, starts->n, &starts->room, sizeof *starts->pattern);
    starts->pattern[starts->n++] = pattern;
}

struct filon_patterns *filon_patterns_new(struct filon_arena *arena)
{
    struct filon_patterns *set = filon_zalloc(arena, 1, sizeof *set);
    set->arena = arena;
    set->known = filon_map_new(arena, 64);
    return set;
}

/* Reads the pattern into p->program; false: it is wrong. */
static bool read_pattern(struct parser *p, struct triggers *first)
{
    bool empty = false;
    if (filon_utf8_check(p->text.p, p->text.n) < p->text.n)
        return filon_error_set(p->error, FILON_E_CONFIG, "a pattern is valid UTF-8") == 0;
    if (!match_peek(p))
        return filon_error_set(p->error, FILON_E_CONFIG, "an empty pattern") == 0;
    if (!either_sequence(p))
        return false;
    if (match_peek(p))
        return match_fail(p, "unexpected `%c`", match_peek(p));
    if (!put(p, (struct instruction){I_MATCH, 0, 0}))
        return false;
    first_tokens(p, first, &empty);
    if (empty)
        return filon_error_set(p->error, FILON_E_CONFIG, "the pattern can match nothing at all: at least one token must be there") == 0;
    return true;
}

int filon_patterns_add(struct filon_patterns *set, struct filon_str text, struct filon_error *error)
{
    struct pattern pattern = {0};
    struct parser *p = filon_xrealloc(NULL, sizeof *p); /* large, and needed for a moment */
    struct triggers first;
    p->patterns = set, p->error = error, p->text = text, p->pattern = &pattern;
    p->at = p->depth = p->n = 0;
    p->failed = false;
    bool good = read_pattern(p, &first);
    if (good) {
        pattern.program = filon_alloc(set->arena, p->n * sizeof *p->program);
        memcpy(pattern.program, p->program, p->n * sizeof *p->program);
        pattern.n = p->n;
    }
    free(p);
    if (!good)
        return -1;
    set->pattern = filon_grow(set->arena, set->pattern, set->n, &set->room, sizeof *set->pattern);
    set->pattern[set->n] = pattern;
    if (!first.n)
        begin_at(set, &set->always, set->n);
    for (uint32_t i = 0; i < first.n; i++)
        begin_at(set, &set->starts[first.test[i]], set->n);
    return (int)set->n++;
}

const char *filon_pattern_group(const struct filon_patterns *set, int pattern, size_t i)
{
    return pattern >= 0 && (uint32_t)pattern < set->n && i < set->pattern[pattern].groups ? set->pattern[pattern].group[i] : NULL;
}

unsigned filon_patterns_needs(const struct filon_patterns *set)
{
    return set->needs;
}
