/* One JSON object as a document. */
#ifndef ARTICLE_H
#define ARTICLE_H

#include <filon/plugin.h>
#include <jansson.h>

struct article_options {
    const char *id_field, *text_field, *source_field;
    struct filon_list meta;
};

enum { ARTICLE_ID_MOST = 1024 };

/* Text, source and metadata of the object go into the document. place: "FILE:LINE", for messages. 0, or -1 with FILON_E_INPUT. */
int article_load(const struct article_options *options, struct filon_str json, const char *place, struct filon_doc *doc,
                 struct filon_error *error);

/* The id as a parser finds it, in the arena; FILON_NO_STR if there is none. For what find_id is unsure of. */
struct filon_str article_id(struct filon_arena *arena, struct filon_str json, const char *id_field);

/* Whether a string may be an id: not empty, not too long, valid UTF-8. */
bool article_good_id(struct filon_str id);

#endif
