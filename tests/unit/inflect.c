/* The inflection of lemmas, through <filon/inflect.h>. */
#include <check.h>
#include <filon/inflect.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/unit_run.h"

/* Forms as " form:feats" after each other. */
struct forms {
    char text[65536];
    size_t n;
};

static void collect(void *arg, const struct filon_form *form)
{
    struct forms *forms = arg;
    char feats[128];
    ck_assert_uint_lt(form->text.n, FILON_FORM_MAX);
    ck_assert_uint_eq(filon_form_feats(form, feats), strlen(feats));
    forms->n += (size_t)snprintf(forms->text + forms->n, sizeof forms->text - forms->n, " %.*s:%s ", FILON_FMT(form->text), feats);
    ck_assert_uint_lt(forms->n, sizeof forms->text);
}

static struct forms forms;

static const char *inflected(const char *language, enum filon_pos pos, const char *lemma)
{
    forms.n = 0;
    forms.text[0] = 0;
    int n = filon_inflect(language, pos, filon_str_of(lemma), collect, &forms);
    ck_assert_msg(n > 0, "%s: %d forms", lemma, n);
    return forms.text;
}

static bool has(const char *text, const char *form)
{
    char key[128];
    snprintf(key, sizeof key, " %s:", form);
    return strstr(text, key) != NULL;
}

static bool reads(const char *text, const char *form, const char *feats)
{
    char key[256];
    snprintf(key, sizeof key, " %s:%s ", form, feats);
    return strstr(text, key) != NULL;
}

/* lemma, forms it must have, forms it must not have (both separated by spaces). */
struct paradigm {
    const char *lemma, *forms, *not ;
};

static void check_paradigms(const char *language, enum filon_pos pos, const struct paradigm *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *text = inflected(language, pos, p[i].lemma);
        for (int wanted = 1; wanted >= 0; wanted--) {
            char list[512], *rest = list;
            snprintf(list, sizeof list, "%s", wanted ? p[i].forms : p[i].not ? p[i].not : "");
            for (char *word; (word = strsep(&rest, " "));)
                ck_assert_msg(!*word || has(text, word) == wanted, "%s %s %s", p[i].lemma, wanted ? "lacks" : "must not give", word);
        }
    }
}

START_TEST(french_first_group)
{
    static const struct paradigm p[] = {
        {"parler", "parle parles parlons parlez parlent parlais parlions parlera parlerait parla parlèrent parlât parlant parlé parlées",
         "parlat"},
        {"dénoncer", "dénonce dénonçons dénonçait dénoncions dénonça dénoncèrent dénonçant", "dénoncait dénonçèrent dénonnçais"},
        {"exiger", "exige exigeons exigeait exigions exigea exigèrent exigeant", "exigons exigait"},
        {"céder", "cède cédons cédait cédera cèdera cédé", "céde"},
        {"protéger", "protège protégeons protégera protégeait", "protége"},
        {"reléguer", "relègue reléguons", "relégue"},
        {"célébrer", "célèbre célébrait", "célébre"},
        {"lever", "lève levons lèvera levait", "leve levera"},
        {"appeler", "appelle appelons appellera appelait", "appele appèle"},
        {"rejeter", "rejette rejetons rejettera", "rejete rejète"},
        {"harceler", "harcèle harcelons", "harcelle"},
        {"renouveler", "renouvelle renouvèle renouvelons", "renouvele"},
        {"appuyer", "appuie appuyons appuiera appuyait", "appuye"},
        {"payer", "paie paye payons paiera payera", NULL},
        {"envoyer", "envoie envoyons enverra enverrait", "envoiera"},
        {"créer", "crée crées créons créa créée", "crèe"},
        {"arrêter", "arrête arrêtons", "arrètes"},
        {"critiquer", "critique critiquons critiquant", NULL},
        {"vexer", "vexe", "vèxe"},
        {"installer", "installe installons installera", "inst"},
    };
    check_paradigms("fr", FILON_VERB, p, FILON_COUNT(p));
}
END_TEST

