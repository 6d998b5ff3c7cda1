/* time.c - times of day, French and English. */
#include "cursor.h"

/* "24 heures" is a span of time unless something says that it is a moment. */
static bool moment_before(const struct text *text, uint32_t token)
{
    if (token == 0 || (text->tokens[token].flags & TOKEN_SENTENCE))
        return false;
    if (TOKEN_IS(text, token - 1, "à", "À", "A", "vers", "Vers", "dès", "Dès", "avant", "Avant", "après", "Après", "entre", "Entre",
                 "jusqu'à", "lorsqu'à", "qu'à", "environ", "soit", "(", "at", "At", "by", "until", "around"))
        return true;
    /* "à partir de 9 heures", "de 10 h à 12 h", "entre 9 heures et 10 heures" */
    return token > 1 && joined(text, token - 1) && TOKEN_IS(text, token - 1, "de", "et", "and", "to") &&
           (TOKEN_IS(text, token - 2, "partir", "heures", "h", "lieu") || (word_at(text, token - 2)->shape & SHAPE_DIGIT));
}

static bool local_time(struct cursor *c)
{
    struct cursor ahead = *c;
    if (!ANY_WORD(&ahead, "heure", "heures") || !ner_cursor_blanks(&ahead))
        return false;
    if (!ANY_WORD(&ahead, "locale", "locales", "française") &&
        !(ANY_WORD(&ahead, "de") && ner_cursor_blanks(&ahead) && ANY_WORD(&ahead, "paris", "pékin", "moscou", "londres")))
        return false;
    *c = ahead;
    return true;
}

/* UTC, UTC+3, GMT; lower case is none of them. */
static bool zone_name(struct cursor *c)
{
    static const char *const zones[] = {"UTC", "GMT", "CEST", "CET", "EDT", "EST", "PDT", "PST", "ET"};
    unsigned value;
    struct cursor ahead = *c;
    size_t i = 0;
    while (i < FILON_COUNT(zones) && !ner_cursor_literal(&ahead, zones[i]))
        i++;
    if (i == FILON_COUNT(zones) || ner_cursor_letter(ahead))
        return false;
    *c = ahead;
    if ((ner_cursor_literal(&ahead, "+") || ner_cursor_literal(&ahead, "-")) && ner_cursor_number(&ahead, &value))
        *c = ahead;
    return true;
}

/* " UTC", " (heure locale)", ", heure locale" behind a time. */
static bool zone(struct cursor *c)
{
    struct cursor ahead = *c;
    ner_cursor_literal(&ahead, ",");
    if (!ner_cursor_blanks(&ahead))
        return false;
    bool paren = ner_cursor_literal(&ahead, "(");
    if (!local_time(&ahead) && !zone_name(&ahead) && (paren || !ANY_WORD(&ahead, "locales", "locale")))
        return false;
    if (paren && !ner_cursor_literal(&ahead, ")"))
        return false;
    *c = ahead;
    return true;
}

static void time_tail(struct cursor *c)
{
    struct cursor ahead = *c;
    if (ner_cursor_blanks(&ahead) && ANY_WORD(&ahead, "du") && ner_cursor_blanks(&ahead) && ANY_WORD(&ahead, "matin", "soir"))
        *c = ahead;
    zone(c);
}

static bool minutes(struct cursor *c)
{
    unsigned value;
    struct cursor ahead = *c;
    if (ner_cursor_number(&ahead, &value) != 2 || value > 59 || ner_cursor_letter(ahead))
        return false;
    *c = ahead;
    return true;
}

static bool minute_unit(struct cursor c)
{
    ner_cursor_blanks(&c);
    return ANY_WORD(&c, "minutes", "minute", "min");
}

/* Behind the hour of "21 heures 30", "20 heures". */
static bool hours_in_words(struct cursor *c, const struct text *text, uint32_t token)
{
    struct cursor ahead = *c;
    if (!ANY_WORD(&ahead, "heures", "heure"))
        return false;
    struct cursor after = ahead;
    bool exact = ner_cursor_blanks(&after) && minutes(&after);
    if (exact && minute_unit(after))
        return false; /* "5 heures 10 minutes" is a duration */
    if (!exact && !moment_before(text, token))
        return false;
    *c = exact ? after : ahead;
    return true;
}

/* Behind the hour of "21h30", "21 h". */
static bool hours_in_letters(struct cursor *c, const struct text *text, uint32_t token)
{
    struct cursor ahead = *c;
    if (!ner_cursor_literal(&ahead, "h") && !ner_cursor_literal(&ahead, "H"))
        return false;
    struct cursor after = ahead;
    ner_cursor_blanks(&after);
    bool exact = minutes(&after);
    if (exact && minute_unit(after) && !moment_before(text, token))
        return false;
    if (!exact && (ner_cursor_letter(ahead) || is_digit_at(ahead, 0)))
        return false;
    if (!exact && token > 0 && TOKEN_IS(text, token - 1, "en", "pendant", "moins", "durant", "les", "des", "fois"))
        return false;
    *c = exact ? after : ahead;
    return true;
}

/* 20:00 with a zone or where a moment is expected, 3:30 p.m., 3 p.m. */
static bool clock_time(struct cursor *c, const struct text *text, uint32_t token)
{
    static const char *const halves[] = {"p.m.", "a.m.", "pm", "am", "PM", "AM"};
    struct cursor ahead = *c;
    bool colon = ner_cursor_literal(&ahead, ":");
    if (colon &&
        (!minutes(&ahead) || ((cursor_at(ahead) == ':' || cursor_at(ahead) == '.' || cursor_at(ahead) == ',') && is_digit_at(ahead, 1))))
        return false; /* a duration: 1:11.93 */
    struct cursor half = ahead, zoned = ahead;
    ner_cursor_blanks(&half);
    for (size_t i = 0; i < FILON_COUNT(halves); i++)
        if (ner_cursor_literal(&half, halves[i])) {
            *c = half;
            return !ner_cursor_letter(half);
        }
    if (!colon || (!zone(&zoned) && !moment_before(text, token)))
        return false;
    *c = ahead;
    return true;
}

bool ner_time_match(struct cursor *c, const struct text *text, uint32_t token)
{
    struct cursor ahead = *c;
    if (word_at(text, token)->shape & SHAPE_DIGIT) {
        unsigned hour, digits = ner_cursor_number(&ahead, &hour);
        if (digits == 0 || digits > 2 || hour > 24)
            return false;
        struct cursor clock = ahead;
        ner_cursor_blanks(&ahead);
        if (text->language == NER_FR && (hours_in_words(&ahead, text, token) || hours_in_letters(&ahead, text, token)))
            *c = ahead;
        else if (clock_time(&clock, text, token))
            *c = clock;
        else
            return false;
    } else {
        if (!ANY_WORD(&ahead, "minuit", "midi", "midnight", "noon") || !moment_before(text, token))
            return false;
        *c = ahead;
    }
    time_tail(c);
    return true;
}
