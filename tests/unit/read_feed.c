/* read_feed: entries of every kind of feed, their dates and encodings, and every way to be broken with its place. */
#include "tests/unit/iokit.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/read_feed/feed.h"

extern const struct filon_plugin filon_plugin_read_feed;

static struct filon_ctx *ctx;
static struct filon_input input;

static void start(const char *yaml)
{
    ctx = kit_open("read_feed", &filon_plugin_read_feed, yaml);
}

static void stop(void)
{
    filon_instance_free(ctx);
}

static int next(void)
{
    int got = filon_plugin_read_feed.next(ctx, &input);
    ck_assert_msg(got >= 0, "%s", kit_error(ctx));
    return got;
}

static void load(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_plugin_read_feed.load(ctx, &input, kit.doc) == 0, "%s", kit_error(ctx));
}

static const char *refused(void)
{
    filon_doc_reset(kit.doc);
    ck_assert_int_lt(filon_plugin_read_feed.load(ctx, &input, kit.doc), 0);
    ck_assert_int_eq(kit_error_code(ctx), FILON_E_INPUT);
    return kit_error(ctx);
}

static void open_feed(struct filon_str bytes)
{
    kit_put("a.xml", bytes);
    start("path: a.xml");
}

/* The feed's next entry. */
static void entry(const char *id)
{
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, id);
    load();
}

static void end(void)
{
    ck_assert_int_eq(next(), 0);
    ck_assert_int_eq(next(), 0);
    stop();
}

static void says(const char *key, const char *value)
{
    struct filon_str found = filon_meta_get(kit.doc, key, NULL);
    if (value)
        ck_assert_msg(filon_str_is(found, value), "%s: found `%.*s`, wanted `%s`", key, FILON_FMT(found), value);
    else
        ck_assert_msg(!found.p, "%s: found `%.*s`, wanted none", key, FILON_FMT(found));
}

static void holds(const char *part)
{
    assert_has(filon_doc_source(kit.doc).p, part);
}

#define RSS                                                                                                                                \
    "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "       \
    "xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>"

START_TEST(rss_2)
{
    open_feed(FILON_STR(
        "<?xml version=\"1.0\"?>\n" RSS
        "<title>Le Courrier</title><link>http://c.example/</link><atom:link rel=\"self\" href=\"http://c.example/feed\"/>"
        "<language>fr-FR</language><image><title>Logo</title><link>x</link></image>\n"
        "<item><title>Le port &amp;amp; la cri\xc3\xa9"
        "e</title><link> http://c.example/1 </link><guid isPermaLink=\"false\">12</guid>"
        "<pubDate>Tue, 02 Jun 2017 14:30:00 +0200</pubDate><dc:creator>Anne Martin</dc:creator><dc:creator>Paul Roux</dc:creator>"
        "<description>R\xc3\xa9sum\xc3\xa9.</description><content:encoded><![CDATA[<p>Tout &eacute;crit.</p>]]></content:encoded></item>\n"
        "<item><guid>http://c.example/2</guid><description>&lt;b&gt;Gras&lt;/b&gt;</description><author>m@c.example (Jean "
        "Morel)</author></item>"
        "<item><link>http://c.example/3</link><title>Trois</title></item><item><title>Quatre</title></item><item/><item><guid>urn:5</"
        "guid></item></channel></rss>"));
    entry("http://c.example/#12");
    ck_assert_uint_eq(input.line, 3);
    says("title", "Le port & la cri\xc3\xa9"
                  "e");
    says("url", "http://c.example/1");
    says("date", "2017-06-02T14:30:00+02:00");
    says("date_precision", "second");
    says("author", "Anne Martin, Paul Roux");
    says("publisher", "Le Courrier");
    says("lang", "fr");
    holds("<h1>Le port &amp; la cri\xc3\xa9"
          "e</h1>\n<div><p>Tout &eacute;crit.</p></div>");
    entry("http://c.example/2");
    ck_assert_uint_eq(input.line, 4);
    says("url", "http://c.example/2");
    says("author", "Jean Morel");
    says("title", NULL);
    says("date", NULL);
    holds("<div><b>Gras</b></div>");
    entry("http://c.example/3");
    entry("a.xml:4");
    entry("urn:5");
    ck_assert_ptr_null(filon_doc_source(kit.doc).p); /* dropped */
    end();
}
END_TEST

