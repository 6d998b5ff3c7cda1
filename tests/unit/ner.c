/* ner, through its descriptor, on what segment makes of a text: types and spans, names and chains, titles, dates, lexicons; and
 * what holds for any text whatever. */
#include "tests/unit/stagekit.h"

#include <time.h>

static void set_up(void)
{
    stage_set_up(STAGE_NER, "\n");
}

/* "PER Barack Obama | LOC Nice": types and texts of the entities. */
static const char *found(void)
{
    struct filon_layer *entity = stage_layer();
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_puts(&out, "");
    for (uint32_t row = 0; row < filon_rows(entity); row++) {
        struct filon_str text = filon_row_text(kit.doc, entity, row);
        filon_buf_printf(&out, "%s%.*s %.*s", row ? " | " : "", FILON_FMT(filon_strs(entity, FILON_ENTITY_TYPE)[row]), FILON_FMT(text));
    }
    return kit_str(&out).p;
}

static void assert_found(struct filon_ctx *ctx, const char *lang, const char *text, const char *wanted)
{
    stage_annotate(ctx, filon_str_of(text), lang);
    const char *got = found();
    ck_assert_msg(strcmp(got, wanted) == 0, "%s\n  found  %s\n  wanted %s", text, got, wanted);
}

/* The n-th mention (from 1) of exactly this text. */
static uint32_t mention(const char *text, int n)
{
    struct filon_layer *entity = stage_layer();
    for (uint32_t row = 0; row < filon_rows(entity); row++)
        if (filon_str_is(filon_row_text(kit.doc, entity, row), text) && --n == 0)
            return row;
    ck_abort_msg("no such mention of `%s` in: %s", text, found());
}

static void assert_name(const char *text, int n, const char *name)
{
    assert_str(stage_cell(mention(text, n), FILON_ENTITY_NAME), name);
}

static int32_t chain(const char *text, int n)
{
    return filon_i32(stage_layer(), FILON_ENTITY_CHAIN)[mention(text, n)];
}

static void assert_title(const char *text, int n, const char *title)
{
    int column = filon_schema_column(kit.schema, FILON_ENTITY, "title");
    struct filon_str got = stage_cell(mention(text, n), column);
    ck_assert_msg(title ? filon_str_is(got, title) : !got.p, "%s has the title `%.*s`, wanted `%s`", text, FILON_FMT(got),
                  title ? title : "none");
}

/* ---- Types and spans. */

