#include <filon/yaml.h>

#include <filon/map.h>
#include <filon/utf8.h>
#include <yaml.h>

#include "base/memory.h"
#include "base/paths.h"

/* From this many keys on a map is checked for duplicates through a hash: a file of one large map stays linear. */
enum { KEYS_HASHED = 16 };

struct open_node {
    struct filon_node *node;
    struct filon_map *keys; /* key -> 1, once there are KEYS_HASHED of them */
};

struct builder {
    yaml_parser_t parser;
    struct filon_arena *arena;
    const char *label;
    struct filon_str text;
    struct filon_error *error;
    struct open_node open[FILON_YAML_DEPTH];
    size_t depth;
    struct filon_node *root;
    const char *key; /* read, its value not yet; NULL */
    struct filon_mark key_mark;
    unsigned nodes;
};

static int fail_at(struct builder *b, struct filon_mark mark, const char *format, ...) FILON_PRINTF(3, 4);
static int fail_at(struct builder *b, struct filon_mark mark, const char *format, ...)
{
    struct filon_node where = {.mark = mark};
    struct filon_buf text = FILON_BUF_INIT;
    va_list ap;
    va_start(ap, format);
    filon_buf_vprintf(&text, format, ap);
    va_end(ap);
    filon_node_error(&where, b->error, "%s", text.p);
    filon_buf_free(&text);
    return -1;
}

static struct filon_mark mark_of(const struct builder *b, yaml_mark_t mark)
{
    return (struct filon_mark){b->label, (unsigned)mark.line + 1, (unsigned)mark.column + 1};
}

/* Where a byte of the text is. */
static struct filon_mark mark_at(const struct builder *b, size_t offset)
{
    struct filon_mark mark = {b->label, 1, 1};
    for (size_t i = 0; i < offset; i++)
        if (b->text.p[i] == '\n' || (b->text.p[i] == '\r' && !(i + 1 < b->text.n && b->text.p[i + 1] == '\n'))) {
            mark.line++;
            mark.column = 1;
        } else {
            mark.column += ((unsigned char)b->text.p[i] & 0xc0) != 0x80;
        }
    return mark;
}

/* ---- What libyaml finds wrong, said so that one knows what to do. */

enum place { AT_PROBLEM, AT_CONTEXT };

static const struct {
    const char *problem, *context; /* context NULL: any */
    enum place place;
    const char *text;
} plain_words[] = {
    {"found a tab character that violates indentation", NULL, AT_PROBLEM, "a tab cannot indent YAML: use spaces"},
    {"found a tab character where an indentation space is expected", NULL, AT_PROBLEM, "a tab cannot indent YAML: use spaces"},
    {"mapping values are not allowed in this context", NULL, AT_PROBLEM,
     "a `:` has no place here: is the line indented too far, a space missing after an earlier `:`, or a text with `: ` in need of quotes?"},
    {"could not find expected ':'", NULL, AT_CONTEXT, "a key was wanted here, with `:` and a space behind it"},
    {"did not find expected key", NULL, AT_PROBLEM,
     "a key of the map begun before was wanted here: is the indentation right, is a quotation mark or bracket left over?"},
    {"did not find expected '-' indicator", NULL, AT_PROBLEM,
     "a further `- ` of the list begun before was wanted here: is the indentation right?"},
    {"did not find expected ',' or ']'", NULL, AT_CONTEXT, "this `[` is not closed: `,` or `]` is missing"},
    {"did not find expected ',' or '}'", NULL, AT_CONTEXT, "this `{` is not closed: `,` or `}` is missing"},
    {"found unexpected end of stream", "while scanning a quoted scalar", AT_CONTEXT, "this quotation mark is not closed"},
    {"found unknown escape character", NULL, AT_PROBLEM,
     "no such escape in double quotes: write \\\\ for a backslash, or use single quotes"},
    {"block sequence entries are not allowed in this context", NULL, AT_PROBLEM,
     "a list cannot begin here: put its first `- ` on a line of its own"},
    {"did not find expected node content", NULL, AT_PROBLEM, "a value was wanted here"},
    {"did not find expected <document start>", NULL, AT_PROBLEM, "nothing can follow here: the document has ended (a file holds one)"},
    {"did not find expected alphabetic or numeric character", "while scanning an alias", AT_CONTEXT,
     "`*` begins an alias, which filon does not take: put a text that begins with it into quotes"},
    {"did not find expected alphabetic or numeric character", "while scanning an anchor", AT_CONTEXT,
     "`&` begins an anchor, which filon does not take: put a text that begins with it into quotes"},
};

