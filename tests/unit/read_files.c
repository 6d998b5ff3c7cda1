/* read_files: which files, in which order, under which names; what becomes of each that cannot be read. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "tests/unit/iokit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#include "plugins/read_files/folder.h"
#include "plugins/read_files/glob.h"

extern const struct filon_plugin filon_plugin_read_files;

static struct filon_ctx *reader(const char *yaml)
{
    return kit_open("read_files", &filon_plugin_read_files, yaml);
}

/* The ids that the reader gives, one a line. */
static const char *ids(struct filon_ctx *ctx)
{
    struct filon_buf all = FILON_BUF_INIT;
    struct filon_input input = {0};
    int got;
    filon_buf_puts(&all, "");
    while ((got = filon_plugin_read_files.next(ctx, &input)) > 0)
        filon_buf_printf(&all, "%.*s\n", FILON_FMT(input.id));
    ck_assert_msg(got == 0, "%s", kit_error(ctx));
    ck_assert_int_eq(filon_plugin_read_files.next(ctx, &input), 0); /* the end stays the end */
    const char *text = filon_strdup(kit.arena, all.p);
    filon_buf_free(&all);
    return text;
}

static const char *ids_of(const char *yaml)
{
    struct filon_ctx *ctx = reader(yaml);
    const char *text = ids(ctx);
    filon_instance_free(ctx);
    return text;
}

/* Loads the only input into kit.doc. */
static int load_only(struct filon_ctx *ctx)
{
    struct filon_input input = {0};
    filon_doc_reset(kit.doc);
    ck_assert_int_eq(filon_plugin_read_files.next(ctx, &input), 1);
    return filon_plugin_read_files.load(ctx, &input, kit.doc);
}

static const char *why(const char *yaml)
{
    struct filon_ctx *ctx = reader(yaml);
    ck_assert_int_lt(load_only(ctx), 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_INPUT);
    const char *text = kit_error(ctx);
    filon_instance_free(ctx);
    return text;
}

static void tree(void)
{
    static const char *const files[] = {"inbox/b.txt", "inbox/a.txt",       "inbox/a/z.txt",    "inbox/a-b/y.txt", "inbox/a/deep/er/x.txt",
                                        "inbox/c.md",  "inbox/.hidden.txt", "inbox/.git/x.txt", "other/o.txt"};
    for (size_t i = 0; i < FILON_COUNT(files); i++)
        kit_puts(files[i], files[i]);
}

START_TEST(folders_in_byte_order_of_paths)
{
    tree();
    ck_assert_str_eq(ids_of("path: inbox"),
                     "inbox/a-b/y.txt\ninbox/a.txt\ninbox/a/deep/er/x.txt\ninbox/a/z.txt\ninbox/b.txt\ninbox/c.md\n");
    ck_assert_str_eq(ids_of("{path: inbox, recursive: no}"), "inbox/a.txt\ninbox/b.txt\ninbox/c.md\n");
    ck_assert_str_eq(ids_of("{path: inbox, recursive: no, hidden: yes}"), "inbox/.hidden.txt\ninbox/a.txt\ninbox/b.txt\ninbox/c.md\n");
    ck_assert_str_eq(ids_of("{path: inbox, include: [\"*.md\", \"z*\"]}"), "inbox/a/z.txt\ninbox/c.md\n");
    ck_assert_str_eq(ids_of("{path: inbox, exclude: [a, \"*.md\"]}"), "inbox/a-b/y.txt\ninbox/a.txt\ninbox/b.txt\n");
}
END_TEST

