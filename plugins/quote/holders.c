#include "rules.h"

/* Who it was: the fullest name behind a mention next to a cue. Names are the entities'; functions are found through a title or an apposition
 * anywhere in the document; pronouns and bare functions look back at whoever was last the subject of a clause or the speaker. */

enum { LOOK_BACK = 48 /* mentions */, FUNCTIONS_NEAR = 64, GROUPS_BACK = 8, ROLE_REACH = 14 /* words between a function and its name */, PARAGRAPHS_BACK = 3 };
enum gender { UNKNOWN, MASCULINE, FEMININE };

/* « président » … « Barack Obama »: a function beside a name. */
struct function {
    uint32_t head, head_words, first, last; /* words */
    uint32_t entity;
};

/* Somebody a pronoun can mean. */
struct mention {
    uint32_t word, entity;
    struct filon_str holder; /* of one that is no entity */
    uint8_t gender;
    bool person, plural, subject, place;
};

struct cast {
    struct text *t;
    struct function *function;
    uint32_t functions;
    struct mention *mention;
    uint32_t mentions;
    const struct filon_str *type, *name;
    uint32_t *speaker_word;       /* of findings already resolved, in order */
    struct filon_str *speaker;
    uint8_t *speaker_gender;      /* and whether plural: + 4 */
    uint32_t speakers;
    struct filon_str outer; /* whoever speaks around the one that is looked for: he does not mean himself */
};

static struct filon_str entity_name(const struct cast *c, uint32_t entity)
{
    struct filon_str name = c->name[entity];
    return name.n ? name : filon_row_text(c->t->doc, filon_layer(c->t->doc, FILON_ENTITY), entity);
}

static uint32_t last_of_entity(const struct text *t, uint32_t i)
{
    uint32_t entity = t->word[i].entity;
    while (i + 1 < t->n && t->word[i + 1].entity == entity)
        i++;
    return i;
}

static bool stops(const struct text *t, uint32_t i)
{
    return t->word[i].mark || group_is(t, i, GROUP_FINITE | GROUP_ANT | GROUP_INF) || is(t, i, IS_QUE) || is(t, i, IS_QUI) || is(t, i, IS_REL);
}

static uint32_t role_at(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t a = quote_phrase_at(t, i, last, IS_ROLE), b = quote_phrase_at(t, i, last, IS_ROLEFEM);
    return a > b ? a : b;
}

static void add_function(struct cast *c, uint32_t head, uint32_t words, uint32_t last, uint32_t entity)
{
    if (head > 0 && is(c->t, head - 1, IS_FORMER))
        return;
    c->function[c->functions++] = (struct function){head, words, head, last, entity};
}

/* The function before a name at word e: « le président américain Barack Obama », « le porte-parole du Kremlin, Dmitri Peskov ». */
static void function_before(struct cast *c, uint32_t e)
{
    const struct text *t = c->t;
    uint32_t first = t->stretch[t->word[e].stretch].first, k = e;
    while (k > first && (is(t, k - 1, IS_CIVIL) || t->word[k - 1].mark == MARK_COMMA) && e - k < 2)
        k--;
    uint32_t end = k;
    if (k == first || (k == e && (is(t, k - 1, IS_PREP) || is(t, k - 1, IS_DET))))
        return;
    for (; k-- > first && end - k < ROLE_REACH;) {
        if (stops(t, k) || (t->word[k].entity != FILON_NONE && is_person(t, t->word[k].entity)))
            return;
        uint32_t n = role_at(t, k, end - 1);
        if (!n)
            continue;
        if (k > first) { /* « Premier ministre », not « ministre » */
            uint32_t longer = role_at(t, k - 1, end - 1);
            if (longer > n) {
                k--;
                n = longer;
            }
        }
        add_function(c, k, n, end - 1, t->word[e].entity);
        return;
    }
}

