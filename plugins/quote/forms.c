#include "forms.h"

/* Looking words up, and the forms that lemmas have. */

static const struct form unknown;

struct filon_str quote_fold(struct filon_str text, char *out, size_t room)
{
    bool plain = true;
    for (size_t i = 0; i < text.n && plain; i++) {
        unsigned char c = (unsigned char)text.p[i];
        plain = !(c >= 'A' && c <= 'Z') && c < 0x80;
    }
    if (plain)
        return text;
    if (2 * text.n + 4 > room)
        return FILON_NO_STR;
    return (struct filon_str){out, filon_fold(out, text, FILON_FOLD_CASE | FILON_FOLD_QUOTE)};
}

/* A word of the lists may be a form of a regular verb too: « critiques », « président »; rather a noun then. Found out when it is first met. */
static const struct form *completed(struct lexicon *lexicon, struct form *form, struct filon_str key)
{
    const uint64_t nouns = BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT) | BIT(IS_SPEECH) | BIT(IS_INFORMATION);
    if (form->complete)
        return form;
    form->complete = true;
    quote_stems_find(&lexicon->stems, key, form);
    if ((form->is & nouns) && (form->verb & VERB_FINITE))
        form->verb |= VERB_PLAIN;
    return form;
}

/* Forms of regular verbs are added when they are first met: there are at most as many as the lexicon could have listed. */
static const struct form *look_up(struct lexicon *lexicon, struct filon_str text)
{
    char folded[2 * WORD_ROOM + 4];
    if (text.n > WORD_ROOM)
        return &unknown;
    struct filon_str key = quote_fold(text, folded, sizeof folded);
    uint32_t number = key.p ? filon_map_get(lexicon->map, key) : FILON_MAP_NONE;
    if (number != FILON_MAP_NONE)
        return completed(lexicon, lexicon->forms[number], key);
    struct form form = {.complete = true};
    if (!key.p || !quote_stems_find(&lexicon->stems, key, &form))
        return &unknown;
    struct form *added = quote_form_of(lexicon, key);
    *added = form;
    return added;
}

const struct form *quote_form(struct lexicon *lexicon, struct filon_str text)
{
    if (text.n > RECENT_LONGEST)
        return look_up(lexicon, text);
    struct recent *recent = &lexicon->recent[filon_hash(text.p, text.n, 0) % RECENT];
    if (recent->form && recent->n == text.n && memcmp(recent->text, text.p, text.n) == 0)
        return recent->form;
    recent->form = look_up(lexicon, text);
    recent->n = (uint8_t)text.n;
    memcpy(recent->text, text.p, text.n);
    return recent->form;
}

struct form *quote_form_of(struct lexicon *lexicon, struct filon_str word)
{
    uint32_t number = filon_map_add(lexicon->map, word, lexicon->count);
    if (number < lexicon->count)
        return lexicon->forms[number];
    lexicon->forms = filon_grow(lexicon->arena, lexicon->forms, lexicon->count, &lexicon->room, sizeof *lexicon->forms);
    return lexicon->forms[lexicon->count++] = filon_zalloc(lexicon->arena, 1, sizeof(struct form));
}

/* ---- Verbs: a lemma gives the bits of its forms, and the cue if it is one. */
struct inflection {
    struct lexicon *lexicon;
    const struct cue *cue;
    uint64_t is;
    bool weak;
};

static uint32_t verb_bits(const struct filon_form *form, bool weak)
{
    if (form->verb_form == FILON_INF)
        return VERB_INF;
    if (form->verb_form == FILON_PART)
        return form->tense == FILON_PAST ? VERB_PAST : VERB_ANT;
    if (form->mood == FILON_IMP)
        return 0;
    if (!form->person) /* English: said; say is any but the third singular */
        return form->tense == FILON_PAST ? VERB_3S | VERB_3P : VERB_3P | (weak ? (uint32_t)VERB_PLAIN : 0);
    uint32_t person = 1u << (form->person - 1 + (form->number == FILON_PLUR ? 3 : 0));
    bool present = form->tense == FILON_PRES && (form->mood == FILON_IND || form->mood == FILON_SUB);
    return person | (weak && present && form->number == FILON_SING ? (uint32_t)VERB_PLAIN : 0);
}

static void add_verb_form(void *arg, const struct filon_form *inflected)
{
    struct inflection *in = arg;
    uint32_t bits = verb_bits(inflected, in->weak);
    if (!bits && !in->is)
        return;
    struct form *form = quote_form_of(in->lexicon, inflected->text);
    form->verb |= bits;
    form->is |= in->is;
    if (!in->cue)
        return;
    quote_add_reading(in->lexicon->arena, &form->readings, in->cue);
}

int quote_inflect(struct lexicon *lexicon, struct filon_str lemma, const struct cue *cue, bool weak)
{
    if (lexicon->french && quote_stems_regular(lemma)) {
        quote_stems_add(&lexicon->stems, lemma, cue, weak || (!cue && filon_str_ends(lemma, FILON_STR("er"))));
        return 0;
    }
    struct inflection in = {.lexicon = lexicon, .cue = cue, .weak = weak};
    if (filon_str_is(lemma, "avoir") || filon_str_is(lemma, "have"))
        in.is = BIT(IS_HAVE);
    if (filon_str_is(lemma, "être") || filon_str_is(lemma, "be"))
        in.is = BIT(IS_BE);
    return filon_inflect(lexicon->language, FILON_VERB, lemma, add_verb_form, &in);
}