START_TEST(rss_1)
{
    open_feed(FILON_STR("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" "
                        "xmlns:x=\"http://purl.org/dc/elements/1.1/\">"
                        "<channel rdf:about=\"http://a.example/\"><title>A</title><link>http://a.example/</link><items><rdf:Seq><rdf:li "
                        "rdf:resource=\"u\"/></rdf:Seq></items></channel>"
                        "<item "
                        "rdf:about=\"http://a.example/1\"><title>Un</title><link>http://a.example/one</link><x:date>2017-06-02T14:30Z</"
                        "x:date><x:language>en</x:language>"
                        "<description>Text</description></item></rdf:RDF>"));
    entry("http://a.example/1");
    says("url", "http://a.example/one");
    says("date", "2017-06-02T14:30Z");
    says("date_precision", "minute");
    says("publisher", "A");
    says("lang", "en");
    end();
}
END_TEST

START_TEST(atom)
{
    open_feed(FILON_STR("<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\"><a:title>A &lt;b> "
                        "paper</a:title><a:author><a:name>John Doe</a:name></a:author>"
                        "<a:entry><a:title type=\"html\">Robots &amp;amp; &lt;i>men&lt;/i></a:title><a:link rel=\"edit\" "
                        "href=\"no\"/><a:link href=\"http://a.example/1\"/><a:id>urn:x:1</a:id>"
                        "<a:published>2003-12-13T18:30:02.25-05:00</a:published><a:updated>2003-12-14T00:00:00Z</a:updated><a:content "
                        "type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">"
                        "<p title=\"a&quot;b\">One<br/>two &amp; &lt;three&gt;</p></div></a:content></a:entry>"
                        "<a:entry "
                        "xml:lang=\"fr\"><a:id>urn:x:2</a:id><a:updated>2003-12-14</a:updated><a:author><a:name>Jane</a:name><a:email>j@x</"
                        "a:email></a:author><a:author><a:name>Jim</a:name></a:author>"
                        "<a:summary>Sum</a:summary><a:content>Not a &lt;b>tag.\n\nNext.</a:content></a:entry>"
                        "<a:entry><a:id>urn:x:3</a:id><a:summary type=\"html\">&lt;p>Sum</a:summary><a:content src=\"http://a.example/3\" "
                        "type=\"video/mp4\"/></a:entry></a:feed>"));
    entry("urn:x:1");
    says("title", "Robots & men");
    says("url", "http://a.example/1");
    says("date", "2003-12-13T18:30:02-05:00");
    says("modified", "2003-12-14T00:00:00Z");
    says("author", "John Doe");
    says("publisher", "A <b> paper");
    says("lang", "en");
    holds("<div><div><p title=\"a&quot;b\">One<br>two &amp; &lt;three></p></div></div>");
    entry("urn:x:2");
    says("author", "Jane, Jim");
    says("lang", "fr");
    says("date", "2003-12-14");
    says("date_precision", "day");
    says("modified", NULL);
    holds("<div>Not a &lt;b>tag.<p>Next.</div>");
    entry("urn:x:3");
    holds("<div><p>Sum</div>");
    end();
}
END_TEST

START_TEST(atom_03)
{
    open_feed(FILON_STR("<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>A</title><entry><title mode=\"escaped\" "
                        "type=\"text/html\">T &amp;amp; U</title>"
                        "<id>tag:a.example,2004:1</id><issued>2004-05-06T07:08</issued><content type=\"text/html\" "
                        "mode=\"escaped\">&lt;p>Un</content></entry></feed>"));
    entry("tag:a.example,2004:1");
    says("title", "T & U");
    says("date", "2004-05-06T07:08");
    holds("<div><p>Un</div>");
    end();
}
END_TEST

