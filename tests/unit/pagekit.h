/* What the tests of parse_html and parse_text stand on: any page's invariants, and what was found in it. */
#ifndef TESTS_PAGEKIT_H
#define TESTS_PAGEKIT_H

#include "tests/unit/iokit.h"

/* kit_set_up, with the plugins' data in reach. */
void page_set_up(void);

/* Holds for any page whatever: blocks in order, none overlapping or empty, each of a kind, all of the text but white space in them; metadata valid,
 * and in the text where it says so. */
void page_check(void);

/* A piece of metadata, or "none"; the article. Strings live as long as the test. */
const char *page_meta(const char *key);
const char *page_content(void);

/* The kind of the block that begins with these words, with a + if it is content; "none" if no block does. */
const char *page_kind_of(const char *words);

/* head, part many times, tail; NUL-terminated. */
struct filon_str page_repeated(const char *head, const char *part, size_t times, const char *tail);

/* A file of the development data's folder. */
const char *page_shared(const char *file);

#define assert_kind(words, kind) ck_assert_msg(strcmp(page_kind_of(words), kind) == 0, "`%s` is %s, not %s", words, page_kind_of(words), kind)
#define assert_meta(key, value) ck_assert_msg(strcmp(page_meta(key), value) == 0, "%s is `%s`, not `%s`", key, page_meta(key), value)
#define assert_lacks(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "`%s` has `%s`", (text), (part))

/* Runs these tests, each with this fixture. */
int page_run(const char *name, SFun set_up, const TTest *const *tests, size_t n);

#endif
