#include "feed.h"

#include "decode.h"

#define XML_DTD 1 /* expat.h declares the limits on entities then */
#include <expat.h>
#include <strings.h>

/* DEEPEST: expat keeps what is open. */
enum { SEP = '\n', AMPLIFICATION = 10, ACTIVATION = 1024 * 1024, DEEPEST = 4096 };

enum space { NONE, ATOM, CONTENT, DC, TERMS, XHTML, RDF, XML, OTHER };

enum form { HTML, TEXT, MARKUP }; /* of what is captured: HTML as text, text, or elements that become HTML */

struct parser {
    XML_Parser xml;
    const char *name;
    unsigned long lines; /* before what expat sees */
    struct filon_error *error;
    feed_take *take;
    void *self;
    struct feed_entry feed, entry, *into;
    unsigned depth, channel, item, author, capture; /* depths of the elements that are open; 0: none */
    enum feed_field field;
    enum form form;
    struct filon_buf text; /* captured */
};

static enum space space_of(const char *name, size_t n)
{
    static const struct {
        const char *uri;
        enum space space;
    } known[] = {
        {"", NONE},
        {"http://purl.org/rss/1.0/", NONE},
        {"http://my.netscape.com/rdf/simple/0.9/", NONE},
        {"http://backend.userland.com/rss2", NONE},
        {"http://www.w3.org/2005/Atom", ATOM},
        {"http://purl.org/atom/ns#", ATOM},
        {"http://purl.org/rss/1.0/modules/content/", CONTENT},
        {"http://purl.org/dc/elements/1.1/", DC},
        {"http://purl.org/dc/terms/", TERMS},
        {"http://www.w3.org/1999/xhtml", XHTML},
        {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", RDF},
        {"http://www.w3.org/XML/1998/namespace", XML},
    };
    for (size_t i = 0; i < FILON_COUNT(known); i++)
        if (n == strlen(known[i].uri) && memcmp(known[i].uri, name, n) == 0)
            return known[i].space;
    return OTHER;
}

/* "URI\nlocal" */
static const char *split(const char *name, enum space *space)
{
    const char *sep = strrchr(name, SEP);
    *space = space_of(name, sep ? (size_t)(sep - name) : 0);
    return sep ? sep + 1 : name;
}

static const char *attribute(const char **attributes, enum space wanted, const char *local)
{
    for (; *attributes; attributes += 2) {
        enum space space;
        if (strcmp(split(attributes[0], &space), local) == 0 && space == wanted)
            return attributes[1];
    }
    return NULL;
}

static void set(struct feed_entry *entry, enum feed_field field, const char *value)
{
    if (value && !entry->field[field].n)
        filon_buf_puts(&entry->field[field], value);
}

static void fail(struct parser *parser, const char *message)
{
    filon_error_set(parser->error, FILON_E_INPUT, "%s:%lu:%lu: %s", parser->name, parser->lines + XML_GetCurrentLineNumber(parser->xml),
                    XML_GetCurrentColumnNumber(parser->xml) + 1, message);
    XML_StopParser(parser->xml, XML_FALSE);
}

/* ---- Elements that become HTML again */

static bool is_void(const char *local)
{
    static const char *const names[] = {"br", "img", "hr", "wbr", "input", "area", "col", "embed", "source", "track", "link", "meta"};
    for (size_t i = 0; i < FILON_COUNT(names); i++)
        if (strcasecmp(names[i], local) == 0)
            return true;
    return false;
}

static void put_escaped(struct filon_buf *out, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] == '<')
            filon_buf_puts(out, "&lt;");
        else if (p[i] == '&')
            filon_buf_puts(out, "&amp;");
        else if (p[i] == '"')
            filon_buf_puts(out, "&quot;");
        else
            filon_buf_putc(out, p[i]);
}

static void put_start(struct parser *parser, const char *local, const char **attributes)
{
    filon_buf_printf(&parser->text, "<%s", local);
    for (; *attributes; attributes += 2) {
        enum space space;
        filon_buf_printf(&parser->text, " %s=\"", split(attributes[0], &space));
        put_escaped(&parser->text, attributes[1], strlen(attributes[1]));
        filon_buf_putc(&parser->text, '"');
    }
    filon_buf_putc(&parser->text, '>');
}

