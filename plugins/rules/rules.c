/* rules.c - patterns over tokens from YAML files: rows of the layer `match`, and entities if a rule says so. */
#include <filon/match.h>
#include <filon/plugin.h>
#include <filon/yaml.h>

struct rules_options {
    struct filon_list file;
};

static const struct filon_option options[] = {
    FILON_OPTION(struct rules_options, file, FILON_OPT_PATHS, NULL,
                 "YAML files with a list `rules`: name, pattern, and optionally entity and of", .flags = FILON_OPT_REQUIRED),
    {0},
};

static const struct filon_column match_columns[] = {
    {"rule", FILON_STR_T, NULL, "Name of the rule"},
    {"group", FILON_STR_T, NULL, "Name of the group; none for the whole match"},
    {"of", FILON_REF, "match", "The whole match that a group is part of"},
    {0},
};

static const struct filon_layer_def layers[] = {
    {"match", "What rules found: each match, then its named groups", match_columns},
    {0},
};

struct rule {
    struct filon_str name, entity; /* entity: the type of what it makes, or empty */
    int of;                        /* the group that becomes it; -1: the whole */
};

struct rules {
    struct filon_patterns *patterns;
    struct rule *rule; /* by pattern */
    uint32_t n, room;
    int layer, name, group, whole;
};

static const struct filon_node *scalar(const struct filon_node *map, const char *key, struct filon_error *error)
{
    const struct filon_node *node = filon_node_get(map, key);
    if (node && (node->kind != FILON_NODE_SCALAR || !node->text.n)) {
        filon_node_found(node, error, "a text");
        return NULL;
    }
    return node;
}

static int known_keys(const struct filon_node *map, const char *const *keys, struct filon_error *error)
{
    for (const struct filon_node *node = map->first; node; node = node->next) {
        size_t i = 0;
        while (keys[i] && strcmp(keys[i], node->key) != 0)
            i++;
        if (!keys[i])
            return filon_node_key_error(node, error, "unknown key; a rule has name, pattern, entity, of");
    }
    return 0;
}

static int group_of(const struct rules *rules, int pattern, struct filon_str name)
{
    for (size_t i = 0; filon_pattern_group(rules->patterns, pattern, i); i++)
        if (filon_str_is(name, filon_pattern_group(rules->patterns, pattern, i)))
            return (int)i;
    return -1;
}

static int add_rule(struct filon_ctx *ctx, struct rules *rules, const struct filon_node *node)
{
    static const char *const keys[] = {"name", "pattern", "entity", "of", NULL};
    struct filon_error *error = filon_ctx_error(ctx);
    if (node->kind != FILON_NODE_MAP)
        return filon_node_found(node, error, "a rule: a map with name and pattern");
    if (known_keys(node, keys, error))
        return -1;
    const struct filon_node *name = scalar(node, "name", error), *text = scalar(node, "pattern", error),
                            *entity = scalar(node, "entity", error), *of = scalar(node, "of", error);
    if (error->code)
        return -1;
    if (!name || !text)
        return filon_node_error(node, error, "a rule needs a name and a pattern");
    if (of && !entity)
        return filon_node_error(of, error, "`of` says which group becomes the entity: `entity` is missing");
    struct filon_error wrong = {0};
    int pattern = filon_patterns_add(rules->patterns, text->text, &wrong);
    if (pattern < 0)
        return filon_node_error(text, error, "%s", wrong.text);
    struct rule rule = {name->text, entity ? entity->text : FILON_NO_STR, -1};
    if (of && (rule.of = group_of(rules, pattern, of->text)) < 0)
        return filon_node_error(of, error, "the pattern has no group `%.*s`", FILON_FMT(of->text));
    rules->rule = filon_grow(filon_ctx_arena(ctx), rules->rule, rules->n, &rules->room, sizeof *rules->rule);
    rules->rule[rules->n++] = rule;
    return 0;
}

static int load_file(struct filon_ctx *ctx, struct rules *rules, const char *path)
{
    struct filon_error *error = filon_ctx_error(ctx);
    const struct filon_node *root = filon_yaml_load(filon_ctx_arena(ctx), path, error);
    if (!root)
        return -1;
    const struct filon_node *list = filon_node_get(root, "rules");
    if (!list || list->kind != FILON_NODE_LIST || root->count != 1)
        return filon_node_error(root, error, "a file of rules holds one list, `rules`");
    for (const struct filon_node *node = list->first; node; node = node->next)
        if (add_rule(ctx, rules, node))
            return -1;
    return 0;
}

