/* find.c - candidates for names, left to right: dates and times, names built on a common noun, names of the lexicon, runs of
 * capitalised words with their particles. Each token is looked at a bounded number of times. */
#include "tagger.h"

enum { LONGEST_RUN = 12 }; /* tokens */

static struct candidate *add_candidate(struct candidates *candidates, const struct text *text, uint32_t first, uint32_t last)
{
    candidates->items = filon_grow(candidates->arena, candidates->items, candidates->n, &candidates->room, sizeof *candidates->items);
    struct candidate *candidate = &candidates->items[candidates->n++];
    *candidate = (struct candidate){0};
    candidate->mention = (struct mention){.begin = text->tokens[first].begin, .end = text->tokens[last].end, .first = first, .last = last};
    return candidate;
}

struct mention *ner_mentions_add(struct mentions *mentions)
{
    mentions->items = filon_grow(mentions->arena, mentions->items, mentions->n, &mentions->room, sizeof *mentions->items);
    return &mentions->items[mentions->n++];
}

/* ------------------------------------------------------------------------------------------------- *
 * Runs of capitalised words
 */

/* Particles that only names have; the others are ordinary words as well. */
static bool foreign_particle(struct filon_str s)
{
    static const char *const particles[] = {"van",  "von", "der", "den", "ten", "ter", "vander", "zu",  "bin",   "ben", "ibn",
                                            "abou", "al",  "el",  "dos", "das", "da",  "di",     "del", "della", "dit", "af"};
    for (size_t i = 0; i < FILON_COUNT(particles); i++)
        if (filon_str_is(s, particles[i]))
            return true;
    return false;
}

/* "de" behind a given name and a family name: Marc Ladreit de Lacharrière. */
static bool full_name(const struct text *text, uint32_t first, uint32_t last)
{
    return last == first + 1 && !(word_at(text, last)->bits & LEX_NAMES) &&
           (word_at(text, first)->bits & (LEX_GIVEN | LEX_GIVEN_UNSURE)) == LEX_GIVEN && word_is(text, last + 1, "de") &&
           capital(text, last + 2);
}

static bool is_particle(const struct text *text, uint32_t token)
{
    return joined(text, token) && (word_at(text, token)->shape & SHAPE_LOWER) && (word_at(text, token)->bits & LEX_PARTICLE);
}

/* What a run begins like: a given name, a title with its article (L'Écho du Val), or neither. */
enum run { RUN_PLAIN, RUN_PERSON, RUN_TITLE };

/* Particles behind `last` that lead to a capitalised word: that word's token, or 0. */
static uint32_t over_particles(const struct text *text, uint32_t last, enum run run)
{
    uint32_t next = last + 1;
    bool foreign = false;
    while (next <= last + 3 && is_particle(text, next)) {
        foreign |= foreign_particle(word_at(text, next)->text);
        next++;
    }
    if (next == last + 1 || !joined(text, next) || !capital(text, next) || (text->tokens[next].flags & TOKEN_START))
        return 0;
    const struct word *word = word_at(text, next);
    if (foreign)
        return next;
    return run == RUN_TITLE || (run == RUN_PERSON && !(word->bits & (LEX_LOC | LEX_ORG | LEX_HEADS))) ? next : 0;
}

static bool continues(const struct text *text, uint32_t token)
{
    if (!joined(text, token) || (text->tokens[token].flags & TOKEN_START))
        return false;
    const struct word *word = word_at(text, token);
    return capital(text, token) && !(word->bits & LEX_CIVIL);
}

static bool is_article(struct filon_str s)
{
    static const char *const articles[] = {"Le", "La", "Les", "L'", "L’", "The"};
    for (size_t i = 0; i < FILON_COUNT(articles); i++)
        if (filon_str_is(s, articles[i]))
            return true;
    return false;
}

static uint32_t run_end(const struct text *text, uint32_t first)
{
    uint32_t last = first;
    bool given = word_at(text, first)->bits & LEX_GIVEN, titled = is_article(word_at(text, first)->text);
    while (last < first + LONGEST_RUN) {
        uint32_t next = last + 1;
        if (continues(text, next)) {
            last = next;
            continue;
        }
        if (word_is(text, next, "&") && continues(text, next + 1)) {
            last = next + 1;
            continue;
        }
        enum run run = titled && last > first ? RUN_TITLE : RUN_PLAIN;
        if (given && (last == first || (last == first + 1 && (word_at(text, last)->bits & LEX_GIVEN)) || full_name(text, first, last)))
            run = RUN_PERSON;
        next = over_particles(text, last, run);
        if (!next)
            break;
        last = next;
    }
    return last;
}