static const struct {
    const char *lang, *text, *wanted;
} cases[] = {
    /* forms of address, functions and nationalities are no part of a name */
    {"fr", "M. Obama et Mme Merkel ont parlé.", "PER Obama | PER Merkel"},
    {"fr", "Le président américain Barack Obama est là.", "PER Barack Obama"},
    {"fr", "Le Premier ministre Manuel Valls a répondu.", "PER Manuel Valls"},
    {"fr", "L'Espagnol Miguel Rulfo a gagné devant le Belge Tom Verhoest.", "PER Miguel Rulfo | PER Tom Verhoest"},
    {"fr", "Les Belges et les Français votent dimanche.", ""},
    /* particles */
    {"fr", "Ils ont vu Dominique de Vallonne, Guido van der Steen et Ahmed ben Salem.",
     "PER Dominique de Vallonne | PER Guido van der Steen | PER Ahmed ben Salem"},
    {"fr", "Hier, M. de Vallonne a écrit à Jeanne d'Arvor.", "PER de Vallonne | PER Jeanne d'Arvor"},
    /* places with and without their noun */
    {"fr", "Il habite à Nice, près de la place de la Concorde.", "LOC Nice | LOC place de la Concorde"},
    {"fr", "Ils vont à Trouffigny-sur-Ourle et en Corée du Sud.", "LOC Trouffigny-sur-Ourle | LOC Corée du Sud"},
    {"fr", "Les Etats-Unis et l’Égypte négocient.", "LOC Etats-Unis | LOC Égypte"},
    /* organisations */
    {"fr", "Le ministère de l'Intérieur et la Fédération française de natation enquêtent.",
     "ORG ministère de l'Intérieur | ORG Fédération française de natation"},
    {"fr", "Le Kremlin et la Maison-Blanche se taisent.", "ORG Kremlin | ORG Maison-Blanche"},
    {"fr", "Selon l'OTAN, l'armée syrienne recule.", "ORG OTAN | ORG armée syrienne"},
    {"fr", "Le groupe Varlux et le journal L'Écho du Val ferment.", "ORG Varlux | ORG L'Écho du Val"},
    {"fr", "Un élu du Parti socialiste parle au Conseil de sécurité des Nations unies.",
     "ORG Parti socialiste | ORG Conseil de sécurité des Nations unies"},
    /* other names */
    {"fr", "Les Jeux olympiques de Rio de 2016 et la Coupe du monde de rugby sont finis.",
     "MISC Jeux olympiques de Rio de 2016 | MISC Coupe du monde de rugby"},
    /* capitals that say nothing */
    {"fr", "Interrogé sur ce point, il se tait. Aujourd'hui encore, rien. C'est fini. Qu'en dire ?", ""},
    {"fr", "« Tout est possible », a dit M. Obama.", "PER Obama"},
    /* dates and times */
    {"fr", "Le mardi 6 septembre 2016 à 21h30, puis le 1er mai.", "DATE mardi 6 septembre 2016 | TIME 21h30 | DATE 1er mai"},
    {"fr", "Du 10 au 12 juin, dans les années 1980, en juin 2016.", "DATE 10 | DATE 12 juin | DATE 1980 | DATE juin 2016"},
    {"fr", "Ouvert de 9 heures 30 à 18 h (heure locale).", "TIME 9 heures 30 | TIME 18 h (heure locale)"},
    {"fr", "La saison 2015-2016 et le XIXe siècle.", "DATE 2015 | DATE 2016 | DATE XIXe siècle"},
    {"fr", "Le 05/12/2017, 2 000 personnes et 2015 euros en 24 heures.", "DATE 05/12/2017"},
    {"fr", "Il a couru en 5 heures 10 minutes, lundi.", ""},
    {"fr", "Le 29 décembre dernier, vers 20 heures.", "DATE 29 décembre dernier | TIME 20 heures"},
    /* English */
    {"en", "President Barack Obama met Mr. Smith in London on June 7, 2016.",
     "PER Barack Obama | PER Smith | LOC London | DATE June 7, 2016"},
    {"en", "The University of Milton said the U.S. would wait until 3 p.m.", "ORG University of Milton | LOC U.S. | TIME 3 p.m."},
    {"en", "Angela Merkel told CNN that Germany would vote in September 2017.",
     "PER Angela Merkel | ORG CNN | LOC Germany | DATE September 2017"},
};

START_TEST(types)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    assert_found(ctx, cases[_i].lang, cases[_i].text, cases[_i].wanted);
    filon_instance_free(ctx);
}
END_TEST

/* A word that begins a sentence is a name because the document uses it as one. */
START_TEST(witness)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    assert_found(ctx, "fr", "L'Union européenne, les Nations unies et Paris ont critiqué la loi.",
                 "ORG Union européenne | ORG Nations unies | LOC Paris");
    assert_found(ctx, "fr", "Valdrone avance.", "");
    assert_found(ctx, "fr", "Valdrone avance. Hier, Pierre Valdrone reculait.", "PER Valdrone | PER Pierre Valdrone");
    assert_found(ctx, "fr", "Petit sourit. Le docteur Hugo Petit est petit.", "PER Petit | PER Hugo Petit");
    filon_instance_free(ctx);
}
END_TEST

/* A line in capitals has names if they are known or stand elsewhere. */
START_TEST(capitals)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    stage_annotate(ctx, FILON_STR("PAUL VALDRONE EST ARRIVÉ EN RUSSIE\nHier, Paul Valdrone a quitté la Russie."), "fr");
    ck_assert_str_eq(found(), "PER PAUL VALDRONE | LOC RUSSIE | PER Paul Valdrone | LOC Russie");
    assert_name("PAUL VALDRONE", 1, "Paul Valdrone");
    assert_name("RUSSIE", 1, "Russie");
    ck_assert_int_eq(chain("RUSSIE", 1), chain("Russie", 1));
    filon_instance_free(ctx);
}
END_TEST

/* ---- Names and chains. */

