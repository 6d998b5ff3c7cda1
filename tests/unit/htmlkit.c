#include "tests/unit/htmlkit.h"

#include <stdlib.h>

struct filon_ctx *html_ctx;

void html_set_up(void)
{
    page_set_up();
    filon_doc_free(kit.doc);
    ck_assert_int_eq(filon_schema_add(kit.schema, filon_plugin_parse_html.layers, "parse_html", &kit.error), 0);
    kit.doc = filon_doc_new(kit.schema);
    html_ctx = kit_open("parse_html", &filon_plugin_parse_html, "");
}

void html_read(struct filon_str bytes)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_id(kit.doc, FILON_STR("page.html"));
    filon_doc_set_source(kit.doc, filon_str_dup(filon_doc_arena(kit.doc), bytes));
    ck_assert_msg(filon_plugin_parse_html.annotate(html_ctx, kit.doc) == 0, "%s", kit_error(html_ctx));
    page_check();
}

void html_page(const char *page)
{
    html_read(filon_str_of(page));
}

const char *html_text(void)
{
    return filon_doc_text(kit.doc).p;
}

const char html_press_fr[] =
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
const size_t html_press_fr_size = sizeof html_press_fr;

int html_run(const char *name, const TTest *const *tests, size_t n)
{
    return page_run(name, html_set_up, tests, n);
}
