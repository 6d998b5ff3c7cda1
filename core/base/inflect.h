/* base/inflect.h - inside <filon/inflect.h>: what the languages share. */
#ifndef BASE_INFLECT_H
#define BASE_INFLECT_H

#include <filon/inflect.h>

struct filon_forms {
    void (*visit)(void *arg, const struct filon_form *form);
    void *arg;
    int n;
};

/* Visits prefix + stem + ending with the features of `as`. */
void filon_form_join(struct filon_forms *f, const struct filon_form *as, const char *prefix, const char *stem, const char *ending);
/* The same without a prefix. */
void filon_form_put(struct filon_forms *f, struct filon_form as, const char *stem, const char *ending);

bool filon_ends(const char *word, const char *ending);
/* Does the word end in one of the list's? The list ends with NULL. */
bool filon_one_of(const char *word, const char *const *list);

/* 0, or -1 if the word cannot be one of this kind. Words are shorter than FILON_FORM_MAX / 2. */
int filon_inflect_fr_verb(struct filon_forms *f, const char *word);
int filon_inflect_fr_nominal(struct filon_forms *f, const char *word, enum filon_pos pos);
int filon_inflect_en(struct filon_forms *f, const char *word, enum filon_pos pos);

#endif
