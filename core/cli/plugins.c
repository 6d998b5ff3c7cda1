/* filon plugins: the list, or one plugin's page; all from the descriptors. */
#include "cli/cli.h"

#include <stdio.h>

#include "base/log.h"
#include "config/options.h"

static const struct option longs[] = {{"verbose", no_argument, NULL, 'v'}, {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, OPT_HELP},
                                      {"version", no_argument, NULL, OPT_VERSION}, {0}};
static const char *const kinds[] = {"", "reader", "annotator", "writer"};

static int list(struct filon_registry *registry, struct filon_arena *arena)
{
    const char *const *names;
    size_t n = filon_registry_names(registry, arena, &names);
    int code = EXIT_DONE;
    for (int kind = FILON_READER; kind <= FILON_WRITER; kind++)
        for (size_t i = 0; i < n; i++) {
            struct filon_error error = {0};
            const struct filon_loaded *loaded = filon_registry_find(registry, names[i], &error);
            if (loaded && (int)loaded->plugin.kind == kind)
                printf("%-16s %-10s %s\n", names[i], kinds[kind], loaded->plugin.summary);
            else if (!loaded && kind == FILON_READER)
                code = filon_report(&error);
        }
    return code;
}

static void show_names(const char *label, const char *const *names)
{
    if (!names || !*names)
        return;
    printf("%-10s", label);
    for (; *names; names++)
        printf(" %s%s", *names, names[1] ? "," : "");
    putchar('\n');
}

static void show_layers(const struct filon_layer_def *layer)
{
    static const char *const types[] = {"", "i32", "f32", "bool", "str", "ref", "span"};
    for (; layer && layer->name; layer++) {
        printf("\nLayer %s%s%s\n", layer->name, layer->help && *layer->help ? ": " : "", layer->help ? layer->help : "");
        for (const struct filon_column *column = layer->columns; column && column->name; column++)
            printf("  %-16s %s%s%s%s%s\n", column->name, types[column->type], column->target ? " " : "", column->target ? column->target : "",
                   column->help && *column->help ? "  " : "", column->help ? column->help : "");
    }
}

static void show_options(const struct filon_option *option)
{
    if (!option || !option->name)
        return;
    printf("\nOptions\n");
    for (; option->name; option++) {
        struct filon_buf type = FILON_BUF_INIT;
        filon_option_type_text(option, &type);
        printf("  %s: %s\n      %s", option->name, type.p ? type.p : "", option->help ? option->help : "");
        if (option->flags & FILON_OPT_REQUIRED)
            printf(" (required)");
        else if (option->value)
            printf(" (default: %s)", option->value);
        for (const char *const *alias = option->aliases; alias && *alias; alias++)
            printf(" (formerly %s)", *alias);
        putchar('\n');
        filon_buf_free(&type);
    }
}

static int page(struct filon_registry *registry, const char *name)
{
    struct filon_error error = {0};
    const struct filon_loaded *loaded = filon_registry_find(registry, name, &error);
    if (!loaded)
        return filon_report(&error);
    const struct filon_plugin *plugin = &loaded->plugin;
    printf("%s %s: %s\n\n", loaded->name, plugin->version, plugin->summary);
    printf("%-10s %s\n", "kind", kinds[plugin->kind]);
    show_names("requires", plugin->requires);
    show_names("provides", plugin->provides);
    printf("%-10s %s\n", "file", loaded->path ? loaded->path : "built in");
    printf("%-10s %u.%u\n", "interface", plugin->abi_major, plugin->abi_minor);
    show_layers(plugin->layers);
    show_options(plugin->options);
    return EXIT_DONE;
}

static int plugins(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_registry *registry = filon_registry_new();
    int code;
    if (filon_registry_add_standard(registry, &error) < 0)
        code = filon_report(&error);
    else if (line->argc > 1)
        code = filon_usage(line, "one plugin at a time");
    else
        code = line->argc ? page(registry, line->argv[0]) : list(registry, line->arena);
    filon_registry_free(registry);
    return code;
}

const struct filon_command filon_plugins_command = {
    .name = "plugins",
    .summary = "List the plugins, or show one's options and layers",
    .help = "[OPTION]... [NAME]\n"
            "List the plugins that can be loaded, or show the page of the plugin NAME: its options with their\n"
            "types and defaults, the layers it needs and makes. FILON_PLUGIN_PATH names further folders.\n\n",
    .shorts = ":vq",
    .longs = longs,
    .run = plugins,
};