START_TEST(patterns)
{
    tree();
    ck_assert_str_eq(ids_of("path: inbox/*.txt"), "inbox/a.txt\ninbox/b.txt\n");
    ck_assert_str_eq(ids_of("path: \"inbox/**/*.txt\""),
                     "inbox/a-b/y.txt\ninbox/a.txt\ninbox/a/deep/er/x.txt\ninbox/a/z.txt\ninbox/b.txt\n");
    ck_assert_str_eq(ids_of("path: \"**/[x-z].txt\""), "inbox/a-b/y.txt\ninbox/a/deep/er/x.txt\ninbox/a/z.txt\n");
    ck_assert_str_eq(ids_of("path: \"inbox/**/deep/**\""), "inbox/a/deep/er/x.txt\n");
    ck_assert_str_eq(ids_of("path: \"inbox/.*/*\""), "inbox/.git/x.txt\n");
    ck_assert_str_eq(ids_of("path: \"*/?.txt\""), "inbox/a.txt\ninbox/b.txt\nother/o.txt\n");
    kit_puts("Rapport [2017].txt", "x");
    ck_assert_str_eq(ids_of("path: \"Rapport [2017].txt\""), "Rapport [2017].txt\n"); /* a file that is there is itself */
}
END_TEST

START_TEST(each_file_once)
{
    tree();
    kit_listen();
    ck_assert_str_eq(ids_of("path: [inbox/c.md, inbox/a, \"inbox/**/*.txt\", inbox/c.md, inbox/.git/x.txt, inbox]"),
                     "inbox/c.md\ninbox/a/deep/er/x.txt\ninbox/a/z.txt\ninbox/a-b/y.txt\ninbox/a.txt\ninbox/b.txt\ninbox/.git/x.txt\n");
    ck_assert_int_eq(symlink("a", kit_path("inbox/link")), 0); /* what a link hides from the folder is not covered by it */
    ck_assert_str_eq(kit_said(), "");
    ck_assert_str_eq(ids_of("{path: [inbox, inbox/link/z.txt], include: [z.txt]}"), "inbox/a/z.txt\ninbox/link/z.txt\n");
}
END_TEST

START_TEST(names_are_relative_to_the_job)
{
    char outside[] = "/tmp/filon-outside-XXXXXX";
    int fd = mkstemp(outside);
    ck_assert_int_ge(fd, 0);
    close(fd);
    kit_puts("a.txt", "x");
    ck_assert_str_eq(ids_of(filon_strf(kit.arena, "path: [./a.txt, %s]", outside)), filon_strf(kit.arena, "a.txt\n%s\n", outside));
    ck_assert_str_eq(ids_of(filon_strf(kit.arena, "path: %s/a.txt", kit.dir)), "a.txt\n");
    unlink(outside);
    kit_puts("bad\xff\n\xc3\xa9.txt", "x");
    ck_assert_str_eq(ids_of("path: bad*"), "bad\\xff\\x0a\xc3\xa9.txt\n");
}
END_TEST

START_TEST(links)
{
    tree();
    ck_assert_int_eq(symlink("../other/o.txt", kit_path("inbox/l.txt")), 0);
    ck_assert_int_eq(symlink("../other", kit_path("inbox/other")), 0);
    ck_assert_int_eq(symlink("..", kit_path("inbox/a/loop")), 0);
    ck_assert_str_eq(ids_of("{path: inbox, include: [\"[lo]*.txt\"]}"), "inbox/l.txt\n");
    kit_listen();
    const char *got = ids_of("{path: inbox, include: [\"[lo]*.txt\"], follow_links: yes}");
    const char *said = kit_said();
    ck_assert_str_eq(got, "inbox/l.txt\ninbox/other/o.txt\n");
    assert_has(said, "inbox/a/loop: passed over: a link to a folder that holds it");
    ck_assert_int_eq(symlink("nowhere", kit_path("inbox/dead.txt")), 0);
    ck_assert_int_eq(symlink("self.txt", kit_path("inbox/self.txt")), 0);
    ck_assert_int_eq(symlink("inbox", kit_path("named")), 0);
    kit_listen();
    got = ids_of("path: \"named/*d.txt\"");
    ck_assert_str_eq(got, "");
    got = ids_of("path: named/*f.txt");
    said = kit_said();
    assert_has(said, "named/dead.txt: passed over: a link that leads nowhere");
    assert_has(said, "named/self.txt: passed over: a link to itself");
    ck_assert_str_eq(ids_of("path: named/b.txt"), "named/b.txt\n");
    ck_assert_str_eq(ids_of("{path: named, include: b.txt}"), "named/b.txt\n");
}
END_TEST

