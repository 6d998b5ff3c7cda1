#include "base/inflect.h"

/* French. A verb is its infinitive, six present forms, and the stems of future, passé simple and past participle; all other forms
 * follow from these by the school grammar's rules, but for the few verbs whose subjunctive or imperative is its own. */

struct verb {
    const char *ending;      /* of the infinitive; what stands before it is put before every form */
    size_t n;                /* its bytes */
    const char *present;     /* six forms, or stems of them: "-" none */
    const char *future;      /* stem */
    const char *past;        /* third person singular of the passé simple */
    const char *participle;  /* past, masculine singular; behind it the feminine, if irregular; "-": invariable */
    const char *subjunctive; /* stem of je, tu, il, ils and of nous, vous; NULL: from the present */
    const char *gerund;      /* present participle; NULL: from nous */
};

/* The second group and the families of the third, by the ending of the infinitive; the longest that fits is taken. */
#define E(ending) ending, sizeof(ending) - 1
static const struct verb families[] = {
    {E("être"), "suis es est sommes êtes sont", "ser", "fut", "été -", "soi soy", "étant"},
    {E("avoir"), "ai as a avons avez ont", "aur", "eut", "eu", "ai ay", "ayant"},
    {E("aller"), "vais vas va allons allez vont", "ir", "alla", "allé", "aill all", NULL},
    {E("envoyer"), "envoie envoies envoie envoyons envoyez envoient", "enverr", "envoya", "envoyé", NULL, NULL},
    {E("faire"), "fais fais fait faisons faites font", "fer", "fit", "fait", "fass fass", NULL},
    {E("traire"), "trais trais trait trayons trayez traient", "trair", NULL, "trait", NULL, NULL},
    {E("plaire"), "plais plais plaît plaisons plaisez plaisent", "plair", "plut", "plu", NULL, NULL},
    {E("taire"), "tais tais tait taisons taisez taisent", "tair", "tut", "tu", NULL, NULL},
    {E("dire"), "dis dis dit disons dites disent", "dir", "dit", "dit", NULL, NULL},
    {E("contredire"), "contredis contredis contredit contredisons contredisez contredisent", "contredir", "contredit", "contredit", NULL,
     NULL},
    {E("terdire"), "terdis terdis terdit terdisons terdisez terdisent", "terdir", "terdit", "terdit", NULL, NULL},
    {E("édire"), "édis édis édit édisons édisez édisent", "édir", "édit", "édit", NULL, NULL},
    {E("maudire"), "maudis maudis maudit maudissons maudissez maudissent", "maudir", "maudit", "maudit", NULL, NULL},
    {E("crire"), "cris cris crit crivons crivez crivent", "crir", "crivit", "crit", NULL, NULL},
    {E("lire"), "lis lis lit lisons lisez lisent", "lir", "lut", "lu", NULL, NULL},
    {E("rire"), "ris ris rit rions riez rient", "rir", "rit", "ri", NULL, NULL},
    {E("suffire"), "suffis suffis suffit suffisons suffisez suffisent", "suffir", "suffit", "suffi", NULL, NULL},
    {E("uire"), "uis uis uit uisons uisez uisent", "uir", "uisit", "uit", NULL, NULL},
    {E("nuire"), "nuis nuis nuit nuisons nuisez nuisent", "nuir", "nuisit", "nui", NULL, NULL},
    {E("croire"), "crois crois croit croyons croyez croient", "croir", "crut", "cru", NULL, NULL},
    {E("boire"), "bois bois boit buvons buvez boivent", "boir", "but", "bu", "boiv buv", NULL},
    {E("clure"), "clus clus clut cluons cluez cluent", "clur", "clut", "clu", NULL, NULL},
    {E("inclure"), "inclus inclus inclut incluons incluez incluent", "inclur", "inclut", "inclus", NULL, NULL},
    {E("clore"), "clos clos clôt closons closez closent", "clor", NULL, "clos", NULL, NULL},
    {E("voir"), "vois vois voit voyons voyez voient", "verr", "vit", "vu", NULL, NULL},
    {E("prévoir"), "prévois prévois prévoit prévoyons prévoyez prévoient", "prévoir", "prévit", "prévu", NULL, NULL},
    {E("pourvoir"), "pourvois pourvois pourvoit pourvoyons pourvoyez pourvoient", "pourvoir", "pourvut", "pourvu", NULL, NULL},
    {E("cevoir"), "çois çois çoit cevons cevez çoivent", "cevr", "çut", "çu", "çoiv cev", NULL},
    {E("devoir"), "dois dois doit devons devez doivent", "devr", "dut", "dû due", "doiv dev", NULL},
    {E("pouvoir"), "peux peux peut pouvons pouvez peuvent", "pourr", "put", "pu", "puiss puiss", NULL},
    {E("savoir"), "sais sais sait savons savez savent", "saur", "sut", "su", "sach sach", "sachant"},
    {E("vouloir"), "veux veux veut voulons voulez veulent", "voudr", "voulut", "voulu", "veuill voul", NULL},
    {E("valoir"), "vaux vaux vaut valons valez valent", "vaudr", "valut", "valu", "vaill val", NULL},
    {E("prévaloir"), "prévaux prévaux prévaut prévalons prévalez prévalent", "prévaudr", "prévalut", "prévalu", NULL, NULL},
    {E("falloir"), "- - faut fallons - -", "faudr", "fallut", "fallu -", "faill fall", "-"},
    {E("pleuvoir"), "- - pleut pleuvons - pleuvent", "pleuvr", "plut", "plu -", NULL, NULL},
    {E("mouvoir"), "meus meus meut mouvons mouvez meuvent", "mouvr", "mut", "mu", "meuv mouv", NULL},
    {E("asseoir"), "assieds assieds assied asseyons asseyez asseyent", "assiér", "assit", "assis", NULL, NULL},
    {E("ir"), "is is it issons issez issent", "ir", "it", "i", NULL, NULL},
    {E("tenir"), "tiens tiens tient tenons tenez tiennent", "tiendr", "tint", "tenu", "tienn ten", NULL},
    {E("venir"), "viens viens vient venons venez viennent", "viendr", "vint", "venu", "vienn ven", NULL},
    {E("quérir"), "quiers quiers quiert quérons quérez quièrent", "querr", "quit", "quis", "quièr quér", NULL},
    {E("courir"), "cours cours court courons courez courent", "courr", "courut", "couru", NULL, NULL},
    {E("mourir"), "meurs meurs meurt mourons mourez meurent", "mourr", "mourut", "mort", "meur mour", NULL},
    {E("ouvrir"), "ouvre ouvres ouvre ouvrons ouvrez ouvrent", "ouvrir", "ouvrit", "ouvert", NULL, NULL},
    {E("ffrir"), "ffre ffres ffre ffrons ffrez ffrent", "ffrir", "ffrit", "ffert", NULL, NULL},
    {E("cueillir"), "cueille cueilles cueille cueillons cueillez cueillent", "cueiller", "cueillit", "cueilli", NULL, NULL},
    {E("ssaillir"), "ssaille ssailles ssaille ssaillons ssaillez ssaillent", "ssaillir", "ssaillit", "ssailli", NULL, NULL},
    {E("mentir"), "mens mens ment mentons mentez mentent", "mentir", "mentit", "menti", NULL, NULL},
    {E("sentir"), "sens sens sent sentons sentez sentent", "sentir", "sentit", "senti", NULL, NULL},
    {E("repentir"), "repens repens repent repentons repentez repentent", "repentir", "repentit", "repenti", NULL, NULL},
    {E("partir"), "pars pars part partons partez partent", "partir", "partit", "parti", NULL, NULL},
    {E("sortir"), "sors sors sort sortons sortez sortent", "sortir", "sortit", "sorti", NULL, NULL},
    {E("servir"), "sers sers sert servons servez servent", "servir", "servit", "servi", NULL, NULL},
    {E("dormir"), "dors dors dort dormons dormez dorment", "dormir", "dormit", "dormi", NULL, NULL},
    {E("fuir"), "fuis fuis fuit fuyons fuyez fuient", "fuir", "fuit", "fui", NULL, NULL},
    {E("vêtir"), "vêts vêts vêt vêtons vêtez vêtent", "vêtir", "vêtit", "vêtu", NULL, NULL},
    {E("haïr"), "hais hais hait haïssons haïssez haïssent", "haïr", "haït", "haï", NULL, NULL},
    {E("mettre"), "mets mets met mettons mettez mettent", "mettr", "mit", "mis", NULL, NULL},
    {E("battre"), "bats bats bat battons battez battent", "battr", "battit", "battu", NULL, NULL},
    {E("rompre"), "romps romps rompt rompons rompez rompent", "rompr", "rompit", "rompu", NULL, NULL},
    {E("vaincre"), "vaincs vaincs vainc vainquons vainquez vainquent", "vaincr", "vainquit", "vaincu", NULL, NULL},
    {E("suivre"), "suis suis suit suivons suivez suivent", "suivr", "suivit", "suivi", NULL, NULL},
    {E("vivre"), "vis vis vit vivons vivez vivent", "vivr", "vécut", "vécu", NULL, NULL},
    {E("prendre"), "prends prends prend prenons prenez prennent", "prendr", "prit", "pris", "prenn pren", NULL},
    {E("endre"), "ends ends end endons endez endent", "endr", "endit", "endu", NULL, NULL},
    {E("andre"), "ands ands and andons andez andent", "andr", "andit", "andu", NULL, NULL},
    {E("ondre"), "onds onds ond ondons ondez ondent", "ondr", "ondit", "ondu", NULL, NULL},
    {E("erdre"), "erds erds erd erdons erdez erdent", "erdr", "erdit", "erdu", NULL, NULL},
    {E("ordre"), "ords ords ord ordons ordez ordent", "ordr", "ordit", "ordu", NULL, NULL},
    {E("aindre"), "ains ains aint aignons aignez aignent", "aindr", "aignit", "aint", NULL, NULL},
    {E("eindre"), "eins eins eint eignons eignez eignent", "eindr", "eignit", "eint", NULL, NULL},
    {E("oindre"), "oins oins oint oignons oignez oignent", "oindr", "oignit", "oint", NULL, NULL},
    {E("soudre"), "sous sous sout solvons solvez solvent", "soudr", "solut", "sous soute", NULL, NULL},
    {E("résoudre"), "résous résous résout résolvons résolvez résolvent", "résoudr", "résolut", "résolu", NULL, NULL},
    {E("coudre"), "couds couds coud cousons cousez cousent", "coudr", "cousit", "cousu", NULL, NULL},
    {E("naître"), "nais nais naît naissons naissez naissent", "naîtr", "naquit", "né", NULL, NULL},
    {E("connaître"), "connais connais connaît connaissons connaissez connaissent", "connaîtr", "connut", "connu", NULL, NULL},
    {E("paraître"), "parais parais paraît paraissons paraissez paraissent", "paraîtr", "parut", "paru", NULL, NULL},
    {E("naitre"), "nais nais nait naissons naissez naissent", "naitr", "naquit", "né", NULL,
     NULL}, /* without the circumflex: the reform of 1990 */
    {E("connaitre"), "connais connais connait connaissons connaissez connaissent", "connaitr", "connut", "connu", NULL, NULL},
    {E("paraitre"), "parais parais parait paraissons paraissez paraissent", "paraitr", "parut", "paru", NULL, NULL},
    {E("croitre"), "crois crois croit croissons croissez croissent", "croitr", "crut", "cru", NULL, NULL},
    {E("croître"), "crois crois croît croissons croissez croissent", "croîtr", "crut", "cru", NULL, NULL},
};
#undef E

