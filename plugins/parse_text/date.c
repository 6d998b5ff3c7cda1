#include "date.h"

#include <stdio.h>
#include <time.h>

/* dates.tsv adds ABBREVIATED to the number of a weekday that is written short: a date must follow it. */
enum { TOKENS = 64, ABBREVIATED = 10, DAY_MINUTES = 24 * 60, MONTH_MINUTES = 30 * DAY_MINUTES, YEAR_MINUTES = 365 * DAY_MINUTES };

/* A run of digits, a run of letters, or one mark. */
struct token {
    uint32_t begin, end;
    int value; /* of digits; -1 otherwise */
    char mark; /* the mark's ASCII byte, '-' for all dashes, '?' for others; 0 for words and digits */
};

struct reader {
    const struct date_rules *rules;
    struct filon_str text;
    struct token token[TOKENS];
    uint32_t hash[TOKENS];
    size_t n;
};

static void read_digits(struct token *token, const char *text, uint32_t to, uint32_t *at)
{
    token->value = 0;
    for (; *at < to && text[*at] >= '0' && text[*at] <= '9'; ++*at)
        token->value = token->value > 99999 ? 999999 : token->value * 10 + (text[*at] - '0');
}

static void tokenize(struct reader *reader, uint32_t from, uint32_t to)
{
    const char *text = reader->text.p;
    reader->n = 0;
    for (uint32_t at = from; at < to && reader->n < TOKENS;) {
        struct token *token = &reader->token[reader->n];
        unsigned length;
        uint32_t c = filon_utf8_at(text, to, at, &length);
        if (filon_is_space(c)) {
            at += length;
            continue;
        }
        *token = (struct token){.begin = at, .value = -1};
        reader->hash[reader->n] = 0;
        if (c - '0' < 10)
            read_digits(token, text, to, &at);
        else if (filon_is_letter(c)) {
            do
                at += length;
            while (at < to && filon_is_letter(filon_utf8_at(text, to, at, &length)));
            reader->hash[reader->n] = word_hash((struct filon_str){text + token->begin, at - token->begin});
        } else {
            token->mark = c < 0x80 ? (char)c : c >= 0x2010 && c <= 0x2015 ? '-' : c == 0x2019 ? '\'' : '?';
            at += length;
        }
        token->end = at;
        reader->n++;
    }
}

static bool is_mark(const struct reader *reader, size_t i, char mark)
{
    return i < reader->n && reader->token[i].mark == mark;
}

static int number_at(const struct reader *reader, size_t i)
{
    return i < reader->n ? reader->token[i].value : -1;
}

static uint32_t digits_at(const struct reader *reader, size_t i)
{
    return number_at(reader, i) < 0 ? 0 : reader->token[i].end - reader->token[i].begin;
}

/* No white space between token i and the next. */
static bool joined(const struct reader *reader, size_t i)
{
    return i + 1 < reader->n && reader->token[i].end == reader->token[i + 1].begin;
}

/* The phrase of a wanted kind at token i; *next gets the token behind it. Apostrophes and hyphens within it are passed over. */
static const struct phrase *date_word(const struct reader *reader, size_t i, unsigned kinds, size_t *next)
{
    uint32_t hash[PHRASE_WORDS];
    size_t at[PHRASE_WORDS], n = 0;
    if (i >= reader->n || !reader->hash[i])
        return NULL;
    const struct slot *slot = phrasebook_slot(reader->rules->book, reader->hash[i]);
    if (!slot->phrase)
        return NULL;
    for (size_t k = i; k < reader->n && n < 4; k++) {
        if (reader->hash[k]) {
            hash[n] = reader->hash[k];
            at[n++] = k;
        } else if (reader->token[k].mark != '\'' && reader->token[k].mark != '-' &&
                   !(reader->token[k].mark == '.' && k > i && joined(reader, k - 1) && joined(reader, k))) /* p.m. */
            break;
    }
    const struct phrase *phrase = phrasebook_match(reader->rules->book, slot->phrase, hash, n, kinds & KIND_DATES, reader->rules->language);
    if (phrase)
        *next = at[phrase->words - 1] + 1;
    return phrase;
}

