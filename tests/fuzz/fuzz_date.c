/* Any text as a date, under each set of rules: what is found is a day of the calendar, lies in the text, and is the same when its ISO 8601 is read. */
#include "base/paths.h"
#include "plugins/parse_text/date.h"
#include "plugins/read_feed/feed.h"
#include "tests/fuzz/fuzz.h"

#include <filon/arena.h>
#include <filon/utf8.h>
#include <string.h>

static struct phrasebook book;

static void load(void)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_error error = {0};
    const char *folder = filon_strf(arena, "%s/parse_text", filon_places()->data);
    MUST(phrasebook_init(&book, arena) == 0);
    MUST(phrasebook_add_words(&book, filon_strf(arena, "%s/words.tsv", folder), &error) == 0);
    MUST(phrasebook_add_dates(&book, filon_strf(arena, "%s/dates.tsv", folder), &error) == 0);
}

static int days(int year, int month)
{
    static const int in[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return in[month - 1] + (month == 2 && leap);
}

static void check(struct filon_str text, const struct date *date, const struct date_rules *rules)
{
    char iso[32];
    struct date again;
    MUST(date->begin < date->end && date->end <= text.n);
    MUST(date->end == text.n || ((unsigned char)text.p[date->end] & 0xc0) != 0x80);
    MUST(((unsigned char)text.p[date->begin] & 0xc0) != 0x80);
    if (date->precision == PRECISION_NONE) {
        MUST(date->relative && !rules->today);
        return;
    }
    MUST(date->year >= 1 && date->year <= 9999);
    MUST(date->precision < PRECISION_MONTH || (date->month >= 1 && date->month <= 12));
    MUST(date->precision < PRECISION_DAY || (date->day >= 1 && date->day <= days(date->year, date->month)));
    MUST(date->precision < PRECISION_MINUTE || (date->hour >= 0 && date->hour < 24 && date->minute >= 0 && date->minute < 60));
    MUST(date->precision < PRECISION_SECOND || (date->second >= 0 && date->second <= 60));
    dates_iso(date, iso);
    MUST(strlen(iso) < sizeof iso && dates_read(iso, &again));
    MUST(again.precision == date->precision && again.year == date->year);
    MUST(date->precision < PRECISION_DAY || (again.month == date->month && again.day == date->day));
    MUST(date->precision < PRECISION_MINUTE || (again.hour == date->hour && again.minute == date->minute && again.zone == date->zone));
}

static void check_feed(struct filon_str text)
{
    char iso[32];
    const char *precision;
    struct date date;
    if (feed_date(text, iso, &precision))
        MUST(dates_read(iso, &date) && strcmp(dates_precision(date.precision), precision) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct date today = {.year = 2024, .month = 2, .day = 29, .precision = PRECISION_DAY, .zone = NO_ZONE};
    struct filon_str text = {size ? (const char *)data : "", size};
    if (!book.slots)
        load();
    check_feed(text);
    if (filon_utf8_check(text.p, text.n) < text.n || memchr(text.p, 0, text.n))
        return 0;
    for (unsigned language = 0; language <= book.n_languages; language++)
        for (int order = ORDER_AUTO; order <= ORDER_MDY; order++)
            for (int known = 0; known < 2; known++) {
                struct date_rules rules = {.book = &book,
                                           .language = language < book.n_languages ? language : LANGUAGES,
                                           .order = (enum date_order)order,
                                           .today = known ? &today : NULL};
                struct date date;
                if (dates_find(&rules, text, 0, (uint32_t)text.n, &date))
                    check(text, &date, &rules);
            }
    return 0;
}
