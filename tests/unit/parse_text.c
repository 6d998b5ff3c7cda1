/* parse_text, through its descriptor: the sample articles, other shapes of pages, metadata, lexicons; and what holds for any text whatever. */
#include "tests/unit/iokit.h"

#include <filon/utf8.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/paths.h"

extern const struct filon_plugin filon_plugin_parse_text;

enum { PLENTY = 64 << 20 };

static void set_up(void)
{
    kit_set_up();
    filon_registry_add_data(kit.registry, filon_places()->data);
}

static struct filon_ctx *open_parse_text(const char *yaml)
{
    return kit_open("parse_text", &filon_plugin_parse_text, yaml);
}

static bool all_space(struct filon_str text, uint32_t from, uint32_t to)
{
    unsigned length;
    for (; from < to; from += length)
        if (!filon_is_space(filon_utf8_at(text.p, text.n, from, &length)))
            return false;
    return true;
}

/* Blocks in order, none overlapping or empty, all of the text but white space in them, each of a kind; metadata in the text. */
static void check_blocks(void)
{
    struct filon_str text = filon_doc_text(kit.doc);
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    uint32_t at = 0;
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        uint32_t begin = filon_begin(blocks)[row], end = filon_end(blocks)[row];
        ck_assert_uint_lt(begin, end);
        ck_assert_uint_ge(begin, at);
        ck_assert(all_space(text, at, begin));
        ck_assert_uint_gt(filon_strs(blocks, FILON_BLOCK_KIND)[row].n, 0);
        at = end;
    }
    ck_assert(all_space(text, at, (uint32_t)text.n));
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

static void annotate_str(struct filon_ctx *ctx, struct filon_str text)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, text, &kit.error) == 0, "%s", kit.error.text);
    ck_assert_msg(filon_plugin_parse_text.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    check_blocks();
}

static void annotate(struct filon_ctx *ctx, const char *text)
{
    annotate_str(ctx, filon_str_of(text));
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
    const char *text = filon_strf(kit.arena, "%.*s", (int)out.n, out.p ? out.p : "");
    filon_buf_free(&out);
    return text;
}

/* The kind of the block that begins with these words, with a + if it is content; "none" if no block does. */
static const char *kind_of(const char *words)
{
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    for (uint32_t row = 0; row < filon_rows(blocks); row++)
        if (filon_str_starts(filon_row_text(kit.doc, blocks, row), filon_str_of(words)))
            return filon_strf(kit.arena, "%s%.*s", filon_bool(blocks, FILON_BLOCK_CONTENT)[row] ? "+" : "",
                              FILON_FMT(filon_strs(blocks, FILON_BLOCK_KIND)[row]));
    return "none";
}

#define assert_kind(words, kind) ck_assert_msg(strcmp(kind_of(words), kind) == 0, "`%s` is %s, not %s", words, kind_of(words), kind)
#define assert_meta(key, value) ck_assert_msg(strcmp(meta(key), value) == 0, "%s is `%s`, not `%s`", key, meta(key), value)
#define assert_lacks(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "`%s` has `%s`", (text), (part))

/* ---- The sample articles. */

struct sample {
    const char *file;
    const char *title, *date, *author, *publisher, *reading_time, *lang;
    const char *begins, *ends; /* the content */
    const char *without[12];   /* none of which is in it */
};

