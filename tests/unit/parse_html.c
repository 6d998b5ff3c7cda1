/* parse_html, through its descriptor: pages of several shapes, what they say of themselves, encodings, and pages that mean harm. */
#include "tests/unit/iokit.h"

#include <filon/utf8.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/paths.h"

extern const struct filon_plugin filon_plugin_parse_html;

static struct filon_ctx *ctx;

static void set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
    filon_doc_free(kit.doc);
    ck_assert_int_eq(filon_schema_add(kit.schema, filon_plugin_parse_html.layers, "parse_html", &kit.error), 0);
    kit.doc = filon_doc_new(kit.schema);
    ctx = kit_open("parse_html", &filon_plugin_parse_html, "");
}

static bool all_space(struct filon_str text, uint32_t from, uint32_t to)
{
    unsigned length;
    for (; from < to; from += length)
        if (!filon_is_space(filon_utf8_at(text.p, text.n, from, &length)))
            return false;
    return true;
}

/* Blocks in order, none overlapping or empty, all of the text in them; metadata in the text. */
static void check(void)
{
    struct filon_str text = filon_doc_text(kit.doc);
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t at = 0;
    ck_assert_uint_eq(filon_utf8_check(text.p, text.n), text.n);
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        ck_assert_uint_lt(filon_begin(blocks)[row], filon_end(blocks)[row]);
        ck_assert_uint_ge(filon_begin(blocks)[row], at);
        ck_assert(all_space(text, at, filon_begin(blocks)[row]));
        ck_assert_uint_gt(filon_strs(blocks, FILON_BLOCK_KIND)[row].n, 0);
        at = filon_end(blocks)[row];
    }
    ck_assert(!filon_rows(blocks) || all_space(text, at, (uint32_t)text.n));
    for (size_t i = 0; i < filon_meta_count(kit.doc); i++) {
        const char *key;
        struct filon_span span;
        struct filon_str value = filon_meta_at(kit.doc, i, &key, &span);
        ck_assert_uint_gt(value.n, 0);
        ck_assert_msg(filon_utf8_check(value.p, value.n) == value.n, "%s is no UTF-8", key);
        ck_assert(span.begin == FILON_NONE || (span.begin < span.end && span.end <= text.n));
    }
    ck_assert_msg(filon_doc_check(kit.doc, &kit.error) == 0, "%s", kit.error.text);
}

static void read_bytes(struct filon_str bytes)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_id(kit.doc, FILON_STR("page.html"));
    filon_doc_set_source(kit.doc, filon_str_dup(filon_doc_arena(kit.doc), bytes));
    ck_assert_msg(filon_plugin_parse_html.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    check();
}

static void read_page(const char *page)
{
    read_bytes(filon_str_of(page));
}

static const char *meta(const char *key)
{
    struct filon_str value = filon_meta_get(kit.doc, key, NULL);
    return value.p ? filon_strf(kit.arena, "%.*s", FILON_FMT(value)) : "none";
}

static const char *content(void)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_doc_content(kit.doc, &out);
    const char *text = filon_strdup(kit.arena, out.p ? out.p : "");
    filon_buf_free(&out);
    return text;
}

static const char *text(void)
{
    return filon_doc_text(kit.doc).p;
}

#define lacks(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "`%s` is in `%s`", (part), (text))

/* The kind of the block that begins with these words. */
static const char *kind_of(const char *words)
{
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    for (uint32_t row = 0; row < filon_rows(blocks); row++)
        if (filon_str_starts(filon_row_text(kit.doc, blocks, row), filon_str_of(words)))
            return filon_strf(kit.arena, "%.*s", FILON_FMT(filon_strs(blocks, FILON_BLOCK_KIND)[row]));
    return "none";
}

/* ---- Pages */

