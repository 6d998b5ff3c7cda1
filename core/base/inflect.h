/* base/inflect.h - inside <filon/inflect.h>: what the languages share. */
#ifndef BASE_INFLECT_H
#define BASE_INFLECT_H

#include <filon/inflect.h>

struct filon_forms {
    void (*visit)(void *arg, const struct filon_form *form);
    void *arg;
    int n;
    char text[FILON_FORM_MAX]; /* the form under work */
};

/* Begins forms that differ in their endings: prefix + stem; their length. */
size_t filon_form_stem(struct filon_forms *f, const char *prefix, const char *stem);
/* Visits the first n bytes of that stem + ending with the features of `as`. */
void filon_form_end(struct filon_forms *f, const struct filon_form *as, size_t n, const char *ending);
/* A form alone: stem + ending. */
void filon_form_put(struct filon_forms *f, struct filon_form as, const char *stem, const char *ending);

static inline bool filon_ends(const char *word, const char *ending)
{
    size_t w = strlen(word), e = strlen(ending);
    return w >= e && (e == 0 || word[w - 1] == ending[e - 1]) && memcmp(word + w - e, ending, e) == 0;
}

/* Does the word end in one of the list's? The list ends with NULL. */
bool filon_one_of(const char *word, const char *const *list);

/* Whether the word is an infinitive like « finir ». */
bool filon_inflect_fr_second(const char *word);
/* 0, or -1 if the word cannot be one of this kind. Words are shorter than FILON_FORM_MAX / 2. */
int filon_inflect_fr_verb(struct filon_forms *f, const char *word);
int filon_inflect_fr_nominal(struct filon_forms *f, const char *word, enum filon_pos pos);
int filon_inflect_en(struct filon_forms *f, const char *word, enum filon_pos pos);

#endif