static int rules_open(struct filon_ctx *ctx)
{
    const struct rules_options *o = filon_options(ctx);
    struct rules *rules = filon_zalloc(filon_ctx_arena(ctx), 1, sizeof *rules);
    filon_set_data(ctx, rules);
    rules->patterns = filon_patterns_new(filon_ctx_arena(ctx));
    rules->layer = filon_layer_id(ctx, "match");
    rules->name = filon_column_id(ctx, "match", "rule");
    rules->group = filon_column_id(ctx, "match", "group");
    rules->whole = filon_column_id(ctx, "match", "of");
    if (rules->layer < 0 || rules->name < 0 || rules->group < 0 || rules->whole < 0)
        return -1;
    for (size_t i = 0; i < o->file.n; i++)
        if (load_file(ctx, rules, o->file.items[i]))
            return -1;
    return 0;
}

struct visit {
    const struct rules *rules;
    struct filon_doc *doc;
    bool entities;
};

static uint32_t add_match(const struct visit *v, uint32_t first, uint32_t last, const struct rule *rule)
{
    struct filon_layer *layer = filon_layer(v->doc, v->rules->layer);
    struct filon_span span = filon_match_span(v->doc, first, last);
    uint32_t row = filon_add(layer, span.begin, span.end);
    filon_strs(layer, v->rules->name)[row] = rule->name;
    return row;
}

static void add_entity(struct visit *v, uint32_t first, uint32_t last, const struct rule *rule)
{
    struct filon_layer *layer = filon_layer(v->doc, FILON_ENTITY);
    struct filon_span span = filon_match_span(v->doc, first, last);
    uint32_t row = filon_add(layer, span.begin, span.end);
    filon_strs(layer, FILON_ENTITY_TYPE)[row] = rule->entity;
    filon_strs(layer, FILON_ENTITY_NAME)[row] = filon_text_of(v->doc, span.begin, span.end);
    filon_f32(layer, FILON_ENTITY_SCORE)[row] = 1;
    v->entities = true;
}

static int found(void *arg, const struct filon_match *match)
{
    struct visit *v = arg;
    const struct rule *rule = &v->rules->rule[match->pattern];
    uint32_t whole = add_match(v, match->first, match->last, rule);
    for (size_t g = 0; filon_pattern_group(v->rules->patterns, match->pattern, g); g++) {
        if (match->begin[g] == FILON_NONE)
            continue;
        uint32_t row = add_match(v, match->begin[g], match->end[g], rule);
        struct filon_layer *layer = filon_layer(v->doc, v->rules->layer);
        filon_strs(layer, v->rules->group)[row] = filon_str_of(filon_pattern_group(v->rules->patterns, match->pattern, g));
        filon_ref(layer, v->rules->whole)[row] = whole;
    }
    if (rule->entity.n && rule->of < 0)
        add_entity(v, match->first, match->last, rule);
    else if (rule->entity.n && match->begin[rule->of] != FILON_NONE)
        add_entity(v, match->begin[rule->of], match->end[rule->of], rule);
    return 0;
}

static int rules_annotate(struct filon_ctx *ctx, struct filon_doc *doc)
{
    const struct rules *rules = filon_data(ctx);
    struct visit visit = {rules, doc, false};
    if (!filon_patterns_answered(rules->patterns, doc))
        return filon_fail(ctx, "one of the rules " FILON_PATTERNS_UNANSWERED);
    filon_patterns_run(rules->patterns, doc, found, &visit);
    if (visit.entities)
        filon_sort(doc, FILON_ENTITY);
    return 0;
}

FILON_PLUGIN(rules) = {
    FILON_PLUGIN_HEADER,
    .version = "1.0",
    .kind = FILON_ANNOTATOR,
    .summary = "Find what patterns over tokens, written in YAML, describe",
    .requires = FILON_LAYERS("sentence", "token"),
    .provides = FILON_LAYERS("match", "entity"),
    .layers = layers,
    .options = options,
    .options_size = sizeof(struct rules_options),
    .open = rules_open,
    .annotate = rules_annotate,
};
