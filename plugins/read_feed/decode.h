/* An XML file's bytes as UTF-8. */
#ifndef READ_FEED_DECODE_H
#define READ_FEED_DECODE_H

#include <filon/buf.h>
#include <filon/error.h>

/* As XML says: byte order mark, declaration, UTF-8. *text is in the bytes where they are UTF-8 by name, else in `room`; *lines is how many line feeds stand
 * before it (white space that does not belong there). What is declared as ISO-8859-1 is read as windows-1252, which has more. -1 with FILON_E_INPUT
 * "NAME:LINE:COLUMN: …". */
int decode_xml(struct filon_str bytes, const char *name, struct filon_buf *room, struct filon_str *text, unsigned long *lines,
               struct filon_error *error);

#endif