static const struct sample samples[] = {
    {"barrage-dateline",
     "Barrage de la Louvère : Madrid et Lisbonne s'opposent sur le partage de l'eau",
     "2019-03-04T14:10",
     "none",
     "AFP",
     "none",
     "fr",
     "Barrage de la Louvère",
     "qu'elles ont épuisé ensemble\".",
     {"AGENCE", "Monde - Afrique", "\n(AFP)", "Partager", "Imprimer", "sécheresse s'étend", "huile", "Copyright"}},
    {"border-rail",
     "none",
     "none",
     "Simone Hartley",
     "none",
     "none",
     "en",
     "GENEVA, September 9 (Northern Wire) —\n\nSwitzerland has promised",
     "its costs have risen by a third.",
     {"Reporting by"}},
    {"detroit-cables",
     "Le Danemark accuse un armateur d'avoir caché l'usure des câbles sous-marins",
     "2019-03-12T17:42",
     "Solène Kervadec",
     "Le Courrier des Détroits",
     "3",
     "fr",
     "Le Danemark accuse",
     "de tels incidents ne se répètent.",
     {"connecter", "Accueil", "Havnefoto", "Par Solène", "Publié", "lecture", "À lire aussi", "Les plus lus", "musée du sel", "matin",
      "Retour", "©"}},
    {"ecoles-abonnes",
     "Réforme des internats : la ministre tient bon, les régions s'y opposent",
     "2018-02-06T16:02",
     "la rédaction",
     "none",
     "none",
     "fr",
     "Réforme des internats",
     "pas les enfants. »",
     {"ÉDUCATION", "abonnés", "Partager", "PHOTO", "Lire aussi", "62 %", "Cantines", "Charte"}},
    {"harbour-talks",
     "Norway rejects claims it spied on fishing talks",
     "2018-03-14T17:20",
     "Harriet Osgood and Tom Pelling",
     "The Harbour Gazette",
     "4",
     "en",
     "Norway rejects claims",
     "twice what the stock can bear.",
     {"Skip", "Sign in", "Published", "4 min", "Image caption", "Advertisement", "mackerel", "Follow", "Storm", "newsletter", "Privacy"}},
    {"page-collee",
     "Le Canada promet de protéger les pêcheurs de Sainte-Ondine",
     "2018-06-08T09:15",
     "Benoît Lacasse",
     "La Dépêche du Golfe",
     "2",
     "fr",
     "Le Canada promet de protéger les pêcheurs de Sainte-Ondine\n\nLe Canada s'est engagé",
     "pour une réserve commune.",
     {"Accueil", "identifier", "Par Benoît", "Publié", "lecture", "Partager", "homard", "newsletter", "Mentions"}},
    {"pont-de-recouvrance",
     "Le maire de Brest dément tout abandon du nouveau pont",
     "2019-03-14T18:05",
     "Maïwenn Tanguy",
     "L'Écho du Ponant",
     "3",
     "fr",
     "Le maire de Brest dément",
     "« n'est plus tenable ».",
     {"connecter", "À la une", "© Photo", "Partager", "tramway", "Je m'inscris", "Contact"}},
    {"satellite-legendes",
     "none",
     "2018-11",
     "none",
     "Orbita",
     "none",
     "fr",
     "Alors que plusieurs pays",
     "ses propres morceaux ».",
     {"date 2018", "©", "fusée remise", "astronautes"}},
    {"tribunal-commentaires",
     "Procès des digues : l'État plaide l'imprévisible",
     "2017-10-17T18:05",
     "Nolwenn Tanguy et Éric Massart",
     "La Vigie de l'Ouest",
     "none",
     "fr",
     "Procès des digues : l'État plaide l'imprévisible\n\nDevant le tribunal",
     "attendu le 15 décembre.",
     {"Vigie", "Rechercher", "Nolwenn", "photographiée", "Publicité", "Facebook", "se souvient", "Notre enquête", "Encore une fois",
      "cookies"}},
    {"usine-communique",
     "Fermeture de l'usine de Brennac : les salariés saisissent la justice",
     "2016-05-02",
     "none",
     "none",
     "none",
     "fr",
     "Fermeture de l'usine de Brennac",
     "recevoir l'intersyndicale.",
     {"Brennac, le 2 mai"}},
    {"wiki-referendum",
     "Suisse : le canton de Valserine rejette la taxe sur les glaciers",
     "2017-09-24",
     "none",
     "none",
     "none",
     "fr",
     "Suisse : le canton",
     "la participation a atteint 48 %.",
     {"Sources", "Partager", "Courriel", "Reddit"}},
};

