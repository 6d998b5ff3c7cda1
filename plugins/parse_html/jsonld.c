#include "jsonld.h"

#include <jansson.h>
#include <strings.h>

/* The nodes of a page's graph that are looked at, and how deep they may lie. */
enum { NODES = 400, DEPTH = 6, BODY_MOST = 1 << 20, AUTHORS = 12 };

struct seek {
    const json_t *article, *site;
    int points;
    unsigned nodes;
};

static bool is_type(const json_t *type, const char *ending)
{
    size_t i;
    json_t *item;
    if (json_is_string(type)) {
        struct filon_str s = {json_string_value(type), json_string_length(type)};
        return filon_str_ends(s, filon_str_of(ending));
    }
    if (json_is_array(type))
        json_array_foreach(type, i, item) if (json_is_string(item) && is_type(item, ending)) return true;
    return false;
}

/* How much a node is the page's article; 0: it is something else. */
static int article_points(const json_t *node)
{
    static const char *const types[] = {"Article", "BlogPosting", "Posting", "LiveBlogPosting", "Report", "Review", "Recipe", "WebPage"};
    const json_t *type = json_object_get(node, "@type");
    int points = 0;
    for (size_t i = 0; i < FILON_COUNT(types) && !points; i++)
        if (is_type(type, types[i]))
            points = i < 5 ? 50 : i < 7 ? 30 : 5;
    if (!points)
        return 0;
    return points + 10 * (json_object_get(node, "headline") != NULL) + 10 * (json_object_get(node, "datePublished") != NULL) +
           5 * (json_object_get(node, "author") != NULL) + 20 * (json_object_get(node, "articleBody") != NULL);
}

/* DEPTH bounds the recursion. */
static void seek(struct seek *found, const json_t *node, unsigned depth)
{
    size_t i;
    const char *key;
    json_t *item;
    if (depth > DEPTH || ++found->nodes > NODES)
        return;
    if (json_is_array(node))
        json_array_foreach(node, i, item) seek(found, item, depth + 1);
    if (!json_is_object(node))
        return;
    int points = article_points(node) - 2 * (int)depth;
    if (points > found->points) {
        found->points = points;
        found->article = node;
    }
    if (!found->site && is_type(json_object_get(node, "@type"), "WebSite"))
        found->site = node;
    /* Articles that lie within lists, comments and the like are others. */
    json_object_foreach((json_t *)node, key, item) if (strcmp(key, "@graph") == 0 || strcmp(key, "mainEntity") == 0 ||
                                                       strcmp(key, "mainEntityOfPage") == 0 || strcmp(key, "isPartOf") == 0)
        seek(found, item, depth + 1);
}

/* ---- Values */

static struct filon_str text_of(const json_t *value, struct filon_arena *arena)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_object(value)) {
        const json_t *name = json_object_get(value, "name");
        value = name ? name : json_object_get(value, "@id");
    }
    if (!json_is_string(value) || !json_string_length(value))
        return FILON_NO_STR;
    return filon_str_dup(arena, (struct filon_str){json_string_value(value), json_string_length(value)});
}

static void keep(struct filon_str *field, const json_t *node, const char *key, struct filon_arena *arena)
{
    if (!field->p)
        *field = text_of(json_object_get(node, key), arena);
}

static void add_name(struct filon_buf *names, const json_t *author)
{
    if (json_is_object(author))
        author = json_object_get(author, "name");
    if (json_is_array(author))
        author = json_array_get(author, 0);
    if (!json_is_string(author) || !json_string_length(author) || strncmp(json_string_value(author), "http", 4) == 0)
        return;
    if (names->n)
        filon_buf_putc(names, '\n');
    filon_buf_put(names, json_string_value(author), json_string_length(author));
}

/* Names, a line each. */
static struct filon_str authors_of(const json_t *value, struct filon_arena *arena)
{
    struct filon_buf names = FILON_BUF_INIT;
    size_t i;
    json_t *item;
    if (json_is_array(value)) {
        json_array_foreach(value, i, item) if (i < AUTHORS) add_name(&names, item);
    } else {
        add_name(&names, value);
    }
    struct filon_str found = names.n ? filon_str_dup(arena, filon_buf_str(&names)) : FILON_NO_STR;
    filon_buf_free(&names);
    return found;
}

static void take_article(struct jsonld *jsonld, const json_t *node, struct filon_arena *arena)
{
    const json_t *free_ = json_object_get(node, "isAccessibleForFree");
    keep(&jsonld->headline, node, "headline", arena);
    keep(&jsonld->headline, node, "name", arena);
    keep(&jsonld->date, node, "datePublished", arena);
    keep(&jsonld->date, node, "dateCreated", arena);
    keep(&jsonld->modified, node, "dateModified", arena);
    keep(&jsonld->publisher, node, "publisher", arena);
    keep(&jsonld->section, node, "articleSection", arena);
    keep(&jsonld->language, node, "inLanguage", arena);
    keep(&jsonld->url, node, "mainEntityOfPage", arena);
    keep(&jsonld->url, node, "url", arena);
    keep(&jsonld->description, node, "description", arena);
    if (json_string_length(json_object_get(node, "articleBody")) <= BODY_MOST)
        keep(&jsonld->body, node, "articleBody", arena);
    if (!jsonld->author.p)
        jsonld->author = authors_of(json_object_get(node, "author"), arena);
    if (free_ && jsonld->free_ < 0)
        jsonld->free_ = !(json_is_false(free_) || (json_is_string(free_) && strncasecmp(json_string_value(free_), "false", 5) == 0));
}

void jsonld_read(struct jsonld *jsonld, const struct filon_str *scripts, unsigned n, struct filon_arena *arena)
{
    *jsonld = (struct jsonld){.free_ = -1};
    int best = 0;
    for (unsigned i = 0; i < n; i++) {
        if (scripts[i].n > 4u << 20)
            continue;
        /* Line breaks within strings are no JSON, but found everywhere. */
        struct filon_str text = filon_str_dup(arena, filon_str_trim(scripts[i]));
        for (size_t k = 0; k < text.n; k++)
            if ((unsigned char)text.p[k] < ' ')
                ((char *)text.p)[k] = ' ';
        json_t *root = json_loadb(text.p, text.n, JSON_DISABLE_EOF_CHECK, NULL);
        struct seek found = {0};
        if (root)
            seek(&found, root, 0);
        if (found.article && found.points > best) {
            struct jsonld other = {.free_ = -1, .site = jsonld->site};
            take_article(&other, found.article, arena);
            best = found.points;
            *jsonld = other;
        }
        if (found.site && !jsonld->site.p)
            jsonld->site = text_of(json_object_get(found.site, "name"), arena);
        json_decref(root);
    }
}
