/* A response as HTTP wrote it: its status, what its body is, the body itself. */
#ifndef READ_WARC_HTTP_H
#define READ_WARC_HTTP_H

#include <filon/plugin.h>

struct http {
    int status;
    struct filon_str type;     /* Content-Type */
    struct filon_str transfer; /* Transfer-Encoding */
    struct filon_str coding;   /* Content-Encoding */
    struct filon_str body;     /* as sent */
};

/* The block's parts; false if it begins with no status line and header. */
bool http_parse(struct http *http, struct filon_str block);

/* The media type of a Content-Type, in lower case, without parameters: at most 63 bytes. */
void http_media(struct filon_str type, char media[64]);

/* The body without chunks and packing, at most `most` bytes, in the arena or in the block. What says that it is packed and is not, is taken as it is:
 * crawlers unpack and leave the header. cut: it may end too early. 0, or -1 with an error. */
int http_body(const struct http *http, uint64_t most, bool cut, struct filon_arena *arena, struct filon_str *body,
              struct filon_error *error);

#endif