START_TEST(sample_articles)
{
    const struct sample *s = &samples[_i];
    const char *root = getenv("top_srcdir"), *path = filon_strf(kit.arena, "%s/configs/samples/%s.txt", root ? root : ".", s->file);
    struct filon_ctx *ctx = open_parse_text("{}");
    struct filon_str text = filon_read_file(kit.arena, path, PLENTY, &kit.error);
    ck_assert_msg(text.p != NULL, "%s", kit.error.text);
    annotate_str(ctx, text);
    assert_meta("title", s->title);
    assert_meta("date", s->date);
    assert_meta("author", s->author);
    assert_meta("publisher", s->publisher);
    assert_meta("reading_time", s->reading_time);
    assert_meta("lang", s->lang);
    struct filon_str article = filon_str_of(content());
    ck_assert_msg(filon_str_starts(article, filon_str_of(s->begins)), "%s", article.p);
    ck_assert_msg(filon_str_ends(article, filon_str_of(s->ends)), "%s", article.p);
    for (size_t i = 0; i < FILON_COUNT(s->without) && s->without[i]; i++)
        assert_lacks(article.p, s->without[i]);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(kinds)
{
    const char *root = getenv("top_srcdir");
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate_str(ctx, filon_read_file(kit.arena, filon_strf(kit.arena, "%s/configs/samples/detroit-cables.txt", root ? root : "."), PLENTY,
                                      &kit.error));
    assert_kind("Se connecter", "boilerplate");
    assert_kind("Le Danemark accuse", "+title");
    assert_kind("« Personne", "none"); /* a no-break space is in it */
    assert_kind("«\u00a0Personne", "+lead");
    assert_kind("Havnefoto", "caption");
    assert_kind("Par Solène", "byline");
    assert_kind("Publié le", "dateline");
    assert_kind("Temps de lecture", "boilerplate");
    assert_kind("Le gouvernement", "+paragraph");
    assert_kind("Une panne", "+heading");
    assert_kind("À lire aussi", "boilerplate");
    filon_instance_free(ctx);
}
END_TEST

/* ---- Shapes. */

#define PROSE                                                                                                                              \
    "Le conseil municipal a voté mardi le budget de la ville, que l'opposition juge trop prudent et que la majorité défend avec "       \
    "force.\n\n"                                                                                                                           \
    "« Nous avons fait au mieux avec ce que nous avions », a dit la maire, en rappelant que l'État verse moins d'argent qu'il y a dix " \
    "ans.\n"

START_TEST(plain_text)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate(ctx, PROSE);
    ck_assert_str_eq(content(), filon_strf(kit.arena, "%.*s", (int)strlen(PROSE) - 1, PROSE));
    assert_meta("title", "none");
    annotate(ctx, "Un budget sans surprise pour la ville\n\n" PROSE
                  "\nLes recettes\n\nImpôts\nDotations\nLoyers\n\n- un premier point\n- un second\n\n" PROSE);
    assert_meta("title", "Un budget sans surprise pour la ville");
    assert_kind("Les recettes", "+heading");
    assert_kind("Dotations", "+list");
    assert_kind("- un second", "+list");
    annotate(ctx, "Une seule phrase suffit.");
    ck_assert_str_eq(content(), "Une seule phrase suffit.");
    annotate(ctx, "Titre seul d'une dépêche");
    ck_assert_str_eq(content(), "Titre seul d'une dépêche");
    annotate(ctx, "— Oui, dit-il.\n— Non, répondit-elle aussitôt, et elle ne voulut plus rien entendre de ce qu'il disait.\n");
    assert_has(content(), "Non, répondit-elle");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(hard_wrapped)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate(
        ctx,
        "Le conseil municipal a voté mardi le budget de la ville,\nque l'opposition juge trop prudent et que la majorité\n"
        "défend. Il sera appliqué dès le mois prochain, a dit la\nmaire devant les élus et devant le public qui était\nvenu nombreux.\n\n"
        "L'État verse moins d'argent qu'il y a dix ans, ce que la\nville regrette.\n");
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    ck_assert_uint_eq(filon_rows(blocks), 2);
    assert_kind("Le conseil", "+paragraph");
    assert_kind("L'État", "+paragraph");
    /* A list of lines is no wrapped text. */
    annotate(ctx, "Albanie - Suisse : 0-1\nGalles - Slovaquie : 2-1\nAngleterre - Russie : 1-1\nTurquie - Croatie : 0-1\n");
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_BLOCK)), 4);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(datelines)
{
    static const char *const lines[] = {
        "PARIS, 4 mars 2019 (AFP) – ", "Paris, le 4 mars 2019 (AFP) — ",
        "WASHINGTON (Reuters) - ",     "4 mars 2019 . – ",
        "14 juin 2016, France . – ",   "LONDRES — ",
        "Bruxelles (Belga) – ",
    };
    struct filon_ctx *ctx = open_parse_text("{}");
    for (size_t i = 0; i < FILON_COUNT(lines); i++) {
        annotate(ctx, filon_strf(kit.arena, "Un budget sans surprise pour la ville\n\n%s%s", lines[i], PROSE));
        assert_kind(filon_strf(kit.arena, "%.6s", lines[i]), "+dateline");
        assert_kind("Le conseil municipal", "+paragraph");
        assert_kind("Un budget", "+title");
    }
    /* What only looks like one. */
    annotate(ctx, "Un budget sans surprise pour la ville\n\nLe 4 mars 2019 – un lundi – le conseil municipal a voté le budget que "
                  "l'opposition juge trop prudent.\n\n" PROSE);
    assert_kind("Le 4 mars 2019 – un lundi", "+paragraph");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(within_the_article)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate(ctx,
             "Accueil\n\nS'abonner\n\nUn budget sans surprise pour la ville\n\n" PROSE
             "\nLire aussi : La maire de la ville répond à ses opposants\n\nSur le même sujet\n\nLe budget en dix chiffres\n\nCe que coûte "
             "une école\n\n" PROSE "\nAFP PHOTO / JEAN MARTIN\n\nLa maire, mardi, au conseil. © Presse du Centre\n\nLa suite après la "
             "publicité\n\nUn intertitre de l'article\n\n" PROSE "\nPartager\n\nMentions légales\n");
    const char *text = content();
    static const char *const out[] = {"Lire aussi", "répond à ses",     "même sujet", "dix chiffres", "coûte une école",
                                      "PHOTO",      "Presse du Centre", "publicité",  "Partager"};
    for (size_t i = 0; i < FILON_COUNT(out); i++)
        assert_lacks(text, out[i]);
    assert_kind("Un intertitre", "+heading");
    assert_kind("AFP PHOTO", "caption");
    assert_kind("La maire, mardi", "caption");
    /* Words of prompts in an article are an article. */
    annotate(ctx, "Accueil\n\nS'abonner\n\nFacebook condamné pour ses cookies\n\nLa justice a condamné Facebook et Google pour leurs "
                  "cookies, que des millions de lecteurs "
                  "n'avaient pas acceptés.\n\n« Abonnez-vous à la newsletter de votre choix, mais lisez les conditions », a conseillé le "
                  "juge aux lecteurs.\n\n" PROSE "\nContact\n");
    text = content();
    assert_has(text, "La justice a condamné");
    assert_has(text, "« Abonnez-vous à la newsletter");
    filon_instance_free(ctx);
}
END_TEST

