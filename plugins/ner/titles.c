/* titles.c - functions and forms of address beside a person's name: « le président américain Barack Obama », « le porte-parole
 * du Kremlin, Dmitri Peskov », « Dmitri Peskov, porte-parole du Kremlin, », « M. Obama ». */
#include "names.h"

enum { LONGEST_TITLE = 12 }; /* tokens */

static bool is_link(const struct text *text, uint32_t token)
{
    return TOKEN_IS(text, token, "de", "du", "des", "d'", "d’", "la", "l'", "l’", "le", "les", "à", "aux", "au", "of", "the", "for");
}

static bool is_adjective(const struct text *text, uint32_t token)
{
    const struct word *word = word_at(text, token);
    return (word->shape & SHAPE_LOWER) &&
           ((word->bits & (LEX_DEMONYM | LEX_ORG_WORD)) ||
            TOKEN_IS(text, token, "sortant", "sortante", "élu", "élue", "actuel", "actuelle", "adjoint", "adjointe"));
}

/* A word inside of « ministre des affaires étrangères », « porte-parole du Kremlin »: no punctuation, no verb that leads elsewhere. */
static bool inside_title(const struct resolver *resolver, uint32_t token)
{
    const struct text *text = resolver->text;
    const struct word *word = word_at(text, token);
    if (!(word->shape & (SHAPE_LOWER | SHAPE_UPPER | SHAPE_DIGIT)))
        return false;
    if (resolver->owner[token] != NOBODY)
        return resolver->mentions[resolver->owner[token]].type != NER_PER;
    if (TOKEN_IS(text, token, "a", "est", "et", "ou", "qui", "que", "dont", "où", "par", "pour", "avec", "selon", "mais", "ont", "avait",
                 "était", "has", "who", "and", "was", "is"))
        return false;
    return !(word->bits & LEX_SPEECH) || (word->bits & LEX_FUNCTION);
}

/* « ancien » and the like belong to the title. */
static uint32_t with_former(const struct text *text, uint32_t first)
{
    if (first > 0 && joined(text, first) &&
        TOKEN_IS(text, first - 1, "ancien", "ancienne", "ex", "futur", "future", "nouveau", "nouvelle", "former", "then", "vice", "feu"))
        return first - 1;
    return first;
}

struct title {
    uint32_t first, last; /* tokens */
    uint32_t bits;
};

/* The phrase of a function that ends where the walk to the left stands, or begins there. */
static bool function_at(const struct text *text, uint32_t token, uint32_t limit, struct phrase *phrase)
{
    return ner_text_phrase(text, token, LEX_FUNCTION, phrase) && phrase->last <= limit;
}

/* Left of the name. Without a comma the function nearest to the name counts (« le conseiller du président Barack Obama »), with one the
 * head of the whole phrase (« le conseiller du président, Jean Dupont »). */
static bool title_before(const struct resolver *resolver, uint32_t first, struct title *title)
{
    const struct text *text = resolver->text;
    if (first == 0 || !joined(text, first))
        return false;
    uint32_t token = first - 1;
    bool comma = word_is(text, token, ",");
    if (comma && !joined(text, token))
        return false;
    if (comma)
        token--;
    bool found = false;
    uint32_t limit = token;
    for (unsigned steps = 0; steps < LONGEST_TITLE; steps++) {
        struct phrase phrase;
        bool owned = resolver->owner[token] != NOBODY;
        if (!owned && function_at(text, token, limit, &phrase)) {
            *title = (struct title){token, limit, phrase.bits};
            found = true;
        } else if (found && !is_link(text, token) && !is_adjective(text, token) && !owned) {
            break; /* left of a function only links may lead to another */
        } else if (!inside_title(resolver, token)) {
            break;
        } else if (!comma && !found && !owned && !is_link(text, token) && !is_adjective(text, token) && steps > 3) {
            break;
        }
        if (found && !comma && token < title->first)
            break;
        if (token == 0 || !joined(text, token))
            break;
        token--;
    }
    return found;
}

/* Right of the name: « , porte-parole du Kremlin », « (président de l'Assemblée) ». */
static bool title_after(const struct resolver *resolver, uint32_t last, struct title *title)
{
    const struct text *text = resolver->text;
    uint32_t token = last + 1;
    if (!joined(text, token) || !joined(text, token + 1) || !TOKEN_IS(text, token, ",", "("))
        return false;
    token++;
    if (TOKEN_IS(text, token, "le", "la", "l'", "l’", "un", "une", "the", "a", "an"))
        token++;
    uint32_t first = token;
    if (joined(text, token) &&
        TOKEN_IS(text, token, "ancien", "ancienne", "ex", "actuel", "actuelle", "futur", "nouveau", "nouvelle", "former"))
        token++;
    struct phrase phrase;
    if (!joined(text, token) || resolver->owner[token] != NOBODY || !ner_text_phrase(text, token, LEX_FUNCTION, &phrase))
        return false;
    *title = (struct title){first, phrase.last, phrase.bits};
    uint32_t end = phrase.last;
    while (end + 1 < text->n && end < first + LONGEST_TITLE && joined(text, end + 1) && inside_title(resolver, end + 1))
        end++;
    if (joined(text, end + 1) && resolver->owner[end + 1] != NOBODY)
        return false; /* « X, le président Y » */
    while (end > phrase.last && is_link(text, end))
        end--;
    title->last = end;
    return true;
}

static uint32_t gender_of(uint32_t bits)
{
    bits &= LEX_MASC | LEX_FEM;
    return bits == (LEX_MASC | LEX_FEM) ? 0 : bits;
}

/* « la ministre », « le juge »: the article tells more than the noun. */
static uint32_t gender_by_article(const struct text *text, uint32_t first)
{
    if (first == 0 || !joined(text, first))
        return 0;
    if (TOKEN_IS(text, first - 1, "la", "La", "une", "Une"))
        return LEX_FEM;
    return TOKEN_IS(text, first - 1, "le", "Le", "un", "Un", "du", "au") ? LEX_MASC : 0;
}

void ner_find_address(const struct resolver *resolver, uint32_t mention, struct address *address)
{
    const struct text *text = resolver->text;
    const struct mention *m = &resolver->mentions[mention];
    *address = (struct address){0};
    struct title title = {0};
    if (m->first > 0 && joined(text, m->first)) {
        const struct word *before = word_at(text, m->first - 1);
        if (before->bits & LEX_CIVIL) {
            address->title = before->text;
            address->gender = gender_of(before->bits);
        }
        address->family = TOKEN_IS(text, m->first - 1, "les", "Les", "des", "aux", "frères", "sœurs", "époux", "famille");
    }
    bool before = !address->title.p && title_before(resolver, m->first, &title);
    if (before || title_after(resolver, m->last, &title)) {
        uint32_t gender = gender_of(title.bits);
        if (before && !(gender & LEX_FEM) && gender_by_article(text, title.first))
            gender = gender_by_article(text, title.first);
        if (!address->gender)
            address->gender = gender;
        if (before)
            title.first = with_former(text, title.first);
        address->title = text_of(text, title.first, title.last);
    }
}
