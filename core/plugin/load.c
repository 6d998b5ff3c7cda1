#include "plugin/load.h"

#include <dlfcn.h>
#include <ltdl.h>
#include <stdio.h>

#include "config/options.h"
#include "plugin/trust.h"

/* What a descriptor of any minor version must reach to: up to and with `close`. */
#define LEAST_SIZE offsetof(struct filon_plugin, annotate)

static int check_kind(const char *from, const struct filon_plugin *plugin, struct filon_error *error)
{
    static const struct {
        const char *kind, *needs;
    } kinds[] = {[FILON_READER] = {"reader", "next and load"}, [FILON_ANNOTATOR] = {"annotator", "annotate"}, [FILON_WRITER] = {"writer", "encode, begin, write and commit"}};
    bool whole = false;
    if (plugin->kind == FILON_READER)
        whole = plugin->next && plugin->load;
    else if (plugin->kind == FILON_ANNOTATOR)
        whole = plugin->annotate;
    else if (plugin->kind == FILON_WRITER)
        whole = plugin->encode && plugin->begin && plugin->write && plugin->commit;
    else
        return filon_error_set(error, FILON_E_CONFIG, "%s: kind %d is neither FILON_READER, FILON_ANNOTATOR nor FILON_WRITER", from, (int)plugin->kind);
    if (!whole)
        return filon_error_set(error, FILON_E_CONFIG, "%s: a %s needs the functions %s", from, kinds[plugin->kind].kind, kinds[plugin->kind].needs);
    return 0;
}

static int check_options(const char *from, const struct filon_plugin *plugin, struct filon_error *error)
{
    if (!plugin->options)
        return 0;
    if (filon_options_check(plugin->options, plugin->options_size, error) < 0)
        return filon_error_wrap(error, "%s", from);
    return 0;
}

int filon_load_descriptor(const char *from, const struct filon_plugin *plugin, struct filon_loaded *loaded, struct filon_error *error)
{
    if (plugin->magic != FILON_MAGIC)
        return filon_error_set(error, FILON_E_CONFIG, "%s: its descriptor does not begin with FILON_PLUGIN_HEADER", from);
    if (plugin->abi_major != FILON_ABI_MAJOR || plugin->abi_minor > FILON_ABI_MINOR)
        return filon_error_set(error, FILON_E_CONFIG, "%s: built for plugin interface %u.%u; this filon %s has %u.%u: build the plugin against this filon's headers", from,
                               plugin->abi_major, plugin->abi_minor, filon_version(), FILON_ABI_MAJOR, FILON_ABI_MINOR);
    if (plugin->size < LEAST_SIZE || (plugin->size > sizeof *plugin && plugin->abi_minor == FILON_ABI_MINOR))
        return filon_error_set(error, FILON_E_CONFIG, "%s: its descriptor has %u bytes where interface %u.%u has %zu", from, plugin->size, plugin->abi_major,
                               plugin->abi_minor, sizeof *plugin);
    memset(&loaded->plugin, 0, sizeof loaded->plugin);
    memcpy(&loaded->plugin, plugin, plugin->size < sizeof *plugin ? plugin->size : sizeof *plugin);
    if (!plugin->summary || !plugin->version)
        return filon_error_set(error, FILON_E_CONFIG, "%s: its descriptor has no %s", from, plugin->summary ? "version" : "summary");
    if (check_kind(from, &loaded->plugin, error) < 0)
        return -1;
    return check_options(from, &loaded->plugin, error);
}

/* libltdl alone says "file not found" for whatever went wrong, and binds lazily; dlopen has the reason. */
static int true_reason(const char *path, struct filon_error *error)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        size_t n = strlen(path);
        if (reason && strncmp(reason, path, n) == 0 && reason[n] == ':')
            reason += n + 1 + (reason[n + 1] == ' ');
        return filon_error_set(error, FILON_E_CONFIG, "%s: cannot be loaded: %s", path, reason ? reason : "unknown reason");
    }
    return 0; /* kept open: libltdl's handle is the same object */
}

int filon_load(const char *name, const char *path, struct filon_loaded *loaded, struct filon_error *error)
{
    if (filon_trust_file(path, error) < 0 || true_reason(path, error) < 0)
        return -1;
    lt_dladvise advise;
    lt_dlhandle handle = NULL;
    if (lt_dlinit() != 0 || lt_dladvise_init(&advise) != 0)
        return filon_error_set(error, FILON_E_INTERNAL, "libltdl: %s", lt_dlerror());
    lt_dladvise_local(&advise);
    lt_dladvise_resident(&advise);
    handle = lt_dlopenadvise(path, advise);
    lt_dladvise_destroy(&advise);
    if (!handle)
        return filon_error_set(error, FILON_E_CONFIG, "%s: cannot be loaded: %s", path, lt_dlerror());
    char symbol[96];
    snprintf(symbol, sizeof symbol, "filon_plugin_%.64s", name);
    const struct filon_plugin *plugin = lt_dlsym(handle, symbol);
    if (!plugin)
        return filon_error_set(error, FILON_E_CONFIG, "%s: has no symbol `%s`: is it a filon plugin, declared with FILON_PLUGIN(%s)?", path, symbol, name);
    return filon_load_descriptor(path, plugin, loaded, error);
}