/* ---- Metadata. */

struct credit {
    const char *line, *author, *publisher;
};

START_TEST(bylines)
{
    static const struct credit credits[] = {
        {"Par Anne Martin", "Anne Martin", "none"},
        {"Par Anne Martin et Luc de Witt", "Anne Martin et Luc de Witt", "none"},
        {"Par Anne Martin, grand reporter au service politique", "Anne Martin", "none"},
        {"Par Anne Martin, Paul Roux et Luc Petit", "Anne Martin, Paul Roux et Luc Petit", "none"},
        {"Par Jean-Marie Le Bris", "Jean-Marie Le Bris", "none"},
        {"Par Anne Martin avec AFP", "Anne Martin", "AFP"},
        {"Par Anne Martin (AFP)", "Anne Martin", "AFP"},
        {"Par J. M. Roux", "J. M. Roux", "none"},
        {"Par la rédaction", "la rédaction", "none"},
        {"Par AFP", "AFP", "AFP"},
        {"By Jane Doe", "Jane Doe", "none"},
        {"By Jane Doe and John O'Neill, Reuters", "Jane Doe and John O'Neill", "Reuters"},
        {"Propos recueillis par Anne Martin", "Anne Martin", "none"},
        {"Anne Martin 15 mai 2019 à 06h00", "Anne Martin", "none"},
        {"Publié le 4 mars 2019 à 10h15 par Anne Martin", "Anne Martin", "none"},
        {"Le Monde avec AFP et Reuters", "none", "Le Monde"},
        {"20 Minutes avec AFP", "none", "20 Minutes"},
        {"Anne Martin avec AFP", "Anne Martin", "AFP"},
        {"Par Le Courrier avec AFP", "Le Courrier", "Le Courrier"},
        {"Par ailleurs", "none", "none"},
        {"Reuters © | Reuters", "none", "none"},
    };
    struct filon_ctx *ctx = open_parse_text("{}");
    for (size_t i = 0; i < FILON_COUNT(credits); i++) {
        annotate(ctx, filon_strf(kit.arena, "Un budget sans surprise pour la ville\n\n%s\n\n%s", credits[i].line, PROSE));
        ck_assert_msg(strcmp(meta("author"), credits[i].author) == 0, "`%s`: author %s", credits[i].line, meta("author"));
        ck_assert_msg(strcmp(meta("publisher"), credits[i].publisher) == 0, "`%s`: publisher %s", credits[i].line, meta("publisher"));
        ck_assert_msg(strstr(content(), "Anne Martin") == NULL, "%s", credits[i].line);
    }
    filon_instance_free(ctx);
}
END_TEST

