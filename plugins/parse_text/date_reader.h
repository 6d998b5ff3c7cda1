/* The reader of dates: a few words and marks, and what the forms of dates ask of them. For the files date*.c alone. */
#ifndef PARSE_TEXT_DATE_READER_H
#define PARSE_TEXT_DATE_READER_H

#include "date.h"

enum { TOKENS = 64 };

/* A run of digits, a run of letters, or one mark. */
struct date_token {
    uint32_t begin, end;
    int value; /* of digits; -1 otherwise */
    char mark; /* the mark's ASCII byte, '-' for all dashes, '?' for others; 0 for words and digits */
};

struct reader {
    const struct date_rules *rules;
    struct filon_str text;
    struct date_token token[TOKENS];
    uint32_t hash[TOKENS];
    size_t n;
};

/* Takes in the first TOKENS words and marks of text[from, to). */
void reader_tokenize(struct reader *reader, uint32_t from, uint32_t to);

static inline bool reader_mark(const struct reader *reader, size_t i, char mark)
{
    return i < reader->n && reader->token[i].mark == mark;
}

static inline int reader_number(const struct reader *reader, size_t i)
{
    return i < reader->n ? reader->token[i].value : -1;
}

static inline uint32_t reader_digits(const struct reader *reader, size_t i)
{
    return reader_number(reader, i) < 0 ? 0 : reader->token[i].end - reader->token[i].begin;
}

/* No white space between token i and the next. */
static inline bool reader_joined(const struct reader *reader, size_t i)
{
    return i + 1 < reader->n && reader->token[i].end == reader->token[i + 1].begin;
}

/* The phrase of a wanted kind at token i; *next gets the token behind it. */
const struct phrase *reader_phrase(const struct reader *reader, size_t i, unsigned kinds, size_t *next);
/* Behind « le », « du », "of", "at". */
size_t reader_skip_fillers(const struct reader *reader, size_t i);
bool reader_word(const struct reader *reader, size_t i, const char *lower);

/* Forms of dates. Each returns the token behind it, or 0 if none begins at token i. */
size_t date_absolute(const struct reader *reader, size_t i, struct date *date);   /* 27/07/2016, 27 juillet (2016), July 27th */
size_t date_year_first(const struct reader *reader, size_t i, struct date *date); /* 2016-07-27, 2017-06 */
size_t date_relative(const struct reader *reader, size_t i, struct date *date);   /* hier, il y a 3 heures */
size_t date_weekday(const struct reader *reader, int weekday, size_t next, bool last, struct date *date);

/* Years that a page is likely to speak of. */
bool date_year_ok(int year);

/* A time behind a date, over « à », a comma, a dash, a T: the token behind it, or i if there is none. */
size_t date_time_at(const struct reader *reader, size_t i, struct date *date); /* the time itself */
size_t date_time(const struct reader *reader, size_t i, struct date *date);

#endif
