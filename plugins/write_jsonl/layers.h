/* The option `layers` of writers: which layers they export. */
#ifndef LAYERS_H
#define LAYERS_H

#include <filon/plugin.h>

/* A byte for each layer of the pipeline, in the ctx arena: those named, or if none is, all that a stage provides but `but` (or NULL).
 * NULL with an error for a name that no stage provides. */
uint8_t *layers_choose(struct filon_ctx *ctx, struct filon_list names, const char *but);

#endif