START_TEST(french_other_groups)
{
    static const struct paradigm p[] = {
        {"finir", "finis finit finissons finissent finissait finira finisse finît fini finies finissant", NULL},
        {"asservir", "asservit asservissent", "assert"},
        {"répartir", "répartissent", "répart"},
        {"soutenir", "soutiens soutient soutenons soutiennent soutenait soutiendra soutienne soutint soutinrent soutînt soutenu",
         "soutena"},
        {"convenir", "convient convenons conviendra convint", NULL},
        {"démentir", "dément démentent démentait démentit démenti", "démentissait"},
        {"admettre", "admet admettent admettra admit admis admises admettant", "admiss"},
        {"dire", "dis dit disons dites disent dira dise dît", "disez"},
        {"contredire", "contredisez contredisent", NULL},
        {"prédire", "prédisez prédit", NULL},
        {"interdire", "interdisez interdit", NULL},
        {"maudire", "maudissent maudit", "maudisent"},
        {"écrire", "écrit écrivent écrivit écrivait", NULL},
        {"faire", "fais font faites fera fasse fit faisant", "faisez"},
        {"vouloir", "veux veut voulons veulent voudra voudrait veuille voulut", NULL},
        {"pouvoir", "peut peuvent pourra puisse put", NULL},
        {"devoir", "doit doivent devra doive dut dû due dus", "dûs dûe"},
        {"savoir", "sait savent saura sache su sachant", "savant"},
        {"croire", "croit croient croyait croyant cru crut", NULL},
        {"prévoir", "prévoit prévoira prévu prévoyait", "préverra"},
        {"voir", "verra vit vu", NULL},
        {"concevoir", "conçoit conçoivent concevait conçut conçu", NULL},
        {"craindre", "craint craignent craignait craindra craignit", NULL},
        {"enfreindre", "enfreint enfreignent", NULL},
        {"répondre", "répond répondent répondit répondu", NULL},
        {"prendre", "prend prenons prennent prit pris prenne prenait", "prendent"},
        {"combattre", "combat combattent combattu", NULL},
        {"convaincre", "convainc convainquent convaincu", NULL},
        {"conclure", "conclut concluent conclu", "conclus-"},
        {"exclure", "exclut exclu", NULL},
        {"inclure", "inclus inclut", NULL},
        {"acquérir", "acquiert acquièrent acquis", NULL},
        {"accueillir", "accueille accueillent accueillera", "accueillissait"},
        {"découvrir", "découvre découvert", NULL},
        {"courir", "court courra courut couru", NULL},
        {"résoudre", "résout résolvent résolu", NULL},
        {"absoudre", "absout absous absoute", "absouse"},
        {"connaître", "connaît connaissent connut connu", NULL},
        {"accroître", "accroît accroissent accru", NULL},
        {"reconnaitre", "reconnait reconnaissent reconnaitra reconnu", "reconnaît"},
        {"promouvoir", "promeut promeuvent promu", NULL},
        {"falloir", "faut fallait faudra faudrait fallut", "fallons fauds fallait- fallus"},
        {"être", "suis est sommes êtes sont était sera serait sois soit soyons fut étant été", "étés sommais"},
        {"avoir", "ai as avons ont aura ait aies eut eu eue ayant", NULL},
        {"aller", "vais va allons vont ira aille allait allé", "alle"},
        {"détruire", "détruit détruisent détruisit", NULL},
    };
    check_paradigms("fr", FILON_VERB, p, FILON_COUNT(p));
}
END_TEST

