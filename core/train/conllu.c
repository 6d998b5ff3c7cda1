/* conllu.c - treebanks of Universal Dependencies, format CoNLL-U: sentences with their text, words, multiword tokens. A piece of some
 * sentences, or what "# newdoc" begins, becomes a document whose sentence and token layers hold the annotation. */
#include <filon/utf8.h>
#include <stdlib.h>

#include "base/paths.h"
#include "train/corpus.h"

enum { LARGEST = 512 << 20, SENTENCES = 40, FIELDS = 10 };
enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC };

static void add_piece(struct filon_corpus *corpus, const char *path, struct filon_str lines, unsigned line, unsigned number)
{
    struct corpus_text *text = filon_corpus_add(corpus, filon_strf(corpus->arena, "%s#%u", path, number), path, line);
    text->treebank = lines;
}

int filon_corpus_conllu(struct filon_corpus *corpus, const char *path, struct filon_error *error)
{
    struct filon_str all = filon_read_file(corpus->arena, path, LARGEST, error);
    if (!all.p)
        return -1;
    if (filon_utf8_check(all.p, all.n) < all.n || memchr(all.p, 0, all.n))
        return filon_error_set(error, FILON_E_INPUT, "%s: not valid UTF-8 text", path);
    const char *from = all.p, *end = all.p + all.n;
    unsigned line = 1, first_line = 1, sentences = 0, number = 0;
    for (const char *at = all.p; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((stop ? stop : end) - at);
        bool newdoc = n >= 8 && strncmp(at, "# newdoc", 8) == 0;
        if ((newdoc || (sentences >= SENTENCES && n > 0)) && at > from && sentences) {
            add_piece(corpus, path, (struct filon_str){from, (size_t)(at - from)}, first_line, ++number);
            from = at;
            first_line = line;
            sentences = 0;
        }
        sentences += n == 0 || (n == 1 && *at == '\r');
        at = stop ? stop + 1 : end;
    }
    if (from < end)
        add_piece(corpus, path, (struct filon_str){from, (size_t)(end - from)}, first_line, ++number);
    return 0;
}

/* What a document is built of, line by line. */
struct filler {
    const struct corpus_text *text;
    struct filon_doc *doc;
    struct filon_error *error;
    struct filon_buf words;  /* the text so far */
    struct filon_buf rows;   /* struct row */
    struct filon_buf bounds; /* uint32_t begin, end of sentences */
    uint32_t first;          /* row of the sentence's first word */
    uint32_t begin;          /* byte of the sentence */
    uint32_t until;          /* words up to this id belong to the multiword token */
    uint32_t surface[2];
    unsigned line;
};

struct row {
    uint32_t begin, end, head;
    bool same; /* the form is the text */
    struct filon_str field[FIELDS];
};

static unsigned split(struct filon_str line, struct filon_str *field)
{
    unsigned n = 0;
    const char *at = line.p, *end = line.p + line.n;
    while (n < FIELDS) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        field[n++] = (struct filon_str){at, (size_t)((tab ? tab : end) - at)};
        if (!tab)
            break;
        at = tab + 1;
    }
    return n;
}

static int wrong(const struct filler *filler, const char *what)
{
    return filon_error_set(filler->error, FILON_E_INPUT, "line %u: %s", filler->line, what);
}

static bool number_of(struct filon_str s, uint32_t *number)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || n > 1000000)
            return false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    *number = (uint32_t)n;
    return s.n > 0;
}

static bool has_feature(struct filon_str list, const char *feature)
{
    return list.n && memmem(list.p, list.n, feature, strlen(feature));
}

/* Appends a surface token to the text; its place. */
static void put_surface(struct filler *filler, const struct filon_str *field, uint32_t *place)
{
    place[0] = (uint32_t)filler->words.n;
    filon_buf_put_str(&filler->words, field[FORM]);
    place[1] = (uint32_t)filler->words.n;
    if (!has_feature(field[MISC], "SpaceAfter=No"))
        filon_buf_putc(&filler->words, ' ');
}

static int take_word(struct filler *filler, const struct filon_str *field)
{
    uint32_t id, until, n = (uint32_t)(filler->rows.n / sizeof(struct row)) - filler->first;
    const char *dash = memchr(field[ID].p, '-', field[ID].n);
    if (memchr(field[ID].p, '.', field[ID].n))
        return 0; /* an empty node */
    if (dash) {
        struct filon_str last = {dash + 1, field[ID].n - (size_t)(dash + 1 - field[ID].p)};
        if (!number_of(last, &until))
            return wrong(filler, "the range of a multiword token is no range");
        put_surface(filler, field, filler->surface);
        filler->until = until;
        return 0;
    }
    if (!number_of(field[ID], &id) || id != n + 1)
        return wrong(filler, "words are not numbered 1, 2, 3");
    struct row row = {.same = true};
    memcpy(row.field, field, sizeof row.field);
    if (id <= filler->until) {
        row.begin = filler->surface[0];
        row.end = filler->surface[1];
        row.same = false;
    } else {
        uint32_t place[2];
        put_surface(filler, field, place);
        row.begin = place[0];
        row.end = place[1];
    }
    if (!number_of(field[HEAD], &row.head))
        row.head = 0;
    filon_buf_put(&filler->rows, &row, sizeof row);
    return 0;
}