#define ARTICLE_FR                                                                                                                         \
    "<p>La mairie de Saint-Aubin rouvrira le vieux port au mois de juin, a annoncé mardi le maire, qui promet depuis deux ans la fin des "   \
    "travaux. Les pêcheurs, eux, attendent de voir les premiers bateaux rentrer avant d'y croire.</p>\n"                                    \
    "<p>« Nous avons tenu nos engagements », a déclaré Solène Kervadec devant le conseil municipal, réuni en séance publique. Le chantier " \
    "aura coûté onze millions d'euros, trois de plus que ce que la commune avait prévu au départ.</p>\n"                                    \
    "<h2>Une facture contestée</h2>\n"                                                                                                     \
    "<p>L'opposition demande que les comptes soient publiés, et elle menace de saisir le tribunal administratif si la mairie refuse. Un "  \
    "rapport de la chambre régionale est attendu pour l'automne, selon la préfecture.</p>\n"                                               \
    "<blockquote><p>Personne ne nous a consultés avant d'élargir la digue, et ce sont nos bateaux qui sont restés à quai pendant deux "    \
    "hivers.</p></blockquote>\n"                                                                                                           \
    "<ul><li>le quai nord accueillera les chalutiers dès le premier juin ;</li><li>la criée déménagera dans le hangar voisin à la fin de " \
    "l'été ;</li></ul>\n"                                                                                                                  \
    "<p>En attendant, la capitainerie tient un registre des places, et les plaisanciers devront patienter jusqu'à l'année prochaine.</p>\n"

static const char press_fr[] =
    "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Le vieux port rouvrira en juin - Le Courrier du Ponant</title>"
    "<meta property=\"og:site_name\" content=\"Le Courrier du Ponant\"><meta property=\"og:title\" content=\"Le vieux port rouvrira en juin\">"
    "<meta property=\"article:published_time\" content=\"2019-03-12T17:42:00+01:00\"><meta property=\"article:section\" content=\"Littoral\">"
    "<link rel=\"canonical\" href=\"https://courrier.example/littoral/vieux-port?a=1&amp;b=2\">"
    "<style>p { color: red }</style><script>var menu = '<p>not a word of this</p>';</script></head><body>"
    "<div id=\"cookie-consent\" class=\"cookie-banner\"><p>Nous et nos partenaires utilisons des cookies pour mesurer notre audience et vous "
    "proposer des publicités personnalisées.</p><button>Tout accepter</button></div>"
    "<header><nav><ul><li><a href=\"/\">Accueil</a></li><li><a href=\"/pol\">Politique</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav></header>"
    "<main><article><h1>Le vieux port rouvrira en juin</h1><p class=\"byline\">Par Anne Martin et Paul Roux</p>"
    "<p class=\"date\">Publié le 12 mars 2019 à 17h42</p>"
    "<figure><img src=x><figcaption>Le vieux port, vu de la digue. © Marc Le Bihan</figcaption></figure>" ARTICLE_FR
    "<div class=\"share\"><a href=\"#\">Partager sur Facebook</a> <a href=\"#\">Envoyer par e-mail</a></div></article>"
    "<aside class=\"related\"><h3>À lire aussi</h3><ul><li><a href=\"/1\">La criée de Saint-Aubin change de mains après vingt ans</a></li>"
    "<li><a href=\"/2\">Le phare sera repeint avant l'été</a></li></ul></aside>"
    "<section class=\"comments\"><h3>Commentaires</h3><div class=\"comment\"><p>Bravo, il était temps que quelqu'un s'occupe de ce port !</p></div></section>"
    "</main><div class=\"newsletter\"><p>Inscrivez-vous à notre lettre pour recevoir chaque matin les nouvelles du littoral.</p></div>"
    "<p style=\"display: none\">Ce texte est caché aux lecteurs de la page.</p>"
    "<footer><p>© 2019 Le Courrier du Ponant. Tous droits réservés. Mentions légales</p></footer></body></html>";