START_TEST(encodings)
{
#define BODY RSS "<title>T</title><item><guid>urn:1</guid><title>"
#define TAIL "</title></item></channel></rss>"
    static const struct {
        struct filon_str bytes;
        const char *title;
    } cases[] = {
        {FILON_STR("<?xml version='1.0' encoding='ISO-8859-1'?>" BODY "L\x92\xe9t\xe9" TAIL), "L’été"},
        {FILON_STR("<?xml version=\"1.0\" encoding = \"windows-1252\"?>" BODY "\x80" TAIL), "€"},
        {FILON_STR("<?xml version='1.0' encoding='iso-8859-15'?>" BODY "\xa4" TAIL), "€"},
        {FILON_STR("\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?>" BODY "\xc3\xa9" TAIL), "é"},
        {FILON_STR("\n \n<?xml version='1.0' encoding='utf-8'?>" BODY "\xc3\xa9" TAIL), "é"},
        {FILON_STR(BODY "Caf&eacute; &hellip; &#233; &#xe9; &lt;i&gt;x&lt;/i&gt; &amp;rsquo; &amp;nothing; A &lt; B" TAIL),
         "Café … é é x ’ &nothing; A < B"},
        {FILON_STR("<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">" BODY
                   "Caf&eacute;" TAIL),
         "Café"},
        {FILON_STR("<!DOCTYPE rss [<!ENTITY maire \"le maire\">]>" BODY "&maire;" TAIL), "le maire"},
    };
    for (size_t i = 0; i < FILON_COUNT(cases); i++) {
        open_feed(cases[i].bytes);
        entry("urn:1");
        says("title", cases[i].title);
        end();
    }
    struct filon_str plain = FILON_STR(BODY "un" TAIL);
    for (int big = 0; big < 4; big++) { /* UTF-16, with and without its mark */
        struct filon_buf wide = FILON_BUF_INIT;
        if (big < 2)
            filon_buf_put(&wide, big ? "\xfe\xff" : "\xff\xfe", 2);
        for (const char *p = filon_strf(kit.arena, "<?xml version='1.0' encoding='utf-16'?>%s", plain.p); *p; p++) {
            char two[2] = {big & 1 ? '\0' : *p, big & 1 ? *p : '\0'};
            filon_buf_put(&wide, two, 2);
        }
        open_feed(filon_buf_str(&wide));
        filon_buf_free(&wide);
        entry("urn:1");
        says("title", "un");
        end();
    }
}
END_TEST

START_TEST(dates)
{
    static const char *const cases[][3] = {
        {"Tue, 02 Jun 2017 14:30:00 +0200", "2017-06-02T14:30:00+02:00", "second"},
        {"02 Jun 2017 14:30 GMT", "2017-06-02T14:30Z", "minute"},
        {"Tue, 2 June 2017 4:05:06 EST", "2017-06-02T04:05:06-05:00", "second"},
        {"Tue,02 Jun 17 14:30:00 Z", "2017-06-02T14:30:00Z", "second"},
        {"2 Jun 98 14:30:00 +0000", "1998-06-02T14:30:00Z", "second"},
        {"Tue, 02-Jun-2017 14:30:00 CEST", "2017-06-02T14:30:00+02:00", "second"},
        {"Tue, 02 Jun 2017 14:30:00 Europe/Paris", "2017-06-02T14:30:00", "second"},
        {"Tue, 02 Jun 2017", "2017-06-02", "day"},
        {" 2017-06-02T14:30:00.123Z ", "2017-06-02T14:30:00Z", "second"},
        {"2017-06-02 14:30:00+02:00", "2017-06-02T14:30:00+02:00", "second"},
        {"2017-06-02t14:30:00-0330", "2017-06-02T14:30:00-03:30", "second"},
        {"2017-06-02", "2017-06-02", "day"},
        {"2024-02-29T10:00+14:00", "2024-02-29T10:00+14:00", "minute"},
        {"2017-06-02T10:00+14:60", "2017-06-02T10:00", "minute"}, /* no zone of the earth */
        {"2017-06-02T10:00+9900", "2017-06-02T10:00", "minute"},
    };
    static const char *const wrong[] = {
        "",     "hier",       "2017-13-02", "2017-06-32",          "32 Jun 2017", "2 Juin",     "12",
        "2017", "2 Foo 2017", "2017-02-29", "0001-01-01T00:00:00", "31 Apr 2017", "2924-02-03", "2017-06-02T25:00:00Z",
        "-",    "Tue,"};
    char out[32];
    const char *precision;
    for (size_t i = 0; i < FILON_COUNT(cases); i++) {
        ck_assert_msg(feed_date(filon_str_of(cases[i][0]), out, &precision), "%s", cases[i][0]);
        ck_assert_str_eq(out, cases[i][1]);
        ck_assert_str_eq(precision, cases[i][2]);
    }
    for (size_t i = 0; i < FILON_COUNT(wrong); i++)
        ck_assert_msg(!feed_date(filon_str_of(wrong[i]), out, &precision), "%s: %s", wrong[i], out);
}
END_TEST

