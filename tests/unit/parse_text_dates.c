/* parse_text: dates as pages write them, through a page's metadata. */
#include "tests/unit/textkit.h"
#include "tests/unit/unit_run.h"

#include <stdlib.h>

/* A page that has a date line and no other date. */
#define FRENCH_TITLE "Le maire de la commune refuse de fermer l'école du village"
#define FRENCH_BODY                                                                                                                        \
    "Le maire de la commune a refusé de fermer l'école du village, que les parents défendent avec le soutien de la plupart des "        \
    "habitants.\n\n"                                                                                                                       \
    "« Nous ne céderons pas », a-t-il dit devant la presse, en rappelant que la loi lui donne le droit de garder les trois classes "    \
    "ouvertes.\n"
#define ENGLISH_TITLE "The mayor refuses to close the school of the village"
#define ENGLISH_BODY                                                                                                                       \
    "The mayor has refused to close the school of the village, which the parents defend with the support of most of the people there.\n\n" \
    "“We will not give in,” he told the press, and said that the law gives him the right to keep the three classes open for another "  \
    "year.\n"

struct dated {
    const char *line;  /* on the page */
    const char *today; /* the option; NULL: not given */
    const char *date;  /* the metadata, "none" without */
    const char *precision;
};

static void check_dates(bool french, const struct dated *dated, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *yaml = dated[i].today ? filon_strf(kit.arena, "{today: \"%s\"}", dated[i].today) : "{}";
        struct filon_ctx *ctx = kit_open("parse_text", &filon_plugin_parse_text, yaml);
        annotate(ctx, filon_strf(kit.arena, "%s\n\n%s\n\n%s", french ? FRENCH_TITLE : ENGLISH_TITLE, dated[i].line,
                                 french ? FRENCH_BODY : ENGLISH_BODY));
        ck_assert_msg(strcmp(page_meta("date"), dated[i].date) == 0, "`%s` is %s, wanted %s", dated[i].line, page_meta("date"), dated[i].date);
        ck_assert_msg(strcmp(page_meta("date_precision"), dated[i].precision) == 0, "`%s` has precision %s, wanted %s", dated[i].line,
                      page_meta("date_precision"), dated[i].precision);
        ck_assert_str_eq(page_meta("title"), french ? FRENCH_TITLE : ENGLISH_TITLE);
        filon_instance_free(ctx);
    }
}

