#include "grammar.h"

enum { NP_LONGEST = 40, SUBJECT_REACH = 80, CLAUSE_LONGEST = 400 };

bool is_text(const struct text *t, uint32_t i, const char *text)
{
    char folded[64];
    return i < t->n && t->word[i].end - t->word[i].begin < 28 && filon_str_is(quote_fold(word_text(t, i), folded, sizeof folded), text);
}

static uint32_t stretch_first(const struct text *t, uint32_t i)
{
    return t->stretch[t->word[i].stretch].first;
}

static uint32_t stretch_last(const struct text *t, uint32_t i)
{
    return t->stretch[t->word[i].stretch].last;
}

uint32_t adverb_at(const struct text *t, uint32_t i, uint32_t last)
{
    if (i > last || i >= t->n)
        return 0;
    uint32_t n = quote_phrase_at(t, i, last, IS_ADV);
    if (n)
        return n;
    if (is(t, i, IS_NEG) || is(t, i, IS_TIME))
        return 1;
    struct filon_str s = word_text(t, i);
    if (i > 0 && is(t, i - 1, IS_DET))
        return 0;
    return s.n > 6 && filon_str_ends(s, FILON_STR("ment")) && !t->word[i].form->is && !t->word[i].form->verb ? 1 : 0;
}

uint32_t skip_adverbs(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t n, from = i;
    while (i - from < NP_LONGEST && (n = adverb_at(t, i, last)) > 0)
        i += n;
    return i;
}

bool is_infinitive(const struct text *t, uint32_t i)
{
    if (i >= t->n || t->word[i].mark)
        return false;
    if (is_verb(t, i, VERB_INF) && is(t, i, IS_NOVERB)) /* « pouvoir », « devoir »: nouns unless another verb follows */
        return i + 1 < t->n && (is_verb(t, i + 1, VERB_INF) || is(t, i + 1, IS_CLITIC) || is_verb(t, i + 2, VERB_INF));
    if (is_verb(t, i, VERB_INF))
        return true;
    const struct form *form = t->word[i].form;
    if (form->verb || form->is || (t->word[i].shape & SHAPE_UPPER))
        return false;
    struct filon_str s = word_text(t, i);
    return s.n > 4 && filon_str_ends(s, FILON_STR("er")) && !filon_str_ends(s, FILON_STR("ier"));
}

bool has_finite(const struct text *t, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last && i < t->n && i - first < CLAUSE_LONGEST; i++)
        if (group_is(t, i, GROUP_FINITE))
            return true;
    return false;
}

/* ---- Noun phrases. */
static bool breaks_np(const struct text *t, uint32_t i)
{
    const struct word *w = &t->word[i];
    if (w->entity != FILON_NONE && !is_when(t, w->entity))
        return false;
    if (w->mark || group_is(t, i, GROUP_FINITE | GROUP_ANT | GROUP_INF))
        return true;
    const uint64_t stops = BIT(IS_QUE) | BIT(IS_QUI) | BIT(IS_REL) | BIT(IS_SUB) | BIT(IS_AND) | BIT(IS_SUBJ) | BIT(IS_NE);
    return (w->form->is & stops) != 0 && !(w->form->is & BIT(IS_DET));
}

static uint32_t entity_last(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t entity = t->word[i].entity;
    while (i < last && t->word[i + 1].entity == entity)
        i++;
    return i;
}

static bool entity_begins(const struct text *t, uint32_t i)
{
    return t->word[i].entity != FILON_NONE && (i == 0 || t->word[i - 1].entity != t->word[i].entity);
}

/* The end of a phrase without prepositions from i on. */
static uint32_t base_last(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t k = i;
    while (k <= last && is(t, k, IS_DET))
        k++;
    if (k > i && k <= last && t->word[k].entity == FILON_NONE && !breaks_np(t, k) && !t->word[k].form->is)
        k++;
    else if (k > i && k < last && is(t, k, IS_ADV) && !t->word[k].mark) /* « la plus haute autorité » */
        k++;
    for (; k <= last && k - i < NP_LONGEST; k++) {
        const struct form *form = t->word[k].form;
        if (t->word[k].entity != FILON_NONE && !is_when(t, t->word[k].entity)) {
            k = entity_last(t, k, last);
            continue;
        }
        if (breaks_np(t, k) || (form->is & (BIT(IS_PREP) | BIT(IS_DET) | BIT(IS_TIME))) || (adverb_at(t, k, last) && !is(t, k, IS_LAST)))
            break;
    }
    return k - 1;
}

