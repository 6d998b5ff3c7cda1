/* parse_text: what a flattened page says of itself, but for dates. */
#include "tests/unit/textkit.h"

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
        ck_assert_msg(strcmp(page_meta("author"), credits[i].author) == 0, "`%s`: author %s", credits[i].line, page_meta("author"));
        ck_assert_msg(strcmp(page_meta("publisher"), credits[i].publisher) == 0, "`%s`: publisher %s", credits[i].line, page_meta("publisher"));
        ck_assert_msg(strstr(page_content(), "Anne Martin") == NULL, "%s", credits[i].line);
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
        ck_assert_msg(strcmp(page_meta("publisher"), feet[i].publisher) == 0, "`%s`: %s", feet[i].line, page_meta("publisher"));
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
        ck_assert_msg(strcmp(page_meta("reading_time"), lines[i][1]) == 0, "`%s`: %s", lines[i][0], page_meta("reading_time"));
        assert_lacks(page_content(), "lecture");
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

int main(void)
{
    const TTest *const tests[] = {bylines, publishers, reading_time, languages};
    return page_run("parse_text_meta", page_set_up, tests, FILON_COUNT(tests));
}
