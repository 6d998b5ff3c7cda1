/* Dates of feeds: RFC 822 with all the liberties that are taken with it, RFC 3339 and what W3C-DTF leaves out of it. */
#include "feed.h"

#include <stdio.h>
#include <strings.h>

struct reader {
    const char *p, *end;
};

static bool number(struct reader *in, int least, int most, int *value)
{
    int n = 0;
    *value = 0;
    while (in->p + n < in->end && n < most && in->p[n] >= '0' && in->p[n] <= '9')
        *value = *value * 10 + in->p[n++] - '0';
    if (n < least || (in->p + n < in->end && in->p[n] >= '0' && in->p[n] <= '9'))
        return false;
    in->p += n;
    return true;
}

static bool take(struct reader *in, char c)
{
    if (in->p == in->end || *in->p != c)
        return false;
    in->p++;
    return true;
}

static void spaces(struct reader *in)
{
    while (in->p < in->end && (*in->p == ' ' || *in->p == ',' || *in->p == '\t'))
        in->p++;
}

static struct filon_str word(struct reader *in)
{
    const char *from = in->p;
    while (in->p < in->end && ((*in->p | 32) >= 'a' && (*in->p | 32) <= 'z'))
        in->p++;
    return (struct filon_str){from, (size_t)(in->p - from)};
}

struct moment {
    int year, month, day, hour, minute, second, zone; /* minutes from Greenwich */
    bool has_time, has_second, has_zone;
};

/* A day of the calendar, and of the press: year 1 is what programs write that have none. */
static bool sound(const struct moment *m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (m->year % 4 == 0 && m->year % 100 != 0) || m->year % 400 == 0;
    return m->year >= 1800 && m->year <= 2100 && m->month >= 1 && m->month <= 12 && m->day >= 1 &&
           m->day <= days[m->month - 1] + (m->month == 2 && leap) && m->hour <= 23 && m->minute <= 59 && m->second <= 60;
}

/* 14:30, 14:30:05, 14:30:05.123 */
static bool clock_time(struct reader *in, struct moment *m)
{
    if (!number(in, 1, 2, &m->hour) || !take(in, ':') || !number(in, 2, 2, &m->minute))
        return false;
    m->has_time = true;
    if (take(in, ':')) {
        if (!number(in, 2, 2, &m->second))
            return false;
        m->has_second = true;
        if (take(in, '.'))
            while (in->p < in->end && *in->p >= '0' && *in->p <= '9')
                in->p++;
    }
    return true;
}

/* +0200, +02:00, Z, GMT, EST … An unknown name is no zone. */
static void zone(struct reader *in, struct moment *m)
{
    static const struct {
        const char *name;
        int hours;
    } names[] = {{"Z", 0},    {"GMT", 0},  {"UT", 0},   {"UTC", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
                 {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"CET", 1},  {"CEST", 2}};
    enum { FARTHEST = 14 };
    int hours, minutes = 0;
    spaces(in);
    if (in->p < in->end && (*in->p == '+' || *in->p == '-')) {
        int sign = *in->p++ == '-' ? -1 : 1;
        struct reader hour = {in->p, in->end - in->p > 2 ? in->p + 2 : in->end};
        if (!number(&hour, 1, 2, &hours))
            return;
        in->p = hour.p;
        take(in, ':');
        number(in, 2, 2, &minutes);
        m->has_zone = hours <= FARTHEST && minutes <= 59;
        m->zone = m->has_zone ? sign * (hours * 60 + minutes) : 0;
        return;
    }
    struct filon_str name = word(in);
    for (size_t i = 0; i < FILON_COUNT(names); i++)
        if (name.n == strlen(names[i].name) && strncasecmp(name.p, names[i].name, name.n) == 0) {
            m->zone = names[i].hours * 60;
            m->has_zone = true;
        }
}

static int month(struct filon_str name)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12 && name.n >= 3; i++)
        if (strncasecmp(names + 3 * i, name.p, 3) == 0)
            return i + 1;
    return 0;
}

/* Tue, 02 Jun 2017 14:30:00 +0200 */
static bool rfc_822(struct reader in, struct moment *m)
{
    word(&in);
    if (in.p < in.end && *in.p == '.')
        in.p++;
    spaces(&in);
    if (!number(&in, 1, 2, &m->day))
        return false;
    while (in.p < in.end && (*in.p == ' ' || *in.p == '-'))
        in.p++;
    m->month = month(word(&in));
    while (in.p < in.end && (*in.p == ' ' || *in.p == '-' || *in.p == ','))
        in.p++;
    const char *from = in.p;
    if (!number(&in, 2, 4, &m->year))
        return false;
    if (in.p - from == 2)
        m->year += m->year < 70 ? 2000 : 1900;
    spaces(&in);
    if (in.p < in.end && clock_time(&in, m))
        zone(&in, m);
    return true;
}

/* 2017-06-02T14:30:00+02:00 */
static bool rfc_3339(struct reader in, struct moment *m)
{
    if (!number(&in, 4, 4, &m->year) || !take(&in, '-') || !number(&in, 2, 2, &m->month) || !take(&in, '-') || !number(&in, 2, 2, &m->day))
        return false;
    if (in.p < in.end && (*in.p == 'T' || *in.p == 't' || *in.p == ' ')) {
        in.p++;
        if (clock_time(&in, m))
            zone(&in, m);
    }
    return true;
}

bool feed_date(struct filon_str date, char *out, const char **precision)
{
    struct filon_str s = filon_str_trim(date);
    struct moment m = {0};
    if (!s.n)
        return false;
    struct reader in = {s.p, s.p + s.n};
    if ((!rfc_3339(in, &m) && (m = (struct moment){0}, !rfc_822(in, &m))) || !sound(&m))
        return false;
    int n = snprintf(out, 32, "%04d-%02d-%02d", m.year, m.month, m.day);
    *precision = !m.has_time ? "day" : m.has_second ? "second" : "minute";
    if (m.has_time)
        n += snprintf(out + n, 32 - (size_t)n, "T%02d:%02d", m.hour, m.minute);
    if (m.has_second)
        n += snprintf(out + n, 32 - (size_t)n, ":%02d", m.second);
    int far = m.zone < 0 ? -m.zone : m.zone;
    if (m.has_time && m.has_zone)
        m.zone ? snprintf(out + n, 32 - (size_t)n, "%c%02d:%02d", m.zone < 0 ? '-' : '+', far / 60, far % 60)
               : snprintf(out + n, 32 - (size_t)n, "Z");
    return true;
}
