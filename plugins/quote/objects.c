#include "frames.h"

/* Noun phrases behind a verb that carry its content: « dément toute ingérence », « juge la loi « scandaleuse » », « se dit prêt ». */

/* « ce qu'il appelle une trahison »: the object stands before. */
static bool relative_object(const struct cue_at *c)
{
    const struct text *t = c->t;
    if (!c->sources)
        return false;
    bool english = quote_bare_nouns(t->lexicon);
    uint32_t first = c->source[0].first;
    if (first > 0 && c->source[0].name_first == first && is(t, first - 1, IS_DET))
        first--;
    return first > 1 && is(t, first - 1, IS_QUE) && !is(t, first - 2, IS_NOTQUE) && !t->word[first - 2].group &&
           !(english && t->word[first - 2].mark) && first < t->group[c->group].first;
}

/* « considère la mesure comme dangereuse », « qu'il jugeait dictatorial » */
bool frames_as(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t k = skip_adverbs(t, c->from, c->last);
    if (is(t, k, IS_AS) && frames_content_starts(t, k + 1, c->last))
        return frames_emit(c, k + 1, frames_phrase_end(c, k + 1), "as", 0.75f);
    if (t->group[c->group].is & GROUP_PASSIVE)
        return false;
    if (relative_object(c) && frames_content_starts(t, k, c->last) && t->word[k].mark != MARK_COMMA && !is(t, k, IS_PREP) &&
        !is(t, k, IS_QUE))
        return frames_emit(c, k, frames_phrase_end(c, k), "named", 0.75f);
    if (t->word[k].mark == MARK_NONE && !t->word[k].form->is && !t->word[k].group && t->word[k].entity == FILON_NONE &&
        is(t, k + 1, IS_DET) && !is(t, k + 1, IS_PREP)) /* « juge illégale la sélection » */
        return frames_emit(c, k, frames_phrase_end(c, k), "judged", 0.7f);
    uint32_t closed = is_mark(t, k, MARK_OPEN) ? t->word[k].mate : NO_WORD;
    if (closed != NO_WORD && closed > k && closed < c->last && closed - k <= 4 && is(t, closed + 1, IS_DET) && !is(t, closed + 1, IS_PREP))
        return frames_emit(c, k, frames_phrase_end(c, k), "judged", 0.7f); /* « juge « illégale » la sélection » */
    for (uint32_t i = k; i <= c->last && i < k + 20; i++) {
        if (t->word[i].mark && t->word[i].mark != MARK_OPEN && t->word[i].mark != MARK_CLOSE)
            break;
        if (group_is(t, i, GROUP_FINITE))
            break;
        if (is_mark(t, i, MARK_OPEN) && i > k + 1 && !(c->cue->frames & FRAME_ATTR) &&
            ((is(t, k, IS_DET) && !is(t, k, IS_PREP)) || t->word[k].entity != FILON_NONE) && t->word[i].mate != NO_WORD &&
            t->word[i].mate <= c->last && !is(t, i - 1, IS_PREP) &&
            !((c->cue->frames & FRAME_TO) && is_to(t, i + 1) && frames_before_infinitive(t, i + 2, c->last) != NO_WORD) &&
            !is(t, i - 1, IS_DET)) /* « juge la loi « scandaleuse » » */
            return frames_emit(c, k, t->word[i].mate, "as", 0.7f);
        if (is(t, i, IS_AS) && i > k)
            return frames_emit(c, k, frames_phrase_end(c, k), "as", 0.75f);
    }
    return false;
}

/* « called him a liar », « labelled the plan “dangerous” »: an object and what it is called; the content is both, or what is in marks. */
static bool try_complement(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t k = skip_adverbs(t, c->from, c->last);
    struct np object = np_right(t, k, c->last, NULL);
    uint32_t next = np_found(&object) ? object.last + 1 : is(t, k, IS_CLITIC) || (is(t, k, IS_THIRD) && k < c->last) ? k + 1 : NO_WORD;
    bool it = np_found(&object) ? object.pronoun : next != NO_WORD;
    if (next == NO_WORD || next > c->last || is(t, next, IS_PREP) || t->word[next].group)
        return false;
    uint32_t close = is_mark(t, next, MARK_OPEN) ? t->word[next].mate : NO_WORD;
    if (close != NO_WORD && close > next && close <= c->last)
        return frames_emit(c, next, close, "attribute", 0.75f);
    bool called = is(t, next, IS_DET) || (it && !t->word[next].mark && !t->word[next].form->is);
    return called && frames_emit(c, k, frames_phrase_end(c, k), "attribute", 0.75f);
}

bool frames_attribute(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t k = c->from;
    if (quote_bare_nouns(t->lexicon))
        return try_complement(c);
    while (k <= c->last && (quote_phrase_at(t, k, c->last, IS_ADV) && !(t->word[k].shape & SHAPE_UPPER)) && k < c->from + 4)
        k += quote_phrase_at(t, k, c->last, IS_ADV);
    if (!frames_content_starts(t, k, c->last) || t->word[k].mark == MARK_COMMA || is(t, k, IS_QUE) ||
        (is(t, k, IS_PREP) && !is_mark(t, k, MARK_OPEN)))
        return false;
    return frames_emit(c, k, frames_phrase_end(c, k), "attribute", 0.75f);
}

/* ---- objects */
uint32_t frames_object_at(const struct cue_at *c)
{
    const struct text *t = c->t;
    uint32_t k = frames_past_insertions(c);
    if (k > c->last || k >= t->n)
        return NO_WORD;
    if (is_mark(t, k, MARK_OPEN))
        return k;
    if (t->word[k].mark || is(t, k, IS_SUBJ))
        return NO_WORD;
    bool det = is(t, k, IS_DET) && !(is(t, k, IS_PREP) && !is(t, k, IS_SOME));
    bool name = (t->word[k].entity != FILON_NONE) || (t->word[k].shape & SHAPE_DIGIT);
    return det || name ? k : NO_WORD;
}

bool frames_object(struct cue_at *c)
{
    struct text *t = c->t;
    uint32_t k = frames_object_at(c);
    if (k == NO_WORD || (c->cue->who && (!c->sources || !can_speak(c->t, &c->source[0]))))
        return false;
    if (!(c->cue->frames & FRAME_NP)) {
        uint32_t noun = k;
        while (noun <= c->last && is(t, noun, IS_DET))
            noun++;
        if (!is_mark(t, k, MARK_OPEN) && !is_mark(t, noun, MARK_OPEN) && !is(t, noun, IS_SPEECH))
            return false;
    }
    if (!is_mark(t, k, MARK_OPEN) && is_person(t, t->word[k].entity))
        return false;
    return frames_emit(c, k, frames_phrase_end(c, k), "object", 0.7f);
}