START_TEST(press_page_in_french)
{
    read_page(press_fr);
    const char *article = content();
    assert_has(article, "rouvrira le vieux port au mois de juin");
    assert_has(article, "Une facture contestée");
    assert_has(article, "Personne ne nous a consultés");
    assert_has(article, "la criée déménagera");
    assert_has(article, "tient un registre des places");
    lacks(article, "cookies");
    lacks(article, "Politique");
    lacks(article, "Partager");
    lacks(article, "La criée de Saint-Aubin change");
    lacks(article, "Bravo");
    lacks(article, "Inscrivez-vous");
    lacks(article, "Mentions légales");
    lacks(text(), "caché aux lecteurs");
    lacks(text(), "not a word");
    lacks(text(), "color");
    ck_assert_str_eq(kind_of("Le vieux port rouvrira"), "title");
    ck_assert_str_eq(kind_of("Une facture"), "heading");
    ck_assert_str_eq(kind_of("Personne ne nous"), "quote");
    ck_assert_str_eq(kind_of("le quai nord"), "list");
    ck_assert_str_eq(kind_of("Le vieux port, vu"), "caption");
    ck_assert_str_eq(kind_of("Par Anne"), "byline");
    ck_assert_str_eq(kind_of("Publié le"), "dateline");
    ck_assert_str_eq(kind_of("Accueil"), "boilerplate");
}
END_TEST

START_TEST(press_page_says)
{
    read_page(press_fr);
    ck_assert_str_eq(meta("title"), "Le vieux port rouvrira en juin");
    ck_assert_str_eq(meta("date"), "2019-03-12T17:42:00+01:00");
    ck_assert_str_eq(meta("date_precision"), "second");
    ck_assert_str_eq(meta("publisher"), "Le Courrier du Ponant");
    ck_assert_str_eq(meta("section"), "Littoral");
    ck_assert_str_eq(meta("url"), "https://courrier.example/littoral/vieux-port?a=1&b=2");
    ck_assert_str_eq(meta("lang"), "fr");
    assert_has(meta("author"), "Anne Martin");
    assert_has(meta("author"), "Paul Roux");
    lacks(meta("author"), "Par");
}
END_TEST

/* Where each block begins in the bytes of the page. */
START_TEST(source_offsets)
{
    read_page(press_fr);
    int column = filon_column_id(ctx, "block", "source");
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t seen = 0;
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        struct filon_str block = filon_row_text(kit.doc, blocks, row);
        size_t same = 0, at = (size_t)filon_i32(blocks, column)[row];
        while (same < block.n && same < 12 && press_fr[at + same] == block.p[same])
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
    read_bytes((struct filon_str){page, n});
    ck_assert_str_eq(text(), "Déjà l'été\n\nVoilà la suite");
    int column = filon_column_id(ctx, "block", "source");
    ck_assert_int_eq(filon_i32(filon_layer(kit.doc, FILON_BLOCK), column)[1], strstr(page, "Voil") - page);
}
END_TEST

