#include "date_reader.h"

#include <stdio.h>

/* dates.tsv adds ABBREVIATED to the number of a weekday that is written short: a date must follow it. */
enum { ABBREVIATED = 10 };

static size_t any_date(const struct reader *reader, size_t i, struct date *date)
{
    size_t next, at;
    bool last = reader_phrase(reader, i, KIND_BIT(KIND_LAST), &next);
    const struct phrase *weekday = reader_phrase(reader, last ? next : i, KIND_BIT(KIND_WEEKDAY), &at);
    size_t found = 0;
    if (weekday) {
        size_t behind = at;
        while (reader_mark(reader, behind, '.') || reader_mark(reader, behind, ','))
            behind++;
        found = date_absolute(reader, reader_skip_fillers(reader, behind), date);
    }
    if (!found && !last)
        found = date_absolute(reader, i, date);
    if (found)
        return found;
    if (weekday && weekday->value < ABBREVIATED)
        return date_weekday(reader, weekday->value, at, last, date);
    return last ? 0 : date_relative(reader, i, date);
}

/* Whether a date may begin with the word. */
static bool may_begin(const struct phrasebook *book, uint32_t hash)
{
    const unsigned kinds = KIND_BIT(KIND_LAST) | KIND_BIT(KIND_WEEKDAY) | KIND_BIT(KIND_MONTH) | KIND_BIT(KIND_DAY) | KIND_BIT(KIND_SINCE) |
                           KIND_BIT(KIND_NUMBER);
    return phrasebook_may_know(book, hash) && phrasebook_slot(book, hash)->kinds & kinds;
}

/* Whether token i goes on with what is before it: within 3A27 and 32/07/2016 no date begins. */
static bool inside(const struct reader *reader, size_t i)
{
    if (!i || !reader_joined(reader, i - 1))
        return false;
    if (!reader->token[i - 1].mark)
        return true;
    return i > 1 && reader_number(reader, i) >= 0 && reader_joined(reader, i - 2) && reader_number(reader, i - 2) >= 0;
}

/* « 10:38 27.07.2016 », « à 14h30, le 27 juillet 2016 »: a time before the date. Returns the token behind the date, or 0. */
static size_t time_first(const struct reader *reader, size_t i, struct date *date)
{
    struct date time = {.precision = PRECISION_DAY, .zone = NO_ZONE};
    size_t at = date_time_at(reader, i, &time);
    if (at == i || reader_number(reader, i) < 0)
        return 0;
    while (reader_mark(reader, at, ',') || reader_mark(reader, at, '-') || reader_mark(reader, at, '|'))
        at++;
    size_t next = any_date(reader, reader_skip_fillers(reader, at), date);
    if (!next || date->relative || date->precision != PRECISION_DAY)
        return 0;
    date->hour = time.hour;
    date->minute = time.minute;
    date->second = time.second;
    date->zone = time.zone;
    date->precision = time.precision;
    return next;
}

bool dates_find(const struct date_rules *rules, struct filon_str text, uint32_t from, uint32_t to, struct date *date)
{
    struct reader reader; /* too large to be emptied for a look at one line */
    reader.rules = rules;
    reader.text = text;
    reader_tokenize(&reader, from, to);
    for (size_t i = 0; i < reader.n; i++) {
        if (reader.token[i].mark || inside(&reader, i) || (reader.hash[i] && !may_begin(rules->book, reader.hash[i])))
            continue;
        struct date found = {.zone = NO_ZONE};
        size_t next = time_first(&reader, i, &found);
        if (!next) {
            found = (struct date){.zone = NO_ZONE};
            next = any_date(&reader, i, &found);
            if (!next)
                continue;
            next = date_time(&reader, next, &found);
        }
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
    reader_tokenize(&reader, 0, (uint32_t)strlen(iso));
    struct date_rules rules = {.order = ORDER_DMY};
    static const struct slot nothing = {0};
    struct phrasebook book = {.slots = (struct slot *)&nothing, .mask = 0, .phrases = NULL};
    rules.book = &book;
    reader.rules = &rules;
    *date = (struct date){.zone = NO_ZONE};
    size_t next = date_year_first(&reader, 0, date);
    if (next && next < reader.n)
        next = date_time(&reader, next, date);
    return next && next == reader.n;
}

const char *dates_precision(enum precision precision)
{
    static const char *const names[] = {"", "year", "month", "day", "minute", "second"};
    return names[precision];
}