START_TEST(french)
{
    static const struct dated dated[] = {
        {"4 février 2017 . –", NULL, "2017-02-04", "day"},
        {"Publié le 4 février 2017", NULL, "2017-02-04", "day"},
        {"Publié le mercredi 27 juillet 2016 à 14h30", NULL, "2016-07-27T14:30", "minute"},
        {"mercredi 27 juillet 2016 à 14h30", NULL, "2016-07-27T14:30", "minute"},
        {"MERCREDI 27 JUILLET 2016", NULL, "2016-07-27", "day"},
        {"Mercredi 27 juillet 2016, 9h", NULL, "2016-07-27T09:00", "minute"},
        {"27 juil. 2016 - 08:05", NULL, "2016-07-27T08:05", "minute"},
        {"Le 27 juillet 2016 à 14 h 30", NULL, "2016-07-27T14:30", "minute"},
        {"Le 27 juillet 2016 à 14 heures 30", NULL, "2016-07-27T14:30", "minute"},
        {"1er mars 2018", NULL, "2018-03-01", "day"},
        {"1 er mars 2018", NULL, "2018-03-01", "day"},
        {"31 décembre 2015", NULL, "2015-12-31", "day"},
        {"15 août 2016", NULL, "2016-08-15", "day"},
        {"15 aout 2016", NULL, "2016-08-15", "day"},
        {"29 févr. 2016", NULL, "2016-02-29", "day"},
        {"29 février 2017", NULL, "2017-02", "month"}, /* there is no such day: the month is what is left */
        {"31 avril 2017", NULL, "2017-04", "month"},
        {"27/07/2016", NULL, "2016-07-27", "day"},
        {"Le 27/07/2016 à 18:05", NULL, "2016-07-27T18:05", "minute"},
        {"03/04/2017", NULL, "2017-04-03", "day"},
        {"27/07/16", NULL, "2016-07-27", "day"},
        {"27.07.2016", NULL, "2016-07-27", "day"},
        {"27-07-2016 | 07h45", NULL, "2016-07-27T07:45", "minute"},
        {"32/07/2016", NULL, "none", "none"},
        {"2016-07-27", NULL, "2016-07-27", "day"},
        {"2016-07-27T14:30:05+02:00", NULL, "2016-07-27T14:30:05+02:00", "second"},
        {"2016-07-27T12:30:05Z", NULL, "2016-07-27T12:30:05Z", "second"},
        {"2016-07-27T12:30:05.123Z", NULL, "2016-07-27T12:30:05Z", "second"},
        {"2016-12-31T23:59:60Z", NULL, "2016-12-31T23:59:60Z", "second"}, /* a leap second */
        {"2016-07-27 14:30", NULL, "2016-07-27T14:30", "minute"},
        {"31 mars 2016, 15:37 (UTC)", NULL, "2016-03-31T15:37Z", "minute"},
        {"31 mars 2016, 1 h 30 UTC+3", NULL, "2016-03-31T01:30+03:00", "minute"},
        {"2016/07/27", NULL, "2016-07-27", "day"},
        {"date 2017-06", NULL, "2017-06", "month"},
        {"Publié en juin 2017", NULL, "2017-06", "month"},
        {"juin 2017", NULL, "2017-06", "month"},
        {"06/2017", NULL, "2017-06", "month"},
        {"10:38 27.07.2016 (mis à jour 10:40 27.07.2016)", NULL, "2016-07-27T10:38", "minute"},
        {"À 14h30, le 27 juillet 2016", NULL, "2016-07-27T14:30", "minute"},
        {"2017-13", NULL, "none", "none"},
        {"Mis à jour le 28/07/2016 à 09:10 | Publié le 27/07/2016 à 14:30", NULL, "2016-07-27T14:30", "minute"},
        {"Publié le 27 juillet 2016 à 14h30, mis à jour le 29 juillet 2016", NULL, "2016-07-27T14:30", "minute"},
        {"Mis à jour le 28/07/2016", NULL, "2016-07-28", "day"},
        {"Paris, le 4 mars 2019 (AFP)", NULL, "2019-03-04", "day"},
        {"Paris, le 4 mars (AFP)", NULL, "none", "none"},
        {"Paris, le 4 mars (AFP)", "2019-03-06", "2019-03-04", "day"},
        {"Paris, le 4 mars (AFP)", "2019-03-01", "2018-03-04", "day"},
        {"Publié hier à 10h05", NULL, "none", "none"},
        {"Publié hier à 10h05", "2016-03-01", "2016-02-29T10:05", "minute"},
        {"Hier", "2017-01-01", "2016-12-31", "day"},
        {"Publié avant-hier", "2016-03-01", "2016-02-28", "day"},
        {"Publié aujourd'hui à 7h00", "2016-07-27", "2016-07-27T07:00", "minute"},
        {"Publié aujourd’hui", "2016-07-27T23:59", "2016-07-27", "day"},
        {"Publié il y a 3 heures", "2016-07-27T14:30", "2016-07-27T11:30", "minute"},
        {"Publié il y a 3 heures", "2016-07-27T01:30", "2016-07-26T22:30", "minute"},
        {"Publié il y a 3 heures", "2016-07-27", "2016-07-27", "day"},
        {"Publié il y a une heure", "2016-07-27T14:30", "2016-07-27T13:30", "minute"},
        {"Il y a 45 minutes", "2016-07-27T14:30", "2016-07-27T13:45", "minute"},
        {"Publié il y a 2 jours", "2016-07-27", "2016-07-25", "day"},
        {"Publié il y a deux semaines", "2016-07-27", "2016-07-13", "day"},
        {"Publié il y a 2 mois", "2016-07-27", "2016-05", "month"},
        {"Publié mercredi", "2016-07-29", "2016-07-27", "day"},
        {"Publié mercredi", "2016-07-27", "2016-07-27", "day"},
        {"Publié mercredi dernier", "2016-07-27", "2016-07-20", "day"},
        {"Publié mercredi", NULL, "none", "none"},
    };
    check_dates(true, dated, FILON_COUNT(dated));
}
END_TEST

START_TEST(english)
{
    static const struct dated dated[] = {
        {"July 27, 2016", NULL, "2016-07-27", "day"},
        {"Published on July 27, 2016 at 2:30 pm", NULL, "2016-07-27T14:30", "minute"},
        {"Wednesday, July 27, 2016, 12:05 AM", NULL, "2016-07-27T00:05", "minute"},
        {"Wed 27 Jul 2016 12.05 p.m.", NULL, "2016-07-27T12:05", "minute"},
        {"Jul. 27, 2016", NULL, "2016-07-27", "day"},
        {"July 27th, 2016", NULL, "2016-07-27", "day"},
        {"27 July 2016", NULL, "2016-07-27", "day"},
        {"27th of July 2016", NULL, "2016-07-27", "day"},
        {"1st March 2018 14:30 GMT", NULL, "2018-03-01T14:30Z", "minute"},
        {"Mar 5, 2019", NULL, "2019-03-05", "day"},
        {"Sept. 9, 2019", NULL, "2019-09-09", "day"},
        {"May 2018", NULL, "2018-05", "month"},
        {"03/04/2017", NULL, "2017-03-04", "day"},
        {"27/07/2016", NULL, "2016-07-27", "day"},
        {"2016-07-27", NULL, "2016-07-27", "day"},
        {"Updated August 1, 2016; published July 27, 2016", NULL, "2016-07-27", "day"},
        {"Last updated on August 1, 2016", NULL, "2016-08-01", "day"},
        {"LONDON, March 4 (Reuters)", "2019-03-06", "2019-03-04", "day"},
        {"LONDON, March 4 (Reuters)", NULL, "none", "none"},
        {"Published yesterday at 3pm", "2016-03-01", "2016-02-29T15:00", "minute"},
        {"Posted 3 hours ago", "2016-07-27T14:30", "2016-07-27T11:30", "minute"},
        {"Published an hour ago", "2016-07-27T14:30", "2016-07-27T13:30", "minute"},
        {"2 days ago", "2016-07-27", "2016-07-25", "day"},
        {"5d ago", "2016-07-27", "2016-07-22", "day"},
        {"Published last Wednesday", "2016-07-27", "2016-07-20", "day"},
        {"Published 3 weeks ago", NULL, "none", "none"},
    };
    check_dates(false, dated, FILON_COUNT(dated));
}
END_TEST