START_TEST(press_page_in_english)
{
    read_page(
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
    const char *article = content();
    assert_has(article, "broke the outer wall");
    assert_has(article, "both come and gone");
    lacks(article, "Ten walks");
    lacks(article, "World");
    ck_assert_str_eq(meta("title"), "Harbour to reopen in June");
    ck_assert_str_eq(meta("author"), "Mary O'Neill, Tom Pelling");
    ck_assert_str_eq(meta("date"), "2021-05-06T08:00:00Z");
    ck_assert_str_eq(meta("modified"), "2021-05-07");
    ck_assert_str_eq(meta("publisher"), "The Weekly Lantern");
    ck_assert_str_eq(meta("paywall"), "yes");
    ck_assert_str_eq(meta("lang"), "en");
}
END_TEST

START_TEST(amp_page)
{
    read_page("<!doctype html><html amp lang=fr><head><meta charset=utf-8><title>Le vieux port rouvrira en juin</title><link rel=canonical href=https://c.example/a>"
              "<style amp-boilerplate>body{visibility:hidden}</style></head><body><amp-sidebar><ul><li><a href=/>Accueil</a></li></ul></amp-sidebar>"
              "<article><h1>Le vieux port rouvrira en juin</h1><amp-img src=x></amp-img>" ARTICLE_FR "</article><amp-ad>Publicité</amp-ad></body></html>");
    assert_has(content(), "rouvrira le vieux port");
    assert_has(content(), "tient un registre");
    lacks(content(), "Accueil");
    ck_assert_str_eq(meta("url"), "https://c.example/a");
}
END_TEST

START_TEST(page_of_one_paragraph)
{
    read_page("<html><head><title>Brève : le port</title></head><body><div id=nav><a href=/>Accueil</a> <a href=/a>Actualités</a></div><div class=content><p>"
              "Le port de Saint-Aubin restera fermé jusqu'à la fin du mois, a indiqué jeudi la capitainerie, en raison de travaux sur la digue "
              "qui ont pris du retard pendant l'hiver.</p></div><div id=footer>Mentions légales</div></body></html>");
    assert_has(content(), "restera fermé");
    lacks(content(), "Mentions");
}
END_TEST

/* Markup without a head, a body or quotes; what is left open. */
START_TEST(careless_markup)
{
    read_page("<h1>Titre</h1><p>Un <b>premier</b> paragraphe<p>Un deuxi&egrave;me, &laquo;&nbsp;avec&nbsp;&raquo; &amp; sans<br>suite<br><br>et fin <div class=x>bloc"
              "<table><tr><td>un<td>deux<tr><td>trois</table>apr\xc3\xa8s &#8217; &#x2019; &bogus; &");
    ck_assert_str_eq(text(), "Titre\n\nUn premier paragraphe\n\nUn deuxième, «\u00a0avec\u00a0» & sans\nsuite\n\net fin\n\nbloc\n\nun\n\ndeux\n\ntrois\n\naprès ’ ’ &bogus; &");
}
END_TEST

/* What separates words in a page and what does not. */
START_TEST(white_space)
{
    read_page("<body><p>  a\n\tb <i> c </i>d<span>e</span>f<!-- x -->g\u200bh\u00adi</p><pre>  x\n    y  z</pre><p>j<wbr>k <img> l</p></body>");
    ck_assert_str_eq(text(), "a b c defghi\n\nx\n    y  z\n\njk l");
}
END_TEST

START_TEST(plain_text_is_left_to_others)
{
    read_page("La mairie < le port, et 3 > 2. Rien ici n'est une balise.");
    ck_assert_str_eq(text(), "La mairie < le port, et 3 > 2. Rien ici n'est une balise.");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_BLOCK)), 0);
}
END_TEST

START_TEST(document_with_text_is_left)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_source(kit.doc, FILON_STR("<html><p>page"));
    ck_assert_int_eq(filon_doc_set_text(kit.doc, FILON_STR("Un texte."), &kit.error), 0);
    ck_assert_int_eq(filon_plugin_parse_html.annotate(ctx, kit.doc), 0);
    ck_assert_str_eq(text(), "Un texte.");
}
END_TEST

START_TEST(page_without_text_fails)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_source(kit.doc, FILON_STR("<html><body><script>draw()</script></body></html>"));
    ck_assert_int_eq(filon_plugin_parse_html.annotate(ctx, kit.doc), -1);
    assert_has(kit_error(ctx), "without text");
}
END_TEST

START_TEST(metadata_set_before_is_kept)
{
    filon_doc_reset(kit.doc);
    filon_meta_set(kit.doc, "title", FILON_STR("Le mien"), FILON_NO_SPAN);
    filon_doc_set_source(kit.doc, (struct filon_str){press_fr, sizeof press_fr - 1});
    ck_assert_int_eq(filon_plugin_parse_html.annotate(ctx, kit.doc), 0);
    ck_assert_str_eq(meta("title"), "Le mien");
    ck_assert_str_eq(meta("publisher"), "Le Courrier du Ponant");
}
END_TEST

/* ---- Dates, in every place that they stand in */

static const char *date_of(const char *head, const char *body)
{
    char page[4096];
    snprintf(page, sizeof page, "<html><head><meta charset=utf-8>%s</head><body><h1>Le vieux port rouvrira</h1>%s" ARTICLE_FR "</body></html>", head, body);
    read_page(page);
    return meta("date");
}