/* Behind it: « Bob Ferguson, le ministre … ». */
static void function_behind(struct cast *c, uint32_t e)
{
    const struct text *t = c->t;
    uint32_t last = t->stretch[t->word[e].stretch].last, k = last_of_entity(t, e) + 1;
    if (k <= last && t->word[k].mark == MARK_LEFT && t->word[k].mate != NO_WORD && t->word[k].mate > k)
        k = t->word[k].mate + 1;
    if (k + 1 > last || t->word[k].mark != MARK_COMMA)
        return;
    uint32_t at = k + 1;
    while (at <= last && at < k + 4 && !role_at(t, at, last) && !stops(t, at))
        at++;
    uint32_t n = role_at(t, at, last);
    if (!n)
        return;
    struct np np = np_right(t, at, last, NULL);
    add_function(c, at, n, np_found(&np) ? np.last : at + n - 1, t->word[e].entity);
}

static uint8_t gender_near(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        if (is(t, i, IS_DET) && is(t, i, IS_FEMININE))
            return FEMININE;
        if (is(t, i, IS_CIVIL))
            return is(t, i, IS_FEMININE) ? FEMININE : MASCULINE;
        if (is(t, i, IS_DET) && is(t, i, IS_MASCULINE))
            return MASCULINE;
        bool role = quote_phrase_at(t, i, last, IS_ROLE) > 0, fem = quote_phrase_at(t, i, last, IS_ROLEFEM) > 0;
        if (role != fem)
            return role ? MASCULINE : FEMININE;
    }
    return UNKNOWN;
}

static bool plural_near(const struct text *t, uint32_t first, uint32_t last)
{
    return first <= last && is(t, first, IS_DET) && is(t, first, IS_PLURAL);
}

static void add_mention(struct cast *c, uint32_t e)
{
    struct text *t = c->t;
    uint32_t entity = t->word[e].entity, last = last_of_entity(t, e), k = last + 1;
    struct mention *m = &c->mention[c->mentions++];
    *m = (struct mention){.word = e, .entity = entity, .person = is_person(t, entity), .place = filon_str_is(c->type[entity], "LOC")};
    uint32_t from = e > 4 ? e - 4 : 0;
    while (from < e && t->word[from].stretch != t->word[e].stretch)
        from++;
    for (uint32_t i = e; m->person && i < last && !m->gender; i++) /* a given name before a family name */
        m->gender = is(t, i, IS_GIVENF) != is(t, i, IS_GIVENM) ? (is(t, i, IS_GIVENF) ? FEMININE : MASCULINE) : UNKNOWN;
    if (m->person && !m->gender)
        for (uint32_t i = e; i-- > from && !stops(t, i) && !m->gender;)
            m->gender = is(t, i, IS_PREP) && !is(t, i, IS_DET) ? UNKNOWN : gender_near(t, i, i);
    else if (e > 0) {
        m->gender = gender_near(t, e - 1, e - 1);
        m->plural = plural_near(t, e - 1, e - 1);
    }
    uint32_t end = t->stretch[t->word[e].stretch].last;
    if (k <= end && t->word[k].mark == MARK_LEFT && t->word[k].mate != NO_WORD && t->word[k].mate > k)
        k = t->word[k].mate + 1;
    if (k <= end && t->word[k].mark == MARK_COMMA)
        for (uint32_t i = k + 1; i <= end && i < k + 24; i++)
            if (t->word[i].mark == MARK_COMMA && i < end) {
                k = i + 1;
                break;
            }
    while (k <= end && (is(t, k, IS_CLITIC) || is(t, k, IS_NE)) && !is(t, k, IS_SUBJ))
        k++;
    bool governed = e > 0 && (is(t, e - 1, IS_PREP) || (e > 1 && is(t, e - 1, IS_DET) && is(t, e - 2, IS_PREP)));
    m->subject = !governed && group_is(t, k, GROUP_FINITE);
}

