/* What the tests of read_warc share: archives that are made of records, in all forms, and what is read of them. */
#ifndef TESTS_WARCKIT_H
#define TESTS_WARCKIT_H

#include "tests/unit/iokit.h"

extern const struct filon_plugin filon_plugin_read_warc;

#define HTML "Content-Type: text/html; charset=UTF-8\r\n"
#define HTTP "Content-Type: application/http; msgtype=response\r\n"

/* A record, and a response of HTTP to be its block. A length below 0 is the true one. */
struct filon_str warckit_make(const char *type, const char *id, const char *uri, const char *fields, struct filon_str block, long length);
struct filon_str warckit_http(const char *status, const char *fields, struct filon_str body);

/* The archive's records: one more, a page of this text, the one of this number from 0, none any longer. */
void warckit_add(struct filon_str record);
void warckit_add_page(const char *id, const char *text);
struct filon_str warckit_record(int i);
void warckit_clear(void);

/* The archive as a file: as it is, each record a gzip member, all of them one. */
enum form { PLAIN, MEMBERS, ONE, FORMS };
extern const char *const warckit_names[FORMS];
void warckit_put(enum form form);

/* An instance, and what it reads. */
extern struct filon_ctx *warckit_ctx;
extern struct filon_input warckit_input;
void warckit_start(const char *yaml);
void warckit_stop(void);
int warckit_next(void);
void warckit_load(void);

/* What a job with these options, or one that reads the archive in this form, is given: ids, and for those that fail, the messages. */
const char *warckit_all(const char *options);
const char *warckit_read(enum form form);

#define assert_same(found, wanted) ck_assert_msg(strcmp((found), (wanted)) == 0, "found:\n%swanted:\n%s", (found), (wanted))

#endif