START_TEST(dates)
{
    ck_assert_str_eq(date_of("", ""), "none");
    ck_assert_str_eq(date_of("<meta name=DC.date.issued content=2014-02-03>", ""), "2014-02-03");
    ck_assert_str_eq(date_of("<meta itemprop=datePublished content='2014-02-03T00:00:00Z'>", ""), "2014-02-03");
    ck_assert_str_eq(date_of("<meta name=pubdate content='Mon, 03 Feb 2014 10:20:30 +0100'>", ""), "2014-02-03T10:20:30+01:00");
    ck_assert_str_eq(date_of("<meta property=article:published_time content='2014-02-03T10:20:30.123-05:00'>", ""), "2014-02-03T10:20:30-05:00");
    ck_assert_str_eq(date_of("", "<time datetime='2014-02-03 10:20'>hier</time>"), "2014-02-03T10:20");
    ck_assert_str_eq(date_of("", "<span itemprop=datePublished>3 février 2014</span>"), "2014-02-03");
    ck_assert_str_eq(date_of("", "<p>Publié le lundi 3 février 2014 à 10h20</p>"), "2014-02-03T10:20");
    ck_assert_str_eq(date_of("", "<p>Publié le 03/02/2014</p>"), "2014-02-03");
    ck_assert_str_eq(date_of("<link rel=canonical href=https://c.example/2014/02/03/port>", ""), "2014-02-03");
    ck_assert_str_eq(date_of("<meta name=date content='99/99/9999'>", ""), "none");
}
END_TEST

static const char *author_of(const char *head, const char *body)
{
    char page[4096];
    snprintf(page, sizeof page, "<html><head><meta charset=utf-8>%s</head><body><h1>Le vieux port rouvrira</h1>%s" ARTICLE_FR "</body></html>", head, body);
    read_page(page);
    return meta("author");
}

START_TEST(authors)
{
    ck_assert_str_eq(author_of("", ""), "none");
    ck_assert_str_eq(author_of("<meta name=author content='Par Anne Martin, Paul Roux et Luc Petit'>", ""), "Anne Martin, Paul Roux, Luc Petit");
    ck_assert_str_eq(author_of("<meta property=article:author content=https://face.example/anne>", "<p>Par Anne Martin</p>"), "Anne Martin");
    ck_assert_str_eq(author_of("", "<a rel=author href=/a>Anne Martin</a>"), "Anne Martin");
    ck_assert_str_eq(author_of("", "<p>Écrit par</p><p>Anne Martin</p>"), "Anne Martin");
    ck_assert_str_eq(author_of("", "<p>Anne Martin</p><p>3 février 2014</p>"), "Anne Martin");
    ck_assert_str_eq(author_of("", "<p>3 février 2014 · Anne Martin</p>"), "Anne Martin");
}
END_TEST

static const char *title_of(const char *title, const char *heading)
{
    char page[4096];
    snprintf(page, sizeof page, "<html><head><meta charset=utf-8><title>%s</title></head><body>%s" ARTICLE_FR "</body></html>", title, heading);
    read_page(page);
    return meta("title");
}

START_TEST(titles)
{
    ck_assert_str_eq(title_of("Le vieux port rouvrira en juin | Le Courrier", ""), "Le vieux port rouvrira en juin");
    ck_assert_str_eq(title_of("Le vieux port rouvrira - Le Courrier", "<h1>Le vieux port rouvrira</h1>"), "Le vieux port rouvrira");
    ck_assert_str_eq(title_of("Le Courrier", "<h1>Le vieux port rouvrira</h1>"), "Le vieux port rouvrira");
    ck_assert_str_eq(title_of("Caf&eacute; &amp; th&#233;", ""), "Café & thé");
    ck_assert_str_eq(title_of("", ""), "none");
}
END_TEST

/* ---- Encodings */