START_TEST(publishers)
{
    static const struct credit feet[] = {
        {"© 2019 Le Courrier du Centre", NULL, "Le Courrier du Centre"},
        {"© Le Courrier du Centre, tous droits réservés", NULL, "Le Courrier du Centre"},
        {"Copyright © 2012-2019 Le Courrier du Centre. Tous droits réservés.", NULL, "Le Courrier du Centre"},
        {"(c) 2019 LE COURRIER DU CENTRE TOUS DROITS RÉSERVÉS", NULL, "LE COURRIER DU CENTRE"},
        {"Copyright 2019 The Centre Courier | All rights reserved", NULL, "The Centre Courier"},
        {"Tous droits réservés", NULL, "none"},
    };
    struct filon_ctx *ctx = open_parse_text("{}");
    for (size_t i = 0; i < FILON_COUNT(feet); i++) {
        annotate(ctx, filon_strf(kit.arena, "Un budget sans surprise pour la ville\n\n%s\nPartager\n\n%s\n", PROSE, feet[i].line));
        ck_assert_msg(strcmp(meta("publisher"), feet[i].publisher) == 0, "`%s`: %s", feet[i].line, meta("publisher"));
    }
    annotate(ctx, "Un budget sans surprise pour la ville | Le Courrier du Centre\n\nMenu\n\nUn budget sans surprise pour la ville\n\n" PROSE
                  "\nContact\n");
    assert_meta("publisher", "Le Courrier du Centre");
    assert_meta("title", "Un budget sans surprise pour la ville");
    annotate(ctx, "Un budget sans surprise pour la ville | Le Courrier du Centre\n\nMenu\n\n" PROSE "\nContact\n");
    assert_meta("title", "Un budget sans surprise pour la ville");
    assert_meta("publisher", "Le Courrier du Centre");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(reading_time)
{
    static const char *const lines[][2] = {
        {"Temps de lecture: 2 min", "2"},
        {"Temps de lecture : 12 minutes", "12"},
        {"Lecture 4 min", "4"},
        {"5 min de lecture", "5"},
        {"Temps de Lecture 3 min.", "3"},
        {"7 min read", "7"},
        {"Reading time: 8 minutes", "8"},
        {"Temps de lecture", "none"},
        {"15 mai 2019 à 6h30 Temps de lecture : 3 min", "3"},
    };
    struct filon_ctx *ctx = open_parse_text("{}");
    for (size_t i = 0; i < FILON_COUNT(lines); i++) {
        annotate(ctx, filon_strf(kit.arena, "Un budget sans surprise pour la ville\n\n%s\n\n%s", lines[i][0], PROSE));
        ck_assert_msg(strcmp(meta("reading_time"), lines[i][1]) == 0, "`%s`: %s", lines[i][0], meta("reading_time"));
        assert_lacks(content(), "lecture");
    }
    filon_instance_free(ctx);
}
END_TEST

START_TEST(languages)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate(ctx, PROSE);
    assert_meta("lang", "fr");
    annotate(ctx,
             "The council has voted on the budget of the town, which the opposition finds too careful, and the mayor was happy with it.");
    assert_meta("lang", "en");
    annotate(ctx, "Der Stadtrat hat am Dienstag den Haushalt beschlossen.\n"); /* not known here: the job's */
    assert_meta("lang", "fr");
    filon_doc_reset(kit.doc);
    filon_doc_set_text(kit.doc, filon_str_of(PROSE), &kit.error);
    filon_meta_set(kit.doc, "lang", FILON_STR("oc"), FILON_NO_SPAN);
    filon_meta_set(kit.doc, "author", FILON_STR("Reader"), FILON_NO_SPAN);
    ck_assert_int_eq(filon_plugin_parse_text.annotate(ctx, kit.doc), 0);
    assert_meta("lang", "oc");
    assert_meta("author", "Reader");
    filon_instance_free(ctx);
    ctx = open_parse_text("{language: en}");
    annotate(ctx, PROSE);
    assert_meta("lang", "en");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(blocks_stay)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    filon_doc_reset(kit.doc);
    filon_doc_set_text(kit.doc, filon_str_of(PROSE), &kit.error);
    filon_add(filon_layer(kit.doc, FILON_BLOCK), 0, 10);
    ck_assert_int_eq(filon_plugin_parse_text.annotate(ctx, kit.doc), 0);
    ck_assert_uint_eq(filon_rows(filon_layer(kit.doc, FILON_BLOCK)), 1);
    filon_instance_free(ctx);
}
END_TEST

