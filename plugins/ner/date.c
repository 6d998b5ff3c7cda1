/* date.c - dates and times, French and English. Read from the characters, not the tokens, so that "21h30", "21 h 30" and
 * "1er", "1 er" need no agreement with a tokeniser. Every scan is bounded by a few dozen characters. */
#include "cursor.h"

static const char *const months[NER_LANGUAGES][12] = {
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"},
};
static const char *const short_months[] = {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"};
static const char *const days[NER_LANGUAGES][7] = {
    {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
};

static bool month(struct cursor *c, enum ner_language language)
{
    if (ner_cursor_word_in(c, months[language], 12) >= 0)
        return true;
    if (language == NER_EN && ner_cursor_word_in(c, short_months, FILON_COUNT(short_months)) >= 0) {
        ner_cursor_literal(c, ".");
        return true;
    }
    return false;
}

static bool year(struct cursor *c)
{
    unsigned value;
    struct cursor ahead = *c;
    if (ner_cursor_number(&ahead, &value) != 4 || value < 1000 || value > 2199 || ner_cursor_letter(ahead))
        return false;
    *c = ahead;
    return true;
}

/* A day of the month with its ending: 1er, 1 er, 4th. */
static bool day(struct cursor *c, enum ner_language language)
{
    unsigned value;
    struct cursor ahead = *c;
    unsigned digits = ner_cursor_number(&ahead, &value);
    if (digits == 0 || digits > 2 || value == 0 || value > 31)
        return false;
    struct cursor suffix = ahead;
    if (language == NER_FR) {
        if (value == 1) {
            ner_cursor_blanks(&suffix);
            if (ANY_WORD(&suffix, "er", "ᵉʳ"))
                ahead = suffix;
        }
    } else if (ANY_WORD(&suffix, "st", "nd", "rd", "th")) {
        ahead = suffix;
    }
    if (ner_cursor_letter(ahead))
        return false;
    *c = ahead;
    return true;
}

/* What may stand behind day and month: a year, "dernier". */
static void date_tail(struct cursor *c, enum ner_language language)
{
    struct cursor ahead = *c;
    if (language == NER_EN)
        ner_cursor_literal(&ahead, ",");
    if (ner_cursor_blanks(&ahead)) {
        struct cursor word = ahead;
        if (year(&ahead) || (language == NER_FR && ANY_WORD(&word, "dernier", "prochain", "derniers", "prochains")))
            *c = ahead.p > word.p ? ahead : word;
    }
}

/* The rest of a list of days: "4 et 5 mars", "du 10 au 12 juin": from behind the first day. */
static bool days_follow(struct cursor c, enum ner_language language)
{
    for (unsigned i = 0; i < 4; i++) {
        ner_cursor_blanks(&c);
        if (!ANY_WORD(&c, "et", "au", "ou", "à", "and", "to") && !ner_cursor_literal(&c, "-") && !ner_cursor_literal(&c, "–") &&
            !ner_cursor_literal(&c, ","))
            return false;
        ner_cursor_blanks(&c);
        ner_cursor_word_in(&c, days[language], 7);
        ner_cursor_blanks(&c);
        (void)ANY_WORD(&c, "le");
        ner_cursor_blanks(&c);
        if (!day(&c, language))
            return false;
        struct cursor after = c;
        ner_cursor_blanks(&after);
        if (month(&after, language))
            return true;
    }
    return false;
}

/* 12/06/2016, 2016-06-12, 12.06.2016 */
static bool numeric_date(struct cursor *c)
{
    unsigned a, b, e;
    struct cursor ahead = *c;
    unsigned first = ner_cursor_number(&ahead, &a);
    unsigned char sign = cursor_at(ahead);
    if ((first != 4 && (first > 2 || a == 0 || a > 31)) || first == 0 || !sign || !strchr("/.-", sign))
        return false;
    ahead.p++;
    unsigned second = ner_cursor_number(&ahead, &b);
    if (second == 0 || second > 2 || b == 0 || cursor_at(ahead) != sign)
        return false;
    ahead.p++;
    unsigned third = ner_cursor_number(&ahead, &e);
    if (first == 4 ? third == 0 || third > 2 || e > 31 || b > 12 || a < 1000 : third != 4 || e < 1000 || (a > 12 && b > 12))
        return false;
    *c = ahead;
    return true;
}

static bool weekday_date(struct cursor *c, enum ner_language language)
{
    struct cursor ahead = *c;
    if (ner_cursor_word_in(&ahead, days[language], 7) < 0)
        return false;
    if (language == NER_EN)
        ner_cursor_literal(&ahead, ",");
    if (!ner_cursor_blanks(&ahead))
        return false;
    if (language == NER_EN) {
        if (!month(&ahead, language) || !ner_cursor_blanks(&ahead) || !day(&ahead, language))
            return false;
        date_tail(&ahead, language);
    } else {
        if (!day(&ahead, language))
            return false;
        struct cursor after = ahead;
        ner_cursor_blanks(&after);
        if (month(&after, language)) {
            ahead = after;
            date_tail(&ahead, language);
        } else if (ANY_WORD(&after, "h", "heures", "heure", "ans", "personnes")) {
            return false;
        }
    }
    *c = ahead;
    return true;
}

static bool day_date(struct cursor *c, enum ner_language language)
{
    struct cursor ahead = *c;
    if (!day(&ahead, language))
        return false;
    struct cursor after = ahead;
    if (!ner_cursor_blanks(&after))
        ner_cursor_literal(&after, "-"); /* 14-Juillet */
    if (language == NER_EN)
        (void)(ANY_WORD(&after, "of") && ner_cursor_blanks(&after));
    if (month(&after, language)) {
        ahead = after;
        date_tail(&ahead, language);
    } else if (!days_follow(ahead, language)) {
        return false;
    }
    *c = ahead;
    return true;
}

static bool month_date(struct cursor *c, enum ner_language language)
{
    struct cursor ahead = *c;
    if (!month(&ahead, language))
        return false;
    if (language == NER_EN) {
        struct cursor after = ahead;
        if (ner_cursor_blanks(&after) && day(&after, language)) {
            date_tail(&after, language);
            *c = after;
            return true;
        }
        ner_cursor_literal(&ahead, ",");
    }
    if (!ner_cursor_blanks(&ahead) || !year(&ahead))
        return false;
    *c = ahead;
    return true;
}

/* XXe siècle, 19 e siècle, 19th century */
static bool century(struct cursor *c, enum ner_language language)
{
    struct cursor ahead = *c;
    unsigned n = 0, value;
    while (cursor_at(ahead) && strchr("IVX", cursor_at(ahead)) && n < 6) {
        ahead.p++;
        n++;
    }
    if (n == 0 && ner_cursor_number(&ahead, &value) == 0)
        return false;
    ner_cursor_blanks(&ahead);
    if (language == NER_EN ? !ANY_WORD(&ahead, "st", "nd", "rd", "th") : !ANY_WORD(&ahead, "e", "er", "è", "ème", "ᵉ"))
        return false;
    if (!ner_cursor_blanks(&ahead) || !ANY_WORD(&ahead, "siècle", "siècles", "century", "centuries"))
        return false;
    *c = ahead;
    return true;
}

static bool feast(struct cursor *c)
{
    static const char *const feasts[] = {"Noël",      "Nouvel An",      "Nouvel an",      "Saint-Sylvestre",
                                         "Christmas", "New Year's Day", "New Year's Eve", "Thanksgiving"};
    for (size_t i = 0; i < FILON_COUNT(feasts); i++) {
        struct cursor ahead = *c;
        if (ner_cursor_literal(&ahead, feasts[i]) && !ner_cursor_letter(ahead)) {
            struct cursor tail = ahead;
            if (ner_cursor_blanks(&tail) && year(&tail))
                ahead = tail;
            *c = ahead;
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------- *
 * A year by itself is a number like others: its surroundings decide.
 */
static bool counts(const struct text *text, uint32_t token)
{
    static const char *const units[] = {"euros",        "euro",         "dollars",    "kilomètres", "km",        "mètres",     "m",
                                        "tonnes",       "personnes",    "morts",      "blessés",    "habitants", "hectares",   "points",
                                        "voix",         "postes",       "emplois",    "salariés",   "soldats",   "militaires", "policiers",
                                        "victimes",     "manifestants", "fois",       "pages",      "kg",        "litres",     "milliards",
                                        "millions",     "ans",          "heures",     "minutes",    "people",    "miles",      "meters",
                                        "feet",         "soldiers",     "voters",     "jobs",       "%",         "€",          "$",
                                        "°C",           "années",       "logements",  "migrants",   "réfugiés",  "élèves",     "étudiants",
                                        "participants", "coureurs",     "signatures", "véhicules"};
    if (!joined(text, token))
        return false;
    struct filon_str s = word_at(text, token)->text;
    for (size_t i = 0; i < FILON_COUNT(units); i++)
        if (filon_str_is(s, units[i]))
            return true;
    return false;
}

/* "en 1515", "(1821", "années 80" */
static bool year_before(const struct text *text, uint32_t token)
{
    static const char *const words[] = {"en",    "En",       "depuis", "Depuis", "dès",       "année", "années", "an",
                                        "l'an",  "jusqu'en", "qu'en",  "fin",    "début",     "in",    "In",     "since",
                                        "Since", "until",    "by",     "saison", "millésime", "of"};
    if (token == 0 || (text->tokens[token].flags & TOKEN_SENTENCE))
        return false;
    struct filon_str s = word_at(text, token - 1)->text;
    for (size_t i = 0; i < FILON_COUNT(words); i++)
        if (filon_str_is(s, words[i]))
            return true;
    return false;
}

static bool lone_year(struct cursor *c, const struct text *text, uint32_t token)
{
    unsigned value;
    struct cursor ahead = *c;
    unsigned digits = ner_cursor_number(&ahead, &value);
    bool before = year_before(text, token);
    if (digits == 2 && token > 0 && (word_is(text, token - 1, "années") || word_is(text, token - 1, "Années"))) {
        *c = ahead;
        return value % 10 == 0;
    }
    if (digits != 4 || value < 1000 || value > 2099)
        return false;
    bool range = cursor_at(ahead) == '-' || cursor_at(ahead) == '/';
    if (!range && (ner_cursor_letter(ahead) || ((cursor_at(ahead) == '.' || cursor_at(ahead) == ',') && is_digit_at(ahead, 1))))
        return false;
    if ((value < 1800 || value > 2049) && !before)
        return false;
    if (counts(text, token + 1) && !before)
        return false;
    *c = ahead;
    return true;
}

bool ner_date_match(const struct text *text, uint32_t token, struct mention *mention)
{
    const struct token *t = &text->tokens[token];
    const struct word *word = word_at(text, token);
    struct cursor c = {text->bytes.p + t->begin, text->bytes.p + text->bytes.n};
    bool digit = word->shape & SHAPE_DIGIT;
    enum ner_language language = text->language;
    enum ner_type type = NER_DATE;
    if (!digit && !((word->bits | word->low_bits) & LEX_WHEN) && !(word->shape & SHAPE_ROMAN))
        return false;
    if (digit && (t->flags & TOKEN_GLUED) && token > 0 && (word_at(text, token - 1)->shape & SHAPE_DIGIT) && strchr(".,/$€", c.p[-1]))
        return false; /* the middle of a number */
    if (ner_time_match(&c, text, token))
        type = NER_TIME;
    else if (digit ? !(numeric_date(&c) || century(&c, language) || day_date(&c, language) || lone_year(&c, text, token))
                   : !(weekday_date(&c, language) || month_date(&c, language) || feast(&c) ||
                       ((word->shape & SHAPE_ROMAN) && century(&c, language))))
        return false;
    *mention = (struct mention){
        .begin = t->begin, .end = (uint32_t)(c.p - text->bytes.p), .first = token, .last = token, .type = type, .score = 0.95f};
    return true;
}

bool ner_date_range(const struct text *text, uint32_t token, struct mention *mention)
{
    struct cursor c = {text->bytes.p + mention->end, text->bytes.p + text->tokens[token].end};
    if (mention->type != NER_DATE || (!ner_cursor_literal(&c, "-") && !ner_cursor_literal(&c, "/") && !ner_cursor_literal(&c, "–")) ||
        !is_digit_at(c, 3))
        return false;
    uint32_t begin = (uint32_t)(c.p - text->bytes.p);
    if (!year(&c))
        return false;
    mention->begin = begin;
    mention->end = (uint32_t)(c.p - text->bytes.p);
    return true;
}
