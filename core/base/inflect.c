#include <filon/inflect.h>
#include <stdio.h>

#include "base/inflect.h"

/* What both languages share: building forms and spelling out their features. */

/* Copies bytes one by one: the parts of a form are a few bytes long, and there are tens of thousands of them in a lexicon. */
static size_t append(char text[FILON_FORM_MAX], size_t n, const char *part)
{
    while (*part && n < FILON_FORM_MAX)
        text[n++] = *part++;
    return n;
}

size_t filon_form_stem(struct filon_forms *f, const char *prefix, const char *stem)
{
    return append(f->text, append(f->text, 0, prefix), stem);
}

void filon_form_end(struct filon_forms *f, const struct filon_form *as, size_t n, const char *ending)
{
    n = append(f->text, n, ending);
    if (n == FILON_FORM_MAX)
        return;
    f->text[n] = 0;
    struct filon_form form = *as;
    form.text = (struct filon_str){f->text, n};
    f->visit(f->arg, &form);
    f->n++;
}

void filon_form_put(struct filon_forms *f, struct filon_form as, const char *stem, const char *ending)
{
    filon_form_end(f, &as, filon_form_stem(f, "", stem), ending);
}

bool filon_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (filon_ends(word, *list))
            return true;
    return false;
}

/* Half of the longest form leaves room for every ending. */
static bool word_of(char word[FILON_FORM_MAX / 2], struct filon_str lemma)
{
    if (!lemma.p || lemma.n == 0 || lemma.n >= FILON_FORM_MAX / 2 || memchr(lemma.p, 0, lemma.n))
        return false;
    memcpy(word, lemma.p, lemma.n);
    word[lemma.n] = 0;
    return true;
}

int filon_inflect(const char *language, enum filon_pos pos, struct filon_str lemma, void (*visit)(void *arg, const struct filon_form *form),
                  void *arg)
{
    char word[FILON_FORM_MAX / 2];
    if (!language || !word_of(word, lemma))
        return -1;
    struct filon_forms forms = {.visit = visit, .arg = arg};
    int result = -1;
    if (strcmp(language, "fr") == 0)
        result = pos == FILON_VERB ? filon_inflect_fr_verb(&forms, word) : filon_inflect_fr_nominal(&forms, word, pos);
    else if (strcmp(language, "en") == 0)
        result = filon_inflect_en(&forms, word, pos);
    return result ? -1 : forms.n;
}

bool filon_like_finir(struct filon_str infinitive)
{
    char word[FILON_FORM_MAX / 2];
    return word_of(word, infinitive) && filon_inflect_fr_second(word);
}

size_t filon_form_feats(const struct filon_form *form, char out[128])
{
    static const char *const genders[] = {NULL, "Masc", "Fem"}, *const moods[] = {NULL, "Ind", "Sub", "Cnd", "Imp"},
                             *const numbers[] = {NULL, "Sing", "Plur"}, *const persons[] = {NULL, "1", "2", "3"},
                             *const tenses[] = {NULL, "Pres", "Imp", "Past", "Fut"}, *const verb_forms[] = {NULL, "Fin", "Inf", "Part"};
    const struct {
        const char *name, *value;
    } feats[] = {
        {"Gender", genders[form->gender]}, {"Mood", moods[form->mood]},    {"Number", numbers[form->number]},
        {"Person", persons[form->person]}, {"Tense", tenses[form->tense]}, {"VerbForm", verb_forms[form->verb_form]},
    };
    size_t n = 0;
    out[0] = 0;
    for (size_t i = 0; i < FILON_COUNT(feats); i++)
        if (feats[i].value)
            n += (size_t)snprintf(out + n, 128 - n, "%s%s=%s", n ? "|" : "", feats[i].name, feats[i].value);
    return n;
}
