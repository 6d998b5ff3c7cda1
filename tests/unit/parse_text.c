/* parse_text, through its descriptor: the sample articles, other shapes of pages, lexicons, the seeds. */
#include "tests/unit/textkit.h"
#include "tests/unit/unit_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/paths.h"

enum { PLENTY = 64 << 20 };

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
    struct filon_str article = filon_str_of(page_content());
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

START_TEST(plain_text)
{
    struct filon_ctx *ctx = open_parse_text("{}");
    annotate(ctx, PROSE);
    ck_assert_str_eq(page_content(), filon_strf(kit.arena, "%.*s", (int)strlen(PROSE) - 1, PROSE));
    assert_meta("title", "none");
    annotate(ctx, "Un budget sans surprise pour la ville\n\n" PROSE
                  "\nLes recettes\n\nImpôts\nDotations\nLoyers\n\n- un premier point\n- un second\n\n" PROSE);
    assert_meta("title", "Un budget sans surprise pour la ville");
    assert_kind("Les recettes", "+heading");
    assert_kind("Dotations", "+list");
    assert_kind("- un second", "+list");
    annotate(ctx, "Une seule phrase suffit.");
    ck_assert_str_eq(page_content(), "Une seule phrase suffit.");
    annotate(ctx, "Titre seul d'une dépêche");
    ck_assert_str_eq(page_content(), "Titre seul d'une dépêche");
    annotate(ctx, "— Oui, dit-il.\n— Non, répondit-elle aussitôt, et elle ne voulut plus rien entendre de ce qu'il disait.\n");
    assert_has(page_content(), "Non, répondit-elle");
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
    const char *text = page_content();
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
    text = page_content();
    assert_has(text, "La justice a condamné");
    assert_has(text, "« Abonnez-vous à la newsletter");
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

/* ---- Real pages, where they are. */

static bool annotate_shared(struct filon_ctx *ctx, const char *file)
{
    struct filon_error absent = {0};
    struct filon_str text = filon_read_file(kit.arena, page_shared(file), PLENTY, &absent);
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
        struct filon_str article = filon_str_of(page_content());
        ck_assert(filon_str_starts(article, filon_str_of(page_meta("title"))));
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
        struct filon_str article = filon_str_of(page_content());
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
    tcase_add_checked_fixture(tcase, page_set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, sample_articles, 0, (int)FILON_COUNT(samples));
    tcase_add_test(tcase, kinds);
    tcase_add_test(tcase, plain_text);
    tcase_add_test(tcase, hard_wrapped);
    tcase_add_test(tcase, datelines);
    tcase_add_test(tcase, within_the_article);
    tcase_add_test(tcase, blocks_stay);
    tcase_add_test(tcase, lexicons);
    tcase_add_test(tcase, bad_lexicons);
    tcase_add_test(tcase, seeds);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