/* What a broken feed says, behind the entries before. */
static const char *why(struct filon_str bytes, int entries)
{
    open_feed(bytes);
    for (int i = 0; i < entries; i++) {
        ck_assert_int_eq(next(), 1);
        load();
    }
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "a.xml");
    const char *text = refused();
    end();
    return text;
}
#define ITEM "<item><guid>urn:1</guid><title>Un</title></item>"

START_TEST(broken_feeds)
{
    assert_has(why(FILON_STR(RSS "\n" ITEM "\n<item><title>Deux</titel></item></channel></rss>"), 1), "a.xml:3:20: mismatched tag");
    assert_has(why(FILON_STR(RSS ITEM "\n<item><title>Deux"), 1), "a.xml:2:18: no element found");
    assert_has(why(FILON_STR(RSS ITEM "\n\n<item><title>\xe9t\xe9"), 1), "a.xml:3:14: not well-formed (invalid token)");
    assert_has(why(FILON_STR("\n\n <html>\n<body/></html>"), 0), "a.xml:3:1: no feed: it begins with none of rss, RDF and feed");
    assert_has(why(FILON_STR("Un texte"), 0), "a.xml:1:1: syntax error");
    assert_has(why(FILON_STR(""), 0), "a.xml:1:1: no element found");
    assert_has(why(FILON_STR(RSS ITEM "<item><title>&rien;</title></item>"), 1), "an entity that neither the feed nor HTML knows");
    assert_has(why(FILON_STR("<?xml version='1.0' encoding='klingon'?>" RSS ITEM), 0), "a.xml:1: its encoding `klingon` is not known");
    assert_has(why(FILON_STR("<?xml version='1.0' encoding='iso-2022-jp'?>\n" RSS "\xe9"), 0),
               ": bytes that are no iso-2022-jp, which it says it is");
    assert_has(why(FILON_STR("<x:rss xmlns:y='u'>"), 0), "unbound prefix");
    assert_has(why(FILON_STR("<?xml version='1.0' encoding='utf-16'?>" RSS ITEM "</channel></rss>"), 0), "bytes that are no utf-16");
}
END_TEST

START_TEST(entity_bombs)
{
    struct filon_buf bomb = FILON_BUF_INIT;
    filon_buf_puts(&bomb, "<!DOCTYPE rss [<!ENTITY a0 \"0123456789012345678901234567890123456789\">");
    for (int i = 1; i < 12; i++) {
        filon_buf_printf(&bomb, "<!ENTITY a%d \"", i);
        for (int k = 0; k < 10; k++)
            filon_buf_printf(&bomb, "&a%d;", i - 1);
        filon_buf_puts(&bomb, "\">");
    }
    filon_buf_puts(&bomb, "]>" RSS "<item><title>&a11;</title></item></channel></rss>");
    assert_has(why(filon_buf_str(&bomb), 0), "limit on input amplification factor");
    filon_buf_clear(&bomb); /* the quadratic kind */
    filon_buf_puts(&bomb, "<!DOCTYPE rss [<!ENTITY a \"");
    for (int i = 0; i < 20000; i++)
        filon_buf_puts(&bomb, "0123456789");
    filon_buf_puts(&bomb, "\">]>" RSS "<item><title>");
    for (int i = 0; i < 20000; i++)
        filon_buf_puts(&bomb, "&a;");
    filon_buf_puts(&bomb, "</title></item></channel></rss>");
    assert_has(why(filon_buf_str(&bomb), 0), "limit on input amplification factor");
    filon_buf_free(&bomb);
    kit_puts("secret", "geheim");
    open_feed(filon_str_of(filon_strf(kit.arena,
                                      "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file://%s\">]>" RSS
                                      "<item><guid>urn:1</guid><title>a&x;b</title></item></channel></rss>",
                                      kit_path("secret"))));
    entry("urn:1");
    says("title", "ab");
    end();
}
END_TEST

