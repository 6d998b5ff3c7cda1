/* parse_html, through its descriptor: pages of several shapes, where their blocks come from, encodings. */
#include "tests/unit/htmlkit.h"

START_TEST(press_page_in_french)
{
    html_page(html_press_fr);
    const char *article = page_content();
    assert_has(article, "rouvrira le vieux port au mois de juin");
    assert_has(article, "Une facture contestée");
    assert_has(article, "Personne ne nous a consultés");
    assert_has(article, "la criée déménagera");
    assert_has(article, "tient un registre des places");
    assert_lacks(article, "cookies");
    assert_lacks(article, "Politique");
    assert_lacks(article, "Partager");
    assert_lacks(article, "La criée de Saint-Aubin change");
    assert_lacks(article, "Bravo");
    assert_lacks(article, "Inscrivez-vous");
    assert_lacks(article, "Mentions légales");
    assert_lacks(html_text(), "caché aux lecteurs");
    assert_lacks(html_text(), "not a word");
    assert_lacks(html_text(), "color");
    assert_kind("Le vieux port rouvrira", "+title");
    assert_kind("Une facture", "+heading");
    assert_kind("Personne ne nous", "+quote");
    assert_kind("le quai nord", "+list");
    assert_kind("Le vieux port, vu", "caption");
    assert_kind("Par Anne", "byline");
    assert_kind("Publié le", "dateline");
    assert_kind("Accueil", "boilerplate");
}
END_TEST

/* Where each block begins in the bytes of the page. */
START_TEST(source_offsets)
{
    html_page(html_press_fr);
    int column = filon_column_id(html_ctx, "block", "source");
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t seen = 0;
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        struct filon_str block = filon_row_text(kit.doc, blocks, row);
        size_t same = 0, at = (size_t)filon_i32(blocks, column)[row];
        while (same < block.n && same < 12 && html_press_fr[at + same] == block.p[same])
            same++;
        ck_assert_msg(same == (block.n < 12 ? block.n : 12), "`%.*s` is not at %zu", FILON_FMT(block), at);
        seen++;
    }
    ck_assert_uint_gt(seen, 15);
}
END_TEST

START_TEST(source_offsets_of_latin_1)
{
    char page[2048];
    size_t n = 0;
    const char *utf8 = "<html><head><meta charset=iso-8859-1></head><body><p>D\xc3\xa9j\xc3\xa0 l'\xc3\xa9t\xc3\xa9</p><p>Voil\xc3\xa0 la suite</p></body></html>";
    for (const char *p = utf8; *p; p++) /* U+00C0 to U+00FF alone */
        page[n++] = (unsigned char)*p == 0xc3 ? (char)(*++p | 0x40) : *p;
    page[n] = '\0';
    html_read((struct filon_str){page, n});
    ck_assert_str_eq(html_text(), "Déjà l'été\n\nVoilà la suite");
    int column = filon_column_id(html_ctx, "block", "source");
    ck_assert_int_eq(filon_i32(filon_layer(kit.doc, FILON_BLOCK), column)[1], strstr(page, "Voil") - page);
}
END_TEST

/* Where it says that the block with these words begins: as the page has it from there on. */
static const char *source_of(const char *page, const char *words)
{
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    for (uint32_t row = 0; row < filon_rows(blocks); row++)
        if (filon_str_starts(filon_row_text(kit.doc, blocks, row), filon_str_of(words)))
            return page + filon_i32(blocks, filon_column_id(html_ctx, "block", "source"))[row];
    return "no such block";
}

