/* The bytes of a page as UTF-8, whatever they were. */
#ifndef PARSE_HTML_ENCODING_H
#define PARSE_HTML_ENCODING_H

#include <filon/plugin.h>

#include "../parse_text/mojibake.h"

struct encoding {
    struct filon_str bytes; /* the source, behind its byte order mark */
    uint32_t mark;          /* bytes of that mark */
    bool utf8, clean;       /* clean: the text is these very bytes */
    char charset[32];       /* as iconv calls it */
    uint32_t garbled;       /* characters that had been read as windows-1252 before */
    struct filon_str text;  /* valid UTF-8 without NULs, in the arena unless clean */
    struct mojibake repaired;
};

/* In the order of the HTML standard: byte order mark, then what the server said (charset, may be none), then what the page declares, then what the
 * bytes look like (uchardet), windows-1252 at last. Against the standard, bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever is declared: pages are often saved in another encoding
 * than they were served in. What cannot be decoded becomes U+FFFD; NULs vanish, as in browsers. html: look for a declaration. repair: undo
 * what garbled it before. */
void encoding_decode(struct encoding *encoding, struct filon_str bytes, bool html, struct filon_str charset, bool repair, struct filon_arena *arena);

/* Offsets into text, ascending, become offsets into the source's bytes, all in one pass. */
void encoding_source_offsets(const struct encoding *encoding, uint32_t *offsets, size_t n);

#endif
