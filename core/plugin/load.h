/* From a file to a checked descriptor. */
#ifndef FILON_PLUGIN_LOAD_H
#define FILON_PLUGIN_LOAD_H

#include "plugin/registry.h"

/* Loads NAME from an absolute path and checks its descriptor; it stays loaded for good. -1: the true reason. */
int filon_load(const char *name, const char *path, struct filon_loaded *loaded, struct filon_error *error);

/* The checks alone, for built-in ones too; fills loaded->plugin. `from` names the plugin in messages. */
int filon_load_descriptor(const char *from, const struct filon_plugin *plugin, struct filon_loaded *loaded, struct filon_error *error);

#endif