static void make_cast(struct cast *c, struct text *t, uint32_t findings)
{
    struct filon_arena *arena = filon_doc_arena(t->doc);
    struct filon_layer *entities = filon_layer(t->doc, FILON_ENTITY);
    uint32_t rows = filon_rows(entities);
    *c = (struct cast){.t = t, .type = filon_strs(entities, FILON_ENTITY_TYPE), .name = filon_strs(entities, FILON_ENTITY_NAME)};
    c->function = filon_alloc(arena, (2 * (size_t)rows + 1) * sizeof *c->function);
    c->mention = filon_alloc(arena, ((size_t)rows + 1) * sizeof *c->mention);
    c->speaker_word = filon_alloc(arena, (findings + 1) * sizeof *c->speaker_word);
    c->speaker = filon_alloc(arena, (findings + 1) * sizeof *c->speaker);
    c->speaker_gender = filon_alloc(arena, findings + 1);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t entity = t->word[i].entity;
        if (entity == FILON_NONE || (i && t->word[i - 1].entity == entity) || is_when(t, entity))
            continue;
        add_mention(c, i);
        if (is_person(t, entity)) {
            function_before(c, i);
            function_behind(c, i);
        }
    }
}

static struct filon_str plain_phrase(const struct cast *c, const struct np *np)
{
    const struct text *t = c->t;
    uint32_t first = np->first;
    while (first < np->last && is(t, first, IS_DET) && t->word[first].entity == FILON_NONE)
        first++;
    return filon_text_of(t->doc, t->word[first].begin, t->word[np->last].end);
}

/* ---- Pronouns. */
static bool fits(uint8_t gender, uint8_t wanted)
{
    return !gender || !wanted || gender == wanted;
}

static uint32_t mentions_before(const struct cast *c, uint32_t word)
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
    for (uint32_t i = word; wanted && i-- > 0 && word - i < 400 && seen < GROUPS_BACK;) {
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
        float score = 6.0f - (float)(here->ordinal - s->ordinal) + (can_speak(t, &np[0]) ? 1.5f : -1.5f) + (gender && own == gender ? 0.5f : 0);
        if (!top || score > *top) {
            best = plain_phrase(c, &np[0]);
            if (top)
                *top = score;
            break;
        }
    }
    return best;
}

/* The likeliest person (or body) before the word: recency, subjects and speakers first. */
static struct filon_str look_back(const struct cast *c, uint32_t word, uint8_t gender, bool plural, bool person, bool body)
{
    const struct text *t = c->t;
    struct filon_str best = FILON_NO_STR;
    float top = 0;
    const struct stretch *here = &t->stretch[t->word[word].stretch];
    uint32_t end = mentions_before(c, word);
    for (uint32_t i = end; i-- > 0 && end - i <= LOOK_BACK;) {
        const struct mention *m = &c->mention[i];
        const struct stretch *s = &t->stretch[t->word[m->word].stretch];
        if (here->paragraph - s->paragraph > PARAGRAPHS_BACK || here->paragraph < s->paragraph)
            break;
        if (!fits(m->gender, gender) || (plural && (m->person || !m->plural)) || (!plural && m->plural) || (m->person ? !person : !body))
            continue;
        float score = 4.0f - 1.0f * (float)(here->ordinal - s->ordinal) - 0.02f * (float)(end - i);
        score += (m->person ? 2.5f : 0) + (m->subject ? 2.0f : 0) - (m->place ? 1.5f : 0) - (t->word[m->word].region != t->word[word].region ? 2.0f : 0);
        if (m->gender && m->gender == gender)
            score += 0.5f;
        struct filon_str name = entity_name(c, m->entity);
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
        float score = 9.0f - 1.0f * (float)(here->ordinal > s->ordinal ? here->ordinal - s->ordinal : 0);
        if (fits(g & 3, gender) && ((g & 4) != 0) == plural && here->paragraph >= s->paragraph && here->paragraph - s->paragraph <= PARAGRAPHS_BACK && (!best.p || score > top))
            best = c->speaker[c->speakers - 1];
    }
    return best;
}

/* ---- Functions. */
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
        float score = 10.0f - quoted + 6.0f * (float)both + 3.0f * (float)around - distance / 200.0f - (mine && !both && !around ? 4.0f : 0);
        if (best == FILON_NONE || score > top) {
            best = fn->entity;
            top = score;
        }
    }
    return best;
}

