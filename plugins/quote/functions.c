#include "cast.h"

/* Phrases without a name: « le porte-parole du Kremlin », « l'association », « ce dernier ». */

enum { MENTIONS_BACK = 192, FUNCTIONS_NEAR = 64 };

static bool same_head(const struct text *t, uint32_t a, uint32_t an, uint32_t b, uint32_t bn)
{
    if (an != bn)
        return false;
    for (uint32_t i = 0; i < an; i++) {
        char fa[128], fb[128];
        struct filon_str x = quote_fold(word_text(t, a + i), fa, sizeof fa), y = quote_fold(word_text(t, b + i), fb, sizeof fb);
        if (!filon_str_eq(x, y))
            return false;
    }
    return true;
}

static bool content_word(const struct text *t, uint32_t i)
{
    return t->word[i].mark == MARK_NONE && t->word[i].end - t->word[i].begin > 3 && !is(t, i, IS_DET) && !is(t, i, IS_PREP);
}

/* Words of the two that share at least five letters at their beginning, or are the same: américain, américaine. */
static bool akin(const struct text *t, uint32_t a, uint32_t b)
{
    char fa[128], fb[128];
    struct filon_str x = quote_fold(word_text(t, a), fa, sizeof fa), y = quote_fold(word_text(t, b), fb, sizeof fb);
    if (filon_str_eq(x, y))
        return true;
    return x.n > 5 && y.n > 5 && memcmp(x.p, y.p, 6) == 0;
}

static unsigned shared(const struct text *t, uint32_t a, uint32_t a_last, uint32_t b, uint32_t b_last, unsigned *own)
{
    unsigned n = 0;
    *own = 0;
    for (uint32_t i = a; i <= a_last; i++) {
        if (!content_word(t, i))
            continue;
        ++*own;
        for (uint32_t k = b; k <= b_last; k++)
            if (content_word(t, k) && akin(t, i, k)) {
                n++;
                break;
            }
    }
    return n;
}

/* Whose function the phrase names: the same head; its further words must not contradict; the last one before it wins, else the next. */
static uint32_t function_of(const struct cast *c, const struct np *np, uint32_t head, uint32_t words)
{
    const struct text *t = c->t;
    uint32_t best = FILON_NONE, lo = 0, hi = c->functions;
    float top = 0;
    while (hi - lo > 2 * FUNCTIONS_NEAR) { /* in a long text only those around */
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->function[mid].head < np->first)
            lo = mid - FUNCTIONS_NEAR;
        else
            hi = mid + FUNCTIONS_NEAR;
        if (hi - lo <= 2 * FUNCTIONS_NEAR + 2)
            break;
    }
    for (uint32_t i = lo; i < hi; i++) {
        const struct function *fn = &c->function[i];
        if (!same_head(t, head, words, fn->head, fn->head_words))
            continue;
        unsigned mine, theirs;
        unsigned both = shared(t, head + words, np->last, fn->head + words, fn->last, &mine);
        shared(t, fn->head + words, fn->last, head + words, np->last, &theirs);
        if (mine && theirs && !both)
            continue;
        unsigned around = 0, none;
        const struct stretch *s = &t->stretch[t->word[fn->head].stretch];
        if (mine && !both && s->last - s->first < 120)
            around = shared(t, head + words, np->last, s->first, s->last, &none);
        float distance = fn->head < np->first ? (float)(np->first - fn->head) : 2.0f * (float)(fn->head - np->first) + 50;
        float quoted = t->word[fn->head].region && t->word[fn->head].region != t->word[np->first].region ? 2.0f : 0;
        float score =
            10.0f - quoted + 6.0f * (float)both + 3.0f * (float)around - distance / 200.0f - (mine && !both && !around ? 4.0f : 0);
        if (best == FILON_NONE || score > top) {
            best = fn->entity;
            top = score;
        }
    }
    return best;
}