/* These only look like a family: they go by the second group. */
static const char *const second_group[] = {"répartir", "impartir", "assortir", "asservir", NULL};

struct conjugation {
    struct filon_forms *f;
    bool impersonal;
    char prefix[FILON_FORM_MAX / 2];
};

static void put_ending(struct conjugation *c, struct filon_form as, size_t stem, const char *ending)
{
    if (c->impersonal && as.verb_form == FILON_FIN && (as.person != 3 || as.number != FILON_SING))
        return;
    filon_form_end(c->f, &as, stem, ending);
}

static void put(struct conjugation *c, struct filon_form as, const char *stem, const char *ending)
{
    put_ending(c, as, filon_form_stem(c->f, c->prefix, stem), ending);
}

static struct filon_form fin(enum filon_mood mood, enum filon_tense tense, int i)
{
    return (struct filon_form){.verb_form = FILON_FIN,
                               .mood = (uint8_t)mood,
                               .tense = (uint8_t)tense,
                               .person = (uint8_t)(i % 3 + 1),
                               .number = i < 3 ? FILON_SING : FILON_PLUR};
}

static void six(struct conjugation *c, enum filon_mood mood, enum filon_tense tense, const char *stem, const char *const endings[6])
{
    size_t n = filon_form_stem(c->f, c->prefix, stem);
    for (int i = 0; i < 6; i++)
        put_ending(c, fin(mood, tense, i), n, endings[i]);
}

