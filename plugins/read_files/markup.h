/* What bytes are: a page of HTML, told by how they begin, as browsers do (WHATWG, MIME Sniffing, 7.1); Markdown. */
#ifndef READ_FILES_MARKUP_H
#define READ_FILES_MARKUP_H

#include <filon/str.h>

/* The encoding of the bytes need not be known: a byte order mark, UTF-16 and white space before the first tag are seen through. `name`, the
 * file's, may say .html: then any tag near the beginning will do. */
bool markup_is_html(struct filon_str bytes, struct filon_str name);

/* Whether bytes are Markdown: two kinds of lines near the beginning that only it has (headings by #, links, fences, emphasis, front matter). `name` may
 * say .md: then any of its marks will do, lists and quotations as well. */
bool markup_is_markdown(struct filon_str bytes, struct filon_str name);

#endif
