#include "says.h"

#include "clean.h"
#include "lexer.h"

struct filon_str says_cleaned(const struct about *about, struct filon_str raw)
{
    return clean_value(raw, about->parser->tree, about->arena);
}

static bool has_key(const struct sieve_meta *meta, const char *key)
{
    return !meta->link && meta->value.n && lexer_is(filon_str_trim(meta->key), key);
}

struct filon_str says_meta(const struct about *about, const char *const *keys)
{
    const struct sieve *sieve = &about->parser->sieve;
    for (; *keys; keys++)
        for (unsigned i = 0; i < sieve->n_metas; i++) {
            struct filon_str value = has_key(&sieve->metas[i], *keys) ? says_cleaned(about, sieve->metas[i].value) : FILON_NO_STR;
            if (value.n)
                return value;
        }
    return FILON_NO_STR;
}

struct filon_str says_all(const struct about *about, const char *const *keys)
{
    const struct sieve *sieve = &about->parser->sieve;
    struct filon_buf all = FILON_BUF_INIT;
    for (; *keys && !all.n; keys++)
        for (unsigned i = 0; i < sieve->n_metas; i++) {
            struct filon_str value = has_key(&sieve->metas[i], *keys) ? says_cleaned(about, sieve->metas[i].value) : FILON_NO_STR;
            if (value.n && all.n)
                filon_buf_putc(&all, ';');
            filon_buf_put_str(&all, value);
        }
    struct filon_str found = all.n ? filon_str_dup(about->arena, filon_buf_str(&all)) : FILON_NO_STR;
    filon_buf_free(&all);
    return found;
}

struct filon_str says_link(const struct about *about, const char *rel)
{
    const struct sieve *sieve = &about->parser->sieve;
    for (unsigned i = 0; i < sieve->n_metas; i++)
        if (sieve->metas[i].link && lexer_is(sieve->metas[i].key, rel))
            return says_cleaned(about, sieve->metas[i].value);
    return FILON_NO_STR;
}

void says_set(const struct about *about, const char *key, struct filon_str value, struct filon_span span)
{
    enum { LONGEST = 4096 };
    value = filon_str_trim(value);
    if (value.n && value.n <= LONGEST && !filon_meta_get(about->doc, key, NULL).p)
        filon_meta_set(about->doc, key, value, span);
}