START_TEST(source_offsets_in_odd_places)
{
    static const struct {
        const char *page, *words, *source;
    } places[] = {
        {"<p>&lt;un&gt; texte</p><p>&amp; la suite</p>", "& la", "&amp; la suite"},
        {"<p>&#233;t&eacute;&nbsp;!</p><p>&Eacute;cole</p>", "École", "&Eacute;cole"},
        {"<p>un</p><svg><![CDATA[ <p> ]]></svg><p>deux", "deux", "deux"},
        {"<p>un</p>\n  <span>\n <span>4</span> / <span>5</span></span>", "4 / 5", "4</span>"},
        {"<p>un</p>\n <i class=star aria-hidden=true></i>\n  <img src=x> 4.5", "4.5", "4.5"},
        {"<p>un</p><span class=x>\n<input name=y>\n  Courriel</span>", "Courriel", "Courriel</span>"},
        {"<p>un</p><!-- rien --><script>x</script> deux <b>mots</b>", "deux", "deux <b>"},
        {"<p>un<br><br>deux</p>", "deux", "deux</p>"},
        {"<p>un</p><pre>\n\n deux</pre>", "deux", "deux</pre>"},
        {"<table><tr><td>case</td></tr>dehors</table>", "dehors", "dehors</table>"},
        {"\xef\xbb\xbf<p>\u00e9t\u00e9</p><p>deux", "deux", "deux"},
        {"<p>un\r\n<p>\r\n deux", "deux", "deux"},
        {"<p>un</p>\xff<p>deux", "deux", "deux"},
    };
    for (size_t i = 0; i < FILON_COUNT(places); i++) {
        html_page(filon_strf(kit.arena, "%s", places[i].page));
        const char *source = source_of(places[i].page, places[i].words);
        ck_assert_msg(strncmp(source, places[i].source, strlen(places[i].source)) == 0, "%s: `%s` is at `%s`", places[i].page, places[i].words, source);
    }
    /* In UTF-16 a character has two bytes. */
    static const char wide[] = "\xff\xfe<\0p\0>\0\xe9\0<\0p\0>\0z\0";
    html_read((struct filon_str){wide, sizeof wide - 1});
    ck_assert_ptr_eq(source_of(wide, "z"), wide + sizeof wide - 3);
}
END_TEST

START_TEST(press_page_in_english)
{
    html_page(
        "<html><head><title>Harbour to reopen in June | The Weekly Lantern</title><script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", "
        "\"@graph\": [{\"@type\": \"WebSite\", \"name\": \"The Weekly Lantern\"}, {\"@type\": \"NewsArticle\", \"headline\": \"Harbour to reopen in June\", "
        "\"author\": [{\"@type\": \"Person\", \"name\": \"Mary O&#39;Neill\"}, {\"name\": \"Tom Pelling\"}], \"datePublished\": \"2021-05-06T08:00:00Z\", "
        "\"dateModified\": \"2021-05-07\", \"isAccessibleForFree\": false}]}</script></head><body><div class=menu><a href=/>Home</a> <a href=/w>World</a></div>"
        "<div class=article><h1>Harbour to reopen in June</h1>"
        "<p>The old harbour of Port Ellen will open again in June, the council said on Monday, two years after a storm broke the outer wall.</p>"
        "<p>\"We kept our word,\" the leader of the council told reporters, and she thanked the men and women who had worked through the winter.</p>"
        "<p>Fishermen said that they would wait and see, because the last two dates that they were given had both come and gone.</p>"
        "<p>To read the rest of this article, subscribe to The Weekly Lantern from one pound a week.</p></div>"
        "<div class=\"popular\"><h4>Most read</h4><a href=/1>Ten walks for the spring</a><a href=/2>A new bridge for the island</a></div></body></html>");
    const char *article = page_content();
    assert_has(article, "broke the outer wall");
    assert_has(article, "both come and gone");
    assert_lacks(article, "Ten walks");
    assert_lacks(article, "World");
    assert_meta("title", "Harbour to reopen in June");
    assert_meta("author", "Mary O'Neill, Tom Pelling");
    assert_meta("date", "2021-05-06T08:00:00Z");
    assert_meta("modified", "2021-05-07");
    assert_meta("publisher", "The Weekly Lantern");
    assert_meta("paywall", "yes");
    assert_meta("lang", "en");
}
END_TEST

START_TEST(amp_page)
{
    html_page("<!doctype html><html amp lang=fr><head><meta charset=utf-8><title>Le vieux port rouvrira en juin</title><link rel=canonical href=https://c.example/a>"
              "<style amp-boilerplate>body{visibility:hidden}</style></head><body><amp-sidebar><ul><li><a href=/>Accueil</a></li></ul></amp-sidebar>"
              "<article><h1>Le vieux port rouvrira en juin</h1><amp-img src=x></amp-img>" ARTICLE_FR "</article><amp-ad>Publicité</amp-ad></body></html>");
    assert_has(page_content(), "rouvrira le vieux port");
    assert_has(page_content(), "tient un registre");
    assert_lacks(page_content(), "Accueil");
    assert_meta("url", "https://c.example/a");
}
END_TEST

START_TEST(page_of_one_paragraph)
{
    html_page("<html><head><title>Brève : le port</title></head><body><div id=nav><a href=/>Accueil</a> <a href=/a>Actualités</a></div><div class=content><p>"
              "Le port de Saint-Aubin restera fermé jusqu'à la fin du mois, a indiqué jeudi la capitainerie, en raison de travaux sur la digue "
              "qui ont pris du retard pendant l'hiver.</p></div><div id=footer>Mentions légales</div></body></html>");
    assert_has(page_content(), "restera fermé");
    assert_lacks(page_content(), "Mentions");
}
END_TEST