static size_t skip_fillers(const struct reader *reader, size_t i)
{
    size_t next;
    while (date_word(reader, i, KIND_BIT(KIND_FILLER), &next))
        i = next;
    return i;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool year_ok(int year)
{
    return year >= 1800 && year <= 2100;
}

static bool set_day(struct date *date, int year, int month, int day)
{
    if (month < 1 || month > 12 || (year && !year_ok(year)) || day < 1 || day > days_in_month(year ? year : 2000, month))
        return false;
    date->year = year;
    date->month = month;
    date->day = day;
    date->precision = year ? PRECISION_DAY : PRECISION_NONE;
    return true;
}

static bool set_month(struct date *date, int year, int month)
{
    if (month < 1 || month > 12 || !year_ok(year))
        return false;
    date->year = year;
    date->month = month;
    date->precision = PRECISION_MONTH;
    return true;
}

static int century(int year, uint32_t digits)
{
    return digits > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

/* 2016-07-27, 2017-06, 2016/07/27 */
static size_t year_first(const struct reader *reader, size_t i, struct date *date)
{
    if (digits_at(reader, i) != 4 || !joined(reader, i) || digits_at(reader, i + 2) != 2 || !joined(reader, i + 1))
        return 0;
    char mark = reader->token[i + 1].mark;
    if (mark != '-' && mark != '/' && mark != '.')
        return 0;
    int year = number_at(reader, i), month = number_at(reader, i + 2);
    if (joined(reader, i + 2) && is_mark(reader, i + 3, mark) && joined(reader, i + 3) && digits_at(reader, i + 4) == 2)
        return set_day(date, year, month, number_at(reader, i + 4)) ? i + 5 : 0;
    return mark == '-' && set_month(date, year, month) ? i + 3 : 0;
}

static bool month_first(const struct date_rules *rules)
{
    if (rules->order != ORDER_AUTO)
        return rules->order == ORDER_MDY;
    return rules->language < LANGUAGES && strcmp(rules->book->languages[rules->language], "en") == 0;
}

/* 27/07/2016, 27.07.16, 07/2016 */
static size_t year_last(const struct reader *reader, size_t i, struct date *date)
{
    uint32_t digits = digits_at(reader, i);
    if (digits < 1 || digits > 2 || !joined(reader, i) || !joined(reader, i + 1))
        return 0;
    char mark = reader->token[i + 1].mark;
    if (mark != '/' && mark != '.' && mark != '-')
        return 0;
    int first = number_at(reader, i), second = number_at(reader, i + 2);
    if (digits_at(reader, i + 2) == 4)
        return mark == '/' && set_month(date, second, first) ? i + 3 : 0;
    if (digits_at(reader, i + 2) > 2 || digits_at(reader, i + 2) < 1 || !joined(reader, i + 2) || !is_mark(reader, i + 3, mark) ||
        !joined(reader, i + 3))
        return 0;
    uint32_t year_digits = digits_at(reader, i + 4);
    if (year_digits != 4 && (year_digits != 2 || digits != 2))
        return 0;
    int year = century(number_at(reader, i + 4), year_digits);
    bool swap = second > 12 || (first <= 12 && mark == '/' && month_first(reader->rules));
    return set_day(date, year, swap ? first : second, swap ? second : first) ? i + 5 : 0;
}

/* Behind a day and a month: the year, or the nearest one that does not lie ahead. */
static size_t with_year(const struct reader *reader, size_t i, int month, int day, struct date *date)
{
    size_t at = i;
    if (is_mark(reader, at, '.'))
        at++;
    if (is_mark(reader, at, ','))
        at++;
    at = skip_fillers(reader, at);
    if (digits_at(reader, at) == 4 && year_ok(number_at(reader, at)))
        return set_day(date, number_at(reader, at), month, day) ? at + 1 : 0;
    if (is_mark(reader, at, '\'') && digits_at(reader, at + 1) == 2)
        return set_day(date, century(number_at(reader, at + 1), 2), month, day) ? at + 2 : 0;
    const struct date *today = reader->rules->today;
    int year = 0;
    if (today)
        year = today->month < month || (today->month == month && today->precision >= PRECISION_DAY && today->day < day) ? today->year - 1
                                                                                                                        : today->year;
    date->relative = true;
    return set_day(date, year, month, day) ? i : 0;
}

static bool is_ordinal(const struct reader *reader, size_t i)
{
    static const char *const endings[] = {"er", "st", "nd", "rd", "th", "re"};
    if (i >= reader->n || !reader->hash[i])
        return false;
    struct filon_str word = {reader->text.p + reader->token[i].begin, reader->token[i].end - reader->token[i].begin};
    for (size_t k = 0; k < FILON_COUNT(endings); k++)
        if (filon_str_is(word, endings[k]))
            return true;
    return false;
}

/* 4 février 2017, 1er mars, 27th of July 2016 */
static size_t day_month(const struct reader *reader, size_t i, struct date *date)
{
    uint32_t digits = digits_at(reader, i);
    if (digits < 1 || digits > 2)
        return 0;
    size_t at = i + 1 + is_ordinal(reader, i + 1), next;
    at = skip_fillers(reader, at);
    const struct phrase *month = date_word(reader, at, KIND_BIT(KIND_MONTH), &next);
    return month ? with_year(reader, next, month->value, number_at(reader, i), date) : 0;
}

/* July 27, 2016; July 27th; juillet 2016 */
static size_t month_day(const struct reader *reader, size_t i, struct date *date)
{
    size_t at;
    const struct phrase *month = date_word(reader, i, KIND_BIT(KIND_MONTH), &at);
    if (!month)
        return 0;
    if (is_mark(reader, at, '.'))
        at++;
    at = skip_fillers(reader, at);
    if (digits_at(reader, at) == 4)
        return set_month(date, number_at(reader, at), month->value) ? at + 1 : 0;
    if (digits_at(reader, at) < 1 || digits_at(reader, at) > 2)
        return 0;
    size_t behind = at + 1 + is_ordinal(reader, at + 1);
    return with_year(reader, behind, month->value, number_at(reader, at), date);
}

static size_t absolute(const struct reader *reader, size_t i, struct date *date)
{
    static size_t (*const forms[])(const struct reader *, size_t, struct date *) = {year_first, year_last, day_month, month_day};
    for (size_t k = 0; k < FILON_COUNT(forms); k++) {
        struct date found = {.zone = NO_ZONE};
        size_t next = forms[k](reader, i, &found);
        if (next) {
            *date = found;
            return next;
        }
    }
    return 0;
}

/* Moves a date back by minutes; the result has the given precision. */
static bool go_back(const struct date *today, long minutes, enum precision precision, struct date *date)
{
    date->relative = true;
    if (!today || today->precision < PRECISION_DAY) {
        date->precision = PRECISION_NONE;
        return true;
    }
    bool exact = today->precision >= PRECISION_MINUTE;
    struct tm tm = {.tm_year = today->year - 1900,
                    .tm_mon = today->month - 1,
                    .tm_mday = today->day,
                    .tm_hour = exact ? today->hour : 12,
                    .tm_min = exact ? today->minute : 0};
    time_t at = timegm(&tm) - (time_t)minutes * 60;
    if (!exact && precision > PRECISION_DAY) { /* some hours before an unknown hour: the same day */
        precision = PRECISION_DAY;
        at = minutes < DAY_MINUTES ? timegm(&tm) : at;
    }
    if (!gmtime_r(&at, &tm) || !year_ok(tm.tm_year + 1900))
        return false;
    *date = (struct date){.year = tm.tm_year + 1900,
                          .month = tm.tm_mon + 1,
                          .day = tm.tm_mday,
                          .hour = tm.tm_hour,
                          .minute = tm.tm_min,
                          .precision = precision,
                          .relative = true,
                          .zone = precision > PRECISION_DAY ? today->zone : NO_ZONE};
    return true;
}

static bool ago(const struct reader *reader, long count, int unit, struct date *date)
{
    const struct date *today = reader->rules->today;
    if (count < 0 || count > 1000)
        return false;
    if (unit == YEAR_MINUTES)
        return go_back(today, count * 365L * DAY_MINUTES, PRECISION_YEAR, date);
    if (unit * 1L > DAY_MINUTES * 7L)
        return go_back(today, count * MONTH_MINUTES, PRECISION_MONTH, date);
    return go_back(today, count * unit, unit >= DAY_MINUTES ? PRECISION_DAY : PRECISION_MINUTE, date);
}

/* 3 or « trois », at i. */
static size_t count_at(const struct reader *reader, size_t i, long *count)
{
    size_t next;
    if (number_at(reader, i) >= 0) {
        *count = number_at(reader, i);
        return i + 1;
    }
    const struct phrase *phrase = date_word(reader, i, KIND_BIT(KIND_NUMBER), &next);
    if (!phrase)
        return 0;
    *count = phrase->value;
    return next;
}

/* il y a 3 heures, 3 hours ago, hier */
static size_t relative(const struct reader *reader, size_t i, struct date *date)
{
    size_t next;
    long count;
    const struct phrase *phrase = date_word(reader, i, KIND_BIT(KIND_SINCE) | KIND_BIT(KIND_DAY), &next);
    if (phrase && phrase->kind == KIND_DAY)
        return go_back(reader->rules->today, -phrase->value * (long)DAY_MINUTES, PRECISION_DAY, date) ? next : 0;
    size_t at = phrase ? next : i;
    size_t filler = phrase ? skip_fillers(reader, at) : at;
    size_t behind = count_at(reader, filler, &count);
    const struct phrase *unit = behind ? date_word(reader, behind, KIND_BIT(KIND_UNIT), &next) : NULL;
    if (!unit)
        return 0;
    if (!phrase) {
        size_t last;
        if (!date_word(reader, next, KIND_BIT(KIND_AGO), &last))
            return 0;
        next = last;
    }
    return ago(reader, count, unit->value, date) ? next : 0;
}

/* « mercredi », « mercredi dernier », « last Wednesday »: the day itself if it is one, unless `last` is said. */
static size_t weekday_alone(const struct reader *reader, int weekday, size_t next, bool last, struct date *date)
{
    const struct date *today = reader->rules->today;
    size_t behind;
    if (date_word(reader, next, KIND_BIT(KIND_LAST), &behind)) {
        last = true;
        next = behind;
    }
    int back = 0;
    if (today && today->precision >= PRECISION_DAY) {
        struct tm tm = {.tm_year = today->year - 1900, .tm_mon = today->month - 1, .tm_mday = today->day, .tm_hour = 12};
        timegm(&tm);
        back = (tm.tm_wday - weekday % 7 + 7) % 7;
        if (!back && last)
            back = 7;
    }
    return go_back(today, back * (long)DAY_MINUTES, PRECISION_DAY, date) ? next : 0;
}

static size_t any_date(const struct reader *reader, size_t i, struct date *date)
{
    size_t next, at;
    bool last = date_word(reader, i, KIND_BIT(KIND_LAST), &next);
    const struct phrase *weekday = date_word(reader, last ? next : i, KIND_BIT(KIND_WEEKDAY), &at);
    size_t found = 0;
    if (weekday) {
        size_t behind = at;
        while (is_mark(reader, behind, '.') || is_mark(reader, behind, ','))
            behind++;
        found = absolute(reader, skip_fillers(reader, behind), date);
    }
    if (!found && !last)
        found = absolute(reader, i, date);
    if (found)
        return found;
    if (weekday && weekday->value < ABBREVIATED)
        return weekday_alone(reader, weekday->value, at, last, date);
    return last ? 0 : relative(reader, i, date);
}

static bool word_is(const struct reader *reader, size_t i, const char *lower)
{
    return i < reader->n && reader->hash[i] && reader->hash[i] == word_hash(filon_str_of(lower));
}

/* Z, UTC, GMT, +02:00 behind a time. */
static size_t zone_at(const struct reader *reader, size_t i, struct date *date)
{
    if (word_is(reader, i, "z") || word_is(reader, i, "utc") || word_is(reader, i, "gmt")) {
        date->zone = 0;
        if ((is_mark(reader, i + 1, '+') || is_mark(reader, i + 1, '-')) && joined(reader, i + 1) && digits_at(reader, i + 2) >= 1 &&
            digits_at(reader, i + 2) <= 2 && number_at(reader, i + 2) <= 14) { /* UTC+3 */
            date->zone = (is_mark(reader, i + 1, '-') ? -60 : 60) * number_at(reader, i + 2);
            return i + 3;
        }
        return i + 1;
    }
    if ((is_mark(reader, i, '+') || is_mark(reader, i, '-')) && joined(reader, i) && reader->token[i - 1].end == reader->token[i].begin) {
        uint32_t digits = digits_at(reader, i + 1);
        int hours = number_at(reader, i + 1), minutes = 0;
        size_t next = i + 2;
        if (digits == 4) {
            minutes = hours % 100;
            hours /= 100;
        } else if (digits == 2 && is_mark(reader, i + 2, ':') && digits_at(reader, i + 3) == 2) {
            minutes = number_at(reader, i + 3);
            next = i + 4;
        } else
            return i;
        if (hours > 14 || minutes > 59)
            return i;
        date->zone = (is_mark(reader, i, '-') ? -1 : 1) * (hours * 60 + minutes);
        return next;
    }
    return i;
}

/* 14h30, 14:30, 14:30:05, 2:30 pm, 2pm, at i; i if there is none. */
static size_t time_at(const struct reader *reader, size_t i, struct date *date)
{
    uint32_t digits = digits_at(reader, i);
    int hour = number_at(reader, i), minute = 0, second = -1;
    size_t next = i + 1, behind;
    bool full = false;
    if (digits < 1 || digits > 2)
        return i;
    if (is_mark(reader, i + 1, ':') && joined(reader, i) && digits_at(reader, i + 2) == 2) {
        minute = number_at(reader, i + 2);
        next = i + 3;
        full = true;
        if (is_mark(reader, next, ':') && joined(reader, i + 2) && digits_at(reader, next + 1) == 2) {
            second = number_at(reader, next + 1);
            next += 2;
        }
        if (is_mark(reader, next, '.') && joined(reader, next - 1) && digits_at(reader, next + 1) >= 3)
            next += 2; /* fractions of a second */
    } else if (is_mark(reader, i + 1, '.') && joined(reader, i) && digits_at(reader, i + 2) == 2 &&
               date_word(reader, i + 3, KIND_BIT(KIND_HALF), &behind)) {
        minute = number_at(reader, i + 2);
        next = i + 3;
    } else if (word_is(reader, i + 1, "h") || word_is(reader, i + 1, "heures") || word_is(reader, i + 1, "heure")) {
        full = true;
        next = i + 2;
        if (digits_at(reader, next) == 2 && number_at(reader, next) < 60) {
            minute = number_at(reader, next++);
            if (word_is(reader, next, "min") || word_is(reader, next, "mn"))
                next++;
        }
    }
    const struct phrase *half = date_word(reader, next, KIND_BIT(KIND_HALF), &behind);
    if (half) {
        if (hour < 1 || hour > 12)
            return i;
        hour = hour % 12 + half->value;
        next = behind;
    } else if (!full)
        return i;
    if (hour > 23 || minute > 59 || second > 59)
        return i;
    date->hour = hour;
    date->minute = minute;
    date->second = second < 0 ? 0 : second;
    date->zone = NO_ZONE;
    if (date->precision >= PRECISION_DAY)
        date->precision = second < 0 ? PRECISION_MINUTE : PRECISION_SECOND;
    return zone_at(reader, next, date);
}

/* A time behind the date, over « à », "at", a comma, a dash, a T. */
static size_t with_time(const struct reader *reader, size_t i, struct date *date)
{
    size_t at = i;
    if (date->precision != PRECISION_DAY && date->precision != PRECISION_NONE)
        return i;
    for (unsigned marks = 0;
         marks < 2 && (is_mark(reader, at, ',') || is_mark(reader, at, '-') || is_mark(reader, at, '|') || is_mark(reader, at, '?') ||
                       is_mark(reader, at, '/') || is_mark(reader, at, '(') || is_mark(reader, at, '.'));
         marks++)
        at++;
    if (word_is(reader, at, "t") && joined(reader, at))
        at++;
    at = skip_fillers(reader, at);
    size_t behind = time_at(reader, at, date);
    return behind == at ? i : behind;
}

bool dates_find(const struct date_rules *rules, struct filon_str text, uint32_t from, uint32_t to, struct date *date)
{
    struct reader reader = {.rules = rules, .text = text};
    tokenize(&reader, from, to);
    for (size_t i = 0; i < reader.n; i++) {
        if (reader.token[i].mark ||
            (i && joined(&reader, i - 1) && (reader.token[i - 1].value >= 0 || (reader.token[i].value >= 0 && !reader.token[i - 1].mark))))
            continue; /* within 3A27 there is no date */
        struct date found = {.zone = NO_ZONE};
        size_t next = any_date(&reader, i, &found);
        if (!next)
            continue;
        next = with_time(&reader, next, &found);
        found.begin = reader.token[i].begin;
        found.end = reader.token[next - 1].end;
        *date = found;
        return true;
    }
    return false;
}

void dates_iso(const struct date *date, char *out)
{
    enum { OUT = 32 };
    int n = 0;
    unsigned year = (unsigned)date->year % 10000, month = (unsigned)date->month % 100, day = (unsigned)date->day % 100;
    unsigned hour = (unsigned)date->hour % 100, minute = (unsigned)date->minute % 100, second = (unsigned)date->second % 100;
    out[0] = '\0';
    if (date->precision == PRECISION_YEAR)
        n = snprintf(out, OUT, "%04u", year);
    else if (date->precision == PRECISION_MONTH)
        n = snprintf(out, OUT, "%04u-%02u", year, month);
    else if (date->precision == PRECISION_DAY)
        n = snprintf(out, OUT, "%04u-%02u-%02u", year, month, day);
    else if (date->precision == PRECISION_MINUTE)
        n = snprintf(out, OUT, "%04u-%02u-%02uT%02u:%02u", year, month, day, hour, minute);
    else if (date->precision == PRECISION_SECOND)
        n = snprintf(out, OUT, "%04u-%02u-%02uT%02u:%02u:%02u", year, month, day, hour, minute, second);
    if (date->precision < PRECISION_MINUTE || date->zone == NO_ZONE)
        return;
    unsigned east = (unsigned)(date->zone < 0 ? -date->zone : date->zone);
    if (!east)
        snprintf(out + n, OUT - (size_t)n, "Z");
    else
        snprintf(out + n, OUT - (size_t)n, "%c%02u:%02u", date->zone < 0 ? '-' : '+', east / 60 % 100, east % 60);
}

bool dates_read(const char *iso, struct date *date)
{
    struct reader reader = {.text = filon_str_of(iso)};
    tokenize(&reader, 0, (uint32_t)strlen(iso));
    struct date_rules rules = {.order = ORDER_DMY};
    static const struct slot nothing = {0};
    struct phrasebook book = {.slots = (struct slot *)&nothing, .mask = 0, .phrases = NULL};
    rules.book = &book;
    reader.rules = &rules;
    *date = (struct date){.zone = NO_ZONE};
    size_t next = year_first(&reader, 0, date);
    if (next && next < reader.n)
        next = with_time(&reader, next, date);
    return next && next == reader.n;
}

const char *dates_precision(enum precision precision)
{
    static const char *const names[] = {"", "year", "month", "day", "minute", "second"};
    return names[precision];
}
