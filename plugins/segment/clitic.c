/* Clitics behind a verb: a-t-il, est-ce, donne-le-moi, va-t'en become a + -t-il, est + -ce, donne + -le + -moi, va + -t' + en. */
#include "segment.h"

enum { CLITICS_MOST = 4 };

static uint32_t flags_of(const struct scan *scan, uint32_t begin, uint32_t end)
{
    return begin < end ? filon_language_word(scan->language, scan->text + begin, end - begin) : 0;
}

/* Begin of the last hyphen in [begin, end), or end. */
static uint32_t last_hyphen(const struct scan *scan, uint32_t begin, uint32_t end)
{
    uint32_t i = end;
    /* No clitic is longer than this. */
    while (i > begin && end - i < 16) {
        i = (uint32_t)filon_utf8_before(scan->text, i);
        unsigned length;
        if (class_at(scan, i, &length) == C_HYPHEN)
            return i;
    }
    return end;
}

static uint32_t behind_hyphen(const struct scan *scan, uint32_t hyphen)
{
    unsigned length;
    class_at(scan, hyphen, &length);
    return hyphen + length;
}

/* Does the host end as the clitic's row says? "Kim Jong-il" does not. */
static bool hosted(const struct scan *scan, const char *hosts, uint32_t begin, uint32_t end)
{
    if (begin >= end)
        return false;
    if (!*hosts)
        return true;
    char ending[16] = " ";
    uint32_t last = (uint32_t)filon_utf8_before(scan->text, end);
    unsigned length;
    uint32_t c = filon_to_lower(filon_utf8_at(scan->text, end, last, &length));
    unsigned n = filon_utf8_put(ending + 1, c);
    ending[1 + n] = ' ';
    return strstr(hosts, ending) != NULL;
}

/* "-il" in "dit-il" but not in "Jong-Il"; "-IL" in "DIT-IL". */
static bool case_fits(const struct scan *scan, uint32_t host_end, uint32_t clitic)
{
    unsigned length;
    if (class_at(scan, clitic, &length) != C_UPPER)
        return true;
    return class_at(scan, (uint32_t)filon_utf8_before(scan->text, host_end), &length) == C_UPPER;
}

/* -t'en, -m'y: begin of the hyphen and of what follows the apostrophe. */
static bool elided(const struct scan *scan, uint32_t begin, uint32_t end, uint32_t *hyphen, uint32_t *rest)
{
    uint32_t i = end;
    unsigned length = 0;
    while (i > begin && end - i < 8) {
        i = (uint32_t)filon_utf8_before(scan->text, i);
        if (class_at(scan, i, &length) == C_APOS)
            break;
    }
    if (i == begin || class_at(scan, i, &length) != C_APOS)
        return false;
    *rest = i + length;
    *hyphen = last_hyphen(scan, begin, i);
    return *hyphen < i && (flags_of(scan, behind_hyphen(scan, *hyphen), i) & W_ELISION) && (flags_of(scan, *rest, end) & W_CLITIC);
}

/* The clitic that [begin, end) ends with: where its hyphen is, or end for none. */
static uint32_t clitic(const struct scan *scan, uint32_t begin, uint32_t end)
{
    uint32_t hyphen = last_hyphen(scan, begin, end), word = behind_hyphen(scan, hyphen);
    if (hyphen == end)
        return end;
    uint32_t flags = flags_of(scan, word, end);
    if (!(flags & W_CLITIC) || (flags_of(scan, begin, end) & W_WHOLE))
        return end;
    uint32_t t = last_hyphen(scan, begin, hyphen);
    if (t < hyphen && t > begin && hyphen - behind_hyphen(scan, t) == 1 && (scan->text[hyphen - 1] | 32) == 't')
        return case_fits(scan, t, word) ? t : end;
    return hosted(scan, scan->language->hosts[flags >> W_EXTRA_SHIFT], begin, hyphen) && case_fits(scan, hyphen, word) ? hyphen : end;
}

void filon_scan_clitics(struct scan *scan, uint32_t begin, uint32_t end, enum kind kind)
{
    uint32_t cut[CLITICS_MOST + 2], host = end, hyphen, rest;
    unsigned n = 0;
    if (elided(scan, begin, end, &hyphen, &rest) && hyphen > begin) {
        cut[n++] = rest;
        cut[n++] = host = hyphen;
    }
    while (n < CLITICS_MOST && (hyphen = clitic(scan, begin, host)) < host && hyphen > begin)
        cut[n++] = host = hyphen;
    filon_scan_emit(scan, begin, host, kind);
    while (n > 0) {
        uint32_t from = cut[--n];
        filon_scan_emit(scan, from, n > 0 ? cut[n - 1] : end, K_LOWER);
    }
}