static bool head_is(const struct text *t, uint32_t first, uint32_t last, unsigned a, unsigned b)
{
    for (uint32_t i = first; i <= last && i < first + 5; i++)
        if (quote_phrase_at(t, i, last, a) || quote_phrase_at(t, i, last, b))
            return true;
    return false;
}

/* The proper name in the phrase that is the speaker's own: at its head, or beside a noun without a preposition. */
static void find_name(const struct text *t, struct np *np)
{
    for (uint32_t i = np->first; i <= np->last; i++) {
        if (!entity_begins(t, i) || is_when(t, t->word[i].entity))
            continue;
        bool own = i == np->first;
        if (!own) {
            const struct form *before = t->word[i - 1].form;
            bool article = (before->is & BIT(IS_DET)) != 0;
            own = article ? i - 1 == np->first && (!(before->is & BIT(IS_PREP)) || filon_str_is(word_text(t, i - 1), "Des"))
                          : !(before->is & (BIT(IS_PREP) | BIT(IS_AND)));
        }
        if (own && (np->name_first == NO_WORD || is_person(t, t->word[i].entity))) {
            np->name_first = i;
            np->name_last = entity_last(t, i, np->last);
        }
    }
    /* A name with more nouns behind it is no name: « le Parti socialiste de Lyon » is, « le Kremlin dément » was cut before. */
}

static bool continues_np(const struct text *t, uint32_t k, uint32_t last, const struct np *np)
{
    if (k + 1 > last || breaks_np(t, k + 1) || t->word[k].mark)
        return false;
    if (is(t, k, IS_AND)) /* « de l'Économie et des Finances » */
        return !is(t, k, IS_BUT) && is(t, k + 1, IS_OF) && !is_verb(t, k + 2, VERB_INF);
    if (is(t, k, IS_OF))
        return !is_infinitive(t, k + 1);
    bool role = head_is(t, np->first, k - 1, IS_ROLE, IS_ROLEFEM);
    if (role && is(t, k, IS_TO))
        return !is_infinitive(t, k + 1) && !(is_person(t, t->word[k + 1].entity)) && t->word[k + 1].entity == FILON_NONE;
    if (role && filon_str_is(word_text(t, k), "en"))
        return (t->word[k + 1].shape & SHAPE_UPPER) != 0;
    return false;
}

/* Behind a comma: « , Dmitri Peskov », « , le ministre de la Justice ». The word behind the apposition, or 0. */
static uint32_t apposition_at(const struct text *t, uint32_t comma, uint32_t last, struct np *np)
{
    uint32_t k = comma + 1;
    if (k > last || t->word[comma].mark != MARK_COMMA)
        return 0;
    if (is(t, k, IS_CIVIL))
        k++;
    if (k <= last && entity_begins(t, k) && is_person(t, t->word[k].entity) && np->name_first == NO_WORD) {
        np->name_first = k;
        np->name_last = entity_last(t, k, last);
        return np->name_last + 1;
    }
    return 0;
}