START_TEST(what_is_passed_over_is_said)
{
    kit_puts("inbox/a.txt", "x");
    ck_assert_int_eq(mkfifo(kit_path("inbox/pipe.txt"), 0600), 0);
    kit_listen();
    const char *got = ids_of("path: [inbox, \"inbox/*.html\", \"no/such/*.txt\"]");
    const char *said = kit_said();
    ck_assert_str_eq(got, "inbox/a.txt\n");
    assert_has(said, "inbox/pipe.txt: passed over: not a file but a pipe, socket or device");
    assert_has(said, "inbox/*.html: no file there to read");
    assert_has(said, "no/such/*.txt: no file there to read");
    if (geteuid() == 0)
        return; /* root may read everything */
    kit_puts("inbox/closed/x.txt", "x");
    ck_assert_int_eq(chmod(kit_path("inbox/closed"), 0), 0);
    kit_listen();
    got = ids_of("path: inbox");
    said = kit_said();
    chmod(kit_path("inbox/closed"), 0700);
    ck_assert_str_eq(got, "inbox/a.txt\n");
    assert_has(said, "inbox/closed: cannot read the folder: Permission denied");
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_a_document_that_fails)
{
    assert_has(why("path: missing.txt"), "cannot read missing.txt: No such file or directory");
    ck_assert_int_eq(mkfifo(kit_path("pipe"), 0600), 0);
    assert_has(why("path: pipe"), "cannot read pipe: it is a pipe, not a file");
    assert_has(why("path: /dev/null"), "cannot read /dev/null: it is a device, not a file");
    kit_puts("empty.txt", "");
    assert_has(why("path: empty.txt"), "empty.txt: empty");
    kit_put("nul.txt", FILON_STR("ligne\nun\0deux"));
    assert_has(why("path: nul.txt"), "nul.txt: a NUL at byte 8 (line 2, column 3)");
    kit_puts("latin.txt", "L'\xc3\xa9"
                          "cole ferm\xe9"
                          "e");
    assert_has(why("path: latin.txt"), "latin.txt: byte 0xe9 at byte 13 (line 1, column 13) is not valid UTF-8");
    kit_puts("surrogate.txt", "un\ndeux \xed\xa0\x80");
    assert_has(why("path: surrogate.txt"), "surrogate.txt: byte 0xed at byte 8 (line 2, column 6) is not valid UTF-8");
    kit_puts("big.txt", "0123456789");
    assert_has(why("{path: big.txt, max_size: 9}"), "big.txt: more than 9 bytes: too large (option max_size)");
    if (geteuid() == 0)
        return;
    kit_puts("closed.txt", "x");
    chmod(kit_path("closed.txt"), 0);
    assert_has(why("path: closed.txt"), "cannot read closed.txt: Permission denied");
}
END_TEST