/* Markup without a head, a body or quotes; what is left open. */
START_TEST(careless_markup)
{
    html_page("<h1>Titre</h1><p>Un <b>premier</b> paragraphe<p>Un deuxi&egrave;me, &laquo;&nbsp;avec&nbsp;&raquo; &amp; sans<br>suite<br><br>et fin <div class=x>bloc"
              "<table><tr><td>un<td>deux<tr><td>trois</table>apr\xc3\xa8s &#8217; &#x2019; &bogus; &");
    ck_assert_str_eq(html_text(), "Titre\n\nUn premier paragraphe\n\nUn deuxième, «\u00a0avec\u00a0» & sans\nsuite\n\net fin\n\nbloc\n\nun\n\ndeux\n\ntrois\n\naprès ’ ’ &bogus; &");
}
END_TEST

/* What separates words in a page and what does not. */
START_TEST(white_space)
{
    html_page("<body><p>  a\n\tb <i> c </i>d<span>e</span>f<!-- x -->g\u200bh\u00adi</p><pre>  x\n    y  z</pre><p>j<wbr>k <img> l</p></body>");
    ck_assert_str_eq(html_text(), "a b c defghi\n\nx\n    y  z\n\njk l");
}
END_TEST

/* What opens behind white space that ends a line begins with the next. */
START_TEST(author_behind_white_space)
{
    html_page("<body><pre>Le port.     <span itemprop=author><div>Éléonore Anne Martin</div></span></pre><p>La mairie rouvrira le port.");
    ck_assert_str_eq(filon_meta_get(kit.doc, "author", NULL).p, "Éléonore Anne Martin");
    html_page("<body><pre>Le port.     <div itemprop=author>Éléonore Anne Martin</div></pre><p>La mairie rouvrira le port.");
    ck_assert_str_eq(filon_meta_get(kit.doc, "author", NULL).p, "Éléonore Anne Martin");
}
END_TEST

/* Elements within lines are not in the tree: they end as the tree builder would have ended them, and keep what is written between them. */
START_TEST(elements_within_lines)
{
    html_page("<body><pre><code><span class=a>if</span> <span class=b>x</span>\n\n    <b>return</b></code></pre><p>un<i></i> <b></b>deux</p>");
    ck_assert_str_eq(html_text(), "if x\n\n    return\n\nun deux");
    html_page(ARTICLE_FR "<div>un <span hidden>deux <b>trois</b></span> quatre <span style='display: none'>cinq<div>six</div></span>sept</div>");
    ck_assert_msg(filon_str_ends(filon_str_of(html_text()), FILON_STR("\n\nun quatre sept")), "%s", html_text());
    html_page(ARTICLE_FR "<p>un <span hidden>deux<div>trois</div> quatre</span> cinq<p>six <a href=x hidden>sept</p><p>huit</a> neuf</p>"
              "<table><tr><td><a hidden>dix</td><td>onze</td></table>");
    ck_assert_msg(filon_str_ends(filon_str_of(html_text()), FILON_STR("\n\nun\n\ntrois\n\nquatre cinq\n\nsix\n\nneuf\n\nonze")), "%s", html_text());
    html_page("<div><form id=a>un</form>deux</div></b></a></span><p><a href=x><b>trois</a></b>");
    ck_assert_str_eq(html_text(), "un\n\ndeux\n\ntrois");
}
END_TEST

/* As browsers do that run scripts: it is no markup, and does not end the head. */
START_TEST(noscript_is_not_read)
{
    html_page("<head><noscript><div>Activez les scripts.</div></noscript><title>Le port rouvre</title></head><body><p>Le port<noscript><p>x</noscript> rouvre en juin, a dit la mairie.</p>");
    ck_assert_str_eq(html_text(), "Le port rouvre en juin, a dit la mairie.");
    ck_assert_str_eq(filon_meta_get(kit.doc, "title", NULL).p, "Le port rouvre");
}
END_TEST