static size_t byte_of_index(const struct builder *b, size_t index)
{
    size_t at = 0;
    while (index-- && at < b->text.n)
        do
            at++;
        while (at < b->text.n && ((unsigned char)b->text.p[at] & 0xc0) == 0x80);
    return at;
}

/* A character that can begin nothing: a tab before a key, or @, `, %. */
static int fail_character(struct builder *b)
{
    struct filon_mark mark = mark_of(b, b->parser.problem_mark);
    size_t at = byte_of_index(b, b->parser.problem_mark.index);
    if (at < b->text.n && b->text.p[at] == '\t')
        return fail_at(b, mark, "a tab cannot indent YAML: use spaces");
    return fail_at(b, mark, "a value cannot begin with '%c': put the text into quotes", at < b->text.n ? b->text.p[at] : ' ');
}

/* `{ path: ${INBOX} }`: the second brace begins a map, so far as YAML goes. */
static bool at_reference(const struct builder *b)
{
    size_t at = byte_of_index(b, b->parser.problem_mark.index);
    return at > 0 && at < b->text.n && b->text.p[at] == '{' && b->text.p[at - 1] == '$';
}

static int fail_syntax(struct builder *b)
{
    const yaml_parser_t *parser = &b->parser;
    const char *problem = parser->problem ? parser->problem : "unreadable";
    if (parser->error == YAML_MEMORY_ERROR)
        filon_no_memory();
    if (parser->error == YAML_READER_ERROR) {
        size_t at = parser->problem_offset < b->text.n ? parser->problem_offset : b->text.n;
        return fail_at(b, mark_at(b, at), "character U+%04X is not allowed in YAML", (unsigned)parser->problem_value);
    }
    if (strcmp(problem, "found character that cannot start any token") == 0)
        return fail_character(b);
    if (at_reference(b))
        return fail_at(b, mark_of(b, parser->problem_mark), "a text with ${ in it needs quotes here: \"${NAME}\"");
    for (size_t i = 0; i < FILON_COUNT(plain_words); i++) {
        if (strcmp(problem, plain_words[i].problem) != 0)
            continue;
        if (plain_words[i].context && (!parser->context || strcmp(parser->context, plain_words[i].context) != 0))
            continue;
        yaml_mark_t mark = plain_words[i].place == AT_CONTEXT && parser->context ? parser->context_mark : parser->problem_mark;
        return fail_at(b, mark_of(b, mark), "%s", plain_words[i].text);
    }
    if (parser->context)
        return fail_at(b, mark_of(b, parser->problem_mark), "%s, %s", problem, parser->context);
    return fail_at(b, mark_of(b, parser->problem_mark), "%s", problem);
}

/* ---- Events to nodes. */

/* Kept out of the tree until its key and parent are known, so errors here need the path of the parent. */
static int fail_value(struct builder *b, struct filon_mark mark, const char *message)
{
    struct filon_node value = {.mark = mark, .key = b->key, .parent = b->depth ? b->open[b->depth - 1].node : NULL};
    value.index = value.parent ? value.parent->count : 0;
    return filon_node_error(&value, b->error, "%s", message);
}

static int add(struct builder *b, struct filon_node *node)
{
    if (++b->nodes > FILON_YAML_NODES)
        return fail_at(b, node->mark, "more than %d values: a job is no place for data", FILON_YAML_NODES);
    if (b->depth == 0) {
        b->root = node;
        return 0;
    }
    struct filon_node *parent = b->open[b->depth - 1].node;
    filon_node_append(parent, b->key, node);
    if (b->key)
        node->key_mark = b->key_mark;
    b->key = NULL;
    return 0;
}

