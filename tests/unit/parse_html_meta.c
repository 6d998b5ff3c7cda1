/* parse_html: what pages say of themselves, in every place that they say it. */
#include "tests/unit/htmlkit.h"

START_TEST(press_page_says)
{
    html_page(html_press_fr);
    assert_meta("title", "Le vieux port rouvrira en juin");
    assert_meta("date", "2019-03-12T17:42:00+01:00");
    assert_meta("date_precision", "second");
    assert_meta("publisher", "Le Courrier du Ponant");
    assert_meta("section", "Littoral");
    assert_meta("url", "https://courrier.example/littoral/vieux-port?a=1&b=2");
    assert_meta("lang", "fr");
    assert_has(page_meta("author"), "Anne Martin");
    assert_has(page_meta("author"), "Paul Roux");
    assert_lacks(page_meta("author"), "Par");
}
END_TEST

START_TEST(metadata_set_before_is_kept)
{
    filon_doc_reset(kit.doc);
    filon_meta_set(kit.doc, "title", FILON_STR("Le mien"), FILON_NO_SPAN);
    filon_doc_set_source(kit.doc, (struct filon_str){html_press_fr, html_press_fr_size - 1});
    ck_assert_int_eq(filon_plugin_parse_html.annotate(html_ctx, kit.doc), 0);
    assert_meta("title", "Le mien");
    assert_meta("publisher", "Le Courrier du Ponant");
}
END_TEST

/* ---- Dates, authors and titles, in every place that they stand in */

struct saying {
    const char *head, *body, *found;
};

/* What the page says where it says this in its head, or in its body behind what comes first there. */
static void check_sayings(const char *key, const char *first, const struct saying *sayings, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct saying *saying = &sayings[i];
        html_page(filon_strf(kit.arena, "<html><head><meta charset=utf-8>%s</head><body>%s%s" ARTICLE_FR "</body></html>", saying->head,
                             first, saying->body));
        ck_assert_msg(strcmp(page_meta(key), saying->found) == 0, "%s: %s%s: `%s`, not `%s`", key, saying->head, saying->body,
                      page_meta(key), saying->found);
    }
}

#define HEADING "<h1>Le vieux port rouvrira</h1>"

START_TEST(dates)
{
    static const struct saying given[] = {
        {"", "", "none"},
        {"<meta name=DC.date.issued content=2014-02-03>", "", "2014-02-03"},
        {"<meta itemprop=datePublished content='2014-02-03T00:00:00Z'>", "", "2014-02-03"},
        {"<meta name=pubdate content='Mon, 03 Feb 2014 10:20:30 +0100'>", "", "2014-02-03T10:20:30+01:00"},
        {"<meta property=article:published_time content='2014-02-03T10:20:30.123-05:00'>", "", "2014-02-03T10:20:30-05:00"},
        {"", "<time datetime='2014-02-03 10:20'>hier</time>", "2014-02-03T10:20"},
        {"", "<span itemprop=datePublished>3 février 2014</span>", "2014-02-03"},
        {"", "<p>Publié le lundi 3 février 2014 à 10h20</p>", "2014-02-03T10:20"},
        {"", "<p>Publié le 03/02/2014</p>", "2014-02-03"},
        {"<link rel=canonical href=https://c.example/2014/02/03/port>", "", "2014-02-03"},
        {"<meta name=date content='99/99/9999'>", "", "none"},
        {"", "<time datetime=2014-02-03>3 février</time>", "2014-02-03"},
        /* Which of both is the month is what the page shows. */
        {"<meta name=date content=02-03-2014>", "", "2014-03-02"},
        {"<meta name=date content=02-03-2014>", "<p>Publié le 3 février 2014</p>", "2014-02-03"},
    };
    check_sayings("date", HEADING, given, FILON_COUNT(given));
    /* The <time> of the article, not that of the teaser before it. */
    html_page("<meta charset=utf-8><p><a href=/1>Le phare sera repeint</a> <time datetime=2015-06-07>7 juin</time></p>" HEADING
              "<time datetime=2014-02-03>3 février</time>" ARTICLE_FR);
    assert_meta("date", "2014-02-03");
}
END_TEST

