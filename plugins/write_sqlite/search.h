/* The full-text index over titles and articles. The writer keeps it itself: a trigger would make each document's words a segment of
 * the index, to be written and merged at once; so they gather until the commit. */
#ifndef SEARCH_H
#define SEARCH_H

#include "database.h"

struct search {
    sqlite3_stmt *put, *take; /* NULL: the database has no index */
};

/* Whether there is one, in database->searched; triggers that kept it before are taken away. */
int search_find(struct database *database, struct filon_error *error);
/* Makes it of what is there, if there is none. */
int search_make(struct database *database, struct filon_error *error);

int search_open(struct search *search, struct database *database, struct filon_error *error);
void search_close(struct search *search);
int search_put(struct search *search, struct database *database, int64_t doc, struct filon_str title, struct filon_str content,
               struct filon_error *error);
int search_take(struct search *search, struct database *database, int64_t doc, struct filon_error *error); /* before `document` changes */

/* The same for all documents in filon_undo that `where` picks. */
int search_put_undone(struct database *database, const char *where, struct filon_error *error);
int search_take_undone(struct database *database, const char *where, struct filon_error *error);

#endif