/* ---- Fields */

static bool field_of(enum space space, const char *local, enum feed_field *field)
{
    static const struct {
        enum space space;
        const char *local;
        enum feed_field field;
    } known[] = {
        {NONE, "title", FEED_TITLE},       {NONE, "link", FEED_LINK},          {NONE, "description", FEED_SUMMARY},
        {NONE, "guid", FEED_ID},           {NONE, "pubDate", FEED_DATE},       {NONE, "author", FEED_AUTHOR},
        {NONE, "language", FEED_LANG},     {ATOM, "title", FEED_TITLE},        {ATOM, "id", FEED_ID},
        {ATOM, "published", FEED_DATE},    {ATOM, "issued", FEED_DATE},        {ATOM, "created", FEED_DATE},
        {ATOM, "updated", FEED_UPDATED},   {ATOM, "modified", FEED_UPDATED},   {ATOM, "summary", FEED_SUMMARY},
        {ATOM, "content", FEED_CONTENT},   {CONTENT, "encoded", FEED_CONTENT}, {DC, "creator", FEED_AUTHOR},
        {DC, "date", FEED_DATE},           {DC, "language", FEED_LANG},        {TERMS, "issued", FEED_DATE},
        {TERMS, "modified", FEED_UPDATED}, {XHTML, "body", FEED_CONTENT},
    };
    for (size_t i = 0; i < FILON_COUNT(known); i++)
        if (known[i].space == space && strcmp(known[i].local, local) == 0) {
            *field = known[i].field;
            return true;
        }
    return false;
}

static bool is(const char *value, const char *one, const char *other)
{
    return value && (strcasecmp(value, one) == 0 || strcasecmp(value, other) == 0);
}

/* What an element's text is; false: nothing of use. */
static bool form_of(enum space space, const char **attributes, enum form *form)
{
    const char *type = attribute(attributes, NONE, "type"), *mode = attribute(attributes, NONE, "mode");
    *form = space == XHTML ? MARKUP : space == ATOM ? TEXT : HTML;
    if (space != ATOM || !type)
        return true;
    if (attribute(attributes, NONE, "src"))
        return false;
    if (is(type, "html", "text/html"))
        *form = mode && strcmp(mode, "xml") == 0 ? MARKUP : HTML;
    else if (is(type, "xhtml", "application/xhtml+xml"))
        *form = mode && strcmp(mode, "escaped") == 0 ? HTML : MARKUP;
    else
        return is(type, "text", "text/plain");
    return true;
}

static void begin_capture(struct parser *parser, struct feed_entry *into, enum feed_field field, enum form form)
{
    if (into->field[field].n && field != FEED_AUTHOR)
        return; /* the first one counts */
    parser->capture = parser->depth;
    parser->into = into;
    parser->field = field;
    parser->form = form;
    filon_buf_clear(&parser->text);
}

static void begin_field(struct parser *parser, struct feed_entry *into, enum space space, const char *local, const char **attributes)
{
    enum feed_field field;
    enum form form;
    if (space == ATOM && strcmp(local, "author") == 0)
        parser->author = parser->depth;
    if (space == ATOM && strcmp(local, "link") == 0) {
        const char *rel = attribute(attributes, NONE, "rel");
        if (!rel || strcmp(rel, "alternate") == 0)
            set(into, FEED_LINK, attribute(attributes, NONE, "href"));
    }
    if (!field_of(space, local, &field) || !form_of(space, attributes, &form))
        return;
    if (field == FEED_CONTENT || field == FEED_SUMMARY)
        set(into, FEED_LANG, attribute(attributes, XML, "lang"));
    begin_capture(parser, into, field, form);
}

/* "mail@a.example (Name)": the name. */
static struct filon_str name_of(struct filon_str author)
{
    const char *open = author.n && author.p[author.n - 1] == ')' ? memchr(author.p, '(', author.n) : NULL;
    if (!open)
        return author;
    return filon_str_trim((struct filon_str){open + 1, (size_t)(author.p + author.n - 1 - open - 1)});
}

