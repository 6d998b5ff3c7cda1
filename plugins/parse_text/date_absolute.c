/* Absolute dates: in numbers, in words. */
#include "date_reader.h"

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool date_year_ok(int year)
{
    return year >= 1800 && year <= 2100;
}

static bool set_day(struct date *date, int year, int month, int day)
{
    if (month < 1 || month > 12 || (year && !date_year_ok(year)) || day < 1 || day > days_in_month(year ? year : 2000, month))
        return false;
    date->year = year;
    date->month = month;
    date->day = day;
    date->precision = year ? PRECISION_DAY : PRECISION_NONE;
    return true;
}

static bool set_month(struct date *date, int year, int month)
{
    if (month < 1 || month > 12 || !date_year_ok(year))
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
size_t date_year_first(const struct reader *reader, size_t i, struct date *date)
{
    if (reader_digits(reader, i) != 4 || !reader_joined(reader, i) || reader_digits(reader, i + 2) != 2 || !reader_joined(reader, i + 1))
        return 0;
    char mark = reader->token[i + 1].mark;
    if (mark != '-' && mark != '/' && mark != '.')
        return 0;
    int year = reader_number(reader, i), month = reader_number(reader, i + 2);
    if (reader_joined(reader, i + 2) && reader_mark(reader, i + 3, mark) && reader_joined(reader, i + 3) &&
        reader_digits(reader, i + 4) == 2)
        return set_day(date, year, month, reader_number(reader, i + 4)) ? i + 5 : 0;
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
    uint32_t digits = reader_digits(reader, i);
    if (digits < 1 || digits > 2 || !reader_joined(reader, i) || !reader_joined(reader, i + 1))
        return 0;
    char mark = reader->token[i + 1].mark;
    if (mark != '/' && mark != '.' && mark != '-')
        return 0;
    int first = reader_number(reader, i), second = reader_number(reader, i + 2);
    if (reader_digits(reader, i + 2) == 4)
        return mark == '/' && set_month(date, second, first) ? i + 3 : 0;
    if (reader_digits(reader, i + 2) > 2 || reader_digits(reader, i + 2) < 1 || !reader_joined(reader, i + 2) ||
        !reader_mark(reader, i + 3, mark) || !reader_joined(reader, i + 3))
        return 0;
    uint32_t year_digits = reader_digits(reader, i + 4);
    if (year_digits != 4 && (year_digits != 2 || digits != 2))
        return 0;
    int year = century(reader_number(reader, i + 4), year_digits);
    bool swap = second > 12 || (first <= 12 && mark == '/' && month_first(reader->rules));
    return set_day(date, year, swap ? first : second, swap ? second : first) ? i + 5 : 0;
}

/* Behind a day and a month: the year, or the nearest one that does not lie ahead. */
static size_t with_year(const struct reader *reader, size_t i, int month, int day, struct date *date)
{
    size_t at = i;
    if (reader_mark(reader, at, '.'))
        at++;
    if (reader_mark(reader, at, ','))
        at++;
    at = reader_skip_fillers(reader, at);
    if (reader_digits(reader, at) == 4 && date_year_ok(reader_number(reader, at)))
        return set_day(date, reader_number(reader, at), month, day) ? at + 1 : 0;
    if (reader_mark(reader, at, '\'') && reader_digits(reader, at + 1) == 2)
        return set_day(date, century(reader_number(reader, at + 1), 2), month, day) ? at + 2 : 0;
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
    uint32_t digits = reader_digits(reader, i);
    if (digits < 1 || digits > 2)
        return 0;
    size_t at = i + 1 + is_ordinal(reader, i + 1), next;
    at = reader_skip_fillers(reader, at);
    const struct phrase *month = reader_phrase(reader, at, KIND_BIT(KIND_MONTH), &next);
    return month ? with_year(reader, next, month->value, reader_number(reader, i), date) : 0;
}

/* July 27, 2016; July 27th; juillet 2016 */
static size_t month_day(const struct reader *reader, size_t i, struct date *date)
{
    size_t at;
    const struct phrase *month = reader_phrase(reader, i, KIND_BIT(KIND_MONTH), &at);
    if (!month)
        return 0;
    if (reader_mark(reader, at, '.'))
        at++;
    at = reader_skip_fillers(reader, at);
    if (reader_digits(reader, at) == 4)
        return set_month(date, reader_number(reader, at), month->value) ? at + 1 : 0;
    if (reader_digits(reader, at) < 1 || reader_digits(reader, at) > 2)
        return 0;
    size_t behind = at + 1 + is_ordinal(reader, at + 1);
    return with_year(reader, behind, month->value, reader_number(reader, at), date);
}

size_t date_absolute(const struct reader *reader, size_t i, struct date *date)
{
    static size_t (*const forms[])(const struct reader *, size_t, struct date *) = {date_year_first, year_last, day_month, month_day};
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
