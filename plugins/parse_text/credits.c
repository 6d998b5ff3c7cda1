/* Who wrote the article, and for whom. */
#include "date.h"
#include "meta.h"
#include "names.h"

/* « Anne Martin, grand reporter »: the name alone; « Anne Martin, Paul Roux et Luc Petit »: all of them. */
static uint32_t without_title(const struct page *page, uint32_t begin, uint32_t end)
{
    const char *comma = memchr(page->text.p + begin, ',', end - begin);
    if (!comma)
        return end;
    struct word word;
    uint32_t at = (uint32_t)(comma - page->text.p);
    while (words_next(page->book, page->text, at, end, &word)) {
        struct filon_str s = {page->text.p + word.begin, word.end - word.begin};
        if (filon_str_is(s, "et") || filon_str_is(s, "and") || word.mark == '&')
            return end;
        at = word.end;
    }
    return (uint32_t)(comma - page->text.p);
}

/* « par Anne Martin » anywhere in a line. */
static bool author_in(const struct page *page, const struct line *line, struct found *found)
{
    struct word word, name;
    for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
        const struct phrase *phrase = words_phrase(page->book, page->text, &word, line->end, KIND_BIT(KIND_AUTHOR) | KIND_BIT(KIND_DESK));
        if (!phrase || (word.mark == '-' && !word.spaced)) /* CC BY-NC */
            continue;
        uint32_t begin = phrase->kind == KIND_DESK ? word.begin : words_skip(page->book, page->text, word.begin, line->end, phrase->words);
        if (words_next(page->book, page->text, begin, line->end, &name))
            begin = name.begin;
        if (name.mark == '-' && !name.spaced) /* CC BY-NC */
            continue;
        bool desk;
        uint32_t end = names_author_end(page->book, page->text, begin, line->end, &desk);
        *found = (struct found){begin, desk ? end : without_title(page, begin, end), 1};
        if (found->end > begin)
            return true;
    }
    return false;
}

/* « Emmanuelle Roux 15 mai 2019 à 06h00 »: a full name directly before the date. */
static bool author_before_date(const struct page *page, const struct line *line, struct found *found)
{
    struct date_rules rules = {.book = page->book, .language = page->language};
    struct date date;
    struct word word, second;
    if (line->role != ROLE_DATELINE || line->agency != FILON_NONE || !words_next(page->book, page->text, line->begin, line->end, &word) ||
        !words_next(page->book, page->text, word.end, line->end, &second) || !second.capital ||
        !dates_find(&rules, page->text, line->begin, line->end, &date) || date.begin <= second.begin)
        return false;
    *found = (struct found){line->begin, names_end(page->book, page->text, line->begin, date.begin), 1};
    return found->end > second.begin && date.begin - found->end <= 4 && !memchr(page->text.p + line->begin, ',', date.begin - line->begin);
}

/* What stands before « avec AFP » in a byline: a publication if it begins with an article or a number (« Le Monde », « 20 Minutes »), else a
 * person. */
static struct found before_agency(const struct page *page, const struct line *line, bool *publication)
{
    struct found found = {line->begin, line->begin, 0};
    struct word word;
    *publication = false;
    for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
        struct filon_str s = {page->text.p + word.begin, word.end - word.begin};
        if (filon_str_is(s, "avec") || filon_str_is(s, "with") || word.mark == '(')
            break;
        if (words_phrase(page->book, page->text, &word, line->end, KIND_BIT(KIND_AUTHOR)))
            continue;
        if (!found.points) {
            found.begin = word.begin;
            *publication = word.number || (word.capital && word.function);
        }
        found.end = word.end;
        found.points = 1;
    }
    return found;
}

void page_find_author(const struct page *page, uint32_t readers, struct found *best)
{
    enum { WORDS = 40, FOOT = 3 };
    for (uint32_t i = 0; i < readers; i++) {
        const struct line *line = &page->lines[i];
        struct found found = {line->begin, line->end, 0};
        bool alone = line->role == ROLE_BYLINE && line->start_kind != KIND_AUTHOR && line->start_kind != KIND_DESK,
             head = page_near_head(page, i);
        bool may = line->role == ROLE_BYLINE || line->role == ROLE_DATELINE ||
                   (line->role == ROLE_FURNITURE && line->kinds & KIND_BIT(KIND_AUTHOR));
        if (!line_may_tell(line) || !may || line->words > WORDS || !(head || (i >= page->core && i <= page->core_end + FOOT)))
            continue;
        bool named = author_in(page, line, &found), publication = false;
        if (alone && !named) {
            found = before_agency(page, line, &publication);
            alone = found.points && !publication;
        }
        bool dated = !named && head && author_before_date(page, line, &found);
        if (named || dated || alone)
            found_keep(best, found.begin, found.end, (head ? 50 : 40) - (named ? 0 : dated ? 5 : 10));
    }
}

/* What stands before an owner's name: « © 2019 », « copyright », « photo ». Returns where the name may begin. */
static uint32_t skip_sign(const struct page *page, uint32_t at, uint32_t end)
{
    const unsigned kinds = KIND_BIT(KIND_COPYRIGHT) | KIND_BIT(KIND_CREDIT);
    struct word word;
    while (words_next(page->book, page->text, at, end, &word)) {
        const struct phrase *phrase = words_phrase(page->book, page->text, &word, end, kinds);
        struct filon_str s = {page->text.p + word.begin, word.end - word.begin};
        if (phrase && (phrase->kind == KIND_CREDIT || phrase->words < 3)) /* « tous droits réservés » is no sign */
            at = words_skip(page->book, page->text, word.begin, end, phrase->words);
        else if (word.number || filon_str_is(s, "by") || filon_str_is(s, "c") || filon_str_is(s, "C"))
            at = word.end;
        else
            return word.begin;
    }
    return end;
}