/* Text as HTML: what looks like tags is none, a blank line is a paragraph's end. */
static void put_text(struct filon_buf *out, struct filon_str text)
{
    while (text.n) {
        const char *gap = memmem(text.p, text.n, "\n\n", 2);
        size_t n = gap ? (size_t)(gap - text.p) : text.n;
        put_escaped(out, text.p, n);
        if (gap)
            filon_buf_puts(out, "<p>");
        text = (struct filon_str){text.p + n + (gap ? 2 : 0), text.n - n - (gap ? 2 : 0)};
    }
}

static void make_plain(struct filon_buf *field, struct filon_buf *scratch)
{
    filon_buf_clear(scratch);
    feed_plain(filon_buf_str(field), scratch);
    filon_buf_clear(field);
    filon_buf_put_str(field, filon_buf_str(scratch));
}

static void end_capture(struct parser *parser)
{
    struct filon_buf *out = &parser->into->field[parser->field];
    struct filon_str text = filon_str_trim(filon_buf_str(&parser->text));
    bool html = parser->field == FEED_CONTENT || parser->field == FEED_SUMMARY;
    parser->capture = 0;
    if (!text.n)
        return;
    if (html && parser->form == TEXT)
        put_text(out, text);
    else if (html)
        filon_buf_put_str(out, text);
    else if (parser->field == FEED_AUTHOR) {
        if (out->n)
            filon_buf_puts(out, ", ");
        feed_plain(name_of(text), out);
    } else if (parser->field == FEED_TITLE && parser->form == TEXT)
        put_escaped(out, text.p, text.n);
    else
        filon_buf_put_str(out, text);
    if (parser->field == FEED_TITLE)
        make_plain(out, &parser->text);
}

/* ---- What expat calls */

static bool is_root(enum space space, const char *local)
{
    return (space == NONE && strcmp(local, "rss") == 0) || (space == RDF && strcmp(local, "RDF") == 0) ||
           (space == ATOM && strcmp(local, "feed") == 0);
}

static void clear(struct feed_entry *entry)
{
    for (int i = 0; i < FEED_FIELDS; i++)
        filon_buf_clear(&entry->field[i]);
}

static void begin_item(struct parser *parser, const char **attributes)
{
    clear(&parser->entry);
    parser->item = parser->depth;
    parser->entry.line = parser->lines + XML_GetCurrentLineNumber(parser->xml);
    set(&parser->entry, FEED_ID, attribute(attributes, RDF, "about"));
    set(&parser->entry, FEED_LANG, attribute(attributes, XML, "lang"));
}

static void on_start(void *self, const char *name, const char **attributes)
{
    struct parser *parser = self;
    enum space space;
    const char *local = split(name, &space);
    unsigned depth = ++parser->depth;
    if (depth > DEEPEST)
        fail(parser, "elements nested more than 4096 deep");
    if (parser->capture) {
        if (parser->form == MARKUP)
            put_start(parser, local, attributes);
    } else if (depth == 1) {
        if (!is_root(space, local))
            fail(parser, "no feed: it begins with none of rss, RDF and feed");
        set(&parser->feed, FEED_LANG, attribute(attributes, XML, "lang"));
        parser->channel = space == ATOM ? 1 : 0;
    } else if (parser->author && strcmp(local, "name") == 0) {
        begin_capture(parser, parser->item ? &parser->entry : &parser->feed, FEED_AUTHOR, TEXT);
    } else if (parser->item) {
        if (depth == parser->item + 1)
            begin_field(parser, &parser->entry, space, local, attributes);
    } else if ((space == NONE && strcmp(local, "item") == 0) || (space == ATOM && strcmp(local, "entry") == 0)) {
        begin_item(parser, attributes);
    } else if (space == NONE && depth == 2 && strcmp(local, "channel") == 0) {
        parser->channel = depth;
    } else if (parser->channel && depth == parser->channel + 1) {
        begin_field(parser, &parser->feed, space, local, attributes);
    }
}