/* « l'autorité » after « l'Autorité de régulation … », « l'association » after « l'association Médecins du monde ». */
static struct filon_str body_named(const struct cast *c, uint32_t head, uint32_t before)
{
    const struct text *t = c->t;
    for (uint32_t i = mentions_before(c, before), steps = 0; i-- > 0 && steps < 4 * LOOK_BACK; steps++) {
        const struct mention *m = &c->mention[i];
        if (m->person)
            continue;
        if (akin(t, head, m->word) || (m->word > 0 && akin(t, head, m->word - 1) && !is(t, m->word - 1, IS_PREP)))
            return entity_name(c, m->entity);
    }
    return FILON_NO_STR;
}

/* Is a person the subject of a clause not more than two sentences back in this paragraph? */
static bool just_spoken_of(const struct cast *c, uint32_t at)
{
    const struct text *t = c->t;
    const struct stretch *here = &t->stretch[t->word[at].stretch];
    for (uint32_t i = mentions_before(c, at); i-- > 0;) {
        const struct mention *m = &c->mention[i];
        if (t->stretch[t->word[m->word].stretch].paragraph != here->paragraph || here->ordinal - t->stretch[t->word[m->word].stretch].ordinal > 2)
            break;
        if (m->person && m->subject)
            return true;
    }
    return false;
}

static bool definite(const struct text *t, uint32_t i)
{
    return is(t, i, IS_ARTICLE) || filon_str_starts(word_text(t, i), FILON_STR("C")) || filon_str_starts(word_text(t, i), FILON_STR("c"));
}

/* `at`: where to look back from. */
static struct filon_str holder_of_phrase(struct cast *c, const struct np *np, uint32_t at)
{
    const struct text *t = c->t;
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
    bool further = false, former = true; /* former: « l'ancien banquier d'affaires », no institution in it */
    for (uint32_t i = head + words; i <= np->last && words; i++)
        further |= content_word(t, i);
    for (uint32_t i = np->first; i <= np->last; i++)
        former &= t->word[i].entity == FILON_NONE && !is(t, i, IS_ORGAN);
    if (role && !plural && known) {
        uint32_t entity = function_of(c, np, head, words);
        if (entity != FILON_NONE)
            return entity_name(c, entity);
        struct filon_str s = look_back(c, at, gender_near(t, head, head), false, true, false);
        if (s.p && (!further || (former && just_spoken_of(c, at))))
            return s;
    }
    if (organ && !plural && known) {
        struct filon_str s = body_named(c, head, at);
        if (!s.p && !further && is(t, head, IS_ANAPHOR)) /* here it may well be the one that speaks */
            c->outer = FILON_NO_STR, s = look_back(c, at, UNKNOWN, false, false, true);
        if (s.p)
            return s;
    }
    if (is(t, np->first, IS_LAST) || (np->last > np->first && is(t, np->first + 1, IS_LAST) && np->last == np->first + 1)) { /* ce dernier */
        struct filon_str s = look_back(c, at, is(t, np->first, IS_FEMININE) ? FEMININE : MASCULINE, plural, true, true);
        if (s.p)
            return s;
    }
    return plain_phrase(c, np);
}

static uint8_t pronoun_gender(const struct text *t, uint32_t i)
{
    return is(t, i, IS_FEMININE) ? FEMININE : is(t, i, IS_MASCULINE) ? MASCULINE : UNKNOWN;
}

