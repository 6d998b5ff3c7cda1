/* The phrases that page furniture and dates are made of, loaded from TSV files. */
#ifndef PARSE_TEXT_PHRASEBOOK_H
#define PARSE_TEXT_PHRASEBOOK_H

#include "word.h"

enum kind {
    KIND_NONE,
    /* prompts.*.tsv */
    KIND_PROMPT,    /* login, subscribe, share …: furniture and nothing more */
    KIND_SECTION,   /* the name of a section: politique, sport */
    KIND_RELATED,   /* points to another article: lire aussi */
    KIND_LIST,      /* heads a list of other articles: sur le même sujet */
    KIND_COMMENTS,  /* heads the readers' comments */
    KIND_COPYRIGHT, /* tous droits réservés */
    KIND_READING,   /* temps de lecture */
    KIND_CREDIT,    /* crédit photo */
    KIND_AGENCY,    /* AFP, Reuters */
    KIND_AUTHOR,    /* par, propos recueillis par */
    KIND_DESK,      /* la rédaction: an author that is no person */
    KIND_PUBLISHED, /* publié le */
    KIND_UPDATED,   /* mis à jour le */
    /* dates.tsv */
    KIND_MONTH,
    KIND_WEEKDAY,
    KIND_DAY,
    KIND_UNIT,
    KIND_SINCE,
    KIND_AGO,
    KIND_LAST,
    KIND_NUMBER,
    KIND_HALF,
    KIND_FILLER,
    KINDS
};
#define KIND_BIT(kind) (1u << (kind))
#define KIND_DATES                                                                                                                         \
    (KIND_BIT(KIND_MONTH) | KIND_BIT(KIND_WEEKDAY) | KIND_BIT(KIND_DAY) | KIND_BIT(KIND_UNIT) | KIND_BIT(KIND_SINCE) |                     \
     KIND_BIT(KIND_AGO) | KIND_BIT(KIND_LAST) | KIND_BIT(KIND_NUMBER) | KIND_BIT(KIND_HALF) | KIND_BIT(KIND_FILLER))

enum where {
    WHERE_LINE,  /* counts for lines that consist of such phrases */
    WHERE_START, /* at the start of a line or sentence */
    WHERE_ANY    /* everywhere */
};

enum { PHRASE_WORDS = 12, LANGUAGES = 4, NO_PHRASE = 0 };

struct phrase {
    uint8_t kind, where, weight, words, language; /* language: an index, or LANGUAGES for all */
    int32_t value;                                /* dates: the month, the offset in days … */
    uint32_t first;                               /* of its words in phrasebook.hashes */
    uint32_t next;                                /* the next phrase with the same first word, not longer; NO_PHRASE: none */
};

/* What is known of one word. */
struct slot {
    uint32_t hash;   /* 0: free */
    uint32_t kinds;  /* KIND_BIT of the phrases that start with it */
    uint32_t phrase; /* the longest of the prompts */
    uint32_t dates;  /* the longest of dates.tsv */
    bool anywhere;   /* one of them is WHERE_ANY: it may start with a small letter in the middle of a sentence */
    bool date;       /* one of them names a month, a weekday, a day */
    uint64_t lanes;  /* 16 bits a language: 1 where it is a function word, so that counting is one addition */
};

/* Two sets that may say yes wrongly, small enough for the first cache: of words, and of the first two words of prompts. */
enum { FILTER_BITS = 32768, PAIR_BITS = 32768 };

struct phrasebook {
    uint64_t words[FILTER_BITS / 64], pairs[PAIR_BITS / 64];
    struct filon_arena *arena;
    struct slot *slots; /* mask + 1 of them and one that stays empty */
    uint32_t mask, used;
    struct phrase *phrases;
    uint32_t n_phrases, room_phrases;
    uint32_t *hashes;
    uint32_t n_hashes, room_hashes;
    char languages[LANGUAGES][4];
    unsigned n_languages;
};

int phrasebook_init(struct phrasebook *book, struct filon_arena *arena);
/* phrase, kind, where, weight. A later row replaces an earlier one; weight 0 takes the phrase away. */
int phrasebook_add_prompts(struct phrasebook *book, const char *path, struct filon_error *error);
/* phrase, kind, value, language */
int phrasebook_add_dates(struct phrasebook *book, const char *path, struct filon_error *error);
/* language, word */
int phrasebook_add_words(struct phrasebook *book, const char *path, struct filon_error *error);

/* The index of a language, or LANGUAGES. */
unsigned phrasebook_language(const struct phrasebook *book, struct filon_str name);

static inline uint32_t phrasebook_pair(uint32_t first, uint32_t second)
{
    return (first * 31 + second) >> 7 & (PAIR_BITS - 1);
}

static inline bool phrasebook_may_know(const struct phrasebook *book, uint32_t hash)
{
    uint32_t bit = hash >> 9 & (FILTER_BITS - 1);
    return book->words[bit / 64] >> (bit % 64) & 1;
}

/* Whether a prompt may begin with these two words; the second 0: none follows. */
static inline bool phrasebook_may_begin(const struct phrasebook *book, uint32_t first, uint32_t second)
{
    uint32_t one = phrasebook_pair(first, 0), two = phrasebook_pair(first, second);
    return (book->pairs[one / 64] >> (one % 64) & 1) | (book->pairs[two / 64] >> (two % 64) & 1);
}

/* What is known of the word with this hash: an empty slot (phrase, lanes and hash 0) if nothing is. */
static inline const struct slot *phrasebook_slot(const struct phrasebook *book, uint32_t hash)
{
    uint32_t i = hash & book->mask;
    while (book->slots[i].hash != hash && book->slots[i].hash)
        i = (i + 1) & book->mask;
    return &book->slots[i];
}

/* The longest phrase of the wanted kinds that the n words begin with, or NULL; first: slot->phrase of the first word. Between two of
 * the same length the one of `language` wins. */
const struct phrase *phrasebook_match(const struct phrasebook *book, uint32_t first, const uint32_t *hashes, size_t n, unsigned kinds,
                                      unsigned language);

#endif
