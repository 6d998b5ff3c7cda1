/* weigh.c - the evidence for a candidate's type: its own words, and the words around it. The weights are natural-log odds in
 * spirit, set by hand on the training part of WiNER-fr. */
#include "tagger.h"

static void vote(struct candidate *candidate, float per, float loc, float org, float misc)
{
    candidate->score[NER_PER] += per;
    candidate->score[NER_LOC] += loc;
    candidate->score[NER_ORG] += org;
    candidate->score[NER_MISC] += misc;
}

/* ------------------------------------------------------------------------------------------------- *
 * Inside
 */
static void weigh_known(struct candidate *candidate)
{
    uint32_t bits = candidate->bits;
    float weight = bits & LEX_UNSURE ? 2.0f : 5.0f;
    for (int type = 0; type < NER_NAMES; type++)
        if (bits & (1u << type))
            candidate->score[type] += weight;
}

static bool place_like(const struct word *word)
{
    static const char *const inside[] = {"-sur-",  "-en-",  "-lès-", "-les-", "-le-", "-la-",
                                         "-sous-", "-aux-", "-de-",  "-du-",  "-d'",  "-ès-"};
    struct filon_str s = word->text;
    if (!(word->shape & SHAPE_HYPHEN))
        return false;
    if (filon_str_starts(s, FILON_STR("Saint-")) || filon_str_starts(s, FILON_STR("Sainte-")) ||
        filon_str_starts(s, FILON_STR("Villeneuve-")))
        return true;
    for (; s.n; s.p++, s.n--)
        for (size_t i = 0; *s.p == '-' && i < FILON_COUNT(inside); i++)
            if (filon_str_starts(s, filon_str_of(inside[i])))
                return true;
    return false;
}

/* A9, N20, D31: roads. A320, GBU-43: makes. */
static void weigh_code(struct candidate *candidate, struct filon_str s)
{
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < s.n; i++) {
        digits += s.p[i] >= '0' && s.p[i] <= '9';
        letters += (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';
    }
    if (!digits)
        return;
    if (letters == 1 && digits + 1 == s.n && digits <= 3 && (s.p[0] == 'A' || s.p[0] == 'N' || (s.p[0] == 'D' && digits > 1)))
        vote(candidate, -1, 3, 0, digits == 3 ? 2 : 0);
    else
        vote(candidate, -2, 0.5f, 0.5f, 1.5f);
}

static void weigh_single(const struct text *text, struct candidate *candidate)
{
    const struct word *word = word_at(text, candidate->mention.first);
    if (word->bits & LEX_GIVEN)
        vote(candidate, word->bits & LEX_GIVEN_UNSURE ? 0.5f : 2, 0, 0, 0);
    if (word->bits & LEX_SURNAME)
        vote(candidate, 2.5f, 0, 0, 0);
    if ((word->shape & SHAPE_CAPS) && word->text.n > 6)
        vote(candidate, 0, 0, 1, 0); /* a name in capitals as likely as an abbreviation */
    else if (word->shape & SHAPE_CAPS)
        vote(candidate, -1, 0, 2.5f, 0);
    else if (word->shape & SHAPE_INNER)
        vote(candidate, 0, 0, 1, 1);
    if (place_like(word))
        vote(candidate, 0, 3, 0, 0);
    else if (word->shape & SHAPE_HYPHEN)
        vote(candidate, 0.3f, 0.7f, 0, 0);
    weigh_code(candidate, word->text);
    vote(candidate, 0.5f, 0.3f, 0.3f, 0);
}