struct np np_right(const struct text *t, uint32_t i, uint32_t last, uint32_t *after)
{
    struct np np = NO_NP;
    if (after)
        *after = i;
    if (i > last || i >= t->n)
        return np;
    if (is(t, i, IS_CIVIL) && i < last)
        i++;
    const struct word *w = &t->word[i];
    bool entity = w->entity != FILON_NONE && !is_when(t, w->entity);
    if (!entity && (is(t, i, IS_TONIC) || (is(t, i, IS_SUBJ) && !is(t, i, IS_DET)))) {
        np = (struct np){i, i, NO_WORD, NO_WORD, true};
        if (after)
            *after = i + 1;
        return np;
    }
    if (!entity && (w->mark || breaks_np(t, i) || (is(t, i, IS_PREP) && !is(t, i, IS_DET))))
        return np;
    np.first = i;
    np.last = base_last(t, i, last);
    if (np.last < i || np.last == NO_WORD || (np.last == i && is(t, i, IS_DET) && !entity))
        return NO_NP;
    while (np.last < last && continues_np(t, np.last + 1, last, &np)) {
        uint32_t from = np.last + 2 + (is(t, np.last + 1, IS_AND) ? 0 : 0);
        uint32_t to = base_last(t, from, last);
        if (to < from || to - np.first > NP_LONGEST)
            break;
        np.last = to;
    }
    find_name(t, &np);
    uint32_t next = np.last + 1;
    while (next <= last && t->word[next].mark == MARK_LEFT && t->word[next].mate != NO_WORD && t->word[next].mate <= last)
        next = t->word[next].mate + 1;
    uint32_t behind = apposition_at(t, next, last, &np);
    if (after)
        *after = behind ? behind : next;
    return np;
}

static bool is_time_np(const struct text *t, uint32_t i)
{
    return is(t, i + 1, IS_TIME) || (t->word[i].entity != FILON_NONE && is_when(t, t->word[i].entity)) ||
           (i + 1 < t->n && ((t->word[i + 1].shape & SHAPE_DIGIT) || (t->word[i + 1].entity != FILON_NONE && is_when(t, t->word[i + 1].entity))));
}

/* Where the phrase that ends at i begins: the last article that no preposition stands before, or a name. */
static uint32_t np_start(const struct text *t, uint32_t edge, uint32_t i, bool governed_too)
{
    uint32_t start = NO_WORD;
    bool governed = false;
    for (uint32_t p = edge; p <= i; p++) {
        bool entity = t->word[p].entity != FILON_NONE && !is_when(t, t->word[p].entity);
        if (entity && !entity_begins(t, p))
            continue;
        bool behind = p > edge, prep = behind && is(t, p - 1, IS_PREP), det = behind && is(t, p - 1, IS_DET);
        if (is(t, p, IS_DET) && (!is(t, p, IS_PREP) || p == edge) && !det && !is_time_np(t, p)) {
            if (!prep || governed_too)
                start = p;
            governed = prep;
        } else if (entity && !prep && !det && (!governed || governed_too) && start == NO_WORD) {
            start = p;
        } else if (entity && prep && governed_too) {
            start = p;
        } else if (start == NO_WORD && p == edge && (t->word[p].shape & SHAPE_UPPER) && !is(t, p, IS_PREP) && !is(t, p, IS_TIME) && !adverb_at(t, p, i)) {
            start = p;
        } else if (is(t, p, IS_PREP) && !entity) {
            governed = true;
        }
    }
    if (start != NO_WORD && is(t, start, IS_PREP) && !filon_str_is(word_text(t, start), "Des") && !filon_str_is(word_text(t, start), "des"))
        return NO_WORD;
    return start;
}

struct np np_left(const struct text *t, uint32_t i, uint32_t first, bool governed)
{
    if (i >= t->n || i < first)
        return NO_NP;
    if (t->word[i].mark == MARK_RIGHT && t->word[i].mate != NO_WORD && t->word[i].mate > first)
        return np_left(t, t->word[i].mate - 1, first, governed);
    if (t->word[i].entity == FILON_NONE && (is(t, i, IS_SUBJ) || is(t, i, IS_TONIC)) && !is(t, i, IS_DET))
        return (struct np){i, i, NO_WORD, NO_WORD, true};
    uint32_t edge = i + 1;
    while (edge > first && i + 1 - edge < NP_LONGEST) {
        const struct word *w = &t->word[edge - 1];
        if (w->mark == MARK_RIGHT && w->mate != NO_WORD && w->mate >= first && w->entity == FILON_NONE) {
            edge = w->mate;
            continue;
        }
        if (breaks_np(t, edge - 1) && !(is(t, edge - 1, IS_AND) && !is(t, edge - 1, IS_BUT) && edge > first + 1 && is(t, edge, IS_OF)))
            break;
        edge--;
    }
    uint32_t start = np_start(t, edge, i, governed);
    return start == NO_WORD ? NO_NP : np_right(t, start, i, NULL);
}