static const char *const imperfect[6] = {"ais", "ais", "ait", "ions", "iez", "aient"};
static const char *const future[6] = {"ai", "as", "a", "ons", "ez", "ont"};
static const char *const subjunctive[6] = {"e", "es", "e", "ions", "iez", "ent"};

static void participles(struct conjugation *c, const char *past, const char *present)
{
    static const struct filon_form ms = {.verb_form = FILON_PART, .tense = FILON_PAST, .number = FILON_SING, .gender = FILON_MASC},
                                   mp = {.verb_form = FILON_PART, .tense = FILON_PAST, .number = FILON_PLUR, .gender = FILON_MASC},
                                   fs = {.verb_form = FILON_PART, .tense = FILON_PAST, .number = FILON_SING, .gender = FILON_FEM},
                                   fp = {.verb_form = FILON_PART, .tense = FILON_PAST, .number = FILON_PLUR, .gender = FILON_FEM};
    char masculine[FILON_FORM_MAX], feminine[FILON_FORM_MAX];
    const char *space = strchr(past, ' ');
    size_t n = space ? (size_t)(space - past) : strlen(past);
    memcpy(masculine, past, n);
    masculine[n] = 0;
    if (space) {
        memcpy(feminine, space + 1, strlen(space + 1) + 1);
    } else {
        memcpy(feminine, past, n);
        memcpy(feminine + n, "e", 2);
    }
    put(c, ms, masculine, "");
    if (strcmp(present, "-") != 0)
        put(c, (struct filon_form){.verb_form = FILON_PART, .tense = FILON_PRES}, present, "");
    if (strcmp(feminine, "-") == 0)
        return;
    if (filon_ends(masculine, "û"))
        memcpy(masculine + n - 2, "u", 2); /* dû, but dus */
    put(c, mp, masculine, filon_ends(masculine, "s") ? "" : "s");
    put(c, fs, feminine, "");
    put(c, fp, feminine, "s");
}

