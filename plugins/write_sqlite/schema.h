/* The tables that do not depend on the pipeline, the views, and how layer tables are brought up to it. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "database.h"

int schema_make(struct database *database, struct filon_error *error);   /* in a new database, within a transaction */
int schema_stored(struct database *database, struct filon_error *error); /* fills database->stored */
/* Makes tables and adds columns that the pipeline has and the database has not. */
int schema_fit(struct database *database, const struct tables *tables, bool search, struct filon_error *error);

#endif
