#include "document/document_impl.h"

#include <math.h>

/* One writer for all layers: names and types come from the schema. docs/formats.md describes the result. */
struct out {
    struct filon_buf *buf;
    struct filon_doc *doc;
    int indent; /* spaces a level; 0: one line */
    int level;
    bool first; /* in the object or list that is open */
};

static void line(struct out *out)
{
    static const char spaces[] = "                                ";
    if (!out->indent)
        return;
    int n = out->indent * out->level;
    filon_buf_putc(out->buf, '\n');
    filon_buf_put(out->buf, spaces, (size_t)(n < (int)sizeof spaces - 1 ? n : (int)sizeof spaces - 1));
}

static void item(struct out *out, bool own_line)
{
    if (!out->first)
        filon_buf_puts(out->buf, out->indent && !own_line ? ", " : ",");
    if (own_line)
        line(out);
    out->first = false;
}

static void key(struct out *out, const char *name, bool own_line)
{
    item(out, own_line);
    filon_buf_json(out->buf, filon_str_of(name));
    filon_buf_puts(out->buf, out->indent ? ": " : ":");
}

static void open(struct out *out, char bracket)
{
    filon_buf_putc(out->buf, bracket);
    out->level++;
    out->first = true;
}

static void close(struct out *out, char bracket, bool own_line)
{
    out->level--;
    if (own_line && !out->first)
        line(out);
    filon_buf_putc(out->buf, bracket);
    out->first = false;
}

static void number(struct filon_buf *buf, uint32_t value)
{
    char digits[10];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    filon_buf_put(buf, digits + at, sizeof digits - at);
}

static void bounds(struct out *out, uint32_t begin, uint32_t end)
{
    key(out, "begin", false);
    number(out->buf, filon_doc_codepoint(out->doc, begin));
    key(out, "end", false);
    number(out->buf, filon_doc_codepoint(out->doc, end));
}

static void span(struct out *out, const char *name, struct filon_span at)
{
    key(out, name, false);
    open(out, '{');
    bounds(out, at.begin, at.end);
    close(out, '}', false);
}

/* A cell without a value is left out. */
static void cell(struct out *out, const struct filon_column *def, const struct column *column, uint32_t row)
{
    struct filon_buf *buf = out->buf;
    switch (def->type) {
    case FILON_I32: {
        int32_t value = ((int32_t *)column->cells)[row];
        key(out, def->name, false);
        filon_buf_printf(buf, "%d", value);
        break;
    }
    case FILON_F32: {
        float value = ((float *)column->cells)[row];
        if (isfinite(value)) {
            key(out, def->name, false);
            filon_buf_printf(buf, "%.4g", (double)value);
        }
        break;
    }
    case FILON_BOOL:
        key(out, def->name, false);
        filon_buf_puts(buf, ((uint8_t *)column->cells)[row] ? "true" : "false");
        break;
    case FILON_STR_T: {
        struct filon_str value = ((struct filon_str *)column->cells)[row];
        if (value.p) {
            key(out, def->name, false);
            filon_buf_json(buf, value);
        }
        break;
    }
    case FILON_REF: {
        uint32_t value = ((uint32_t *)column->cells)[row];
        if (value != FILON_NONE) {
            key(out, def->name, false);
            number(buf, value);
        }
        break;
    }
    case FILON_SPAN: {
        struct filon_span value = ((struct filon_span *)column->cells)[row];
        if (value.begin != FILON_NONE)
            span(out, def->name, value);
    }
    }
}

static void rows(struct out *out, const struct filon_layer *layer)
{
    open(out, '[');
    for (uint32_t row = 0; row < layer->rows; row++) {
        item(out, true);
        open(out, '{');
        bounds(out, layer->begin[row], layer->end[row]);
        for (int c = 0; c < layer->columns; c++)
            if (layer->column[c].used)
                cell(out, &layer->def->columns[c], &layer->column[c], row);
        close(out, '}', false);
    }
    close(out, ']', true);
}

static void meta(struct out *out)
{
    struct filon_doc *doc = out->doc;
    key(out, "meta", true);
    open(out, '{');
    for (size_t i = 0; i < doc->n_meta; i++) {
        key(out, doc->meta[i].key, true);
        filon_buf_json(out->buf, doc->meta[i].value);
    }
    close(out, '}', true);
    key(out, "meta_span", true);
    open(out, '{');
    for (size_t i = 0; i < doc->n_meta; i++)
        if (doc->meta[i].span.begin != FILON_NONE)
            span(out, doc->meta[i].key, doc->meta[i].span);
    close(out, '}', false);
}

static void whole_text(struct out *out)
{
    key(out, "text", true);
    filon_buf_json(out->buf, out->doc->text);
}

static void content_text(struct out *out)
{
    struct filon_buf content = FILON_BUF_INIT;
    key(out, "content", true);
    filon_doc_content(out->doc, &content);
    filon_buf_json(out->buf, filon_buf_str(&content));
    filon_buf_free(&content);
}

void filon_doc_json(struct filon_doc *doc, struct filon_buf *buf, int indent)
{
    filon_doc_json_parts(doc, buf, indent, true, true, NULL);
}

void filon_doc_json_parts(struct filon_doc *doc, struct filon_buf *buf, int indent, bool text, bool content, const uint8_t *layers)
{
    struct out out = {.buf = buf, .doc = doc, .indent = indent};
    open(&out, '{');
    key(&out, "filon", true);
    filon_buf_putc(buf, '1');
    key(&out, "id", true);
    filon_buf_json(buf, doc->id);
    meta(&out);
    if (text)
        whole_text(&out);
    if (content)
        content_text(&out);
    key(&out, "layers", true);
    open(&out, '{');
    for (int l = 0; l < doc->n_layers; l++)
        if (doc->layer[l].rows && (!layers || layers[l])) {
            key(&out, doc->layer[l].def->name, true);
            rows(&out, &doc->layer[l]);
        }
    close(&out, '}', true);
    close(&out, '}', true);
}
