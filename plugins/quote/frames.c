#include "frames.h"

/* The constructions that carry content behind a verb: one function for each frame of the lexicon. */

enum { INSERTION = 20 };

/* A parenthesis at the end of a phrase is no part of it. */
static uint32_t without_parenthesis(const struct text *t, uint32_t first, uint32_t last)
{
    while (last > first && (t->word[last].mark == MARK_STOP || t->word[last].mark == MARK_COMMA))
        last--;
    const struct word *w = &t->word[last];
    return w->mark == MARK_RIGHT && w->mate != NO_WORD && w->mate > first ? w->mate - 1 : last;
}

uint32_t frames_phrase_end(const struct cue_at *c, uint32_t first)
{
    const struct text *t = c->t;
    uint32_t close = is_mark(t, first, MARK_OPEN) ? t->word[first].mate : NO_WORD;
    if (close != NO_WORD && close > first && close < c->last && is_mark(t, close + 1, MARK_COMMA) &&
        (is(t, close + 2, IS_REL) || t->word[close + 2].form->is & BIT(IS_SUB)))
        return close; /* qualifié de « héros », qui … */
    return without_parenthesis(c->t, first, clause_end(c->t, first, c->last, CLAUSE_NP, c->group));
}

bool frames_emit(struct cue_at *c, uint32_t first, uint32_t last, const char *rule, float score)
{
    bool any = false;
    for (unsigned s = 0; s < (c->sources ? c->sources : 1); s++) {
        struct finding *x = found(c->f, first, last, c->sources ? &c->source[s] : NULL, c->group, rule, score);
        if (!x)
            continue;
        x->unnamed = !c->sources && (c->t->group[c->group].is & (GROUP_PASSIVE | GROUP_FINITE));
        any = true;
    }
    return any;
}

bool frames_content_starts(const struct text *t, uint32_t i, uint32_t last)
{
    return i <= last && i < t->n &&
           (t->word[i].mark == MARK_NONE || t->word[i].mark == MARK_OPEN || t->word[i].mark == MARK_COMMA || t->word[i].mark == MARK_LEFT);
}

/* Skips what may stand before an infinitive: ne pas, se, le. */
uint32_t frames_before_infinitive(const struct text *t, uint32_t i, uint32_t last)
{
    uint32_t k = i;
    while (k <= last && k < i + 5 &&
           (is(t, k, IS_NE) || is(t, k, IS_NEG) || (is(t, k, IS_CLITIC) && !is_infinitive(t, k)) ||
            (k > i && is_mark(t, k, MARK_OPEN) && is(t, k - 1, IS_NEG)))) /* ne pas « être contre » */
        k++;
    return k <= last && is_infinitive(t, k) ? k : NO_WORD;
}

/* From the verb on: adverbs, days, and one insertion between commas (« , via un communiqué, ») are passed over. */
uint32_t frames_past_insertions(const struct cue_at *c)
{
    const struct text *t = c->t;
    uint32_t k = c->from;
    for (unsigned steps = 0; steps < 6 && k <= c->last; steps++) {
        uint32_t n = adverb_at(t, k, c->last);
        if (!n && t->word[k].entity != FILON_NONE && is_when(t, t->word[k].entity))
            n = 1;
        if (!n && is(t, k, IS_DET) && k < c->last &&
            (is(t, k + 1, IS_TIME) || (t->word[k + 1].entity != FILON_NONE && is_when(t, t->word[k + 1].entity))))
            n = 2;
        if (!n && is(t, k, IS_PREP) && !is(t, k, IS_OF) && !is(t, k, IS_EN)) { /* « à la presse », « par communiqué » */
            struct np np = np_right(t, k + (is(t, k, IS_DET) ? 0 : 1), c->last, NULL);
            uint32_t next = np.last + 1;
            if (np_found(&np) && next <= c->last && np.last >= k &&
                ((is(t, next, IS_DET) && !is(t, next, IS_PREP)) || is_mark(t, next, MARK_OPEN) ||
                 (is_mark(t, next, MARK_COMMA) && c->cue->frames & FRAME_INF) || frames_before_infinitive(t, next, c->last) != NO_WORD))
                n = next - k;
        }
        if (!n && t->word[k].mark == MARK_COMMA) {
            uint32_t end = k + 1;
            while (end <= c->last && end - k < INSERTION && t->word[end].mark != MARK_COMMA && t->word[end].mark != MARK_COLON &&
                   !group_is(t, end, GROUP_FINITE))
                end++;
            if (end > c->last || t->word[end].mark != MARK_COMMA)
                break;
            n = end + 1 - k;
        }
        if (!n)
            break;
        k += n;
    }
    return k;
}