/* ------------------------------------------------------------------------------------------------- *
 * Where a run begins in earnest
 */
/* C', Qu', L' */
static bool elided(struct filon_str s)
{
    return filon_str_ends(s, FILON_STR("'")) || filon_str_ends(s, FILON_STR("’"));
}

/* A capitalised word that a run may begin with but that is no part of the name: a form of address, a function, a nationality, and at
 * the head of a sentence any common word. */
static bool leads(const struct text *text, uint32_t token)
{
    const struct word *word = word_at(text, token);
    bool start = text->tokens[token].flags & TOKEN_START;
    if (word->bits & LEX_CIVIL)
        return true;
    if (is_article(word->text))
        return start;
    if (word->bits & (LEX_NAMES | LEX_GIVEN))
        return false;
    uint32_t bits = word->bits | word->low_bits;
    if (bits & (LEX_DEMONYM | LEX_FUNCTION) || elided(word->text))
        return true;
    return start && ((bits & (LEX_COMMON | LEX_PARTICLE | LEX_SPEECH)) || word->lower > 0);
}

/* Whether a lone candidate's capital is no evidence: nationalities and functions, single letters, words that the lexicon has as no
 * names; at the head of a sentence every word that no lexicon knows for a name. */
static bool weak(const struct text *text, uint32_t first, uint32_t last)
{
    const struct word *word = word_at(text, first);
    if (text->tokens[first].flags & TOKEN_SHOUT)
        return !(word->bits & LEX_NAMES) || (word->bits & LEX_UNSURE);
    if (first != last)
        return false;
    if ((word->bits & LEX_NAMES) && !(word->bits & LEX_UNSURE))
        return false;
    uint32_t bits = word->bits | word->low_bits;
    if ((bits & (LEX_DEMONYM | LEX_FUNCTION | LEX_CIVIL)) || (word->shape & SHAPE_INITIAL))
        return true;
    if ((word->bits & LEX_COMMON) && !(word->bits & (LEX_NAMES | LEX_GIVEN)))
        return true;
    if (!(text->tokens[first].flags & TOKEN_START))
        return false;
    if ((bits & LEX_COMMON) || word->lower > 0)
        return true;
    bool colon = first > 0 && joined(text, first) && word_is(text, first - 1, ":");
    return !colon && !(word->bits & (LEX_SURNAME | LEX_GIVEN)) && !(word->shape & (SHAPE_CAPS | SHAPE_HYPHEN));
}

/* ------------------------------------------------------------------------------------------------- */
struct finder {
    const struct text *text;
    struct candidates candidates;
};

static void add_run(struct finder *finder, uint32_t first, uint32_t last)
{
    const struct text *text = finder->text;
    struct candidate *candidate = add_candidate(&finder->candidates, text, first, last);
    if (weak(text, first, last))
        candidate->flags |= CANDIDATE_WEAK;
    ner_weigh(text, candidate);
}

static uint32_t add_known(struct finder *finder, uint32_t first, const struct phrase *phrase)
{
    const struct text *text = finder->text;
    uint32_t last = phrase->last;
    if (phrase->bits & LEX_MISC)
        last = ner_event_tail(text, last);
    struct candidate *candidate = add_candidate(&finder->candidates, text, first, last);
    candidate->flags |= CANDIDATE_KNOWN;
    candidate->bits = phrase->bits;
    candidate->mention.full = phrase->full;
    candidate->mention.known = !(phrase->bits & LEX_UNSURE);
    candidate->mention.own = phrase->bits & LEX_OWN;
    if (weak(text, first, phrase->last))
        candidate->flags |= CANDIDATE_WEAK;
    ner_weigh(text, candidate);
    return last + 1;
}

/* A known name ends where a run goes on unless the whole is a person's or an organisation's: "Paris Saint-Germain" is in the lexicon,
 * "Washington Irving" is not. */
static bool known_here(const struct text *text, uint32_t token, struct phrase *phrase)
{
    if (!ner_text_phrase(text, token, LEX_NAMES, phrase))
        return false;
    if (phrase->last == token && !capital(text, token))
        return false;
    if (phrase->last > token && !(phrase->bits & LEX_UNSURE))
        return true;
    return !continues(text, phrase->last + 1) &&
           !over_particles(text, phrase->last, word_at(text, token)->bits & LEX_GIVEN ? RUN_PERSON : RUN_PLAIN);
}

