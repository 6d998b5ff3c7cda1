/* The tree of a page, by gumbo, in memory that is counted. */
#ifndef PARSE_HTML_TREE_H
#define PARSE_HTML_TREE_H

#include <filon/plugin.h>
#include <gumbo.h>

struct tree;

struct tree *tree_new(void);
void tree_free(struct tree *tree); /* NULL is allowed */

/* The page's tree; it lives until the next call, the page has to as well. NULL if it would take more than `most` bytes of memory: there are
 * pages of kilobytes whose trees take gigabytes. */
const GumboOutput *tree_build(struct tree *tree, struct filon_str page, size_t most);


#endif