bool can_speak(const struct text *t, const struct np *np)
{
    static const uint8_t classes[] = {IS_ROLE, IS_ROLEFEM, IS_ORGAN, IS_DOCUMENT};
    if (np->pronoun || np->name_first != NO_WORD)
        return true;
    for (uint32_t i = np->first; i <= np->last && i < np->first + 5; i++) {
        if (i > np->first && is(t, i, IS_PREP))
            break;
        for (unsigned k = 0; k < FILON_COUNT(classes); k++)
            if (quote_phrase_at(t, i, np->last, classes[k]))
                return true;
    }
    return false;
}

/* ---- Subjects. */
bool subordinate(const struct text *t, uint32_t group)
{
    uint32_t at = t->group[group].first, first = stretch_first(t, at);
    for (uint32_t k = at; k-- > first && at - k < 16;) {
        if (t->word[k].mark && t->word[k].mark != MARK_RIGHT && t->word[k].mark != MARK_OPEN && t->word[k].mark != MARK_CLOSE)
            return false;
        if (t->word[k].group && t->word[k].group != group && (t->group[t->word[k].group].is & GROUP_FINITE))
            return false;
        if (is(t, k, IS_QUE) || is(t, k, IS_QUI) || (is(t, k, IS_REL) && !is(t, k, IS_DET)) || is(t, k, IS_WHEN))
            return true;
    }
    return false;
}

static uint32_t finite_before(const struct text *t, uint32_t i, uint32_t first, bool cue)
{
    for (uint32_t k = i; k-- > first && i - k < SUBJECT_REACH;) {
        if (t->word[k].region != t->word[i].region)
            continue;
        if (group_is(t, k, GROUP_FINITE)) {
            uint32_t g = t->word[k].group;
            if (!cue || (t->group[g].cue && !subordinate(t, g)))
                return g;
            k = t->group[g].first;
        }
    }
    return 0;
}

static unsigned with_coordinated(const struct text *t, struct np one, uint32_t first, bool plural, struct np *np, unsigned most)
{
    np[0] = one;
    if (!plural || most < 2 || one.first < first + 2 || !is(t, one.first - 1, IS_AND) || is(t, one.first - 1, IS_BUT))
        return 1;
    struct np other = np_left(t, one.first - 2, first, false);
    if (!np_found(&other) || other.pronoun || other.last != one.first - 2)
        return 1;
    if (other.name_first != NO_WORD && one.name_first != NO_WORD) {
        np[0] = other;
        np[1] = one;
        return 2;
    }
    np[0] = (struct np){other.first, one.last, NO_WORD, NO_WORD, false};
    return 1;
}

/* « X, ministre de Y, a dit »: from the comma before the verb to the phrase before an earlier comma. */
static struct np across_commas(const struct text *t, uint32_t comma, uint32_t first)
{
    struct np found = NO_NP;
    unsigned commas = 0;
    for (uint32_t k = comma; k-- > first && comma - k < SUBJECT_REACH && commas < 4;) {
        if (t->word[k].region != t->word[comma].region || t->word[k].mark != MARK_COMMA)
            continue;
        commas++;
        if (k == first)
            break;
        struct np np = np_left(t, k - 1, first, false);
        if (!np_found(&np))
            continue;
        bool clear = np.first == first || t->word[np.first - 1].mark || is(t, np.first - 1, IS_QUE) || is(t, np.first - 1, IS_AND) || is(t, np.first - 1, IS_SUB) ||
                     adverb_at(t, np.first - 1, np.first - 1);
        if (!clear && np.pronoun)
            continue;
        struct np inner = np_right(t, k + 1, comma - 1, NULL);
        if (np_found(&inner) && inner.name_first != NO_WORD && is_person(t, t->word[inner.name_first].entity) && inner.last + 1 == comma && np.name_first == NO_WORD) {
            np.name_first = inner.name_first;
            np.name_last = inner.name_last;
            return np;
        }
        found = np;
        if (clear)
            return np;
    }
    return found;
}