static void on_end(void *self, const char *name)
{
    struct parser *parser = self;
    enum space space;
    const char *local = split(name, &space);
    unsigned depth = parser->depth--;
    if (parser->capture && depth > parser->capture && parser->form == MARKUP && !is_void(local))
        filon_buf_printf(&parser->text, "</%s>", local);
    if (depth == parser->capture)
        end_capture(parser);
    if (depth == parser->author)
        parser->author = 0;
    if (depth != parser->item || !depth)
        return;
    parser->item = 0;
    parser->take(parser->self, &parser->entry, &parser->feed);
}

static void on_text(void *self, const char *p, int n)
{
    struct parser *parser = self;
    if (parser->capture && parser->form == MARKUP)
        put_escaped(&parser->text, p, (size_t)n);
    else if (parser->capture)
        filon_buf_put(&parser->text, p, (size_t)n);
}

/* &eacute; in a feed that declares none: HTML's. */
static void on_unknown_entity(void *self, const char *name, int is_parameter)
{
    struct parser *parser = self;
    char put[8];
    if (is_parameter || !parser->capture)
        return;
    if (feed_entity(filon_str_of(name), put))
        filon_buf_puts(&parser->text, put);
    else
        fail(parser, "an entity that neither the feed nor HTML knows");
}

/* Nothing is fetched. An external subset is read as if it were empty: behind one, expat leaves entities that nobody declared to us. */
static int on_external(XML_Parser xml, const char *context, const char *base, const char *system, const char *public)
{
    (void)base, (void)system, (void)public;
    if (context)
        return XML_STATUS_OK;
    XML_Parser empty = XML_ExternalEntityParserCreate(xml, NULL, NULL);
    if (!empty)
        return XML_STATUS_ERROR;
    enum XML_Status status = XML_Parse(empty, "", 0, 1);
    XML_ParserFree(empty);
    return (int)status;
}

static XML_Parser new_xml(struct parser *parser)
{
    XML_Parser xml = XML_ParserCreateNS("UTF-8", SEP);
    if (!xml)
        return NULL;
    XML_SetUserData(xml, parser);
    XML_SetElementHandler(xml, on_start, on_end);
    XML_SetCharacterDataHandler(xml, on_text);
    XML_SetSkippedEntityHandler(xml, on_unknown_entity);
    XML_UseForeignDTD(xml, XML_TRUE);
    XML_SetParamEntityParsing(xml, XML_PARAM_ENTITY_PARSING_ALWAYS);
    XML_SetExternalEntityRefHandler(xml, on_external);
    XML_SetBillionLaughsAttackProtectionMaximumAmplification(xml, AMPLIFICATION);
    XML_SetBillionLaughsAttackProtectionActivationThreshold(xml, ACTIVATION);
    return xml;
}

static void parse(struct parser *parser, struct filon_str text)
{
    if (XML_Parse(parser->xml, text.p, (int)text.n, 1) == XML_STATUS_OK || parser->error->code)
        return;
    fail(parser, XML_ErrorString(XML_GetErrorCode(parser->xml)));
}

int feed_read(struct filon_str bytes, const char *name, feed_take *take, void *self, struct filon_error *error)
{
    struct filon_buf room = FILON_BUF_INIT;
    struct filon_str text;
    struct parser parser = {.name = name, .error = error, .take = take, .self = self};
    if (decode_xml(bytes, name, &room, &text, &parser.lines, error) < 0) {
        filon_buf_free(&room);
        return -1;
    }
    if (text.n > INT32_MAX)
        filon_error_set(error, FILON_E_INPUT, "%s: too large", name);
    else if (!(parser.xml = new_xml(&parser)))
        filon_error_set(error, FILON_E_INPUT, "%s: no memory", name);
    else
        parse(&parser, text);
    if (parser.xml)
        XML_ParserFree(parser.xml);
    for (int i = 0; i < FEED_FIELDS; i++) {
        filon_buf_free(&parser.feed.field[i]);
        filon_buf_free(&parser.entry.field[i]);
    }
    filon_buf_free(&parser.text);
    filon_buf_free(&room);
    return error->code ? -1 : 0;
}