/* Passé simple and the subjunctive that goes with it, from the third person: parla, finit, voulut, tint, haït.
 * plural: the stem of the third person plural where it differs (plaça, placèrent), or NULL. */
static void simple_past(struct conjugation *c, const char *third, const char *plural)
{
    static const struct {
        const char *ending, *past[6], *subjunctive[6];
    } kinds[] = {
        {"a", {"ai", "as", "a", "âmes", "âtes", "èrent"}, {"asse", "asses", "ât", "assions", "assiez", "assent"}},
        {"int", {"ins", "ins", "int", "înmes", "întes", "inrent"}, {"insse", "insses", "înt", "inssions", "inssiez", "inssent"}},
        {"it", {"is", "is", "it", "îmes", "îtes", "irent"}, {"isse", "isses", "ît", "issions", "issiez", "issent"}},
        {"ut", {"us", "us", "ut", "ûmes", "ûtes", "urent"}, {"usse", "usses", "ût", "ussions", "ussiez", "ussent"}},
        {"ït", {"ïs", "ïs", "ït", "ïmes", "ïtes", "ïrent"}, {"ïsse", "ïsses", "ït", "ïssions", "ïssiez", "ïssent"}},
    };
    for (size_t i = 0; i < FILON_COUNT(kinds); i++) {
        if (!filon_ends(third, kinds[i].ending))
            continue;
        char stem[FILON_FORM_MAX];
        size_t n = strlen(third) - strlen(kinds[i].ending);
        memcpy(stem, third, n);
        stem[n] = 0;
        for (int k = 0; k < 6; k++)
            put(c, fin(FILON_IND, FILON_PAST, k), k == 5 && plural ? plural : stem, kinds[i].past[k]);
        six(c, FILON_SUB, FILON_IMPERFECT, stem, kinds[i].subjunctive);
        return;
    }
}

/* The i-th of words separated by single spaces, without its ending of `cut` bytes. */
static void word_at(char out[FILON_FORM_MAX], const char *words, int i, size_t cut)
{
    for (; i > 0 && *words; words++)
        i -= *words == ' ';
    size_t n = 0;
    for (; words[n] && words[n] != ' '; n++)
        out[n] = words[n];
    out[n > cut ? n - cut : 0] = 0;
}