struct np beside(const struct text *t, uint32_t i, uint32_t first)
{
    if (is_person(t, t->word[i].entity)) {
        uint32_t name = i;
        while (name > first && t->word[name - 1].entity == t->word[i].entity)
            name--;
        return (struct np){name, i, name, i, false};
    }
    struct np np = np_left(t, i, first, false);
    if (np_found(&np) && np.last == i)
        return np;
    struct np governed = np_left(t, i, first, true);
    if (!np_found(&np) || (np_found(&governed) && !(t->word[np.first].shape & SHAPE_UPPER)))
        return governed;
    return np;
}

static struct np antecedent(const struct text *t, uint32_t qui, uint32_t first)
{
    uint32_t k = qui;
    if (k > first && t->word[k - 1].mark == MARK_COMMA)
        k--;
    if (k <= first || (is(t, k - 1, IS_DET) && t->word[k - 1].entity == FILON_NONE))
        return NO_NP; /* « ce qui » */
    return beside(t, k - 1, first);
}

/* « L'homme qui a vu l'ours affirme »: from the second verb at i to the relative pronoun of the first, if nothing separates them. */
static uint32_t relative_before(const struct text *t, uint32_t i, uint32_t first)
{
    for (uint32_t k = i; k-- > first && i - k < NP_LONGEST;) {
        if (t->word[k].mark && t->word[k].mark != MARK_RIGHT && t->word[k].entity == FILON_NONE)
            return NO_WORD;
        if (t->word[k].mark == MARK_RIGHT && t->word[k].mate != NO_WORD && t->word[k].mate > first) {
            k = t->word[k].mate;
            continue;
        }
        if (group_is(t, k, GROUP_FINITE)) {
            uint32_t g = t->group[t->word[k].group].first;
            while (g > first && (is(t, g - 1, IS_CLITIC) || is(t, g - 1, IS_NE)) && !is(t, g - 1, IS_SUBJ))
                g--;
            return g > first && is(t, g - 1, IS_QUI) ? g - 1 : NO_WORD;
        }
        if (is(t, k, IS_QUE) || is(t, k, IS_QUI) || is(t, k, IS_SUBJ))
            return NO_WORD;
    }
    return NO_WORD;
}

static unsigned before_verb(struct text *t, uint32_t number, struct np *np, unsigned most)
{
    const struct group *g = &t->group[number];
    uint32_t first = stretch_first(t, g->first), j = g->first;
    bool plural = (g->is & GROUP_PLURAL) != 0;
    for (unsigned steps = 0; j > first && steps < 12; steps++) {
        const struct word *w = &t->word[j - 1];
        if (w->entity != FILON_NONE && !is_when(t, w->entity))
            break;
        if (w->group && is(t, j - 1, IS_SUBJ))
            break;
        bool skip = (is(t, j - 1, IS_CLITIC) && !is(t, j - 1, IS_SUBJ) && g->is & (GROUP_FINITE)) || is(t, j - 1, IS_NE) || adverb_at(t, j - 1, j - 1) ||
                    (is(t, j - 1, IS_TONIC) && j - 1 > first && !is(t, j - 2, IS_PREP) && !t->word[j - 2].mark && !is(t, j - 2, IS_AND)) ||
                    is(t, j - 1, IS_TIME);
        if (!skip)
            break;
        j--;
    }
    if (j <= first)
        return 0;
    uint32_t k = j - 1;
    if (t->word[k].mark == MARK_COMMA) {
        uint32_t before = k > first ? k - 1 : k;
        (void)before;
        struct np found = across_commas(t, k, first);
        if (np_found(&found))
            return with_coordinated(t, found, first, plural, np, most);
        uint32_t other = finite_before(t, k, first, true);
        return other ? subject_of(t, other, np, most) : 0;
    }
    if (is(t, k, IS_QUI)) {
        np[0] = antecedent(t, k, first);
        return np_found(&np[0]);
    }
    if (is(t, k, IS_AND)) {
        uint32_t other = finite_before(t, k, first, true);
        if (!other)
            other = finite_before(t, k, first, false);
        return other ? subject_of(t, other, np, most) : 0;
    }
    uint32_t qui = is(t, k, IS_SUBJ) ? NO_WORD : relative_before(t, k + 1, first);
    if (qui != NO_WORD) {
        np[0] = antecedent(t, qui, first);
        if (np_found(&np[0]))
            return 1;
    }
    struct np found = np_left(t, k, first, false);
    if (!np_found(&found))
        return 0;
    return with_coordinated(t, found, first, plural, np, most);
}

