/* A document for people: the article with its annotations in colour, then who says what and who stands where. */
#include "cli/cli.h"

/* One byte of style for each byte of text: the entity's type, and flags. */
enum { TYPE = 7, QUOTE = 8, CUE = 16 };

static const struct {
    const char *name, *color;
} types[] = {{NULL, NULL}, {"PER", "36"}, {"LOC", "32"}, {"ORG", "35"}, {"MISC", "33"}, {"DATE", "34"}, {"TIME", "34"}};

struct pretty {
    struct filon_doc *doc;
    struct filon_buf *out;
    bool color;
    struct filon_str text;
    uint8_t *style;
    const struct filon_why *why; /* or NULL */
};

/* Terminals obey control characters, C0 and C1 (U+0080 to U+009F): a hostile page must not speak to ours. flat: on one line. */
static void put_clean(struct filon_buf *out, struct filon_str s, bool flat)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xa0) {
            filon_buf_putc(out, ' ');
            i++;
        } else if (c == 0x7f || (c < 0x20 && (flat || (c != '\n' && c != '\t'))))
            filon_buf_putc(out, ' ');
        else
            filon_buf_putc(out, (char)c);
    }
}

static void put_flat(struct pretty *pretty, struct filon_str s)
{
    put_clean(pretty->out, s, true);
}

static void put(struct pretty *pretty, const char *code, struct filon_str s)
{
    if (pretty->color && code)
        filon_buf_printf(pretty->out, "\033[%sm", code);
    put_clean(pretty->out, s, false);
    if (pretty->color && code)
        filon_buf_puts(pretty->out, "\033[0m");
}

static void paint(struct pretty *pretty, uint32_t begin, uint32_t end, uint8_t flag)
{
    if (begin != FILON_NONE)
        for (uint32_t i = begin; i < end; i++)
            pretty->style[i] |= flag;
}

static uint8_t type_of(struct filon_str type)
{
    for (uint8_t i = 1; i < FILON_COUNT(types); i++)
        if (filon_str_is(type, types[i].name))
            return i;
    return 4; /* a type of somebody's own looks like MISC */
}

static void paint_all(struct pretty *pretty)
{
    struct filon_layer *entities = filon_layer(pretty->doc, FILON_ENTITY), *quotes = filon_layer(pretty->doc, FILON_QUOTE);
    const struct filon_str *type = filon_strs(entities, FILON_ENTITY_TYPE);
    const struct filon_span *cue = filon_spans(quotes, FILON_QUOTE_CUE);
    uint32_t behind = 0;
    for (uint32_t i = 0; i < filon_rows(entities); i++) {
        uint32_t begin = filon_begin(entities)[i], end = filon_end(entities)[i];
        if (begin < behind)
            continue; /* inside another */
        paint(pretty, begin, end, type_of(type[i]));
        behind = end;
    }
    for (uint32_t i = 0; i < filon_rows(quotes); i++) {
        paint(pretty, filon_begin(quotes)[i], filon_end(quotes)[i], QUOTE);
        paint(pretty, cue[i].begin, cue[i].end, CUE);
    }
}

static void put_span(struct pretty *pretty, uint32_t begin, uint32_t end, bool bold)
{
    while (begin < end) {
        uint32_t to = begin + 1;
        uint8_t style = pretty->style[begin];
        while (to < end && pretty->style[to] == style)
            to++;
        struct filon_str piece = {pretty->text.p + begin, to - begin};
        char code[32] = "";
        if (pretty->color) {
            strcat(code, bold || (style & CUE) ? "1;" : "");
            strcat(code, style & QUOTE ? "4;" : "");
            strcat(code, style & TYPE ? types[style & TYPE].color : "");
            size_t n = strlen(code);
            if (n && code[n - 1] == ';')
                code[n - 1] = '\0';
        }
        put(pretty, *code ? code : NULL, piece);
        if (!pretty->color && (style & TYPE) && (to == pretty->text.n || (pretty->style[to] & TYPE) != (style & TYPE)))
            filon_buf_printf(pretty->out, "[%s]", types[style & TYPE].name);
        begin = to;
    }
}