static uint32_t add_when(struct finder *finder, uint32_t token, struct mention when)
{
    const struct text *text = finder->text;
    uint32_t next = token + 1;
    while (next < text->n && text->tokens[next].begin < when.end)
        next++;
    when.first = token;
    when.last = next - 1;
    struct candidate *candidate = add_candidate(&finder->candidates, text, token, next - 1);
    candidate->mention = when;
    candidate->flags = CANDIDATE_WHEN;
    return next;
}

/* "premier ministre", "Garde des Sceaux" are no names, nor are their capitals. */
static bool over_function(const struct text *text, uint32_t token, uint32_t *next)
{
    struct phrase phrase;
    if (!ner_text_phrase(text, token, LEX_FUNCTION, &phrase) || phrase.last == token)
        return false;
    *next = phrase.last + 1;
    return true;
}

/* M. de Rugy */
static bool particle_after_address(const struct text *text, uint32_t token)
{
    return token > 0 && joined(text, token) && (word_at(text, token - 1)->bits & LEX_CIVIL) && is_particle(text, token) &&
           over_particles(text, token - 1, RUN_PERSON);
}

/* "service national de renseignement (SNR)": the letters say that the words before are a name; it takes the place of what was found there. */
static void expanded(struct finder *finder, uint32_t token)
{
    const struct text *text = finder->text;
    struct candidates *candidates = &finder->candidates;
    uint32_t first;
    if (!word_is(text, token, "(") || !joined(text, token + 1) || !ner_is_abbreviation(text, token + 1, token + 1) ||
        !word_is(text, token + 2, ")") || !ner_expansion(text, token + 1, &first))
        return;
    const struct word *word = word_at(text, first);
    bool head = (word->bits | word->low_bits) & (LEX_ORG_HEAD | LEX_ORG_BEFORE);
    if (!head && (!capital(text, first) || (text->tokens[first].flags & TOKEN_START)))
        return;
    uint32_t keep = candidates->n;
    while (keep > 0 && candidates->items[keep - 1].mention.first >= first)
        keep--;
    if (keep > 0 && candidates->items[keep - 1].mention.last >= first)
        return;
    if (keep < candidates->n && candidates->items[keep].mention.last == token - 1 && candidates->items[keep].mention.first == first)
        return;
    candidates->n = keep;
    struct candidate *candidate = add_candidate(candidates, text, first, token - 1);
    candidate->flags = CANDIDATE_HEAD;
    candidate->score[NER_ORG] = 4;
}

static uint32_t step(struct finder *finder, uint32_t token)
{
    const struct text *text = finder->text;
    const struct word *word = word_at(text, token);
    struct mention when;
    if (((word->shape & (SHAPE_DIGIT | SHAPE_ROMAN)) || ((word->bits | word->low_bits) & LEX_WHEN)) && ner_date_match(text, token, &when)) {
        uint32_t next = add_when(finder, token, when);
        while (ner_date_range(text, next - 1, &when))
            next = add_when(finder, next - 1, when);
        return next;
    }
    bool heads = (word->bits | word->low_bits) & LEX_HEADS;
    if (!(word->shape & (SHAPE_UPPER | SHAPE_LOWER))) {
        expanded(finder, token);
        return token + 1;
    }
    if (particle_after_address(text, token)) {
        uint32_t behind = over_particles(text, token - 1, RUN_PERSON), end = run_end(text, behind);
        add_run(finder, token, end);
        return end + 1;
    }
    if (!(word->shape & (SHAPE_UPPER | SHAPE_INNER)) && !word->longer && !heads)
        return token + 1;
    struct phrase phrase;
    uint32_t last = token;
    enum ner_type type = NER_PER;
    bool head = (heads || word->longer) && ner_head_match(text, token, &last, &type);
    if (known_here(text, token, &phrase) && !(phrase.last == token && leads(text, token)) && (!head || phrase.last >= last))
        return add_known(finder, token, &phrase);
    if (head) {
        struct candidate *candidate = add_candidate(&finder->candidates, text, token, last);
        candidate->flags = CANDIDATE_HEAD;
        candidate->score[type] = 4;
        return last + 1;
    }
    if (word->longer && over_function(text, token, &last))
        return last;
    if (!capital(text, token))
        return token + 1;
    if (leads(text, token) && (continues(text, token + 1) || elided(word->text)))
        return token + 1;
    last = run_end(text, token);
    add_run(finder, token, last);
    return last + 1;
}

void ner_find_mentions(const struct text *text, struct mentions *mentions)
{
    struct finder finder = {.text = text, .candidates = {.arena = text->arena}};
    for (uint32_t token = 0; token < text->n;)
        token = step(&finder, token);
    ner_judge(text, &finder.candidates, mentions);
}
