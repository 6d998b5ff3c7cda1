/* What the tests of parse_html share: an open instance, and a page of the press. */
#ifndef TESTS_HTMLKIT_H
#define TESTS_HTMLKIT_H

#include "tests/unit/pagekit.h"

extern const struct filon_plugin filon_plugin_parse_html;
extern struct filon_ctx *html_ctx;

void html_set_up(void);

/* A page read as page.html; checked. */
void html_read(struct filon_str bytes);
void html_page(const char *page);
const char *html_text(void);

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

extern const char html_press_fr[];
extern const size_t html_press_fr_size; /* with its NUL */

/* Runs these tests. */
int html_run(const char *name, const TTest *const *tests, size_t n);

#endif