/* ---- Lexicons. */

START_TEST(lexicons)
{
    static const char page[] =
        "S'abonner\n\nUn budget sans surprise pour la ville\n\n" PROSE "\nLe coin des abeilles\n\n" PROSE "\nPublicité\n\n" PROSE;
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate(ctx, page);
    assert_kind("Le coin des abeilles", "+heading");
    assert_kind("Publicité", "boilerplate");
    filon_instance_free(ctx);
    kit_puts("mine.tsv", "# a phrase more, one less\nle coin des abeilles\tnavigation\tline\t5\npublicité\tad\tline\t0\n");
    ctx = open_parse_text("{lexicon: mine.tsv}");
    annotate(ctx, page);
    assert_kind("Le coin des abeilles", "boilerplate");
    assert_kind("Publicité", "+heading");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(bad_lexicons)
{
    static const char *const bad[][2] = {
        {"à lire\trelated\tstart\n", "bad.tsv:1: 3 columns where 4 are needed"},
        {"\n# x\nà lire\tfurniture\tstart\t3\n", "bad.tsv:3: no kind of phrase is called `furniture`"},
        {"à lire\trelated\tbegin\t3\n", "bad.tsv:1: column 3 is `begin`"},
        {"à lire\trelated\tstart\t10\n", "bad.tsv:1: column 4 is `10`"},
        {"à lire\trelated\tstart\tmuch\n", "bad.tsv:1: column 4 is `much`"},
        {"!!\trelated\tstart\t3\n", "bad.tsv:1: `!!`: a phrase has 1 to 12 words"},
        {"a b c d e f g h i j k l m\trelated\tstart\t3\n", "a phrase has 1 to 12 words"},
        {"\xff\trelated\tstart\t3\n", "bad.tsv:1: not valid UTF-8"},
    };
    for (size_t i = 0; i < FILON_COUNT(bad); i++) {
        kit_puts("bad.tsv", bad[i][0]);
        assert_has(kit_refused("parse_text", &filon_plugin_parse_text, "{lexicon: bad.tsv}"), bad[i][1]);
        kit.error = (struct filon_error){0};
    }
    assert_has(kit_refused("parse_text", &filon_plugin_parse_text, "{lexicon: absent.tsv}"), "absent.tsv");
}
END_TEST

/* ---- Any text whatever. */

START_TEST(degenerate)
{
    static const char *const texts[] = {
        "",
        " ",
        "\n\n\n",
        "\u00a0\u202f\n\t",
        "a",
        ".",
        "«",
        "©",
        "|",
        "-",
        "\n.\n",
        "…",
        "Par",
        "Par Anne",
        "Publié le",
        "date",
        "12",
        "12/",
        "1er",
        "il y a",
        "0 min",
        "© ©",
        "( ( (",
        "Lire aussi",
        "Facebook",
        "Facebook\nTwitter\n",
        "\r\n\r\n",
        "a\rb",
        "S'abonner",
        "\u200b",
        "e\u0301",
        "中文 网页",
        "🇫🇷 🙂",
    };
    struct filon_ctx *ctx = open_parse_text("{today: \"2019-03-04\"}");
    for (size_t i = 0; i < FILON_COUNT(texts); i++)
        annotate(ctx, texts[i]);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(random_texts)
{
    enum { TEXTS = 2000, PIECES = 60 };
    static const char *const pieces[] = {
        "a",
        "Le ",
        "mot ",
        "Paris ",
        "© ",
        "Par ",
        "Anne Martin ",
        "Publié le ",
        "4 mars 2019 ",
        "à 10h30 ",
        "\n",
        "\n\n",
        ". ",
        "» ",
        "« ",
        "(",
        ") ",
        " – ",
        "| ",
        "Lire aussi : ",
        "S'abonner ",
        "Temps de lecture : 3 min ",
        "est ",
        "que ",
        "de la ",
        "Politique ",
        "Facebook ",
        "2 ",
        "3 commentaires",
        "\u00a0",
        "\u2019",
        "é",
        "𝄞",
        "\t",
        "Tous droits réservés ",
        "hier ",
        "il y a 3 heures ",
        "(AFP) ",
        "PARIS ",
        "Mentions légales ",
        "! ",
        "12/03/2017 ",
    };
    struct filon_ctx *ctx = open_parse_text("{today: \"2019-03-04T12:00\"}");
    uint32_t seed = 12345;
    for (int t = 0; t < TEXTS; t++) {
        struct filon_buf text = FILON_BUF_INIT;
        for (int i = 0; i < PIECES; i++) {
            seed = seed * 1664525u + 1013904223u;
            filon_buf_puts(&text, pieces[(seed >> 8) % FILON_COUNT(pieces)]);
        }
        annotate_str(ctx, filon_buf_str(&text));
        filon_buf_free(&text);
        if (t % 100 == 0)
            filon_arena_reset(kit.arena);
    }
    filon_instance_free(ctx);
}
END_TEST

/* A megabyte or two of each, in the time of a hundred of plain text: nothing is quadratic. */
static const char *const patterns[] = {
    "a",
    "a ",
    "a\n",
    ". ",
    "« ",
    "» ",
    "© ",
    "(",
    "– ",
    "\n",
    "\u00a0",
    "Par Anne Martin ",
    "Par Anne Martin\n",
    "1 ",
    "12/03/2017 ",
    "12/03/2017\n",
    "Le 4 mars\n",
    "Lire aussi : ",
    "Lire aussi\n",
    "Sur le même sujet\n",
    "Politique ",
    "Politique\n",
    "il y a 3 heures ",
    "Publié le ",
    "Temps de lecture ",
    "| ",
    "Il dit cela. 4 mars\n",
    "Le titre de la page\n",
    "Une phrase est là.\n",
    "Partager ( ",
    "Partager. Il dit que la vie est belle. ",
    "e\u0301",
    "中",
    "© 2019 X\n",
    "Facebook\n",
    "une ligne qui est coupée à la fin du mot\n",
    "Photo : X\n",
    "A / AFP\n",
    "3 commentaires\n",
};

START_TEST(hostile)
{
    enum { SIZE = 2 << 20, SECONDS = 4 };
    struct filon_ctx *ctx = open_parse_text("{today: \"2019-03-04\"}");
    const char *pattern = patterns[_i];
    size_t n = strlen(pattern), size = SIZE / n * n;
    char *text = filon_alloc(kit.arena, SIZE + 1);
    for (size_t i = 0; i + n <= SIZE; i += n)
        memcpy(text + i, pattern, n);
    text[size] = '\0';
    clock_t start = clock();
    annotate_str(ctx, (struct filon_str){text, size});
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < SECONDS, "`%s` again and again: %.1f s", pattern, seconds);
    filon_instance_free(ctx);
}
END_TEST

/* ---- Real pages, where they are. */

static const char *shared(const char *file)
{
    const char *folder = getenv("FILON_SHARED"), *root = getenv("top_srcdir");
    return folder ? filon_strf(kit.arena, "%s/%s", folder, file) : filon_strf(kit.arena, "%s/../shared/%s", root ? root : ".", file);
}

static bool annotate_shared(struct filon_ctx *ctx, const char *file)
{
    struct filon_error absent = {0};
    struct filon_str text = filon_read_file(kit.arena, shared(file), PLENTY, &absent);
    if (text.p)
        annotate_str(ctx, text);
    else
        fprintf(stderr, "# skipped: %s\n", absent.text);
    return text.p != NULL;
}

START_TEST(seeds)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    if (annotate_shared(ctx, "seeds/000_b3f0a1f1952782ac.txt")) {
        assert_meta("reading_time", "2");
        assert_meta("author", "la rédaction");
        assert_meta("publisher", "none");
        assert_kind("Le Kremlin dément", "+title");
        assert_kind("Reuters ©", "caption");
        assert_kind("Aucune volonté", "+heading");
        assert_kind("Des soupçons venus", "+heading");
        struct filon_str article = filon_str_of(content());
        ck_assert(filon_str_starts(article, filon_str_of(meta("title"))));
        ck_assert(filon_str_ends(article, FILON_STR("Donald Trump.")));
        static const char *const out[] = {"identifier", "Reuters ©", "rédaction", "lecture", "fil info", "Inscrivez", "Retour en haut"};
        for (size_t i = 0; i < FILON_COUNT(out); i++)
            assert_lacks(article.p, out[i]);
    }
    if (annotate_shared(ctx, "seeds/004_f6861f441c30c381.txt")) {
        assert_meta("date", "2017-06");
        assert_meta("date_precision", "month");
        assert_meta("publisher", "Sputnik");
        assert_meta("title", "none");
        struct filon_str article = filon_str_of(content());
        ck_assert(filon_str_starts(article, FILON_STR("Alors qu'une certaine partie")));
        ck_assert(filon_str_ends(article, FILON_STR("a-t-il conclu.")));
        assert_lacks(article.p, "©");
    }
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parse_text");
    TCase *tcase = tcase_create("parse_text");
    tcase_add_checked_fixture(tcase, set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, sample_articles, 0, (int)FILON_COUNT(samples));
    tcase_add_test(tcase, kinds);
    tcase_add_test(tcase, plain_text);
    tcase_add_test(tcase, hard_wrapped);
    tcase_add_test(tcase, datelines);
    tcase_add_test(tcase, within_the_article);
    tcase_add_test(tcase, bylines);
    tcase_add_test(tcase, publishers);
    tcase_add_test(tcase, reading_time);
    tcase_add_test(tcase, languages);
    tcase_add_test(tcase, blocks_stay);
    tcase_add_test(tcase, lexicons);
    tcase_add_test(tcase, bad_lexicons);
    tcase_add_test(tcase, degenerate);
    tcase_add_test(tcase, random_texts);
    tcase_add_loop_test(tcase, hostile, 0, (int)FILON_COUNT(patterns));
    tcase_add_test(tcase, seeds);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
