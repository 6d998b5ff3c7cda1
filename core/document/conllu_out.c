/* A document as CoNLL-U: what UDPipe would write, with entities as CorefUD has them. */
#include "document/document_impl.h"

#include <filon/utf8.h>

struct conllu_out {
    struct filon_doc *doc;
    struct filon_buf *buf;
    struct filon_layer *tokens, *entities;
    const uint32_t *begin, *end, *head;
    const struct filon_str *form, *lemma, *upos, *feats, *deprel;
    const struct filon_str *entity_type;
    const int32_t *entity_chain;
    uint32_t entity; /* the first one that does not end before the sentence */
    uint32_t rows;
    bool parsed; /* all words of the sentence have a relation: else heads are left out */
};

/* A value that may be absent, with what would break the line as a space. */
static void put_value(struct filon_buf *buf, struct filon_str value)
{
    bool space = false;
    size_t start = buf->n;
    unsigned length;
    for (size_t i = 0; i < value.n; i += length) {
        uint32_t c = filon_utf8_at(value.p, value.n, i, &length);
        if (c <= ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
            space = true;
            continue;
        }
        if (space && buf->n > start)
            filon_buf_putc(buf, ' ');
        space = false;
        filon_buf_put(buf, value.p + i, length);
    }
    if (buf->n == start)
        filon_buf_putc(buf, '_');
}

static void put_field(struct filon_buf *buf, struct filon_str value)
{
    filon_buf_putc(buf, '\t');
    put_value(buf, value);
}

/* Ids are one word without "/", which the format keeps for itself. */
static void put_id(struct filon_buf *buf, struct filon_str id)
{
    for (size_t i = 0; i < id.n; i++) {
        unsigned char c = (unsigned char)id.p[i];
        if (c <= ' ' || c == '%' || c == '/' || c == 0x7f)
            filon_buf_printf(buf, "%%%02X", c);
        else
            filon_buf_putc(buf, (char)c);
    }
}

/* ---- white space behind a token */

static void put_spaces(struct filon_buf *buf, struct filon_str gap)
{
    for (size_t i = 0; i < gap.n; i++) {
        switch (gap.p[i]) {
        case ' ': filon_buf_puts(buf, "\\s"); break;
        case '\t': filon_buf_puts(buf, "\\t"); break;
        case '\n': filon_buf_puts(buf, "\\n"); break;
        case '\r': filon_buf_puts(buf, "\\r"); break;
        default: filon_buf_putc(buf, gap.p[i]);
        }
    }
}

static bool all_space(struct filon_str s)
{
    unsigned length;
    for (size_t i = 0; i < s.n; i += length)
        if (!filon_is_space(filon_utf8_at(s.p, s.n, i, &length)))
            return false;
    return true;
}

/* The text between a token's end and the next one; where blocks that were not segmented lie between, a blank line. */
static struct filon_str gap_behind(const struct conllu_out *out, uint32_t row)
{
    struct filon_str text = filon_doc_text(out->doc);
    uint32_t stop = out->end[row], next = row + 1;
    while (next < out->rows && out->begin[next] < stop)
        next++;
    struct filon_str gap = {text.p + stop, (next < out->rows ? out->begin[next] : (uint32_t)text.n) - stop};
    return all_space(gap) ? gap : FILON_STR("\n\n");
}

static void put_pair(struct filon_buf *buf, const char *pair)
{
    filon_buf_puts(buf, buf->n && buf->p[buf->n - 1] != '\t' ? "|" : "");
    filon_buf_puts(buf, pair);
}

static void put_space_after(struct filon_buf *buf, struct filon_str gap)
{
    if (!gap.n)
        put_pair(buf, "SpaceAfter=No");
    else if (!filon_str_is(gap, " ")) {
        put_pair(buf, "SpacesAfter=");
        put_spaces(buf, gap);
    }
}

/* ---- entities: "(e1-PER" where one begins, "e1)" where it ends, "(e1-PER)" for one word */

static void put_entity_name(const struct conllu_out *out, uint32_t row)
{
    int32_t chain = out->entity_chain[row];
    if (chain > 0)
        filon_buf_printf(out->buf, "e%d", (int)chain);
    else
        filon_buf_printf(out->buf, "x%u", row + 1);
}

/* A row's words lie within the entity. */
static bool inside(const struct conllu_out *out, uint32_t entity, uint32_t row)
{
    return out->begin[row] >= out->entities->begin[entity] && out->end[row] <= out->entities->end[entity];
}

/* Entities that leave the sentence [first, last) are left out: the format has none. */
static void put_entities(const struct conllu_out *out, uint32_t first, uint32_t last, uint32_t row)
{
    const struct filon_layer *entities = out->entities;
    bool any = false;
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t e = out->entity; e < entities->rows && entities->begin[e] < out->end[row]; e++) {
            if (!inside(out, e, row) || entities->begin[e] < out->begin[first] || entities->end[e] > out->end[last - 1])
                continue;
            bool opens = row == first || !inside(out, e, row - 1), closes = row + 1 == last || !inside(out, e, row + 1);
            if (pass == 0 ? !opens : opens || !closes)
                continue;
            if (!any)
                put_pair(out->buf, "Entity=");
            any = true;
            filon_buf_puts(out->buf, opens ? "(" : "");
            put_entity_name(out, e);
            if (opens) {
                filon_buf_putc(out->buf, '-');
                put_value(out->buf, out->entity_type[e]);
            }
            filon_buf_puts(out->buf, closes ? ")" : "");
        }
}

/* ---- sentences */

