#include "cast.h"

/* Pronouns: who is likely to be meant. */

enum { LOOK_BACK = 48 /* mentions */, GROUPS_BACK = 8, WORDS_BACK = 400, LATTER = 9, BODY_LESS = 2 /* « il » is rather a person */ };

static bool fits(uint8_t gender, uint8_t wanted)
{
    return !gender || !wanted || gender == wanted;
}

uint32_t cast_before(const struct cast *c, uint32_t word)
{
    uint32_t lo = 0, hi = c->mentions;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->mention[mid].word < word)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool is_latter(const struct text *t, const struct np *np)
{
    return np->last == np->first + 1 && is(t, np->first, IS_DEMONSTRATIVE) && is(t, np->last, IS_LAST);
}

/* How likely a pronoun means a subject without a name. */
static float phrase_score(const struct text *t, const struct np *np, uint8_t gender, uint8_t own)
{
    bool somebody = role_at(t, np->first + 1, np->last) || quote_phrase_at(t, np->first + 1, np->last, IS_ORGAN);
    float score = somebody ? 7.5f : can_speak(t, np) ? 5.5f : 4.5f;
    return gender && own == gender ? score + 0.5f : score;
}

/* Subjects without a name: « les personnels », « la cour », « ce dernier ». *top: the score to beat. */
static struct filon_str subject_phrase(const struct cast *c, uint32_t word, uint8_t gender, bool plural, float *top)
{
    struct text *t = c->t;
    const struct stretch *here = &t->stretch[t->word[word].stretch];
    unsigned seen = 0;
    for (uint32_t i = word; i-- > 0 && word - i < WORDS_BACK && seen < GROUPS_BACK;) {
        uint32_t g = t->word[i].group;
        if (!g)
            continue;
        i = t->group[g].first;
        const struct stretch *s = &t->stretch[t->word[i].stretch];
        if (here->paragraph - s->paragraph > 1 || here->paragraph < s->paragraph)
            break;
        struct np np;
        if (!(t->group[g].is & GROUP_FINITE) || t->word[i].region != t->word[word].region)
            continue;
        seen++;
        if (!subject_of(t, g, &np, 1) || np.first >= word || np.pronoun || np.name_first != NO_WORD)
            continue;
        float distance = (float)(here->ordinal - s->ordinal);
        if (is_latter(t, &np)) {
            if (t->depth > 0 || LATTER - distance <= *top)
                continue;
            t->depth++; /* he is looked for once, not through all the « ce dernier » of a text */
            struct filon_str who = cast_look_back(c, np.first, is(t, np.first, IS_FEMININE) ? FEMININE : MASCULINE, plural, true, true);
            t->depth--;
            if (who.p)
                *top = LATTER - distance;
            return who;
        }
        uint8_t own = gender_near(t, np.first, np.last);
        if (!fits(own, gender) || plural_near(t, np.first, np.last) != plural || (!own && !plural))
            continue;
        float score = phrase_score(t, &np, gender, own) - distance;
        if (score > *top) {
            *top = score;
            return cast_phrase(c, &np);
        }
    }
    return FILON_NO_STR;
}

struct filon_str cast_look_back(const struct cast *c, uint32_t word, uint8_t gender, bool plural, bool person, bool body)
{
    const struct text *t = c->t;
    struct filon_str best = FILON_NO_STR;
    float top = 0;
    const struct stretch *here = &t->stretch[t->word[word].stretch];
    uint32_t end = cast_before(c, word);
    for (uint32_t i = end; i-- > 0 && end - i <= LOOK_BACK;) {
        const struct mention *m = &c->mention[i];
        const struct stretch *s = &t->stretch[t->word[m->word].stretch];
        if (here->paragraph - s->paragraph > PARAGRAPHS_BACK || here->paragraph < s->paragraph)
            break;
        if (!fits(m->gender, gender) || (plural && (m->person || !m->plural)) || (!plural && m->plural) || (m->person ? !person : !body) || (c->named && m->place))
            continue;
        float score = 4.0f - 1.0f * (float)(here->ordinal - s->ordinal) - 0.02f * (float)(end - i);
        score += (m->person ? 2.5f : 0) + (m->subject ? 2.0f : 0) - (m->place ? 1.5f : 0) -
                 (t->word[m->word].region != t->word[word].region ? 2.0f : 0);
        if (m->gender && m->gender == gender)
            score += 0.5f;
        struct filon_str name = cast_name(c, m->entity);
        if ((!best.p || score > top) && !(c->outer.p && filon_str_eq(name, c->outer))) {
            best = name;
            top = score;
        }
    }
    if (!best.p)
        top = -1000;
    struct filon_str phrase = (body || plural) && !c->named ? subject_phrase(c, word, gender, plural, &top) : FILON_NO_STR;
    if (phrase.p)
        best = phrase;
    const struct speaker *last = c->speakers ? &c->speaker[c->speakers - 1] : NULL;
    bool other = last && c->named && (last->phrase || is_place(t, t->word[last->word].entity));
    if (last && !other && !(c->outer.p && filon_str_eq(last->name, c->outer)) && (body || !(last->phrase || last->body))) {
        const struct stretch *s = &t->stretch[t->word[last->word].stretch];
        float score = (last->body && person ? 9.0f - BODY_LESS : 9.0f) -
                      (float)(here->ordinal > s->ordinal ? here->ordinal - s->ordinal : 0) - (float)(here->paragraph - s->paragraph);
        if (fits(last->gender, gender) && last->plural == plural && here->paragraph >= s->paragraph &&
            here->paragraph - s->paragraph <= PARAGRAPHS_BACK && (!best.p || score > top))
            best = last->name;
    }
    return best;
}
