/* The id of a JSON object without parsing it: a scan of its top level that knows strings and nesting. */
#ifndef FIND_ID_H
#define FIND_ID_H

#include <filon/str.h>

enum find_id {
    FIND_ID_NONE,   /* the object has no such member, or this is no object */
    FIND_ID_STRING, /* *value: between the quotes, without a backslash in it */
    FIND_ID_NUMBER, /* *value: an integer as written */
    FIND_ID_OTHER,  /* the member is something else */
    FIND_ID_UNSURE  /* there are escapes: a parser has to say */
};

/* Stops at the first member of that name; what follows it may be anything. In one pass, without memory. */
enum find_id find_id(struct filon_str json, struct filon_str key, struct filon_str *value);

#endif