START_TEST(fullest)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    stage_annotate(ctx, FILON_STR("Poutine a parlé à M. Obama. Vladimir Poutine et Barack Obama se sont vus, dit B. Obama."), "fr");
    assert_name("Poutine", 1, "Vladimir Poutine");
    assert_name("Obama", 1, "Barack Obama");
    assert_name("B. Obama", 1, "Barack Obama");
    ck_assert_int_eq(chain("Poutine", 1), 1);
    ck_assert_int_eq(chain("Obama", 1), 2);
    ck_assert_int_eq(chain("B. Obama", 1), 2);
    stage_annotate(
        ctx, FILON_STR("Victor Del Morel Ruiz gagne. Victor Del Morel sourit. Del Morel aussi. Christopher Lund perd ; Chris Lund pleure."),
        "fr");
    assert_name("Victor Del Morel", 1, "Victor Del Morel Ruiz");
    assert_name("Del Morel", 1, "Victor Del Morel Ruiz");
    assert_name("Chris Lund", 1, "Christopher Lund");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(one_family)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    stage_annotate(
        ctx,
        FILON_STR(
            "Hillary Clinton parle. Clinton insiste. Son mari Bill Clinton se tait. Clinton sourit. Mme Clinton repart, M. Clinton reste. "
            "Les Clinton voyagent. Hillary dort."),
        "fr");
    assert_name("Clinton", 1, "Hillary Clinton");
    assert_name("Clinton", 2, "Bill Clinton");
    assert_name("Clinton", 3, "Hillary Clinton");
    assert_name("Clinton", 4, "Bill Clinton");
    ck_assert_int_ne(chain("Clinton", 5), chain("Hillary Clinton", 1));
    ck_assert_int_ne(chain("Clinton", 5), chain("Bill Clinton", 1));
    assert_name("Hillary", 1, "Hillary Clinton");
    /* before any full name: the first to come */
    stage_annotate(ctx, FILON_STR("M. Morel a dit non. Paul Morel et Anne Morel sont venus. Mme Morel est partie."), "fr");
    assert_name("Morel", 1, "Paul Morel");
    assert_name("Morel", 2, "Anne Morel");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(abbreviations)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    stage_annotate(ctx, FILON_STR("L'Organisation des Nations unies (ONU) se réunit. L'ONU hésite, les Nations unies attendent."), "fr");
    assert_name("ONU", 1, "Organisation des Nations unies");
    assert_name("ONU", 2, "Organisation des Nations unies");
    assert_name("Nations unies", 1, "Organisation des Nations unies");
    stage_annotate(ctx, FILON_STR("Le Comité vaudois des usagers (CVU) proteste. Hier, le CVU a défilé."), "fr");
    ck_assert_int_eq(chain("CVU", 1), chain("CVU", 2));
    assert_name("CVU", 2, "Comité vaudois des usagers");
    /* only what the document gives */
    stage_annotate(ctx, FILON_STR("L'ONU hésite."), "fr");
    assert_name("ONU", 1, "ONU");
    stage_annotate(ctx, FILON_STR("La Commission européenne a réagi. Hier, la Commission a promis un texte."), "fr");
    assert_name("Commission", 1, "Commission européenne");
    stage_annotate(ctx, FILON_STR("Ils vont en Corée du Nord et en Corée du Sud. La Corée rêve."), "fr");
    ck_assert_int_ne(chain("Corée du Nord", 1), chain("Corée du Sud", 1));
    filon_instance_free(ctx);
}
END_TEST

START_TEST(titles)
{
    struct filon_ctx *ctx = stage_open("{model: none}");
    stage_annotate(
        ctx,
        FILON_STR("Le porte-parole du Kremlin, Dmitri Peskov, a démenti. Le président américain Barack Obama et l'ancien président "
                  "Bill Clinton ont ri. "
                  "Anna Sorel, présidente de la Ligue des usagers, attend M. Peskov. Barack Obama dort."),
        "fr");
    assert_title("Dmitri Peskov", 1, "porte-parole du Kremlin");
    assert_title("Barack Obama", 1, "président américain");
    assert_title("Bill Clinton", 1, "ancien président");
    assert_title("Anna Sorel", 1, "présidente de la Ligue des usagers");
    assert_title("Peskov", 1, "M.");
    assert_title("Barack Obama", 2, NULL);
    assert_title("Kremlin", 1, NULL);
    /* whose function it is */
    stage_annotate(
        ctx,
        FILON_STR(
            "Le conseiller du président Paul Morel a vu le conseiller du président, Jean Vidal. Anne Petit, le ministre Louis Roy et moi."),
        "fr");
    assert_title("Paul Morel", 1, "président");
    assert_title("Jean Vidal", 1, "conseiller du président");
    assert_title("Anne Petit", 1, NULL);
    assert_title("Louis Roy", 1, "ministre");
    filon_instance_free(ctx);
}
END_TEST

/* ---- Options. */