/* The phrase behind an inverted verb: « a déclaré mardi le maire ». */
static struct np behind_verb(const struct text *t, const struct group *g)
{
    uint32_t last = stretch_last(t, g->last), i = g->last + 1;
    for (unsigned steps = 0; i <= last && steps < 8; steps++) {
        uint32_t n = adverb_at(t, i, last);
        if (n) {
            i += n;
            continue;
        }
        uint32_t next = i + 1;
        if (t->word[i].mark == MARK_COMMA && (is(t, next, IS_PREP) || is(t, next, IS_TONIC) || adverb_at(t, next, last))) {
            i = next;
            continue;
        }
        if (is(t, i, IS_PREP) && !is(t, i, IS_OF)) { /* « a confié à Reuters le directeur » */
            struct np object = np_right(t, next, last, NULL);
            if (!np_found(&object) || (!is(t, object.last + 1, IS_DET) && !entity_begins(t, object.last + 1) && !is_mark(t, object.last + 1, MARK_COMMA)))
                break;
            i = object.last + 1;
            if (is_mark(t, i, MARK_COMMA))
                i++;
            continue;
        }
        break;
    }
    struct np np = np_right(t, i, last, NULL);
    if (np_found(&np) && is(t, np.first, IS_PREP) && is(t, np.first, IS_OF) && !filon_str_is(word_text(t, np.first), "des"))
        return NO_NP;
    return np;
}

bool subject_behind(const struct text *t, const struct group *g)
{
    uint32_t first = stretch_first(t, g->first), k = g->first;
    if (!(g->is & GROUP_FINITE) || k == first)
        return false;
    if (is(t, k - 1, IS_QUE)) /* « ce qu'a annoncé la radio » */
        return true;
    while (k > first && g->first - k < 3 && is(t, k - 1, IS_CLITIC) && !is(t, k - 1, IS_SUBJ))
        k--;
    return k > first && k < g->first && is_text(t, k - 1, "comme"); /* « comme l'a rappelé le ministre » */
}

bool is_incise(struct text *t, uint32_t number, struct np *np)
{
    struct group *g = &t->group[number];
    if (!g->cue || !(g->is & GROUP_FINITE) || (g->is & (GROUP_PASSIVE | GROUP_PLAN)) || !(g->cue->frames & (FRAME_DIRECT | FRAME_QUE)))
        return false;
    uint32_t first = stretch_first(t, g->first), k = g->first;
    if (k == first)
        return false;
    uint8_t mark = t->word[k - 1].mark;
    bool quoted = mark == MARK_CLOSE || (mark == MARK_COMMA && k - 1 > first && is_mark(t, k - 2, MARK_CLOSE));
    if (!quoted && mark != MARK_COMMA && mark != MARK_DASH && mark != MARK_STOP)
        return false;
    if (g->inverted != NO_WORD) {
        *np = (struct np){g->inverted, g->inverted, NO_WORD, NO_WORD, true};
        return true;
    }
    *np = behind_verb(t, g);
    if (!np_found(np) || is(t, np->last + 1, IS_QUE))
        return false;
    if (quoted)
        return can_speak(t, np) || !(g->cue->frames & FRAME_NP);
    /* Behind a mere comma: what stands before it must be a clause, or go on behind a second comma; what stands behind the verb, somebody. */
    uint32_t last = stretch_last(t, k), next = np->last + 1;
    bool ends = next > last || t->word[next].mark != MARK_NONE, somebody = can_speak(t, np) || (ends && !(g->cue->frames & FRAME_NP) && is(t, np->first, IS_DET));
    if (!somebody)
        return false;
    return has_finite(t, first, k - 1) || (mark == MARK_COMMA && is_mark(t, next, MARK_COMMA) && has_finite(t, next, last));
}