START_TEST(authors)
{
    static const struct saying given[] = {
        {"", "", "none"},
        {"<meta name=author content='Par Anne Martin, Paul Roux et Luc Petit'>", "", "Anne Martin, Paul Roux, Luc Petit"},
        {"<meta property=article:author content=https://face.example/anne>", "<p>Par Anne Martin</p>", "Anne Martin"},
        {"", "<a rel=author href=/a>Anne Martin</a>", "Anne Martin"},
        {"", "<p>Écrit par</p><p>Anne Martin</p>", "Anne Martin"},
        {"", "<p>Anne Martin</p><p>3 février 2014</p>", "Anne Martin"},
        {"", "<p>3 février 2014 · Anne Martin</p>", "Anne Martin"},
        {"", "<p>03/02/2014 par Anne Martin, rédactrice au service local</p>", "Anne Martin"},
        {"", "<p class=post-author-name>Anne Martin</p>", "Anne Martin"},
        {"", "<p class=post-author-heading>Les idées de</p>", "none"},
        {"<meta name=author content='ByAnne Martin'>", "", "Anne Martin"},
        {"<meta name=author content='Byron Martin'>", "", "Byron Martin"},
        {"<meta name=author content='Anne Martin'><meta name=author content='Paul Roux'>", "", "Anne Martin, Paul Roux"},
        {"<meta name=citation_author content='Martin, Anne'><meta name=citation_author content='Roux, Paul'>", "",
         "Anne Martin, Paul Roux"},
        {"<meta name=twitter:label1 content='Écrit par'><meta name=twitter:data1 content='Anne Martin'>", "", "Anne Martin"},
        {"<meta name=twitter:label1 content='Durée de lecture'><meta name=twitter:data1 content='5 minutes'>", "", "none"},
        {"<meta property=og:site_name content='Le Courrier'><meta name=author content='Anne Martin, Le Courrier'>", "", "Anne Martin"},
        {"<meta property=og:site_name content='Le Courrier'><meta name=author content='Le Courrier'>", "", "Le Courrier"},
        {"<meta property=og:site_name content='Le Courrier'><meta name=author content='Le Courrier'>", "<p>Par Anne Martin</p>",
         "Anne Martin"},
        {"<meta name=author content='5 min read'>", "", "none"},
        {"<meta name=author content='page.author'>", "", "none"},
        {"<meta name=author content=undefined>", "", "none"},
        {"<meta name=author content=admin>", "<p>Par Anne Martin</p>", "Anne Martin"},
    };
    check_sayings("author", HEADING, given, FILON_COUNT(given));
}
END_TEST

/* Behind the article. */
START_TEST(authors_at_the_foot)
{
    static const char *const feet[] = {"<p>Écrit par Anne Martin le 3 février 2014 dans Littoral</p>",
                                       "<div>Auteur :</div><div>Anne Martin</div>",
                                       "<p><em>Cet article a été rédigé par Anne Martin, du service local.</em></p>"};
    for (size_t i = 0; i < FILON_COUNT(feet); i++) {
        html_page(filon_strf(kit.arena, "<meta charset=utf-8><h1>Le vieux port rouvrira</h1><article>" ARTICLE_FR "%s</article>", feet[i]));
        ck_assert_msg(strcmp(page_meta("author"), "Anne Martin") == 0, "%s: %s", feet[i], page_meta("author"));
    }
    html_page("<meta charset=utf-8><h1>Le vieux port rouvrira</h1>" ARTICLE_FR "<footer><p>Sous licence CC BY-NC 4.0</p></footer>");
    assert_meta("author", "none");
}
END_TEST