static void weigh_several(const struct text *text, struct candidate *candidate)
{
    uint32_t first = candidate->mention.first, last = candidate->mention.last;
    const struct word *head = word_at(text, first), *end = word_at(text, last);
    if (head->bits & LEX_GIVEN)
        vote(candidate, head->bits & LEX_GIVEN_UNSURE ? 1.5f : 3, 0, 0, 0);
    if (end->bits & LEX_SURNAME)
        vote(candidate, 1.5f, 0, 0, 0);
    if (end->bits & LEX_LOC)
        vote(candidate, 0, 1, 1, 0);
    for (uint32_t i = first; i <= last; i++) {
        const struct word *word = word_at(text, i);
        if (word->bits & LEX_ORG_HEAD)
            vote(candidate, -1, 0, 2.5f, 0);
        else if (word->bits & LEX_EVENT_HEAD)
            vote(candidate, -1, 0, 0, 2.5f);
        else if (word->bits & LEX_PLACE_HEAD)
            vote(candidate, -1, 2.5f, 0, 0);
        if (i > first && (word->bits & LEX_ORG) && !(word->bits & LEX_UNSURE))
            vote(candidate, 0, 0, 1.5f, 0);
        if ((word->shape & (SHAPE_LOWER)) && (word->bits & LEX_PARTICLE))
            vote(candidate, 1, 0, 0, 0);
        if ((word->shape & SHAPE_INITIAL) && i < last)
            vote(candidate, 1.5f, 0, 0, 0);
        if ((word->shape & SHAPE_CAPS) && !(word->shape & SHAPE_ROMAN) && word->text.n <= 5)
            vote(candidate, -0.7f, 0, 1, 0.3f);
    }
    struct filon_str article = head->text;
    if (filon_str_is(article, "Le") || filon_str_is(article, "La") || filon_str_is(article, "Les") || filon_str_is(article, "L'") ||
        filon_str_is(article, "L’"))
        vote(candidate, -1.5f, 0.5f, 1, 0.7f);
    if (filon_str_is(article, "The"))
        vote(candidate, -2, 0, 1, 1);
    vote(candidate, 1.5f, 0, 0.3f, 0.2f);
}

/* ------------------------------------------------------------------------------------------------- *
 * Around
 */
/* A noun that announces a type, or a function, whose last word is `token`; adjectives between it and the name are passed over. */
static void weigh_noun(const struct text *text, struct candidate *candidate, uint32_t token, bool direct)
{
    uint32_t bits = 0;
    for (unsigned i = 0;; i++) {
        const struct word *word = word_at(text, token);
        bits = word->bits | word->low_bits;
        bool adjective = (bits & LEX_DEMONYM) || (bits & LEX_ORG_WORD);
        if (i == 2 || !adjective || (bits & (LEX_FUNCTION | LEX_ORG_BEFORE | LEX_PLACE_BEFORE | LEX_MISC_BEFORE)) ||
            (text->tokens[token].flags & TOKEN_SENTENCE))
            break;
        if (direct && (bits & LEX_DEMONYM))
            vote(candidate, candidate->mention.first < candidate->mention.last ? 1.5f : 0.7f, 0, 0, 0);
        token--;
    }
    if (direct && (bits & LEX_FUNCTION))
        vote(candidate, 3, 0, 0, 0);
    if (direct && (bits & LEX_ORG_BEFORE))
        vote(candidate, -1, 0, 3, 0);
    if (direct && (bits & LEX_MISC_BEFORE))
        vote(candidate, -0.5f, 0, 0, 3);
    if (bits & LEX_PLACE_BEFORE)
        vote(candidate, direct ? 0 : -0.5f, direct ? 1.5f : 2.5f, 0, 0);
    if (!direct && (bits & LEX_FUNCTION))
        vote(candidate, -0.5f, 0.5f, 1, 0);
}