static struct filon_str resolve(struct cast *c, const struct findings *f, struct finding *x, uint32_t outer)
{
    const struct text *t = c->t;
    const struct np *np = &x->source;
    if (x->unnamed)
        return FILON_NO_STR;
    bool first_person = x->first_person || (np_found(np) && np->pronoun && is(t, np->first, IS_FIRST));
    if (first_person)
        return outer != NO_WORD ? f->item[outer].holder : FILON_NO_STR;
    if (!np_found(np)) {
        if (c->speakers && x->anchor < t->n &&
            t->stretch[t->word[x->anchor].stretch].paragraph - t->stretch[t->word[c->speaker_word[c->speakers - 1]].stretch].paragraph <= PARAGRAPHS_BACK)
            return c->speaker[c->speakers - 1];
        return look_back(c, x->anchor, UNKNOWN, false, true, false);
    }
    if (np->name_first != NO_WORD && t->word[np->name_first].entity != FILON_NONE)
        return entity_name(c, t->word[np->name_first].entity);
    uint32_t from = np->first > x->first && x->last < np->first ? x->first : np->first; /* not into what was said */
    if (np->pronoun) {
        if (!is(t, np->first, IS_THIRD) && !is(t, np->first, IS_TONIC))
            return filon_str_is(word_text(t, np->first), "on") ? FILON_NO_STR : plain_phrase(c, np);
        return look_back(c, from, pronoun_gender(t, np->first), is(t, np->first, IS_PLURAL), true, true);
    }
    c->outer = outer != NO_WORD ? f->item[outer].holder : FILON_NO_STR;
    struct filon_str holder = holder_of_phrase(c, np, from);
    c->outer = FILON_NO_STR;
    return holder;
}

static void remember(struct cast *c, const struct finding *x)
{
    if (!x->holder.p || (np_found(&x->source) && x->source.name_first == NO_WORD && !x->source.pronoun && !can_speak(c->t, &x->source)))
        return;
    uint32_t at = np_found(&x->source) ? x->source.first : x->anchor;
    uint8_t gender = UNKNOWN;
    bool plural = false;
    if (np_found(&x->source)) {
        gender = gender_near(c->t, x->source.first, x->source.last);
        if (x->source.pronoun)
            gender = pronoun_gender(c->t, x->source.first);
        plural = plural_near(c->t, x->source.first, x->source.last) || is(c->t, x->source.first, IS_PLURAL);
    }
    c->speaker_word[c->speakers] = at;
    c->speaker[c->speakers] = x->holder;
    c->speaker_gender[c->speakers++] = (uint8_t)(gender | (plural ? 4 : 0));
}

/* ---- Order: by content, the longer first; a merge sort keeps it stable and n log n. */
static bool after(const struct finding *a, const struct finding *b)
{
    return a->first != b->first ? a->first > b->first : a->last < b->last;
}

static void sort(struct findings *f)
{
    struct finding *from = f->item, *to = filon_alloc(filon_doc_arena(f->text->doc), (f->n + 1) * sizeof *to);
    for (uint32_t width = 1; width < f->n; width *= 2) {
        for (uint32_t lo = 0; lo < f->n; lo += 2 * width) {
            uint32_t mid = lo + width < f->n ? lo + width : f->n, hi = lo + 2 * width < f->n ? lo + 2 * width : f->n, a = lo, b = mid;
            for (uint32_t k = lo; k < hi; k++)
                to[k] = a < mid && (b >= hi || !after(&from[a], &from[b])) ? from[a++] : from[b++];
        }
        struct finding *swap = from;
        from = to;
        to = swap;
    }
    f->item = from;
}

/* One content said once: of findings with the same speaker and nearly the same words the better one stays. */
static void drop_doubles(struct findings *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        struct finding *x = &f->item[i], *before = n ? &f->item[n - 1] : NULL;
        if (before && before->first == x->first && before->last == x->last && before->source.first == x->source.first && before->source.name_first == x->source.name_first)
            continue;
        f->item[n++] = *x;
    }
    f->n = n;
}

void holders_find(struct findings *f)
{
    sort(f);
    drop_doubles(f);
    struct cast c;
    make_cast(&c, f->text, f->n);
    uint32_t stack[32], depth = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        struct finding *x = &f->item[i];
        while (depth && f->item[stack[depth - 1]].last < x->first)
            depth--;
        x->holder = resolve(&c, f, x, depth ? stack[depth - 1] : NO_WORD);
        if (!f->text->word[x->first].region || x->type == DIRECT)
            remember(&c, x);
        if (depth < FILON_COUNT(stack))
            stack[depth++] = i;
    }
}