static bool wants_key(const struct builder *b)
{
    return b->depth && !b->key && b->open[b->depth - 1].node->kind == FILON_NODE_MAP;
}

static const struct filon_node *earlier_key(struct open_node *open, struct filon_arena *arena, const char *key)
{
    if (open->node->count < KEYS_HASHED)
        return filon_node_get(open->node, key);
    if (!open->keys) {
        open->keys = filon_map_new(arena, KEYS_HASHED * 2);
        for (const struct filon_node *child = open->node->first; child; child = child->next)
            filon_map_set(open->keys, filon_str_of(child->key), 1);
    }
    return filon_map_set(open->keys, filon_str_of(key), 1) == FILON_MAP_NONE ? NULL : filon_node_get(open->node, key);
}

static int take_key(struct builder *b, struct filon_str text, struct filon_mark mark)
{
    struct open_node *open = &b->open[b->depth - 1];
    b->key = text.p;
    b->key_mark = mark;
    if (text.n == 0) {
        b->key = NULL;
        return fail_at(b, mark, "an empty key");
    }
    const struct filon_node *earlier = earlier_key(open, b->arena, text.p);
    if (!earlier)
        return 0;
    struct filon_node second = {.key = text.p, .mark = mark, .key_mark = mark, .parent = open->node};
    struct filon_buf name = FILON_BUF_INIT;
    struct filon_node as_text = {.kind = FILON_NODE_SCALAR, .text = text};
    filon_node_describe(&as_text, &name);
    filon_node_key_error(&second, b->error, "the key %s is already in line %u", name.p, earlier->key_mark.line);
    filon_buf_free(&name);
    return -1;
}

static bool is_null(struct filon_str text)
{
    return text.n == 0 || filon_str_is(text, "~") || filon_str_is(text, "null") || filon_str_is(text, "Null") || filon_str_is(text, "NULL");
}

/* Tags: only those that say what the value is anyway. `!!str` makes a text like quotes do. */
static bool core_tag(const yaml_char_t *tag, enum filon_node_kind kind)
{
    static const char *const scalars[] = {"str", "null", "bool", "int", "float", NULL}, *const lists[] = {"seq", NULL},
                             *const maps[] = {"map", NULL};
    static const char *const *const of_kind[] = {scalars, scalars, lists, maps};
    static const char core[] = "tag:yaml.org,2002:";
    const char *name = (const char *)tag;
    if (strncmp(name, core, sizeof core - 1) != 0)
        return false;
    for (const char *const *known = of_kind[kind]; *known; known++)
        if (strcmp(name + sizeof core - 1, *known) == 0)
            return true;
    return false;
}

static int check_properties(struct builder *b, const yaml_char_t *anchor, const yaml_char_t *tag, enum filon_node_kind kind,
                            struct filon_mark mark)
{
    if (anchor)
        return fail_value(b, mark, "`&` begins an anchor, which filon does not take: write the value out, or put the text into quotes");
    if (tag && !core_tag(tag, kind))
        return fail_value(b, mark, "`!` begins a tag, and filon knows none that fits: leave it out, or put the text into quotes");
    return 0;
}

static int on_scalar(struct builder *b, const yaml_event_t *event)
{
    struct filon_mark mark = mark_of(b, event->start_mark);
    const yaml_char_t *tag = event->data.scalar.tag;
    if (check_properties(b, event->data.scalar.anchor, tag, FILON_NODE_SCALAR, mark) < 0)
        return -1;
    struct filon_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (memchr(text.p, '\0', text.n))
        return fail_value(b, mark, "a text cannot hold the character U+0000");
    text = filon_str_dup(b->arena, text);
    if (wants_key(b))
        return take_key(b, text, mark);
    bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (tag)
        quoted = strcmp((const char *)tag, YAML_STR_TAG) == 0;
    struct filon_node *node = filon_node_new(b->arena, !quoted && is_null(text) ? FILON_NODE_NULL : FILON_NODE_SCALAR, mark);
    node->text = text;
    node->quoted = quoted;
    return add(b, node);
}

