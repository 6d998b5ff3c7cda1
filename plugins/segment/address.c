/* Web and mail addresses. */
#include "segment.h"

static bool is_alnum(char c)
{
    return (unsigned char)((c | 32) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

static bool is_prefix(const struct scan *scan, uint32_t at, const char *prefix)
{
    size_t n = strlen(prefix);
    if (scan->end - at < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((scan->text[at + i] | 32) != (prefix[i] | 32))
            return false;
    return true;
}

static bool ends_url(enum charclass cc)
{
    return cc == C_SPACE || cc == C_QOPEN || cc == C_QCLOSE || cc == C_QUOTE || cc == C_DOTS;
}

/* An address ends before white space, quotation marks and <>; marks at its end belong to the sentence, and so does a
 * closing bracket that was not opened in it. */
uint32_t filon_scan_url(const struct scan *scan, uint32_t at)
{
    static const char *const prefixes[] = {"http://", "https://", "ftp://", "www."};
    size_t prefix = 0;
    for (size_t i = 0; i < FILON_COUNT(prefixes) && !prefix; i++)
        prefix = is_prefix(scan, at, prefixes[i]) ? strlen(prefixes[i]) : 0;
    uint32_t start = at + (uint32_t)prefix, end = start, kept = start;
    if (!prefix || start >= scan->end || !is_alnum(scan->text[start]))
        return 0;
    int open = 0;
    unsigned length;
    for (enum charclass cc; !ends_url(cc = class_at(scan, end, &length)); end += length) {
        char c = scan->text[end];
        if (c == '<' || c == '>' || (cc == C_APOS && !is_alnum(scan->text[end + length])) || (c == ')' && open == 0))
            break;
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (is_word(cc) || c == '/' || c == ')' || c == '#' || c == '=' || c == '-' || c == '_' || c == '&' || c == '+' || c == '~' ||
            c == '%')
            kept = end + length;
    }
    return kept;
}

uint32_t filon_scan_mail(const struct scan *scan, uint32_t at, uint32_t sign)
{
    for (uint32_t i = at; i < sign; i++)
        if (!is_alnum(scan->text[i]) && !memchr("._+-", scan->text[i], 4))
            return 0;
    uint32_t end = sign + 1, kept = 0;
    bool dot = false;
    for (; end < scan->end && (is_alnum(scan->text[end]) || scan->text[end] == '.' || scan->text[end] == '-'); end++) {
        if (is_alnum(scan->text[end]))
            kept = dot ? end + 1 : kept;
        else
            dot |= scan->text[end] == '.';
    }
    return kept;
}
