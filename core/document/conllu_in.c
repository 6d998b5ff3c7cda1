/* Sentences of CoNLL-U as a document: its text put together, blocks, sentences, tokens with all that is said of them. */
#include <filon/conllu.h>
#include <filon/document.h>

struct maker {
    struct filon_doc *doc;
    struct filon_buf text;
    struct filon_layer *blocks, *sentences, *tokens;
    struct span_list {
        struct filon_span *at;
        uint32_t n, room;
    } block, sentence, token; /* kept until the text is whole: layers need it */
    struct word_list {
        struct word {
            const struct filon_conllu_row *row; /* a copy */
            uint32_t token, sentence_first;
            bool inside; /* of a multiword token */
        } * at;
        uint32_t n, room;
    } word;
};

static void add_span(struct maker *m, struct span_list *list, size_t begin, size_t end)
{
    list->at = filon_grow(filon_doc_arena(m->doc), list->at, list->n, &list->room, sizeof *list->at);
    list->at[list->n++] = (struct filon_span){(uint32_t)begin, (uint32_t)end};
}

static void add_word(struct maker *m, const struct filon_conllu_row *row, uint32_t sentence_first, bool inside)
{
    struct filon_arena *arena = filon_doc_arena(m->doc);
    struct filon_conllu_row *copy = filon_alloc(arena, sizeof *copy);
    *copy = *row;
    m->word.at = filon_grow(arena, m->word.at, m->word.n, &m->word.room, sizeof *m->word.at);
    m->word.at[m->word.n++] = (struct word){copy, (uint32_t)m->token.n - 1, sentence_first, inside};
}

/* ---- text */

/* SpacesAfter's \s \n \r \t \p \\. */
static void put_spaces(struct filon_buf *text, struct filon_str spaces)
{
    for (size_t i = 0; i < spaces.n; i++) {
        char c = spaces.p[i];
        if (c != '\\' || i + 1 == spaces.n) {
            filon_buf_putc(text, c);
            continue;
        }
        c = spaces.p[++i];
        filon_buf_putc(text, c == 's' ? ' ' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == 'p' ? '|' : c);
    }
}

static void put_gap(struct filon_buf *text, struct filon_str misc)
{
    struct filon_str spaces = filon_conllu_value(misc, "SpacesAfter");
    if (spaces.p)
        put_spaces(text, spaces);
    else if (!filon_str_is(filon_conllu_value(misc, "SpaceAfter"), "No"))
        filon_buf_putc(text, ' ');
}

static void put_token(struct maker *m, const struct filon_conllu_row *row)
{
    struct filon_str form = row->field[FILON_CONLLU_FORM];
    size_t begin = m->text.n;
    filon_buf_put_str(&m->text, form);
    add_span(m, &m->token, begin, m->text.n);
    put_gap(&m->text, row->field[FILON_CONLLU_MISC]);
}

static bool begins_paragraph(const struct filon_conllu *in)
{
    for (uint32_t i = 0; i < in->comments; i++)
        if (filon_str_is(in->comment[i], "newpar") || filon_str_starts(in->comment[i], FILON_STR("newpar ")))
            return true;
    return false;
}

/* A new paragraph stands behind a blank line. */
static void begin_block(struct maker *m)
{
    size_t n = m->text.n, breaks = 0, least = m->token.n ? m->token.at[m->token.n - 1].end : 0; /* a form may end with white space */
    while (n > least && (m->text.p[n - 1] == ' ' || m->text.p[n - 1] == '\n' || m->text.p[n - 1] == '\r' || m->text.p[n - 1] == '\t'))
        breaks += m->text.p[--n] == '\n';
    if (n && breaks < 2) {
        m->text.n = n;
        filon_buf_puts(&m->text, "\n\n");
    }
    add_span(m, &m->block, m->text.n, m->text.n);
}