/* The owner's name behind the ©, « copyright » or « photo » of a line; points 0 if none stands there. */
static struct found owner(const struct page *page, const struct line *line)
{
    enum { WORDS = 6 };
    struct found found = {0, 0, 0};
    struct word word;
    uint32_t last = 0;
    if (line->credit == FILON_NONE)
        return found;
    found.begin = found.end = skip_sign(page, line->credit, line->end);
    for (unsigned words = 0; words < WORDS && words_next(page->book, page->text, found.end, line->end, &word); words++) {
        bool full_stop = word.mark == '.' && last > 3 && word.spaced, dash = word.mark == '-' && word.spaced;
        if (words && (full_stop || dash || (word.mark && strchr("|,>(:;?/", word.mark))))
            break;
        unsigned stops = KIND_BIT(KIND_COPYRIGHT) | (words ? KIND_BIT(KIND_PROMPT) : 0u);
        if (word.number || (!words && !word.capital) || words_phrase(page->book, page->text, &word, line->end, stops))
            break;
        found.end = word.end;
        found.points = 1;
        last = word.end - word.begin;
    }
    return found;
}

/* « Title | Site », « Title – Site »: the site, if the title stands by itself elsewhere or the mark is a bar. */
static void site(const struct page *page, struct found *best)
{
    const struct line *first = page->lines;
    const struct line *title = page->title != FILON_NONE ? &page->lines[page->title] : NULL;
    if (!title || first->words > 50)
        return;
    uint32_t n = title->end - title->begin, from = FILON_NONE;
    bool again =
        title != first && first->end - first->begin > n && memcmp(page->text.p + first->begin, page->text.p + title->begin, n) == 0;
    for (uint32_t at = again ? first->begin + n : first->begin; at + 2 < first->end; at++) {
        const unsigned char *u = (const unsigned char *)page->text.p + at;
        bool bar = u[0] == '|',
             dash = u[0] == '-' || (u[0] == 0xe2 && u[1] == 0x80 && (u[2] == 0x93 || u[2] == 0x94)) || (u[0] == 0xc2 && u[1] == 0xb7);
        uint32_t length = u[0] == 0xe2 ? 3 : u[0] == 0xc2 ? 2 : 1;
        if ((bar || (dash && again)) && at > first->begin && u[-1] == ' ' && u[length] == ' ')
            from = at + length + 1;
    }
    if (from != FILON_NONE && (again || title == first) && from < first->end && first->end - from < 60)
        found_keep(best, from, first->end, 60);
}

static struct filon_str text_of(const struct page *page, const struct found *found)
{
    return (struct filon_str){page->text.p + found->begin, found->end - found->begin};
}

/* Agencies that a dateline or a byline names. */
static void find_agency(const struct page *page, const struct line *line, struct found *best)
{
    enum { DATELINE = 30, PUBLICATION = 25, BYLINE = 20 };
    struct word word;
    bool publication;
    struct found before = before_agency(page, line, &publication);
    if (line->role == ROLE_BYLINE && publication)
        found_keep(best, before.begin, before.end, PUBLICATION);
    for (uint32_t at = line->begin; words_next(page->book, page->text, at, line->end, &word); at = word.end) {
        const struct phrase *agency = words_phrase(page->book, page->text, &word, line->end, KIND_BIT(KIND_AGENCY));
        if (agency)
            found_keep(best, word.begin, words_skip(page->book, page->text, word.begin, line->end, agency->words),
                       line->role == ROLE_DATELINE ? DATELINE : BYLINE);
    }
}

/* Whether a line before the article is this name: the head of a page says whose it is. */
static bool heads_page(const struct page *page, struct filon_str name)
{
    uint32_t stop = page->title != FILON_NONE ? page->title : page->core;
    for (uint32_t i = 0; i < stop; i++)
        if (filon_str_eq(name, (struct filon_str){page->text.p + page->lines[i].begin, page->lines[i].end - page->lines[i].begin}))
            return true;
    return false;
}

void page_find_publisher(const struct page *page, struct found *best)
{
    enum { COPYRIGHT = 50, PICTURES = 10 };
    struct found picture = {0, 0, 0};
    site(page, best);
    for (uint32_t i = 0; i < page->n_lines; i++) {
        const struct line *line = &page->lines[i];
        if (!line_may_tell(line))
            continue;
        struct found name = owner(page, line);
        if (name.points && line->kinds & KIND_BIT(KIND_COPYRIGHT))
            found_keep(best, name.begin, name.end, COPYRIGHT);
        /* Whose one picture is says little; the same name under all of several says whose page it is. */
        if (name.points && line->role == ROLE_CAPTION && picture.points >= 0) {
            if (!picture.points)
                picture = name;
            else
                picture.points = filon_str_eq(text_of(page, &name), text_of(page, &picture)) ? picture.points + 1 : -1;
        }
        if ((line->role == ROLE_DATELINE || line->role == ROLE_BYLINE) && line->agency != FILON_NONE)
            find_agency(page, line, best);
    }
    if (picture.points >= 2 || (picture.points == 1 && heads_page(page, text_of(page, &picture))))
        found_keep(best, picture.begin, picture.end, PICTURES);
}