static void put_head(struct pretty *pretty)
{
    static const char *const keys[] = {"date", "publisher", "author", "lang"};
    struct filon_str title = filon_meta_get(pretty->doc, "title", NULL);
    put(pretty, "2", filon_doc_id(pretty->doc));
    filon_buf_putc(pretty->out, '\n');
    if (title.n) {
        put(pretty, "1", title);
        filon_buf_putc(pretty->out, '\n');
    }
    bool first = true;
    for (size_t i = 0; i < FILON_COUNT(keys); i++) {
        struct filon_str value = filon_meta_get(pretty->doc, keys[i], NULL);
        if (!value.n)
            continue;
        filon_buf_puts(pretty->out, first ? "" : " · ");
        put(pretty, "2", value);
        first = false;
    }
    filon_buf_puts(pretty->out, first ? "\n" : "\n\n");
}

static void put_article(struct pretty *pretty)
{
    struct filon_layer *blocks = filon_layer(pretty->doc, FILON_BLOCK);
    const uint8_t *content = filon_bool(blocks, FILON_BLOCK_CONTENT);
    const struct filon_str *kind = filon_strs(blocks, FILON_BLOCK_KIND);
    if (!filon_rows(blocks))
        put_span(pretty, 0, (uint32_t)pretty->text.n, false);
    for (uint32_t i = 0; i < filon_rows(blocks); i++)
        if (content[i]) {
            put_span(pretty, filon_begin(blocks)[i], filon_end(blocks)[i], filon_str_is(kind[i], "title") || filon_str_is(kind[i], "heading"));
            filon_buf_puts(pretty->out, "\n\n");
        }
}

static void put_words(struct pretty *pretty, const char *what, struct filon_span span)
{
    if (span.begin == FILON_NONE || span.begin >= span.end)
        return;
    filon_buf_printf(pretty->out, "; %s ", what);
    put_flat(pretty, filon_text_of(pretty->doc, span.begin, span.end));
}

/* The line below a quote, stance or position: which rule, read from which words. */
static void put_why(struct pretty *pretty, int layer_id, uint32_t row)
{
    const struct filon_why *why = pretty->why;
    struct filon_layer *layer = filon_layer(pretty->doc, layer_id);
    bool quote = layer_id == FILON_QUOTE;
    int rule = quote ? why->quote_rule : layer_id == FILON_POSITION ? why->position_rule : why->stance_rule;
    struct filon_str name = rule < 0 ? FILON_NO_STR : filon_strs(layer, rule)[row];
    filon_buf_puts(pretty->out, "      because ");
    put(pretty, "33", name.n ? name : FILON_STR("?"));
    if (quote) {
        put_words(pretty, "cue", filon_spans(layer, FILON_QUOTE_CUE)[row]);
        put_words(pretty, "source", filon_spans(layer, FILON_QUOTE_SOURCE)[row]);
    } else if (layer_id == FILON_STANCE) {
        const struct {
            const char *what;
            int column;
        } spans[] = {{"cue", why->stance_cue}, {"holder", why->stance_source}, {"target", why->stance_aim}};
        for (size_t i = 0; i < FILON_COUNT(spans); i++)
            if (spans[i].column >= 0)
                put_words(pretty, spans[i].what, filon_spans(layer, spans[i].column)[row]);
    }
    filon_buf_putc(pretty->out, '\n');
}

static void put_quotes(struct pretty *pretty)
{
    struct filon_layer *quotes = filon_layer(pretty->doc, FILON_QUOTE);
    const struct filon_str *holder = filon_strs(quotes, FILON_QUOTE_HOLDER), *type = filon_strs(quotes, FILON_QUOTE_TYPE);
    const struct filon_span *cue = filon_spans(quotes, FILON_QUOTE_CUE);
    if (!filon_rows(quotes))
        return;
    put(pretty, "1", FILON_STR("Who says what"));
    filon_buf_putc(pretty->out, '\n');
    for (uint32_t i = 0; i < filon_rows(quotes); i++) {
        filon_buf_puts(pretty->out, "  ");
        put(pretty, "36", holder[i].n ? holder[i] : FILON_STR("?"));
        if (cue[i].begin != FILON_NONE) {
            filon_buf_puts(pretty->out, "  ");
            put_flat(pretty, filon_text_of(pretty->doc, cue[i].begin, cue[i].end));
        }
        filon_buf_printf(pretty->out, "  (%.*s)\n      ", FILON_FMT(type[i]));
        put_flat(pretty, filon_row_text(pretty->doc, quotes, i));
        filon_buf_putc(pretty->out, '\n');
        if (pretty->why)
            put_why(pretty, FILON_QUOTE, i);
    }
    filon_buf_putc(pretty->out, '\n');
}