/* ---- que */

/* A « que » of another kind: « alors que », « plus … que », « n'a … que ». */
static bool belongs_elsewhere(const struct cue_at *c, uint32_t que)
{
    const struct text *t = c->t;
    if (que == c->from)
        return (t->group[c->group].is & GROUP_NE) && is(t, que + 1, IS_PREP) && !is(t, que + 1, IS_DET) && !has_finite(t, que, c->last);
    if (que == skip_adverbs(t, c->from, c->last)) /* « dit tout de même que » */
        return false;
    if (is(t, que - 1, IS_NOTQUE))
        return true;
    return (t->group[c->group].is & GROUP_PASSIVE) && que != skip_adverbs(t, c->from, c->last);
}
static uint32_t find_que(const struct cue_at *c, unsigned class)
{
    const struct text *t = c->t;
    uint32_t first = frames_object_at(c);
    bool object = first != NO_WORD && !is(t, first, IS_PREP) && !c->cue->whom, insertion = false;
    unsigned commas = 0;
    for (uint32_t k = skip_adverbs(t, c->from, c->last); k <= c->last && k - c->from < REACH; k++) {
        const struct word *w = &t->word[k];
        if (is(t, k, class)) {
            if (commas == 1 && is_mark(t, k - 1, MARK_COMMA) && is(t, c->from, IS_DET)) /* « attendait la nuit, qu'il aimait » */
                return NO_WORD;
            return object || belongs_elsewhere(c, k) ? NO_WORD : k;
        }
        commas += w->mark == MARK_COMMA;
        insertion |= w->mark == MARK_COMMA;
        object |= !insertion && !c->cue->whom && is(t, k, IS_DET) && !is(t, k, IS_PREP) && (k == c->from || !is(t, k - 1, IS_PREP)) &&
                  !is(t, k + 1, IS_TIME) && !is(t, k + 1, IS_LAST) && !(w->entity != FILON_NONE && is_when(t, w->entity));
        if (w->mark == MARK_OPEN)
            return is(t, k + 1, class) ? k + 1 : NO_WORD;
        if (w->mark == MARK_COLON || w->mark == MARK_SEMICOLON || w->mark == MARK_STOP || w->mark == MARK_CLOSE)
            return NO_WORD;
        if (w->mark == MARK_LEFT && w->mate != NO_WORD && w->mate > k && w->mate < c->last) {
            k = w->mate;
            continue;
        }
        if (w->group && w->group != c->group && (t->group[w->group].is & (insertion ? GROUP_FINITE : GROUP_FINITE | GROUP_INF)))
            return NO_WORD;
        if (is(t, k, IS_QUI) || (is(t, k, IS_AND) && !insertion && !(c->cue->whom && k < c->last && t->word[k + 1].shape & SHAPE_UPPER)))
            return NO_WORD;
        if ((is_de(t, k) || is_to(t, k)) && !insertion &&
            frames_before_infinitive(t, k + 1, c->last) != NO_WORD) /* « demande de faire ce que » */
            return NO_WORD;
    }
    return NO_WORD;
}

