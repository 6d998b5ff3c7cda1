/* Times of day and their zones. */
#include "date_reader.h"

/* Z, UTC, GMT, +02:00 behind a time. */
static size_t zone_at(const struct reader *reader, size_t i, struct date *date)
{
    if (reader_word(reader, i, "z") || reader_word(reader, i, "utc") || reader_word(reader, i, "gmt")) {
        date->zone = 0;
        if ((reader_mark(reader, i + 1, '+') || reader_mark(reader, i + 1, '-')) && reader_joined(reader, i + 1) &&
            reader_digits(reader, i + 2) >= 1 && reader_digits(reader, i + 2) <= 2 && reader_number(reader, i + 2) <= 14) { /* UTC+3 */
            date->zone = (reader_mark(reader, i + 1, '-') ? -60 : 60) * reader_number(reader, i + 2);
            return i + 3;
        }
        return i + 1;
    }
    if ((reader_mark(reader, i, '+') || reader_mark(reader, i, '-')) && reader_joined(reader, i) &&
        (reader->token[i - 1].end == reader->token[i].begin || reader_digits(reader, i + 1) == 4)) { /* +02:00, and in mails " +0200" */
        uint32_t digits = reader_digits(reader, i + 1);
        int hours = reader_number(reader, i + 1), minutes = 0;
        size_t next = i + 2;
        if (digits == 4) {
            minutes = hours % 100;
            hours /= 100;
        } else if (digits == 2 && reader_mark(reader, i + 2, ':') && reader_digits(reader, i + 3) == 2) {
            minutes = reader_number(reader, i + 3);
            next = i + 4;
        } else
            return i;
        if (hours > 14 || minutes > 59)
            return i;
        date->zone = (reader_mark(reader, i, '-') ? -1 : 1) * (hours * 60 + minutes);
        return next;
    }
    return i;
}

/* 14h30, 14:30, 14:30:05, 2:30 pm, 2pm, at i; i if there is none. */
size_t date_time_at(const struct reader *reader, size_t i, struct date *date)
{
    uint32_t digits = reader_digits(reader, i);
    int hour = reader_number(reader, i), minute = 0, second = -1;
    size_t next = i + 1, behind;
    bool full = false;
    if (digits < 1 || digits > 2)
        return i;
    if (reader_mark(reader, i + 1, ':') && reader_joined(reader, i) && reader_digits(reader, i + 2) == 2) {
        minute = reader_number(reader, i + 2);
        next = i + 3;
        full = true;
        if (reader_mark(reader, next, ':') && reader_joined(reader, i + 2) && reader_digits(reader, next + 1) == 2) {
            second = reader_number(reader, next + 1);
            next += 2;
        }
        if (reader_mark(reader, next, '.') && reader_joined(reader, next - 1) && reader_digits(reader, next + 1) >= 3)
            next += 2; /* fractions of a second */
    } else if (reader_mark(reader, i + 1, '.') && reader_joined(reader, i) && reader_digits(reader, i + 2) == 2 &&
               reader_phrase(reader, i + 3, KIND_BIT(KIND_HALF), &behind)) {
        minute = reader_number(reader, i + 2);
        next = i + 3;
    } else if (reader_word(reader, i + 1, "h") || reader_word(reader, i + 1, "heures") || reader_word(reader, i + 1, "heure")) {
        full = true;
        next = i + 2;
        if (reader_digits(reader, next) == 2 && reader_number(reader, next) < 60) {
            minute = reader_number(reader, next++);
            if (reader_word(reader, next, "min") || reader_word(reader, next, "mn"))
                next++;
        }
    }
    const struct phrase *half = reader_phrase(reader, next, KIND_BIT(KIND_HALF), &behind);
    if (half) {
        if (hour < 1 || hour > 12)
            return i;
        hour = hour % 12 + half->value;
        next = behind;
    } else if (!full)
        return i;
    if (hour > 23 || minute > 59 || second > 60)
        return i;
    date->hour = hour;
    date->minute = minute;
    date->second = second < 0 ? 0 : second;
    date->zone = NO_ZONE;
    if (date->precision >= PRECISION_DAY)
        date->precision = second < 0 ? PRECISION_MINUTE : PRECISION_SECOND;
    if (!reader_mark(reader, next, '('))
        return zone_at(reader, next, date);
    size_t zone = zone_at(reader, next + 1, date);
    return zone > next + 1 ? zone + reader_mark(reader, zone, ')') : next;
}

/* A time behind the date, over « à », "at", a comma, a dash, a T. */
size_t date_time(const struct reader *reader, size_t i, struct date *date)
{
    size_t at = i;
    if (date->precision != PRECISION_DAY && date->precision != PRECISION_NONE)
        return i;
    for (unsigned marks = 0; marks < 2 && (reader_mark(reader, at, ',') || reader_mark(reader, at, '-') || reader_mark(reader, at, '|') ||
                                           reader_mark(reader, at, '?') || reader_mark(reader, at, '/') || reader_mark(reader, at, '(') ||
                                           reader_mark(reader, at, '.'));
         marks++)
        at++;
    if (reader_word(reader, at, "t") && reader_joined(reader, at))
        at++;
    at = reader_skip_fillers(reader, at);
    size_t behind = date_time_at(reader, at, date);
    return behind == at ? i : behind;
}
