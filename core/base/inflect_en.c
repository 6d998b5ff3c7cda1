#include "base/inflect.h"

/* English. Past and participle of the irregular verbs, by the ending of the lemma: « withhold » goes as hold. */
static const struct {
    const char *lemma, *past, *participle;
} irregular[] = {
    {"be", "was", "been"},
    {"have", "had", "had"},
    {"do", "did", "done"},
    {"go", "went", "gone"},
    {"say", "said", "said"},
    {"tell", "told", "told"},
    {"think", "thought", "thought"},
    {"write", "wrote", "written"},
    {"speak", "spoke", "spoken"},
    {"hold", "held", "held"},
    {"stand", "stood", "stood"},
    {"know", "knew", "known"},
    {"feel", "felt", "felt"},
    {"find", "found", "found"},
    {"make", "made", "made"},
    {"take", "took", "taken"},
    {"give", "gave", "given"},
    {"get", "got", "gotten"},
    {"shoot", "shot", "shot"},
    {"see", "saw", "seen"},
    {"hear", "heard", "heard"},
    {"read", "read", "read"},
    {"put", "put", "put"},
    {"cut", "cut", "cut"},
    {"let", "let", "let"},
    {"set", "set", "set"},
    {"hit", "hit", "hit"},
    {"quit", "quit", "quit"},
    {"cast", "cast", "cast"},
    {"bet", "bet", "bet"},
    {"seek", "sought", "sought"},
    {"fight", "fought", "fought"},
    {"teach", "taught", "taught"},
    {"bring", "brought", "brought"},
    {"buy", "bought", "bought"},
    {"catch", "caught", "caught"},
    {"leave", "left", "left"},
    {"meet", "met", "met"},
    {"keep", "kept", "kept"},
    {"swear", "swore", "sworn"},
    {"bear", "bore", "borne"},
    {"tear", "tore", "torn"},
    {"break", "broke", "broken"},
    {"choose", "chose", "chosen"},
    {"draw", "drew", "drawn"},
    {"throw", "threw", "thrown"},
    {"grow", "grew", "grown"},
    {"blow", "blew", "blown"},
    {"show", "showed", "shown"},
    {"begin", "began", "begun"},
    {"run", "ran", "run"},
    {"win", "won", "won"},
    {"come", "came", "come"},
    {"become", "became", "become"},
    {"rise", "rose", "risen"},
    {"drive", "drove", "driven"},
    {"fall", "fell", "fallen"},
    {"lead", "led", "led"},
    {"lose", "lost", "lost"},
    {"send", "sent", "sent"},
    {"spend", "spent", "spent"},
    {"build", "built", "built"},
    {"mean", "meant", "meant"},
    {"deal", "dealt", "dealt"},
    {"sell", "sold", "sold"},
    {"pay", "paid", "paid"},
    {"lay", "laid", "laid"},
    {"sing", "sang", "sung"},
    {"ring", "rang", "rung"},
    {"stick", "stuck", "stuck"},
    {"strike", "struck", "struck"},
    {"sit", "sat", "sat"},
    {"forbid", "forbade", "forbidden"},
    {"forget", "forgot", "forgotten"},
    {"forgive", "forgave", "forgiven"},
    {"hide", "hid", "hidden"},
    {"shut", "shut", "shut"},
    {"wear", "wore", "worn"},
    {"withdraw", "withdrew", "withdrawn"},
    {"lend", "lent", "lent"},
    {"bend", "bent", "bent"},
    {"steal", "stole", "stolen"},
    {"shake", "shook", "shaken"},
    {"flee", "fled", "fled"},
    {"feed", "fed", "fed"},
    {"ride", "rode", "ridden"},
    {"fly", "flew", "flown"},
    {"hurt", "hurt", "hurt"},
    {"spread", "spread", "spread"},
    {"split", "split", "split"},
    {"sink", "sank", "sunk"},
    {"bind", "bound", "bound"},
    {"cling", "clung", "clung"},
    {"dig", "dug", "dug"},
    {"freeze", "froze", "frozen"},
    {"sweep", "swept", "swept"},
    {"sleep", "slept", "slept"},
    {"swing", "swung", "swung"},
    {"wake", "woke", "woken"},
};
/* Prefixes that an irregular verb may carry; « welcome » does not go as come. */
static const char *const prefixes[] = {"", "with", "under", "over", "out", "up", "re", "fore", "mis", "un", "a", NULL};

/* Two syllables or more with the stress on the last: the consonant doubles. */
static const char *const stressed[] = {"admit",  "commit", "permit", "submit", "omit",   "emit",  "transmit", "refer",   "prefer", "defer",
                                       "infer",  "confer", "deter",  "occur",  "recur",  "incur", "concur",   "rebut",   "regret", "abet",
                                       "acquit", "compel", "rebel",  "repel",  "propel", "expel", "dispel",   "control", "patrol", NULL};
/* Either spelling is in use. */
static const char *const british[] = {"travel",  "label",   "signal", "cancel", "channel", "model",
                                      "quarrel", "counsel", "level",  "marvel", NULL};

static bool vowel(char c)
{
    return strchr("aeiou", c) != NULL;
}

static bool one_syllable(const char *word)
{
    int groups = 0;
    for (size_t i = 0; word[i]; i++)
        groups += vowel(word[i]) && (i == 0 || !vowel(word[i - 1]));
    return groups == 1;
}