static unsigned look_for_subject(struct text *t, uint32_t number, struct np np[2])
{
    struct group *g = &t->group[number];
    if (is_incise(t, number, &np[0]))
        return 1;
    if (g->inverted != NO_WORD) {
        np[0] = (struct np){g->inverted, g->inverted, NO_WORD, NO_WORD, true};
        return 1;
    }
    if (subject_behind(t, g)) {
        np[0] = behind_verb(t, g);
        if (np_found(&np[0]))
            return 1;
    }
    return g->is & GROUP_FINITE ? before_verb(t, number, np, 2) : 0;
}

unsigned subject_of(struct text *t, uint32_t number, struct np *np, unsigned most)
{
    struct group *g = &t->group[number];
    if (g->looked == 1 || (!g->looked && t->depth >= 8))
        return 0;
    if (!g->looked) {
        g->looked = 1;
        t->depth++;
        g->subjects = (uint8_t)look_for_subject(t, number, g->subject);
        t->depth--;
        g->looked = 2;
    }
    unsigned n = g->subjects < most ? g->subjects : most;
    for (unsigned i = 0; i < n; i++)
        np[i] = g->subject[i];
    return n;
}

/* ---- Ends of clauses. */
static bool own_subject_between(const struct text *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (is(t, i, IS_SUBJ) || is(t, i, IS_QUI) || (is(t, i, IS_DET) && !is(t, i, IS_CLITIC)) || (t->word[i].shape & SHAPE_UPPER))
            return true;
    return false;
}

/* The finite group that begins at i, perhaps behind adverbs and clitics, without a subject of its own; 0: none. */
static uint32_t bare_finite_at(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t k = skip_adverbs(t, i, last);
    while (k <= last && k < i + 6 && !t->word[k].group && (is(t, k, IS_CLITIC) || is(t, k, IS_NE)) && !is(t, k, IS_SUBJ))
        k++;
    if (k > last || !group_is(t, k, GROUP_FINITE) || own_subject_between(t, i, k))
        return 0;
    return t->word[k].group;
}

static bool agrees(const struct text *t, uint32_t a, uint32_t b)
{
    return (t->group[a].is & GROUP_PLURAL) == (t->group[b].is & GROUP_PLURAL);
}

static bool stops_at_and(const struct text *t, uint32_t i, uint32_t last, enum clause kind, uint32_t group)
{
    if (i + 1 > last || is(t, i + 1, IS_QUE))
        return false;
    uint32_t other = bare_finite_at(t, i + 1, last);
    if (other && group && agrees(t, other, group))
        return kind != CLAUSE_QUE || t->group[other].cue != NULL || (t->group[other].is & GROUP_PLAN);
    if (is(t, i + 1, IS_THIRD) && kind != CLAUSE_FREE) {
        other = bare_finite_at(t, i + 2, last);
        return other && t->group[other].cue;
    }
    return false;
}