static void own_subjunctive(struct conjugation *c, const struct verb *v)
{
    static const char *const be[6] = {"s", "s", "t", "ons", "ez", "ent"}, *const have[6] = {"e", "es", "t", "ons", "ez", "ent"};
    bool auxiliary = strcmp(v->ending, "être") == 0 || strcmp(v->ending, "avoir") == 0;
    const char *const *endings = !auxiliary ? subjunctive : v->ending[0] == 'a' ? have : be;
    char short_stem[FILON_FORM_MAX], long_stem[FILON_FORM_MAX];
    word_at(short_stem, v->subjunctive, 0, 0);
    word_at(long_stem, v->subjunctive, 1, 0);
    for (int i = 0; i < 6; i++)
        put(c, fin(FILON_SUB, FILON_PRES, i), i == 3 || i == 4 ? long_stem : short_stem, endings[i]);
}

static void imperative(struct conjugation *c, const struct verb *v)
{
    static const struct {
        const char *verb, *forms;
    } own[] = {{"être", "sois soyons soyez"},
               {"avoir", "aie ayons ayez"},
               {"savoir", "sache sachons sachez"},
               {"vouloir", "veuille voulons veuillez"}};
    char forms[3][FILON_FORM_MAX];
    for (int i = 0; i < 3; i++)
        word_at(forms[i], v->present, i == 0 ? 1 : i + 2, 0);
    for (size_t i = 0; i < FILON_COUNT(own); i++)
        for (int k = 0; k < 3 && strcmp(v->ending, own[i].verb) == 0; k++)
            word_at(forms[k], own[i].forms, k, 0);
    size_t n = strlen(forms[0]);
    if (filon_ends(forms[0], "es") || strcmp(forms[0], "vas") == 0)
        forms[0][n - 1] = 0;
    for (int i = 0; i < 3; i++)
        if (forms[i][0] && forms[i][0] != '-')
            put(c, fin(FILON_IMP, FILON_PRES, i == 0 ? 1 : i + 2), forms[i], "");
}

static void conjugate(struct conjugation *c, const struct verb *v)
{
    char word[FILON_FORM_MAX], us[FILON_FORM_MAX], gerund[FILON_FORM_MAX];
    for (int i = 0; i < 6; i++) {
        word_at(word, v->present, i, 0);
        if (strcmp(word, "-") != 0)
            put(c, fin(FILON_IND, FILON_PRES, i), word, "");
    }
    word_at(us, v->present, 3, 3); /* nous soutenons: souten- */
    if (strcmp(v->ending, "être") == 0)
        memcpy(us, "ét", sizeof "ét");
    six(c, FILON_IND, FILON_IMPERFECT, us, imperfect);
    six(c, FILON_IND, FILON_FUT, v->future, future);
    six(c, FILON_CND, FILON_PRES, v->future, imperfect);
    if (v->subjunctive) {
        own_subjunctive(c, v);
    } else {
        word_at(word, v->present, 5, 3); /* ils disent: dis- */
        for (int i = 0; i < 6; i++)
            put(c, fin(FILON_SUB, FILON_PRES, i), i == 3 || i == 4 ? us : word, subjunctive[i]);
    }
    imperative(c, v);
    if (v->past)
        simple_past(c, v->past, NULL);
    memcpy(gerund, us, strlen(us) + 1);
    memcpy(gerund + strlen(us), "ant", 4);
    participles(c, v->participle, v->gerund ? v->gerund : gerund);
}

/* ---- The first group: one stem before a, one before e that is heard, one or two before a mute e. */

/* e + consonant that takes è; the others in -eler and -eter double their consonant, or may do either. */
static const char *const grave[] = {"acheter",   "geler",   "modeler", "peler",     "marteler", "harceler", "démanteler", "ciseler",
                                    "écarteler", "receler", "déceler", "crocheter", "fureter",  "haleter",  NULL};
static const char *const doubled[] = {"appeler", "épeler", "jeter", NULL};

static bool vowel(char c)
{
    return strchr("aeiouy", c) != NULL || (unsigned char)c >= 0x80;
}