static void put_stances(struct pretty *pretty)
{
    struct filon_layer *stances = filon_layer(pretty->doc, FILON_STANCE);
    const struct filon_str *holder = filon_strs(stances, FILON_STANCE_HOLDER), *target = filon_strs(stances, FILON_STANCE_TARGET);
    const struct filon_str *polarity = filon_strs(stances, FILON_STANCE_POLARITY), *act = filon_strs(stances, FILON_STANCE_ACT);
    if (!filon_rows(stances))
        return;
    put(pretty, "1", FILON_STR("Who stands where"));
    filon_buf_putc(pretty->out, '\n');
    for (uint32_t i = 0; i < filon_rows(stances); i++) {
        bool favor = filon_str_is(polarity[i], "favor");
        filon_buf_puts(pretty->out, "  ");
        put(pretty, "36", holder[i].n ? holder[i] : FILON_STR("?"));
        filon_buf_puts(pretty->out, "  ");
        put(pretty, favor ? "32" : "31", polarity[i]);
        filon_buf_puts(pretty->out, "  ");
        put(pretty, "35", target[i].n ? target[i] : FILON_STR("?"));
        filon_buf_printf(pretty->out, "  (%.*s)\n      ", FILON_FMT(act[i]));
        put_flat(pretty, filon_row_text(pretty->doc, stances, i));
        filon_buf_putc(pretty->out, '\n');
        if (pretty->why)
            put_why(pretty, FILON_STANCE, i);
    }
    filon_buf_putc(pretty->out, '\n');
}

static void put_positions(struct pretty *pretty)
{
    struct filon_layer *positions = filon_layer(pretty->doc, FILON_POSITION);
    if (!filon_rows(positions))
        return;
    const struct filon_str *claim = filon_strs(positions, FILON_POSITION_CLAIM), *holder = filon_strs(positions, FILON_POSITION_HOLDER);
    const struct filon_str *position = filon_strs(positions, FILON_POSITION_POSITION);
    put(pretty, "1", FILON_STR("Who takes which side"));
    filon_buf_putc(pretty->out, '\n');
    for (uint32_t i = 0; i < filon_rows(positions); i++) {
        filon_buf_puts(pretty->out, "  ");
        put(pretty, "36", holder[i].n ? holder[i] : FILON_STR("?"));
        filon_buf_puts(pretty->out, "  ");
        put(pretty, filon_str_is(position[i], "favor") ? "32" : filon_str_is(position[i], "against") ? "31" : "33", position[i]);
        filon_buf_puts(pretty->out, "  ");
        put(pretty, "35", claim[i]);
        filon_buf_puts(pretty->out, "\n      ");
        put_flat(pretty, filon_row_text(pretty->doc, positions, i));
        filon_buf_putc(pretty->out, '\n');
        if (pretty->why)
            put_why(pretty, FILON_POSITION, i);
    }
    filon_buf_putc(pretty->out, '\n');
}

void filon_pretty(struct filon_doc *doc, struct filon_buf *out, bool color, const struct filon_why *why)
{
    struct pretty pretty = {.doc = doc, .out = out, .color = color, .text = filon_doc_text(doc), .why = why};
    if (!pretty.text.p)
        pretty.text = FILON_STR("");
    pretty.style = filon_zalloc(filon_doc_arena(doc), pretty.text.n + 1, 1);
    paint_all(&pretty);
    put_head(&pretty);
    put_article(&pretty);
    put_quotes(&pretty);
    put_stances(&pretty);
    put_positions(&pretty);
}
