/* heads.c - names that begin with a common noun: a noun of the lexicon that may begin a name, then capitalised words, links
 * (de, du, des, de la, de l') and, for organisations and events, lower-case words that such names are made of. */
#include "tagger.h"

enum { LONGEST = 16 }; /* tokens */

static bool apostrophe_word(const struct text *text, uint32_t token, char letter)
{
    if (token >= text->n)
        return false;
    struct filon_str s = word_at(text, token)->text;
    return s.n >= 2 && s.n <= 4 && (s.p[0] | 0x20) == letter && (s.p[1] == '\'' || (unsigned char)s.p[1] == 0xe2);
}

/* A link that begins at a token: the token behind it, or 0. */
static uint32_t link_behind(const struct text *text, uint32_t token)
{
    static const char *const french[] = {"du", "des", "d'"}, *const english[] = {"of", "for", "on"};
    if (!joined(text, token))
        return 0;
    if (text->language == NER_EN) {
        if (!ner_token_is_any(text, token, english, FILON_COUNT(english)))
            return 0;
        return word_is(text, token + 1, "the") ? token + 2 : token + 1;
    }
    if (ner_token_is_any(text, token, french, FILON_COUNT(french)) || apostrophe_word(text, token, 'd'))
        return token + 1;
    if (!word_is(text, token, "de"))
        return 0;
    return word_is(text, token + 1, "la") || word_is(text, token + 1, "La") || apostrophe_word(text, token + 1, 'l') ? token + 2
                                                                                                                     : token + 1;
}

struct head {
    enum ner_type type;
    uint32_t bits;   /* how it may go on */
    uint32_t inside; /* lower-case words that may be part of the name */
    bool small;      /* itself in lower case */
    uint32_t last;
};

static bool find_head(const struct text *text, uint32_t token, struct head *head)
{
    struct phrase phrase;
    if (!ner_text_phrase(text, token, LEX_HEADS, &phrase))
        return false;
    const struct word *word = word_at(text, token);
    *head = (struct head){.bits = phrase.bits, .last = phrase.last, .small = word->shape & SHAPE_LOWER};
    if (phrase.bits & LEX_ORG_HEAD) {
        head->type = NER_ORG;
        head->inside = LEX_ORG_WORD | LEX_DEMONYM;
    } else if (phrase.bits & LEX_EVENT_HEAD) {
        head->type = NER_MISC;
        head->inside = LEX_EVENT_WORD | LEX_DEMONYM;
    } else {
        head->type = NER_LOC;
    }
    return true;
}

static bool strong(const struct text *text, uint32_t token)
{
    return joined(text, token) && capital(text, token) && !(text->tokens[token].flags & TOKEN_START) &&
           !(word_at(text, token)->bits & LEX_CIVIL) && !(word_at(text, token)->shape & SHAPE_INITIAL);
}

static bool inner(const struct text *text, uint32_t token, const struct head *head)
{
    return joined(text, token) && (word_at(text, token)->shape & SHAPE_LOWER) && (word_at(text, token)->bits & head->inside);
}

/* An adjective by its ending, right behind a capitalised head inside a sentence: Communion anglicane. */
static bool adjective(const struct text *text, uint32_t token, const struct head *head)
{
    static const char *const endings[] = {"ique", "iques", "ale",   "ales",   "aire", "aires",
                                          "iste", "istes", "ienne", "iennes", "cane", "canes"};
    if (head->small || head->type != NER_ORG || text->language != NER_FR || !joined(text, token) ||
        !(word_at(text, token)->shape & SHAPE_LOWER))
        return false;
    struct filon_str s = word_at(text, token)->text;
    for (size_t i = 0; i < FILON_COUNT(endings); i++)
        if (s.n > 6 && filon_str_ends(s, filon_str_of(endings[i])))
            return true;
    return false;
}