/* « le chef de l'État » where there is a président: the last one before whose function is named by that word. */
static uint32_t same_function(const struct cast *c, const struct np *np, uint32_t head)
{
    const struct text *t = c->t;
    struct filon_str other = quote_same(t->lexicon, filon_text_of(t->doc, t->word[head].begin, t->word[np->last].end));
    uint32_t best = FILON_NONE;
    for (uint32_t i = 0; i < c->functions && other.n; i++) {
        const struct function *fn = &c->function[i];
        char folded[256];
        struct filon_str name = quote_fold(filon_text_of(t->doc, t->word[fn->head].begin, t->word[fn->last].end), folded, sizeof folded);
        bool named = name.p && filon_str_starts(name, other) && (name.n == other.n || name.p[other.n] == ' ');
        if (named && (best == FILON_NONE || fn->head < np->first))
            best = fn->entity;
    }
    return best;
}

/* « l'autorité » after « l'Autorité de régulation … », « l'association » after « l'association Médecins du monde ». */
static struct filon_str body_named(const struct cast *c, uint32_t head, uint32_t before)
{
    const struct text *t = c->t;
    for (uint32_t i = cast_before(c, before), steps = 0; i-- > 0 && steps < MENTIONS_BACK; steps++) {
        const struct mention *m = &c->mention[i];
        if (m->person)
            continue;
        if (akin(t, head, m->word) || (m->word > 0 && akin(t, head, m->word - 1) && !is(t, m->word - 1, IS_PREP)))
            return cast_name(c, m->entity);
    }
    return FILON_NO_STR;
}

/* « le ministère » after « le ministère de la Défense affirme »: a speaker in fuller words. */
static struct filon_str spoken_body(const struct cast *c, uint32_t head, uint32_t words)
{
    const struct text *t = c->t;
    struct filon_str noun = filon_text_of(t->doc, t->word[head].begin, t->word[head + words - 1].end);
    for (uint32_t i = c->speakers, steps = 0; i-- > 0 && steps < FUNCTIONS_NEAR; steps++) {
        struct filon_str name = c->speaker[i].name;
        if (name.n > noun.n && name.p[noun.n] == ' ' && memcmp(name.p, noun.p, noun.n) == 0)
            return name;
    }
    return FILON_NO_STR;
}

/* Is a person the subject of a clause not more than two sentences back in this paragraph? */
static bool just_spoken_of(const struct cast *c, uint32_t at)
{
    const struct text *t = c->t;
    const struct stretch *here = &t->stretch[t->word[at].stretch];
    for (uint32_t i = cast_before(c, at); i-- > 0;) {
        const struct mention *m = &c->mention[i];
        if (t->stretch[t->word[m->word].stretch].paragraph != here->paragraph ||
            here->ordinal - t->stretch[t->word[m->word].stretch].ordinal > 2)
            break;
        if (m->person && m->subject)
            return true;
    }
    return false;
}

/* The person who spoke last, not more than a paragraph back. */
static struct filon_str last_person(const struct cast *c, uint32_t at, uint8_t gender)
{
    const struct text *t = c->t;
    const struct speaker *last = c->speakers ? &c->speaker[c->speakers - 1] : NULL;
    bool fits = last && !last->phrase && !last->body && !last->plural && (!gender || !last->gender || gender == last->gender);
    uint32_t here = t->stretch[t->word[at].stretch].paragraph, there = fits ? t->stretch[t->word[last->word].stretch].paragraph : 0;
    return fits && here >= there && here - there <= 1 ? last->name : FILON_NO_STR;
}

/* Is one person alone named before the word? */
static bool only_person(const struct cast *c, uint32_t at)
{
    struct filon_str who = FILON_NO_STR;
    for (uint32_t i = cast_before(c, at), steps = 0; i-- > 0; steps++) {
        if (!c->mention[i].person)
            continue;
        struct filon_str name = cast_name(c, c->mention[i].entity);
        if (steps > MENTIONS_BACK || (who.p && !filon_str_eq(who, name)))
            return false;
        who = name;
    }
    return who.p != NULL;
}