START_TEST(lexicons)
{
    kit_puts("mine.tsv", "# mine\nfourgue noire\tORG\t\tLa Fourgue noire\nLFN\tORG\t\tLa Fourgue noire\n");
    struct filon_ctx *ctx = stage_open("{model: none, lexicon: mine.tsv}");
    stage_annotate(ctx, FILON_STR("Ce matin, la fourgue noire a dit que LFN gagnera."), "fr");
    ck_assert_str_eq(found(), "ORG fourgue noire | ORG LFN");
    ck_assert_int_eq(chain("LFN", 1), 1);
    assert_name("LFN", 1, "fourgue noire");
    filon_instance_free(ctx);
}
END_TEST

static const struct {
    const char *bytes, *said;
} bad_lexicons[] = {
    {"Paris\n", "mine.tsv:1"},
    {"# c\nParis\tPLACE\n", "mine.tsv:2: unknown type \"PLACE\""},
    {"Paris\tLOC\tbig\n", "mine.tsv:1: unknown flag \"big\""},
    {"\tLOC\n", "mine.tsv:1: a form has"},
    {"Paris\xff\tLOC\n", "not valid UTF-8"},
};

START_TEST(bad_lexicon)
{
    stage_refuses("mine.tsv", bad_lexicons[_i].bytes, "{lexicon: [mine.tsv]}", bad_lexicons[_i].said);
}
END_TEST

START_TEST(long_form)
{
    char row[600];
    memset(row, 'x', sizeof row);
    memcpy(row + 500, "\tLOC\n", 6);
    stage_refuses("mine.tsv", row, "{lexicon: mine.tsv}", "mine.tsv:1: a form has 1 to 160 bytes");
    stage_refuses("mine.tsv", row, "{lexicon: none.tsv}", "none.tsv");
}
END_TEST

START_TEST(languages)
{
    struct filon_ctx *ctx = stage_open("{language: en}");
    assert_found(ctx, "fr", "On June 7, 2016 they left London.", "DATE June 7, 2016 | LOC London");
    filon_instance_free(ctx);
    ctx = stage_open("{language: fr}");
    assert_found(ctx, "en", "Le 7 juin 2016, en Allemagne.", "DATE 7 juin 2016 | LOC Allemagne");
    filon_instance_free(ctx);
}
END_TEST

/* ---- Any text: what the layer promises, in linear time. */

static void check_layer(void)
{
    struct filon_layer *entity = stage_layer();
    uint32_t rows = filon_rows(entity), last = 0;
    int32_t chains = 0;
    for (uint32_t row = 0; row < rows; row++) {
        ck_assert(filon_begin(entity)[row] >= last && filon_end(entity)[row] > filon_begin(entity)[row]);
        last = filon_end(entity)[row];
        ck_assert(filon_strs(entity, FILON_ENTITY_NAME)[row].n > 0);
        int32_t number = filon_i32(entity, FILON_ENTITY_CHAIN)[row];
        ck_assert(number >= 1 && number <= chains + 1);
        chains = number > chains ? number : chains;
        float score = filon_f32(entity, FILON_ENTITY_SCORE)[row];
        ck_assert(score >= 0 && score <= 1);
    }
}

static const char *const patterns[] = {
    "Obama ",
    "Saint ",
    "M. ",
    "M. de ",
    "de la ",
    "Jean de ",
    "président ",
    "président du ",
    "président, ",
    ", Obama ",
    "Comité de la ",
    "Comité national ",
    "du président, A ",
    "2016-",
    "1, 2 et ",
    "lundi ",
    "12 ",
    "21 h ",
    "XX e ",
    "(A (",
    "ONU (",
    "(ONU) ",
    "« ",
    "L'",
    "A.",
    "LE PRÉSIDENT ",
    "Le Le ",
    "Nations unies ",
    "Coupe du ",
    "place de la ",
    "É",
    "Jean-",
    "Anne Roy, ",
    "Mme Roy et ",
    "les Roy ",
    "B. Roy ",
    "Paul Jean Roy ",
    "Dupont\n",
    "à 24 heures ",
    "noël Noël ",
};

START_TEST(hostile)
{
    enum { SIZE = 1 << 18, SECONDS = 4 };
    struct filon_ctx *ctx = stage_open(_i % 3 == 0 ? "{language: fr}" : _i % 3 == 1 ? "{language: en}" : "{language: fr, model: none}");
    const char *pattern = patterns[_i / 3];
    struct filon_str text = page_repeated("", pattern, SIZE / strlen(pattern), "");
    clock_t start = clock();
    stage_annotate(ctx, text, "fr");
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < SECONDS, "`%s` again and again: %.1f s", pattern, seconds);
    check_layer();
    filon_instance_free(ctx);
}
END_TEST