START_TEST(titles)
{
    static const struct saying given[] = {
        {"<title>Le vieux port rouvrira en juin | Le Courrier</title>", "", "Le vieux port rouvrira en juin"},
        {"<title>Le vieux port rouvrira - Le Courrier</title>", "<h1>Le vieux port rouvrira</h1>", "Le vieux port rouvrira"},
        {"<title>Le Courrier</title>", "<h1>Le vieux port rouvrira</h1>", "Le vieux port rouvrira"},
        {"<title>Caf&eacute; &amp; th&#233;</title>", "", "Café & thé"},
        {"<title></title>", "", "none"},
        {"<title>Le vieux port rouvrira</title>", "<h1>3 février 2014 Le vieux port rouvrira</h1>", "Le vieux port rouvrira"},
        {"<title>Le vieux port rouvrira</title>", "<h1>Titre : Le vieux port rouvrira</h1>", "Le vieux port rouvrira"},
        {"<title>Le vieux port rouvrira</title>", "<h1>Le vieux port rouvrira après deux ans</h1>",
         "Le vieux port rouvrira après deux ans"},
    };
    check_sayings("title", "", given, FILON_COUNT(given));
}
END_TEST

#define LD "<script type=application/ld+json>"

/* schema.org as publishers write it: a graph, lists, objects for names. */
START_TEST(linked_data)
{
    html_page("<meta charset=utf-8>" LD
              "{\"@context\": \"https://schema.org\", \"@graph\": [{\"@type\": \"WebSite\", \"name\": \"Le Courrier\"},"
              "{\"@type\": [\"NewsArticle\", \"Thing\"], \"headline\": \"Le port &amp; la mer\", \"datePublished\": "
              "\"2014-02-03T10:20:00+01:00\","
              "\"dateModified\": \"2014-02-04\", \"author\": [{\"@type\": \"Person\", \"name\": \"Anne Martin\"}, \"Paul Roux\"],"
              "\"articleSection\": [\"Littoral\", \"Économie\"], \"isAccessibleForFree\": \"False\", \"inLanguage\": \"fr-FR\","
              "\"mainEntityOfPage\": {\"@id\": \"https://c.example/port\"}}]}</script>" ARTICLE_FR);
    assert_meta("title", "Le port & la mer");
    assert_meta("date", "2014-02-03T10:20:00+01:00");
    assert_meta("modified", "2014-02-04");
    assert_meta("author", "Anne Martin, Paul Roux");
    assert_meta("publisher", "Le Courrier");
    assert_meta("section", "Littoral");
    assert_meta("paywall", "yes");
    assert_meta("url", "https://c.example/port");
    assert_meta("lang", "fr");
    html_page("<meta charset=utf-8>" LD "{\"@type\": \"NewsArticle\", \"headline\": </script>" LD "[1, [2, {}]]</script>" ARTICLE_FR);
    assert_meta("title", "none");
}
END_TEST

static const char *said(const char *key, const char *head)
{
    html_page(filon_strf(kit.arena, "<html><head><meta charset=utf-8>%s</head><body>" ARTICLE_FR "</body></html>", head));
    return page_meta(key);
}

START_TEST(the_rest)
{
    ck_assert_str_eq(said("paywall", "<meta property=article:content_tier content=locked>"), "yes");
    ck_assert_str_eq(said("paywall", "<meta property=article:content_tier content=free>"), "no");
    ck_assert_str_eq(said("paywall", ""), "none");
    ck_assert_str_eq(said("url", "<meta property=og:url content=https://c.example/a>"), "https://c.example/a");
    ck_assert_str_eq(said("url", "<link rel=canonical href=https://c.example/b><meta property=og:url content=https://c.example/a>"),
                     "https://c.example/b");
    ck_assert_str_eq(said("url", "<link rel=canonical href=/b>"), "none");
    ck_assert_str_eq(said("publisher", "<meta name=application-name content='Le Courrier'>"), "Le Courrier");
    ck_assert_str_eq(said("section", "<meta property=article:section content=Littoral>"), "Littoral");
    ck_assert_str_eq(said("description", "<meta name=description content='Le port &eacute;largi'>"), "Le port élargi");
    ck_assert_str_eq(said("modified", "<meta property=article:modified_time content='2014-02-04T10:20:00Z'>"), "2014-02-04T10:20:00Z");
    html_page("<html lang=de-AT><meta charset=utf-8><p>Das Hafenbecken bleibt geschlossen.</p></html>");
    assert_meta("lang", "de");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {press_page_says, metadata_set_before_is_kept, dates, authors, authors_at_the_foot, titles, linked_data,
                                  the_rest};
    return html_run("parse_html_meta", tests, FILON_COUNT(tests));
}