START_TEST(french_features)
{
    const char *text = inflected("fr", FILON_VERB, "soutenir");
    ck_assert(reads(text, "soutenir", "VerbForm=Inf"));
    ck_assert(reads(text, "soutiennent", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"));
    ck_assert(reads(text, "soutiennent", "Mood=Sub|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"));
    ck_assert(reads(text, "soutiendrait", "Mood=Cnd|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"));
    ck_assert(reads(text, "soutint", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"));
    ck_assert(reads(text, "soutînt", "Mood=Sub|Number=Sing|Person=3|Tense=Imp|VerbForm=Fin"));
    ck_assert(reads(text, "soutenues", "Gender=Fem|Number=Plur|Tense=Past|VerbForm=Part"));
    ck_assert(reads(text, "soutenant", "Tense=Pres|VerbForm=Part"));
    ck_assert(reads(text, "soutenez", "Mood=Imp|Number=Plur|Person=2|Tense=Pres|VerbForm=Fin"));
}
END_TEST

START_TEST(french_nominal)
{
    static const struct paradigm nouns[] = {
        {"critique", "critique critiques", NULL},
        {"aveu", "aveux", "aveus"},
        {"journal", "journaux", "journals"},
        {"refus", "refus", "refuss"},
        {"drapeau", "drapeaux", NULL},
    };
    static const struct paradigm adjectives[] = {
        {"favorable", "favorable favorables", "favorablee"},
        {"opposé", "opposés opposée opposées", NULL},
        {"hostile", "hostiles", NULL},
        {"dénonciateur", "dénonciatrice dénonciateurs", "dénonciateure"},
        {"européen", "européenne européennes", NULL},
        {"furieux", "furieux furieuse furieuses", "furieuxs"},
        {"négatif", "négative", NULL},
        {"cruel", "cruelle", NULL},
    };
    check_paradigms("fr", FILON_NOUN, nouns, FILON_COUNT(nouns));
    check_paradigms("fr", FILON_ADJECTIVE, adjectives, FILON_COUNT(adjectives));
    ck_assert(reads(inflected("fr", FILON_ADJECTIVE, "opposé"), "opposées", "Gender=Fem|Number=Plur"));
}
END_TEST

START_TEST(english)
{
    static const struct paradigm verbs[] = {
        {"deny", "deny denies denied denying", "denys denyed"},
        {"criticize", "criticizes criticized criticizing", "criticizeing"},
        {"admit", "admitted admitting", "admited"},
        {"slam", "slammed slamming slams", NULL},
        {"offer", "offered", "offerred"},
        {"withhold", "withheld withholding", "withholded"},
        {"say", "says said saying", "sayed"},
        {"lie", "lying lied lies", "liing lieing"},
        {"be", "is am are was were been being", "bes beed"},
        {"welcome", "welcomed welcomes", "welcame"},
        {"signal", "signaled signalled", NULL},
        {"agree", "agreed agreeing", "agreeed agreing"},
        {"urge", "urged urging", NULL},
        {"quit", "quitting quits", "quitted"},
        {"reach", "reaches reached", "reachs"},
        {"undertake", "undertook undertaken", NULL},
        {"support", "supported", "supportted"},
        {"repeat", "repeated", "repeatted"},
    };
    static const struct paradigm nouns[] = {{"critic", "critics", NULL}, {"ally", "allies", "allys"}, {"boss", "bosses", NULL}};
    check_paradigms("en", FILON_VERB, verbs, FILON_COUNT(verbs));
    check_paradigms("en", FILON_NOUN, nouns, FILON_COUNT(nouns));
    ck_assert(reads(inflected("en", FILON_VERB, "deny"), "denies", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"));
}
END_TEST

START_TEST(refusals)
{
    static const struct {
        const char *language, *lemma;
    } bad[] = {{"fr", "table"},  {"fr", ""},   {"fr", "xoir"},
               {"de", "machen"}, {"fr", "er"}, {"fr", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaer"}};
    forms.n = 0;
    for (size_t i = 0; i < FILON_COUNT(bad); i++)
        ck_assert_int_eq(filon_inflect(bad[i].language, FILON_VERB, filon_str_of(bad[i].lemma), collect, &forms), -1);
    ck_assert_int_eq(filon_inflect("fr", FILON_VERB, FILON_NO_STR, collect, &forms), -1);
    ck_assert_int_eq(filon_inflect("fr", FILON_VERB, (struct filon_str){"a\0er", 4}, collect, &forms), -1);
    ck_assert_uint_eq(forms.n, 0);
    ck_assert(filon_like_finir(FILON_STR("finir")) && filon_like_finir(FILON_STR("répartir")));
    ck_assert(!filon_like_finir(FILON_STR("partir")) && !filon_like_finir(FILON_STR("voir")) && !filon_like_finir(FILON_STR("xoir")));
    ck_assert(!filon_like_finir(FILON_STR("parler")) && !filon_like_finir(FILON_NO_STR));
}
END_TEST

START_TEST(long_and_odd_lemmas)
{
    /* Every length up to the limit, with every ending that has rules of its own: nothing overflows. */
    static const char *const endings[] = {"er", "ir", "cer", "ger", "eler", "éder", "yer", "tenir", "dre", "uer", "èr", "être"};
    for (size_t e = 0; e < FILON_COUNT(endings); e++)
        for (size_t n = 0; n < 60; n++) {
            char lemma[128];
            memset(lemma, n % 2 ? 'b' : 'e', n);
            snprintf(lemma + n, sizeof lemma - n, "%s", endings[e]);
            forms.n = 0;
            filon_inflect("fr", FILON_VERB, filon_str_of(lemma), collect, &forms);
            forms.n = 0;
            filon_inflect("en", FILON_VERB, filon_str_of(lemma), collect, &forms);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("inflect");
    TCase *tcase = tcase_create("inflect");
    tcase_add_test(tcase, french_first_group);
    tcase_add_test(tcase, french_other_groups);
    tcase_add_test(tcase, french_features);
    tcase_add_test(tcase, french_nominal);
    tcase_add_test(tcase, english);
    tcase_add_test(tcase, refusals);
    tcase_add_test(tcase, long_and_odd_lemmas);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
