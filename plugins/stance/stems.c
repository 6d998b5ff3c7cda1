/* French verbs in -er are kept as stems: nine verbs in ten, and forty forms each, that most documents never need. A form is made
 * when it is first met. Accents, ç, ge and doubled consonants of the stem are folded away, so that « appelle », « cède » and
 * « plaçait » lead to one stem each; the few words that are no form of the verb but look like one do no harm. */
#include "lexicon.h"

enum { STEM_MOST = 40 };

static const struct {
    const char *ending;
    uint32_t class;
    uint8_t features;
} endings[] = {
    {"e", W_FIN, V_SING | V_FIRST},
    {"ent", W_FIN, V_PLUR},
    {"ons", W_FIN, V_PLUR | V_FIRST},
    {"ait", W_FIN, V_SING},
    {"aient", W_FIN, V_PLUR},
    {"ais", W_FIN, V_SING | V_FIRST},
    {"ions", W_FIN, V_PLUR | V_FIRST},
    {"a", W_FIN, V_SING},
    {"èrent", W_FIN, V_PLUR},
    {"era", W_FIN, V_SING | V_FUT},
    {"eront", W_FIN, V_PLUR | V_FUT},
    {"erai", W_FIN, V_SING | V_FIRST | V_FUT},
    {"erons", W_FIN, V_PLUR | V_FIRST | V_FUT},
    {"erait", W_FIN, V_SING | V_COND},
    {"eraient", W_FIN, V_PLUR | V_COND},
    {"erais", W_FIN, V_SING | V_FIRST | V_COND},
    {"erions", W_FIN, V_PLUR | V_FIRST | V_COND},
    {"er", W_INF, 0},
    {"é", W_PAST, 0},
    {"és", W_PAST, 0},
    {"ée", W_PAST, 0},
    {"ées", W_PAST, 0},
    {"ant", W_PRES, 0},
};

/* The stem's key: no accents, c for ç, i for a final y, one for two final l or t, no e behind a final g; "-" before it, as no word has. */
static size_t key_of(char out[STEM_MOST + 2], const char *stem, size_t n)
{
    size_t k = 0;
    out[k++] = '-';
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)stem[i];
        if (c == 0xc3 && i + 1 < n) {
            c = (unsigned char)stem[++i];
            out[k++] = c == 0xa7                ? 'c'
                       : c >= 0xa8 && c <= 0xab ? 'e'
                       : c >= 0xa0 && c <= 0xa4 ? 'a'
                       : c >= 0xae && c <= 0xaf ? 'i'
                       : c == 0xb4              ? 'o'
                                                : 'u';
        } else {
            out[k++] = (char)c;
        }
    }
    if (k > 3 && out[k - 1] == 'e' && out[k - 2] == 'g')
        k--;
    if (k > 3 && (out[k - 1] == 'l' || out[k - 1] == 't') && out[k - 2] == out[k - 1])
        k--;
    if (out[k - 1] == 'y')
        out[k - 1] = 'i';
    return k;
}

bool stance_has_stem(struct filon_str infinitive)
{
    return infinitive.n > 3 && infinitive.n < STEM_MOST && filon_str_ends(infinitive, FILON_STR("er")) &&
           !filon_str_is(infinitive, "aller") && !filon_str_ends(infinitive, FILON_STR("envoyer"));
}

size_t stance_stem_key(char out[64], struct filon_str infinitive)
{
    return key_of(out, infinitive.p, infinitive.n - 2);
}

/* Calls for each reading that the word may have as a form in -er: the stem's form and what the ending makes of it. */
void stance_stems(const struct lexicon *l, const char *word, size_t n,
                  void (*visit)(void *arg, const struct form *stem, uint32_t class, uint8_t features), void *arg)
{
    if (n < 3 || n >= STEM_MOST)
        return;
    for (size_t i = 0; i < FILON_COUNT(endings); i++) {
        size_t e = strlen(endings[i].ending);
        if (word[n - 1] != endings[i].ending[e - 1] || n < e + 2 || memcmp(word + n - e, endings[i].ending, e) != 0)
            continue;
        char key[STEM_MOST + 2];
        uint64_t hash;
        size_t k = key_of(key, word, n - e);
        stance_hash(key, k, &hash);
        const struct form *stem = stance_form(l, key, k, hash);
        if (stem)
            visit(arg, stem, endings[i].class, endings[i].features);
    }
}
