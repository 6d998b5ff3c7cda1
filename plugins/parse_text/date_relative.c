/* Dates that count from a given day. */
#include "date_reader.h"

#include <time.h>

enum { DAY_MINUTES = 24 * 60, WEEK_MINUTES = 7 * DAY_MINUTES, MONTH_MINUTES = 30 * DAY_MINUTES, YEAR_MINUTES = 365 * DAY_MINUTES };

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
    if (!gmtime_r(&at, &tm) || !date_year_ok(tm.tm_year + 1900))
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
    if (unit > WEEK_MINUTES)
        return go_back(today, count * MONTH_MINUTES, PRECISION_MONTH, date);
    return go_back(today, count * unit, unit >= DAY_MINUTES ? PRECISION_DAY : PRECISION_MINUTE, date);
}

/* 3 or « trois », at i. */
static size_t count_at(const struct reader *reader, size_t i, long *count)
{
    size_t next;
    if (reader_number(reader, i) >= 0) {
        *count = reader_number(reader, i);
        return i + 1;
    }
    const struct phrase *phrase = reader_phrase(reader, i, KIND_BIT(KIND_NUMBER), &next);
    if (!phrase)
        return 0;
    *count = phrase->value;
    return next;
}

/* il y a 3 heures, 3 hours ago, hier */
size_t date_relative(const struct reader *reader, size_t i, struct date *date)
{
    size_t next;
    long count;
    const struct phrase *phrase = reader_phrase(reader, i, KIND_BIT(KIND_SINCE) | KIND_BIT(KIND_DAY), &next);
    if (phrase && phrase->kind == KIND_DAY)
        return go_back(reader->rules->today, -phrase->value * (long)DAY_MINUTES, PRECISION_DAY, date) ? next : 0;
    size_t at = phrase ? next : i;
    size_t filler = phrase ? reader_skip_fillers(reader, at) : at;
    size_t behind = count_at(reader, filler, &count);
    const struct phrase *unit = behind ? reader_phrase(reader, behind, KIND_BIT(KIND_UNIT), &next) : NULL;
    if (!unit)
        return 0;
    if (!phrase) {
        size_t last;
        if (!reader_phrase(reader, next, KIND_BIT(KIND_AGO), &last))
            return 0;
        next = last;
    }
    return ago(reader, count, unit->value, date) ? next : 0;
}

/* « mercredi », « mercredi dernier », « last Wednesday »: the day itself if it is one, unless `last` is said. */
size_t date_weekday(const struct reader *reader, int weekday, size_t next, bool last, struct date *date)
{
    const struct date *today = reader->rules->today;
    size_t behind;
    if (reader_phrase(reader, next, KIND_BIT(KIND_LAST), &behind)) {
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