static bool try_que(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t que = c->cue->frames & FRAME_QUE ? find_que(c, IS_QUE) : NO_WORD;
    if (que == NO_WORD && (c->cue->frames & FRAME_SI))
        que = find_que(c, IS_IF);
    if (que == NO_WORD && (c->cue->frames & FRAME_CLAUSE)) { /* « said the bridge would close » */
        uint32_t k = frames_past_insertions(c);
        if (c->cue->whom) { /* « told reporters the bridge would close » */
            struct np whom = np_right(t, k, c->last, NULL);
            uint32_t next = np_found(&whom) ? whom.last + 1 : c->last;
            if (next < c->last && !t->word[next].group && !t->word[next].mark && !is(t, next, IS_PREP))
                k = next;
        }
        if (k > c->last || t->word[k].mark || is(t, k, IS_PREP) || is(t, k, IS_NEG) || is(t, k, IS_AND) ||
            (is(t, k, IS_WHEN) ? !is(t, k, IS_REL) && !is(t, k, IS_IF) : is(t, k, IS_REL)) || t->word[k].group)
            return false;
        uint32_t end = clause_end(t, k, c->last, CLAUSE_QUE, c->group);
        return own_clause(t, k, end) && frames_emit(c, k, end, "clause", 0.8f);
    }
    if (que == NO_WORD || !frames_content_starts(t, que + 1, c->last))
        return false;
    bool bare = quote_bare_nouns(t->lexicon) && group_is(t, que + 1, GROUP_FINITE); /* « reports that vote », « said that was wrong » */
    if (bare && c->cue->noun && is_verb(t, t->group[c->group].head, VERB_PLAIN))
        return false;
    uint32_t first = bare ? que : que + 1;
    if (is_mark(t, first, MARK_COMMA))
        first++;
    uint32_t words = quote_phrase_at(t, first, c->last, IS_SOURCE);
    if (words && is(t, first + words, IS_TONIC)) /* « que, selon lui, P » */
        first += words + (is_mark(t, first + words + 1, MARK_COMMA) ? 2 : 1);
    return frames_emit(c, first, clause_end(t, first, c->last, CLAUSE_QUE, c->group), "que", 0.9f);
}

/* ---- infinitives and noun phrases behind prepositions */
static bool try_infinitive(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t k = frames_past_insertions(c), open = is_mark(t, k, MARK_OPEN) ? 1 : 0;
    if (frames_before_infinitive(t, k + open, c->last) == NO_WORD)
        return false;
    uint32_t last = clause_end(t, k, c->last, CLAUSE_INF, c->group), before = t->group[c->group].first;
    if (c->sources && c->source[0].first < before)
        before = c->source[0].first;
    else if (!c->sources && before > 1 && is(t, before - 1, IS_SUBJ))
        before--;
    if (last == k && before > 1 && is(t, before - 1, IS_QUE) && !t->word[before - 2].group) /* « des jeux qu'elle souhaite réaliser » */
        return false;
    return frames_emit(c, k, last, "infinitive", 0.85f);
}

/* From the verb on: the first « de » or « à » with an infinitive behind it. Returns the word behind the preposition. */
static uint32_t find_prep_infinitive(const struct cue_at *c, bool to)
{
    const struct text *t = c->t;
    for (uint32_t k = c->from; k <= c->last && k - c->from < REACH; k++) {
        const struct word *w = &t->word[k];
        if (to ? is_to(t, k) : is_de(t, k)) {
            uint32_t open = is_mark(t, k + 1, MARK_OPEN) ? 1 : 0;
            if (frames_before_infinitive(t, k + 1 + open, c->last) != NO_WORD)
                return k + 1;
        }
        if (w->mark == MARK_OPEN && (to ? is_to(t, k + 1) : is_de(t, k + 1)) && frames_before_infinitive(t, k + 2, c->last) != NO_WORD)
            return k;
        if (w->mark && w->mark != MARK_COMMA && w->mark != MARK_LEFT && w->mark != MARK_RIGHT && w->entity == FILON_NONE)
            break;
        if (w->mark == MARK_COMMA && k != c->from && !adverb_at(t, k + 1, c->last) && !is(t, k + 1, IS_PREP) &&
            t->word[k + 1].entity == FILON_NONE)
            break;
        if (w->group && w->group != c->group && (t->group[w->group].is & (GROUP_FINITE | GROUP_ANT)))
            break;
        if (to && !(c->cue->frames & FRAME_TO) && quote_bare_nouns(t->lexicon) && is(t, k, IS_DET)) /* demand a rise to keep up */
            break;
    }
    return NO_WORD;
}

static bool try_prep_infinitive(struct cue_at *c, bool to, const char *rule)
{
    uint32_t k = find_prep_infinitive(c, to);
    if (k == NO_WORD)
        return false;
    return frames_emit(c, k, clause_end(c->t, k, c->last, CLAUSE_INF, c->group), rule, 0.85f);
}

