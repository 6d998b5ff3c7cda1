/* Whether bytes are a page of HTML, told by how they begin, as browsers do (WHATWG, MIME Sniffing, 7.1). */
#ifndef READ_FILES_MARKUP_H
#define READ_FILES_MARKUP_H

#include <filon/str.h>

/* The encoding of the bytes need not be known: a byte order mark, UTF-16 and white space before the first tag are seen through. `name`, the
 * file's, may say .html: then any tag near the beginning will do. */
bool markup_is_html(struct filon_str bytes, struct filon_str name);

#endif