/* What is no code point is U+FFFD, whatever its number. */
START_TEST(character_references)
{
    static const char *const none[] = {"&#x110000;", "&#x11000099999;", "&#xFFFFFFFF;", "&#x1000000E9;", "&#2147483648;", "&#99999999999999999999999999999999999999999999;", "&#xd800;", "&#0;"};
    for (size_t i = 0; i < FILON_COUNT(none); i++) {
        html_page(filon_strf(kit.arena, "<title>Le port %s rouvre</title><body><p>La mairie %s rouvrira le port.", none[i], none[i]));
        ck_assert_str_eq(html_text(), "La mairie \xef\xbf\xbd rouvrira le port.");
        ck_assert_str_eq(filon_meta_get(kit.doc, "title", NULL).p, "Le port \xef\xbf\xbd rouvre");
    }
    html_page("<body><p>L&#x27;AT&amp;T &eacute;t&#233 &#0000000000000000000000000000000000000000000233; &#x;&#;&a &#xe0ff;&#57599; &notit;</p>");
    ck_assert_str_eq(html_text(), "L'AT&T \xc3\xa9t\xc3\xa9 \xc3\xa9 &#x;&#;&a &#xe0ff;&#57599; \xc2\xacit;");
}
END_TEST

START_TEST(plain_text_is_left_to_others)
{
    html_page("La mairie < le port, et 3 > 2. Rien ici n'est une balise.");
    ck_assert_str_eq(html_text(), "La mairie < le port, et 3 > 2. Rien ici n'est une balise.");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_BLOCK)), 0);
}
END_TEST

START_TEST(document_with_text_is_left)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_source(kit.doc, FILON_STR("<html><p>page"));
    ck_assert_int_eq(filon_doc_set_text(kit.doc, FILON_STR("Un texte."), &kit.error), 0);
    ck_assert_int_eq(filon_plugin_parse_html.annotate(html_ctx, kit.doc), 0);
    ck_assert_str_eq(html_text(), "Un texte.");
}
END_TEST

START_TEST(page_without_text_fails)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_source(kit.doc, FILON_STR("<html><body><script>draw()</script></body></html>"));
    ck_assert_int_eq(filon_plugin_parse_html.annotate(html_ctx, kit.doc), -1);
    assert_has(kit_error(html_ctx), "without text");
}
END_TEST

/* ---- Encodings */

static void reads_as(struct filon_str bytes, const char *wanted)
{
    html_read(bytes);
    assert_str(filon_doc_text(kit.doc), wanted);
}
#define BYTES(literal) ((struct filon_str){literal, sizeof(literal) - 1})

START_TEST(encodings)
{
    reads_as(BYTES("<meta charset=windows-1252><p>L\x92\xe9t\xe9 \x80 5"), "L’été € 5");
    reads_as(BYTES("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'><p>L\x92\xe9t\xe9"), "L’été");
    reads_as(BYTES("<meta charset=iso-8859-15><p>\xa4 \xbduvre"), "€ œuvre");
    reads_as(BYTES("<?xml version='1.0' encoding='iso-8859-1'?><html><p>\xe9t\xe9"), "été");
    reads_as(BYTES("\xef\xbb\xbf<meta charset=iso-8859-1><p>\xc3\xa9t\xc3\xa9"), "été");
    reads_as(BYTES("<meta charset=iso-8859-1><p>\xc3\xa9t\xc3\xa9"), "été");
    reads_as(BYTES("<meta charset=utf-8><p>\xc3\xa9t\xc3\xa9 \xff \xc3\xa0 \xc3\xa8"), "été � à è");
    reads_as(BYTES("\xff\xfe<\0h\0t\0m\0l\0>\0<\0p\0>\0\xe9\0t\0\xe9\0"), "été");
    reads_as(BYTES("<meta charset=klingon><p>D\xe9j\xe0, l'\xe9t\xe9 s'ach\xe8""ve et les \xe9l\xe8ves pr\xe9parent leur rentr\xe9""e."),
             "Déjà, l'été s'achève et les élèves préparent leur rentrée.");
    reads_as(BYTES("<meta charset=utf-8><p>Apr\xe8s la temp\xeate, les p\xea""cheurs r\xe9parent les filets \xe0 quai."),
             "Après la tempête, les pêcheurs réparent les filets à quai.");
    reads_as(BYTES("<p>a\0b\0"), "ab");
}
END_TEST