/* Goes over the words behind the head as long as they can belong to the name. */
static uint32_t extend(const struct text *text, const struct head *head, uint32_t last, bool *capitals)
{
    static const char *const pairs[] = {"et", "&", "pour", "contre", "and"};
    uint32_t limit = last + LONGEST;
    while (last < limit) {
        uint32_t next = last + 1;
        if (strong(text, next)) {
            *capitals = true;
            last = next;
            continue;
        }
        if (inner(text, next, head) || (last == head->last && adjective(text, next, head))) {
            last = next;
            continue;
        }
        uint32_t behind = link_behind(text, next);
        if (behind && joined(text, behind) && (strong(text, behind) || inner(text, behind, head))) {
            *capitals |= strong(text, behind);
            last = behind;
            continue;
        }
        if (head->type == NER_ORG && joined(text, next) && ner_token_is_any(text, next, pairs, FILON_COUNT(pairs))) {
            behind = link_behind(text, next + 1);
            if (!behind)
                behind = next + 1;
            if (word_is(text, next, "pour") || word_is(text, next, "contre"))
                behind += word_is(text, behind, "la") || word_is(text, behind, "le") || word_is(text, behind, "les") ||
                          apostrophe_word(text, behind, 'l');
            if (inner(text, behind, head)) {
                last = behind;
                continue;
            }
        }
        break;
    }
    return last;
}

/* The first step behind a head in lower case must be one that its entry allows; else it is no name. */
static bool may_go_on(const struct text *text, const struct head *head)
{
    uint32_t next = head->last + 1;
    if (!joined(text, next))
        return false;
    if (strong(text, next))
        return head->bits & LEX_NAME;
    if (inner(text, next, head))
        return head->bits & (LEX_ADJECTIVE | LEX_DE);
    uint32_t behind = link_behind(text, next);
    return behind && (head->bits & LEX_DE) && joined(text, behind) && (strong(text, behind) || inner(text, behind, head));
}

/* "armée syrienne": an adjective of nationality right behind the head makes a name. */
static bool national(const struct text *text, const struct head *head, uint32_t last)
{
    return (head->bits & LEX_ADJECTIVE) && last == head->last + 1 && (word_at(text, last)->bits & LEX_DEMONYM);
}

bool ner_head_match(const struct text *text, uint32_t token, uint32_t *last, enum ner_type *type)
{
    struct head head;
    if ((text->tokens[token].flags & TOKEN_SHOUT) || !find_head(text, token, &head))
        return false;
    bool capitals = false, start = text->tokens[token].flags & TOKEN_START;
    for (uint32_t i = token + 1; i <= head.last; i++)
        capitals |= strong(text, i);
    if (head.small && !capitals && !may_go_on(text, &head))
        return false;
    if (text->language == NER_EN && !head.small && !link_behind(text, head.last + 1))
        return false; /* other English names end with the head: the run of capitals finds them */
    *last = extend(text, &head, head.last, &capitals);
    *type = head.type;
    if (head.type == NER_MISC)
        *last = ner_event_tail(text, *last);
    if (*last == head.last && !capitals)
        return false;
    if (head.small || start)
        return capitals || (head.small && national(text, &head, *last)) ||
               (!head.small && *last > head.last && head.type == NER_ORG && inner(text, head.last + 1, &head));
    return true;
}

uint32_t ner_event_tail(const struct text *text, uint32_t last)
{
    uint32_t next = last + 1;
    if (word_is(text, next, "de") || word_is(text, next, "d'"))
        next++;
    if (!joined(text, next) || !(word_at(text, next)->shape & SHAPE_DIGIT))
        return last;
    struct filon_str s = word_at(text, next)->text;
    if (s.n < 4 || (s.n > 4 && s.p[4] != '-') || (memcmp(s.p, "20", 2) != 0 && memcmp(s.p, "19", 2) != 0))
        return last;
    if (s.n == 4 && word_is(text, next + 1, "-") && next + 2 < text->n && (text->tokens[next + 2].flags & TOKEN_GLUED) &&
        (word_at(text, next + 2)->shape & SHAPE_DIGIT))
        return next + 2;
    return next;
}