/* The position of the e or é whose accent depends on what follows; -1 if there is none. */
static int changing_vowel(const char *stem)
{
    size_t n = strlen(stem), at = n;
    if (n > 2 && stem[n - 1] == 'u' && (stem[n - 2] == 'g' || stem[n - 2] == 'q'))
        at = n - 1;
    size_t end = at;
    while (at > 0 && !vowel(stem[at - 1]))
        at--;
    size_t consonants = end - at;
    if (filon_ends(stem, "ç"))
        consonants = 1, at = n - 2;
    if (consonants == 0 || at == 0)
        return -1;
    if (at >= 2 && memcmp(stem + at - 2, "é", 2) == 0)
        return (int)at - 2;
    if (stem[at - 1] == 'e' && (consonants == 1 || filon_ends(stem, "vr")) && stem[at] != 'x')
        return (int)at - 1;
    return -1;
}

static void accent(char out[FILON_FORM_MAX], const char *stem, int at)
{
    size_t skip = stem[at] == 'e' ? 1 : 2, n = (size_t)at;
    memcpy(out, stem, n);
    memcpy(out + n, "è", 2);
    memcpy(out + n + 2, stem + n + skip, strlen(stem + n + skip) + 1);
}

/* Forms with a mute e behind the stem, and the future that is built like them. */
static void mute(struct conjugation *c, const char *stem, bool present, const char *future_stem)
{
    char fut[FILON_FORM_MAX];
    static const int who[] = {0, 1, 2, 5};
    for (size_t i = 0; present && i < FILON_COUNT(who); i++) {
        put(c, fin(FILON_IND, FILON_PRES, who[i]), stem, subjunctive[who[i]]);
        put(c, fin(FILON_SUB, FILON_PRES, who[i]), stem, subjunctive[who[i]]);
    }
    if (present)
        put(c, fin(FILON_IMP, FILON_PRES, 1), stem, "e");
    if (!future_stem)
        return;
    memcpy(fut, future_stem, strlen(future_stem) + 1);
    memcpy(fut + strlen(future_stem), "er", 3);
    six(c, FILON_IND, FILON_FUT, fut, future);
    six(c, FILON_CND, FILON_PRES, fut, imperfect);
}

static void mute_forms(struct conjugation *c, const char *stem, const char *infinitive)
{
    size_t n = strlen(stem);
    char other[FILON_FORM_MAX];
    int at = changing_vowel(stem);
    if (n && stem[n - 1] == 'y') {
        memcpy(other, stem, n + 1);
        other[n - 1] = 'i';
        mute(c, other, true, other);
        if (n > 1 && (stem[n - 2] == 'a' || stem[n - 2] == 'e'))
            mute(c, stem, true, stem); /* paye or paie; grasseye */
        return;
    }
    if (at < 0) {
        mute(c, stem, true, stem);
        return;
    }
    accent(other, stem, at);
    if (stem[at] != 'e') {
        mute(c, other, true, other); /* cède, cèdera */
        mute(c, stem, false, stem);  /* cédera */
        return;
    }
    bool only_twice = filon_one_of(infinitive, doubled);
    bool twice = only_twice || ((filon_ends(stem, "el") || filon_ends(stem, "et")) && !filon_one_of(infinitive, grave));
    if (!only_twice)
        mute(c, other, true, other);
    if (twice) {
        memcpy(other, stem, n);
        other[n] = stem[n - 1];
        other[n + 1] = 0;
        mute(c, other, true, other);
    }
}

static void first_group(struct conjugation *c, const char *infinitive)
{
    char stem[FILON_FORM_MAX], before_a[FILON_FORM_MAX];
    size_t n = strlen(infinitive) - 2;
    memcpy(stem, infinitive, n);
    stem[n] = 0;
    memcpy(before_a, stem, n + 1);
    if (filon_ends(stem, "g"))
        memcpy(before_a + n, "e", 2);
    else if (filon_ends(stem, "c"))
        memcpy(before_a + n - 1, "ç", 3);
    mute_forms(c, stem, infinitive);
    for (int i = 0; i < 2; i++)
        put(c, fin(i ? FILON_IMP : FILON_IND, FILON_PRES, 3), before_a, "ons");
    for (int i = 0; i < 2; i++)
        put(c, fin(i ? FILON_IMP : FILON_IND, FILON_PRES, 4), stem, "ez");
    for (int i = 0; i < 6; i++) {
        bool e = imperfect[i][0] == 'i';
        put(c, fin(FILON_IND, FILON_IMPERFECT, i), e ? stem : before_a, imperfect[i]);
        if (e)
            put(c, fin(FILON_SUB, FILON_PRES, i), stem, imperfect[i]);
    }
    char third[FILON_FORM_MAX], present[FILON_FORM_MAX], past[FILON_FORM_MAX];
    size_t a = strlen(before_a);
    memcpy(third, before_a, a);
    memcpy(third + a, "a", 2);
    simple_past(c, third, stem);
    memcpy(present, before_a, a);
    memcpy(present + a, "ant", 4);
    memcpy(past, stem, n);
    memcpy(past + n, "é", 3);
    participles(c, past, present);
}