static int on_start(struct builder *b, enum filon_node_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag, yaml_mark_t start)
{
    struct filon_mark mark = mark_of(b, start);
    if (wants_key(b))
        return fail_at(b, mark, "a key must be a plain text, not %s", kind == FILON_NODE_LIST ? "a list" : "a map");
    if (check_properties(b, anchor, tag, kind, mark) < 0)
        return -1;
    if (b->depth == FILON_YAML_DEPTH)
        return fail_at(b, mark, "nested deeper than %d levels", FILON_YAML_DEPTH);
    struct filon_node *node = filon_node_new(b->arena, kind, mark);
    if (add(b, node) < 0)
        return -1;
    b->open[b->depth++] = (struct open_node){node, NULL};
    return 0;
}

static int on_event(struct builder *b, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (b->root)
            return fail_at(b, mark_of(b, event->start_mark), "a second document begins here: a file holds one");
        return 0;
    case YAML_SCALAR_EVENT:
        return on_scalar(b, event);
    case YAML_SEQUENCE_START_EVENT:
        return on_start(b, FILON_NODE_LIST, event->data.sequence_start.anchor, event->data.sequence_start.tag, event->start_mark);
    case YAML_MAPPING_START_EVENT:
        return on_start(b, FILON_NODE_MAP, event->data.mapping_start.anchor, event->data.mapping_start.tag, event->start_mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        b->depth--;
        return 0;
    case YAML_ALIAS_EVENT:
        return fail_value(b, mark_of(b, event->start_mark),
                          "`*` begins an alias, which filon does not take: write the value out, or put the text into quotes");
    default:
        return 0;
    }
}

static int build(struct builder *b)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&b->parser, &event))
            return fail_syntax(b);
        more = event.type != YAML_STREAM_END_EVENT;
        int result = on_event(b, &event);
        yaml_event_delete(&event);
        if (result < 0)
            return -1;
    }
    return 0;
}

/* A byte order mark is passed over; anything that is no UTF-8 ends here with its place. */
static int check_text(struct builder *b)
{
    if (b->text.n > FILON_YAML_BYTES)
        return fail_at(b, (struct filon_mark){b->label, 0, 0}, "%zu bytes, more than the %zu allowed", b->text.n, FILON_YAML_BYTES);
    if (filon_str_starts(b->text, FILON_STR("\xff\xfe")) || filon_str_starts(b->text, FILON_STR("\xfe\xff")))
        return fail_at(b, (struct filon_mark){b->label, 1, 1}, "this is UTF-16: save the file as UTF-8");
    if (filon_str_starts(b->text, FILON_STR("\xef\xbb\xbf")))
        b->text = (struct filon_str){b->text.p + 3, b->text.n - 3};
    size_t bad = filon_utf8_check(b->text.p, b->text.n);
    if (bad < b->text.n)
        return fail_at(b, mark_at(b, bad), "byte 0x%02x is no UTF-8: save the file as UTF-8", (unsigned char)b->text.p[bad]);
    return 0;
}

struct filon_node *filon_yaml_parse(struct filon_arena *arena, const char *label, struct filon_str text, struct filon_error *error)
{
    struct builder *b = filon_zalloc(arena, 1, sizeof *b);
    b->arena = arena;
    b->label = filon_strdup(arena, label);
    b->error = error;
    b->text = text.p ? text : FILON_STR("");
    if (check_text(b) < 0)
        return NULL;
    if (!yaml_parser_initialize(&b->parser))
        filon_no_memory();
    yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b->parser, (const unsigned char *)b->text.p, b->text.n);
    int result = build(b);
    yaml_parser_delete(&b->parser);
    if (result < 0)
        return NULL;
    return b->root ? b->root : filon_node_new(arena, FILON_NODE_NULL, (struct filon_mark){b->label, 1, 1});
}

struct filon_node *filon_yaml_load(struct filon_arena *arena, const char *path, struct filon_error *error)
{
    struct filon_error cause = {0};
    struct filon_str text = filon_read_file(arena, path, FILON_YAML_BYTES, &cause);
    if (!text.p) {
        filon_error_set(error, FILON_E_CONFIG, "%s", cause.text);
        return NULL;
    }
    return filon_yaml_parse(arena, path, text, error);
}