START_TEST(mojibake)
{
    static const char page[] = "<html><head><meta charset=utf-8></head><body><p>L'Ã©tÃ©, dÃ©jÃ\u00a0, Ã\u00a0 quai.</p><p>VoilÃ\u00a0 la suite</p><p>La fin</p></body></html>";
    struct filon_ctx *without = html_ctx;
    html_page(page);
    assert_has(html_text(), "L'Ã©tÃ©, dÃ©jÃ");
    assert_meta("mojibake", "6");
    html_ctx = kit_open("parse_html", &filon_plugin_parse_html, "repair: true");
    html_page(page);
    ck_assert_str_eq(html_text(), "L'été, déjà, à quai.\n\nVoilà la suite\n\nLa fin");
    assert_meta("mojibake", "6");
    int column = filon_column_id(html_ctx, "block", "source");
    const int32_t *source = filon_i32(filon_layer(kit.doc, FILON_BLOCK), column);
    ck_assert_int_eq(source[0], strstr(page, "L'") - page);
    ck_assert_int_eq(source[1], strstr(page, "Voil") - page);
    ck_assert_int_eq(source[2], strstr(page, "La fin") - page);
    html_page("<html><head><meta charset=utf-8></head><body><p>L'été, déjà.</p></body></html>");
    assert_meta("mojibake", "none");
    filon_instance_free(html_ctx);
    html_ctx = without;
}
END_TEST

/* What HTTP said comes before what the page declares, and behind a byte order mark. */
static void served_as(const char *type, struct filon_str bytes, const char *wanted)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_id(kit.doc, FILON_STR("page"));
    filon_doc_set_source(kit.doc, bytes);
    filon_meta_set(kit.doc, "content_type", filon_str_of(type), FILON_NO_SPAN);
    ck_assert_int_eq(filon_plugin_parse_html.annotate(html_ctx, kit.doc), 0);
    assert_str(filon_doc_text(kit.doc), wanted);
}

START_TEST(served_encodings)
{
    served_as("text/html; charset=iso-8859-15", BYTES("<meta charset=windows-1252><p>\xa4 \xbduvre"), "€ œuvre");
    served_as("text/html;charset=\"ISO-8859-15\"", BYTES("<p>\xa4 \xbduvre"), "€ œuvre");
    served_as("TEXT/HTML; Charset='windows-1252'", BYTES("<meta charset=iso-8859-15><p>\xa4 \x80"), "¤ €");
    served_as("text/html; charset=windows-1252", BYTES("\xef\xbb\xbf<p>\xc3\xa9t\xc3\xa9"), "été");
    served_as("text/html; charset=windows-1252", BYTES("\xfe\xff\0<\0p\0>\0\xe9"), "é");
    served_as("text/html; charset=windows-1252", BYTES("<meta charset=windows-1252><p>\xc3\xa9t\xc3\xa9"), "été"); /* as the bytes show */
    served_as("text/html; charset=utf-8", BYTES("<meta charset=iso-8859-15><p>\xa4 \xbduvre"), "€ œuvre"); /* as they show as well */
    served_as("text/html; charset=klingon", BYTES("<meta charset=iso-8859-15><p>\xa4 \xbduvre"), "€ œuvre");
    served_as("text/html; charset=utf-16le", BYTES("<\0p\0>\0\xe9\0"), "é");
    served_as("text/html; charset=utf-16be", BYTES("\0<\0p\0>\0\xe9"), "é");
    served_as("text/html; charset=utf-16", BYTES("<p>\xc3\xa9t\xc3\xa9"), "été"); /* that cannot be */
    served_as("text/html; charset=iso-2022-jp", BYTES("<p>\033$B%9\033(B"), "ス");
    served_as("text/html", BYTES("Un <b>mot</b> d'abord"), "Un mot d'abord");
    served_as("application/xhtml+xml", BYTES("Un <b>mot</b> d'abord"), "Un mot d'abord");
    served_as("text/plain; charset=iso-8859-15", BYTES("<p>\xa4 \xbduvre"), "<p>€ œuvre");
    served_as("text/html; charset=", BYTES("<p>\xc3\xa9t\xc3\xa9"), "été");
}
END_TEST

START_TEST(models_are_checked)
{
    kit_puts("bad.model", "not a model");
    assert_has(kit_refused("parse_html", &filon_plugin_parse_html, "model: bad.model"), "bad.model");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {press_page_in_french, source_offsets, source_offsets_of_latin_1, source_offsets_in_odd_places, press_page_in_english, amp_page, page_of_one_paragraph,
                                  careless_markup, white_space, author_behind_white_space, elements_within_lines, noscript_is_not_read, character_references, plain_text_is_left_to_others, document_with_text_is_left, page_without_text_fails, encodings, served_encodings, mojibake,
                                  models_are_checked};
    return html_run("parse_html", tests, FILON_COUNT(tests));
}