static int end_sentence(struct filler *filler)
{
    uint32_t n = (uint32_t)(filler->rows.n / sizeof(struct row));
    if (n == filler->first)
        return 0;
    struct row *rows = (struct row *)(void *)filler->rows.p;
    for (uint32_t i = filler->first; i < n; i++) {
        if (rows[i].head > n - filler->first)
            return wrong(filler, "a word's head is not in its sentence");
        rows[i].head = rows[i].head ? filler->first + rows[i].head - 1 : FILON_NONE;
    }
    uint32_t bounds[2] = {filler->begin, rows[n - 1].end};
    filon_buf_put(&filler->bounds, bounds, sizeof bounds);
    if (filler->words.n && filler->words.p[filler->words.n - 1] != ' ')
        filon_buf_putc(&filler->words, ' ');
    filler->begin = (uint32_t)filler->words.n;
    filler->first = n;
    filler->until = 0;
    return 0;
}

static int take_line(struct filler *filler, struct filon_str line)
{
    struct filon_str field[FIELDS] = {{0}};
    if (!line.n)
        return end_sentence(filler);
    if (*line.p == '#')
        return 0;
    if (split(line, field) != FIELDS)
        return wrong(filler, "ten columns are wanted, separated by tabs");
    return take_word(filler, field);
}

static struct filon_str value(struct filon_str field)
{
    return filon_str_is(field, "_") ? FILON_NO_STR : field;
}

static int put_layers(struct filler *filler)
{
    struct filon_doc *doc = filler->doc;
    struct filon_str text = filon_str_dup(filon_doc_arena(doc), filon_buf_str(&filler->words));
    if (filon_doc_set_text(doc, text, filler->error) < 0)
        return -1;
    struct filon_layer *block = filon_layer(doc, FILON_BLOCK), *sentence = filon_layer(doc, FILON_SENTENCE),
                       *token = filon_layer(doc, FILON_TOKEN);
    uint32_t at = filon_add(block, 0, (uint32_t)text.n);
    filon_strs(block, FILON_BLOCK_KIND)[at] = FILON_STR("paragraph");
    filon_bool(block, FILON_BLOCK_CONTENT)[at] = true;
    const uint32_t *bounds = (const void *)filler->bounds.p;
    for (size_t i = 0; i < filler->bounds.n / sizeof *bounds; i += 2)
        filon_add(sentence, bounds[i], bounds[i + 1]);
    const struct row *rows = (const void *)filler->rows.p;
    uint32_t n = (uint32_t)(filler->rows.n / sizeof *rows);
    for (uint32_t i = 0; i < n; i++)
        filon_add(token, rows[i].begin, rows[i].end);
    struct filon_str *form = filon_strs(token, FILON_TOKEN_FORM), *lemma = filon_strs(token, FILON_TOKEN_LEMMA),
                     *upos = filon_strs(token, FILON_TOKEN_UPOS), *feats = filon_strs(token, FILON_TOKEN_FEATS),
                     *deprel = filon_strs(token, FILON_TOKEN_DEPREL);
    uint32_t *head = filon_ref(token, FILON_TOKEN_HEAD);
    for (uint32_t i = 0; i < n; i++) {
        if (!rows[i].same)
            form[i] = rows[i].field[FORM];
        lemma[i] = filon_str_is(rows[i].field[FORM], "_") ? rows[i].field[LEMMA] : value(rows[i].field[LEMMA]);
        upos[i] = value(rows[i].field[UPOS]);
        feats[i] = value(rows[i].field[FEATS]);
        deprel[i] = value(rows[i].field[DEPREL]);
        head[i] = rows[i].head;
    }
    return 0;
}

int filon_conllu_fill(const struct corpus_text *text, struct filon_doc *doc, struct filon_error *error)
{
    struct filler filler = {.text = text, .doc = doc, .error = error, .line = text->line};
    int failed = 0;
    for (const char *at = text->treebank.p, *end = at + text->treebank.n; at < end && !failed; filler.line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        size_t n = (size_t)(stop - at);
        failed = take_line(&filler, (struct filon_str){at, n && at[n - 1] == '\r' ? n - 1 : n});
        at = stop + 1;
    }
    failed = failed || end_sentence(&filler) < 0 || put_layers(&filler) < 0 ? -1 : 0;
    filon_buf_free(&filler.words);
    filon_buf_free(&filler.rows);
    filon_buf_free(&filler.bounds);
    return failed;
}