static bool whole_word(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* slam, plan, stop: consonant, one vowel, one consonant. */
static bool doubles(const char *word)
{
    size_t n = strlen(word);
    if (whole_word(word, stressed))
        return true;
    return n >= 3 && one_syllable(word) && !vowel(word[n - 1]) && !strchr("wxy", word[n - 1]) && vowel(word[n - 2]) &&
           (!vowel(word[n - 3]) || (word[n - 3] == 'u' && n > 3 && word[n - 4] == 'q'));
}

static void stem_of(char out[FILON_FORM_MAX], const char *word, bool twice, bool drop_e, bool y_to_i)
{
    size_t n = strlen(word);
    memcpy(out, word, n + 1);
    if (twice) {
        out[n] = word[n - 1];
        out[n + 1] = 0;
    } else if (drop_e && n > 2 && word[n - 1] == 'e') {
        out[n - 1] = 0;
    } else if (y_to_i && n > 1 && word[n - 1] == 'y' && !vowel(word[n - 2])) {
        out[n - 1] = 'i';
    }
}

static void sibilant_s(struct filon_forms *f, struct filon_form as, const char *word)
{
    static const char *const hissing[] = {"s", "x", "z", "ch", "sh", NULL};
    char stem[FILON_FORM_MAX];
    stem_of(stem, word, false, false, true);
    filon_form_put(f, as, stem, filon_one_of(word, hissing) || strcmp(stem, word) != 0 ? "es" : "s");
}

static void regular(struct filon_forms *f, const char *word, bool past, bool twice)
{
    static const struct filon_form past_form = {.verb_form = FILON_FIN, .mood = FILON_IND, .tense = FILON_PAST},
                                   past_part = {.verb_form = FILON_PART, .tense = FILON_PAST},
                                   present_part = {.verb_form = FILON_PART, .tense = FILON_PRES};
    char stem[FILON_FORM_MAX];
    bool keep_e = filon_ends(word, "ee") || filon_ends(word, "ye") || filon_ends(word, "oe");
    stem_of(stem, word, twice, !keep_e, false);
    if (filon_ends(word, "ie")) {
        memcpy(stem + strlen(word) - 2, "y", 2); /* lie, lying */
    }
    filon_form_put(f, present_part, stem, "ing");
    if (!past)
        return;
    stem_of(stem, word, twice, true, true);
    filon_form_put(f, past_form, stem, "ed");
    filon_form_put(f, past_part, stem, "ed");
}

static void verb(struct filon_forms *f, const char *word)
{
    static const struct filon_form third = {
        .verb_form = FILON_FIN, .mood = FILON_IND, .tense = FILON_PRES, .person = 3, .number = FILON_SING};
    filon_form_put(f, (struct filon_form){.verb_form = FILON_INF}, word, "");
    filon_form_put(f, (struct filon_form){.verb_form = FILON_FIN, .mood = FILON_IND, .tense = FILON_PRES}, word, "");
    if (strcmp(word, "be") == 0 || strcmp(word, "have") == 0 || strcmp(word, "do") == 0 || strcmp(word, "go") == 0)
        filon_form_put(f, third, word[0] == 'b' ? "is" : word[0] == 'h' ? "has" : word[0] == 'd' ? "does" : "goes", "");
    else
        sibilant_s(f, third, word);
    if (strcmp(word, "be") == 0) {
        static const char *const more[] = {"am", "are", "were"};
        for (size_t i = 0; i < FILON_COUNT(more); i++)
            filon_form_put(f, (struct filon_form){.verb_form = FILON_FIN, .mood = FILON_IND, .tense = i < 2 ? FILON_PRES : FILON_PAST},
                           more[i], "");
    }
    size_t best = FILON_COUNT(irregular), n = strlen(word);
    char prefix[FILON_FORM_MAX] = "";
    for (size_t i = 0; i < FILON_COUNT(irregular); i++) {
        if (!filon_ends(word, irregular[i].lemma))
            continue;
        size_t p = n - strlen(irregular[i].lemma);
        char before[FILON_FORM_MAX];
        memcpy(before, word, p);
        before[p] = 0;
        if (whole_word(before, prefixes) && (best == FILON_COUNT(irregular) || p < strlen(prefix))) {
            best = i;
            memcpy(prefix, before, p + 1);
        }
    }
    bool is_irregular = best < FILON_COUNT(irregular);
    if (is_irregular) {
        filon_form_put(f, (struct filon_form){.verb_form = FILON_FIN, .mood = FILON_IND, .tense = FILON_PAST}, prefix,
                       irregular[best].past);
        filon_form_put(f, (struct filon_form){.verb_form = FILON_PART, .tense = FILON_PAST}, prefix, irregular[best].participle);
    }
    bool either = whole_word(word, british);
    regular(f, word, !is_irregular, doubles(word));
    if (either)
        regular(f, word, !is_irregular, true);
}

int filon_inflect_en(struct filon_forms *f, const char *word, enum filon_pos pos)
{
    if (pos == FILON_VERB) {
        verb(f, word);
        return 0;
    }
    filon_form_put(f, (struct filon_form){.number = FILON_SING}, word, "");
    if (pos == FILON_NOUN)
        sibilant_s(f, (struct filon_form){.number = FILON_PLUR}, word);
    return 0;
}