static bool stops_at_comma(const struct text *t, uint32_t first, uint32_t i, uint32_t last, enum clause kind, uint32_t group, bool relative)
{
    uint32_t k = i + 1;
    if (k > last)
        return true;
    if (quote_phrase_at(t, k, last, IS_SOURCE) && !(is(t, k + 1, IS_TONIC)))
        return true;
    uint32_t next = skip_adverbs(t, k, last);
    if (filon_str_is(word_text(t, next), "en") && group_is(t, next + 1, GROUP_ANT))
        return kind != CLAUSE_QUE || t->group[t->word[next + 1].group].cue;
    if (group_is(t, next, GROUP_ANT))
        return t->group[t->word[next].group].cue != NULL || kind == CLAUSE_NP;
    uint32_t n = quote_phrase_at(t, k, last, IS_STOP);
    if (n > 1 || (n == 1 && kind != CLAUSE_QUE))
        return true;
    if (kind != CLAUSE_QUE && kind != CLAUSE_FREE && is(t, k, IS_PREP) && quote_phrase_at(t, k, last, IS_SETTING))
        return true;
    uint32_t other = bare_finite_at(t, k, last);
    if (other && t->group[other].inverted != NO_WORD && t->group[other].cue)
        return true;
    if (other && !relative && (has_finite(t, first, i - 1) || kind != CLAUSE_QUE))
        return true;
    if (kind == CLAUSE_SHORT && has_finite(t, first, i - 1) && !is(t, k, IS_REL) && has_finite(t, k, last))
        return true;
    if (is(t, next, IS_THIRD) && bare_finite_at(t, next + 1, last) && (has_finite(t, first, i - 1) || kind != CLAUSE_QUE) && !is(t, first, IS_WHEN))
        return group != 0;
    return false;
}

/* A finite verb at i that the phrase from `first` on cannot have: it ends before « et NP » if that is the verb's subject. */
static uint32_t before_new_clause(const struct text *t, uint32_t first, uint32_t i)
{
    for (uint32_t k = i; k-- > first + 1 && i - k < 12;) {
        if (t->word[k].mark == MARK_CLOSE || is(t, k, IS_PREP))
            break;
        if (is(t, k, IS_AND) && (is(t, k + 1, IS_DET) || (t->word[k + 1].shape & SHAPE_UPPER)))
            return k;
    }
    return i;
}

uint32_t clause_end(const struct text *t, uint32_t first, uint32_t last, enum clause kind, uint32_t group)
{
    bool relative = false, phrase = kind == CLAUSE_NP || kind == CLAUSE_INF, open = false; /* open: a subordinate clause waits for its verb */
    bool finites = false;
    uint32_t i = first;
    for (; i <= last; i++) {
        const struct word *w = &t->word[i];
        if (i - first > CLAUSE_LONGEST)
            return i - 1;
        if ((w->mark == MARK_OPEN || w->mark == MARK_LEFT) && w->mate != NO_WORD && w->mate > i) {
            if (w->mate > last)
                return last;
            i = w->mate;
            continue;
        }
        if (w->mark == MARK_SEMICOLON)
            break;
        if (phrase && group_is(t, i, GROUP_FINITE)) { /* « un appel évoquant une bombe a alerté … » */
            if (!open && i > first) {
                i = before_new_clause(t, first, i);
                break;
            }
            i = t->group[w->group].last;
            open = false;
            continue;
        }
        if (kind == CLAUSE_SHORT && group_is(t, i, GROUP_FINITE)) { /* « … selon lesquelles il pleut sont fausses » */
            if (finites && !open)
                break;
            finites = true;
            open = false;
            i = t->group[w->group].last;
            continue;
        }
        open |= (kind == CLAUSE_SHORT && (is(t, i, IS_AND) || w->mark == MARK_COMMA)) || is(t, i, IS_QUE) || is(t, i, IS_REL) || is(t, i, IS_WHEN) || is(t, i, IS_QUI);
        if (w->mark == MARK_COLON && is_mark(t, i + 1, MARK_OPEN))
            break;
        if (w->mark == MARK_COMMA) {
            if (i > first && stops_at_comma(t, first, i, last, kind, group, relative))
                break;
            relative = is(t, i + 1, IS_REL);
        } else if (is(t, i, IS_AND) && i > first && stops_at_and(t, i, last, kind, group)) {
            break;
        } else if (phrase && i > first && is(t, i, IS_PREP) && quote_phrase_at(t, i, last, IS_SETTING)) {
            break;
        } else if (phrase && i > first && quote_phrase_at(t, i, last, IS_STOP) > 1) {
            break;
        } else if (kind == CLAUSE_NP && i > first && group_is(t, i + 1, GROUP_GERUND)) {
            break;
        }
    }
    return i - 1;
}