START_TEST(order)
{
    struct filon_ctx *ctx = kit_open("parse_text", &filon_plugin_parse_text, "{date_order: day}");
    annotate(ctx, ENGLISH_TITLE "\n\nPublished 03/04/2017\n\n" ENGLISH_BODY);
    ck_assert_str_eq(page_meta("date"), "2017-04-03");
    filon_instance_free(ctx);
    ctx = kit_open("parse_text", &filon_plugin_parse_text, "{date_order: month}");
    annotate(ctx, FRENCH_TITLE "\n\nPublié le 03/04/2017\n\n" FRENCH_BODY);
    ck_assert_str_eq(page_meta("date"), "2017-03-04");
    filon_instance_free(ctx);
}
END_TEST

/* A date on the page does for the option: the masthead's for « hier », the copyright line's for a day without a year. */
START_TEST(other_date)
{
    struct filon_ctx *ctx = kit_open("parse_text", &filon_plugin_parse_text, "{}");
    annotate(ctx,
             "mercredi 27 juillet 2016\n\nAccueil\n\nPolitique\n\nS'abonner\n\n" FRENCH_TITLE "\n\nPublié hier à 20h15\n\n" FRENCH_BODY);
    ck_assert_str_eq(page_meta("date"), "2016-07-26T20:15");
    annotate(ctx, FRENCH_TITLE "\n\nBruz, le 25 juillet (AFP) - " FRENCH_BODY "\n\nMis en ligne le 27 juillet 2016 à 9h00\n");
    ck_assert_str_eq(page_meta("date"), "2016-07-27T09:00");
    filon_instance_free(ctx);
}
END_TEST

/* Days that the article tells of are not its date. */
START_TEST(told)
{
    struct filon_ctx *ctx = kit_open("parse_text", &filon_plugin_parse_text, "{today: \"2016-07-27\"}");
    annotate(ctx, FRENCH_TITLE "\n\nLe 19 avril 2016, le conseil avait voté la fermeture. Mercredi, il y a 3 heures à peine, le maire l'a "
                               "refusée.\n\n" FRENCH_BODY);
    ck_assert_str_eq(page_meta("date"), "none");
    ck_assert_str_eq(page_meta("date_precision"), "none");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(where_it_stands)
{
    struct filon_span span;
    struct filon_ctx *ctx = kit_open("parse_text", &filon_plugin_parse_text, "{}");
    annotate(ctx, FRENCH_TITLE "\n\nPublié le mercredi 27 juillet 2016 à 14h30 par la rédaction\n\n" FRENCH_BODY);
    filon_meta_get(kit.doc, "date", &span);
    assert_str(filon_text_of(kit.doc, span.begin, span.end), "mercredi 27 juillet 2016 à 14h30");
    ck_assert_str_eq(page_meta("author"), "la rédaction");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(bad_today)
{
    static const char *const bad[] = {"yesterday",  "2016-13-01",          "2016-07",         "27/07/2016",
                                      "2016-02-30", "2016-07-27 and more", "2016-07-27T25:00"};
    for (size_t i = 0; i < FILON_COUNT(bad); i++) {
        const char *said = kit_refused("parse_text", &filon_plugin_parse_text, filon_strf(kit.arena, "{today: \"%s\"}", bad[i]));
        assert_has(said, bad[i]);
        assert_has(said, "a day such as 2016-07-27");
        kit.error = (struct filon_error){0};
    }
    filon_instance_free(kit_open("parse_text", &filon_plugin_parse_text, "{today: now}"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parse_text_dates");
    TCase *tcase = tcase_create("dates");
    tcase_add_checked_fixture(tcase, page_set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, french);
    tcase_add_test(tcase, english);
    tcase_add_test(tcase, order);
    tcase_add_test(tcase, other_date);
    tcase_add_test(tcase, told);
    tcase_add_test(tcase, where_it_stands);
    tcase_add_test(tcase, bad_today);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
