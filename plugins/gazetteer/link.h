/* link.h - from names found to rows of `entity`. */
#ifndef GAZETTEER_LINK_H
#define GAZETTEER_LINK_H

#include <filon/gazetteer.h>
#include <filon/plugin.h>

struct finding {
    struct filon_gazetteer_match match;
    struct filon_gazetteer_entry entry; /* of those that have the name, the one that fits */
    uint32_t row;                       /* of `entity`, FILON_NONE where there is none */
    bool whole;                         /* the row's mention is the entity's fullest, so that its id is that of the whole chain */
};

struct findings {
    struct finding *items;
    uint32_t n, room;
    bool add; /* tag what is no entity yet */
};

/* Gives the entities of a document their ids, and adds the others. The findings are in text order. 0, or -1 with the context's error. */
int gazetteer_link(struct filon_ctx *ctx, const struct filon_gazetteer *gazetteer, struct filon_doc *doc, struct findings *findings);

#endif
