#include "cast.h"

enum { ROLE_REACH = 14 /* words between a function and its name */ };

struct filon_str cast_name(const struct cast *c, uint32_t entity)
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
    return t->word[i].mark || group_is(t, i, GROUP_FINITE | GROUP_ANT | GROUP_INF) || is(t, i, IS_QUE) || is(t, i, IS_QUI) ||
           is(t, i, IS_REL);
}

uint32_t role_at(const struct text *t, uint32_t i, uint32_t last)
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

uint8_t gender_near(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        if (t->word[i].entity != FILON_NONE || (i > first && is(t, i, IS_OF)))
            break;
        if (is(t, i, IS_DET) && is(t, i, IS_FEMININE))
            return FEMININE;
        if (is(t, i, IS_CIVIL))
            return is(t, i, IS_FEMININE) ? FEMININE : MASCULINE;
        if (is(t, i, IS_DET) && is(t, i, IS_MASCULINE))
            return MASCULINE;
        bool role = quote_phrase_at(t, i, last, IS_ROLE) > 0, fem = quote_phrase_at(t, i, last, IS_ROLEFEM) > 0;
        if (fem && !role)
            return FEMININE;
        if (role && !fem) /* an English economist may be a woman, a spokesman is none */
            return !quote_bare_nouns(t->lexicon) || filon_str_ends(word_text(t, i), FILON_STR("man")) ? MASCULINE : UNKNOWN;
    }
    return UNKNOWN;
}

bool plural_near(const struct text *t, uint32_t first, uint32_t last)
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
    for (uint32_t i = e; m->person && (i < last || last == e) && i <= last && !m->gender; i++) /* a given name */
        m->gender = is(t, i, IS_GIVENF) != is(t, i, IS_GIVENM) ? (is(t, i, IS_GIVENF) ? FEMININE : MASCULINE) : UNKNOWN;
    for (uint32_t i = e; m->person && !m->gender && i-- > from && !stops(t, i) && !(is(t, i, IS_PREP) && !is(t, i, IS_DET));)
        m->gender = gender_near(t, i, i);
    if (!m->person && e > 0) {
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

/* One mention tells the gender for all of its chain: « Mme El Khomri », then « El Khomri ». */
static void share_gender(struct cast *c)
{
    struct filon_layer *entities = filon_layer(c->t->doc, FILON_ENTITY);
    const int32_t *chain = filon_i32(entities, FILON_ENTITY_CHAIN);
    int32_t most = 0;
    for (uint32_t i = 0; i < c->mentions; i++)
        most = chain[c->mention[i].entity] > most ? chain[c->mention[i].entity] : most;
    if (most <= 0 || (uint32_t)most > filon_rows(entities))
        return;
    uint8_t *gender = filon_zalloc(filon_doc_arena(c->t->doc), (size_t)most + 1, 1);
    for (uint32_t i = 0; i < c->mentions; i++) {
        int32_t number = chain[c->mention[i].entity];
        if (number > 0 && !gender[number])
            gender[number] = c->mention[i].gender;
    }
    for (uint32_t i = 0; i < c->mentions; i++) {
        int32_t number = chain[c->mention[i].entity];
        if (number > 0 && !c->mention[i].gender)
            c->mention[i].gender = gender[number];
    }
}

void cast_make(struct cast *c, struct text *t, uint32_t findings)
{
    struct filon_arena *arena = filon_doc_arena(t->doc);
    struct filon_layer *entities = filon_layer(t->doc, FILON_ENTITY);
    uint32_t rows = filon_rows(entities);
    *c = (struct cast){.t = t, .type = filon_strs(entities, FILON_ENTITY_TYPE), .name = filon_strs(entities, FILON_ENTITY_NAME)};
    c->function = filon_alloc(arena, (2 * (size_t)rows + 1) * sizeof *c->function);
    c->mention = filon_alloc(arena, ((size_t)rows + 1) * sizeof *c->mention);
    c->speaker = filon_alloc(arena, (findings + 1) * sizeof *c->speaker);
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
    share_gender(c);
}

struct filon_str cast_phrase(const struct cast *c, const struct np *np)
{
    const struct text *t = c->t;
    uint32_t first = np->first;
    while (first < np->last && t->word[first].entity == FILON_NONE &&
           (is(t, first, IS_DET) || (is(t, first, IS_OF) && is(t, first + 1, IS_BEFORENOUN))))
        first++;
    return filon_text_of(t->doc, t->word[first].begin, t->word[np->last].end);
}
