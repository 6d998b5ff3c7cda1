/* What stands between two lines --- before an article: metadata. */
#ifndef PARSE_MARKDOWN_FRONT_MATTER_H
#define PARSE_MARKDOWN_FRONT_MATTER_H

#include <filon/plugin.h>

/* Sets title, date, author, url, publisher, lang, section, description from `key: value` lines, where they are not yet set. The article behind, without a byte
 * order mark. */
struct filon_str front_matter(struct filon_str source, struct filon_doc *doc);

#endif