static void weigh_before(const struct text *text, struct candidate *candidate)
{
    uint32_t first = candidate->mention.first;
    if (text->tokens[first].flags & TOKEN_SENTENCE)
        return;
    uint32_t token = first - 1;
    const struct word *before = word_at(text, token);
    bool several = candidate->mention.last > first, sentence = text->tokens[token].flags & TOKEN_SENTENCE;
    if (before->bits & LEX_CIVIL) {
        vote(candidate, 6, 0, 0, 0);
        return;
    }
    if (TOKEN_IS(text, token, "à", "À"))
        vote(candidate, 0, several ? 0.7f : 2, 0, 0);
    else if (TOKEN_IS(text, token, "en", "En"))
        vote(candidate, -1, 3, 0, 0);
    else if (TOKEN_IS(text, token, "in", "In", "at", "near"))
        vote(candidate, -0.5f, 2, 0, 0);
    else if (TOKEN_IS(text, token, "entre", "Entre", "between"))
        vote(candidate, 0, several ? 0.5f : 1, 0, 0);
    else if (TOKEN_IS(text, token, "chez"))
        vote(candidate, 0.5f, 0, 1.5f, 0);
    else if (TOKEN_IS(text, token, "par", "avec", "que", "qu'", "by", "with", "et", "selon", "Selon", "to"))
        vote(candidate, 0.6f, 0, 0.3f, 0);
    else if (TOKEN_IS(text, token, "le", "la", "l'", "l’", "L'", "L’", "Le", "La", "les", "Les", "the", "The")) {
        vote(candidate, -1.5f, 0.8f, 1.2f, 0.7f);
        if (!sentence && TOKEN_IS(text, token - 1, "dans", "Dans", "sur", "in"))
            vote(candidate, 0, 0.7f, 0, 0.2f);
    } else if (TOKEN_IS(text, token, "du", "au", "des", "aux", "Du", "Au")) {
        vote(candidate, -1.2f, 0.8f, 0.8f, 0.7f);
        if (!sentence && TOKEN_IS(text, token, "du", "des"))
            weigh_noun(text, candidate, token - 1, false);
    } else if (TOKEN_IS(text, token, "de", "d'", "d’", "of") && !sentence) {
        weigh_noun(text, candidate, token - 1, false);
    } else if (before->bits & LEX_SPEECH) {
        vote(candidate, 1.5f, 0, 0.3f, 0);
    } else if (TOKEN_IS(text, token, "(")) {
        vote(candidate, several ? 0.2f : -0.3f, 0.4f, 0.4f, 0);
    } else if (TOKEN_IS(text, token, "«", "\"", "“") && !sentence) {
        vote(candidate, -0.7f, 0, 0.2f, 0.7f);
        weigh_noun(text, candidate, token - 1, true);
    } else if (before->shape & (SHAPE_LOWER | SHAPE_UPPER)) {
        weigh_noun(text, candidate, token, true);
    }
}

static void weigh_after(const struct text *text, struct candidate *candidate)
{
    uint32_t next = candidate->mention.last + 1;
    if (!joined(text, next))
        return;
    const struct word *after = word_at(text, next);
    if ((after->shape & SHAPE_LOWER) && (after->bits & LEX_SPEECH))
        vote(candidate, 1.2f, 0, 0.4f, 0);
    else if (TOKEN_IS(text, next, "a", "ont", "avait", "est", "s'est", "has", "had") && joined(text, next + 1)) {
        bool speech = word_at(text, next + 1)->bits & LEX_SPEECH;
        vote(candidate, speech ? 1.2f : 0.5f, 0, speech ? 0.5f : 0.2f, 0);
    } else if (TOKEN_IS(text, next, "qui", "who"))
        vote(candidate, 0.5f, 0, 0, 0);
    else if (TOKEN_IS(text, next, ",") && joined(text, next + 1)) {
        const struct word *then = word_at(text, next + 1);
        if ((then->bits & LEX_FUNCTION) && !(then->shape & SHAPE_UPPER))
            vote(candidate, 1.5f, 0, 0, 0);
        else if (TOKEN_IS(text, next + 1, "né", "née", "âgé", "âgée", "ancien", "ancienne", "born", "aged"))
            vote(candidate, 2, 0, 0, 0);
        else if ((then->shape & SHAPE_DIGIT) && (word_is(text, next + 2, "ans") || word_is(text, next + 2, ",")))
            vote(candidate, 1.5f, 0, 0, 0);
    } else if (TOKEN_IS(text, next, "(") && joined(text, next + 1) && (word_at(text, next + 1)->bits & LEX_LOC))
        vote(candidate, 0, 1.2f, 0, 0);
}

void ner_weigh(const struct text *text, struct candidate *candidate)
{
    if (candidate->flags & CANDIDATE_KNOWN)
        weigh_known(candidate);
    if (candidate->mention.first == candidate->mention.last)
        weigh_single(text, candidate);
    else if (!(candidate->flags & CANDIDATE_KNOWN))
        weigh_several(text, candidate);
    weigh_before(text, candidate);
    weigh_after(text, candidate);
}
