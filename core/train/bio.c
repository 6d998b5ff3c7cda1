/* bio.c - a token a line, its tag in the last column (O, B-PER, I-PER; IO without B; IOB2), an empty line behind a sentence. The tokens become a
 * text again, as it would be printed, and the tags marks on it. */
#include <filon/utf8.h>

#include "base/log.h"
#include "base/paths.h"
#include "train/corpus.h"

enum { LARGEST = 256 << 20, LONGEST = 1500 /* tokens a text, where the data have no longer pieces of their own */ };

struct builder {
    struct filon_corpus *corpus;
    const char *path;
    struct filon_buf text, gold; /* of struct filon_gold */
    struct filon_str open;       /* label of the mark that goes on */
    unsigned tokens, first_line, number;
};

static void finish(struct builder *builder)
{
    struct filon_arena *arena = builder->corpus->arena;
    if (builder->text.n) {
        const char *id = filon_strf(arena, "%s#%u", builder->path, ++builder->number);
        struct corpus_text *text = filon_corpus_add(builder->corpus, id, builder->path, builder->first_line);
        text->text = filon_str_dup(arena, filon_buf_str(&builder->text));
        text->n = (uint32_t)(builder->gold.n / sizeof *text->gold);
        text->gold = filon_alloc(arena, builder->gold.n + 1);
        if (text->n)
            memcpy(text->gold, builder->gold.p, builder->gold.n);
    }
    filon_buf_clear(&builder->text);
    filon_buf_clear(&builder->gold);
    builder->open = FILON_NO_STR;
    builder->tokens = 0;
}

static bool is_one_of(struct filon_str token, const char *signs)
{
    return token.n == 1 && strchr(signs, *token.p);
}

static bool glued(const struct builder *builder, struct filon_str token)
{
    struct filon_str before = filon_buf_str(&builder->text);
    if (!before.n || before.p[before.n - 1] == '\n')
        return true;
    return is_one_of(token, ",.)]") || filon_str_ends(before, FILON_STR("'")) || filon_str_ends(before, FILON_STR("\u2019")) ||
           strchr("([", before.p[before.n - 1]);
}

static void take_token(struct builder *builder, struct filon_str token, struct filon_str tag)
{
    if (!glued(builder, token))
        filon_buf_putc(&builder->text, ' ');
    uint32_t begin = (uint32_t)builder->text.n;
    filon_buf_put_str(&builder->text, token);
    builder->tokens++;
    bool mark = tag.n > 2 && tag.p[1] == '-' && tag.p[0] != 'O';
    struct filon_str label = mark ? (struct filon_str){tag.p + 2, tag.n - 2} : FILON_NO_STR;
    if (mark && tag.p[0] != 'B' && builder->open.p && filon_str_eq(builder->open, label)) {
        struct filon_gold *last = (struct filon_gold *)(void *)(builder->gold.p + builder->gold.n) - 1;
        last->end = (uint32_t)builder->text.n;
    } else if (mark) {
        struct filon_gold gold = {begin, (uint32_t)builder->text.n, label};
        filon_buf_put(&builder->gold, &gold, sizeof gold);
    }
    builder->open = label;
}

static bool ends_sentence(struct filon_str token)
{
    return is_one_of(token, ".!?");
}

static void take_line(struct builder *builder, struct filon_str line, unsigned number)
{
    if (!line.n) {
        builder->open = FILON_NO_STR;
        if (builder->tokens >= LONGEST / 4)
            finish(builder);
        else if (builder->text.n && builder->text.p[builder->text.n - 1] != '\n')
            filon_buf_puts(&builder->text, "\n");
        return;
    }
    if (filon_str_starts(line, FILON_STR("-DOCSTART-"))) {
        finish(builder);
        return;
    }
    if (!builder->text.n)
        builder->first_line = number;
    size_t first = 0, last = line.n;
    while (first < line.n && line.p[first] != ' ' && line.p[first] != '\t')
        first++;
    while (last > 0 && line.p[last - 1] != ' ' && line.p[last - 1] != '\t')
        last--;
    struct filon_str token = {line.p, first};
    take_token(builder, token, last ? (struct filon_str){line.p + last, line.n - last} : FILON_NO_STR);
    if (builder->tokens >= LONGEST && (ends_sentence(token) || builder->tokens >= 2 * LONGEST))
        finish(builder);
}

int filon_corpus_bio(struct filon_corpus *corpus, const char *path, struct filon_error *error)
{
    struct filon_str all = filon_read_file(corpus->arena, path, LARGEST, error);
    struct builder builder = {.corpus = corpus, .path = path};
    unsigned number = 1;
    if (!all.p)
        return -1;
    if (filon_utf8_check(all.p, all.n) < all.n || memchr(all.p, 0, all.n))
        return filon_error_set(error, FILON_E_INPUT, "%s: not valid UTF-8 text", path);
    for (const char *at = all.p, *end = at + all.n; at < end; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        take_line(&builder, filon_str_trim((struct filon_str){at, (size_t)(stop - at)}), number);
        at = stop + 1;
    }
    finish(&builder);
    filon_buf_free(&builder.text);
    filon_buf_free(&builder.gold);
    return 0;
}