/* Straight behind the verb: « se plaint de la hausse », « appelle à la reprise », « accusé de corruption ». */
static bool try_prep_noun(struct cue_at *c, unsigned class, const char *rule)
{
    struct text *t = c->t;
    uint32_t k = skip_adverbs(t, c->from, c->last);
    if (is_mark(t, k, MARK_OPEN) && is(t, k + 1, class))
        return frames_emit(c, k, frames_phrase_end(c, k), rule, 0.8f);
    if (!is(t, k, class) || !frames_content_starts(t, k + 1, c->last) || t->word[k + 1].mark == MARK_COMMA)
        return false;
    if (class == IS_TO && (is_person(t, t->word[k + 1].entity) || is(t, k + 1, IS_TONIC)))
        return false;
    return frames_emit(c, k + 1, frames_phrase_end(c, k + 1), rule, 0.75f);
}

/* « accuse X de Y »: the preposition behind the object. */
static bool try_of(struct cue_at *c)
{
    struct text *t = c->t;
    bool past = (t->group[c->group].is & GROUP_PASSIVE) != 0;
    if (past && is(t, skip_adverbs(t, c->from, c->last), IS_OF))
        return try_prep_noun(c, IS_OF, "accused-of");
    if (try_prep_infinitive(c, false, "accuse-of"))
        return true;
    uint32_t k = skip_adverbs(t, c->from, c->last), after;
    struct np object = np_right(t, k, c->last, &after);
    if (!np_found(&object) && !past) { /* clitic object: « l'accuse de » */
        if (is(t, k, IS_OF))
            return try_prep_noun(c, IS_OF, "accuse-of");
        return false;
    }
    if (!np_found(&object))
        return false;
    for (uint32_t i = object.name_first != NO_WORD && object.name_first <= object.first + 1 ? object.name_last + 1 : object.first + 1;
         i <= c->last && i < after + 6; i++) {
        if (group_is(t, i, GROUP_FINITE) && t->word[i].group != c->group)
            break;
        if (!is(t, i, IS_OF) || t->word[i].entity != FILON_NONE)
            continue;
        bool bare = is_mark(t, i + 1, MARK_OPEN) || (is_de(t, i) && !is(t, i + 1, IS_DET) && t->word[i + 1].entity == FILON_NONE) ||
                    i > object.last;
        if (bare && frames_content_starts(t, i + 1, c->last))
            return frames_emit(c, i + 1, frames_phrase_end(c, i + 1), "accuse-of", 0.8f);
    }
    return false;
}

/* « parle d'un « montage » » */
static bool try_quoted_of(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t k = skip_adverbs(t, c->from, c->last);
    if (!is(t, k, IS_OF))
        return false;
    uint32_t open = k + 1 + is(t, k + 1, IS_DET);
    if (!is_mark(t, open, MARK_OPEN) || t->word[open].mate == NO_WORD || t->word[open].mate > c->last)
        return false;
    return frames_emit(c, k + 1, frames_phrase_end(c, k + 1), "de-noun", 0.7f);
}

/* « appelle « tous les élus à voter » »: whom and what in one pair of marks. */
static bool try_quoted_to(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t open = skip_adverbs(t, c->from, c->last);
    if (!is_mark(t, open, MARK_OPEN) || t->word[open].mate == NO_WORD || t->word[open].mate > c->last)
        return false;
    for (uint32_t k = open + 1; k < t->word[open].mate && k - open < REACH && !group_is(t, k, GROUP_FINITE); k++)
        if (is_to(t, k) && frames_before_infinitive(t, k + 1, t->word[open].mate) != NO_WORD) {
            struct finding *x =
                found_region(c->f, t->word[open + 1].region, c->sources ? &c->source[0] : NULL, c->group, "to-infinitive", 0.8f);
            if (x)
                x->type = MIXED;
            return x != NULL;
        }
    return false;
}

static bool try_on(struct cue_at *c)
{
    struct text *t = c->t;
    for (uint32_t k = c->from; k <= c->last && k < c->from + 8; k++) {
        if (t->word[k].mark || group_is(t, k, GROUP_FINITE))
            return false;
        uint32_t n = quote_phrase_at(t, k, c->last, IS_ABOUT);
        if (n && frames_content_starts(t, k + n, c->last))
            return frames_emit(c, k + n, frames_phrase_end(c, k + n), "about", 0.7f);
    }
    return false;
}