static struct filon_str surface(const struct conllu_out *out, uint32_t row)
{
    return filon_text_of(out->doc, out->begin[row], out->end[row]);
}

/* One behind the last row with this row's place: a multiword token's words, if it is more than one. */
static uint32_t token_end(const struct conllu_out *out, uint32_t row, uint32_t last)
{
    uint32_t next = row + 1;
    while (next < last && out->begin[next] == out->begin[row] && out->end[next] == out->end[row])
        next++;
    return next;
}

static void put_text(const struct conllu_out *out, uint32_t first, uint32_t last)
{
    filon_buf_puts(out->buf, "# text = ");
    for (uint32_t row = first, next; row < last; row = next) {
        next = token_end(out, row, last);
        put_value(out->buf, surface(out, row));
        if (next < last && gap_behind(out, next - 1).n)
            filon_buf_putc(out->buf, ' ');
    }
    filon_buf_putc(out->buf, '\n');
}

static void put_word(const struct conllu_out *out, uint32_t first, uint32_t last, uint32_t row, bool alone)
{
    struct filon_buf *buf = out->buf;
    uint32_t head = out->head[row];
    filon_buf_printf(buf, "%u", row - first + 1);
    put_field(buf, out->form[row].p ? out->form[row] : surface(out, row));
    put_field(buf, out->lemma[row]);
    put_field(buf, out->upos[row]);
    filon_buf_puts(buf, "\t_");
    put_field(buf, out->feats[row]);
    if (out->parsed && head != FILON_NONE && head >= first && head < last)
        filon_buf_printf(buf, "\t%u", head - first + 1);
    else
        filon_buf_puts(buf, out->parsed ? "\t0" : "\t_");
    put_field(buf, out->deprel[row]);
    filon_buf_puts(buf, "\t_\t");
    size_t misc = buf->n;
    if (out->entities->rows)
        put_entities(out, first, last, row);
    if (alone)
        put_space_after(buf, gap_behind(out, row));
    filon_buf_puts(buf, buf->n == misc ? "_\n" : "\n");
}

static void put_range(const struct conllu_out *out, uint32_t first, uint32_t row, uint32_t next)
{
    filon_buf_printf(out->buf, "%u-%u", row - first + 1, next - first);
    put_field(out->buf, surface(out, row));
    filon_buf_puts(out->buf, "\t_\t_\t_\t_\t_\t_\t_\t");
    size_t misc = out->buf->n;
    put_space_after(out->buf, gap_behind(out, next - 1));
    filon_buf_puts(out->buf, out->buf->n == misc ? "_\n" : "\n");
}

static void put_sentence(struct conllu_out *out, uint32_t first, uint32_t last)
{
    while (out->entity < out->entities->rows && out->entities->end[out->entity] <= out->begin[first])
        out->entity++;
    out->parsed = true;
    for (uint32_t row = first; row < last; row++)
        out->parsed &= out->deprel[row].p != NULL;
    put_text(out, first, last);
    for (uint32_t row = first, next; row < last; row = next) {
        next = token_end(out, row, last);
        if (next > row + 1)
            put_range(out, first, row, next);
        for (uint32_t word = row; word < next; word++)
            put_word(out, first, last, word, next == row + 1);
    }
    filon_buf_putc(out->buf, '\n');
}

void filon_doc_conllu(struct filon_doc *doc, struct filon_buf *buf)
{
    struct filon_layer *tokens = filon_layer(doc, FILON_TOKEN), *sentences = filon_layer(doc, FILON_SENTENCE), *blocks = filon_layer(doc, FILON_BLOCK);
    struct filon_layer *entities = filon_layer(doc, FILON_ENTITY);
    struct conllu_out out = {.doc = doc, .buf = buf, .tokens = tokens, .entities = entities, .rows = tokens->rows,
                             .begin = filon_begin(tokens), .end = filon_end(tokens), .head = filon_ref(tokens, FILON_TOKEN_HEAD),
                             .form = filon_strs(tokens, FILON_TOKEN_FORM), .lemma = filon_strs(tokens, FILON_TOKEN_LEMMA),
                             .upos = filon_strs(tokens, FILON_TOKEN_UPOS), .feats = filon_strs(tokens, FILON_TOKEN_FEATS),
                             .deprel = filon_strs(tokens, FILON_TOKEN_DEPREL), .entity_type = filon_strs(entities, FILON_ENTITY_TYPE),
                             .entity_chain = filon_i32(entities, FILON_ENTITY_CHAIN)};
    uint32_t row = 0, block = FILON_NONE, number = 0;
    struct filon_str id = filon_doc_id(doc);
    if (!sentences->rows || !tokens->rows)
        return;
    filon_buf_puts(buf, "# newdoc id = ");
    put_id(buf, id);
    filon_buf_puts(buf, entities->rows ? "\n# global.Entity = eid-etype\n" : "\n");
    for (uint32_t s = 0; s < sentences->rows; s++) {
        while (row < out.rows && out.begin[row] < sentences->begin[s])
            row++;
        uint32_t first = row, in = blocks->rows ? filon_row_at(blocks, sentences->begin[s]) : 0;
        while (row < out.rows && out.end[row] <= sentences->end[s])
            row++;
        if (row == first)
            continue;
        if (in != block)
            filon_buf_puts(buf, "# newpar\n");
        block = in;
        filon_buf_puts(buf, "# sent_id = ");
        put_id(buf, id);
        filon_buf_printf(buf, "-%u\n", ++number);
        put_sentence(&out, first, row);
    }
}
