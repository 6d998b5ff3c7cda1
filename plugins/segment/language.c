/* A language's file: KIND <tab> WORD [<tab> EXTRA], one word a line. Its kinds are documented in segment.md. */
#include "segment.h"

static const struct kind_of_row {
    const char *name;
    uint32_t flags;
} rows[] = {
    {"elision", W_ELISION},
    {"whole", W_WHOLE},
    {"abbreviation", W_NEVER},
    {"abbreviation-end", W_MAY},
    {"abbreviation-number", W_NUMBER},
    {"opener", W_OPENER},
    {"restart", W_OPENER | W_RESTART},
    {"restart-lower", W_OPENER | W_RESTART_LOWER},
    {"linker", W_LINKER},
    {"heading", W_HEADING},
    {"contraction", W_CONTRACTION},
    {"clitic", W_CLITIC},
    {"variant", W_VARIANT},
    {"split", W_SPLIT},
};

void filon_language_init(struct language *language, struct filon_arena *arena, const char *code)
{
    *language = (struct language){.code = code, .words = filon_map_new(arena, 512)};
}

/* Lower case, with ' and - for all their variants. out: room for 2 * n + 4 bytes. */
static size_t fold(char *out, const char *word, size_t n)
{
    size_t to = 0;
    for (size_t at = 0; at < n;) {
        unsigned length;
        if ((unsigned char)((word[at] | 32) - 'a') < 26) {
            out[to++] = (char)(word[at++] | 32);
            continue;
        }
        uint32_t c = filon_utf8_at(word, n, at, &length);
        enum charclass cc = c < CLASS_TABLE ? (enum charclass)filon_segment_class[c] : C_SYMBOL;
        at += length;
        to += filon_utf8_put(out + to, cc == C_APOS ? '\'' : cc == C_HYPHEN ? '-' : filon_to_lower(c));
    }
    return to;
}

/* Whether the first and the last letter are those of a word of the language, as far as they are ASCII's. */
static bool may_know(const struct language *language, const char *word, size_t n)
{
    unsigned first = (unsigned char)(word[0] | 32) - 'a', last = (unsigned char)(word[n - 1] | 32) - 'a';
    return first >= 26 || last >= 26 || language->ends[first] >> last & 1;
}

uint32_t filon_language_word(const struct language *language, const char *word, size_t n)
{
    char folded[2 * WORD_MOST + 4];
    if (n > WORD_MOST || !n || !may_know(language, word, n))
        return 0;
    struct filon_str key = {folded, fold(folded, word, n)};
    uint32_t flags = filon_map_get(language->words, key);
    return flags == FILON_MAP_NONE ? 0 : flags;
}

/* "t d" as " t d ", so that an ending is found with its limits. */
static uint32_t add_hosts(struct language *language, struct filon_arena *arena, struct filon_str hosts)
{
    char *text = hosts.n ? filon_strf(arena, " %.*s ", FILON_FMT(hosts)) : filon_strdup(arena, "");
    for (unsigned i = 0; i < language->n_hosts; i++)
        if (strcmp(language->hosts[i], text) == 0)
            return i;
    if (language->n_hosts == HOSTS_MOST)
        return UINT32_MAX;
    language->hosts[language->n_hosts] = text;
    return language->n_hosts++;
}

static int add_row(struct language *language, struct filon_arena *arena, struct filon_tsv *tsv, struct filon_error *error)
{
    uint32_t flags = 0;
    for (size_t i = 0; i < FILON_COUNT(rows); i++)
        if (filon_str_is(tsv->field[0], rows[i].name))
            flags = rows[i].flags;
    struct filon_str word = tsv->field[1], extra = tsv->field[2];
    if (!flags)
        return filon_tsv_error(tsv, error,
                               "`%.*s` is no kind of row; the kinds are elision, whole, abbreviation, abbreviation-end, "
                               "abbreviation-number, opener, restart, restart-lower, linker, heading, contraction, clitic, variant, split",
                               FILON_FMT(tsv->field[0]));
    if (!word.n || word.n > WORD_MOST)
        return filon_tsv_error(tsv, error, "the word has %zu bytes; 1 to %d are possible", word.n, WORD_MOST);
    uint32_t number = 0;
    if (flags & W_CLITIC) {
        number = add_hosts(language, arena, extra);
        if (number == UINT32_MAX)
            return filon_tsv_error(tsv, error, "more than %d different lists of endings", HOSTS_MOST);
        language->clitics = true;
    }
    if (flags & W_SPLIT) {
        number = (uint32_t)extra.n;
        language->splits[(unsigned char)(word.p[0] | 32)] = true;
        if (!filon_str_starts(word, extra) || extra.n == 0 || extra.n >= word.n)
            return filon_tsv_error(tsv, error, "the third column must be the first part of `%.*s`", FILON_FMT(word));
    }
    unsigned length;
    if ((flags & (W_NEVER | W_MAY | W_NUMBER)) && filon_is_upper(filon_utf8_at(word.p, word.n, 0, &length)))
        flags |= W_CAPITAL;
    language->contractions |= (flags & W_CONTRACTION) != 0;
    char folded[2 * WORD_MOST + 4];
    struct filon_str key = {folded, fold(folded, word.p, word.n)};
    uint32_t before = filon_map_get(language->words, key);
    if (before != FILON_MAP_NONE) {
        if ((before & flags & (W_CLITIC | W_SPLIT)) || ((before | flags) & (W_CLITIC | W_SPLIT)) == (W_CLITIC | W_SPLIT))
            return filon_tsv_error(tsv, error, "`%.*s` has a third column in an earlier row already", FILON_FMT(word));
        flags |= before;
    }
    filon_map_set(language->words, key, flags | number << W_EXTRA_SHIFT);
    unsigned first = (unsigned char)folded[0] - 'a', last = (unsigned char)folded[key.n - 1] - 'a';
    if (first < 26 && last < 26)
        language->ends[first] |= 1u << last;
    return 0;
}

int filon_language_read(struct language *language, struct filon_arena *arena, const char *path, struct filon_error *error)
{
    struct filon_tsv tsv;
    if (filon_tsv_open(&tsv, arena, path, error) < 0)
        return -1;
    int more;
    while ((more = filon_tsv_next(&tsv, 2, error)) > 0)
        if (add_row(language, arena, &tsv, error) < 0)
            return -1;
    return more;
}
