/* brat.c - standoff annotation: NAME.txt and NAME.ann, a line "T1<tab>Type 0 6<tab>text" an entity, offsets in code points. */
#include <filon/utf8.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/paths.h"
#include "train/corpus.h"

enum { LARGEST = 64 << 20 };

struct places {
    uint32_t *bytes; /* by code point, one more than there are */
    size_t n;
};

static struct places places_of(struct filon_arena *arena, struct filon_str text)
{
    struct places places = {filon_alloc(arena, (text.n + 1) * sizeof *places.bytes), 0};
    for (size_t at = 0; at < text.n; at++)
        if (((unsigned char)text.p[at] & 0xc0) != 0x80)
            places.bytes[places.n++] = (uint32_t)at;
    places.bytes[places.n] = (uint32_t)text.n;
    return places;
}

/* "Type 0 6" or "Type 0 6;10 14": from the first place to the last. */
static bool read_head(struct filon_str head, struct filon_str *label, unsigned long *from, unsigned long *to)
{
    char copy[256], *rest;
    const char *space = memchr(head.p, ' ', head.n);
    if (!space || head.n >= sizeof copy)
        return false;
    *label = (struct filon_str){head.p, (size_t)(space - head.p)};
    memcpy(copy, space + 1, head.n - label->n - 1);
    copy[head.n - label->n - 1] = 0;
    *from = strtoul(copy, &rest, 10);
    if (rest == copy || *rest != ' ')
        return false;
    for (*to = 0; *rest; rest += *rest == ';' || *rest == ' ') {
        const char *number = rest + (*rest == ' ' || *rest == ';');
        *to = strtoul(number, &rest, 10);
        if (rest == number)
            return false;
    }
    return label->n > 0;
}

static void read_line(struct corpus_text *text, const struct places *places, struct filon_str line, unsigned number)
{
    const char *tab = memchr(line.p, '\t', line.n);
    unsigned long from, to;
    struct filon_str label;
    if (line.n < 2 || line.p[0] != 'T' || !tab)
        return;
    struct filon_str head = {tab + 1, line.n - (size_t)(tab + 1 - line.p)}, words = FILON_NO_STR;
    tab = memchr(head.p, '\t', head.n);
    if (tab) {
        words = (struct filon_str){tab + 1, head.n - (size_t)(tab + 1 - head.p)};
        head.n = (size_t)(tab - head.p);
    }
    if (!read_head(head, &label, &from, &to) || from >= to || to > places->n) {
        filon_log(FILON_WARN, "%s:%u: the mark does not fit the text; left out", text->path, number);
        return;
    }
    struct filon_gold mark = {places->bytes[from], places->bytes[to], label};
    struct filon_str there = {text->text.p + mark.begin, mark.end - mark.begin};
    if (words.p && !memchr(head.p, ';', head.n) && !filon_str_eq(filon_str_trim(words), filon_str_trim(there)) &&
        !memchr(there.p, '\n', there.n)) {
        filon_log(FILON_WARN, "%s:%u: the mark says `%.*s` where the text has `%.*s`; left out", text->path, number, FILON_FMT(words),
                  FILON_FMT(there));
        return;
    }
    text->gold[text->n++] = mark;
}

int filon_corpus_brat(struct filon_corpus *corpus, const char *ann, struct filon_error *error)
{
    struct filon_arena *arena = corpus->arena;
    char *txt = filon_strf(arena, "%.*s.txt", (int)(strlen(ann) - 4), ann);
    struct filon_str marks = filon_read_file(arena, ann, LARGEST, error),
                     words = marks.p ? filon_read_file(arena, txt, LARGEST, error) : FILON_NO_STR;
    if (!words.p)
        return -1;
    if (filon_utf8_check(words.p, words.n) < words.n || filon_utf8_check(marks.p, marks.n) < marks.n)
        return filon_error_set(error, FILON_E_INPUT, "%s: the text or its marks are not valid UTF-8", ann);
    struct corpus_text *text = filon_corpus_add(corpus, txt, ann, 1);
    text->text = words;
    struct places places = places_of(arena, words);
    size_t lines = 1;
    for (size_t i = 0; i < marks.n; i++)
        lines += marks.p[i] == '\n';
    text->gold = filon_alloc(arena, lines * sizeof *text->gold);
    unsigned number = 1;
    for (const char *at = marks.p, *end = at + marks.n; at < end; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        read_line(text, &places, filon_str_trim((struct filon_str){at, (size_t)(stop - at)}), number);
        at = stop + 1;
    }
    filon_gold_sort(text->gold, text->n);
    return 0;
}