/* ---- a quotation in marks behind the verb: « a déclaré : "…" », « lance "…" » */
static bool try_marks(struct cue_at *c, bool near)
{
    struct text *t = c->t;
    uint32_t next = frames_past_insertions(c);
    if (near && !is_mark(t, next, MARK_OPEN) &&
        !((is_mark(t, next, MARK_COLON) || is_mark(t, next, MARK_COMMA)) && is_mark(t, next + 1, MARK_OPEN)))
        return false;
    for (uint32_t k = c->from; k <= c->last && k - c->from < REACH; k++) {
        const struct word *w = &t->word[k];
        if (w->mark == MARK_OPEN && w->mate != NO_WORD && w->mate > k + 1) {
            uint32_t region = t->word[k + 1].region;
            bool colon = is_mark(t, k - 1, MARK_COLON);
            bool sentences = false; /* « Sortez. Vite ! » */
            for (uint32_t i = k + 2; near && i + 1 < w->mate && i - k < REACH; i++)
                sentences |= t->word[i].mark == MARK_STOP;
            if (t->region[region].taken || !(is_clause(t, k + 1, w->mate - 1) || colon || sentences) || (!near && !colon))
                return false;
            bool any = false;
            for (unsigned s = 0; s < (c->sources ? c->sources : 1); s++)
                any |= found_region(c->f, region, c->sources ? &c->source[s] : NULL, c->group, colon ? "colon" : "marks", 0.9f) != NULL;
            return any;
        }
        if (w->group && w->group != c->group && (t->group[w->group].is & GROUP_FINITE))
            return false;
        if (w->mark == MARK_SEMICOLON || w->mark == MARK_STOP)
            return false;
    }
    return false;
}

static bool try_colon_clause(struct cue_at *c)
{
    struct text *t = c->t;
    if (!c->sources && quote_bare_nouns(t->lexicon)) /* « Note: » */
        return false;
    for (uint32_t k = c->from; k <= c->last && k - c->from < 12; k++) {
        if (t->word[k].mark == MARK_COLON)
            return !is_mark(t, k + 1, MARK_OPEN) && frames_content_starts(t, k + 1, c->last) && has_finite(t, k + 1, c->last) &&
                   frames_emit(c, k + 1, clause_end(t, k + 1, c->last, CLAUSE_QUE, c->group), "colon-clause", 0.6f);
        if (t->word[k].mark && t->word[k].mark != MARK_COMMA)
            return false;
        if (group_is(t, k, GROUP_FINITE) && t->word[k].group != c->group)
            return false;
    }
    return false;
}

bool frames_try(struct cue_at *c)
{
    unsigned frames = c->cue->frames;
    bool passive = (c->t->group[c->group].is & GROUP_PASSIVE) != 0;
    if (frames & (FRAME_QUE | FRAME_SI | FRAME_CLAUSE) && try_que(c))
        return true;
    if (c->t->group[c->group].is & GROUP_FIRST && c->cue->kind == CUE_SAY) /* « je dévoilerai le dispositif » is no report of a report */
        return false;
    if (frames & FRAME_DIRECT && !passive && try_marks(c, true))
        return true;
    if (c->beside)
        return false;
    if (frames & FRAME_OF && try_of(c))
        return true;
    if (frames & FRAME_AS && frames_as(c))
        return true;
    if (passive && !(frames & FRAME_OF))
        return frames & FRAME_QUE && try_colon_clause(c);
    if (frames & FRAME_INF && try_infinitive(c))
        return true;
    if (frames & FRAME_DE && (try_prep_infinitive(c, false, "de-infinitive") || (c->cue->reflexive && try_prep_noun(c, IS_OF, "de-noun")) ||
                              (c->cue->tails && try_prep_noun(c, IS_OF, "de-noun"))))
        return true;
    if (frames & (FRAME_TO | FRAME_A) && try_prep_infinitive(c, true, "to-infinitive"))
        return true;
    if (frames & FRAME_TO && try_quoted_to(c))
        return true;
    if (frames & FRAME_DEX && try_quoted_of(c))
        return true;
    if (frames & FRAME_A && try_prep_noun(c, IS_TO, "to-noun"))
        return true;
    if (frames & FRAME_ATTR && frames_attribute(c))
        return true;
    if (frames & FRAME_ON && try_on(c))
        return true;
    if (frames & (FRAME_NP | FRAME_NPX) && frames_object(c))
        return true;
    if (frames & FRAME_DIRECT && !passive && try_marks(c, false))
        return true;
    return frames & FRAME_DIRECT && try_colon_clause(c);
}
