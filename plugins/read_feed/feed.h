/* A feed's entries: RSS 0.9x and 2.0, RSS 1.0, Atom 0.3 and 1.0, by expat. */
#ifndef READ_FEED_FEED_H
#define READ_FEED_FEED_H

#include <filon/buf.h>
#include <filon/error.h>

enum feed_field {
    FEED_ID, /* guid, atom:id, rdf:about */
    FEED_LINK,
    FEED_TITLE, /* text */
    FEED_DATE,  /* as written: of publication, else of the last change */
    FEED_UPDATED,
    FEED_AUTHOR, /* names, ", " between */
    FEED_LANG,
    FEED_CONTENT, /* HTML */
    FEED_SUMMARY, /* HTML */
    FEED_FIELDS
};

struct feed_entry {
    struct filon_buf field[FEED_FIELDS]; /* valid UTF-8; n 0: not there */
    unsigned long line;                  /* where it begins, from 1 */
};

/* Called for each entry, as soon as it has ended; what it holds lives until it returns. `feed` has the fields of the feed itself, as far as they came
 * before: title, link, language. */
typedef void feed_take(void *self, const struct feed_entry *entry, const struct feed_entry *feed);

/* Reads a feed in any encoding that iconv knows, as XML says: a byte order mark, the declaration, UTF-8. 0, or -1 with FILON_E_INPUT
 * "NAME:LINE:COLUMN: …", after the entries before it. Entities that the feed declares may blow it up ten times at most; external ones
 * are not read; those of HTML are known. Elements nested more than 4096 deep are refused. */
int feed_read(struct filon_str bytes, const char *name, feed_take *take, void *self, struct filon_error *error);

/* ---- Parts */

/* The character that HTML calls &NAME;, as UTF-8; NULL if it is none of those in common use. out: 8 bytes. */
const char *feed_entity(struct filon_str name, char *out);
/* HTML as a line of text: tags are left out, entities are characters, white space is one space. */
void feed_plain(struct filon_str html, struct filon_buf *out);
/* RFC 822 ("Tue, 02 Jun 2017 14:30:00 +0200") or RFC 3339 ("2017-06-02T14:30:00Z", "2017-06-02") as ISO 8601: 0 if it is neither; *precision as
 * the metadata date_precision. out: 32 bytes. */
bool feed_date(struct filon_str date, char *out, const char **precision);

#endif