START_TEST(a_file_that_vanishes_in_between)
{
    struct filon_input input = {0};
    kit_puts("a.txt", "x");
    struct filon_ctx *ctx = reader("path: a.txt");
    ck_assert_int_eq(filon_plugin_read_files.next(ctx, &input), 1);
    unlink(kit_path("a.txt"));
    ck_assert_int_lt(filon_plugin_read_files.load(ctx, &input, kit.doc), 0);
    assert_has(kit_error(ctx), "cannot read a.txt: No such file or directory");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(what_a_document_gets)
{
    struct filon_input input = {0};
    struct stat st;
    kit_puts("a.txt", "\xef\xbb\xbf"
                      "Été\n");
    struct filon_ctx *ctx = reader("path: a.txt");
    ck_assert_int_eq(stat(kit_path("a.txt"), &st), 0);
    ck_assert_int_eq(filon_plugin_read_files.next(ctx, &input), 1);
    ck_assert_uint_eq(input.size, 9);
    ck_assert_int_eq(input.mtime, (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
    ck_assert_int_eq(filon_plugin_read_files.load(ctx, &input, kit.doc), 0);
    assert_str(filon_doc_source(kit.doc), "\xef\xbb\xbf"
                                          "Été\n");
    assert_str(filon_doc_text(kit.doc), "Été\n");
    filon_instance_free(ctx);
    kit_puts("page.html", "<p>\xe9</p>");
    ctx = reader("{path: page.html, as: source}");
    ck_assert_int_eq(load_only(ctx), 0);
    assert_str(filon_doc_source(kit.doc), "<p>\xe9</p>");
    ck_assert_ptr_null(filon_doc_text(kit.doc).p);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(packed_files)
{
    struct filon_str text = FILON_STR("Une page archivée.\n");
    kit_gzip("a.txt.gz", text, "wb9");
    kit_gzip("two", text, "wb"); /* by content, not by name; two members */
    kit_gzip("two", text, "ab");
    struct filon_ctx *ctx = reader("path: a.txt.gz");
    ck_assert_int_eq(load_only(ctx), 0);
    ck_assert(filon_str_eq(filon_doc_text(kit.doc), text));
    filon_instance_free(ctx);
    ctx = reader("path: two");
    ck_assert_int_eq(load_only(ctx), 0);
    ck_assert_uint_eq(filon_doc_text(kit.doc).n, 2 * text.n);
    filon_instance_free(ctx);
    struct filon_str packed = kit_get("a.txt.gz");
    kit_put("cut.gz", (struct filon_str){packed.p, packed.n - 9});
    assert_has(why("path: cut.gz"), "cut.gz: bad gzip data at byte 3");
    assert_has(why("path: cut.gz"), "it ends too early");
    char *wrong = filon_strf(kit.arena, "%*s", (int)packed.n + 4, "");
    memcpy(wrong, packed.p, packed.n);
    memcpy(wrong + packed.n, "\0\0xx", 4);
    kit_put("tail.gz", (struct filon_str){wrong, packed.n + 4});
    assert_has(why("path: tail.gz"), "something else follows");
    kit_put("zeros.gz", (struct filon_str){wrong, packed.n + 2});
    ctx = reader("path: zeros.gz");
    ck_assert_int_eq(load_only(ctx), 0);
    filon_instance_free(ctx);
    wrong[packed.n - 5] ^= 1; /* its checksum */
    kit_put("crc.gz", (struct filon_str){wrong, packed.n});
    assert_has(why("path: crc.gz"), "incorrect data check");
}
END_TEST

#ifdef HAVE_ZSTD
static struct filon_str zstd(struct filon_str plain)
{
    size_t room = ZSTD_compressBound(plain.n);
    char *out = filon_alloc(kit.arena, room);
    size_t n = ZSTD_compress(out, room, plain.p, plain.n, 3);
    ck_assert(!ZSTD_isError(n));
    return (struct filon_str){out, n};
}

START_TEST(zstd_files)
{
    struct filon_buf plain = FILON_BUF_INIT;
    for (int i = 0; i < 60000; i++) /* several blocks */
        filon_buf_printf(&plain, "Ligne %d de la page.\n", i);
    struct filon_str text = filon_buf_str(&plain), packed = zstd(text);
    kit_put("a.txt", packed); /* by content, not by name */
    struct filon_ctx *ctx = reader("path: a.txt");
    ck_assert_int_eq(load_only(ctx), 0);
    ck_assert(filon_str_eq(filon_doc_text(kit.doc), text));
    filon_instance_free(ctx);
    struct filon_buf two = FILON_BUF_INIT;
    filon_buf_put(&two, "\x50\x2a\x4d\x18\x03\0\0\0abc", 11); /* a frame to be skipped, and two */
    filon_buf_put_str(&two, packed);
    filon_buf_put_str(&two, zstd(FILON_STR("fin")));
    kit_put("two", filon_buf_str(&two));
    ctx = reader("path: two");
    ck_assert_int_eq(load_only(ctx), 0);
    ck_assert_uint_eq(filon_doc_text(kit.doc).n, text.n + 3);
    filon_instance_free(ctx);
    for (size_t n = 4; n < packed.n; n += packed.n / 50) {
        kit_put("cut.zst", (struct filon_str){packed.p, n});
        assert_has(why("path: cut.zst"), "cut.zst: bad zstd data at byte ");
    }
    memset((char *)packed.p + packed.n / 2, 0x55, 40);
    kit_put("hurt.zst", packed);
    assert_has(why("path: hurt.zst"), "hurt.zst: bad zstd data at byte ");
    kit_put("tail.zst", (struct filon_str){two.p, two.n - 1});
    assert_has(why("path: tail.zst"), "tail.zst: bad zstd data at byte ");
    struct filon_str zeros = {filon_zalloc(kit.arena, 1 << 25, 1), 1 << 25};
    kit_put("bomb.zst", zstd(zeros));
    assert_has(why("{path: bomb.zst, max_size: 1 MiB}"), "bomb.zst: more than 1048576 bytes when unpacked: too large (option max_size)");
    kit_put("window.zst", FILON_STR("\x28\xb5\x2f\xfd\0\xb0\x01\0\0")); /* that asks for 4 GiB */
    assert_has(why("path: window.zst"), "window.zst: bad zstd data at byte ");
    filon_buf_free(&two);
    filon_buf_free(&plain);
}
END_TEST
#endif

START_TEST(markdown_is_source)
{
    kit_puts("a.txt", "# Titre\n\nUn [lien](http://a.example/).\n");
    struct filon_ctx *ctx = reader("path: a.txt");
    ck_assert_int_eq(load_only(ctx), 0);
    ck_assert_ptr_null(filon_doc_text(kit.doc).p);
    assert_str(filon_meta_get(kit.doc, "content_type", NULL), "text/markdown");
    filon_instance_free(ctx);
    ctx = reader("{path: a.txt, as: text}");
    ck_assert_int_eq(load_only(ctx), 0);
    assert_str(filon_doc_text(kit.doc), "# Titre\n\nUn [lien](http://a.example/).\n");
    ck_assert_ptr_null(filon_meta_get(kit.doc, "content_type", NULL).p);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(a_bomb_is_bounded)
{
    enum { SIZE = 8 * 1024 * 1024 };
    char *zeros = calloc(1, SIZE);
    kit_gzip("bomb.gz", (struct filon_str){zeros, SIZE}, "wb9");
    free(zeros);
    ck_assert_uint_lt(kit_get("bomb.gz").n, 16384);
    assert_has(why("{path: bomb.gz, max_size: 1 MiB}"), "bomb.gz: more than 1048576 bytes when unpacked: too large (option max_size)");
}
END_TEST

static void with_stdin(const char *file)
{
    int fd = open(kit_path(file), O_RDONLY);
    ck_assert_int_ge(fd, 0);
    dup2(fd, STDIN_FILENO);
    close(fd);
}

START_TEST(standard_input)
{
    int saved = dup(STDIN_FILENO);
    struct filon_input input = {0};
    kit_puts("in", "Par le tuyau.");
    with_stdin("in");
    struct filon_ctx *ctx = reader("path: \"-\"");
    ck_assert_int_eq(filon_plugin_read_files.next(ctx, &input), 1);
    assert_str(input.id, "-");
    assert_str(input.data, "Par le tuyau.");
    ck_assert_int_eq(filon_plugin_read_files.load(ctx, &input, kit.doc), 0);
    assert_str(filon_doc_text(kit.doc), "Par le tuyau.");
    ck_assert_int_eq(filon_plugin_read_files.next(ctx, &input), 0);
    filon_instance_free(ctx);
    with_stdin("in");
    assert_has(why("{path: \"-\", max_size: 4}"), "standard input: more than 4 bytes");
    kit_puts("nothing", "");
    with_stdin("nothing");
    assert_has(why("path: \"-\""), "-: empty");
    with_stdin("."); /* a folder */
    ctx = reader("path: \"-\"");
    ck_assert_int_lt(filon_plugin_read_files.next(ctx, &input), 0);
    assert_has(kit_error(ctx), "cannot read standard input: it is a folder");
    filon_instance_free(ctx);
    dup2(saved, STDIN_FILENO);
    close(saved);
}
END_TEST

START_TEST(wrong_options)
{
    assert_has(kit_refused("read_files", &filon_plugin_read_files, "recursive: no"), "path");
    assert_has(kit_refused("read_files", &filon_plugin_read_files, "{path: a, include: x/*.txt}"),
               "include: `x/*.txt`: a pattern of one name");
    struct filon_buf deep = FILON_BUF_INIT;
    filon_buf_puts(&deep, "path: \"a*");
    for (int i = 0; i < 100; i++)
        filon_buf_puts(&deep, "/*");
    filon_buf_puts(&deep, "\"");
    assert_has(kit_refused("read_files", &filon_plugin_read_files, deep.p), "a pattern of more than 63 folders");
    filon_buf_free(&deep);
}
END_TEST

START_TEST(names_match)
{
    static const struct {
        const char *pattern, *name;
        bool match;
    } cases[] = {
        {"*", "", true},         {"*", "a", true},      {"a*b*c", "aXbYbZc", true}, {"a*b*c", "aXbYbZ", false},
        {"?", "é", true},        {"?", "\xff", true},   {"??", "é", false},         {"[é-è]", "é", false},
        {"[à-ü]", "é", true},    {"[!a-c]", "d", true}, {"[!a-c]", "b", false},     {"[]x]", "]", true},
        {"[a", "[a", true},      {"[a", "a", false},    {"[a-]", "-", true},        {"*.txt", "txt", false},
        {"*.txt", ".txt", true}, {"", "", true},        {"a", "", false},           {"**", "abc", true},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        ck_assert_msg(glob_name(filon_str_of(cases[i].pattern), filon_str_of(cases[i].name)) == cases[i].match, "%s %s", cases[i].pattern,
                      cases[i].name);
    char pattern[201], name[256]; /* many stars: no exponential search */
    for (int i = 0; i < 100; i++)
        memcpy(pattern + 2 * i, "*a", 2);
    pattern[199] = 'b';
    pattern[200] = '\0';
    memset(name, 'a', 255);
    name[255] = '\0';
    ck_assert(!glob_name(filon_str_of(pattern), filon_str_of(name)));
}
END_TEST

static int judge_all(void *self, int dir, const char *name, unsigned char type)
{
    (void)self, (void)dir, (void)type;
    return name[0] == 'd' ? 2 : 1;
}

START_TEST(giant_folders_in_passes)
{
    struct folder folder = {.most = 2000}; /* so that 3000 names take dozens of passes */
    char name[64], last[64] = "";
    int n = 0;
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "many/%c%d", i % 7 ? 'f' : 'd', i * 7919 % 3000);
        kit_puts(name, "");
    }
    const char *path = kit_path("many");
    ck_assert_int_eq(folder_read(&folder, path, judge_all, NULL), 0);
    for (const char *next; (next = folder_next(&folder, path, judge_all, NULL)); n++) {
        ck_assert_msg(strcmp(last, next) < 0, "%s before %s", last, next);
        ck_assert_uint_lt(folder.n, 4000);
        strcpy(last, next);
    }
    ck_assert_int_eq(n, 3000);
    folder_release(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {folders_in_byte_order_of_paths,
                                  patterns,
                                  each_file_once,
                                  names_are_relative_to_the_job,
                                  links,
                                  what_is_passed_over_is_said,
                                  a_file_that_cannot_be_read_is_a_document_that_fails,
                                  a_file_that_vanishes_in_between,
                                  what_a_document_gets,
                                  packed_files,
#ifdef HAVE_ZSTD
                                  zstd_files,
#endif
                                  markdown_is_source,
                                  a_bomb_is_bounded,
                                  standard_input,
                                  wrong_options,
                                  names_match,
                                  giant_folders_in_passes,
                                  NULL};
    return kit_main("read_files", tests);
}
