#include "clean.h"

#include "lexer.h"

#include <strings.h>

static struct filon_str text_of_tree(const GumboOutput *output)
{
    /* html > head > title > text */
    const GumboVector *children = &output->root->v.element.children;
    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *head = children->data[i];
        if (head->type != GUMBO_NODE_ELEMENT || head->v.element.tag != GUMBO_TAG_HEAD)
            continue;
        for (unsigned k = 0; k < head->v.element.children.length; k++) {
            const GumboNode *title = head->v.element.children.data[k];
            if (title->type != GUMBO_NODE_ELEMENT || title->v.element.tag != GUMBO_TAG_TITLE || !title->v.element.children.length)
                continue;
            const GumboNode *text = title->v.element.children.data[0];
            if (text->type == GUMBO_NODE_TEXT)
                return filon_str_of(text->v.text.text);
        }
    }
    return FILON_NO_STR;
}

/* The tree builder knows the character references. In a title nothing else means anything, but the end of it. */
static struct filon_str decoded(struct filon_str raw, struct tree *tree, struct filon_arena *arena)
{
    enum { MOST = 64 * 1024 };
    if (!memchr(raw.p, '&', raw.n) || raw.n > MOST)
        return raw;
    struct filon_buf page = FILON_BUF_INIT;
    filon_buf_puts(&page, "<title>");
    lexer_put_references(&page, raw);
    for (size_t i = 7; i < page.n; i++)
        if (page.p[i] == '<')
            page.p[i] = ' ';
    const GumboOutput *output = tree_build(tree, filon_buf_str(&page), 16 << 20);
    struct filon_str text = output ? text_of_tree(output) : FILON_NO_STR;
    text = text.p ? filon_str_dup(arena, text) : FILON_STR("");
    filon_buf_free(&page);
    return text;
}