/* The longest family that the infinitive ends in; NULL for the first group and for what is no verb. */
static const struct verb *family(const char *word)
{
    const struct verb *best = NULL;
    size_t n = strlen(word);
    for (size_t i = 0; i < FILON_COUNT(families); i++) {
        const struct verb *v = &families[i];
        if (v->n > n || (best && v->n <= best->n) || word[n - v->n] != *v->ending)
            continue;
        bool whole = i < 3; /* être, avoir, aller: « installer » is none of them */
        if (memcmp(word + n - v->n, v->ending, v->n) == 0 && (!whole || v->n == n))
            best = v;
    }
    if (best && filon_one_of(word, second_group))
        for (best = families; strcmp(best->ending, "ir") != 0;)
            best++;
    return best;
}

bool filon_inflect_fr_second(const char *word)
{
    const struct verb *v = filon_ends(word, "ir") && !filon_ends(word, "oir") ? family(word) : NULL;
    return v && strcmp(v->ending, "ir") == 0;
}

int filon_inflect_fr_verb(struct filon_forms *f, const char *word)
{
    struct conjugation c = {.f = f};
    size_t n = strlen(word);
    const struct verb *v = family(word);
    if (v ? strcmp(v->ending, "ir") == 0 && filon_ends(word, "oir") : n < 4 || !filon_ends(word, "er"))
        return -1;
    put(&c, (struct filon_form){.verb_form = FILON_INF}, word, "");
    if (v) {
        c.impersonal = strcmp(v->ending, "falloir") == 0 || strcmp(v->ending, "pleuvoir") == 0;
        memcpy(c.prefix, word, n - v->n);
        conjugate(&c, v);
    } else {
        first_group(&c, word);
    }
    return 0;
}

/* ---- Nouns and adjectives. */

static const struct {
    const char *ending, *plural;
} fr_plurals[] = {{"al", "aux"}, {"eau", "eaux"}, {"eu", "eux"}, {"s", "s"}, {"x", "x"}, {"z", "z"}, {"", "s"}},
  fr_feminines[] = {{"teur", "trice"}, {"eur", "euse"}, {"eux", "euse"}, {"if", "ive"},   {"er", "ère"}, {"el", "elle"}, {"en", "enne"},
                    {"on", "onne"},    {"et", "ète"},   {"c", "que"},    {"oux", "ouse"}, {"e", "e"},    {"", "e"}};

static void replace(char out[FILON_FORM_MAX], const char *word, const char *ending, const char *by)
{
    size_t n = strlen(word) - strlen(ending);
    memcpy(out, word, n);
    memcpy(out + n, by, strlen(by) + 1);
}

static void with_plural(struct filon_forms *f, struct filon_form as, const char *word)
{
    char plural[FILON_FORM_MAX];
    as.number = FILON_SING;
    filon_form_put(f, as, word, "");
    size_t i = 0;
    while (!filon_ends(word, fr_plurals[i].ending))
        i++;
    replace(plural, word, fr_plurals[i].ending, fr_plurals[i].plural);
    as.number = FILON_PLUR;
    filon_form_put(f, as, plural, "");
}

int filon_inflect_fr_nominal(struct filon_forms *f, const char *word, enum filon_pos pos)
{
    struct filon_form as = {.gender = pos == FILON_ADJECTIVE ? FILON_MASC : 0};
    char feminine[FILON_FORM_MAX];
    with_plural(f, as, word);
    if (pos != FILON_ADJECTIVE)
        return 0;
    as.gender = FILON_FEM;
    for (size_t i = 0; i < FILON_COUNT(fr_feminines); i++) {
        if (!filon_ends(word, fr_feminines[i].ending))
            continue;
        replace(feminine, word, fr_feminines[i].ending, fr_feminines[i].plural);
        with_plural(f, as, feminine);
        /* dénonciatrice, but also menteuse */
        if (strcmp(fr_feminines[i].ending, "teur") != 0)
            break;
    }
    return 0;
}