/* With the learned model: what the job's own lexicon says stands, dates keep their bytes, the document bears witness. */
START_TEST(learned)
{
    kit_puts("mine.tsv", "fourgue noire\tORG\t\nOrvalie\tPER\t\n");
    struct filon_ctx *ctx = stage_open("{language: fr, lexicon: mine.tsv}");
    assert_found(ctx, "fr", "La fourgue noire a pris Orvalie.", "ORG fourgue noire | PER Orvalie");
    assert_found(ctx, "fr", "La saison 2015-2016 commence.", "DATE 2015 | DATE 2016");
    assert_found(ctx, "fr", "Barack Obama est en Allemagne, a annoncé l'ONU le 3 mars 2016.",
                 "PER Barack Obama | LOC Allemagne | ORG ONU | DATE 3 mars 2016");
    assert_found(ctx, "fr", "Valdrone avance. Hier, Pierre Valdrone reculait.", "PER Valdrone | PER Pierre Valdrone");
    const float *score = filon_f32(stage_layer(), FILON_ENTITY_SCORE);
    ck_assert(score[1] > 0.5f && score[1] <= 1);
    filon_instance_free(ctx);
}
END_TEST

/* 50,000 people, half of them of one family name, each called by it afterwards. */
START_TEST(many_people)
{
    enum { PEOPLE = 50000, SECONDS = 15 };
    struct filon_ctx *ctx = stage_open("{}");
    struct filon_buf text = FILON_BUF_INIT;
    for (unsigned i = 0; i < PEOPLE; i++) {
        char name[8] = {
            (char)('A' + i % 26), (char)('a' + i / 26 % 26), (char)('a' + i / 676 % 26), (char)('a' + i / 17576 % 26), 'o', 'r', 0};
        filon_buf_printf(&text, i % 2 ? "Hier, %s Dupont a parlé. Dupont et M. Dupont sont là.\n" : "Hier, Jean %s a parlé à M. %s.\n",
                         name, name);
    }
    clock_t start = clock();
    stage_annotate(ctx, kit_str(&text), "fr");
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < SECONDS, "%.1f s", seconds);
    check_layer();
    ck_assert_uint_gt(stage_rows(), PEOPLE);
    filon_instance_free(ctx);
}
END_TEST

/* Bytes of all kinds between pieces that the tagger looks for. */
START_TEST(any_text)
{
    static const char *const pieces[] = {"M. ",  "Obama", "de ", "l’", "É", "-",      "(",           ")",          "2016",
                                         " ",    "\n",    ",",   "à ", "h", "Parti ", "socialiste ", "président ", "«",
                                         "ONU ", "Ł",     "ﬀ",   "İ",  "ß", "1",      "er",          "XX",         "e ",
                                         ":",    "/",     ".",   "'",  "A", "du ",    "\u00a0",      "Jean-",      "\u0301"};
    struct filon_ctx *ctx = stage_open("{}");
    unsigned seed = 12345;
    for (int round = 0; round < 300; round++) {
        stage_annotate(ctx, stage_mixed(&seed, pieces, FILON_COUNT(pieces), 60), round % 3 ? "fr" : "en");
        check_layer();
    }
    stage_annotate(ctx, FILON_STR(""), "fr");
    ck_assert_uint_eq(stage_rows(), 0);
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ner");
    TCase *tcase = tcase_create("ner");
    tcase_add_checked_fixture(tcase, set_up, stage_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, types, 0, FILON_COUNT(cases));
    tcase_add_test(tcase, witness);
    tcase_add_test(tcase, capitals);
    tcase_add_test(tcase, fullest);
    tcase_add_test(tcase, one_family);
    tcase_add_test(tcase, abbreviations);
    tcase_add_test(tcase, titles);
    tcase_add_test(tcase, lexicons);
    tcase_add_loop_test(tcase, bad_lexicon, 0, FILON_COUNT(bad_lexicons));
    tcase_add_test(tcase, long_form);
    tcase_add_test(tcase, languages);
    tcase_add_loop_test(tcase, hostile, 0, 3 * FILON_COUNT(patterns));
    tcase_add_test(tcase, learned);
    tcase_add_test(tcase, many_people);
    tcase_add_test(tcase, any_text);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