static void reads_as(struct filon_str bytes, const char *wanted)
{
    read_bytes(bytes);
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

/* ---- Pages that mean harm */

static struct filon_str repeated(const char *head, const char *part, size_t times, const char *tail)
{
    size_t n = strlen(part), at = strlen(head);
    char *page = filon_alloc(kit.arena, at + n * times + strlen(tail) + 1);
    memcpy(page, head, at);
    for (size_t i = 0; i < times; i++, at += n)
        memcpy(page + at, part, n);
    memcpy(page + at, tail, strlen(tail) + 1);
    return (struct filon_str){page, at + strlen(tail)};
}

START_TEST(hostile_pages)
{
    static const char tail[] = "<p>Le port de Saint-Aubin restera fermé jusqu'à la fin du mois, a indiqué jeudi la capitainerie.</p>";
    static const struct {
        const char *part;
        size_t times;
    } pages[] = {
        {"<div>", 100000},       {"<b>", 100000},          {"<a href=x>", 100000},     {"<table>", 100000},         {"<table><tr><td>", 50000},
        {"<ul><li>", 50000},     {"<button><p>", 50000},   {"<div></span>", 100000},   {"<div><table><td></div>", 50000}, {"</p>", 100000},
        {"<br>", 300000},        {"<select>", 50000},      {"<svg>", 100000},          {"<math>", 50000},           {"<p>a", 200000},         {"<p>monument ", 30000},
        {"&amp;", 200000},       {"&", 200000},            {"<", 300000},              {"\xee\x83\xbf&#xe0ff;&#57599;", 20000}, {"<!-->", 100000},
        {"<dl><dd><dt>", 30000}, {"<i><p>", 50000},        {"<form><input>", 50000},   {"<h1><h2>", 50000},         {"<script><!--</script>-->", 50000},
    };
    for (size_t i = 0; i < FILON_COUNT(pages); i++) {
        clock_t start = clock();
        read_bytes(repeated("<html><body>", pages[i].part, pages[i].times, tail));
        ck_assert_msg(strstr(text(), "restera fermé") != NULL, "after %zu × %s", pages[i].times, pages[i].part);
        ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < 20, "%s takes too long", pages[i].part);
    }
}
END_TEST

START_TEST(hostile_attributes)
{
    char names[64];
    struct filon_buf page = FILON_BUF_INIT;
    filon_buf_puts(&page, "<html><body><div");
    for (int i = 0; i < 300000; i++) {
        snprintf(names, sizeof names, " a%d=b", i);
        filon_buf_puts(&page, names);
    }
    filon_buf_puts(&page, "><p>Un texte</p>");
    read_bytes(filon_buf_str(&page));
    ck_assert_str_eq(text(), "Un texte");
    filon_buf_free(&page);
    read_bytes(repeated("<html><body><div class='", "nav ad ", 3000000, "'><p>Un texte"));
    ck_assert_str_eq(text(), "Un texte");
}
END_TEST

/* Every prefix of a page is a page. */
START_TEST(cut_short)
{
    for (size_t n = 40; n < sizeof press_fr; n += 37) {
        filon_doc_reset(kit.doc);
        filon_doc_set_source(kit.doc, filon_str_dup(filon_doc_arena(kit.doc), (struct filon_str){press_fr, n}));
        if (filon_plugin_parse_html.annotate(ctx, kit.doc) == 0)
            check();
        else
            assert_has(kit_error(ctx), "without text");
    }
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
    const TTest *const tests[] = {press_page_in_french, press_page_says, source_offsets, source_offsets_of_latin_1, press_page_in_english, amp_page,
                                         page_of_one_paragraph, careless_markup, white_space, plain_text_is_left_to_others, document_with_text_is_left,
                                         page_without_text_fails, metadata_set_before_is_kept, dates, authors, titles, encodings, hostile_pages,
                                         hostile_attributes, cut_short, models_are_checked};
    Suite *suite = suite_create("parse_html");
    TCase *tcase = tcase_create("parse_html");
    tcase_add_checked_fixture(tcase, set_up, kit_tear_down);
    tcase_set_timeout(tcase, 240);
    for (size_t i = 0; i < FILON_COUNT(tests); i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