static void put_sentence(struct maker *m, const struct filon_conllu *in)
{
    uint32_t covered = 0, sentence_first = (uint32_t)m->word.n;
    /* A document's text loses the byte order mark that it begins with; a word must not. */
    if (!m->text.n && in->rows && filon_str_starts(in->row[0].field[FILON_CONLLU_FORM], FILON_STR("\xef\xbb\xbf")))
        filon_buf_putc(&m->text, ' ');
    if (!m->block.n || begins_paragraph(in))
        begin_block(m);
    size_t first = m->token.n;
    for (uint32_t i = 0; i < in->rows; i++) {
        const struct filon_conllu_row *row = &in->row[i];
        if (row->last || row->id > covered)
            put_token(m, row);
        if (row->last)
            covered = row->last;
        else
            add_word(m, row, sentence_first, row->id <= covered);
    }
    uint32_t end = m->token.at[m->token.n - 1].end;
    add_span(m, &m->sentence, m->token.at[first].begin, end);
    m->block.at[m->block.n - 1].end = end;
}

/* ---- layers */

static struct filon_str known(struct filon_str value)
{
    return filon_str_is(value, "_") ? FILON_NO_STR : value;
}

static void make_tokens(struct maker *m)
{
    struct filon_layer *tokens = filon_layer(m->doc, FILON_TOKEN);
    filon_add_rows(tokens, (uint32_t)m->word.n);
    uint32_t *begin = filon_begin(tokens), *end = filon_end(tokens), *head = filon_ref(tokens, FILON_TOKEN_HEAD);
    struct filon_str *form = filon_strs(tokens, FILON_TOKEN_FORM), *lemma = filon_strs(tokens, FILON_TOKEN_LEMMA);
    struct filon_str *upos = filon_strs(tokens, FILON_TOKEN_UPOS), *feats = filon_strs(tokens, FILON_TOKEN_FEATS);
    struct filon_str *deprel = filon_strs(tokens, FILON_TOKEN_DEPREL);
    for (uint32_t i = 0; i < m->word.n; i++) {
        const struct word *word = &m->word.at[i];
        const struct filon_conllu_row *row = word->row;
        bool mark = filon_str_is(row->field[FILON_CONLLU_FORM], "_"); /* "_" itself as a token */
        begin[i] = m->token.at[word->token].begin;
        end[i] = m->token.at[word->token].end;
        form[i] = word->inside ? row->field[FILON_CONLLU_FORM] : FILON_NO_STR;
        lemma[i] = mark ? row->field[FILON_CONLLU_LEMMA] : known(row->field[FILON_CONLLU_LEMMA]);
        upos[i] = known(row->field[FILON_CONLLU_UPOS]);
        feats[i] = known(row->field[FILON_CONLLU_FEATS]);
        deprel[i] = known(row->field[FILON_CONLLU_DEPREL]);
        head[i] = row->head && row->head != FILON_CONLLU_NO_HEAD ? word->sentence_first + row->head - 1 : FILON_NONE;
    }
}

static void make_layers(struct maker *m)
{
    struct filon_layer *blocks = filon_layer(m->doc, FILON_BLOCK), *sentences = filon_layer(m->doc, FILON_SENTENCE);
    for (size_t i = 0; i < m->block.n; i++) {
        uint32_t row = filon_add(blocks, m->block.at[i].begin, m->block.at[i].end);
        filon_strs(blocks, FILON_BLOCK_KIND)[row] = FILON_STR("paragraph");
        filon_bool(blocks, FILON_BLOCK_CONTENT)[row] = true;
    }
    for (size_t i = 0; i < m->sentence.n; i++)
        filon_add(sentences, m->sentence.at[i].begin, m->sentence.at[i].end);
    make_tokens(m);
}

static int make(struct maker *m, struct filon_conllu *in, struct filon_error *error)
{
    int got;
    while ((got = filon_conllu_next(in, error)) > 0) {
        put_sentence(m, in);
        if (m->text.n >= FILON_NONE / 2)
            return filon_error_set(error, FILON_E_INPUT, "%s: the text is too long", in->path);
    }
    if (got < 0)
        return -1;
    struct filon_str text = filon_str_dup(filon_doc_arena(m->doc), filon_buf_str(&m->text));
    if (filon_doc_set_text(m->doc, text, error) < 0)
        return filon_error_wrap(error, "%s", in->path);
    make_layers(m);
    return 0;
}

int filon_doc_read_conllu(struct filon_doc *doc, struct filon_str bytes, const char *name, unsigned line, struct filon_error *error)
{
    struct maker m = {.doc = doc};
    struct filon_conllu in = {.path = name, .text = bytes, .line = line ? line - 1 : 0};
    int status = make(&m, &in, error);
    filon_conllu_free(&in);
    filon_buf_free(&m.text);
    return status;
}
