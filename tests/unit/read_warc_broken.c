/* read_warc on archives that are broken in every way: the damage is said with its place, and the records around it are read, in every form. */
#include "tests/unit/warckit.h"

static const char *place_behind(const char *id, const char *found)
{
    const char *line = strstr(found, id);
    ck_assert_msg(line != NULL, "`%s` is not in:\n%s", id, found);
    return line;
}

START_TEST(wrong_lengths)
{
    static const long lengths[] = {0, 1, 60, 90, 91, 420, 820, 5000, 2000000, 999999999999999999};
    for (size_t i = 0; i < FILON_COUNT(lengths); i++) {
        for (enum form form = PLAIN; form < FORMS; form++) {
            warckit_clear();
            warckit_add_page("1", "un");
            warckit_add(warckit_make("response", "bad", "http://a.example/", HTTP,
                                     warckit_http("200 OK", HTML, FILON_STR("<p>L'\xc3\xa9t\xc3\xa9 en pente douce, page 1 de 2.")),
                                     lengths[i]));
            warckit_add_page("2", "deux");
            warckit_add_page("3", "trois");
            const char *found = warckit_read(form);
            place_behind("urn:uuid:1\n", found);
            assert_has(place_behind("urn:uuid:bad ! ", found), "Content-Length is wrong");
            assert_has(place_behind("urn:uuid:bad ! ", found), warckit_names[form]);
            place_behind("urn:uuid:2\n", found);
            place_behind("urn:uuid:3\n", found);
        }
    }
}
END_TEST

/* In one long member one cannot look ahead: what cannot be read for a wrong length is at least said. */
START_TEST(a_wrong_length_beyond_what_is_kept)
{
    for (enum form form = PLAIN; form < FORMS; form++) {
        warckit_clear();
        warckit_add_page("1", "un");
        warckit_add(
            warckit_make("response", "bad", "http://a.example/", HTTP, warckit_http("200 OK", HTML, FILON_STR("<p>page")), 1200000));
        for (int i = 2; i < 22; i++)
            warckit_add_page(filon_strf(kit.arena, "%d", i), filon_strf(kit.arena, "%070000d", i));
        const char *found = warckit_read(form);
        place_behind("urn:uuid:1\n", found);
        place_behind("urn:uuid:bad ! ", found);
        place_behind("urn:uuid:21\n", found);
        if (form == ONE)
            place_behind(": no record ends here: the Content-Length of the one before is wrong", found);
        else
            place_behind("urn:uuid:2\n", found);
    }
}
END_TEST

START_TEST(places)
{
    warckit_add_page("1", "un");
    struct filon_str first = warckit_record(0);
    warckit_add(FILON_STR("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n<p>\r\n\r\n"));
    warckit_add_page("2", "deux");
    warckit_put(PLAIN);
    assert_same(warckit_all("path: a.warc"),
                filon_strf(kit.arena, "urn:uuid:1\na.warc:%zu ! a.warc:%zu: its Content-Length is no number of bytes\nurn:uuid:2\n",
                           first.n, first.n));
    warckit_put(ONE);
    assert_same(warckit_all("path: one.warc.gz"),
                filon_strf(kit.arena,
                           "urn:uuid:1\none.warc.gz:0+%zu ! one.warc.gz:0+%zu: its Content-Length is no number of bytes\nurn:uuid:2\n",
                           first.n, first.n));
}
END_TEST

START_TEST(wrong_headers)
{
    char *endless = filon_strf(kit.arena, "WARC/1.0\r\nX: %*s", 100000, "");
    const struct {
        const char *bytes, *message;
    } cases[] = {
        {"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n", "its header has no Content-Length"},
        {"WARC/1.0\r\nContent-Length: -5\r\n\r\nx\r\n\r\n", "its Content-Length is no number of bytes"},
        {"WARC/1.0\r\nContent-Length: 12345678901234567890\r\n\r\nx\r\n\r\n", "its Content-Length is no number of bytes"},
        {"WARC/7.0\r\nContent-Length: 1\r\n\r\nx\r\n\r\n", "of a version that is neither 1.0 nor 1.1"},
        {"<html>this is no WARC\r\n\r\nat all\r\n\r\n", "no WARC record begins here"},
        {endless, "a header without end"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++)
        for (enum form form = PLAIN; form < FORMS; form++) {
            warckit_clear();
            warckit_add_page("1", "un");
            warckit_add(filon_str_of(cases[i].bytes));
            if (cases[i].bytes == endless)
                warckit_add(FILON_STR("\r\n"));
            warckit_add_page("2", "deux");
            const char *found = warckit_read(form);
            assert_has(found, "urn:uuid:1\n");
            assert_has(found, cases[i].message);
            assert_has(found, "urn:uuid:2\n");
        }
}
END_TEST

START_TEST(cut_anywhere)
{
    warckit_add_page("1", "un");
    warckit_add_page("2", "deux");
    for (enum form form = PLAIN; form < FORMS; form++) {
        warckit_put(form);
        struct filon_str whole = kit_get(warckit_names[form]);
        for (size_t n = 0; n < whole.n; n++) {
            kit_put("cut", (struct filon_str){whole.p, n});
            const char *found = warckit_all("path: cut");
            const char *failure = strchr(found, '!');
            bool second = strstr(found, "urn:uuid:2\n") != NULL;
            ck_assert_msg(failure || second || n < 2 || (n + 4 >= warckit_record(0).n && form == PLAIN) ||
                              (strstr(found, "urn:uuid:1\n") && !strstr(found, "2")),
                          "cut at %zu of %zu of %s, and nobody says so:\n%s", n, whole.n, warckit_names[form], found);
            ck_assert_msg(!second || n + 40 > whole.n, "%zu: %s", n, found);
        }
    }
}
END_TEST

START_TEST(damaged_anywhere)
{
    for (int i = 0; i < 8; i++)
        warckit_add_page(filon_strf(kit.arena, "%d", i), "Une page dont un octet est faux, et une seule.");
    warckit_put(MEMBERS);
    struct filon_str whole = kit_get("a.warc.gz");
    char *bytes = filon_alloc(kit.arena, whole.n);
    for (size_t at = 2; at < whole.n; at += 3) {
        memcpy(bytes, whole.p, whole.n);
        bytes[at] ^= 0x55;
        kit_put("hurt", (struct filon_str){bytes, whole.n});
        const char *found = warckit_all("path: hurt");
        int good = 0, lines = 0;
        for (int i = 0; i < 8; i++)
            good += strstr(found, filon_strf(kit.arena, "urn:uuid:%d\n", i)) != NULL;
        for (const char *p = found; (p = strchr(p, '\n')); p++)
            lines++;
        ck_assert_msg(good >= 7, "byte %zu: %d good\n%s", at, good, found);
        ck_assert_msg(good == 8 || strstr(found, "hurt:") != NULL, "byte %zu: nobody says so:\n%s", at, found);
        ck_assert_msg(lines <= 10, "byte %zu:\n%s", at, found);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        wrong_lengths, a_wrong_length_beyond_what_is_kept, places, wrong_headers, cut_anywhere, damaged_anywhere, NULL,
    };
    return kit_main("read_warc_broken", tests);
}
