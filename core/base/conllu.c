#include <filon/conllu.h>
#include <filon/utf8.h>

#include <stdlib.h>

#include "base/memory.h"

enum { WORDS_MOST = 1 << 20 };

static int wrong(const struct filon_conllu *in, struct filon_error *error, const char *what)
{
    return filon_error_set(error, FILON_E_INPUT, "%s:%u: %s", in->path, in->line, what);
}

/* A number of at most nine digits at s->p, which moves on; UINT32_MAX if there is none. */
static uint32_t number(struct filon_str *s)
{
    uint32_t value = 0;
    size_t n = 0;
    for (; n < s->n && n < 9 && s->p[n] >= '0' && s->p[n] <= '9'; n++)
        value = value * 10 + (uint32_t)(s->p[n] - '0');
    s->p += n;
    s->n -= n;
    return n ? value : UINT32_MAX;
}

static struct filon_str next_line(struct filon_conllu *in)
{
    const char *p = in->text.p + in->at, *end = memchr(p, '\n', in->text.n - in->at);
    size_t n = end ? (size_t)(end - p) : in->text.n - in->at;
    in->at += n + (end != NULL);
    in->line++;
    if (n && p[n - 1] == '\r')
        n--;
    return (struct filon_str){p, n};
}

static void add_comment(struct filon_conllu *in, struct filon_str line)
{
    if (in->comments == in->comment_room) {
        in->comment_room = in->comment_room ? in->comment_room * 2 : 16;
        in->comment = filon_xrealloc(in->comment, in->comment_room * sizeof *in->comment);
    }
    in->comment[in->comments++] = filon_str_trim((struct filon_str){line.p + 1, line.n - 1});
}

static bool split(struct filon_str line, struct filon_conllu_row *row)
{
    unsigned i = 0;
    for (;; i++) {
        const char *tab = memchr(line.p, '\t', line.n);
        size_t n = tab ? (size_t)(tab - line.p) : line.n;
        if (!n || i == FILON_CONLLU_FIELDS)
            return false;
        row->field[i] = (struct filon_str){line.p, n};
        if (!tab)
            break;
        line = (struct filon_str){tab + 1, line.n - n - 1};
    }
    return i == FILON_CONLLU_FIELDS - 1;
}

static bool visible(struct filon_str form)
{
    unsigned length;
    for (size_t at = 0; at < form.n; at += length) {
        uint32_t c = filon_utf8_at(form.p, form.n, at, &length);
        if (c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0) && !filon_is_space(c))
            return true;
    }
    return false;
}

/* covered: the last word that a range holds so far. */
static int add_row(struct filon_conllu *in, struct filon_str line, uint32_t *covered, struct filon_error *error)
{
    struct filon_conllu_row row = {.line = in->line};
    if (!split(line, &row))
        return wrong(in, error, "a word has ten fields with tabs between them, none of them empty");
    if (!visible(row.field[FILON_CONLLU_FORM]))
        return wrong(in, error, "FORM is nothing but white space or control characters");
    struct filon_str id = row.field[FILON_CONLLU_ID], head = row.field[FILON_CONLLU_HEAD];
    row.id = number(&id);
    if (id.n && *id.p == '.')
        return 0;
    bool range = id.n && *id.p == '-';
    if (range) {
        id = (struct filon_str){id.p + 1, id.n - 1};
        row.last = number(&id);
    }
    if (id.n || row.id != in->words + 1 || in->words >= WORDS_MOST)
        return wrong(in, error, "the ids of words count 1, 2, 3 …");
    if (range && (row.last == UINT32_MAX || row.last < row.id || row.id <= *covered))
        return wrong(in, error, "a range of words begins before its end and behind the range before it");
    if (range) {
        *covered = row.last;
    } else {
        row.head = filon_str_is(head, "_") ? FILON_CONLLU_NO_HEAD : number(&head);
        if (row.head == UINT32_MAX && !filon_str_is(row.field[FILON_CONLLU_HEAD], "_"))
            return wrong(in, error, "HEAD is the id of a word, 0 for the root, or _");
        in->words++;
    }
    if (in->rows == in->row_room) {
        in->row_room = in->row_room ? in->row_room * 2 : 64;
        in->row = filon_xrealloc(in->row, in->row_room * sizeof *in->row);
    }
    in->row[in->rows++] = row;
    return 0;
}

static int check_sentence(struct filon_conllu *in, uint32_t covered, struct filon_error *error)
{
    uint32_t without = 0;
    if (covered > in->words)
        return wrong(in, error, "a range of words goes beyond the sentence that ends here");
    for (uint32_t i = 0; i < in->rows; i++) {
        if (in->row[i].last)
            continue;
        if (in->row[i].head == FILON_CONLLU_NO_HEAD)
            without++;
        else if (in->row[i].head > in->words || in->row[i].head == in->row[i].id)
            return filon_error_set(error, FILON_E_INPUT, "%s:%u: the head %u is no other word of the sentence", in->path, in->row[i].line,
                                   in->row[i].head);
    }
    return without && without != in->words ? wrong(in, error, "in the sentence that ends here some words have a HEAD and some have none")
                                           : 0;
}

int filon_conllu_next(struct filon_conllu *in, struct filon_error *error)
{
    uint32_t covered = 0;
    in->rows = in->words = in->comments = 0;
    while (in->at < in->text.n) {
        struct filon_str line = next_line(in);
        if (!line.n) {
            if (in->rows)
                return check_sentence(in, covered, error) < 0 ? -1 : 1;
            continue;
        }
        if (*line.p == '#' && !in->rows)
            add_comment(in, line);
        else if (*line.p != '#' && add_row(in, line, &covered, error) < 0)
            return -1;
    }
    if (!in->rows)
        return 0;
    return check_sentence(in, covered, error) < 0 ? -1 : 1;
}

void filon_conllu_free(struct filon_conllu *in)
{
    free(in->row);
    free(in->comment);
    in->row = NULL;
    in->comment = NULL;
    in->row_room = in->comment_room = 0;
}

struct filon_str filon_conllu_comment(const struct filon_conllu *in, const char *key)
{
    for (uint32_t i = 0; i < in->comments; i++) {
        struct filon_str comment = in->comment[i];
        const char *is = memchr(comment.p, '=', comment.n);
        if (is && filon_str_is(filon_str_trim((struct filon_str){comment.p, (size_t)(is - comment.p)}), key))
            return filon_str_trim((struct filon_str){is + 1, comment.n - (size_t)(is + 1 - comment.p)});
    }
    return FILON_NO_STR;
}

struct filon_str filon_conllu_value(struct filon_str pairs, const char *key)
{
    size_t n = strlen(key);
    while (pairs.n) {
        const char *bar = memchr(pairs.p, '|', pairs.n);
        size_t length = bar ? (size_t)(bar - pairs.p) : pairs.n;
        if (length > n && memcmp(pairs.p, key, n) == 0 && pairs.p[n] == '=')
            return (struct filon_str){pairs.p + n + 1, length - n - 1};
        length += bar != NULL;
        pairs = (struct filon_str){pairs.p + length, pairs.n - length};
    }
    return FILON_NO_STR;
}
