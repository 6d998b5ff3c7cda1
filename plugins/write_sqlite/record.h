/* One document on its way from a worker to the coordinator: the values of its rows, ready to be bound. Between
 * processes of one machine and one program, so numbers are as the machine has them. */
#ifndef RECORD_H
#define RECORD_H

#include "tables.h"

enum { DOCUMENT_TITLE = 0, DOCUMENT_CONTENT = 6, DOCUMENT_FIELDS = 9 };
extern const char *const document_field[DOCUMENT_FIELDS]; /* title date author publisher url lang content text meta */

/* text: whether the document's whole text is kept. */
void record_encode(const struct tables *tables, struct filon_doc *doc, bool text, struct filon_buf *record);

/* Reading one: values in the order they were put. */
struct record {
    const char *at, *end;
    bool bad; /* it ended too early: all that is read is empty */
};
uint32_t record_u32(struct record *record); /* FILON_NONE: no value */
double record_f64(struct record *record);
struct filon_str record_str(struct record *record); /* p NULL: no value */

#endif
