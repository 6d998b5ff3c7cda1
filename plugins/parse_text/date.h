/* Dates as pages write them, in words or numbers, absolute or relative to a day. */
#ifndef PARSE_TEXT_DATE_H
#define PARSE_TEXT_DATE_H

#include "phrasebook.h"

enum precision { PRECISION_NONE, PRECISION_YEAR, PRECISION_MONTH, PRECISION_DAY, PRECISION_MINUTE, PRECISION_SECOND };

struct date {
    int year, month, day, hour, minute, second; /* as far as the precision goes; year 0: unknown */
    enum precision precision;
    int zone;            /* minutes east of Greenwich, or NO_ZONE */
    bool relative;       /* it took a given day to know it (or takes one: precision none) */
    uint32_t begin, end; /* bytes, with its weekday and time */
};
enum { NO_ZONE = 100000 };

enum date_order { ORDER_AUTO, ORDER_DMY, ORDER_MDY };

struct date_rules {
    const struct phrasebook *book;
    unsigned language;        /* of the page: decides between two readings of a word, and the order */
    enum date_order order;    /* of 03/04/2017; ORDER_AUTO: month first in English */
    const struct date *today; /* relative dates count from it, dates without a year get theirs; NULL: they stay unknown */
};

/* The first date in text[from, to), of which the first 64 words and marks are looked at. */
bool dates_find(const struct date_rules *rules, struct filon_str text, uint32_t from, uint32_t to, struct date *date);

/* ISO 8601 to the date's precision into 32 bytes: 2017, 2017-06, 2016-07-27, 2016-07-27T14:30, 2016-07-27T14:30:05+02:00. */
void dates_iso(const struct date *date, char *out);

/* The whole of a string as a date written like dates_iso writes it; for options. */
bool dates_read(const char *iso, struct date *date);

const char *dates_precision(enum precision precision);

#endif
