/* Plugins by name: folders, trust, loading through libltdl, checks of the descriptor. Used before the fork only. */
#ifndef FILON_PLUGIN_REGISTRY_H
#define FILON_PLUGIN_REGISTRY_H

#include <filon/alike.h>
#include <filon/resume.h>
#include <filon/plugin.h>

struct filon_registry;

struct filon_loaded {
    const char *name;
    const char *path;               /* absolute, of the .so; NULL for a built-in */
    struct filon_plugin plugin;     /* a copy, of this core's size: fields an older plugin lacks are zero */
};

struct filon_registry *filon_registry_new(void);
void filon_registry_free(struct filon_registry *registry);

/* Folders of plugins, absolute; searched in order of adding. A folder of folders (the build tree) is found through too: DIR/NAME.so,
 * DIR/NAME/NAME.so, DIR/NAME/.libs/NAME.so. A folder that does not exist is passed over if `optional`. */
int filon_registry_add_folder(struct filon_registry *registry, const char *folder, bool optional, struct filon_error *error);
/* The installed folder or the build tree's, and FILON_PLUGIN_PATH's (colon-separated, absolute) before it. */
int filon_registry_add_standard(struct filon_registry *registry, struct filon_error *error);
/* Folders that hold data NAME/FILE of plugins. */
void filon_registry_add_data(struct filon_registry *registry, const char *folder);
/* A plugin linked in. */
void filon_registry_add_builtin(struct filon_registry *registry, const char *name, const struct filon_plugin *plugin);

/* Loads it on first use. NULL: FILON_E_CONFIG saying the true reason, and for an unknown name the nearest known one. */
const struct filon_loaded *filon_registry_find(struct filon_registry *registry, const char *name, struct filon_error *error);

/* Who answers filon_alike in this process; ask NULL: nobody, and nothing is like anything. */
struct filon_alike_source {
    int (*ask)(void *self, const struct filon_sketch *sketch, double least, struct filon_arena *arena, struct filon_alike *found, struct filon_error *error);
    void *self;
};
struct filon_alike_source *filon_registry_alike(struct filon_registry *registry);

/* Who knows how far files are done; resume NULL: nobody. */
struct filon_resume_source {
    bool (*resume)(void *self, struct filon_place *place);
    void (*reached)(void *self, const struct filon_place *place); /* or NULL */
    void *self;
};
struct filon_resume_source *filon_registry_resume(struct filon_registry *registry);

/* All names that could be loaded, sorted; the array is in the arena. Says nothing of whether they load. */
size_t filon_registry_names(struct filon_registry *registry, struct filon_arena *arena, const char *const **names);

/* The data file of a plugin, as filon_data_file. */
const char *filon_registry_data(const struct filon_registry *registry, const struct filon_loaded *plugin, const char *file, struct filon_arena *arena,
                                struct filon_error *error);

#endif
