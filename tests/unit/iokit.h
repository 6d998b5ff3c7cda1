/* What the tests of readers and writers stand on: a folder of their own, plugin instances, and what they said. */
#ifndef TESTS_IOKIT_H
#define TESTS_IOKIT_H

#include "config/jobfile.h"
#include "document/schema.h"
#include "plugin/instance.h"

#include <check.h>

struct iokit {
    char dir[64];              /* the job's folder, absolute */
    struct filon_arena *arena; /* of a test */
    struct filon_registry *registry;
    struct filon_schema *schema;
    uint8_t provided[16]; /* all of the schema's layers but position */
    struct filon_doc *doc;
    struct filon_error error;
};
extern struct iokit kit;

void kit_set_up(void);
void kit_tear_down(void);

/* An open instance with these options, as YAML. Must succeed. */
struct filon_ctx *kit_open(const char *plugin, const struct filon_plugin *descriptor, const char *yaml);
/* The same where open must fail: what it says. */
const char *kit_refused(const char *plugin, const struct filon_plugin *descriptor, const char *yaml);
/* What the instance's last failure was, which is forgotten. */
const char *kit_error(struct filon_ctx *ctx);
enum filon_code kit_error_code(struct filon_ctx *ctx);

/* Files below the folder; parents are made. */
const char *kit_path(const char *file);
void kit_put(const char *file, struct filon_str bytes);
void kit_puts(const char *file, const char *text);
struct filon_str kit_get(const char *file); /* p NULL if it is not there */
void kit_gzip(const char *file, struct filon_str plain, const char *mode);
struct filon_str kit_gunzip(const char *file); /* whole members, whose checksums are right */

/* What is in the buffer, as long as the test lives; the buffer is freed. */
struct filon_str kit_str(struct filon_buf *buf);

/* The absolute path of a file of the source tree. */
const char *kit_source(const char *file);

/* Lines that are logged from here to kit_said, which returns them. */
void kit_listen(void);
const char *kit_said(void);

/* kit.doc as a small article with every standard layer and one of a third party, `shout`. */
void kit_article(const char *id, const char *title, const char *speaker);

/* An assertion for helpers that run in processes which get killed, too: Check's write to a file that parent and child share. */
#define must(condition, ...) ((condition) ? (void)0 : kit_die(__FILE__, __LINE__, __VA_ARGS__))
void kit_die(const char *file, int line, const char *format, ...) FILON_PRINTF(3, 4) __attribute__((noreturn));

#define assert_has(text, part) ck_assert_msg(strstr((text), (part)) != NULL, "`%s` lacks `%s`", (text), (part))
#define assert_str(s, c) ck_assert_msg(filon_str_is((s), (c)), "found `%.*s`, wanted `%s`", FILON_FMT(s), (c))

int kit_main(const char *name, const TTest *const *tests);

#endif
