/* A page under work: its lines, what was counted in each, and what each was found to be. */
#ifndef PARSE_TEXT_PAGE_H
#define PARSE_TEXT_PAGE_H

#include "phrasebook.h"

/* What a line looks like by itself. */
enum role {
    ROLE_PROSE,     /* sentences, long enough to trust */
    ROLE_SENTENCE,  /* a short one */
    ROLE_HEADING,   /* words of a language without an end: a title, an intertitle, the title of another article */
    ROLE_LINK,      /* names and single words: a menu, a table's cell */
    ROLE_FURNITURE, /* prompts */
    ROLE_POINTER,   /* furniture that heads a title or two of other articles */
    ROLE_OPENER,    /* furniture that heads a list of other articles */
    ROLE_COMMENTS,  /* furniture that heads the readers' comments */
    ROLE_CAPTION,
    ROLE_BYLINE,
    ROLE_DATELINE
};

/* What it is on its page. */
enum block {
    BLOCK_BOILERPLATE,
    BLOCK_TITLE,
    BLOCK_LEAD,
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_LIST,
    BLOCK_CAPTION,
    BLOCK_BYLINE,
    BLOCK_DATELINE,
    BLOCKS
};

/* A line of the text, a part of a line that was found to be several, or hard-wrapped lines joined. */
struct line {
    uint32_t begin, end;      /* without white space at its ends */
    uint32_t words, caps;     /* caps: with a capital, but for the first and those that open a sentence */
    uint32_t uppers, numbers; /* words all in capitals; of digits alone */
    uint32_t stops;           /* ends of sentences */
    uint32_t marks;           /* | > • and the like */
    uint32_t covered;         /* words within phrases of furniture */
    uint32_t sections;        /* … that name sections */
    uint32_t weight;          /* of those phrases that count in any company */
    uint32_t function[LANGUAGES];
    uint32_t kinds;       /* KIND_BIT of phrases found */
    uint32_t dash;        /* offset of the first dash with white space at a side; FILON_NONE */
    uint32_t credit;      /* offset of the first © or phrase of credit; FILON_NONE */
    uint32_t agency;      /* offset behind the last name of an agency; FILON_NONE */
    uint32_t significant; /* the first of its words in page.significant; FILON_NONE if they were not kept */
    uint16_t significants;
    uint8_t start_kind, start_words; /* the phrase it begins with */
    bool ends, colon;                /* … with a sentence's end, quotation marks and brackets aside; with a colon */
    bool bullet, gap;                /* begins with a bullet; is the first, or a blank line is before it */
    bool date;                       /* holds a word of dates */
    bool dateline;                   /* was cut off a paragraph as its dateline */
    uint32_t whole;                  /* where the line of the text begins that it is a part of; FILON_NONE: it is no part */
    uint8_t role, block;
    bool content;
};

/* Where a phrase of furniture stands in the line under work. */
struct event {
    uint32_t begin, end, words;
    uint8_t kind, weight;
    bool strong; /* it may cut a line in two */
};

enum { FLAG_CAPITAL = 1, FLAG_UPPER = 2, FLAG_NUMBER = 4, FLAG_STOP = 8, FLAG_BREAK = 16, FLAG_OPEN = 32 };
enum { SURE = 3 }; /* the weight that a phrase needs to be trusted by itself */
enum { WINDOW = 2048, SIGNIFICANT = 16384, SIGNIFICANT_ROOM = SIGNIFICANT + WINDOW + 1, EVENTS_MOST = 65536 };

struct token {
    uint32_t begin, end, hash, flags;
    uint32_t phrase; /* the first that may begin here; NO_PHRASE */
};

struct page {
    const struct phrasebook *book;
    struct filon_arena *arena; /* the document's */
    struct filon_str text;
    struct line *lines;
    uint32_t n_lines, room_lines;
    struct event *events; /* of the line scanned last */
    uint32_t n_events, room_events;
    uint32_t *significant; /* hashes of the words that titles are compared by; SIGNIFICANT_ROOM of them: a window more */
    uint32_t n_significant;
    unsigned language;       /* index, or LANGUAGES */
    uint32_t title;          /* its line, or FILON_NONE */
    uint32_t core, core_end; /* the lines of the article's body: [core, core_end) */
    /* The words of the line under work that are not yet looked up, behind `looked_up` others. */
    uint32_t n_tokens, n_candidates, looked_up;
    struct token tokens[WINDOW];
    uint16_t candidates[WINDOW]; /* those that a phrase may begin at */
};

/* Metadata stand outside the article's text, and in its dateline. */
static inline bool line_may_tell(const struct line *line)
{
    return !line->content || line->block == BLOCK_DATELINE;
}

/* Whether it belongs to the page's site rather than to a text. */
static inline bool line_is_furniture(const struct line *line)
{
    return line->role >= ROLE_FURNITURE && line->role <= ROLE_COMMENTS;
}

static inline bool line_is_text(const struct line *line)
{
    return line->role == ROLE_PROSE || line->role == ROLE_SENTENCE;
}

/* … or a heading between. */
static inline bool line_runs_on(const struct line *line)
{
    return line_is_text(line) || line->role == ROLE_HEADING;
}

static inline uint32_t line_function(const struct line *line)
{
    uint32_t most = 0;
    for (unsigned i = 0; i < LANGUAGES; i++)
        most = line->function[i] > most ? line->function[i] : most;
    return most;
}

/* scan.c: counts what stands in [begin, end); fills line and page.events. */
void page_scan(struct page *page, uint32_t begin, uint32_t end, struct line *line);

/* lines.c: the page's lines. */
void page_find_lines(struct page *page);
struct line *page_add_line(struct page *page);

/* split.c: a line that is several, taken apart; lines[n_lines - 1] has just been scanned. */
void page_split_line(struct page *page);

/* role.c: what a line looks like by itself. */
enum role page_role(const struct page *page, const struct line *line);
/* Where the names begin in a line that is « par », "written by" and they, and not much more; FILON_NONE if it is not. */
uint32_t page_byline(const struct page *page, const struct line *line);

/* judge.c: the page's language, by the function words of its lines; LANGUAGES, as it was before, if it cannot be told. */
void page_find_language(struct page *page);
/* The body, for a first look, and the title: the run of lines of text that is worth most, of lines that have their roles. */
void page_find_body(struct page *page);
/* The language, the body, what each line is. */
struct article;
void page_judge(struct page *page, const struct article *article);

/* title.c: the line before the body that is the article's title, or FILON_NONE. */
uint32_t page_find_title(const struct page *page);

/* meta.c: sets the document's metadata from the lines judged. */
struct date_rules;
void page_find_meta(struct page *page, struct filon_doc *doc, const struct date_rules *rules);

#endif