static bool definite(const struct text *t, uint32_t i)
{
    return is(t, i, IS_ARTICLE) || is(t, i, IS_DEMONSTRATIVE);
}

/* « M. Petit », if it is no entity: the person named before whose name ends so. */
static struct filon_str surname(const struct cast *c, const struct np *np)
{
    const struct text *t = c->t;
    struct filon_str word = word_text(t, np->last);
    if (np->first == 0 || np->first != np->last || !is(t, np->first - 1, IS_CIVIL) || !(t->word[np->last].shape & SHAPE_UPPER))
        return FILON_NO_STR;
    for (uint32_t i = cast_before(c, np->first), steps = 0; i-- > 0 && steps < MENTIONS_BACK; steps++) {
        struct filon_str name = c->mention[i].person ? cast_name(c, c->mention[i].entity) : FILON_NO_STR;
        if (name.n > word.n && name.p[name.n - word.n - 1] == ' ' && memcmp(name.p + name.n - word.n, word.p, word.n) == 0)
            return name;
    }
    return FILON_NO_STR;
}

struct filon_str cast_of_phrase(struct cast *c, const struct np *np, uint32_t at)
{
    const struct text *t = c->t;
    struct filon_str named = surname(c, np);
    if (named.p)
        return named;
    uint32_t head = np->first, words = 0;
    bool role = false, organ = false;
    for (; head <= np->last && head < np->first + 5; head++) {
        if ((words = role_at(t, head, np->last)) > 0)
            role = true;
        else if ((words = quote_phrase_at(t, head, np->last, IS_ORGAN)) > 0)
            organ = true;
        if (words || (head > np->first && is(t, head, IS_OF)))
            break;
    }
    bool plural = plural_near(t, np->first, np->last), known = definite(t, np->first);
    bool further = false, former = true; /* former: « l'ancien banquier d'affaires », « le milliardaire américain » */
    for (uint32_t i = head + words; i <= np->last && words; i++)
        further |= content_word(t, i);
    bool once = is(t, np->first + 1, IS_FORMER) || is(t, np->first, IS_FORMER);
    for (uint32_t i = np->first; i <= np->last; i++)
        former &= (t->word[i].entity == FILON_NONE || (once && !is_person(t, t->word[i].entity))) && (once || !is(t, i, IS_ORGAN)) &&
                  (!is(t, i, IS_OF) || once);
    if (role && !plural && known) {
        uint32_t entity = function_of(c, np, head, words);
        entity = entity == FILON_NONE ? same_function(c, np, head) : entity;
        if (entity != FILON_NONE)
            return cast_name(c, entity);
        if (further && former && is(t, head, IS_ANAPHOR) &&
            last_person(c, at, gender_near(t, np->first, head)).p) /* le responsable syndical */
            return last_person(c, at, gender_near(t, np->first, head));
        struct filon_str s = cast_look_back(c, at, gender_near(t, head, head), false, true, false);
        if (s.p && (!further || (former && (just_spoken_of(c, at) || (once && only_person(c, at))))))
            return s;
    }
    if (organ && !plural && known) {
        struct filon_str s = body_named(c, head, at);
        if (!s.p && !further)
            s = spoken_body(c, head, words);
        if (!s.p && !further && is(t, head, IS_ANAPHOR)) { /* here it may well be the one that speaks */
            c->outer = FILON_NO_STR;
            c->named = true;
            s = cast_look_back(c, at, UNKNOWN, false, false, true);
            c->named = false;
        }
        if (s.p)
            return s;
    }
    if (is(t, np->first, IS_LAST) ||
        (np->last > np->first && is(t, np->first + 1, IS_LAST) && np->last == np->first + 1)) { /* ce dernier */
        struct filon_str s = cast_look_back(c, at, is(t, np->first, IS_FEMININE) ? FEMININE : MASCULINE, plural, true, true);
        if (s.p)
            return s;
    }
    return cast_phrase(c, np);
}
