/* Letters of a pattern, and its conditions: what stands in brackets, by recursive descent into postfix code. */
#include "match/parse.h"

#include <filon/utf8.h>

bool match_fail(struct parser *p, const char *format, ...)
{
    if (p->failed)
        return false;
    va_list ap;
    va_start(ap, format);
    filon_error_vset(p->error, FILON_E_CONFIG, format, ap);
    va_end(ap);
    p->failed = true;
    size_t character = filon_utf8_count(p->text.p, p->at < p->text.n ? p->at : p->text.n) + 1;
    filon_error_wrap(p->error, "at character %zu", character);
    return false;
}

/* ---- Letters. */
static void skip_space(struct parser *p)
{
    unsigned length;
    while (p->at < p->text.n && filon_is_space(filon_utf8_at(p->text.p, p->text.n, p->at, &length)))
        p->at += length;
}

char match_peek(struct parser *p)
{
    skip_space(p);
    return p->at < p->text.n ? p->text.p[p->at] : 0;
}

bool match_take(struct parser *p, char c)
{
    if (match_peek(p) != c)
        return false;
    p->at++;
    return true;
}

static bool name_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct filon_str match_take_name(struct parser *p)
{
    skip_space(p);
    size_t from = p->at;
    while (p->at < p->text.n && name_letter(p->text.p[p->at]))
        p->at++;
    return (struct filon_str){p->text.p + from, p->at - from};
}

/* "In quotation marks", or what stands up to a space or a sign of the language. The letters | and * have their meaning in both. */
static bool take_value(struct parser *p, struct filon_str *value)
{
    char c = match_peek(p);
    size_t from = p->at;
    if (c == '"') {
        const char *close = memchr(p->text.p + from + 1, '"', p->text.n - from - 1);
        if (!close)
            return match_fail(p, "this quotation mark is not closed");
        from++;
        *value = (struct filon_str){p->text.p + from, (size_t)(close - p->text.p) - from};
        p->at = from + value->n + 1;
    } else {
        while (p->at < p->text.n && !strchr(" \t\n\r&!=[](){}<>\"%", p->text.p[p->at]))
            p->at++;
        *value = (struct filon_str){p->text.p + from, p->at - from};
    }
    return value->n ? true : match_fail(p, "a value is missing here: a word, or \"words in quotation marks\"");
}

/* %c and %d behind a value, as in corpus query languages: capitals, diacritics do not matter. */
static bool take_folds(struct parser *p, unsigned *folds)
{
    *folds = 0;
    if (!match_take(p, '%'))
        return true;
    size_t from = p->at;
    for (; p->at < p->text.n && (p->text.p[p->at] == 'c' || p->text.p[p->at] == 'd'); p->at++)
        *folds |= p->text.p[p->at] == 'c' ? FILON_FOLD_CASE : FILON_FOLD_ACCENT;
    return p->at > from ? true : match_fail(p, "%% is followed by c (capitals do not matter), d (diacritics do not) or both");
}

/* ---- Conditions. Each function leaves its code behind the code of the set. */
bool match_put_code(struct parser *p, uint32_t code)
{
    struct filon_patterns *set = p->patterns;
    set->code = filon_grow(set->arena, set->code, set->n_code, &set->room_code, sizeof *set->code);
    set->code[set->n_code++] = code;
    return true;
}

static bool test_of(struct parser *p, enum attribute attribute, struct filon_str values, bool equal)
{
    unsigned folds;
    if (!take_folds(p, &folds))
        return false;
    uint32_t test = match_test(p->patterns, attribute, folds, values);
    if (test == FILON_NONE)
        return match_fail(p, "a value has up to %d bytes", VALUE_LONGEST);
    match_put_code(p, test);
    return equal ? true : match_put_code(p, OP_NOT);
}

static const char *const attribute_names[AT_OWN] = {"form", "lemma", "upos", "feats", "deprel", "entity", "place"};

static bool take_attribute(struct parser *p, enum attribute *attribute, struct filon_str *feature)
{
    struct filon_str name = match_take_name(p);
    unsigned base = 0;
    if (filon_str_is(name, "head") && p->at < p->text.n && p->text.p[p->at] == '.') {
        p->at++;
        base = AT_HEAD;
        name = match_take_name(p);
    }
    *feature = FILON_NO_STR;
    if (name.n && name.p[0] >= 'A' && name.p[0] <= 'Z') {
        *feature = name;
        *attribute = (enum attribute)(base + AT_FEATS);
        return true;
    }
    for (unsigned i = 0; i < AT_OWN; i++)
        if (i != AT_FEATS && filon_str_is(name, attribute_names[i])) {
            *attribute = (enum attribute)(base + i);
            return true;
        }
    return match_fail(
        p, "`%.*s` is no attribute: form, lemma, upos, deprel, entity, place, a feature like Number, or one of them behind head.",
        FILON_FMT(name));
}

/* Number=Plur|Dual asks for "Number=Plur" or "Number=Dual". */
static struct filon_str with_feature(struct parser *p, struct filon_str feature, struct filon_str values)
{
    struct filon_buf out = FILON_BUF_INIT;
    for (size_t i = 0, from = 0; i <= values.n; i++) {
        if (i < values.n && values.p[i] != '|')
            continue;
        if (from)
            filon_buf_putc(&out, '|');
        filon_buf_put_str(&out, feature);
        filon_buf_putc(&out, '=');
        filon_buf_put(&out, values.p + from, i - from);
        from = i + 1;
    }
    struct filon_str joined = filon_str_dup(p->patterns->arena, filon_buf_str(&out));
    filon_buf_free(&out);
    return joined;
}

bool match_comparison(struct parser *p)
{
    enum attribute attribute = AT_FORM;
    struct filon_str feature, values;
    if (match_peek(p) == '"')
        return take_value(p, &values) && test_of(p, AT_FORM, values, true);
    if (!take_attribute(p, &attribute, &feature))
        return false;
    bool equal = !match_take(p, '!');
    if (!match_take(p, '='))
        return match_fail(p, "an attribute is followed by = or != and a value");
    if (!take_value(p, &values))
        return false;
    return test_of(p, attribute, feature.p ? with_feature(p, feature, values) : values, equal);
}

static bool factor(struct parser *p)
{
    if (p->depth >= NESTING)
        return match_fail(p, "more than %d brackets in one another", NESTING);
    if (match_take(p, '!')) {
        p->depth++;
        bool done = factor(p);
        p->depth--;
        return done && match_put_code(p, OP_NOT);
    }
    if (!match_take(p, '('))
        return match_comparison(p);
    p->depth++;
    bool done = match_either_condition(p);
    p->depth--;
    return done && (match_take(p, ')') || match_fail(p, "a condition's ( is not closed by )"));
}

static bool both_conditions(struct parser *p)
{
    if (!factor(p))
        return false;
    while (match_take(p, '&'))
        if (!factor(p) || !match_put_code(p, OP_AND))
            return false;
    return true;
}

bool match_either_condition(struct parser *p)
{
    if (!both_conditions(p))
        return false;
    while (match_take(p, '|'))
        if (!both_conditions(p) || !match_put_code(p, OP_OR))
            return false;
    return true;
}