START_TEST(deep_and_wide)
{
    struct filon_buf feed = FILON_BUF_INIT;
    filon_buf_puts(&feed, RSS "<item><guid>urn:1</guid><description>");
    for (int i = 0; i < 4000; i++)
        filon_buf_puts(&feed, "<b>");
    for (int i = 0; i < 4000; i++)
        filon_buf_puts(&feed, "</b>");
    filon_buf_puts(&feed, "x</description></item>");
    for (int i = 0; i < 20000; i++)
        filon_buf_printf(&feed, "<item><guid>urn:x:%d</guid><title><![CDATA[<<<<<<<< %d]]></title></item>", i, i);
    filon_buf_puts(&feed, "<item><guid>urn:last</guid><title><![CDATA[");
    for (int i = 0; i < 300000; i++)
        filon_buf_puts(&feed, "<a &");
    filon_buf_puts(&feed, "]]></title></item></channel></rss>");
    open_feed(filon_buf_str(&feed));
    filon_buf_free(&feed);
    int n = 0;
    while (next() == 1) {
        load();
        n++;
    }
    ck_assert_int_eq(n, 20002);
    stop();
}
END_TEST

START_TEST(nested_without_end)
{
    struct filon_str deep = {filon_alloc(kit.arena, 12000000), 12000000};
    for (size_t i = 0; i < deep.n; i += 3)
        memcpy((char *)deep.p + i, "<a>", 3);
    assert_has(why((struct filon_str){deep.p, deep.n}, 0), "a.xml:1:1: no feed");
    memcpy((char *)deep.p, RSS ITEM "<item><title>", sizeof RSS ITEM "<item><title>" - 1);
    for (size_t i = sizeof RSS ITEM "<item><title>" - 1; i + 3 <= deep.n; i += 3)
        memcpy((char *)deep.p + i, "<a>", 3);
    assert_has(why(deep, 1), "elements nested more than 4096 deep");
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
    kit_puts("b.xml", RSS ITEM "</channel></rss>");
    start("{path: [missing.xml, b.xml], max_size: 200}");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "missing.xml");
    assert_has(refused(), "cannot read missing.xml: No such file");
    ck_assert_int_eq(next(), 1);
    assert_str(input.id, "b.xml");
    assert_has(refused(), "b.xml: more than 200 bytes: too large (option max_size)");
    end();
    kit_gzip("c.gz", FILON_STR(RSS ITEM "</channel></rss>"), "wb");
    start("path: c.gz");
    entry("urn:1");
    end();
    kit_gzip("c.gz", (struct filon_str){filon_zalloc(kit.arena, 1 << 24, 1), 1 << 24}, "wb");
    start("{path: c.gz, max_size: 1 MiB}");
    ck_assert_int_eq(next(), 1);
    assert_has(refused(), "c.gz: more than 1048576 bytes when unpacked");
    end();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rss_2,
                                  rss_1,
                                  atom,
                                  atom_03,
                                  encodings,
                                  dates,
                                  broken_feeds,
                                  entity_bombs,
                                  deep_and_wide,
                                  nested_without_end,
                                  files_that_cannot_be_read,
                                  NULL};
    return kit_main("read_feed", tests);
}
