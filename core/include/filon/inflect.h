/* filon/inflect.h - all inflected forms of a lemma, so that lexicons can be lists of lemmas.
 *
 * French verbs of every group: the first with its changes of spelling (lever, céder, appeler, placer, manger, payer; both
 * spellings where the reform of 1990 allows two), the second, and the irregular ones by families (tenir also gives soutenir, maintenir …);
 * plurals and feminines of French nouns and adjectives; English verbs, regular and irregular, and plurals. Simple forms only:
 * no auxiliaries. Meant for the time when a lexicon is loaded, not for every token.
 */
#ifndef FILON_INFLECT_H
#define FILON_INFLECT_H

#include <filon/str.h>

enum filon_pos { FILON_VERB = 1, FILON_NOUN, FILON_ADJECTIVE };

/* Universal Dependencies' features; 0 is none. */
enum filon_verb_form { FILON_FIN = 1, FILON_INF, FILON_PART };
enum filon_mood { FILON_IND = 1, FILON_SUB, FILON_CND, FILON_IMP };
enum filon_tense { FILON_PRES = 1, FILON_IMPERFECT, FILON_PAST, FILON_FUT }; /* passé simple: PAST, past participle: PART and PAST */
enum filon_number { FILON_SING = 1, FILON_PLUR };
enum filon_gender { FILON_MASC = 1, FILON_FEM };

struct filon_form {
    struct filon_str text; /* lower case as the lemma; valid during the visit only */
    uint8_t verb_form, mood, tense;
    uint8_t person; /* 1 to 3; 0 none, or any (English present) */
    uint8_t number, gender;
};

/* The longest form, in bytes. */
#define FILON_FORM_MAX 96

/*
 * Calls visit for each form of the lemma with its features, the lemma itself first; a text with several readings
 * (« affirme », Ind or Sub) comes once for each. Where the gender of a noun cannot be known it is 0.
 * language: "fr" or "en". lemma: lower case, without a pronoun (« opposer », not « s'opposer »); a French verb is an infinitive.
 * Returns how many forms were visited, or -1 if the language is not known, the lemma is too long or a French verb is no infinitive.
 */
FILON_API int filon_inflect(const char *language, enum filon_pos pos, struct filon_str lemma,
                            void (*visit)(void *arg, const struct filon_form *form), void *arg);

/* Whether a French infinitive goes by the second group: finir, finissant. Since 1.1. */
FILON_API bool filon_like_finir(struct filon_str infinitive);

/* "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin" into out, NUL-terminated; its length. */
FILON_API size_t filon_form_feats(const struct filon_form *form, char out[128]);

#endif
