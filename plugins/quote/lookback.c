#include "cast.h"

/* Pronouns: who is likely to be meant. */

enum { LOOK_BACK = 48 /* mentions */, GROUPS_BACK = 8, WORDS_BACK = 400 };

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

/* Subjects without a name: « les personnels », « la cour ». *top is the score to beat, NULL: any. */
static struct filon_str subject_phrase(const struct cast *c, uint32_t word, uint8_t gender, bool plural, bool wanted, float *top)
{
    struct text *t = c->t;
    struct filon_str best = FILON_NO_STR;
    const struct stretch *here = &t->stretch[t->word[word].stretch];
    unsigned seen = 0;
    for (uint32_t i = word; wanted && i-- > 0 && word - i < WORDS_BACK && seen < GROUPS_BACK;) {
        uint32_t g = t->word[i].group;
        if (!g)
            continue;
        i = t->group[g].first;
        const struct stretch *s = &t->stretch[t->word[i].stretch];
        if (here->paragraph - s->paragraph > 1 || here->paragraph < s->paragraph)
            break;
        struct np np[2];
        if (!(t->group[g].is & GROUP_FINITE) || t->word[i].region != t->word[word].region)
            continue;
        seen++;
        if (!subject_of(t, g, np, 2) || np[0].pronoun || np[0].name_first != NO_WORD || np[0].first >= word)
            continue;
        uint8_t own = gender_near(t, np[0].first, np[0].last);
        if (!fits(own, gender) || plural_near(t, np[0].first, np[0].last) != plural || (!own && !plural))
            continue;
        bool body = role_at(t, np[0].first + 1, np[0].last) || quote_phrase_at(t, np[0].first + 1, np[0].last, IS_ORGAN);
        float score = 6.0f - (float)(here->ordinal - s->ordinal) +
                      (body                   ? 1.5f
                       : can_speak(t, &np[0]) ? -0.5f
                                              : -1.5f) +
                      (gender && own == gender ? 0.5f : 0);
        if (!top || score > *top) {
            best = cast_phrase(c, &np[0]);
            if (top)
                *top = score;
            break;
        }
    }
    return best;
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
        if (!fits(m->gender, gender) || (plural && (m->person || !m->plural)) || (!plural && m->plural) || (m->person ? !person : !body))
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
    struct filon_str phrase = subject_phrase(c, word, gender, plural, body || plural, best.p ? &top : NULL);
    if (phrase.p)
        best = phrase;
    if (c->speakers && !(c->outer.p && filon_str_eq(c->speaker[c->speakers - 1], c->outer))) {
        uint32_t at = c->speaker_word[c->speakers - 1];
        uint8_t g = c->speaker_gender[c->speakers - 1];
        const struct stretch *s = &t->stretch[t->word[at].stretch];
        float score = 9.0f - (float)(here->ordinal > s->ordinal ? here->ordinal - s->ordinal : 0) - (float)(here->paragraph - s->paragraph);
        if (fits(g & 3, gender) && ((g & 4) != 0) == plural && here->paragraph >= s->paragraph &&
            here->paragraph - s->paragraph <= PARAGRAPHS_BACK && (!best.p || score > top))
            best = c->speaker[c->speakers - 1];
    }
    return best;
}