struct filon_str clean_value(struct filon_str raw, struct tree *tree, struct filon_arena *arena)
{
    if (!raw.n)
        return FILON_NO_STR;
    struct filon_str text = decoded(raw, tree, arena);
    char *out = filon_alloc(arena, text.n + 1);
    size_t n = 0;
    unsigned length;
    for (size_t at = 0; at < text.n; at += length) {
        uint32_t c = filon_utf8_at(text.p, text.n, at, &length);
        if (c < 0x20 || (c >= 0x7f && c < 0xa0) || filon_is_space(c)) {
            if (n && out[n - 1] != ' ')
                out[n++] = ' ';
        } else if (c != 0xad && c != 0x200b && c != 0xfeff) {
            memcpy(out + n, text.p + at, length);
            n += length;
        }
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return n ? (struct filon_str){out, n} : FILON_NO_STR;
}

/* ---- Titles */

/* Letters and digits alone, small, without accents. */
static size_t squeezed(struct filon_str s, char *out, size_t room)
{
    size_t n = 0;
    unsigned length;
    for (size_t at = 0; at < s.n && n + 4 < room; at += length) {
        uint32_t c = filon_to_lower(filon_strip_accent(filon_utf8_at(s.p, s.n, at, &length)));
        if (filon_is_letter(c) || filon_is_digit(c))
            n += filon_utf8_put(out + n, c);
    }
    return n;
}

static bool same(struct filon_str a, struct filon_str b)
{
    char one[256], two[256];
    size_t n = squeezed(a, one, sizeof one), m = squeezed(b, two, sizeof two);
    return n && n == m && memcmp(one, two, n) == 0;
}

static bool begins(struct filon_str whole, struct filon_str with)
{
    char one[256], two[256];
    size_t n = squeezed(whole, one, sizeof one), m = squeezed(with, two, sizeof two);
    return m && n >= m && memcmp(one, two, m) == 0;
}

/* The bytes of a mark that stands between a title and a site, white space around it; 0 if there is none. */
static size_t mark_at(struct filon_str s, size_t at, size_t *mark)
{
    static const char *const marks[] = {"|", "-", "\xe2\x80\x93", "\xe2\x80\x94", "\xc2\xbb", "\xc2\xb7", "\xe2\x80\xa2", ":", "\xe2\x80\xba", "/", "\xc2\xab"};
    if (s.p[at] != ' ')
        return 0;
    for (size_t i = 0; i < FILON_COUNT(marks); i++) {
        size_t n = strlen(marks[i]);
        if (at + 1 + n < s.n && memcmp(s.p + at + 1, marks[i], n) == 0 && s.p[at + 1 + n] == ' ') {
            *mark = i;
            return n + 2;
        }
    }
    return 0;
}

struct filon_str clean_title(struct filon_str title, struct filon_str site, struct filon_str heading)
{
    enum { BAR = 0, COLON = 7, SHORTEST = 12, SITE_MOST = 48 };
    for (bool again = true; again;) {
        again = false;
        for (size_t at = title.n; at-- > 1;) {
            size_t mark, n = mark_at(title, at, &mark);
            if (!n)
                continue;
            struct filon_str before = {title.p, at}, behind = {title.p + at + n, title.n - at - n};
            bool named = site.n && (same(behind, site) || begins(site, behind) || begins(behind, site));
            bool repeated = heading.n && same(before, heading);
            bool bar = mark == BAR && before.n >= SHORTEST && behind.n < SITE_MOST && !(heading.n && same(title, heading));
            if (named || repeated || bar) {
                title = before;
                again = true;
            } else if (mark == COLON) {
                continue;
            }
            break;
        }
        /* The site first: « Le Site : Titre ». */
        for (size_t at = 1; !again && at < title.n && at < SITE_MOST; at++) {
            size_t mark, n = mark_at(title, at, &mark);
            if (!n)
                continue;
            struct filon_str before = {title.p, at}, behind = {title.p + at + n, title.n - at - n};
            if ((site.n && same(before, site)) || (heading.n && same(behind, heading))) {
                title = behind;
                again = true;
            }
            break;
        }
    }
    return filon_str_trim(title);
}

/* ---- Authors */

/* The bytes of a word that stands between names, or before the first, or ends the list; 0 if none does. */
static size_t separator(struct filon_str s, size_t at)
{
    static const char *const words[] = {" and ", " et ", " und ", " y ", " & ", " avec ", " with "};
    if (s.p[at] == ',' || s.p[at] == ';' || s.p[at] == '\n' || s.p[at] == '|')
        return 1;
    if (s.p[at] != ' ')
        return 0;
    for (size_t i = 0; i < FILON_COUNT(words); i++) {
        size_t n = strlen(words[i]);
        if (at + n <= s.n && strncasecmp(s.p + at, words[i], n) == 0)
            return n - 1;
    }
    return 0;
}

static struct filon_str without_label(struct filon_str name)
{
    static const char *const labels[] = {"by ", "par ", "written by ", "posted by ", "ecrit par ", "écrit par ", "publié par ", "propos recueillis par ",
                                         "author: ", "authors: ", "auteur : ", "auteur: ", "reviewed by ", "medically reviewed by "};
    for (size_t i = 0; i < FILON_COUNT(labels); i++) {
        size_t n = strlen(labels[i]);
        if (name.n > n && strncasecmp(name.p, labels[i], n) == 0) {
            name = filon_str_trim((struct filon_str){name.p + n, name.n - n});
            i = (size_t)-1;
        }
    }
    /* "ByAnne Martin": two boxes side by side. */
    if (name.n > 4 && memcmp(name.p, "By", 2) == 0 && name.p[2] >= 'A' && name.p[2] <= 'Z' && name.p[3] >= 'a')
        name = (struct filon_str){name.p + 2, name.n - 2};
    return name;
}

static bool is_name(struct filon_str name)
{
    /* What programs write that do not know, and the accounts that they come with. */
    static const char *const nobody[] = {"undefined", "null", "none", "unknown", "anonymous", "admin", "administrator", "author", "auteur", "n/a", "webmaster"};
    enum { LONGEST = 80 };
    for (size_t i = 0; i < FILON_COUNT(nobody); i++)
        if (lexer_is(name, nobody[i]))
            return false;
    if (name.n < 2 || name.n > LONGEST || memmem(name.p, name.n, "://", 3) || memchr(name.p, '@', name.n) || memchr(name.p, '{', name.n) ||
        memmem(name.p, name.n, "www.", 4))
        return false;
    bool letter = false, capital = false;
    unsigned length;
    size_t digits = 0;
    while (digits < name.n && name.p[digits] >= '0' && name.p[digits] <= '9')
        digits++;
    if (digits && (digits == name.n || name.p[digits] == ' '))
        return false; /* "5 min read" */
    for (size_t at = 0; at < name.n; at += length) {
        uint32_t c = filon_utf8_at(name.p, name.n, at, &length);
        letter |= filon_is_letter(c);
        capital |= filon_is_letter(c) && filon_to_lower(c) != c;
    }
    return letter && (capital || memchr(name.p, ' ', name.n) || !memchr(name.p, '.', name.n)); /* "page.author" */
}

/* What stands behind a comma and is no name of its own: "Jr", "MD". */
static bool is_suffix(struct filon_str name)
{
    static const char *const suffixes[] = {"jr", "jr.", "sr", "sr.", "md", "m.d.", "phd", "ph.d.", "ii", "iii", "esq", "esq.", "mba", "rd", "rn", "cpa", "dds", "do", "ms", "ma", "jd"};
    for (size_t i = 0; i < FILON_COUNT(suffixes); i++)
        if (lexer_is(name, suffixes[i]))
            return true;
    return false;
}

struct filon_str clean_authors(struct filon_str names, struct filon_arena *arena)
{
    struct filon_buf out = FILON_BUF_INIT;
    size_t begin = 0;
    if (!names.n)
        return FILON_NO_STR;
    for (size_t at = 0; at <= names.n; at++) {
        size_t n = at < names.n ? separator(names, at) : 1;
        if (!n)
            continue;
        struct filon_str name = without_label(filon_str_trim((struct filon_str){names.p + begin, at - begin}));
        bool again = name.n && out.n && memmem(out.p, out.n, name.p, name.n);
        if ((is_name(name) || is_suffix(name)) && !again) {
            if (out.n)
                filon_buf_puts(&out, ", ");
            filon_buf_put_str(&out, name);
        }
        at += n - 1;
        begin = at + 1;
    }
    struct filon_str found = out.n ? filon_str_dup(arena, filon_buf_str(&out)) : FILON_NO_STR;
    filon_buf_free(&out);
    return found;
}
